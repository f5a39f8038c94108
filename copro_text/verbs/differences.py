"""Differences: what people read differently, in the order in which talking about it settles most, and names that are mixed up with each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from copro_text import differing
from copro_text.codebook import Placing
from copro_text.corpus import Excerpt
from copro_text.decisions import SetAside
from copro_text.differing import SET_ASIDE, Difference, Mixed, Reading, Turn
from copro_text.verbs.apart import left_out, must_see_others
from copro_text.verbs.sentences import quoted
from copro_text.verbs.session import Session
from copro_text.verbs.shared_tables import in_order
from copro_text.verbs.tables import called, frame, text_of
from copro_text.writers.plain import listed

DISAGREEMENTS = ["readings", "turns_on", "others", "said_by", "text"]
MIXED = ["one", "other", "passages", "what", "to_ask"]

Labelled = Callable[[str], str]


@dataclass(frozen=True)
class Differences:
    """How people read the passages that may be shown.

    Attributes
    ----------
    read
        By passage, who put it where.
    found
        Of these, the passages that are read differently.
    why
        (analyst, passage, code or `SET_ASIDE`) -> the reason they gave.
    under
        Code -> the code it was put under.
    whole
        (analyst, passage, code) where somebody put not the passage but more, of which it is a part, with a name: it is read so in
        what is `found`, and not counted in `read`.
    """

    read: Mapping[str, tuple[Reading, ...]]
    found: Mapping[str, Difference]
    why: Mapping[tuple[str, str, str], str]
    under: Mapping[str, str]
    whole: frozenset[tuple[str, str, str]] = frozenset()

    @cached_property
    def ordered(self) -> list[Difference]:
        """What is read differently, the passages first that talking about settles most."""
        return differing.to_talk_about(self.found, self.under)

    @cached_property
    def _turning(self) -> Mapping[Turn, set[str]]:
        turning: dict[Turn, set[str]] = defaultdict(set)
        for each in self.found.values():
            for turn in each.turns:
                turning[turn].add(each.passage)
        return turning

    def others(self, each: Difference) -> int:
        """How many other passages turn on any of the same."""
        return len(set().union(*(self._turning[turn] for turn in each.turns))) - 1


def differences(s: Session) -> Differences:
    """How people read passages, as far as the person at work may see it; less what is held, and what is not here."""
    shown = {p for p in {p.excerpt for p in s.book.placings} if p.contribution not in s.book.held and _is_here(s, p)}
    aside = [(who, passage, because) for who, passage, because in _aside(s, shown)]
    placings = [p for p in s.book.placings if p.excerpt in shown]
    said = [(p.analyst, p.excerpt.id, p.code, p.belongs) for p in placings]
    away = [(who, passage) for who, passage, _ in aside]
    of_more = _of_more(placings)
    why = {(p.analyst, passage, p.code): p.because for passage, p in of_more if p.because}
    why |= {(p.analyst, p.excerpt.id, p.code): p.because for p in placings if p.because}
    why |= {(who, passage, SET_ASIDE): because for who, passage, because in aside if because}
    whole = frozenset((p.analyst, passage, p.code) for passage, p in of_more) - {each[:3] for each in said}
    found = differing.disagreements(differing.readings([*said, *((*each, True) for each in sorted(whole))], away))
    return Differences(differing.readings(said, away), found, why, s.book.parents, whole)


def _of_more(placings: Sequence[Placing]) -> list[tuple[str, Placing]]:
    """(passage, placing) for each passage that somebody read and that is a part of more, which was put with a name: also as a part it was."""
    by: dict[tuple[str, str], list[Placing]] = defaultdict(list)
    for p in placings:
        by[p.excerpt.contribution, p.excerpt.version].append(p)
    return [
        (part.id, p)
        for same in by.values()
        for part in sorted({p.excerpt for p in same}, key=lambda e: e.id)
        for p in same
        if p.belongs and p.excerpt != part and p.excerpt.start <= part.start and part.end <= p.excerpt.end
    ]


def _is_here(s: Session, e: Excerpt) -> bool:
    try:
        s.corpus.contribution(e)
    except KeyError:
        return False
    return True


def _aside(s: Session, shown: set[Excerpt]) -> Iterator[tuple[str, str, str]]:
    """(analyst, passage, because) of what people set aside that others read: that very passage, or something it is a part of."""
    by: dict[tuple[str, str], list[Excerpt]] = defaultdict(list)
    for e in sorted(shown, key=lambda e: e.id):
        by[e.contribution, e.version].append(e)
    for passage, entries in s.book.set_aside.items():
        try:
            whole = Excerpt.parse(passage)
        except ValueError:
            continue
        parts = [e for e in by.get((whole.contribution, whole.version), ()) if whole.start <= e.start and e.end <= whole.end]
        yield from ((x.analyst, e.id, x.body.because) for x in entries if isinstance(x.body, SetAside) for e in parts)


def disagreements(s: Session, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a passage that people read differently, first those that talking about settles most. None of the readings is wrong.

    Columns: readings (who put it where, and why), turns_on (the names it turns on), others (how many other passages turn on any of
    these), said_by (whose words they are, as they asked to be credited), text. What is held is not shown.
    """
    all_of_it = differences(s)
    rows = [_row(s, labels, all_of_it, each) for each in all_of_it.ordered]
    ids = [each.passage for each in all_of_it.ordered]
    return frame(rows, ids, DISAGREEMENTS, f"What is read differently, first what talking about settles most{left_out(s)}")


