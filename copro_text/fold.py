"""The fold: one decision after another, written into tables.

One function for each kind. A decision that no longer fits is written down as lapsed, with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from copro_text import decisions as d
from copro_text import rules
from copro_text.decisions import Entry
from copro_text.fields import Field, Setting, competing, fields_of, in_force, replaced_since, replacing, turned
from copro_text.standing import NOT_THEIRS, Standing, agreed_elsewhere, is_new, is_own, taken_back
from copro_text.timeline import Timeline

AGREED_ALREADY = "others had put it into force already"
MOST_PEOPLE = 200
STALE = "the wording it would replace is no longer the one in force"


_WHO_IS_WHO = d.SamePerson | d.DifferentPeople | d.SomeoneElse


@dataclass(frozen=True, slots=True)
class Analyst:
    """A co-analyst: a person who codes."""

    id: str
    name: str
    joined: str
    left: str = ""


@dataclass
class Tables:
    """What the fold writes down, line by line."""

    born: dict[str, Entry] = field(default_factory=dict)
    drafted: dict[str, tuple[str, int]] = field(default_factory=dict)
    parted: dict[str, str] = field(default_factory=dict)
    settings: dict[Field, list[Setting]] = field(default_factory=lambda: defaultdict(list))
    splits: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    placings: list[Entry] = field(default_factory=list)
    acted_on: set[str] = field(default_factory=set)
    aside: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    held: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    redacted: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    together: dict[str, tuple[Entry, ...]] = field(default_factory=dict)  # contribution -> who said what of its being one of a letter
    who_is_who: list[Entry] = field(default_factory=list)  # what people said of it, also what they took back
    wider: dict[str, tuple[Entry, ...]] = field(default_factory=dict)  # own words, folded -> who said which wider word for them
    confirms: list[Entry] = field(default_factory=list)
    memos: list[Entry] = field(default_factory=list)
    drafts: list[Entry] = field(default_factory=list)
    analysts: dict[str, Analyst] = field(default_factory=dict)
    sources: dict[str, Entry] = field(default_factory=dict)
    notes: dict[str, Entry] = field(default_factory=dict)
    taken_back: list[Entry] = field(default_factory=list)  # what came in, and no longer stands
    versions: list[Entry] = field(default_factory=list)
    proposals: dict[str, Entry] = field(default_factory=dict)
    lapsed: dict[str, str] = field(default_factory=dict)
    intros: dict[str, Entry] = field(default_factory=dict)
    groups: dict[str, dict[str, Entry]] = field(default_factory=dict)
    group_names: dict[str, str] = field(default_factory=dict)
    themes: dict[str, list[Entry]] = field(default_factory=dict)
    beside: dict[str, Entry] = field(default_factory=dict)
    reopens: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    hands: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    owned: set[str] = field(default_factory=set)

    def copy(self) -> Tables:
        new = Tables(**{name: value.copy() for name, value in vars(self).items()})
        new.settings = defaultdict(list, {k: v.copy() for k, v in self.settings.items()})
        new.splits = defaultdict(list, {k: v.copy() for k, v in self.splits.items()})
        new.groups = {k: v.copy() for k, v in self.groups.items()}
        new.themes = {k: v.copy() for k, v in self.themes.items()}
        return new


def fold(t: Tables, line: Timeline, stands: Standing, e: Entry) -> None:
    """Write one line into the tables."""
    body = e.body
    if isinstance(body, d.Name | d.Split | d.Draft):
        _remember_births(t, e)
    if e.id in stands.cancelled:
        if isinstance(body, d.AddSource | d.Note):
            t.taken_back.append(e)
        if isinstance(body, _WHO_IS_WHO) and not names_too_many(body):
            t.who_is_who.append(e)
        return
    if d.is_for_another(e):
        t.lapsed[e.id] = NOT_THEIRS
    elif e.id in stands.lapsed:
        t.lapsed[e.id] = stands.lapsed[e.id]
    elif isinstance(body, d.Enact):
        _enact(t, line, stands, e)
    elif isinstance(body, d.Shared):
        if body.members:
            t.proposals[e.id] = e
        if isinstance(body, d.Theme):
            t.themes.setdefault(body.theme, []).append(e)
    elif act := _ACTS.get(type(body)):
        act(t, line, e)


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


def _place(t: Tables, line: Timeline, e: Entry) -> None:
    assert isinstance(e.body, d.Place | d.Remove | d.ConfirmPile)
    if e.body.code not in t.born:
        t.lapsed[e.id] = "the name is not here"
    else:
        t.placings.append(e)
        t.acted_on.add(e.body.code)


def _aside(t: Tables, line: Timeline, e: Entry) -> None:
    """Everyone's setting aside is kept, until somebody who knew of it brings it back, or the same person sets it aside anew."""
    assert isinstance(e.body, d.SetAside | d.BringBack)
    anew = isinstance(e.body, d.SetAside)
    for excerpt in e.body.excerpts:
        stay = (by for by in t.aside.get(excerpt, ()) if not line.knows(e, by) or (anew and by.analyst != e.analyst))
        t.aside[excerpt] = (*stay, e) if anew else tuple(stay)


