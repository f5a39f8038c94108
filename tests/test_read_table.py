"""Reading tables: CSV and Excel."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from copro_text.errors import NoSuchThing, NotPossible, NotReadable, UnsafeFile
from copro_text.readers import Reading, read
from tests import office
from tests.broken import Change, broken, changes, read_or_refused

LONG = "They asked us before the plan was drawn and then came back to say what they changed"
OTHER = "Nobody rang us for three weeks and the letter was about somebody else entirely"
ASK = "What should change? Please explain"


def reading(folder: Path, content: str | bytes, name: str = "answers.csv", **more: object) -> Reading:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    got = read(path, **more)  # type: ignore[arg-type]
    assert got.found == len(got.items) + sum(got.left_out.values())
    return got


def book(*sheets: tuple[str, list[list[object]]]) -> bytes:
    made, out = Workbook(), io.BytesIO()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(out)
    return out.getvalue()


def said(got: Reading) -> list[tuple[str, str]]:
    return [(i.place, i.text) for i in got.items]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_whatever_the_answers_hold(tmp_path: Path, delimiter: str) -> None:
    rows = [["Area", ASK], ["North", f'"{LONG}, yes; really\n\nand | on"'], ["South", f'"{OTHER}"'], ["North", "No."]]
    got = reading(tmp_path, "\n".join(delimiter.join(row) for row in rows))
    assert said(got) == [("row 2, column B", f"{LONG}, yes; really\n\nand | on"), ("row 3, column B", OTHER), ("row 4, column B", "No.")]
    assert got.items[0].aside == (("Area", "North"),) and got.items[0].about == ASK


def test_short_answers_are_answers(tmp_path: Path) -> None:
    got = reading(tmp_path, f"Area,{ASK}\nA,No.\nA,n/a\nB,{LONG}\nB,Nothing.\nC,-\n")
    assert [i.text for i in got.items] == ["No.", "n/a", LONG, "Nothing.", "-"]


def test_every_cell_that_is_no_answer_has_its_reason(tmp_path: Path) -> None:
    got = reading(tmp_path, f"Area,{ASK}\n\nA,{LONG}\nB,\nB,Did not answer\n,\nC,{OTHER}\n\n\n")
    assert got.found == 6
    assert got.left_out == {"empty row": 2, "no answer given": 1, "the survey tool wrote 'Did not answer'": 1}
    assert [i.place for i in got.items] == ["row 3, column B", "row 7, column B"]


def test_titles_groups_and_column_numbers_above_the_header_are_passed_over(tmp_path: Path) -> None:
    above = "All the answers,,,\n,About you,,In your words\n1,2,3,4\n"
    got = reading(tmp_path, f"{above}Ref,Age,Area,{ASK}\nr1,40,North,{LONG}\nr2,50,South,{OTHER}\n")
    assert [(i.native.split(":")[0], i.person, i.about) for i in got.items] == [("r1", "respondent:r1", ASK), ("r2", "respondent:r2", ASK)]


def test_a_second_header_row_with_the_questions_wins_over_codes(tmp_path: Path) -> None:
    head = "Ident 1,Ident 2,Ident 3\nWhat is your name?,What is your email address?,How could this be better?\n"
    got = reading(tmp_path, f"{head}Ada Finch,ada@x.example,{LONG}\nBo Roe,bo@x.example,{OTHER}\n")
    assert [(i.name, i.about, i.text) for i in got.items] == [
        ("Ada Finch", "How could this be better?", LONG),
        ("Bo Roe", "How could this be better?", OTHER),
    ]
    assert "x.example" not in repr([(i.text, i.name, i.aside, i.about) for i in got.items])


def test_question_numbers_are_names_when_the_answers_follow_at_once(tmp_path: Path) -> None:
    got = reading(tmp_path, f"Q1,Q2\nNorth,{LONG}\nSouth,{OTHER}\nEast,{LONG} too\n")
    assert len(got.items) == 3 and got.items[0].about == "Q2"


def test_a_table_without_names_of_columns_loses_no_one(tmp_path: Path) -> None:
    got = reading(tmp_path, f"1,2026-05-01,{LONG}\n2,2026-05-02,{OTHER}\n3,2026-05-03,{LONG} again\n")
    assert [i.text for i in got.items] == [LONG, OTHER, f"{LONG} again"]
    assert any("No row with the names" in f.what for f in got.faults)


def test_one_column_of_comments_is_a_table(tmp_path: Path) -> None:
    got = reading(tmp_path, f"Comments\n{LONG}\n{OTHER}\nNo.\n")
    assert [i.text for i in got.items] == [LONG, OTHER, "No."]


def test_permissions_are_taken_from_closed_questions(tmp_path: Path) -> None:
    head = "May we print your words?,Do you consent to us using your answers?,Would you like to be named?"
    got = reading(tmp_path, f"{head},{ASK}\nYes,Yes,No,{LONG}\nNo,yes please,Yes,{OTHER}\n,,,No.\n")
    assert [i.permissions for i in got.items] == [
        (("quote", "yes"), ("use", "yes"), ("name", "no")),
        (("quote", "no"), ("use", "yes"), ("name", "yes")),
        (),
    ]
    assert got.items[0].aside[0] == ("May we print your words?", "Yes"), "whoever confirms it sees what was asked, and what was answered"


def test_a_name_written_down_to_be_thanked_is_a_wish_to_be_named(tmp_path: Path) -> None:
    ask = "If you would like to be thanked by name, how should we write it?"
    got = reading(tmp_path, f'"{ask}",{ASK}\nMrs E. Dunn,{LONG}\n,{OTHER}\n')
    assert [(i.name, i.permissions) for i in got.items] == [("Mrs E. Dunn", (("name", "yes"),)), ("", ())]


def test_statements_with_their_own_numbers_and_authors(tmp_path: Path) -> None:
    rows = "timestamp,datetime,comment-id,author-id,agrees,moderated,comment-body\n"
    rows += f"1500000000000,Fri Jul 14 02:40:00 GMT 2017,8,3,1,0,{LONG}\n1500000000001,Fri Jul 14 02:40:00 GMT 2017,9,3,0,1,{OTHER}\n"
    got = reading(tmp_path, rows)
    assert [(i.native.split(":")[0], i.person, i.when) for i in got.items] == [
        ("8", "respondent:3", "2017-07-14T02:40:00+00:00"),
        ("9", "respondent:3", "2017-07-14T02:40:00+00:00"),
    ]
    assert got.items[0].aside == (("agrees", "1"), ("moderated", "0"))


@pytest.mark.parametrize("header", ["moderated", "Moderation status", "status"])
def test_what_the_moderators_rejected_is_left_out_and_counted(tmp_path: Path, header: str) -> None:
    rows = f"comment-id,author-id,{header},comment-body\n1,3,-1,{LONG} once\n2,3,1,{OTHER}\n3,4,0,{LONG}\n4,5,-1,{OTHER} twice\n,,,\n5,5,1,No.\n"
    got = reading(tmp_path, rows)
    assert [i.text for i in got.items] == [OTHER, LONG, "No."]
    assert got.left_out == {"rejected by the moderators": 2, "empty row": 1}
    assert len(reading(tmp_path, rows, columns={header: "number"}).items) == 5


@pytest.mark.parametrize(
    ("header", "values"), [("moderated", "yes no maybe -1"), ("status", "0 1 1 0"), ("Agreement", "-1 0 1 1"), ("status", "-1 0 1 2")]
)
def test_what_only_looks_like_moderation_leaves_nobody_out(tmp_path: Path, header: str, values: str) -> None:
    rows = "".join(f"{i},{value},{LONG} {i}\n" for i, value in enumerate(values.split()))
    assert len(reading(tmp_path, f"comment-id,{header},comment-body\n{rows}").items) == 4


def test_what_each_column_was_taken_for_is_told_with_how_to_correct_it(tmp_path: Path) -> None:
    got = reading(tmp_path, f"Ref,Area,E-mail,{ASK}\nr1,North,a@x.example,{LONG}\nr2,South,b@x.example,{OTHER}\n")
    assert f'text: "{ASK}"; closed (kept beside the words): "Area"; id: "Ref"; left out: "E-mail"' in got.notices[0]
    assert "--column Comments=text" in got.notices[1] and 'columns={"Comments": "text"}' in got.notices[1] and "undo" in got.notices[1]
    several = reading(
        tmp_path,
        book(("North", [["Ref", ASK], ["r1", LONG], ["r2", "No."]]), ("South", [["Code", ASK], ["r3", OTHER], ["r4", "No."]])),
        "answers.xlsx",
    )
    assert [notice[:12] for notice in several.notices] == ["Sheet North.", "Sheet South.", "If a column "]


def test_row_numbers_are_no_identity(tmp_path: Path) -> None:
    one = reading(tmp_path, f"row_index,Area,{ASK}\n0,A,{LONG}\n1,B,{OTHER}\n")
    two = reading(tmp_path, f"row_index,Area,{ASK}\n0,C,Hello there\n1,A,{LONG}\n2,B,{OTHER}\n")
    assert all(not i.native for i in one.items) and one.items[0].row == two.items[1].row


def test_an_id_that_comes_twice_tells_the_person_but_not_the_row(tmp_path: Path) -> None:
    got = reading(tmp_path, f"respondent id,{ASK}\n7,{LONG}\n7,{OTHER}\n8,No.\n")
    assert [(i.native, i.person) for i in got.items] == [("", "respondent:7"), ("", "respondent:7"), ("", "respondent:8")]


def test_the_same_row_twice_is_two_people(tmp_path: Path) -> None:
    got = reading(tmp_path, f"Area,{ASK}\nA,{LONG}\nA,{LONG}\nB,{OTHER}\n")
    assert len({i.person for i in got.items}) == 3


def test_the_roles_of_columns_can_be_corrected(tmp_path: Path) -> None:
    table = "code,words\na,red\nb,blue\n"
    with pytest.raises(NotReadable) as told:
        reading(tmp_path, table)
    assert 'B "words"' in told.value.what and 'columns={"Comments": "text"}' in told.value.do
    assert [i.text for i in reading(tmp_path, table, columns={"Words": "text"}).items] == ["red", "blue"]
    assert [i.text for i in reading(tmp_path, table, columns={"B": "text", "code": "id"}).items] == ["red", "blue"]
    with pytest.raises(NoSuchThing, match="'verbs'"):
        reading(tmp_path, table, columns={"verbs": "text"})
    with pytest.raises(NotPossible, match="'tekst'"):
        reading(tmp_path, table, columns={"words": "tekst"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32"])
def test_any_encoding_a_spreadsheet_writes_is_read(tmp_path: Path, encoding: str) -> None:
    text = f"Area,{ASK}\nNorth,“It’s £5” – {LONG} café\nSouth,{OTHER}\n"
    got = reading(tmp_path, text.encode(encoding))
    assert got.items[0].text == f"“It’s £5” – {LONG} café"
    assert bool(got.faults) == (encoding == "cp1252")


def test_nul_bytes_are_left_out_and_said(tmp_path: Path) -> None:
    got = reading(tmp_path, f"Area,{ASK}\nNo\0rth,{LONG}\nS,{OTHER}\n")
    assert got.items[0].aside[0][1] == "North" and "1 control" in got.faults[0].what


def test_a_quotation_mark_never_closed_costs_no_one_their_words(tmp_path: Path) -> None:
    got = reading(tmp_path, f'Area,{ASK}\nA,"{LONG}\nB,{OTHER}\nC,No.\n')
    assert [i.text for i in got.items] == [f'"{LONG}', OTHER, "No."]
    assert got.faults[0].where == "line 2"


def test_a_file_cut_inside_an_answer_keeps_what_there_is(tmp_path: Path) -> None:
    got = reading(tmp_path, f'Area,{ASK}\nA,{OTHER}\nB,"{LONG}\n\nand then')
    assert [i.text for i in got.items] == [OTHER, f"{LONG}\n\nand then"]
    assert "breaks off" in got.faults[0].what


def test_ten_thousand_columns_and_a_very_long_line_are_read(tmp_path: Path) -> None:
    wide = ",".join(f"c{i}" for i in range(9_999)) + f",{ASK}\n" + ",".join("1" for _ in range(9_999)) + f",{LONG}\n"
    assert [i.text for i in reading(tmp_path, wide).items] == [LONG]
    long = "soup and time " * 75_000
    assert reading(tmp_path, f"Area,{ASK}\nA,{long}\nB,{OTHER}\n").items[0].text == long.strip()


def test_an_excel_table_is_read_as_people_see_it(tmp_path: Path) -> None:
    rows = [
        ["Ref", "Date", "Score", ASK],
        [1.0, datetime(2026, 5, 1, 9, 30), 0.5, LONG],
        [2, datetime(2026, 5, 2), 3, "=2+2 is what they said to us all"],
    ]
    content = book(("Responses", rows))
    got = reading(tmp_path, content, "answers.csv")
    assert got.format == "Excel table"
    assert [(i.native.split(":")[0], i.when, i.aside) for i in got.items[:1]] == [("1", "2026-05-01T09:30:00", (("Score", "0.5"),))]


def test_merged_titles_and_empty_rows_in_excel(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["All the answers"],
        [None, "About you", None, "Your words"],
        ["Response", "Area", "Age", ASK],
        [],
        ["s1", "A", 40, LONG],
        ["s2", "B", 50, None],
    ]
    got = reading(tmp_path, book(("Responses", rows)), "a.xlsx")
    assert [(i.place, i.person) for i in got.items] == [("row 5, column D", "respondent:s1")]
    assert got.left_out == {"empty row": 1, "no answer given": 1}


def test_only_the_sheets_with_answers_are_read_and_the_others_are_said(tmp_path: Path) -> None:
    answers = [["Area", ASK], ["A", LONG], ["B", OTHER]]
    guide = [["How to use this workbook"], ["Put the answers on the sheet called Data, one row for each person who wrote to us"]]
    got = reading(tmp_path, book(("Guide", guide), ("Data", answers), ("Codes", [["a", "b"], ["x", "y"]]), ("Later", answers)), "a.xlsx")
    assert [i.place for i in got.items] == [
        "sheet Data, row 2, column B", "sheet Data, row 3, column B", "sheet Later, row 2, column B", "sheet Later, row 3, column B",
    ]  # fmt: skip
    assert [f.where for f in got.faults] == ["sheet Guide", "sheet Codes"]


def zipped(*members: tuple[str, bytes], flags: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in members:
            z.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    packed = bytearray(out.getvalue())
    if flags:  # say in every header that the member is encrypted
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            start = -1
            while (start := packed.find(mark, start + 1)) >= 0:
                packed[start + at] |= flags
    return bytes(packed)


SHEET = ("xl/workbook.xml", b"<workbook/>")


@pytest.mark.parametrize(
    "content",
    [
        zipped(SHEET, ("../../evil.xml", b"x")),
        zipped(SHEET, ("/etc/evil.xml", b"x")),
        zipped(SHEET, ("xl\\..\\evil.xml", b"x")),
        zipped(SHEET, ("xl/bomb.xml", b"0" * 50_000_000)),
        zipped(SHEET, flags=1),
        zipped(SHEET, *((f"xl/{i}.xml", b"") for i in range(3_000))),
        zipped(("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook/>')),
    ],
    ids=["dots", "absolute", "backslashes", "bomb", "encrypted", "many", "doctype"],
)
def test_a_workbook_made_to_harm_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnsafeFile):
        reading(tmp_path, content, "a.xlsx")


def test_a_link_inside_a_workbook_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr(*SHEET)
        link = zipfile.ZipInfo("xl/link")
        link.external_attr = 0o120777 << 16
        z.writestr(link, "/etc/passwd")
    with pytest.raises(UnsafeFile, match="link"):
        reading(tmp_path, out.getvalue(), "a.xlsx")


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b'{"a": 1}', "a.csv", "JSON"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xlsx", "old Office file"),
        (zipped(("word/document.xml", b"<x/>")), "a.xlsx", "Word document"),
        (zipped(SHEET), "a.xlsx", "damaged"),
        (zipped(SHEET)[:60], "a.xlsx", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a.csv", "picture"),
        (b"Area,Age\n", "a.csv", "no column"),
        (b"\xff\xfe", "a.csv", "empty"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, name: str, says: str) -> None:
    with pytest.raises(NotReadable) as told:
        reading(tmp_path, content, name)
    assert says in told.value.what and told.value.do and told.value.safe


CSV = f'Ref,Area,{ASK},Any other comments?\n1,"N ""x""",{LONG},No.\n2,S,"{OTHER},\nso",\n\n3,,Did not answer,“{LONG}”\n'.encode()
XLSX = book(("Data", [["Ref", ASK], [1, LONG], [2, OTHER]]))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([CSV, XLSX]), st.lists(st.tuples(st.integers(0, len(XLSX)), st.integers(0, 9), st.binary(max_size=6)), max_size=4))
def test_whatever_happened_to_the_table_it_is_read_or_refused_in_words(tmp_path: Path, data: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    for at, length, put in changes:
        at %= len(data) + 1
        data = data[:at] + put + data[at + length :]
    read_or_refused(tmp_path / "answers.csv", data, read)


PARTS = [name for name in zipfile.ZipFile(io.BytesIO(XLSX)).namelist() if name.endswith((".xml", ".rels"))]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PARTS), changes(3_000))
def test_whatever_happened_within_a_workbook_it_is_read_or_refused_in_words(tmp_path: Path, part: str, where: list[Change]) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(XLSX)) as whole, zipfile.ZipFile(made, "w") as new:
        for name in whole.namelist():
            new.writestr(name, broken(whole.read(name), where) if name == part else whole.read(name))
    read_or_refused(tmp_path / "answers.xlsx", made.getvalue(), read)


