"""Takes the pictures in docs/first-hour.md: a first hour at the desk, with invented people, in a real browser.

`python docs/pictures.py` writes docs/pictures/*.png anew. It needs Chromium and the extras lab, suggest and test.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
VIEWS = ("Hear", "Piles", "Read", "Decide")
WIDE, HIGH = 1180, 860
CHROMIUM = os.environ.get("COPRO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def study_of_the_hour(place: Path) -> Path:
    """A study as it stands when the hour begins: the invented comments are in it, and two people have joined."""
    from copro_text.study import Study

    study = Study.new(place / "manifesto", question="What is co-production, and what isn't it?", title="Our manifesto", analyst="Maya")
    study.add(ROOT / "corpora" / "blog" / "export.xml", progress=False)
    study.session.close()
    Study(study.path).join("Tom").session.close()
    return study.path


@contextmanager
def desk_of(study: Path) -> Iterator[str]:
    """The address of the desk, served as `copro desk` does."""
    command = [sys.executable, "-m", "copro_text.cli", "desk", str(study), "--no-browser"]
    program = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert program.stdout is not None
        yield program.stdout.readline().split()[-1]
    finally:
        program.send_signal(signal.SIGINT)
        program.wait(30)


def the_hour(page: Page, desk: Locator) -> None:
    """The first hour, step by step, a picture at each."""

    def picture(name: str) -> None:
        page.wait_for_timeout(400)
        page.screenshot(path=PICTURES / f"{name}.png")

    def press(name: str, within: Locator | None = None) -> None:
        (within or desk).get_by_role("button", name=name, exact=True).first.click()

    def saved() -> None:
        expect(desk.get_by_role("status")).to_contain_text("Saved", timeout=120_000)

    nav = desk.get_by_role("navigation")
    picture("who")
    press("Maya")
    expect(desk.get_by_role("button", name="Next", exact=True)).to_be_visible()
    for _ in range(20):  # to a comment that fits the picture
        box = desk.get_by_role("button", name="Keep", exact=True).bounding_box()
        if box and box["y"] + box["height"] < HIGH - 20:
            break
        press("Next")
        page.wait_for_timeout(500)
        page.evaluate("() => scrollTo(0, 0)")
    picture("hear")
    press("Piles", nav)
    press("Ask the sorter for piles")
    saved()
    press("Piles", nav)
    picture("piles")
    desk.locator(".cd-names .cd-pick", has_text="draft").first.click()
    expect(desk.get_by_role("button", name="Give it a name")).to_be_visible()
    press("Give it a name")
    page.keyboard.type("Who gets asked, and when")
    picture("name")
    page.keyboard.press("Enter")
    saved()
    for _ in range(2):
        desk.get_by_role("button", name="Yes, here", exact=True).first.click()
        saved()
        page.wait_for_timeout(600)
    press("Read", nav)
    desk.get_by_role("searchbox").fill("rang back")
    expect(desk.locator("[data-found]")).to_contain_text("of")
    page.wait_for_timeout(800)
    picture("read")
    press("For Maya")
    desk.get_by_label("This is for").select_option(label="Tom")
    desk.get_by_label("Typed by").select_option(label="Tom")
    press("Change who it is for")
    expect(desk.get_by_role("button", name="For Tom")).to_be_visible()
    nav.get_by_role("button").nth(VIEWS.index("Decide")).click()
    expect(page.locator(".copro-desk h3").first).to_have_text("Decide")
    page.evaluate("() => scrollTo(0, 0)")
    picture("decide")


def main() -> None:
    """Take all pictures."""
    if not CHROMIUM:
        raise SystemExit("No Chromium here: install chromium, or name it in COPRO_CHROMIUM.")
    PICTURES.mkdir(exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="copro-pictures-"))
    try:
        os.environ |= {"COPRO_STATE": str(place / "state"), "COPRO_CACHE": str(place / "cache")}
        study = study_of_the_hour(place)
        with desk_of(study) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
            page = browser.new_context(viewport={"width": WIDE, "height": HIGH}, color_scheme="light").new_page()
            page.goto(address)
            desk = page.locator('.copro-desk[data-ready="1"]')
            desk.wait_for(timeout=60_000)
            try:
                the_hour(page, desk)
            finally:
                page.screenshot(path=place.parent / "last-picture.png")
                browser.close()
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
