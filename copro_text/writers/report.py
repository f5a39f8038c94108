"""The report for the group: what came in, where every text stands, how the sorter sees it, and what people did."""

from __future__ import annotations

from copro_text.writers import sentences
from copro_text.writers.edition import Edition
from copro_text.writers.letters import sentence as about_letter
from copro_text.writers.render import picture, render

MEANING = {
    "held": "Kept back for now: counted, not shown.",
    "placed": "A person put all of it with a name.",
    "set aside": "Somebody set it aside, with a reason.",
    "part read": "A person did something with it, but not with all of it.",
    "not yet read": "No person has done anything with it. What the sorter does never counts.",
}


def report_html(e: Edition) -> bytes:
    """The report as one web page: no script, nothing from elsewhere."""
    return render("report.html.j2", e=e, title=sentences.heading_of(e), picture=picture(e.map_png), meaning=MEANING, sent=about_letter)
