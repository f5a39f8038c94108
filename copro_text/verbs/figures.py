"""Figures of a study: names that are mixed up, agreement by name, before and after talking, voices by theme, themes by session or by month."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd

from copro_text.agreement.figure import ALL, ALPHA
from copro_text.codebook import IN_USE
from copro_text.corpus import Contribution, Excerpt
from copro_text.errors import NotPossible
from copro_text.verbs.apart import left_out, must_have_shared
from copro_text.verbs.differences import differences, mixed_up, seen_or_refused
from copro_text.verbs.in_figures import MOVED, TOGETHER, in_figures
from copro_text.verbs.session import Session
from copro_text.verbs.tables import called
from copro_text.widgets import figures
from copro_text.widgets.figures import BESIDE, MOST, Dot, Said
from copro_text.widgets.picture import Picture, shown_label
from copro_text.writers.plain import listed

Labels = Mapping[str, str]
CHANCE = "Krippendorff's alpha: 1 is always saying the same, 0 (the broken line) is what chance would give"
NO_DATE, NO_SESSION = "no date", "no session"
NOWHERE = frozenset({NO_DATE, NO_SESSION})
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
LONGEST_ALT = 600


def figure(s: Session, labels: Labels, what: str, kind: str) -> Picture:
    """Draw one of the figures."""
    if what not in FIGURES:
        raise NotPossible(f"One draws {listed(repr(each) for each in FIGURES)}; {what!r} is none of them.", safe="Nothing was changed.")
    if kind not in ("png", "svg"):
        raise NotPossible(f"A figure is 'png' or 'svg'; {kind!r} is neither.", safe="Nothing was changed.")
    return FIGURES[what](s, labels, kind)


def _mixed_up(s: Session, labels: Labels, kind: str) -> Picture:
    found = seen_or_refused(s, mixed_up(s, labels))
    rows = [
        (f"{m['one']}{BESIDE}or {m['other']}" if m["other"] else f"{m['one']}{BESIDE}(yes or no)", int(m["passages"]))
        for m in found.to_dict("records")
    ]
    alt = _counted("Names that are mixed up with each other, in passages", rows, "No names are mixed up with each other.")
    table = pd.DataFrame(found[["one", "other", "passages"]])
    said = Said(
        f"Names that are mixed up with each other{left_out(s)}", "passages that one of us puts with one, and another with the other", alt, table
    )
    return figures.bars(said, rows, kind)


def _agreement(s: Session, labels: Labels, kind: str) -> Picture:
    found = _figures(s, labels, TOGETHER)
    rows = [
        Dot(_all(f["about"]), f["value"], f["low"], f["high"], f["about"] == ALL, "no figure; the table says why") for f in found.to_dict("records")
    ]
    told = [f"{d.label} {d.value + 0.0:.2f}{'' if d.low != d.low else f' ({d.low:.2f} to {d.high:.2f})'}" for d in rows if d.value == d.value]
    alt = f"Krippendorff's alpha with 95 per cent intervals: {'; '.join(told)}." if told else "There is no figure of agreement yet."
    axis = f"{CHANCE}.\nLines: with other passages like these, 95 per cent; a hollow mark has no interval."
    said = Said("How far we say the same, by name", axis, alt, _tabled(found, "value", "low", "high", "passages", "people"))
    return figures.dots(said, rows, kind)


def _before_and_after(s: Session, labels: Labels, kind: str) -> Picture:
    found = _figures(s, labels, MOVED)
    there = found[found["value"].notna()]
    rows = [(_all(f["about"]), float(f["before"]), float(f["before"] + f["value"])) for f in there.to_dict("records")]
    told = "; ".join(f"{label} {_went(before, after)}" for label, before, after in rows)
    alt = f"Krippendorff's alpha before and after talking: {told}." if rows else "There is nothing yet to compare before and after talking."
    found = found.assign(after=found["before"] + found["value"])
    table = _tabled(found, "before", "after", "value", "low", "high", "passages").rename(columns={"value": "difference"})
    said = Said("Before and after talking, by name", f"{CHANCE}.\nWhether people understood each other or gave way it cannot tell.", alt, table)
    return figures.before_and_after(said, rows, kind)


def _went(before: float, after: float) -> str:
    return f"from {before + 0.0:.2f} to {after + 0.0:.2f}" if figures.moved(before, after) else f"as before at {after + 0.0:.2f}"


def _figures(s: Session, labels: Labels, what: str) -> pd.DataFrame:
    must_have_shared(s)
    found = in_figures(s, differences(s), labels)
    return pd.DataFrame(found[(found["what"] == what) & (found["figure"] == ALPHA)])


def _tabled(found: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The table beside a figure: two decimals, and a column of why there is no figure, where there is none."""
    table = found[["about", *columns]].astype(dict.fromkeys((c for c in ("before", "after", "value", "low", "high") if c in columns), float)).round(2)
    table = table.assign(about=found["about"].map(_all))
    missing = found["value"].isna()
    return table.assign(why_not=found["sentence"].where(missing, "")) if missing.any() else table


