"""At once: what two people decide on two computers that have not met yet takes nothing from either."""

from __future__ import annotations

from pathlib import Path

import pytest

from copro_text.decisions import AddSource, Entry, Note
from copro_text.errors import NotPossible
from copro_text.study import Study
from tests.devices import Device

WORKS = "others work with what came in there"


@pytest.fixture
def tom(study: Study, ids: dict[str, str], tmp_path: Path) -> Study:
    """Tom with a copy of the study on a computer of his own; there is one name, "The wait"."""
    study.name("The wait")
    Study(study.path).join("Tom").session.close()
    study.session.refresh()
    theirs = Device(study.path, tmp_path / "unused").copied(tmp_path / "toms")
    with theirs():
        return Study(theirs.path, analyst="Tom")


def last(study: Study, kind: type) -> Entry:
    return [e for e in study.session.refresh().book.entries if isinstance(e.body, kind)][-1]


def met(one: Study, other: Study) -> None:
    """Both computers have what either has."""
    one.bring_in(other.path)
    other.bring_in(one.path)


# what came in


@pytest.mark.parametrize("work", ["place", "remove", "set_aside", "hold", "memo"])
def test_taking_back_a_source_has_no_effect_while_somebody_else_works_with_it(study: Study, tom: Study, ids: dict[str, str], work: str) -> None:
    given = {"place": ["The wait"], "remove": ["The wait"], "memo": ["A thought"]}.get(work, [])
    getattr(tom, work)(ids["Pay"], *given, **({"because": "off the point"} if work == "set_aside" else {}))
    brought = last(study, AddSource).id
    undo = study.undo(brought)
    assert study.status["contributions"] == 0, "nobody here knows of anybody's work yet"
    met(study, tom)
    for each in (study, tom):
        assert each.status["contributions"] == len(ids)
        told = each.decisions
        assert told["lapsed"].str.contains(WORKS).sum() == 1
        assert [told.loc[id_, "lapsed"] for id_ in told.index if id_.startswith(undo)] == [WORKS]
        assert told.loc[brought, "stands"]
        assert len(each.sources) == 1
        assert each.check() == ()


def test_what_was_placed_on_ones_own_is_there_when_it_is_shared_though_the_source_was_taken_back(study: Study, ids: dict[str, str]) -> None:
    study.name("The wait")
    tom = Study(study.path).join("Tom")
    tom.on_our_own()
    tom.place(ids["Pay"], "The wait")
    study.undo(last(study, AddSource).id)
    assert study.status["contributions"] == 0
    tom.share()
    for each in (study, tom):
        assert each.status["contributions"] == len(ids)
        assert each.placings["text"].tolist() == ["Pay the fare before we set off."]


def test_taking_back_a_note_has_no_effect_while_somebody_else_works_with_it(study: Study, tom: Study) -> None:
    study.note("We rang for three weeks.", said_by="Table 3")
    study.note("Nobody else wrote about this one.", said_by="Table 4")
    tom.bring_in(study.path)
    notes = [e for e in study.session.book.entries if isinstance(e.body, Note)]
    tom.place(tom.find("three weeks").index[0], "The wait")
    for note in notes:
        study.undo(note.id)
    met(study, tom)
    for each in (study, tom):
        assert len(each.find("three weeks")) == 1
        assert each.find("Nobody else wrote").empty


def test_a_source_that_nobody_else_works_with_is_taken_back_and_can_come_again(study: Study, tom: Study, ids: dict[str, str]) -> None:
    study.place(ids["Pay"], "The wait")
    undo = study.undo(last(study, AddSource).id)
    met(study, tom)
    assert study.status["contributions"] == tom.status["contributions"] == 0
    study.redo(undo)
    met(study, tom)
    assert study.status["contributions"] == tom.status["contributions"] == len(ids)


