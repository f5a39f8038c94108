"""Read twice: one file that came in on two computers is named where its words stand here under two kinds of ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from copro_text.study import Study
from tests.devices import Device, first

ROWS = (
    ("I wait at the gate and nobody rings back at all, ever", "carer", "more people on the phone please and soon"),
    ("They closed the warm room before the winter came round", "nurse", "open the room again upstairs for us"),
    ("No room for my chair, whatever they call it", "patient", "a ramp by the front door would do"),
    ("No room for my chair, whatever they call it", "patient", "write letters in plain words"),
)


def table(path: Path, columns: int) -> Path:
    head = ("What is hard about getting care?", "Role", "What would help you most of all?")
    lines = [";".join(row[:columns]) for row in (head, *ROWS)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture
def both(tmp_path: Path) -> tuple[Device, Device]:
    """Maya has October's table and then November's with one more question, Tom only November's."""
    old, new = table(tmp_path / "october.csv", 2), table(tmp_path / "november.csv", 3)
    maya = first(tmp_path / "maya")
    tom = maya.copied(tmp_path / "tom")
    with tom():
        study = Study(tom.path)
        study.join("Tom")
        study.add(new, progress=False)
        study.session.close()
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.add(old, progress=False)
        study.add(new, progress=False)
        study.session.close()
    return maya, tom


def doubles(study: Study) -> list[str]:
    return [str(fault) for fault in study.check() if "stand here twice" in str(fault)]


def undo_named(told: str) -> list[str]:
    return [part.partition('"')[0] for part in told.split('study.undo("')[1:]]


def test_a_file_read_here_and_there_under_other_ids_is_named_as_the_copies_meet(both: tuple[Device, Device]) -> None:
    maya, tom = both
    with maya():
        study = Study(maya.path, analyst="Maya")
        assert not doubles(study)
        came = study.bring_in(tom.path)
        assert "november.csv: one file was read 2 times" in repr(came)
        assert "8 contributions stand here twice" in repr(came)
        assert "one file was read" in repr(study.status)
        assert "Nothing is lost" in doubles(study)[0]
        assert len(list(study.session.corpus)) == 16
        assert "stand here twice" not in repr(study.bring_in(tom.path))  # told once as it comes, and from then on by check
        study.session.close()


def test_the_undo_that_is_offered_leaves_every_voice_once(both: tuple[Device, Device]) -> None:
    maya, tom = both
    with tom():
        study = Study(tom.path, analyst="Tom")
        study.bring_in(maya.path)
        (told,) = doubles(study)
        assert "Tom can" in told
        for decision in undo_named(told):
            study.undo(decision)
        assert sorted(c.text for c in study.session.refresh().corpus) == sorted(text for row in ROWS for text in row[::2])
        assert not doubles(study)
        study.session.close()


def test_the_undo_offered_is_of_what_nobody_works_with(both: tuple[Device, Device]) -> None:
    maya, tom = both
    with tom():
        study = Study(tom.path, analyst="Tom")
        code = study.name("the chair")
        study.place(next(c.id for c in study.session.corpus), code)
        study.session.close()
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.bring_in(tom.path)
        (told,) = doubles(study)
        assert "Maya can" in told
        assert len(undo_named(told)) == 2
        for decision in undo_named(told):
            study.undo(decision)
        assert sorted(c.text for c in study.session.refresh().corpus) == sorted(text for row in ROWS for text in row[::2])
        study.session.close()


def test_what_stands_on_one_side_only_is_never_offered_to_be_taken_back(both: tuple[Device, Device], tmp_path: Path) -> None:
    maya, tom = both
    more = tmp_path / "november.csv"
    more.write_text(more.read_text("utf-8") + "A later word that nobody else has said;carer;and its other half\n", "utf-8")
    with tom():
        study = Study(tom.path, analyst="Tom")
        study.add(more, progress=False)
        study.session.close()
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.bring_in(tom.path)
        (told,) = doubles(study)
        assert "Maya can" in told
        assert "Tom can" not in told
        study.session.close()


def test_one_export_read_on_two_computers_that_held_the_same_is_not_told(tmp_path: Path) -> None:
    maya = first(tmp_path / "maya")
    tom, new = maya.copied(tmp_path / "tom"), table(tmp_path / "november.csv", 3)
    for device, who in ((tom, "Tom"), (maya, "Maya")):
        with device():
            study = Study(device.path)
            study.join(who) if who == "Tom" else None
            study = Study(device.path, analyst=who)
            study.add(new, progress=False)
            study.session.close()
    with maya():
        study = Study(maya.path, analyst="Maya")
        assert "twice" not in repr(study.bring_in(tom.path))
        assert len(list(study.session.corpus)) == 8
        assert not doubles(study)
        study.session.close()
