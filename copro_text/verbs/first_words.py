"""First words: how each person read a passage before they took anything back, or knew more of how others read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from copro_text import decisions as d
from copro_text.codebook import Codebook
from copro_text.decisions import Entry
from copro_text.differing import Reading

READS = (d.Place, d.Remove, d.ConfirmPile, d.SetAside, d.BringBack)


@dataclass(frozen=True, slots=True)
class First:
    """How one person first read one passage.

    Attributes
    ----------
    reading
        With the names as they read now.
    acts
        The decisions that said it.
    alone
        Whether they knew of nobody else's reading of the passage by then.
    """

    reading: Reading
    acts: tuple[Entry, ...]
    alone: bool


def first_words(book: Codebook) -> Mapping[tuple[str, str], First]:
    """(analyst, passage) -> how that person read it first.

    What others typed for somebody and they took back was never their word. What they undid themselves was.
    """
    acts: dict[str, list[Entry]] = defaultdict(list)
    for e in book.entries:
        if isinstance(e.body, READS) and e.id not in book.tables.lapsed and not isinstance(_ended(book, e), d.Strike):
            for passage in dict.fromkeys(e.body.excerpts):
                acts[passage].append(e)
    return {(who, passage): _first(book, who, passage, by) for passage, by in acts.items() for who in dict.fromkeys(e.analyst for e in by)}


def _ended(book: Codebook, e: Entry) -> object:
    by = book.standing.cancelled.get(e.id)
    return by.body if by is not None else None


def _first(book: Codebook, who: str, passage: str, by: Sequence[Entry]) -> First:
    mine, theirs = [e for e in by if e.analyst == who], [e for e in by if e.analyst != who]
    acts = tuple(_before_anything_new(book, mine, theirs))
    put: dict[str, None] = {}
    refused: dict[str, None] = {}
    for e in acts:
        if isinstance(e.body, d.Place | d.ConfirmPile):
            put[book.reads_as(e.body.code, passage, e)] = None
        elif isinstance(e.body, d.Remove):
            refused[book.reads_as(e.body.code, passage, e)] = None
    reading = Reading(who, tuple(put), tuple(refused), any(isinstance(e.body, d.SetAside) for e in acts) and not put)
    return First(reading, acts, not any(book.timeline.knows(mine[0], e) for e in theirs))


def _before_anything_new(book: Codebook, mine: Sequence[Entry], theirs: Sequence[Entry]) -> Iterator[Entry]:
    """A person's acts about a passage, as long as they took nothing back and knew of no more readings by others than at first."""
    line, put = book.timeline, set[str]()
    news = [e for e in theirs if not line.knows(mine[0], e)]
    taken_back: list[Entry] = []
    for e in mine:
        turns = isinstance(e.body, d.BringBack) or (isinstance(e.body, d.Remove) and e.body.code in put)
        if turns or any(line.knows(e, other) for other in (*news, *taken_back)):
            return
        put |= {e.body.code} if isinstance(e.body, d.Place | d.ConfirmPile) else set()
        taken_back += [by] if (by := book.standing.cancelled.get(e.id)) is not None else []
        yield e


def label_then(book: Codebook, code: str, act: Entry) -> str:
    """What a name was called, as far as the writer of a line knew; "" when it had no label by then."""
    known = [s for s in book.tables.settings.get((code, "label"), ()) if book.timeline.knows(act, s.enact)]
    return known[-1].value if known else ""
