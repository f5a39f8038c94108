"""Writing: the one log that this process appends to.

Write, flush, fsync, then say "saved". A log has one writer: a new one is made exclusively, or this device's last one is
taken up again under a local lock if its end is the one this device remembers.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from copro_text.corpus import canonical
from copro_text.decisions import Decision
from copro_text.errors import NotSaved
from copro_text.store.branches import Head
from copro_text.store.folder import Folder, sync_folder, telling, write_whole
from copro_text.store.logs import LogFile, Logs, new_id, new_line


def slug(name: str) -> str:
    """A name as part of a file name: "Maya O'Neil" gives "maya-o-neil"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:24] or "analyst"


@dataclass(frozen=True, slots=True)
class Act:
    """A decision about to be written: for whom, who typed it, who was in the room."""

    body: Decision
    analyst: str
    entered_by: str
    present: tuple[str, ...] = ()
    id: str = field(default_factory=new_id)


@dataclass
class Own:
    """The log this process writes: its id, file and lock, and how far it has got."""

    log: str
    path: Path
    lock: FileLock
    seq: int = -1
    hash: str = ""
    size: int = 0
    next: str = ""  # hash of the last line of what is being written, until it is known to be on the disk
    study: str = ""  # the folder of the study that it was last written in: one computer may have several copies


