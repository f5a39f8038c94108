"""Quoting: the one place where words become a quotation, or the reason why they are not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copro_text.codebook import Codebook
from copro_text.corpus import Contribution, Corpus, Excerpt, mark_of
from copro_text.permission import Permissions
from copro_text.writers.plain import clean, one_line
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
from copro_text.writers.who import Names, joined, without

LEFT_OUT = "[…]"
ONLINE = ("wordpress", "blogger", "disqus", "feed", "page", "page comments")  # families of formats that hold what stands, or stood, on the web
FOUND_BY = 5  # words in a row by which a search engine finds a page
SHORT = 8  # digits by which a contributor is called on the screen
_WORD = re.compile(r"\w+")


def can_be_searched(c: Contribution, words: str) -> bool:
    """Whether words of somebody are found by whoever types them into a search engine: they came from a public page, five or more in a row."""
    return c.origin[0] in ONLINE and any(len(piece.split()) >= FOUND_BY for piece in words.split(LEFT_OUT))


@dataclass(frozen=True)
class Quoting:
    """Makes quotations.

    `names` are what people signed with or asked to be called: wherever one of them, or a part of it, stands in a passage, it is
    printed only if that is how its writer asked to be named beside it.
    """

    corpus: Corpus
    book: Codebook
    permissions: Permissions
    names: Names
    for_the_group: bool = False

    @classmethod
    def of(cls, corpus: Corpus, book: Codebook, permissions: Permissions, *, for_the_group: bool = False) -> Quoting:
        """Quoting for a corpus; for the group, passages say by short id whose they are."""
        asked = [(permissions.person(who), cs) for (who, about, _), cs in book.confirmed.items() if about in ("name", "author")]
        given = [(who, c.value) for who, cs in asked for c in cs if c.value]
        return cls(corpus, book, permissions, Names.of(corpus, given), for_the_group)

    def quote(self, excerpt: str) -> Quote | str:
        """An excerpt as a quotation, or why not (one of `WITHHELD`)."""
        e = Excerpt.parse(excerpt)
        c = self.corpus.contributions[e.contribution]
        if why := self._why_not(c, e):
            return why
        text = self._without_who(c, e)
        if not _WORD.search(text.replace(LEFT_OUT, "")):  # what is masked holds no letter
            return WHO_ONLY
        credit = clean(self.permissions.credit_beside(c)) if c.how in SPEECH else ""
        who = tuple(person[:SHORT] for person in c.said_by) if self.for_the_group else ()
        return Quote(mark_of(excerpt), clean(text).strip(), credit, c.how, self._perspective(c), who, can_be_searched(c, text))

    def _perspective(self, c: Contribution) -> str:
        chosen = self.permissions.perspectives_beside(c)
        return one_line("; ".join(words for who, words in chosen if not self.says_who(words, who)))

    def says_who(self, words: str, who: str) -> bool:
        """Whether some words of a person say who someone is: a perspective such as "mum of Ifan" is not listed beside others."""
        return any(start < end for start, end in self.names.spans(words, self.names.own.get(who, ())))

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
        if not c.said_by:
            return NOT_KNOWN
        rulings = [self.permissions.ruling(who, "quote", c.id) for who in (*c.said_by, *self.permissions.wrote_down(c))]
        if any(r.answer == "no" for r in rulings) or not self.permissions.may_use(c):
            return SAID_NO
        return NOT_ASKED if any(r.answer != "yes" and r.asked_for != "yes" for r in rulings) else TO_CONFIRM

    def _without_who(self, c: Contribution, e: Excerpt) -> str:
        """The words of an excerpt without what says who someone is, unless it was settled that a name stands beside these very words."""
        own = set(c.signed).union(*(self.names.own.get(who, ()) for who in c.said_by)) - {""}
        spans = self.names.spans(c.text, own, keep=self.permissions.credit_beside(c) if c.how in SPEECH else "")
        return without(c.text, (e.start, e.end), joined(spans, c.text), LEFT_OUT)
