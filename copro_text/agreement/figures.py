"""The figures of a study: each with its interval, or with the reason why there is none, and a plain sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from copro_text.agreement import coefficients
from copro_text.agreement.codings import MISSING, Bools, Cells, Codings, Floats
from copro_text.agreement.figure import AC1, ALL, ALPHA, COHEN, FLEISS, MASI, PERCENT, SORTER, Figure
from copro_text.agreement.redraws import Figured, interval, over, redraws

FEW = 10
"""From fewer passages than this that two people read, no interval: they say too little of other passages."""

COEFFICIENTS: Mapping[str, Callable[[Cells, Floats | None], Floats]] = {
    PERCENT: coefficients.percent,
    COHEN: coefficients.mean_cohen,
    FLEISS: coefficients.fleiss,
    ALPHA: coefficients.alpha,
    MASI: coefficients.masi,
    AC1: coefficients.ac1,
}
Redraws = npt.NDArray[np.uint8]


def figures(
    codings: Codings, names: Collection[str] = tuple(COEFFICIENTS), *, codes: bool = True, samples: int = 1000, seed: int = 7
) -> tuple[Figure, ...]:
    """Work out these coefficients, over all codes and (with `codes`) of each, with 95 per cent intervals from `samples` redraws.

    Examples
    --------
    >>> said = Codings.of([("p1", "Maya", {"time"}), ("p1", "Tom", {"time"})])
    >>> print(figures(said, ["Cohen's kappa"], codes=False)[0].said())
    There is no figure (Cohen's kappa) for all names together: only one passage was read by two people.
    """
    drawn = redraws(len(codings.excerpts), samples, seed)
    return tuple(_figure(name, about, cells, drawn) for about, cells in _parts(codings, codes) for name in names if _fits(name, about))


def change(
    before: Codings, after: Codings, names: Collection[str] = tuple(COEFFICIENTS), *, codes: bool = True, samples: int = 1000, seed: int = 7
) -> tuple[Figure, ...]:
    """How much each figure differs after talking from before, on the passages that are in both; the interval is of the difference.

    Both are redrawn together, since the passages are the same.
    """
    same = [excerpt for excerpt in before.excerpts if excerpt in set(after.excerpts)]
    drawn = redraws(len(same), samples, seed)
    then, now = dict(_parts(before.kept(same), codes)), dict(_parts(after.kept(same), codes))
    return tuple(_change(name, about, then[about], now[about], drawn) for about in then if about in now for name in names if _fits(name, about))


def with_sorter(
    codings: Codings, sorter: Mapping[str, Collection[str] | None], *, codes: bool = True, samples: int = 1000, seed: int = 7
) -> tuple[Figure, ...]:
    """People against the sorter: Cohen's kappa between all people together and it.

    `sorter` says with which codes it would put each passage; None, or no entry, where it could not place it.
    """
    people = [(e, a, _codes(codings, i, j)) for i, e in enumerate(codings.excerpts) for j, a in enumerate(codings.analysts) if codings.read[i, j]]
    # Last, since `pooled_cohen` compares the last column with the others. An id that no person can have.
    rows = [*people, *((e, "\0sorter", sorter.get(e)) for e in codings.excerpts)]
    together = Codings.of(rows, codings.codes)
    drawn = redraws(len(together.excerpts), samples, seed)
    return tuple(_figure(SORTER, about, cells, drawn) for about, cells in _parts(together, codes))


def table(found: Iterable[Figure], labels: Mapping[str, str] | None = None) -> pd.DataFrame:
    """A row for each figure: figure, about, value, low, high, passages, people, sentence."""
    called = labels or {}
    rows = [(f.name, called.get(f.about, f.about), f.value, f.low, f.high, f.passages, f.people, f.said(called.get(f.about, ""))) for f in found]
    return pd.DataFrame(rows, columns=["figure", "about", "value", "low", "high", "passages", "people", "sentence"])


def _codes(codings: Codings, excerpt: int, analyst: int) -> frozenset[str]:
    return frozenset(codings.codes[k] for k in np.flatnonzero(codings.put[excerpt, analyst]))


def _parts(codings: Codings, codes: bool) -> Iterator[tuple[str, Cells]]:
    yield ALL, codings.sets
    yield from ((code, codings.about(code)) for code in codings.codes if codes)


def _fits(name: str, about: str) -> bool:
    return name != MASI or about == ALL


def _figure(name: str, about: str, cells: Cells, drawn: Redraws) -> Figure:
    formula = _formula(name)
    return _with_interval(_bare(name, about, cells), drawn, lambda weights: formula(cells, weights), cells.answers)


def _change(name: str, about: str, before: Cells, after: Cells, drawn: Redraws) -> Figure:
    then, now, formula = _bare(name, about, before), _bare(name, about, after), _formula(name)
    fewest = Figure(name, about, passages=min(then.passages, now.passages), people=min(then.people, now.people))
    if then.why or now.why:
        return replace(fewest, why=f"before, {then.why}" if then.why else f"after, {now.why}")
    moved = replace(fewest, value=now.value - then.value, before=then.value)
    return _with_interval(moved, drawn, lambda weights: formula(after, weights) - formula(before, weights), before.answers + after.answers)


def _formula(name: str) -> Callable[[Cells, Floats | None], Floats]:
    return coefficients.pooled_cohen if name == SORTER else COEFFICIENTS[name]


def _bare(name: str, about: str, cells: Cells) -> Figure:
    """The figure without an interval, or with the reason why there is none."""
    shared = _shared(cells, name)
    bare = Figure(name, about, passages=int(shared.sum()), people=_people(cells, name, shared))
    if why := _why_none(cells, name, shared):
        return replace(bare, why=why)
    value = float(_formula(name)(cells, None)[0])
    return replace(bare, why="by chance alone people would already say the same everywhere") if np.isnan(value) else replace(bare, value=value)


def _with_interval(figure: Figure, drawn: Redraws, moved: Figured, answers: int) -> Figure:
    if figure.why:
        return figure
    if figure.passages < FEW:
        return replace(figure, no_interval=f"these are fewer than {FEW} passages")
    low, high, none = interval(over(drawn, moved, answers))
    return replace(figure, low=low, high=high, no_interval=none)


def _shared(cells: Cells, name: str) -> Bools:
    """Which passages two people answered; with the sorter, which one person and it did."""
    if name == SORTER:
        return np.asarray((cells.values[:, -1] != MISSING) & (cells.given >= 2))
    return cells.given >= 2


def _people(cells: Cells, name: str, shared: Bools) -> int:
    people = cells.values[shared][:, :-1] if name == SORTER else cells.values[shared]
    return int((people != MISSING).any(axis=0).sum())


def _why_none(cells: Cells, name: str, shared: Bools) -> str:
    """Why no figure would mean anything here; "" when one does."""
    read = (cells.values != MISSING).any(axis=0)
    if not read.any():
        return "nobody has read anything yet"
    if name == SORTER and not (read[-1] and read[:-1].any()):
        return "the sorter has placed nothing yet" if not read[-1] else "no person has read anything yet"
    if read.sum() < 2:
        return "only one person has read anything so far"
    two = "by a person and placed by the sorter" if name == SORTER else "by two people"
    if shared.sum() < 2:
        return f"only one passage was read {two}" if shared.any() else f"no passage was read {two}"
    used = np.unique(cells.values[shared])
    if name != PERCENT and np.count_nonzero(used != MISSING) == 1:
        return "everybody gave the same answer to every passage, so that agreeing cannot be told from always saying the same"
    return ""
