"""Proving: that what was written is so. Every quotation is verbatim, every count adds up, and nothing that was taken out stands in it.

Older outputs are looked at as well: each says from which version it was made, and that version is replayed. They are judged by what they say,
not by the words that this version of the program would say it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from copro_text.corpus import Corpus, Excerpt, Fault, mark_of
from copro_text.decisions import Entry, Version
from copro_text.errors import CoproError, NoSuchThing
from copro_text.store.branches import Head
from copro_text.store.outputs import called, outputs
from copro_text.verbs import printing
from copro_text.verbs.checking import PEOPLE, SOUND, Faults, faults
from copro_text.verbs.naming import short
from copro_text.verbs.parts import parts
from copro_text.verbs.past import session_then
from copro_text.verbs.reconciling import Reconciled, reconciled
from copro_text.verbs.session import Session
from copro_text.widgets import pages
from copro_text.writers import WRITERS, Edition, kind_for
from copro_text.writers.back import Printed, Written, tight, words_in, written
from copro_text.writers.echoes import echoes
from copro_text.writers.pictures import without
from copro_text.writers.plain import be, clean, cut_short, n

SHOWN = 3
BESIDE = 200  # letters, at most, that stand beside words: who is named, and where they come from
MOST_LEADS = 4  # colons before words in a PDF that may end the line which says whose they are
OVER = "what it counts was so before somebody took their words out; it is not any more"
AGAIN = "Nothing is lost. Write it again; if somebody changed it by hand, tell those who have it."
IN_A_DRAFT = "Nothing is lost. If somebody wrote in the draft, take it in: copro read-back. If not, write it again."
LINES = {".docx": ".docx", ".pdf": ".docx"}  # a PDF says what the Word document of the same kind says, in lines that can be told apart


@dataclass(frozen=True)
class Looked:
    """One output that was looked at: how many quotations are verbatim and how many lines with a count are as the version says, or why not known.

    Of these `otherwise` stand there in words that the program does not use now; lines that it does not say now at all are `unknown`, and lines
    that it says now and that do not stand there are `gone`.
    """

    name: str
    quotes: int
    counts: int
    version: str
    otherwise: int = 0
    unknown: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __str__(self) -> str:
        counts = f"{n(self.counts, 'line')} with a count {self.version}" if self.counts else self.version
        counts += f", {self.otherwise:,} of them in words that the program does not use now" if self.otherwise else ""
        return f"{self.name}: {n(self.quotes, 'quote')} word for word; {counts}.{_to_look_at(self.unknown)}{_not_there(self.gone)}"


@dataclass(frozen=True)
class Counted:
    """What became of the lines with a count, and what is known of the version; `is_over`: words were taken out since."""

    found: Reconciled = field(default_factory=Reconciled)
    why: str = ""
    is_over: bool = False


class Proof(Faults):
    """What is not as it should be, in the study and in its outputs; and what was looked at."""

    looked: tuple[Looked, ...] = ()

    def __repr__(self) -> str:
        return "\n".join([*map(str, self.looked), super().__repr__()])

    def _repr_html_(self) -> str:
        found = [pages.paragraph(str(fault)) for fault in self] or [pages.paragraph(SOUND)]
        return pages.page(*([pages.items(map(str, self.looked))] if self.looked else []), *found)


def proof(s: Session, also: Iterable[Path] = ()) -> Proof:
    """What `check` finds, and what stands in each output that is not so; `also` are files and folders elsewhere, such as letters."""
    found, looked = list(faults(s)), []
    passages = _Passages(s)
    past = _Past(s)
    for path in dict.fromkeys((*outputs(s.folder), *_elsewhere(also))):
        data = _read(path)
        back = written(data, path.suffix) if data and PEOPLE not in data[:40].replace(b";", b",") else None
        if back is None:
            continue
        name = called(s.folder, path)
        quotes = [*back.quotes, *(Printed(part.mark, part.words, is_exact=False) for part in back.parts if part.mark in passages.by_mark)]
        wrong = [q for q in quotes if not passages.are_the_words(q)]
        counts = _counts(past, path, back)
        of = counts.found
        unknown = () if back.parts else of.unknown  # in a draft people write beside it
        looked.append(Looked(name, len(quotes) - len(wrong), of.so + of.otherwise, counts.why, of.otherwise, unknown, () if back.parts else of.gone))
        found += [Fault(name, _not_verbatim(wrong), AGAIN)] * bool(wrong)
        found += _of_a_draft(s, name, back, {q.mark for q in wrong})
        if of.wrong:
            found.append(Fault(name, OVER if counts.is_over else _not_so(of.wrong), AGAIN, harmless=counts.is_over))
    made = Proof(found)
    made.looked = tuple(looked)
    return made


def _elsewhere(also: Iterable[Path]) -> Iterator[Path]:
    for path in also:
        if not path.exists():
            raise NoSuchThing(f"There is no {path}.", do="Name a file or a folder, such as that of the letters.", safe="Nothing was changed.")
        yield from sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def _of_a_draft(s: Session, name: str, back: Written, told: set[str]) -> list[Fault]:
    """Parts of a panel draft whose words are not as they were written, or that stand for nothing here; `told` are those told of already."""
    known = parts(s) if back.parts else {}
    changed = [part.mark for part in back.parts if not part.is_as_written and part.mark not in told]
    lost = [part.mark for part in back.parts if part.mark not in known and part.mark not in told]
    ways = ((changed, "not as the study says: the draft's own words were changed", IN_A_DRAFT), (lost, "not in this study", AGAIN))
    return [Fault(name, f"{n(len(marks), 'part')} ({_first(marks)}) {be(len(marks))} {what}", do) for marks, what, do in ways if marks]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


# quotations


class _Passages:
    """The passages that marks stand for, each with its words in code points."""

    def __init__(self, s: Session) -> None:
        self.texts: Sequence[Corpus] = (s.corpus, s.as_said)  # as they are shown now; and as they were, before something was redacted
        named = {id_ for e in s.everything for id_ in _excerpts(e.body)}
        whole = {c.whole.id for c in (*s.corpus, *s.corpus.earlier.values())}
        parts = {e.id for unit in ("paragraph", "sentence") for e in s.corpus.excerpts(unit)}
        self.by_mark = {mark_of(id_): id_ for id_ in sorted(named | whole | parts)} | {short(c.id): c.whole.id for c in s.corpus}

    def are_the_words(self, q: Printed) -> bool:
        """Whether a quotation is what the passage of its mark says, from its first code point to its last."""
        try:
            e = Excerpt.parse(self.by_mark[q.mark])
            said = [corpus.contribution(e).text[e.start : e.end] for corpus in self.texts]
        except (KeyError, ValueError):
            return False
        return any(_fits(q, clean(each).strip()) for each in said)


def _excerpts(body: object) -> Iterator[str]:
    for name in ("excerpts", "passages", "against"):
        yield from getattr(body, name, ())


def _fits(q: Printed, said: str) -> bool:
    if q.is_exact:
        return re.fullmatch(_pieces(_lines(q.words)), _lines(said), re.DOTALL) is not None
    said, words = tight(without(said)), tight(without(q.words))
    ends = [i for i, letter in enumerate(words) if letter == "”"] or [len(words)]
    begins = [0, *(i + 1 for i, letter in enumerate(words) if letter in "“:")]
    leads = [i + 1 for i, letter in enumerate(words) if letter == ":"][-MOST_LEADS:]  # words that are not the speaker's have a line before them
    beside = range(len(words), max(len(words) - BESIDE, 0), -1) if leads else ()  # a name may stand behind words that have no quotation marks
    spans = (*((i, j) for j in (*reversed(ends), len(words)) for i in begins if i < j), *((i, j) for i in leads for j in beside if i < j))
    return any(re.fullmatch(_pieces(words[i:j]), said, re.DOTALL) for i, j in spans)


def _pieces(words: str) -> str:
    return ".*?".join(map(re.escape, words_in(words)))


def _lines(text: str) -> str:
    """Without spaces at the ends of lines and empty lines between, which a file of Markdown or a web page does not keep."""
    return re.sub(r"[ \t]+", " ", "\n".join(line.strip() for line in text.split("\n") if line.strip()))


def _not_verbatim(wrong: Sequence[Printed]) -> str:
    return f"{n(len(wrong), 'quote')} ({_first([q.mark for q in wrong])}) {be(len(wrong))} not what stands in the study under that mark"


def _first(marks: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(marks[:SHOWN])) + (" and others" if len(marks) > SHOWN else "")


# counts


class _Past:
    """The study as it was when an output was made, by the digest that the output names."""

    def __init__(self, s: Session) -> None:
        self.s = s
        self.editions: dict[tuple[str, str], Edition | None] = {}

    def edition(self, at: str, audience: str) -> Edition | None:
        """What an output could say then."""
        if (at, audience) not in self.editions:
            then = self._session(at)
            repeated = echoes(then.book, then.as_said, then.permissions) if then else ()
            self.editions[at, audience] = printing.edition_of(then, repeated, audience) if then else None
        return self.editions[at, audience]

    def taken_out_since(self, at: str) -> bool:
        """Whether somebody may have taken words out since: then what was counted is not all here any more."""
        return bool(self.s.book.gone) and at != printing.at_of(self.s.seen_heads())

    def _session(self, at: str) -> Session | None:
        s, heads = self.s, dict[str, Head]()
        if printing.at_of(s.seen_heads()) == at:
            return s
        for e in s.book.tables.versions:
            fixed = {log: (seq, sealed) for log, seq, sealed in e.body.at} if isinstance(e.body, Version) else {}
            if isinstance(e.body, Version) and printing.at_of(fixed) == at:
                return session_then(s, self._up_to(fixed), e.body.name)
        for e in s.book.entries:
            heads[e.log] = (e.seq, s.logs.hashes[e.log, e.seq])
            if printing.at_of(heads) == at:
                return session_then(s, self._up_to(heads), "")
        return None

    def _up_to(self, heads: Mapping[str, Head]) -> list[Entry]:
        return [e for e in self.s.book.entries if e.seq <= heads.get(e.log, (-1, ""))[0]]


def _counts(past: _Past, path: Path, back: Written) -> Counted:
    """The lines with a count that the study says for the version which the file names."""
    if not back.at:
        return Counted(why="it does not say from which version it was made, so its counts were not looked at")
    e = past.edition(back.at, "group" if back.for_the_group else "public")
    if e is None:
        return Counted(why="the version it was made from cannot be put together here, so its counts were not looked at")
    found = [made for kind in _kinds(path) if (made := _compared(e, kind, path, back)) is not None]
    if not found:
        return Counted(why="it cannot be written again as it was, so its counts were not looked at")
    best = min(found, key=lambda each: (len(each.wrong) + len(each.unknown) + len(each.gone), -each.so))
    return Counted(best, "as the study said then", past.taken_out_since(back.at))


def _kinds(path: Path) -> list[str]:
    """The kinds that a file may be, by its name, or by its suffix."""
    try:
        return [kind_for(path)]
    except CoproError:
        return [kind for kind, by in WRITERS.items() if path.suffix.casefold() in by]


def _compared(e: Edition, kind: str, path: Path, back: Written) -> Reconciled | None:
    if kind == "run_chart":
        return None  # the measure is the team's own, and not kept here
    suffix = LINES.get(path.suffix.casefold(), path.suffix.casefold())
    try:
        again = written(WRITERS[kind][suffix](e), suffix)
    except (CoproError, KeyError):
        return None
    if again is None:
        return None
    said = {tight(q.words) for q in (*again.quotes, *back.quotes)}
    ours = [line for line in again.lines if tight(line.strip("“”> ")) not in said]
    theirs = replace(back, lines=tuple(line for line in back.lines if tight(line.strip("“”> ")) not in said))
    found = reconciled(ours, theirs, in_pieces=path.suffix.casefold() == ".pdf")
    if kind == "zero_one" and (changed := _changed_cells(again.lines, back.lines)):
        return replace(found, wrong=(*found.wrong, changed))
    return found


def _changed_cells(ours: Sequence[str], theirs: Sequence[str]) -> str:
    """What the noughts and ones of a table should be in all, where they are not: whoever sorts its rows changes none of them."""
    wanted, there = ({cell: list(lines).count(cell) for cell in ("0", "1")} for lines in (ours, theirs))
    return "" if wanted == there else f"{n(wanted['1'], 'one')} and {n(wanted['0'], 'nought')} in all"


def _to_look_at(unknown: Sequence[str]) -> str:
    if not unknown:
        return ""
    first = f"“{cut_short(' '.join(unknown[0].split()), 80)}”"
    return f" {n(len(unknown), 'line')} with a count {'says' if len(unknown) == 1 else 'say'} what this program does not say now: read {first}."


def _not_there(gone: Sequence[str]) -> str:
    if not gone:
        return ""
    first = f"“{cut_short(' '.join(gone[0].split()), 80)}”"
    return f" {n(len(gone), 'line')} with a count {be(len(gone))} not in it that this program says now: look whether somebody took out {first}."


def _not_so(wrong: Sequence[str]) -> str:
    first = "; ".join(f"“{cut_short(' '.join(line.split()), 120)}”" for line in wrong[:SHOWN])
    return f"{n(len(wrong), 'line')} with a count {be(len(wrong))} not as the study says: it should be {first}"
