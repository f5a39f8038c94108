"""The edition: everything an output may say, already filtered by permission.

Writers get nothing else: what is not in an edition cannot get into an output.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import PurePosixPath, PureWindowsPath

from copro_text import decisions as d
from copro_text.codebook import WAITING, Codebook
from copro_text.corpus import Corpus, Source, mark_of
from copro_text.fold import own_words
from copro_text.permission import Permissions
from copro_text.readings import NOT_YET_READ, STATES
from copro_text.writers.crediting import TOLD, UNEXPLAINED, author_lines, credited_lines, everybody, to_confirm, without_name
from copro_text.writers.gather import Gathering
from copro_text.writers.later import later
from copro_text.writers.noted import licence, noted, unclear
from copro_text.writers.plain import be, clean, n, one_line
from copro_text.writers.quotes import WAITS, Quote
from copro_text.writers.rows import rows
from copro_text.writers.views import (
    Edition,
    NameView,
    PileView,
    ProposalView,
    SourceView,
    StateRow,
    Tally,
    ThemeShown,
    Wanted,
)
from copro_text.writers.wordlist import words

__all__ = ["Edition", "NameView", "PileView", "Quote", "edition", "is_what_it_is_not", "mark_of", "same_heading"]

AUDIENCES = ("public", "group")
ENOUGH_PEOPLE = 10  # fewer perspectives side by side would point at people
MANY_FROM_ONE = 3  # quotations by one person under one name: somebody should look
SLOGANS = ("slogan", "slogans", "our slogans", "in people's own words")
REPEATS = ("repeats", "repeat")
NOT_USED = "not used: their writers asked us not to"
NOT_WHOLE = "Part of the study was not here, or not as it was written, when this was made: some of what people said or decided is left out."
MAP_WORDS = words(
    "A map of texts text in pile piles that the sorter suggests. Largest first: one person, people. "
    "Near each other: and. Could not be placed and lies lie among the others."
)
MAP_ALT = "A map of the piles. The table beside it says the same in numbers."


def edition(
    *,
    corpus: Corpus,
    book: Codebook,
    permissions: Permissions,
    labels: Mapping[str, str],
    states: Mapping[str, str],
    suggestions: Mapping[str, tuple[str, ...]],
    piles: Sequence[PileView] = (),
    map_png: bytes | None = None,
    map_alt: str = "",
    version: str = "",
    at: str = "",
    today: str = "",
    settings: Mapping[str, object] | None = None,
    repeated: int = 0,
    is_whole: bool = True,
    apart: str = "",
    audience: str = "public",
    wanted: Wanted | None = None,
    study: str = "",
) -> Edition:
    """Make an edition.

    Parameters
    ----------
    labels
        Code id -> what it is called on screen: a draft title for a code that nobody named. A draft title or keyword with a
        word that only one person used, whom we may not quote, is not printed.
    states
        Contribution id -> its state, one of `readings.STATES`; one that is not listed is not yet read.
    suggestions
        Code id -> excerpt ids that the sorter suggests.
    piles
        The sorter's piles; number -1 is what it could not place. Their counts are taken as given.
    map_png, map_alt
        A picture of the piles and what it shows. It must hold no one's words.
    version, at
        Name of the fixed version, "" for a draft; short digest of the lines it rests on.
    today
        The day it is written, in ISO 8601.
    settings
        The sorter's settings. Of a path only the last part is kept.
    repeated
        How many labels, definitions and reasons repeat words of people who may not be quoted.
    is_whole
        Whether all that people said and decided is here, as it was written.
    apart
        For somebody who works on their own: a sentence that it is theirs alone.
    audience
        "public", or "group": then passages say by short id whose they are.
    wanted
        How it is to be set out.
    study
        The mark of the study.
    """
    g = Gathering(corpus, book, permissions, labels, suggestions, audience == "group")
    names, placings, waiting, themes = g.names(), g.placings(), g.waiting(), g.themes()
    listed = _Perspectives(g)
    to_credit, nameless, credited = to_confirm(g), without_name(g.permissions, everybody(g)), credited_lines(g)
    not_placed = sum(p.texts for p in piles if p.number < 0)
    account = _account(g, states)
    asked = Counter(_asked_to_quote(g, who) for who in everybody(g))
    quotes = {q.mark for name in names for q in name.quotes}
    alt = clean(map_alt)
    return Edition(
        question=clean(book.of_the_study("question")),
        title=one_line(book.of_the_study("title")),
        approach=one_line(book.of_the_study("approach")),
        version=one_line(version),
        at=one_line(at),
        today=one_line(today),
        everyone=g.tally(g.usable.values()),
        kinds=tuple(Counter(c.kind for c in g.usable.values()).items()),
        texts=len(corpus),
        account=account,
        names=names,
        waiting_names=g.names(WAITING),
        placings=placings,
        not_used=_not_used(g),
        held=g.tally(c for c in g.usable.values() if c.id in book.held),
        not_asked=asked["not asked"],
        said_no=asked["no"],
        to_confirm=asked["to confirm"],
        credits=_sorted(credited),
        authors=_sorted(author_lines(g)),
        credits_told=sum(how == TOLD for how in credited.values()),
        credits_unexplained=sum(how == UNEXPLAINED for how in credited.values()),
        credits_to_confirm=to_credit,
        credits_without_name=len(nameless),
        withheld=_withheld(g),
        quoted=len(quotes),
        set_aside=g.set_aside(),
        perspectives=listed.shown(),
        wider=listed.wider(),
        perspectives_not_shown=listed.not_shown(),
        piles=tuple(g.pile(p, listed.among) for p in piles if p.number >= 0),
        not_placed=not_placed,
        map_png=map_png,
        map_alt=alt if alt and g.shared.may_say(alt, frozenset(MAP_WORDS)) else MAP_ALT,
        waiting=waiting,
        still_open=(
            *filter(None, [apart]),
            *_still_open(book, names, account, waiting, to_credit + asked["to confirm"], len(nameless), repeated, is_whole),
            *_voices_open(names, themes),
        ),
        sources=tuple(_source(s) for s in corpus.sources.values()),
        memos=noted(book, "for the report"),
        analysts=tuple(sorted({one_line(a.name) for a in book.analysts.values()} - {""}, key=lambda name: (name.casefold(), name))),
        history=g.history(),
        settings=tuple((one_line(str(k)), _setting(v)) for k, v in (settings or {}).items()),
        rule=one_line(book.rule.sentence) if len(book.analysts) > 1 else "",
        promise=clean(book.of_the_study("promise")),
        themes=themes,
        letters=g.letters.shown(lambda ids: g.tally(g.usable[c] for c in ids)),
        relations=g.relations(),
        how_we_worked=noted(book, d.HOW_WE_WORKED),
        who_we_are=noted(book, d.WHO_WE_ARE),
        licence=licence(book),
        unclear=unclear(book, g.thing),
        audience=audience,
        wanted=wanted or Wanted(),
        later=later(g, states),
        rows=rows(g, states, at),
        study=study,
    )


def _sorted(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(lines, key=lambda line: (line.casefold(), line)))


def same_heading(heading: str) -> str:
    """A heading as it is compared with others: "What it isn’t" is "what it isn't"."""
    return heading.replace("’", "'").casefold().strip().rstrip("?:.")


def is_what_it_is_not(heading: str) -> bool:
    """Whether names under this heading say what it isn't."""
    return same_heading(heading) in ("what it isn't", "what it is not")


