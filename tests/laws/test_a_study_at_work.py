"""The laws on a real folder: people open a study, act at random, close it and open it again."""

from __future__ import annotations

import shutil
import socket
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from copro_text.codebook import replay
from copro_text.decisions import AddSource
from copro_text.errors import CoproError
from copro_text.readings import STATES
from copro_text.study import Study
from tests.small import COMMENTS, wxr

NAMES = ("Maya", "Tom")
few = st.integers(0, 30)


class AtWork(RuleBasedStateMachine):
    """Two people at one study, each with a study of their own open."""

    calls: list[Any]

    @initialize()
    def begin(self) -> None:
        self.place = Path(tempfile.mkdtemp())
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("COPRO_STATE", str(self.place / "state"))
        self.patch.setenv("COPRO_CACHE", str(self.place / "cache"))
        self.calls = []
        for what in ("connect", "connect_ex", "sendto"):
            self.patch.setattr(socket.socket, what, lambda *args, what=what: self.calls.append((what, args)))
        self.patch.setattr(socket, "getaddrinfo", lambda *args, **_: self.calls.append(("getaddrinfo", args)) or [])
        (self.place / "export.xml").write_text(wxr(), "utf-8")
        (self.place / "later.xml").write_text(wxr([*COMMENTS[1:], ("Fay", "I am new here.")]), "utf-8")
        maya = Study.new(self.place / "study", question="What is it?", analyst="Maya")
        maya.add(self.place / "export.xml", progress=False)
        self.open = {"Maya": maya, "Tom": Study(maya.path).join("Tom")}
        self.placed: tuple[Any, ...] = ()

    def teardown(self) -> None:
        if hasattr(self, "open"):
            for study in self.open.values():
                study.session.close()
            self.patch.undo()
            shutil.rmtree(self.place, ignore_errors=True)

    def attempt(self, who: int, verb: str, *args: Any, **named: Any) -> None:
        """Act; what a person may not do is refused with a message, and that is fine."""
        study = self.open[NAMES[who % 2]]
        try:
            getattr(study, verb)(*args, **named)
        except CoproError as refused:
            assert str(refused).strip()

    def code(self, n: int) -> str:
        codes = list(self.open["Maya"].session.refresh().book.codes) or ["nothing"]
        return codes[n % len(codes)]

    def comment(self, n: int) -> str:
        ids = list(self.open["Maya"].session.corpus.contributions) or ["nothing"]
        return ids[n % len(ids)]

    @rule(who=few, label=st.sampled_from(["Fares", "Doors", "tea"]))
    def name(self, who: int, label: str) -> None:
        self.attempt(who, "name", label)

    @rule(who=few, a=few, b=few)
    def rename_or_merge(self, who: int, a: int, b: int) -> None:
        if b % 2:
            self.attempt(who, "rename", self.code(a), f"label {b}")
        else:
            self.attempt(who, "merge", [self.code(a)], self.code(b))

    @rule(who=few, a=few, b=few)
    def place_or_remove(self, who: int, a: int, b: int) -> None:
        self.attempt(who, "place" if a % 3 else "remove", self.comment(a), self.code(b))

    @rule(who=few, a=few)
    def set_aside_or_hold(self, who: int, a: int) -> None:
        verb = ("set_aside", "bring_back", "hold", "release")[a % 4]
        self.attempt(who, verb, self.comment(a), because="a reason")

    @rule(who=few, a=few)
    def answer(self, who: int, a: int) -> None:
        waiting = [p.entry for p in self.open["Maya"].session.refresh().book.waiting]
        if waiting:
            self.attempt(who, "answer", waiting[a % len(waiting)], "yes" if a % 3 else "no", because="so")

    @rule(who=few)
    def undo(self, who: int) -> None:
        self.attempt(who, "undo")

    @rule(who=few, a=few)
    def undo_what_is_named(self, who: int, a: int) -> None:
        lines = self.open["Maya"].session.refresh().book.entries
        came = [e for e in lines if isinstance(e.body, AddSource)]
        self.attempt(who, "undo", (came if a % 2 else lines)[a % len(came if a % 2 else lines)].id)

    @rule(who=few)
    def redo(self, who: int) -> None:
        self.attempt(who, "redo")

    @rule(who=few)
    def sort_and_draft(self, who: int) -> None:
        before = self.open["Maya"].session.refresh().book.placings
        states = self.open["Maya"].session.states()
        self.attempt(who, "suggest", progress=False)
        self.attempt(who, "draft")
        assert self.open["Maya"].session.refresh().book.placings == before
        assert self.open["Maya"].session.states() == states

    @rule(who=few)
    def add_more(self, who: int) -> None:
        self.attempt(who, "add", self.place / "later.xml", progress=False)

    @rule(who=few)
    def close_and_open_again(self, who: int) -> None:
        name = NAMES[who % 2]
        self.open[name].session.close()
        self.open[name] = Study(self.place / "study", analyst=name)

    @invariant()
    def every_voice_is_accounted_for(self) -> None:
        for study in self.open.values():
            states = study.session.refresh().states()
            assert set(states) == set(study.session.corpus.contributions)
            assert set(states.values()) <= set(STATES)
            found = study.status
            assert sum(found[s.replace(" ", "_")] for s in STATES) == found["contributions"] == len(study.session.corpus)

    @invariant()
    def nobodys_work_goes_with_what_another_took_back(self) -> None:
        session = self.open["Maya"].session.refresh()
        theirs = {(p.analyst, p.excerpt.contribution) for p in session.book.placings}
        for e in session.book.entries:
            if isinstance(e.body, AddSource):
                assert {c for who, c in theirs if who != e.analyst} & session.brought_by(e.body) <= session.corpus.contributions.keys()

    @invariant()
    def everyone_sees_the_same_and_it_is_what_the_logs_say(self) -> None:
        maya, tom = (study.session.refresh() for study in self.open.values())
        assert maya.book.state() == tom.book.state() == replay(maya.book.entries, brought=maya.book.brought).state()
        assert maya.logs.faults == ()

    @invariant()
    def nothing_went_over_the_network(self) -> None:
        assert self.calls == []


AtWork.TestCase.settings = settings(max_examples=12, stateful_step_count=18, deadline=None)
TestAtWork = AtWork.TestCase
