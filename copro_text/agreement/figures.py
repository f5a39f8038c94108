"""The figures of a study: each with its interval, or with the reason why there is none, and a plain sentence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from copro_text.agreement import coefficients
from copro_text.agreement.codings import MISSING, Bools, Cells, Codings, Floats, Ints
from copro_text.agreement.figure import AC1, ALL, ALPHA, COHEN, FLEISS, MASI, PERCENT, SORTER, Figure
from copro_text.agreement.redraws import Figured, interval, redrawn

FEW = 10
"""From fewer passages than this that two people read, no interval: they say too little of other passages."""

Formula = Callable[[Cells, Floats | None], Floats]

COEFFICIENTS: Mapping[str, Formula] = {
    PERCENT: coefficients.percent,
    COHEN: coefficients.mean_cohen,
    FLEISS: coefficients.fleiss,
    ALPHA: coefficients.alpha,
    MASI: coefficients.masi,
    AC1: coefficients.ac1,
}


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
    return tuple(f for about, cells in _parts(codings, codes) for f in _figures(_fitting(names, about), about, cells, samples, seed))


def change(
    before: Codings, after: Codings, names: Collection[str] = tuple(COEFFICIENTS), *, codes: bool = True, samples: int = 1000, seed: int = 7
) -> tuple[Figure, ...]:
    """How much each figure differs after talking from before, on the passages that are in both; the interval is of the difference.

    Both are redrawn together, since the passages are the same.
    """
    same = [excerpt for excerpt in before.excerpts if excerpt in set(after.excerpts)]
    then, now = dict(_parts(before.kept(same), codes)), dict(_parts(after.kept(same), codes))
    both = [about for about in then if about in now]
    return tuple(f for about in both for f in _changes(_fitting(names, about), about, then[about], now[about], samples, seed))


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
    return tuple(f for about, cells in _parts(together, codes) for f in _figures([SORTER], about, cells, samples, seed))


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


def _fitting(names: Collection[str], about: str) -> list[str]:
    return [name for name in names if name != MASI or about == ALL]


def _figures(names: Sequence[str], about: str, cells: Cells, samples: int, seed: int) -> list[Figure]:
    kinds, times = cells.kinds
    moved = [partial(_formula(name), kinds) for name in names]
    return _with_intervals([_bare(name, about, cells) for name in names], moved, times, samples, seed, cells.answers)


def _changes(names: Sequence[str], about: str, before: Cells, after: Cells, samples: int, seed: int) -> list[Figure]:
    kinds, times = before.beside(after).kinds
    people = before.values.shape[1]
    then, now = kinds.columns(slice(people), before), kinds.columns(slice(people, None), after)
    moved = [partial(_moved, _formula(name), then, now) for name in names]
    return _with_intervals([_change(name, about, before, after) for name in names], moved, times, samples, seed, kinds.answers)


def _moved(formula: Formula, then: Cells, now: Cells, weights: Floats) -> Floats:
    return formula(now, weights) - formula(then, weights)


def _change(name: str, about: str, before: Cells, after: Cells) -> Figure:
    then, now = _bare(name, about, before), _bare(name, about, after)
    fewest = Figure(name, about, passages=min(then.passages, now.passages), people=min(then.people, now.people))
    if then.why or now.why:
        return replace(fewest, why=f"before, {then.why}" if then.why else f"after, {now.why}")
    return replace(fewest, value=now.value - then.value, before=then.value)


def _formula(name: str) -> Formula:
    return coefficients.pooled_cohen if name == SORTER else COEFFICIENTS[name]


def _bare(name: str, about: str, cells: Cells) -> Figure:
    """The figure without an interval, or with the reason why there is none."""
    shared = _shared(cells, name)
    bare = Figure(name, about, passages=int(shared.sum()), people=_people(cells, name, shared))
    if why := _why_none(cells, name, shared):
        return replace(bare, why=why)
    value = float(_formula(name)(cells, None)[0])
    return replace(bare, why="by chance alone people would already say the same everywhere") if np.isnan(value) else replace(bare, value=value)


def _with_intervals(bare: Sequence[Figure], moved: Sequence[Figured], times: Ints, samples: int, seed: int, answers: int) -> list[Figure]:
    wanted = [not figure.why and figure.passages >= FEW for figure in bare]
    drawn = iter(redrawn([m for m, want in zip(moved, wanted, strict=True) if want], times, samples=samples, seed=seed, answers=answers))
    return [_with_interval(figure, next(drawn)) if want else _without(figure) for figure, want in zip(bare, wanted, strict=True)]


def _with_interval(figure: Figure, values: Floats) -> Figure:
    low, high, none = interval(values)
    return replace(figure, low=low, high=high, no_interval=none)


def _without(figure: Figure) -> Figure:
    return figure if figure.why else replace(figure, no_interval=f"these are fewer than {FEW} passages")


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
