"""The recipe: which texts go together, and the topic model that holds the piles.

The parts: replies heard with what they answer, vectors less what all have in common, communities, a margin for each text. They are BERTopic
(Grootendorst 2022) with its parts replaced: no dimensions are reduced, our piles are its clusters, and words are weighed by c-TF-IDF without
stop words. It is built when somebody asks for it, as no pile depends on it. This is the only file that imports it: late, and fenced, because
importing bertopic 0.17.4 takes seconds and silences UserWarning for the rest of the session.
"""

from __future__ import annotations

import importlib.metadata
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copro_text.clusters.communities import (
    EDGE,
    LEVELS,
    NEIGHBOURS,
    RESOLUTION,
    SMALLEST,
    TRIES,
    Labels,
    Vectors,
    centred,
    communities,
    margins,
    most_piles,
    without_small,
)
from copro_text.clusters.repeats import ALIKE, distinct
from copro_text.clusters.replies import with_answered
from copro_text.clusters.threads import calm
from copro_text.clusters.words import STOP
from copro_text.errors import SorterError

ENGINES = ("copro", "bertopic-default")
TOO_FEW = 8  # different texts; with fewer, reading is quicker than sorting
TERM = r"(?u)\b[^\W\d_]+(?:[-'’][^\W\d_]+)*\b"
_PARTS = ("bertopic", "scikit-network", "scikit-learn", "numpy", "scipy", "rapidfuzz")


@dataclass(frozen=True, slots=True)
class Piles:
    """Which pile each text is put in by the sorter. Nothing is decided by it.

    Attributes
    ----------
    assignment
        For each text a pile number from 0, the pile of most people first; None = could not place, to be read first.
    confidence
        For each text, -2 to 2: how much more like its own pile than like the next.
    count
        How many piles.
    settings, versions
        What is needed to get the same again.
    notice
        Something that people should be told, or "".
    """

    assignment: tuple[int | None, ...]
    confidence: tuple[float, ...]
    count: int
    settings: Mapping[str, Any]
    versions: Mapping[str, str] = field(compare=False)
    notice: str = ""


def sort(
    texts: Sequence[str],
    vectors: NDArray[Any],
    *,
    seed: int = 7,
    level: str | int = "usual",
    resolution: float = RESOLUTION,
    engine: str = "copro",
    people: Sequence[tuple[str, ...]] | None = None,
    replies: Sequence[int | None] | None = None,
) -> Piles:
    """Put texts into piles by their vectors. The order of the texts makes no difference.

    Parameters
    ----------
    texts, vectors
        n texts and their vectors (n, n_dims).
    level
        "usual" (at most 12 piles; from about 1,000 texts on one for every 80, to 40), "coarse" (at most 12), "fine" (16 to 40, more the
        more texts there are) or a number of piles at most; cuts of one tree.
    engine
        "copro" (these parts; `topic_model` has them as a BERTopic), or "bertopic-default" (BERTopic as it comes, for comparison).
    people
        For each text who said it: piles are ordered by people first. Without it, by texts.
    replies
        For each text the number of the text that it replies to, or None. "bertopic-default" hears every text alone.

    Raises
    ------
    SorterError
        The vectors do not fit the texts or are not numbers; an engine or level that is not there.
    """
    rows = _sound(texts, vectors, engine, level)
    chosen, stands = distinct(texts, rows)
    settings = _settings(seed, level, resolution, engine, len(chosen))
    if len(chosen) < TOO_FEW:
        different = "1 different text" if len(chosen) == 1 else f"{len(chosen)} different texts"
        notice = f"Too few to sort ({different}): nothing was put together. Read them all." if texts else "There is nothing to sort."
        return Piles((None,) * len(texts), (0.0,) * len(texts), 0, settings, dict(_versions()), notice)
    kept = [texts[i] for i in chosen]
    alone = engine == "bertopic-default"
    rows = rows[chosen]  # those of all texts are let go
    heard = centred(rows if alone else with_answered(rows, stands, replies))
    if alone:
        labels = _default(kept, rows, seed)
        margin = margins(heard, labels)
    else:
        del rows
        with calm(len(chosen)):
            labels = communities(heard, seed=seed, level=level, resolution=resolution)
            margin = margins(heard, labels)
    placed = labels if alone else without_small(np.where(margin < 0, -1, labels))
    assignment = _numbered(placed, stands, people or [(str(i),) for i in range(len(texts))])
    count = max((number + 1 for number in assignment if number is not None), default=0)
    return Piles(assignment, tuple(float(margin[i]) for i in stands), count, settings, dict(_versions()), _notice(assignment, count))


class Given:
    """Piles that are there already, in the shape that BERTopic asks of a cluster model."""

    def __init__(self, labels: Labels) -> None:
        self.labels_ = labels

    def fit(self, X: Vectors, y: object = None) -> Given:
        """Nothing is left to be found; `X` is the name that BERTopic uses."""
        return self


