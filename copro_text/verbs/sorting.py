"""Sorting: asking the sorter for piles, drafting names from them, and what it suggests for each name.

The sorter decides nothing: a suggestion is never a placing, and a passage that a person placed is not suggested any more.
Keywords and draft titles are worked out from the corpus and kept in this computer's cache only.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copro_text.codebook import IN_USE, WAITING
from copro_text.corpus import UNITS, Contribution, Excerpt, Span, canonical
from copro_text.decisions import ConfirmPile, Draft, Entry
from copro_text.errors import DamagedStudy, NotPossible
from copro_text.masks import shown
from copro_text.permission import WISHES
from copro_text.sent import letter_of
from copro_text.store.folder import write_whole
from copro_text.store.logs import new_id
from copro_text.store.places import cache_folder
from copro_text.store.runs import read_run, write_run
from copro_text.verbs import half, sent_letters
from copro_text.verbs.hearing import cache_of, model_for, model_of, precision_of
from copro_text.verbs.progress import bar
from copro_text.verbs.session import Session

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from copro_text.clusters import Run

NO_RUN = "The sorter has not been asked yet."
DESCRIBED = 3  # goes up when piles are described differently, so that an old description is not shown


@dataclass(frozen=True, slots=True)
class PileSeen:
    """A pile as people see it; `number` counts from 1 in this run and has no authority."""

    number: int
    title: str
    keywords: tuple[str, ...]
    people: int
    texts: int
    perspectives: tuple[tuple[str, int], ...]
    like_many: tuple[str, ...]
    own_way: tuple[str, ...]
    excerpts: tuple[str, ...]
    holds: str = ""
    by_language: bool = False

    @property
    def remark(self) -> str:
        """How well it holds together, and whether it may be one of language, in words; "" where neither is known."""
        tried = f"It {self.holds} when some of what was said is left out." if self.holds else ""
        other = "Hardly any English words: these may be together for their language, not for what they say." if self.by_language else ""
        return " ".join(filter(None, [tried, other]))

    @property
    def size(self) -> str:
        """How many people and texts, people first."""
        return f"{self.people} {'person' if self.people == 1 else 'people'}, {self.texts} {'text' if self.texts == 1 else 'texts'}"

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values, with `id` (the number in this run) and `label`."""
        return {"id": self.number, "label": self.title} | asdict(self)


@dataclass(frozen=True, slots=True)
class SortedPiles:
    """One run as people see it: its piles, what could not be placed, and what should be said about it.

    `flat` lists, in a drawn order, the passages whose pile is not shown because the group asked whether piles steer it.
    """

    run: str
    piles: tuple[PileSeen, ...]
    could_not_place: tuple[str, ...]
    flat: tuple[str, ...]
    remark: str
    settings: Mapping[str, Any]


def suggest(
    s: Session,
    *,
    seed: int,
    unit: str,
    level: str | int,
    model: str | Path | None,
    engine: str,
    progress: bool,
    only: Collection[str] | None = None,
    precision: str = "float32",
) -> Run:
    """Ask the sorter, and keep the run. Nothing of the study's decisions changes."""
    if unit not in UNITS:
        raise NotPossible(f"One sorts by {', '.join(UNITS)}; {unit!r} is none of them.", safe="Nothing was changed.")
    from copro_text.clusters import suggest_piles

    texts = [each for each in _sortable(s, unit) if only is None or each[0] in only]
    cache, found = cache_of(s), model_for(model, precision)
    with bar("Hearing what each text means", progress) as tell:
        run = suggest_piles(
            texts,
            question=s.book.of_the_study("question"),
            seed=seed,
            level=level,
            model=found,
            cache=cache,
            engine=engine,
            replies=_replies(s) if unit == "whole" else None,
            progress=tell or _quiet,
        )
    write_run(s.folder, run.id, run.to_dict())
    write_whole(_memories(s)[0], run.id.encode())
    return run


def _quiet(_done: int, _total: int | None) -> None:
    """No bar is wanted."""


