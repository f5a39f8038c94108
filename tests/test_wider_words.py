"""study.wider_words and wider_word: the group's wider word for where people say they come from, with their own words beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copro_text.cli import app
from copro_text.errors import NoSuchThing, NotPossible
from copro_text.study import Study
from tests.devices import Device, first
from tests.small import write_wxr

NURSES = ("nurse", "staff nurse", "Nurse (ward)")
MANY = [(f"Writer {chr(65 + n)}", f"I waited {n + 2} weeks at window {n}, and nobody rang me back at all.") for n in range(12)]


def study_of(path: Path, file: Path) -> Study:
    study = Study.new(path, question="What would help?", analyst="Maya")
    study.add(write_wxr(file, MANY), progress=False)
    return study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return study_of(tmp_path / "s", tmp_path / "many.xml")


def say(study: Study, people: int, *words: str) -> None:
    """So many people say of themselves what these words are, in turn, and somebody confirms it."""
    for n in range(people):
        study.confirm(MANY[n][0], "perspective", value=words[n % len(words)], because="told us")


def test_own_words_stand_beside_the_wider_word_and_undo_leaves_them_as_they_were(study: Study) -> None:
    say(study, 3, *NURSES)
    assert sorted(study.wider_words["own_words"]) == sorted(NURSES)
    study.wider_word("nurses", ["Nurse", *NURSES[1:]], because="all of them nurse")
    assert set(study.wider_words["wider_word"]) == {"nurses"}
    assert set(study.wider_words["said"]) == {"Maya: nurses, because all of them nurse"}
    assert sorted(study.people["perspectives"][study.people["perspectives"] != ""]) == sorted(NURSES)
    assert list(study.people["wider_word"][study.people["perspectives"] != ""]) == ["nurses"] * 3
    assert study.decisions.iloc[-1]["what"].startswith("Maya said 'nurses' for 'nurse' and 'staff nurse' and 'Nurse (ward)'")
    study.undo()
    assert set(study.wider_words["wider_word"]) == {""}
    assert sorted(study.wider_words["own_words"]) == sorted(NURSES)


def test_a_word_that_nobody_said_is_not_made_wider(study: Study) -> None:
    say(study, 1, "nurse")
    with pytest.raises(NoSuchThing, match="Did you mean 'nurse'"):
        study.wider_word("nurses", "nurce")
    with pytest.raises(NotPossible):
        study.wider_word("nurses", [])
    assert list(study.wider_words["wider_word"]) == [""]


def test_an_empty_word_ends_it(study: Study) -> None:
    say(study, 1, "nurse")
    study.wider_word("nurses", "nurse")
    study.wider_word("", "nurse")
    assert list(study.wider_words["wider_word"]) == [""]


@pytest.mark.parametrize("kind", ["manifesto.md", "manifesto.html", "report.html"])
def test_outputs_count_people_by_it_from_ten_on_and_never_fewer(study: Study, kind: str) -> None:
    say(study, 9, *NURSES)
    study.wider_word("nurses", NURSES)
    few = study.write(kind).read_text("utf-8")
    assert "nurses" not in few and "staff nurse" not in few
    say(study, 10, *NURSES)
    many = study.write(kind).read_text("utf-8")
    assert "in a wider word of ours: nurses (10 people)." in many
    assert "staff nurse" not in many  # nobody said yes to their own words


def test_two_names_of_one_person_count_once_towards_the_ten(study: Study) -> None:
    say(study, 10, *NURSES)
    study.wider_word("nurses", NURSES)
    assert "nurses (10 people)" in study.write("manifesto.md").read_text("utf-8")
    study.same_person([MANY[0][0], MANY[3][0]], because="she wrote twice")
    assert "nurses (" not in study.write("manifesto.md").read_text("utf-8")


def test_different_words_given_on_two_computers_at_once_are_none_until_somebody_who_knows_of_both_gives_one(tmp_path: Path) -> None:
    maya = first(tmp_path / "maya")
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.add(write_wxr(tmp_path / "many.xml", MANY), progress=False)
        say(study, 10, *NURSES)
        study.session.close()
    tom = maya.copied(tmp_path / "tom")
    for device, who, word in ((maya, "Maya", "nurses"), (tom, "Tom", "ward staff")):
        with device():
            study = Study(device.path, analyst=who) if who == "Maya" else Study(device.path).join(who)
            study.wider_word(word, NURSES)
            study.session.close()
    _bring(maya, tom)
    with maya():
        study = Study(maya.path, analyst="Maya")
        assert set(study.wider_words["wider_word"]) == {"seen differently"}
        written = study.write("manifesto.md").read_text("utf-8")
        assert "nurses (" not in written and "ward staff (" not in written
        study.wider_word("nurses", NURSES)
        assert set(study.wider_words["wider_word"]) == {"nurses"}


def _bring(here: Device, there: Device) -> None:
    with here():
        study = Study(here.path, analyst="Maya")
        study.bring_in(there.path)
        study.session.close()


def test_what_was_typed_with_it_can_be_erased(study: Study) -> None:
    say(study, 1, "mum of Ifan")
    study.wider_word("parents", "mum of Ifan")
    study.erase_words(str(study.decisions.index[-1]))
    assert list(study.wider_words["wider_word"]) == [""]
    assert b"parents" not in b"".join(path.read_bytes() for path in (study.path / "decisions").iterdir())


def test_the_command_line_gives_and_lists_them(study: Study) -> None:
    say(study, 2, "nurse", "staff nurse")
    study.session.close()
    run, s = CliRunner().invoke, str(study.path)
    done = run(app, ["wider-word", s, "nurses", "nurse", "staff nurse", "--as", "Maya"])
    assert done.exit_code == 0, done.output
    rows = json.loads(run(app, ["wider-words", s, "--json"]).stdout)
    assert {(row["own_words"], row["wider_word"], row["people"]) for row in rows} == {("nurse", "nurses", 1), ("staff nurse", "nurses", 1)}
