"""The sorter: it suggests piles; people decide. Its numbers have no authority and are never the identity of anything."""

from copro_text.clusters.cache import VectorCache
from copro_text.clusters.describe import Pile, describe
from copro_text.clusters.learning import Suggested, learned, to_read_next
from copro_text.clusters.model import Model, download_model, find_model
from copro_text.clusters.quality import stability
from copro_text.clusters.recipe import topic_model
from copro_text.clusters.run import Run, suggest_piles, vectors_of

__all__ = [
    "Model",
    "Pile",
    "Run",
    "Suggested",
    "VectorCache",
    "describe",
    "download_model",
    "find_model",
    "learned",
    "stability",
    "suggest_piles",
    "to_read_next",
    "topic_model",
    "vectors_of",
]
