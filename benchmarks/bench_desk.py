"""How quick the desk is with 20,000 comments and 5,000 decisions, beside the same comments in a plain ipywidgets list in the same notebook.

Times are taken in the page, by its own clock: from the message that shows the widget to the moment it can be used, from sending an act
to its acknowledgement, from a key in the search field to the list that fits. The processor is throttled four times for what the
browser does to show a widget. Needs Chromium and the extras lab and test. `python benchmarks/bench_desk.py [--comments 20000 --decisions 5000]`
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.fronts import HERE_IT_IS, SLOW
from tests.browser.servers import jupyter

WORDS = (
    "waiting list appointment nurse carer family ward transport kindness language community voice trust listen discharge medicine pain housing"
).split()
THROTTLE = 4
NAMES = 40
FIRST, MAKE, SHOW_DESK, SHOW_PEER = 0, 1, 2, 3

# Notes when frames come and go, and when the desk can be used. Frames are binary: a few bytes of their heads, then JSON.
HOOK = """() => {
  const seen = window.seen = { shown: {}, ready: 0, asked: {}, answered: {}, bytes: 0 };
  const text = (data) => typeof data === 'string' ? data : new TextDecoder().decode(data);
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', (event) => {
        const now = performance.now(), said = text(event.data);
        seen.bytes += typeof event.data === 'string' ? event.data.length : event.data.byteLength;
        if (said.includes('widget-view+json')) seen.shown.last = now;
        const saved = /"id": ?"([0-9a-f]{32})", ?"saved"/.exec(said);
        if (saved) seen.answered[saved[1]] = now;
      });
    }
    send(data) {
      const said = text(data), act = /"id": ?"([0-9a-f]{32})", ?"act"/.exec(said);
      if (act) seen.asked[act[1]] = performance.now();
      return super.send(data);
    }
  };
  new MutationObserver(() => {
    if (!seen.ready && document.querySelector('.copro-desk[data-ready="1"]')) seen.ready = performance.now();
    if (!seen.peer && document.querySelector('.widget-select option')) seen.peer = performance.now();
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-ready'] });
}"""
SCROLL = """async () => {
  const list = document.querySelector('.cd-list'), gaps = [];
  let last = 0;
  for (let n = 0; n < 150; n += 1) {
    list.scrollTop += 400;
    await new Promise((next) => requestAnimationFrame((now) => { if (last) gaps.push(now - last); last = now; next(); }));
  }
  return gaps;
}"""
SEARCH = """async (words) => {
  const field = document.querySelector('[data-key="search"]'), start = performance.now();
  field.value = words;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const before = document.querySelector('[data-found]').textContent;
  while (document.querySelector('[data-found]').textContent === before) await new Promise((next) => setTimeout(next, 2));
  return performance.now() - start;
}"""
FILTER = """async (state) => {
  const field = document.querySelector('[data-key="by-state"]'), start = performance.now();
  const before = document.querySelector('[data-found]').textContent;
  field.value = state;
  field.dispatchEvent(new Event('change', { bubbles: true }));
  while (document.querySelector('[data-found]').textContent === before) await new Promise((next) => setTimeout(next, 2));
  return performance.now() - start;
}"""
RUN = """async (cell) => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = cell;
  await window.jupyterapp.commands.execute('notebook:run-cell');
}"""


def comments(many: int, seed: int = 1) -> list[str]:
    """So many invented comments of 15 to 90 words."""
    chance = random.Random(seed)
    return [" ".join(chance.choice(WORDS) for _ in range(chance.randint(15, 90))).capitalize() + "." for _ in range(many)]


def study_of(root: Path, many: int, decisions: int) -> Path:
    """A study of so many comments with so many decisions behind it."""
    from copro_text import decisions as d
    from copro_text.study import Study

    table = root / "comments.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "comment"])
        rows.writerows(enumerate(comments(many)))
    study = Study.new(root / "study", question="What matters?", analyst="Maya")
    study.add(table, columns={"id": "id", "comment": "text"}, progress=False)
    for each in range(NAMES):
        study.name(f"Name {each}")
    codes, whole = list(study.session.book.codes), [c.whole.id for c in study.session.corpus]
    for start in range(0, decisions, 100):
        study.session.record(*(d.Place(excerpts=(whole[i % many],), code=codes[i % NAMES]) for i in range(start, min(start + 100, decisions))))
    study.session.close()
    return study.path


def notebook(root: Path, study: Path) -> str:
    """A notebook that opens the study, shows the desk, and shows its comments in a plain list."""
    cells = [
        f"import os\nos.environ['COPRO_STATE'] = {str(root / 'state')!r}\nfrom copro_text import Study\nfrom ipywidgets import Select\n"
        f"study = Study({str(study)!r}, analyst='Maya')\ntexts = [c.text for c in study.session.corpus]",
        "desk = study.desk()",
        "desk",
        "Select(options=texts, rows=12)",
    ]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells])
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, root / "bench.ipynb")
    return "bench.ipynb"


def seen(page: Page) -> dict[str, Any]:
    """What the hooks have noted so far."""
    return page.evaluate("() => window.seen")


def shown(page: Page, cell: int, when: str) -> tuple[float, int]:
    """Show a widget: milliseconds from the message that shows it to its use, and bytes that came over the wire for it."""
    before = seen(page)["bytes"]
    page.evaluate(RUN, cell)
    page.wait_for_function(f"() => window.seen.{when} > 0", timeout=SLOW)
    page.wait_for_timeout(1500)
    after = seen(page)
    return after[when] - after["shown"]["last"], after["bytes"] - before


def p95(times: Sequence[float]) -> float:
    """The time within which 95 of 100 are done."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def acts(page: Page, many: int) -> list[float]:
    """Put so many contributions with the name used last, one after another: milliseconds from each act to its acknowledgement."""
    desk = page.locator(".copro-desk")
    desk.get_by_role("button", name="Next", exact=True).focus()
    for _ in range(many):
        saved = len(seen(page)["answered"])
        page.keyboard.press("1")
        page.wait_for_function("(n) => Object.keys(window.seen.answered).length > n", arg=saved, timeout=SLOW)
        page.wait_for_timeout(150)  # people read before they press the next key
        page.keyboard.press("n")
        page.wait_for_timeout(150)
    noted = seen(page)
    return [noted["answered"][id_] - noted["asked"][id_] for id_ in noted["answered"] if id_ in noted["asked"]]


