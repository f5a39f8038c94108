"""Logs: reading and verifying the lines that people's devices append.

A line is one JSON object. Its hash is SHA-256 over UTF-8 JSON with sorted keys and no spaces, without `hash` itself, and
with every text in `words` replaced by HMAC-SHA256(salt, text): taking out text and salt leaves the digest, and the chain
still holds.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from copro_text.corpus import Fault, canonical
from copro_text.decisions import TAKEN_OUT, Decision, Entry, decision
from copro_text.store.branches import Branches, Head, Line
from copro_text.store.folder import is_jsonl, not_yet, telling

LINE = 1  # version of the line's shape
WAITS = "What is here is safe, and you can work on: it is read as soon as it is here."

BROKEN = (
    "What stands before it is read and safe, and so are all other logs. Bring in a colleague's copy or a backup (study.bring_in, `copro bring-in`): "
    "where that has the log whole, this file is put right. Do not mend it by hand."
)
TORN = (
    "What came before is read and safe. Wait until the folder has finished syncing; if this stays, bring in a colleague's copy (study.bring_in, "
    "`copro bring-in`), or whoever wrote the log opens the study on that computer and does something."
)
FOREIGN = "It is not of this study: move it out of the folder. Nothing of it was read; all other logs are read and safe."
STRAY = "it belongs to another study"


class BadLine(ValueError):
    """A line that is not what was written."""


def salted(text: str) -> dict[str, str]:
    """A text a person typed, with a random salt of its own."""
    return {"salt": secrets.token_hex(16), "text": text}


def digest_of(word: Mapping[str, str]) -> str:
    """HMAC-SHA256(salt, text), or the digest that was left when the text was taken out; a word is one or the other, never both."""
    if set(word) == {"digest"}:
        return _text(word["digest"])
    if set(word) != {"salt", "text"}:
        raise BadLine("a text in it is neither whole nor taken out")
    return hmac.new(bytes.fromhex(word["salt"]), word["text"].encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def hash_of(line: Mapping[str, Any]) -> str:
    """The hash of a line; the same after its words were erased."""
    bare = {name: value for name, value in line.items() if name != "hash"}
    bare["words"] = {name: digest_of(word) for name, word in line["words"].items()}
    return hashlib.sha256(canonical(bare)).hexdigest()


def new_id() -> str:
    """128 random bits as 32 hex digits."""
    return secrets.token_hex(16)


def new_line(
    body: Decision,
    *,
    id: str,
    log: str,
    seq: int,
    clock: int,
    time: str,
    analyst: str,
    entered_by: str,
    present: tuple[str, ...],
    heads: tuple[tuple[str, int, str], ...],
    prev: str,
) -> dict[str, Any]:
    """A sealed line for a decision."""
    line: dict[str, Any] = {
        "v": LINE,
        "id": id,
        "log": log,
        "seq": seq,
        "clock": clock,
        "time": time,
        "analyst": analyst,
        "entered_by": entered_by,
        "present": list(present),
        "kind": body.kind,
        "payload": body.payload(),
        "words": {name: salted(text) for name, text in body.words().items()},
        "heads": [list(head) for head in heads],
        "prev": prev,
    }
    return line | {"hash": hash_of(line)}


def entry_of(line: Mapping[str, Any]) -> Entry:
    """The entry a line holds; raises `BadLine` when the line does not have a line's shape."""
    try:
        words = {name: word.get("text", TAKEN_OUT) for name, word in line["words"].items()}
        return Entry(
            id=_text(line["id"]),
            log=_text(line["log"]),
            seq=_whole(line["seq"]),
            clock=_whole(line["clock"]),
            time=_text(line["time"]),
            analyst=_text(line["analyst"]),
            entered_by=_text(line["entered_by"]),
            present=tuple(_text(who) for who in line["present"]),
            body=decision(line["kind"], line["payload"], words),
            heads=tuple((_text(log), _whole(seq), _text(h)) for log, seq, h in line["heads"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        raise BadLine(str(broken)) from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r} is no whole number")
    return value


@dataclass
class LogFile:
    """One log file as far as it has been read."""

    path: Path
    study: str
    log: str = ""
    offset: int = 0
    seq: int = -1
    hash: str = ""
    stamp: tuple[int, int] = (-1, -1)
    fault: Fault | None = None
    lines: list[tuple[Entry, str]] = field(default_factory=list)
    end: bytes = b""  # the last line that was read, by which its place is known again
    follows: dict[str, str] = field(default_factory=dict)  # hash of each line -> that of the line before
    seqs: dict[str, int] = field(default_factory=dict)  # and its place

    def read_on(self) -> list[tuple[Entry, str]]:
        """The lines that came since, with their hashes; what follows a bad line is not read.

        Where the file was rewritten in place (its words were erased) or put back to an older state, it is read from the start.
        """
        stat = self.path.stat()
        if (stat.st_mtime_ns, stat.st_size) == self.stamp:
            return []
        with self.path.open("rb") as f:
            f.seek(self.offset - len(self.end))
            data = f.read()
            if not data.startswith(self.end):
                self._start_again()
                f.seek(0)
                data = f.read()
        new = self.take(data[len(self.end) :])
        self.stamp = (stat.st_mtime_ns, stat.st_size)
        return new

    def take(self, data: bytes) -> list[tuple[Entry, str]]:
        """Read what follows in the file."""
        self.fault = None
        new: list[tuple[Entry, str]] = []
        *whole, tail = data.split(b"\n")
        for raw in whole:
            try:
                new.append(self._take(raw))
            except BadLine as why:
                what = f"line {len(self.lines) + len(new) + 1} is not what was written ({why}); it and what follows are passed by"
                self.fault = self._fault(what, FOREIGN if str(why) == STRAY else BROKEN)
                break
            self.offset += len(raw) + 1
            self.end = raw + b"\n"
        else:
            if tail or (not data and self.offset == 0):
                self.fault = self._fault("the end is not all here yet", TORN)
        self.lines += new
        return new

    def _start_again(self) -> None:
        self.log, self.offset, self.seq, self.hash, self.end = "", 0, -1, "", b""
        self.lines, self.follows, self.seqs = [], {}, {}

    def _take(self, raw: bytes) -> tuple[Entry, str]:
        try:
            line = json.loads(raw)
            sealed, before = _text(line["hash"]), _text(line["prev"])
            whole = hash_of(line) == sealed
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise BadLine("it cannot be read") from None
        if line.get("v") != LINE:
            raise BadLine("it was written by another version of copro_text: install the one your colleagues use")
        entry = entry_of(line)
        if not whole:
            raise BadLine("its hash does not fit")
        if self.seq < 0 and before != self.study:
            raise BadLine(STRAY)
        if not self._follows(entry, before) or (self.log and entry.log != self.log):
            raise BadLine("it does not follow the line before")
        self.follows[sealed], self.seqs[sealed] = before, entry.seq
        self.log, self.seq, self.hash = entry.log, entry.seq, sealed
        return entry, sealed

    def _follows(self, entry: Entry, before: str) -> bool:
        """Whether it follows the last line, or an earlier one: when two devices wrote the same file at once, both count."""
        return entry.seq == (0 if before == self.study else self.seqs.get(before, -2) + 1)

    def _fault(self, what: str, do: str) -> Fault:
        return Fault(f"decisions/{self.path.name}", what, do)


class Logs:
    """All logs of a study, read as they grow."""

    def __init__(self, folder: Path, study: str) -> None:
        self.folder, self.study = folder, study
        self.files: dict[Path, LogFile] = {}
        self.branches = Branches()
        self.clock = 0
        self.moved = False  # whether lines given out before are others since the last refresh: a log was forked, or words were erased
        self.waiting: dict[Path, Fault] = {}

    def refresh(self) -> list[Entry]:
        """The lines that are new since the last call, each once however many copies of a log there are."""
        self.waiting = {}
        lines: list[Line] = []
        with telling(self.folder):
            for path in sorted(self.folder.iterdir()) if self.folder.is_dir() else []:
                if is_jsonl(path.name):
                    lines += self._read(path)
                elif why := not_yet(path.name):
                    self.waiting[path] = Fault(f"decisions/{path.name}", why, WAITS)
        fresh, self.moved = self.branches.add(lines)
        self.clock = max((self.clock, *(e.clock for e in fresh)))
        return fresh

    def _read(self, path: Path) -> list[Line]:
        file = self.files.setdefault(path, LogFile(path, self.study))
        try:
            return [Line(entry, sealed, file.follows[sealed]) for entry, sealed in file.read_on()]
        except FileNotFoundError:  # taken away between the listing and the reading
            return []
        except OSError as refused:  # such as a file that a cloud drive keeps online only, with no network
            self.waiting[path] = Fault(f"decisions/{path.name}", f"not all here yet: it cannot be read now ({refused.strerror or refused})", WAITS)
            return []

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All lines so far, in no particular order."""
        return tuple(self.branches.placed.values())

    def knows(self, sealed: str) -> bool:
        """Whether the line of this hash is here."""
        return sealed in self.branches.lines

    @property
    def heads(self) -> dict[str, Head]:
        """The last line of each log; where a log was forked, each branch is one."""
        return self.branches.heads

    @property
    def hashes(self) -> dict[tuple[str, int], str]:
        """The hash of each line, by its place."""
        return self.branches.hashes

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is not all here, or not as it was written."""
        return tuple([f.fault for f in self.files.values() if f.fault] + list(self.waiting.values()))
