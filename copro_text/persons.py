"""Persons: which of the ids that words came under are one person, and which words are somebody else's. Nothing of it is in any file of the corpus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from copro_text.corpus import Contribution, Contributor, Corpus

Pair = tuple[str, str]


@dataclass(frozen=True)
class Persons:
    """Who people say is who.

    Attributes
    ----------
    joined
        Ids that are one person, in order; no id is in two, and each has at least two.
    elses
        (contributor, contribution) -> the id of whoever else said it.
    differently
        Pairs of ids of which two people said different things, neither knowing of the other: apart until somebody who knows of both decides.
    kept_apart
        Pairs of ids that somebody joined without effect, as it would have brought together two who are said to be different.
    unsettled
        Contributions that two people gave to different others, neither knowing of the other.
    gone
        Ids that took out all they said.
    """

    joined: tuple[tuple[str, ...], ...] = ()
    elses: Mapping[Pair, str] = field(default_factory=dict)
    differently: tuple[Pair, ...] = ()
    kept_apart: tuple[Pair, ...] = ()
    unsettled: tuple[str, ...] = ()
    gone: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.joined or self.elses or self.differently)

    def with_them(self, id_: str) -> tuple[str, ...]:
        """All ids that are one person with this one, and itself."""
        return next((each for each in self.joined if id_ in each), (id_,))

    def perhaps(self, ids: Iterable[str]) -> set[str]:
        """All further ids that somebody says are one person with these, directly or through others, and somebody else's word keeps apart."""
        found, new = set(ids), set(ids)
        while new:
            linked = {id_ for pair in (*self.differently, *self.kept_apart) if not new.isdisjoint(pair) for id_ in pair}
            new = {other for id_ in new | linked for other in self.with_them(id_)} - found
            found |= new
        return found - set(ids)

    @cached_property
    def _under(self) -> Mapping[str, str]:
        here = {ids: [id_ for id_ in ids if id_ not in self.gone] or ids for ids in self.joined}
        return {id_: min(left) for ids, left in here.items() for id_ in ids}

    def part(self, contributor: str, contribution: str) -> str:
        """The id of whoever said a contribution that came under a contributor's id, before people are joined."""
        return self.elses.get((contributor, contribution), contributor)

    def person(self, contributor: str, contribution: str) -> str:
        """The one id of the person who said it: of those that are one person the first, by order, that is still here."""
        part = self.part(contributor, contribution)
        return self._under.get(part, part)


def by_person(corpus: Corpus, persons: Persons) -> Corpus:
    """The corpus with each person under one id."""
    if not persons:
        return corpus
    came_as: dict[str, set[str]] = {}

    def told(c: Contribution) -> Contribution:
        people = [persons.person(who, c.id) for who in c.said_by]
        for who, person in zip(c.said_by, people, strict=True):
            came_as.setdefault(person, set()).add(persons.part(who, c.id))
        if tuple(people) == c.said_by:
            return c
        signed = c.signed or ("",) * len(people)
        once = dict(zip(reversed(people), reversed(signed), strict=True))  # of two names of one person the first stays
        return replace(c, said_by=tuple(dict.fromkeys(people)), signed=tuple(once[who] for who in dict.fromkeys(people)))

    earlier = {at: told(c) for at, c in corpus.earlier.items()}
    contributions = {id_: told(c) for id_, c in corpus.contributions.items()}
    everyone = _contributors([*earlier.values(), *contributions.values()], corpus)
    told_of = {who: _told_of(c, tuple(sorted(came_as[who])), persons) for who, c in everyone.items()}
    return replace(corpus, contributions=contributions, earlier=earlier, contributors=told_of)


def _contributors(said: Iterable[Contribution], corpus: Corpus) -> dict[str, Contributor]:
    """Everybody, in the order in which their words came in, with the names they signed with."""
    place = {id_: n for n, id_ in enumerate(corpus.contributions)}
    signed: dict[str, dict[str, None]] = {}
    voices: dict[str, str] = {}
    for c in sorted(said, key=lambda c: place.get(c.id, -1)):
        for who, name in zip(c.said_by, c.signed or ("",) * len(c.said_by), strict=True):
            voices.setdefault(who, c.voice)
            signed.setdefault(who, {}).update({name: None} if name else {})
    return {who: Contributor(who, tuple(names), voices[who]) for who, names in signed.items()}


def _told_of(c: Contributor, parts: tuple[str, ...], persons: Persons) -> Contributor:
    withdrew = any(id_ in persons.gone for part in parts for id_ in persons.with_them(part))
    came_as = () if parts == (c.id,) else parts
    return replace(c, came_as=came_as, perhaps=tuple(sorted(persons.perhaps(parts))), withdrew=withdrew)
