"""Rows and cells: a delimited text taken apart, and the row found that holds the names of the columns."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from copro_text.corpus import Fault

DELIMITERS = ",;\t|"
_NONE = "\x1f"  # stands for "one column": no text holds it
_WITHIN = "\x1e"  # stands for a line end within an answer, which the taking apart would take for the end of a row
_LOOK_AT = 100_000
_MOST_MENDED = 50
_TOP = 15


@dataclass(frozen=True, slots=True)
class Grid:
    """One table or sheet: all its rows as text, in order; `rows[0]` is row 1 of the file."""

    name: str
    rows: list[list[str]]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, and the row (counted from 0) where the data begin."""

    names: list[str]
    data: int
    faults: list[Fault] = field(default_factory=list)


def split(text: str, name: str) -> Grid:
    """The rows of a delimited text; a quotation mark that is never closed costs one row its shape and no one their words."""
    text = _with_line_ends(text)
    told = re.match(r"sep=(.)\n", text, re.IGNORECASE)  # how Excel is told
    delimiter = told[1] if told else delimiter_of(text)
    with _any_length():
        rows, faults = _rows(text, delimiter)
    if told:
        rows[0] = []
    if _WITHIN in text:
        rows = [[cell.replace(_WITHIN, "\n") for cell in row] for row in rows]
    return Grid(name, rows, tuple(faults))


def _with_line_ends(text: str) -> str:
    """One way of ending a row. Where rows end otherwise, a CR on its own is a line that somebody ended within an answer."""
    ends = text.count("\n")
    text = text.replace("\r\n", "\n")
    return text.replace("\r", _WITHIN if text.count("\r") < ends else "\n")


@contextmanager
def _any_length() -> Iterator[None]:
    before = csv.field_size_limit(1 << 30)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def delimiter_of(text: str) -> str:
    """The character that cuts the first rows into the most regular table; one that never occurs where there is a single column."""
    head = _with_line_ends(text[:_LOOK_AT])
    with _any_length():
        scored = [(score, -i, d) for i, d in enumerate(DELIMITERS) if d in head and (score := _regular(head, d)) > 0]
    return max(scored)[2] if scored else _NONE


def _regular(head: str, delimiter: str) -> float:
    """The share of rows that have the usual width, 0 where that is one column; wider tables win between equals."""
    widths = [len(row) for row in csv.reader(io.StringIO(head), delimiter=delimiter) if any(cell.strip() for cell in row)]
    if len(head) == _LOOK_AT:
        widths = widths[:-1]  # the last row is cut
    wide = Counter(w for w in widths if w > 1)
    if not wide:
        return 0.0
    width, n = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
    share = n / len(widths)
    return share + min(width, 50) / 1000 if share >= 0.6 or (n >= 2 and widths[0] == width and share >= 0.3) else 0.0


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], list[Fault]]:
    rows: list[list[str]] = []
    faults: list[Fault] = []
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    begin = 0
    for mended in range(_MOST_MENDED + 1):
        quoting = csv.QUOTE_MINIMAL if mended < _MOST_MENDED else csv.QUOTE_NONE
        begin, whole = _until_unclosed(lines, begin, delimiter, rows, quoting)
        if whole:
            break
        begin = _mend(lines, begin, delimiter, rows, faults)
    return rows, faults


def _until_unclosed(lines: list[str], begin: int, delimiter: str, rows: list[list[str]], quoting: int) -> tuple[int, bool]:
    """Add rows from line `begin` on; stop before a row whose quotation mark is never closed, and tell where it starts."""
    reader = csv.reader((line + "\n" for line in lines[begin:]), delimiter=delimiter, strict=False, quoting=quoting)  # type: ignore[arg-type]
    started = 0
    for row in reader:
        if begin + reader.line_num == len(lines) and reader.line_num > started and _left_open(lines[begin + started :], row, delimiter):
            return begin + started, False
        rows.append(row)
        started = reader.line_num
    return begin + started, True


