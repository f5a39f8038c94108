"""Zips that hold other files, as downloads come: unpacked within limits, into a folder that goes when they are read."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from copro_text.errors import NotReadable, UnsafeFile
from copro_text.packed import BROKEN, Limits, too_much, unsafe
from copro_text.readers.look import is_zip

LIMITS = Limits("download")
_SAFE = "Nothing of it was read."
_DO = "Unpack it yourself, and add the files you need."
# Office files and the like are zips too, and one thing each.
_ONE_THING = re.compile(r"\[Content_Types\]\.xml|mimetype|(?:word|xl|ppt|META-INF)/.*|.*\.iwa|(?:.*/)?project\.qde", re.IGNORECASE | re.DOTALL)
_COPY = re.compile(r"(?:[^/]+/)?study\.toml")
_NOT_FILES = re.compile(r"(?:.*/)?(?:\.|~\$|__MACOSX/).*", re.DOTALL)


def is_bundle(path: Path) -> bool:
    """Is it a zip of files, and not itself a document, a workbook or the like?"""
    try:
        with path.open("rb") as file:
            if not is_zip(file.read(4)):
                return False
        with zipfile.ZipFile(path) as packed:
            return not any(_ONE_THING.fullmatch(name) for name in packed.namelist())
    except (*BROKEN, OSError):
        return False


@contextmanager
def unpacked(path: Path) -> Iterator[list[Path]]:
    """The files in a zip, by the names that they have there; they are gone afterwards.

    Raises
    ------
    UnsafeFile
        When a file in it is too much, locked, a link, or wants to be elsewhere.
    NotReadable
        When it is damaged, holds no files, or is a copy of a study.
    """
    with tempfile.TemporaryDirectory(prefix="copro-") as folder:
        try:
            with zipfile.ZipFile(path) as packed:
                if why := unsafe(packed.infolist(), LIMITS):
                    raise UnsafeFile(f"{path.name}: {why}.", do=_DO, safe=_SAFE)
                files = _unpacked(packed, path, Path(folder))
        except BROKEN as error:
            raise NotReadable(f"{path.name}: a damaged zip file.", do="Download or copy it again, and try again.", safe=_SAFE) from error
        yield files


def _unpacked(packed: zipfile.ZipFile, path: Path, folder: Path) -> list[Path]:
    members = [member for member in packed.infolist() if not member.is_dir()]
    if any(_COPY.fullmatch(member.filename) for member in members):
        raise NotReadable(f"{path.name}: a copy of a study.", do="Bring it in: study.bring_in, `copro bring-in`.", safe=_SAFE)
    members = [member for member in members if not _NOT_FILES.fullmatch(member.filename)]
    if not members:
        raise NotReadable(f"{path.name}: a zip file with nothing in it to read.", do="Look whether the download finished.", safe=_SAFE)
    left, files = LIMITS.total, []
    for number, member in enumerate(members):
        place = folder / str(number) / _name(member.filename)
        place.parent.mkdir()
        with packed.open(member) as source, place.open("wb") as target:
            left = _copied(source, target, left)
        if left < 0:  # the directory of a zip can lie
            raise UnsafeFile(f"{path.name}: {too_much(LIMITS)}.", do=_DO, safe=_SAFE)
        files.append(place)
    return files


def _copied(source: IO[bytes], target: IO[bytes], left: int) -> int:
    """How many bytes may still come after this one; below 0 it was too much and the rest was not unpacked."""
    while left >= 0 and (chunk := source.read(1 << 20)):
        target.write(chunk)
        left -= len(chunk)
    return left


def _name(member: str) -> str:
    """The last part of a name, fit for any disk."""
    return re.sub(r"[^\w .,()@+-]", "_", re.split(r"[/\\]", member)[-1])[-100:] or "file"
