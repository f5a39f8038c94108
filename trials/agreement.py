"""Agreement: three simulated people with known rates of error read labels by hand, and the figures give back what was put in.

python trials/agreement.py [--count 50] [--seed 1]                    the labels of the invented consultation
python trials/agreement.py --file LABELLED.csv [--column label]       those of a table, one row a text

So many times they read all the labels. The mean of each coefficient, and of each rate of error worked back from the agreement of pairs
alone, must lie within four standard errors of what was put in.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from _common import Figures

from copro_text.agreement import figures

sys.path.append(str(Path(__file__).resolve().parents[1] / "benchmarks"))

import labelled
from simulated import ERRORS, coded, errors_found, people_reading, put_in, reading

ROUNDING = 1e-3
"""Alpha corrects for the number of passages, and the others do not for the passages that two did not read."""


def labels_of(file: Path | None, column: str) -> list[str]:
    """The labels, without empty ones."""
    if file is None:
        return [group for group in labelled.own().groups if group]
    with file.open(encoding="utf-8", newline="") as opened:
        return [label for row in csv.DictReader(opened) if (label := (row.get(column) or "").strip())]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--file", type=Path)
    ask.add_argument("--column", default="label")
    ask.add_argument("--count", type=int, default=50)
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    called, gold = np.unique(labels_of(given.file, given.column), return_inverse=True)
    wanted = put_in(np.bincount(gold) / len(gold), reading(len(called)))
    coefficients = list(wanted)
    wanted |= {f"wrong, person {i}": error for i, error in enumerate(ERRORS, start=1)}
    count, chance, came = Figures("agreement", given.seed), np.random.default_rng(given.seed), defaultdict(list)
    count.add("labels", len(gold))
    count.add("kinds", len(called))
    for _ in range(given.count):
        cells = people_reading(gold, len(called), chance)
        # No intervals here: two redraws are the least that can be asked for.
        for figure in figures(coded(cells, called), coefficients, codes=False, samples=2):
            came[figure.name].append(figure.value)
        for i, error in enumerate(errors_found(cells), start=1):
            came[f"wrong, person {i}"].append(error)
        count.add("readings by three people")
    for name, put in wanted.items():
        mean, spread = float(np.mean(came[name])), float(np.std(came[name])) / given.count**0.5
        print(f"  {name:22} put in {put:.4f}, given back {mean:.4f} (standard error {spread:.4f})")
        count.must(abs(mean - put) <= 4 * spread + ROUNDING, f"{name} gives back what was put in")
    count.tell()


if __name__ == "__main__":
    main()
