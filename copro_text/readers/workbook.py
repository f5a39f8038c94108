"""Excel workbooks: opened member by member within limits, and their cells as people see them."""

from __future__ import annotations

import io
import itertools
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl.utils.exceptions import InvalidFileException

from copro_text.corpus import Fault
from copro_text.errors import NotReadable, UnsafeFile
from copro_text.packed import Limits, too_much, unsafe
from copro_text.readers.grid import Grid
from copro_text.readers.words import tidy

LIMITS = Limits("workbook")
MOST_ROWS = 1_048_576  # as many as Excel knows
MOST_COLUMNS = 16_384

_SAFE = "Nothing was read."
# What openpyxl and what it rests on let through when a workbook is damaged: they have no base of their own.
_BROKEN = (
    LookupError, ValueError, TypeError, AttributeError, OSError, EOFError, OverflowError, NotImplementedError, RuntimeError,
    SyntaxError, AssertionError, MemoryError, zipfile.BadZipFile, zlib.error, InvalidFileException,
)  # fmt: skip


def is_workbook(head: bytes, path: Path) -> bool:
    """Is it a zip with a workbook in it?"""
    if head[:4] != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(path) as z:
            return any(name.lower().startswith("xl/") for name in z.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return b"xl/" in head


def read_workbook(path: Path, progress: Callable[[int, int | None], None] | None = None) -> list[Grid]:
    """Every sheet that is shown, as rows of text.

    Raises
    ------
    UnsafeFile
        When a member is too many, too large, encrypted, a link, or wants to be somewhere else.
    NotReadable
        When it cannot be opened as a workbook.
    """
    import openpyxl

    data = path.read_bytes()
    _check(data, path.name)
    try:
        with warnings.catch_warnings():  # openpyxl tells of drop-down lists and styles that it will not keep: nothing to us
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return [_grid(sheet, progress) for sheet in book.worksheets]
    except _BROKEN as error:
        raise _damaged(path.name) from error


def notes_in(path: Path) -> dict[str, dict[tuple[int, int], tuple[str, str]]]:
    """The notes that people put on cells: sheet -> (row, column), from 0 -> (who, words). Raises as `read_workbook` does."""
    import openpyxl

    data = path.read_bytes()
    _check(data, path.name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data))
            cells = {sheet.title: [cell for row in sheet.iter_rows() for cell in row if cell.comment] for sheet in book.worksheets}
    except _BROKEN as error:
        raise _damaged(path.name) from error
    return {name: {(c.row - 1, c.column - 1): (c.comment.author or "", c.comment.text or "") for c in each} for name, each in cells.items()}


def _damaged(name: str) -> NotReadable:
    return NotReadable(
        f"{name}: a damaged Excel workbook.",
        do="Open it in Excel, let Excel mend it, and save it again as .xlsx; or save the sheet as CSV.",
        safe=_SAFE,
    )


def _check(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            members = z.infolist()
            why = unsafe(members, LIMITS) or _really_unsafe(z, members)
    except _BROKEN as error:
        raise _damaged(name) from error
    if why:
        raise UnsafeFile(f"{name}: {why}.", do="If it is only locked or large, save the sheet you need as CSV and bring that in.", safe=_SAFE)


def _really_unsafe(z: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> str:
    """The same limits on what really comes out, for the directory of a zip can lie; and any DOCTYPE refused."""
    total = 0
    for m in members:
        with z.open(m) as packed:
            start = packed.read(2_000)
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                return "it declares a document type (DOCTYPE), which workbooks never need"
            size = len(start)
            while chunk := packed.read(1 << 20):
                size += len(chunk)
                if total + size > LIMITS.total:
                    return too_much(LIMITS)
            total += size
    return ""


def _grid(sheet: Any, progress: Callable[[int, int | None], None] | None) -> Grid:
    sheet.reset_dimensions()  # a sheet may say it is smaller, or far larger, than it is
    rows: list[list[str]] = []
    faults: list[Fault] = []
    for n, row in enumerate(_rows_of(sheet), start=1):
        rows.append(row)
        if progress and n % 500 == 0:
            progress(n, None)
    if sheet.sheet_state != "visible":
        faults.append(Fault(f"sheet {sheet.title}", "hidden"))
    return Grid(sheet.title, rows, tuple(faults))


def _rows_of(sheet: Any) -> Iterator[list[str]]:
    """Rows as text, without the empty ones at the end."""
    waiting = 0
    for row in itertools.islice(sheet.iter_rows(), MOST_ROWS):
        texts = [_text(cell) for cell in row[:MOST_COLUMNS]]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            waiting += 1
            continue
        yield from ([] for _ in range(waiting))
        waiting = 0
        yield texts


def _text(cell: Any) -> str:
    """A cell as people see it, as far as that matters: dates as dates, 3 and not 3.0, 50% and not 0.5."""
    value: object = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        bare = not (value.hour or value.minute or value.second)
        return value.date().isoformat() if bare else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return _number(value, cell.number_format) if isinstance(value, int | float) else tidy(str(value))


def _number(value: float, form: str) -> str:
    if form.rstrip().endswith("%"):
        return f"{round(value * 100, 2):g}%"
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.12g}"
