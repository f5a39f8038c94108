"""Repeats: the same words sent in by many people are one text for the sorter, and stay in every count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copro_text.clusters.neighbours import MANY, nearest
from copro_text.clusters.words import same

ALIKE = 90.0  # per cent of characters in common, as rapidfuzz counts them (Indel distance): a campaign letter with small changes
LONG = 12  # words: shorter texts must be the same, or "it helped" would swallow "it never helped"
NEAREST = 10
_CLOSE = 0.85  # cosine below which two texts are not even compared


def distinct(texts: Sequence[str], vectors: NDArray[Any]) -> tuple[list[int], NDArray[np.int64]]:
    """The texts that stand for all others, in an order that does not depend on the order of arrival.

    Parameters
    ----------
    vectors
        (n, n_dims), rows of length 1.

    Returns
    -------
    (numbers of the representatives, for each text the place of its representative among them (n,)).
    """
    keys = [same(text) for text in texts]
    order = sorted(range(len(texts)), key=lambda i: (keys[i], texts[i]))
    first: dict[str, int] = {}
    for i in order:
        first.setdefault(keys[i], i)
    stands = _near(first, keys, vectors)
    chosen = sorted(set(stands.values()), key=lambda i: keys[i])
    place = {number: at for at, number in enumerate(chosen)}
    return chosen, np.array([place[stands[key]] for key in keys], dtype=np.int64)


def _near(first: dict[str, int], keys: Sequence[str], vectors: NDArray[Any]) -> dict[str, int]:
    """For each key the text that stands for it: long texts that nearly repeat each other, also by way of a third, have one."""
    from rapidfuzz import fuzz

    long = sorted(key for key in first if len(key.split()) >= LONG)
    rows = vectors[[first[key] for key in long]]
    group = list(range(len(long)))

    def head(number: int) -> int:
        while group[number] != number:
            group[number] = number = group[group[number]]
        return number

    for at, other in _close(rows):
        one, two = sorted((head(at), head(other)))
        if one != two and fuzz.ratio(long[other], long[at], score_cutoff=ALIKE):
            group[two] = one
    return dict(first) | {key: first[long[head(number)]] for number, key in enumerate(long)}


def _close(rows: NDArray[Any]) -> Iterator[tuple[int, int]]:
    """Pairs of texts that are worth comparing; of many texts, only those among each other's nearest."""
    if len(rows) <= MANY:
        for at in range(len(rows)):
            for other in np.flatnonzero(np.round(rows[:at] @ rows[at], 6) >= _CLOSE):
                yield at, int(other)
        return
    around = nearest(rows, NEAREST)
    for start in range(0, len(rows), MANY):
        part = around[start : start + MANY]
        cosines = np.round(np.einsum("ij,ikj->ik", rows[start : start + MANY], rows[part]), 6)
        for at, column in zip(*np.nonzero(cosines >= _CLOSE), strict=True):
            if part[at, column] != start + at:
                yield int(start + at), int(part[at, column])
