"""The run chart: a measure that the team brings, over time, with its middle and its goal, and the stories beside it. It proves no cause."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from copro_text.writers import sentences, stories
from copro_text.writers.blocks import Block, Figure, Heading, Paper, Table, bullets, para
from copro_text.writers.edition import Edition
from copro_text.writers.measure import SHAPE, SHIFT, TREND, Measure, number, read_measure
from copro_text.writers.plain import cut_short, day, n

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 300, 56, 96, 20, 44
INK, DEEP, RULE, GOAL = "#23282b", "#1c5a60", "#c9c4b6", "#9a4a00"
FONT = "DejaVu Sans, Verdana, Arial, sans-serif"
NO_MEASURE = f"No measure was given: copro write STUDY run_chart.pdf --measure FILE, or study.write(..., measure=...). {SHAPE}"
MEANING = (
    "A run chart shows a number over time. The line across is its median: half of the points lie above it, half below. "
    f"{SHIFT} points or more in a row on one side, or {TREND} or more that all rise or all fall, are unlikely to be chance alone; "
    "what brought them about it does not say, and with few points it says little."
)


def run_chart_docx(e: Edition) -> bytes:
    """As a Word document."""
    from copro_text.writers.word import word

    return word(paper(e), e.wanted.templates)


def run_chart_pdf(e: Edition) -> bytes:
    """As a tagged PDF."""
    from copro_text.writers.pdf import pdf

    return pdf(paper(e), e.wanted.templates)


def run_chart_html(e: Edition) -> bytes:
    """As a web page."""
    from copro_text.writers.page import page

    return page(paper(e), e, wide=True)


def paper(e: Edition) -> Paper:
    """As blocks."""
    measure = read_measure(e.wanted.measure) if e.wanted.measure else None
    title = f"{measure.called if measure and measure.called else 'Run chart'}: {sentences.heading_of(e)}"
    return Paper("manifesto", title, tuple(_blocks(e, measure)), sentences.status(e), e.today)


def _blocks(e: Edition, m: Measure | None) -> Iterator[Block]:
    yield para(sentences.status(e), "status")
    if whom := sentences.for_whom(e):
        yield para(whom, "status")
    yield Heading(1, "The measure")
    if m is None:
        yield para(NO_MEASURE, "note")
    else:
        yield Figure(figure(m), alt(m), "The numbers stand in the table below.")
        yield from map(para, said(m))
        yield from bullets((f"{day(p.when.isoformat())}: {p.note}" for p in m.points if p.note), numbered=True)
        yield Table(
            "The same numbers", ("Day", m.called or "Value", "Note"), tuple((day(p.when.isoformat()), number(p.value), p.note) for p in m.points)
        )
        yield para(MEANING, "small")
    yield Heading(1, "The stories beside it")
    yield from (Heading(2, b.text) if isinstance(b, Heading) else b for b in stories.side_by_side(e))
    yield para(sentences.licence(e))
    yield para(sentences.MARKS, "small")


def said(m: Measure) -> Iterator[str]:
    """What the chart shows, in sentences."""
    first, last = m.points[0], m.points[-1]
    reached = f" The goal is {number(m.goal)}." if m.goal is not None else ""
    yield (
        f"{n(len(m.points), 'point')}, from {number(first.value)} on {day(first.when.isoformat())} to {number(last.value)} on "
        f"{day(last.when.isoformat())}. The median is {number(m.median)}.{reached}"
    )
    for what, runs in (("in a row on one side of the median", m.shifts), ("in a row that all rise or all fall", m.trends)):
        for i, j in runs:
            yield f"Points {what}: from {day(m.points[i].when.isoformat())} to {day(m.points[j].when.isoformat())}."
    if not (m.shifts or m.trends):
        yield "No run or trend that is unlikely to be chance."


def alt(m: Measure) -> str:
    """The chart in words."""
    return cut_short(f"A line of {n(len(m.points), 'point')} over time, with the median as a line across. {' '.join(said(m))}", 900)


def figure(m: Measure) -> str:
    """The chart as SVG."""
    low, high = _range(m)
    first, last = m.points[0].when.toordinal(), m.points[-1].when.toordinal()

    def x(when: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * ((when - first) / (last - first) if last > first else 0.5)

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)

    at = [(x(p.when.toordinal()), y(p.value)) for p in m.points]
    pieces = [_tick(y(v), number(v)) for v in _ticks(low, high)]
    pieces += [_across(y(m.median), f"median {number(m.median)}", DEEP, "6 4", aside=-1)]
    if m.goal is not None:
        pieces.append(_across(y(m.goal), f"goal {number(m.goal)}", GOAL, "2 3", aside=1))
    pieces.append(f'<polyline points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in at)}" fill="none" stroke="{INK}" stroke-width="1.6"/>')
    special = {i for first_, last_ in (*m.shifts, *m.trends) for i in range(first_, last_ + 1)}
    pieces += [_point(a, b, special=i in special) for i, (a, b) in enumerate(at)]
    noted = [(a, b) for (a, b), p in zip(at, m.points, strict=True) if p.note]
    pieces += [_note(number_, a, b) for number_, (a, b) in enumerate(noted, start=1)]
    for i in sorted({0, len(at) // 2, len(at) - 1}):
        pieces.append(
            f'<text x="{at[i][0]:.1f}" y="{HEIGHT - 16}" text-anchor="middle" font-size="11">{escape(day(m.points[i].when.isoformat()))}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}" '
        f'fill="{INK}">{"".join(pieces)}</svg>'
    )


def _range(m: Measure) -> tuple[float, float]:
    """From zero, unless something is below it, to a little more than the most."""
    values = [p.value for p in m.points] + ([m.goal] if m.goal is not None else [])
    low, high = min(0.0, *values), max(values)
    return low, high + (high - low) * 0.08 if high > low else low + 1


def _ticks(low: float, high: float) -> list[float]:
    """About five round numbers."""
    step = next(s for power in range(-6, 13) for s in (10.0**power, 2 * 10.0**power, 5 * 10.0**power) if (high - low) / s <= 6)
    first = int(low // step) * step
    return [v for i in range(9) if low <= (v := round(first + i * step, 9)) <= high]


def _tick(y: float, called: str) -> str:
    return (
        f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="{RULE}" stroke-width="0.6"/>'
        f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" font-size="11">{called}</text>'
    )


def _across(y: float, called: str, colour: str, dashes: str, *, aside: int) -> str:
    return (
        f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="{colour}" stroke-width="1.6" stroke-dasharray="{dashes}"/>'
        f'<text x="{WIDTH - RIGHT + 6}" y="{y + 4 + 2 * aside:.1f}" font-size="11" fill="{colour}">{escape(called)}</text>'
    )


def _point(x: float, y: float, *, special: bool) -> str:
    """A point; one of a run or a trend is a diamond, so that it is seen without its colour."""
    if not special:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#ffffff" stroke="{INK}" stroke-width="1.6"/>'
    corners = f"{x:.1f},{y - 6:.1f} {x + 6:.1f},{y:.1f} {x:.1f},{y + 6:.1f} {x - 6:.1f},{y:.1f}"
    return f'<polygon points="{corners}" fill="{DEEP}"/>'


def _note(number_: int, x: float, y: float) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y - 18:.1f}" r="8" fill="#ffffff" stroke="{DEEP}"/>'
        f'<text x="{x:.1f}" y="{y - 14:.1f}" text-anchor="middle" font-size="10" font-weight="bold" fill="{DEEP}">{number_}</text>'
    )
