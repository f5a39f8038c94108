"""What was, and how it came to be: as of a version or a time, histories, themes, the story, what arrives."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from copro_text import decisions as d
from copro_text.cli import app
from copro_text.errors import NoSuchThing, NotPossible
from copro_text.study import Study
from copro_text.verbs.sentences import day


@pytest.fixture
def named(study: Study, ids: dict[str, str]) -> Study:
    """Maya's study with two names and a passage with each."""
    for label, first in (("Fares", "Pay"), ("The wait", "A")):
        study.name(label)
        study.place(ids[first], label)
    return study


def in_use(study: Study) -> list[str]:
    table = study.codebook
    return table.loc[table["state"] == "in use", "label"].tolist()


# the past


def test_a_version_shows_the_study_as_it_was_whatever_came_after(named: Study, ids: dict[str, str]) -> None:
    named.version("after lunch")
    before = (named.codebook.to_json(), named.placings.to_json(), named.status.sentence)
    named.rename("Fares", "Money")
    named.place(ids["They"], "Money")
    named.set_aside(ids["I"], because="it is not about this")
    then = named.as_of("after lunch")
    assert (then.codebook.to_json(), then.placings.to_json(), then.status.sentence) == before
    assert in_use(named) == ["Money", "The wait"]


def test_the_past_can_be_asked_for_by_time(named: Study) -> None:
    named.session.now = lambda: datetime.now(UTC) + timedelta(days=3)
    named.session.close()
    named.rename("Fares", "Money")
    assert in_use(named.as_of(f"{datetime.now(UTC):%Y-%m-%d}")) == ["Fares", "The wait"]
    assert in_use(named.as_of(f"{named.session.now():%Y-%m-%d}")) == ["Money", "The wait"]
    with pytest.raises(NotPossible, match="Nothing had been decided"):
        named.as_of("2001-01-01")


@pytest.mark.parametrize("when", ["2999", "2999-05", "2999-05-01", "2999-05-01T10:00Z"])
def test_a_time_that_is_to_come_is_not_shown_as_if_it_were_known(named: Study, when: str) -> None:
    with pytest.raises(NotPossible, match="still to come"):
        named.as_of(when)


@pytest.mark.parametrize("form", ["%Y", "%Y-%m", "%Y-%m-%d"])
def test_a_year_a_month_or_a_day_that_is_not_over_can_be_asked_for(named: Study, form: str) -> None:
    assert in_use(named.as_of(f"{datetime.now(UTC) + timedelta(days=1):{form}}")) == ["Fares", "The wait"]


def test_what_was_cannot_be_changed(named: Study) -> None:
    named.version("v")
    with pytest.raises(NotPossible, match="can only be read"):
        named.as_of("v").rename("Fares", "Money")
    with pytest.raises(NoSuchThing, match="no version"):
        named.as_of("w")


def test_an_output_of_a_version_cites_it_and_quotes_nobody_who_said_no_since(named: Study, ids: dict[str, str]) -> None:
    named.confirm("Cy", "quote", because="she rang")
    named.confirm("Dee", "quote", because="she rang")
    named.version("first draft")
    named.rename("Fares", "Money")
    words = named.as_of("first draft").write("manifesto.md").read_text("utf-8")
    assert "first draft" in words
    assert "### Fares" in words
    assert "Pay the fare" in words
    named.confirm("Cy", "quote", "no", because="she rang again")
    named.hold(ids["A"])
    words = named.as_of("first draft").write("manifesto.md").read_text("utf-8")
    assert "Pay the fare" not in words
    assert "no room for my chair" not in words
    assert named.as_of("first draft").status["held"] == 1
    named.note("We rang.", said_by="Table 3")
    named.version("second draft")
    next((named.path / "corpus").glob("notes-*.jsonl")).unlink()
    there = Study(named.path).as_of("second draft")
    assert "Pay the fare" not in there.write("manifesto.md").read_text("utf-8"), "also while part of the study is not here"


# histories


