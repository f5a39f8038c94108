"""Mending: a damaged file is set aside, its bytes kept in the state folder, when the whole of it is here or comes in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from copro_text.store.folder import Folder, telling, write_whole
from copro_text.store.logs import LogFile, Logs, hash_of
from copro_text.store.wordless import wordless_line
from copro_text.withdrawal import Gone


@contextmanager
def free(state: Path, log: str) -> Iterator[bool]:
    """Whether no program of this device, this one included, has a log open for writing; none opens it meanwhile."""
    lock = FileLock(state / f"log-{log}.lock") if (state / f"log-{log}.json").exists() else None
    try:
        if lock:
            lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        if lock:
            lock.release()


def put_right(path: Path, state: Path, seen: bytes, whole: bytes) -> bool:
    """Let the whole stand where something damaged was `seen`, whose bytes are kept; False when it has changed meanwhile."""
    with telling(path):
        if seen:
            write_whole(state / f"torn-{path.stem}-{hashlib.sha256(seen).hexdigest()[:8]}.bin", seen)
        if path.read_bytes() != seen:
            return False
        write_whole(path, whole)
    return True


def damaged(logs: Logs, log: str) -> list[LogFile]:
    """The files of a log in which something is torn or not what was written; one that cannot be read at all is known by its name."""
    return [f for f in logs.files.values() if f.fault and (f.log == log or (not f.log and f"-{log[:6]}" in f.path.name))]


def mend_log(folder: Folder, logs: Logs, state: Path, path: Path, log: str, lines: Iterable[bytes]) -> bool:
    """Put a damaged log right with lines of the same log, when nothing of it that proves itself is lost by that."""
    with free(state, log) as is_free, telling(path):
        seen = path.read_bytes() if is_free and path.exists() else b"."
        file = LogFile(path, folder.id)
        file.take(seen)
        before = seen[: file.offset].splitlines(keepends=True)
        whole, raw = _joined(folder, path, [*before, *lines, *(each + b"\n" for each in _after(file, seen))])
        if not is_free or not file.fault or whole.log != log or not covers(whole, file, seen) or not put_right(path, state, seen, raw):
            return False
    logs.files.pop(path, None)  # read again from its start, every line known by its hash
    return True


def _joined(folder: Folder, path: Path, lines: Iterable[bytes]) -> tuple[LogFile, bytes]:
    """One log of lines that prove themselves, each once."""
    whole, raw = LogFile(path, folder.id), b""
    for line in lines:
        if (sealed := proved(line)) and sealed not in whole.seqs and whole.take(line):
            raw += line
    return whole, raw


def covers(whole: LogFile, file: LogFile, data: bytes) -> bool:
    """Whether all that a damaged log holds, or held where it is damaged, stands in another."""
    after = _after(file, data)
    known = {sealed for _, sealed in file.lines} | {sealed for raw in after if (sealed := proved(raw))}
    return known <= whole.seqs.keys() and max(whole.seqs.values(), default=-1) >= file.seq + len(after)


def _after(file: LogFile, data: bytes) -> list[bytes]:
    return [raw for raw in data[file.offset :].split(b"\n") if raw.strip(b"\0\r\t ")]


def proved(raw: bytes) -> str:
    """The hash of a line that is what was written; "" for any other."""
    try:
        line = json.loads(raw)
        return str(line["hash"]) if hash_of(line) == line["hash"] else ""
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""


def read_elsewhere(logs: Logs, path: Path) -> str:
    """The name of another file in which all lines of a damaged log are read; "" when there is none."""
    file = logs.files[path]
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    whole = [f for f in logs.files.values() if not f.fault and f.log and (f.log == file.log or (not file.log and f"-{f.log[:6]}" in path.name))]
    return next((f.path.name for f in sorted(whole, key=lambda f: f.path) if covers(f, file, data)), "")


def erase_as_there(logs: Logs, state: Path, gone: Gone, held: Iterable[str], lines: Iterable[bytes]) -> tuple[str, ...]:
    """Take out of the logs here what was taken out in a copy of them by who writes them; only where a decision asks for it. Returns the files."""
    asked = {proved(raw) for raw in lines if _is_wordless(raw)}
    changed: list[str] = []
    for path, file in list(logs.files.items()):
        ids = {e.id for e, sealed in file.lines if sealed in asked} & gone.wordless
        if not ids:
            continue
        with free(state, file.log) as is_free, telling(path):
            seen = path.read_bytes()
            less = b"".join(wordless_line(raw, ids) if raw.endswith(b"\n") else raw for raw in seen.splitlines(keepends=True))
            if less == seen or not (is_free or file.log in held) or path.read_bytes() != seen:  # a line that came meanwhile must not be lost
                continue
            write_whole(path, less)
        logs.files.pop(path, None)
        changed.append(path.name)
    return tuple(changed)


def _is_wordless(raw: bytes) -> bool:
    try:
        words = json.loads(raw)["words"].values()
        return any(set(word) == {"digest"} for word in words)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
