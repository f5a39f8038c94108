"""Speech: what each cue says, and who is named beside it, once markup, repeats and sounds are gone."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from copro_text.readers.cues import EMPTY, Cue, Cues
from copro_text.readers.speakers import Label, Seen, accept, read_label, split_label

REPEATED = "only repeats the cue before"
SOUND = "sound, not words (such as [Music])"

_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]+([^<>\n]{0,300})>|</v\s*>|<v>")
_TAG = re.compile(
    r"</?(?:b|i|u|s|em|strong|ruby|rt|c|v|lang|font|span)(?:\.[^\s<>]{1,200})?>|</?(?:lang|c)\s[^<>=]{0,40}>|"
    r"<(?:font|span)\s[^<>]{0,300}>|<\d{1,3}[\d:.]{3,12}>|\{\\[^{}]{0,200}\}|[\u200e\u200f\u202a-\u202e]",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_INLINE_TIME = re.compile(r"<\d{1,3}:[\d:.]{3,12}>")
_SOUND = re.compile(
    r"(?:[\[(*♪#\s]*(?:[\w' ]{0,20}\b)?(?:music|applause|laughter|laughing|laughs|clapping|silence|no audio|noise|coughing|musique|ringing|beep)"
    r"(?:\b[\w' ]{0,20})?[\])*♪#\s]*|[♪♫\s]+)",
    re.IGNORECASE,
)
_ANEW = re.compile(r"\s*(?:>>+\s*|[-–—]\s?(?=[^\W\d_]))")
_WORD = re.compile(r"\w")
_SMALL = re.compile(r"[^\W\d_][\w'’-]*")
_ENDED = re.compile(r"[.?!…;:。？！][\"'”’)\]]*\s*\Z|\A\s*\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words from one cue, or part of one, by one voice.

    Attributes
    ----------
    label
        Who is named in the file beside these words; None where nobody is.
    anew
        Marked as another voice than before, without a name (">>", a dash).
    """

    place: str
    start: float | None
    end: float | None
    text: str
    label: Label | None = None
    anew: bool = False


@dataclass
class Speech:
    """The pieces of a recording in order, with what was left out and what to tell."""

    pieces: list[Piece]
    left_out: Counter[str] = field(default_factory=Counter)
    notices: list[str] = field(default_factory=list)
    tagged: bool = False
    """Names stand in tags (Teams): each holds for its own words only."""


def ends_sentence(text: str) -> bool:
    """Has a sentence ended here, or nothing been said yet?"""
    return bool(_ENDED.search(text[-40:]))


def speech_of(found: Cues) -> Speech:
    """What was said, cue by cue, with the names that stand beside it."""
    speech = Speech([], Counter(found.left_out), list(found.notices))
    speech.tagged = any("<v" in line and _VOICE.search(line) for cue in found.cues for line in cue.lines)
    _once(speech, found.cues)
    if not speech.tagged:
        _label(speech)
    return speech


def _plain(raw: str) -> str:
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", raw))).replace("\xa0", " ")
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def _voices(raw: str) -> Iterator[tuple[str | None, str]]:
    """A cue by its <v Name> tags; closing ones may be missing."""
    who: str | None = None
    at = 0
    for tag in _VOICE.finditer(raw):
        yield who, raw[at : tag.start()]
        who, at = (html.unescape(tag[1]).strip() if tag[1] is not None else None), tag.end()
    yield who, raw[at:]


def _once(speech: Speech, cues: list[Cue]) -> None:
    """Fills the pieces; what rolling captions show again is read once."""
    plain = [_plain(_VOICE.sub("", "\n".join(cue.lines))) for cue in cues]
    rolling = _is_rolling(cues, plain)
    before: list[str] = []
    lines = 0
    for n, (cue, text) in enumerate(zip(cues, plain, strict=True)):
        said = text.split()
        shared = _overlap(before, said) if rolling else 0
        again = not rolling and n > 0 and _same_cue(cues[n - 1], cue)
        before = said or before
        if not _WORD.search(text):
            speech.left_out[EMPTY] += 1
        elif len(text) < 80 and _SOUND.fullmatch(text):
            speech.left_out[SOUND] += 1
        elif (said and shared == len(said)) or again:
            speech.left_out[REPEATED] += 1
        elif shared:
            lines += 1
            speech.pieces.append(Piece(cue.place, cue.start, cue.end, " ".join(said[shared:])))
        else:
            speech.pieces += _of_cue(cue)
    if rolling:
        speech.notices.append(f"Captions that roll: {lines} cues show words of the cue before again, which were read once.")


