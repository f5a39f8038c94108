"""What is one step further than a session needs: each act leaves exactly its decision, for whom it was meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from copro_text.study import Study
from tests.browser.fronts import Front, Opened
from tests.browser.hands import Mouse
from tests.browser.recorded import Recorded, recorded
from tests.small import COMMENTS, write_wxr


def two_names(study: Study) -> None:
    for label in ("Stairs", "Fares"):
        study.name(label)


@pytest.fixture
def maya(house: Callable[..., tuple[Front, Path]], opens: Callable[..., Opened]) -> Opened:
    return opens(*house("Maya", "Tom", then=two_names), "Maya")


def hands_of(opened: Opened) -> Mouse:
    return Mouse(opened.page, lambda: opened.desk)


def since(opened: Opened, before: int) -> list[Recorded]:
    return [line for line in recorded(opened.notebook.study)[before:] if line.kind != "enact"]


def one_step_further(opened: Opened, label: str, act: str) -> None:
    opened.draws(opened.desk.locator("button.cd-pick").filter(has_text=label).click)
    expect(opened.desk.locator(".cd-main-pane").get_by_role("heading", name=label, level=3)).to_be_visible()
    opened.desk.get_by_text("More", exact=True).click()
    opened.desk.get_by_role("button", name=act).click()


def test_nest_relate_theme_memo_and_hold_leave_exactly_their_decisions(maya: Opened) -> None:
    hands = hands_of(maya)
    before = len(recorded(maya.notebook.study))
    code = {line.words["label"]: line.payload["code"] for line in recorded(maya.notebook.study) if line.kind == "name"}
    maya.view("Piles")

    one_step_further(maya, "Stairs", "Put under another …")
    hands.name("Fares", "Under which?")
    hands.press("Save", hands.form)
    hands.saved()
    one_step_further(maya, "Stairs", "Say how it bears on another …")
    hands.fill("How", "gets in the way of", hands.form)
    hands.name("Fares", "On which")
    hands.press("Save", hands.form)
    hands.saved()
    one_step_further(maya, "Fares", "A sentence we stand behind …")
    expect(hands.form.get_by_role("checkbox", name="Fares")).to_be_checked()
    hands.fill("The sentence", "Nobody should pay to be heard", hands.form)
    hands.tick(hands.form.get_by_role("checkbox", name="Stairs"))
    hands.press("Save", hands.form)
    hands.saved()
    one_step_further(maya, "Fares", "Memo …")
    hands.fill("Your note", "Ask Dee again", hands.form)
    hands.form.get_by_label("Who is it for?").select_option(label="For the report: it may be printed")
    hands.press("Save", hands.form)
    hands.saved()
    hands.find("chair")
    hands.do("Hold …", "Hold it", Because="Dee asked for time")
    expect(maya.desk.get_by_text("is no room for my chair")).to_have_count(0)

    nest, relate, theme, memo, hold = since(maya, before)
    assert [each.kind for each in (nest, relate, theme, memo, hold)] == ["nest", "relate", "theme", "memo", "hold"]
    assert (nest.payload["code"], nest.payload["under"]) == (code["Stairs"], code["Fares"])
    assert relate.words == {"how": "gets in the way of"}
    assert theme.words == {"sentence": "Nobody should pay to be heard"}
    assert set(theme.payload["codes"]) == set(code.values())
    assert memo.words == {"text": "Ask Dee again"}
    assert hold.words == {"because": "Dee asked for time"}


def test_working_on_my_own_first_and_sharing_are_recorded_and_told(maya: Opened) -> None:
    hands = hands_of(maya)
    before = len(recorded(maya.notebook.study))
    maya.desk.get_by_role("button", name="For Maya").click()
    hands.press("Work on my own first")
    hands.saved()
    told = maya.desk.get_by_text("You are on your own")
    expect(told.first).to_be_visible()
    maya.view("Hear")  # it stays in sight in every view
    expect(told).to_have_count(1)
    hands.fill("A word you want to keep?", "Quillwort")
    hands.press("Keep")
    hands.saved()
    hands.press("Share what I did")
    hands.saved()
    expect(told).to_have_count(0)
    assert [line.kind for line in since(maya, before)] == ["on_our_own", "memo", "share"]


def test_what_one_types_for_another_is_marked_so_and_is_theirs_to_confirm(maya: Opened) -> None:
    hands = hands_of(maya)
    study = maya.notebook.study
    who = {line.words["name"]: line.analyst for line in recorded(study) if line.kind == "join"}
    before = len(recorded(study))
    maya.desk.get_by_role("button", name="For Maya").click()
    maya.desk.get_by_label("This is for").select_option(label="Tom")
    expect(maya.desk.get_by_text("It will be: For Tom, typed by Maya.")).to_be_visible()
    hands.press("Change who it is for")  # what stands in both fields is what is done
    expect(maya.desk.get_by_role("button", name="For Tom, typed by Maya")).to_be_visible()
    hands.fill("A word you want to keep?", "Quillwort")
    hands.press("Keep")
    hands.saved()
    (kept,) = since(maya, before)
    assert (kept.analyst, kept.entered_by) == (who["Tom"], who["Maya"])

    maya.desk.get_by_role("button", name="For Tom, typed by Maya").click()
    maya.desk.get_by_label("Typed by").select_option(label="Tom")
    hands.press("Change who it is for")
    expect(maya.desk.get_by_role("button", name="For Tom", exact=True)).to_be_visible()
    maya.view("Decide")
    hands.press("It is as I meant it")
    hands.saved()
    own = since(maya, before)[1]
    assert (own.kind, own.analyst) == ("own", who["Tom"])


def test_what_nobody_does_for_another_is_not_offered_while_another_types_and_it_is_said_how(maya: Opened) -> None:
    hands, desk = hands_of(maya), maya.desk
    told = desk.get_by_text("Only Tom can do this for Tom.")
    desk.get_by_role("button", name="For Maya").click()
    desk.get_by_label("This is for").select_option(label="Tom")
    hands.press("Change who it is for")
    expect(desk.get_by_role("button", name="For Tom, typed by Maya")).to_be_visible()
    desk.get_by_role("button", name="For Tom, typed by Maya").click()
    expect(told).to_be_visible()
    expect(desk.get_by_role("button", name="Work on my own first")).to_have_count(0)
    hands.fill("A word you want to keep?", "Quillwort")
    hands.press("Keep")
    hands.saved()
    desk.get_by_role("button", name="For Tom, typed by Maya").click()  # the panel closes
    maya.view("Decide")
    expect(told).to_be_visible()
    for name in ("It is as I meant it", "Strike it"):
        expect(desk.get_by_role("button", name=name)).to_have_count(0)

    desk.get_by_role("button", name="For Tom, typed by Maya").click()
    desk.get_by_label("Typed by").select_option(label="Tom")
    hands.press("Change who it is for")
    desk.get_by_role("button", name="For Tom", exact=True).click()
    hands.press("Work on my own first")
    hands.saved()
    desk.get_by_label("Typed by").select_option(label="Maya")
    hands.press("Change who it is for")
    desk.get_by_role("button", name="For Tom, typed by Maya").click()
    expect(desk.get_by_text("You are on your own").first).to_be_visible()
    expect(desk.get_by_role("button", name="Share what I did")).to_have_count(0)
    expect(told.first).to_be_visible()


def test_whoever_typed_a_good_while_for_a_room_is_asked_to_pass_the_keyboard(maya: Opened) -> None:
    hands = hands_of(maya)
    maya.desk.get_by_role("button", name="For Maya").click()
    for name in ("Maya", "Tom"):
        maya.desk.get_by_role("group", name="In the room").get_by_role("checkbox", name=name).check()
        expect(maya.desk.get_by_role("checkbox", name=name)).to_be_checked()
    maya.view("Hear")
    hint = maya.desk.get_by_text("Maya has typed for a while. Would somebody else like the keyboard?")
    for n in range(15):
        expect(hint).to_have_count(0)
        hands.fill("A word you want to keep?", f"word {n}")
        hands.press("Keep")
        if n < 14:
            hands.saved()
    expect(hint).to_be_visible()


@pytest.mark.trial
def test_number_keys_typed_quickly_put_the_contributions_that_were_meant(
    plain: Front, begun: Callable[..., Path], opens: Callable[..., Opened]
) -> None:
    study = begun("Maya", comments=COMMENTS[:5], then=two_names)  # nobody who asked not to be used
    maya = opens(plain, study, "Maya")
    before = len(recorded(study))
    keyboard = maya.page.keyboard
    heard = []
    for step in range(3):
        heard.append(maya.desk.locator("blockquote.cd-words").inner_text())
        if step < 2:
            hands_of(maya).press("Next")
        expect(maya.desk.get_by_role("heading", name=f"{min(step + 2, 3)} of 6")).to_be_visible()
    for _ in range(2):
        keyboard.press("b")
    expect(maya.desk.get_by_role("heading", name="1 of 6")).to_be_visible()
    first = maya.desk.get_by_role("group", name="Names used last").get_by_role("button").first
    keyboard.press("n")
    label = re.sub(r"^\d\s*", "", first.inner_text())
    keyboard.press("b")
    expect(maya.desk.get_by_role("heading", name="1 of 6")).to_be_visible()

    keyboard.type("n1n1")  # as quickly as keys can be pressed: nothing waits for what is drawn
    expect(maya.desk.get_by_role("heading", name="3 of 6")).to_be_visible()
    expect(maya.desk.get_by_text(f"Maya put it with ‘{label}’")).to_be_visible()
    placed = since(maya, before)
    texts = {c.id: c.text for c in Study(study).session.corpus}
    assert [line.kind for line in placed] == ["place", "place"]
    assert [texts[line.payload["excerpts"][0].split(".")[0]] for line in placed] == heard[1:]


def test_a_press_of_the_mouse_while_news_comes_is_not_lost(maya: Opened) -> None:
    study = maya.notebook.study
    box = maya.desk.get_by_role("button", name="Next", exact=True).bounding_box()
    assert box
    drawn = maya.desk.get_attribute("data-drawn") or ""
    maya.page.mouse.move(box["x"] + 9, box["y"] + 9)
    maya.page.mouse.down()
    tom = Study(study, analyst="Tom")
    tom.memo(tom.contributions.index[0], "A thought of Tom's")
    tom.session.close()
    maya.page.wait_for_timeout(2_500)  # longer than the desk takes to look for news
    expect(maya.desk).to_have_attribute("data-drawn", drawn)
    maya.page.mouse.up()
    expect(maya.desk.get_by_role("heading", name="2 of 7")).to_be_visible()
    expect(maya.desk.get_by_role("status")).to_contain_text("decided by others")


@pytest.mark.trial
def test_what_stands_in_the_search_field_stays_when_the_view_is_drawn_anew_before_it_was_looked_for(maya: Opened) -> None:
    hands = hands_of(maya)
    hands.find("chair")
    # a computer that is busy: what is typed is looked for late
    maya.page.evaluate(
        "() => { const wait = window.setTimeout; window.setTimeout = (does, ms, ...more) => wait(does, ms === 60 ? 2000 : ms, ...more) }"
    )
    field = maya.desk.get_by_role("searchbox")
    for typed in ("", "fare"):
        drawn = maya.desk.get_attribute("data-drawn") or ""
        field.fill(typed)
        maya.view("Read")
        expect(maya.desk).not_to_have_attribute("data-drawn", drawn)
        assert field.input_value() == typed
        expect(maya.desk.locator("[data-found]")).to_have_text("1 of 7" if typed else "7 in all")
        assert field.input_value() == typed


def test_whoever_is_in_the_search_field_before_all_is_drawn_stays_there(maya: Opened) -> None:
    where = maya.page.evaluate(
        """() => new Promise(done => {
            const desk = document.querySelector('.copro-desk');
            const words = () => desk.querySelector('.cd-main-pane blockquote');
            new MutationObserver((_, watch) => {
                watch.disconnect();
                if (words()) done('all was drawn at once: nothing can be seen here');
                desk.querySelector('input[type=search]').focus();
                const look = () => words() ? setTimeout(() => done(document.activeElement.type), 50) : setTimeout(look, 5);
                look();
            }).observe(desk, { attributes: true, attributeFilter: ['data-drawn'] });
            desk.querySelector('[data-key=view-read]').focus();
            desk.querySelector('[data-key=view-read]').click();
        })"""
    )
    assert where == "search"


def test_a_search_with_a_form_open_keeps_what_was_typed_in_it_and_shows_what_others_do_from_then_on(maya: Opened) -> None:
    desk, hands = maya.desk, hands_of(maya)
    maya.view("Read")
    desk.get_by_role("listbox").focus()
    maya.page.keyboard.press("Space")
    hands.press("Set aside …", desk.locator(".cd-select"))
    hands.fill("Because", "half a reason", hands.form)
    hands.fill("Search", "chair")
    expect(hands.form).to_have_count(0)
    tom = Study(maya.notebook.study, analyst="Tom")
    tom.name("Ramps")
    tom.session.close()
    expect(desk.get_by_role("status")).to_contain_text("waits for you")
    hands.press("Set aside …", desk.locator(".cd-select"))
    expect(hands.form.get_by_label("Because")).to_have_value("half a reason")


def test_words_chosen_while_others_decide_are_still_chosen_and_told_so(maya: Opened) -> None:
    desk, hands = maya.desk, hands_of(maya)
    hands.find("chair")
    hands.press("Choose words …")
    tom = Study(maya.notebook.study, analyst="Tom")
    tom.place(tom.find("chair"), "Stairs", because="Tom thinks so")
    tom.session.close()
    expect(desk.get_by_text("0 placed")).to_have_count(0)
    desk.get_by_label("Select with Shift").evaluate("field => { field.focus(); field.setSelectionRange(2, 6) }")
    hands.press("Use these words")
    expect(desk.get_by_text("because Tom thinks so")).to_be_visible()
    expect(desk.get_by_text("Chosen: ‘room’")).to_be_visible()
    hands.press("Memo …")
    expect(hands.form.get_by_role("heading", name="Memo about “room” …")).to_be_visible()


def test_news_of_others_stands_after_what_was_saved_here_and_not_in_its_place(maya: Opened) -> None:
    hands = hands_of(maya)
    hands.find("chair")
    hands.press("Set aside …")
    hands.fill("Because", "Not about this", hands.form)
    hands.press("Set it aside", hands.form)
    status = maya.desk.get_by_role("status")
    expect(status).to_contain_text("Saved.")
    tom = Study(maya.notebook.study, analyst="Tom")
    for thought in ("A thought of Tom's", "Another"):
        tom.memo(tom.contributions.index[0], thought)
    tom.session.close()
    expect(status).to_contain_text("decided by others")
    expect(status).to_contain_text("Saved.")
    maya.page.wait_for_timeout(2_500)  # the next news, if they did not come together
    assert status.inner_text().count("decided by others") == 1


@pytest.mark.trial
def test_what_was_skipped_is_not_shown_by_going_back(maya: Opened) -> None:
    desk, hands = maya.desk, hands_of(maya)
    first = desk.locator("blockquote").inner_text()
    hands.press("Skip")
    expect(desk.get_by_role("heading", name="2 of 7")).to_be_visible()
    hands.press("Back")
    expect(desk.get_by_role("status")).to_contain_text("skipped")
    assert desk.locator("blockquote").inner_text() != first


def test_a_word_typed_while_the_same_view_is_opened_again_is_not_lost(maya: Opened) -> None:
    hands = hands_of(maya)
    maya.view("Hear")
    hands.fill("A word you want to keep?", "Quillwort")
    maya.view("Hear")
    expect(maya.desk.get_by_label("A word you want to keep?")).to_have_value("Quillwort")


@pytest.mark.trial
def test_words_with_a_content_note_are_shown_when_one_asks_for_them(maya: Opened) -> None:
    desk, hands = maya.desk, hands_of(maya)
    hands.find("chair")
    hands.press("Memo …")
    hands.form.get_by_label("Who is it for?").select_option("content note")
    hands.fill("Your note", "a fall", hands.form)
    hands.form.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Content note: a fall", exact=True)).to_be_visible()
    expect(desk.locator("blockquote.cd-words")).to_have_count(0)
    hands.press("Show the words")
    expect(desk.locator("blockquote.cd-words")).to_contain_text("chair")


def test_words_chosen_after_a_redacted_name_are_the_ones_that_are_put_away(maya: Opened) -> None:
    tom = Study(maya.notebook.study, analyst="Tom")
    id_ = tom.find("no room for my chair").index[0]
    tom.redact(tom.passage(id_, "room upstairs"), instead="left out")
    hands = hands_of(maya)
    hands.find("no room for my chair")
    expect(maya.desk.locator("blockquote.cd-words")).to_contain_text("A [left out] is no room for my chair.")
    hands.press("Choose words …")
    choose = "field => { const at = field.value.indexOf('no room for my'); field.focus(); field.setSelectionRange(at, at + 14) }"
    maya.desk.get_by_label("Select with Shift").evaluate(choose)
    hands.press("Use these words")
    hands.chosen("no room for my")
    before = len(recorded(maya.notebook.study))
    hands.do("Set aside …", "Set it aside", Because="Not about this")
    (aside,) = since(maya, before)
    (passage,) = aside.payload["excerpts"]
    said = tom.session.as_said.contributions[id_].text
    start, end = map(int, passage.split(".")[2:])
    assert said[start:end] == "no room for my"


@pytest.mark.trial
def test_to_work_without_piles_for_a_half_is_proposed_one_step_further(
    house: Callable[..., tuple[Front, Path]], opens: Callable[..., Opened], tmp_path: Path
) -> None:
    front, path = house("Maya", "Tom", then=two_names)
    about = ("the Tuesday bus and its fare", "a locked gate and no bell", "a room up the stairs")
    more = [(f"Person {i}", f"Comment {i} is about {about[i % 3]}, as ever.") for i in range(24)]
    tom = Study(path, analyst="Tom")
    tom.add(write_wxr(tmp_path / "more.xml", more), progress=False)
    tom.suggest(progress=False)
    tom.draft()
    maya = opens(front, path, "Maya")
    hands = hands_of(maya)
    before = len(recorded(maya.notebook.study))
    maya.view("Piles")
    maya.desk.get_by_text("More", exact=True).click()
    hands.press("Find out whether piles steer us …")
    expect(hands.form).to_contain_text("It begins when all of you have answered")
    hands.fill("Because (if you like)", "they look so tidy", hands.form)
    hands.press("Propose it to all of us", hands.form)
    hands.saved()
    (line,) = since(maya, before)
    assert (line.kind, line.words["because"]) == ("half_without", "they look so tidy")


@pytest.mark.trial
def test_where_the_sorter_finds_nothing_it_is_said_and_what_to_do(maya: Opened) -> None:
    maya.view("Piles")
    hands_of(maya).press("Ask the sorter for piles")
    expect(maya.desk.get_by_role("status")).to_contain_text("found no piles: there is too little here")
    expect(maya.desk.get_by_role("status")).to_contain_text("make names of your own")


def test_what_was_searched_for_is_marked_where_it_stands(maya: Opened) -> None:
    hands, desk = hands_of(maya), maya.desk
    hands.find("room upstairs")
    marked = desk.locator("blockquote .cd-found")
    expect(marked).to_have_text("room upstairs")
    hands.fill("Search", "ROOM   upst")
    expect(marked).to_have_text("room upst")
    for odd in ("a-b/c.(x)[y]{z}|^$*+?\\", ""):
        hands.fill("Search", odd)
        expect(marked).to_have_count(0)
