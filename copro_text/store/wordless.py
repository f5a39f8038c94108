"""Lines without the words that were taken out: what is left of them still proves what it was."""

from __future__ import annotations

import json
from collections.abc import Collection

from copro_text.corpus import canonical, erased_line
from copro_text.store.folder import Folder
from copro_text.store.logs import digest_of
from copro_text.store.missing_words import read_line
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


def silent_line(folder: Folder, gone: Gone, raw: bytes) -> bytes:
    """A line of a corpus file, with nothing but its id, the version of its text and digests where it was taken out."""
    line, c = read_line(raw)
    if line is None or c is None or not gone.took(folder.key, c):
        return raw
    return canonical(erased_line(folder.key, line)) + b"\n"
