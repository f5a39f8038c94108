"""Words alike: what several texts have in common word for word, and which words are each one's own.

Words are compared in small letters and without punctuation; every number reads as any other. Pure functions on plain texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from copro_text.corpus import Span

LEAST = 8  # words: what is shorter, such as "No, nothing at all", many people say by themselves
RUN = 4  # words in a row that two texts must have in common to be the same words
STRAY = 6  # words: a shorter run in the middle of somebody's own words is a turn of phrase

Words = tuple[str, ...]
Block = tuple[int, int, int]
"""Words that two texts share: the first word's number in the letter, its number in the other text, how many words."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+(?:['’][^\W_]+)*")  # where a script has no spaces each character is a word
_NUMBER = re.compile(r"\d+")


def words(text: str) -> Words:
    """The words of a text as they are compared."""
    return tuple(map(_compared, _WORD.findall(text)))


@lru_cache(maxsize=200_000)
def _compared(word: str) -> str:
    return _NUMBER.sub("0", word.casefold().replace("’", "'"))


def spans(text: str) -> tuple[Span, ...]:
    """Where the words of a text stand, in code points: one for each of `words`."""
    return tuple(found.span() for found in _WORD.finditer(text))


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a letter.

    Attributes
    ----------
    shared
        Which of its words are the letter's.
    own
        Where its own words stand, in code points: everything else that is a word, with the punctuation beside it.
    at
        Where its words stand.
    """

    shared: tuple[Block, ...]
    own: tuple[Span, ...]
    at: tuple[Span, ...]

    def has(self, span: Span) -> frozenset[int]:
        """The words of the letter (by their numbers) that stand in a span of this text."""
        inside = {i for i, (start, end) in enumerate(self.at) if span[0] <= start and end <= span[1]}
        return frozenset(there + n for there, here, many in self.shared for n in range(many) if here + n in inside)

    def where(self, numbers: Collection[int], text: str) -> tuple[Span, ...]:
        """Where words of the letter stand in this text, with the punctuation beside them; words that follow each other in one span."""
        found = sorted(here + n for there, here, many in self.shared for n in range(many) if there + n in numbers)
        return tuple(_with_marks(text, self.at, first, last) for first, last in _runs(found))

    def added(self, least: int) -> tuple[Span, ...]:
        """Where at least so many of its own words stand together."""
        return tuple(span for span in self.own if sum(span[0] <= start and end <= span[1] for start, end in self.at) >= least)


@dataclass(frozen=True, slots=True)
class Letter:
    """What several texts have in common.

    Attributes
    ----------
    template
        The text that has most of what they share and least of its own; by the key it was given under.
    parts
        Each text, by its key.
    same
        Which texts are the template word for word.
    """

    template: str
    parts: Mapping[str, Part]
    same: frozenset[str]


def letter(texts: Mapping[str, str]) -> Letter:
    """What texts have in common; at least one is needed. The order in which they come makes no difference."""
    said = {key: words(text) for key, text in texts.items()}
    many = Counter(said.values())
    model = template(many)
    first = min(key for key, its in said.items() if its == model)
    found = {its: blocks(model, its) for its in many}
    kept = _kept(model, many, found)
    parts = {}
    for key, text in texts.items():
        own_blocks = tuple(_within(found[said[key]], kept))
        at = spans(text)
        parts[key] = Part(own_blocks, _own(text, at, own_blocks), at)
    return Letter(first, parts, frozenset(key for key, its in said.items() if its == model))


def template(many: Mapping[Words, int]) -> Words:
    """Of texts (and how often each was sent), the one with most of what more than half have, and least else."""
    total = sum(many.values())
    if len(many) <= 2:
        return min(many, key=lambda its: (-many[its], len(its), its))
    common: Counter[Words] = Counter()
    for its, often in many.items():
        for run in set(runs(its)):
            common[run] += often
    return max(many, key=lambda its: (sum(2 * common[run] - total for run in set(runs(its))), many[its], -len(its), its))


def runs(its: Sequence[str]) -> Iterator[Words]:
    """Every `RUN` words in a row."""
    return (tuple(its[i : i + RUN]) for i in range(len(its) - RUN + 1))


def blocks(model: Words, other: Words) -> list[Block]:
    """The words of `other` that are `model`'s, also where they were moved; each word of `other` counts once."""
    if model == other:
        return [(0, 0, len(other))]
    places: dict[Words, list[int]] = {}
    for i, run in enumerate(runs(model)):
        places.setdefault(run, []).append(i)
    found: list[list[int]] = []
    _begin(found, model, other)
    for i, run in enumerate(runs(other)):
        if not (there := places.get(run)):
            continue
        last = found[-1] if found else [0, 0, 0]
        end = last[1] + last[2]
        if i < end and last[0] - last[1] + i in there:
            last[2] = max(last[2], i + RUN - last[1])
        elif i >= end:
            found.append([_nearest(there, last, i), i, RUN])
    _grow(found, model, other)
    _finish(found, model, other)
    return list(_without_strays([(a, b, n) for a, b, n in found], len(other)))


