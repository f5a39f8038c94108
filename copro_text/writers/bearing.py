"""A figure of how names and themes bear on each other: boxes in a ring, numbered arrows between them, and the same as a list."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from copro_text.writers.plain import cut_short
from copro_text.writers.views import RelationShown

MOST_BOXES, MOST_ARROWS = 10, 20  # more cannot be read on a page: the list says it all
WIDE, LINE, PAD = 21, 17, 9  # characters to a line, height of a line, room round the words
LETTER = 7.6  # width of a letter of 12 px, on the wide side
INK, PAPER, EDGE, ARROW = "#23282b", "#eef3f1", "#1c5a60", "#1c5a60"
FONT = "DejaVu Sans, Verdana, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class _Box:
    lines: tuple[str, ...]
    x: float
    y: float

    @property
    def half(self) -> tuple[float, float]:
        """Half the width and half the height."""
        return max(map(len, self.lines)) * LETTER / 2 + PAD, len(self.lines) * LINE / 2 + PAD

    def edge(self, towards: tuple[float, float], gap: float = 3) -> tuple[float, float]:
        """Where a line from the middle towards a point leaves the box."""
        dx, dy = towards[0] - self.x, towards[1] - self.y
        width, height = self.half
        part = 1 / max(abs(dx) / (width + gap), abs(dy) / (height + gap), 1e-9)
        return self.x + dx * part, self.y + dy * part


def figure(relations: Sequence[RelationShown]) -> str:
    """The figure as SVG; "" when there is nothing to draw, or too much for a page."""
    things = list(dict.fromkeys(thing for r in relations for thing in (r.one, r.other)))
    if not 2 <= len(things) <= MOST_BOXES or len(relations) > MOST_ARROWS:
        return ""
    boxes = _ring(things)
    width = max(box.x + box.half[0] for box in boxes.values()) + PAD
    height = max(box.y + box.half[1] for box in boxes.values()) + PAD
    middle = (sum(box.x for box in boxes.values()) / len(boxes), sum(box.y for box in boxes.values()) / len(boxes))
    arrows = [_arrow(number, boxes[r.one], boxes[r.other], middle) for number, r in enumerate(relations, start=1)]
    lines, numbers = [line for line, _ in arrows], [number for _, number in arrows]
    drawn = "\n".join([*lines, *(_drawn(box) for box in boxes.values()), *numbers])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
        f'font-family="{FONT}" font-size="12">\n{drawn}\n</svg>'
    )


def alt(relations: Sequence[RelationShown]) -> str:
    """What the figure shows, in words."""
    return cut_short(f"Boxes joined by {len(relations)} numbered arrows. {'. '.join(map(str, relations))}.", 900)


def _ring(things: Sequence[str]) -> dict[str, _Box]:
    """Boxes round a ring wide enough that none touches another; moved so that all of it is on the page."""
    lines = {thing: _lines(thing) for thing in things}
    count = len(things)
    tall = max(len(each) for each in lines.values()) * LINE + 2 * PAD
    across, down = max(200.0, count * 34.0), max(tall * 1.6, count * tall / 2.9) if count > 2 else 0.0
    turn = math.pi if count == 2 else -math.pi / 2
    at = {t: (across * math.cos(turn + math.tau * i / count), down * math.sin(turn + math.tau * i / count)) for i, t in enumerate(things)}
    boxes = {thing: _Box(lines[thing], *at[thing]) for thing in things}
    left = min(box.x - box.half[0] for box in boxes.values()) - PAD
    top = min(box.y - box.half[1] for box in boxes.values()) - PAD
    return {thing: _Box(box.lines, box.x - left, box.y - top) for thing, box in boxes.items()}


def _lines(thing: str) -> tuple[str, ...]:
    found = textwrap.wrap(thing, WIDE) or [""]
    return tuple(found if len(found) <= 4 else [*found[:3], cut_short(f"{found[3]} …", WIDE)])


def _arrow(number: int, one: _Box, other: _Box, middle: tuple[float, float]) -> tuple[str, str]:
    """An arrow, bent towards the middle, where no box is, and a little aside, so that one back does not lie on it; and its number."""
    if one == other:
        return "", ""
    dx, dy = other.x - one.x, other.y - one.y
    long = math.hypot(dx, dy) or 1.0
    aside, inwards = 12 + 4 * (number % 3), 0.45
    x, y = (one.x + other.x) / 2, (one.y + other.y) / 2
    over = (x + (middle[0] - x) * inwards - dy / long * aside, y + (middle[1] - y) * inwards + dx / long * aside)
    start, end = one.edge(over), other.edge(over, gap=6)
    angle = math.atan2(end[1] - over[1], end[0] - over[0])
    head = " ".join(f"{end[0] - 9 * math.cos(angle + turn):.1f},{end[1] - 9 * math.sin(angle + turn):.1f}" for turn in (-0.42, 0.42))
    x, y = (start[0] + 2 * over[0] + end[0]) / 4, (start[1] + 2 * over[1] + end[1]) / 4
    line = (
        f'<path d="M{start[0]:.1f} {start[1]:.1f} Q{over[0]:.1f} {over[1]:.1f} {end[0]:.1f} {end[1]:.1f}" fill="none" '
        f'stroke="{ARROW}" stroke-width="1.6"/><polygon points="{end[0]:.1f},{end[1]:.1f} {head}" fill="{ARROW}"/>'
    )
    badge = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="10" fill="#ffffff" stroke="{ARROW}" stroke-width="1.2"/>'
        f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="11" font-weight="bold" fill="{ARROW}">{number}</text>'
    )
    return line, badge


def _drawn(box: _Box) -> str:
    width, height = box.half
    first = box.y - (len(box.lines) - 1) * LINE / 2 + 4
    words = "".join(f'<tspan x="{box.x:.1f}" y="{first + i * LINE:.1f}">{escape(line)}</tspan>' for i, line in enumerate(box.lines))
    return (
        f'<rect x="{box.x - width:.1f}" y="{box.y - height:.1f}" width="{2 * width:.1f}" height="{2 * height:.1f}" rx="6" '
        f'fill="{PAPER}" stroke="{EDGE}"/><text text-anchor="middle" fill="{INK}">{words}</text>'
    )
