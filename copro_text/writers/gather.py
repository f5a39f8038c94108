"""Gathering: a codebook and its corpus, made into what an output may say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from copro_text import decisions as d
from copro_text.codebook import IN_USE, JOINED, PUT_AWAY, WAITING, Code, Codebook, Placing, ThemeView
from copro_text.codebook import Wording as Offered
from copro_text.corpus import Contribution, Corpus, Excerpt, mark_of
from copro_text.permission import Permissions
from copro_text.writers.letters import Letters
from copro_text.writers.phrases import done, proposed
from copro_text.writers.plain import clean, one_line
from copro_text.writers.quotes import WITHHELD, Quote
from copro_text.writers.quoting import Quoting
from copro_text.writers.views import (
    BEFORE,
    BOTH,
    OFFERED,
    SPOKE,
    STANDS,
    WAITS,
    WROTE,
    HistoryRow,
    NameView,
    PileShown,
    PileView,
    PlacingView,
    ProposalView,
    Reason,
    RelationShown,
    Tally,
    ThemeShown,
    Wording,
)
from copro_text.writers.wordlist import Shared

UNNAMED = "A draft that nobody has named"
SOMEONE = "someone"


@dataclass(frozen=True)
class Gathering:
    """What the parts of an edition are made from."""

    corpus: Corpus
    book: Codebook
    permissions: Permissions
    labels: Mapping[str, str]
    suggestions: Mapping[str, tuple[str, ...]]
    for_the_group: bool = False

    @cached_property
    def usable(self) -> Mapping[str, Contribution]:
        """The contributions whose words may be used, by id."""
        return {c.id: c for c in self.corpus if self.permissions.may_use(c)}

    @cached_property
    def letters(self) -> Letters:
        """The letters that several people sent."""
        return Letters.among(self.book.sent.letters, {c: said for c, said in self.usable.items() if c not in self.book.held})

    @cached_property
    def quoting(self) -> Quoting:
        """Makes the quotations."""
        return Quoting.of(self.corpus, self.book, self.permissions, for_the_group=self.for_the_group)

    @cached_property
    def shared(self) -> Shared:
        """Which words may stand alone."""
        shown = [c for c in self.usable.values() if c.id not in self.book.held]
        quotes, _ = self.quote_each(c.whole.id for c in shown)
        typed = (c.value for cs in self.book.confirmed.values() for c in cs)
        called = (name for names in self.quoting.names.own.values() for name in names)
        return Shared.of(self.corpus, shown, (q.text for q in quotes), typed, called)

    def tally(self, contributions: Iterable[Contribution], without: Collection[str] = ()) -> Tally:
        """Count who spoke, each once and `without` some of them, and their texts."""
        texts = {c.id: c for c in contributions}
        who = {person: c.voice for c in texts.values() for person in c.said_by if person not in without}
        voices = [p.voice if (p := self.corpus.contributors.get(person)) else voice for person, voice in who.items()]
        groups = sum(voice in ("group", "organisation") for voice in voices)
        return Tally(len(voices) - groups, groups, len(texts), sum(not c.said_by for c in texts.values()), _did(texts.values()))

    def is_shown(self, excerpt: str) -> bool:
        """Whether an excerpt id is one of a text that is here and may be used."""
        try:
            return Excerpt.parse(excerpt).contribution in self.usable
        except ValueError:
            return False

    @cached_property
    def quote(self) -> Callable[[str], Quote | str]:
        """An excerpt as a quotation, or why not; each is made once."""
        return cache(self.quoting.quote)

    def quote_each(self, excerpts: Iterable[str]) -> tuple[tuple[Quote, ...], Mapping[str, int]]:
        """The quotations among excerpts, and how many were withheld for each reason."""
        made = [self.quote(e) for e in dict.fromkeys(excerpts) if self.is_shown(e)]
        why = Counter(q for q in made if isinstance(q, str))
        return tuple(q for q in made if isinstance(q, Quote)), {w: why[w] for w in WITHHELD if why[w]}

    # names

    def called(self, code: str) -> str:
        """What a code is called: as people named it; else the sorter's draft title, if all its words may stand alone."""
        known = self.book.codes.get(code)
        if known is not None and known.label:
            return one_line(known.label)
        title = one_line(self.labels.get(code, ""))
        return title if title and self.shared.may_say(title) else UNNAMED

    def analyst(self, who: str) -> str:
        """A co-analyst's name."""
        known = self.book.analysts.get(who)
        return one_line(known.name) if known else SOMEONE

    @cached_property
    def _placings(self) -> Mapping[str, list[Placing]]:
        by: dict[str, list[Placing]] = {}
        for p in self.book.placings:
            if p.excerpt.contribution in self.usable:
                by.setdefault(p.code, []).append(p)
        return by

    def state(self, code: str) -> str:
        """The state of a code."""
        known = self.book.codes.get(code)
        return known.state if known is not None else ""

    def names(self, *states: str) -> tuple[NameView, ...]:
        """Names in use and those put away, or those in some other states, in the order they were first spoken of."""
        return tuple(self._name(code) for code in self.book.codes.values() if code.state in (states or (IN_USE, PUT_AWAY)))

    def _name(self, code: Code) -> NameView:
        placings = self._placings.get(code.id, [])
        put = [p for p in placings if p.belongs]
        excerpts = self._in_order({p.excerpt.id for p in put})
        singly = {p.excerpt.id for p in put if not p.bulk}
        quotes, withheld = self.quote_each(self._once(_outermost(excerpts)))
        offered = {w.decision: w for w in code.wordings}.values()
        chosen_by = next((w.analyst for w in offered if w.chosen), "")
        return NameView(
            key=mark_of(code.id),
            label=self.called(code.id),
            definition=clean(code.definition),
            heading=one_line(code.heading),
            state=code.state,
            is_draft=not code.label,
            who=self.tally(self.usable[p.excerpt.contribution] for p in put),
            one_by_one=len(singly),
            bulk=len(excerpts) - len(singly),
            read_differently=len({p.excerpt.id for p in placings if not p.belongs} & set(excerpts)),
            suggested=len(self._suggested(code.id) - {p.excerpt.id for p in placings}),
            quotes=quotes,
            withheld=withheld,
            because=tuple(clean(w.because) for w in offered if w.chosen and w.because),
            wordings=tuple(self._wording(w, chosen_by) for w in offered if not w.chosen),
            differently=self._differently(code.id),
            most_from_one=self._most_from_one(e for e in excerpts if isinstance(self.quote(e.id), Quote)),
            joined_from=tuple(self.called(c.id) for c in self.book.codes.values() if c.state == JOINED and self.book.survivor(c.id) == code.id),
            under=mark_of(code.under) if code.under else "",
        )

    def mark(self, id_: str) -> str:
        """The mark of a name, a theme or a passage."""
        return mark_of(id_)

    def placings_of(self, code: str) -> Sequence[Placing]:
        """What people put with a name, or say does not belong there, of texts that may be used."""
        return self._placings.get(code, ())

    def passages_once(self, excerpts: Iterable[str]) -> list[str]:
        """Passages in the order they came, none inside another, and none that would quote a letter again."""
        return self._once(_outermost(self._in_order(dict.fromkeys(excerpts))))

    def book_passages(self, mark: str) -> list[Excerpt]:
        """The passages that people put with the name of a mark, in the order they came, none inside another."""
        put = {p.excerpt.id for code, ps in self._placings.items() if mark_of(code) == mark for p in ps if p.belongs}
        return [Excerpt.parse(e) for e in _outermost(self._in_order(put))]

    def _most_from_one(self, excerpts: Iterable[Excerpt]) -> int:
        said = Counter(who for e in excerpts for who in self.usable[e.contribution].said_by)
        return max(said.values(), default=0)

    def _once(self, excerpts: Iterable[str]) -> list[str]:
        """Excerpts, without those that would quote one letter again."""
        found = map(Excerpt.parse, (e for e in excerpts if self.is_shown(e)))
        return [e.id for e in self.letters.once(found, lambda e: self._is_current(e) and isinstance(self.quote(e.id), Quote))]

    def _is_current(self, e: Excerpt) -> bool:
        return self.usable[e.contribution].version == e.version

    def _wording(self, w: Offered, chosen_by: str) -> Wording:
        """A wording that is not in force: it stands beside it, waits, is what the same person said before, or another person's."""
        how = STANDS if w.stands else WAITS if w.decision in self._waiting else BEFORE if w.analyst == chosen_by else OFFERED
        return Wording(one_line(w.text), self.analyst(w.analyst), clean(w.because), how)

    @cached_property
    def _waiting(self) -> frozenset[str]:
        return frozenset(p.entry for p in self.book.waiting)

    def _suggested(self, code: str) -> set[str]:
        return {e for c, es in self.suggestions.items() if self.book.survivor(c) == code for e in es if self.is_shown(e)}

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {c: i for i, c in enumerate(self.corpus.contributions)}

    def _in_order(self, excerpts: Iterable[str]) -> list[Excerpt]:
        found = map(Excerpt.parse, excerpts)
        return sorted(found, key=lambda e: (self._place[e.contribution], e.version, e.start, -e.end))

    def _differently(self, code: str) -> tuple[Wording, ...]:
        """Who answered what is now agreed with "no" or "not sure", and why."""
        agreed = dict.fromkeys(filter(None, (self.book.replaced_by(code, what) for what in ("label", "definition", "heading"))))
        given = [(a, a.body) for proposal in agreed for a in self.book.answers(proposal)]
        last = {(a.analyst, body.proposal): body for a, body in given if isinstance(body, d.Answer)}
        return tuple(Wording(b.answer, self.analyst(who), clean(b.because)) for (who, _), b in last.items() if b.answer in ("no", "not sure"))

    def placings(self) -> tuple[PlacingView, ...]:
        """Every standing placing and refusal, by name and in the order the words came."""
        names = [code for code in self.book.codes.values() if code.state in (IN_USE, PUT_AWAY, WAITING)]
        return tuple(self._placing(p, code) for code in names for p in self._sorted(self._placings.get(code.id, [])))

    def _sorted(self, placings: Sequence[Placing]) -> list[Placing]:
        return sorted(placings, key=lambda p: (self._place[p.excerpt.contribution], p.excerpt.start, p.excerpt.end, self.analyst(p.analyst)))

    def _placing(self, p: Placing, code: Code) -> PlacingView:
        quote = self.quote(p.excerpt.id)
        words, withheld = (quote.text, "") if isinstance(quote, Quote) else ("", quote)
        how = self.usable[p.excerpt.contribution].how
        called, because = f"{self.called(code.id)}{' (still waits)' if code.state == WAITING else ''}", clean(p.because)
        return PlacingView(
            mark_of(p.excerpt.id), called, one_line(code.heading), p.belongs, self.analyst(p.analyst), p.bulk, because, how, words, withheld
        )

    # themes

    def themes(self) -> tuple[ThemeShown, ...]:
        """The sentences that people stand behind."""
        return tuple(self._theme(t) for t in self.book.themes.values() if t.state == IN_USE)

    def _theme(self, t: ThemeView) -> ThemeShown:
        against = sum(self.is_shown(e) for e in t.against)
        everyone = not any(w.chosen and w.stands for w in t.wordings)
        quotes, _ = self.quote_each(t.against)
        return ThemeShown(clean(t.sentence), tuple(self.called(code) for code in t.names), against, everyone, quotes, mark_of(t.id))

    def relations(self) -> tuple[RelationShown, ...]:
        """How names and themes bear on each other."""
        return tuple(RelationShown(self.thing(r.one), one_line(r.how), self.thing(r.other), mark_of(r.id)) for r in self.book.relations)

    def thing(self, id_: str) -> str:
        theme = self.book.themes.get(id_)
        return one_line(theme.sentence) if theme else self.called(id_)

    # the rest

    def pile(self, pile: PileView, perspectives: Callable[[Iterable[str]], tuple[str, ...]]) -> PileShown:
        """A pile without what it may not show."""
        like, like_withheld = self.quote_each(self._once(pile.like_many))
        own, own_withheld = self.quote_each(pile.own_way)
        withheld = Counter(like_withheld) + Counter(own_withheld)
        keywords = tuple(one_line(k) for k in pile.keywords if self.shared.may_say(k))
        title = one_line(pile.title) if pile.title and self.shared.may_say(pile.title) else ", ".join(keywords[:3]) or f"Pile {pile.number}"
        return PileShown(pile.number, title, keywords, pile.people, pile.texts, perspectives(pile.perspectives), like, own, withheld)

    def set_aside(self) -> tuple[Reason, ...]:
        """The reasons for which texts were set aside, without any of their words."""
        about: dict[str, list[Contribution]] = {}
        for excerpt, (*_, e) in self.book.set_aside.items():
            if isinstance(e.body, d.SetAside) and self.is_shown(excerpt):
                about.setdefault(clean(e.body.because) or "No reason given", []).append(self.usable[Excerpt.parse(excerpt).contribution])
        return tuple(Reason(because, self.tally(cs)) for because, cs in about.items())

    def waiting(self) -> tuple[ProposalView, ...]:
        """Proposals that are not in force."""
        return tuple(self._proposal(p.entry, p.waits_for, p.why) for p in self.book.waiting)

    def _proposal(self, entry: str, waits_for: Sequence[str], why: str) -> ProposalView:
        e = self.book.timeline.by_id[entry]
        target = self.book.timeline.by_id.get(e.body.target) if isinstance(e.body, d.Undo | d.Redo) else None
        target = self.book.reworded(e.body) if isinstance(e.body, d.Theme) else target
        because = clean(e.body.because) if isinstance(e.body, d.Shared) else ""
        text = one_line(proposed(e.body, self.thing, target))
        said = [(a.analyst, a.body) for a in self.book.held_up(entry)]
        held_up = tuple(Wording(body.answer, self.analyst(who), clean(body.because)) for who, body in said if isinstance(body, d.Answer))
        return ProposalView(text, self.analyst(e.analyst), tuple(self.analyst(w) for w in waits_for), why, because, held_up)

    def history(self) -> tuple[HistoryRow, ...]:
        """Decisions by kind, in the order each kind was first made, with what was taken back and what had no effect."""
        kinds: dict[str, list[str]] = {}
        for e in self.book.entries:
            kinds.setdefault(done(e.body.kind), []).append(e.id)
        return tuple(self._row(what, ids) for what, ids in kinds.items())

    def _row(self, what: str, ids: Sequence[str]) -> HistoryRow:
        lapsed = Counter(self.book.lapsed[e] for e in ids if e in self.book.lapsed)
        return HistoryRow(what, len(ids), sum(not self.book.stands(e) for e in ids), tuple(lapsed.items()))


def _outermost(excerpts: Iterable[Excerpt]) -> list[str]:
    """Excerpts in order, without those that stand inside the one before: nobody is to be quoted twice in the same words."""
    kept: list[Excerpt] = []
    for e in excerpts:
        last = kept[-1] if kept else None
        if last is None or (last.contribution, last.version) != (e.contribution, e.version) or e.end > last.end:
            kept.append(e)
    return [e.id for e in kept]


def _did(contributions: Iterable[Contribution]) -> str:
    """What people did whose words these are: in a recording they spoke; notes are typed in of either."""
    kinds = {c.kind for c in contributions} - {"note"}
    return SPOKE if kinds == {"turn"} else BOTH if "turn" in kinds else WROTE
