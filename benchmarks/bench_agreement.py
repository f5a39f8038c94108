"""Agreement: how long intervals take beside looping over other libraries, and whether figures give back what was put in.

python benchmarks/bench_agreement.py [--labelled FOLDER] [--excerpts 10000] [--people 5] [--codes 30] [--samples 1000]

FOLDER holds texts with labels by hand (see labelled.py); without it the labels of the invented consultation are used, which are few.
Simulated people read these labels and get some of them wrong, as often as is laid down here; no real person's reading is in it.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path

import labelled
import numpy as np
from simulated import ERRORS, UNREAD, coded, errors_found, people_reading, put_in, reading

from copro_text.agreement import Cells, Codings, ac1, alpha, cohen, figures, fleiss, interval, redrawn
from copro_text.agreement.codings import MISSING, Floats, Ints

ALPHAS = ("Krippendorff's alpha", "Krippendorff's alpha (MASI)")


def said(excerpts: int, people: int, codes: int, seed: int) -> Codings:
    """People who mostly put a passage with what it is about, one to three codes, and read nine in ten."""
    chance = np.random.default_rng(seed)
    meant = chance.random((excerpts, codes)) < 1.5 / codes
    slip = chance.random((excerpts, people, codes))
    put = np.where(meant[:, None, :], slip < 0.8, slip < 0.4 / codes)
    read = chance.random((excerpts, people)) < 0.9
    ids = [tuple(f"{kind}{i}" for i in range(many)) for kind, many in (("p", excerpts), ("a", people), ("c", codes))]
    return Codings(ids[0], ids[1], ids[2], read, put & read[:, :, None])


def bench_time(codings: Codings, samples: int, seed: int) -> None:
    """Alpha of each code and of sets, with intervals; and the same loop over other libraries, a few rounds of it, reckoned up."""
    excerpts, codes = len(codings.excerpts), len(codings.codes)
    print(f"\n{excerpts} passages, {len(codings.analysts)} people, {codes} codes, {codings.sets.answers} different sets, {samples} redraws")
    clock, cpu = time.perf_counter(), time.process_time()
    found = figures(codings, ALPHAS, samples=samples, seed=seed)
    ours, took = time.perf_counter() - clock, time.process_time() - cpu
    print(f"  alpha of each code, and of all as sets, nominal and by MASI ({len(found)} intervals): {ours:7.2f} s (CPU {took:.2f})")
    rounds = []
    for _ in range(3):
        cpu = time.process_time()
        each = [with_interval(cells, samples, seed) for cells in by_code(codings)]
        rounds.append(time.process_time() - cpu)
    alone = statistics.median(rounds)
    print(f"  alpha of each code alone ({len(each)} intervals): CPU {alone:.2f} s")
    peers(codings, samples, alone, seed)
    clock = time.perf_counter()
    found = figures(codings, samples=samples, seed=seed)
    print(f"  every coefficient ({len(found)} intervals): {time.perf_counter() - clock:7.2f} s")


def with_interval(cells: Cells, samples: int, seed: int) -> tuple[float, float, float]:
    """Alpha, low and high."""
    kinds, times = cells.kinds
    low, high, _ = interval(redrawn([partial(alpha, kinds)], times, samples=samples, seed=seed)[0])
    return float(alpha(cells)[0]), low, high


def by_code(codings: Codings) -> list[Cells]:
    """Each code, put there or not."""
    return [codings.about(code) for code in codings.codes]


def peers(codings: Codings, samples: int, alone: float, seed: int) -> None:
    """One redraw of one code by each library, in the form that is quickest for it; the median of some, times codes and redraws."""
    import krippendorff
    from nltk.metrics.agreement import AnnotationTask
    from statsmodels.stats.inter_rater import fleiss_kappa

    chance, cells = np.random.default_rng(seed), codings.about(codings.codes[0])
    counts = np.column_stack([(cells.values == answer).sum(axis=1) for answer in (0, 1)])
    full = Cells(np.where(cells.values == MISSING, 0, cells.values), 2)
    full_counts = np.column_stack([(full.values == answer).sum(axis=1) for answer in (0, 1)])

    def by_krippendorff(rows: Ints) -> float:
        return float(krippendorff.alpha(value_counts=counts[rows], level_of_measurement="nominal"))

    def by_statsmodels(rows: Ints) -> float:
        return float(fleiss_kappa(full_counts[rows]))

    def by_nltk(rows: Ints) -> float:
        values = cells.values[rows]
        read = zip(*np.nonzero(values != MISSING), strict=True)
        return float(AnnotationTask([(int(j), int(i), int(values[i, j])) for i, j in read]).alpha())

    ways: list[tuple[str, Callable[[Ints], float], int, Callable[[Cells], Floats], Cells]] = [
        ("krippendorff", by_krippendorff, 50, alpha, cells),
        ("statsmodels (Fleiss' kappa, nothing missing)", by_statsmodels, 50, fleiss, full),
        ("nltk", by_nltk, 1, alpha, cells),
    ]
    print("  looping over other libraries, CPU of one redraw of one code, and reckoned up:")
    for name, way, times, ours, given in ways:
        took = []
        for _ in range(times):
            rows = chance.integers(0, len(counts), len(counts))
            cpu = time.process_time()
            theirs = way(rows)
            took.append(time.process_time() - cpu)
        apart = abs(theirs - float(ours(Cells(given.values[rows], 2))[0]))
        whole = statistics.median(took) * samples * len(codings.codes)
        print(
            f"    {name:46} {1000 * statistics.median(took):9.2f} ms, in all {whole:9.1f} s: {whole / alone:8.0f} times ours (apart by {apart:.0e})"
        )


def bench_memory(codings: Codings, samples: int, seed: int) -> None:
    """The most memory held above the table, in a run of its own: to trace it makes it slow."""
    tracemalloc.start()
    figures(codings, ALPHAS, samples=samples, seed=seed)
    print(f"  most memory held above the table: {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB;", end=" ")
    tracemalloc.stop()
    print(f"the whole process at its most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def bench_given_back(name: str, labels: list[str], rounds: int, seed: int) -> None:
    """What was put in beside what came back, and how many intervals hold it."""
    called, gold = np.unique(labels, return_inverse=True)
    share, chance = np.bincount(gold) / len(gold), np.random.default_rng(seed)
    print(f"\n{name}: {len(gold)} labels of {len(called)} kinds; three simulated people, wrong in {ERRORS}, each reads {1 - UNREAD:.0%}")
    cells = people_reading(gold, len(called), chance)
    print("  wrong, worked back from their agreement alone:", ", ".join(f"{error:.3f}" for error in errors_found(cells)))
    found = {f.name: f for f in figures(coded(cells, called), codes=False, seed=seed)}
    wanted = put_in(share, reading(len(share)))
    for which, put in wanted.items():
        back = found[which]
        print(f"  {which:22} put in {put:.4f}, given back {back.value:.4f} ({back.low:.4f} to {back.high:.4f})")
    print(f"  Fleiss' kappa of each code: the interval holds what was put in for {codes_held(cells, share, called, seed)} of {len(called)}")
    if rounds:
        held = dict.fromkeys(wanted, 0)
        for _ in range(rounds):
            # Other passages of the same kind: drawn anew, as an interval supposes.
            few = coded(people_reading(chance.choice(len(share), 500, p=share), len(called), chance), called)
            for figure in figures(few, list(wanted), codes=False, samples=1000, seed=int(chance.integers(1 << 30))):
                held[figure.name] += figure.low <= wanted[figure.name] <= figure.high
        often = ", ".join(f"{name} {times / rounds:.1%}" for name, times in held.items())
        print(f"  of 500 passages, {rounds} times: the interval held what was put in {often}")


def codes_held(cells: Cells, share: Floats, called: Floats, seed: int) -> int:
    """For how many codes the interval of Fleiss' kappa holds what was put in for it."""
    found = {f.about: f for f in figures(coded(cells, called), ["Fleiss' kappa"], seed=seed)}
    held = 0
    for code, part in enumerate(share):
        stray = [one[code - 1, code] for one in reading(len(share))]
        reads = [np.array([[1 - astray, astray], [error, 1 - error]]) for astray, error in zip(stray, ERRORS, strict=True)]
        back = found[str(called[code])]
        held += back.low <= put_in(np.array([1 - part, part]), reads)["Fleiss' kappa"] <= back.high
    return held


def main() -> None:
    """Run everything."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--labelled", type=Path)
    asked.add_argument("--excerpts", type=int, default=10_000)
    asked.add_argument("--people", type=int, default=5)
    asked.add_argument("--codes", type=int, default=30)
    asked.add_argument("--samples", type=int, default=1_000)
    asked.add_argument("--rounds", type=int, default=500)
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()
    codings = said(given.excerpts, given.people, given.codes, given.seed)
    # Once before the clock runs: the first call brings in scipy.
    assert not np.isnan([ac1(codings.sets), cohen(codings.sets)]).any()
    bench_memory(codings, given.samples, given.seed)
    bench_time(codings, given.samples, given.seed)
    bench_given_back("corpora", labelled.own().groups, given.rounds, given.seed)
    if given.labelled:
        for each in labelled.given(given.labelled, given.excerpts, given.seed):
            bench_given_back(each.name, [group for group in each.groups if group], given.rounds, given.seed)


if __name__ == "__main__":
    main()
