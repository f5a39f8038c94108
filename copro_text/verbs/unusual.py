"""What is unusual in a study though nothing of it is lost: copies of files, forked logs, newer kinds, clocks that jump."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from copro_text import rules
from copro_text.corpus import Fault
from copro_text.deciding import FAR, clock_leapt
from copro_text.decisions import AddSource, Enact, Entry, Note, TakenOut, Unknown
from copro_text.standing import would_come_to
from copro_text.store.branches import Fork
from copro_text.store.folder import not_yet
from copro_text.store.logs import WAITS
from copro_text.store.sources import copies_of, corpus_files
from copro_text.verbs.naming import short
from copro_text.verbs.session import Session
from copro_text.verbs.whose import writer_of

DAY = timedelta(days=1)
LEAP = 1_000  # more than any group decides unseen by the others
COPY = "They are read as one, and each decision counts once: nothing needs doing."
FORKED = (
    "All of it is kept and counts, and new decisions go into a new log: nothing needs doing. It happens when a computer's files are copied to "
    "another with all it remembers, or put back from a backup: work with one of them at a time."
)
NEWER = "They are kept, and passed by here. Install the version of copro_text that your colleagues use."
CLOCK = (
    "The order of decisions does not rest on it, only the dates that are shown, and when the time of our rule is over: what took effect too soon by "
    "it is listed here as well. Set the clock of that computer."
)
TOO_SOON = (
    "Nothing is lost, and it stays in force. Say yes to it, and it is no longer listed: study.keep({0!r}), `copro keep STUDY {0}`. If it came too "
    "soon, ask the group to look once more: study.reopen({0!r}), `copro reopen STUDY {0}`."
)
LEAPT = (
    "If that is right, nothing needs doing; if not, set its clock. What takes effect by time counts its days here from the first that you do now, "
    "until somebody writes on another computer."
)
COUNTER = "All is kept, and the lines themselves say what came after what: nothing needs doing. Do not edit logs by hand."


def unusual(s: Session) -> list[Fault]:
    """Each with its place, what is safe, and what to do."""
    return [
        *_copies(s),
        *told_forks(s, s.logs.branches.forks),
        *_on_their_way(s),
        *_newer(s),
        *(times := _times(s)),
        *(_too_soon(s) if times else ()),
        *_this_clock(s),
        *_counters(s),
    ]


def _copies(s: Session) -> list[Fault]:
    """Files that a sync tool or a person made beside a log, a source or a notes file, and that are read with it."""
    by_log: dict[str, list[str]] = defaultdict(list)
    for path, file in s.logs.files.items():
        if file.log and not file.fault:  # of a damaged one is told apart
            by_log[file.log].append(path.name)
    said = "a copy of {}, made by a sync tool, by a person or by bringing in"
    logs = [(copy, proper) for log, names in by_log.items() for proper in [_proper(log, names)] for copy in names if copy != proper]
    found = [Fault(f"decisions/{copy}", said.format(proper), COPY, harmless=True) for copy, proper in sorted(logs)]
    return found + [Fault(f"corpus/{copy}", said.format(f"{name}.jsonl"), COPY, harmless=True) for copy, name in sorted(copies_in_corpus(s).items())]


def _proper(log: str, names: Iterable[str]) -> str:
    """The name that its writer gave to a log, as far as one can tell from the names."""
    return min(names, key=lambda name: (not name.endswith(f"-{log[:6]}.jsonl"), len(name), name))


def copies_in_corpus(s: Session) -> dict[str, str]:
    """Files in the corpus folder that are copies of one that a decision names: the name of that, by the file's name."""
    named = {e.body.source if isinstance(e.body, AddSource) else e.body.notes for e in s.everything if isinstance(e.body, AddSource | Note)}
    return {copy.name: name for name in named if name.isascii() and name.replace("-", "").isalnum() for copy in copies_of(s.folder, name)}


def told_forks(s: Session, forks: Iterable[Fork]) -> list[Fault]:
    """Where logs were written on in two places, as far as the person at work sees the decisions there."""
    shown = {e.id for e in s.book.entries}
    seen = ((fork, [some for _, lines in sorted(fork.branches.items()) if (some := [e for e in lines if e.id in shown])]) for fork in forks)
    return [_told_fork(s, fork, branches) for fork, branches in seen if len(branches) > 1]


def _told_fork(s: Session, fork: Fork, branches: Sequence[Sequence[Entry]]) -> Fault:
    """Who wrote there, from which decision on, what is safe, what to do."""
    people = s.book.analysts
    who = sorted({people[e.analyst].name for lines in branches for e in lines if e.analyst in people})
    many = " and ".join(str(len(lines)) for lines in branches)
    by = f" by {' and '.join(who)}" if who else ""
    what = f"from decision {fork.seq + 1} on it was written in {len(branches)} places ({many} decisions{by})"
    return Fault(f"log {fork.log[:6]}", what, FORKED, harmless=True)


