"""Word documents (.docx): paragraphs, lists, tables, text boxes, comments, tracked changes and footnotes.

The text of a paragraph is what stood there before any tracked change: what was put in, and what was struck out, are
contributions of their own by whoever did it. So nobody's words are mixed with another's, and none are lost.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from copro_text.corpus import Fault
from copro_text.errors import NotReadable
from copro_text.packed import Limits
from copro_text.readers import otter
from copro_text.readers.blocks import Account, Block, Remark
from copro_text.readers.cells import Cell, of_table
from copro_text.readers.docxparts import OFF, Style, Styles, comments, date_of, is_on, paragraphs_of, plain
from copro_text.readers.item import Reading
from copro_text.readers.look import is_zip
from copro_text.readers.notes import reading
from copro_text.readers.passage import Passage
from copro_text.readers.zipped import Package, attribute, child, local, members, text_of

READER = "docx 1"
LIMITS = Limits("Word document")

_MAIN = re.compile(r"word/document\d*\.xml")
_OPAQUE = frozenset("pPr sectPr tblPr tblGrid trPr tcPr rPr instrText fldChar sdtPr proofErr rt oMathParaPr delInstrText".split())
_PICTURES = frozenset("blip imagedata".split())
_OTHERS = {"relIds": "a diagram (SmartArt)", "chart": "a chart", "OLEObject": "an object from another program"}
_NOT_READ = "Its words are not read. Type in what matters: study.note, or `copro note`."
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def recognises(head: bytes, path: Path) -> bool:
    """Is it a zip with a Word document in it, be it one that was cut short?"""
    names = members(head, path)
    return any(_MAIN.fullmatch(name) for name in names) or (is_zip(head) and not names and b"word/document" in head)


def read(path: Path, *, progress: Callable[[int, int | None], None] | None = None) -> Reading:
    """Everything that stands in the document, with who wrote which comment and made which change."""
    package = Package(path, LIMITS)
    main = next((name for name in _targets(package, "", "officeDocument") if name in package.parts), "") or min(
        (name for name in package.names if _MAIN.fullmatch(name)), default=""
    )
    root = package.tree(main)
    body = child(root, "body")
    if body is None:
        raise NotReadable(
            f"{path.name}: a damaged Word document.", do="Open it in Word, let Word mend it, and save it again.", safe="Nothing was read."
        )
    creator = child(package.tree("docProps/core.xml"), "creator")
    account = Account("Word document", READER, author=text_of(creator))
    document = _Document(package, main, account)
    blocks = [*document.blocks(body), *document.comments_nowhere()]
    account.left_out["header or footer"] += sum(document.lines_of(kind) for kind in ("header", "footer"))
    account.faults[:0] = package.faults
    if progress:
        progress(len(blocks), len(blocks))
    lines = _lines(blocks)
    if otter.is_transcript(lines):
        return otter.of_lines(lines, account.faults, name=path.name, format_="Teams transcript (Word document)", reader=READER)
    return reading(path.name, blocks, account)


def _lines(blocks: Sequence[Block]) -> list[str]:
    """The lines of a document that has nothing but lines, as the transcripts that Teams and Otter save."""
    if any(block.remarks or block.cell for block in blocks):
        return []
    return [line for block in blocks for line in block.text.split("\n")]


def _targets(package: Package, part: str, kind: str) -> list[str]:
    """The parts that a part points to, of one kind; nothing is said of those that are not there, for Word itself leaves such behind."""
    folder, base = posixpath.split(part)
    rels = package.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
    found = [] if rels is None else [attribute(r, "Target") for r in rels if attribute(r, "Type").endswith(f"/{kind}")]
    return [target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target)) for target in found]


class _Document:
    """One document while it is read."""

    def __init__(self, package: Package, main: str, account: Account) -> None:
        self.package, self.main, self.account = package, main, account
        self.styles = Styles(self._part("styles"))
        self.comments = comments(self._part("comments"), self._part("commentsExtended"))
        self.feet = {f"{kind} {attribute(n, 'id')}": n for kind in ("footnote", "endnote") for n in self._part(f"{kind}s") if local(n) == kind}
        self.waiting: list[str] = []  # comments that begin between two paragraphs
        self.said: set[str] = set()  # comments and footnotes that found their place
        self.paragraphs = self.tables = self.depth = 0

    def _part(self, kind: str) -> Element:
        trees = (self.package.tree(name) for name in _targets(self.package, self.main, kind))
        return next((tree for tree in trees if tree is not None), Element("none"))

    def lines_of(self, kind: str) -> int:
        """How many lines of words stand in all headers, or all footers."""
        trees = [self.package.tree(name) for name in dict.fromkeys(_targets(self.package, self.main, kind))]
        return sum(bool(plain(p).strip()) for tree in trees if tree is not None for p in tree.iter() if local(p) == "p")

    def comments_nowhere(self) -> list[Block]:
        """Comments whose place in the text is gone: they are somebody's words all the same."""
        left = tuple(remark for number, remark in self.comments.items() if number not in self.said)
        return [Block("paragraph", "", "comments", remarks=left)] if left else []

    def blocks(self, parent: Element) -> list[Block]:
        """The paragraphs and tables below an element, in order."""
        found: list[Block] = []
        for element in parent:
            kind = local(element)
            if kind == "p":
                found += self._paragraph(element)
            elif kind == "tbl":
                found += self._table(element)
            elif kind == "commentRangeStart":
                self.waiting.append(attribute(element, "id"))
            elif kind == "altChunk":
                self.account.faults.append(Fault(f"after paragraph {self.paragraphs}", f"A document within the document. {_NOT_READ}"))
            elif kind == "sdt":
                found += self._control(element)
            elif kind not in _OPAQUE:
                found += self.blocks(element)
        return found

    def _control(self, element: Element) -> list[Block]:
        if not self._is_filled(element):
            return []
        content = child(element, "sdtContent")
        return [] if content is None else self.blocks(content)

    def _is_filled(self, element: Element) -> bool:
        """A form field that nobody filled in says only what should stand there; a table of contents repeats the headings."""
        settings = child(element, "sdtPr")
        if child(settings, "showingPlcHdr") is not None:
            self.account.left_out["form field that nobody filled in"] += 1
            return False
        gallery = child(child(settings, "docPartObj"), "docPartGallery")
        if attribute(gallery, "val") == "Table of Contents":
            self.account.left_out["line of a table of contents"] += sum(bool(plain(p).strip()) for p in element.iter() if local(p) == "p")
            return False
        return True

    def _table(self, element: Element) -> list[Block]:
        self.tables += 1
        name, inner = f"table {self.tables}", self.paragraphs
        rows = list(_below(element, "tr"))
        cells = [[self._cell(cell) for cell in _below(row, "tc")] for row in rows]
        self.paragraphs = inner
        headed = bool(rows) and is_on(child(child(rows[0], "trPr"), "tblHeader"))
        return of_table(name, cells, self.account, headed=headed) if cells else []

    def _cell(self, element: Element) -> Cell:
        self.paragraphs = 0
        span = attribute(child(child(element, "tcPr"), "gridSpan"), "val", "1")
        return Cell(self.blocks(element), max(1, int(span)) if span.isdecimal() and len(span) < 5 else 1)

    def _paragraph(self, element: Element) -> list[Block]:
        settings = child(element, "pPr")
        style = self.styles.of(attribute(child(settings, "pStyle"), "val"))
        passage = _Reader(self, style.bold).passage(element)
        if not passage.is_empty():
            self.paragraphs += 1
        if style.contents and passage.text():
            self.account.left_out["line of a table of contents"] += 1
            return passage.boxes
        kind, level = _kind(settings, style, passage)
        return passage.blocks(kind, level, f"paragraph {self.paragraphs}")

    def remark(self, number: str, words_there: str) -> Remark | None:
        """A comment, once, with the words it is about."""
        found = self.comments.get(number)
        if found is None or number in self.said:
            return None
        self.said.add(number)
        return Remark(found.kind, found.text, found.place, found.by, found.when, words_there, found.number, found.answers)

    def footnote(self, kind: str, number: str) -> Remark | None:
        """A footnote or endnote, once."""
        key = f"{kind} {number}"
        if key not in self.feet or key in self.said:
            return None
        self.said.add(key)
        return Remark("footnote", paragraphs_of(self.feet[key]), key)


