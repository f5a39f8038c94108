"""Printing: handing a study to the writers, and putting what they make on the disk whole."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np

from copro_text.corpus import canonical, mark_of
from copro_text.decisions import Erased, Version
from copro_text.errors import NotPossible, NotSaved, WriteError
from copro_text.store.branches import Head
from copro_text.store.folder import write_whole
from copro_text.store.outputs import NOTICE
from copro_text.verbs.apart import must_not_lie_with_the_others, only_mine
from copro_text.verbs.naming import short
from copro_text.verbs.session import Session
from copro_text.verbs.sorting import SortedPiles, labels, last_run, sorted_piles, suggestions
from copro_text.verbs.subtraction import must_differ_enough
from copro_text.verbs.wholeness import in_a_line, missing
from copro_text.writers import AUDIENCES, Edition, PileView, Wanted, edition, kind_for
from copro_text.writers import write as made
from copro_text.writers.back import written
from copro_text.writers.changeable import TEMPLATE_NAMES, ours
from copro_text.writers.crediting import without_name
from copro_text.writers.echoes import Echo, count, echoes
from copro_text.writers.plain import cut_short, one_line
from copro_text.writers.sentences import CAN_BE_SEARCHED, searchable

TYPED = {
    "label": "label",
    "definition": "definition",
    "because": "reason",
    "name": "name of the version",
    "sentence": "theme",
    "how": "sentence about how things relate",
    "text": "note",
}


TEMPLATES, LARGEST = "templates", 10 << 20
MOST_TOLD = 20  # warnings on a screen, about single quotations


def write(s: Session, path: Path, kind: str | None, audience: str = "public", wanted: Wanted | None = None) -> Path:
    """Write one output; a path without a folder goes to the study's outputs. An older file is replaced only by a whole new one."""
    kind_for(path, kind)  # what cannot be written is said before any work is done
    if audience not in AUDIENCES:
        raise WriteError(f"There is no {audience} edition.", do=f"An edition is {' or '.join(AUDIENCES)}.", safe="Nothing was written.")
    where = path if path.parent != Path() or path.is_absolute() else s.folder.outputs / path
    if where.is_dir():
        raise WriteError(f"{where} is a folder.", do="Give a file name, such as manifesto.html.")
    must_not_lie_with_the_others(s, where)
    repeated = echoes(s.book, s.as_said, s.permissions)
    e = edition_of(s, repeated, audience, replace(wanted or Wanted(), templates=templates(s)))
    if e.is_fixed and audience == "public" and not e.wanted.even_so:
        must_differ_enough(s)
    data = made(e, path, kind)
    try:
        write_whole(where, data)
        where.with_name(where.name + NOTICE).unlink(missing_ok=True)
    except NotSaved as refused:
        raise WriteError(
            refused.what, do=f"{refused.do} If it is open in another program, close it there.", safe="An older file is as it was."
        ) from None
    for remark in filter(None, [*remarks(s, repeated), *uncredited(s), in_a_line(missing(s))]):
        print(remark, file=sys.stderr)
    for line in can_be_searched(e, data, path.suffix):
        print(line)
    return where


def can_be_searched(e: Edition, data: bytes, suffix: str) -> list[str]:
    """For a public edition, a warning for each quotation in it whose writer can be found by searching for the words."""
    back = written(data, suffix) if e.audience == "public" and e.searchable else None
    printed = {q.mark for q in back.quotes} if back else set()
    found = [q for q in e.searchable if q.mark in printed]
    if not found:
        return []
    more = [f"  and {len(found) - MOST_TOLD} more: an edition for the group lists them all"] if len(found) > MOST_TOLD else []
    return [CAN_BE_SEARCHED, *(f"  {searchable(q)}" for q in found[:MOST_TOLD]), *more]


def remarks(s: Session, repeated: Sequence[Echo]) -> list[str]:
    """What should be said about what co-analysts typed, for the group and not for the output."""
    known = {code: c.label or short(code) for code, c in s.book.codes.items()}
    return [
        f"The {TYPED.get(echo.field.partition(':')[0], 'text')}{f' of {known[echo.code]!r}' if echo.code in known else ''} "
        f"(decision {short(echo.decision)}) repeats “{echo.words}”, words of {_text(s, echo.contribution)}, whose writer may not be quoted. "
        "It is printed as it was typed: say it in words of your own."
        for echo in repeated
    ]


def _text(s: Session, contribution: str) -> str:
    """A contribution as it is told of on the screen: its short id, and what it is about."""
    c = s.corpus.contributions.get(contribution)
    about = f" ({c.kind}: “{cut_short(one_line(c.about), 60)}”)" if c is not None and c.about else ""
    return f"{short(contribution)}{about}"


def uncredited(s: Session) -> list[str]:
    """Who is to be credited and stands in no list, since nobody knows under which name: for the group to settle."""
    people = [who for who in without_name(s.permissions, s.corpus.contributors) if any(who in c.said_by for c in s.corpus)]
    return [
        f"{short(who)}{_signed(s, who)} is to be credited and stands in no list: nobody has asked yet under which name. "
        f'Ask, then: copro confirm STUDY {short(who)} name --value "THE NAME" --because "HOW YOU KNOW"; or, if not by name: '
        f"copro confirm STUDY {short(who)} name no."
        for who in people
    ]


def _signed(s: Session, who: str) -> str:
    signed = [one_line(name) for name in s.corpus.contributors[who].signed]
    return f" (signed “{cut_short(signed[0], 60)}”)" if signed else ""


