"""PDF: an output as blocks, set by Typst into a tagged PDF with the fonts that come along, and nothing from elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import typst

from copro_text.errors import WriteError
from copro_text.writers.blocks import (
    Block,
    Columns,
    Figure,
    Heading,
    Item,
    Items,
    NewPage,
    Paper,
    Para,
    Runs,
    Space,
    Table,
    Words,
    is_from_right,
    para,
)
from copro_text.writers.pictures import in_words
from copro_text.writers.plain import clean

PICTURES = "Where paper cannot show a little picture that somebody typed, its name stands in square brackets, such as [party popper]."
KEPT_WHOLE = 1500  # letters of quotations side by side that stay on one page
STANDARD: Literal["ua-1"] = "ua-1"  # for everybody's eyes and ears: tags, language, title, words for figures
LONGEST_WORD, PIECE = 40, 30  # letters without a break; after how many a line may break
KEPT_FOR = 10  # compilations for which Typst keeps what it worked out: of a page that is not set again, hundreds of megabytes
REACHES_OUT = re.compile(r"\b(import|include|eval|plugin|std|sys|read)\b")
_SPOT = re.compile(r"\.typ:(\d+):")


def pdf(paper: Paper, templates: Mapping[str, bytes]) -> bytes:
    """An output as a PDF; the same bytes for the same output.

    Raises
    ------
    WriteError
        When the group's own template cannot be read: its line is named.
    """
    name = f"{paper.kind}.typ"
    own = templates.get(name)
    template = _own(name, own) if own is not None else _ours(name)
    prelude = _ours("blocks.typ")
    if in_words(repr(paper.blocks)) != repr(paper.blocks):
        paper = replace(paper, blocks=(*paper.blocks, para(PICTURES, "small")))
    try:
        return _set(f"{prelude}\n{template}", {"doc": json.dumps(as_json(paper), ensure_ascii=False)}, paper.day)
    except typst.TypstError as wrong:
        if own is None:
            raise
        raise _broken(name, wrong, prelude.count("\n") + 1) from None


def pages(made: bytes) -> int:
    """How many pages a PDF has."""
    import io

    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(made)).pages)


def png_of(svg: str) -> bytes:
    """A drawing as a picture, for programs that read no SVG."""
    source = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 160mm)\n'
    made = _compiler().compile(source.encode(), format="png", ppi=200, sys_inputs={"svg": breakable(svg)})
    _let_go()
    return bytes(made[0] if isinstance(made, list) else made or b"")


@cache
def _compiler() -> typst.Compiler:
    """Typst, with the fonts of its own package and of matplotlib's, and none of this computer's: the same pages everywhere."""
    import matplotlib

    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts)]))


def _let_go() -> None:
    """Have Typst forget the last output, which it would keep for ten more: an empty page takes less than a thousandth of a second."""
    for _ in range(KEPT_FOR + 1):
        _compiler().compile(b"", format="pdf")


def _set(source: str, inputs: dict[str, str], day: str) -> bytes:
    try:
        made = _compiler().compile(source.encode(), format="pdf", sys_inputs=inputs, pdf_standards=[STANDARD], timestamp=_noon(day))
    finally:
        _let_go()
    if not isinstance(made, bytes):
        raise WriteError("No PDF could be made of this.", safe="Nothing was written.")
    return made


def _noon(day: str) -> int:
    try:
        when = date.fromisoformat(day[:10])
    except ValueError:
        when = date(1980, 1, 1)
    return int(datetime(when.year, when.month, when.day, 12, tzinfo=UTC).timestamp())


def _ours(name: str) -> str:
    return (files("copro_text.writers") / "templates" / name).read_text("utf-8")


def _own(name: str, data: bytes) -> str:
    """The group's own template, if it reaches for nothing outside itself: one from elsewhere could otherwise fetch things from the internet."""
    template = data.decode("utf-8-sig", "replace")
    for number, line in enumerate(template.splitlines(), start=1):
        if found := REACHES_OUT.search(line.split("//")[0]):
            raise WriteError(
                f"The template {name}, line {number}: {found[0]!r} is not possible here.",
                do="Take it out: a template stands alone and loads nothing.",
                safe="Nothing was written; an older file is as it was.",
            )
    return template


