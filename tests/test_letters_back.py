"""Letters to those who asked how we read what they said, and what they answer. No reply is no reply."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from copro_text import decisions as d
from copro_text.errors import CoproError, NotPossible, NotReadable, NotSaved, WriteError
from copro_text.study import Study
from tests.test_cli import copro

HEAD = "who,called,reach,asked,delete by\n"
DEE, CY = "Dee,Dee,dee@people.example,by telephone,2026-12-31\n", "Cy,Cy,0115 496 0000,in the room,2026-12-31\n"


@pytest.fixture
def read(study: Study, ids: dict[str, str]) -> Study:
    """Maya's study in which Dee and Cy were read, on a day in May."""
    study.session.now = lambda: datetime(2026, 5, 4, 9, tzinfo=UTC)
    rooms = study.name("Rooms", definition="Where we meet, and who can get in.")
    study.place([ids["A"]], rooms)
    study.place([ids["Pay"]], study.name("Paying fares"))
    study.theme("Nobody is left downstairs.", passages=[ids["A"]])
    study.confirm("Dee", "quote", because="rang")
    return study


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    (tmp_path / "contacts.csv").write_text(HEAD + DEE + CY, "utf-8")
    return tmp_path / "contacts.csv"


def words_of(path: Path) -> str:
    return "\n".join(p.text for p in docx.Document(str(path)).paragraphs)


def test_a_letter_has_all_they_said_our_reading_and_four_answers_and_nobody_elses_words(read: Study, contacts: Path, tmp_path: Path) -> None:
    done = read.show_back(contacts, tmp_path / "letters")
    assert done.letters == 2
    letter = words_of(tmp_path / "letters" / "letter 01.docx")
    assert "Dear Dee," in letter and "(by telephone)" in letter
    assert letter.count("A room upstairs is no room for my chair.") == 2  # what was said; what would be printed
    assert "the name “Rooms”: Where we meet, and who can get in." in letter
    assert "“Nobody is left downstairs.” rests on it" in letter
    assert all(words in letter for words in ("Fine as it is.", "Say it differently.", "do not quote my words", "Take it out."))
    assert "We do not take it for a yes" in letter
    assert not any(words in letter for words in ("Cy", "fare", "Ann", "bus", "@", "0115"))


def test_a_letter_says_why_words_are_not_quoted(read: Study, contacts: Path, tmp_path: Path) -> None:
    read.show_back(contacts, tmp_path / "all.docx")
    assert "not quoted because you have not told us whether we may" in words_of(tmp_path / "all.docx")


def test_all_letters_in_one_document_begin_on_pages_of_their_own(read: Study, contacts: Path, tmp_path: Path) -> None:
    read.show_back(contacts, tmp_path / "all.docx")
    made = docx.Document(str(tmp_path / "all.docx"))
    assert sum(p.paragraph_format.page_break_before is True for p in made.paragraphs) == 1
    assert {p.name for p in tmp_path.glob("all*")} == {"all.docx", "all answers.xlsx", "all answers.csv"}


@pytest.mark.parametrize("inside", ["contacts", "letters"])
def test_contacts_and_letters_inside_the_study_are_refused_and_nothing_is_written(read: Study, contacts: Path, tmp_path: Path, inside: str) -> None:
    within = read.path / "outputs" / "contacts.csv"
    within.parent.mkdir(exist_ok=True)
    within.write_bytes(contacts.read_bytes())
    given = (within, tmp_path / "letters") if inside == "contacts" else (contacts, read.path / "outputs" / "letters")
    with pytest.raises(NotPossible, match="outside the study's folder"):
        read.show_back(*given)
    assert not (tmp_path / "letters").exists() and not (read.path / "outputs" / "letters").exists()


