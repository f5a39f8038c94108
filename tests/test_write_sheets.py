"""The codebook and the placings as sheets."""

from __future__ import annotations

import csv
import io
import time
import zipfile

import openpyxl
import pytest

from copro_text import decisions as d
from copro_text.writers.plain import clean
from copro_text.writers.sheets import FORMULA, LONGEST, codebook_csv, codebook_xlsx, placings_csv, placings_xlsx, safe_csv, safe_xlsx
from tests.helpers import HOSTILE, Log, corpus_of, edition_of, hostile_edition, said


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture
def log() -> Log:
    log = Log()
    log.join("Maya", "Sam")
    return log


def test_an_empty_study_gives_sheets_with_their_headings() -> None:
    e = edition_of(corpus_of(), Log())
    assert rows(codebook_csv(e)) == rows(placings_csv(e)) == []
    assert book(codebook_xlsx(e)).sheetnames == ["Names", "Placings", "Set aside", "About"]
    assert book(placings_xlsx(e)).sheetnames == ["Placings", "About"]


def test_each_name_is_a_row_people_first(log: Log) -> None:
    texts = [said("rose", "One."), said("rose", "Two."), said("tom", "Three.")]
    log.place(log.name("Rings back", "They answer", "What it is"), *texts[:2])
    (row,) = rows(codebook_csv(edition_of(corpus_of(*texts), log)))
    assert (row["name"], row["definition"], row["heading"]) == ("Rings back", "They answer", "What it is")
    assert (row["people"], row["people who wrote"], row["texts"], row["put one by one"]) == ("1", "2", "2", "2")


def test_words_stand_only_where_their_writer_said_yes(log: Log) -> None:
    texts = {who: said(who, f"Words of {who}.") for who in ("yes", "no", "unasked")}
    log.place(log.name("Rings back"), *texts.values(), because="It fits")
    log.confirm("yes", "quote")
    log.confirm("no", "quote", "no")
    found = rows(placings_csv(edition_of(corpus_of(*texts.values()), log)))
    assert [row["words"] for row in found] == ["Words of yes.", "[said no]", "[not asked]"]
    assert {row["because"] for row in found} == {"It fits"}


def test_a_refusal_and_a_bulk_placing_are_told_apart(log: Log) -> None:
    c = said("rose", "One.")
    code = log.name("Rings back")
    log.add(d.ConfirmPile(excerpts=(c.whole.id,), code=code, run="run"))
    log.add(d.Remove(excerpts=(c.whole.id,), code=code), by="sam")
    found = rows(placings_csv(edition_of(corpus_of(c), log)))
    assert [(row["put by"], row["belongs"], row["in bulk"]) for row in found] == [("Maya", "yes", "yes"), ("Sam", "no", "no")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1", "\n=1", "＝1", "\x00=1", "\u202e=1", "\ud800" + "="])
def test_a_cell_of_a_csv_file_never_begins_a_formula(text: str) -> None:
    assert not safe_csv(text).startswith(FORMULA)
    assert not clean(safe_csv(text)).lstrip().startswith(FORMULA)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_whatever_somebody_typed_a_csv_file_reads_back_as_words(words: str) -> None:
    e = hostile_edition(words)
    for data in (codebook_csv(e), placings_csv(e)):
        found = rows(data)
        assert found
        assert all(not cell.startswith(FORMULA) for row in found for cell in row.values())
    assert rows(codebook_csv(e))[0]["definition"].removeprefix("'") == clean(words)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_whatever_somebody_typed_a_workbook_holds_it_as_words(words: str) -> None:
    e = hostile_edition(words)
    for data in (codebook_xlsx(e), placings_xlsx(e)):
        for sheet in book(data):
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type in ("s", "n")
                    assert cell.data_type == "n" or cell.quotePrefix
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            assert all(b"<f>" not in z.read(name) and b"<f " not in z.read(name) for name in z.namelist())
    assert book(codebook_xlsx(e))["Names"]["C2"].value == clean(words)


@pytest.mark.parametrize("text", ["x" * 40_000, "👩🏽‍🦽" * 10_000, "x" + "🎉" * 20_000])
def test_what_is_longer_than_a_cell_is_cut_and_says_so(text: str) -> None:
    cut = safe_xlsx(text)
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST
    assert cut.endswith("longer than a cell can hold]")
    assert text.startswith(cut.partition(" […")[0])


def test_the_header_stays_in_sight_and_text_is_wrapped() -> None:
    for sheet in book(codebook_xlsx(hostile_edition("Plain words"))):
        assert sheet.freeze_panes == "A2"
        assert sheet["A1"].font.bold
        assert sheet["A2"].alignment.wrap_text
        assert sheet.column_dimensions["A"].width > 10


def test_the_sheet_about_it_says_what_is_open_and_adds_up(log: Log) -> None:
    texts = [said(f"p{i}", f"They rang {i}.") for i in range(3)]
    log.confirm("p0", "use", "no")
    about = list(book(codebook_xlsx(edition_of(corpus_of(*texts), log)))["About"].iter_rows(min_row=2, values_only=True))
    counts = {what: value for what, value in about if isinstance(value, int)}
    assert sum(v for k, v in counts.items() if k.startswith("texts: ")) == counts["texts in all"] == 3
    assert ("still open", "2 texts are not yet read by a person.") in about
    assert counts["people who asked us not to use their words"] == 1


def test_the_same_edition_gives_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    e = hostile_edition("Plain words")
    first = codebook_xlsx(e)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert codebook_xlsx(e) == first
    assert codebook_csv(e) == codebook_csv(e)
    with zipfile.ZipFile(io.BytesIO(first)) as z:
        assert {i.date_time for i in z.infolist()} == {(2026, 5, 24, 0, 0, 0)}
        assert b"openpyxl" not in z.read("docProps/app.xml") + z.read("docProps/core.xml")


def test_a_workbook_written_on_no_known_day_can_be_written(log: Log) -> None:
    from dataclasses import replace

    assert codebook_xlsx(replace(edition_of(corpus_of(), log), today="some day"))
