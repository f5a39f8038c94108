"""Mending by copies: what was taken out goes from copy to copy, and what is damaged gives way to the whole of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from copro_text import decisions as d
from copro_text.store import mending, union
from copro_text.store.wordless import wordless_line
from copro_text.study import Study
from tests.devices import Device
from tests.small import write_wxr

WORDS = b"on the phone"


@pytest.fixture
def maya(tmp_path: Path) -> Device:
    """Maya's computer, with a study and a note in it."""
    device = Device(tmp_path / "maya" / "study", tmp_path / "maya" / "state")
    with device():
        made = Study.new(device.path, question="What is it?", analyst="Maya")
        made.add(write_wxr(tmp_path / "export.xml"), progress=False)
        made.note("We rang for three weeks and nobody rang back.", said_by="Table 3")
        made.name("Waiting")
        made.session.close()
    return device


@pytest.fixture
def sam(maya: Device, tmp_path: Path) -> Device:
    """Sam's computer, with a copy of it in which Sam typed something about Ann; Maya has brought that in."""
    sam = maya.copied(tmp_path / "sam")
    with sam():
        study = Study(sam.path).join("Sam")
        study.memo("Ann Arkwright", "she told me on the phone")
        study.session.close()
    brings_in(maya, sam)
    return sam


def brings_in(one: Device, other: Device | Path, who: str = "Maya") -> object:
    with one():
        study = Study(one.path, analyst=who)
        try:
            return study.bring_in(other.path if isinstance(other, Device) else other)
        finally:
            study.session.close()


def withdrawn(device: Device, who: str = "Ann Arkwright") -> None:
    with device():
        study = Study(device.path, analyst="Maya")
        study.withdraw(who)
        study.session.close()


def log_of(device: Device, who: str) -> Path:
    (log,) = (device.path / "decisions").glob(f"{who}-??????.jsonl")
    return log


def source_of(device: Device) -> Path:
    (source,) = (p for p in (device.path / "corpus").glob("*.jsonl") if "-" not in p.name)
    return source


def holding(device: Device, words: bytes = WORDS) -> list[str]:
    return sorted(p.name for place in (device.path, device.state) for p in place.rglob("*") if p.is_file() and words in p.read_bytes())


def told(device: Device) -> list[tuple[str, str, str]]:
    """What `check` says that is not harmless."""
    with device():
        return [(f.where, f.what, f.do) for f in Study(device.path).check() if not f.harmless]


def aside(device: Device) -> list[bytes]:
    return [p.read_bytes() for p in device.state.rglob("torn-*")]


# what was taken out


def test_words_that_its_writer_took_out_go_from_the_copy_here_when_theirs_comes_in(maya: Device, sam: Device) -> None:
    withdrawn(maya)
    assert holding(maya) == [log_of(maya, "sam").name]
    brings_in(sam, maya, "Sam")
    assert holding(sam) == []
    came = brings_in(maya, sam)
    assert holding(maya) == []
    assert "Words that were taken out went from 1 log." in repr(came)
    assert told(maya) == []
    before = maya.logs()
    assert "taken out" not in repr(brings_in(maya, sam))
    assert maya.logs() == before


def test_they_go_also_when_nothing_else_is_new(maya: Device, sam: Device) -> None:
    log = log_of(maya, "sam")
    before = log.read_bytes().splitlines(keepends=True)
    withdrawn(maya)
    brings_in(sam, maya, "Sam")
    brings_in(maya, sam)
    erased = log.read_bytes()
    log.write_bytes(b"".join([*before, *erased.splitlines(keepends=True)[len(before) :]]))  # an older copy was put back, and grew
    assert WORDS in log.read_bytes()
    came = repr(brings_in(maya, sam))
    assert "Nothing came in that was not here." in came
    assert "went from 1 log" in came
    assert log.read_bytes() == erased


def test_nobody_takes_out_words_by_a_copy_that_lacks_them_when_no_decision_asks_for_it(maya: Device, sam: Device, tmp_path: Path) -> None:
    from tests.test_copies import erased

    whole = log_of(maya, "sam").read_bytes()
    copy = tmp_path / log_of(maya, "sam").name
    copy.write_bytes(erased(whole, *range(len(whole.splitlines()))))
    brings_in(maya, copy)
    assert log_of(maya, "sam").read_bytes() == whole


@pytest.mark.parametrize("is_missing", [False, True])
def test_an_old_copy_of_a_log_brings_no_words_back(maya: Device, sam: Device, tmp_path: Path, is_missing: bool) -> None:
    old = sam.copied(tmp_path / "old")
    withdrawn(maya)
    brings_in(sam, maya, "Sam")
    brings_in(maya, sam)
    if is_missing:
        for log in (maya.path / "decisions").glob("sam-*"):
            log.unlink()
    brings_in(maya, old)
    assert holding(maya) == []
    assert holding(maya, b"Still waiting") == []


