"""Corpus files: contributions as they were first read, each file written once; and notes typed in, appended.

A source's file name carries its id, which is a digest of its lines, so two copies that read the same export write the
same file. A file counts only once a decision names it: one left by a crash is passed by and written again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from copro_text.corpus import Contribution, Fault, Source, canonical, is_erased, line_digest, source_id, text_version
from copro_text.errors import NotSaved
from copro_text.store.folder import LITTER, Folder, is_jsonl, make_folder, sync_folder, telling, write_whole

ODD = "Everything else is read and safe. Ask whoever decided it which program they use: no copro_text writes such a name."
AWAITED = "What was decided about these comments is safe. Wait until the folder has finished syncing, or copy the file from a colleague's copy."
CHANGED = (
    "What was decided about these comments is safe; they are not shown until the file is as it was. Bring in a colleague's copy or a backup "
    "(study.bring_in, `copro bring-in`), or add the same export again."
)
CHANGED_NOTE = "All other notes are read and safe. Bring the file back from a colleague's copy or a backup; what was typed in stands nowhere else."

TRIES = 3


def write_source(folder: Folder, source: Source, contributions: Sequence[Contribution]) -> None:
    """Write a source's file, whole or not at all."""
    lines = [canonical({"source": source.account()}), *(canonical(c.to_dict()) for c in contributions)]
    write_whole(_path(folder, source.id), b"\n".join(lines) + b"\n")


def read_source(folder: Folder, source: str, name: str) -> tuple[Source, tuple[Contribution, ...]] | Fault:
    """Read a source back, called `name`, or say why it is not all here."""
    if not is_a_name(source):
        return Fault("corpus", f"a decision names a file {source!r} that no study has", ODD)
    path = _path(folder, source)
    read = _read_source(folder, path, source, name)
    for copy in copies_of(folder, source) if isinstance(read, Fault) else ():
        if not isinstance(other := _read_source(folder, copy, source, name), Fault):
            return other
    return read


def _read_source(folder: Folder, path: Path, source: str, name: str) -> tuple[Source, tuple[Contribution, ...]] | Fault:
    where = f"corpus/{path.name}"
    try:
        data = path.read_bytes() if path.exists() else b""
    except OSError as refused:  # such as a file that a cloud drive keeps online only, with no network
        return Fault(where, f"not all here yet: it cannot be read now ({refused.strerror or refused})", AWAITED)
    if not data:
        return Fault(where, "not all here yet: the file has not arrived", AWAITED)
    try:
        account, *said = (json.loads(line) for line in data.splitlines())
        if source_id(folder.key, account["source"], [line_digest(folder.key, line) for line in said]) != source:
            raise ValueError("it was changed")
        return Source.from_account(account["source"], name), tuple(_contribution(folder, line) for line in said if not is_erased(line))
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        return Fault(where, f"not what was written ({_line_changed(folder, data) or broken})", CHANGED)


def _line_changed(folder: Folder, data: bytes) -> str:
    """Which line is not what was written, where its words or its shape tell; "" where nothing does."""
    for i, raw in enumerate(data.splitlines()):
        try:
            line = json.loads(raw)
            if i > 0 and not is_erased(line):
                _contribution(folder, line)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return f"line {i + 1}"
    return ""


def spoiled(folder: Folder, source: str) -> Fault | None:
    """What is wrong with the file of a source under its proper name."""
    read = _read_source(folder, _path(folder, source), source, "")
    return read if isinstance(read, Fault) else None


def whole_copy(folder: Folder, source: str) -> str:
    """The name of a file that holds a source whole and has another name; "" when there is none."""
    return next((p.name for p in copies_of(folder, source) if not isinstance(_read_source(folder, p, source, ""), Fault)), "")


def copies_of(folder: Folder, name: str) -> list[Path]:
    """Files in the corpus folder that a sync tool or a person may have made as copies of a source or notes file: its id is in their names."""
    found = sorted(folder.corpus.glob(f"*{name}*.jsonl")) if folder.corpus.is_dir() else []
    return [path for path in found if is_jsonl(path.name) and path != _path(folder, name)]


def source_in(folder: Folder, data: bytes) -> str:
    """The id of the source that a file holds whole, by its content alone; "" when it is none."""
    try:
        account, *said = (json.loads(line) for line in data.splitlines())
        return source_id(folder.key, account["source"], [line_digest(folder.key, line) for line in said])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""


def notes_in(folder: Folder, data: bytes) -> dict[tuple[str, str], tuple[bytes, Contribution | None]]:
    """The notes that a file holds, by their id and the digest of their line, None for one that was taken out.

    What is torn or not what was written is passed by.
    """
    found: dict[tuple[str, str], tuple[bytes, Contribution | None]] = {}
    for raw in data.splitlines():
        try:
            line = json.loads(raw)
            c = None if is_erased(line) else _contribution(folder, line)
            found.setdefault((str(line["id"]), line_digest(folder.key, line)), (raw, c))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
    return found


def append_note(folder: Folder, notes: str, contribution: Contribution) -> None:
    """Append a note that was typed in to this writer's own file, and let it reach the disk; one that stands there already is not written twice."""
    path = _path(folder, notes)
    line = canonical(contribution.to_dict()) + b"\n"
    if _has(path, line):
        return
    for _ in range(TRIES):
        _append(path, line)
        if _has(path, line):  # unless another program took words out of the file at this very moment
            return
    raise NotSaved(f"{path} is being changed by another program.", do="Do it again.", safe="What was there is kept; this note was not recorded.")


def _has(path: Path, line: bytes) -> bool:
    with telling(path):
        return path.exists() and line in path.read_bytes()


def _append(path: Path, data: bytes) -> None:
    with telling(path):
        make_folder(path.parent)
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


def read_notes(folder: Folder, notes: str) -> dict[tuple[str, str], Contribution | None]:
    """A writer's notes, from their file and its copies, by their id and the digest of their line; None for one that was taken out."""
    found: dict[tuple[str, str], Contribution | None] = {}
    for path in [_path(folder, notes), *copies_of(folder, notes)] if is_a_name(notes) else []:
        with suppress(OSError):  # such as a file that a cloud drive keeps online only, with no network: not all here yet
            found = {at: c for at, (_, c) in notes_in(folder, path.read_bytes()).items()} | found
    return found


def corpus_files(folder: Folder) -> dict[str, str]:
    """What stands in the corpus folder: the name of a source or notes file by its file name; "" for anything else."""
    with telling(folder.corpus):
        paths = sorted(folder.corpus.iterdir()) if folder.corpus.is_dir() else []
    return {p.name: p.stem if is_jsonl(p.name) else "" for p in paths if p.name not in LITTER}


def is_a_name(name: str) -> bool:
    """Whether a name that came in with a decision may be part of a file's name."""
    return name.replace("-", "").isalnum()


def _path(folder: Folder, name: str) -> Path:
    return folder.corpus / f"{name}.jsonl"


def _contribution(folder: Folder, line: dict[str, Any]) -> Contribution:
    c = Contribution.from_dict(line)
    if text_version(folder.key, c.text) != c.version:
        raise ValueError("the words were changed")
    return c
