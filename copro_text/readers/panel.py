"""A panel draft that comes back (.docx, .xlsx): what people wrote in it, and at which of its parts. It decides nothing about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from copro_text.corpus import mark_of
from copro_text.errors import NotReadable
from copro_text.packed import Limits
from copro_text.readers.docxparts import comments, plain
from copro_text.readers.look import is_zip
from copro_text.readers.workbook import is_workbook, notes_in, read_workbook
from copro_text.readers.zipped import Package, attribute, child, local

COMMENT, UNCLEAR, DIFFERENTLY, CHANGED, TYPED = "comment", "not clear", "say it differently", "changed in the draft", "typed into the draft"
"""What somebody did at a part of a draft: the three questions of its space, and two ways to write beside them."""
WHOLE = ""  # the mark of what stands at no part
TAG = re.compile(r"([0-9a-f]{10})([0-9a-f]{8})")
_BOOKMARK = re.compile(r"copro_([0-9a-f]{18})_\d+")
_SEEN = re.compile(r"\(([0-9a-f]{10})\)")
_NOTHING = "0" * 10
_ASKED = (("your comment", COMMENT), ("not clear", UNCLEAR), ("say it differently", DIFFERENTLY), ("your name", "name"))
_NOBODY = ("", "author", "unknown author", "unknown", "user", "openpyxl", "none")  # what programs write where nobody said who they are
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DO = "Read back the .docx or .xlsx that `copro write STUDY panel_draft.docx` made, saved as the same kind of file."
_SAFE = "Nothing was read, and nothing was recorded."


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote at a part of a draft.

    Attributes
    ----------
    mark
        What stands for the part; "" for the draft as a whole.
    by
        Who wrote it, as the file says; "" when it does not.
    at
        What the draft says there, as the file has it.
    """

    mark: str
    kind: str
    words: str
    by: str = ""
    at: str = ""


@dataclass
class Returned:
    """All that came back in one file: what was written, by whom, which parts the file holds, and what could not be read."""

    written: list[Written] = field(default_factory=list)
    name: str = ""
    parts: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def read_panel(path: Path) -> Returned:
    """What people wrote in a draft.

    Raises
    ------
    NotReadable
        When it is no Word document or workbook, is damaged, or is no draft of ours.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as refused:
        raise NotReadable(f"{path.name}: {refused.strerror}.", do=_DO, safe=_SAFE) from None
    found = _of_workbook(path) if is_workbook(head, path) else _of_word(path) if is_zip(head) else None
    if found is None:
        raise NotReadable(f"{path.name} is no Word document and no workbook.", do=_DO, safe=_SAFE)
    if not found.parts:
        raise NotReadable(f"{path.name} is no draft that was written by copro_text: none of its parts has a mark.", do=_DO, safe=_SAFE)
    return found


# Word


def _of_word(path: Path) -> Returned:
    package = Package(path, Limits("Word document"))
    root = package.tree("word/document.xml")
    body = child(root, "body")
    if body is None:
        raise NotReadable(f"{path.name}: a damaged Word document.", do="Open it in Word, let Word mend it, and save it again.", safe=_SAFE)
    none = Element("none")
    said = comments(package.tree("word/comments.xml") or none, none)
    document = _Word(Returned(faults=[f"{f.where}: {f.what}" for f in package.faults]), said, any(_bookmarks(body)))
    for element in _in_order(body):
        document.element(element)
    document.finish()
    if any(plain(note).strip() for note in package.tree("word/footnotes.xml") or none):
        document.found.faults.append("Footnotes are not read: put what matters into a comment, or type it in with copro memo.")
    return document.found


def _in_order(body: Element) -> Iterator[Element]:
    """Paragraphs and tables, also those that stand in a frame of their own."""
    for element in body:
        if local(element) in ("p", "tbl"):
            yield element
        elif local(element) not in ("sectPr", "pPr"):
            yield from _in_order(element)


class _Word:
    """A Word document while it is read: which part one is at."""

    def __init__(self, found: Returned, said: dict[str, Any], has_bookmarks: bool) -> None:
        self.found, self.said, self.has_bookmarks = found, said, has_bookmarks
        self.mark = self.at = WHOLE
        self.waiting: list[str] = []
        if not has_bookmarks:
            found.faults.append(
                "Another program took the marks off its paragraphs: comments and what stands in the tables are read, what was typed between "
                "them is not. Look for that, and type it in with copro memo."
            )

    def element(self, element: Element) -> None:
        if local(element) == "tbl":
            self.table(element)
        else:
            self.paragraph(element)

    def paragraph(self, p: Element) -> None:
        tag, words = next(_bookmarks(p), ""), _text(p)
        if tag:
            self.mark, self.at = _part(tag), words
            self.found.parts |= {self.mark} - {WHOLE}
            if mark_of(" ".join(words.split()))[:8] != tag[10:]:
                self._add(CHANGED, words)
        elif words.strip() and self.has_bookmarks:
            self._add(TYPED, words)
        self.remarks(p)

    def table(self, table: Element) -> None:
        tag = next(_bookmarks(table), "")
        seen = _SEEN.search(_text(table))
        mark = _part(tag) if tag else seen[1] if seen else self.mark
        if mark != self.mark:
            self.mark, self.at = mark, ""
        self.found.parts |= {mark} - {WHOLE}
        for row in (e for e in table.iter() if local(e) == "tr"):
            cells = [_cell(e) for e in row if local(e) == "tc"]
            kind, asked = _question(cells[0] if cells else "")
            if kind == "name":
                self.found.name = " ".join([asked, *cells[1:]]).strip()
                continue
            if asked:  # somebody wrote beside the question, not in the room for it
                self._add(kind or COMMENT, asked)
            for words in filter(str.strip, cells[1:]):
                self._add(kind or COMMENT, words)
        self.remarks(table)

    def remarks(self, element: Element) -> None:
        """Comments of the program, at the part where they stand."""
        for e in element.iter():
            number = attribute(e, "id")
            if local(e) in ("commentRangeStart", "commentReference") and number in self.said:
                remark = self.said.pop(number)
                self._add(COMMENT, remark.text, remark.by)

    def finish(self) -> None:
        """Comments whose place is gone are somebody's words all the same."""
        self.mark = self.at = WHOLE
        for remark in self.said.values():
            self._add(COMMENT, remark.text, remark.by)

    def _add(self, kind: str, words: str, by: str = "") -> None:
        if words.strip():
            self.found.written.append(Written(self.mark, kind, words.strip(), _who(by), " ".join(self.at.split())))


