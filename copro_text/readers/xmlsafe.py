"""XML, safely and forgivingly: records one after another, in little memory, with what was mended said.

A document type is refused, for entities can be made to harm. A prefix that was never declared is taken for what it usually
means. Characters that XML forbids are left out. Where the file breaks off, or is broken in the middle, everything whole is
kept and reading goes on at the next record that begins after the break.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, ErrorHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from copro_text.corpus import Fault
from copro_text.errors import NotReadable, UnsafeFile
from copro_text.readers.xmlsource import Source

MANY = 200
# Where elements stand in a text instead of being written as text, their line ends are kept.
_PARAGRAPH = "\n\n"
_BREAKS = dict.fromkeys("p div ul ol blockquote pre table h1 h2 h3 h4 h5 h6".split(), _PARAGRAPH) | dict.fromkeys(("br", "li", "tr"), "\n")


@dataclass(slots=True, eq=False)
class Record:
    """One element that a reader asked for: the text of its children, by name.

    `whole` is False where the file broke off inside it, `broken` names the child it broke in; `resumed` marks what is left of
    such a record when reading goes on inside it. `inside` is the record it stands in. An attribute's field is "@name", that of a
    child "child@name".
    """

    name: str
    line: int
    inside: Record | None
    fields: dict[str, str] = field(default_factory=dict)
    whole: bool = True
    broken: str = ""
    resumed: bool = False


class Plan(NamedTuple):
    """What a reader wants: records by name, their children and attributes worth keeping, and what namespaces mean.

    `prefix_of` gives the prefix for a namespace: "" for none, None to keep the file's own. Of `several`, which a record may have
    more than one of, all are kept up to `MANY`, each on a line, and so are their attributes; of others the first.
    """

    records: frozenset[str]
    fields: frozenset[str]
    prefix_of: Callable[[str], str | None]
    several: frozenset[str] = frozenset()


class _Sink(ContentHandler):
    """Turns the parser's calls into records."""

    def __init__(self, plan: Plan, around: int, broken: dict[str, dict[str, str]]) -> None:
        super().__init__()
        self.plan, self.around, self.broken = plan, around, broken
        self.wants_attributes = any("@" in name for name in plan.fields)
        self.done: list[Record] = []
        self.open: list[str] = []
        self.records: list[Record] = []
        self.last = (0, 1)  # byte and line where the last element began
        self.text: list[str] | None = None
        self.names: dict[str, str] = {}
        self.undeclared: dict[str, tuple[int, int]] = {}
        self.seen = 0
        self.line_before = 0
        self.locator: Any = None  # the parser, which knows where it is

    def startElement(self, name: str, attrs: Any) -> None:
        if attrs:
            self._declare(attrs)
        named = self._resolve(name)
        self.last = (self.locator._parser.CurrentByteIndex, self.locator.getLineNumber())
        self.open.append(named)
        self.seen += 1
        if self.text is not None:
            self.text.append(_BREAKS.get(named.rpartition(":")[2], ""))
        elif named in self.plan.records:
            line = self.line_before + self.locator.getLineNumber()
            again = self.seen <= self.around
            kept = dict(self.broken.get(named, {})) if again else {}
            self.records.append(Record(named, line, self.records[-1] if self.records else None, kept, resumed=again))
            self._attributes("", attrs)
        elif self.records and self._is_child() and named in self.plan.fields and self._is_wanted(named):
            self.text = []
            self._attributes(named, attrs)

    def characters(self, content: str) -> None:
        if self.text is not None:
            self.text.append(content)

    def endElement(self, name: str) -> None:
        named = self.open.pop()
        if self.text is None:
            if self.records and self.records[-1].name == named:
                self.done.append(self.records.pop())
        elif self._is_field(named):
            fields, text = self.records[-1].fields, "".join(self.text)
            fields[named] = f"{fields[named]}\n{text}" if named in fields else text
            self.text = None
        elif _BREAKS.get(named.rpartition(":")[2]) == _PARAGRAPH:
            self.text.append(_PARAGRAPH)

    def _is_wanted(self, named: str) -> bool:
        if named in self.plan.several:
            return self.records[-1].fields.get(named, "").count("\n") < MANY
        return named not in self.records[-1].fields

    def _attributes(self, of: str, attrs: Any) -> None:
        if of in self.plan.several:
            fields = self.records[-1].fields
            for wanted in (name for name in self.plan.fields if name.startswith(f"{of}@")):
                value = " ".join(str(attrs.get(wanted.rpartition("@")[2], "") if attrs else "").split())
                fields[wanted] = f"{fields[wanted]}\n{value}" if wanted in fields else value
        elif self.wants_attributes and attrs:
            named = {f"{of}@{self._resolve(name)}": attrs.getValue(name) for name in attrs.getNames() if not name.startswith("xml")}
            self.records[-1].fields.update((name, value) for name, value in named.items() if name in self.plan.fields)

    def _is_child(self) -> bool:
        return len(self.open) > 1 and self.open[-2] == self.records[-1].name

    def _is_field(self, named: str) -> bool:
        return bool(self.open) and self.open[-1] == self.records[-1].name and named in self.plan.fields

    def _declare(self, attrs: Any) -> None:
        for name in attrs.getNames():
            if name.startswith("xmlns:"):
                known = self.plan.prefix_of(attrs.getValue(name))
                self.names[name[6:]] = name[6:] if known is None else known

    def _resolve(self, name: str) -> str:
        prefix, colon, local = name.rpartition(":")
        if not colon:
            return name
        if prefix not in self.names:
            self.names[prefix] = prefix
            self.undeclared[prefix] = (self.line_before + self.locator.getLineNumber(), self.locator.getColumnNumber() + 1)
        return f"{self.names[prefix]}:{local}".lstrip(":")


