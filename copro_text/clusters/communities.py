"""Piles as communities: texts that share many of their nearest neighbours.

The graph is that of Jarvis and Patrick (1973), weighted by the Jaccard index of two neighbourhoods; the communities are those of
Louvain (Blondel et al. 2008) by Newman's modularity. Louvain and not Leiden, because scikit-network 0.33's Leiden draws from an unseeded
generator and gives another answer on each call. All in float64 and with rounding, so that the number of threads makes no difference.
"""

from __future__ import annotations

from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copro_text.clusters.neighbours import MANY, nearest, similarities

Vectors = NDArray[np.float64]
Labels = NDArray[np.int64]

NEIGHBOURS = 10
EDGE = 1 / 15  # neighbourhoods that share less than this are not joined
RESOLUTION = 2.0
TRIES = 8  # shuffles of Louvain; the one of highest modularity is kept, which makes seeds agree
NEAREST = 5
SMALLEST = 3  # different texts that make a pile
LEVELS = ("usual", "coarse", "fine")
COARSE = 12
EACH = 80  # texts for each pile at the usual level, from where 12 piles would hold more: about what is read in one sitting
FINE = (16, 40)  # at least, at most; between them the square root of half of the texts (Mardia, Kent and Bibby 1979, p. 365)
DEEPER = 6.0  # resolution by which a pile is opened into finer ones
FEWEST_EACH = 4  # texts for each pile, at least, on the mean
_NONE = -9.0


