"""The notes of the afternoon, written as a Word document."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from blocks import SourceError
from forms import curly, opened, packed, stanzas

SOURCE = "workshop.txt"
STYLES = {"#": "Title", "##": "Subtitle", "###": "Heading1", "####": "Heading2"}

_PARTS = re.compile(r"(\[\[[^\]]*\]\]|\{\+.*?\+\})")
_NAMED = re.compile(r"([A-Z][\w'’]+(?: [A-Z][\w'’]+){1,2}:) ")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def docx(folder: Path) -> bytes:
    """Write the notes as Word saves them: title, headings, bullets, a table, one comment, one tracked insertion."""
    keys, body = opened(folder / SOURCE, "author", "written")
    when = datetime.fromisoformat(keys["written"].removesuffix("Z"))
    notes = _Notes()
    blocks = "".join(notes.block(stanza) for stanza in stanzas(body))
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr>'
    members = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml"), ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")
        ),
        "docProps/core.xml": _core(keys["author"], keys["written"]),
        "word/document.xml": f"{_HEAD}<w:document {_NAMESPACES}><w:body>{blocks}{page}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(*((part, f"{part}.xml") for part in ("styles", "numbering", "comments"))),
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numbering(),
        "word/comments.xml": f"{_HEAD}<w:comments {_NAMESPACES}>{''.join(notes.comments)}</w:comments>",
    }
    return packed(members, when)


class _Notes:
    """The notes while they become paragraphs; comments are gathered."""

    def __init__(self) -> None:
        self.comments: list[str] = []
        self.changes = 0

    def block(self, stanza: str) -> str:
        """A heading, a list, a table or a paragraph."""
        lines = stanza.splitlines()
        mark, _, rest = stanza.partition(" ")
        if mark in STYLES:
            return self._paragraph(rest, f'<w:pStyle w:val="{STYLES[mark]}"/>')
        if mark in ("-", "--"):
            return "".join(self._bullet(line) for line in lines)
        if stanza.startswith("|"):
            return self._table(lines) + "<w:p/>"
        return self._paragraph(" ".join(lines))

    def _bullet(self, line: str) -> str:
        mark, _, words = line.partition(" ")
        if mark not in ("-", "--"):
            raise SourceError(f"{SOURCE}: not a bullet among bullets: {line!r}")
        number = f'<w:numPr><w:ilvl w:val="{len(mark) - 1}"/><w:numId w:val="1"/></w:numPr>'
        return self._paragraph(words, f'<w:pStyle w:val="ListParagraph"/>{number}')

    def _table(self, lines: list[str]) -> str:
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        if len({len(row) for row in rows}) != 1:
            raise SourceError(f"{SOURCE}: rows of a table that have not the same number of cells: {lines[0]!r}")
        borders = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
        settings = f"<w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
        grid = "<w:tblGrid>" + '<w:gridCol w:w="3000"/>' * len(rows[0]) + "</w:tblGrid>"
        return f"<w:tbl>{settings}{grid}{''.join(self._row(row, first=not n) for n, row in enumerate(rows))}</w:tbl>"

    def _row(self, row: list[str], *, first: bool) -> str:
        cells = "".join(f"<w:tc>{''.join(self._paragraph(line, bold=first) for line in cell.split(' / '))}</w:tc>" for cell in row)
        return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if first else ''}{cells}</w:tr>"

    def _paragraph(self, words: str, settings: str = "", *, bold: bool = False) -> str:
        named = _NAMED.match(words)
        runs = _run(named[1], bold=True) if named else ""
        rest = words[len(named[1]) :] if named else words
        runs += "".join(self._part(part, bold) for part in _PARTS.split(rest) if part)
        return f"<w:p>{f'<w:pPr>{settings}</w:pPr>' if settings else ''}{runs}</w:p>"

    def _part(self, part: str, bold: bool) -> str:
        if part.startswith("[["):
            return self._commented(*part[2:-2].split("|"))
        if part.startswith("{+"):
            return self._put_in(*part[2:-2].split("|"))
        return _run(part, bold=bold)

    def _commented(self, words: str, by: str, when: str, says: str) -> str:
        number = len(self.comments)
        initials = "".join(name[0] for name in by.split())
        self.comments.append(
            f'<w:comment w:id="{number}" w:author="{escape(by)}" w:date="{when}" w:initials="{initials}"><w:p>{_run(says)}</w:p></w:comment>'
        )
        start, end = (f'<w:commentRange{edge} w:id="{number}"/>' for edge in ("Start", "End"))
        return f'{start}{_run(words)}{end}<w:r><w:commentReference w:id="{number}"/></w:r>'

    def _put_in(self, by: str, when: str, words: str) -> str:
        self.changes += 1
        return f'<w:ins w:id="{100 + self.changes}" w:author="{escape(by)}" w:date="{when}">{_run(words)}</w:ins>'


def _run(words: str, *, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(curly(words))}</w:t></w:r>' if words else ""


def _content_types() -> str:
    parts = {"document": "document.main", "styles": "styles", "numbering": "numbering", "comments": "comments"}
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>' for name, kind in parts.items())
    core = '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}{core}</Types>'


def _relations(*pointed: tuple[str, ...]) -> str:
    """Each a kind and a target, with the whole address of the kind between them where it is not one of the usual."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{one[1] if len(one) == 3 else f"{_RELATED}/{one[0]}"}" Target="{one[-1]}"/>'
        for n, one in enumerate(pointed, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _core(author: str, written: str) -> str:
    times = "".join(f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{written}</dcterms:{name}>' for name in ("created", "modified"))
    spaces = (
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    return f"{_HEAD}<cp:coreProperties {spaces}><dc:creator>{escape(author)}</dc:creator>{times}</cp:coreProperties>"


def _styles() -> str:
    sizes = {"Title": ("Title", 40), "Subtitle": ("Subtitle", 26), "Heading1": ("heading 1", 30), "Heading2": ("heading 2", 25)}
    headings = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
        f'<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/></w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for id_, (name, size) in sizes.items()
    )
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    listed = (
        '<w:style w:type="paragraph" w:styleId="ListParagraph"><w:name w:val="List Paragraph"/><w:basedOn w:val="Normal"/></w:style>'
    )
    return f"{_HEAD}<w:styles {_NAMESPACES}>{normal}{headings}{listed}</w:styles>"


def _numbering() -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{720 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        for level, mark in enumerate("•–")
    )
    abstract = f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
    return f'{_HEAD}<w:numbering {_NAMESPACES}>{abstract}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
