"""Atom: the entries of a feed or of a Blogger export, as they stand, before anyone says what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from copro_text.readers import words
from copro_text.readers.gathering import by_mail, by_name
from copro_text.readers.xmlsafe import Plan, Record, Stream

_RECORDS = "feed entry source author link category thr:in-reply-to app:control gd:extendedProperty"
_FIELDS = (
    "id title title@type published updated content content@type summary summary@type name email uri generator openSearch:totalResults "
    "app:draft blogger:type blogger:status blogger:parent blogger:inReplyTo blogger:trashed @href @rel @ref @term @name @value"
)
_PREFIXES = {
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://www.w3.org/2007/app": "app",
    "http://purl.org/atom/app#": "app",
    "http://schemas.google.com/g/2005": "gd",
    "http://schemas.google.com/blogger/2018": "blogger",
    "http://a9.com/-/spec/opensearchrss/1.0/": "openSearch",
    "http://a9.com/-/spec/opensearch/1.1/": "openSearch",
}
PLAN = Plan(frozenset(_RECORDS.split()), frozenset(_FIELDS.split()), _PREFIXES.get)

Person = tuple[str, str]
"""What tells the person from others, and the name."""


@dataclass
class Entry:
    """One entry, or the feed itself: what stands in it and in the small parts inside it."""

    fields: dict[str, str]
    line: int = 0
    whole: bool = True
    authors: list[Person] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    terms: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """A field, trimmed; "" when it is not there."""
        return self.fields.get(name, "").strip()

    def words(self) -> words.Words:
        """What it says: the whole if it is there, else the summary."""
        name = "content" if self.get("content") else "summary"
        return (words.from_html if "html" in self._type(name) else words.from_plain)(self.fields.get(name, ""))

    def title(self) -> str:
        """The title on one line."""
        title = self.fields.get("title", "")
        return words.one_line(title) if "html" in self._type("title") else " ".join(words.from_plain(title).text.split())

    def _type(self, name: str) -> str:
        kind = self.get(f"{name}@type").lower()
        return "" if kind == "xhtml" else kind  # xhtml has its elements in the XML, and they are gone by now


class Entries:
    """The entries of an Atom file, and after them the feed they stand in.

    Parameters
    ----------
    path
        The file.
    progress
        Told how many bytes are done, and of how many.
    """

    def __init__(self, path: Path, progress: Callable[[int, int | None], None] | None = None) -> None:
        self.stream = Stream(path, PLAN, {"entry": ("feed",)}, progress)
        self.feed = Entry({})

    def __iter__(self) -> Iterator[Entry]:
        """Each entry as it ends."""
        parts: dict[int, Entry] = {}  # by the record they stand in, which is open still
        for record in self.stream:
            if record.name == "feed":
                whole = parts.pop(id(record), Entry({}))
                self.feed.fields = record.fields | self.feed.fields
                self.feed.links = whole.links | self.feed.links
                self.feed.authors = self.feed.authors or whole.authors
            elif record.name == "entry":
                entry = parts.pop(id(record), Entry({}))
                entry.fields, entry.line, entry.whole = record.fields, record.line, record.whole
                yield entry
            elif record.inside is not None and record.inside.name in ("entry", "feed"):
                _add(parts.setdefault(id(record.inside), Entry({})), record)


def _add(entry: Entry, part: Record) -> None:
    f = {name: value.strip() for name, value in part.fields.items()}
    if part.name == "author":
        entry.authors.append(_person(f))
    elif part.name == "link":
        entry.links.setdefault(f.get("@rel", "alternate"), f.get("@href", ""))
    elif part.name == "category":
        entry.terms.append(f.get("@term", ""))
    elif part.name == "thr:in-reply-to":
        entry.answers.append(f.get("@ref", ""))
    elif part.name == "gd:extendedProperty":
        entry.properties[f.get("@name", "")] = f.get("@value", "")
    elif part.name == "app:control":
        entry.properties |= f


def _person(f: dict[str, str]) -> Person:
    """An account with the blog's host tells most, then an e-mail address, then the name."""
    name = words.clean_name(f.get("name", ""))
    _, blogger, profile = f.get("uri", "").partition("blogger.com/profile/")
    return f"profile:{profile}" if blogger and profile.isdigit() else by_mail(f.get("email", "")) or by_name(name), name
