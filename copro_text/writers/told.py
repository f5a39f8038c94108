"""Told: one decision on the page. Who did what, when and why, what became of it, and who sees it differently; never the words of people who wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from copro_text import decisions as d
from copro_text import rules
from copro_text.codebook import Placing
from copro_text.decisions import Entry
from copro_text.writers.gather import Gathering
from copro_text.writers.noted import PRINTED
from copro_text.writers.phrases import done, proposed
from copro_text.writers.plain import clean, day, listed, n, one_line
from copro_text.writers.views import DecisionShown, Wording

SHORT = 8  # digits by which a decision is called on the screen
EXPLAINED = (d.Shared, d.Place, d.Remove, d.ConfirmPile, d.SetAside, d.BringBack, d.Answer, d.Reopen, d.Version)
"""Kinds whose reasons are printed: those given for other kinds may say who somebody is."""
DIFFERENT = ("no", "not sure", "don't understand")
STANDS, TAKEN_BACK, NO_EFFECT = "stands", "taken back", "had no effect"


class Telling:
    """Tells decisions, from what an edition may say."""

    def __init__(self, g: Gathering) -> None:
        self.g, self.book = g, g.book

    def told(self, e: Entry) -> DecisionShown:
        """One decision."""
        by = self.g.analyst(e.analyst)
        typed = self.g.analyst(e.entered_by) if e.entered_by != e.analyst else ""
        because = clean(getattr(e.body, "because", "")) if isinstance(e.body, EXPLAINED) else ""
        return DecisionShown(e.id[:SHORT], e.time, e.body.kind, by, typed, self.did(e), because, self.became(e), self.differently(e))

    def did(self, e: Entry, deep: int = 2) -> str:
        """What somebody did, in a phrase that begins with a capital."""
        match e.body:
            case d.Undo(target=target) | d.Redo(target=target):
                return f"{'Took back' if isinstance(e.body, d.Undo) else 'Did again'}: {self._again(target, deep)}"
            case d.Shared():
                before = self.book.reworded(e.body) if isinstance(e.body, d.Theme) else None
                return one_line(proposed(e.body, self.g.thing, before))
            case d.Place(excerpts=some, code=code):
                return f"Put {_passages(len(some))} with “{self.g.called(self.book.survivor(code))}”"
            case d.Remove(excerpts=some, code=code):
                do = "do" if len(some) > 1 else "does"
                return f"Said that {_passages(len(some))} {do} not belong with “{self.g.called(self.book.survivor(code))}”"
            case d.ConfirmPile(excerpts=some, code=code, run=run):
                what = "a whole pile, " if run else "what several people sent together, "
                return f"Put {what}{_passages(len(some))}, with “{self.g.called(self.book.survivor(code))}” in bulk"
            case d.SetAside(excerpts=some) | d.BringBack(excerpts=some):
                return f"{'Set aside' if isinstance(e.body, d.SetAside) else 'Took up again'} {_passages(len(some))}"
            case d.Hold(contributions=some) | d.Release(contributions=some):
                return f"{'Held' if isinstance(e.body, d.Hold) else 'Released'} {n(len(some), 'text')}"
            case d.Confirm(about=about, answer=answer):
                return f"Confirmed for one person: {about}, {answer}"
            case d.Memo(whose=whose, text=text):
                return f"Wrote a memo ({whose}){f': {one_line(text)}' if whose in PRINTED else ''}"
            case d.Answer(proposal=proposal, answer=answer):
                return f"Answered “{answer}” to: {self._again(proposal, deep)}"
            case d.Enact(proposal=proposal, outcome=outcome):
                came = "Took effect by our rule" if outcome == rules.AGREED else "Both stand by our rule"
                return f"{came}: {self._again(proposal, deep)}"
            case d.Hands(proposal=proposal, counts=counts):
                return f"Counted hands ({listed(f'{answer} {many}' for answer, many in counts)}) on: {self._again(proposal, deep)}"
            case d.Reopen(target=target):
                return f"Opened again: {self._again(target, deep)}"
            case d.Strike(entry=entry):
                return f"Took back what another had typed for them: {self._again(entry, deep)}"
            case d.JoinGroup(group=group) | d.LeaveGroup(group=group):
                inside = isinstance(e.body, d.JoinGroup)
                return f"{'Joined' if inside else 'Left'} the group “{one_line(self.book.group_name(group))}”"
            case d.Version(name=name):
                return f"Fixed the version “{one_line(name)}”"
            case _:
                return done(e.body.kind)

    def _again(self, target: str, deep: int) -> str:
        e = self.book.timeline.by_id.get(target)
        return "a decision that is not here" if e is None else self.did(e, deep - 1) if deep > 0 else "an earlier decision"

    def became(self, e: Entry) -> str:
        """What became of a decision."""
        if why := self.book.lapsed.get(e.id):
            return f"{NO_EFFECT}: {why}"
        if not self.book.stands(e.id):
            return TAKEN_BACK
        if not isinstance(e.body, d.Shared):
            return STANDS
        if e.id in self._waits:
            return f"waits for {listed(self._waits[e.id])}" if self._waits[e.id] else "waits"
        enacted = [x for x in self.book.standing.enacted.get(e.id, ()) if isinstance(x.body, d.Enact)]
        if not enacted:
            return STANDS if isinstance(e.body, d.Undo | d.Redo) else "did not take effect"
        agreed = any(isinstance(x.body, d.Enact) and x.body.outcome == rules.AGREED for x in enacted)
        since = f"{'in force' if agreed else 'both stand'} since {day(enacted[0].time)}"
        if isinstance(e.body, d.Undo | d.Redo) or self.book.is_in_force(e.id) or not agreed:
            return since
        return f"took effect on {day(enacted[0].time)}; something else took its place since"

    @cached_property
    def _waits(self) -> Mapping[str, tuple[str, ...]]:
        return {p.entry: tuple(self.g.analyst(who) for who in p.waits_for) for p in self.book.waiting}

    # who sees it differently

    def differently(self, e: Entry) -> tuple[Wording, ...]:
        """Who answered otherwise, or read the same passages otherwise, and why."""
        match e.body:
            case d.Shared():
                said = [x for x in self.book.said_of(e.id) if x.answer in DIFFERENT]
                return tuple(Wording(x.answer, self.g.analyst(x.analyst), clean(x.because)) for x in said)
            case d.Place() | d.ConfirmPile() | d.Remove() if self.book.stands(e.id):
                return self._read_otherwise(e, e.body)
            case _:
                return ()

    def _read_otherwise(self, e: Entry, body: d.Place | d.ConfirmPile | d.Remove) -> tuple[Wording, ...]:
        put = not isinstance(body, d.Remove)
        others: dict[tuple[str, str], int] = defaultdict(int)
        for excerpt in dict.fromkeys(body.excerpts):
            for p in self._by_excerpt.get((excerpt, self.book.survivor(body.code)), ()):
                if p.belongs != put and p.analyst != e.analyst:
                    others[p.analyst, clean(p.because)] += 1
        how = "says it does not belong" if put else "put it there"
        many = len(body.excerpts) > 1
        return tuple(
            Wording(f"{how}{f' ({some} of {len(body.excerpts)})' if many else ''}", self.g.analyst(who), why) for (who, why), some in others.items()
        )

    @cached_property
    def _by_excerpt(self) -> Mapping[tuple[str, str], list[Placing]]:
        found: dict[tuple[str, str], list[Placing]] = defaultdict(list)
        for p in self.book.placings:
            found[p.excerpt.id, p.code].append(p)
        return found


def _passages(many: int) -> str:
    return "a passage" if many == 1 else n(many, "passage")
