"""Looking: the words inside a file, whatever it is, as far as a program can see them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from copro_text.printed import CannotRead, words_of

MOST = 256 * 2**20  # bytes of one file, or of all that is packed in it
DEPTH = 3
NO_WORDS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")  # pictures
PDF = b"%PDF"
CLOSED = (b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b")


class CannotSee(ValueError):
    """A file that no one can look into with this program."""


def texts_in(path: Path) -> Iterator[str]:
    """The texts in a file, one for each part of a packed one (.xlsx, .docx, .zip); raises `CannotSee` when it holds others, OSError as files do."""
    if path.stat().st_size > MOST:
        raise CannotSee
    yield from _texts(path.read_bytes(), DEPTH)


def _texts(data: bytes, depth: int) -> Iterator[str]:
    if data.startswith(NO_WORDS):
        return
    if data.startswith(CLOSED):
        raise CannotSee
    if data.startswith(PDF):
        yield from _pages(data)
        return
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield from _unpacked(data, depth)
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield data.decode("utf-16", "replace")
    else:
        plain = data.decode("utf-8-sig", "replace")
        yield plain
        yield from _cells(plain)
        if not data.isascii() and not _is_utf8(data):
            yield data.decode("cp1252", "replace")


def _pages(data: bytes) -> Iterator[str]:
    """The words of a PDF; then `CannotSee`, unless it was made here: of others nobody knows whether these are all."""
    try:
        text, made_here = words_of(data)
    except CannotRead as shut:
        raise CannotSee from shut
    yield text
    if not made_here:
        raise CannotSee


def _cells(text: str) -> Iterator[str]:
    """What was typed into the cells of a notebook, without the marks that JSON puts between the lines."""
    if not (text.lstrip().startswith("{") and '"nbformat"' in text):
        return
    with suppress(ValueError, TypeError, KeyError):
        for cell in json.loads(text)["cells"]:
            yield "".join(cell["source"])


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _unpacked(data: bytes, depth: int) -> Iterator[str]:
    if not depth:
        raise CannotSee
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(member.file_size for member in packed.infolist()) > MOST:
                raise CannotSee
            for member in packed.infolist():
                yield member.filename
                yield from _texts(packed.read(member), depth - 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as shut:
        raise CannotSee from shut