def _memories(s: Session) -> list[Path]:
    """Where this device remembers its last run: while somebody works on their own, each person's own first."""
    shared = s.state / "last-run"
    return [s.state / f"last-run-{s.analyst or 'nobody'}", shared] if s.is_apart else [shared]


def last_run(s: Session) -> Run | None:
    """The run asked for last on this device, else the one that names were drafted from last."""
    from copro_text.clusters import Run

    drafted = [e.body.run for e in reversed(s.book.entries) if isinstance(e.body, Draft) and s.book.stands(e.id)]
    wanted = [memory.read_text("utf-8").strip() for memory in _memories(s) if memory.is_file()] + drafted
    for run in wanted:
        said = read_run(s.folder, run)
        if said is not None:
            try:
                return Run.from_dict(said)
            except (KeyError, TypeError, ValueError) as broken:
                raise DamagedStudy(f"clusters/{run}/run.json is not a run ({broken}).", do="Delete that folder and ask the sorter again.") from None
    return None


def last_run_or_refuse(s: Session) -> Run:
    """The last run; raises when the sorter has not been asked."""
    run = last_run(s)
    if run is None:
        raise NotPossible(NO_RUN, do="study.suggest(), or `copro suggest STUDY`.")
    return run


def sorted_piles(s: Session) -> SortedPiles:
    """The last run as people see it; raises when the sorter has not been asked."""
    run = last_run_or_refuse(s)
    described = _described(s, run)
    piles = tuple(_seen(pile) for pile in described["piles"])
    many = "1 pile." if len(piles) == 1 else f"{len(piles)} piles."
    remarks = [many if piles else "No piles.", "Nothing is decided yet; names are yours to give.", *run.notices, *_not_sorted(s, run)]
    settings = dict(run.settings) | {"versions": dict(run.versions)}
    kept_back = half.without_pile(s, [excerpt for excerpt, *_ in run.assignment])
    shown_now = tuple(_less(pile, kept_back) for pile in piles)
    left = tuple(e for e in described["left"] if e not in kept_back)
    return SortedPiles(run.id, shown_now, left, kept_back, " ".join([*remarks, *([half.remark(len(kept_back))] if kept_back else [])]), settings)


def topic_model(s: Session) -> Any:
    """The last run's piles, of what may be seen of them now, as a fitted BERTopic."""
    from copro_text.clusters import topic_model, vectors_of
    from copro_text.clusters.words import name_like, question_words

    run, seen = last_run_or_refuse(s), sorted_piles(s)
    piles = {excerpt: pile for excerpt, pile, _ in run.assignment}
    texts = [(excerpt, text) for excerpt, text, _ in _texts_of(s, run) if excerpt not in seen.flat]
    question, words = s.book.of_the_study("question"), [text for _, text in texts]
    leave_out = name_like(words, _names(s)) | question_words(question)
    if not words:
        raise NotPossible("Nothing that the sorter was asked about may be shown now: all of it is held, or not to be used.")
    vectors = vectors_of(words, question=question, seed=run.settings["seed"], model=model_of(run), cache=cache_of(s))
    return topic_model(words, vectors, [piles[e] for e, _ in texts], {pile.number - 1: pile.title for pile in seen.piles}, leave_out)


