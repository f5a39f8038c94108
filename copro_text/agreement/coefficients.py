"""The coefficients: each a formula from a paper, for one table or for a thousand redraws of it at once.

Every function takes `Cells` and `weights` of shape (n_samples, n_excerpts), which say how often each passage counts, and gives (n_samples,)
values; without weights each passage counts once. Where a formula divides by nothing, the value is NaN.

Letters: for passage *i*, `r_i` people answered and `r_ik` of them gave answer *k*; `q` is how many answers there could be.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from copro_text.agreement.codings import MISSING, Bools, Cells, Floats, Ints

DENSE = 64
"""Up to so many answers, counts are kept as an ordinary array; above, most of them would be noughts."""

BLOCK = 2_000_000
"""So many distances between sets are held at a time."""


def percent(cells: Cells, weights: Floats | None = None) -> Floats:
    """Percent agreement, from 0 to 1: how often two people who answered say the same.

    `mean over i of sum_k r_ik (r_ik - 1) / (r_i (r_i - 1))`, over passages that at least two answered. Fleiss 1971, *Psychological Bulletin*
    76, 378-382 (P-bar); with people missing, Gwet 2008, *British Journal of Mathematical and Statistical Psychology* 61, 29-48.

    Examples
    --------
    >>> percent(Cells.of([["a", "a", "a"], ["a", "b", None], ["b", "b", "a"]])).round(3).tolist()
    [0.444]
    """
    return _same(cells, _counts(cells), _each(cells, weights))


def fleiss(cells: Cells, weights: Floats | None = None) -> Floats:
    """Fleiss' kappa, at most 1.

    `(P - Pe) / (1 - Pe)`, where `P` is percent agreement, `Pe = sum_k p_k²`, `p_k = mean over i of r_ik / r_i`.
    Fleiss 1971, *Psychological Bulletin* 76, 378-382. Where people are missing, `p_k` is over all passages that anybody answered and `P`
    over those that two did: Gwet 2014, *Handbook of Inter-Rater Reliability*, 4th ed., chapter 2.
    """
    each, counts = _each(cells, weights), _counts(cells)
    same, share = _same(cells, counts, each), _shares(cells, counts, each)
    chance = (share**2).sum(axis=1)
    return _over(same - chance, 1 - chance)


def ac1(cells: Cells, weights: Floats | None = None) -> Floats:
    """Gwet's AC1, at most 1.

    `(P - Pe) / (1 - Pe)`, with `P` and `p_k` as for Fleiss' kappa and `Pe = sum_k p_k (1 - p_k) / (q - 1)`. NaN where `q` is 1.
    Gwet 2008, *British Journal of Mathematical and Statistical Psychology* 61, 29-48 (two people; several, some missing).
    """
    each, counts = _each(cells, weights), _counts(cells)
    same, share = _same(cells, counts, each), _shares(cells, counts, each)
    chance = _over((share * (1 - share)).sum(axis=1), np.full(len(each), cells.answers - 1.0))
    return _over(same - chance, 1 - chance)


def alpha(cells: Cells, weights: Floats | None = None) -> Floats:
    """Krippendorff's alpha, at most 1: nominal.

    `1 - (n - 1) sum_i sum_k r_ik (r_i - r_ik) / (r_i - 1) / (n² - sum_k n_k²)`, over passages that at least two answered, with `n_k` answers
    *k* among them and `n` in all. Krippendorff 2011, *Computing Krippendorff's Alpha-Reliability*, University of Pennsylvania, section C;
    Krippendorff 2019, *Content Analysis*, 4th ed., chapter 12.
    """
    each, counts, given = _each(cells, weights), _counts(cells), cells.given
    twice = given >= 2
    apart = np.where(twice, (given**2 - _squares(counts)) / np.maximum(given - 1, 1), 0.0)
    used = each @ _scaled(counts, twice)
    number = used.sum(axis=1)
    return 1 - _over((number - 1) * (each @ apart), number**2 - (used**2).sum(axis=1))


def masi(cells: Cells, weights: Floats | None = None) -> Floats:
    """Krippendorff's alpha, at most 1, with answers that are sets and sets that share some codes less far apart.

    `1 - (n - 1) sum_i sum_{a != b} d(a, b) / (r_i - 1) / sum_{k, l} n_k n_l d(k, l)`, `d = 1 - J M`: `J` what two sets share of what either
    has (Jaccard), `M` 1 for the same sets, 2/3 for one within the other, 1/3 for others that share anything, else 0. Two empty sets are the
    same. Passonneau 2006, *Measuring Agreement on Set-Valued Items (MASI)*, LREC, paper L06-1392; Krippendorff 2011, section D.
    """
    assert cells.members is not None, "only of sets of codes"
    each, given = _each(cells, weights), cells.given
    twice = given >= 2
    apart = np.where(twice, 2 * _apart(cells.values, cells.members) / np.maximum(given - 1, 1), 0.0)
    used = each @ _scaled(_counts(cells), twice)
    number = used.sum(axis=1)
    return 1 - _over((number - 1) * (each @ apart), _all_apart(used, cells.members))


def cohen(cells: Cells, weights: Floats | None = None, pair: tuple[int, int] = (0, 1)) -> Floats:
    """Cohen's kappa, at most 1, of two analysts (places of their columns), over passages that both answered.

    `(po - pe) / (1 - pe)`, `po` the part of passages with the same answer, `pe = sum_k p_k p'_k` from how often each of the two gave
    answer *k*. Cohen 1960, *Educational and Psychological Measurement* 20, 37-46.
    """
    one, other = cells.values[:, pair[0]], cells.values[:, pair[1]]
    both = (one != MISSING) & (other != MISSING)
    one, other = np.where(both, one, MISSING), np.where(both, other, MISSING)
    return _kappa(_each(cells, weights), both & (one == other), both, _chosen(one[:, None], cells.answers), _chosen(other[:, None], cells.answers))


def mean_cohen(cells: Cells, weights: Floats | None = None) -> Floats:
    """Cohen's kappa of each pair of analysts, averaged over the pairs for which there is one.

    Light 1971, *Psychological Bulletin* 76, 365-377. With two analysts it is Cohen's kappa. Who the pairs are is kept out on purpose.
    """
    each = _each(cells, weights)
    found, pairs = np.zeros(len(each)), np.zeros(len(each))
    for pair in combinations(range(cells.values.shape[1]), 2):
        value = cohen(cells, each, pair)
        found += np.nan_to_num(value, nan=0.0)
        pairs += ~np.isnan(value)
    return _over(found, pairs)


def pooled_cohen(cells: Cells, weights: Floats | None = None) -> Floats:
    """Cohen's kappa between all the other columns together and the last one (the sorter's, say).

    As in `cohen`, with a row for each person and passage in place of each passage. Cohen 1960, as there; nobody is told apart.
    """
    people, last = cells.values[:, :-1], cells.values[:, -1]
    people = np.where((last != MISSING)[:, None], people, MISSING)
    answered = np.count_nonzero(people != MISSING, axis=1)
    same = np.count_nonzero((people == last[:, None]) & (people != MISSING), axis=1)
    theirs = _scaled(_chosen(last[:, None], cells.answers), answered)
    return _kappa(_each(cells, weights), same, answered, _chosen(people, cells.answers), theirs)


def distance(shared: Floats, size: Floats, other: Floats) -> Floats:
    """MASI distance, 0 to 1, of sets from how many codes they share and how many each has (arrays that fit together)."""
    either = size + other - shared
    same = shared == either
    within = shared == np.minimum(size, other)
    nested = np.where(same, 1.0, np.where(within, 2 / 3, np.where(shared > 0, 1 / 3, 0.0)))
    return 1 - nested * np.where(same, 1.0, shared / np.maximum(either, 1))


def _kappa(each: Floats, same: Any, answered: Any, one: Any, other: Any) -> Floats:
    number = each @ answered.astype(float)
    chance = _over(((each @ one) * (each @ other)).sum(axis=1), number**2)
    return _over(_over(each @ same.astype(float), number) - chance, 1 - chance)


def _each(cells: Cells, weights: Floats | None) -> Floats:
    return np.ones((1, len(cells.values))) if weights is None else weights


def _counts(cells: Cells) -> Any:
    """(n_excerpts, answers): how many gave each answer."""
    return _chosen(cells.values, cells.answers)


def _chosen(values: Ints, answers: int) -> Any:
    from scipy.sparse import csr_matrix

    row, column = np.nonzero(values != MISSING)
    counts = csr_matrix((np.ones(len(row)), (row, values[row, column])), shape=(len(values), answers))
    return counts.toarray() if answers <= DENSE else counts


def _squares(counts: Any) -> Floats:
    return np.asarray((counts**2).sum(axis=1) if isinstance(counts, np.ndarray) else counts.power(2).sum(axis=1)).ravel()


def _scaled(counts: Any, by: Any) -> Any:
    """Each row times a number of its own."""
    return counts * by[:, None] if isinstance(counts, np.ndarray) else counts.multiply(by[:, None].astype(float)).tocsr()


def _same(cells: Cells, counts: Any, each: Floats) -> Floats:
    given = cells.given
    twice = given >= 2
    rows = np.where(twice, (_squares(counts) - given) / np.maximum(given * (given - 1), 1), 0.0)
    return _over(each @ rows, each @ twice.astype(float))


def _shares(cells: Cells, counts: Any, each: Floats) -> Floats:
    """(n_samples, answers): each answer's part, every passage that anybody answered weighing the same."""
    given = cells.given
    once = (given >= 1).astype(float)
    total = each @ _scaled(counts, once / np.maximum(given, 1))
    return _over(total, np.broadcast_to((each @ once)[:, None], total.shape))