def test_a_workbook_in_an_encoding_that_nobody_knows_is_refused_in_words(tmp_path: Path) -> None:
    head = b'<?xml version="1.0" encoding="UTF-99"?><worksheet/>'
    with zipfile.ZipFile(io.BytesIO(XLSX)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()} | {"xl/worksheets/sheet1.xml": head}
    with pytest.raises(NotReadable, match="damaged"):
        reading(tmp_path, office.packed(parts), "a.xlsx")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["A", "B", ""]), st.text(alphabet='ab ,;"\n.é', max_size=30)), min_size=1, max_size=12))
def test_every_answer_written_out_is_read_back(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    import csv

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([("Area", ASK), ("Z", LONG), ("Z", OTHER), *rows, ("Z", LONG)])
    got = reading(tmp_path, out.getvalue(), columns={ASK: "text", "Area": "closed"})
    meant = [words.split() for _, words in rows if words.split()]
    assert [i.text.split() for i in got.items[2:-1]] == meant


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as z:
        for name in names:
            z.writestr(name, bytes(100_000))
    return made.getvalue()


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("name", "content", "kind", "do"),
    [
        ("notes.docx", b"PK\x03\x04" + bytes(50), "a damaged Word document", "copro note"),
        ("notes.doc", OLD, "an old Word document", "save it as .docx"),
        ("notes.bin", OLD + "WordDocument".encode("utf-16-le"), "an old Word document", "save it as .docx"),
        ("answers.xlsx", OLD, "an old Office file (.doc, .xls), or one locked with a password", "with its password"),
        ("answers", OLD + "EncryptedPackage".encode("utf-16-le"), "a document locked with a password", "with its password"),
        ("answers.xls", OLD, "an old Excel workbook", "save it as .xlsx or .csv"),
        ("answers.xls", b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(500), "an old Excel workbook", "save it as .xlsx or .csv"),
        ("answers.ods", zipped("Thumbnails/x.png", "content.xml"), "an OpenDocument spreadsheet", "save it as .xlsx or .csv"),
        ("old.zip", zipped("answers.csv"), "a zip file", "Unpack it"),
        ("slides.bin", zipped("docProps/thumbnail.jpeg", "ppt/presentation.xml"), "a presentation", "copro note"),
    ],
)
def test_what_is_not_read_is_called_what_it_is_with_a_way_on(tmp_path: Path, name: str, content: bytes, kind: str, do: str) -> None:
    with pytest.raises(NotReadable) as told:
        reading(tmp_path, content, name)
    assert told.value.what.startswith(f"{name}: {kind}.")
    assert ("Read are exports, feeds and pages of blogs" in told.value.what) == (do not in ("save it as .docx", "with its password"))
    assert do in told.value.do


