"""study.version and study.write: a named state, and outputs that replace an older one only when they are whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from copro_text import decisions as d
from copro_text.codebook import replay
from copro_text.errors import NotPossible, NotSaved, WriteError
from copro_text.study import Study
from copro_text.verbs import printing


def test_a_version_lists_the_heads_and_replays_to_the_same_names_for_ever(study: Study) -> None:
    code = study.name("Fares")
    study.version("first")
    study.rename(code, "Money")
    version = next(e.body for e in study.session.book.entries if isinstance(e.body, d.Version))
    at = {log: seq for log, seq, _ in version.at}
    then = replay(e for e in study.session.book.entries if e.seq <= at.get(e.log, -1))
    assert [c.label for c in then.codes.values()] == ["Fares"]
    assert [c.label for c in study.session.book.codes.values()] == ["Money"]
    assert all(study.session.logs.hashes[log, seq] == sealed for log, seq, sealed in version.at)


def test_a_version_needs_a_name(study: Study) -> None:
    with pytest.raises(NotPossible):
        study.version("  ")


@pytest.mark.parametrize("name", ["manifesto.html", "manifesto.md", "report.html", "codebook.xlsx", "codebook.csv", "placings.xlsx", "placings.csv"])
def test_every_output_works_on_an_unfinished_study(study: Study, name: str) -> None:
    path = study.write(name)
    assert path == study.path / "outputs" / name
    assert path.stat().st_size > 0


def test_an_output_says_what_is_open_and_that_it_is_a_draft(study: Study) -> None:
    text = study.write("manifesto.md").read_text("utf-8")
    assert "draft" in text.lower()
    assert "6 texts are not yet read" in text  # the seventh asked us not to use theirs
    study.version("for the wall")
    assert "for the wall" in study.write("manifesto.md").read_text("utf-8")


def test_an_output_goes_where_it_is_told(study: Study, tmp_path: Path) -> None:
    assert study.write(tmp_path / "out" / "for-the-blog.md", kind="manifesto") == tmp_path / "out" / "for-the-blog.md"


def test_what_cannot_be_written_says_what_can(study: Study) -> None:
    for name, kind in (("manifesto.pdf", None), ("poem.html", None), ("x.html", "poem")):
        with pytest.raises(WriteError, match="manifesto"):
            study.write(name, kind=kind)
    assert list((study.path / "outputs").iterdir()) == []


def test_an_older_output_stays_when_the_new_one_cannot_be_written(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    before = study.write("manifesto.md").read_bytes()

    def full(*_: object) -> None:
        raise NotSaved("The disk is full.", do="Free some space.")

    monkeypatch.setattr(printing, "write_whole", full)
    with pytest.raises(WriteError, match="older file is as it was"):
        study.write("manifesto.md")
    assert (study.path / "outputs" / "manifesto.md").read_bytes() == before


def test_the_same_state_writes_the_same_bytes(study: Study) -> None:
    study.place(study.contributions.index[2], study.name("Fares"))
    for name in ("manifesto.html", "codebook.xlsx", "report.html"):
        assert study.write(name).read_bytes() == study.write(name).read_bytes()


def test_quotes_and_credits_only_by_permission_with_a_line_that_says_how_many_were_left_out(study: Study, ids: dict[str, str]) -> None:
    study.place(list(ids.values()), study.name("All of it"))
    text = study.write("manifesto.md").read_text("utf-8")
    assert "Pay the fare" not in text
    assert "A. Arkwright" not in text
    assert "not quoted" in text
    study.confirm("Cy", "quote", because="rang")
    study.confirm("Ann Arkwright", "name")
    text = study.write("manifesto.md").read_text("utf-8")
    assert "Pay the fare before we set off." in text
    assert "A. Arkwright" in text
    assert "after the plan was printed" not in text
    assert "Eli" not in text


def test_half_a_study_is_not_fixed_or_written_without_a_word(study: Study, capsys: pytest.CaptureFixture[str]) -> None:
    study.session.close()
    (source,) = (study.path / "corpus").glob("*.jsonl")
    kept = source.read_bytes()
    source.unlink()
    half = Study(study.path, analyst="Maya")
    with pytest.raises(NotPossible, match="not the whole study"):
        half.version("first")
    assert "Part of the study was not here" in half.write("manifesto.md").read_text("utf-8")
    assert "not the whole study" in capsys.readouterr().err
    assert half.version("first", because="it is lost for good")
    source.write_bytes(kept)
    whole = Study(study.path, analyst="Maya")
    assert "Part of the study" not in whole.write("manifesto.md").read_text("utf-8")
    assert capsys.readouterr().err == ""
    assert whole.version("second")


@pytest.mark.parametrize("lost", ["changed", "gone"])
def test_a_study_without_a_log_that_others_know_of_is_not_fixed_or_written_without_a_word(study: Study, lost: str) -> None:
    tom = Study(study.path).join("Tom")
    tom.memo(study.contributions.index[0], "Buses are late")
    study.memo(study.contributions.index[1], "I have seen that")
    for each in (study, tom):
        each.session.close()
    (log,) = (study.path / "decisions").glob("tom-*.jsonl")
    if lost == "gone":
        log.rename(study.path.parent / "somewhere.jsonl")
    else:
        log.write_bytes(log.read_bytes().replace(b"Buses", b"Bises"))
    half = Study(study.path, analyst="Maya")
    with pytest.raises(NotPossible, match="not the whole study"):
        half.version("first")
    assert "Part of the study was not here" in half.write("manifesto.md").read_text("utf-8")


def test_an_output_cites_a_version_only_while_nothing_else_has_come(study: Study) -> None:
    tom = Study(study.path).join("Tom")
    study.version("for the wall")
    assert "Fixed version" in study.write("manifesto.md").read_text("utf-8")
    tom.hold(study.contributions.index[2])
    assert "Fixed version" not in study.write("manifesto.md").read_text("utf-8")
