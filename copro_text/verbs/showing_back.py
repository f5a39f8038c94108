"""Showing back: to those who asked, what they said and how we read it. Where to reach them stands in a file outside the study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from copro_text.codebook import IN_USE, Placing
from copro_text.corpus import Contribution
from copro_text.decisions import SetAside
from copro_text.errors import CoproError, NotPossible, NotSaved, WriteError
from copro_text.masks import shown
from copro_text.readers.named_columns import rows_with
from copro_text.store.folder import write_whole
from copro_text.verbs import naming
from copro_text.verbs.session import Session
from copro_text.verbs.sorting import labels
from copro_text.writers.letter_back import NOT_QUOTED, Around, Heard, LetterBack, answers_csv, answers_xlsx, letter_docx
from copro_text.writers.plain import cut_short, day, n, one_line
from copro_text.writers.quotes import Quote
from copro_text.writers.quoting import Quoting

WANTED = ("who", "asked", "delete by")
TABLE = (
    "The contacts are a table (.csv, .xlsx) outside the study's folder with the columns: who (a name they signed with, or a short id), called (how "
    "to greet them), reach (how to reach them), asked (how they asked to see it), delete by (a date such as 2026-12-31)."
)
OUTSIDE = "It holds where people can be reached, and the study is copied and shared. Put it into a folder of your own."


@dataclass(frozen=True)
class ShownBack:
    """What was written, and who was not written to, with the reason."""

    letters: int
    files: tuple[Path, ...]
    remarks: tuple[str, ...]

    def __repr__(self) -> str:
        where = ", ".join(map(str, self.files))
        said = [f"{n(self.letters, 'letter')} written: {where}." if self.letters else "No letter was written.", *self.remarks]
        after = "Read each before you send it. These files are outside the study: when somebody takes words out, delete them yourself."
        return "\n".join([*said, *([after] if self.letters else [])])


@dataclass(frozen=True)
class Contact:
    """Somebody who asked to see how we read what they said."""

    who: str
    called: str
    asked: str
    delete_by: date


def show_back(s: Session, contacts: Path, to: Path) -> ShownBack:
    """Write the letters, and the sheet for the answers: into a folder, each a document of its own; or all into one .docx."""
    _outside(s, contacts, "The file of contacts")
    _outside(s, to, "The place for the letters")
    today = s.now().astimezone().date()
    found, remarks = _contacts(s, contacts, today)
    letters = [letter for number, contact in enumerate(found, start=1) for letter in _letter(s, contact, number, remarks)]
    if not letters:
        return ShownBack(0, (), tuple(remarks))
    around = Around(s.book.of_the_study("title") or s.book.of_the_study("question"), s.book.of_the_study("promise"), today.isoformat())
    one = to.suffix.casefold() == ".docx"
    if to.suffix and not one and not to.is_dir():
        raise WriteError(f"Letters cannot be written as {to.suffix}.", do="Name a folder, or one .docx for all.", safe="Nothing was written.")
    folder = to.parent if one else to
    made = {to: letter_docx(letters, around)} if one else {folder / f"letter {each.number:02}.docx": letter_docx([each], around) for each in letters}
    stem = f"{to.stem} " if one else ""
    made |= {folder / f"{stem}answers.xlsx": answers_xlsx(letters, around.today), folder / f"{stem}answers.csv": answers_csv(letters)}
    if there := [path.name for path in made if path.exists() and "answers" in path.name]:
        raise WriteError(
            f"There is {there[0]} already, and answers may stand in it.", do="Name another folder, or move it away.", safe="Nothing was written."
        )
    _write_all(made)
    return ShownBack(len(letters), tuple(made), tuple(remarks))


def _write_all(made: Mapping[Path, bytes]) -> None:
    """Write all of them, or none: half of the letters would be sent, and the rest forgotten."""
    new = [path for path in made if not path.exists()]
    try:
        for path, data in made.items():
            write_whole(path, data)
    except NotSaved:
        for path in new:
            path.unlink(missing_ok=True)
        raise


def _outside(s: Session, path: Path, what: str) -> None:
    if path.resolve().is_relative_to(s.folder.path.resolve()):
        raise NotPossible(f"{what} must be outside the study's folder: {path}.", do=OUTSIDE, safe="Nothing was read, and nothing was written.")


def _contacts(s: Session, path: Path, today: date) -> tuple[list[Contact], list[str]]:
    """Those to write to, each once; and who is not written to, and why."""
    found: dict[str, Contact] = {}
    remarks: list[str] = []
    for number, row in rows_with(path, WANTED, do=TABLE):
        try:
            contact = _contact(s, row)
        except CoproError as wrong:
            remarks.append(f"{path.name}, row {number}: {wrong.what} Not written to.")
            continue
        if contact.delete_by < today:
            gone = day(contact.delete_by.isoformat())
            remarks.append(f"{path.name}, row {number}: this was to be deleted by {gone}. Delete it now, or ask them again. Not written to.")
        elif not contact.asked:
            remarks.append(f"{path.name}, row {number}: it does not say how they asked to see it. Not written to.")
        else:
            found.setdefault(contact.who, contact)
    return list(found.values()), remarks


def _contact(s: Session, row: dict[str, str]) -> Contact:
    who = naming.the_contributor(row["who"], s.corpus)
    return Contact(who, row.get("called", ""), row["asked"], _day(row["delete by"].strip()))


def _day(said: str) -> date:
    """A day as it was typed, or as a spreadsheet here saves it: the day before the month."""
    if not said:
        raise NotPossible("It has no date by which to delete it, such as 2026-12-31.")
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%d %b %y", "%d-%b-%Y", "%d-%b-%y"):
        with suppress(ValueError):
            return datetime.strptime(said[:10] if form == "%Y-%m-%d" else said, form).date()
    raise NotPossible(f"“{said}” is no date that can be read: write it as 2026-12-31.")


def _letter(s: Session, contact: Contact, number: int, remarks: list[str]) -> Iterator[LetterBack]:
    theirs = [c for c in s.corpus if contact.who in c.said_by]
    may = [c for c in theirs if s.permissions.may_use(c) and c.id not in s.book.held]
    if len(may) < len(theirs):
        count = n(len(theirs) - len(may), "text")
        remarks.append(f"Letter {number}: {count} of theirs is held, or they asked us not to use it: it is not in the letter.")
    if may:
        heard = tuple(_heard(s, c) for c in may)
        yield LetterBack(number, naming.short(contact.who), contact.called, contact.asked, heard, _named(s, contact.who))
    else:
        remarks.append(f"Letter {number}: there is nothing to show. Not written.")


def _named(s: Session, who: str) -> str:
    if credit := one_line(s.permissions.credit(who)):
        return f"As “{credit}”."
    ruling = s.permissions.ruling(who, "name")
    if ruling.to_confirm and ruling.asked_for == "yes":
        return f"You asked to be named{f' as “{one_line(ruling.value)}”' if ruling.value else ''}. Please confirm it below: until then you are not."
    return "Not at all: your name is not printed, and not beside your words."


def _heard(s: Session, c: Contribution) -> Heard:
    put = [p for p in s.book.placings if p.excerpt.contribution == c.id and p.belongs]
    quoting = Quoting.of(s.corpus, s.book, s.permissions)
    quotes = {p.excerpt.id: quoting.quote(p.excerpt.id) for p in put if _is_in_use(s, p)}
    why = next((q for q in quotes.values() if isinstance(q, str)), "")
    none = "None of your words stand in what we write." if not quotes else ""
    not_quoted = f"Your words are not quoted {NOT_QUOTED.get(why, 'for now')}." if why else none
    shown_as = tuple(dict.fromkeys(_as_printed(q) for q in quotes.values() if isinstance(q, Quote)))
    return Heard(naming.short(c.id), shown(c.text), c.when, c.how, tuple(_reading(s, c, put)), shown_as, not_quoted)


def _is_in_use(s: Session, p: Placing) -> bool:
    return p.code in s.book.codes and s.book.codes[p.code].state == IN_USE


def _as_printed(q: Quote) -> str:
    words = f"“{q.text}”" if q.is_speech else f"{q.lead} {q.text}"
    return f"{words} ({q.beside})" if q.beside else words


def _reading(s: Session, c: Contribution, put: list[Placing]) -> Iterator[str]:
    """What we did with it, a sentence each, in our words and theirs alone."""
    called, told = labels(s), set()
    for p in put:
        if not _is_in_use(s, p):
            continue
        code = s.book.codes[p.code]
        part = "" if p.excerpt.id == c.whole.id else f" (“{cut_short(one_line(s.corpus.text(p.excerpt)), 200)}”)"
        means = f": {one_line(code.definition)}" if code.definition else ""
        told.add(f"We put it{part} with the name “{one_line(called.get(p.code, code.label))}”{means}")
    yield from sorted(told)
    for theme in s.book.themes.values():
        if theme.state == IN_USE:
            for excerpts, how in ((theme.passages, "rests on it"), (theme.against, "has it as what speaks against it")):
                if any(e.startswith(f"{c.id}.") for e in excerpts):
                    yield f"Our sentence “{one_line(theme.sentence)}” {how}."
    aside = [e.body.because for ids, es in s.book.set_aside.items() for e in es[-1:] if ids.startswith(c.id) and isinstance(e.body, SetAside)]
    yield from (f"One of us set it aside: {one_line(because)}" for because in aside)
    if not told and not aside:
        yield "Nobody has put it with a name yet."
