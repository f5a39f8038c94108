"""What we see differently, what moved, what changed my mind, and whose voices are heard: as people ask for it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from copro_text.cli import app
from copro_text.errors import CoproError, NotPossible
from copro_text.study import Study
from copro_text.verbs.desk import Room
from tests.small import write_wxr

NAMES = ("Fares", "The wait", "Rooms")


@pytest.fixture
def group(study: Study) -> tuple[Study, Study]:
    """Maya and Tom, with three names in force."""
    for label in NAMES:
        study.name(label)
    return study, Study(study.path).join("Tom")


def said(group: tuple[Study, Study]) -> str:
    """All that is shown of how the group reads together."""
    study = group[0]
    tables = (study.disagreements, study.mixed_up, study.wordings, study.unmoved)
    return repr([t.to_json() for t in tables]) + repr(study.agreement())


# what is read differently


def test_each_difference_tells_who_put_it_where_why_what_it_turns_on_and_whose_words_they_are(
    group: tuple[Study, Study], ids: dict[str, str]
) -> None:
    maya, tom = group
    maya.confirm("Ann Arkwright", "name", "yes", value="A. Arkwright")
    maya.place(ids["I"], "Fares", because="it is the bus")
    tom.place([ids["I"], ids["Pay"]], "The wait", because="it is the gate")
    maya.place(ids["Pay"], "Fares")
    by_speaker = {row["said_by"]: row for row in maya.disagreements.to_dict("records")}
    assert by_speaker.keys() == {"A. Arkwright", ""}
    hers = by_speaker["A. Arkwright"]
    assert hers["readings"] == "Maya: 'Fares' (it is the bus); Tom: 'The wait' (it is the gate)"
    assert by_speaker[""]["readings"] == "Maya: 'Fares'; Tom: 'The wait' (it is the gate)"
    assert {(row["turns_on"], row["others"]) for row in by_speaker.values()} == {("'Fares' or 'The wait'", 1)}
    assert hers["text"].startswith("I wait at the gate")


def test_what_one_set_aside_and_another_put_somewhere_is_listed_with_the_reason(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    part = maya.passage(ids["Still"], "Still waiting.")
    maya.place(part, "The wait")
    tom.set_aside(ids["Still"], because="it is about the line")
    (row,) = maya.disagreements.to_dict("records")
    assert row["readings"] == "Maya: 'The wait'; Tom: set aside (it is about the line)"
    assert row["turns_on"] == "'The wait' or set aside"
    tom.bring_back(ids["Still"])
    assert maya.disagreements.empty


def test_the_desk_lists_the_same_in_the_same_order(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    for first, (one, other) in {"Pay": ("Rooms", "Fares"), "A": ("Fares", "The wait"), "They": ("The wait", "Fares")}.items():
        maya.place(ids[first], one)
        tom.place(ids[first], other)
    tom.set_aside(ids["I"], because="too long")
    maya.place(ids["I"], "The wait")
    table = maya.disagreements
    decided = Room(maya).ask("decide", {"start": 0})
    assert [row["id"] for row in decided["rows"]] == table.index.tolist()
    assert table["others"].tolist() == [row["others"] for row in decided["rows"]] == [1, 0, 0, 1]
    told = [row["turns"] for row in decided["rows"]]
    assert [[[f"'{name}'" for name in t["names"]] + ["set aside"] * t["aside"] for t in turns] for turns in told] == [
        [each.split(" or ") for each in row.split("; ")] for row in table["turns_on"]
    ]
    (aside,) = (r["aside"] for row in decided["rows"] for r in row["readings"] if r["aside"])
    assert aside == ["too long"]


def test_what_is_held_is_in_no_list_of_different_readings(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    maya.place(ids["Pay"], "Fares")
    tom.place(ids["Pay"], "Rooms")
    maya.hold(ids["Pay"])
    shown = said(group) + repr([who.changed_my_mind.to_json() for who in group])
    assert "Pay the fare" not in shown
    assert maya.mixed_up.empty


def test_names_that_are_mixed_up_are_told_in_words_with_what_to_ask(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    maya.place([ids["Pay"], ids["A"]], "Fares")
    tom.place([ids["Pay"], ids["A"]], "Rooms")
    (row,) = maya.mixed_up.to_dict("records")
    assert row["what"] == "'Fares' and 'Rooms' for 2 passages: one of us says one, another says the other."
    assert row["to_ask"] == "Are they one name, to be joined?"
    for each in (maya, tom):
        each.place(ids["They"], "Rooms")
    (row,) = maya.mixed_up.to_dict("records")
    assert row["to_ask"] == "Is 'Fares' a part of 'Rooms', to be put under it?"
    assert "Two or more of us say 'Rooms' for 1 other." in row["what"]
    for each in (maya, tom):
        each.place(ids["I"], "Fares")
    assert maya.mixed_up["to_ask"].tolist() == ["Where does 'Fares' end, and 'Rooms' begin? Say what each means."]
    tom.remove(ids["They"], "Rooms")
    assert "What does 'Rooms' mean, or is it two things to be parted?" in maya.mixed_up["to_ask"].tolist()


# in words or in figures


@pytest.mark.parametrize("approach", ["", "reflexive", "codebook or framework", "a conversation, not a study"])
def test_how_we_read_together_is_said_in_words_and_leads_to_the_different_readings(
    group: tuple[Study, Study], ids: dict[str, str], approach: str
) -> None:
    maya, tom = group
    if approach:
        tom.answer(maya.set_approach(approach), "yes")
    maya.place([ids["Pay"], ids["A"]], "Fares")
    tom.place(ids["Pay"], "Rooms")
    tom.place(ids["A"], "Fares")
    found = maya.agreement()
    assert found.figures == ()
    assert found.codings is None
    assert "2 passages have been read by two or more of us." in repr(found)
    assert "not a mistake" in repr(found)
    assert found.disagreements.equals(maya.disagreements)
    assert "Pay the fare" in found._repr_html_()
    assert maya.agreement(figures=True).figures


def test_figures_come_under_coding_reliability_and_then_nothing_else_is_offered(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    tom.answer(maya.set_approach("Coding  reliability"), "yes")
    maya.place([ids["Pay"], ids["A"]], "Fares")
    tom.place(ids["Pay"], "Rooms")
    tom.place(ids["A"], "Fares")
    found = maya.agreement()
    assert found.figures[0].startswith("Of 2 passages that two or more of us read, 1 were read in just the same way")
    assert found.disagreements.empty
    assert found.codings is not None
    assert sorted(map(sorted, found.codings.loc[found.codings["excerpt"].str.startswith(ids["Pay"]), "codes"])) == sorted(
        [c.id] for c in maya.session.book.codes.values() if c.label in ("Fares", "Rooms")
    )


def test_nothing_that_is_said_of_agreement_praises_blames_or_grades(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    maya.place([ids["Pay"], ids["A"]], "Fares")
    tom.place(ids["Pay"], "Rooms")
    shown = said(group) + repr(maya.agreement(figures=True)) + maya.agreement(figures=True)._repr_html_()
    for word in ("slight", "fair ", "moderate", "substantial", "perfect", "poor", "good", "bad", "wrong", "error", "score", "red", "green"):
        assert f" {word}" not in shown.lower(), word


def test_with_one_person_or_nothing_in_common_there_is_a_sentence_and_no_figure(study: Study, ids: dict[str, str]) -> None:
    assert "Nobody has put a passage anywhere yet" in repr(study.agreement(figures=True))
    study.name("Fares")
    study.place(ids["Pay"], "Fares")
    assert "Only one of us has put passages anywhere yet" in repr(study.agreement(figures=True))
    tom = Study(study.path).join("Tom")
    tom.place(ids["A"], "Fares")
    assert repr(study.agreement(figures=True)) == "No passage has been read by two of us yet, so there is nothing to compare."
    tom.place(ids["Pay"], "Fares")
    assert "nobody reads any of them differently" in repr(study.agreement())


# on our own


def test_on_ones_own_nothing_is_said_of_how_we_read_together_and_the_reason_is(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    maya.on_our_own()
    tom.on_our_own()
    for ask in (lambda: maya.disagreements, lambda: maya.mixed_up, maya.agreement, lambda: maya.agreement(figures=True)):
        with pytest.raises(NotPossible, match="You work on your own first"):
            ask()
    assert set(maya.changed_my_mind["moved"]) == {""}, "one's own words are one's own to see"
    with pytest.raises(NotPossible, match="Maya and Tom work on their own first, and it is not known who asks"):
        _ = Study(maya.path).disagreements
    maya.share()
    with pytest.raises(NotPossible, match=r"Tom works on their own first\. How you read together can be said once all have shared"):
        maya.agreement()
    assert "without what Tom did on their own" in maya.disagreements.caption
    tom.share()
    assert "Nobody has put a passage anywhere" in repr(maya.agreement())


def test_swapping_what_another_puts_where_on_their_own_changes_nothing_that_is_shown(
    group: tuple[Study, Study], ids: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya, tom = group
    maya.place([ids["Pay"], ids["A"]], "Fares")
    tom.place([ids["Pay"]], "Rooms", because="it is upstairs")
    maya.on_our_own()
    tom.on_our_own()
    maya.place(ids["They"], "The wait")
    state = Path(os.environ["COPRO_STATE"])
    maya.session.close()
    tom.session.close()
    worlds = []
    for number, (one, other) in enumerate([("Fares", "Rooms"), ("Rooms", "Fares"), ("The wait", "")]):
        copy = tmp_path / str(number) / "study"
        shutil.copytree(maya.path, copy)
        monkeypatch.setenv("COPRO_STATE", str(shutil.copytree(state, tmp_path / str(number) / "state")))
        there = Study(copy, analyst="Tom")
        there.place([ids["They"], ids["A"]], one, because="a secret reason")
        if other:
            there.place(ids["Pay"], other)
            there.remove(ids["Pay"], "Rooms")
            there.rename("Rooms", "A secret name")
        else:
            there.set_aside(ids["They"], because="a secret reason")
        there.session.close()
        mine, theirs = Study(copy, analyst="Maya"), Study(copy).join("Sam")
        worlds.append([[_shown(ask) for ask in asked(reader)] for reader in (mine, theirs, Study(copy))])
        mine.session.close()
        theirs.session.close()
    assert worlds[0] == worlds[1] == worlds[2]
    assert "secret" not in repr(worlds)
    assert "upstairs" in repr(worlds[0][0]), "what was there before is still shown"


def asked(s: Study) -> list[Callable[[], object]]:
    tables = ("disagreements", "mixed_up", "wordings", "unmoved", "changed_my_mind", "least_talked_about")
    calls = [s.agreement, lambda: s.agreement(figures=True), s.voices, lambda: s.voices(public=True), lambda: Room(s).ask("decide", {"start": 0})]
    return [*((lambda name=name: getattr(s, name)) for name in tables), *calls]


def _shown(ask: Callable[[], object]) -> str:
    try:
        found = ask()
    except CoproError as refused:
        return str(refused)
    return f"{found.to_json()} {found.caption}" if hasattr(found, "to_json") else repr(found)


# what moved, and what changed my mind


def test_wordings_say_what_became_of_each_and_nobodys_name(group: tuple[Study, Study]) -> None:
    maya, tom = group
    maya.answer(tom.rename("Fares", "Money", because="Tom says so"), "yes")
    tom.rename("The wait", "Nobody rings")
    tom.undo()
    tom.theme("It costs us.", codes=["Money"])
    rows = [(r["about"], r["wording"], r["became"]) for r in maya.wordings.to_dict("records")]
    assert rows == [
        ("Money", "Fares", "what we said before"),
        ("Money", "Money", "what we say now"),
        ("The wait", "The wait", "what we say now"),
        ("Rooms", "Rooms", "what we say now"),
        ("It costs us.", "It costs us.", "waits"),
    ]
    assert "Tom" not in maya.wordings.to_json()
    assert "Maya" not in maya.wordings.to_json()


def test_where_nothing_moved_there_is_one_wording_or_everyone_stands_where_they_stood(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    maya.answer(tom.rename("Fares", "Money"), "yes")
    for who in group:
        who.place(ids["Pay"], "Money")
        who.place(ids["They"], "The wait")
    maya.place(ids["A"], "Rooms")
    tom.place(ids["A"], "Money")
    offered = tom.rename("The wait", "Nobody rings")
    assert "The wait" not in maya.unmoved["about"].tolist(), "another wording waits"
    tom.undo(offered)
    stood = {row["about"].split(".")[0]: row["how"] for row in maya.unmoved.to_dict("records")}
    assert stood == {
        "The wait": "one wording was offered, and it stayed",
        "Rooms": "one wording was offered, and it stayed",
        "Pay the fare before we set off": "together from the first",
        "A room upstairs is no room for my chair": "apart from the first",
        "They asked us after the plan was printed": "together from the first",
    }
    maya.remove(ids["They"], "The wait")
    assert "They asked" not in maya.unmoved.to_json()
    assert "Maya" not in maya.unmoved.to_json()


def test_each_sees_what_they_said_first_beside_what_they_say_now_and_what_was_settled(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    maya.place(ids["Pay"], "Rooms", because="one pays for a room")
    tom.place(ids["Pay"], "Fares")
    maya.remove(ids["Pay"], "Rooms")
    maya.place(ids["Pay"], "Fares")
    offered = tom.rename("Rooms", "Stairs")
    maya.answer(offered, "no", because="not all are upstairs")
    maya.answer(offered, "can live with it")
    rows = {row["about"]: row for row in maya.changed_my_mind.to_dict("records") if row["moved"]}
    passage = rows["a passage"]
    assert (passage["first"], passage["because"], passage["now"], passage["settled"]) == (
        "'Rooms'",
        "one pays for a room",
        "'Fares', not 'Stairs'",
        "'Fares'",
    )
    assert passage["moved"] == "I say something else now"
    assert passage["text"] == "Pay the fare before we set off."
    answer = rows["Tom called 'Rooms' 'Stairs'."]
    assert (answer["first"], answer["because"], answer["now"], answer["settled"]) == ("no", "not all are upstairs", "can live with it", "in force")
    name = next(row for row in maya.changed_my_mind.to_dict("records") if row["first"] == "Rooms")
    assert (name["now"], name["settled"], name["moved"]) == ("Rooms", "Stairs", "the group says something else")


def test_the_words_one_first_put_it_with_are_shown_as_they_read_then(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    maya.place(ids["Pay"], "Fares")
    tom.place(ids["Pay"], "Fares")
    maya.answer(tom.rename("Fares", "Money"), "yes")
    (row,) = (row for row in maya.changed_my_mind.to_dict("records") if row["about"] == "a passage")
    assert (row["first"], row["now"], row["settled"], row["moved"]) == ("'Fares'", "'Money'", "'Money'", "")


def test_what_one_first_said_ends_where_one_knew_of_anothers_reading_or_took_something_back(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    maya.place(ids["Pay"], "Fares")
    maya.place(ids["Pay"], "Rooms")
    tom.place(ids["Pay"], "The wait")
    maya.place(ids["Pay"], "The wait")
    maya.place(ids["A"], "Fares")
    maya.undo()
    maya.place(ids["A"], "Rooms")
    rows = {row["text"][:3]: row for row in maya.changed_my_mind.to_dict("records") if row["about"] == "a passage"}
    assert rows["Pay"]["first"] == "'Fares', 'Rooms'"
    assert rows["Pay"]["settled"] == "'The wait'"
    assert (rows["A r"]["first"], rows["A r"]["now"], rows["A r"]["settled"]) == ("'Fares'", "'Rooms'", "nobody else has read it")


def test_nobody_is_shown_what_another_said_first(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    maya.place(ids["Pay"], "Rooms", because="my own first thought")
    tom.place(ids["Pay"], "Fares")
    maya.undo()
    maya.place(ids["Pay"], "Fares")
    assert "my own first thought" in maya.changed_my_mind.to_json()
    shown = tom.changed_my_mind.to_json()
    assert "my own first thought" not in shown
    assert "Rooms" not in json.dumps([r for r in tom.changed_my_mind.to_dict("records") if r["about"] == "a passage"])
    with pytest.raises(NotPossible, match="Only Maya can do this"):
        _ = Study(maya.path, analyst="Maya", typed_by="Tom").changed_my_mind
    with pytest.raises(NotPossible, match="Only Maya can do this") as refused:
        _ = Study(maya.path, analyst="Maya", typed_by="Tom").changed_my_mind
    assert "copro changed-my-mind STUDY --as Maya" in str(refused.value)


def test_what_another_typed_for_somebody_and_they_took_back_was_never_their_word(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    for_tom = Study(maya.path, analyst="Tom", typed_by="Maya")
    typed = for_tom.place(ids["Pay"], "Rooms")
    tom.strike(typed)
    tom.place(ids["Pay"], "Fares")
    assert "Rooms" not in tom.changed_my_mind.to_json()


def test_a_line_about_what_changed_is_shared_as_a_memo_on_its_row(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    maya.place(ids["Pay"], "Rooms")
    tom.place(ids["Pay"], "Fares")
    row = maya.changed_my_mind.query("about == 'a passage'").index[0]
    maya.memo(row, "I heard 'fare' and thought of the room.")
    assert "thought of the room" in tom.history(ids["Pay"]).to_json()


# voices


def test_voices_are_counted_in_people_and_add_up(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    maya.place(ids["I"], "The wait")
    maya.set_aside(ids["Pay"], because="not about this")
    maya.hold(ids["A"])
    maya.confirm("Ann Arkwright", "quote", "yes", because="she said so at the door")
    maya.note("We rang for weeks.", said_by="Table 3", voice="group")
    maya.note("Somebody called out.")
    rows = {row.pop("who"): row for row in tom.voices().to_dict("records")}
    assert rows["everyone who wrote"] == {"people": 6, "heard": 1, "quoted": 1, "not_yet_read": 3, "set_aside": 1, "held": 1}
    assert rows["groups and organisations"]["people"] == rows["texts whose speaker is not known"]["people"] == 1
    assert rows["groups and organisations"]["not_yet_read"] == 1
    assert len(rows) == 3
    public = {row["who"]: row for row in tom.voices(public=True).to_dict("records")}
    assert public["everyone who wrote"]["people"] == 5, "who asked us not to use their words is in no output"


def test_a_perspective_is_shown_when_several_share_it_and_printed_when_ten_do(tmp_path: Path) -> None:
    people = [(f"Person {chr(65 + i)}", f"Comment number {i} of this.") for i in range(14)]
    study = Study.new(tmp_path / "s", analyst="Maya")
    study.add(write_wxr(tmp_path / "e.xml", people), progress=False)
    for i, (name, _) in enumerate(people):
        if i < 10:
            study.confirm(name, "perspective", "yes", value="a carer" if i else "A carer")
        if i in (8, 9, 10):
            study.confirm(name, "perspective", "yes", value="a nurse")
        if i == 11:
            study.confirm(name, "perspective", "yes", value="a bus driver")
    shown = dict(study.voices()[["who", "people"]].itertuples(index=False, name=None))
    assert shown == {"everyone who wrote": 15, "A carer": 10, "a nurse": 3, "nobody confirmed where they come from": 3}
    assert study.voices(public=True)["who"].tolist() == ["everyone who wrote", "A carer"]
    given = study.wider_word("People who care", ["a carer", "a nurse"])
    shown = dict(study.voices()[["who", "people"]].itertuples(index=False, name=None))
    assert shown == {"everyone who wrote": 15, "People who care": 11, "nobody confirmed where they come from": 3}, "each once, though two are both"
    study.undo(given)
    assert study.voices(public=True)["who"].tolist() == ["everyone who wrote", "A carer"]


def test_first_come_those_with_whose_words_fewest_of_us_did_anything(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    for who in group:
        who.place(ids["Pay"], "Fares")
    maya.memo(ids["A"], "A thought")
    maya.hold(ids["They"])
    table = tom.least_talked_about
    told = dict(zip(table["signed"], table["done_with_it"], strict=True))
    assert (told["Dee"], told["Cy"]) == ("by one of us", "by two of us")
    assert {how for name, how in told.items() if name not in ("Dee", "Cy")} == {"nothing yet"}
    assert {"Ann Arkwright", "Eli", "Dee", "Cy"} <= told.keys()
    assert "Bo" not in told, "all that Bo said is held"
    assert table["done_with_it"].tolist()[-2:] == ["by one of us", "by two of us"]
    assert "the plan was printed" not in table.to_json(), "what is held is not shown"
    assert "Maya" not in table.to_json()


def test_what_was_put_with_a_name_as_a_whole_pile_is_not_taken_for_talk(tmp_path: Path) -> None:
    texts = [(f"Person {i}", f"{what} {i} times they came late") for what in ("The bus", "A letter") for i in range(8)]
    study = Study.new(tmp_path / "s", analyst="Maya")
    study.add(write_wxr(tmp_path / "e.xml", texts), progress=False)
    study.suggest(progress=False)
    study.draft()
    for code in study.suggestions:
        study.confirm_pile(code)
    assert set(study.placings["in_bulk"]) == {True}
    assert set(study.least_talked_about["done_with_it"]) == {"nothing yet"}


# on the command line


def test_every_listing_is_on_the_command_line_too(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = group
    maya.place(ids["Pay"], "Rooms")
    tom.place(ids["Pay"], "Fares")
    runner = CliRunner()

    def copro(verb: str, *more: str) -> str:
        done = runner.invoke(app, [verb, str(maya.path), "--as", "Maya", *more])
        assert done.exit_code == 0, done.output
        return done.stdout

    for verb in ("disagreements", "mixed-up", "wordings", "unmoved", "changed-my-mind", "voices", "least-talked-about", "agreement"):
        assert json.loads(copro(verb, "--json"))[0]["id"], verb
        assert copro(verb).strip() != "(none)", verb
    assert "Pay the fare" in copro("agreement")
    assert "read in just the same way" in copro("agreement", "--figures")
    assert json.loads(copro("voices", "--public", "--json"))[0]["who"] == "everyone who wrote"
    maya.on_our_own()
    refused = runner.invoke(app, ["agreement", str(maya.path), "--as", "Maya"])
    assert isinstance(refused.exception, NotPossible)
