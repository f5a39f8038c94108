"""One paragraph of a document with tracked changes: what stood there, what was put in and what was struck out, and by whom."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby

from copro_text.readers.blocks import Block, Remark


@dataclass(slots=True)
class _Piece:
    text: str
    state: str  # "", "put in" or "struck out"
    by: str
    when: str
    bold: bool


@dataclass(slots=True)
class Passage:
    """A paragraph while it is put together."""

    pieces: list[_Piece] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)

    def add(self, text: str, state: str = "", by: str = "", when: str = "", *, bold: bool = False) -> None:
        """Some more words."""
        if text:
            self.pieces.append(_Piece(text, state, by, when, bold))

    def in_box(self, blocks: list[Block], place: str) -> None:
        """What stands in a text box at this paragraph: a cell of its own, so that its headings hold for it alone."""
        self.boxes += [replace(b, place=f"{place}, {b.place}", cell=f"{place} {len(self.boxes)} {b.cell}".strip()) for b in blocks]

    def text(self) -> str:
        """What stood there before any change."""
        return "".join(p.text for p in self.pieces if p.state != "put in")

    def is_empty(self) -> bool:
        """Is there nothing in it, changes and comments included?"""
        return not self.remarks and not any(p.text.strip() for p in self.pieces)

    def stands_out(self) -> bool:
        """Is all of it bold or underlined?"""
        words = [p for p in self.pieces if p.text.strip()]
        return bool(words) and all(p.bold for p in words)

    def blocks(self, kind: str, level: int, place: str) -> list[Block]:
        """The paragraph with its changes as remarks; one that was put in as a whole is by whoever did that."""
        changes = self._changes()
        text, by, when = self.text().strip(), "", ""
        if not text and changes:
            first = changes.pop(0)
            text, by, when = first.text.strip(), first.by, first.when
        if not text and not self.remarks and not changes:
            return self.boxes
        remarks = [Remark(c.state, c.text.strip(), f"{place}, {c.state}", c.by, c.when, text) for c in changes]
        return [Block(kind, text, place, level, by=by, when=when, remarks=(*remarks, *self.remarks)), *self.boxes]

    def _changes(self) -> list[_Piece]:
        """What was changed, neighbours by the same person together."""
        runs = groupby(self.pieces, key=lambda p: (p.state, p.by))
        joined = [(state, by, list(pieces)) for (state, by), pieces in runs]
        return [
            _Piece(text, state, by, pieces[0].when, False)
            for state, by, pieces in joined
            if state and (text := "".join(p.text for p in pieces)).strip()
        ]
