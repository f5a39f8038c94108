"""Decisions: the small frozen records that people make, one class for each kind.

What they have in common is in `records`. A kind is never changed once there are studies that hold it: a field that is added
has a default, so that old lines read as they did.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from copro_text.records import TAKEN_OUT, Body, Decision, Entry, Malformed, Shared, TakenOut, Unknown, kinds, read_as, typed, typed_each

__all__ = [
    "ANSWERS",
    "CONTENT_NOTE",
    "KINDS",
    "MEMO_KINDS",
    "ONLY_ONESELF",
    "TAKEN_OUT",
    "YES_NO",
    "Body",
    "Decision",
    "Entry",
    "Malformed",
    "Shared",
    "TakenOut",
    "Unknown",
    "decision",
    "is_for_another",
]

CONTENT_NOTE = "content note"
HOW_WE_WORKED, WHO_WE_ARE, LICENCE, NOT_CLEAR = "how we worked", "who we are", "licence", "not clear to me"
WAS_DONE, WAS_NOT = "was done", "was not done"
MEMO_KINDS = ("mine", "ours", "for the report", "a word to keep", CONTENT_NOTE, HOW_WE_WORKED, WHO_WE_ARE, LICENCE, NOT_CLEAR, WAS_DONE, WAS_NOT)
ANSWERS = ("yes", "can live with it", "not sure", "need time", "don't understand", "no")
YES_NO = ("yes", "no", "not asked")


# who is here


@dataclass(frozen=True, kw_only=True)
class Join(Decision):
    """Someone joins: from here on they are a co-analyst."""

    kind = "join"
    person: str
    name: str = typed()


@dataclass(frozen=True, kw_only=True)
class Leave(Decision):
    """Someone leaves: what they did stays; what is proposed from here on no longer asks them. They may join again."""

    kind = "leave"
    person: str
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class Introduce(Decision):
    """What a co-analyst says of themselves, in their own words."""

    kind = "introduce"
    text: str = typed()


@dataclass(frozen=True, kw_only=True)
class JoinGroup(Decision):
    """Put oneself into a group made for a purpose, such as the people a rule asks; the first one in gives it its name."""

    kind = "join_group"
    group: str
    name: str = typed("")


@dataclass(frozen=True, kw_only=True)
class LeaveGroup(Decision):
    """Take oneself out of a group."""

    kind = "leave_group"
    group: str


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


@dataclass(frozen=True, kw_only=True)
class Promise(Shared):
    """What the group promises those who wrote, in its own words."""

    kind = "promise"
    text: str = typed()


@dataclass(frozen=True, kw_only=True)
class Safety(Shared):
    """What the group does if somebody may be at risk, in its own words: shown before anything is heard."""

    kind = "safety"
    text: str = typed()


@dataclass(frozen=True, kw_only=True)
class SetRule(Shared):
    """Our rule from now on: one of `rules.SAYS`, with its numbers. `group` is an id of a group that people put themselves into."""

    kind = "rule"
    says: str
    n: int = 0
    days: int = 0
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class HalfWithout(Shared):
    """For a random half of the contributions the sorter's pile is not shown to those who said yes; `seed` draws the half, `run` has the piles."""

    kind = "half_without"
    run: str
    seed: str


@dataclass(frozen=True, kw_only=True)
class BeginAgain(Shared):
    """Begin again: the names then in use are put away, with all that was put with them."""

    kind = "begin_again"
    codes: tuple[str, ...]


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


@dataclass(frozen=True, kw_only=True)
class Nest(Shared):
    """Put a name under another; "" takes it out from under any."""

    kind = "nest"
    code: str
    under: str


@dataclass(frozen=True, kw_only=True)
class PutAway(Shared):
    """Take a name out of use; what was put with it is kept."""

    kind = "put_away"
    code: str


@dataclass(frozen=True, kw_only=True)
class Restore(Shared):
    """Take a name that was put away into use again."""

    kind = "restore"
    code: str


@dataclass(frozen=True, kw_only=True)
class Theme(Shared):
    """A sentence the group stands behind, the names and passages it rests on, and the passages that speak against it."""

    kind = "theme"
    theme: str
    codes: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    sentence: str = typed()


