"""Moved: wordings that were offered and wordings that stayed, and where nothing moved. Nobody is named, and nothing is a score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from copro_text import differing
from copro_text.codebook import IN_USE, JOINED, Wording
from copro_text.corpus import Excerpt
from copro_text.verbs.apart import left_out
from copro_text.verbs.differences import differences
from copro_text.verbs.first_words import first_words
from copro_text.verbs.session import Session
from copro_text.verbs.tables import called, frame, text_of

WORDINGS = ["about", "wording", "became"]
UNMOVED = ["about", "how"]
STAYED, BESIDE, WAITS, EARLIER, OFFERED = "what we say now", "stands beside it", "waits", "what we said before", "offered, and not taken up"
ONE_WORDING = "one wording was offered, and it stayed"


def wordings(s: Session, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a wording that was offered for a name or a theme, in the order they were offered, without saying by whom.

    Columns: about (what it is called now; the sentence in force), wording, became ("what we say now", "stands beside it", "waits", "what we
    said before", or "offered, and not taken up").
    """
    offered = [(called(s, labels, c.id), w) for c in s.book.codes.values() if c.state != JOINED for w in _once(c.wordings)]
    offered += [(t.sentence, w) for t in s.book.themes.values() for w in _once(t.wordings)]
    waits = {p.entry for p in s.book.waiting}
    rows = [{"about": about, "wording": w.text, "became": _became(s, w, waits)} for about, w in offered]
    return frame(rows, [w.decision for _, w in offered], WORDINGS, f"Wordings offered, and wordings that stayed{left_out(s)}")


def _once(offered: Sequence[Wording]) -> list[Wording]:
    return list({w.decision: w for w in offered}.values())


def _became(s: Session, w: Wording, waits: set[str]) -> str:
    if w.chosen or w.stands:
        return STAYED if w.chosen else BESIDE
    return WAITS if w.decision in waits else EARLIER if s.book.standing.enacted.get(w.decision) else OFFERED


def unmoved(s: Session, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a name, a theme or a passage that stands as it did at first, without saying who said so.

    Columns: about (the name, the sentence, or the words), how ("one wording was offered, and it stayed"; of passages that two or more
    of us read, "together from the first" or "apart from the first").
    """
    rows = [*_names(s), *_passages(s)]
    table = [{"about": about, "how": how} for _, about, how in rows]
    return frame(table, [id_ for id_, _, _ in rows], UNMOVED, f"Where nothing moved{left_out(s)}")


def _names(s: Session) -> Iterator[tuple[str, str, str]]:
    names = [(c.id, c.label, c.wordings) for c in s.book.codes.values() if c.state == IN_USE and c.label]
    themes = [(t.id, t.sentence, t.wordings) for t in s.book.themes.values() if t.state == IN_USE]
    for id_, words, offered in (*names, *themes):
        if len(_once(offered)) == 1 and offered[0].chosen:
            yield id_, words, ONE_WORDING


def _passages(s: Session) -> Iterator[tuple[str, str, str]]:
    all_of_it = differences(s)
    first = {at: each.reading for at, each in first_words(s.book).items()}
    for passage, how in differing.unmoved(first, all_of_it.read, all_of_it.found).items():
        yield passage, text_of(s, Excerpt.parse(passage)), how
