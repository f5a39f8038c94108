"""What people's placings suggest for the rest. The sorter learns from people and never speaks for them: it may abstain, and often does.

With under 8 examples of a code the text's likeness to them decides, from 8 on a logistic regression of its own for each code, so that one
text may be suggested to several (or to none).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copro_text.clusters.communities import Vectors, centred
from copro_text.clusters.threads import calm

ENOUGH = 8  # examples of a code from which it is learned, not only compared
AT_LEAST = 0.5  # probability under which nothing is suggested
ODD = 0.2  # share of a code's own examples that lie farther off than what is suggested by likeness
ALONE = 0.4  # cosine that is asked for where a code has one example
FOLDS = 5
FEW = 30  # tried suggestions under which nobody can say how often they are right
SURE, FAIRLY, NOT_SURE, UNTRIED = "sure", "fairly sure", "not sure", "a guess from few examples"


@dataclass(frozen=True, slots=True)
class Suggested:
    """One code for one text: how strongly, from 0 to 1, and how sure in words."""

    code: str
    strength: float
    sure: str


def learned(vectors: NDArray[Any], placed: Mapping[int, Collection[str]], refused: Iterable[tuple[int, str]] = ()) -> list[tuple[Suggested, ...]]:
    """Codes for each text by what people placed; nothing for those that they placed themselves.

    Parameters
    ----------
    vectors
        (n, n_dims), of all texts.
    placed
        Number of a text -> the codes that people put it with.
    refused
        (number of a text, code) that people said do not go together.

    Returns
    -------
    For each text the codes suggested, strongest first; `()` = nowhere.
    """
    known = {row: frozenset(codes) for row, codes in sorted(placed.items()) if codes}
    if not known:
        return [()] * len(vectors)
    rows, no = centred(np.asarray(vectors, dtype=np.float64)), set(refused)
    with calm(0):
        bands = _bands(rows, known, no)
        found = _suggest(rows, known, no, [row for row in range(len(rows)) if row not in known])
    out: list[tuple[Suggested, ...]] = [()] * len(rows)
    for row, codes in found.items():
        ranked = sorted(((code, s) for code, s in codes.items() if (row, code) not in no), key=lambda pair: (-pair[1], pair[0]))
        out[row] = tuple(Suggested(code, round(strength, 3), _said(strength, bands)) for code, strength in ranked)
    return out


def _suggest(
    rows: Vectors, known: Mapping[int, frozenset[str]], no: Collection[tuple[int, str]], asked: Sequence[int]
) -> dict[int, dict[str, float]]:
    """For each text that is asked about, the codes that it is put to and how strongly."""
    codes = sorted(set().union(*known.values()))
    examples = {code: np.array([row for row, put in known.items() if code in put]) for code in codes}
    like = np.stack([_likeness(rows[asked], rows[examples[code]]) for code in codes], axis=1)
    found: dict[int, dict[str, float]] = {row: {} for row in asked}
    for at, code in enumerate(codes):
        if len(examples[code]) >= ENOUGH and (strength := _regressed(rows, code, known, no, asked)) is not None:
            put = strength >= AT_LEAST
        else:
            nearest = like[:, at] >= np.delete(like, at, axis=1).max(axis=1, initial=-1.0)
            strength = np.clip(like[:, at], 0.0, 1.0)
            put = nearest & (like[:, at] >= _usual(rows[examples[code]]))
        for place in map(int, np.flatnonzero(put)):
            found[asked[place]][code] = float(np.round(strength[place], 6))
    return found


def _likeness(rows: Vectors, examples: Vectors) -> Vectors:
    """Cosine to the middle of a code's examples (n,)."""
    middle = examples.mean(axis=0)
    return np.asarray(np.round(rows @ (middle / max(float(np.linalg.norm(middle)), 1e-9)), 9))


def _usual(examples: Vectors) -> float:
    """How like the others of its code most examples are: each is compared with the rest."""
    if len(examples) < 2:
        return ALONE
    each = [float(_likeness(examples[[i]], np.delete(examples, i, axis=0))[0]) for i in range(len(examples))]
    few = 1 / len(examples)  # the fewer there are, the less is known of how they vary
    return (1 - few) * float(np.quantile(each, ODD)) + few * ALONE


