"""Tables: what a study holds as pandas DataFrames, each indexed by id, with documented columns."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from copro_text.codebook import IN_USE, WAITING
from copro_text.corpus import Excerpt
from copro_text.deciding import concerns
from copro_text.decisions import ConfirmPile
from copro_text.fold import STALE, own_words
from copro_text.masks import shown
from copro_text.permission import WISHES, Ruling
from copro_text.verbs.sentences import told
from copro_text.verbs.session import Session
from copro_text.verbs.shown import Table
from copro_text.verbs.taken_back import how_many_taken_out


def frame(rows: Iterable[Mapping[str, Any]], ids: Sequence[str], columns: Sequence[str], caption: str = "") -> pd.DataFrame:
    """A table indexed by id; `caption` says what it shows."""
    return titled(pd.DataFrame(list(rows), index=pd.Index(list(ids), name="id"), columns=list(columns)), caption)


def titled(table: pd.DataFrame, caption: str) -> Table:
    """A table that shows itself with a caption."""
    shown = Table(table)
    shown.caption = caption
    return shown


def contributions(s: Session) -> pd.DataFrame:
    """One row a contribution: as `Corpus.to_frame`, with `state` (one of the five) and `use` (False when they asked us not to)."""
    table = titled(s.corpus.to_frame(), "What people said")
    states = s.states()
    table.insert(1, "state", [states[c] for c in table.index])
    table.insert(2, "use", [s.permissions.may_use(c) for c in s.corpus])
    return table


def excerpts(s: Session, unit: str) -> pd.DataFrame:
    """One row a passage by unit: contribution, start, end (Unicode code points), text."""
    found = s.corpus.excerpts(unit)
    rows = [{"contribution": e.contribution, "start": e.start, "end": e.end, "text": s.corpus.text(e)} for e in found]
    return frame(rows, [e.id for e in found], ["contribution", "start", "end", "text"], "Passages")


def holding(s: Session, words: str) -> pd.DataFrame:
    """One row a contribution that holds `words`: passage (excerpt id of the first place), state, signed, text."""
    states, wanted = s.states(), words.casefold()
    found = [(c, at) for c in s.corpus if (at := _place_of(wanted, c.text)) >= 0 and c.id not in s.book.held]
    rows = [
        {
            "passage": Excerpt(c.id, c.version, at, at + len(wanted)).id,
            "state": states[c.id],
            "signed": ", ".join(filter(None, c.signed)),
            "text": shown(c.text),
        }
        for c, at in found
    ]
    return frame(rows, [c.id for c, _ in found], ["passage", "state", "signed", "text"], "What holds these words")


def _place_of(wanted: str, text: str) -> int:
    """Where words stand, whatever the case. Letters whose lower case is longer would shift the place: then the case must fit."""
    folded = text.casefold()
    return folded.find(wanted) if len(folded) == len(text) else text.find(wanted)


PEOPLE = ["signed", "contributions", "perspectives", "wider_word", *WISHES, "credit", "to_confirm", "evidence"]


def people(s: Session) -> pd.DataFrame:
    """One row a person who wrote.

    Columns: signed (names beside their words; of people who are joined all of them), contributions (how many), perspectives (own
    words; "?" after those nobody has confirmed), wider_word (the group's, for these), use, quote, reword, name, author (yes, no or
    not asked; "yes, for some" of what they said; "found: yes" or "found: no" where a person has not confirmed what stands in their
    words), credit (the name they asked for), to_confirm (how many findings nobody has looked at), evidence (the sentences).
    """
    ids = list(s.corpus.contributors)
    return frame((_person(s, who) for who in ids), ids, PEOPLE, "Who wrote, and what they allow")


def _person(s: Session, who: str) -> dict[str, Any]:
    held = {wish: s.permissions.ruling(who, wish) for wish in WISHES}
    seen_from = s.permissions.perspectives(who)
    evidence = [r.evidence for r in held.values() if r.evidence] + [p.evidence for p in seen_from if p.evidence]
    return {
        "signed": ", ".join(s.corpus.contributors[who].signed),
        "contributions": len(s.corpus.by(who)),
        "perspectives": "; ".join(p.words if p.confirmed else f"{p.words} ?" for p in seen_from),
        "wider_word": "; ".join(dict.fromkeys(filter(None, (s.book.wider.get(own_words(p.words), "") for p in seen_from)))),
        **{wish: _allowed(s, who, wish, r) for wish, r in held.items()},
        "credit": held["name"].value,
        "to_confirm": sum(r.to_confirm for r in held.values()) + sum(not p.confirmed for p in seen_from),
        "evidence": " | ".join(dict.fromkeys(s.permissions.corpus.text(e) for e in evidence)),
    }


def _allowed(s: Session, who: str, wish: str, held: Ruling) -> str:
    if held.to_confirm:
        return f"found: {held.asked_for}"
    return "yes, for some" if held.answer == "not asked" and s.permissions.allows_some(who, wish) else held.answer


def sources(s: Session) -> pd.DataFrame:
    """One row a source: name, format, found, read, left_out ({reason: n}), new, edited, known, faults (how many)."""
    columns = ["name", "format", "found", "read", "left_out", "new", "edited", "known", "faults"]
    listed = s.corpus.sources.values()
    rows = [{name: getattr(each, name) for name in columns} | {"left_out": dict(each.left_out), "faults": len(each.faults)} for each in listed]
    return frame(rows, [each.id for each in listed], columns, "Where it came from")


CODEBOOK = ["label", "draft", "definition", "heading", "state", "people", "placed", "in_bulk", "suggested", "joined_to", "under", "wordings"]


def codebook(s: Session, labels: Mapping[str, str], suggested: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """One row a name.

    Columns: label, draft (nobody has named it yet), definition, heading, state, people (different people whose words were put
    there), placed (passages put there by a person), in_bulk (of these, as a whole pile), suggested (passages the sorter would
    put there that nobody has placed), joined_to, under (the name it was put under), wordings (how many were offered).
    """
    voices, placed, bulk = _by_code(s)
    rows = [
        {
            "label": called(s, labels, c.id),
            "draft": not c.label,
            "definition": c.definition,
            "heading": c.heading,
            "state": c.state,
            "people": len(voices[c.id]),
            "placed": len(placed[c.id]),
            "in_bulk": len(bulk[c.id]),
            "suggested": len(suggested.get(c.id, ())),
            "joined_to": called(s, labels, c.into),
            "under": called(s, labels, c.under),
            "wordings": len(c.wordings),
        }
        for c in s.book.codes.values()
    ]
    return frame(rows, list(s.book.codes), CODEBOOK, "Names")


def called(s: Session, labels: Mapping[str, str], code: str) -> str:
    """What a name is called, also one that is out of use; its short id when nobody ever named it."""
    known = s.book.codes.get(code)
    return labels.get(code) or (known.label if known else "") or code[:8]


def _by_code(s: Session) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]], Mapping[str, set[str]]]:
    """For each code: who is heard there, the passages put there, and those of them that were only put there in bulk."""
    voices: dict[str, set[str]] = defaultdict(set)
    placed: dict[str, set[str]] = defaultdict(set)
    bulk: dict[str, set[str]] = defaultdict(set)
    for p in sorted(s.book.placings, key=lambda p: not p.bulk):
        here = s.corpus.contributions.get(p.excerpt.contribution)
        if p.belongs and here is not None:
            placed[p.code].add(p.excerpt.id)
            voices[p.code] |= set(here.said_by) or {here.id}
            (bulk[p.code].add if p.bulk else bulk[p.code].discard)(p.excerpt.id)
    return voices, placed, bulk


def placings(s: Session, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a putting or refusing by a person: excerpt, code, label, analyst, belongs, in_bulk, words_changed, because, text."""
    columns = ["excerpt", "code", "label", "analyst", "belongs", "in_bulk", "words_changed", "because", "text"]
    rows = [
        {
            "excerpt": p.excerpt.id,
            "code": p.code,
            "label": labels.get(p.code) or s.book.codes[p.code].label,
            "analyst": s.book.analysts[p.analyst].name if p.analyst in s.book.analysts else p.analyst,
            "belongs": p.belongs,
            "in_bulk": p.bulk,
            "words_changed": _changed(s, p.excerpt),
            "because": p.because,
            "text": text_of(s, p.excerpt),
        }
        for p in s.book.placings
    ]
    return frame(rows, [p.entry for p in s.book.placings], columns, "Who put what where")


