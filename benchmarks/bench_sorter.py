"""The sorter against its peers, in one run on one computer: speed, memory, and agreement with groups that people made.

python benchmarks/bench_sorter.py [--labelled FOLDER] [--size 300] [--seeds 3]

FOLDER may hold nhs-fft-phase1, banking77 and clinc150. Without it, only this project's own corpora are used.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import labelled
import numpy as np
import peers

from copro_text.clusters.cache import VectorCache
from copro_text.clusters.communities import LEVELS
from copro_text.clusters.embed import embed
from copro_text.clusters.model import Model, find_model, offline
from copro_text.clusters.recipe import sort
from copro_text.clusters.run import suggest_piles

ENGINES = ("copro", "bertopic-default")
ROUNDS = 3


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a plain table."""
    cells = [[f"{c:.3f}" if isinstance(c, float) else str(c) for c in row] for row in [head, *rows]]
    wide = [max(len(row[i]) for row in cells) for i in range(len(head))]
    print(f"\n{title}")
    for row in cells:
        print("  " + "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, wide, strict=True))))


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """(wall, CPU) seconds of an act."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - cpu


def bench_embedding(model: Model, texts: list[str]) -> None:
    """The same texts by both, in turns, so that a busy computer is equally busy for both."""
    from sentence_transformers import SentenceTransformer

    from copro_text.clusters.encoders import Bert, load, load_torch

    with offline():
        peer = SentenceTransformer(str(model.folder), local_files_only=True)
    encoder, equal = load(model), load_torch(model)
    if isinstance(equal, Bert):
        equal.weights.fill_(1.0)  # the peer weighs all words the same
    ours, theirs = embed(texts[:64], model, encoder=equal), peer.encode(texts[:64], normalize_embeddings=True)
    times: dict[str, list[tuple[float, float]]] = {"sentence-transformers": [], "copro_text": []}
    for _ in range(ROUNDS):
        times["sentence-transformers"].append(timed(lambda: peer.encode(texts, normalize_embeddings=True)))
        times["copro_text"].append(timed(lambda: embed(texts, model, encoder=encoder)))
    rows = [(name, len(texts) / min(w for w, _ in t), *(statistics.median(x) for x in zip(*t, strict=True))) for name, t in times.items()]
    table(f"Embedding {len(texts)} texts", ["", "texts/s (best)", "wall s (median)", "CPU s (median)"], rows)
    best = {name: min(w for w, _ in t) for name, t in times.items()}
    print(f"  ratio of speed, best round: {best['sentence-transformers'] / best['copro_text']:.2f}; by CPU, median: {rows[0][3] / rows[1][3]:.2f}")
    print(f"  least cosine between the two, all words weighing the same: {(ours * theirs).sum(axis=1).min():.6f}")


def bench_second_run(model: Model, texts: list[str]) -> None:
    """A second suggestion hears nothing."""
    excerpts = [(f"e{i}", text, (f"p{i}",)) for i, text in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder:
        rows = []
        for name in ("first", "second"):
            cache = VectorCache(folder)
            wall, cpu = timed(lambda cache=cache: suggest_piles(excerpts, model=model, cache=cache))
            rows.append((name, cache.added, cache.found, wall, cpu))
    table(f"Suggesting piles for {len(texts)} texts", ["run", "texts heard", "known", "wall s", "CPU s"], rows)


def bench_fit(sets: dict[str, tuple[list[str], np.ndarray]]) -> None:
    """What a fit on the same vectors takes, each in processes of their own: CPU, the most memory held, and how long a new one makes people wait."""
    rows: list[tuple[str, float, float, float, float, float]] = []
    for name, (texts, vectors) in sets.items():
        with tempfile.TemporaryDirectory() as folder:
            np.save(Path(folder) / "vectors.npy", vectors)
            (Path(folder) / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
            for engine in ENGINES:
                seen: dict[str, float] = {}
                for asked in ("--child", "--memory"):
                    out = subprocess.run([sys.executable, __file__, asked, engine, folder], check=True, capture_output=True, text=True)
                    seen |= json.loads(out.stdout.splitlines()[-1])
                fresh = [sys.executable, __file__, "--fresh", engine, folder]
                waited = min(timed(lambda fresh=fresh: subprocess.run(fresh, check=True, capture_output=True))[0] for _ in range(ROUNDS))
                rows.append((f"{name}, {len(texts)} texts: {engine}", seen["first"], seen["warm"], waited, seen["megabytes"], seen["above"]))
    head = ["", "CPU s, first (import and all)", "CPU s, warm", "wall s, new process to piles (best)", "peak MB", "MB above the imports"]
    table("Fit on the same vectors", head, rows)
    for (name, *ours), (_, *theirs) in zip(rows[::2], rows[1::2], strict=True):
        shares = "; ".join(f"{what} {one / other:.2f}" for what, one, other in zip(head[1:], ours, theirs, strict=True))
        print(f"  as a share of BERTopic's defaults, {name.partition(':')[0]}: {shares}")


def peak(of: str = "VmHWM") -> int:
    """The most memory this process has held, MB, or holds now (VmRSS). On Linux not by getrusage, which also counts the process that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith(of)) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def child(engine: str, folder: Path) -> None:
    """Fit twice and say what it took."""
    texts, vectors = json.loads((folder / "texts.json").read_text(encoding="utf-8")), np.load(folder / "vectors.npy")
    first, warm = (timed(lambda: sort(texts, vectors, engine=engine))[1] for _ in range(2))
    print(json.dumps({"first": first, "warm": warm, "megabytes": peak()}))


