"""Pressing: what one press does, where the focus is after it, and what is still in sight and still typed then."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from copro_text.study import Study
from tests.browser.fronts import Front, Opened
from tests.browser.hands import Mouse
from tests.browser.recorded import kinds, recorded

TEXTS = tuple((f"Person {i}", f"{what} {i} times they came late") for what in ("The bus", "A letter") for i in range(8))
ODD = (("Odd", "Quince marmalade wants patience and a copper pan."), ("Odder", "Zebras never yawn."))
ACTIVE = "() => { const a = document.activeElement; return [a.tagName, a.className, a.textContent.slice(0, 80)] }"
TWICE = "button => { button.click(); button.click() }"


def with_piles(study: Study) -> None:
    """Piles that nobody has looked at yet."""
    study.suggest(progress=False)
    study.draft()


@pytest.fixture
def maya(house: Callable[..., tuple[Front, Path]], opens: Callable[..., Opened], request: pytest.FixtureRequest) -> Opened:
    front, study = house("Maya", "Tom", comments=TEXTS + ODD, then=with_piles)
    tom = Study(study, analyst="Tom")
    for label in ("Fares", "Stairs", "Ramps"):
        tom.name(label)
    tom.session.close()
    return opens(front, study, "Maya", **getattr(request, "param", {}))


def hands_of(opened: Opened) -> Mouse:
    return Mouse(opened.page, lambda: opened.desk)


def acts(opened: Opened, before: int) -> list[str]:
    return [kind for kind in kinds(opened.notebook.study, after=before) if kind != "enact"]


def focus(opened: Opened) -> list[str]:
    return opened.page.evaluate(ACTIVE)


def a_pile(opened: Opened) -> None:
    opened.view("Piles")
    opened.draws(opened.desk.locator("button.cd-pick").filter(has_text="suggested").first.click)
    expect(opened.desk.locator(".cd-suggested .cd-passage").first).to_be_visible()


@pytest.mark.parametrize("by", ["the list", "the view"])
def test_from_one_pile_one_gets_back_to_the_sorter_and_the_themes(maya: Opened, by: str) -> None:
    a_pile(maya)
    slider = maya.desk.get_by_label("How many piles?")
    expect(slider).to_have_count(0)
    if by == "the list":
        maya.desk.get_by_role("button", name="The sorter and our themes").click()
    else:
        maya.desk.get_by_role("navigation").get_by_role("button", name="Piles").click()
    expect(slider).to_be_visible()
    assert focus(maya)[0] == "H3"


def test_a_word_half_typed_is_there_when_one_comes_back_to_its_comment(maya: Opened) -> None:
    hands, field = hands_of(maya), maya.desk.get_by_label("A word you want to keep?")
    hands.fill("A word you want to keep?", "Quillwort")
    hands.press("Next")
    expect(maya.desk.get_by_role("heading", name="2 of")).to_be_visible()
    expect(field).to_have_value("")
    hands.press("Back")
    expect(maya.desk.get_by_role("heading", name="1 of")).to_be_visible()
    expect(field).to_have_value("Quillwort")
    maya.page.wait_for_timeout(300)
    maya.page.reload()
    maya.ready()
    expect(field).to_have_value("Quillwort")
    hands.press("Keep")
    hands.saved()
    expect(field).to_have_value("")
    field.focus()
    maya.page.keyboard.press("Escape")
    expect(maya.desk.get_by_role("heading", name="1 of")).to_be_focused()


def test_a_yes_is_given_once_and_then_the_next_question_is_to_be_read(maya: Opened) -> None:
    desk, page, before = maya.desk, maya.page, len(recorded(maya.notebook.study))
    maya.view("Decide")
    cards = desk.locator('[data-card^="asked:"]')
    expect(cards).to_have_count(3)
    not_sure = cards.first.get_by_role("button", name="Not sure")
    expect(not_sure).to_have_accessible_description("lets it through all the same")
    yes = cards.first.get_by_role("button", name="Yes", exact=True)
    box = yes.bounding_box()
    assert box
    place = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.dblclick(*place)
    expect(cards).to_have_count(2)
    page.mouse.click(*place)  # a third one in haste
    page.wait_for_timeout(600)
    assert acts(maya, before) == ["answer"]
    assert focus(maya)[:2] == ["H5", "cd-what"]
    assert "Stairs" in focus(maya)[2]
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    page.wait_for_timeout(300)
    assert acts(maya, before) == ["answer"]
    page.keyboard.press("Tab")  # from there the next thing is in the same card
    assert page.evaluate("() => document.activeElement.closest('[data-card]').textContent.includes('Stairs')")

    # the same where the sorter suggests
    a_pile(maya)
    rows = desk.locator(".cd-suggested .cd-passage")
    many, second = rows.count(), rows.nth(1).locator("blockquote").inner_text()
    here = rows.first.get_by_role("button", name="Yes, here")
    here.focus()
    here.evaluate(TWICE)
    expect(rows).to_have_count(many - 1)
    assert focus(maya)[0] == "BLOCKQUOTE"
    assert focus(maya)[2] == second
    assert acts(maya, before) == ["answer", "place"]


def test_what_is_not_saved_is_pressed_once_however_often_it_is_pressed(maya: Opened) -> None:
    desk = maya.desk
    maya.view("Decide")
    yes = desk.locator('[data-card^="asked:"]').first.get_by_role("button", name="Yes", exact=True)
    maya.kill_the_kernel()
    yes.focus()
    maya.page.keyboard.press("Enter")
    alert = desk.get_by_role("alert").filter(has_text="NOT SAVED")
    expect(alert).to_be_visible()
    expect(yes).to_have_attribute("aria-disabled", "true")
    expect(yes).to_be_focused()
    maya.page.keyboard.press("Enter")
    yes.evaluate(TWICE)
    expect(alert.locator('[data-key^="again-"]')).to_have_count(1)
    alert.get_by_role("button", name="Let it go").click()
    expect(yes).not_to_have_attribute("aria-disabled", "true")
    assert focus(maya)[0] != "BODY"


@pytest.mark.trial
def test_a_new_name_and_what_was_put_with_it_are_taken_back_together_and_the_focus_stays_in_the_desk(maya: Opened) -> None:
    desk, hands, before = maya.desk, hands_of(maya), len(recorded(maya.notebook.study))
    maya.page.keyboard.press(".")  # before anything has the focus
    expect(desk.get_by_text("Paused.")).to_be_visible()
    maya.page.keyboard.press(".")
    expect(desk.get_by_text("Paused.")).to_be_hidden()

    hands.press("Put with …")
    hands.fill("Name", "Late buses", hands.form)
    maya.page.keyboard.press("Enter")
    hands.press("Put it there", hands.form)
    expect(desk.get_by_role("status")).to_contain_text("Saved.")
    hands.press("Pause")
    expect(desk.locator(".cd-status")).to_be_hidden()  # what was typed is blanked as well
    hands.press("Go on")
    hands.press("Next")
    expect(desk.get_by_role("status")).to_have_text("")  # what was saved is not said of what comes next
    desk.get_by_role("button", name="Undo: Maya").focus()
    maya.page.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("Took back")
    assert focus(maya)[0] == "P", "on what was said"
    assert acts(maya, before) == ["name", "place", "undo", "undo"]
    assert Study(maya.notebook.study).placings.empty
    maya.page.keyboard.press("?")
    expect(desk.get_by_role("heading", name="Help")).to_be_visible()
    expect(desk.get_by_text("For good are:")).to_be_visible()


@pytest.mark.trial
def test_what_was_taken_back_in_another_window_is_not_offered_to_be_taken_back_again(maya: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, hands = maya.desk, hands_of(maya)
    hands.fill("A word you want to keep?", "Quillwort")
    hands.press("Keep")
    hands.saved()
    expect(desk.locator('[data-key="undo"]')).to_be_visible()
    monkeypatch.setenv("COPRO_STATE", str(maya.notebook.state) + " elsewhere")
    elsewhere = Study(maya.notebook.study, analyst="Maya")
    elsewhere.undo()
    expect(desk.get_by_role("status")).to_contain_text("decided")
    expect(desk.locator('[data-key="undo"]')).to_have_count(0)
    elsewhere.redo()
    elsewhere.session.close()
    maya.page.wait_for_timeout(1500)
    expect(desk.locator('[data-key="redo"]')).to_have_count(0)


@pytest.mark.trial
def test_what_the_sorter_could_not_place_can_be_read_first(maya: Opened) -> None:
    maya.view("Piles")
    maya.draws(maya.desk.locator("button.cd-pick").filter(has_text="Could not place").click)
    expect(maya.desk.locator(".cd-main-pane").get_by_role("heading", name="Could not place")).to_be_visible()
    expect(maya.desk.locator(".cd-left .cd-passage").first).to_contain_text("A letter")


@pytest.mark.trial
def test_the_first_arrow_down_goes_to_the_first_name_that_fits(maya: Opened) -> None:
    hands = hands_of(maya)
    hands.press("Put with …")
    hands.fill("Name", "a", hands.form)
    first = hands.form.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    label = first.inner_text()
    maya.page.keyboard.press("ArrowDown")
    maya.page.keyboard.press("Enter")
    expect(hands.form.get_by_role("combobox")).to_have_value(label)


def test_what_is_half_typed_and_where_one_is_outlive_loading_the_page_again_and_nobody_else_can_read_it(maya: Opened) -> None:
    desk, hands, page = maya.desk, hands_of(maya), maya.page
    hands.press("Next")
    hands.press("Next")
    expect(desk.get_by_role("heading", name="3 of")).to_be_visible()
    words = desk.locator("blockquote.cd-words").inner_text()
    hands.fill("A word you want to keep?", "Quillwo")
    hands.press("Memo …")
    hands.fill("Your note", "Half a thou", hands.form)
    page.wait_for_timeout(300)
    stored = page.evaluate("() => ({ ...sessionStorage, ...localStorage })")
    (mine,) = (value for key, value in stored.items() if key.startswith("copro-desk"))
    assert len(b64decode(mine, validate=True)) > 200, "what is kept is looked into as it is written: in base 64"
    for value in (*stored.values(), b64decode(mine).decode("utf-8", "ignore"), b64decode(mine).decode("utf-16", "ignore")):
        for secret in ("Half a thou", "Quillwo", words[:20], '"hear"'):
            assert secret not in value

    page.reload()
    maya.ready()
    assert desk.locator("blockquote.cd-words").inner_text() == words
    expect(desk.get_by_role("heading", name="3 of")).to_be_visible()
    expect(desk.get_by_label("A word you want to keep?")).to_have_value("Quillwo")
    expect(hands.form.get_by_label("Your note")).to_have_value("Half a thou")
    hands.press("Leave it", hands.form)
    page.wait_for_timeout(300)
    page.reload()
    maya.ready()
    expect(hands.form).to_have_count(0)
    hands.press("Memo …")
    expect(hands.form.get_by_label("Your note")).to_have_value("")


@pytest.mark.trial
@pytest.mark.parametrize("maya", [{"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}], ids=["200 per cent"], indirect=True)
def test_at_200_per_cent_one_is_taken_to_what_was_chosen_and_back_and_what_was_said_stays_in_sight(maya: Opened) -> None:
    desk, page = maya.desk, maya.page
    maya.view("Read")
    option = desk.locator(".cd-option").nth(2)
    chosen = option.locator(".cd-line").inner_text()
    option.click()
    words = desk.locator(".cd-main-pane blockquote").filter(has_text=chosen)
    expect(words).to_be_in_viewport()
    assert focus(maya)[0] == "H3"
    desk.get_by_role("button", name="Back to the list").click()
    expect(desk.get_by_role("listbox")).to_be_focused()
    expect(desk.get_by_role("listbox")).to_be_in_viewport()

    a_pile(maya)
    expect(desk.locator(".cd-main-pane h3")).to_be_in_viewport()
    last = desk.locator(".cd-suggested .cd-passage").last.get_by_role("button", name="No, not here")
    last.click()
    status = desk.get_by_role("status")
    expect(status).to_contain_text("Saved.")
    expect(status).to_be_in_viewport()
    expect(desk.get_by_role("button", name="Undo", exact=True)).to_be_in_viewport()
    for _ in range(12):  # going back up, nothing that has the focus is under it
        page.keyboard.press("Shift+Tab")
        page.wait_for_timeout(30)
        covered = page.evaluate(
            """() => {
                const active = document.activeElement, box = active.getBoundingClientRect();
                const bar = document.querySelector('.cd-bar'), top = bar.getBoundingClientRect();
                return !bar.contains(active) && box.top < top.bottom - 1 && box.bottom > top.top + 1 ? active.outerHTML.slice(0, 120) : '';
            }"""
        )
        assert covered == ""
    desk.get_by_role("button", name="Back to the names").click()
    assert re.search(r"cd-pick", focus(maya)[1])
