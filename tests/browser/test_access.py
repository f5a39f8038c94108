"""Everybody can use the desk: axe-core finds nothing in any view, narrow or wide, light or dark, and a screen reader is given this."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from copro_text.study import Study
from tests.browser.access import differs_from_golden, violations
from tests.browser.fronts import Front, Opened

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 700}
LOOKS = [("light", WIDE), ("dark", NARROW), ("dark", WIDE), ("light", NARROW)]
SOME = LOOKS[:2] + [pytest.param(*look, marks=pytest.mark.trial) for look in LOOKS[2:]]
# Behind the words: the first colour that is not transparent, as one number from 0 (black) to 255.
BACKGROUND = """desk => {
  for (let node = desk; node; node = node.parentElement) {
    const [red, green, blue, opaque = 1] = getComputedStyle(node).backgroundColor.match(/[\\d.]+/g).map(Number);
    if (opaque) return (red + green + blue) / 3;
  }
  return 255;
}"""


def in_use(study: Path) -> Path:
    """A study of two, in which something of everything is to be seen."""
    maya = Study(study, analyst="Maya")
    ids = {c.text.split()[0].strip(".,"): c.id for c in maya.session.corpus}
    for label in ("Stairs", "The wait", "Fares"):
        maya.name(label, definition=f"What people say of {label.lower()}")
        maya.session.close()
        tom = Study(study, analyst="Tom")
        tom.answer(tom.waiting.index[0], "yes")
        tom.session.close()
        maya = Study(study, analyst="Maya")
    maya.place([ids["A"], ids["Pay"]], "Stairs", because="It is about getting in")
    maya.set_aside(ids["Tell"], because="Not about this")
    maya.memo(ids["A"], "Ask Dee again")
    maya.memo(ids["A"], "no room", kind="a word to keep")
    maya.session.close()
    tom = Study(study, analyst="Tom")
    tom.remove(ids["A"], "Stairs", because="It is about being asked")
    tom.place(ids["A"], "The wait")
    tom.rename("Fares", "Paying to be heard", because="They say it so")
    tom.theme("Nobody is asked before it is too late", codes=["The wait"])
    tom.session.close()
    return study


def the_name(opened: Opened) -> None:
    opened.view("Piles")
    opened.desk.locator("button.cd-pick").filter(has_text="Stairs").click()
    expect(opened.desk.get_by_role("heading", name="Put here by people: 2")).to_be_visible()


def the_form(opened: Opened) -> None:
    the_name(opened)
    opened.desk.get_by_role("button", name="Join with …").click()
    opened.desk.get_by_role("combobox", name="The name that stays").fill("a")
    expect(opened.desk.get_by_role("option").first).to_be_visible()


def one_read(opened: Opened) -> None:
    opened.view("Read")
    opened.desk.get_by_label("Search").fill("chair")
    expect(opened.desk.get_by_text("1 of 7")).to_be_visible()
    expect(opened.desk.get_by_role("heading", name="What people did with it")).to_be_visible()


def plain_pages(opened: Opened) -> None:
    opened.view("Read")
    opened.desk.get_by_text("Filters", exact=True).click()
    opened.desk.get_by_label("Search").fill("")
    expect(opened.desk.get_by_text("7 in all")).to_be_visible()
    opened.desk.get_by_role("checkbox", name="Show as plain pages").check()
    expect(opened.desk.locator("ol.cd-pages")).to_be_visible()
    expect(opened.desk.locator(".cd-main-pane blockquote").filter(has_text="at the gate")).to_be_visible()


def chosen_words(opened: Opened) -> None:
    one_read(opened)
    opened.desk.get_by_role("button", name="Choose words …").click()
    expect(opened.desk.get_by_role("button", name="Use these words")).to_be_visible()


def who_is_here(opened: Opened) -> None:
    opened.view("Hear")
    opened.desk.get_by_role("button", name="For Maya").click()
    expect(opened.desk.get_by_role("heading", name="Who is here")).to_be_visible()


def the_help(opened: Opened) -> None:
    opened.view("Hear")
    opened.desk.get_by_role("button", name="Help").click()
    expect(opened.desk.get_by_role("heading", name="Help")).to_be_visible()


def paused(opened: Opened) -> None:
    opened.view("Hear")
    opened.desk.get_by_role("button", name="Pause").click()
    expect(opened.desk.get_by_role("button", name="Go on")).to_be_visible()


STATES: dict[str, Callable[[Opened], object]] = {
    "hear": lambda opened: opened.view("Hear"),
    "chosen words": chosen_words,
    "piles": lambda opened: opened.view("Piles"),
    "a name": the_name,
    "a form": the_form,
    "one read": one_read,
    "plain pages": plain_pages,
    "decide": lambda opened: opened.view("Decide"),
    "who is here": who_is_here,
    "help": the_help,
    "paused": paused,
}
"""What there is to be seen, and how to get there. The last one hides all others."""


def everything_found(opened: Opened) -> dict[str, str]:
    """What breaks a rule in each state: in the desk alone where a notebook is around it, else in the whole page."""
    within = ".copro-desk" if opened.front.keeps_notebook else ""
    found = {}
    for name, reach in STATES.items():
        reach(opened)
        found[name] = violations(opened.page, within)
        wider = opened.page.evaluate("() => { const d = document.querySelector('.copro-desk'); return d.scrollWidth - d.clientWidth }")
        if wider > 1:
            found[name] += f"\nwider than its place by {wider} pixels: one has to scroll to and fro"
    return {name: what for name, what in found.items() if what}


@pytest.mark.parametrize(("colours", "size"), SOME, ids=lambda v: v if isinstance(v, str) else str(v["width"]))
def test_axe_finds_nothing_on_the_plain_page(
    house: Callable[..., tuple[Front, Path]], opens: Callable[..., Opened], colours: str, size: dict[str, int]
) -> None:
    opened = opens(*house("Maya", "Tom", after=in_use), "Maya", viewport=size, color_scheme=colours)
    assert (opened.desk.evaluate(BACKGROUND) < 128) == (colours == "dark")
    assert everything_found(opened) == {}
    assert opened.watch.outside == []


@pytest.mark.trial
@pytest.mark.parametrize(("colours", "size"), LOOKS, ids=lambda v: v if isinstance(v, str) else str(v["width"]))
def test_axe_finds_nothing_in_the_desk_in_a_notebook(
    shell: Front, begun: Callable[..., Path], opens: Callable[..., Opened], colours: str, size: dict[str, int]
) -> None:
    study = in_use(begun("Maya", "Tom"))
    opened = opens(shell, study, "Maya", viewport={"width": max(size["width"], 700), "height": 900})
    shell.colour(opened.page, colours)
    assert (opened.desk.evaluate(BACKGROUND) < 128) == (colours == "dark")
    assert everything_found(opened) == {}


def test_a_screen_reader_is_given_the_same_as_ever(house: Callable[..., tuple[Front, Path]], opens: Callable[..., Opened]) -> None:
    opened = opens(*house("Maya", "Tom", after=in_use), "Maya")
    differs = {}
    for name, reach in STATES.items():
        reach(opened)
        differs[name] = differs_from_golden(opened.desk, name.replace(" ", "_"))
    assert "\n".join(filter(None, differs.values())) == ""
    assert not re.search(r"\bundefined\b|\bnull\b|\bNaN\b|\[object", opened.desk.inner_text())
