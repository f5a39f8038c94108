"""Tables: a survey as CSV or Excel, one person a row, one item for each answer to an open question.

What is counted: `found` is every cell of an open question in the rows that hold anything, and every empty row between them.
So it adds up: answers read, "no answer given", what the survey tool wrote where there was none, empty rows, and rows that the
moderators rejected (-1 in a column of moderation, as polis writes it).
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from copro_text.corpus import Fault
from copro_text.errors import NotReadable
from copro_text.readers import columns as c
from copro_text.readers import words
from copro_text.readers.answers import Progress, Table, digest
from copro_text.readers.encoding import decode
from copro_text.readers.grid import Grid, delimiter_of, header, split
from copro_text.readers.item import Reading
from copro_text.readers.look import is_binary, is_html, is_xml, looks_like, text_head
from copro_text.readers.workbook import is_workbook, read_workbook

CORRECT = (
    'If a column was taken wrongly: add the file with --column HEADER=ROLE, such as --column Comments=text, or columns={"Comments": "text"}. '
    "Is it in already? Then take that back first, with undo."
)

_TEXT_KINDS = ("plain text", "JSON")


def recognises(head: bytes, path: Path) -> bool:
    """Is it a workbook, or text that falls into columns?"""
    if is_workbook(head, path):
        return True
    if is_binary(head) or is_xml(head) or is_html(head) or looks_like(head) not in _TEXT_KINDS:
        return False
    if path.suffix.lower() in (".csv", ".tsv", ".tab"):
        return not _is_json(text_head(head))
    return _falls_into_columns(text_head(head))


def _is_json(start: str) -> bool:
    return start.startswith(("{", "[{"))


def _falls_into_columns(start: str) -> bool:
    lines = [line for line in start.splitlines() if line.strip()][:50]
    delimiter = delimiter_of(start)
    if len(lines) < 2 or _is_json(start) or not all(delimiter in line for line in lines[:1]):
        return False
    return delimiter == "\t" or (sum(delimiter in line for line in lines) >= 0.9 * len(lines) > 1 and len(lines[0]) < 400 and ". " not in lines[0])


def read(
    path: Path, *, columns: Mapping[str, str] | None = None, answers: Mapping[str, str] | None = None, progress: Progress | None = None
) -> Reading:
    """The answers to open questions; `columns` (header or letter to role) corrects what a column was taken for, `answers` says what answers mean."""
    with path.open("rb") as file:
        head = file.read(8)
    with _all_kept():
        return _of_workbook(path, columns, answers, progress) if head.startswith(b"PK") else _of_text(path, columns, answers, progress)


@contextmanager
def _all_kept() -> Iterator[None]:
    """All cells of a table stay until it is read: looking among them again and again for rubbish takes a tenth of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _of_text(path: Path, columns: Mapping[str, str] | None, answers: Mapping[str, str] | None, progress: Progress | None) -> Reading:
    text, faults = decode(path.read_bytes())
    grid = split(text, "")
    table = Table.of(grid, columns, _tidied(grid.rows), answers)
    if not table.questions:
        raise _no_question(path.name, [table])
    items = table.items(progress, Counter())
    return _together([table.reading("CSV table", items, (*faults, *grid.faults))], ())


def _tidied(rows: list[list[str]]) -> list[list[str]]:
    return [[words.tidy(cell) for cell in row] for row in rows]


def _of_workbook(path: Path, columns: Mapping[str, str] | None, answers: Mapping[str, str] | None, progress: Progress | None) -> Reading:
    grids = read_workbook(path, progress)
    tables = [Table.of(grid, _for_sheet(columns, grid), grid.rows, answers) for grid in grids if not _hidden(grid)]
    chosen = _answers(tables)
    if not chosen:
        raise _no_question(path.name, tables)
    said = [Fault(f"sheet {grid.name}", "Hidden in the workbook; not read.") for grid in grids if _hidden(grid)]
    said += [Fault(f"sheet {t.grid.name}", t.why_not()) for t in tables if t not in chosen]
    several, seen = len(chosen) > 1, Counter[str]()
    readings = [t.reading("Excel table", t.items(progress, seen, several), ()) for t in chosen]
    return _together(readings, tuple(said))


def _hidden(grid: Grid) -> bool:
    return any(fault.what == "hidden" for fault in grid.faults)


def _for_sheet(columns: Mapping[str, str] | None, grid: Grid) -> Mapping[str, str] | None:
    """Corrections that name a column of this sheet; a letter fits every sheet."""
    if not columns:
        return columns
    names = {name.casefold() for name in header(grid.rows).names}
    mine = {called: role for called, role in columns.items() if called.strip().casefold() in names}
    return mine or {called: role for called, role in columns.items() if len(called) <= 2 and called.isalpha()}


def _answers(tables: list[Table]) -> list[Table]:
    """The sheets that hold answers: those with open questions, unless it is a guide to the others and nobody said otherwise."""
    return [t for t in tables if t.questions and (t.corrected or not t.is_guide())]


def _together(readings: list[Reading], said: tuple[Fault, ...]) -> Reading:
    first = readings[0]
    left_out: Counter[str] = Counter()
    for reading in readings:
        left_out.update(reading.left_out)
    return replace(
        first,
        site=digest(sorted({r.site for r in readings}))[:16] if len(readings) > 1 else first.site,
        found=sum(r.found for r in readings),
        items=tuple(item for r in readings for item in r.items),
        left_out=dict(left_out),
        faults=(*said, *(fault for r in readings for fault in r.faults)),
        notices=(*(notice for r in readings for notice in r.notices), CORRECT),
        columns=tuple(column for r in readings for column in r.columns),
    )


def _no_question(name: str, tables: list[Table]) -> NotReadable:
    seen = (
        "; ".join(f"{f'sheet {t.grid.name}: ' if t.grid.name else ''}{c.listed(t.columns) or 'nothing'}" for t in tables if t.columns)
        or "no columns at all"
    )
    guides = any(t.questions for t in tables)
    what = "its sheets look like a guide to a survey, not like the answers" if guides else "no column looks like answers to an open question"
    rows = [row for t in tables for row in t.data]
    empty = sum(not any(row) for row in rows)
    why = "rows of a guide to a survey" if guides else "rows without an open answer"
    return NotReadable(
        f"{name}: a table, but {what}. The columns are: {seen}.",
        do='Say which column holds the words, for instance columns={"Comments": "text"}, or --column Comments=text.',
        safe="Nothing was read.",
        left_out={why: len(rows) - empty, "empty row": empty},
        columns=tuple(column for t in tables for column in t.roles()),
    )
