"""Lines without the words that were taken out: what is left of them still proves what it was."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from copro_text.corpus import Contribution, canonical, erased_line, is_erased
from copro_text.store.folder import Folder
from copro_text.store.logs import digest_of
from copro_text.withdrawal import Gone


def wordless_line(raw: bytes, ids: Collection[str]) -> bytes:
    """A line of a log, with digests in place of what was typed where it is one of these decisions. What is damaged stays: `check` tells of it."""
    try:
        line = json.loads(raw)
        if line["id"] not in ids or all(set(word) == {"digest"} for word in line["words"].values()):
            return raw
        line["words"] = {name: {"digest": digest_of(word)} for name, word in line["words"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return raw
    return canonical(line) + b"\n"


def said_in(raw: bytes) -> tuple[Mapping[str, Any] | None, Contribution | None]:
    """A line of a corpus file, and what was said in it, if there is anything; nothing where it cannot be read."""
    try:
        line = json.loads(raw)
        if not isinstance(line, dict):
            return None, None
        return line, None if is_erased(line) or "text" not in line else Contribution.from_dict(line)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None, None


def silent_line(folder: Folder, gone: Gone, raw: bytes) -> bytes:
    """A line of a corpus file, with nothing but its id, the version of its text and digests where it was taken out."""
    line, c = said_in(raw)
    if line is None or c is None or not gone.took(folder.key, c):
        return raw
    return canonical(erased_line(folder.key, line)) + b"\n"