def test_a_link_does_not_bring_contacts_into_the_study(read: Study, contacts: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(read.path)
    (read.path / "contacts.csv").write_bytes(contacts.read_bytes())
    with pytest.raises(NotPossible, match="outside"):
        read.show_back(tmp_path / "link" / "contacts.csv", tmp_path / "letters")


def test_nobody_is_written_to_whose_contact_was_to_be_deleted_and_one_is_reminded(read: Study, contacts: Path, tmp_path: Path) -> None:
    read.session.now = lambda: datetime(2027, 1, 1, 9, tzinfo=UTC)
    done = read.show_back(contacts, tmp_path / "letters")
    assert done.letters == 0 and not (tmp_path / "letters").exists()
    assert repr(done).count("was to be deleted by 31 December 2026. Delete it now") == 2


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Dee,Dee,x,by telephone,\n", "no date by which to delete it"),
        ("Dee,Dee,x,by telephone,some day\n", "“some day” is no date that can be read"),
        ("Dee,Dee,x,,2026-12-31\n", "how they asked"),
        ("Nobody Here,N,x,by post,2026-12-31\n", "Nobody who wrote is called"),
        ("Eli,Eli,x,by post,2026-12-31\n", "asked us not to use it"),
    ],
)
def test_who_cannot_be_written_to_is_told_with_the_reason(read: Study, contacts: Path, tmp_path: Path, row: str, why: str) -> None:
    contacts.write_text(HEAD + row + CY, "utf-8")
    done = read.show_back(contacts, tmp_path / "letters")
    assert done.letters == 1 and why in repr(done)


@pytest.mark.parametrize("until", ["31/12/2026", "31.12.2026", "31 Dec 26", "31-Dec-26", "31 December 2026"])
def test_a_day_as_a_spreadsheet_saves_it_is_a_day_and_a_tick_says_nothing_to_whom_the_letter_goes(
    read: Study, contacts: Path, tmp_path: Path, until: str
) -> None:
    contacts.write_text(f"{HEAD}Dee,Dee,x,yes,{until}\n", "utf-8")
    assert read.show_back(contacts, tmp_path / "letters").letters == 1
    letter = words_of(tmp_path / "letters" / "letter 01.docx")
    assert "You asked to see how we read it. Here" in letter


@pytest.mark.parametrize("text", ["", "name;mail\nDee;x\n", "\x00\x01\x02"])
def test_what_is_no_table_of_contacts_is_refused(read: Study, contacts: Path, tmp_path: Path, text: str) -> None:
    contacts.write_text(text, "utf-8")
    with pytest.raises(NotReadable):
        read.show_back(contacts, tmp_path / "letters")
    assert not (tmp_path / "letters").exists()


def test_nothing_of_the_contacts_comes_into_the_study(read: Study, contacts: Path, tmp_path: Path) -> None:
    read.show_back(contacts, tmp_path / "letters")
    read.take_answers(tmp_path / "letters" / "answers.xlsx")
    inside = b"".join(p.read_bytes() for p in read.path.rglob("*") if p.is_file())
    assert not any(words in inside for words in (b"dee@people.example", b"0115 496", b"by telephone"))


def test_a_sheet_in_which_answers_may_stand_is_not_written_over(read: Study, contacts: Path, tmp_path: Path) -> None:
    read.show_back(contacts, tmp_path / "letters")
    with pytest.raises(WriteError, match="answers may stand in it"):
        read.show_back(contacts, tmp_path / "letters")


def answered(path: Path, answers: dict[str, dict[str, str]]) -> Path:
    """The sheet as somebody fills it in, by letter."""
    if path.suffix == ".csv":
        rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
        for row in rows:
            row |= answers.get(row["letter"], {})
        out = io.StringIO()
        write = csv.DictWriter(out, list(rows[0]), delimiter=";")  # as a spreadsheet in German saves it
        write.writeheader()
        write.writerows(rows)
        path.write_text(out.getvalue(), "utf-8-sig")
        return path
    book = openpyxl.load_workbook(path)
    sheet = book["Answers"]
    head = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        for name, value in answers.get(str(sheet.cell(row, head["letter"]).value), {}).items():
            sheet.cell(row, head[name], value)
    book.save(path)
    return path


