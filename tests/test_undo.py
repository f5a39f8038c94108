"""Undoing what is not the newest: everything that was decided since stays as it was decided."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from copro_text import decisions as d
from copro_text.codebook import replay
from copro_text.errors import NotPossible
from copro_text.standing import has_left
from copro_text.study import Study
from tests.devices import Device, first
from tests.helpers import Log, said
from tests.laws.histories import PEOPLE, P, World, everything_arrived, played

TEA, THEME = "t" * 32, "1" * 32


@pytest.fixture
def alone() -> World:
    """One person, so that everything takes effect at once, and one name, "tea"."""
    world = played([], alone=True)
    propose(world, d.Name(code=TEA, label="tea"))
    return world


def propose(world: World, body: d.Shared) -> str:
    world.propose(world.devices[0], body)
    return [e.id for e in world.entries if not isinstance(e.body, d.Enact)][-1]


def label(world: World) -> str:
    return replay(world.entries).codes[TEA].label


def test_undoing_an_older_wording_leaves_the_newest(study: Study) -> None:
    study.name("tea")
    older = study.rename("tea", "coffee")
    study.rename("coffee", "cocoa")
    study.undo(older)
    assert [c.label for c in study.session.book.codes.values()] == ["cocoa"]
    assert study.waiting.empty and not any(study.history()["lapsed"].iloc[-2:])


def test_nothing_is_taken_back_or_done_again_twice(study: Study, ids: dict[str, str]) -> None:
    study.set_aside(ids["Pay"], because="about the till")
    aside = study.decisions.index[-1]
    undo = study.undo()
    with pytest.raises(NotPossible, match=f"taken back already.*redo.*{undo}"):
        study.undo(aside)
    redo = study.redo(undo)
    with pytest.raises(NotPossible, match=f"done again already.*undo.*{redo}"):
        study.redo(undo)
    assert study.status["set_aside"] == 1
    study.undo(redo)
    study.redo(study.decisions.index[-1])
    study.undo(aside)
    assert study.status["set_aside"] == 0


@pytest.fixture
def two(tmp_path: Path) -> tuple[Device, Device]:
    """Maya and Tom, each with a copy of their own; one of them is enough to decide, and there is the name "tea"."""
    maya = first(tmp_path / "a")
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.set_rule("so many", n=1)
        study.name("tea")
        study.join("Tom").session.close()
    shutil.copytree(maya.path, tmp_path / "b" / "study")
    return maya, Device(tmp_path / "b" / "study", tmp_path / "b" / "state")


@contextmanager
def at_work(device: Device, who: str, other: Device | None = None) -> Iterator[Study]:
    with device():
        study = Study(device.path, analyst=who)
        if other is not None:
            study.bring_in(other.path)
        yield study
        study.session.close()


def test_an_undo_and_a_rename_that_cross_are_told_as_two_changes_of_one_thing(two: tuple[Device, Device]) -> None:
    maya, tom = two
    with at_work(maya, "Maya") as study:
        coffee = study.rename("tea", "coffee")
    with at_work(tom, "Tom", maya) as study:
        study.rename("coffee", "cocoa")
    with at_work(maya, "Maya") as study:
        study.undo(coffee)
    with at_work(tom, "Tom", maya) as study:
        rows = study.waiting[study.waiting["why"].str.contains("at the same time")]
        assert len(rows) == 2
        assert (
            rows["why"]
            .iloc[0]
            .startswith(
                "Two changes of one thing took effect at the same time: Maya proposed to take back: (Maya called 'tea' 'coffee'); "
                "Tom proposed to call 'coffee' 'cocoa'. It stays as it was for now."
            )
        )
        assert [c.label for c in study.session.book.codes.values()] == ["coffee"]


def test_what_was_taken_back_too_late_is_told_as_a_no_that_asks_the_others(two: tuple[Device, Device]) -> None:
    maya, tom = two
    with at_work(maya, "Maya") as study:
        study.set_rule("so many", n=2)
    with at_work(tom, "Tom", maya) as study:
        study.session.refresh()
    with at_work(maya, "Maya", tom) as study:
        study.name("cup")
    with at_work(tom, "Tom", maya) as study:
        study.answer("cup", "yes")
    with at_work(maya, "Maya") as study:
        study.undo()
    with at_work(tom, "Tom", maya) as study:
        (row,) = study.waiting[study.waiting["kind"] == "opened again"].to_dict("records")
        assert (row["what"], row["waits_for"]) == ("Maya made a new name, 'cup'.", "Tom")
        assert row["why"].startswith("Maya said no, because it was taken back before it was known that others had agreed; it stays in force")
        assert "Maya sees it differently" in str(study.story())


def test_undoing_the_newest_wording_gives_back_the_one_before_it_that_was_not_undone(alone: World) -> None:
    coffee, cocoa = propose(alone, d.Rename(code=TEA, label="coffee")), propose(alone, d.Rename(code=TEA, label="cocoa"))
    propose(alone, d.Undo(target=coffee))
    undo = propose(alone, d.Undo(target=cocoa))
    assert label(alone) == "tea"
    propose(alone, d.Redo(target=undo))
    assert label(alone) == "cocoa"


def test_redoing_brings_nothing_back_that_something_else_has_replaced_since(alone: World) -> None:
    coffee = propose(alone, d.Rename(code=TEA, label="coffee"))
    propose(alone, d.Rename(code=TEA, label="cocoa"))
    undo = propose(alone, d.Undo(target=coffee))
    propose(alone, d.Rename(code=TEA, label="milk"))
    propose(alone, d.Redo(target=undo))
    assert label(alone) == "milk"


def test_redoing_gives_back_a_wording_whatever_older_one_was_undone_meanwhile(alone: World) -> None:
    older, newer = propose(alone, d.Rename(code=TEA, label="coffee")), propose(alone, d.Rename(code=TEA, label="cocoa"))
    undo = propose(alone, d.Undo(target=newer))
    propose(alone, d.Undo(target=older))
    assert label(alone) == "tea"
    propose(alone, d.Redo(target=undo))
    assert label(alone) == "cocoa"


def test_undoing_an_older_rule_or_theme_or_putting_away_leaves_the_newest(alone: World) -> None:
    bodies = {
        "rule": (d.SetRule(says="nobody says no", days=14), d.SetRule(says="so many", n=1, days=10)),
        "theme": (d.Theme(theme=THEME, sentence="We wait", codes=(TEA,)), d.Theme(theme=THEME, sentence="We wait long", codes=(TEA,))),
        "away": (d.PutAway(code=TEA), d.Restore(code=TEA), d.PutAway(code=TEA)),
    }
    made = {what: [propose(alone, body) for body in each] for what, each in bodies.items()}
    for each in made.values():
        propose(alone, d.Undo(target=each[0]))
    book = replay(alone.entries)
    assert (book.rule.id, book.themes[THEME].sentence, book.codes[TEA].state) == (made["rule"][-1], "We wait long", "put away")


def test_who_has_left_comes_back_by_joining_and_not_by_an_undo() -> None:
    world = everything_arrived(World())
    device = world.devices[0]
    world.write(device, d.Leave(person=P))
    world.write(device, d.Undo(target=world.entries[-1].id))
    book = replay(world.entries)
    assert (has_left(book.timeline, P), P in book.here, set(book.members)) == (True, False, set(PEOPLE) - {P})
    assert book.lapsed[world.entries[-1].id] == "who left comes back by joining"


@pytest.mark.parametrize("turn", [d.Redo, d.Undo])
def test_a_line_that_does_again_what_was_never_undone_or_undoes_what_is_of_another_turns_nothing(turn: type[d.Redo | d.Undo]) -> None:
    log, c = Log(), said("rose", "They rang.")
    log.join("Maya", "Tom")
    put = log.place(log.name("Ringing"), c)
    log.add(turn(target=put.id), by="maya" if turn is d.Redo else "tom")
    assert [p.excerpt.id for p in log.book.placings] == [c.whole.id]


def test_a_strike_of_ones_own_act_takes_nothing_back() -> None:
    log, c = Log(), said("rose", "They rang.")
    log.join("Maya")
    put = log.place(log.name("Ringing"), c)
    log.add(d.Strike(entry=put.id))
    assert [p.excerpt.id for p in log.book.placings] == [c.whole.id]