def decisions(s: Session, labels: Mapping[str, str], about: str = "") -> pd.DataFrame:
    """One row a decision, oldest first.

    Columns: time, analyst, entered_by, kind, stands, what (in plain words), lapsed (why it had no effect, when it had none).
    `about` is an id: only decisions about it, and what was answered and done about these.
    """
    columns = ["time", "analyst", "entered_by", "kind", "stands", "what", "lapsed"]
    names = {a.id: a.name for a in s.book.analysts.values()}
    listed = [e for e in s.book.entries if not about or about in concerns(s.book.timeline, e)]
    rows = [
        {
            "time": e.time,
            "analyst": names.get(e.analyst, e.analyst),
            "entered_by": names.get(e.entered_by, e.entered_by),
            "kind": e.body.kind,
            "stands": s.book.stands(e.id),
            "what": told(e, s.book, s.corpus, labels),
            "lapsed": s.book.lapsed.get(e.id, ""),
        }
        for e in listed
    ]
    return frame(rows, [e.id for e in listed], columns, "What was decided, oldest first")


def status(s: Session) -> dict[str, int]:
    """How the study stands, in numbers: the five states add up to `contributions`."""
    count = Counter(s.states().values())
    return {
        "sources": len(s.corpus.sources),
        "contributions": len(s.corpus),
        "people": len(s.corpus.contributors),
        "excerpts": len(s.corpus.excerpts("paragraph")),
        "placed": count["placed"],
        "set_aside": count["set aside"],
        "part_read": count["part read"],
        "not_yet_read": count["not yet read"],
        "held": count["held"],
        "taken_out": how_many_taken_out(s),
        "codes": sum(c.state in (IN_USE, WAITING) for c in s.book.codes.values()),
        "waiting": sum(p.why != STALE for p in s.book.waiting),
        "confirmed_in_bulk": sum(isinstance(e.body, ConfirmPile) and s.book.stands(e.id) for e in s.book.entries),
    }


def _changed(s: Session, e: Excerpt) -> bool:
    now = s.corpus.contributions.get(e.contribution)
    return now is not None and now.version != e.version


def text_of(s: Session, e: Excerpt) -> str:
    """The words of a passage; "" when they are not here."""
    try:
        return s.corpus.text(e)
    except KeyError:
        return ""