def test_a_withdrawal_in_the_copy_keeps_out_the_words_in_an_older_log_of_it(maya: Device, sam: Device, tmp_path: Path) -> None:
    third = maya.copied(tmp_path / "third")
    for log in (third.path / "decisions").glob("sam-*"):
        log.unlink()
    withdrawn(maya)  # Sam's words still stand in Maya's copy of Sam's log
    assert holding(maya)
    brings_in(third, maya)
    assert holding(third) == []
    assert (third.path / "decisions" / log_of(maya, "sam").name).exists()


def test_an_old_source_and_old_notes_come_in_without_what_was_taken_out(maya: Device, tmp_path: Path) -> None:
    old = maya.copied(tmp_path / "old")
    with maya():
        study = Study(maya.path, analyst="Maya")
        (note,) = [c.id for c in study.session.corpus if c.text.startswith("We rang")]
        study.withdraw(["Ann Arkwright", note])
        study.session.close()
    for file in (maya.path / "corpus").iterdir():
        file.unlink()
    came = brings_in(maya, old)
    assert {p.name for p in (maya.path / "corpus").iterdir()} == {p.name for p in (old.path / "corpus").iterdir()}
    assert holding(maya, b"Still waiting") == holding(maya, b"We rang for three") == []
    assert came.faults == ()  # type: ignore[attr-defined]
    assert told(maya) == []


def test_notes_that_were_taken_out_are_not_called_unknown(maya: Device, tmp_path: Path) -> None:
    old = maya.copied(tmp_path / "old")
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.withdraw([c.id for c in study.session.corpus if c.text.startswith("We rang")])
        study.session.close()
    assert brings_in(maya, old).faults == ()  # type: ignore[attr-defined]
    assert brings_in(old, maya).faults == ()  # type: ignore[attr-defined]


def test_a_note_whose_log_is_here_is_not_called_unknown(maya: Device, tmp_path: Path) -> None:
    other = maya.copied(tmp_path / "other")
    (notes,) = (other.path / "corpus").glob("notes-*.jsonl")
    line = json.loads(notes.read_bytes())
    notes.write_bytes(json.dumps(line | {"id": "f" * len(line["id"])}).encode() + b"\n")  # written, and the program stopped before it said so
    assert brings_in(maya, other).faults == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize("alone", [False, True])
def test_a_computer_says_once_for_each_withdrawal_that_it_is_gone_there(maya: Device, sam: Device, alone: bool) -> None:
    with sam():
        study = Study(sam.path).join("Kim")
        if alone:  # then nobody sees what the others record meanwhile
            study.on_our_own()
        study.session.close()
    for who in ("Ann Arkwright", "Cy"):
        withdrawn(maya, who)
    for name in ("Sam", "Kim", "Sam"):
        brings_in(sam, maya, name)
        with sam():
            study = Study(sam.path, analyst=name)
            study.name(f"by {name} {len(study.session.logs.entries)}")
            study.session.close()
    with sam():
        said = [e.body.of for e in Study(sam.path).session.logs.entries if isinstance(e.body, d.Erased)]
    assert len(set(said)) == 2
    assert len(said) == 4  # for each of the two, Maya's computer and Sam's


def test_it_does_not_say_so_again_when_its_log_turns_out_to_have_been_written_on_elsewhere(maya: Device, sam: Device, tmp_path: Path) -> None:
    twin = sam.copied(tmp_path / "twin", with_state=True)
    withdrawn(maya)
    for each in (sam, twin):
        brings_in(each, maya, "Sam")
    for each in (sam, twin, sam):
        brings_in(each, twin if each is sam else sam, "Sam")
        each.named(f"at {each.path.parent.name} {len(each.logs())}", "Sam")
    with sam():
        said = [e.entered_by for e in Study(sam.path).session.logs.entries if isinstance(e.body, d.Erased)]
    assert len(said) == 3  # Maya's computer, and Sam's two


# what is damaged


def cut(data: bytes) -> bytes:
    return data[:-200]


