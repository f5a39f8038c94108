"""Replies: "I agree with her, and it was the same for my mother" is heard together with what it answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float64]


def with_answered(rows: Vectors, stands: NDArray[np.int64], replies: Sequence[int | None] | None) -> Vectors:
    """Vectors in which a reply says half of what it says itself and half of what the text it answers says itself.

    Copies are one text, so theirs is the mean over all copies: a letter sent twelve times, once of them as a reply, hardly moves. Of a chain
    of replies only the one text that is answered is heard. The order of arrival makes no difference.

    Parameters
    ----------
    rows
        (n_different, n_dims), of length 1, or 0 for a text without a word left.
    stands
        For each text the place of its representative in `rows` (n_texts,).
    replies
        For each text the number of the text that it replies to, or None; or None when nobody replies.

    Returns
    -------
    ndarray (n_different, n_dims), rows of length 1 or 0; where nobody replies, `rows` as they are.
    """
    from scipy.sparse import csr_matrix

    pairs = [(int(stands[i]), int(stands[other])) for i, other in enumerate(replies or ()) if other is not None]
    if not pairs:
        return rows
    own, answered = np.array(sorted(pairs)).T
    share = 1.0 / np.bincount(stands, minlength=len(rows))[own]
    heard = rows + csr_matrix((share, (own, answered)), shape=(len(rows), len(rows))) @ rows
    return np.asarray(heard / np.maximum(np.linalg.norm(heard, axis=1, keepdims=True), 1e-12))
