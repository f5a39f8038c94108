"""A run of the sorter: what it suggests for each excerpt, without a word of what anyone said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copro_text.clusters.embed import VectorCache, embed, tfidf_vectors
from copro_text.clusters.mapping import positions
from copro_text.clusters.model import NAME as ENGLISH
from copro_text.clusters.model import Model
from copro_text.clusters.quality import in_other_languages
from copro_text.clusters.recipe import Piles, sort
from copro_text.clusters.replies import with_answered
from copro_text.corpus import canonical

Excerpts = Sequence[tuple[str, str, tuple[str, ...]]]
WORDS_ALONE = "words alone (TF-IDF)"
ROUNDED = "Heard in int8, as was asked: quicker, and a little less exact. Some texts may lie in other piles than without it."
LANGUAGES = (
    "At least {} texts seem to be in other languages than English, and the sorter's model learnt from English: such texts may be put together for "
    'their language. A model for many languages is "paraphrase-multilingual-MiniLM-L12-v2"; name it, or its folder, as the model to sort with.'
)


@dataclass(frozen=True, slots=True)
class Run:
    """What the sorter suggests. Written once; holds ids and numbers only.

    Attributes
    ----------
    id
        First 16 hex digits of the SHA-256 of all the rest: what has the same id is the same, on whatever device it was made.
    settings
        Plain JSON values.
    assignment
        (excerpt id, pile number from 0 or None for "could not place", confidence), by excerpt id.
    xy
        Where each lies on the map, in the same order, -1 to 1.
    count
        How many piles.
    notices
        What people should be told about this run, in plain English.
    versions
        Of the parts that were used.
    """

    id: str
    settings: Mapping[str, Any]
    assignment: tuple[tuple[str, int | None, float], ...]
    xy: tuple[tuple[float, float], ...]
    count: int
    notices: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values."""
        plain = {name: getattr(self, name) for name in ("id", "count")} | {"settings": dict(self.settings), "versions": dict(self.versions)}
        return plain | {"assignment": [list(a) for a in self.assignment], "xy": [list(p) for p in self.xy], "notices": list(self.notices)}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Run:
        """Read back what `to_dict` wrote; raises KeyError, TypeError or ValueError when it is not that."""
        assignment = tuple((str(e), None if pile is None else int(pile), float(sure)) for e, pile, sure in d["assignment"])
        xy = tuple((float(x), float(y)) for x, y in d["xy"])
        return cls(d["id"], dict(d["settings"]), assignment, xy, int(d["count"]), tuple(d["notices"]), dict(d["versions"]))


def suggest_piles(
    excerpts: Excerpts,
    *,
    question: str = "",
    seed: int = 7,
    level: str | int = "usual",
    model: Model | None = None,
    cache: VectorCache | None = None,
    engine: str = "copro",
    replies: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Suggest piles for excerpts (id, text, ids of who said it). The order they come in makes no difference.

    Parameters
    ----------
    model
        From `find_model`; None sorts by the words alone, and the run says so.
    cache
        Where vectors are kept; None keeps none.
    replies
        Id of an excerpt -> id of the excerpt that it replies to. What it replies to is only heard when it is itself among the excerpts.
    """
    ordered = sorted({e[0]: e for e in excerpts}.values())
    texts = [text for _, text, _ in ordered]
    vectors = vectors_of(texts, question=question, seed=seed, model=model, cache=cache, progress=progress)
    to = _places(ordered, {} if replies is None or engine == "bertopic-default" else replies)
    piles = sort(texts, vectors, seed=seed, level=level, engine=engine, people=[who for *_, who in ordered], replies=to)
    heard = {"vectors": model.name if model else WORDS_ALONE, "model": model.hash if model else ""}
    answering = sum(place is not None for place in to)
    if model and model.precision != "float32":
        heard["precision"] = model.precision
    settings = {**piles.settings, **heard} | ({"replies": answering} if answering else {})
    where = positions(with_answered(vectors.astype(np.float64), np.arange(len(texts)), to), piles.assignment)
    run = Run(
        id="",
        settings=settings,
        assignment=tuple((e[0], pile, round(sure, 3)) for e, pile, sure in zip(ordered, piles.assignment, piles.confidence, strict=True)),
        xy=tuple((float(x), float(y)) for x, y in where),
        count=piles.count,
        notices=_notices(piles, answering, model, texts),
        versions=piles.versions,
    )
    return replace(run, id=sha256(canonical(run.to_dict())).hexdigest()[:16])


def vectors_of(
    texts: Sequence[str],
    *,
    question: str = "",
    seed: int = 7,
    model: Model | None = None,
    cache: VectorCache | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> NDArray[np.float32]:
    """The vectors (n_texts, n_dims) that a run is made from: by the model, or by the words alone."""
    return embed(texts, model, cache, progress) if model is not None else tfidf_vectors(texts, seed, question)


def _places(ordered: Excerpts, replies: Mapping[str, str]) -> list[int | None]:
    """For each excerpt the place of the one that it replies to, if that is here too."""
    place = {e[0]: at for at, e in enumerate(ordered)}
    return [place.get(replies.get(e[0], "")) for e in ordered]


def _notices(piles: Piles, answering: int, model: Model | None, texts: Sequence[str]) -> tuple[str, ...]:
    one = answering == 1
    replies = f"{answering} {'reply was' if one else 'replies were'} heard together with what {'it answers' if one else 'they answer'}."
    plain = (
        "" if model is not None else "Sorted by the words alone, without a model of meaning: those that say the same in other words may lie apart."
    )
    rounded = "" if model is None or model.precision == "float32" else ROUNDED
    others = in_other_languages(texts) if model is not None and model.name == ENGLISH else 0
    languages = LANGUAGES.format(others) if others else ""
    return tuple(filter(None, (piles.notice, replies if answering and piles.count else "", plain, rounded, languages)))
