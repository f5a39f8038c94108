"""WordPress exports (WXR 1.0 to 1.2): the posts of a blog and the comments under them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from copro_text.corpus import Fault
from copro_text.errors import NotReadable
from copro_text.readers import words
from copro_text.readers.item import Item, Reading
from copro_text.readers.look import is_xml, text_head
from copro_text.readers.xmlsafe import Plan, Record, Stream

READS = "WordPress exports (.xml)"
READER = "wordpress 1"
FAMILY = "wordpress"

_POST = frozenset(
    "title link guid dc:creator content:encoded wp:post_id wp:post_date wp:post_date_gmt wp:post_type wp:status wp:post_password".split()
)
_AUTHOR = frozenset("wp:author_id wp:author_login wp:author_email wp:author_display_name".split())
_COMMENT = frozenset(f"wp:comment_{name}" for name in "id author author_email date date_gmt content approved type parent user_id".split())
_ROOT = ("rss", "channel")
_WRAPPER = {"item": _ROOT, "wp:comment": (*_ROOT, "item")}
_STATES = {
    "0": "waiting for approval",
    "hold": "waiting for approval",
    "spam": "spam",
    "trash": "in the bin",
    "post-trashed": "in the bin",
}
_NOT_PEOPLE = {"pingback": "pingback", "trackback": "trackback", "pingbacks": "pingback"}
_DATE = "%Y-%m-%d %H:%M:%S"


def recognises(head: bytes, path: Path) -> bool:
    """Is it a WordPress export, whatever its name?"""
    start = text_head(head)
    return is_xml(head) and ("wordpress.org/export/" in start or "<wp:" in start)


def read(path: Path, *, progress: Callable[[int, int | None], None] | None = None) -> Reading:
    """Posts that were published and comments that were approved; everything else is counted with its reason.

    `found` counts every item and every comment in the file.
    """
    plan = Plan(frozenset({"channel", "item", "wp:comment", "wp:author"}), _POST | _AUTHOR | _COMMENT | {"wp:base_blog_url"}, _prefix)
    stream = Stream(path, plan, _WRAPPER, progress)
    blog = _Blog()
    for record in stream:
        blog.take(record)
    if not blog.found:
        raise NotReadable(
            f"{path.name}: a WordPress export with no posts and no comments in it.",
            do="In WordPress choose Tools, Export, All content, and bring in that file.",
            safe="Nothing was read.",
        )
    items = blog.finished()
    return Reading("WordPress export", FAMILY, blog.site(), READER, blog.found, items, dict(blog.left_out), (*stream.faults, *blog.faults))


def _prefix(uri: str) -> str:
    if uri.startswith("http://wordpress.org/export/"):
        return "excerpt" if uri.rstrip("/").endswith("excerpt") else "wp"
    return {"http://purl.org/rss/1.0/modules/content/": "content", "http://purl.org/dc/elements/1.1/": "dc"}.get(uri, "")


@dataclass
class _Blog:
    """What has been read so far of one export."""

    found: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    channel: dict[str, str] = field(default_factory=dict)
    authors: dict[str, tuple[str, str]] = field(default_factory=dict)  # login, or "#" and number: (person, name)
    first_link: str = ""
    said: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        """One record: kept, or counted with the reason why not."""
        if record.name == "channel":
            self.channel = record.fields | self.channel
        elif record.name == "wp:author":
            self._author(record.fields)
        else:
            self._entry(record)

    def _entry(self, record: Record) -> None:
        is_item = record.name == "item"
        if is_item:
            self.first_link = self.first_link or record.fields.get("link", "").strip()
        if is_item and record.resumed:
            return  # what a break left of an item that was counted when it broke
        self.found += 1
        why = (_why_not_post if is_item else _why_not_comment)(record)
        if why:
            self.left_out[why] += 1
            return
        self._keep(self._post(record) if is_item else self._comment(record))

    def _keep(self, entry: tuple[Item, words.Words]) -> None:
        item, found = entry
        if not item.text:
            self.left_out["no words"] += 1
            return
        item = self._told_apart(item)
        if _said(item) == self.said.get((item.kind, item.native)):
            self.left_out["the same again under the same number"] += 1
            return
        self.said.setdefault((item.kind, item.native), _said(item))
        self.faults.extend(found.faults(item.place))
        self.items.append(item)

    def _told_apart(self, item: Item) -> Item:
        """A number used twice tells nothing apart: the second is known by all it holds."""
        if item.native and self.said.get((item.kind, item.native), _said(item)) == _said(item):
            return item
        if item.native:
            self.faults.append(Fault(item.place, "Its number was used before for something else; both were kept."))
        return replace(item, native="", row=(item.native, item.person, item.name, item.when, item.about, item.text))

    def _author(self, fields: dict[str, str]) -> None:
        login, number = (fields.get(f"wp:author_{name}", "").strip() for name in ("login", "id"))
        mail = _mail(fields.get("wp:author_email", ""))
        name = words.clean_name(fields.get("wp:author_display_name", "")) or words.clean_name(login)
        person = f"mail:{mail}" if mail else f"user:{number}" if number else f"login:{login}"
        self.authors |= {login.casefold(): (person, name), f"#{number}": (person, name)}

    def _post(self, record: Record) -> tuple[Item, words.Words]:
        f = record.fields
        native = f.get("wp:post_id", "").strip()
        creator = f.get("dc:creator", "").strip()
        person, name = self.authors.get(creator.casefold(), ("", words.clean_name(creator)))
        text = words.from_html(f.get("content:encoded", ""))
        place = f"post {native}" if native else f"line {record.line}"
        when = _when(f.get("wp:post_date", ""), f.get("wp:post_date_gmt", ""))
        person = person or _by_name(name)
        return Item("post", text.text, place, native=native, person=person, name=name, when=when, about=words.one_line(f.get("title", ""))), text

    def _comment(self, record: Record) -> tuple[Item, words.Words]:
        f = {name.removeprefix("wp:comment_"): value for name, value in record.fields.items()}
        native, parent = f.get("id", "").strip(), f.get("parent", "").strip()
        name = words.clean_name(f.get("author", ""))
        text = words.from_html(f.get("content", ""))
        item = Item(
            "comment",
            text.text,
            f"comment {native}" if native else f"line {record.line}",
            native=native,
            person=self._person(f.get("user_id", "").strip(), f.get("author_email", ""), name),
            name=name,
            when=_when(f.get("date", ""), f.get("date_gmt", "")),
            about=words.one_line(record.inside.fields.get("title", "")) if record.inside else "",
            parent=("comment", parent) if parent not in ("", "0") else None,
        )
        return item, text

    def _person(self, user: str, address: str, name: str) -> str:
        mail = _mail(address)
        if user not in ("", "0"):
            # The blogger is known by the same mark under her post as above it.
            return self.authors.get(f"#{user}", (f"user:{user}", ""))[0]
        return f"mail:{mail}" if mail else _by_name(name)

    def finished(self) -> tuple[Item, ...]:
        """All items, replies to what was left out now standing on their own."""
        kept = {(item.kind, item.native) for item in self.items}
        return tuple(item if item.parent is None or item.parent in kept else self._orphan(item) for item in self.items)

    def _orphan(self, item: Item) -> Item:
        self.faults.append(Fault(item.place, "A reply to a comment that was left out or is not in the file; kept on its own."))
        return replace(item, parent=None)

    def site(self) -> str:
        """Host and path of the blog."""
        address = next(filter(None, (self.channel.get(name, "").strip() for name in ("wp:base_blog_url", "link"))), "")
        return _site(address) if address else _site(self.first_link).partition("/")[0]


def _said(item: Item) -> tuple[str, ...]:
    """What makes two items under one number the same: the words, when, and by whom."""
    return (item.text, item.when, item.person, item.name)


def _why_not_post(record: Record) -> str:
    f = record.fields
    kind, status = (f.get(f"wp:{name}", "").strip().lower() for name in ("post_type", "status"))
    if not record.whole and (record.broken != "wp:comment" or "content:encoded" not in f):
        return "broken in the file"
    if kind not in ("", "post"):
        return {"page": "a page, not a post", "attachment": "an attachment, not a post"}.get(kind, f"not a post ({_plain(kind)})")
    if status not in ("", "publish"):
        return {"draft": "a draft", "pending": "a draft", "auto-draft": "a draft", "trash": "in the bin", "private": "private"}.get(
            status, f"not published ({_plain(status)})"
        )
    return "behind a password" if f.get("wp:post_password", "").strip() else ""


def _why_not_comment(record: Record) -> str:
    kind, state = (record.fields.get(f"wp:comment_{name}", "").strip().lower() for name in ("type", "approved"))
    if not record.whole:
        return "broken in the file"
    if kind in _NOT_PEOPLE:
        return _NOT_PEOPLE[kind]
    if kind not in ("", "comment", "review"):
        return f"not a comment ({_plain(kind)})"
    return "" if state in ("", "1", "approve", "approved") else _STATES.get(state, f"not approved ({_plain(state)})")


def _plain(word: str) -> str:
    return re.sub(r"[^\w -]", "", word)[:30]


def _mail(address: str) -> str:
    address = address.strip().lower()
    return address if "@" in address else ""


def _by_name(name: str) -> str:
    return f"name:{name.casefold()}" if words.tells_who(name) else ""


def _when(local: str, gmt: str) -> str:
    here, there = _date(local), _date(gmt)
    if there is None:
        return here.isoformat() if here else ""
    zone = UTC
    if here is not None and abs(here - there) <= timedelta(hours=14) and (here - there) % timedelta(minutes=15) == timedelta(0):
        zone = timezone(here - there)
    return there.replace(tzinfo=UTC).astimezone(zone).isoformat()


def _date(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip(), _DATE)
    except ValueError:
        return None


def _site(address: str) -> str:
    bare = re.sub(r"^[a-z][\w+.-]*://", "", address.strip(), flags=re.IGNORECASE).partition("?")[0].partition("#")[0]
    host, _, path = bare.rpartition("@")[2].partition("/")
    host = host.lower().removeprefix("www.")
    return f"{host}/{path.strip('/')}".rstrip("/")
