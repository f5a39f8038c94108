"""Steering: what difference the sorter's piles made to where people put passages, where the group asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from copro_text import decisions as d
from copro_text.agreement.steering import Steered, steered
from copro_text.errors import NotPossible
from copro_text.store.runs import read_run
from copro_text.verbs import half
from copro_text.verbs.apart import must_have_shared
from copro_text.verbs.session import Session
from copro_text.widgets import pages

CANNOT_TELL = (
    "It cannot tell whether a pile led people to something or helped them to see it, nor which of the two halves is put better. "
    "Names that were drafted from piles come from both halves alike. It compares piles of this one study, and no person with another."
)


@dataclass(frozen=True)
class Steering:
    """What difference it made, in sentences and in figures."""

    sentences: tuple[str, ...]
    figures: Steered

    def __repr__(self) -> str:
        return "\n".join(self.sentences)

    def _repr_html_(self) -> str:
        return pages.page(*map(pages.paragraph, self.sentences))


def steering(s: Session) -> Steering:
    """How often people put passages of the same pile with the same name, where they saw the pile and where they did not."""
    must_have_shared(s)
    e = half.agreed(s)
    if e is None or not isinstance(e.body, d.HalfWithout):
        do = "Whoever wants to find out proposes it: study.half_without_piles(), or `copro half-without-piles`. Each of you then answers yes."
        raise NotPossible("Whether the sorter steers you can be said only when all have said yes to working without piles for half.", do=do)
    found = steered(_put(s, e), _piles(s, e.body.run), _not_shown(s, e.body))
    return Steering(_said(found), found)


def _put(s: Session, e: d.Entry) -> list[tuple[str, str, str]]:
    """What those who said yes put one by one since it began; a pile that was confirmed as a whole was seen as one."""
    line, yes = s.book.timeline, half.said_yes(s, e)
    since = s.book.standing.enacted.get(e.id, [])
    fresh = {p.entry for p in s.book.placings if any(line.knows(line.by_id[p.entry], enact) for enact in since)}
    return [(p.excerpt.id, p.analyst, p.code) for p in s.book.placings if p.belongs and not p.bulk and p.entry in fresh and p.analyst in yes]


def _piles(s: Session, run: str) -> dict[str, int]:
    said = read_run(s.folder, run)
    if said is None:
        raise NotPossible("The piles that you agreed on are not here.", do="Bring in a copy that has them.", safe="Nothing was changed.")
    return {passage: pile for passage, pile, _ in said["assignment"] if pile is not None}


def _not_shown(s: Session, body: d.HalfWithout) -> set[str]:
    return {p.excerpt.id for p in s.book.placings if half.is_hidden(body.seed, p.excerpt.contribution)}


def _said(f: Steered) -> tuple[str, ...]:
    shown, hidden = f.passages
    counted = f"Since you all said yes, {shown} passages were put somewhere whose pile you saw, and {hidden} whose pile you did not see."
    if f.why:
        return (counted, f"What difference it made cannot be said yet: {f.why}.")
    between = f"no interval, since {f.no_interval}" if isnan(f.low) else f"{100 * f.low:.0f} to {100 * f.high:.0f} with other passages like these"
    return (
        counted,
        f"Take two passages of one pile that somebody put with names: in {100 * f.seen:.0f} of 100 such pairs they share a name where the pile was "
        f"seen, in {100 * f.not_seen:.0f} where it was not. The difference is {100 * f.difference + 0.0:.0f} in 100 ({between}).",
        CANNOT_TELL,
    )