def fresh(engine: str, folder: Path) -> None:
    """Fit once."""
    sort(json.loads((folder / "texts.json").read_text(encoding="utf-8")), np.load(folder / "vectors.npy"), engine=engine)


def memory(engine: str, folder: Path) -> None:
    """Fit once, when all is imported by a fit of a few texts, and say how much more memory that took at most; 0 where that is not known."""
    texts, vectors = json.loads((folder / "texts.json").read_text(encoding="utf-8")), np.load(folder / "vectors.npy")
    sort(texts[:60], vectors[:60], engine=engine)
    before, since = peak("VmRSS"), Path("/proc/self/clear_refs")
    if since.exists():
        since.write_text("5")  # from here on the peak is counted anew
    sort(texts, vectors, engine=engine)
    print(json.dumps({"above": peak() - before}))


def ways(given: labelled.Labelled, vectors: np.ndarray) -> dict[str, Callable[[int], list[int]]]:
    """Each way to sort a set, by seed: ours at both levels, then its peers."""

    def ours(level: str) -> Callable[[int], list[int]]:
        def run(seed: int) -> list[int]:
            piles = sort(given.texts, vectors, seed=seed, level=level, replies=given.replies)
            return [-1 if number is None else number for number in piles.assignment]

        return run

    return {f"ours, {level}": ours(level) for level in LEVELS} | peers.of(given, vectors)


