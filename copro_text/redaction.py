"""Redaction: what was said, with the words masked that people decided not to show. Nothing of it is in any file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from copro_text.corpus import Contribution, Corpus, Excerpt
from copro_text.masks import INSTEAD, mask

Redactions = Mapping[str, str]
"""Excerpt id -> what is shown in its place, one of `masks.INSTEAD`."""

LONG = 4
"""Letters that a word of a name has to have to be masked alone in an edited text: "Ann" may be another Ann, or no name at all."""


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
            spans += [(*found.span(), instead) for pattern in _alike(said, instead) for found in pattern.finditer(c.text)]
    return replace(c, text=mask(c.text, spans))


def _alike(said: str, instead: str) -> list[re.Pattern[str]]:
    """The same words however they are written: in other capitals, over a line end; a number in other groups; and each long word of a name alone."""
    words = re.findall(r"[^\W_]+", said)
    if any(map(str.isdecimal, said)):
        written = [r"[\W_]{0,3}".join(map(re.escape, "".join(words)))]
    else:
        written = [r"[\W_]*+".join(map(re.escape, words)) or re.escape(said)]
    if instead == INSTEAD[0]:
        written += [re.escape(word) for word in words if len(word) >= LONG and (word[0].isupper() or said.islower())]
    return [re.compile(rf"(?<![^\W_]){each}(?![^\W_])", re.IGNORECASE) for each in written]
