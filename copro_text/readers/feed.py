"""Feeds (RSS, Atom): the latest posts or comments of any blog. A feed is never the whole of one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from copro_text.errors import NotReadable
from copro_text.readers import wp
from copro_text.readers.feedentries import Channel, Entry, Progress, from_atom, from_rss, is_atom, is_rss, number_in
from copro_text.readers.gathering import BROKEN, Gathering, by_name
from copro_text.readers.item import Item, Reading
from copro_text.readers.look import HEAD, is_xml
from copro_text.readers.words import clean_name

READER = "feed 1"
FAMILY = "feed"

_BY = re.compile(r"(?:By: |Comment on (?P<about>.+) by )(?P<name>.+)", re.DOTALL)
_COMMENTS_ON = re.compile(r"Comments on:? (?P<about>.+)", re.DOTALL)
_POST_NUMBER = re.compile(r"\?p=(\d+)$")


def recognises(head: bytes, path: Path) -> bool:
    """Is it a feed, whatever its name?"""
    return is_xml(head) and (is_rss(head) or is_atom(head))


def read(path: Path, *, progress: Progress | None = None) -> Reading:
    """Each entry as a post or as a comment, by what the feed says of it; `found` counts every entry."""
    with path.open("rb") as file:
        rss = is_rss(file.read(HEAD))
    channel = (from_rss if rss else from_atom)(path, progress)
    if not channel.entries:
        raise NotReadable(
            f"{path.name}: an {channel.name} with no entries in it.",
            do="Look at the feed's address in a browser: if there are comments by now, save it again and bring in that file.",
            safe="Nothing was read.",
        )
    feed = _Feed(channel)
    for entry in channel.entries:
        feed.take(entry)
    family, site, items = feed.placed()
    notices = (*only_the_latest(feed.found, channel.total), *feed.told(site))
    return Reading(channel.name, family, site, READER, feed.found, items, dict(feed.left_out), (*channel.faults, *feed.faults), notices)


def only_the_latest(found: int, total: str = "") -> tuple[str, ...]:
    """What to say of every feed: it is not all there is."""
    of = f" of {int(total)}" if total.isascii() and total.isdigit() and len(total) < 10 and int(total) > found else ""
    return (
        f"A feed holds only the latest entries of a blog, here {found}{of}: what is older is not in it. "
        "Ask whoever keeps the blog for an export, or add the feed again from time to time.",
    )


class _Feed(Gathering):
    """What has been read so far of one feed."""

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self.channel, self.cut = channel, 0
        self.links: dict[tuple[str, str], str] = {}
        comments = [entry for entry in channel.entries if self._is_comment(entry)]
        self.numbered = (bool(comments) or channel.is_wordpress) and all(entry.number() for entry in comments)
        self.home = self._home() if self.numbered else ""
        self.ids = {entry.id for entry in comments if entry.id}
        self.titles = {entry.id: entry.title for entry in channel.entries if not self._is_comment(entry)}

    def _is_comment(self, entry: Entry) -> bool:
        of_comments = self.channel.title.startswith(("Comments on", "Comments for")) or "/comments/" in self.channel.own
        return bool(entry.number() or entry.answers) or of_comments or entry.title.startswith("By: ")

    def _home(self) -> str:
        """Where a WordPress blog lives, "" where that is not sure; every entry has to be of it."""
        c = self.channel
        only_posts = c.is_wordpress and not any(self._is_comment(entry) for entry in c.entries)
        home = wp.home(c.own) or (wp.site_of(c.link) if only_posts else "") or wp.agreed(filter(None, map(_home, c.entries)))
        return home if all(f"{wp.site_of(entry.link or c.link)}/".startswith(f"{home}/") for entry in c.entries) else ""

    def take(self, entry: Entry) -> None:
        """One entry: kept as a post or a comment, or counted."""
        if not entry.whole:
            self.leave(BROKEN)
            return
        item = self._comment(entry) if self._is_comment(entry) else self._post(entry)
        if entry.cut:
            # The whole may be here already or come later; its beginning must not take its place.
            self.cut, item = self.cut + 1, replace(item, native=item.native and f"{item.native} (beginning)")
        self.links[item.kind, item.native] = entry.link
        self.keep(item, entry.text)

    def _comment(self, entry: Entry) -> Item:
        by = _BY.fullmatch(entry.title)
        name = clean_name(by["name"]) if by else ""
        (person, name), *others = entry.people or [(by_name(name), name)]
        under = _COMMENTS_ON.fullmatch(self.channel.title)
        about = (
            (by["about"] if by else "") or next((self.titles[a] for a in entry.answers if a in self.titles), "") or (under["about"] if under else "")
        )
        native = entry.number() if self.numbered else entry.id or entry.link
        return self._item("comment", entry, native, person, name, others, about, self._parent(entry))

    def _parent(self, entry: Entry) -> tuple[str, str] | None:
        """The comment above, by its number or its id; what else a feed names is the post."""
        if self.numbered:
            above = next(filter(None, map(number_in, entry.answers)), "")
        else:
            above = next((a for a in entry.answers if a in self.ids and a != entry.id), "")
        return ("comment", above) if above else None

    def _post(self, entry: Entry) -> Item:
        (person, name), *others = entry.people or [("", "")]
        number = _POST_NUMBER.search(entry.id)
        # A number in an address that another blog gave is no number of this one.
        native = number[1] if number and self.home and _home(entry) == self.home else entry.id or entry.link
        return self._item("post", entry, native, person, name, others, entry.title, None)

    def _item(
        self,
        kind: str,
        entry: Entry,
        native: str,
        person: str,
        name: str,
        others: list[tuple[str, str]],
        about: str,
        parent: tuple[str, str] | None,
    ) -> Item:
        place = f"{kind} {entry.number()}" if entry.number() else f"{kind} (line {entry.line})"
        return Item(
            kind, entry.text.text, place, native=native, person=person, name=name, others=tuple(others), when=entry.when, about=about, parent=parent
        )

    def placed(self) -> tuple[str, str, tuple[Item, ...]]:
        """Family, site and the items: a WordPress blog's as in its export where that is sure."""
        if not self.numbered:
            return FAMILY, wp.site_of(self.channel.link or self.channel.own), tuple(self.items)
        if self.home:
            return wp.FAMILY, self.home, tuple(self.items)
        host = wp.site_of(self.channel.link or self.channel.own).partition("/")[0]
        return wp.FAMILY, host, wp.known_by_address(self.items, self.links)

    def told(self, site: str) -> tuple[str, ...]:
        """What a person should know of how it was read."""
        kinds = [item.kind for item in self.items]
        said = [f"Taken for comments: {kinds.count('comment')}. Taken for posts: {kinds.count('post')}."]
        if self.cut:
            said.append(f"{self.cut} of them stand in the feed only with their beginning; it is kept beside the whole, should that come.")
        if self.numbered and not self.home:
            said.append(wp.UNSURE)
        return (*said, *self.elsewhere())


def _home(entry: Entry) -> str:
    return wp.home(entry.id, inside=entry.link) or wp.home(entry.link)
