"""What is in a pile: its words, who is in it, and excerpts to read; computed from the texts each time and never stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copro_text.clusters.cache import VectorCache
from copro_text.clusters.model import Model
from copro_text.clusters.quality import by_language, stability
from copro_text.clusters.repeats import distinct
from copro_text.clusters.run import Excerpts, Run, vectors_of
from copro_text.clusters.titles import Said, draft_titles, keywords
from copro_text.clusters.words import name_like, same
from copro_text.corpus import Span

LEFT = "Could not place"
SHOWN = 4
_SPAN = (8, 60)  # words of an excerpt that is good to show: long enough to say something, short enough to read
_ALIKE = 0.35  # how much being unlike those already shown counts against being central (Carbonell and Goldstein 1998, MMR)


@dataclass(frozen=True, slots=True)
class Pile:
    """A pile as people see it.

    Attributes
    ----------
    number
        From 0 in this run; None for what could not be placed.
    title
        A draft, only from people's own words; "" when they share none.
    people, not_known
        How many people are in it, and how many texts whose speaker is not known.
    texts
        How many excerpts.
    perspectives
        (perspective in their own words, how many people of it), most first.
    like_others, own_way
        Excerpt ids to read: those that say it like many others, and those that say it their own way; by different people.
    excerpts
        All of its excerpt ids, the surest first.
    holds
        In words, whether it comes back when a fifth of the texts are left out; "" where that was not tried.
    by_language
        Whether its texts are hardly English while others are.
    """

    number: int | None
    title: str
    keywords: tuple[str, ...]
    people: int
    not_known: int
    texts: int
    perspectives: tuple[tuple[str, int], ...]
    like_others: tuple[str, ...]
    own_way: tuple[str, ...]
    excerpts: tuple[str, ...]
    holds: str = ""
    by_language: bool = False


@dataclass(frozen=True, slots=True)
class _One:
    id: str
    text: str
    people: tuple[str, ...]
    sure: float
    vector: NDArray[np.float32]


def describe(
    run: Run,
    excerpts: Excerpts,
    question: str = "",
    perspectives: Mapping[str, Sequence[str]] | None = None,
    *,
    names: Sequence[str] = (),
    wishes: Mapping[str, Sequence[Span]] | None = None,
    model: Model | None = None,
    cache: VectorCache | None = None,
    replies: Mapping[str, str] | None = None,
) -> tuple[Pile, ...]:
    """The piles of a run, in its order, and last what could not be placed.

    Parameters
    ----------
    excerpts
        (id, text, ids of who said it): those that may be used. What the run holds and this does not is left out of every pile.
    perspectives
        For each person their perspectives, in their own words.
    names
        Names that people signed with: never keywords or titles.
    wishes
        Excerpt id -> where in it somebody says what may be done with their words: no keyword or title comes from there.
    model, cache, replies
        As given to `suggest_piles`, so that nothing is heard twice, and what is left out in trying is sorted as it was.
    """
    ones = _together(run, excerpts, question, model, cache)
    numbers = [*range(run.count), None]
    piles = [[one for number, one in ones if number == wanted] for wanted in numbers]
    said = [_said(pile, wishes or {}) for pile in piles[:-1]]
    avoid = name_like((one.text for _, one in ones), names)
    titles = [*draft_titles(said, question, avoid), LEFT]
    words = [*keywords(said, question, avoid), ()]
    found = (_pile(*each, perspectives or {}) for each in zip(numbers, titles, words, piles, strict=True))
    holds, foreign = _held(run, ones, replies or {}), by_language([one.text for _, one in ones], [number for number, _ in ones])
    return tuple(
        pile if pile.number is None or not pile.texts else replace(pile, holds=_at(holds, pile.number), by_language=bool(_at(foreign, pile.number)))
        for pile in found
        if pile.texts or pile.number is not None
    )


def _at(found: Sequence[Any], number: int) -> Any:
    """What was found of a pile; "" of one that is empty by now."""
    return found[number] if number < len(found) else ""


def _held(run: Run, ones: Sequence[tuple[int | None, _One]], replies: Mapping[str, str]) -> tuple[str, ...]:
    """For each pile, in words, whether it comes back when some are left out; nothing for BERTopic as it comes, whose piles are not ours."""
    if not ones or run.settings.get("engine") == "bertopic-default":
        return ()
    place = {one.id: at for at, (_, one) in enumerate(ones)}
    to = [place.get(replies.get(one.id, "")) for _, one in ones]
    seed, level = int(run.settings.get("seed", 7)), run.settings.get("level", "coarse")
    vectors = np.stack([one.vector for _, one in ones])
    return stability([one.text for _, one in ones], vectors, [number for number, _ in ones], seed=seed, level=level, replies=to)


def _together(run: Run, excerpts: Excerpts, question: str, model: Model | None, cache: VectorCache | None) -> list[tuple[int | None, _One]]:
    given = {id_: (text, who) for id_, text, who in excerpts}
    here = [(id_, number, sure, *given[id_]) for id_, number, sure in run.assignment if id_ in given]
    seed = int(run.settings.get("seed", 7))
    vectors = vectors_of([text for *_, text, _ in here], question=question, seed=seed, model=model, cache=cache)
    return [(number, _One(id_, text, who, sure, vector)) for (id_, number, sure, text, who), vector in zip(here, vectors, strict=True)]


def _said(pile: list[_One], wishes: Mapping[str, Sequence[Span]]) -> list[Said]:
    """The texts of a pile without the sentences that hold a wish, copies marked as such."""
    if not pile:
        return []
    chosen, _ = distinct([one.text for one in pile], np.stack([one.vector for one in pile]))
    return [Said(_without(one.text, wishes.get(one.id, ())), one.people, number not in set(chosen)) for number, one in enumerate(pile)]


def _without(text: str, spans: Sequence[Span]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}\n{text[end:]}"
    return text


def _pile(number: int | None, title: str, words: tuple[str, ...], pile: list[_One], perspectives: Mapping[str, Sequence[str]]) -> Pile:
    people = {person for one in pile for person in one.people}
    counts = Counter(view for person in people for view in dict.fromkeys(perspectives.get(person, ())))
    like = _like_others(pile) if number is not None else ()
    return Pile(
        number=number,
        title=title,
        keywords=words,
        people=len(people),
        not_known=sum(not one.people for one in pile),
        texts=len(pile),
        perspectives=tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))),
        like_others=tuple(one.id for one in like),
        own_way=tuple(one.id for one in _own_way(pile, like)) if number is not None else (),
        excerpts=tuple(one.id for one in sorted(pile, key=lambda one: (-one.sure, one.id))),
    )


def _like_others(pile: list[_One], shown: int = SHOWN) -> tuple[_One, ...]:
    """Central excerpts that differ from each other, of a good length, each by someone else."""
    near = _nearness(pile)
    score = {one.id: near[one.id] - (0.0 if _SPAN[0] <= len(one.text.split()) <= _SPAN[1] else 0.25) for one in pile}
    chosen: list[_One] = []
    while len(chosen) < shown:
        left = [one for one in pile if _new(one, chosen)]
        if not left:
            break
        chosen.append(min(left, key=lambda one: (-round(score[one.id] - _ALIKE * _nearest(one, chosen), 6), one.id)))
    return tuple(chosen)


def _own_way(pile: list[_One], already: Sequence[_One], shown: int = SHOWN - 1) -> tuple[_One, ...]:
    """Excerpts far from the pile's centre, by people not shown already."""
    near = _nearness(pile)
    chosen: list[_One] = []
    for one in sorted(pile, key=lambda one: (len(one.text.split()) < _SPAN[0], round(near[one.id], 6), one.id)):
        if len(chosen) < shown and _new(one, [*already, *chosen]):
            chosen.append(one)
    return tuple(chosen)


def _nearness(pile: list[_One]) -> dict[str, float]:
    """Cosine of each excerpt to the centre of the pile's different texts."""
    different = {same(one.text): one.vector for one in pile}
    centre = np.mean([v.astype(np.float64) for _, v in sorted(different.items())], axis=0) if different else np.zeros(1)
    length = max(float(np.linalg.norm(centre)), 1e-12)
    return {one.id: float(one.vector @ centre) / length for one in pile}


def _nearest(one: _One, chosen: Sequence[_One]) -> float:
    return max((float(one.vector @ other.vector) for other in chosen), default=0.0)


def _new(one: _One, chosen: Sequence[_One]) -> bool:
    """Whether neither its words nor any of its people are among the chosen."""
    people = {person for other in chosen for person in other.people}
    return not people & set(one.people) and same(one.text) not in {same(other.text) for other in chosen}
