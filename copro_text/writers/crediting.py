"""Crediting: who is to be named for what they gave, and what has to be settled first."""

from __future__ import annotations

from collections.abc import Iterable

from copro_text.permission import CREDIT, Permissions
from copro_text.writers.gather import Gathering
from copro_text.writers.plain import one_line

ASKED, TOLD, UNEXPLAINED = "1 asked in their words", "2 told us otherwise", "3 nobody wrote down how we know"


def everybody(g: Gathering) -> list[str]:
    """Those who wrote something that may be used and is not held."""
    return list(dict.fromkeys(who for c in g.usable.values() if c.id not in g.book.held for who in c.said_by))


def to_confirm(g: Gathering) -> int:
    """How many people asked to be credited and are not yet, since nobody has confirmed it."""
    rulings = [(who, g.permissions.ruling(who, wish)) for who in everybody(g) for wish in CREDIT]
    waiting = {who for who, r in rulings if r.to_confirm and r.asked_for == "yes" and g.permissions.ruling(who, "name").answer != "no"}
    return len(waiting.difference(without_name(g.permissions, everybody(g))))


def without_name(permissions: Permissions, people: Iterable[str]) -> list[str]:
    """Those who are to be credited, as was confirmed, and of whom we do not know how to write their name."""
    settled = (who for who in people if any(permissions.ruling(who, wish).answer == "yes" for wish in CREDIT))
    return [who for who in settled if not permissions.credit(who) and permissions.ruling(who, "name").answer != "no"]


def author_lines(g: Gathering) -> set[str]:
    """The credit lines of those who asked to be authors, as was confirmed: to be thanked by name is another wish."""
    authors = (who for who in everybody(g) if g.permissions.ruling(who, "author").answer == "yes")
    return {line for who in authors if (line := one_line(g.permissions.credit(who)))}


def credited_lines(g: Gathering) -> dict[str, str]:
    """Each credit line, with how we know that it is wished for; where several people have the same, the best that is known."""
    lines: dict[str, list[str]] = {}
    for who in everybody(g):
        if line := one_line(g.permissions.credit(who)):
            asked, explained = g.permissions.asked_to_be_credited(who), g.permissions.credit_explained(who)
            lines.setdefault(line, []).append(ASKED if asked else TOLD if explained else UNEXPLAINED)
    return {line: min(known) for line, known in lines.items()}
