"""Differing: what people read differently, and which of it to talk about first.

Pure functions on plain values. Nobody is right or wrong here, and nobody is counted by name.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

SET_ASIDE = ""
"""Stands in a `Turn` for having set the passage aside."""

CHOSEN = 20
"""How many passages are chosen one by one: more than a group talks about in one go."""

Turn = tuple[str, ...]
"""What two people differ over: two names (ids of codes, in order), one name that fits or does not, or `SET_ASIDE` and a name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Where one person put a passage, where they said that it does not belong (ids of codes), and whether they set it aside."""

    analyst: str
    put: tuple[str, ...]
    refused: tuple[str, ...] = ()
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """A passage that people read differently.

    Attributes
    ----------
    readings
        Who put it where.
    turns
        What they differ over, and how many pairs of people differ over each.
    """

    passage: str
    readings: tuple[Reading, ...]
    turns: Mapping[Turn, int]

    @property
    def pairs(self) -> int:
        """How many pairs of people differ, once for each thing they differ over."""
        return sum(self.turns.values())


def readings(placings: Iterable[tuple[str, str, str, bool]], aside: Iterable[tuple[str, str]] = ()) -> dict[str, tuple[Reading, ...]]:
    """By passage, who put it where.

    Parameters
    ----------
    placings
        (analyst, passage, code, belongs) each.
    aside
        (analyst, passage) of those who set a passage aside. It counts for whoever did not put it anywhere.
    """
    put: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    refused: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for analyst, passage, code, belongs in placings:
        (put if belongs else refused)[passage][analyst].append(code)
    away: dict[str, dict[str, None]] = defaultdict(dict)
    for analyst, passage in aside:
        if analyst not in put.get(passage, ()):
            away[passage][analyst] = None
    found = {}
    for passage in dict.fromkeys([*put, *refused, *away]):
        here, not_here, off = put.get(passage, {}), refused.get(passage, {}), away.get(passage, {})
        who = dict.fromkeys([*here, *not_here, *off])
        found[passage] = tuple(Reading(a, tuple(here.get(a, ())), tuple(not_here.get(a, ())), a in off) for a in who)
    return found


def disagreements(read: Mapping[str, Sequence[Reading]]) -> dict[str, Difference]:
    """The passages that people read differently.

    Two people differ about a passage when both put it somewhere and no name is common to them, when one put it where the other says it
    does not belong, or when one put it somewhere and the other set it aside.
    """
    return {passage: Difference(passage, tuple(by), turns) for passage, by in read.items() if (turns := _turns(by))}


def _turns(by: Sequence[Reading]) -> dict[Turn, int]:
    """What people differ over. Those who read it alike are taken together, so that fifty people cost no more than their readings."""
    alike = Counter((frozenset(r.put), frozenset(r.refused), r.aside) for r in by)
    found: Counter[Turn] = Counter()
    for (one, n), (other, m) in combinations(alike.items(), 2):
        for turn in _between(*one, *other):
            found[turn] += n * m
    return dict(sorted(found.items()))


def _between(put: Collection[str], no: Collection[str], away: bool, their: Collection[str], their_no: Collection[str], they_away: bool) -> set[Turn]:
    """What one reading and another differ over."""
    said_no = (set(put) & set(their_no)) | (set(their) & set(no))
    if put and their and not set(put) & set(their):
        two = {tuple(sorted((a, b))) for a in put for b in their}
        return two | {(code,) for code in said_no if not any(code in turn for turn in two)}
    aside = {(SET_ASIDE, code) for one, off in ((put, they_away), (their, away)) if off for code in one}
    return aside | {(code,) for code in said_no}


# which to talk about first


def to_talk_about(found: Mapping[str, Difference], under: Mapping[str, str]) -> list[Difference]:
    """What is read differently, in the order in which talking about it settles most.

    A turn weighs as much as there are pairs of people, in all passages, who differ over it. Each time that passage comes next whose turns,
    less those talked about already, weigh most; when all turns were talked about, it begins again with the passages that are left. After the
    first 20 what is left follows by the weight of all its turns. Of equals first that about which more pairs of people differ, then that
    whose names are further apart, then by id.

    Parameters
    ----------
    under
        Code -> the code it was put under.
    """
    left: Alike = defaultdict(list)
    for each in sorted(found.values(), key=lambda d: (d.pairs, _backwards(d.passage))):
        left[tuple(each.turns)].append(each)
    far = {turns: max(_apart(turn, under) for turn in turns) for turns in left}
    ordered: list[Difference] = []
    while left and len(ordered) < CHOSEN:
        ordered += _round(left, far, CHOSEN - len(ordered))
    return ordered + [each for *_, each in sorted(_rest(left, far), key=lambda row: row[:4])]


def _backwards(passage: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in passage)


Alike = dict[tuple[Turn, ...], list[Difference]]
"""Passages by what they turn on; of each kind the next to be talked about stands last."""


def _round(left: Alike, far: Mapping[tuple[Turn, ...], int], most: int) -> list[Difference]:
    """One time through all turns; takes what it orders from `left`. What a passage would settle only grows less, so few are weighed anew."""
    weight = _weights(left)
    queue = [(-sum(weight[t] for t in turns), -same[-1].pairs, -far[turns], same[-1].passage, turns) for turns, same in left.items()]
    heapq.heapify(queue)
    talked: set[Turn] = set()
    ordered: list[Difference] = []
    while queue and len(ordered) < most:
        gain, pairs, apart, passage, turns = heapq.heappop(queue)
        now = -sum(weight[t] for t in turns if t not in talked)
        if now and now != gain:
            heapq.heappush(queue, (now, pairs, apart, passage, turns))
        elif now:
            talked.update(turns)
            ordered.append(left[turns].pop())
            if not left[turns]:
                del left[turns]
    return ordered


def _weights(left: Alike) -> Mapping[Turn, int]:
    weight: Counter[Turn] = Counter()
    for same in left.values():
        for each in same:
            weight.update(each.turns)
    return weight


def _rest(left: Alike, far: Mapping[tuple[Turn, ...], int]) -> Iterator[tuple[int, int, int, str, Difference]]:
    weight = _weights(left)
    for turns, same in left.items():
        gain = sum(weight[t] for t in turns)
        yield from ((-gain, -each.pairs, -far[turns], each.passage, each) for each in same)


def _apart(turn: Turn, under: Mapping[str, str]) -> int:
    """How different two names are: 0 when one is under the other, 1 when both are under a third, 2 when nothing joins them, or they contradict."""
    if len(turn) == 1 or SET_ASIDE in turn:
        return 2
    one, other = (_above(code, under) for code in turn)
    if turn[0] in other or turn[1] in one:
        return 0
    return 1 if set(one) & set(other) else 2


def _above(code: str, under: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    while (code := under.get(code, "")) and code not in found:
        found.append(code)
    return found


def others(found: Iterable[Difference]) -> dict[Turn, int]:
    """In how many passages each thing is differed over."""
    return dict(Counter(turn for each in found for turn in each.turns))


# names that are mixed up with each other


@dataclass(frozen=True, slots=True)
class Mixed:
    """Two names for which people take each other's passages, or one that some say fits where others say it does not.

    Attributes
    ----------
    turn
        The ids of the names.
    passages
        How many passages turn on it.
    alone
        For each name, how many other passages at least two people put with it.
    """

    turn: Turn
    passages: int
    alone: tuple[int, ...]


def mixed_up(read: Mapping[str, Sequence[Reading]], found: Mapping[str, Difference]) -> list[Mixed]:
    """Names that are mixed up with each other, those in most passages first."""
    many = others(found.values())
    shared: dict[str, set[str]] = defaultdict(set)
    for passage, by in read.items():
        for code, n in Counter(code for r in by for code in r.put).items():
            if n > 1:
                shared[code].add(passage)
    turning: dict[Turn, set[str]] = defaultdict(set)
    for each in found.values():
        for turn in each.turns:
            turning[turn].add(each.passage)
    rows = [Mixed(turn, n, tuple(len(shared[code] - turning[turn]) for code in turn)) for turn, n in many.items() if SET_ASIDE not in turn]
    return sorted(rows, key=lambda m: (-m.passages, m.turn))


# where nothing moved

TOGETHER, APART = "together from the first", "apart from the first"


def unmoved(first: Mapping[tuple[str, str], Reading], read: Mapping[str, Sequence[Reading]], found: Collection[str]) -> dict[str, str]:
    """The passages that two or more people read and where each still stands as at first: by passage, `TOGETHER` or `APART`.

    Parameters
    ----------
    first
        (analyst, passage) -> how that person read it first.
    found
        The passages that people read differently now.
    """
    return {
        passage: APART if passage in found else TOGETHER
        for passage, by in read.items()
        if len(by) > 1 and all(stayed(first.get((r.analyst, passage)), r) for r in by)
    }


def stayed(first: Reading | None, now: Reading) -> bool:
    """Whether somebody reads a passage as at first, whatever the order of the names."""
    return first is not None and _said(first) == _said(now)


def _said(r: Reading) -> tuple[frozenset[str], frozenset[str], bool]:
    return frozenset(r.put), frozenset(r.refused), r.aside
