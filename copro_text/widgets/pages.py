"""Pages for notebooks: small pieces of HTML made of plain values, escaped, readable in light and dark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

STYLE = (
    "<style>.copro{max-width:46rem;line-height:1.5}.copro blockquote{margin:.6rem 0;padding:.1rem 0 .1rem .9rem;"
    "border-left:3px solid currentColor;white-space:pre-wrap;overflow-wrap:anywhere}.copro h3{margin:1.2rem 0 .3rem}"
    ".copro p{margin:.3rem 0}.copro .by{opacity:.75}.copro td,.copro th{text-align:start!important;vertical-align:top;padding:.2rem 1rem .2rem 0;"
    "overflow-wrap:anywhere}.copro table{border-collapse:collapse}.copro tbody tr{border-top:1px solid #8886}"
    ".copro caption{text-align:start;font-weight:600;padding:.3rem 0}</style>"
)


def page(*pieces: str) -> str:
    """Pieces of HTML in one block, in which no program of the notebook takes people's words for formulas."""
    return f'{STYLE}<div class="copro mathjax_ignore tex2jax_ignore" lang="en-GB">{"".join(pieces)}</div>'


def heading(text: str) -> str:
    """A heading."""
    return f"<h3>{escape(text)}</h3>"


def paragraph(text: str, *, quiet: bool = False) -> str:
    """A paragraph; a quiet one stands back."""
    return f'<p class="by">{escape(text)}</p>' if quiet else f"<p>{escape(text)}</p>"


def items(texts: Iterable[str]) -> str:
    """A list."""
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def words(text: str) -> str:
    """Someone's words, with their line breaks."""
    return f"<blockquote>{escape(text)}</blockquote>"


def folded(title: str, body: str) -> str:
    """HTML that is shown when somebody opens it."""
    return f"<details><summary>{escape(title)}</summary>{body}</details>"


def table(head: Sequence[str], rows: Iterable[Sequence[object]], caption: str) -> str:
    """A table with a caption and a header row."""
    top = "".join(f'<th scope="col">{escape(each)}</th>' for each in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
