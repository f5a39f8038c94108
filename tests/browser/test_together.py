"""Two people, two browsers, two kernels, one study: what one does reaches the other, unless they work on their own first."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from copro_text.study import Study
from tests.browser.fronts import Front, Opened
from tests.browser.hands import Hands, Mouse
from tests.browser.recorded import Recorded, recorded


@pytest.fixture
def pair(house: Callable[..., tuple[Front, Path]], opens: Callable[..., Opened]) -> tuple[Opened, Opened, Path]:
    front, study = house("Maya", "Tom", then=lambda study: study.name("Stairs"))
    maya, tom = opens(front, study, "Maya"), opens(front, study, "Tom")
    return maya, tom, study


def hands(opened: Opened) -> Hands:
    return Mouse(opened.page, lambda: opened.desk)


def since(study: Path, before: int) -> list[Recorded]:
    return recorded(study)[before:]


def test_a_proposal_waits_is_answered_and_takes_effect_on_both_screens(pair: tuple[Opened, Opened, Path]) -> None:
    maya, tom, study = pair
    before = len(recorded(study))
    m, t = hands(maya), hands(tom)
    asked = int(re.sub(r"\D", "", tom.desk.get_by_role("button", name=re.compile("^Decide")).inner_text()))  # of what Maya decided alone

    # Tom is typing when it arrives: neither his words nor his place are taken from him.
    typing = tom.desk.get_by_label("A word you want to keep?")
    typing.click()
    typing.press_sequentially("no roo")
    drawn = tom.desk.get_attribute("data-drawn") or ""
    maya.view("Piles")
    m.do("New name", "Save", Name="Fares")
    expect(m.desk.locator("button.cd-pick").filter(has_text="Fares")).to_contain_text("waiting")
    expect(tom.desk.get_by_role("navigation").get_by_role("button", name=f"Decide {asked + 1} wait for you")).to_be_visible()
    expect(tom.desk).not_to_have_attribute("data-drawn", drawn)
    assert typing.input_value() == "no roo"
    expect(typing).to_be_focused()

    tom.view("Decide")
    question = tom.desk.get_by_role("article").filter(has_text="Fares")
    t.press("Yes", question)
    t.saved()
    expect(m.desk.locator("button.cd-pick").filter(has_text="Fares")).not_to_contain_text("waiting")
    tom.view("Piles")
    expect(tom.desk.locator("button.cd-pick").filter(has_text="Fares")).not_to_contain_text("waiting")
    assert [line.kind for line in since(study, before)][:2] == ["name", "answer"]
    assert {line.kind for line in since(study, before)[2:]} == {"enact"}


def test_two_who_act_at_once_both_have_it_recorded(pair: tuple[Opened, Opened, Path]) -> None:
    maya, tom, study = pair
    before = len(recorded(study))
    for round_ in range(3):
        for opened in (maya, tom):
            opened.desk.get_by_label("A word you want to keep?").fill(f"word {round_} of {opened.notebook.path.stem}")
        for opened in (maya, tom):  # neither waits for the other
            opened.desk.get_by_role("button", name="Keep", exact=True).evaluate("button => button.click()")
        for opened in (maya, tom):
            expect(opened.desk.get_by_text(f"word {round_} of Maya").first).to_be_visible()
            expect(opened.desk.get_by_text(f"word {round_} of Tom").first).to_be_visible()
    kept = sorted(line.words["text"] for line in since(study, before))
    assert kept == sorted(f"word {round_} of {who}" for round_ in range(3) for who in ("Maya", "Tom"))


SLOW = """
import time
desk = study.desk()
ask = desk._room.ask
desk._room.ask = lambda what, given: (time.sleep(1.5 if what == "hear" else 0), ask(what, given))[1]
desk"""


@pytest.mark.trial
def test_a_form_opened_while_news_is_being_drawn_stays(lab: Front, begun: Callable[..., Path], opens: Callable[..., Opened]) -> None:
    study = begun("Maya", "Tom")
    maya = opens(lab, study, "Maya", cells=(SLOW,))
    maya.desk.get_by_role("button", name="Next").click()
    expect(maya.desk.get_by_role("heading", name="2 of 7")).to_be_visible()
    tom = Study(study, analyst="Tom")
    tom.memo(tom.contributions.index[0], "A thought of Tom's")
    tom.session.close()
    expect(maya.desk.get_by_role("status")).to_contain_text("decided by others")
    maya.desk.get_by_role("button", name="Memo …").click()
    note = maya.desk.get_by_label("Your note")
    note.fill("Half a thou")
    maya.page.wait_for_timeout(3000)  # the answer that was under way, and the drawing after it, have come by then
    expect(note).to_have_value("Half a thou")
    expect(note).to_be_focused()
    note.press_sequentially("ght")
    hands(maya).press("Save", maya.desk.locator("form.cd-sheet"))
    hands(maya).saved()


def test_on_our_own_nothing_reaches_the_other(lab: Front, begun: Callable[..., Path], opens: Callable[..., Opened]) -> None:
    study = begun("Maya", "Tom", then=lambda study: study.name("Stairs"))
    for who in ("Maya", "Tom"):
        each = Study(study, analyst=who)
        each.on_our_own()
        each.session.close()
    maya, tom = opens(lab, study, "Maya"), opens(lab, study, "Tom")
    m = hands(maya)
    m.fill("A word you want to keep?", "Quillwort")
    m.press("Keep")
    m.saved()
    maya.view("Piles")
    m.do("New name", "Save", Name="Marzipan")
    for view in ("Hear", "Piles", "Read", "Decide"):
        tom.view(view)
        tom.page.wait_for_timeout(1500)  # longer than the desk takes to look for news
        for secret in ("Quillwort", "Marzipan"):
            assert secret not in tom.page.content()
            assert secret not in tom.desk.aria_snapshot()
    assert "Marzipan" in maya.desk.inner_text(), "she sees her own"
    for secret in ("Quillwort", "Marzipan"):
        assert maya.watch.carried(secret)
        assert not tom.watch.carried(secret)
    for opened in (maya, tom):
        lab.save(opened.page)
        saved = opened.notebook.path.read_text("utf-8")
        assert '"outputs"' in saved
        for words in ("Quillwort", "Marzipan", "no room for my chair"):
            assert words not in saved, "nothing that anyone said or typed settles in a notebook"
