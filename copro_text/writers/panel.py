"""The panel draft: a draft with room for a comment at each name, theme and sentence, to be read back when it returns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from copro_text.corpus import mark_of
from copro_text.writers import sentences
from copro_text.writers.blocks import Block, Heading, Paper, Para, Space
from copro_text.writers.edition import Edition, NameView
from copro_text.writers.manifesto import sections
from copro_text.writers.plain import be, clean, n, one_line
from copro_text.writers.quotes import Quote
from copro_text.writers.readable import sentences as parts
from copro_text.writers.sheets import Cell, Table, as_xlsx

COMMENT, UNCLEAR, DIFFERENTLY, YOUR_NAME = "Your comment", "Not clear to me (put an x)", "Say it differently", "Your name"
"""The questions of a comment space. Whoever reads a draft back knows them by their first words."""
TAG, WHAT, SAYS = "leave as it is", "what it is", "the draft says"
NOTHING = "0" * 10  # the mark of what nobody is asked about
WHOLE = "the whole draft"
HOW_TO = (
    "This is a draft. Please write what you think of it: nothing in it is settled, and there is no wrong comment.",
    f"Below each part there is room. “{COMMENT}” takes anything. Under “{UNCLEAR}” an x is enough. Under “{DIFFERENTLY}” write the words that "
    "you would use. Leave empty what you have nothing to say about. You can also use your program's own comments.",
    "Please do not change the draft's own words, and give it back as the same kind of file. Your comments go to the group.",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the draft that somebody may say something about.

    Attributes
    ----------
    mark
        What stands for it; `says` is what the draft says there.
    asks
        The questions of its comment space; none where there is no space of its own.
    """

    mark: str
    what: str
    says: str
    asks: tuple[str, ...] = ()
    style: str = ""

    @property
    def tag(self) -> str:
        """By what this part is found again, and seen to be changed: its mark, and eight digits of its words."""
        return tag(self.mark, self.says)


def tag(mark: str, says: str) -> str:
    """A mark, and eight digits of the words, whatever the spacing."""
    return mark + mark_of(" ".join(says.split()))[:8]


ALL_THREE, TWO, ONE = (COMMENT, UNCLEAR, DIFFERENTLY), (COMMENT, UNCLEAR), (COMMENT,)


def panel_draft_docx(e: Edition) -> bytes:
    """The panel draft as a Word document."""
    from copro_text.writers.word import word

    blocks = [block for place in places(e) for block in _drawn(place)]
    title = f"Draft to comment on: {one_line(sentences.heading_of(e))}"
    return word(Paper("panel_draft", title, tuple(blocks), sentences.status(e), e.today, tag=tag(NOTHING, title)), {})


def panel_draft_xlsx(e: Edition) -> bytes:
    """The panel draft as a workbook: a row for each part."""
    columns = ((WHAT, 16), (SAYS, 60), (COMMENT.lower(), 44), (UNCLEAR.lower(), 14), (DIFFERENTLY.lower(), 44), (TAG, 21))
    rows: list[tuple[Cell, ...]] = [(YOUR_NAME, "", "", "", "", tag(NOTHING, ""))]
    rows += [(place.what, place.says, "", "", "", place.tag) for place in places(e) if place.what]
    how = Table("How to", (("how to", 100),), tuple((line,) for line in (*HOW_TO, sentences.status(e), sentences.for_whom(e)) if line))
    return as_xlsx([Table("Draft", columns, tuple(rows)), how], e.today)


def _drawn(place: Place) -> Iterator[Block]:
    if place.style.startswith("heading"):
        yield Heading(int(place.style[-1]), place.says, place.tag)
    elif place.says:
        yield Para((("", place.says),), place.style, place.tag)
    if place.asks:
        yield Space(place.tag, place.asks)


def places(e: Edition) -> Iterator[Place]:
    """The parts of the draft, in order. One without `what` stands in the document only: nobody is asked about it."""
    for line in HOW_TO:
        yield _plain(line, "note")
    yield Place(NOTHING, "", "", (YOUR_NAME,))
    yield from (_plain(line, "status") for line in (sentences.status(e), sentences.for_whom(e)) if line)
    for what, words in (("title", e.title), ("question", e.question)):
        if words:
            yield Place(mark_of(f"{e.study} {one_line(words)}"), what, one_line(words), ALL_THREE, "question")
    for section in sections([name for name in e.in_use if name.placed or not name.is_draft]):
        yield _plain(section.heading, "heading 1")
        for name in section.names:
            yield from _name(name, e)
    yield from _sentences(e)
    yield _plain("Anything else", "heading 1")
    yield Place(mark_of(f"{e.study} "), WHOLE, "About the whole draft: what is missing? What do you like?", ONE)


def _plain(words: str, style: str) -> Place:
    return Place(NOTHING, "", clean(words), (), style)


def _name(name: NameView, e: Edition) -> Iterator[Place]:
    yield Place(name.key, "name", name.label, (), "heading 2")
    yield Place(name.key, "", f"{sentences.who(name, e)}.", ALL_THREE, "who")
    for sentence in parts(name.definition):
        if words := one_line(sentence):
            yield Place(mark_of(f"{name.key} {words}"), "what is meant", words, ALL_THREE, "means")
    yield from map(_passage, name.quotes)
    if name.withheld:
        yield _plain(sentences.withheld(name.withheld), "small")


def _passage(q: Quote) -> Place:
    """A passage: what somebody said is never put into other words, so it has no room of its own; a comment beside it is read all the same."""
    words = f"“{q.text}”" if q.is_speech else f"{q.lead} {q.text}"
    return Place(q.mark, "passage", one_line(f"{words} {q.beside}"))


def _sentences(e: Edition) -> Iterator[Place]:
    """Themes, how things relate, and what people wrote of how they worked: sentences of the group's own."""
    if e.themes or e.relations:
        yield _plain("What we stand behind", "heading 1")
    for theme in e.themes:
        yield Place(theme.key, "theme", one_line(theme.sentence), (), "theme")
        rests = sentences.rests_on(theme)
        yield Place(theme.key, "", f"({rests})" if rests else "This is a theme.", ALL_THREE, "who")
        if theme.goes_against:
            yield _plain("This goes against it:", "small")
        yield from map(_passage, theme.goes_against)
    for relation in e.relations:
        yield Place(relation.key, "how they relate", str(relation), TWO)
    if e.promise:
        yield _plain("What we promise", "heading 1")
        yield Place(mark_of(f"{e.study} {one_line(e.promise)}"), "promise", one_line(e.promise), ALL_THREE)
    if e.how_we_worked:
        yield _plain("How we worked", "heading 1")
    for said in e.how_we_worked:
        for sentence in parts(said):
            if words := one_line(sentence):
                yield Place(mark_of(f"{e.study} {words}"), "how we worked", words, TWO)
    if not e.in_use:
        yield _plain(sentences.NOTHING_NAMED, "note")
    if e.waiting:
        yield _plain(f"{n(len(e.waiting), 'proposal')} {be(len(e.waiting))} waiting for answers, and not in this draft yet.", "small")
