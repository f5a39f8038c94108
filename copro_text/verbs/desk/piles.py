"""Piles: the names with what people put there and what the sorter suggests, kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from copro_text.codebook import IN_USE, PUT_AWAY, WAITING, Code, Placing, ThemeView, Wording
from copro_text.corpus import Excerpt
from copro_text.errors import NotPossible
from copro_text.verbs import half, sorting
from copro_text.verbs.desk.seen import Seen

PAGE = 50
SHORT = 420


def piles(seen: Seen) -> dict[str, Any]:
    """All names in use or waiting, those put away, and how the sorter's last run stands to them."""
    codes = seen.book.codes.values()
    run = sorting.last_run(seen.session)
    return {
        "names": [_name(seen, c) for c in codes if c.state in (IN_USE, WAITING)],
        "away": [{"id": c.id, "label": seen.label(c.id)} for c in codes if c.state == PUT_AWAY],
        "left": len(seen.could_not_place),
        "flat": bool(half.hidden(seen.session)),
        "sorted": run is not None,
        "drafted": run is not None and any(c.run == run.id for c in codes),
        "found": run.count if run else 0,
        "level": str(run.settings.get("level", "")) if run else "",
        "themes": themes(seen),
        "relations": [{"one": _thing(seen, r.one), "how": r.how, "other": _thing(seen, r.other)} for r in seen.book.relations],
    }


def _thing(seen: Seen, id_: str) -> str:
    theme = seen.book.themes.get(id_)
    return theme.sentence if theme else seen.label(id_)


def _name(seen: Seen, c: Code) -> dict[str, Any]:
    put, suggested = seen.placed.get(c.id, {}), seen.suggested.get(c.id, ())
    own = {e for e, by in put.items() if all(p.bulk for p in by)}
    return {
        "id": c.id,
        "label": seen.labels.get(c.id, c.label),
        "draft": not c.label,
        "waits": c.state == WAITING,
        "definition": c.definition,
        "heading": c.heading,
        "under": c.under,
        "people": _heard(seen, put),
        "placed": len(put),
        "in_bulk": len(own),
        "suggested": len(suggested),
        "suggested_people": _heard(seen, suggested),
        "wordings": [_wording(seen, w) for w in c.wordings],
    }


def themes(seen: Seen) -> list[dict[str, Any]]:
    """The sentences people stand behind, or are asked to: what each rests on, and what speaks against it."""
    return [_theme(seen, t) for t in seen.book.themes.values() if t.state != PUT_AWAY]


def _theme(seen: Seen, t: ThemeView) -> dict[str, Any]:
    names = [seen.label(c) for c in t.names]
    rests = {"codes": list(t.names), "passages": list(t.passages), "against": list(t.against)}
    return {"id": t.id, "sentence": t.sentence, "state": t.state, "names": names, **rests}


def _wording(seen: Seen, w: Wording) -> dict[str, Any]:
    return {"text": w.text, "who": seen.analyst(w.analyst), "chosen": w.chosen, "stands": w.stands, "because": w.because}


def _heard(seen: Seen, passages: Sequence[str] | dict[str, list[Placing]]) -> int:
    here = (seen.corpus.contributions.get(e.partition(".")[0]) for e in passages)
    return seen.people([c for c in here if c is not None])


def pile(seen: Seen, code: str, which: str, start: int) -> dict[str, Any]:
    """A page of the passages of one name: those people put there ("placed"), or the sorter's suggestions; or what it could not place ("left")."""
    if which != "left" and code not in seen.book.codes:
        raise NotPossible("That name is not here any more.", do="Choose another from the list.", safe="Nothing was changed.")
    listed: Sequence[str]
    listed = seen.could_not_place if which == "left" else list(seen.placed.get(code, {})) if which == "placed" else seen.suggested.get(code, ())
    shown = [e for e in listed if e.partition(".")[0] not in seen.book.held]
    put = seen.placed.get(code, {})
    rows = [row(seen, e, put.get(e, ())) for e in shown[start : start + PAGE]]
    return {"code": code, "which": which, "start": start, "size": PAGE, "total": len(shown), "rows": [r for r in rows if r]}


def row(seen: Seen, passage: str, by: Sequence[Placing] = ()) -> dict[str, Any] | None:
    """A passage in short; None when its words are not here."""
    e = Excerpt.parse(passage)
    try:
        c = seen.corpus.contribution(e)
    except KeyError:
        return None
    text = c.text[e.start : e.end]
    return {
        "id": passage,
        "contribution": c.id,
        **seen.in_short(c, text, SHORT),
        "part": (e.start, e.end) != (0, len(c.text)),
        "by": [{"who": seen.analyst(p.analyst), "mine": p.analyst == seen.me, "bulk": p.bulk, "because": p.because} for p in by],
    }
