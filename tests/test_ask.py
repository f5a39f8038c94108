"""study.ask: the reply to post, in plain words, to those who have not been asked."""

from __future__ import annotations

import json
from pathlib import Path

from copro_text.study import Study
from copro_text.verbs.asking import ANSWERS
from tests.small import write_wxr, wxr
from tests.test_cli import copro


def test_it_greets_those_who_signed_and_were_not_asked_and_nobody_else(study: Study) -> None:
    found = study.ask()
    assert [name for _, name in found.signed] == [
        "Ann Arkwright",
        "Cy",
        "Dee",
        "rosa",
    ]  # who wrote the post is one of them; Bo said no to being quoted, Eli to all use
    assert found.reply.startswith("Hello Ann Arkwright, Cy, Dee and rosa,")
    assert "What is it?" in found.reply and "we will not quote you" in found.reply
    assert not any(name in repr(found) for name in ("Bo", "Eli", "Maya"))


def test_who_has_answered_is_not_asked_again(study: Study) -> None:
    study.confirm("Dee", "quote", "no")
    study.confirm("Cy", "quote", because="rang")
    assert [name for _, name in study.ask().signed] == ["Ann Arkwright", "rosa"]


def test_a_name_that_only_stands_in_the_text_is_greeted_nowhere(tmp_path: Path) -> None:
    study = Study.new(tmp_path / "s", question="What is it?", analyst="Maya")
    study.add(write_wxr(tmp_path / "e.xml", [("", "My name is Tansy Wrenfield and we wait."), ("A worried mum", "Nobody rang.")]), progress=False)
    found = study.ask()
    assert ([name for _, name in found.signed], found.unsigned) == (["rosa"], 2)
    assert "Wrenfield" not in repr(found) and "worried" not in repr(found)
    assert found.reply.startswith("Hello rosa and everyone else who wrote here,")


def test_those_who_answered_a_form_get_a_letter_that_names_nobody(tmp_path: Path) -> None:
    rows = "name,What gets in the way?\nTansy Wrenfield,The bus never comes when you need it most\n"
    rows += "Ivor Pell,The form is far too long for anybody to fill in\n"
    (tmp_path / "answers.csv").write_text(rows, "utf-8")
    study = Study.new(tmp_path / "s", question="What gets in the way?", analyst="Maya")
    study.add(tmp_path / "answers.csv", progress=False)
    study.note("We rang for three weeks.", said_by="Table 3", how="reported by", written_down_by="Tom")
    found = study.ask()
    assert (found.reply, found.elsewhere, found.people) == ("", 3, 3)
    assert found.letter.startswith("Hello,\n")
    assert not any(name in repr(found) for name in ("Tansy", "Wrenfield", "Ivor", "Pell", "Table 3", "Tom"))


def test_what_is_held_asks_nobody(study: Study) -> None:
    ids = {c.signed[0]: c.id for c in study.session.corpus}
    study.hold(ids["Dee"])
    assert "Dee" not in repr(study.ask())


def test_the_answers_it_offers_are_understood_when_they_come_in(tmp_path: Path) -> None:
    answers = [*ANSWERS, "You may quote me. Credit me as T. Wrenfield."]
    (tmp_path / "e.xml").write_text(wxr([(f"Person {word}", text) for word, text in zip("abcd", answers, strict=True)]), "utf-8")
    study = Study.new(tmp_path / "s", question="What is it?", analyst="Maya")
    study.add(tmp_path / "e.xml", progress=False)
    people = study.people.set_index("signed")
    assert people.loc["Person a", "quote"] == "found: yes"
    assert people.loc["Person b", "quote"] == "found: no"
    assert people.loc["Person c", "use"] == "found: no"
    assert people.loc["Person d", ["quote", "name", "credit"]].tolist() == ["found: yes", "found: yes", "T. Wrenfield"]


def test_when_all_have_answered_it_says_so(tmp_path: Path) -> None:
    study = Study.new(tmp_path / "s", question="What is it?", analyst="Maya")
    assert repr(study.ask()) == "Nobody is left to be asked whether they may be quoted."


def test_the_command_line_prints_the_reply(study: Study) -> None:
    assert "May we print some of your words?" in copro("ask", study.path)
    assert json.loads(copro("ask", study.path, "--json"))["signed"] == ["Ann Arkwright", "Cy", "Dee", "rosa"]
