"""Checking: what of a study is not all here, or not as it was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from copro_text.corpus import Fault, text_version
from copro_text.decisions import AddSource, Decision, Draft, Entry, Erased, EraseWords, Note, TakenOut, Version, Withdraw
from copro_text.errors import DamagedStudy
from copro_text.store.erase import Purged
from copro_text.store.folder import not_yet
from copro_text.store.logs import LogFile
from copro_text.store.mending import read_elsewhere
from copro_text.store.missing_words import unexplained
from copro_text.store.runs import read_run
from copro_text.store.sources import corpus_files, spoiled, whole_copy
from copro_text.store.theirs import logs_with_words
from copro_text.store.writing import Own, remembered_logs
from copro_text.verbs import read_twice, still_named, taken_back
from copro_text.verbs.naming import short
from copro_text.verbs.sentences import day
from copro_text.verbs.session import Session
from copro_text.verbs.unusual import copies_in_corpus, unusual
from copro_text.verbs.whose import knowers, whose, writer_of
from copro_text.widgets import pages
from copro_text.withdrawal import Gone

PEOPLE = b"id,signed,about,found"  # how a people table begins, which is for the group alone
SHOWN = 5
SOUND = "All of it is here, and as it was written."
LATE = (
    "What is here is safe, and you can work on. Wait until the folder has finished syncing, or ask the others for their copy of the decisions "
    "folder and add the files that are missing or longer there."
)
FORGOTTEN = (
    "What is here is safe, and you can work on: what you do next goes into a new log. If you put back a backup on purpose, that is all. If not, "
    "bring in a colleague's copy or a newer backup (study.bring_in, `copro bring-in`)."
)
MINE = (
    "What is here is safe, and you can work on: what you do next goes into a new log. Bring in a colleague's copy or a newer backup "
    "(study.bring_in, `copro bring-in`): where that has the log whole, this file is put right."
)
COPIED = "Nothing is lost: to have them here too, bring that copy in (study.bring_in, `copro bring-in`)."
UNNAMED = "All that was decided is safe; this file is not read. Wait until the folder has finished syncing; ask the others before you move it."
OUTPUT = "Nothing is lost. Write it again, and take back copies you gave away."
STRAY = "It is none of the study's own files, so it was left as it is. Look into it, and delete it if nobody needs it: this stays until it is gone."
SAID_AGAIN = "Look at it, and take them out if they have to go: study.erase_words, or `copro erase-words`."
KEPT_BACK = (
    "It is safe, and kept back. Is it theirs? Then take it out as well: study.withdraw, or `copro withdraw`. If not, say so: "
    "study.different_people, or `copro different-people`."
)
RUN = (
    "Names and what people put with them are safe. Wait until the folder has finished syncing, or copy this folder from a colleague's copy; or "
    "delete it and ask the sorter again."
)


class Faults(tuple[Fault, ...]):
    """What is not as it should be; shown a line each."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "\n".join(map(str, self)) or SOUND

    def _repr_html_(self) -> str:
        return pages.page(*(pages.paragraph(str(fault)) for fault in self)) if self else pages.page(pages.paragraph(SOUND))


def faults(s: Session) -> Faults:
    """Everything that is not as it should be, with its place; nothing is mended or changed by asking."""
    _ = s.corpus  # reads the corpus files, so that what is missing there is known
    looks = (log_faults, not_arrived, nothing_here, _unnamed, _spoiled, _runs, _outputs, unusual, _missing, _taken_out, _kept_back, read_twice.faults)
    return Faults((*s.missing, *(fault for look in looks for fault in look(s))))


def _kept_back(s: Session) -> list[Fault]:
    """Words of people who are said to have taken out theirs under another id."""
    people = [c for c in s.corpus.contributors.values() if c.withdrew]
    return [
        Fault(f"what {short(c.id)} said", "it is said to be by somebody who took out what they said, and is used nowhere", KEPT_BACK) for c in people
    ]


def log_faults(s: Session) -> list[Fault]:
    """Log files that are not as they were written: one piece of advice for each."""
    forgotten = {fault.where: fault for fault in _forgotten(s)}
    found: list[Fault] = []
    for fault in s.logs.faults:
        path = s.folder.path / fault.where
        if path in s.logs.files and (whole := read_elsewhere(s.logs, path)):
            found.append(Fault(fault.where, fault.what, f"All its lines are read from {whole}: nothing needs doing.", harmless=True))
        elif (mine := forgotten.pop(fault.where, None)) and not mine.harmless:
            found.append(Fault(fault.where, f"{fault.what}; {mine.what}", MINE))
        else:
            found.append(fault)
    return [*found, *forgotten.values()]


