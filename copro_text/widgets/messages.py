"""Messages: what a browser may send to the desk, checked before anything is done with it.

A message is a plain dictionary. Every ask and every act has a shape: which fields it may carry, and what each must be. What does
not fit is refused whole; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any], bool]
Shape = Mapping[str, Check]

LONGEST = 20_000
"""Letters that one field may hold: more than anyone types, less than would hold anything up."""
MOST = 5_000
"""Passages that one act may name."""

_ID = re.compile(r"[0-9a-f]{32}")
_PASSAGE = re.compile(r"[0-9a-f]{32}(\.[0-9a-f]{16}\.[0-9]{1,9}\.[0-9]{1,9})?")
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


class Refused(ValueError):
    """A message that is not one of ours; the reason is for programmers, since no person can type one."""


class TooLong(Refused):
    """More words at once than anything takes: a person can paste that."""


def is_id(value: object) -> bool:
    """A whole id: 32 hex digits."""
    return isinstance(value, str) and bool(_ID.fullmatch(value))


def id_or_none(value: object) -> bool:
    """An id, or "" for none."""
    return value == "" or is_id(value)


def is_passage(value: object) -> bool:
    """A passage's id, or that of a whole contribution."""
    return isinstance(value, str) and bool(_PASSAGE.fullmatch(value))


def several(check: Check) -> Check:
    """One to `MOST` of a kind."""
    return lambda value: isinstance(value, list) and 0 < len(value) <= MOST and all(map(check, value))


def any_number_of(check: Check) -> Check:
    """None to `MOST` of a kind."""
    return lambda value: isinstance(value, list) and len(value) <= MOST and all(map(check, value))


def words(value: object) -> bool:
    """Something typed."""
    return isinstance(value, str) and len(value) <= LONGEST and _is_text(value)


def typed(text: str) -> str:
    """What somebody typed or pasted, without control characters, which are no words and which no page and no paper shows."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def number(value: object) -> bool:
    """A whole number from 0 to a million."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1_000_000


def yes_or_no(value: object) -> bool:
    """True or False."""
    return isinstance(value, bool)


def one_of(*allowed: str) -> Check:
    """One of a few words."""
    return lambda value: isinstance(value, str) and value in allowed


def _is_text(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:  # half a character
        return False
    return True


def checked(message: object, shape: Shape) -> dict[str, Any]:
    """The fields of a message that its shape names; raises Refused when one does not fit or has no place there.

    Fields that a shape names may be missing: what must be there, the verb itself asks for.
    """
    if not isinstance(message, dict):
        raise Refused("not a message")
    unknown = [name for name in message if name not in shape]
    if unknown:
        raise Refused(f"no place for {str(unknown[0])[:40]!r}")
    if any(isinstance(value, str) and len(value) > LONGEST for value in message.values()):
        raise TooLong(f"more than {LONGEST} letters")
    wrong = [name for name, value in message.items() if not shape[name](value)]
    if wrong:
        raise Refused(f"{wrong[0]!r} is not what it should be")
    return dict(message)
