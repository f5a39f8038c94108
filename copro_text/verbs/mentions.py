"""Mentions: where a person who takes out what they said is named, or sounds through, and what of it a person has to decide.

Nothing is cut by these: they are listed, so they may find more than is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from copro_text.corpus import Contribution, Corpus
from copro_text.decisions import TAKEN_OUT, Decision, Entry, WiderWord
from copro_text.fold import own_words
from copro_text.verbs.known_by import Around, Mentions, Typed
from copro_text.verbs.naming import folded, short
from copro_text.verbs.session import Session
from copro_text.withdrawal import Gone


def around(s: Session, before: Corpus, leaving: Collection[Contribution], gone: Collection[str]) -> Around:
    """All that the person at work sees round about what is taken out."""
    ids = {c.id for c in leaving}
    staying = [c for c in before if c.id not in ids]
    return Around(leaving, staying, gone, names_of(s, before, gone), {a.name for a in s.book.analysts.values()}, [text for _, _, text in typed(s)])


def names_of(s: Session, before: Corpus, who: Collection[str]) -> set[str]:
    """What they signed with, and asked to be called."""
    names = {name for each in who for name in before.contributors[each].signed}
    asked = ((s.permissions.person(each), said) for (each, about, _), said in s.book.confirmed.items() if about == "name")
    return (names | {c.value for each, said in asked if each in who for c in said}) - {"", TAKEN_OUT}


def also_signed(s: Session, before: Corpus, gone: Collection[str]) -> dict[str, list[Contribution]]:
    """Other people who signed with one of these names, and what they said: it may be the same person."""
    names = {folded(name) for name in names_of(s, before, gone)}
    alike = [who for who, c in s.by_person.contributors.items() if who not in gone and names & {folded(name) for name in c.signed}]
    return {who: said for who in alike if (said := list(s.by_person.by(who)))}


def typed(s: Session) -> list[Typed]:
    """All that was typed with decisions, and stands."""
    of = [(e, e.body.words()) for e in s.book.entries if isinstance(e.body, Decision)]
    return [(e, field, text) for e, words in of for field, text in words.items() if text != TAKEN_OUT]


def to_decide(s: Session, body: Decision, known: Mentions) -> list[Typed]:
    """What was typed with their words or name, and is not about them alone, which goes anyway."""
    going = Gone().told([*s.book.entries, Entry("", "", 0, 0, "", "", "", (), body)]).wordless
    return [(e, field, text) for e, field, text in typed(s) if e.id not in going and known.are_in(text)]


def own_words_typed(s: Session, leaving: Collection[Contribution]) -> list[Typed]:
    """Where the group gave a wider word for how they alone say where they come from: their own words stand in that decision."""
    going = {who for c in leaving for who in c.said_by}
    said = {who: {own_words(p.words) for p in s.permissions.perspectives(who)} for who in s.by_person.contributors}
    theirs = set().union(*(said[who] for who in going & said.keys())) - set().union(*(said[who] for who in said.keys() - going))
    return [(e, field, text) for e, field, text in typed(s) if isinstance(e.body, WiderWord) and field != "because" and own_words(text) in theirs]


def named_in(leaving: list[Contribution], corpus: Iterable[Contribution], known: Mentions) -> tuple[str, ...]:
    """What others said, and has their name in it, or a part of it."""
    ids = {c.id for c in leaving}
    return tuple(short(c.id) for c in corpus if c.id not in ids and known.name_them(c.text))


def with_them(leaving: list[Contribution], people: set[str]) -> int:
    """How many others said it together with those who take it out: of a single contribution, one of all who said it is enough."""
    return len({who for c in leaving for who in (set(c.said_by) - people if people.intersection(c.said_by) else c.said_by[1:])})
