"""Taken back: sources that were undone keep their file, so that they can be redone; whose words are in it is found by what stands there.

Read with other columns, the same row has another id, and its name or a second answer may stand beside the words as a closed answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from copro_text.arrivals import brings
from copro_text.corpus import Contribution, Corpus, Fault, Source, assemble
from copro_text.decisions import AddSource, Entry, Note, Withdraw
from copro_text.errors import NoSuchThing, NotPossible
from copro_text.persons import by_person
from copro_text.store.missing_words import read_line
from copro_text.store.sources import read_notes, read_source
from copro_text.verbs.naming import folded, one_of, short
from copro_text.verbs.session import Session
from copro_text.verbs.still_named import is_looked_at
from copro_text.withdrawal import is_telling

APART = (
    "While somebody works on their own, a file is not taken out as a whole: they may have read the same one, and what people said in it would "
    "be lost."
)
ONE_BY_ONE = "Take it out when all have shared. What one person or one comment in it said can be taken out at any time, by name or id."

TIDIED = (
    "of what it brought, {} contribution{} taken out by {} with a file that they had undone ({}), not knowing that it was read here too: perhaps "
    "nobody asked for that"
)
ASK = (
    "Ask {}. If nobody wanted it, read the file again with other columns: as it was read, it stays out. Once somebody has looked, say so in a memo "
    "about the decision (study.memo, or `copro memo STUDY {}`): then it is not told any more."
)


def with_them(s: Session) -> Corpus:
    """All that stands, each person under one id, and all that was taken back and that the person at work had seen."""
    return _wider(s, s.book.tables.taken_back)


def with_all(s: Session) -> Corpus:
    """The same, and what else is on this computer: nothing of it is shown."""
    return _wider(s, s.everything)


def _wider(s: Session, entries: Iterable[Entry]) -> Corpus:
    stands = {brings(e) for e in (*s.book.sources.values(), *s.book.notes.values())}
    more = {at: e for e in entries if isinstance(e.body, AddSource | Note) and (at := brings(e)) not in stands}
    back, here = assemble(filter(None, (_arrival(s, e) for e in more.values()))), s.as_said
    people = {who: replace(c, signed=tuple(dict.fromkeys((*c.signed, *_signed(back, who))))) for who, c in here.contributors.items()}
    both = replace(
        here,
        contributions={**back.contributions, **here.contributions},
        earlier={**back.earlier, **here.earlier},
        contributors={**back.contributors, **people},
    )
    return by_person(both, s.book.persons)


def _signed(corpus: Corpus, who: str) -> tuple[str, ...]:
    return corpus.contributors[who].signed if who in corpus.contributors else ()


def _arrival(s: Session, e: Entry) -> tuple[Source, list[Contribution]] | None:
    """What a decision brought in, less what was taken out; None where it is not all here now."""
    if isinstance(e.body, AddSource):
        read = read_source(s.folder, e.body.source, e.body.name)
        return None if isinstance(read, Fault) else (read[0], [c for c in read[1] if not s.gone.took(s.folder.key, c)])
    assert isinstance(e.body, Note)
    found = read_notes(s.folder, e.body.notes).get((e.body.contribution, e.body.digest))
    typed = Source(e.body.notes, "Notes typed in", "typed note", "typed 1", "", 1, 1, {}, new=1)
    return None if found is None or s.gone.took(s.folder.key, found) else (typed, [found])


def called(corpus: Corpus, name: str) -> set[str]:
    """Everybody who signed with just this name, or has just this id."""
    return {who for who, c in corpus.contributors.items() if who == name or folded(name) in {folded(each) for each in c.signed}} if name else set()


def of_source(s: Session, ref: str) -> set[str]:
    """What a file brought that was taken back, named by the decision that brought it, less what stands through another."""
    brought = {e.id: e for e in s.book.tables.taken_back if isinstance(e.body, AddSource) and e.body.source in s.book.taken_back}
    try:
        named = brought[one_of(ref, brought, "file that was taken back")]
    except NoSuchThing:
        return set()
    if s.is_apart:
        raise NotPossible(APART, do=ONE_BY_ONE, safe="Nothing was taken out.")
    read = _arrival(s, named)
    return {c.id for c in read[1]} - s.as_said.contributions.keys() if read else set()


def also_theirs(s: Session, leaving: Collection[Contribution], staying: Collection[Contribution], everything: bool) -> list[Contribution]:
    """Of the sources that were taken back, what is in the words that leave, or under a name of theirs alone.

    `everything` says whether all that somebody said leaves: then what they said there and not here goes as well.
    """
    marks, stays = _Marks(leaving, staying, everything), {c.id for c in staying}
    return [c for said in _sources(s) for c in marks.found_in(said) if c.id not in stays]


def _sources(s: Session) -> Iterator[tuple[Contribution, ...]]:
    for source in sorted(s.book.taken_back):
        read = read_source(s.folder, source, "")
        if not isinstance(read, Fault):  # what is not here now goes by its words when it arrives
            yield read[1]


def how_many_taken_out(s: Session) -> int:
    """How many contributions are taken out, each counted once: not again for its copy in a source that was taken back before."""
    gone = s.book.gone.contributions
    if not gone or not s.book.taken_back:
        return len(gone)
    return len(gone - (_ids(s, s.book.taken_back) - _ids(s, s.book.sources)))


def _ids(s: Session, sources: Iterable[str]) -> set[str]:
    """The ids in the files of some sources, also of what is taken out there."""
    found: set[str] = set()
    for source in sources:
        with suppress(OSError):
            data = (s.folder.corpus / f"{source}.jsonl").read_bytes()
            found |= {str(line.get("id", "")) for raw in data.splitlines() if (line := read_line(raw)[0]) is not None}
    return found


def tidied(s: Session) -> list[Fault]:
    """What went here as somebody who did not know of it took out an undone file as a whole: such an order has no marks of words."""
    orders = [e for e in s.book.entries if isinstance(e.body, Withdraw) and not e.body.contributors and not e.body.texts]
    unseen = [order for order in orders if not is_looked_at(s, order.id, order.id)]
    sources = sorted(s.book.sources.values(), key=lambda e: e.order) if unseen else []
    return [fault for e in sources for order in unseen for fault in _lost(s, e, order)]


def _lost(s: Session, e: Entry, order: Entry) -> list[Fault]:
    """What somebody's tidying up took of one source that came in at the same time."""
    assert isinstance(e.body, AddSource) and isinstance(order.body, Withdraw)
    lost = len(_ids(s, [e.body.source]).intersection(order.body.contributions))
    if not lost or s.book.timeline.knows(order, e) or s.book.timeline.knows(e, order):
        return []
    who, id_ = s.book.analysts[order.analyst].name if order.analyst in s.book.analysts else "somebody", short(order.id)
    what = TIDIED.format(lost, " was" if lost == 1 else "s were", who, id_)
    return [Fault(e.body.name or f"corpus/{e.body.source}.jsonl", what, ASK.format(who, id_))]


