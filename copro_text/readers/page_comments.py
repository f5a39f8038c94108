"""The comments under a post on a pasted page: whose each is, where it ends, and what it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from copro_text.readers import page_bylines as bylines
from copro_text.readers.page_furniture import BUTTON, comments_end, furniture
from copro_text.readers.page_lines import LONGEST, Line, date_of, long

FOOT = "a line in the side column or the foot of the page"

_NUMBERED = re.compile(r"(\d{1,4})\.(?: (.+))?", re.DOTALL)
_SAYS = re.compile(
    r"(?P<who>.{1,80}?)(?: on (?P<date>.{8,40}?))? (?:says|said|wrote|writes|commented|replied|responded)(?:\.{3}|…|:|(?: at| on) (?P<on>.{8,40}))"
)
_GLUED = re.compile(
    r"(?P<who>.{1,80}?)[ ,|•·–-]*(?P<date>(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:\d{1,2} [a-z]{3,9} \d{4}|[a-z]{3,9} \d{1,2}, \d{4}),? "
    r"(?:at )?\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?)",
    re.IGNORECASE,
)


class _Under:
    """The comments of one post, as its lines go by."""

    def __init__(self, post: int, first: int) -> None:
        self.post, self.next = post, first
        self.open = self.top = self.count = 0
        self.answering = self.dated = self.over = False

    def begin(self) -> int:
        """A new comment: its number."""
        self.open, self.next, self.count, self.dated = self.next, self.next + 1, self.count + 1, False
        if not self.answering:
            self.top = self.open
        return self.open

    def of(self, line: Line, part: str, text: str = "") -> Line:
        """The line as a part of the comment that is open."""
        up = self.top if self.answering and self.top != self.open else 0
        return replace(line, part=part, post=self.post, comment=self.open, up=up, text=text or line.text)

    def button(self, line: Line) -> Line:
        """A button ends the comment above it; "Replies" and "Reply" open and close what answers it."""
        if line.text.lower() == "replies" and self.top:
            self.answering = True
        elif line.text.lower() in ("reply", "add comment", "load more...", "load more…") and self.answering and not self.open:
            self.answering = False
        self.open = 0
        return replace(line, part="out", why=line.why or BUTTON)


def split_comments(lines: Sequence[Line], post: int) -> list[Line]:
    """The lines from the heading "3 comments:" on, each with the comment that it belongs to; without such a heading as they are."""
    begin = next((i for i, line in enumerate(lines) if line.part == "count"), len(lines))
    under, done = _Under(post, 1), list(lines[:begin])
    for i in range(begin, len(lines)):
        done += _one(lines[i], lines[i + 1] if i + 1 < len(lines) else None, under)
    return done


def _one(line: Line, after: Line | None, under: _Under) -> list[Line]:
    why = line.why or furniture(line.text)
    under.over = under.over or comments_end(line.text)
    if line.part == "count":
        return [replace(line, part="out", why=BUTTON)]
    if why:
        return [under.button(replace(line, why=why))]
    if under.over:
        return [line if long(line) else replace(line, part="out", why=FOOT)]
    return _said(line, after, under)


def _said(line: Line, after: Line | None, under: _Under) -> list[Line]:
    numbered = _NUMBERED.fullmatch(line.text)
    if numbered and not under.open and int(numbered[1]) <= under.count + 1:
        if not numbered[2]:
            return [replace(line, part="out", why=BUTTON)]
        return _said(replace(line, text=numbered[2]), after, under)
    who, when = _header(line.text, after)
    if who:
        under.begin()
        under.dated = bool(when)
        named = [under.of(line, "name", who)]
        return [*named, under.of(line, "date", when)] if when else named
    if under.open and not under.dated and date_of(line.text):
        under.dated = True
        return [under.of(line, "date")]
    if not under.open:
        under.begin()
    return [under.of(line, "text")]


def _header(text: str, after: Line | None) -> tuple[str, str]:
    """Whose comment begins here, and the date in the same line; two times "" where none does."""
    if len(text) > LONGEST or date_of(text):  # "29 April 2026 at 19:22" is no comment by "2"
        return "", ""
    if says := _SAYS.fullmatch(text):
        date = says["date"] or says["on"] or ""
        return (says["who"], date) if not date or date_of(date) else ("", "")
    if (glued := _GLUED.fullmatch(text)) and date_of(glued["date"]):
        return glued["who"].strip(), glued["date"]
    follows = after is not None and date_of(after.text) and len(text.split()) <= 5 and not text.endswith((".", "!", "?", ":"))
    return (text, "") if follows and (bylines.is_name(text) or len(text.split()) <= 3) else ("", "")
