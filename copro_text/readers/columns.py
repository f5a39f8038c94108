"""What the columns of a table are: proposed from their headers and from what stands in them, and open to correction."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from copro_text.corpus import FINDABLE
from copro_text.errors import NoSuchThing, NotPossible
from copro_text.readers.allowed import NO, WITHOUT_NAME, YES, answer, looks_like_one
from copro_text.readers.dates import when
from copro_text.readers.given_names import GIVEN
from copro_text.readers.grid import letter

TEXT, CLOSED, ID, PERSON, NAME, CREDIT, ORGANISATION, PERSPECTIVE = (
    "text", "closed", "id", "person", "name", "name to credit", "organisation", "perspective",
)  # fmt: skip
DATE, NUMBER, EMPTY, PRIVATE, POSITION, MODERATED = "date", "number", "empty", "left out", "position", "moderation"
PERMISSION = "permission: "
ROLES = (
    *(TEXT, CLOSED, ID, PERSON, NAME, CREDIT, ORGANISATION, PERSPECTIVE, DATE, NUMBER, EMPTY, PRIVATE, POSITION, MODERATED),
    *(PERMISSION + about for about in FINDABLE if about != "perspective"),
)

REJECTED = "-1"  # what a moderation column says of a row that the moderators turned down; 0 is undecided, 1 accepted

_SAMPLE = 2000
_LOOK_AT = 5000  # letters of a cell: what is longer has many words, however many
_MAIL = re.compile(r"\S+@\S+\.\w+")
_CLOCK = re.compile(r"\b\d{1,2}:\d\d\b.*\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\b.*\b\d{1,2}:\d\d\b")
_AS_A_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]*(?:,? [^\W\d_][\w'’.-]*){0,3}")
_NUMERIC = re.compile(r"[-+]?[£$€]?\d[\d,. ]*%?")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where it stands, what it is called, and what it is (one of `ROLES`)."""

    index: int
    name: str
    role: str = ""

    @property
    def letter(self) -> str:
        """As a spreadsheet calls it: A, B, ... AA."""
        return letter(self.index)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the filled cells of a column are like: shares and means between 0 and 1, or in words."""

    n: int
    distinct: int
    words: float
    numbers: float
    dates: float
    clocks: float
    mails: float
    yes_no: bool
    short: bool
    named: bool
    moderated: bool
    rejects: bool

    @property
    def varied(self) -> float:
        return self.distinct / self.n if self.n else 0.0


def _shape(cells: Sequence[str]) -> _Shape:
    filled = [cell for cell in cells if cell]
    n, kinds = len(filled), set(filled)
    begun = [cell[:_LOOK_AT] for cell in filled]
    some = begun[:200]

    def share(test: Callable[[str], object]) -> float:
        return sum(bool(test(cell)) for cell in some) / len(some) if some else 0.0

    return _Shape(
        n,
        len(kinds),
        sum(len(cell.split()) for cell in begun) / n if n else 0.0,
        share(_NUMERIC.fullmatch),
        share(when),
        share(_CLOCK.search),
        share(_MAIL.fullmatch),
        bool(kinds) and len(kinds) <= 12 and _answers_a_permission(kinds),
        bool(kinds) and all(len(cell[:_LOOK_AT].split()) <= 12 for cell in kinds),
        _are_names(some),
        bool(kinds) and kinds <= {REJECTED, "0", "1"},
        REJECTED in kinds,
    )


def _answers_a_permission(kinds: Collection[str]) -> bool:
    """Short answers, and one at least that says yes or no: what the others mean is asked."""
    return any(map(looks_like_one, kinds)) and all(len(cell.split()) <= 12 for cell in kinds)


def _are_names(cells: Collection[str]) -> bool:
    """Do people's names seem to stand there: nearly all short, in capitals and different, and some of them known given names?"""
    written = [cell for cell in cells if _AS_A_NAME.fullmatch(cell)]
    known = sum(cell.replace(".", " ").split()[-1 if "," in cell else 0].casefold() in GIVEN for cell in written)
    return len(written) > 0.8 * len(cells) and known > 0.2 * len(cells) and 2 * len(set(cells)) > len(cells)


