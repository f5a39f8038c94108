"""Union: files of a copy taken into this study, as far as they prove to be what was written.

What is here already is left as it is; only what is missing is written, and never over something else.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from copro_text.corpus import Fault
from copro_text.decisions import Entry, Note
from copro_text.errors import NotPossible
from copro_text.store.folder import Folder, telling, write_whole
from copro_text.store.logs import LogFile, Logs
from copro_text.store.runs import run_in
from copro_text.store.sources import is_a_name, notes_in, read_notes, read_source, source_in

CHANGED = "not what was written: none of it was taken in"
UNNAMED = "no decision that is here names it, so it was not taken in: bring in the log that does"


@dataclass(frozen=True)
class Taken:
    """What came of one file of a copy."""

    entries: tuple[Entry, ...] = ()
    known: int = 0
    files: int = 0
    notes: int = 0
    fault: Fault | None = None


@contextmanager
def one_at_a_time(state: Path) -> Iterator[None]:
    """Let no two programs of this device bring in at once."""
    with telling(state):
        state.mkdir(parents=True, exist_ok=True)
        lock = FileLock(state / "bring-in.lock")
        try:
            lock.acquire(timeout=60)
        except Timeout:
            raise NotPossible("Another program is bringing in a copy.", do="Try again when it is done.", safe="Nothing was changed.") from None
    try:
        yield
    finally:
        lock.release()


def is_log(data: bytes) -> bool:
    """Whether a file is a log, by its first line."""
    return b'"prev":' in data.partition(b"\n")[0]


def take_log(folder: Folder, logs: Logs, state: Path, name: str, data: bytes) -> Taken:
    """Take in the lines of a log that are not here yet, up to the first that is not what was written."""
    there = LogFile(Path(name), folder.id)
    there.take(data)
    if there.log and not there.log.isalnum():  # it would become part of a file's name
        return Taken(fault=Fault(name, CHANGED))
    fault = Fault(name, there.fault.what) if there.fault else None
    new = [i for i, (_, sealed) in enumerate(there.lines) if not logs.knows(sealed)]
    if new:
        _write_lines(folder, logs, state, there, data[: there.offset].splitlines(keepends=True), new[0])
    return Taken(tuple(there.lines[i][0] for i in new), len(there.lines) - len(new), fault=fault)


def _write_lines(folder: Folder, logs: Logs, state: Path, there: LogFile, raw: list[bytes], first: int) -> None:
    """Write the lines where they belong: into a file of their own, at the end of the one that is here, or into one beside it."""
    here = [file for file in logs.files.values() if file.log == there.log]
    plain = folder.decisions / f"{_slug(there)}-{there.log[:6]}.jsonl"
    if not here and not plain.exists():
        write_whole(plain, b"".join(raw))
        return
    before = there.lines[first - 1][1] if first else ""
    for file in here:
        if file.hash == before and not file.fault and _grown(state, file, b"".join(raw[first:])):
            return
    write_whole(_beside(plain, there.lines[first][1], b"".join(raw)), b"".join(raw))


def _slug(there: LogFile) -> str:
    """What stands before the log's id in the name of a file that a sync tool may have given another name."""
    before = re.search(rf"([a-z0-9-]{{1,30}})-{there.log[:6]}", PurePosixPath(there.path.as_posix()).name)
    return before[1] if before else "log"


def _beside(path: Path, sealed: str, data: bytes) -> Path:
    """A name that is free, or holds the start of just this: the same on every device that brings in the same."""
    for n in range(6, len(sealed) + 1):
        beside = path.with_stem(f"{path.stem}-{sealed[:n]}")
        if not beside.exists() or data.startswith(beside.read_bytes()):
            return beside
    raise AssertionError("a hash in full names no two files")


def _grown(state: Path, file: LogFile, data: bytes) -> bool:
    """Add to the end of a log that is here; False when a program of this device has it open, or it is no longer as it was read."""
    lock = FileLock(state / f"log-{file.log}.lock") if (state / f"log-{file.log}.json").exists() else None
    try:
        if lock:
            lock.acquire(timeout=0)
    except Timeout:
        return False
    try:
        with telling(file.path):
            handle = os.open(file.path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
            try:
                return _appended(handle, file.offset, data)
            finally:
                os.close(handle)
    finally:
        if lock:
            lock.release()


def _appended(handle: int, size: int, data: bytes) -> bool:
    if os.fstat(handle).st_size != size:
        return False
    try:
        while data:
            data = data[os.write(handle, data) :]
        os.fsync(handle)
    except BaseException:  # also a person who stops the program: nothing half-written remains
        os.ftruncate(handle, size)
        raise
    return True


def take_source(folder: Folder, name: str, data: bytes, *, named: Collection[str]) -> Taken:
    """Take in a source that a decision names and that is not here whole."""
    source = source_in(folder, data)
    if source not in named:
        return Taken(fault=Fault(name, UNNAMED if source else CHANGED))
    if not isinstance(read_source(folder, source, ""), Fault):
        return Taken()
    path = folder.corpus / f"{source}.jsonl"
    write_whole(path if not path.exists() else _beside(path, source, data), data)
    return Taken(files=1)


def take_notes(folder: Folder, name: str, data: bytes, *, named: Collection[Note]) -> Taken:
    """Take in notes that decisions name and that are not here."""
    there = notes_in(folder, data)
    known = {at for notes in {note.notes for note in named} for at in read_notes(folder, notes)}
    lines: dict[str, list[bytes]] = {}
    for note in named:
        at = (note.contribution, note.digest)
        if at in there and at not in known and is_a_name(note.notes):
            lines.setdefault(note.notes, []).append(there[at][0] + b"\n")
    for notes, raw in lines.items():
        path, whole = folder.corpus / f"{notes}.jsonl", b"".join(raw)
        write_whole(path if not path.exists() else _beside(path, hashlib.sha256(raw[0]).hexdigest(), whole), whole)
    if there and not any((note.contribution, note.digest) in there for note in named):
        return Taken(fault=Fault(name, UNNAMED))
    changed = Fault(name, "some of it is not what was written; the rest was looked at") if len(data.splitlines()) > len(there) else None
    return Taken(notes=sum(map(len, lines.values())), fault=changed)


def take_run(folder: Folder, name: str, data: bytes) -> Taken:
    """Take in a run of the sorter that is not here."""
    run = run_in(data)
    if not run:
        return Taken(fault=Fault(name, CHANGED))
    path = folder.clusters / run / "run.json"
    if path.exists() and run_in(path.read_bytes()) == run:
        return Taken()
    if path.exists():
        path.replace(path.with_name("run.json.damaged"))
    write_whole(path, data)
    return Taken(files=1)
