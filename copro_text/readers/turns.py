"""Turns: what people said one after another in a recording, put together from its cues.

What is counted: `found` is every turn, and everything else that stands in the file: cues without words, repeats, notes, settings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from copro_text.corpus import Fault
from copro_text.errors import NotReadable
from copro_text.readers.answers import digest
from copro_text.readers.cues import Cues, clock
from copro_text.readers.floor import TOGETHER, give, pause
from copro_text.readers.item import Item, Reading
from copro_text.readers.speakers import Label
from copro_text.readers.speech import Piece, Speech, ends_sentence, speech_of
from copro_text.readers.words import from_plain

FAMILY = "transcript"
Progress = Callable[[int, int | None], None]

_MOST_FAULTS = 40
_PARAGRAPH = 1.0
_LONG_PARAGRAPH = 120
_ENDLESS_PARAGRAPH = 250
_BACK = -30.0


@dataclass
class _Turn:
    """Pieces by one voice without a long silence between them."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def label(self) -> Label | None:
        return self.pieces[0].label


def reading_of_cues(found: Cues, faults: Sequence[Fault], *, name: str, format_: str, reader: str) -> Reading:
    """A file of cues as turns."""
    speech = speech_of(found)
    return reading(speech, (*faults, *found.faults), name=name, format_=format_, reader=reader, cues=len(found.cues))


def reading(speech: Speech, faults: Sequence[Fault], *, name: str, format_: str, reader: str, cues: int) -> Reading:
    """The pieces of a recording as turns, with the account.

    Raises
    ------
    NotReadable
        When there are no words in it.
    """
    heard = give(speech.pieces, speech.tagged)
    turns = _turns(heard.pieces)
    left_out = Counter(speech.left_out)
    items: list[Item] = []
    told: list[Fault] = []
    for turn in turns:
        item, said = _item(turn)
        told += said
        if item:
            items.append(item)
        else:
            left_out["name without words"] += 1
    if not items:
        do = "Look whether the download finished."
        raise NotReadable(f"{name}: {format_}, but no words in it.", do=do, safe="Nothing was read.", left_out=left_out)
    notices = tuple(from_plain(n).text for n in (_who_spoke(items, turns, cues), *speech.notices, *_first_notices(heard.notices)))
    site = digest([item.text for item in items])[:16]
    found = len(items) + sum(left_out.values())
    return Reading(format_, FAMILY, site, reader, found, tuple(items), dict(left_out), _first_faults((*faults, *told)), notices)


def _turns(pieces: Sequence[Piece]) -> list[_Turn]:
    turns: list[_Turn] = []
    for piece in pieces:
        if turns and _goes_on(turns[-1].pieces[-1], piece):
            turns[-1].pieces.append(piece)
        else:
            turns.append(_Turn([piece]))
    return turns


def _goes_on(before: Piece, piece: Piece) -> bool:
    """The same voice, and no long silence but within a sentence."""
    if before.label != piece.label or piece.anew:
        return False
    if piece.label and not piece.label.key and before.end is None:
        return False  # "Unknown Speaker" twice may be two people
    silence = pause(before, piece)
    if silence < _BACK:
        return False
    return silence <= TOGETHER or bool(piece.label and not ends_sentence(before.text) and piece.text[:1].islower())


def _item(turn: _Turn) -> tuple[Item | None, tuple[Fault, ...]]:
    first, label = turn.pieces[0], turn.label
    said = from_plain(_text(turn.pieces))
    if not any(c.isalnum() for c in said.text):
        return None, ()
    at = clock(first.start)
    person, voice = (label.key and f"speaker:{label.key}", label.voice) if label else ("", "not known")
    item = Item(
        kind="turn",
        text=said.text,
        place=first.place,
        row=(at, said.text),
        person=person,
        name=label.name if label else "",
        voice=voice,
        at=at,
        aside=_beside(label),
    )
    return item, said.faults(first.place)


def _beside(label: Label | None) -> tuple[tuple[str, str], ...]:
    """What stood with the name and is not the name."""
    if not label:
        return ()
    said = label.beside if label.name else label.called
    return (("beside the name" if label.name else "called", said),) if said else ()


def _text(pieces: Sequence[Piece]) -> str:
    """The words of a turn: sentences joined over the cues, paragraphs where somebody paused or went on for long."""
    paragraphs: list[list[str]] = [[]]
    words = 0
    for n, piece in enumerate(pieces):
        if n and words and _new_paragraph(pieces[n - 1], piece, words):
            paragraphs.append([])
            words = 0
        flat = " ".join(piece.text.split())
        if flat:
            paragraphs[-1].append(flat)
            words += flat.count(" ") + 1
    return "\n\n".join(" ".join(parts) for parts in paragraphs if parts)


def _new_paragraph(before: Piece, piece: Piece, words: int) -> bool:
    if not ends_sentence(before.text):
        return words >= _ENDLESS_PARAGRAPH
    return words >= _LONG_PARAGRAPH or before.end is None or pause(before, piece) >= _PARAGRAPH


def _who_spoke(items: Sequence[Item], turns: Sequence[_Turn], cues: int) -> str:
    """Everybody with the number of their turns, so that a person can check."""
    counts = Counter(turn.label.called if turn.label else "" for turn in turns if any(piece.text.strip() for piece in turn.pieces))
    unknown = counts.pop("", 0)
    named = ", ".join(f"{called} ({n} turn{'s' if n > 1 else ''})" for called, n in counts.most_common(60))
    more = f" and {len(counts) - 60} more" if len(counts) > 60 else ""
    parts = [f"Speakers: {named}{more}."] if named else ["No speakers are named in it: who spoke is not known."]
    if unknown and named:
        parts.append(f"Not known who spoke: {unknown} turn{'s' if unknown > 1 else ''}.")
    read = f"{cues} cue{'s were' if cues > 1 else ' was'} read as {len(items)} turn{'s' if len(items) > 1 else ''}."
    return f"{read} {' '.join(parts)} Please look whether that is right."


def _first_notices(notices: Sequence[str]) -> tuple[str, ...]:
    if len(notices) <= _MOST_FAULTS:
        return tuple(notices)
    return (*notices[:_MOST_FAULTS], f"{len(notices) - _MOST_FAULTS} more places where it is not sure who spoke.")


def _first_faults(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    shown = tuple(Fault(fault.where, from_plain(fault.what).text) for fault in faults[:_MOST_FAULTS])
    if len(faults) <= _MOST_FAULTS:
        return shown
    return (*shown, Fault("the whole file", f"{len(faults) - _MOST_FAULTS} more places like these."))
