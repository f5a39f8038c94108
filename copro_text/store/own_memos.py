"""One's own memos: kept on this device, outside the study's folder, so that no sync ever carries them to anyone."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from copro_text.decisions import TAKEN_OUT
from copro_text.store.folder import make_folder, sync_folder, telling, write_whole
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
    path = state / f"mine-{analyst}.jsonl"
    with telling(path):
        make_folder(state)
        with _alone(path), path.open("a+b") as f:
            size = f.seek(0, os.SEEK_END)
            f.seek(max(size - 1, 0))
            torn = f.read() not in (b"", b"\n")  # by a power cut: what comes now must not be swallowed
            try:
                f.write(b"\n" * torn + _line(memo))
                f.flush()
                os.fsync(f.fileno())
            except BaseException:  # also a person who stops the program
                os.ftruncate(f.fileno(), size)
                raise
            if not size:
                sync_folder(state)
    return memo.id


def read(state: Path, analyst: str) -> Iterator[OwnMemo]:
    """A person's notes to themselves on this device, oldest first; a line that is torn is passed by."""
    path = state / f"mine-{analyst}.jsonl"
    with telling(path):
        lines = path.read_bytes().splitlines() if path.exists() else []
    yield from filter(None, map(_memo, lines))


def files(state: Path) -> list[Path]:
    """The files of all who keep notes to themselves on this device."""
    return sorted(state.glob("mine-*.jsonl"))


def take_out(path: Path, goes: Callable[[str, str], bool]) -> bool:
    """Leave of each memo of a file that has to go, by what it is about and its text, when it was and about what; whether there was any."""
    with _alone(path):
        data = path.read_bytes()
        new = b"".join(_less(raw, goes) for raw in data.splitlines(keepends=True))
        if new != data:
            write_whole(path, new)
    return new != data


def _less(raw: bytes, goes: Callable[[str, str], bool]) -> bytes:
    memo = _memo(raw)
    if memo is None:
        return b"" if goes("", raw.decode("utf-8", "replace")) else raw
    if memo.text == TAKEN_OUT or not goes(memo.about, memo.text):
        return raw
    return _line(replace(memo, text=TAKEN_OUT))


def _memo(raw: bytes) -> OwnMemo | None:
    try:
        memo = OwnMemo(**json.loads(raw))
    except (ValueError, TypeError):
        return None
    return memo if isinstance(memo.about, str) and isinstance(memo.text, str) else None


def _line(memo: OwnMemo) -> bytes:
    return json.dumps(asdict(memo)).encode() + b"\n"


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let no other program of this device write the file now."""
    with FileLock(path.with_suffix(".lock"), timeout=60):
        yield
