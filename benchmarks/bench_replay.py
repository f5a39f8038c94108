"""How long a large study takes to replay, to open, and to go on with: seconds, and how they grow with the number of decisions.

The history is invented: four people on four logs put 20,000 passages with forty names, rename, define, answer, undo and write
memos, and sync now and then. `python benchmarks/bench_replay.py [--decisions 1000 10000 100000]`
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from copro_text import decisions as d
from copro_text.codebook import Codebook, grown_by, replay
from copro_text.corpus import canonical
from copro_text.decisions import Entry
from copro_text.store.folder import new_folder
from copro_text.store.logs import entry_of, new_line

PASSAGES = 20_000
PEOPLE = 4
BATCH = 25  # decisions that one person makes before another does


class Log:
    """One person's log, as lines."""

    def __init__(self, number: int) -> None:
        self.id, self.analyst = f"{number:032x}", f"{number + 100:032x}"
        self.lines: list[dict] = []
        self.told: dict[str, int] = {}


def history(decisions: int, study: str, seed: int = 1) -> tuple[list[Entry], list[Log]]:
    """So many decisions, as entries in the order they were made and as the lines of each log."""
    chance = random.Random(seed)
    logs = [Log(i) for i in range(PEOPLE)]
    entries: list[Entry] = []
    codes: list[str] = []
    members = tuple(log.analyst for log in logs)

    def write(log: Log, body: d.Decision) -> Entry:
        others = [x for x in logs if x is not log and x.lines and len(x.lines) - 1 > log.told.get(x.id, -1)]
        heads = tuple((x.id, len(x.lines) - 1, x.lines[-1]["hash"]) for x in others)
        log.told |= {x.id: len(x.lines) - 1 for x in others}
        at = f"2026-05-{1 + len(entries) * 27 // max(decisions, 1):02}T10:00:00Z"
        prev = log.lines[-1]["hash"] if log.lines else study
        id_, seq = f"{chance.getrandbits(128):032x}", len(log.lines)
        who = log.analyst
        line = new_line(
            body, id=id_, log=log.id, seq=seq, clock=len(entries) + 1, time=at, analyst=who, entered_by=who, present=(who,), heads=heads, prev=prev
        )
        log.lines.append(line)
        entries.append(entry_of(line))
        return entries[-1]

    def agreed(body: d.Shared) -> None:
        me = logs[len(entries) // BATCH % PEOPLE]
        proposal = write(me, body)
        for log in logs:
            if log is not me:
                write(log, d.Answer(proposal=proposal.id, answer="yes"))
        write(logs[-1] if me is not logs[-1] else logs[0], d.Enact(proposal=proposal.id))
        in_force[body.code] = proposal.id  # type: ignore[attr-defined]

    in_force: dict[str, str] = {}
    for log in logs:
        write(log, d.Join(person=log.analyst, name=f"Person {log.id[-1]}"))
    for _ in range(40 if decisions > 400 else 4):
        codes.append(f"{chance.getrandbits(128):032x}")
        agreed(d.Name(code=codes[-1], label=f"Name {len(codes)}", members=members))
    while len(entries) < decisions:
        me = logs[len(entries) // BATCH % PEOPLE]
        passage = f"{chance.randrange(PASSAGES):032x}.{'0' * 16}.0.90"
        act = chance.random()
        if act < 0.9:
            write(me, d.Place(excerpts=(passage,), code=chance.choice(codes)))
        elif act < 0.95:
            write(me, d.Memo(about=passage, whose="ours", text="We should hear this one again, together."))
        elif act < 0.97:
            write(me, d.SetAside(excerpts=(passage,), because="it is about something else"))
        elif act < 0.99:
            write(me, d.Undo(target=next(e.id for e in reversed(entries) if e.analyst == me.analyst and isinstance(e.body, d.Place | d.Memo))))
        else:
            code = chance.choice(codes)
            agreed(d.Rename(code=code, label=f"Name {len(entries)}", members=members, replaces=in_force[code]))
    return entries, logs


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """CPU seconds: the median of some times."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def one_more(book: Codebook, entries: list[Entry], kind: str) -> Callable[[], object]:
    """One more line for a large study: at its end, an undo, or one that comes late."""
    last = entries[-1]
    first = next(e for e in entries if isinstance(e.body, d.Place) and e.log == last.log)
    state = {"book": book, "seq": max(e.seq for e in entries if e.log == last.log), "clock": last.clock}

    def place() -> None:
        state["seq"] += 1
        state["clock"] += 1
        body = d.Undo(target=first.id) if kind == "undo" else d.Place(excerpts=first.body.excerpts, code=first.body.code)  # type: ignore[union-attr]
        log, seq, clock = (last.log, state["seq"], state["clock"]) if kind != "late" else (f"{state['seq']:032x}", 0, last.clock // 2)
        line = Entry(f"{kind}{state['seq']}", log, seq, clock, last.time, last.analyst, last.analyst, (), body)
        state["book"] = grown_by(state["book"], [line])

    return place


def opening(logs: list[Log], folder: Path, id_: str) -> Callable[[], object]:
    """Open a study on the disk and ask how it stands."""
    from copro_text.study import Study

    for log in logs:
        (folder / "decisions" / f"person-{log.id[:6]}{log.id[-1]}.jsonl").write_bytes(b"".join(canonical(line) + b"\n" for line in log.lines))
    return lambda: Study(folder).session


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--decisions", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    print("CPU seconds on this machine\n")
    print(f"{'decisions':>10} {'replay':>8} {'open':>8} {'one more':>9} {'place':>8} {'an undo':>8} {'a late line':>12}")
    for decisions in parser.parse_args().decisions:
        with tempfile.TemporaryDirectory() as place:
            os.environ["COPRO_STATE"], os.environ["COPRO_CACHE"] = f"{place}/state", f"{place}/cache"
            folder = new_folder(Path(place) / "study")
            entries, logs = history(decisions, folder.id)
            replayed = seconds(lambda entries=entries: replay(entries))
            opened = seconds(opening(logs, folder.path, folder.id))
            more = [seconds(one_more(replay(entries), entries, kind), 9) for kind in ("new", "undo", "late")]
            acted = _an_act(folder.path)
            print(f"{decisions:>10,} {replayed:>8.3f} {opened:>8.3f} {more[0]:>9.4f} {acted:>8.4f} {more[1]:>8.3f} {more[2]:>12.3f}")


def _an_act(folder: Path) -> float:
    """Putting one passage with a name through `Study`, fsync and all, in CPU seconds."""
    from copro_text.study import Study

    study = Study(folder, analyst="Person 0")
    words = study.note("We rang for three weeks.", said_by="Table 3")
    code = next(iter(study.session.book.codes))
    return seconds(lambda: study.place(words.id, code), 9)


if __name__ == "__main__":
    main()
