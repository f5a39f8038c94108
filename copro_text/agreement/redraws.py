"""How far a figure would move with other passages of the same kind: the bootstrap.

Passages are drawn again, as many as there are, some twice and some not at all, and the figure is worked out anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from copro_text.agreement.codings import Floats, Ints

AT_ONCE = 4_000_000
"""So many numbers are held at a time."""

UNDEFINED_AT_MOST = 0.05

Figured = Callable[[Floats], Floats]
"""From weights (n_samples, n_rows) to values (n_samples,)."""


def redrawn(figures: Sequence[Figured], times: Ints, *, samples: int = 1000, seed: int = 7, answers: int = 0) -> Floats:
    """(n_figures, samples): values of some figures of the same passages in each redraw. The same seed gives the same redraws.

    `times` (n_rows,) says how many passages there are of each kind (`Cells.kinds`): to draw passages and count the kinds, or to draw how many
    there will be of each kind (multinomial), is the same, and with few kinds much quicker. `answers` says how many numbers a redraw needs
    besides, so that memory stays small.
    """
    chance, number = np.random.default_rng(seed), int(times.sum())
    step = max(1, AT_ONCE // max(1, len(times) + answers))
    found = np.empty((len(figures), samples))
    if not len(figures) or not number:
        return np.full_like(found, np.nan)
    for start in range(0, samples, step):
        some = slice(start, min(samples, start + step))
        weights = chance.multinomial(number, times / number, size=some.stop - start).astype(np.float64)
        for row, figure in zip(found, figures, strict=True):
            row[some] = figure(weights)
    return found


def interval(values: Floats, level: float = 0.95) -> tuple[float, float, str]:
    """Low, high, and why there is none (else ""): the middle part of the redraws.

    The percentile interval: Efron and Tibshirani 1993, *An Introduction to the Bootstrap*.
    """
    none = float("nan"), float("nan")
    fine = values[~np.isnan(values)]
    if len(fine) < (1 - UNDEFINED_AT_MOST) * len(values) or not len(fine):
        return *none, f"in {len(values) - len(fine)} of {len(values)} redraws of the passages the figure is not defined"
    if np.ptp(fine) < 1e-12:
        return *none, "every redraw of the passages gives the same, which is not to say that other passages would"
    low, high = np.quantile(fine, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high), ""
