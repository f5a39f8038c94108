"""What a file looks like from its first bytes: only to tell a person why it is not read."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from copro_text.readers.encoding import marked

HEAD = 65_536
LOCKS = ("~$", ".~lock.", "._")

_OLD_OFFICE = "an old Office file (.doc, .xls), or one locked with a password"
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", _OLD_OFFICE),
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
    (b"opendocument.text", "an OpenDocument text"),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet"),
    (b"opendocument", "an OpenDocument file"),
    (b"project.qde", "a REFI-QDA project"),
)
_LOCKED = "a document locked with a password"
_STREAMS = (("EncryptedPackage", _LOCKED), ("WordDocument", "an old Word document"), ("Workbook", "an old Excel workbook"))
# Where the bytes do not say more than these, the name is believed.
_VAGUE = ("a zip file", "no text", _OLD_OFFICE)
_BY_NAME = {
    ".docx": "a damaged Word document",
    ".doc": "an old Word document",
    ".xls": "an old Excel workbook",
    ".xlsb": "an Excel workbook of another kind (.xlsb)",
    ".odt": "a damaged OpenDocument text",
    ".ods": "an OpenDocument spreadsheet",
    ".pptx": "a presentation",
    ".ppt": "an old presentation",
    ".msg": "an e-mail of Outlook (.msg)",
    ".pages": "a Pages document",
    ".numbers": "a Numbers spreadsheet",
}
_TO_DO = (
    (("workbook", "spreadsheet"), "Open it, save it as .xlsx or .csv, and add that."),
    (("gzip", "7z", "rar", "bzip2", "zip"), "Unpack it, and add the file inside."),
    (("recording",), "Type in what was said: study.note, or `copro note`."),
)
_INSTEAD = (
    (
        _LOCKED,
        "Open it with its password, and save a copy without one (in Excel or Word: File, Info, Protect, Encrypt with Password; empty the "
        "field). Add that copy, then delete it.",
    ),
    (
        "e-mail of Outlook",
        "Open it in Outlook and save it as text (.txt), or in another e-mail program as .eml; then add that.",
    ),
    (_OLD_OFFICE, "Open it, with its password if it asks for one, save it as .docx or .xlsx without a password, and add that."),
    ("Pages document", "Open it in Pages, choose File, Export To, Word; then add the .docx."),
    ("old Word document", "Open it in Word or LibreOffice and save it as .docx; then add that."),
    ("rich text document", "Open it in Word or LibreOffice and save it as .docx; then add that."),
    ("no text", "Open it in the program that it comes from, and save it again: a table as .csv or .xlsx, notes as .docx or .txt; then add that."),
    ("Numbers spreadsheet", "Open it in Numbers, choose File, Export To, Excel; then add the .xlsx."),
)
_TYPE_IN = "Put what people said into a table, one person a row, saved as .csv or .xlsx; or type it in: study.note, or `copro note`."
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


_BEGINS = ("<?xml", "<rss", "<feed", "<atom:feed", "<rdf:rdf", "<channel", "<disqus")


_HALVES = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")  # halves of letters, as some databases write emoji; not a sign that it is no text


def text_head(head: bytes) -> str:
    """The first bytes as text, whatever their encoding, for looking only."""
    name = marked(head)
    if not name:
        head = _HALVES.sub(b"?", head)
    return head.decode(name or "utf-8", "replace").lstrip("\ufeff \t\r\n\x00")


def is_zip(head: bytes) -> bool:
    """Does it begin as a zip file does, the empty one included?"""
    return head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def is_xml(head: bytes) -> bool:
    """Does it begin as XML does, whatever its name?"""
    start = text_head(head[:4096]).lower()
    return start.startswith(_BEGINS) or (start.startswith("<!--") and any(begin in start for begin in _BEGINS[1:]))


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


def what_it_is(head: bytes, path: Path) -> str:
    """What a file seems to be, looking further into a zip than its first bytes, and at the name last."""
    said = looks_like(head)
    if said == "a zip file":
        members = b" ".join(name.encode("utf-8", "replace") for name in _members(path))
        said = next((kind for mark, kind in _ZIPPED if mark in members), said)
    if said == _OLD_OFFICE:
        said = next((kind for mark, kind in _STREAMS if mark.encode("utf-16-le") in head), said)
    return _BY_NAME.get(path.suffix.lower(), said) if said in _VAGUE else said


def instead(said: str) -> str:
    """What to save it as, where that is all there is to say; "" for other kinds."""
    return next((do for words, do in _INSTEAD if words in said), "")


def to_do(said: str) -> str:
    """What a person can do about a file that is not read."""
    return next((do for words, do in _TO_DO if any(word in said for word in words)), _TYPE_IN)


def _members(path: Path) -> list[str]:
    try:
        with zipfile.ZipFile(path) as packed:
            return packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


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