def seen_or_refused(s: Session, table: pd.DataFrame) -> pd.DataFrame:
    """A table about several people's readings; refused with the reason where it is empty because what the others do may not be seen."""
    if table.empty:
        must_see_others(s)
    return table


def _row(s: Session, labels: Mapping[str, str], d: Differences, each: Difference) -> dict[str, object]:
    e = Excerpt.parse(each.passage)
    return {
        "readings": "; ".join(_reading(s, labels, d, each.passage, r) for r in in_order(s, each.readings)),
        "turns_on": turns_on(each, lambda code: quoted(called(s, labels, code))),
        "others": d.others(each),
        "said_by": credited(s, e),
        "text": text_of(s, e),
    }


def credited(s: Session, e: Excerpt) -> str:
    """Whose words a passage has, as far as they allow: the name they asked to be credited by, or nothing."""
    return ", ".join(filter(None, map(s.permissions.credit, s.corpus.contribution(e).said_by)))


def _reading(s: Session, labels: Mapping[str, str], d: Differences, passage: str, r: Reading) -> str:
    name = s.book.analysts[r.analyst].name if r.analyst in s.book.analysts else "someone"
    whole = {code: " (all of it)" for code in r.put if (r.analyst, passage, code) in d.whole}
    said = [(code, quoted(called(s, labels, code)) + whole.get(code, "")) for code in r.put]
    said += [(code, f"not {quoted(called(s, labels, code))}") for code in r.refused]
    said += [(SET_ASIDE, "set aside")] if r.aside else []
    return f"{name}: {', '.join(what + (f' ({why})' if (why := d.why.get((r.analyst, passage, code))) else '') for code, what in said)}"


def turns_on(each: Difference, label: Labelled) -> str:
    """What a passage turns on, in words: "'Fares' or 'The wait'; whether it belongs with 'Fares'"."""
    return "; ".join(_turn(turn, label) for turn in each.turns)


def _turn(turn: Turn, label: Labelled) -> str:
    if len(turn) == 1:
        return f"whether it belongs with {label(turn[0])}"
    named = sorted(label(code) for code in turn if code != SET_ASIDE)
    return " or ".join([*named, *(["set aside"] if SET_ASIDE in turn else [])])


def mixed_up(s: Session, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a pair of names that people take for each other, or a name that fits for some and not for others; the most passages first.

    Columns: one, other ("" where it is about one name), passages (how many turn on it), what (that in words), to_ask (what to talk about:
    join, part, put one under the other, or say what each means). It counts passages, and says nothing about people.
    """
    all_of_it = differences(s)
    found = differing.mixed_up(all_of_it.read, all_of_it.found)
    rows = [_mixed(s, labels, m) for m in found]
    return frame(rows, [" ".join(m.turn) for m in found], MIXED, f"Names that are mixed up with each other{left_out(s)}")


def _mixed(s: Session, labels: Mapping[str, str], m: Mixed) -> dict[str, object]:
    named = sorted(zip((called(s, labels, code) for code in m.turn), m.alone, strict=True), key=lambda each: each[0].casefold())
    names = [name for name, _ in named]
    many = f"{m.passages} {'passage' if m.passages == 1 else 'passages'}"
    said = f"{listed(map(quoted, names))} for {many}: one of us says one, another says the other"
    if len(names) == 1:
        said = f"{quoted(names[0])} for {many}: one of us puts {'it' if m.passages == 1 else 'them'} there, another says no"
    settled = "; ".join(f"{quoted(name)} for {n} {'other' if n == 1 else 'others'}" for name, n in named if n)
    what = f"{said}. Two or more of us say {settled}." if settled else f"{said}."
    return {"one": names[0], "other": names[1] if len(names) > 1 else "", "passages": m.passages, "what": what, "to_ask": _to_ask(named)}


def _to_ask(named: list[tuple[str, int]]) -> str:
    """What to talk about: it depends only on whether there are other passages that people put together there."""
    (one, many), *rest = named
    if not rest:
        return f"What does {quoted(one)} mean, or is it two things to be parted?"
    other, many_other = rest[0]
    if many and many_other:
        return f"Where does {quoted(one)} end, and {quoted(other)} begin? Say what each means."
    if many or many_other:
        part, whole = (other, one) if many else (one, other)
        return f"Is {quoted(part)} a part of {quoted(whole)}, to be put under it?"
    return "Are they one name, to be joined?"
