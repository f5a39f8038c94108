"""A framework brought in: its names as proposals, beside those that people gave. Looked at first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from copro_text import decisions as d
from copro_text.codebook import IN_USE, PUT_AWAY, WAITING
from copro_text.readers.framework import Framework, Named, read_framework
from copro_text.store.logs import new_id
from copro_text.verbs.naming import folded
from copro_text.verbs.session import Session
from copro_text.verbs.sorting import labels
from copro_text.writers.plain import cut_short, n, one_line

NEW, OTHERWISE, THERE = "new name", "said otherwise", "there already"
FROM_A_FRAMEWORK = "From a framework that was brought in."


@dataclass(frozen=True)
class Brought:
    """One name of a framework, and what bringing it in does."""

    name: str
    does: str
    remark: str
    bodies: tuple[tuple[d.Shared, tuple[str, str]], ...] = ()


@dataclass(frozen=True)
class BroughtFramework:
    """What a framework brings."""

    file: str
    rows: tuple[Brought, ...]
    faults: tuple[str, ...]
    taken: bool = False

    def __repr__(self) -> str:
        counts = [(sum(row.does == does for row in self.rows), does) for does in (NEW, OTHERWISE, THERE)]
        told = ", ".join(n(count, does, "new names" if does == NEW else does) for count, does in counts if count)
        head = f"{self.file}: {told or 'nothing'}; {'proposed now' if self.taken else 'nothing was recorded yet'}."
        rows = [f"- {cut_short(row.name, 120)}: {row.does}{f' ({row.remark})' if row.remark else ''}" for row in self.rows]
        return "\n".join([head, *rows, *self.faults])


def look(s: Session, path: Path) -> BroughtFramework:
    """What a framework would bring, when nothing is recorded yet."""
    s.must_be_here()
    read = read_framework(path)
    faults = list(read.faults)
    known = _known(s)
    names = _once(read, faults)
    ids = {folded(each.name): known.get(folded(each.name)) or new_id() for each in names}
    above = _above(names, ids | known, s.book.parents, faults)
    rows = [_brought(s, each, ids[folded(each.name)], above.get(folded(each.name), ""), known) for each in names]
    return BroughtFramework(path.name, tuple(rows), tuple(faults))


def take_in(s: Session, path: Path) -> BroughtFramework:
    """Propose what a framework brings: first all names, then what stands under what."""
    seen = look(s, path)
    bodies = [each for row in seen.rows for each in row.bodies]
    for body, sets in sorted(bodies, key=lambda each: isinstance(each[0], d.Nest)):
        s.propose(body, *sets)
    return replace(seen, taken=True)


def _known(s: Session) -> dict[str, str]:
    """What any name is or was called -> its id: what was brought in and is called otherwise by now is not brought in again."""
    found: dict[str, str] = {}
    for e in s.book.entries:
        if isinstance(e.body, d.Name | d.Rename):
            code = s.book.survivor(e.body.code)
            if code in s.book.codes and s.book.codes[code].state in (IN_USE, WAITING, PUT_AWAY):
                found[folded(e.body.label)] = code
    return found | {folded(label): code for code, label in labels(s).items()}


def _once(read: Framework, faults: list[str]) -> list[Named]:
    names: dict[str, Named] = {}
    for each in read.names:
        if folded(each.name) in names:
            faults.append(f"{each.at}: “{each.name}” stands in it twice: the first counts.")
        names.setdefault(folded(each.name), each)
    return list(names.values())


def _above(names: list[Named], ids: Mapping[str, str], parents: Mapping[str, str], faults: list[str]) -> dict[str, str]:
    """Name -> the id of the one above it; what is not there, or would stand under itself, is told and left out."""
    found: dict[str, str] = {}
    under = dict(parents)
    for each in (each for each in names if each.under):
        me, above = ids[folded(each.name)], ids.get(folded(each.under), "")
        if not above:
            faults.append(f"{each.at}: there is no name “{each.under}” to put it under: it stands alone.")
        elif _leads_to(above, me, under):
            faults.append(f"{each.at}: “{each.name}” would stand under itself: it stands alone.")
        else:
            found[folded(each.name)] = under[me] = above
    return found


def _leads_to(at: str, goal: str, under: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    while at and at not in seen:
        if at == goal:
            return True
        seen.add(at)
        at = under.get(at, "")
    return False


def _brought(s: Session, each: Named, code: str, above: str, known: Mapping[str, str]) -> Brought:
    if folded(each.name) not in known:
        first = d.Name(code=code, label=each.name, definition=each.definition, because=FROM_A_FRAMEWORK)
        return Brought(each.name, NEW, "", ((first, ("", "")), *_further(s, each, code, above)))
    now = s.book.codes[code]
    called = labels(s).get(code, now.label)
    remark = f"called “{cut_short(one_line(called), 60)}” now" if folded(called) != folded(each.name) else ""
    if now.state != IN_USE:
        return Brought(each.name, THERE, f"it is {now.state}")
    bodies = (*_defined(s, each, code), *_further(s, each, code, above))
    return Brought(each.name, OTHERWISE if bodies else THERE, remark, bodies)


def _defined(s: Session, each: Named, code: str) -> Iterator[tuple[d.Shared, tuple[str, str]]]:
    """Another definition, unless it was offered before."""
    said = {one_line(e.body.definition) for e in s.book.entries if isinstance(e.body, d.Name | d.Define) and s.book.survivor(e.body.code) == code}
    if each.definition and one_line(each.definition) not in said:
        yield d.Define(code=code, definition=each.definition, because=FROM_A_FRAMEWORK), (code, "definition")


def _further(s: Session, each: Named, code: str, above: str) -> Iterator[tuple[d.Shared, tuple[str, str]]]:
    """Its heading, and what it stands under, unless that was offered before."""
    said = [e.body for e in s.book.entries]
    if each.heading and not any(isinstance(b, d.Heading) and (b.code, folded(b.text)) == (code, folded(each.heading)) for b in said):
        yield d.Heading(code=code, text=each.heading, because=FROM_A_FRAMEWORK), (code, "heading")
    if above and not any(isinstance(b, d.Nest) and (b.code, b.under) == (code, above) for b in said):
        yield d.Nest(code=code, under=above, because=FROM_A_FRAMEWORK), (code, "under")
