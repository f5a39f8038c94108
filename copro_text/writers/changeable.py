"""Changeable: the templates that a group can put in place of ours, and what to begin from."""

from __future__ import annotations

from importlib.resources import files

PAPER = ("manifesto", "one_page")
TEMPLATE_NAMES = (*(f"{kind}{suffix}" for kind in PAPER for suffix in (".typ", ".docx")), "manifesto.css")
STYLE = """\
/* This comes after our own styles in manifesto.html. Colours, for example; nothing can be loaded from elsewhere. */
:root { --deep: #1c5a60; }
"""


def ours(name: str) -> bytes:
    """One of our templates, to begin from: the look of a PDF (.typ), the styles of a Word document (.docx), styles of the page (.css)."""
    if name.endswith(".docx"):
        from copro_text.writers.blocks import Paper
        from copro_text.writers.word import word

        return word(Paper(name.removesuffix(".docx"), "", (), "", ""), {})
    return STYLE.encode() if name.endswith(".css") else (files("copro_text.writers") / "templates" / name).read_bytes()
