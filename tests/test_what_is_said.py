"""What people are told while they decide together: whom it is about, what becomes of it, and what to do."""

from __future__ import annotations

import pytest

from copro_text import decisions as d
from copro_text.corpus import Corpus
from copro_text.study import Study
from copro_text.verbs.sentences import told
from tests.helpers import Log


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
