"""Draft names of one run of the sorter, and of the next: what nobody touched makes room, and nothing that people did goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from copro_text import decisions as d
from copro_text.codebook import advance, replay
from copro_text.decisions import Entry
from tests.helpers import Log, some_id

OLD, OTHER, NEW = (some_id(name) for name in ("old", "other", "new"))
PASSAGE = f"{some_id('somebody')}.{'0' * 16}.0.9"

TOUCHES: dict[str, Callable[[], d.Body]] = {
    "named": lambda: d.Rename(code=OLD, label="Ringing", members=("maya",)),
    "defined": lambda: d.Define(code=OLD, definition="A call", members=("maya",)),
    "under a heading": lambda: d.Heading(code=OLD, text="What it is", members=("maya",)),
    "joined to": lambda: d.Merge(codes=(OTHER,), into=OLD, members=("maya",)),
    "with another under it": lambda: d.Nest(code=OTHER, under=OLD, members=("maya",)),
    "in a theme": lambda: d.Theme(theme=some_id("theme"), codes=(OLD,), sentence="They ring back", members=("maya",)),
    "related": lambda: d.Relate(relation=some_id("relation"), one=OTHER, other=OLD, how="gets in the way of", members=("maya",)),
    "put with": lambda: d.Place(excerpts=(PASSAGE,), code=OLD),
    "refused": lambda: d.Remove(excerpts=(PASSAGE,), code=OLD),
    "thought about": lambda: d.Memo(about=OLD, whose="ours", text="Is it one thing?"),
}


def drafted() -> Log:
    log = Log()
    log.join("Maya")
    log.add(d.Draft(run="first", codes=((OLD, 0), (OTHER, 1))))
    return log


def again(log: Log) -> Entry:
    return log.add(d.Draft(run="second", codes=((NEW, 0),)))


def test_what_nobody_touched_of_a_draft_makes_room_for_the_next() -> None:
    log = drafted()
    again(log)
    assert set(log.book.codes) == {NEW}


@pytest.mark.parametrize("how", TOUCHES)
def test_what_somebody_touched_of_a_draft_stays_beside_the_next(how: str) -> None:
    log = drafted()
    body = TOUCHES[how]()
    if isinstance(body, d.Shared):
        log.agreed(body)
    else:
        log.add(body)
    again(log)
    both = {OTHER} if how in ("joined to", "with another under it", "related") else set()
    assert set(log.book.codes) == {OLD, NEW} | both


@pytest.mark.parametrize("how", TOUCHES)
def test_it_is_the_same_line_by_line_also_when_it_is_touched_afterwards(how: str) -> None:
    log = drafted()
    again(log)
    body = TOUCHES[how]()
    if isinstance(body, d.Shared):
        log.agreed(body)
    else:
        log.add(body)
    grown = replay(())
    for e in log.entries:
        grown = advance(grown, [e])
        assert dict(grown.codes) is not None  # worked out at each step, as a screen does
    assert grown.state() == replay(log.entries).state()
    assert OLD in grown.codes


def test_undoing_the_next_draft_brings_the_first_back() -> None:
    log = drafted()
    log.add(d.Undo(target=again(log).id))
    assert set(log.book.codes) == {OLD, OTHER}


def test_a_draft_that_was_done_again_after_the_next_stands_beside_it() -> None:
    log = drafted()
    first = next(e for e in log.book.entries if isinstance(e.body, d.Draft))
    undo = log.add(d.Undo(target=first.id))
    again(log)
    assert set(log.book.codes) == {NEW}
    log.add(d.Redo(target=undo.id))
    assert set(log.book.codes) == {OLD, OTHER, NEW}
    assert log.book == replay(log.book.entries)


def test_taking_a_draft_back_that_has_made_room_and_doing_it_again_changes_nothing() -> None:
    log = drafted()
    first = next(e for e in log.book.entries if isinstance(e.body, d.Draft))
    again(log)
    undo = log.add(d.Undo(target=first.id))
    log.add(d.Redo(target=undo.id))
    assert set(log.book.codes) == {NEW}
