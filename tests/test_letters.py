"""study.letters, sent_together and not_together: a letter that several people sent is proposed, and a person confirms it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copro_text.cli import app
from copro_text.errors import NotPossible
from copro_text.study import Study
from copro_text.verbs.sorting import _sortable
from tests.small import write_wxr
from tests.test_alike import ALONE, BUS, OWN, POOL, changed

AFTER = "My son asks why it has to be this bus and not another one."
SENT = [("Ann", BUS), ("Bo", BUS), ("Cy", f"{OWN}\n\n{BUS}"), ("Dee", f"{BUS}\n\n{AFTER}"), ("Eli", changed(BUS, 3, "Sunday")), ("Fay", BUS)]
COMMENTS = [*SENT, ("Gus", POOL), ("Hal", POOL), *(("Ivy", text) for text in ALONE), ("Jo", "Nothing."), ("Kit", "Nothing.")]


@pytest.fixture
def study(tmp_path: Path) -> Study:
    study = Study.new(tmp_path / "s", question="What would help?", analyst="Maya")
    study.add(write_wxr(tmp_path / "sent.xml", COMMENTS), progress=False)
    return study


def by(study: Study, name: str) -> str:
    return next(c.id for c in study.session.refresh().corpus if name in c.signed)


def letter_id(study: Study, people: int = 6) -> str:
    table = study.letters
    return str(table.index[(table["people"] == people) & (table["state"] != "not together")][0])


def test_letters_are_proposed_with_people_first_and_nothing_is_decided(study: Study) -> None:
    before = study.status.numbers
    table = study.letters
    assert list(table["state"]) == ["proposed", "proposed"]
    assert list(table["people"]) == [6, 2]
    assert list(table["word_for_word"]) == [3, 2]
    assert list(table["added_own"]) == [2, 0]
    assert list(table["words"]) == [BUS, POOL]
    assert study.status.numbers == before
    assert not study.session.book.sent.letters


def test_a_confirmed_letter_is_told_in_the_history_and_undone_at_once(study: Study) -> None:
    study.sent_together(letter_id(study)[:8], because="the same flyer")
    assert list(study.letters["state"]) == ["proposed", "confirmed"]
    assert study.letters["said"].iloc[1] == "Maya: together"
    assert study.decisions.iloc[-1]["what"] == "Maya said that 6 contributions are one letter, sent together, because the same flyer."
    study.undo()
    assert set(study.letters["state"]) == {"proposed"}


def test_what_was_said_not_to_be_a_letter_is_not_proposed_again_but_stays_to_be_seen(study: Study) -> None:
    study.not_together(letter_id(study, 2))
    table = study.letters
    assert list(table["state"]) == ["proposed", "not together"]
    with pytest.raises(NotPossible, match="already"):
        study.not_together(str(table.index[1]))
    study.sent_together(str(table.index[1]))
    assert list(study.letters["state"]) == ["proposed", "confirmed"]


def test_one_who_sends_it_later_is_proposed_for_the_letter(study: Study, tmp_path: Path) -> None:
    study.sent_together(letter_id(study))
    study.add(write_wxr(tmp_path / "later.xml", [*COMMENTS, ("Lou", BUS)]), progress=False)
    table = study.letters
    assert list(table["state"]) == ["proposed", "proposed", "confirmed"]
    assert table["people"].iloc[0] == 7
    study.sent_together(str(table.index[0]))
    assert sorted(study.letters.loc[study.letters["state"] == "confirmed", "people"]) == [7]


def test_contributions_that_somebody_names_can_be_a_letter_and_one_alone_cannot(study: Study) -> None:
    study.sent_together([by(study, "Ann")[:8], by(study, "Gus")])
    assert study.session.book.sent.letters == (tuple(sorted((by(study, "Ann"), by(study, "Gus")))),)
    with pytest.raises(NotPossible, match="at least two"):
        study.sent_together([by(study, "Ann")])


def test_states_do_not_change_by_a_letter(study: Study) -> None:
    before = list(study.contributions["state"])
    study.sent_together(letter_id(study))
    assert list(study.contributions["state"]) == before


@pytest.mark.parametrize("unit", ["whole", "paragraph"])
def test_the_sorter_sees_a_letter_once_and_what_each_added(study: Study, unit: str) -> None:
    everything = _sortable(study.session, unit)
    study.sent_together(letter_id(study))
    seen = _sortable(study.session.refresh(), unit)
    corpus = study.session.corpus
    senders = {who for name, _ in SENT for who in corpus.contributions[by(study, name)].said_by}
    about = [(text, who) for _, text, who in seen if set(who) & senders]
    assert [text for text, _ in about].count(BUS) == 1
    assert {text for text, _ in about} == {BUS, OWN, AFTER}
    assert {len(who) for text, who in about if text == BUS} == {6}
    assert [each for each in everything if not set(each[2]) & senders] == [each for each in seen if not set(each[2]) & senders]


def test_the_sorter_says_what_it_did_not_hear_again(study: Study) -> None:
    study.sent_together(letter_id(study))
    assert "3 one of a letter that it saw once" in str(study.suggest(progress=False))


def test_a_held_text_is_in_no_letter_that_is_shown_or_sorted(study: Study) -> None:
    study.sent_together(letter_id(study))
    study.hold(by(study, "Cy"))
    confirmed = study.letters[study.letters["state"] == "confirmed"]
    assert by(study, "Cy") not in confirmed["contributions"].iloc[0]
    assert not any(OWN in text for _, text, _ in _sortable(study.session.refresh(), "whole"))


def test_the_words_of_all_who_sent_it_are_placed_in_bulk_and_own_words_are_not(study: Study) -> None:
    study.sent_together(letter_id(study))
    study.name("Buses")
    study.place(by(study, "Ann"), "Buses", all_who_sent_it=True)
    placings = study.placings
    assert set(placings["in_bulk"]) == {True}
    put = [study.session.corpus.text(p.excerpt) for p in study.session.refresh().book.placings]
    assert put.count(BUS) == 5
    assert not any(OWN in text or AFTER in text or "Sunday" in text for text in put)
    states = {name: study.contributions.loc[by(study, name), "state"] for name, _ in SENT}
    assert states == {"Ann": "placed", "Bo": "placed", "Fay": "placed", "Cy": "part read", "Dee": "part read", "Eli": "part read"}
    assert study.decisions.iloc[-1]["what"] == "Maya put what 6 contributions of one letter have in common with 'Buses' in bulk."
    study.undo()
    assert not study.session.refresh().book.placings


def test_a_part_of_a_letter_is_placed_for_all_as_that_part(study: Study) -> None:
    study.sent_together(letter_id(study))
    study.name("Families")
    said = BUS[BUS.index("Without") :]
    study.place(study.passage(by(study, "Ann"), said), "Families", all_who_sent_it=True)
    assert [study.session.corpus.text(p.excerpt) for p in study.session.refresh().book.placings] == [said] * 6


def test_what_is_in_no_confirmed_letter_cannot_be_placed_for_all(study: Study) -> None:
    study.name("Buses")
    with pytest.raises(NotPossible, match="no words of a letter"):
        study.place(by(study, "Ann"), "Buses", all_who_sent_it=True)
    study.sent_together(letter_id(study))
    with pytest.raises(NotPossible, match="no words of a letter"):
        study.place(study.passage(by(study, "Cy"), OWN), "Buses", all_who_sent_it=True)


def test_an_output_counts_people_first_and_quotes_a_letter_once(study: Study) -> None:
    study.sent_together(letter_id(study))
    study.name("Buses")
    study.place(by(study, "Ann"), "Buses", all_who_sent_it=True)
    for name, _ in SENT:
        study.confirm(name, "quote", "yes", because="they told us")
    for output in ("manifesto.md", "report.html"):
        page = " ".join(study.write(output).read_text("utf-8").split())
        assert "6 people sent the same letter (3 word for word)." in page
    page = study.write("manifesto.md").read_text("utf-8")
    assert page.count("nobody should have to choose between care and work") == 1


def test_withdrawn_words_leave_the_letter(study: Study) -> None:
    study.sent_together(letter_id(study))
    gone = by(study, "Cy")
    study.withdraw("Cy")
    assert gone not in study.session.refresh().book.sent.letters[0]
    assert letter_id(study, 5)


def test_two_who_say_different_things_on_their_own_leave_it_open(study: Study) -> None:
    group = letter_id(study)
    tom = Study(study.path).join("Tom")
    study.on_our_own()
    tom.on_our_own()
    study.sent_together(group)
    tom.not_together(group)
    study.share()
    tom.share()
    assert study.session.refresh().book.sent.letters == ()
    row = study.letters.loc[group]
    assert (row["state"], row["said"]) == ("proposed", "Maya: together; Tom: not together")
    tom.sent_together(group)
    assert study.letters.loc[group]["state"] == "confirmed"


def test_on_the_command_line(study: Study) -> None:
    def said(*args: str) -> str:
        done = CliRunner().invoke(app, [args[0], str(study.path), *args[1:]])
        assert done.exit_code == 0, done.output
        return done.output

    rows = json.loads(said("letters", "--json"))
    assert [row["people"] for row in rows] == [6, 2]
    assert "one letter, sent together" in said("sent-together", rows[0]["id"][:8])
    assert "were not sent together" in said("not-together", rows[1]["id"][:8])
    assert "confirmed" in said("letters")
    said("name", "Buses")
    assert "in bulk" in said("place", by(study, "Ann"), "--with", "Buses", "--all-who-sent-it")


def test_a_text_of_nobody_knows_whom_is_counted_as_a_text_and_not_as_a_person(tmp_path: Path) -> None:
    study = Study.new(tmp_path / "unsigned", question="What would help?", analyst="Maya")
    study.add(write_wxr(tmp_path / "sent.xml", SENT[:2]), progress=False)
    for _ in range(3):
        study.note(BUS)
    (row,) = study.letters.to_dict("records")
    assert (row["people"], row["texts"], row["not_known"]) == (2, 5, 3)
