"""Whether everybody can use what is shown: axe-core's rules, and the tree that a screen reader is given."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

GOLDEN = Path(__file__).parents[1] / "golden" / "desk"
WRITE = "COPRO_GOLDEN"  # set to "write", the golden files are written anew; read the difference before you keep it
WCAG = [f"wcag{version}{level}" for version in ("2", "21", "22") for level in ("a", "aa")]
# JupyterLab's body has no height and hides what overflows it: axe would take all that is on the screen for hidden, and say nothing.
TALL = "body { min-height: 100vh }"

# Ids and times differ from run to run; all else is promised.
CHANGES = [
    (re.compile(r"\b[0-9a-f]{8,32}\b"), "ID"),
    (re.compile(r"\b\d{1,2}:\d\d\b"), "TIME"),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2} [A-Z][a-z]+ 20\d\d\b"), "DATE"),
]


def violations(page: Page, within: str = "") -> str:
    """What breaks a WCAG 2.0, 2.1 or 2.2 rule of levels A and AA, one line each; "" where nothing does.

    `within` is a selector; without it the whole page is looked at.
    """
    page.add_style_tag(content=TALL)
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    # axe leaves target-size, its one rule of WCAG 2.2, off unless asked.
    found = Axe().run(page, within or None, options | {"rules": {"target-size": {"enabled": True}}}).response
    return "\n".join(f"{rule['id']}: {node['html'][:200]}\n    {_why(node)}" for rule in found["violations"] for node in rule["nodes"])


def _why(node: dict[str, list[dict[str, str]]]) -> str:
    return "; ".join(check["message"] for check in [*node["any"], *node["all"], *node["none"]])


def differs_from_golden(shown: Locator, name: str) -> str:
    """How the tree of names and roles differs from the one that is kept; "" where it is the same."""
    now = shown.aria_snapshot() + "\n"
    for pattern, instead in CHANGES:
        now = pattern.sub(instead, now)
    path = GOLDEN / f"{name}.aria.yaml"
    if os.environ.get(WRITE) == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(now, "utf-8")
    before = path.read_text("utf-8") if path.exists() else ""
    return "\n".join(difflib.unified_diff(before.splitlines(), now.splitlines(), f"golden/desk/{path.name}", "now", lineterm=""))
