"""Pairwise F1 against acts: our piles with and without learning, and BERTopic's as they come, under one written policy (see effort.py).

python benchmarks/bench_effort.py [--labelled FOLDER] [--size 300] [--samples 3] [--acts 100]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import labelled
import numpy as np
from effort import ANALYSTS, Work

from copro_text.clusters.cache import VectorCache
from copro_text.clusters.embed import embed
from copro_text.clusters.model import find_model
from copro_text.clusters.recipe import sort

MARKS = (0, 10, 20, 35, 50, 75, 100)


def main() -> None:
    """Run all of it."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--labelled", type=Path)
    ask.add_argument("--size", type=int, default=300)
    ask.add_argument("--samples", type=int, default=3)
    ask.add_argument("--acts", type=int, default=100)
    ask.add_argument("--analysts", nargs="*", default=list(ANALYSTS))
    args = ask.parse_args()
    model, cache = find_model(), VectorCache()
    sets = [labelled.own(), *(s for seed in range(args.samples) for s in (labelled.given(args.labelled, args.size, seed) if args.labelled else ()))]
    found: dict[tuple[str, str, str], list[list[float]]] = {}
    for given in sets:
        vectors, gold = embed(given.texts, model, cache), [str(group) for group in given.groups]
        ours = sort(given.texts, vectors, replies=given.replies).assignment
        theirs = [None if n is None or n < 0 else n for n in sort(given.texts, vectors, engine="bertopic-default").assignment]
        for analyst in args.analysts:
            for arm, piles, learns in (("ours, learning", ours, True), ("ours, without", ours, False), ("BERTopic", theirs, False)):
                curve = Work(vectors, gold, piles, learns, analyst).run(args.acts)
                found.setdefault((given.name, analyst, arm), []).append(curve)
    for analyst in args.analysts:  # the mean over the sets, each counting the same
        for arm in ("ours, learning", "ours, without", "BERTopic"):
            found["all, mean", analyst, arm] = [
                np.mean(curves, axis=0) for (_, by, kind), curves in list(found.items()) if (by, kind) == (analyst, arm)
            ]
    for (name, analyst, arm), curves in found.items():
        mean = np.mean(curves, axis=0)
        goal = np.mean(found[name, analyst, "BERTopic"], axis=0)[-1]
        reached = next((act for act, value in enumerate(mean) if value >= goal), None)
        marks = "  ".join(f"{at}: {mean[at]:.3f}" for at in MARKS if at <= args.acts)
        print(f"{name:15} {analyst:8} {arm:15} {marks}   reaches BERTopic's last after {reached} acts", flush=True)


if __name__ == "__main__":
    main()
