"""Keywords and draft titles: what a pile talks about, only in the words that people in it used."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from copro_text.clusters.words import STOP, question_words, runs, words

KEYWORDS = 8
_LONGEST = 5  # words in a phrase


@dataclass(frozen=True, slots=True)
class Said:
    """One text of a pile and who said it; someone not known counts as one person a text. A `copy` repeats or nearly repeats another."""

    text: str
    people: tuple[str, ...]
    copy: bool = False


def weights(bags: Sequence[Counter[str]]) -> list[dict[str, float]]:
    """c-TF-IDF of terms in piles (Grootendorst 2022, eq. 2): share of the pile's terms x log(1 + mean terms a pile / term's count in all)."""
    totals: Counter[str] = Counter()
    for bag in bags:
        totals.update(bag)
    mean = sum(totals.values()) / max(len(bags), 1)
    return [{term: n / bag.total() * log(1 + mean / totals[term]) for term, n in bag.items()} for bag in bags]


def keywords(piles: Sequence[Sequence[Said]], question: str = "", avoid: Collection[str] = ()) -> list[tuple[str, ...]]:
    """The words and word pairs that tell each pile from the others, best first.

    No small words, none of the question's own, none of `avoid`; each said by two people of the pile at least, where the pile has two.
    """
    silent = STOP | question_words(question) | set(avoid)
    terms = [_voices(pile, silent) for pile in piles]
    return [_best(weight, voices) for weight, voices in zip(weights(terms), terms, strict=True)]


def draft_titles(piles: Sequence[Sequence[Said]], question: str = "", avoid: Collection[str] = ()) -> list[str]:
    """A draft title for each pile: a short phrase that two people or more wrote in it, else two keywords; no two the same."""
    silent = STOP | question_words(question)
    found = [_phrases(pile, silent, set(avoid)) for pile in piles]
    everywhere: Counter[str] = Counter()
    for phrases in found:
        everywhere.update({phrase: len(people) for phrase, (people, _) in phrases.items()})
    terms = [_voices(pile, silent | set(avoid)) for pile in piles]
    weight = weights(terms)
    used: set[frozenset[str]] = set()
    best = keywords(piles, question, avoid)
    return [
        _whole(pile, used, set(avoid)) or _title(phrases, w, everywhere, used, silent) or _pair(pile, fallback, used)
        for pile, phrases, w, fallback in zip(piles, found, weight, best, strict=True)
    ]


_Phrases = dict[str, tuple[set[str], Counter[str]]]


def _voices(pile: Sequence[Said], silent: Collection[str]) -> Counter[str]:
    """How many people of a pile said each word and word pair: a campaign or a long text weighs no more than a voice."""
    who: dict[str, set[str]] = defaultdict(set)
    for number, said in enumerate(pile):
        for run in () if said.copy else runs(said.text):
            bag = [w for word in run for w in words(word)]
            pairs = [f"{a} {b}" for a, b in pairwise(bag) if a not in silent and b not in silent]
            for term in [w for w in bag if w not in silent and len(set(w)) > 1 and len(w) > 2] + pairs:  # "xxxx" is a name blotted out
                who[term].update(said.people or (f"text {number}",))
    return Counter({term: len(people) for term, people in who.items()})


def _best(weight: dict[str, float], voices: Counter[str]) -> tuple[str, ...]:
    shared = [term for term in weight if voices[term] > 1] or list(weight)
    chosen: list[str] = []
    for term in sorted(shared, key=lambda t: (-round(weight[t], 9), t)):
        inside = set(term.split())
        if not any(_alike(inside, set(other.split())) for other in chosen):
            chosen.append(term)
        if len(chosen) == KEYWORDS:
            break
    return tuple(chosen)


def _alike(one: set[str], other: set[str]) -> bool:
    """Whether a term adds nothing: it is part of another, or differs from it by a plural."""
    a, b = {w.rstrip("s") for w in one}, {w.rstrip("s") for w in other}
    return a <= b or b <= a


def _phrases(pile: Sequence[Said], silent: Collection[str], avoid: Collection[str]) -> _Phrases:
    """Phrases of two to five words, by their form in small letters: who wrote them, and how they were written."""
    found: _Phrases = {}
    for number, said in enumerate(pile):
        for run in () if said.copy else runs(said.text):  # a campaign letter is not many people finding the same words
            low = [w for word in run for w in words(word)]
            for start in range(len(run)):
                for end in range(start + 2, min(start + _LONGEST, len(run)) + 1):
                    part = low[start:end]
                    around = low[max(0, start - 1) : end + 1]  # "Street day centre" is not a phrase where "Tarn Street day centre" was written
                    if part[0] in silent or part[-1] in silent or len(part[-1]) < 3 or any(w in avoid for w in around):
                        continue
                    people, forms = found.setdefault(" ".join(part), (set(), Counter()))
                    people.update(said.people or (f"text {number}",))
                    forms[" ".join(run[start:end])] += 1
    return {phrase: pair for phrase, pair in found.items() if len(pair[0]) > 1}


def _whole(pile: Sequence[Said], used: set[frozenset[str]], avoid: Collection[str]) -> str:
    """The whole of a text of four words at most, when one in eight of a pile, and three or more, said just that: "Nothing"."""
    whole = Counter(" ".join(words(said.text)) for said in pile)
    whole = Counter({text: n for text, n in whole.items() if 0 < len(text.split()) <= 4 and n >= max(3, len(pile) / 8)})
    for text in sorted(whole, key=lambda t: (-whole[t], t)):
        if frozenset(text.split()) not in used and not set(text.split()) & set(avoid):
            used.add(frozenset(text.split()))
            return _capital(text)
    return ""


def _title(phrases: _Phrases, weight: dict[str, float], everywhere: Counter[str], used: set[frozenset[str]], silent: Collection[str]) -> str:
    """The best phrase that no earlier title has used, or ""."""
    ranked = sorted(phrases, key=lambda p: (-round(_worth(p, phrases[p][0], weight, everywhere, silent), 9), p))
    for phrase in ranked:
        core = frozenset(w.rstrip("s") for w in phrase.split() if w not in silent)
        if not any(core <= other or other <= core for other in used):
            used.add(core)
            forms = phrases[phrase][1]
            return _capital(min(forms, key=lambda form: (_loud(form), -forms[form], form)))
    return ""


def _pair(pile: Sequence[Said], fallback: Sequence[str], used: set[frozenset[str]]) -> str:
    """Two keywords as people wrote them, or "" when there are none or another pile has the same."""
    single = [w for w in fallback if " " not in w][:2] or list(fallback[:1])
    if not single or frozenset(single) in used:
        return ""
    used.add(frozenset(single))
    forms = Counter(word for said in pile for run in runs(said.text) for word in run)
    written = [min((f for f in forms if words(f) == [w]), key=lambda f: (f.istitle(), -forms[f], f), default=w) for w in single]
    return _capital(" · ".join(written))


def _worth(phrase: str, people: set[str], weight: dict[str, float], everywhere: Counter[str], silent: Collection[str]) -> float:
    """Mean weight of its telling words x how many say it x how much it is this pile's own; a longer phrase must earn its small words."""
    parts = phrase.split()
    telling = [weight.get(w, 0.0) for w in parts if w not in silent]
    small = len(parts) - len(telling)
    shape = {1: 0.55, 2: 1.0, 3: 1.1}.get(len(telling), 1.0) * 0.9**small
    return sum(telling) / len(telling) * log(1 + len(people)) * (len(people) / everywhere[phrase]) * shape


def _loud(form: str) -> int:
    """How many capitals stand where they need not: "IncrIdIble", "PHONE CALL"; those of "NHS staff" are not counted."""
    return sum(c.isupper() for word in form.split() if form.isupper() or not word.isupper() for c in word[1:])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
