"""One's own memos: kept on this device, outside the study's folder, so that no sync ever carries them to anyone."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from copro_text.store.folder import telling
from copro_text.store.logs import new_id


@dataclass(frozen=True, slots=True)
class OwnMemo:
    """A note to oneself: its id, when, the id of what it is about, and the words."""

    id: str
    time: str
    about: str
    text: str


def append(state: Path, analyst: str, about: str, text: str) -> str:
    """Write a note to oneself; returns its id once it is on the disk."""
    memo = OwnMemo(new_id(), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), about, text)
    path = _path(state, analyst)
    with telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as f:
            f.write(json.dumps(asdict(memo)).encode() + b"\n")
            f.flush()
            os.fsync(f.fileno())
    return memo.id


def read(state: Path, analyst: str) -> Iterator[OwnMemo]:
    """A person's notes to themselves on this device, oldest first; a line that is torn is passed by."""
    path = _path(state, analyst)
    with telling(path):
        lines = path.read_bytes().splitlines() if path.exists() else []
    for line in lines:
        try:
            yield OwnMemo(**json.loads(line))
        except (ValueError, TypeError):
            continue


def _path(state: Path, analyst: str) -> Path:
    return state / f"mine-{analyst}.jsonl"
