"""The nearest neighbours of each text: by looking at all pairs while there are few, else by a graph that is searched (approximately).

NN-Descent (Dong, Moses and Li 2011) as pynndescent does it, on one thread and with a seed, so that the same texts give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float64]
MANY = 8000  # different texts from which not all pairs are looked at
_BLOCK = 256
_SEED = 7  # of the search alone: which neighbours a text has is no matter of the study's seed


def nearest(vectors: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Each text itself and its `count` nearest by cosine (n, count + 1), nearest first."""
    return _searched(vectors, count) if len(vectors) > MANY else _all_pairs(np.asarray(vectors, dtype=np.float64), count)


def similarities(vectors: Vectors) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
    """Cosines with all others, some rows at a time: (row numbers, (n_rows, n))."""
    for start in range(0, len(vectors), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(vectors)))
        similar = vectors[rows] @ vectors.T
        yield rows, np.round(similar, 9, out=similar)


def _all_pairs(vectors: Vectors, count: int) -> NDArray[np.int64]:
    found = np.empty((len(vectors), count + 1), dtype=np.int64)
    for rows, similar in similarities(vectors):
        similar[np.arange(len(rows)), rows] = 2.0
        found[rows] = _highest(similar, count + 1)
    return found


def _highest(similar: Vectors, count: int) -> NDArray[np.int64]:
    """The columns of the highest of each row (n_rows, count), highest first; of equal ones the first. Only these are put in order, not all."""
    least = np.partition(similar, -count, axis=1)[:, -count]
    row, column = np.nonzero(similar >= least[:, None])
    order = np.lexsort((column, -similar[row, column], row))
    starts = np.searchsorted(row, np.arange(len(similar)))
    return np.asarray(column[order][starts[:, None] + np.arange(count)])


def _searched(vectors: NDArray[Any], count: int) -> NDArray[np.int64]:
    from pynndescent import NNDescent

    rows = np.ascontiguousarray(vectors, dtype=np.float32)
    listed, _ = NNDescent(rows, metric="cosine", n_neighbors=count + 2, random_state=_SEED, n_jobs=1, low_memory=True).neighbor_graph
    own = np.arange(len(rows))
    other = np.argsort(listed == own[:, None], axis=1, kind="stable")[:, :count]  # the text itself goes last, wherever it was found
    return np.column_stack([own, np.take_along_axis(listed, other, axis=1)]).astype(np.int64)
