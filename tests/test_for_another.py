"""What nobody does for another: begin or end their span, leave, confirm or strike. Neither the verb nor a line in a log does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from copro_text import decisions as d
from copro_text.codebook import replay
from copro_text.decisions import Entry
from copro_text.errors import NotPossible
from copro_text.store.logs import new_id
from copro_text.study import Study
from copro_text.verbs.desk.room import Room
from copro_text.verbs.session import Session
from tests.helpers import Log, some_id

THEIRS = "nobody does this for another"


@pytest.fixture
def tom(study: Study) -> Study:
    """The same study, open for Tom."""
    return Study(study.path).join("Tom")


def for_tom(study: Study) -> Study:
    """The study where Maya types for Tom."""
    return Study(study.path, analyst="Tom", typed_by="Maya")


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that writes such lines, as ours did once."""
    monkeypatch.setattr(Session, "must_be_oneself", lambda self, act: None)


def lapsed(study: Study, kind: type) -> list[str]:
    book = study.session.refresh().book
    return [book.lapsed.get(e.id, "") for e in book.entries if isinstance(e.body, kind)]


ACTS: dict[str, Callable[[Study], object]] = {
    "on our own": lambda study: study.on_our_own(),
    "leave": lambda study: study.leave(),
    "own": lambda study: study.own(),
    "strike": lambda study: study.strike(study.entered_for_me.index[0]),
}


@pytest.mark.parametrize("act", ACTS)
def test_it_is_refused_while_another_types_and_says_what_to_do(study: Study, tom: Study, ids: dict[str, str], act: str) -> None:
    typed = for_tom(study)
    typed.memo(ids["Pay"], "Tom's words")
    before = len(typed.session.book.entries)
    with pytest.raises(
        NotPossible, match=r"(?s)Only Tom can do this for Tom, and Maya is typing\. .*--as Tom \(without --typed-by\).*Nothing was recorded"
    ):
        ACTS[act](typed)
    assert len(typed.session.refresh().book.entries) == before
    ACTS[act](tom)


def test_sharing_is_refused_while_another_types(study: Study, tom: Study) -> None:
    tom.on_our_own()
    with pytest.raises(NotPossible, match="Only Tom can do this for Tom"):
        for_tom(study).share()
    tom.share()


def test_the_desk_refuses_it_too(study: Study, tom: Study, ids: dict[str, str]) -> None:
    typed = for_tom(study)
    typed.memo(ids["Pay"], "Tom's words")
    room = Room(typed)
    (entry,) = (each["id"] for each in room.ask("decide", {"start": 0})["for_me"])
    for verb, given in {"on_our_own": {}, "own": {"entries": [entry]}, "strike": {"entry": entry}}.items():
        with pytest.raises(NotPossible, match="Only Tom can do this for Tom"):
            room.act(new_id(), verb, typed.session.analyst, given)


def test_whoever_joins_may_have_it_typed_for_them(study: Study) -> None:
    maya = study.session.analyst
    study.session.join("Sam")
    (joined,) = (e for e in study.session.book.entries if isinstance(e.body, d.Join) and e.body.name == "Sam")
    assert joined.entered_by == maya != joined.analyst
    assert joined.analyst in study.session.book.here


@pytest.mark.usefixtures("careless")
def test_a_line_that_begins_or_ends_anothers_span_has_no_effect(study: Study, tom: Study, ids: dict[str, str]) -> None:
    for_tom(study).on_our_own()
    tom.memo(ids["Pay"], "seen by all")
    assert len(study.session.refresh().book.memos) == 1
    assert lapsed(study, d.OnOurOwn) == [THEIRS]
    tom.on_our_own()
    tom.memo(ids["Pay"], "seen by none")
    for_tom(study).share()
    assert len(study.session.refresh().book.memos) == 1
    assert lapsed(tom, d.Share) == [THEIRS]
    tom.share()
    assert len(study.session.refresh().book.memos) == 2
    assert replay(tom.session.book.entries).state() == tom.session.book.state() == study.session.book.state()


@pytest.mark.usefixtures("careless")
def test_a_line_that_makes_another_leave_has_no_effect(study: Study, tom: Study) -> None:
    for_tom(study).leave()
    assert lapsed(study, d.Leave) == [THEIRS]
    study.name("The wait")
    assert study.waiting["waits_for"].iloc[0] == "Tom"
    assert tom.entered_for_me.empty, "there is nothing in it for him to confirm"


@pytest.mark.usefixtures("careless")
def test_a_line_that_confirms_or_strikes_for_another_has_no_effect(study: Study, tom: Study, ids: dict[str, str]) -> None:
    typed = for_tom(study)
    memo = typed.memo(ids["Pay"], "Tom's words")
    typed.own()
    typed.strike(memo)
    book = tom.session.refresh().book
    assert [e.id[:8] for e in book.to_own] == [memo[:8]]
    assert len(book.memos) == 1
    assert lapsed(tom, d.Own) == lapsed(tom, d.Strike) == [THEIRS]


def test_nobody_takes_back_for_another_what_they_struck(study: Study, tom: Study, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    strike = tom.strike(for_tom(study).memo(ids["Pay"], "Tom's words"))
    with pytest.raises(NotPossible, match="Only Tom can do this for Tom"):
        for_tom(study).undo(strike)
    monkeypatch.setattr(Session, "must_be_oneself", lambda self, act: None)
    for_tom(study).undo(strike)
    assert tom.session.refresh().book.memos == ()
    assert lapsed(tom, d.Undo) == [THEIRS]
    tom.undo(strike)
    assert len(tom.session.refresh().book.memos) == 1


# what one strikes


def test_a_version_that_another_fixed_for_one_is_not_struck_and_it_says_so(study: Study, tom: Study) -> None:
    version = for_tom(study).version("first")
    with pytest.raises(NotPossible, match="for good"):
        tom.strike(version)
    assert len(study.session.refresh().book.tables.versions) == 1


@pytest.fixture
def log() -> Log:
    """A log of Maya's and Tom's."""
    made = Log()
    made.join("Maya", "Tom")
    return made


def typed_for_tom(log: Log, body: d.Body) -> Entry:
    """A line of Tom's that Maya typed."""
    log.add(body, by="tom")
    log.entries[-1] = replace(log.entries[-1], entered_by="maya")
    return log.entries[-1]


@pytest.mark.parametrize("body", [d.Version(name="v", at=()), d.Withdraw(contributions=(some_id("c"),)), d.EraseWords(entry=some_id("e"))])
def test_a_strike_of_what_is_for_good_has_no_effect(log: Log, body: d.Decision) -> None:
    entry = typed_for_tom(log, body)
    strike = log.add(d.Strike(entry=entry.id), by="tom")
    book = replay(log.entries)
    assert book.stands(entry.id)
    assert book.lapsed[strike.id] == "that is for good"


def test_a_strike_of_what_the_group_had_put_into_force_has_no_effect(log: Log) -> None:
    code = some_id("code")
    proposal = typed_for_tom(log, d.Name(code=code, label="The wait", members=("maya", "tom")))
    log.add(d.Answer(proposal=proposal.id, answer="yes"), by="maya")
    log.add(d.Enact(proposal=proposal.id), by="maya")
    strike = log.add(d.Strike(entry=proposal.id), by="tom")
    book = replay(log.entries)
    assert book.codes[code].state == "in use"
    assert book.lapsed[strike.id] == "the group had put it into force: it can be reopened"