class _Marks:
    """What tells that a line of another reading is theirs."""

    def __init__(self, leaving: Collection[Contribution], staying: Collection[Contribution], everything: bool) -> None:
        self.everything = everything
        self.versions = {c.version for c in leaving}
        others = {text for c in staying for text in _strings(c)}
        telling = {text for c in leaving for text in _strings(c) if is_telling(text)}
        names = {name for c in leaving for name in c.signed if name} if everything else set()
        self.texts, self.alone = telling, (telling | names) - others

    def found_in(self, said: Collection[Contribution]) -> list[Contribution]:
        """Those lines, and whatever else the same people said there that leaves."""
        sure = [c for c in said if c.text in self.texts or not self.alone.isdisjoint(_strings(c))]
        people = {who for c in sure for who in c.said_by}
        several = {who for c in said if is_telling(c.text) and c.text not in self.texts for who in c.said_by}
        wholly = people - several if self.everything else set()
        ids = {c.id for c in sure} | {c.id for c in said if not wholly.isdisjoint(c.said_by)}
        return [c for c in said if c.id in ids or (c.version in self.versions and not people.isdisjoint(c.said_by))]


def _strings(c: Contribution) -> Iterator[str]:
    """All that stands on its line."""
    yield c.text
    yield from c.signed
    yield from (answer for _, answer in c.aside)
