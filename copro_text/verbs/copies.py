"""Bringing in a copy: what was decided and said in another copy of this study, taken in by union."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from copro_text.corpus import Fault
from copro_text.decisions import AddSource, Note, Withdraw
from copro_text.errors import CoproError, NotPossible
from copro_text.store.branches import Fork
from copro_text.store.copies import Piece, look
from copro_text.store.mending import erase_as_there
from copro_text.store.union import (
    Copied,
    Taken,
    is_log,
    mend_logs,
    mend_sources,
    one_at_a_time,
    take_log,
    take_notes,
    take_run,
    take_source,
)
from copro_text.verbs import questions, read_twice, still_named, taken_back
from copro_text.verbs.session import Session
from copro_text.verbs.unusual import told_forks


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
    erased
        Logs of others from which words that were taken out went, as they had gone from the copy.
    mended
        Damaged files that were set aside, and in whose place the whole ones stand now.
    named
        Decisions and outputs here in which somebody who took words out may be named: found as the words went, for a person to look at.
    at_once
        What had taken effect here and there at the same time, so that neither is in force: a sentence each.
    twice
        Files that were read here and there where other things were before, so that their words stand here twice; or
        that somebody had undone there and taken out as a whole, so that what they brought here went as well.
    """

    decisions: Mapping[str, int]
    files: int = 0
    notes: int = 0
    known: int = 0
    faults: tuple[Fault, ...] = ()
    forks: tuple[Fault, ...] = ()
    erased: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    at_once: tuple[str, ...] = ()
    twice: tuple[Fault, ...] = ()

    def __repr__(self) -> str:
        came = [f"{_many(n, 'decision')} by {who}" for who, n in self.decisions.items()]
        came += [_many(n, what) for n, what in ((self.notes, "note"), (self.files, "source or run")) if n]
        first = f"Came in: {', '.join(came)}." if came else "Nothing came in that was not here."
        told = [f"{_many(self.known, 'decision')} of that copy {'was' if self.known == 1 else 'were'} here already. Nothing that was here is lost."]
        told += [f"Words that were taken out went from {_many(len(self.erased), 'log')}."] * bool(self.erased)
        told += [f"Put right, since the whole is here: {', '.join(self.mended)}."] * bool(self.mended)
        more = "what to do about it: study.check, or `copro check`"
        told += [f"Somebody who took out what they said may be named in: {', '.join(self.named)}; {more}."] * bool(self.named)
        return "\n".join([first, *told, *map(str, (*self.faults, *self.forks, *self.at_once, *self.twice))])


def bring_in(s: Session, path: Path) -> BroughtIn:
    """Take in what stands in a copy of this study and is not here: a folder, a .zip of one, or one file of one.

    What was taken out, by the decisions here or there, comes in without its words, and goes from logs here as it went from the copy.
    """
    copy = look(s.folder, path)
    named = {fault.where for fault in still_named.faults(s.refresh())}
    competed = s.book.competing
    doubled = {str(fault) for fault in _read_here_too(s)}
    with one_at_a_time(s.state):
        before = s.refresh().logs.branches.forks
        taken = [Taken(fault=fault) for fault in copy.faults]
        read = [(piece.name, data) for piece in copy.pieces if (data := _read(piece, taken))]
        copied = sorted((Copied.of(s.folder, name, data) for name, data in read if is_log(data)), key=_withdraws)
        gone = s.gone.told([*s.logs.entries, *(e for log in copied for e, _ in log.file.lines)])
        for log in copied:
            taken.append(take_log(s.folder, s.logs, s.state, gone, log))
            s.refresh()  # two files of a copy may be one log: what the first brought is known to the second
        taken += mend_logs(s.folder, s.logs, s.state)
        s.refresh()
        taken += [_of_the_corpus(s, name, data) for name, data in read if not is_log(data)]
        taken += mend_sources(s.folder, s.state, s.gone, _sources(s))
        erased = _kept_out(s, copied)
    if (
        not copy.ours
        and not any(t.entries or t.known or t.files or t.notes or t.mended for t in taken)
        and (told := [t.fault for t in taken if t.fault])
    ):
        what = f"{path.name} was not taken in. {told[0].where}: {told[0].what}."
        raise NotPossible(what, do="Bring in a copy of this study, or a file of one.", safe="Nothing was changed.")
    came = _told(s, taken, erased, tuple(fork for fork in s.logs.branches.forks if fork not in before))
    found = tuple(fault.where for fault in still_named.faults(s) if fault.where not in named)
    twice = tuple(fault for fault in _read_here_too(s) if str(fault) not in doubled)
    return replace(came, named=found, at_once=questions.newly_at_once(s.book, competed), twice=twice)


def _read_here_too(s: Session) -> list[Fault]:
    """What is amiss with files that were read here and there."""
    return [*read_twice.faults(s), *taken_back.tidied(s)]


def _withdraws(log: Copied) -> bool:
    """Whether it takes words out: such logs come in last, so that what others typed is looked through while the words are still here."""
    return any(isinstance(e.body, Withdraw) for e, _ in log.file.lines)


def _kept_out(s: Session, copied: list[Copied]) -> tuple[str, ...]:
    """Erase here what was taken out, also in logs of others, as it went from theirs; returns those."""
    if not s.gone:
        return ()
    s.keep_out(True)
    erased = erase_as_there(s.logs, s.state, s.gone, s.held, (raw for log in copied for raw in log.raw))
    s.refresh()
    return erased


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
    if data.startswith(b'{"source":'):
        return take_source(s.folder, s.state, s.gone, name, data, named=_sources(s))
    if data.startswith(b'{"assignment":'):
        return take_run(s.folder, name, data)
    notes = [e.body for e in s.logs.entries if isinstance(e.body, Note)]  # also of what was taken out since
    written = {line.entry.log for line in s.logs.branches.lines.values()}
    return take_notes(s.folder, s.state, s.gone, name, data, named=notes, logs=written)


def _sources(s: Session) -> set[str]:
    return {e.body.source for e in s.logs.entries if isinstance(e.body, AddSource)}


def _told(s: Session, taken: list[Taken], erased: tuple[str, ...], forked: tuple[Fork, ...]) -> BroughtIn:
    people, shown = s.book.analysts, {e.id for e in s.book.entries}  # of those on their own nothing is told, not even how much
    came = [e for t in taken for e in t.entries if e.id in shown]
    by = Counter(people[e.analyst].name if e.analyst in people else "somebody who has not joined yet" for e in came)
    faults = tuple(t.fault for t in taken if t.fault)
    mended = tuple(dict.fromkeys(name for t in taken for name in t.mended))
    files, notes = (0, 0) if s.is_apart else (sum(t.files for t in taken), sum(t.notes for t in taken))
    known = sum(e.id in shown for t in taken for e in t.known)
    return BroughtIn(dict(sorted(by.items())), files, notes, known, faults, tuple(told_forks(s, forked)), erased, mended)


def _many(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what.replace('source or run', 'sources or runs') if ' ' in what else f'{what}s'}"
