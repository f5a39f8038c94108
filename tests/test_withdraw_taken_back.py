"""Claims about words that stand only in what was taken back, or come again a little changed: nobody's words stay by a side door."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copro_text import Study
from copro_text.cli import app
from copro_text.decisions import Withdraw
from copro_text.errors import NoSuchThing, NotPossible
from tests.small import write_wxr

TABLE = (
    "Name,Comment\n"
    'Ann Lee,"We rang for three long weeks and nobody ever called us back."\n'
    'Bob Ray,"The tea was good and the nurse had time for all of us there."\n'
)
COLUMNS = {"Name": "name", "Comment": "text"}


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "state"))
    made = Study.new(tmp_path / "A", question="What was it like?", analyst="Maya")
    add(made, tmp_path / "x.csv", TABLE)
    return made


def add(study: Study, path: Path, text: str, columns: dict[str, str] = COLUMNS) -> None:
    path.write_text(text, "utf-8")
    study.add(path, columns=columns, progress=False)


def brought(study: Study) -> str:
    return max(study.session.refresh().book.sources.values(), key=lambda e: e.order).id


def on_disk(study: Study, words: str) -> bool:
    return any(words.encode() in path.read_bytes() for path in study.path.rglob("*") if path.is_file())


def test_a_person_whose_only_words_came_with_a_file_that_was_undone_can_still_take_them_out(study: Study) -> None:
    study.undo(brought(study))
    study.withdraw("Ann Lee")
    assert not on_disk(study, "three long weeks")
    assert on_disk(study, "The tea was good")
    assert study.check() == ()


def test_a_note_that_was_undone_goes_by_its_id(study: Study) -> None:
    note = study.note("The corridor was cold and long, we waited all day there.", said_by="Cy Dow")
    study.undo()
    study.withdraw(note.id)
    assert not on_disk(study, "cold and long")


def test_a_file_that_was_undone_goes_off_the_disk_as_a_whole_and_one_that_stands_does_not(study: Study) -> None:
    source = brought(study)
    with pytest.raises(NoSuchThing):
        study.withdraw(source)
    study.undo(source)
    study.withdraw(source)
    assert not on_disk(study, "three long weeks") and not on_disk(study, "The tea was good")
    assert study.check() == ()


@pytest.mark.parametrize(
    "words", ["We rang for three long weeks and nobody ever called us back", "we rang for three long weeks, and nobody ever called us back!"]
)
def test_a_table_saved_again_brings_nothing_back_that_differs_in_a_full_stop_or_a_capital(study: Study, tmp_path: Path, words: str) -> None:
    study.withdraw("Ann Lee")
    add(study, tmp_path / "z.csv", f'Words\n"{words}"\n', {"Words": "text"})
    assert list(study.contributions["signed"]) == ["Bob Ray"]


def test_words_typed_elsewhere_under_a_withdrawn_name_are_told_until_a_person_has_looked(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(study.path, tmp_path / "B")
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "state2"))
    other = Study(tmp_path / "B")
    other.join("Tom")
    note = other.note("A different thing said by a person at length.", said_by="Ann Lee")
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "state"))
    study.withdraw("Ann Lee")
    assert f"contribution {note.id[:8]}" in study.bring_in(tmp_path / "B").named
    assert any("signed with the name" in fault.what for fault in study.check())
    study.memo(note.id, "Another person of that name.", kind="ours")
    assert not any("signed with the name" in fault.what for fault in study.check())


def test_a_later_table_that_brings_the_name_of_somebody_who_left_says_so_at_once(
    study: Study, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study.withdraw("Ann Lee")
    capsys.readouterr()
    add(study, tmp_path / "y.csv", 'Words,Who\n"It was the other door that stuck all through the winter",Ann Lee\n', {"Words": "text", "Who": "name"})
    assert "signed with the name of somebody who took out what they said" in capsys.readouterr().err


def test_what_somebody_noted_on_their_own_goes_when_whoever_said_it_takes_it_out(study: Study) -> None:
    tom = Study(study.path).join("Tom")
    study.on_our_own()
    study.note("The corridor was cold and long, we waited all day there.", said_by="Cy Dow")
    assert tom.find("corridor").empty
    tom.withdraw("Cy Dow")
    study.session.refresh()  # whoever has a notes file open erases in it
    assert not on_disk(study, "cold and long")


def test_an_undo_of_a_file_says_that_its_words_stay_and_how_they_go(study: Study) -> None:
    said = CliRunner().invoke(app, ["undo", str(study.path), brought(study)]).output
    assert "The words stay in the study's folder" in said and f"copro withdraw {study.path}" in said


def test_a_withdrawal_names_nothing_that_others_wrote_on_their_own(study: Study) -> None:
    study.join("Ben")
    ben, maya = Study(study.path, analyst="Ben"), Study(study.path, analyst="Maya")
    ben.on_our_own()
    ben.note("The corridor was cold and long, we waited all day there.", said_by="Zoe Quill")
    ben.note("I was there with Zoe Quill and we saw the rain come in.", said_by="Rex Hale")
    done = maya.withdraw("Zoe Quill")
    assert done.contributions == 1 and done.named_in == ()


def test_a_file_is_not_taken_out_as_a_whole_while_somebody_on_their_own_may_have_read_it_too(study: Study, tmp_path: Path) -> None:
    source = brought(study)
    study.undo(source)
    study.join("Ben")
    ben, maya = Study(study.path, analyst="Ben"), Study(study.path, analyst="Maya")
    ben.on_our_own()
    with pytest.raises(NotPossible, match="works on their own"):
        maya.withdraw(source)  # the same, whatever Ben did
    add(ben, tmp_path / "x.csv", TABLE)
    with pytest.raises(NotPossible, match="works on their own"):
        maya.withdraw(source)
    ben.share()
    assert len(list(Study(study.path, analyst="Ben").session.corpus)) == 2
    assert not on_disk(study, "no such words") and on_disk(study, "three long weeks")


def test_a_no_in_a_file_that_was_undone_holds_when_it_goes_and_the_file_is_redone(study: Study, tmp_path: Path) -> None:
    no = "Please do not quote me on any of this, I work at the clinic.\n"
    add(study, tmp_path / "y.csv", "Ref,Comment\nA1,We rang them again on the Monday after that.\nA1," + no, {"Ref": "id", "Comment": "text"})
    of = next(c for c in study.session.corpus if "do not quote" in c.text)
    (who,) = of.said_by
    assert study.session.permissions.ruling(who, "quote").answer == "no"
    undo = study.undo(brought(study))
    study.withdraw(of.id)
    study.redo(undo)
    assert study.session.permissions.ruling(who, "quote").answer == "no"


def test_what_was_lost_with_a_file_that_somebody_else_tidied_away_is_told_until_a_person_has_looked(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = Study.new(tmp_path / "C", question="What was it like?", analyst="Maya")
    shutil.copytree(empty.path, tmp_path / "D")
    add(empty, tmp_path / "x.csv", TABLE)
    source = brought(empty)
    empty.undo(source)
    empty.withdraw(source)
    assert empty.check() == ()
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "state2"))
    other = Study(tmp_path / "D").join("Tom")
    add(other, tmp_path / "x.csv", TABLE)
    came = other.bring_in(empty.path)
    assert len(other.contributions) == 0 and [fault.where for fault in came.twice] == ["x.csv"]
    (told,) = [fault for fault in other.check() if fault.where == "x.csv"]
    assert "2 contributions were taken out by Maya" in told.what
    order = next(e.id for e in other.session.book.entries if isinstance(e.body, Withdraw))
    other.memo(order, "We talked: it was read twice.", kind="ours")
    assert not any(fault.where == "x.csv" for fault in other.check())


def test_a_person_who_takes_out_all_they_said_is_not_told_as_somebodys_tidying_up(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(study.path, tmp_path / "B")
    study.withdraw("Ann Lee")
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "state2"))
    other = Study(tmp_path / "B").join("Tom")
    add(other, tmp_path / "x2.csv", TABLE.replace("Comment\n", "Comment,Ward\n").replace('."\n', '.",A\n'), COLUMNS)
    assert other.bring_in(study.path).twice == ()
    assert not any("undone" in fault.what for fault in other.check())


def test_whoever_knew_of_a_file_that_was_taken_out_as_a_whole_is_not_told_of_it(study: Study) -> None:
    source = brought(study)
    undo = study.undo(source)
    study.withdraw(source)
    study.redo(undo)
    assert source in {e.id for e in study.session.refresh().book.sources.values()}
    assert not any("had undone" in fault.what for fault in study.check())


def test_a_wrong_reading_that_was_undone_and_comes_after_the_withdrawal_leaves_no_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "state"))
    made = Study.new(tmp_path / "A", question="What was it like?", analyst="Maya")
    made.session.close()
    shutil.copytree(made.path, tmp_path / "B")
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "state of B"))
    other = Study(tmp_path / "B").join("Tom")
    add(other, tmp_path / "y.csv", TABLE.replace("Name", "From"), {"From": "perspective", "Comment": "text"})
    other.undo(brought(other))
    other.session.close()
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "state"))
    study = Study(made.path, analyst="Maya")
    add(study, tmp_path / "x.csv", TABLE)
    study.withdraw("Ann Lee")
    study.session.close()
    for folder in ("corpus", "decisions"):  # as a sync tool brings them
        shutil.copytree(other.path / folder, study.path / folder, dirs_exist_ok=True, copy_function=only_new)
    study = Study(study.path, analyst="Maya")
    assert not on_disk(study, "three long weeks")
    assert on_disk(study, "The tea was good")
    assert list(study.contributions["signed"]) == ["Bob Ray"]


def only_new(source: str, to: str) -> None:
    """Copy a file that is not there yet."""
    if not Path(to).exists():
        shutil.copy2(source, to)


def test_a_person_named_together_with_a_file_that_was_undone_is_not_read_again(study: Study, tmp_path: Path) -> None:
    source = brought(study)
    study.undo(source)
    study.withdraw([source, "Ann Lee"])
    rows = TABLE.replace("Name,", "").replace("Ann Lee,", "").replace("Bob Ray,", "")
    add(study, tmp_path / "z.csv", rows, {"Comment": "text"})
    assert [text[:12] for text in study.contributions["text"]] == ["The tea was "]


@pytest.mark.parametrize("order", [("corpus", "decisions"), ("decisions", "corpus")])
def test_in_whatever_order_files_come_what_was_typed_of_withdrawn_words_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: tuple[str, str]
) -> None:
    said = [("Ann Lee", "We rang for three long weeks and nobody ever called us back."), ("Bob Ray", "The tea was good, and they had time.")]
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "state"))
    study = Study.new(tmp_path / "A", question="What was it like?", analyst="Maya")
    study.add(write_wxr(tmp_path / "export.xml", said), progress=False)
    study.session.close()
    shutil.copytree(study.path, tmp_path / "B")
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "state of B"))
    other = Study(tmp_path / "B").join("Tom")
    more = [*said, ("Ann Lee", "A second thing about winter corridors that hurt us all.")]
    other.add(write_wxr(tmp_path / "newer.xml", more), progress=False)
    other.memo(other.find("winter corridors").index[0], "She speaks of corridors and it hurts.", kind="ours")
    other.session.close()
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "state"))
    study = Study(study.path, analyst="Maya")
    study.withdraw("Ann Lee")
    for kind in order:
        study.session.close()
        shutil.copytree(other.path / kind, study.path / kind, dirs_exist_ok=True, copy_function=only_new)
        for _ in range(2):  # the second time it knows what it has looked at
            study.session.close()
            study = Study(study.path, analyst="Maya")
            study.session.refresh()
    assert "corridors" not in study.history().to_csv()
    assert [e.body for e in study.session.book.memos] == []
