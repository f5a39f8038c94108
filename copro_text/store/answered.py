"""Answered: what a person said that answers to a question mean is remembered by the very answer, so it goes with the words of whoever gave it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from copro_text.corpus import Contribution, canonical
from copro_text.store.folder import write_whole

FILE = "columns.json"
ANSWERS = " answers"  # behind the mark of a table's columns: what answers there mean


def forget(state: Path, others: Iterable[Contribution]) -> bool:
    """Forget every answer that nobody whose words are here gave; whether there was any."""
    path = state / FILE
    try:
        kept = json.loads(path.read_bytes())
        known = {mark: of for mark, of in kept.items() if mark.endswith(ANSWERS) and isinstance(of, dict) and of}
    except (FileNotFoundError, ValueError, AttributeError):
        return False
    given = {_plain(text) for c in others for text in _given(c)} if known else set()
    left = {mark: {answer: means for answer, means in of.items() if _plain(answer) in given} for mark, of in known.items()}
    if left == known:
        return False
    write_whole(path, canonical({**kept, **left}))
    return True


def _given(c: Contribution) -> Iterator[str]:
    """The answers that stand beside what somebody said, each also behind its question."""
    for question, answer in c.aside:
        yield answer
        yield f"{question}: {answer}"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".! ")
