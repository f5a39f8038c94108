"""Rendering: an edition through a template. Whatever a template prints is escaped, as HTML or as Markdown."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from copro_text.errors import WriteError
from copro_text.writers import sentences
from copro_text.writers.plain import cut_short, day, listed, md_block, md_line, n
from copro_text.writers.views import Edition

_MARK = re.compile(r"\b(?:[0-9a-f]{10}|n-[a-z-]+)\b")


@cache
def _environment(kind: str) -> Environment:
    """The environment for "html" or "md": in both, what is printed without being `Markup` already is escaped."""
    env = Environment(
        loader=PackageLoader("copro_text.writers"),
        autoescape=True,
        finalize=_as_markdown if kind == "md" else None,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals.update(n=n, listed=listed, day=day, cut_short=cut_short, say=sentences)
    env.filters.update(quoted=lambda text: md_block(text, "> "), block=md_block, commas=lambda count: f"{count:,}", marked=marked)
    return env


def _as_markdown(value: object) -> object:
    return value if hasattr(value, "__html__") else md_line("" if value is None else value)


def render(template: str, **values: object) -> bytes:
    """A template of this package, filled in: UTF-8, and the same bytes for the same values."""
    kind = "md" if ".md." in template else "html"
    return _environment(kind).get_template(template).render(**values).encode("utf-8")


def marked(text: str, e: Edition) -> Markup:
    """A line of ours in which each mark leads to where it comes from, as far as the page says that."""
    known = e.trace_marks
    return Markup(_MARK.sub(lambda m: f'<a class="mark" href="#t-{m[0]}">{m[0]}</a>' if m[0] in known else m[0], str(escape(text))))


def own_style(templates: Mapping[str, bytes], name: str) -> Markup:
    """The group's own style sheet, to come after ours; it may load nothing and close nothing."""
    if name not in templates:
        return Markup("")
    style = templates[name].decode("utf-8", "replace")
    for number, line in enumerate(style.splitlines(), start=1):
        if "<" in line or "@import" in line.casefold() or "url(" in line.casefold():
            raise WriteError(
                f"The template {name}, line {number}: a style sheet may hold no <, no @import and no url().",
                do="Take that out. Nothing in an output is loaded from elsewhere.",
                safe="Nothing was written.",
            )
    if style.count("{") != style.count("}"):
        raise WriteError(
            f"The template {name}, line {_unclosed(style)}: this brace has no other half.",
            do="Close it, or take it out.",
            safe="Nothing was written.",
        )
    return Markup(style)


def _unclosed(style: str) -> int:
    """The line of the first brace that has no other half."""
    still: list[int] = []
    for number, line in enumerate(style.splitlines(), start=1):
        for sign in line:
            if sign == "{":
                still.append(number)
            elif sign == "}":
                if not still:
                    return number
                still.pop()
    return still[0] if still else 1


def picture(png: bytes | None) -> Markup | None:
    """A picture as a data URI; None when there is none, or it is no PNG."""
    if png is None or not png.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    return Markup(f"data:image/png;base64,{base64.b64encode(png).decode()}")
