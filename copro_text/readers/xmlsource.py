"""The bytes of an XML file, made fit for a strict parser: UTF-8, without the characters that XML forbids."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from copro_text.readers.encoding import marked

MOST_REWINDS = 20
_CHUNK = 1 << 16
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udc7f\udd00-\udfff]")
_STRAY = re.compile("[\udc80-\udcff]")
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']""")
_DECLARATION = re.compile(r"\A[\ufeff\s]*<\?xml[^>]*\?>")


class Source:
    """The file in chunks of UTF-8 without what XML forbids; it can go back to where a break was."""

    def __init__(self, file: BinaryIO, size: int, progress: Callable[[int, int | None], None] | None) -> None:
        self.file, self.size, self.progress = file, size, progress
        self.at = self.rewinds = self.dropped = 0
        self.last = self.pushed = b""
        self.chunks = self._from_start()

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.pushed or next(self.chunks, b""):
            self.pushed, self.last = b"", chunk
            self.at += len(chunk)
            yield chunk

    def push(self, chunk: bytes) -> None:
        """Give back what was taken too far."""
        self.pushed, self.at = chunk, self.at - len(chunk)

    def back_to(self, place: int) -> None:
        """Go on from a place already passed; far back only a few times, for each time the file is read anew."""
        behind = self.at - place
        if behind <= len(self.last):
            self.push(self.last[len(self.last) - max(0, behind) :])
        elif self.rewinds < MOST_REWINDS:
            self.rewinds += 1
            self.file.seek(0)
            self.at, self.pushed, self.dropped, self.chunks = 0, b"", 0, self._from_start()
            for _ in self:
                if self.at >= place:
                    self.push(self.last[len(self.last) - (self.at - place) :] if self.at > place else b"")
                    return

    def _from_start(self) -> Iterator[bytes]:
        done, chunk, first = 0, self.file.read(_CHUNK), True
        name = _encoding(chunk)
        # Stray bytes in UTF-8 are most often Windows-1252 and can be read as that.
        decoder = codecs.getincrementaldecoder(name)("surrogateescape" if name == "utf-8" else "replace")
        while chunk:
            done, following = done + len(chunk), self.file.read(_CHUNK)
            text = decoder.decode(chunk, not following)
            if first:
                # White space before the declaration is common damage; and the encoding that it names is not ours any more.
                text, first = _DECLARATION.sub(lambda m: "\n" * m[0].count("\n"), text, count=1), False
            clean, dropped = _FORBIDDEN.subn("", _mended(text))
            self.dropped += dropped
            yield clean.encode("utf-8")
            if self.progress:
                self.progress(done, self.size)
            chunk = following


def _mended(text: str) -> str:
    """Bytes that were not of the file's encoding, read as Windows-1252: the usual stray."""
    return _STRAY.sub(lambda m: bytes([ord(m[0]) - 0xDC00]).decode("cp1252", "replace"), text)


def _encoding(head: bytes) -> str:
    name = marked(head)
    if not name and (declared := _DECLARED.search(head[:400])):
        name = declared[1].decode("ascii")
        if name.lower().startswith(("utf-16", "utf-32", "ucs")):
            name = "utf-8"  # or the declaration could not have been read byte by byte
    try:
        b"".decode(name or "utf-8")
        return codecs.lookup(name or "utf-8").name
    except LookupError:
        return "utf-8"
