"""Readers: one file in, what people said out, with the account of what was left out.

Each reader is one module with `recognises` and `read`; which one fits is seen by looking inside the file, never by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from copro_text.errors import NotReadable
from copro_text.readers import (
    blogger,
    comments_json,
    disqus,
    docx,
    feed,
    message,
    odt,
    otter,
    page,
    pdf,
    plain,
    srt,
    table,
    vtt,
    wordpress,
    wordpress_rest,
)
from copro_text.readers.authors import with_authors
from copro_text.readers.intake import intake
from copro_text.readers.item import Item, Reading
from copro_text.readers.look import HEAD, LOCKS, instead, to_do, what_it_is
from copro_text.readers.notes import FAMILY
from copro_text.readers.put_right import with_answers

__all__ = ["Item", "Reading", "intake", "read"]

_SAFE = "Nothing was read and nothing was changed."


class Reader(Protocol):
    """What the module of a format offers."""

    def recognises(self, head: bytes, path: Path) -> bool:
        """Whether the file is of this format, by its first bytes (`HEAD` of them), or by looking further into it."""
        ...

    def read(self, path: Path, *, progress: Callable[[int, int | None], None] | None = None) -> Reading:
        """What the file holds."""
        ...


_READERS: tuple[Reader, ...] = (
    wordpress,
    wordpress_rest,
    blogger,
    disqus,
    feed,
    comments_json,
    message,
    vtt,
    srt,
    otter,
    page,
    docx,
    odt,
    pdf,
    plain,
)
"""In order: the first that recognises a file reads it. Tables come last, for much falls into columns."""
_READS = (
    "exports, feeds and pages of blogs, e-mails (.eml), transcripts (.vtt, .srt; Otter and Teams as .txt), notes (.docx, .odt, .pdf, .md, .txt) and "
    "tables (.csv, .tsv, .xlsx)"
)
_BLOGS: tuple[Reader, ...] = (wordpress, wordpress_rest, blogger, feed)
"""Whose posts have accounts for authors; a page's by-lines are read with it."""


def read(
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Reading:
    """What a file holds, read by the reader that recognises it.

    Parameters
    ----------
    path
        The file.
    columns
        For tables: what a column is, by its header or letter, where the proposal was wrong, as in ``{"feedback": "text"}``.
    answers
        For tables, also those in notes: what answers to questions of permission mean that are not plainly yes or no, as in ``{"ja": "yes"}``.
    progress
        Called now and then as ``progress(done, total)``; `total` is None where it is not known.

    Raises
    ------
    NotReadable
        When it is missing, empty, or of a kind that this version does not read.
    UnsafeFile
        When it was made to harm.
    """
    path = Path(path)
    if path.name.startswith(LOCKS):
        raise _lock(path)
    try:
        head = _head(path)
        for reader in _READERS:
            if reader.recognises(head, path):
                found = reader.read(path, progress=progress)
                if answers and found.family == FAMILY:
                    return with_answers(found, answers)
                return with_authors(found) if reader in _BLOGS else found
        if table.recognises(head, path):
            return table.read(path, columns=columns, answers=answers, progress=progress)
    except OSError as error:
        raise _not_opened(path, error) from error
    kind = what_it_is(head, path)
    if do := instead(kind):
        raise NotReadable(f"{path.name}: {kind}.", do=do, safe=_SAFE)
    raise NotReadable(f"{path.name}: {kind}. Read are {_READS}.", do=to_do(kind), safe=_SAFE)


def _lock(path: Path) -> NotReadable:
    what = f"{path.name}: no document, but the mark that an office program leaves beside one while somebody has it open."
    return NotReadable(what, do="Add the document itself: its name is the same without the first signs.", safe=_SAFE)


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise NotReadable(f"{path}: a folder, not a file.", do="Name the file inside it that you want to bring in.", safe=_SAFE)
    with path.open("rb") as file:
        head = file.read(HEAD)
        if not head.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n") and not file.read(HEAD).strip():
            raise NotReadable(f"{path.name}: the file is empty.", do="Look whether the download or copy finished, and try again.", safe=_SAFE)
    return head


def _not_opened(path: Path, error: OSError) -> NotReadable:
    if isinstance(error, FileNotFoundError):
        return NotReadable(f"{path}: no such file.", do="Look at the spelling and the folder.", safe=_SAFE)
    if isinstance(error, PermissionError):
        do = "Close it in other programs, or ask who owns it; a copy on your own disk often helps."
        return NotReadable(f"{path.name}: we are not allowed to open it.", do=do, safe=_SAFE)
    return NotReadable(f"{path.name}: it could not be opened ({error.strerror}).", do="Copy it to your own disk and try again.", safe=_SAFE)