ASKED = "Ref,What would you change?,May we quote you?\n"
SAID = "The buses stop long before visiting ends for most of us."


def allowed(
    tmp_path: Path, *cells: str, question: str = "May we quote you?", **said: object
) -> tuple[list[tuple[tuple[str, str], ...]], tuple[str, ...]]:
    rows = "".join(f'{n},"{SAID} {n}","{cell}"\n' for n, cell in enumerate(cells))
    path = tmp_path / "answers.csv"
    path.write_text(ASKED.replace("May we quote you?", question) + rows, "utf-8")
    found = read(path, **said)
    return [item.permissions for item in found.items], found.notices


def test_what_is_not_plainly_yes_or_no_is_listed_and_never_guessed(tmp_path: Path) -> None:
    permissions, notices = allowed(tmp_path, "Yes", "No", "don't know", "Perhaps", "Yes, if you ask me first", "", "don't know")
    assert permissions == [(("quote", "yes"),), (("quote", "no"),), (), (), (), (), ()]
    (told,) = (n for n in notices if n.startswith("Not settled"))
    assert "'don't know' (2), 'Perhaps' (1), 'Yes, if you ask me first' (1)" in told
    assert '--answer "don\'t know=yes"' in told


def test_a_yes_without_the_name_is_quoted_without_a_name(tmp_path: Path) -> None:
    permissions, notices = allowed(tmp_path, "Yes", "Yes, but not with my name", "No", "Yes - anonymously", "Yes please", "No, please don't quote me")
    nameless = (("quote", "yes"), ("name", "no"))
    assert permissions == [(("quote", "yes"),), nameless, (("quote", "no"),), nameless, (("quote", "yes"),), (("quote", "no"),)]
    assert not any(n.startswith("Not settled") for n in notices)


