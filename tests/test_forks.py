"""A log that was copied with its device, or put back from a backup, and then written on: both branches count."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copro_text import decisions as d
from copro_text.codebook import Codebook, advance, replay
from copro_text.decisions import Entry
from copro_text.store.branches import Branches, Line, branch_id
from copro_text.study import Study
from copro_text.timeline import timeline
from tests.devices import Device, first

# the law, on invented lines


@dataclass
class Writer:
    log: str
    last: str = "study"
    seq: int = -1
    clock: int = 0
    past: frozenset[str] = frozenset()
    news: dict[str, str] = field(default_factory=dict)  # hash of another's last line -> its log


@dataclass
class Room:
    """Writers who write, see each other, and are copied with all they remember."""

    lines: dict[str, Line] = field(default_factory=dict)
    pasts: dict[str, frozenset[str]] = field(default_factory=dict)
    writers: list[Writer] = field(default_factory=lambda: [Writer("a" * 32), Writer("b" * 32)])

    def write(self, w: Writer, act: int) -> None:
        sealed = f"hash {len(self.lines)}"
        w.seq, w.clock = w.seq + 1, w.clock + 1
        heads = tuple((log, self.lines[h].entry.seq, h) for h, log in sorted(w.news.items()) if h in self.lines)
        codes = sorted(e.entry.body.code for e in self.lines.values() if isinstance(e.entry.body, d.Name) and e.hash in w.past)
        body: d.Decision = d.Name(code=f"code {len(self.lines)}", label=f"label {act}", members=(w.log,))
        if codes and act % 3:
            body = d.Place(excerpts=(f"c.v.0.{act}",), code=codes[act % len(codes)])
        entry = Entry(f"id {len(self.lines)}", w.log, w.seq, w.clock, "2026-03-02T10:00:00Z", w.log, w.log, (), body, heads)
        self.lines[sealed] = Line(entry, sealed, w.last)
        self.pasts[sealed] = w.past
        w.last, w.past, w.news = sealed, w.past | {sealed}, {}

    def see(self, w: Writer, other: Writer) -> None:
        if other.last in self.lines and other.last not in w.past:
            w.news[other.last] = other.log
            w.past |= other.past
            w.clock = max(w.clock, other.clock)

    def copy(self, w: Writer) -> None:
        if len(self.writers) < 6:
            self.writers.append(Writer(w.log, w.last, w.seq, w.clock, w.past, dict(w.news)))


def happened(steps: list[tuple[int, int, int]]) -> Room:
    room = Room()
    for who, what, other in steps:
        w, x = room.writers[who % len(room.writers)], room.writers[other % len(room.writers)]
        if what < 5:
            room.write(w, other)
        elif what < 8:
            room.see(w, x)
        else:
            room.copy(w)
    return room


def arrivals(room: Room, chance: random.Random) -> list[Line]:
    """All lines in some order in which each comes after the one it follows, some of them twice."""
    waiting, here, order = list(room.lines.values()), {"study"}, []
    while waiting:
        line = chance.choice([x for x in waiting if x.follows in here])
        waiting.remove(line)
        here.add(line.hash)
        order += [line] * chance.choice((1, 1, 2))
    return order


LAW = settings(max_examples=150, deadline=None)
rooms = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), max_size=45).map(happened)
chances = st.randoms(use_true_random=False)


@LAW
@given(rooms, chances)
def test_forks_come_out_the_same_in_whatever_order_the_lines_arrive(room: Room, chance: random.Random) -> None:
    one, other = Branches(), Branches()
    one.add(room.lines.values())
    for line in arrivals(room, chance):
        other.add([line])
    assert one.placed == other.placed
    assert (one.heads, one.hashes, one.forks) == (other.heads, other.hashes, other.forks)
    assert replay(one.placed.values()).state() == replay(other.placed.values()).state()


@LAW
@given(rooms)
def test_no_line_of_a_fork_is_lost_and_each_has_a_place_of_its_own(room: Room) -> None:
    branches = Branches()
    branches.add(room.lines.values())
    assert {e.id for e in replay(branches.placed.values()).entries} == {line.entry.id for line in room.lines.values()}
    assert len(branches.hashes) == len(room.lines)


@LAW
@given(rooms)
def test_each_line_of_a_fork_knows_exactly_what_its_writer_had_seen(room: Room) -> None:
    branches = Branches()
    branches.add(room.lines.values())
    line = timeline(branches.placed.values())
    for later in room.lines:
        knows = {h for h in room.lines if h != later and line.knows(branches.placed[later], branches.placed[h])}
        assert knows == told_past(room, later)


def told_past(room: Room, sealed: str) -> set[str]:
    """What a line's own log and heads say, followed back."""
    found: set[str] = set()
    todo = [room.lines[sealed].follows, *(h for _, _, h in room.lines[sealed].entry.heads)]
    while todo:
        h = todo.pop()
        if h in room.lines and h not in found:
            found.add(h)
            todo += [room.lines[h].follows, *(x for _, _, x in room.lines[h].entry.heads)]
    return found


