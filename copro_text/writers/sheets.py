"""The sheets: the codebook and the placings as tables for a spreadsheet. Whatever a person typed stays text and never becomes a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from copro_text.writers import sentences
from copro_text.writers.edition import Edition
from copro_text.writers.packing import day_of, fixed_zip
from copro_text.writers.plain import clean, listed, n
from copro_text.writers.views import NameView, PlacingView

Cell = str | int

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
LEFT = f"[…] stands where names, numbers and addresses were found and left out. {sentences.MAY_REMAIN}"
VERSION = "version"
LONGEST = 32_767  # what a cell holds, in UTF-16 units
TOO_LONG = " […the rest is longer than a cell can hold]"
APP = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>copro_text</Application></Properties>'


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its name, columns as (title, width in characters), rows."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]


def codebook_csv(e: Edition) -> bytes:
    """The names, one a row."""
    return as_csv(names(e), version(e))


def placings_csv(e: Edition) -> bytes:
    """Who put which passage with which name, one a row."""
    return as_csv(placings(e), version(e))


def codebook_xlsx(e: Edition) -> bytes:
    """A workbook: Names, Placings, Set aside, About."""
    return as_xlsx([names(e), placings(e), set_aside(e), about(e)], e.today)


def placings_xlsx(e: Edition) -> bytes:
    """A workbook: Placings, About."""
    return as_xlsx([placings(e), about(e)], e.today)


def names(e: Edition) -> Table:
    """Names: what they mean, whom they rest on, and what else was offered."""
    columns = (
        *(("name", 28), ("heading", 18), ("definition", 44), ("state", 12), ("draft", 8), ("people", 9), ("people who wrote", 9), ("groups", 9)),
        *(("texts", 9), ("put one by one", 10), ("put in bulk", 10), ("read differently", 11), ("only suggested by the sorter", 14), ("quoted", 9)),
        *(("not quoted", 40), ("because", 36), ("also offered", 36), ("joined from", 28), ("mark", 13)),
    )
    return Table("Names", columns, tuple(_name(name, e) for name in e.names))


def _name(name: NameView, e: Edition) -> tuple[Cell, ...]:
    offered = "\n".join(f"{w.text} ({w.by} {w.how}{f': {w.because}' if w.because else ''})" for w in name.wordings)
    not_quoted = "\n".join(f"{n(count, 'passage')} {sentences.because(why, count)}" for why, count in name.withheld.items())
    return (
        *(name.label, name.heading, name.definition, name.state, "yes" if name.is_draft else "no"),
        *(name.who.people, e.everyone.people, name.who.groups, name.who.texts),
        *(name.one_by_one, name.bulk, name.read_differently, name.suggested, len(name.quotes)),
        *(not_quoted, "\n".join(name.because), offered, listed(name.joined_from), name.key),
    )


def placings(e: Edition) -> Table:
    """Placings and refusals; words only where they may be quoted, else the reason in square brackets."""
    columns = (
        *(("name", 28), ("heading", 18), ("words", 70), ("belongs", 9), ("put by", 18), ("in bulk", 9)),
        *(("because", 36), ("how the words came", 18), ("mark", 13)),
    )
    return Table("Placings", columns, tuple(_placing(p) for p in e.placings))


def _placing(p: PlacingView) -> tuple[Cell, ...]:
    words = f"[{p.withheld}]" if p.withheld else p.words
    return (p.name, p.heading, words, "yes" if p.belongs else "no", p.analyst, "yes" if p.bulk else "no", p.because, p.how, p.mark)


def set_aside(e: Edition) -> Table:
    """Reasons for which texts were set aside, without their words."""
    columns = (("reason", 60), ("people", 9), ("groups", 9), ("texts", 9))
    return Table("Set aside", columns, tuple((r.because, r.who.people, r.who.groups, r.who.texts) for r in e.set_aside))


def about(e: Edition) -> Table:
    """What this is, and what it rests on."""
    rows: list[tuple[Cell, ...]] = [
        ("title", sentences.heading_of(e)),
        *(("for whom", line) for line in (sentences.for_whom(e),) if line),
        ("question", e.question),
        ("approach", e.approach),
        ("version", sentences.status(e)),
        ("who wrote", e.everyone.said()),
        *((f"texts: {row.state}", row.who.texts) for row in e.account),
        ("texts in all", e.texts),
        ("people who asked us not to use their words", e.not_used.people),
        *(("came in", line) for line in sentences.came_in(e)),
        *(("still open", line) for line in e.still_open),
        *(("credit", line) for line in e.credits),
        ("credits to be confirmed", e.credits_to_confirm),
        *([("credits without a name", e.credits_without_name)] if e.credits_without_name else []),
        *(("for the report", memo) for memo in e.memos),
        ("about the words", f"They stand here only where their writer said yes to being quoted; else the reason stands in square brackets. {LEFT}"),
    ]
    return Table("About", (("what", 34), ("", 100)), tuple(rows))


def version(e: Edition) -> str:
    """What a .csv, which has no sheet to say so, was made from and for whom."""
    return " ".join(filter(None, (sentences.status(e), sentences.for_whom(e))))


def as_csv(table: Table, version: str = "") -> bytes:
    """A table as CSV in UTF-8 with a mark that spreadsheets know it by; `version` stands in a last column of each row."""
    last = [version] if version else []
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow([*(safe_csv(title) for title, _ in table.columns), *(VERSION for _ in last)])
    write.writerows([[*(safe_csv(cell) if isinstance(cell, str) else cell for cell in row), *last] for row in table.rows])
    return out.getvalue().encode("utf-8-sig")


def safe_csv(text: str) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula; `plain_csv` gives the text back.

    >>> safe_csv("=1+1"), safe_csv("being asked")
    ("'=1+1", 'being asked')
    """
    text = clean(text)
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip("'").lstrip().startswith(FORMULA) else text


