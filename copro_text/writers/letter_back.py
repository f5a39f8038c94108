"""Letters back: to one who asked, all of what they said with our reading beside it, and four answers. Nobody else's words are in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copro_text.writers.blocks import Block, Heading, NewPage, Paper, bullets, para
from copro_text.writers.plain import clean, day, listed, one_line
from copro_text.writers.quotes import CHANGED, NOT_ASKED, NOT_KNOWN, SAID_NO, SET_ASIDE, TO_CONFIRM, WHO_ONLY
from copro_text.writers.sheets import Cell, Table, as_csv, as_xlsx

FINE, DIFFERENTLY, NO_QUOTE, OUT = "fine", "say it differently", "use but do not quote", "take it out"
NOT_QUOTED = {
    NOT_ASKED: "because you have not told us whether we may",
    TO_CONFIRM: "until you confirm that we may",
    SAID_NO: "because you said no",
    NOT_KNOWN: "because it is not written down who said them",
    SET_ASIDE: "because one of us set them aside",
    CHANGED: "because you have changed them since",
    WHO_ONLY: "because they say only who someone is",
}
"""Why words are not quoted, as it is said to whoever said them."""
ANSWERS = (FINE, DIFFERENTLY, NO_QUOTE, OUT)
TITLE = "What you told us, and how we read it"
COLUMNS = (("letter", 8), ("who", 11), ("contribution", 13), ("answer", 24), ("say it differently", 60), ("name me as", 26), ("because", 40))
ASKED = (
    "Fine as it is.",
    "Say it differently. In your own words: ______________________________________________",
    "Use it, but do not quote my words.",
    "Take it out.",
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing they said: the whole of it, and how we read it, a sentence each. `quoted` is what may be printed of it, as it would be."""

    id: str
    words: str
    when: str
    how: str
    reading: tuple[str, ...]
    quoted: tuple[str, ...]
    not_quoted: str


@dataclass(frozen=True, slots=True)
class LetterBack:
    """A letter to one person.

    Attributes
    ----------
    number
        Which letter it is: the answer sheet has it, so that nobody's name needs to stand there.
    who
        Short id of the contributor.
    called, asked
        How they wish to be greeted; how they asked to see this.
    named
        How we would name them, in a sentence.
    """

    number: int
    who: str
    called: str
    asked: str
    heard: tuple[Heard, ...]
    named: str


@dataclass(frozen=True, slots=True)
class Around:
    """What stands in every letter: what the study is called, what it promises, and the day."""

    title: str
    promise: str
    today: str


def letter_docx(letters: Sequence[LetterBack], around: Around) -> bytes:
    """Letters as a Word document, each beginning on a page of its own."""
    from copro_text.writers.word import word

    blocks: list[Block] = []
    for letter in letters:
        blocks += [NewPage(), Heading(1, TITLE)] if blocks else []
        blocks += _letter(letter, around)
    return word(Paper("letter_back", TITLE, tuple(blocks), "", around.today), {})


def answers_xlsx(letters: Sequence[LetterBack], today: str) -> bytes:
    """The sheet to type answers into: a row for each thing that somebody was shown."""
    how = Table("How to", (("how to", 100),), tuple((line,) for line in _how_to()))
    return as_xlsx([_answers(letters), how], today)


def answers_csv(letters: Sequence[LetterBack]) -> bytes:
    """The same as .csv."""
    return as_csv(_answers(letters))


def _answers(letters: Sequence[LetterBack]) -> Table:
    rows: list[tuple[Cell, ...]] = [(letter.number, letter.who, heard.id, "", "", "", "") for letter in letters for heard in letter.heard]
    return Table("Answers", COLUMNS, tuple(rows))


def _how_to() -> tuple[str, ...]:
    return (
        f"Under “answer” type one of: {', '.join(ANSWERS)}. Leave it empty where nobody answered: no reply is no reply, never a yes.",
        "Under “say it differently” type their words; under “name me as” how they wish to be named, letter by letter.",
        "Under “because” you may say how they answered, such as: by telephone on 3 May.",
        "Then: copro take-answers STUDY FILE --dry-run, and the same without --dry-run.",
    )


def _letter(letter: LetterBack, around: Around) -> Iterator[Block]:
    yield para(f"Letter {letter.number}. {day(around.today)}", "status")
    yield para(f"Dear {one_line(letter.called)}," if letter.called else "Hello,")
    about = f" about “{one_line(around.title)}”" if around.title else ""
    asked = f" ({one_line(letter.asked)})" if letter.asked.strip().casefold() not in ("", "yes", "y", "x") else ""  # a tick says nothing to them
    yield para(f"Thank you for what you told us{about}. You asked to see how we read it{asked}. Here is all of it, and what we made of it so far.")
    yield para("They are your words. You need not give a reason for anything you ask of us, and nothing you say counts against you.")
    for number, heard in enumerate(letter.heard, start=1):
        yield from _heard(heard, f" {number}" if len(letter.heard) > 1 else "")
    yield Heading(1, "How we would name you")
    yield para(letter.named)
    yield para("To be named otherwise, spell it for us: ______________________________________________")
    yield Heading(1, "If you do not answer")
    yield para(
        "Then we write down that there was no reply. We do not take it for a yes: nothing changes in what you allowed before. "
        "You can answer later, and change your mind at any time."
    )
    if around.promise:
        yield para(f"Our promise: {one_line(around.promise)}")
    yield para("Please answer to [a name, and how to reach them].")
    yield para("[Who is writing: your names]")


def _heard(heard: Heard, number: str) -> Iterator[Block]:
    yield Heading(1, f"What you said{number}")
    came = listed(filter(None, [day(heard.when) if heard.when else "", "" if heard.how == "own words" else heard.how]))
    yield para(f"{came} ({heard.id})".strip(), "small")
    for paragraph in clean(heard.words).split("\n\n"):
        yield para(paragraph, "note")
    yield Heading(2, "How we read it")
    yield from bullets(heard.reading)
    yield Heading(2, "What would be printed of it")
    yield from bullets(heard.quoted)
    if heard.not_quoted:
        yield para(heard.not_quoted)
    yield Heading(2, f"Your answer{number} (mark one)")
    yield from bullets(f"[   ]  {answer}" for answer in ASKED)
