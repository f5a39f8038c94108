"""What people's placings suggest for the rest, and what to read next. Nothing is decided by it, and nothing is hidden.

Which suggestions were made last is remembered on this device, for whoever asked: ids and numbers, no words.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copro_text.codebook import IN_USE
from copro_text.corpus import Contribution
from copro_text.errors import NotPossible
from copro_text.masks import shown
from copro_text.readings import NOT_YET_READ
from copro_text.store.folder import write_whole
from copro_text.verbs import half
from copro_text.verbs.session import Session
from copro_text.verbs.sorting import last_learned, sorter, suggestions

if TYPE_CHECKING:
    import pandas as pd

    from copro_text.clusters import Suggested

NOTHING_PLACED = "Nobody has put anything with a name that is in use yet, so there is nothing to learn from."


def learn(s: Session, model: str | Path | None = None, *, progress: bool = False) -> pd.DataFrame:
    """Suggest names for what nobody has placed; one row a suggestion, and one without a name for each that fits nowhere."""
    waiting = _waiting(s)
    found = _suggested(s, waiting, model, progress)
    if found is None:
        raise NotPossible(NOTHING_PLACED, do="Put a few passages with names first: study.place(...), or `copro place`.", safe="Nothing was changed.")
    said = {c.whole.id: [[each.code, each.strength, each.sure] for each in codes] for c, codes in zip(waiting, found, strict=True)}
    write_whole(last_learned(s), json.dumps(said).encode())
    return _table(s, waiting, found)


def fits_nowhere(s: Session, model: str | Path | None = None, *, progress: bool = False) -> set[str]:
    """Whole contributions that nobody has placed, and that by people's placings belong with no name; suggests the others to names."""
    table = learn(s, model, progress=progress)
    drafted = {e for code, excerpts in suggestions(s).items() if s.book.codes[code].label for e in excerpts}
    return set(table.index[table["name"].isna()]) - drafted


def to_read(s: Session, n: int, model: str | Path | None = None) -> pd.DataFrame:
    """What to read next, with the reason in words: voices nobody has heard, what lies between names, what many say."""
    import pandas as pd

    from copro_text.clusters import to_read_next
    from copro_text.verbs.tables import titled

    states = s.states()
    waiting = [c for c in _waiting(s) if states[c.id] == NOT_YET_READ]
    heard = {who for c in s.corpus if states[c.id] != NOT_YET_READ for who in c.said_by}
    unheard = {at for at, c in enumerate(waiting) if c.said_by and not heard & set(c.said_by)}
    found = _suggested(s, waiting, model, False) or [()] * len(waiting)
    vectors = sorter(s, [c.text for c in waiting], model)
    labels = _labels(s)
    rows = [
        (waiting[at].whole.id, _why(why, [labels[code] for code in codes]), shown(waiting[at].text))
        for at, why, codes in to_read_next(vectors, range(len(waiting)), found, unheard, max(n, 0))
    ]
    table = pd.DataFrame([row[1:] for row in rows], index=pd.Index([row[0] for row in rows], name="id"), columns=["why", "text"])
    return titled(table, f"To read next, of {len(waiting)} that nobody has read; the others stay in every list")


def _why(why: str, labels: Sequence[str]) -> str:
    if why == "voices":
        return "Nobody has read anything by this person yet."
    if why == "many":
        return "Many that nobody has read say something like it."
    return f'It may belong with "{labels[0]}" or with "{labels[1]}".' if len(labels) > 1 else f'It may belong with "{labels[0]}", or not.'


def _waiting(s: Session) -> list[Contribution]:
    """What nobody has put anywhere or set aside, and whose words may be used and shown beside a suggestion."""
    placed = {p.excerpt.contribution for p in s.book.placings if p.belongs}
    hidden = half.hidden(s)
    free = [c for c in s.corpus if c.id not in placed and c.id not in s.book.held and s.permissions.may_use(c) and c.id not in hidden]
    return sorted((c for c in free if c.whole.id not in s.book.set_aside), key=lambda c: c.id)


def _suggested(s: Session, waiting: Sequence[Contribution], model: str | Path | None, progress: bool) -> list[tuple[Suggested, ...]] | None:
    """For each contribution the names that people's placings suggest; None where nobody has placed anything."""
    from copro_text.clusters import learned

    put, no = _examples(s)
    if not put:
        return None
    ids = sorted({*put, *(excerpt for excerpt, _ in no)})
    texts = [*(s.corpus.text(passage) for passage in (_passages(s)[id_] for id_ in ids)), *(c.text for c in waiting)]
    place = {id_: at for at, id_ in enumerate(ids)}
    place |= {c.whole.id: len(ids) + at for at, c in enumerate(waiting) if c.whole.id not in place}
    vectors = sorter(s, texts, model, progress)
    found = learned(vectors, {place[e]: codes for e, codes in put.items()}, [(place[e], code) for e, code in no])
    refused = {(e, code) for e, code in no}
    rest = found[len(ids) :]
    return [tuple(each for each in codes if (c.whole.id, each.code) not in refused) for c, codes in zip(waiting, rest, strict=True)]


def _passages(s: Session) -> Mapping[str, Any]:
    return {p.excerpt.id: p.excerpt for p in s.book.placings}


def _examples(s: Session) -> tuple[dict[str, set[str]], list[tuple[str, str]]]:
    """Passage -> names people put it with; and what they refused. Only words that are here, and may be used."""
    put: dict[str, set[str]] = defaultdict(set)
    no = []
    names = {c.id for c in s.book.codes.values() if c.state == IN_USE}
    for p in s.book.placings:
        c = s.corpus.contributions.get(p.excerpt.contribution)
        if c is None or c.version != p.excerpt.version or p.code not in names or c.id in s.book.held or not s.permissions.may_use(c):
            continue
        if p.belongs:
            put[p.excerpt.id].add(p.code)
        else:
            no.append((p.excerpt.id, p.code))
    return dict(put), no


def _labels(s: Session) -> Mapping[str, str]:
    from copro_text.verbs.sorting import labels

    return labels(s)


def _table(s: Session, waiting: Sequence[Contribution], found: Sequence[Sequence[Suggested]]) -> pd.DataFrame:
    import pandas as pd

    from copro_text.verbs.tables import titled

    labels = _labels(s)
    rows: list[tuple[str | None, str, str, float]] = []
    index = []
    for c, codes in zip(waiting, found, strict=True):
        for each in codes:
            rows.append((labels[each.code], each.sure, shown(c.text), each.strength))
            index.append(c.whole.id)
        if not codes:
            rows.append((None, "fits nowhere", shown(c.text), -1.0))
            index.append(c.whole.id)
    table = pd.DataFrame(rows, index=pd.Index(index, name="id"), columns=["name", "sure", "text", "strength"])
    nowhere = sum(not codes for codes in found)
    caption = f"Suggested by what people placed: {len(waiting) - nowhere} of {len(waiting)} to names, {nowhere} nowhere. Nothing is decided by it"
    return titled(table.sort_values("strength", ascending=False, kind="stable").drop(columns="strength"), caption)
