"""Decisions: the small frozen records that people make, one class for each kind.

A decision refers to things by id. What a person typed (a label, a reason, a memo) is marked `typed()`: the store keeps it
apart from the ids, each piece with its own salt, so that it can be erased while the record of the act still stands.
A kind that this version does not know becomes `Unknown` and is kept.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

TAKEN_OUT = "[taken out]"
MEMO_KINDS = ("mine", "ours", "for the report")
ANSWERS = ("yes", "can live with it", "not sure", "need time", "don't understand", "no")
YES_NO = ("yes", "no", "not asked")


class Malformed(ValueError):
    """A record that does not have the shape of its kind."""


def typed(default: str | None = None) -> Any:
    """A field that holds words a person typed."""
    return field(metadata={"typed": True}) if default is None else field(default=default, metadata={"typed": True})


def typed_each() -> Any:
    """A field that holds words a person typed, one for each id."""
    return field(default_factory=dict, metadata={"typed": True})


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Any decision."""

    kind: ClassVar[str] = ""

    def payload(self) -> dict[str, Any]:
        """The ids and settings, as plain JSON values."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self) if not f.metadata.get("typed")}

    def words(self) -> dict[str, str]:
        """What a person typed, by field; a field with one text for each id gives `field:id`. Empty texts are left out."""
        found: dict[str, str] = {}
        for f in (f for f in fields(self) if f.metadata.get("typed")):
            value = getattr(self, f.name)
            found |= {f"{f.name}:{key}": text for key, text in value.items()} if isinstance(value, Mapping) else {f.name: value}
        return {name: text for name, text in found.items() if text}


@dataclass(frozen=True, kw_only=True)
class Shared(Decision):
    """A change to what the group shares: a proposal, in force only once an `Enact` says so.

    Attributes
    ----------
    rule
        Id of the decision that set the rule in force when it was made, or "default".
    members
        The analysts who had joined then: whose answers the rule asks for.
    replaces
        Id of the decision whose wording it would replace, or "".
    """

    rule: str = "default"
    members: tuple[str, ...] = ()
    replaces: str = ""
    because: str = typed("")


# who is here


@dataclass(frozen=True, kw_only=True)
class Join(Decision):
    """Someone joins: from here on they are a co-analyst."""

    kind = "join"
    person: str
    name: str = typed()


# the study


@dataclass(frozen=True, kw_only=True)
class Question(Shared):
    """What the consultation asks."""

    kind = "question"
    text: str = typed()


@dataclass(frozen=True, kw_only=True)
class Title(Shared):
    """What the study is called."""

    kind = "title"
    text: str = typed()


@dataclass(frozen=True, kw_only=True)
class Approach(Shared):
    """How the group means to work."""

    kind = "approach"
    text: str = typed()


# what came in


@dataclass(frozen=True, kw_only=True)
class AddSource(Decision):
    """Bring in a source whose contributions stand in the corpus folder."""

    kind = "add_source"
    source: str
    fingerprint: str
    name: str = typed("")


@dataclass(frozen=True, kw_only=True)
class Note(Decision):
    """Bring in words typed by hand, kept in this writer's notes file as the line of this digest."""

    kind = "note"
    contribution: str
    digest: str
    notes: str


@dataclass(frozen=True, kw_only=True)
class Confirm(Decision):
    """What a person settled about a contributor's wish or perspective.

    `evidence` is an excerpt id, or the reason was typed. `contribution` narrows it to one text. `seen` lists the texts
    (contribution.version) in which something was found about this, so that a "no" that comes later still counts.
    """

    kind = "confirm"
    contributor: str
    about: str
    answer: str
    contribution: str = ""
    evidence: str = ""
    seen: tuple[str, ...] = ()
    value: str = typed("")
    because: str = typed("")


# names


@dataclass(frozen=True, kw_only=True)
class Draft(Decision):
    """Names drafted from a run's piles: (code id, pile number) each."""

    kind = "draft"
    run: str
    codes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Name(Shared):
    """A new name."""

    kind = "name"
    code: str
    label: str = typed()
    definition: str = typed("")


@dataclass(frozen=True, kw_only=True)
class Rename(Shared):
    """Call a code something else."""

    kind = "rename"
    code: str
    label: str = typed()


@dataclass(frozen=True, kw_only=True)
class Define(Shared):
    """Say what a code means."""

    kind = "define"
    code: str
    definition: str = typed()


@dataclass(frozen=True, kw_only=True)
class Heading(Shared):
    """Say under which heading of what the group writes a code belongs, such as "What it isn't"; "" takes it from under any."""

    kind = "heading"
    code: str
    text: str = typed("")


@dataclass(frozen=True, kw_only=True)
class Merge(Shared):
    """Join names: what was put with any of `codes` reads as put with `into`, until this is undone."""

    kind = "merge"
    codes: tuple[str, ...]
    into: str


@dataclass(frozen=True, kw_only=True)
class Split(Shared):
    """Part a name: new names with the excerpts that go to each; all else stays."""

    kind = "split"
    code: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    labels: Mapping[str, str] = typed_each()


# placings