def _nearest(there: Sequence[int], last: Sequence[int], i: int) -> int:
    """Of the places where words stand in the model, the one that goes on where the block before left off, else the first."""
    wanted = last[0] - last[1] + i
    return wanted if wanted in there else next((place for place in there if place >= last[0] + last[2]), there[0])


def _begin(found: list[list[int]], model: Words, other: Words) -> None:
    """How both begin: fewer than `RUN` words are enough there, when one was changed."""
    same = 0
    while same < min(len(model), len(other)) and model[same] == other[same]:
        same += 1
    if same:
        found.append([0, 0, same])


def _finish(found: list[list[int]], model: Words, other: Words) -> None:
    """How both end, likewise."""
    end = found[-1][1] + found[-1][2] if found else 0
    same = 0
    while same < min(len(model), len(other) - end) and model[-1 - same] == other[-1 - same]:
        same += 1
    if same:
        found.append([len(model) - same, len(other) - same, same])


def _grow(found: list[list[int]], model: Words, other: Words) -> None:
    """Blocks backwards over words that no block has: a run that began inside the block before was not begun again."""
    end = 0
    for block in found:
        while block[1] > end and block[0] > 0 and model[block[0] - 1] == other[block[1] - 1]:
            block[0], block[1], block[2] = block[0] - 1, block[1] - 1, block[2] + 1
        end = block[1] + block[2]


def _without_strays(found: Sequence[Block], length: int) -> Iterator[Block]:
    """Blocks, without short ones in somebody's own words: those that do not stand where they would after a word was changed."""
    for i, (there, here, many) in enumerate(found):
        beside = [*found[max(0, i - 1) : i], *found[i + 1 : i + 2]]
        in_place = any(b[0] - b[1] == there - here for b in beside) or (here == 0 == there) or (here + many == length and i == len(found) - 1)
        if many >= STRAY or in_place:
            yield (there, here, many)


def _kept(model: Words, many: Mapping[Words, int], found: Mapping[Words, Sequence[Block]]) -> set[int]:
    """Which words of the model are the letter's: all when it was sent as it is twice, else those that half of the others have."""
    if many[model] > 1 or len(many) == 1:
        return set(range(len(model)))
    have: Counter[int] = Counter()
    for its, its_blocks in found.items():
        if its != model:
            for i in {there + n for there, _, length in its_blocks for n in range(length)}:
                have[i] += many[its]
    others = sum(many.values()) - 1
    return {i for i, often in have.items() if 2 * often >= others}


def _within(found: Iterable[Block], kept: Collection[int]) -> Iterator[Block]:
    """Blocks, as far as they are of words that are kept."""
    for there, here, many in found:
        for first, last in _runs([there + n for n in range(many) if there + n in kept]):
            yield (first, here + first - there, last - first + 1)


def _own(text: str, at: Sequence[Span], shared: Iterable[Block]) -> tuple[Span, ...]:
    theirs = {here + n for _, here, many in shared for n in range(many)}
    return tuple(_with_marks(text, at, first, last) for first, last in _runs([i for i in range(len(at)) if i not in theirs]))


def _with_marks(text: str, at: Sequence[Span], first: int, last: int) -> Span:
    """Where words stand, with the punctuation that touches them and belongs to no word beside."""
    start, end = at[first][0], at[last][1]
    before = at[first - 1][1] if first else 0
    after = at[last + 1][0] if last + 1 < len(at) else len(text)
    while start > before and not text[start - 1].isspace():
        start -= 1
    while end < after and not text[end].isspace():
        end += 1
    return (start, end)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers in order, as (first, last) of those that follow each other."""
    found: list[tuple[int, int]] = []
    for i in numbers:
        if found and i == found[-1][1] + 1:
            found[-1] = (found[-1][0], i)
        else:
            found.append((i, i))
    return found
