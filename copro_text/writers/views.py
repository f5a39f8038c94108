"""What an output may say, as small frozen records: nothing in here needs to be asked for permission again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from copro_text.writers.later_views import DecisionShown, DoneShown, Later, LinesShown, PassageShown, SessionShown, StoriesShown, Traced
from copro_text.writers.plain import listed, n
from copro_text.writers.quotes import Quote

__all__ = [
    "DecisionShown",
    "DoneShown",
    "Edition",
    "HistoryRow",
    "Later",
    "LinesShown",
    "NameView",
    "PassageShown",
    "PileShown",
    "PileView",
    "PlacingView",
    "ProposalView",
    "Quote",
    "Reason",
    "RelationShown",
    "SessionShown",
    "SourceView",
    "StateRow",
    "StoriesShown",
    "Tally",
    "Traced",
    "UnclearShown",
    "Wanted",
    "Wording",
]


WROTE, SPOKE, BOTH = "wrote", "spoke", "spoke or wrote"
OFFERED, BEFORE, WAITS, STANDS = "offered", "said before", "has proposed", "says, beside it,"
"""How a wording that is not in force stands: another person's, an earlier one of the same person, one that waits for answers."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many spoke: people first. `unsigned` are texts whose writer is not known; `did` is what they did: of a recording they spoke."""

    people: int = 0
    groups: int = 0
    texts: int = 0
    unsigned: int = 0
    did: str = WROTE

    def said(self, of: Tally | None = None) -> str:
        """In words: "3 people and 1 group", or of all: "3 of the 41 people who wrote, and 1 group"."""
        parts = []
        if self.people or not (self.groups or self.unsigned):
            parts.append(n(self.people, "person", "people") if of is None else _of(self.people, of.people, of.did))
        parts += [n(self.groups, "group")] if self.groups else []
        parts += [f"{n(self.unsigned, 'text')} whose {self._who} is not known"] if self.unsigned else []
        return listed(parts) if of is None else ", and ".join(parts)

    def told(self) -> str:
        """In words, with what they did: "25 people wrote, in 27 texts; of 2 of these the writer is not known"."""
        signed = replace(self, unsigned=0)
        if self.texts == self.unsigned:
            return f"{n(self.texts, 'text')} came in whose {self._who} is not known" if self.texts else f"{self.said()} {self.did}"
        unknown = f"; of {self.unsigned:,} of these the {self._who} is not known" if self.unsigned else ""
        return f"{signed.said()} {self.did}, in {n(self.texts, 'text')}{unknown}"

    @property
    def _who(self) -> str:
        return "speaker" if self.did == SPOKE else "writer"


