"""Zip files: looked at before anything in them is unpacked, and unpacked within limits."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Sequence
from typing import NamedTuple

# What a damaged zip lets through: zipfile has no one base for it.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError, IndexError, OverflowError)
_ENCRYPTED = 0x1


class Limits(NamedTuple):
    """How much may be packed in a zip; `holder` is what such a zip is called."""

    holder: str
    members: int = 2_000
    total: int = 500_000_000
    ratio: int = 200
    ratio_from: int = 5_000_000  # small members may well shrink a lot


def unsafe(members: Sequence[zipfile.ZipInfo], limits: Limits) -> str:
    """Why a zip must not be opened, from what it says of itself; "" when nothing speaks against it."""
    if len(members) > limits.members:
        return f"{len(members)} files are packed in it, more than any {limits.holder} has"
    for m in members:
        parts = re.split(r"[/\\]", m.filename)
        if ".." in parts or not parts[0] or ":" in parts[0]:
            return "a file packed in it wants to be outside it"
        if stat.S_ISLNK(m.external_attr >> 16):
            return "a file packed in it is a link to elsewhere"
        if m.flag_bits & _ENCRYPTED:
            return "it is locked with a password"
        if m.file_size > limits.ratio_from and m.file_size > limits.ratio * max(1, m.compress_size):
            return too_much(limits)
    return too_much(limits) if sum(m.file_size for m in members) > limits.total else ""


def too_much(limits: Limits) -> str:
    """What is said of a zip that is small and would be huge."""
    return f"it would unpack to far more than any {limits.holder} holds"
