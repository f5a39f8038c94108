"""OpenDocument texts (.odt), as LibreOffice writes them: paragraphs, lists, tables, frames, comments, tracked changes and notes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

from copro_text.corpus import Fault
from copro_text.errors import NotReadable
from copro_text.packed import Limits
from copro_text.readers.blocks import Account, Block, Remark
from copro_text.readers.cells import Cell, of_table
from copro_text.readers.item import Reading
from copro_text.readers.look import is_zip
from copro_text.readers.notes import reading
from copro_text.readers.odtparts import NO_WORDS, Change, Styles, changes_of, date_of, plain
from copro_text.readers.passage import Passage
from copro_text.readers.zipped import Package, attribute, beginning, child, local, members, text_of

READER = "odt 1"
LIMITS = Limits("OpenDocument text")

_TEXT = b"application/vnd.oasis.opendocument.text"  # templates and master documents begin so too
_CONTENTS = frozenset("table-of-content alphabetical-index illustration-index table-index user-index bibliography object-index".split())
_FILLED = frozenset("page-number page-count".split())
_MOST_REPEATED = 1_000  # spaces or cells that a file says it has in a row


def recognises(head: bytes, path: Path) -> bool:
    """Is it a zip that says it is an OpenDocument text, be it one that was cut short?"""
    if is_zip(head) and head[30:].startswith(b"mimetype" + _TEXT):
        return True
    if "content.xml" not in members(head, path):
        return False
    said = beginning(path, "mimetype")
    return said.startswith(_TEXT) if said else b"<office:text" in beginning(path, "content.xml")


def read(path: Path, *, progress: Callable[[int, int | None], None] | None = None) -> Reading:
    """Everything that stands in the text, with who wrote which comment and made which change."""
    package = Package(path, LIMITS)
    if b"encryption-data" in package.parts.get("META-INF/manifest.xml", b""):
        raise NotReadable(
            f"{path.name}: locked with a password.", do="Open it, save it without the password, and add that copy.", safe="Nothing was read."
        )
    root = package.tree("content.xml")
    body = child(child(root, "body"), "text")
    if root is None or body is None:
        raise NotReadable(
            f"{path.name}: a damaged OpenDocument text.", do="Open it, let the program mend it, and save it again.", safe="Nothing was read."
        )
    facts = child(package.tree("meta.xml"), "meta")
    author = next((text for name in ("initial-creator", "creator") if (text := text_of(child(facts, name)))), "")
    account = Account("OpenDocument text", READER, author=author)
    look = package.tree("styles.xml")
    document = _Document(Styles(root, look), changes_of(body), account)
    blocks = document.blocks(body)
    account.left_out["header or footer"] += _lines_round_pages(look)
    account.faults[:0] = package.faults
    if progress:
        progress(len(blocks), len(blocks))
    return reading(path.name, blocks, account)


def _lines_round_pages(styles: Element | None) -> int:
    if styles is None:
        return 0
    parts = [
        e
        for e in styles.iter()
        if local(e).startswith(("header", "footer")) and local(e).removesuffix("-left").removesuffix("-first") in ("header", "footer")
    ]
    return sum(bool(text_of(p)) for part in parts for p in part.iter() if local(p) in ("p", "h"))


class _Document:
    """One text while it is read."""

    def __init__(self, styles: Styles, changes: dict[str, Change], account: Account) -> None:
        self.styles, self.changes, self.account = styles, changes, account
        self.open: list[Change] = []  # insertions that have begun: they may reach over paragraphs
        self.comments: dict[str, Remark] = {}
        self.paragraphs = self.tables = 0

    def blocks(self, parent: Element, depth: int = -1) -> list[Block]:
        """The paragraphs, lists and tables below an element, in order; `depth` is that of the list they stand in."""
        found: list[Block] = []
        for element in parent:
            kind = local(element)
            if kind in ("p", "h"):
                found += self._paragraph(element, depth)
            elif kind == "list":
                found += self.blocks(element, depth + 1)
            elif kind == "table":
                found += self._table(element)
            elif kind in _CONTENTS:
                self.account.left_out["line of a table of contents or an index"] += sum(
                    bool(text_of(p)) for p in element.iter() if local(p) in ("p", "h")
                )
            elif kind in ("change-start", "change-end", "change"):
                loose = Passage()
                _Reader(self, loose, bold=False).change(element)
                found += loose.blocks("paragraph", 0, f"paragraph {self.paragraphs}")
            elif kind == "frame":
                loose = Passage()
                _Reader(self, loose, bold=False).frame(element)
                found += loose.boxes
            elif kind not in NO_WORDS:
                found += self.blocks(element, depth)
        return found

    def _table(self, element: Element) -> list[Block]:
        self.tables += 1
        name, before = f"table {self.tables}", self.paragraphs
        heads = child(element, "table-header-rows")
        rows = [[self._cell(c) for c in row if local(c) in ("table-cell", "covered-table-cell")] for row in _rows(element)]
        self.paragraphs = before
        return of_table(name, rows, self.account, headed=heads is not None) if rows else []

    def _cell(self, element: Element) -> Cell:
        self.paragraphs = 0
        again = attribute(element, "number-columns-repeated", "1")
        return Cell(self.blocks(element), min(int(again), _MOST_REPEATED) if again.isdecimal() and len(again) < 9 else 1)

    def _paragraph(self, element: Element, depth: int) -> list[Block]:
        style = attribute(element, "style-name")
        passage = Passage()
        _Reader(self, passage, bold=bool(self.styles.is_bold(style))).inside(element)
        if not passage.is_empty():
            self.paragraphs += 1
        kind, level = self._kind(element, style, depth, passage)
        return passage.blocks(kind, level, f"paragraph {self.paragraphs}")

    def _kind(self, element: Element, style: str, depth: int, passage: Passage) -> tuple[str, int]:
        if local(element) == "h":
            said = attribute(element, "outline-level", "1")
            return "heading", (int(said) if said.isdecimal() and len(said) < 3 else 1) + 2
        if level := self.styles.level(style):
            return "heading", level
        if depth >= 0:
            return "bullet", depth
        return ("bold", 0) if passage.stands_out() else ("paragraph", 0)

    def comment(self, element: Element, words_there: str) -> Remark:
        """A comment with who wrote it; LibreOffice names the one that it answers."""
        number = len(self.comments) + 1
        name = attribute(element, "name") or f"?{number}"
        text = "\n".join(line for p in element.iter() if local(p) == "p" and (line := plain(p).strip()))
        by, when = text_of(child(element, "creator")), date_of(text_of(child(element, "date")))
        remark = Remark("comment", text, f"comment {number}", by, when, words_there, name, attribute(element, "parent-name"))
        self.comments[name] = remark
        return remark


class _Reader:
    """Reads one paragraph."""

    def __init__(self, document: _Document, into: Passage, *, bold: bool) -> None:
        self.document, self.into, self.bold = document, into, bold
        self.begun: dict[str, tuple[int, int]] = {}  # a comment's name: where its words begin, and its place among the remarks

    def inside(self, element: Element) -> None:
        """Words and everything that hangs on them, in order."""
        self._say(element.text or "")
        for below in element:
            self._one(below)
            self._say(below.tail or "")

    def _say(self, text: str) -> None:
        change = self.document.open[-1] if self.document.open else None
        text = re.sub(r"[ \t\r\n]+", " ", text)
        self.into.add(text, change.kind if change else "", change.by if change else "", change.when if change else "", bold=self.bold)

    def _one(self, element: Element) -> None:
        kind = local(element)
        if kind in ("s", "tab", "line-break"):
            count = attribute(element, "c", "1")
            many = min(int(count), _MOST_REPEATED) if count.isdecimal() and len(count) < 9 else 1
            self.into.add({"s": " " * many, "tab": "\t", "line-break": "\n"}[kind], *self._state(), bold=self.bold)
        elif kind == "annotation":
            self.begun[attribute(element, "name")] = (len(self.into.text()), len(self.into.remarks))
            self.into.remarks.append(self.document.comment(element, ""))
        elif kind == "annotation-end":
            self._comment_ends(attribute(element, "name"))
        elif kind in ("change-start", "change-end", "change"):
            self.change(element)
        elif kind == "note":
            self._note(element)
        elif kind in ("frame", "text-box", "g", "custom-shape", "rect", "a") and any(
            local(e) in ("frame", "text-box", "image", "object", "p") for e in element.iter()
        ):
            self.frame(element)
        elif kind in ("hidden-text", "hidden-paragraph") or (kind == "span" and self.document.styles.is_hidden(attribute(element, "style-name"))):
            self.document.account.left_out["hidden words"] += bool(text_of(element))
        elif kind not in NO_WORDS and kind not in _FILLED:
            self._span(element)

    def _state(self) -> tuple[str, str, str]:
        change = self.document.open[-1] if self.document.open else None
        return (change.kind, change.by, change.when) if change else ("", "", "")

    def _span(self, element: Element) -> None:
        said = self.document.styles.is_bold(attribute(element, "style-name")) if local(element) == "span" else None
        before, self.bold = self.bold, self.bold if said is None else said
        self.inside(element)
        self.bold = before

    def _comment_ends(self, name: str) -> None:
        if name in self.begun:
            start, at = self.begun[name]
            old = self.into.remarks[at]
            there = self.into.text()[start:]
            self.into.remarks[at] = Remark(old.kind, old.text, old.place, old.by, old.when, there, old.number, old.answers)

    def _note(self, element: Element) -> None:
        body = child(element, "note-body")
        text = "\n".join(line for p in (body if body is not None else ()) if (line := plain(p).strip()))
        self.into.remarks.append(
            Remark("footnote", text, f"{attribute(element, 'note-class', 'footnote')} {text_of(child(element, 'note-citation'))}".strip())
        )

    def change(self, element: Element) -> None:
        """An insertion begins or ends here, or words were struck out here."""
        change = self.document.changes.get(attribute(element, "change-id"))
        if change is None or not change.kind:
            return
        kind = local(element)
        if kind == "change-start":
            self.document.open.append(change)
        elif kind == "change-end":
            self.document.open = [c for c in self.document.open if c is not change]
        elif change.kind == "struck out":
            lines, change.lines = change.lines, []  # once, though a broken file may point to it again
            self.into.add("\n".join(plain(line) for line in lines), "struck out", change.by, change.when, bold=self.bold)

    def frame(self, element: Element) -> None:
        """A text box is read; a picture is counted."""
        for below in element:
            kind = local(below)
            if kind == "image":
                self.document.account.left_out["picture"] += 1
            elif kind in ("object", "object-ole"):
                what = "A chart, formula or other object. Its words are not read. Type in what matters: study.note, or `copro note`."
                self.document.account.faults.append(Fault(f"paragraph {self.document.paragraphs + 1}", what))
                return  # the picture beside it shows the same
            elif kind in ("text-box", "p", "list", "table"):
                number = self.document.paragraphs
                holder = Element("holder")
                holder.append(below)
                self.into.in_box(self.document.blocks(holder), f"a text box at paragraph {number + 1}")
                self.document.paragraphs = number
            elif kind not in NO_WORDS:
                self.frame(below)


def _rows(table: Element) -> list[Element]:
    found = []
    for element in table:
        if local(element) == "table-row":
            found.append(element)
        elif local(element) in ("table-rows", "table-header-rows", "table-row-group"):
            found += _rows(element)
    return found
