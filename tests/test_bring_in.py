"""Bringing in a copy: copies of a study meet by union, and nothing is lost or overwritten."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from copro_text.errors import CoproError, NotPossible, NotReadable, UnsafeFile
from copro_text.study import Study
from tests.small import COMMENTS, write_wxr


@contextmanager
def device(place: Path) -> Iterator[None]:
    """Work on another device: it remembers other things."""
    before = os.environ["COPRO_STATE"]
    os.environ["COPRO_STATE"] = str(place)
    try:
        yield
    finally:
        os.environ["COPRO_STATE"] = before


@pytest.fixture
def other(study: Study, tmp_path: Path) -> Study:
    """The same study on Tom's device, with decisions and a source of his."""
    study.session.close()
    shutil.copytree(study.path, tmp_path / "tom")
    with device(tmp_path / "state of tom"):
        tom = Study(tmp_path / "tom").join("Tom")
        tom.name("Tea", because="it came up twice")
        tom.add(write_wxr(tmp_path / "later.xml", [*COMMENTS, ("Fay", "Tea was served cold.")]), progress=False)
        tom.note("We rang for three weeks.", said_by="Table 3")
        tom.session.close()
    return tom


def opened(study: Study) -> Study:
    return Study(study.path)


def state(study: Study) -> object:
    fresh = Study(study.path)
    return fresh.session.book.state(), {c.id: c.text for c in fresh.session.corpus}


def files(study: Study) -> dict[str, bytes]:
    return {p.relative_to(study.path).as_posix(): p.read_bytes() for p in study.path.rglob("*") if p.is_file()}


def the_log(study: Study, who: str) -> Path:
    (log,) = (study.path / "decisions").glob(f"{who}-??????.jsonl")
    return log


