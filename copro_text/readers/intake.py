"""Intake: what a reader found gets its permanent ids, its passages and what it says of itself; only what is new goes on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from copro_text.corpus import (
    NOT_THEIR_WORDS,
    Contribution,
    Corpus,
    Fault,
    Found,
    Source,
    contribution_id,
    contributor_id,
    keyed,
    line_digest,
    source_id,
    text_version,
)
from copro_text.readers import wp
from copro_text.readers.columns import slug
from copro_text.readers.findings import analyse
from copro_text.readers.item import Item, Reading
from copro_text.readers.matching import same_line_of_another, same_row_by_words, which_site
from copro_text.readers.occurrences import Origin, abouts, numbers
from copro_text.readers.typeset import same_as_shown
from copro_text.readers.words import without_addresses
from copro_text.withdrawal import BY_WORDS, Gone, is_telling

STAYS = "Who said {n} of these is another here than in what you add now. They were here already: nothing was changed, no words are lost or doubled."
TO_PUT_RIGHT = (
    "To put one right, say whose it is not: study.different_people(NAME IT STANDS UNDER, contributions=ID, because=HOW YOU KNOW), or "
    "`copro different-people`. Or take back what you brought in before (study.undo, `copro undo`), and add this again."
)


def intake(
    reading: Reading,
    key: bytes,
    known: Corpus,
    *,
    name: str,
    fingerprint: str,
    gone: Gone | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> tuple[Source, tuple[Contribution, ...]]:
    """The source with its account, and the contributions that are new or whose words changed.

    Parameters
    ----------
    reading
        What a reader found.
    key
        The study's key.
    known
        What the study holds already.
    name
        What to call the source.
    fingerprint
        The keyed fingerprint of the file.
    gone
        What people took out of the study: it does not come in again.
    progress
        Called as ``progress(done, total)`` while new words are looked through.

    Returns
    -------
    Source, tuple of Contribution
        ``found == read + sum(left_out.values())`` and ``read == new + edited + known``.
    """
    reading = _without_addresses(_without_names_for_ids(reading, key))
    site, notices = which_site(reading, known, key)
    entries = every = _entries(reading, known, site, key)
    matched = same_row_by_words([(e.item, e.id) for e in entries], known, reading.family, site)
    said_by = _people(entries, matched, known, key, reading.family, site)
    here = same_line_of_another([(e.item, e.id) for e in entries], matched, known, reading.family, site)
    refused = _refused(entries, said_by, here, known, key, gone) if gone else {}
    entries = [e for e in entries if e.id not in refused]
    fresh = [e for e in entries if e.id not in here and not _is_known(known, e)]
    ids = {e.id for e in entries} | set(known.contributions)
    parents = _parents(every, ids, here, key, reading.family, site)
    analysed = analyse([e.item.text for e in fresh], progress)
    made = tuple(_contribution(e, said_by[e.id], parents[e.id], *parts) for e, parts in zip(fresh, analysed, strict=True))
    edited = sum(e.id in known.contributions for e in fresh)
    notices = (*notices, *_of_speakers(entries, fresh, said_by, here, known))
    if matched:
        notices = (*notices, f"{len(matched)} answers were here already: the table has changed, the words and what stands beside them have not.")
    source = Source(
        id="",
        name=_plain(name),
        format=reading.format,
        reader=reading.reader,
        fingerprint=fingerprint,
        found=reading.found,
        read=len(entries),
        left_out=dict(reading.left_out) | Counter(refused.values()),
        faults=reading.faults,
        new=len(fresh) - edited,
        edited=edited,
        known=len(entries) - len(fresh),
        notices=tuple(_plain(notice) for notice in (*notices, *reading.notices)),
    )
    return replace(source, id=source_id(key, source.account(), [line_digest(key, c.to_dict()) for c in made])), made


def _of_speakers(
    entries: list[_Entry], fresh: list[_Entry], said_by: dict[str, tuple[str, ...]], here: dict[str, str], known: Corpus
) -> tuple[str, ...]:
    """How many a person put right as they came in, and how many stay another's because they were here: a file never changes whose words they are."""
    right, new = sum(e.item.put_right for e in fresh), {e.id for e in fresh}
    told = (f"Put right by a person: who said {right} of these.",) if right else ()
    before = ((e, known.contributions[here.get(e.id, e.id)]) for e in entries if e.id not in new)
    others = [c for e, c in before if said_by[e.id] != c.said_by and _names(e, said_by[e.id]) != _folded(c.signed)]
    if not others:
        return told
    some = ", ".join(c.id[:6] for c in others[:8]) + (", ..." if len(others) > 8 else "")
    return (*told, f"{STAYS.format(n=len(others))} Their ids: {some}. {TO_PUT_RIGHT}")


