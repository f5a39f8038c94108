"""Where each contribution stands: what people did with it, gathered from the codebook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from copro_text import readings
from copro_text.codebook import Codebook
from copro_text.corpus import Corpus, Excerpt


def states(corpus: Corpus, book: Codebook) -> dict[str, str]:
    """The one state of each contribution, by id."""
    acts = _acts(book)
    return {c.id: readings.state(c, acts[c.id]) if c.id in acts else readings.NOT_YET_READ for c in corpus}


def _acts(book: Codebook) -> Mapping[str, readings.Acts]:
    placed: dict[str, list[tuple[str, Excerpt]]] = defaultdict(list)
    aside: dict[str, list[tuple[str, Excerpt]]] = defaultdict(list)
    touched: set[str] = set(book.tables.held)
    for p in book.placings:
        (placed[p.excerpt.contribution].append((p.analyst, p.excerpt)) if p.belongs else touched.add(p.excerpt.contribution))
    for excerpt, by in book.tables.aside.items():
        if where := _excerpt(excerpt):
            aside[where.contribution] += [(e.analyst, where) for e in by]
            touched |= set() if by else {where.contribution}
    touched |= {getattr(e.body, "about", "").split(".")[0] for e in book.memos}
    known = placed.keys() | aside.keys() | touched | book.held.keys()
    return {c: readings.Acts(c in book.held, placed.get(c, ()), aside.get(c, ()), c in touched) for c in known}


def _excerpt(text: str) -> Excerpt | None:
    try:
        return Excerpt.parse(text)
    except ValueError:
        return None
