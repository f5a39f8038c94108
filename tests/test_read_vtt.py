"""Reading WebVTT transcripts, as Teams, Zoom and YouTube write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copro_text.errors import NotReadable
from copro_text.readers import Reading, read, vtt
from tests.broken import Change, broken, changes, read_or_refused

GUID = "5f2c1f0a-0000-4000-8000-00000000000"


def stamp(moment: float) -> str:
    return f"{int(moment) // 3600:02}:{int(moment) // 60 % 60:02}:{int(moment) % 60:02}.{round(moment % 1 * 1000):03}"


def vtt_of(*cues: tuple[float, float, str], head: str = "WEBVTT") -> str:
    """As Zoom numbers them."""
    return f"{head}\n\n" + "\n".join(f"{n}\n{stamp(start)} --> {stamp(end)}\n{words}\n" for n, (start, end, words) in enumerate(cues, 1))


def teams_of(*cues: tuple[float, float, str, str]) -> str:
    """As Teams writes them: a GUID over each, the name in a tag."""
    return "WEBVTT\n\n" + "\n".join(
        f"{GUID}{n}/12-{n}\n{stamp(a)} --> {stamp(b)}\n<v {who}>{words}</v>\n" for n, (a, b, who, words) in enumerate(cues)
    )


def reading(folder: Path, text: str | bytes) -> Reading:
    path = folder / "talk.vtt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    got = read(path)
    assert got.found == len(got.items) + sum(got.left_out.values())
    return got


def said(got: Reading) -> list[tuple[str, str, str]]:
    return [(i.at, i.name or i.voice, i.text) for i in got.items]


def told(got: Reading) -> str:
    return "\n".join(got.notices)


def test_teams_names_stand_in_tags_and_their_cues_are_joined(tmp_path: Path) -> None:
    got = reading(
        tmp_path,
        teams_of(
            (3, 6, "Ada Finch", "We cook\nsoup &amp; bread"), (6.5, 8, "Ada Finch", "every day."), (8, 9, "O&apos;Lee, Bo (Carer)", "Why?"),
            (9, 10, "Ada Finch", "Hunger."), (3725, 3726, "Ada Finch", "Bye."),
        ),
    )  # fmt: skip
    assert said(got) == [
        ("0:00:03", "Ada Finch", "We cook soup & bread every day."),
        ("0:00:08", "O'Lee, Bo", "Why?"),
        ("0:00:09", "Ada Finch", "Hunger."),
        ("1:02:05", "Ada Finch", "Bye."),
    ]
    assert got.items[1].aside == (("beside the name", "Carer"),)
    assert (got.format, got.left_out) == ("WebVTT transcript", {"heading of the file": 1})


def test_closing_tags_may_be_missing_and_several_may_speak_in_one_cue(tmp_path: Path) -> None:
    got = reading(
        tmp_path, "WEBVTT\n\n00:01.000 --> 00:04.000\n<v.loud Ada Finch>Soup?\n<v Bo Lee>Yes.</v>\n\n00:04.000 --> 00:05.000\nWho is this?\n"
    )
    assert said(got) == [("0:00:01", "Ada Finch", "Soup?"), ("0:00:01", "Bo Lee", "Yes."), ("0:00:04", "not known", "Who is this?")]
    assert "1 cues have no name beside them" in told(got)


def test_a_name_before_a_colon_inside_a_tag_is_what_was_said(tmp_path: Path) -> None:
    got = reading(tmp_path, teams_of((1, 2, "Ada Finch", "Bo Lee: that was his name."), (2, 3, "Ada Finch", "&lt;v Bo&gt; too.")))
    assert said(got) == [("0:00:01", "Ada Finch", "Bo Lee: that was his name. <v Bo> too.")]


def test_zoom_names_stand_before_the_words_of_each_cue(tmp_path: Path) -> None:
    cues = [(1.0, 2.0, "Ada Finch: We start at 10:30: sharp"), (2.0, 3.0, "Ada Finch: and then"), (3.0, 4.0, "we eat."), (5.0, 6.0, "Who is there?")]
    got = reading(tmp_path, vtt_of(*cues, (6, 7, "Bo Lee (he/him): Respect: that's it.")))
    assert said(got) == [
        ("0:00:01", "Ada Finch", "We start at 10:30: sharp and then we eat."),
        ("0:00:05", "not known", "Who is there?"),
        ("0:00:06", "Bo Lee", "Respect: that's it."),
    ]
    assert "cue 3 (line 12): no name stands here; it goes on with the sentence before it." in told(got)


def test_rolling_captions_are_said_once(tmp_path: Path) -> None:
    rolled = (
        "WEBVTT\nKind: captions\nLanguage: en\n\n00:00:00.000 --> 00:00:02.000 align:start position:0%\n \n"
        "we<00:00:00.500><c> cook</c><00:00:01.000><c> soup</c>\n\n"
        "00:00:02.000 --> 00:00:02.010 align:start position:0%\nwe cook soup\n \n\n"
        "00:00:02.010 --> 00:00:04.000 align:start position:0%\nwe cook soup\nand<00:00:03.000><c> bread</c>\n\n"
        "00:00:04.000 --> 00:00:04.010 align:start position:0%\nand bread\n \n\n00:00:04.010 --> 00:00:06.000\nand bread\nevery day\n"
    )
    got = reading(tmp_path, rolled)
    assert [i.text for i in got.items] == ["we cook soup and bread every day"]
    assert got.left_out["only repeats the cue before"] == 2 and "Captions that roll" in told(got)


def test_notes_styles_regions_and_names_of_cues_are_no_words(tmp_path: Path) -> None:
    text = (
        "WEBVTT - The soup talk\n\nSTYLE\n::cue { color: red; }\n\nREGION\nid:bo\n\nNOTE by Bo\nmany lines\n\nthe second part\n"
        "00:01.000 --> 00:02.000 line:-1\n"
        "NOTEworthy <b>soup</b>.\n\n00:02.000 --> 00:03.000\n\nAnd words below a blank line.\n"
    )
    got = reading(tmp_path, text)
    assert [i.text for i in got.items] == ["NOTEworthy soup. And words below a blank line."]
    assert got.left_out == {"heading of the file": 1, "note or setting in the file, not words": 3, "name of a cue, not words": 1}
    assert "'the second part' (line 12)" in told(got) and "'The soup talk'" in told(got)


@pytest.mark.parametrize("times", ["0:0:1.0 --> 0:0:2", "00:01.000-->00:02.000", "00:00:01,000 --> 00:00:02,000"])
def test_times_may_be_written_carelessly(tmp_path: Path, times: str) -> None:
    assert said(reading(tmp_path, f"\ufeffWEBVTT\r\n\r\n{times}\r\nSoup.\r\n")) == [("0:00:01", "not known", "Soup.")]


def test_a_file_without_its_first_line_is_read_all_the_same(tmp_path: Path) -> None:
    assert reading(tmp_path, "00:01.000 --> 00:02.000\nSoup.\n").items[0].text == "Soup."


def test_a_clock_that_starts_again_begins_another_turn(tmp_path: Path) -> None:
    got = reading(tmp_path, teams_of((600, 602, "Ada Finch", "One."), (1, 2, "Ada Finch", "Two.")))
    assert [i.at for i in got.items] == ["0:10:00", "0:00:01"]


def test_pauses_and_length_make_paragraphs_only_where_sentences_end(tmp_path: Path) -> None:
    long = [(2.0 * n, 2.0 * n + 2, "Ada Finch", f"{'soup ' * 20}and bread{'.' if n % 2 else ''}") for n in range(12)]
    text = reading(tmp_path, teams_of(*long)).items[0].text
    assert text.count("\n\n") == 1 and all(part.endswith(".") for part in text.split("\n\n"))


def test_nothing_but_a_heading_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="no words in it"):
        reading(tmp_path, "WEBVTT\n")


VALID = (
    teams_of((3, 6, "Ada Finch", "We <i>cook</i>\nsoup &amp; bread"), (9, 10, "Bo", "Why?"))
    + "\nNOTE x\n\n"
    + vtt_of((11, 12, "Zoë: Soup"))
    + "<00:12.000><c> x</c>\n"
).encode()
LINES = st.sampled_from(
    ["", " ", "WEBVTT", "NOTE a", "STYLE", "REGION", "}", f"{GUID}1/1-0", "00:01.000 --> 00:02.000 align:start", "00:0x --> 1", "<v Ada>Hi",
     "<v>", "</v>",
     "<v.a.b  >", "<c.x><00:00:01.000>a</c>", "Bo Lee: x", "a", "&#xFFFFFFFF;",
      "<v " + "A" * 400, "Kind: captions", "-- >", "\ufeff", "[Music]", ">>"]
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(VALID)))
def test_whatever_happened_to_the_file_it_is_read_or_refused_in_words(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "a.vtt", broken(VALID, where), read)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=25))
def test_lines_in_any_order_are_read_or_refused_in_words(tmp_path: Path, lines: list[str]) -> None:
    read_or_refused(tmp_path / "a.vtt", "\n".join(["WEBVTT", *lines]).encode(), vtt.read)


@pytest.mark.parametrize(
    "number", ["+44 7700 900123", "07700 900123", "+44*****123", "(555) 010-4477", "Call-in User 15550104477", "Tel: 07700900123"]
)
def test_the_number_of_whoever_dialled_in_is_nobodys_name_and_is_not_kept(tmp_path: Path, number: str) -> None:
    got = reading(tmp_path, teams_of((0, 2, number, "I am dialling in."), (3, 5, "Ada Finch", "Welcome."), (6, 8, number, "Thank you.")))
    assert said(got) == [("0:00:00", "person", "I am dialling in."), ("0:00:03", "Ada Finch", "Welcome."), ("0:00:06", "person", "Thank you.")]
    assert got.items[0].person == got.items[2].person != ""
    assert got.items[0].aside == (("called", "somebody by telephone"),)
    assert number not in told(got)


@pytest.mark.parametrize("label", ["10234", "P-1077", "Speaker 12"])
def test_the_number_of_a_participant_is_no_telephone(tmp_path: Path, label: str) -> None:
    assert "telephone" not in told(reading(tmp_path, teams_of((0, 2, label, "I am here."), (3, 5, "Ada Finch", "Welcome."))))
