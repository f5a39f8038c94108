"""The one-page guide: one sheet of A4, in plain words; a draft says what is too long, and only the last has to fit."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from copro_text import decisions as d
from copro_text.errors import WriteError
from copro_text.writers import Edition, Wanted, kind_for, write
from copro_text.writers.one_page import MOST_WORDS, one_page_paper, texts_of
from copro_text.writers.readable import count_words, hard_words, longest, sentences
from tests.helpers import Log, corpus_of, edition_of, said

LONG = "This sentence goes on for so very many words that nobody who reads it on a wall would ever come to the end of it."
PLACES = ("one_page.pdf", "one_page.docx")


def guide(*, more: int = 0, fixed: bool = True, **wanted: bool) -> Edition:
    """A guide with values, steps and slogans, and `more` long sentences in it."""
    log = Log()
    log.join("Maya")
    log.agreed(d.Title(text="Our guide", members=("maya",)))
    log.name("Being asked", " ".join([LONG] * more) or "Before there is a plan.", heading="What it is")
    log.name("Equal", "Nobody's word weighs more.", heading="Values")
    log.name("Ask first", heading="Steps")
    log.name("Ring back", heading="Steps")
    yes, no = said("rose", "When they ring back."), said("tom", "Nothing without my yes.")
    log.place(log.name("Slogans"), yes, no)
    log.confirm("rose", "quote")
    log.add(d.Memo(about=log.book.entries[0].id, whose="licence", text="Anyone may share this."))
    return edition_of(corpus_of(yes, no), log, version="first" if fixed else "", wanted=Wanted(**wanted))


def pages(data: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


def text(e: Edition, name: str) -> str:
    made = write(e, name)
    return " ".join(pages(made)) if name.endswith(".pdf") else " ".join(p.text for p in docx.Document(io.BytesIO(made)).paragraphs)


@pytest.mark.parametrize("name", PLACES)
def test_the_guide_says_what_it_is_values_steps_slogans_and_what_others_may_do_with_it(name: str) -> None:
    said = text(guide(), name)
    order = ["Our guide", "What it is", "Being asked", "Values", "Equal", "Steps", "Ask first", "In people's own words", "“When they ring back.”"]
    places = [said.index(words) for words in [*order, "Anyone may share this."]]
    assert places == sorted(places)


@pytest.mark.parametrize("name", PLACES)
def test_a_slogan_is_printed_only_with_a_yes(name: str) -> None:
    assert "without my yes" not in text(guide(), name)


def test_the_guide_fits_a_sheet_of_a4() -> None:
    (page,) = PdfReader(io.BytesIO(write(guide(final=True), "one_page.pdf"))).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_three_hundred_words_fit_the_sheet() -> None:
    e = guide(more=10)
    room = MOST_WORDS - sum(map(count_words, texts_of(one_page_paper(guide(more=10, final=True)).blocks)))
    assert 0 <= room < 30
    assert len(pages(write(guide(more=10, final=True), "one_page.pdf"))) == 1
    assert e.wanted.final is False


@pytest.mark.parametrize("name", PLACES)
def test_over_length_it_says_draft_and_by_how_much_and_marks_the_longest_sentences(name: str) -> None:
    e = guide(more=20)
    words = sum(map(count_words, ["Our guide", *texts_of(one_page_paper(guide(more=20, final=True)).blocks)]))
    assert f"DRAFT: {words} words, {words - MOST_WORDS} too many for a page." in text(e, name)
    marked = [run for block in one_page_paper(e).blocks for item in getattr(block, "items", ()) for run in item.runs if run[0] == "long"]
    assert ("long", LONG) in marked
    assert "When they ring back." not in [words for _, words in marked]


def test_a_word_document_underlines_what_is_too_long() -> None:
    made = docx.Document(io.BytesIO(write(guide(more=20), "one_page.docx")))
    assert LONG in [run.text for p in made.paragraphs for run in p.runs if run.underline]


@pytest.mark.parametrize("name", PLACES)
def test_the_last_must_fit_or_is_refused_with_what_to_shorten(name: str) -> None:
    with pytest.raises(WriteError, match=r"too many\..*Shorten these first: “This sentence goes on"):
        write(guide(more=20, final=True), name)


def test_few_words_on_many_lines_are_refused_too() -> None:
    log = Log()
    log.join("Maya")
    for i in range(120):
        log.name(f"Name {i}", heading="What it is")
    with pytest.raises(WriteError, match=r"[23] pages"):
        write(edition_of(corpus_of(), log, version="first", wanted=Wanted(final=True)), "one_page.pdf")


def test_a_draft_says_so_as_long_as_no_version_is_fixed() -> None:
    assert pages(write(guide(fixed=False), "one_page.pdf"))[0].startswith("DRAFT")
    assert "DRAFT" not in text(guide(), "one_page.pdf")


@pytest.mark.parametrize("name", PLACES)
def test_large_and_plain_says_that_it_is_not_easy_read(name: str) -> None:
    large = text(guide(large=True), name)
    assert "It is not Easy Read." in large
    assert "ready to take to those who make it" in large
    assert "Easy Read" not in text(guide(), name)


def test_large_and_plain_is_large_and_may_take_more_than_a_page() -> None:
    sizes: set[float] = set()
    made = PdfReader(io.BytesIO(write(guide(large=True, final=True), "one_page.pdf")))
    made.pages[0].extract_text(visitor_text=lambda words, cm, tm, font, size: sizes.add(size) if "Nobody" in words else None)
    assert min(sizes) >= 16
    assert write(guide(more=10, large=True, final=True), "one_page.pdf")


def marked(**wanted: bool) -> Edition:
    log = Log()
    log.join("Maya", "Sam")
    code = log.name("Reciprocity", LONG, heading="What it is")
    log.add(d.Memo(about=code, whose="not clear to me", text="what is this?"), by="sam")
    return edition_of(corpus_of(), log, wanted=Wanted(**wanted))


def test_what_people_marked_comes_before_what_the_program_counts_and_that_only_when_asked() -> None:
    assert "Reciprocity”: what is this?" in text(marked(), "one_page.pdf")
    assert "Long words" not in text(marked(), "one_page.pdf")
    hinted = text(marked(hints=True), "one_page.pdf")
    assert hinted.index("what is this?") < hinted.index("25 words: “This sentence")
    assert "reciprocity" in hinted[hinted.index("Long words") :]


def test_notes_for_the_group_stand_on_a_page_of_their_own() -> None:
    first, second = pages(write(marked(), "one_page.pdf"))
    assert "For us, before this is final" not in first
    assert second.startswith("For us, before this is final")


@pytest.mark.parametrize("name", ["one_page.pdf", "one-page.pdf", "One page for the wall.docx"])
def test_its_kind_is_known_by_the_files_name(name: str) -> None:
    assert kind_for(name) == "one_page"
    assert kind_for("guide.pdf", "one page") == "one_page"


@given(st.text())
def test_the_sentences_of_a_text_hold_all_its_words(typed: str) -> None:
    assert "".join("".join(sentences(typed)).split()) == "".join(typed.split())
    assert all(sentence in typed for sentence in sentences(typed))
    assert set(longest([typed], 3)) <= set(sentences(typed))


def test_hard_words_are_those_of_four_syllables_and_more() -> None:
    assert hard_words(["Participation gets a cup of tea, and reciprocity a biscuit."]) == ("participation", "reciprocity")
