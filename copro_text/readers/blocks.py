"""What readers of documents cut them into: blocks, with the remarks that people made on them, and the account beside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from copro_text.corpus import Fault
from copro_text.errors import NotReadable
from copro_text.readers import voices

HEADING = "heading, kept with the words below it"
NAME = "name, kept with the words below or beside it"
PERMISSION = "answer to a question of permission, kept with the words beside it"
LONGEST_HEADING = 14  # words; a longer line that is all bold is somebody's emphasis
_BULLET = re.compile(r"\s*(?:[-–—*•·●○◦▪▫■□◆➢➤✓✔‣⁃\uf0b7\uf0a7\uf0d8]\s*(?=[^\s\d-])|[-–—*•·●▪]\s+|o\s{2,}|\(?\d{1,2}[.):]\s+(?=\D))")


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, a tracked change or a footnote: words about a block, by someone else perhaps.

    Attributes
    ----------
    kind
        "comment", "put in", "struck out" or "footnote".
    words_there
        What it is about, where the document marks that.
    number, answers
        Its id in the file, and the id of the comment it replies to.
    """

    kind: str
    text: str
    place: str
    by: str = ""
    when: str = ""
    words_there: str = ""
    number: str = ""
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a document.

    Attributes
    ----------
    kind
        "heading", "bold" (a line that stands out as headings do), "bullet" or "paragraph"; of a table "head" (of a row or column)
        and "who" (whom a row names); and what `marked` makes: "group" (the name of a table) and "lead" (into bullets).
    level
        Of a heading from 1, of a bullet from 0.
    cell
        What tells one cell from another; "" outside tables. Headings inside a cell hold for that cell.
    about
        What the table says of this cell: the heads of its row and column.
    who
        Whom the table names as the speaker of this row.
    asked, allows
        What the row answers to questions of permission, as (question, answer), and what that allows, as (about, yes or no).
    by, when
        Who added the whole of it as a tracked change, and when.
    """

    kind: str
    text: str
    place: str
    level: int = 0
    at: str = ""
    cell: str = ""
    about: tuple[str, ...] = ()
    who: str = ""
    asked: tuple[tuple[str, str], ...] = ()
    allows: tuple[tuple[str, str], ...] = ()
    by: str = ""
    when: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass
class Account:
    """What a reader says of a document besides its blocks."""

    format: str
    reader: str
    author: str = ""
    left_out: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def without_bullet(text: str) -> str:
    """The text of a line without the mark that people type before it; the same text where there is none."""
    match = _BULLET.match(text)
    return text[match.end() :] if match else text


def marked(blocks: Sequence[Block]) -> list[Block]:
    """Bullets that were typed become bullets, lines that lead in to bullets become headings of these."""
    typed = [_typed(block) for block in _bold_where_it_tells(blocks)]
    return [_leading(block, typed[n + 1] if n + 1 < len(typed) else None) for n, block in enumerate(typed)]


def _bold_where_it_tells(blocks: Sequence[Block]) -> list[Block]:
    """Where most of a document is bold, as in a print for tired eyes, bold makes no heading."""
    of_bold = sum(len(b.text.split()) for b in blocks if b.kind == "bold")
    if 2 * of_bold < sum(len(b.text.split()) for b in blocks):
        return list(blocks)
    return [_changed(b, "paragraph", b.text) if b.kind == "bold" else b for b in blocks]


def _typed(block: Block) -> Block:
    if block.kind not in ("paragraph", "bullet", "bold"):
        return block
    text = without_bullet(block.text)
    if text == block.text:
        return block
    kind = "bullet" if block.kind != "bold" or re.match(r"\s*\W", block.text) else "bold"
    return _changed(block, kind, text if kind == "bullet" else block.text)


def _leading(block: Block, after: Block | None) -> Block:
    line = block.text.strip()
    if block.kind in ("bold", "paragraph") and voices.is_only_a_group(line):
        return _changed(block, "group", block.text)
    if block.kind == "bold":
        short = len(line.split()) <= LONGEST_HEADING and "\n" not in line and not line.endswith((".", ";"))
        return block if short else _changed(block, "paragraph", block.text)
    if block.kind != "paragraph" or "\n" in line:
        return block
    leads = after is not None and after.kind == "bullet" and after.cell == block.cell
    if leads and len(line.split()) <= LONGEST_HEADING and not line.endswith((".", "!", ";", ",")):
        return _changed(block, "lead", block.text)
    return block


def _changed(block: Block, kind: str, text: str) -> Block:
    return replace(block, kind=kind, text=text)


def size_is_fit(path: Path, largest: int) -> None:
    """Refuse what is larger than any notes are, before it is read.

    Raises
    ------
    NotReadable
        When it is too large.
    """
    if path.stat().st_size > largest:
        raise NotReadable(
            f"{path.name}: larger than any notes are ({path.stat().st_size // 1_000_000} MB).",
            do="Take the pictures out, or save it in parts, and add these.",
            safe="Nothing was read.",
        )
