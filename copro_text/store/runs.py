"""The sorter's runs: settings and assignments by excerpt id, written once; no words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from copro_text.corpus import canonical
from copro_text.errors import DamagedStudy
from copro_text.store.folder import Folder, telling, write_whole


def write_run(folder: Folder, run: str, said: Mapping[str, Any]) -> None:
    """Write a run; one that is there already is left as it is, since the same question gives the same run."""
    path = folder.clusters / run / "run.json"
    if not path.exists():
        write_whole(path, json.dumps(said, sort_keys=True, separators=(",", ":")).encode())


def read_run(folder: Folder, run: str) -> dict[str, Any] | None:
    """A run as plain values; None when it is not here."""
    path = folder.clusters / run / "run.json"
    if not run.isalnum() or not path.exists():
        return None
    try:
        with telling(path):
            said = json.loads(path.read_text("utf-8"))
        if not isinstance(said, dict):
            raise ValueError("no run")
    except ValueError as broken:
        raise DamagedStudy(
            f"clusters/{run}/run.json is not what was written ({broken}).",
            do="Delete that folder and ask the sorter again: it gives the same piles for the same seed.",
            safe="No decision rests on it alone.",
        ) from None
    return said


def run_in(data: bytes) -> str:
    """The id of the run that a file holds, when it is what was written; else ""."""
    try:
        said = json.loads(data)
        run = str(said["id"])
        return run if hashlib.sha256(canonical(said | {"id": ""})).hexdigest()[:16] == run else ""
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
