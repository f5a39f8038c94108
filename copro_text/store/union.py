"""Union: files of a copy taken into this study, as far as they prove to be what was written.

What is here already is left as it is; only what is missing is written. A damaged file gives way to the whole of it, and is kept aside.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from copro_text.corpus import Fault
from copro_text.decisions import Entry, Note
from copro_text.errors import NotPossible, NotSaved
from copro_text.store.folder import Folder, telling, write_whole
from copro_text.store.logs import LogFile, Logs
from copro_text.store.mending import damaged, free, mend_log, put_right
from copro_text.store.runs import run_in
from copro_text.store.sources import copies_of, is_a_name, notes_in, read_notes, read_source, source_in, spoiled
from copro_text.store.wordless import silent_line, wordless_line
from copro_text.withdrawal import Gone

CHANGED = "not what was written: none of it was taken in"
UNNAMED = "no decision that is here names it, so it was not taken in: bring in the log that does"


@dataclass(frozen=True)
class Taken:
    """What came of one file of a copy."""

    entries: tuple[Entry, ...] = ()
    known: tuple[Entry, ...] = ()
    files: int = 0
    notes: int = 0
    mended: tuple[str, ...] = ()
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


@dataclass(frozen=True)
class Copied:
    """A log in a copy, as far as it is what was written: what was read of it, and its lines."""

    file: LogFile
    raw: tuple[bytes, ...]

    @classmethod
    def of(cls, folder: Folder, name: str, data: bytes) -> Copied:
        """What a file of a copy holds."""
        file = LogFile(Path(name), folder.id)
        file.take(data)
        return cls(file, tuple(data[: file.offset].splitlines(keepends=True)))


def take_log(folder: Folder, logs: Logs, state: Path, gone: Gone, copied: Copied) -> Taken:
    """Take in the lines of a log that are not here yet, up to the first that is not what was written; none with words that were taken out.

    A damaged file of that log is put right with them.
    """
    there, name = copied.file, copied.file.path.as_posix()
    if there.log and not there.log.isalnum():  # it would become part of a file's name
        return Taken(fault=Fault(name, CHANGED))
    fault = Fault(name, there.fault.what) if there.fault else None
    new = [i for i, (_, sealed) in enumerate(there.lines) if not logs.knows(sealed)]
    raw = [wordless_line(line, gone.wordless) for line in copied.raw]
    mended = [f.path.name for f in damaged(logs, there.log) if there.log and mend_log(folder, logs, state, f.path, there.log, raw)]
    if new and not mended:
        _write_lines(folder, logs, state, there, raw, new[0])
    came, known = tuple(there.lines[i][0] for i in new), tuple(e for i, (e, _) in enumerate(there.lines) if i not in set(new))
    return Taken(came, known, mended=tuple(mended), fault=fault)


def mend_logs(folder: Folder, logs: Logs, state: Path) -> list[Taken]:
    """Put damaged logs right with whole ones that lie beside them."""
    found: list[Taken] = []
    for whole in [file for file in logs.files.values() if file.log and not file.fault]:
        for file in damaged(logs, whole.log):
            if mend_log(folder, logs, state, file.path, whole.log, whole.path.read_bytes().splitlines(keepends=True)):
                found.append(Taken(mended=(file.path.name,)))
    return found


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
    with free(state, file.log) as is_free:
        if not is_free:
            return False
        with telling(file.path):
            handle = os.open(file.path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))
            try:
                return _appended(handle, file.offset, data)
            finally:
                os.close(handle)


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


def take_source(folder: Folder, state: Path, gone: Gone, name: str, data: bytes, *, named: Collection[str]) -> Taken:
    """Take in a source that a decision names and that is not here whole; what was damaged under its name is set aside."""
    source = source_in(folder, data)
    if source not in named:
        return Taken(fault=Fault(name, UNNAMED if source else CHANGED))
    if not spoiled(folder, source):
        return Taken()
    path, files = folder.corpus / f"{source}.jsonl", int(isinstance(read_source(folder, source, ""), Fault))
    data = b"".join(silent_line(folder, gone, raw) for raw in data.splitlines(keepends=True))
    if not path.exists():
        write_whole(path, data)
        return Taken(files=files)
    with suppress(NotSaved, OSError):  # such as a file that a cloud drive keeps online only, with no network
        if put_right(path, state, path.read_bytes(), data):
            return Taken(files=files, mended=(path.name,))
    if files:
        write_whole(_beside(path, source, data), data)
    return Taken(files=files)


def mend_sources(folder: Folder, state: Path, gone: Gone, named: Collection[str]) -> list[Taken]:
    """Put damaged sources right with whole copies that lie beside them."""
    copies = [path for source in named if (folder.corpus / f"{source}.jsonl").exists() for path in copies_of(folder, source)]
    return [take_source(folder, state, gone, path.name, path.read_bytes(), named=named) for path in copies]


def take_notes(folder: Folder, state: Path, gone: Gone, name: str, data: bytes, *, named: Collection[Note], logs: Collection[str]) -> Taken:
    """Take in notes that decisions name and that are not here; a damaged file of them is put right, where these are all that it lacks."""
    there = notes_in(folder, data)
    known = {at for notes in {note.notes for note in named} for at in read_notes(folder, notes)}
    lines: dict[str, dict[str, bytes]] = defaultdict(dict)
    for note in named:
        at = (note.contribution, note.digest)
        if at in there and at not in known and is_a_name(note.notes):
            lines[note.notes][note.digest] = silent_line(folder, gone, there[at][0] + b"\n")
    mended = [notes for notes, raw in lines.items() if _write_notes(folder, state, notes, raw)]
    new = sum(map(len, lines.values()))
    if there and not any((note.contribution, note.digest) in there for note in named) and not any(log in name for log in logs):
        return Taken(fault=Fault(name, UNNAMED))
    changed = Fault(name, "some of it is not what was written; the rest was looked at") if len(data.splitlines()) > len(there) else None
    return Taken(notes=new, mended=tuple(f"{notes}.jsonl" for notes in mended), fault=changed)


def _write_notes(folder: Folder, state: Path, notes: str, new: Mapping[str, bytes]) -> bool:
    """Write notes that were not here; whether a damaged file was put right with them."""
    path, data = folder.corpus / f"{notes}.jsonl", b"".join(new.values())
    if not path.exists():
        write_whole(path, data)
        return False
    seen = path.read_bytes()
    whole = [raw + b"\n" for raw, _ in notes_in(folder, seen).values()]
    bad = len(seen.splitlines()) - len(whole)
    if 0 < bad <= len(new) and put_right(path, state, seen, b"".join(whole) + data):
        return True
    write_whole(_beside(path, next(iter(new)), data), data)
    return False


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
