"""A page as pasted text: where each post and each comment begins, guessed from dates, titles and what stands under them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from copro_text.readers import page_bylines as bylines
from copro_text.readers.page_comments import FOOT, split_comments
from copro_text.readers.page_furniture import comments_begin, comments_end, furniture
from copro_text.readers.page_lines import Line, date_of, long, title_like

Starts = Callable[[Sequence[Line], int], int]
NAME_OF_BLOG = "the name or heading of the blog"
_WIDE = 3
_MONTH = re.compile(r"(?!date)[^:]*[a-z]{3}", re.IGNORECASE)


def split(lines: Sequence[Line]) -> tuple[tuple[Line, ...], str]:
    """Each line with what it was taken for, and by what sign the posts were told apart ("" where they were not)."""
    lines = [line if line.part != "text" else _furnished(line) for line in lines]
    starts, sign = _starts(lines)
    split_lines: list[Line] = []
    for post, (start, end) in enumerate(_spans(starts, len(lines))):
        split_lines += _post(lines[start:end], post) if post else _before(lines[start:end], bool(starts))
    return tuple(split_lines), sign


def dated_posts(lines: Sequence[Line]) -> int:
    """How many dates in prose stand alone on a line with a title under or over them; "date: 2026-03-23" is a field of some file."""
    return len({at for i, line in enumerate(lines) if _MONTH.match(line.text[:60]) and (at := _dated(lines, i)) >= 0})


def twice(lines: Sequence[Line]) -> int:
    """How many titles stand twice over a longer passage, with an empty line between, as saved pages often have them."""
    return sum(bool(lines[i].gap or not i) and lines[i + 1].gap > 0 and _words_follow(lines, i + 1) for i in _all(lines, _doubled))


def _furnished(line: Line) -> Line:
    if comments_begin(line.text):
        return replace(line, part="count")
    why = furniture(line.text)
    return replace(line, part="out", why=why) if why else line


def _under_comments(lines: Sequence[Line], i: int) -> bool:
    return any(line.part == "count" for line in lines[max(0, i - 400) : i])


def _starts(lines: Sequence[Line]) -> tuple[list[int], str]:
    """Where posts begin, by the clearest sign that the page has; whole pages keep to one."""
    for starts, sign in ((_dated, "dates"), (_doubled, "titles that stand twice"), (_by_author, "the author's name under a title")):
        found = _all(lines, starts)
        if found:
            return found, sign
    first = next((i for i, line in enumerate(lines) if line.part == "text"), -1)
    if first < 0 or not (title_like(lines[first]) and _words_follow(lines, first)):
        return [], ""
    wide = [i for i in _all(lines, _after_a_gap) if i > first]
    return [first, *wide], "wide gaps with a title under them" if wide else "its first line, taken for the title"


def _all(lines: Sequence[Line], starts: Starts) -> list[int]:
    found = {at for i in range(len(lines)) if (at := starts(lines, i)) >= 0}
    return sorted(found)


def _dated(lines: Sequence[Line], i: int) -> int:
    """A date and a title under it, or a title and a date under it: where the post begins. Dates with comments begin none."""
    if not date_of(lines[i].text) or lines[i].part == "out":
        return -1
    if i + 1 < len(lines) and _titles(lines, i + 1) and not _commented(lines, i):
        return i
    return i - 1 if i and _titles(lines, i - 1) and (_anew(lines, i) or not _commented(lines, i)) else -1


def _titles(lines: Sequence[Line], i: int) -> bool:
    line = lines[i]
    return line.part == "text" and title_like(line) and not date_of(line.text) and not bylines.above(line.text)


def _commented(lines: Sequence[Line], i: int) -> bool:
    """Does the date at `i` stand under a heading for comments, with no button that ends one just before?"""
    return _under_comments(lines, i) and not (lines[i - 1].part in ("out", "count") and lines[i].gap and ":" not in lines[i].text)


def _anew(lines: Sequence[Line], i: int) -> bool:
    """Does the title over the date at `i` begin a post below the form that ends comments? A list of recent posts has no words under its dates."""
    under = [line for line in lines[i + 1 : i + 9] if line.part == "text"][:4]
    first = next((line for line in under if long(line) or date_of(line.text)), None)
    if first is None or date_of(first.text) or not lines[i - 1].gap:
        return False
    above = (line for line in reversed(lines[max(0, i - 400) : i - 1]) if line.part == "count" or (line.part == "out" and comments_end(line.text)))
    return next((line.part == "out" for line in above), False)


def _doubled(lines: Sequence[Line], i: int) -> int:
    if i + 2 >= len(lines) or lines[i].part == "out" or len(lines[i].text) > 200:
        return -1
    short = title_like(lines[i]) or len(lines[i].text.split()) < 12
    same = lines[i].text == lines[i + 1].text and short and any(c.isalpha() for c in lines[i].text)
    return i if same and lines[i + 2].text != lines[i].text and not date_of(lines[i + 2].text) else -1


def _by_author(lines: Sequence[Line], i: int) -> int:
    if not i or not _titles(lines, i - 1) or not lines[i].text.lower().startswith(("by ", "posted by ", "guest ", "written by ")):
        return -1
    return i - 1 if bylines.above(lines[i].text) and not _under_comments(lines, i) else -1


def _after_a_gap(lines: Sequence[Line], i: int) -> int:
    wide = lines[i].gap >= _WIDE and _titles(lines, i) and len(lines[i].text.split()) > 1
    return i if wide and _words_follow(lines, i) and not _under_comments(lines, i) else -1


def _words_follow(lines: Sequence[Line], i: int) -> bool:
    return any(long(line) for line in lines[i + 1 : i + 4] if line.part == "text")


def _spans(starts: Sequence[int], end: int) -> list[tuple[int, int]]:
    edges = [0, *starts, end]
    return list(pairwise(edges))


def _before(lines: Sequence[Line], split_up: bool) -> list[Line]:
    """What stands before the first post: the name of the blog, or where no post was found all there is, as one."""
    if not split_up:
        return split_comments([line if line.part == "out" else replace(line, post=1) for line in lines], 1)
    return [line if line.part == "out" or long(line) else replace(line, part="out", why=NAME_OF_BLOG) for line in lines]


def _post(lines: Sequence[Line], post: int) -> list[Line]:
    """A post with its title, date and by-lines, and the comments under it."""
    begin = next((i for i, line in enumerate(lines) if line.part == "count"), len(lines))
    head = [replace(line, post=post) for line in lines[:begin]]
    headed = _headed(head)
    return headed + split_comments(lines[begin:], post) if begin < len(lines) else _footed(headed)


def _footed(lines: list[Line]) -> list[Line]:
    """A post without comments: short lines below the form for one are the side column, unless longer words stand under it too."""
    last = max((i for i, line in enumerate(lines) if line.part == "text" and long(line)), default=len(lines))
    foot = next((i for i in range(last, len(lines)) if lines[i].part == "out" and comments_end(lines[i].text)), len(lines))
    return [*lines[:foot], *(replace(line, part="out", why=FOOT) if line.part == "text" else line for line in lines[foot:])]


def _headed(lines: list[Line]) -> list[Line]:
    title = next((i for i, line in enumerate(lines) if line.part == "text" and not date_of(line.text)), 0)
    titled = all(not long(line) or title_like(line) for line in lines[title : title + 1])  # a sentence right under a date is somebody's words
    done = list(lines)
    for i, line in enumerate(lines):
        if line.part == "out":
            continue
        near = sum(one.part != "out" for one in lines[title + 1 : i]) < 3
        if titled and (i == title or (i == title + 1 and line.text == lines[title].text)):
            done[i] = replace(line, part="title")
        elif near and date_of(line.text):
            done[i] = replace(line, part="date")
        elif (near and i > title and bylines.above(line.text)) or bylines.below(line.text):
            done[i] = replace(line, part="by")
    return done


def quoted_within(text: str) -> bool:
    """Is the whole line a quotation?"""
    return bool(re.match(r"[“\"‘]", text)) and bool(re.search(r"[”\"’][.,]?\Z", text)) and len(text.split()) >= 8