def _left_open(lines: list[str], row: list[str], delimiter: str) -> bool:
    """Was the last row ended by the end of the file rather than by its closing quotation mark?"""
    try:
        list(csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _mend(lines: list[str], begin: int, delimiter: str, rows: list[list[str]], faults: list[Fault]) -> int:
    width = max((len(row) for row in rows[:_TOP]), default=1)
    rest = lines[begin + 1 :]
    looks_like_rows = sum(line.count(delimiter) >= width - 1 for line in rest[:20]) * 2 > len(rest[:20])
    if rest and not looks_like_rows:
        faults.append(Fault(f"line {begin + 1}", "The file breaks off inside an answer, or its quotation mark is never closed; kept to the end."))
        rows.append(next(csv.reader((line + "\n" for line in lines[begin:]), delimiter=delimiter)))
        return len(lines)
    faults.append(Fault(f"line {begin + 1}", "A quotation mark is never closed; the line was read as it stands."))
    rows.append(next(csv.reader([lines[begin]], delimiter=delimiter, quoting=csv.QUOTE_NONE)))
    return begin + 1


def header(rows: Sequence[Sequence[str]]) -> Header:
    """Find the names of the columns: below titles, groups and codes, above the data."""
    filled = [i for i, row in enumerate(rows[:200]) if any(row)]
    width = max((sum(map(bool, rows[i])) for i in filled[: _TOP * 2]), default=0)
    full = [i for i in filled[:_TOP] if sum(map(bool, rows[i])) >= max(1, 0.6 * width)]
    if not full:
        return Header([], 0)
    first, after = full[0], [i for i in full if i > full[0]]
    questions_below = after and (_more_like_questions(rows[after[0]], rows[first]) or _counts(rows[first]))
    if questions_below and not _looks_like_data(rows, after[0], after[1:]):
        first, after = after[0], after[1:]
    if _looks_like_data(rows, first, after):
        return _without_names(rows, first)
    return _named(rows, first, filled)


def _named(rows: Sequence[Sequence[str]], first: int, filled: list[int]) -> Header:
    names, data = _with_above(rows, first), first + 1
    following = next((i for i in filled if i > first), None)
    if following is not None and (_is_below_header(rows[following], names) or _completes(rows, names, following)):
        names, data = _joined(names, rows[following]), following + 1
    longest = max(map(len, rows[data:]), default=0)
    return Header(_distinct(names + [""] * (longest - len(names))), data)


def _with_above(rows: Sequence[Sequence[str]], first: int) -> list[str]:
    """The header, and where it is blank what stands right above: of a column that needs no second line people fill in the first alone."""
    names, above = list(rows[first]), rows[first - 1] if first else ()
    if sum(map(bool, above)) < 2 or _counts(above):
        return names
    names += [""] * (len(above) - len(names))
    return [name or (above[i] if i < len(above) else "") for i, name in enumerate(names)]


def _completes(rows: Sequence[Sequence[str]], names: Sequence[str], following: int) -> bool:
    """Does the row below go on with the header: names where that is blank, and nothing where the header has said it and all below have answers?"""
    row, below = rows[following], [other for other in rows[following + 1 : following + 100] if any(other)]
    new = [i for i, cell in enumerate(row) if cell and not (names[i] if i < len(names) else "")]
    said = [i for i, name in enumerate(names) if name and not (row[i] if i < len(row) else "")]
    full = [i for i in said if len(below) > 1 and sum(i < len(other) and bool(other[i]) for other in below) >= 0.8 * len(below)]
    headers = all(not re.fullmatch(r"[\d.,:/ -]+", cell) and len(cell) <= 150 for cell in row)
    return bool(new) and bool(full) and headers


def _without_names(rows: Sequence[Sequence[str]], first: int) -> Header:
    width = max(map(len, rows[first:]))
    fault = Fault(f"row {first + 1}", "No row with the names of the columns was found; they are called Column A, Column B and so on.")
    return Header(_distinct([""] * width), first, [fault])


_COUNTED = re.compile(r"(?:ident|col|column|field|var|no\.?)?[ _.]*(\d{1,4})", re.IGNORECASE)


def _counts(row: Sequence[str]) -> bool:
    """Does the row only count the columns: 1 2 3, A B C, Ident 1 Ident 2? (Q1 Q2 may well be names.)"""
    filled = [cell for cell in row if cell]
    if len(filled) < 2:
        return False
    numbers = [match and int(match[1]) for match in map(_COUNTED.fullmatch, filled)]
    letters = [letter(i) for i in range(len(filled))]
    return filled == letters or numbers in (list(range(1, len(filled) + 1)), list(range(len(filled))))


def _more_like_questions(row: Sequence[str], above: Sequence[str]) -> bool:
    def asks(cells: Sequence[str]) -> float:
        return sum(cell.endswith(("?", ":")) or cell.lower().startswith("please") for cell in cells) / max(1, sum(map(bool, cells)))

    return asks(row) > 0.34 and asks(above) == 0 and len(set(filter(None, row))) > 1


def _is_below_header(row: Sequence[str], names: Sequence[str]) -> bool:
    """A row under the header that is still not data: a survey tool's codes, its "Open-Ended Response", or instructions for it."""
    filled = [cell for cell in row if cell]
    if all(cell.startswith('{"ImportId"') or cell.startswith("{'ImportId'") for cell in filled):
        return True
    return any(re.fullmatch(r"open-ended response", cell, re.IGNORECASE) for cell in filled)


def _joined(names: Sequence[str], below: Sequence[str]) -> list[str]:
    """A question above and its parts below: "Who are you? - Name"."""
    joined, last = [], ""
    for i in range(max(len(names), len(below))):
        above, part = (cells[i] if i < len(cells) else "" for cells in (names, below))
        last = above or last
        generic = not part or part.startswith("{") or re.fullmatch(r"(?:open-ended )?response", part, re.IGNORECASE)
        joined.append(last if generic and (above or part) else f"{last} - {part}".strip(" -"))
    return joined


def _looks_like_data(rows: Sequence[Sequence[str]], first: int, after: Sequence[int]) -> bool:
    """Is the row someone's answers already? Long sentences, or cells that come again below in the same columns."""
    row = rows[first]
    filled = [i for i, cell in enumerate(row) if cell]
    below = [rows[i] for i in after[:100]]
    again = sum(any(i < len(other) and other[i] == row[i] for other in below) for i in filled)
    if len(filled) == 1:
        cell = row[filled[0]]
        return len(cell) > 150 or (len(cell) > 40 and cell.endswith((".", "!"))) or again > 0
    numeric = sum(bool(re.fullmatch(r"[\d.,:/ -]+", row[i])) for i in filled)
    return again * 2 > len(filled) or (numeric * 2 > len(filled) and numeric > 1)


def _distinct(names: Sequence[str]) -> list[str]:
    """Names that are each there once: an empty one gets its letter, a second one its number."""
    seen: Counter[str] = Counter()
    made = []
    for i, name in enumerate(names):
        name = name or f"Column {letter(i)}"
        seen[name] += 1
        made.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return made


def letter(index: int) -> str:
    """A column as a spreadsheet calls it: A, B, ... AA."""
    n, letters = index + 1, ""
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
