"""The survey, written as its tool hands it over: a spreadsheet with rows above the header."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font

from blocks import Block

QUESTIONS = (
    "In your own words, what does good co-production look like? Tell us about a time.",
    "What should we stop calling co-production?",
)
DOWNLOADED = datetime(2026, 5, 24, 16, 40)  # stands in the file wherever a time of saving would

COLUMNS = (
    ("", "Response", 10),
    ("", "Date", 18),
    ("About you", "How are you connected with services?", 24),
    ("About you", "Where do you live?", 16),
    ("In your own words", f"Q1 - {QUESTIONS[0]}", 70),
    ("In your own words", f"Q2 - {QUESTIONS[1]}", 50),
    ("Your permission", "May we print your words, without your name?", 18),
    ("Your permission", "If you would like to be thanked by name, how should we write it?", 26),
)


def xlsx(blocks: list[Block]) -> bytes:
    """Write the survey: a title row, a row of merged groups, the header, an empty row, the answers."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Responses"
    sheet["A1"] = "Marram Lane Forum: what is co-production, and what isn't it? All responses"
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(COLUMNS))
    for n, (_, header, width) in enumerate(COLUMNS, start=1):
        sheet.cell(3, n, header).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(3, n).column_letter].width = width
    groups = [group for group, _, _ in COLUMNS]
    for group in filter(None, dict.fromkeys(groups)):
        first = groups.index(group) + 1
        sheet.cell(2, first, group).font = Font(bold=True)
        last = first + groups.count(group) - 1
        sheet.merge_cells(start_row=2, end_row=2, start_column=first, end_column=last)
    for row, block in enumerate((b for b in blocks if b.is_survey), start=5):
        for n, value in enumerate(survey_row(block), start=1):
            cell = sheet.cell(row, n)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, datetime):
                cell.value, cell.number_format = value, "DD/MM/YYYY HH:MM"
            elif value:
                cell.value, cell.data_type = value, "s"  # or "= being asked" would be a sum
    return with_fixed_times(book)


def survey_row(block: Block) -> list[str | datetime]:
    """Return one person's answers in the order of the columns."""
    answers = [block.texts["q1"], block.texts["q2"]]
    about = [block.get("relation"), block.get("area")]
    return [block.id, block.date, *about, *answers, block.get("publish"), block.get("name")]


def with_fixed_times(book: Workbook) -> bytes:
    """Save a workbook without the time of saving in it, and uncompressed: the same bytes each time."""
    saved, packed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    taken = f"{DOWNLOADED:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w") as new:
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:\w+[^>]*>)[^<]*", rb"\g<1>" + taken, part)
            entry = zipfile.ZipInfo(name, date_time=DOWNLOADED.timetuple()[:6])
            entry.create_system = 0  # else the zip says which kind of machine made it
            new.writestr(entry, part)
    return packed.getvalue()


def cells(packed: bytes) -> list[tuple[object, ...]]:
    """Return every row of a workbook's one sheet."""
    return list(load_workbook(io.BytesIO(packed)).active.iter_rows(values_only=True))
