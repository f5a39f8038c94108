"""The matrix: what was said beside what it was put with. And the same as noughts and ones, for those who count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from copro_text.readings import NOT_YET_READ
from copro_text.writers.edition import Edition, NameView
from copro_text.writers.plain import n, one_line
from copro_text.writers.sheets import VERSION, Cell, Table, about, as_csv, as_xlsx, names, version
from copro_text.writers.views import CellView, RowView

NOT_READ = "Empty where nobody has read it yet: that is no nought."
HOW_TO_READ = (
    "A 1 says that one of us put at least a passage of it with the name; a 0 that it was read and none was.",
    NOT_READ,
    "What was read only in part has the state “part read”: a 0 there may still become a 1.",
    "Who reads differently is not in this table: the codebook and the placings have it.",
    "In a public edition rows have numbers that belong to this file alone; in one for the group, the short ids of what was said and of who said it.",
)


def matrix_xlsx(e: Edition) -> bytes:
    """A workbook: words beside names, room for summaries, in a group edition by person too, the names, and what it rests on."""
    cases = [("Matrix", e.rows), *([("By person", _by_person(e.rows))] if e.audience == "group" else [])]
    tables = [_matrix(title, rows, e) for title, rows in cases]
    return as_xlsx([tables[0], _summaries(e), *tables[1:], names(e), about(e)], e.today)


def zero_one_csv(e: Edition) -> bytes:
    """A column of noughts and ones for each name, a row for each contribution."""
    return as_csv(_zero_one(e), version(e))


def zero_one_xlsx(e: Edition) -> bytes:
    """The same as a workbook, with how to read it."""
    return as_xlsx([_zero_one(e), Table("How to read", (("how to read", 110),), tuple((line,) for line in HOW_TO_READ)), about(e)], e.today)


def _columns(e: Edition) -> list[tuple[NameView, str]]:
    """The names in use, without drafts that hold nothing, each with what its column is called: by its mark as well where another is called so."""
    shown = [name for name in e.in_use if name.placed or not name.is_draft]
    called = Counter([*(one_line(name.label) for name in shown), *(column for column, _ in _whose(e)), VERSION])
    return [(name, one_line(name.label) if called[one_line(name.label)] == 1 else f"{one_line(name.label)} ({name.key})") for name in shown]


def _whose(e: Edition) -> tuple[tuple[str, int], ...]:
    return (("contribution", 13), ("who", 11), ("state", 13)) if e.audience == "group" else (("row", 7), ("state", 13))


def _first(number: int, row: RowView, e: Edition) -> tuple[Cell, ...]:
    return (row.id, ", ".join(row.who), row.state) if e.audience == "group" else (number, row.state)


def _zero_one(e: Edition) -> Table:
    named = _columns(e)
    shown = [(*_first(i, row, e), *(_figure(row, name.key) for name, _ in named)) for i, row in enumerate(e.rows, start=1)]
    return Table("Noughts and ones", (*_whose(e), *((label, 14) for _, label in named)), tuple(shown))


def _figure(row: RowView, key: str) -> Cell:
    return 1 if key in row.cells else "" if row.state == NOT_YET_READ else 0


def _matrix(title: str, rows: Sequence[RowView], e: Edition) -> Table:
    named, whose = _columns(e), _whose(e)
    top = ("",) * (len(whose) - 1)
    means: tuple[Cell, ...] = (*top, "what is meant", *(name.definition for name, _ in named))
    people: tuple[Cell, ...] = (*top, "in all", *(name.who.said(e.everyone) for name, _ in named))
    shown = [(*_first(i, row, e), *(_said(row.cells.get(name.key)) for name, _ in named)) for i, row in enumerate(rows, start=1)]
    return Table(title, (*whose, *((label, 44) for _, label in named)), (means, people, *shown))


def _summaries(e: Edition) -> Table:
    """Rows and columns of the matrix, empty: what to write in a cell only people know."""
    named, whose = _columns(e), _whose(e)
    all_: tuple[Cell, ...] = (*("",) * (len(whose) - 1), "all of them, in a sentence", *("" for _ in named))
    shown = [(*_first(i, row, e), *("" for _ in named)) for i, row in enumerate(e.rows, start=1)]
    return Table("Summaries", (*whose, *((label, 44) for _, label in named)), (all_, *shown))


def _said(cell: CellView | None) -> str:
    """The words, where they may be quoted; else how many there are, and why not."""
    if cell is None:
        return ""
    quoted = [f"“{q.text}” ({q.label})" if q.is_speech else f"{q.lead} {q.text} ({q.label})" for q in cell.quotes]
    return "\n".join([*quoted, *(f"[{n(count, 'passage')}: {why}]" for why, count in cell.withheld.items())])


def _by_person(rows: Iterable[RowView]) -> list[RowView]:
    """One row a person, or for those who spoke together; what nobody signed stays apart."""
    by: dict[tuple[str, ...], list[RowView]] = {}
    for row in rows:
        by.setdefault(row.who or (row.id,), []).append(row)
    return [_together(each) for each in by.values()]


def _together(rows: Sequence[RowView]) -> RowView:
    cells: dict[str, CellView] = {}
    for key in dict.fromkeys(key for row in rows for key in row.cells):
        found = [row.cells[key] for row in rows if key in row.cells]
        withheld = sum((Counter(cell.withheld) for cell in found), Counter[str]())
        cells[key] = CellView(sum(cell.passages for cell in found), tuple(q for cell in found for q in cell.quotes), withheld)
    states = {row.state for row in rows}
    return RowView(states.pop() if len(states) == 1 else "several", cells, ", ".join(row.id for row in rows), rows[0].who)
