"""The source: hand-written text files, cut into blocks and checked.

A file holds blocks. Each opens with a line `=== id`, then `key: value` lines, a line `---`, and the
text as WordPress stores it. A survey block has the sections `--- q1` and `--- q2` after that line,
and a comment that its writer edited later has a section `--- edited`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

BLOG_SOURCES = ("blog-post-11.txt", "blog-post-12.txt")
SURVEY_SOURCE = "survey.txt"

THEMES = frozenset(
    "power start pay tickbox access language trust risk feedback missing knowledge hard none".split()
)
ALLOWED = {
    "status": {"approved", "spam", "trash", "pending"},
    "type": {"comment", "pingback", "trackback"},
    "stance": {"is", "isnt", "both"},
    "stance1": {"is", "isnt", "both"},
    "stance2": {"is", "isnt", "both"},
    "ask": {"no quote", "no use"},
    "ask1": {"no quote", "no use"},
    "ask2": {"no quote", "no use"},
    "how": {"own words", "with support", "on behalf of"},
    "campaign": {"yes"},
    "publish": {"", "Yes", "No"},
    "relation": {
        "I use services",
        "I care for someone",
        "I work in services",
        "More than one of these",
        "Prefer not to say",
    },
}
COMMENT_KEYS = frozenset(
    {"name", "email", "url", "date", "reply to", "status", "type", "theme", "also", "stance"}
    | {"perspective", "credit", "ask", "how", "campaign", "repeat of", "person"}
)
POST_KEYS = frozenset({"title", "slug", "date", "author", "theme", "also", "stance"})
SURVEY_KEYS = frozenset(
    {"date", "relation", "area", "publish", "name", "how", "perspective", "repeat of"}
    | {f"{key}{n}" for key in ("theme", "also", "stance", "ask") for n in (1, 2)}
)


class SourceError(Exception):
    """The source text has faults. The message lists all of them, one a line."""


@dataclass(frozen=True)
class Block:
    """One thing in the source: a post, a comment, or one person's survey answers."""

    file: str
    id: str
    keys: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)  # "" is the text; also q1, q2, edited

    def get(self, key: str, default: str = "") -> str:
        """Return the value of a key."""
        return self.keys.get(key, default)

    @property
    def where(self) -> str:
        """Say where this block stands, for a fault."""
        return f"{self.file}, block {self.id}"

    @property
    def is_post(self) -> bool:
        """Is this a post, rather than a comment on it?"""
        return self.id.startswith("post-")

    @property
    def is_survey(self) -> bool:
        """Is this one person's answers to the survey?"""
        return self.file == SURVEY_SOURCE

    @property
    def date(self) -> datetime:
        """When it was written, in the site's own time. A post's day alone means nine o'clock."""
        text = self.get("date")
        return datetime.fromisoformat(text if " " in text else f"{text} 09:00")

    @property
    def person(self) -> str:
        """Who wrote it: their address, or where they gave none, their first text."""
        return self.get("email") or self.get("person") or self.get("repeat of") or self.id


def read_all(folder: Path) -> list[Block]:
    """Read the source texts in `folder`; raise `SourceError` with every fault found."""
    faults: list[str] = []
    blocks = [
        block
        for name in (*BLOG_SOURCES, SURVEY_SOURCE)
        for block in read_blocks(name, (folder / name).read_text(encoding="utf-8"), faults)
    ]
    faults += [f"{b.where}: {fault}" for b in blocks for fault in faults_of(b)]
    faults += faults_between(blocks)
    if faults:
        raise SourceError("\n".join(faults))
    return blocks


def read_blocks(file: str, text: str, faults: list[str]) -> list[Block]:
    """Cut one source file into blocks, adding to `faults` what cannot be read."""
    before, *parts = re.split(r"^===[ \t]*(.*)$", text, flags=re.MULTILINE)
    if before.strip():
        faults.append(f"{file}, before the first block: text that belongs to no block")
    return [
        read_block(file, block_id.strip().replace("post ", "post-"), body, faults)
        for block_id, body in zip(parts[::2], parts[1::2], strict=True)
    ]