def test_an_undo_that_had_no_effect_gets_none_when_somebody_takes_their_own_work_back_later(study: Study, tom: Study, ids: dict[str, str]) -> None:
    placing = tom.place(ids["Pay"], "The wait")
    study.undo(last(study, AddSource).id)
    met(study, tom)
    study.place(ids["They"], "The wait")
    tom.undo(placing)
    met(study, tom)
    assert study.status["contributions"] == tom.status["contributions"] == len(ids)
    study.undo(last(study, AddSource).id)
    assert study.status["contributions"] == 0, "now nobody else works with it, and whoever takes it back knew that"


def test_the_verb_refuses_what_would_have_no_effect(study: Study, tom: Study, ids: dict[str, str]) -> None:
    tom.memo(ids["Pay"], "A thought")
    met(study, tom)
    with pytest.raises(NotPossible, match="Others have worked"):
        study.undo(last(study, AddSource).id)


def test_to_say_that_words_are_somebody_else_s_is_work_that_no_undo_takes_along(study: Study, tom: Study, ids: dict[str, str]) -> None:
    tom.different_people("Ann Arkwright", contributions=[ids["Still"]], because="I was there")
    study.undo(last(study, AddSource).id)
    met(study, tom)
    assert study.status["contributions"] == tom.status["contributions"] == len(ids)


def test_a_source_whose_file_comes_later_is_there_once_it_has_come(study: Study, tom: Study, ids: dict[str, str], tmp_path: Path) -> None:
    tom.place(ids["Pay"], "The wait")
    study.undo(last(study, AddSource).id)
    (source,) = (path for path in (study.path / "corpus").glob("*.jsonl"))
    away = source.rename(tmp_path / source.name)
    for log in (tom.path / "decisions").glob("tom-*"):
        study.bring_in(log)
    fresh = Study(study.path, analyst="Maya")
    assert fresh.status["contributions"] == 0
    away.rename(source)
    assert fresh.status["contributions"] == len(ids)


# what is held, and what is set aside


def test_what_somebody_holds_stays_held_though_another_released_it_at_the_same_time(study: Study, tom: Study, ids: dict[str, str]) -> None:
    study.hold([ids["Pay"], ids["They"]])
    met(study, tom)
    study.release(ids["Pay"])
    tom.hold(ids["Pay"], because="Tom was asked to keep it back")
    tom.release(ids["They"])
    study.hold(ids["They"], because="Maya was asked to keep it back")
    met(study, tom)
    for each in (study, tom):
        assert {e.body.because for e in each.session.book.held.values()} == {"Tom was asked to keep it back", "Maya was asked to keep it back"}
        assert each.status["held"] == 2
    tom.release([ids["Pay"], ids["They"]])
    met(study, tom)
    assert study.status["held"] == 0, "whoever knew of them all may end them"


def test_what_somebody_sets_aside_stays_though_another_brought_it_back_at_the_same_time(study: Study, tom: Study, ids: dict[str, str]) -> None:
    study.set_aside([ids["Pay"], ids["They"]], because="off the point")
    met(study, tom)
    study.bring_back(ids["Pay"])
    tom.set_aside(ids["Pay"], because="Tom's own reason")
    tom.bring_back(ids["They"])
    study.set_aside(ids["They"], because="Maya's own reason")
    met(study, tom)
    for each in (study, tom):
        aside = each.session.book.set_aside
        assert [[e.body.because for e in aside[each.session.corpus.contributions[ids[c]].whole.id]] for c in ("Pay", "They")] == [
            ["Tom's own reason"],
            ["Maya's own reason"],
        ]


def test_what_somebody_on_their_own_holds_is_not_released_by_those_who_do_not_see_what_they_do(study: Study, ids: dict[str, str]) -> None:
    tom = Study(study.path).join("Tom")
    tom.on_our_own()
    tom.memo(ids["Pay"], "A thought")
    tom.hold(ids["Pay"])
    with pytest.raises(NotPossible, match=r"(?s)Tom holds that.*Once you and Tom have shared.*held still"):
        study.release(ids["Pay"])
    tom.share()
    study.release(ids["Pay"])
    assert study.status["held"] == tom.status["held"] == 0
