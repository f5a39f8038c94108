"""WordPress exports (WXR 1.0 to 1.2): the posts of a blog and the comments under them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from copro_text.errors import NotReadable
from copro_text.readers import words
from copro_text.readers.gathering import BROKEN, Gathering, by_mail, by_name
from copro_text.readers.item import Item, Reading
from copro_text.readers.look import is_xml, text_head
from copro_text.readers.wp import FAMILY, site_of, when, why_not_comment, why_not_post
from copro_text.readers.xmlsafe import Plan, Record, Stream

READS = "WordPress exports (.xml)"
READER = "wordpress 1"

_POST = frozenset(
    "title link guid dc:creator content:encoded wp:post_id wp:post_date wp:post_date_gmt wp:post_type wp:status wp:post_password".split()
)
_AUTHOR = frozenset("wp:author_id wp:author_login wp:author_email wp:author_display_name".split())
_COMMENT = frozenset(f"wp:comment_{name}" for name in "id author author_email date date_gmt content approved type parent user_id".split())
_ROOT = ("rss", "channel")
_WRAPPER = {"item": _ROOT, "wp:comment": (*_ROOT, "item")}


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


def _prefix(uri: str) -> str | None:
    if uri.startswith("http://wordpress.org/export/"):
        return "excerpt" if uri.rstrip("/").endswith("excerpt") else "wp"
    return {"http://purl.org/rss/1.0/modules/content/": "content", "http://purl.org/dc/elements/1.1/": "dc"}.get(uri)


@dataclass
class _Blog(Gathering):
    """What has been read so far of one export."""

    channel: dict[str, str] = field(default_factory=dict)
    authors: dict[str, tuple[str, str]] = field(default_factory=dict)  # login, or "#" and number: (person, name)
    first_link: str = ""

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
        if why := _why_not(record):
            self.leave(why)
        else:
            self.keep(*(self._post(record) if is_item else self._comment(record)))

    def _author(self, fields: dict[str, str]) -> None:
        login, number = (fields.get(f"wp:author_{name}", "").strip() for name in ("login", "id"))
        mail = by_mail(fields.get("wp:author_email", ""))
        name = words.clean_name(fields.get("wp:author_display_name", "")) or words.clean_name(login)
        person = mail or (f"user:{number}" if number else f"login:{login}")
        self.authors |= {login.casefold(): (person, name), f"#{number}": (person, name)}

    def _post(self, record: Record) -> tuple[Item, words.Words]:
        f = record.fields
        native = f.get("wp:post_id", "").strip()
        creator = f.get("dc:creator", "").strip()
        person, name = self.authors.get(creator.casefold(), ("", words.clean_name(creator)))
        text = words.from_html(f.get("content:encoded", ""))
        place = f"post {native}" if native else f"line {record.line}"
        date = when(f.get("wp:post_date", ""), f.get("wp:post_date_gmt", ""))
        about = words.one_line(f.get("title", ""))
        return Item("post", text.text, place, native=native, person=person or by_name(name), name=name, when=date, about=about), text

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
            when=when(f.get("date", ""), f.get("date_gmt", "")),
            about=words.one_line(record.inside.fields.get("title", "")) if record.inside else "",
            parent=("comment", parent) if parent not in ("", "0") else None,
        )
        return item, text

    def _person(self, user: str, address: str, name: str) -> str:
        if user not in ("", "0"):
            # The blogger is known by the same mark under her post as above it.
            return self.authors.get(f"#{user}", (f"user:{user}", ""))[0]
        return by_mail(address) or by_name(name)

    def site(self) -> str:
        """Host and path of the blog."""
        address = next(filter(None, (self.channel.get(name, "").strip() for name in ("wp:base_blog_url", "link"))), "")
        return site_of(address) if address else site_of(self.first_link).partition("/")[0]


def _why_not(record: Record) -> str:
    f, is_item = record.fields, record.name == "item"
    if not record.whole and (not is_item or record.broken != "wp:comment" or "content:encoded" not in f):
        return BROKEN
    if is_item:
        return why_not_post(f.get("wp:post_type", ""), f.get("wp:status", ""), bool(f.get("wp:post_password", "").strip()))
    return why_not_comment(f.get("wp:comment_type", ""), f.get("wp:comment_approved", ""))