def _of_cue(cue: Cue) -> Iterator[Piece]:
    for who, raw in _voices("\n".join(cue.lines)):
        label = read_label(who) if who is not None else None
        for anew, text in _marked(_plain(raw)):
            if _WORD.search(text):
                yield Piece(cue.place, cue.start, cue.end, text, label, anew and label is None)


def _marked(text: str) -> list[tuple[bool, str]]:
    """A text parted where ">>" or a dash before a capital says that another voice begins."""
    parts: list[tuple[bool, list[str]]] = [(False, [])]
    for line in text.split("\n"):
        mark = _ANEW.match(line)
        if mark and not line[mark.end() : mark.end() + 1].islower():
            parts.append((True, [line[mark.end() :]]))
        else:
            parts[-1][1].append(line)
    return [(anew, "\n".join(lines)) for anew, lines in parts if lines]


def _same_cue(one: Cue, other: Cue) -> bool:
    return one.start is not None and (one.start, one.end, one.lines) == (other.start, other.end, other.lines)


def _is_rolling(cues: list[Cue], plain: list[str]) -> bool:
    """Does nearly every cue begin with what the one before ended on, as captions do that roll up a screen?"""
    pairs = [
        (one, two)
        for (first, one), (second, two) in zip(zip(cues, plain, strict=True), zip(cues[1:], plain[1:], strict=True), strict=False)
        if one and two and first.end is not None and second.start is not None and second.start - first.end < 1
    ]
    again = sum(two.split("\n")[0] == one.split("\n")[-1] or two.startswith(one) for one, two in pairs)
    timed_words = any(_INLINE_TIME.search(line) for cue in cues for line in cue.lines if "<" in line)
    moved = sum(one != two and (two.split("\n")[0] == one.split("\n")[-1] or two.startswith(one)) for one, two in pairs)
    return (timed_words or moved >= 3) and 3 * again >= len(pairs) > 0 < again  # who says "Yes." four times said it four times


def _overlap(before: list[str], now: list[str]) -> int:
    """How many words at the start of a cue are the last of the one before."""
    most = min(len(before), len(now), 80)
    return next((k for k in range(most, 0, -1) if before[-k:] == now[:k]), 0)


def _label(speech: Speech) -> None:
    """Takes a "Name:" from the words where it is somebody's, and says what was not taken for one."""
    seen = [s for piece, fresh in _with_fresh(speech.pieces) for s in _candidates(piece, fresh)]
    if not seen:
        return
    accepted, refused = accept(seen, _spoken(speech.pieces))
    speech.pieces = [part for piece, fresh in _with_fresh(speech.pieces) for part in _parted(piece, fresh, accepted)]
    for label in refused[:8]:
        speech.notices.append(f"'{label}:' was not taken for a speaker.")
    if len(refused) > 8:
        speech.notices.append(f"Nor were {len(refused) - 8} more words before a colon.")


def _spoken(pieces: list[Piece]) -> frozenset[str]:
    return frozenset(word.casefold() for piece in pieces for word in _SMALL.findall(piece.text) if word[0].islower())


def _with_fresh(pieces: list[Piece]) -> Iterator[tuple[Piece, bool]]:
    before: Piece | None = None
    for piece in pieces:
        pause = before is None or before.end is None or piece.start is None or piece.start - before.end > 0.3
        yield piece, piece.anew or pause or before is None or ends_sentence(before.text)
        before = piece


def _stretches(piece: Piece, fresh: bool) -> Iterator[tuple[bool, str]]:
    """A piece from each line on where a name may begin: its first, and those after the end of a sentence."""
    lines = piece.text.split("\n")
    starts = [0, *(n for n in range(1, len(lines)) if ends_sentence(lines[n - 1]) and split_label(lines[n]))]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield fresh or start > 0, " ".join(lines[start:end])


def _candidates(piece: Piece, fresh: bool) -> Iterator[Seen]:
    if ":" not in piece.text and "：" not in piece.text:
        return
    for is_fresh, text in _stretches(piece, fresh):
        if found := split_label(text):
            yield Seen(found[0], found[1], is_fresh)


def _parted(piece: Piece, fresh: bool, accepted: frozenset[str]) -> Iterator[Piece]:
    if ":" not in piece.text and "：" not in piece.text:
        yield piece
        return
    gathered: list[tuple[Label | None, list[str]]] = []
    for _, text in _stretches(piece, fresh):
        found = split_label(text)
        if found and found[0] in accepted:
            gathered.append((read_label(found[0]), [found[1]]))
        elif gathered:
            gathered[-1][1].append(text)
        else:
            gathered.append((None, [text]))
    for n, (label, texts) in enumerate(gathered):
        yield replace(piece, text="\n".join(texts), label=label, anew=piece.anew and n == 0 and label is None)
