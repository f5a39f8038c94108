"""What goes out and comes back is as we promised: the same words for the same study, and a draft from an earlier release can be read back.

COPRO_GOLDEN=write writes the outputs anew: read the difference before you keep it. The drafts that came back are never written anew.
"""

from __future__ import annotations

import difflib
import io
import os
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from copro_text import decisions as d
from copro_text.readers.panel import read_panel
from copro_text.writers import Edition
from copro_text.writers.framework import framework_yaml
from copro_text.writers.letter_back import Around, Heard, LetterBack, letter_docx
from copro_text.writers.matrix import matrix_xlsx, zero_one_csv
from copro_text.writers.panel import panel_draft_docx, panel_draft_xlsx
from tests.helpers import Log, corpus_of, edition_of, said, some_id

GOLDEN = Path(__file__).parent / "golden"


def edition() -> Edition:
    log = Log()
    log.join("Maya", "Sam")
    texts = [said("rose", "They rang twice."), said("tom", "Nobody rang."), said("ann", "I am still waiting.")]
    rings = log.name("Ringing back", "Somebody answers. They do it within a day.", "What it is")
    waits = log.name("Waiting", heading="What it isn't")
    log.agreed(d.Nest(code=waits, under=rings, members=("maya",)))
    log.place(rings, *texts[:2])
    log.place(waits, texts[2])
    log.confirm("rose", "quote")
    log.agreed(d.Theme(theme=some_id("theme"), codes=(rings,), against=(texts[0].whole.id,), sentence="People are rung back.", members=("maya",)))
    log.agreed(d.Relate(relation=some_id("relation"), one=waits, how="gets in the way of", other=rings, members=("maya",)))
    log.add(d.Memo(about="study", whose="how we worked", text="We met three times."))
    return edition_of(corpus_of(*texts), log, states={c.id: "placed" for c in texts})


def lines(data: bytes) -> str:
    """A Word document as lines: its paragraphs with their styles, and its tables."""
    made, found = docx.Document(io.BytesIO(data)), []
    for each in made.iter_inner_content():
        if isinstance(each, docx.table.Table):
            found += [" | ".join(["", *(cell.text for cell in row.cells), ""]).strip() for row in each.rows]
        else:
            found.append(f"{each.style.name if each.style else ''}: {each.text}".rstrip())
    return "\n".join(found) + "\n"


def cells(data: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = [(sheet.title, row) for sheet in book if sheet.title != "About" for row in sheet.iter_rows(values_only=True)]
    return "".join(f"{title}: {' | '.join('' if value is None else str(value) for value in row)}\n" for title, row in rows)


def letter() -> bytes:
    heard = Heard("ab12cd34", "They rang twice.", "2026-03-03", "own words", ("We put it with the name “Ringing back”",), ("“They rang twice.”",), "")
    return letter_docx(
        [LetterBack(1, "9f3a2b1c", "Rose", "by telephone", (heard,), "As “R.”.")], Around("Being heard", "We ring back.", "2026-05-04")
    )


MADE: dict[str, Callable[[], str]] = {
    "panel_draft.docx.txt": lambda: lines(panel_draft_docx(edition())),
    "panel_draft.xlsx.txt": lambda: cells(panel_draft_xlsx(edition())),
    "matrix.xlsx.txt": lambda: cells(matrix_xlsx(edition())),
    "zero_one.csv": lambda: zero_one_csv(edition()).decode("utf-8-sig").replace("\r\n", "\n"),
    "framework.yaml": lambda: framework_yaml(edition()).decode(),
    "letter.docx.txt": lambda: lines(letter()),
}


@pytest.mark.parametrize("name", MADE)
def test_an_output_says_what_it_said(name: str) -> None:
    path, now = GOLDEN / "outputs" / name, MADE[name]()
    if os.environ.get("COPRO_GOLDEN") == "write":
        path.write_text(now, "utf-8")
    before = path.read_text("utf-8")
    assert now == before, "\n".join(difflib.unified_diff(before.splitlines(), now.splitlines(), name, "now", lineterm=""))


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_a_draft_that_went_out_earlier_is_read_back(suffix: str) -> None:
    found = read_panel(GOLDEN / "drafts" / f"panel_draft 0.1.0{suffix}")
    assert (found.name, found.faults) == ("Pat Hale", [])
    assert {(w.kind, w.words, w.by) for w in found.written} == {
        ("comment", "Good. Keep this.", ""),
        ("not clear", "x", ""),
        ("say it differently", "Being rung back", ""),
        ("comment", "I had this too.", "Ivor Pell"),
    }
