"""Writers: an edition goes in, the bytes of one file come out. Each kind of output is one entry here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from copro_text.corpus import mark_of
from copro_text.errors import WriteError
from copro_text.writers import sentences
from copro_text.writers.audit import audit_html, audit_xlsx
from copro_text.writers.edition import AUDIENCES, Edition, PileView, edition
from copro_text.writers.framework import framework_xlsx, framework_yaml
from copro_text.writers.lines import lines_docx, lines_pdf, lines_xlsx
from copro_text.writers.manifesto import manifesto_docx, manifesto_html, manifesto_md, manifesto_pdf
from copro_text.writers.matrix import matrix_xlsx, zero_one_csv, zero_one_xlsx
from copro_text.writers.one_page import one_page_docx, one_page_pdf
from copro_text.writers.panel import panel_draft_docx, panel_draft_xlsx
from copro_text.writers.plain import be, n
from copro_text.writers.report import report_html
from copro_text.writers.run_chart import run_chart_docx, run_chart_html, run_chart_pdf
from copro_text.writers.seminar_report import seminar_report_docx, seminar_report_html, seminar_report_pdf
from copro_text.writers.sheets import codebook_csv, codebook_xlsx, placings_csv, placings_xlsx
from copro_text.writers.stories import stories_docx, stories_html, stories_pdf
from copro_text.writers.views import Wanted
from copro_text.writers.you_said import you_said_docx, you_said_html, you_said_pdf

__all__ = ["AUDIENCES", "WRITERS", "Edition", "PileView", "Wanted", "edition", "kind_for", "mark_of", "write"]

DRAFT_SAFE = "Nothing was written; as a draft it can be."

Writer = Callable[[Edition], bytes]

WRITERS: Mapping[str, Mapping[str, Writer]] = MappingProxyType(
    {
        "manifesto": {".docx": manifesto_docx, ".pdf": manifesto_pdf, ".html": manifesto_html, ".md": manifesto_md},
        "one_page": {".pdf": one_page_pdf, ".docx": one_page_docx},
        "report": {".html": report_html},
        "codebook": {".xlsx": codebook_xlsx, ".csv": codebook_csv},
        "audit": {".html": audit_html, ".xlsx": audit_xlsx},
        "you_said": {".docx": you_said_docx, ".pdf": you_said_pdf, ".html": you_said_html},
        "lines": {".docx": lines_docx, ".pdf": lines_pdf, ".xlsx": lines_xlsx},
        "seminar_report": {".docx": seminar_report_docx, ".pdf": seminar_report_pdf, ".html": seminar_report_html},
        "stories": {".docx": stories_docx, ".pdf": stories_pdf, ".html": stories_html},
        "run_chart": {".docx": run_chart_docx, ".pdf": run_chart_pdf, ".html": run_chart_html},
        "panel_draft": {".docx": panel_draft_docx, ".xlsx": panel_draft_xlsx},
        "framework": {".yaml": framework_yaml, ".xlsx": framework_xlsx},
        "matrix": {".xlsx": matrix_xlsx},
        "zero_one": {".csv": zero_one_csv, ".xlsx": zero_one_xlsx},
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
    named = _plain(kind) if kind else next((known for known in WRITERS if f"{_plain(path.stem)}_".startswith(f"{known}_")), "")
    if named not in WRITERS:
        what = f"There is no {kind} to write." if kind else f"{path.name} does not say what to write."
        raise WriteError(what, do=_can(), safe="Nothing was written.")
    if path.suffix.casefold() not in WRITERS[named]:
        suffix = path.suffix or "a file without an ending"
        raise WriteError(f"A {named} cannot be written as {suffix}.", do=_can(), safe="Nothing was written.")
    return named


def _plain(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")


def write(edition: Edition, path: str | Path, kind: str | None = None) -> bytes:
    """The bytes of an output; which one, `kind_for` says. Whoever calls puts them on the disk.

    Raises
    ------
    WriteError
        When it is to be the last and something is open that only a draft may have.
    """
    if edition.wanted.final:
        _may_be_final(edition)
    return WRITERS[kind_for(path, kind)][Path(path).suffix.casefold()](edition)


def _can() -> str:
    return f"These can be written: {', '.join(kind + suffix for kind, by in WRITERS.items() for suffix in by)}; another file name goes with a kind."


def _may_be_final(e: Edition) -> None:
    if not e.is_fixed:
        raise WriteError("What is final cites a fixed version, and this is none.", do="Fix one first: copro version STUDY NAME.", safe=DRAFT_SAFE)
    if e.unclear:
        marks = "; ".join(sentences.unclear(mark) for mark in e.unclear[:5])
        do = "Say it in other words; whoever set the mark then takes it back. Or write a memo about the mark that says why the words stay."
        raise WriteError(f"{n(len(e.unclear), 'mark')} of “not clear to me” {be(len(e.unclear))} open. {marks}.", do=do, safe=DRAFT_SAFE)
