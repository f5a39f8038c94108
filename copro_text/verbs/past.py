"""The past: a study as it was at a fixed version, or at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from datetime import timedelta

from copro_text import rules
from copro_text.codebook import Codebook, replay
from copro_text.corpus import Corpus
from copro_text.decisions import Entry, Version
from copro_text.errors import MoreThanOne, NoSuchThing, NotPossible
from copro_text.permission import Permissions
from copro_text.persons import by_person
from copro_text.redaction import Redactions, redacted
from copro_text.spans import TAKEN_OUT_FOR_GOOD
from copro_text.store.writing import Act
from copro_text.verbs import naming
from copro_text.verbs.session import Session
from copro_text.withdrawal import Gone

TIME = re.compile(r"\d{4}(-\d{2})?(-\d{2}(T\d{2}:\d{2}(:\d{2})?Z?)?)?")


class PastSession(Session):
    """A session on what was: it takes in nothing new, and records nothing. What people allow is asked as of today.

    What is taken out while it is open goes from it too.

    Attributes
    ----------
    today
        The session on the study as it is now.
    """

    today: Session
    _known_gone: Gone
    _allowed: tuple[Codebook, Corpus, Permissions] | None = None

    @property
    def permissions(self) -> Permissions:
        """What contributors allow today, as far as we know today who is who: nobody is quoted because they had not said no by then."""
        book, texts = self.today.book, (self.as_said, self.today.as_said)
        if self._allowed is None or self._allowed[0] is not book or self._allowed[1] is not texts[1]:
            known = redacted(by_person(_both(*texts), book.persons), self._redactions())
            self._allowed = (book, texts[1], Permissions.of(known, book.confirmed))
        return self._allowed[2]

    def _redactions(self) -> Redactions:
        """What is redacted today: a name is not shown because it was shown then."""
        return self.today.book.redacted

    def refresh(self) -> Session:
        """What was does not change, save that what somebody took out meanwhile is no longer shown."""
        if self.today.refresh().book.gone != self._known_gone:
            self._arrived.forget()
            self.show_until(self.book.entries)
        return self

    def show_until(self, shown: Sequence[Entry]) -> None:
        """Amount to these lines, less what has been taken out by today."""
        now = self.today.book
        kept = {e.id for e in shown}
        lines = [*shown, *(e for e in now.entries if isinstance(e.body, TAKEN_OUT_FOR_GOOD) and e.id not in kept)]
        self._known_gone = now.gone
        self.__dict__.pop("permissions", None)
        self.book = self._looked_into(replay(lines, now.gone, now.brought))
        self._hold(now)

    def _hold(self, now: Codebook) -> None:
        """What is held today was never shown."""
        self.book.tables.held.update({c: by for c, by in now.tables.held.items() if by})

    def _write(self, acts: Sequence[Act], who: tuple[str, str] = ("", ""), *, settle: bool = True) -> None:
        raise NotPossible("This is the study as it was: it can only be read.", do="Open the study itself to go on.", safe="Nothing was recorded.")


class AsAllowedThen(PastSession):
    """A session on what was, with what people allowed then: only to see whether an output from then adds up, never to show or print anything."""

    @property
    def permissions(self) -> Permissions:
        """What contributors allowed, as far as was known then."""
        return Permissions.of(self.corpus, self.book.confirmed)

    def _redactions(self) -> Redactions:
        return self.book.redacted

    def _hold(self, now: Codebook) -> None:
        """It was counted then as it was held then."""


def session_as_of(s: Session, when: str) -> Session:
    """The session as it was at a version (name or id) or a time; what was taken out since stays out."""
    _not_to_come(s, when.strip())
    is_time = TIME.fullmatch(when.strip())
    return _on(s, PastSession, _until(s, when) if is_time else _at_version(s, when), "" if is_time else _version(s, when).name)


def session_then(s: Session, lines: Sequence[Entry], name: str) -> Session:
    """The session as it was with these lines, and as it was allowed then; what was taken out since stays out."""
    return _on(s, AsAllowedThen, lines, name)


def _on(s: Session, kind: type[PastSession], shown: Sequence[Entry], name: str) -> PastSession:
    """A session on some of the lines, of a version of this name or of none."""
    then = kind.__new__(kind)
    then.__dict__.update(s.__dict__)
    then.today = s
    then.show_until(shown)
    then.fixed = name
    then._apart = True  # how far it sees is what its book holds
    then._arrived = copy(s._arrived)
    then._arrived.missing = ()
    then._writers = {}
    return then


def _both(then: Corpus, now: Corpus) -> Corpus:
    """What was said by then and since, in the words of today: a no that came later counts as well."""
    return replace(
        now,
        contributions={**then.contributions, **now.contributions},
        earlier={**then.earlier, **now.earlier},
        contributors={**then.contributors, **now.contributors},
    )


def _not_to_come(s: Session, when: str) -> None:
    """Refuse a time that is to come: it would show the study as it is now. Somewhere it may be tomorrow already."""
    if TIME.fullmatch(when) and when.rstrip("Z") > (s.now() + timedelta(days=1)).strftime(rules.TIME)[: len(when.rstrip("Z"))]:
        do = "To see the study as it is now, leave the time out (--as-of)."
        raise NotPossible(f"{when} is still to come, so nobody knows how the study will be.", do=do, safe="Nothing was changed.")


def _until(s: Session, when: str) -> list[Entry]:
    """The lines of each log up to the last that was written by then. A day, or a month, is meant as a whole."""
    end = when.strip().rstrip("Z")
    last: dict[str, int] = {}
    for e in s.book.entries:
        if e.time[: len(end)] <= end:
            last[e.log] = max(e.seq, last.get(e.log, -1))
    if not last:
        raise NotPossible(f"Nothing had been decided by {when}.", do="The history says when it began.")
    return [e for e in s.book.entries if e.seq <= last.get(e.log, -1)]


def _version(s: Session, ref: str) -> Version:
    versions = {e.id: e.body.name for e in s.book.tables.versions if isinstance(e.body, Version)}
    try:
        body = s.book.timeline.by_id[naming.the_code(ref, versions, what="version")].body
    except MoreThanOne:
        raise
    except NoSuchThing:
        fixed = ", ".join(map(repr, versions.values())) or "none yet"
        do = f"Give a time, such as {s.now():%Y-%m-%d}, or a fixed version ({fixed})."
        raise NoSuchThing(f"There is no version {ref!r}, and it is no time that we can read.", do=do) from None
    assert isinstance(body, Version)
    return body


def _at_version(s: Session, ref: str) -> list[Entry]:
    body = _version(s, ref)
    lines, missing = s.logs.branches.up_to(body.at)
    if missing:
        do = "Wait until the folder is in step, and look again."
        raise NotPossible(f"The version {ref!r} rests on {len(missing)} logs that are not all here yet.", do=do, safe="Nothing was changed.")
    shown = {e.id for e in s.book.entries}
    return [e for e in lines if e.id in shown]  # where they stood then: a log that went on in two places since stood in one
