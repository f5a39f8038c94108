"""Undoing: which act a plain undo takes back, and when it refuses so as not to take back another than the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from copro_text import decisions as d
from copro_text.decisions import Entry
from copro_text.errors import NotPossible
from copro_text.standing import FOR_GOOD
from copro_text.verbs import naming
from copro_text.verbs.sentences import quoted, told
from copro_text.verbs.session import Session

PASSED_OVER = (d.Undo, d.Redo, d.Enact, d.Erased, d.TakenOut)
"""What a plain undo looks past: earlier undos, what the study wrote by itself, and what says nothing any more."""


def last_act(s: Session, labels: Mapping[str, str]) -> Entry:
    """The last act of the person at work, to take back; refused where that is for good, or takes more than one would expect."""
    own = _own_acts(s)
    last = next(own, None)
    if last is not None and not isinstance(last.body, (*FOR_GOOD, d.Join, d.Unknown)):
        return _on_purpose(s, last)
    before = next((e for e in own if not isinstance(e.body, (*FOR_GOOD, d.Join, d.Unknown))), None)
    if last is None or before is None:
        raise NotPossible("There is nothing of yours to undo.", safe="Nothing was changed.")
    is_so = "is for good" if isinstance(last.body, FOR_GOOD) else "cannot be undone"
    short = naming.short(before.id)
    raise NotPossible(
        f"Your last act, {_deed(last.body)}, {is_so}. Before that: {told(before, s.book, s.corpus, labels)}",
        do=f'To take that back, name it: study.undo("{short}"), or `copro undo STUDY {short}`.',
        safe="Nothing was changed.",
    )


def done_already(turn: d.Undo | d.Redo, by: Entry) -> NotPossible:
    """What to say to whoever takes back, or does again, what is so already, and by which decision: done twice it could not be turned once more."""
    short = naming.short(by.id)
    if isinstance(turn, d.Redo):
        what, do = "That was done again already.", f'To take it back once more: study.undo("{short}"), or `copro undo STUDY {short}`.'
    else:
        what, do = "That was taken back already.", f'To do it again: study.redo("{short}"), or `copro redo STUDY {short}`.'
    return NotPossible(what, do=do if isinstance(by.body, d.Undo | d.Redo) else "", safe="Nothing was changed.")


def _own_acts(s: Session) -> Iterator[Entry]:
    """What the person at work did that stands, newest first, without that of which it is being asked whether it shall be undone."""
    over = _asked_about(s)
    own = (e for e in reversed(s.book.entries) if e.analyst == s.analyst and not isinstance(e.body, PASSED_OVER))
    return (e for e in own if e.id not in over and s.book.stands(e.id))


def _asked_about(s: Session) -> set[str]:
    """Ids of the decisions whose undoing waits for answers."""
    waiting = (s.book.timeline.by_id[p.entry].body for p in s.book.waiting)
    return {body.target for body in waiting if isinstance(body, d.Undo)}


def _deed(body: d.Body) -> str:
    match body:
        case d.Version(name=name):
            return f"fixing the version {quoted(name)}"
        case d.OnOurOwn():
            return "beginning to work on your own"
        case d.Share():
            return "sharing"
        case d.Withdraw():
            return "taking out words"
        case d.EraseWords():
            return "erasing what had been typed"
        case d.Join():
            return "joining"
        case _:
            return "which this version of copro_text does not know"


def _on_purpose(s: Session, last: Entry) -> Entry:
    """The last act, unless it brought many comments in: that is taken back only when it is named."""
    if isinstance(last.body, d.AddSource):
        n, short = len(s.brought_by(last.body)), naming.short(last.id)
        raise NotPossible(
            f"Your last act was to bring in {last.body.name or 'a source'}: taking it back takes {n} contributions out of the study.",
            do=f'If that is what you want, name it: study.undo("{short}"), or `copro undo STUDY {short}`.',
            safe="Nothing was changed.",
        )
    return last
