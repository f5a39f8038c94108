"""Otter and Teams text: a line with a name and a time, and below it what was said."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from copro_text.corpus import Fault
from copro_text.readers.cues import seconds, text_of
from copro_text.readers.item import Reading
from copro_text.readers.look import is_binary, is_html, is_xml, text_head
from copro_text.readers.speakers import read_label, sounds_like_speech
from copro_text.readers.speech import Piece, Speech
from copro_text.readers.turns import Progress, reading
from copro_text.readers.words import cut, one_line

_HEAD = re.compile(r"\s*(\[?)([^\s\d\[\]][^\[\]\t\n]{0,78}?)\]?(\s+)[\[(]?(\d{1,3}(?::\d{2}){1,2})[\])]?\s*:?\s*\Z")
_FOOT = re.compile(
    r"\s*transcribed by (?:https?://)?otter\.ai\b.{0,80}|"
    r"[^.!?:\n]{1,80} (?:started|stopped) (?:the )?(?:transcription|recording)\s*",
    re.IGNORECASE,
)
# Otter's line of the date and the length, "Tue, May 12, 2026 2:01PM • 45:10", ends like a name and a time.
_NO_NAME = re.compile(r"\d:\d\d|[•·|]|\b(?:19|20)\d\d\b")
_BACKWARDS = 0.1
_SOON = 300.0  # seconds within which somebody speaks: a programme of a day lists its speakers too, and begins at 9:30


@dataclass(frozen=True, slots=True)
class _Head:
    name: str
    time: str
    wide: bool
    line: int


def recognises(head: bytes, path: Path) -> bool:
    """Do lines of a name and a time stand over the text, in the order of the times?"""
    if is_binary(head) or is_xml(head) or is_html(head):
        return False
    lines = text_head(head).splitlines()
    return _is_transcript(lines, _heads(lines))


def _is_transcript(lines: Sequence[str], heads: Sequence[_Head]) -> bool:
    if not heads or any("-->" in line for line in lines[:40]):
        return False
    followed = sum(_followed(lines, head.line + 1) for head in heads)
    names = Counter(head.name for head in heads)
    marked = any(head.wide for head in heads) or max(names.values()) > 1
    listed = _listed(lines[: heads[0].line])
    known = 2 * sum(head.name.casefold() in listed for head in heads) > len(heads) and (seconds(heads[0].time) or 0.0) < _SOON
    foot = known or any(_FOOT.fullmatch(line) for line in lines[-5:])
    times = [seconds(head.time) or 0.0 for head in heads]
    back = sum(two < one for one, two in itertools.pairwise(times))
    return (len(heads) > 1 or foot) and 2 * followed >= len(heads) and (marked or foot) and back <= _BACKWARDS * len(heads)


def _listed(above: Sequence[str]) -> frozenset[str]:
    """Whom Otter lists over the text, below "SPEAKERS", as far as the next empty line."""
    filled = [line.strip().casefold() for line in above]
    below = filled[filled.index("speakers") + 1 :] if "speakers" in filled else []
    names = itertools.takewhile(bool, itertools.dropwhile(lambda line: not line, below))
    return frozenset(name.strip() for line in names for name in line.split(","))


def _followed(lines: Sequence[str], below: int) -> bool:
    """Do words stand below it? In a programme of a day the next point does."""
    words = [line for line in lines[below : below + 2] if line.strip()]
    return bool(words) and not _HEAD.match(words[0])


def _heads(lines: Sequence[str]) -> list[_Head]:
    found = []
    for n, line in enumerate(lines):
        match = _HEAD.match(line) if ":" in line and len(line) < 120 else None
        if match and not _NO_NAME.search(match[2]) and not sounds_like_speech(match[2]):
            found.append(_Head(match[2], match[4], bool(match[1]) or len(match[3]) > 1 or "\t" in match[3], n))
    return found


def read(path: Path, *, progress: Progress | None = None) -> Reading:
    """The turns of a recording."""
    text, faults = text_of(path)
    return of_lines(re.split(r"\r\n|\r|\n", text), faults, name=path.name, format_="Otter or Teams text", reader="otter 1")


def is_transcript(lines: Sequence[str]) -> bool:
    """Whether lines are such a transcript, in whatever kind of file they stand."""
    return _is_transcript(lines, _heads(lines))


def of_lines(lines: Sequence[str], faults: Sequence[Fault], *, name: str, format_: str, reader: str, place: str = "line") -> Reading:
    """The turns that stand in lines; `place` is what a line is called where something is to be found."""
    heads = _heads(lines)
    left_out: Counter[str] = Counter()
    notices = _above(lines[: heads[0].line] if heads else [], left_out)
    pieces = []
    ends = [*(head.line for head in heads), len(lines)][1:]
    for head, end in zip(heads, ends, strict=True):
        words = [line.strip() for line in lines[head.line + 1 : end]]
        left_out["line of the program, not words"] += sum(bool(_FOOT.fullmatch(line)) for line in words)
        said = "\n".join(line for line in words if line and not _FOOT.fullmatch(line))
        pieces.append(Piece(f"{place} {head.line + 1}", seconds(head.time), None, said, read_label(head.name)))
    speech = Speech(pieces, +left_out, notices)
    return reading(speech, faults, name=name, format_=format_, reader=reader, cues=len(heads))


def _above(lines: Sequence[str], left_out: Counter[str]) -> list[str]:
    """What stands over the first name: the title, the date, the key words."""
    above = [one_line(line) for line in lines if line.strip()]
    left_out["line above the first speaker"] += len(above)
    if not above:
        return []
    shown = "; ".join(f"'{cut(line, 60)}'" for line in above[:6])
    return [f"Above the first speaker, not read as words: {shown}{' and more' if len(above) > 6 else ''}."]