def flipped(data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    at = len(lines) // 2
    return b"".join([*lines[:at], lines[at].replace(b'"seq"', b'"sex"'), *lines[at + 1 :]])


def first_line(data: bytes) -> bytes:
    return b"\0" * 40 + data[40:]


def nul_tail(data: bytes) -> bytes:
    return data[:-200] + b"\0" * 200


DAMAGE = (cut, flipped, first_line, nul_tail)


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("whose", ["maya", "sam"])
def test_a_damaged_log_is_put_right_by_a_whole_copy_and_kept_aside(
    maya: Device, sam: Device, tmp_path: Path, whose: str, damage: Callable[[bytes], bytes]
) -> None:
    good = maya.copied(tmp_path / "good")
    log = log_of(maya, whose)
    whole = log.read_bytes()
    log.write_bytes(damage(whole))
    lost = whose == "maya" and damage is first_line  # then nobody called Maya is here
    if whose == "maya" and not lost:
        maya.named("After")
    assert told(maya)
    came = brings_in(maya, good, "" if lost else "Maya")
    assert log.read_bytes() == whole
    assert aside(maya) == [damage(whole)]
    assert log.name in repr(came)
    assert told(maya) == []
    assert not [name for name in maya.logs() if name.startswith(f"{log.stem}-")]
    maya.named("Later")
    assert told(maya) == []


@pytest.mark.parametrize("damage", DAMAGE)
def test_one_that_cannot_be_put_right_now_is_harmless_once_the_whole_lies_beside_it(
    maya: Device, sam: Device, damage: Callable[[bytes], bytes]
) -> None:
    log = log_of(maya, "maya")
    whole = log.read_bytes()
    log.write_bytes(damage(whole))
    log.with_name(f"{log.stem} (1).jsonl").write_bytes(whole)
    assert told(maya) == []
    with maya():
        (fault,) = [f for f in Study(maya.path).check() if f.where == f"decisions/{log.name}"]
    assert f"All its lines are read from {log.stem} (1).jsonl: nothing needs doing." in str(fault)
    assert log.read_bytes() == damage(whole)
    brings_in(maya, log.with_name(f"{log.stem} (1).jsonl"))
    assert log.read_bytes() == whole


def test_a_damaged_log_that_a_program_has_open_is_left_to_it(maya: Device, tmp_path: Path) -> None:
    good = maya.copied(tmp_path / "good")
    log = log_of(maya, "maya")
    whole = log.read_bytes()
    log.write_bytes(cut(whole))
    (memory,) = maya.state.rglob("log-*.json")
    with FileLock(memory.with_suffix(".lock")), maya():
        Study(maya.path).bring_in(good.path)
    assert log.read_bytes() == cut(whole)
    assert told(maya) == []


def test_a_shorter_copy_takes_nothing_from_a_damaged_log(maya: Device, sam: Device, tmp_path: Path) -> None:
    good = maya.copied(tmp_path / "good")
    log = log_of(good, "maya")
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:2]))
    torn = cut(b"".join(lines))
    log_of(maya, "maya").write_bytes(torn)
    brings_in(maya, good, "Sam")
    assert log_of(maya, "maya").read_bytes() == torn
    assert told(maya)


def test_what_stands_behind_the_damage_and_in_no_copy_is_read_again(maya: Device, tmp_path: Path) -> None:
    log = log_of(maya, "maya")
    good = maya.copied(tmp_path / "good")
    maya.named("Only here")
    whole = log.read_bytes()
    log.write_bytes(flipped(whole))
    assert len(log_of(good, "maya").read_bytes().splitlines()) > len(whole.splitlines()) // 2
    brings_in(maya, good)
    assert log.read_bytes() == whole
    assert "Only here" in maya.labels()


def test_one_damaged_file_is_told_of_once(maya: Device, sam: Device) -> None:
    log = log_of(maya, "maya")
    log.write_bytes(cut(log.read_bytes()))
    (fault,) = told(maya)
    assert fault[0] == f"decisions/{log.name}"
    assert "this computer wrote" in fault[1]
    assert "Wait" not in fault[2]


# the corpus


def tampered(data: bytes) -> bytes:
    return data.replace(b"Pay the fare", b"Pay the fair")


def test_a_changed_comment_is_named_by_its_line(maya: Device) -> None:
    source = source_of(maya)
    data = source.read_bytes()
    source.write_bytes(tampered(data))
    at = next(i for i, line in enumerate(data.splitlines(), start=1) if b"Pay the fare" in line)
    assert any(f"line {at}" in what for where, what, _ in told(maya) if where == f"corpus/{source.name}")


def test_a_changed_source_gives_way_to_the_whole_one_and_is_kept_aside(maya: Device, tmp_path: Path) -> None:
    good = maya.copied(tmp_path / "good")
    source = source_of(maya)
    whole = source.read_bytes()
    source.write_bytes(tampered(whole))
    came = brings_in(maya, good)
    assert source.read_bytes() == whole
    assert aside(maya) == [tampered(whole)]
    assert source.name in repr(came)
    assert told(maya) == []


