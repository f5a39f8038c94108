"""Printed: the words of a PDF, as far as a program can read them."""

from __future__ import annotations

import io
import logging
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

_IN_WORDS = re.compile(r"\[([^\[\]]{2,120})\]")
_FLAG = re.compile(r"flag\s+([A-Z]{2})")
MADE_HERE = "copro_text"  # a keyword of the PDFs that this program makes: of these all words can be read, which is true of no others


class CannotRead(ValueError):
    """A PDF that is damaged or locked."""


def words_of(data: bytes) -> tuple[str, bool]:
    """The words of a PDF, with what it says of itself, and whether it was made here.

    All pages together: a sentence may go on over the page.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # what pypdf lets through when a PDF is damaged: only some of it has a base of its own
    damaged = (PyPdfError, LookupError, ValueError, TypeError, AttributeError, OSError, EOFError, ArithmeticError, RuntimeError, AssertionError)
    try:
        with _quietly():
            read = PdfReader(io.BytesIO(data))
            said = {key: str(value) for key, value in (read.metadata or {}).items()}
            text = "\n".join([*said.values(), *(page.extract_text() for page in read.pages)])
            made_here = MADE_HERE in said.get("/Keywords", "")
            return (_with_pictures if made_here else str)(text.replace("\u200b", "")), made_here
    except (*damaged, MemoryError, struct.error, zlib.error) as shut:
        raise CannotRead from shut


def _with_pictures(text: str) -> str:
    """A text in which each little picture that stands in words (`writers.pictures`) is one again: its words are nobody's."""
    return _IN_WORDS.sub(lambda m: "".join(map(_picture, m[1].split(","))) or m[0], text)


def _picture(name: str) -> str:
    if flag := _FLAG.fullmatch(name.strip()):
        return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in flag[1])
    try:
        found = unicodedata.lookup(" ".join(name.split()).upper())
    except KeyError:
        return ""
    return found if unicodedata.category(found) == "So" else ""


@contextmanager
def _quietly() -> Iterator[None]:
    """What pypdf mends it tells to the log; nobody here can do anything about it."""
    log = logging.getLogger("pypdf")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)
