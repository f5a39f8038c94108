"""Corpus files: contributions as they were first read, each file written once; and notes typed in, appended.

A source's file name carries its id, which is a digest of its lines, so two copies that read the same export write the
same file. A file counts only once a decision names it: one left by a crash is passed by and written again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from copro_text.corpus import Contribution, Fault, Source, canonical, is_erased, line_digest, source_id, text_version
from copro_text.errors import NotSaved
from copro_text.store.folder import LITTER, Folder, sync_folder, telling, write_whole

TRIES = 3


def write_source(folder: Folder, source: Source, contributions: Sequence[Contribution]) -> None:
    """Write a source's file, whole or not at all."""
    lines = [canonical({"source": source.account()}), *(canonical(c.to_dict()) for c in contributions)]
    write_whole(_path(folder, source.id), b"\n".join(lines) + b"\n")


def read_source(folder: Folder, source: str, name: str) -> tuple[Source, tuple[Contribution, ...]] | Fault:
    """Read a source back, called `name`, or say why it is not all here."""
    if not _is_a_name(source):
        return Fault("corpus", f"a decision names a file {source!r} that no study has")
    path = _path(folder, source)
    where = f"corpus/{path.name}"
    with telling(path):
        if not path.exists():
            return Fault(where, "not all here yet: the file has not arrived")
        lines = path.read_bytes().splitlines()
    try:
        account, *said = (json.loads(line) for line in lines)
        if source_id(folder.key, account["source"], [line_digest(folder.key, line) for line in said]) != source:
            raise ValueError("it was changed")
        return Source.from_account(account["source"], name), tuple(_contribution(folder, line) for line in said if not is_erased(line))
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        return Fault(where, f"not what was written ({broken}); bring it back from another copy, or add the export again")


def append_note(folder: Folder, notes: str, contribution: Contribution) -> None:
    """Append a note that was typed in to this writer's own file, and let it reach the disk."""
    path = _path(folder, notes)
    line = canonical(contribution.to_dict()) + b"\n"
    for _ in range(TRIES):
        _append(path, line)
        with telling(path):
            if line in path.read_bytes():  # unless another program took words out of the file at this very moment
                return
    raise NotSaved(f"{path} is being changed by another program.", do="Do it again.", safe="What was there is kept; this note was not recorded.")


def _append(path: Path, data: bytes) -> None:
    with telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_bytes() if path.exists() else b""
        size = len(before)
        if before and not before.endswith(b"\n"):
            data = b"\n" + data  # what was torn off stays where it is, and must not swallow this
        with path.open("ab") as f:
            try:
                f.write(data)
                f.flush()
                os.fsync(f.fileno())
            except BaseException:  # also a person who stops the program
                os.ftruncate(f.fileno(), size)
                raise
        sync_folder(path.parent)


def read_notes(folder: Folder, notes: str) -> dict[str, tuple[str, Contribution | None]]:
    """A writer's notes by id, each with the digest of its line, None for one that was taken out.

    A line that is torn or not what was written is passed by. Copies that a sync tool made of the file are read too: when one
    device took words out while another added a note, each copy may have something that the other has not.
    """
    found: dict[str, tuple[str, Contribution | None]] = {}
    with telling(folder.corpus):
        paths = sorted(folder.corpus.glob(f"{notes}*.jsonl"), key=lambda p: p.stem != notes) if _is_a_name(notes) else []
    for path in paths:
        with telling(path):
            lines = path.read_bytes().splitlines()
        for id_, read in _notes(folder, lines):
            found.setdefault(id_, read)
    return found


def _notes(folder: Folder, lines: Iterable[bytes]) -> Iterator[tuple[str, tuple[str, Contribution | None]]]:
    for raw in lines:
        try:
            line = json.loads(raw)
            c = None if is_erased(line) else _contribution(folder, line)
            yield str(line["id"]), (line_digest(folder.key, line), c)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue


def corpus_files(folder: Folder) -> dict[str, str]:
    """What stands in the corpus folder: the name of a source or notes file by its file name; "" for anything else."""
    with telling(folder.corpus):
        paths = sorted(folder.corpus.iterdir()) if folder.corpus.is_dir() else []
    return {p.name: p.stem if p.suffix == ".jsonl" and not p.name.startswith(".") else "" for p in paths if p.name not in LITTER}


def _is_a_name(name: str) -> bool:
    return name.replace("-", "").isalnum()


def _path(folder: Folder, name: str) -> Path:
    return folder.corpus / f"{name}.jsonl"


def _contribution(folder: Folder, line: dict[str, Any]) -> Contribution:
    c = Contribution.from_dict(line)
    if text_version(folder.key, c.text) != c.version:
        raise ValueError("the words were changed")
    return c
