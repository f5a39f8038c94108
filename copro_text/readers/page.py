"""Pages of a blog, saved (.html) or pasted as text: posts, sessions of seminars and comments, with menus and adverts left out.

How a page is split is a proposal, and the notices say what it was. What is counted: `found` is every post, session and comment, every
longer passage outside of them, and every line that is nobody's words.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from copro_text.corpus import Fault
from copro_text.errors import NotReadable
from copro_text.readers import page_text
from copro_text.readers.encoding import decode
from copro_text.readers.item import Item, Reading
from copro_text.readers.look import HEAD, is_binary
from copro_text.readers.page_account import notices, told_by_the_page
from copro_text.readers.page_html import html_lines, is_page
from copro_text.readers.page_items import items_of
from copro_text.readers.page_lines import Line, lines_of, not_too_many
from copro_text.readers.page_parts import Parts, gather
from copro_text.readers.page_sessions import SCHEDULE
from copro_text.readers.page_signs import looks_pasted

READER = "page 1"
FAMILY = "page"
LARGEST = 20_000_000

_SAFE = "Nothing was read."
_ADDRESS = re.compile(
    r"<link\b[^<>]{0,400}\brel=[\"']?canonical\b[^<>]{0,400}\bhref=[\"']([^\"'<>]{8,300})|"
    r"<link\b[^<>]{0,400}\bhref=[\"']([^\"'<>]{8,300})[\"'][^<>]{0,400}\brel=[\"']?canonical\b|"
    r"<meta\b[^<>]{0,400}\bog:url\b[^<>]{0,400}\bcontent=[\"']([^\"'<>]{8,300})|<!-- saved from url=\(\d+\)(\S{8,300})",
    re.IGNORECASE,
)


def recognises(head: bytes, path: Path) -> bool:
    """Is it a web page, or text with clear signs that it was copied from a blog?"""
    return is_page(head) or (not is_binary(head) and looks_pasted(decode(head)[0]))


def read(path: Path, *, progress: Callable[[int, int | None], None] | None = None) -> Reading:
    """The posts, sessions and comments of a page."""
    size = path.stat().st_size
    if size > LARGEST:
        raise NotReadable(
            f"{path.name}: a page of {size // 1_000_000} MB, which no page of a blog has.",
            do="Save the page without its pictures (as HTML only), or paste its text into a .txt file.",
            safe=_SAFE,
        )
    data = path.read_bytes()
    text, faults = decode(data)
    saved = is_page(data[:HEAD])
    lines, sign = _html(text) if saved else page_text.split(not_too_many(lines_of(text)))
    if progress is not None:
        progress(size, size)
    return _reading(path, gather(lines), sign, faults, text if saved else "")


def _html(text: str) -> tuple[tuple[Line, ...], str]:
    """By what the page itself marks; where it marks nothing, by the same signs as pasted text."""
    lines = html_lines(text)
    if any(line.post for line in lines):
        return lines, "the page's own marks"
    return page_text.split(lines)


def _reading(path: Path, parts: Parts, sign: str, faults: tuple[Fault, ...], saved: str) -> Reading:
    items, more, seminars = items_of(parts)
    left_out = Counter(parts.left_out)
    if schedule := sum(seminar.schedule for seminar in seminars):
        left_out[SCHEDULE] += schedule
    if not items:
        raise NotReadable(
            f"{path.name}: a web page in which we see no posts, no comments and no longer passages.",
            do="Copy the text that you want from the browser into a .txt file, or type it in: study.note, or `copro note`.",
            safe=_SAFE,
        )
    told = notices(parts, items, seminars, sign)
    found = len(items) + sum(left_out.values())
    return Reading("blog page", FAMILY, _site(saved, items), READER, found, items, dict(left_out), (*faults, *more, *told_by_the_page(parts)), told)


def _site(text: str, items: tuple[Item, ...]) -> str:
    """What the page is known by: its address where it tells one, else its longest post, which stays when comments come."""
    found = _ADDRESS.search(text[:200_000])
    address = next(filter(None, found.groups()), "") if found else ""
    bare = re.sub(r"^https?://(?:www\.)?|[?#].*$|/+$", "", address.strip().lower())
    longest = max((item for item in items), key=lambda item: (item.kind == "post", len(item.text)))
    return hashlib.sha256((bare or longest.text).encode("utf-8", "surrogatepass")).hexdigest()[:16]
