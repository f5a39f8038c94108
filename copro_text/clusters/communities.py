"""Piles as communities: texts that share many of their nearest neighbours.

The graph is that of Jarvis and Patrick (1973), weighted by the Jaccard index of two neighbourhoods; the communities are those of
Louvain (Blondel et al. 2008) by Newman's modularity. Louvain and not Leiden, because scikit-network 0.33's Leiden draws from an unseeded
generator and gives another answer on each call. All in float64 and with rounding, so that the number of threads makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float64]
Labels = NDArray[np.int64]

NEIGHBOURS = 10
EDGE = 1 / 15  # neighbourhoods that share less than this are not joined
RESOLUTION = 2.0
TRIES = 8  # shuffles of Louvain; the one of highest modularity is kept, which makes seeds agree
NEAREST = 5
SMALLEST = 3  # different texts that make a pile
MOST = {"broad": 6, "usual": 12, "fine": 30}
_BLOCK = 1024
_NONE = -9.0


def communities(vectors: Vectors, *, seed: int = 7, level: str = "usual", resolution: float = RESOLUTION) -> Labels:
    """A pile number for each vector, or -1 where fewer than `SMALLEST` belong together.

    Parameters
    ----------
    vectors
        (n, n_dims), rows of length 1 (or 0: such a text belongs nowhere).
    level
        "broad", "usual" or "fine": at most 6, 12 or 30 piles, and never more than one for every four texts.

    Returns
    -------
    ndarray (n,), int64, from -1.
    """
    graph = shared_neighbours(vectors)
    labels = np.full(len(vectors), -1, dtype=np.int64)
    if graph.nnz:
        labels = without_small(_louvain(graph, resolution, seed))
    return _moved(vectors, _merged(vectors, labels, max(1, min(MOST[level], len(vectors) // 4))))


def centred(rows: Vectors) -> Vectors:
    """What is left of each vector when what all have in common is taken away: all answer the same question. Rows of length 1, or 0."""
    left = rows - rows.mean(axis=0)
    length = np.linalg.norm(left, axis=1, keepdims=True)
    return np.asarray(np.where((length > 1e-6) & (np.linalg.norm(rows, axis=1, keepdims=True) > 0), left / np.maximum(length, 1e-6), 0.0))


def shared_neighbours(vectors: Vectors) -> Any:
    """The graph as a sparse matrix (n, n): Jaccard index of the neighbourhoods (10 nearest by cosine, fewer when n is small, and self)."""
    from scipy.sparse import csr_matrix

    n = len(vectors)
    count = min(NEIGHBOURS, max(SMALLEST, isqrt(n)), n - 1)
    if count < 1:
        return csr_matrix((n, n))
    nearest = np.empty((n, count + 1), dtype=np.int64)
    for rows, similar in similarities(vectors):
        similar[np.arange(len(rows)), rows] = 2.0
        nearest[rows] = np.argsort(-similar, axis=1, kind="stable")[:, : count + 1]
    said = (np.linalg.norm(vectors, axis=1) > 0).repeat(count + 1).astype(np.float64)
    member = csr_matrix((said, (np.arange(n).repeat(count + 1), nearest.ravel())), shape=(n, n))
    member.eliminate_zeros()
    shared = (member @ member.T).tocoo()
    jaccard = shared.data / (2 * (count + 1) - shared.data)
    keep = (jaccard > EDGE) & (shared.row != shared.col)
    return csr_matrix((jaccard[keep], (shared.row[keep], shared.col[keep])), shape=(n, n))


def similarities(vectors: Vectors) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
    """Cosines with all others, some rows at a time: (row numbers, (n_rows, n))."""
    for start in range(0, len(vectors), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(vectors)))
        yield rows, np.round(vectors[rows] @ vectors.T, 9)


def margins(vectors: Vectors, labels: Labels) -> Vectors:
    """How much more like its own pile than like the next each text is: its leaning to it, less that to the best other pile.

    Returns
    -------
    ndarray (n,), -2 to 2; below 0, its nearest texts are rather in another pile. 1 when there is only one pile; -2 for label -1.
    """
    leaning = leanings(vectors, labels)
    each = np.arange(len(labels))
    own = leaning[each, labels] if leaning.shape[1] else np.zeros(len(labels))
    if leaning.shape[1] < 2:
        return np.where(labels >= 0, 1.0, -2.0)
    leaning[each, labels] = _NONE
    return np.asarray(np.round(np.where(labels >= 0, own - leaning.max(axis=1), -2.0), 6))


def leanings(vectors: Vectors, labels: Labels) -> Vectors:
    """How like each pile each text is: mean cosine to its 5 nearest texts there, itself left out (n, n_piles)."""
    count = int(labels.max(initial=-1)) + 1
    out = np.zeros((len(vectors), count))
    for rows, similar in similarities(vectors):
        similar[np.arange(len(rows)), rows] = _NONE
        for pile in range(count):
            out[rows, pile] = _mean_of_best(similar[:, labels == pile], NEAREST)
    return out


def _moved(vectors: Vectors, labels: Labels) -> Labels:
    """Each text in the pile it leans to most: modularity weighs whole piles, this weighs the text."""
    leaning = leanings(vectors, labels)
    return without_small(np.where(labels >= 0, leaning.argmax(axis=1), -1)) if leaning.shape[1] > 1 else labels


def _mean_of_best(similar: Vectors, nearest: int) -> Vectors:
    """Mean of the highest few in each row, leaving out the text itself."""
    take = min(nearest, similar.shape[1])
    best = np.partition(similar, similar.shape[1] - take, axis=1)[:, -take:]
    real = best > _NONE
    total = np.where(real, best, 0.0).sum(axis=1)
    return np.asarray(total / np.maximum(real.sum(axis=1), 1))


def _louvain(graph: Any, resolution: float, seed: int) -> Labels:
    from sknetwork.clustering import Louvain, get_modularity

    draw = np.random.RandomState(seed % 2**32)
    best, highest = np.zeros(graph.shape[0], dtype=np.int64), -np.inf
    for _ in range(TRIES):
        louvain = Louvain(
            resolution=resolution,
            modularity="newman",
            shuffle_nodes=True,
            return_probs=False,
            return_aggregate=False,
            random_state=int(draw.randint(2**31 - 1)),
        )
        labels = np.asarray(louvain.fit_predict(graph), dtype=np.int64)
        modularity = round(float(get_modularity(graph, labels, resolution=resolution)), 6)
        if modularity > highest:
            best, highest = labels, modularity
    return best


def without_small(labels: Labels) -> Labels:
    """Numbers from 0 without gaps; -1 for piles that are too small."""
    numbers, place, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    fit = (sizes >= SMALLEST) & (numbers >= 0)
    new = np.where(fit, np.cumsum(fit) - 1, -1)
    return np.asarray(new[place], dtype=np.int64)


def _merged(vectors: Vectors, labels: Labels, most: int) -> Labels:
    """Put two piles together, those that are least wider for it (Ward 1963), until there are at most so many.

    That is a tree over the communities: a pile of fewer, larger piles is made of whole ones of more, but for texts that move afterwards.
    """
    while (count := int(labels.max(initial=-1)) + 1) > most:
        sizes = np.bincount(labels[labels >= 0], minlength=count)
        centres = np.stack([vectors[labels == pile].mean(axis=0) for pile in range(count)])
        length = (centres**2).sum(axis=1)
        wider = np.round((length[:, None] + length - 2 * centres @ centres.T) * sizes[:, None] * sizes / (sizes[:, None] + sizes), 9)
        np.fill_diagonal(wider, np.inf)
        one, other = divmod(int(wider.argmin()), count)
        labels = without_small(np.where(labels == other, one, labels))
    return labels
