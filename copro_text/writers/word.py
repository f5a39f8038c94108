"""Word: an output as blocks, as a .docx with real headings, lists and styles, that says nothing of who made it and when."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count, zip_longest
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from copro_text.errors import WriteError
from copro_text.packed import BROKEN, Limits, unsafe
from copro_text.writers.blocks import (
    FOUND_BY,
    Block,
    Columns,
    Figure,
    Heading,
    Item,
    Items,
    NewPage,
    Paper,
    Para,
    Runs,
    Space,
    Table,
    Words,
    is_from_right,
    lines_of,
)
from copro_text.writers.packing import day_of, fixed_zip
from copro_text.writers.plain import clean, cut_short
from copro_text.writers.quotes import Quote

LANGUAGE = "en-GB"
KEPT_TOGETHER = 400  # letters: a longer paragraph may part from what stands below it, or a page would stay half empty
STYLES = {
    "question": "Question",
    "status": "Status",
    "who": "Who said it",
    "means": "What is meant",
    "theme": "Theme",
    "small": "Small",
    "note": "Noted",
}
ASKED, ROOM = Mm(54), Mm(104)
SPOKEN, TOLD, BELOW = "Quote", "Told by another", "Below a quote"
DEEP, SOFT, INK = RGBColor(0x1C, 0x5A, 0x60), RGBColor(0x4D, 0x56, 0x5A), RGBColor(0, 0, 0)
MOST_BESIDE = 3
LISTS = {False: ("List Bullet", "List Bullet 2"), True: ("List Number", "List Number 2")}
BUILT_IN = ("Title", "Heading 1", "Heading 2", SPOKEN, "Caption", *LISTS[False], *LISTS[True])
UNSAID = re.compile(r"docProps/(custom\.xml|thumbnail\.\w+)|customXml/")  # what a template may know of whoever made it
APP = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>copro_text</Application></Properties>'


def word(paper: Paper, templates: Mapping[str, bytes]) -> bytes:
    """An output as a Word document; the same bytes for the same output.

    Raises
    ------
    WriteError
        When the group's own template is no Word document.
    """
    name = f"{paper.kind}.docx"
    made = _opened(name, templates[name]) if name in templates else docx.Document()
    if name not in templates:
        _page(made, paper)
    _styles(made, paper, is_ours=name not in templates)
    _speak(made)
    _say_what(made, paper)
    _fill(made, paper)
    saved = io.BytesIO()
    made.save(saved)
    with zipfile.ZipFile(saved) as old:
        members = {each: _without_whom(each, old.read(each)) for each in sorted(old.namelist()) if not UNSAID.match(each)}
    return fixed_zip(members, day_of(paper.day))


def _opened(name: str, data: bytes) -> Document:
    """The group's own template: its styles, page and header; its words in the body are left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if why := unsafe(packed.infolist(), Limits("Word document")):
                raise WriteError(f"The template {name} is not opened: {why}.", safe="Nothing was written.")
        made = docx.Document(io.BytesIO(data))
    except (*BROKEN, SyntaxError, TypeError, AttributeError):  # of lxml's errors SyntaxError is the base
        raise WriteError(
            f"The template {name} is no Word document that can be read.",
            do="Save it again as .docx in your word processor, or move it away to have ours.",
            safe="Nothing was written; an older file is as it was.",
        ) from None
    body = made.element.body
    for each in [child for child in body if child.tag != qn("w:sectPr")]:
        body.remove(each)
    body.get_or_add_sectPr()
    return made


# what it looks like


def _page(made: Document, paper: Paper) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    side = Mm(22 if paper.kind == "one_page" else 26)
    section.left_margin = section.right_margin = side
    section.top_margin = section.bottom_margin = Mm(18 if paper.kind == "one_page" else 24)
    section.footer_distance = Mm(9)


