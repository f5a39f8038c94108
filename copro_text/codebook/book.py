"""What the decisions so far amount to: all that can be asked of them, worked out from the tables that they were folded into.

What no longer fits lapses with a reason; nothing here raises for what a log holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from copro_text import arrivals, deciding, joining, rules
from copro_text import decisions as d
from copro_text.codebook.codes import IN_USE, JOINED, PUT_AWAY, WAITING, Code, Placing, Relation, ThemeView, Wording
from copro_text.corpus import Excerpt
from copro_text.deciding import Proposal, Said
from copro_text.decisions import Entry
from copro_text.fields import Setting, competing, fields_of, in_force, leans_on, part_of
from copro_text.fold import Analyst, Tables
from copro_text.permission import strictness
from copro_text.persons import Persons
from copro_text.sent import Sent, sent
from copro_text.standing import Standing, last_of_each
from copro_text.timeline import Past, Timeline
from copro_text.withdrawal import Gone

HOLD_UP = ("no", "don't understand")


@dataclass(frozen=True, eq=False)
class Codebook:
    """What the decisions so far amount to: names, who put what with them, what waits, and what lapsed."""

    timeline: Timeline = field(default_factory=Timeline)
    standing: Standing = field(default_factory=Standing)
    tables: Tables = field(default_factory=Tables)
    gone: Gone = field(default_factory=Gone)
    brought: arrivals.Brought = field(default_factory=dict)

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
            "redacted": self.redacted,
            "left": sorted(self.left),
            "sent": self.sent,
            "persons": self.persons,
            "wider": self.wider,
            "confirmed": self.confirmed,
            "memos": [e.id for e in t.memos],
            "analysts": t.analysts,
            "sources": list(self.sources),
            "notes": list(self.notes),
            "versions": [e.id for e in t.versions],
            "waiting": self.waiting,
            "lapsed": self.lapsed,
            "study": {name: self.of_the_study(name) for name in ("question", "title", "approach", "promise", "safety")},
            "rule": self.rule,
            "themes": self.themes,
            "relations": self.relations,
            "groups": {group: sorted(inside) for group, inside in t.groups.items()},
            "intros": {who: e.id for who, e in t.intros.items()},
            "reopened": self.reopened,
            "provisional": self.provisional,
            "beside": sorted(t.beside),
            "hands": {p: [e.id for e in es] for p, es in t.hands.items()},
            "to_own": [e.id for e in self.to_own],
        }

    @property
    def entries(self) -> Sequence[Entry]:
        """All lines, causes before what they caused."""
        return self.timeline.entries

    @property
    def analysts(self) -> Mapping[str, Analyst]:
        """Who joined, by id."""
        return self.tables.analysts

    @cached_property
    def lapsed(self) -> Mapping[str, str]:
        """Why a decision had no effect, by its id."""
        under = {s.enact.id for code, s in self._chosen("under") if s.value and code not in self.parents}
        circles = {s.enact.id for code, s in self._chosen("into") if code not in self.aliases}
        partly = circles & {s.enact.id for s in self.aliases.values()}
        return (
            dict(self.tables.lapsed)
            | dict(self._kept.lapsed)
            | dict.fromkeys(under, "the name would be under itself")
            | dict.fromkeys(circles, "the names were joined the other way round already")
            | dict.fromkeys(partly, "one of the names was joined the other way round already; the others were joined")
        )

    def stands(self, entry: str) -> bool:
        """Whether no undo in force cancels a decision."""
        return entry not in self.standing.cancelled or entry in self._kept.arrivals

    # what came in

    @cached_property
    def _kept(self) -> arrivals.Kept:
        return arrivals.kept(self.tables, self.timeline, self.standing, self.brought)

    @cached_property
    def sources(self) -> Mapping[str, Entry]:
        """Source id -> the decision that brought it in."""
        return self._with_kept(self.tables.sources, d.AddSource)

    @cached_property
    def taken_back(self) -> Collection[str]:
        """Ids of the sources that were brought in and taken back, and that nobody works with."""
        return {e.body.source for e in self.tables.taken_back if isinstance(e.body, d.AddSource)} - self.sources.keys()

    @cached_property
    def notes(self) -> Mapping[str, Entry]:
        """Contribution id -> the decision that brought it in as a note."""
        return self._with_kept(self.tables.notes, d.Note)

    def _with_kept(self, counted: Mapping[str, Entry], kind: type[d.Decision]) -> Mapping[str, Entry]:
        return {arrivals.brings(e): e for e in reversed(tuple(self._kept.arrivals.values())) if isinstance(e.body, kind)} | dict(counted)

    def unlooked(self) -> set[str]:
        """Sources that were taken back and of which it is not known what they hold."""
        return {e.body.source for e in self.tables.taken_back if isinstance(e.body, d.AddSource)} - self.brought.keys()

    def works_with(self, contributions: Collection[str]) -> set[str]:
        """Who did something with any of these contributions, and did not take it back."""
        return {e.analyst for e, _ in arrivals.worked_on(self.tables, self.timeline, contributions) if self.stands(e.id)}

    def of_the_study(self, what: str) -> str:
        """The study's question, title, approach or promise; "" when none is in force."""
        setting = self._setting("study", what)
        return setting.value if setting else ""

    def replaced_by(self, thing: str, what: str) -> str:
        """What a new proposal about this field would replace: the id of the proposal in force, or ""."""
        setting = self._setting(thing, what)
        return setting.proposal.id if setting else ""

    @cached_property
    def rule(self) -> rules.Rule:
        """Our rule: what a proposal made now names. One that asks a group of fewer than two waits until there are two: so nothing gets stuck."""
        setting = self._setting("study", "rule")
        body = setting.proposal.body if setting else None
        if setting is None or not isinstance(body, d.SetRule) or (body.says == rules.GROUP and len(self._in_group(body.group)) < 2):
            return rules.DEFAULT
        return rules.Rule(setting.proposal.id, body.says, body.n, body.days, self.group_name(body.group))

    def _in_group(self, group: str) -> set[str]:
        return self.here & set(self.tables.groups.get(group, ()))

    @property
    def here(self) -> set[str]:
        """Who has joined and not left."""
        return {who for who, a in self.analysts.items() if not a.left}

    def comings(self, who: str) -> tuple[Entry, ...]:
        """Somebody's joining, leaving and coming back, in turn."""
        return tuple(e for e in self.timeline.comings.get(who, ()) if e.id not in self.tables.lapsed and self.stands(e.id))

    def group_name(self, group: str) -> str:
        """What people called a group that they put themselves into: the first name it was given."""
        return self.tables.group_names.get(group, "")

    @property
    def members(self) -> tuple[str, ...]:
        """Whom a proposal made now asks: all who have joined and not left, or the group that our rule names."""
        body = self.timeline.by_id[self.rule.id].body if self.rule is not rules.DEFAULT else None
        return tuple(sorted(self._in_group(body.group) if isinstance(body, d.SetRule) and body.says == rules.GROUP else self.here))

    def _setting(self, thing: str, what: str) -> Setting | None:
        return in_force(self.timeline, self.tables.settings.get((thing, what), ()))

    @cached_property
    def aliases(self) -> Mapping[str, Setting]:
        """Code -> the joining in force; of joinings that form a circle, the later lapses."""
        aliases: dict[str, Setting] = {}
        for code, setting in self._chosen("into"):
            if code not in _chain(aliases, setting.value):
                aliases[code] = setting
        return aliases

    def _chosen(self, what: str) -> list[tuple[str, Setting]]:
        """What is in force of one field, by thing: as one came after another, whatever the clocks say."""
        keys = [key for key in self.tables.settings if key[1] == what]
        chosen = [(thing, s) for thing, _ in keys if (s := self._setting(thing, what))]
        place = {e.id: i for i, e in enumerate(self.entries)} if chosen else {}
        return sorted(chosen, key=lambda each: place[each[1].enact.id])

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
        """The part that took an excerpt, by the last parting in force whose maker knew that it was there; of those that compete none did."""
        if not self.tables.splits.get(code):
            return ""
        settings = self.tables.settings.get((code, part_of(excerpt)), ())
        rivals = competing(self.timeline, settings)
        knew = [s for s in settings if s.proposal.id not in rivals and self.timeline.knows(s.enact, placed_by)]
        s = in_force(self.timeline, knew)
        if s is None or s.proposal.id in used:
            return ""
        used.add(s.proposal.id)
        return s.value

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
        return {excerpt: tuple({e.analyst: e for e in by}.values()) for excerpt, by in self.tables.aside.items() if by}

    @cached_property
    def held(self) -> Mapping[str, Entry]:
        """Contribution id -> the holding that stands, the last of several."""
        return {c: by[-1] for c, by in self.tables.held.items() if by}

    @cached_property
    def redacted(self) -> Mapping[str, str]:
        """Excerpt id -> what is shown in place of its words: as the last of several redactions that stand says."""
        last = {passage: by[-1].body for passage, by in self.tables.redacted.items() if by}
        return {passage: body.instead for passage, body in last.items() if isinstance(body, d.Redact)}

    @property
    def left(self) -> frozenset[str]:
        """Ids of the excerpts that somebody looked at and left as they are."""
        return frozenset(self.tables.left) - self.redacted.keys()

    @cached_property
    def sent(self) -> Sent:
        """Which contributions people say are one letter that several sent, and which not."""
        return sent(self.tables)

    @cached_property
    def persons(self) -> Persons:
        """Which ids people say are one person, and which words somebody else's."""
        said = [e for e in self.tables.who_is_who if e.id not in self.standing.cancelled]
        return joining.persons(said, self.timeline, self.gone.contributors)

    @cached_property
    def wider(self) -> Mapping[str, str]:
        """Own words for where people come from, folded -> the group's wider word. Where two said different ones at once, there is none."""
        said = {own: {e.body.word.strip() for e in by if isinstance(e.body, d.WiderWord)} for own, by in self.tables.wider.items()}
        words = {own: next(iter(each)) for own, each in said.items() if len(each) == 1}
        return {own: word for own, word in words.items() if word not in ("", d.TAKEN_OUT)}

    @property
    def memos(self) -> tuple[Entry, ...]:
        """The memos that stand."""
        return tuple(self.tables.memos)

    @cached_property
    def confirmed(self) -> Mapping[tuple[str, str, str], tuple[d.Confirm, ...]]:
        """What people settled about contributors: for each (contributor, about, contribution), the confirmations that no other knew of.

        For perspectives one confirmation does not replace another about other words. What was said of a person counts for each id that
        was theirs then, as `joining.Meant` says.
        """
        meant = joining.Meant(self.tables.who_is_who, self.timeline, self.persons, self.standing.cancelled)
        groups: dict[tuple[str, str, str, str], list[Entry]] = defaultdict(list)
        for e in self.tables.confirms:
            c = e.body
            assert isinstance(c, d.Confirm)
            for who in meant.covers(e):
                key = (who, c.about, c.contribution, c.value if c.about == "perspective" else "")
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
        """Every code that was ever spoken of and is of use: in use, waiting, joined to another, or put away with what it holds.

        Of an earlier draft only what somebody touched is: named, defined, joined, put something with, wrote a memo about.
        """
        used = self._put_with()
        used |= {code for code, proposals in self._proposals_by_thing.items() if any(e is not self.tables.born.get(code) for e in proposals)}
        used |= {code for e in self.tables.proposals.values() for code in leans_on(e.body)}
        used |= {e.body.about for e in self.tables.memos if isinstance(e.body, d.Memo)}
        return {code: made for code, e in self.tables.born.items() if (made := self._code(code, e, code in used))}

    def _put_with(self) -> set[str]:
        """The codes that people put passages with, and those that such placings can read as."""
        reached, new = set(), set(self.tables.acted_on)
        while new:
            reached |= new
            splits = [e.body for code in new for e in self.tables.splits.get(code, ())]
            parts = {part for body in splits if isinstance(body, d.Split) for part, _ in body.parts}
            new = ({self.survivor(code) for code in new} | parts) - reached
        return reached

    @cached_property
    def parents(self) -> Mapping[str, str]:
        """Code -> the one it was put under; of puttings-under that form a circle, the later lapses."""
        parents: dict[str, str] = {}
        for code, s in ((code, s) for code, s in self._chosen("under") if s.value):
            above, chain = self.survivor(s.value), [self.survivor(s.value)]
            while (above := parents.get(above, "")) and above not in chain:
                chain.append(above)
            if code not in chain:
                parents[code] = chain[0]
        return parents

    def _code(self, code: str, born: Entry, used: bool) -> Code | None:
        alias = self.aliases.get(code)
        label, definition, heading = (self._setting(code, what) for what in ("label", "definition", "heading"))
        if alias is not None:
            state = JOINED
        elif born.id in self.standing.cancelled or self._is_away(code):
            state = PUT_AWAY
        elif isinstance(born.body, d.Shared) and label is None:
            state = WAITING
        else:
            state = IN_USE
        if not used and ((state == PUT_AWAY and not self._is_away(code)) or self._made_room(born)):
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
            self.parents.get(code, ""),
        )

    def _made_room(self, born: Entry) -> bool:
        """Whether whoever drafted names from a later run knew of this draft: what nobody had touched of it makes room for the new ones.

        Unless it was taken back then, and done again since: whoever did that wants it beside them.
        """
        return isinstance(born.body, d.Draft) and any(
            self.timeline.knows(later, born) and not self._came_back_since(born, later) for later in self.tables.drafts
        )

    def _came_back_since(self, born: Entry, later: Entry) -> bool:
        """Whether something that was taken back, as far as a later decision knew, was done again by somebody who knew that one."""
        undos = (undo for undo in self.timeline.undos.get(born.id, ()) if self.timeline.knows(later, undo))
        redos = (redo for undo in undos for redo in self.timeline.undos.get(undo.id, ()) if redo.id not in self.standing.cancelled)
        return any(self.timeline.knows(redo, later) for redo in redos)

    def _is_away(self, thing: str) -> bool:
        setting = self._setting(thing, "away")
        return setting is not None and bool(setting.value)

    def _wordings(self, code: str, chosen: Setting | None) -> tuple[Wording, ...]:
        """Every label offered for a code, in order: what was not chosen stays to be seen."""
        offered = [(e, text) for e in self._proposals_about(code) for key, text in fields_of(e) if key == (code, "label")]
        return tuple(self._wording(e, text, chosen) for e, text in offered)

    def _wording(self, e: Entry, text: str, chosen: Setting | None) -> Wording:
        because = e.body.because if isinstance(e.body, d.Shared) else ""
        return Wording(text, e.id, e.analyst, because, chosen is not None and e is chosen.proposal, e.id in self.tables.beside)

    def _proposals_about(self, thing: str) -> Sequence[Entry]:
        return self._proposals_by_thing.get(thing, ())

    @cached_property
    def _proposals_by_thing(self) -> Mapping[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for e in self.tables.proposals.values():
            for thing in dict.fromkeys(thing for (thing, _), _ in fields_of(e)):
                found[thing].append(e)
        return found

    # themes, and how names bear on each other

    @cached_property
    def themes(self) -> Mapping[str, ThemeView]:
        """The sentences people proposed to stand behind, by id."""
        return {theme: self._theme(theme, offered) for theme in self.tables.themes if (offered := self._theme_wordings(theme))}

    def _theme_wordings(self, theme: str) -> list[tuple[Entry, d.Theme]]:
        return [(e, e.body) for e in self._proposals_about(theme) if isinstance(e.body, d.Theme)]

    def _theme(self, theme: str, offered: Sequence[tuple[Entry, d.Theme]]) -> ThemeView:
        chosen = self._setting(theme, "theme")
        body = next((b for e, b in offered if chosen is not None and e is chosen.proposal), offered[0][1])
        state = PUT_AWAY if self._is_away(theme) else IN_USE if chosen else WAITING
        names = tuple(dict.fromkeys(self.survivor(code) for code in body.codes))
        wordings = tuple(self._wording(e, b.sentence, chosen) for e, b in offered)
        return ThemeView(theme, body.sentence, names, body.passages, body.against, state, wordings)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """How names and themes bear on each other, as far as it is in force."""
        found = [s.proposal for key in self.tables.settings if key[1] == "relation" and (s := self._setting(*key))]
        bodies = [(e.id, e.body) for e in sorted(found, key=lambda e: e.order)]
        return tuple(
            Relation(b.relation, self.survivor(b.one), b.how, self.survivor(b.other), entry) for entry, b in bodies if isinstance(b, d.Relate)
        )

    # deciding together

    @cached_property
    def waiting(self) -> tuple[Proposal, ...]:
        """Proposals that are not in force: those nobody enacted, and those that compete. What is about a name that is gone asks nothing."""
        found = deciding.waiting(self.tables, self.timeline, self.standing, self.lapsed)
        return tuple(p for p in found if not self.is_about_what_is_gone(p.entry))

    def is_about_what_is_gone(self, proposal: str) -> bool:
        """Whether a proposal would change a name or a theme that was taken back, or put away, since."""
        match self.timeline.by_id[proposal].body:
            case d.Rename(code=code) | d.Define(code=code) | d.Heading(code=code) | d.Split(code=code) | d.PutAway(code=code):
                return self._is_gone(code)
            case d.Nest(code=code, under=under):
                return self._is_gone(code) or self._is_gone(under)
            case d.Merge(codes=codes, into=into):
                return self._is_gone(into) or all(map(self._is_gone, codes))
            case d.Relate(one=one, other=other):
                return self._is_gone(one) or self._is_gone(other)
            case _:
                return False

    def reworded(self, body: d.Rename | d.Theme) -> Entry | None:
        """The decision whose wording another would replace: the one in force when that was made, or what was proposed first."""
        if body.replaces:
            return self.timeline.by_id.get(body.replaces)
        if isinstance(body, d.Rename):
            return self.tables.born.get(body.code)
        first = next(iter(self.tables.themes.get(body.theme, ())), None)
        return None if first is None or first.body is body else first

    def _is_gone(self, thing: str) -> bool:
        """Whether a name or a theme is not to be changed any more; of one that is not here yet that is not known."""
        born = self.tables.born.get(thing)
        return self._is_away(thing) or (born is not None and born.id in self.standing.cancelled)

    @cached_property
    def reopened(self) -> Mapping[str, tuple[Entry, ...]]:
        """Decision id -> who opened it again, or said no to it once it was in force. It stays in force meanwhile."""
        return deciding.reopened(self.tables, self.timeline, self.standing)

    @cached_property
    def competing(self) -> frozenset[str]:
        """The ids of proposals that set the same thing at the same time, so that none of them is in force."""
        return frozenset(deciding.competing(self.tables, self.timeline))

    def is_in_force(self, proposal: str) -> bool:
        """Whether what a proposal set still holds."""
        return proposal in self.timeline.by_id and deciding.is_in_force(self.tables, self.timeline, self.standing, self.timeline.by_id[proposal])

    def settled_by(self, opening: Entry) -> Entry | None:
        """The other wording that closed the question which a reopening, or a late no, had opened: one that came later."""
        body = opening.body
        if (body.target if isinstance(body, d.Reopen) else body.proposal if isinstance(body, d.Answer) else "") in self.competing:
            return None
        return deciding.settled_by(self.tables, self.timeline, self.standing, opening)

    def while_away(self, who: str) -> tuple[Entry, ...]:
        """What took effect while somebody who came back was away the last time."""
        return deciding.while_away(self.tables, self.timeline, self.standing, who)

    @cached_property
    def provisional(self) -> tuple[str, ...]:
        """The ids of what is in force and fewer than two people decided."""
        return deciding.provisional(self.tables, self.timeline, self.standing)

    @cached_property
    def to_own(self) -> tuple[Entry, ...]:
        """What one person entered for another, who has not yet confirmed it or taken it back."""
        for_others = (e for e in self.entries if e.entered_by != e.analyst and not isinstance(e.body, (d.Enact, d.Join, d.Erased, *d.ONLY_ONESELF)))
        return tuple(e for e in for_others if e.id not in self.tables.owned and e.id not in self.standing.cancelled)

    def ready(self, by: Entry, past: Past, days_from: str = "") -> list[tuple[str, str]]:
        """Proposals whose rule is met for a line `by` that would know `past`, with the outcome: what an open device puts into force."""
        return deciding.ready(self.tables, self.timeline, self.standing, by, past, days_from)

    def said_of(self, proposal: str) -> tuple[Said, ...]:
        """What each person said last about a proposal, and why."""
        return deciding.latest(self.timeline, self.standing, self.timeline.by_id[proposal])

    def said_now(self, proposal: str) -> Mapping[str, str]:
        """Each person's answer in the round that is open now."""
        return deciding.answers_now(self.tables, self.timeline, self.standing, self.timeline.by_id[proposal])

    def still_asked(self, proposal: str) -> tuple[str, ...]:
        """Whose answer a question that was opened again waits for."""
        return deciding.still_asked(self.tables, self.timeline, self.standing, self.timeline.by_id[proposal])

    def answers(self, proposal: str) -> tuple[Entry, ...]:
        """The standing answers to a proposal, in order."""
        made = self.timeline.by_id.get(proposal)
        return tuple(deciding.standing_answers(self.timeline, self.standing, made)) if made is not None else ()

    def held_up(self, proposal: str) -> tuple[Entry, ...]:
        """The latest answer of each who said no to a proposal, or that they do not understand it."""
        last = last_of_each(self.timeline, self.answers(proposal))
        return tuple(e for e in last.values() if isinstance(e.body, d.Answer) and e.body.answer in HOLD_UP)


def _chain(aliases: Mapping[str, Setting], code: str) -> list[str]:
    chain = [code]
    while (alias := aliases.get(chain[-1])) is not None:
        chain.append(alias.value)
    return chain


def _first_label(born: Entry, code: str) -> str:
    """The label a code was proposed with, while it waits or after its naming was undone."""
    return next((value for key, value in fields_of(born) if key == (code, "label")), "")
