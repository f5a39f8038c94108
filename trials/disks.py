"""A disk that is full and a folder that may only be read: nothing is half written, nothing is lost, and it is said plainly.

python trials/disks.py [--count 40] [--seed 1]

A small disk in memory is mounted where that is allowed; otherwise only a limit on the size of files stands in for it.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from _common import Figures, asked, ids, on, place, remark

from copro_text.errors import CoproError, NotSaved
from copro_text.study import Study


def main() -> None:
    """Fill, look, make room, go on; then the same with a limit; then a folder without rights."""
    count, chance, seed = asked(__doc__, 40, "times that a disk fills up")
    figures = Figures("disks", seed)
    with place() as where:
        with small_disk(where / "disk") as disk:
            for i in range(count if disk else 0):
                filled(figures, where / "disk" / f"round {i}", chance)
        for i in range(count):
            limited(figures, where / f"limited {i}", chance)
        unprivileged(figures, where)
    figures.tell()


@contextmanager
def small_disk(path: Path) -> Iterator[bool]:
    """A disk of 2 MB."""
    path.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(path)], capture_output=True).returncode == 0
    if not mounted:
        print("disks: mounting is not allowed here, so no disk was really full")
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(path)], check=True)


def filled(figures: Figures, where: Path, chance: random.Random) -> None:
    """Write until the disk is full, with the device's memory on the same disk or not."""
    with on(where / "state" if chance.random() < 0.5 else where.parents[1] / "state"):
        study = Study.new(where / "study", question="What is it?", analyst="Maya")
        ballast = where / "ballast"
        free = os.statvfs(where)
        ballast.write_bytes(b"\0" * max(0, free.f_bavail * free.f_frsize - chance.randint(20_000, 90_000)))
        saved = ids(study)
        refused = until_refused(study, saved, chance)
        figures.must(refused is not None and "full" in str(refused), f"the disk was full and it said {refused}")
        figures.must(ids(Study(study.path)) == saved, "a full disk took decisions, or left some that were refused")
        faults = [f for f in Study(study.path).check() if "no decision that is here names it" not in f.what]  # a note whose decision did not fit
        figures.must(not faults, f"after a full disk check says {faults}")
        ballast.unlink()
        saved.add(remark(study, "there is room again"))
        study.session.close()
        again = Study(study.path, analyst="Maya")
        saved.add(remark(again, "and later too"))
        again.session.close()
        figures.must(ids(Study(study.path)) == saved, "after making room decisions are gone")
        figures.add("full disks")
    subprocess.run(["rm", "-r", str(where)], check=True)


def until_refused(study: Study, saved: set[str], chance: random.Random) -> CoproError | None:
    for _ in range(500):
        try:
            if chance.random() < 0.2:
                study.note("x" * chance.randint(1, 3_000))
                saved.add(study.session.book.entries[-1].id)
            else:
                saved.add(remark(study, "x" * chance.randint(1, 3_000)))
        except NotSaved as refused:
            return refused
    return None


def limited(figures: Figures, where: Path, chance: random.Random) -> None:
    """A limit on the size of a file, met at a byte drawn by chance."""
    study = Study.new(where / "study", question="What is it?", analyst="Maya")
    (log,) = (study.path / "decisions").glob("*.jsonl")
    saved, before = ids(study), log.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + chance.randint(1, 2_000), hard))
    try:
        refused = until_refused(study, saved, chance)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    figures.must(refused is not None, "a file grew beyond its limit")
    saved.add(remark(study, "there is room again"))
    study.session.close()
    figures.must(ids(Study(study.path)) == saved, "a limit took decisions, or left some that were refused")
    figures.add("limits met")


def unprivileged(figures: Figures, where: Path) -> None:
    """Somebody who may only read: reads everything, is refused plainly, and changes nothing."""
    study = Study.new(where / "closed", question="What is it?", analyst="Maya")
    remark(study, "before")
    study.session.close()
    there = [study.path, *study.path.rglob("*")]
    for path in there:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for path in (where, *where.parents[: len(where.parents) - 1]):
        path.chmod(path.stat().st_mode | 0o055)
    (where / "state of nobody").mkdir()
    (where / "state of nobody").chmod(0o777)
    files = {p: p.read_bytes() for p in there if p.is_file()}
    with on(where / "state of nobody"):
        read = as_nobody(lambda: figures_of(study.path))
        wrote = as_nobody(lambda: remark(Study(study.path, analyst="Maya"), "no"))
        brought = as_nobody(lambda: Study(study.path).bring_in(study.path))
    figures.must(read == "nothing was refused", f"reading said: {read}")
    figures.must("does not let you" in wrote, f"writing said: {wrote}")
    figures.must(brought == "nothing was refused", f"bringing in what is here already said: {brought}")
    figures.must({p: p.read_bytes() for p in there if p.is_file()} == files, "somebody who may only read changed a file")
    figures.add("folders to be read only")


def figures_of(path: Path) -> None:
    assert Study(path).question == "What is it?"


def as_nobody(act: Callable[[], object]) -> str:
    """Do it as an unprivileged user, in a child; what a person would be told."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        said = "nothing was refused"
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            act()
        except CoproError as refused:
            said = str(refused)
        except BaseException as other:  # noqa: BLE001  the parent must hear of anything
            said = f"{type(other).__name__}: {other}"
        os.write(write, said.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as told:
        said = told.read()
    os.waitpid(child, 0)
    return said


if __name__ == "__main__":
    if not hasattr(os, "fork"):
        sys.exit("This trial needs a system with fork and limits.")
    main()
