"""Read twice: one file that came in on two computers which held other things before, so that its words stand here under two kinds of ids."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from copro_text.corpus import Contribution, Fault
from copro_text.decisions import AddSource, Entry
from copro_text.verbs.naming import short
from copro_text.verbs.session import Session

WHAT = "one file was read {n} times, by {who}, where other things were here before: {twice} contributions stand here twice, as words of other people"
SAFE = "Nothing is lost, and nobody was joined."
TAKE_BACK = "To have each once, take back what came by {who}, which is all here a second time: {how}. The rest stays."
WORKED = "Others work with it, so an undo is refused until they have put the same words with those names where they stand a second time."
LOOK = "Neither holds all of the other, so look at both before you take one back (study.undo, `copro undo`); or set aside what is there twice."

Site = tuple[str, ...]
"""The first two parts of an origin."""


@dataclass(frozen=True)
class _Side:
    """All that came with one kind of ids."""

    came: tuple[Entry, ...]
    said: tuple[Contribution, ...]

    @property
    def words(self) -> Counter[tuple[str, str, str]]:
        """How often each was said."""
        return Counter((c.kind, c.about, c.text) for c in self.said)


def faults(s: Session) -> list[Fault]:
    """One for each file that was read twice under other ids, with whose undo would mend it."""
    by_file: dict[str, list[Entry]] = defaultdict(list)
    for e in s.book.sources.values():
        if isinstance(e.body, AddSource) and e.body.fingerprint:
            by_file[e.body.fingerprint].append(e)
    groups = [sorted(group, key=lambda e: e.order) for group in by_file.values() if len(group) > 1]
    sides = _sides(s) if groups else {}
    found = [_told(s, group, of) for group in groups if len(of := _of(group, sides)) > 1 and _twice(of)]
    return sorted(found, key=str)


def _sides(s: Session) -> dict[Site, _Side]:
    said: dict[Site, list[Contribution]] = defaultdict(list)
    for c in s.as_said:
        said[c.origin[:2]].append(c)
    came: dict[Site, list[Entry]] = defaultdict(list)
    for e in sorted(s.book.sources.values(), key=lambda e: e.order):
        assert isinstance(e.body, AddSource)
        contributions = (s.as_said.contributions[id_] for id_ in s.brought_by(e.body) if id_ in s.as_said.contributions)
        for site in {c.origin[:2] for c in contributions}:
            came[site].append(e)
    return {site: _Side(tuple(came[site]), tuple(said[site])) for site in came}


def _of(group: Sequence[Entry], sides: dict[Site, _Side]) -> list[_Side]:
    """The sides on which a file stands; where one reading brought nothing new, whatever of the same kind holds all that the other did."""
    theirs = {site: side for site, side in sides.items() if not set(side.came).isdisjoint(group)}
    brought = {e for side in theirs.values() for e in side.came}
    if len(theirs) != 1 or brought.issuperset(group):
        return list(theirs.values())
    ((here, one),) = theirs.items()
    return [one, *(side for site, side in sides.items() if site != here and site[0] == here[0] and one.words <= side.words)]


def _twice(sides: Sequence[_Side]) -> int:
    """How many contributions stand on more than one side."""
    all_words = [side.words for side in sides]
    return sum((sum(all_words, Counter()) - _most(all_words)).values())


def _most(counts: Iterable[Counter[tuple[str, str, str]]]) -> Counter[tuple[str, str, str]]:
    most: Counter[tuple[str, str, str]] = Counter()
    for each in counts:
        most |= each
    return most


def _told(s: Session, group: Sequence[Entry], sides: Sequence[_Side]) -> Fault:
    body = group[-1].body
    assert isinstance(body, AddSource)
    what = WHAT.format(n=len(group), who=_names(s, group), twice=_twice(sides))
    return Fault(body.name or f"source {short(body.source)}", what, f"{SAFE} {_remedy(s, sides)}")


def _remedy(s: Session, sides: Sequence[_Side]) -> str:
    """Whose undo takes away nothing that is not here a second time: of several, one that nobody works with and that is soonest done."""
    spare = [side for side in sides if any(side.words <= other.words for other in sides if other is not side)]
    if not spare:
        return LOOK
    side = min(spare, key=lambda side: (_workers(s, side), len(side.came), [-e.order[0] for e in side.came]))
    acts = [f'study.undo("{short(e.id)}"), or `copro undo STUDY {short(e.id)}`' for e in reversed(side.came)]
    how = f"{_names(s, side.came)} can, with {'; and '.join(acts)}"
    offer = TAKE_BACK.format(who=_names(s, side.came), how=how)
    return f"{offer} {WORKED}" if _workers(s, side) else offer


def _workers(s: Session, side: _Side) -> int:
    return len(s.book.works_with({c.id for c in side.said}))


def _names(s: Session, entries: Iterable[Entry]) -> str:
    people = s.book.analysts
    return " and ".join(dict.fromkeys(people[e.analyst].name if e.analyst in people else "somebody" for e in entries))
