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
from copro_text.store.folder import telling

LINE = 1  # version of the line's shape
Head = tuple[int, str]  # (seq, hash)


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
    last: bytes = b""  # the last whole line as it stood: where it has changed, words before were taken out, and all is read again

    def read_on(self) -> list[tuple[Entry, str]]:
        """The lines that came since, with their hashes; what follows a bad line is not read."""
        stat = self.path.stat()
        if (stat.st_mtime_ns, stat.st_size) == self.stamp:
            return []
        with self.path.open("rb") as f:
            f.seek(max(self.offset - len(self.last), 0))
            if f.read(len(self.last)) != self.last:
                self._from_the_start()
                f.seek(0)
            data = f.read()
        self.fault = None
        new: list[tuple[Entry, str]] = []
        *whole, tail = data.split(b"\n")
        for raw in whole:
            try:
                new.append(self._take(raw))
            except BadLine as why:
                self.fault = self._fault(f"line {self.seq + 2} is not what was written ({why}); it and what follows are passed by")
                break
            self.offset += len(raw) + 1
            self.last = raw + b"\n"
        else:
            if tail or (not data and self.offset == 0):
                self.fault = self._fault("the end is not all here yet")
        self.stamp = (stat.st_mtime_ns, stat.st_size)
        self.lines += new
        return new

    def _from_the_start(self) -> None:
        """Its owner took words out, or a sync tool put another copy in its place: lines known by their hash are not new."""
        self.log, self.offset, self.seq, self.hash, self.last = "", 0, -1, "", b""
        self.lines.clear()

    def _take(self, raw: bytes) -> tuple[Entry, str]:
        try:
            line = json.loads(raw)
            sealed = line["hash"]
            whole = hash_of(line) == sealed
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise BadLine("it cannot be read") from None
        if line.get("v") != LINE:
            raise BadLine("it was written by another version of copro_text: install the one your colleagues use")
        entry = entry_of(line)
        if not whole:
            raise BadLine("its hash does not fit")
        if self.seq < 0 and line["prev"] != self.study:
            raise BadLine("it belongs to another study")
        if entry.seq != self.seq + 1 or line["prev"] != (self.hash or self.study) or (self.log and entry.log != self.log):
            raise BadLine("it does not follow the line before")
        self.log, self.seq, self.hash = entry.log, entry.seq, sealed
        return entry, sealed

    def _fault(self, what: str) -> Fault:
        return Fault(f"decisions/{self.path.name}", what)


class Logs:
    """All logs of a study, read as they grow."""

    def __init__(self, folder: Path, study: str) -> None:
        self.folder, self.study = folder, study
        self.files: dict[Path, LogFile] = {}
        self.hashes: dict[tuple[str, int], str] = {}
        self.heads: dict[str, Head] = {}
        self.clock = 0
        self.forked: dict[Path, Fault] = {}

    def refresh(self) -> list[Entry]:
        """The lines that are new since the last call, each once however many copies of a log there are."""
        fresh: list[Entry] = []
        with telling(self.folder):
            for path in sorted(self.folder.glob("*.jsonl")) if self.folder.is_dir() else []:
                fresh += self._take_in(path, self._file(path).read_on())
        return fresh

    def _file(self, path: Path) -> LogFile:
        known = self.files.get(path)
        if known is None or path.stat().st_size < known.offset:  # a sync tool put an older copy back: what was read stays read
            self.files[path] = LogFile(path, self.study)
        return self.files[path]

    def _take_in(self, path: Path, lines: list[tuple[Entry, str]]) -> list[Entry]:
        fresh: list[Entry] = []
        for entry, sealed in lines:
            known = self.hashes.get((entry.log, entry.seq))
            if path in self.forked:
                break  # what follows a line that differs belongs to that other history, not to this one
            if known is not None:
                if known != sealed:
                    what = f"from line {entry.seq + 1} on it is another than a copy of the same log, which was read first; the rest of it waits"
                    self.forked[path] = Fault(f"decisions/{path.name}", what)
                continue
            self.hashes[entry.log, entry.seq] = sealed
            self.clock = max(self.clock, entry.clock)
            if entry.seq > self.heads.get(entry.log, (-1, ""))[0]:
                self.heads[entry.log] = (entry.seq, sealed)
            fresh.append(entry)
        return fresh

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is not all here, or not as it was written."""
        return tuple([f.fault for f in self.files.values() if f.fault] + list(self.forked.values()))
