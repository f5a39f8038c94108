"""Lines without the words that were taken out: what is left of them still proves what it was."""

from __future__ import annotations

import json
from collections.abc import Collection

from copro_text.corpus import REMARKS, canonical, erased_line, is_erased, line_digest, silent_account
from copro_text.store.folder import Folder
from copro_text.store.logs import digest_of
from copro_text.store.missing_words import explains, read_line
from copro_text.store.sources import source_in
from copro_text.withdrawal import BY_WHO, BY_WORDS, Gone


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


def silent_head(folder: Folder, gone: Gone, data: bytes) -> bytes:
    """A source without what was remarked as it was read, where that may be of somebody who is gone: who spoke in it, what was answered.

    That is so where somebody's words in it are gone, were kept out as it came in, or may stand in another file as it brought less than it held.
    """
    head, _, said = data.partition(b"\n")
    account = (read_line(head)[0] or {}).get("source")
    if not isinstance(account, dict) or "proof" in account or not any(account.get(name) for name in REMARKS):
        return data
    lines = [read_line(raw) for raw in said.splitlines()]
    less = any((c is not None and gone.took(folder.key, c)) or (line and is_erased(line) and explains(gone, folder.key, line)) for line, c in lines)
    held = account.get("known") or account.get("edited") or not {BY_WHO, BY_WORDS}.isdisjoint(account.get("left_out", ()))
    if not (less or (held and (gone.contributors or gone.contributions))) or source_in(folder, data) != account.get("id"):
        return data
    digests = [line_digest(folder.key, line) for line, _ in lines if line is not None]
    return canonical({"source": silent_account(folder.key, account, digests)}) + b"\n" + said