def plain_csv(cell: str) -> str:
    """What `safe_csv` was given.

    >>> plain_csv("'=1+1"), plain_csv("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and safe_csv(cell[1:]) == cell else cell


def as_xlsx(tables: Sequence[Table], today: str) -> bytes:
    """Tables as a workbook; the same bytes for the same tables on the same day."""
    book = Workbook(write_only=True)  # a matrix of 20,000 rows would take gigabytes as a book in memory
    for table in tables:
        _fill(book.create_sheet(table.name), table)
    return _with_fixed_times(book, day_of(today))


def _fill(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0  # as wide as the paper, as long as it needs
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for column, (_, width) in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    look = _look(sheet, Font(bold=True))
    sheet.append([_cell(sheet, title, look) for title, _ in table.columns])
    look = _look(sheet, Font())
    for row in table.rows:
        sheet.append([_cell(sheet, value, look) for value in row])
    if table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"


def _look(sheet: Worksheet, font: Font) -> WriteOnlyCell:
    """A cell to copy the look from: making it anew for each cell would take most of the time."""
    cell = WriteOnlyCell(sheet)
    cell.font, cell.alignment, cell.quotePrefix = font, Alignment(wrap_text=True, vertical="top"), True
    return cell


def _cell(sheet: Worksheet, value: Cell, look: WriteOnlyCell) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    cell._style = copy(look._style)
    if isinstance(value, int):
        cell.value, cell.quotePrefix = value, False
    elif value:
        cell.value, cell.data_type = safe_xlsx(value), "s"
    return cell


def safe_xlsx(text: str) -> str:
    """A text as a cell can hold it."""
    text = clean(text)
    if len(text.encode("utf-16-le")) // 2 <= LONGEST:
        return text
    room = (LONGEST - len(TOO_LONG)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + TOO_LONG


def _with_fixed_times(book: Workbook, day: date) -> bytes:
    """Save a workbook without the time of saving and the versions of libraries in it."""
    saved = io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old:
        return fixed_zip({name: _fixed(name, old.read(name), day) for name in sorted(old.namelist())}, day)


def _fixed(name: str, part: bytes, day: date) -> bytes:
    if name == "docProps/app.xml":
        return APP
    if name == "docProps/core.xml":
        part = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>" + f"{day}T00:00:00Z".encode(), part)
        return re.sub(rb"(<dc:creator\b[^>]*>)openpyxl<", rb"\g<1>copro_text<", part)  # with lxml here, the tag holds more
    return part
