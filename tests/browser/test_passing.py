"""Passing the keyboard: what one person has half typed, chosen and open is not the next one's."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from copro_text.study import Study
from copro_text.verbs.desk import Room
from tests.browser.fronts import Front, Opened
from tests.browser.hands import Mouse
from tests.browser.recorded import Recorded, recorded

KEPT = "() => Object.keys(sessionStorage).filter(key => key.startsWith('copro-desk')).map(key => sessionStorage[key])"

SLOW_TO_SAVE = """
import time
desk = study.desk()
act = desk._room.act
def slowly(*given, **more):
    time.sleep(2)
    return act(*given, **more)
desk._room.act = slowly
desk"""

LEAVE = """async ([seal, kept]) => {
  const bytes = Uint8Array.from(seal.match(/../g), (pair) => parseInt(pair, 16)), iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt']);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(kept)));
  const place = Object.keys(sessionStorage).find(key => key.startsWith('copro-desk'));
  sessionStorage.setItem(place, btoa(String.fromCharCode(...iv, ...new Uint8Array(sealed))));
}"""


def tom_asks(study: Path) -> None:
    tom = Study(study, analyst="Tom")
    tom.name("Stairs")
    tom.session.close()


@pytest.fixture
def maya(house: Callable[..., tuple[Front, Path]], opens: Callable[..., Opened]) -> Opened:
    front, study = house("Maya", "Tom", "Sam", after=tom_asks)
    return opens(front, study, "Maya")


def for_whom(desk: Locator, person: str, typist: str) -> None:
    """Say who it is for and who types, and wait until the desk says so."""
    desk.locator('[data-key="who"]').click()
    desk.get_by_label("This is for").select_option(label=person)
    desk.get_by_label("Typed by").select_option(label=typist)
    desk.locator('[data-key="work-as"]').click()
    now = f"For {person}" + (f", typed by {typist}" if typist != person else "")
    expect(desk.get_by_role("button", name=now, exact=True)).to_be_visible()
    expect(desk.get_by_role("status")).to_contain_text(f"Now: {now}.")
    expect(desk.locator('[data-key="work-as"]')).to_have_count(0)


def question(desk: Locator) -> Locator:
    return desk.locator("[data-question]").filter(has_text="Stairs").first


def last(study: Path) -> Recorded:
    return [line for line in recorded(study) if line.kind != "enact"][-1]


def test_a_word_half_typed_and_where_one_was_are_not_the_next_one_s_and_come_back(maya: Opened) -> None:
    desk, page = maya.desk, maya.page
    hands = Mouse(page, lambda: maya.desk)
    hands.press("Next")
    expect(desk.get_by_role("heading", name="2 of")).to_be_visible()
    hands.fill("A word you want to keep?", "Quillwort")
    for_whom(desk, "Sam", "Sam")
    expect(desk.get_by_role("status")).to_contain_text("What Maya had half typed is kept")
    expect(desk.get_by_label("A word you want to keep?")).to_have_value("")
    expect(desk.get_by_role("heading", name="1 of")).to_be_visible()
    for_whom(desk, "Maya", "Maya")
    expect(desk.get_by_role("heading", name="2 of")).to_be_visible()
    expect(desk.get_by_label("A word you want to keep?")).to_have_value("Quillwort")


@pytest.mark.trial
def test_a_page_loaded_anew_gives_words_half_typed_only_to_whom_they_belong(maya: Opened) -> None:
    desk, page = maya.desk, maya.page
    hands = Mouse(page, lambda: maya.desk)
    for_whom(desk, "Sam", "Sam")
    hands.fill("A word you want to keep?", "Quillwort")
    page.wait_for_timeout(300)
    page.reload()
    maya.ready()
    whose = desk.locator('[data-key="who"]').inner_text()
    expect(desk.get_by_label("A word you want to keep?")).to_have_value("Quillwort" if whose == "For Sam" else "")
    for_whom(desk, "Tom", "Tom")
    expect(desk.get_by_label("A word you want to keep?")).to_have_value("")
    for_whom(desk, "Sam", "Sam")
    expect(desk.get_by_label("A word you want to keep?")).to_have_value("Quillwort")


@pytest.mark.trial
def test_who_hear_together_go_on_with_what_is_on_the_screen_as_the_keyboard_is_passed(maya: Opened) -> None:
    desk = maya.desk
    hands = Mouse(maya.page, lambda: maya.desk)
    desk.locator('[data-key="who"]').click()
    for name in ("Maya", "Sam"):
        desk.get_by_role("group", name="In the room").get_by_label(name).check()
    desk.locator('[data-key="who"]').click()
    for heard in ("2 of", "3 of"):
        hands.press("Next")
        expect(desk.get_by_role("heading", name=heard)).to_be_visible()
    said = desk.locator("blockquote").inner_text()
    for person in ("Sam", "Maya", "Sam"):
        for_whom(desk, person, person)
        expect(desk.get_by_role("heading", name="3 of")).to_be_visible()
        expect(desk.locator("blockquote")).to_have_text(said)


def test_a_form_half_filled_in_comes_back_with_whom_it_belongs_to(maya: Opened) -> None:
    hands = Mouse(maya.page, lambda: maya.desk)
    hands.press("Add what was just said")
    hands.fill("The words", "Quillwort", hands.form)
    for_whom(maya.desk, "Sam", "Sam")
    expect(hands.form).to_have_count(0)
    for_whom(maya.desk, "Maya", "Sam")  # what Sam types for Maya is another thing than what she types
    expect(hands.form).to_have_count(0)
    for_whom(maya.desk, "Maya", "Maya")
    expect(hands.form.get_by_role("textbox", name="The words")).to_have_value("Quillwort")


@pytest.mark.trial
def test_a_form_that_a_key_opened_comes_back_open(maya: Opened) -> None:
    hands = Mouse(maya.page, lambda: maya.desk)
    hands.press("Next")
    expect(maya.desk.get_by_role("heading", name="2 of")).to_be_focused()
    maya.page.keyboard.press("m")
    hands.fill("Your note", "Quillwort", hands.form)
    for_whom(maya.desk, "Sam", "Sam")
    for_whom(maya.desk, "Maya", "Maya")
    expect(hands.form.get_by_label("Your note")).to_have_value("Quillwort")


@pytest.mark.trial
def test_what_was_sent_as_the_keyboard_was_passed_does_not_come_back_to_be_sent_again(
    house: Callable[..., tuple[Front, Path]], opens: Callable[..., Opened]
) -> None:
    front, study = house("Maya", "Tom", "Sam")
    opened = opens(front, study, "Maya", cells=(SLOW_TO_SAVE,))
    desk, hands = opened.desk, Mouse(opened.page, lambda: opened.desk)
    hands.press("Memo …")
    hands.fill("Your note", "Quillwort", hands.form)
    hands.press("Save", hands.form)
    for_whom(desk, "Sam", "Sam")
    expect(desk.get_by_role("status")).not_to_contain_text("half typed")
    expect(hands.form).to_have_count(0)
    for_whom(desk, "Maya", "Maya")
    opened.page.wait_for_timeout(500)
    expect(hands.form).to_have_count(0)
    assert [line.words["text"] for line in recorded(study) if line.kind == "memo"] == ["Quillwort"]


def test_what_was_not_saved_stands_above_who_is_here(maya: Opened) -> None:
    desk, page = maya.desk, maya.page
    page.set_viewport_size({"width": 1280, "height": 800})
    hands = Mouse(page, lambda: maya.desk)
    maya.kill_the_kernel()
    hands.fill("A word you want to keep?", "Quillwort")
    hands.press("Keep")
    alert = desk.get_by_role("alert").filter(has_text="NOT SAVED")
    expect(alert).to_be_visible()
    desk.locator('[data-key="who"]').click()
    expect(desk.get_by_label("This is for")).to_be_visible()
    expect(alert).to_be_in_viewport()


def test_what_stands_for_somebody_stays_sealed(maya: Opened) -> None:
    hands = Mouse(maya.page, lambda: maya.desk)
    hands.fill("A word you want to keep?", "Quillwort")
    for_whom(maya.desk, "Sam", "Sam")
    maya.page.wait_for_timeout(300)
    kept = maya.page.evaluate(KEPT)
    assert len(kept) == 2
    assert not any("Quillwort" in base64.b64decode(each).decode(errors="replace") for each in kept)


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param({"view": "read"}, id="part", marks=pytest.mark.trial),
        pytest.param({"view": "no view", "selected": [], "hear": {}}, id="of another version"),
        pytest.param(None, id="nothing", marks=pytest.mark.trial),
    ],
)
def test_what_is_kept_and_is_none_of_ours_does_not_keep_the_desk_from_opening(maya: Opened, monkeypatch: pytest.MonkeyPatch, kept: object) -> None:
    monkeypatch.setenv("COPRO_STATE", str(maya.notebook.state) + " elsewhere")
    seal = Room(Study(maya.notebook.study, analyst="Maya")).ask("frame", {})["seal"]
    maya.page.wait_for_timeout(300)
    maya.page.evaluate(LEAVE, [seal, kept])
    maya.page.reload()
    maya.ready()
    expect(maya.desk.get_by_role("heading", name="1 of")).to_be_visible()


def test_a_reason_half_typed_is_not_recorded_as_the_next_one_s(maya: Opened) -> None:
    desk = maya.desk
    maya.view("Decide")
    question(desk).get_by_label("Because").fill("Quillwort")
    for_whom(desk, "Sam", "Sam")
    expect(question(desk).get_by_label("Because")).to_have_value("")
    question(desk).get_by_role("button", name="Not sure").click()
    expect(desk.get_by_role("status")).to_contain_text("Saved.")
    said = last(maya.notebook.study)
    assert (said.kind, said.words) == ("answer", {})


@pytest.mark.trial
def test_what_another_typed_for_somebody_is_not_their_own_typing(maya: Opened) -> None:
    desk = maya.desk
    for_whom(desk, "Sam", "Maya")
    maya.view("Decide")
    question(desk).get_by_label("Because").fill("Quillwort")
    for_whom(desk, "Sam", "Sam")
    expect(question(desk).get_by_label("Because")).to_have_value("")


def test_what_one_selected_searched_for_and_began_to_add_is_not_the_next_one_s(maya: Opened) -> None:
    desk, page = maya.desk, maya.page
    hands = Mouse(page, lambda: maya.desk)
    maya.view("Read")
    hands.fill("Search", "the")
    page.keyboard.press("Tab")
    desk.get_by_role("listbox").focus()
    page.keyboard.press("Space")
    expect(desk.get_by_text("1 selected")).to_be_visible()
    hands.press("Add what was just said")
    hands.fill("The words", "Quillwort", hands.form)
    for_whom(desk, "Sam", "Sam")
    expect(hands.form).to_have_count(0)
    expect(desk.get_by_label("Search")).to_have_value("")
    expect(desk.get_by_text("1 selected")).to_be_hidden()
    hands.press("Add what was just said")
    expect(hands.form.get_by_role("textbox", name="The words")).to_have_value("")


@pytest.mark.trial
def test_a_desk_that_hears_late_that_somebody_else_is_at_work_forgets_as_well(
    lab: Front, begun: Callable[..., Path], opens: Callable[..., Opened]
) -> None:
    study = begun("Maya", "Tom", "Sam")
    tom_asks(study)
    opened = opens(lab, study, "Maya", cells=("study.desk()", "study.desk()"))
    desks = opened.page.locator('.copro-desk[data-ready="1"]')
    expect(desks).to_have_count(2)
    one, other = desks.first, desks.last
    decide = one.get_by_role("navigation").get_by_role("button", name=re.compile("^Decide"))
    decide.click()
    question(one).get_by_label("Because").fill("Quillwort")
    before = len(recorded(study))
    for_whom(other, "Sam", "Sam")
    question(one).get_by_role("button", name="Not sure").click()
    expect(one.get_by_role("alert").filter(has_text="This is for Sam now.")).to_be_visible()
    expect(one.get_by_role("button", name="For Sam", exact=True)).to_be_visible()
    decide.click()
    expect(question(one).get_by_label("Because")).to_have_value("")
    assert len(recorded(study)) == before
