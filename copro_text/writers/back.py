"""Back: what stands in an output that was written before, whatever its format. Its quotations with their marks, its lines, and its version."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from copro_text.errors import CoproError
from copro_text.packed import BROKEN
from copro_text.printed import CannotRead, words_of
from copro_text.writers.back_round import PartSaid, parts_in_rows, parts_in_word, shown_in_word

MARK = r"[0-9a-f]{10}"
AT = re.compile(r"(?:Fixed\s*version\s*“.*?”|not\s*a\s*fixed\s*version)\s*\(([0-9a-f]{12})\)", re.DOTALL)
FOR_THE_GROUP = re.compile(r"For\s*the\s*group\s*alone:")
_LABEL = rf"({MARK})(?:\s*·\s*[0-9a-f]{{8}})*"
_BESIDE = re.compile(rf"\(?{_LABEL}\)?\s*$")
_ON_PAPER = re.compile(rf"(?<![0-9a-f(]){_LABEL}(?![0-9a-f]|\s*\))")  # a mark in brackets stands with a name or a theme
_FOOT = re.compile(
    r"(?:Fixed\s*version\s*“[^”]*”|A\s*draft:\s*not\s*a\s*fixed\s*version)(?:\s*\([0-9a-f]{12}\))?\.(?:\s*(?:Fixed|Written)\s*on[^.]{1,40}\.)?"
    r"(?:\s*For\s*the\s*group\s*alone:[^.]*\.)?"
    r"\s*Page\s*\d+\s*of\s*\d+"
)
_MD_ESCAPED = re.compile(r"\\([^\w\s])")
_STARS = re.compile(r"(?<!\\)\*")  # how Markdown says that words stand out; a star that somebody typed has a stroke before it
_BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "td", "th", "dt", "dd", "caption", "figcaption", "blockquote", "div", "summary", "title"}
_SILENT = {"style", "script"}
STYLES = ("Quote", "Told by another")


@dataclass(frozen=True, slots=True)
class Printed:
    """A quotation as it stands in a file: its mark (in a letter the short id of the text), and its words.

    Of a PDF (`is_exact` False) nobody knows where a line ended in a space or a break, nor where the words begin: they stand somewhere in `words`.
    """

    mark: str
    words: str
    is_exact: bool = True


@dataclass(frozen=True)
class Written:
    """What stands in an output.

    Attributes
    ----------
    lines
        Paragraphs, entries of lists and cells.
    at
        What it says of the version it was made from: the digest beside it; "" where it says nothing.
    parts
        Of a panel draft.
    """

    quotes: tuple[Printed, ...]
    lines: tuple[str, ...]
    at: str = ""
    for_the_group: bool = False
    parts: tuple[PartSaid, ...] = ()

    @property
    def text(self) -> str:
        """All of it without white space, which each format sets as it likes."""
        return tight("\n".join(self.lines))


def tight(text: str) -> str:
    r"""Without white space and what only breaks a long word.

    >>> tight("a b\u200bc")
    'abc'
    """
    return "".join(text.replace("\u200b", "").split())


def written(data: bytes, suffix: str) -> Written | None:
    """What stands in an output; None when it cannot be read, or is none of a format that we write."""
    read = {".html": _html, ".md": _md, ".docx": _docx, ".pdf": _pdf, ".xlsx": _xlsx, ".csv": _csv, ".yaml": _plain}.get(suffix.casefold())
    try:
        quotes, lines, *parts = read(data) if read else ((), ())
    except (*BROKEN, CannotRead, CoproError, UnicodeDecodeError, csv.Error, KeyError, ValueError, TypeError, SyntaxError):
        return None
    if read is None:
        return None
    said = "\n".join(lines)
    at = AT.search(said)
    return Written(tuple(quotes), tuple(lines), at[1] if at else "", bool(FOR_THE_GROUP.search(said)), tuple(*parts))


Read = tuple[list[Printed], list[str]] | tuple[list[Printed], list[str], list[PartSaid]]


class _Page(HTMLParser):
    """The lines of a page, and the quotations in it."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.quotes: list[Printed] = []
        self.line = ""
        self.silent = 0
        self.words: list[str] | None = None
        self.mark = ""
        self.is_lead = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a line; a figure of words begins a quotation."""
        kind = dict(attrs).get("class") or ""
        self.silent += tag in _SILENT
        if tag in _BLOCKS or tag == "figure":
            self._end()
        if tag == "figure" and "words" in kind.split():
            self.words, self.mark = [], ""
        elif tag == "figcaption" and self.words is not None:
            self.mark = "?"
        elif tag == "p":
            self.is_lead = "lead" in kind.split()

    def handle_endtag(self, tag: str) -> None:
        """A block ends a line; a figure of words a quotation."""
        self.silent -= tag in _SILENT
        if tag in _BLOCKS:
            self._end()
        if tag == "figure" and self.words is not None:
            if found := _BESIDE.search(self.mark.strip()):
                self.quotes.append(Printed(found[1], _unquoted("\n".join(self.words))))
            self.words = None

    def handle_data(self, data: str) -> None:
        """Words go to the line."""
        if not self.silent:
            self.line += data

    def _end(self) -> None:
        line, self.line = self.line.strip("\n"), ""
        if not line.strip():
            return
        self.lines.append(line)
        is_lead, self.is_lead = self.is_lead, False
        if is_lead:
            return  # what is said before words that are not the speaker's is ours, in whatever words
        if self.words is not None and not self.mark:
            self.words.append(line)
        elif self.words is not None:
            self.mark = line


def _html(data: bytes) -> Read:
    page = _Page()
    page.feed(data.decode("utf-8"))
    page.close()
    return page.quotes, page.lines


def _md(data: bytes) -> Read:
    text = data.decode("utf-8")
    quotes = []
    for block in re.findall(r"(?:^>.*\n?)+", text, re.MULTILINE):
        lines = [line[1:].removeprefix(" ") for line in block.rstrip("\n").split("\n")]
        if len(lines) > 2 and (found := _BESIDE.search(lines[-1])):
            said = "\n".join(line.removesuffix("  ") for line in _without_lead(lines[:-2]))
            quotes.append(Printed(found[1], _unquoted(_plain_md(said))))
    return quotes, [_plain_md(_STARS.sub("", line) if not line.startswith(">") else line) for line in text.split("\n") if line.strip()]


def _plain(data: bytes) -> Read:
    return [], [line for line in data.decode("utf-8-sig").split("\n") if line.strip()]


def _plain_md(text: str) -> str:
    from html import unescape

    return unescape(_MD_ESCAPED.sub(r"\1", text))


def _docx(data: bytes) -> Read:
    import docx

    made = docx.Document(io.BytesIO(data))
    paragraphs = list(_paragraphs(made))
    quotes, words = [], list[str]()
    for p in paragraphs:
        style = p.style.name if p.style is not None else ""
        if style in STYLES:
            words.append(p.text)
        elif words:
            if found := _BESIDE.search(p.text.strip()):
                quotes.append(Printed(found[1], _unquoted("\n\n".join(words))))
            words = []
    quotes += [Printed(id_, said) for id_, said in shown_in_word(paragraphs)]
    feet = (p for section in made.sections for p in section.footer.paragraphs)
    return quotes, [p.text for p in (*paragraphs, *feet) if p.text.strip()], list(parts_in_word(paragraphs))


def _paragraphs(of: Any) -> Iterator[Any]:
    """The paragraphs of a Word document in turn, also those in cells."""
    for block in of.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                for cell in row.cells:
                    yield from _paragraphs(cell)
        else:
            yield block


def _pdf(data: bytes) -> Read:
    whole, _ = words_of(data)
    text, quotes, since = _FOOT.sub("", whole), [], 0
    for found in _ON_PAPER.finditer(text):
        if text[: found.start()].rstrip().endswith("passage"):
            continue  # it is pointed at, and quoted elsewhere
        quotes.append(Printed(found[1], text[since : found.start()], is_exact=False))
        since = found.end()
    return quotes, [*text.split("\n"), *(said[0] for said in (AT.search(whole), FOR_THE_GROUP.search(whole)) if said)]


def _xlsx(data: bytes) -> Read:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True)
    quotes, lines, parts = list[Printed](), list[str](), list[PartSaid]()
    for sheet in book.worksheets:
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        quotes += _quoted_in(rows)
        parts += parts_in_rows(rows)
        lines += [cell for row in rows for cell in row if cell.strip()]
    return quotes, lines, parts


def _csv(data: bytes) -> Read:
    from copro_text.writers.sheets import plain_csv

    rows = [[plain_csv(cell) for cell in row] for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))]
    return _quoted_in(rows), [cell for row in rows for cell in row if cell.strip()]


def _quoted_in(rows: list[list[str]]) -> list[Printed]:
    """The quotations of a table that has words and marks; where they may not be printed a reason stands in square brackets."""
    head = rows[0] if rows else []
    if not {"words", "mark"} <= set(head):
        return []
    words, mark = head.index("words"), head.index("mark")
    return [Printed(row[mark], row[words]) for row in rows[1:] if row[words] and not re.fullmatch(r"\[[^\]…]*\]", row[words])]


def _unquoted(words: str) -> str:
    words = words.strip()
    return words[1:-1] if words.startswith("“") and words.endswith("”") else words


def _without_lead(lines: list[str]) -> list[str]:
    """Of a quotation in Markdown the words, without the line before them that says whose words they are where they are not the speaker's."""
    led = len(lines) > 2 and lines[0].endswith(":") and not lines[0].startswith("“") and not lines[1].strip()
    return lines[2:] if led else lines


def words_in(part: str) -> Iterator[str]:
    """The pieces of a quotation between words that were left out or stand for others: all of these were said.

    >>> list(words_in("They […] rang [name] back."))
    ['They ', ' rang ', ' back.']
    """
    from copro_text.masks import INSTEAD

    yield from re.split("|".join(re.escape(f"[{each}]") for each in ("…", *INSTEAD)), part)
