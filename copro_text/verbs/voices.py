"""Voices: whose words are heard, quoted, set aside or not yet read, counted in people; and whose the group has done least with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd

from copro_text import readings
from copro_text.codebook import IN_USE
from copro_text.corpus import Contribution, mark_of
from copro_text.decisions import Memo
from copro_text.fold import own_words
from copro_text.masks import shown
from copro_text.readings import HELD, VOICES, voice
from copro_text.verbs.apart import left_out
from copro_text.verbs.session import Session
from copro_text.verbs.tables import frame
from copro_text.writers.gather import Gathering

COLUMNS = ["who", "people", "heard", "quoted", "not_yet_read", "set_aside", "held"]
LEAST = ["signed", "contributions", "done_with_it", "text"]
EVERYONE, NO_PERSPECTIVE = "everyone who wrote", "nobody confirmed where they come from"
GROUPS, NOT_KNOWN = "groups and organisations", "texts whose speaker is not known"
ENOUGH_TO_PRINT = 10  # fewer people side by side would point at them
ENOUGH_TO_SHOW = 2
LONGEST = 200
IN_WORDS = ("nothing yet", "by one of us", "by two of us", "by three of us")


def voices(s: Session, labels: Mapping[str, str], *, public: bool) -> pd.DataFrame:
    """One row a perspective that several people share, after everyone and before groups and texts whose speaker is not known.

    Columns: who, people, and of these heard (a person placed or part read something of theirs), not_yet_read, set_aside and held (these four add
    up to people), and quoted (in what would be printed now). To print or to post (`public`), people who asked us not to use their words are
    left out, as in every output, and so are perspectives of fewer than ten people.
    """
    said = [c for c in s.corpus if not public or s.permissions.may_use(c)]
    how = _how(s, said)
    quoted = _quoted(s, labels)
    people = [who for who in how if _kind(s, who) == "person"]
    groups = [who for who in how if _kind(s, who) in ("group", "organisation")]
    enough = ENOUGH_TO_PRINT if public else ENOUGH_TO_SHOW
    by_perspective = {words: inside for words, inside in seen_from(s, people).items() if len(inside) >= enough}
    rows = {EVERYONE: people} | dict(sorted(by_perspective.items(), key=lambda row: row[0].casefold()))
    rows |= {GROUPS: groups, NOT_KNOWN: [c.id for c in said if not c.said_by]}
    counted = {name: readings.voices(how, quoted, among) for name, among in rows.items()}
    listed = [_row(name, each) for name, each in counted.items() if each.people or name == EVERYONE]
    return frame(listed, [str(i) for i in range(1, len(listed) + 1)], COLUMNS, f"Whose words are heard, in people{left_out(s)}")


def seen_from(s: Session, people: Iterable[str]) -> Mapping[str, list[str]]:
    """By perspective, who holds it: in the group's wider word where it has one, else in their own.

    Only what a person confirmed; who holds several is in each.
    """
    found: dict[str, list[str]] = defaultdict(list)
    called: dict[str, str] = {}
    for who in people:
        own = {own_words(p.words): p.words for p in s.permissions.perspectives(who) if p.confirmed}
        words = [s.book.wider.get(folded, written) for folded, written in own.items()]
        for each in dict.fromkeys(called.setdefault(own_words(word), word) for word in words or [NO_PERSPECTIVE]):
            found[each].append(who)
    return found if len(found) > 1 else {}


def _kind(s: Session, who: str) -> str:
    known = s.corpus.contributors.get(who)
    return known.voice if known else ""


def _how(s: Session, said: Iterable[Contribution]) -> dict[str, str]:
    """Contributor -> how far they are heard; a text whose speaker is not known stands for itself."""
    states, by = s.states(), defaultdict[str, set[str]](set)
    for c in said:
        for who in c.said_by or (c.id,):
            by[who].add(states[c.id])
    return {who: voice(each) for who, each in by.items()}


def _quoted(s: Session, labels: Mapping[str, str]) -> set[str]:
    """Whose words would be printed under a name now."""
    made = Gathering(s.corpus, s.book, s.permissions, labels, {})
    marks = {q.mark for name in made.names(IN_USE) for q in name.quotes}
    here = {p.excerpt.contribution for p in s.book.placings if mark_of(p.excerpt.id) in marks} & s.corpus.contributions.keys()
    return {who for c in here for who in s.corpus.contributions[c].said_by or (c,)}


def _row(who: str, v: readings.Voices) -> dict[str, object]:
    return {"who": who, "people": v.people, "quoted": v.quoted} | {each.replace(" ", "_"): v.counts[each] for each in VOICES}


def least_talked_about(s: Session) -> pd.DataFrame:
    """One row a person who wrote, those first with whose words fewest of us did anything: a list of what to take up next, no order of merit.

    Columns: signed, contributions (how many may be read), done_with_it ("nothing yet", "by one of us", ...; in bulk does not count), text (the
    beginning of one of them, one that nobody read if there is one). Who stands equal comes in no order.
    """
    states, did = s.states(), _who_did(s)
    by: dict[str, list[Contribution]] = defaultdict(list)
    for c in s.corpus:
        if states[c.id] != HELD:
            for who in c.said_by:
                by[who].append(c)
    many = {who: len({a for c in said for a in did.get(c.id, ())}) for who, said in by.items() if _kind(s, who) == "person"}
    order = sorted(many, key=lambda who: (many[who], who))  # ids are drawn from keyed hashes: an order that favours nobody
    rows = [_least(s, who, by[who], many[who], did) for who in order]
    return frame(rows, order, LEAST, f"Whose words we have done least with{left_out(s)}")


def _who_did(s: Session) -> Mapping[str, set[str]]:
    """Contribution -> the co-analysts who did something with it, one by one."""
    did: dict[str, set[str]] = defaultdict(set)
    for p in s.book.placings:
        if not p.bulk:
            did[p.excerpt.contribution].add(p.analyst)
    for passage, by in s.book.set_aside.items():
        did[passage.partition(".")[0]] |= {e.analyst for e in by}
    for e in s.book.memos:
        if isinstance(e.body, Memo):
            did[e.body.about.partition(".")[0]].add(e.analyst)
    return did


def _least(s: Session, who: str, said: list[Contribution], many: int, did: Mapping[str, set[str]]) -> dict[str, object]:
    first = min(said, key=lambda c: len(did.get(c.id, ())))
    text = shown(first.text)
    return {
        "signed": ", ".join(s.corpus.contributors[who].signed),
        "contributions": len(said),
        "done_with_it": IN_WORDS[many] if many < len(IN_WORDS) else "by more than three of us",
        "text": text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …",
    }