def test_a_changed_source_beside_a_whole_one_is_told_and_put_right_at_the_next_bringing_in(maya: Device, tmp_path: Path) -> None:
    source = source_of(maya)
    whole = source.read_bytes()
    source.with_name(f"{source.stem} (1).jsonl").write_bytes(whole)
    source.write_bytes(tampered(whole))
    with maya():
        (fault,) = [f for f in Study(maya.path).check() if "not what was written" in f.what]
    assert fault.harmless
    assert f"All its lines are read from {source.stem} (1).jsonl" in fault.do
    brings_in(maya, log_of(maya, "maya"))
    assert source.read_bytes() == whole


def test_changed_notes_give_way_to_the_whole_ones(maya: Device, tmp_path: Path) -> None:
    good = maya.copied(tmp_path / "good")
    (notes,) = (maya.path / "corpus").glob("notes-*.jsonl")
    whole = notes.read_bytes()
    changed = whole.replace(b"three weeks", b"five weeks")
    notes.write_bytes(changed)
    brings_in(maya, good)
    assert notes.read_bytes() == whole
    assert aside(maya) == [changed]
    assert told(maya) == []


# what check says


def test_a_log_of_another_study_is_said_first_to_be_moved_out(maya: Device, tmp_path: Path) -> None:
    with maya():
        foreign = Study.new(tmp_path / "foreign", question="Something else?", analyst="Zed")
    (log,) = (foreign.path / "decisions").glob("*.jsonl")
    shutil.copy(log, maya.path / "decisions")
    (fault,) = told(maya)
    assert fault[2].startswith("It is not of this study: move it out of the folder.")
    assert "Put" not in fault[2]


def test_a_missing_log_is_said_to_be_whose_it_is(maya: Device, sam: Device) -> None:
    maya.named("Seen Sam")
    log = log_of(maya, "sam")
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:1]))
    assert any("Sam's lines up to" in what for _, what, _ in told(maya))
    log.unlink()
    assert any("somebody's lines up to" in what and "known to others (Maya)" in what for _, what, _ in told(maya))


def test_a_copy_without_words_takes_none_away_though_something_else_is_taken_out(maya: Device, sam: Device, tmp_path: Path) -> None:
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.withdraw(study.find("Pay the fare").index[0])
        study.session.close()
    copy = tmp_path / "copy"
    shutil.copytree(maya.path, copy)
    log = copy / "decisions" / log_of(maya, "sam").name
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(wordless_line(raw, {json.loads(raw)["id"]}) if WORDS in raw else raw for raw in lines))
    assert WORDS not in log.read_bytes()
    assert "went from" not in repr(brings_in(maya, copy))
    assert holding(maya) == [log_of(maya, "sam").name]


# what comes meanwhile, and what is never written


def test_a_damaged_file_that_changes_while_it_is_put_right_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, write = tmp_path / "a.jsonl", mending.write_whole
    path.write_bytes(b"damaged")

    def overtaken(at: Path, data: bytes) -> None:
        """Another program writes while the damaged bytes are put by."""
        write(at, data)
        if at.name.startswith("torn-"):
            path.write_bytes(b"damaged, and written on")

    monkeypatch.setattr(mending, "write_whole", overtaken)
    (tmp_path / "state").mkdir()
    assert not mending.put_right(path, tmp_path / "state", b"damaged", b"whole")
    assert path.read_bytes() == b"damaged, and written on"


def test_a_line_that_comes_while_words_go_from_anothers_log_is_not_lost(maya: Device, sam: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    withdrawn(maya)
    brings_in(sam, maya, "Sam")
    log, less, came = log_of(maya, "sam"), mending.wordless_line, b'{"id":"came meanwhile"}\n'

    def overtaken(raw: bytes, ids: object) -> bytes:
        """A sync tool adds a line while the others are rewritten."""
        if came not in log.read_bytes():
            with log.open("ab") as f:
                f.write(came)
        return less(raw, ids)

    monkeypatch.setattr(mending, "wordless_line", overtaken)
    brings_in(maya, sam)
    assert came in log.read_bytes()


def test_what_was_taken_out_is_never_written_when_an_older_copy_comes_in(maya: Device, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = shutil.copytree(maya.path, tmp_path / "old")
    withdrawn(maya)
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.withdraw("Table 3")
        study.session.close()
    for path in (maya.path / "corpus").iterdir():
        path.unlink()
    written, write = [], union.write_whole

    def remembered(at: Path, data: bytes) -> None:
        written.append((at.parent.name, data))
        write(at, data)

    monkeypatch.setattr(union, "write_whole", remembered)
    brings_in(maya, old)
    assert [where for where, _ in written] == ["corpus", "corpus"]
    assert not any(words in data for _, data in written for words in (b"nobody rings back", b"for three weeks"))
    assert any(b"Pay the fare" in data for _, data in written)
