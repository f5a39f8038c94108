"""Wider words: what the group calls, in a word of its own, where people say they come from. People's own words stay beside it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from copro_text import decisions as d
from copro_text.errors import NoSuchThing, NotPossible
from copro_text.fold import own_words
from copro_text.verbs.session import Session
from copro_text.verbs.tables import frame

COLUMNS = ["own_words", "people", "confirmed", "wider_word", "said"]
DIFFERENTLY = "seen differently"


@dataclass
class _Own:
    """One way in which people say where they come from."""

    written: dict[str, None] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)


def own(s: Session) -> Mapping[str, _Own]:
    """What people say of where they come from, by their words whatever the case and spacing."""
    found: dict[str, _Own] = {}
    for who in s.corpus.contributors:
        for p in s.permissions.perspectives(who):
            each = found.setdefault(own_words(p.words), _Own())
            each.written[p.words] = None
            each.people.add(who)
            each.confirmed |= {who} if p.confirmed else set()
    return found


def table(s: Session) -> pd.DataFrame:
    """One row for each way in which people say where they come from.

    Columns: own_words (theirs, as they wrote them), people (how many say it so), confirmed (for how many a person looked at it),
    wider_word (the group's; "seen differently" where two of us gave different ones at the same time), said (who gave it, and why).
    Those with the same wider word stand together, and those of most people first.
    """
    found, wider = own(s), s.book.wider
    order = sorted(found, key=lambda words: (wider.get(words, "\uffff").casefold(), -len(found[words].people), words))
    rows = [
        {
            "own_words": "; ".join(found[words].written),
            "people": len(found[words].people),
            "confirmed": len(found[words].confirmed),
            "wider_word": wider.get(words, DIFFERENTLY if len(_said(s, words)) > 1 else ""),
            "said": "; ".join(_said(s, words).values()),
        }
        for words in order
    ]
    return frame(rows, order, COLUMNS, "Where people say they come from")


def _said(s: Session, words: str) -> dict[str, str]:
    """Wider word -> who gave it, and why; without what was ended."""
    told: dict[str, str] = {}
    for e in s.book.tables.wider.get(words, ()):
        if isinstance(e.body, d.WiderWord) and e.body.word:
            who = s.book.analysts[e.analyst].name if e.analyst in s.book.analysts else "someone"
            told[e.body.word] = f"{who}: {e.body.word}{f', because {e.body.because}' if e.body.because else ''}"
    return told


def decision(s: Session, word: str, theirs: Iterable[str], because: str) -> d.WiderWord:
    """That a wider word stands for what people say of themselves; an empty one ends that."""
    known, chosen = own(s), dict.fromkeys(map(own_words, theirs))
    if missing := [words for words in chosen if words not in known]:
        close = difflib.get_close_matches(missing[0], known, n=3, cutoff=0.5)
        do = f"Did you mean {' or '.join(repr(each) for each in close)}? " if close else ""
        raise NoSuchThing(
            f"Nobody says {missing[0]!r} of themselves.",
            do=f"{do}study.wider_words, or `copro wider-words`, lists their words.",
            safe="Nothing was recorded.",
        )
    if not chosen:
        raise NotPossible("Which of people's own words is it for?", do='Such as wider_word("nurses", ["staff nurse"]).', safe="Nothing was recorded.")
    said = {str(n): next(iter(known[words].written)) for n, words in enumerate(chosen)}
    return d.WiderWord(word=" ".join(word.split()), said=said, because=because.strip())
