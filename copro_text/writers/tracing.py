"""Tracing: from a mark in an output back to passages, to who put them where and why, to decisions, and to who sees it differently.

A mark is made of an id, so it is the same in every output and every version, and tells nobody outside anything: it has no number that
could be missing in a row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from copro_text import decisions as d
from copro_text.codebook import IN_USE, Placing, Relation, ThemeView
from copro_text.corpus import UNITS, Contribution, Excerpt, mark_of
from copro_text.deciding import concerns
from copro_text.decisions import Entry
from copro_text.readings import STATES
from copro_text.writers.gather import Gathering
from copro_text.writers.plain import be, clean, day, listed, n, one_line
from copro_text.writers.quotes import Quote
from copro_text.writers.sentences import HELD, NOT_USED, WHERE, WROTE
from copro_text.writers.told import SHORT, Telling
from copro_text.writers.views import DecisionShown, PassageShown, Traced

A_PASSAGE, A_NAME, A_THEME, A_RELATION, A_COUNT, A_DECISION = (
    "a passage",
    "a name",
    "a theme",
    "how things bear on each other",
    "a count",
    "a decision",
)


class Tracing:
    """Follows marks, from what an edition may say.

    Parameters
    ----------
    states
        Contribution id -> its state.
    on_screen
        Whether a count lists whom it counts. What is written does not: who takes their words out should not stand on in it.
    """

    def __init__(self, g: Gathering, states: Mapping[str, str], *, on_screen: bool = False) -> None:
        self.g, self.book, self.states, self.on_screen, self.telling = g, g.book, states, on_screen, Telling(g)

    def everything(self) -> tuple[Traced, ...]:
        """What every mark leads to that an edition of these names, themes and passages can print."""
        names = [c.id for c in self.book.codes.values() if c.state == IN_USE]
        themes = [t.id for t in self.book.themes.values() if t.state == IN_USE]
        passages = dict.fromkeys(p.excerpt.id for p in self.book.placings if p.code in set(names) and self.g.is_shown(p.excerpt.id))
        passages |= dict.fromkeys(e for t in themes for e in self.book.themes[t].against if self.g.is_shown(e))
        things = [*names, *themes, *(r.id for r in self.book.relations), *passages]
        return (*self._counts().values(), *(t for t in map(self.thing, things) if t))

    def mark(self, mark: str) -> tuple[Traced, ...]:
        """What a mark, or the beginning of one, leads to; a decision is named by its short id."""
        if mark in (counts := self._counts()):
            return (counts[mark],)
        found = [self.thing(id_) for each, id_ in self.marks.items() if each.startswith(mark)]
        if not found:
            found = [self._decision(e) for e in self.book.entries if e.id.startswith(mark)]
        return tuple(t for t in found if t)

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """Mark -> the id that it stands for: names, themes, relations, and every passage that anybody ever put somewhere, or all of a text."""
        passages = {e for x in self.book.entries for e in _passages(x.body)}
        texts = (*self.g.corpus, *self.g.corpus.earlier.values())
        parts = (e.id for unit in UNITS for c in texts for e in c.excerpts(unit))
        return {mark_of(x): x for x in (*parts, *sorted(passages), *self.book.codes, *self.book.themes, *(r.id for r in self.book.relations))}

    def thing(self, id_: str) -> Traced | None:
        """What one name, theme, relation or passage rests on."""
        if id_ in self.book.codes:
            return self._name(id_)
        if id_ in self.book.themes:
            return self._theme(self.book.themes[id_])
        if relation := self._relations.get(id_):
            return self._relation(relation)
        return self._passage(id_)

    @cached_property
    def _relations(self) -> Mapping[str, Relation]:
        return {r.id: r for r in self.book.relations}

    # names, themes, relations

    def _name(self, code: str) -> Traced:
        known = self.book.codes[code]
        here = [p for p in self._by_code.get(code, ()) if self.g.is_shown(p.excerpt.id)]
        put = [p for p in here if p.belongs]
        who = self.g.tally(self.g.usable[p.excerpt.contribution] for p in put)
        bulk = {p.excerpt.id for p in put if p.bulk} - {p.excerpt.id for p in put if not p.bulk}
        passages = dict.fromkeys(p.excerpt.id for p in put)
        in_bulk = f", {len(bulk)} of these only in bulk" if bulk else ""
        lines = [f"{who.said()}, each counted once, in {n(who.texts, 'text')} and {n(len(passages), 'passage')}{in_bulk}."]
        lines += [f"It is {known.state}."] if known.state != IN_USE else []
        lines += [f"Meant by it: {clean(known.definition)}"] if known.definition else []
        joined = [c for c in self.book.codes if self.book.survivor(c) == code]
        decisions = self._decisions(*joined, without=(d.Place, d.Remove, d.ConfirmPile))  # these are told with the passages
        return Traced(mark_of(code), A_NAME, self.g.called(code), tuple(lines), self._listed(here), decisions)

    @cached_property
    def _by_code(self) -> Mapping[str, list[Placing]]:
        found: dict[str, list[Placing]] = defaultdict(list)
        for p in self.book.placings:
            found[p.code].append(p)
        return found

    def _theme(self, t: ThemeView) -> Traced:
        rests = listed(f"“{self.g.called(code)}” ({mark_of(code)})" for code in t.names)
        lines = [f"It rests on {rests}." if t.names else "Nobody has said which names it rests on."]
        lines += [] if t.state == IN_USE else [f"It is {t.state}."]
        here = [e for e in dict.fromkeys((*t.passages, *t.against)) if self.g.is_shown(e)]
        speaks = dict.fromkeys(t.against, ("speaks against it",))
        passages = tuple(self._shown(e, speaks.get(e, ("it rests on this",)), ()) for e in here)
        return Traced(mark_of(t.id), A_THEME, one_line(t.sentence), tuple(lines), passages, self._decisions(t.id))

    def _relation(self, r: Relation) -> Traced:
        one, other = self.g.thing(r.one), self.g.thing(r.other)
        lines = (f"Between {mark_of(r.one)} and {mark_of(r.other)}.",)
        return Traced(mark_of(r.id), A_RELATION, f"“{one}” {one_line(r.how)} “{other}”", lines, (), self._decisions(r.id))

    # passages

    def _passage(self, id_: str) -> Traced | None:
        if not self.g.is_shown(id_):
            return None
        e = Excerpt.parse(id_)
        c = self.g.usable[e.contribution]
        here = [p for p in self._by_contribution.get(c.id, ()) if _holds(p.excerpt, e)]
        part = "all" if (e.start, e.end) == (0, len(c.text)) and e.version == c.version else f"a part (characters {e.start} to {e.end})"
        lines = [f"It is {part} of a {c.kind}{f', {c.how}' if c.how != 'own words' else ''}."]
        lines += ["Its writer has changed the words since."] if e.version != c.version else []
        lines += [] if here else ["Nobody puts it with a name now."]
        passages = (self._shown(id_, *self._read(here, named=True)),)
        return Traced(mark_of(id_), A_PASSAGE, f"Passage {mark_of(id_)}", tuple(lines), passages, self._decisions(id_))

    @cached_property
    def _by_contribution(self) -> Mapping[str, list[Placing]]:
        found: dict[str, list[Placing]] = defaultdict(list)
        for p in self.book.placings:
            found[p.excerpt.contribution].append(p)
        return found

    def _listed(self, placings: Sequence[Placing]) -> tuple[PassageShown, ...]:
        """Each passage once, with who put it there, and who says it does not belong."""
        by: dict[str, list[Placing]] = defaultdict(list)
        for p in placings:
            by[p.excerpt.id].append(p)
        return tuple(self._shown(e, *self._read(here)) for e, here in by.items() if any(p.belongs for p in here))

    def _read(self, here: Iterable[Placing], *, named: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who put a passage there, and who says that it does not belong, each with day and reason."""
        put, not_there = [], []
        for p in here:
            name = f" with “{self.g.called(p.code)}” ({mark_of(p.code)})" if named else ""
            why = f": {one_line(p.because)}" if p.because else ""
            when = day(self.book.timeline.by_id[p.entry].time)
            if p.belongs:
                put.append(f"{self.g.analyst(p.analyst)} put it{name or ' here'} on {when}, {'in bulk' if p.bulk else 'one by one'}{why}")
            else:
                not_there.append(f"{self.g.analyst(p.analyst)} said on {when} that it does not belong{name or ' here'}{why}")
        return tuple(put), tuple(not_there)

    def _shown(self, id_: str, put: tuple[str, ...], differently: tuple[str, ...]) -> PassageShown:
        quote = self.g.quote(id_)
        c = self.g.usable[Excerpt.parse(id_).contribution]
        whose = quote.who if isinstance(quote, Quote) else tuple(who[:SHORT] for who in c.said_by if self.on_screen)
        words, withheld = (quote.text, "") if isinstance(quote, Quote) else ("", quote)
        return PassageShown(mark_of(id_), words, withheld, c.how, whose, put, differently)

    # counts

    def _counts(self) -> dict[str, Traced]:
        usable = list(self.g.usable.values())
        wrote, held = self.g.tally(usable), [c for c in usable if c.id in self.book.held]
        out = len(self.g.corpus) - len(usable)
        by = {state: [c for c in usable if self.states.get(c.id, STATES[-1]) == state] for state in STATES}
        added = " + ".join(f"{len(cs)} {state}" for state, cs in by.items())
        counted = "Each person is counted once, however much they said."
        found = [
            Traced(WROTE, A_COUNT, wrote.told(), (counted, *self._people(usable))),
            Traced(
                NOT_USED, A_COUNT, f"{n(out, 'text')} {be(out)} not used", (f"{len(self.g.corpus)} came in, less {len(usable)} that may be used.",)
            ),
            Traced(HELD, A_COUNT, f"{n(len(held), 'text')} {be(len(held))} held", self._people(held)),
            Traced(WHERE, A_COUNT, f"{n(len(self.g.corpus), 'text')} in all", (f"{added} + {out} not used = {len(self.g.corpus)}.",)),
        ]
        return {t.mark: t for t in found}

    def _people(self, said: Iterable[Contribution]) -> tuple[str, ...]:
        """Who is counted, by short id and with how many texts; nobody outside the group is told that."""
        texts: dict[str, int] = defaultdict(int)
        for c in said:
            for who in c.said_by:
                texts[who[:SHORT]] += 1
        if not self.on_screen or not texts:
            return ()
        return (f"By short id: {', '.join(f'{who} ({many})' if many > 1 else who for who, many in sorted(texts.items()))}.",)

    # decisions

    def _decisions(self, *ids: str, without: tuple[type[d.Decision], ...] = ()) -> tuple[DecisionShown, ...]:
        found = {e.id: e for id_ in ids for e in self._about.get(id_, ()) if not isinstance(e.body, (d.Enact, *without))}
        return tuple(map(self.telling.told, sorted(found.values(), key=lambda e: e.order)))

    def _decision(self, e: Entry) -> Traced:
        told = self.telling.told(e)
        about = [self.marks_of.get(x) for x in concerns(self.book.timeline, e)]
        lines = [f"It is about {listed(sorted(filter(None, about)))}."] if any(about) else []
        return Traced(e.id[:SHORT], A_DECISION, told.did, tuple(lines), (), (told,))

    @cached_property
    def marks_of(self) -> Mapping[str, str]:
        """The other way round: id -> mark."""
        return {id_: mark for mark, id_ in self.marks.items()}

    @cached_property
    def _about(self) -> Mapping[str, list[Entry]]:
        """Id of a thing -> the decisions about it, in order."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for e in self.book.entries:
            for id_ in concerns(self.book.timeline, e):
                found[id_].append(e)
        return found


def _holds(whole: Excerpt, part: Excerpt) -> bool:
    return whole.version == part.version and whole.start <= part.start and part.end <= whole.end


def _passages(body: d.Body) -> Iterable[str]:
    """The ids of the passages that a decision names."""
    match body:
        case d.Place(excerpts=some) | d.Remove(excerpts=some) | d.ConfirmPile(excerpts=some) | d.SetAside(excerpts=some):
            return some
        case d.Theme(passages=some, against=against):
            return (*some, *against)
        case d.Split(parts=parts):
            return tuple(e for _, some in parts for e in some)
        case _:
            return ()
