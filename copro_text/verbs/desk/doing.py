"""Doing: an act is recorded once, however often it is sent, and what was saved is told in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from copro_text.decisions import Enact, Entry, Erased, Shared
from copro_text.errors import CoproError, NotPossible
from copro_text.standing import FOR_GOOD
from copro_text.verbs import questions, sorting
from copro_text.verbs.desk.acts import ACTS, kind
from copro_text.verbs.desk.seen import Seen
from copro_text.verbs.desk.several import SEVERAL
from copro_text.verbs.desk.steps import made, step_id
from copro_text.verbs.seeing import Seeing
from copro_text.verbs.sentences import told, told_now, turned
from copro_text.widgets.messages import Refused, checked, typed

Saved = dict[str, Any]
ONE_LINE = {"label", "heading"}


class Doing:
    """Does what people do at the desk.

    Parameters
    ----------
    study
        Where it is recorded.
    seen
        What the person at work sees now.
    """

    def __init__(self, study: Seeing, seen: Callable[[], Seen]) -> None:
        self.study = study
        self._seen = seen

    def act(self, id_: str, verb: str, who: str, given: Mapping[str, Any], by: str) -> Saved:
        """Do something, once; as `Room.act` says."""
        several = SEVERAL.get(verb)
        if several is None and verb not in ACTS:
            raise Refused("not an act that we know")
        fields = _cleaned(checked(dict(given), several.shape if several else ACTS[verb].shape))
        try:
            if several is None:
                return self.once(id_, verb, who, by, fields)
            steps = _Steps(self, id_, who, by)
            several.plan(steps, **fields)
            return steps.saved()
        except TypeError as missing:
            if "argument" in str(missing):
                raise Refused(f"{verb}: something is missing") from None
            raise

    def once(self, id_: str, verb: str, who: str, by: str, fields: Mapping[str, Any]) -> Saved:
        """Do one act, unless it is done already: then say again what was saved."""
        session = self.study.session.refresh()
        before = set(session.book.timeline.by_id)
        if any(e.id == id_ for e in session.everything):
            return self._saved([self._done_before(id_, verb, who)])
        session.must_be_somebody()
        if who != session.analyst or (by and by != session.entered_by):
            seen = self._seen()
            now = seen.analyst(session.analyst) + ("" if session.entered_by == session.analyst else f", typed by {seen.analyst(session.entered_by)}")
            raise NotPossible(f"This is for {now} now.", do="Look at the top who it is for, and do it again.", safe="Nothing was recorded.")
        with session.as_act(id_):
            ACTS[verb].do(self.study, **fields)
        saved = self._saved([e for e in session.book.entries if e.id not in before and e.analyst == session.analyst])
        run = sorting.last_run(session) if verb == "sort" else None
        return saved | ({"found": run.count if run else 0} if verb == "sort" else {})

    def _done_before(self, id_: str, verb: str, who: str) -> Entry:
        """What an act recorded when it was sent before; refused when that is none of its own, or stands no more."""
        book = self.study.session.book
        done = book.timeline.by_id.get(id_)
        if done is None or done.analyst != who or done.body.kind != kind(verb):
            raise Refused("the id of another act")
        if not book.stands(id_):
            do = "If you want it after all, do it once more from the beginning."
            raise NotPossible("That was saved, and taken back since.", do=do, safe="Nothing was changed.")
        return done

    def _saved(self, fresh: list[Entry]) -> Saved:
        """What was recorded, in words, and what of it can be taken back."""
        seen = self._seen()
        own = [e for e in fresh if not isinstance(e.body, Enact | Erased)]
        return {
            "entries": [e.id for e in own],
            "told": [told_now(e, seen.book, seen.corpus, seen.labels) for e in own],
            "did": [told(turned(e, seen.book) or e, seen.book, seen.corpus, seen.labels) for e in own],
            "waits": [line for e in own if (line := _waits(seen, e))],
            "undo": [e.id for e in own if not isinstance(e.body, FOR_GOOD)],
            "code": next((code for e in own if (code := made(e))), ""),
        }


class _Steps:
    """The steps of one act."""

    def __init__(self, doing: Doing, id_: str, who: str, by: str) -> None:
        self.study = doing.study
        self._doing, self._id, self._who, self._by = doing, id_, who, by
        self._done: list[Saved] = []

    def has(self, step: int) -> bool:
        return step_id(self._id, step) in self.study.session.refresh().book.timeline.by_id

    def do(self, step: int, verb: str, **given: Any) -> Saved:
        try:
            saved = self._doing.once(step_id(self._id, step), verb, self._who, self._by, given)
        except CoproError as error:
            if not self._done:
                raise
            raise NotPossible(error.what, do=error.do, safe=f"Saved so far: {' '.join(self.saved()['told'])}") from None
        self._done.append(saved)
        return saved

    def saved(self) -> Saved:
        """What all steps that were done have recorded."""
        together = {name: [x for each in self._done for x in each[name]] for name in ("entries", "told", "did", "waits", "undo")}
        return together | {"code": self._done[-1]["code"]}


def _cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed without control characters, a label on one line; `quoted` is compared with what was said, and stays as it is."""
    plain = {name: typed(value) if isinstance(value, str) and name != "quoted" else value for name, value in fields.items()}
    return plain | {name: " ".join(plain[name].split()) for name in ONE_LINE & plain.keys()}


def _waits(seen: Seen, e: Entry) -> list[str] | None:
    """Whose answers a proposal waits for, by name; None when it is in force or needs nobody's in particular."""
    if not isinstance(e.body, Shared) or seen.book.standing.enacted.get(e.id):
        return None
    waiting = next((p for p in seen.book.waiting if p.entry == e.id), None)
    if waiting is None or questions.count(seen.session, waiting):  # any of them will do: it waits for nobody in particular
        return None
    return [seen.analyst(who) for who in questions.waits_for(seen.book, waiting)]
