"""The timeline: which decisions came before which.

Lines arrive from several logs in any order. Two are concurrent when neither was in the other's past; `heads` say what
was. Everything here depends only on the set of lines, never on the order in which they arrived.
"""

from __future__ import annotations

import bisect
import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from copro_text.decisions import Answer, Enact, Entry, Join, Leave, OnOurOwn, Redo, Reopen, Share, Strike, Undo, is_for_another

Past = Mapping[str, int]  # log -> the last seq that was seen
Place = tuple[str, int]  # (log, seq)

_order = attrgetter("order")


class Timeline:
    """Lines in one order that respects every past.

    Attributes
    ----------
    entries
        Causes before what they caused; else by clock, log, place.
    pasts
        For each entry id, the last line of every other log that its writer had seen.
    turns
        The lines that turn other lines: enactments, undos, redos and strikes, in order.
    answers, enacts, undos, reopens
        Lines about a decision, by its id, in order.
    comings
        Who joined and left: by person, in order.
    spans
        When each person began to work on their own, and shared: by person, in order.
    unseen
        Places of lines that are on this computer and not among these, since the person at work may not see them yet.
    """

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.pasts: dict[str, Past] = {}
        self.by_id: dict[str, Entry] = {}
        self.turns: list[Entry] = []
        self.answers: dict[str, list[Entry]] = defaultdict(list)
        self.enacts: dict[str, list[Entry]] = defaultdict(list)
        self.undos: dict[str, list[Entry]] = defaultdict(list)
        self.reopens: dict[str, list[Entry]] = defaultdict(list)
        self.comings: dict[str, list[Entry]] = defaultdict(list)
        self.spans: dict[str, list[Entry]] = defaultdict(list)
        self.unseen: set[Place] = set()
        self._here: dict[Place, Entry] = {}
        self._awaited: dict[str, int] = {}  # log -> the last of its lines that another says it knew, and that was not here then
        self._plain = True

    def knows(self, later: Entry, earlier: Entry) -> bool:
        """Whether `earlier` was in the past of `later`."""
        if later.log == earlier.log:
            return earlier.seq < later.seq
        return earlier.seq <= self.pasts[later.id].get(earlier.log, -1)

    def concurrent(self, a: Entry, b: Entry) -> bool:
        """Whether neither knew of the other."""
        return not self.knows(a, b) and not self.knows(b, a)

    def spans_open(self, who: str, by: Entry | None = None) -> list[Entry]:
        """The beginnings of spans that a person has not ended by a share that knew of them, as far as a line knew.

        Each log says for itself that its writer is on their own, so that it need not wait for another log to be read rightly. A
        beginning that knew of one that was open only repeats it, and ends with it.
        """
        turns = [e for e in self.spans.get(who, ()) if by is None or (e is not by and self.knows(by, e))]
        begun, shares = ([e for e in turns if isinstance(e.body, kind)] for kind in (OnOurOwn, Share))
        is_open: dict[str, bool] = {}
        for e in begun:
            repeated = [f for f in begun if self.knows(e, f) and not any(self.knows(e, s) and self.knows(s, f) for s in shares)]
            is_open[e.id] = any(is_open.get(f.id, True) for f in repeated) if repeated else not any(self.knows(s, e) for s in shares)
        return [e for e in begun if is_open[e.id]]

    def at(self, log: str, seq: int) -> Entry | None:
        """The line at a place of a log, when it is here."""
        return self._here.get((log, seq))

    def after(self, e: Entry) -> Sequence[Entry]:
        """The lines that may have known of one: those after it in the order, or all where clocks went wrong."""
        return self.entries[bisect.bisect(self.entries, e.order, key=_order) :] if self._plain else self.entries

    @property
    def is_whole(self) -> bool:
        """Whether all lines are here, seen or not, that others say they knew of."""
        return all(place in self._here or place in self.unseen for place in self._awaited.items())

    def copy(self) -> Timeline:
        """The same lines, to grow apart from these."""
        new = Timeline()
        for name, value in vars(self).items():
            setattr(new, name, value.copy() if hasattr(value, "copy") else value)
        for name in ("answers", "enacts", "undos", "reopens", "comings", "spans"):
            setattr(new, name, defaultdict(list, {k: v.copy() for k, v in getattr(self, name).items()}))
        return new

    def _add(self, e: Entry, put: int | None = None) -> None:
        """Take in one line: at the end, or at a place in the middle."""
        if put is None:
            self.entries.append(e)
        else:
            self.entries.insert(put, e)
        self._here[e.log, e.seq] = e
        self.by_id.setdefault(e.id, e)
        self.pasts.setdefault(e.id, self._past(e))
        for log, seq in _causes(e):
            if (log, seq) not in self._here:
                self._awaited[log] = max(seq, self._awaited.get(log, -1))
        for index in self._indexes(e):
            if put is None:
                index.append(e)
            else:
                bisect.insort(index, e, key=_order)

    def _indexes(self, e: Entry) -> Iterable[list[Entry]]:
        body = e.body
        if is_for_another(e):
            return ()
        if isinstance(body, Enact):
            return (self.turns, self.enacts[body.proposal])
        if isinstance(body, Undo | Redo):
            return (self.turns, self.undos[body.target])
        if isinstance(body, Strike):
            return (self.turns, self.undos[body.entry])
        if isinstance(body, Answer):
            return (self.answers[body.proposal],)
        if isinstance(body, Reopen):
            return (self.reopens[body.target],)
        if isinstance(body, OnOurOwn | Share):
            return (self.spans[e.analyst],)
        if isinstance(body, Join | Leave) and body.person == e.analyst:
            return (self.comings[body.person],)
        return ()

    def _past(self, e: Entry) -> Past:
        before = self._here.get((e.log, e.seq - 1))
        past: Past = self.pasts.get(before.id, {}) if before is not None else {}
        if not e.heads:
            return past
        merged = dict(past)
        for log, seq, _ in e.heads:
            head = self._here.get((log, seq))
            seen = self.pasts.get(head.id, {}) if head is not None else {}
            for other, last in ((log, seq), *seen.items()):
                if other != e.log and last > merged.get(other, -1):
                    merged[other] = last
        return merged


