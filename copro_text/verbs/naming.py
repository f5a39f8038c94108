"""Naming things: from what a person types to the one thing they mean.

A code by its label or short id, a contribution or passage by its id or short id, a person by the name they signed with.
What fits several is never guessed: all are listed.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from copro_text.corpus import Contribution, Corpus, Excerpt
from copro_text.decisions import Decision, Entry
from copro_text.errors import MoreThanOne as MoreThanOne
from copro_text.errors import NoSuchThing as NoSuchThing
from copro_text.masks import as_written, shown

SHORT = 8
SHORTEST = 4
BY = "The first eight characters of its id will do, or the words it offers."
FIND = "Find it by its words: study.find, or `copro find`. The first eight characters of its id will do."


def short(id_: str) -> str:
    """The short form of an id, as tables and messages show it."""
    return id_[:SHORT]


def folded(text: str) -> str:
    """A label as it is compared: case and spacing do not matter."""
    return " ".join(text.split()).casefold()


def the_code(ref: str, labels: Mapping[str, str], *, gone: Mapping[str, str] | None = None, what: str = "name") -> str:
    """The id of the code that `ref` names: its label, its id or a short id.

    Parameters
    ----------
    labels
        Code id -> what it is called on screen, for the codes in use.
    gone
        The same for codes that were joined or put away: found only by id, or by a label that no code in use has.
    what
        What is looked for, as a message calls it.
    """
    for known in (labels, {**labels, **(gone or {})}):
        found = [code for code, label in known.items() if folded(label) == folded(ref)] or _by_id(ref, known)
        if found:
            return _one(found, f"the {what} {ref!r}", partial(_labelled, known))
    raise NoSuchThing(f"There is no {what} {ref!r}.", do=_did_you_mean(ref, labels.values()) or "The codebook lists the names.")


def the_contribution(ref: str, corpus: Corpus) -> Contribution:
    """The contribution that an id or short id names."""
    found = _by_id(ref, corpus.contributions)
    if not found:
        raise NoSuchThing(f"There is no contribution {ref!r}.", do=FIND)
    return corpus.contributions[_one(found, f"the contribution {ref!r}", short)]


def the_excerpt(ref: str | Excerpt, corpus: Corpus) -> Excerpt:
    """The passage that an excerpt, an excerpt id, or a contribution's id or short id (then the whole) names."""
    if isinstance(ref, Excerpt):
        return _there(ref, corpus)
    if ref.count(".") != 3:
        return the_contribution(ref, corpus).whole
    try:
        return _there(Excerpt.parse(ref), corpus)
    except ValueError:
        raise NoSuchThing(f"{ref!r} is no passage.", do="A passage reads contribution.version.start.end.") from None


def the_passage(contribution: Contribution, words: str) -> Excerpt:
    """The passage of a contribution that has exactly these words."""
    text = shown(contribution.text)
    start = text.find(words)
    if not words or start < 0:
        raise NoSuchThing(f"Those words do not stand in {short(contribution.id)}.", do="Copy them exactly as they are written there.")
    if text.find(words, start + 1) >= 0:
        raise MoreThanOne(f"Those words stand more than once in {short(contribution.id)}.", do="Add a word or two before or after.")
    return Excerpt(contribution.id, contribution.version, *as_written(contribution.text, start, start + len(words)))


def the_contributor(ref: str, corpus: Corpus) -> str:
    """The id of the contributor that an id, a short id or a name they signed with names."""
    people = corpus.contributors
    found = [who for who, c in people.items() if folded(ref) in {folded(name) for name in c.signed}] or _by_id(ref, people)
    found = found or [who for who, c in people.items() if _by_id(ref, c.came_as)]
    if not found:
        names = [name for c in people.values() for name in c.signed]
        raise NoSuchThing(f"Nobody who wrote is called {ref!r}.", do=_did_you_mean(ref, names) or "The table of people lists who wrote.")
    return _one(found, f"{ref!r}", lambda who: f"{', '.join(people[who].signed) or 'no name'} ({short(who)})")


def one_of(ref: str, ids: Iterable[str], what: str) -> str:
    """The one id among `ids` that `ref` is or begins."""
    found = _by_id(ref, ids)
    if not found:
        raise NoSuchThing(f"There is no {what} {ref!r}.", do="The history lists them; the first eight characters will do.")
    return _one(found, f"the {what} {ref!r}", short)


def the_proposal(ref: str, proposals: Mapping[str, Entry], open_now: Iterable[str], labels: Mapping[str, str]) -> str:
    """The id of the proposal that `ref` names: its id or short id, the words it offers, or the name or theme it is about; open ones first.

    Parameters
    ----------
    labels
        Code id -> what it is called on screen.
    """
    if found := _by_id(ref, proposals):
        return _one(found, f"the proposal {ref!r}", short)
    for among in (set(open_now), proposals.keys()):
        for fits in (_offers, partial(_is_about, labels)):
            if found := [id_ for id_, e in proposals.items() if id_ in among and fits(e, ref)]:
                return _one(found, f"the proposal {ref!r}", lambda id_: f"{short(id_)} ({proposals[id_].body.kind})")
    raise NoSuchThing(f"There is no proposal {ref!r}.", do="What is open is listed by study.waiting, or `copro waiting`. " + BY)


def _offers(e: Entry, ref: str) -> bool:
    typed = e.body.words() if isinstance(e.body, Decision) else {}
    return folded(ref) in {folded(text) for field, text in typed.items() if field != "because"}


OF_THE_STUDY = ("rule", "half_without", "begin_again", "question", "title", "approach", "promise", "safety")
"""Kinds of proposals about the study as a whole: each is named by its kind."""


def _is_about(labels: Mapping[str, str], e: Entry, ref: str) -> bool:
    if e.body.kind in OF_THE_STUDY:
        return folded(ref) in (folded(e.body.kind.replace("_", " ")), f"our {e.body.kind}")
    about = getattr(e.body, "code", "") or getattr(e.body, "theme", "")
    return bool(about) and (folded(labels.get(about, "")) == folded(ref) or bool(_by_id(ref, [about])))


def _by_id(ref: str, ids: Iterable[str]) -> list[str]:
    given = ref.strip().lower()
    return [id_ for id_ in ids if id_ == given or (len(given) >= SHORTEST and id_.startswith(given))]


def _labelled(labels: Mapping[str, str], code: str) -> str:
    return f"{labels[code]!r} ({short(code)})"


def _one(found: list[str], what: str, show: Callable[[str], str]) -> str:
    if len(found) == 1:
        return found[0]
    shown = "; ".join(show(each) for each in found[:8]) + ("; ..." if len(found) > 8 else "")
    raise MoreThanOne(f"{what[0].upper()}{what[1:]} fits {len(found)}: {shown}.", do="Say which by its short id.")


def _there(excerpt: Excerpt, corpus: Corpus) -> Excerpt:
    try:
        length = len(corpus.contribution(excerpt).text)
    except KeyError:
        raise NoSuchThing(f"The passage {excerpt.id} is not in this study.", do=FIND) from None
    if not 0 <= excerpt.start < excerpt.end <= length:
        raise NoSuchThing(f"The passage {excerpt.id} lies outside its text, which has {length} characters.")
    return excerpt


def _did_you_mean(ref: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(folded(ref), {folded(name): name for name in names}, n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(repr(each) for each in close)}?" if close else ""
