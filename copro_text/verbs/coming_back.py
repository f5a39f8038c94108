"""Coming back: what people wrote in a draft, taken in as notes, marks of "not clear to me" and proposals; looked at first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from copro_text import decisions as d
from copro_text.errors import CoproError, NotPossible, NotReadable
from copro_text.readers.panel import CHANGED, DIFFERENTLY, UNCLEAR, Returned, Written, read_panel
from copro_text.readers.words import tidy
from copro_text.spans import open_spans
from copro_text.verbs.naming import folded
from copro_text.verbs.parts import ON_A_DRAFT, Part, parts, reworded, whole_of
from copro_text.verbs.session import Session
from copro_text.writers.plain import cut_short, n, one_line

NOTE, NOT_CLEAR, PROPOSAL = "note", "not clear to me", "proposal"
TAKEN, THERE = "to take in", "there already"
ALONE = "You decide alone so far: what is proposed takes effect at once. The words before stay to be seen, and undo brings them back."
CROSSES = ("x", "✓", "✔", "☒", "☑", "yes", "y", "ja", "true", "1", "not clear", "unclear")
NO_CROSS = ("no", "n", "-", "☐", "false", "0")


@dataclass(frozen=True)
class Taken:
    """One thing that somebody wrote in a draft, and what becomes of it.

    Attributes
    ----------
    about
        What it is about, as people call it.
    becomes
        "note", "not clear to me" or "proposal".
    state
        "to take in", "taken in" or "there already".
    remark
        What should be said of it, such as why words that were offered became a note.
    """

    about: str
    becomes: str
    words: str
    by: str
    state: str
    remark: str
    body: d.Memo | d.Shared
    who: str = ""
    sets: tuple[str, str] = ("", "")
    says: str = ""


@dataclass(frozen=True)
class ComingBack:
    """What a draft brought back."""

    name: str
    rows: tuple[Taken, ...]
    faults: tuple[str, ...]
    taken: bool = False
    alone: bool = False

    def __repr__(self) -> str:
        new = [row for row in self.rows if row.state != THERE]
        kinds = [(NOTE, "note"), (NOT_CLEAR, "mark of “not clear to me”"), (PROPOSAL, "proposal")]
        counts = [
            n(count, what, "marks of “not clear to me”" if kind == NOT_CLEAR else "")
            for kind, what in kinds
            if (count := sum(row.becomes == kind for row in new))
        ]
        there = len(self.rows) - len(new)
        head = f"{self.name}: {', '.join(counts) or 'nothing new'} {'taken in' if self.taken else 'would be taken in'}."
        head += f" {n(there, 'thing')} in it {'is' if there == 1 else 'are'} there already." if there else ""
        lines = [f"- {row.about}: {row.becomes}, {_told(row)}{f' ({row.remark})' if row.remark else ''}" for row in new]
        at_once = [ALONE] if self.alone and any(row.becomes == PROPOSAL for row in new) else []
        return "\n".join([head, *lines, *at_once, *self.faults])


def _told(row: Taken) -> str:
    words = cut_short(one_line(row.words), 300)
    return words if words.startswith(row.by) else f"{row.by}: “{words}”"


def look(s: Session, path: Path, by: str = "") -> ComingBack:
    """What a draft would bring, when nothing is recorded yet.

    Raises
    ------
    NotReadable
        When it is no draft, or one of another study.
    """
    s.must_be_here()
    back, known = read_panel(path), parts(s)
    if not back.parts & known.keys():
        raise NotReadable(
            f"{path.name} is a draft of another study: none of its parts is in this one.",
            do="Read it back into the study that it was written from.",
            safe="Nothing was recorded.",
        )
    return ComingBack(path.name, tuple(_rows(s, back, known, by)), tuple(back.faults), alone=len(s.book.members) < 2)


def read_back(s: Session, path: Path, by: str = "") -> ComingBack:
    """Take in what people wrote in a draft; what was taken in before is left."""
    seen = look(s, path, by)
    rows = []
    for row in seen.rows:
        if row.state == TAKEN:
            with _as_who(s, row.who):
                if isinstance(row.body, d.Memo):
                    s.record(row.body)
                else:
                    s.propose(row.body, *row.sets)
        rows.append(replace(row, state="taken in") if row.state == TAKEN else row)
    return replace(seen, rows=tuple(rows), taken=True)


@contextmanager
def _as_who(s: Session, who: str) -> Iterator[None]:
    """Record as another co-analyst, with the one at work as who types: it is theirs to confirm, change or strike."""
    me, typist, present = s.analyst, s.entered_by, s.present
    if who == me:
        yield
        return
    s.work_as(who, typed_by=me)
    try:
        yield
    finally:
        s.work_as(me, typed_by=typist, present=present)


def _rows(s: Session, back: Returned, known: Mapping[str, Part], by: str) -> list[Taken]:
    was = _said_before(s)
    rows = []
    for row in _joined(s, list(_each(s, back, known, by))):
        key = _key(row.who, row.body)
        rows.append(replace(row, state=THERE) if key in was else row)
        was |= {key} - {()}
    return rows


def _each(s: Session, back: Returned, known: Mapping[str, Part], by: str) -> Iterator[Taken]:
    for each in dict.fromkeys(back.written):
        part = known.get(each.mark) or _gone(s, each, known)
        if each.kind in (CHANGED, DIFFERENTLY) and _same(each.words, part.says):
            continue
        name = " ".join((each.by or by or back.name).split())
        who = _joined_as(s, name)
        for row in _becomes(s, part, each, name if name and not who else ""):
            yield replace(row, by=name or s.book.analysts[s.analyst].name, who=who or s.analyst)


def _joined_as(s: Session, name: str) -> str:
    """The co-analyst who is called so; "" when nobody is."""
    who = next((a.id for a in s.book.analysts.values() if not a.left and folded(a.name) == folded(name)), "")
    if who and who != s.analyst and who in open_spans(s.book.timeline):
        raise NotPossible(
            f"{name} works on their own for now, and what they said in this draft would be theirs.",
            do=f"Read it back when {name} has shared, or let {name} do it.",
            safe="Nothing was recorded.",
        )
    return who


def _joined(s: Session, rows: list[Taken]) -> list[Taken]:
    """Other words for several sentences of one definition are one proposal: two would each bring back what the other changes."""
    instead: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        if isinstance(row.body, d.Define) and row.state == TAKEN:
            instead.setdefault((row.who, row.body.code), {})[row.says] = row.words
    kept: list[Taken] = []
    for row in rows:
        if isinstance(row.body, d.Define) and row.state == TAKEN:
            sentences = instead.pop((row.who, row.body.code), {})
            if not sentences:
                continue
            definition = reworded(s.book.codes[row.body.code].definition, sentences)
            row = replace(row, body=replace(row.body, definition=definition), words=" ".join(sentences.values()))
        kept.append(row)
    return kept


def _same(words: str, says: str) -> bool:
    return " ".join(tidy(words).split()) == " ".join(tidy(says).split())


def _gone(s: Session, each: Written, known: Mapping[str, Part]) -> Part:
    """Where a part is gone, what was said about it is about the draft as a whole."""
    whole = known[whole_of(s)]
    return replace(whole, says=each.at, is_gone=bool(each.mark))


def _becomes(s: Session, part: Part, each: Written, outside: str) -> Iterator[Taken]:
    """What a comment becomes; where somebody who has not joined said it, a note of ours says who: no output prints that."""
    if each.kind == UNCLEAR:
        if folded(each.words) in NO_CROSS:
            return
        crossed = folded(each.words) in CROSSES
        words = "Not clear." if crossed else each.words
        yield _noted(part, _on(part, words, each), NOT_CLEAR, "not clear to me")
        if outside:
            yield _noted(part, f"{outside}: not clear to me. {'' if crossed else words}".strip(), NOTE, "ours")
        return
    if each.kind == DIFFERENTLY and part.proposes is None and folded(each.words) in part.offered:
        return
    if each.kind == DIFFERENTLY and part.proposes is not None:
        try:
            body, sets = part.proposes(each.words)
            state = THERE if folded(each.words) in part.offered else TAKEN
            yield Taken(part.called, PROPOSAL, each.words, "", state, "", replace(body, because=ON_A_DRAFT), "", sets, part.says)
            if outside:
                yield _noted(part, f"{outside} would say: “{each.words}”", NOTE, "ours")
            return
        except CoproError as refused:
            remark = f"not proposed: {refused.what}"
    else:
        remark = "" if each.kind != DIFFERENTLY else part.why_not or "kept as a note: these words are not ours to change"
    lead = {DIFFERENTLY: "Would say: ", CHANGED: "Changed the words of the draft to: "}.get(each.kind, "")
    if part.is_gone:
        remark = "the draft has words that are not in the study any more; kept as a note about the study"
    said = _on(part, f"{lead}“{each.words}”" if lead else each.words, each)
    yield replace(_noted(part, f"{outside}: {said}" if outside else said, NOTE, "ours"), remark=remark)


def _on(part: Part, words: str, each: Written) -> str:
    """A note, with the sentence that it is about where that is only a part of something."""
    about = each.at if part.is_gone else part.says if part.is_a_part else ""
    return f"On “{about}”: {words}" if about else words


def _noted(part: Part, words: str, becomes: str, whose: str) -> Taken:
    return Taken(part.called, becomes, words, "", TAKEN, "", d.Memo(about=part.about, whose=whose, text=words))


def _key(who: str, body: d.Body) -> tuple[str, ...]:
    """By what it is known that a note was taken in before."""
    return (who, body.about, body.whose, body.text) if isinstance(body, d.Memo) else ()


def _said_before(s: Session) -> set[tuple[str, ...]]:
    """All that was ever noted here, also what was taken back since."""
    return {_key(e.analyst, e.body) for e in s.book.entries} - {()}


def as_rows(back: ComingBack) -> list[dict[str, str]]:
    """What came back, for programs."""
    return [
        {"id": str(i), "label": r.about, "becomes": r.becomes, "words": r.words, "by": r.by, "state": r.state, "remark": r.remark}
        for i, r in enumerate(back.rows, start=1)
    ]
