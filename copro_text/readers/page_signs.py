"""Whether a plain text was copied from a blog: only on clear signs, for notes and transcripts have readers of their own."""

from __future__ import annotations

import re

from copro_text.readers import page_bylines as bylines
from copro_text.readers.page_furniture import ADVERT, BUTTON, FORM, comments_begin, furniture
from copro_text.readers.page_lines import Line, lines_of
from copro_text.readers.page_text import dated_posts, twice

ENOUGH = 2
_OTHER = re.compile(r"\A\s*(?:WEBVTT|\{\\rtf|\{\s*\"|\[\s*[\[{\"\d]|<)|\d ?--> ?\d|^[ \t]*\d\d?:\d\d(?::\d\d)?[.,]\d{3}", re.MULTILINE)
_CLEAR = re.compile(
    r"reply ?/? ?delete|leave a (?:reply|comment)|post a comment|category archives?:.*|share this:?|newer posts?|older posts?|"
    r"blog archive|"
    r"(?:you can |please )?follow (?:me|us) on .{0,40}\b(?:twitter|facebook|instagram|bluesky|linkedin)\b.*|follow (?:me|us) .{0,20}via twitter.*|"
    r"posted by .{2,60} (?:at|on) .{4,40}|email ?this ?blog ?this!?.*|blog at wordpress\.com\.?|powered by blogger\.?|subscribe to: ?posts.*",
    re.IGNORECASE,
)
_FIRST = 3_000


def looks_pasted(text: str) -> bool:
    """Does the text have what only a page has: a heading for comments, buttons, adverts, titles that stand twice, posts under dates?"""
    if _OTHER.search(text[:20_000]):
        return False
    lines = [line for line, _ in zip(lines_of(text), range(_FIRST), strict=False)]
    return _weight(lines) >= ENOUGH


def _weight(lines: list[Line]) -> int:
    one_each = sum(2 * _clear(line.text) + _hint(line.text) for line in lines)
    return one_each + 2 * (dated_posts(lines) >= 2) + 2 * (twice(lines) >= 2)


def _clear(text: str) -> bool:
    """A line that stands on pages only, and alone in its line."""
    return bool(len(text) < 120 and _CLEAR.fullmatch(text)) or furniture(text) == ADVERT


def _hint(text: str) -> bool:
    """A line that stands on pages often, and elsewhere now and then."""
    return len(text) < 160 and (
        comments_begin(text) > 0 or text.lower() == "like this:" or (furniture(text) in (BUTTON, FORM) and len(text) > 12) or _guest(text)
    )


def _guest(text: str) -> bool:
    return "guest" in text.lower()[:10] and bylines.above(text) is not None