@LAW
@given(rooms, chances)
def test_going_on_with_a_fork_is_the_same_as_starting_again(room: Room, chance: random.Random) -> None:
    branches, book, left = Branches(), Codebook(), arrivals(room, chance)
    while left:
        size = chance.randint(1, 9)
        fresh, moved = branches.add(left[:size])
        left = left[size:]
        book = replay(branches.placed.values()) if moved else advance(book, fresh)
    assert book.state() == replay(branches.placed.values()).state()


@LAW
@given(rooms, st.integers(0, 40))
def test_a_version_gives_the_same_lines_before_and_after_a_fork_is_known(room: Room, when: int) -> None:
    then, later = Branches(), Branches()
    then.add(list(room.lines.values())[:when])
    later.add(room.lines.values())
    at = tuple((log, seq, h) for log, (seq, h) in then.heads.items())
    assert sorted(later.up_to(at)[0], key=lambda e: e.id) == sorted(then.placed.values(), key=lambda e: e.id)
    assert later.up_to(at)[1] == ()


def test_the_stem_keeps_its_id_and_each_branch_has_one_made_of_its_first_line() -> None:
    room = happened([(0, 0, 0), (0, 0, 0), (0, 9, 0), (0, 0, 0), (2, 0, 0), (2, 0, 0)])
    branches = Branches()
    branches.add(room.lines.values())
    assert [e.log for e in branches.placed.values()] == ["a" * 32] * 2 + [branch_id("a" * 32, h) for h in ("hash 2", "hash 3", "hash 3")]
    (fork,) = branches.forks
    assert (fork.seq, sorted(map(len, fork.branches.values()))) == (2, [1, 2])


def test_who_saw_a_branch_that_is_not_here_is_not_taken_to_know_the_one_that_is() -> None:
    room = happened([(0, 0, 0), (0, 9, 0), (0, 0, 0), (2, 0, 0), (1, 5, 2), (1, 0, 0)])
    *_, hers, unseen, seer = room.lines.values()
    branches = Branches()
    branches.add(line for line in room.lines.values() if line is not unseen)
    line = timeline(branches.placed.values())
    assert not line.knows(branches.placed[seer.hash], branches.placed[hers.hash])
    branches.add([unseen])
    line = timeline(branches.placed.values())
    assert not line.knows(branches.placed[seer.hash], branches.placed[hers.hash])
    assert line.knows(branches.placed[seer.hash], branches.placed[unseen.hash])


# on real folders


@pytest.fixture
def maya(tmp_path: Path) -> Device:
    return first(tmp_path / "maya")


@pytest.mark.parametrize("ways", [2, 3])
def test_a_device_that_was_copied_with_its_state_loses_nothing_and_all_agree(maya: Device, tmp_path: Path, ways: int) -> None:
    copies = [maya.copied(tmp_path / f"copy {i}", with_state=True) for i in range(1, ways)]
    devices = [maya, *copies]
    for i, device in enumerate(devices):
        device.named(f"Written by {i}")
        device.named(f"And again by {i}")
    for one in devices:
        for other in devices:
            with one():
                Study(one.path).bring_in(other.path)
    assert all(device.labels() == sorted([f"Written by {i}" for i in range(ways)] + [f"And again by {i}" for i in range(ways)]) for device in devices)
    assert all(device.book() == maya.book() for device in copies)


