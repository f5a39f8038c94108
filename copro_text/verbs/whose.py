"""Whose: who writes a log, by name, as far as the lines that are here can tell."""

from __future__ import annotations

from copro_text.decisions import Erased
from copro_text.store.logs import LogFile
from copro_text.store.writing import remembered_logs, slug
from copro_text.verbs.session import Session


def whose(s: Session, log: LogFile) -> str:
    """Who writes a log file, by name."""
    who = dict.fromkeys(e.entered_by for e, _ in log.lines)
    return " and ".join(s.book.analysts[each].name for each in who if each in s.book.analysts) or "its writer"


def writer_of(s: Session, log: str) -> str:
    """Whose log it is, as one says "Tom's", as far as the lines that are here, or the name of a file, can tell."""
    files = [file for file in s.logs.files.values() if file.log == log]
    who = dict.fromkeys(e.entered_by for file in files for e, _ in file.lines)
    who |= dict.fromkeys(e.entered_by for e in s.book.entries if e.log == log or (isinstance(e.body, Erased) and log in e.body.logs))
    if names := [s.book.analysts[each].name for each in who if each in s.book.analysts]:
        return f"{' and '.join(names)}'s"
    here = [own.path.name for own in remembered_logs(s.state) if own.log == log]
    here += [path.name.lstrip(".~$") for path in s.logs.waiting if f"-{log[:6]}" in path.name]
    slugs = [name.partition(f"-{log[:6]}")[0] for name in here]
    return next((f"{a.name}'s" for a in s.book.analysts.values() if slug(a.name) in slugs), "somebody's")


def knowers(s: Session, log: str) -> str:
    """Who wrote that they had seen lines of a log: whoever it was can be asked for it."""
    who = dict.fromkeys(e.entered_by for e in s.book.entries if any(head[0] == log for head in e.heads))
    return " and ".join(s.book.analysts[each].name for each in who if each in s.book.analysts)