class LogWriter:
    """Appends decisions to one log of one study."""

    def __init__(self, folder: Folder, logs: Logs, state: Path, name: str, analyst: str = "", now: Callable[[], datetime] | None = None) -> None:
        self.folder, self.logs, self.state, self.analyst = folder, logs, state, analyst
        self.now = now or (lambda: datetime.now(UTC))
        with telling(folder.decisions):
            self.own = self._taken_up(name) or self._new(name)
        self.told: dict[str, int] = {log: seq for log, seq, _ in self._heads_told()}

    def append(self, acts: Sequence[Act], known: Mapping[str, Head] | None = None, clock: int | None = None) -> None:
        """Write decisions in one piece: when this returns they are on the disk.

        Parameters
        ----------
        known
            How far the person they belong to has seen each log, by its id; as far as it was read, unless named.
        clock
            The greatest clock of what they have seen.

        Raises
        ------
        NotSaved
            When the system did not take them; then none of them is in the log.
        """
        seen = sorted((self.logs.heads if known is None else known).items())
        heads = tuple((log, at, h) for log, (at, h) in seen if log != self.own.log and at > self.told.get(log, -1))
        before = self.logs.clock if clock is None else clock
        seq, prev = self.own.seq, self.own.hash or self.folder.id
        lines: list[bytes] = []
        for i, act in enumerate(acts):
            line = new_line(
                act.body,
                id=act.id,
                log=self.own.log,
                seq=seq + 1,
                clock=before + 1 + i,
                time=self.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
                analyst=act.analyst,
                entered_by=act.entered_by,
                present=act.present,
                heads=heads if i == 0 else (),
                prev=prev,
            )
            seq, prev = seq + 1, line["hash"]
            lines.append(canonical(line) + b"\n")
        data = b"".join(lines)
        self.own.next = prev
        self._remember(self.own)
        self._write(data)
        self.own.next = ""
        self.own.seq, self.own.hash, self.own.size = seq, prev, self.own.size + len(data)
        self.told |= {log: at for log, at, _ in heads}
        self._remember(self.own)

    def close(self) -> None:
        """Let another process of this device take up the log."""
        self.own.lock.release()

    def _write(self, data: bytes) -> None:
        with telling(self.own.path):
            fresh = self.own.size == 0
            if not fresh and not self.own.path.exists():
                self._not_ours()
            handle = os.open(self.own.path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0) | (os.O_CREAT | os.O_EXCL if fresh else 0), 0o666)
            try:
                if os.fstat(handle).st_size != self.own.size and not self._is_only_shorter():
                    self._not_ours()
                try:
                    _all(handle, data)
                    os.fsync(handle)
                    if fresh:
                        sync_folder(self.own.path.parent)
                except BaseException:  # also a person who stops the program: none of it counts, and nothing half-written remains
                    os.ftruncate(handle, self.own.size)
                    if fresh:
                        self.own.path.unlink(missing_ok=True)
                    raise
            finally:
                os.close(handle)

    def _is_only_shorter(self) -> bool:
        """Whether the log has the lines it had, less words that were taken out of them; then it is written on."""
        end = LogFile(self.own.path, self.folder.id)
        end.read_on()
        if end.fault or (end.log, end.seq, end.hash) != (self.own.log, self.own.seq, self.own.hash):
            return False
        self.own.size = end.offset
        return True

    def _not_ours(self) -> None:
        raise NotSaved(
            f"{self.own.path} was changed by something other than this program.",
            do="Open the study again: a new log will be started beside it.",
            safe="What was saved before is kept; this last act was not saved.",
        )

    def _new(self, name: str) -> Own:
        log = new_id()
        lock = FileLock(self._lock_path(log))
        lock.acquire(timeout=0)
        return Own(log, self.folder.decisions / f"{slug(name)}-{log[:6]}.jsonl", lock)

    def _taken_up(self, name: str) -> Own | None:
        for remembered in remembered_logs(self.state):
            if remembered.path.name.rpartition("-")[0] == slug(name) and (own := self._if_ours(remembered)):
                return own
        return None

    def _is_theirs(self, path: Path) -> bool:
        """Whether a log is one of the person who writes here: two of them may have the same name."""
        lines = self.logs.files[path].lines
        return not self.analyst or not lines or lines[0][0].analyst == self.analyst

    def _if_ours(self, own: Own) -> Own | None:
        """The remembered log, when no other process writes it and its end is the one remembered."""
        path = self.folder.decisions / own.path.name
        if path not in self.logs.files or not self._is_theirs(path):
            return None
        own.lock = FileLock(self._lock_path(own.log))
        try:
            own.lock.acquire(timeout=0)
        except Timeout:
            return None
        end = LogFile(path, self.folder.id)
        end.read_on()
        here, told = (end.log, end.seq, end.hash), self.logs.heads.get(own.log, (-1, ""))
        if here != (own.log, *told) or (end.hash != own.next if own.next else end.hash != own.hash):
            own.lock.release()  # written on, or put back to an older state, by something else: a new log is started
            return None
        own.path, own.size, own.seq, own.hash, own.next = path, end.offset, end.seq, end.hash, ""
        _mend(path, own.size, self.state)
        return own

    def _lock_path(self, log: str) -> Path:
        self.state.mkdir(parents=True, exist_ok=True)
        return self.state / f"log-{log}.lock"

    def _heads_told(self) -> list[tuple[str, int, str]]:
        read = self.logs.files.get(self.own.path)
        return [head for entry, _ in (read.lines if read else ()) for head in entry.heads]

    def _remember(self, own: Own) -> None:
        memory = {"log": own.log, "file": own.path.name, "seq": own.seq, "hash": own.hash, "next": own.next}
        memory["folder"] = str(self.folder.path.resolve())
        with suppress(NotSaved):  # the decisions are on the disk; forgetting our place only means that a new log is started
            write_whole(self.state / f"log-{own.log}.json", json.dumps(memory).encode())


def _all(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]


def remembered_logs(state: Path) -> list[Own]:
    """The logs that this device wrote, as far as it remembers."""
    return [own for memory in sorted(state.glob("log-*.json")) if (own := _remembered(memory))]


def _remembered(memory: Path) -> Own | None:
    try:
        said = json.loads(memory.read_text("utf-8"))
        lock = FileLock(memory.with_suffix(".lock"))
        return Own(said["log"], Path(said["file"]), lock, said["seq"], said["hash"], 0, said["next"], said.get("folder", ""))
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a memory that cannot be read only means that a new log is started


def _mend(path: Path, size: int, state: Path) -> None:
    """Set a torn end aside, as its owner: the bytes are kept in the state folder, the log ends with its last whole line."""
    with path.open("r+b") as f:
        f.seek(size)
        torn = f.read()
        if torn:
            write_whole(state / f"torn-{path.stem}-{size}.bin", torn)
            f.truncate(size)
            os.fsync(f.fileno())
