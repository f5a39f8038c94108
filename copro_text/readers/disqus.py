"""Disqus exports: the comments of a site, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from copro_text.corpus import Fault
from copro_text.errors import NotReadable
from copro_text.readers import dates, words
from copro_text.readers.gathering import BROKEN, DELETED, SPAM, WAITING, Gathering, by_mail, by_name
from copro_text.readers.item import Item, Reading
from copro_text.readers.look import is_xml, text_head
from copro_text.readers.wp import site_of
from copro_text.readers.xmlsafe import Plan, Record, Stream

READER = "disqus 1"
FAMILY = "disqus"
A_THREAD = "the entry of a page, not a comment"

_RECORDS = frozenset({"category", "thread", "post", "author", "parent"})
_FIELDS = frozenset("id forum link title message createdAt isDeleted isSpam isApproved name email username isAnonymous @dsq:id".split())
_WRAPPER = {"thread": ("disqus",), "post": ("disqus",)}
_PREFIXES = {"http://disqus.com": "", "http://disqus.com/disqus-internals": "dsq"}


def recognises(head: bytes, path: Path) -> bool:
    """Is it a Disqus export, whatever its name?"""
    start = text_head(head)
    return is_xml(head) and "<disqus" in start


def read(path: Path, *, progress: Callable[[int, int | None], None] | None = None) -> Reading:
    """Comments that stand; those deleted, marked as spam or not yet approved are counted and left out.

    `found` counts every comment, and every page's own entry: an entry is kept as a post where it says anything.
    """
    stream = Stream(path, Plan(_RECORDS, _FIELDS, _PREFIXES.get), _WRAPPER, progress)
    pages = _Pages()
    for record in stream:
        pages.take(record)
    if not pages.found:
        raise NotReadable(
            f"{path.name}: a Disqus export with no comments in it.",
            do="In Disqus choose Community, Export, and bring in the file that comes by e-mail, unpacked.",
            safe="Nothing was read.",
        )
    items = pages.titled()
    return Reading("Disqus export", FAMILY, pages.site(), READER, pages.found, items, dict(pages.left_out), (*stream.faults, *pages.faults))


@dataclass
class _Pages(Gathering):
    """What has been read so far of one export."""

    inner: dict[int, dict[str, Record]] = field(default_factory=dict)  # by the record they stand in, which is open still
    titles: dict[str, str] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    forums: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    waiting: list[tuple[str, Item, words.Words]] = field(default_factory=list)

    def take(self, record: Record) -> None:
        """One record: kept, counted, or put by for the comment that it stands in."""
        if record.inside is not None:
            self.inner.setdefault(id(record.inside), {}).setdefault(record.name, record)
            return
        parts = self.inner.pop(id(record), {})
        self.forums.update(filter(None, [_get(record, "forum")]))
        if record.resumed:
            return
        if record.name == "thread":
            self._thread(record, parts)
        elif record.name == "post":
            self._comment(record, parts)

    def _thread(self, record: Record, parts: dict[str, Record]) -> None:
        number = _get(record, "@dsq:id")
        self.titles[number] = self.titles.get(number) or words.one_line(_get(record, "title"))
        self.hosts.update(filter(None, [site_of(_get(record, "link")).partition("/")[0]]))
        if _get(record, "isDeleted") == "true":
            self.closed.add(number)
        text = words.from_html(record.fields.get("message", ""))
        if not record.whole or number in self.closed or not text.text:
            self.leave(BROKEN if not record.whole else DELETED if number in self.closed else A_THREAD)
            return
        self.keep(_item("post", f"thread {number}" if number else "", record, parts, text, self.titles[number]), text)

    def _comment(self, record: Record, parts: dict[str, Record]) -> None:
        if why := _why_not(record):
            self.leave(why)
            return
        text = words.from_html(record.fields.get("message", ""))
        item = _item("comment", _get(record, "@dsq:id"), record, parts, text, "")
        self.waiting.append((_get(parts.get("thread"), "@dsq:id"), item, text))

    def titled(self) -> tuple[Item, ...]:
        """The items with the titles of their pages, which may stand anywhere in the file."""
        for thread, item, text in self.waiting:
            if thread in self.closed:
                self.leave("on a page that was deleted")
                continue
            if thread not in self.titles:
                self.faults.append(Fault(item.place, "The page it stands on is not in the file; kept without a title."))
            self.keep(replace(item, about=self.titles.get(thread, "")), text)
        self.waiting.clear()
        return self.finished()

    def site(self) -> str:
        """The short name of the forum; where the file does not say it, the host of its pages."""
        return next((most.most_common(1)[0][0] for most in (self.forums, self.hosts) if most), "")


def _get(record: Record | None, name: str) -> str:
    return record.fields.get(name, "").strip() if record is not None else ""


def _why_not(record: Record) -> str:
    if not record.whole:
        return BROKEN
    if _get(record, "isDeleted") == "true":
        return DELETED
    if _get(record, "isSpam") == "true":
        return SPAM
    return WAITING if _get(record, "isApproved") == "false" else ""


def _item(kind: str, native: str, record: Record, parts: dict[str, Record], text: words.Words, about: str) -> Item:
    author, parent = parts.get("author"), _get(parts.get("parent"), "@dsq:id")
    account, name = _get(author, "username"), words.clean_name(_get(author, "name"))
    return Item(
        kind,
        text.text,
        f"{kind} {native}" if kind == "comment" and native else native or f"line {record.line}",
        native=native,
        person=f"user:{account.casefold()}" if account else by_mail(_get(author, "email")) or by_name(name),
        name=name or words.clean_name(account),
        when=dates.posted(_get(record, "createdAt")),
        about=about,
        parent=("comment", parent) if parent else None,
    )
