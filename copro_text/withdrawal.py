"""Withdrawal: what must be gone, once people have taken their words out.

A withdrawal counts as soon as its line is there, whatever an undo, an order of arrival or a version says. Lines are masked
before they are replayed, so nothing further up ever sees what was taken out, also where a file still holds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from copro_text import decisions as d
from copro_text.corpus import Contribution, Corpus, folded_mark, said_mark
from copro_text.decisions import TAKEN_OUT, Entry

LEAST = 6  # words: fewer than these, anyone may have said
BY_WHO = "taken out by the person who said it"
BY_WORDS = "the same words as something that was taken out"

_D = TypeVar("_D", bound=d.Decision)
_PUT = d.Place | d.Remove | d.ConfirmPile | d.SetAside | d.BringBack
_OF_WHOLE = d.Hold | d.Release | d.SentTogether
_REDACTED = d.Redact | d.LeaveAsItIs


@dataclass(frozen=True)
class Gone:
    """What was taken out.

    Attributes
    ----------
    contributors, contributions
        Ids of people who took out all they said, and of single contributions.
    texts
        Keyed marks by which the words are known again: text versions, `said_mark`s, and `folded_mark`s of what few would say.
    erased
        Ids of decisions whose typed words somebody erased.
    about
        Ids of decisions that were only about what was taken out: what was typed with them goes too.
    pointed_at
        Ids that any decision is about: when such a one goes, what was said about it goes as well.
    """

    contributors: frozenset[str] = frozenset()
    contributions: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    erased: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    pointed_at: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.contributors or self.contributions or self.erased)

    @property
    def wordless(self) -> frozenset[str]:
        """Ids of the decisions whose typed words must be gone from every log."""
        return self.erased | self.about

    # what the lines say

    def told(self, entries: Collection[Entry]) -> Gone:
        """What more lines take out, with this. The order in which lines come makes no difference once all are there."""
        said = [e.body for e in entries if isinstance(e.body, d.Withdraw | d.EraseWords)]
        if not self and not said:
            return self
        withdrawn = [body for body in said if isinstance(body, d.Withdraw)]
        gone = replace(
            self,
            contributors=self.contributors.union(*(w.contributors for w in withdrawn)),
            contributions=self.contributions.union(*(w.contributions for w in withdrawn)),
            texts=self.texts.union(*(w.texts for w in withdrawn)),
            erased=self.erased | {body.entry for body in said if isinstance(body, d.EraseWords)},
        )
        return gone._followed(entries)

    def _followed(self, entries: Collection[Entry]) -> Gone:
        """With the decisions that are about what is gone, those about these, and so on."""
        about = set(self.about) | {e.id for e in entries if self._is_about(e.body)}
        pointing: dict[str, list[str]] = defaultdict(list)
        for e in entries:
            if target := _target(e.body):
                pointing[target].append(e.id)
        follow = list(about)
        while follow:
            new = [e for e in pointing.get(follow.pop(), ()) if e not in about]
            about.update(new)
            follow += new
        return replace(self, about=frozenset(about), pointed_at=self.pointed_at | pointing.keys())

    def reaches_back(self, before: Gone) -> bool:
        """Whether it takes out more of what was there than `before` did."""
        names = ("contributors", "contributions", "erased")
        return any(getattr(self, name) != getattr(before, name) for name in names) or bool((self.about - before.about) & before.pointed_at)

    def _is_about(self, body: d.Body) -> bool:
        """Whether a decision is only about what was taken out."""
        match body:
            case d.Confirm():
                return body.contributor in self.contributors or body.contribution in self.contributions or self._rests_on(body)
            case d.Memo(about=about):
                return about in self.contributors or self._has(about)
            case d.Note(contribution=contribution):
                return contribution in self.contributions
            case d.Place(excerpts=ids) | d.Remove(excerpts=ids) | d.ConfirmPile(excerpts=ids) | d.SetAside(excerpts=ids) | d.BringBack(excerpts=ids):
                return all(map(self._has, ids)) and self._any
            case d.Hold(contributions=ids) | d.Release(contributions=ids) | d.SentTogether(contributions=ids):
                return all(map(self._has, ids)) and self._any
            case d.Redact(passages=ids) | d.LeaveAsItIs(passages=ids):
                return all(map(self._has, ids)) and self._any
            case d.SamePerson(contributors=ids):
                return not self.contributors.isdisjoint(ids)
            case d.DifferentPeople(apart=parts):
                return any(not self.contributors.isdisjoint(ids) for ids in parts)
            case d.SomeoneElse(said=said):
                return any(self._has(contribution) for _, contribution in said)
            case _:
                return False

    @property
    def _any(self) -> bool:
        return bool(self.contributors or self.contributions)

    def _rests_on(self, c: d.Confirm) -> bool:
        return self._has(c.evidence) or (bool(c.seen) and all(map(self._has, c.seen)))

    def _has(self, id_: str) -> bool:
        """Whether a contribution, passage or text, by its id, was taken out."""
        return id_.partition(".")[0] in self.contributions

    # masking

    def over(self, entries: Iterable[Entry]) -> list[Entry]:
        """Lines as they read now: nothing in them is of, or about, what was taken out."""
        return [e if (body := self._masked(e)) is e.body else replace(e, body=body) for e in entries]

    def _masked(self, e: Entry) -> d.Body:
        body = e.body
        if isinstance(body, d.Unknown):
            return body
        if isinstance(body, d.Confirm):
            return self._confirm(e.id, body)
        if not self:
            return body
        if e.id in self.about and isinstance(body, d.Memo | d.Note):
            return d.TakenOut(body.kind, body.notes if isinstance(body, d.Note) else "")
        less = self._less(body)
        return wordless(less) if e.id in self.wordless else less

    def _confirm(self, id_: str, c: d.Confirm) -> d.Body:
        """A yes that rests on what was taken out was never said. A no stays a no, without the words; and what is erased has no value."""
        if id_ in self.about and (c.answer == "yes" or c.contributor in self.contributors or c.contribution in self.contributions):
            return d.TakenOut(c.kind)
        less = c
        if self._any:
            evidence = "" if self._has(c.evidence) else c.evidence
            less = _changed(c, evidence=evidence, seen=tuple(text for text in c.seen if not self._has(text)))
        if id_ not in self.wordless and TAKEN_OUT not in (c.value, c.because):
            return less
        if c.about == "perspective" and c.value:
            return d.TakenOut(c.kind)
        return _changed(less, value="", because=TAKEN_OUT if c.because else "")

    def _less(self, body: d.Decision) -> d.Decision:
        """A decision without the passages that were taken out."""
        if isinstance(body, _PUT):
            return _changed(body, excerpts=self._left(body.excerpts))
        if isinstance(body, _OF_WHOLE):
            return _changed(body, contributions=self._left(body.contributions))
        if isinstance(body, d.SomeoneElse):
            return _changed(body, said=tuple(at for at in body.said if not self._has(at[1])))
        if isinstance(body, _REDACTED):
            return _changed(body, passages=self._left(body.passages))
        if isinstance(body, d.Split):
            return _changed(body, parts=tuple((code, self._left(ids)) for code, ids in body.parts))
        if isinstance(body, d.Theme):
            return _changed(body, passages=self._left(body.passages), against=self._left(body.against))
        return body

    def _left(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(id_ for id_ in ids if not self._has(id_))

    # what comes in

    def took(self, key: bytes, c: Contribution) -> bool:
        """Whether a contribution is, or is by somebody who is, taken out. Of several who spoke one is enough."""
        if c.id in self.contributions or not self.contributors.isdisjoint(c.said_by):
            return True
        return bool(self.texts) and is_telling(c.text) and any(said_mark(key, who, c.version) in self.texts for who in c.said_by)

    def took_again(self, said: Collection[Contribution]) -> frozenset[str]:
        """Of what a source holds that was taken back, the ids of all that is in words that were taken out.

        Read with other columns the same words have other ids, so the words tell: those that few would say, and with them whatever else whoever
        said these there said in words that went. Nobody reads such a source, so another's copy of a letter is not spared here.
        """
        telling = [c for c in said if c.version in self.texts and is_telling(c.text)]
        people = {who for c in telling for who in c.said_by}
        short = (c for c in said if c.version in self.texts and not people.isdisjoint(c.said_by))
        return frozenset(c.id for c in (*telling, *short))

    def refused(self, key: bytes, id_: str, said_by: Collection[str], text: str, version: str, known: Corpus, versions: Collection[str]) -> str:
        """Why something is not brought in again; "" when it may come in.

        Words alone never keep out a text that somebody else here has said too, or that comes from somebody else we know:
        many people may send in one letter, and each of them is a voice.

        Parameters
        ----------
        versions
            The versions of the texts that are here.
        """
        if id_ in self.contributions or not self.contributors.isdisjoint(said_by):
            return BY_WHO
        if not self.texts or not is_telling(text):
            return ""
        if any(said_mark(key, who, version) in self.texts for who in said_by):
            return BY_WORDS
        is_anyone_elses = version in versions or any(who in known.contributors for who in said_by)
        if is_anyone_elses:
            return ""
        return BY_WORDS if version in self.texts or self._took_nearly(key, text, known) else ""

    def took_nearly(self, key: bytes, text: str) -> bool:
        """Whether words that few would say were taken out, but for punctuation, capitals and spaces."""
        return bool(self.texts) and is_telling(text) and folded_mark(key, text) in self.texts

    def _took_nearly(self, key: bytes, text: str, known: Corpus) -> bool:
        """The same, unless somebody else here has said nearly that."""
        if not self.took_nearly(key, text):
            return False
        mark = folded_mark(key, text)
        return not any(folded_mark(key, c.text) == mark for c in known)


def wordless(body: d.Decision) -> d.Decision:
    """A decision as it reads when what was typed with it is out."""
    changes: dict[str, Any] = {}
    for f in (f for f in fields(body) if f.metadata.get("typed")):
        value = getattr(body, f.name)
        changes[f.name] = dict.fromkeys(value, TAKEN_OUT) if isinstance(value, Mapping) else value and TAKEN_OUT
    return _changed(body, **changes)


def holds_words(body: d.Body) -> bool:
    """Whether words that a person typed stand in a decision."""
    return isinstance(body, d.Decision) and any(text != TAKEN_OUT for text in body.words().values())


def _changed(body: _D, **changes: Any) -> _D:
    """`body` with these values; the very same object when it has them."""
    return body if all(getattr(body, name) == value for name, value in changes.items()) else replace(body, **changes)


def _target(body: d.Body) -> str:
    """The id of what a decision says something about."""
    match body:
        case d.Memo(about=target) | d.Undo(target=target) | d.Redo(target=target) | d.Reopen(target=target):
            return target
        case d.Strike(entry=target) | d.EraseWords(entry=target):
            return target
        case _:
            return ""


def is_telling(text: str) -> bool:
    """Whether few would say just this."""
    return len(text.split()) >= LEAST
