"""What a WordPress site says of itself as JSON (/wp-json/wp/v2/comments and /posts), page by page or all together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from copro_text.errors import NotReadable
from copro_text.readers import words, wp
from copro_text.readers.gathering import BROKEN, Gathering, by_mail, by_name
from copro_text.readers.item import Item, Reading
from copro_text.readers.jsonparts import Parts, Progress, text_of
from copro_text.readers.look import is_binary, text_head

READER = "wordpress_rest 1"

Thing = dict[str, Any]


def recognises(head: bytes, path: Path) -> bool:
    """Is it JSON as WordPress sites give it?"""
    start = "" if is_binary(head) else text_head(head)
    return start.startswith(("[", "{")) and '"rendered"' in start and any(name in start for name in ('"author_name"', '"date_gmt"', '"post"'))


def read(path: Path, *, progress: Progress | None = None) -> Reading:
    """Posts that were published and comments that were approved; everything else is counted with its reason.

    `found` counts every object in the file.
    """
    parts, blog = Parts(path, progress), _Site()
    for line, thing in parts:
        blog.take(thing, line)
    for _ in range(parts.broken):
        blog.leave(BROKEN)
    if not blog.items and not blog.left_out:
        raise NotReadable(
            f"{path.name}: JSON of a WordPress site with no comments in it.",
            do="Look whether the site has comments that everybody may see; ask whoever keeps it for an export.",
            safe="Nothing was read.",
        )
    site, items = blog.placed()
    faults = (*parts.faults, *blog.faults)
    return Reading("WordPress comments (JSON)", wp.FAMILY, site, READER, blog.found, items, dict(blog.left_out), faults, blog.told())


class _Site(Gathering):
    """What has been read so far of one site."""

    def __init__(self) -> None:
        super().__init__()
        self.titles: dict[str, str] = {}
        self.authors: dict[str, str] = {}
        self.links: dict[tuple[str, str], str] = {}
        self.homes: set[str] = set()
        self.host = self.home = ""

    def take(self, thing: Thing, line: int) -> None:
        """One object: kept, or counted with the reason why not."""
        if "rendered" not in _dict(thing, "content") and "raw" not in _dict(thing, "content"):
            self.leave("neither a comment nor a post")
            return
        is_comment = "author_name" in thing or "post" in thing or ("parent" in thing and "title" not in thing)
        for linked, title in _linked(thing):
            self.titles.setdefault(linked, title)
        if not is_comment:
            self.titles[text_of(thing, "id")] = _title(thing)
        kind, state = text_of(thing, "type"), text_of(thing, "status")
        locked = _dict(thing, "content").get("protected") is True
        if why := (wp.why_not_comment(kind, state) if is_comment else wp.why_not_post(kind, state, locked)):
            self.leave(why)
            return
        item, found = (_comment if is_comment else _post)(thing, line)
        link = text_of(thing, "link")
        self.links.setdefault((item.kind, item.native), link)
        self.homes.add(_home(thing, link))
        self.host = self.host or wp.site_of(link).partition("/")[0]
        self.keep(item, found)

    def placed(self) -> tuple[str, tuple[Item, ...]]:
        """Where the blog lives, and its items under the ids of its export, where that is sure."""
        self.items = [replace(item, about=self.titles.get(item.about, "")) if item.kind == "comment" else item for item in self.items]
        self.home = wp.agreed(self.homes)
        return (self.home, tuple(self.items)) if self.home else (self.host, wp.known_by_address(self.items, self.links))

    def told(self) -> tuple[str, ...]:
        """What a person should know of how it was read."""
        said = () if self.home or not self.items else (wp.UNSURE,)
        untitled = sum(item.kind == "comment" and not item.about for item in self.items)
        if untitled:
            said = (
                *said,
                f"Comments without the title of their post: {untitled}. With the site's posts (/wp/v2/posts) in the same file they have it.",
            )
        return (*said, *self.elsewhere())


def _comment(thing: Thing, line: int) -> tuple[Item, words.Words]:
    number, parent, user = (text_of(thing, name) for name in ("id", "parent", "author"))
    name, text = words.clean_name(text_of(thing, "author_name")), _words(thing)
    by_account = f"user:{user}" if user not in ("", "0") else ""
    item = Item(
        "comment",
        text.text,
        f"comment {number}" if number else f"line {line}",
        native=number,
        person=by_account or by_mail(text_of(thing, "author_email")) or by_name(name),
        name=name,
        when=wp.when(text_of(thing, "date"), text_of(thing, "date_gmt")),
        about=text_of(thing, "post"),  # its number, until the title is known
        parent=("comment", parent) if parent not in ("", "0") else None,
    )
    return item, text


def _post(thing: Thing, line: int) -> tuple[Item, words.Words]:
    number, text = text_of(thing, "id"), _words(thing)
    (person, name), *others = _authors(thing)
    place = f"post {number}" if number else f"line {line}"
    date = wp.when(text_of(thing, "date"), text_of(thing, "date_gmt"))
    item = Item("post", text.text, place, native=number, person=person, name=name, others=tuple(others), when=date, about=_title(thing))
    return item, text


def _authors(thing: Thing) -> list[tuple[str, str]]:
    """Who wrote a post: by number, and by name where the names were asked for (`_embed`)."""
    told = _dict(thing, "_embedded").get("author")
    named = {text_of(who, "id"): words.clean_name(text_of(who, "name")) for who in _list(told) if isinstance(who, dict)}
    numbers = [number for number in (text_of(thing, "author"), *named) if number not in ("", "0")]
    return [(f"user:{number}", named.get(number, "")) for number in dict.fromkeys(numbers)] or [("", "")]


def _words(thing: Thing) -> words.Words:
    """As it was typed where the site says so, for so it stands in its exports; else as it is shown."""
    content = _dict(thing, "content")
    return words.from_html(text_of(content, "raw") or text_of(content, "rendered"))


def _title(thing: Thing) -> str:
    title = _dict(thing, "title")
    return words.one_line(text_of(title, "rendered") or text_of(title, "raw") or text_of(thing, "title"))


def _linked(thing: Thing) -> list[tuple[str, str]]:
    """Numbers and titles of the posts that came along with a comment."""
    up = _dict(thing, "_embedded").get("up")
    return [(text_of(post, "id"), _title(post)) for post in _list(up) if isinstance(post, dict) and "title" in post]


def _home(thing: Thing, link: str) -> str:
    """The blog's address, if the object says it: by the way to its data, or by a post's number."""
    links = _dict(thing, "_links")
    ways = [way.get("href") for name in ("self", "collection") for way in _list(links.get(name)) if isinstance(way, dict)]
    guid = text_of(_dict(thing, "guid"), "rendered")
    homes = [wp.home(way, inside=link) for way in ways if isinstance(way, str)] + [wp.home(link), wp.home(guid, inside=link)]
    return next(filter(None, homes), "")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(thing: Thing, name: str) -> Thing:
    value = thing.get(name)
    return value if isinstance(value, dict) else {}
