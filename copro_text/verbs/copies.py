"""Bringing in a copy: what was decided and said in another copy of this study, taken in by union."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from copro_text.corpus import Fault
from copro_text.decisions import AddSource, Note
from copro_text.errors import CoproError, NotPossible
from copro_text.store.branches import Fork
from copro_text.store.copies import Piece, look
from copro_text.store.union import Taken, is_log, one_at_a_time, take_log, take_notes, take_run, take_source
from copro_text.verbs.session import Session
from copro_text.verbs.unusual import told_fork


@dataclass(frozen=True, repr=False)
class BroughtIn:
    """What came of bringing in a copy.

    Attributes
    ----------
    decisions
        How many decisions came in, by the name of whose they are.
    files, notes
        How many sources and runs of the sorter came in; how many notes.
    known
        How many decisions were here already.
    faults
        What could not be read, and why.
    forks
        Logs that were written on in two places: both are kept.
    """

    decisions: Mapping[str, int]
    files: int = 0
    notes: int = 0
    known: int = 0
    faults: tuple[Fault, ...] = ()
    forks: tuple[Fault, ...] = ()

    def __repr__(self) -> str:
        came = [f"{_many(n, 'decision')} by {who}" for who, n in self.decisions.items()]
        came += [_many(n, what) for n, what in ((self.notes, "note"), (self.files, "source or run")) if n]
        first = f"Came in: {', '.join(came)}." if came else "Nothing came in that was not here."
        told = [f"{_many(self.known, 'decision')} of that copy {'was' if self.known == 1 else 'were'} here already. Nothing that was here is lost."]
        return "\n".join([first, *told, *map(str, (*self.faults, *self.forks))])


def bring_in(s: Session, path: Path) -> BroughtIn:
    """Take in what stands in a copy of this study and is not here: a folder, a .zip of one, or one file of one."""
    copy = look(s.folder, path)
    with one_at_a_time(s.state):
        before = s.refresh().logs.branches.forks
        taken = [Taken(fault=fault) for fault in copy.faults]
        rest: list[tuple[str, bytes]] = []
        for piece in copy.pieces:
            data = _read(piece, taken)
            if data and is_log(data):
                taken.append(take_log(s.folder, s.logs, s.state, piece.name, data))
                s.refresh()  # two files of a copy may be one log: what the first brought is known to the second
            elif data:
                rest.append((piece.name, data))
        taken += [_of_the_corpus(s, name, data) for name, data in rest]
    if s.book.gone:
        s.keep_out(True)  # what came into the corpus may hold words that were taken out here
    if not copy.ours and not any(t.entries or t.known or t.files or t.notes for t in taken) and (told := [t.fault for t in taken if t.fault]):
        what = f"{path.name} was not taken in. {told[0].where}: {told[0].what}."
        raise NotPossible(what, do="Bring in a copy of this study, or a file of one.", safe="Nothing was changed.")
    return _told(s, taken, tuple(fork for fork in s.logs.branches.forks if fork not in before))


def _read(piece: Piece, taken: list[Taken]) -> bytes:
    try:
        data = piece.read()
    except CoproError as refused:
        taken.append(Taken(fault=Fault(piece.name, str(refused).rstrip("."))))
        return b""
    if not data.strip(b"\0"):
        taken.append(Taken(fault=Fault(piece.name, "not all here yet: it is empty")))
        return b""
    return data


def _of_the_corpus(s: Session, name: str, data: bytes) -> Taken:
    """Take in a source, notes or a run, told apart by what they hold."""
    bodies = [e.body for e in s.book.entries]
    if data.startswith(b'{"source":'):
        return take_source(s.folder, name, data, named={body.source for body in bodies if isinstance(body, AddSource)})
    if data.startswith(b'{"assignment":'):
        return take_run(s.folder, name, data)
    return take_notes(s.folder, name, data, named=[body for body in bodies if isinstance(body, Note)])


def _told(s: Session, taken: list[Taken], forked: tuple[Fork, ...]) -> BroughtIn:
    people = s.book.analysts
    by = Counter(people[e.analyst].name if e.analyst in people else "somebody who has not joined yet" for t in taken for e in t.entries)
    faults = tuple(t.fault for t in taken if t.fault)
    counts = (sum(t.files for t in taken), sum(t.notes for t in taken), sum(t.known for t in taken))
    return BroughtIn(dict(sorted(by.items())), *counts, faults, tuple(told_fork(s, fork) for fork in forked))


def _many(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what.replace('source or run', 'sources or runs') if ' ' in what else f'{what}s'}"
