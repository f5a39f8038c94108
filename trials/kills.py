"""Programs killed at random moments while they save: what was acknowledged is there afterwards.

python trials/kills.py [--count 500] [--seed 1]

SIGKILL leaves what the system has taken over; it does not try what a power cut does (a test traces write, fsync, acknowledge).
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from _common import Figures, asked, ids, on, place, remark

from copro_text.study import Study

ROUNDS = 25  # with one study, before a new one is begun
SENSIBLE = (
    "not all here yet",
    "no decision that is here names it",
    "a copy of",
    " are here",
    "nobody has opened the study as",
)
Act = Callable[[Study, Callable[[str], None], random.Random], None]


def remarks(study: Study, told: Callable[[str], None], chance: random.Random) -> None:
    """One line at a time."""
    while True:
        told(remark(study, "x" * chance.randint(1, 2_000)))


def names(study: Study, told: Callable[[str], None], chance: random.Random) -> None:
    """Two lines in one piece: a proposal and its enactment."""
    while True:
        study.name(f"A name {chance.random()}")
        told(study.session.book.entries[-1].id)


def notes(study: Study, told: Callable[[str], None], chance: random.Random) -> None:
    """A line in the corpus, then the decision that names it."""
    while True:
        study.note(f"Somebody said {chance.random()}.")
        told(study.session.book.entries[-1].id)


def copies(study: Study, told: Callable[[str], None], chance: random.Random) -> None:
    """Another device's log, ever longer."""
    log = study.path.parent / "tom.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    copy = study.path.parent / "copy" / log.name
    copy.parent.mkdir(exist_ok=True)
    have = sum(e.log == _log(log) for e in study.session.book.entries)
    for n in range(have + 1, len(lines) + 1):
        copy.write_bytes(b"".join(lines[:n]))
        study.bring_in(copy)
        told(f"tom {n}")


def erasures(study: Study, told: Callable[[str], None], chance: random.Random) -> None:
    """One person after another takes out what they said: corpus, logs and what this device remembers are rewritten."""
    for who in list(study.people.index):
        words = [c.text for c in study.session.corpus.by(who)]
        study.withdraw(who)
        told(study.session.book.entries[-1].id)
        for text in words:
            told(f"gone {text.split()[-1]}")


ACTS: dict[str, Act] = {"remarks": remarks, "names": names, "notes": notes, "copies": copies, "erasures": erasures}
VOICES = 30


def begun(where: Path) -> Path:
    """A new study, and a long log of another person's device that can be brought in."""
    shutil.rmtree(where, ignore_errors=True)
    study = Study.new(where / "study", question="What is it?", analyst="Maya")
    for n in range(VOICES):
        said = study.note(f"We waited at the gate for {n} weeks and nobody rang. word{n}end", said_by=f"Person Number{n}")
        study.memo(said.id, f"We talked of this one for long. word{n}end")
    study.session.close()
    shutil.copytree(study.path, where / "tom")
    with on(where / "state of tom"):
        tom = Study(where / "tom").join("Tom")
        for i in range(150):
            remark(tom, f"remark {i}")
        tom.session.close()
    (log,) = (where / "tom" / "decisions").glob("tom-*.jsonl")
    (where / "tom.jsonl").write_bytes(log.read_bytes())
    return study.path


def killed(path: Path, act: Act, seed: int, wait: float) -> list[str]:
    """Let a child act until it is killed; returns what it was told is saved."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            study = Study(path, analyst="Maya")
            os.write(write, b"ready\n")
            act(study, lambda saved: os.write(write, f"{saved}\n".encode()) and None, random.Random(seed))
        except BaseException as broken:  # noqa: BLE001  the parent must hear of anything
            os.write(write, f"broken: {type(broken).__name__}: {broken}\n".encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as told:
        ready = told.readline()
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        said = [ready, *told.read().splitlines(keepends=True)]
    return [line.decode().strip() for line in said if line.endswith(b"\n")]


def main() -> None:
    """Kill, look, go on."""
    count, chance, seed = asked(__doc__, 500, "kills")
    figures = Figures("kills", seed)
    with place() as where:
        path, acknowledged, brought, gone = where, set[str](), 0, set[bytes]()
        for i in range(count):
            if i % ROUNDS == 0:
                path, acknowledged, brought, gone = begun(where / "now"), set(), 0, set()
            before = ids(Study(path))
            what = chance.choice(list(ACTS))
            ready, *told = killed(path, ACTS[what], chance.random().__hash__(), chance.uniform(0, 1.5 if what == "erasures" else 0.2))
            figures.must(
                ready == "ready" and not any(line.startswith("broken") for line in told), f"the program stopped by itself: {ready} {told[-1:]}"
            )
            acknowledged |= {line for line in told if not line.startswith(("tom ", "gone "))}
            gone |= {line[5:].encode() for line in told if line.startswith("gone ")}
            brought = max([brought, *(int(line[4:]) for line in told if line.startswith("tom "))])
            study = Study(path)
            here = ids(study)
            figures.must(acknowledged | before <= here, f"after kill {i + 1} ({what}) {len((acknowledged | before) - here)} decisions are gone")
            toms = [e for e in study.session.book.entries if e.log == _log(where / "now" / "tom.jsonl")]
            figures.must(len(toms) >= brought, f"after kill {i + 1} {len(toms)} of {brought} lines that were brought in are here")
            made = {e.id for e in study.session.book.entries if e.body.kind != "erased"}  # a device says by itself that it erased
            more = len(made - before) - len([line for line in told if line]) * (2 if what == "names" else 1)
            figures.must(more <= (4 if what == "erasures" else 2), f"after kill {i + 1} ({what}) {more} decisions are here that nobody was told of")
            left = [word for word in gone for file in (where / "now" / "study").rglob("*") if file.is_file() and word in file.read_bytes()]
            figures.must(not left, f"after kill {i + 1} ({what}) {len(left)} words that were taken out stand in a file")
            faults = study.check()
            strange = [fault for fault in faults if not any(word in fault.what for word in SENSIBLE)]
            figures.must(not strange, f"after kill {i + 1} ({what}) check says {strange}")
            for name, n in (("kills", 1), (f"in {what}", 1), ("acknowledged", len(told)), ("taken out", sum("gone " in line for line in told))):
                figures.add(name, n)
            for fault in faults:
                figures.add(f"times check said {next(word for word in SENSIBLE if word in fault.what)!r}")
    figures.tell()


def _log(path: Path) -> str:
    return str(json.loads(path.read_bytes().partition(b"\n")[0])["log"])


if __name__ == "__main__":
    if not hasattr(os, "fork"):
        sys.exit("This trial needs a system with fork and SIGKILL.")
    main()
