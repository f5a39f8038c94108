"""Pictures: the little ones that people type (emoji), named in words where paper cannot show them.

The fonts that come along have few of them, and one that has them all is ten times the size of this program. A box tells nobody anything; a name
in square brackets is read, and read aloud.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

TONES = {"\U0001f3fb": "light", "\U0001f3fc": "medium-light", "\U0001f3fd": "medium", "\U0001f3fe": "medium-dark", "\U0001f3ff": "dark"}
SIGNS = {"♀": "woman", "♂": "man", "⚕": "in health care"}
"""What signs mean after another picture; alone each is itself."""
_ONE = (
    "[\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff\u2190-\u21ff\u2300-\u23ff"
    "\u2460-\u27bf\u2900-\u29ff\u2b00-\u2bff\u3030\u303d\u3297\u3299]"
)
_MORE = "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
PICTURE = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|{_ONE}{_MORE}(?:\u200d{_ONE}{_MORE})*|[\U0001f3fb-\U0001f3ff\U0001f1e6-\U0001f1ff]")
_UNSEEN = re.compile("[\u200d\ufe0e\ufe0f\u20e3]")
_FLAG_LETTER, _TAG_LETTER = 0x1F1E6 - ord("A"), 0xE0000


def in_words(text: str) -> str:
    """A text with the name of each picture that the fonts of a PDF cannot show.

    >>> in_words("Thank you 🎉 ☺"), in_words("👩🏽‍🦽")
    ('Thank you [party popper] ☺', '[woman, medium skin tone, manual wheelchair]')
    """
    return PICTURE.sub(_named, text)


def without(text: str) -> str:
    """A text without any picture, as it is compared where some stand as words.

    >>> without("Thank 🎉 you [party popper]")
    'Thank  you [party popper]'
    """
    return PICTURE.sub("", text)


def _named(found: re.Match[str]) -> str:
    picture = _UNSEEN.sub("", found[0])
    if len(picture) == 1 and ord(picture) in _shown():
        return picture
    if all(0x1F1E6 <= ord(c) <= 0x1F1FF for c in picture):
        return f"[flag {''.join(chr(ord(c) - _FLAG_LETTER) for c in picture)}]"
    tags = "".join(chr(ord(c) - _TAG_LETTER) for c in picture if 0xE0020 <= ord(c) < 0xE007F)
    names = [_name(c, alone=i == 0) for i, c in enumerate(picture) if ord(c) < 0xE0000]
    return f"[{', '.join(filter(None, [*names, tags]))}]"


def _name(c: str, *, alone: bool) -> str:
    if c in TONES:
        return f"{TONES[c]} skin tone"
    return SIGNS[c] if c in SIGNS and not alone else unicodedata.name(c, "a picture").lower()


@cache
def _shown() -> frozenset[int]:
    """What the largest of our fonts has."""
    import matplotlib
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")).get_charmap())