def packed(study: Study, path: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files(study).items():
            z.writestr(prefix + name, data)
    return path


# what comes in


def test_a_copy_brings_in_its_decisions_its_sources_and_its_notes(study: Study, other: Study) -> None:
    came = study.bring_in(other.path)
    assert set(came.decisions) == {"Tom"}
    assert (came.files, came.notes, came.faults, came.forks) == (1, 1, (), ())
    assert {c.text for c in study.session.corpus} >= {"Tea was served cold.", "We rang for three weeks."}
    assert state(study) == state(other)
    assert study.check() == ()
    assert the_log(study, "tom").read_bytes() == the_log(other, "tom").read_bytes()


def test_it_says_how_many_decisions_came_by_whom_and_how_many_were_here(study: Study, other: Study) -> None:
    said = repr(study.bring_in(other.path))
    assert "decisions by Tom" in said
    assert "were here already" in said
    assert "Nothing that was here is lost" in said
    assert "Nothing came in that was not here" in repr(study.bring_in(other.path))


@pytest.mark.parametrize("prefix", ["", "manifesto/", "backup/manifesto/"])
def test_a_zip_brings_in_the_same_as_the_folder_and_is_not_unpacked(study: Study, other: Study, tmp_path: Path, prefix: str) -> None:
    copy = packed(other, tmp_path / "copy.zip", prefix)
    before = set(tmp_path.rglob("*"))
    study.bring_in(copy)
    assert state(study) == state(other)
    assert {p.name for p in set(tmp_path.rglob("*")) - before if study.path not in p.parents} <= {"bring-in.lock"}


def test_one_log_and_then_the_source_it_names(study: Study, other: Study) -> None:
    for path in (other.path / "corpus").iterdir():
        if not (study.path / "corpus" / path.name).exists():
            with pytest.raises(NotPossible, match="no decision that is here names it"):
                study.bring_in(path)
    assert study.bring_in(the_log(other, "tom")).decisions
    assert any("has not arrived" in fault.what for fault in study.check())
    for path in (other.path / "corpus").iterdir():
        study.bring_in(path)
    assert state(study) == state(other)


def test_bringing_in_again_changes_no_file(study: Study, other: Study) -> None:
    study.bring_in(other.path)
    before = files(study)
    study.bring_in(other.path)
    study.bring_in(study.path)
    assert files(study) == before


def test_bringing_each_into_the_other_gives_the_same_state(study: Study, other: Study, tmp_path: Path) -> None:
    maya = Study(study.path, analyst="Maya")
    maya.name("Waiting")
    maya.bring_in(other.path)
    with device(tmp_path / "state of tom"):
        other.bring_in(study.path)
    assert state(study) == state(other)


def test_a_log_that_is_shorter_here_grows_by_what_is_missing(study: Study, other: Study, tmp_path: Path) -> None:
    study.bring_in(other.path)
    with device(tmp_path / "state of tom"):
        Study(other.path, analyst="Tom").name("Cake")
    came = study.bring_in(other.path)
    assert came.decisions == {"Tom": 1}
    assert the_log(study, "tom").read_bytes() == the_log(other, "tom").read_bytes()
    assert len(list((study.path / "decisions").iterdir())) == 2


def test_the_log_of_a_program_that_is_open_is_left_to_it_and_the_rest_stands_beside_it(study: Study, tmp_path: Path) -> None:
    study.session.close()
    maya = Study(study.path, analyst="Maya")
    maya.name("One")
    shorter = the_log(study, "maya").read_bytes()
    maya.name("Two")
    shutil.copytree(study.path, tmp_path / "copy")
    maya.session.close()
    the_log(study, "maya").write_bytes(shorter)  # an older state was put back
    (memory,) = maya.session.state.glob("log-*.json")
    with FileLock(memory.with_suffix(".lock")):  # another program of this device has it open
        Study(study.path).bring_in(tmp_path / "copy")
    assert the_log(study, "maya").read_bytes() == shorter
    assert {c.label for c in Study(study.path).session.book.codes.values()} == {"One", "Two"}


# what does not


def test_another_study_is_refused_and_nothing_is_changed(study: Study, tmp_path: Path) -> None:
    foreign = Study.new(tmp_path / "foreign", question="Something else?", analyst="Zed")
    before = files(study)
    for copy in (foreign.path, packed(foreign, tmp_path / "foreign.zip"), the_log(foreign, "zed")):
        with pytest.raises(NotPossible, match="another study") as refused:
            study.bring_in(copy)
        assert "Nothing was changed" in str(refused.value)
    assert files(study) == before


@pytest.mark.parametrize("made", ["nothing", "empty", "letter.txt"])
def test_what_is_no_study_is_refused(study: Study, tmp_path: Path, made: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.txt").write_text("Dear all,\n")
    with pytest.raises(CoproError, match="Nothing was changed"):
        study.bring_in(tmp_path / made)


def test_what_is_torn_or_changed_is_not_taken_in_and_is_told(study: Study, other: Study) -> None:
    log = the_log(other, "tom")
    whole = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(whole[:2]) + whole[2].replace(b"name", b"mane") + b"".join(whole[3:]))
    (source,) = [p for p in (other.path / "corpus").glob("*.jsonl") if "-" not in p.name and not (study.path / "corpus" / p.name).exists()]
    source.write_bytes(source.read_bytes().replace(b"cold", b"warm"))
    came = study.bring_in(other.path)
    assert came.decisions == {"Tom": 2}
    assert any("line 3 is not what was written" in fault.what for fault in came.faults)
    assert any(fault.where == f"corpus/{source.name}" for fault in came.faults)
    assert the_log(study, "tom").read_bytes() == b"".join(whole[:2])
    assert not (study.path / "corpus" / source.name).exists()


@pytest.mark.parametrize("cut", [1, 5, 300])
def test_a_log_that_had_not_arrived_whole_is_completed_by_the_next_copy(study: Study, other: Study, tmp_path: Path, cut: int) -> None:
    log = the_log(other, "tom")
    whole = log.read_bytes()
    log.write_bytes(whole[:-cut])
    assert any("not all here yet" in fault.what for fault in study.bring_in(other.path).faults)
    log.write_bytes(whole)
    study.bring_in(other.path)
    assert the_log(study, "tom").read_bytes() == whole
    assert state(study) == state(other)


def test_a_torn_source_is_made_good_from_a_copy_and_is_kept_aside(study: Study, other: Study) -> None:
    (source,) = (study.path / "corpus").glob("*.jsonl")
    whole = source.read_bytes()
    torn = whole[:-40]
    source.write_bytes(torn)
    assert not len(Study(study.path).session.corpus)
    study = Study(study.path)
    study.bring_in(other.path)
    assert source.read_bytes() == whole
    assert [p.read_bytes() for p in study.session.state.glob("torn-*")] == [torn]
    assert state(study) == state(other)


def test_a_file_that_would_stand_outside_the_study_is_not_written(study: Study, other: Study, tmp_path: Path) -> None:
    from copro_text.store.logs import hash_of

    line = json.loads(the_log(other, "tom").read_text("utf-8").splitlines()[0]) | {"log": "../../x"}
    line["hash"] = hash_of(line)
    (tmp_path / "evil.jsonl").write_text(json.dumps(line) + "\n")
    before = set(tmp_path.rglob("*"))
    with pytest.raises(NotPossible):
        study.bring_in(tmp_path / "evil.jsonl")
    assert {p.name for p in set(tmp_path.rglob("*")) - before} <= {"bring-in.lock"}


# zips made to harm


def test_a_zip_beyond_the_limits_is_refused_before_anything_is_read(study: Study, other: Study, tmp_path: Path) -> None:
    bombs = {"links": "link to elsewhere", "outside": "outside it", "ratio": "far more than any study"}
    for kind, why in bombs.items():
        copy = packed(other, tmp_path / f"{kind}.zip")
        with zipfile.ZipFile(copy, "a", zipfile.ZIP_DEFLATED) as z:
            if kind == "links":
                link = zipfile.ZipInfo("decisions/link.jsonl")
                link.external_attr = 0o120777 << 16
                z.writestr(link, "/etc/passwd")
            elif kind == "outside":
                z.writestr("../decisions/x.jsonl", "x")
            else:
                z.writestr("decisions/x.jsonl", b"\0" * 20_000_000)
        before = files(study)
        with pytest.raises(UnsafeFile, match=why):
            study.bring_in(copy)
        assert files(study) == before


def test_a_locked_zip_and_a_damaged_one_are_refused(study: Study, other: Study, tmp_path: Path) -> None:
    copy = packed(other, tmp_path / "copy.zip")
    data = bytearray(copy.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # the directory says that the first file is encrypted
    (tmp_path / "locked.zip").write_bytes(data)
    with pytest.raises(UnsafeFile, match="password"):
        study.bring_in(tmp_path / "locked.zip")
    (tmp_path / "cut.zip").write_bytes(copy.read_bytes()[:-100])
    with pytest.raises(NotReadable, match="damaged zip"):
        study.bring_in(tmp_path / "cut.zip")


def test_a_damaged_file_in_a_zip_is_told_and_the_others_come_in(study: Study, other: Study, tmp_path: Path) -> None:
    copy = tmp_path / "copy.zip"
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as z:
        for name, data in files(other).items():
            z.writestr(name, data)
    copy.write_bytes(copy.read_bytes().replace(b"Tea was served cold.", b"Tea was served warm."))
    came = study.bring_in(copy)
    assert came.decisions
    assert any("damaged" in fault.what for fault in came.faults)


def test_a_file_that_is_no_copy_is_said_to_be_none(study: Study, tmp_path: Path) -> None:
    (tmp_path / "export.xml").write_text("<rss></rss>", "utf-8")
    with pytest.raises(NotPossible, match=r"export\.xml is no copy of a study.*copro add"):
        study.bring_in(tmp_path / "export.xml")
