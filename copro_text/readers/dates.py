"""Dates as survey tools, spreadsheets and feeds write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)")
_NAMED = re.compile(r"\d{1,2}(?:st|nd|rd|th)?[ -][A-Za-z]{3,9},?[ -]\d{4}|[A-Za-z]{3,9} \d{1,2},? \d{4}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLOCK = re.compile(r"(?:,? (?:at )?(\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([ap])\.?m\.?)?)?", re.IGNORECASE)


def when(cell: str) -> str:
    """ISO 8601, with a zone where the cell tells it; "" when it is no date. Days come before months, unless that cannot be."""
    cell = " ".join(cell.split())
    try:
        if _ISO.fullmatch(cell):
            return datetime.fromisoformat(cell.replace(" UTC", "Z").replace("Z", "+00:00")).isoformat() if len(cell) > 10 else cell
        if _EPOCH.fullmatch(cell):  # seconds or milliseconds since 1970
            return datetime.fromtimestamp(int(cell[:10]), tz=UTC).isoformat()
        return _written(cell)
    except ValueError:
        return ""


def posted(text: str) -> str:
    """ISO 8601 of a feed's date ("Wed, 02 Dec 2020 16:00:00 +0000", or ISO already), to the second; "" when it is none."""
    text = re.sub(r"(:\d\d)\.\d+", r"\1", " ".join(text.split()))[:80]
    try:
        return when(text) or (parsedate_to_datetime(text).isoformat() if _YEAR.search(text) else "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _written(cell: str) -> str:
    if match := _NUMBERS.match(cell):
        day, month, year = (int(part) for part in match.groups())
        if month > 12:
            day, month = month, day
        date = datetime(year + 2000 if year < 100 else year, month, day)
    elif match := _NAMED.match(cell):
        date = _month_by_name(match[0])
    else:
        return ""
    clock = _CLOCK.fullmatch(cell[match.end() :])
    if clock is None:
        return ""
    return _at(date, clock).isoformat() if clock[1] else date.date().isoformat()


def _month_by_name(text: str) -> datetime:
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)|,", "", text).replace("-", " ")
    for form in ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y"):
        try:
            return datetime.strptime(plain, form)
        except ValueError:
            continue
    raise ValueError(text)


def _at(date: datetime, clock: re.Match[str]) -> datetime:
    hour, half = int(clock[1]), (clock[4] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return date.replace(hour=hour, minute=int(clock[2]), second=int(clock[3] or 0))