def test_yes_and_no_in_another_language_are_offered_and_a_person_says_so(tmp_path: Path) -> None:
    cells = ("ja", "nein", "Ja.")
    permissions, notices = allowed(tmp_path, *cells, question="Darf zitiert werden?")
    assert permissions == [(), (), ()]
    assert any("'ja' (1; perhaps yes)" in n and "'nein' (1; perhaps no)" in n for n in notices)
    permissions, notices = allowed(tmp_path, *cells, question="Darf zitiert werden?", answers={"ja": "yes", "nein": "no"})
    assert permissions == [(("quote", "yes"),), (("quote", "no"),), (("quote", "yes"),)]
    assert not any(n.startswith("Not settled") for n in notices)


def test_an_answer_can_be_said_to_mean_nothing_and_nothing_else_than_that(tmp_path: Path) -> None:
    permissions, notices = allowed(tmp_path, "Yes", "don't know", answers={"Don't know": "not asked"})
    assert permissions[1] == ()
    assert not any(n.startswith("Not settled") for n in notices)
    with pytest.raises(NotPossible, match="An answer can mean: yes, no, without name, not asked"):
        allowed(tmp_path, "Yes", "ja", answers={"ja": "jawohl"})


def test_a_yes_to_a_question_that_turns_it_says_no_and_half_a_yes_waits(tmp_path: Path) -> None:
    permissions, _ = allowed(tmp_path, "Yes", "No", "Yes, not with my name", question="Keep my answers confidential?")
    assert permissions == [(("quote", "no"),), (), ()], "who does not ask for secrecy has not agreed to be quoted"


