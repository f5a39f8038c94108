"""Lines to pick from: short ones in people's own words, each with its mark, for somebody who makes a poem of them. The poem is theirs to make."""

from __future__ import annotations

from collections.abc import Iterator

from copro_text.codebook import IN_USE
from copro_text.corpus import Excerpt
from copro_text.writers import sentences, sheets
from copro_text.writers.blocks import Block, Heading, Paper, Words, bullets, para
from copro_text.writers.edition import Edition
from copro_text.writers.gather import Gathering
from copro_text.writers.later_views import LinesShown
from copro_text.writers.plain import n
from copro_text.writers.quotes import Quote

FEWEST, MOST = 3, 18  # words of a line
HOW = (
    "Each line is a sentence, or the part of one that we put with the name, word for word, of somebody who said that they may be quoted. Nobody"
    " has chosen or changed a word. Pick, and set "
    "side by side; keep the marks with the draft, so that a line can be traced and, if its writer takes it back, taken out."
)
CREDIT = "The poem is by whoever makes it: name them. The lines are by those who wrote to us; those who asked to be credited are:"
NONE = "There is no short line yet that may be quoted. Put passages with names, and ask those who said them: copro ask writes what to send."


def gathered(g: Gathering) -> tuple[LinesShown, ...]:
    """The short sentences of what people put with each name in use: each asked for permission by itself, and each listed once."""
    seen: set[str] = set()
    rows = []
    for name in g.names(IN_USE):
        found = []
        for e in g.book_passages(name.key):
            for part in _sentences(g, e):
                quote = g.quote(part.id)
                if isinstance(quote, Quote) and _is_line(quote) and quote.text not in seen:
                    seen.add(quote.text)
                    found.append(quote)
        rows.append(LinesShown(name.label, name.key, tuple(found)))
    return tuple(rows)


def _sentences(g: Gathering, e: Excerpt) -> Iterator[Excerpt]:
    """The sentences in a passage; the passage itself, where somebody chose less than a sentence, or one without the dot before it in a list."""
    c = g.usable[e.contribution]
    if c.version == e.version:
        inside = [Excerpt(c.id, c.version, start, end) for start, end in c.sentences if e.start <= start and end <= e.end]
        yield from inside or [e]


def _is_line(q: Quote) -> bool:
    """Whether it is short, the speaker's own, and whole: a line with words left out is none."""
    return q.is_speech and "[" not in q.text and "\n" not in q.text and FEWEST <= len(q.text.split()) <= MOST


def lines_docx(e: Edition) -> bytes:
    """As a Word document."""
    from copro_text.writers.word import word

    return word(paper(e), e.wanted.templates)


def lines_pdf(e: Edition) -> bytes:
    """As a tagged PDF."""
    from copro_text.writers.pdf import pdf

    return pdf(paper(e), e.wanted.templates)


def lines_xlsx(e: Edition) -> bytes:
    """A workbook: Lines, About."""
    columns = (("words", 70), ("said by", 24), ("name", 28), ("mark", 13))
    rows = tuple((q.text, q.beside, row.label, q.mark) for row in e.lines for q in row.quotes or [Quote("", "")])
    return sheets.as_xlsx([sheets.Table("Lines", columns, rows), sheets.about(e)], e.today)


def paper(e: Edition) -> Paper:
    """As blocks."""
    return Paper("manifesto", f"Lines to pick from: {sentences.heading_of(e)}", tuple(_blocks(e)), sentences.status(e), e.today)


def _blocks(e: Edition) -> Iterator[Block]:
    yield para(sentences.status(e), "status")
    if whom := sentences.for_whom(e):
        yield para(whom, "status")
    yield para(HOW)
    for row in e.lines:
        yield Heading(1, row.label)
        yield para(f"{n(len(row.quotes), 'line') if row.quotes else 'No line'} ({row.mark})", "who")
        yield from map(Words, row.quotes)
    if not any(row.quotes for row in e.lines):
        yield para(NONE, "note")
    yield Heading(1, "Whose it is")
    yield para(CREDIT if e.credits else CREDIT.partition("; those")[0] + ".")
    yield from bullets(e.credits, side_by_side=True)
    yield para(sentences.licence(e))
    yield para(sentences.MARKS, "small")
