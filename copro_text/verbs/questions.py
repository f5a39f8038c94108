"""Questions: why an open question waits, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from copro_text.codebook import Codebook
from copro_text.corpus import Corpus
from copro_text.deciding import COMPETES, SAID_NO, Proposal
from copro_text.decisions import Entry
from copro_text.fold import STALE, Setting, fields_of, in_force
from copro_text.spans import open_spans
from copro_text.verbs import again
from copro_text.verbs.sentences import quoted, told
from copro_text.verbs.session import Session

WAITS, OVERTAKEN = "waits", "overtaken"
UNSHARED = "nobody else sees it until you share: then it waits for their answers"
TO_DO = {
    SAID_NO: "talk about it, then offer other words in a proposal of your own, or whoever made this one takes it back (undo); "
    "else the time that our rule names ends it",
}
"""What to do about a proposal that waits for nobody's answer."""


def waits_for(book: Codebook, p: Proposal) -> tuple[str, ...]:
    """Whose answer a proposal waits for: nobody's, as long as only its maker can see it."""
    return () if _is_unshared(book, p) else p.waits_for


def why(s: Session, labels: Mapping[str, str], p: Proposal) -> str:
    """Why a proposal waits, and what to do about it where that is not plain; without its full stop."""
    if _is_unshared(s.book, p):
        return UNSHARED
    if p.why == COMPETES:
        return at_once(s.book, p.entry).rstrip(".")
    if p.why == STALE:
        return overtaken(s, labels, p.entry)
    return f"{p.why}: {TO_DO[p.why]}" if p.why in TO_DO else p.why


def _is_unshared(book: Codebook, p: Proposal) -> bool:
    """Whether it was made by somebody on their own, who has not shared yet: nobody else sees it."""
    made = book.timeline.by_id[p.entry]
    return any(book.timeline.knows(made, begun) for begun in open_spans(book.timeline).get(made.analyst, ()))


def overtaken(s: Session, labels: Mapping[str, str], proposal: str) -> str:
    """What became of a proposal whose place something else took, and how to propose it once more; without its full stop."""
    e, book = s.book.timeline.by_id[proposal], s.book
    now = [(book.timeline.by_id[x.proposal.id], x.value == value) for key, value in fields_of(e) if (x := _in_force(book, key))]
    instead = "; ".join(dict.fromkeys(told(other, book, s.corpus, labels).rstrip(".") for other, _ in now))
    what = f"something else took effect in its place{f' ({instead})' if instead else ''}: answers to it change nothing now"
    python, shell = again.lines(s, labels, e)
    is_so = bool(now) and all(same for _, same in now)
    return f"{what}. To propose it again: {python}, or `{shell}`" if python and not is_so else what


def _in_force(book: Codebook, key: tuple[str, str]) -> Setting | None:
    return in_force(book.timeline, book.tables.settings.get(key, ()))


def at_once(book: Codebook, proposal: str) -> str:
    """What it means that several proposals set the same thing at the same time: none of them is in force."""
    rivals = _rivals(book, book.timeline.by_id[proposal])
    many, each = ("Two", "both") if len(rivals) == 2 else (str(len(rivals)), "each")
    label = next((key for key in set.intersection(*map(_keys, rivals)) if key[1] == "label"), None)
    if label:
        now = _in_force(book, label)
        before = quoted(now.value) if now else "the draft name"
        offered = " and ".join(sorted(quoted(dict(fields_of(e))[label]) for e in rivals))
        what, stays = f"{many} wordings for {before} took effect at the same time: {offered}", f"{before[:1].upper()}{before[1:]} stays"
    else:
        offered = "; ".join(sorted(told(e, book, Corpus(), {}).rstrip(".") for e in rivals))
        what, stays = f"{many} changes of one thing took effect at the same time: {offered}", "It stays as it was"
    return f"{what}. {stays} for now. Everyone please answer {each} again; earlier answers no longer count."


def _rivals(book: Codebook, proposal: Entry) -> list[Entry]:
    """The proposals that set what this one sets, itself among them, of those that compete."""
    return [e for id_ in book.competing if _keys(proposal) & _keys(e := book.timeline.by_id[id_])]


def _keys(e: Entry) -> set[tuple[str, str]]:
    return {key for key, _ in fields_of(e)}


def newly_at_once(book: Codebook, before: frozenset[str]) -> tuple[str, ...]:
    """The same of all that compete now and did not `before`, each once."""
    return tuple(dict.fromkeys(at_once(book, id_) for id_ in sorted(book.competing - before)))
