"""The study folder: a plain folder that holds everything about one consultation."""

from __future__ import annotations

import errno
import os
import secrets
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from copro_text.errors import DamagedStudy, FolderNotEmpty, NoStudyHere, NotSaved

FORMAT = 1
PARTS = ("corpus", "decisions", "clusters", "outputs")
LITTER = {".DS_Store", "desktop.ini", "Thumbs.db", ".git", ".gitkeep"}
NOT_YET = (".icloud", ".tmp", ".part", ".partial", ".crdownload", ".filepart", ".download")

TOML = """\
# A copro_text study. This file is written once and never changes: whoever has it and the folder can read the study.
format = {format}
id = "{id}"
key = "{key}"
"""


@dataclass(frozen=True, slots=True)
class Folder:
    """An open study folder: its path, permanent random id, and the key of its digests."""

    path: Path
    id: str
    key: bytes

    @property
    def corpus(self) -> Path:
        """Contributions as first read."""
        return self.path / "corpus"

    @property
    def decisions(self) -> Path:
        """The logs."""
        return self.path / "decisions"

    @property
    def clusters(self) -> Path:
        """The sorter's runs."""
        return self.path / "clusters"

    @property
    def outputs(self) -> Path:
        """What was written for people."""
        return self.path / "outputs"


def new_folder(path: Path) -> Folder:
    """Make a study in an empty folder, or in one that is not there yet; `study.toml` comes last, so there is no half a study."""
    with telling(path):
        if path.exists() and not path.is_dir():
            raise FolderNotEmpty(f"{path} is a file.", do="Name a folder for the study.", safe="Nothing was changed.")
        if path.is_dir() and _holds_something(path):
            do = (
                f'It is a study already: open it with Study("{path}"), or ask `copro status {path}`.'
                if (path / "study.toml").exists()
                else "Choose an empty or a new folder."
            )
            raise FolderNotEmpty(f"{path} is not empty.", do=do, safe="Nothing was changed.")
        for part in PARTS:
            make_folder(path / part)
        text = TOML.format(format=FORMAT, id=secrets.token_hex(16), key=secrets.token_hex(32))
        write_whole(path / "study.toml", text.encode())
    return open_folder(path)


def open_folder(path: Path) -> Folder:
    """Open a study; never makes one."""
    toml = path / "study.toml"
    with telling(path):
        if not toml.is_file() and any((path / "decisions").glob("*.jsonl")):
            raise DamagedStudy(
                f"{toml} is missing; the comments and decisions beside it are there.",
                do="Bring it back from another copy of this study: every copy has the same file.",
                safe="The comments and decisions were not touched.",
            )
        if not toml.is_file():
            raise NoStudyHere(
                f"There is no study at {path}.",
                do="Check the path, or make one with Study.new(...) or `copro new`.",
                safe="Nothing was made.",
            )
        try:
            said = tomllib.loads(toml.read_text("utf-8"))
            format_, study, key = said["format"], str(said["id"]), bytes.fromhex(said["key"])
        except (ValueError, KeyError, TypeError) as broken:
            raise DamagedStudy(
                f"{toml} is not what was written ({broken}).",
                do="Bring it back from another copy of this study: every copy has the same file.",
                safe="The comments and decisions were not touched.",
            ) from None
    if format_ != FORMAT:
        raise DamagedStudy(
            f"{toml} says format {format_}; this version of copro_text reads format {FORMAT}.",
            do="Install the newer version of copro_text that your colleagues use.",
            safe="Nothing was changed.",
        )
    return Folder(path, study, key)


def _holds_something(path: Path) -> bool:
    entries = [p for p in path.iterdir() if p.name not in LITTER]
    return any(p.name not in PARTS or not p.is_dir() or any(p.iterdir()) for p in entries)


def is_jsonl(name: str) -> bool:
    """Whether a file of this name is for us: not what an operating system or an office program keeps beside it."""
    return name.endswith(".jsonl") and not name.startswith((".", "~$"))


def not_yet(name: str) -> str:
    """What a name says of a file that is still on its way here; "" when it says nothing of the kind."""
    if name.endswith(".icloud"):
        return "not all here yet: iCloud keeps it online; download it there"
    if name.endswith(NOT_YET) or name.startswith("~$"):
        return "not all here yet: a file on its way here, or left behind when a program was stopped"
    return ""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all: a temporary file beside it, fsync, rename, fsync of the folder."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    with telling(path):
        make_folder(path.parent)
        try:
            with temporary.open("xb") as f:
                f.write(data)
                f.flush()
                os.fsync(f.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)


@contextmanager
def still_open(path: Path) -> Iterator[BinaryIO | None]:
    """A file, open while another takes its name, to see what comes into it meanwhile; None on Windows, where no open file is replaced."""
    if os.name == "nt":
        yield None
        return
    with path.open("rb") as f:
        yield f


def carry_over(before: BinaryIO | None, size: int, path: Path) -> None:
    """Add to a file what came into the one that had its name, after its first `size` bytes were read."""
    if before is None:
        return
    before.seek(size)
    if came := before.read():
        with path.open("ab") as f:
            f.write(came)
            f.flush()
            os.fsync(f.fileno())


def make_folder(path: Path) -> None:
    """Make a folder and those above it that are missing, so that they last through a power cut; one that is there is left as it is."""
    missing = [each for each in (path, *path.parents) if not each.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for made in reversed(missing):
        sync_folder(made.parent)


def sync_folder(path: Path) -> None:
    """Make a new name in a folder last through a power cut, where the system can (Windows needs no such step)."""
    if os.name != "nt":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as refused:
            if refused.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network drives cannot; the file itself is safe
                raise
        finally:
            os.close(handle)


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Say what the system refused in words a person can act on."""
    try:
        yield
    except OSError as refused:
        raise NotSaved(*_plainly(refused, path)[:1], do=_plainly(refused, path)[1], safe="Nothing half-written remains.") from refused


def _plainly(refused: OSError, path: Path) -> tuple[str, str]:
    where = refused.filename or path
    match refused.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return f"The disk (or your share of it) is full: {where} was not saved.", "Free some space and do it again."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"This computer does not let you read or write {where}.", "Ask whoever looks after it for the right, or use another folder."
        case _:
            return f"{where}: {refused.strerror or refused}.", "Check that the folder is there and the disk or network drive is connected."
