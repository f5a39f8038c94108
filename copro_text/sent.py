"""Sent: which contributions people say are one letter, and which not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from copro_text import decisions as d
from copro_text.decisions import Entry
from copro_text.fold import Tables

TOGETHER, NOT_TOGETHER = "yes", "no"


@dataclass(frozen=True)
class Sent:
    """What people said of letters.

    Attributes
    ----------
    letters
        Contributions that are one letter, in order of their ids: no contribution is in two.
    not_letters
        Contributions of which somebody said that they were not sent together; two of these may share some.
    differently
        Contributions of which two people said different things, neither knowing of the other: they are in no letter until
        somebody who knows of both says so.
    """

    letters: tuple[tuple[str, ...], ...] = ()
    not_letters: tuple[tuple[str, ...], ...] = ()
    differently: frozenset[str] = frozenset()


def sent(t: Tables) -> Sent:
    """What stands of what people said. Letters that share a contribution are one."""
    stands: dict[str, list[str]] = {}
    said: dict[str, Entry] = {}
    differently = set()
    for c, entries in t.together.items():
        answers = {_answer(e) for e in entries}
        if len(answers) > 1:
            differently.add(c)
        else:
            for e in entries:
                stands.setdefault(e.id, []).append(c)
                said[e.id] = e
    yes = [members for e, members in stands.items() if _answer(said[e]) == TOGETHER]
    no = {tuple(sorted(members)) for e, members in stands.items() if _answer(said[e]) == NOT_TOGETHER and len(members) > 1}
    return Sent(_united(yes), tuple(sorted(no)), frozenset(differently))


def _answer(e: Entry) -> str:
    return e.body.answer if isinstance(e.body, d.SentTogether) else ""


def _united(groups: Iterable[list[str]]) -> tuple[tuple[str, ...], ...]:
    """Groups that share a contribution made one; at least two in each."""
    of: dict[str, set[str]] = {}
    for group in groups:
        whole = set(group).union(*(of.get(c, ()) for c in group))
        of |= dict.fromkeys(whole, whole)
    return tuple(sorted({tuple(sorted(whole)) for whole in of.values() if len(whole) > 1}))


def letter_of(letters: Iterable[tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Contribution id -> the letter that it is one of."""
    return {c: letter for letter in letters for c in letter}
