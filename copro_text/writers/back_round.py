"""What stands in what goes out to come back, as it was written: the parts of a panel draft, and what a letter shows somebody of their own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from copro_text.writers.blocks import FOUND_BY
from copro_text.writers.panel import NOTHING, SAYS, TAG, tag

_TAG = re.compile(r"([0-9a-f]{10})([0-9a-f]{8})")
_BOOKMARK = re.compile(rf"{FOUND_BY}({_TAG.pattern})_\d+")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SHORT_ID = re.compile(r"\(([0-9a-f]{8})\)$")


@dataclass(frozen=True, slots=True)
class PartSaid:
    """A part of a draft as it stands in a file.

    Attributes
    ----------
    is_as_written
        Whether its words are those that the eight digits beside its mark were made of.
    """

    mark: str
    words: str
    is_as_written: bool


def parts_in_word(paragraphs: Iterable[Any]) -> Iterator[PartSaid]:
    """The parts of a Word document, by the bookmarks that no program shows; those of the room to write in are no words of ours."""
    for p in paragraphs:
        if p._p.getparent().tag != f"{W}tc":
            names = (e.get(f"{W}name", "") for e in p._p if e.tag == f"{W}bookmarkStart")
            for found in filter(None, map(_BOOKMARK.fullmatch, names)):
                yield from _part(found[1], p.text)


def parts_in_rows(rows: Sequence[Sequence[str]]) -> Iterator[PartSaid]:
    """The parts of a sheet that has their tags."""
    at = next((n for n, row in enumerate(rows[:20]) if TAG in row and SAYS in row), None)
    if at is not None:
        tags, says = rows[at].index(TAG), rows[at].index(SAYS)
        for row in rows[at + 1 :]:
            yield from _part(row[tags].strip(), row[says])


def _part(tagged: str, words: str) -> Iterator[PartSaid]:
    found = _TAG.fullmatch(tagged)
    if found and found[1] != NOTHING:
        yield PartSaid(found[1], words, tag(found[1], words) == tagged)


def shown_in_word(paragraphs: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """What a letter shows somebody: the short id of what they said, and all of its words."""
    id_, words = "", list[str]()
    for style, text in (*((p.style.name if p.style is not None else "", p.text) for p in paragraphs), ("", "")):
        if id_ and style == "Noted":
            words.append(text)
            continue
        if words:
            yield id_, "\n\n".join(words)
        found = _SHORT_ID.search(text.strip()) if style == "Small" else None
        id_, words = found[1] if found else "", []
