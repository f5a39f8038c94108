"""Answers: one sheet with its columns known, and an item for each cell where someone answered an open question."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from copro_text.corpus import Fault
from copro_text.readers import allowed, words
from copro_text.readers import columns as c
from copro_text.readers.columns import Column, slug
from copro_text.readers.dates import when
from copro_text.readers.grid import Grid, Header, header
from copro_text.readers.item import Item, Reading

READER = "table 1"
FAMILY = "table"
Progress = Callable[[int, int | None], None]

# What survey tools write where nobody wrote: only what no person would say.
_NO_ANSWER = {
    "did not answer",
    "not answered",
    "question not answered",
    "respondent skipped this question",
    "[no answer]",
    "(no answer)",
    "#n/a",
    "nan",
    "null",
    "<na>",
}
_GUIDE = re.compile(
    r"\b(?:guide|guidance|instructions?|read ?me|how to use|column (?:id|letter)|code ?book|data dictionary|lookups?)\b", re.IGNORECASE
)

_BESIDE = frozenset((c.CLOSED, c.NUMBER, c.PERSPECTIVE, c.ORGANISATION, c.MODERATED))
_AN_ANSWER = re.compile(r"(?=.*\b(?:i|we|my|our|me|us)\b)(?:\S+\s+){5}\S", re.IGNORECASE | re.DOTALL)
_A_QUESTION = re.compile(
    r"\?|\A\W*(?:q\w*\d|\d|please|tell|what|how|why|when|where|who|which|describe|if|is|are|do|does|did|have|has|can|could|would|any)\b",
    re.IGNORECASE,
)
_KEPT = {c.CLOSED: " (kept beside the words)", c.NUMBER: " (kept beside the words)"}


_as_json = json.JSONEncoder(ensure_ascii=False).encode


def digest(value: object) -> str:
    """SHA-256 of a plain value: told apart, never stored as it is."""
    return hashlib.sha256(_as_json(value).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass
class Table:
    """One sheet with its columns known."""

    grid: Grid
    head: Header
    columns: list[Column]
    data: list[list[str]]
    corrected: bool = False
    meant: Mapping[str, str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    unsettled: dict[str, Counter[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, grid: Grid, wanted: Mapping[str, str] | None, rows: list[list[str]], meant: Mapping[str, str] | None = None) -> Table:
        """The table with its header found and its columns' roles proposed."""
        head = header(rows)
        data = rows[head.data :]
        names = [words.one_line(name) for name in head.names]
        table = cls(grid, head, c.propose(names, data, wanted), data, bool(wanted), allowed.meant(meant))
        while table.data and not any(table.data[-1]):
            table.data.pop()
        return table

    @property
    def questions(self) -> list[Column]:
        return self.of_role(c.TEXT)

    @cached_property
    def _by_role(self) -> dict[str, list[Column]]:
        """The columns of each role, looked up once and not for every row."""
        roles = dict.fromkeys(column.role for column in self.columns)
        return {role: [column for column in self.columns if column.role == role] for role in roles}

    def of_role(self, role: str) -> list[Column]:
        """The columns of one role."""
        return self._by_role.get(role, [])

    @cached_property
    def telling(self) -> list[Column]:
        """The columns that tell one row from another."""
        return [column for column in self.columns if column.role != c.POSITION]

    @cached_property
    def beside(self) -> list[Column]:
        """The columns whose answers are kept beside the words."""
        return [column for column in self.columns if column.role in _BESIDE]

    @cached_property
    def said_beside(self) -> Callable[[str, str], tuple[str, str]]:
        """A closed answer with its question: the same ones come again and again, and are kept once."""
        return lru_cache(maxsize=4096)(lambda question, cell: (question, words.one_line(cell)))

    @cached_property
    def asking(self) -> list[tuple[Column, str, bool]]:
        """The columns that ask for a permission: which, and whether a yes there may say no."""
        asked = [column for column in self.columns if column.role.startswith(c.PERMISSION)]
        return [(column, column.role.removeprefix(c.PERMISSION), c.turned(column.name)) for column in asked]

    def is_guide(self) -> bool:
        """Is it a sheet about the answers, not of them: instructions, or a list of the columns?"""
        called = [self.grid.name, *(column.name for column in self.columns), *(cell for row in self.grid.rows[: self.head.data] for cell in row)]
        return any(_GUIDE.search(name) for name in called) or (len(self.data) < 2 and len(self.columns) < 3)

    def why_not(self) -> str:
        """Why no answers were taken from this sheet."""
        if not self.columns:
            return "An empty sheet; not read."
        return (
            "A guide to the workbook, not answers; not read."
            if self.questions
            else f"No column of open answers; not read. Columns: {c.listed(self.columns)}."
        )

    def reading(self, format_: str, items: tuple[Item, ...], faults: tuple[Fault, ...]) -> Reading:
        found = len(items) + sum(self.left_out.values())
        site = digest(sorted(q.name.casefold() for q in self.questions))[:16]
        faults = (*faults, *self.head.faults, *self.faults)
        return Reading(
            format_,
            FAMILY,
            site,
            READER,
            found,
            items,
            dict(self.left_out),
            faults,
            (self.taken(), *self._headless(), *self._names(), *self._asked()),
            self.roles(),
        )

    def _names(self) -> tuple[str, ...]:
        """Which columns to look at, because names that are kept beside the words are not looked after as names."""
        found = c.may_be_names(self.columns, self.data)
        if not found:
            return ()
        say = f'--column "{found[0].name[:60]}=name" (or ="left out")'
        return (f"People's names may stand in {c.quoted(found)}. If so, add the file with {say}: as it is, they are kept beside the words.",)

    def _headless(self) -> tuple[str, ...]:
        """That the row of headers may be somebody's answers: then theirs would be the only ones that nobody hears."""
        like = next((q.name for q in self.questions if _AN_ANSWER.search(q.name) and not _A_QUESTION.search(q.name)), "")
        if not like:
            return ()
        return (
            f"The first row was taken for the names of the columns, and “{like[:60]}” reads like an answer. If it is one, put a row with names of "
            "columns above it, and read the file again.",
        )

    def _asked(self) -> tuple[str, ...]:
        """What a person has to say about answers that are not plainly yes or no."""
        plain = [question for question in self.unsettled if not c.turned(question)]
        return tuple(
            allowed.unsettled(question, cells, turned=question not in plain, again=question in plain[1:])
            for question, cells in self.unsettled.items()
        )

    def roles(self) -> tuple[tuple[str, str, str], ...]:
        """Each column as (letter, header, role)."""
        sheet = f"{self.grid.name}, " if self.grid.name else ""
        return tuple((f"{sheet}{column.letter}", column.name, column.role) for column in self.columns)

    def taken(self) -> str:
        """What each column was taken for, in the words that correct it."""
        roles = dict.fromkeys(column.role for column in sorted(self.columns, key=lambda column: c.ROLES.index(column.role)))
        told = "; ".join(f"{role}{_KEPT.get(role, '')}: {c.quoted(self.of_role(role))}" for role in roles)
        return f"{f'Sheet {self.grid.name}. ' if self.grid.name else ''}The columns were taken as {told}."

    def items(self, progress: Progress | None, seen: Counter[str], several: bool = False) -> tuple[Item, ...]:
        """One item for each open answer, row by row; `seen` counts rows that are the same, over all the sheets of a file."""
        made: list[Item] = []
        self.left_out, self.faults, self.unsettled = Counter(), [], {}
        moderated = self.of_role(c.MODERATED)
        for n, cells in enumerate(self.data):
            if any(column.index < len(cells) and cells[column.index] == c.REJECTED for column in moderated):
                self.left_out["rejected by the moderators"] += len(self.questions)
            elif any(cells):
                row = _Row(self, cells, n + self.head.data + 1, seen, f"sheet {self.grid.name}, " if several else "")
                made += [item for question in self.questions if (item := row.answer(question))]
            else:
                self.left_out["empty row"] += 1
            if progress and n % 500 == 0:
                progress(n, len(self.data))
        return tuple(made)


