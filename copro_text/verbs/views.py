"""Views: what a person sees in a notebook or a terminal when they hear, sort, or ask how things stand."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from copro_text import masks
from copro_text.decisions import CONTENT_NOTE, Memo
from copro_text.readings import HELD, NOT_YET_READ
from copro_text.spans import open_spans
from copro_text.timeline import timeline
from copro_text.verbs import naming, tables
from copro_text.verbs.checking import faults
from copro_text.verbs.sentences import day
from copro_text.verbs.session import Session
from copro_text.verbs.sorting import PileSeen, SortedPiles, sorted_piles
from copro_text.widgets import pages
from copro_text.writers.plain import listed

CALLED = {"excerpts": "paragraphs", "codes": "names"}
"""What a number of the status is called on the screen, where that is another word."""


@dataclass(frozen=True)
class Heard:
    """One contribution, whole: its short id, words, and what is said of where they come from."""

    id: str
    text: str
    about: str
    how: str
    use: bool
    notes: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The short id, what it answers, and how the words came when not straight from whose they are."""
        how = "" if self.how == "own words" else f", {self.how}"
        return f"{self.id}{f' on {self.about!r}' if self.about else ''}{how}"


@dataclass(frozen=True)
class Hearing:
    """Whole contributions in a mixed order."""

    heard: tuple[Heard, ...]
    left: int
    safety: str = ""

    def __iter__(self) -> Iterator[Heard]:
        return iter(self.heard)

    def __len__(self) -> int:
        return len(self.heard)

    @property
    def note(self) -> str:
        """How many nobody has read."""
        return f"{self.left} not yet read. Hearing them changes nothing; putting one with a name does."

    def __repr__(self) -> str:
        shown = [
            f"{h.heading}{ASKED if not h.use else ''}\n{''.join(f'{NOTE}{note}{chr(10)}' for note in h.notes)}{_folded(h.text)}" for h in self.heard
        ]
        return "\n\n".join([*filter(None, [self.safety]), *shown, self.note])

    def _repr_html_(self) -> str:
        safety = [pages.paragraph(self.safety)] if self.safety else []
        return pages.page(*safety, *map(_heard, self.heard), pages.paragraph(self.note, quiet=True))


def _heard(h: Heard) -> str:
    """One contribution; with a content note its words are shown when somebody opens them."""
    words = pages.words(h.text)
    if h.notes:
        words = pages.folded("; ".join(f"{NOTE}{note}" for note in h.notes), words)
    return pages.heading(h.heading) + ("" if h.use else pages.paragraph(ASKED.strip(), quiet=True)) + words


NOTE = "Content note: "
ASKED = " (they asked us not to use these words: to be heard only)"


def hearing(s: Session, n: int, seed: int) -> Hearing:
    """The next whole contributions to hear: those nobody has read first, mixed, no person twice before all were heard once."""
    states = s.states()
    shown = [c for c in s.corpus if states[c.id] != HELD]
    order = random.Random(seed)
    order.shuffle(shown)
    times: dict[str, int] = {}
    turn: dict[str, int] = {}
    for c in shown:
        who = c.said_by[0] if c.said_by else c.id
        turn[c.id] = times[who] = times.get(who, -1) + 1
    shown.sort(key=lambda c: (states[c.id] != NOT_YET_READ, turn[c.id]))
    noted = _content_notes(s)
    heard = tuple(
        Heard(naming.short(c.id), masks.shown(c.text), c.about, c.how, s.permissions.may_use(c), noted.get(c.id, ())) for c in shown[: max(n, 0)]
    )
    return Hearing(heard, sum(state == NOT_YET_READ for state in states.values()), s.book.of_the_study("safety"))


def _content_notes(s: Session) -> Mapping[str, tuple[str, ...]]:
    """By contribution, what those who read first say of it."""
    notes: dict[str, tuple[str, ...]] = {}
    for e in s.book.memos:
        if isinstance(e.body, Memo) and e.body.whose == CONTENT_NOTE:
            about = e.body.about.partition(".")[0]
            notes[about] = (*notes.get(about, ()), e.body.text)
    return notes


@dataclass(frozen=True)
class Status:
    """How a study stands, in numbers."""

    numbers: Mapping[str, int]
    remarks: tuple[str, ...] = ()

    def __getitem__(self, what: str) -> int:
        return self.numbers[what]

    def keys(self) -> list[str]:
        """The names of the numbers."""
        return list(self.numbers)

    @property
    def sentence(self) -> str:
        """In one sentence: the five states add up to all."""
        n = self.numbers
        counted = (("contributions", "contribution"), ("people", "contributor"), ("codes", "name"))
        many = {key: f"{n[key]} {one}" + ("" if n[key] == 1 else "s") for key, one in counted}
        return (
            f"{many['contributions']} by {many['people']}: {n['placed']} placed, {n['set_aside']} set aside, "
            f"{n['part_read']} part read, {n['not_yet_read']} not yet read, {n['held']} held. {many['codes']}."
        )

    def __repr__(self) -> str:
        return "\n".join([self.sentence, *self.remarks])

    def _repr_html_(self) -> str:
        rows = [(CALLED.get(name, name.replace("_", " ")), count) for name, count in self.numbers.items()]
        remarks = [pages.paragraph(remark) for remark in self.remarks]
        return pages.page(pages.paragraph(self.sentence), *remarks, pages.table(("what", "how many"), rows, "How the study stands"))


