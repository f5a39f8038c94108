"""Agreeing: how the group reads together. In words; in figures only where its approach owes them, or somebody asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from copro_text.verbs.apart import must_have_shared
from copro_text.verbs.differences import Differences, differences, disagreements
from copro_text.verbs.naming import folded
from copro_text.verbs.session import Session
from copro_text.verbs.tables import frame
from copro_text.widgets import pages

CODING_RELIABILITY = "coding reliability"
CODINGS = ["excerpt", "analyst", "codes"]
ON_REQUEST = (
    "Figures are for a study whose approach is 'coding reliability'. Whoever wants them all the same: study.agreement(figures=True), or --figures."
)


@dataclass(frozen=True)
class Agreement:
    """How the group reads together.

    Attributes
    ----------
    sentences
        In words.
    figures
        In figures; nothing unless they are owed or asked for.
    disagreements
        What is read differently, as `study.disagreements`; none under coding reliability.
    codings
        One row a passage and person who read it, for whoever works figures out: excerpt, analyst, codes (a frozenset; empty where that
        person only said where it does not belong, or set it aside). None where no figures are wanted.
    """

    sentences: tuple[str, ...]
    figures: tuple[str, ...] = ()
    disagreements: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    codings: pd.DataFrame | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        return "\n".join([*self.sentences, *self.figures])

    def _repr_html_(self) -> str:
        shown = self.disagreements._repr_html_() if len(self.disagreements) else ""  # type: ignore[operator]
        return pages.page(*map(pages.paragraph, (*self.sentences, *self.figures))) + shown


def agreement(s: Session, labels: Mapping[str, str], *, figures: bool = False) -> Agreement:
    """How the group reads together, as its approach asks; refused while anybody works on their own."""
    must_have_shared(s)
    all_of_it = differences(s)
    owed = folded(s.book.of_the_study("approach")) == CODING_RELIABILITY
    codings = _codings(all_of_it) if owed or figures else None
    found = () if codings is None else figures_of(all_of_it)
    if owed:
        return Agreement(_read_together(all_of_it), found, codings=codings)
    said = (*_read_together(all_of_it), *_in_words(all_of_it), *(() if figures else (ON_REQUEST,)))
    return Agreement(said, found, disagreements(s, labels), codings)


def figures_of(d: Differences) -> tuple[str, ...]:
    """The figures, a sentence each: the one place where they come in. Never by perspective, and never about one person."""
    several = _several(d)
    if not several:
        return ()
    alike = sum(len({(frozenset(r.put), frozenset(r.refused), r.aside) for r in d.read[passage]}) == 1 for passage in several)
    counted = f"Of {_passages(len(several))} that two or more of us read, {alike} were read in just the same way by everyone who read them"
    return (f"{counted}, and {len(d.found)} differently. Some of this would be so by chance, and these counts do not say how much.",)


def _codings(d: Differences) -> pd.DataFrame:
    rows = [{"excerpt": passage, "analyst": r.analyst, "codes": frozenset(r.put)} for passage, by in d.read.items() for r in by]
    return frame(rows, [f"{row['excerpt']} {row['analyst']}" for row in rows], CODINGS, "Who read what as what")


def _several(d: Differences) -> list[str]:
    return [passage for passage, by in d.read.items() if len(by) > 1]


def _read_together(d: Differences) -> tuple[str, ...]:
    several, everyone = len(_several(d)), len({r.analyst for by in d.read.values() for r in by})
    if not d.read:
        return ("Nobody has put a passage anywhere yet, so there is nothing to compare.",)
    if everyone < 2:
        return ("Only one of us has put passages anywhere yet: a second reading makes them two.",)
    if not several:
        return ("No passage has been read by two of us yet, so there is nothing to compare.",)
    return (f"{_passages(several)[0].upper()}{_passages(several)[1:]} {'has' if several == 1 else 'have'} been read by two or more of us.",)


def _in_words(d: Differences) -> tuple[str, ...]:
    if not _several(d):
        return ()
    if not d.found:
        return ("So far nobody reads any of them differently from the others.",)
    return ("Some we read differently. That is something to talk about, not a mistake: study.disagreements, or `copro disagreements`, lists them.",)


def _passages(n: int) -> str:
    return f"{n} passage{'' if n == 1 else 's'}"