def _broken(name: str, wrong: typst.TypstError, before: int) -> WriteError:
    spots = [int(line) - before for line in _SPOT.findall(f"{wrong.diagnostic}\n{wrong.trace}")]
    spot = next((f", line {line}" for line in spots if line > 0), "")
    hints = f" ({'; '.join(wrong.hints)})" if wrong.hints else ""
    return WriteError(
        f"The template {name}{spot}: {wrong.message}{hints}.",
        do="Mend that line, or move the template away to have ours.",
        safe="Nothing was written; an older file is as it was.",
    )


# as data: Typst gets people's words as strings, never as markup


def as_json(paper: Paper) -> dict[str, Any]:
    """An output as the templates get it."""
    return {
        "title": breakable(paper.title),
        "banner": breakable(paper.banner),
        "footer": breakable(paper.footer),
        "large": paper.large,
        "blocks": [_block(b) for b in paper.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(level=level, text=words):
            return {"is": "heading", "level": level, "words": breakable(words), "right": is_from_right(words)}
        case Para(runs=runs, style=style):
            return {"is": "para", "style": style, "runs": _runs(runs), "right": _right(runs)}
        case Items(items=items):
            return {"is": "numbers" if block.numbered else "list", "columns": block.side_by_side, "items": [_item(item) for item in items]}
        case Words(quote=q):
            quoted = {"words": breakable(q.text), "beside": breakable(q.beside), "label": q.label, "lead": q.lead, "speech": q.is_speech}
            return {"is": "words", "right": is_from_right(q.text)} | quoted
        case Figure(svg=svg, alt=alt, caption=caption):
            return {"is": "figure", "svg": in_words(svg), "alt": alt, "caption": caption, "wide": _wide(svg)}
        case NewPage():
            return {"is": "new page"}
        case Table(caption=caption, head=head, rows=rows):
            cells = [[breakable(cell) for cell in row] for row in rows]
            return {"is": "table", "caption": breakable(caption), "head": [*map(breakable, head)], "rows": cells}
        case Columns(columns=columns):
            beside = [{"title": breakable(title), "words": [_block(Words(q)) for q in quotes]} for title, quotes in columns]
            return {"is": "columns", "columns": beside, "whole": sum(len(q.text) for _, quotes in columns for q in quotes) < KEPT_WHOLE}
        case Space(rows=rows):  # nobody types into a PDF: on paper the questions stand there
            return {"is": "list", "columns": False, "items": [_item(Item((("", f"{row}:"),))) for row in rows]}
        case Item():
            return _item(block)


def _wide(svg: str) -> int:
    """How much of a column a drawing takes, in hundredths: its letters are to be about as large as those around it."""
    found = re.search(r'width="(\d+)"', svg)
    return min(100, int(found[1]) // 6) if found else 100


def _item(item: Item) -> dict[str, Any]:
    return {"runs": _runs(item.runs), "right": _right(item.runs), "below": [_item(one) for one in item.below]}


def _runs(runs: Runs) -> list[dict[str, str]]:
    return [{"how": how, "words": breakable(words)} for how, words in runs]


def _right(runs: Runs) -> bool:
    return is_from_right("".join(words for _, words in runs))


def breakable(words: str) -> str:
    """Words without what nobody sees, a name for each picture that cannot be shown, and places to break where somebody typed on."""
    return re.sub(rf"\S{{{LONGEST_WORD},}}", lambda m: "\u200b".join(_pieces(m[0])), in_words(clean(words)))


def _pieces(word: str) -> list[str]:
    return [word[i : i + PIECE] for i in range(0, len(word), PIECE)]
