"""Arrivals: what came in and was taken back, and stays because others work with it.

Which contributions a source holds stands in its file, not in its decision: whoever has read the files says so in `brought`.
Pure functions on what the fold wrote down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from copro_text import decisions as d
from copro_text.decisions import Entry
from copro_text.fold import Tables
from copro_text.standing import Standing, taken_back
from copro_text.timeline import Timeline

WORKED_ON = "others work with what came in there"

Brought = Mapping[str, frozenset[str]]
"""Source id -> the contributions it holds."""


@dataclass(frozen=True)
class Kept:
    """What stays though it was taken back.

    Attributes
    ----------
    arrivals
        The decisions that brought it in, by id, in order.
    lapsed
        Why taking it back had no effect, by the id of the undo or strike.
    """

    arrivals: Mapping[str, Entry] = field(default_factory=dict)
    lapsed: Mapping[str, str] = field(default_factory=dict)


def kept(t: Tables, line: Timeline, stands: Standing, brought: Brought) -> Kept:
    """What came in and was taken back while others worked with it: an undo takes nobody else's work along, also where it did not know of it."""
    gone = [e for e in t.taken_back if brings(e) not in t.sources and brings(e) not in t.notes]
    if not gone:
        return Kept()
    came = {e.id: contributions(e, brought) for e in gone}
    work = worked_on(t, line, frozenset().union(*came.values()))
    arrivals: dict[str, Entry] = {}
    lapsed: dict[str, str] = {}
    for e in gone:
        theirs = [w for w, touched in work if w.analyst != e.analyst and touched & came[e.id]]
        undos = [u for u in line.undos.get(e.id, ()) if u.id not in stands.cancelled and u.id not in stands.lapsed]
        without_effect = [u for u in undos if any(_still_works(line, stands, w, u) for w in theirs)]
        lapsed |= dict.fromkeys((u.id for u in without_effect), WORKED_ON)
        if undos and len(without_effect) == len(undos):
            arrivals[e.id] = e
    return Kept(arrivals, lapsed)


def _still_works(line: Timeline, stands: Standing, work: Entry, undo: Entry) -> bool:
    """Whether an act was not taken back before an undo: an undo that had no effect gets none because somebody tidies up later."""
    return work.id not in stands.cancelled or not (line.knows(undo, work) and taken_back(line, work, undo, stands.verdicts))


def brings(e: Entry) -> str:
    """What a decision brings in: the id of a source, or of a single contribution."""
    match e.body:
        case d.AddSource(source=source):
            return source
        case d.Note(contribution=contribution):
            return contribution
        case _:
            return ""


def contributions(e: Entry, brought: Brought) -> frozenset[str]:
    """The contributions that a decision brings in, as far as that is known."""
    return frozenset({e.body.contribution}) if isinstance(e.body, d.Note) else brought.get(brings(e), frozenset())


def worked_on(t: Tables, line: Timeline, of: Collection[str]) -> list[tuple[Entry, set[str]]]:
    """What people did with these contributions, also what they took back since, and with which of them each did it."""
    found = ((e, {id_.partition(".")[0] for id_ in _touched(e.body)}.intersection(of)) for e in line.entries if e.id not in t.lapsed)
    return [(e, touched) for e, touched in found if touched]


def _touched(body: d.Body) -> Iterable[str]:
    """The contributions and passages that somebody worked with by a decision."""
    match body:
        case d.Place(excerpts=ids) | d.Remove(excerpts=ids) | d.ConfirmPile(excerpts=ids) | d.SetAside(excerpts=ids) | d.BringBack(excerpts=ids):
            return ids
        case d.Hold(contributions=ids) | d.Release(contributions=ids) | d.SentTogether(contributions=ids):
            return ids
        case d.SomeoneElse(said=said):
            return tuple(contribution for _, contribution in said)
        case d.Memo(about=about):
            return (about,)
        case d.Theme(passages=passages, against=against):
            return (*passages, *against)
        case _:
            return ()