def test_what_is_taken_out_while_the_past_is_looked_at_goes_from_it_too(named: Study) -> None:
    named.version("first draft")
    then = named.as_of("first draft")
    before = then.contributions
    gone = named.find("Pay the fare")
    assert set(gone.index) <= set(before.index) and not gone.empty
    Study(named.path, analyst="Maya").withdraw(gone.index[0])
    assert set(before.index) - set(then.contributions.index) == {gone.index[0]}
    assert then.find("rang back").empty and gone["text"].iloc[0] not in repr(then.read(50))


def test_a_history_tells_all_that_was_done_about_one_thing_and_nothing_else(named: Study, ids: dict[str, str]) -> None:
    named.rename("Fares", "Money", because="it is more than fares")
    named.memo(ids["Pay"], "a thought")
    named.undo()
    told = named.history("Money")["what"].tolist()
    assert told[0] == "Maya made a new name, 'Fares'."
    assert any("put 1 passage with 'Money'" in line for line in told)
    assert any("because it is more than fares" in line for line in told)
    assert not any("The wait" in line for line in told)
    about = named.history(ids["Pay"])["kind"].tolist()
    assert about == ["place", "memo", "undo"]


# names under names, away and back, themes


def test_a_name_under_one_that_was_put_away_is_listed_with_its_label(named: Study) -> None:
    named.nest("Fares", "The wait")
    named.put_away("The wait")
    table = named.codebook.set_index("label")
    assert table.loc["Fares", "under"] == "The wait"


def test_a_name_can_be_put_under_another_and_taken_out(named: Study) -> None:
    named.nest("Fares", "The wait")
    assert named.codebook.set_index("label").loc["Fares", "under"] == "The wait"
    named.unnest("Fares")
    assert named.codebook.set_index("label").loc["Fares", "under"] == ""
    with pytest.raises(NotPossible, match="under itself"):
        named.nest("Fares", "Fares")


def test_of_two_puttings_under_that_form_a_circle_the_later_has_no_effect(named: Study) -> None:
    named.nest("Fares", "The wait")
    with pytest.raises(NotPossible, match="under this one already"):
        named.nest("The wait", "Fares")
    fares, wait = named.session.book.codes
    named.session.propose(d.Nest(code=wait, under=fares), wait, "under")  # as from a copy that had not heard of the first
    assert named.codebook.set_index("label")["under"].to_dict() == {"Fares": "The wait", "The wait": ""}


def test_what_is_put_away_keeps_what_was_put_with_it_and_comes_back(named: Study) -> None:
    named.put_away("Fares", because="we say it elsewhere")
    assert in_use(named) == ["The wait"]
    assert named.status["placed"] == 2
    named.restore("Fares")
    assert in_use(named) == ["Fares", "The wait"]
    assert named.codebook.set_index("label").loc["Fares", "placed"] == 1


def test_to_begin_again_puts_every_name_away_and_can_be_undone(named: Study) -> None:
    placed = named.placings.to_json()
    with pytest.raises(NotPossible):
        named.begin_again(because=" ")
    named.begin_again(because="we were tired")
    assert in_use(named) == []
    assert named.placings.to_json() == placed
    named.undo()
    assert in_use(named) == ["Fares", "The wait"]


def test_a_theme_is_a_sentence_with_what_it_rests_on_and_what_speaks_against_it(named: Study, ids: dict[str, str]) -> None:
    theme = named.theme("We are left waiting.", codes=["The wait"], passages=[ids["A"]], against=[ids["Pay"]], because="so many said it")
    named.theme("We wait, and nobody tells us why.", codes=["The wait", "Fares"], instead_of=theme)
    (row,) = named.themes.to_dict("records")
    assert row["sentence"] == "We wait, and nobody tells us why."
    assert (row["names"], row["wordings"], row["state"]) == ("'The wait'; 'Fares'", 2, "in use")
    named.undo()
    (row,) = named.themes.to_dict("records")
    assert (row["sentence"], row["passages"], row["against"]) == ("We are left waiting.", 1, 1)