def _of(some: int, everyone: int, did: str) -> str:
    return f"the one person who {did}" if some == everyone == 1 else f"{some:,} of the {n(everyone, 'person', 'people')} who {did}"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason somebody gave, with how many people and texts it is about."""

    because: str
    who: Tally


@dataclass(frozen=True, slots=True)
class LetterShown:
    """A letter that people confirmed: who sent it, and who sent it word for word."""

    who: Tally
    same: Tally


@dataclass(frozen=True, slots=True)
class Wording:
    """Something said about a name by a co-analyst: another wording, a reason, an answer. `how` a wording stands: one of the four above."""

    text: str
    by: str
    because: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class NameView:
    """A name and what was put with it.

    Attributes
    ----------
    key
        Ten hex digits that stand for the name.
    who
        Those whose passages a person put here.
    one_by_one, bulk
        Passages put here one by one, and only in bulk.
    read_differently
        Passages that one co-analyst put here and another says do not belong.
    suggested
        Passages that the sorter suggests and nobody has answered: kept apart, never counted with the others.
    withheld
        Passages put here that are not quoted: how many for each reason of `WITHHELD`.
    differently
        Answers to what was agreed: "no" or "not sure".
    most_from_one
        How many of the quotations are by the one person who said most of them.
    under
        The key of the name that it was put under, or "".
    """

    key: str
    label: str
    definition: str = ""
    heading: str = ""
    state: str = "in use"
    is_draft: bool = False
    who: Tally = Tally()
    one_by_one: int = 0
    bulk: int = 0
    read_differently: int = 0
    suggested: int = 0
    quotes: tuple[Quote, ...] = ()
    withheld: Mapping[str, int] = field(default_factory=dict)
    because: tuple[str, ...] = ()
    wordings: tuple[Wording, ...] = ()
    differently: tuple[Wording, ...] = ()
    joined_from: tuple[str, ...] = ()
    most_from_one: int = 0
    under: str = ""

    @property
    def offered(self) -> tuple[Wording, ...]:
        """Wordings of others than the one who proposed what is in force: what was said before, and what waits, is told elsewhere."""
        return tuple(w for w in self.wordings if w.how in (OFFERED, STANDS))

    @property
    def placed(self) -> int:
        """Passages that people put here."""
        return self.one_by_one + self.bulk


@dataclass(frozen=True, slots=True)
class PlacingView:
    """One co-analyst's putting a passage with a name, or saying that it does not belong. `words` only where they may be quoted."""

    mark: str
    name: str
    heading: str
    belongs: bool
    analyst: str
    bulk: bool
    because: str
    how: str
    words: str
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class CellView:
    """What of one contribution was put with one name: how many passages, and their words where these may be quoted."""

    passages: int
    quotes: tuple[Quote, ...] = ()
    withheld: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowView:
    """One contribution beside the names: `cells` by the name's key. `id` and `who` are short ids, and only in a group edition."""

    state: str
    cells: Mapping[str, CellView]
    id: str = ""
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PileView:
    """A pile as the study hands it over: excerpt ids, and counts. Number -1 holds what the sorter could not place."""

    number: int
    title: str = ""
    keywords: tuple[str, ...] = ()
    people: int = 0
    texts: int = 0
    perspectives: tuple[str, ...] = ()
    like_many: tuple[str, ...] = ()
    own_way: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PileShown:
    """A pile as an output may show it."""

    number: int
    title: str
    keywords: tuple[str, ...]
    people: int
    texts: int
    perspectives: tuple[str, ...]
    like_many: tuple[Quote, ...]
    own_way: tuple[Quote, ...]
    withheld: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A change that waits. `held_up` are answers of no, and of those who do not understand it yet."""

    text: str
    by: str
    waits_for: tuple[str, ...]
    why: str
    because: str
    held_up: tuple[Wording, ...] = ()


@dataclass(frozen=True)
class ThemeShown:
    """A sentence that people stand behind: the labels of the names it rests on, and how many passages speak against it.

    `everyone` is False when it stands beside what others say, since not all agreed. `key` is its mark.
    """

    sentence: str
    names: tuple[str, ...]
    against: int
    everyone: bool = True
    goes_against: tuple[Quote, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class RelationShown:
    """How one name or theme bears on another, in people's words; as text it is a sentence. `key` is its mark."""

    one: str
    how: str
    other: str
    key: str = ""

    def __str__(self) -> str:
        return f"“{self.one}” {self.how} “{self.other}”"


@dataclass(frozen=True, slots=True)
class UnclearShown:
    """What somebody marked as not clear to them: what it is called, and what they wrote."""

    about: str
    says: str


