"""Co-analysts by name: what somebody may be called, who is meant, and who may be joining twice."""

from __future__ import annotations

import difflib

from copro_text.codebook import Codebook
from copro_text.errors import MoreThanOne, NotPossible, WhoIsWorking
from copro_text.fold import Analyst
from copro_text.verbs.naming import SHORTEST, folded, short

LONGEST_NAME = 80
TURNS_TEXT_ROUND = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Unseen marks that turn the words after them round: left out of a name, which stands in the middle of other sentences."""
UNSEEN = TURNS_TEXT_ROUND | dict.fromkeys([*range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0)])
"""These and control characters, but for those that are spaces."""
TWICE = (
    "If you joined twice by mistake, leave as one, and work on as the other: `copro leave STUDY --as {}`, then --as {}. What you did as either "
    "stays, and nothing waits for the one who left; the two count as two people where you answered as both."
)


def to_be_called(name: str) -> str:
    """What somebody who joins is called: in one line, and no longer than others can read."""
    name = " ".join(name.translate(UNSEEN).split())
    if not name:
        raise NotPossible("A co-analyst needs a name.", do="Any name you like to be called by will do.")
    if len(name) > LONGEST_NAME:
        raise NotPossible(
            f"A co-analyst's name has {LONGEST_NAME} characters at most.", do="What are you called for short?", safe="Nobody was added."
        )
    return name


def who_comes_back(book: Codebook, name: str) -> Analyst | None:
    """Whoever was called so and left, or None when nobody ever was; refused while somebody of that name is here."""
    called = [a for a in book.analysts.values() if a.name.casefold() == name.casefold()]
    if any(not a.left for a in called):
        raise NotPossible(
            f"{name} has joined already.", do=f'If that is you, work as {name}: Study(path, analyst="{name}"), or --as. If not, add an initial.'
        )
    return called[0] if called else None


def must_be_new(book: Codebook, name: str) -> None:
    """Refuse a name that is much like that of somebody who joined, and may be the same person's."""
    if like := _much_like(book, name):
        do = f'If that is you: Study(path, analyst="{like}"), or --as "{like}". If you are new: join("{name}", new=True), or --new.'
        raise NotPossible(f"Is {name} new here, or is that {like}?", do=do, safe="Nobody was added.")


def the_co_analyst(book: Codebook, name: str) -> str:
    """The id of the co-analyst whom a name, an id or a short id means."""
    given = folded(name)
    everyone = book.analysts.values()
    found = [a for a in everyone if given in (a.name.casefold(), a.id)] or [a for a in everyone if len(given) >= SHORTEST and a.id.startswith(given)]
    if len(found) > 1 and len(here := [a for a in found if not a.left]) == 1:
        found = here  # of namesakes the one who has not left: another is known by a short id
    if len(found) == 1:
        return found[0].id
    if found:
        listed = ", ".join(f"{short(a.id)}{' (has left)' if a.left else ''}" for a in found)
        do = f"Say which by this short id. {TWICE.format(short(found[-1].id), short(found[0].id))}"
        raise MoreThanOne(f"{len(found)} people who joined are called {name}: {listed}.", do=do, safe="Nothing was changed.")
    joined = ", ".join(sorted(a.name for a in everyone)) or "nobody yet"
    like = _much_like(book, name) if given else ""
    raise WhoIsWorking(
        f"Nobody called {name} has joined this study. Joined: {joined}.",
        do=(f"Is that {like}? " if like else "") + f'If {name} is new here: study.join("{name}"), or `copro join STUDY "{name}"`.',
        safe="Nothing was changed.",
    )


def _much_like(book: Codebook, name: str) -> str:
    """A co-analyst whose name is much like this one; "" when there is none."""
    here = {a.name.casefold(): a.name for a in book.analysts.values()}
    given = name.casefold()
    close = difflib.get_close_matches(given, here, n=1, cutoff=0.75) or [n for n in here if n.split()[0] == given.split()[0]]
    return here[close[0]] if close else ""
