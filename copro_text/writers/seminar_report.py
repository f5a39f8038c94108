"""The seminar report: sessions, who spoke as they wish, and what came up in each; every point leads back to who said it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from copro_text.codebook import IN_USE
from copro_text.corpus import Contribution
from copro_text.writers import sentences
from copro_text.writers.blocks import Block, Heading, Paper, Table, Words, bullets, para
from copro_text.writers.edition import Edition
from copro_text.writers.gather import Gathering
from copro_text.writers.later_views import InSession, SessionShown
from copro_text.writers.plain import be, clean, day, listed, n, one_line
from copro_text.writers.quotes import SPEECH
from copro_text.writers.quoting import LEFT_OUT
from copro_text.writers.views import BOTH, SPOKE
from copro_text.writers.who import joined, without

JOIN = " · "  # between the headings above a note
OUTSIDE = "Outside any session"
RECORDING = "The recording"
A_POST = "A post, and what people answered to it"
FEWEST_VOICES = 3  # with fewer, a name above a session says whose words stand below it: then only who allowed that for these words is named
MOST_COLUMNS = 6  # sessions that a table on a page has room for
NO_SESSIONS = "Nothing that came in says in which session it was said: transcripts, programmes and notes with a heading do."
NOBODY = "Nobody has put anything from these with a name yet:"


def gathered(g: Gathering) -> tuple[SessionShown, ...]:
    """What was said in each session, in the order of the day."""
    by: dict[tuple[str, str], list[Contribution]] = defaultdict(list)
    for c in g.usable.values():
        if c.id not in g.book.held:
            by[_where(g, c)].append(c)
    order = sorted(by, key=lambda where: (not any(where), min((c.when for c in by[where] if c.when), default="9")))
    shown = [_session(g, where[0], by[where]) for where in order] if any(map(any, by)) else []
    return tuple(_without_what_all_begin_with(shown))


def _without_what_all_begin_with(sessions: Sequence[SessionShown]) -> Iterator[SessionShown]:
    """Sections of one document begin with its title and its day: said each time, they hide what tells one from another."""
    parts = [s.title.split(JOIN) for s in sessions]
    first = {each[0] for each in parts if len(each) > 1}
    for s, each in zip(sessions, parts, strict=True):
        alike = [other for other in parts if other is not each and other[0] == each[0]] if each[0] in first else []
        same = min((_in_common(each, other) for other in alike), default=0)
        yield replace(s, title=JOIN.join(each[min(same, len(each) - 1) :]))


def _in_common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many parts, from the first on, two titles share."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _where(g: Gathering, c: Contribution) -> tuple[str, str]:
    """The title of the session in which something was said; of a recording without one, which recording it is.

    A remark on a note belongs where the note does.
    """
    seen = {c.id}
    while c.kind == "note" and c.parent not in seen and (on := g.corpus.contributions.get(c.parent)) is not None:
        c = on
        seen.add(c.id)
    title = one_line(c.about)
    return title, c.origin[1] if c.kind == "turn" and not title else ""


def _session(g: Gathering, title: str, said: Sequence[Contribution]) -> SessionShown:
    people = dict.fromkeys(who for c in said for who in c.said_by)
    credits = {who: one_line(g.permissions.credit(who)) for who in people}
    here = {c.id for c in said}
    names, withheld = [], dict[str, int]()
    for code in g.book.codes.values():
        put = [p for p in g.placings_of(code.id) if p.belongs and p.excerpt.contribution in here] if code.state == IN_USE and code.label else []
        if put:
            quotes, why = g.quote_each(g.passages_once(p.excerpt.id for p in put))
            who = g.tally(g.usable[p.excerpt.contribution] for p in put)
            names.append(InSession(g.called(code.id), g.mark(code.id), who, quotes, clean(code.definition)))
            withheld = {each: withheld.get(each, 0) + why.get(each, 0) for each in {**withheld, **why}}
    voices = g.tally(said)
    if any(each.quotes for each in names) and voices.people + voices.groups < FEWEST_VOICES:
        credits = {who: line * any(g.permissions.credit_beside(c) for c in said if who in c.said_by) for who, line in credits.items()}
    return SessionShown(
        title=_titled(g, title) or (RECORDING if any(_where(g, c)[1] for c in said) else OUTSIDE),
        when=min((c.when for c in said if c.when), default="")[:10],
        named=tuple(sorted({line for line in credits.values() if line}, key=str.casefold)),
        others=g.tally(said, without={who for who, line in credits.items() if line}),
        texts=len(said),
        reported=sum(c.how not in SPEECH for c in said),
        names=tuple(sorted(names, key=lambda each: (-each.who.people - each.who.groups, each.label.casefold()))),
        withheld=withheld,
        did=SPOKE if voices.did == SPOKE else BOTH,
    )


def _titled(g: Gathering, title: str) -> str:
    """The title of a session without what says who somebody is: a programme names its speakers, and not all wish to be named here.

    The title of a post is its writer's words: outside the group it stands only where they may be quoted, and nowhere where they may not be used.
    """
    posts = [c for c in g.corpus if c.kind == "post" and one_line(c.about) == title] if title else []
    if any(c.id not in g.usable or c.id in g.book.held or not (g.for_the_group or g.permissions.may_quote(c)) for c in posts):
        return A_POST
    return without(title, (0, len(title)), joined(g.quoting.names.spans(title, ()), title), LEFT_OUT)


def seminar_report_docx(e: Edition) -> bytes:
    """As a Word document."""
    from copro_text.writers.word import word

    return word(paper(e), e.wanted.templates)


def seminar_report_pdf(e: Edition) -> bytes:
    """As a tagged PDF."""
    from copro_text.writers.pdf import pdf

    return pdf(paper(e), e.wanted.templates)


def seminar_report_html(e: Edition) -> bytes:
    """As a web page."""
    from copro_text.writers.page import page

    return page(paper(e), e)


def paper(e: Edition) -> Paper:
    """As blocks."""
    return Paper("manifesto", f"Report: {sentences.heading_of(e)}", tuple(_blocks(e)), sentences.status(e), e.today)


def _blocks(e: Edition) -> Iterator[Block]:
    if sentences.question_below(e):
        yield para(e.question, "question")
    yield para(sentences.status(e), "status")
    if whom := sentences.for_whom(e):
        yield para(whom, "status")
    yield from _main_points(e)
    if not [s for s in e.sessions if s.title != OUTSIDE]:
        yield para(NO_SESSIONS, "note")
    read = [s for s in e.sessions if s.names]
    meant = set[str]()
    for s, title in zip(read, _told_apart(read), strict=True):
        yield from _part(s, title, meant)
    yield from _not_named([s for s in e.sessions if not s.names])
    yield from _about(e)


def _told_apart(sessions: Sequence[SessionShown]) -> list[str]:
    """The titles of sessions, with the day and if need be a number where several are called the same."""
    titles = [s.title for s in sessions]
    dated = [f"{s.title} ({day(s.when)})" if s.when and titles.count(s.title) > 1 else s.title for s in sessions]
    return [f"{title}, {dated[: at + 1].count(title)}" if dated.count(title) > 1 else title for at, title in enumerate(dated)]


def _not_named(sessions: Sequence[SessionShown]) -> Iterator[Block]:
    """What nobody has put with a name yet, in a list: sections with nothing in them would hide the others."""
    if sessions:
        yield Heading(1, "Not yet put with a name")
        yield para(NOBODY)
        yield from bullets(f"{s.title.rstrip('.')}. {_spoke(s)}{f' {sentences.withheld(s.withheld)}' if s.withheld else ''}" for s in sessions)


def _main_points(e: Edition) -> Iterator[Block]:
    yield Heading(1, "The main points")
    for theme in e.themes:
        yield para(theme.sentence, "theme")
        yield para(f"({sentences.stands_behind(theme)})", "who")
    if not e.themes:
        yield para("Nobody has said a theme yet. The names that people gave, by how many people said it:")
        names = sorted((name for name in e.in_use if not name.is_draft), key=lambda name: (-name.who.people, name.label.casefold()))
        yield from bullets(f"{name.label}: {sentences.who(name, e)} ({name.key})" for name in names)
    sessions = [s for s in e.sessions if s.names]
    if 1 < len(sessions) <= MOST_COLUMNS:
        labels = dict.fromkeys(name.label for s in sessions for name in s.names)
        titles = _told_apart(sessions)
        rows = tuple((label, *(listed(name.who.said() for name in s.names if name.label == label) or "nobody" for s in sessions)) for label in labels)
        yield Table("Who said it in which session; who spoke in several is in each", ("Name", *titles), rows)


def _part(s: SessionShown, title: str, meant: set[str]) -> Iterator[Block]:
    """A session; `meant` are the marks of names of which it was said before what they mean."""
    yield Heading(1, title)
    yield para(_spoke(s), "who")
    first: dict[str, str] = {}  # mark -> the name under which it stands in full
    for name in s.names:
        yield Heading(2, name.label)
        yield para(f"{name.who.said()} ({name.mark})", "who")
        if name.definition and name.mark not in meant:
            meant.add(name.mark)
            yield para(name.definition, "means")
        yield from (Words(q) for q in name.quotes if first.setdefault(q.mark, name.label) == name.label)
        for q in name.quotes:
            if first[q.mark] != name.label:
                yield para(f"Also here: the passage {q.mark}, quoted under “{first[q.mark]}”.", "small")
    if s.withheld:
        yield para(sentences.withheld(s.withheld), "small")


def _spoke(s: SessionShown) -> str:
    """Who spoke, as they wish: by name only those who asked for it."""
    other = "other " if s.named else ""
    people = n(s.others.people, f"{other}person", f"{other}people") if s.others.people else ""
    groups = n(s.others.groups, f"{other}group") if s.others.groups else ""
    who = listed(filter(None, [*s.named, people, groups])) or "Somebody who is not known"
    reported = f" {n(s.reported, 'text')} {be(s.reported)} what somebody reported, described or interpreted, and not the speaker's own words." * bool(
        s.reported
    )
    return f"{f'{day(s.when)}. ' if s.when else ''}{who} {s.did} here, in {n(s.texts, 'text')}.{reported}"


def _about(e: Edition) -> Iterator[Block]:
    yield Heading(1, "How this was made")
    yield from map(para, (*sentences.voices(e), *e.how_we_worked, *sentences.how_made(e)))
    yield from (para(memo, "note") for memo in e.memos)
    if e.credits:
        yield Heading(1, "Credits")
        yield from bullets(e.credits, side_by_side=True)
        yield para(sentences.how_credited(e))
    if e.still_open:
        yield Heading(1, "Still open")
        yield from bullets(e.still_open)
    yield Heading(1, "Citing and sharing")
    yield para(sentences.citation(e))
    yield para(sentences.licence(e))
    yield para(sentences.MARKS, "small")
