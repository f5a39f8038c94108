"""What WordPress makes of a text when it shows it: curly quotes, dashes, dots, faces. Undone only to compare."""

from __future__ import annotations

import re

_PLAIN = (
    (re.compile("[“”„″]|``|''|‘‘|’’"), '"'),
    (re.compile("[‘’‚′`]"), "'"),
    (re.compile("[‐-―-]+"), "-"),
    (re.compile("…"), "..."),
    (re.compile("×"), "x"),
    (re.compile("™"), "(tm)"),
    (re.compile(r"[\s\u200d\ufe0f]+"), " "),
)
_SHOWN = "🙂🙁😕😀😛😮😡😐😉😎😯😳🙄😥😆👿😈💡➡❗❓"
_TYPED = (
    r":(?:mrgreen|neutral|twisted|arrow|shock|smile|\?\?\?|cool|evil|grin|idea|oops|razz|roll|wink|cry|eek|lol|mad|sad|!|\?):"
    r"|[:8;]-?[()?DPOox|]"
)
_FACE = re.compile(rf"(?<!\S)(?:{_TYPED}|[{_SHOWN}])(?!\S)")


def same_as_shown(one: str, other: str) -> bool:
    """Are two texts the same but for what WordPress changes when it shows one?"""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    text = _FACE.sub("", text)
    for pattern, put in _PLAIN:
        text = pattern.sub(put, text)
    return " ".join(text.split())
