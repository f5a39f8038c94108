"""Replaying: from lines of logs to the codebook that they amount to, all at once or as they come in.

The same lines give the same codebook, in whatever order they arrived.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType

from copro_text import arrivals
from copro_text import decisions as d
from copro_text.codebook.book import Codebook
from copro_text.decisions import Entry
from copro_text.fields import competing, fields_of
from copro_text.fold import Tables, fold
from copro_text.standing import Standing, standing, with_enactment
from copro_text.timeline import Timeline, grown, timeline
from copro_text.withdrawal import Gone


def replay(entries: Iterable[Entry], gone: Gone = Gone(), brought: arrivals.Brought = MappingProxyType({})) -> Codebook:  # noqa: B008  it is frozen
    """The codebook that a set of lines amounts to, whatever order they come in, less what was taken out (and what is known to be `gone`).

    `brought` says which contributions a source holds, where that is known: so that nobody's work goes with a source that is taken back.
    """
    entries = tuple(entries)
    gone = gone.told(entries)
    return _folded(timeline(gone.over(entries)), {}, gone, brought)


def advance(book: Codebook, entries: Sequence[Entry]) -> Codebook:
    """The codebook with more lines; the same as replaying all of them. `book` stays as it was."""
    return grown_by(Codebook(book.timeline.copy(), book.standing.copy(), book.tables.copy(), book.gone, book.brought), entries)


def grown_by(book: Codebook, entries: Sequence[Entry]) -> Codebook:
    """As `advance`, for lines that come one after another all day: it takes over what `book` holds, so that `book` is used up."""
    gone = book.gone.told(entries)
    if gone.reaches_back(book.gone):
        return replay((*book.entries, *entries), gone, book.brought)
    line, fresh = grown(book.timeline, gone.over(entries))
    if fresh is None or any(_turns_others(line, book.standing, book.tables, e) for e in fresh):
        return _folded(line, book.standing.verdicts if line is book.timeline else {}, gone, book.brought)
    acted_on = len(book.tables.acted_on)
    for e in fresh:
        if isinstance(e.body, d.Enact):
            with_enactment(book.standing, line, e)
        fold(book.tables, line, book.standing, e)
    new = Codebook(line, book.standing, book.tables, gone, book.brought)
    if len(book.tables.acted_on) == acted_on and not any(_touches_names(book.tables, e) for e in fresh):
        new.__dict__.update({name: worked_out for name, worked_out in book.__dict__.items() if name in _ABOUT_NAMES})
    return new


def without(book: Codebook, contributions: Iterable[str]) -> Codebook:
    """The codebook when these contributions, which no line names, are known to be taken out as well."""
    more = book.gone.contributions.union(contributions)
    if more == book.gone.contributions:
        return book
    new = replay(book.entries, replace(book.gone, contributions=more), book.brought)
    new.timeline.unseen = book.timeline.unseen
    return new


def _touches_names(tables: Tables, e: Entry) -> bool:
    """Whether a decision can change which names there are: a memo about a draft keeps it from making room."""
    return not isinstance(e.body, _LEAVE_NAMES_ALONE) or (isinstance(e.body, d.Memo) and e.body.about in tables.drafted)


_LEAVE_NAMES_ALONE = (
    *(d.Place, d.Remove, d.ConfirmPile, d.SetAside, d.BringBack, d.Hold, d.Release, d.Redact, d.LeaveAsItIs),
    *(d.SentTogether, d.SamePerson, d.DifferentPeople, d.SomeoneElse, d.WiderWord, d.Memo, d.Confirm, d.Note, d.AddSource),
)
_ABOUT_NAMES = ("codes", "aliases", "parents", "themes", "relations", "rule", "_proposals_by_thing")
"""What need not be worked out again after a decision that leaves the names alone."""


def _folded(line: Timeline, verdicts: dict[str, str], gone: Gone, brought: arrivals.Brought) -> Codebook:
    stands, tables = _tables(line, verdicts)
    if wait := {id_ for key, settings in tables.settings.items() if any(s.turns for s in settings) for id_ in competing(line, settings)}:
        stands, tables = _tables(line, verdicts, wait)  # an undo that waits takes nothing back
    return Codebook(line, stands, tables, gone, brought)


def _tables(line: Timeline, verdicts: dict[str, str], wait: Collection[str] = ()) -> tuple[Standing, Tables]:
    stands, tables = standing(line, verdicts, wait), Tables()
    for e in line.entries:
        fold(tables, line, stands, e)
    return stands, tables


def _turns_others(line: Timeline, stands: Standing, tables: Tables, e: Entry) -> bool:
    """Whether a line can change what earlier lines amount to: also by crossing an undo, or by ending what an undo waits for."""
    if isinstance(e.body, d.Undo | d.Redo | d.Strike):
        return True
    proposal = line.by_id.get(e.body.proposal) if isinstance(e.body, d.Enact) else None
    if proposal is None:
        return False
    if isinstance(proposal.body, d.Undo | d.Redo) or line.undos.get(proposal.id):
        return True
    turns = (s for key, _ in fields_of(proposal) for s in tables.settings.get(key, ()) if s.turns)
    return any(s.proposal.id in stands.wait or not line.knows(e, s.enact) for s in turns)
