"""Changed mind: what one person said first, beside what they say now and what the group settled. It is theirs alone to see."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd

from copro_text import decisions as d
from copro_text.corpus import Excerpt
from copro_text.decisions import Entry
from copro_text.differing import Reading, stayed
from copro_text.fields import fields_of, in_force
from copro_text.verbs.differences import Differences, differences
from copro_text.verbs.first_words import First, first_words, label_then
from copro_text.verbs.sentences import quoted, told
from copro_text.verbs.session import Session
from copro_text.verbs.tables import called, frame, text_of

COLUMNS = ["about", "first", "because", "now", "settled", "moved", "text"]
CAPTION = "What changed my mind. Nobody else is shown this. To share a line: study.memo(id, your words), or `copro memo`"
WORDED = ("label", "definition", "theme", "question", "title", "promise", "safety")
I_DO, THE_GROUP_DOES = "I say something else now", "the group says something else"

Row = tuple[str, dict[str, str]]


def changed_my_mind(s: Session, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a thing that the person at work said something about: wordings, answers and passages; what moved comes first.

    Columns: about, first (what they said), because (why, then), now (what they say now), settled (what the group says, as far as they may
    see it), moved ("I say something else now", "the group says something else", or ""), text (of a passage). It is no score.
    """
    s.me()
    s.must_be_oneself("changed_my_mind")
    rows = [*_wordings(s, labels), *_answers(s, labels), *_passages(s, labels)]
    rows.sort(key=lambda row: not row[1]["moved"])
    return frame([row for _, row in rows], [id_ for id_, _ in rows], COLUMNS, CAPTION)


def _moved(same_now: bool, same_as_group: bool = True) -> str:
    return I_DO if not same_now else "" if same_as_group else THE_GROUP_DOES


def _mine(s: Session, kind: type[d.Decision]) -> list[Entry]:
    """What this person decided, also what they took back; not what others typed for them and they struck."""
    found = (e for e in s.book.entries if e.analyst == s.analyst and isinstance(e.body, kind) and e.id not in s.book.lapsed)
    ended = s.book.standing.cancelled
    return [e for e in found if e.id not in ended or not isinstance(ended[e.id].body, d.Strike)]


# wordings


def _wordings(s: Session, labels: Mapping[str, str]) -> Iterator[Row]:
    """For each thing, the first wording that this person offered, their last, and the one in force."""
    offered: dict[tuple[str, str], list[Entry]] = {}
    for e in _mine(s, d.Shared):
        for key, _ in fields_of(e):
            if key[1] in WORDED:
                offered.setdefault(key, []).append(e)
    for key, mine in offered.items():
        first, last = (_words(e, key) for e in (mine[0], mine[-1]))
        setting = in_force(s.book.timeline, s.book.tables.settings.get(key, ()))
        settled = _words(setting.proposal, key) if setting else ""
        row = {"about": _about(s, labels, *key), "first": first, "because": getattr(mine[0].body, "because", ""), "now": last, "text": ""}
        yield mine[0].id, row | {"settled": settled or "nothing yet", "moved": _moved(first == last, settled in ("", first))}


def _words(e: Entry, key: tuple[str, str]) -> str:
    return e.body.sentence if isinstance(e.body, d.Theme) else dict(fields_of(e))[key]


def _about(s: Session, labels: Mapping[str, str], thing: str, what: str) -> str:
    if thing == "study":
        return f"the {what}"
    if what == "theme":
        return "a sentence to stand behind"
    return f"what {quoted(called(s, labels, thing))} means" if what == "definition" else "a name"


# answers


def _answers(s: Session, labels: Mapping[str, str]) -> Iterator[Row]:
    """Answers other than a yes that stayed one, beside what became of the question."""
    given: dict[str, list[d.Answer]] = {}
    for e in _mine(s, d.Answer):
        if isinstance(e.body, d.Answer) and e.body.proposal in s.book.timeline.by_id:
            given.setdefault(e.body.proposal, []).append(e.body)
    for proposal, answers in given.items():
        first, last, holds = answers[0], answers[-1], s.book.is_in_force(proposal)
        if {first.answer, last.answer} != {"yes"}:
            about = told(s.book.timeline.by_id[proposal], s.book, s.corpus, labels)
            row = {"about": about, "first": first.answer, "because": first.because, "now": last.answer, "text": ""}
            moved = _moved(first.answer == last.answer, first.answer != "no" or not holds)
            yield proposal, row | {"settled": "in force" if holds else "not in force", "moved": moved}


# passages


def _passages(s: Session, labels: Mapping[str, str]) -> Iterator[Row]:
    """Passages that others read too, or that this person reads otherwise than at first. What is held is not shown."""
    all_of_it = differences(s)
    for (who, passage), first in first_words(s.book).items():
        if who == s.analyst and Excerpt.parse(passage).contribution not in s.book.held and (text := text_of(s, Excerpt.parse(passage))):
            by = all_of_it.read.get(passage, ())
            now = next((r for r in by if r.analyst == who), Reading(who, ()))
            if len(by) > 1 or now.analyst not in {r.analyst for r in by} or not stayed(first.reading, now):
                yield passage, _passage(s, labels, all_of_it, first, now, by) | {"text": text}


def _passage(s: Session, labels: Mapping[str, str], all_of_it: Differences, first: First, now: Reading, by: Sequence[Reading]) -> dict[str, str]:
    def label(code: str) -> str:
        return called(s, labels, code)

    because = "; ".join(dict.fromkeys(why for e in first.acts if (why := getattr(e.body, "because", ""))))
    row = {"about": "a passage", "first": _said(first.reading, lambda code: label_then(s.book, code, first.acts[-1]) or label(code))}
    return row | {"because": because, "now": _said(now, label), "settled": _settled(by, label), "moved": _moved(stayed(first.reading, now))}


def _settled(by: Sequence[Reading], label: Callable[[str], str]) -> str:
    """What all who read a passage say of it, without saying who they are."""
    if len(by) < 2:
        return "nobody else has read it"
    put, refused = (set.intersection(*each) for each in ([set(r.put) for r in by], [set(r.refused) for r in by]))
    return _said(Reading("", tuple(put), tuple(refused), all(r.aside for r in by)), label) or "read in more than one way"


def _said(r: Reading, label: Callable[[str], str]) -> str:
    said = sorted(quoted(label(code)) for code in r.put) + sorted(f"not {quoted(label(code))}" for code in r.refused)
    return ", ".join([*said, *(["set aside"] if r.aside else [])])
