"""How often what was learned is right, by how sure it is said to be: people place some texts, the rest is suggested and held against their groups.

python benchmarks/bench_reliability.py [--labelled FOLDER] [--size 1000] [--samples 5]

FOLDER may hold nhs-fft-phase1, banking77 and clinc150. The words are settled by what people placed alone (five folds of it); the rest of
the groups is looked at only here.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path

import labelled
from bench_sorter import table

from copro_text.clusters.cache import VectorCache
from copro_text.clusters.embed import embed
from copro_text.clusters.learning import FAIRLY, NOT_SURE, SURE, UNTRIED, learned
from copro_text.clusters.model import find_model

SHARES = (0.1, 0.3)  # of the texts that people placed before anything is suggested


def main() -> None:
    """Try it on samples of each set, and print a table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--labelled", type=Path)
    ask.add_argument("--size", type=int, default=1000)
    ask.add_argument("--samples", type=int, default=5)
    given = ask.parse_args()
    model, cache = find_model(), VectorCache()
    samples = [s for seed in range(given.samples) for s in labelled.given(given.labelled, given.size, seed)] if given.labelled else []
    right: dict[tuple[str, float, str], list[bool]] = defaultdict(list)
    nowhere: dict[tuple[str, float], list[bool]] = defaultdict(list)
    for number, s in enumerate([labelled.own(), *samples]):
        vectors, order = embed(s.texts, model, cache), list(range(len(s.texts)))
        groups = [str(group) for group in s.groups]
        random.Random(number).shuffle(order)
        for share in SHARES:
            placed = {at: [groups[at]] for at in order[: round(share * len(order))]}
            for at, codes in enumerate(learned(vectors, placed)):
                if at not in placed:
                    nowhere[s.name, share].append(not codes)
                if codes:
                    right[s.name, share, codes[0].sure].append(codes[0].code == groups[at])
    rows = []
    for name, share in nowhere:
        cells = [right.get((name, share, sure), []) for sure in (SURE, FAIRLY, NOT_SURE, UNTRIED)]
        said = [f"{sum(cell) / len(cell):.2f} of {len(cell)}" if cell else "-" for cell in cells]
        rows.append((f"{name}, {share:.0%} placed", *said, f"{sum(nowhere[name, share]) / len(nowhere[name, share]):.2f}"))
    table("Right, of what is suggested first", ["", SURE, FAIRLY, NOT_SURE, UNTRIED, "suggested nowhere"], rows)
    print(f"  asked for: 0.85 or more where it says {SURE}, 0.60 or more where it says {FAIRLY}, of what people had placed")


if __name__ == "__main__":
    main()
