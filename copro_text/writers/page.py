"""Page: an output as blocks, drawn as one web page with no script and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from copro_text.writers.blocks import Block, Heading, Paper
from copro_text.writers.edition import Edition
from copro_text.writers.render import own_style, render


@dataclass(frozen=True)
class Part:
    """A heading of the highest kind with all below it; `anchor` is where a link leads."""

    heading: str
    anchor: str
    blocks: tuple[Block, ...]


def page(paper: Paper, e: Edition, *, wide: bool = False) -> bytes:
    """An output as a web page; the group's own styles come after ours, as for the manifesto. `wide` for what has tables."""
    first, parts = _parted(paper.blocks)
    return render(
        "paper.html.j2",
        paper=paper,
        e=e,
        first=first,
        parts=parts,
        wide=wide,
        kind_of=lambda block: type(block).__name__,
        drawing=Markup,  # a drawing escapes what people wrote
        style=own_style(e.wanted.templates, "manifesto.css"),
    )


def _parted(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Part, ...]]:
    at = [i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1]
    ends = [*at[1:], *([len(blocks)] if at else [])]
    parts = [_part(number, blocks[i:end]) for number, (i, end) in enumerate(zip(at, ends, strict=True), start=1)]
    return tuple(blocks[: at[0] if at else len(blocks)]), tuple(parts)


def _part(number: int, blocks: Sequence[Block]) -> Part:
    assert isinstance(blocks[0], Heading)
    return Part(blocks[0].text, f"p-{number}", tuple(blocks[1:]))