def _styles(made: Document, paper: Paper, *, is_ours: bool) -> None:
    """Our styles, where the document has none of that name; those that are Word's own get our look only without a template."""
    size = 16.0 if paper.large else 12.5 if paper.kind == "one_page" else 11.0
    names = {style.name for style in made.styles}
    for name in [each for each in BUILT_IN if each not in names]:  # a template saved by another program may lack some
        made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    if is_ours:
        _look(made, "Normal", size, after=6)
        _look(made, "Title", size * 2, after=10, colour=INK, bold=True)
        _look(made, "Heading 1", size * 1.45, before=16, after=6, colour=INK if paper.large else DEEP, bold=True)
        _look(made, "Heading 2", size * 1.15, before=12, after=4, colour=INK, bold=True)
        _look(made, SPOKEN, size, before=6, after=2, colour=INK, indent=8)
        made.styles[SPOKEN].font.italic = made.styles[SPOKEN].font.cs_italic = False
        for each in ("List Bullet", "List Bullet 2", "List Number", "List Number 2", "Caption"):
            _look(made, each, size if each != "Caption" else size * 0.85, after=4, colour=SOFT if each == "Caption" else None)
        _look(made, "Footer", 12 if paper.large else 8.5, colour=SOFT)
        for border in made.styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    own: dict[str, dict[str, Any]] = {
        "Question": {"size": size * 1.2, "colour": SOFT, "after": 8},
        "Status": {"size": size * 0.85, "colour": SOFT, "after": 8},
        "Who said it": {"size": size * 0.85, "colour": SOFT, "after": 6, "keep": True},
        "What is meant": {"size": size * 1.05, "after": 6},
        "Theme": {"size": size * 1.2, "before": 10, "after": 4, "keep": True},
        "Small": {"size": size * 0.85, "colour": SOFT, "after": 6},
        "Noted": {"size": size, "before": 4, "after": 8, "indent": 4},
        TOLD: {"size": size, "before": 2, "after": 2, "indent": 8},
        BELOW: {"size": size * 0.8, "colour": SOFT, "after": 10, "indent": 8},
    }
    for name, look in own.items():
        if name not in names:
            made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = made.styles["Normal"]
            _look(made, name, **look)
            if name == "Noted":
                made.styles[name].element.get_or_add_pPr().append(_shade())


def _shade() -> Any:
    shade = OxmlElement("w:shd")
    for key, value in {"val": "clear", "color": "auto", "fill": "EEF3F1"}.items():
        shade.set(qn(f"w:{key}"), value)
    return shade


def _look(
    made: Document,
    name: str,
    size: float,
    *,
    before: float = 0,
    after: float = 0,
    colour: RGBColor | None = None,
    indent: float = 0,
    bold: bool | None = None,
    keep: bool = False,
) -> None:
    style = made.styles[name]
    style.font.name, style.font.size, style.font.bold = "Calibri", Pt(round(size * 2) / 2), bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in list(fonts.attrib):
        if kind.endswith("Theme"):
            del fonts.attrib[kind]  # a font of the theme would win over ours
    fonts.set(qn("w:cs"), "Calibri")
    if colour is not None:
        style.font.color.rgb = colour
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.15
    form.keep_with_next = True if keep else form.keep_with_next
    if indent:
        form.left_indent = Mm(indent)


def _speak(made: Document) -> None:
    """Say which language it is in, so that it is read aloud as it should be."""
    for lang in made.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), LANGUAGE)


def _say_what(made: Document, paper: Paper) -> None:
    """What it says of itself: its title, and nobody."""
    core = made.core_properties
    for name in ("author", "category", "comments", "content_status", "identifier", "keywords", "last_modified_by", "subject", "version"):
        setattr(core, name, "")
    core.title, core.language, core.revision = cut_short(clean(paper.title), 250), LANGUAGE, 1
    day = day_of(paper.day)
    core.created = core.modified = core.last_printed = datetime(day.year, day.month, day.day)


def _without_whom(name: str, part: bytes) -> bytes:
    """A part of the document without links to what is left out."""
    if name == "docProps/app.xml":
        return APP
    if name.endswith(".rels") or name == "[Content_Types].xml":
        return re.sub(rb'<(?:Relationship|Override)\b[^>]*?"/?(?:\.\./)?(?:docProps/(?:custom\.xml|thumbnail\.\w+)|customXml/)[^>]*?/>', b"", part)
    return part


# what it holds


@dataclass(frozen=True)
class _Body:
    """A document being filled, and the id of each of its styles: looking one up by name, or the end, each time would take most of the time."""

    made: Document
    styles: Mapping[str, str]
    cell: Any = None  # of a table, where it is that which is filled
    numbers: Iterator[int] = field(default_factory=count)

    def paragraph(self, style: str) -> Paragraph:
        """A new paragraph at the end."""
        p = OxmlElement("w:p")
        if self.cell is not None:
            self.cell.append(p)
        else:
            self.made.element.body[-1].addprevious(p)  # before what says how the page is
        p.style = self.styles.get(style)
        return Paragraph(p, self.made._body)


