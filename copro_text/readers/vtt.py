"""WebVTT: transcripts as Teams, Zoom and YouTube write them."""

from __future__ import annotations

from pathlib import Path

from copro_text.readers.cues import parse, text_of
from copro_text.readers.item import Reading
from copro_text.readers.look import is_binary, text_head
from copro_text.readers.turns import Progress, reading_of_cues


def recognises(head: bytes, path: Path) -> bool:
    """Does it begin with WEBVTT, as each such file must?"""
    return not is_binary(head) and text_head(head[:4096]).startswith("WEBVTT")


def read(path: Path, *, progress: Progress | None = None) -> Reading:
    """The turns of a recording."""
    text, faults = text_of(path)
    return reading_of_cues(parse(text, web=True), faults, name=path.name, format_="WebVTT transcript", reader="vtt 1")
