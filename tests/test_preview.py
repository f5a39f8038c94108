"""Preview: what a file would bring, before it comes in; and what a person puts right."""

from __future__ import annotations

from pathlib import Path

import pytest

from copro_text.errors import NoSuchThing, NotReadable
from copro_text.study import Study
from tests.small import write_wxr

SURVEY = "Ref,Area,What should change? Please explain\n1,North,Ring us back before the day of the visit\n2,North,No.\n3,South,no\n4,South,n/a\n"
TALK = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Ana Flores>We waited for three weeks.</v>

00:00:10.000 --> 00:00:14.000
<v Speaker 2>Nobody rang us at all, did they?</v>
"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_a_preview_shows_what_would_come_in_and_adds_nothing(study: Study, tmp_path: Path) -> None:
    before, lines = study.status.numbers, len(study.history())
    export = write_wxr(tmp_path / "more.xml", [("Fay", "A word that nobody else has brought in.")])
    seen = study.preview(export)
    assert seen.said["words"].tolist() == ["A word that nobody else has brought in."]
    assert seen.said["said_by"].tolist() == ["Fay"]
    assert "nothing was added" in repr(seen)
    assert "A word that nobody else has brought in." in repr(seen)
    assert study.status.numbers == before
    assert len(study.history()) == lines
    added = study.add(export)
    assert (added.new, added.edited, added.known) == (seen.source.new, seen.source.edited, seen.source.known) == (0, 1, 1)


def test_a_preview_of_a_table_says_what_each_column_would_be_taken_for(study: Study, tmp_path: Path) -> None:
    seen = study.preview(written(tmp_path / "survey.csv", SURVEY))
    roles = dict(zip(seen.columns["header"], seen.columns["role"], strict=True))
    assert roles["Ref"] == "id"
    assert roles["What should change? Please explain"] == "text"
    assert "C What should change? Please explain: text" in repr(seen)


def test_what_was_put_right_of_columns_is_remembered_for_the_next_table_with_the_same_ones(study: Study, tmp_path: Path) -> None:
    first = written(tmp_path / "first.csv", "Ref,Box\n1,Tea\n2,Ramps\n")
    with pytest.raises(NotReadable):
        study.preview(first)
    study.add(first, columns={"Box": "text"})
    later = written(tmp_path / "later.csv", "Ref,Box\n1,Tea\n2,Ramps\n3,Lifts\n")
    seen = study.preview(later)
    assert (seen.source.known, seen.source.new) == (2, 1)
    assert "as you put them right" in repr(seen)
    assert study.add(later).new == 1


def test_a_speaker_is_put_right_by_the_time_or_the_name_that_the_file_gives(study: Study, tmp_path: Path) -> None:
    talk = written(tmp_path / "talk.vtt", TALK)
    assert study.preview(talk).said["said_by"].tolist() == ["Ana Flores", "Speaker 2"]
    right = {"Speaker 2": "Ben", "0:00:01": ""}
    assert study.preview(talk, speakers=right).said["said_by"].tolist() == ["", "Ben"]
    study.add(talk, speakers=right)
    said = {c.text: (c.signed, c.voice) for c in study.session.corpus if c.kind == "turn"}
    assert said == {"We waited for three weeks.": ((), "not known"), "Nobody rang us at all, did they?": (("Ben",), "person")}
    with pytest.raises(NoSuchThing, match="Speaker 9"):
        study.preview(talk, speakers={"Speaker 9": "Ben"})


def test_a_speaker_put_right_after_the_file_came_in_changes_nothing_and_the_account_says_so(study: Study, tmp_path: Path) -> None:
    talk = written(tmp_path / "talk.vtt", TALK)
    assert "Put right by a person: who said 1 of these" in repr(study.add(talk, speakers={"Speaker 2": "Ben"}))
    again = study.add(talk, speakers={"0:00:01": "Cara", "Speaker 2": "Ben"})
    assert (again.new, again.known) == (0, 2)
    assert "Put right" not in repr(again)
    assert "Who said 1 of these is another here than in what you add now" in repr(again)
    assert "study.different_people" in repr(again)
    assert "is another here" not in repr(study.add(talk, speakers={"Speaker 2": "Ben"}))
    assert {c.text: c.signed for c in study.session.corpus if c.kind == "turn"} == {
        "We waited for three weeks.": ("Ana Flores",),
        "Nobody rang us at all, did they?": ("Ben",),
    }


