"""Reading notes as plain text and Markdown."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copro_text.errors import NoSuchThing, NotReadable
from copro_text.readers import Reading, read
from copro_text.readers.put_right import put_right
from tests.broken import Change, broken, changes, read_or_refused

NOTES = """LISTENING DAY

Table 3
What helps:
- being heard
- someone who rings back
    - within a week
Ada: I waited nine weeks.
Ada: And then again.

Table 4:
10:30 Meeting: coffee
Anne said that nobody had asked her.
This is a line that a program broke in the middle, as many of them do, so that
it goes on here.
"""


def reading(folder: Path, text: str | bytes, name: str = "notes.txt") -> Reading:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    got = read(path)
    assert got.found == len(got.items) + sum(got.left_out.values())
    return got


def test_plain_notes_are_read_by_what_they_look_like(tmp_path: Path) -> None:
    got = reading(tmp_path, NOTES)
    assert [(i.text, i.name, i.about.removeprefix("LISTENING DAY · ")) for i in got.items] == [
        ("being heard", "Table 3", "Table 3 · What helps"),
        ("someone who rings back", "Table 3", "Table 3 · What helps"),
        ("within a week", "Table 3", "Table 3 · What helps"),
        ("I waited nine weeks.", "Ada", "Table 3"),
        ("And then again.", "Ada", "Table 3"),
        ("10:30 Meeting: coffee", "Table 4", "Table 4"),
        ("Anne said that nobody had asked her.", "Anne", "Table 4"),
        ("This is a line that a program broke in the middle, as many of them do, so that it goes on here.", "Table 4", "Table 4"),
    ]
    assert [i.replies_to for i in got.items[:3]] == [None, None, 1]
    assert got.items[6].how == "reported by" and got.items[0].place == "line 5"
    assert (got.format, got.family) == ("plain text notes", "document")
    assert any("'10:30 Meeting' was" in notice or "'10:30 Meeting'" in notice for notice in got.notices)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\u2028"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_line_ends_and_marks_at_the_start_change_nothing(tmp_path: Path, ends: str, encoding: str) -> None:
    got = reading(tmp_path, NOTES.replace("\n", ends).encode(encoding))
    assert [i.text for i in got.items] == [i.text for i in reading(tmp_path, NOTES).items]


def test_line_ends_may_be_mixed(tmp_path: Path) -> None:
    assert [i.text for i in reading(tmp_path, "- One.\r\n- Two.\r- Three.\n- Four.").items] == ["One.", "Two.", "Three.", "Four."]


def test_windows_letters_are_read_and_that_is_said(tmp_path: Path) -> None:
    got = reading(tmp_path, "Table 3\n- “Café” at £5 – too dear\n".encode("cp1252"))
    assert got.items[0].text == "“Café” at £5 – too dear"
    assert "Windows-1252" in got.faults[0].what


def test_markdown_is_read_without_its_marks(tmp_path: Path) -> None:
    text = (
        "---\ntitle: Soup\n---\n# Day\n\n## Group B\n\n* **Ada Finch:** I said *so*, [here](https://soup.example/a_b)[^1]\n* [ ] ring\n\n"
        "| Name | What |\n|---|---|\n| Bo | dear \\| slow |\n\n> a quote\n> goes on\n\n```\nas it was\n```\n<!-- todo -->\n[^1]: not much\n"
    )
    got = reading(tmp_path, text, "notes.md")
    assert [(i.text, i.name) for i in got.items] == [
        ("I said so, here", "Ada Finch"), ("not much", ""), ("ring", "Group B"), ("dear | slow", "Bo"), ("a quote goes on", "Group B"),
        ("as it was", "Group B"),
    ]  # fmt: skip
    assert got.left_out["line of settings at the top"] == 1 and got.left_out["line of a hidden comment"] == 1


def test_a_name_on_a_line_of_its_own_holds_for_the_bullets_below(tmp_path: Path) -> None:
    got = reading(tmp_path, "Bo Finch (carer):\n- we rang\n- nobody answered\n\nThen the meeting ended.\n- soup\n")
    assert [(i.text, i.name, i.aside) for i in got.items] == [
        ("we rang", "Bo Finch", (("beside the name", "carer"),)), ("nobody answered", "Bo Finch", (("beside the name", "carer"),)),
        ("Then the meeting ended.", "", ()), ("soup", "", ()),
    ]  # fmt: skip


def test_what_a_table_told_us_in_a_list_is_reported(tmp_path: Path) -> None:
    got = reading(tmp_path, "Table 3 told us:\n- too far\n- too dear\n")
    assert [(i.how, i.voice, i.name) for i in got.items] == [("reported by", "group", "Table 3")] * 2


def test_who_ran_a_table_or_was_there_is_told_and_nobody_s_words(tmp_path: Path) -> None:
    there = ["Facilitator: Maya.", "Present: Ada Quill (carer), Tom and Jo", "Apologies: none", "Notes taken by: Tom Reed"]
    said = ["Facilitator: And what would you have wanted instead?", "Facilitator: Thanks.", "Present: how it is now, not how it was"]
    found = reading(tmp_path, "\n".join(["Table 1", *(f"- {line}" for line in [*there, "Nobody rang back.", *said])]))
    assert [item.text for item in found.items] == ["Nobody rang back.", said[0].split(": ")[1], "Thanks.", said[2]]
    assert found.left_out["on who ran it or was there"] == len(there)
    (told,) = (each for each in found.notices if each.startswith("Taken for who ran it"))
    assert all(line in told for line in there)


def test_links_and_times_are_no_speakers(tmp_path: Path) -> None:
    got = reading(tmp_path, "https://soup.example: see\n\nSoup Kitchen: open\n\nthe soup kitchen is open\n\nNote: so\n\nQ1: why?\n")
    assert {i.voice for i in got.items} == {"not known"}


def test_short_lines_are_each_a_note_and_that_is_said(tmp_path: Path) -> None:
    got = reading(tmp_path, "being heard\na name to ring\n")
    assert len(got.items) == 2 and "2 lines without bullets" in got.notices[0]


def test_tables_are_left_to_the_reader_of_tables(tmp_path: Path) -> None:
    csv = "Who,Comments\n" + "".join(f"{n},We waited {n} weeks and then nobody rang us back\n" for n in range(2, 9))
    assert reading(tmp_path, csv).format == "CSV table"


def test_notes_that_are_nothing_but_a_table_in_markdown_are_notes(tmp_path: Path) -> None:
    lines = ["| Name | Comment | May we quote you? |", "|---|:---:|---|", "| Ada | Ring us back. | yes |", "| Tom | Chairs with arms. | no |"]
    for ends in ("\n", "\r\n"):
        found = reading(tmp_path, ends.join(lines), "table.md")
        assert [(item.name, item.text) for item in found.items] == [("Ada", "Ring us back."), ("Tom", "Chairs with arms.")]
        assert [[answer for _, answer, *_ in item.permissions] for item in found.items] == [["yes"], ["no"]]


def test_json_and_other_things_are_not_taken_for_notes(tmp_path: Path) -> None:
    for text in ('{"a": 1}', "[1, 2]", "{\\rtf1 x}", "<html><p>x</p></html>"):
        with pytest.raises(NotReadable):
            reading(tmp_path, text)
    assert reading(tmp_path, "[Table 3 was quiet]\n").items


def test_a_line_without_end_is_refused_or_read_but_never_hangs(tmp_path: Path) -> None:
    for line in ("a" * 3_000_000, "* " * 500_000, "[" * 400_000, "**a" * 300_000, "A: " * 300_000, "| " * 300_000, "(" * 300_000, "_a " * 300_000):
        read_or_refused(tmp_path / "notes.md", line.encode(), read)


def test_what_is_larger_than_any_notes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    with path.open("wb") as file:
        file.write(b"Soup for all. ")
        file.truncate(100_000_000)
    with pytest.raises(NotReadable):
        read(path)


def test_adding_a_heading_later_changes_no_notes_identity(tmp_path: Path) -> None:
    before, after = (reading(tmp_path, text) for text in ("- soup\n- bread\n", "# Day\n- soup\n- bread\n"))
    assert [i.row for i in before.items] == [i.row for i in after.items]


MARKDOWN = (
    b"# Day\n\n## Table 3\n\n* **Ada:** so\n    * x\n\n|A|B|\n|-|-|\n|1|2|\n\nBo Roe:\n- y[^1]\n\n[^1]: z\n> q\n```\nf\n```\nAnne said no\n===\n"
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(MARKDOWN)))
def test_whatever_happened_to_the_file_it_is_read_or_refused(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "notes.md", broken(MARKDOWN, where), read)


_lines = st.sampled_from(
    ["# ", "Table 3", "- soup", "    - bread", "Ada: tea", "Ada:", "", "===", "---", "|soup|tea|", "|-|-|", "**tea**", "Anne said soup", "> soup",
     "```", "[^1]: tea", "x[^1]"]
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_lines, min_size=1, max_size=14))
def test_in_any_order_of_lines_no_word_is_lost(tmp_path: Path, lines: list[str]) -> None:
    text = "Start.\n" + "\n".join(lines)
    got = read_or_refused(tmp_path / "notes.md", text.encode(), read)
    assert got is not None
    everything = " ".join(f"{i.text} {i.about} {i.name}" for i in got.items)
    assert all(word in everything for word in ("soup", "bread", "tea") if word in text)


@pytest.mark.parametrize("run", ["\n", " \n", "\t"])
def test_a_great_deal_of_white_space_between_two_notes_is_read(tmp_path: Path, run: str) -> None:
    got = reading(tmp_path, f"Listening day\n\n- We waited{run * 300_000}\n- Nobody came.\n")
    assert [item.text for item in got.items] == ["We waited", "Nobody came."]


def test_comments_that_google_docs_writes_below_are_remarks_and_page_numbers_nobodys_words(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_text("Table A\n\n* The tea was cold[a]\n* We waited [b] and waited\n\nPage 2\n\n* Parking\n\n[a]Is this about the report?\n", "utf-8")
    found = read(path)
    assert [item.text for item in found.items] == ["The tea was cold", "Is this about the report?", "We waited [b] and waited", "Parking"]
    assert (found.items[1].about, found.items[1].replies_to) == ("Table A · a comment", 0)
    assert found.left_out["page number"] == 1


ASKED = """# Flip-charts

