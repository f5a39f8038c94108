"""JSON, forgivingly: the objects of a file one after another, however they were put together, with what was broken said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from copro_text.corpus import Fault
from copro_text.readers.encoding import decode

Progress = Callable[[int, int | None], None]

MOST_BREAKS = 20
_BETWEEN = re.compile(r"[\s,\[\]\x00\ufeff]*")
_NEXT = re.compile(r'[,}\]]\s*(\{\s*")')  # one that follows on another, not one inside it


class Parts:
    """The objects of one file, each with its line: of a list, of lists in a list, of pages one after another, of a line each.

    Parameters
    ----------
    path
        The file.
    progress
        Told how many characters are done, and of how many.
    """

    def __init__(self, path: Path, progress: Progress | None = None) -> None:
        self.progress = progress
        self.text, faults = decode(path.read_bytes())
        self.faults = list(faults)
        self.broken = 0

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """(line, object), in order."""
        read, at, line, counted = json.JSONDecoder().raw_decode, 0, 1, 0
        while (at := _past(_BETWEEN, self.text, at)) < len(self.text):
            line, counted = line + self.text.count("\n", counted, at), at
            try:
                value, end = read(self.text, at)
            except (ValueError, RecursionError) as error:
                at = self._after(at, line, error.pos if isinstance(error, json.JSONDecodeError) else at)
                continue
            if not isinstance(value, dict):
                at = self._after(at, line, at)
                continue
            yield line, value
            at = end
            if self.progress:
                self.progress(at, len(self.text))

    def _after(self, at: int, line: int, stopped: int) -> int:
        """Where the next object begins after a break."""
        self.broken += 1
        place = line + self.text.count("\n", at, stopped)
        following = _NEXT.search(self.text, max(stopped, at + 1)) if self.broken <= MOST_BREAKS else None
        went_on = "reading went on at the next whole part" if following else "what follows was left out"
        self.faults.append(Fault(f"line {place}", f"The file is broken here, or breaks off: {went_on}. Everything whole before it was kept."))
        return following.start(1) if following else len(self.text)


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def text_of(thing: dict[str, Any], name: str) -> str:
    """A value as text, trimmed: what is neither text nor a whole number is ""."""
    value = thing.get(name)
    return value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
