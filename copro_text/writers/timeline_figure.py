"""A figure of what was decided when: a row for each kind of work, a dot for each day or month, as large as it was much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from copro_text.writers.plain import day, listed, n
from copro_text.writers.views import DecisionShown

MOST = 12  # columns that can be read side by side
LEFT, STEP, ROW, TOP = 150, 56, 44, 34
INK, DOT, RULE = "#23282b", "#1c5a60", "#c9c4b6"
FONT = "DejaVu Sans, Verdana, Arial, sans-serif"
ROWS: Mapping[str, tuple[str, ...]] = {
    "Words came in": ("add_source", "note"),
    "Settled of people": ("confirm", "redact", "leave_as_it_is", "same_person", "different_people", "someone_else", "sent_together"),
    "Put with names": ("place", "remove", "confirm_pile", "set_aside", "bring_back", "hold", "release", "draft"),
    "Changed together": (
        *("name", "rename", "define", "heading", "merge", "split", "nest", "put_away", "restore", "theme", "relate", "begin_again"),
        *("question", "title", "approach", "promise", "safety", "rule", "half_without", "wider_word"),
    ),
    "Answered": ("answer", "hands", "reopen", "own", "strike"),
    "Taken back": ("undo", "redo", "withdraw", "erase_words"),
    "Fixed": ("version",),
    "Noted, joined": (),
}
"""What a row is called, and the kinds of decision in it; what is in none stands in the last. An `enact` is nobody's work."""

Counts = Mapping[str, Counter[str]]


def counted(decisions: Iterable[DecisionShown]) -> tuple[list[str], Counts]:
    """The days with decisions, or the months or years where there are many, and how many of each row fell in each."""
    worked = [e for e in decisions if e.kind not in ("enact", "erased")]
    long = next((long for long in (10, 7, 4) if len({e.time[:long] for e in worked}) <= MOST), 4)
    row_of = {kind: row for row, kinds in ROWS.items() for kind in kinds}
    rows: dict[str, Counter[str]] = {row: Counter() for row in ROWS}
    for e in worked:
        rows[row_of.get(e.kind, "Noted, joined")][e.time[:long]] += 1
    return sorted({e.time[:long] for e in worked}), {row: many for row, many in rows.items() if many}


def called(when: str) -> str:
    """A day, a month or a year, as it is said."""
    return day(when) if len(when) == 10 else day(f"{when}-01").partition(" ")[2] if len(when) == 7 else when


def alt(columns: Sequence[str], rows: Counts) -> str:
    """The figure in words."""
    said = (
        f"{row}: {listed(f'{many[c]} on {called(c)}' if len(c) == 10 else f'{many[c]} in {called(c)}' for c in columns if many[c])}"
        for row, many in rows.items()
    )
    return f"How many decisions of each kind were made when. {'. '.join(said)}." if rows else "No decision yet."


def figure(columns: Sequence[str], rows: Counts) -> str:
    """The figure as SVG; "" when there is nothing to draw."""
    if not rows:
        return ""
    most = max(max(many.values()) for many in rows.values())
    width, height = LEFT + STEP * len(columns) + 20, TOP + ROW * len(rows) + 10
    pieces = []
    for i, column in enumerate(columns):
        x = LEFT + STEP * i + STEP / 2
        top, _, year = called(column).rpartition(" ") if len(column) > 4 else (column, "", "")
        short = " ".join(part[:3] for part in top.split())
        pieces.append(f'<text x="{x:.1f}" y="14" text-anchor="middle" font-size="11">{escape(short)}</text>')
        pieces.append(f'<text x="{x:.1f}" y="27" text-anchor="middle" font-size="10">{escape(year)}</text>')
    for j, (row, many) in enumerate(rows.items()):
        y = TOP + ROW * j + ROW / 2
        pieces.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{width - 10}" y2="{y:.1f}" stroke="{RULE}"/>')
        pieces.append(f'<text x="{LEFT - 10}" y="{y + 4:.1f}" text-anchor="end" font-size="12">{escape(row)}</text>')
        pieces += [_dot(LEFT + STEP * i + STEP / 2, y, many[c], most) for i, c in enumerate(columns) if many[c]]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'font-family="{FONT}" fill="{INK}">{"".join(pieces)}</svg>'
    )


def _dot(x: float, y: float, many: int, most: int) -> str:
    """A dot whose area says how many, with the number in it or beside it."""
    radius = 5 + 14 * (many / most) ** 0.5
    inside = radius >= 4 + 4 * len(str(many))
    at, colour = (x, "#ffffff") if inside else (x + radius + 2, INK)
    anchor = "middle" if inside else "start"
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{DOT}"/>'
        f'<text x="{at:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}" font-size="11" fill="{colour}">{many}</text>'
    )


def table(columns: Sequence[str], rows: Counts) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The figure as a table: its head, and its rows."""
    return ("When", *rows), tuple((called(c), *(str(many[c]) for many in rows.values())) for c in columns)


def summed(decisions: Iterable[DecisionShown]) -> str:
    """How many decisions there are."""
    return n(sum(e.kind not in ("enact", "erased") for e in decisions), "decision")
