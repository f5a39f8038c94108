"""Copies that sync tools make, files that are on their way, and logs rewritten in place: read as what they are, and told."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copro_text import decisions as d
from copro_text.store import logs
from copro_text.study import Study
from tests.devices import Device, first
from tests.small import COMMENTS

NAMES = (
    "{0} (conflicted copy 2026-11-20).jsonl",
    "{0}-DESKTOP-AB12.jsonl",
    "{0} (1).jsonl",
    "{0}.sync-conflict-20261120-101500-ABCDEF.jsonl",
    "Copy of {0}.jsonl",
    "{0} - Kopie.jsonl",
    "quite another name.jsonl",
)


def the_log(study: Study, who: str = "maya") -> Path:
    (log,) = (study.path / "decisions").glob(f"{who}-??????.jsonl")
    return log


def told(study: Study, where: str) -> str:
    return " ".join(f"{fault.what}. {fault.do}" for fault in Study(study.path).check() if where in fault.where)


# copies of logs


@pytest.mark.parametrize("name", NAMES)
def test_a_conflict_copy_of_a_log_is_known_by_its_content_and_told(study: Study, name: str) -> None:
    study.name("One")
    log = the_log(study)
    whole = log.read_bytes()
    state = study.session.book.state()
    copy = log.with_name(name.format(log.stem))
    copy.write_bytes(whole)
    assert Study(study.path).session.book.state() == state
    assert "nothing needs doing" in told(study, copy.name)
    assert told(study, f"/{log.name}") == ""


@pytest.mark.parametrize("name", NAMES)
def test_what_only_a_conflict_copy_holds_counts(study: Study, name: str) -> None:
    log = the_log(study)
    older = log.read_bytes()
    study.name("One")
    log.rename(log.with_name(name.format(log.stem)))
    log.write_bytes(older)
    assert [c.label for c in Study(study.path).session.book.codes.values()] == ["One"]


# copies in the corpus


@pytest.mark.parametrize("name", NAMES[:-1])
@pytest.mark.parametrize("there", ["missing", "torn", "empty"])
def test_a_copy_of_a_source_stands_in_where_it_is_missing_or_torn(study: Study, name: str, there: str) -> None:
    (source,) = (study.path / "corpus").glob("*.jsonl")
    whole = source.read_bytes()
    source.with_name(name.format(source.stem)).write_bytes(whole)
    source.unlink() if there == "missing" else source.write_bytes(whole[: len(whole) // 2] if there == "torn" else b"")
    opened = Study(study.path)
    assert len(opened.session.corpus) == len(COMMENTS) + 1
    assert opened.session.missing == ()
    assert "nothing needs doing" in told(study, name.format(source.stem))


def test_a_copy_of_a_source_that_was_changed_does_not_stand_in(study: Study) -> None:
    (source,) = (study.path / "corpus").glob("*.jsonl")
    source.with_name(f"{source.stem} (1).jsonl").write_bytes(source.read_bytes().replace(b"fare", b"fair"))
    source.unlink()
    assert len(Study(study.path).session.corpus) == 0


def test_notes_are_read_from_a_copy_where_their_own_file_is_torn(study: Study) -> None:
    study.note("We rang for three weeks.")
    study.note("Nobody rang back.")
    (notes,) = (study.path / "corpus").glob("notes-*.jsonl")
    whole = notes.read_bytes()
    notes.with_name(f"{notes.stem}.sync-conflict-20261120-101500-ABCDEF.jsonl").write_bytes(whole)
    notes.write_bytes(whole[:-30])
    opened = Study(study.path)
    assert {c.text for c in opened.session.corpus} >= {"We rang for three weeks.", "Nobody rang back."}
    assert opened.session.missing == ()


# on their way


@pytest.mark.parametrize("name", [".{0}.jsonl.icloud", "{0}.jsonl.tmp", "{0}.jsonl.crdownload", "~${0}.jsonl", ".syncthing.{0}.jsonl.tmp"])
def test_a_file_on_its_way_is_not_all_here_yet_and_no_error(study: Study, name: str) -> None:
    log = the_log(study)
    stub = log.with_name(name.format("tom-123456"))
    stub.write_bytes(b"bplist00" if "icloud" in name else log.read_bytes()[:50])
    opened = Study(study.path, analyst="Maya")
    assert "not all here yet" in told(study, stub.name)
    opened.name("One")
    assert [c.label for c in opened.session.book.codes.values()] == ["One"]


def test_a_corpus_file_that_icloud_keeps_online_is_never_said_to_be_of_no_use(study: Study) -> None:
    (source,) = (study.path / "corpus").glob("*.jsonl")
    source.rename(source.with_name(f".{source.name}.icloud"))
    assert "can go" not in told(study, "corpus")
    assert "not all here yet" in told(study, "icloud")


def test_what_a_mac_leaves_beside_a_log_is_no_log(study: Study) -> None:
    log = the_log(study)
    log.with_name(f"._{log.name}").write_bytes(b"\0\5\26\7")
    assert Study(study.path).check() == ()


def test_a_file_that_cannot_be_read_now_is_not_all_here_yet(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    log, opened = the_log(study).with_name("tom-123456.jsonl"), Path.open
    log.write_bytes(b"{")
    (source,) = (study.path / "corpus").glob("*.jsonl")

    def offline(path: Path, *args: object, **named: object) -> object:
        if path in (log, source):
            raise OSError(5, "The cloud file provider is not running")
        return opened(path, *args, **named)  # type: ignore[call-overload]

    with monkeypatch.context() as at_home:
        at_home.setattr(Path, "open", offline)
        assert "cannot be read now" in told(study, log.name)
        assert "cannot be read now" in told(study, source.name)
        assert Study(study.path).question == "What is it?"
    assert len(Study(study.path).session.corpus) == len(COMMENTS) + 1


# rewritten in place


def erased(data: bytes, *which: int) -> bytes:
    """A log with the words of some lines taken out, as its owner does it."""
    lines = [json.loads(line) for line in data.splitlines()]
    for i in which:
        lines[i]["words"] = {name: {"digest": logs.digest_of(word)} for name, word in lines[i]["words"].items()}
    return b"".join(json.dumps(line, sort_keys=True, separators=(",", ":")).encode() + b"\n" for line in lines)


@pytest.mark.parametrize("more", [0, 1, 3])
def test_a_log_whose_words_were_erased_is_read_on_by_those_who_have_it_open(study: Study, more: int) -> None:
    study.name("Waiting too long", because="Anne Example said so")
    tom = Study(study.path)
    assert [c.label for c in tom.session.book.codes.values()] == ["Waiting too long"]
    log = the_log(study)
    before = log.read_bytes()
    n = len(before.splitlines())
    for i in range(more):
        study.name(f"Later {i}")
    study.session.close()
    log.write_bytes(erased(log.read_bytes(), n - 2))
    os.utime(log, ns=(1, 1))
    tom.session.refresh()
    assert tom.session.logs.faults == ()
    assert {c.label for c in tom.session.book.codes.values()} == {d.TAKEN_OUT, *(f"Later {i}" for i in range(more))}
    assert tom.session.book.state() == Study(study.path).session.book.state()
    assert len(tom.session.book.entries) == n + 2 * more


@pytest.mark.parametrize("name", ["a copy.jsonl", "zz copy.jsonl"])
def test_words_that_were_erased_stay_erased_beside_a_copy_that_has_them(study: Study, name: str) -> None:
    study.name("Waiting too long")
    log = the_log(study)
    log.with_name(name).write_bytes(log.read_bytes())
    log.write_bytes(erased(log.read_bytes(), len(log.read_bytes().splitlines()) - 2))
    assert [c.label for c in Study(study.path).session.book.codes.values()] == [d.TAKEN_OUT]


# what check says besides


def with_line(study: Study, **changed: object) -> None:
    """One line more at the end of Maya's log, sealed as it should be."""
    last = json.loads(the_log(study).read_text("utf-8").splitlines()[-1])
    given = {"id": "f" * 32, "log": last["log"], "seq": last["seq"] + 1, "clock": last["clock"] + 1, "time": last["time"]}
    given |= {"analyst": last["analyst"], "entered_by": last["analyst"], "present": (), "heads": (), "prev": last["hash"]}
    line = logs.new_line(d.Memo(about="x", whose="ours", text="t"), **(given | changed))  # type: ignore[arg-type]
    with the_log(study).open("a", encoding="utf-8") as f:
        f.write(json.dumps(line) + "\n")


