"""Checking: what of a study is not all here, or not as it was written."""

from __future__ import annotations

from copro_text.corpus import Fault
from copro_text.decisions import AddSource, Draft, Note, Version
from copro_text.errors import DamagedStudy
from copro_text.store.folder import not_yet
from copro_text.store.runs import read_run
from copro_text.store.sources import corpus_files
from copro_text.store.writing import remembered_logs
from copro_text.verbs.session import Session
from copro_text.verbs.unusual import copies_in_corpus, unusual


def faults(s: Session) -> tuple[Fault, ...]:
    """Everything that is not as it should be, with its place; nothing is mended or changed by asking."""
    _ = s.corpus  # reads the corpus files, so that what is missing there is known
    return (*s.logs.faults, *s.missing, *_not_arrived(s), *_forgotten(s), *_nothing(s), *_unnamed(s), *_runs(s), *unusual(s))


def _not_arrived(s: Session) -> list[Fault]:
    """Logs that other lines know of and that are not here, or end too early."""
    seen = [head for e in s.book.entries for head in (*e.heads, *(e.body.at if isinstance(e.body, Version) else ()))]
    last: dict[str, int] = {}
    for log, seq, sealed in seen:
        if not s.logs.knows(sealed):
            last[log] = max(seq, last.get(log, -1))
    return [Fault(f"log {log[:6]}", f"its lines up to {seq + 1} are known to others and are not all here yet") for log, seq in sorted(last.items())]


def _forgotten(s: Session) -> list[Fault]:
    """Logs that this device wrote and that are gone from the folder, or shorter than they were."""
    here = {own.log: max((f.seq for f in s.logs.files.values() if f.log == own.log), default=-1) for own in remembered_logs(s.state)}
    gone = [own for own in remembered_logs(s.state) if own.hash and not s.logs.knows(own.hash)]
    return [Fault(f"decisions/{own.path.name}", f"this device wrote {own.seq + 1} lines; {here[own.log] + 1} are here") for own in gone]


def _nothing(s: Session) -> list[Fault]:
    return [] if s.book.entries else [Fault("decisions", "no decision is here: the logs were taken away, or have not arrived yet")]


def _unnamed(s: Session) -> list[Fault]:
    """Files in the corpus folder that no decision names: what a crash or another program left there may hold words."""
    named = {e.body.source for e in s.book.entries if isinstance(e.body, AddSource)}
    named |= {e.body.notes for e in s.book.entries if isinstance(e.body, Note)}
    copies = copies_in_corpus(s)
    left = [file for file, name in corpus_files(s.folder).items() if name not in named and file not in copies and not _coming(file)]
    what = "no decision that is here names it: its logs have not arrived, or it was left behind and can go"
    return [Fault(f"corpus/{file}", what) for file in left]


def _coming(file: str) -> bool:
    return bool(not_yet(file)) and not file.endswith(".part")  # ours, when a program was stopped while it wrote


def _runs(s: Session) -> list[Fault]:
    """Runs of the sorter that names were drafted from and that cannot be read."""
    found = []
    for run in {e.body.run for e in s.book.entries if isinstance(e.body, Draft)}:
        try:
            missing = read_run(s.folder, run) is None
        except DamagedStudy as broken:
            found.append(Fault(f"clusters/{run}", broken.what))
            continue
        found += [Fault(f"clusters/{run}", "not all here yet: its suggestions are not shown")] if missing else []
    return found
