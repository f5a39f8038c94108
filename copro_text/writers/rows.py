"""Rows: the contributions beside the names, for a matrix or a table of noughts and ones."""

from __future__ import annotations

from collections.abc import Mapping

from copro_text.corpus import Contribution, mark_of
from copro_text.readings import NOT_YET_READ
from copro_text.writers.gather import Gathering
from copro_text.writers.quoting import SHORT
from copro_text.writers.views import CellView, RowView


def rows(g: Gathering, states: Mapping[str, str], at: str) -> tuple[RowView, ...]:
    """A row for each contribution that may be used and is not held.

    Their order is another one in each edition, so that who reads two public ones cannot lay row on row.
    """
    put: dict[str, dict[str, list[str]]] = {}
    for p in g.book.placings:
        if p.belongs:
            put.setdefault(p.excerpt.contribution, {}).setdefault(p.code, []).append(p.excerpt.id)
    shown = [c for c in g.usable.values() if c.id not in g.book.held]
    shown = shown if g.for_the_group else sorted(shown, key=lambda c: mark_of(f"{at} {c.id}"))
    return tuple(_row(g, c, states.get(c.id, NOT_YET_READ), put.get(c.id, {})) for c in shown)


def _row(g: Gathering, c: Contribution, state: str, put: Mapping[str, list[str]]) -> RowView:
    cells = {mark_of(code): _cell(g, excerpts) for code, excerpts in put.items()}
    if not g.for_the_group:
        return RowView(state, cells)
    return RowView(state, cells, c.id[:SHORT], tuple(who[:SHORT] for who in c.said_by))


def _cell(g: Gathering, excerpts: list[str]) -> CellView:
    quotes, withheld = g.quote_each(excerpts)
    return CellView(len(set(excerpts)), quotes, withheld)
