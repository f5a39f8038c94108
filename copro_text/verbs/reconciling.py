"""Reconciling: whether the counts in an output are those of the study, in whatever words the program said them then.

The program's own sentences change from version to version, and an output that was right when it was written stays right. So what is
held to the study is the numbers: a line that says the same numbers in other words is so; one that says other numbers in the same words is not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from copro_text.writers.back import Written, tight
from copro_text.writers.pictures import without

SAME_WORDS, LIKE = 95, 62  # of 100: so alike are the words of two lines that say one thing, and those that may be about one thing
MOST_LINES = 6  # lines of a page of a PDF that one sentence goes over
_NO_COUNTS = re.compile(
    r"\b[0-9a-f]{10}\b|\b[0-9a-f]{8}\b|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b"
)
_SELF = re.compile(r"\([0-9a-f]{12}\)|^DRAFT|Cite it as:")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_MARK = re.compile(r"\b[0-9a-f]{10}\b|\b[0-9a-f]{8}\b")  # and short ids, by which the rows of a table are told apart
_ONE = {"is": "are", "was": "were", "has": "have", "person": "people", "its": "their", "it": "they"}
"""Words that go with one, and those that go with several: they change with the number, and are no other words."""


@dataclass(frozen=True)
class Reconciled:
    """What became of the lines with a count.

    Attributes
    ----------
    so
        How many stand there word for word.
    otherwise
        How many stand there in other words, with the same numbers.
    wrong
        What the study says, where the output says other numbers in the same words.
    unknown
        Lines of the output that the program does not say now, in words like these. Of a PDF nobody knows where its lines end, so it has none.
    gone
        What the study says, where nothing in the output is about it: somebody took it out, or the program did not say it then.
    """

    so: int = 0
    otherwise: int = 0
    wrong: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def reconciled(said: Sequence[str], back: Written, *, in_pieces: bool = False) -> Reconciled:
    """Hold what stands in an output to `said`, the lines that the study says for it now; `in_pieces`: its lines are those of a page of paper."""
    text = without(back.text)
    wanted = [line for line in dict.fromkeys(said) if has_count(line)]
    missing = [line for line in wanted if tight(without(line)) not in text]
    known = {tight(without(line)) for line in said}
    left = [line for line in dict.fromkeys(back.lines) if has_count(line) and tight(without(line)) not in known]
    there = _by_words(_windows(back.lines) if in_pieces else left) if missing else {}
    otherwise, met = 0, set[str]()
    wrong, gone = list[str](), list[str]()
    for line in missing:
        found, is_so = _beside(line, there)
        met.update(found)
        otherwise += is_so
        if not is_so:
            (wrong if found else gone).append(line)
    unknown = () if in_pieces else tuple(line for line in left if line not in met)
    return Reconciled(len(wanted) - len(missing), otherwise, tuple(wrong), unknown, tuple(gone))


def _beside(line: str, there: Mapping[str, Sequence[str]]) -> tuple[list[str], bool]:
    """The lines that say the same as one of ours, and whether with its numbers; none, where nothing is known to be about the same."""
    words, marks, numbers = _words(line), set(_MARK.findall(line)), _numbers(line)
    likeness = {other: score for other in there if (score := fuzz.token_sort_ratio(words, other)) >= LIKE}
    near = {other: score for words, score in likeness.items() for other in there[words] if _may_be_about(marks, other)}
    if same := [other for other, score in near.items() if score >= SAME_WORDS]:
        equal = [other for other in same if _numbers(other) == numbers]
        return equal or same, bool(equal)
    agree = [other for other in near if _agree(numbers, _numbers(other))]
    return agree, bool(agree)


def _may_be_about(marks: set[str], other: str) -> bool:
    """Lines with marks are about one thing only where they share one."""
    theirs = set(_MARK.findall(other))
    return not (marks and theirs) or bool(marks & theirs)


def _agree(ours: Counter[str], theirs: Counter[str]) -> bool:
    """Whether two lines say the same numbers, or one of them some of those of the other and none else."""
    return bool(ours & theirs) and (ours <= theirs or theirs <= ours)


def has_count(line: str) -> bool:
    """Whether a line of ours has a number: a mark, a day and the version are none.

    >>> has_count("3 people wrote"), has_count("Waiting (0123456789)"), has_count("Written on 3 May 2026.")
    (True, False, False)
    """
    return not _SELF.search(line) and bool(_numbers(line))


def _numbers(line: str) -> Counter[str]:
    return Counter(_NUMBER.findall(_NO_COUNTS.sub("", line)))


def _words(line: str) -> str:
    """The words of a line, whatever its numbers and marks, and whether they go with one or with several."""
    words = _NUMBER.sub("#", _NO_COUNTS.sub("", line)).casefold().split()
    return " ".join(_ONE.get(word, word.rstrip("s")) for word in words)


def _by_words(lines: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Lines by their words: most differ by a number alone."""
    by: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        by[_words(line)].append(line)
    return by


def _windows(lines: Sequence[str]) -> Iterable[str]:
    """Lines of a page as sentences may go over them."""
    full = [line.strip() for line in lines if line.strip()]
    joined = (" ".join(full[at : at + many]) for at in range(len(full)) for many in range(1, MOST_LINES + 1))
    return (line for line in joined if has_count(line))