def _kind(settings: Element | None, style: Style, passage: Passage) -> tuple[str, int]:
    own = attribute(child(settings, "outlineLvl"), "val")
    level = int(own) + 3 if own.isdecimal() and int(own) < 9 else style.level
    numbering = child(settings, "numPr")
    number = attribute(child(numbering, "numId"), "val")
    if level:
        return "heading", level
    if (numbering is not None and number != "0") or (style.bullet is not None and number != "0"):
        depth = attribute(child(numbering, "ilvl"), "val")
        return "bullet", int(depth) if depth.isdecimal() and len(depth) < 3 else style.bullet or 0
    return ("bold", 0) if passage.stands_out() else ("paragraph", 0)


class _Reader:
    """Reads one paragraph: its runs, and what hangs on them."""

    def __init__(self, document: _Document, bold: bool) -> None:
        self.document, self.bold = document, bold
        self.into = Passage()
        self.starts: dict[str, int] = {}

    def passage(self, element: Element) -> Passage:
        """What the paragraph holds."""
        waiting, self.document.waiting = self.document.waiting, []
        self.starts = dict.fromkeys(waiting, 0)
        self._inside(element, "", "", "")
        for number, start in self.starts.items():  # it goes on into the next paragraph, or was never closed
            self._comment(number, self.into.text()[start:])
        return self.into

    def _inside(self, element: Element, state: str, by: str, when: str) -> None:
        for below in element:
            kind = local(below)
            if kind in _OPAQUE:
                continue
            if kind in ("ins", "del"):
                inner = {"ins": "put in", "del": "struck out"}[kind] if state != "put in" else state
                self._inside(below, inner, attribute(below, "author") if state != "put in" else by, date_of(below) if state != "put in" else when)
            elif kind == "moveTo":
                self.document.account.left_out["words that were moved (read where they stood first)"] += bool(plain(below).strip())
            elif kind == "r":
                self._run(below, state, by, when)
            elif kind == "sdt":
                if self.document._is_filled(below):
                    self._inside(below, state, by, when)
            elif kind == "commentRangeStart":
                self.starts[attribute(below, "id")] = len(self.into.text())
            elif kind == "commentRangeEnd":
                number = attribute(below, "id")
                self._comment(number, self.into.text()[self.starts.pop(number, len(self.into.text())) :])
            elif kind == "t":  # of a formula, which has runs of its own
                self.into.add(below.text or "", state, by, when, bold=False)
            else:
                self._inside(below, state, by, when)

    def _comment(self, number: str, words_there: str) -> None:
        if (remark := self.document.remark(number, words_there)) is not None:
            self.into.remarks.append(remark)

    def _run(self, run: Element, state: str, by: str, when: str) -> None:
        look = child(run, "rPr")
        if is_on(child(look, "vanish")):
            self.document.account.left_out["hidden words"] += bool(plain(run).strip())
            return
        strong = child(look, "b")
        underlined = child(look, "u")
        bold = (self.bold if strong is None else is_on(strong)) or (underlined is not None and attribute(underlined, "val", "single") not in OFF)
        bold = bold or attribute(child(look, "rStyle"), "val") == "Strong"
        for piece in run:
            kind = local(piece)
            if kind in ("t", "delText"):
                self.into.add(piece.text or "", state, by, when, bold=bold)
            elif kind in _BREAKS:
                self.into.add(_BREAKS[kind], state, by, when, bold=bold)
            elif kind == "sym":
                self.into.add(_symbol(attribute(piece, "char")), state, by, when, bold=bold)
            elif kind in ("footnoteReference", "endnoteReference"):
                note = self.document.footnote(kind.removesuffix("Reference"), attribute(piece, "id"))
                self.into.remarks += [note] if note else []
            elif kind == "commentReference":
                if attribute(piece, "id") not in self.starts:
                    self._comment(attribute(piece, "id"), "")
            elif kind == "ruby":
                self._inside(piece, state, by, when)
            elif kind not in _OPAQUE:
                self._drawn(piece)

    def _drawn(self, element: Element) -> None:
        """Pictures are counted, text boxes read; of two ways to draw the same thing, the first that holds anything."""
        kind = local(element)
        if kind == "AlternateContent":
            ways = [way for way in element if _holds_something(way)] or list(element)[:1]
            for way in ways[:1]:
                self._drawn(way)
        elif kind == "txbxContent":
            number = self.document.paragraphs
            blocks = self.document.blocks(element)
            self.document.paragraphs = number
            self.into.in_box(blocks, f"a text box at paragraph {number + 1}")
        elif kind in _PICTURES:
            self.document.account.left_out["picture"] += 1
        elif kind in _OTHERS:
            self.document.account.faults.append(Fault(f"paragraph {self.document.paragraphs + 1}", f"{_OTHERS[kind].capitalize()}. {_NOT_READ}"))
        else:
            for below in element:
                self._drawn(below)


def _holds_something(way: Element) -> bool:
    return any(local(e) in ("txbxContent", *_PICTURES, *_OTHERS) for e in way.iter())


def _symbol(code: str) -> str:
    """A letter of a font of symbols; those of the private area are pictures to all other fonts."""
    number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
    return "•" if 0xF000 <= number <= 0xF0FF else chr(number) if number and not 0xD800 <= number <= 0xDFFF else ""


def _below(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also where changes or form fields stand round them."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins", "del", "moveFrom", "moveTo", "smartTag"):
            yield from _below(element, name)