def test_a_folder_is_read_file_by_file_and_what_cannot_be_read_is_listed(study: Study, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    (folder / "deeper").mkdir(parents=True)
    write_wxr(folder / "deeper" / "more.xml", [("Fay", "A word that nobody else has brought in.")])
    written(folder / "survey.csv", SURVEY)
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    (folder / ".DS_Store").write_bytes(b"x")
    written(folder / "~$survey.csv", "lock")
    added = study.add_all(folder)
    assert [source.name for source in added.sources] == ["more.xml", "survey.csv"]
    assert [name for name, _ in added.refused] == ["photo.png"]
    assert "photo.png" in repr(added)


def test_a_person_says_question_by_question_whether_a_short_answer_means_none(study: Study, tmp_path: Path) -> None:
    study.add(written(tmp_path / "survey.csv", SURVEY))
    table = study.short_answers
    assert list(zip(table["answer"], table["people"], table["decided"], strict=True)) == [("No.", 2, ""), ("n/a", 1, "")]
    study.no_answer("What should change? Please explain", "no")
    assert study.short_answers["decided"].tolist() == ["means no answer", ""]
    assert study.status.numbers["set_aside"] == 2
    study.undo()
    assert study.short_answers["decided"].tolist() == ["", ""]
    with pytest.raises(NoSuchThing, match="Nobody gave 'maybe'"):
        study.no_answer("What should change? Please explain", "maybe")


def test_what_an_answer_means_is_remembered_for_the_next_table_with_the_same_columns(study: Study, tmp_path: Path) -> None:
    asked = "Ref,Was fehlt Ihnen?,Darf zitiert werden?\n"
    for name in ("one", "two"):
        (tmp_path / f"{name}.csv").write_text(
            asked + f'{name}1,"Mehr Zeit für Gespräche mit den Ärzten {name}",ja\n{name}2,"Ruhige Räume für alle, bitte {name}",nein\n'
        )
    told = study.preview(tmp_path / "one.csv", progress=False)
    assert "'ja' (1; perhaps yes)" in repr(told)
    study.add(tmp_path / "one.csv", answers={"ja": "yes", "nein": "no"}, progress=False)
    source = study.add(tmp_path / "two.csv", progress=False)
    assert "Not settled" not in repr(source)
    assert sorted(f.answer for c in study.session.corpus for f in c.found if f.sentence is None) == ["no", "no", "yes", "yes"]


def test_equal_texts_are_shown_at_their_own_rows_and_nothing_tells_to_undo_what_was_not_added(study: Study, tmp_path: Path) -> None:
    said = "Please keep the day centre open for all of us."
    path = tmp_path / "letters.csv"
    path.write_text("Name,Letter\n" + "".join(f'{name},"{said}"\n' for name in ("Ann", "Bo", "Cy", "Ann")))
    told = study.preview(path, columns={"Letter": "text"}, progress=False)
    assert list(told.said["where"]) == [f"row {n}, column B" for n in (2, 3, 4, 5)]
    assert "Is it in already? Then take that back first" in repr(told)


def test_adding_the_same_file_with_other_columns_says_that_it_changes_nothing_and_what_to_do(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("Called,What would you change?\n" + "".join(f'Ann {n},"Please keep the day centre open, says number {n}."\n' for n in range(3)))
    study.add(path, progress=False)
    brought = max(study.session.refresh().book.sources.values(), key=lambda e: e.order).id
    source = study.add(path, columns={"Called": "name"}, progress=False)
    assert source.known == 3
    assert f"copro undo STUDY {brought[:8]}" in repr(source)
    study.undo(brought)
    source = study.add(path, columns={"Called": "name"}, progress=False)
    assert source.new == 3
    assert "This very file" not in repr(source)
    assert study.check() == ()


def test_a_speaker_in_notes_is_put_right_by_the_place_that_the_preview_shows(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("* The bus stops at six.\n* The tea was cold.\n")
    where = study.preview(path, progress=False).said["where"].iloc[1]
    study.add(path, speakers={where: "Ann"}, progress=False)
    assert {c.text: c.signed for c in study.session.refresh().corpus}["The tea was cold."] == ("Ann",)


def test_the_account_tells_that_a_comment_whose_words_changed_had_redactions(study: Study, tmp_path: Path) -> None:
    comment = next(c for c in study.session.corpus if "gate" in c.text)
    at = comment.text.index("gate")
    study.redact([f"{comment.id}.{comment.version}.{at}.{at + 4}"])
    export = write_wxr(tmp_path / "later.xml")
    export.write_text(export.read_text("utf-8").replace("nobody rings back", "nobody ever rings back"), "utf-8")
    source = study.add(export, progress=False)
    assert source.edited == 1
    assert f"1 of those with changed words had redactions ({comment.id[:8]})" in repr(source)
    assert study.check() == ()
