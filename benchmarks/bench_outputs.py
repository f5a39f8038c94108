"""How long it takes to write each kind of output, and in how much memory, for 2,000 and 20,000 comments: each size in a process of its own.

python benchmarks/bench_outputs.py [--sizes 2000 20000]

The comments are invented. Half as many people as comments wrote; a third of them may be quoted; each comment is put with one of 40 names, one by
one or in bulk; four of five comments are read. The times are those of `study.write`, with all that it looks at before; "edition" is what all kinds
share. "grows by" is the time at the largest size over that at the smallest, for as many times more comments.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_letters import said

from copro_text import decisions as d
from copro_text.study import Study
from copro_text.verbs.printing import edition_of
from copro_text.writers import WRITERS

NAMES, BULK = 40, 25
MEASURE = "date,value\n2026-01-31,12\n2026-02-28,14\n2026-03-31,13\n2026-04-30,17\n"


def made(folder: Path, comments: int) -> Study:
    """A study of so many comments, in use."""
    chance = random.Random(comments)
    table = folder / "comments.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["name", "comment"])
        rows.writerows([f"Person {chance.randrange(comments // 2)}", said(chance, chance.randint(1, 4))] for _ in range(comments))
    study = Study.new(folder / "study", question="What is it?", analyst="Maya")
    study.add(table, columns={"name": "person", "comment": "text"})
    for i in range(NAMES):
        study.name(f"Name {i}", definition=f"What number {i} means.")
    names = list(study.session.book.codes)
    passages = [c.whole.id for c in study.session.corpus]
    read, bodies = passages[: len(passages) * 4 // 5], list[d.Decision]()
    for at in range(0, len(read) // 2, BULK):
        bodies.append(d.ConfirmPile(excerpts=tuple(read[at : at + BULK]), code=chance.choice(names), run="", because=""))
    bodies += [d.Place(excerpts=(e,), code=chance.choice(names), because="") for e in read[len(read) // 2 :]]
    people = list(study.session.corpus.contributors)
    bodies += [d.Confirm(contributor=who, about="quote", answer="yes", because="asked") for who in people[::3]]
    study.session.record(*bodies)
    for i in range(5):
        study.theme(f"Sentence {i}.", codes=names[i * 4 : i * 4 + 4], against=passages[i : i + 1])
    return study


def child(comments: int) -> None:
    """Make it, write all kinds, and print the seconds of each as JSON."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as at, contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        os.environ["COPRO_STATE"] = f"{at}/state"
        study = made(Path(at), comments)
        (Path(at) / "measure.csv").write_text(MEASURE, "utf-8")
        before = time.process_time()
        edition_of(study.session)
        found["edition"] = time.process_time() - before
        for kind, by in WRITERS.items():
            for suffix in by:
                measure = Path(at) / "measure.csv" if kind == "run_chart" else None
                before = time.process_time()
                study.write(f"{kind}{suffix}", measure=measure)
                found[f"{kind}{suffix}"] = time.process_time() - before
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


def main() -> None:
    """Run each size, and print them beside each other."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000])
    ask.add_argument("--child", type=int, help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.child:
        child(given.child)
        return
    runs = [subprocess.run([sys.executable, __file__, "--child", str(n)], stdout=subprocess.PIPE, text=True, check=True).stdout for n in given.sizes]
    found = [json.loads(run) for run in runs]
    more = given.sizes[-1] / given.sizes[0]
    print(f"{'CPU s for so many comments':28}{''.join(f'{size:>10,}' for size in given.sizes)}   grows by (of {more:g})")
    for what in found[0]:
        if what != "memory":
            times = [each[what] for each in found]
            print(f"{what:28}{''.join(f'{each:10.2f}' for each in times)}   {times[-1] / max(times[0], 0.01):8.1f}")
    most = [each["memory"] for each in found]
    print(f"{'most memory, MB':28}{''.join(f'{each:10,.0f}' for each in most)}   {most[-1] / most[0]:8.1f}")


if __name__ == "__main__":
    main()
