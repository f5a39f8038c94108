"""Simulated people who read labels and get some of them wrong, and what figures of agreement would then be with endless passages.

No real person's reading is in it.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from copro_text.agreement import Cells, Codings, percent
from copro_text.agreement.codings import MISSING, Floats, Ints

ERRORS = (0.05, 0.15, 0.30)
"""How often each of three simulated people gets a label wrong."""

UNREAD = 0.2
"""Of how many passages each reads nothing."""


def people_reading(gold: Ints, answers: int, chance: np.random.Generator) -> Cells:
    """Three people who get labels wrong at their own rates, any other label being as likely, and leave some unread."""
    wrong = (gold[:, None] + chance.integers(1, answers, (len(gold), 3))) % answers
    values = np.where(chance.random(wrong.shape) < np.array(ERRORS), wrong, gold[:, None])
    return Cells(np.where(chance.random(wrong.shape) < UNREAD, MISSING, values).astype(np.int64), answers)


def reading(answers: int) -> list[Floats]:
    """For each person, how often they give which answer where which is right."""
    return [np.eye(answers) * (1 - e) + (1 - np.eye(answers)) * e / (answers - 1) for e in ERRORS]


def put_in(share: Floats, reads: list[Floats]) -> dict[str, float]:
    """What each coefficient would be with endless passages, from how often each answer is right and how people read."""
    answers = len(share)
    same = [float((share[:, None] * one * other).sum()) for one, other in combinations(reads, 2)]
    by_chance = [float((share @ one) @ (share @ other)) for one, other in combinations(reads, 2)]
    together, agreed = np.mean([share @ one for one in reads], axis=0), float(np.mean(same))
    pooled, guessed = float((together**2).sum()), float((together * (1 - together)).sum()) / (answers - 1)
    return {
        "percent agreement": agreed,
        "Cohen's kappa": float(np.mean([(s - c) / (1 - c) for s, c in zip(same, by_chance, strict=True)])),
        "Fleiss' kappa": (agreed - pooled) / (1 - pooled),
        "Krippendorff's alpha": (agreed - pooled) / (1 - pooled),
        "Gwet's AC1": (agreed - guessed) / (1 - guessed),
    }


def errors_found(cells: Cells) -> list[float]:
    """The three rates of error worked back from how often each two people agree, without looking at the labels."""
    answers = cells.answers
    pairs = {pair: float(percent(Cells(cells.values[:, pair], answers))[0]) for pair in ((0, 1), (0, 2), (1, 2))}
    # With errors spread evenly, agreement less 1 / answers is the product of two people's own parts, times what is left of 1.
    own = {pair: (agreed - 1 / answers) / (1 - 1 / answers) for pair, agreed in pairs.items()}
    first = np.sqrt(own[0, 1] * own[0, 2] / own[1, 2])
    return [(1 - part) * (answers - 1) / answers for part in (first, own[0, 1] / first, own[0, 2] / first)]


def coded(cells: Cells, called: Floats) -> Codings:
    """The same as people would have put it: one code each."""
    read = cells.values != MISSING
    put = (cells.values[:, :, None] == np.arange(len(called))) & read[:, :, None]
    return Codings(tuple(map(str, range(len(read)))), ("Maya", "Tom", "Ines"), tuple(map(str, called)), read, put)
