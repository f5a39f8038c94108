"""Noted: what people wrote for an output themselves, and what they marked as not clear to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from copro_text import decisions as d
from copro_text.codebook import Codebook
from copro_text.corpus import Excerpt, mark_of
from copro_text.decisions import Entry
from copro_text.writers.plain import clean, one_line
from copro_text.writers.views import UnclearShown

PRINTED = ("for the report", d.HOW_WE_WORKED, d.WHO_WE_ARE, d.LICENCE, d.NOT_CLEAR, d.WAS_DONE, d.WAS_NOT)
"""The kinds of memo that outputs print."""

PROMPTS = (
    "Who came together, and how did we find each other?",
    "Who was missing?",
    "What did we disagree about, and what did we do then?",
    "What was hard?",
    "What would we do differently?",
)
"""Questions for those who write how they worked. The program asks; it answers none of them."""


def noted(book: Codebook, kind: str) -> tuple[str, ...]:
    """What people wrote in memos of one kind, in the order they wrote it."""
    return tuple(clean(e.body.text) for e in _memos(book, kind) if isinstance(e.body, d.Memo))


def noted_about(book: Codebook, kind: str) -> dict[str, tuple[str, ...]]:
    """What people wrote in memos of one kind, by what it is about."""
    found: dict[str, tuple[str, ...]] = {}
    for e in _memos(book, kind):
        if isinstance(e.body, d.Memo):
            found[e.body.about] = (*found.get(e.body.about, ()), clean(e.body.text))
    return found


def licence(book: Codebook) -> str:
    """The line that says what others may do with an output: what was written last."""
    said = noted(book, d.LICENCE)
    return one_line(said[-1]) if said else ""


def unclear(book: Codebook, thing: Callable[[str], str]) -> tuple[UnclearShown, ...]:
    """What is marked "not clear to me". A mark is open until whoever set it takes it back, or somebody says about the mark why the words stay."""
    settled = {e.body.about for e in book.memos if isinstance(e.body, d.Memo) and e.body.whose != d.NOT_CLEAR}
    marks = (e for e in _memos(book, d.NOT_CLEAR) if e.id not in settled)
    return tuple(UnclearShown(_called(e.body.about, book, thing), one_line(e.body.text)) for e in marks if isinstance(e.body, d.Memo))


def _memos(book: Codebook, kind: str) -> Iterator[Entry]:
    return (e for e in book.memos if isinstance(e.body, d.Memo) and e.body.whose == kind)


def _called(about: str, book: Codebook, thing: Callable[[str], str]) -> str:
    """What a mark is about. A passage is called by its mark alone: its words may not be ours to print."""
    if about in book.themes or about in book.codes:
        return thing(about)
    try:
        return f"passage {mark_of(Excerpt.parse(about).id)}"
    except ValueError:
        return "something else"
