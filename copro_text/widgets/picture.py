"""Pictures: a drawn figure with what it shows in words and in a table, for those who cannot see it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

SETTINGS: dict[Any, Any] = {"text.parse_math": False, "font.family": "DejaVu Sans", "svg.hashsalt": "copro_text", "svg.fonttype": "path"}
"""Nobody's words are taken for formulas, and the same figure is the same bytes."""

LETTERS = 46


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn figure.

    Attributes
    ----------
    image
        PNG or SVG.
    alt
        What it shows, in plain English.
    table
        The same as a table.
    """

    image: bytes
    alt: str
    table: pd.DataFrame

    def _repr_html_(self) -> str:
        """A figure with its alt text, and the table under it."""
        from base64 import b64encode

        kind = "png" if self.image.startswith(b"\x89PNG") else "svg+xml"
        source = f"data:image/{kind};base64,{b64encode(self.image).decode()}"
        rows = self.table.to_html(index=False, border=0, na_rep="")
        shown = f'<img alt="{escape(self.alt, quote=True)}" src="{source}" style="max-width:100%">'
        return f'<figure class="mathjax_ignore tex2jax_ignore">{shown}<figcaption>{rows}</figcaption></figure>'


def shown_label(title: str, letters: int = LETTERS) -> str:
    """A title as the font can draw it: one line, no sign that it lacks (emoji), not too long, and ending with a whole word where it has any."""
    from matplotlib import font_manager

    has = font_manager.get_font(font_manager.findfont("DejaVu Sans")).get_charmap()
    plain = " ".join("".join(c if c.isspace() or ord(c) in has else " " for c in title).split())
    if len(plain) <= letters:
        return plain
    cut = plain[:letters]
    return (cut[: cut.rfind(" ")] if " " in cut[letters // 2 :] else cut[:-1]).rstrip() + "…"


def wrapped(title: str, wide: int = 24) -> str:
    """A title in lines of about so many letters; a long word stays whole."""
    from textwrap import fill

    return fill(title, wide, break_long_words=False)
