"""Reading Word documents."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copro_text.errors import NotReadable, UnsafeFile
from copro_text.readers import Reading, read, voices
from tests import office
from tests.broken import Change, broken, changes, read_or_refused
from tests.office import bold, bullet, para, run, word_table

STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'


def reading(folder: Path, data: bytes, name: str = "notes.docx") -> Reading:
    path = folder / name
    path.write_bytes(data)
    got = read(path)
    assert got.found == len(got.items) + sum(got.left_out.values())
    return got


def ins(content: str, by: str = "Tom Reed") -> str:
    return f'<w:ins w:id="9" w:author="{by}" w:date="2026-05-01T10:00:00Z">{content}</w:ins>'


def cut(text: str, by: str = "Tom Reed") -> str:
    return f'<w:del w:id="8" w:author="{by}" w:date="2026-05-01T10:00:00Z">{run(text, tag="delText")}</w:del>'


def comment(number: int, text: str, by: str = "Ada Finch", mark: str = "") -> str:
    words = f'<w:p w14:paraId="{mark}">{run(text)}</w:p>'
    return f'<w:comment w:id="{number}" w:author="{by}" w:date="2026-05-01T10:00:00Z">{words}</w:comment>'


def commented(text: str, number: int) -> str:
    return f'<w:commentRangeStart w:id="{number}"/>{run(text)}<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'


def test_headings_say_what_the_notes_below_are_about_and_whose_they_are(tmp_path: Path) -> None:
    body = para("Soup day", "Title") + para("Table 3: being heard", "Heading1") + bullet("Someone who rings back.") + para("Group B", "Heading1")
    got = reading(tmp_path, office.docx(body + bullet("A name to ring.")))
    assert [(i.text, i.about, i.voice, i.name) for i in got.items] == [
        ("Someone who rings back.", "Soup day · Table 3: being heard", "group", "Table 3"),
        ("A name to ring.", "Soup day · Group B", "group", "Group B"),
    ]
    assert got.left_out == {"heading, kept with the words below it": 3}
    assert (got.format, got.family) == ("Word document", "document")


def test_a_heading_with_nothing_below_it_is_a_note_for_it_may_be_all_that_was_said(tmp_path: Path) -> None:
    got = reading(tmp_path, office.docx(para("Ring us back", "Heading1") + para("Be kind", "Heading1") + para("Yes.")))
    assert [i.text for i in got.items] == ["Ring us back", "Yes."]


def test_bold_lines_are_headings_and_that_is_said(tmp_path: Path) -> None:
    body = (
        bold("Table 3") + bold("What helps") + bullet("Soup.") + bold("What gets in the way") + bullet("Stairs.") + bold("Plenary") + para("Thanks.")
    )
    got = reading(tmp_path, office.docx(body + para("More thanks, and here follows enough that is not bold.")))
    assert [(i.text, i.about, i.name) for i in got.items[:3]] == [
        ("Soup.", "Table 3 · What helps", "Table 3"), ("Stairs.", "Table 3 · What gets in the way", "Table 3"), ("Thanks.", "Plenary", ""),
    ]  # fmt: skip
    assert any("'What helps', 'What gets in the way', 'Plenary'" in notice for notice in got.notices)


def test_where_all_is_bold_bold_says_nothing(tmp_path: Path) -> None:
    got = reading(tmp_path, office.docx(bold("We waited nine weeks") + bold("Nobody rang") + bold("Soup")))
    assert len(got.items) == 3 and not any(i.about for i in got.items)


def test_nested_bullets_stand_under_the_bullet_above(tmp_path: Path) -> None:
    got = reading(tmp_path, office.docx(bullet("Ring back.") + bullet("Within a week.", 1) + bullet("Or a day.", 1) + bullet("Be kind.")))
    assert [i.replies_to for i in got.items] == [None, 0, 0, None]


def test_a_name_before_a_colon_is_who_said_it(tmp_path: Path) -> None:
    lines = ["Ada: I rang.", "Bo Roe (carer): So did I.", "Ada: Twice.", "Action: ring", "10:30 Meeting: coffee", "Transport: dear"]
    got = reading(tmp_path, office.docx("".join(para(line) for line in lines)))
    assert [(i.name, i.text) for i in got.items] == [
        ("Ada", "I rang."), ("Bo Roe", "So did I."), ("Ada", "Twice."), ("", "Action: ring"), ("", "10:30 Meeting: coffee"), ("", "Transport: dear"),
    ]  # fmt: skip
    assert got.items[1].aside == (("beside the name", "carer"),)
    assert got.items[0].person == got.items[2].person != got.items[1].person
    assert any("Not taken for speakers: 'Action', '10:30 Meeting', 'Transport'" in notice for notice in got.notices)


def test_a_single_word_before_a_colon_is_a_name_only_if_it_comes_again_and_is_no_ordinary_word(tmp_path: Path) -> None:
    lines = ["Buses: dear", "Ada: yes", "Ada: no", "Stairs: steep", "Stairs: dark", "the stairs are steep"]
    got = reading(tmp_path, office.docx("".join(para(line) for line in lines)))
    assert [i.name for i in got.items] == ["", "Ada", "Ada", "", "", ""]


def test_what_someone_reports_is_never_the_speakers_own_words(tmp_path: Path) -> None:
    body = para("Anne said that nobody rang.") + para("Table 3 told us it is too far.") + para("We said no.") + para("People felt rushed.")
    got = reading(tmp_path, office.docx(body, author="Tom Reed"))
    assert [(i.how, i.voice, i.name, i.written_down_by) for i in got.items] == [
        ("reported by", "person", "Anne", "Tom Reed"), ("reported by", "group", "Table 3", "Tom Reed"), ("own words", "not known", "", ""),
        ("reported by", "not known", "", "Tom Reed"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Being asked while the answer can still be no",
        "Never asked what we need",
        "Not told us anything yet",
        "Enough said about the stairs",
        "Only asked once",
    ],
)
def test_a_line_that_begins_with_what_was_done_reports_nobody(line: str) -> None:
    assert voices.reported(line) is None


@pytest.mark.parametrize("author", ["tom@soup.example", "treed", "Microsoft Office User", "TR", "HP"])
def test_only_a_plain_name_says_who_wrote_it_down(tmp_path: Path, author: str) -> None:
    got = reading(tmp_path, office.docx(para("Anne said that nobody rang."), author=author))
    assert got.items[0].written_down_by == "" and "soup.example" not in repr(got)


def test_cells_are_notes_about_the_heads_of_their_row_and_column(tmp_path: Path) -> None:
    table = word_table((bold(" "), bold("Helps"), bold("Hinders")), (bold("Table 1"), "Soup.", bullet("Stairs.") + bullet("Letters.")))
    got = reading(tmp_path, office.docx(table + para("And the rest of it was said by all of us together.")))
    assert [(i.text, i.about, i.name) for i in got.items] == [
        ("Soup.", "Table 1 · Helps", "Table 1"), ("Stairs.", "Table 1 · Hinders", "Table 1"), ("Letters.", "Table 1 · Hinders", "Table 1"),
        ("And the rest of it was said by all of us together.", "", ""),
    ]  # fmt: skip
    assert got.items[1].place == "table 1, row 2, column 3, paragraph 1"


def test_a_column_of_names_says_who(tmp_path: Path) -> None:
    table = word_table(("Who", "What they said"), ("Ada Finch", "I rang."), ("Bo", "I wrote."))
    grouped = word_table(("Table", "Notes"), ("3", "Too far."))
    got = reading(tmp_path, office.docx(table + para("") + grouped))
    assert [(i.voice, i.name, i.text) for i in got.items] == [
        ("person", "Ada Finch", "I rang."), ("person", "Bo", "I wrote."), ("group", "Table 3", "Too far."),
    ]  # fmt: skip


def test_a_row_of_tables_says_whose_column_it_is_whatever_stands_above(tmp_path: Path) -> None:
    got = reading(tmp_path, office.docx(para("Table 9", "Heading1") + word_table(("Table 1", "Group B"), ("Soup.", "Stairs."))))
    assert [(i.text, i.name) for i in got.items] == [("Soup.", "Table 1"), ("Stairs.", "Group B")]


def test_a_grid_of_notes_has_no_heads(tmp_path: Path) -> None:
    got = reading(tmp_path, office.docx(word_table(("Be kind", "Listen"), ("Pay us", "Trust us"))))
    assert [i.text for i in got.items] == ["Be kind", "Listen", "Pay us", "Trust us"]


def test_every_comment_is_read_as_its_authors_with_what_it_is_about(tmp_path: Path) -> None:
    body = para("Costs", "Heading1") + para(run("We want ") + commented("less paper", 1) + run(" next time.")) + para(commented("Soup.", 2))
    comments = comment(1, "Who pays?", mark="0A") + comment(2, "Whose soup?", "Microsoft Office User") + comment(3, "We do.", "Bo", mark="0B")
    threads = '<w15:commentEx w15:paraId="0B" w15:paraIdParent="0A"/>'
    body = body.replace('<w:commentReference w:id="1"/>', '<w:commentReference w:id="1"/><w:commentReference w:id="3"/>')
    got = reading(tmp_path, office.docx(body, {"comments": comments, "commentsExtended": threads}))
    said = {i.text: i for i in got.items}
    assert (said["Who pays?"].name, said["Who pays?"].about) == ("Ada Finch", "Costs · a comment")
    assert got.items[said["Who pays?"].replies_to or 0].text == "We want less paper next time."
    assert got.items[said["We do."].replies_to or 0].text == "Who pays?"
    assert (said["Whose soup?"].voice, said["Whose soup?"].name) == ("not known", "")
    assert said["Who pays?"].when == "2026-05-01T10:00:00", "Word writes local time with a Z that is not meant"


def test_a_comment_whose_place_is_gone_is_read_all_the_same(tmp_path: Path) -> None:
    got = reading(tmp_path, office.docx(para("Soup."), {"comments": comment(5, "Still here.")}))
    assert [i.text for i in got.items] == ["Soup.", "Still here."]


def test_tracked_changes_are_contributions_of_their_own(tmp_path: Path) -> None:
    body = (
        para("Costs", "Heading1")
        + para(run("We rang for ") + cut("three") + ins(run("five")) + run(" weeks."))
        + para(ins(run("All of it mine."), "Bo"))
    )
    got = reading(tmp_path, office.docx(body))
    assert [(i.text, i.name, i.how, i.about, i.replies_to) for i in got.items] == [
        ("We rang for three weeks.", "", "own words", "Costs", None),
        ("three", "Tom Reed", "described", "Costs · struck out", 0),
        ("five", "Tom Reed", "own words", "Costs · put in", 0),
        ("All of it mine.", "Bo", "own words", "Costs", None),
    ]


def test_text_boxes_footnotes_fields_and_links_are_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{para('Sticky note.')}</w:txbxContent>"
    drawn = f"<w:r><mc:AlternateContent><mc:Choice><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
    drawn += "</mc:Fallback></mc:AlternateContent></w:r>"
    foot = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    link = f"<w:hyperlink>{run('linked')}</w:hyperlink><w:sdt><w:sdtPr/><w:sdtContent>{run(' field')}</w:sdtContent></w:sdt>"
    got = reading(
        tmp_path, office.docx(para(run("See ") + link + foot + drawn), {"footnotes": f'<w:footnote w:id="2">{para("Not much.")}</w:footnote>'})
    )
    assert [(i.text, i.replies_to) for i in got.items] == [("See linked field", None), ("Not much.", 0), ("Sticky note.", None)]


def test_what_is_nobodys_words_is_counted(tmp_path: Path) -> None:
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    empty_field = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{para('Click here.')}</w:sdtContent></w:sdt>"
    hidden = para(run("secret", "<w:vanish/>"))
    body = para("Soup ..... 3", "TOC1") + empty_field + hidden + para(run("Soup.") + picture)
    got = reading(tmp_path, office.docx(body, {"header": para("Soup kitchen"), "footer": para("Page 1")}))
    assert [i.text for i in got.items] == ["Soup."]
    assert got.left_out == {
        "line of a table of contents": 1, "form field that nobody filled in": 1, "hidden words": 1, "picture": 1, "header or footer": 2,
    }  # fmt: skip


def test_the_strict_kind_of_word_file_is_read_too(tmp_path: Path) -> None:
    assert reading(tmp_path, office.docx(para("Soup."), root=STRICT)).items[0].text == "Soup."


def test_the_name_of_the_file_does_not_matter(tmp_path: Path) -> None:
    assert reading(tmp_path, office.docx(para("Soup.")), "export.xml").format == "Word document"


def test_addresses_never_enter_and_are_counted(tmp_path: Path) -> None:
    body = para("Ask bo@x.example", "Heading1") + para(run("Or ada@x.example") + '<w:r><w:commentReference w:id="1"/></w:r>')
    got = reading(tmp_path, office.docx(body, {"comments": comment(1, "No: cy@x.example", "cy@x.example")}))
    assert "x.example" not in repr([(i.text, i.about, i.name, i.at) for i in got.items]) and len(got.faults) == 3


def test_a_document_that_breaks_off_keeps_what_is_whole(tmp_path: Path) -> None:
    body = para("One.") + para("Two.") + "<w:p><w:r><w:t>Thr</oops>"
    got = reading(tmp_path, office.docx(body))
    assert [i.text for i in got.items] == ["One.", "Two.", "Thr"]
    assert got.faults[0].where.startswith("word/document.xml, line 1, column ")


@pytest.mark.parametrize("what", ['<!DOCTYPE w [<!ENTITY a "aaaa">]>', "<!-- x -->" * 30_000 + '<!DOCTYPE w SYSTEM "file:///etc/passwd">'])
def test_a_document_type_is_refused(tmp_path: Path, what: str) -> None:
    with pytest.raises(UnsafeFile):
        reading(tmp_path, office.packed({"word/document.xml": f"{what}<w:document {office.W}><w:body>{para('Soup.')}</w:body></w:document>"}))


def test_a_file_that_would_unpack_to_far_too_much_is_refused(tmp_path: Path) -> None:
    bomb = office.packed({"word/document.xml": b" " * 60_000_000})
    deep = office.docx("<w:smartTag>" * 5_000 + "</w:smartTag>" * 5_000)
    for data in (bomb, deep, office.packed({"word/document.xml": "x", "../../evil.xml": "x"})):
        with pytest.raises(UnsafeFile):
            reading(tmp_path, data)


def test_without_anybodys_words_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="without any words") as told:
        reading(tmp_path, office.docx(para(""), {"header": para("Soup kitchen")}))
    assert told.value.left_out == {"header or footer": 1} and told.value.do
    with pytest.raises(NotReadable, match="damaged"):
        reading(tmp_path, office.packed({"word/document.xml": "no XML at all"}))
    with pytest.raises(NotReadable, match="a damaged Word document"):
        reading(tmp_path, office.docx(para("Soup."))[:-200])


BODY = (
    para("Table 3", "Heading1") + bullet("Ring back.") + bullet("Soon.", 1) + para("Ada: I rang.") + para("Ada: twice.")
    + word_table((bold("Helps"), bold("Hinders")), ("Soup.", bullet("Stairs.")))
    + para(commented("Anne said no.", 1) + cut("three") + ins(run("five")))
)  # fmt: skip
PARTS = {"comments": comment(1, "Who?"), "header": para("Soup")}
XML = office.docx(BODY, PARTS)
_TEXT = f"<w:document {office.W}><w:body>{BODY}</w:body></w:document>".encode()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(_TEXT)))
def test_whatever_happened_to_its_words_it_is_read_or_refused(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "notes.docx", office.packed({"word/document.xml": broken(_TEXT, where)}), read)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(XML)))
def test_whatever_happened_to_the_file_it_is_read_or_refused(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "notes.docx", broken(XML, where), read)


_words = st.sampled_from(
    ["Soup.", "Ada: yes", "Table 3", "Anne said no", "", "What helps:", "Ada:", "bo@x.example", "Name", "- so", "\u200b", "10:30 x"]
)
_lines = st.one_of(
    st.builds(para, _words, st.sampled_from(["", "Heading1", "Heading2", "Title", "None"])), st.builds(bullet, _words, st.integers(0, 9)),
    st.builds(bold, _words), st.builds(lambda t: para(ins(run(t))), _words), st.builds(lambda t: para(cut(t) + run(t)), _words),
    st.builds(lambda t: para(commented(t, 1)), _words),
)  # fmt: skip
_blocks = st.one_of(_lines, st.lists(st.tuples(_lines, _lines), min_size=1, max_size=4).map(lambda rows: word_table(*rows)))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_blocks, max_size=12))
def test_any_structure_is_read_and_no_word_is_lost(tmp_path: Path, blocks: list[str]) -> None:
    got = read_or_refused(tmp_path / "notes.docx", office.docx("".join(blocks), PARTS), read)
    assert got is not None, "the comment alone is somebody's words"
    everything = " ".join(f"{i.text} {i.about} {i.name}" for i in got.items)
    for word in ("Soup", "yes", "Anne said no", "so"):
        assert word not in "".join(blocks) or word in everything


TEAMS = office.docx(
    "".join(
        office.para(office.run(line).replace("|", "</w:t><w:br/><w:t>"))
        for line in (
            "Steering group-20260512-Meeting Recording",
            "12 May 2026, 09:02AM",
            "Jo Bell started transcription",
            "Anne Smith   0:05|Good morning everyone.",
            "Bell, Jo (TRUST)   0:09|Yes. Anne, your point about buses was a good one.",
            "Anne Smith   0:21|Nobody rang her back for three weeks.",
            "Jo Bell stopped transcription",
        )
    )
)


def test_a_transcript_that_teams_saved_for_word_is_read_as_turns(tmp_path: Path) -> None:
    path = tmp_path / "meeting.docx"
    path.write_bytes(TEAMS)
    found = read(path)
    assert [(item.kind, item.name, item.at, item.text) for item in found.items] == [
        ("turn", "Anne Smith", "0:00:05", "Good morning everyone."),
        ("turn", "Bell, Jo", "0:00:09", "Yes. Anne, your point about buses was a good one."),
        ("turn", "Anne Smith", "0:00:21", "Nobody rang her back for three weeks."),
    ]
    assert found.left_out == {"line above the first speaker": 3, "line of the program, not words": 1}
