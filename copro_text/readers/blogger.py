"""Blogger: the posts and comments of its exports (of both kinds that it has made) and of its feeds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from copro_text.errors import NotReadable
from copro_text.readers import atom, dates, feed, words
from copro_text.readers.gathering import A_DRAFT, A_PAGE, BROKEN, DELETED, IN_THE_BIN, SPAM, WAITING, Gathering, plain
from copro_text.readers.item import Item, Reading
from copro_text.readers.look import is_xml, text_head

READER = "blogger 1"
FAMILY = "blogger"

_ID = re.compile(r"blog-(\d+)\.(?:post|page)-(\d+)\s*$")
_BLOG = re.compile(r"blog-?(\d+)")
_ABOVE = re.compile(r"/comments/default/(\d+)$")
_NOT_WORDS = {"settings": "a setting of the blog", "template": "the template of the blog", "layout": "the template of the blog", "page": A_PAGE}
_STATES = {
    "draft": A_DRAFT,
    "scheduled": "not published yet",
    "soft_trashed": IN_THE_BIN,
    "trashed": IN_THE_BIN,
    "spam": SPAM,
    "ghosted": SPAM,
    "pending": WAITING,
    "emptied": DELETED,
}


def recognises(head: bytes, path: Path) -> bool:
    """Is it Atom as Blogger writes it?"""
    start = text_head(head)
    return is_xml(head) and "<feed" in start and ("tag:blogger.com,1999:" in start or "schemas.google.com/blogger" in start)


def read(path: Path, *, progress: Callable[[int, int | None], None] | None = None) -> Reading:
    """Posts that were published and comments that stand; settings, templates, pages and drafts are counted and left out.

    `found` counts every entry in the file.
    """
    entries = atom.Entries(path, progress)
    blog = _Blog()
    for entry in entries:
        blog.take(entry)
    if not blog.found:
        raise NotReadable(
            f"{path.name}: a feed or export as Blogger writes it, with no posts and no comments in it.",
            do="In Blogger choose Settings, Manage blog, Back up content, and bring in that file.",
            safe="Nothing was read.",
        )
    whole = blog.is_export
    items, site = blog.named(entries.feed)
    notices = () if whole else (*feed.only_the_latest(blog.found, entries.feed.get("openSearch:totalResults")), *blog.elsewhere())
    name = "Blogger export" if whole else "Blogger feed"
    return Reading(name, FAMILY, site, READER, blog.found, items, dict(blog.left_out), (*entries.stream.faults, *blog.faults), notices)


@dataclass
class _Blog(Gathering):
    """What has been read so far of one blog."""

    is_export: bool = False
    blogs: Counter[str] = field(default_factory=Counter)
    titles: dict[str, str] = field(default_factory=dict)

    def take(self, entry: atom.Entry) -> None:
        """One entry: kept, or counted with the reason why not."""
        kind = _kind(entry)
        self.is_export = self.is_export or kind in ("settings", "template") or bool(entry.get("blogger:type"))
        self.blogs.update(match[1] for match in [_ID.search(entry.get("id"))] if match)
        if kind in ("post", "page"):
            self.titles[entry.get("id")] = entry.title()
        why = _why_not(entry, kind)
        if why:
            self.leave(why)
        else:
            self.keep(*_item(entry, kind))

    def named(self, whole: atom.Entry) -> tuple[tuple[Item, ...], str]:
        """The items with the titles of what they stand under and the numbers of this blog, and the blog's number."""
        number = _BLOG.search(whole.get("id"))
        site = number[1] if number else max(self.blogs, key=lambda blog: (self.blogs[blog], blog), default="")
        only = whole.title().partition("Comments on ")[2]  # a feed of the comments on one post
        self.items = [replace(item, about=self.titles.get(item.about, only)) if item.kind == "comment" else item for item in self.items]
        items = self.finished() if self.is_export else tuple(self.items)
        return tuple(_of(site, item) for item in items), site


def _of(site: str, item: Item) -> Item:
    """Within its own blog an entry is known by its number alone."""
    own = f"{site}."
    parent = (item.parent[0], item.parent[1].removeprefix(own)) if item.parent else None
    return replace(item, native=item.native.removeprefix(own), parent=parent)


def _kind(entry: atom.Entry) -> str:
    """post, comment, page, settings, template or whatever else the blog says."""
    said = [term.rpartition("kind#")[2].lower() for term in entry.terms if "kind#" in term]
    kind = entry.get("blogger:type").lower() or (said[0] if said else "")
    return kind or ("comment" if entry.answers else "page" if ".page-" in entry.get("id") else "post")


def _why_not(entry: atom.Entry, kind: str) -> str:
    if not entry.whole:
        return BROKEN
    if kind not in ("post", "comment"):
        return _NOT_WORDS.get(kind, f"not a post or a comment ({plain(kind)})")
    if entry.properties.get("app:draft") == "yes":
        return A_DRAFT
    if entry.properties.get("blogger.contentRemoved") == "true":
        return DELETED
    state = entry.get("blogger:status").lower()
    if state not in ("", "live"):
        return _STATES.get(state, f"not published ({plain(state)})")
    return IN_THE_BIN if entry.get("blogger:trashed") else ""


def _item(entry: atom.Entry, kind: str) -> tuple[Item, words.Words]:
    native = _number(entry.get("id"))
    text = entry.words()
    above = _number(entry.get("blogger:inReplyTo"))
    (person, name), *others = entry.authors or [("", "")]
    item = Item(
        kind,
        text.text,
        f"{kind} {native.rpartition('.')[2]}" if native else f"line {entry.line}",
        native=native,
        person=person,
        name=name,
        others=tuple(others),
        when=dates.posted(entry.get("published") or entry.get("updated")),
        about=entry.title() if kind == "post" else _under(entry),
        parent=("comment", above or _above(entry, native)) if kind == "comment" and (above or _above(entry, native)) else None,
    )
    return item, text


def _under(entry: atom.Entry) -> str:
    """The id of the post that a comment stands under."""
    return entry.get("blogger:parent") or next(iter(entry.answers), "")


def _above(entry: atom.Entry, native: str) -> str:
    """What a comment replies to: the older exports say so by a link."""
    match = _ABOVE.search(entry.links.get("related", ""))
    return f"{native.rpartition('.')[0]}.{match[1]}" if match else ""


def _number(id_: str) -> str:
    """The number of the blog and of the entry; "" where the id is none of Blogger's."""
    match = _ID.search(id_)
    return f"{match[1]}.{match[2]}" if match else ""
