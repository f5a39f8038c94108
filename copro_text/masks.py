"""Masks: words that are not to be shown, each code point of them replaced by one that no text has, and shown as a word such as [name].

A masked text is as long as it was, so every place in it stays where it was; and whoever forgets to ask for `shown` gives away nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

INSTEAD = (
    "name",
    "telephone number",
    "NHS number",
    "postcode",
    "address",
    "e-mail address",
    "account",
    "date of birth",
    "number",
    "left out",
)
"""What is shown, in square brackets, in place of words that are not. The last also stands for what another version named."""

_FIRST = 0xFDD0  # 32 code points that Unicode keeps for use within programs: never a letter
_RUN = re.compile(f"([{chr(_FIRST)}-{chr(_FIRST + len(INSTEAD) - 1)}])\\1*")


def mask(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """`text` with (start, end, instead) each masked; where two meet, what comes later in `spans` is shown.

    >>> shown(mask("I saw Ella on Monday.", [(6, 10, "name")]))
    'I saw [name] on Monday.'
    """
    letters = list(text)
    for start, end, instead in spans:
        at = range(*slice(start, end).indices(len(letters)))
        sign = chr(_FIRST + (INSTEAD.index(instead) if instead in INSTEAD else len(INSTEAD) - 1))
        letters[at.start : at.stop] = sign * len(at)
    return "".join(letters)


def shown(text: str) -> str:
    """A text as it is shown and printed: each masked run as one word in square brackets."""
    return text if text.isascii() else _RUN.sub(_word, text)


def is_masked(text: str) -> bool:
    """Whether anything in a text is masked."""
    return not text.isascii() and _RUN.search(text) is not None


def is_masked_whole(text: str) -> bool:
    """Whether all of a text is masked, but for white space and marks."""
    return is_masked(text) and not any(letter.isalnum() for letter in text)


def is_masked_form(masked: str, text: str) -> bool:
    """Whether `masked` is `text` with something in it masked."""
    alike = len(masked) == len(text) and all(sign == letter or _RUN.match(sign) for sign, letter in zip(masked, text, strict=True))
    return alike and masked != text


def places(text: str) -> list[tuple[int, int, int, int]]:
    """For each masked run: where it is shown (start, end), and where it stands (start, end)."""
    found, more = [], 0
    for run in _RUN.finditer(text):
        start, end = run.start() + more, run.start() + more + len(_word(run))
        found.append((start, end, run.start(), run.end()))
        more += len(_word(run)) - len(run[0])
    return found


def as_shown(text: str, at: int) -> int:
    """Where a place of a text is once it is shown; within a masked run its beginning."""
    more = 0
    for start, end, real_start, real_end in places(text):
        if at >= real_end:
            more = end - real_end
        elif at > real_start:
            return start
    return at + more


def as_written(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a passage stands in a text, when it is chosen in the text as it is shown: a masked run counts whole."""
    shift = [0, 0]
    for shown_start, shown_end, real_start, real_end in places(text):
        for which, at in enumerate((start, end)):
            if at >= shown_end:
                shift[which] = real_end - shown_end
            elif at > shown_start:
                shift[which] = (real_end if which else real_start) - at
    return start + shift[0], end + shift[1]


def _word(run: re.Match[str]) -> str:
    return f"[{INSTEAD[ord(run[1]) - _FIRST]}]"
