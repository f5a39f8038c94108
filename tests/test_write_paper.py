"""The manifesto on paper: a tagged PDF and a Word document that say the same as the page, and nothing of who made them."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from itertools import combinations

import docx
import psutil
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from copro_text import decisions as d
from copro_text.writers import Edition, bearing, write
from copro_text.writers.blocks import Figure, Heading, Items, Paper, Para, Words, bullets, para
from copro_text.writers.manifesto import manifesto_docx, manifesto_html, manifesto_md, manifesto_paper, manifesto_pdf
from copro_text.writers.one_page import texts_of
from copro_text.writers.pdf import pdf
from copro_text.writers.plain import clean
from copro_text.writers.views import RelationShown
from tests.helpers import HOSTILE, Log, corpus_of, edition_of, hostile_edition, said, some_id

PAPERS = [pytest.param(manifesto_pdf, id="pdf"), pytest.param(manifesto_docx, id="docx")]


def group() -> Edition:
    """A small study with something in every part of a manifesto."""
    log = Log()
    log.join("Maya", "Sam")
    me = ("maya",)
    rose, anne, bo, tom = (
        said("rose", "When they ring back."),
        said("anne", "Anne thinks the bus matters.", how="reported by"),
        said("bo", "Some of us would rather be left alone."),
        said("tom", "The fare first."),
    )
    for body in (d.Title(text="A manifesto for Ashby", members=me), d.Question(text="What is co-production?", members=me)):
        log.agreed(body)
    rings = log.name("Ringing back", "Afterwards somebody says what was done.", heading="What it is")
    ticks = log.name("A tick in a box", "Every answer is theirs already.", heading="What it isn't")
    log.place(rings, rose, anne, tom)
    for who in ("rose", "anne", "bo"):
        log.confirm(who, "quote")
    log.confirm("rose", "name", value="R. Okafor")
    theme = some_id("theme")
    log.agreed(d.Theme(theme=theme, codes=(rings,), against=(bo.whole.id,), sentence="Whoever asks comes back.", members=me))
    log.agreed(d.Relate(relation=some_id("r"), one=ticks, how="gets in the way of", other=rings, members=me))
    log.add(d.Rename(code=rings, label="Closing the loop", members=(*me, "sam"), replaces=log.book.replaced_by(rings, "label")), by="sam")
    log.add(d.Answer(proposal=log.book.replaced_by(rings, "label"), answer="no", because="it is more than that"), by="sam")
    for kind, text in (("how we worked", "Four Tuesdays."), ("who we are", "Maya keeps the keys."), ("licence", "Anyone may share this.")):
        log.add(d.Memo(about=some_id("study"), whose=kind, text=text))
    log.add(d.Memo(about=rings, whose="for the report", text="We kept coming back to this one."))
    return edition_of(corpus_of(rose, anne, bo, tom), log)


def in_pdf(data: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).replace("\u200b", "")


def in_docx(data: bytes) -> str:
    return "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)


def tight(text: str) -> str:
    """Without white space, which each format sets as it likes."""
    return "".join(text.split())


def words_of(write) -> str:
    return tight({manifesto_pdf: in_pdf, manifesto_docx: in_docx}[write](write(group())))


def test_all_four_formats_say_the_same() -> None:
    e = group()
    others = {
        "pdf": in_pdf(manifesto_pdf(e)),
        "docx": in_docx(manifesto_docx(e)),
        "html": BeautifulSoup(manifesto_html(e), "html.parser").get_text(" "),
        "md": re.sub(r"\\(\W)", r"\1", manifesto_md(e).decode()).replace("*", ""),
    }
    blocks = manifesto_paper(e).blocks
    assert {type(block) for block in blocks} == {Heading, Para, Items, Words, Figure}
    for form, text in others.items():
        missing = [said for said in texts_of(blocks) if tight(said) not in tight(text).replace("&#39;", "'")]
        assert not missing, form


@pytest.mark.parametrize("write", PAPERS)
def test_every_part_of_a_manifesto_stands_on_paper(write) -> None:
    text = words_of(write)
    parts = "What it is|What it isn't|What we stand behind|How these bear on each other|Voices|Seen differently|How we worked|Who we are|Authors"
    parts += "|Citing and sharing|How this was made|Cite it as: A manifesto for Ashby|This goes against it:|Closing the loop"
    assert [part for part in parts.split("|") if tight(part) not in text] == []


@pytest.mark.parametrize("write", PAPERS)
def test_what_was_reported_stands_in_no_quotation_marks_on_paper(write) -> None:
    text = words_of(write)
    assert tight("Reported by the person who wrote it down:Anne thinks the bus matters.") in text
    assert tight("“Anne thinks") not in text
    assert tight("“When they ring back.”") in text


@pytest.mark.parametrize("write", PAPERS)
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_whatever_people_type_is_words_and_the_same_bytes_come_twice(write, words: str) -> None:
    e = hostile_edition(words)
    made = write(e)
    assert made == write(e)
    if words.isascii() and len(words) < 1000 and write is manifesto_pdf:  # pypdf takes long with more
        assert tight(clean(words)) in tight(in_pdf(made))
    if write is manifesto_docx:
        assert tight(clean(words)) in tight(in_docx(made))


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("#$@\\*_/:=+-<>[](){}\"'`~^.,;! abcXYZ019"), min_size=1, max_size=60))
def test_no_markup_in_peoples_words_is_markup_in_a_pdf(typed: str) -> None:
    log = Log()
    log.join("Maya")
    log.name("Rings back", definition=f"start {typed} end")
    assert tight(f"start {typed} end") in tight(in_pdf(manifesto_pdf(edition_of(corpus_of(), log))))


@pytest.mark.parametrize("write", PAPERS)
def test_an_empty_study_and_a_label_of_500_characters_can_be_printed(write) -> None:
    read = {manifesto_pdf: in_pdf, manifesto_docx: in_docx}[write]
    assert "Nothing has a name yet" in " ".join(read(write(edition_of(corpus_of(), Log()))).split())
    log = Log()
    log.join("Maya")
    code, other = log.name("a long label " * 40), log.name("short")
    log.agreed(d.Relate(relation=some_id("r"), one=code, how="is longer than", other=other, members=("maya",)))
    assert tight("a long label " * 40) in tight(read(write(edition_of(corpus_of(), log))))


# the PDF


def test_a_pdf_is_tagged_says_its_language_and_title_and_nobodys_name() -> None:
    read = PdfReader(io.BytesIO(manifesto_pdf(group())))
    root = read.root_object
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert read.metadata is not None
    assert read.metadata.title == "A manifesto for Ashby"
    assert read.metadata.author is None
    assert read.metadata["/CreationDate"].startswith("D:20260524")


def tags(read: PdfReader) -> list[tuple[str, str]]:
    """(tag, words for a figure) of each element, in order."""
    found = []

    def look(thing: object) -> None:
        thing = thing.get_object() if hasattr(thing, "get_object") else thing
        if isinstance(thing, list):
            for each in thing:
                look(each)
        elif isinstance(thing, dict):
            if "/S" in thing:
                found.append((thing["/S"], str(thing.get("/Alt", ""))))
            look(thing.get("/K"))

    look(read.root_object["/StructTreeRoot"])
    return found


def test_headings_lists_and_the_figure_are_tagged_as_what_they_are() -> None:
    found = tags(PdfReader(io.BytesIO(manifesto_pdf(group()))))
    kinds = [kind for kind, _ in found]
    assert {"/H1", "/H2", "/L", "/LI", "/P", "/Figure"} <= set(kinds)
    assert any("“A tick in a box” gets in the way of “Ringing back”" in alt for kind, alt in found if kind == "/Figure")


def test_the_fonts_of_a_pdf_come_along_with_the_program() -> None:
    fonts = set()
    for words in ("Plain", HOSTILE["right to left"], HOSTILE["emoji"]):
        for page in PdfReader(io.BytesIO(manifesto_pdf(hostile_edition(words)))).pages:
            for font in page["/Resources"]["/Font"].values():
                font = font.get_object()
                (inner,) = font["/DescendantFonts"]
                descriptor = inner.get_object()["/FontDescriptor"].get_object()
                assert {"/FontFile2", "/FontFile3"} & set(descriptor)
                fonts.add(font["/BaseFont"].split("+")[1].split("-")[0])
    assert fonts <= {"LibertinusSerif", "DejaVuSans", "DejaVuSerif", "LastResort", "LastResortHE", ".LastResortHE"}


def test_pages_are_numbered() -> None:
    read = PdfReader(io.BytesIO(manifesto_pdf(group())))
    assert [f"Page {i} of {len(read.pages)}" in page.extract_text() for i, page in enumerate(read.pages, start=1)] == [True] * len(read.pages)


# the Word document


def test_a_word_document_has_real_headings_lists_and_quotes() -> None:
    made = docx.Document(io.BytesIO(manifesto_docx(group())))
    styles = {p.text: p.style.name for p in reversed(made.paragraphs)}
    assert styles["A manifesto for Ashby"] == "Title"
    assert styles["What it is"] == "Heading 1"
    assert styles["Ringing back"] == "Heading 2"
    assert styles["“When they ring back.”"] == "Quote"
    assert styles["Anne thinks the bus matters."] == "Told by another"
    assert styles["R. Okafor"] == "List Bullet"
    (relation,) = group().relations
    assert styles[f"“A tick in a box” gets in the way of “Ringing back” ({relation.key})"] == "List Number"
    assert {lang.get(qn("w:val")) for lang in made.styles.element.iter(qn("w:lang"))} == {"en-GB"}


def test_the_figure_of_a_word_document_says_what_it_shows() -> None:
    made = docx.Document(io.BytesIO(manifesto_docx(group())))
    (shape,) = made.inline_shapes
    assert "gets in the way of" in shape._inline.docPr.get("descr")


def test_each_numbered_list_begins_at_one() -> None:
    log = Log()
    log.join("Maya")
    for heading in ("Steps", "Our steps"):
        for label in ("first", "then"):
            log.name(f"{label} of {heading}", heading=heading)
    made = docx.Document(io.BytesIO(write(edition_of(corpus_of(), log), "one_page.docx")))
    used = [p._p.pPr.numPr.numId.val for p in made.paragraphs if p.style.name == "List Number"]
    assert used == [used[0]] * 2 + [used[2]] * 2
    assert used[0] != used[2]


def test_a_word_document_says_its_title_and_nobodys_name_or_time_of_saving() -> None:
    data = manifesto_docx(group())
    core = docx.Document(io.BytesIO(data)).core_properties
    assert (core.title, core.author, core.last_modified_by, core.comments) == ("A manifesto for Ashby", "", "", "")
    assert str(core.modified) == str(core.created) == "2026-05-24 00:00:00+00:00"
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        assert {i.date_time for i in z.infolist()} == {(2026, 5, 24, 0, 0, 0)}
        assert not [name for name in z.namelist() if "thumbnail" in name or "custom" in name.lower()]
        for name in z.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(z.read(name))
        rels = ET.fromstring(z.read("_rels/.rels"))
        assert {rel.get("Target").lstrip("/") for rel in rels} <= set(z.namelist())


def test_words_from_right_to_left_are_set_so() -> None:
    made = docx.Document(io.BytesIO(manifesto_docx(hostile_edition("שלום לכולם"))))
    turned = [p for p in made.paragraphs if p._p.pPr is not None and p._p.pPr.find(qn("w:bidi")) is not None]
    assert turned
    assert all("שלום" in p.text for p in turned)


# how things bear on each other


@given(st.lists(st.tuples(*[st.sampled_from([f"{'thing ' * n}{n}" for n in range(1, 12)])] * 2), min_size=1, max_size=9))
def test_no_box_of_the_figure_lies_on_another_and_all_are_on_the_page(pairs: list[tuple[str, str]]) -> None:
    svg = bearing.figure([RelationShown(one, "bears on", other) for one, other in pairs])
    things = {thing for pair in pairs for thing in pair}
    if not 2 <= len(things) <= bearing.MOST_BOXES:
        assert svg == ""
        return
    drawn = ET.fromstring(svg)
    width, height = float(drawn.get("width")), float(drawn.get("height"))
    boxes = [tuple(float(r.get(a)) for a in ("x", "y", "width", "height")) for r in drawn.iter("{http://www.w3.org/2000/svg}rect")]
    assert len(boxes) == len(things)
    assert all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in boxes)
    assert not [1 for a, b in combinations(boxes, 2) if a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_the_figure_takes_words_for_nothing_but_words(words: str) -> None:
    drawn = ET.fromstring(bearing.figure([RelationShown(" ".join(clean(words).split()) or "x", "bears on", "other")]))
    assert {el.tag.split("}")[1] for el in drawn.iter()} <= {"svg", "path", "polygon", "rect", "text", "tspan", "circle"}


@pytest.mark.parametrize("paragraphs", [5, 16])
def test_where_no_room_is_left_for_a_figure_it_stands_on_top_of_the_next_page_and_what_follows_fills_this_one(paragraphs: int) -> None:
    relations = [RelationShown("A tick in a box", "gets in the way of", "Power"), RelationShown("Time", "makes room for", "Power")]
    before = (para("Some words of the group's own that fill a line or two of the page. " * 2) for _ in range(paragraphs))
    figure = Figure(bearing.figure(relations), bearing.alt(relations), "Each number is a sentence of the list above.")
    blocks = (*before, Heading(1, "Themes"), Heading(2, "How these bear"), *bullets(map(str, relations)), figure, *(para("After. " * 12),) * 30)
    first, second, *_ = (each.extract_text() for each in PdfReader(io.BytesIO(pdf(Paper("manifesto", "Book", blocks, "", "2026-05-01"), {}))).pages)
    assert "How these bear" in first and "After." in first
    assert ("Each number" in second) is (paragraphs == 16)


def test_no_output_stays_in_memory_once_it_is_set() -> None:
    here = psutil.Process()

    def book(number: int) -> int:
        paras = tuple(para(f"What person {number} {i} said of it, in a few words of their own, over and over.") for i in range(3000))
        assert pdf(Paper("manifesto", f"Book {number}", paras, "A draft.", "2026-05-01"), {})
        return here.memory_info().rss >> 20

    first = book(0)
    assert max(book(number) for number in range(1, 5)) < first + 150  # each is about 90 MB