| Who | What they said | May we quote you? |
|---|---|---|
| Ada Finch | We were asked after it was decided. | no |
| Bo Lee | I had to take a day off work. | yes |
| Cy Marsh | The stairs are a mountain. | ask me first |
|  | Somebody found the room cold. |  |
| Di Fox |  | yes |
"""


def test_what_people_allow_in_a_column_of_a_table_is_no_note_of_theirs(tmp_path: Path) -> None:
    got = reading(tmp_path, ASKED, "notes.md")
    assert [(i.name, i.text, i.permissions) for i in got.items[:4]] == [
        ("Ada Finch", "We were asked after it was decided.", (("quote", "no"),)),
        ("Bo Lee", "I had to take a day off work.", (("quote", "yes"),)),
        ("Cy Marsh", "The stairs are a mountain.", ()),
        ("", "Somebody found the room cold.", ()),
    ]
    assert [i.aside for i in got.items[:4]] == [(("May we quote you?", said),) if said else () for said in ("no", "yes", "ask me first", "")]
    assert got.left_out["answer to a question of permission, kept with the words beside it"] == 4
    assert any("row 4, column 3: 'ask me first' is not plainly yes or no" in line for line in got.notices)


def test_a_column_of_a_table_that_only_speaks_of_quotes_is_words(tmp_path: Path) -> None:
    rows = "| Ada | It took a year. | Yes, a whole year it was. |\n| Bo | No. | And the bus. |\n"
    got = reading(tmp_path, f"# Flip-charts\n\n| Who | Quotes | More |\n|---|---|---|\n{rows}", "notes.md")
    assert [i.text for i in got.items] == ["It took a year.", "Yes, a whole year it was.", "No.", "And the bus."]
    assert all(i.permissions == () for i in got.items)


@pytest.mark.parametrize("said", ["Doreen", "line 3"])
def test_a_name_that_was_not_taken_for_one_is_a_speaker_once_a_person_says_so(tmp_path: Path, said: str) -> None:
    got = reading(tmp_path, "Workshop notes\n\nDoreen: nobody told us the date.\n\nTransport: it was late.\n")
    assert any('--speaker "Doreen=NAME"' in notice for notice in got.notices)
    right = put_right(got, {said: "Doreen"})
    assert [(i.name, i.text) for i in right.items] == [
        ("", "Workshop notes"), ("Doreen", "nobody told us the date."), ("", "Transport: it was late."),
    ]  # fmt: skip
    assert [(i.name, i.text) for i in put_right(got, {"line 3": "Ada Finch"}).items][1] == ("Ada Finch", "Doreen: nobody told us the date.")
    with pytest.raises(NoSuchThing):
        put_right(got, {"Edna": "Edna"})


def test_what_an_answer_in_a_table_of_notes_means_is_said_as_for_any_table(tmp_path: Path) -> None:
    rows = [("Ada", "ja"), ("Bo", "no"), ("Cy", "nur anonym"), ("Dee", "ask me"), ("Eli", "")]
    table = "".join(f"| {name} | The bus number {n} never came to us. | {said} |\n" for n, (name, said) in enumerate(rows))
    path = tmp_path / "notes.md"
    path.write_text(f"# Table 3\n\n- Hello from all of us\n\n| Who | What they said | May we quote you? |\n|---|---|---|\n{table}", "utf-8")
    before, after = read(path), read(path, answers={"ja": "yes", "nur anonym": "without name"})
    assert [dict(item.permissions) for item in before.items if "bus" in item.text] == [{}, {"quote": "no"}, {}, {}, {}]
    assert [dict(item.permissions) for item in after.items if "bus" in item.text] == [
        {"quote": "yes"},
        {"quote": "no"},
        {"quote": "yes", "name": "no"},
        {},
        {},
    ]
    assert [line.split("'")[1] for line in before.notices if line.startswith("Not settled")] == ["ja", "nur anonym", "ask me"]
    assert [line.split("'")[1] for line in after.notices if line.startswith("Not settled")] == ["ask me"]
