"""Reading OpenDocument texts."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from copro_text.errors import NotReadable, UnsafeFile
from copro_text.readers import Reading, read
from tests import office
from tests.broken import Change, broken, changes, read_or_refused

INFO = "<office:change-info><dc:creator>Tom Reed</dc:creator><dc:date>2026-05-01T10:00:00.123000000</dc:date></office:change-info>"


def reading(folder: Path, data: bytes, name: str = "notes.odt") -> Reading:
    path = folder / name
    path.write_bytes(data)
    got = read(path)
    assert got.found == len(got.items) + sum(got.left_out.values())
    return got


def head(text: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def para(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def bullets(*texts: str) -> str:
    return "<text:list>" + "".join(f"<text:list-item>{t if t.startswith('<') else para(t)}</text:list-item>" for t in texts) + "</text:list>"


def cell(text: str) -> str:
    return f"<table:table-cell>{para(text)}</table:table-cell>"


def comment(name: str, text: str, by: str = "Ada Finch", more: str = "") -> str:
    return (
        f'<office:annotation office:name="{name}" {more}><dc:creator>{by}</dc:creator><dc:date>2026-05-01T10:00:00+01:00</dc:date>'
        f"{para(text)}</office:annotation>"
    )


def test_headings_bullets_and_nested_bullets(tmp_path: Path) -> None:
    inner = bullets("Within<text:s text:c='2'/>a week.")
    body = para("Soup") + head("Table 3: being heard") + bullets("Ring back.", para("Be kind.") + inner) + para("Ada: yes") + para("Ada: no")
    got = reading(tmp_path, office.odt(body))
    assert [(i.text, i.name, i.replies_to) for i in got.items] == [
        ("Soup", "", None), ("Ring back.", "Table 3", None), ("Be kind.", "Table 3", None), ("Within  a week.", "Table 3", 2),
        ("yes", "Ada", None), ("no", "Ada", None),
    ]  # fmt: skip
    assert (got.format, got.family) == ("OpenDocument text", "document")


def test_comments_are_their_authors_words_about_what_they_mark(tmp_path: Path) -> None:
    answer = comment("c2", "We do.", "Bo", 'loext:parent-name="c1"')
    body = para(f'We want {comment("c1", "Who pays?")}less paper<office:annotation-end office:name="c1"/>{answer} next time.')
    got = reading(tmp_path, office.odt(body))
    assert [(i.text, i.name, i.about, i.replies_to) for i in got.items] == [
        ("We want less paper next time.", "", "", None), ("Who pays?", "Ada Finch", "a comment", 0), ("We do.", "Bo", "a comment", 1),
    ]  # fmt: skip
    assert got.items[1].when == "2026-05-01T10:00:00+01:00"


def test_tracked_changes_are_contributions_of_their_own(tmp_path: Path) -> None:
    regions = (
        f'<text:changed-region text:id="d"><text:deletion>{INFO}{para("three")}</text:deletion></text:changed-region>'
        f'<text:changed-region text:id="i"><text:insertion>{INFO}</text:insertion></text:changed-region>'
    )
    words = 'We rang for <text:change text:change-id="d"/><text:change-start text:change-id="i"/>five<text:change-end text:change-id="i"/> weeks.'
    got = reading(tmp_path, office.odt(f"<text:tracked-changes>{regions}</text:tracked-changes>{para(words)}"))
    assert [(i.text, i.name, i.how, i.about) for i in got.items] == [
        ("We rang for three weeks.", "", "own words", ""),
        ("three", "Tom Reed", "described", "struck out"),
        ("five", "Tom Reed", "own words", "put in"),
    ]
    assert got.items[1].when == "2026-05-01T10:00:00"


def test_an_insertion_over_several_paragraphs_is_one_persons(tmp_path: Path) -> None:
    region = f'<text:changed-region text:id="i"><text:insertion>{INFO}</text:insertion></text:changed-region>'
    body = para('<text:change-start text:change-id="i"/>One.') + para('Two.<text:change-end text:change-id="i"/>') + para("Three.")
    got = reading(tmp_path, office.odt(f"<text:tracked-changes>{region}</text:tracked-changes>{body}"))
    assert [(i.text, i.name) for i in got.items] == [("One.", "Tom Reed"), ("Two.", "Tom Reed"), ("Three.", "")]


def test_tables_text_boxes_footnotes_and_what_is_left_out(tmp_path: Path) -> None:
    table = (
        f"<table:table><table:table-header-rows><table:table-row>{cell('Helps')}{cell('Hinders')}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{cell('Soup.')}{cell('Stairs.')}</table:table-row></table:table>"
    )
    foot = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        + para("Not much.")
        + "</text:note-body></text:note>"
    )
    box = f"<draw:frame><draw:text-box>{para('Sticky note.')}</draw:text-box></draw:frame><draw:frame><draw:image/></draw:frame>"
    contents = f"<text:table-of-content><text:index-body>{para('Soup 3')}</text:index-body></text:table-of-content>"
    pages = f"<style:header>{para('Soup kitchen')}</style:header>"
    got = reading(tmp_path, office.odt(contents + table + para(f"See.{foot}{box}"), pages=pages))
    assert [(i.text, i.about) for i in got.items] == [
        ("Soup.", "Helps"), ("Stairs.", "Hinders"), ("See.", ""), ("Not much.", "a footnote"), ("Sticky note.", ""),
    ]  # fmt: skip
    assert got.left_out == {
        "line of a table of contents or an index": 1, "heading, kept with the words below it": 2, "picture": 1, "header or footer": 1,
    }  # fmt: skip


def test_bold_lines_are_headings_and_reports_name_who_wrote_them_down(tmp_path: Path) -> None:
    body = '<text:p text:style-name="B">What helps</text:p>' + para("Anne said that nobody rang.")
    got = reading(tmp_path, office.odt(body, author="Tom Reed"))
    assert [(i.about, i.how, i.name, i.written_down_by) for i in got.items] == [("What helps", "reported by", "Anne", "Tom Reed")]


def test_a_locked_text_is_refused_kindly(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="locked with a password"):
        reading(tmp_path, office.odt(para("x"), more={"META-INF/manifest.xml": "<manifest:encryption-data/>"}))


def test_one_that_was_cut_short_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="a damaged OpenDocument text"):
        reading(tmp_path, office.odt(para("Soup."))[:-200])


def test_harm_is_refused(tmp_path: Path) -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaa">]><office:document-content/>'
    for harm in (entities, "<p>" * 2_000, " " * 60_000_000):
        with pytest.raises(UnsafeFile):
            reading(tmp_path, office.odt("", more={"content.xml": harm}))


def test_spaces_and_cells_that_are_said_to_repeat_without_end_do_no_harm(tmp_path: Path) -> None:
    many = "999999999"
    table = f'<table:table><table:table-row><table:table-cell table:number-columns-repeated="99999999">{para("Soup.")}</table:table-cell>'
    got = reading(tmp_path, office.odt(para(f'One.<text:s text:c="{many}"/>Two.') + table + "</table:table-row></table:table>"))
    assert [len(i.text) < 2_000 for i in got.items] == [True, True]


BODY = head("Table 3") + bullets("Ring back.", bullets("Soon.")) + para(f"Ada: {comment('c', 'Who?')}rang<office:annotation-end office:name='c'/>")
TEXT = f"<x xmlns:text='t' xmlns:office='o' xmlns:dc='d' xmlns:draw='w'><body><text>{BODY}</text></body></x>".encode()


@settings(max_examples=220, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(TEXT)))
def test_whatever_happened_to_its_words_it_is_read_or_refused(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "notes.odt", office.odt("", more={"content.xml": broken(TEXT, where)}), read)


WHOLE = office.odt(BODY)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(WHOLE)))
def test_whatever_happened_to_the_file_it_is_read_or_refused(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "notes.odt", broken(WHOLE, where), read)
