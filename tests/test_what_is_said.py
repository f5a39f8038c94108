"""What people are told while they decide together: whom it is about, what becomes of it, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from copro_text import decisions as d
from copro_text.corpus import Corpus
from copro_text.errors import NotPossible
from copro_text.study import Study
from copro_text.verbs.sentences import told
from tests.devices import first
from tests.helpers import Log
from tests.test_cli import copro


@pytest.fixture
def tom(study: Study) -> Study:
    """The same study, open for Tom."""
    return Study(study.path).join("Tom")


def waits(study: Study) -> dict[str, dict[str, str]]:
    """Proposals that are open, by what they say."""
    return {row["what"]: row for row in study.waiting.to_dict("records") if row["kind"] != "keep or reopen?"}


def asked(study: Study, words: str) -> str:
    """The id of the one open question that says this."""
    (found,) = (id_ for id_, what in study.waiting["what"].items() if words in what)
    return str(found)


# another wording


def test_a_rename_of_a_name_that_waits_says_which(study: Study, tom: Study) -> None:
    study.name("Vote")
    tom.rename("Vote", "Ballot")
    assert "Tom proposed to call 'Vote' 'Ballot'." in waits(study)
    tom.answer(asked(study, "new name"), "yes")
    assert "Tom proposed to call 'Vote' 'Ballot'." in waits(study)


def test_a_draft_name_has_no_wording_before_it() -> None:
    log = Log()
    log.join("Maya")
    log.add(d.Draft(run="run", codes=(("c0" * 16, 1),)))
    renamed = log.agreed(d.Rename(code="c0" * 16, label="Ringing", members=("maya",)))
    assert told(renamed, log.book, Corpus(), {}) == "Maya called a draft name 'Ringing'."


def test_nothing_is_asked_about_a_name_that_was_taken_back_or_put_away(study: Study, tom: Study) -> None:
    name = study.name("Vote")
    naming = asked(study, "Vote")
    tom.rename("Vote", "Ballot")
    study.undo(naming)
    assert not waits(study)
    study.redo()
    assert {"Maya proposed a new name, 'Vote'.", "Tom proposed to call 'Vote' 'Ballot'."} == set(waits(study))
    tom.answer(naming, "yes")
    study.put_away(name)
    tom.define(name, "Who decides")
    tom.answer(asked(study, "away"), "yes")
    assert not any("Vote" in what for what in waits(study))
    tom.restore(name)
    study.answer(asked(study, "into use"), "yes")
    assert "Tom proposed to say what 'Vote' means: 'Who decides'." in waits(study)


# two wordings at once


AT_ONCE = (
    "Two wordings for 'Vote' took effect at the same time: 'Ballot' and 'Poll'. 'Vote' stays for now. "
    "Everyone please answer both again; earlier answers no longer count"
)


def test_two_wordings_that_took_effect_at_once_are_told_as_they_meet_and_until_they_are_answered(tmp_path: Path) -> None:
    here = first(tmp_path / "a")
    here.named("Vote")
    there = here.copied(tmp_path / "b")
    with here():
        copro("rename", here.path, "Vote", "Ballot")
    with there():
        copro("rename", there.path, "Vote", "Poll")
    with here():
        assert AT_ONCE in copro("bring-in", here.path, there.path)
        assert AT_ONCE not in copro("bring-in", here.path, there.path)
        study = Study(here.path, analyst="Maya")
        assert {"Maya proposed to call 'Vote' 'Ballot'.", "Maya proposed to call 'Vote' 'Poll'."} == set(waits(study))
        assert {row["why"] for row in waits(study).values()} == {AT_ONCE}
        study.join("Tom")
        answered = copro("answer", here.path, "Poll", "no", "--as", "Tom", "--because", "it is more")
        assert "took its place" not in answered
        assert "stays in force" not in copro("undo", here.path, "--as", "Tom")
        with pytest.raises(NotPossible, match="open already"):
            study.reopen(asked(study, "Poll"))


def test_changes_other_than_wordings_that_took_effect_at_once_are_told_too(tmp_path: Path) -> None:
    here = first(tmp_path / "a")
    here.named("Vote")
    there = here.copied(tmp_path / "b")
    for device, meaning in ((here, "Who decides"), (there, "How we decide")):
        with device():
            copro("define", device.path, "Vote", meaning)
    with here():
        said = copro("bring-in", here.path, there.path)
    assert "Two changes of one thing took effect at the same time: Maya proposed to say what 'Vote' means: 'How we decide'; Maya proposed" in said
    assert "It stays as it was for now. Everyone please answer both again" in said
