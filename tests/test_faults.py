"""No fault costs anyone a decision: small trials of what `make trials` tries at length."""

from __future__ import annotations

import os
import shutil
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from copro_text.decisions import Memo
from copro_text.study import Study
from tests.devices import Device, first
from tests.small import COMMENTS, write_wxr


def remark(study: Study, text: str) -> str:
    return study.session.record(Memo(about="x", whose="ours", text=text))[0]


def ids(path: Path) -> set[str]:
    return {e.id for e in Study(path).session.book.entries}


# saved means saved: a killed program does not show whether anything reached the disk, so the calls themselves are traced


class Disk:
    """What has reached the disk: how much of each file, and which names of each folder."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bytes: dict[int, int] = {}
        self.names: dict[int, set[str]] = {}
        self.fsync = os.fsync
        monkeypatch.setattr(os, "fsync", self.reached)

    def reached(self, handle: int) -> None:
        self.fsync(handle)
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            self.names[found.st_ino] = set(os.listdir(handle))
        else:
            self.bytes[found.st_ino] = found.st_size

    def not_reached(self, before: dict[Path, bytes], after: dict[Path, bytes]) -> list[str]:
        """The files that were changed and that a power cut could still take, in whole or in part."""
        changed = [p for p in after if before.get(p) != after[p]]
        missing = [f"{p.name}: its end" for p in changed if self.bytes.get(p.stat().st_ino) != len(after[p])]
        return missing + [f"{p.name}: its name" for p in changed if p not in before and p.name not in self.names.get(p.parent.stat().st_ino, ())]


def files(path: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in path.rglob("*") if p.is_file()}


def joining_on_a_new_device(study: Study, place: Path) -> object:
    return Study(study.path).join("Eve")


def bringing_in(study: Study, place: Path) -> object:
    return study.bring_in(place / "copy")


VERBS: dict[str, Callable[[Study, Path], object]] = {
    "a decision": lambda study, place: study.name("One"),
    "a note": lambda study, place: study.note("We rang for three weeks."),
    "an export": lambda study, place: study.add(write_wxr(place / "more.xml", [*COMMENTS, ("Fay", "Tea.")]), progress=False),
    "joining on a new device": joining_on_a_new_device,
    "a copy": bringing_in,
}


@pytest.mark.parametrize("verb", VERBS)
def test_when_a_verb_returns_every_byte_and_every_new_name_has_reached_the_disk(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    remark(study, "before")
    with_copy(study, tmp_path)
    disk, before = Disk(monkeypatch), files(study.path)
    VERBS[verb](study, tmp_path)
    after = files(study.path)
    assert after != before
    assert disk.not_reached(before, after) == []


def with_copy(study: Study, place: Path) -> None:
    """A copy of the study with a log that is longer there, one that is not here, and notes."""
    tom = Device(study.path, place / "state of tom")
    with tom():
        Study(study.path).join("Tom").session.close()
    copy = tom.copied(place / "copied", with_state=True)
    shutil.move(copy.path, place / "copy")
    with Device(place / "copy", copy.state)():
        again = Study(place / "copy", analyst="Tom")
        remark(again, "more of it")
        again.note("Nobody rang back.")
        again.session.close()
    with Device(place / "copy", place / "state of una")():
        Study(place / "copy").join("Una").session.close()


def test_no_one_is_told_that_it_is_saved_when_the_disk_does_not_take_it(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ids(study.path)

    def refused(handle: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken, pytest.raises(Exception, match="Input/output error"):
        broken.setattr(os, "fsync", refused)
        remark(study, "One")
    assert ids(study.path) == before


# killed


def killed(path: Path, state: Path, after: int, act: Callable[[Study], str]) -> list[str]:
    """Let a child act, and kill it at its n-th call that changes a file; returns what it was told is saved."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        with Device(path, state)():
            study = Study(path, analyst="Maya")
            left = [after]
            for name in ("write", "fsync", "open", "close", "replace", "ftruncate"):
                setattr(os, name, killing(getattr(os, name), left))
            told = os.fdopen(write, "wb", buffering=0)
            while True:
                told.write(f"{act(study)}\n".encode())
    os.close(write)
    with os.fdopen(read, "rb") as said:
        told = said.read()
    os.waitpid(child, 0)
    return told.decode().split("\n")[:-1]


def killing(call: Callable[..., object], left: list[int]) -> Callable[..., object]:
    def counted(*args: object, **named: object) -> object:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*args, **named)

    return counted


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_a_program_killed_at_any_step_of_saving_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    maya = first(tmp_path / "maya")
    saved = ids(maya.path)
    for after in range(1, 30):
        saved |= set(killed(maya.path, maya.state, after, lambda study: remark(study, "x" * 500)))
        here = ids(maya.path)
        assert saved <= here
        assert len(here - saved) <= 1
        saved = here


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_a_program_killed_at_any_step_of_bringing_in_loses_nothing_and_the_next_one_completes_it(tmp_path: Path) -> None:
    maya = first(tmp_path / "maya")
    tom = maya.copied(tmp_path / "tom")
    with tom():
        study = Study(tom.path).join("Tom")
        for i in range(8):
            remark(study, f"remark {i}")
        study.note("Nobody rang back.")
        study.session.close()
    for after in range(1, 30):
        here = ids(maya.path)
        killed(maya.path, maya.state, after, lambda study: repr(study.bring_in(tom.path)).partition("\n")[0])
        assert here <= ids(maya.path) <= ids(tom.path)
    with maya():
        Study(maya.path).bring_in(tom.path)
    assert maya.book() == tom.book()


# torn


@pytest.mark.parametrize("spoilt", [lambda line, cut: line[:cut], lambda line, cut: line[:cut] + b"\0" * (len(line) - cut)], ids=["torn", "zeros"])
def test_a_last_line_that_is_torn_or_full_of_zeros_takes_no_other_with_it(tmp_path: Path, spoilt: Callable[[bytes, int], bytes]) -> None:
    maya = first(tmp_path / "maya")
    before = ids(maya.path)
    maya.named("The last")
    ((name, data),) = maya.logs().items()
    *whole, line = data.splitlines(keepends=True)
    last = ids(maya.path)
    for cut in range(0, len(line), 60):
        (maya.path / "decisions" / name).write_bytes(b"".join(whole) + spoilt(line, cut))
        assert before < ids(maya.path) < last
        assert Study(maya.path).check() or not cut


# two at once


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_two_programs_of_each_of_two_people_at_once_lose_nothing_and_leave_no_fault(tmp_path: Path) -> None:
    maya, tom = first(tmp_path / "maya"), Device(tmp_path / "maya" / "study", tmp_path / "tom")
    with tom():
        Study(tom.path).join("Tom").session.close()
    before = ids(maya.path)
    children = [at_work(device, who, tmp_path / f"told {i}") for i, (device, who) in enumerate([(maya, "Maya"), (tom, "Tom")] * 2)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    told = {line for i in range(4) for line in (tmp_path / f"told {i}").read_text().split()}
    assert len(told) == 4 * 20
    assert ids(maya.path) == before | told
    assert Study(maya.path).check() == ()


def at_work(device: Device, who: str, told: Path) -> int:
    child = os.fork()
    if child == 0:
        try:
            with device():
                study = Study(device.path, analyst=who)
                told.write_text("\n".join(remark(study, f"remark {i}") for i in range(20)))
            os._exit(0)
        finally:
            os._exit(1)
    return child