def _less(pile: PileSeen, kept_back: Collection[str]) -> PileSeen:
    """A pile without the passages whose pile is not shown; how large it is stays."""
    if not kept_back:
        return pile

    def less(excerpts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(e for e in excerpts if e not in kept_back)

    return replace(pile, excerpts=less(pile.excerpts), like_many=less(pile.like_many), own_way=less(pile.own_way))


def _not_sorted(s: Session, run: Run) -> list[str]:
    """How many contributions the sorter did not see, and why, in a sentence; nothing when it saw all."""
    seen = {excerpt.partition(".")[0] for excerpt, *_ in run.assignment}
    letters = letter_of(s.book.sent.letters)
    why = Counter(_why_not_sorted(s, c, c.id in letters) for c in s.corpus if c.id not in seen)
    told = ", ".join(f"{n} {reason}" for reason, n in why.items())
    return [f"The sorter saw {len(s.corpus) - why.total()} of {len(s.corpus)} contributions; of the others {told}."] if why else []


def _why_not_sorted(s: Session, c: Contribution, in_a_letter: bool) -> str:
    if c.id in s.book.held:
        return "held"
    if c.whole.id in s.book.set_aside:
        return "set aside"
    if not s.permissions.may_use(c):
        return "asked us not to use their words"
    return "one of a letter that it saw once" if in_a_letter else "came in since"


def _seen(pile: Mapping[str, Any]) -> PileSeen:
    """A pile from plain JSON values."""
    listed = {name: tuple(map(tuple, value)) if name == "perspectives" else tuple(value) for name, value in pile.items() if isinstance(value, list)}
    return PileSeen(**{**pile, **listed})


def _described(s: Session, run: Run) -> dict[str, Any]:
    """What is in a run's piles, from this computer's cache or worked out anew; follows permissions and withdrawals."""
    texts = _texts_of(s, run)
    seen_from = {who: [p.words for p in s.permissions.perspectives(who)] for who in s.corpus.contributors}
    said = [DESCRIBED, run.id, texts, seen_from, s.book.of_the_study("question"), _names(s), _wishes(s, run)]
    mark = hashlib.sha256(canonical(said)).hexdigest()[:24]
    kept = cache_folder(s.folder.id) / f"piles-{mark}.json"
    try:
        held: dict[str, Any] = json.loads(kept.read_text("utf-8"))
    except (OSError, ValueError):
        for older in kept.parent.glob("piles-*.json"):
            older.unlink(missing_ok=True)  # they hold words; what was allowed then may not be now
        described = json.dumps(_describe(s, run, texts, seen_from))
        write_whole(kept, described.encode())
        held = json.loads(described)
    return held


def _describe(s: Session, run: Run, texts: Sequence[tuple[str, str, tuple[str, ...]]], seen_from: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    from copro_text.clusters import describe

    question = s.book.of_the_study("question")
    model = model_of(run)
    found = describe(run, texts, question, seen_from, names=_names(s), wishes=_wishes(s, run), model=model, cache=cache_of(s), replies=_replies(s))
    piles = [
        PileSeen(
            number=pile.number + 1,
            title=pile.title,
            keywords=pile.keywords,
            people=pile.people + pile.not_known,
            texts=pile.texts,
            perspectives=pile.perspectives,
            like_many=pile.like_others,
            own_way=pile.own_way,
            excerpts=pile.excerpts,
            holds=pile.holds,
            by_language=pile.by_language,
        )
        for pile in found
        if pile.number is not None
    ]
    return {"piles": [asdict(pile) for pile in piles], "left": [e for pile in found if pile.number is None for e in pile.excerpts]}


def _names(s: Session) -> list[str]:
    """What people signed with, or asked to be called: never a title or a keyword."""
    signed = {name for c in s.corpus.contributors.values() for name in c.signed}
    asked = {c.text[slice(*f.value)] for c in s.corpus for f in c.found if f.value and f.about in ("name", "author")}
    settled = {c.value for (_, about, _), cs in s.book.confirmed.items() if about in ("name", "author") for c in cs}
    return sorted((signed | asked | settled) - {""})


def _wishes(s: Session, run: Run) -> dict[str, list[Span]]:
    """Where in each passage of a run a wish was found, or where somebody says where they come from: neither is what it is about."""
    found: dict[str, list[Span]] = {}
    for excerpt, *_ in run.assignment:
        e = Excerpt.parse(excerpt)
        c = s.corpus.contributions.get(e.contribution)
        said = c.found if c is not None and c.version == e.version else ()
        spans = {span for f in said if (span := f.sentence if f.about in WISHES else f.value)}
        clipped = sorted((max(a, e.start) - e.start, min(b, e.end) - e.start) for a, b in spans if a < e.end and b > e.start)
        found |= {excerpt: clipped} if clipped else {}
    return found


def draft(s: Session) -> str:
    """Make draft names of the last run's piles."""
    run = last_run(s)
    if run is None:
        raise NotPossible(NO_RUN, do="study.suggest() first, or `copro suggest STUDY`.", safe="Nothing was changed.")
    if any(c.run == run.id for c in s.book.codes.values()):
        raise NotPossible("Names were drafted from these piles already.", do="The codebook shows them.", safe="Nothing was changed.")
    if not run.count:
        raise NotPossible(
            "There are no piles to draft from.", do='Make names yourself: study.name("..."), or `copro name`.', safe="Nothing was changed."
        )
    return s.record(Draft(run=run.id, codes=tuple((new_id(), number) for number in range(run.count))))[0]


def labels(s: Session) -> dict[str, str]:
    """Code id -> what it is called on screen: the label people gave, else the draft title of the pile it came from."""
    used = {c.id: c for c in s.book.codes.values() if c.state in (IN_USE, WAITING)}
    titles = {(run, number): title for run in {c.run for c in used.values() if not c.label} for number, title in _titles(s, run).items()}
    return {c.id: c.label or titles.get((c.run, c.pile)) or f"Draft {c.id[:8]}" for c in used.values()}


def _titles(s: Session, run: str) -> dict[int, str]:
    from copro_text.clusters import Run

    try:
        said = read_run(s.folder, run)
        return {pile["number"] - 1: pile["title"] for pile in _described(s, Run.from_dict(said))["piles"]} if said else {}
    except (DamagedStudy, KeyError, TypeError, ValueError):
        return {}  # `copro check` tells of it; names can be given all the same


def suggestions(s: Session) -> dict[str, tuple[str, ...]]:
    """For each code, the passages the sorter would put with it and that no person has placed, refused there, or set aside."""
    done = {p.excerpt.id for p in s.book.placings if p.belongs} | set(s.book.set_aside)
    refused = {(p.excerpt.id, p.code) for p in s.book.placings if not p.belongs}
    allowed = s.permissions.usable - s.book.held.keys() - half.hidden(s)
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for e in s.book.entries:
        if isinstance(e.body, Draft) and s.book.stands(e.id):
            for excerpt, code in drafted_piles(s, e):
                if code and code in s.book.codes and excerpt not in done and excerpt.split(".")[0] in allowed and (excerpt, code) not in refused:
                    found[code][excerpt] = None
    in_use = {c.id for c in s.book.codes.values() if c.state == IN_USE}
    for excerpt, codes in _remembered(s).items():
        for code, *_ in codes:
            if code in in_use and excerpt not in done and excerpt.split(".")[0] in allowed and (excerpt, code) not in refused:
                found[code][excerpt] = None
    return {code: tuple(excerpts) for code, excerpts in found.items()}


def last_learned(s: Session) -> Path:
    """Where this device remembers what was suggested last by placings, for each person their own."""
    return s.state / f"learned-{s.analyst or 'nobody'}.json"


def _remembered(s: Session) -> Mapping[str, list[tuple[str, float, str]]]:
    """Passage -> what was suggested for it last; nothing where that cannot be read: it is made again by asking again."""
    try:
        said: dict[str, list[tuple[str, float, str]]] = json.loads(last_learned(s).read_text("utf-8"))
        return said
    except (OSError, ValueError):
        return {}


def sorter(s: Session, texts: Sequence[str], model: str | Path | None, progress: bool = False) -> NDArray[np.float32]:
    """The vectors of texts, by the model there is, in the precision that the last run was asked in."""
    from copro_text.clusters import vectors_of

    found = model_for(model, precision_of(last_run(s)))
    with bar("Hearing what each text means", progress) as tell:
        return vectors_of(texts, question=s.book.of_the_study("question"), model=found, cache=cache_of(s), progress=tell or _quiet)


def drafted_piles(s: Session, drafted: Entry) -> Iterator[tuple[str, str | None]]:
    """(passage, the code that a draft would put it with, as codes read now) each; None where the sorter could not place it."""
    assert isinstance(drafted.body, Draft)
    said = _whole_run(s, drafted.body.run)
    code_of = {number: code for code, number in drafted.body.codes}
    for excerpt, pile, _ in said["assignment"] if said else ():
        if pile is None or pile in code_of:
            yield excerpt, None if pile is None else s.book.reads_as(code_of[pile], excerpt, drafted)


def _whole_run(s: Session, run: str) -> dict[str, Any] | None:
    try:
        return read_run(s.folder, run)
    except DamagedStudy:
        return None  # `copro check` tells of it


def pile_to_confirm(s: Session, code: str, because: str) -> ConfirmPile:
    """The decision that puts all suggestions for a code with it."""
    excerpts = suggestions(s).get(code, ())
    if not excerpts:
        raise NotPossible("The sorter suggests nothing for this name that is not placed already.", safe="Nothing was changed.")
    last = last_run(s)
    run = s.book.codes[code].run or (last.id if last else "")
    if not run:  # without one it would read as words of a letter
        do = "Put them there yourself: study.place(...), `copro place`, or in the desk."
        raise NotPossible("These suggestions come from what people placed, and the sorter has made no piles.", do=do, safe="Nothing was changed.")
    return ConfirmPile(excerpts=excerpts, code=code, run=run, because=because)


def table(s: Session) -> pd.DataFrame:
    """One row a passage of the last run: pile (counting from 1; missing where it could not be placed, or is not shown), sure, text."""
    import pandas as pd

    from copro_text.verbs.tables import titled

    run = last_run(s)
    said = {e: (pile, sure, text) for (e, pile, sure), text in zip(run.assignment, _words_of(s, run), strict=True)} if run else {}
    flat = half.without_pile(s, list(said))
    order = [*(e for e in said if e not in flat), *flat]
    seen = {e: (None, None, text) if e in flat else (None if pile is None else pile + 1, sure, text) for e, (pile, sure, text) in said.items()}
    rows = [{"pile": seen[e][0], "sure": seen[e][1], "text": shown(seen[e][2])} for e in order]
    index = pd.Index(order, name="id")
    return titled(pd.DataFrame(rows, index=index, columns=["pile", "sure", "text"]).astype({"pile": "Int64", "sure": float}), "The sorter's last run")


def _sortable(s: Session, unit: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """What the sorter may see: nothing that is held or set aside, nothing whose writer asked us not to use it."""
    seen = [c for c in s.corpus if c.id not in s.book.held and c.whole.id not in s.book.set_aside and s.permissions.may_use(c)]
    letters = sent_letters.confirmed(s, {c.id for c in seen})
    return [(e.id, c.text[e.start : e.end], sent_letters.who_sent(s, e, letters)) for c in seen for e in sent_letters.passages(c, unit, letters)]


def _replies(s: Session) -> dict[str, str]:
    """Each reply -> what it answers, as whole texts. Whether the sorter may hear what is answered, `_sortable` says."""
    whole = {c.id: c.whole.id for c in s.corpus}
    return {c.whole.id: whole[c.parent] for c in s.corpus if c.parent in whole}


def _texts_of(s: Session, run: Run) -> list[tuple[str, str, tuple[str, ...]]]:
    """The words of a run's passages, without those that may not be used or shown now."""
    found = []
    letters = sent_letters.confirmed(s, {c.id for c in s.corpus if c.id not in s.book.held and s.permissions.may_use(c)})
    for excerpt, *_ in run.assignment:
        e = Excerpt.parse(excerpt)
        try:
            c = s.corpus.contribution(e)
        except KeyError:
            continue  # not all here yet, or its source was taken out again
        if c.id not in s.book.held and s.permissions.may_use(c):
            found.append((excerpt, c.text[e.start : e.end], sent_letters.who_sent(s, e, letters)))
    return found


def _words_of(s: Session, run: Run) -> list[str]:
    shown = {excerpt: text for excerpt, text, _ in _texts_of(s, run)}
    return [shown.get(excerpt, "") for excerpt, *_ in run.assignment]
