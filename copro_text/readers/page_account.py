"""What a person is told of how a page was split, so that they can see what to correct. Holds nobody's words and no names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from copro_text.corpus import Fault
from copro_text.readers.item import Item
from copro_text.readers.page_items import AUTHOR
from copro_text.readers.page_parts import Parts
from copro_text.readers.page_sessions import Seminar
from copro_text.readers.page_text import quoted_within

_SHOWN = 12


def notices(parts: Parts, items: Sequence[Item], seminars: Sequence[Seminar], sign: str) -> tuple[str, ...]:
    """How the page was split, who was taken for its authors, and what stayed together."""
    told = (_split(parts, items, seminars, sign), _authors(items), _sessions(seminars, items), _outside(parts), _quoted(parts))
    return tuple(filter(None, told))


def told_by_the_page(parts: Parts) -> tuple[Fault, ...]:
    """What the page says of itself and does not hold: comments that stand elsewhere, and posts that are cut short."""
    comments, faults = len(parts.of("comment")), []
    if parts.announced > comments:
        faults.append(
            Fault("the whole page", f"It speaks of {_n(parts.announced, 'comment')}, and {comments or 'none'} of them could be found on it.")
        )
    if parts.cut:
        faults.append(Fault("the whole page", f"{_n(parts.cut, 'post')} cut short, with a link to the rest: only the beginning is on this page."))
    return tuple(faults)


def _split(parts: Parts, items: Sequence[Item], seminars: Sequence[Seminar], sign: str) -> str:
    posts, comments = [item for item in items if item.kind == "post"], sum(item.kind == "comment" for item in items)
    sessions = sum(len(seminar.sessions) for seminar in seminars)
    left_out = sum(parts.left_out.values()) + sum(seminar.schedule for seminar in seminars)
    counted = ", ".join(
        [
            f"{_n(len(posts), 'post')}{_at(post.place for post in posts)}",
            _n(sessions, "session"),
            _n(comments, "comment"),
            f"{_n(left_out, 'line')} left out",
        ]
    )
    if not sign:
        return f"The page could not be split with confidence, so that all its paragraphs were kept together: {counted}."
    return f"How the page was split, by {sign}: {counted}. Look whether each begins and ends where it should."


def _authors(items: Sequence[Item]) -> str:
    posts = [item for item in items if item.kind == "post"]
    signed = [item for item in posts if item.name and item.person]
    alone = [item for item in posts if item.person == AUTHOR]
    unknown = [item for item in posts if item.voice == "not known"]
    said = []
    if alone:
        said.append(f"The page names no author: its posts were taken to be by one person whose name is not known ({len(alone)}).")
    if unknown:
        them = "it" if len(unknown) == 1 else "them"
        said.append(f"{_n(len(unknown), 'post')} without an author{_at(i.place for i in unknown)}: the page does not say who wrote {them}.")
    joint, bodies = sum(bool(i.others) for i in signed), sum(i.voice == "organisation" for i in signed)
    if signed:
        said.append(f"Authors were found for {len(signed)} of {_n(len(posts), 'post')}; {joint} by several people, {bodies} by an organisation.")
    return " ".join(said)


def _sessions(seminars: Sequence[Seminar], items: Sequence[Item]) -> str:
    notes = [item for item in items if item.kind == "note" and item.about]
    if not seminars:
        return ""
    how = {way: sum(item.how == way for item in notes) for way in ("reported by", "described", "own words")}
    counted = ", ".join(f"{n} {way}" for way, n in how.items() if n)
    return (
        f"Sessions of a seminar became notes of their own under who spoke ({counted}){_at(i.place for i in notes)}. What a programme "
        f"announces counts as "
        "the speakers' own words where it says 'I' or 'we'."
    )


def _outside(parts: Parts) -> str:
    notes = parts.of("note")
    return f"{_n(len(notes), 'passage')} outside the posts kept, as words of nobody known{_at(f'line {n.number}' for n in notes)}." if notes else ""


def _quoted(parts: Parts) -> str:
    numbers = [f"line {line.number}" for part in parts.of("post") for line in part.lines if quoted_within(line.text)]
    return f"Somebody's words are quoted inside posts{_at(numbers)}; they stay there, as part of what the post's author wrote." if numbers else ""


def _n(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _at(places: Iterable[str]) -> str:
    """Line numbers in brackets, the first of them where there are many."""
    numbers = [place.removeprefix("line ") for place in places]
    if not numbers:
        return ""
    shown = ", ".join(numbers[:_SHOWN]) + (" and so on" if len(numbers) > _SHOWN else "")
    return f" (line{'s' if len(numbers) > 1 else ''} {shown})"