def test_a_sound_study_has_nothing_to_be_told(study: Study) -> None:
    study.name("One")
    with_line(study)
    assert Study(study.path).check() == ()


@pytest.mark.parametrize(("days", "what"), [(-3, "more than a day before one that it came after"), (400, "which is to come")])
def test_a_clock_that_jumps_is_told(study: Study, days: int, what: str) -> None:
    with_line(study, time=(datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert what in told(study, "log ")
    assert "Set the clock" in told(study, "log ")


@pytest.mark.parametrize("clock", [1, 10**9])
def test_a_counter_that_does_not_go_on_from_what_was_seen_is_told(study: Study, clock: int) -> None:
    with_line(study, clock=clock)
    assert "does not count on" in told(study, "log ")


def test_kinds_that_only_a_newer_version_knows_are_told_with_what_to_do(study: Study) -> None:
    class Dance(d.Decision):
        """Of a version to come."""

        kind = "dance"

    last = json.loads(the_log(study).read_text("utf-8").splitlines()[-1])
    same = {name: last[name] for name in ("log", "time", "analyst", "entered_by")}
    line = logs.new_line(Dance(), id="f" * 32, seq=last["seq"] + 1, clock=99, present=(), heads=(), prev=last["hash"], **same)
    with the_log(study).open("a", encoding="utf-8") as f:
        f.write(json.dumps(line) + "\n")
    assert "1 of kinds that this version does not know ('dance')" in told(study, "decisions")


def test_what_was_written_in_another_copy_on_this_computer_is_told_as_harmless_while_it_is_there(study: Study, tmp_path: Path) -> None:
    study.session.close()
    copy = tmp_path / "copy"
    shutil.copytree(study.path, copy)
    there = Study(copy, analyst="Maya")
    there.name("There")
    there.session.close()
    (fault,) = Study(study.path).check()
    assert fault.harmless
    assert f"the others are in another copy of the study, {copy}" in fault.what
    assert Study(study.path, analyst="Maya").version("first"), "nothing of this copy is missing"
    shutil.rmtree(copy)
    (fault,) = Study(study.path).check()
    assert not fault.harmless


def test_asking_what_is_wrong_changes_no_file(study: Study) -> None:
    log = the_log(study)
    log.with_name("copy.jsonl").write_bytes(log.read_bytes()[:-5] + b"\0" * 40)
    before = {p: p.read_bytes() for p in study.path.rglob("*") if p.is_file()}
    assert Study(study.path).check()
    assert {p: p.read_bytes() for p in study.path.rglob("*") if p.is_file()} == before


# two copies meet


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(0, 2)), min_size=4, max_size=14))
def test_copies_that_bring_in_each_other_agree_and_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int, int]]
) -> None:
    place = tmp_path_factory.mktemp("devices")
    maya = first(place / "maya")
    devices = [maya, maya.copied(place / "hers again", with_state=True), maya.copied(place / "another")]
    written = []
    for who, what, other in steps:
        if what < 7:
            written.append(f"name {len(written)}")
            devices[who].named(written[-1])
        else:
            brought(devices[who], devices[other])
    for one in devices:
        for other in devices:
            brought(one, other)
    first_state, *others = [device.book() for device in devices]
    assert all(state == first_state for state in others)
    assert maya.labels() == sorted(written)
    before = [device.logs() for device in devices]
    brought(devices[0], devices[2])
    assert [device.logs() for device in devices] == before


def brought(one: Device, other: Device) -> None:
    with one():
        Study(one.path).bring_in(other.path)
