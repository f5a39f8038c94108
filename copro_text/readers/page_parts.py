"""The parts of a page: posts, comments, and words that belong to neither, put together from its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from copro_text.readers import page_bylines as bylines
from copro_text.readers.page_bylines import Byline
from copro_text.readers.page_furniture import comments_begin, cut_short
from copro_text.readers.page_lines import Line, date_of, long

TWICE = "a title, date or author that stands twice"
ALONE = "a title, date or author with no words under it"
MENU_LINE = "a short line outside the posts: a menu, a heading or a foot"


@dataclass(slots=True)
class Part:
    """A post, a comment, or words outside of both, as the page holds it."""

    kind: str
    number: int
    post: int = 0
    comment: int = 0
    up: int = 0
    title: str = ""
    when: str = ""
    day: str = ""
    by: list[Byline] = field(default_factory=list)
    name: str = ""
    lines: list[Line] = field(default_factory=list)
    beside: int = 0


@dataclass(slots=True)
class Parts:
    """All parts of a page in order, how many lines were left out for which reason, and what the page says of itself.

    `announced` is how many comments its headings speak of, and `cut` how many posts end in a link to the rest.
    """

    parts: list[Part] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    announced: int = 0
    cut: int = 0

    def of(self, kind: str) -> list[Part]:
        """The parts of one kind."""
        return [part for part in self.parts if part.kind == kind]


def text_of(lines: Sequence[Line]) -> str:
    """The lines as one text: a paragraph where the page had an empty line."""
    return "".join(("" if not i else "\n\n" if line.gap else "\n") + line.text for i, line in enumerate(lines))


def gather(lines: Iterable[Line]) -> Parts:
    """Each line where it belongs; what has a title and no words is left out and counted."""
    found, by_key, date_above, gap = Parts(), dict[tuple[int, int], Part](), "", 0
    for one in lines:
        gap = max(gap, one.gap)  # what is left out between two paragraphs does not join them
        line = one if one.part == "out" else replace(one, gap=gap)
        gap = gap if one.part == "out" else 0
        if line.part == "out":
            found.left_out[line.why] += 1
            found.announced += comments_begin(line.text)
            found.cut += cut_short(line.text)
        elif not line.post and not line.comment:
            date_above = _outside(line, found, date_above)
        else:
            part = by_key.get((line.post, line.comment))
            if part is None:
                part = Part("comment" if line.comment else "post", line.number, line.post, line.comment, line.up)
                part.day = "" if line.comment else date_above
                by_key[line.post, line.comment] = part
                found.parts.append(part)
            _take(line, part, found)
    return _with_words(found)


def _outside(line: Line, found: Parts, date_above: str) -> str:
    """A line outside posts and comments: a date holds for the posts under it, long ones are kept as words of nobody known."""
    if line.part == "date" or date_of(line.text):
        found.left_out["a date above the posts of that day"] += 1
        return date_of(line.text)
    if long(line) and line.part == "text":
        stray = found.parts[-1] if found.parts and found.parts[-1].kind == "note" else Part("note", line.number)
        if not stray.lines:
            found.parts.append(stray)
        stray.lines.append(line)
    else:
        found.left_out[MENU_LINE] += 1
    return date_above


def _take(line: Line, part: Part, found: Parts) -> None:
    """The line as what it is; a by-line that names nobody we can tell stays among the words."""
    if line.part == "title" and not part.title:
        part.title, part.beside = line.text, part.beside + 1
    elif line.part == "date" and not part.when and date_of(line.text):
        part.when, part.beside = date_of(line.text), part.beside + 1
    elif line.part == "name" and not part.name:
        part.name, part.beside = line.text, part.beside + 1
    elif line.part == "by":
        _by(line, part, found)
    elif line.part in ("title", "date", "name"):
        found.left_out[TWICE] += 1
    else:
        part.lines.append(line)


def _by(line: Line, part: Part, found: Parts) -> None:
    said = bylines.above(line.text) or (bylines.named(line.text) if line.heading else None)
    if said is None:
        part.lines.append(line)
    elif any(set(said.names) <= set(before.names) for before in part.by):
        found.left_out[TWICE] += 1
    else:
        part.by.append(said)
        part.beside += 1
        part.when = part.when or said.when


def _with_words(found: Parts) -> Parts:
    kept = [part for part in found.parts if part.lines]
    alone = sum(part.beside for part in found.parts if not part.lines)
    if alone:
        found.left_out[ALONE] += alone
    for part in kept:
        part.when = part.when or part.day
    found.parts = kept
    return found
