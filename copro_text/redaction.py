"""Redaction: what was said, with the words masked that people decided not to show. Nothing of it is in any file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from copro_text.corpus import Contribution, Corpus, Excerpt
from copro_text.masks import mask

Redactions = Mapping[str, str]
"""Excerpt id -> what is shown in its place, one of `masks.INSTEAD`."""


def redacted(corpus: Corpus, redactions: Redactions) -> Corpus:
    """The corpus with these passages masked, and the same words wherever else they stand in another text of the same contribution."""
    by: dict[str, list[tuple[Excerpt, str]]] = defaultdict(list)
    for passage, instead in redactions.items():
        try:
            e = Excerpt.parse(passage)
        except ValueError:
            continue
        by[e.contribution].append((e, instead))
    if not by:
        return corpus
    texts = [c for c in (*corpus.earlier.values(), *corpus) if c.id in by]
    masked = {(c.id, c.version): _masked(c, by[c.id], [other for other in texts if other.id == c.id]) for c in texts}
    return replace(
        corpus,
        contributions={id_: masked.get((id_, c.version), c) for id_, c in corpus.contributions.items()},
        earlier={at: masked.get(at, c) for at, c in corpus.earlier.items()},
    )


def _masked(c: Contribution, redactions: list[tuple[Excerpt, str]], versions: list[Contribution]) -> Contribution:
    words = {other.version: other.text for other in versions}
    spans: list[tuple[int, int, str]] = []
    for e, instead in redactions:
        if e.version == c.version:
            spans.append((e.start, e.end, instead))
        elif said := words.get(e.version, "")[e.start : e.end].strip():  # an edited comment has the name in it still
            spans += [(*found.span(), instead) for found in re.finditer(rf"(?<!\w){re.escape(said)}(?!\w)", c.text)]
    return replace(c, text=mask(c.text, spans))
