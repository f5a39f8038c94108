"""A session: one person at work on one open study; it reads what arrives, records acts, and proposes changes.

`Study` says what people can do; this is how it is done, once for all verbs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property

from copro_text import rules
from copro_text.codebook import Codebook, grown_by, replay
from copro_text.corpus import Corpus, Fault
from copro_text.deciding import clock_leapt
from copro_text.decisions import (
    ONLY_ONESELF,
    AddSource,
    Answer,
    Decision,
    Enact,
    Entry,
    Join,
    Leave,
    Note,
    OnOurOwn,
    Redo,
    Reopen,
    Share,
    Shared,
    Strike,
    Undo,
)
from copro_text.errors import NotPossible, NotSaved, WhoIsWorking
from copro_text.permission import Permissions
from copro_text.persons import Persons, by_person
from copro_text.redaction import Redactions, redacted
from copro_text.spans import open_spans, seen_by
from copro_text.standing import would_count
from copro_text.store.branches import Head
from copro_text.store.folder import Folder
from copro_text.store.logs import Logs, new_id
from copro_text.store.places import state_folder
from copro_text.store.sources import read_source
from copro_text.store.writing import Act, LogWriter
from copro_text.timeline import Past, timeline
from copro_text.verbs import co_analysts
from copro_text.verbs.arrived import Arrived
from copro_text.verbs.erasing import Erasing
from copro_text.verbs.states import states


class Session(Erasing):
    """One person at work on one open study.

    Attributes
    ----------
    state
        What this device remembers of the study.
    analyst
        Id of the person whose decisions are recorded; "" until somebody is named, and then nothing can be recorded.
    entered_by
        Id of the person who types, when that is another.
    present
        Ids of those in the room.
    fixed
        Name of the version that this shows; "" for the study as it is now.
    """

    fixed = ""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.state = state_folder(folder.id)  # asked once: an open study goes on as the device that opened it
        self.logs = Logs(folder.decisions, folder.id)
        self.book = Codebook()
        self.analyst = self.entered_by = ""
        self.present: tuple[str, ...] = ()
        self._writers: dict[str, LogWriter] = {}
        self._lines: list[Entry] = []
        self._apart = False  # whether somebody works on their own, so that not everyone sees every line
        self._settled = ""
        self._next_id = ""
        self._settled_of_people: tuple[tuple[str, ...], Persons] = ((), Persons())
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._arrived = Arrived(folder)
        self._by_person: tuple[Corpus, Persons, Corpus] = (Corpus(), Persons(), Corpus())
        self._masked: tuple[Corpus, Redactions, Corpus] = (Corpus(), {}, Corpus())
        self.refresh()

    # what is there

    def refresh(self) -> Session:
        """Take in the lines that came since, keep out what was taken out, and put into force what our rule now allows."""
        news = self._read_on()
        if self.book.gone:
            self.keep_out(news)
        if self.book.unlooked():
            self._show(self.book)  # the file may have come since
        self._settle(news)
        return self

    def _read_on(self) -> bool:
        """Take in the lines that came since; whether there were any."""
        fresh = self.logs.refresh()
        if self.logs.moved:  # a log turned out to have gone on in two places: each goes on as a log of its own, from the beginning
            self._lines, self.book = [], Codebook(gone=self.book.gone)
            fresh = list(self.logs.entries)
        self._lines += fresh
        self._apart = self._apart or any(isinstance(e.body, OnOurOwn) for e in fresh)
        if fresh and self._apart:
            self._look_again()
        elif fresh:
            self._show(grown_by(self.book, fresh))
        return bool(fresh)

    def _look_again(self) -> None:
        """Work out anew what the person at work may see."""
        everything = timeline(self._lines)
        shown = seen_by(everything, self.analyst)
        self._apart = bool(open_spans(everything))
        book = replay(shown, self.book.gone)
        book.timeline.unseen = {(e.log, e.seq) for e in everything.entries} - {(e.log, e.seq) for e in shown}
        self._show(book)

    def _show(self, book: Codebook) -> None:
        self.book = self._looked_into(book)
        settled = (tuple(e.id for e in book.tables.confirms), book.persons)
        if settled != self._settled_of_people:
            self._settled_of_people = settled
            self.__dict__.pop("permissions", None)

    def _looked_into(self, book: Codebook) -> Codebook:
        """`book` when it is known what the sources hold that somebody took back: what others work with stays."""
        read = {source: read_source(self.folder, source, "") for source in book.unlooked()}
        known = {source: frozenset(c.id for c in found[1]) for source, found in read.items() if not isinstance(found, Fault)}
        return replace(book, brought={**book.brought, **known}) if known else book

    def _settle(self, news: bool) -> None:
        """Put into force what our rule allows: any open device may. What cannot be written now is put into force by another, or later."""
        now = self.now().strftime(rules.TIME)
        if not self._may_settle() or (not news and now[:13] == self._settled):
            return
        self._settled = now[:13]  # rules count days: looking once an hour is enough
        with suppress(NotSaved):
            days_from = clock_leapt(self.book.entries, self.own_logs, now)
            for proposal, outcome in self.book.ready(*self._next(Act(Enact(proposal="", at=now), self.analyst, self.analyst), now), days_from):
                act = Act(Enact(proposal=proposal, outcome=outcome, at=now), self.analyst, self.analyst)
                if would_count(
                    self.book.timeline, *self._next(act, now), self.book.standing.verdicts
                ):  # the first of two that were ready may have closed the second
                    self._write([act], settle=False)

    def _may_settle(self) -> bool:
        """Whether this person may put things into force: not who left, who works on their own, or who has not all that others knew of."""
        here = self.book.analysts.get(self.analyst)
        if here is None or here.left or not self.book.timeline.is_whole:
            return False
        return self.book.members == (self.analyst,) or self.analyst not in open_spans(self.book.timeline)

    def _next(self, act: Act, now: str) -> tuple[Entry, Past]:
        """The line that an act would be, and what it could say that it knew of each other log: that may be less than what is seen here."""
        writer = self._writers.get(act.analyst)  # none is opened for this: to look takes hold of no log
        log, seq = (writer.own.log, writer.own.seq) if writer else (act.id, -1)
        line = Entry(act.id, log, seq + 1, self._clock() + 1, now, act.analyst, act.entered_by, (), act.body)
        return line, {other: at for other, (at, _) in self.seen_heads().items() if other != log}

    @property
    def is_apart(self) -> bool:
        """Whether somebody works on their own, so that not everyone sees every line."""
        return self._apart

    @property
    def everything(self) -> Sequence[Entry]:
        """All lines that are here on this computer, also those that the person at work may not see yet: for looking after files, not for showing."""
        return self._lines

    @property
    def corpus(self) -> Corpus:
        """Everything that was said, each person under one id and with what was redacted masked: for showing, sorting and printing."""
        said, redactions = self.by_person, self._redactions()
        if self._masked[0] is not said or self._masked[1] != redactions:
            self._masked = (said, redactions, redacted(said, redactions))
            self.__dict__.pop("permissions", None)
        return self._masked[2]

    @property
    def by_person(self) -> Corpus:
        """Everything in the very words, each person under one id, as far as it is known who is who: for taking words out, never for showing."""
        said, persons = self.as_said, self.book.persons
        if self._by_person[0] is not said or self._by_person[1] != persons:
            self._by_person = (said, persons, by_person(said, persons))
            self.__dict__.pop("permissions", None)
        return self._by_person[2]

    def _redactions(self) -> Redactions:
        return self.book.redacted

    @property
    def as_said(self) -> Corpus:
        """Everything in the very words, from the sources and notes that decisions name: for taking words out and for matching, never for showing."""
        before, said = self._arrived.corpus, self._arrived.as_of(self.book)
        if said is not before:
            self.__dict__.pop("permissions", None)
        return said

    @property
    def missing(self) -> tuple[Fault, ...]:
        """What decisions name, and is not here as it was written: as far as `as_said` was asked for."""
        return self._arrived.missing

    def brought_by(self, brought: AddSource | Note) -> set[str]:
        """The contributions that one decision brought in."""
        return self._arrived.brought_by(brought, self.book.gone)

    @cached_property
    def permissions(self) -> Permissions:
        """What contributors allow."""
        return Permissions.of(self.corpus, self.book.confirmed)

    def states(self) -> dict[str, str]:
        """The one state of each contribution, by id."""
        return states(self.corpus, self.book)

    # who is working

    def work_as(self, name: str, *, typed_by: str = "", present: Iterable[str] = ()) -> None:
        """Work as somebody who has joined."""
        self.refresh()
        self.analyst = self.person(name)
        self.entered_by = self.person(typed_by) if typed_by else self.analyst
        self.present = tuple(self.person(who) for who in present)
        if self._apart:
            self._look_again()
        self._settle(True)

    def join(self, name: str, *, new: bool = False) -> None:
        """A new co-analyst joins, or one who left comes back, and works here from now on."""
        self.refresh()
        name = co_analysts.to_be_called(name)
        if back := co_analysts.who_comes_back(self.book, name):
            self._write([Act(Join(person=back.id, name=back.name), back.id, self.entered_by or back.id)], (back.id, back.name))
            return self.work_as(back.id)
        if not new:
            co_analysts.must_be_new(self.book, name)
        person = new_id()
        before, typed_by = self.analyst, self.entered_by or person
        self.analyst = person  # what they may see is asked from now on as for them
        try:
            self._write([Act(Join(person=person, name=name), person, typed_by)], (person, name))
        finally:
            self.analyst = person if person in self.book.analysts else before
        self.work_as(person)

    def person(self, name: str) -> str:
        """The id of a co-analyst by name or id."""
        return co_analysts.the_co_analyst(self.book, name)

    # recording

    def record(self, *bodies: Decision) -> tuple[str, ...]:
        """Write decisions that need no one's agreement; returns their ids once they are on the disk."""
        self.must_be_here()
        acts = [self._act(body) for body in bodies]
        self._write(acts)
        return tuple(act.id for act in acts)

    def propose(self, body: Shared, thing: str, what: str) -> str:
        """Write a change to what is shared, and its enactment with it when the rule is met already.

        `thing` and `what` name the field it sets, where it replaces a wording: it asks those whom our rule names by now.
        """
        book = self.refresh().book
        self.must_be_here()
        body = replace(body, rule=book.rule.id, members=book.members, replaces=book.replaced_by(thing, what) if what else "")
        proposal = self._act(body)
        agreed = rules.outcome(book.rule, body.members, self.analyst, {self.analyst: "yes"}) if self._may_settle() else None
        self._write([proposal, *([self._act(Enact(proposal=proposal.id, outcome=agreed))] if agreed else [])])
        return proposal.id

    def must_be_somebody(self) -> None:
        """Refuse to record anything for nobody."""
        if not self.analyst:
            joined = ", ".join(sorted(a.name for a in self.book.analysts.values()))
            do = f'Say which of those who joined you are ({joined}): Study(path, analyst="..."), or --as NAME.'
            do = do if joined else 'Say who you are: study.join("Maya"), or `copro join STUDY Maya`.'
            raise WhoIsWorking("Every decision belongs to a person, and nobody was named.", do=do, safe="Nothing was changed.")

    def must_be_oneself(self, act: str) -> None:
        """Refuse an act, by its kind, that nobody does for another, while another types."""
        if self.entered_by != self.analyst:
            who, typist = (self.book.analysts[each].name for each in (self.analyst, self.entered_by))
            raise NotPossible(
                f"Only {who} can do this for {who}, and {typist} is typing.",
                do=f"If {who} is beside you and asks for it, type: copro {act.replace('_', '-')} STUDY --as {who} (without --typed-by); "
                f'at the desk, set "Typed by" to {who}.',
                safe="Nothing was recorded.",
            )

    def must_be_here(self) -> None:
        """Refuse to record anything for somebody who left."""
        self.must_be_somebody()
        if self.book.analysts[self.analyst].left:
            name = self.book.analysts[self.analyst].name
            raise WhoIsWorking(f"{name} has left this study.", do=f'To take part again: study.join("{name}"), or `copro join STUDY "{name}"`.')

    def me(self) -> str:
        """Id of the person at work."""
        self.must_be_somebody()
        return self.analyst

    @property
    def notes(self) -> str:
        """The name of this writer's notes file: that of its log."""
        self.must_be_somebody()
        return f"notes-{self._writing().own.log}"

    @contextmanager
    def as_act(self, id_: str) -> Iterator[None]:
        """Let the first decision recorded within have this id: whoever asked for it can ask again, and it is not recorded twice."""
        self._next_id = id_
        try:
            yield
        finally:
            self._next_id = ""

    @property
    def act_id(self) -> str:
        """The id that was asked for, of the next decision; "" when none was."""
        return self._next_id

    def _act(self, body: Decision) -> Act:
        self.must_be_somebody()
        if isinstance(body, ONLY_ONESELF):
            self.must_be_oneself(body.kind)
        id_, self._next_id = self._next_id or new_id(), ""
        return Act(body, self.analyst, self.entered_by, self.present or (self.analyst,), id_)

    def _write(self, acts: Sequence[Act], who: tuple[str, str] = ("", ""), *, settle: bool = True) -> None:
        writer = self._writing(*who)
        if self._is_on_their_own_elsewhere(writer) and not all(isinstance(act.body, (OnOurOwn, Share, Join, Leave)) for act in acts):
            acts = [Act(OnOurOwn(), self.analyst, self.analyst), *acts]
        writer.now = self.now  # not asked through this session: the two would hold each other, and a study that nobody holds keep its log
        writer.append(acts, self.seen_heads(), self._clock())
        news = self._read_on()
        if self.book.gone:
            self.keep_out(news)
        if settle:
            self._settle(any(isinstance(act.body, Answer | Reopen | Leave | Shared | Strike | Undo | Redo) for act in acts))

    def _is_on_their_own_elsewhere(self, writer: LogWriter) -> bool:
        """Whether the person at work began to be on their own in another log: this one must say so too, as it may arrive somewhere first."""
        begun = self.book.timeline.spans_open(self.analyst) if self._apart else []
        return bool(begun) and all(e.log != writer.own.log for e in begun)

    def _writing(self, analyst: str = "", name: str = "") -> LogWriter:
        """The log this process writes for a person, one for each: who works on their own must not be bound to what another wrote.

        It reads nothing new: what a decision says it knew is what its maker had before them.
        """
        analyst, name = analyst or self.analyst, name or self._name()
        if analyst not in self._writers:
            self._writers[analyst] = LogWriter(self.folder, self.logs, self.state, name, analyst, self.now)
        return self._writers[analyst]

    def seen_heads(self) -> Mapping[str, Head]:
        """How far the person at work has seen each log."""
        if not self._apart:
            return self.logs.heads
        shown = {(e.log, e.seq) for e in self.book.entries}
        heads: dict[str, Head] = {}
        for e in sorted(self.book.entries, key=lambda e: e.seq):
            if e.seq == 0 or ((e.log, e.seq - 1) in shown and heads.get(e.log, (-1, ""))[0] == e.seq - 1):
                heads[e.log] = (e.seq, self.logs.hashes[e.log, e.seq])
        return heads

    def would_know(self, e: Entry) -> bool:
        """Whether what the person at work records now will say that it knew of a line: of some on their own only single lines are seen."""
        return self.seen_heads().get(e.log, (-1, ""))[0] >= e.seq

    def _clock(self) -> int:
        return max((e.clock for e in self.book.entries), default=0) if self._apart else self.logs.clock

    def _name(self) -> str:
        return self.book.analysts[self.analyst].name

    def close(self) -> None:
        """Let go of the logs, so that another process on this device can take them up."""
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()