def test_a_theme_reads_its_names_as_they_are_joined_now(named: Study) -> None:
    named.theme("It costs us.", codes=["Fares"])
    named.merge(["Fares"], "The wait")
    assert named.themes["names"].tolist() == ["'The wait'"]


def test_names_and_themes_relate_in_peoples_own_words(named: Study) -> None:
    theme = named.theme("We are left waiting.", codes=["The wait"])
    relation = named.relate("Fares", "gets in the way of", theme)
    assert named.relations.to_dict("records") == [{"one": "Fares", "how": "gets in the way of", "other": "We are left waiting."}]
    named.undo(relation)
    assert named.relations.empty


def test_what_the_group_promises_is_decided_like_anything_else(study: Study) -> None:
    study.set_promise("We print nothing that you have not seen.")
    assert study.promise == "We print nothing that you have not seen."
    Study(study.path).join("Tom").set_promise("We print nothing.")
    assert study.promise == "We print nothing that you have not seen."


# different readings


def test_a_passage_read_differently_is_listed_with_who_put_it_where(named: Study, ids: dict[str, str]) -> None:
    tom = Study(named.path).join("Tom")
    tom.place(ids["A"], "Fares")
    tom.place(ids["Pay"], "Fares")
    (row,) = named.disagreements.to_dict("records")
    assert row["readings"] == "Maya: 'The wait'; Tom: 'Fares'"
    tom.place(ids["A"], "The wait")
    assert named.disagreements.empty, "both put it with one name, so nothing is seen differently"
    tom.remove(ids["Pay"], "Fares")
    assert named.disagreements["readings"].tolist() == ["Maya: 'Fares'; Tom: not 'Fares'"]
    named.hold(ids["Pay"])
    assert named.disagreements.empty


def test_a_passage_read_differently_is_listed_with_why_and_in_the_order_people_joined(named: Study, ids: dict[str, str]) -> None:
    tom = Study(named.path).join("Tom")
    tom.place(ids["I"], "Fares", because="it is the bus")
    named.place(ids["I"], "The wait", because="it is the stop")
    assert named.disagreements["readings"].tolist() == ["Maya: 'The wait' (it is the stop); Tom: 'Fares' (it is the bus)"]


# the story


def test_the_story_tells_how_each_name_came_to_be_and_what_is_seen_differently(named: Study, ids: dict[str, str]) -> None:
    named.rename("Fares", "Money", because="it is more than fares")
    tom = Study(named.path).join("Tom")
    tom.introduce("I drive the bus.")
    tom.remove(ids["Pay"], "Money")
    told = repr(tom.story())
    for words in (
        "It asks: What is it?",
        "A change takes effect when everyone here has answered",
        "Maya offered 'Fares'",
        "Maya offered 'Money'",
        "because it is more than fares. It is what we say now",
        "1 passage is put with it, by Maya.",
        "I drive the bus.",
        "Tom: not 'Money'",
        "keep it, or reopen it?",
    ):
        assert words in told
    assert "I drive the bus." in tom.story()._repr_html_()


def test_whoever_comes_back_is_told_what_took_effect_while_they_were_away(named: Study) -> None:
    tom, sam = (Study(named.path).join(name) for name in ("Tom", "Sam"))
    named.name("Before")
    tom.answer("Before", "yes")
    sam.answer("Before", "yes")
    assert "While you were away" not in repr(tom.story())
    tom.leave()
    named.rename("Fares", "Money")
    sam.answer("Money", "yes")
    named.name("Still open")
    tom.join("Tom")
    named.name("After")
    for each in (tom, sam):
        each.answer("After", "yes")
    (chapter,) = (c for c in tom.story().chapters if c.heading == "While you were away")
    assert chapter.sentences[0] == "Maya called 'Fares' 'Money'."
    assert "copro reopen" in chapter.sentences[1]
    assert len(chapter.sentences) == 2
    assert "While you were away" not in repr(sam.story())


