"""With what texts are heard: the model, in which precision, and where its vectors are kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from copro_text.errors import ModelMissing
from copro_text.store.places import cache_folder
from copro_text.verbs.session import Session

if TYPE_CHECKING:
    from copro_text.clusters import Model, Run, VectorCache


def cache_of(s: Session) -> VectorCache:
    """Where the vectors of a study are kept on this computer."""
    from copro_text.clusters import VectorCache

    return VectorCache(cache_folder(s.folder.id) / "vectors", s.folder.key)


def model_for(given: str | Path | None, precision: str = "float32") -> Model | None:
    """The model there is; None, and the run says so, when there is none and none was named."""
    from copro_text.clusters import find_model

    try:
        return find_model(given, precision)
    except ModelMissing:
        if given:
            raise
        return None


def precision_of(run: Run | None) -> str:
    """The precision that a run was asked in."""
    return str(run.settings.get("precision", "float32")) if run is not None else "float32"


def model_of(run: Run) -> Model | None:
    """The model a run was made with, when it is on this computer too."""
    wanted = run.settings.get("model")
    found = model_for(None, precision_of(run)) if wanted else None
    return found if found is not None and found.hash == wanted else None
