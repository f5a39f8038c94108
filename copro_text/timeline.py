"""The timeline: which decisions came before which, and which of them still stand.

Lines arrive from several logs in any order. Two are concurrent when neither was in the other's past; `heads` say what
was. Everything here depends only on the set of lines, never on the order in which they arrived.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from copro_text import rules
from copro_text.decisions import Answer, Enact, Entry, Erased, EraseWords, Redo, Shared, Undo, Version, Withdraw

Past = Mapping[str, int]  # log -> the last seq that was seen


@dataclass(frozen=True)
class Timeline:
    """Lines in one order that respects every past.

    Attributes
    ----------
    entries
        Causes before what they caused; else by clock, log, place.
    pasts
        For each entry id, the last line of every other log that its writer had seen.
    """

    entries: tuple[Entry, ...] = ()
    pasts: Mapping[str, Past] = field(default_factory=dict)
    by_id: Mapping[str, Entry] = field(default_factory=dict)

    def knows(self, later: Entry, earlier: Entry) -> bool:
        """Whether `earlier` was in the past of `later`."""
        if later.log == earlier.log:
            return earlier.seq < later.seq
        return earlier.seq <= self.pasts[later.id].get(earlier.log, -1)

    def concurrent(self, a: Entry, b: Entry) -> bool:
        """Whether neither knew of the other."""
        return not self.knows(a, b) and not self.knows(b, a)


def timeline(entries: Iterable[Entry]) -> Timeline:
    """Order lines, each once. Duplicates are the same line; a line whose past is not all here yet is placed by what is."""
    unique = {(e.log, e.seq): e for e in entries}
    ordered = _in_order(unique)
    return Timeline(tuple(ordered), _pasts(ordered, {}, unique), {e.id: e for e in ordered})


def extended(line: Timeline, new: Sequence[Entry]) -> Timeline | None:
    """`line` with `new` at its end; None when they do not all belong there, so that the whole must be ordered again."""
    fresh = sorted((e for e in new if e.id not in line.by_id), key=lambda e: e.order)
    if line.entries and fresh and fresh[0].order < line.entries[-1].order:
        return None
    places = {(e.log, e.seq): e for e in fresh}
    if any(a is not b for a, b in zip(_in_order(places), fresh, strict=True)):
        return None
    known = {(e.log, e.seq): e for e in line.entries} | places
    return Timeline(line.entries + tuple(fresh), _pasts(fresh, line.pasts, known), {**line.by_id, **{e.id: e for e in fresh}})


def _causes(e: Entry, here: Mapping[tuple[str, int], Entry]) -> list[tuple[str, int]]:
    causes = [(log, seq) for log, seq, _ in e.heads] + [(e.log, e.seq - 1)]
    return [place for place in causes if place in here]


def _in_order(here: Mapping[tuple[str, int], Entry]) -> list[Entry]:
    plain = sorted(here.values(), key=lambda e: e.order)
    place = {(e.log, e.seq): i for i, e in enumerate(plain)}
    if all(place[cause] < i for i, e in enumerate(plain) for cause in _causes(e, here)):
        return plain
    return _topological(here)  # a clock went wrong somewhere: the pasts still say what came first


def _topological(here: Mapping[tuple[str, int], Entry]) -> list[Entry]:
    waits: dict[tuple[str, int], int] = {}
    leads_to: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for place, e in here.items():
        causes = set(_causes(e, here))
        waits[place] = len(causes)
        for cause in causes:
            leads_to[cause].append(e)
    ready = [(e.order, place) for place, e in here.items() if not waits[place]]
    heapq.heapify(ready)
    ordered: list[Entry] = []
    while ready:
        _, place = heapq.heappop(ready)
        ordered.append(here[place])
        for e in leads_to[place]:
            waits[e.log, e.seq] -= 1
            if not waits[e.log, e.seq]:
                heapq.heappush(ready, (e.order, (e.log, e.seq)))
    left = sorted((e for place, e in here.items() if waits[place]), key=lambda e: e.order)
    return ordered + left  # only forged lines can wait for each other in a ring


def _pasts(new: Sequence[Entry], known: Mapping[str, Past], here: Mapping[tuple[str, int], Entry]) -> dict[str, Past]:
    pasts = dict(known)
    for e in new:
        before = here.get((e.log, e.seq - 1))
        past: Past = pasts.get(before.id, {}) if before is not None else {}
        if e.heads:
            merged = dict(past)
            for log, seq, _ in e.heads:
                head = here.get((log, seq))
                seen = [(log, seq), *(pasts.get(head.id, {}).items() if head is not None else ())]
                for other, last in seen:
                    if other != e.log:
                        merged[other] = max(last, merged.get(other, -1))
            past = merged
        pasts[e.id] = past
    return pasts


@dataclass(frozen=True)
class Standing:
    """What still stands.

    Attributes
    ----------
    cancelled
        The undo that cancelled each decision which no longer stands.
    enacted
        For each proposal, the enactments that count, in order.
    lapsed
        Why an undo or an enactment did not count.
    """

    cancelled: Mapping[str, Entry]
    enacted: Mapping[str, tuple[Entry, ...]]
    lapsed: Mapping[str, str]


def standing(line: Timeline) -> Standing:
    """Which decisions stand, worked out from the newest to the oldest: whatever cancels a line came after it."""
    about = _About(line)
    cancelled: dict[str, Entry] = {}
    enacted: dict[str, list[Entry]] = defaultdict(list)
    lapsed: dict[str, str] = {}
    for e in reversed(about.turns):
        if e.id in cancelled:
            continue
        why = about.why_not_enacted(e) if isinstance(e.body, Enact) else about.why_not_undone(e)
        if why:
            lapsed[e.id] = why
        elif isinstance(e.body, Enact):
            enacted[e.body.proposal].insert(0, e)
        elif isinstance(e.body, Undo | Redo) and (not e.body.members or e.id in enacted):
            cancelled[e.body.target] = e
    return Standing(cancelled, {p: tuple(es) for p, es in enacted.items()}, lapsed)


class _About:
    """The lines that are about other lines, each found by what it is about."""

    def __init__(self, line: Timeline) -> None:
        self.line = line
        self.turns: list[Entry] = []
        self.answers: dict[str, list[Entry]] = defaultdict(list)
        self.enacts: dict[str, list[Entry]] = defaultdict(list)
        self.undos: dict[str, list[Entry]] = defaultdict(list)
        for e in line.entries:
            match e.body:
                case Answer(proposal=target):
                    self.answers[target].append(e)
                case Enact(proposal=target):
                    self.turns.append(e)
                    self.enacts[target].append(e)
                case Undo(target=target) | Redo(target=target):
                    self.turns.append(e)
                    self.undos[target].append(e)
                case _:
                    pass

    def why_not_enacted(self, enact: Entry) -> str:
        """Why an enactment does not count; "" when it does. Only what was in its own past is asked: later answers never revoke."""
        assert isinstance(enact.body, Enact)
        proposal = self.line.by_id.get(enact.body.proposal)
        if proposal is None or not isinstance(proposal.body, Shared):
            return "the proposal it puts into force is not here"
        if not self.line.knows(enact, proposal):
            return "it did not know of the proposal it puts into force"
        said = {e.analyst: e.body.answer for e in self.answers_seen(enact, proposal.id) if isinstance(e.body, Answer)}
        if rules.outcome(proposal.body.rule, proposal.body.members, proposal.analyst, said) != enact.body.outcome:
            return "our rule was not met"
        return ""

    def answers_seen(self, by: Entry, proposal: str) -> list[Entry]:
        """The answers to a proposal in the past of a line, without those taken back in that past."""
        return [e for e in self.answers[proposal] if self.line.knows(by, e) and not self._taken_back(e, by)]

    def _taken_back(self, e: Entry, by: Entry) -> bool:
        """Whether an own act had been taken back, and not done again, in the past of a line: worked out newest first."""
        chain = [e]
        for each in chain:  # grows while it is read: the undos of an act, the redos of those, and so on
            chain += [u for u in self.undos[each.id] if self.line.knows(by, u) and u.analyst == e.analyst]
        gone: set[str] = set()
        for each in reversed(chain):
            if any(u.id not in gone for u in self.undos[each.id] if u in chain):
                gone.add(each.id)
        return e.id in gone

    def why_not_undone(self, undo: Entry) -> str:
        """Why an undo or redo does not count; "" when it does."""
        assert isinstance(undo.body, Undo | Redo)
        target = self.line.by_id.get(undo.body.target)
        if target is None or not self.line.knows(undo, target):
            return "what it would undo is not here"
        if isinstance(target.body, Version | Enact):
            return "a fixed version or an enactment is not undone by itself"
        if isinstance(target.body, Withdraw | EraseWords | Erased):
            return "what was taken out stays out"
        if isinstance(undo.body, Redo) != isinstance(target.body, Undo):
            return "it names the wrong kind of decision"
        if undo.body.members:
            return ""  # a proposal of its own: it waits until it is enacted
        if target.analyst != undo.analyst:
            return "it is another person's decision"
        if any(self.line.knows(undo, e) for e in self.enacts[target.id]):
            return "the group had put it into force: undoing that is a proposal"
        return ""
