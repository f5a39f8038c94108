"""The manifesto: what people told us, in the names the group gave it and in words that may be quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from copro_text.writers import sentences
from copro_text.writers.edition import Edition, NameView, is_what_it_is_not, same_heading
from copro_text.writers.quoting import mark_of
from copro_text.writers.render import render

UNDER_NONE = "What people told us"


@dataclass(frozen=True, slots=True)
class Section:
    """Names under one heading; `anchor` is where a link on the page leads."""

    heading: str
    names: tuple[NameView, ...]
    anchor: str


def manifesto_html(e: Edition) -> bytes:
    """The manifesto as one web page: no script, nothing from elsewhere, fit to be posted on a blog."""
    return render("manifesto.html.j2", **_parts(e))


def manifesto_md(e: Edition) -> bytes:
    """The manifesto as Markdown, with everything a person wrote escaped."""
    return render("manifesto.md.j2", **_parts(e))


def sections(names: Sequence[NameView]) -> tuple[Section, ...]:
    """Names by heading: "What it is" and "What it isn't" first, then in the order of first use; those under none come last."""
    by: dict[str, list[NameView]] = {}
    for name in names:
        by.setdefault(same_heading(name.heading), []).append(name)
    found = [Section(some[0].heading or UNDER_NONE, tuple(some), f"h-{mark_of(key)}") for key, some in by.items()]
    return tuple(sorted(found, key=_rank))


def _rank(section: Section) -> int:
    if same_heading(section.heading) == "what it is":
        return 0
    if is_what_it_is_not(section.heading):
        return 1
    return 3 if not section.names[0].heading else 2


def _parts(e: Edition) -> dict[str, object]:
    written = [name for name in e.in_use if name.placed or not name.is_draft]
    parts = sections(written)
    return {
        "e": e,
        "title": sentences.heading_of(e),
        "sections": parts,
        "first": _first_under(parts),
        "drafts": [name for name in e.in_use if name not in written],
        "differently": [name for name in written if name.offered or name.differently],
    }


def _first_under(parts: Sequence[Section]) -> Mapping[str, NameView]:
    """Mark of a quotation -> the name under which it stands in full: elsewhere the page only points there."""
    first: dict[str, NameView] = {}
    for name in (name for section in parts for name in section.names):
        for quote in name.quotes:
            first.setdefault(quote.mark, name)
    return first