def allowed(study: Study, who: str, wish: str, contribution: str = "") -> str:
    s = study.session.refresh()
    return s.permissions.ruling(next(c for c, k in s.corpus.contributors.items() if who in k.signed), wish, contribution).answer


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_each_answer_does_what_it_says_and_no_reply_does_nothing(
    read: Study, ids: dict[str, str], contacts: Path, tmp_path: Path, suffix: str
) -> None:
    read.show_back(contacts, tmp_path / "letters")
    sheet = answered(tmp_path / "letters" / f"answers{suffix}", {"1": {"answer": "Use but do not quote", "name me as": "D."}})
    before = len(read.session.book.entries)
    shown = repr(read.take_answers(sheet, dry_run=True))
    assert len(read.session.refresh().book.entries) == before
    assert "1 answer, 1 no reply (which is not a yes)" in shown
    read.take_answers(sheet)
    assert allowed(read, "Dee", "quote", ids["A"]) == "no"
    assert allowed(read, "Cy", "quote") == "not asked"
    new = read.session.book.entries[before:]
    assert [(e.body.about, e.body.answer, e.body.value) for e in new if isinstance(e.body, d.Confirm)] == [("quote", "no", ""), ("name", "yes", "D.")]
    read.take_answers(sheet)
    assert len(read.session.refresh().book.entries) == before + len(new)


def test_to_say_it_differently_is_a_note_in_their_words(read: Study, ids: dict[str, str], contacts: Path, tmp_path: Path) -> None:
    read.show_back(contacts, tmp_path / "letters")
    read.take_answers(answered(tmp_path / "letters" / "answers.xlsx", {"2": {"answer": "2", "say it differently": "- Fares first"}}))
    (memo,) = [e.body for e in read.session.book.memos if isinstance(e.body, d.Memo)]
    assert (memo.about, memo.whose) == (ids["Pay"], "ours") and "“- Fares first”" in memo.text


def test_to_take_it_out_ends_all_use_and_says_how_the_words_go_for_good(read: Study, ids: dict[str, str]) -> None:
    told = repr(read.take_answer(ids["A"], "take it out", because="she rang"))
    assert "copro withdraw STUDY" in told and ids["A"][:8] in told
    assert allowed(read, "Dee", "use", ids["A"]) == "no"
    assert ids["A"] in read.session.corpus.contributions  # nothing goes for good because of a word in a table


def test_a_row_that_cannot_be_taken_in_is_told_and_the_others_are(read: Study, ids: dict[str, str], contacts: Path, tmp_path: Path) -> None:
    read.show_back(contacts, tmp_path / "letters")
    sheet = answered(tmp_path / "letters" / "answers.xlsx", {"1": {"answer": "perhaps"}, "2": {"answer": "fine"}})
    told = repr(read.take_answers(sheet))
    assert "'perhaps' is none of the four answers" in told
    assert len([e for e in read.session.book.memos if getattr(e.body, "about", "") == ids["Pay"]]) == 1


def test_an_answer_to_a_letter_about_words_that_are_gone_is_told(read: Study, contacts: Path, tmp_path: Path) -> None:
    read.show_back(contacts, tmp_path / "letters")
    sheet = answered(tmp_path / "letters" / "answers.xlsx", {"1": {"answer": "fine"}})
    read.withdraw("Dee")
    assert "not taken in: There is no contribution" in repr(read.take_answers(sheet))


def test_what_is_no_answer_is_refused_when_it_is_typed_in(read: Study, ids: dict[str, str]) -> None:
    with pytest.raises(CoproError, match="none of the four answers"):
        read.take_answer(ids["A"], "maybe")
    with pytest.raises(CoproError):
        read.take_answer("zzzz", "fine")


def test_the_commands_write_show_and_take_in(read: Study, contacts: Path, tmp_path: Path) -> None:
    assert "2 letters written" in copro("show-back", read.path, contacts, tmp_path / "letters")
    sheet = answered(tmp_path / "letters" / "answers.csv", {"1": {"answer": "4"}})
    assert "Nothing was recorded" in copro("take-answers", read.path, sheet, "--dry-run")
    rows = json.loads(copro("take-answers", read.path, sheet, "--json"))
    assert [row["state"] for row in rows] == ["taken in", "no reply"]
    assert "Noted" in copro("take-answer", read.path, rows[1]["id"], "fine", "--because", "rang")


def test_when_the_disk_is_full_no_letter_is_left_half_of_them_written(
    read: Study, contacts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.fsync, iter(range(100))

    def full(file: int) -> None:
        if next(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(file)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotSaved, match="full"):
        read.show_back(contacts, tmp_path / "letters")
    assert not list((tmp_path / "letters").rglob("*"))
