"""Runs the benchmarks of the sorter and puts what they print into their sections of docs/benchmarks.md: `make bench LABELLED=FOLDER`.

What people wrote there in other sections stays. FOLDER may hold nhs-fft-phase1, banking77 and clinc150; without it, only this
project's own corpora are used.
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
    ask.add_argument("--only", help="one section, such as '300 texts'; the others stay as they are")
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
        "How sure": ["bench_reliability.py", *sets, "--samples", given.samples],
        "Growth": ["bench_growth.py"],
    }
    page = sections(PAGE.read_text("utf-8")) if PAGE.exists() else {}
    page[""] = f"{HEAD}\nPython {platform.python_version()}, {os.cpu_count()} processors, {platform.machine()}."
    for title, run in ((title, run) for title, run in runs.items() if given.only in (None, title)):
        said = subprocess.run([sys.executable, *run], cwd=HERE, stdout=subprocess.PIPE, text=True, check=True).stdout
        print(said, flush=True)
        page[title] = f"```\n{said.strip()}\n```"
        PAGE.write_text("\n\n".join(f"## {name}\n\n{text}" if name else text for name, text in page.items()) + "\n", "utf-8")


def sections(page: str) -> dict[str, str]:
    """What stands under each heading, and under "" what comes before them, in the order of the page."""
    head, *parts = page.split("\n## ")
    return {"": head.strip()} | {title.strip(): text.strip() for title, _, text in (part.partition("\n") for part in parts)}


if __name__ == "__main__":
    main()