def _names(entry: _Entry, said_by: tuple[str, ...]) -> tuple[str, ...]:
    return _folded(name for _, name in _who(entry.item)) if said_by else ()


def _folded(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.casefold() for name in names)


def _refused(
    entries: list[_Entry], said_by: dict[str, tuple[str, ...]], matched: dict[str, str], known: Corpus, key: bytes, gone: Gone
) -> dict[str, str]:
    """What does not come in again, and why: people have taken it out."""
    versions = {c.version for c in known} | {version for _, version in known.earlier}
    asked = (e for e in entries if e.id not in matched)
    why = {e.id: gone.refused(key, e.id, said_by[e.id], e.item.text, e.version, known, versions) for e in asked}
    # Other columns give the same person another id: long words tell who it is, and then the short ones that went are theirs as well.
    others = {who for e in entries if not why.get(e.id) and is_telling(e.item.text) for who in said_by[e.id]}
    people = {who for e in entries if why.get(e.id) for who in said_by[e.id]} - others
    short = {e.id: BY_WORDS for e in entries if e.id in why and e.version in gone.texts and not people.isdisjoint(said_by[e.id])}
    return short | {id_: reason for id_, reason in why.items() if reason}


@dataclass(frozen=True, slots=True)
class _Entry:
    """An item with its id."""

    item: Item
    origin: Origin
    id: str
    version: str


def _without_names_for_ids(reading: Reading, key: bytes) -> Reading:
    """Origins are kept: a table's own ids may be names, and an id or the blog's address may hold an address, so their digests stand in."""

    def kept(native: str) -> str:
        return keyed(key, "native", native)[:24] if native and (reading.family == "table" or _plain(native) != native) else native

    def known_by(item: Item) -> Item:
        parent = (item.parent[0], kept(item.parent[1])) if item.parent else None
        return replace(item, native=kept(item.native), parent=parent) if (item.native, item.parent) != (kept(item.native), parent) else item

    site = keyed(key, "site", reading.site)[:16] if _plain(reading.site) != reading.site else reading.site
    return replace(reading, site=site, items=tuple(map(known_by, reading.items)))


def _without_addresses(reading: Reading) -> Reading:
    """Readers take addresses out of what was said. Here they go from all that stands beside it, whatever a file may call its parts."""
    faults = tuple(Fault(_plain(fault.where), _plain(fault.what)) for fault in reading.faults)
    left_out: Counter[str] = Counter()
    for why, n in reading.left_out.items():
        left_out[_plain(why)] += n
    return replace(reading, faults=faults, left_out=left_out, items=tuple(map(_item_without, reading.items)))


def _item_without(item: Item) -> Item:
    beside = (item.text, item.name, item.written_down_by, item.when, item.at, item.about, *(name for _, name in item.others), *sum(item.aside, ()))
    if all(_plain(each) == each for each in beside):
        return item
    return replace(
        item,
        text=_plain(item.text),
        name=_plain(item.name),
        written_down_by=_plain(item.written_down_by),
        when=_plain(item.when),
        at=_plain(item.at),
        about=_plain(item.about),
        others=tuple((person, _plain(name)) for person, name in item.others),
        aside=tuple((_plain(question), _plain(answer)) for question, answer in item.aside),
    )


def _plain(text: str) -> str:
    return without_addresses(text).text