class _Raise(ErrorHandler):
    def error(self, exception: BaseException) -> NoReturn:
        raise exception

    def fatalError(self, exception: BaseException) -> NoReturn:
        raise exception

    def warning(self, exception: BaseException) -> None:
        pass


class Stream:
    """The records of one file, and what had to be mended while reading them.

    Parameters
    ----------
    path
        The file.
    plan
        What to keep.
    wrapper
        The elements round a record, so that reading can go on after a break: for each record name, its parents.
    progress
        Told how many bytes are done, and of how many.
    """

    def __init__(
        self, path: Path, plan: Plan, wrapper: Mapping[str, tuple[str, ...]], progress: Callable[[int, int | None], None] | None = None
    ) -> None:
        self.path, self.plan, self.wrapper, self.progress = path, plan, wrapper, progress
        self.faults: list[Fault] = []
        self.elements = 0
        self._again = re.compile(
            b"<(" + b"|".join(re.escape(n.encode()) for n in wrapper) + rb")[\s>](?![^<>]*/>)"
        )  # an empty one only points at another

    def __iter__(self) -> Iterator[Record]:
        """Each record as it ends; a broken one as it was when it broke."""
        try:
            with self.path.open("rb") as file:
                yield from self._pieces(file)
        except DefusedXmlException:
            raise UnsafeFile(
                f"{self.path.name}: it declares a document type (DOCTYPE), which exports never need and harmful files use.",
                do="Ask for the export again, straight from the blog.",
                safe="Nothing was read.",
            ) from None

    def _pieces(self, file: BinaryIO) -> Iterator[Record]:
        source = Source(file, self.path.stat().st_size, self.progress)
        piece = _Piece(_Sink(self.plan, 0, {}), 0, "")
        while True:
            yield from piece.read(source)
            self.elements += piece.sink.seen - piece.sink.around
            self._undeclared(piece.sink)
            if piece.error is None:
                break
            yield from self._broken(piece)
            following = self._after(piece, source)
            if following is None:
                break
            piece = following
        self._dropped(source.dropped)

    def _after(self, piece: _Piece, source: Source) -> _Piece | None:
        """Reading goes on at the first record that begins after the break."""
        source.back_to(piece.stopped)
        line, at = piece.line - 1, b""
        for chunk in source:
            at += chunk
            match = self._again.search(at)
            if match:
                line += at[: match.start()].count(b"\n")
                source.push(at[match.start() :])
                return self._resumed(piece, line, match[1].decode())
            line, at = line + at[:-100].count(b"\n"), at[-100:]
        return None

    def _resumed(self, piece: _Piece, line: int, name: str) -> _Piece:
        around = self.wrapper[name]
        sink = _Sink(self.plan, len(around), {r.name: r.fields for r in piece.sink.records})
        sink.names, sink.line_before = piece.sink.names, line
        return _Piece(sink, line, "".join(f"<{name}>" for name in around))

    def _dropped(self, n: int) -> None:
        if n:
            self.faults.append(Fault("the whole file", f"{n} characters that XML forbids were left out."))

    def _undeclared(self, sink: _Sink) -> None:
        for prefix, (line, column) in sink.undeclared.items():
            self.faults.append(Fault(f"line {line}, column {column}", f"The prefix '{prefix}:' was never declared; taken for what it usually means."))

    def _broken(self, piece: _Piece) -> Iterator[Record]:
        if not self.elements:
            raise NotReadable(
                f"{self.path.name}, line {piece.line}, column {piece.column}: not XML that can be read ({piece.error}).",
                do="Ask for the export again, or save it again from the blog.",
                safe="Nothing was read.",
            )
        ended = at_end(str(piece.error))
        mended = "What stands broken here was left out; reading went on at the next whole part."
        what = "The file breaks off here. Everything whole before it was kept." if ended else f"Not well-formed XML ({piece.error}). {mended}"
        self.faults.append(Fault(f"line {piece.line}, column {piece.column}", what))
        for record in reversed(piece.sink.records):
            record.whole, record.broken = False, next(iter(piece.sink.open[piece.sink.open.index(record.name) + 1 :]), "")
            yield record