def _hold(t: Tables, line: Timeline, e: Entry) -> None:
    """Every holding is kept, until somebody who knew of it ends it."""
    assert isinstance(e.body, d.Hold | d.Release)
    for c in e.body.contributions:
        holds = t.held.get(c, ())
        t.held[c] = (*holds, e) if isinstance(e.body, d.Hold) else tuple(by for by in holds if not line.knows(e, by))


def _redact(t: Tables, line: Timeline, e: Entry) -> None:
    """Every redaction is kept, until somebody who knew of it leaves the words as they are."""
    assert isinstance(e.body, d.Redact | d.LeaveAsItIs)
    for passage in e.body.passages:
        by = t.redacted.get(passage, ())
        t.redacted[passage] = (*by, e) if isinstance(e.body, d.Redact) else tuple(each for each in by if not line.knows(e, each))
        if isinstance(e.body, d.LeaveAsItIs):
            t.left.add(passage)


def _sent_together(t: Tables, line: Timeline, e: Entry) -> None:
    """One yes stands beside another; what somebody says who knew of the contrary takes its place, for the contributions it names."""
    assert isinstance(e.body, d.SentTogether)
    for c in e.body.contributions:
        stay = (by for by in t.together.get(c, ()) if not line.knows(e, by) or (_is_yes(by) and _is_yes(e)))
        t.together[c] = (*stay, e)


def _is_yes(e: Entry) -> bool:
    return isinstance(e.body, d.SentTogether) and e.body.answer == "yes"


def _who_is_who(t: Tables, line: Timeline, e: Entry) -> None:
    assert isinstance(e.body, _WHO_IS_WHO)
    if names_too_many(e.body):
        t.lapsed[e.id] = "it speaks of more people at once than anybody can have looked at"
    else:
        t.who_is_who.append(e)


def names_too_many(body: d.Body) -> bool:
    """Whether a decision about who is who names more ids than anybody can have looked at."""
    parts = (body.contributors,) if isinstance(body, d.SamePerson) else body.apart if isinstance(body, d.DifferentPeople) else ()
    return sum(map(len, parts)) > MOST_PEOPLE


def _wider_word(t: Tables, line: Timeline, e: Entry) -> None:
    """What somebody says who knew of another's word takes its place."""
    assert isinstance(e.body, d.WiderWord)
    for words in set(map(own_words, e.body.said.values())) - {"", own_words(d.TAKEN_OUT)}:
        t.wider[words] = (*(by for by in t.wider.get(words, ()) if not line.knows(e, by)), e)


def own_words(text: str) -> str:
    """Where somebody comes from, as it is compared: case and spacing do not matter."""
    return " ".join(text.split()).casefold()


def _join(t: Tables, line: Timeline, e: Entry) -> None:
    assert isinstance(e.body, d.Join)
    known = t.analysts.get(e.body.person)
    if known is not None and not known.left:
        t.lapsed[e.id] = "this person had joined already"
    else:
        t.analysts[e.body.person] = Analyst(e.body.person, e.body.name or (known.name if known else ""), e.time)


def _leave(t: Tables, line: Timeline, e: Entry) -> None:
    assert isinstance(e.body, d.Leave)
    known = t.analysts.get(e.body.person)
    if known is None or known.left or e.analyst != e.body.person:
        t.lapsed[e.id] = "this person was not here" if e.analyst == e.body.person else NOT_THEIRS
    else:
        t.analysts[known.id] = replace(known, left=e.time)


def _join_group(t: Tables, line: Timeline, e: Entry) -> None:
    assert isinstance(e.body, d.JoinGroup | d.LeaveGroup)
    inside = t.groups.setdefault(e.body.group, {})
    if isinstance(e.body, d.JoinGroup):
        inside[e.analyst] = e
        t.group_names.setdefault(e.body.group, e.body.name)
    else:
        inside.pop(e.analyst, None)


