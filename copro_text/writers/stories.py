"""Stories side by side: what people said under each name, by where they say they come from, as far as they chose that to stand there."""

from __future__ import annotations

from collections.abc import Iterator

from copro_text.codebook import IN_USE
from copro_text.fold import own_words
from copro_text.writers import sentences
from copro_text.writers.blocks import Block, Columns, Heading, Paper, Words, para
from copro_text.writers.edition import Edition
from copro_text.writers.gather import Gathering
from copro_text.writers.later_views import StoriesShown
from copro_text.writers.plain import one_line
from copro_text.writers.quotes import Quote

UNSAID = "It is not said where they come from"
HOW = (
    "What people said, side by side. Where somebody comes from stands above their words only where it was chosen for these very words: in their own "
    "words, or in the group's wider word for it. It is nobody's type, and one person says nothing for others."
)
NONE = "Nothing that may be quoted has been put with a name yet."


def gathered(g: Gathering) -> tuple[StoriesShown, ...]:
    """What is quoted under each name in use, by where its speakers come from; those for whom that is not said come last."""
    return tuple(StoriesShown(name.label, name.key, name.who.said(), _beside(g, name.quotes)) for name in g.names(IN_USE))


def _beside(g: Gathering, quotes: tuple[Quote, ...]) -> tuple[tuple[str, tuple[Quote, ...]], ...]:
    by: dict[str, list[Quote]] = {}
    for q in quotes:
        said = [one_line(g.book.wider.get(own_words(each), "")) or each for each in filter(None, q.perspective.split("; "))]
        by.setdefault(" and ".join(dict.fromkeys(said)) or UNSAID, []).append(q)
    return tuple((come, tuple(by[come])) for come in sorted(by, key=lambda come: (come == UNSAID, come.casefold())))


def stories_docx(e: Edition) -> bytes:
    """As a Word document."""
    from copro_text.writers.word import word

    return word(paper(e), e.wanted.templates)


def stories_pdf(e: Edition) -> bytes:
    """As a tagged PDF."""
    from copro_text.writers.pdf import pdf

    return pdf(paper(e), e.wanted.templates)


def stories_html(e: Edition) -> bytes:
    """As a web page."""
    from copro_text.writers.page import page

    return page(paper(e), e, wide=True)


def paper(e: Edition) -> Paper:
    """As blocks."""
    blocks: list[Block] = [para(sentences.status(e), "status"), *(para(whom, "status") for whom in [sentences.for_whom(e)] if whom)]
    blocks += [para(HOW), *side_by_side(e), para(sentences.licence(e)), para(sentences.MARKS, "small")]
    return Paper("manifesto", f"Stories side by side: {sentences.heading_of(e)}", tuple(blocks), sentences.status(e), e.today)


def side_by_side(e: Edition) -> Iterator[Block]:
    """The stories, name by name."""
    if not any(row.beside for row in e.stories):
        yield para(NONE, "note")
    for row in e.stories:
        yield Heading(1, row.label)
        yield para(f"{row.who} ({row.mark})", "who")
        if len(row.beside) > 1:
            yield Columns(row.beside)
        for come, quotes in row.beside if len(row.beside) == 1 else ():
            yield para(come, "small")
            yield from map(Words, quotes)
