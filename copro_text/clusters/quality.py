"""What is to be said of a pile as a whole: whether it comes back when some texts are left out, and whether it is one of language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copro_text.clusters.communities import Labels, Vectors, centred, communities
from copro_text.clusters.repeats import distinct
from copro_text.clusters.replies import with_answered
from copro_text.clusters.threads import calm
from copro_text.clusters.words import STOP, words

MOST_TRIED = 1500  # different texts: sorting more of them ten times over takes longer than people wait
LEAST_WORDS = 30  # fewer say nothing of a language
LEAST_IN_A_TEXT = 8  # of one text: of English comments with so many words 0.1 to 0.3 per cent are taken for another language
# Share of English words that carry no topic: about half in English sentences, 0.17 in lists of key words, below 0.1 in French, German or Welsh.
OTHER_LANGUAGE = 0.12
HOLDS, LOOSE, FRAGILE = "comes back", "comes back in part", "may well fall apart"


def stability(
    texts: Sequence[str],
    vectors: NDArray[Any],
    assignment: Sequence[int | None],
    *,
    seed: int = 7,
    level: str | int = "usual",
    rounds: int = 10,
    replies: Sequence[int | None] | None = None,
) -> tuple[str, ...]:
    """For each pile, in words, whether it comes back when a fifth of the texts are left out.

    In each round the pile's best match among the new piles is looked for, by the Jaccard index; the mean over rounds decides: from 0.75 it
    holds, below 0.6 it may fall apart (Hennig 2007, Computational Statistics & Data Analysis 52, pp. 258-271, section 5). It says
    nothing about whether a pile makes sense to people. Give it the `replies` that the piles were made with.

    Returns
    -------
    One of `HOLDS`, `LOOSE`, `FRAGILE` for each pile from 0; "" for each where there are more than `MOST_TRIED` different texts.
    """
    count = max((number + 1 for number in assignment if number is not None), default=0)
    if not count:
        return ()
    given = np.asarray(vectors, dtype=np.float64)
    chosen, stands = distinct(texts, given)
    if len(chosen) > MOST_TRIED:
        return ("",) * count
    before = np.array([-1 if (pile := assignment[i]) is None else pile for i in chosen])
    with calm(len(texts)):
        means = _means(centred(with_answered(given[chosen], stands, replies)), before, count, seed, level, rounds)
    return tuple(_said(mean) for mean in means)


def _means(rows: Vectors, before: Labels, count: int, seed: int, level: str | int, rounds: int) -> Vectors:
    """Mean Jaccard index (n_piles,), 0 to 1; a pile none of whose texts were drawn in a round is left out of that round."""
    draw = np.random.RandomState(seed % 2**32)
    found = np.full((rounds, count), np.nan)
    for number in range(rounds):
        kept = np.sort(draw.choice(len(rows), size=max(1, round(len(rows) * 0.8)), replace=False))
        after = communities(rows[kept], seed=int(draw.randint(2**31 - 1)), level=level)
        for pile in set(before[kept]) - {-1}:
            found[number, pile] = _best_match(before[kept] == pile, after)
    seen = ~np.isnan(found)
    return np.asarray(np.where(seen, found, 0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1))


def _best_match(pile: NDArray[np.bool_], after: NDArray[np.int64]) -> float:
    others = [after == number for number in range(int(after.max(initial=-1)) + 1)]
    return max((float((pile & other).sum() / (pile | other).sum()) for other in others), default=0.0)


def _said(mean: float) -> str:
    return HOLDS if mean >= 0.75 else LOOSE if mean >= 0.6 else FRAGILE


def in_other_languages(texts: Sequence[str]) -> int:
    """How many texts are hardly English, of those long enough to tell; 0 where they are no more than come about by chance."""
    long = [found for text in texts if len(found := words(text)) >= LEAST_IN_A_TEXT]
    other = sum(sum(word in STOP for word in found) / len(found) < OTHER_LANGUAGE for found in long)
    return other if other >= max(3, 0.02 * len(long)) else 0


def by_language(texts: Sequence[str], assignment: Sequence[int | None]) -> tuple[bool, ...]:
    """For each pile, whether its texts are hardly English while others are: then they may be together for their language.

    Told by the share of English words that carry no topic ("the", "of", "was"), so it needs some words, and cannot tell other languages apart.
    """
    piles: dict[int | None, list[bool]] = defaultdict(list)
    for text, pile in zip(texts, assignment, strict=True):
        piles[pile] += [word in STOP for word in words(text)]
    shares = {pile: sum(found) / len(found) for pile, found in piles.items() if len(found) >= LEAST_WORDS}
    some_english = any(share >= OTHER_LANGUAGE for share in shares.values())
    count = max((number + 1 for number in assignment if number is not None), default=0)
    return tuple(some_english and shares.get(number, 1.0) < OTHER_LANGUAGE for number in range(count))
