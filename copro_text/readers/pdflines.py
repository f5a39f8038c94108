"""The lines of a PDF, from where its letters stand; and from lines paragraphs, with parted words mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot
from statistics import median
from typing import TYPE_CHECKING, Any

from copro_text.readers.blocks import Account, Block, without_bullet

if TYPE_CHECKING:
    from pypdf import PageObject

LARGER = 1.15  # times the usual size: a heading
LONGEST_HEADING = 25  # words
_EDGE = 0.08  # of a page's height, at its top and at its foot: where running heads stand
_FULL = 0.85  # of the longest line: it may go on
_APART = 1.75  # times the size between two lines: a new paragraph
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u2010": "-", "\u2011": "-"})
_PAGE_NUMBER = re.compile(r"\W*(?:(?:page|p\.?|tudalen) ?)?\d{1,4}(?: ?(?:of|/|\|) ?\d{1,4})?\W*", re.IGNORECASE)
_SOFT = "\u00ad"
_LONE_BULLET = re.compile(r"\s*[•●○◦▪■➢✓‣·\uf0b7\uf0a7–-]\s*")
# A name begins with a capital; a full stop before a space stands in it only behind a title or an initial.
_NAMED = re.compile(
    r"(?:(?:[A-Z]|Dr|Mrs?|Ms|Mx|Prof|Rev|St)\. ?){0,3}[^\W\d_a-zß-öø-ÿ](?:[\w '’-]|\.(?! )|(?<= [A-Z])\.){0,40}(?:\([^)]{1,40}\))?\s?:\s"
)
_PARTED = re.compile(r"([^\W\d_]+)-\Z")
# Word parts that are written with a hyphen anyway: where nothing else tells, it stays.
_KEEP = frozenset(
    "co self non well ill ex anti pre post long short old new full part follow drop user person life real face day two three one half".split()
)


@dataclass(slots=True)
class Line:
    """A line as it stands on a page; `y` grows upwards."""

    text: str
    page: int
    number: int
    x: float
    y: float
    size: float
    bold: bool
    at_edge: bool = False

    @property
    def right(self) -> float:
        """About where it ends: a letter is about half as wide as high."""
        return self.x + len(self.text) * self.size / 2


class _Pen:
    """Gathers what pypdf tells of each piece of text into lines."""

    def __init__(self, page: int) -> None:
        self.page = page
        self.lines: list[Line] = []
        self.parts: list[tuple[str, float, float, float, bool]] = []

    def piece(self, text: str, user: list[float], matrix: list[float], font: Any, size: float) -> None:
        """Called by pypdf with the text, two matrices, the font and its size."""
        where = _where(user, matrix, size)
        bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
        first, *others = text.split("\n")
        self._add(first, where, bold)
        for other in others:
            self.end()
            self._add(other, where, bold)

    def _add(self, text: str, where: tuple[float, float, float], bold: bool) -> None:
        if text:
            self.parts.append((text, *where, bold))

    def end(self) -> None:
        """The line is over."""
        parts, self.parts = self.parts, []
        words = [part for part in parts if part[0].strip()]
        text = "".join(part[0] for part in parts).translate(_LIGATURES).strip()
        if not words or not text:
            return
        size = max(words, key=lambda part: len(part[0]))[3]
        self.lines.append(Line(text, self.page, len(self.lines) + 1, words[0][1], words[0][2], size, all(part[4] for part in words)))


def _where(user: list[float], matrix: list[float], size: float) -> tuple[float, float, float]:
    """Left, height above the page's foot, and size, all in points."""
    x = user[4] + user[0] * matrix[4] + user[2] * matrix[5]
    y = user[5] + user[1] * matrix[4] + user[3] * matrix[5]
    scale = hypot(user[0], user[1]) * hypot(matrix[0], matrix[1])
    return x, y, abs(size * scale) or 1.0


def lines_of(page: PageObject, number: int) -> list[Line]:
    """The lines of a page in the order in which they were written."""
    pen = _Pen(number)
    page.extract_text(visitor_text=pen.piece)
    pen.end()
    foot, height = float(page.mediabox.bottom), float(page.mediabox.height)
    for line in pen.lines:
        line.at_edge = not foot + _EDGE * height < line.y < foot + (1 - _EDGE) * height
    return _bullets_joined(pen.lines)


def _bullets_joined(lines: list[Line]) -> list[Line]:
    """A bullet that stands on a line of its own belongs to the next."""
    joined: list[Line] = []
    bullet = ""
    for line in lines:
        if _LONE_BULLET.fullmatch(line.text):
            bullet = "• "
            continue
        line.text = bullet + line.text
        joined.append(line)
        bullet = ""
    return joined


