"""Runs the benchmarks of the sorter and writes what they print to docs/benchmarks.md: `make bench LABELLED=FOLDER`.

FOLDER may hold nhs-fft-phase1, banking77 and clinc150; without it, only this project's own corpora are used.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
HEAD = """# Benchmarks of the sorter

Made by `make bench`, on this computer, with the same vectors for all. The groups are those that people made by hand; who wrote them did not know this
program. AMI and ARI: 0 is chance, 1 the same groups; "+-" is half of a 95 per cent interval over samples. What was not placed counts as one group.
Peers run by their own defaults; "tuned" is BERTopic with at least 5 or n/150 texts a pile, stop words out and outliers put to the nearest. k-means
and NMF are told how many groups there are, which nobody knows beforehand. No figure here says that piles make sense to people.
"""


def main() -> None:
    """Run them, and write the page."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--labelled")
    ask.add_argument("--samples", default="5")
    given = ask.parse_args()
    sets = ["--labelled", given.labelled] if given.labelled else []
    runs = {
        "300 texts": ["bench_sorter.py", *sets, "--samples", given.samples],
        **(
            {"3,000 texts": ["bench_sorter.py", *sets, "--size", "3000", "--seeds", "1", "--samples", given.samples, "--only", "quality"]}
            if sets
            else {}
        ),
        "Acts": ["bench_effort.py", *sets, "--samples", given.samples],
        "Growth": ["bench_growth.py"],
    }
    parts = [HEAD, f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}.\n"]
    for title, run in runs.items():
        said = subprocess.run([sys.executable, *run], cwd=HERE, capture_output=True, text=True, check=True).stdout
        print(said, flush=True)
        parts.append(f"## {title}\n\n```\n{said.strip()}\n```\n")
    PAGE.write_text("\n".join(parts), "utf-8")


if __name__ == "__main__":
    main()
