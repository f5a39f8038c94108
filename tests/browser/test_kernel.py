"""The Python behind the desk dies in the middle of an act: it is said loudly, and nothing is lost nor recorded twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.fronts import Front, Opened
from tests.browser.hands import Mouse
from tests.browser.recorded import recorded


@pytest.mark.parametrize("shell", ["lab", pytest.param("notebook7", marks=pytest.mark.trial)], indirect=True)
def test_an_act_in_which_the_kernel_dies_is_not_saved_kept_and_saved_once(
    shell: Front, begun: Callable[..., Path], opens: Callable[..., Opened]
) -> None:
    study = begun("Maya")
    before = len(recorded(study))
    opened = opens(shell, study, "Maya")
    hands = Mouse(opened.page, lambda: opened.desk)
    hands.fill("A word you want to keep?", "no room")
    hands.press("Keep")
    hands.saved()
    opened.view("Piles")
    hands.press("New name")
    hands.fill("Name", "Fares", hands.form)
    hands.fill("What it means", "Paying before one sits", hands.form)
    opened.kill_the_kernel()
    hands.press("Save", hands.form)
    expect(opened.desk.get_by_role("alert").filter(has_text="NOT SAVED")).to_contain_text("Fares")
    expect(hands.form.get_by_label("What it means")).to_have_value("Paying before one sits")
    assert [line.kind for line in recorded(study)[before:]] == ["memo"]

    opened.run_again()
    alert = opened.desk.get_by_role("alert").filter(has_text="NOT SAVED")
    expect(alert).to_contain_text("Fares")
    hands.press("Try again", alert)
    hands.saved()
    expect(alert).to_have_count(0)
    assert [str(line) for line in recorded(study)[before:]] == [
        "memo text='no room'",
        "name definition='Paying before one sits' label='Fares'",
        "enact",
    ]


@pytest.mark.trial
def test_an_act_that_was_saved_though_nobody_heard_so_is_not_saved_twice(
    lab: Front, begun: Callable[..., Path], opens: Callable[..., Opened]
) -> None:
    study = begun("Maya")
    before = len(recorded(study))
    dies = """
import signal
desk = study.desk()
send = desk.send
def dies_unheard(content, buffers=None):
    if "saved" in content:
        os.kill(os.getpid(), signal.SIGKILL)
    send(content, buffers)
if not os.path.exists(study.path / ".." / "died"):
    (study.path / ".." / "died").touch()
    desk.send = dies_unheard
desk"""
    opened = opens(lab, study, "Maya", cells=(dies,))
    hands = Mouse(opened.page, lambda: opened.desk)
    hands.fill("A word you want to keep?", "no room")
    hands.press("Keep")
    alert = opened.desk.get_by_role("alert").filter(has_text="NOT SAVED")
    expect(alert).to_contain_text("no room")
    assert [line.kind for line in recorded(study)[before:]] == ["memo"], "it is on the disk, though the screen cannot know"
    opened.run_again()
    hands.press("Try again", alert)
    hands.saved()
    assert [line.kind for line in recorded(study)[before:]] == ["memo"]
