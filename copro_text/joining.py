"""Joining: what people said of who is who, made into persons; and for whom a confirmation counts, as it was meant then.

Nobody's word for it is law: what somebody says who knew of the contrary takes its place. Where two who did not know of each other
say yes and no, the two stay apart, and what either forbids holds for both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import combinations

from copro_text import decisions as d
from copro_text.decisions import Entry
from copro_text.permission import strictness
from copro_text.persons import Pair, Persons
from copro_text.timeline import Timeline


def persons(said: Sequence[Entry], line: Timeline, gone: Collection[str]) -> Persons:
    """What stands of what people said. Of joinings that would bring together two who are said to be different, the later has no effect."""
    same: dict[Pair, tuple[Entry, ...]] = {}
    elses: dict[Pair, tuple[Entry, ...]] = {}
    for e in said:
        for pair in _pairs(e.body):
            same[pair] = (*(by for by in same.get(pair, ()) if not line.knows(e, by)), e)
        for at in e.body.said if isinstance(e.body, d.SomeoneElse) else ():
            elses[at] = (*(by for by in elses.get(at, ()) if not line.knows(e, by)), e)
    differently = {pair for pair, by in same.items() if len({_is_yes(e) for e in by}) > 1}
    apart = {pair for pair, by in same.items() if not all(map(_is_yes, by))}
    place = {e.id: n for n, e in enumerate(said)}
    links = sorted((min(place[e.id] for e in by), pair) for pair, by in same.items() if all(map(_is_yes, by)))
    given = {at: sorted({e.body.person for e in by if isinstance(e.body, d.SomeoneElse)}) for at, by in elses.items()}
    joined, kept_apart = _joined((pair for _, pair in links), apart)
    return Persons(
        joined=joined,
        elses={at: people[0] for at, people in given.items()},
        differently=tuple(sorted(differently)),
        kept_apart=kept_apart,
        unsettled=tuple(sorted({at[1] for at, people in given.items() if len(people) > 1})),
        gone=frozenset(gone),
    )


def _pairs(body: d.Body) -> list[Pair]:
    """Each two ids that a decision says something of."""
    if isinstance(body, d.SamePerson):
        return list(combinations(sorted(set(body.contributors)), 2))
    if isinstance(body, d.DifferentPeople):
        across = ((a, b) for one, other in combinations(body.apart, 2) for a in one for b in other if a != b)
        return list(dict.fromkeys((min(pair), max(pair)) for pair in across))
    return []


def _is_yes(e: Entry) -> bool:
    return isinstance(e.body, d.SamePerson)


def _joined(links: Iterable[Pair], apart: Collection[Pair]) -> tuple[tuple[tuple[str, ...], ...], tuple[Pair, ...]]:
    """The persons that links make, and the links that would bring together two who are apart."""
    of: dict[str, set[str]] = {}
    kept_apart: set[Pair] = set()
    against: dict[str, set[str]] = defaultdict(set)
    for a, b in apart:
        against[a].add(b)
        against[b].add(a)
    for a, b in links:
        one, other = of.get(a, {a}), of.get(b, {b})
        if one is other:
            continue
        if any(against[id_] & other for id_ in one if id_ in against):
            kept_apart.add((a, b))
            continue
        of |= dict.fromkeys(one | other, one | other)
    return tuple(sorted({tuple(sorted(each)) for each in of.values()})), tuple(sorted(kept_apart))


class Meant:
    """For which ids a confirmation counts.

    What was confirmed for a person counts for every id that was theirs as far as its writer knew. A yes counts no more when these turn out
    to be different people, for nobody knows whose it was; a no goes on counting for all of them. The same where words turn out to be
    somebody else's, unless the confirmation rests on words that all are of one of the two.

    Attributes
    ----------
    said
        Every decision about who is who, also those that were taken back.
    now
        What stands of them.
    undone
        Decision -> what took it back.
    """

    def __init__(self, said: Sequence[Entry], line: Timeline, now: Persons, undone: Mapping[str, Entry]) -> None:
        self.said, self.line, self.now, self.undone = said, line, now, undone
        self._then: dict[frozenset[str], Persons] = {}

    def covers(self, e: Entry) -> set[str]:
        """The ids that a confirmation counts for."""
        assert isinstance(e.body, d.Confirm)
        if not self.said:
            return {e.body.contributor}
        then = self._known_by(e)
        ids = set(then.with_them(e.body.contributor))
        if strictness(e.body.answer) < strictness("yes"):
            return (ids | {now for _, now in self._moved(ids, then)}) - self.now.gone
        if not ids - self.now.gone <= set(self.now.with_them(e.body.contributor)):
            return set()
        return self._whose(e.body, ids, then) - self.now.gone

    def _known_by(self, e: Entry) -> Persons:
        """Who was who as far as its writer knew."""
        known = [by for by in self.said if self.line.knows(e, by) and not self._was_undone(by, e)]
        key = frozenset(by.id for by in known)
        if key not in self._then:
            self._then[key] = persons(known, self.line, ())
        return self._then[key]

    def _was_undone(self, by: Entry, e: Entry) -> bool:
        undo = self.undone.get(by.id)
        return undo is not None and self.line.knows(e, undo)

    def _moved(self, ids: Collection[str], then: Persons) -> list[tuple[Pair, str]]:
        """Words that were of these ids then, and whose they are now."""
        return [(at, self.now.part(*at)) for at in self._spoken_of if then.part(*at) in ids and self.now.part(*at) not in ids]

    @cached_property
    def _spoken_of(self) -> tuple[Pair, ...]:
        return tuple(dict.fromkeys(at for by in self.said if isinstance(by.body, d.SomeoneElse) for at in by.body.said))

    def _whose(self, c: d.Confirm, ids: set[str], then: Persons) -> set[str]:
        """Of ids whose words turned out since to be partly somebody else's, those that a yes is of."""
        moved = self._moved(ids, then)
        if not moved:
            return ids
        now = {contribution: who for (_, contribution), who in moved}
        rests_on = {id_.partition(".")[0] for id_ in (c.contribution, c.evidence, *c.seen) if id_}
        people = {now.get(contribution, "") for contribution in rests_on}
        if people == {""}:
            return ids
        return people if len(people) == 1 and people <= set(self.now.elses.values()) else ids - {then.part(*at) for at, _ in moved}