def edition_of(s: Session, repeated: Sequence[Echo] = (), audience: str = "public", wanted: Wanted | None = None) -> Edition:
    """Everything that an output may say about the study as it stands now; `repeated` says what was typed in words of others."""
    piles = _sorted(s)
    png, alt = _map(s, piles)
    return edition(
        corpus=s.corpus,
        book=s.book,
        permissions=s.permissions,
        labels=labels(s),
        states=s.states(),
        suggestions=suggestions(s),
        piles=_views(piles) if piles else (),
        map_png=png,
        map_alt=alt,
        version=_version(s),
        at=at_of(s.seen_heads()),
        today=_day(s),
        settings=piles.settings if piles else {},
        repeated=count(repeated),
        is_whole=not missing(s),
        apart=only_mine(s),
        audience=audience,
        wanted=wanted,
        study=mark_of(s.folder.id),
    )


def brought(path: str | Path) -> bytes:
    """The bytes of a table that the team brings."""
    try:
        if Path(path).stat().st_size > LARGEST:
            raise WriteError(f"{path} is larger than {LARGEST >> 20} MB.", do="A measure has a line a date.", safe="Nothing was written.")
        return Path(path).read_bytes()
    except OSError as closed:
        do = "Look where it is, and close it in other programs."
        raise WriteError(f"{path} cannot be read: {closed.strerror}.", do=do, safe="Nothing was written.") from None


def templates(s: Session) -> dict[str, bytes]:
    """What the group put in the folder `templates` of the study, by file name: it goes in place of ours."""
    here = s.folder.path / TEMPLATES
    found = {p.name: p for p in sorted(here.iterdir()) if p.is_file()} if here.is_dir() else {}
    found = {name: path for name, path in found.items() if name in TEMPLATE_NAMES}
    try:
        if large := [name for name, path in found.items() if path.stat().st_size > LARGEST]:
            raise WriteError(
                f"The template {large[0]} is larger than {LARGEST >> 20} MB.", do="Take pictures out of it.", safe="Nothing was written."
            )
        return {name: path.read_bytes() for name, path in found.items()}
    except OSError as closed:
        raise WriteError(f"The templates cannot be read: {closed.strerror}.", do="Close them elsewhere and do it again.") from None


def template(s: Session, name: str) -> Path:
    """Put a copy of one of our templates into the study's folder, to be changed; one that is there stays as it is."""
    if name not in TEMPLATE_NAMES:
        raise WriteError(f"There is no template {name!r}.", do=f"These can be changed: {', '.join(TEMPLATE_NAMES)}.", safe="Nothing was written.")
    where = s.folder.path / TEMPLATES / name
    if not where.exists():
        write_whole(where, ours(name))
    return where


def _sorted(s: Session) -> SortedPiles | None:
    try:
        return sorted_piles(s)
    except NotPossible:
        return None  # the sorter has not been asked: an output says what there is


def _views(piles: SortedPiles) -> tuple[PileView, ...]:
    shown = [
        PileView(p.number, p.title, p.keywords, p.people, p.texts, tuple(words for words, _ in p.perspectives), p.like_many, p.own_way)
        for p in piles.piles
    ]
    return (*shown, PileView(-1, texts=len(piles.could_not_place), like_many=piles.could_not_place))


def _map(s: Session, piles: SortedPiles | None) -> tuple[bytes | None, str]:
    """The map of the last run, and what it shows. Piles are named by number there: a title may hold words we may not print."""
    run = last_run(s) if piles else None
    if run is None or piles is None or not piles.piles:
        return None, ""
    from copro_text.widgets.map import draw_map

    number = {e: pile.number - 1 for pile in piles.piles for e in pile.excerpts} | dict.fromkeys(piles.could_not_place)
    shown = [(xy, number[e]) for (e, *_), xy in zip(run.assignment, run.xy, strict=True) if e in number]
    titles = [f"Pile {pile.number}" for pile in piles.piles]
    drawn = draw_map(np.array([xy for xy, _ in shown]), [n for _, n in shown], titles, [pile.people for pile in piles.piles])
    return drawn.image, drawn.alt


def _day(s: Session) -> str:
    """The day an output says it is of: that of the fixed version, so that it is the same whenever it is written; else today."""
    name = _version(s)
    fixed = [e for e in s.book.tables.versions if isinstance(e.body, Version) and e.body.name == name] if name else []
    return fixed[-1].time[:10] if fixed else datetime.now().astimezone().date().isoformat()


def _version(s: Session) -> str:
    """The name of the version that was fixed last, when no line has come since but its own, and computers saying what they erased."""
    if s.fixed:
        return s.fixed
    said = {(e.log, e.seq) for e in s.book.entries if isinstance(e.body, Erased)}
    now = {log: seq for log, (seq, _) in s.seen_heads().items()}
    for e in reversed(s.book.tables.versions):
        if isinstance(e.body, Version):
            at = {log: seq for log, seq, _ in e.body.at} | {e.log: e.seq}
            since = {(log, n) for log, seq in now.items() for n in range(at.get(log, -1) + 1, seq + 1)}
            if since <= said and all(now.get(log, -1) >= seq for log, seq in at.items()):
                return e.body.name
    return ""


def at_of(heads: Mapping[str, Head]) -> str:
    """The short digest by which an output says which lines it rests on."""
    return hashlib.sha256(canonical(sorted((log, seq, h) for log, (seq, h) in heads.items()))).hexdigest()[:12]