def _spoiled(s: Session) -> list[Fault]:
    """Sources that are damaged under their proper name, and read from a copy."""
    named = {e.body.source for e in s.book.entries if isinstance(e.body, AddSource)} & set(copies_in_corpus(s).values())
    read = [(why, whole) for source in sorted(named) if (why := spoiled(s.folder, source)) and (whole := whole_copy(s.folder, source))]
    return [Fault(why.where, why.what, f"All its lines are read from {whole}: nothing needs doing.", harmless=True) for why, whole in read]


def not_arrived(s: Session) -> list[Fault]:
    """Logs that other lines know of and that are not here, or end too early; those that are damaged here are told of already."""
    seen = [head for e in s.book.entries for head in (*e.heads, *(e.body.at if isinstance(e.body, Version) else ()))]
    told = {file.log for file in s.logs.files.values() if file.fault} | {own.log for own in _gone(s)}
    last: dict[str, int] = {}
    for log, seq, sealed in seen:
        if not s.logs.knows(sealed) and log not in told:
            last[log] = max(seq, last.get(log, -1))
    what = "{} lines up to {} are known to others ({}) and are not all here yet"
    return [
        Fault(f"log {log[:6]}", what.format(writer_of(s, log), seq + 1, knowers(s, log) or "in a fixed version"), LATE)
        for log, seq in sorted(last.items())
    ]


def _gone(s: Session) -> list[Own]:
    return [own for own in remembered_logs(s.state) if own.hash and not s.logs.knows(own.hash)]


def _forgotten(s: Session) -> list[Fault]:
    """Logs that this device wrote and that are gone from the folder, or shorter than they were."""
    here = {own.log: max((f.seq for f in s.logs.files.values() if f.log == own.log), default=-1) for own in _gone(s)}
    return [_told_gone(s, own, here[own.log] + 1) for own in _gone(s)]


def _told_gone(s: Session, own: Own, here: int) -> Fault:
    what = f"this computer wrote {own.seq + 1} line{'' if own.seq == 0 else 's'}; {here or 'none'} {'is' if here == 1 else 'are'} here"
    if _is_in_a_copy(s, own):
        return Fault(f"decisions/{own.path.name}", f"{what}: the others are in another copy of the study, {own.study}", COPIED, harmless=True)
    return Fault(f"decisions/{own.path.name}", what, FORGOTTEN)


def _is_in_a_copy(s: Session, own: Own) -> bool:
    """Whether what is not here was written in another copy of the study on this computer, and can be seen to be there."""
    there = Path(own.study or ".")
    if not own.study or there == s.folder.path.resolve():
        return False
    with suppress(OSError):
        return own.hash.encode() in (there / "decisions" / own.path.name).read_bytes()
    return False


def nothing_here(s: Session) -> list[Fault]:
    """Whether there is no decision at all: whoever made the study wrote one."""
    return [] if s.book.entries else [Fault("decisions", "no decision is here: the logs were taken away, or have not arrived yet", LATE)]


def _unnamed(s: Session) -> list[Fault]:
    """Files in the corpus folder that no decision names: what a crash or another program left there may hold words."""
    named = {e.body.source for e in s.everything if isinstance(e.body, AddSource)}
    named |= {e.body.notes for e in (*s.everything, *s.book.entries) if isinstance(e.body, Note | TakenOut)} - {""}
    copies = copies_in_corpus(s)
    left = [file for file, name in corpus_files(s.folder).items() if name not in named and file not in copies and not _coming(file)]
    what = "no decision that is here names it: its logs have not arrived, or it was left behind"
    return [Fault(f"corpus/{file}", what, UNNAMED) for file in left]


def _coming(file: str) -> bool:
    return bool(not_yet(file)) and not file.endswith(".part")  # ours, when a program was stopped while it wrote


def _runs(s: Session) -> list[Fault]:
    """Runs of the sorter that names were drafted from and that cannot be read."""
    found = []
    for run in {e.body.run for e in s.book.entries if isinstance(e.body, Draft)}:
        try:
            missing = read_run(s.folder, run) is None
        except DamagedStudy as broken:
            found.append(Fault(f"clusters/{run}", broken.what, RUN))
            continue
        found += [Fault(f"clusters/{run}", "not all here yet: its suggestions are not shown", RUN)] if missing else []
    return found


def _outputs(s: Session) -> list[Fault]:
    """Outputs written before in which words stand that are held or may not be quoted now."""
    if not (written := _written(s)):
        return []
    from copro_text.writers.echoes import in_outputs, redacted_in_outputs  # takes a moment, so only when there is something to look at

    found = in_outputs(written, s.book, s.as_said, s.permissions)
    for name, ids in redacted_in_outputs(written, s.corpus, s.as_said, s.book.redacted).items():
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), *ids)))
    return [Fault(f"outputs/{name}", _still_holds(ids), OUTPUT) for name, ids in sorted(found.items())]


