"""Stories: how things came to be, told to somebody who joins now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from copro_text import decisions as d
from copro_text.codebook import IN_USE, JOINED, Code, ThemeView, Wording
from copro_text.corpus import Excerpt
from copro_text.decisions import Entry
from copro_text.verbs import questions, shared_tables
from copro_text.verbs.differences import disagreements
from copro_text.verbs.sentences import day, quoted, told
from copro_text.verbs.session import Session
from copro_text.verbs.tables import status, text_of
from copro_text.widgets import pages
from copro_text.writers.plain import listed


@dataclass(frozen=True)
class Chapter:
    """A heading and its sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """How a study came to be what it is, in plain sentences."""

    chapters: tuple[Chapter, ...]

    def __repr__(self) -> str:
        return "\n\n".join("\n".join([c.heading, *(f"  {sentence}" for sentence in c.sentences)]) for c in self.chapters)

    def _repr_html_(self) -> str:
        return pages.page(*(piece for c in self.chapters for piece in (pages.heading(c.heading), *map(pages.paragraph, c.sentences))))


def story(s: Session, labels: Mapping[str, str]) -> Story:
    """The whole story: who is here, how we decide, how each name came to be, what was seen differently, what is open."""
    codes = sorted((c for c in s.book.codes.values() if c.state == IN_USE and c.label), key=lambda c: s.book.tables.born[c.id].order)
    chapters = [Chapter(s.book.of_the_study("title") or "This study", _beginning(s)), Chapter("Who is here", _people(s))]
    chapters += [Chapter("How we decide", _deciding(s)), Chapter("While you were away", _away(s, labels))]
    chapters += [Chapter(c.label, _name(s, c, labels)) for c in codes]
    chapters += [Chapter("Themes", _themes(s, labels)), Chapter("Seen differently", _differently(s, labels)), Chapter("Still open", _open(s, labels))]
    return Story(tuple(c for c in chapters if c.sentences))


def _beginning(s: Session) -> tuple[str, ...]:
    first, question, numbers = s.book.entries[0] if s.book.entries else None, s.book.of_the_study("question"), status(s)
    found = [f"It asks: {question}"] if question else []
    found += [f"It began on {day(first.time)}."] if first else []
    found += [f"{e.body.name or 'A source'} came in on {day(e.time)}." for e in s.book.sources.values() if isinstance(e.body, d.AddSource)]
    n = numbers["contributions"]
    found += [f"Of {n} contributions, {numbers['placed']} are placed, {numbers['set_aside']} set aside and {numbers['not_yet_read']} not yet read."]
    return tuple(
        found + [f"The version {quoted(e.body.name)} was fixed on {day(e.time)}." for e in s.book.tables.versions if isinstance(e.body, d.Version)]
    )


def _people(s: Session) -> tuple[str, ...]:
    found = []
    for a in s.book.analysts.values():
        intro = s.book.tables.intros.get(a.id)
        said = f' "{intro.body.text}"' if intro and isinstance(intro.body, d.Introduce) else ""
        found.append(f"{a.name} {_coming_and_going(s, a.id)}.{said}")
    return tuple(found)


def _coming_and_going(s: Session, who: str) -> str:
    came = [
        f"{'left' if isinstance(e.body, d.Leave) else 'came back' if i else 'joined'} on {day(e.time)}" for i, e in enumerate(s.book.comings(who))
    ]
    return listed(came)


def _deciding(s: Session) -> tuple[str, ...]:
    promise = s.book.of_the_study("promise")
    return (s.book.rule.sentence, "Anyone can open anything again once.", *([f"We promise: {promise}"] if promise else []))


def _away(s: Session, labels: Mapping[str, str]) -> tuple[str, ...]:
    """What took effect while the person at work had left; of what they were not asked about, that they may open it again."""
    found = s.book.while_away(s.analyst)
    asked = [e for e in found if e.analyst == s.analyst or (isinstance(e.body, d.Shared) and s.analyst in e.body.members)]
    what = [_told(s, e.id, labels) + "." for e in found if e not in asked]
    return (
        *(f"{_told(s, e.id, labels)}: it took effect while you were away." for e in asked),
        *what,
        *(["You were not asked about these: to open one again, study.reopen or `copro reopen`."] if what else []),
    )


