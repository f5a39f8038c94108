"""Each text becomes a vector: texts that mean much the same lie close together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from copro_text.clusters.cache import VectorCache
from copro_text.clusters.encoders import Encoder, Pieces, load, steps
from copro_text.clusters.model import Model, download_model, find_model
from copro_text.clusters.threads import calm
from copro_text.clusters.words import STOP, question_words, same, words

__all__ = ["Model", "VectorCache", "download_model", "embed", "find_model", "tfidf_vectors"]

Floats = NDArray[np.float32]
Progress = Callable[[int, int], None]
HEARD = "information"  # how word pieces are weighed; part of where vectors are kept, so that those heard otherwise are never mixed in
KEEP = 32  # steps between two writings: about half a minute on a slow laptop is the most that can be lost


def embed(
    texts: Sequence[str], model: Model, cache: VectorCache | None = None, progress: Progress | None = None, *, encoder: Encoder | None = None
) -> Floats:
    """Vectors of texts by a model, each different text heard once and kept.

    A text longer than the model's window is heard whole: in windows, whose vectors are averaged by their length.

    Parameters
    ----------
    texts
        Any number, also none.
    cache
        What was heard before is not heard again: `cache.added` counts what was.
    progress
        Called with (texts heard, texts to hear).
    encoder
        Stands in for the model's own.

    Returns
    -------
    ndarray (n_texts, n_dims), float32, each row of length 1.
    """
    cache = VectorCache() if cache is None else cache
    different = list(dict.fromkeys(texts))
    known = cache.get(kept_under(model), different)
    waiting = [text for text in different if text not in known]
    if waiting:
        known.update(_hear(waiting, model, encoder or load(model), cache, progress))
        cache.tidy(kept_under(model))
    return np.stack([known[text] for text in texts]) if texts else np.zeros((0, 384), dtype=np.float32)


def kept_under(model: Model) -> str:
    """Where a cache keeps the vectors of a model."""
    return f"{model.key}-{HEARD}"


def _hear(texts: list[str], model: Model, encoder: Encoder, cache: VectorCache, progress: Progress | None) -> dict[str, Floats]:
    """Hear texts in steps, shortest first, and keep them as they come, so that a run that is stopped loses little."""
    windows, owner = _windows(encoder.pieces(texts), encoder.window)
    sums: Floats = np.zeros((len(texts), encoder.dims), dtype=np.float32)
    left = np.bincount(owner, minlength=len(texts))
    heard: dict[str, Floats] = {}
    done: list[int] = []
    plan = list(steps(windows))
    for number, step in enumerate(plan, 1):
        for i, vector in zip(step, encoder.vectors([windows[i] for i in step]), strict=True):
            sums[owner[i]] += vector * max(len(windows[i]), 1)
            left[owner[i]] -= 1
            if not left[owner[i]]:
                done.append(owner[i])
        if done and (number % KEEP == 0 or number == len(plan)):
            ready = _normalised(sums[done])
            cache.add(kept_under(model), [texts[i] for i in done], ready)
            heard.update(zip((texts[i] for i in done), ready, strict=True))
            done = []
        if progress is not None:
            progress(len(heard) + len(done), len(texts))
    return heard


def _windows(pieces: Sequence[Pieces], window: int) -> tuple[list[Pieces], list[int]]:
    """Texts as windows of nearly equal length, and whose each window is."""
    windows: list[Pieces] = []
    owner: list[int] = []
    for number, text in enumerate(pieces):
        count = max(1, -(-len(text) // window))
        cuts = [len(text) * i // count for i in range(count + 1)]
        windows += [text[a:b] for a, b in pairwise(cuts)]
        owner += [number] * count
    return windows, owner


def tfidf_vectors(texts: Sequence[str], seed: int = 7, question: str = "") -> Floats:
    """Vectors from the words alone, for when there is no model: TF-IDF of words and word pairs, reduced by truncated SVD.

    They know nothing of meaning ("bus" and "transport" are strangers): whoever shows piles made from them says so.

    Returns
    -------
    ndarray (n_texts, n_dims), float32, n_dims at most 100; each row of length 1, or 0 for a text with no word left.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    stop = STOP | question_words(question)
    bags = [[w for w in words(text) if w not in stop] for text in texts]
    if not any(bags):
        return np.zeros((len(texts), 1), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda i: same(texts[i]))  # so that the order of arrival does not matter
    grams = [_grams(bags[i]) for i in order]
    weigh = TfidfVectorizer(analyzer=_shared(grams), sublinear_tf=True, dtype=np.float64)
    table = weigh.fit_transform(grams)
    dims = min(100, *(side - 1 for side in table.shape))
    with calm(len(texts)):
        dense = table.toarray() if dims < 2 else TruncatedSVD(dims, random_state=seed).fit_transform(table)
    out: Floats = np.zeros(dense.shape, dtype=np.float32)
    out[order] = _normalised(dense)
    return out


def _shared(grams: list[list[str]]) -> Callable[[list[str]], list[str]]:
    """Leaves out what one text alone says, where it says anything else: it makes no two texts alike, and there is much of it."""
    texts = Counter(gram for bag in grams for gram in set(bag))
    return lambda bag: [gram for gram in bag if texts[gram] > 1] or bag[:1]


def _grams(bag: list[str]) -> list[str]:
    return bag + [f"{a} {b}" for a, b in pairwise(bag)]


def _normalised(rows: NDArray[np.floating]) -> Floats:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 1e-12, length, 1.0), dtype=np.float32)