def bench_quality(sets: Sequence[tuple[labelled.Labelled, np.ndarray]], seeds: int) -> None:
    """Agreement with people's groups; what was not placed counts as one group, for all alike. With intervals over samples (t, 95%)."""
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    found: dict[tuple[str, str], list[tuple[float, ...]]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for given, vectors in sets:
            groups = [str(group) for group in given.groups]
            for way, run in ways(given, vectors).items():
                for seed in range(7, 7 + seeds):
                    cpu = time.process_time()
                    put = run(seed)
                    cpu = time.process_time() - cpu
                    scores = adjusted_mutual_info_score(groups, put), adjusted_rand_score(groups, put)
                    found.setdefault((given.name, way), []).append((*scores, len(set(put) - {-1}), put.count(-1) / len(put), cpu))
    rows = [(f"{name}: {way}", *summed(scores)) for (name, way), scores in found.items()]
    table(f"Agreement with groups that people made ({seeds} seeds a sample)", ["", "AMI", "+-", "ARI", "+-", "piles", "not placed", "CPU s"], rows)
    ratios = []
    for way in dict.fromkeys(way for _, way in found):
        means = {key: [np.mean([s[i] for s in scores]) for i in (0, 1)] for key, scores in found.items()}
        names = dict.fromkeys(name for name, _ in found)
        mean = [np.mean([means[n, way][i] for n in names]) / np.mean([means[n, "BERTopic defaults"][i] for n in names]) for i in (0, 1)]
        least = [min(means[n, way][i] / means[n, "BERTopic defaults"][i] for n in names) for i in (0, 1)]
        ratios.append((way, *map(float, (mean[0], least[0], mean[1], least[1]))))
    table("The same as ratios to BERTopic's defaults: of the means, and of the worst set", ["", "AMI", "worst", "ARI", "worst"], ratios)


def summed(scores: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    """Means, and half of the interval of AMI and ARI."""
    from scipy.stats import t

    mean = np.mean(scores, axis=0)
    wide = t.ppf(0.975, len(scores) - 1) * np.std(scores, axis=0, ddof=1) / np.sqrt(len(scores)) if len(scores) > 1 else np.full(len(mean), np.nan)
    return float(mean[0]), float(wide[0]), float(mean[1]), float(wide[1]), *(float(x) for x in mean[2:])


def bench_left_out(sets: Sequence[tuple[labelled.Labelled, np.ndarray]]) -> None:
    """A tenth of the texts is left out: how far the rest is sorted as before (ARI over those in both)."""
    from sklearn.metrics import adjusted_rand_score

    found: dict[tuple[str, str], list[float]] = {}
    for number, (given, vectors) in enumerate(sets):
        kept = np.sort(np.random.default_rng(number).permutation(len(given.texts))[: round(0.9 * len(given.texts))])
        for engine, level in (*(("copro", level) for level in LEVELS), ("bertopic-default", "usual")):
            whole, part = (
                sort([given.texts[i] for i in of], vectors[of], engine=engine, level=level).assignment for of in (np.arange(len(vectors)), kept)
            )
            before, after = ([-1 if n is None else n for n in run] for run in ([whole[i] for i in kept], part))
            found.setdefault((engine if engine != "copro" else f"ours, {level}", given.name), []).append(adjusted_rand_score(before, after))
    rows = [(f"{name}: {way}", float(np.mean(values))) for (way, name), values in found.items()]
    table("Left out a tenth, the same seed: agreement with before (ARI)", ["", "ARI"], sorted(rows))


def main() -> None:
    """Run all of it."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--labelled", type=Path)
    ask.add_argument("--size", type=int, default=300)
    ask.add_argument("--seeds", type=int, default=3)
    ask.add_argument("--samples", type=int, default=5)
    ask.add_argument("--only", choices=["embedding", "second", "fit", "quality", "left-out"])
    alone = {"child": child, "fresh": fresh, "memory": memory}
    for name in alone:
        ask.add_argument(f"--{name}", nargs=2, help=argparse.SUPPRESS)
    args = ask.parse_args()
    for name, act in alone.items():
        if given := getattr(args, name):
            act(given[0], Path(given[1]))
            return
    model, cache = find_model(), VectorCache()
    texts, own = labelled.many(args.labelled), labelled.own()
    if args.only in (None, "embedding"):
        bench_embedding(model, texts)
    if args.only in (None, "second"):
        bench_second_run(model, texts[:500])
    if args.only in (None, "fit"):
        bench_fit({"corpora": (own.texts, embed(own.texts, model, cache)), "many": (texts, embed(texts, model, cache))})
    samples = [s for seed in range(args.samples) for s in labelled.given(args.labelled, args.size, seed)] if args.labelled else []
    sets = [(s, embed(s.texts, model, cache)) for s in [own, *samples]]
    if args.only in (None, "quality"):
        bench_quality(sets, args.seeds)
    if args.only in (None, "left-out"):
        bench_left_out(sets)


if __name__ == "__main__":
    main()
