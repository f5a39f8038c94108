"""What only some outputs say, as small frozen records: decisions, traces, lines, sessions, stories, and what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from copro_text.writers.quotes import Quote

if TYPE_CHECKING:
    from copro_text.writers.views import Tally, Wording


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """One decision: who did what and when, who typed it when that was another, why, what became of it, and who sees it differently."""

    id: str
    time: str
    kind: str
    by: str
    typed_by: str
    did: str
    because: str
    became: str
    differently: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageShown:
    """A passage that something rests on; `words` only where they may be quoted, else why not. `whose`: short ids, for the group."""

    mark: str
    words: str
    withheld: str
    how: str
    whose: tuple[str, ...] = ()
    put: tuple[str, ...] = ()
    differently: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Traced:
    """What a mark leads to: what it stands for, what can be said of it, the passages it rests on, and the decisions about it."""

    mark: str
    what: str
    title: str
    lines: tuple[str, ...] = ()
    passages: tuple[PassageShown, ...] = ()
    decisions: tuple[DecisionShown, ...] = ()


@dataclass(frozen=True, slots=True)
class LinesShown:
    """Short lines in people's own words, of the passages that stand with one name."""

    label: str
    mark: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class InSession:
    """A name that came up in a session: who said it there, what may be quoted of it, and what is meant by it."""

    label: str
    mark: str
    who: Tally
    quotes: tuple[Quote, ...]
    definition: str = ""


@dataclass(frozen=True, slots=True)
class SessionShown:
    """One session: what it is called, who spoke. Those who asked to be credited by name; the others; how many reports of what was said."""

    title: str
    when: str
    named: tuple[str, ...]
    others: Tally
    texts: int
    reported: int
    names: tuple[InSession, ...]
    withheld: Mapping[str, int]
    did: str = "spoke or wrote"


@dataclass(frozen=True, slots=True)
class StoriesShown:
    """What is quoted under one name, side by side: (where its speakers come from, what they said) each."""

    label: str
    mark: str
    who: str
    beside: tuple[tuple[str, tuple[Quote, ...]], ...]


@dataclass(frozen=True, slots=True)
class DoneShown:
    """A theme, or a name: what people said, what was done, and what was not and why. The last two were written by people, or are empty."""

    said: str
    mark: str
    who: str
    quotes: tuple[Quote, ...]
    done: tuple[str, ...]
    not_done: tuple[str, ...]


@dataclass(frozen=True)
class Later:
    """What only some outputs need, and what takes a while: worked out when it is asked for."""

    traces: Callable[[], tuple[Traced, ...]] = tuple
    decisions: Callable[[], tuple[DecisionShown, ...]] = tuple
    lines: Callable[[], tuple[LinesShown, ...]] = tuple
    sessions: Callable[[], tuple[SessionShown, ...]] = tuple
    stories: Callable[[], tuple[StoriesShown, ...]] = tuple
    done: Callable[[], tuple[DoneShown, ...]] = tuple
