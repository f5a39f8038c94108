"""Proof of what was written: every quote is word for word, every count adds up, nothing that was taken out stands in it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from typer.testing import CliRunner

from copro_text.cli import app
from copro_text.study import Study
from copro_text.verbs.reconciling import Reconciled, reconciled
from copro_text.writers import WRITERS
from copro_text.writers.back import Written, written

OUTPUTS = [f"{kind}{suffix}" for kind, by in WRITERS.items() for suffix in by]
TOUCHED = [*(f"manifesto{suffix}" for suffix in (".html", ".md", ".docx")), "placings.xlsx", "placings.csv", "panel_draft.docx", "panel_draft.xlsx"]
QUOTE = "Pay the fare before we set off."


@pytest.fixture
def named(study: Study, ids: dict[str, str]) -> Study:
    study.name("Waiting", definition="For an answer.")
    study.place([ids["I"], ids["Pay"], ids["They"]], "Waiting")
    study.place(study.passage(ids["Still"], "Nobody rang.\n\nIt is the same every week."), "Waiting")
    for who in ("Ann Arkwright", "Cy", "Dee"):
        study.confirm(who, "quote")
    told = study.note("Anne said that “the bus” matters to 12 of them.", said_by="Gil", how="reported by", written_down_by="Maya")
    study.confirm("Gil", "quote")
    study.place(told.id, "Waiting")
    study.theme("Waiting is the service.", codes=["Waiting"], against=[ids["A"]])
    return study


def faults(study: Study) -> list[str]:
    return [str(fault) for fault in study.check(outputs=True) if not fault.harmless]


@pytest.mark.parametrize("edition", ["public", "group"])
def test_every_quote_and_every_count_in_every_output_is_proved(named: Study, edition: str) -> None:
    for name in OUTPUTS:
        named.write(name, edition=edition)
    proof = named.check(outputs=True)
    assert list(proof) == []
    found = {each.name.removeprefix("outputs/"): each for each in proof.looked}
    assert set(found) == set(OUTPUTS)
    assert {name: each.gone for name, each in found.items() if each.gone} == {}
    assert {name: each.quotes for name, each in found.items() if name.startswith("manifesto")} == dict.fromkeys(
        ("manifesto.docx", "manifesto.html", "manifesto.md", "manifesto.pdf"), 5
    )
    assert found["placings.csv"].quotes == 4
    assert found["panel_draft.docx"].quotes == found["panel_draft.xlsx"].quotes == 5
    assert all(each.counts > 0 for name, each in found.items() if name.startswith("manifesto"))


def changed_text(path: Path, old: str, new: str) -> None:
    """Change a file as a person would, in a text editor, a word processor or a spreadsheet."""
    if path.suffix == ".docx":
        made = docx.Document(io.BytesIO(path.read_bytes()))
        for p in made.paragraphs:
            for run in p.runs:
                run.text = run.text.replace(old, new)
        made.save(path)
    elif path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str):
                        cell.value = cell.value.replace(old, new)
        book.save(path)
    else:
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


@pytest.mark.parametrize(
    "name", ["manifesto.html", "manifesto.md", "manifesto.docx", "placings.xlsx", "placings.csv", "panel_draft.docx", "panel_draft.xlsx"]
)
def test_a_quote_that_somebody_touched_up_is_named(named: Study, name: str) -> None:
    path = named.write(name)
    changed_text(path, QUOTE, "Pay the fare before they set off.")
    (fault,) = faults(named)
    assert fault.startswith(f"outputs/{name}: 1 quote (")
    assert "not what stands in the study under that mark" in fault


@pytest.mark.parametrize("name", ["manifesto.html", "manifesto.md", "manifesto.docx", "report.html"])
def test_a_count_that_somebody_rounded_up_is_named(named: Study, name: str) -> None:
    path = named.write(name)
    changed_text(path, "6 people wrote", "600 people wrote")
    assert any(fault.startswith(f"outputs/{name}: 1 line with a count is not as the study says") for fault in faults(named))


def test_words_under_the_mark_of_another_passage_are_no_quote(named: Study) -> None:
    path = named.write("manifesto.html")
    quotes = written(path.read_bytes(), ".html").quotes
    assert len({q.mark for q in quotes}) == len(quotes)
    changed_text(path, quotes[0].mark, quotes[1].mark)
    assert len(faults(named)) == 1


def test_an_older_output_is_held_to_what_was_so_then(named: Study, ids: dict[str, str]) -> None:
    first = named.write("manifesto-first.html")
    named.version("workshop")
    named.write("manifesto-workshop.docx", edition="group")
    named.as_of("workshop").write("manifesto-again.pdf")
    named.confirm("Bo", "quote", because="she rang")
    named.place([ids["A"]], "Waiting")
    named.rename("Waiting", "Waiting for an answer")
    assert faults(named) == []
    assert all("as the study said then" in each.version and each.counts for each in named.check(outputs=True).looked)
    changed_text(first, " of the 6 people who wrote", " of the 5 people who wrote")
    assert len(faults(named)) == 1


def test_nothing_that_was_taken_out_stands_in_any_output_that_is_left(named: Study) -> None:
    for name in OUTPUTS:
        named.write(name, edition="group")
    gone = named.write("report-old.html")
    named.withdraw("Cy")
    left = [path for path in (named.path / "outputs").iterdir() if not path.name.endswith(".txt")]
    assert all(QUOTE.encode() not in path.read_bytes() for path in left)
    assert faults(named) == []
    assert gone in left or not gone.exists()


def test_what_is_not_ours_or_cannot_be_read_is_left_alone(named: Study) -> None:
    named.write("manifesto.html")
    outputs = named.path / "outputs"
    (outputs / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    (outputs / "letter.txt").write_text("Dear all", "utf-8")
    (outputs / "other.html").write_text("<p>7 things (0123456789ab)", "utf-8")
    assert [fault for fault in faults(named) if "quote (" in fault or "with a count" in fault] == []


def test_the_command_says_what_it_looked_at_and_fails_when_something_is_not_so(named: Study) -> None:
    path = named.write("manifesto.md")
    run = CliRunner()
    done = run.invoke(app, ["check", str(named.path), "--outputs"])
    assert done.exit_code == 0, done.output
    assert "outputs/manifesto.md: 5 quotes word for word" in done.output
    changed_text(path, QUOTE, "Nobody pays.")
    done = run.invoke(app, ["check", str(named.path), "--outputs"])
    assert done.exit_code == 1
    assert "is not what stands in the study" in done.output


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_a_part_of_a_draft_whose_own_words_were_changed_is_named_and_what_was_written_beside_it_is_no_fault(named: Study, suffix: str) -> None:
    path = named.write(f"panel_draft{suffix}")
    if suffix == ".docx":
        made = docx.Document(str(path))
        made.tables[-1].cell(0, 1).text = "I waited 7 weeks."
        made.save(str(path))
    else:
        book = openpyxl.load_workbook(path)
        book["Draft"].cell(3, 3, "I waited 7 weeks.")
        book.save(path)
    assert faults(named) == []
    changed_text(path, "Waiting is the service.", "Waiting is no service.")
    (fault,) = faults(named)
    assert fault.startswith(f"outputs/panel_draft{suffix}: 1 part (")
    assert "the draft's own words were changed" in fault and "read-back" in fault


def test_a_letter_outside_the_study_is_held_to_what_that_person_said(named: Study, tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text("who,called,reach,asked,delete by\nCy,Cy,,in the room,2099-12-31\nAnn,Ann,,so,2099-12-31\n", "utf-8")
    named.show_back(tmp_path / "contacts.csv", tmp_path / "letters")
    letters = tmp_path / "letters"
    proof = named.check(outputs=True, also=[letters])
    assert list(proof) == []
    assert {Path(each.name).name: each.quotes for each in proof.looked if ".docx" in each.name} == {"letter 01.docx": 1}
    changed_text(letters / "letter 01.docx", QUOTE, "Pay them.")
    done = CliRunner().invoke(app, ["check", str(named.path), "--also", str(letters)])
    assert done.exit_code == 1
    assert "is not what stands in the study under that mark" in " ".join(done.output.split())


def test_a_letter_that_holds_what_was_taken_out_since_is_named(named: Study, tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text("who,called,reach,asked,delete by\nCy,Cy,,in the room,2099-12-31\n", "utf-8")
    named.show_back(tmp_path / "contacts.csv", tmp_path / "all.docx")
    named.withdraw("Cy")
    (fault,) = [f for f in named.check(also=[tmp_path / "all.docx"]) if not f.harmless]
    assert "1 quote" in str(fault)


def test_reported_words_that_stand_before_a_name_in_a_pdf_are_word_for_word(named: Study) -> None:
    named.confirm("Gil", "name", value="Gil of the ward", because="rang")
    named.write("manifesto.pdf")
    named.write("panel_draft.docx")
    assert faults(named) == []


@pytest.mark.parametrize("edition", ["public", "group"])
def test_every_output_names_the_version_that_it_was_made_from(named: Study, edition: str) -> None:
    named.version("workshop")
    for name in OUTPUTS:
        back = written(named.write(name, edition=edition).read_bytes(), Path(name).suffix)
        assert back is not None
        assert len(back.at) == 12, name
        assert back.for_the_group == (edition == "group" and "framework" not in name), name  # which has nobody's words


@pytest.mark.parametrize("name", ["codebook.csv", "zero_one.csv"])
def test_a_count_in_a_table_is_held_to_the_version_that_its_last_column_names(named: Study, name: str) -> None:
    path = named.write(name)
    rows = path.read_text("utf-8-sig").splitlines()
    assert rows[0].endswith(",version")
    assert all(row.split(",A draft: ")[1].startswith("not a fixed version (") for row in rows[1:] if ",A draft" in row)
    (looked,) = [each for each in named.check(outputs=True).looked if each.name.endswith(name)]
    assert "as the study said then" in looked.version


# outputs of other versions of the program: judged by what they say


REWORDED = {
    "6 people wrote": "There are 6 people who sent us something",
    " of the 6 people who wrote": " people, out of 6 in all",
    "Reported by the person who wrote it down:": "As somebody noted down for us:",
    "People put a passage with a name": "Passages were put with names by people",
    "one by one": "singly",
}


@pytest.mark.parametrize("name", ["manifesto.html", "manifesto.md", "manifesto.docx", "report.html", "audit.html", "codebook.xlsx", "codebook.csv"])
def test_sentences_of_the_program_may_be_worded_otherwise_than_it_words_them_now(named: Study, name: str) -> None:
    path = named.write(name)
    for old, new in REWORDED.items():
        changed_text(path, old, new)
    (looked,) = named.check(outputs=True).looked
    assert faults(named) == []
    assert looked.counts > 0
    if name.startswith("manifesto"):
        assert looked.otherwise and "in words that the program does not use now" in str(looked)


@pytest.mark.parametrize("name", ["manifesto.html", "manifesto.md", "manifesto.docx"])
def test_a_count_that_is_wrong_beside_others_in_older_words_is_named(named: Study, name: str) -> None:
    path = named.write(name)
    changed_text(path, "Reported by the person who wrote it down:", "As somebody noted down for us:")
    changed_text(path, "People put a passage with a name 5 times: 5 one by one", "People put a passage with a name 50 times: 5 one by one")
    (fault,) = faults(named)
    assert "1 line with a count is not as the study says: it should be “People put a passage with a name 5 times" in fault


def test_a_line_with_a_count_that_is_not_the_studys_is_shown_to_be_read(named: Study) -> None:
    path = named.write("manifesto.md")
    path.write_text(path.read_text("utf-8") + "\nNinety of 100 readers liked this best.\n", "utf-8")
    (looked,) = named.check(outputs=True).looked
    assert faults(named) == []
    assert looked.unknown == ("Ninety of 100 readers liked this best.",)
    assert "read “Ninety of 100 readers liked this best.”" in str(looked)


def test_a_pdf_in_other_words_is_held_to_its_numbers() -> None:
    now = ["People put a passage with a name 5 times: 5 one by one; 0 in bulk.", "6 people wrote, in 7 texts."]
    then = Written((), ("Passages were put with a name by", "people 5 times: 5 singly; 0 in bulk.", "6 people wrote, in 7 texts."))
    assert reconciled(now, then, in_pieces=True) == Reconciled(so=1, otherwise=1)
    wrong = Written((), ("People put a passage with a name", "50 times: 5 one by one; 0 in bulk.", "6 people wrote, in 7 texts."))
    assert reconciled(now, wrong, in_pieces=True) == Reconciled(so=1, wrong=(now[0],))


def test_one_person_instead_of_several_is_a_wrong_count_and_no_other_wording() -> None:
    assert reconciled(["1 person is waiting (0123456789)"], Written((), ("12 people are waiting (0123456789)",))).wrong


def test_the_same_words_about_another_name_are_about_another_name() -> None:
    found = reconciled(["3 of the 6 people who wrote (0123456789)"], Written((), ("4 of the 6 people who wrote (abcdef0123)",)))
    assert found == Reconciled(unknown=("4 of the 6 people who wrote (abcdef0123)",), gone=("3 of the 6 people who wrote (0123456789)",))


def test_a_line_with_a_count_that_somebody_took_out_is_told_of(named: Study) -> None:
    path = named.write("stories.html")
    line = next(
        line for line in written(path.read_bytes(), ".html").lines if re.search(r"^\d+ (person|people)|^the one person|of the \d+ people", line)
    )
    path.write_text(path.read_text("utf-8").replace(line, ""), "utf-8")
    (looked,) = named.check(outputs=True).looked
    assert looked.gone == (line,)
    assert "look whether somebody took out" in str(looked)


@pytest.mark.parametrize("name", ["zero_one.xlsx", "zero_one.csv"])
def test_a_one_that_was_made_a_nought_is_told_of(named: Study, name: str) -> None:
    path = named.write(name)
    if name.endswith(".xlsx"):
        book = openpyxl.load_workbook(path)
        cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if str(cell.value) == "1"]
        cells[0].value = type(cells[0].value)("0")
        book.save(path)
    else:
        rows = path.read_text("utf-8-sig").split("\n")
        at = next(i for i, row in enumerate(rows) if re.search(r",\"?1\"?[,\s]", row))
        rows[at] = re.sub(r"(,\"?)1(\"?[,\s])", r"\g<1>0\2", rows[at], count=1)
        path.write_text("\n".join(rows), "utf-8-sig", newline="")
    assert any(name in fault and "not as the study says" in fault for fault in faults(named))