def _entries(reading: Reading, known: Corpus, site: str, key: bytes) -> list[_Entry]:
    origins = [_origin(item, reading.family, site, key) for item in reading.items]
    same: dict[Origin, list[int]] = defaultdict(list)
    for n, origin in enumerate(origins):
        same[origin].append(n)
    here = abouts(known, reading.family, site)
    entries: dict[int, _Entry] = {}
    for origin, places in same.items():
        items = [reading.items[n] for n in places]
        counted = here.get(origin[:-1], {}) if not items[0].native and not origin[-1] else {}
        for n, item, occurrence in zip(places, items, numbers([item.about for item in items], counted), strict=True):
            numbered = _numbered(origin, occurrence, item)
            entries[n] = _Entry(item, numbered, contribution_id(key, numbered), text_version(key, item.text))
    return [entries[n] for n in range(len(origins))]


def _origin(item: Item, family: str, site: str, key: bytes) -> Origin:
    if item.native:
        return (family, site, item.kind, item.native)
    return (family, site, item.kind, keyed(key, "row", list(item.row))[:32], slug(item.about) if item.kind == "answer" else "")


def _numbered(origin: Origin, occurrence: int, item: Item) -> Origin:
    """Rows that are the same are told apart by their number; a native id that comes twice keeps the first as it is."""
    if item.native:
        return origin if occurrence == 1 else (*origin, str(occurrence))
    *start, question = origin
    return (*start, str(occurrence), question) if question else (*start, str(occurrence))


def _is_known(known: Corpus, entry: _Entry) -> bool:
    """The same words as now, or as at some time before: an older export brings nothing back.

    WordPress shows a text with other quotes and dashes than it keeps, so an export and the site itself never have quite the same.
    """
    now = known.contributions.get(entry.id)
    if now is None or now.version == entry.version or (entry.id, entry.version) in known.earlier:
        return now is not None
    return entry.origin[0] == wp.FAMILY and same_as_shown(entry.item.text, now.text)


def _people(entries: list[_Entry], matched: dict[str, str], known: Corpus, key: bytes, family: str, site: str) -> dict[str, tuple[str, ...]]:
    """Who said each: where one answer of a row was recognised, its other answers are by the same person."""
    by_row = {
        e.item.person: known.contributions[matched[e.id]].said_by[0]
        for e in entries
        if e.id in matched and e.item.person and known.contributions[matched[e.id]].said_by
    }

    def who(e: _Entry, person: str, place: int) -> str:
        if not person:
            return contributor_id(key, (family, site, "only here", *e.origin, *([str(place)] if place else [])))
        return by_row.get(person) or contributor_id(key, (family, site, person))

    def said(e: _Entry) -> tuple[str, ...]:
        if e.item.voice == "not known" and not e.item.person:
            return ()
        return tuple(who(e, person, place) for place, (person, _) in enumerate(_who(e.item)))

    return {e.id: said(e) for e in entries}


def _who(item: Item) -> tuple[tuple[str, str], ...]:
    return ((item.person, item.name), *item.others)


def _parents(entries: list[_Entry], ids: set[str], matched: dict[str, str], key: bytes, family: str, site: str) -> dict[str, str]:
    """What each replies to, by id; "" where that is nothing, or not here."""

    def parent(item: Item) -> str:
        if item.replies_to is not None:
            above = entries[item.replies_to].id
            return matched.get(above, above)
        return contribution_id(key, (family, site, *item.parent)) if item.parent else ""

    above = {e.id: parent(e.item) for e in entries}
    return {id_: found if found in ids else "" for id_, found in above.items()}


def _contribution(
    entry: _Entry,
    said_by: tuple[str, ...],
    parent: str,
    paragraphs: tuple[tuple[int, int], ...],
    sentences: tuple[tuple[int, int], ...],
    found: tuple[Found, ...],
) -> Contribution:
    item = entry.item
    beside = tuple(Found(about, answer, None) for about, answer in item.permissions)
    return Contribution(
        id=entry.id,
        version=entry.version,
        origin=entry.origin,
        text=item.text,
        said_by=said_by,
        signed=tuple(name for _, name in _who(item)) if said_by else (),
        voice=item.voice,
        how=item.how,
        written_down_by=item.written_down_by,
        when=item.when,
        at=item.at,
        about=item.about,
        parent=parent,
        aside=item.aside,
        paragraphs=paragraphs,
        sentences=sentences,
        found=(*beside, *(() if item.how in NOT_THEIR_WORDS else found)),
    )
