"""Traces: finding runs of somebody's words in other writing, whatever the case, marks and line ends.

Pure functions on plain values. A run is eight words in a row; of a shorter text, all of it, if it has at least three words.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

RUN, SHORTEST = 8, 3
LEAST_OF_A_NAME = 4  # letters
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^<>]*>")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt]")
_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
_MARK = re.compile(r"(?<![0-9a-f])[0-9a-f]{10}(?![0-9a-f])")

Runs = Mapping[int, frozenset[str]]
"""How many words -> the runs of so many, each as its words with one space between."""


def runs_of(texts: Iterable[str]) -> Runs:
    """The runs by which texts are known again.

    >>> runs_of(["Nobody rang, back!", "No."])
    {3: frozenset({'nobody rang back'})}
    """
    found: dict[int, set[str]] = defaultdict(set)
    for text in texts:
        words = _words(text)
        long = min(len(words), RUN)
        if long >= SHORTEST:
            found[long].update(_runs_in(words, long))
    return {long: frozenset(runs) for long, runs in found.items()}


def less(runs: Runs, texts: Iterable[str]) -> Runs:
    """Runs that do not stand in any of `texts`: what others have said in the same words is theirs."""
    theirs: dict[int, set[str]] = defaultdict(set)
    for text in texts:
        words = _words(text)
        for long, wanted in runs.items():
            theirs[long].update(run for run in _runs_in(words, long) if run in wanted)
    return {long: wanted - theirs[long] for long, wanted in runs.items() if wanted - theirs[long]}


def holds_run(runs: Runs, text: str) -> bool:
    """Whether one of the runs stands in a text.

    >>> holds_run(runs_of(["Nobody rang back."]), "They say that nobody RANG - back at all")
    True
    """
    words = _words(text) if runs else []
    return any(run in wanted for long, wanted in runs.items() for run in _runs_in(words, long))


@dataclass(frozen=True)
class Traces:
    """What people who took their words out can be known by in a file.

    Attributes
    ----------
    runs
        Of their words, and of what was typed about them.
    names
        What they signed with and asked to be called; nobody else here has such a name.
    ids, marks
        Of what they said and of passages of it, as outputs print them.
    """

    runs: Runs = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.runs or self.names or self.ids or self.marks)

    def are_in(self, text: str) -> bool:
        """Whether any of it stands in a text, also one with markup or escapes."""
        if not self.ids.isdisjoint(_ID.findall(text)) or not self.marks.isdisjoint(_MARK.findall(text)):
            return True
        return any(holds_run(self.runs, shown) or any(has_name(shown, name) for name in self.names) for shown in as_read(text))


def has_name(text: str, name: str) -> bool:
    """Whether a name stands in a text as words of its own, written as it is.

    >>> has_name("by A. Will", "A. Will"), has_name("I will", "Will"), has_name("Willing", "Will")
    (True, False, False)
    """
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def parts_of(names: Iterable[str]) -> frozenset[str]:
    """The words of names by which somebody may be called alone: with a capital, and of four letters or more.

    >>> sorted(parts_of(["Dr Ann-Marie Obi-Adeyinka"]))
    ['Adeyinka', 'Marie']
    """
    return frozenset(part for name in names for part in _LETTERS.findall(name) if len(part) >= LEAST_OF_A_NAME and part[0].isupper())


def in_a_row(words: str, text: str) -> bool:
    """Whether words stand in a text one after the other, whatever is between them.

    >>> in_a_row("v1, Adeyinka", "<b>v1 Adeyinka</b>"), in_a_row("v1", "v11")
    (True, False)
    """
    wanted = " ".join(_words(words))
    return bool(wanted) and f" {wanted} " in f" {' '.join(_words(text))} "


def as_read(text: str) -> Iterator[str]:
    """A text as it stands, and as it reads without markup and escapes."""
    yield text
    plain = html.unescape(_ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else " ", text))
    if "<" in text:
        for between in ("", " "):  # a tag may stand inside a word or between two
            yield html.unescape(_TAG.sub(between, text))
    if plain != text:
        yield plain


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs_in(words: list[str], long: int) -> Iterator[str]:
    return (" ".join(words[i : i + long]) for i in range(len(words) - long + 1))
