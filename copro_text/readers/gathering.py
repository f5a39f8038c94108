"""What has been read so far of one blog: each thing kept once, or counted with the reason why not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from copro_text.corpus import Fault
from copro_text.readers import words
from copro_text.readers.item import Item

BROKEN = "broken in the file"
NO_WORDS = "no words"
A_PAGE = "a page, not a post"
A_DRAFT = "a draft"
IN_THE_BIN = "in the bin"
WAITING = "waiting for approval"
DELETED = "deleted"
SPAM = "spam"


@dataclass
class Gathering:
    """What is kept of one file, and the account of the rest: `found` counts both."""

    found: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    said: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def leave(self, why: str) -> None:
        """One more thing was found, and is left out."""
        self.found += 1
        self.left_out[why] += 1

    def keep(self, item: Item, found: words.Words) -> None:
        """One more thing was found, and is kept, unless it says nothing or stands here already."""
        self.found += 1
        if not item.text:
            self.left_out[NO_WORDS] += 1
            return
        item = self._told_apart(item)
        number = item.native or "\n".join(item.row if item.row[0] else ())
        if number and _said(item) == self.said.get((item.kind, number)):
            self.left_out["the same again under the same number"] += 1
            return
        self.said.setdefault((item.kind, number), _said(item))
        self.faults.extend(found.faults(item.place))
        self.items.append(item)

    def _told_apart(self, item: Item) -> Item:
        """A number used twice tells nothing apart: the second is known by all it holds."""
        if not item.native and item.row:
            return item
        if item.native and self.said.get((item.kind, item.native), _said(item)) == _said(item):
            return item
        if item.native:
            self.faults.append(Fault(item.place, "Its number was used before for something else; both were kept."))
        return replace(item, native="", row=(item.native, *everything(item)))

    def finished(self) -> tuple[Item, ...]:
        """All items, replies to what was left out now standing on their own."""
        kept = {(item.kind, item.native) for item in self.items}
        return tuple(item if item.parent is None or item.parent in kept else self._orphan(item) for item in self.items)

    def _orphan(self, item: Item) -> Item:
        self.faults.append(Fault(item.place, "A reply to a comment that was left out or is not in the file; kept on its own."))
        return replace(item, parent=None)

    def elsewhere(self) -> tuple[str, ...]:
        """What to tell where a file is only a part of a blog: what its replies answer may be in the study already."""
        kept = {(item.kind, item.native) for item in self.items}
        n = sum(item.parent is not None and item.parent not in kept for item in self.items)
        what = "1 reply answers a comment that is" if n == 1 else f"{n} replies answer comments that are"
        return (f"{what} not in this file: put under it if the study has it, otherwise kept without.",) if n else ()


def everything(item: Item) -> tuple[str, ...]:
    """All that tells an item from another where no number does."""
    return (item.person, item.name, item.when, item.about, item.text)


def _said(item: Item) -> tuple[str, ...]:
    """What makes two items under one number the same: the words, when, and by whom."""
    return (item.text, item.when, item.person, item.name)


def plain(word: str) -> str:
    """A word out of a file, fit to be shown in a reason."""
    return re.sub(r"[^\w -]", "", words.from_plain(word).text)[:30]


def by_mail(address: str) -> str:
    """What tells a person by an e-mail address; "" where it is none, or one that a service gives to everybody."""
    address = address.strip().lower()
    return f"mail:{address}" if "@" in address and not address.startswith("noreply@") else ""


def by_name(name: str) -> str:
    """What tells a person by a name, "" where it is one that anybody has."""
    return f"name:{name.casefold()}" if words.tells_who(name) else ""
