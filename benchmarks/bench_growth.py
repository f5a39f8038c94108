"""Vectors to piles, from 100 to 100,000: seconds and memory, each in a process of its own. The vectors are drawn, not heard.

python benchmarks/bench_growth.py [--sizes 100 1000 10000 100000]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time

import numpy as np

from copro_text.clusters.recipe import sort


def drawn(size: int) -> tuple[list[str], np.ndarray]:
    """Texts and vectors about 200 things, the closeness of real comments."""
    draw = np.random.default_rng(0)
    about = draw.integers(0, 200, size)
    rows = draw.normal(size=(200, 384))[about] + draw.normal(0, 1.2, (size, 384))
    texts = [f"comment {i} about {a} with some more words, to be as long as a real comment, number {i * 7919 % 100_003}" for i, a in enumerate(about)]
    return texts, (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def child(size: int) -> None:
    """One size."""
    sort(*drawn(60))  # what is imported and compiled is no matter of size
    texts, rows = drawn(size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter(), time.process_time()
    piles = sort(texts, rows)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    used = f"most memory {after / 1024:7.0f} MB ({(after - before) / 1024:.0f} for sorting)"
    print(f"  {size:8} texts  {wall:8.1f} s  CPU {cpu:8.1f} s  {used}  {piles.count} piles")


def main() -> None:
    """All sizes."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--sizes", nargs="*", type=int, default=[100, 1000, 10_000, 100_000])
    ask.add_argument("--child", type=int, help=argparse.SUPPRESS)
    given = ask.parse_args()
    if given.child:
        child(given.child)
        return
    for size in given.sizes:
        said = subprocess.run([sys.executable, __file__, "--child", str(size)], capture_output=True, text=True, check=True).stdout
        print(said.rstrip(), flush=True)


if __name__ == "__main__":
    main()
