"""Redacting: names and numbers found in the text, and what people decided to show in their place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from copro_text.corpus import Contribution, Excerpt
from copro_text.decisions import LeaveAsItIs, Redact
from copro_text.errors import NotPossible
from copro_text.masks import INSTEAD, is_masked_whole, shown
from copro_text.verbs import naming
from copro_text.verbs.session import Session

if TYPE_CHECKING:
    import pandas as pd

    from copro_text.readers.personal import Personal

FLAGGED, REDACTED, LEFT = "flagged", "redacted", "left"
COLUMNS = ["contribution", "kind", "words", "state", "around"]
AROUND = 40


def names_in_text(s: Session) -> pd.DataFrame:
    """One row a place in the current texts that may say who somebody is, or was redacted; held contributions have none.

    Columns: contribution, kind (one of `masks.INSTEAD`), words, state (flagged, redacted, or left as it is), around (the words beside it).
    """
    from copro_text.readers.personal import personal_in
    from copro_text.verbs.tables import frame

    seen = [c for c in s.corpus if c.id not in s.book.held]
    found = personal_in([s.as_said.contributions[c.id].text for c in seen])
    decided = _decided(s)
    rows = [row for c, places in zip(seen, found, strict=True) for row in _rows(c, places, decided.get((c.id, c.version), {}), s.book.left)]
    return frame([row for _, row in rows], [id_ for id_, _ in rows], COLUMNS, "What may say who somebody is")


def _decided(s: Session) -> dict[tuple[str, str], dict[Excerpt, str]]:
    """The redactions that stand, by the text they are in."""
    found: dict[tuple[str, str], dict[Excerpt, str]] = defaultdict(dict)
    for id_, instead in s.book.redacted.items():
        with suppress(ValueError):
            e = Excerpt.parse(id_)
            found[e.contribution, e.version][e] = instead
    return found


def _rows(c: Contribution, places: Sequence[Personal], decided: Mapping[Excerpt, str], left: Collection[str]) -> list[tuple[str, dict[str, str]]]:
    """What was redacted in one contribution, and what is found in the rest of its words."""
    rows = [(e, instead, REDACTED) for e, instead in decided.items()]
    for place in places:
        e = Excerpt(c.id, c.version, place.start, place.end)
        if not is_masked_whole(c.text[e.start : e.end]):
            rows.append((e, place.kind, LEFT if e.id in left else FLAGGED))
    rows.sort(key=lambda row: (row[0].start, row[0].end))
    return [(e.id, _row(c, e, kind, state)) for e, kind, state in rows]


def _row(c: Contribution, e: Excerpt, kind: str, state: str) -> dict[str, str]:
    before, after = c.text[max(0, e.start - AROUND) : e.start], c.text[e.end : e.end + AROUND]
    around = f"{before}{c.text[e.start : e.end]}{after}"
    return {"contribution": c.id, "kind": kind, "words": shown(c.text[e.start : e.end]), "state": state, "around": shown(" ".join(around.split()))}


def redaction(s: Session, passages: Sequence[str], instead: str, because: str) -> Redact:
    """The decision that shows a word in place of passages."""
    if instead not in INSTEAD:
        raise NotPossible(f"In place of it stands one of {', '.join(INSTEAD)}; {instead!r} is none of them.", safe="Nothing was recorded.")
    for e in map(Excerpt.parse, passages):
        if (e.start, e.end) == (0, len(s.corpus.contribution(e).text)):
            do = "Name the words alone: study.passage(ID, WORDS), study.names_in_text or `copro names-in-text`. To keep all of it back, hold it."
            raise NotPossible(f"{naming.short(e.contribution)} would be redacted whole.", do=do, safe="Nothing was recorded.")
    return Redact(passages=tuple(passages), instead=instead, because=because)


def leaving(s: Session, passages: Sequence[str], because: str) -> LeaveAsItIs:
    """The decision that shows passages as they are: redactions that have words of these in them end."""
    chosen = [Excerpt.parse(passage) for passage in passages]
    ending = [e for each in chosen for e in _decided(s).get((each.contribution, each.version), {}) if e.start < each.end and each.start < e.end]
    by = [entry for e in ending for entry in s.book.tables.redacted[e.id]]
    if unseen := [entry for entry in by if not s.would_know(entry)]:
        who = " and ".join(sorted({s.book.analysts[entry.analyst].name for entry in unseen}))
        do = f"Once you and {who} have shared what you do on your own, it can be shown."
        raise NotPossible(f"{who} redacted that, and you do not see yet what else they did.", do=do, safe="It is redacted still.")
    return LeaveAsItIs(passages=tuple(dict.fromkeys([*passages, *(e.id for e in ending)])), because=because)