@pytest.mark.parametrize("role", ["quote", "Permission:quote", "permission: quote"])
def test_a_role_is_taken_as_people_type_it(tmp_path: Path, role: str) -> None:
    permissions, _ = allowed(tmp_path, "Yes", "No", question="Ok so?", columns={"Ok so?": role})
    assert permissions == [(("quote", "yes"),), (("quote", "no"),)]


PEOPLE = [["101", "Priya Nandan", "Carer", "45-54", "The ward clerk rang me back on the same day.", "Write letters in plain English, please."]]
PEOPLE += [["102", "Tom Haddow", "Patient", "65-74", "The tea was warm and so was the welcome there.", "Everything! The bus stops at six o'clock."]]
PEOPLE += [["103", "Ben Rourke", "Carer", "55-64", "The quiet room, where nobody asks you why.", "Keep the same person from start to end."]]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (["Ref", "Name", "About you", "", "Your views", ""], ["", "", "Are you a ...", "Age group", "What worked well?", "What should we change?"]),
        (["Ref", "Name", "About you", "", "Your views", ""], ["", "", "You are", "Age group", "Worked well", "To change"]),
        (["Ref", "Name", "", "", "", ""], ["", "", "Are you a ...", "Age group", "What worked well?", "What should we change?"]),
    ],
)
def test_a_header_in_two_rows_is_one_header(tmp_path: Path, upper: list[str], lower: list[str]) -> None:
    path = tmp_path / "two.csv"
    path.write_text("".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in [upper, lower, *PEOPLE]), "utf-8")
    found = read(path)
    assert [(header, role) for _, header, role in found.columns[:2]] == [("Ref", "id"), ("Name", "name")]
    assert [role for *_, role in found.columns[4:]] == ["text", "text"]
    assert len(found.items) == 6
    assert {item.name for item in found.items} == {"Priya Nandan", "Tom Haddow", "Ben Rourke"}
    assert not any("Haddow" in answer for item in found.items for _, answer in item.aside)


