"""The room: one study as a desk sees it. It answers what the screen asks, and does what people do there.

What comes from the browser is checked before anything is done with it. An act has the id of the decision that it records: asked
again, after a fright, it is found to be done already.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from copro_text.errors import NotPossible
from copro_text.verbs import learning
from copro_text.verbs.desk import decide, everything, hear, piles
from copro_text.verbs.desk.doing import Doing
from copro_text.verbs.desk.seen import Seen
from copro_text.verbs.desk.steps import of_one_act
from copro_text.verbs.seeing import Seeing
from copro_text.verbs.sentences import told
from copro_text.verbs.undoing import last_act
from copro_text.verbs.wholeness import missing
from copro_text.widgets.messages import Refused, Shape, any_number_of, checked, id_or_none, is_id, number, one_of, words, yes_or_no

SEED = 1
RECENT = 9

_FILTERS: Shape = {
    "words": words,
    "state": one_of("", "placed", "set aside", "part read", "not yet read", "held"),
    "source": words,
    "about": words,
    "perspective": words,
    "since": words,
    "until": words,
    "mine": yes_or_no,
    "left": yes_or_no,
    "start": number,
}

ASKS: Mapping[str, Shape] = {
    "frame": {"acts": any_number_of(is_id)},
    "hear": {"at": number},
    "places": {"contributions": any_number_of(is_id)},
    "read": {"contribution": is_id},
    "next": {"n": number},
    "piles": {},
    "pile": {"code": id_or_none, "which": one_of("placed", "suggested", "left"), "start": number},
    "list": _FILTERS,
    "choices": {},
    "decide": {"start": number},
    "work_as": {"person": is_id, "typed_by": id_or_none, "present": any_number_of(is_id)},
    "join_study": {"name": words, "new": yes_or_no},
}
"""What a screen may ask for. The last two say who is at work; all others only look."""


class Room:
    """One study, as a desk sees it.

    Parameters
    ----------
    study
        The study that people are at work on; who is at work in it is who is at work here.
    """

    def __init__(self, study: Seeing) -> None:
        self.study = study
        self._seen: Seen | None = None
        self._doing = Doing(study, self.seen)
        self._orders: dict[str, list[str]] = {}
        self._everything = everything.Everything()
        self._shown: tuple[object, ...] | None = None

    @property
    def id(self) -> str:
        """The id of the study."""
        return self.study.session.folder.id

    @property
    def title(self) -> str:
        """What the study is called, or asks."""
        return self.study.session.book.of_the_study("title") or self.study.session.book.of_the_study("question")

    def news(self) -> bool:
        """Whether there is anything to see that the screen has not been shown. What others do on their own is no news: it is not to be seen."""
        before = self._shown
        self._note_shown()
        return before is not None and self._shown != before

    def _note_shown(self) -> None:
        """Keep in mind which decisions, and how much of what was said, can be seen now."""
        seen = self.seen()
        self._shown = (frozenset(seen.book.timeline.by_id), len(seen.corpus), seen.book.gone.contributions)

    def seen(self) -> Seen:
        """What the person at work sees now."""
        session = self.study.session.refresh()
        if self._seen is None or self._seen.book is not session.book or self._seen.corpus is not session.corpus or self._seen.me != session.analyst:
            self._seen = Seen(session)
        return self._seen

    # asking

    def ask(self, what: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Answer a question of the screen; raises Refused for one that is not in `ASKS`, and CoproError with what to tell people."""
        if what not in ASKS:
            raise Refused("not a question that we know")
        fields = checked(dict(given), ASKS[what])
        answers: Mapping[str, Callable[..., dict[str, Any]]] = {
            "frame": self._frame,
            "hear": self._hear,
            "places": self._places,
            "read": lambda contribution: hear.read(self.seen(), contribution),
            "piles": lambda: piles.piles(self.seen()),
            "next": lambda n=5: {"next": learning.to_read(self.study.session.refresh(), n).reset_index().to_dict("records")},
            "pile": lambda code="", which="placed", start=0: piles.pile(self.seen(), code, which, start),
            "list": lambda **asked: self._everything.page(self.seen(), asked),
            "choices": lambda: everything.choices(self.seen()),
            "decide": lambda start=0: decide.decide(self.seen(), start),
            "work_as": self._work_as,
            "join_study": self._join_study,
        }
        try:
            return answers[what](**fields)
        except TypeError as missing:
            if "argument" in str(missing):
                raise Refused(f"{what}: something is missing") from None
            raise

    def _frame(self, acts: Sequence[str] = ()) -> dict[str, Any]:
        """What stands round every view: the study, who is here, how it stands, and the names there are; and which of these acts are taken back."""
        self._note_shown()
        seen, session = self.seen(), self.study.session
        book = seen.book
        return {
            "study": self.id,
            "seal": self._seal(seen.me, session.entered_by or seen.me),
            "title": self.title,
            "promise": book.of_the_study("promise"),
            "safety": book.of_the_study("safety"),
            "rule": book.rule.sentence,
            "me": seen.me,
            "typed_by": session.entered_by or seen.me,
            "present": list(session.present),
            "people": self._people(seen),
            "alone": seen.me in seen.alone,
            "missing": [f"{fault.where}: {fault.what}" for fault in missing(session)],
            "counts": seen.counts,
            "asks_me": decide.asks(seen) if seen.me else 0,
            "names": seen.names,
            "themes": piles.themes(seen),
            "recent": self._recent(seen),
            "kept": seen.kept_words[:30],
            "undo": self._last_act(seen),
            "gone": [id_ for id_ in acts if not book.stands(id_)],
        }

    def _seal(self, who: str, by: str) -> str:
        """What the browser's tab locks with what somebody is typing: whoever finds that without the study cannot read it."""
        return hmac.new(self.study.session.folder.key, f"half typed at the desk for {who} by {by}".encode(), "sha256").hexdigest()

    def _people(self, seen: Seen) -> list[dict[str, Any]]:
        """Who joined; of namesakes each with the beginning of the id, so that nobody's decisions go to another."""
        known = seen.book.analysts.values()
        many = Counter(a.name.casefold() for a in known)
        return [{"id": a.id, "name": a.name if many[a.name.casefold()] == 1 else f"{a.name} ({a.id[:4]})", "left": bool(a.left)} for a in known]

    def _recent(self, seen: Seen) -> list[str]:
        """The names that this person used last, newest first, for the number keys."""
        here = {each["id"] for each in seen.names}
        used = [code for e in reversed(seen.book.entries) if e.analyst == seen.me and (code := getattr(e.body, "code", "")) in here]
        return list(dict.fromkeys(used))[:RECENT]

    def _last_act(self, seen: Seen) -> dict[str, Any]:
        """The decisions of the last act of whoever is at work, and it in words; of what a plain undo does not take back only why."""
        try:
            last = last_act(self.study.session, seen.labels)
        except NotPossible as why:
            return {"ids": [], "what": f"{why.what} {why.safe}"}
        ids = [id_ for id_ in of_one_act(seen, last) if seen.book.stands(id_)]
        return {"ids": ids, "what": " ".join(told(seen.book.timeline.by_id[id_], seen.book, seen.corpus, seen.labels) for id_ in ids)}

    def _hear(self, at: int = 0) -> dict[str, Any]:
        seen = self.seen()
        return hear.hear(seen, self._order(seen), at)

    def _order(self, seen: Seen) -> list[str]:
        """The order in which the person at work hears. It is theirs: what one person sees on their own is not counted for another."""
        order = self._orders.setdefault(seen.me, [])
        listed = set(order)
        if any(c.id not in listed and c.id not in seen.book.held for c in seen.corpus):
            order += [id_ for id_ in hear.order(seen, SEED) if id_ not in listed]
        return order

    def _places(self, contributions: list[str]) -> dict[str, Any]:
        """Where these stand in the order in which they are heard; what is not in it is left out."""
        wanted = set(contributions)
        return {"at": {id_: at for at, id_ in enumerate(self._order(self.seen())) if id_ in wanted}}

    def _work_as(self, person: str, typed_by: str = "", present: list[str] | None = None) -> dict[str, Any]:
        self.study.session.work_as(person, typed_by="" if typed_by == person else typed_by, present=present or ())
        return self._frame()

    def _join_study(self, name: str, new: bool = False) -> dict[str, Any]:
        present = self.study.session.present
        self.study.session.join(name, new=new)
        if present:
            self.study.session.present = (*present, self.study.session.analyst)
        return self._frame()

    # acting

    def act(self, id_: str, verb: str, who: str, given: Mapping[str, Any], by: str = "") -> dict[str, Any]:
        """Do something, once; returns what was recorded when it is on the disk.

        Parameters
        ----------
        id_
            The id of the decision to record: an act that was done already is not done again.
        who, by
            Id of the person that the screen says it is for, and of who types.

        Raises
        ------
        Refused
            It is none of `ACTS` or `SEVERAL`, was given what it does not take, or has the id of another act.
        CoproError
            It cannot be done, or was taken back since it was sent first: what to tell people.
        """
        try:
            return self._doing.act(id_, verb, who, given, by)
        finally:
            self._seen = None  # also what leaves no line, as the sorter's learning does, is seen from now on
            self._note_shown()  # what one did oneself is no news
