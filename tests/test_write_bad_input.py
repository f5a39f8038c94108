"""Whatever a study holds and wherever it is to go, each kind of output is written whole, or it says plainly why not and leaves all as it was."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from copro_text.errors import CoproError
from copro_text.study import Study
from copro_text.writers import AUDIENCES, WRITERS
from copro_text.writers.back import tight, written
from tests.small import COMMENTS

OUTPUTS = [f"{kind}{suffix}" for kind, by in WRITERS.items() for suffix in by]
SAYS_NAMES = [
    name for name in OUTPUTS if name.partition(".")[0] not in ("audit", "report", "lines", "stories", "run_chart", "seminar_report", "placings")
]
LONG = "A label of five hundred characters that somebody pasted in " * 9
RIGHT_TO_LEFT = "לחכות לאוטובוס · في انتظار الحافلة"
EMOJI = "Waiting 🚌⏳👩🏽‍🦽 é"
LABELS = (LONG[:500], RIGHT_TO_LEFT, EMOJI, "=1+1", "<b>bold</b> & *stars* #", "[a](javascript:alert(1))")


def of_a_measure(folder: Path, name: str) -> dict[str, Path]:
    """A run chart is of a measure that the team brings."""
    measure = folder / "measure.csv"
    measure.write_text("date,value\n2026-01-31,12\n2026-02-28,14\n2026-03-31,13\n", "utf-8")
    return {"measure": measure} if name.startswith("run_chart") else {}


@pytest.fixture
def odd(study: Study, ids: dict[str, str]) -> Study:
    """Names that are long, run from the right, or are made of signs, each used, in a theme, and bearing on the next."""
    for label, id_ in zip(LABELS, ids.values(), strict=False):
        study.name(label, definition=label)
        study.place([id_], label)
    for label, other in itertools.pairwise(LABELS):
        study.relate(label, EMOJI, other)
        study.theme(label, codes=[label])
    for who in ("Ann Arkwright", "Cy", "Dee"):
        study.confirm(who, "quote")
    return study


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_study_without_names_themes_or_permissions_is_written_and_nobody_is_quoted(study: Study, tmp_path: Path, name: str) -> None:
    empty = Study.new(tmp_path / "empty", analyst="Ada")
    for each in (empty, study):
        for audience in AUDIENCES:
            back = written(each.write(name, edition=audience, **of_a_measure(tmp_path, name)).read_bytes(), Path(name).suffix)
            assert back is not None and back.quotes == ()
            assert not any(tight(text) in back.text for _, text in COMMENTS)


@pytest.mark.parametrize("name", OUTPUTS)
def test_labels_that_are_long_run_from_the_right_or_are_signs_are_written_as_they_are(odd: Study, tmp_path: Path, name: str) -> None:
    path = odd.write(name, **of_a_measure(tmp_path, name))
    back = written(path.read_bytes(), path.suffix)
    assert back is not None
    if name in SAYS_NAMES and path.suffix != ".pdf":  # how letters are shaped and turned round in a PDF is no text to compare
        assert [label for label in LABELS if tight(label.strip()) not in back.text] == []
    assert [str(fault) for fault in odd.check(outputs=True)] == []


def is_a_folder(where: Path, _: pytest.MonkeyPatch) -> None:
    where.mkdir()


def lies_below_a_file(where: Path, _: pytest.MonkeyPatch) -> None:
    where.parent.rmdir()
    where.parent.write_text("a file")


def is_open_elsewhere(where: Path, patch: pytest.MonkeyPatch) -> None:
    """As Windows says it of a file that Word has open."""
    where.write_bytes(b"as it was")
    patch.setattr(Path, "replace", refusing(errno.EACCES))
    patch.setattr(os, "replace", refusing(errno.EACCES))


def may_only_be_read(where: Path, patch: pytest.MonkeyPatch) -> None:
    where.write_bytes(b"as it was")
    real = Path.open

    def refused(path: Path, mode: str = "r", *args: object, **kwargs: object) -> object:
        if path.parent == where.parent and set(mode) & set("wxa"):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return real(path, mode, *args, **kwargs)  # type: ignore[call-overload]

    patch.setattr(Path, "open", refused)


def is_on_a_full_disk(where: Path, patch: pytest.MonkeyPatch) -> None:
    where.write_bytes(b"as it was")
    patch.setattr(os, "fsync", refusing(errno.ENOSPC))


def refusing(number: int) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize("spoil", [is_a_folder, lies_below_a_file, is_open_elsewhere, may_only_be_read, is_on_a_full_disk], ids=lambda f: f.__name__)
def test_where_nothing_can_be_written_it_says_so_plainly_and_leaves_what_was_there(
    odd: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path, pytest.MonkeyPatch], None]
) -> None:
    for name in OUTPUTS:
        given = of_a_measure(tmp_path, name)
        folder = tmp_path / "to"
        folder.mkdir()
        with monkeypatch.context() as patch:
            spoil(folder / name, patch)
            with pytest.raises(CoproError) as said:
                odd.write(folder / name, **given)
        assert said.value.what and said.value.do, name
        assert "Errno" not in str(said.value) and "Traceback" not in str(said.value)
        here = folder.parent / "to"
        if here.is_file():
            assert here.read_text() == "a file"
            here.unlink()
            continue
        assert [p.name for p in here.iterdir()] == [name]
        assert (here / name).is_dir() or (here / name).read_bytes() == b"as it was"
        shutil.rmtree(here)
    assert odd.check() == ()


def test_people_in_a_recording_spoke(tmp_path: Path) -> None:
    said = Study.new(tmp_path / "said", analyst="Ada")
    srt = "\n".join(f"{i}\n00:00:0{i},000 --> 00:00:0{i},900\n{who}: {words}\n" for i, (who, words) in enumerate(SPOKEN, start=1))
    (tmp_path / "talk.srt").write_text(srt, "utf-8")
    said.add(tmp_path / "talk.srt")
    said.name("Being heard")
    said.place([next(c.id for c in said.session.corpus if "rang" in c.text)], "Being heard")
    text = " ".join(said.write("manifesto.md").read_text("utf-8").split())
    assert "1 of the 2 people who spoke" in text and "2 people spoke, in" in text
    assert "wrote" not in text.partition("How we worked")[0]


SPOKEN = (("Rose", "They rang me back on the same day."), ("Tom", "Nobody ever told me when the next meeting is."))


def test_a_part_of_a_sentence_that_somebody_chose_is_a_line_to_pick(study: Study, ids: dict[str, str]) -> None:
    study.name("Fares")
    study.place(study.passage(ids["Pay"], "Pay the fare before"), "Fares")
    study.confirm("Cy", "quote")
    back = written(study.write("lines.docx").read_bytes(), ".docx")
    assert back is not None and [q.words for q in back.quotes] == ["Pay the fare before"]


def test_sessions_in_which_nobody_put_anything_with_a_name_are_told_in_one_list(study: Study) -> None:
    report = study.write("seminar_report.html").read_text("utf-8")
    assert report.count("with a name yet") == 1
    assert "Not yet put with a name</h2>" in report
