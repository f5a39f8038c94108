"""Letters sent together: how long it takes to find them, and whether it finds those that were planted.

python benchmarks/bench_letters.py [--into FILE COLUMN] [--first N] [--sizes 25000 50000 100000]

FILE is any .csv; without it letters are planted into invented texts only. Real repeats that a file has already are counted, and
are no mistakes: precision is of the pairs in which at least one text was planted.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import itertools
import random
import time
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import labelled

from copro_text.alike import letter, words
from copro_text.clusters.sent import sent_together

EVERY = 16  # texts of each planted letter


@dataclass(frozen=True)
class Planted:
    """Texts, and of each the number of the letter it was made from (-1: it is its own)."""

    texts: list[str]
    made_from: list[int]


@cache
def _heard() -> tuple[list[str], dict[str, list[str]]]:
    """The words of the invented consultation, and which come after which."""
    spoken = [text.split() for text in labelled.own().texts]
    after: dict[str, list[str]] = {}
    for line in spoken:
        for one, other in itertools.pairwise(line):
            after.setdefault(one, []).append(other)
    return [word for line in spoken for word in line], after


def said(chance: random.Random, sentences: int) -> str:
    """Invented sentences, of words in the usual company: turns of phrase come again and again, whole sentences do not."""
    heard, after = _heard()
    spoken = []
    for _ in range(sentences):
        line = [chance.choice(heard)]
        for _ in range(chance.randint(7, 22)):
            line.append(chance.choice(after[line[-1]]) if line[-1] in after and chance.random() < 0.75 else chance.choice(heard))
        spoken.append(" ".join(line).strip(".,!?").capitalize() + ".")
    return " ".join(spoken)


def copies(chance: random.Random) -> list[str]:
    """One letter as people send it: word for word, with one word changed, with a paragraph of their own before or after it."""
    model = said(chance, chance.choice((1, 2, 3, 5, 8)))
    made = []
    for i in range(EVERY):
        own = said(chance, chance.randint(1, 3))
        made.append((model, one_changed(model, chance), f"{own}\n\n{model}", f"{model}\n\n{own}")[i % 4])
    return made


def one_changed(text: str, chance: random.Random) -> str:
    """A text with one word changed."""
    parts = text.split(" ")
    parts[chance.randrange(len(parts))] = "indeed"
    return " ".join(parts)


def planted(into: Sequence[str], letters: int, chance: random.Random) -> Planted:
    """Letters among other texts, in a mixed order."""
    everything = [(text, -1) for text in into] + [(text, i) for i in range(letters) for text in copies(chance)]
    chance.shuffle(everything)
    return Planted([text for text, _ in everything], [i for _, i in everything])


def pairs(groups: Sequence[Sequence[int]]) -> set[tuple[int, int]]:
    """All pairs of texts that are together."""
    return {pair for group in groups for pair in itertools.combinations(sorted(group), 2)}


def quality(name: str, given: Planted) -> None:
    """Precision and recall of planted pairs and groups, and what was there already."""
    groups = sent_together(given.texts)
    number = given.made_from
    wanted: dict[int, list[int]] = {}
    for i, of in enumerate(number):
        if of >= 0:
            wanted.setdefault(of, []).append(i)
    right, found = pairs(list(wanted.values())), {pair for pair in pairs(groups) if number[pair[0]] >= 0 or number[pair[1]] >= 0}
    whole = sum(any(set(texts) <= set(group) for group in groups) for texts in wanted.values())
    pure = [group for group in groups if any(number[i] >= 0 for i in group)]
    clean = sum(len({number[i] for i in group}) == 1 for group in pure)
    there = [group for group in groups if sum(number[i] < 0 for i in group) > 1]
    print(f"\n{name}: {len(given.texts)} texts, {len(wanted)} letters planted, {sum(map(len, wanted.values()))} texts of them")
    print(f"  pairs: precision {len(right & found) / max(1, len(found)):.4f}, recall {len(right & found) / len(right):.4f} of {len(right)}")
    print(f"  groups: {clean} of {len(pure)} hold one letter and nothing else; {whole} of {len(wanted)} letters are whole in one group")
    same = sum(len({words(given.texts[i]) for i in group}) == 1 for group in there)
    print(f"  there already: {len(there)} groups of {sum(map(len, there))} texts, {same} of them word for word")
    added = [(i, part) for group in pure for each in [letter({f"{i:09}": given.texts[i] for i in group})] for i, part in each.parts.items()]
    own = sum(bool(part.own) for _, part in added)
    print(f"  of the planted texts {own} have words of their own (a changed word is one)")


def bench_time(sizes: Sequence[int], seed: int) -> None:
    """Seconds and memory for more and more texts, a tenth of them letters."""
    print("\nTime for invented texts, a tenth of them letters sent together")
    before = (0, 0.0)
    for size in sizes:
        chance = random.Random(seed)
        count = max(1, size // 10 // EVERY)
        given = planted([said(chance, chance.randint(1, 6)) for _ in range(size - count * EVERY)], count, chance)
        clock, cpu = time.perf_counter(), time.process_time()
        groups = sent_together(given.texts)
        wall, took = time.perf_counter() - clock, time.process_time() - cpu
        ratio = f", {took / before[1]:.2f} times the CPU for {size / before[0]:.2f} times as many" if before[0] else ""
        many = sum(len(t.split()) for t in given.texts) / size
        print(f"  {size:7} texts, {many:.0f} words each: {wall:6.1f} s (CPU {took:.1f}), {len(groups)} groups{ratio}")
        before = (size, took)


def bench_memory(size: int, seed: int) -> None:
    """The most memory held above the texts themselves, in a run of its own: to trace it makes it slow."""
    chance = random.Random(seed)
    given = planted([said(chance, chance.randint(1, 6)) for _ in range(size)], size // 200, chance)
    words("warm")
    tracemalloc.start()
    sent_together(given.texts)
    print(f"  most memory held for {len(given.texts)} texts: {tracemalloc.get_traced_memory()[1] / 1e6:.0f} MB")
    tracemalloc.stop()


def bench_peers(size: int, seed: int) -> None:
    """Against what one would type otherwise, on few texts: each compares every text with every other."""
    from sklearn.feature_extraction.text import HashingVectorizer
    from sklearn.neighbors import NearestNeighbors

    chance = random.Random(seed)
    given = planted([said(chance, chance.randint(1, 4)) for _ in range(size - 10 * EVERY)], 10, chance)
    right = pairs([[i for i, of in enumerate(given.made_from) if of == each] for each in range(10)])

    def by_difflib() -> set[tuple[int, int]]:
        matcher, found = difflib.SequenceMatcher(autojunk=False), set()
        for b, text in enumerate(given.texts):
            matcher.set_seq2(text.split())
            for a in range(b):
                matcher.set_seq1(given.texts[a].split())
                if matcher.real_quick_ratio() >= 0.6 and matcher.quick_ratio() >= 0.6 and matcher.ratio() >= 0.6:
                    found.add((a, b))
        return found

    def by_scikit_learn() -> set[tuple[int, int]]:
        shingles = HashingVectorizer(analyzer="char_wb", ngram_range=(5, 5), n_features=2**18, norm="l2").fit_transform(given.texts)
        near = NearestNeighbors(radius=0.4, metric="cosine").fit(shingles).radius_neighbors(return_distance=False)
        return {(min(i, int(j)), max(i, int(j))) for i, others in enumerate(near) for j in others}

    print(f"\nPeers, {size} texts with 10 letters planted: seconds, precision and recall of pairs")
    for name, act in (
        ("copro_text", lambda: pairs(sent_together(given.texts))),
        ("difflib, words, ratio 0.6", by_difflib),
        ("scikit-learn, hashed shingles, cosine 0.6", by_scikit_learn),
    ):
        clock = time.perf_counter()
        found = act()
        took = time.perf_counter() - clock
        print(f"  {name:42} {took:7.2f} s  {len(found & right) / max(1, len(found)):.3f}  {len(found & right) / len(right):.3f}")


def main() -> None:
    """Run everything."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--into", nargs=2, metavar=("FILE", "COLUMN"), action="append", default=[])
    asked.add_argument("--first", type=int, default=5_000)
    asked.add_argument("--sizes", type=int, nargs="*", default=[25_000, 50_000, 100_000])
    asked.add_argument("--peers", type=int, default=1_500)
    asked.add_argument("--seed", type=int, default=7)
    given = asked.parse_args()
    chance = random.Random(given.seed)
    quality("invented texts", planted([said(chance, chance.randint(1, 4)) for _ in range(2_000)], 40, chance))
    csv.field_size_limit(2**30)
    for file, column in given.into:
        with open(file, encoding="utf-8-sig", errors="replace", newline="") as lines:
            texts = [text for row in csv.DictReader(lines) if (text := (row.get(column) or "").strip())][: given.first]
        quality(f"planted into column {column!r}", planted(texts, 40, random.Random(given.seed)))
    bench_peers(given.peers, given.seed)
    bench_time(given.sizes, given.seed)
    bench_memory(min(10_000, *given.sizes), given.seed)


if __name__ == "__main__":
    main()