def timeline(entries: Iterable[Entry]) -> Timeline:
    """Order lines, each once. Duplicates are the same line; a line whose past is not all here yet is placed by what is."""
    here = {(e.log, e.seq): e for e in entries}
    line = Timeline()
    plain = sorted(here.values(), key=_order)
    line._plain = _causes_come_first(plain, here)
    for e in plain if line._plain else _topological(here):
        line._add(e)
    return line


def grown(line: Timeline, new: Sequence[Entry]) -> tuple[Timeline, list[Entry] | None]:
    """`line` with more lines, and those that came to stand at its end; None instead when some came to stand in the middle.

    `line` itself is used up.
    """
    fresh = sorted({(e.log, e.seq): e for e in new if (e.log, e.seq) not in line._here}.values(), key=_order)
    if not _fits(line, fresh):
        return timeline((*line.entries, *fresh)), None
    if not line.entries or not fresh or fresh[0].order > line.entries[-1].order:
        for e in fresh:
            line._add(e)
        return line, fresh
    for e in fresh:
        line._add(e, bisect.bisect_left(line.entries, e.order, key=_order))
    return line, None


def _fits(line: Timeline, fresh: Sequence[Entry]) -> bool:
    """Whether lines can be put among the others as they are: nobody waited for them, and their causes come first."""
    ids = {e.id for e in fresh}
    if not line._plain or len(ids) < len(fresh) or any(id_ in line.by_id for id_ in ids):
        return False
    if any(e.seq <= line._awaited.get(e.log, -1) for e in fresh):
        return False
    among = {(e.log, e.seq): i for i, e in enumerate(fresh)}
    return all(_is_before(line, among, cause, i, e) for i, e in enumerate(fresh) for cause in _causes(e))


def _is_before(line: Timeline, among: Mapping[Place, int], cause: Place, i: int, e: Entry) -> bool:
    known = line._here.get(cause)
    return known.order < e.order if known is not None else among.get(cause, -1) < i


def _causes(e: Entry) -> list[Place]:
    causes = [(log, seq) for log, seq, _ in e.heads]
    return [*causes, (e.log, e.seq - 1)] if e.seq > 0 else causes


def _causes_come_first(plain: Sequence[Entry], here: Mapping[Place, Entry]) -> bool:
    seen: set[Place] = set()
    for e in plain:
        if any(cause not in seen and cause in here for cause in _causes(e)):
            return False  # a clock went wrong somewhere: the pasts still say what came first
        seen.add((e.log, e.seq))
    return True


def _topological(here: Mapping[Place, Entry]) -> list[Entry]:
    waits: dict[Place, int] = {}
    leads_to: dict[Place, list[Entry]] = defaultdict(list)
    for place, e in here.items():
        causes = {cause for cause in _causes(e) if cause in here}
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
    left = sorted((e for place, e in here.items() if waits[place]), key=_order)
    return ordered + left  # only forged lines can wait for each other in a ring
