"""Steps: the decisions that one act records, by ids made from the act's, so that it goes on where it stopped and is taken back as one."""

from __future__ import annotations

import hashlib

from copro_text.decisions import Entry
from copro_text.verbs.desk.seen import Seen

MOST_STEPS = 3
"""Decisions that one act records at most, those that the study adds by itself left out."""


def step_id(act: str, step: int) -> str:
    """The id of the decision that one step of an act records: the first has the act's own."""
    return hashlib.sha256(f"{act} {step}".encode()).hexdigest()[:32] if step else act


def of_one_act(seen: Seen, last: Entry) -> list[str]:
    """The decisions of the act whose last one this is, in the order in which they were made."""
    mine = [e.id for e in seen.book.entries if e.analyst == last.analyst]
    for first in reversed(mine[max(0, mine.index(last.id) - 2 * MOST_STEPS) : mine.index(last.id)]):
        steps = [step_id(first, n) for n in range(MOST_STEPS)]
        if last.id in steps:
            return [each for each in steps[: steps.index(last.id) + 1] if each in seen.book.timeline.by_id]
    return [last.id]


def made(e: Entry) -> str:
    """The code that a decision made, or acted on."""
    code = getattr(e.body, "code", "")
    parts = getattr(e.body, "parts", ())
    return parts[0][0] if parts else str(code)