def test_a_title_above_the_header_names_no_column(tmp_path: Path) -> None:
    path = tmp_path / "titled.csv"
    path.write_text("Our survey of carers,,\n,Name,What would you change?\n" + "".join(f'{n},Ann {n},"{SAID} {n}"\n' for n in range(4)), "utf-8")
    assert [header for _, header, _ in read(path).columns] == ["Column A", "Name", "What would you change?"]


def test_a_first_row_of_answers_with_a_gap_is_no_second_header(tmp_path: Path) -> None:
    path = tmp_path / "gap.csv"
    rows = [
        ["Ref", "Name", "What would you change?", ""],
        ["1", "", SAID, "a note beside"],
        ["2", "Bo", SAID + " 2", ""],
        ["3", "Cy", SAID + " 3", ""],
    ]
    path.write_text("".join(",".join(row) + "\n" for row in rows), "utf-8")
    assert len(read(path).items) == 3


@pytest.mark.parametrize(
    ("question", "about", "yes"),
    [
        ("I do not want my words to be quoted", "quote", "no"),
        ("Tick if you would prefer NOT to be quoted", "quote", "no"),
        ("Opt out of quotation", "quote", "no"),
        ("Do you object to being quoted?", "quote", "no"),
        ("Please keep my comments confidential", "quote", "no"),
        ("Would you like your words anonymous when they are printed?", "quote", ""),
        ("May we print your words with your name or anonymously?", "quote", ""),
        ("Would you like to remain anonymous?", "name", "no"),
        ("Do you want your name kept out?", "name", "no"),
    ],
)
def test_a_question_worded_the_other_way_round_never_gives_a_yes_until_a_person_says_so(tmp_path: Path, question: str, about: str, yes: str) -> None:
    rows = f'What matters to you?,"{question}"\nbeing asked first and not last,Yes\nthe long hill and the late bus,No\nthe stairs,Agree\n'
    got = reading(tmp_path, rows)
    assert [dict(item.permissions).get(about, "") for item in got.items] == [yes, "", yes]
    assert any("worded the other way round" in line and question in line for line in got.notices)
    assert [item.aside for item in got.items] == [((question, answer),) for answer in ("Yes", "No", "Agree")], "what was answered is kept"
    told = {f"{question}: No": "yes", f"{question}: Yes": "no", f"{question}: Agree": "no"}
    assert [dict(item.permissions).get(about, "") for item in reading(tmp_path, rows, answers=told).items] == ["no", "yes", "no"]


