"""Bytes to text: marks at the start, then UTF-8, then what the bytes look most like."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from copro_text.corpus import Fault

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
_BAD = re.compile("[\udc80-\udcff]")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f]")


def decode(data: bytes) -> tuple[str, tuple[Fault, ...]]:
    """The text of a file, and what had to be guessed or left out."""
    text, faults = _decode(data)
    clean, dropped = _UNWANTED.subn("", text)
    if dropped:
        faults = (*faults, Fault("the whole file", f"{dropped} control characters, which no text holds, were left out."))
    return clean, faults


def marked(data: bytes) -> str:
    """The encoding that the first bytes announce, or ""."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), "") or _unmarked_utf16(data)


def _unmarked_utf16(data: bytes) -> str:
    head = data[:400]
    if len(head) < 8 or head.count(0) * 3 < len(head):
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _decode(data: bytes) -> tuple[str, tuple[Fault, ...]]:
    name = marked(data)
    if name:
        text = data.decode(name, "replace").lstrip("\ufeff")
        return text, _replaced(text, data)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _halves(data) or _not_utf8(data)


def _halves(data: bytes) -> tuple[str, tuple[Fault, ...]] | None:
    """Text of programs that write UTF-16 by halves into UTF-8, as databases do with emoji; None where it is none."""
    try:
        text = data.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    except UnicodeDecodeError:
        return None
    return text, _replaced(text, data)


def _replaced(text: str, data: bytes) -> tuple[Fault, ...]:
    n = text.count("\ufffd") if b"\xef\xbf\xbd" not in data else 0
    return (Fault("the whole file", f"{n} places could not be read as text and show as \ufffd."),) if n else ()


def _not_utf8(data: bytes) -> tuple[str, tuple[Fault, ...]]:
    rough = data.decode("utf-8", "surrogateescape")
    bad = len(_BAD.findall(rough))
    if sum(c > "\x7f" for c in rough) - bad > 2 * bad:  # UTF-8 with something pasted in from elsewhere
        mended = _BAD.sub(lambda m: _windows(bytes([ord(m[0]) - 0xDC00])), rough)
        return mended, (
            Fault("the whole file", f"{bad} characters are not UTF-8 like the rest; read as Windows-1252. Please look at accents and quotes."),
        )
    name = _looks_like(data)
    text = data.decode(name, "replace")
    said = {"cp1252": "Windows-1252"}.get(name, name)
    return text, (Fault("the whole file", f"Not UTF-8; read as {said}. Please look at accents, quotes and pound signs."),)


def _windows(byte: bytes) -> str:
    return byte.decode("cp1252", "replace")


def _looks_like(data: bytes) -> str:
    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    # Where several fit, the one that spreadsheet programs write in western Europe is the likeliest by far.
    if best is None or "cp1252" in (best.encoding, *best.could_be_from_charset) or _western(data):
        return "cp1252"
    return best.encoding


def _western(data: bytes) -> bool:
    """Are all bytes beyond ASCII what English or Welsh writing would hold in Windows-1252?"""
    usual = set("£€‘’“”–—…•·éèêëáàâäíìîïóòôöúùûüýÿŷŵçñæœßÉÈÊÁÀÂÄÔÖÜ°½¼¾²³×©®™´\xa0".encode("cp1252", "ignore"))
    return {b for b in data if b > 127} <= usual