def topic_model(
    texts: Sequence[str], vectors: NDArray[Any], assignment: Sequence[int | None], titles: Mapping[int, str], leave_out: Collection[str] = ()
) -> Any:
    """Piles as a fitted BERTopic, for its own tables and charts.

    Parameters
    ----------
    texts, vectors, assignment
        n texts, their vectors (n, n_dims), and the pile of each, from 0; None for what could not be placed, which is topic -1.
    titles
        Pile number -> title. BERTopic numbers by texts, the sorter by people: the titles are set as its custom labels.
    leave_out
        Words that are no topic, beside the small ones: those of the question, people's names.

    Raises
    ------
    SorterError
        BERTopic is not installed; or there is no word to count.
    """
    labels = np.array([-1 if pile is None else pile for pile in assignment], dtype=np.int64)
    with _bertopic() as BERTopic:
        from bertopic.dimensionality import BaseDimensionalityReduction
        from bertopic.vectorizers import ClassTfidfTransformer
        from sklearn.feature_extraction.text import CountVectorizer

        counter = CountVectorizer(stop_words=sorted(STOP | set(leave_out)), ngram_range=(1, 2), token_pattern=TERM)
        model = BERTopic(
            umap_model=BaseDimensionalityReduction(), hdbscan_model=Given(labels), vectorizer_model=counter, ctfidf_model=ClassTfidfTransformer()
        )
        try:
            topics, _ = model.fit_transform(list(texts), embeddings=np.asarray(vectors))
        except ValueError as error:
            raise SorterError(f"BERTopic could not count the words of these piles: {error}", safe="The piles stay as they are.") from error
        model.set_topic_labels({topic: titles[pile] for topic, pile in zip(topics, labels.tolist(), strict=True) if pile in titles})
    return model


@contextmanager
def _bertopic() -> Iterator[Any]:
    """The class BERTopic, with its warnings held back: they are about its own parts; ours are said in plain words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from bertopic import BERTopic
        except ImportError as error:
            raise SorterError("BERTopic is not installed.", do='Install it with: pip install "copro_text[suggest]"') from error
        yield BERTopic


def _default(texts: Sequence[str], vectors: Vectors, seed: int) -> Labels:
    with _bertopic() as BERTopic:
        from umap import UMAP

        as_it_comes = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=seed)
        try:
            topics, _ = BERTopic(umap_model=as_it_comes).fit_transform(list(texts), embeddings=vectors.astype(np.float32))
        except (ValueError, TypeError) as error:
            raise SorterError(f"BERTopic as it comes could not sort these texts: {error}", do="Use the engine 'copro'.") from error
    return np.asarray(topics, dtype=np.int64)


def _sound(texts: Sequence[str], vectors: NDArray[Any], engine: str, level: str | int) -> Vectors:
    if engine not in ENGINES:
        raise SorterError(f"There is no engine {engine!r}.", do=f"Use one of: {', '.join(ENGINES)}.")
    if level not in LEVELS and (not isinstance(level, int) or level < 1):
        raise SorterError(f"There is no level {level!r}.", do=f"Use one of: {', '.join(LEVELS)}; or a number of piles from 1.")
    rows = np.asarray(vectors, dtype=np.float64)
    if rows.ndim != 2 or len(rows) != len(texts):
        raise SorterError(f"{len(texts)} texts came with vectors of the shape {rows.shape}.", do="Give one vector for each text.")
    if not np.isfinite(rows).all():
        raise SorterError("Some vectors hold values that are not numbers.", do="Make them again, with an empty cache.")
    return rows


def _numbered(labels: Labels, stands: NDArray[np.int64], people: Sequence[tuple[str, ...]]) -> tuple[int | None, ...]:
    """A pile number for each text: most people first, then most texts, then by the pile's first text in the sorter's order."""
    each = [int(labels[i]) for i in stands]
    who: dict[int, set[str]] = {}
    texts: dict[int, int] = {}
    first: dict[int, int] = {}
    for label, said_by, place in zip(each, people, stands, strict=True):
        who.setdefault(label, set()).update(said_by)
        texts[label] = texts.get(label, 0) + 1
        first[label] = min(first.get(label, int(place)), int(place))
    order = sorted((label for label in who if label >= 0), key=lambda pile: (-len(who[pile]), -texts[pile], first[pile]))
    number = {label: at for at, label in enumerate(order)}
    return tuple(number.get(label) for label in each)


def _notice(assignment: Sequence[int | None], count: int) -> str:
    left = sum(number is None for number in assignment)
    if not count:
        return "No piles were found: no three texts were alike enough. Read them all."
    return f"{left} of {len(assignment)} texts could not be placed. They are listed to be read first." if left else ""


def _settings(seed: int, level: str | int, resolution: float, engine: str, texts: int) -> dict[str, Any]:
    chosen: dict[str, Any] = {"engine": engine, "seed": seed, "level": level}
    if engine == "bertopic-default":
        return chosen
    ours = {
        "neighbours": NEIGHBOURS,
        "edge": round(EDGE, 6),
        "resolution": resolution,
        "tries": TRIES,
        "smallest": SMALLEST,
        "most": most_piles(level, texts),
    }
    return chosen | ours | {"alike": ALIKE}


@cache
def _versions() -> dict[str, str]:
    found = {}
    for name in _PARTS:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found
