"""What stands beside the text of a Word document: its styles and its comments."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from copro_text.readers.blocks import Remark
from copro_text.readers.zipped import attribute, child, local

OFF = ("0", "false", "off", "none")


class Style:
    """What a paragraph style means for reading."""

    def __init__(self, level: int = 0, bullet: int | None = None, *, bold: bool = False, contents: bool = False) -> None:
        self.level, self.bullet, self.bold, self.contents = level, bullet, bold, contents


class Styles:
    """The styles of a document, with what they take over from each other."""

    def __init__(self, root: Element) -> None:
        self.known = {attribute(s, "styleId"): s for s in root if local(s) == "style"}
        default = next((id_ for id_, s in self.known.items() if attribute(s, "type") == "paragraph" and attribute(s, "default") in ("1", "true")), "")
        self.default = default

    def of(self, name: str) -> Style:
        """The meaning of a style by its id; of none, that of the default."""
        chain: list[Element] = []
        at = name or self.default
        while at in self.known and self.known[at] not in chain:
            chain.append(self.known[at])
            at = attribute(child(chain[-1], "basedOn"), "val")
        names = [attribute(child(s, "name"), "val").casefold() for s in chain] or [name.casefold()]
        bolds = [b for s in chain if (b := child(child(s, "rPr"), "b")) is not None]
        levels = [int(v) for s in chain if (v := attribute(child(child(s, "pPr"), "outlineLvl"), "val")).isdecimal()]
        return Style(
            _level(names, levels),
            _bullet(names[0], chain),
            bold=bool(bolds) and is_on(bolds[0]),
            contents=names[0].startswith(("toc ", "table of figures", "contents heading", "toc heading")),
        )


def _level(names: list[str], levels: list[int]) -> int:
    """1 for the title, 2 for what stands below it, then the headings; 0 for all else."""
    if names[0].startswith(("toc", "contents")):
        return 0
    for name in names:
        if name in ("title", "subtitle"):
            return 1 if name == "title" else 2
        if match := re.fullmatch(r"heading ?([1-9])", name):
            return int(match[1]) + 2
    return levels[0] + 3 if levels and levels[0] < 9 else 0


def _bullet(name: str, chain: list[Element]) -> int | None:
    numbered = any(child(child(s, "pPr"), "numPr") is not None for s in chain[:1])
    match = re.fullmatch(r"list (?:bullet|number|continue)? ?(\d)?", name)
    return int(match[1] or 1) - 1 if match else 0 if numbered else None


def comments(root: Element, extended: Element) -> dict[str, Remark]:
    """Every comment by its id, and which it answers."""
    found = [c for c in root if local(c) == "comment"]
    marks = {attribute(p, "paraId"): attribute(c, "id") for c in found for p in c if local(p) == "p"}
    above = {attribute(e, "paraId"): attribute(e, "paraIdParent") for e in extended}
    answers = {marks[mark]: marks.get(parent, "") for mark, parent in above.items() if mark in marks and parent}
    remarks = {}
    for number, c in enumerate(found, start=1):
        id_ = attribute(c, "id") or f"?{number}"
        by = attribute(c, "author")
        remarks[id_ if id_ not in remarks else f"?{number}"] = Remark(
            "comment", paragraphs_of(c), f"comment {number}", by, date_of(c), "", id_, answers.get(id_, "")
        )
    return remarks


def date_of(element: Element) -> str:
    """Word writes the clock on the wall and a Z that is not meant; only `dateUtc` is what it says."""
    utc = attribute(element, "dateUtc")
    said = utc or attribute(element, "date").removesuffix("Z")
    return said if re.fullmatch(r"[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z?", said) else ""


def is_on(element: Element | None) -> bool:
    """Is a setting such as bold there, and not switched off?"""
    return element is not None and attribute(element, "val", "1") not in OFF


def plain(element: Element) -> str:
    """All words below an element, those that were struck out among them."""
    return "".join(e.text or "" for e in element.iter() if local(e) in ("t", "delText"))


def paragraphs_of(element: Element) -> str:
    """All words below an element, a line for each paragraph."""
    return "\n".join(text for p in element.iter() if local(p) == "p" and (text := plain(p).strip()))
