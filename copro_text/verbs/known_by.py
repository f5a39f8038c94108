"""Known by: what somebody who takes out what they said is known by in what others wrote. It may find more than is meant: people look."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from copro_text.corpus import Contribution
from copro_text.decisions import Entry
from copro_text.traces import Traces, has_name, less, parts_of, runs_of
from copro_text.verbs.naming import folded

Typed = tuple[Entry, str, str]
"""A decision, the field, and what was typed there."""


@dataclass(frozen=True)
class Mentions:
    """How people are known in what others wrote: by traces, and by a part of their name alone, also in capitals.

    Attributes
    ----------
    parts
        Parts of their names that nobody else here is called and nobody writes small.
    titled
        Parts that are ordinary words too: these count only behind a title, as in Dr Hope.
    """

    traces: Traces
    parts: frozenset[str] = frozenset()
    titled: frozenset[str] = frozenset()

    def are_in(self, text: str) -> bool:
        """Whether any of it stands in a text, also one with markup or escapes."""
        return self.traces.are_in(text) or self._has_part(text)

    def name_them(self, text: str) -> bool:
        """Whether a name stands in a text, whole or in part."""
        return Traces(names=self.traces.names).are_in(text) or self._has_part(text)

    def may_say(self, text: str) -> bool:
        """Whether a text is free of it in whatever case, also inside a word: for letters to others."""
        low = text.casefold()
        return not self.are_in(text) and not any(name.casefold() in low for name in self.traces.names | self.parts | self.titled)

    def _has_part(self, text: str) -> bool:
        parts = any(has_name(text, form) for part in self.parts for form in (part, part.upper()))
        return parts or any(_titled(text, part) for part in self.titled)


def _titled(text: str, part: str) -> bool:
    from copro_text.telltale import TITLES

    return part in text and re.search(rf"(?i:\b(?:{'|'.join(sorted(TITLES))})\.? +){re.escape(part)}(?!\w)", text) is not None


@dataclass(frozen=True)
class Around:
    """What somebody's mentions are told apart by.

    Attributes
    ----------
    leaving, staying
        What is taken out, and what others said.
    gone
        Ids of the people of whom nothing is left.
    names
        What these signed with, and asked to be called.
    colleagues
        Names of those who work here.
    typed
        All that was typed with decisions.
    """

    leaving: Collection[Contribution]
    staying: Collection[Contribution]
    gone: Collection[str]
    names: Collection[str]
    colleagues: Collection[str]
    typed: Collection[str]

    @property
    def signed_by_others(self) -> set[str]:
        """What others signed with who are not called so too: those may be the same people."""
        names = {folded(name) for name in self.names}
        signed = [(who, name) for c in (*self.leaving, *self.staying) for who, name in zip(c.said_by, c.signed, strict=False)]
        alike = {who for who, name in signed if folded(name) in names}
        return {name for who, name in signed if who not in self.gone and who not in alike}


def wholly(leaving: Collection[Contribution], staying: Iterable[Contribution], people: Collection[str]) -> set[str]:
    """The people of whom nothing is left."""
    return {*people, *(who for c in leaving for who in c.said_by)} - ({who for c in staying for who in c.said_by} - {*people})


def traces(a: Around) -> Traces:
    """What they can be known by among what the group typed, less what others have said in the same words or are called."""
    names = {*a.names} - {name for c in a.staying for name in c.signed} - {*a.colleagues}
    told_apart = frozenset(name for name in names if " " in name or not any(has_name(c.text, name) for c in a.staying))
    return Traces(less(runs_of(c.text for c in a.leaving), (c.text for c in a.staying)), told_apart)


def mentions(a: Around, known: Traces) -> Mentions:
    """The same, with full names that somebody else signs with too, and with parts of names."""
    from copro_text.telltale import TITLES
    from copro_text.writers.who import is_a_persons  # takes a moment

    names = {name for name in {*a.names} - {*a.colleagues} if is_a_persons(name)}
    full = frozenset(name for name in names if " " in name)
    taken = {part for name in (*a.signed_by_others, *a.colleagues) for part in re.findall(r"\w+", name)}
    parts = {part for part in parts_of(full | (known.names & names)) - taken if part.casefold() not in TITLES}
    written = [*(c.text for c in a.staying), *a.typed]
    ordinary = frozenset(part for part in parts if any(_written_small(text, part.casefold()) for text in written))
    return Mentions(replace(known, names=known.names | full), frozenset(parts) - ordinary, ordinary)


def _written_small(text: str, word: str) -> bool:
    return word in text and re.search(rf"(?<![\w@./-]){re.escape(word)}(?![\w@/-])", text) is not None
