"""You said, was done, was not and why: a year later, by theme and name. What was done people write themselves, as memos; no program does."""

from __future__ import annotations

from collections.abc import Iterator

from copro_text import decisions as d
from copro_text.codebook import IN_USE
from copro_text.corpus import mark_of
from copro_text.writers import sentences
from copro_text.writers.blocks import Block, Heading, Paper, Words, para
from copro_text.writers.edition import Edition
from copro_text.writers.gather import Gathering
from copro_text.writers.later_views import DoneShown
from copro_text.writers.noted import noted_about
from copro_text.writers.plain import clean, n
from copro_text.writers.quotes import Quote

QUOTES = 3  # of each theme or name: the manifesto has them all
TITLE = "You said · what was done · what was not, and why"
EMPTY = "Nobody has written anything here yet."
HOW_TO_WRITE = "Only people write what was done and what was not: a memo about a theme or a name, of the kind “was done” or “was not done”."


def gathered(g: Gathering) -> tuple[DoneShown, ...]:
    """Themes, and names in use that no theme rests on, with what people wrote of each."""
    done, not_done = noted_about(g.book, d.WAS_DONE), noted_about(g.book, d.WAS_NOT)
    names = {name.key: name for name in g.names(IN_USE) if not name.is_draft}
    rows, under = [], set()
    for t in g.book.themes.values():
        if t.state == IN_USE:
            rests = [names[mark_of(code)] for code in t.names if mark_of(code) in names]
            under |= {name.key for name in rests}
            quotes = tuple(dict.fromkeys(q for name in rests for q in name.quotes))
            who = g.tally(g.usable[p.excerpt.contribution] for p in g.book.placings if p.belongs and p.code in t.names and g.is_shown(p.excerpt.id))
            of = (t.id, *(code for code in t.names if mark_of(code) in names))
            written = [tuple(text for id_ in of for text in by.get(id_, ())) for by in (done, not_done)]
            rows.append(DoneShown(clean(t.sentence), mark_of(t.id), who.said(), quotes[:QUOTES], *written))
    for code in g.book.codes.values():
        name = names.get(mark_of(code.id))
        if name is not None and name.key not in under:
            rows.append(DoneShown(name.label, name.key, name.who.said(), name.quotes[:QUOTES], done.get(code.id, ()), not_done.get(code.id, ())))
    return tuple(rows)


def you_said_docx(e: Edition) -> bytes:
    """As a Word document."""
    from copro_text.writers.word import word

    return word(paper(e), e.wanted.templates)


def you_said_pdf(e: Edition) -> bytes:
    """As a tagged PDF."""
    from copro_text.writers.pdf import pdf

    return pdf(paper(e), e.wanted.templates)


def you_said_html(e: Edition) -> bytes:
    """As a web page, for the blog."""
    from copro_text.writers.page import page

    return page(paper(e), e)


def paper(e: Edition) -> Paper:
    """As blocks."""
    return Paper("manifesto", TITLE, tuple(_blocks(e)), sentences.status(e), e.today)


def _blocks(e: Edition) -> Iterator[Block]:
    yield para(sentences.heading_of(e), "question")
    yield para(sentences.status(e), "status")
    if whom := sentences.for_whom(e):
        yield para(whom, "status")
    if e.promise:
        yield para(f"We promised those who wrote: {e.promise}", "note")
    if not e.done:
        yield para(sentences.NOTHING_NAMED, "note")
    for row in e.done:
        yield from _row(row)
    empty = sum(not (row.done or row.not_done) for row in e.done)
    if empty and not e.is_fixed:
        yield Heading(1, "Still open")
        yield para(f"Of {n(empty, 'row')} nobody has written what was done and what was not. {HOW_TO_WRITE}")
    yield Heading(1, "Citing and sharing")
    yield para(sentences.citation(e))
    yield para(sentences.licence(e))
    yield para(sentences.MARKS, "small")


def _row(row: DoneShown) -> Iterator[Block]:
    yield Heading(1, row.said)
    yield Heading(2, "You said")
    yield para(f"{row.who} ({row.mark})", "who")
    yield from map(Words, _few(row.quotes))
    for title, written in (("What was done", row.done), ("What was not, and why", row.not_done)):
        yield Heading(2, title)
        yield from (para(text, "means") for text in written)
        if not written:
            yield para(EMPTY, "small")


def _few(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """The shortest first: a page for the blog is to be read."""
    return tuple(sorted(quotes, key=lambda q: len(q.text)))
