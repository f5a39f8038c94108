"""Spans: who works on their own, and what each person may see meanwhile.

Whoever is on their own sees the others as they were when they began, and is not seen by them until they share. What is
taken out for good, held or redacted, and every no, is known to everyone at once: nobody's wish about their words waits for a span to
end. So is who joined and who left.
"""

from __future__ import annotations

from collections.abc import Mapping

from copro_text.decisions import Confirm, Entry, Erased, EraseWords, Hold, Join, Leave, LeaveAsItIs, Redact, Redo, Release, Strike, Undo, Withdraw
from copro_text.timeline import Timeline

TAKEN_OUT_FOR_GOOD = (Withdraw, EraseWords, Erased)
ALWAYS_SEEN = (*TAKEN_OUT_FOR_GOOD, Join, Leave, Hold, Redact)


def open_spans(line: Timeline) -> dict[str, list[Entry]]:
    """By person, the beginnings of spans that they have not ended by sharing."""
    return {who: begun for who in line.spans if (begun := line.spans_open(who))}


def seen_by(line: Timeline, reader: str) -> list[Entry]:
    """The lines that a person may see, in order. Somebody unnamed sees only what everyone on their own had seen when they began."""
    spans = open_spans(line)
    if not spans:
        return line.entries
    begun = spans.get(reader, []) if reader else [e for beginnings in spans.values() for e in beginnings]
    return [e for e in line.entries if _may_see(line, reader, e, begun, spans)]


def _protects(e: Entry) -> bool:
    """Whether a line keeps somebody's words from being used or shown, or says who is here: that waits for nobody's sharing."""
    return isinstance(e.body, ALWAYS_SEEN) or (isinstance(e.body, Confirm) and e.body.answer != "yes")


def _lets(e: Entry) -> bool:
    """Whether a line lets somebody's words be used or shown."""
    return isinstance(e.body, Release | LeaveAsItIs) or (isinstance(e.body, Confirm) and e.body.answer == "yes")


def _turned(line: Timeline, e: Entry) -> Entry | None:
    """What an undo, a redo or a strike is about, when it is here; of forged lines also only what comes before it."""
    match e.body:
        case Undo(target=about) | Redo(target=about) | Strike(entry=about):
            target = line.by_id.get(about)
            return target if target is not None and target.order < e.order else None
        case _:
            return None


def _amounts_to_protecting(line: Timeline, e: Entry) -> bool:
    """Whether a line protects, by what stands or falls with it: undoing a release is a holding."""
    stands = True
    while (target := _turned(line, e)) is not None:
        e, stands = target, not stands
    return _protects(e) if stands else _lets(e)


def _may_see(line: Timeline, reader: str, e: Entry, begun: list[Entry], spans: Mapping[str, list[Entry]]) -> bool:
    if (reader and e.analyst == reader) or _protects(e):
        return True
    if (target := _turned(line, e)) is not None and _amounts_to_protecting(line, e) and _may_see(line, reader, target, begun, spans):
        return True
    if any(not line.knows(beginning, e) and e is not beginning for beginning in begun):
        return False
    return not any(line.knows(e, beginning) for beginning in spans.get(e.analyst, ()))
