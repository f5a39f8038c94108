"""Asking the sorter at the desk: how many piles, what it learns from placings, and what to read next."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from copro_text.study import Study
from tests.browser.fronts import Front, Opened
from tests.browser.hands import Mouse
from tests.small import write_wxr

ABOUT = ("the bus", "the stairs", "the phone", "the letter", "the form", "the ward", "the cook", "the garden", "the key", "the chair")
SAYS = ("comes late again", "is not for us", "was put off till Monday", "needs somebody who asks")


def many(study: Study) -> None:
    people = [
        (f"Person {i}", f"I think {about} {says}, and {about} {SAYS[i % 3]}.")
        for i, about in enumerate(ABOUT * 4)
        for says in SAYS[i % 4 : i % 4 + 1]
    ]
    study.add(write_wxr(study.path.parent / "many.xml", people), progress=False)
    for label in ("Late buses", "Steps"):
        study.name(label)


@pytest.fixture
def maya(house: Callable[..., tuple[Front, Path]], opens: Callable[..., Opened]) -> Opened:
    return opens(*house("Maya", "Tom", then=many), "Maya")


def drafts(opened: Opened) -> set[str]:
    book = Study(opened.notebook.study, analyst="Tom").codebook
    return set(book.index[book["draft"]])


@pytest.mark.trial
def test_moving_from_few_piles_to_many_heaps_up_no_drafts_and_keeps_what_somebody_touched(maya: Opened) -> None:
    hands = Mouse(maya.page, lambda: maya.desk)
    maya.view("Piles")
    slide = maya.desk.get_by_role("slider", name="How many piles?")
    expect(slide).to_have_attribute("aria-valuetext", re.compile("^the usual"))
    slide.focus()
    maya.page.keyboard.press("ArrowLeft")
    expect(slide).to_have_attribute("aria-valuetext", "some: at most 12")
    maya.page.keyboard.press("ArrowLeft")
    expect(slide).to_have_attribute("aria-valuetext", "a few: at most 6")
    hands.press("Ask the sorter for piles")
    expect(maya.desk.get_by_role("status")).to_contain_text("a draft name now", timeout=60_000)
    few = drafts(maya)
    assert 1 < len(few) <= 6
    touched = sorted(few)[0]
    Study(maya.notebook.study, analyst="Maya").rename(touched, "Ours")  # Tom has not answered: it is a draft still
    maya.view("Piles")
    expect(slide).to_have_value("0")
    slide.focus()
    maya.page.keyboard.press("End")
    hands.press("Ask the sorter again")
    expect(maya.desk.get_by_role("status")).to_contain_text("draft name", timeout=60_000)
    expect(slide).to_have_value("4")
    now = drafts(maya)
    assert len(now) > 6
    assert now & few == {touched}


def test_the_sorter_learns_from_what_was_put_and_puts_nothing_itself(maya: Opened) -> None:
    hands = Mouse(maya.page, lambda: maya.desk)
    maya.view("Piles")
    expect(maya.desk.get_by_role("button", name="Suggest names for the rest")).to_have_count(0)
    tom = Study(maya.notebook.study, analyst="Tom")
    for label, about in (("Late buses", "the bus"), ("Steps", "the stairs")):
        tom.place(list(tom.find(about).index[:3]), label)
    placed = len(tom.placings)
    hands.press("Suggest names for the rest from what we put")
    expect(maya.desk.get_by_role("status")).to_contain_text("nothing was put anywhere", timeout=60_000)
    expect(maya.desk.locator("button.cd-pick").filter(has_text="Late buses")).to_contain_text("suggested")
    assert len(tom.placings) == placed


def test_what_to_read_next_says_why_and_opens_it_whole(maya: Opened) -> None:
    maya.view("Read")
    maya.desk.get_by_text("What to read next", exact=True).click()
    part = maya.desk.get_by_role("group", name="What to read next")
    expect(part.get_by_role("listitem")).to_have_count(5, timeout=60_000)
    expect(part.get_by_role("listitem").first).to_contain_text("nobody has read")
    words = part.get_by_role("button").nth(1).inner_text().rstrip("…")
    part.get_by_role("button").nth(1).click()
    expect(maya.desk.locator(".cd-main-pane blockquote").first).to_contain_text(words[:40])
    expect(maya.desk.get_by_text("41 in all")).to_be_visible()