def _name(s: Session, code: Code, labels: Mapping[str, str]) -> tuple[str, ...]:
    """How one name came to be: the wordings in order, what it means, what it holds, what was joined to it."""
    put = [p for p in s.book.placings if p.code == code.id and p.belongs]
    who = {p.analyst for p in put}
    found = []
    if code.run:
        found.append("It began as a pile that the sorter suggested.")
    if code.of:
        found.append(f"It was parted from {_label(s, code.of, labels)}.")
    found += [_wording(s, w, labels) for w in code.wordings]
    joined = [_label(s, c.id, labels) for c in s.book.codes.values() if c.state == JOINED and s.book.survivor(c.id) == code.id]
    found += [f"Joined to it: {', '.join(joined)}."] if joined else []
    found += [f"What it means: {code.definition}"] if code.definition else []
    passages = len({p.excerpt.id for p in put})
    found += [f"{_passages(passages)} {'is' if passages == 1 else 'are'} put with it, by {_names(s, who)}."] if put else []
    return tuple(found)


def _wording(s: Session, w: Wording, labels: Mapping[str, str]) -> str:
    e = s.book.timeline.by_id[w.decision]
    because = f", because {w.because.rstrip('.')}" if w.because else ""
    answers = [
        f"{_who(s, a.analyst)} said {quoted(a.answer)}{f' ({a.because})' if a.because else ''}"
        for a in shared_tables.in_order(s, s.book.said_of(w.decision))
    ]
    over = "It is kept as an earlier wording" if _is_over(s, e) else "It waits"
    reopened = s.book.tables.reopens.get(w.decision, ())
    again = [f"{_who(s, r.analyst)} opened it again{_because(r)}{_settled(s, r, labels)}" for r in reopened]
    became = "It is what we say now" if w.chosen else "It stands beside" if w.stands else over
    return f"{_who(s, e.analyst)} offered {quoted(w.text)} on {day(e.time)}{because}. {'; '.join([became, *answers, *again])}."


def _settled(s: Session, reopening: Entry, labels: Mapping[str, str]) -> str:
    other = s.book.settled_by(reopening)
    return f", until other words took its place ({_told(s, other.id, labels)})" if other else ""


def _is_over(s: Session, e: Entry) -> bool:
    return all(p.entry != e.id for p in s.book.waiting)


def _themes(s: Session, labels: Mapping[str, str]) -> tuple[str, ...]:
    found = [sentence for theme in s.book.themes.values() if theme.state == IN_USE for sentence in _theme(s, theme, labels)]
    related = shared_tables.relations(s, labels)
    return tuple(found + [f"{row['one']} {row['how']} {row['other']}." for _, row in related.iterrows()])


def _theme(s: Session, theme: ThemeView, labels: Mapping[str, str]) -> tuple[str, ...]:
    """A theme, what it rests on, and what speaks against it. What is held is not shown."""
    shown = [e for e in map(Excerpt.parse, theme.against) if e.contribution not in s.book.held]
    against = [quoted(_short(text)) for e in shown if (text := text_of(s, e))]
    rests_on = listed([*(_label(s, c, labels) for c in theme.names), *([_passages(len(theme.passages))] if theme.passages else [])])
    return (
        f"{theme.sentence} (Rests on {rests_on or 'nothing yet'}.)",
        *([f"What speaks against it: {'; '.join(against)}."] if against else []),
    )


def _differently(s: Session, labels: Mapping[str, str]) -> tuple[str, ...]:
    """Passages that people put in different places, answers of no to what is in force, and wordings that stand beside it."""
    table = disagreements(s, labels)
    found = [f'"{_short(row["text"])}" {row["readings"]}.' for _, row in table.iterrows()]
    for proposal, by in s.book.reopened.items():
        found += [f"{_who(s, e.analyst)} sees it differently: {_told(s, proposal, labels)}{_because(e)}." for e in by]
    return tuple(found + [questions.stood(s, labels, proposal) for proposal in s.book.tables.beside])


def _open(s: Session, labels: Mapping[str, str]) -> tuple[str, ...]:
    table = shared_tables.waiting(s, labels)
    found = []
    for _, row in table.iterrows():
        waits_for = f" (waits for {row['waits_for']})" if row["waits_for"] else ""
        found.append(f"{row['what'].rstrip('.')}: {row['why']}{waits_for}.")
    return tuple(found)


def _told(s: Session, entry: str, labels: Mapping[str, str]) -> str:
    return told(s.book.timeline.by_id[entry], s.book, s.corpus, labels).rstrip(".")


def _because(e: Entry) -> str:
    because = getattr(e.body, "because", "")
    return f" ({because.rstrip('.')})" if because else ""


def _label(s: Session, code: str, labels: Mapping[str, str]) -> str:
    known = s.book.codes.get(code)
    return quoted(labels.get(code) or (known.label if known else "") or code[:8])


def _who(s: Session, who: str) -> str:
    return s.book.analysts[who].name if who in s.book.analysts else "Someone"


def _names(s: Session, who: set[str]) -> str:
    return listed(sorted(_who(s, each) for each in who))


def _passages(n: int) -> str:
    return f"{n} passage{'' if n == 1 else 's'}"


def _short(text: str, most: int = 90) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} ..."
