"""Readings: where each contribution stands, worked out from what people did with it.

Pure functions on plain values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from copro_text.corpus import Contribution, Excerpt, Span

HELD, PLACED, SET_ASIDE, PART_READ, NOT_YET_READ = STATES = ("held", "placed", "set aside", "part read", "not yet read")


@dataclass(frozen=True)
class Acts:
    """What people did with one contribution, as far as it still stands.

    Attributes
    ----------
    held
        Whether it is held.
    placed
        Who put which of its excerpts with a name: (analyst, excerpt).
    set_aside
        Who set which of its excerpts aside: (analyst, excerpt).
    touched
        Whether a person did anything else with it: refused a name, wrote a memo, brought it back.
    """

    held: bool = False
    placed: Sequence[tuple[str, Excerpt]] = ()
    set_aside: Sequence[tuple[str, Excerpt]] = ()
    touched: bool = False


def state(c: Contribution, acts: Acts) -> str:
    """The one state a contribution is in: the first of `STATES` that fits.

    An excerpt of an earlier text still counts as an act by a person, but not as having placed the words of today.
    """
    if acts.held:
        return HELD
    if covers(c, [e for _, e in acts.placed]):
        return PLACED
    if any(not _others(acts.placed, analyst) for analyst, e in acts.set_aside if e == c.whole):
        return SET_ASIDE
    return PART_READ if acts.placed or acts.set_aside or acts.touched else NOT_YET_READ


def covers(c: Contribution, excerpts: Iterable[Excerpt]) -> bool:
    """Whether excerpts of the current text take in the whole, or every paragraph."""
    current = [(e.start, e.end) for e in excerpts if e.version == c.version]
    if (0, len(c.text)) in current:
        return True
    spans = joined(current, c.text)
    parts = c.paragraphs or ((0, len(c.text)),)
    return bool(spans) and all(any(start <= a and b <= end for start, end in spans) for a, b in parts)


def joined(spans: Iterable[Span], text: str) -> list[Span]:
    """Spans in order, those that touch or have only white space between them made one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and not text[result[-1][1] : start].strip():
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def _others(placed: Sequence[tuple[str, Excerpt]], analyst: str) -> bool:
    return any(who != analyst for who, _ in placed)


@dataclass(frozen=True)
class Account:
    """How many contributions are in each state; they add up to all of them."""

    counts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, states: Iterable[str]) -> Account:
        """Count states."""
        listed = list(states)
        return cls({name: listed.count(name) for name in STATES})

    @property
    def total(self) -> int:
        """All contributions."""
        return sum(self.counts.values())


# voices: how far people are heard

HEARD = "heard"
VOICES = (HEARD, NOT_YET_READ, SET_ASIDE, HELD)


def voice(states: Collection[str]) -> str:
    """How far somebody is heard, from the states of all they said: the first of `VOICES` that fits.

    Heard: a person placed or part read any of it. Not yet read: none of that, and nobody read some of it. Then set aside, then held.
    """
    if PLACED in states or PART_READ in states:
        return HEARD
    return next(each for each in (NOT_YET_READ, SET_ASIDE, HELD) if each in states)


@dataclass(frozen=True)
class Voices:
    """How many people are heard, of all or of those who share something; `VOICES` add up to `people`.

    Attributes
    ----------
    quoted
        Of those heard, how many are quoted in what the group would print now.
    """

    people: int
    counts: Mapping[str, int]
    quoted: int


def voices(how: Mapping[str, str], quoted: Collection[str], among: Iterable[str]) -> Voices:
    """Count people, each once.

    Parameters
    ----------
    how
        Person -> one of `VOICES`.
    quoted
        Who is quoted.
    among
        Whom to count.
    """
    people = [who for who in dict.fromkeys(among) if who in how]
    said = [how[who] for who in people]
    return Voices(len(people), {each: said.count(each) for each in VOICES}, sum(who in quoted for who in people))
