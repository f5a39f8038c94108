"""A panel draft goes out, people write in it as people do, and what they wrote comes back: nothing lost, nothing twice."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.table import Table
from openpyxl.comments import Comment

from copro_text import decisions as d
from copro_text.errors import CoproError, NotPossible, NotReadable
from copro_text.study import Study
from tests.test_cli import copro


@pytest.fixture
def drafted(study: Study, ids: dict[str, str]) -> Study:
    """Maya's study with two names, a theme, and two people who may be quoted."""
    for who in ("Cy", "Dee"):
        study.confirm(who, "quote", because="rang")
    first = study.name("Ringing back", definition="Somebody answers. They do it within a day.")
    second = study.name("Paying fares")
    study.place(ids["Pay"], second)
    study.place(ids["A"], first)
    study.theme("People are rung back.", codes=[first, second])
    study.relate(first, "gets in the way of", second)
    study.memo("the study", "We met three times.", kind="how we worked")
    return study


def space(made: Document, after: str) -> Table:
    """The comment space below a paragraph that begins so."""
    at = [p for p in made.paragraphs if p.text.startswith(after)][-1]._p
    while not at.tag.endswith("}tbl"):
        at = at.getnext()
    return next(t for t in made.tables if t._tbl is at)


def written_in(path: Path) -> Path:
    """The draft, as somebody filled it in with Word."""
    made = docx.Document(str(path))
    made.tables[0].cell(0, 1).text = "Pat Hale"
    name = space(made, "Ringing back")
    name.cell(0, 1).text = "Good. Keep this."
    name.cell(1, 1).text = "x"
    name.cell(2, 1).text = "Being rung back"
    space(made, "They do it within").cell(2, 1).text = "They do it the same day."
    space(made, "Somebody answers").cell(2, 1).text = "A person answers."
    space(made, "People are rung").cell(1, 1).text = "Rung is an odd word"
    space(made, "About the whole").cell(0, 1).text = "Where is transport?"
    quote = next(p for p in made.paragraphs if p.text.startswith("“Pay the fare"))
    made.add_comment(quote.runs, text="I had this too.", author="Ivor Pell", initials="IP")
    quote.insert_paragraph_before("And buses never come.")
    made.save(str(path))
    return path


def memos(study: Study) -> set[tuple[str, str]]:
    return {(e.body.whose, e.body.text) for e in study.session.refresh().book.memos if isinstance(e.body, d.Memo)}


SAID = {
    ("ours", "Pat Hale: Good. Keep this."),
    ("not clear to me", "Not clear."),
    ("ours", "Pat Hale: not clear to me."),
    ("ours", "Pat Hale would say: “Being rung back”"),
    ("ours", "Pat Hale would say: “They do it the same day.”"),
    ("ours", "Pat Hale would say: “A person answers.”"),
    ("not clear to me", "Rung is an odd word"),
    ("ours", "Pat Hale: not clear to me. Rung is an odd word"),
    ("ours", "Pat Hale: Where is transport?"),
    ("ours", "Ivor Pell: I had this too."),
    ("ours", "Pat Hale: And buses never come."),
}


def test_what_was_written_in_a_word_document_comes_back_as_notes_marks_and_proposals(drafted: Study, tmp_path: Path) -> None:
    before = memos(drafted)
    path = written_in(drafted.write(tmp_path / "panel_draft.docx"))
    drafted.read_back(path)
    assert memos(drafted) - before == SAID
    assert drafted.codebook["label"].tolist() == ["Being rung back", "Paying fares"]
    assert drafted.codebook["definition"].tolist()[0] == "A person answers. They do it the same day."


def test_a_draft_that_is_read_back_twice_changes_nothing_the_second_time(drafted: Study, tmp_path: Path) -> None:
    path = written_in(drafted.write(tmp_path / "panel_draft.docx"))
    drafted.read_back(path)
    before = len(drafted.session.book.entries)
    again = drafted.read_back(path)
    assert len(drafted.session.refresh().book.entries) == before
    assert "nothing new" in repr(again)


def test_a_dry_run_shows_all_of_it_and_records_nothing(drafted: Study, tmp_path: Path) -> None:
    path = written_in(drafted.write(tmp_path / "panel_draft.docx"))
    before = len(drafted.session.book.entries)
    shown = repr(drafted.read_back(path, dry_run=True))
    assert len(drafted.session.refresh().book.entries) == before
    for words in ("Good. Keep this.", "Being rung back", "Rung is an odd word", "Where is transport?", "I had this too.", "And buses never come."):
        assert words in shown


