"""The fold: one decision after another, written into tables.

One function for each kind. A decision that no longer fits is written down as lapsed, with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from copro_text import decisions as d
from copro_text.decisions import Entry
from copro_text.timeline import Standing, Timeline

STALE = "the wording it would replace is no longer the one in force"


@dataclass(frozen=True, slots=True)
class Analyst:
    """A co-analyst: a person who codes."""

    id: str
    name: str
    joined: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that a proposal put into force: the proposal, its first enactment that counts, the value."""

    proposal: Entry
    enact: Entry
    value: str


@dataclass
class Tables:
    """What the fold writes down, line by line."""

    born: dict[str, Entry] = field(default_factory=dict)
    drafted: dict[str, tuple[str, int]] = field(default_factory=dict)
    parted: dict[str, str] = field(default_factory=dict)
    settings: dict[tuple[str, str], list[Setting]] = field(default_factory=lambda: defaultdict(list))
    splits: dict[str, list[Setting]] = field(default_factory=lambda: defaultdict(list))
    placings: list[Entry] = field(default_factory=list)
    aside: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    held: dict[str, Entry] = field(default_factory=dict)
    confirms: list[Entry] = field(default_factory=list)
    memos: list[Entry] = field(default_factory=list)
    analysts: dict[str, Analyst] = field(default_factory=dict)
    sources: dict[str, Entry] = field(default_factory=dict)
    notes: dict[str, Entry] = field(default_factory=dict)
    versions: list[Entry] = field(default_factory=list)
    proposals: dict[str, Entry] = field(default_factory=dict)
    lapsed: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Tables:
        new = Tables(**{name: value.copy() for name, value in vars(self).items()})
        new.settings = defaultdict(list, {k: v.copy() for k, v in self.settings.items()})
        new.splits = defaultdict(list, {k: v.copy() for k, v in self.splits.items()})
        return new


def fold(t: Tables, line: Timeline, stands: Standing, e: Entry) -> None:
    """Write one line into the tables."""
    _remember_births(t, e)
    if e.id in stands.cancelled:
        return
    if e.id in stands.lapsed:
        t.lapsed[e.id] = stands.lapsed[e.id]
    elif isinstance(e.body, d.Enact):
        _enact(t, line, stands, e)
    elif isinstance(e.body, d.Shared):
        if e.body.members:
            t.proposals[e.id] = e
    elif act := _ACTS.get(type(e.body)):
        act(t, e)


def _remember_births(t: Tables, e: Entry) -> None:
    """Every code that was ever spoken of: undoing a naming must not lose what others put with it."""
    match e.body:
        case d.Name(code=code):
            t.born.setdefault(code, e)
        case d.Split(parts=parts, code=whole):
            for code, _ in parts:
                t.born.setdefault(code, e)
                t.parted.setdefault(code, whole)
        case d.Draft(codes=codes, run=run):
            for code, pile in codes:
                if t.born.setdefault(code, e) is e:
                    t.drafted[code] = (run, pile)
        case _:
            pass


def _place(t: Tables, e: Entry) -> None:
    assert isinstance(e.body, d.Place | d.Remove | d.ConfirmPile)
    if e.body.code not in t.born:
        t.lapsed[e.id] = "the name is not here"
    else:
        t.placings.append(e)


def _aside(t: Tables, e: Entry) -> None:
    """Everyone's setting aside is kept, until somebody brings it back."""
    assert isinstance(e.body, d.SetAside | d.BringBack)
    for excerpt in e.body.excerpts:
        others = tuple(other for other in t.aside.get(excerpt, ()) if other.analyst != e.analyst)
        t.aside[excerpt] = (*others, e) if isinstance(e.body, d.SetAside) else ()


def _hold(t: Tables, e: Entry) -> None:
    assert isinstance(e.body, d.Hold | d.Release)
    t.held |= dict.fromkeys(e.body.contributions, e)


def _join(t: Tables, e: Entry) -> None:
    assert isinstance(e.body, d.Join)
    if e.body.person in t.analysts:
        t.lapsed[e.id] = "this person had joined already"
    else:
        t.analysts[e.body.person] = Analyst(e.body.person, e.body.name, e.time)


