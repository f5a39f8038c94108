"""study.same_people, same_person and different_people: one person under two names, and two people under one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copro_text import decisions as d
from copro_text.cli import app
from copro_text.errors import MoreThanOne, NoSuchThing, NotPossible
from copro_text.study import Study
from copro_text.verbs.views import status
from tests.devices import Device, first
from tests.small import write_wxr

BLOG = [
    ("Ann Arkwright", "I wait at the gate for the bus and nobody rings back. You may quote me."),
    ("Mary", "They closed the warm room on our street before the winter came."),
    ("Mary", "I drive the early bus, and nobody has ever asked the drivers about it."),
    ("Bo", "Pay the fare before we set off, and tell us so beforehand please."),
]
LATER = [
    ("ann arkwright", "A room upstairs is no room for my chair, whatever they call it."),
    ("Mary", "Nobody told us why the warm room had to go before the winter."),
    ("Anonymous", "It was never opened again, and nobody has told us why."),
]
SAID = "she told me at the workshop"


def blog(place: Path, name: str, comments: list[tuple[str, str]]) -> Path:
    """An export of a blog of its own, so that nobody is known from another."""
    place.mkdir(exist_ok=True)
    path = write_wxr(place / f"{name}.xml", comments)
    path.write_text(path.read_text("utf-8").replace("small.example.org", f"{name}.example.org"), "utf-8")
    return path


@pytest.fixture
def study(tmp_path: Path) -> Study:
    study = Study.new(tmp_path / "s", question="What would help?", analyst="Maya")
    study.add(blog(tmp_path, "first", BLOG), progress=False)
    study.add(blog(tmp_path, "second", LATER), progress=False)
    return study


def known(study: Study, name: str) -> list[str]:
    """The people who signed exactly so."""
    return [who for who, c in study.session.refresh().corpus.contributors.items() if name in c.signed]


def said(study: Study, words: str) -> str:
    return next(c.id for c in study.session.refresh().corpus if words in c.text)


def state(study: Study, name: str) -> str:
    table = study.same_people
    return "; ".join(table["state"][table["signed"].str.contains(name)])


# what is shown


def test_the_same_name_in_two_files_is_shown_whatever_its_capitals_and_nothing_is_joined_by_itself(study: Study) -> None:
    people = len(study.people)
    table = study.same_people
    assert list(table["state"]) == ["perhaps one person"] * 3
    assert list(table["signed"]) == ["Ann Arkwright; ann arkwright", "Mary; Mary", "rosa; rosa"]
    assert table["why"].iloc[0] == "the same name, written otherwise"
    assert "first name alone" in table["why"].iloc[1]
    assert list(table["came_from"]) == ["first.xml; second.xml"] * 3
    assert list(table["contributions"]) == ["1; 1", "2; 1", "1; 1"]
    assert len(study.people) == people
    assert not study.session.book.persons


def test_anonymous_is_no_name(study: Study, tmp_path: Path) -> None:
    study.add(blog(tmp_path, "third", [("Anonymous", "Nobody has asked me so far, as it happens."), ("A carer", "Nor me.")]), progress=False)
    study.add(blog(tmp_path, "fourth", [("A carer", "I was never asked at all, not once, in ten years.")]), progress=False)
    assert "Anonymous" not in " ".join(study.same_people["signed"])
    assert "carer" not in " ".join(study.same_people["signed"])


# joining


def test_two_names_joined_count_as_one_person_everywhere_and_undo_gives_both_back(study: Study) -> None:
    before = (len(study.people), status(study.session).numbers["people"])
    study.same_person("Ann Arkwright", because=SAID)
    assert (len(study.people), status(study.session).numbers["people"]) == (before[0] - 1, before[1] - 1)
    (ann,) = known(study, "Ann Arkwright")
    assert study.people.loc[ann, "signed"] == "Ann Arkwright, ann arkwright"
    assert study.people.loc[ann, "contributions"] == 2
    name = study.name("the bus")
    study.place([said(study, "gate"), said(study, "upstairs")], name)
    assert study.codebook["people"].iloc[0] == 1
    assert "1 person" in study.write("manifesto.md").read_text("utf-8")
    assert state(study, "Ann") == "one person"
    assert f"Maya: one person, because {SAID}" in " ".join(study.same_people["said"])
    study.undo(study.decisions.index[study.decisions["kind"] == "same_person"][0])
    assert (len(study.people), status(study.session).numbers["people"]) == before
    assert study.codebook["people"].iloc[0] == 2
    assert state(study, "Ann") == "perhaps one person"


def test_a_voice_that_is_joined_is_told_in_the_history_with_the_reason(study: Study) -> None:
    study.same_person(known(study, "Bo") + known(study, "Anonymous"), because="the same turn of phrase, and Bo says so")
    what = study.decisions.iloc[-1]["what"]
    assert what.startswith("Maya said that ")
    assert what.endswith("are one person, because the same turn of phrase, and Bo says so.")
    assert "Bo" in what


def test_who_is_who_needs_a_reason_and_two_people(study: Study) -> None:
    with pytest.raises(NotPossible, match="needs a reason"):
        study.same_person("Ann Arkwright", because=" ")
    with pytest.raises(NotPossible, match="one person already"):
        study.same_person("Bo", because=SAID)
    with pytest.raises(NoSuchThing):
        study.same_person(["Bo", "Nobody Here"], because=SAID)
    with pytest.raises(MoreThanOne):
        study.same_person(["Bo", "Mary"], because=SAID)
    assert not study.session.book.persons


def test_a_new_export_of_the_blog_comes_in_under_the_joined_person_and_brings_nothing_twice(study: Study, tmp_path: Path) -> None:
    study.same_person("Ann Arkwright", because=SAID)
    source = study.add(blog(tmp_path, "second", [*LATER, ("ann arkwright", "And the ramp is too steep, we said so.")]), progress=False)
    assert (source.new, source.known) == (1, 4)
    assert len(known(study, "ann arkwright")) == 1
    assert len(study.session.corpus.by(known(study, "ann arkwright")[0])) == 3


# what they allow


def test_of_all_that_a_joined_person_allowed_the_more_careful_holds_until_it_is_confirmed_for_the_person(study: Study) -> None:
    first_, second = known(study, "Ann Arkwright")[0], known(study, "ann arkwright")[0]
    study.confirm(first_, "quote")
    gate, chair = (study.session.corpus.contributions[said(study, words)] for words in ("gate", "upstairs"))
    assert study.session.permissions.may_quote(gate)
    study.same_person([first_, second], because=SAID)
    assert not study.session.permissions.may_quote(gate)  # she was never asked about the second
    assert study.people.loc[known(study, "Ann Arkwright")[0], "quote"] == "found: yes"
    study.confirm("Ann Arkwright", "quote", because="asked her about both")
    chair = study.session.corpus.contributions[chair.id]
    assert study.session.permissions.may_quote(study.session.corpus.contributions[gate.id])
    assert study.session.permissions.may_quote(chair)
    study.different_people(second[:8], because="a cousin of hers, it turns out")
    allowed = study.session.refresh().permissions
    assert [allowed.may_quote(study.session.corpus.contributions[c]) for c in (gate.id, chair.id)] == [True, False]  # what was confirmed before
    assert allowed.ruling(second, "quote").answer == "not asked"


def test_a_no_of_the_person_goes_on_counting_for_each_when_they_turn_out_to_be_two(study: Study) -> None:
    study.same_person("Ann Arkwright", because=SAID)
    study.confirm("Ann Arkwright", "use", "no", because="her letter of 3 May")
    study.undo(study.decisions.index[study.decisions["kind"] == "same_person"][0])
    allowed = study.session.refresh().permissions
    assert [allowed.ruling(who, "use").answer for who in (*known(study, "Ann Arkwright"), *known(study, "ann arkwright"))] == ["no", "no"]


def test_a_no_in_the_words_of_one_holds_for_all_that_the_person_said(study: Study, tmp_path: Path) -> None:
    study.confirm(known(study, "Ann Arkwright")[0], "quote")
    study.add(blog(tmp_path, "third", [("A Arkwright", "Please don't quote me on any of this.")]), progress=False)
    study.same_person([known(study, "Ann Arkwright")[0], "A Arkwright"], because=SAID)
    assert not study.session.permissions.may_quote(study.session.corpus.contributions[said(study, "gate")])
    assert "gate" not in study.write("manifesto.md").read_text("utf-8")


def test_what_a_fixed_version_quoted_is_not_printed_where_we_know_since_that_its_writer_said_no(study: Study, tmp_path: Path) -> None:
    study.confirm(known(study, "Ann Arkwright")[0], "quote")
    name = study.name("the bus")
    study.place(said(study, "gate"), name)
    study.version("the draft")
    assert "gate for the bus" in study.as_of("the draft").write("manifesto.md").read_text("utf-8")
    study.add(blog(tmp_path, "third", [("A Arkwright", "Please don't quote me on any of this.")]), progress=False)
    study.same_person([known(study, "Ann Arkwright")[0], "A Arkwright"], because=SAID)
    assert "gate for the bus" not in study.as_of("the draft").write("manifesto.md").read_text("utf-8")


# parting


def test_some_of_what_came_under_one_name_is_somebody_elses_and_each_is_asked_again(study: Study) -> None:
    mary = next(who for who in known(study, "Mary") if len(study.session.corpus.by(who)) == 2)
    study.confirm(mary, "quote", because="her e-mail of 3 May")
    before = len(study.people)
    study.different_people(mary[:8], contributions=said(study, "early bus")[:8], because="one drives the bus, one was thrown out of the warm room")
    assert len(study.people) == before + 1
    by = {c.text.split(".")[0]: c.said_by[0] for c in study.session.corpus if c.signed == ("Mary",)}
    assert len(set(by.values())) == 3
    assert [study.session.permissions.ruling(who, "quote").answer for who in by.values()] == ["not asked"] * 3
    assert "somebody else's words" in state(study, "Mary")
    assert study.decisions.iloc[-1]["what"].startswith("Maya said that 1 contribution is somebody else's, because one drives")
    study.undo()
    assert len(study.people) == before
    assert study.session.refresh().permissions.ruling(mary, "quote").answer == "yes"


def test_a_yes_that_rests_on_words_stays_with_whoever_said_these(study: Study, tmp_path: Path) -> None:
    said_so = [("Mary", "You may quote me. The warm room was the only one."), ("Mary", "I drive the night bus, and I am very tired of it.")]
    study.add(blog(tmp_path, "third", said_so), progress=False)
    mary = next(c.said_by[0] for c in study.session.corpus if "only one" in c.text)
    study.confirm(mary, "quote")
    study.different_people(mary, contributions=[said(study, "night bus")], because="two of that name")
    assert study.session.permissions.may_quote(study.session.corpus.contributions[said(study, "only one")])
    assert not study.session.permissions.may_quote(study.session.corpus.contributions[said(study, "night bus")])


def test_words_given_to_somebody_else_can_be_joined_with_whoever_it_was(study: Study) -> None:
    one, other = sorted(known(study, "Mary"), key=lambda who: -len(study.session.corpus.by(who)))
    study.different_people(one, contributions=[said(study, "warm room on our street")], because="it is the Mary of the other page")
    new = study.session.refresh().corpus.contributions[said(study, "warm room on our street")].said_by[0]
    study.same_person([new, other], because="both are about the warm room")
    assert {len(study.session.corpus.by(who)) for who in known(study, "Mary")} == {1, 2}
    study.same_person([new, one], because="they are all one after all")
    assert len(known(study, "Mary")) == 1


def test_parting_asks_for_what_it_needs(study: Study) -> None:
    one = max(known(study, "Mary"), key=lambda who: len(study.session.corpus.by(who)))
    with pytest.raises(NotPossible, match="not under their name"):
        study.different_people(one, contributions=[said(study, "upstairs")], because=SAID)
    with pytest.raises(NotPossible, match="nothing would be left"):
        study.different_people(one, contributions=[c.id for c in study.session.corpus.by(one)], because=SAID)
    with pytest.raises(NotPossible, match="one id"):
        study.different_people("Bo", because=SAID)
    with pytest.raises(MoreThanOne):
        study.different_people(["Mary", "Bo"], because=SAID)
    assert not study.session.book.persons


def test_of_three_that_are_joined_one_is_taken_apart_alone(study: Study) -> None:
    three = [*known(study, "Mary"), *known(study, "Bo")]
    study.same_person(three, because=SAID)
    assert len(study.session.refresh().book.persons.joined[0]) == 3
    with pytest.raises(NotPossible, match="were not named"):
        study.different_people([three[0], three[1]], because=SAID)
    study.different_people("Bo", because="another voice altogether")
    assert study.session.refresh().book.persons.joined == (tuple(sorted(three[:2])),)
    assert "different people" in state(study, "Bo")


def test_a_name_that_was_said_to_be_two_peoples_is_not_asked_about_again(study: Study) -> None:
    study.different_people([*known(study, "Ann Arkwright"), *known(study, "ann arkwright")], because="mother and daughter")
    assert state(study, "Ann") == "different people"
    assert len(known(study, "Ann Arkwright") + known(study, "ann arkwright")) == 2


# taken out


def test_a_joined_person_who_withdraws_takes_out_all_and_what_is_said_of_it_later_brings_nothing_back(study: Study, tmp_path: Path) -> None:
    ids = [*known(study, "Ann Arkwright"), *known(study, "ann arkwright")]
    study.same_person(ids, because="Ann Arkwright told me")
    gone = study.withdraw("Ann Arkwright")
    assert (gone.contributions, gone.people) == (2, 1)
    study.undo(study.decisions.index[study.decisions["kind"] == "same_person"][0])
    study.session.record(d.DifferentPeople(apart=tuple((who,) for who in ids)))
    for name, comments, signed in (("first", BLOG, "Ann Arkwright"), ("second", LATER, "ann arkwright")):
        again = study.add(blog(tmp_path, name, [*comments, (signed, "And the ramp is too steep.")]), progress=False)
        assert again.left_out == {"taken out by the person who said it": 2}
    texts = " ".join(c.text for c in study.session.refresh().corpus)
    assert "gate" not in texts and "upstairs" not in texts and "ramp" not in texts
    files = b"".join(path.read_bytes() for path in study.path.rglob("*") if path.is_file())
    assert b"upstairs" not in files and b"Arkwright" not in files.replace(b"small", b"")
    assert "upstairs" not in " ".join(c.text for c in Study(study.path).session.corpus)


def test_a_single_text_of_a_joined_person_stays_out_also_where_an_export_numbers_it_anew(study: Study, tmp_path: Path) -> None:
    words = [("Zoe Quill", f"The kettle in room {n} has been broken since the autumn, and we said so.") for n in range(2)]
    for name in ("third", "fourth"):
        study.add(blog(tmp_path, name, [(who, f"{text} {name}.") for who, text in words]), progress=False)
    came_as = known(study, "Zoe Quill")
    study.same_person(came_as, because=SAID)
    (zoe,) = known(study, "Zoe Quill")
    (other,) = {*came_as} - {zoe}
    text = next(c for c in study.session.as_said if c.said_by == (other,))
    study.withdraw(text.id)
    name = "third" if text.text.endswith("third.") else "fourth"
    anew = blog(tmp_path, name, [("Kit", "Another comment that came before."), *((who, f"{said} {name}.") for who, said in words)])
    study.add(anew, progress=False)
    assert text.text not in [c.text for c in study.session.refresh().corpus]


def test_of_two_under_one_name_only_the_one_who_withdraws_goes_and_what_comes_later_is_told(study: Study) -> None:
    mary = next(who for who in known(study, "Mary") if len(study.session.corpus.by(who)) == 2)
    study.different_people(mary, contributions=[said(study, "early bus")], because="two of that name")
    gone = study.withdraw(mary[:8])
    assert gone.contributions == 1
    assert any("somebody else's words came under it too" in each for each in gone.beyond)
    texts = [c.text for c in study.session.refresh().corpus]
    assert not any("on our street" in text for text in texts)
    assert any("early bus" in text for text in texts)
    study.undo(study.decisions.index[study.decisions["kind"] == "someone_else"][0])
    assert not any("on our street" in c.text for c in study.session.refresh().corpus)


def test_what_was_parted_off_can_be_withdrawn_alone(study: Study) -> None:
    mary = next(who for who in known(study, "Mary") if len(study.session.corpus.by(who)) == 2)
    study.different_people(mary, contributions=[said(study, "early bus")], because="two of that name")
    driver = study.session.refresh().corpus.contributions[said(study, "early bus")].said_by[0]
    assert study.withdraw(driver).contributions == 1
    assert any("on our street" in c.text for c in study.session.refresh().corpus)
    study.undo(study.decisions.index[study.decisions["kind"] == "someone_else"][0])
    assert not any("early bus" in c.text for c in study.session.refresh().corpus)


# several computers


@pytest.fixture
def two(tmp_path: Path) -> tuple[Device, Device]:
    maya = first(tmp_path / "maya")
    with maya():
        study = Study(maya.path, analyst="Maya")
        study.add(blog(tmp_path, "first", BLOG), progress=False)
        study.add(blog(tmp_path, "second", LATER), progress=False)
        study.session.close()
    tom = maya.copied(tmp_path / "tom")
    with tom():
        Study(tom.path).join("Tom").session.close()
    return maya, tom


def opened(device: Device, who: str) -> Study:
    return Study(device.path, analyst=who)


def meet(maya: Device, tom: Device) -> None:
    for here, there, who in ((maya, tom, "Maya"), (tom, maya, "Tom"), (maya, tom, "Maya")):
        with here():
            study = opened(here, who)
            study.bring_in(there.path)
            study.session.close()


def test_what_two_join_on_two_computers_at_once_is_all_joined(two: tuple[Device, Device]) -> None:
    maya, tom = two
    with maya():
        study = opened(maya, "Maya")
        study.same_person("Ann Arkwright", because=SAID)
        study.session.close()
    with tom():
        study = opened(tom, "Tom")
        study.same_person([known(study, "ann arkwright")[0], "Bo"], because="Bo is short for Arkwright, she says")
        study.session.close()
    meet(maya, tom)
    books = []
    for device in two:
        with device():
            study = Study(device.path)
            books.append(study.session.book.persons)
            assert len(known(study, "Bo")) == 1
            assert set(study.people.loc[known(study, "Bo")[0], "signed"].split(", ")) == {"Ann Arkwright", "ann arkwright", "Bo"}
    assert books[0] == books[1]


def test_where_one_says_yes_and_another_no_at_once_they_stay_apart_and_what_either_forbids_holds(two: tuple[Device, Device]) -> None:
    maya, tom = two
    with maya():
        study = opened(maya, "Maya")
        study.same_person("Ann Arkwright", because=SAID)
        study.session.close()
    with tom():
        study = opened(tom, "Tom")
        both = [*known(study, "Ann Arkwright"), *known(study, "ann arkwright")]
        study.confirm(both[0], "quote")
        study.confirm(both[1], "quote", "no")
        study.different_people(both, because="mother and daughter")
        study.session.close()
    meet(maya, tom)
    with maya():
        study = opened(maya, "Maya")
        assert state(study, "Ann") == "seen differently"
        assert len(study.people) == 8
        assert not study.session.permissions.may_quote(study.session.corpus.contributions[said(study, "gate")])
        study.different_people(both, because="Tom is right, they are two")
        assert state(study, "Ann") == "different people"
        assert study.session.refresh().permissions.may_quote(study.session.corpus.contributions[said(study, "gate")])


@pytest.mark.parametrize("joined_first", [True, False])
def test_a_no_holds_for_whoever_may_be_that_person_through_a_third_id(two: tuple[Device, Device], joined_first: bool) -> None:
    maya, tom = two
    with maya():
        study = opened(maya, "Maya")
        study.confirm("Bo", "quote", "no", because="she rang")
        study.confirm(known(study, "Ann Arkwright")[0], "quote")
        study.session.close()
    with tom():
        study = opened(tom, "Tom")
        study.bring_in(maya.path)
        study.session.close()
    with maya():
        study = opened(maya, "Maya")
        study.same_person("Ann Arkwright", because=SAID)
        study.session.close()
    with tom():
        study = opened(tom, "Tom")
        ann, other = known(study, "Ann Arkwright")[0], known(study, "ann arkwright")[0]
        if joined_first:
            study.same_person([other, "Bo"], because=SAID)
        study.different_people([ann, other], because="mother and daughter")
        if not joined_first:
            study.same_person([other, "Bo"], because=SAID)
        study.session.close()
    meet(maya, tom)
    with maya():
        study = opened(maya, "Maya")
        assert state(study, "Ann Arkwright").startswith("seen differently")
        assert not study.session.permissions.may_quote(study.session.corpus.contributions[said(study, "gate")])


def test_words_of_somebody_who_withdrew_elsewhere_meanwhile_are_kept_back_until_a_person_decides(two: tuple[Device, Device]) -> None:
    maya, tom = two
    with maya():
        study = opened(maya, "Maya")
        study.confirm("Bo", "quote")
        study.same_person([known(study, "Ann Arkwright")[0], "Bo"], because=SAID)
        study.session.close()
    with tom():
        study = opened(tom, "Tom")
        study.withdraw("Bo", because="asked for it")
        study.session.close()
    meet(maya, tom)
    with tom():
        study = opened(tom, "Tom")
        assert state(study, "Ann Arkwright").startswith("kept back")
        gate = study.session.corpus.contributions[said(study, "gate")]
        assert not study.session.permissions.may_use(gate)
        assert any("used nowhere" in str(fault) for fault in study.check())
        assert "set off" not in " ".join(c.text for c in study.session.corpus)
        kept = known(study, "Ann Arkwright")[0]
        study.different_people(kept, because="another person, I asked")
        assert study.session.refresh().permissions.may_use(gate)
        assert "set off" not in " ".join(c.text for c in study.session.corpus)


def test_what_somebody_on_their_own_says_of_who_is_who_is_seen_by_nobody_else(two: tuple[Device, Device]) -> None:
    maya, tom = two
    with maya():
        study = opened(maya, "Maya")
        study.on_our_own()
        study.same_person("Ann Arkwright", because=SAID)
        assert len(study.people) == 7
        study.session.close()
    meet(maya, tom)
    with tom():
        study = opened(tom, "Tom")
        assert len(study.people) == 8
        assert not study.session.book.persons
        assert state(study, "Ann") == "perhaps one person"
        assert SAID not in " ".join(study.same_people["said"]) + " ".join(study.decisions["what"])
    with maya():
        study = opened(maya, "Maya")
        study.share()
        study.session.close()
    meet(maya, tom)
    with tom():
        assert len(opened(tom, "Tom").people) == 7


# on the command line


def test_the_command_line_shows_joins_and_parts(study: Study) -> None:
    run, s = CliRunner().invoke, str(study.path)
    study.session.close()
    rows = json.loads(run(app, ["same-people", s, "--json"]).stdout)
    assert [row["state"] for row in rows] == ["perhaps one person"] * 3
    done = run(app, ["same-person", s, *rows[0]["ids"].split(), "--because", SAID, "--as", "Maya"])
    assert done.exit_code == 0, done.output
    assert "are one person" in done.stdout
    assert len(Study(s).people) == 7
    done = run(app, ["different-people", s, rows[0]["ids"].split()[0], "--because", "two cousins", "--as", "Maya"])
    assert done.exit_code == 0, done.output
    assert len(Study(s).people) == 8
    refused = run(app, ["same-person", s, "Bo", "--as", "Maya"])
    assert refused.exit_code == 2  # before anything is looked up


def test_that_who_is_who_needs_a_reason_is_asked_before_names_are_looked_up(study: Study) -> None:
    with pytest.raises(NotPossible, match="needs a reason"):
        study.same_person(["Nobody of that name", "Nor of this"], because=" ")
    for verb in ("same-person", "different-people"):
        done = CliRunner().invoke(app, [verb, str(study.path), "Nobody of that name", "Nor of this"])
        assert done.exit_code == 2, done.output
        assert "--because" in done.output
