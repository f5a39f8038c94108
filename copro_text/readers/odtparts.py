"""What stands beside the text of an OpenDocument file: its tracked changes and its styles."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from copro_text.readers.zipped import attribute, child, local, text_of

NO_WORDS = frozenset("tracked-changes sequence-decls variable-decls user-field-decls forms dde-connection-decls title desc annotation-end".split())


class Change:
    """A tracked change: what kind, by whom, when, and for a deletion the words."""

    def __init__(self, region: Element) -> None:
        kind = next((e for e in region if local(e) in ("insertion", "deletion", "format-change")), Element("none"))
        info = child(kind, "change-info")
        self.kind = {"insertion": "put in", "deletion": "struck out"}.get(local(kind), "")
        self.by, self.when = text_of(child(info, "creator")), date_of(text_of(child(info, "date")))
        self.lines = [e for e in kind if local(e) != "change-info"]


def changes_of(body: Element) -> dict[str, Change]:
    """The tracked changes of a text by their ids."""
    regions = [e for e in child(body, "tracked-changes") or () if local(e) == "changed-region"]
    return {attribute(region, "id"): Change(region) for region in regions}


def date_of(said: str) -> str:
    """The date as the file says it, to the second."""
    match = re.fullmatch(r"([1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?", said)
    return match[1] + (match[2] or "") if match else ""


class Styles:
    """Which styles make headings or bold."""

    def __init__(self, *roots: Element | None) -> None:
        self.known = {attribute(s, "name"): s for root in roots if root is not None for s in root.iter() if local(s) == "style"}

    def chain(self, name: str) -> list[Element]:
        """A style and those it rests on."""
        found: list[Element] = []
        while name in self.known and self.known[name] not in found:
            found.append(self.known[name])
            name = attribute(found[-1], "parent-style-name")
        return found

    def level(self, name: str) -> int:
        """1 for the title, 2 for the line below it, 0 for all else; headings say their level themselves."""
        names = [attribute(s, "name") for s in self.chain(name)] or [name]
        return next((level for n in names for kind, level in (("Title", 1), ("Subtitle", 2)) if n == kind), 0)

    def is_bold(self, name: str) -> bool | None:
        """Whether a style makes words bold or underlines them; None where it does not say."""
        for style in self.chain(name):
            look = child(style, "text-properties")
            weight, line = attribute(look, "font-weight"), attribute(look, "text-underline-style")
            if weight or line:
                return weight == "bold" or (weight.isdecimal() and int(weight[:4]) >= 600) or line not in ("", "none")
        return None

    def is_hidden(self, name: str) -> bool:
        """Whether a style hides words."""
        return any(attribute(child(style, "text-properties"), "display") == "none" for style in self.chain(name))


def plain(element: Element) -> str:
    """The words of a paragraph without comments on comments."""
    parts = [element.text or ""]
    for below in element:
        if local(below) == "line-break":
            parts.append("\n")
        elif local(below) in ("s", "tab"):
            parts.append(" ")
        elif local(below) not in ("annotation", "annotation-end", *NO_WORDS):
            parts.append(plain(below))
        parts.append(below.tail or "")
    return "".join(parts)
