"""Reading PDFs."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from copro_text.errors import NotReadable
from copro_text.readers import Reading, read
from tests import office
from tests.broken import Change, broken, changes, read_or_refused
from tests.office import Spot


def reading(folder: Path, data: bytes, name: str = "notes.pdf") -> Reading:
    path = folder / name
    path.write_bytes(data)
    got = read(path)
    assert got.found == len(got.items) + sum(got.left_out.values())
    return got


def lines(*words: str, top: float = 700, size: float = 11, x: float = 60) -> list[Spot]:
    """Lines under each other at the usual distance."""
    return [(x, top - 13 * n, size, line) for n, line in enumerate(words)]


def test_lines_are_joined_to_paragraphs_and_headings_are_told_by_size(tmp_path: Path) -> None:
    page = [
        (60.0, 780.0, 20.0, "Table 3: being heard"),
        *lines("We rang for three weeks and then somebody rang us back at last, which", "was the best of it.", top=740),
        *lines("• Someone who rings back", "• A name to ring", top=690),
        (60.0, 640.0, -11.0, "What gets in the way"),
        *lines("Anne said that the bus is too dear.", top=615),
    ]
    got = reading(tmp_path, office.pdf(page, author="Tom Reed"))
    assert [(i.text, i.name, i.at) for i in got.items] == [
        ("We rang for three weeks and then somebody rang us back at last, which was the best of it.", "Table 3", "page 1"),
        ("Someone who rings back", "Table 3", "page 1"), ("A name to ring", "Table 3", "page 1"),
        ("Anne said that the bus is too dear.", "Anne", "page 1"),
    ]  # fmt: skip
    assert got.items[3].about == "Table 3: being heard · What gets in the way" and got.items[3].written_down_by == "Tom Reed"
    assert (got.format, got.family) == ("PDF", "document")


@pytest.mark.parametrize(
    "line", ["night for a feast. Here: Ada, Bo and Cy Lane with the dog.", "Feast of leeks. Here: Ada, Bo and Cy Lane with the dog."]
)
def test_a_colon_within_a_paragraph_does_not_break_it(tmp_path: Path, line: str) -> None:
    first = "Seven in the evening, in the back room at the shop, as the hall had been let that"
    got = reading(tmp_path, office.pdf(lines(first, line)))
    assert [i.text for i in got.items] == [f"{first} {line}"]


@pytest.mark.parametrize("name", ["Bo Roe", "Dr. Bo Roe", "B. J. Roe", "Bo J. Roe", "Mrs. Roe", "Bo Roe (carer)"])
def test_a_name_before_a_colon_begins_a_paragraph(tmp_path: Path, name: str) -> None:
    first = "Ada Finch: Seven in the evening, in the back room at the shop, as the hall had been let so"
    got = reading(tmp_path, office.pdf(lines(first, f"{name}: I came by bus and I went home by bus.")))
    assert len(got.items) == 2 and got.items[1].text.endswith("I came by bus and I went home by bus.")


def test_words_parted_at_the_end_of_a_line_are_mended(tmp_path: Path) -> None:
    page = lines(
        "This is about co-production and about how we mean to go on with it as a neigh-",
        "bourhood of people who know each other, and of whoever else believes in co-",
        "production, or in anything that is well-",
        "meant.",
    )
    got = reading(tmp_path, office.pdf(page))
    assert "a neighbourhood of people" in got.items[0].text
    assert "in co-production, or" in got.items[0].text and "well-meant." in got.items[0].text
    assert any("3 words that were parted" in notice for notice in got.notices)


def test_running_heads_and_page_numbers_are_left_out_and_counted(tmp_path: Path) -> None:
    def page(n: int) -> list[Spot]:
        return [(60, 820, 9, "Soup kitchen notes"), *lines(f"Note {n} is this one.", "And one more."), (290, 20, 9, f"Page {n} of 3")]

    got = reading(tmp_path, office.pdf(page(1), page(2), page(3)))
    assert got.left_out == {"running head or page number": 6}
    assert "Soup kitchen notes" not in " ".join(i.text for i in got.items) and len({i.at for i in got.items}) == 3


def test_what_several_pages_say_in_their_middle_is_no_running_head(tmp_path: Path) -> None:
    got = reading(tmp_path, office.pdf(lines("Be kind."), lines("Be kind."), lines("Be kind.")))
    assert [(i.text, i.at) for i in got.items] == [("Be kind.", "page 1"), ("Be kind.", "page 2"), ("Be kind.", "page 3")]


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    got = reading(tmp_path, office.pdf(lines("Soup for all."), [], lines("And bread for all."), []))
    assert [(f.where, "may be a scan" in f.what) for f in got.faults] == [("page 2", True), ("page 4", True)]
    assert got.left_out == {"page without a text layer": 2} and [i.at for i in got.items] == ["page 1", "page 3"]


def test_a_scan_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="seem to be scans") as told:
        reading(tmp_path, office.pdf([], []))
    assert "OCR" in told.value.do and told.value.left_out == {"page without a text layer": 2}


def test_a_locked_pdf_is_refused_kindly(tmp_path: Path) -> None:
    locked = office.pdf(lines("Soup."), trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'00' * 32}> /U <{'00' * 32}> /P -4 >> /ID [<00> <00>]")
    with pytest.raises(NotReadable, match="locked") as told:
        reading(tmp_path, locked)
    assert "password" in told.value.do


def test_comments_on_a_page_are_their_authors(tmp_path: Path) -> None:
    mark = "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T (Ada Finch) /M (D:20260501100000+01'00') /Contents (Who pays?) >>"
    link = "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /Contents (a link) >>"
    got = reading(tmp_path, office.pdf(lines("Less paper."), lines("Soup."), notes={0: mark, 1: link}))
    assert [(i.text, i.name, i.at, i.when) for i in got.items] == [
        ("Less paper.", "", "page 1", ""), ("Who pays?", "Ada Finch", "page 1", "2026-05-01T10:00:00+01:00"), ("Soup.", "", "page 2", ""),
    ]  # fmt: skip


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = lines("The left hand column has", "lines that are full and", "then it ends.")
    right = lines("The right hand column is", "read after it.", x=330)
    assert [i.text for i in reading(tmp_path, office.pdf(left + right)).items] == [
        "The left hand column has lines that are full and then it ends.", "The right hand column is read after it.",
    ]  # fmt: skip


def test_a_sentence_that_goes_on_over_the_page_is_one(tmp_path: Path) -> None:
    got = reading(tmp_path, office.pdf(lines("We rang and"), lines("nobody rang back.")))
    assert [(i.text, i.at) for i in got.items] == [("We rang and nobody rang back.", "page 1")]


def test_damage_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="damaged"):
        reading(tmp_path, b"%PDF-1.7\n%x")
    assert reading(tmp_path, b"\n\n" + office.pdf(lines("Soup.")), "notes.txt").items[0].text == "Soup."


def test_addresses_never_enter(tmp_path: Path) -> None:
    got = reading(tmp_path, office.pdf(lines("Write to bo@x.example please."), author="ada@x.example"))
    assert "x.example" not in repr(got.items) and got.faults[0].where == "page 1, line 1"


WHOLE = office.pdf(
    [(60, 780, 20, "Table 3"), *lines("We rang.", "- Soup", "Ada: no")], lines("Anne said no."), notes={0: "<< /Subtype /Text /Contents (Who?) >>"}
)


@settings(max_examples=320, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(WHOLE)))
def test_whatever_happened_to_the_file_it_is_read_or_refused(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "notes.pdf", broken(WHOLE, where), read)
