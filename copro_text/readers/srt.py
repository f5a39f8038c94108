"""SubRip: transcripts as Otter and other programs write them, also without numbers, and WebVTT that lost its first line."""

from __future__ import annotations

from pathlib import Path

from copro_text.readers.cues import has_timing, parse, text_of
from copro_text.readers.item import Reading
from copro_text.readers.look import is_binary, is_html, is_xml, text_head
from copro_text.readers.turns import Progress, reading_of_cues


def recognises(head: bytes, path: Path) -> bool:
    """Does a line with two times and an arrow stand near its start?"""
    if is_binary(head) or is_xml(head) or is_html(head):
        return False
    return has_timing(text_head(head))


def read(path: Path, *, progress: Progress | None = None) -> Reading:
    """The turns of a recording."""
    text, faults = text_of(path)
    return reading_of_cues(parse(text, web=False), faults, name=path.name, format_="SubRip transcript", reader="srt 1")
