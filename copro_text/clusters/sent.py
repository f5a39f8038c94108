"""Sent together: which texts are so much alike that people may have sent one letter, word for word or with words of their own.

Every four words in a row are a number; of each text those are kept that are least among three neighbours, so that two texts
with six words in a row in common have one of them in common (winnowing: S. Schleimer, D. Wilkerson, A. Aiken, SIGMOD 2003,
pp. 76-85). Texts that stand beside each other under such a number are compared word by word; nothing is decided here.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from copro_text.alike import LEAST, RUN, Words, template, words

LONG = 10  # words: shorter texts must be the same, or "it helped" would swallow "it never helped"
ALIKE = 0.85  # of the words of two texts, in the same order: one letter with a few words changed
IN_A_ROW = 8  # words: shorter runs in common are turns of phrase
ENOUGH = 20  # words in such runs: a letter, whatever else is in the texts
SOME = 15  # words in such runs, when they are at least half of the shorter text; or all of it, when it has fewer
_BRIEF = 20  # words: of shorter texts every number is kept, so that one changed word in the middle hides none
_MOST = 256  # numbers kept of one text, so that a very long one takes no more memory
_NEIGHBOURS = 2
_BLOCK = 2_000  # texts shingled at a time
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], dtype=np.uint64)

U64 = NDArray[np.uint64]
Ints = NDArray[np.int64]
Progress = Callable[[int, int | None], None]


def sent_together(texts: Sequence[str], progress: Progress | None = None) -> list[tuple[int, ...]]:
    """Groups of texts that may be one letter: numbers of texts, each in at most one group, at least two in each.

    The order in which the texts come makes no difference to who is with whom. Time grows with the number of words.
    """
    tell = progress or (lambda _done, _total: None)
    total = 2 * len(texts)
    copies: dict[bytes, list[int]] = defaultdict(list)
    coded: dict[bytes, str] = {}
    for i, text in enumerate(texts):
        if len(its := words(text)) >= LEAST:
            key = hashlib.blake2b(" ".join(its).encode("utf-8", "surrogatepass"), digest_size=16).digest()
            copies[key].append(i)
            if key not in coded:
                coded[key] = _coded(its)
        if not i % 1_000:
            tell(i, total)
    keys = sorted(key for key in coded if len(coded[key]) >= LONG)
    codes = [coded[key] for key in keys]
    groups = [[keys[i] for i in group] for group in _near(codes, [len(copies[key]) for key in keys], lambda n: tell(len(texts) + n, total))]
    inside = {key for group in groups for key in group}
    groups += [[key] for key in copies if key not in inside and len(copies[key]) > 1]
    tell(total, total)
    return sorted(tuple(sorted(i for key in group for i in copies[key])) for group in groups)


@lru_cache(maxsize=500_000)
def _code(word: str) -> str:
    """A character for a word: two different words rarely have the same, and texts are compared many at once by it."""
    number = zlib.crc32(word.encode("utf-8", "surrogatepass")) % 0x10F000
    return chr(number if number < 0xD800 else number + 0x800)


def _coded(its: Words) -> str:
    return "".join(map(_code, its))


def _near(codes: Sequence[str], often: Sequence[int], tell: Callable[[int], None]) -> list[list[int]]:
    """Groups of different texts: each is alike to the one that stands for its group."""
    groups: list[list[int]] = []
    parts = _linked(codes, range(len(codes)), _beside(codes, often, tell))
    while parts:
        part, pairs = parts.pop()
        model = _model(part, codes, often)
        group = [i for i in part if i == model or is_alike(codes[i], codes[model])]
        groups += [group] if len(group) > 1 else []
        left = sorted(set(part) - set(group))
        parts += _linked(codes, left, _among(pairs, left)) if len(left) > 1 else []
    return groups


def _model(part: Sequence[int], codes: Sequence[str], often: Sequence[int]) -> int:
    """Which of several texts stands for them."""
    by = {tuple(codes[i]): i for i in part}
    return by[template({its: often[i] for its, i in by.items()})]


def _linked(codes: Sequence[str], among: Sequence[int], pairs: Ints) -> list[tuple[list[int], Ints]]:
    """Texts that are alike, also by way of others, at least two in each part, and the pairs in it; what is linked is not compared again."""
    up = {i: i for i in among}

    def top(i: int) -> int:
        while up[i] != i:
            up[i] = up[up[i]]
            i = up[i]
        return i

    for a, b in pairs.tolist():
        one, two = top(a), top(b)
        if one != two and is_alike(codes[a], codes[b]):
            up[max(one, two)] = min(one, two)
    parts: dict[int, list[int]] = defaultdict(list)
    for i in among:
        parts[top(i)].append(i)
    of = np.array([[top(a), top(b)] for a, b in pairs.tolist()], dtype=np.int64).reshape(-1, 2)
    inside = np.flatnonzero(of[:, 0] == of[:, 1])
    inside = inside[np.argsort(of[inside, 0], kind="stable")]
    first = np.searchsorted(of[inside, 0], list(parts))
    last = np.searchsorted(of[inside, 0], list(parts), side="right")
    return [(part, pairs[inside[a:b]]) for part, a, b in zip(parts.values(), first, last, strict=True) if len(part) > 1]


def _among(pairs: Ints, some: Sequence[int]) -> Ints:
    return pairs[np.isin(pairs, some).all(axis=1)]


def is_alike(a: str, b: str) -> bool:
    """Whether two texts, a character a word, may be one letter: nearly the same, or long runs of words in common."""
    short, long = sorted((a, b), key=len)
    in_order = LCSseq.similarity(short, long)
    if 2 * in_order >= ALIKE * (len(a) + len(b)):
        return True
    if in_order < min(SOME, len(short)):
        return False  # words that were moved, and nothing else, are seldom a letter
    same = _in_rows(short, long)
    return same >= ENOUGH or (same >= SOME and 2 * same >= len(short)) or same == len(short)


def _in_rows(short: str, long: str) -> int:
    """How many words of one text stand in runs of at least `IN_A_ROW` that the other has too."""
    there = {long[i : i + IN_A_ROW] for i in range(len(long) - IN_A_ROW + 1)}
    same = end = 0
    for i in range(len(short) - IN_A_ROW + 1):
        if short[i : i + IN_A_ROW] in there:
            same += i + IN_A_ROW - max(i, end)
            end = i + IN_A_ROW
    return same


def _beside(codes: Sequence[str], often: Sequence[int], tell: Callable[[int], None]) -> Ints:
    """Pairs of texts to compare, those with most in common first (n_pairs, 2): a few for each text under each number, not all with all."""
    numbers: list[U64] = []
    whose: list[Ints] = []
    least: list[U64] = []
    for first in range(0, len(codes), _BLOCK):
        for i, its in enumerate(_numbers(codes[first : first + _BLOCK]), start=first):
            numbers.append(its)
            whose.append(np.full(len(its), i, dtype=np.int64))
            least.append(its[:1])
        tell(first // 2)
    if not numbers:
        return np.empty((0, 2), dtype=np.int64)
    number, text = np.concatenate(numbers), np.concatenate(whose)
    rank = np.lexsort((-np.array(often), np.array([len(code) for code in codes]))).argsort()
    found = [*_neighbours(number, text, np.concatenate(least)), *_with_first(number, text, rank)]
    pair, shared = np.unique(np.concatenate([np.minimum(a, b) * len(codes) + np.maximum(a, b) for a, b in found]), return_counts=True)
    pair = pair[np.argsort(-shared, kind="stable")]
    return np.stack([pair // len(codes), pair % len(codes)], axis=1)


def _neighbours(number: U64, text: Ints, least: U64) -> Iterator[tuple[Ints, Ints]]:
    """Texts that follow each other under a number, those beside each other that have the same least number."""
    order = np.lexsort((text, least[text], number))
    number, text = number[order], text[order]
    for step in range(1, _NEIGHBOURS + 1):
        same = number[:-step] == number[step:]
        yield text[:-step][same], text[step:][same]


def _with_first(number: U64, text: Ints, rank: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Each text with the first by rank under the same number: the shortest may be a letter as it is, that others sent with much of their own."""
    order = np.lexsort((rank[text], number))
    number, text = number[order], text[order]
    starts = np.flatnonzero(np.r_[True, number[1:] != number[:-1]])
    first = np.repeat(text[starts], np.diff(np.r_[starts, len(text)]))
    other = first != text
    yield first[other], text[other]


def _numbers(codes: Sequence[str]) -> Iterable[U64]:
    """For each text the numbers that are kept of it, in order, each once; texts of fewer than `RUN` words are not given."""
    letters = np.frombuffer("".join(codes).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    shingles = len(letters) - RUN + 1
    mixed = np.zeros(shingles, dtype=np.uint64)
    for k in range(RUN):
        mixed = (mixed ^ (letters[k : k + shingles] + np.uint64(1)) * _MIX[k]) * _MIX[(k + 1) % RUN]
        mixed ^= mixed >> np.uint64(29)
    at = 0
    for length in map(len, codes):
        own = mixed[at : at + length - RUN + 1]
        least = own if length < _BRIEF else np.minimum(np.minimum(own[:-2], own[1:-1]), own[2:])
        yield np.unique(least)[:_MOST]
        at += length
