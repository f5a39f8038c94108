"""Occurrences: lines that are word for word the same, told apart by their number, and known again by what they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from copro_text.corpus import Corpus

Origin = tuple[str, ...]
_ROW, _NUMBER = 4, 4  # an origin is (family, site, kind, row, number), with the question asked after it where there is one


def abouts(known: Corpus, family: str, site: str) -> dict[Origin, dict[int, str]]:
    """What the lines that are here are about: {origin without its number: {number: about}}; for those whose row has no question."""
    found: dict[Origin, dict[int, str]] = defaultdict(dict)
    for c in known:
        if c.origin[:2] == (family, site) and len(c.origin) == _NUMBER + 1 and c.origin[_NUMBER].isdecimal():
            found[c.origin[:_ROW]][int(c.origin[_NUMBER])] = c.about
    return found


def numbers(about: Sequence[str], here: Mapping[int, str]) -> list[int]:
    """A number for each of the lines that are the same, from what each is about, in order.

    A line that is here already keeps its number, by what it is about: the same few words under a heading that is new are another
    line. Those left are counted from the top, so a heading that was only put in other words makes no new line.
    """
    free: dict[str, list[int]] = defaultdict(list)
    for number in sorted(here, reverse=True):
        free[here[number]].append(number)
    taken = {n: free[each].pop() for n, each in enumerate(about) if free[each]}
    left = _counted(set(taken.values()))
    return [taken.get(n) or next(left) for n in range(len(about))]


def _counted(without: set[int]) -> Iterator[int]:
    number = 0
    while True:
        number += 1
        if number not in without:
            yield number
