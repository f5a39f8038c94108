"""The lines of a page: what each says, where it stands, and what it was taken for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from copro_text.errors import NotReadable
from copro_text.readers import dates, words

MOST_LINES = 50_000
LONGEST = 200
"""A line longer than this is somebody's words, never a title, a date, a by-line or a button."""
_ENDS = re.compile(r"\r\n?|\n|\u2029")

_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun)\.?,? "
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_CLOCK = r"(?:,? (?:at |@ ?)?\d{1,2}[:.]\d\d(?::\d\d)? ?(?:[ap]\.?m\.?)?)?"
_WRITTEN = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{4}}-\d\d-\d\d)"
_NUMBERS = r"\d{1,2}[/.]\d{1,2}[/.]\d{4}"
_LABEL = r"(?:(?:posted|published|written|added|date|dated|updated|last updated)(?: on| at)?:? |on )?"
_DATE = re.compile(rf"{_LABEL}(?P<date>(?:{_DAY})?(?:{_WRITTEN}|{_NUMBERS}){_CLOCK})", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d[\d:.]{0,12}(?:Z|[+-]\d\d:?\d\d)?")
_WITHIN = re.compile(rf"(?<!\w){_WRITTEN}", re.IGNORECASE)
_BULLET = re.compile(r"[*•·◦▪–—-](?:\s|$)|\(?[\da-z]{1,3}[.)]\s|[“\"‘'(\[]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page.

    Attributes
    ----------
    text
        Plain, on one line, never empty.
    number
        Where it stands in the file.
    gap
        How many empty lines stand before it.
    part
        What it is: text, title, date, by, name (of who commented), or out.
    why
        Why it is left out.
    post, comment
        The number of the post or the comment that it belongs to; 0 for none. A comment has the post it stands under.
    up
        The number of the comment that this comment answers; 0 for none.
    heading
        Whether the page marks it as a heading.
    """

    text: str
    number: int
    gap: int = 0
    part: str = "text"
    why: str = ""
    post: int = 0
    comment: int = 0
    up: int = 0
    heading: bool = False


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a plain text that hold anything."""
    gap = 0
    for number, raw in enumerate(_ENDS.split(text), 1):
        flat = words.tidy(raw).replace("\n", " ")
        if flat:
            yield Line(flat, number, gap)
        gap = 0 if flat else gap + 1


def not_too_many(lines: Iterable[Line]) -> tuple[Line, ...]:
    """All lines; raises NotReadable where there are more than any page has."""
    found = tuple(islice(lines, MOST_LINES + 1))
    if len(found) > MOST_LINES:
        raise NotReadable(
            f"A page of more than {MOST_LINES:,} lines, which no page of a blog has.", do="Bring it in in parts.", safe="Nothing was read."
        )
    return found


def date_of(text: str) -> str:
    """ISO 8601 where the whole line is a date, such as "Wednesday, 19 June 2019" or "Posted on July 3, 2016 at 10:30 am"; else ""."""
    if len(text) <= LONGEST and _ISO.fullmatch(text):
        return dates.when(text)
    match = _DATE.fullmatch(text.strip(" .:|•·")) if len(text) <= LONGEST else None
    return _iso(match["date"]) if match else ""


def date_within(text: str) -> str:
    """The first date that stands in a text, without its time of day; "" where there is none."""
    match = _WITHIN.search(text)
    return _iso(match[0]) if match else ""


def title_like(line: Line) -> bool:
    """Could it be a title? Short, no list point or quotation, and it does not end as a sentence or a lead-in does."""
    text = line.text
    if len(text) > LONGEST or len(text.split()) > 25 or _BULLET.match(text) or not any(c.isalpha() for c in text):
        return False
    return not (text.endswith((".", ",", ";", ":")) and not text.endswith(("..", "…")))


def long(line: Line) -> bool:
    """Is it long enough to be somebody's words, whatever it stands beside?"""
    return len(line.text.split()) >= 12


def _iso(text: str) -> str:
    plain = re.sub(rf"^{_DAY}", "", " ".join(text.split()), flags=re.IGNORECASE)
    plain = re.sub(r"(?<=[a-z])\.", "", re.sub(r" of (?=[A-Za-z])", " ", plain))
    plain = re.sub(r"\bsept\b", "Sep", plain, flags=re.IGNORECASE).replace("@", "at")
    plain = re.sub(r"(?<=\d)\.(\d\d) ?(?=[ap]m|$)", r":\1", plain) if re.search(r"[a-z]", plain) else plain
    return dates.when(re.sub(r" at +", " at ", plain))
