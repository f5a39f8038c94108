"""The codebook: what the decisions so far amount to.

No file, no clock, no randomness: the same lines give the same codebook, in whatever order they arrived. What no longer
fits lapses with a reason; nothing here raises for what a log holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from copro_text import decisions as d
from copro_text import rules
from copro_text.corpus import Excerpt
from copro_text.decisions import Entry
from copro_text.fold import STALE, Analyst, Setting, Tables, fields_of, fold, in_force
from copro_text.permission import strictness
from copro_text.timeline import Standing, Timeline, extended, standing, timeline
from copro_text.withdrawal import Gone

IN_USE, WAITING, JOINED, PUT_AWAY = "in use", "waiting", "joined", "put away"


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording that was offered for a name or a definition, whether or not it was chosen."""

    text: str
    decision: str
    analyst: str
    because: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Code:
    """What people called something. Its id never changes.

    `label` is "" while it is a draft that nobody has named. `heading` is where it belongs in what the group writes. `run` and
    `pile` say which pile it was drafted from. `into` is the code it was joined to, `of` the one it was parted from.
    """

    id: str
    label: str
    definition: str
    heading: str
    state: str
    wordings: tuple[Wording, ...] = ()
    run: str = ""
    pile: int = -1
    into: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Placing:
    """One analyst's putting an excerpt with a code, or refusing it (`belongs` False).

    `acted_on` is the code the person acted on; `code` what it reads as now.
    """

    entry: str
    analyst: str
    excerpt: Excerpt
    code: str
    acted_on: str
    belongs: bool
    bulk: bool
    because: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that waits, and whose answers it waits for."""

    entry: str
    waits_for: tuple[str, ...]
    why: str


def replay(entries: Iterable[Entry], gone: Gone = Gone()) -> Codebook:  # noqa: B008  it is frozen
    """The codebook that a set of lines amounts to, whatever order they come in, less what was taken out (and what is known to be `gone`)."""
    entries = tuple(entries)
    gone = gone.told(entries)
    line = timeline(gone.over(entries))
    stands = standing(line)
    tables = Tables()
    for e in line.entries:
        fold(tables, line, stands, e)
    return Codebook(line, stands, tables, gone)


def advance(book: Codebook, entries: Sequence[Entry]) -> Codebook:
    """The codebook with more lines; the same as replaying all of them, without starting again when that can be helped."""
    gone = book.gone.told(entries)
    if gone.reaches_back(book.gone):
        return replay((*book.entries, *entries), gone)
    entries = gone.over(entries)
    line = extended(book.timeline, entries)
    new = line.entries[len(book.timeline.entries) :] if line is not None else ()
    if line is None or any(isinstance(e.body, d.Undo | d.Redo) or _is_for_an_undo(line, e) for e in new):
        return replay((*book.timeline.entries, *entries), gone)
    stands = standing(line)
    tables = book.tables.copy()
    for e in new:
        fold(tables, line, stands, e)
    return Codebook(line, stands, tables, gone)


def _is_for_an_undo(line: Timeline, e: Entry) -> bool:
    proposal = line.by_id.get(e.body.proposal) if isinstance(e.body, d.Enact) else None
    return proposal is not None and isinstance(proposal.body, d.Undo | d.Redo)


@dataclass(frozen=True, eq=False)
class Codebook:
    """What the decisions so far amount to: names, who put what with them, what waits, and what lapsed."""

    timeline: Timeline = field(default_factory=Timeline)
    standing: Standing = field(default_factory=lambda: Standing({}, {}, {}))
    tables: Tables = field(default_factory=Tables)
    gone: Gone = field(default_factory=Gone)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Codebook) and self.state() == other.state()

    __hash__ = None  # type: ignore[assignment]

    def state(self) -> dict[str, object]:
        """All that can be asked of it, as plain values: equal states are equal codebooks."""
        t = self.tables
        return {
            "codes": self.codes,
            "placings": self.placings,
            "set_aside": self.set_aside,
            "held": sorted(self.held),
            "confirmed": self.confirmed,
            "memos": [e.id for e in t.memos],
            "analysts": t.analysts,
            "sources": list(t.sources),
            "notes": list(t.notes),
            "versions": [e.id for e in t.versions],
            "waiting": self.waiting,
            "lapsed": self.lapsed,
            "study": {name: self.of_the_study(name) for name in ("question", "title", "approach")},
        }

    def without(self, contributions: Iterable[str]) -> Codebook:
        """The codebook when these contributions, which no line names, are known to be taken out as well."""
        more = self.gone.contributions.union(contributions)
        return self if more == self.gone.contributions else replay(self.entries, replace(self.gone, contributions=more))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All lines, causes before what they caused."""
        return self.timeline.entries

    @property
    def analysts(self) -> Mapping[str, Analyst]:
        """Who joined, by id."""
        return self.tables.analysts

    @cached_property
    def lapsed(self) -> Mapping[str, str]:
        """Why a decision had no effect, by its id."""
        chosen = [self._setting(code, what) for code, what in self.tables.settings if what == "into"]
        circles = {s.enact.id for s in chosen if s and s not in self.aliases.values()}
        return dict(self.tables.lapsed) | dict.fromkeys(circles, "the names were joined the other way round already")

    def stands(self, entry: str) -> bool:
        """Whether no undo in force cancels a decision."""
        return entry not in self.standing.cancelled

    def of_the_study(self, what: str) -> str:
        """The study's question, title or approach; "" when none is in force."""
        setting = self._setting("study", what)
        return setting.value if setting else ""

    def replaced_by(self, thing: str, what: str) -> str:
        """What a new proposal about this field would replace: the id of the proposal in force, or ""."""
        setting = self._setting(thing, what)
        return setting.proposal.id if setting else ""

    def _setting(self, thing: str, what: str) -> Setting | None:
        return in_force(self.timeline, self.tables.settings.get((thing, what), ()))

    @cached_property
    def aliases(self) -> Mapping[str, Setting]:
        """Code -> the joining in force; of joinings that form a circle, the later lapses."""
        keys = [key for key in self.tables.settings if key[1] == "into"]
        chosen = [(code, s) for code, _ in keys if (s := self._setting(code, "into"))]
        place = {e.id: i for i, e in enumerate(self.entries)} if chosen else {}
        aliases: dict[str, Setting] = {}
        for code, setting in sorted(chosen, key=lambda each: place[each[1].enact.id]):
            if code not in _chain(aliases, setting.value):
                aliases[code] = setting
        return aliases

    def survivor(self, code: str) -> str:
        """The code that one reads as after joinings."""
        return _chain(self.aliases, code)[-1]

    def reads_as(self, code: str, excerpt: str, placed_by: Entry) -> str:
        """The code a placing reads as: joined codes as their survivor, and parted ones as the part that took the excerpt."""
        used: set[str] = set()
        while True:
            part = self._part(code, excerpt, placed_by, used)
            alias = self.aliases.get(code)
            if part:
                code = part
            elif alias is not None and f"{code} into" not in used:
                used.add(f"{code} into")
                code = alias.value
            else:
                return code

    def _part(self, code: str, excerpt: str, placed_by: Entry, used: set[str]) -> str:
        for s in self.tables.splits.get(code, ()):
            body = s.proposal.body
            if s.proposal.id in used or not isinstance(body, d.Split) or not self.timeline.knows(s.enact, placed_by):
                continue
            for part, excerpts in body.parts:
                if excerpt in excerpts:
                    used.add(s.proposal.id)
                    return part
        return ""

    @cached_property
    def placings(self) -> tuple[Placing, ...]:
        """Every standing placing and refusal: the latest of each analyst about each excerpt and code."""
        latest: dict[tuple[str, str, str], Placing] = {}
        for e in self.tables.placings:
            assert isinstance(e.body, d.Place | d.Remove | d.ConfirmPile)
            for excerpt in e.body.excerpts:
                try:
                    where = Excerpt.parse(excerpt)
                except ValueError:
                    continue
                code = self.reads_as(e.body.code, excerpt, e)
                key = (e.analyst, excerpt, code)
                latest.pop(key, None)
                belongs, bulk = not isinstance(e.body, d.Remove), isinstance(e.body, d.ConfirmPile)
                latest[key] = Placing(e.id, e.analyst, where, code, e.body.code, belongs, bulk, e.body.because)
        return tuple(latest.values())

    @cached_property
    def set_aside(self) -> Mapping[str, tuple[Entry, ...]]:
        """Excerpt id -> the settings aside that stand, one for each analyst."""
        return {excerpt: by for excerpt, by in self.tables.aside.items() if by}

    @cached_property
    def held(self) -> Mapping[str, Entry]:
        """Contribution id -> the holding that stands."""
        return {c: e for c, e in self.tables.held.items() if isinstance(e.body, d.Hold)}

    @property
    def memos(self) -> tuple[Entry, ...]:
        """The memos that stand."""
        return tuple(self.tables.memos)

    @cached_property
    def confirmed(self) -> Mapping[tuple[str, str, str], tuple[d.Confirm, ...]]:
        """What people settled about contributors: for each (contributor, about, contribution), the confirmations that no other knew of.

        For perspectives one confirmation does not replace another about other words.
        """
        groups: dict[tuple[str, str, str, str], list[Entry]] = defaultdict(list)
        for e in self.tables.confirms:
            c = e.body
            assert isinstance(c, d.Confirm)
            key = (c.contributor, c.about, c.contribution, c.value if c.about == "perspective" else "")
            groups[key] = [other for other in groups[key] if not self.timeline.knows(e, other)] + [e]
        for (contributor, about, contribution, value), last in groups.items():
            whole = groups.get((contributor, about, "", value), []) if contribution else []
            groups[contributor, about, contribution, value] = [e for e in last if not any(self._overrules(later, e) for later in whole)]
        result: dict[tuple[str, str, str], tuple[d.Confirm, ...]] = {}
        for (contributor, about, contribution, _), last in groups.items():
            at = (contributor, about, contribution)
            result[at] = result.get(at, ()) + tuple(e.body for e in last if isinstance(e.body, d.Confirm))
        return {at: settled for at, settled in result.items() if settled}

    def _overrules(self, later: Entry, earlier: Entry) -> bool:
        """Whether what someone said of all their words, later, is stricter than what they had said of one text."""
        assert isinstance(later.body, d.Confirm) and isinstance(earlier.body, d.Confirm)
        return self.timeline.knows(later, earlier) and strictness(later.body.answer) < strictness(earlier.body.answer)

    @cached_property
    def codes(self) -> Mapping[str, Code]:
        """Every code that was ever spoken of and is of use: in use, waiting, joined to another, or put away with what it holds."""
        used = {p.acted_on for p in self.placings} | {p.code for p in self.placings}
        used |= {code for code, proposals in self._proposals_by_code.items() if any(e is not self.tables.born.get(code) for e in proposals)}
        return {code: made for code, e in self.tables.born.items() if (made := self._code(code, e, code in used))}

    def _code(self, code: str, born: Entry, used: bool) -> Code | None:
        alias = self.aliases.get(code)
        label, definition, heading = (self._setting(code, what) for what in ("label", "definition", "heading"))
        if alias is not None:
            state = JOINED
        elif born.id in self.standing.cancelled:
            state = PUT_AWAY
        elif isinstance(born.body, d.Shared) and label is None:
            state = WAITING
        else:
            state = IN_USE
        if state == PUT_AWAY and not used:
            return None
        run, pile = self.tables.drafted.get(code, ("", -1))
        text = label.value if label else _first_label(born, code)
        return Code(
            code,
            text,
            definition.value if definition else "",
            heading.value if heading else "",
            state,
            self._wordings(code, label),
            run,
            pile,
            alias.value if alias else "",
            self.tables.parted.get(code, ""),
        )

    def _wordings(self, code: str, chosen: Setting | None) -> tuple[Wording, ...]:
        """Every label offered for a code, in order: what was not chosen stays to be seen."""
        offered = [(e, text) for e in self._proposals_about(code) for key, text in fields_of(e.body) if key == (code, "label")]
        return tuple(
            Wording(text, e.id, e.analyst, e.body.because if isinstance(e.body, d.Shared) else "", chosen is not None and e is chosen.proposal)
            for e, text in offered
        )

    def _proposals_about(self, code: str) -> Sequence[Entry]:
        return self._proposals_by_code.get(code, ())

    @cached_property
    def _proposals_by_code(self) -> Mapping[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for e in self.tables.proposals.values():
            for thing in dict.fromkeys(thing for (thing, _), _ in fields_of(e.body)):
                found[thing].append(e)
        return found

    @cached_property
    def waiting(self) -> tuple[Proposal, ...]:
        """Proposals that are not in force and have not been overtaken: those nobody enacted, and those that compete."""
        competing = self._competing()
        found = []
        for e in self.tables.proposals.values():
            body = e.body
            assert isinstance(body, d.Shared)
            enacted = self.standing.enacted.get(e.id, ())
            if e.id in competing:
                found.append(Proposal(e.id, (), "another wording took effect at the same time: both wait"))
            elif any(self.lapsed.get(enact.id) == STALE for enact in enacted):
                found.append(Proposal(e.id, (), STALE))
            elif not enacted:
                answers = {a.analyst: a.body.answer for a in self.answers(e.id) if isinstance(a.body, d.Answer)}
                found.append(Proposal(e.id, rules.still_to_answer(body.members, e.analyst, answers), "not everyone has answered yet"))
        return tuple(found)

    def _competing(self) -> set[str]:
        found: set[str] = set()
        for settings in self.tables.settings.values():
            now = in_force(self.timeline, settings)
            after = [s for s in settings if now is None or not self.timeline.knows(now.enact, s.enact)]
            found |= {s.proposal.id for s in after if now is None or s.proposal is not now.proposal}
        return found

    def answers(self, proposal: str) -> tuple[Entry, ...]:
        """The standing answers to a proposal, in order."""
        return tuple(e for e in self.entries if isinstance(e.body, d.Answer) and e.body.proposal == proposal and self.stands(e.id))


def _chain(aliases: Mapping[str, Setting], code: str) -> list[str]:
    chain = [code]
    while (alias := aliases.get(chain[-1])) is not None:
        chain.append(alias.value)
    return chain


def _first_label(born: Entry, code: str) -> str:
    """The label a code was proposed with, while it waits or after its naming was undone."""
    return next((value for key, value in fields_of(born.body) if key == (code, "label")), "")
