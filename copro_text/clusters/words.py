"""Words as the sorter counts them: which are the same, and which say nothing about a pile."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'’”)]*\s+|\n+")
_BREAK = re.compile(r"[^\w\s'’-]+|\s-+\s|\n+")
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december christmas easter english welsh british internet".split()
)
_ARTICLES = frozenset("a an the our your my as every each any no one".split())
# English words that carry no topic, for comments: the usual small words and those that people use to say that they say something.
STOP: frozenset[str] = frozenset(
    """
    a about above across actually after afterwards again against all almost alone along already also although always am among an and another any
    anybody anyhow anyone anything anyway anywhere are aren't around as at away back be became because become becomes been before behind being
    below besides best better between beyond bit both but by came can can't cannot come comes coming could couldn't d did didn't do does doesn't
    doing don't done down during each either else enough especially etc even ever every everybody everyone everything everywhere except far few
    first for from further gave get gets getting give given gives go goes going gone good got great had hadn't has hasn't have haven't having he
    he'd he'll he's hence her here hers herself him himself his how however i i'd i'll i'm i've if in indeed instead into is isn't it it'd it'll
    it's its itself just keep kept kind knew know known knows last least less let let's like little ll lot lots made mainly make makes making many
    may maybe me mean means might mine more most mostly much must my myself n't need needed needs neither never nevertheless next no nobody none
    nor not nothing now of off often oh ok okay on once one ones only onto or other others otherwise our ours ourselves out over own part people
    per perhaps person please put quite rather re really said same saw say saying says see seem seemed seems seen several shall she she'd she'll
    she's should shouldn't since so some somebody somehow someone something sometimes somewhere sort still such sure take taken takes taking tell
    than thank thanks that that's the their theirs them themselves then there there's therefore these they they'd they'll they're they've thing
    things think this those though thought through throughout thus till to together too took toward towards tried try trying two under unless until
    up upon us usually ve very via want wanted wants was wasn't way ways we we'd we'll we're we've well went were weren't what
    what's whatever when whenever where whereas wherever whether which while who who's whoever whole whom whose why will with within without won't
    would wouldn't yes yet you you'd you'll you're you've your yours yourself yourselves able feel felt
    two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty fifty hundred half third year years month
    months week weeks hour hours minute minutes day days today yesterday tomorrow
    """.split()
)
STOP |= {w.replace("'", "") for w in STOP if "'" in w} - set("ill hell shed wed shell id were well".split())  # as people type


def words(text: str) -> list[str]:
    """The words of a text in lower case; "co-production" and "don't" are one word each."""
    return [w.casefold().replace("’", "'") for w in _WORD.findall(text)]


def same(text: str) -> str:
    """What makes two texts the same for the sorter: letters and digits in lower case, one space between; else the text itself."""
    plain = " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))
    return plain or text.strip()


@cache
def question_words(question: str) -> frozenset[str]:
    """The question's own words, with their plurals and their parts: they are in every answer, so they tell no pile from another."""
    found = set(words(question))
    for word in list(found):
        found.update(part for part in (word.replace("-", ""), *word.split("-")) if len(part) > 2)
    return frozenset(found | {w + "s" for w in found} | {w[:-1] for w in found if w.endswith("s") and len(w) > 3})


def runs(text: str) -> list[list[str]]:
    """A text as runs of words as they were written, between marks such as commas and full stops: a phrase never crosses one."""
    return [found for part in _BREAK.split(text) if (found := _WORD.findall(part))]


def name_like(texts: Iterable[str], signed: Sequence[str] = ()) -> frozenset[str]:
    """Words that look like names: those that people sign with, and those mostly written with a capital in mid-sentence.

    A word that three or more texts write small is no name, whoever signs with it. A whole name of several words is one however often it
    is written small, unless somebody writes it after "a" or "the", as one may of "service user".
    """
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    listed = list(texts)
    whole = _whole_names(signed, listed)
    for text in listed:
        written = [(place, word) for sentence in _SENTENCE.split(text) for place, word in enumerate(_WORD.findall(sentence))]
        small.update({w for word in _outside(whole, [word for _, word in written]) if word[0].islower() for w in words(word)})
        capital.update({w for place, word in written if place and word[0].isupper() and not word.isupper() for w in words(word)})
    given = {w for name in signed for w in words(name) if small[w] < 3}  # someone may sign as "A carer"
    seen = {w for w, n in capital.items() if n > 2 * small[w]} - _DAYS - STOP
    return frozenset(seen | given | {w.removesuffix("'s") for w in seen} | {f"{w}'s" for w in seen | given})


def _whole_names(signed: Iterable[str], texts: Iterable[str]) -> dict[str, list[list[str]]]:
    """Names of several words, by their first, that no text takes for what somebody is."""
    found: dict[str, list[list[str]]] = {}
    for name in map(words, dict.fromkeys(signed)):
        if len(name) > 1:
            found.setdefault(name[0], []).append(name)
    kinds = {tuple(name) for text in texts for at, name in _names_in(found, words(text)) if at and words(text)[at - 1] in _ARTICLES}
    return {first: [name for name in names if tuple(name) not in kinds] for first, names in found.items()}


def _names_in(whole: dict[str, list[list[str]]], low: Sequence[str]) -> list[tuple[int, list[str]]]:
    return [(at, name) for at, word in enumerate(low) for name in whole.get(word, ()) if low[at : at + len(name)] == name]


def _outside(whole: dict[str, list[list[str]]], written: Sequence[str]) -> list[str]:
    """The words that stand in no whole name."""
    inside = {at + i for at, name in _names_in(whole, [w for word in written for w in words(word)]) for i in range(len(name))}
    return [word for at, word in enumerate(written) if at not in inside]
