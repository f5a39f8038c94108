"""The manifesto: what people told us, in the names the group gave it and in words that may be quoted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from copro_text.corpus import mark_of
from copro_text.writers import bearing, sentences
from copro_text.writers.blocks import Block, Figure, Heading, Item, Items, Paper, Para, Words, bullets, para
from copro_text.writers.edition import Edition, NameView, is_slogans, is_what_it_is_not, same_heading
from copro_text.writers.noted import PROMPTS
from copro_text.writers.plain import n
from copro_text.writers.render import own_style, render
from copro_text.writers.views import Wording

UNDER_NONE = "What people told us"
OWN_WORDS = "In people's own words"
DRAFT_TITLE = "A draft title from the sorter: nobody has named this yet."
NOT_ALIKE = "We do not all use the same words. What was also offered stays here."


@dataclass(frozen=True, slots=True)
class Section:
    """Names under one heading; `anchor` is where a link on the page leads."""

    heading: str
    names: tuple[NameView, ...]
    anchor: str


@dataclass(frozen=True)
class Parts:
    """What a manifesto is made of, the same in each format.

    Attributes
    ----------
    first
        Mark of a quotation -> the name under which it stands in full: elsewhere it is only pointed at.
    drafts
        Names that nobody has given and that hold nothing.
    figure
        How names and themes bear on each other, as SVG, or "".
    """

    title: str
    sections: tuple[Section, ...]
    first: Mapping[str, NameView]
    drafts: tuple[NameView, ...]
    differently: tuple[NameView, ...]
    figure: str

    @classmethod
    def of(cls, e: Edition) -> Parts:
        """The parts of an edition."""
        written = [name for name in e.in_use if name.placed or not name.is_draft]
        found = sections(written)
        return cls(
            sentences.heading_of(e),
            found,
            _first_under(found),
            tuple(name for name in e.in_use if name not in written),
            tuple(name for name in written if name.offered or name.differently),
            bearing.figure(e.relations),
        )


def manifesto_html(e: Edition) -> bytes:
    """The manifesto as one web page: no script, nothing from elsewhere, fit to be posted on a blog."""
    drawn = {"figure": Markup(Parts.of(e).figure), "alt": bearing.alt(e.relations)}  # the figure escapes what people wrote
    return render("manifesto.html.j2", **_values(e) | drawn, style=own_style(e.wanted.templates, "manifesto.css"))


def manifesto_md(e: Edition) -> bytes:
    """The manifesto as Markdown, with everything a person wrote escaped."""
    return render("manifesto.md.j2", **_values(e))


def manifesto_pdf(e: Edition) -> bytes:
    """The manifesto as a tagged PDF."""
    from copro_text.writers.pdf import pdf

    return pdf(manifesto_paper(e), e.wanted.templates)


def manifesto_docx(e: Edition) -> bytes:
    """The manifesto as a Word document, to be worked on."""
    from copro_text.writers.word import word

    return word(manifesto_paper(e), e.wanted.templates)


def _values(e: Edition) -> dict[str, object]:
    parts = Parts.of(e)
    return {"e": e, "prompts": PROMPTS} | {name: getattr(parts, name) for name in ("title", "sections", "first", "drafts", "differently")}


def sections(names: Sequence[NameView]) -> tuple[Section, ...]:
    """Names by heading: "What it is" and "What it isn't" first, then in the order of first use; those under none come last."""
    by: dict[str, list[NameView]] = {}
    called: dict[str, str] = {}
    for name in names:
        heading = name.heading or (OWN_WORDS if is_slogans(name) else "")
        by.setdefault(same_heading(heading), []).append(name)
        called.setdefault(same_heading(heading), heading or UNDER_NONE)
    found = [Section(called[key], tuple(some), f"h-{mark_of(key)}") for key, some in by.items()]
    return tuple(sorted(found, key=_rank))


def _rank(section: Section) -> int:
    if same_heading(section.heading) == "what it is":
        return 0
    if is_what_it_is_not(section.heading):
        return 1
    return 4 if section.heading == OWN_WORDS else 3 if not section.names[0].heading else 2


def _first_under(parts: Sequence[Section]) -> Mapping[str, NameView]:
    first: dict[str, NameView] = {}
    for name in (name for section in parts for name in section.names):
        for quote in name.quotes:
            first.setdefault(quote.mark, name)
    return first


# on paper


def manifesto_paper(e: Edition) -> Paper:
    """The manifesto as blocks, for paper."""
    parts = Parts.of(e)
    blocks = [*_top(e), *_told(e, parts), *_themes(e, parts), *_people(e, parts), *_made(e, parts)]
    return Paper("manifesto", parts.title, tuple(blocks), sentences.status(e), e.today)


def _top(e: Edition) -> Iterator[Block]:
    if sentences.question_below(e):
        yield para(e.question, "question")
    yield para(sentences.status(e), "status")
    if whom := sentences.for_whom(e):
        yield para(whom, "status")


def _told(e: Edition, parts: Parts) -> Iterator[Block]:
    """What people told us, by heading and name."""
    if not parts.sections:
        yield para(sentences.NOTHING_NAMED, "note")
    for section in parts.sections:
        yield Heading(1, section.heading)
        for name in section.names:
            yield from _name(name, e, parts)


def _name(name: NameView, e: Edition, parts: Parts) -> Iterator[Block]:
    yield Heading(2, name.label)
    yield para(f"{sentences.who(name, e)}{f'. {DRAFT_TITLE}' if name.is_draft else ''} ({name.key})", "who")
    if name.definition:
        yield para(name.definition, "means")
    for quote in (q for q in name.quotes if parts.first[q.mark] is name):
        yield Words(quote)
    for quote in (q for q in name.quotes if parts.first[q.mark] is not name):
        yield para(f"Also here: the passage {quote.mark}, quoted under “{parts.first[quote.mark].label}”.", "small")
    if name.withheld:
        yield para(sentences.withheld(name.withheld), "small")


def _themes(e: Edition, parts: Parts) -> Iterator[Block]:
    if e.themes or e.relations:
        yield Heading(1, "What we stand behind")
    for theme in e.themes:
        yield para(theme.sentence, "theme")
        if rests := sentences.stands_behind(theme):
            yield para(f"({rests})", "who")
        for quote in theme.goes_against:
            yield para("This goes against it:", "small")
            yield Words(quote)
    if e.relations:
        yield Heading(2, sentences.HOW_THEY_RELATE)
        yield from bullets(map(sentences.related, e.relations), numbered=True)
        if parts.figure:  # below the list: right below a heading it would take the heading to the next page with it
            yield Figure(parts.figure, bearing.alt(e.relations), sentences.IN_THE_FIGURE)


def _people(e: Edition, parts: Parts) -> Iterator[Block]:
    """Who wrote, who sees it differently, how we worked, who we are, who is credited."""
    yield Heading(1, "Voices")
    yield from map(para, sentences.voices(e))
    yield from bullets(e.perspectives, side_by_side=True)
    if parts.differently:
        yield Heading(1, "Seen differently")
        yield para(NOT_ALIKE)
        yield Items(tuple(_differently(name) for name in parts.differently))
    if e.how_we_worked or not e.is_fixed:
        yield Heading(1, "How we worked")
        yield from map(para, e.how_we_worked or (sentences.NOBODY_WROTE_HOW,))
        yield from bullets(() if e.how_we_worked else PROMPTS)
    if e.who_we_are:
        yield Heading(1, "Who we are")
        yield from map(para, e.who_we_are)
    yield Heading(1, "Authors")
    yield from bullets(e.authors, side_by_side=True)
    yield para(sentences.authors(e))
    if thanked := sentences.thanked(e):
        yield Heading(1, "Thanked by name")
        yield from bullets(thanked, side_by_side=True)
    yield from map(para, filter(None, (sentences.how_credited(e), sentences.credited(e))))


def _differently(name: NameView) -> Item:
    said = [Item(_said(f"{w.by} {w.how} “{w.text}”", w)) for w in name.offered]
    said += [Item(_said(f"{w.by} answered {w.text}", w)) for w in name.differently]
    return Item((("strong", name.label),), tuple(said))


def _said(words: str, w: Wording) -> tuple[tuple[str, str], ...]:
    return (("", f"{words}: {w.because}" if w.because else words),)


def _made(e: Edition, parts: Parts) -> Iterator[Block]:
    """What was left out, what is open, how it was made, how to cite and share it."""
    if out := sentences.left_out(e):
        yield Heading(1, "Quotes left out")
        yield from map(para, filter(None, [*out, sentences.asked(e)]))
    waiting = [f"Waiting: {p.text}" for p in e.waiting]
    if is_open := [*e.still_open, *waiting, *map(sentences.unclear, e.unclear), *map(_draft, parts.drafts)]:
        yield Heading(1, "Still open")
        yield from bullets(is_open)
    if e.audience == "group" and e.searchable:
        yield Heading(1, sentences.FOUND_BY_SEARCHING)
        yield para(sentences.CAN_BE_SEARCHED)
        yield from bullets(map(sentences.searchable, e.searchable))
    yield Heading(1, "Citing and sharing")
    yield para(sentences.citation(e))
    yield para(sentences.licence(e))
    yield Heading(1, "How this was made")
    yield from map(para, sentences.how_made(e))
    if e.sources:
        yield para("What came in:")
        yield from bullets(sentences.came_in(e))
    if e.set_aside:
        yield para("Set aside, with the reason:")
        yield from bullets(f"{r.because}: {r.who.said()}, {n(r.who.texts, 'text')}" for r in e.set_aside)
    if e.memos:
        yield Heading(2, "What else we noted")
        yield from (Para((("", memo),), "note") for memo in e.memos)
    yield para(sentences.MARKS, "small")


def _draft(name: NameView) -> str:
    suggested = f" (the sorter suggests {n(name.suggested, 'passage')})" if name.suggested else ""
    return f"A draft: {name.label}{suggested}"
