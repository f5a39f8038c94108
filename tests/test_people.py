"""study.people and confirming: found in their words, shown with the sentence, applied as the rules say."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from copro_text import decisions as d
from copro_text.errors import NoSuchThing, NotPossible, NotReadable
from copro_text.study import Study
from tests.small import COMMENTS, write_wxr


def row(study: Study, signed: str) -> dict:
    table = study.people
    return table[table["signed"] == signed].iloc[0].to_dict()


def test_wishes_are_found_with_the_sentence_that_says_so(study: Study) -> None:
    assert row(study, "Ann Arkwright")["name"] == "found: yes"
    assert row(study, "Ann Arkwright")["credit"] == "A. Arkwright"
    assert "Credit me as A. Arkwright please." in row(study, "Ann Arkwright")["evidence"]
    assert row(study, "Bo")["quote"] == "found: no"
    assert row(study, "Eli")["use"] == "found: no"
    assert row(study, "Cy")["quote"] == "not asked"


def test_a_found_yes_waits_and_a_found_no_applies_at_once(study: Study, ids: dict[str, str]) -> None:
    permissions, corpus = study.session.permissions, study.session.corpus
    ann = corpus.contributions[ids["I"]].said_by[0]
    assert permissions.credit(ann) == ""
    assert not permissions.may_use(corpus.contributions[ids["Please"]])
    study.confirm("Ann Arkwright", "name")
    assert study.session.permissions.credit(ann) == "A. Arkwright"


def test_to_be_credited_is_not_to_be_named_beside_ones_words(study: Study, ids: dict[str, str]) -> None:
    study.confirm("Ann Arkwright", "name")
    study.confirm("Ann Arkwright", "quote", because="her e-mail of 3 May")
    ann = study.session.corpus.contributions[ids["I"]]
    assert study.session.permissions.credit_beside(ann) == ""
    study.confirm("Ann Arkwright", "name", contribution=ids["I"], because="she said so on the telephone")
    assert study.session.permissions.credit_beside(ann) == "A. Arkwright"
    assert study.session.permissions.credit_beside(study.session.corpus.contributions[ids["Still"]]) == ""


def test_what_was_typed_in_as_evidence_is_kept(study: Study) -> None:
    id_ = study.confirm("Cy", "quote", "yes", because="rang and said so")
    (found,) = [e for e in study.session.book.tables.confirms if e.id.startswith(id_)]
    assert found.body.because == "rang and said so"
    assert row(study, "Cy")["quote"] == "yes"


def test_a_table_goes_out_and_comes_back(study: Study, tmp_path: Path) -> None:
    path = study.save_people(tmp_path / "people.csv")
    with path.open(encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    assert {(r["signed"], r["about"], r["found"]) for r in rows} >= {("Ann Arkwright", "name", "yes"), ("Bo", "quote", "no")}
    for r in rows:
        r["confirm"] = {"Ann Arkwright": "yes", "Bo": "no"}.get(r["signed"], "")
    with path.open("w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, rows[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    recorded = study.confirm_people(path)
    assert recorded == sum(bool(r["confirm"]) for r in rows)
    assert row(study, "Ann Arkwright")["name"] == "yes"
    assert row(study, "Bo")["quote"] == "no"
    assert row(study, "Eli")["use"] == "found: no"


def test_faults_in_a_table_are_told_at_once_and_nothing_is_recorded(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,signed,about,confirm\n,Bo,quote,maybe\n,Nobody,quote,yes\n,Cy,shoe size,yes\n,Cy,quote,yes\n", "utf-8")
    before = len(study.decisions)
    with pytest.raises(NotPossible, match=r"row 2.*row 3.*row 4"):
        study.confirm_people(path)
    assert len(study.decisions) == before


def test_another_table_is_not_taken_for_one_of_people(study: Study, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(NotReadable, match="no columns"):
        study.confirm_people(tmp_path / "x.csv")


RISKY = ["=1+1", "@x", "-1", "+44", "plain", "'quoted'", "'=1+1", " =1+1", "\t=1+1", "\n@x", "＝1+1", "＠x", "'tis", "''-1"]


@pytest.mark.parametrize("text", RISKY)
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless_and_comes_back_as_it_was(study: Study, tmp_path: Path, text: str) -> None:
    people = study.session.corpus.contributors
    who = next(iter(people))
    object.__setattr__(people[who], "signed", (text,))
    with study.save_people(tmp_path / "people.csv").open(encoding="utf-8-sig", newline="") as f:
        cell = next(row["signed"] for row in csv.DictReader(f) if row["id"] == who[:8])
    assert not cell.lstrip().startswith(("=", "@", "-", "+", "＝", "＠"))
    from copro_text.writers.sheets import plain_csv

    assert plain_csv(cell) == text


def test_a_perspective_is_kept_in_their_own_words_and_can_be_refused(study: Study) -> None:
    study.confirm("Dee", "perspective", value="wheelchair user and treasurer")
    assert row(study, "Dee")["perspectives"] == "wheelchair user and treasurer"
    study.confirm("Dee", "perspective", value="somebody's neighbour")
    assert row(study, "Dee")["perspectives"] == "wheelchair user and treasurer; somebody's neighbour"
    study.confirm("Dee", "perspective", "no", value="somebody's neighbour")
    assert row(study, "Dee")["perspectives"] == "wheelchair user and treasurer"


def test_what_cannot_be_confirmed_is_refused(study: Study) -> None:
    with pytest.raises(NotPossible):
        study.confirm("Cy", "quote", "perhaps")
    with pytest.raises(NoSuchThing, match="Did you mean"):
        study.confirm("Ann Arkright", "quote")
    with pytest.raises(NotPossible, match="Which perspective"):
        study.confirm("Cy", "perspective")


def test_undoing_a_confirmation_leaves_what_was_found(study: Study) -> None:
    study.confirm("Bo", "quote", "yes", because="changed his mind")
    study.undo()
    assert row(study, "Bo")["quote"] == "found: no"


def test_a_later_no_about_all_their_words_beats_an_earlier_yes_for_one_text(study: Study, ids: dict[str, str]) -> None:
    text = study.session.corpus.contributions[ids["Pay"]]
    study.confirm("Cy", "quote", contribution=ids["Pay"], because="rang")
    study.confirm("Cy", "name", value="Cy", contribution=ids["Pay"], because="rang")
    assert study.session.permissions.may_quote(text)
    study.confirm("Cy", "quote", "no", because="an e-mail: quote nothing")
    study.confirm("Cy", "name", "no", because="an e-mail: quote nothing")
    assert not study.session.permissions.may_quote(text)
    assert study.session.permissions.credit_beside(text) == ""


def test_a_table_made_before_they_wrote_again_is_no_answer_to_what_they_wrote(study: Study, tmp_path: Path) -> None:
    path = study.save_people(tmp_path / "people.csv")
    study.add(write_wxr(tmp_path / "newer.xml", [*COMMENTS, ("Ann Arkwright", "Please don't use my name after all.")]), progress=False)
    with path.open(encoding="utf-8-sig", newline="") as f:
        rows = [row | {"confirm": "yes"} for row in csv.DictReader(f) if row["signed"] == "Ann Arkwright" and row["about"] == "name"]
    with path.open("w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(NotPossible, match="written since"):
        study.confirm_people(path)


def test_a_found_no_about_the_name_counts_beside_a_quotation(study: Study, ids: dict[str, str], tmp_path: Path) -> None:
    study.confirm("Ann Arkwright", "quote", because="rang")
    study.confirm("Ann Arkwright", "name", contribution=ids["I"], because="rang")
    study.add(write_wxr(tmp_path / "newer.xml", [*COMMENTS, ("Ann Arkwright", "Please keep me anonymous.")]), progress=False)
    assert study.session.permissions.credit_beside(study.session.corpus.contributions[ids["I"]]) == ""


def test_an_answer_from_a_newer_version_counts_as_a_no(study: Study) -> None:
    who = study.session.corpus.by(next(iter(study.session.corpus.contributors)))[0].said_by[0]
    study.session.record(d.Confirm(contributor=who, about="quote", answer="only anonymously"))
    assert study.session.permissions.ruling(who, "quote").answer == "no"
    assert len(study.people) == 6


def test_people_whose_words_are_all_held_are_not_credited(study: Study, ids: dict[str, str]) -> None:
    study.confirm("Ann Arkwright", "name")
    assert "A. Arkwright" in study.write("manifesto.md").read_text("utf-8")
    study.hold([ids["I"], ids["Still"]])
    assert "A. Arkwright" not in study.write("manifesto.md").read_text("utf-8")


def test_a_no_in_their_words_is_not_turned_round_without_saying_how_one_knows(study: Study) -> None:
    before = len(study.decisions)
    with pytest.raises(NotPossible, match=r"Please don't quote me.*say how you know"):
        study.confirm("Bo", "quote")
    assert len(study.decisions) == before
    assert row(study, "Bo")["quote"] == "found: no"
    study.confirm("Bo", "quote", because="his e-mail of 3 May")
    assert row(study, "Bo")["quote"] == "yes"


@pytest.mark.parametrize("wish", ["name", "author"])
def test_a_credit_that_nobody_asked_for_is_not_confirmed_without_saying_how_one_knows(study: Study, wish: str) -> None:
    before = len(study.decisions)
    with pytest.raises(NotPossible, match=r"Nothing in their words asks for a credit.*say how you know"):
        study.confirm("Cy", wish, value="Cy Doe")
    assert len(study.decisions) == before
    study.confirm("Cy", wish, "no")
    study.confirm("Cy", wish, value="Cy Doe", because="asked for it on the telephone")
    study.confirm("Ann Arkwright", wish)


def test_the_output_says_of_each_credit_how_it_came_there(study: Study) -> None:
    study.confirm("Ann Arkwright", "name")
    assert "They asked to be credited, and stand here as they asked." in study.write("manifesto.md").read_text("utf-8")
    study.confirm("Cy", "name", value="Cy Doe", because="asked for it on the telephone")
    text = study.write("manifesto.md").read_text("utf-8")
    assert "They asked to be credited" not in text
    assert "1 person asked for it in their own words, and stands here as they asked." in text
    assert "1 person did not ask for it in what came in: one of us wrote down how we know that they wish it." in text
    who = study.session.corpus.contributions
    dee = next(c.said_by[0] for c in who.values() if c.signed == ("Dee",))
    study.session.record(d.Confirm(contributor=dee, about="name", answer="yes", value="Dee Doe"))
    text = study.write("manifesto.md").read_text("utf-8")
    assert "1 person did not ask for it in what came in, and nobody wrote down how we know that they wish it." in text


LIMITED = (
    ("Linnea Aske", "I was an inpatient for most of 1998."),
    ("Linnea Aske", "I'd like that to be quoted, please, what I just said: a cup of tea is not a plan."),
)


def limited(tmp_path: Path) -> Study:
    study = Study.new(tmp_path / "s", question="What was it like?", analyst="Maya")
    study.add(write_wxr(tmp_path / "talk.xml", LIMITED), progress=False)
    return study


def quotable(study: Study) -> list[bool]:
    session = study.session.refresh()
    return [session.permissions.may_quote(c) for c in session.corpus if c.signed == ("Linnea Aske",)]


def table_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_yes_to_quoting_one_thing_is_taken_for_that_alone(tmp_path: Path) -> None:
    study = limited(tmp_path)
    study.save_people(tmp_path / "people.csv")
    rows = table_of(tmp_path / "people.csv")
    (asked,) = (row for row in rows if row["about"] == "quote")
    assert asked["for"].startswith("the text it stands in")
    study.confirm("Linnea Aske", "quote")
    assert quotable(study) == [False, True]
    assert row(study, "Linnea Aske")["quote"] == "yes, for some"


def test_a_yes_for_all_that_somebody_said_needs_a_word_on_how_one_knows(tmp_path: Path) -> None:
    study = limited(tmp_path)
    study.confirm("Linnea Aske", "quote", because="she said so on the telephone: all of it")
    assert quotable(study) == [True, True]


def test_the_table_says_how_far_a_yes_reaches(study: Study, tmp_path: Path) -> None:
    study.save_people(tmp_path / "people.csv")
    rows = table_of(tmp_path / "people.csv")
    assert {row["for"] for row in rows if row["about"] != "perspective"} <= {"their one text", "all they said: 2 texts", "all they said: 3 texts"}


def test_a_no_about_one_thing_that_comes_after_a_yes_is_still_to_be_looked_at(tmp_path: Path) -> None:
    study = limited(tmp_path)
    study.confirm("Linnea Aske", "quote", because="she said so on the telephone: all of it")
    later = (*LIMITED, ("Linnea Aske", "My sister reads this, so please don't quote that."))
    study.add(write_wxr(tmp_path / "later.xml", later), progress=False)
    assert quotable(study) == [False, False, False]
    assert row(study, "Linnea Aske")["quote"] == "found: no"