class _Row:
    """One person's answers."""

    def __init__(self, table: Table, cells: Sequence[str], number: int, seen: Counter[str], where: str) -> None:
        self.table, self.number, self.where = table, number, where
        self.cells = [*cells, *([""] * (len(table.columns) - len(cells)))]
        self.whole = tuple(f"{column.name}={cell}" for column in table.telling if (cell := self.cells[column.index]))
        self.native, self.credit = self._first(c.ID), words.clean_name(self._first(c.CREDIT))
        mark = digest(sorted(self.whole))
        seen[mark] += 1
        self.person = self._person() or f"row:{mark}.{seen[mark]}"
        self.permissions, in_words = self._permissions()
        beside = (*((column.name, self.cells[column.index]) for column in table.beside), *in_words)
        self.aside = tuple(said for name, cell in beside if (said := table.said_beside(name, cell))[1])
        self.organisation = any(_is_organisation(self.cells[column.index]) for column in table.of_role(c.PERSPECTIVE))
        self.name = self.credit or words.clean_name(" ".join(self.cells[column.index] for column in table.of_role(c.NAME)))
        self.when = next(filter(None, (when(self.cells[column.index]) for column in table.of_role(c.DATE))), "")

    def _first(self, role: str) -> str:
        return next((cell for column in self.table.of_role(role) if (cell := self.cells[column.index])), "")

    def _person(self) -> str:
        known = self._first(c.PERSON) or self.native
        return f"respondent:{known}" if known else ""

    def _permissions(self) -> tuple[tuple[tuple[str, str], ...], list[tuple[str, str]]]:
        """What this person allows; and what they were asked and answered, kept beside their words."""
        found, in_words = [("name", "yes")] if self.credit else [], []
        for column, about, turned in self.table.asking:
            cell = self.cells[column.index]
            said = c.permitted(cell, column.name, about, self.table.meant, turned=turned)
            found += said or []
            if said is None:
                self.table.unsettled.setdefault(column.name, Counter())[cell] += 1
            if cell:
                in_words.append((column.name, cell))  # whoever confirms it reads what was asked, and what was answered
        return tuple(found), in_words

    def answer(self, question: Column) -> Item | None:
        """The item of one cell; None, with the reason counted, when there are no words in it."""
        cell, place = self.cells[question.index], f"{self.where}row {self.number}, column {question.letter}"
        found = words.from_html(cell)
        why = "no answer given" if not found.text else f"the survey tool wrote '{cell}'" if cell.casefold() in _NO_ANSWER else ""
        if why:
            self.table.left_out[why] += 1
            return None
        self.table.faults.extend(found.faults(place))
        return Item(
            "answer",
            found.text,
            place,
            native=f"{self.native}:{slug(question.name)}" if self.native else "",
            row=() if self.native else self.whole,
            person=self.person,
            name=self.name,
            voice="organisation" if self.organisation else "person",
            when=self.when,
            about=question.name,
            aside=self.aside,
            permissions=self.permissions,
        )


def _is_organisation(cell: str) -> bool:
    said = cell.casefold()
    return said.startswith(("organisation", "organization", "company", "on behalf of", "an organisation", "an organization", "as an organisation"))
