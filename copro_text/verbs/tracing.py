"""Tracing: what a mark in an output leads to, for the group at its own screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from copro_text.corpus import Excerpt
from copro_text.verbs.session import Session
from copro_text.verbs.sorting import labels
from copro_text.verbs.tables import text_of
from copro_text.widgets import pages
from copro_text.writers.gather import Gathering
from copro_text.writers.plain import day
from copro_text.writers.quotes import HELD
from copro_text.writers.tracing import Tracing
from copro_text.writers.views import DecisionShown, PassageShown, Traced, Wording

SHORTEST = 4  # letters of a mark that somebody has to type
WHERE = "A mark is the ten letters and digits that stand with a passage, a name or a theme, or a word such as n-wrote that stands with a count."


@dataclass(frozen=True)
class Trace:
    """What marks lead to: one, or those that begin so, or those in a file. `nowhere` are marks of a file that stand for nothing here."""

    found: tuple[Traced, ...]
    nowhere: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it, a line each."""
        return (*(line for each in self.found for line in _lines(each)), *self._nowhere)

    @property
    def _nowhere(self) -> tuple[str, ...]:
        return (f"These lead nowhere in this study: {', '.join(self.nowhere)}.",) if self.nowhere else ()

    def __repr__(self) -> str:
        return "\n".join(self.lines)

    def _repr_html_(self) -> str:
        return pages.page(*(piece for each in self.found for piece in _pieces(each)), *map(pages.paragraph, self._nowhere))


def tracing_of(s: Session) -> Tracing:
    """What follows marks at the group's own screen."""
    return Tracing(Gathering(s.corpus, s.book, s.permissions, labels(s), {}, for_the_group=True), s.states(), on_screen=True)


def with_words(s: Session, t: Traced, tracing: Tracing) -> Traced:
    """What a mark leads to, with the words of passages as the group sees them; not what is held."""
    return replace(t, passages=tuple(_with_words(s, p, tracing) for p in t.passages))


def _with_words(s: Session, p: PassageShown, tracing: Tracing) -> PassageShown:
    """A passage with its words as the group sees them on its screen, also where no output may print them; not what is held."""
    if not p.withheld or p.withheld == HELD:
        return p
    return replace(p, words=text_of(s, Excerpt.parse(tracing.marks[p.mark])))


def _lines(t: Traced) -> Iterator[str]:
    yield f"{t.mark}: {t.what}. {t.title}"
    yield from (f"  {line}" for line in t.lines)
    for p in t.passages:
        yield f"  {said_of(p)}"
        yield from (f"    {line}" for line in (*p.put, *p.differently))
    yield from (f"  {said(e)}" for e in t.decisions)


def _pieces(t: Traced) -> Iterator[str]:
    yield pages.heading(f"{t.title}")
    yield pages.paragraph(f"{t.mark}: {t.what}", quiet=True)
    yield from map(pages.paragraph, t.lines)
    for p in t.passages:
        yield pages.words(p.words) if p.words else pages.paragraph(f"[{p.withheld}]")
        yield pages.paragraph("; ".join((said_of(replace(p, words="")), *p.put, *p.differently)), quiet=True)
    if t.decisions:
        yield pages.items(map(said, t.decisions))


def said_of(p: PassageShown) -> str:
    """A passage in a line: its mark, whose it is, its words, and why no output prints them."""
    words = " ".join(p.words.split())
    told = f"“{words}”" if words else ""
    return " ".join(filter(None, (f"({' · '.join((p.mark, *p.whose))})", told, f"[not printed: {p.withheld}]" if p.withheld else "")))


def said(e: DecisionShown) -> str:
    """A decision in a line."""
    typed = f" (typed by {e.typed_by})" if e.typed_by else ""
    because = f" Because: {e.because.rstrip('.')}." if e.because else ""
    otherwise = "".join(f" {_otherwise(w)}" for w in e.differently)
    return f"{day(e.time)}, {e.by}{typed}: {e.did.rstrip('.')}.{because} [{e.became}]{otherwise} ({e.id})"


def _otherwise(w: Wording) -> str:
    return f"{w.by} sees it differently: {w.text}{f', because {w.because.rstrip(chr(46))}' if w.because else ''}."