def _over(top: Floats, bottom: Floats) -> Floats:
    """A fraction; NaN where the lower part is nothing, also where rounding has left a trace of it."""
    none = np.full(np.shape(top), np.nan)
    return np.asarray(np.divide(top, bottom, out=none, where=np.abs(bottom) > 1e-12))


def _apart(values: Ints, members: Bools) -> Floats:
    """(n_excerpts,): the distances of all pairs of answers to a passage, added up."""
    size = members.sum(axis=1).astype(float)
    total = np.zeros(len(values))
    for a, b in combinations(range(values.shape[1]), 2):
        both = np.flatnonzero((values[:, a] != MISSING) & (values[:, b] != MISSING))
        one, other = values[both, a], values[both, b]
        shared = np.count_nonzero(members[one] & members[other], axis=1).astype(float)
        total[both] += distance(shared, size[one], size[other])
    return total


def _all_apart(used: Floats, members: Bools) -> Floats:
    """(n_samples,): the distances of all answers to all, each as often as it was used; a block of answers at a time to spare memory."""
    # How far two sets are apart hangs on three small numbers: looked up, not reckoned anew for each pair.
    sets, size = members.astype(np.float32), members.sum(axis=1)
    most = np.arange(size.max(initial=0) + 1.0)
    known = distance(most[:, None, None], most[None, :, None], most[None, None, :])
    total = np.zeros(len(used))
    step = max(1, BLOCK // max(1, len(sets)))
    for start in range(0, len(sets), step):
        stop = min(len(sets), start + step)
        shared = (sets[:stop] @ sets[start:stop].T).astype(np.int64)
        far = known[shared, size[:stop, None], size[None, start:stop]]
        # Each block meets those before it twice, once from either side.
        far[:start] *= 2
        total += ((used[:, :stop] @ far) * used[:, start:stop]).sum(axis=1)
    return total
