"""Copies: what stands in another copy of a study folder, in a zip of one, or in a single file of one.

Only looked at here, piece by piece and in memory; nothing is unpacked or written anywhere.
"""

from __future__ import annotations

import tomllib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from copro_text.corpus import Fault
from copro_text.errors import CoproError, NotPossible, NotReadable, UnsafeFile
from copro_text.packed import BROKEN, Limits, too_much, unsafe
from copro_text.store.folder import Folder, is_jsonl, not_yet, telling

LIMITS = Limits("study", members=20_000, total=500_000_000)
TOML = "study.toml"
ABOUT = (TOML, f"*/{TOML}", "*", "decisions/*", "corpus/*", "clusters/*/*", "*/decisions/*", "*/corpus/*", "*/clusters/*/*")


@dataclass(frozen=True)
class Piece:
    """A file of a copy: its path there, and how its bytes are read."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Copy:
    """The files of a copy that can be parts of this study, and what there is to say of others. `ours`: its `study.toml` says so."""

    pieces: tuple[Piece, ...]
    faults: tuple[Fault, ...] = ()
    ours: bool = False


def look(folder: Folder, path: Path) -> Copy:
    """What a copy holds.

    Raises
    ------
    NotPossible
        When it is another study, or none.
    NotReadable, UnsafeFile
        When it is a zip that is damaged, or that goes beyond the limits.
    """
    with telling(path):
        if path.is_dir():
            found = {p.relative_to(path).as_posix(): _reader(p) for pattern in ABOUT for p in sorted(path.glob(pattern)) if _may_be_ours(p)}
        elif not path.exists():
            raise NotPossible(f"There is nothing at {path}.", do="Check the path.", safe="Nothing was changed.")
        elif zipfile.is_zipfile(path) or _begins_as_zip(path):
            found = _packed(path)
        elif not is_jsonl(path.name):
            do = "Name a study's folder, a zip of one, or one of its files (.jsonl). What people said comes in with add: study.add, `copro add`."
            raise NotPossible(f"{path.name} is no copy of a study.", do=do, safe="Nothing was changed.")
        else:
            return Copy((Piece(path.name, _reader(path)),))
    return _of(folder, path, found)


def _may_be_ours(path: Path) -> bool:
    return not path.is_dir() and (path.name in (TOML, "run.json") or is_jsonl(path.name) or bool(not_yet(path.name)))


def _reader(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        with telling(path):
            if path.stat().st_size > LIMITS.total:
                raise UnsafeFile(f"{path.name} is larger than any part of a study.", safe="Nothing of it was taken in.")
            return path.read_bytes()

    return read


def _of(folder: Folder, path: Path, found: dict[str, Callable[[], bytes]]) -> Copy:
    """The pieces that lie below a `study.toml` of this study; where there is none at all, every log and corpus file."""
    studies = {str(PurePosixPath(name).parent): _study_id(read) for name, read in found.items() if PurePosixPath(name).name == TOML}
    roots = [root for root, study in studies.items() if study in (folder.id, "")]
    if studies and not roots:
        raise NotPossible(
            f"{path} is another study: it has another id than this one.",
            do="Bring in a copy of this study. To bring in what people said there, add its export instead.",
            safe="Nothing was changed.",
        )
    known = [Fault(_join(root, TOML), "not what was written; each file beside it was looked at by itself") for root in roots if not studies[root]]
    inside = [name for name in found if _is_part(name, roots)]
    if not inside and not roots:
        raise NotPossible(f"{path} holds no study.", do="Name a study's folder, a zip of one, or one of its files.", safe="Nothing was changed.")
    ways = [Fault(name, why) for name in found if (why := not_yet(PurePosixPath(name).name))]
    return Copy(tuple(Piece(name, found[name]) for name in sorted(inside)), tuple(known + ways), ours=folder.id in studies.values())


def _is_part(name: str, roots: Iterable[str]) -> bool:
    if not roots:
        return is_jsonl(PurePosixPath(name).name)
    return any(_stands_in(PurePosixPath(name), PurePosixPath(root)) for root in roots)


def _stands_in(path: PurePosixPath, root: PurePosixPath) -> bool:
    """Whether a file stands where a study keeps its logs, its corpus files or its runs."""
    if not path.is_relative_to(root):
        return False
    folder, *rest = path.relative_to(root).parts
    if folder == "clusters":
        return len(rest) == 2 and rest[1] == "run.json"
    return folder in ("decisions", "corpus") and len(rest) == 1 and is_jsonl(rest[0])


def _join(root: str, name: str) -> str:
    return name if root == "." else f"{root}/{name}"


def _study_id(read: Callable[[], bytes]) -> str:
    try:
        return str(tomllib.loads(read().decode())["id"])
    except (ValueError, KeyError, CoproError):
        return ""


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as f:
        return f.read(4) == b"PK\x03\x04"


def _packed(path: Path) -> dict[str, Callable[[], bytes]]:
    try:
        with zipfile.ZipFile(path) as z:
            members = z.infolist()
    except BROKEN as broken:
        do = "Ask for the copy again, or bring in the folder itself."
        raise NotReadable(f"{path.name}: a damaged zip file.", do=do, safe="Nothing was changed.") from broken
    if why := unsafe(members, LIMITS):
        do = "Ask for a plain zip of the study folder, without a password."
        raise UnsafeFile(f"{path.name}: {why}.", do=do, safe="Nothing of it was read.")
    left = [LIMITS.total]
    files = [m for m in members if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
    return {m.filename.replace("\\", "/"): _member(path, m, left) for m in files if _may_be_ours(Path(m.filename))}


def _member(path: Path, member: zipfile.ZipInfo, left: list[int]) -> Callable[[], bytes]:
    def read() -> bytes:
        """No more than the limits allow, whatever the zip says of itself."""
        try:
            with zipfile.ZipFile(path) as z, z.open(member) as packed:
                data = b"".join(_within(packed, left))
        except (OSError, *BROKEN) as broken:
            raise NotReadable(f"{path.name}, {member.filename}: damaged ({broken}).", safe="Nothing of it was taken in.") from broken
        if left[0] < 0:
            raise UnsafeFile(f"{path.name}: {too_much(LIMITS)}.", safe="What was taken in before is whole.")
        return data

    return read


def _within(packed: object, left: list[int]) -> Iterator[bytes]:
    while left[0] >= 0 and (chunk := packed.read(1 << 20)):  # type: ignore[attr-defined]
        left[0] -= len(chunk)
        yield chunk
