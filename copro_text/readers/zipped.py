"""Office files as what they are, zips of XML: opened within limits, member by member, and whatever is whole kept."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from copro_text.corpus import Fault
from copro_text.errors import NotReadable, UnsafeFile
from copro_text.packed import BROKEN, Limits, too_much, unsafe
from copro_text.readers.look import is_zip

LARGEST_PART = 40_000_000  # bytes of XML; a book of 500 pages has about 5 million
DEEPEST = 250  # elements inside each other; tables in tables in text boxes come to about 40
_SAFE = "Nothing was read."


def members(head: bytes, path: Path) -> frozenset[str]:
    """The names in a zip; none where it is no zip, or one that cannot be opened."""
    if not is_zip(head):
        return frozenset()
    try:
        with zipfile.ZipFile(path) as packed:
            return frozenset(packed.namelist())
    except (*BROKEN, OSError):
        return frozenset()


def beginning(path: Path, name: str, length: int = 200_000) -> bytes:
    """The first bytes of a member, for looking only; none where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as packed, packed.open(name) as part:
            return part.read(length)
    except (*BROKEN, OSError):
        return b""


class Package:
    """The parts of one office file, all within limits.

    Parameters
    ----------
    path
        The file.
    limits
        How much it may hold; `holder` says what it is.

    Raises
    ------
    UnsafeFile
        When a member is too much, encrypted, a link, wants to be elsewhere, or declares a document type.
    NotReadable
        When the zip is damaged.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self.name, self.limits = path.name, limits
        self.faults: list[Fault] = []
        self.parts: dict[str, bytes] = {}
        data = path.read_bytes()
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                why = unsafe(packed.infolist(), limits)
                self.names = frozenset() if why else frozenset(packed.namelist())
                self.parts = {} if why else self._unpacked(packed)
        except BROKEN as error:
            raise NotReadable(
                f"{self.name}: a damaged {limits.holder}.",
                do="Open it in the program it comes from, let that mend it, and save it again.",
                safe=_SAFE,
            ) from error
        if why:
            raise self._refused(why)

    def _refused(self, why: str) -> UnsafeFile:
        return UnsafeFile(
            f"{self.name}: {why}.", do="If it is only locked or large, save it again without the lock, or in parts, and add that.", safe=_SAFE
        )

    def _unpacked(self, packed: zipfile.ZipFile) -> dict[str, bytes]:
        """The XML members, on what really comes out: the directory of a zip can lie."""
        parts: dict[str, bytes] = {}
        total = 0
        for member in packed.infolist():
            if not member.filename.endswith((".xml", ".rels", "mimetype")):
                continue
            with packed.open(member) as part:
                content = part.read(LARGEST_PART + 1)
            total += len(content)
            if len(content) > LARGEST_PART or total > 3 * LARGEST_PART:
                raise self._refused(too_much(self.limits))
            parts.setdefault(member.filename, content)
        return parts

    def tree(self, name: str) -> Element | None:
        """A part as a tree, as far as it is whole; None where there is none of that name, or nothing of it can be read."""
        if name not in self.parts:
            return None
        builder = _Kept()
        parser = DefusedXMLParser(target=builder, forbid_dtd=True)
        parser.parser.buffer_text = False  # or the last words before a break would be gone
        try:
            parser.feed(self.parts[name])
            parser.close()
        except DefusedXmlException:
            raise self._refused("it declares a document type (DOCTYPE), which such files never need and harmful ones use") from None
        except ParseError as error:
            line, column = error.position
            self.faults.append(Fault(f"{name}, line {line}, column {column + 1}", "Broken here. Everything whole before it was kept."))
        except (ValueError, LookupError):  # an encoding that nobody knows
            self.faults.append(Fault(name, "Could not be read."))
        if builder.too_deep:
            raise self._refused("its parts are nested deeper than any writing is")
        return builder.whole()


class _Kept(TreeBuilder):
    """A tree that can be closed where the file broke off."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.root: Element | None = None
        self.too_deep = False

    def start(self, tag: Any, attrs: Any) -> Any:
        self.stack.append(tag)
        self.too_deep = self.too_deep or len(self.stack) > DEEPEST
        if self.too_deep:
            return None  # nothing more is built of it, so that nothing can come of walking it
        element = super().start(tag, attrs)
        self.root = element if self.root is None else self.root
        return element

    def end(self, tag: Any) -> Any:
        self.stack.pop()
        return None if self.too_deep else super().end(tag)

    def data(self, data: Any) -> Any:
        return None if self.too_deep else super().data(data)

    def close(self) -> Any:
        return self.root

    def whole(self) -> Element | None:
        """The tree, with whatever stood open closed."""
        while self.stack and not self.too_deep:
            self.end(self.stack[-1])
        return self.root


def local(element: Element) -> str:
    """The name of an element without its namespace: the strict and the usual kind of Word file differ only in that."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """An attribute by its name without namespace."""
    if element is None:
        return default
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), default)


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name."""
    return None if element is None else next((below for below in element if local(below) == name), None)


def text_of(element: Element | None) -> str:
    """All text in an element, trimmed."""
    return "" if element is None else "".join(element.itertext()).strip()
