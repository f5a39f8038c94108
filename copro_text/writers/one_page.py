"""The one-page guide: what it is, what matters, what to do, and slogans in people's own words, on one sheet of A4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from copro_text.errors import WriteError
from copro_text.writers import readable, sentences
from copro_text.writers.blocks import Block, Heading, Item, Items, NewPage, Paper, Para, Runs, Words, bullets, para
from copro_text.writers.edition import Edition, NameView, is_slogans, same_heading
from copro_text.writers.manifesto import OWN_WORDS, Section, sections
from copro_text.writers.plain import cut_short, listed, n, one_line

MOST_WORDS = 300
MOST_MARKED = 5  # sentences that a draft marks as its longest
STEPS = ("step", "steps", "our steps", "what to do", "how to do it")
NOT_EASY_READ = (
    "This is a large and plain layout. It is not Easy Read. Easy Read is made with people with learning disabilities, with pictures, "
    "and tried out with them. This is ready to take to those who make it."
)


def one_page_pdf(e: Edition) -> bytes:
    """The guide as a tagged PDF."""
    from copro_text.writers.pdf import pdf

    return _final(e, pdf(one_page_paper(e), e.wanted.templates)) if e.wanted.final else pdf(one_page_paper(e), e.wanted.templates)


def one_page_docx(e: Edition) -> bytes:
    """The guide as a Word document; whether it fits a page is seen from the PDF."""
    from copro_text.writers.pdf import pdf
    from copro_text.writers.word import word

    if e.wanted.final:
        _final(e, pdf(one_page_paper(e), {}))
    return word(one_page_paper(e), e.wanted.templates)


def one_page_paper(e: Edition) -> Paper:
    """The guide as blocks: over length it says DRAFT and marks the longest sentences; what is for the group comes on a page after it."""
    guide = tuple(_guide(e))
    words = _words(e, guide)
    over = words - MOST_WORDS
    marked = readable.longest(_ours(guide), MOST_MARKED) if over > 0 else ()
    banner = ""
    if over > 0:
        banner = f"DRAFT: {words} words, {over} too many for a page. The longest sentences of ours are underlined."
    elif not e.wanted.final and (e.unclear or not e.is_fixed):
        banner = "DRAFT"
    blocks = tuple(_marked(block, marked) for block in guide)
    if not e.wanted.final:
        blocks += tuple(_for_us(e, guide))
    foot = " ".join(filter(None, (sentences.status(e), sentences.for_whom(e))))
    return Paper("one_page", sentences.heading_of(e), blocks, foot, e.today, banner, e.wanted.large)


def _final(e: Edition, made: bytes) -> bytes:
    """The guide, if it may be the last: short enough and, but in large letters, on one page.

    Raises
    ------
    WriteError
        With what to shorten.
    """
    from copro_text.writers.pdf import pages

    guide = tuple(_guide(e))
    words, sheets = _words(e, guide), pages(made)
    fits = words <= MOST_WORDS and (e.wanted.large or sheets == 1)
    if fits:
        return made
    long = listed(f"“{cut_short(one_line(s), 120)}” ({n(readable.count_words(s), 'word')})" for s in readable.longest(_ours(guide), 3))
    spoken = sum(readable.count_words(block.quote.text) for block in guide if isinstance(block, Words))
    over = f"{words} words, {words - MOST_WORDS} too many" if words > MOST_WORDS else f"{sheets} pages"
    do = f"Shorten these first: {long}." if long else "Say less in definitions, or put a name under no heading."
    slogans = f" Slogans are {n(spoken, 'word')} of it: choose fewer, or shorter passages." if spoken > MOST_WORDS // 4 else ""
    raise WriteError(f"The guide is not one page yet: {over}.", do=do + slogans, safe="Nothing was written; as a draft it can be.")


# what it holds


def _guide(e: Edition) -> Iterator[Block]:
    if sentences.question_below(e):
        yield para(e.question, "question")
    if e.wanted.large:
        yield para(NOT_EASY_READ, "note")
    named = [name for name in e.in_use if not name.is_draft]
    found = sections([name for name in named if not is_slogans(name)])
    if not found:
        yield para(sentences.NOTHING_NAMED, "note")
    for section in found:
        yield from _section(section, large=e.wanted.large)
    if e.themes:
        yield Heading(1, "What we stand behind")
        yield from bullets(one_line(theme.sentence) for theme in e.themes)
    if slogans := list(dict.fromkeys(q for name in named if is_slogans(name) for q in name.quotes)):
        yield Heading(1, OWN_WORDS)
        yield from map(Words, slogans)
    yield para(sentences.licence(e), "small")


def _section(section: Section, *, large: bool) -> Iterator[Block]:
    yield Heading(1, section.heading)
    numbered = same_heading(section.heading) in STEPS
    if large:
        for number, name in enumerate(section.names, start=1):
            yield Para((("strong", f"{number}. {name.label}" if numbered else name.label),))
            yield from map(para, readable.sentences(name.definition))
    else:
        yield Items(tuple(Item(_name(name)) for name in section.names), numbered)


def _name(name: NameView) -> Runs:
    label = name.label if name.label.endswith((".", "!", "?", "…")) else f"{name.label}."
    return (("strong", label), ("", f" {one_line(name.definition)}")) if name.definition else (("strong", name.label),)


def _for_us(e: Edition, guide: tuple[Block, ...]) -> Iterator[Block]:
    """What the group should look at before the last version: what people marked first, then what the program counts, if asked."""
    slogans = any(isinstance(block, Words) for block in guide)
    notes = [] if slogans else ["No slogans yet: put short passages with a name called “Slogans”. Only those whose writers said yes are printed."]
    notes += [] if e.licence else ["Nobody has said yet what others may do with this page."]
    hints = [*_hints(guide)] if e.wanted.hints else []
    if not (e.unclear or hints or (notes and not e.is_fixed)):  # of a fixed version on which nothing is marked, the one page is all
        return
    yield NewPage()
    yield Heading(1, "For us, before this is final")
    if e.unclear:
        yield para("People marked this as not clear to them:")
        yield from bullets(map(sentences.unclear, e.unclear))
    if notes:
        yield para("Still open:")
        yield from bullets(notes)
    if hints:
        yield para("The program counts words and vowels, and knows nothing of what they mean. These may be hard to read:")
        yield from bullets(hints)


def _hints(guide: tuple[Block, ...]) -> Iterator[str]:
    ours = _ours(guide)
    for sentence in readable.longest(ours, 10):
        if (words := readable.count_words(sentence)) > readable.LONG:
            yield f"{words} words: “{one_line(sentence)}”"
    if hard := readable.hard_words(ours):
        yield f"Long words: {', '.join(hard)}"


# counting and marking


def _words(e: Edition, guide: tuple[Block, ...]) -> int:
    """How many words the guide has, with its title; what the program itself says of a large layout is not counted."""
    return sum(readable.count_words(text) for text in (sentences.heading_of(e), *texts_of(guide)) if text != NOT_EASY_READ)


def texts_of(blocks: tuple[Block, ...]) -> list[str]:
    """Everything that is read in blocks, in order."""
    return [text for block in blocks for text in ([block.quote.text] if isinstance(block, Words) else _typed(block))]


def _ours(blocks: tuple[Block, ...]) -> list[str]:
    """What we wrote ourselves: people's own words are not ours to shorten, and the program's own note is not either."""
    return [text for block in blocks for text in _typed(block) if text != NOT_EASY_READ and not isinstance(block, Heading)]


def _typed(block: Block) -> list[str]:
    match block:
        case Heading(text=words):
            return [words]
        case Para(runs=runs):
            return ["".join(words for _, words in runs)]
        case Items(items=items):
            return [text for item in items for text in _typed(item)]
        case Item(runs=runs, below=below):
            return [words for _, words in runs] + [text for item in below for text in _typed(item)]
        case _:
            return []


def _marked(block: Block, marked: tuple[str, ...]) -> Block:
    """A block with the long sentences in it marked."""
    match block:
        case Para(runs=runs) if block.style != "small":
            return replace(block, runs=_marked_runs(runs, marked))
        case Items(items=items):
            return replace(block, items=tuple(replace(item, runs=_marked_runs(item.runs, marked)) for item in items))
        case _:
            return block


def _marked_runs(runs: Runs, marked: tuple[str, ...]) -> Runs:
    made: list[tuple[str, str]] = []
    for how, words in runs:
        rest = words
        for sentence in readable.sentences(words) if not how else []:
            if sentence in marked:
                before, _, rest = rest.partition(sentence)
                made += [("", before), ("long", sentence)]
        made.append((how, rest))
    return tuple((how, words) for how, words in made if words)