def without_running_heads(pages: Sequence[list[Line]], account: Account) -> list[list[Line]]:
    """The pages without page numbers, and without what stands in the margin at the top or foot of several."""
    edges = [[line for line in lines if line.at_edge] for lines in pages]
    seen = Counter(key for lines in edges for key in {_key(line) for line in lines})
    often = min(3, max(2, len([lines for lines in pages if lines]) // 2))  # those of a chapter stand on few pages
    kept = []
    for lines, edge in zip(pages, edges, strict=True):
        left = {id(line) for line in edge if seen[_key(line)] >= often or _is_number(line, edge)}
        account.left_out["running head or page number"] += len(left)
        kept.append([line for line in lines if id(line) not in left])
    return kept


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line.text.casefold()), round(line.y / 10)


def _is_number(line: Line, edge: list[Line]) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line.text)) and line.y in (min(e.y for e in edge), max(e.y for e in edge))


class Words:
    """The words of a document, to tell a hyphen that was put at a line's end from one that belongs."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.known = Counter(word.casefold() for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*(?!-?\Z|\w)", line))
        self.mended = 0

    def joined(self, first: str, second: str) -> str:
        """Two lines as one."""
        parted = _PARTED.search(first)
        if not parted or not second[:1].islower():
            return first[:-1] + second if first.endswith(_SOFT) else f"{first} {second}"
        rest = re.match(r"[^\W\d_]+", second)
        whole, hyphened = f"{parted[1]}{rest[0] if rest else ''}".casefold(), f"{parted[1]}-{rest[0] if rest else ''}".casefold()
        keeps = self.known[hyphened] > self.known[whole] or (not self.known[whole] and parted[1].casefold() in _KEEP)
        self.mended += 1
        return first + second if keeps else first[:-1] + second


def paragraphs(pages: Sequence[list[Line]], words: Words) -> list[Block]:
    """The lines of all pages as headings, bullets and paragraphs."""
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    usual = median(line.size for line in lines for _ in range(1 + len(line.text) // 20))
    sizes = sorted({round(line.size) for line in lines if _is_large(line, usual)}, reverse=True)
    ends = {number: _right_edges(page) for number, page in enumerate(pages)}
    blocks: list[Block] = []
    whole: list[Line] = []
    text = ""
    for line in lines:
        if whole and _goes_on(whole, line, ends[whole[-1].page - 1], usual):
            text = words.joined(text, line.text)
            whole.append(line)
            continue
        blocks += _block(whole, text, usual, sizes)
        whole, text = [line], line.text
    return [*blocks, *_block(whole, text, usual, sizes)]


def _right_edges(lines: list[Line]) -> dict[int, float]:
    """How far lines reach that begin at about the same place: each column has its own edge."""
    edges: dict[int, float] = {}
    for line in lines:
        at = round(line.x / 40)
        for near in (at - 1, at, at + 1):
            edges[near] = max(edges.get(near, 0.0), line.right)
    return edges


def _is_large(line: Line, usual: float) -> bool:
    return line.size >= usual * LARGER and len(line.text.split()) <= LONGEST_HEADING


def _goes_on(whole: list[Line], line: Line, edges: dict[int, float], usual: float) -> bool:
    """Does a paragraph go on in this line?"""
    last = whole[-1]
    if abs(last.size - line.size) > 0.1 * usual or last.bold != line.bold or without_bullet(line.text) != line.text or _NAMED.match(line.text):
        return False
    unfinished = not last.text.endswith((".", "!", "?", ":", "”", '"'))
    if last.page != line.page:
        return unfinished and line.text[:1].islower() and not _is_large(line, usual)
    gap = last.y - line.y
    if not -0.5 * last.size < gap < _APART * last.size:
        return gap <= -0.5 * last.size and unfinished and line.text[:1].islower()  # at the top of the next column
    if _is_large(line, usual):
        return True
    full = last.right >= last.x + _FULL * (edges.get(round(last.x / 40), last.right) - last.x)
    hangs = without_bullet(whole[0].text) != whole[0].text or len(whole) == 1
    return (full or (unfinished and line.text[:1].islower())) and (abs(line.x - last.x) < 3 or hangs)


def _block(whole: list[Line], text: str, usual: float, sizes: list[int]) -> list[Block]:
    if not whole:
        return []
    first = whole[0]
    at = f"page {first.page}"
    place = f"{at}, line {first.number}"
    if _is_large(first, usual) and len(text.split()) <= LONGEST_HEADING:
        return [Block("heading", text, place, sizes.index(round(first.size)) + 1 if round(first.size) in sizes else 9, at)]
    return [Block("bold" if all(line.bold for line in whole) else "paragraph", text, place, at=at)]
