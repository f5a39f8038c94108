"""A measure that the team brings: a small table of dates and numbers, read with every fault named by its line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from copro_text.errors import WriteError
from copro_text.writers.plain import one_line

SHIFT, TREND = 6, 5  # points in a row: Perla, Provost and Murray 2011, BMJ Quality & Safety 20:46-51
SHAPE = "A measure is a table saved as .csv, with the columns date and value, and if you like goal and note: 2026-01-31, 12, 20, first posters."
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


@dataclass(frozen=True, slots=True)
class Point:
    """One number on one day; `note` is what happened then, as the team wrote it."""

    when: date
    value: float
    note: str = ""


@dataclass(frozen=True)
class Measure:
    """A measure over time, in the order of its days.

    Attributes
    ----------
    called
        What is measured, where the column says more than "value".
    """

    points: tuple[Point, ...]
    goal: float | None = None
    called: str = ""

    @property
    def median(self) -> float:
        """The middle of all values."""
        return median(p.value for p in self.points)

    @property
    def shifts(self) -> tuple[tuple[int, int], ...]:
        """(first, last) place of six points or more in a row on one side of the median; points on it are passed over."""
        sides = [(i, p.value > self.median) for i, p in enumerate(self.points) if p.value != self.median]
        return tuple(_runs(sides, SHIFT))

    @property
    def trends(self) -> tuple[tuple[int, int], ...]:
        """(first, last) place of five points or more in a row, each higher than the one before, or each lower; one the same is passed over."""
        steps = [(i, b.value > a.value) for i, (a, b) in enumerate(zip(self.points, self.points[1:], strict=False), start=1) if a.value != b.value]
        return tuple((first - 1, last) for first, last in _runs(steps, TREND - 1))


def _runs(marked: Sequence[tuple[int, bool]], least: int) -> Iterator[tuple[int, int]]:
    start = 0
    for i in range(1, len(marked) + 1):
        if i == len(marked) or marked[i][1] != marked[start][1]:
            if i - start >= least:
                yield marked[start][0], marked[i - 1][0]
            start = i


def read_measure(data: bytes) -> Measure:
    """A measure from a .csv file.

    Raises
    ------
    WriteError
        With every line that cannot be read.
    """
    text = data.decode("utf-8-sig", "replace")
    first = text.partition("\n")[0]
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else "\t" if "\t" in first else ","))
    head = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if "date" not in head or len(head) < 2:
        raise WriteError("The measure has no column called date.", do=SHAPE, safe="Nothing was written.")
    at: dict[str, int] = {name: head.index(name) for name in ("date", "goal", "note") if name in head}
    at["value"] = head.index("value") if "value" in head else next(i for i in range(len(head)) if i not in at.values())
    points, goals, faults = list[Point](), list[float](), list[str]()
    for line, row in enumerate(rows[1:], start=2):
        cells = {name: row[i].strip() if i < len(row) else "" for name, i in at.items()}
        if not any(cells.values()):
            continue
        when, value = _day(cells["date"]), _number(cells["value"])
        if when is None or value is None:
            what = f"“{one_line(cells['date'])}” is no day" if when is None else f"“{one_line(cells['value'])}” is no number"
            faults.append(f"line {line}: {what}")
            continue
        points.append(Point(when, value, one_line(cells.get("note", ""))))
        goals += [goal for goal in [_number(cells.get("goal", ""))] if goal is not None]
    if faults or not points:
        raise WriteError(
            f"The measure cannot be read. {'; '.join(faults[:8]) or 'It has no line with a number'}.", do=SHAPE, safe="Nothing was written."
        )
    called = "" if "value" in head else one_line(rows[0][at["value"]])
    return Measure(tuple(sorted(points, key=lambda p: p.when)), goals[-1] if goals else None, called)


def _day(cell: str) -> date | None:
    """A day, or the first of a month: 2026-01-31, 2026-01, 31/01/2026."""
    if found := _DAY_FIRST.fullmatch(cell):
        cell = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    try:
        return date.fromisoformat(f"{cell}-01" if re.fullmatch(r"\d{4}-\d{2}", cell) else cell[:10])
    except ValueError:
        return None


def _number(cell: str) -> float | None:
    try:
        value = float(cell.replace(",", ".").rstrip("% "))
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None


def number(value: float) -> str:
    """A value as it is said: "12", "12.5"."""
    return f"{value:.10g}" if value == round(value, 6) else f"{value:.4g}"
