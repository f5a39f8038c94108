"""A small table that people fill in (.csv, .xlsx), whose columns have names that are known: its rows, with their numbers."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from copro_text.errors import NotReadable
from copro_text.readers.encoding import decode
from copro_text.readers.grid import Grid, split
from copro_text.readers.workbook import is_workbook, read_workbook

Row = tuple[int, dict[str, str]]
LOOK_AT = 20  # rows above which somebody may have typed a title


def rows_with(path: Path, wanted: Collection[str], *, do: str) -> list[Row]:
    """The rows below the first that names all columns in `wanted`: (number in the file, {column in small letters: cell}).

    Raises
    ------
    NotReadable
        When it cannot be read as a table, or no row names these columns. `do` says what such a table is.
    """
    try:
        data = path.read_bytes()
    except OSError as refused:
        raise NotReadable(f"{path.name}: {refused.strerror}.", do=do, safe="Nothing was recorded.") from None
    for grid in read_workbook(path) if is_workbook(data[:8], path) else _of_text(path, data):
        for at, row in enumerate(grid.rows[:LOOK_AT]):
            names = [" ".join(cell.split()).casefold() for cell in row]
            if set(wanted) <= set(names):
                below = enumerate(grid.rows[at + 1 :], start=at + 2)
                return [(n, dict(zip(names, [c.strip() for c in each] + [""] * len(names), strict=False))) for n, each in below if any(each)]
    columns = " and ".join(f"'{name}'" for name in wanted)
    raise NotReadable(f"{path.name} has no columns {columns}.", do=do, safe="Nothing was recorded.")


def _of_text(path: Path, data: bytes) -> list[Grid]:
    if b"\x00" in data[:2000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotReadable(f"{path.name} is no table.", do="Save it as .csv or .xlsx.", safe="Nothing was recorded.")
    text, _ = decode(data)
    return [split(text, path.name)] if text.strip() else []