def _reopen(t: Tables, line: Timeline, e: Entry) -> None:
    assert isinstance(e.body, d.Reopen)
    target = line.by_id.get(e.body.target)
    if target is None or not isinstance(target.body, d.Shared):
        t.lapsed[e.id] = "what it would open again is not here"
    elif any(r.analyst == e.analyst for r in t.reopens.get(target.id, ())):
        t.lapsed[e.id] = "this person had opened it again once already"
    else:
        t.reopens[target.id] = (*t.reopens.get(target.id, ()), e)


def _own(t: Tables, line: Timeline, e: Entry) -> None:
    assert isinstance(e.body, d.Own)
    for entry in e.body.entries:
        target = line.by_id.get(entry)
        if target is not None and target.analyst == e.analyst:
            t.owned.add(entry)


def _hands(t: Tables, line: Timeline, e: Entry) -> None:
    assert isinstance(e.body, d.Hands)
    t.hands[e.body.proposal] = (*t.hands.get(e.body.proposal, ()), e)


def _add_source(t: Tables, line: Timeline, e: Entry) -> None:
    assert isinstance(e.body, d.AddSource)
    t.sources.setdefault(e.body.source, e)


def _note(t: Tables, line: Timeline, e: Entry) -> None:
    assert isinstance(e.body, d.Note)
    t.notes.setdefault(e.body.contribution, e)


_ACTS: Mapping[type, Callable[[Tables, Timeline, Entry], None]] = {
    d.Place: _place,
    d.Remove: _place,
    d.ConfirmPile: _place,
    d.SetAside: _aside,
    d.BringBack: _aside,
    d.Hold: _hold,
    d.Release: _hold,
    d.Redact: _redact,
    d.LeaveAsItIs: _redact,
    d.SentTogether: _sent_together,
    d.SamePerson: _who_is_who,
    d.DifferentPeople: _who_is_who,
    d.SomeoneElse: _who_is_who,
    d.WiderWord: _wider_word,
    d.Join: _join,
    d.Leave: _leave,
    d.JoinGroup: _join_group,
    d.LeaveGroup: _join_group,
    d.Introduce: lambda t, _, e: t.intros.update({e.analyst: e}),
    d.AddSource: _add_source,
    d.Note: _note,
    d.Confirm: lambda t, _, e: t.confirms.append(e),
    d.Memo: lambda t, _, e: t.memos.append(e),
    d.Draft: lambda t, _, e: t.drafts.append(e),
    d.Version: lambda t, _, e: t.versions.append(e),
    d.Reopen: _reopen,
    d.Own: _own,
    d.Hands: _hands,
}


def _enact(t: Tables, line: Timeline, stands: Standing, enact: Entry) -> None:
    assert isinstance(enact.body, d.Enact)
    proposal = line.by_id[enact.body.proposal]
    if proposal.id in stands.cancelled and proposal.id not in stands.lapsed:
        if enact.body.outcome == rules.AGREED or is_new(proposal):
            _put_into_force(t, line, stands, proposal, enact)  # who built on it did not build on nothing
        t.lapsed[enact.id] = "the proposal was taken back"
    elif proposal.id not in t.proposals:
        t.lapsed[enact.id] = "the proposal it puts into force did not count"
    elif enact.body.outcome == rules.BOTH_STAND:
        if any(_agreed_elsewhere(t, line, stands, e, enact) for e in stands.enacted[proposal.id] if e.order < enact.order and e.id not in t.lapsed):
            t.lapsed[enact.id] = AGREED_ALREADY
            return
        t.beside[proposal.id] = enact
        if is_new(proposal) and not _in_force_already(t, line, stands, proposal, enact):
            _put_into_force(t, line, stands, proposal, enact)
    else:
        is_already = _in_force_already(t, line, stands, proposal, enact)
        if why := _put_into_force(t, line, stands, proposal, enact):  # also another computer's: what comes after may know of that one alone
            t.lapsed[enact.id] = why
        elif not _no_more_beside(t, line, stands, enact) and is_already and not any(line.knows(enact, r) for r in t.reopens.get(proposal.id, ())):
            t.lapsed[enact.id] = "it was in force already"


def _no_more_beside(t: Tables, line: Timeline, stands: Standing, enact: Entry) -> bool:
    """What was ended by time, and is agreed to by a line that knew that, or on another computer in the same round, stands beside nothing."""
    assert isinstance(enact.body, d.Enact)
    for ended in stands.enacted[enact.body.proposal]:
        if ended.order < enact.order and _agreed_elsewhere(t, line, stands, enact, ended):
            t.lapsed[ended.id] = AGREED_ALREADY
    ended_by = t.beside.get(enact.body.proposal)
    if ended_by is None or not (line.knows(enact, ended_by) or ended_by.id in t.lapsed):
        return False
    del t.beside[enact.body.proposal]
    return True