def read_block(file: str, block_id: str, body: str, faults: list[str]) -> Block:
    """Read the keys of a block, up to its line `---`, and then its text or texts."""
    where = f"{file}, block {block_id or '(no id)'}"
    head, *sections = re.split(r"^---[ \t]*(\w*)[ \t]*$", body, flags=re.MULTILINE)
    if not sections:
        faults.append(f"{where}: no line '---' between the keys and the text")
    keys: dict[str, str] = {}
    for line in filter(str.strip, head.splitlines()):
        key, colon, value = line.partition(":")
        if not colon:
            faults.append(f"{where}: not a 'key: value' line: {line!r}")
        elif key.strip() in keys:
            faults.append(f"{where}: the key {key.strip()!r} stands twice")
        keys[key.strip()] = value.strip()
    names = sections[::2]
    if len(set(names)) != len(names):
        faults.append(f"{where}: the same '---' line stands twice")
    texts = {name: part.strip("\n") for name, part in zip(names, sections[1::2], strict=True)}
    return Block(file, block_id, keys, texts)


def faults_of(block: Block) -> list[str]:
    """List what is wrong with a block by itself."""
    known = SURVEY_KEYS if block.is_survey else POST_KEYS if block.is_post else COMMENT_KEYS
    faults = [f"unknown key {key!r}" for key in block.keys if key not in known]
    faults += [
        f"{key} cannot be {value!r}"
        for key, value in block.keys.items()
        if key in ALLOWED and value not in ALLOWED[key]
    ]
    faults += [
        f"unknown theme {theme!r}"
        for key, value in block.keys.items()
        if key.rstrip("12") in ("theme", "also")
        for theme in listed(value)
        if theme not in THEMES
    ]
    faults += [f"no {key}" for key in needed(block) if not block.get(key)]
    try:
        _ = block.date
    except ValueError:
        faults.append(f"date cannot be {block.get('date')!r}: write 2026-03-02 19:41")
    email = block.get("email")
    if email and not re.fullmatch(r"[\w.+-]+@([\w-]+\.)*example(\.org|\.com)?", email):
        faults.append(f"e-mail {email!r} is not under an example domain")
    return faults + faults_of_words(block)


def needed(block: Block) -> tuple[str, ...]:
    """Name the keys that a block of this kind cannot do without."""
    if block.is_survey:
        return ("date", "relation", "theme1", "theme2")
    return ("date", "title", "slug") if block.is_post else ("date", "name", "theme")


def faults_of_words(block: Block) -> list[str]:
    """List texts that are missing, and words promised by a key that the text does not have."""
    wanted, allowed = ({"q1", "q2"}, {"", "q1", "q2"}) if block.is_survey else ({""}, {"", "edited"})
    faults = [f"no section '--- {name}'" for name in sorted(wanted - set(block.texts))]
    faults += [f"unknown section '--- {name}'" for name in sorted(set(block.texts) - allowed)]
    if not block.is_survey and not block.texts.get("", "").strip():
        faults.append("no text")
    text = plain(" ".join(block.texts.get(name, "") for name in sorted(wanted)))
    promised = [("perspective", own) for own in split(block.get("perspective"))]
    promised += [("credit", block.get("credit"))] if block.get("credit") else []
    faults += [f"{key} {words!r} is not in the text" for key, words in promised if words not in text]
    return faults


def faults_between(blocks: list[Block]) -> list[str]:
    """List ids that are missing or stand twice, and references that lead nowhere."""
    ids = [block.id for block in blocks]
    faults = [f"{b.where}: this id stands twice" for i, b in enumerate(blocks) if b.id in ids[:i]]
    faults += [
        f"{block.where}: {key} {block.get(key)!r} leads nowhere"
        for block in blocks
        for key in ("reply to", "repeat of", "person")
        if block.get(key) and block.get(key) not in ids
    ]
    faults += [
        f"{b.where}: a comment's id is a number" for b in blocks if is_comment(b) and not b.id.isdigit()
    ]
    faults += [
        f"{file}: no block 'post-{number}'"
        for file, number in zip(BLOG_SOURCES, (11, 12), strict=True)
        if f"post-{number}" not in ids
    ]
    return faults


def is_comment(block: Block) -> bool:
    """Is this a comment on the blog (a pingback counts)?"""
    return not block.is_post and not block.is_survey


def listed(value: str) -> list[str]:
    """Split a list written with commas."""
    return [part.strip() for part in value.split(",") if part.strip()]


def split(value: str) -> list[str]:
    """Split perspectives written with a bar between them."""
    return [part.strip() for part in value.split("|") if part.strip()]


def plain(text: str) -> str:
    """Return the text as it is read: no tags, no entities, one space between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())
