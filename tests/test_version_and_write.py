"""study.version and study.write: a named state, and outputs that replace an older one only when they are whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

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


@pytest.mark.parametrize(
    "name",
    [
        "manifesto.docx",
        "manifesto.pdf",
        "manifesto.html",
        "manifesto.md",
        "one_page.pdf",
        "one_page.docx",
        "report.html",
        "codebook.xlsx",
        "codebook.csv",
        "placings.xlsx",
        "placings.csv",
    ],
)
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
    for name, kind in (("manifesto.odt", None), ("poem.html", None), ("x.html", "poem")):
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
    for name in ("manifesto.html", "manifesto.pdf", "manifesto.docx", "one_page.pdf", "codebook.xlsx", "report.html"):
        assert study.write(name).read_bytes() == study.write(name).read_bytes()


def test_a_fixed_version_is_written_to_the_same_bytes_on_another_day(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    study.place(study.contributions.index[2], study.name("Fares"))
    study.version("for the wall")
    names = ("manifesto.html", "manifesto.pdf", "manifesto.docx", "one_page.pdf")
    before = [study.write(name).read_bytes() for name in names]

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2031, 7, 1, tzinfo=tz)

    monkeypatch.setattr(printing, "datetime", Later)
    assert [study.write(name).read_bytes() for name in names] == before
    study.memo("Fares", "one more")
    assert "1 July 2031" in study.write("manifesto.md").read_text("utf-8")


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


# editions, the last version, templates


def test_only_a_group_edition_says_whose_words_are_whose(study: Study, ids: dict[str, str]) -> None:
    study.place(list(ids.values()), study.name("All of it"))
    study.confirm("Cy", "quote", because="rang")
    who = study.people.index[study.people["signed"].str.startswith("Cy")][0][:8]
    assert who not in study.write("manifesto.md").read_text("utf-8")
    assert who in study.write("manifesto.md", edition="group").read_text("utf-8")
    with pytest.raises(WriteError, match="public or group"):
        study.write("manifesto.md", edition="private")


def test_what_is_final_cites_a_fixed_version(study: Study) -> None:
    study.name("Fares", definition="Paid before we set off.")
    with pytest.raises(WriteError, match="Fix one first"):
        study.write("one_page.pdf", final=True)
    assert not (study.path / "outputs" / "one_page.pdf").exists()
    study.version("for the wall")
    assert len(PdfReader(study.write("one_page.pdf", final=True)).pages) == 1


def test_nothing_is_final_while_something_is_not_clear_to_somebody_unless_the_group_says_why(study: Study) -> None:
    study.name("Fares", definition="Reimbursed ex ante.")
    mark = study.memo("Fares", "what is ex ante?", kind="not clear to me")
    study.version("first")
    with pytest.raises(WriteError, match=r"Fares.*ex ante"):
        study.write("manifesto.pdf", final=True)
    assert "what is ex ante?" in study.write("manifesto.md").read_text("utf-8")
    study.memo(mark, "the trust's form says so: it stays", kind="ours")
    study.version("second")
    assert study.write("manifesto.pdf", final=True).exists()


def test_a_mark_is_gone_when_whoever_set_it_takes_it_back(study: Study) -> None:
    study.name("Fares")
    study.memo("Fares", "what?", kind="not clear to me")
    study.undo()
    study.version("first")
    assert study.write("manifesto.md", final=True).exists()


def test_what_people_wrote_for_the_manifesto_stands_in_it_and_nothing_is_made_up(study: Study) -> None:
    assert "Only we can: no program writes this part" in study.write("manifesto.md").read_text("utf-8")
    study.memo("the study", "We met on four Tuesdays.", kind="how we worked")
    study.memo("the study", "Maya, who keeps the keys.", kind="who we are")
    study.memo("the study", "Anyone may share this.", kind="licence")
    text = study.write("manifesto.md").read_text("utf-8")
    assert all(words in text for words in ("We met on four Tuesdays.", "Maya, who keeps the keys.", "Anyone may share this."))
    assert "no program writes this part" not in text


def test_the_group_can_change_how_a_pdf_looks(study: Study) -> None:
    before = study.write("manifesto.pdf").read_bytes()
    template = study.template("manifesto.typ")
    assert template == study.path / "templates" / "manifesto.typ"
    assert study.write("manifesto.pdf").read_bytes() == before
    template.write_text(template.read_text("utf-8").replace('paper: "a4"', 'paper: "a5"'), "utf-8")
    assert PdfReader(study.write("manifesto.pdf")).pages[0].mediabox.width == pytest.approx(420, abs=1)
    assert study.template("manifesto.typ").read_text("utf-8").count("a5") == 1


@pytest.mark.parametrize(
    ("name", "wrong", "line"),
    [
        ("manifesto.typ", "#let deep = red\n#let broken = (\n", 2),
        ("manifesto.typ", "= Ours\n\n#nothing-of-the-kind()\n", 3),
        ("manifesto.typ", '= Ours\n#import "@preview/elsewhere:0.1.0"\n', 2),
        ("manifesto.css", "p { color: red }\nh1 { color: blue\n", 2),
        ("manifesto.css", "p { color: red }\n@import 'https://example.org/a.css';\n", 2),
        ("manifesto.css", "</style><script>alert(1)</script>", 1),
    ],
)
def test_a_broken_template_is_told_with_its_line_and_the_older_output_stays(study: Study, name: str, wrong: str, line: int) -> None:
    output = "manifesto.pdf" if name.endswith(".typ") else "manifesto.html"
    before = study.write(output).read_bytes()
    study.template(name).write_text(wrong, "utf-8")
    with pytest.raises(WriteError, match=f"The template {name}, line {line}:"):
        study.write(output)
    assert (study.path / "outputs" / output).read_bytes() == before


def test_a_word_template_gives_its_styles_and_none_of_its_words(study: Study) -> None:
    template = study.template("manifesto.docx")
    ours = docx.Document(str(template))
    ours.styles["Heading 1"].font.name = "Georgia"
    ours.add_paragraph("Dear All, from the desk of P. Template")
    ours.core_properties.author = "P. Template"
    ours.save(str(template))
    made = study.write("manifesto.docx")
    written = docx.Document(str(made))
    assert written.styles["Heading 1"].font.name == "Georgia"
    assert "Template" not in "".join(p.text for p in written.paragraphs) + written.core_properties.author
    template.write_bytes(b"no document")
    with pytest.raises(WriteError, match="no Word document"):
        study.write("manifesto.docx")
    with pytest.raises(WriteError, match="can be changed"):
        study.template("poem.typ")


def test_a_word_template_that_lacks_our_styles_gets_them(study: Study) -> None:
    template = study.template("manifesto.docx")
    theirs = docx.Document(str(template))
    for style in [s for s in theirs.styles if s.name in ("Heading 1", "Heading 2", "Quote", "List Bullet", "List Number")]:
        style.delete()
    theirs.save(str(template))
    study.name("Fares")
    study.heading("Fares", "What it is")
    styles = {p.text: p.style.name for p in docx.Document(str(study.write("manifesto.docx"))).paragraphs}
    assert (styles["What it is"], styles["Fares"]) == ("Heading 1", "Heading 2")


@pytest.mark.parametrize("name", ["manifesto.pdf", "manifesto.docx"])
def test_words_taken_out_are_found_in_papers_too_and_the_paper_goes(study: Study, ids: dict[str, str], name: str) -> None:
    study.place(list(ids.values()), study.name("All of it"))
    study.confirm("Cy", "quote", because="rang")
    path = study.write(name)
    assert f"outputs/{name}" in study.withdraw("Cy").removed
    assert not path.exists()


def test_a_paper_that_quotes_nobody_who_went_stays(study: Study) -> None:
    path = study.write("manifesto.pdf")
    told = study.withdraw("Cy")
    assert path.exists()
    assert "outputs/manifesto.pdf" not in told.look


def test_check_names_a_pdf_that_holds_words_which_may_no_longer_be_printed(study: Study, ids: dict[str, str]) -> None:
    study.place(list(ids.values()), study.name("All of it"))
    study.confirm("Cy", "quote", because="rang")
    study.write("manifesto.pdf")
    assert not [f for f in study.check() if "manifesto.pdf" in f.where + f.what]
    study.confirm("Cy", "quote", "no", because="rang again")
    assert [f for f in study.check() if "manifesto.pdf" in f.where + f.what]
