"""Tables in a document: each cell as blocks, with what the heads of its row and column say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from copro_text.readers.blocks import NAME, PERMISSION, Account, Block
from copro_text.readers.columns import permission_asked, permitted, turned
from copro_text.readers.voices import NOBODY, group_in

LONGEST_HEAD = 12  # words
_WHO = re.compile(
    r"(?:names?|who|who said (?:it|this)|said by|speaker|participant|(?P<group>table|group|team)(?: (?:no\.?|number|name))?)\W*", re.IGNORECASE
)
_MOST_COLUMNS = 1_000
NOT_SETTLED = (
    "Not settled: {place}: '{answer}' is not plainly yes or no. Nobody is quoted by it until a person says what it means: "
    '--answer "{answer}=yes" (or =no, ="without name", ="not asked"), or settles it (copro people).'
)


@dataclass(slots=True)
class Cell:
    """What stands in one cell, and over how many columns it reaches."""

    blocks: list[Block] = field(default_factory=list)
    span: int = 1

    @property
    def text(self) -> str:
        """Its words on one line."""
        return " ".join(" ".join(block.text for block in self.blocks).split())


Row = list[Cell]


def of_table(name: str, rows: Sequence[Sequence[Cell]], account: Account, *, headed: bool = False) -> list[Block]:
    """The cells of a table as blocks, row by row.

    Parameters
    ----------
    name
        What to call the table, in places and notices: "table 2".
    rows
        Its rows as they stand in the file.
    account
        Where to count heads, and to say what was taken for one.
    headed
        Whether the document itself says that the first row is a head.
    """
    grid = [_wide(row) for row in rows]
    heads = _heads_of_columns(grid, headed)
    body = grid[1:] if heads else grid
    who = _column_of_names(heads)
    asking = _asking(heads, body, who)
    beside = _has_heads_of_rows(body, heads) if who is None else False
    if heads:
        account.notices.append(f"In {name} the first row was taken for what the cells below it are about.")
    blocks: list[Block] = []
    blocks += [_kept("head", cell, f"{name}, row 1, column {n}") for n, cell in enumerate(grid[0], start=1) if heads and cell.text]
    if who is not None:  # "Name" over the names is nobody's words
        account.left_out[NAME] += 1
        blocks = [replace(b, text="") if b.place == f"{name}, row 1, column {who + 1}" else b for b in blocks]
    blocks = [replace(b, text="") if any(b.place == f"{name}, row 1, column {n + 1}" for n in asking) else b for b in blocks]
    account.left_out[PERMISSION] += len(asking)
    account.notices += [f"In {name} the answers to '{heads[n][:80]}' were taken for what people allow, not for their words." for n in asking]
    for number, row in enumerate(body, start=2 if heads else 1):
        place = f"{name}, row {number}"
        said, asked, allows = _permissions(place, row, heads, asking, who, account)
        blocks += [replace(b, asked=asked, allows=allows) for b in _of_row(place, said, heads, who, beside)]
    return blocks


def _asking(heads: Sequence[str], body: Sequence[Row], who: int | None) -> dict[int, str]:
    """The columns that ask for a permission, each with which; none where nothing else stands in the table."""
    cells = {n: [row[n].text for row in body if n < len(row)] for n, head in enumerate(heads) if head and n != who}
    found = {n: about for n, there in cells.items() if (about := permission_asked(heads[n], there))}
    return found if len(found) < len(cells) else {}


def _permissions(
    place: str, row: Row, heads: Sequence[str], asking: dict[int, str], who: int | None, account: Account
) -> tuple[Row, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """A row without its answers to questions of permission; these, and what they allow. An answer with remarks on it stays a note too."""
    here = [n for n in asking if n < len(row) and row[n].text]
    if not any(cell.text for n, cell in enumerate(row) if n not in asking and n != who):
        return row, (), ()
    allows: list[tuple[str, str]] = []
    for n in here:
        said = permitted(row[n].text, heads[n], asking[n], {}, turned=turned(heads[n]))
        allows += said or []
        if said is None:
            account.notices.append(NOT_SETTLED.format(place=f"{place}, column {n + 1}", answer=row[n].text[:60]))
    gone = {n for n in here if not any(b.remarks for b in row[n].blocks)}
    account.left_out[PERMISSION] += len(gone)
    return [Cell(span=cell.span) if n in gone else cell for n, cell in enumerate(row)], tuple((heads[n], row[n].text) for n in here), tuple(allows)


def _wide(row: Sequence[Cell]) -> Row:
    """A row with an empty cell for each further column that a cell reaches over."""
    wide: Row = []
    for cell in row:
        wide += [cell, *(Cell() for _ in range(min(cell.span, _MOST_COLUMNS) - 1))]
    return wide


def _heads_of_columns(grid: Sequence[Row], headed: bool) -> list[str]:
    if len(grid) < 2 or not grid[0]:
        return []
    first = [cell for cell in grid[0] if cell.text]
    fits = all(len(cell.blocks) == 1 and len(cell.text.split()) <= LONGEST_HEAD for cell in first)
    if not first or not fits:
        return []
    marked = headed or all(cell.blocks[0].kind == "bold" for cell in first) or all(group_in(cell.text) != NOBODY for cell in first)
    if not marked and not _telling(grid):
        return []
    return [cell.text for cell in grid[0]]


def _telling(grid: Sequence[Row]) -> bool:
    """Without any mark: a short head over every column, and much longer cells below, or a column that says who."""
    first, below = grid[0], [cell.text for row in grid[1:] for cell in row if cell.text]
    if len(first) < 2 or not all(cell.text for cell in first) or not below:
        return False
    longest = max(len(cell.text.split()) for cell in first)
    return _WHO.fullmatch(first[0].text) is not None or (len(grid) > 2 and sum(len(t.split()) for t in below) / len(below) > 2.5 * longest)


def _column_of_names(heads: Sequence[str]) -> int | None:
    return next((n for n, head in enumerate(heads) if _WHO.fullmatch(head)), None) if len(heads) > 1 else None


def _has_heads_of_rows(body: Sequence[Row], heads: Sequence[str]) -> bool:
    """Does the first column say what its row is about?"""
    rows = [row for row in body if row and any(cell.text for cell in row[1:])]
    firsts = [row[0] for row in rows if row[0].text]
    if not firsts or not all(len(cell.blocks) == 1 and len(cell.text.split()) <= LONGEST_HEAD for cell in firsts):
        return False
    others = [block for row in rows for cell in row[1:] for block in cell.blocks if block.text.strip()]
    marked = all(cell.blocks[0].kind == "bold" for cell in firsts) and any(block.kind != "bold" for block in others)
    corner = bool(heads) and not heads[0] and len(firsts) == len(rows)
    return marked or corner or all(group_in(cell.text) != NOBODY for cell in firsts)


def _of_row(place: str, row: Row, heads: Sequence[str], who: int | None, beside: bool) -> list[Block]:
    at = 0 if beside else who
    label = row[at].text if at is not None and at < len(row) and any(cell.text for n, cell in enumerate(row) if n != at) else ""
    blocks: list[Block] = []
    for n, cell in enumerate(row):
        head = heads[n] if n < len(heads) else ""
        spot = f"{place}, column {n + 1}"
        if label and n == at:
            blocks.append(_kept("head" if beside else "who", cell, spot))
            continue
        about = tuple(part for part in (label if beside else "", head) if part)
        speaker = _speaker(label, heads[at]) if label and not beside and at is not None else ""
        blocks += [
            replace(b, place=f"{spot}{f', {b.place}' if b.place else ''}", cell=f"{spot} {b.cell}", about=(*about, *b.about), who=b.who or speaker)
            for b in cell.blocks
        ]
    return blocks


def _speaker(label: str, head: str) -> str:
    match = _WHO.fullmatch(head)
    return f"{match['group'].capitalize()} {label}" if match and match["group"] and len(label) <= 3 else label


def _kept(kind: str, cell: Cell, spot: str) -> Block:
    """A head or a name, which is kept with the cells that it is about; if nothing comes of these, it is a note itself."""
    return Block(kind, cell.text, spot, cell=spot, about=(cell.text,), remarks=tuple(r for b in cell.blocks for r in b.remarks))
