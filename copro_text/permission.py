"""Permission: may this be used, quoted, named, and how.

The only place that decides it and the only place that makes a credit line. A "no" that was found in someone's words
applies until a person says otherwise; a "yes" that was found applies only once a person confirmed it. Where two records
do not know of each other, or several people spoke, the stricter holds; so it does of all that somebody allowed whose words came
under several ids, until it is confirmed for the person. Not asked is not yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from copro_text.corpus import NOT_THEIR_WORDS, Contribution, Contributor, Corpus, Excerpt, Found
from copro_text.decisions import Confirm
from copro_text.masks import is_masked, is_masked_form, shown

WISHES = ("use", "quote", "reword", "name", "author")
CREDIT = ("name", "author")
_ONE_TEXT = re.compile(
    r"\bwhat i(?:['’]ve| have)? just (?:said|wrote|told)"
    r"|\bth(?:is|at) (?:comment|bit|part|post|story|answer|one|reply|message|e-?mail|line|sentence)\b"
    r"|\b(?:quote|print|use|repeat|share) th(?:is|at)\b(?! \w)|\bth(?:is|at)\b[^.?!]{0,24}\b(?:quoted|printed|used|repeated|shared)\b",
    re.IGNORECASE,
)
STRICTEST = ("no", "not asked", "yes")

Confirmed = Mapping[tuple[str, str, str], Sequence[Confirm]]
"""(contributor, about, contribution or "") -> the confirmations in force; several only where none knew of the others."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One permission of one person: the answer that holds now, and why.

    Attributes
    ----------
    answer
        "yes", "no" or "not asked".
    by
        "a person" (confirmed), "their words" (found, not confirmed yet) or "".
    asked_for
        What was found in their words: "yes", "no" or "". A found yes still waits to be confirmed.
    value
        The name they asked to be credited by.
    evidence
        The sentence that says so, or None.
    """

    answer: str = "not asked"
    by: str = ""
    asked_for: str = ""
    value: str = ""
    evidence: Excerpt | None = None

    @property
    def to_confirm(self) -> bool:
        """Whether something was found that no person has looked at."""
        return bool(self.asked_for) and self.by != "a person"


@dataclass(frozen=True, slots=True)
class Perspective:
    """Where someone comes from, in their own words."""

    words: str
    confirmed: bool
    evidence: Excerpt | None = None


@dataclass(frozen=True)
class Permissions:
    """What each contributor allows, from their words and from what people confirmed."""

    corpus: Corpus
    confirmed: Confirmed
    _by: Mapping[str, tuple[Contribution, ...]]
    _of: Mapping[str, str]

    @classmethod
    def of(cls, corpus: Corpus, confirmed: Confirmed) -> Permissions:
        """The permissions that hold in a corpus."""
        by: dict[str, list[Contribution]] = {}
        for c in (*corpus.earlier.values(), *corpus):
            for who in c.said_by:
                by.setdefault(who, []).append(c)
        of = {part: who for who, c in corpus.contributors.items() for part in c.came_as}
        return cls(corpus, confirmed, {who: tuple(cs) for who, cs in by.items()}, of)

    def person(self, contributor: str) -> str:
        """The id of the person whose words came under an id."""
        return contributor if contributor in self.corpus.contributors else self._of.get(contributor, contributor)

    def ruling(self, contributor: str, wish: str, contribution: str = "") -> Ruling:
        """What holds for one wish of one person; for one contribution where they settled it differently there."""
        who = self._known(contributor)
        if who.withdrew and wish == "use":
            return Ruling("no", "a person")
        found = self._found(who.id, wish) + self._forbidden(who, wish)
        asked_for = _strictest((f.answer for _, f in found), default="")
        settled, is_of_all = self._settled(who, wish, contribution)
        seen = {text for c in settled for text in c.seen}
        since = [(c, f) for c, f in found if f.answer == "no" and seen_as(c) not in seen]
        if settled and not since:
            answer = _strictest(c.answer for c in settled)
            if answer == "yes" and not is_of_all:  # said as one of those whom we now know to be one person: to be confirmed for all
                return Ruling("not asked", "", asked_for, _found_value(found), _evidence(settled[0], found))
            chosen = min(settled, key=lambda c: strictness(c.answer))
            value = "" if _now_masked(chosen.value, found) else chosen.value or _found_value(found)
            return Ruling(answer, "a person", asked_for, value if answer == "yes" else "", _evidence(chosen, found))
        if not found:
            return Ruling()
        answer, at = "no" if asked_for == "no" else "not asked", _place(*_strictest_found(found))
        is_yes = asked_for == "yes" and not contribution  # a no counts for all they said, and is looked at as such
        if is_yes and at is not None and self.is_of_one_text(wish, at) and self._settled(who, wish, at.contribution)[0]:
            return Ruling(answer, "a person", asked_for, evidence=at)  # looked at, and settled for the text that it was about
        return Ruling(answer, "their words", asked_for, _found_value(found), at)

    def allows_some(self, contributor: str, wish: str) -> bool:
        """Whether somebody said yes for a single one of the texts they said, and that holds."""
        who = self.person(contributor)
        return (who, wish) in self._of_single and any(self.ruling(who, wish, c.id).answer == "yes" for c in self._by.get(who, ()))

    @cached_property
    def _of_single(self) -> frozenset[tuple[str, str]]:
        return frozenset((self.person(who), wish) for who, wish, contribution in self.confirmed if contribution)

    def is_of_one_text(self, wish: str, at: Excerpt) -> bool:
        """Whether what was found there is about the words around it, and not about all that somebody says: "quote what I just said"."""
        return wish in ("quote", "reword") and _ONE_TEXT.search(self.corpus.text(at)) is not None

    def _known(self, contributor: str) -> Contributor:
        who = self.person(contributor)
        return self.corpus.contributors.get(who) or Contributor(who)

    def _settled(self, who: Contributor, wish: str, contribution: str = "") -> tuple[tuple[Confirm, ...], bool]:
        """What was confirmed of a person under each of their ids; and whether it is of all of them, or of this very contribution."""
        ids = who.came_as or (who.id,)
        here = {id_: tuple(self.confirmed.get((id_, wish, contribution), ())) for id_ in ids} if contribution else {}
        each = [here.get(id_) or tuple(self.confirmed.get((id_, wish, ""), ())) for id_ in ids]
        stricter = [c for id_ in who.perhaps for c in self.confirmed.get((id_, wish, ""), ()) if strictness(c.answer) == 0]
        found = {id(c): c for c in (*(c for settled in each for c in settled), *stricter)}
        return tuple(found.values()), all(each) or any(here.values())

    def _forbidden(self, who: Contributor, wish: str) -> list[tuple[Contribution, Found]]:
        """What somebody forbids in their words who may be this person: one of us says so, and another that they are not."""
        return [(c, f) for id_ in who.perhaps for c, f in self._found(self.person(id_), wish) if f.answer == "no"]

    def perspectives(self, contributor: str) -> tuple[Perspective, ...]:
        """Every perspective of a person in their own words, each once: those that people confirmed, then those found.

        A confirmation keeps the words as they were; where some of them were redacted since, they are shown as the found words are.
        """
        who = self._known(contributor)
        places = [(c, f) for c, f in self._found(who.id, "perspective") if f.value]
        found = {shown(_value(c, f)): _place(c, f) for c, f in places}
        settled = [(c.answer, _now_masked(c.value, places) or c.value) for c in self._settled(who, "perspective")[0]]
        refused = {words for answer, words in settled if answer == "no"}
        confirmed = {words: None for answer, words in settled if answer == "yes" and words not in refused}
        listed = [Perspective(words, True, found.get(words)) for words in confirmed]
        return tuple(listed + [Perspective(words, False, at) for words, at in found.items() if words not in confirmed and words not in refused])

    def may_use(self, c: Contribution) -> bool:
        """Whether the words may be worked with at all: unless somebody who spoke said no."""
        return all(self.ruling(who, "use", c.id).answer != "no" for who in self._who(c))

    def _who(self, c: Contribution) -> tuple[str, ...]:
        """Who said it as we know today, whatever was known of who is who when the version was fixed that it is read from."""
        here = self.corpus.contributions.get(c.id)
        return here.said_by if here is not None else c.said_by

    @cached_property
    def usable(self) -> frozenset[str]:
        """The ids of the contributions whose words may be worked with."""
        return frozenset(c.id for c in self.corpus if self.may_use(c))

    def may_quote(self, c: Contribution) -> bool:
        """Whether the exact words may be printed: everybody who spoke, and whoever put it into words, said yes, and a person confirmed it."""
        everyone = [self.ruling(who, "quote", c.id).answer == "yes" for who in (*self._who(c), *self.wrote_down(c))]
        return bool(self._who(c)) and all(everyone) and self.may_use(c)

    def wrote_down(self, c: Contribution) -> tuple[str, ...]:
        """Who put into words what somebody else had said, where words of their own came in with it: these words are theirs as well.

        A page is somebody's own writing. Where nothing else of theirs is here, so that nobody can say yes for it, that is ("",).
        """
        if not c.written_down_by or c.how not in NOT_THEIR_WORDS:
            return ()
        found = self._signed.get((c.origin[:2], _same_name(c.written_down_by)), ("",) if c.origin[0] == "page" else ())
        return tuple(who for who in found if who not in self._who(c))

    @cached_property
    def _signed(self) -> Mapping[tuple[tuple[str, ...], str], tuple[str, ...]]:
        """Where something came from, and a name there -> who signed with it."""
        found: dict[tuple[tuple[str, ...], str], dict[str, None]] = {}
        for c in self.corpus:
            for who, name in zip(c.said_by, c.signed, strict=False):
                found.setdefault((c.origin[:2], _same_name(name)), {})[who] = None
        return {where: tuple(who) for where, who in found.items()}

    def credit(self, contributor: str) -> str:
        """The line that credits a person, as they asked; "" unless they said yes to being named and a person confirmed it."""
        ruling = self.ruling(contributor, "name")
        if ruling.answer != "yes" or self.ruling(contributor, "use").answer == "no":
            return ""
        return ruling.value

    def asked_to_be_credited(self, contributor: str) -> bool:
        """Whether what they wrote asks for it, as far as it was found."""
        return any(self.ruling(contributor, wish).asked_for == "yes" for wish in CREDIT)

    def credit_explained(self, contributor: str) -> bool:
        """Whether somebody wrote down how we know that they wish to be credited."""
        settled = (self._settled(self._known(contributor), wish)[0] for wish in CREDIT)
        return any(c.answer == "yes" and c.because.strip() for each in settled for c in each)

    def credit_beside(self, c: Contribution) -> str:
        """The name to print beside the words of one contribution; "" unless a person settled that for this very text.

        To be credited and to be named beside what one said are two wishes: the second is never read out of the first.
        """
        people = self._who(c)
        everyone = [self._beside(who, c.id) for who in people]
        if not everyone or not all(everyone) or any(settled.answer != "yes" for each in everyone for settled in each):
            return ""
        if any(self.ruling(who, "name", c.id).answer != "yes" for who in people):
            return ""  # found since in their words: take my name off
        names = [self.ruling(who, "name", c.id).value for who in people]
        return ", ".join(names) if all(names) and self.may_use(c) else ""

    def _beside(self, who: str, contribution: str, wish: str = "name") -> list[Confirm]:
        ids = self._known(who).came_as or (who,)
        return [c for id_ in ids for c in self.confirmed.get((id_, wish, contribution), ())]

    def perspectives_beside(self, c: Contribution) -> tuple[tuple[str, str], ...]:
        """(who, words) to print beside one contribution as where its speakers come from: only what a person chose for this very text.

        It may be the speaker's own words or a wider word of the group's. None else: beside a quotation a perspective points at people.
        """
        if not self.may_quote(c):
            return ()
        chosen = [(who, s) for who in self._who(c) for s in self._beside(who, c.id, "perspective")]
        of_all = [(who, s) for who in self._who(c) for s in self._settled(self._known(who), "perspective")[0]]
        refused = {(who, s.value) for who, s in (*chosen, *of_all) if s.answer != "yes"}
        return tuple(dict.fromkeys((who, s.value) for who, s in chosen if s.value and (who, s.value) not in refused))

    def credits(self, among: Iterable[str] | None = None) -> tuple[str, ...]:
        """The credit lines of some, or of all, in alphabetical order of what each asked for."""
        lines = {self.credit(who) for who in (self.corpus.contributors if among is None else among)} - {""}
        return tuple(sorted(lines, key=lambda line: (line.casefold(), line)))

    def found_in(self, contributor: str, wish: str) -> tuple[str, ...]:
        """The texts in which something was found about a wish, as `Confirm.seen` lists them."""
        return tuple(dict.fromkeys(seen_as(c) for c, _ in self._found(self.person(contributor), wish)))

    def _found(self, contributor: str, about: str) -> list[tuple[Contribution, Found]]:
        return [(c, f) for c in self._by.get(contributor, ()) for f in c.found if f.about == about]


def seen_as(c: Contribution) -> str:
    """How a confirmation names the text that a person had before them."""
    return f"{c.id}.{c.version}"


def as_redacted(words: str, corpus: Corpus) -> str:
    """Where somebody says they come from, as it is shown now, when something in it was redacted since it was copied."""
    texts = (c for c in (*corpus.earlier.values(), *corpus) if is_masked(c.text))
    return _now_masked(words, [(c, f) for c in texts for f in c.found if f.about == "perspective"]) or words


def strictness(answer: str) -> int:
    """How strict an answer is, 0 the strictest; one from a newer version, which we do not know, counts as a no."""
    return STRICTEST.index(answer) if answer in STRICTEST else 0


def _strictest(answers: Iterable[str], default: str = "not asked") -> str:
    answer = min(answers, key=strictness, default=default)
    return answer if answer in STRICTEST or answer == default else "no"


def _strictest_found(found: Sequence[tuple[Contribution, Found]]) -> tuple[Contribution, Found]:
    return min(found, key=lambda each: strictness(each[1].answer))


def _found_value(found: Sequence[tuple[Contribution, Found]]) -> str:
    values = [_value(c, f) for c, f in found if f.answer == "yes" and f.value]
    values = [name for name in values if not is_masked(name)]
    return values[-1] if values else ""  # the latest wish is the one to go by


def _value(c: Contribution, f: Found) -> str:
    return c.text[slice(*f.value)] if f.value else ""


def _now_masked(value: str, found: Sequence[tuple[Contribution, Found]]) -> str:
    """What is shown of words that were copied from a text before something in them was redacted there; "" where nothing was."""
    return next((shown(words) for words in (_value(c, f) for c, f in found) if is_masked_form(words, value)), "")


def _place(c: Contribution, f: Found) -> Excerpt | None:
    return Excerpt(c.id, c.version, *f.sentence) if f.sentence else None


def _evidence(settled: Confirm, found: Sequence[tuple[Contribution, Found]]) -> Excerpt | None:
    if settled.evidence:
        try:
            return Excerpt.parse(settled.evidence)
        except ValueError:
            return None
    return _place(*_strictest_found(found)) if found else None


def _same_name(name: str) -> str:
    return " ".join(name.split()).casefold()