def _words(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda header: bool(compiled.search(header))


_asks_choice = _words(
    r"select|tick|choose|which of|\bscale\b|extent|\brate\b|how (?:often|many|much|likely|satisfied|old)|do you (?:agree|support)|multiple choice"
)
_asks_words = _words(
    r"explain|\bcomments?\b|feedback|own words|reasons?\b|\bwhy\b|describe|tell us|suggest|anything else|free.?text|\bresponses?\b|\banswers?\b|"
    r"opinion|thoughts|\bviews\b|stor(?:y|ies)\b|message|\bbody\b|\btext\b|\breview\b|statement|contribution|experience|"
    r"please (?:use|say|add|give|write)|\bwhat (?:would|role|should|could|does|do|did|will|are|is|was|have)\b|\bhow "
    r"(?:can|could|should|would|do|does|did)\b"
)
_private = _words(
    r"e-?mail|phone|mobile|post ?code|zip ?code|\bip\b|ip[ _]address|date of birth|\bdob\b|nhs (?:number|no)|user ?agent|cookie|password"
)
_address = _words(r"\baddress\b|\burl\b|website")
_position = _words(r"^(?:row|line|index|no\.?|nr|number|#|s/?n|unnamed.*)?$|^(?:row|line)[ _-]?(?:index|number|no\.?|id)$|^column [a-z]+$")
_id = _words(
    r"(?:^|[ _-])(?:id|ref|reference|uuid|guid|identifier|submission|record|case|ident)(?: ?(?:id|no\.?|number|"
    r"ref|#))?$|^(?:response|respondent|participant)(?: ?(?:no\.?|number|#))?$"
)
_person = _words(r"(?:author|user|respondent|participant|person|member|contributor|account)(?:[ _-]?(?:id|no\.?|number|ref|uuid))?$")
_date = _words(r"\bdate\b|datetime|timestamp|\btime\b|submitted|completed|created|started|\bwhen\b|\bended\b")
_organisation = _words(r"organi[sz]ation.*name|name.*organi[sz]ation|^organi[sz]ation$|company name|^employer$|business name")
_name = _words(
    r"^(?:.* [–-] |.*: )?(?:"
    r"(?:(?:your|full|first|last|middle|fore|sur|given|family|preferred|display|author|contributor|respondent|participant|person|speaker|user|"
    r"what(?: is|['’]s) your)[ _'’s-]*)*names?\s*(?:\(.*\))?[?:*]*|"
    r"(?:signed|author|who|who said (?:it|this)|said by|name of (?:the )?(?:person|respondent|contributor|participant|speaker))\s*\??"
    r")\s*$"
)
_credit = _words(r"(?:thank|credit|acknowledg|print|call)\w*\b.*\b(?:name|write it|call you)|(?:name|how).*\b(?:credit|thank|acknowledg)")
_moderated = _words(r"^(?:is[ _-])?moderat(?:ed|ion)(?:[ _-]?(?:status|state))?$|^mod$")
_status = _words(r"^(?:comment[ _-]?)?status$")
_perspective = _words(
    r"perspective|relation|connected|best describes you|capacity|responding as|are you (?:responding|a\b|an\b)|who are you|\brole\b|respondent type"
)

_PERMISSIONS = (
    ("author", _words(r"\bauthor\b")),
    ("quote", _words(r"quot|publish|print|reproduc|confidential|zitier|veröffentlich|\bcit(?:er|ar|é|ed)|\bpubli(?:er|car|qu)")),
    ("name", _words(r"\bname[ds]?\b|credit|acknowledg|thank|anonym")),
    ("use", _words(r"consent|permission|\buse[ds]?\b.*\b(?:words|answer|response|comment|data)|shar(?:e|ed|ing)|happy for|gdpr")),
)
_asks_leave = _words(r"\b(?:may|can|could) we\b|\bhappy (?:to|for)\b|\bpermission\b|\bconsent\b|\b(?:do you|i) (?:agree|consent)\b")
# A yes to these may say no, or something else too: nobody is quoted by it until a person says what it means.
_says_more = _words(
    r"confidential|anonym|private|\bnot\b|n['’]t\b|\bnever\b|\bnor?\b|without|\bobject|opt(?:ing|ed)?[ -]?out|refus|withh[eo]ld|prefer|declin|"
    r"\bexclud|\bomit|\bke(?:ep|pt)\b.*\bout\b|\ble(?:ave|ft)\b.*\bout\b|\bnicht\b|\bkeine?\b|\bne\b.*\bpas\b"
)
_nameless = re.compile(r",? *\b(?:without (?:(?:using|giving|printing|saying) )?(?:your|my|any|the) names?|anonymously)\b")
_REFUSES = _words(
    r"\bnot\b|n['’]t (?:want|wish|quote|use|publish|print)|\bnever\b|\bobject|opt(?:ing|ed)?[ -]?out|refus|confidential|"
    r"\bke(?:ep|pt)\b.*\bout\b|\ble(?:ave|ft)\b.*\bout\b|\bnicht\b"
)


def _is_open(header: str, s: _Shape) -> bool:
    if s.numbers > 0.5 or s.dates > 0.5:
        return False
    if _asks_words(header) and not _asks_choice(header):
        return (s.words >= 3 and (s.words >= 6 or s.varied > 0.2 or s.distinct > 10)) or (s.varied > 0.6 and s.words >= 1.5 and s.n >= 10)
    return (s.words >= 5 and s.varied > 0.5) or (s.words >= 8 and s.distinct > 12) or (s.words >= 15 and s.n < 5)


def _permission(header: str, s: _Shape) -> str:
    about = asks_for(header) if s.yes_no or (s.short and _asks_leave(header)) else ""
    return PERMISSION + about if about else ""


def asks_for(question: str) -> str:
    """Which permission a question asks for; "" when none."""
    return next((about for about, asked in _PERMISSIONS if asked(question.casefold())), "")


def turned(question: str) -> bool:
    """Whether a yes to a question may say no, or something else too.

    "May we print your words, without your name?" is not: a yes is leave to print, and nobody is named who did not ask for it elsewhere.
    """
    header = question.casefold()
    plain, found = _nameless.subn("", header)
    asks_leave = bool(found) and _asks_leave(plain) and asks_for(plain) in ("quote", "use") and "name" not in plain
    return _says_more(plain if asks_leave else header)


def yes_says_no(question: str, about: str) -> bool:
    """Whether somebody who says yes to a question worded the other way round plainly refuses."""
    header = question.casefold()
    return (about == "name" and "anonym" in header) or (bool(_REFUSES(header)) and "anonym" not in header)


def permission_asked(question: str, cells: Sequence[str]) -> str:
    """Which permission a column of notes asks for; "" when none. Over people's words may stand "Quotes": most below has to be an answer."""
    header, said = question.casefold().strip(), [cell for cell in cells if cell]
    plain = _asks_leave(header) or 2 * sum(map(looks_like_one, said)) > len(said)
    return _permission(header, _shape(said)).removeprefix(PERMISSION) if plain else ""


def permitted(cell: str, question: str, about: str, settled: Mapping[str, str], *, turned: bool) -> list[tuple[str, str]] | None:
    """What an answer to a question of permission allows, as (about, yes or no); None where a person has to say what it means."""
    said = answer(cell, settled, question, turned=turned, refuses=turned and yes_says_no(question, about))
    if said == WITHOUT_NAME:
        return [(about, YES)] * (about != "name") + [("name", NO)]
    return [(about, said)] if said in (YES, NO) else [] if said else None


# In this order: the first that fits.
_TESTS: tuple[tuple[str, Callable[[str, _Shape], bool]], ...] = (
    (EMPTY, lambda h, s: not s.n),
    (PRIVATE, lambda h, s: s.mails > 0.5 or (_private(h) and s.words < 8) or (_address(h) and s.varied > 0.6 and s.n > 5)),
    (MODERATED, lambda h, s: s.moderated and (_moderated(h) or (_status(h) and s.rejects))),
    (POSITION, lambda h, s: _position(h) and s.numbers == 1),
    (DATE, lambda h, s: s.dates > 0.8 and (_date(h) or s.numbers < 1)),
    (PRIVATE, lambda h, s: s.clocks > 0.8 and s.words < 8),  # a date in words that we cannot read is still no answer
    (PERSON, lambda h, s: _person(h) and s.words < 1.5 and h != "author" and not s.named),
    (ID, lambda h, s: _id(h) and s.words < 1.5 and not s.named),
    (ORGANISATION, lambda h, s: _organisation(h) and s.words < 8),
    (CREDIT, lambda h, s: _credit(h) and s.words < 6),
    (NAME, lambda h, s: s.words < 5 and (_name(h) or (_person(h) and s.named))),
    (TEXT, _is_open),
    (PERSPECTIVE, lambda h, s: _perspective(h) and s.words < 8),
    (NUMBER, lambda h, s: s.numbers > 0.9),
)


def _role(name: str, s: _Shape) -> str:
    header = name.casefold().strip()
    return _permission(header, s) or next((role for role, fits in _TESTS if fits(header, s)), CLOSED)


def may_be_names(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[Column]:
    """The columns of closed answers in which people's names seem to stand. No more than a hint: a town can look like one."""
    kept = [c for c in columns if c.role in (CLOSED, PERSPECTIVE)]
    return [c for c in kept if _are_names([cell for row in rows[:200] if c.index < len(row) and (cell := row[c.index])])]


def propose(names: Sequence[str], rows: Sequence[Sequence[str]], columns: Mapping[str, str] | None = None) -> list[Column]:
    """The columns with the role each seems to have.

    Parameters
    ----------
    names
        The headers.
    rows
        The rows of data, each at most as long as `names`.
    columns
        Header or letter to role: has the last word.

    Raises
    ------
    NoSuchThing
        When `columns` names a column that is not there.
    NotPossible
        When it names a role that is not one of `ROLES`.
    """
    sample = rows[:_SAMPLE]
    found = [Column(i, name, _role(name, _shape([row[i] for row in sample if i < len(row)]))) for i, name in enumerate(names)]
    return _corrected(_one_of_each(found, rows), columns or {})


def _one_of_each(columns: list[Column], rows: Sequence[Sequence[str]]) -> list[Column]:
    """One id that is really unique, one person, one date: what competes falls back."""
    unique = next((c for role in (ID, PERSON) for c in columns if c.role == role and _unique(c, rows)), None)
    person = next((c for c in columns if c.role == PERSON and c is not unique), None)
    date = next((c for c in columns if c.role == DATE), None)

    def settled(c: Column) -> Column:
        if c is unique:
            return replace(c, role=ID)
        if c.role == ID or (c.role == PERSON and c is not person):
            return replace(c, role=POSITION)
        return replace(c, role=PRIVATE) if c.role == DATE and c is not date else c

    return [settled(c) for c in columns]


def _unique(column: Column, rows: Sequence[Sequence[str]]) -> bool:
    cells = [row[column.index] if column.index < len(row) else "" for row in rows if any(row)]
    return bool(cells) and all(cells) and len(set(cells)) == len(cells)


def _corrected(columns: list[Column], wanted: Mapping[str, str]) -> list[Column]:
    for called, given in wanted.items():
        role = _as_role(given)
        if role not in ROLES:
            do = f'A column can be: {", ".join(ROLES)}. Such as --column "May we quote you?=permission: quote".'
            raise NotPossible(f"'{given}' is nothing a column can be.", do=do)
        hit = [c for c in columns if c.name.casefold() == called.strip().casefold()] or [c for c in columns if c.letter == called.strip().upper()]
        if not hit:
            raise NoSuchThing(f"No column is called '{called}'.", do=f"The columns are: {listed(columns)}.")
        columns = [replace(c, role=role) if c in hit else c for c in columns]
    return columns


def _as_role(given: str) -> str:
    """A role as people type it: "quote" and "Permission:quote" are plain enough."""
    said = " ".join(given.casefold().replace(":", ": ").split())
    return said if said in ROLES else PERMISSION + said if PERMISSION + said in ROLES else given


@lru_cache(maxsize=1024)
def slug(question: str) -> str:
    """A short mark of a question, for ids: its first words and a digest of all of it."""
    start = re.sub(r"\W+", "-", question.casefold())[:32].strip("-")
    return f"{start}-{hashlib.sha256(question.casefold().encode('utf-8', 'replace')).hexdigest()[:8]}"


def quoted(columns: Sequence[Column]) -> str:
    """What columns are called, long names and long lists cut."""
    shown = [f'"{c.name[:60]}{"…" if len(c.name) > 60 else ""}"' for c in columns[:12]]
    return ", ".join(shown) + (f" and {len(columns) - 12} more" if len(columns) > 12 else "")


def listed(columns: Sequence[Column]) -> str:
    """The columns as a person can read them, long lists cut."""
    shown = [f'{c.letter} "{c.name[:40]}{"…" if len(c.name) > 40 else ""}" ({c.role})' for c in columns[:12]]
    return ", ".join(shown) + (f" and {len(columns) - 12} more" if len(columns) > 12 else "")
