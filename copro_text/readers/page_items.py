"""From the parts of a page to items: whose words each is, how they came, and what they answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from copro_text.corpus import Fault
from copro_text.readers import words
from copro_text.readers.item import Item
from copro_text.readers.page_bylines import Byline, is_name
from copro_text.readers.page_lines import Line
from copro_text.readers.page_parts import Part, Parts, text_of
from copro_text.readers.page_sessions import Seminar, Session, sessions_of

AUTHOR = "the author of the page"

Who = dict[str, Any]
NOBODY_KNOWN: Who = {"voice": "not known"}

_KISSES = re.compile(r"(?P<who>.{2,40}?),? (?:x{1,5}|X{1,5})")
_CLOSING = re.compile(
    r".{0,80}\b(?:best wishes|until next time|yours(?: sincerely| faithfully| truly)?|(?:kind|warm|best) regards|all the best|take care|bye for now|"
    r"with love|love|cheers|thanks(?: for reading)?|thank you)[,.!…]{0,3}",
    re.IGNORECASE,
)


class _Made:
    """The items as they are made, with the faults in their words."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.faults: list[Fault] = []
        self.seminars: list[Seminar] = []
        self.place: dict[tuple[int, int], int] = {}

    def add(self, kind: str, number: int, lines: Sequence[Line], who: Who, **more: object) -> int | None:
        """One item of these lines, by these people; where it stands among the items, or None where no words were left."""
        place, found = f"line {number}", words.from_plain(text_of(lines))
        if not found.text:
            return None
        more["about"], more["when"] = _flat(str(more.get("about", ""))), more.get("when", "")
        beside = more.pop("beside", ())
        aside = tuple((label, flat) for label, text in beside if (flat := _flat(text)))  # type: ignore[attr-defined]
        names = (str(who.get("name", "")), *(name for _, name in who.get("others", ())))
        row = (kind, str(more["when"]), "; ".join(names), str(more["about"]), found.text)
        self.items.append(Item(kind, found.text, place, row=row, aside=aside, **who, **more))  # type: ignore[arg-type]
        self.faults.extend(found.faults(place))
        return len(self.items) - 1


def items_of(parts: Parts) -> tuple[tuple[Item, ...], tuple[Fault, ...], tuple[Seminar, ...]]:
    """All items of a page, the faults in their words, and the seminars that posts were parted into."""
    made, nobody = _Made(), _of_the_page(parts.of("post"))
    titles = {part.post: part.title for part in parts.of("post")}
    for part in parts.parts:
        if part.kind == "post":
            _post(part, _together(part.by) or nobody, made)
        elif part.kind == "comment":
            above = made.place.get((part.post, part.up), made.place.get((part.post, 0)))
            at = made.add(
                "comment",
                part.number,
                part.lines,
                _who(Byline((part.name,))) or {},
                when=part.when,
                about=titles.get(part.post, ""),
                replies_to=above,
            )
            if at is not None:
                made.place[part.post, part.comment] = at
        else:
            made.add("note", part.number, part.lines, NOBODY_KNOWN)
    return tuple(made.items), tuple(made.faults), tuple(made.seminars)


def _post(part: Part, by: Byline | None, made: _Made) -> None:
    seminar = sessions_of(part)
    if seminar.rest:
        beside = (("by line", by.beside),) if by else ()
        who = NOBODY_KNOWN if by is None else _who(by) or {"person": AUTHOR}
        at = made.add("post", part.number, seminar.rest, who, when=part.when, about=part.title, beside=beside)
        if at is not None:
            made.place[part.post, 0] = at
    if seminar.sessions:
        made.seminars.append(seminar)
    for session in seminar.sessions:
        _session(session, seminar, part, by, made)


def _session(session: Session, seminar: Seminar, post: Part, by: Byline | None, made: _Made) -> None:
    """A session as a note of its own: in a report the words are those of the post's author, about what others said."""
    reporter = " and ".join(words.clean_name(name) for name in by.names) if by and session.how == "reported by" else ""
    title = (f"{post.title}, {session.title}" if seminar.timed else session.title) or post.title
    beside = [("programme", session.beside), ("by line", session.speakers.beside if session.speakers and not session.beside else "")]
    if title != post.title and not seminar.timed:
        beside.insert(0, ("post", post.title))
    who = (_who(session.speakers) if session.speakers else {}) or NOBODY_KNOWN
    made.add("note", session.number, session.lines, who, how=session.how, written_down_by=reporter, when=seminar.when, about=title, beside=beside)


def _who(by: Byline) -> Who:
    """The people of a by-line as an item holds them; nothing where none has a name."""
    people = tuple(dict.fromkeys((_mark(name), name) for said in by.names if (name := words.clean_name(said))))
    return {"person": people[0][0], "name": people[0][1], "others": people[1:], "voice": by.voice} if people else {}


def _mark(name: str) -> str:
    return f"name:{name.casefold()}" if words.tells_who(name) else ""


def _together(by: Sequence[Byline]) -> Byline | None:
    """All by-lines of a post as one."""
    if not by:
        return None
    names = tuple(dict.fromkeys(name for one in by for name in one.names))
    return Byline(names, by[0].voice, "; ".join(filter(None, (one.beside for one in by))))


def _of_the_page(posts: Sequence[Part]) -> Byline | None:
    """Where no post has an author, all are by one person, named if they sign so; where some have one, the others are by nobody known."""
    if any(post.by for post in posts):
        return None
    signed = {name for post in posts if (name := _signed(post.lines))}
    return Byline((signed.pop(),) if len(signed) == 1 else ())


def _signed(lines: Sequence[Line]) -> str:
    """The name that closes a post: with a kiss, or after such words as "Best wishes"."""
    if len(lines) < 2:
        return ""
    last, before = lines[-1].text[:60], lines[-2].text
    kissed = _KISSES.fullmatch(last)
    name = (kissed["who"] if kissed else last).strip(" -–—")
    closed = bool(kissed) or (len(before) <= 120 and bool(_CLOSING.fullmatch(before)))
    return name if closed and is_name(name) and len(name.split()) <= 3 else ""


def _flat(text: str) -> str:
    return " ".join(words.from_plain(text).text.split())
