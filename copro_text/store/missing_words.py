"""Lines of the corpus whose words are gone: which of them a withdrawal explains. A line alone takes out nothing."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from copro_text.corpus import Contribution, Fault, field_digest, is_erased, line_digest
from copro_text.decisions import AddSource, Entry, Note
from copro_text.store.folder import Folder, is_jsonl
from copro_text.store.sources import source_in
from copro_text.withdrawal import Gone

UNEXPLAINED = (
    "Nothing else is taken out because of it. Wait until the folder has finished syncing, or ask the others for their copy of the decisions folder. "
    "If no one has taken them out, bring the file back from a colleague's copy or a backup."
)
_ERASED = b'{"erased":'


@dataclass(frozen=True)
class Named:
    """What decisions say is in the corpus: ids of sources; and notes, each by its id and the digest of its line."""

    sources: frozenset[str]
    notes: frozenset[tuple[str, str]]

    @classmethod
    def by(cls, entries: Collection[Entry]) -> Named:
        """What these lines name."""
        bodies = [e.body for e in entries]
        sources = frozenset(body.source for body in bodies if isinstance(body, AddSource))
        return cls(sources, frozenset((body.contribution, body.digest) for body in bodies if isinstance(body, Note)))

    def proven(self, folder: Folder, data: bytes, lines: Collection[Mapping[str, Any]]) -> set[str]:
        """The ids of those lines of a file that prove to be what was written: in a whole source, or as a note."""
        if source_in(folder, data) in self.sources:
            return {str(line.get("id", "")) for line in lines}
        return {str(line.get("id", "")) for line in lines if (line.get("id"), line_digest(folder.key, line)) in self.notes}


def read_line(raw: bytes) -> tuple[Mapping[str, Any] | None, Contribution | None]:
    """A line of a corpus file, and what was said in it, if there is anything; nothing where it cannot be read."""
    try:
        line = json.loads(raw)
        if not isinstance(line, dict):
            return None, None
        return line, None if is_erased(line) or "text" not in line else Contribution.from_dict(line)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, None


def explains(gone: Gone, key: bytes, line: Mapping[str, Any]) -> bool:
    """Whether something that people took out is why the words of a line are gone: its id, who said it, or the words."""
    if line.get("id") in gone.contributions or line.get("version") in gone.texts:
        return True
    said_by = line.get("said_by")
    if isinstance(said_by, list):
        return not gone.contributors.isdisjoint(who for who in said_by if isinstance(who, str))
    left = field_digest(key, "said_by", said_by) if isinstance(said_by, dict) else ""
    return any(field_digest(key, "said_by", [who]) == left for who in gone.contributors)


def unexplained(folder: Folder, gone: Gone) -> list[Fault]:
    """The files of the corpus in which words are missing and nothing says why."""
    found = []
    for path in sorted(folder.corpus.glob("*.jsonl")) if folder.corpus.is_dir() else []:
        with suppress(OSError):
            raw = path.read_bytes() if is_jsonl(path.name) else b""
            if _ERASED not in raw:
                continue  # as nearly always: this is looked at with each view of the desk
            lines = [line for each in raw.splitlines() if _ERASED in each and (line := read_line(each)[0]) is not None and is_erased(line)]
            if many := sum(not explains(gone, folder.key, line) for line in lines):
                whose = "one contribution" if many == 1 else f"{many} contributions"
                what = f"words of {whose} are missing and no withdrawal that is here says why: not all here yet"
                found.append(Fault(f"corpus/{path.name}", what, UNEXPLAINED))
    return found