def _all(about: str) -> str:
    return "all names together" if about == ALL else about


# whose voices


def _voices(s: Session, labels: Labels, kind: str) -> Picture:
    what, heard = _themes(s, labels)
    rows = [(label, len(_people(said))) for label, said in heard.items()]
    everyone = len(_people(c for c in s.corpus if s.permissions.may_use(c)))
    alt = _counted(
        f"People whose words stand with each {what}, of {everyone} whose words may be used", rows, "No words stand with a name or a theme yet."
    )
    said = Said(
        f"Voices by {what}{left_out(s)}",
        f"people whose words stand there, of {everyone} whose words may be used",
        alt,
        pd.DataFrame(rows, columns=[what, "people"]),
    )
    return figures.bars(said, rows, kind)


def _by(place: Callable[[Contribution], str], called_so: str) -> Callable[[Session, Labels, str], Picture]:
    def drawn(s: Session, labels: Labels, kind: str) -> Picture:
        what, heard = _themes(s, labels)
        columns = _columns({place(c) for said in heard.values() for c in said})
        counts = [[len(_people(c for c in said if place(c) == column)) for column in columns] for said in heard.values()]
        table = pd.DataFrame(counts, columns=columns)
        table.insert(0, what, list(heard), allow_duplicates=True)
        known = [column for column in columns if column not in NOWHERE]
        rows = list(heard) if known else []
        alt = _alt(f"People whose words stand with each {what}, by {called_so}", rows, columns, counts)
        if not rows:
            alt = f"No {called_so} is known of what stands with a {what}." if heard else "No words stand with a name or a theme yet."
        axis = "people whose words stand there; who spoke in several is in each"
        return figures.grid(Said(f"{what.capitalize()}s by {called_so}{left_out(s)}", axis, alt, table), rows, columns, counts, kind)

    return drawn


def _columns(there: set[str]) -> list[str]:
    """In order, what is not known last; of months also those between, with no words, while there is room for them."""
    known = sorted(there - NOWHERE)
    months = [m for m in known if MONTH.fullmatch(m)]
    if months and months == known:
        first, last = (12 * int(m[:4]) + int(m[5:]) - 1 for m in (known[0], known[-1]))
        known = [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(first, last + 1)] if last - first < MOST else known
    return [*known, *sorted(there & NOWHERE)]


def _alt(what: str, rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """Every count in words; where that would be too long to listen to, how many there are and where most are."""
    told = (
        f"{label}: {listed(f'{n} in {c}' for c, n in zip(columns, row, strict=True) if n) or 'nobody'}"
        for label, row in zip(rows, counts, strict=False)
    )
    if len(alt := f"{what}. {'; '.join(told)}.") <= LONGEST_ALT:
        return alt
    cells = [(n, label, c) for label, row in zip(rows, counts, strict=False) for c, n in zip(columns, row, strict=True) if n]
    most = sorted(cells, key=lambda cell: -cell[0])[:3]
    top = "; ".join(f"{n} with {shown_label(label, 60)} in {shown_label(c, 60)}" for n, label, c in most)
    return f"{what}: {len(rows)} rows by {len(columns)} columns. Most people: {top}. The table has all."


def _themes(s: Session, labels: Labels) -> tuple[str, Mapping[str, list[Contribution]]]:
    """Each theme, or while there is none each name in use, with the contributions that people put there; the one with most voices first."""
    put: dict[str, set[str]] = defaultdict(set)
    for p in s.book.placings:
        if p.belongs:
            put[p.code].add(p.excerpt.contribution)
    themes = [t for t in s.book.themes.values() if t.state == IN_USE]
    rests = {t.sentence: set().union(*(put[c] for c in t.names), {Excerpt.parse(e).contribution for e in t.passages}) for t in themes}
    names = {called(s, labels, c.id): put[c.id] for c in s.book.codes.values() if c.state == IN_USE and put[c.id]}
    usable = {c.id: c for c in s.corpus if s.permissions.may_use(c) and c.id not in s.book.held}
    found = {label: [usable[c] for c in sorted(ids) if c in usable] for label, ids in (rests or names).items()}
    return "theme" if themes else "name", dict(sorted(found.items(), key=lambda row: (-len(_people(row[1])), row[0].casefold())))


def _people(said: Iterable[Contribution]) -> set[str]:
    """Who is heard in these; one whose speaker is not known counts as one."""
    return {who for c in said for who in c.said_by or (c.id,)}


def _counted(what: str, rows: list[tuple[str, int]], none: str) -> str:
    told = (f"{' '.join(label.split(BESIDE))} {n}" for label, n in rows)
    return f"{what}: {'; '.join(told)}." if rows else none


FIGURES: Mapping[str, Callable[[Session, Labels, str], Picture]] = {
    "mixed up": _mixed_up,
    "agreement": _agreement,
    "before and after": _before_and_after,
    "voices": _voices,
    "sessions": _by(lambda c: NO_SESSION if c.kind == "answer" else c.about or NO_SESSION, "session"),  # an answer is about a question
    "dates": _by(lambda c: c.when[:7] or NO_DATE, "month"),
}