def _fill(made: Document, paper: Paper) -> None:
    _footer(made, paper)
    body = _Body(made, {style.name: style.style_id for style in made.styles if style.name})
    if paper.banner:
        _write(body.paragraph(STYLES["note"]), (("strong", paper.banner),))
    _tagged(body, "Title", (("", paper.title),), paper.tag)
    for block, below in zip_longest(paper.blocks, paper.blocks[1:]):
        if isinstance(block, Para) and isinstance(below, Space):  # what is asked about stands with the room to answer
            _tagged(body, STYLES.get(block.style, "Normal"), block.runs, block.tag, keep=True)
        else:
            _add(body, block)


def _add(body: _Body, block: Block) -> None:
    match block:
        case Heading(level=level, text=words, tag=tag):
            _tagged(body, f"Heading {level}", (("", words),), tag)
        case Para(runs=runs, style=style, tag=tag):
            _tagged(body, STYLES.get(style, "Normal"), runs, tag)
        case Space():
            _space(body, block)
        case Items(items=items, side_by_side=True) if len(items) > 8:
            lines = ["".join(words for _, words in item.runs) for item in items]
            _write(body.paragraph("Normal"), (("", " · ".join(lines)),))
        case Items(items=items, numbered=numbered):
            _list(body, items, LISTS[numbered], _restarted(body.made) if numbered else None)
        case Words(quote=q):
            _quote(body, q)
        case Figure():
            _figure(body, block)
        case NewPage():
            body.paragraph("Normal").paragraph_format.page_break_before = True
        case Item():
            _list(body, (block,), LISTS[False], None)
        case Table():
            _table(body, block)
        case Columns(columns=columns):
            _columns(body, columns)


def _table(body: _Body, table: Table) -> None:
    """A table whose head comes again on each page."""
    _write(body.paragraph("Caption"), (("", table.caption),), keep=True)
    made = _cells(body, len(table.rows) + 1, len(table.head))
    for at, row in enumerate((table.head, *table.rows)):
        for cell, words in zip(made.rows[at].cells, row, strict=True):
            _write(cell.paragraphs[0], (("strong" if at == 0 else "", words),))
    head = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(head)


def _columns(body: _Body, columns: Sequence[tuple[str, Sequence[Quote]]]) -> None:
    """Quotations side by side, at most three to a row: each a cell with its title."""
    for at in range(0, len(columns), MOST_BESIDE):
        some = columns[at : at + MOST_BESIDE]
        made = _cells(body, 1, len(some))
        for cell, (title, quotes) in zip(made.rows[0].cells, some, strict=True):
            _write(cell.paragraphs[0], (("strong", title),), keep=True)
            inside = _Body(body.made, body.styles, cell._tc, body.numbers)
            for q in quotes:
                _quote(inside, q)


def _cells(body: _Body, rows: int, columns: int) -> WordTable:
    """An empty table where the document ends now."""
    made: WordTable = body.made.add_table(rows, columns)
    made.style = "Table Grid" if "Table Grid" in body.styles else None
    body.paragraph("Normal")  # a table that ends a document or meets another becomes one with it
    return made


def _tagged(body: _Body, style: str, runs: Runs, tag: str, *, keep: bool = False) -> None:
    """A paragraph that is found again by a bookmark: word processors keep it, show nothing of it, and read nothing of it aloud."""
    p = body.paragraph(style)
    _write(p, runs, keep=keep)
    if tag:
        _bookmark(p, tag, str(next(body.numbers)))


def _bookmark(p: Paragraph, tag: str, number: str) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), number)
    start.set(qn("w:name"), f"{FOUND_BY}{tag}_{number}")  # two of one name, and a word processor would drop one
    end.set(qn("w:id"), number)
    place = 1 if p._p.pPr is not None else 0
    p._p.insert(place, start)
    p._p.append(end)


