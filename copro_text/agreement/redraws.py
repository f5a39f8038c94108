"""How far a figure would move with other passages of the same kind: the bootstrap.

Passages are drawn again, as many as there are, some twice and some not at all, and the figure is worked out anew each time.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from copro_text.agreement.codings import Floats

AT_ONCE = 2_000_000
"""So many numbers are held at a time."""

UNDEFINED_AT_MOST = 0.05

Figured = Callable[[Floats], Floats]
"""From weights (n_samples, n_excerpts) to values (n_samples,)."""


def redraws(number: int, samples: int, seed: int) -> npt.NDArray[np.uint8]:
    """(samples, number): how often each passage is drawn; each row adds up to `number`. A byte each: nothing comes up 255 times by chance."""
    chance = np.random.default_rng(seed)
    drawn = np.empty((samples, number), dtype=np.uint8)
    for row in drawn:
        row[:] = np.bincount(chance.integers(0, number, number), minlength=number)
    return drawn


def redrawn(figure: Figured, number: int, *, samples: int = 1000, seed: int = 7, answers: int = 0) -> Floats:
    """(samples,) values of a figure of `number` passages, in each redraw. The same seed gives the same redraws.

    `answers` says how many numbers a redraw needs besides, so that memory stays small.
    """
    return over(redraws(number, samples, seed), figure, answers)


def over(drawn: npt.NDArray[np.uint8], figure: Figured, answers: int = 0) -> Floats:
    """The same of redraws that are there already."""
    step = max(1, AT_ONCE // max(1, drawn.shape[1] + answers))
    return np.concatenate([figure(drawn[start : start + step].astype(np.float64)) for start in range(0, len(drawn), step)])


def interval(values: Floats, level: float = 0.95) -> tuple[float, float, str]:
    """Low, high, and why there is none (else ""): the middle part of the redraws.

    The percentile interval: Efron and Tibshirani 1993, *An Introduction to the Bootstrap*, p. 170.
    """
    none = float("nan"), float("nan")
    fine = values[~np.isnan(values)]
    if len(fine) < (1 - UNDEFINED_AT_MOST) * len(values) or not len(fine):
        return *none, f"in {len(values) - len(fine)} of {len(values)} redraws of the passages the figure is not defined"
    if np.ptp(fine) < 1e-12:
        return *none, "every redraw of the passages gives the same, which is not to say that other passages would"
    low, high = np.quantile(fine, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high), ""
