"""The page that `copro desk` serves, the notebook that `copro lab` opens, and one that was saved: what is said when the program behind them ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Dialog, expect

from tests.browser.fronts import READY, SLOW, Front, Opened
from tests.browser.hands import Mouse
from tests.browser.recorded import kinds, recorded
from tests.browser.servers import Server, door
from tests.browser.watching import watch


def keep(opened: Opened, word: str) -> Mouse:
    hands = Mouse(opened.page, lambda: opened.desk)
    hands.fill("A word you want to keep?", word)
    hands.press("Keep")
    return hands


@pytest.mark.trial
def test_a_page_whose_program_died_says_so_and_is_itself_again_when_loaded(
    plain: Front, begun: Callable[..., Path], opens: Callable[..., Opened]
) -> None:
    study = begun("Maya")
    before = len(recorded(study))
    opened = opens(plain, study, "Maya")
    opened.kill_the_kernel()
    trouble = opened.page.get_by_role("alert").filter(has_text="The desk has stopped.")
    expect(trouble).to_contain_text("What was said to be saved is safe.")
    with opened.page.expect_navigation():
        trouble.get_by_role("button", name="Load the page again").click()
    opened.ready()
    keep(opened, "no room").saved()
    expect(trouble).to_have_count(0)
    assert kinds(study, after=before) == ["memo"]


@pytest.mark.trial
def test_a_page_whose_server_ended_says_what_to_type(plain: Front, begun: Callable[..., Path], opens: Callable[..., Opened]) -> None:
    opened = opens(plain, begun("Maya"), "Maya")
    typing = opened.desk.get_by_label("A word you want to keep?")
    typing.fill("half a thou")
    assert opened.door
    opened.door.program.terminate()
    expect(opened.page.get_by_role("alert").filter(has_text="The desk does not answer:")).to_contain_text("type copro desk again")
    expect(typing).to_have_value("half a thou")


@pytest.mark.trial
def test_closing_the_page_ends_the_program_behind_it(plain: Front, begun: Callable[..., Path], opens: Callable[..., Opened]) -> None:
    opened = opens(plain, begun("Maya"), "Maya")
    kernel = psutil.Process(opened.kernel)
    opened.page.close(run_before_unload=True)
    assert psutil.wait_procs([kernel], timeout=20)[0] == [kernel]
    assert opened.door
    assert opened.door.program.poll() is None, "the page can be opened again"


@pytest.mark.trial
def test_what_was_not_saved_is_there_to_be_copied_and_is_not_left_unasked(
    plain: Front, begun: Callable[..., Path], opens: Callable[..., Opened]
) -> None:
    study = begun("Maya")
    before = len(recorded(study))
    opened = opens(plain, study, "Maya")
    keep(opened, "a word before")
    expect(opened.desk.get_by_role("status")).to_contain_text("Saved.")
    opened.kill_the_kernel()
    keep(opened, "Quillwort")
    alert = opened.desk.get_by_role("alert").filter(has_text="NOT SAVED")
    expect(alert).to_contain_text("Quillwort")
    expect(alert).to_contain_text("copy it before you load the page again")
    expect(opened.desk.get_by_role("status")).to_have_text("")

    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    opened.page.on("dialog", stay)
    opened.page.get_by_role("button", name="Load the page again").click()
    expect(alert).to_contain_text("Quillwort")
    assert asked == ["beforeunload"]

    opened.page.remove_listener("dialog", stay)
    opened.page.on("dialog", lambda dialog: dialog.accept())
    with opened.page.expect_navigation():
        opened.page.get_by_role("button", name="Load the page again").click()
    opened.ready()
    expect(opened.desk.get_by_text("Quillwort")).to_have_count(0)
    assert [str(line) for line in recorded(study)[before:]] == ["memo text='a word before'"]


def test_copro_lab_opens_the_desk_by_itself_and_saves_nothing_of_it(chromium: Browser, begun: Callable[..., Path], tmp_path: Path) -> None:
    study, state = begun("Maya"), tmp_path / "state of Maya"
    home = tmp_path / "home of the lab"
    home.mkdir()
    with door("lab", study, "Maya", state=state, home=home) as here, chromium.new_context() as context:
        seen = watch(context)
        page = context.new_page()
        page.goto(here.address, timeout=SLOW)
        desk = page.locator(READY)
        desk.wait_for(timeout=SLOW)
        hands = Mouse(page, lambda: desk)
        hands.fill("A word you want to keep?", "Quillwort")
        hands.press("Keep")
        hands.saved()
        assert sum(b"execute_input" in frame and b"study.desk()" in frame for frame in seen.frames) == 1, "it ran once, and nobody pressed a key"
        expect(page.get_by_text("ct.Study(")).to_be_hidden()
        (path,) = state.rglob("*.ipynb")
        before = path.stat().st_mtime_ns
        page.get_by_role("paragraph").filter(has_text="The desk opens below.").click()
        page.keyboard.press("ControlOrMeta+s")
        for _ in range(100):
            if path.stat().st_mtime_ns != before:
                break
            page.wait_for_timeout(100)
        saved = path.read_text("utf-8")
        assert path.stat().st_mtime_ns != before
        assert "study.desk()" in saved
        for shown in ("Quillwort", "widget-view", "no room for my chair", '"execution_count": 1'):
            assert shown not in saved
        assert seen.outside == []


@pytest.mark.trial
def test_a_saved_notebook_says_what_to_do_where_nothing_runs(
    lab: Front, jupyter_server: Server, begun: Callable[..., Path], opens: Callable[..., Opened]
) -> None:
    opened = opens(lab, begun("Maya"), "Maya")
    page, summary = opened.page, opened.page.locator(".copro-no-desk")
    expect(summary).to_be_hidden()
    before = opened.notebook.path.stat().st_mtime_ns
    lab.save(page)
    while opened.notebook.path.stat().st_mtime_ns == before:
        page.wait_for_timeout(100)
    page.goto("about:blank")
    for session in jupyter_server.asked("api/sessions"):
        jupyter_server.asked(f"api/sessions/{session['id']}", "DELETE")
    page.goto(lab.address(opened.notebook.path.relative_to(jupyter_server.root)), timeout=SLOW)
    expect(summary).to_contain_text("run this cell again", timeout=SLOW)
    expect(summary).to_contain_text("copro desk STUDY")
    page.wait_for_timeout(1_000)
    expect(summary).to_be_visible()
    assert "no room for my chair" not in opened.notebook.path.read_text("utf-8")