def _space(body: _Body, space: Space) -> None:
    """A table to write in: a question and room beside it, a row for each. Its mark is in sight as well: some programs drop bookmarks."""
    table = body.made.add_table(rows=0, cols=2)
    table.style = "Table Grid" if "Table Grid" in body.styles else None
    table.autofit = False
    table.columns[0].width, table.columns[1].width = ASKED, ROOM
    for number, question in enumerate(space.rows):
        row = table.add_row()
        asked, room = row.cells
        asked.width, room.width = ASKED, ROOM
        row.height = Mm(12) if not number and len(space.rows) < 4 and not space.tag.startswith("0" * 10) else None
        p = asked.paragraphs[0]
        p.paragraph_format.keep_with_next = number + 1 < len(space.rows)
        p.style = body.made.styles["Small"]
        _write(p, (("", question if number or space.tag.startswith("0" * 10) else f"{question} ({space.tag[:10]})"),))
        if not number:
            _bookmark(p, space.tag, str(next(body.numbers)))
    body.paragraph("Small")


def _quote(body: _Body, q: Quote) -> None:
    if not q.is_speech:
        _write(body.paragraph(BELOW), (("", q.lead),), keep=True)
    words = clean(f"“{q.text}”" if q.is_speech else q.text)
    *most, last = re.split(r"\n\s*\n", words)
    for paragraph in most:
        _write(body.paragraph(SPOKEN if q.is_speech else TOLD), (("", paragraph),))
    _write(body.paragraph(SPOKEN if q.is_speech else TOLD), (("", last),), keep=len(last) <= KEPT_TOGETHER)
    _write(body.paragraph(BELOW), (("", " ".join(filter(None, (q.beside, f"({q.label})")))),))


def _list(body: _Body, items: tuple[Item, ...], styles: tuple[str, ...], number: int | None) -> None:
    for item in items:
        p = body.paragraph(styles[0])
        if number is not None:
            _numbered(p, number)
        _write(p, item.runs)
        _list(body, item.below, styles[1:] or styles, None)


def _restarted(made: Document) -> int | None:
    """A numbering of its own for one list, so that each begins at 1."""
    if "List Number" not in made.styles:
        return None
    style = made.styles["List Number"].element.find(f".//{qn('w:numId')}")
    if style is None:
        return None
    numbering = made.part.numbering_part.element
    given = int(style.get(qn("w:val")))
    shape = next((n.abstractNumId.val for n in numbering.num_lst if n.numId == given), None)
    if shape is None:
        return None
    num = numbering.add_num(shape)
    num.add_lvlOverride(0).add_startOverride(1)
    return int(num.numId)


def _numbered(p: Paragraph, number: int) -> None:
    properties = p._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _write(p: Paragraph, runs: Runs, *, keep: bool = False) -> None:
    """Words into a paragraph, each line a line; from the right where their first letter says so."""
    right = is_from_right("".join(words for _, words in runs))
    if right:
        p._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    if keep:
        p.paragraph_format.keep_with_next = True
    for how, words in runs:
        for number, line in enumerate(lines_of(words)):
            run = p.add_run()
            if number:
                run.add_break()
            run.add_text(line)
            run.bold = True if how == "strong" else None
            run.underline = True if how == "long" else None
            if right:
                run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))


def _figure(body: _Body, figure: Figure) -> None:
    from copro_text.writers.pdf import png_of

    section = body.made.sections[0]
    room = int((section.page_width or Mm(210)) - (section.left_margin or 0) - (section.right_margin or 0))
    p = body.paragraph("Normal")
    p.paragraph_format.keep_with_next = True
    shape = p.add_run().add_picture(io.BytesIO(png_of(figure.svg)), width=min(room, int(Mm(160))))
    shape._inline.docPr.set("descr", clean(figure.alt))
    shape._inline.docPr.set("title", figure.caption)
    shape._inline.docPr.set("name", "Figure")
    _write(body.paragraph("Caption"), (("", figure.caption),))


def _footer(made: Document, paper: Paper) -> None:
    """At the foot of each page, unless the template says something there: what this is, and the number."""
    footer = made.sections[0].footer
    p = footer.paragraphs[0]
    if any(each.text for each in footer.paragraphs) or not paper.footer:
        return
    _write(p, (("", f"{paper.footer} Page "),))
    for kind, of in (("PAGE", " of "), ("NUMPAGES", "")):
        _field(p, kind)
        p.add_run(of)


def _field(p: Paragraph, kind: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), kind)
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    p._p.append(field)