def _on_their_way(s: Session) -> list[Fault]:
    return [Fault(f"corpus/{file}", why, WAITS) for file in corpus_files(s.folder) if not file.endswith(".part") and (why := not_yet(file))]


def _newer(s: Session) -> list[Fault]:
    """Kinds of decision that this version does not know."""
    strange = [e.body.kind for e in s.book.entries if isinstance(e.body, Unknown) and not isinstance(e.body, TakenOut)]
    kinds = ", ".join(repr(kind[:40]) for kind in sorted(set(strange))[:5])
    what = f"{len(strange)} of kinds that this version does not know ({kinds})"
    return [Fault("decisions", what, NEWER)] if strange else []


def _times(s: Session) -> list[Fault]:
    """Lines whose time is more than a day before one that their writer had seen, or in the future; once for each log."""
    now, by_place = datetime.now(UTC), {(e.log, e.seq): e for e in s.book.entries}
    found: dict[str, Fault] = {}
    for e in s.book.entries:
        at = _time(e)
        before = [other for place in _seen(e) if (other := by_place.get(place))]
        late = max((t for other in before if (t := _time(other)) is not None), default=None)
        if at is None:
            why = f"{writer_of(s, e.log)} decision {e.seq + 1} says {e.time[:30]!r} for its time"
        elif at > now + DAY:
            why = f"{writer_of(s, e.log)} decision {e.seq + 1} says {e.time}, which is to come"
        elif late is not None and at < late - DAY:
            other = max((o for o in before if _time(o) == late), key=lambda o: o.log != e.log)
            after = f"{writer_of(s, other.log)} decision {other.seq + 1} ({other.time})" if other.log != e.log else "the one before it"
            why = f"{writer_of(s, e.log)} decision {e.seq + 1} says {e.time}, more than a day before one that it came after: {after}"
        else:
            continue
        found.setdefault(e.log, Fault(f"log {e.log[:6]}", why, CLOCK))
    return [found[log] for log in sorted(found)]


def _too_soon(s: Session) -> list[Fault]:
    """What took effect by time alone, on a computer whose clock was ahead of those that wrote after it, and nobody has looked at since."""
    line, now = s.book.timeline, s.now().strftime(rules.TIME)
    found = []
    for id_, enacts in s.book.standing.enacted.items():
        proposal, enact = line.by_id[id_], enacts[-1]
        at = min([now, *(e.time for e in line.entries if e.log != enact.log and line.knows(e, enact))])
        looked = any(line.knows(e, enact) for e in (*line.answers.get(id_, ()), *line.reopens.get(id_, ())))
        if enact.time > at and not looked and s.book.stands(id_) and not _was_due(s, proposal, enact, at):
            clock = f"{writer_of(s, enact.log)} clock, which said {enact.time[:10]} when it was {at[:10]}"
            what = f"it took effect by {clock}: by our rule its time was not over"
            found.append(Fault(f"decision {short(id_)}", what, TOO_SOON.format(short(id_))))
    return found


def _this_clock(s: Session) -> list[Fault]:
    """Whether this computer's clock is far ahead of all that was written."""
    now = s.now().strftime(rules.TIME)
    what = f"it is {now[:10]} by its clock, more than {FAR} days after anything that was written elsewhere"
    return [Fault("this computer", what, LEAPT, harmless=True)] if clock_leapt(s.book.entries, s.own_logs, now) else []


def _counters(s: Session) -> list[Fault]:
    """Lines that count on from much more than their writer can have seen, or from less; once for each log."""
    by_place = {(e.log, e.seq): e for e in s.book.entries}
    found: dict[str, Fault] = {}
    for e in s.book.entries:
        seen = [by_place[place].clock for place in _seen(e) if place in by_place]
        whole = len(seen) == len(_seen(e))
        if max(seen, default=-1) >= e.clock or (whole and e.clock > max(seen, default=0) + len(by_place) + LEAP):
            what = f"decision {e.seq + 1} does not count on from what its writer had seen ({e.clock} after {max(seen, default=0)})"
            found.setdefault(e.log, Fault(f"log {e.log[:6]}", what, COUNTER))
    return [found[log] for log in sorted(found)]


def _seen(e: Entry) -> list[tuple[str, int]]:
    own = [(e.log, e.seq - 1)] if e.seq > 0 else []
    return own + [(log, seq) for log, seq, _ in e.heads]


def _time(e: Entry) -> datetime | None:
    try:
        at = datetime.fromisoformat(e.time)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _was_due(s: Session, proposal: Entry, enact: Entry, at: str) -> bool:
    """Whether what an enactment says had come about by another time, as far as it knew."""
    assert isinstance(enact.body, Enact)
    return would_come_to(s.book.timeline, proposal, enact, at, s.book.standing.verdicts) == enact.body.outcome
