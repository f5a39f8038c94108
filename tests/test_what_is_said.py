"""What people are told while they decide together: whom it is about, what becomes of it, and what to do."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copro_text import decisions as d
from copro_text.corpus import Corpus
from copro_text.errors import NotPossible
from copro_text.rules import TIME
from copro_text.store.logs import new_id
from copro_text.study import Study
from copro_text.verbs import questions
from copro_text.verbs.desk import Room
from copro_text.verbs.sentences import day, told
from tests.devices import first
from tests.helpers import Log
from tests.test_cli import copro, run
from tests.test_deciding import later


@pytest.fixture
def tom(study: Study) -> Study:
    """The same study, open for Tom."""
    return Study(study.path).join("Tom")


def waits(study: Study) -> dict[str, dict[str, str]]:
    """Proposals that are open, by what they say."""
    return {row["what"]: row for row in study.waiting.to_dict("records") if row["kind"] != "keep or reopen?"}


def asked(study: Study, words: str) -> str:
    """The id of the one open question that says this."""
    (found,) = (id_ for id_, what in study.waiting["what"].items() if words in what)
    return str(found)


# another wording


def test_a_rename_of_a_name_that_waits_says_which(study: Study, tom: Study) -> None:
    study.name("Vote")
    tom.rename("Vote", "Ballot")
    assert "Tom proposed to call 'Vote' 'Ballot'." in waits(study)
    tom.answer(asked(study, "new name"), "yes")
    assert "Tom proposed to call 'Vote' 'Ballot'." in waits(study)


def test_a_draft_name_has_no_wording_before_it() -> None:
    log = Log()
    log.join("Maya")
    log.add(d.Draft(run="run", codes=(("c0" * 16, 1),)))
    renamed = log.agreed(d.Rename(code="c0" * 16, label="Ringing", members=("maya",)))
    assert told(renamed, log.book, Corpus(), {}) == "Maya called a draft name 'Ringing'."


def test_nothing_is_asked_about_a_name_that_was_taken_back_or_put_away(study: Study, tom: Study) -> None:
    name = study.name("Vote")
    naming = asked(study, "Vote")
    tom.rename("Vote", "Ballot")
    study.undo(naming)
    assert not waits(study)
    study.redo()
    assert {"Maya proposed a new name, 'Vote'.", "Tom proposed to call 'Vote' 'Ballot'."} == set(waits(study))
    tom.answer(naming, "yes")
    study.put_away(name)
    tom.define(name, "Who decides")
    tom.answer(asked(study, "away"), "yes")
    assert not any("Vote" in what for what in waits(study))
    tom.restore(name)
    study.answer(asked(study, "into use"), "yes")
    assert "Tom proposed to say what 'Vote' means: 'Who decides'." in waits(study)


@pytest.mark.parametrize("agreed", [True, False])
def test_a_theme_offered_instead_of_another_says_of_which(study: Study, tom: Study, agreed: bool) -> None:
    theme = study.theme("People want to vote.")
    if agreed:
        tom.answer("People want to vote.", "yes")
    tom.theme("People want to be heard.", instead_of=theme)
    assert "Tom proposed to say 'People want to be heard' instead of the theme 'People want to vote'." in waits(study)


# two wordings at once


AT_ONCE = (
    "Two wordings for 'Vote' took effect at the same time: 'Ballot' and 'Poll'. 'Vote' stays for now. "
    "Everyone please answer both again; earlier answers no longer count"
)


def test_two_wordings_that_took_effect_at_once_are_told_as_they_meet_and_until_they_are_answered(tmp_path: Path) -> None:
    here = first(tmp_path / "a")
    here.named("Vote")
    there = here.copied(tmp_path / "b")
    with here():
        copro("rename", here.path, "Vote", "Ballot")
    with there():
        copro("rename", there.path, "Vote", "Poll")
    with here():
        assert AT_ONCE in copro("bring-in", here.path, there.path)
        assert AT_ONCE not in copro("bring-in", here.path, there.path)
        study = Study(here.path, analyst="Maya")
        assert {"Maya proposed to call 'Vote' 'Ballot'.", "Maya proposed to call 'Vote' 'Poll'."} == set(waits(study))
        assert {row["why"] for row in waits(study).values()} == {AT_ONCE}
        study.join("Tom")
        answered = copro("answer", here.path, "Poll", "no", "--as", "Tom", "--because", "it is more")
        assert "took its place" not in answered
        assert "stays in force" not in copro("undo", here.path, "--as", "Tom")
        with pytest.raises(NotPossible, match="open already"):
            study.reopen(asked(study, "Poll"))


def test_changes_other_than_wordings_that_took_effect_at_once_are_told_too(tmp_path: Path) -> None:
    here = first(tmp_path / "a")
    here.named("Vote")
    there = here.copied(tmp_path / "b")
    for device, meaning in ((here, "Who decides"), (there, "How we decide")):
        with device():
            copro("define", device.path, "Vote", meaning)
    with here():
        said = copro("bring-in", here.path, there.path)
    assert "Two changes of one thing took effect at the same time: Maya proposed to say what 'Vote' means: 'How we decide'; Maya proposed" in said
    assert "It stays as it was for now. Everyone please answer both again" in said


# what something else has overtaken


def test_what_was_overtaken_is_not_said_to_wait_and_has_the_line_to_propose_it_again(study: Study, tom: Study) -> None:
    study.name("Vote")
    tom.answer("Vote", "yes")
    study.rename("Vote", "Ballot")
    tom.rename("Vote", "Poll")
    tom.answer("Ballot", "yes")
    (row,) = waits(study).values()
    assert (row["kind"], row["waits_for"]) == ("overtaken", "")
    assert row["why"].startswith("something else took effect in its place (Maya called 'Vote' 'Ballot'): answers to it change nothing now.")
    assert 'study.rename("Ballot", "Poll"), or `copro rename STUDY "Ballot" "Poll"`' in row["why"]
    assert study.status["waiting"] == 0
    said = copro("answer", study.path, "Poll", "yes", "--as", "Maya")
    assert "That is over: something else took effect in its place" in said
    assert f'copro rename {study.path} "Ballot" "Poll"' in said
    assert "It waits" not in said


def test_what_is_so_already_is_not_to_be_proposed_again(study: Study, tom: Study) -> None:
    study.name("Vote")
    tom.answer("Vote", "yes")
    study.put_away("Vote")
    study.rename("Vote", "Ballot")
    tom.rename("Vote", "Ballot")
    tom.answer(next(iter(row for row, what in study.waiting["what"].items() if "Maya proposed to call" in what)), "yes")
    (row,) = (row for row in waits(study).values() if row["kind"] == "overtaken")
    assert "propose it again" not in row["why"]


def test_what_is_answered_about_a_name_that_is_gone_is_said_to_be_over(study: Study, tom: Study) -> None:
    study.name("Vote")
    tom.rename("Vote", "Ballot")
    study.undo()
    said = copro("answer", study.path, "Ballot", "yes", "--as", "Maya")
    assert "That is over: what it is about was taken back or put away." in said


AGAIN = {
    "define": (("Vote", "Who decides"), ("Vote", "How we decide"), 'copro define STUDY "Vote" "How we decide"'),
    "heading": (("Vote", "Now"), ("Vote", "Soon"), 'copro heading STUDY "Vote" "Soon"'),
    "nest": (("Vote", "Tea"), ("Vote", "Cake"), 'copro nest STUDY "Vote" "Cake"'),
    "set_question": (("What is it?!",), ("What now?",), 'study.set_question("What now?"), or `copro question STUDY "What now?"`'),
    "set_rule": (("so many", 1), ("so many", 2), 'study.set_rule("so many", n=2, days=14), or `copro set-rule STUDY "so many" --n 2 --days 14`'),
}


@pytest.mark.parametrize("verb", AGAIN)
def test_each_kind_of_change_can_be_proposed_again_as_it_was(study: Study, tom: Study, verb: str) -> None:
    for label in ("Vote", "Tea", "Cake"):
        study.name(label)
        tom.answer(label, "yes")
    one, other, line = AGAIN[verb]
    given = {"n": one[1]} if verb == "set_rule" else {}
    first = getattr(study, verb)(*one[:1] if given else one, **given)
    getattr(tom, verb)(*other[:1] if given else other, **({"n": other[1]} if given else {}))
    tom.answer(first, "yes")
    (row,) = (row for row in waits(study).values() if row["kind"] == "overtaken")
    assert line in row["why"]


def test_a_theme_can_be_proposed_again_with_all_it_rested_on(study: Study, tom: Study, ids: dict[str, str]) -> None:
    study.name("Vote")
    tom.answer("Vote", "yes")
    theme = study.theme("We vote.", codes=["Vote"])
    tom.answer("We vote.", "yes")
    study.theme("We all vote.", instead_of=theme)
    tom.theme("We may vote.", codes=["Vote"], passages=[ids["Pay"]], instead_of=theme)
    tom.answer("We all vote.", "yes")
    (row,) = (row for row in waits(study).values() if row["kind"] == "overtaken")
    line = row["why"].partition("`copro theme STUDY ")[2].rstrip("`")
    copro("theme", study.path, *shlex.split(line), "--as", "Tom")
    made = [e.body for e in study.session.refresh().book.entries if e.body.kind == "theme"]
    assert made[-1].words() == made[-2].words()
    assert (made[-1].theme, made[-1].codes, made[-1].passages) == (made[-2].theme, made[-2].codes, made[-2].passages)
    exec(row["why"].partition("again: ")[2].partition(", or `")[0], {"study": tom})
    assert tom.session.book.entries[-1].body.passages == made[-2].passages


# until when, and what becomes of it else


def in_days(study: Study, days: int, proposal: str) -> str:
    """The day so many days after something was proposed."""
    made = next(e.time for e in study.session.book.entries if e.id.startswith(proposal))
    return day((datetime.strptime(made, TIME) + timedelta(days=days)).strftime(TIME))


def test_what_waits_says_from_when_both_stand(study: Study, tom: Study) -> None:
    study.name("Vote")
    name = asked(study, "Vote")
    when = in_days(study, 14, name)
    why = f"not everyone has answered yet. If nothing changes, it is in use from {when}, with what was said against it"
    assert study.waiting.loc[name, "why"] == why
    tom.answer("Vote", "no", because="too grand")
    assert study.waiting.loc[name, "why"].startswith("somebody said no: talk about it, then offer other words")
    assert study.waiting.loc[name, "why"].endswith(f"If nothing changes, it is in use from {when}, with what was said against it")
    tom.answer("Vote", "yes")
    said = copro("rename", study.path, "Vote", "Ballot", "--as", "Maya")
    assert f"If nothing changes, both wordings stand from {in_days(study, 14, asked(study, 'Ballot'))}." in said
    tom.put_away("Vote")
    assert f"all stays as it is on {when}" in study.waiting.loc[asked(study, "away"), "why"]


def test_under_nobody_says_no_the_last_day_to_say_it_is_named(study: Study, tom: Study) -> None:
    study.set_rule("nobody says no", days=7)
    tom.answer("rule", "yes")
    study.name("Vote")
    name = asked(study, "Vote")
    when = in_days(study, 7, name)
    assert study.waiting.loc[name, "why"] == f"Whoever does not want this says no by {when}. If nobody does, it takes effect that day"
    tom.answer("Vote", "don't understand")
    why = study.waiting.loc[name, "why"]
    assert why.startswith("somebody does not understand it yet")
    assert why.endswith(f"it is in use from {in_days(study, 14, name)}, with what was said against it"), "as long again"
    tom.answer("Vote", "yes")
    tom.reopen(name)
    assert f"Whoever does not want this says no by {when}. If nobody does, it stays as it is" in study.waiting.loc[name, "why"]
    tom.answer("Vote", "no", because="too grand")
    assert f"it stays in force, and the question is closed on {when}" in study.waiting.loc[name, "why"]


def test_the_day_that_is_named_is_the_day_on_which_it_comes_about(study: Study, tom: Study) -> None:
    study.name("Vote")
    name = asked(study, "Vote")
    end = questions.ends(study.session, name)
    assert end is not None
    for seconds, came_about in ((-1, False), (0, True)):
        at = datetime.strptime(end[1], TIME).replace(tzinfo=UTC) + timedelta(seconds=seconds)
        study.session.now = lambda at=at: at
        study.session._settled = ""
        study.session.refresh()
        assert (name in study.session.book.tables.beside) == came_about
    assert questions.ends(study.session, name) is None, "time has done what it can"


def test_what_was_is_shown_with_its_questions(study: Study, tom: Study) -> None:
    study.name("Vote")
    study.version("first")
    assert "If nothing changes" in study.as_of("first").waiting["why"].iloc[0]


# so many of us


def test_where_so_many_say_yes_it_says_how_many_more_and_that_a_no_does_not_stop_it(study: Study, tom: Study) -> None:
    rosa = Study(study.path).join("Rosa")
    study.set_rule("so many", n=3)
    tom.answer("rule", "yes")
    rosa.answer("rule", "yes")
    Study(study.path).join("Sam")
    said = copro("name", study.path, "Vote", "--as", "Maya")
    assert "It waits: 1 has said yes, 2 more are needed; a no does not stop it by our rule. If nothing changes" in said
    assert "answers from" not in said
    tom.answer("Vote", "no", because="too grand")
    rosa.answer("Vote", "can live with it")
    (row,) = waits(study).values()
    assert row["why"].startswith("2 have said yes, 1 more is needed; a no does not stop it by our rule")
    desk = Room(study)
    assert desk.act(new_id(), "name", study.session.analyst, {"label": "Tea"})["waits"] == []


# answering


@pytest.mark.parametrize("typed", ["don’t understand", "Don't  Understand", "DON`T UNDERSTAND "])
def test_an_answer_is_taken_however_its_apostrophe_and_its_letters_are_typed(study: Study, tom: Study, typed: str) -> None:
    study.name("Vote")
    tom.answer("Vote", typed)
    assert waits(study)["Maya proposed a new name, 'Vote'."]["said"] == "Tom: don't understand"


def test_a_no_without_its_reason_is_refused_and_says_what_to_do(study: Study, tom: Study) -> None:
    study.name("Vote")
    with pytest.raises(NotPossible, match=r"A no needs its reason.*--because.*Nothing was recorded"):
        tom.answer("Vote", "No", because=" ")
    assert isinstance(run("answer", study.path, "Vote", "no", "--as", "Tom").exception, NotPossible)
    assert not waits(study)["Maya proposed a new name, 'Vote'."]["said"]
    tom.answer("Vote", "no", because="too grand")
    assert waits(study)["Maya proposed a new name, 'Vote'."]["said"] == "Tom: no (too grand)"


def test_taking_back_an_answer_says_which_one_counts_now_and_whom_it_waits_for(study: Study, tom: Study) -> None:
    path, as_tom = study.path, ("--as", "Tom")
    copro("name", path, "Vote", "--as", "Maya")
    for because in ("too grand", "too long"):
        copro("answer", path, "Vote", "no", "--because", because, *as_tom)
    said = copro("undo", path, *as_tom)
    assert "Your earlier 'no' counts again." in said
    assert "It waits: somebody said no: talk about it" in said
    said = copro("undo", path, *as_tom)
    assert "counts again" not in said
    assert "It waits for an answer from Tom" in said
    copro("answer", path, "Vote", "need time", *as_tom)
    copro("answer", path, "Vote", "don't understand", *as_tom, "--typed-by", "Maya")
    said = copro("strike", path, tom.entered_for_me.index[0], *as_tom)
    assert "Your earlier 'need time' counts again." in said
    assert "It waits for an answer from Tom" in said


def test_opening_again_says_that_it_stays_meanwhile_and_whom_it_waits_for(study: Study, tom: Study) -> None:
    study.name("Vote")
    tom.answer("Vote", "yes")
    said = copro("reopen", study.path, "Vote", "--as", "Tom")
    assert "It stays in force meanwhile, and the question is open again: it waits for Maya and Tom." in said
    assert "If nothing changes, it stays in force, and the question is closed on" in said


# what time decided


def test_what_time_decided_says_for_how_long_and_who_agreed(study: Study, tom: Study) -> None:
    for label in ("Vote", "Tea"):
        study.name(label)
    tom.answer("Tea", "yes")
    study.rename("Tea", "Cake")
    study.set_rule("so many", n=1)
    study.put_away("Tea")
    tom.answer("Cake", "no", because="too sweet")
    story = repr(later(study, 15).story())
    for words in (
        "'Vote' is in use because 14 days went by; only Maya said yes.",
        "Maya proposed to call 'Tea' 'Cake': both wordings stand because 14 days went by; only Maya said yes, Tom said no.",
        "Maya's proposal for another rule did not find agreement in time; our rule is as before.",
        "Maya proposed to put 'Tea' away: that did not find agreement in time, all is as before.",
    ):
        assert words in story
    assert "stand: Maya" not in story


# coming and coming back


def test_whoever_comes_back_is_not_told_that_they_were_not_asked_about_their_own_proposal(study: Study, tom: Study) -> None:
    study.name("Voting")
    study.leave()
    tom.answer("Voting", "yes")
    tom.name("Tea")
    study.join("Maya")
    (chapter,) = (c for c in study.story().chapters if c.heading == "While you were away")
    assert chapter.sentences == (
        "Maya made a new name, 'Voting': it took effect while you were away.",
        "Tom made a new name, 'Tea'.",
        "You were not asked about these: to open one again, study.reopen or `copro reopen`.",
    )


def test_who_is_here_tells_of_joining_leaving_and_coming_back(study: Study, tom: Study) -> None:
    for days, act in ((2, tom.leave), (4, lambda: tom.join("Tom"))):
        tom.session.now = lambda days=days: datetime(2030, 5, days, tzinfo=UTC)
        act()
    (told_of,) = (line for c in study.story().chapters for line in c.sentences if line.startswith("Tom joined"))
    assert re.fullmatch(r"Tom joined on [^,]+, left on 2 May 2030 and came back on 4 May 2030\.", told_of)
    row = study.co_analysts.set_index("name").loc["Tom"]
    assert (row["joined"][:4], row["left"], row["came_back"]) == (str(datetime.now(UTC).year), "", "2030-05-04T00:00:00Z")


def test_whoever_joins_others_is_pointed_to_the_story_and_to_what_waits(study: Study) -> None:
    said = copro("join", study.path, "Tom")
    assert f"How things came to be: copro story {study.path} --as 'Tom'" in said
    assert f"What waits for you: copro waiting {study.path} --as 'Tom'" in said


# on which computer, and who types


def test_check_names_the_line_by_which_a_computer_says_that_words_are_gone(tmp_path: Path) -> None:
    here = first(tmp_path / "a")
    with here():
        Study(here.path, analyst="Maya").join("Priya")
        Study(here.path, analyst="Maya").note("I waited.", said_by="Bo", how="own words")
    there = here.copied(tmp_path / "b")
    with there():
        Study(there.path, analyst="Priya").name("Vote")
    with here():
        copro("bring-in", here.path, there.path)
        study = Study(here.path, analyst="Maya")
        study.withdraw(study.contributions.index[0])
        (fault,) = (each for each in study.check() if "as far as is known here" in each.what)
        today = day(datetime.now(UTC).strftime(TIME))
    assert fault.what.startswith(f"nobody has opened the study as Priya since what was taken out on {today}")
    assert "open the study as Priya: copro status STUDY --as Priya." in fault.do


def test_only_oneself_can_leave_and_the_line_for_it_is_named(study: Study, tom: Study) -> None:
    refused = "Only Tom can do this for Tom, and Maya is typing.*copro leave STUDY --as Tom .without --typed-by.*Nothing was recorded"
    with pytest.raises(NotPossible, match=refused):
        Study(study.path, analyst="Tom", typed_by="Maya").leave()


def test_that_words_are_erased_is_told_of_the_computer_where_somebody_works(study: Study, ids: dict[str, str]) -> None:
    study.withdraw(ids["Pay"])
    assert "Maya works on a computer where what was taken out is now erased." in set(study.history()["what"])


def test_taking_back_a_strike_says_what_stands_after_all(study: Study, tom: Study) -> None:
    study.name("Vote")
    copro("answer", study.path, "Vote", "need time", "--as", "Tom", "--typed-by", "Maya")
    copro("strike", study.path, tom.entered_for_me.index[0], "--because", "not me", "--as", "Tom")
    said = copro("undo", study.path, "--as", "Tom")
    assert said.startswith("Tom let the 'need time' stand after all that Maya had typed for Tom, to: (Maya proposed a new name, 'Vote').")
