"""Where a desk is opened: JupyterLab, Notebook 7, the plain page."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import nbformat
from playwright.sync_api import BrowserContext, Locator, Page

from tests.browser.servers import Door, Server, door
from tests.browser.watching import Watch

SLOW = 60_000  # milliseconds for a front end and its kernel to be there
READY = '.copro-desk[data-ready="1"]:not([data-old])'
NO_LONGER = "() => document.querySelectorAll('.copro-desk').forEach(desk => { desk.dataset.old = '1' })"
HERE_IT_IS = """() => {
  const panel = window.jupyterapp?.shell?.currentWidget;
  return panel?.sessionContext?.isReady && panel.sessionContext.session?.kernel?.status === 'idle';
}"""
RUN = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
CELLS = "() => window.jupyterapp.shell.currentWidget.content.model.sharedModel.cells.map(cell => cell.cell_type + ': ' + cell.source)"
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"


@dataclass(frozen=True)
class Notebook:
    """A notebook file for one desk of one analyst, on what passes for a computer of its own (`state`)."""

    path: Path
    state: Path
    study: Path
    analyst: str

    @property
    def kernel(self) -> int:
        """The process that ran it last."""
        return int(self.path.with_suffix(".pid").read_text())


def notebook(root: Path, study: Path, analyst: str, *, state: Path, cells: tuple[str, ...] = ("study.desk()",), name: str = "") -> Notebook:
    """Write a notebook that opens `study` as `analyst` and ends in `cells`."""
    path = root / f"{name or analyst}.ipynb"
    begin = f"""
        import os
        os.environ["COPRO_STATE"] = {str(state)!r}
        with open({str(path.with_suffix(".pid"))!r}, "w") as file:
            file.write(str(os.getpid()))
        from copro_text import Study
        study = Study({str(study)!r}, analyst={analyst!r})"""
    lines = "\n".join(line.strip() if not line.startswith(" " * 12) else line[8:] for line in begin.strip("\n").splitlines())
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in (lines, *cells)])
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, path)
    return Notebook(path, state, study, analyst)


DIED = "dialog.jp-Dialog"  # that the kernel has died, says the front end, when it likes
ACCEPT = f"""() => {{
    const ok = document.querySelector('{DIED} button.jp-mod-accept');
    if (ok) ok.click();
    window.coproAccepted = true;
}}"""


@dataclass
class Opened:
    """A desk in a page: what a test drives, and what went to and fro."""

    front: Front
    page: Page
    watch: Watch
    notebook: Notebook
    door: Door | None = None  # what serves the page, where that is a program of its own

    @property
    def kernel(self) -> int:
        """The process of the Python behind the desk."""
        return self.door.kernel if self.door else self.notebook.kernel

    @property
    def desk(self) -> Locator:
        """The desk's own element."""
        return self.page.locator(".copro-desk:not([data-old])").last

    def ready(self) -> Opened:
        """Wait until the desk can be used."""
        self.page.locator(READY).last.wait_for(timeout=SLOW)
        return self

    def view(self, name: str) -> Locator:
        """Open one of the four views by its button, and wait until it is drawn."""
        self.draws(self.desk.get_by_role("navigation").get_by_role("button", name=re.compile(f"^{name}")).click)
        self.page.locator(f'.copro-desk[data-view="{name.lower()}"]:not([data-old])').last.wait_for()
        return self.desk

    def draws(self, does: Callable[[], object]) -> None:
        """Do something, and wait until a view has been drawn anew."""
        before = self.desk.get_attribute("data-drawn")
        does()
        self.page.locator(f'.copro-desk:not([data-drawn="{before}"]):not([data-old])').last.wait_for()

    def kill_the_kernel(self) -> None:
        """End the Python behind the desk, as a crash does: without a word. The front end's own word of it is clicked away when it is in the way."""
        self.page.add_locator_handler(self.page.locator(DIED), lambda: self.page.evaluate(ACCEPT))
        os.kill(self.kernel, signal.SIGKILL)

    def run_again(self) -> Opened:
        """Open the desk anew in the same window, as somebody does after a crash."""
        self.page.evaluate(NO_LONGER)
        self.front.begin_again(self.page)
        return self.ready()


class Front:
    """A front end that shows a notebook."""

    name = ""
    keeps_notebook = True  # whether one works in the notebook itself
    stays = False  # whether what serves it is there for the next test, too

    def __init__(self, server: Server) -> None:
        self.server = server

    def __repr__(self) -> str:
        return self.name

    def address(self, path: Path) -> str:
        raise NotImplementedError

    def open(self, context: BrowserContext, watch: Watch, book: Notebook) -> Opened:
        """Open a notebook in a new window and run it; `ready()` waits for its desk."""
        page = context.new_page()
        page.goto(self.address(book.path.relative_to(self.server.root)), wait_until="domcontentloaded", timeout=SLOW)
        self.run(page)
        return Opened(self, page, watch, book)

    def run(self, page: Page) -> None:
        """Run the notebook from top to bottom."""
        page.wait_for_function(HERE_IT_IS, timeout=SLOW)
        page.evaluate(RUN)

    def begin_again(self, page: Page) -> None:
        """Accept that the kernel has died, unless that was done as it came in the way, and run the notebook once more."""
        page.wait_for_function(f"window.coproAccepted || document.querySelector('{DIED}')", timeout=SLOW)
        page.evaluate(ACCEPT)
        self.run(page)

    def cells(self, page: Page) -> list[str]:
        """What the notebook now holds, so that a key which reached it would show."""
        return page.evaluate(CELLS)

    def save(self, page: Page) -> None:
        """Save the notebook to disk."""
        page.evaluate(SAVE)

    def colour(self, page: Page, colours: str) -> None:
        """Choose the front end's theme, "light" or "dark"; the server remembers it for those who come later."""
        page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", f"JupyterLab {colours.title()}")
        page.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=str(colours == "light").lower())


class Lab(Front):
    """JupyterLab."""

    name = "JupyterLab"

    def address(self, path: Path) -> str:
        return f"{self.server.url}/lab/tree/{path}?token={self.server.token}&reset"


class Notebook7(Front):
    """Notebook 7."""

    name = "Notebook 7"

    def address(self, path: Path) -> str:
        return f"{self.server.url}/notebooks/{path}?token={self.server.token}"


class Plain(Front):
    """The page that `copro desk` serves, each person's from a program of their own."""

    name = "plain page"
    keeps_notebook = False

    def __init__(self, home: Path, doors: ExitStack, *, stays: bool = False) -> None:
        self.home, self.doors, self.stays = home, doors, stays
        self.open_doors: dict[str, Door] = {}

    def open(self, context: BrowserContext, watch: Watch, book: Notebook) -> Opened:
        here = self.open_doors.get(book.analyst) if self.stays else None
        if here is None:
            here = self.doors.enter_context(door("desk", book.study, book.analyst, state=book.state, home=self.home))
            self.open_doors[book.analyst] = here
        page = context.new_page()
        page.goto(here.address, wait_until="domcontentloaded", timeout=SLOW)
        return Opened(self, page, watch, book, here)

    def begin_again(self, page: Page) -> None:
        page.reload(timeout=SLOW)

    def colour(self, page: Page, colours: str) -> None:
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
