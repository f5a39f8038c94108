"""Together: who is here, how we decide, and working on one's own first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from copro_text import decisions as d
from copro_text import rules
from copro_text.decisions import Entry
from copro_text.errors import NotPossible
from copro_text.standing import FOR_GOOD
from copro_text.store.logs import new_id
from copro_text.verbs import naming
from copro_text.verbs.coding import said as words
from copro_text.verbs.guard import guarded
from copro_text.verbs.sending import Sending
from copro_text.verbs.wholeness import in_a_line, missing

DAYS_TO_OWN = 7
DAYS_AT_MOST = 365
APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ′`´", "'"))
"""Whatever stands for an apostrophe on some keyboard."""
HANDS = {"yes": "yes", "live_with": "can live with it", "not_sure": "not sure", "need_time": "need time", "no": "no"}


@guarded
class Together(Sending):
    """The acts by which equals decide. `Study` is one of these."""

    # who is here

    def leave(self, *, because: str = "") -> str:
        """Leave the study: what you did stays, and what is proposed from now on no longer waits for you. You can join again.

        Whoever joined twice by mistake leaves as one of the two, and works on as the other. Who works on their own shares first, or gives
        a reason.
        """
        if not because and self._is_on_their_own():
            do = "Share first. To leave all the same, and to let nobody see it, say why: because=, or --because."
            raise NotPossible("Nobody would see what you did on your own.", do=do, safe="Nothing was recorded.")
        return self._record(d.Leave(person=self._me(), because=because))

    def introduce(self, text: str) -> str:
        """Say who you are, in your own words, if you wish; it is shown to the group and to whoever joins later."""
        return self._record(d.Introduce(text=words(text, "An introduction")))

    def join_group(self, name: str) -> str:
        """Put yourself into a group, made for a purpose such as a rule; the first one in makes it. Nobody can put another into one."""
        name = " ".join(words(name, "A group").split())
        return self._record(d.JoinGroup(group=self._group(name) or new_id(), name=name))

    def leave_group(self, name: str) -> str:
        """Take yourself out of a group."""
        group = self._group(name)
        if not group or self._me() not in self.session.book.tables.groups[group]:
            raise NotPossible(f"You are not in a group called {name!r}.", safe="Nothing was recorded.")
        return self._record(d.LeaveGroup(group=group))

    # with care

    def set_safety(self, text: str, *, because: str = "") -> str:
        """Say what the group does if somebody may be at risk: it is shown before anything is heard. The program itself detects nothing."""
        return self._propose(d.Safety(text=words(text, "What we do"), because=because), "study", "safety")

    @property
    def safety(self) -> str:
        """What the group does if somebody may be at risk, as it is in force."""
        return self.session.refresh().book.of_the_study("safety")

    # our rule

    @property
    def rule(self) -> str:
        """Our rule, in a plain sentence: when a change takes effect."""
        return self.session.refresh().book.rule.sentence

    def set_rule(self, says: str, *, n: int = 0, days: int = 14, group: str = "", because: str = "") -> str:
        """Propose another rule; until it takes effect by the rule we have, nothing changes.

        Parameters
        ----------
        says
            "everyone" (everyone has answered and nobody says no), "nobody says no" (within `days`), "so many" (`n` of us say yes
            or can live with it), or "group" (everyone in `group`, which people put themselves into).
        days
            After how many days something that is not settled ends: both wordings then stand.
        """
        if says not in rules.SAYS:
            raise NotPossible(f"A rule says one of {', '.join(map(repr, rules.SAYS))}; {says!r} is none of them.", safe="Nothing was recorded.")
        if days < 1 or (says == rules.SO_MANY and n < 1):
            raise NotPossible(
                "A rule needs at least one day, and one person.", do="Give days=14 or n=3, or --days 14 or --n 3.", safe="Nothing was recorded."
            )
        if days > DAYS_AT_MOST:
            raise NotPossible(f"A rule names {DAYS_AT_MOST} days at most.", do="Give a smaller number.", safe="Nothing was recorded.")
        if says == rules.SO_MANY and n > len(self.session.refresh().book.here):
            here = len(self.session.book.here)
            raise NotPossible(f"{n} of us cannot say yes: {here} have joined.", do="Give a smaller number.", safe="Nothing was recorded.")
        if says == rules.GROUP and not group:
            raise NotPossible("Which group is to be asked?", do='Name it: group="those who wait", or --group.', safe="Nothing was recorded.")
        found = self._group(group) if says == rules.GROUP else ""
        if says == rules.GROUP and (not found or len(self.session.book.tables.groups[found]) < 2):
            do = f"Whoever wants to puts themselves into it first: join_group({group!r})."
            raise NotPossible(f"There is no group {group!r} of at least two people.", do=do, safe="Nothing was recorded.")
        now = self.session.refresh().book.timeline.by_id.get(self.session.book.rule.id)
        if rules.Rule("", says, n, days, group).sentence == replace(self.session.book.rule, group=group).sentence and _asks(now) == found:
            raise NotPossible("That is our rule already.", safe="Nothing was recorded.")
        return self._propose(d.SetRule(says=says, n=n, days=days, group=found, because=because), "study", "rule")

    def answer(self, proposal: str, answer: str, *, because: str = "") -> str:
        """Answer a proposal: yes, can live with it, not sure, need time, don't understand, or no with its reason.

        A proposal is known by its short id, by the words it offers, or by the name it is about when no other question about that is open.
        An answer to what is in force already revokes nothing; a "no" is printed as seen differently, and opens the question again.
        """
        given, answer = answer, " ".join(answer.translate(APOSTROPHES).split()).casefold()
        if answer not in d.ANSWERS:
            raise NotPossible(f"The answers are {', '.join(map(repr, d.ANSWERS))}; {given!r} is none of them.", safe="Nothing was recorded.")
        if answer == "no" and not because.strip():
            do = 'Say in a few words why: because="...", or --because "...".'
            raise NotPossible("A no needs its reason, so that the others can do something about it.", do=do, safe="Nothing was recorded.")
        return self._record(d.Answer(proposal=self._proposal(proposal), answer=answer, because=because))

    def hands(self, proposal: str, *, yes: int = 0, live_with: int = 0, not_sure: int = 0, need_time: int = 0, no: int = 0) -> str:
        """Note down a count of hands, without names. It is shown and printed; it does not answer for anybody."""
        counted = {"yes": yes, "live_with": live_with, "not_sure": not_sure, "need_time": need_time, "no": no}
        if min(counted.values()) < 0 or not any(counted.values()):
            raise NotPossible(
                "A count of hands needs some hands.",
                do="Such as yes=5, live_with=1, no=1, or --yes 5 --live-with 1 --no 1.",
                safe="Nothing was recorded.",
            )
        counts = tuple((HANDS[key], many) for key, many in counted.items() if many)
        return self._record(d.Hands(proposal=self._proposal(proposal), counts=counts))

    def keep(self, decision: str, *, because: str = "") -> str:
        """Say yes to something that was decided before you came, or that was opened again."""
        return self.answer(decision, "yes", because=because)

    def reopen(self, decision: str, *, because: str = "") -> str:
        """Ask the group to look once more at what is in force. It stays in force meanwhile; anyone may do this once for anything."""
        target, me = self._proposal(decision), self._me()
        book = self.session.book
        if not book.standing.enacted.get(target) or target in book.competing:
            raise NotPossible("That is not in force, so it is open already.", do="Answer it instead.", safe="Nothing was recorded.")
        if any(r.analyst == me for r in book.tables.reopens.get(target, ())):
            raise NotPossible("You opened this again once already.", do="You can propose something else in its place.", safe="Nothing was recorded.")
        return self._record(d.Reopen(target=target, members=book.members, because=because))

    def begin_again(self, *, because: str) -> str:
        """Begin again: the names now in use are put away, with all that was put with them. Nothing is lost, and it can be undone."""
        codes = tuple(c.id for c in self.session.refresh().book.codes.values() if c.state == "in use")
        if not codes:
            raise NotPossible("There are no names in use to put away.", safe="Nothing was recorded.")
        return self._propose(d.BeginAgain(codes=codes, because=words(because, "Beginning again")), "", "")

    # what others entered for one

    def own(self, *entries: str) -> str:
        """Say that what another person entered for you is as you meant it: the decisions named, or all of them."""
        mine = [e.id for e in self._entered_for_me()]
        chosen = tuple(naming.one_of(ref, mine, "decision that was entered for you") for ref in entries) or tuple(mine)
        if not chosen:
            raise NotPossible("Nothing waits for you to say that it is yours.", safe="Nothing was recorded.")
        return self._record(d.Own(entries=chosen))

    def strike(self, entry: str, *, because: str = "") -> str:
        """Take back what another person entered for you. To change it, strike it and do it your way."""
        mine = [e.id for e in self._entered_for_me(owned_too=True)]
        target = naming.one_of(entry, mine, "decision that was entered for you")
        body = self.session.book.timeline.by_id[target].body
        if isinstance(body, FOR_GOOD):
            do = "A version stays as it was fixed: fix another. Words that were taken out stay out. If it was not you, say so in a memo."
            raise NotPossible("What is fixed or taken out is so for good, whoever typed it.", do=do, safe="Nothing was recorded.")
        if isinstance(body, d.AddSource | d.Note):
            self._nobody_else_works_with(body)
        if self.session.book.standing.enacted.get(target):
            raise NotPossible("The group has put that into force since.", do="Say no to it, or reopen it.", safe="Nothing was recorded.")
        return self._record(d.Strike(entry=target, because=because))

    def _entered_for_me(self, *, owned_too: bool = False) -> list[Entry]:
        me, book = self._me(), self.session.refresh().book
        if not owned_too:
            return [e for e in book.to_own if e.analyst == me]
        typed = (e for e in book.entries if e.analyst == me != e.entered_by and book.stands(e.id))
        return [e for e in typed if not isinstance(e.body, (d.Enact, d.Join, d.Erased, *d.ONLY_ONESELF))]

    # on our own first

    def on_our_own(self) -> str:
        """Work on your own from here: you see the others as they are now, and they do not see what you do, until you share.

        The files are plain: whoever opens another's log on purpose can read it.
        """
        if self._is_on_their_own():
            raise NotPossible("You are working on your own already.", do="Share when you are ready.", safe="Nothing was recorded.")
        return self._record(d.OnOurOwn())

    def share(self) -> str:
        """End working on your own: those who are not on their own see what you did, and you see what they shared. This is not undone."""
        if not self._is_on_their_own():
            raise NotPossible("You are not working on your own: what you do is seen by all.", safe="Nothing was recorded.")
        return self._record(d.Share())

    def _is_on_their_own(self) -> bool:
        from copro_text.spans import open_spans

        self.session.refresh().must_be_somebody()
        return self._me() in open_spans(self.session.book.timeline)

    # fixing

    def version(self, name: str, *, because: str = "") -> str:
        """Fix a version: exactly what is decided now, under a name that outputs can cite.

        What was entered for others in the last days is theirs to look at first, and what is not here yet would be left out; `because` says
        why it is fixed without that.
        """
        name, late = words(name, "A version"), self._not_owned_yet()
        fixed = [e.body.name for e in self.session.book.tables.versions if isinstance(e.body, d.Version)]
        if naming.folded(name) in map(naming.folded, fixed):
            raise NotPossible(f"There is a version {name!r} already.", do="Give this one another name.", safe="Nothing was fixed.")
        if late and not because:
            names = " and ".join(sorted({self.session.book.analysts[e.analyst].name for e in late}))
            do = "Each looks at it (own, or strike). If they did so in the room, say that: because=, or --because."
            raise NotPossible(f"{len(late)} entries were typed for {names}, who have not looked at them.", do=do, safe="Nothing was fixed.")
        if (found := in_a_line(missing(self.session))) and not because:
            do = "Wait until it is all here, or bring in a copy (bring_in). To fix what is here all the same, say why: because=, or --because."
            raise NotPossible(found, do=do, safe="Nothing was fixed.")
        heads = tuple((log, seq, h) for log, (seq, h) in sorted(self.session.seen_heads().items()))
        return self._record(d.Version(name=name, at=heads, because=because))

    def _not_owned_yet(self) -> list[Entry]:
        book = self.session.refresh().book
        since = (self.session.now() - timedelta(days=DAYS_TO_OWN)).strftime(rules.TIME)
        return [e for e in book.to_own if e.time > since]

    # how

    def _me(self) -> str:
        self.session.refresh().must_be_somebody()
        return self.session.analyst

    def _proposal(self, ref: str) -> str:
        """The proposal that an id, the words it offers, or what it is about names; of several, the one that is open."""
        book = self.session.refresh().book
        open_now = {p.entry for p in book.waiting} | book.reopened.keys() | set(book.provisional)
        return naming.the_proposal(ref, book.tables.proposals, open_now, self.labels())

    def _group(self, name: str) -> str:
        groups = self.session.refresh().book.tables.groups
        return next((group for group in groups if naming.folded(self.session.book.group_name(group)) == naming.folded(name)), "")


def _asks(setting: Entry | None) -> str:
    """The group that a rule asks; "" when it asks everyone."""
    return setting.body.group if setting is not None and isinstance(setting.body, d.SetRule) else ""
