"""What the logs of a study hold, read as the lines they are: not through the desk, nor through the study behind it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Recorded:
    """One line of a log."""

    id: str
    kind: str
    analyst: str
    entered_by: str
    payload: dict[str, Any]
    words: dict[str, str]

    def __str__(self) -> str:
        return " ".join([self.kind, *(f"{name.partition(':')[0]}={text!r}" for name, text in sorted(self.words.items()))])


def recorded(study: Path) -> list[Recorded]:
    """Every decision in the folder, in the order in which it was made as far as clocks tell. A line that is not whole fails."""
    lines = [json.loads(line) for log in sorted((study / "decisions").glob("*.jsonl")) for line in log.read_text("utf-8").splitlines()]
    lines.sort(key=lambda line: (line["clock"], line["log"], line["seq"]))
    return [_recorded(line) for line in lines]


def _recorded(line: dict[str, Any]) -> Recorded:
    words = {name: word.get("text", "") for name, word in line["words"].items()}
    return Recorded(line["id"], line["kind"], line["analyst"], line["entered_by"], line["payload"], words)


def kinds(study: Path, *, after: int = 0) -> list[str]:
    """The kinds of decision, those of the beginning left out."""
    return [each.kind for each in recorded(study)][after:]
