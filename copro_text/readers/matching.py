"""Matching: is this table one we have, and is this row here already though it looks different now?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from copro_text.corpus import Contribution, Corpus, keyed
from copro_text.readers.item import Item, Reading

BY_ITS_WORDS = ("document", "transcript", "page", "page comments")
"""Families of files without ids or addresses: a file of these is known by what it says."""
ALSO_HERE = (
    "Of the longer lines, {n} stand here already in something else: too few to tell whether this is a newer copy of it, so all were kept, and may "
    "stand here twice. If it is a newer copy, take back the earlier one: study.undo with its id (study.history shows it), or `copro undo`."
)
_TELLING = 4
_SHARED = 3


def which_site(reading: Reading, known: Corpus, key: bytes) -> tuple[str, tuple[str, ...]]:
    """The site part of the origins, and what to tell about it.

    A blog is known by its address. A table is known only by its questions, so two things are looked at: a table of ours with
    the same questions and some more or fewer is taken for the same survey; one with the same questions but other words under
    the same row ids is another survey, for otherwise its voices would be taken for edits of the first.
    """
    if reading.family in BY_ITS_WORDS:
        return _same_words(reading, known)
    if reading.family != "table":
        return reading.site, ()
    candidates = _tables_like(reading, known)
    fitting = [(_agreement(reading, theirs), site == reading.site, site) for site, theirs in candidates.items()]
    if not fitting:
        return reading.site, ()
    agreement, _, best = max(fitting)
    if agreement < 0.5:
        return _another(reading, key), (
            "A table with the same questions is here already, with other words under the same row ids: taken as another survey.",
        )
    told = () if best == reading.site else ("Taken as a newer copy of a table that is here already: it shares its questions.",)
    return best, told if not best.startswith(reading.site) else ()


def _same_words(reading: Reading, known: Corpus) -> tuple[str, tuple[str, ...]]:
    """A corrected or longer copy of a document is known by its passages: half of those of the shorter, and not only short ones."""
    mine = {item.text for item in reading.items if len(item.text.split()) >= _TELLING}
    theirs: dict[str, set[str]] = defaultdict(set)
    for c in known:
        if c.origin[0] == reading.family and len(c.text.split()) >= _TELLING:
            theirs[c.origin[1]].add(c.text)
    shared = {site: len(mine & texts) for site, texts in theirs.items()}
    likely = [(n, site == reading.site, site) for site, n in shared.items() if n >= _SHARED and 2 * n >= min(len(mine), len(theirs[site]))]
    if not likely:
        return reading.site, _too_few(reading, mine, theirs)
    _, same, best = max(likely)
    return best, () if same else ("Taken as a newer copy of what is here already: it holds most of the same words.",)


def _too_few(reading: Reading, mine: set[str], theirs: Mapping[str, set[str]]) -> tuple[str, ...]:
    """What to say where all of a short document stands in another: it may be a newer copy, or somebody who said the same, so both are kept."""
    within = [mine & texts for site, texts in theirs.items() if site != reading.site and mine and (texts <= mine or mine <= texts)]
    return (ALSO_HERE.format(n=max(map(len, within))),) if within else ()


def _tables_like(reading: Reading, known: Corpus) -> dict[str, list[Contribution]]:
    by_site: dict[str, list[Contribution]] = defaultdict(list)
    for c in known:
        if c.origin[0] == "table":
            by_site[c.origin[1]].append(c)
    questions = {item.about for item in reading.items}
    asked = {site: {c.about for c in theirs} for site, theirs in by_site.items()}
    return {site: by_site[site] for site, theirs in asked.items() if theirs <= questions or questions <= theirs}


def _agreement(reading: Reading, theirs: Sequence[Contribution]) -> float:
    """Of the row ids that both have, the share with the same words; 1 where none is shared and nothing can be confused."""
    texts = {c.origin[3]: c.text for c in theirs if len(c.origin) == 4}
    shared = [item for item in reading.items if item.native in texts]
    telling = [item for item in shared if len(item.text.split()) >= _TELLING]  # anyone may say "No."
    asked = telling or shared
    return sum(texts[item.native] == item.text for item in asked) / len(asked) if asked else 1.0


def _another(reading: Reading, key: bytes) -> str:
    first = min((item.native, item.text) for item in reading.items)
    return f"{reading.site}.{keyed(key, 'another', *first)[:8]}"


def same_row_by_words(entries: Sequence[tuple[Item, str]], known: Corpus, family: str, site: str) -> dict[str, str]:
    """Items without a native id that are here already under another id: {id now: id here}.

    A row that gained a column has a new digest. It is known by the question, the words, and whatever closed answers, name and date
    both have; each contribution here is matched once at most, and only if this reading does not hold its own row.
    """
    mine = {id_ for _, id_ in entries}
    waiting: dict[tuple[str, str, str], list[Contribution]] = defaultdict(list)
    for c in known:
        if c.origin[:2] == (family, site) and len(c.origin) > 4 and c.id not in mine:
            waiting[c.kind, c.about, c.text].append(c)
    matched: dict[str, str] = {}
    for item, id_ in entries:
        if item.native or id_ in known.contributions:
            continue
        theirs = waiting.get((item.kind, item.about, item.text), [])
        fitting = [(shared, -n) for n, c in enumerate(theirs) if (shared := _shared(item, c)) is not None]
        if fitting:
            matched[id_] = theirs.pop(-max(fitting)[1]).id
    return matched


def _shared(item: Item, c: Contribution) -> int | None:
    """How much beside the words is the same; None where something that both have differs."""
    beside = dict(c.aside)
    both = [(said, beside[column]) for column, said in item.aside if column in beside]
    both += [(item.when, c.when)] if item.when and c.when else []
    both += [(item.name, c.signed[0])] if item.name and c.signed and c.signed[0] else []
    return len(both) if all(now == before for now, before in both) else None


def same_line_of_another(entries: Sequence[tuple[Item, str]], matched: Mapping[str, str], known: Corpus, family: str, site: str) -> dict[str, str]:
    """What was matched, and lines of a document that are here already as somebody else's: {id now: id here}.

    A newer copy in which a line has another name before it would double the words. It is the same line if it holds the same words,
    not only a few, under the same heading and next to the same line, and only one that is here and is not in this copy fits. Else both are kept.
    """
    if family not in BY_ITS_WORDS:
        return dict(matched)
    mine = {id_ for _, id_ in entries}.union(matched.values())
    here = [c for c in known if c.origin[:2] == (family, site)]
    beside = _neighbours([c.text for c in here])
    waiting: dict[tuple[str, str, str], list[tuple[str, tuple[str, str]]]] = defaultdict(list)
    for c, next_to in zip(here, beside, strict=True):
        if c.id not in mine:
            waiting[c.kind, c.about, c.text].append((c.id, next_to))
    found = dict(matched)
    for (item, id_), (before, after) in zip(entries, _neighbours([item.text for item, _ in entries]), strict=True):
        if item.native or id_ in found or id_ in known.contributions or len(item.text.split()) < _TELLING:
            continue
        fitting = waiting.get((item.kind, item.about, item.text), [])
        if len(fitting) == 1 and (fitting[0][1][0] == before or fitting[0][1][1] == after):
            found[id_] = fitting.pop()[0]
    return found


def _neighbours(texts: Sequence[str]) -> list[tuple[str, str]]:
    """The lines before and after each; "" at an end."""
    return list(zip(["", *texts[:-1]], [*texts[1:], ""], strict=True)) if texts else []
