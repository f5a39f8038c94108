"""Which single words may stand in a keyword or a draft title: those that nobody can be known by."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from copro_text.corpus import Contribution, Corpus
from copro_text.writers.who import is_a_persons

_WORD = re.compile(r"\w+")
ENOUGH, ENOUGH_FOR_A_NAME = 2, 5


@dataclass(frozen=True)
class Shared:
    """The words of a corpus that are `private`, and the whole `names` of people.

    A word is, unless it stands in a quotation that is printed anyway or at least two people use it, whose words may be
    shown; a word of somebody's name, unless five do. A whole name is never said, in whatever letters.
    """

    private: frozenset[str]
    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, corpus: Corpus, shown: Iterable[Contribution], quoted: Iterable[str], typed: Iterable[str], called: Iterable[str]) -> Shared:
        """Work it out: `shown` may be used and are not held, `quoted` are printed, `typed` is what people were said to be called or to be.

        `called` are their names.
        """
        called = tuple(called)
        by: dict[str, set[str]] = defaultdict(set)
        for c in shown:
            by[min(c.said_by, default=c.id)] |= words(c.text)  # who speaks with others in one text counts once with them
        people = Counter(word for used in by.values() for word in used)
        names = {word for name in called for word in words(name)}
        open_ = {word for text in quoted for word in words(text)} - names
        open_ |= {word for word, count in people.items() if count >= (ENOUGH_FOR_A_NAME if word in names else ENOUGH)}
        everything = {word for c in (*corpus, *corpus.earlier.values()) for word in words(c.text)}
        everything |= names | {word for text in typed for word in words(text)}
        return cls(frozenset(everything - open_), frozenset(_spelt(name) for name in called if is_a_persons(name) and len(words(name)) > 1))

    def may_say(self, text: str, ours: frozenset[str] = frozenset()) -> bool:
        """Whether none of the words is private; numbers, and words that are the program's own, are not."""
        said = {word for word in words(text) if not word.isdecimal()}
        return not ((said - ours) & self.private) and not any(f" {name} " in f" {_spelt(text)} " for name in self.names)


def _spelt(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def words(text: str) -> set[str]:
    """The words of a text, in lower case."""
    return {word.casefold() for word in _WORD.findall(text)}