def _part(tag: str) -> str:
    return WHOLE if tag.startswith(_NOTHING) else tag[:10]


def _bookmarks(element: Element) -> Iterator[str]:
    """The tags below an element."""
    names = (attribute(e, "name") for e in element.iter() if local(e) == "bookmarkStart")
    return (found[1] for name in names if (found := _BOOKMARK.fullmatch(name)))


def _text(element: Element) -> str:
    """What stands there as people see it when they take every tracked change: put in counts, struck out does not."""
    words = []
    for e in element.iter():
        if local(e) == "t":
            words.append(e.text or "")
        elif local(e) in _BREAKS:
            words.append(_BREAKS[local(e)])
    return "".join(words)


def _cell(cell: Element) -> str:
    return "\n".join(_text(p) for p in cell.iter() if local(p) == "p").strip()


def _question(words: str) -> tuple[str, str]:
    """Which question a cell asks, and what somebody added to it."""
    plain_words = " ".join(words.split())
    for begins, kind in _ASKED:
        if plain_words.casefold().startswith(begins):
            rest = re.sub(r"^\s*\((?:put an x|[0-9a-f]{10})\)", "", plain_words[len(begins) :].removeprefix(" to me"))
            return kind, rest.strip(" :")
    return "", plain_words


def _who(by: str) -> str:
    name = " ".join(by.split())
    return "" if name.casefold() in _NOBODY else name


# a workbook


def _of_workbook(path: Path) -> Returned:
    found = Returned()
    notes = {sheet: {at: _note(*note) for at, note in each.items()} for sheet, each in notes_in(path).items()}
    for grid in read_workbook(path):
        at = next((n for n, row in enumerate(grid.rows[:20]) if "leave as it is" in [cell.strip().casefold() for cell in row]), None)
        if at is not None:
            _sheet(grid.rows, at, notes.get(grid.name, {}), found)
    return found


def _note(by: str, words: str) -> tuple[str, str]:
    """A note without the name that the program writes on its first line."""
    first, colon, rest = words.partition(":\n")
    return (by or first, rest) if colon and (not by or first.strip() == by.strip()) else (by, words)


def _sheet(rows: list[list[str]], at: int, notes: dict[tuple[int, int], tuple[str, str]], found: Returned) -> None:
    head = [cell.strip().casefold() for cell in rows[at]]
    tags, says = head.index("leave as it is"), head.index("the draft says") if "the draft says" in head else -1
    first = head.index("what it is") if "what it is" in head else -1
    for number, row in enumerate(rows):
        cells = row + [""] * (len(head) - len(row))
        tag = TAG.fullmatch(cells[tags].strip())
        mark = _part(tag[0]) if tag else WHOLE
        words = " ".join(cells[says].split()) if says >= 0 else ""
        beside = [n for n in notes if n[0] == number]
        found.written += [Written(mark, COMMENT, notes[n][1].strip(), _who(notes[n][0]), words) for n in beside if notes[n][1].strip()]
        if number <= at:
            continue
        if tag and mark == WHOLE and cells[first].strip().casefold() == "your name":
            found.name = " ".join(filter(None, (cells[n].strip() for n in range(len(cells)) if n not in (tags, first))))
            continue
        found.parts |= {mark} - {WHOLE}
        if tag and words and mark_of(words)[:8] != tag[2]:
            found.written.append(Written(mark, CHANGED, cells[says].strip(), "", words))
        for n, cell in enumerate(cells):
            if cell.strip() and n != tags and not (tag and n in (first, says)):
                kind = _question(head[n] if n < len(head) else "")[0] or (TYPED if not tag else COMMENT)
                found.written.append(Written(mark, kind, cell.strip(), "", words))