def filled(path: Path, *, by: str = "Pat Hale") -> Path:
    """The workbook, as somebody filled it in with Excel, and sorted it."""
    book = openpyxl.load_workbook(path)
    sheet = book["Draft"]
    head = {cell.value: cell.column for cell in sheet[1]}
    rows = {(sheet.cell(r, 1).value, sheet.cell(r, 2).value): r for r in range(2, sheet.max_row + 1)}
    rows_at = {what if what in ("the whole draft", "Your name") else says: r for (what, says), r in rows.items()}
    sheet.cell(rows_at["Your name"], head["your comment"], by)
    sheet.cell(rows_at["Ringing back"], head["say it differently"], "Being rung back")
    sheet.cell(rows_at["Ringing back"], head["not clear to me (put an x)"], "X")
    sheet.cell(rows_at["Paying fares"], head["your comment"], "- too dear")
    sheet.cell(rows_at["“Pay the fare before we set off.”"], 2).comment = Comment("Ivor Pell:\nI had this too.", "Ivor Pell")
    sheet.cell(sheet.max_row + 1, 2, "And buses never come.")
    book.save(path)
    return path


def test_what_was_written_in_a_workbook_comes_back_too(drafted: Study, tmp_path: Path) -> None:
    before = memos(drafted)
    path = filled(drafted.write(tmp_path / "panel_draft.xlsx"))
    book = openpyxl.load_workbook(path)
    book["Draft"].cell(1, 7, "and also")
    book["Draft"].cell(3, 7, "In a column of my own.")
    book.save(path)
    drafted.read_back(path)
    assert {text for _, text in memos(drafted) - before} >= {"Ivor Pell: I had this too.", "Pat Hale: And buses never come.", "Not clear."}
    assert any("In a column of my own." in text for _, text in memos(drafted))
    assert drafted.codebook["label"].tolist()[0] == "Being rung back"
    count = len(drafted.session.book.entries)
    drafted.read_back(path)
    assert len(drafted.session.refresh().book.entries) == count


def test_comments_of_somebody_who_has_joined_are_theirs_typed_by_who_reads_them_back(drafted: Study, tmp_path: Path) -> None:
    path = filled(drafted.write(tmp_path / "panel_draft.xlsx"), by="")
    Study(drafted.path).join("Tom")
    drafted.read_back(path, by="Tom")
    tom, maya = (drafted.session.person(name) for name in ("Tom", "Maya"))
    (rename,) = [e for e in drafted.session.book.entries if isinstance(e.body, d.Rename)]
    assert (rename.analyst, rename.entered_by) == (tom, maya)
    assert drafted.session.analyst == maya
    assert drafted.codebook["label"].tolist()[0] == "Ringing back"  # it waits: nobody is asked in passing
    assert len(Study(drafted.path, analyst="Tom").entered_for_me) >= 2


def test_nothing_is_recorded_as_somebodys_who_works_on_their_own(drafted: Study, tmp_path: Path) -> None:
    path = filled(drafted.write(tmp_path / "panel_draft.xlsx"), by="Tom")
    Study(drafted.path).join("Tom").on_our_own()
    before = len(drafted.session.refresh().book.entries)
    with pytest.raises(NotPossible, match="Tom works on their own"):
        drafted.read_back(path)
    assert len(drafted.session.refresh().book.entries) == before


def test_words_that_were_changed_in_the_draft_itself_are_kept_as_a_note(drafted: Study, tmp_path: Path) -> None:
    path = drafted.write(tmp_path / "panel_draft.docx")
    made = docx.Document(str(path))
    next(p for p in made.paragraphs if p.text == "Paying fares").runs[0].text = "Paying for the bus"
    made.save(str(path))
    drafted.read_back(path)
    assert ("ours", "Changed the words of the draft to: “Paying for the bus”") in memos(drafted)
    assert "Paying fares" in set(drafted.codebook["label"])


def test_a_comment_on_words_that_have_changed_since_is_kept_with_the_words_it_was_about(drafted: Study, tmp_path: Path) -> None:
    path = drafted.write(tmp_path / "panel_draft.docx")
    made = docx.Document(str(path))
    space(made, "They do it within").cell(0, 1).text = "Too slow"
    space(made, "They do it within").cell(2, 1).text = "They do it at once."
    made.save(str(path))
    drafted.define("Ringing back", "Somebody is there.")
    found = drafted.read_back(path, by="Pat Hale")
    assert ("ours", "Pat Hale: On “They do it within a day.”: Too slow") in memos(drafted)
    assert "changed these words since" in repr(found)
    assert drafted.codebook["definition"].tolist()[0] == "Somebody is there."


def test_a_name_that_is_taken_already_is_not_proposed_and_not_lost(drafted: Study, tmp_path: Path) -> None:
    path = drafted.write(tmp_path / "panel_draft.docx")
    made = docx.Document(str(path))
    space(made, "Ringing back").cell(2, 1).text = "paying  fares"
    made.save(str(path))
    found = drafted.read_back(path)
    assert "there is a name “paying fares” already" in repr(found)
    assert any("paying  fares" in text for _, text in memos(drafted))


