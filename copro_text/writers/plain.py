"""Plain words: what a person typed, made safe to print, and counts said as a person would say them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import date

from markupsafe import Markup

from copro_text.masks import shown

__all__ = ["be", "clean", "cut_short", "day", "listed", "md_block", "md_line", "n", "one_line"]

_MONTHS = "January February March April May June July August September October November December".split()
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_MD_SIGNS = re.compile(r"([\\`*_{}\[\]#|~$^])")
_MD_LINE_START = re.compile(r"^( ?)(?:([-+=:])|(\d+)([.)]))")
_MD_LINKS = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(:)|(www)(\.)")


def clean(text: str) -> str:
    r"""What a person typed, without the characters that nobody sees: controls, changes of direction, halves of characters.

    What was redacted stands as a word such as [name].

    >>> clean("one\r\ntwo\x00\u202e three")
    'one\ntwo three'
    """
    return _HALF_CHARACTERS.sub("\ufffd", _UNSEEN.sub("", _LINE_ENDS.sub("\n", shown(text))))


def one_line(text: str) -> str:
    """`text` with every run of white space as one space."""
    return " ".join(clean(text).split())


def n(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> n(1, "person", "people"), n(1200, "text")
    ('1 person', '1,200 texts')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def be(count: int) -> str:
    """Whether it is "is" or "are"."""
    return "is" if count == 1 else "are"


def listed(things: Iterable[str]) -> str:
    """Things in a sentence.

    >>> listed(["Maya", "Sam", "Tom"])
    'Maya, Sam and Tom'
    """
    *most, last = list(things) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def day(today: str) -> str:
    """A date as it is said: "24 May 2026"; what is no ISO date stays as it is.

    >>> day("2026-05-24")
    '24 May 2026'
    """
    try:
        when = date.fromisoformat(today[:10])
    except ValueError:
        return one_line(today)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def cut_short(text: str, most: int) -> str:
    """`text` in at most `most` characters, with an ellipsis where it was cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def md_line(text: object) -> Markup:
    r"""Anything as one line of Markdown that shows exactly what it says and can be nothing else.

    >>> print(md_line("# *no* <b>"))
    \# \*no\* &lt;b&gt;
    """
    return Markup(_md(_SPACES.sub(" ", clean(str(text)))))


def md_block(text: object, before: str = "") -> Markup:
    """Anything as Markdown that keeps its lines and paragraphs, each line after `before` ("> " makes a quotation)."""
    paragraphs = [p for p in re.split(r"\n\s*\n", clean(str(text)).strip()) if p.strip()]
    blocks = ["  \n".join(before + _md(one_line(line)) for line in p.split("\n") if line.strip()) for p in paragraphs]
    return Markup(f"\n{before.rstrip()}\n".join(blocks))


def _md(line: str) -> str:
    # < > & as entities: the oldest Markdown knows no backslash before them
    line = _MD_SIGNS.sub(r"\\\1", html.escape(line, quote=False))
    line = _MD_LINKS.sub(lambda m: f"{m[1]}&#58;" if m[1] else f"{m[3]}&#46;", line)
    return _MD_LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", line)