def test_a_question_that_was_opened_again_and_closed_by_other_words_says_so(named: Study) -> None:
    tom = Study(named.path).join("Tom")
    code = next(c.id for c in named.session.book.codes.values() if c.label == "Fares")
    fares = tom.session.book.codes[code].wordings[0].decision
    tom.reopen(fares, because="it is about dignity")
    for each in (tom, named):
        assert "took its place" not in repr(each.story()) + each.history().to_json()
    tom.rename("Fares", "Dignity")
    named.answer("Dignity", "yes")
    assert fares not in named.waiting.index
    (told,) = (what for what in named.history("Dignity")["what"] if what.startswith("Tom opened again"))
    assert told.endswith("because it is about dignity; since then other words took its place (Tom called 'Fares' 'Dignity').")
    assert "Tom opened it again (it is about dignity), until other words took its place (Tom called 'Fares' 'Dignity')." in repr(named.story())


def test_a_question_that_was_opened_again_and_kept_was_not_closed_by_the_words_that_came_later(named: Study) -> None:
    tom = Study(named.path).join("Tom")
    code = next(c.id for c in named.session.book.codes.values() if c.label == "Fares")
    fares = tom.session.book.codes[code].wordings[0].decision
    tom.reopen(fares)
    for each in (tom, named):
        each.keep(fares)
    tom.rename("Fares", "Dignity")
    named.answer("Dignity", "yes")
    assert "took its place" not in repr(named.story()) + named.history().to_json()


def test_the_story_tells_what_speaks_against_a_theme_but_not_what_is_held_or_was_put_away(named: Study, ids: dict[str, str]) -> None:
    theme = named.theme("It costs us.", codes=["Fares"], passages=[ids["A"]], against=[named.passage(ids["Pay"], "Pay"), ids["I"]])
    assert "It costs us. (Rests on 'Fares' and 1 passage.)" in repr(named.story())
    assert "What speaks against it: 'Pay'; " in repr(named.story())
    named.hold(ids["I"])
    assert "What speaks against it: 'Pay'." in repr(named.story())
    named.put_away(theme)
    assert "Rests on" not in repr(named.story())


def test_a_day_is_told_as_people_say_it() -> None:
    assert day("2026-05-03T10:00:00Z") == "3 May 2026"
    assert day("?") == "a day not known"


# what arrives


def test_what_another_process_decides_is_seen_as_it_arrives(named: Study, ids: dict[str, str]) -> None:
    tom = Study(named.path).join("Tom")
    seen: list[str] = []
    begun = threading.Event()

    def watch() -> None:
        begun.set()
        for rows in Study(named.path, analyst="Maya").watch(seconds=20):
            seen.extend(rows["what"])
            return

    thread = threading.Thread(target=watch)
    thread.start()
    begun.wait()
    for _ in range(40):
        tom.memo(ids["A"], "I thought of this again")
        thread.join(timeout=0.5)
        if not thread.is_alive():
            break
    assert any("Tom wrote a memo" in what for what in seen)


def test_notes_to_oneself_stay_on_this_device_and_out_of_the_folder(named: Study, ids: dict[str, str]) -> None:
    named.memo(ids["A"], "I nearly cried at this one.", kind="mine")
    assert named.my_memos["text"].tolist() == ["I nearly cried at this one."]
    named.memo("Fares", "ask my sister", kind="mine")
    assert named.my_memos["name"].tolist() == ["", "Fares"], "it says what it is about by its name"
    said = CliRunner().invoke(app, ["memo", str(named.path), "Fares", "and my aunt", "--kind", "mine"]).output
    assert said.startswith("Saved for you alone, on this computer")
    assert not any(b"nearly cried" in file.read_bytes() for file in named.path.rglob("*") if file.is_file())
    assert Study(named.path).join("Tom").my_memos.empty


def test_a_time_that_cannot_be_read_is_told_what_can_be(named: Study) -> None:
    named.version("first")
    with pytest.raises(NoSuchThing, match=r"no time that we can read\. Give a time, such as \d{4}-.*or a fixed version \('first'\)"):
        named.as_of("yesterday")
