"""The audit: every decision, who made it, when and why, what became of it, and who sees it differently."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from copro_text.writers import sentences, sheets
from copro_text.writers import timeline_figure as figure
from copro_text.writers.blocks import Block, Figure, Heading, Paper, Table, bullets, para
from copro_text.writers.edition import Edition
from copro_text.writers.plain import be, day, listed, n
from copro_text.writers.told import NO_EFFECT, TAKEN_BACK
from copro_text.writers.views import DecisionShown, Wording

HEAD = ("What", "Who and when", "Why", "What became of it", "Seen differently")
NOTHING = "Nobody has decided anything yet."
HOW_TO_READ = (
    "Every line that anybody wrote is here, oldest first; nothing is overwritten. The eight letters and digits in brackets are a decision's short "
    "id: copro trace STUDY ID shows what it is about. Words of people who wrote to us are not in this list, and reasons only where they say nothing "
    "of one person."
)


def audit_html(e: Edition) -> bytes:
    """The audit as one web page."""
    from copro_text.writers.page import page

    title = f"Audit: {sentences.heading_of(e)}"
    return page(Paper("manifesto", title, tuple(_blocks(e)), sentences.status(e), e.today), e, wide=True)


def audit_xlsx(e: Edition) -> bytes:
    """A workbook: Decisions, By day, About."""
    return sheets.as_xlsx([decisions(e), by_day(e), sheets.about(e)], e.today)


def _blocks(e: Edition) -> Iterator[Block]:
    yield para(sentences.status(e), "status")
    if whom := sentences.for_whom(e):
        yield para(whom, "status")
    yield Heading(1, "In short")
    yield from map(para, _in_short(e))
    columns, rows = figure.counted(e.decisions)
    if rows:
        yield Heading(1, "What was done when")
        yield Figure(figure.figure(columns, rows), figure.alt(columns, rows), "The larger a dot, the more decisions; the table has the same numbers.")
        yield Table("How many decisions of each kind were made when", *figure.table(columns, rows))
    if e.names:
        yield Heading(1, "The names now")
        yield from bullets(f"{name.label}: {name.state}, {sentences.who(name, e)} ({name.key})" for name in e.names)
    yield from _open(e)
    yield Heading(1, "Every decision")
    yield para(HOW_TO_READ, "small")
    for when, some in groupby(e.decisions, key=lambda each: each.time[:10]):
        on_day = tuple(some)
        yield Table(f"{day(when)}: {n(len(on_day), 'line')}", HEAD, tuple(map(_row, on_day)))


def _in_short(e: Edition) -> Iterator[str]:
    made = [each for each in e.decisions if each.kind not in ("enact", "erased")]
    if not made:
        yield NOTHING
        return
    back = sum(each.became == TAKEN_BACK for each in made)
    lapsed = sum(each.became.startswith(NO_EFFECT) for each in e.decisions)
    differ = sum(bool(each.differently) for each in made)
    first, last = day(made[0].time), day(made[-1].time)
    yield f"{listed(e.analysts)} made {figure.summed(made)} {f'on {first}' if first == last else f'from {first} to {last}'}."
    yield f"{back:,} of them {be(back)} taken back, {lapsed:,} had no effect, and of {differ:,} somebody sees it differently."
    typed = sum(bool(each.typed_by) for each in made)
    if typed:
        yield f"{n(typed, 'decision')} {'was' if typed == 1 else 'were'} typed for another, and {be(typed)} marked so."
    yield from sentences.how_made(e)[1:]


def _open(e: Edition) -> Iterator[Block]:
    """What lapsed, and what is seen differently, before the long list."""
    if lapsed := [each for each in e.decisions if each.became.startswith(NO_EFFECT)]:
        yield Heading(1, "What had no effect, and why")
        yield from bullets(f"{each.did}. {each.by}, {day(each.time)}: {each.became} ({each.id})" for each in lapsed)
    if differ := [each for each in e.decisions if each.differently]:
        yield Heading(1, "Seen differently")
        yield from bullets(f"{each.did}. {'; '.join(map(_otherwise, each.differently))} ({each.id})" for each in differ)


def _row(e: DecisionShown) -> tuple[str, ...]:
    typed = f", typed by {e.typed_by}" if e.typed_by else ""
    who = f"{e.by}{typed}, {e.time[11:16]} ({e.id})"
    return (e.did, who, e.because, f"{e.became[:1].upper()}{e.became[1:]}", "; ".join(map(_otherwise, e.differently)))


def _otherwise(w: Wording) -> str:
    return f"{w.by}: {w.text}{f', because {w.because}' if w.because else ''}"


def decisions(e: Edition) -> sheets.Table:
    """Every decision, one a row."""
    columns = (
        *(("decision", 11), ("time (UTC)", 20), ("who", 18), ("typed by", 14), ("what", 60), ("because", 40)),
        *(("what became of it", 30), ("seen differently", 44), ("kind", 14)),
    )
    rows = ((x.id, x.time, x.by, x.typed_by, x.did, x.because, x.became, "\n".join(map(_otherwise, x.differently)), x.kind) for x in e.decisions)
    return sheets.Table("Decisions", columns, tuple(rows))


def by_day(e: Edition) -> sheets.Table:
    """How many of each kind were made when: the numbers of the figure."""
    head, rows = figure.table(*figure.counted(e.decisions))
    cells = (tuple(int(cell) if i else cell for i, cell in enumerate(row)) for row in rows)
    return sheets.Table("By day", tuple((title, 18) for title in head), tuple(cells))
