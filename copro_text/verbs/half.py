"""Half without piles: for a random half of the contributions those who said yes are not shown the sorter's pile."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from copro_text import decisions as d
from copro_text.deciding import latest
from copro_text.decisions import Entry
from copro_text.errors import NotPossible
from copro_text.verbs.session import Session

YES = "yes"


def proposal(s: Session, run: str, because: str) -> d.HalfWithout:
    """The decision to try it with the piles of a run; the study's id draws the half."""
    if agreed(s) is not None:
        raise NotPossible("Half of the texts stand without piles already.", do="study.steered(), or `copro steered`.", safe="Nothing was recorded.")
    return d.HalfWithout(run=run, seed=s.folder.id, because=because)


def agreed(s: Session) -> Entry | None:
    """The decision, while it is in force and everyone it asked who is still here has said yes in so many words; else None.

    The rule of the group is not enough: nobody is tried out against their will, and who takes the yes back ends it.
    """
    e = s.book.timeline.by_id.get(s.book.of_the_study("half_without"))
    if e is None or not isinstance(e.body, d.HalfWithout):
        return None
    asked = set(e.body.members) & set(s.book.here)
    return e if asked <= said_yes(s, e) else None


def said_yes(s: Session, e: Entry) -> set[str]:
    """Who says yes to it now: who proposed it too, until they say otherwise."""
    now = {e.analyst: YES} | {each.analyst: each.answer for each in latest(s.book.timeline, s.book.standing, e) if not each.also}
    return {who for who, answer in now.items() if answer == YES}


def hidden(s: Session) -> set[str]:
    """The contributions whose pile the person at work is not shown. Where it is not known who looks, they might be one of those who said yes."""
    e = agreed(s)
    if e is None or (s.analyst and s.analyst not in said_yes(s, e)):
        return set()
    assert isinstance(e.body, d.HalfWithout)
    return {c.id for c in s.corpus if is_hidden(e.body.seed, c.id)}


def is_hidden(seed: str, contribution: str) -> bool:
    """Heads or tails for each contribution by itself, the same on every device and for those that come in later."""
    return drawn(seed, contribution)[0] % 2 == 1


def drawn(seed: str, id_: str) -> bytes:
    """What the seed draws for an id."""
    return sha256(f"{seed} {id_}".encode()).digest()


def without_pile(s: Session, passages: Iterable[str]) -> tuple[str, ...]:
    """Those of the passages whose pile is not shown, in a drawn order that says nothing of their piles."""
    away = hidden(s)
    return tuple(sorted((p for p in passages if p.partition(".")[0] in away), key=lambda p: drawn(f"order {s.folder.id}", p))) if away else ()


def remark(n: int) -> str:
    """What is said beside the piles."""
    return f"Of {n} texts, drawn at random, the pile is not shown: you all agreed to find out whether piles steer you. They are listed apart."
