"""Two programs of one person and two of another write into one folder at once: every decision of each is there, with no fault.

python trials/writers.py [--count 1000] [--seed 1]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from _common import Figures, asked, ids, on, place, remark

from copro_text.study import Study

WHO = ("Maya", "Maya", "Tom", "Tom")


def main() -> None:
    """Start them, wait, count."""
    count, _, seed = asked(__doc__, 1_000, "decisions for each of the four")
    figures = Figures("writers", seed)
    with place() as where:
        Study.new(where / "study", question="What is it?", analyst="Maya").session.close()
        with on(where / "state of Tom"):
            Study(where / "study").join("Tom").session.close()
        before = ids(Study(where / "study"))
        for child in [started(where, who, i, count) for i, who in enumerate(WHO)]:
            _, how = os.waitpid(child, 0)
            figures.must(how == 0, "a writer stopped by itself")
        study = Study(where / "study")
        told = {line for i in range(len(WHO)) for line in (where / f"told {i}").read_text().split()}
        here = ids(study)
        figures.must(len(told) == count * len(WHO), f"{len(told)} decisions were acknowledged")
        figures.must(here == before | told, f"{len(told - here)} acknowledged decisions are gone, {len(here - before - told)} are there unasked")
        figures.must(study.check() == (), f"check says {study.check()}")
        figures.add("writers at once", len(WHO))
        figures.add("decisions, all there", len(told))
        figures.add("logs", len(list((study.path / "decisions").iterdir())))
    figures.tell()


def started(where: Path, who: str, number: int, count: int) -> int:
    """A program of its own that writes so many decisions, noting each that was acknowledged."""
    child = os.fork()
    if child:
        return child
    try:
        state = where / "state" if who == "Maya" else where / "state of Tom"
        with on(state), (where / f"told {number}").open("w") as told:
            study = Study(where / "study", analyst=who)
            for i in range(count):
                told.write(remark(study, f"remark {i} of program {number}") + "\n")
            study.session.close()
        os._exit(0)
    except BaseException as broken:  # noqa: BLE001  a child must never run on as the parent
        print(f"{who}, program {number}: {type(broken).__name__}: {broken}", file=sys.stderr)
        os._exit(1)


if __name__ == "__main__":
    if not hasattr(os, "fork"):
        sys.exit("This trial needs a system with fork.")
    main()