@dataclass(frozen=True, kw_only=True)
class Place(Decision):
    """Put excerpts with a name."""

    kind = "place"
    excerpts: tuple[str, ...]
    code: str
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class Remove(Decision):
    """Say that excerpts do not belong with a name; one's own earlier putting no longer stands."""

    kind = "remove"
    excerpts: tuple[str, ...]
    code: str
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class ConfirmPile(Decision):
    """Put all of a pile with a name at once: recorded as done in bulk."""

    kind = "confirm_pile"
    excerpts: tuple[str, ...]
    code: str
    run: str
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class SetAside(Decision):
    """Set excerpts aside, with the reason."""

    kind = "set_aside"
    excerpts: tuple[str, ...]
    because: str = typed()


@dataclass(frozen=True, kw_only=True)
class BringBack(Decision):
    """Take excerpts up again."""

    kind = "bring_back"
    excerpts: tuple[str, ...]
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class Hold(Decision):
    """Keep contributions back for now: counted, not shown."""

    kind = "hold"
    contributions: tuple[str, ...]
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class Release(Decision):
    """End a holding."""

    kind = "release"
    contributions: tuple[str, ...]
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class Memo(Decision):
    """A note about anything with an id; `whose` is one of `MEMO_KINDS`."""

    kind = "memo"
    about: str
    whose: str
    text: str = typed()


# deciding together, taking back


@dataclass(frozen=True, kw_only=True)
class Answer(Decision):
    """One person's answer to a proposal: one of `ANSWERS`."""

    kind = "answer"
    proposal: str
    answer: str
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class Enact(Decision):
    """The rule is met: the proposal takes effect. `outcome` says how ("agreed")."""

    kind = "enact"
    proposal: str
    outcome: str = "agreed"


@dataclass(frozen=True, kw_only=True)
class Undo(Shared):
    """Cancel one decision. A person's own act lapses at once; what the group enacted only when this is enacted too."""

    kind = "undo"
    target: str


@dataclass(frozen=True, kw_only=True)
class Redo(Shared):
    """Cancel an undo."""

    kind = "redo"
    target: str


@dataclass(frozen=True, kw_only=True)
class Version(Decision):
    """A named state: exactly the lines up to these heads, (log, seq, hash) each."""

    kind = "version"
    at: tuple[tuple[str, int, str], ...]
    name: str = typed()


@dataclass(frozen=True)
class Unknown:
    """A record of a kind, or of a shape, that this version does not know: kept, and passed by."""

    kind: str


Body = Decision | Unknown


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a log: a decision with who, when, and what its writer had seen.

    Attributes
    ----------
    id, log
        128 random bits each, as 32 hex digits.
    seq
        Place in its log, from 0 without gaps.
    clock
        Lamport clock: greater than that of every line its writer had seen.
    analyst, entered_by
        Whose decision it is; who typed it.
    present
        Who was in the room. Counts as nothing until each is asked.
    heads
        Other logs' last lines that were new to this log: (log, seq, hash) each.
    """

    id: str
    log: str
    seq: int
    clock: int
    time: str
    analyst: str
    entered_by: str
    present: tuple[str, ...]
    body: Body
    heads: tuple[tuple[str, int, str], ...] = ()

    @property
    def order(self) -> tuple[int, str, int]:
        """Among lines that did not know of each other: clock, then log, then place."""
        return (self.clock, self.log, self.seq)


def _kinds(base: type[Decision]) -> dict[str, type[Decision]]:
    found = {base.kind: base} if base.kind else {}
    for sub in base.__subclasses__():
        found |= _kinds(sub)
    return found


KINDS: Mapping[str, type[Decision]] = types.MappingProxyType(_kinds(Decision))


def decision(kind: str, payload: Mapping[str, Any], words: Mapping[str, str]) -> Body:
    """The decision that a line holds; `Unknown` when its kind or shape is not one this version knows."""
    cls = KINDS.get(kind)
    if cls is None:
        return Unknown(kind)
    try:
        return cls(**{f.name: _read(f, hint, payload, words) for f, hint in _SHAPES[kind] if _is_there(f, payload, words)})
    except (Malformed, TypeError):
        return Unknown(kind)


def _shape(cls: type[Decision]) -> tuple[tuple[Field[Any], Any], ...]:
    hints = get_type_hints(cls)
    return tuple((f, hints[f.name]) for f in fields(cls))


_SHAPES = {kind: _shape(cls) for kind, cls in KINDS.items()}


def _is_there(f: Field[Any], payload: Mapping[str, Any], words: Mapping[str, str]) -> bool:
    if not f.metadata.get("typed"):
        return f.name in payload
    return f.name in words or f.default_factory is not MISSING or f.default is MISSING


def _read(f: Field[Any], hint: Any, payload: Mapping[str, Any], words: Mapping[str, str]) -> Any:
    if not f.metadata.get("typed"):
        return _value(hint, payload[f.name])
    if f.default_factory is not MISSING:
        return {name.partition(":")[2]: text for name, text in words.items() if name.startswith(f"{f.name}:")}
    return words.get(f.name, "")


def _value(hint: Any, given: Any) -> Any:
    """`given` as the type that `hint` names: str, int, or tuples of these."""
    if get_origin(hint) is not tuple:
        if type(given) is not hint:
            raise Malformed
        return given
    if not isinstance(given, list):
        raise Malformed
    inner = get_args(hint)
    if inner[-1] is Ellipsis:
        return tuple(_value(inner[0], each) for each in given)
    if len(inner) != len(given):
        raise Malformed
    return tuple(_value(h, each) for h, each in zip(inner, given, strict=True))


def _plain(value: Any) -> Any:
    return [_plain(each) for each in value] if isinstance(value, tuple) else value
