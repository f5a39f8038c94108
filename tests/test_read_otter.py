"""Reading transcripts as text, as Otter and Teams write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copro_text.readers import Reading, otter, read
from tests.broken import Change, broken, changes, read_or_refused

TALK = """Soup seminar
Thu, Jan 14, 2027 9:30AM

SUMMARY KEYWORDS
soup, bread

Ada Finch  0:03
We cook soup.
Every day.

Ada Finch  0:40
And bread.

Unknown Speaker  1:02:07
Why?

Unknown Speaker  1:02:09
Why not? The note is: 10:30

Transcribed by https://otter.ai
"""


def reading(folder: Path, text: str | bytes) -> Reading:
    path = folder / "talk.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    got = read(path)
    assert got.found == len(got.items) + sum(got.left_out.values())
    return got


def test_a_line_with_a_name_and_a_time_stands_over_each_turn(tmp_path: Path) -> None:
    got = reading(tmp_path, TALK)
    assert [(i.at, i.name, i.person, i.text) for i in got.items] == [
        ("0:00:03", "Ada Finch", "speaker:ada finch", "We cook soup. Every day.\n\nAnd bread."),
        ("1:02:07", "", "", "Why?"),
        ("1:02:09", "", "", "Why not? The note is: 10:30"),
    ]
    assert got.left_out == {"line above the first speaker": 4, "line of the program, not words": 1}
    assert (got.format, got.family) == ("Otter or Teams text", "transcript")
    assert any("'Soup seminar'; 'Thu, Jan 14, 2027 9:30AM'" in notice for notice in got.notices)
    assert "Ada Finch (1 turn), Unknown Speaker (2 turns)" in got.notices[0] or "Unknown Speaker (2 turns), Ada Finch (1 turn)" in got.notices[0]


@pytest.mark.parametrize("above", ["Thu, Jan 14, 2027 9:30AM • 1:45:10", "Soup seminar\n14 January 2027 · 45:10", "Soup seminar | 45:10"])
def test_a_line_of_the_date_and_the_length_is_nobodys_name(tmp_path: Path, above: str) -> None:
    got = reading(tmp_path, f"{above}\n\nSPEAKERS\nAda Finch, Bo\n\nAda Finch  0:03\nWe cook soup.\n\nBo  0:40\nAnd bread.\n")
    assert [(i.name, i.text) for i in got.items] == [("Ada Finch", "We cook soup."), ("Bo", "And bread.")]


@pytest.mark.parametrize("head", ["{} \t{}", "[{}] 00:0{}", "{} ({}):", "{}  {}  "])
def test_the_line_may_look_a_little_different(tmp_path: Path, head: str) -> None:
    first, second, third = (head.format(*who) for who in (("Ada Finch", "0:03"), ("Bo Lee", "0:09"), ("Ada Finch", "0:11")))
    got = reading(tmp_path, f"{first}\r\nSoup.\r\n\r\n{second}\r\nBread.\r\n\r\n{third}\r\nYes.")
    assert [(i.name, i.text) for i in got.items] == [("Ada Finch", "Soup."), ("Bo Lee", "Bread."), ("Ada Finch", "Yes.")]


@pytest.mark.parametrize(
    "text",
    [
        "Soup  10:30\nBread  11:00\nTea  12:00\n", "We met at 10:30\nand ate soup.\nWe left at 11:00\nand slept.\n",
        "Dear all,\nsoup is at  10:30\nBo",
        "Lunch 10:30\nSoup in the hall.\nWalk 9:15\nBring shoes.\n",
    ],
)  # fmt: skip
def test_a_programme_or_a_letter_is_no_transcript(tmp_path: Path, text: str) -> None:
    assert reading(tmp_path, text).format == "plain text notes"


def test_addresses_never_enter(tmp_path: Path) -> None:
    got = reading(tmp_path, "ring bo@x.example\n" + TALK.replace("And bread.", "Ask bo@x.example"))
    assert "x.example" not in repr(got)
    assert [f.where for f in got.faults] == ["line 8"]


VALID = TALK.encode()
LINES = st.sampled_from(
    ["", " ", "Ada Finch  0:03", "Bo  99:99", "[Zoë] 10:03:22", "Soup.", "Speaker 1 (00:03):", "0:03", "Ada Finch  0:03 x", "\u202e  0:01"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(VALID)))
def test_whatever_happened_to_the_file_it_is_read_or_refused_in_words(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "a.txt", broken(VALID, where), read)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=20))
def test_lines_in_any_order_are_read_or_refused_in_words(tmp_path: Path, lines: list[str]) -> None:
    read_or_refused(tmp_path / "a.txt", "\n".join(lines).encode(), otter.read)


@pytest.mark.parametrize("talk", ["Ada Finch 0:03\nWe cook soup.\n\nBo 0:40\nAnd bread.\n", "Ada Finch  0:03\nWe cook soup.\nAnd bread.\n"])
def test_whom_otter_lists_above_is_known_for_a_speaker(tmp_path: Path, talk: str) -> None:
    above = "Soup seminar\nThu, Jan 14, 2027 9:30AM • 45:10\n\nSUMMARY KEYWORDS\nsoup\n\nSPEAKERS\nAda Finch, Bo\n\n"
    got = reading(tmp_path, above + talk)
    assert got.format == "Otter or Teams text"
    assert [i.name for i in got.items] == ["Ada Finch", "Bo"][: len(got.items)]
    assert got.left_out["line above the first speaker"] == 6
    assert not any(i.text == "soup" or "SPEAKERS" in i.text for i in got.items)
    assert reading(tmp_path, talk).format == "plain text notes"


@pytest.mark.parametrize(
    "talks",
    [
        "Ada Finch 9:30\nOn soup, a talk.\n\nBo 10:30\nOn bread.\n",
        "Lunch  12:30\nSoup in the hall.\n",
        "Ada said the bus leaves at 10:30\nBo: late.\n",
    ],
)
def test_a_programme_or_notes_that_list_their_speakers_are_no_transcript(tmp_path: Path, talks: str) -> None:
    assert reading(tmp_path, f"Soup day\n\nSPEAKERS\nAda Finch, Bo\n\n{talks}").format == "plain text notes"
