"""What is typed in the desk never reaches the notebook around it."""

from __future__ import annotations

import string
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.fronts import Front, Opened
from tests.browser.recorded import recorded

NOTEBOOK_KEYS = [*"abcdfhjklmoqstvxyz", *"ABCDIJKLOPVXYZ", "0", "0", "Enter", "Escape", "Space", "Delete", "Backspace", "ArrowDown", "ArrowUp"]
"""What a notebook in command mode takes as commands, such as b: a cell below; dd: delete; 00: restart; m: make it text."""


def test_no_key_reaches_the_notebook(shell: Front, begun: Callable[..., Path], opens: Callable[..., Opened]) -> None:
    study = begun("Maya")
    opened = opens(shell, study, "Maya")
    page, keyboard = opened.page, opened.page.keyboard
    cells, before = shell.cells(page), len(recorded(study))

    typing = opened.desk.get_by_label("A word you want to keep?")
    typing.click()
    keyboard.type(string.printable.strip() + "dd00")
    assert typing.input_value() == string.printable.strip() + "dd00"
    typing.fill("")

    for view in ("Hear", "Piles", "Read", "Decide"):
        opened.view(view)
        for key in ("a", "b", "x", "d", "d", "m", "y", "c", "v", "z", "j", "k", "l", "o", "h", "q"):
            keyboard.press(key)
            if opened.desk.locator("form.cd-sheet").count():
                keyboard.press("Escape")
        for _ in range(3):
            keyboard.press("Tab")
            for key in NOTEBOOK_KEYS[:32]:
                keyboard.press(key)
    page.wait_for_timeout(300)
    assert shell.cells(page) == cells
    assert page.locator("dialog").count() == 0, "no question of the notebook, such as whether to restart"
    assert [line.kind for line in recorded(study)[before:] if line.kind not in ("undo", "redo")] == []


def test_keys_of_the_desk_work_and_can_be_turned_off(plain: Front, begun: Callable[..., Path], opens: Callable[..., Opened]) -> None:
    opened = opens(plain, begun("Maya"), "Maya")
    desk, keyboard = opened.desk, opened.page.keyboard
    desk.focus()
    keyboard.press("n")
    expect(desk.get_by_role("heading", name="2 of 7")).to_be_visible()
    keyboard.press(".")
    expect(desk.get_by_text("Paused.")).to_be_visible()
    expect(desk.get_by_role("heading", name="2 of 7")).to_be_hidden()
    keyboard.press(".")
    expect(desk.get_by_role("heading", name="2 of 7")).to_be_visible()
    keyboard.press("?")
    desk.get_by_role("checkbox", name="These keys are on").uncheck()
    keyboard.press("b")
    expect(desk.get_by_role("heading", name="2 of 7")).to_be_visible()
