"""Cues: timed pieces of a recording, as subtitle files hold them, however broken the file is.

Everything that is not a time, a number or a setting is kept as words: a lenient reading loses nobody's sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from copro_text.corpus import Fault
from copro_text.errors import NotReadable
from copro_text.readers.encoding import decode
from copro_text.readers.words import cut

LARGEST = 32 * 1024 * 1024
"""Bytes. A day of talk takes two or three million, with the time of each word ten; a file beyond this is no transcript."""
MOST_LINES = 1_000_000

EMPTY = "cue without words"
NOTES = "note or setting in the file, not words"
HEADING = "heading of the file"
NAMED = "name of a cue, not words"

_TIMING = re.compile(r"\s*(\d[\d.,]{0,8}:[^\s>]{0,24}?)\s*-->\s*(\S{0,24})")
_SURE = re.compile(r"\s*(?:\d{1,4}:)?\d{1,3}:\d{1,2}(?:[.,:]\d{1,9})?\s*-->\s*\d", re.ASCII)
_SETTING = re.compile(r"[A-Za-z][\w-]*:\S+")
_TIME = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,:](\d{1,9}))?\Z", re.ASCII)
_SETTINGS = re.compile(r"NOTE(?:\s|\Z)|(?:STYLE|REGION)\s*\Z")
_KEPT_IN_HEAD = re.compile(r"(?:Kind|Language|Style|Region|X-TIMESTAMP-MAP)\b.{0,5}[:=]|##|::cue|\}", re.IGNORECASE)
_ID = re.compile(r"\d{1,9}|(?=\S*\d)[\w./:+-]{1,120}", re.ASCII)

_Line = tuple[int, str]


@dataclass
class Cue:
    """One piece of a recording: its lines as they stand in the file; `start` and `end` in seconds, None where not known."""

    place: str
    start: float | None
    end: float | None
    lines: list[str] = field(default_factory=list)


@dataclass
class Cues:
    """What a file of cues holds, with the account of the rest."""

    cues: list[Cue] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    timed: int = 0


def text_of(path: Path) -> tuple[str, tuple[Fault, ...]]:
    """The text of a file of a recording, with what had to be guessed about its letters."""
    size = path.stat().st_size
    if size > LARGEST:
        raise _too_much(path.name, f"{size // 1_000_000} MB")
    text, faults = decode(path.read_bytes())
    lines = text.count("\n") + text.count("\r")
    if lines > MOST_LINES:
        raise _too_much(path.name, f"{lines:,} lines")
    return text, faults


def _too_much(name: str, much: str) -> NotReadable:
    do = "Look whether it is a transcript, and of one recording; if so, part it in several files."
    return NotReadable(f"{name}: {much}, far more than what is said in a recording.", do=do, safe="Nothing was read.")


def has_timing(start: str) -> bool:
    """Does a line such as 00:00:01,000 --> 00:00:02,000 stand near the start?"""
    lines = [line for line in start.splitlines() if line.strip()][:40]
    return any(len(line) < 400 and _SURE.match(line) for line in lines)


def parse(text: str, *, web: bool) -> Cues:
    """The cues of a SubRip file, or, with `web`, of a WebVTT file with its heading, notes and settings."""
    found = Cues()
    blocks = _blocks(text)
    if web and blocks:
        _heading(found, blocks)
    for block in blocks:
        if web and _SETTINGS.match(block[0][1]):
            found.left_out[NOTES] += 1
            first = next((i for i, (_, line) in enumerate(block) if _is_timing(line)), len(block))
            block = block[first:]
        if block:
            _block(found, block, web)
    _named(found)
    return found


def seconds(written: str) -> float | None:
    """A time as it stands in a file, in seconds; None where it is no time.

    >>> seconds("0:1:5.2"), seconds("00:03"), seconds("00:00:1d.890")
    (65.2, 3.0, None)
    """
    match = _TIME.match(written.strip())
    if not match:
        return None
    hours, minutes, secs, part = match.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(secs) + (float(f"0.{part}") if part else 0.0)


def clock(moment: float | None) -> str:
    """A moment of a recording as people say it.

    >>> clock(725.9)
    '0:12:05'
    """
    if moment is None:
        return ""
    whole = int(moment)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _blocks(text: str) -> list[list[_Line]]:
    blocks: list[list[_Line]] = [[]]
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if line.strip():
            blocks[-1].append((number, line))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _is_timing(line: str) -> bool:
    return len(line) < 400 and bool(_TIMING.match(line))


def _heading(found: Cues, blocks: list[list[_Line]]) -> None:
    """The first block, from WEBVTT to the first time; settings that strayed behind it too."""
    if blocks[0][0][1].lstrip("\ufeff ").startswith("WEBVTT"):
        title = blocks[0][0][1].strip()[6:].strip(" -\t")
        if title:
            found.notices.append(f"The file calls itself '{cut(title, 80)}'.")
        first = next((i for i, (_, line) in enumerate(blocks[0]) if _is_timing(line)), len(blocks[0]))
        if first > 1 and first < len(blocks[0]) and _ID.fullmatch(blocks[0][first - 1][1].strip()):
            first -= 1
        found.left_out[HEADING] += 1
        blocks[0] = blocks[0][first:]
        if not blocks[0]:
            del blocks[0]
    while blocks and _KEPT_IN_HEAD.match(blocks[0][0][1]) and not any(_is_timing(line) for _, line in blocks[0]):
        found.left_out[NOTES] += 1
        del blocks[0]


def _block(found: Cues, block: list[_Line], web: bool) -> None:
    """A stretch of lines without a blank one between: usually one cue, sometimes several, or words without a time."""
    starts = [i for i, (_, line) in enumerate(block) if _is_timing(line)]
    if not starts:
        _untimed(found, block)
        return
    _before(found, block[: starts[0]], web)
    for start, end in zip(starts, [*starts[1:], len(block)], strict=True):
        inside = block[start + 1 : end]
        if end < len(block) and inside and _is_number(inside[-1][1]):
            inside = inside[:-1]  # the number of the next cue, with the blank line missing
        _timed(found, block[start], [line for _, line in inside])


def _is_number(line: str) -> bool:
    match = _ID.fullmatch(line.strip())
    return bool(match) and (line.strip().isdigit() or "-" in line)


def _before(found: Cues, lines: list[_Line], web: bool) -> None:
    """What stands above the first time of a block: its number or name, or words that lost their time."""
    if lines and (_ID.fullmatch(lines[-1][1].strip()) or (web and len(lines) == 1)):
        number, name = lines.pop()
        if not _ID.fullmatch(name.strip()):
            found.left_out[NAMED] += 1
            found.notices.append(f"'{cut(name, 60)}' (line {number}) stands where a cue has its number, and was not read as words.")
    if lines:
        _untimed(found, lines)


def _untimed(found: Cues, block: list[_Line]) -> None:
    """Words without a time of their own: those of the empty cue above them, or kept after what was said before."""
    if found.cues and not found.cues[-1].lines and found.timed:
        found.cues[-1].lines += [line for _, line in block]
        return
    where = f"line {block[0][0]}"
    lines = [line for _, line in block]
    if lines[0].strip().isdigit():
        del lines[0]
    if lines:
        found.cues.append(Cue(where, None, None, lines))
        found.faults.append(Fault(where, "No time stands above these words. They are kept, after what was said before them."))
    else:
        found.left_out[EMPTY] += 1


def _timed(found: Cues, timing: _Line, lines: list[str]) -> None:
    match = _TIMING.match(timing[1])
    assert match
    found.timed += 1
    place = f"cue {found.timed} (line {timing[0]})"
    start, end = seconds(match[1]), seconds(match[2])
    if start is None or end is None:
        found.faults.append(Fault(place, f"The time '{cut(timing[1], 60)}' could not be read whole. The words are kept."))
    rest = timing[1][match.end() :]
    if any(not _SETTING.fullmatch(word) for word in rest.split()):
        lines = [rest.strip(), *lines]  # words beside the time, where only settings may stand
    found.cues.append(Cue(place, start, end, lines))


def _named(found: Cues) -> None:
    """Many names of cues are told of in one sentence."""
    named = [notice for notice in found.notices if "where a cue has its number" in notice]
    if len(named) > 3:
        rest = [notice for notice in found.notices if notice not in named]
        found.notices = [*rest, named[0], f"So with {len(named) - 1} more."]
