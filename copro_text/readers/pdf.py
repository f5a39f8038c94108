"""PDF: the text layer of each page, its lines joined to paragraphs again, and the comments that people put on it.

A PDF knows no paragraphs, only where letters stand. What is a heading is told by size and weight, what belongs together by
distance and by how full a line is. What stands in the margin at the top or foot of several pages is left out and counted.
"""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copro_text.corpus import Fault
from copro_text.errors import NotReadable
from copro_text.readers.blocks import Account, Block, Remark, size_is_fit
from copro_text.readers.item import Reading
from copro_text.readers.notes import reading
from copro_text.readers.pdflines import Line, Words, lines_of, paragraphs, without_running_heads

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

READER = "pdf 1"
LARGEST = 100_000_000  # bytes
MOST_PAGES = 2_000
LARGEST_PAGE = 20_000_000  # bytes of drawing; a full page of text has about 20,000

_SAFE = "Nothing was read."
_COMMENTS = frozenset("/Text /FreeText /Highlight /Underline /Squiggly /StrikeOut /Caret /Square /Circle /Stamp /Ink /Line /Polygon".split())
_DATE = re.compile(r"D:([1-9]\d{3})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?")


def recognises(head: bytes, path: Path) -> bool:
    """Does it begin as a PDF does? Some programs write a little before that."""
    return b"%PDF-" in head[:1024]


def read(path: Path, *, progress: Callable[[int, int | None], None] | None = None) -> Reading:
    """The words of every page that has any, and which pages have none."""
    size_is_fit(path, LARGEST)
    with _quiet():
        return _read(path, progress)


def _broken() -> tuple[type[Exception], ...]:
    """What pypdf lets through when a PDF is damaged: only some of it has a base of its own."""
    from pypdf.errors import PyPdfError

    return (
        PyPdfError, KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, EOFError, ArithmeticError, NotImplementedError,
        RuntimeError, AssertionError, MemoryError, struct.error, zlib.error,
    )  # fmt: skip


@contextmanager
def _quiet() -> Iterator[None]:
    """What pypdf mends it tells to the log; a person is told by page, in plain words."""
    log = logging.getLogger("pypdf")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(before)


def _read(path: Path, progress: Callable[[int, int | None], None] | None) -> Reading:
    from pypdf import PdfReader

    try:
        pdf = PdfReader(path)
        if pdf.is_encrypted:
            raise NotReadable(
                f"{path.name}: a locked PDF.", do="Open it with its password, print or save it as a PDF without one, and add that.", safe=_SAFE
            )
        count = len(pdf.pages)
    except _broken() as error:
        do = "Open it; if that works, print it to a new PDF and add that. If not, ask for it again."
        raise NotReadable(f"{path.name}: a damaged PDF.", do=do, safe=_SAFE) from error
    if not 0 < count <= MOST_PAGES:
        many = f"{count} pages, more than any notes have" if count else "a PDF without pages"
        raise NotReadable(f"{path.name}: {many}.", do="Save the pages that matter as a PDF of their own, and add that.", safe=_SAFE)
    return _Document(path.name, pdf, count, progress).reading()


class _Document:
    """One PDF while it is read."""

    def __init__(self, name: str, pdf: PdfReader, count: int, progress: Callable[[int, int | None], None] | None) -> None:
        self.name, self.pdf, self.count, self.progress = name, pdf, count, progress
        self.account = Account("PDF", READER, author=self._author())

    def _author(self) -> str:
        try:
            return str(self.pdf.metadata.author or "") if self.pdf.metadata else ""
        except _broken():
            return ""

    def reading(self) -> Reading:
        """All pages, then their comments and what was filled in."""
        pages = [self._lines(number) for number in range(1, self.count + 1)]
        bare = [number for number, lines in enumerate(pages, start=1) if lines is not None and not lines]
        remarks = [self._comments(number) for number in range(1, self.count + 1)]
        fields = self._fields()
        if not any(pages) and not any(remarks) and not fields:
            raise NotReadable(
                f"{self.name}: a PDF without a text layer: its pages seem to be scans.",
                do="Have its text recognised (OCR) and add that copy, or type in what was said: study.note, or `copro note`.",
                safe=_SAFE,
                left_out={"page without a text layer": len(bare)},
            )
        for number in bare:
            self.account.left_out["page without a text layer"] += 1
            self.account.faults.append(Fault(f"page {number}", "It has no text layer: it may be a scan. Type in what stands on it."))
        kept = without_running_heads([lines or [] for lines in pages], self.account)
        words = Words(line.text for lines in kept for line in lines)
        blocks = paragraphs(kept, words)
        if words.mended:
            self.account.notices.append(f"{words.mended} words that were parted at the end of a line were put together again.")
        return reading(self.name, [*_with_comments(blocks, remarks), *fields], self.account)

    def _lines(self, number: int) -> list[Line] | None:
        """The lines of a page; None where the page cannot be read."""
        try:
            page = self.pdf.pages[number - 1]
            size = _drawn(page)
            found = lines_of(page, number) if size <= LARGEST_PAGE else None
        except _broken():
            found = None
        if found is None:
            self.account.left_out["page that could not be read"] += 1
            self.account.faults.append(Fault(f"page {number}", "Damaged, and not read. Type in what stands on it."))
        if self.progress:
            self.progress(number, self.count)
        return found

    def _comments(self, number: int) -> tuple[Remark, ...]:
        """Notes, highlights with words and the like; links and forms are none."""
        found: list[Remark] = []
        try:
            for reference in self.pdf.pages[number - 1].get("/Annots") or ():
                mark = reference.get_object()
                if mark.get("/Subtype") in _COMMENTS and str(mark.get("/Contents") or "").strip():
                    place = f"page {number}, comment {len(found) + 1}"
                    found.append(Remark("comment", str(mark["/Contents"]), place, str(mark.get("/T") or ""), _when(str(mark.get("/M") or ""))))
        except _broken():
            self.account.faults.append(Fault(f"page {number}", "Some comments on it are damaged, and were not read."))
        return tuple(found)

    def _fields(self) -> list[Block]:
        """What people typed into a form."""
        try:
            filled: dict[str, Any] = self.pdf.get_form_text_fields() or {}
        except _broken():
            self.account.faults.append(Fault("the form", "Damaged, and not read."))
            return []
        answers = [(str(name), str(value)) for name, value in filled.items() if value and str(value).strip()]
        return [Block("paragraph", value, f"field {n}", cell=f"field {n}", about=(name,)) for n, (name, value) in enumerate(answers, start=1)]


def _drawn(page: PageObject) -> int:
    contents = page.get_contents()
    return len(contents.get_data()) if contents is not None else 0


def _with_comments(blocks: list[Block], remarks: list[tuple[Remark, ...]]) -> Iterator[Block]:
    """Comments stand after the last block of their page."""
    waiting = {f"page {number}": found for number, found in enumerate(remarks, start=1) if found}
    order = list(waiting)
    for block in blocks:
        while order and order[0] != block.at and _number(order[0]) < _number(block.at):
            at = order.pop(0)
            yield Block("paragraph", "", at, at=at, remarks=waiting[at])
        yield block
    for at in order:
        yield Block("paragraph", "", at, at=at, remarks=waiting[at])


def _number(at: str) -> int:
    return int(at.removeprefix("page "))


def _when(said: str) -> str:
    match = _DATE.match(said)
    if match is None:
        return ""
    year, month, day, hour, minute, second, utc, east, rest = match.groups()
    zone = "Z" if utc else f"{east}:{rest or '00'}" if east else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}"
