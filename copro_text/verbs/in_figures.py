"""In figures: how the group reads together, before and after talking, and beside the sorter. Never about one person, nor by perspective."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

import pandas as pd

from copro_text.agreement import Codings, Figure, change, figures, with_sorter
from copro_text.agreement.figure import AC1, ALL, ALPHA, COHEN, FLEISS, MASI, PERCENT
from copro_text.agreement.figure import SORTER as WITH_SORTER
from copro_text.decisions import Draft
from copro_text.verbs.differences import Differences
from copro_text.verbs.first_words import first_words
from copro_text.verbs.session import Session
from copro_text.verbs.sorting import drafted_piles
from copro_text.verbs.tables import called, frame

TOGETHER, MOVED, SORTER = "how we read together", "before and after talking", "people and the sorter"
COLUMNS = ["what", "figure", "about", "value", "low", "high", "before", "passages", "people", "sentence"]
MANY = 10
"""With more people than this, Cohen's kappa is left out: its pairs grow with the square of the people, and Fleiss' says nearly the same."""

Readings = Iterable[tuple[str, str, frozenset[str]]]


def in_figures(s: Session, d: Differences, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a figure, those of all names together first.

    Columns: what (`TOGETHER`, `MOVED` or `SORTER`), figure, about (a name, or "all codes"), value, low, high (95 per cent; missing where there
    is none), before (of what moved: the figure then; `value` is the difference), passages, people, sentence (the figure in words, or why
    there is none).
    """
    rows: list[dict[str, object]] = []
    for what, found in _found(s, d).items():
        rows += sorted((_row(s, labels, what, f) for f in found), key=lambda row: (row["about"] != ALL, str(row["about"]).casefold()))
    return frame(rows, [str(i) for i in range(1, len(rows) + 1)], COLUMNS, "How we read together, in figures")


def _found(s: Session, d: Differences) -> Mapping[str, Iterable[Figure]]:
    now = [(passage, r.analyst, frozenset(r.put)) for passage, by in d.read.items() for r in by]
    read = Codings.of(now)
    names = [COHEN] * (2 <= len(read.analysts) <= MANY) + [FLEISS, ALPHA, MASI, AC1]
    sorted_by = _sorter(s)
    return {
        TOGETHER: figures(read, [PERCENT, *names]),
        MOVED: _moved(s, now),
        SORTER: _with_sorter(s, d, sorted_by) if sorted_by else (),
    }


# before and after talking


def _moved(s: Session, now: Readings) -> Iterator[Figure]:
    """How far first words, each said before that person knew of another's reading, differ from what the same people say now."""
    first = {key: frozenset(f.reading.put) for key, f in first_words(s.book).items() if f.alone and f.acts}
    both = [(passage, who, put) for passage, who, put in now if (who, passage) in first]
    before = Codings.of((passage, who, first[who, passage]) for passage, who, _ in both)
    codes = {code for *_, put in both for code in put} | set(before.codes)
    then = Codings.of(((passage, who, first[who, passage]) for passage, who, _ in both), codes)
    for f in change(then, Codings.of(both, codes), [PERCENT, ALPHA]):
        why = "no passage was read by two of us before they knew how another reads it" if not f.passages else f.why
        yield replace(f, why=why)


# people and the sorter


def _sorter(s: Session) -> Mapping[str, frozenset[str] | None]:
    """Passage -> the name that the piles drafted last would put it with, as names read now; None where the sorter could not place it."""
    drafts = [e for e in s.book.entries if isinstance(e.body, Draft) and s.book.stands(e.id)]
    if not drafts:
        return {}
    return {passage: None if code is None else frozenset({code}) for passage, code in drafted_piles(s, drafts[-1])}


def _with_sorter(s: Session, d: Differences, sorter: Mapping[str, Collection[str] | None]) -> Iterator[Figure]:
    """What people put one by one beside it: a pile that was confirmed as a whole is the sorter's own word."""
    bulk = {(p.analyst, p.excerpt.id) for p in s.book.placings if p.bulk}
    read = [(passage, r.analyst, frozenset(r.put)) for passage, by in d.read.items() for r in by if (r.analyst, passage) not in bulk]
    its_own = {code for codes in sorter.values() for code in codes or ()}
    if not any(put & its_own for *_, put in read):
        yield Figure(WITH_SORTER, ALL, why="nobody has put a passage, one by one, with a name that came from its piles")
        return
    yield from (f for f in with_sorter(Codings.of(read), sorter) if f.about == ALL or f.about in its_own)


def _row(s: Session, labels: Mapping[str, str], what: str, f: Figure) -> dict[str, object]:
    label = "" if f.about == ALL else called(s, labels, f.about)
    said = {"what": what, "figure": f.name, "about": label or ALL, "value": f.value, "low": f.low, "high": f.high}
    return said | {"before": f.before, "passages": f.passages, "people": f.people, "sentence": f.said(label)}
