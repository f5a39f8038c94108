"""Seen: what one person sees of a study at one moment, worked out once for all views of the desk.

It is made anew after each decision.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from copro_text import decisions as d
from copro_text.codebook import IN_USE, WAITING, Placing
from copro_text.corpus import Contribution
from copro_text.decisions import Entry
from copro_text.masks import shown
from copro_text.readings import NOT_YET_READ, STATES
from copro_text.spans import open_spans
from copro_text.verbs import half, sorting
from copro_text.verbs.session import Session

NOTES = "Notes typed in"
KEPT_WORD = "a word to keep"


class Seen:
    """A study as its analyst sees it now.

    Parameters
    ----------
    session
        Refreshed; while this is used nothing is recorded.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.book = session.book
        self.corpus = session.corpus
        self.me = session.analyst

    @cached_property
    def states(self) -> Mapping[str, str]:
        """Contribution id -> the one state it is in."""
        return self.session.states()

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many contributions are in each state, by its name with "_" for spaces, and how many there are."""
        count = Counter(self.states.values())
        return {state.replace(" ", "_"): count[state] for state in STATES} | {"contributions": len(self.states)}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Code id -> what it is called on the screen, for the names in use or waiting."""
        return sorting.labels(self.session)

    @cached_property
    def suggested(self) -> Mapping[str, Sequence[str]]:
        """Code id -> passages that the sorter would put there and nobody has placed."""
        return sorting.suggestions(self.session)

    @cached_property
    def suggested_for(self) -> Mapping[str, list[str]]:
        """Contribution id -> the codes that the sorter suggests for it."""
        found: dict[str, list[str]] = defaultdict(list)
        for code, passages in self.suggested.items():
            for passage in passages:
                found[passage.partition(".")[0]].append(code)
        return found

    @cached_property
    def placings(self) -> Mapping[str, list[Placing]]:
        """Contribution id -> what people put or refused of it."""
        found: dict[str, list[Placing]] = defaultdict(list)
        for p in self.book.placings:
            found[p.excerpt.contribution].append(p)
        return found

    @cached_property
    def placed(self) -> Mapping[str, dict[str, list[Placing]]]:
        """Code id -> passage -> who put it there."""
        found: dict[str, dict[str, list[Placing]]] = defaultdict(dict)
        for p in self.book.placings:
            if p.belongs and p.excerpt.contribution in self.corpus.contributions:
                found[p.code].setdefault(p.excerpt.id, []).append(p)
        return found

    @cached_property
    def memos(self) -> Mapping[str, list[Entry]]:
        """What memos are about, a passage as its contribution -> the memos."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for e in self.book.memos:
            if isinstance(e.body, d.Memo):
                found[e.body.about.partition(".")[0]].append(e)
        return found

    @cached_property
    def kept_words(self) -> list[str]:
        """The words people want to keep, each once, the newest first."""
        kept = [e.body.text for e in self.book.memos if isinstance(e.body, d.Memo) and e.body.whose == KEPT_WORD]
        return list(dict.fromkeys(reversed(kept)))

    @cached_property
    def names(self) -> list[dict[str, Any]]:
        """The names in use or waiting, in the order they were made: id, label, whether a draft, whether it waits."""
        codes = [c for c in self.book.codes.values() if c.state in (IN_USE, WAITING)]
        return [{"id": c.id, "label": self.labels.get(c.id, c.label), "draft": not c.label, "waits": c.state == WAITING} for c in codes]

    @cached_property
    def could_not_place(self) -> Sequence[str]:
        """Passages that nobody has read yet and that the sorter's last run put nowhere, or whose pile is not shown (last, in a drawn order)."""
        run = sorting.last_run(self.session)
        if run is None:
            return ()
        flat = half.without_pile(self.session, [excerpt for excerpt, *_ in run.assignment])
        left = [*(excerpt for excerpt, pile, _ in run.assignment if pile is None and excerpt not in flat), *flat]
        return [e for e in left if self.states.get(e.partition(".")[0]) == NOT_YET_READ]

    @cached_property
    def came_from(self) -> Mapping[str, str]:
        """Contribution id -> the name of the source that brought it."""
        arrived = sorted([*self.book.tables.sources.values(), *self.book.tables.notes.values()], key=lambda e: e.order)
        bodies = [e.body for e in arrived if isinstance(e.body, d.AddSource | d.Note)]
        return {id_: body.name if isinstance(body, d.AddSource) else NOTES for body in bodies for id_ in self.session.brought_by(body)}

    @cached_property
    def alone(self) -> set[str]:
        """Who works on their own, as far as this person may know."""
        return set(open_spans(self.book.timeline))

    def analyst(self, who: str) -> str:
        """What a co-analyst is called."""
        return self.book.analysts[who].name if who in self.book.analysts else "someone"

    def label(self, code: str) -> str:
        """What a name is called, also one that is out of use."""
        known = self.book.codes.get(code)
        return self.labels.get(code) or (known.label if known else "") or code[:8]

    def people(self, contributions: Sequence[Contribution]) -> int:
        """How many different people are heard in these; one whose speaker is not known counts as one."""
        return len({who for c in contributions for who in (c.said_by or (c.id,))})

    def in_short(self, c: Contribution, text: str, letters: int) -> dict[str, Any]:
        """The beginning of words for a list, and whether there are more; of what has a content note, that."""
        notes = [e.body.text for e in self.memos.get(c.id, ()) if isinstance(e.body, d.Memo) and e.body.whose == d.CONTENT_NOTE]
        if notes:
            return {"text": f"[content note: {'; '.join(notes)}]", "more": True}
        is_cut = len(text) > letters
        whole_words = text[:letters].rsplit(None, 1)[0] if is_cut and not text[letters].isspace() else text[:letters]
        return {"text": shown(whole_words), "more": is_cut}

    def said_by(self, c: Contribution) -> str:
        """Who said it, as far as they allow: the name they asked to be credited by, or nothing."""
        return ", ".join(filter(None, map(self.session.permissions.credit, c.said_by)))

    def seen_from(self, c: Contribution) -> list[str]:
        """Where they come from, in their own words."""
        return list(dict.fromkeys(p.words for who in c.said_by for p in self.session.permissions.perspectives(who)))
