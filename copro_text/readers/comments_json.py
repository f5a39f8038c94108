"""Comments as the plain JSON that Isso and others take in: a list of pages, each with its comments. Nothing in it has an id that lasts."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from copro_text.errors import NotReadable
from copro_text.readers import dates, words
from copro_text.readers.gathering import BROKEN, Gathering, by_mail, by_name, everything
from copro_text.readers.item import Item, Reading
from copro_text.readers.jsonparts import Parts, Progress, text_of
from copro_text.readers.look import is_binary, text_head

READER = "comments_json 1"
FAMILY = "page comments"

_LOOKS_SO = re.compile(r'"comments"\s*:\s*\[')


def recognises(head: bytes, path: Path) -> bool:
    """Is it JSON with pages that have comments?"""
    start = "" if is_binary(head) else text_head(head)
    return start.startswith(("[", "{")) and bool(_LOOKS_SO.search(start)) and '"text"' in start and '"author"' in start


def read(path: Path, *, progress: Progress | None = None) -> Reading:
    """Every comment under every page; `found` counts the comments, and what stands among them that is none."""
    parts, pages = Parts(path, progress), _Pages()
    for _, page in parts:
        pages.take(page)
    for _ in range(parts.broken):
        pages.leave(BROKEN)
    if not pages.found:
        raise NotReadable(f"{path.name}: pages without any comments.", do="Ask whoever keeps the site for an export again.", safe="Nothing was read.")
    left_out, faults = dict(pages.left_out), (*parts.faults, *pages.faults)
    site = hashlib.sha256("\n\n".join(item.text for item in pages.items).encode()).hexdigest()[:16]
    return Reading("comments by page (JSON)", FAMILY, site, READER, pages.found, tuple(pages.items), left_out, faults)


@dataclass
class _Pages(Gathering):
    """What has been read so far."""

    pages: int = 0

    def take(self, page: dict[str, Any]) -> None:
        """All comments of one page."""
        self.pages += 1
        address, comments = text_of(page, "id"), page.get("comments")
        title = words.one_line(unquote_plus(text_of(page, "title")))
        for n, comment in enumerate(comments if isinstance(comments, list) else [], start=1):
            if isinstance(comment, dict):
                self._comment(comment, f"page {self.pages}, comment {n}", address, title)
            else:
                self.leave("not a comment")

    def _comment(self, comment: dict[str, Any], place: str, address: str, title: str) -> None:
        text, name = words.from_html(text_of(comment, "text")), words.clean_name(text_of(comment, "author"))
        item = Item(
            "comment",
            text.text,
            place,
            person=by_mail(text_of(comment, "email")) or by_name(name),
            name=name,
            when=dates.posted(text_of(comment, "created")),
            about=title,
        )
        self.keep(replace(item, row=(address, *everything(item))), text)
