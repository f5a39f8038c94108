"""Deciding together: rules, answers, and what takes effect when."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from copro_text import decisions as d
from copro_text import rules
from copro_text.codebook import replay
from copro_text.decisions import Entry
from copro_text.errors import MoreThanOne, NoSuchThing, NotPossible, NotSaved, WhoIsWorking
from copro_text.rules import AGREED, BOTH_STAND, Rule
from copro_text.store.writing import LogWriter
from copro_text.study import Study
from tests.devices import Device, first
from tests.laws.histories import PEOPLE, World, everything_arrived

ALL = ("maya", "tom", "sam")


@pytest.fixture
def tom(study: Study) -> Study:
    """The same study, open for Tom."""
    return Study(study.path).join("Tom")


def later(study: Study, days: float) -> Study:
    """The same person opening the study some days from now."""
    name = study.session.book.analysts[study.session.analyst].name
    study.session.close()
    opened = Study(study.path)
    opened.session.now = lambda: datetime.now(UTC) + timedelta(days=days)
    opened.session.work_as(name)
    return opened


def in_use(study: Study) -> set[str]:
    table = study.codebook
    return set(table.loc[table["state"] == "in use", "label"])


def kinds(study: Study) -> dict[str, str]:
    """Open questions: what kind, by the label or text they are about."""
    book = study.session.refresh().book
    table = study.waiting
    return {book.timeline.by_id[id_].body.words().get("label", ""): kind for id_, kind in table["kind"].items()}


# rules, as pure functions


@pytest.mark.parametrize(
    ("rule", "answers", "days", "comes_to"),
    [
        (Rule("r"), {"maya": "yes"}, 0, None),
        (Rule("r"), {"maya": "yes", "tom": "can live with it", "sam": "not sure"}, 0, AGREED),
        (Rule("r"), {"maya": "yes", "tom": "yes", "sam": "need time"}, 0, None),
        (Rule("r"), {"maya": "yes", "tom": "yes", "sam": "don't understand"}, 0, None),
        (Rule("r"), {"maya": "yes", "tom": "yes", "sam": "no"}, 13, None),
        (Rule("r"), {"maya": "yes", "tom": "yes", "sam": "no"}, 14, BOTH_STAND),
        (Rule("r", rules.NOBODY_SAYS_NO, days=3), {"maya": "yes"}, 2, None),
        (Rule("r", rules.NOBODY_SAYS_NO, days=3), {"maya": "yes"}, 3, AGREED),
        (Rule("r", rules.NOBODY_SAYS_NO, days=3), {"maya": "yes", "tom": "no"}, 3, BOTH_STAND),
        (Rule("r", rules.NOBODY_SAYS_NO, days=3), {"maya": "yes", "tom": "don't understand"}, 5, None),
        (Rule("r", rules.NOBODY_SAYS_NO, days=3), {"maya": "yes", "tom": "don't understand"}, 6, BOTH_STAND),
        (Rule("r", rules.SO_MANY, n=2), {"maya": "yes", "tom": "not sure"}, 0, None),
        (Rule("r", rules.SO_MANY, n=2), {"maya": "yes", "tom": "can live with it", "sam": "no"}, 0, AGREED),
        (Rule("r", rules.SO_MANY, n=2), {"maya": "yes", "tom": "yes", "sam": "don't understand"}, 0, None),
        (Rule("r", rules.GROUP), {"maya": "yes", "tom": "yes", "sam": "yes"}, 0, AGREED),
        (Rule("r", "a rule of a newer version"), {"maya": "yes", "tom": "yes", "sam": "yes"}, 0, None),
        (None, {"maya": "yes", "tom": "yes", "sam": "yes"}, 99, None),
    ],
)
def test_a_rule_says_when_a_proposal_takes_effect(rule: Rule | None, answers: dict[str, str], days: int, comes_to: str | None) -> None:
    assert rules.outcome(rule, ALL, "maya", answers, days) == comes_to


def test_answers_of_people_whom_the_proposal_does_not_name_do_not_count() -> None:
    assert rules.outcome(Rule("r", rules.SO_MANY, n=2), ("maya", "tom"), "maya", {"maya": "yes", "sam": "yes", "ann": "yes"}) is None


@pytest.mark.parametrize(("says", "comes_to"), [(rules.SO_MANY, AGREED), (rules.EVERYONE, None), (rules.NOBODY_SAYS_NO, None), (rules.GROUP, None)])
def test_a_no_weighs_as_much_when_whoever_said_it_has_left(says: str, comes_to: str | None) -> None:
    rule, answers = Rule("r", says, n=2), {"maya": "yes", "tom": "yes", "sam": "no"}
    assert rules.outcome(rule, ALL, "maya", answers) == comes_to
    assert rules.outcome(rule, ("maya", "tom"), "maya", answers, left=("sam",)) == comes_to


def test_a_group_of_one_decides_nothing() -> None:
    assert rules.outcome(Rule("r", rules.GROUP), ("tom",), "maya", {"tom": "yes"}, 13) is None


def test_every_rule_has_a_sentence_that_names_its_numbers() -> None:
    assert "3 of us" in Rule("r", rules.SO_MANY, n=3).sentence
    assert "within 7 days" in Rule("r", rules.NOBODY_SAYS_NO, days=7).sentence
    assert "people who wait" in Rule("r", rules.GROUP, group="people who wait").sentence
    assert all("both" in Rule("r", says).sentence.lower() for says in rules.SAYS)


# with two people


def test_a_proposal_waits_until_everyone_here_has_answered(study: Study, tom: Study) -> None:
    study.name("The wait")
    assert in_use(study) == set()
    (row,) = (r for r in tom.waiting.to_dict("records") if r["kind"] == "waits")
    assert row["waits_for"] == "Tom"
    tom.answer(tom.waiting.index[0], "can live with it")
    assert in_use(study) == in_use(tom) == {"The wait"}


def test_somebody_who_does_not_understand_holds_a_proposal_until_they_answer_again(study: Study, tom: Study) -> None:
    study.name("The wait")
    proposal = study.waiting.index[0]
    tom.answer(proposal, "don't understand", because="which wait?")
    assert in_use(study) == set()
    assert study.waiting.loc[proposal, "why"].startswith("somebody does not understand it yet")
    assert study.waiting.loc[proposal, "said"] == "Tom: don't understand (which wait?)"
    study.memo(proposal, "The one at the gate.")
    tom.answer(proposal, "yes")
    assert in_use(study) == {"The wait"}


def test_a_no_is_shown_with_its_reason_and_after_the_rules_time_both_stand(study: Study, tom: Study) -> None:
    study.name("The wait")
    tom.answer(study.waiting.index[0], "yes")
    rename = study.rename("The wait", "Nobody rings")
    tom.answer(study.session.refresh().book.waiting[0].entry, "no", because="they do ring, late")
    (row,) = (r for r in study.waiting.to_dict("records") if r["kind"] == "waits")
    assert row["why"].startswith("somebody said no: talk about it")
    assert "offer other words" in row["why"]
    assert "undo" in row["why"]
    assert (row["waits_for"], row["said"]) == ("", "Tom: no (they do ring, late)")
    assert in_use(later(study, 13)) == {"The wait"}
    assert rename in {id_[:8] for id_ in later(study, 13).waiting.index}
    after = later(study, 14)
    assert in_use(after) == {"The wait"}
    (code,) = after.session.book.codes.values()
    assert [(w.text, w.chosen, w.stands) for w in code.wordings] == [("The wait", True, False), ("Nobody rings", False, True)]
    assert rename not in {id_[:8] for id_ in after.waiting.index}
    assert "Nobody rings" in repr(after.story())


def test_a_new_name_that_was_not_agreed_stands_beside_the_others_after_the_rules_time(study: Study, tom: Study) -> None:
    study.name("The wait")
    tom.answer(study.waiting.index[0], "no", because="not so")
    assert in_use(later(study, 15)) == {"The wait"}


def test_an_outcome_that_rests_on_time_is_written_down_with_the_time_and_replayed_without_a_clock(study: Study, tom: Study) -> None:
    study.set_rule("nobody says no", days=7)
    tom.answer(study.waiting.index[-1] if len(study.waiting) == 1 else study.session.book.waiting[0].entry, "yes")
    study.name("The wait")
    assert in_use(study) == set()
    study = later(study, 8)
    assert in_use(study) == {"The wait"}
    enact = study.session.book.entries[-1].body
    assert isinstance(enact, d.Enact)
    assert enact.at > study.session.book.entries[-2].time
    assert in_use(Study(study.path)) == {"The wait"}


def test_an_enactment_that_names_a_time_too_soon_does_not_count(study: Study, tom: Study) -> None:
    study.set_rule("nobody says no", days=7)
    tom.answer(study.session.refresh().book.waiting[0].entry, "yes")
    study.name("The wait")
    waits = study.session.refresh().book.waiting[0].entry
    study.session.record(d.Enact(proposal=waits, at=(datetime.now(UTC) + timedelta(days=2)).strftime(rules.TIME)))
    assert in_use(study) == set()
    assert "our rule was not met" in study.session.book.lapsed.values()


def test_our_rule_is_set_by_the_rule_before_it(study: Study, tom: Study) -> None:
    before = study.rule
    study.set_rule("so many", n=1, because="we are quick")
    assert study.rule == before
    tom.answer(study.session.refresh().book.waiting[0].entry, "yes")
    assert study.rule.startswith("A change takes effect when 1 of us")
    study.name("The wait")
    assert in_use(tom) == {"The wait"}


def test_a_rule_asks_a_group_that_people_put_themselves_into(study: Study, tom: Study) -> None:
    with pytest.raises(NotPossible, match="at least two"):
        study.set_rule("group", group="those who wait")
    tom.join_group("those who wait")
    sam = Study(study.path).join("Sam")
    sam.join_group("Those who wait")
    study.set_rule("group", group="those who wait")
    rule = study.session.refresh().book.waiting[0].entry
    for other in (tom, sam):
        other.answer(rule, "yes")
    assert "everyone in those who wait" in study.rule
    study.name("The wait")
    assert in_use(study) == set()
    naming = study.session.refresh().book.waiting[0].entry
    for other in (tom, sam):
        other.answer(naming, "yes")
    assert in_use(study) == {"The wait"}
    sam.leave_group("those who wait")
    assert "everyone here" in study.rule


def test_nobody_is_put_into_a_group_by_another(study: Study, tom: Study) -> None:
    tom.join_group("those who wait")
    table = study.co_analysts.set_index("name")
    assert (table.loc["Tom", "groups"], table.loc["Maya", "groups"]) == ("those who wait", "")
    with pytest.raises(NotPossible, match="Only Maya can do this for Maya, and Tom is typing"):
        Study(study.path, analyst="Maya", typed_by="Tom").join_group("those who wait")
    with pytest.raises(NotPossible, match="Only Tom can do this for Tom, and Maya is typing"):
        Study(study.path, analyst="Tom", typed_by="Maya").leave_group("those who wait")


# which proposal is meant


def test_a_proposal_is_known_by_the_words_it_offers_or_by_what_it_is_about(study: Study, tom: Study) -> None:
    code = study.name("The wait")
    tom.answer("the  WAIT", "yes")
    study.define("The wait", "The one at the gate.")
    tom.answer(code, "yes")
    study.rename("The wait", "The gate")
    tom.answer("The gate", "yes")
    theme = study.theme("We are left waiting.")
    tom.answer(theme, "yes")
    assert in_use(study) == {"The gate"}
    assert study.waiting["kind"].tolist() == ["keep or reopen?"]
    tom.keep("What is it?")
    assert study.waiting.empty
    with pytest.raises(NoSuchThing, match="no proposal 'Tea'"):
        tom.answer("Tea", "yes")


def test_of_several_proposals_that_fit_none_is_guessed_and_open_ones_come_first(study: Study, tom: Study) -> None:
    agreed(study, tom, "The wait")
    first, second = study.rename("The wait", "The gate"), tom.rename("The wait", "Standing")
    tom.keep("What is it?")
    with pytest.raises(MoreThanOne, match=first) as refused:
        study.answer("The wait", "yes")
    assert second in str(refused.value)
    tom.answer("The gate", "yes")
    assert in_use(study) == {"The gate"}


def test_a_proposal_whose_wording_was_overtaken_waits_for_nobody_and_says_why(study: Study, tom: Study) -> None:
    agreed(study, tom, "The wait")
    study.rename("The wait", "The gate")
    late = tom.rename("The wait", "Standing")
    tom.answer("The gate", "yes")
    (row,) = (r for id_, r in study.waiting.to_dict("index").items() if str(id_).startswith(late))
    assert row["waits_for"] == ""
    assert row["kind"] == "overtaken"
    assert row["why"].startswith("something else took effect in its place (Maya called 'The wait' 'The gate')")
    tom.undo(late)
    assert late not in {str(id_)[:8] for id_ in study.waiting.index}


def test_a_proposal_whose_wording_was_taken_back_says_what_is_in_force_and_not_that_it_took_its_place(study: Study, tom: Study) -> None:
    def all_agree(what: str) -> None:
        tom.session.refresh()
        tom.answer(what, "yes")
        study.session.refresh()

    study.name("The wait")
    all_agree("The wait")
    rename = study.rename("The wait", "The gate")
    all_agree("The gate")
    later = study.rename("The gate", "The door")
    all_agree(study.undo(rename))
    row = study.waiting.loc[next(each for each in study.waiting.index if each.startswith(later))]
    assert row["kind"] == "overtaken"
    assert row["why"].startswith("what it would replace is no longer in force (what was before is in force: Maya made a new name, 'The wait'): ")


def test_people_are_listed_in_the_order_in_which_they_joined(study: Study, tom: Study) -> None:
    others = [Study(study.path).join(name) for name in ("Ann", "Zoe", "Kim", "Bea")]
    study.name("The wait")
    assert study.waiting["waits_for"].iloc[0] == "Tom, Ann, Zoe, Kim, Bea"
    for each in reversed(others):
        each.answer("The wait", "yes")
    assert study.waiting["said"].iloc[0] == "Ann: yes; Zoe: yes; Kim: yes; Bea: yes"


# late answers, and opening again


def agreed(study: Study, tom: Study, label: str) -> str:
    study.name(label)
    proposal = study.session.refresh().book.waiting[0].entry
    tom.answer(proposal, "yes")
    return proposal


def test_a_late_no_revokes_nothing_is_printed_and_opens_the_question_again(study: Study, tom: Study) -> None:
    proposal = agreed(study, tom, "The wait")
    tom.answer(proposal, "no", because="I slept on it")
    assert in_use(study) == {"The wait"}
    assert kinds(study)["The wait"] == "opened again"
    assert "I slept on it" in study.waiting.loc[proposal, "why"]
    assert "Tom sees it differently" in repr(study.story())
    tom.answer(proposal, "can live with it")
    assert "The wait" not in kinds(study)


def test_anyone_may_open_anything_again_once(study: Study, tom: Study) -> None:
    proposal = agreed(study, tom, "The wait")
    sam = Study(study.path).join("Sam")
    sam.reopen(proposal, because="I was not here")
    assert in_use(study) == {"The wait"}
    assert kinds(study)["The wait"] == "opened again"
    assert study.waiting.loc[proposal, "waits_for"] == "Maya, Tom, Sam"
    with pytest.raises(NotPossible, match="once"):
        sam.reopen(proposal)
    for each in (study, tom, sam):
        each.keep(proposal)
    assert "The wait" not in kinds(study)
    assert study.session.book.state() == sam.session.refresh().book.state()


def test_what_was_said_before_a_question_was_opened_again_is_told_as_earlier(study: Study, tom: Study) -> None:
    proposal = agreed(study, tom, "The wait")
    study.reopen(proposal, because="I slept on it")
    assert study.waiting.loc[proposal, "said"] == "Tom earlier: yes"
    tom.answer(proposal, "can live with it")
    assert study.waiting.loc[proposal, "said"] == "Tom: can live with it"


def test_what_is_not_in_force_cannot_be_opened_again(study: Study, tom: Study) -> None:
    study.name("The wait")
    with pytest.raises(NotPossible, match="open already"):
        tom.reopen(study.session.refresh().book.waiting[0].entry)


def test_what_one_person_decided_is_shown_to_the_second_to_keep_or_reopen(study: Study) -> None:
    study.name("The wait")
    assert study.waiting.empty
    tom = Study(study.path).join("Tom")
    assert kinds(tom)["The wait"] == "keep or reopen?"
    naming = next(id_ for id_, what in tom.waiting["what"].items() if "The wait" in what)
    tom.keep(naming)
    assert "The wait" not in kinds(tom)


# counts of hands, and things entered for others


def test_a_count_of_hands_is_shown_and_answers_for_nobody(study: Study, tom: Study) -> None:
    study.name("The wait")
    proposal = study.session.refresh().book.waiting[0].entry
    study.hands(proposal, yes=5, live_with=1, no=1)
    assert study.waiting.loc[proposal, "hands"] == "yes 5, can live with it 1, no 1"
    assert study.waiting.loc[proposal, "waits_for"] == "Tom"
    assert in_use(study) == set()
    with pytest.raises(NotPossible):
        study.hands(proposal)


def test_what_another_typed_for_me_is_mine_to_confirm_or_to_take_back(study: Study, tom: Study, ids: dict[str, str]) -> None:
    typed = Study(study.path, analyst="Tom", typed_by="Maya", present=["Maya", "Tom"])
    first = typed.memo(ids["Pay"], "Tom said this is about money.")
    second = typed.memo(ids["Pay"], "Tom said more.")
    assert [row["entered_by"] for row in tom.entered_for_me.to_dict("records")] == ["Maya", "Maya"]
    put = typed.set_aside(ids["Pay"], because="off the point")
    assert tom.entered_for_me["text"].iloc[-1].startswith("Pay"), "one sees which passage was meant"
    study.hold(ids["Pay"])
    assert tom.entered_for_me["text"].iloc[-1] == "", "what is held is not shown"
    study.undo()
    noted = typed.note("They rang him at last.")
    assert tom.entered_for_me["text"].iloc[-1] == "They rang him at last."
    tom.strike(tom.entered_for_me.index[-1], because="it was not me who heard it")
    assert noted.id not in tom.contributions.index
    tom.strike(put)
    tom.strike(second, because="I did not say more")
    tom.own(first)
    assert tom.entered_for_me.empty
    assert [e.body.text for e in study.session.refresh().book.memos] == ["Tom said this is about money."]
    assert "typed by Maya" in study.history(ids["Pay"])["what"].iloc[0]


def test_nobody_confirms_or_strikes_what_was_entered_for_another(study: Study, tom: Study, ids: dict[str, str]) -> None:
    entry = Study(study.path, analyst="Tom", typed_by="Maya").memo(ids["Pay"], "Tom's words")
    with pytest.raises(Exception, match="no decision that was entered for you"):
        study.strike(entry)
    full = next(e.id for e in study.session.refresh().book.entries if e.id.startswith(entry))
    study.session.record(d.Strike(entry=full), d.Own(entries=(full,)))
    assert [e.id for e in study.session.book.to_own] == [full]
    assert len(study.session.book.memos) == 1


def test_a_version_is_not_fixed_over_what_others_have_not_looked_at_yet(study: Study, tom: Study, ids: dict[str, str]) -> None:
    Study(study.path, analyst="Tom", typed_by="Maya").memo(ids["Pay"], "Tom's words")
    with pytest.raises(NotPossible, match="typed for Tom"):
        study.version("first")
    assert study.version("first", because="read out in the room; Tom said yes")
    assert later(study, 8).version("second")


def test_an_answer_typed_for_another_counts_and_striking_it_later_revokes_nothing(study: Study, tom: Study) -> None:
    study.name("The wait")
    proposal = study.session.refresh().book.waiting[0].entry
    said = Study(study.path, analyst="Tom", typed_by="Maya").answer(proposal, "yes")
    assert in_use(study) == {"The wait"}
    tom.strike(said, because="nobody asked me")
    assert in_use(study) == {"The wait"}
    assert kinds(tom)["The wait"] == "opened again"
    tom.answer(proposal, "can live with it")
    assert "The wait" not in kinds(tom)


# members


def test_someone_who_left_is_not_waited_for_and_may_come_back(study: Study, tom: Study) -> None:
    study.name("The wait")
    tom.leave(because="a new job")
    assert in_use(study) == {"The wait"}
    with pytest.raises(Exception, match="has left"):
        tom.name("Tea")
    tom.join("Tom")
    assert list(study.co_analysts["name"]) == ["Maya", "Tom"]
    study.name("Tea")
    assert "Tea" not in in_use(study)


def test_somebody_who_joined_twice_by_mistake_is_told_to_leave_as_one_of_the_two(tmp_path: Path) -> None:
    here = first(tmp_path / "here")
    there = here.copied(tmp_path / "there")
    for device in (here, there):
        with device():
            Study(device.path).join("Tom").session.close()
    with here():
        Study(here.path, analyst="Maya").bring_in(there.path)
        with pytest.raises(MoreThanOne, match="If you joined twice by mistake, leave as one") as told:
            Study(here.path, analyst="Tom")
        one, other = re.findall(r"\b[0-9a-f]{8}\b", str(told.value))[:2]
        Study(here.path, analyst=one).leave()
        tom = Study(here.path, analyst="Tom")
        assert tom.session.analyst.startswith(other)
        tom.name("The wait")
        assert tom.waiting.loc[tom.waiting["kind"] == "waits", "waits_for"].tolist() == ["Maya"]
        with pytest.raises(NotPossible, match="has joined already"):
            Study(here.path).join("Tom")


def test_an_unknown_name_is_asked_whether_it_is_new(study: Study) -> None:
    with pytest.raises(NotPossible, match=r"Is Mya new here, or is that Maya\?"):
        study.join("Mya")
    with pytest.raises(Exception, match=r"Is that Maya\?"):
        Study(study.path, analyst="Maja")
    assert list(study.join("Mya", new=True).co_analysts["name"]) == ["Maya", "Mya"]


def test_one_person_on_two_devices_is_one_co_analyst(study: Study, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPRO_STATE", str(study.path.parent / "another device"))
    there = Study(study.path, analyst="maya")
    there.set_aside(ids["Dee"] if "Dee" in ids else ids["A"], because="off the point")
    assert len(list((study.path / "decisions").glob("maya-*.jsonl"))) == 2
    assert list(study.co_analysts["name"]) == ["Maya"]


def test_an_open_study_goes_on_as_the_device_that_opened_it(study: Study, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPRO_STATE", str(study.path.parent / "another device"))
    there = Study(study.path, analyst="Maya")
    study.memo(ids["Pay"], "here")
    there.memo(ids["Pay"], "there")
    study.memo(ids["Pay"], "here again")
    assert len(list((study.path / "decisions").glob("maya-*.jsonl"))) == 2
    assert study.session.own_logs.isdisjoint(there.session.own_logs)


def test_everyone_may_say_who_they_are_in_their_own_words(study: Study) -> None:
    assert study.co_analysts["introduced"].tolist() == [""]
    study.introduce("I nurse on nights, and my mum waits at home.")
    assert study.co_analysts["introduced"].tolist() == ["I nurse on nights, and my mum waits at home."]
    assert "my mum waits" in repr(study.story())


# what the clock, a missing file or a closed door must not do


def test_reading_writes_nothing_when_an_enactment_would_not_count_for_others(study: Study, tom: Study) -> None:
    ann = Study(study.path).join("Ann")
    study.name("The wait")
    proposal = study.session.refresh().book.waiting[0].entry
    tom.on_our_own()
    tom.memo(proposal, "a thought")
    tom.leave(because="a new job")
    ann.answer(proposal, "yes")
    lines = [len(each.history()) for each in (study, ann, study, ann, study, ann)]
    assert lines[-1] == lines[0]


def test_nobody_on_their_own_puts_into_force_what_another_has_said_no_to_meanwhile(study: Study, tom: Study) -> None:
    study.set_rule("nobody says no", days=14)
    tom.answer(study.session.refresh().book.waiting[0].entry, "yes")
    study.name("The wait")
    proposal = next(p.entry for p in study.session.refresh().book.waiting)
    study.on_our_own()
    tom.answer(proposal, "no", because="not so")
    alone = later(study, 15)
    assert in_use(alone) == set()
    alone.session.record(d.Enact(proposal=proposal, at=alone.session.now().strftime(rules.TIME)))
    assert "whoever put it into force was working on their own" in alone.session.book.lapsed.values()
    alone.share()
    assert {w.text for c in tom.session.refresh().book.codes.values() for w in c.wordings if w.chosen and not w.stands} == set()


def test_what_a_newcomer_opened_again_waits_for_the_newcomer_too(study: Study) -> None:
    study.name("The wait")
    tom, sam = Study(study.path).join("Tom"), Study(study.path).join("Sam")
    naming = next(id_ for id_, what in tom.waiting["what"].items() if "The wait" in what)
    tom.reopen(naming, because="what does it mean?")
    for each in (sam, study):
        each.keep(naming)
    assert study.waiting.loc[naming, "waits_for"] == "Tom"
    assert "Tom opened it again (what does it mean?)" in repr(sam.story())
    tom.keep(naming)
    assert naming not in study.waiting.index


def test_nobody_holds_something_up_for_ever_by_leaving(study: Study, tom: Study) -> None:
    tom.name("The wait")
    tom.leave()
    assert in_use(later(study, 14)) == {"The wait"}


def test_a_computer_whose_clock_is_wrong_neither_hurries_nor_stops_anything(study: Study, tom: Study) -> None:
    for year, label in ((1970, "Long ago"), (2099, "Far ahead")):
        tom.session.close()
        tom.session.now = lambda year=year: datetime(year, 1, 1, tzinfo=UTC)
        tom.name(label)
        proposal = next(p.entry for p in study.session.refresh().book.waiting)
        study.answer(proposal, "no", because="not so")
        assert label not in in_use(study)
        assert label not in in_use(later(study, 12))
        study = later(study, 0)
    assert "Far ahead" in in_use(later(study, 15))


def test_a_clock_that_runs_years_ahead_settles_nothing_until_days_have_gone_by_on_it(study: Study, tom: Study) -> None:
    study.name("The wait")
    tom.answer("The wait", "need time")
    for days in (365, 3 * 365):
        ahead = later(study, days)
        assert in_use(ahead) == set()
        (fault,) = (fault for fault in ahead.check() if fault.where == "this computer")
        assert fault.harmless
        assert "set its clock" in fault.do
        ahead.memo("The wait", "what I do here is dated by that clock")
        assert in_use(later(study, days + 13)) == set()
    assert in_use(later(study, days + 15)) == {"The wait"}, "nobody holds anything up for ever"


def test_what_took_effect_by_a_clock_that_was_ahead_is_listed_until_somebody_has_looked_at_it(study: Study, tom: Study) -> None:
    agreed(study, tom, "The gate")
    study.name("The wait")
    study.define("The gate", "Where we wait.")
    tom.answer("Where we wait.", "yes")
    tom.session.close()
    tom.session.now = lambda: datetime.now(UTC) + timedelta(days=30)
    tom.session._settled = ""
    assert "The wait" in in_use(tom)
    study.memo("The wait", "so soon?")
    (fault,) = (fault for fault in study.check() if fault.where.startswith("decision "))
    assert "Tom's clock" in fault.what
    assert any("Maya's decision" in other.what and "Tom's decision" in other.what for other in study.check())
    proposal = fault.where.split()[1]
    assert f"copro reopen STUDY {proposal}" in fault.do
    study.reopen(proposal, because="too soon")
    assert [fault for fault in study.check() if fault.where.startswith("decision ")] == []


def test_a_computer_that_writes_elsewhere_vouches_for_a_clock(study: Study, tom: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    study.name("The wait")
    study.session.close()
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("COPRO_STATE", str(study.path.parent / "another device"))
        there = Study(study.path)
        there.session.now = lambda: datetime.now(UTC) + timedelta(days=365)
        there.session.work_as("Tom")
        there.memo("The wait", "we were all away for a year")
    assert in_use(later(study, 365)) == {"The wait"}
    assert [fault for fault in study.check() if fault.where == "this computer"] == []


@pytest.mark.parametrize("year", [1970, 2099])
def test_what_is_proposed_or_opened_again_by_a_wrong_clock_ends_though_nobody_answers(study: Study, tom: Study, year: int) -> None:
    agreed(study, tom, "The gate")
    tom.session.close()
    tom.session.now = lambda: datetime(year, 1, 1, tzinfo=UTC)
    tom.name("Far off")
    tom.reopen("The gate")
    study.memo("The gate", "I have seen it")
    assert "Far off" not in in_use(study)
    assert kinds(later(study, 12))["The gate"] == "opened again"
    assert "Far off" not in in_use(later(study, 12))
    after = later(study, 15)
    assert "Far off" in in_use(after)
    assert "The gate" not in kinds(after)
    assert [why for why in after.session.book.lapsed.values() if "rule" in why] == []


def test_a_line_of_a_computer_whose_clock_is_ahead_holds_up_nothing_that_others_propose(study: Study, tom: Study) -> None:
    tom.session.close()
    tom.session.now = lambda: datetime(2099, 1, 1, tzinfo=UTC)
    tom.introduce("I nurse on nights.")
    study.name("The wait")
    assert in_use(later(study, 13)) == set()
    assert in_use(later(study, 15)) == {"The wait"}


def test_a_time_that_had_not_come_does_not_count(study: Study, tom: Study) -> None:
    study.name("The wait")
    proposal = study.session.refresh().book.waiting[0].entry
    study.session.record(d.Enact(proposal=proposal, outcome="both stand", at="2999-01-01T00:00:00Z"))
    assert in_use(study) == set()


def test_while_part_of_the_study_is_missing_nothing_takes_effect_by_one_person_alone(study: Study, tom: Study) -> None:
    study.memo(study.session.corpus.contributions.__iter__().__next__(), "I have seen that Tom is here")
    tom.session.close()
    (log,) = (study.path / "decisions").glob("tom-*.jsonl")
    kept = log.read_bytes()
    log.unlink()
    study.session.close()
    here = Study(study.path, analyst="Maya")
    here.name("The wait")
    assert in_use(here) == set()
    assert here.waiting.loc[here.waiting["kind"] == "waits", "why"].tolist() == [
        "part of the study is not all here yet, so we cannot know whom to ask"
    ]
    log.write_bytes(kept)
    assert in_use(here) == {"The wait"}
    assert kinds(here)["The wait"] == "keep or reopen?"


def test_a_rule_that_never_took_effect_decides_nothing(study: Study, tom: Study) -> None:
    rule = study.session.propose(d.SetRule(says="so many", n=1, days=1), "study", "rule")
    study.session.record(d.Enact(proposal=rule))
    maya, both = study.session.analyst, tuple(sorted(study.session.book.analysts))
    (name,) = study.session.record(d.Name(code="c" * 32, label="Mine", rule=rule, members=both))
    study.session.record(d.Enact(proposal=name))
    assert maya in both
    assert in_use(study) == set()


def test_an_undo_that_asks_others_takes_back_nothing_of_theirs_that_was_never_in_force(study: Study, tom: Study, ids: dict[str, str]) -> None:
    code = study.name("Fares")
    tom.answer(study.session.refresh().book.waiting[0].entry, "yes")
    placed = tom.place(ids["Pay"], code)
    target = next(e.id for e in study.session.refresh().book.entries if e.id.startswith(placed))
    (undo,) = study.session.record(d.Undo(target=target, members=(study.session.analyst,)))
    study.session.record(d.Enact(proposal=undo))
    assert len(study.placings) == 1


def test_a_proposal_is_answered_by_what_it_is_about(study: Study, tom: Study) -> None:
    short = study.name("The wait")
    tom.answer("the wait", "don't understand")
    tom.answer(short, "yes")
    assert in_use(study) == {"The wait"}


def test_a_rule_does_not_ask_for_more_people_than_there_are(study: Study, tom: Study) -> None:
    with pytest.raises(NotPossible, match="99 of us"):
        study.set_rule("so many", n=99)


# what an enactment must have known


def two(*labels: str) -> World:
    """Maya (p) and Tom (q), each on a device of their own, who have heard of each other."""
    world = World()
    everything_arrived(world)
    for label in labels:
        world.propose(world.devices[0], d.Name(code=f"{label:x>32}", label=label))
    return world


def proposals(world: World) -> list[str]:
    return [e.id for e in world.entries if isinstance(e.body, d.Name)]


def all_say_yes(world: World, proposal: str) -> None:
    everything_arrived(world)
    for device in world.devices[1:3] + world.devices[4:]:
        world.write(device, d.Answer(proposal=proposal, answer="yes"))


def states(world: World) -> list[str]:
    return [code.state for code in replay(world.entries).codes.values()]


def test_an_enactment_that_did_not_know_of_the_proposal_does_not_count() -> None:
    world = two("tea")
    (proposal,) = proposals(world)
    world.write(world.devices[1], d.Enact(proposal=proposal))
    assert "it did not know of the proposal it puts into force" in replay(world.entries).lapsed.values()
    assert states(world) == ["waiting"]


def test_an_enactment_counts_only_the_leaving_that_it_knew_of() -> None:
    world = two("tea")
    (proposal,) = proposals(world)
    everything_arrived(world)
    world.write(world.devices[1], d.Leave(person=world.devices[1].analyst))
    for device in (world.devices[2], world.devices[4]):
        world.write(device, d.Answer(proposal=proposal, answer="yes"))
        world.sync(world.devices[0], device)
    world.write(world.devices[0], d.Enact(proposal=proposal))
    assert states(world) == ["waiting"]
    everything_arrived(world)
    world.write(world.devices[0], d.Enact(proposal=proposal))
    assert states(world) == ["in use"]


@pytest.mark.parametrize("ended_first", [True, False])
def test_what_everyone_agreed_to_is_in_force_though_another_computer_ended_it_by_time(ended_first: bool) -> None:
    world = two("tea")
    (name,) = proposals(world)
    all_say_yes(world, name)
    everything_arrived(world)
    maya, tom, rosa, _, sam = world.devices
    world.write(maya, d.Enact(proposal=name))
    world.propose(maya, d.Rename(code="tea".rjust(32, "x"), label="coffee"))
    rename = world.entries[-1].id
    everything_arrived(world)
    world.day += 20
    for device in (tom, sam, rosa):
        world.write(device, d.Answer(proposal=rename, answer="yes"))
    world.sync(rosa, tom)
    for _ in range(0 if ended_first else 9):
        world.write(maya, d.Introduce(text="so that this computer's clock is ahead"))
    world.write(maya, d.Enact(proposal=rename, outcome=BOTH_STAND, at=world.now(maya)))
    world.write(rosa, d.Enact(proposal=rename))
    book = replay(world.entries)
    last = [e.body.outcome for e in book.entries if isinstance(e.body, d.Enact)][-1]
    assert last == (rules.AGREED if ended_first else BOTH_STAND)
    assert [code.label for code in book.codes.values()] == ["coffee"]
    assert book.tables.beside == {}


def test_what_stands_beside_still_does_when_it_was_agreed_to_after_another_had_taken_its_place() -> None:
    world = two("tea")
    (name,) = proposals(world)
    all_say_yes(world, name)
    everything_arrived(world)
    maya, tom, rosa, _, sam = world.devices
    world.write(maya, d.Enact(proposal=name))
    for label in ("coffee", "milk"):
        world.propose(maya, d.Rename(code="tea".rjust(32, "x"), label=label))
    coffee, milk = (e.id for e in world.entries[-2:])
    everything_arrived(world)
    world.day += 20
    world.write(maya, d.Enact(proposal=coffee, outcome=BOTH_STAND, at=world.now(maya)))
    for proposal in (milk, coffee):
        for device in (tom, sam, rosa):
            world.write(device, d.Answer(proposal=proposal, answer="yes"))
        everything_arrived(world)
        world.write(maya, d.Enact(proposal=proposal))
        everything_arrived(world)
    book = replay(world.entries)
    assert [code.label for code in book.codes.values()] == ["milk"]
    assert book.tables.beside.keys() == {coffee}


def test_an_answer_that_was_taken_back_does_not_count() -> None:
    world = two("tea")
    (proposal,) = proposals(world)
    all_say_yes(world, proposal)
    given = next(e for e in reversed(world.entries) if isinstance(e.body, d.Answer))
    tom = next(x for x in world.devices if x.log == given.log)
    world.write(tom, d.Undo(target=given.id))
    everything_arrived(world)
    world.write(world.devices[0], d.Enact(proposal=proposal))
    assert states(world) == ["waiting"]
    world.write(tom, d.Answer(proposal=proposal, answer="yes"))
    everything_arrived(world)
    world.write(world.devices[0], d.Enact(proposal=proposal))
    assert states(world) == ["in use"]


def test_what_was_agreed_that_both_stand_is_said_once(study: Study, tom: Study) -> None:
    study.name("The wait")
    tom.answer("The wait", "no", because="not so")
    opened = later(study, 15)
    assert in_use(opened) == {"The wait"}
    lines = len(opened.history())
    for _ in range(3):
        opened.session._settled = ""
        _ = opened.codebook
    assert len(opened.history()) == lines


def test_silence_never_outlasts_a_no_both_stand_until_somebody_acts(study: Study, tom: Study) -> None:
    agreed(study, tom, "The wait")
    tom.answer(study.set_rule("nobody says no", days=7), "yes")
    study.rename("The wait", "Nobody rings")
    tom.answer("Nobody rings", "no", because="they do ring, late")
    for days in (8, 16, 60):
        study = later(study, days)
        (code,) = study.session.book.codes.values()
        assert [(w.text, w.chosen, w.stands) for w in code.wordings] == [("The wait", True, False), ("Nobody rings", False, True)]
    assert "Maya proposed to call 'The wait' 'Nobody rings'" in repr(study.story())


@pytest.mark.parametrize("rule", ["everyone", "nobody says no"])
def test_what_both_stand_was_said_of_takes_effect_once_everyone_says_yes_after_all(study: Study, tom: Study, rule: str) -> None:
    agreed(study, tom, "The wait")
    tom.answer(study.set_rule(rule, days=7), "yes")
    study.rename("The wait", "Nobody rings")
    tom.answer("Nobody rings", "no", because="they do ring, late")
    study = later(study, 16)
    tom.session.now = study.session.now
    tom.answer("Nobody rings", "need time")
    assert in_use(later(study, 60)) == {"The wait"}, "not yet an answer, and time does nothing more"
    tom.answer("Nobody rings", "can live with it")
    assert in_use(study) == {"Nobody rings"}
    assert "Both stand" not in repr(study.story())


def test_a_new_name_that_all_agree_to_after_all_is_in_use_without_a_remark(study: Study, tom: Study) -> None:
    study.name("The wait")
    tom.answer("The wait", "no", because="not so")
    study = later(study, 15)
    tom.session.now = study.session.now
    tom.answer("The wait", "yes")
    assert study.session.refresh().book.tables.beside == {}
    assert set(study.history()["lapsed"]) == {""}


def test_a_new_name_that_somebody_said_no_to_is_in_use_and_what_that_means_is_said(study: Study, tom: Study) -> None:
    Study(study.path).join("Sam").session.close()
    study.name("The wait")
    tom.answer("The wait", "no", because="which wait?")
    study = later(study, 15)
    assert in_use(study) == {"The wait"}
    assert "what is new is then in use, with what was said against it" in study.rule
    assert "The wait" not in kinds(study), "it was decided by our rule, not by fewer than two"
    assert "is in use, though not all agree" in study.history("The wait")["what"].iloc[-1]
    assert "which wait?" in study.write("manifesto.md").read_text(encoding="utf-8")


def test_a_no_still_counts_when_whoever_said_it_has_left(study: Study, tom: Study) -> None:
    study.name("The wait")
    tom.answer("The wait", "no", because="it hurts")
    tom.leave()
    assert in_use(study) == set()
    assert study.waiting["why"].tolist()[0].startswith("somebody said no: ")
    assert in_use(later(study, 14)) == {"The wait"}, "after the time of our rule it stands beside the rest, as not all agreed"


def test_an_answer_from_a_computer_whose_clock_is_behind_hurries_nothing(study: Study, tom: Study) -> None:
    study.name("The wait")
    tom.session.close()
    tom.session.now = lambda: datetime(2020, 1, 1, tzinfo=UTC)
    tom.answer("The wait", "need time")
    assert in_use(study) == set()
    assert in_use(later(study, 13)) == set()


def test_a_question_opened_again_by_a_computer_whose_clock_is_behind_stays_open_for_the_days_of_our_rule(study: Study, tom: Study) -> None:
    agreed(study, tom, "The gate")
    study = later(study, 30)
    study.introduce("I have been here since")
    tom.session.close()
    tom.session.now = lambda: datetime(2020, 1, 1, tzinfo=UTC)
    tom.reopen("The gate")
    for days in (30, 43):
        study = later(study, days)
        assert kinds(study)["The gate"] == "opened again"
    assert "The gate" not in kinds(later(study, 45))


def test_a_change_that_knew_another_computers_enactment_stands_when_the_first_arrives_late() -> None:
    world = World()
    everything_arrived(world)
    p, q, r = world.devices[:3]
    both = (p.analyst, q.analyst)
    world.write(p, d.Name(code="c" * 32, label="First", members=both), ids=("name",))
    everything_arrived(world)
    world.write(q, d.Answer(proposal="name", answer="yes"))
    for device in (p, r):
        world.sync(device, q)
    world.write(p, d.Enact(proposal="name"))  # two computers see that the rule is met
    world.write(r, d.Enact(proposal="name"))
    world.sync(q, r)
    world.write(q, d.Rename(code="c" * 32, label="Second", members=(q.analyst,), replaces="name"), ids=("second",))
    world.write(q, d.Enact(proposal="second"))
    everything_arrived(world)
    book = replay(world.entries)
    assert [(c.label, c.state) for c in book.codes.values()] == [("Second", "in use")]
    assert book.waiting == ()


def test_the_same_undo_is_not_proposed_twice(study: Study, tom: Study) -> None:
    naming = agreed(study, tom, "The wait")
    study.undo(naming)
    for each in (study, tom):
        with pytest.raises(NotPossible, match="proposed already"):
            each.undo(naming)


def test_somebody_who_could_not_be_saved_as_joined_leaves_the_study_as_usable_as_before(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise NotSaved("The disk is full.", do="Free some space.")

    monkeypatch.setattr(LogWriter, "append", full)
    opened = Study(study.path)
    with pytest.raises(NotSaved):
        opened.join("Tom")
    monkeypatch.undo()
    with pytest.raises(WhoIsWorking):
        opened.name("Tea")


def test_a_rule_that_we_have_already_or_that_never_ends_is_not_proposed(study: Study, tom: Study) -> None:
    with pytest.raises(NotPossible, match="our rule already"):
        study.set_rule("everyone")
    with pytest.raises(NotPossible, match="365 days at most"):
        study.set_rule("everyone", days=99_999_999)
    assert "when 1 of us says yes" in Rule("r", rules.SO_MANY, n=1).sentence
    study.set_rule("so many", n=1)
    tom.answer("our rule", "yes")
    with pytest.raises(NotPossible, match="our rule already"):
        study.set_rule("so many", n=1)


def test_beginning_again_is_answered_by_these_words(study: Study, tom: Study) -> None:
    agreed(study, tom, "The wait")
    study.begin_again(because="we know more now")
    tom.answer("begin again", "yes")
    assert in_use(study) == set()


def test_a_name_that_is_a_page_long_is_not_taken_for_one(study: Study) -> None:
    with pytest.raises(NotPossible, match="80 characters"):
        study.join("Tom " * 700)


def test_nothing_bears_on_itself(study: Study) -> None:
    study.name("The wait")
    with pytest.raises(NotPossible, match="one and the same"):
        study.relate("The wait", "gets in the way of", "The wait")


def test_a_question_opened_again_under_a_rule_that_asks_a_group_asks_the_group_and_whoever_opened_it(study: Study, tom: Study) -> None:
    sam, ann = Study(study.path).join("Sam"), Study(study.path).join("Ann")
    for each in (study, tom):
        each.join_group("those who wait")
    rule = study.set_rule("group", group="those who wait")
    for each in (tom, sam, ann):
        each.answer(rule, "yes")
    study.name("Fares")
    tom.answer("Fares", "yes")
    sam.reopen("Fares")
    book = study.session.refresh().book
    asked = {book.analysts[who].name for who in book.still_asked(next(iter(book.reopened)))}
    assert asked == {"Maya", "Tom", "Sam"}


def test_an_undo_that_was_not_agreed_changes_nothing_when_its_time_is_over(study: Study, tom: Study) -> None:
    agreed(study, tom, "The gate")
    tom.answer(study.undo(_named(study, "The gate")), "no", because="not so")
    after = later(study, 15)
    assert in_use(after) == {"The gate"}
    assert after.session.book.lapsed == {}


def _named(study: Study, label: str) -> str:
    return next(e.id for e in study.session.refresh().book.entries if isinstance(e.body, d.Name) and e.body.label == label)


def test_a_computer_whose_clock_is_behind_hurries_nothing_though_it_wrote_a_line_before(study: Study, tom: Study) -> None:
    tom.answer(study.set_rule("nobody says no", days=14), "yes")
    agreed(study, tom, "The gate")
    study = later(study, 30)
    study.introduce("I have been here since")
    tom.session.close()
    tom.session.now = lambda: datetime(2020, 1, 1, tzinfo=UTC)
    tom.introduce("I nurse on nights.")
    tom.name("Fares")
    tom.reopen("The gate")
    assert "Fares" not in in_use(study)
    assert kinds(study)["The gate"] == "opened again"


def test_a_no_to_what_another_computer_had_put_into_force_is_asked_though_a_third_had_ended_it() -> None:
    world = two("tea")
    (name,) = proposals(world)
    all_say_yes(world, name)
    everything_arrived(world)
    maya, tom, rosa, _, sam = world.devices
    world.write(maya, d.Enact(proposal=name))
    world.propose(maya, d.Rename(code="tea".rjust(32, "x"), label="coffee"))
    rename = world.entries[-1].id
    everything_arrived(world)
    for device in (tom, rosa, sam):
        world.write(device, d.Answer(proposal=rename, answer="yes"))
    for device in (tom, rosa, sam):
        world.sync(maya, device)
    world.write(maya, d.Enact(proposal=rename))
    world.write(sam, d.Answer(proposal=rename, answer="no", because="never"))
    world.sync(tom, sam)
    world.sync(tom, rosa)
    world.day += 20
    world.settle(tom)
    book = replay(everything_arrived(world).entries)
    assert [code.label for code in book.codes.values()] == ["coffee"]
    assert [e.analyst for e in book.reopened[rename]] == [sam.analyst]


def test_an_ending_that_knew_of_a_reopening_stands_though_an_older_enactment_arrives_late() -> None:
    world = two("tea")
    (name,) = proposals(world)
    all_say_yes(world, name)
    everything_arrived(world)
    maya, tom, rosa, _, sam = world.devices
    world.write(maya, d.Enact(proposal=name))
    world.propose(maya, d.Rename(code="tea".rjust(32, "x"), label="coffee"))
    rename = world.entries[-1].id
    everything_arrived(world)
    for device in (tom, rosa, sam):
        world.write(device, d.Answer(proposal=rename, answer="yes"))
    everything_arrived(world)
    world.write(maya, d.Enact(proposal=rename))  # arrives late
    world.write(tom, d.Enact(proposal=rename))
    world.sync(rosa, tom)
    world.write(rosa, d.Reopen(target=rename, members=PEOPLE))
    world.sync(sam, rosa)
    world.write(sam, d.Answer(proposal=rename, answer="no"))
    world.sync(tom, sam)
    world.day += 20
    world.settle(tom)
    assert replay(everything_arrived(world).entries).tables.beside.keys() == {rename}


def test_what_was_agreed_elsewhere_and_could_not_take_effect_takes_nothing_from_what_time_ended() -> None:
    world = two("tea")
    (name,) = proposals(world)
    all_say_yes(world, name)
    everything_arrived(world)
    maya, tom, rosa, _, sam = world.devices
    world.write(maya, d.Enact(proposal=name))
    for label in ("coffee", "milk"):
        world.propose(maya, d.Rename(code="tea".rjust(32, "x"), label=label))
    coffee, milk = (e.id for e in world.entries[-2:])
    everything_arrived(world)
    for device in (tom, sam, rosa):
        for proposal in (coffee, milk):
            world.write(device, d.Answer(proposal=proposal, answer="yes"))
    world.sync(rosa, tom)
    for proposal in (milk, coffee):
        world.write(rosa, d.Enact(proposal=proposal))
    for _ in range(20):
        world.write(maya, d.Introduce(text="so that this computer's clock is ahead"))
    world.day += 20
    world.write(maya, d.Enact(proposal=coffee, outcome=BOTH_STAND, at=world.now(maya)))
    book = replay(world.entries)
    assert [code.label for code in book.codes.values()] == ["milk"]
    assert book.tables.beside.keys() == {coffee}


def test_an_ending_that_knew_that_it_was_agreed_ends_what_was_opened_again() -> None:
    world = two("tea")
    (name,) = proposals(world)
    all_say_yes(world, name)
    everything_arrived(world)
    maya, tom, *_ = world.devices
    world.write(maya, d.Enact(proposal=name))
    everything_arrived(world)
    world.write(tom, d.Reopen(target=name, members=PEOPLE))
    everything_arrived(world)
    world.day += 20
    world.settle(maya)
    book = replay(world.entries)
    assert book.tables.beside.keys() == {name}
    assert book.lapsed == {}


def test_our_rule_may_be_changed_as_often_as_we_like() -> None:
    world = World()
    world.entries, world.devices = world.entries[:1], world.devices[:1]
    (maya,) = world.devices
    before, members = "default", (maya.analyst,)
    lines = list(world.entries)
    for n in range(400):
        rule = d.SetRule(says="everyone", days=1 + n % 300, rule=before, members=members, replaces=before.replace("default", ""))
        before = f"rule {n}"
        for id_, body in ((before, rule), (f"enact {n}", d.Enact(proposal=before))):
            lines.append(Entry(id_, maya.log, len(lines), len(lines) + 1, world.now(maya), maya.analyst, maya.analyst, (), body))
    book = replay(lines)
    assert (book.rule.id, book.lapsed) == (before, {})


def test_a_late_no_is_asked_for_the_days_of_our_rule_however_late_it_comes(study: Study, tom: Study) -> None:
    gate = agreed(study, tom, "The gate")
    study, tom = later(study, 30), later(tom, 30)
    tom.answer(gate, "no", because="I slept on it")
    assert kinds(study)["The gate"] == "opened again"
    assert kinds(later(study, 43))["The gate"] == "opened again"
    assert "The gate" not in kinds(later(study, 45))


def test_what_was_agreed_to_in_the_end_and_could_not_take_effect_writes_nothing_more(study: Study, tom: Study) -> None:
    tom.answer(study.set_rule("nobody says no", days=7), "yes")
    agreed(study, tom, "The gate")
    tom.answer(study.theme("We wait.", codes=["The gate"]), "yes")
    theme = next(e.id for e in study.session.refresh().book.entries if isinstance(e.body, d.Theme))
    relation = study.relate("The gate", "is part of", "We wait.")
    tom.answer(relation, "no", because="it is not")
    study = later(study, 8)
    tom.session.now = study.session.now
    tom.answer(study.undo(theme), "yes")
    tom.answer(relation, "yes")
    lines = [len(later(study, days).history()) for days in (9, 20, 40, 80)]
    assert len(set(lines)) == 1


def test_a_no_of_somebody_who_was_not_asked_opens_the_question_once_it_is_in_force(study: Study, tom: Study) -> None:
    study.name("Vote")
    new = Study(study.path).join("Rosa")
    new.answer("Vote", "no", because="bossy")
    assert in_use(study) == set()
    tom.answer("Vote", "yes")
    assert in_use(study) == {"Vote"}
    assert kinds(study)["Vote"] == "opened again"
    assert "Rosa: no (bossy)" in study.waiting["said"].tolist()[0]
    for each in (study, tom):
        each.answer("Vote", "yes")
    assert "Vote" not in kinds(study), "the others have looked again, knowing it"


def test_of_two_answers_that_one_person_gave_on_two_computers_the_more_cautious_counts_and_both_are_shown(
    study: Study, tom: Study, tmp_path: Path
) -> None:
    Study(study.path).join("Sam").session.close()
    study.name("Vote")
    tom.session.close()
    there = Device(study.path, tmp_path / "unused").copied(tmp_path / "toms")
    with there():
        elsewhere = Study(there.path, analyst="Tom")
        elsewhere.answer("Vote", "no", because="bossy")
        elsewhere.session.close()
    here = Study(study.path, analyst="Tom")
    here.memo("Vote", "so that this answer comes later in the order")
    here.answer("Vote", "yes")
    study.bring_in(there.path)
    assert study.waiting["said"].tolist()[0] == "Tom: no (bossy), and yes on another computer: which holds?"
    Study(study.path, analyst="Sam").answer("Vote", "yes")
    assert in_use(study) == set()
    here.answer("Vote", "yes")
    assert in_use(study) == {"Vote"}


def test_an_answer_that_another_typed_is_shown_so_until_whoever_it_is_for_has_looked_at_it(study: Study, tom: Study) -> None:
    study.name("Vote")
    Study(study.path).join("Sam").session.close()
    typed = Study(study.path, analyst="Tom", typed_by="Maya").answer("Vote", "need time")
    assert study.waiting["said"].tolist()[0] == "Tom (typed by Maya, not yet looked at): need time"
    tom.own(typed)
    assert study.waiting["said"].tolist()[0] == "Tom (typed by Maya): need time"
