"""Small Word, OpenDocument and PDF files, made of invented notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_WORD_MORE = (
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{id_}"{more}><w:name w:val="{name}"/></w:style>'
    for id_, name, more in (
        ("Normal", "Normal", ' w:default="1"'), ("Title", "Title", ""), ("Heading1", "heading 1", ""), ("Heading2", "heading 2", ""),
        ("ListBullet", "List Bullet", ""), ("TOC1", "toc 1", ""),
    )
)  # fmt: skip


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in members.items():
            z.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


def run(text: str, look: str = "", tag: str = "t") -> str:
    """A run of a Word document."""
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def para(content: str, style: str = "", more: str = "") -> str:
    """A paragraph of a Word document; plain text is made a run of."""
    inner = content if content.startswith("<") or not content else run(content)
    settings = (f'<w:pStyle w:val="{style}"/>' if style else "") + more
    return f"<w:p>{f'<w:pPr>{settings}</w:pPr>' if settings else ''}{inner}</w:p>"


def bullet(text: str, level: int = 0) -> str:
    """A bullet of a Word document."""
    return para(text, more=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


def bold(text: str) -> str:
    """A paragraph that is bold as a whole."""
    return para(run(text, "<w:b/>"))


def word_table(*rows: tuple[str, ...]) -> str:
    """A table of a Word document; a cell is plain text or paragraphs."""
    cells = ["".join(f"<w:tc>{cell if cell.startswith('<') else para(cell)}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def docx(body: str, parts: Mapping[str, str] | None = None, *, author: str = "", root: str = W) -> bytes:
    """A Word document with this body; `parts` are further parts by kind, such as "comments" or "header"."""
    parts = {"styles": _STYLES} | dict(parts or {})
    tags = {"header": "hdr", "footer": "ftr", "commentsExtended": "commentsEx"}
    relations = "".join(f'<Relationship Id="r{n}" Type="{_RELS}/{kind}" Target="{kind}.xml"/>' for n, kind in enumerate(parts))
    relations += f'<Relationship Id="gone" Type="{_RELS}/image" Target="NULL"/>'  # Word leaves such behind
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": rels.format(f'<Relationship Id="r" Type="{_RELS}/officeDocument" Target="word/document.xml"/>'),
        "word/_rels/document.xml.rels": rels.format(relations),
        "word/document.xml": f"<w:document {root} {_WORD_MORE}><w:body>{body}</w:body></w:document>",
        "docProps/core.xml": f'<cp:p xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{escape(author)}</dc:creator></cp:p>',
    }
    for kind, content in parts.items():
        tag = "w15:commentsEx" if kind == "commentsExtended" else f"w:{tags.get(kind, kind)}"
        members[f"word/{kind}.xml"] = f"<{tag} {root} {_WORD_MORE}>{content}</{tag}>"
    return packed(members)


_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"), ("fo", "xsl-fo-compatible"),
        ("meta", "meta"), ("loext", "loext"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def odt(body: str, *, author: str = "", styles: str = "", pages: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument text with this body; `pages` is what stands round them."""
    bold = '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF}><office:automatic-styles>{bold}{styles}</office:automatic-styles><office:body>"
            f"<office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {_ODF}><office:master-styles><style:master-page>{pages}</style:master-page>"
            "</office:master-styles></office:document-styles>",
            "meta.xml": f"<office:document-meta {_ODF}><office:meta><meta:initial-creator>{escape(author)}</meta:initial-creator>"
            "</office:meta></office:document-meta>",
        }
        | dict(more or {})
    )


Spot = tuple[float, float, float, str]  # left, height, size (negative for bold), words


def pdf(*pages: list[Spot], author: str = "", notes: Mapping[int, str] | None = None, trailer: str = "") -> bytes:
    """A PDF with these words on its pages; `notes` are annotations, by page from 0."""
    objects: list[bytes] = []

    def add(content: str | bytes) -> int:
        objects.append(content if isinstance(content, bytes) else content.encode("latin-1"))
        return len(objects)

    add("<< /Type /Catalog /Pages 2 0 R >>")
    add("")
    add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
    add(f"<< /Author ({author}) >>")
    numbers = []
    for n, spots in enumerate(pages):
        drawn = "".join(
            f"BT /{'B' if size < 0 else 'F'} {abs(size)} Tf 1 0 0 1 {x} {y} Tm ({_escaped(words)}) Tj ET\n" for x, y, size, words in spots
        )
        stream = drawn.encode("cp1252")
        contents = add(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        marks = f"/Annots [{add((notes or {})[n])} 0 R]" if n in (notes or {}) else ""
        fonts = "/Resources << /Font << /F 3 0 R /B 4 0 R >> >>"
        numbers.append(add(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {fonts} /Contents {contents} 0 R {marks} >>"))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] /Count {len(numbers)} >>".encode()
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + content + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
