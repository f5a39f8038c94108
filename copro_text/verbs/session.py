"""A session: one person at work on one open study; it reads what arrives, records acts, and proposes changes.

`Study` says what people can do; this is how it is done, once for all verbs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from copro_text import readings, rules
from copro_text.codebook import Codebook, advance
from copro_text.corpus import Contribution, Corpus, Excerpt, Fault, Source, assemble
from copro_text.decisions import AddSource, Answer, Decision, Enact, Entry, Join, Note, Shared
from copro_text.errors import MoreThanOne, NotPossible, WhoIsWorking
from copro_text.permission import Permissions
from copro_text.store.folder import Folder
from copro_text.store.logs import Logs, new_id
from copro_text.store.places import state_folder
from copro_text.store.sources import read_notes, read_source
from copro_text.store.writing import Act, LogWriter
from copro_text.verbs.erasing import Erasing


class Session(Erasing):
    """One person at work on one open study.

    Attributes
    ----------
    analyst
        Id of the person whose decisions are recorded; "" until somebody is named, and then nothing can be recorded.
    entered_by
        Id of the person who types, when that is another.
    present
        Ids of those in the room.
    """

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.logs = Logs(folder.decisions, folder.id)
        self.book = Codebook()
        self.analyst = self.entered_by = ""
        self.present: tuple[str, ...] = ()
        self._writer: LogWriter | None = None
        self._read: dict[str, tuple[Source, tuple[Contribution, ...]]] = {}
        self._notes: dict[str, dict[str, tuple[str, Contribution | None]]] = {}
        self._corpus: tuple[tuple[str, ...], Corpus] = ((), Corpus())
        self.missing: tuple[Fault, ...] = ()
        self.refresh()

    # what is there

    def refresh(self) -> Session:
        """Take in the lines that came since."""
        if fresh := self.logs.refresh():
            self.book = advance(self.book, fresh)
            self.__dict__.pop("permissions", None)
        if self.book.gone:
            self.keep_out(bool(fresh))
        return self

    @property
    def corpus(self) -> Corpus:
        """Everything that was said, from the sources and notes that decisions name."""
        arrived = self._arrivals()
        wanted = tuple(e.id for e in arrived)
        if self._corpus[0] != wanted or self.missing:
            self.missing = ()
            self._corpus = (wanted, assemble((source, self._left(said)) for source, said in filter(None, map(self._arrival, arrived))))
            self.__dict__.pop("permissions", None)
        return self._corpus[1]

    def _arrivals(self) -> list[Entry]:
        tables = self.book.tables
        return sorted([*tables.sources.values(), *tables.notes.values()], key=lambda e: e.order)

    def _arrival(self, e: Entry) -> tuple[Source, Sequence[Contribution]] | None:
        if isinstance(e.body, AddSource):
            return self._source(e.body.source, e.body.name)
        assert isinstance(e.body, Note)
        return self._note(e.body)

    def _source(self, source: str, name: str) -> tuple[Source, tuple[Contribution, ...]] | None:
        if source not in self._read:
            read = read_source(self.folder, source, name)
            if isinstance(read, Fault):
                self.missing += (read,)
                return None
            self._read[source] = read
        return self._read[source]

    def _note(self, note: Note) -> tuple[Source, list[Contribution]] | None:
        digest, found = self._notes.get(note.notes, {}).get(note.contribution, ("", None))
        if found is None:
            self._notes[note.notes] = read_notes(self.folder, note.notes)
            digest, found = self._notes[note.notes].get(note.contribution, ("", None))
        if found is None and digest == note.digest:
            return None  # taken out; the line that says so may still be under way
        if found is None or digest != note.digest:
            what = "a note that was typed in is not all here yet" if found is None else "a note is not what was written"
            self.missing += (Fault(f"corpus/{note.notes}.jsonl", what),)
            return None
        typed = Source(note.notes, "Notes typed in", "typed note", "typed 1", "", 1, 1, {}, new=1)
        return typed, [found]

    def brought_by(self, brought: AddSource | Note) -> set[str]:
        """The contributions that one decision brought in."""
        if isinstance(brought, Note):
            return {brought.contribution}
        read = self._source(brought.source, brought.name)
        return {c.id for c in self._left(read[1])} if read else set()

    @cached_property
    def permissions(self) -> Permissions:
        """What contributors allow."""
        return Permissions.of(self.corpus, self.book.confirmed)

    def states(self) -> dict[str, str]:
        """The one state of each contribution, by id."""
        acts = self._acts()
        return {c.id: readings.state(c, acts.get(c.id, readings.Acts())) for c in self.corpus}

    def _acts(self) -> Mapping[str, readings.Acts]:
        placed: dict[str, list[tuple[str, Excerpt]]] = defaultdict(list)
        aside: dict[str, list[tuple[str, Excerpt]]] = defaultdict(list)
        touched: set[str] = set(self.book.tables.held)
        for p in self.book.placings:
            (placed[p.excerpt.contribution].append((p.analyst, p.excerpt)) if p.belongs else touched.add(p.excerpt.contribution))
        for excerpt, by in self.book.tables.aside.items():
            if where := _excerpt(excerpt):
                aside[where.contribution] += [(e.analyst, where) for e in by]
                touched |= set() if by else {where.contribution}
        touched |= {getattr(e.body, "about", "").split(".")[0] for e in self.book.memos}
        known = placed.keys() | aside.keys() | touched | self.book.held.keys()
        return {c: readings.Acts(c in self.book.held, placed.get(c, ()), aside.get(c, ()), c in touched) for c in known}

    # who is working

    def work_as(self, name: str, *, typed_by: str = "", present: Iterable[str] = ()) -> None:
        """Work as somebody who has joined."""
        self.analyst = self.person(name)
        self.entered_by = self.person(typed_by) if typed_by else self.analyst
        self.present = tuple(self.person(who) for who in present)

    def join(self, name: str) -> None:
        """A new co-analyst joins, and works here from now on."""
        self.refresh()
        name = " ".join(name.split())
        if not name:
            raise NotPossible("A co-analyst needs a name.", do="Any name you like to be called by will do.")
        if any(a.name.casefold() == name.casefold() for a in self.book.analysts.values()):
            raise NotPossible(f"{name} has joined already.", do=f'If that is you: Study(path, analyst="{name}"). If not, add an initial.')
        person = new_id()
        self._write_as(name, [Act(Join(person=person, name=name), person, self.entered_by or person)])
        self.analyst = self.entered_by = person

    def person(self, name: str) -> str:
        """The id of a co-analyst by name or id."""
        given = " ".join(name.split()).casefold()
        found = [a for a in self.book.analysts.values() if given in (a.name.casefold(), a.id)]
        if len(found) == 1:
            return found[0].id
        here = ", ".join(sorted(a.name for a in self.book.analysts.values())) or "nobody yet"
        if found:
            raise MoreThanOne(f"Two people here are called {name}: {', '.join(a.id[:8] for a in found)}.", do="Say which by this short id.")
        raise WhoIsWorking(
            f"Nobody called {name} has joined this study. Joined: {here}.",
            do=f'If {name} is new here: study.join("{name}"), or `copro join STUDY "{name}"`.',
            safe="Nothing was changed.",
        )

    # recording

    def record(self, *bodies: Decision) -> tuple[str, ...]:
        """Write decisions that need no one's agreement; returns their ids once they are on the disk."""
        self.must_be_somebody()
        acts = [self._act(body) for body in bodies]
        self._write(acts)
        return tuple(act.id for act in acts)

    def propose(self, body: Shared, thing: str, what: str) -> str:
        """Write a change to what is shared, and its enactment with it when the rule is met already.

        `thing` and `what` name the field it sets, where it replaces a wording: it asks those who have joined by now.
        """
        book = self.refresh().book
        body = replace(body, members=self.members, replaces=book.replaced_by(thing, what) if what else "")
        proposal = self._act(body)
        agreed = rules.outcome(body.rule, body.members, self.analyst, {})
        enact = [self._act(Enact(proposal=proposal.id, outcome=agreed))] if agreed else []
        self._write([proposal, *enact])
        return proposal.id

    def answer(self, proposal: str, answer: str, because: str) -> str:
        """Write an answer to a proposal, and the enactment with it when the rule is met by it."""
        asked = self.book.timeline.by_id[proposal]
        assert isinstance(asked.body, Shared)
        said = {e.analyst: e.body.answer for e in self.book.answers(proposal) if isinstance(e.body, Answer)} | {self.analyst: answer}
        given = self._act(Answer(proposal=proposal, answer=answer, because=because))
        agreed = rules.outcome(asked.body.rule, asked.body.members, asked.analyst, said)
        open_ = any(p.entry == proposal for p in self.book.waiting) and not self.book.standing.enacted.get(proposal)
        self._write([given, *([self._act(Enact(proposal=proposal, outcome=agreed))] if agreed and open_ else [])])
        return given.id

    @property
    def members(self) -> tuple[str, ...]:
        """Whom a proposal made now asks: all who have joined."""
        return tuple(sorted(self.book.analysts))

    def must_be_somebody(self) -> None:
        """Refuse to record anything for nobody."""
        if not self.analyst:
            joined = ", ".join(sorted(a.name for a in self.book.analysts.values()))
            do = f'Open it as one of those who joined ({joined}): Study(path, analyst="...")' if joined else 'Say who you are: study.join("Maya")'
            raise WhoIsWorking("Every decision belongs to a person, and nobody was named.", do=f"{do}; on the command line: --as NAME.")

    @property
    def notes(self) -> str:
        """The name of this writer's notes file: that of its log."""
        self.must_be_somebody()
        return f"notes-{self._writing(self._name()).own.log}"

    def _act(self, body: Decision) -> Act:
        self.must_be_somebody()
        return Act(body, self.analyst, self.entered_by, self.present or (self.analyst,))

    def _write(self, acts: Sequence[Act]) -> None:
        self._write_as(self._name(), acts)

    def _write_as(self, name: str, acts: Sequence[Act]) -> None:
        self._writing(name).append(acts)
        self.refresh()

    def _writing(self, name: str) -> LogWriter:
        """The log this process writes. It reads nothing new: what a decision says it knew is what its maker had before them."""
        if self._writer is None:
            self._writer = LogWriter(self.folder, self.logs, self.state, name)
        return self._writer

    def _name(self) -> str:
        return self.book.analysts[self.analyst].name

    @property
    def state(self) -> Path:
        """What this device remembers of the study."""
        return state_folder(self.folder.id)

    def close(self) -> None:
        """Let go of the log, so that another process on this device can take it up."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def _excerpt(text: str) -> Excerpt | None:
    try:
        return Excerpt.parse(text)
    except ValueError:
        return None
