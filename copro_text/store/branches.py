"""Branches: the log that each line belongs to, when a log was copied and written on in two places.

A line names the hash of the line before, so the lines of one log make a tree. While nobody forked, that tree is a single
stem and every line stays in the log it names. Where several lines follow one, each begins a log of its own: its id is made
of the log's id and that line's hash, and its past is the stem it grew from. So it depends only on the lines that are
here, never on their order of arrival; and nothing that anyone wrote is left out.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from copro_text.decisions import TAKEN_OUT, Decision, Entry

Head = tuple[int, str]  # (seq, hash)
Place = tuple[str, int]  # (log, seq)


class Line(NamedTuple):
    """A line as it was written, its hash, and the hash of the line it follows."""

    entry: Entry
    hash: str
    follows: str


@dataclass(frozen=True, slots=True)
class Fork:
    """Where a log was written on in several places.

    Attributes
    ----------
    log
        The id that the lines themselves name.
    seq
        Place of the first lines that differ.
    branches
        The log that each of them begins, with all its lines.
    """

    log: str
    seq: int
    branches: Mapping[str, Sequence[Entry]]


def branch_id(log: str, sealed: str) -> str:
    """The id of the log that begins with a line that differs, by the hash of that line."""
    return hashlib.sha256(f"{log} {sealed}".encode()).hexdigest()[:32]


class Branches:
    """Every line that was read, and its place.

    Attributes
    ----------
    placed
        What each line is to the timeline, by its hash: the line, in the log and with the heads that are meant.
    heads
        The last line of each log.
    hashes
        By place.
    """

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}
        self.placed: dict[str, Entry] = {}
        self.heads: dict[str, Head] = {}
        self.hashes: dict[Place, str] = {}
        self._tangled = False
        self._claims: tuple[dict[Place, str], dict[str, Place]] = ({}, {})

    def add(self, lines: Iterable[Line]) -> tuple[list[Entry], bool]:
        """Take in lines, each after the one it follows; returns those that are new, and whether earlier ones are others now."""
        new: list[Line] = []
        erased = False
        for line in lines:
            known = self.lines.get(line.hash)
            if known is None:
                self.lines[line.hash] = line
                new.append(line)
            elif known.entry.body != line.entry.body and _taken_out(line) > _taken_out(known):
                self.lines[line.hash], erased = line, True  # the same line in another copy, where words were taken out: out they stay
        if not new and not erased:
            return [], False
        for line in new:
            for log, seq, sealed in ((line.entry.log, line.entry.seq, line.hash), *line.entry.heads):
                self._tangled |= self._clash(log, seq, sealed)
        before, anew = self.placed, self._tangled or erased
        if anew:
            self.placed, self.heads, self.hashes = _placed(self.lines), {}, {}
        else:
            self.placed |= {line.hash: line.entry for line in new}
        for sealed in self.placed if anew else [line.hash for line in new]:
            self._note(self.placed[sealed], sealed)
        moved = anew and any((now := self.placed[sealed]).log != e.log or now.heads != e.heads for sealed, e in before.items())
        return [self.placed[line.hash] for line in new], moved or erased

    def _clash(self, log: str, seq: int, sealed: str) -> bool:
        """Whether a place and a hash do not belong to each other alone: then there is a fork, here or where someone saw it."""
        by_place, by_hash = self._claims
        return by_place.setdefault((log, seq), sealed) != sealed or by_hash.setdefault(sealed, (log, seq)) != (log, seq)

    def _note(self, e: Entry, sealed: str) -> None:
        self.hashes[e.log, e.seq] = sealed
        if e.seq > self.heads.get(e.log, (-1, ""))[0]:
            self.heads[e.log] = (e.seq, sealed)

    @property
    def forks(self) -> tuple[Fork, ...]:
        """Where logs were written on in several places, in no order of arrival."""
        following: dict[tuple[str, str], list[Line]] = defaultdict(list)
        by_log: dict[str, list[Entry]] = defaultdict(list)
        for line in self.lines.values() if self._tangled else ():
            following[line.entry.log, line.follows].append(line)
            by_log[self.placed[line.hash].log].append(self.placed[line.hash])
        found = [each for each in following.values() if len(each) > 1]
        logs = [(each[0], sorted(self.placed[line.hash].log for line in each)) for each in found]
        return tuple(sorted((Fork(x.entry.log, x.entry.seq, {log: by_log[log] for log in begun}) for x, begun in logs), key=lambda f: (f.log, f.seq)))

    def up_to(self, heads: Iterable[tuple[str, int, str]]) -> tuple[tuple[Entry, ...], tuple[tuple[str, int, str], ...]]:
        """Exactly the lines up to these heads, as they were while no later one was known; and the heads that are not here."""
        missing = tuple(head for head in heads if head[2] not in self.lines)
        wanted: set[str] = set()
        for _, _, sealed in heads:
            while sealed in self.lines and sealed not in wanted:
                wanted.add(sealed)
                sealed = self.lines[sealed].follows
        then = Branches()
        return tuple(then.add(line for line in self.lines.values() if line.hash in wanted)[0]), missing


def _taken_out(line: Line) -> tuple[int, str]:
    """How many of a line's words were taken out, and something to tell two apart by where it is the same number."""
    words = line.entry.body.words() if isinstance(line.entry.body, Decision) else {}
    return (sum(text == TAKEN_OUT for text in words.values()), repr(sorted(words.items())))


def _placed(lines: Mapping[str, Line]) -> dict[str, Entry]:
    """Every line in the log it belongs to. A line always comes after the one it follows."""
    beginnings: dict[tuple[str, str], int] = defaultdict(int)
    here: set[Place] = set()
    for line in lines.values():
        beginnings[line.entry.log, line.follows] += 1
        here.add((line.entry.log, line.entry.seq))
    logs: dict[str, str] = {}
    placed: dict[str, Entry] = {}
    for sealed, (e, _, follows) in lines.items():
        begins = beginnings[e.log, follows] > 1
        logs[sealed] = branch_id(e.log, sealed) if begins else logs.get(follows, e.log)
        stem = ((logs[follows], e.seq - 1, follows),) if begins and follows in logs else ()
        placed[sealed] = replace(e, log=logs[sealed], heads=(*e.heads, *stem)) if begins or logs[sealed] != e.log else e
    return {sealed: _with_heads(e, logs, lines, here) for sealed, e in placed.items()}


def _with_heads(e: Entry, logs: Mapping[str, str], lines: Mapping[str, Line], here: set[Place]) -> Entry:
    """The line, with the places that its heads mean: the hash says which branch was seen."""
    meant = tuple(
        (logs[sealed], lines[sealed].entry.seq, sealed) if sealed in lines else (branch_id(log, sealed) if (log, seq) in here else log, seq, sealed)
        for log, seq, sealed in e.heads
    )
    return e if meant == e.heads else replace(e, heads=meant)