@pytest.mark.parametrize("question", ["May we print your words, without your name?", "Are you happy to be quoted anonymously?"])
def test_a_yes_to_being_printed_without_a_name_is_leave_to_print_and_says_nothing_of_names_asked_for_elsewhere(tmp_path: Path, question: str) -> None:
    got = reading(tmp_path, f'What matters to you?,"{question}"\nbeing asked first and not last,Yes\nthe long hill and the late bus,No\n')
    assert [dict(item.permissions) for item in got.items] == [{"quote": "yes"}, {"quote": "no"}]


def test_of_two_questions_about_one_wish_both_count(tmp_path: Path) -> None:
    rows = (
        "What matters to you?,May we quote you?,I do not want my words to be quoted\n"
        "being asked first and not last,Rather not,agree\nthe long hill and the late bus,Go ahead,disagree\n"
    )
    got = reading(tmp_path, rows)
    assert [dict(item.permissions) for item in got.items] == [{"quote": "no"}, {}]
    assert any("'Rather not'" in line and "'Go ahead'" in line for line in got.notices)


@pytest.mark.parametrize(
    "heading", ["Your full name", "Lastname", "Respondent's name", "Who", "Who said it?", "About you – Name", "Name (optional)", "Respondent"]
)
def test_a_column_of_names_is_known_by_many_headings(tmp_path: Path, heading: str) -> None:
    got = reading(tmp_path, f"{heading},Comments\nAda Finch,being asked first\nMr Bo Lee,the long hill\n")
    assert [(item.name, item.aside) for item in got.items] == [("Ada Finch", ()), ("Mr Bo Lee", ())]


@pytest.mark.parametrize("heading", ["Product name", "Name of your surgery", "Whose fault?", "Who are you?", "Course names we use"])
def test_a_heading_that_only_speaks_of_names_makes_nobodys_name(tmp_path: Path, heading: str) -> None:
    got = reading(tmp_path, f"{heading},Comments\nRed,being asked first\nRed,the long hill\nBlue,the late bus\n")
    assert {item.name for item in got.items} == {""}


