"""Authors: who wrote a post, where the account it was posted from, or its first line, names several people or an organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from copro_text.readers.gathering import by_name
from copro_text.readers.item import Item, Reading
from copro_text.readers.page_bylines import Byline, byline, is_name, named
from copro_text.telltale import NO_NAMES, folded

POSTED_FROM = "posted from the account of"


def with_authors(reading: Reading) -> Reading:
    """A blog whose posts are by whom they name, with a notice of how many are by several people, or by an organisation."""
    items = tuple(_with_authors(item) if item.kind == "post" else item for item in reading.items)
    told = _told(reading.items, items)
    return replace(reading, items=items, notices=(*reading.notices, *told)) if items != reading.items or told else reading


def _with_authors(item: Item) -> Item:
    if by := _first_line(item):
        account = [item.name, *(name for _, name in item.others)]
        beside = () if set(account) & {*by.names, ""} else ((POSTED_FROM, ", ".join(account)),)
        return replace(_by(item, by), aside=(*item.aside, *beside))
    by = named(item.name) if item.name and not item.others and item.voice == "person" else None
    return _by(item, by) if by and (len(by.names) > 1 or by.voice == "organisation") else item


def _first_line(item: Item) -> Byline | None:
    """Who wrote it, as its first line says; a day, a place or a body of people that is no author's name counts for none."""
    first, _, rest = item.text.partition("\n")
    by = byline(first.strip()) if rest.strip() else None
    if by is None or (by.voice == "person" and not all(is_name(name) and not NO_NAMES & set(folded(name).split()) for name in by.names)):
        return None
    return by


def _by(item: Item, by: Byline) -> Item:
    """An item by these; whoever is among those that it was read with stays known as before."""
    known = {name.casefold(): person for person, name in ((item.person, item.name), *item.others) if person}
    (person, name), *others = ((known.get(name.casefold()) or _person(item, name), name) for name in by.names)
    return replace(item, person=person, name=name, others=tuple(others), voice=by.voice)


def _person(item: Item, name: str) -> str:
    return by_name(name) or f"{item.person} {name.casefold()}"


def _told(before: Sequence[Item], now: Sequence[Item]) -> list[str]:
    posts = [item for item in now if item.kind == "post"]
    joint, bodies = sum(bool(i.others) for i in posts), sum(i.voice == "organisation" for i in posts)
    lines = [item.place for item in before if item.kind == "post" and _first_line(item)]
    by = [f"{n} by {what}" for n, what in ((joint, "several people"), (bodies, "an organisation")) if n]
    told = [f"Posts: {len(posts)}; of these {' and '.join(by)}."] if by else []
    listed = ", ".join(lines[:5]) + (f" and {len(lines) - 5} more" if len(lines) > 5 else "")
    return told + ([f"Who wrote it stands in the first line, and is taken from there: {listed}."] if lines else [])
