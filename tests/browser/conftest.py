"""The desk in a real browser: JupyterLab, Notebook 7 and the plain page, each with a real kernel, on this machine only.

Where there is no Chromium these tests are not collected and the last line of the run says so; with COPRO_BROWSER=required that is a failure.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from copro_text.study import Study
from tests.browser.fronts import Front, Lab, Notebook7, Opened, Plain, notebook
from tests.browser.servers import Server, jupyter
from tests.browser.watching import watch
from tests.small import COMMENTS, write_wxr

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("COPRO_CHROMIUM") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MISSING = "No Chromium here: the tests of the desk in a browser were left out. Install chromium, or name it in COPRO_CHROMIUM."
# Root in a container has no sandbox; the last one keeps even the look-up of a name from leaving this machine.
FLAGS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync
    --disable-dev-shm-usage --disable-extensions""".split()
FLAGS.append("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost")

if not CHROMIUM and os.environ.get("COPRO_BROWSER") != "required":
    collect_ignore_glob = ["test_*.py"]

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure() -> None:
        """Say it after everything else that pytest says."""
        print(MISSING, file=sys.__stdout__, flush=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


# One browser, and one server for both notebooks, for all tests here. Not for the whole run: Playwright leaves its event loop running in this
# thread while it is open, and what runs a notebook elsewhere needs one of its own.


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.fail("COPRO_BROWSER=required, but there is no Chromium here: install chromium, or name it in COPRO_CHROMIUM.", pytrace=False)
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def jupyter_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with jupyter(tmp_path_factory.mktemp("jupyter"), tmp_path_factory.getbasetemp()) as server:
        yield server


@pytest.fixture
def lab(jupyter_server: Server) -> Front:
    return Lab(jupyter_server)


@pytest.fixture
def notebook7(jupyter_server: Server) -> Front:
    return Notebook7(jupyter_server)


@pytest.fixture
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with ExitStack() as doors:
        yield Plain(tmp_path_factory.mktemp("page"), doors)


@pytest.fixture(params=["lab", "notebook7"])
def shell(request: pytest.FixtureRequest) -> Front:
    """Both front ends in which a notebook is around the desk."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["lab", "notebook7", "plain"])
def front(request: pytest.FixtureRequest) -> Front:
    """Wherever a desk can be."""
    return request.getfixturevalue(request.param)


Comments = tuple[tuple[str, str], ...]


Begins = Callable[..., Path]


def _beginning(folder: Path) -> Begins:
    """Make a small study of these people on disk, which nobody has open; returns its folder."""

    def begin(*people: str, comments: Comments = COMMENTS, then: Callable[[Study], object] = lambda study: None) -> Path:
        first, *others = people or ("Maya",)
        path = folder / "study"
        study = Study.new(path, question="What is it?", analyst=first)
        study.add(write_wxr(folder / "export.xml", comments), progress=False)
        then(study)
        study.session.close()
        for other in others:
            joining = Study(path).join(other)
            joining.session.close()
        return path

    return begin


@pytest.fixture
def begun(tmp_path: Path) -> Begins:
    """Make a small study for one test."""
    return _beginning(tmp_path)


Puts = Callable[..., tuple[Front, Path]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Puts]:
    """One study and one `copro desk` for all tests of a file: `house("Maya", "Tom")` puts it back as it was at the beginning.

    To start a program for each test took longer than most of them.
    """
    folder = tmp_path_factory.mktemp("house")
    with ExitStack() as doors:
        front = Plain(folder, doors, stays=True)
        made: list[Path] = []

        def again(*people: str, after: Callable[[Path], object] = lambda study: None, **more: Any) -> tuple[Front, Path]:
            if not made:
                study = _beginning(folder)(*people, **more)
                after(study)
                made.append(shutil.copytree(study, folder / "as it was"))
            for left in [folder / "study", *folder.glob("state of *")]:
                shutil.rmtree(left)
            return front, shutil.copytree(made[0], folder / "study")

        yield again


Opens = Callable[..., Opened]


@pytest.fixture
def opens(chromium: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Opens]:
    """Open a desk: `opens(front, study, "Maya")`, each in a browser context and on what passes for a computer of its own."""
    contexts, desks = [], []

    def open_one(front: Front, study: Path, analyst: str, *, cells: tuple[str, ...] = ("study.desk()",), name: str = "", **look: object) -> Opened:
        context = chromium.new_context(**({"viewport": {"width": 1280, "height": 900}} | look))
        context.set_default_timeout(15_000)
        contexts.append(context)
        state = (study.parent if front.stays else tmp_path) / f"state of {name or analyst}"
        book = notebook(tmp_path, study, analyst, state=state, cells=cells, name=name)
        desks.append(front.open(context, watch(context), book))
        return desks[-1].ready()

    yield open_one
    if request.node.stash.get(FAILED, False):
        for number, desk in enumerate(desks):
            desk.page.screenshot(path=tmp_path / f"failed-{number}.png")
    for context in contexts:
        context.close()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Let a fixture know that its test failed, so that it can keep a picture of the page."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report
