"""Writers: an edition goes in, the bytes of one file come out. Each kind of output is one entry here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from copro_text.corpus import mark_of
from copro_text.errors import WriteError
from copro_text.writers.edition import Edition, PileView, edition
from copro_text.writers.manifesto import manifesto_html, manifesto_md
from copro_text.writers.report import report_html
from copro_text.writers.sheets import codebook_csv, codebook_xlsx, placings_csv, placings_xlsx

__all__ = ["WRITERS", "Edition", "PileView", "edition", "kind_for", "mark_of", "write"]

Writer = Callable[[Edition], bytes]

WRITERS: Mapping[str, Mapping[str, Writer]] = MappingProxyType(
    {
        "manifesto": {".html": manifesto_html, ".md": manifesto_md},
        "report": {".html": report_html},
        "codebook": {".xlsx": codebook_xlsx, ".csv": codebook_csv},
        "placings": {".xlsx": placings_xlsx, ".csv": placings_csv},
    }
)
"""Kind -> suffix -> what writes it."""


def kind_for(path: str | Path, kind: str | None = None) -> str:
    """What kind of output a file is to be: `kind`, or what its name begins with.

    Raises
    ------
    WriteError
        When nothing of that kind, or with that suffix, can be written.

    >>> kind_for("outputs/manifesto.html"), kind_for("for-the-blog.md", "manifesto")
    ('manifesto', 'manifesto')
    """
    path = Path(path)
    named = kind or next((known for known in WRITERS if path.stem.casefold().replace("_", "-").split("-")[0] == known), "")
    if named not in WRITERS:
        what = f"There is no {kind} to write." if kind else f"{path.name} does not say what to write."
        raise WriteError(what, do=_can(), safe="Nothing was written.")
    if path.suffix.casefold() not in WRITERS[named]:
        suffix = path.suffix or "a file without an ending"
        raise WriteError(f"A {named} cannot be written as {suffix}.", do=_can(), safe="Nothing was written.")
    return named


def write(edition: Edition, path: str | Path, kind: str | None = None) -> bytes:
    """The bytes of an output; which one, `kind_for` says. Whoever calls puts them on the disk."""
    return WRITERS[kind_for(path, kind)][Path(path).suffix.casefold()](edition)


def _can() -> str:
    return f"These can be written: {', '.join(kind + suffix for kind, by in WRITERS.items() for suffix in by)}; another file name goes with a kind."