def is_slogans(name: NameView) -> bool:
    """Whether what stands with a name is short lines to be printed as they are: it needs no words that say what is meant."""
    return same_heading(name.heading) in SLOGANS or same_heading(name.label) in SLOGANS


def _asked_to_quote(g: Gathering, who: str) -> str:
    ruling = g.permissions.ruling(who, "quote")
    if ruling.answer == "not asked" and g.permissions.allows_some(who, "quote"):
        return "yes"  # to some of it
    return "to confirm" if ruling.answer == "not asked" and ruling.asked_for == "yes" else ruling.answer


def _not_used(g: Gathering) -> Tally:
    """Those who asked us not to use their words: people who said so, and the texts that are left out for it."""
    out = [c for c in g.corpus if c.id not in g.usable]
    who = {w for c in out for w in c.said_by if g.permissions.ruling(w, "use", c.id).answer == "no"}
    return Tally(len(who), 0, len(out), 0)


def _account(g: Gathering, states: Mapping[str, str]) -> tuple[StateRow, ...]:
    by: dict[str, list[str]] = {state: [] for state in STATES}
    for c in g.usable:
        by.setdefault(states.get(c, NOT_YET_READ), []).append(c)
    rows = [StateRow(state, g.tally(g.usable[c] for c in cs)) for state, cs in by.items()]
    not_used = _not_used(g)
    return tuple(rows + ([StateRow(NOT_USED, not_used)] if not_used.texts else []))


def _withheld(g: Gathering) -> Mapping[str, int]:
    put = [p for p in g.book.placings if p.belongs]
    _, why = g.quote_each(p.excerpt.id for p in put)
    shown = {p.excerpt.id for p in put if g.state(p.code) != WAITING}
    quotes, _ = g.quote_each(p.excerpt.id for p in put if p.excerpt.id not in shown)
    return ({WAITS: len(quotes)} if quotes else {}) | dict(why)


