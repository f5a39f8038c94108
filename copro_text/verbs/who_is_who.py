"""Who is who: ids that may be one person are shown, and a person says whether they are; words that came under another's id are given back.

Nothing is joined by itself. A name is not much to go by, so it is only ever a question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from copro_text import decisions as d
from copro_text.corpus import Contribution, Contributor, Corpus, contributor_id
from copro_text.errors import MoreThanOne, NotPossible
from copro_text.persons import Pair, by_person
from copro_text.telltale import NO_NAMES, folded
from copro_text.verbs import naming
from copro_text.verbs.session import Session
from copro_text.verbs.tables import frame

KEPT_BACK, DIFFERENTLY, PERHAPS = "kept back", "seen differently", "perhaps one person"
JOINED, ANOTHER, APART = "one person", "somebody else's words", "different people"
ORDER = (KEPT_BACK, DIFFERENTLY, PERHAPS, JOINED, ANOTHER, APART)
WITHDREW = "said to be somebody who took out what they said: to be withdrawn as well, or said to be different people; not used until then"
SAID_SO = "one of us said so"
COLUMNS = ["state", "signed", "contributions", "came_from", "why", "said", "ids"]
ONE_ID = "Give two names or short ids, or one name that several signed with: study.same_people, or `copro same-people`, lists them."


# what is shown


def table(s: Session) -> pd.DataFrame:
    """One row for each two or more ids that are, or may be, one person; by what a person has to look at first.

    Columns: state ("kept back", "seen differently", "perhaps one person", "one person", "somebody else's words", "different people"), signed
    (the names beside their words), contributions (how many under each id), came_from (the sources of each), why (what speaks for
    it), said (who said what of it, and why), ids (short ids, in the order of the other columns).
    """
    apart = _apart(s)
    rows = sorted(_rows(s, apart), key=lambda row: (ORDER.index(row[0]), _called(apart, row[1]).casefold(), row[1]))
    return frame([_row(s, apart, *row) for row in rows], [ids[0] for _, ids, _ in rows], COLUMNS, "Who may be one person")


Row = tuple[str, tuple[str, ...], str]


def _rows(s: Session, apart: Corpus) -> Iterable[Row]:
    persons, known = s.book.persons, apart.contributors

    def among(pairs: Iterable[Pair]) -> list[Pair]:
        return sorted(pair for pair in pairs if known.keys() >= set(pair))

    yield from ((KEPT_BACK, _ids(c), WITHDREW) for c in s.corpus.contributors.values() if c.withdrew)
    yield from ((DIFFERENTLY, pair, "one of us says that they are one person, another that they are not") for pair in among(persons.differently))
    for ids in persons.joined:
        if len(here := tuple(id_ for id_ in ids if id_ in known)) > 1:
            yield JOINED, here, SAID_SO
    for person in sorted(set(persons.elses.values()) & known.keys()):
        if len(persons.with_them(person)) == 1:
            came_under = sorted({who for (who, _), other in persons.elses.items() if other == person} & known.keys())
            yield ANOTHER, (person, *came_under), SAID_SO
    yield from ((APART, pair, SAID_SO) for pair in among(_said_apart(s)))
    yield from ((PERHAPS, ids, why) for ids, why in alike(s, apart) if not any(set(pair) <= set(ids) for pair in persons.differently))


def _said_apart(s: Session) -> set[tuple[str, str]]:
    """Each two that people say are different, where nobody says that they are one."""
    persons = s.book.persons
    said = [e.body for e in s.book.tables.who_is_who if s.book.stands(e.id) and isinstance(e.body, d.DifferentPeople)]
    pairs = {(min(a, b), max(a, b)) for body in said for one in body.apart for other in body.apart if one != other for a in one for b in other}
    return {(a, b) for a, b in pairs if b not in persons.with_them(a)} - set(persons.differently)


def alike(s: Session, apart: Corpus) -> list[tuple[tuple[str, ...], str]]:
    """Ids with the same name, whatever its capitals, that nobody has said anything of; and what speaks for their being one person."""
    by: dict[str, list[Contributor]] = defaultdict(list)
    for c in apart.contributors.values():
        for name in {plain for each in c.signed if (plain := folded(each).strip(" .")) and _tells(plain)}:
            by[name].append(c)
    said_apart, persons = _said_apart(s), s.book.persons
    found = {tuple(c.id for c in each): _why(each, name) for name, each in sorted(by.items()) if len({persons.with_them(c.id) for c in each}) > 1}
    return [(ids, why) for ids, why in found.items() if not all(_is_settled(a, b, s, said_apart) for a in ids for b in ids if a < b)]


def _is_settled(a: str, b: str, s: Session, said_apart: set[tuple[str, str]]) -> bool:
    return (a, b) in said_apart or b in s.book.persons.with_them(a) or b in s.book.persons.elses.values() or a in s.book.persons.elses.values()


def _tells(name: str) -> bool:
    """Whether a name tells anything: "Anonymous" and "A carer" do not."""
    words = name.replace(".", " ").split()
    return any(word not in NO_NAMES and len(word) > 1 and word.isalpha() for word in (w.replace("'", "").replace("-", "") for w in words))


def _why(people: Sequence[Contributor], name: str) -> str:
    written = {each for c in people for each in c.signed if folded(each).strip(" .") == name}
    same = "the same name" if len(written) == 1 else "the same name, written otherwise"
    return same if " " in name else f"{same}, and it is a first name alone: many have it"


def _called(apart: Corpus, ids: Iterable[str]) -> str:
    return "; ".join(", ".join(apart.contributors[id_].signed) or "no name" for id_ in ids)


def _row(s: Session, apart: Corpus, state: str, ids: tuple[str, ...], why: str) -> dict[str, str]:
    people = [apart.contributors[id_] for id_ in ids]
    return {
        "state": state,
        "signed": _called(apart, ids),
        "contributions": "; ".join(str(len(apart.by(c.id))) for c in people),
        "came_from": "; ".join(_came_from(s, apart.by(c.id)) for c in people),
        "why": why,
        "said": _told(s, set(ids)),
        "ids": " ".join(naming.short(id_) for id_ in ids),
    }


def _came_from(s: Session, said: Iterable[Contribution]) -> str:
    ids = {c.id for c in said}
    names = [e.body.name or "a file" for e in s.book.sources.values() if isinstance(e.body, d.AddSource) and ids & s.brought_by(e.body)]
    typed = ["notes typed in"] if ids & s.book.notes.keys() else []
    return ", ".join(dict.fromkeys([*names, *typed]))


def _told(s: Session, ids: set[str]) -> str:
    """Who said what of these, and why."""
    told: dict[str, None] = {}
    for e in s.book.tables.who_is_who:
        if s.book.stands(e.id) and (what := _what(e.body, ids)):
            because = getattr(e.body, "because", "")
            who = s.book.analysts[e.analyst].name if e.analyst in s.book.analysts else "someone"
            told[f"{who}: {what}{f', because {because}' if because else ''}"] = None
    return "; ".join(told)


def _what(body: d.Body, ids: set[str]) -> str:
    match body:
        case d.SamePerson(contributors=same) if len(ids & set(same)) > 1:
            return "one person"
        case d.DifferentPeople(apart=parts) if sum(not ids.isdisjoint(part) for part in parts) > 1:
            return "different people"
        case d.SomeoneElse(person=person) if person in ids:
            return "somebody else's words"
        case _:
            return ""


# what a person says


def recorded(s: Session, body: d.SamePerson | d.DifferentPeople | d.SomeoneElse) -> str:
    """Write down what a person says of who is who; returns its short id."""
    return naming.short(s.record(body)[0])


def _needs_a_reason(because: str) -> None:
    """Ask first how somebody knows, before they have listed names and ids for nothing."""
    if not because.strip():
        do = 'Say how you know, such as because="she told me at the workshop", or --because "she told me at the workshop".'
        raise NotPossible("Who is who needs a reason.", do=do, safe="Nothing was recorded.")


def same_person(s: Session, refs: Sequence[str], because: str) -> d.SamePerson:
    """That ids, or those who signed with a name, are one person: with all ids that are known to be theirs already."""
    _needs_a_reason(because)
    people = {who for ref in refs for who in _people(s, ref, several=len(refs) == 1)}
    if len(people) < 2:
        what = "That is one person already." if refs else "Nobody was named."
        raise NotPossible(what, do=ONE_ID, safe="Nothing was recorded.")
    known = s.corpus.contributors
    return d.SamePerson(contributors=tuple(sorted(id_ for who in people for id_ in _ids(known[who]))), because=because.strip())


def _people(s: Session, ref: str, *, several: bool) -> list[str]:
    if several:
        signed = [who for who, c in s.corpus.contributors.items() if naming.folded(ref) in map(naming.folded, c.signed)]
        if len(signed) > 1:
            return signed
    return [naming.the_contributor(ref, s.corpus)]


def _ids(c: Contributor) -> tuple[str, ...]:
    return c.came_as or (c.id,)


def different_people(s: Session, refs: Sequence[str], because: str) -> d.DifferentPeople:
    """That ids are different people; one that is named alone is another than those it was joined with."""
    _needs_a_reason(because)
    apart = _apart(s)
    parts = [set(_parts_named(apart, ref)) for ref in refs]
    if len(parts) == 1:
        parts.append({id_ for part in parts[0] for id_ in s.book.persons.with_them(part)} - parts[0])
    if not all(parts) or any(one & other for n, one in enumerate(parts) for other in parts[:n]):
        do = "To say that some of what came under one id is somebody else's, name these: contributions=[...], or --contribution ID."
        raise NotPossible("That is one id, and people are joined or taken apart by their ids.", do=do, safe="Nothing was recorded.")
    parts = [_whole(s, part, [other for other in parts if other is not part]) for part in parts]
    return d.DifferentPeople(apart=tuple(tuple(sorted(part)) for part in parts), because=because.strip())


def _parts_named(apart: Corpus, ref: str) -> list[str]:
    """Ids that a short id, or a name that people signed with, names: of a name all that have it and are one person or none."""
    signed = [who for who, c in apart.contributors.items() if naming.folded(ref) in map(naming.folded, c.signed)]
    if len(signed) > 1:
        listed = ", ".join(map(naming.short, signed))
        raise MoreThanOne(f"{ref!r} fits {len(signed)} ids: {listed}.", do="Say which by its short id.", safe="Nothing was recorded.")
    return signed or [naming.the_contributor(ref, apart)]


def _whole(s: Session, part: set[str], others: Sequence[set[str]]) -> set[str]:
    """All ids of the person that a part names; where others of theirs are named too, each id has to be."""
    whole = {id_ for each in part for id_ in s.book.persons.with_them(each)}
    taken = set().union(*others)
    if not whole & taken:
        return whole
    if left := whole - part - taken:
        listed = ", ".join(map(naming.short, sorted(left)))
        do = "Take one apart from all others by naming it alone, and then the next."
        raise NotPossible(f"These are joined with them as well, and were not named: {listed}.", do=do, safe="Nothing was recorded.")
    return part


def someone_else(s: Session, refs: Sequence[str], contributions: Iterable[str], because: str) -> d.SomeoneElse:
    """That somebody else said contributions which came under a person's id: known under an id of their own from now on."""
    _needs_a_reason(because)
    if len(refs) != 1:
        raise NotPossible("Whose name do these words stand under?", do="Name one person, and the contributions.", safe="Nothing was recorded.")
    who, persons = naming.the_contributor(refs[0], s.corpus), s.book.persons
    chosen = {naming.the_contribution(ref, s.corpus).id for ref in contributions}
    said = {c.id for c in s.corpus.by(who)}
    if not chosen or chosen - said:
        listed = ", ".join(naming.short(c) for c in sorted(chosen - said))
        what = f"That is not under their name: {listed}." if chosen else "No contribution was named."
        raise NotPossible(what, do="`copro find` lists contributions with the name beside them.", safe="Nothing was recorded.")
    if chosen == said:
        raise NotPossible("Then nothing would be left of this person.", do="Name only what the other person said.", safe="Nothing was recorded.")
    at = tuple(sorted((id_, c) for c in chosen for id_ in s.as_said.contributions[c].said_by if persons.person(id_, c) == who))
    new = contributor_id(s.folder.key, ("someone else", *(part for pair in at for part in pair)))
    return d.SomeoneElse(said=at, person=new, because=because.strip())


def _apart(s: Session) -> Corpus:
    """Everybody under the ids that their words came under: with words given to somebody else, and without joining anyone."""
    return by_person(s.as_said, replace(s.book.persons, joined=())) if s.book.persons else s.as_said