def communities(vectors: Vectors, *, seed: int = 7, level: str | int = "usual", resolution: float = RESOLUTION) -> Labels:
    """A pile number for each vector, or -1 where fewer than `SMALLEST` belong together.

    The levels are cuts of one tree: a pile of fewer, larger piles is made of whole ones of more.

    Parameters
    ----------
    vectors
        (n, n_dims), rows of length 1 (or 0: such a text belongs nowhere).
    level
        "usual", "coarse", "fine" or a number of piles at most (`most_piles`), and never more than one for every four texts. Where there are
        more communities, they are put together; where there are fewer, "coarse" leaves them, and so does "usual" while it is as coarse; the
        others open them.

    Returns
    -------
    ndarray (n,), int64, from -1.
    """
    most = max(1, min(most_piles(level, len(vectors)), len(vectors) // FEWEST_EACH))
    graph = shared_neighbours(vectors)
    if not graph.nnz:
        return np.full(len(vectors), -1, dtype=np.int64)
    labels = _moved(vectors, without_small(_louvain(graph, resolution, seed)))
    if level == "coarse" or (level == "usual" and most <= COARSE) or most <= int(labels.max(initial=-1)) + 1:
        return _merged(vectors, labels, most)
    return _merged(vectors, _opened(vectors, labels, graph, seed), most, labels)


def most_piles(level: str | int, texts: int) -> int:
    """How many piles a level has at most: a number is itself, "coarse" 12, "usual" 12 to 40 and "fine" 16 to 40, more the more texts there are."""
    if isinstance(level, int):
        return level
    least, most = FINE
    wanted = {"coarse": COARSE, "usual": max(COARSE, round(texts / EACH)), "fine": max(least, isqrt(texts // 2))}
    return min(most, wanted[level])


def centred(rows: Vectors) -> Vectors:
    """What is left of each vector when what all have in common is taken away: all answer the same question. Rows of length 1, or 0."""
    left = rows - rows.mean(axis=0)
    length = np.linalg.norm(left, axis=1, keepdims=True)
    left /= np.maximum(length, 1e-6)  # in place: of 100,000 texts each copy takes 300 MB
    left[(length[:, 0] <= 1e-6) | (np.linalg.norm(rows, axis=1) == 0)] = 0.0
    return np.asarray(left)


def shared_neighbours(vectors: Vectors) -> Any:
    """The graph as a sparse matrix (n, n): Jaccard index of the neighbourhoods (10 nearest by cosine, fewer when n is small, and self)."""
    from scipy.sparse import csr_matrix

    n = len(vectors)
    count = min(NEIGHBOURS, max(SMALLEST, isqrt(n)), n - 1)
    if count < 1:
        return csr_matrix((n, n))
    around = nearest(vectors, count)
    said = (np.linalg.norm(vectors, axis=1) > 0).repeat(count + 1).astype(np.float64)
    member = csr_matrix((said, (np.arange(n).repeat(count + 1), around.ravel())), shape=(n, n))
    member.eliminate_zeros()
    shared = (member @ member.T).tocoo()
    jaccard = shared.data / (2 * (count + 1) - shared.data)
    keep = (jaccard > EDGE) & (shared.row != shared.col)
    return csr_matrix((jaccard[keep], (shared.row[keep], shared.col[keep])), shape=(n, n))


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
    """How like each pile each text is (n, n_piles): mean cosine to its 5 nearest texts there, itself left out; of many, cosine to its middle."""
    count = int(labels.max(initial=-1)) + 1
    if len(vectors) > MANY:
        middles = _sums(vectors, labels, count)
        return np.asarray(np.round(vectors @ (middles / np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9)).T, 9))
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


def _opened(vectors: Vectors, labels: Labels, graph: Any, seed: int) -> Labels:
    """Each pile in its own finer communities; no text leaves its pile."""
    from scipy.sparse import csr_matrix

    edges = graph.tocoo()
    inside = (labels[edges.row] == labels[edges.col]) & (labels[edges.row] >= 0)
    within = csr_matrix((edges.data[inside], (edges.row[inside], edges.col[inside])), shape=graph.shape)
    finer = without_small(np.where(labels >= 0, _louvain(within, DEEPER, seed), -1))
    for pile in range(int(labels.max(initial=-1)) + 1):
        here = np.flatnonzero(labels == pile)
        parts = without_small(finer[here])
        if parts.max(initial=-1) < 1:
            finer[here] = finer.max(initial=-1) + 1
            continue
        left = parts < 0
        start = int(finer.max(initial=-1)) + 1
        finer[here] = start + np.where(left, leanings(vectors[here], parts).argmax(axis=1), parts)
    return without_small(finer)


def _merged(vectors: Vectors, labels: Labels, most: int, within: Labels | None = None) -> Labels:
    """Put two piles together, those that are least wider for it (Ward 1963), until there are at most so many.

    Only piles that are in one and the same pile of `within` come together.
    """
    count = int(labels.max(initial=-1)) + 1
    home = np.zeros(count, dtype=np.int64)
    if within is not None:
        home[labels[labels >= 0]] = within[labels >= 0]
    sizes, sums, to = np.bincount(labels[labels >= 0], minlength=count), _sums(vectors, labels, count), np.arange(count)
    while count > most:
        centres = sums / sizes[:, None]
        length = (centres**2).sum(axis=1)
        wider = np.round((length[:, None] + length - 2 * centres @ centres.T) * sizes[:, None] * sizes / (sizes[:, None] + sizes), 9)
        wider[home[:, None] != home] = np.inf
        np.fill_diagonal(wider, np.inf)
        one, other = divmod(int(wider.argmin()), count)
        if not np.isfinite(wider[one, other]):
            break
        sums[one] += sums[other]
        sizes[one] += sizes[other]
        to = np.where(to == other, one, to - (to > other))
        home, sums, sizes, count = np.delete(home, other), np.delete(sums, other, axis=0), np.delete(sizes, other), count - 1
    return np.asarray(np.where(labels >= 0, to[labels], -1), dtype=np.int64) if count else labels


def _sums(vectors: Vectors, labels: Labels, count: int) -> Vectors:
    """The sum of the vectors of each pile (n_piles, n_dims)."""
    from scipy.sparse import csr_matrix

    placed = np.flatnonzero(labels >= 0)
    member = csr_matrix((np.ones(len(placed)), (labels[placed], placed)), shape=(count, len(labels)))
    return np.asarray(member @ vectors)
