"""Everybody can read the pages that are written: axe-core finds nothing in any of them, narrow or wide, light or dark, and nothing runs over."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from copro_text.writers import AUDIENCES, WRITERS
from tests.browser.access import violations
from tests.test_write_golden import small

PAGES = [kind for kind, by in WRITERS.items() if ".html" in by]
LOOKS = [(400, "light"), (400, "dark"), (1200, "light"), (1200, "dark")]


@pytest.mark.parametrize("audience", [pytest.param(each, marks=[pytest.mark.trial] * (each != "public")) for each in AUDIENCES])
@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing_on_a_page_that_is_written_and_one_need_not_scroll_sideways(
    chromium: Browser, tmp_path: Path, kind: str, audience: str
) -> None:
    path = tmp_path / f"{kind}.html"
    path.write_bytes(WRITERS[kind][".html"](small(audience)))
    found, outside = dict[str, str](), list[str]()
    for width, colours in LOOKS:
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=colours, bypass_csp=True)  # axe is put into the page
        try:
            page = context.new_page()
            page.on("request", lambda asked: outside.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None)
            page.goto(path.as_uri())
            wider = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found[f"{width} {colours}"] = violations(page) + (f"\nwider than the screen by {wider} pixels" if wider > 1 else "")
        finally:
            context.close()
    assert {look: what for look, what in found.items() if what} == {}
    assert outside == []
