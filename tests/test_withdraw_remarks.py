"""Claims about what is remarked as a file is read: it goes with the words of those whom it names or quotes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from copro_text import Study
from copro_text.corpus import SILENT
from copro_text.demo import corpora
from tests.devices import Device, first

SPOKEN = """WEBVTT

00:00:01.000 --> 00:00:06.000
<v Ann Zephyr>We rang for three long weeks and nobody ever called us back.

00:00:07.000 --> 00:00:12.000
<v Bob Ray>The tea was good and the nurse had time for all of us there.
"""
MORE = """
00:00:20.000 --> 00:00:26.000
<v Bob Ray>And the room was warm, which I had not thought of before that day.
"""
ASKED = (
    "Name,Comment,May we quote you?\n"
    'Ann Lee,"We rang for three long weeks and nobody ever called us back.","only if you call me Grandma Zephyr"\n'
    'Bob Ray,"The tea was good and the nurse had time for all of us there.","yes"\n'
)
COLUMNS = {"Name": "name", "Comment": "text", "May we quote you?": "quote"}


@pytest.fixture
def maya(tmp_path: Path) -> Device:
    return first(tmp_path / "maya")


def given(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def holding(words: str, *folders: Path) -> list[str]:
    return [p.name for folder in folders for p in folder.rglob("*") if p.is_file() and words.encode() in p.read_bytes()]


def test_who_spoke_in_a_recording_is_remarked_no_more_once_one_of_them_took_their_words_out(maya: Device, tmp_path: Path) -> None:
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.add(given(tmp_path, "round.vtt", SPOKEN), progress=False)
        assert holding("Zephyr", maya.path)
        study.withdraw("Ann Zephyr")
        assert holding("Zephyr", maya.path) == []
        assert [source.notices for source in study.session.corpus.sources.values()] == [(SILENT,)]
        assert [c.signed for c in study.session.corpus] == [("Bob Ray",)]
        assert study.check() == ()


def test_an_answer_that_was_quoted_as_not_settled_goes_with_the_words_of_whoever_gave_it(maya: Device, tmp_path: Path) -> None:
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.add(given(tmp_path, "asked.csv", ASKED), columns=COLUMNS, progress=False)
        assert holding("Zephyr", maya.path)
        study.withdraw("Ann Lee")
        assert holding("Zephyr", maya.path) == []


def test_a_longer_recording_read_before_or_after_the_withdrawal_remarks_nobody_who_took_their_words_out(maya: Device, tmp_path: Path) -> None:
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.add(given(tmp_path, "round.vtt", SPOKEN), progress=False)
        study.add(given(tmp_path, "longer.vtt", SPOKEN + MORE), progress=False)
        study.withdraw([who for who, c in study.session.corpus.contributors.items() if c.signed == ("Ann Zephyr",)])
        assert holding("Zephyr", maya.path) == []
        study.add(given(tmp_path, "longest.vtt", SPOKEN + MORE + MORE.replace("20", "30").replace("26", "36")), progress=False)
        assert holding("Zephyr", maya.path) == []
        assert study.check() == ()


def test_a_file_whose_voices_are_all_here_keeps_what_was_remarked(maya: Device, tmp_path: Path) -> None:
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.add(given(tmp_path, "round.vtt", SPOKEN), progress=False)
        other = study.add(given(tmp_path, "other.vtt", MORE.replace("\n", "WEBVTT\n\n", 1)), progress=False)
        study.withdraw("Ann Zephyr")
        assert study.session.corpus.sources[other.id].notices == other.notices != ()


def test_every_device_leaves_the_same_of_it_and_an_old_copy_brings_nothing_back(maya: Device, tmp_path: Path) -> None:
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.add(given(tmp_path, "round.vtt", SPOKEN), progress=False)
        study.session.close()
    tom, old = maya.copied(tmp_path / "tom"), maya.copied(tmp_path / "old")
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.withdraw("Ann Zephyr")
        study.bring_in(old.path)
        assert holding("Zephyr", maya.path) == []
        study.session.close()
    for path in (maya.path / "decisions").iterdir():
        shutil.copy(path, tom.path / "decisions" / path.name)
    with tom():
        there = Study(tom.path, analyst="Maya")
        assert holding("Zephyr", tom.path) == []
        assert [c.signed for c in there.session.corpus] == [("Bob Ray",)]
    files = [{p.name: p.read_bytes() for p in (d.path / "corpus").iterdir()} for d in (maya, tom)]
    assert files[0] == files[1]


def test_what_is_left_of_remarks_still_proves_what_it_was(maya: Device, tmp_path: Path) -> None:
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.add(given(tmp_path, "round.vtt", SPOKEN), progress=False)
        study.withdraw("Ann Zephyr")
        (path,) = (maya.path / "corpus").glob("*.jsonl")
        path.write_bytes(path.read_bytes().replace(b'"found":3', b'"found":4', 1))
        assert [fault.where for fault in Study(maya.path, analyst="Maya").check()] == [f"corpus/{path.name}"]


def test_a_table_that_brought_nothing_new_of_somebody_remarks_their_answer_no_more(maya: Device, tmp_path: Path) -> None:
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.add(given(tmp_path, "asked.csv", ASKED), columns=COLUMNS, progress=False)
        later = ASKED + 'Cy Dow,"The corridor was cold and long, and we waited all day there.","yes"\n'
        again = study.add(given(tmp_path, "later.csv", later), columns=COLUMNS, progress=False)
        assert again.known == 2 and len(holding("Zephyr", maya.path)) == 2
        study.withdraw("Ann Lee")
        assert holding("Zephyr", maya.path) == []
        assert study.check() == ()


def test_what_an_answer_was_said_to_mean_is_forgotten_once_nobody_here_gave_it(maya: Device, tmp_path: Path) -> None:
    meant = {"only if you call me Grandma Zephyr": "no", "Ja": "yes"}
    text = ASKED.replace('"yes"', '"ja"')
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.add(given(tmp_path, "asked.csv", text), columns=COLUMNS, answers=meant, progress=False)
        assert holding("Zephyr", maya.state) == ["columns.json"]
        study.withdraw("Ann Lee")
        assert holding("Zephyr", maya.state, maya.path) == []
        assert holding('"Ja"', maya.state) == ["columns.json"]


def test_their_own_words_under_a_wider_word_are_named_to_be_decided_and_check_tells_until_then(maya: Device, tmp_path: Path) -> None:
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.add(given(tmp_path, "asked.csv", ASKED), columns=COLUMNS, progress=False)
        study.confirm("Ann Lee", "perspective", value="night cook at Elmwood", because="told us")
        study.confirm("Bob Ray", "perspective", value="carer", because="told us")
        wider = study.wider_word("kitchen", ["night cook at Elmwood"])
        study.wider_word("family", ["carer"])
        assert study.withdraw("Ann Lee").to_decide == ((wider, "said"),)
        assert [fault.where for fault in study.check()] == [f"decision {wider}"]
        study.erase_words(wider, because="they took it out")
        assert holding("Elmwood", maya.path, maya.state) == []
        assert study.check() == ()


def test_words_that_a_comment_in_a_document_hangs_on_go_with_whoever_said_them(maya: Device) -> None:
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.add(corpora() / "workshop" / "notes.docx", progress=False)
        words = "£4,200 was said out loud"
        (asked,) = (c for c in study.session.corpus if c.signed == ("Stella Mossop",))
        assert words in study.session.corpus.contributions[asked.parent].text
        study.withdraw(study.people.index[study.people["signed"] == "Table 2"][0])
        assert holding(words, maya.path, maya.state) == []
        assert asked.text in set(study.contributions["text"])


def test_that_somebody_who_goes_wrote_down_what_others_said_is_told(maya: Device) -> None:
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.note("I was in the room.", said_by="Gil Farrow")
        told = study.note("They waited three weeks.", said_by="Table 3", how="reported by", written_down_by="Gil Farrow")
        came = study.withdraw("Gil Farrow")
        assert came.worded == (told.id[:8],)
        assert f"They also wrote down what others had said: {told.id[:8]}." in repr(came)
        assert "They waited three weeks." in set(study.contributions["text"])
