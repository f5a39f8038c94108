"""About: what a question is about, to be seen before one answers: the names, and some of the passages that are with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from copro_text import decisions as d
from copro_text.codebook import IN_USE, WAITING
from copro_text.decisions import Body, Entry
from copro_text.verbs.desk.piles import row
from copro_text.verbs.desk.seen import Seen

FEW = 3
"""Passages shown of each thing; the whole is one step away."""


def about(seen: Seen, question: Entry) -> list[dict[str, Any]]:
    """What a question is about: each name or sentence with what was put there, or the passages it would move; some of them, and how many.

    Of an undo it is what would be taken back. What the question itself would make, and nobody has used yet, is left out.
    """
    return [each for each in _things(seen, _undone(seen, question).body) if each["passages"] or each["suggested"] or each["code"]]


def _undone(seen: Seen, e: Entry) -> Entry:
    while isinstance(e.body, d.Undo | d.Redo) and e.body.target in seen.book.timeline.by_id:
        e = seen.book.timeline.by_id[e.body.target]
    return e


def _things(seen: Seen, body: Body) -> Iterator[dict[str, Any]]:
    match body:
        case d.Merge(codes=codes, into=into):
            yield from _names(seen, [*codes, into])
        case d.Split(code=code, parts=parts, labels=labels):
            yield from (_passages(seen, passages, labels.get(new, "")) for new, passages in parts)
            yield from _names(seen, [code])
        case d.Theme(codes=codes, passages=passages, against=against):
            yield _passages(seen, passages, "") | {"side": "for"}
            yield _passages(seen, against, "") | {"side": "against"}
            yield from _names(seen, codes)
        case d.Relate(one=one, other=other):
            yield from _names(seen, [one, other])
        case d.Nest(code=code, under=under):
            yield from _names(seen, [code, under])
        case d.BeginAgain(codes=codes):
            yield from _names(seen, codes)
        case _:
            yield from _names(seen, [getattr(body, "code", "")])


def _names(seen: Seen, codes: Iterable[str]) -> Iterator[dict[str, Any]]:
    for code in dict.fromkeys(codes):
        if code in seen.book.codes:
            put = list(seen.placed.get(code, {}))
            is_listed = seen.book.codes[code].state in (IN_USE, WAITING)
            suggested = len(seen.suggested.get(code, ()))
            yield _passages(seen, put, seen.label(code)) | {"code": code if is_listed else "", "suggested": suggested}


def _passages(seen: Seen, passages: Iterable[str], label: str) -> dict[str, Any]:
    """Some of these, and how many there are; what is held is not shown, and not counted."""
    here = [each for each in passages if each.partition(".")[0] not in seen.book.held]
    found = (shown for each in here if (shown := row(seen, each)))
    some = [shown for shown, _ in zip(found, range(FEW), strict=False)]
    return {"code": "", "label": label, "side": "", "suggested": 0, "many": len(here), "passages": some}
