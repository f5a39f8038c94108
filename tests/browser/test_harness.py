"""What the tests of the desk look for would be seen if it were there: a widget with every fault, in JupyterLab."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.access import violations
from tests.browser.fronts import Front, Opened
from tests.browser.recorded import kinds, recorded

FAULTY = """
import anywidget, traitlets
class Faulty(anywidget.AnyWidget):
    heard = traitlets.Unicode().tag(sync=True)
    _esm = '''export default { render({ model, el }) {
        el.innerHTML = '<section class="copro-desk" aria-label="A faulty desk" data-ready="1">'
            + '<button id="bare" style="height: 9px; width: 9px; padding: 0"></button>'
            + '<button id="keys" style="height: 9px; width: 9px; padding: 0">K</button>'
            + '<p style="color: #bbb; background: #fff">Faint</p><img src="http://192.0.2.1/seen.png" alt=""></section>';
        model.on("msg:custom", () => { el.dataset.recorded = "1"; });
        model.send({ words: "A secret of Tom's" });
        throw new Error("a fault of the desk");
    } }'''
    def __init__(self):
        super().__init__()
        self.on_msg(lambda widget, message, buffers: (study.name(message["words"]), self.send("recorded")))
Faulty()"""


def test_the_faults_of_a_faulty_desk_are_seen(lab: Front, begun: Callable[..., Path], opens: Callable[..., Opened]) -> None:
    study = begun("Maya")
    before = len(recorded(study))
    opened = opens(lab, study, "Maya", cells=(FAULTY,))
    page = opened.page
    found = violations(page, ".copro-desk")
    assert "button-name" in found
    assert "color-contrast" in found
    assert "target-size" in found
    assert opened.watch.outside == ["http://192.0.2.1/seen.png"]
    assert opened.watch.carried("A secret of Tom's")
    assert not opened.watch.carried("A secret of Ann's")
    assert any("a fault of the desk" in error for error in opened.watch.of_the_desk)
    cells = lab.cells(page)
    page.locator("#keys").focus()
    page.keyboard.press("b")
    expect(page.locator(".jp-Cell")).to_have_count(len(cells) + 1)
    assert lab.cells(page) != cells
    expect(page.locator("[data-recorded]")).to_have_count(1)
    assert kinds(study, after=before) == ["name", "enact"]
    assert recorded(study)[before].words == {"label": "A secret of Tom's"}
