"""Notes as plain text or Markdown: headings, bullets, tables and lines, in whatever encoding and with whatever line ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from copro_text.errors import NotReadable
from copro_text.readers import table
from copro_text.readers.blocks import Account, Block, Remark, size_is_fit
from copro_text.readers.cells import Cell, of_table
from copro_text.readers.encoding import decode
from copro_text.readers.item import Reading
from copro_text.readers.look import looks_like, text_head
from copro_text.readers.notes import reading

READER = "plain 1"
LARGEST = 20_000_000  # bytes: thirty long novels
WRAPPED = 55  # a line of at least so many characters may go on in the next one

_JSON = re.compile(r'\{\s*["}]|\[\s*(?:[\[{"\]]|-?\d|true|false|null)')
_HASHES = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*")
_BELOW = re.compile(r"\s{0,3}(=+|-{2,}|~{3,})\s*")
_RULE = re.compile(r"\s{0,3}(?:([-*_=~#])\s*){3,}")
_BULLET = re.compile(r"(\s*)(?:[-*+–—•·●○◦▪▫■➢✓‣]\s+|[•●○▪■➢]|\(?(?:\d{1,3}|[a-z])[.)]\s+(?=\D))(?:\[[ xX]\]\s+)?(.*)")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_FOOT = re.compile(r"\s{0,3}\[\^([^\]\s]{1,40})\]:\s*(.*)")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_CELLS = re.compile(r"\s{0,3}\|.*\|\s*")
_BETWEEN = re.compile(r"[\s|:-]+")
_FRONT = re.compile(r"---\n(?:[A-Za-z_-]+:.*\n|\s+.*\n|\n)*?(?:---|\.\.\.)\n")
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_MARKED = re.compile(r"^\s*(\*\*|__)(?=\S)(.+?)(?<=\S)\1\s*:?\s*$")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^\n]{1,500}?)(?<=\S)\1")
_SLANTED = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,500}?)(?<=[^\s*])\*(?![\w*])|(?<![\w\\])_(?=[^\s_])([^_\n]{1,500}?)(?<=[^\s_])_(?!\w)")
_LINK = re.compile(r"!?\[([^\]\n]{0,500})\]\((?:[^()\n]|\([^()\n]*\)){0,1000}\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_COMMENT = re.compile(r"\s*\[([a-z]{1,2})\]\s*(\S.*)")  # as Google Docs writes comments below a text, with [a] at the place they are about
_MARK = re.compile(r"(?<=\S)\[([a-z]{1,2})\]")
_PAGE = re.compile(r"\s*Page \d{1,4}(?: of \d{1,4})?\s*", re.IGNORECASE)
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,40})\]")
_LIKE_MARKDOWN = re.compile(r"^#{1,6} \S|^[^\S\n]*(?:\*\*|__)\S.*(?:\*\*|__)|^\|.*\|[^\S\n]*$", re.MULTILINE)
_RULED = re.compile(
    r"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?)?[ \t]*\r?$", re.MULTILINE
)  # the line below the head of a table in Markdown
_END = (".", "!", "?", ":", ";", "”", '"', "…")


def recognises(head: bytes, path: Path) -> bool:
    """Is it text that is no other thing, and does not fall into columns other than those of a table in Markdown?"""
    kind = looks_like(head)
    start = text_head(head)
    return kind in ("plain text", "JSON") and not _JSON.match(start) and (bool(_RULED.search(start)) or not table.recognises(head, path))


def read(path: Path, *, progress: Callable[[int, int | None], None] | None = None) -> Reading:
    """The notes, line by line; lines that a program broke are joined again."""
    size_is_fit(path, LARGEST)
    text, faults = decode(path.read_bytes())
    if text.count("\ufffd") * 10 > len(text):
        raise NotReadable(f"{path.name}: not text that can be read.", do="Save it again as plain text, UTF-8.", safe="Nothing was read.")
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    markdown = _is_markdown(text, path)
    account = Account("Markdown notes" if markdown else "plain text notes", READER, faults=list(faults))
    if path.suffix.lower() in (".srt", ".vtt"):
        account.notices.append("Its name says that these are subtitles, but no times stand in it: read as notes.")
    blocks = list(_Text(text, account, markdown=markdown).blocks())
    if progress:
        progress(len(text), len(text))
    return reading(path.name, blocks, account)


def _is_markdown(text: str, path: Path) -> bool:
    return path.suffix.lower() in (".md", ".markdown") or bool(_LIKE_MARKDOWN.search(text))


class _Line(NamedTuple):
    number: int
    text: str


class _Text:
    """The lines of a text on their way to blocks."""

    def __init__(self, text: str, account: Account, *, markdown: bool) -> None:
        self.account, self.markdown = account, markdown
        if markdown:
            text = self._without(_FRONT, text, "line of settings at the top", at_start=True)
            text = self._without(_HIDDEN, text, "line of a hidden comment")
        self.lines = [_Line(number, line) for number, line in enumerate(text.split("\n"), start=1)]
        self.at = self.tables = 0
        self.feet: dict[str, Remark] = {}
        self.comments: dict[str, Remark] = {}
        self.short = 0

    def _without(self, pattern: re.Pattern[str], text: str, why: str, *, at_start: bool = False) -> str:
        """The text without such parts, its line numbers kept; each line with words is counted."""

        def swap(match: re.Match[str]) -> str:
            self.account.left_out[why] += sum(bool(re.search(r"\w", line)) for line in match[0].split("\n"))
            return "\n" * match[0].count("\n")

        if at_start:
            match = pattern.match(text)
            return swap(match) + text[match.end() :] if match else text
        return pattern.sub(swap, text)

    def blocks(self) -> Iterator[Block]:
        """Every line that holds words, in blocks; what footnotes say at the place that they are about."""
        self._take_footnotes()
        while self.at < len(self.lines):
            yield from self._next()
        if self.feet:
            yield Block("paragraph", "", "footnotes", remarks=tuple(self.feet.values()))
        if self.short > 1:
            self.account.notices.append(f"{self.short} lines without bullets were each taken for a note of their own.")

    def _take_comments(self) -> None:
        """Comments at the end, each with its mark somewhere above."""
        filled = [n for n, line in enumerate(self.lines) if line.text.strip()]
        marks = {mark for _, line in self.lines for mark in _MARK.findall(line)}
        for n in reversed(filled):
            match = _COMMENT.fullmatch(self.lines[n].text)
            if not match or match[1] not in marks:
                break
            self.comments[match[1]] = Remark("comment", match[2], f"line {n + 1}")
            self.lines[n] = _Line(n + 1, "")

    def _take_footnotes(self) -> None:
        self._take_comments()
        if not self.markdown:
            return
        for n, (number, line) in enumerate(self.lines):
            if match := _FOOT.fullmatch(line):
                self.feet.setdefault(match[1], Remark("footnote", self._plain(match[2]), f"line {number}"))
                self.lines[n] = _Line(number, "")

    def _next(self) -> Iterator[Block]:
        number, line = self.lines[self.at]
        self.at += 1
        after = self.lines[self.at].text if self.at < len(self.lines) else ""
        if not line.strip():
            return
        if _PAGE.fullmatch(line):
            self.account.left_out["page number"] += 1
        elif self.markdown and (match := _FENCE.match(line)):
            yield from self._fenced(match[1], number)
        elif self.markdown and _CELLS.fullmatch(line):
            yield from self._table()
        elif match := _HASHES.fullmatch(line):
            yield self._block("heading", match[2], number, level=len(match[1]))
        elif _BELOW.fullmatch(after) and not _BULLET.fullmatch(line) and len(line.split()) < 30 and not _RULE.fullmatch(line):
            self.at += 1
            yield self._block("heading", line, number, level=2 if after.strip().startswith("=") else 3)
        elif _RULE.fullmatch(line):
            return
        else:
            yield self._words(number, line)

    def _words(self, number: int, line: str) -> Block:
        match = _BULLET.fullmatch(line)
        if match:
            return self._block("bullet", self._wrapped(match[2], len(line)), number, level=_depth(match[1]))
        if self.markdown and (strong := _MARKED.match(line)):
            return self._block("bold", strong[2] + (":" if line.rstrip().endswith(":") else ""), number)
        stands_out = line.strip().isupper() and 1 < len(line.split()) <= 10 and not line.rstrip().endswith((".", "!"))
        if stands_out:
            return self._block("bold", line, number)
        whole = self._wrapped(_QUOTE.sub("", line) if self.markdown or line.lstrip().startswith("> ") else line, len(line))
        self.short += self.lines[self.at - 1].number == number and len(line) < WRAPPED and ":" not in line and not line.rstrip().endswith(_END)
        return self._block("paragraph", whole, number)

    def _wrapped(self, text: str, length: int) -> str:
        """A line with those that a program broke off it; Markdown joins lines anyway, people's notes often mean each."""
        parts = [text.strip()]
        while self.at < len(self.lines):
            following = self.lines[self.at].text
            goes_on = (
                length >= WRAPPED
                or (self.markdown and following.lstrip().startswith("> ") and self._was_quoted())
                or (following.startswith("  ") and following.strip()[:1].islower())
            )
            if not goes_on or self._begins_anew(following):
                break
            parts.append(_QUOTE.sub("", following).strip() if self.markdown else following.strip())
            length = len(following)
            self.at += 1
        return " ".join(parts)

    def _was_quoted(self) -> bool:
        return self.lines[self.at - 1].text.lstrip().startswith(">")

    def _begins_anew(self, line: str) -> bool:
        below = self.lines[self.at + 1].text if self.at + 1 < len(self.lines) else ""
        starts = any(p.match(line) for p in (_BULLET, _HASHES, _FENCE)) or _RULE.fullmatch(line) or _CELLS.fullmatch(line) or _BELOW.fullmatch(below)
        return not line.strip() or bool(starts) or bool(re.match(r"\s*[^\W\d_][\w '’.-]{0,40}:\s", line))

    def _fenced(self, fence: str, number: int) -> Iterator[Block]:
        """What stands between fences is kept as it is, whole."""
        inside = []
        while self.at < len(self.lines) and not self.lines[self.at].text.strip().startswith(fence):
            inside.append(self.lines[self.at].text)
            self.at += 1
        self.at += 1
        yield Block("paragraph", "\n".join(inside), f"line {number}")

    def _table(self) -> Iterator[Block]:
        self.tables += 1
        self.at -= 1
        rows: list[list[Cell]] = []
        headed = False
        while self.at < len(self.lines) and _CELLS.fullmatch(self.lines[self.at].text):
            number, line = self.lines[self.at]
            self.at += 1
            if _BETWEEN.fullmatch(line):
                headed = headed or len(rows) == 1
                continue
            rows.append([self._cell(part, number) for part in re.split(r"(?<!\\)\|", line.strip()[1:-1])])
        yield from of_table(f"table {self.tables}", rows, self.account, headed=headed) if rows else ()

    def _cell(self, text: str, number: int) -> Cell:
        lines = [line.strip() for line in re.split(r"<br\s*/?>", text) if line.strip()]
        return Cell([self._words_of_cell(line, number) for line in lines])

    def _words_of_cell(self, line: str, number: int) -> Block:
        strong = _MARKED.match(line)
        return self._block("bold" if strong else "paragraph", strong[2] if strong else line, number)

    def _block(self, kind: str, text: str, number: int, level: int = 0) -> Block:
        found = [self.feet.pop(name) for name in _REFERENCE.findall(text) if name in self.feet]
        marks = [name for name in _MARK.findall(text) if name in self.comments]
        text = _MARK.sub(lambda m: "" if m[1] in marks else m[0], text)
        found += [replace(self.comments[name], words_there=self._plain(text)) for name in marks]
        return Block(kind, self._plain(text), f"line {number}", level, remarks=tuple(found))

    def _plain(self, text: str) -> str:
        """The words without the marks of Markdown."""
        if not self.markdown:
            return text
        text = _LINK.sub(lambda m: m[1], _REFERENCE.sub("", text))
        text = _SLANTED.sub(lambda m: m[1] or m[2], _STRONG.sub(r"\2", text))
        return _ESCAPED.sub(r"\1", text.replace("`", ""))


def _depth(indent: str) -> int:
    """How deep a bullet is nested: two spaces or a tab a level, as most programs write it."""
    return min(len(indent.expandtabs(4)) // 2, 20)
