"""The entries of a feed, RSS or Atom, in one shape."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from copro_text.corpus import Fault
from copro_text.readers import atom, dates, words
from copro_text.readers.gathering import by_mail, by_name
from copro_text.readers.look import text_head
from copro_text.readers.xmlsafe import Plan, Record, Stream

Progress = Callable[[int, int | None], None]

_FIELDS = "title link guid pubDate dc:date dc:creator author description content:encoded generator @href @rel @ref"
_PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://www.w3.org/2005/Atom": "atom",
}
_PLAN = Plan(frozenset({"channel", "item", "atom:link", "thr:in-reply-to"}), frozenset(_FIELDS.split()), _PREFIXES.get, frozenset({"dc:creator"}))
_RSS = re.compile(r"<(?:rss|rdf:rdf)[\s>]")
_ATOM = re.compile(r"<(?:atom:)?feed[\s>]")
_NUMBER = re.compile(r"#comment-(\d+)$")
_CUT = re.compile(r"(?:…|\.\.\.)\]?\s*\Z")
# What WordPress puts before a reply in a feed; nobody typed it.
_REPLY = re.compile(r'\s*(?:<p>)?\s*In reply to <a [^<>]*?href="[^"<>]*#comment-(\d+)"[^<>]*>[^<>]*</a>\.\s*(?:</p>)?', re.IGNORECASE)


@dataclass
class Entry:
    """One entry: `id` and `link` as they stand, `answers` what it says it replies to, `cut` where the feed has only its beginning."""

    line: int
    whole: bool
    id: str
    link: str
    title: str
    text: words.Words
    people: list[atom.Person]
    when: str
    answers: list[str]
    cut: bool = False

    def number(self) -> str:
        """The number of a WordPress comment, or ""."""
        return number_in(self.id) or number_in(self.link)


@dataclass
class Channel:
    """What the feed says of itself: `own` is where it came from, `total` how many entries there are altogether."""

    name: str
    title: str = ""
    link: str = ""
    own: str = ""
    total: str = ""
    is_wordpress: bool = False
    faults: tuple[Fault, ...] = ()
    entries: list[Entry] = field(default_factory=list)


def number_in(address: str) -> str:
    """The number of the WordPress comment that an address leads to, or ""."""
    found = _NUMBER.search(address)
    return found[1] if found else ""


def is_rss(head: bytes) -> bool:
    """Is it RSS, by its first bytes?"""
    return bool(_RSS.search(text_head(head).lower()))


def is_atom(head: bytes) -> bool:
    """Is it Atom, by its first bytes?"""
    return bool(_ATOM.search(text_head(head).lower()))


def from_rss(path: Path, progress: Progress | None) -> Channel:
    """All of an RSS file (0.9x, 1.0, 2.0)."""
    stream = Stream(path, _PLAN, {"item": ("rss", "channel")}, progress)
    channel, answers = Channel("RSS feed"), list[str]()
    for record in stream:
        f = {name: value.strip() for name, value in record.fields.items()}
        if record.name == "item":
            if not record.resumed:
                channel.entries.append(_rss_entry(record, f, answers))
            answers = []
        elif record.name == "thr:in-reply-to":
            answers.append(f.get("@ref") or f.get("@href", ""))
        elif record.name == "atom:link" and f.get("@rel") == "self" and record.inside is not None and record.inside.name == "channel":
            channel.own = f.get("@href", "")
        elif record.name == "channel":
            channel.title, channel.link = channel.title or words.one_line(f.get("title", "")), channel.link or f.get("link", "")
            channel.is_wordpress = channel.is_wordpress or "wordpress.org/" in f.get("generator", "")
    channel.faults = tuple(stream.faults)
    return channel


def _rss_entry(record: Record, f: dict[str, str], answers: list[str]) -> Entry:
    whole = f.get("content:encoded", "")
    source, above = _without_reply(whole or f.get("description", ""))
    text = words.from_html(source)
    return Entry(
        record.line,
        record.whole,
        f.get("guid", ""),
        f.get("link", ""),
        words.one_line(f.get("title", "")),
        text,
        [_person(name) for name in (f.get("dc:creator") or f.get("author", "")).split("\n") if name.strip()],
        dates.posted(f.get("pubDate") or f.get("dc:date", "")),
        [*answers, *above],
        cut=not whole and bool(_CUT.search(text.text)),
    )


def _without_reply(source: str) -> tuple[str, list[str]]:
    """The words without what WordPress says before a reply, and what it replies to."""
    found = _REPLY.match(source)
    return (source[found.end() :], [f"#comment-{found[1]}"]) if found else (source, [])


def _person(text: str) -> atom.Person:
    name = words.clean_name(text)
    address = next((word.strip("<>()") for word in text.split() if "@" in word), "")
    return by_mail(address) or by_name(name), name


def from_atom(path: Path, progress: Progress | None) -> Channel:
    """All of an Atom file."""
    entries = atom.Entries(path, progress)
    found = [_atom_entry(entry) for entry in entries]
    of = entries.feed
    for entry in found:
        if not entry.people and not entry.answers:  # who wrote the blog wrote its posts, where these do not say
            entry.people = of.authors
    return Channel(
        "Atom feed",
        of.title(),
        of.links.get("alternate", ""),
        of.links.get("self", ""),
        of.get("openSearch:totalResults"),
        "wordpress.org/" in of.get("generator") or "WordPress" in of.get("generator"),
        tuple(entries.stream.faults),
        found,
    )


def _atom_entry(entry: atom.Entry) -> Entry:
    text = entry.words()
    return Entry(
        entry.line,
        entry.whole,
        entry.get("id"),
        entry.links.get("alternate", ""),
        entry.title(),
        text,
        entry.authors,
        dates.posted(entry.get("published") or entry.get("updated")),
        entry.answers,
        cut=not entry.get("content") and bool(_CUT.search(text.text)),
    )
