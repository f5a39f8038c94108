"""Where each text lies on the map: near its pile, and drawn towards the piles it also resembles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
_SHARPNESS = 9.0  # how strongly a text keeps to the pile it is most like
_SPREAD = 0.30  # how far the texts of a pile lie apart, against the distance between piles


def positions(vectors: NDArray[Any], assignment: Sequence[int | None]) -> Points:
    """Positions on a plane: near means alike, the axes mean nothing.

    The centres of the piles are laid out by classical multidimensional scaling and pushed apart until none overlap (Torgerson 1952); a text lies
    at the mean of the centres weighted by how much it is like each, moved by what sets it apart within its pile. No randomness.

    Parameters
    ----------
    vectors
        (n, n_dims), rows of length 1.

    Returns
    -------
    ndarray (n, 2), between -1 and 1.
    """
    rows = np.asarray(vectors, dtype=np.float64)
    if not len(rows):
        return np.zeros((0, 2))
    rows = _unit(rows - rows.mean(axis=0))
    piles = np.array([-1 if number is None else number for number in assignment])
    count = int(piles.max(initial=-1)) + 1
    if count < 2:
        return _scaled(_principal(rows))
    centres = _unit(np.stack([rows[piles == pile].mean(axis=0) if (piles == pile).any() else np.zeros(rows.shape[1]) for pile in range(count)]))
    sizes = np.sqrt(np.array([max(1, int((piles == pile).sum())) for pile in range(count)]) / len(rows))
    laid = _apart(_scaled(_principal(centres)), 0.20 + 0.75 * sizes)
    weight = np.exp(_SHARPNESS * (rows @ centres.T))
    weight /= weight.sum(axis=1, keepdims=True)
    placed = weight @ laid
    for pile in range(-1, count):
        here = np.flatnonzero(piles == pile)
        if len(here) > 1:
            wide = _SPREAD * (sizes[pile] * 1.2 if pile >= 0 else 1.0)
            placed[here] += wide * _scaled(_principal(rows[here]))
    return np.round(_scaled(placed), 4)


def _apart(centres: Points, room: Points, rounds: int = 200) -> Points:
    """Push centres (n, 2) apart until each has its room (n,), as little as needed."""
    for _ in range(rounds):
        gap = centres[:, None] - centres[None]
        far = np.sqrt((gap**2).sum(axis=2))
        wish = (room[:, None] + room[None]) / 2
        push = np.clip(wish - far, 0, None)
        np.fill_diagonal(push, 0)
        if push.max(initial=0.0) < 1e-3:
            break
        turned = np.stack([np.cos(np.arange(len(centres))), np.sin(np.arange(len(centres)))], axis=1)  # for two in one place
        way = np.where(far[..., None] > 1e-9, gap / np.maximum(far, 1e-9)[..., None], turned[:, None] - turned[None])
        centres = centres + 0.25 * (way * push[..., None]).sum(axis=1)
    return centres


def _principal(rows: Points) -> Points:
    """The first two principal components (n, 2), with a sign that does not depend on the machine."""
    left = rows - rows.mean(axis=0)
    across = left.T @ left if left.shape[1] <= len(left) else left @ left.T
    _, axes = np.linalg.eigh(np.round(across, 12))
    top = axes[:, -2:][:, ::-1]
    out = left @ top if left.shape[1] <= len(left) else top * np.sqrt(np.clip((across @ top * top).sum(axis=0), 0, None))
    if out.shape[1] < 2:
        out = np.column_stack([out, np.zeros(len(out))])
    strongest = out[np.abs(np.round(out, 6)).argmax(axis=0), [0, 1]]
    return np.asarray(out * np.where(strongest < 0, -1.0, 1.0))


def _scaled(points: Points) -> Points:
    """Centred on 0 and no further out than 1."""
    points = points - points.mean(axis=0)
    return np.asarray(points / max(float(np.abs(points).max(initial=0.0)), 1e-12))


def _unit(rows: Points) -> Points:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))
