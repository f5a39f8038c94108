"""What each analyst put each passage with, as a table that figures can be worked out from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from copro_text.errors import NotPossible

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MISSING = -1


@dataclass(frozen=True, eq=False)
class Cells:
    """One answer for each passage and analyst, as numbers.

    Attributes
    ----------
    values
        (n_excerpts, n_analysts): which answer was given, from 0; -1 where that analyst gave none.
    answers
        How many different answers there could be.
    members
        (answers, n_codes), where an answer is a set of codes: which codes are in it.
    """

    values: Ints
    answers: int
    members: Bools | None = None

    @classmethod
    def of(cls, rows: Sequence[Sequence[Any]], answers: int | None = None) -> Cells:
        """Cells from a row for each passage with an answer for each analyst; None and NaN are missing.

        `answers` is for when there could have been more different ones than were given.
        """
        flat = np.array([[None if pd.isna(one) else one for one in row] for row in rows], dtype=object)
        numbers, given = pd.factorize(flat.ravel(), use_na_sentinel=True)
        return cls(numbers.reshape(flat.shape).astype(np.int64), max(len(given), answers or 0))

    @property
    def given(self) -> Ints:
        """(n_excerpts,): how many analysts answered."""
        return np.asarray(np.count_nonzero(self.values != MISSING, axis=1))

    @property
    def kinds(self) -> tuple[Cells, Ints]:
        """Each different row once, and how many passages have it; passages that nobody answered are left out."""
        answered = np.ascontiguousarray(self.values[self.given > 0])
        first, _, times = _different(answered)
        return Cells(answered[first], self.answers, self.members), times

    def beside(self, other: Cells) -> Cells:
        """Columns of both, with the same passages in the rows."""
        return Cells(np.hstack([self.values, other.values]), self.answers + other.answers)

    def columns(self, which: slice, like: Cells) -> Cells:
        """Some columns, with the answers of other cells."""
        return Cells(self.values[:, which], like.answers, like.members)


@dataclass(frozen=True, eq=False)
class Codings:
    """Who read which passage, and put it with which codes.

    Attributes
    ----------
    excerpts, analysts, codes
        Ids, in the order of the axes.
    read
        (n_excerpts, n_analysts): whether the analyst said anything of the passage, if only that no code fits.
    put
        (n_excerpts, n_analysts, n_codes): whether the analyst put the passage with the code. Nowhere true where `read` is not.
    """

    excerpts: tuple[str, ...]
    analysts: tuple[str, ...]
    codes: tuple[str, ...]
    read: Bools
    put: Bools

    @classmethod
    def of(cls, rows: pd.DataFrame | Iterable[tuple[str, str, Collection[str] | None]], codes: Iterable[str] = ()) -> Codings:
        """Take in a table of excerpt, analyst, codes.

        Parameters
        ----------
        rows
            A table with these three columns, or tuples in this order. *codes* is a set of ids: empty says "read, and put with none";
            None (or NaN) says "not read", just as if the row were not there.
        codes
            All codes that could have been used, where some may not have been.

        Raises
        ------
        NotPossible
            When an analyst has two rows for one passage, or codes are one string and not a set.

        Examples
        --------
        >>> said = Codings.of([("p1", "Maya", {"time"}), ("p1", "Tom", set()), ("p2", "Maya", {"time", "trust"}), ("p2", "Tom", None)])
        >>> said.codes, said.read.tolist()
        (('time', 'trust'), [[True, True], [True, False]])
        """
        if isinstance(rows, pd.DataFrame):
            rows = zip(rows["excerpt"], rows["analyst"], rows["codes"], strict=True)
        listed = [(excerpt, analyst, _set_of(put, excerpt, analyst)) for excerpt, analyst, put in rows]
        used = {code for _, _, put in listed for code in put or ()}
        at_excerpt, at_analyst = _places(e for e, _, _ in listed), _places(a for _, a, _ in listed)
        at_code = _places([*codes, *sorted(used)])
        read = np.zeros((len(at_excerpt), len(at_analyst)), dtype=bool)
        put_where = np.zeros((*read.shape, len(at_code)), dtype=bool)
        for excerpt, analyst, put in listed:
            if put is None:
                continue
            here = at_excerpt[excerpt], at_analyst[analyst]
            if read[here]:
                raise NotPossible(f"{analyst} has two rows for passage {excerpt}.", do="Give one row with all codes.", safe="Nothing was changed.")
            read[here] = True
            put_where[here][[at_code[code] for code in put]] = True
        return cls(tuple(at_excerpt), tuple(at_analyst), tuple(at_code), read, put_where)

    def about(self, code: str) -> Cells:
        """Of one code: 1 where the passage was put with it, 0 where it was not."""
        put = self.put[:, :, self.codes.index(code)]
        return Cells(np.where(self.read, put, MISSING).astype(np.int64), 2)

    @property
    def sets(self) -> Cells:
        """Of all codes together: an answer is the set of codes that a passage was put with.

        How many answers there could be is taken to be how many different sets were used.
        """
        values = np.full(self.read.shape, MISSING, dtype=np.int64)
        first, numbers, _ = _different(np.packbits(self.put[self.read], axis=1))
        values[self.read] = numbers
        return Cells(values, len(first), self.put[self.read][first])

    def kept(self, excerpts: Collection[str]) -> Codings:
        """The same about these passages, in their order."""
        at = {excerpt: i for i, excerpt in enumerate(self.excerpts)}
        rows = [at[excerpt] for excerpt in excerpts]
        return Codings(tuple(excerpts), self.analysts, self.codes, self.read[rows], self.put[rows])


def _different(rows: npt.NDArray[Any]) -> tuple[Ints, Ints, Ints]:
    """Where each different row first stands, which of them each row is, and how often each comes."""
    # A row as one opaque value, which sorts much faster than a row of numbers; and a byte more, so that no row is empty.
    octets = np.ascontiguousarray(rows).view(np.uint8).reshape(len(rows), -1) if rows.size else np.zeros((len(rows), 0), dtype=np.uint8)
    keys = np.ascontiguousarray(np.pad(octets, ((0, 0), (0, 1))))
    _, first, number, times = np.unique(keys.view(f"V{keys.shape[1]}").ravel(), return_index=True, return_inverse=True, return_counts=True)
    return first, number, times


def _set_of(put: Any, excerpt: str, analyst: str) -> frozenset[str] | None:
    if isinstance(put, str):
        raise NotPossible(
            f"The codes of {analyst} for passage {excerpt} are one word, not a set.", do="Put them into a set.", safe="Nothing was changed."
        )
    # Whatever else stands there is None, NaN or pandas' NA.
    return frozenset(put) if isinstance(put, Collection) else None


def _places(ids: Iterable[str]) -> dict[str, int]:
    return {one: i for i, one in enumerate(dict.fromkeys(ids))}