def _add_source(t: Tables, e: Entry) -> None:
    assert isinstance(e.body, d.AddSource)
    t.sources.setdefault(e.body.source, e)


def _note(t: Tables, e: Entry) -> None:
    assert isinstance(e.body, d.Note)
    t.notes.setdefault(e.body.contribution, e)


_ACTS: Mapping[type, Callable[[Tables, Entry], None]] = {
    d.Place: _place,
    d.Remove: _place,
    d.ConfirmPile: _place,
    d.SetAside: _aside,
    d.BringBack: _aside,
    d.Hold: _hold,
    d.Release: _hold,
    d.Join: _join,
    d.AddSource: _add_source,
    d.Note: _note,
    d.Confirm: lambda t, e: t.confirms.append(e),
    d.Memo: lambda t, e: t.memos.append(e),
    d.Version: lambda t, e: t.versions.append(e),
}


def _enact(t: Tables, line: Timeline, stands: Standing, enact: Entry) -> None:
    assert isinstance(enact.body, d.Enact)
    proposal = line.by_id[enact.body.proposal]
    if proposal.id in stands.cancelled:
        t.lapsed[enact.id] = "the proposal was taken back"
    elif proposal.id not in t.proposals or stands.enacted[proposal.id][0] is not enact:
        t.lapsed[enact.id] = "it was in force already" if proposal.id in t.proposals else "the proposal it puts into force did not count"
    elif not isinstance(proposal.body, d.Undo | d.Redo):
        t.lapsed |= {enact.id: why} if (why := _put_into_force(t, line, proposal, enact)) else {}


def _put_into_force(t: Tables, line: Timeline, proposal: Entry, enact: Entry) -> str:
    """Write down what a proposal changes; the reason when it cannot take effect."""
    body = proposal.body
    if isinstance(body, d.Name | d.Rename | d.Define | d.Heading | d.Merge | d.Split):
        missing = [code for code in _codes_of(body) if code not in t.born]
        if missing:
            return "the name is not here"
    fields = fields_of(body)
    for key, _ in fields:
        current = in_force(line, [s for s in t.settings[key] if line.knows(enact, s.enact)])
        if isinstance(body, d.Shared) and key[1] != "into" and (current.proposal.id if current else "") != body.replaces:
            return STALE
    for key, value in fields:
        t.settings[key].append(Setting(proposal, enact, value))
    if isinstance(body, d.Split):
        t.splits[body.code].append(Setting(proposal, enact, ""))
    return ""


def _codes_of(body: object) -> tuple[str, ...]:
    match body:
        case d.Merge(codes=codes, into=into):
            return (*codes, into)
        case d.Rename(code=code) | d.Define(code=code) | d.Heading(code=code) | d.Split(code=code):
            return (code,)
        case _:
            return ()


def fields_of(body: object) -> list[tuple[tuple[str, str], str]]:
    """What a proposal sets: ((thing, field), value) each."""
    match body:
        case d.Name(code=code, label=label, definition=definition):
            return [((code, "label"), label), *([((code, "definition"), definition)] if definition else [])]
        case d.Rename(code=code, label=label):
            return [((code, "label"), label)]
        case d.Define(code=code, definition=definition):
            return [((code, "definition"), definition)]
        case d.Heading(code=code, text=text):
            return [((code, "heading"), text)]
        case d.Merge(codes=codes, into=into):
            return [((code, "into"), into) for code in codes]
        case d.Split(parts=parts, labels=labels):
            return [((code, "label"), labels.get(code, d.TAKEN_OUT)) for code, _ in parts]
        case d.Question(text=text) | d.Title(text=text) | d.Approach(text=text):
            return [(("study", body.kind), text)]
        case _:
            return []


def in_force(line: Timeline, settings: Sequence[Setting]) -> Setting | None:
    """The setting that holds: the last one that no other proposal's concurrent setting competes with."""
    for s in reversed(settings):
        if not any(line.concurrent(s.enact, other.enact) for other in settings if other.proposal is not s.proposal):
            return s
    return None
