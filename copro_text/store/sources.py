"""Corpus files: contributions as they were first read, each file written once; and notes typed in, appended.

A source's file name carries its id, which is a digest of its lines, so two copies that read the same export write the
same file. A file counts only once a decision names it: one left by a crash is passed by and written again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from copro_text.corpus import Contribution, Fault, Source, canonical, line_digest, source_id, text_version
from copro_text.errors import DamagedStudy
from copro_text.store.folder import Folder, sync_folder, telling, write_whole


def write_source(folder: Folder, source: Source, contributions: Sequence[Contribution]) -> None:
    """Write a source's file, whole or not at all."""
    header = asdict(source) | {"left_out": dict(source.left_out), "faults": [asdict(f) for f in source.faults]}
    del header["name"]  # typed words of the decision that names this file, and erased there
    lines = [canonical({"source": header}), *(canonical(c.to_dict()) for c in contributions)]
    write_whole(_path(folder, source.id), b"\n".join(lines) + b"\n")


def read_source(folder: Folder, source: str, name: str) -> tuple[Source, tuple[Contribution, ...]] | Fault:
    """Read a source back, called `name`, or say why it is not all here."""
    path = _path(folder, source)
    where = f"corpus/{path.name}"
    with telling(path):
        if not path.exists():
            return Fault(where, "not all here yet: the file has not arrived")
        lines = path.read_bytes().splitlines()
    try:
        header = json.loads(lines[0])["source"]
        read = tuple(_contribution(folder, json.loads(line)) for line in lines[1:])
        found = _source(header | {"name": name})
        if source_id(folder.key, found, [line_digest(folder.key, c) for c in read]) != source:
            raise ValueError("its account, or what stands beside the words, was changed")
        return found, read
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as broken:
        return Fault(where, f"not what was written ({broken}); bring it back from another copy, or add the export again")


def append_note(folder: Folder, notes: str, contribution: Contribution) -> None:
    """Append a note that was typed in to this writer's own file, and let it reach the disk."""
    path = _path(folder, notes)
    data = canonical(contribution.to_dict()) + b"\n"
    with telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        size = path.stat().st_size if path.exists() else 0
        with path.open("ab") as f:
            try:
                f.write(data)
                f.flush()
                os.fsync(f.fileno())
            except OSError:
                os.ftruncate(f.fileno(), size)
                raise
        sync_folder(path.parent)


def read_notes(folder: Folder, notes: str) -> dict[str, Contribution]:
    """A writer's notes by id; a line that is torn or not what was written is passed by."""
    path = _path(folder, notes)
    found: dict[str, Contribution] = {}
    with telling(path):
        lines: Iterable[bytes] = path.read_bytes().splitlines() if path.exists() else ()
    for line in lines:
        try:
            c = _contribution(folder, json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        found[c.id] = c
    return found


def _path(folder: Folder, name: str) -> Path:
    if not name.replace("-", "").isalnum():
        raise DamagedStudy(f"A decision names a corpus file {name!r} that no study has.", safe="Nothing was changed.")
    return folder.corpus / f"{name}.jsonl"


def _contribution(folder: Folder, line: dict[str, Any]) -> Contribution:
    c = Contribution.from_dict(line)
    if text_version(folder.key, c.text) != c.version:
        raise ValueError("the words were changed")
    return c


def _source(header: dict[str, Any]) -> Source:
    faults = tuple(Fault(**fault) for fault in header.pop("faults"))
    notices = tuple(header.pop("notices", ()))
    return Source(**header, faults=faults, notices=notices)