def _written(s: Session) -> dict[str, bytes]:
    files = sorted(path for path in s.folder.outputs.rglob("*") if path.is_file()) if s.folder.outputs.is_dir() else []
    read = {path.relative_to(s.folder.outputs).as_posix(): data for path in files if (data := _bytes(path))}
    return {name: data for name, data in read.items() if PEOPLE not in data[:40].replace(b";", b",")}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # open in another program, or not all here: it is looked at the next time


def _still_holds(ids: tuple[str, ...]) -> str:
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    whose = f"words of {', '.join(map(short, ids[:SHOWN]))}{more}, which are held, redacted or may not be quoted now, stand in it"
    return whose


def _missing(s: Session) -> list[Fault]:
    """Words that are missing in the corpus, though nothing that is here says that they were taken out."""
    return unexplained(s.folder, s.gone)


def _taken_out(s: Session) -> list[Fault]:
    """What people took out, and is not gone everywhere that this folder knows of."""
    if not s.book.gone:
        return []
    orders = [e for e in s.book.entries if isinstance(e.body, Withdraw | EraseWords)]
    done = s.purged or Purged()
    strays = [Fault(name, "holds words that were taken out", STRAY) for name in done.holding if (s.folder.path / name).exists()]
    again = _said_again(s)
    named = [fault for fault in still_named.faults(s) if fault.where not in {each.where for each in again}]
    return [*done.left, *strays, *_not_gone(s, orders), *again, *named, *taken_back.tidied(s)]


def _not_gone(s: Session, orders: list[Entry]) -> list[Fault]:
    """The logs that still hold words which were taken out, and the computers that have not said that they are gone there: one of each a log."""
    holding: dict[Path, list[Entry]] = defaultdict(list)
    silent: dict[Path, list[Entry]] = defaultdict(list)
    for order in orders:
        for log, holds in _waited_for(s, order):
            (holding if holds else silent)[log.path].append(order)
    found = [Fault(f"decisions/{path.name}", f"still holds {_what(es)}", _go(s, path)) for path, es in sorted(holding.items())]
    seen = "nobody has opened the study as {} since {} on the computer that wrote this, as far as is known here"
    return found + [
        Fault(f"decisions/{path.name}", seen.format(whose(s, s.logs.files[path]), _what(es)), _go(s, path)) for path, es in sorted(silent.items())
    ]


def _waited_for(s: Session, order: Entry) -> Iterator[tuple[LogFile, bool]]:
    """For one withdrawal or erasing: the logs that hold such words (True), or whose computer has not said that they are gone there."""
    lines = [e for log in s.logs.files.values() for e, _ in log.lines if not isinstance(e.body, Withdraw | EraseWords)]
    listed = {c for e in s.book.entries if isinstance(e.body, Withdraw) for c in e.body.contributions}
    more = s.book.gone.contributions - listed if isinstance(order.body, Withdraw) and order.body.contributors else frozenset()
    holding = {log.path for log in logs_with_words(s.logs, Gone(contributions=more).told([order, *lines]))}
    said = [(e.log, *e.body.logs) for e in s.book.entries if isinstance(e.body, Erased) and e.body.of == order.id]
    clean = s.own_logs.union(*said)
    for path, log in s.logs.files.items():
        if path in holding:
            yield log, True
        elif log.log and log.log not in clean and log.lines[0][0].id in s.book.timeline.pasts and not s.book.timeline.knows(log.lines[0][0], order):
            yield log, False


def _what(orders: list[Entry]) -> str:
    first = f"what was taken out on {day(orders[0].time)} ({short(orders[0].id)})"
    return first if len(orders) == 1 else f"{first}, and {len(orders) - 1} more"


def _go(s: Session, path: Path) -> str:
    who = whose(s, s.logs.files[path])
    opened = f"copro status STUDY --as {who.split(' and ')[0]}"
    return f"Nothing of it is shown or printed here. On the computer that wrote that file, open the study as {who}: {opened}. That erases it."


def _said_again(s: Session) -> list[Fault]:
    """Decisions that hold the very words of something that was taken out: of these a person decides."""
    typed = ((e, text) for e in s.book.entries if isinstance(e.body, Decision) for text in e.body.words().values())
    found = {e.id for e, text in typed if text_version(s.folder.key, text) in s.book.gone.texts or s.book.gone.took_nearly(s.folder.key, text)}
    return [Fault(f"decision {short(id_)}", "holds the very words of something that was taken out", SAID_AGAIN) for id_ in found]
