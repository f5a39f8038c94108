"""Speakers put right: who said what, where a person knows better than the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from copro_text.errors import NoSuchThing
from copro_text.readers.item import Item, Reading
from copro_text.readers.words import clean_name, tells_who


def put_right(reading: Reading, speakers: Mapping[str, str]) -> Reading:
    """A reading in which some words are said by others.

    Parameters
    ----------
    speakers
        Where in the recording or document, as `Item.at` or `Item.place` gives it, or a name that the file gives -> the right name; "" when nobody
        knows. A place goes before a name.

    Raises
    ------
    NoSuchThing
        When a place or name is not in the reading.
    """
    called = {_called(item) for item in reading.items} - {""}
    there = {item.at for item in reading.items} | {item.place for item in reading.items} | called
    if unknown := [each for each in speakers if each not in there or not each]:
        named = ", ".join(sorted(called)[:20]) or "nobody"
        raise NoSuchThing(f"Nobody speaks at, or is called, {unknown[0]!r}.", do=f"Give a time or place as the preview shows it, or one of: {named}.")
    known = {item.name.casefold(): item.person for item in reading.items if item.name and item.person}
    items = tuple(_said_by(item, speakers[key], known) if (key := _key(item, speakers)) is not None else item for item in reading.items)
    return replace(reading, items=items)


def _key(item: Item, speakers: Mapping[str, str]) -> str | None:
    return next((key for key in (item.at, item.place, _called(item)) if key in speakers), None)


def _called(item: Item) -> str:
    """The name that the file gives, or what it calls somebody whose name it does not know."""
    return item.name or dict(item.aside).get("called", "")


def _said_by(item: Item, name: str, known: Mapping[str, str]) -> Item:
    name = clean_name(name)
    if not name:
        return replace(item, name="", person="", voice="not known", put_right=True)
    person = known.get(name.casefold()) or (f"put right:{name.casefold()}" if tells_who(name) else "")
    return replace(item, name=name, person=person, voice="person", put_right=True)
