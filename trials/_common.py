"""What the trials share: how they are asked for, where they work, and how they count."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from copro_text.decisions import Memo
from copro_text.study import Study


def asked(about: str | None, count: int, what: str) -> tuple[int, random.Random, int]:
    """How many, and the chances: `--count` and `--seed`."""
    ask = argparse.ArgumentParser(description=about)
    ask.add_argument("--count", type=int, default=count, help=f"{what} (default {count:,})")
    ask.add_argument("--seed", type=int, default=1, help="the same seed gives the same trial, as far as the system allows")
    given = ask.parse_args()
    return given.count, random.Random(given.seed), given.seed


@contextmanager
def place(*, quick: bool = False) -> Iterator[Path]:
    """A folder for the trial, taken away afterwards; in memory when `quick` and the system has such a place."""
    shared = Path("/dev/shm")
    inside = shared if quick and os.access(shared, os.W_OK) else None
    made = Path(tempfile.mkdtemp(prefix="copro-trial-", dir=inside))
    before = {name: os.environ.get(name) for name in ("COPRO_STATE", "COPRO_CACHE")}
    os.environ["COPRO_STATE"], os.environ["COPRO_CACHE"] = str(made / "state"), str(made / "cache")
    try:
        yield made
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def on(state: Path) -> Iterator[None]:
    """Be the device that remembers its writing here."""
    before = os.environ["COPRO_STATE"]
    os.environ["COPRO_STATE"] = str(state)
    try:
        yield
    finally:
        os.environ["COPRO_STATE"] = before


def remark(study: Study, text: str) -> str:
    """The smallest decision there is: a memo. Returns its id once it is saved."""
    return study.session.record(Memo(about="x", whose="ours", text=text))[0]


def ids(study: Study) -> set[str]:
    """Every decision that is here."""
    return {e.id for e in study.session.refresh().book.entries}


class Figures:
    """What a trial counted and how long it took; it fails with the first thing that is not as it should be."""

    def __init__(self, name: str, seed: int) -> None:
        self.name, self.seed, self.counts, self.start = name, seed, Counter[str](), time.perf_counter()

    def add(self, what: str, n: int = 1) -> None:
        self.counts[what] += n

    def must(self, holds: bool, what: str) -> None:
        if not holds:
            self.tell()
            sys.exit(f"{self.name}, seed {self.seed}: NOT SO: {what}")

    def tell(self) -> None:
        counted = "; ".join(f"{n:,} {what}" for what, n in self.counts.items())
        print(f"{self.name} (seed {self.seed}): {counted}; {time.perf_counter() - self.start:.0f} s")