@dataclass(frozen=True, kw_only=True)
class Relate(Shared):
    """Say how one name or theme bears on another, such as "gets in the way of"."""

    kind = "relate"
    relation: str
    one: str
    other: str
    how: str = typed()


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
class Redact(Decision):
    """Show a word such as [name] in place of passages, everywhere; `instead` is one of `masks.INSTEAD`. What was said stays as it is."""

    kind = "redact"
    passages: tuple[str, ...]
    instead: str
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class LeaveAsItIs(Decision):
    """Show passages as they are: nobody need look at them again, and a redaction of just these ends."""

    kind = "leave_as_it_is"
    passages: tuple[str, ...]
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class SentTogether(Decision):
    """Say whether contributions are one letter that several people sent, with or without words of their own; `answer` is yes or no."""

    kind = "sent_together"
    contributions: tuple[str, ...]
    answer: str
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class SamePerson(Decision):
    """Say that contributors are one person, known under several ids. What each said and allowed stays theirs: undone, all is as before."""

    kind = "same_person"
    contributors: tuple[str, ...]
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class DifferentPeople(Decision):
    """Say that the contributors in one part of `apart` are none of those in another: it ends what was said of their being one person."""

    kind = "different_people"
    apart: tuple[tuple[str, ...], ...]
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class SomeoneElse(Decision):
    """Say that somebody else, known as `person` from now on, said what came under a contributor's id: (contributor, contribution) each."""

    kind = "someone_else"
    said: tuple[tuple[str, str], ...]
    person: str
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class WiderWord(Decision):
    """Say a wider word for where people say they come from; "" ends it. `said` are their own words, by running number: these stay."""

    kind = "wider_word"
    word: str = typed("")
    said: Mapping[str, str] = typed_each()
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
    """The rule is met: `outcome` says how, one of `rules.OUTCOMES`. An outcome that rests on time names the time (UTC) in `at`."""

    kind = "enact"
    proposal: str
    outcome: str = "agreed"
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class Hands(Decision):
    """A nameless count of hands about a proposal: (answer, how many) each. It is printed; it answers for nobody."""

    kind = "hands"
    proposal: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Reopen(Decision):
    """Ask the group to look once more at what is in force; it stays in force meanwhile. `members` are those whom our rule asked then."""

    kind = "reopen"
    target: str
    members: tuple[str, ...]
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class Own(Decision):
    """Say that what another person entered for one is as one meant it."""

    kind = "own"
    entries: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Strike(Decision):
    """Take back what another person entered for one."""

    kind = "strike"
    entry: str
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class OnOurOwn(Decision):
    """Work without seeing the others, and unseen by them, until one shares."""

    kind = "on_our_own"


@dataclass(frozen=True, kw_only=True)
class Share(Decision):
    """End one's working on one's own: what one did is open to those who have shared too."""

    kind = "share"


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
    because: str = typed("")


# words taken out


@dataclass(frozen=True, kw_only=True)
class Withdraw(Decision):
    """Take people's words out, for good: no one's agreement is needed, and nothing undoes it.

    `contributors` take out all they said, also what a later export brings; `contributions` are texts by themselves. `texts`
    are keyed digests (text versions) of the words, so that they are known again in an export that numbers them otherwise.
    """

    kind = "withdraw"
    contributors: tuple[str, ...] = ()
    contributions: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class EraseWords(Decision):
    """Take out what was typed with a decision; the record of the act stays."""

    kind = "erase_words"
    entry: str
    because: str = typed("")


@dataclass(frozen=True, kw_only=True)
class Erased(Decision):
    """A device did what a withdrawal or an erasing asks: in the corpus, its own logs (`logs`), its cache and its outputs."""

    kind = "erased"
    of: str
    logs: tuple[str, ...] = ()


ONLY_ONESELF = (Leave, Own, Strike, OnOurOwn, Share, JoinGroup, LeaveGroup)
"""What nobody does for another, whoever types: such a line that another typed has no effect."""


def is_for_another(e: Entry) -> bool:
    """Whether somebody did for another what nobody does for another."""
    return e.entered_by != e.analyst and isinstance(e.body, ONLY_ONESELF)


KINDS: Mapping[str, type[Decision]] = types.MappingProxyType(kinds(Decision))


def decision(kind: str, payload: Mapping[str, Any], words: Mapping[str, str]) -> Body:
    """The decision that a line holds; `Unknown` when its kind or shape is not one this version knows."""
    return read_as(KINDS.get(kind), kind, payload, words)