def _agreed_elsewhere(t: Tables, line: Timeline, stands: Standing, agreed: Entry, ended: Entry) -> bool:
    """Whether another computer had put into force, as agreed, what a line, which did not know that, ends by time."""
    assert isinstance(ended.body, d.Enact)
    since = (*stands.enacted[ended.body.proposal], *t.reopens.get(ended.body.proposal, ()))
    return agreed_elsewhere(line, agreed, ended, since)


def _in_force_already(t: Tables, line: Timeline, stands: Standing, proposal: Entry, enact: Entry) -> bool:
    """Whether another enactment put into force all that this one can."""
    if fields := _still_open(t, line, stands, proposal, enact):
        now = [in_force(line, t.settings[key]) for key in fields]
        return all(s is not None and s.proposal is proposal for s in now)
    waits = any(proposal.id in competing(line, t.settings[key]) for key, _ in fields_of(turned(line, proposal)))
    return stands.enacted[proposal.id][0] is not enact and not waits


def _put_into_force(t: Tables, line: Timeline, stands: Standing, proposal: Entry, enact: Entry) -> str:
    """Write down what a proposal changes; the reason when it cannot take effect."""
    body, by = proposal.body, stands.cancelled.get(proposal.id)
    if isinstance(body, d.Undo | d.Redo):
        _turn(t, line, stands, proposal, enact)
        return ""
    if any(thing not in t.born and thing not in t.themes for thing in _rests_on(body)):
        return "the name is not here"
    fields = _still_open(t, line, stands, proposal, enact)
    assert isinstance(body, d.Shared)
    for key in replacing(proposal):
        now = _as_known(t, line, stands, key, enact)
        if not any(s.proposal is proposal for s in now) and _held(line, now) != body.replaces:
            return STALE
    if fields_of(proposal) and not fields:
        return STALE
    for key, value in fields_of(proposal):
        if key in fields:
            t.settings[key].append(Setting(proposal, enact, value, gone=by is not None and is_own(by)))
    if isinstance(body, d.Split) and by is None:
        t.splits[body.code].append(proposal)
    return ""


def _still_open(t: Tables, line: Timeline, stands: Standing, proposal: Entry, enact: Entry) -> list[Field]:
    """The fields that an enactment sets: not what something else set, as far as it knew, since the proposal first took effect."""
    found = []
    for key, _ in fields_of(proposal):
        known = _as_known(t, line, stands, key, enact) if t.settings[key] else []
        mine, now = next((s for s in known if s.proposal is proposal), None), in_force(line, known)
        if mine is None or now is None or now.proposal is proposal or not replaced_since(line, now, mine, known):
            found.append(key)
    return found


def _turn(t: Tables, line: Timeline, stands: Standing, turn: Entry, enact: Entry) -> None:
    """Write down what an undo or redo changes: nothing of what something else has set since what it turns."""
    assert isinstance(turn.body, d.Undo | d.Redo)
    about, by = turned(line, turn), stands.cancelled.get(turn.id)
    for key, _ in fields_of(about):
        known = _as_known(t, line, stands, key, enact)
        first, now = next((s for s in known if s.proposal is about), None), in_force(line, known)
        if isinstance(turn.body, d.Undo):
            sets = now is not None and now.proposal is about
        else:
            sets = first is not None and (now is None or line.knows(first.enact, now.enact))
        t.settings[key].append(Setting(turn, enact, "", turn.body.target, sets, by is not None and is_own(by)))


def _as_known(t: Tables, line: Timeline, stands: Standing, key: Field, by: Entry) -> list[Setting]:
    """The settings of a field as far as a line knew, those taken back among them that it did not know to be."""
    known = [s for s in t.settings[key] if line.knows(by, s.enact)]
    return [replace(s, gone=taken_back(line, s.proposal, by, stands.verdicts)) if s.gone else s for s in known]


def _held(line: Timeline, settings: Sequence[Setting]) -> str:
    now = in_force(line, settings)
    return now.proposal.id if now else ""


def _rests_on(body: object) -> tuple[str, ...]:
    """The names and themes that must be here for a proposal to take effect."""
    match body:
        case d.Merge(codes=codes, into=into):
            return (*codes, into)
        case d.Nest(code=code, under=under):
            return (code, under) if under else (code,)
        case d.Theme(codes=codes):
            return codes
        case d.Relate(one=one, other=other):
            return (one, other)
        case d.Rename(code=code) | d.Define(code=code) | d.Heading(code=code) | d.Split(code=code) | d.PutAway(code=code) | d.Restore(code=code):
            return (code,)
        case _:
            return ()
