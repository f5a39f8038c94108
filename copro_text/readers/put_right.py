"""Put right: who said what, and what answers in notes allow, where a person knows better than the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from copro_text.errors import NoSuchThing
from copro_text.readers.allowed import meant
from copro_text.readers.columns import permission_asked, permitted, turned
from copro_text.readers.item import Item, Reading
from copro_text.readers.speakers import split_label
from copro_text.readers.words import clean_name, tells_who


def put_right(reading: Reading, speakers: Mapping[str, str]) -> Reading:
    """A reading in which some words are said by others.

    Parameters
    ----------
    speakers
        Where in the recording or document, as `Item.at` or `Item.place` gives it, or a name that the file gives -> the right name; "" when nobody
        knows. A place goes before a name. What stands before a colon and was not taken for a name is one once it is given here.

    Raises
    ------
    NoSuchThing
        When a place or name is not in the reading.
    """
    items = tuple(_with_label(item, speakers) for item in reading.items)
    called = {_called(item) for item in items} - {""}
    there = {item.at for item in items} | {item.place for item in items} | called
    if unknown := [each for each in speakers if each not in there or not each]:
        named = ", ".join(sorted(called)[:20]) or "nobody"
        raise NoSuchThing(
            f"Nobody speaks at, or is called, {unknown[0]!r}.",
            do=f"Give a time or place as the preview shows it, or one of: {named}. Of several files, add the one that is meant by itself.",
        )
    known = {item.name.casefold(): item.person for item in reading.items if item.name and item.person}
    right = tuple(_said_by(item, speakers[key], known) if (key := _key(item, speakers)) is not None else item for item in items)
    return replace(reading, items=right)


def with_answers(reading: Reading, answers: Mapping[str, str]) -> Reading:
    """A reading of notes in which answers to questions of permission, in their tables, allow what a person said that they mean."""
    settled, given = meant(answers), dict[str, list[str]]()
    for item in reading.items:
        for question, said in item.aside:
            given.setdefault(question, []).append(said)
    about = {question: asked for question, said in given.items() if (asked := permission_asked(question, said))}
    notices = reading.notices
    for question, asked in about.items():
        for said in dict.fromkeys(given[question]):
            if permitted(said, question, asked, settled, turned=turned(question)) is not None:
                notices = tuple(each for each in notices if not (each.startswith("Not settled: ") and f"'{said[:60]}' is not plainly" in each))
    return replace(reading, items=tuple(_allowing(item, about, settled) for item in reading.items), notices=notices)


def _allowing(item: Item, about: Mapping[str, str], settled: Mapping[str, str]) -> Item:
    """An item with what its answers allow; as it was where not every one of them is known to be an answer to such a question."""
    asked = [(question, said) for question, said in item.aside if question in about]
    if not asked or not settled:
        return item
    kept = () if len(asked) == len([q for q, _ in item.aside if q != "beside the name"]) else item.permissions
    allows = [each for question, said in asked for each in permitted(said, question, about[question], settled, turned=turned(question)) or ()]
    return replace(item, permissions=tuple(dict.fromkeys((*kept, *allows))))


def _with_label(item: Item, speakers: Mapping[str, str]) -> Item:
    """An item that begins with a name and a colon, by that name where a person says that it is one: its words are what follows."""
    parted = split_label(item.text) if item.voice in ("not known", "group") and item.how == "own words" else None
    if not parted or not parted[1].strip():
        return item
    label, rest = parted
    here = next((speakers[key] for key in (item.at, item.place) if key and key in speakers), None)
    if label in speakers if here is None else clean_name(here).casefold() == label.casefold():
        return replace(item, text=rest.strip(), name=label, person=f"put right:{label.casefold()}", voice="person")
    return item


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
