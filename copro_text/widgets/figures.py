"""Figures: bars, dots with intervals, before and after, and a grid of counts.

Marks and numbers say it as well as colour, and no colour means good or bad.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from math import isnan
from typing import Any

import pandas as pd

from copro_text.widgets.picture import SETTINGS, Picture, shown_label, wrapped

INK, SOFT, BLUE, ORANGE = "#222222", "#767676", "#0072B2", "#D55E00"  # the last two: Okabe and Ito 2008
WIDE, LINE, FRAME = 9.0, 0.2, 1.5
BESIDE = "\n"
"""Between the parts of a label that stand in lines of their own."""

MOST = 20
"""So many rows, or columns, are drawn; the table has all."""

LABEL, KEY = 96, 240
"""So many letters of a label beside a row, and of a column's in the list under a grid, are shown."""

ACROSS = 84
"""So many letters stand side by side over a grid."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A value with its interval; what is not there is NaN, and `note` may say why in a few words."""

    label: str
    value: float
    low: float = float("nan")
    high: float = float("nan")
    whole: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What stands round a figure: its title, what its axis counts, what it shows in words, and the same as a table."""

    title: str
    axis: str
    alt: str
    table: pd.DataFrame


def bars(said: Said, rows: Sequence[tuple[str, int]], kind: str = "png") -> Picture:
    """A bar for each row, its number beside it."""

    def draw(axes: Any, at: Sequence[float]) -> None:
        numbers = [n for _, n in rows[:MOST]]
        axes.barh(at, numbers, height=0.8, color=BLUE)
        for y, n in zip(at, numbers, strict=True):
            axes.annotate(str(n), (n, y), (6, 0), textcoords="offset points", va="center", color=INK)
        axes.set_xlim(0, max([*numbers, 1]) * 1.12)
        axes.xaxis.get_major_locator().set_params(integer=True)

    return _rows(said, [label for label, _ in rows], draw, kind)


def dots(said: Said, rows: Sequence[Dot], kind: str = "png") -> Picture:
    """A mark for each value, with a line for its interval; a diamond for all together, hollow where there is no interval."""

    def draw(axes: Any, at: Sequence[float]) -> None:
        axes.set_xlim(
            min([-0.05, *(d.low - 0.05 for d in rows[:MOST]), *(d.value - 0.05 for d in rows[:MOST])], key=lambda x: 0 if isnan(x) else x), 1.05
        )
        axes.axvline(0, color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
        for y, d in zip(at, rows[:MOST], strict=False):
            if isnan(d.value):
                axes.text(0.02, y, d.note, va="center", color=SOFT, style="italic", fontsize=9)
                continue
            colour = ORANGE if d.whole else BLUE
            if not isnan(d.low):
                axes.plot([d.low, d.high], [y, y], color=colour, linewidth=2.2, solid_capstyle="butt")
                axes.plot([d.low, d.high], [y, y], color=colour, linestyle="none", marker="|", markersize=9)
            filled = "white" if isnan(d.low) else colour
            axes.plot(d.value, y, marker="D" if d.whole else "o", markersize=8, color=colour, markerfacecolor=filled, markeredgewidth=1.6)
            axes.annotate(f"{d.value + 0.0:.2f}", (d.value, y), (0, 8), textcoords="offset points", ha="center", color=INK, fontsize=9)

    return _rows(said, [d.label for d in rows], draw, kind)


def before_and_after(said: Said, rows: Sequence[tuple[str, float, float]], kind: str = "png") -> Picture:
    """A hollow ring for before, a full square for after, and a line between."""

    def draw(axes: Any, at: Sequence[float]) -> None:
        values = [v for _, *both in rows[:MOST] for v in both]
        axes.set_xlim(min([-0.05, *(v - 0.14 for v in values)]), 1.12)
        axes.axvline(0, color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
        for i, (y, (_, before, after)) in enumerate(zip(at, rows[:MOST], strict=False)):
            axes.plot([before, after], [y, y], color=SOFT, linewidth=1.6, zorder=1)
            axes.plot(before, y, "o", color=ORANGE, markerfacecolor="white", markersize=10, markeredgewidth=1.8, label="" if i else "before")
            axes.plot(after, y, "s", color=BLUE, markersize=6, label="" if i else "after")
            sides = ((before, -1 if before <= after else 1), (after, 1 if before <= after else -1))
            for value, way in sides if moved(before, after) else sides[1:]:
                side = "right" if way < 0 else "left"
                axes.annotate(
                    f"{value + 0.0:.2f}", (value, y), (10 * way, 0), textcoords="offset points", va="center", ha=side, color=INK, fontsize=9
                )
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False, borderaxespad=0.2)

    return _rows(said, [label for label, *_ in rows], draw, kind)


def moved(before: float, after: float) -> bool:
    """Whether two values differ in what is printed of them."""
    return f"{before + 0.0:.2f}" != f"{after + 0.0:.2f}"


def grid(said: Said, rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]], kind: str = "png") -> Picture:
    """A square for each count, larger for more and never smaller than its number; nothing where there is none."""
    shown, key = _heads(columns[:MOST] if rows else ())
    most = max([n for row in counts for n in row] or [1]) or 1

    def draw(axes: Any, at: Sequence[float]) -> None:
        room = axes.get_position().width * WIDE * 72 / max(len(shown), 1)
        side = min(21.0, room * 0.8)  # as high as a row of one line
        for y, row in zip(at, counts, strict=False):
            for x, n in enumerate(row[:MOST]):
                if n:
                    least = 6.0 * len(str(n)) + 7  # a number of 9 points, and air
                    size = max(side * (n / most) ** 0.5, least)
                    axes.scatter(x, y, s=size**2, marker="s", color="#9CC9E6", edgecolors=BLUE, linewidths=1)
                    axes.text(x, y, str(n), ha="center", va="center_baseline", color=INK, fontsize=9)
        axes.set_xlim(-0.6, max(len(shown), 1) - 0.4)
        axes.set_xticks(range(len(shown)), shown)
        axes.tick_params(axis="x", labelsize=9.5)
        axes.xaxis.tick_top()
        axes.set_axisbelow(True)
        axes.grid(visible=True, color="#E4E4E4", linewidth=0.7)

    cut = f"; the first {MOST} of {len(columns)} columns, the table has all" if len(columns) > MOST else ""
    axis = "\n".join([said.axis + cut, *key])
    return _rows(replace(said, axis=axis), list(rows), draw, kind, heads=max([1, *(text.count("\n") + 1 for text in shown)]))


def _heads(columns: Sequence[str]) -> tuple[list[str], list[str]]:
    """What stands over the columns: their labels in up to three lines, or numbers where there is no room, and what the numbers stand for."""
    wide = ACROSS // max(len(columns), 1)
    texts = [wrapped(shown_label(c, KEY) or "…", wide) for c in columns]
    if all(text.count("\n") < 3 and max(map(len, text.split("\n"))) <= wide for text in texts):
        return texts, []
    numbers = [str(i) for i in range(1, len(columns) + 1)]
    return numbers, [wrapped(f"{n}  {shown_label(c, KEY) or '…'}", 104) for n, c in zip(numbers, columns, strict=True)]


def _rows(said: Said, labels: Sequence[str], draw: Callable[[Any, Sequence[float]], None], kind: str, heads: int = 0) -> Picture:
    """Labels on the left, each as high as its lines need, and what `draw` puts beside them; `heads` lines of text over it."""
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    texts = ["\n".join(wrapped(shown_label(part, LABEL) or "…", 32) for part in label.split(BESIDE)) for label in labels[:MOST]]
    at, end = [], 0.0
    for text in texts:
        high = 1.0 + 0.75 * (text.count("\n") + 1)
        at.append(-(end + high / 2))
        end += high
    with mpl.rc_context(SETTINGS):
        high = FRAME + LINE * max(end, 3.0) + LINE * max(heads - 1, 0) + 0.16 * said.axis.count("\n")
        figure = Figure(figsize=(WIDE, high), facecolor="white", layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        axes.set_title(said.title, loc="left", fontsize=11.5, fontweight="bold", color=INK, pad=22 + 12 * heads)
        axes.set_ylim(-max(end, 3.0), 0)
        axes.set_yticks(at, texts, fontsize=9.5, color=INK)
        axes.set_xlabel(said.axis, fontsize=9, color="#444444", loc="left")
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(axis="y", length=0)
        if labels:
            draw(axes, at)
        else:
            axes.set_axis_off()
            axes.text(0, 0.5, said.alt, transform=axes.transAxes, color=INK, wrap=True)
        out = BytesIO()
        figure.savefig(out, format=kind, dpi=140, metadata={"Date": None} if kind == "svg" else {"Software": None})
    more = f" The {len(labels) - MOST} rows after the first {MOST} stand in the table only." if len(labels) > MOST else ""
    return Picture(out.getvalue(), said.alt + more, said.table)
