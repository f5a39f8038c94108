"""Blocks: an output as a list of headings, paragraphs, lists, quotations and figures, before it is drawn as .pdf or .docx."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from copro_text.writers.plain import clean
from copro_text.writers.quotes import Quote

Run = tuple[str, str]
"""(how, words): how is "" as it is, "strong", "long" (a sentence that is marked as long)."""
Runs = tuple[Run, ...]
FOUND_BY = "copro_"  # what the bookmarks of a draft that comes back begin with


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the highest below the title. `tag` is by what it is found again when a draft comes back."""

    level: int
    text: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; `style` is one of "", question, status, who, means, theme, small, note. `tag` is as for a heading."""

    runs: Runs
    style: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list, with those below it."""

    runs: Runs
    below: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `side_by_side` for many that are short, such as names."""

    items: tuple[Item, ...]
    numbered: bool = False
    side_by_side: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said, with what stands below it."""

    quote: Quote


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, with what it shows in words."""

    svg: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it shows, the titles of its columns, its rows. The first cell of a row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Quotations side by side: (a title, what stands under it) each. Where there is no room they come one after another."""

    columns: tuple[tuple[str, tuple[Quote, ...]], ...]


@dataclass(frozen=True, slots=True)
class Space:
    """Room to write in: a row for each question. `tag` is by what it is found again when it comes back."""

    tag: str
    rows: tuple[str, ...]


Block = Heading | Para | Item | Items | Words | Figure | NewPage | Table | Columns | Space


@dataclass(frozen=True)
class Paper:
    """An output on paper.

    Attributes
    ----------
    kind
        Which output it is: "manifesto", "one_page". A template is known by it.
    banner
        What a draft says above everything, or "".
    footer
        What stands at the foot of each page, beside the number.
    day
        The day it says it was made, in ISO 8601.
    tag
        By what its title is found again, where it may come back.
    """

    kind: str
    title: str
    blocks: tuple[Block, ...]
    footer: str
    day: str
    banner: str = ""
    large: bool = False
    tag: str = ""


def text(words: str, how: str = "") -> Runs:
    """Words as one run."""
    return ((how, words),)


def para(words: str, style: str = "", tag: str = "") -> Para:
    """A paragraph of one run."""
    return Para(text(words), style, tag)


def bullets(lines: Iterable[str], *, numbered: bool = False, side_by_side: bool = False) -> tuple[Items, ...]:
    """A list of lines; none when there are none."""
    items = tuple(Item(text(line)) for line in lines)
    return (Items(items, numbered, side_by_side),) if items else ()


def is_from_right(words: str) -> bool:
    """Whether words are to be set from right to left: their first letter says so.

    >>> is_from_right("שלום"), is_from_right("hello שלום")
    (True, False)
    """
    kinds = (unicodedata.bidirectional(c) for c in words)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def lines_of(words: str) -> list[str]:
    """The lines of what a person typed, without empty ones at either end."""
    return clean(words).strip("\n").split("\n")
