"""The desk fits whoever looks at it: at 400% zoom, with colours of their own, without movement."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.fronts import Front, Opened
from tests.browser.test_access import STATES, in_use

ZOOMED = {"width": 320, "height": 256}
"""What is left of 1280 by 1024 at 400%."""
SIDEWAYS = """() => [...document.querySelectorAll('html, .copro-desk, .copro-desk *')]
    .filter(node => node.scrollWidth > node.clientWidth + 1 && ['auto', 'scroll', 'visible'].includes(getComputedStyle(node).overflowX)
        && getComputedStyle(node).display !== 'inline' && node.clientWidth && node.checkVisibility())
    .map(node => `${node.tagName}.${node.className}: ${node.scrollWidth} in ${node.clientWidth}`)"""
OUT_OF_SIGHT = """() => [...document.querySelectorAll('.copro-desk :is(button, input, select, textarea, summary)')]
    .filter(node => node.checkVisibility())
    .map(node => [node, node.getBoundingClientRect()]).filter(([, box]) => box.left < 0 || box.right > innerWidth).map(([node]) => node.outerHTML)"""
MOVING = """() => document.getAnimations().length + [...document.querySelectorAll('*')].filter(node => {
    const style = getComputedStyle(node);
    return [...style.transitionDuration.split(','), ...style.animationDuration.split(',')].some(each => parseFloat(each) > 0)
        || style.scrollBehavior === 'smooth';
  }).length"""
OUTLINE = "node => { const style = getComputedStyle(node); return [style.outlineStyle, parseFloat(style.outlineWidth), style.outlineColor] }"
PAPER = "node => getComputedStyle(node).backgroundColor"


def test_at_400_per_cent_nothing_is_out_of_sight_sideways(house: Callable[..., tuple[Front, Path]], opens: Callable[..., Opened]) -> None:
    opened = opens(*house("Maya", "Tom", after=in_use), "Maya", viewport=ZOOMED, device_scale_factor=4)
    found = {}
    for name, reach in STATES.items():
        reach(opened)
        found[name] = opened.page.evaluate(SIDEWAYS) + opened.page.evaluate(OUT_OF_SIGHT)
    assert {name: what for name, what in found.items() if what} == {}


def test_with_forced_colours_focus_and_the_current_item_can_be_seen(house: Callable[..., tuple[Front, Path]], opens: Callable[..., Opened]) -> None:
    opened = opens(*house("Maya", "Tom", after=in_use), "Maya", forced_colors="active")
    paper = opened.desk.evaluate(PAPER)

    def outlined(selector: str) -> bool:
        style, width, colour = opened.desk.locator(selector).first.evaluate(OUTLINE)
        return style != "none" and width >= 2 and colour != paper

    for name in ("a name", "one read", "a form"):
        STATES[name](opened)
        current = {"a name": ".cd-pick[aria-current]", "one read": ".cd-option.cd-active", "a form": ".cd-pick[aria-current]"}[name]
        assert outlined(current), name
        assert outlined(".cd-nav button[aria-current]"), name
    option = opened.desk.locator(".cd-options li")
    chosen, other = (option.nth(n).evaluate(PAPER) for n in (0, 1))
    assert chosen != other, "which of the names Enter would take"
    assert outlined("input:focus")
    for _ in range(6):
        opened.page.keyboard.press("Tab")
        assert outlined(":focus")


@pytest.mark.trial
def test_nothing_moves_where_that_is_not_wanted(house: Callable[..., tuple[Front, Path]], opens: Callable[..., Opened]) -> None:
    opened = opens(*house("Maya", "Tom", after=in_use), "Maya", reduced_motion="reduce")
    for reach in list(STATES.values())[:-1]:
        reach(opened)
        assert opened.page.evaluate(MOVING) == 0
    expect(opened.desk).to_be_visible()
