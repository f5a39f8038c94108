"""Agreeing: how the group reads together. In words; in figures only where its approach owes them, or somebody asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from copro_text.agreement.figure import ALL
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
BY_NAME = "Each name by itself, with intervals: study.agreement(figures=True).table, or `copro agreement --figures`."
NO_INTERVAL = re.compile(r" \(no interval, since [^)]*\)")
SHOWN = ["what", "figure", "about", "value", "low", "high", "passages", "people", "sentence"]


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
    table
        All figures, also of each name, with their intervals; its columns stand in `verbs/in_figures.py`. Empty where no figures are wanted.
    """

    sentences: tuple[str, ...]
    figures: tuple[str, ...] = ()
    disagreements: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    codings: pd.DataFrame | None = field(default=None, repr=False)
    table: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)

    def __repr__(self) -> str:
        return "\n".join([*self.sentences, *self.figures])

    def _repr_html_(self) -> str:
        shown = self.disagreements._repr_html_() if len(self.disagreements) else ""  # type: ignore[operator]
        rows = [[_cell(value) for value in row] for row in self.table[SHOWN].to_numpy().tolist()] if len(self.table) else []
        figures = [pages.folded("All figures in a table", pages.table(SHOWN, rows, "How we read together, in figures"))] if rows else []
        return pages.page(*map(pages.paragraph, (*self.sentences, *self.figures)), *figures) + shown


def agreement(s: Session, labels: Mapping[str, str], *, figures: bool = False) -> Agreement:
    """How the group reads together, as its approach asks; refused while anybody works on their own."""
    must_have_shared(s)
    all_of_it = differences(s)
    owed = folded(s.book.of_the_study("approach")) == CODING_RELIABILITY
    codings = _codings(all_of_it) if owed or figures else None
    found, table = ((), pd.DataFrame()) if codings is None else figures_of(s, all_of_it, labels)
    if owed:
        return Agreement(_read_together(all_of_it), found, codings=codings, table=table)
    said = (*_read_together(all_of_it), *_in_words(all_of_it), *(() if figures else (ON_REQUEST,)))
    return Agreement(said, found, disagreements(s, labels), codings, table)


def figures_of(s: Session, d: Differences, labels: Mapping[str, str]) -> tuple[tuple[str, ...], pd.DataFrame]:
    """The figures, a sentence each, and all of them in a table: the one place where they come in. Never by perspective, nor about one person."""
    several = _several(d)
    if not several:
        return (), pd.DataFrame()
    from copro_text.verbs.in_figures import MANY, in_figures

    alike = sum(len({(frozenset(r.put), frozenset(r.refused), r.aside) for r in d.read[passage]}) == 1 for passage in several)
    counted = f"Of {_passages(len(several))} that two or more of us read, {alike} were read in just the same way by everyone who read them"
    table = in_figures(s, d, labels)
    overall = table.loc[table["about"] == ALL, ["what", "sentence"]].to_numpy().tolist()
    people = len({r.analyst for by in d.read.values() for r in by})
    return (
        f"{counted}, {_differently(len(d.found), len(several) - alike - len(d.found))}. "
        "Some of this would be so by chance, and these counts do not say how much.",
        *_in_bulk(s, several),
        *_once(f"{what[0].upper()}{what[1:]}: {sentence}" for what, sentence in overall),
        *([f"Cohen's kappa is of pairs of people; there are more than {MANY} of us, and it is left out."] if people > MANY else []),
        BY_NAME,
    ), table


def _differently(n: int, neither: int) -> str:
    return f"{n} differently, and {neither} not quite alike, but without contradiction" if neither else f"and {n} differently"


def _once(sentences: Iterable[str]) -> Iterator[str]:
    """The same, with the reason for having no interval said where it first comes up only."""
    given: set[str] = set()
    for sentence in sentences:
        why = NO_INTERVAL.search(sentence)
        yield NO_INTERVAL.sub(" (no interval)", sentence) if why and why[0] in given else sentence
        given.update([why[0]] if why else [])


def _in_bulk(s: Session, several: Sequence[str]) -> tuple[str, ...]:
    """How much of it was not read one by one."""
    n = len({p.excerpt.id for p in s.book.placings if p.bulk and p.belongs} & set(several))
    return (f"{_passages(n)} of these {'was' if n == 1 else 'were'} put there in bulk by somebody, without being read one by one.",) if n else ()


def _cell(value: object) -> str:
    """A value as people write it; nothing where there is none."""
    return value if isinstance(value, str) else "" if pd.isna(value) else f"{value:.2f}" if isinstance(value, float) else str(value)  # type: ignore[call-overload]


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
