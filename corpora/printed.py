"""The notes of the small meeting, written as a PDF with a text layer.

The letters are those of Helvetica, which every program for PDFs has: nothing of the machine that writes the file
gets into it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from blocks import SourceError
from forms import curly, opened, stanzas

SOURCE = "meeting.txt"
WIDTH, HEIGHT, MARGIN, TOP = 595, 842, 62, 752
BODY, HEADING, TITLE, SMALL = 11, 13.5, 19, 8
LINE, AFTER = 14, 9  # points from line to line, and what is added after a block
INDENT = 12

# How wide each letter of Helvetica is, in thousandths of its size.
_WIDTHS = {
    **dict.fromkeys("abdeghnopqu0123456789L£é–?#_", 556), **dict.fromkeys("cksvxyzJ", 500), **dict.fromkeys(" tfI/.,:;!", 278),
    **dict.fromkeys("ijl‘’", 222), **dict.fromkeys("r()-“”", 333), **dict.fromkeys("ABEKPSVXY&", 667), **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("FTZ", 611), **dict.fromkeys("GOQ", 778), **dict.fromkeys("mM", 833), "W": 944, "•": 350,
}  # fmt: skip


@dataclass
class _Page:
    """What is drawn on a page, from its top down to `y`."""

    drawn: list[str] = field(default_factory=list)
    y: float = TOP

    def put(self, words: str, x: float, y: float, size: float, *, bold: bool = False) -> None:
        """Write words at a place."""
        safe = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        self.drawn.append(f"BT /{'B' if bold else 'F'} {size} Tf 1 0 0 1 {x} {y} Tm ({safe}) Tj ET")


def pdf(folder: Path) -> bytes:
    """Write the notes, each page with a running head and its number."""
    keys, body = opened(folder / SOURCE, "author", "head", "written")
    pages = [_page(text) for text in body.split("\n\\f\n")]
    for number, page in enumerate(pages, start=1):
        page.put(curly(keys["head"]), MARGIN, HEIGHT - 40, SMALL)
        page.put(f"Page {number} of {len(pages)}", WIDTH - MARGIN - 40, 36, SMALL)
    return _file(["\n".join(page.drawn) for page in pages], keys["author"], keys["written"])


def _page(text: str) -> _Page:
    page = _Page()
    for stanza in stanzas(text):
        mark, _, rest = stanza.partition(" ")
        if mark in ("#", "##"):
            _lines(page, curly(rest), TITLE if mark == "#" else HEADING, bold=True)
        elif mark == "-":
            for line in stanza.splitlines():
                _lines(page, f"• {curly(line.removeprefix('- '))}", BODY, hang=INDENT)
        else:
            _lines(page, curly(" ".join(stanza.splitlines())), BODY)
    if page.y < 60:
        raise SourceError(f"{SOURCE}: more than a page holds: {text.strip()[:40]!r}")
    return page


def _lines(page: _Page, words: str, size: float, *, bold: bool = False, hang: float = 0) -> None:
    """Write a block in as many lines as it takes; those after the first stand in by `hang`."""
    step = LINE * size / BODY
    x, room = float(MARGIN), WIDTH - 2 * MARGIN
    for line in _wrapped(words, room - hang, size):
        page.put(line, x, round(page.y, 2), size, bold=bold)
        page.y -= step
        x = MARGIN + hang
    page.y -= AFTER


def _wrapped(words: str, room: float, size: float) -> list[str]:
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and sum(_WIDTHS.get(letter, 600) for letter in longer) * size / 1000 > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _file(drawn: list[str], author: str, written: str) -> bytes:
    """Put the pages together: catalogue, list of pages, two fonts, who wrote it, then each page with what is drawn on it."""
    first = 6
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(drawn)))
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica{} /Encoding /WinAnsiEncoding >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(drawn)} >>".encode(),
        font.format("").encode(),
        font.format("-Bold").encode(),
        f"<< /Author ({author}) /Title (Notes of a meeting) /CreationDate (D:{written}Z) >>".encode("ascii"),
    ]
    for n, page in enumerate(drawn):
        stream = page.encode("cp1252")
        fonts = "/Resources << /Font << /F 3 0 R /B 4 0 R >> >>"
        box = f"/MediaBox [0 0 {WIDTH} {HEIGHT}]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} {fonts} /Contents {first + 2 * n + 1} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end
