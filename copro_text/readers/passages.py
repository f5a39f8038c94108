"""Passages: where the paragraphs and sentences of a text stand, in code points, without the white space round them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from copro_text.corpus import Span

if TYPE_CHECKING:  # spaCy takes a second to import: only when words are looked through
    from spacy.language import Language
    from spacy.tokens import Doc

_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*", re.DOTALL)
_BULLET = re.compile(r"\n(?=[ \t]*(?:[-*•–—◦▪]|\d{1,3}[.)]|\(?[a-z]\))[ \t])")
_NO_DR_I = "".join(
    rf"(?<!\b{title} I\.)" for title in ("Dr", "Mr", "Mrs", "Ms", "Mx", "Miss", "Prof", "Professor", "Rev", "Sir", "Dame", "Lady", "Lord")
)
_SO_DO_I = re.compile(rf"(?<=[a-z] I\.){_NO_DR_I}\s+(?=[A-Z\"“])")  # which the tokeniser takes for an initial; "Dr I. Wyld" has one
_OPENING = re.compile(r"[\"'“‘(\[{«]+\Z")
# Longer than any word: such a run would keep the tokeniser busy for minutes.
_ENDLESS = re.compile(r"\S{200}")
_PIECE = re.compile(r"\w{1,100}|[^\w\s]|\s+")
_SHORT = ("no approx etc dept govt max min fig figs vol al ed eds pp rd ave ltd inc rev hon cllr tel ext est nos ref cf ca incl excl jr sr").split()
_ABBREVIATED = re.compile(rf"\b(?i:{'|'.join(_SHORT)})\.\Z|\b[A-HJ-Z]\.\Z|(?:\A|[.,:;!?\n]\s*)I\.\Z")  # "so do I." ends something
_NEEDS_NUMBER = re.compile(r"\bno\.\Z", re.IGNORECASE)


@cache
def language() -> Language:
    """English as spaCy knows it without a trained model: words, and where sentences end."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 1 << 31  # the limit is for models that need memory by length
    return nlp


def doc_of(nlp: Language, text: str) -> Doc:
    """The text as words, every apostrophe straight; one with an endless run of characters is cut more coarsely."""
    text = text.replace("’", "'")
    if not _ENDLESS.search(text):
        return nlp.make_doc(text)
    from spacy.tokens import Doc

    words = _PIECE.findall(text)
    pieces = [word for word in words if word != " "]
    spaces = [after == " " for word, after in zip(words, [*words[1:], ""], strict=True) if word != " "]
    return Doc(nlp.vocab, words=pieces, spaces=spaces)


def paragraphs(text: str) -> tuple[Span, ...]:
    r"""Where each paragraph stands; blank lines part them.

    >>> paragraphs("One.\n\nTwo\nlines. ")
    ((0, 4), (6, 16))
    """
    spans: list[Span] = []
    start = 0
    for gap in re.finditer(r"\n\s*\n|\Z", text):
        if span := _trimmed(text, start, gap.start()):
            spans.append(span)
        start = gap.end()
    return tuple(spans)


def sentences(text: str, spans: tuple[Span, ...] | None = None) -> tuple[Span, ...]:
    """Where each sentence stands; none runs over the end of a paragraph or into the next point of a list.

    >>> sentences("I met Dr. Raman. It took 3.5 hours!")
    ((0, 16), (17, 35))
    """
    nlp = language()
    found = paragraphs(text) if spans is None else spans
    return tuple(s for start, end in found for s in sentences_of(doc_of(nlp, text[start:end]), start, text))


def sentences_of(doc: Doc, offset: int, text: str) -> Iterator[Span]:
    """The sentences of one paragraph already cut into words, as spans of the whole text."""
    if not doc.has_annotation("SENT_START"):
        language().get_pipe("sentencizer")(doc)
    ends = _ends(doc.text, [sent.end_char for sent in doc.sents])
    start = 0
    for end in ends:
        if span := _trimmed(text, offset + start, offset + end):
            yield span
        start = end


def _ends(text: str, ends: list[int]) -> list[int]:
    """Ends of sentences put right: an opening bracket belongs to what follows, "approx." ends nothing, a new point of a list does."""
    put_right: set[int] = {len(text)}
    for end in ends[:-1]:
        before, after = text[max(0, end - 24) : end].rstrip(), text[end : end + 8].lstrip()
        if _goes_on(before, after):
            continue
        opening = _OPENING.search(text, max(0, end - 4), end)
        put_right.add(end - len(opening[0]) if opening and text[: opening.start()][-1:].isspace() else end)
    put_right |= {match.end() for pattern in (_BULLET, _SO_DO_I) for match in pattern.finditer(text)}
    return sorted(put_right)


def _goes_on(before: str, after: str) -> bool:
    if _NEEDS_NUMBER.search(before):
        return after[:1].isdigit()
    return bool(_ABBREVIATED.search(before)) and not (after[:1].isupper() and before.lower().endswith(("etc.", "al.", "ltd.", "inc.", "rd.", "ave.")))


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
