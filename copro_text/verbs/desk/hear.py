"""Hear and read: one contribution whole, its thread, whose words they are as far as they allow, and what people did with it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

from copro_text import decisions as d
from copro_text.codebook import Placing
from copro_text.corpus import Contribution
from copro_text.masks import as_shown, places, shown
from copro_text.readings import HELD, NOT_YET_READ
from copro_text.verbs.desk.seen import Seen

MOST_REPLIES = 50


def order(seen: Seen, seed: int) -> list[str]:
    """Contributions to hear, in a mixed order: those nobody has read first, and nobody twice before all were heard once."""
    shown = [c for c in seen.corpus if seen.states[c.id] != HELD]
    random.Random(seed).shuffle(shown)
    times: dict[str, int] = {}
    turn: dict[str, int] = {}
    for c in shown:
        who = c.said_by[0] if c.said_by else c.id
        turn[c.id] = times[who] = times.get(who, -1) + 1
    return [c.id for c in sorted(shown, key=lambda c: (seen.states[c.id] != NOT_YET_READ, turn[c.id]))]


def hear(seen: Seen, listed: Sequence[str], at: int) -> dict[str, Any]:
    """The contribution at one place of the order, whole; `item` is None past the end, or when it is held or gone since."""
    id_ = listed[at] if at < len(listed) else ""
    here = id_ in seen.corpus.contributions and seen.states[id_] != HELD
    return {
        "at": at,
        "of": len(listed),
        "left": seen.counts["not_yet_read"],
        "item": whole(seen, seen.corpus.contributions[id_]) if here else None,
        "kept": seen.kept_words[:30],
    }


def read(seen: Seen, id_: str) -> dict[str, Any]:
    """One contribution with all that is known of it; `item` is None when it is not here."""
    c = seen.corpus.contributions.get(id_)
    if c is None:
        return {"item": None, "thread": [], "replies": 0}
    if seen.states[c.id] == HELD:
        return {"item": _held(seen, c), "thread": [], "replies": 0}
    replies = [r for r in seen.corpus if r.parent == c.id and seen.states[r.id] != HELD]
    return {"item": whole(seen, c), "thread": _thread(seen, c, replies), "replies": len(replies)}


def whole(seen: Seen, c: Contribution) -> dict[str, Any]:
    """A contribution and what people did with it.

    Positions are code points of the text as it is shown; `redacted` says where [name] and the like are shown, and where they stand.
    """
    placings = seen.placings.get(c.id, [])
    return {
        "id": c.id,
        "version": c.version,
        "text": shown(c.text),
        "length": len(c.text),
        "redacted": [list(place) for place in places(c.text)],
        "sentences": [[as_shown(c.text, at) for at in span] for span in c.sentences],
        **_where_from(seen, c),
        "state": seen.states[c.id],
        "use": seen.session.permissions.may_use(c),
        "passages": _passages(seen, c, placings),
        "changed": [_reading(seen, p) for p in placings if p.excerpt.version != c.version],
        "aside": [{"who": seen.analyst(e.analyst), "because": getattr(e.body, "because", "")} for e in seen.book.set_aside.get(c.whole.id, ())],
        "suggested": [{"code": code, "label": seen.label(code)} for code in seen.suggested_for.get(c.id, ())],
        "memos": _memos(seen, c),
    }


def _where_from(seen: Seen, c: Contribution) -> dict[str, Any]:
    return {
        "kind": c.kind,
        "about": c.about,
        "how": "" if c.how == "own words" else c.how,
        "written_down_by": c.written_down_by,
        "when": _day(c.when),
        "by": seen.said_by(c),
        "voice": c.voice,
        "from": seen.seen_from(c),
        "beside": [list(pair) for pair in c.aside],
        "parent": c.parent if c.parent in seen.corpus.contributions else "",
    }


def _day(when: str) -> str:
    """A day as people say it, "3 May 2026"; what is no whole date as it came."""
    try:
        return f"{(at := date.fromisoformat(when[:10])).day} {at:%B %Y}"
    except ValueError:
        return when[:10]


def _held(seen: Seen, c: Contribution) -> dict[str, Any]:
    """What is held keeps its words to itself: counted, and who holds it and why."""
    holding = seen.book.held[c.id]
    return {"id": c.id, "state": HELD, "held_by": seen.analyst(holding.analyst), "because": getattr(holding.body, "because", "")}


def _passages(seen: Seen, c: Contribution, placings: Sequence[Placing]) -> list[dict[str, Any]]:
    """The passages of the text as it is now that people put with a name or refused, in the order of the text."""
    by_passage: dict[tuple[int, int], list[Placing]] = {}
    for p in placings:
        if p.excerpt.version == c.version:
            by_passage.setdefault((p.excerpt.start, p.excerpt.end), []).append(p)
    return [
        {
            "id": ps[0].excerpt.id,
            "start": as_shown(c.text, start),
            "end": as_shown(c.text, end),
            "whole": (start, end) == (0, len(c.text)),
            "readings": [_reading(seen, p) for p in ps],
        }
        for (start, end), ps in sorted(by_passage.items())
    ]


def _reading(seen: Seen, p: Placing) -> dict[str, Any]:
    return {
        "who": seen.analyst(p.analyst),
        "mine": p.analyst == seen.me,
        "code": p.code,
        "label": seen.label(p.code),
        "belongs": p.belongs,
        "bulk": p.bulk,
        "because": p.because,
        "entry": p.entry,
    }


def _memos(seen: Seen, c: Contribution) -> list[dict[str, Any]]:
    return [
        {"who": seen.analyst(e.analyst), "kind": e.body.whose, "text": e.body.text, "entry": e.id}
        for e in seen.memos.get(c.id, ())
        if isinstance(e.body, d.Memo)
    ]


def _thread(seen: Seen, c: Contribution, replies: Sequence[Contribution]) -> list[dict[str, Any]]:
    """What it answers, and what answers it, in short."""
    answered = seen.corpus.contributions.get(c.parent)
    listed = [("answers", answered)] if answered and seen.states[answered.id] != HELD else []
    return [_short(seen, how, other) for how, other in [*listed, *(("reply", r) for r in replies[:MOST_REPLIES])]]


def _short(seen: Seen, how: str, c: Contribution) -> dict[str, Any]:
    return {"id": c.id, "how": how, **seen.in_short(c, c.text, 280), "by": seen.said_by(c)}