def throttled(cdp: CDPSession, rate: int) -> None:
    """Slow the browser's processor down."""
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": rate})


def measured(page: Page, cdp: CDPSession) -> dict[str, float]:
    """All figures of one run; times in milliseconds, sizes in kB."""
    page.evaluate(RUN, FIRST)
    page.wait_for_function(HERE_IT_IS, timeout=SLOW)
    page.wait_for_timeout(3000)
    before = seen(page)["bytes"]
    page.evaluate(RUN, MAKE)
    page.wait_for_function(HERE_IT_IS, timeout=SLOW)
    page.wait_for_timeout(3000)
    made = seen(page)["bytes"] - before
    throttled(cdp, THROTTLE)
    ready, wire = shown(page, SHOW_DESK, "ready")
    peer, peer_wire = shown(page, SHOW_PEER, "peer")
    page.locator(".copro-desk").scroll_into_view_if_needed()
    throttled(cdp, 1)
    acknowledged = acts(page, 40)
    page.locator('.copro-desk [data-key="view-read"]').click()
    page.locator(".cd-list").wait_for()
    gaps = page.evaluate(SCROLL)
    page.wait_for_timeout(1500)
    searched = [page.evaluate(SEARCH, words) for words in ("transport kin", "ward", "housing pain", "nobody says this")]
    page.evaluate(SEARCH, "")
    page.locator('[data-key="filters"]').click()
    page.wait_for_timeout(1500)
    filtered = [page.evaluate(FILTER, state) for state in ("placed", "not yet read", "set aside", "")]
    return {
        "desk: shown to usable": ready,
        "plain list: shown to usable": peer,
        "desk: kB on the wire": (made + wire) / 1000,
        "plain list: kB on the wire": peer_wire / 1000,
        "an act acknowledged, p95": p95(acknowledged),
        "an act acknowledged, median": statistics.median(acknowledged),
        "a frame while scrolling, p95": p95(gaps),
        "search, slowest": max(searched),
        "filter, slowest": max(filtered),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=20_000)
    parser.add_argument("--decisions", type=int, default=5_000)
    given = parser.parse_args()
    if not CHROMIUM:
        print("No Chromium here: the desk was not measured.")
        return
    root = Path(tempfile.mkdtemp(prefix="bench-desk-"))
    try:
        os.environ["COPRO_STATE"], os.environ["COPRO_CACHE"] = str(root / "state"), str(root / "cache")
        study = study_of(root, given.comments, given.decisions)
        book = notebook(root, study)
        home = root / "home"
        home.mkdir()
        with jupyter(home, root) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            page.add_init_script(f"({HOOK})()")
            page.goto(f"{server.url}/lab/tree/{book}?token={server.token}&reset", wait_until="domcontentloaded", timeout=SLOW)
            page.wait_for_function(HERE_IT_IS, timeout=SLOW)
            found = measured(page, page.context.new_cdp_session(page))
            browser.close()
    finally:
        shutil.rmtree(root, ignore_errors=True)
    print(f"{given.comments:,} comments, {given.decisions:,} decisions; shown by a browser at a {THROTTLE}th of its speed")
    for what, value in found.items():
        print(f"  {what:32} {value:10,.1f}{'' if 'kB' in what else ' ms'}")
    print(f"  the plain list takes {found['plain list: shown to usable'] / found['desk: shown to usable']:.1f} times as long, ", end="")
    print(f"and {found['plain list: kB on the wire'] / found['desk: kB on the wire']:.0f} times as much goes over the wire")


if __name__ == "__main__":
    main()