def status(s: Session) -> Status:
    """How a study stands, with what is not all here or not as it was written."""
    numbers = tables.status(s)
    found = [f"{fault.where}: {fault.what}." for fault in faults(s) if not fault.harmless]
    found += ["What is safe, and what to do about it: study.check(), or `copro check STUDY`."] if found else []
    n = numbers["waiting"]
    waiting = [f"{n} {'proposal waits' if n == 1 else 'proposals wait'} for answers."] if n else []
    out = numbers["taken_out"]
    by_whom = "contribution was taken out by the person who said it" if out == 1 else "contributions were taken out by the people who said them"
    gone = [f"{out} {by_whom}."] if out else []
    return Status(numbers, tuple(whose_view(s) + waiting + gone + found))


def whose_view(s: Session) -> list[str]:
    """That less is seen while somebody works on their own: by whoever does, and by whoever did not say who they are."""
    spans = open_spans(timeline(s.everything)) if s.is_apart else {}
    if s.analyst in spans:
        since = day(spans[s.analyst][0].time)
        return [f"You work on your own since {since}: you see what the others did until then. To see what came since, share: copro share STUDY."]
    alone = listed(s.book.analysts[who].name for who in spans if who in s.book.analysts)
    if not alone:
        return []
    work = "work" if " and " in alone else "works"
    if s.analyst:
        return [f"{alone} {work} on their own first: what waits for them they can answer once they share."]
    return [f"{alone} {work} on their own: this is what everyone saw when they began. For what you see yourself, say who you are: --as NAME."]


@dataclass(frozen=True)
class Piles:
    """The piles the sorter suggests, and what it could not place."""

    run: SortedPiles
    texts: Mapping[str, str]

    def __iter__(self) -> Iterator[PileSeen]:
        return iter(self.run.piles)

    def __len__(self) -> int:
        return len(self.run.piles)

    @property
    def could_not_place(self) -> tuple[str, ...]:
        """Excerpt ids the sorter could not place: to be read first."""
        return self.run.could_not_place

    @property
    def flat(self) -> tuple[str, ...]:
        """Excerpt ids whose pile is not shown, in a drawn order: the group asked whether piles steer it."""
        return self.run.flat

    def __repr__(self) -> str:
        return "\n\n".join([self.run.remark, *(self._told(pile) for pile in self), self._left()])

    def _told(self, pile: PileSeen) -> str:
        like = "\n".join(_folded(_short(self.texts[e]), "   like many:  ") for e in pile.like_many)
        own = "\n".join(_folded(_short(self.texts[e]), "   their own:  ") for e in pile.own_way)
        return "\n".join(
            filter(
                None,
                [f"{pile.number}. {pile.title}  ({pile.size})", f"   {', '.join(pile.keywords)}", pile.remark and f"   {pile.remark}", like, own],
            )
        )

    def _left(self) -> str:
        n = len(self.could_not_place)
        return f"The sorter could not place {n}: read these first." if n else "The sorter placed all of them somewhere; that decides nothing."

    def _repr_html_(self) -> str:
        pieces = [pages.paragraph(self.run.remark)]
        for pile in self:
            pieces += [pages.heading(f"{pile.number}. {pile.title}"), pages.paragraph(pile.size)]
            pieces += [pages.paragraph(said, quiet=True) for said in (", ".join(pile.keywords), pile.remark) if said]
            pieces += [pages.paragraph("Say it like many others:")] + [pages.words(_short(self.texts[e])) for e in pile.like_many]
            pieces += [pages.paragraph("Say it their own way:")] * bool(pile.own_way) + [pages.words(_short(self.texts[e])) for e in pile.own_way]
        return pages.page(*pieces, pages.paragraph(self._left()))


def piles(s: Session) -> Piles:
    """The piles of the last run, with the words of the passages that are shown."""
    run = sorted_piles(s)
    shown = [e for pile in run.piles for e in (*pile.like_many, *pile.own_way)]
    return Piles(run, {e: s.corpus.text(naming.the_excerpt(e, s.corpus)) for e in shown})


def _short(text: str, most: int = 320) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} ..."


def _folded(text: str, lead: str = "   ") -> str:
    lines = [line for part in text.splitlines() for line in (textwrap.wrap(part, 96) or [""])]
    return "\n".join((lead if i == 0 else " " * len(lead)) + line for i, line in enumerate(lines))