def _regressed(
    rows: Vectors, code: str, known: Mapping[int, frozenset[str]], no: Collection[tuple[int, str]], asked: Sequence[int]
) -> Vectors | None:
    """Probability (n_asked,) of one code by logistic regression; None where there is nothing that it is not."""
    from sklearn.linear_model import LogisticRegression

    against = {row for row, refused in no if refused == code}
    told = sorted({*known, *against})
    yes = np.array([code in known.get(row, ()) and row not in against for row in told])
    if yes.all() or not yes.any():
        return None
    regression = LogisticRegression(C=10.0, class_weight="balanced", max_iter=500, tol=1e-6).fit(rows[told], yes)
    return np.asarray(np.round(regression.predict_proba(rows[list(asked)])[:, 1], 6))


def _bands(rows: Vectors, known: Mapping[int, frozenset[str]], no: Collection[tuple[int, str]]) -> list[tuple[float, float]]:
    """(strength from which, share that was right), strongest first: what people placed, told by what else they placed.

    Empty where too few could be tried.
    """
    order = list(known)
    tried: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        asked = order[fold::FOLDS]
        rest = {row: codes for row, codes in known.items() if row not in set(asked)}
        if rest and asked:
            found = _suggest(rows, rest, {pair for pair in no if pair[0] not in asked}, asked)
            tried += [(strength, code in known[row]) for row, codes in found.items() for code, strength in codes.items()]
    if len(tried) < FEW:
        return []
    tried.sort(reverse=True)
    size = max(FEW // 3, len(tried) // 10)
    cuts = [tried[at : at + size] for at in range(0, len(tried), size)]
    return [(cut[-1][0], sum(right for _, right in cut) / len(cut)) for cut in cuts]


def _said(strength: float, bands: Sequence[tuple[float, float]]) -> str:
    """How sure, by how often suggestions as strong as this one were right of what people had placed."""
    if not bands:
        return UNTRIED
    share = next((share for least, share in bands if strength >= least), bands[-1][1])
    return SURE if share >= 0.85 else FAIRLY if share >= 0.6 else NOT_SURE


def to_read_next(
    vectors: NDArray[Any],
    unread: Sequence[int],
    suggested: Sequence[tuple[Suggested, ...]],
    unheard: Collection[int],
    n: int,
) -> list[tuple[int, str, tuple[str, ...]]]:
    """(number of a text, why, codes that it is about) of what is worth reading next, three ways in turns.

    "voices": someone nobody has heard yet, the most unlike what was chosen before; "between": two codes lie nearly as near; "many": it says
    it like many that nobody has read. Nothing is left out by it: it is an order, and what it does not name stays where it is.
    """
    waiting = list(unread)
    if not waiting:
        return []
    rows = centred(np.asarray(vectors, dtype=np.float64))
    middle = rows[waiting].mean(axis=0)
    common = {row: float(np.round(rows[row] @ middle, 9)) for row in waiting}
    chosen: list[tuple[int, str, tuple[str, ...]]] = []
    worth: dict[str, Callable[[int], float | None]] = {
        "between": lambda row: _torn(suggested[row]),
        "many": lambda row: common[row],
        "voices": lambda row: 1.0 if row in unheard else None,
    }
    while waiting and len(chosen) < n:
        before = len(chosen)
        for why, weigh in worth.items():
            likely = [(row, w) for row in waiting if (w := weigh(row)) is not None]
            if not likely or len(chosen) >= n:
                continue
            near = {row: max((float(np.round(rows[row] @ rows[other], 9)) for other, *_ in chosen), default=0.0) for row, _ in likely}
            best = min(likely, key=lambda pair: (-(pair[1] - near[pair[0]]), pair[0]))[0]
            chosen.append((best, why, tuple(s.code for s in suggested[best][:2])))
            waiting.remove(best)
        if len(chosen) == before:
            break
    return chosen


def _torn(codes: tuple[Suggested, ...]) -> float | None:
    """1 where two codes are as strong as each other or one is as likely as not; None where nothing is suggested."""
    if not codes:
        return None
    second = codes[1].strength if len(codes) > 1 else AT_LEAST
    return 1 - abs(codes[0].strength - second)