def test_a_first_name_and_a_surname_are_one_name(tmp_path: Path) -> None:
    got = reading(tmp_path, "First name,Surname,Comments\nAda,Finch,being asked first\nBo,,the long hill\n")
    assert [item.name for item in got.items] == ["Ada Finch", "Bo"]


def test_a_column_in_which_names_seem_to_stand_is_pointed_out_without_saying_them(tmp_path: Path) -> None:
    rows = "".join(
        f"{who},{place},the long hill and bus {n}\n"
        for n, (who, place) in enumerate([("Ann Bell", "Leeds"), ("Brian Oke", "York")] * 2 + [("Carol Day", "Hull")])
    )
    (told,) = [line for line in reading(tmp_path, f"Nominated,Town,Comments\n{rows}").notices if "names may stand" in line]
    assert told.startswith('People\'s names may stand in "Nominated". If so, add the file with --column "Nominated=name" (or ="left out")')
    assert "Bell" not in told


@pytest.mark.parametrize(
    "answers", ["Go ahead,Rather not,OK as long as my name isn't used", ",".join(f"if it is for the {n}th book" for n in range(15))]
)
def test_a_question_that_asks_leave_is_one_whatever_is_answered(tmp_path: Path, answers: str) -> None:
    rows = "".join(f"the long hill and bus {n},{said}\n" for n, said in enumerate(answers.split(",")))
    got = reading(tmp_path, f"Comments,May we quote you?\n{rows}")
    assert [role for _, _, role in got.columns] == ["text", "permission: quote"]
    assert all(item.permissions == () for item in got.items if item.aside[0][1] != "Rather not")


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_cr_on_its_own_within_an_answer_ends_no_row_where_rows_end_otherwise(tmp_path: Path, end: str) -> None:
    rows = ["Name,Comments,May we quote you?", "Ada Finch,The long hill.\rAnd the bus.\r,No", "Bo Lee,being asked first,Yes", ""]
    got = reading(tmp_path, end.join(rows))
    assert [(item.name, item.text, dict(item.permissions)) for item in got.items] == [
        ("Ada Finch", "The long hill.\nAnd the bus.", {"quote": "no"}),
        ("Bo Lee", "being asked first", {"quote": "yes"}),
    ]


def test_rows_that_all_end_with_a_cr_are_rows(tmp_path: Path) -> None:
    got = reading(tmp_path, "Name,Comments\rAda Finch,the long hill\rBo Lee,being asked first\r")
    assert [(item.name, item.text) for item in got.items] == [("Ada Finch", "the long hill"), ("Bo Lee", "being asked first")]


def test_what_to_do_about_answers_that_are_not_settled_is_said_once(tmp_path: Path) -> None:
    rows = 'Ref,Comments,May we quote you?,May we use your answers?\n1,the long hill and the bus,Perhaps,"Well, yes"\n2,being asked first,yes,yes\n'
    first, second = (line for line in reading(tmp_path, rows).notices if line.startswith("Not settled"))
    assert "--answer" in first
    assert "'May we use your answers?' 1 answer is not plainly yes or no: 'Well, yes' (1)" in second and second.endswith("in the same way.")


@pytest.mark.parametrize("cell", ["Consent withdrawn", "consent refused.", "Consent was withdrawn"])
def test_consent_that_was_withdrawn_is_no_yes(tmp_path: Path, cell: str) -> None:
    permissions, _ = allowed(tmp_path, "Yes", cell, question="Consent")
    assert permissions == [(("use", "yes"),), (("use", "no"),)]


@pytest.mark.parametrize(
    "cell", ["Yes, unless I withdraw it", "Yes, but withdrawn in May if she asks", "Agreed, name withheld", "I consented - withdrawn"]
)
def test_a_yes_that_speaks_of_taking_it_back_waits(tmp_path: Path, cell: str) -> None:
    permissions, _ = allowed(tmp_path, "Yes", cell)
    assert permissions == [(("quote", "yes"),), ()]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("I waited three weeks and nobody rang me at all", True),
        ("Please tell us what you think of the service", False),
        ("What did we do well for you?", False),
        ("Your comments", False),
    ],
)
def test_a_first_row_that_reads_like_an_answer_is_told_of(tmp_path: Path, header: str, told: bool) -> None:
    got = reading(tmp_path, f"{header}\nThe bus was late so I missed it again\nMy name is O'Brien and I want a reply\n")
    assert any("reads like an answer" in notice for notice in got.notices) == told