@dataclass(frozen=True)
class StateRow:
    """How many texts are in one state, and from whom."""

    state: str
    who: Tally


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where it came from: `found == read + sum of left_out`."""

    name: str
    format: str
    found: int
    read: int
    left_out: tuple[tuple[str, int], ...]
    faults: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """Decisions of one kind, and how many of them were taken back or had no effect."""

    what: str
    count: int
    taken_back: int
    lapsed: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Wanted:
    """How an output is to be set out.

    Attributes
    ----------
    final
        Whether it is the last: nothing may be open that only a draft may have.
    large
        Large and plain.
    hints
        Whether the program says, below what people marked, which sentences are long and which words are hard.
    templates
        What the group put in place of ours: file name -> its bytes.
    measure
        A table of dates and numbers that the team brings, for a run chart.
    even_so
        Whether it is written though it differs by the words of very few from the one before.
    """

    final: bool = False
    large: bool = False
    hints: bool = False
    templates: Mapping[str, bytes] = field(default_factory=dict)
    measure: bytes = b""
    even_so: bool = False


@dataclass(frozen=True)
class Edition:
    """Everything an output may say about a study, already filtered by permission. Made by `edition`.

    Attributes
    ----------
    version, at
        Name of the fixed version, "" for a draft; short digest of the lines it rests on.
    everyone
        All whose words may be used.
    account
        Where each text stands. Adds up to `texts`, with those that may not be used as the last row.
    names
        Names in use and put away, in the order they were first spoken of. Joined names stand with the one they were joined to.
    waiting_names
        Names that were proposed and are not in force: what was put with them is placed, and quoted nowhere.
    not_used
        Those who asked us not to use their words.
    not_asked, said_no, to_confirm
        People who were not asked about being quoted; who said no; whose yes still has to be confirmed.
    credits, authors, credits_to_confirm, credits_without_name
        The lines exactly as asked; those of them that are of authors; how many more asked and are still to be confirmed; how many are to be
        credited and nobody knows under which name.
    credits_told, credits_unexplained
        Of the credits, how many were not asked for in what was found in people's words: one of us wrote down how we know, or nobody did.
    withheld
        Different passages that people placed and that are not quoted, by reason.
    perspectives, perspectives_not_shown
        In people's own words, when at least ten people said yes to that; how many others said where they come from.
    wider
        The group's wider words for where people come from, with how many people each is for: none for fewer than ten.
    not_placed
        Texts that the sorter could not place.
    rule, promise
        Our rule, in a sentence, where more than one person decides; what the group promises those who wrote.
    letters
        The letters that several people sent, as a person confirmed them.
    themes, relations
        The sentences that people stand behind; how names and themes bear on each other, a sentence each.
    how_we_worked, who_we_are, licence
        As people wrote them; never made up.
    unclear
        What somebody marked "not clear to me", as long as nobody said why it stays.
    audience
        "public", or "group": only then do passages say whose they are.
    wanted
        How it is to be set out.
    later
        What only some outputs need.
    rows
        The contributions that may be used and are not held, in an order that says nothing.
    study
        The mark of the study.
    """

    question: str
    title: str
    approach: str
    version: str
    at: str
    today: str
    everyone: Tally
    kinds: tuple[tuple[str, int], ...]
    texts: int
    account: tuple[StateRow, ...]
    names: tuple[NameView, ...]
    waiting_names: tuple[NameView, ...]
    placings: tuple[PlacingView, ...]
    not_used: Tally
    held: Tally
    not_asked: int
    said_no: int
    to_confirm: int
    credits: tuple[str, ...]
    credits_told: int
    credits_unexplained: int
    credits_to_confirm: int
    withheld: Mapping[str, int]
    quoted: int
    set_aside: tuple[Reason, ...]
    perspectives: tuple[str, ...]
    perspectives_not_shown: int
    piles: tuple[PileShown, ...]
    not_placed: int
    map_png: bytes | None
    map_alt: str
    waiting: tuple[ProposalView, ...]
    still_open: tuple[str, ...]
    sources: tuple[SourceView, ...]
    memos: tuple[str, ...]
    analysts: tuple[str, ...]
    history: tuple[HistoryRow, ...]
    settings: tuple[tuple[str, str], ...]
    rule: str = ""
    promise: str = ""
    themes: tuple[ThemeShown, ...] = ()
    letters: tuple[LetterShown, ...] = ()
    relations: tuple[RelationShown, ...] = ()
    how_we_worked: tuple[str, ...] = ()
    who_we_are: tuple[str, ...] = ()
    licence: str = ""
    unclear: tuple[UnclearShown, ...] = ()
    audience: str = "public"
    wanted: Wanted = field(default_factory=lambda: Wanted())
    wider: tuple[tuple[str, int], ...] = ()
    later: Later = field(default_factory=lambda: Later())

    @cached_property
    def traces(self) -> tuple[Traced, ...]:
        """What each mark leads to: for the group alone, who can then follow it on the page."""
        return self.later.traces() if self.audience == "group" else ()

    @cached_property
    def trace_marks(self) -> frozenset[str]:
        """The marks that lead somewhere on the page."""
        return frozenset(t.mark for t in self.traces)

    @cached_property
    def decisions(self) -> tuple[DecisionShown, ...]:
        """Every decision, in order."""
        return self.later.decisions()

    @cached_property
    def lines(self) -> tuple[LinesShown, ...]:
        """Short lines that may be quoted, by name."""
        return self.later.lines()

    @cached_property
    def sessions(self) -> tuple[SessionShown, ...]:
        """What was said in each session."""
        return self.later.sessions()

    @cached_property
    def stories(self) -> tuple[StoriesShown, ...]:
        """What is quoted under each name, by where people come from."""
        return self.later.stories()

    @cached_property
    def done(self) -> tuple[DoneShown, ...]:
        """What people wrote of what was done, and what was not, by theme or name."""
        return self.later.done()

    rows: tuple[RowView, ...] = ()
    study: str = ""
    credits_without_name: int = 0
    authors: tuple[str, ...] = ()

    @property
    def in_use(self) -> tuple[NameView, ...]:
        """Names that are in use."""
        return tuple(name for name in self.names if name.state == "in use")

    @cached_property
    def searchable(self) -> tuple[Quote, ...]:
        """Quotations whose writers can be found by searching for their words, though they are not named beside them."""
        shown = [*(q for name in self.in_use for q in name.quotes), *(q for theme in self.themes for q in theme.goes_against)]
        return tuple({q.mark: q for q in shown if q.is_online and not q.credit}.values())

    @property
    def is_fixed(self) -> bool:
        """Whether it cites a fixed version."""
        return bool(self.version)
