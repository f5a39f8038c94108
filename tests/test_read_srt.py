"""Reading SubRip transcripts, as Otter writes them and as they arrive broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copro_text.errors import NotReadable
from copro_text.readers import Reading, read, srt
from tests.broken import Change, broken, changes, read_or_refused

Cue = tuple[float, float, str]


def stamp(moment: float) -> str:
    return f"{int(moment) // 3600:02}:{int(moment) // 60 % 60:02}:{int(moment) % 60:02},{round(moment % 1 * 1000):03}"


def srt_of(*cues: Cue) -> str:
    return "\n".join(f"{n}\n{stamp(start)} --> {stamp(end)}\n{words}\n" for n, (start, end, words) in enumerate(cues, 1))


def reading(folder: Path, text: str | bytes, name: str = "talk.srt") -> Reading:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    got = read(path)
    assert got.found == len(got.items) + sum(got.left_out.values())
    return got


def said(got: Reading) -> list[tuple[str, str, str]]:
    return [(i.at, i.name or i.voice, i.text) for i in got.items]


def told(got: Reading) -> str:
    return "\n".join(got.notices)


def test_a_name_stays_until_the_next_one_and_sentences_are_joined(tmp_path: Path) -> None:
    got = reading(
        tmp_path,
        srt_of(
            (0, 2, "Ada Finch: We began with\nthe soup"),
            (2, 4, "kitchen, and then"),
            (4, 6, "we stopped."),
            (6, 8, "Bo Lee: Why"),
            (8, 9, "was that?"),
        ),
    )
    assert said(got) == [("0:00:00", "Ada Finch", "We began with the soup kitchen, and then we stopped."), ("0:00:06", "Bo Lee", "Why was that?")]
    assert (got.format, got.family, {i.kind for i in got.items}) == ("SubRip transcript", "transcript", {"turn"})
    assert "5 cues were read as 2 turns. Speakers: Ada Finch (1 turn), Bo Lee (1 turn)." in told(got)


def test_two_turns_of_one_person_are_by_one_person(tmp_path: Path) -> None:
    got = reading(tmp_path, srt_of((0, 2, "Ada Finch: One."), (2, 4, "Bo Lee: Two."), (4, 6, "Ada Finch: Three.")))
    assert [i.person for i in got.items] == ["speaker:ada finch", "speaker:bo lee", "speaker:ada finch"]


def test_a_silence_of_more_than_two_seconds_begins_a_turn_but_not_within_a_sentence(tmp_path: Path) -> None:
    got = reading(tmp_path, srt_of((0, 2, "Ada Finch: One."), (3.9, 5, "Two."), (7.2, 9, "Three and"), (12, 14, "four.")))
    assert [i.text for i in got.items] == ["One.\n\nTwo.", "Three and four."]


def test_somebody_who_says_their_name_after_a_pause_is_another_voice_and_it_is_told(tmp_path: Path) -> None:
    got = reading(
        tmp_path,
        srt_of(
            (0, 4, "Ada Finch: With me is Mo Roe. And now I pass on."), (4.5, 7, "Hi, I'm Mo. I cook."), (7, 9, "Every day."),
            (13, 15, "Lovely, thank you so much. So that was it."),
        ),
    )  # fmt: skip
    assert [(name, text.split()[0]) for _, name, text in said(got)] == [("Ada Finch", "With"), ("Mo Roe", "Hi,"), ("Ada Finch", "Lovely,")]
    assert "0:00:04 (cue 2 (line 6)): no name stands here; taken for Mo Roe, by the words 'Hi, I'm Mo'. Please look." in told(got)
    assert "0:00:13 (cue 4 (line 14)): no name stands here; taken for Ada Finch" in told(got)


def test_the_floor_is_given_by_name_and_comes_back_with_thanks_by_name(tmp_path: Path) -> None:
    got = reading(
        tmp_path,
        srt_of((0, 4, "Ada Finch: So over to you, Zora."), (9, 12, "It began with soup."), (14.5, 16, "Thank you, Zora. Next, the garden.")),
    )
    assert [name for _, name, _ in said(got)] == ["Ada Finch", "Zora", "Ada Finch"]


def test_who_says_their_own_name_again_is_nobody_else(tmp_path: Path) -> None:
    got = reading(tmp_path, srt_of((0, 4, "Ada B. Finch: Welcome."), (5, 7, "Hello, I'm Ada Finch and I cook."), (8, 9, "Thank you for coming.")))
    assert {name for _, name, _ in said(got)} == {"Ada B. Finch"}


def test_where_a_silence_hides_in_a_cue_that_gives_the_floor_away_nobody_is_credited(tmp_path: Path) -> None:
    cues = [
        (0.0, 4.0, "Ada Finch: That was that."),
        (4.0, 40.0, "Over to you Mo. Mo? I was muted."),
        (40.0, 42.0, "Can you hear me?"),
        (44.0, 46.0, "I cook."),
    ]
    got = reading(tmp_path, srt_of(*cues))
    assert said(got) == [
        ("0:00:00", "Ada Finch", "That was that."),
        ("0:00:04", "not known", "Over to you Mo. Mo? I was muted. Can you hear me?"),
        ("0:00:44", "Mo", "I cook."),
    ]
    assert "0:00:04 (cue 2 (line 6)): few words and a long silence" in told(got)


def test_a_yes_alone_after_a_question_may_be_somebody_elses(tmp_path: Path) -> None:
    got = reading(tmp_path, srt_of((0, 2, "Ada Finch: Can you hear me?"), (3.5, 4, "Yeah."), (5.5, 7, "Good. So soup.")))
    assert [(name, text) for _, name, text in said(got)] == [
        ("Ada Finch", "Can you hear me?"),
        ("not known", "Yeah."),
        ("Ada Finch", "Good. So soup."),
    ]
    assert got.items[1].person == "" and "'Yeah.' answers a question" in told(got)


def test_a_long_silence_without_a_name_is_told(tmp_path: Path) -> None:
    got = reading(tmp_path, srt_of((0, 2, "Ada Finch: One."), (12, 14, "Two."), (14, 15, "Three.")))
    assert "no name after a silence of 10 seconds. Taken as still Ada Finch; please look." in told(got)


@pytest.mark.parametrize(
    "words",
    [
        "10:30 Meeting: we met in the hall.", "Note: the hall is cold.", "So the question is: who cooks?", "Respect: that is the word.",
        "What she said was: no.", "http://soup.example is the page", "Soup Kitchen: it is a soup kitchen.", "Monday: closed",
    ],
)  # fmt: skip
def test_what_is_no_speaker_stays_among_the_words(tmp_path: Path, words: str) -> None:
    got = reading(tmp_path, srt_of((0, 2, "We came together, soup in the kitchen."), (2, 4, words)))
    assert {i.voice for i in got.items} == {"not known"} and got.items[0].text.endswith(words)
    label = words.split(": ")[0]
    assert (f"'{label}:' was not taken for a speaker." in told(got)) == (": " in words)


def test_a_time_in_front_is_no_speaker_however_often_it_comes(tmp_path: Path) -> None:
    got = reading(tmp_path, srt_of(*((n, n + 1, f"10:30 Meeting: we met {n}.") for n in range(4))))
    assert {i.voice for i in got.items} == {"not known"} and "'10:30 Meeting:' was not taken for a speaker." in told(got)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Dr. Ada Finch", "Dr. Ada Finch"), ("ADA FINCH", "ADA FINCH"), ("O'Lee, Bo", "O'Lee, Bo"), ("Zoë", "Zoë"), ("Ada van der Finch",) * 2,
        ("Jean-Luc", "Jean-Luc"), ("Ada Finch (she/her)", "Ada Finch"), ("آدا فينش", "آدا فينش"), ("Will Hope-Lee", "Will Hope-Lee"),
    ],
)  # fmt: skip
def test_names_of_all_kinds_are_speakers(tmp_path: Path, label: str, name: str) -> None:
    got = reading(tmp_path, srt_of((0, 2, f"{label}: Soup is what I make.")))
    assert said(got) == [("0:00:00", name, "Soup is what I make.")]


def test_a_role_is_a_person_without_a_name_and_a_table_is_a_group(tmp_path: Path) -> None:
    words = (
        "Speaker 1: One.",
        "Speaker 2: Two.",
        "Speaker 1: Three.",
        "Table 3: Four.",
        "Unknown Speaker: Five.",
        "Speaker 1: Six.",
        "Unknown Speaker: Seven.",
    )
    got = reading(tmp_path, srt_of(*((n, n + 1, w) for n, w in enumerate(words))))
    assert [(i.person, i.name, i.voice) for i in got.items] == [
        ("speaker:speaker 1", "", "person"), ("speaker:speaker 2", "", "person"), ("speaker:speaker 1", "", "person"),
        ("speaker:table 3", "Table 3", "group"),
        ("", "", "person"), ("speaker:speaker 1", "", "person"), ("", "", "person"),
    ]  # fmt: skip
    assert got.items[0].aside == (("called", "Speaker 1"),)
    assert "Speaker 1 (3 turns), Unknown Speaker (2 turns), Speaker 2 (1 turn), Table 3 (1 turn)" in told(got)


def test_two_people_in_one_cue_are_told_apart(tmp_path: Path) -> None:
    got = reading(tmp_path, srt_of((0, 2, "Ada Finch: Soup?\nBo Lee: Yes."), (2, 3, "Ada Finch: Good."), (3, 4, ">> And me."), (4, 5, "- Me too.")))
    assert [(name, text) for _, name, text in said(got)] == [
        ("Ada Finch", "Soup?"),
        ("Bo Lee", "Yes."),
        ("Ada Finch", "Good."),
        ("not known", "And me."),
        ("not known", "Me too."),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    got = reading(tmp_path, srt_of((0, 2, "Zoë: “Café” for £5.")).replace("\n", "\r\n").encode(encoding))
    assert said(got) == [("0:00:00", "Zoë", "“Café” for £5.")]


def test_numbers_may_be_missing_and_blank_lines_too(tmp_path: Path) -> None:
    bare = "00:00:01,000 --> 00:00:02,000\nOne\n\n00:00:02,000 --> 00:00:03,000\ntwo\n7\n00:00:03,000 --> 00:00:04,000\nthree.\n"
    assert said(reading(tmp_path, bare)) == [("0:00:01", "not known", "One two three.")]


def test_words_without_a_time_or_with_a_broken_one_are_kept_and_told(tmp_path: Path) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nOne.\n\n2\nTwo.\n\n3\n00:00:03,000 --> 00:0x:04,000\nThree.\n\n4\n00:00:05,000 --> 00:00:06,000 Four.\n"
    got = reading(tmp_path, text)
    assert " ".join(i.text for i in got.items).split() == ["One.", "Two.", "Three.", "Four."]
    assert [f.where for f in got.faults] == ["line 5", "cue 2 (line 9)"]


def test_cues_without_words_sounds_and_the_same_again_are_left_out_and_counted(tmp_path: Path) -> None:
    text = srt_of(
        (0, 1, ""), (1, 2, "---"), (2, 3, "[Music]"), (3, 4, "<i>Soup</i> <3 {\\an8}&amp; bread."), (3, 4, "<i>Soup</i> <3 {\\an8}&amp; bread.")
    )
    got = reading(tmp_path, text)
    assert [i.text for i in got.items] == ["Soup <3 & bread."]
    assert got.left_out == {"cue without words": 2, "sound, not words (such as [Music])": 1, "only repeats the cue before": 1}


def test_who_says_yes_twice_said_it_twice(tmp_path: Path) -> None:
    got = reading(tmp_path, srt_of((0, 1, "Yes."), (1, 2, "Yes."), (2, 3, "Soup then."), (3, 4, "And bread."), (4, 5, "And tea."), (5, 6, "Tea.")))
    assert got.items[0].text == "Yes. Yes. Soup then. And bread. And tea. Tea."
    assert reading(tmp_path, srt_of(*((n, n + 1, "No more soup!") for n in range(5)))).items[0].text.count("soup") == 5


def test_rolling_captions_without_the_time_of_each_word_are_said_once(tmp_path: Path) -> None:
    lines = ["we cook soup", "and bread", "every day", "for all", "of you"]
    shown = [(n, n + 1, f"{lines[n]}\n{lines[n + 1]}") for n in range(4)]
    assert [i.text for i in reading(tmp_path, srt_of(*shown)).items] == ["we cook soup and bread every day for all of you"]


def test_addresses_never_enter(tmp_path: Path) -> None:
    got = reading(tmp_path, srt_of((0, 1, "bo@x.example: Ring me"), (1, 2, "at bo@x.example or 192.0.2.9.")))
    assert "x.example" not in repr(got.items) + told(got) and "192" not in repr(got.items)
    assert got.faults


def test_the_name_of_the_file_does_not_matter_and_an_agenda_is_no_transcript(tmp_path: Path) -> None:
    assert reading(tmp_path, srt_of((0, 1, "Soup.")), "notes.txt").format == "SubRip transcript"
    assert reading(tmp_path, "Programme\n10:30 -> 11:00 Soup\n11:00 -> 12:00 Bread\n").format == "plain text notes"


def test_a_file_of_endless_lines_or_far_too_large_is_read_or_refused(tmp_path: Path) -> None:
    got = reading(tmp_path, srt_of((0, 1, "Soup " * 300_000)))
    assert len(got.items) == 1
    with pytest.raises(NotReadable, match="lines, far more"):
        reading(tmp_path, srt_of((0, 1, "Soup")) + "\n" * 1_100_000)
    with pytest.raises(NotReadable, match="MB, far more"):
        reading(tmp_path, srt_of((0, 1, "Soup")).encode() + b"x" * 34_000_000)


def test_nothing_said_is_refused_with_the_account(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="no words in it") as refused:
        reading(tmp_path, srt_of((0, 1, ""), (1, 2, "♪")))
    assert sum(refused.value.left_out.values()) == 2


VALID = srt_of(
    (0, 4, "Ada Finch: Hello, over to\nyou, Mo Roe."), (6, 9, "Hi, I'm Mo. <i>Soup</i>"), (9, 40, "and bread? - Tea"),
    (41, 42, "Yeah."), (44, 45, ">> Bo: Great, thanks.")
).encode()  # fmt: skip
LINES = st.sampled_from(
    ["", " ", "1", "00:00:01,000 --> 00:00:02,000", "00:00:02.5 --> ", "99:99:99,999 --> 0:0:0",
     "Ada Finch: Soup.", "Bo:", "Hi, I'm Mo Roe.", "over to you Mo",
     "Thank you, Mo.", ">>", "- A", "WEBVTT", "NOTE x", "<v Ada>Hi", "</v>", "&#0;&lt;",
     "[Music]", "10:30 Meeting: x", "\u202e", "٣:٣ --> ٣", "a: b: c"]
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(VALID)))
def test_whatever_happened_to_the_file_it_is_read_or_refused_in_words(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "a.srt", broken(VALID, where), read)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=25))
def test_lines_in_any_order_are_read_or_refused_in_words(tmp_path: Path, lines: list[str]) -> None:
    read_or_refused(tmp_path / "a.srt", "\n".join(lines).encode("utf-8", "surrogatepass"), srt.read)