class _Piece:
    """One run of the parser: from the start, or from a record after a break."""

    def __init__(self, sink: _Sink, line: int, opening: str) -> None:
        self.sink, self.line_before, self.opening = sink, line, opening.encode()
        self.parser = DefusedExpatParser(forbid_dtd=True)
        sink.locator = self.parser
        self.parser.setContentHandler(sink)
        self.parser.setErrorHandler(_Raise())
        self.error: str | None = None
        self.line = self.column = self.stopped = 0

    def read(self, source: Source) -> Iterator[Record]:
        """Records until the end or a break; `stopped` is then the first byte after the place."""
        begin = source.at - len(self.opening)
        try:
            if self.opening:
                self.parser.feed(self.opening)
            for chunk in source:
                self.parser.feed(chunk)
                yield from self._take()
            self.parser.feed(b"", True)  # not close(), which forgets where it stopped
        except SAXParseException as error:
            self._stopped(error, begin)
        yield from self._take()

    def _take(self) -> Iterator[Record]:
        done, self.sink.done = self.sink.done, []
        yield from done

    def _stopped(self, error: SAXParseException, begin: int) -> None:
        self.error = error.getMessage()
        self.line, self.column = self.line_before + (error.getLineNumber() or 0), (error.getColumnNumber() or 0) + 1
        # The one thing SAX does not tell is where in bytes; expat itself knows.
        self.stopped = begin + self.parser._parser.ErrorByteIndex + 1
        if at_end(self.error) and self.sink.seen > self.sink.around:
            # Something never closed may have swallowed what follows: look again from the last element that began.
            self.stopped, self.line = begin + self.sink.last[0] + 1, self.line_before + self.sink.last[1]


def at_end(error: str) -> bool:
    """Was the file over before what stood open in it?"""
    return "no element found" in error or "unclosed" in error