def test_a_fork_of_a_fork_is_kept_as_well(maya: Device, tmp_path: Path) -> None:
    copy = maya.copied(tmp_path / "copy", with_state=True)
    maya.named("A")
    copy.named("B")
    third = copy.copied(tmp_path / "third", with_state=True)
    copy.named("B1")
    third.named("B2")
    for other in (copy, third):
        with maya():
            Study(maya.path).bring_in(other.path)
    assert maya.labels() == ["A", "B", "B1", "B2"]
    assert [fork.seq for fork in Study(maya.path).session.logs.branches.forks] == [3, 5]


def test_a_fork_is_told_once_with_who_and_from_where_and_that_nothing_is_lost(maya: Device, tmp_path: Path) -> None:
    copy = maya.copied(tmp_path / "copy", with_state=True)
    maya.named("A")
    copy.named("B")
    with maya():
        study = Study(maya.path)
        said = repr(study.bring_in(copy.path))
        assert "from decision 4 on it was written in 2 places" in said
        assert "by Maya" in said
        assert "All of it is kept" in said
        assert study.bring_in(copy.path).forks == ()
        assert len([fault for fault in study.check() if "written in 2 places" in fault.what]) == 1
        assert all("nothing needs doing" in fault.do for fault in study.check())


def test_a_fork_that_arrives_while_the_study_is_open_is_taken_in_from_the_start(maya: Device, tmp_path: Path) -> None:
    copy = maya.copied(tmp_path / "copy", with_state=True)
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.name("A")
        copy.named("B")
        study.bring_in(copy.path)
        study.name("A2")
        assert sorted(c.label for c in study.session.book.codes.values()) == ["A", "A2", "B"]
        assert study.session.book.state() == maya.book()
        study.session.close()


def test_the_writer_of_a_forked_log_goes_on_in_a_new_one(maya: Device, tmp_path: Path) -> None:
    copy = maya.copied(tmp_path / "copy", with_state=True)
    maya.named("A")
    copy.named("B")
    with maya():
        Study(maya.path).bring_in(copy.path)
    before = maya.logs()
    maya.named("C")
    after = maya.logs()
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 1
    assert maya.labels() == ["A", "B", "C"]


def test_a_log_put_back_from_a_backup_and_written_on_keeps_both(maya: Device, tmp_path: Path) -> None:
    backup = maya.copied(tmp_path / "backup", with_state=True)
    maya.named("After the backup")
    kept = maya.copied(tmp_path / "kept")
    shutil.rmtree(maya.path)
    shutil.rmtree(maya.state)
    shutil.copytree(backup.path, maya.path)
    shutil.copytree(backup.state, maya.state)
    maya.named("After it was put back")
    with maya():
        Study(maya.path).bring_in(kept.path)
    assert maya.labels() == ["After it was put back", "After the backup"]


def test_two_devices_that_write_the_same_file_at_once_lose_nothing(maya: Device, tmp_path: Path) -> None:
    copy = maya.copied(tmp_path / "copy", with_state=True)
    maya.named("A")
    copy.named("B")
    (log,) = maya.logs()
    stem = len(copy.logs()[log].splitlines()) - 2
    with (maya.path / "decisions" / log).open("ab") as f:  # as on a network drive without locks
        f.writelines(copy.logs()[log].splitlines(keepends=True)[stem:])
    assert maya.labels() == ["A", "B"]
    assert Study(maya.path).session.logs.faults == ()


def test_a_version_fixed_before_a_fork_was_known_is_what_it_was(maya: Device, tmp_path: Path) -> None:
    copy = maya.copied(tmp_path / "copy", with_state=True)
    copy.named("B")
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.name("A")
        then = study.session.book.state()
        study.version("v1")
        study.bring_in(copy.path)
        (version,) = study.session.book.tables.versions
        lines, missing = study.session.logs.branches.up_to(version.body.at)
        study.session.close()
    assert replay(lines).state() == then
    assert missing == ()