class _Perspectives:
    """Perspectives in people's own words: only where a person confirmed them, their holder may be quoted, and enough stand together."""

    def __init__(self, g: Gathering) -> None:
        said = {who: g.permissions.perspectives(who) for who in everybody(g)}
        self.g, self.said = g, said
        may = {who for who in said if g.permissions.ruling(who, "quote").answer == "yes"}
        self.everyone = {who for who, perspectives in said.items() if perspectives}
        self.words = {who: [one_line(p.words) for p in said[who] if p.confirmed and not g.quoting.says_who(p.words, who)] for who in may}
        self.allowed = {words for each in self.words.values() for words in each}

    def _is_enough(self) -> bool:
        return sum(bool(each) for each in self.words.values()) >= ENOUGH_PEOPLE

    def shown(self) -> tuple[str, ...]:
        return tuple(sorted(self.allowed, key=lambda p: (p.casefold(), p))) if self._is_enough() else ()

    def wider(self) -> tuple[tuple[str, int], ...]:
        """The group's wider words, each with how many people it is for; one for few people would point at them."""
        return tuple((word, len(people)) for word, people in sorted(self._under.items(), key=lambda each: (each[0].casefold(), each[0])))

    @cached_property
    def _under(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for who, perspectives in self.said.items():
            for p in perspectives:
                if p.confirmed and (word := one_line(self.g.book.wider.get(own_words(p.words), ""))):
                    found.setdefault(word, set()).add(who)
        return {word: people for word, people in found.items() if len(people) >= ENOUGH_PEOPLE and not self.g.quoting.says_who(word, "")}

    def not_shown(self) -> int:
        shown = {who for who, each in self.words.items() if each} if self._is_enough() else set()
        return len(self.everyone - shown.union(*self._under.values()))

    def among(self, some: Iterable[str]) -> tuple[str, ...]:
        """Those of `some` that may be shown, if there are enough."""
        found = sorted({one_line(p) for p in some} & self.allowed)
        return tuple(found) if self._is_enough() and len(found) >= ENOUGH_PEOPLE else ()


def _source(s: Source) -> SourceView:
    left_out = tuple((one_line(why), count) for why, count in s.left_out.items() if count)
    faults = tuple((one_line(f.where), one_line(f.what)) for f in s.faults)
    return SourceView(one_line(_last_part(s.name)), one_line(s.format), s.found, s.read, left_out, faults)


def _setting(value: object) -> str:
    return _last_part(one_line(str(value))) or "none"


def _last_part(path: str) -> str:
    return PureWindowsPath(PurePosixPath(path).name).name if "/" in path or "\\" in path else path


def _still_open(
    book: Codebook,
    names: Sequence[NameView],
    account: Sequence[StateRow],
    waiting: Sequence[ProposalView],
    wishes: int,
    nameless: int,
    repeated: int,
    is_whole: bool,
) -> tuple[str, ...]:
    """What is still open, one sentence each."""
    unread = sum(row.who.texts for row in account if row.state == NOT_YET_READ)
    part = sum(row.who.texts for row in account if row.state == "part read")
    in_use = [name for name in names if name.state == "in use"]
    drafts = sum(name.is_draft for name in in_use)
    unclear = sum(not name.definition for name in in_use if not (name.is_draft or is_slogans(name)))
    away = sum(name.placed for name in names if name.state == "put away")
    suggested = sum(name.suggested for name in in_use)
    found = [
        (not is_whole, NOT_WHOLE),
        (unread, f"{n(unread, 'text')} {be(unread)} not yet read by a person."),
        (part, f"{n(part, 'text')} {be(part)} read only in part."),
        (suggested, f"The sorter suggests {n(suggested, 'passage')} that nobody has answered: they are counted nowhere."),
        (drafts, f"{n(drafts, 'draft')} {be(drafts)} waiting for people to name {'it' if drafts == 1 else 'them'}."),
        (unclear, f"{n(unclear, 'name')} {'has' if unclear == 1 else 'have'} no words yet that say what is meant."),
        (away, f"{n(away, 'passage')} {be(away)} with names that were put away."),
        (wishes, f"{n(wishes, 'wish', 'wishes')} about being quoted or credited {be(wishes)} found in people's words and still to be confirmed."),
        (nameless, f"{n(nameless, 'person', 'people')} {be(nameless)} to be credited, and nobody has asked yet under which name."),
        (len(waiting), f"{n(len(waiting), 'proposal')} {be(len(waiting))} waiting for answers."),
        (repeated, f"{repeated:,} of the labels, definitions and reasons {REPEATS[repeated != 1]} words of people who may not be quoted."),
        (_nobody_said_what_it_is_not(book, in_use), "Nobody has said yet which names say what it isn't."),
        (not in_use, "Nobody has given anything a name yet."),
    ]
    return tuple(sentence for is_open, sentence in found if is_open)


def _voices_open(names: Sequence[NameView], themes: Sequence[ThemeShown]) -> tuple[str, ...]:
    """What is still open about whose voices are heard: many from one person, none that goes against."""
    one = [f"{name.most_from_one} of the quotes under “{name.label}” are by one person." for name in names if name.most_from_one >= MANY_FROM_ONE]
    none = [
        f"Nothing that goes against “{one_line(theme.sentence)}” has been named: has anybody looked for it?" for theme in themes if not theme.against
    ]
    return (*one, *none)


def _nobody_said_what_it_is_not(book: Codebook, names: Sequence[NameView]) -> bool:
    question = same_heading(book.of_the_study("question"))
    asks = any(words in question for words in ("isn't", "is not")) or any(same_heading(name.heading) == "what it is" for name in names)
    return asks and bool(names) and not any(is_what_it_is_not(name.heading) for name in names)
