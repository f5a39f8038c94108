"""Steering: whether people put passages of one pile with one name more often where they saw the pile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np

from copro_text.agreement.codings import Floats
from copro_text.agreement.redraws import interval

FEWEST = 10
"""With fewer passages than this on either side no interval: they say too little of other passages."""


@dataclass(frozen=True)
class Steered:
    """What difference it made to see the piles.

    Attributes
    ----------
    seen, not_seen
        Of the pairs of passages in one pile that one person put somewhere, the part that this person put with a common name.
    low, high
        The interval of `seen - not_seen`; NaN where there is none, and `no_interval` then says why.
    passages
        How many passages there were on either side.
    why
        Why there is no figure; else "".
    """

    seen: float = float("nan")
    not_seen: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    passages: tuple[int, int] = (0, 0)
    why: str = ""
    no_interval: str = ""

    @property
    def difference(self) -> float:
        """`seen - not_seen`."""
        return self.seen - self.not_seen


def steered(
    put: Iterable[tuple[str, str, str]], pile_of: Mapping[str, int], not_shown: Collection[str], *, samples: int = 1000, seed: int = 7
) -> Steered:
    """Compare passages whose pile was shown with those whose pile was not.

    For each person and pile all pairs of passages count that the person put somewhere; a pair is the same when it shares a name. The interval
    is from `samples` redraws of the passages on each side; a passage drawn twice is no pair with itself.

    Parameters
    ----------
    put
        (passage, analyst, code) each.
    pile_of
        Passage -> its pile; passages without one do not count.
    not_shown
        The passages whose pile was not shown.

    Examples
    --------
    >>> said = [("a", "Maya", "x"), ("b", "Maya", "x"), ("c", "Maya", "x"), ("d", "Maya", "y")]
    >>> found = steered(said, {"a": 1, "b": 1, "c": 1, "d": 1}, {"c", "d"})
    >>> found.seen, found.not_seen, found.no_interval
    (1.0, 0.0, 'these are fewer than 10 passages on one side')
    """
    by: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for passage, analyst, code in put:
        if passage in pile_of:
            by[passage][analyst].add(code)
    shown, hidden = [p for p in sorted(by) if p not in not_shown], [p for p in sorted(by) if p in not_shown]
    many = len(shown), len(hidden)
    chance = np.random.default_rng(seed)
    (one, ones), (other, others) = (_parts(by, pile_of, side, chance, samples) for side in (shown, hidden))
    if isnan(one) or isnan(other):
        where = "where the pile was shown" if isnan(one) else "where the pile was not shown"
        return Steered(passages=many, why=f"nobody has put two passages of one pile with a name {where}")
    if min(many) < FEWEST:
        return Steered(one, other, passages=many, no_interval=f"these are fewer than {FEWEST} passages on one side")
    low, high, none = interval(ones - others)
    return Steered(one, other, low, high, many, no_interval=none)


def _parts(
    by: Mapping[str, Mapping[str, set[str]]], pile_of: Mapping[str, int], side: Sequence[str], chance: np.random.Generator, samples: int
) -> tuple[float, Floats]:
    """The part of pairs that share a name: as it is, and in each redraw (samples,)."""
    weights = np.ones((1, len(side)))
    if side:
        weights = np.vstack([weights, chance.multinomial(len(side), np.full(len(side), 1 / len(side)), size=samples)])
    same, pairs = np.zeros(len(weights)), np.zeros(len(weights))
    for pile in sorted({pile_of[p] for p in side}):
        places = [i for i, p in enumerate(side) if pile_of[p] == pile]
        shared, both = _pairs([by[side[i]] for i in places])
        here = weights[:, places]
        same += ((here @ shared) * here).sum(axis=1)
        pairs += ((here @ both) * here).sum(axis=1)
    found = np.divide(same, pairs, out=np.full(len(pairs), np.nan), where=pairs > 0)
    return float(found[0]), found[1:]


def _pairs(rows: Sequence[Mapping[str, set[str]]]) -> tuple[Floats, Floats]:
    """(n, n) each: how many people put both passages with a common name, and how many put both somewhere. Noughts on the diagonal."""
    shared, both = np.zeros((2, len(rows), len(rows)))
    for analyst in sorted({who for row in rows for who in row}):
        codes = sorted({code for row in rows for code in row.get(analyst, ())})
        put = np.array([[code in row.get(analyst, ()) for code in codes] for row in rows], dtype=np.float64)
        read = put.any(axis=1).astype(np.float64)
        shared += (put @ put.T) > 0
        both += np.outer(read, read)
    np.fill_diagonal(shared, 0.0)
    np.fill_diagonal(both, 0.0)
    return shared, both
