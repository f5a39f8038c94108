"""WordPress exports (WXR 1.0 to 1.2): the posts of a blog and the comments under them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from copro_text.errors import NotReadable
from copro_text.readers import words
from copro_text.readers.gathering import BROKEN, Gathering, by_mail, by_name
from copro_text.readers.item import Item, Reading
from copro_text.readers.look import is_xml, text_head
from copro_text.readers.wp import FAMILY, site_of, when, why_not_comment, why_not_post
from copro_text.readers.xmlsafe import Plan, Record, Stream

READER = "wordpress 1"
GUEST = "guest:"

_POST = frozenset(
    "title link guid dc:creator category category@domain category@nicename content:encoded "
    "wp:post_id wp:post_date wp:post_date_gmt wp:post_name wp:post_type wp:status wp:post_password".split()
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
    plan = Plan(
        frozenset({"channel", "item", "wp:comment", "wp:author"}), _POST | _AUTHOR | _COMMENT | {"wp:base_blog_url"}, _prefix, frozenset({"category"})
    )
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
    items = blog.with_guests(blog.finished())
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
    guests: dict[str, str] = field(default_factory=dict)  # authors without an account: what the co-authors plugin calls them, their name
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
        if is_item and record.fields.get("wp:post_type", "").strip() == "guest-author":
            self.guests[record.fields.get("wp:post_name", "").strip()] = words.clean_name(record.fields.get("title", ""))
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
        self.authors |= {login.casefold(): (person, name), f"#{number}": (person, name), f"~{_nice(login)}": (person, name)}

    def _post(self, record: Record) -> tuple[Item, words.Words]:
        f = record.fields
        native = f.get("wp:post_id", "").strip()
        (person, name), *others = self._joint(f) or [self._creator(f.get("dc:creator", "").strip())]
        text = words.from_html(f.get("content:encoded", ""))
        place = f"post {native}" if native else f"line {record.line}"
        date = when(f.get("wp:post_date", ""), f.get("wp:post_date_gmt", ""))
        about = words.one_line(f.get("title", ""))
        return Item("post", text.text, place, native=native, person=person, name=name, others=tuple(others), when=date, about=about), text

    def _creator(self, login: str) -> tuple[str, str]:
        person, name = self.authors.get(login.casefold(), ("", words.clean_name(login)))
        return person or by_name(name), name

    def _joint(self, f: dict[str, str]) -> list[tuple[str, str]]:
        """Who wrote it as the co-authors plugin says, for then the account that posted it may be of none of them."""
        listed = [f.get(name, "").split("\n") for name in ("category@domain", "category@nicename", "category")]
        if len(set(map(len, listed))) > 1:
            return []
        found = [self._author_called(nice.strip(), login.strip()) for domain, nice, login in zip(*listed, strict=True) if domain == "author"]
        return list(dict.fromkeys(found))

    def _author_called(self, nice: str, login: str) -> tuple[str, str]:
        by_account = self.authors.get(f"~{nice.removeprefix('cap-')}") or self.authors.get(login.casefold())
        return by_account or (f"{GUEST}{nice or login}", words.clean_name(login or nice.removeprefix("cap-")))

    def with_guests(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """Items with the names of authors who have no account: these may stand in the file after what they wrote."""
        people = {f"{GUEST}{nice}": (f"{GUEST}{nice}", name) for nice, name in self.guests.items() if name}
        named = (item if item.kind != "post" else _named(item, people) for item in items)
        return tuple(named)

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


def _named(item: Item, people: dict[str, tuple[str, str]]) -> Item:
    (person, name), *others = (people.get(who[0], who) for who in ((item.person, item.name), *item.others))
    return replace(item, person=person, name=name, others=tuple(others))


def _nice(login: str) -> str:
    """A login as WordPress writes it in addresses."""
    return re.sub(r"[^\w]+", "-", login.casefold()).strip("-")
