"""What this device keeps in mind of its erasing: ids, sizes and times of files. No words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from copro_text.corpus import canonical
from copro_text.errors import NotSaved
from copro_text.store.folder import write_whole
from copro_text.withdrawal import Gone

Stamp = tuple[int, int]
FILE = "erasing.json"
AGAIN = "4"  # another number: whatever was looked through by an earlier way of looking is looked through again


@dataclass
class Kept:
    """What was looked through for what is gone, so that it is looked through once.

    Attributes
    ----------
    gone, withdrawn
        Digests of what is gone, and of what people withdrew; when more is gone, everything is looked through again.
    looked
        File -> its size and time when nothing was left to erase in it.
    searched
        Ids of what has been looked for in the outputs.
    ids
        Contributions in the corpus that are taken out.
    to_remove
        Outputs that hold what is gone and could not be removed yet.
    holding
        Files that are not ours and held it when they were looked into.
    """

    gone: str
    withdrawn: str
    looked: dict[str, Stamp] = field(default_factory=dict)
    searched: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    to_remove: dict[str, Stamp] = field(default_factory=dict)
    before: str = ""
    holding: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, state: Path, gone: Gone, taken_back: Collection[str] = ()) -> Kept:
        """What is kept in mind, as far as it is about what is gone now; and about the sources that are taken back now."""
        sets = [sorted(each) for each in (gone.contributors, gone.contributions, gone.texts, gone.erased, taken_back)] + [[AGAIN]]
        mark, withdrawn = (hashlib.sha256(canonical(each)).hexdigest() for each in (sets, sets[:3]))
        try:
            said = json.loads((state / FILE).read_text("utf-8"))
            looked, to_remove = ({name: (int(size), int(at)) for name, (size, at) in said[part].items()} for part in ("looked", "to_remove"))
            same = said["gone"] == mark
            ids = set(said["ids"]) if same else set()
            return cls(mark, withdrawn, looked if same else {}, set(said["searched"]), ids, to_remove, str(said["withdrawn"]), set(said["holding"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(mark, withdrawn)

    @property
    def is_first(self) -> bool:
        """Whether people have withdrawn more than when this device looked last."""
        return self.before != self.withdrawn

    def is_new(self, name: str, path: Path) -> bool:
        """Whether a file has changed since nothing was left to erase in it."""
        return self.looked.get(name) != stamp(path)

    def save(self, state: Path) -> None:
        """Keep it; where that is refused, everything is only looked through once more."""
        said = {"gone": self.gone, "withdrawn": self.withdrawn, "looked": self.looked, "to_remove": self.to_remove}
        data = canonical(said | {"searched": sorted(self.searched), "ids": sorted(self.ids), "holding": sorted(self.holding)})
        path = state / FILE
        with suppress(NotSaved, OSError):
            if not path.exists() or path.read_bytes() != data:
                write_whole(path, data)


def stamp(path: Path) -> Stamp:
    """A file's size and time."""
    stat = path.stat()
    return (stat.st_size, stat.st_mtime_ns)