@pytest.mark.parametrize("words", ["long " * 100, "שלום עולם", "🙂 yes", "<b>&amp;</b>", "line one\nline two"])
def test_whatever_somebody_writes_comes_back_as_they_wrote_it(drafted: Study, tmp_path: Path, words: str) -> None:
    path = drafted.write(tmp_path / "panel_draft.docx")
    made = docx.Document(str(path))
    space(made, "Ringing back").cell(0, 1).text = words
    made.save(str(path))
    drafted.read_back(path)
    assert ("ours", words.strip()) in memos(drafted)


def test_a_draft_of_another_study_is_refused(drafted: Study, tmp_path: Path) -> None:
    other = Study.new(tmp_path / "other", question="Why?", analyst="Ann")
    other.name("Something else")
    path = other.write(tmp_path / "panel_draft.docx")
    with pytest.raises(NotReadable, match="another study"):
        drafted.read_back(path)


@pytest.mark.parametrize("name", ["no draft.docx", "no zip.docx", "no draft.xlsx", "cut.docx", "not there.docx", "empty.xlsx"])
def test_what_is_no_draft_is_refused_in_plain_words_and_nothing_is_recorded(drafted: Study, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "no draft.docx":
        docx.Document().save(str(path))
    elif name == "no draft.xlsx":
        openpyxl.Workbook().save(path)
    elif name == "cut.docx":
        path.write_bytes(drafted.write(tmp_path / "panel_draft.docx").read_bytes()[:3000])
    elif name != "not there.docx":
        path.write_bytes(b"" if name == "empty.xlsx" else b"Dear all,")
    before = len(drafted.session.book.entries)
    with pytest.raises(CoproError) as refused:
        drafted.read_back(path)
    assert refused.value.safe and name in refused.value.what
    assert len(drafted.session.refresh().book.entries) == before


def test_a_draft_whose_bookmarks_another_program_took_off_is_read_by_the_marks_in_sight(drafted: Study, tmp_path: Path) -> None:
    path = written_in(drafted.write(tmp_path / "panel_draft.docx"))
    made = docx.Document(str(path))
    for each in made.element.xpath("//w:bookmarkStart | //w:bookmarkEnd"):
        each.getparent().remove(each)
    made.save(str(path))
    found = drafted.read_back(path)
    assert {("ours", "Pat Hale: Good. Keep this."), ("ours", "Ivor Pell: I had this too.")} <= memos(drafted)
    assert "took the marks off" in repr(found)


def test_the_draft_says_nothing_of_who_made_it_and_is_the_same_bytes_again(drafted: Study, tmp_path: Path) -> None:
    drafted.version("workshop")
    for suffix in (".docx", ".xlsx"):
        first, second = (drafted.write(tmp_path / f"panel_draft {n}{suffix}", kind="panel-draft").read_bytes() for n in (1, 2))
        assert first == second
    with zipfile.ZipFile(tmp_path / "panel_draft 1.docx") as packed:
        assert b"Maya" not in packed.read("docProps/core.xml")


def test_a_panel_draft_of_a_study_without_names_can_be_written_and_says_so(study: Study, tmp_path: Path) -> None:
    made = docx.Document(str(study.write(tmp_path / "panel_draft.docx")))
    assert any("Nothing has a name yet" in p.text for p in made.paragraphs)


def test_the_command_shows_first_and_then_takes_in(drafted: Study, tmp_path: Path) -> None:
    path = written_in(drafted.write(tmp_path / "panel_draft.docx"))
    shown = copro("read-back", str(drafted.path), str(path), "--as", "Maya", "--dry-run")
    assert "would be taken in" in shown and "Being rung back" in shown and "Nothing was recorded" in shown
    rows = json.loads(copro("read-back", str(drafted.path), str(path), "--as", "Maya", "--json"))
    assert {row["becomes"] for row in rows} == {"note", "not clear to me", "proposal"}
    assert "nothing new taken in" in copro("read-back", str(drafted.path), str(path), "--as", "Maya")


OFFICE = shutil.which("soffice") or ""
HAS = {".docx": OFFICE, ".xlsx": OFFICE if OFFICE and (Path(OFFICE).resolve().parent / "libsclo.so").exists() else ""}
SAVED_AGAIN = [(suffix, "") for suffix in HAS] + [(suffix, program) for suffix, program in HAS.items() if program]
"""As it is; and opened and saved by LibreOffice, on computers that have it."""


@pytest.mark.parametrize(("suffix", "program"), SAVED_AGAIN)
def test_a_draft_comes_back_the_same_when_another_program_saved_it(drafted: Study, tmp_path: Path, program: str, suffix: str) -> None:
    before = memos(drafted)
    path = (written_in if suffix == ".docx" else filled)(drafted.write(tmp_path / f"panel_draft{suffix}"))
    if program:
        home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
        said = [program, "--headless", home, "--convert-to", suffix[1:], "--outdir", str(tmp_path / "again"), str(path)]
        subprocess.run(said, check=True, capture_output=True)
        path = tmp_path / "again" / path.name
    drafted.read_back(path)
    found = memos(drafted) - before
    assert found == SAID if suffix == ".docx" else len(found) == 6
    assert drafted.codebook["label"].tolist()[0] == "Being rung back"
