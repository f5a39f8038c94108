"""Other ways to sort texts, by their own documented defaults, on the same vectors; some are told how many groups people made."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib.util import find_spec
from typing import Any

import labelled
import numpy as np

from copro_text.clusters.model import find_model, offline
from copro_text.clusters.recipe import sort

Way = Callable[[int], list[int]]
DEFAULTS = "BERTopic defaults"


def of(given: labelled.Labelled, vectors: np.ndarray) -> dict[str, Way]:
    """Each peer as a function of the seed. Top2Vec and KeyNMF take part where top2vec and turftopic are installed."""
    many = len(set(given.groups))
    found: dict[str, Way] = {
        DEFAULTS: lambda seed: _defaults(given, vectors, seed),
        "BERTopic tuned": lambda seed: _tuned(given, vectors, seed),
        "k-means, told how many": lambda seed: _kmeans(vectors, many, seed),
        "NMF, told how many": lambda seed: _nmf(given, many, seed),
    }
    if find_spec("top2vec"):
        found["Top2Vec"] = lambda seed: _top2vec(given, vectors)
    if find_spec("turftopic"):
        found["KeyNMF, told how many"] = lambda seed: _keynmf(given, vectors, many, seed)
    return found


def _defaults(given: labelled.Labelled, vectors: np.ndarray, seed: int) -> list[int]:
    piles = sort(given.texts, vectors, seed=seed, engine="bertopic-default")
    return [-1 if number is None else number for number in piles.assignment]


def _tuned(given: labelled.Labelled, vectors: np.ndarray, seed: int) -> list[int]:
    from bertopic import BERTopic
    from hdbscan import HDBSCAN
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    model = BERTopic(
        umap_model=UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed),
        hdbscan_model=HDBSCAN(min_cluster_size=max(5, len(given.texts) // 150), prediction_data=True),
        vectorizer_model=CountVectorizer(stop_words="english"),
    )
    topics, _ = model.fit_transform(given.texts, embeddings=vectors)
    if -1 not in topics or len(set(topics)) == 1:
        return list(topics)
    return list(model.reduce_outliers(given.texts, topics, strategy="embeddings", embeddings=vectors))


def _kmeans(vectors: np.ndarray, many: int, seed: int) -> list[int]:
    from sklearn.cluster import KMeans

    return KMeans(many, n_init=1, random_state=seed).fit_predict(vectors).tolist()


def _nmf(given: labelled.Labelled, many: int, seed: int) -> list[int]:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    counted = TfidfVectorizer(stop_words="english", min_df=2).fit_transform(given.texts)
    return NMF(many, random_state=seed).fit_transform(counted).argmax(axis=1).tolist()


def _top2vec(given: labelled.Labelled, vectors: np.ndarray) -> list[int]:
    """It has no seed. It hears words by the same model, and the texts' vectors are handed in."""
    from top2vec import Top2Vec

    known = dict(zip(given.texts, vectors, strict=True))
    encode = _encoder().encode
    model = Top2Vec(given.texts, embedding_model=lambda said: np.array([known[s] for s in said]) if set(said) <= set(known) else encode(list(said)))
    return [int(topic) for topic in model.doc_top]


def _keynmf(given: labelled.Labelled, vectors: np.ndarray, many: int, seed: int) -> list[int]:
    from turftopic import KeyNMF

    with redirect_stdout(sys.stderr):  # it tells of each step
        shares = KeyNMF(many, encoder=_encoder(), random_state=seed).fit_transform(given.texts, embeddings=vectors)
    return shares.argmax(axis=1).tolist()


def _encoder() -> Any:
    from sentence_transformers import SentenceTransformer

    with offline():
        return SentenceTransformer(str(find_model().folder), local_files_only=True)
