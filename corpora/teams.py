"""The seminar, written as the transcript (WebVTT) that comes out of a recorded Teams call."""

from __future__ import annotations

import hashlib
import html
import re
import textwrap
import uuid
from pathlib import Path

from blocks import SourceError
from forms import opened, stanzas

SOURCE = "seminar.txt"
A_WORD = 0.465  # seconds; with the silences it makes forty minutes
BETWEEN_CUES = 0.12
BETWEEN_PARAGRAPHS = 1.2  # of one person
BETWEEN_PEOPLE = 0.35
CUT_IN = -0.4  # who cuts in begins before the other has ended
LONGEST_CUE = 26  # words
WIDTH = 58  # letters a line

_TURN = re.compile(r"(\w+): (.+)", re.DOTALL)
_SILENCE = re.compile(r"\((\d+)\)")
_SENTENCE_ENDS = re.compile(r"(?<=[.?!])[\"”]? (?=[A-Z\"])")


def vtt(folder: Path) -> str:
    """Write the turns as cues, each with an id and the times that its words take."""
    keys, body = opened(folder / SOURCE, "recorded")
    names = {key.removeprefix("speaker "): name for key, name in keys.items() if key.startswith("speaker ")}
    cues, now, before, cut, number = ["WEBVTT"], 3.0, "", False, 10
    for stanza in stanzas(body):
        if silence := _SILENCE.fullmatch(stanza):
            now += int(silence[1])
            continue
        who, words = _turn(stanza, names)
        now += CUT_IN if cut else BETWEEN_PARAGRAPHS if who == before else BETWEEN_PEOPLE
        cut, before, number = words.endswith(" --"), who, number + 1
        for n, piece in enumerate(_pieces(words.removesuffix(" --"))):
            end = now + len(piece.split()) * A_WORD
            lines = "\n".join(textwrap.wrap(html.escape(piece, quote=False), WIDTH, break_on_hyphens=False))
            cues.append(f"{_stream(keys['recorded'], who)}/{number}-{n}\n{_clock(now)} --> {_clock(end)}\n<v {names[who]}>{lines}</v>")
            now = end + BETWEEN_CUES
        now -= BETWEEN_CUES
    return "\n\n".join(cues) + "\n"


def _turn(stanza: str, names: dict[str, str]) -> tuple[str, str]:
    match = _TURN.fullmatch(stanza)
    if match is None or match[1] not in names:
        raise SourceError(f"{SOURCE}: nobody known speaks here: {stanza[:60]!r}")
    return match[1], " ".join(match[2].split())


def _pieces(words: str) -> list[str]:
    """Cut a turn at the ends of sentences, and long sentences at a comma near their middle."""
    pieces: list[str] = []
    start = 0
    for end in [*(m.end() for m in _SENTENCE_ENDS.finditer(words)), len(words)]:
        sentence, start = words[start:end].strip(), end
        if pieces and len(pieces[-1].split()) + len(sentence.split()) <= 9:
            pieces[-1] += f" {sentence}"  # short ones stand in one cue
        else:
            pieces += _halved(sentence)
    return pieces


def _halved(sentence: str) -> list[str]:
    words = sentence.split()
    commas = [n for n, word in enumerate(words[:-1], start=1) if word.endswith(",")]
    if len(words) <= LONGEST_CUE or not commas:
        return [sentence]
    at = min(commas, key=lambda n: abs(2 * n - len(words)))
    return [*_halved(" ".join(words[:at])), *_halved(" ".join(words[at:]))]


def _stream(recorded: str, who: str) -> uuid.UUID:
    """Return the id that all cues of one voice have."""
    return uuid.UUID(bytes=hashlib.sha256(f"{recorded} {who}".encode()).digest()[:16], version=4)


def _clock(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"
