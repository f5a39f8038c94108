"""A saved page: its HTML as lines, each with what the tags round it say it is. Scripts and styles never come in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from copro_text.readers import words
from copro_text.readers.look import text_head
from copro_text.readers.page_lines import Line, not_too_many
from copro_text.readers.page_tags import HIDDEN, Numbers, Place, enter

# Each way of closing stops at the next "<", so that a long broken page takes no longer than a whole one.
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^<>]*+>?|<(?P<raw>script|style|textarea|noscript)\b[^<>]*+>.*?(?:</(?P=raw)\s*+>|\Z)|"
    r"<(?P<end>/?)(?P<tag>[a-z][\w:-]*+)(?P<more>(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)>|<(?P<end2>/?)(?P<tag2>[a-z][\w:-]*+)(?P<more2>[^<>]*+)>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([a-z][\w:.-]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?", re.IGNORECASE)
_WANTED = frozenset("class id style itemprop itemtype datetime title rel role hidden type".split())
_BEGIN = re.compile(
    r"(?:\s|<!--(?:(?!-->).)*+-->|<\?xml[^>]*>|<!doctype\s+html[^>]*>)*<(?:html|head|body|article|div|main|section|p|h[1-6]|meta|title|link|header)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "html li main "
    "nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CLOSES = {"p": ("p",), "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "tr": ("tr", "td", "th"), "td": ("td", "th"), "th": ("td", "th")}
_HOLDERS = frozenset("ul ol dl table tbody div article section blockquote".split())
_TIGHT = frozenset("li tr dt dd td th".split())
_DEEPEST = 400


def is_page(head: bytes) -> bool:
    """Does it begin as a web page or as a piece of one?"""
    return bool(_BEGIN.match(text_head(head)[:20_000]))


def html_lines(text: str) -> tuple[Line, ...]:
    """The lines of a page; what is hidden is not among them, for nobody saw it."""
    lines = not_too_many(_Page(Numbers()).lines(text))
    if not any(line.post for line in lines):
        again = not_too_many(_Page(Numbers(main_is_a_post=True)).lines(text))
        return again if any(line.post and line.part == "text" for line in again) else lines
    return lines


class _Page:
    """One pass over the page, with the tags that are open."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.open: list[Place] = [Place()]
        self.words: list[str] = []
        self.number, self.begun = 1, 0
        self.gap = 0

    def lines(self, text: str) -> Iterator[Line]:
        at = 0
        for token in _TOKEN.finditer(text):
            yield from self._text(text[at : token.start()])
            if tag := token["tag"] or token["tag2"]:
                yield from self._tag(tag.lower(), bool(token["end"] or token["end2"]), token["more"] or token["more2"] or "")
            self.number += token[0].count("\n")
            at = token.end()
        yield from self._text(text[at:])
        yield from self._flush()

    def _text(self, raw: str) -> Iterator[Line]:
        if not raw:
            return
        if raw.strip() and self.open[-1].why != HIDDEN:
            if not self.begun:
                self.begun = self.number + raw[: len(raw) - len(raw.lstrip())].count("\n")
            pieces = raw.split("\n") if any(place.tag == "pre" for place in self.open[-6:]) else [raw]
            for i, piece in enumerate(pieces):
                if i:
                    yield from self._flush()
                self.words.append(html.unescape(piece))
        elif raw:
            self.words.append(" ")
        self.number += raw.count("\n")

    def _tag(self, tag: str, end: bool, more: str) -> Iterator[Line]:
        if tag == "br":
            yield from self._flush()
            self.gap = max(self.gap, 0)
        elif end:
            yield from self._close(tag)
        else:
            yield from self._enter(tag, more)

    def _enter(self, tag: str, more: str) -> Iterator[Line]:
        if tag in _BLOCKS:
            yield from self._flush()
            self.gap = max(self.gap, 0 if tag in _TIGHT else 1)
            self._close_what_ends(tag)
        if tag in _VOID or (more.endswith("/") and tag not in _BLOCKS) or len(self.open) > _DEEPEST:
            return
        attributes = {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(more) if m[1].lower() in _WANTED}
        place = enter(tag, attributes, self.open[-1], self.numbers)
        if _kind(place) != _kind(self.open[-1]):
            yield from self._flush()
        self.open.append(place)

    def _close_what_ends(self, tag: str) -> None:
        for i in range(len(self.open) - 1, max(0, len(self.open) - 12), -1):
            if self.open[i].tag in _CLOSES.get(tag, ("p",)):
                del self.open[i:]
                return
            if self.open[i].tag in _HOLDERS:
                return

    def _close(self, tag: str) -> Iterator[Line]:
        for i in range(len(self.open) - 1, max(0, len(self.open) - _DEEPEST), -1):
            if self.open[i].tag == tag:
                if tag in _BLOCKS or _kind(self.open[i]) != _kind(self.open[i - 1]):
                    yield from self._flush()
                if tag in _BLOCKS:
                    self.gap = max(self.gap, 0 if tag in _TIGHT else 1)
                del self.open[i:]
                return

    def _flush(self) -> Iterator[Line]:
        flat, self.words, begun, self.begun = " ".join(words.tidy("".join(self.words)).split()), [], self.begun, 0
        place = self.open[-1]
        if flat and place.why != HIDDEN:
            written = next((p.written for p in reversed(self.open[-3:]) if p.written), "") if place.part == "date" else ""
            yield Line(written or flat, begun, self.gap, place.part, place.why, place.post, place.comment, place.up, place.heading)
            self.gap = 0


def _kind(place: Place) -> tuple[object, ...]:
    return (place.part, place.why, place.post, place.comment, place.written)
