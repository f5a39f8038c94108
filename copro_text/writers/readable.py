"""Readable: counting words, and hints about long sentences and hard words. Hints: a person knows better than any count."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONG = 20  # words: a sentence of more is hard to follow
SHORT = 12  # one of fewer is not what makes a text long
SYLLABLES = 4  # a word of so many is hard to read
_WORD = re.compile(r"[^\W_]+(?:['’.,:/@-][^\W_]+)*")
_SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[\"'”’)\]]*(?=\s|\Z)|(?=\n)|\Z)", re.DOTALL)
_VOWELS = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+")
_SILENT = re.compile(r"(?<=[^aeiouyl])e[sd]?\Z|(?<=[aeiouy])le?\Z")


def count_words(text: str) -> int:
    """How many words a text has.

    >>> count_words("It's a one-page guide: 300 words – no more.")
    8
    """
    return len(_WORD.findall(text))


def sentences(text: str) -> list[str]:
    """The sentences of a text, each as it stands there; a line is one too.

    >>> sentences("They rang. Nobody else did!")
    ['They rang.', 'Nobody else did!']
    """
    return [found[0] for line in text.split("\n") for found in _SENTENCE.finditer(line)]


def longest(texts: Iterable[str], most: int) -> tuple[str, ...]:
    """The sentences with most words, the longest first; never one that is short."""
    every = {s: count_words(s) for text in texts for s in sentences(text)}
    return tuple(s for s in sorted(every, key=lambda s: (-every[s], s)) if every[s] >= SHORT)[:most]


def hard_words(texts: Iterable[str]) -> tuple[str, ...]:
    """Words of four syllables and more, as far as vowels tell, in the order they stand."""
    found = (word for text in texts for word in _WORD.findall(text) if not any(c.isdigit() for c in word))
    return tuple(dict.fromkeys(word.casefold() for word in found if syllables(word) >= SYLLABLES))


def syllables(word: str) -> int:
    """About how many syllables a word has: its runs of vowels, less a silent e at the end.

    >>> [syllables(word) for word in ("rang", "notice", "participation", "people")]
    [1, 2, 5, 2]
    """
    low = word.casefold()
    return max(1, len(_VOWELS.findall(_SILENT.sub("", low) if len(low) > 3 else low)))
