"""Quoting: the one place where words become a quotation, or the reason why they are not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from copro_text.codebook import Codebook
from copro_text.corpus import Contribution, Corpus, Excerpt, Span, mark_of
from copro_text.permission import Permissions
from copro_text.writers.plain import clean
from copro_text.writers.quotes import (
    CHANGED,
    HELD,
    NOT_ASKED,
    NOT_KNOWN,
    SAID_NO,
    SET_ASIDE,
    SPEECH,
    TO_CONFIRM,
    WHO_ONLY,
    Quote,
)

LEFT_OUT = "[…]"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Quoting:
    """Makes quotations.

    `names` are what people signed with or asked to be called, by their first word: wherever one of them stands in a
    passage, it is printed only if that is how its writer asked to be credited.
    """

    corpus: Corpus
    book: Codebook
    permissions: Permissions
    names: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, corpus: Corpus, book: Codebook, permissions: Permissions) -> Quoting:
        """Quoting for a corpus."""
        names: dict[str, tuple[str, ...]] = {}
        for name in sorted({name for person in corpus.contributors.values() for name in person.signed if _is_full(name)}):
            first = _WORD.search(name)
            if first:
                names[first[0]] = (*names.get(first[0], ()), name[first.start() :])
        return cls(corpus, book, permissions, names)

    def quote(self, excerpt: str) -> Quote | str:
        """An excerpt as a quotation, or why not (one of `WITHHELD`)."""
        e = Excerpt.parse(excerpt)
        c = self.corpus.contributions[e.contribution]
        if why := self._why_not(c, e):
            return why
        text = clean(_without(c.text, e, self._who_they_are(c))).strip()
        if not _WORD.search(text.replace(LEFT_OUT, "")):
            return WHO_ONLY
        return Quote(mark_of(excerpt), text, clean(self.permissions.credit_beside(c)) if c.how in SPEECH else "", c.how)

    def _why_not(self, c: Contribution, e: Excerpt) -> str:
        if c.id in self.book.held:
            return HELD
        if e.id in self.book.set_aside or c.whole.id in self.book.set_aside:
            return SET_ASIDE
        if e.version != c.version:
            return CHANGED
        return "" if self.permissions.may_quote(c) else self._who_did_not(c)

    def _who_did_not(self, c: Contribution) -> str:
        """The reason why nobody may quote this: a no comes first, then what can be settled by looking, then by asking."""
        rulings = [self.permissions.ruling(who, "quote", c.id) for who in c.said_by]
        if not rulings:
            return NOT_KNOWN
        if any(r.answer == "no" for r in rulings) or not self.permissions.may_use(c):
            return SAID_NO
        return NOT_ASKED if any(r.answer != "yes" and r.asked_for != "yes" for r in rulings) else TO_CONFIRM

    def _who_they_are(self, c: Contribution) -> Iterator[Span]:
        """Where the text says who someone is: a name, unless it was settled to stand beside these very words."""
        allowed = self.permissions.credit_beside(c)
        own = {name for who in c.said_by if (p := self.corpus.contributors.get(who)) for name in p.signed} | set(c.signed)
        for found in c.found:
            if found.value and found.about in ("name", "author"):
                own.add(c.text[slice(*found.value)])
        yield from _spans_of((name for name in own if len(name) > 1 and name != allowed), c.text)
        for word in _WORD.finditer(c.text):
            for name in self.names.get(word[0], ()):
                if name != allowed and _ends_a_word(c.text, word.start(), name):
                    yield (word.start(), word.start() + len(name))


def _is_full(name: str) -> bool:
    """Whether a signature is so much a name that it is looked for in what others wrote: "R. Okafor" is, "hope" is not."""
    return len(name) >= 5 and len(name.split()) > 1


def _ends_a_word(text: str, start: int, name: str) -> bool:
    end = start + len(name)
    return text.startswith(name, start) and not (name[-1:].isalnum() and text[end : end + 1].isalnum())


def _spans_of(names: Iterable[str], text: str) -> Iterator[Span]:
    for name in names:
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            yield found.span()


def _without(text: str, e: Excerpt, spans: Iterable[Span]) -> str:
    """The words of an excerpt with `[…]` in place of some of them."""
    pieces, at = [], e.start
    for start, end in sorted(spans):
        if end > at and start < e.end:
            pieces += [text[at : max(start, at)], LEFT_OUT]
            at = min(end, e.end)
    return "".join([*pieces, text[at : e.end]])
