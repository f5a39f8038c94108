"""What a codebook holds: names, their wordings, who put what with them, themes, and how they bear on each other."""

from __future__ import annotations

from dataclasses import dataclass

from copro_text.corpus import Excerpt

IN_USE, WAITING, JOINED, PUT_AWAY = "in use", "waiting", "joined", "put away"


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording that was offered for a name, whether or not it was chosen; `stands` when the group let it stand beside the one in force."""

    text: str
    decision: str
    analyst: str
    because: str
    chosen: bool
    stands: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """What people called something. Its id never changes.

    `label` is "" while it is a draft that nobody has named. `heading` is where it belongs in what the group writes. `run` and
    `pile` say which pile it was drafted from. `into` is the code it was joined to, `of` the one it was parted from, `under` the
    one it was put under.
    """

    id: str
    label: str
    definition: str
    heading: str
    state: str
    wordings: tuple[Wording, ...] = ()
    run: str = ""
    pile: int = -1
    into: str = ""
    of: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Placing:
    """One analyst's putting an excerpt with a code, or refusing it (`belongs` False).

    `acted_on` is the code the person acted on; `code` what it reads as now.
    """

    entry: str
    analyst: str
    excerpt: Excerpt
    code: str
    acted_on: str
    belongs: bool
    bulk: bool
    because: str


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A sentence that people stand behind, what it rests on, and what speaks against it; `names` read as they do now."""

    id: str
    sentence: str
    names: tuple[str, ...]
    passages: tuple[str, ...]
    against: tuple[str, ...]
    state: str
    wordings: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """How one name or theme bears on another, in people's words."""

    id: str
    one: str
    how: str
    other: str
    entry: str
