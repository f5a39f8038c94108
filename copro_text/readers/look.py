"""What a file looks like from its first bytes: only to tell a person why it is not read."""

from __future__ import annotations

from copro_text.readers.encoding import marked

HEAD = 65_536

_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls), or one locked with a password"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf", "a compressed file (7z)"),
    (b"Rar!", "a compressed file (rar)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"ID3", "a sound recording"),
    (b"OggS", "a sound recording"),
    (b"RIFF", "a sound or film recording"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
_ZIPPED = (
    (b"word/", "a Word document"),
    (b"ppt/", "a presentation"),
    (b"xl/", "an Excel workbook"),
    (b"opendocument", "an OpenDocument file"),
    (b"project.qde", "a REFI-QDA project"),
)
_XML = (
    (b"wordpress.org/export/", "a WordPress export"),
    (b"<wp:", "a WordPress export"),
    (b"disqus.com", "a Disqus export"),
    (b"blogger", "a Blogger export"),
    (b"http://www.w3.org/2005/atom", "an Atom feed"),
    (b"<rss", "an RSS feed"),
    (b"qda-xml", "a REFI-QDA file"),
    (b"<svg", "a picture"),
)


def text_head(head: bytes) -> str:
    """The first bytes as text, whatever their encoding, for looking only."""
    return head.decode(marked(head) or "utf-8", "replace").lstrip("\ufeff \t\r\n\x00")


def is_zip(head: bytes) -> bool:
    """Does it begin as a zip file does, the empty one included?"""
    return head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def is_xml(head: bytes) -> bool:
    """Does it begin as XML does, whatever its name?"""
    start = text_head(head[:4096]).lower()
    return start.startswith(("<?xml", "<rss", "<feed", "<channel")) or (start.startswith("<!--") and "<rss" in start)


def is_html(head: bytes) -> bool:
    """Does it begin as a web page does?"""
    start = text_head(head[:4096]).lower()
    return start.startswith(("<!doctype html", "<html", "<head", "<body"))


def is_binary(head: bytes) -> bool:
    """Is it no text at all?"""
    if is_zip(head) or any(head.startswith(magic) for magic, _ in _MAGIC):
        return True
    start = text_head(head[:4096])
    return sum(c == "\ufffd" or c < "\t" for c in start) * 5 > len(start)


def looks_like(head: bytes) -> str:
    """What it seems to be, in words: "a PDF", "a web page", "plain text"."""
    if is_zip(head):
        return next((said for mark, said in _ZIPPED if mark in head), "a zip file")
    if is_html(head):
        return "a web page"
    if is_xml(head):
        low = text_head(head).lower().encode("utf-8", "replace")
        return next((said for mark, said in _XML if mark in low), "XML of a kind we do not know")
    said = next((said for magic, said in _MAGIC if head.startswith(magic)), "")
    return said or _kind_of_text(head)


def _kind_of_text(head: bytes) -> str:
    if is_binary(head):
        return "no text"
    start = text_head(head)
    if start.startswith("WEBVTT"):
        return "subtitles (WebVTT)"
    if "-->" in start[:200]:
        return "subtitles (SubRip)"
    if start.startswith("{\\rtf"):
        return "a rich text document"
    if start.startswith(("{", "[")):
        return "JSON"
    return "plain text"
