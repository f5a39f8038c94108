"""Records: what every decision has in common, and a line of a log as it was read.

A decision refers to things by id. What a person typed (a label, a reason, a memo) is marked `typed()`: the store keeps it
apart from the ids, each piece with its own salt, so that it can be erased while the record of the act still stands.
A kind that this version does not know becomes `Unknown` and is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

TAKEN_OUT = "[taken out]"


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


@dataclass(frozen=True)
class Unknown:
    """A record of a kind, or of a shape, that this version does not know: kept, and passed by."""

    kind: str


@dataclass(frozen=True)
class TakenOut(Unknown):
    """What a line said before the person it was about took their words out: passed by, as if it had never been said.

    `notes` is the file that a note stood in: the file remains, and holds what others said.
    """

    notes: str = ""


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


def kinds(base: type[Decision]) -> dict[str, type[Decision]]:
    """Every kind of decision below `base`, by its name in a line."""
    found = {base.kind: base} if base.kind else {}
    for sub in base.__subclasses__():
        found |= kinds(sub)
    return found


def read_as(cls: type[Decision] | None, kind: str, payload: Mapping[str, Any], words: Mapping[str, str]) -> Body:
    """The decision that a line holds; `Unknown` when its kind (`cls` is None) or shape is not one this version knows."""
    if cls is None:
        return Unknown(kind)
    try:
        return cls(**{f.name: _read(f, hint, payload, words) for f, hint in _shape(cls) if _is_there(f, payload, words)})
    except (Malformed, TypeError):
        return Unknown(kind)


def _shape(cls: type[Decision]) -> tuple[tuple[Field[Any], Any], ...]:
    if cls not in _SHAPES:
        hints = get_type_hints(cls)
        _SHAPES[cls] = tuple((f, hints[f.name]) for f in fields(cls))
    return _SHAPES[cls]


_SHAPES: dict[type[Decision], tuple[tuple[Field[Any], Any], ...]] = {}


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
