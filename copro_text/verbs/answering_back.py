"""Answering back: what people answer when they are shown what they said. No reply is no reply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from copro_text import decisions as d
from copro_text.corpus import Contribution
from copro_text.errors import CoproError, NotPossible
from copro_text.readers.named_columns import rows_with
from copro_text.verbs import naming
from copro_text.verbs.people import confirmation
from copro_text.verbs.session import Session
from copro_text.writers.letter_back import ANSWERS, DIFFERENTLY, FINE, NO_QUOTE, OUT
from copro_text.writers.plain import n
from copro_text.writers.sheets import plain_csv

ANSWERED = "answered our letter"
NO_REPLY = "no reply"
SAID = {FINE: (FINE, "fine as it is", "ok", "yes", "1"), DIFFERENTLY: (DIFFERENTLY, "2"), NO_QUOTE: (NO_QUOTE, "do not quote", "3"), OUT: (OUT, "4")}
SHEET = "Use the sheet of answers that `copro show-back` wrote."


@dataclass(frozen=True)
class Answered:
    """One answer, and what it does. `state` is "to take in", "taken in", "there already", "no reply", or why it was not taken in."""

    at: str
    contribution: str
    answer: str
    state: str
    does: str
    bodies: tuple[d.Memo | d.Confirm, ...] = ()


@dataclass(frozen=True)
class Answers:
    """What came back of the letters."""

    rows: tuple[Answered, ...]
    taken: bool = False

    def __repr__(self) -> str:
        silent = sum(row.state == NO_REPLY for row in self.rows)
        heard = len(self.rows) - silent
        head = f"{n(heard, 'answer')}, {n(silent, 'no reply', 'times no reply')} (which is not a yes)."
        lines = [f"- {row.at}, {row.contribution}: {row.answer}. {row.does} ({row.state})" for row in self.rows if row.state != NO_REPLY]
        out = [row.contribution for row in self.rows if row.answer == OUT and row.bodies]
        more = [f"To take words out for good, as they ask: copro withdraw STUDY {' '.join(out)}"] if out else []
        return "\n".join([head, *lines, *more])


def look(s: Session, path: Path) -> Answers:
    """What a sheet of answers would do, when nothing is recorded yet. A row that cannot be taken in is told, and the others are."""
    s.must_be_here()
    return Answers(tuple(_row(s, number, row) for number, row in rows_with(path, ("contribution", "answer"), do=SHEET) if row["contribution"]))


def take_in(s: Session, path: Path) -> Answers:
    """Take in a sheet of answers; what was taken in before is left."""
    rows = look(s, path).rows
    if bodies := [body for row in rows if row.state == "to take in" for body in row.bodies]:
        s.record(*bodies)
    return Answers(
        tuple(Answered(r.at, r.contribution, r.answer, "taken in" if r.state == "to take in" else r.state, r.does, r.bodies) for r in rows), True
    )


def take_one(s: Session, contribution: str, answer: str, words: str, name: str, because: str) -> Answers:
    """Take in one answer that came by telephone, or in the room."""
    s.must_be_here()
    row = {"contribution": contribution, "answer": answer, "say it differently": words, "name me as": name, "because": because}
    found = _row(s, 0, row)
    if not found.bodies and found.state != "there already":
        raise NotPossible(f"{found.state}.", do=f"An answer is one of: {', '.join(ANSWERS)}.", safe="Nothing was recorded.")
    if found.state == "to take in":
        s.record(*found.bodies)
        found = Answered("typed in", found.contribution, found.answer, "taken in", found.does, found.bodies)
    return Answers((found,), True)


def _row(s: Session, number: int, row: Mapping[str, str]) -> Answered:
    cells = {name: plain_csv(cell).strip() for name, cell in row.items()}
    at, id_, said = f"row {number}", cells["contribution"], cells.get("answer", "")
    if not said and not cells.get("say it differently") and not cells.get("name me as"):
        return Answered(at, id_, NO_REPLY, NO_REPLY, "")
    try:
        c = naming.the_contribution(id_, s.corpus)
        answer = _answer(said) if said else DIFFERENTLY if cells.get("say it differently") else FINE
        bodies = tuple(_bodies(s, c, answer, cells))
    except CoproError as wrong:
        return Answered(at, id_, said, f"not taken in: {wrong.what.rstrip('.')}", "")
    new = tuple(body for body in bodies if not _was_said(s, body))
    return Answered(at, naming.short(c.id), answer, "to take in" if new else "there already", _does(answer, cells), new)


def _answer(said: str) -> str:
    plain = naming.folded(said).strip(" .,")
    for answer, ways in SAID.items():
        if plain in ways:
            return answer
    raise NotPossible(f"{said!r} is none of the four answers ({', '.join(ANSWERS)}).")


def _does(answer: str, cells: Mapping[str, str]) -> str:
    does = {
        FINE: "Noted.",
        DIFFERENTLY: "A note for the group: look at how it is put.",
        NO_QUOTE: "From now on these words are quoted nowhere.",
        OUT: "From now on these words are used nowhere; they are still in the folder.",
    }[answer]
    return f"{does} To be named as “{cells['name me as']}”." if cells.get("name me as") else does


def _bodies(s: Session, c: Contribution, answer: str, cells: Mapping[str, str]) -> Iterator[d.Memo | d.Confirm]:
    """What an answer does: a note, or what they allow from now on. Taking words out for good is never done by reading a table."""
    who = _who(c, cells.get("who", ""))
    how = f"{ANSWERED}: {cells['because']}" if cells.get("because") else ANSWERED
    words = cells.get("say it differently", "")
    if answer == FINE:
        yield d.Memo(about=c.id, whose="ours", text=f"Shown back, {ANSWERED}: fine as it is.")
    if answer == DIFFERENTLY or words:
        said = f"Shown back, {ANSWERED}: asks us to say it differently{f': “{words}”' if words else '.'}"
        yield d.Memo(about=c.id, whose="ours", text=said)
    if answer == NO_QUOTE:
        yield confirmation(s, who, "quote", "no", contribution=c.id, because=how)
    if answer == OUT:
        yield confirmation(s, who, "use", "no", contribution=c.id, because=how)
    if cells.get("name me as"):
        yield confirmation(s, who, "name", "yes", value=cells["name me as"], because=how)


def _who(c: Contribution, given: str) -> str:
    fits = [who for who in c.said_by if not given or who.startswith(given.casefold())]
    if len(fits) == 1:
        return fits[0]
    raise NotPossible("it is not known whose words these are" if not c.said_by else "it does not say which of those who said it answers")


def _was_said(s: Session, body: d.Memo | d.Confirm) -> bool:
    """Whether the same was recorded before, also when it was changed since: then a newer word counts."""
    return any(type(e.body) is type(body) and _said(e.body) == _said(body) for e in s.book.entries)


def _said(body: object) -> tuple[str, ...]:
    match body:
        case d.Memo():
            return (body.about, body.whose, body.text)
        case d.Confirm():
            return (body.contributor, body.about, body.answer, body.contribution, body.value, body.because)
    return ()
