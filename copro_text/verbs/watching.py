"""Watching: what others decide, as it arrives in the folder."""

from __future__ import annotations

import time
from collections.abc import Iterator

import watchfiles

from copro_text.verbs.session import Session

EVERY = 500  # milliseconds: where the system tells of changes this is only how long it gathers them; else how often we look


def arrivals(s: Session, seconds: float | None) -> Iterator[list[str]]:
    """Ids of the decisions that arrive, in order, as they do; ends after so many seconds.

    Network drives and synced folders often tell of no changes, so the folder is looked at by the clock as well.
    """
    known = {e.id for e in s.refresh().book.entries}
    end = None if seconds is None else time.monotonic() + seconds
    told = watchfiles.watch(s.folder.decisions, rust_timeout=EVERY, yield_on_timeout=True, debounce=100, step=50, raise_interrupt=False)
    for _ in told:
        fresh = [e.id for e in s.refresh().book.entries if e.id not in known]
        if fresh:
            known |= set(fresh)
            yield fresh
        if end is not None and time.monotonic() >= end:
            return
