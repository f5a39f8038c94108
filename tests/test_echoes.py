"""Words of people who may not be quoted are told of where co-analysts typed them, and where an output written before still holds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from copro_text.corpus import mark_of
from copro_text.study import Study
from copro_text.verbs.people import COLUMNS

DEE = "A room upstairs is no room for my chair."
OUTPUTS = ["manifesto.html", "manifesto.md", "report.html", "placings.csv", "placings.xlsx", "codebook.xlsx"]


@pytest.mark.parametrize(
    "act",
    [
        lambda study: study.name("A room upstairs is no room"),
        lambda study: study.name("Rooms", definition="Where a Room upstairs is *no* room."),
        lambda study: study.name("Rooms", because="as it says, “a room upstairs is no room”"),
        lambda study: study.version("a room upstairs is no room"),
        lambda study: study.memo("Dee", "A room upstairs is no room", kind="for the report"),
    ],
)
def test_what_a_co_analyst_typed_in_the_words_of_somebody_not_asked_is_told(study: Study, ids: dict[str, str], capsys, act) -> None:
    act(study)
    decision = study.session.book.entries[-1].id if study.session.book.entries[-1].body.kind != "enact" else study.session.book.entries[-2].id
    text = study.write("manifesto.md").read_text("utf-8")
    said = capsys.readouterr().err
    assert ids["A"][:8] in said
    assert decision[:8] in said
    assert "1 of the labels, definitions and reasons repeats words of people who may not be quoted." in text
    assert ids["A"][:8] not in text


def test_four_words_in_a_row_are_anybodys(study: Study, capsys) -> None:
    study.name("A room upstairs is", definition="no room for my dog")
    assert "not be quoted" not in study.write("manifesto.md").read_text("utf-8")
    assert capsys.readouterr().err == ""


def test_words_of_somebody_who_may_be_quoted_can_be_typed(study: Study, capsys) -> None:
    study.confirm("Dee", "quote", because="rang")
    study.name("A room upstairs is no room")
    study.write("manifesto.md")
    assert capsys.readouterr().err == ""


def test_what_was_taken_back_or_is_not_printed_is_not_told(study: Study, capsys) -> None:
    study.rename(study.name("Rooms"), "A room upstairs is no room")
    study.undo()
    study.memo("Dee", "A room upstairs is no room", kind="ours")
    study.write("manifesto.md")
    assert capsys.readouterr().err == ""


def wrong(study: Study) -> dict[str, str]:
    return {fault.where: f"{fault.what} {fault.do}" for fault in study.check()}


def written(study: Study, ids: dict[str, str]) -> Study:
    """A study whose outputs quote Dee, who said yes."""
    study.place([ids["A"]], study.name("Rooms"))
    study.confirm("Dee", "quote", because="rang")
    for name in OUTPUTS:
        study.write(name)
    assert wrong(study) == {}
    return study


@pytest.mark.parametrize("turn", [lambda s, ids: s.hold([ids["A"]]), lambda s, ids: s.confirm("Dee", "quote", "no", because="rang again")])
def test_outputs_that_still_hold_words_now_held_or_refused_are_named_with_what_to_do(study: Study, ids: dict[str, str], turn) -> None:
    turn(written(study, ids), ids)
    found = wrong(study)
    assert set(found) == {f"outputs/{name}" for name in OUTPUTS if name != "report.html"}  # the report quotes from piles alone
    assert all(ids["A"][:8] in what and "Write it again, and take back copies you gave away" in what for what in found.values())
    assert any("outputs/manifesto.md" in remark for remark in study.status.remarks)
    for name in OUTPUTS:
        study.write(name)
    assert wrong(study) == {}


def test_a_few_words_are_known_again_by_their_mark(study: Study, ids: dict[str, str]) -> None:
    study.place([ids["Pay"]], study.name("Fares"))
    study.confirm("Cy", "quote", because="rang")
    study.write("manifesto.md")
    (study.path / "outputs" / "ours.md").write_text("We always pay the fare before we set off.")
    study.hold([ids["Pay"]])
    assert set(wrong(study)) == {"outputs/manifesto.md"}


def test_the_people_table_is_no_output_and_the_question_is_nobodys_words(study: Study, ids: dict[str, str]) -> None:
    study.save_people(study.path / "outputs" / "people.csv")
    assert (study.path / "outputs" / "people.csv").read_bytes()[3:].startswith(",".join(COLUMNS[:4]).encode())
    study.note("They asked me: what is it that we all want from the people here?", said_by="Flo")
    study.set_question("What is it that we all want from the people here?")
    study.write("manifesto.md")
    assert wrong(study) == {}


def test_words_that_stand_in_what_may_be_quoted_as_well_are_no_fault(study: Study, ids: dict[str, str], tmp_path: Path) -> None:
    study.note(DEE, said_by="Flo")
    written(study, ids)
    assert wrong(study) == {}


def test_an_output_that_cannot_be_read_as_a_zip_is_passed_by(study: Study, ids: dict[str, str]) -> None:
    written(study, ids)
    (study.path / "outputs" / "torn.xlsx").write_bytes((study.path / "outputs" / "codebook.xlsx").read_bytes()[:-30])
    assert wrong(study) == {}


def test_a_short_answer_is_looked_for_in_the_row_that_has_its_mark(study: Study, ids: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    rows = [f'"{name}","{text}"' for name, text in (("Ivy", "Nothing."), ("Gwen", "They told me nothing at all about the bus."), ("Hal", "Nothing."))]
    path.write_text("\n".join(["Called,What worked?", *rows]) + "\n")
    study.add(path, columns={"What worked?": "text", "Called": "name"}, progress=False)
    said = {c.signed[0]: c for c in study.session.refresh().corpus if c.signed}
    marks = {name: mark_of(said[name].whole.id) for name in ("Ivy", "Gwen")}
    written = study.path / "outputs" / "placings.csv"
    written.parent.mkdir(exist_ok=True)
    study.hold(said["Ivy"].id, because="asked")
    study.confirm("Gwen", "quote", because="she said so")
    written.write_text(f"passage,words\n{marks['Ivy']},\n{marks['Gwen']},They told me nothing at all about the bus.\n")
    assert study.check() == ()
    written.write_text(f"passage,words\n{marks['Ivy']},Nothing.\n")
    assert [fault.where for fault in study.check()] == ["outputs/placings.csv"]


def test_the_warning_says_which_words_and_of_which_text(study: Study, ids: dict[str, str], capsys) -> None:
    study.theme("So a room upstairs is no room for anyone.", codes=[study.name("Rooms")])
    study.write("manifesto.md")
    said = capsys.readouterr().err
    about = study.session.corpus.contributions[ids["A"]].about
    assert "The theme (decision " in said
    assert f"repeats “a room upstairs is no”, words of {ids['A'][:8]} (comment: “{about}”)" in said


def test_the_group_is_told_who_is_to_be_credited_and_has_no_name_yet(study: Study, capsys) -> None:
    study.confirm("Cy", "author", because="she rang")
    (who,) = [who for who, person in study.people.iterrows() if person["signed"] == "Cy"]
    text = study.write("manifesto.md").read_text("utf-8")
    assert f"{who[:8]} (signed “Cy”) is to be credited and stands in no list" in capsys.readouterr().err
    assert who[:8] not in text and "Cy" not in text
    study.confirm("Cy", "name", value="Cy of Ashby", because="she rang")
    study.write("manifesto.md")
    assert capsys.readouterr().err == ""
