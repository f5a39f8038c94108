"""Shared tables: what the group has before it, to decide and to look at together. Each is a pandas DataFrame indexed by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import pandas as pd

from copro_text import decisions as d
from copro_text.corpus import Excerpt
from copro_text.deciding import Proposal, Said
from copro_text.decisions import Entry
from copro_text.differing import Reading
from copro_text.fold import STALE
from copro_text.store import own_memos as own
from copro_text.verbs import questions
from copro_text.verbs.sentences import count_of_hands, quoted, told
from copro_text.verbs.session import Session
from copro_text.verbs.tables import called, frame, text_of

PROVISIONAL = "keep or reopen?"
KEEP = "fewer than two of us decided this: keep it, or reopen it?"


def waiting(s: Session, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row an open question.

    Columns: kind ("waits", "overtaken" by something else, "opened again" or "keep or reopen?"), what (in plain words), waits_for
    (names), why, said (who answered what, and why; "earlier" before it was opened again), hands (counts without names). A question
    of fewer than two people's making waits for whoever has not answered it.
    """
    rows = [_proposal_row(s, labels, p) for p in s.book.waiting]
    rows += [_reopened_row(s, labels, proposal, by) for proposal, by in s.book.reopened.items()]
    rows += [row for proposal in s.book.provisional if proposal not in s.book.reopened and (row := _provisional_row(s, labels, proposal))]
    return frame([row for _, row in rows], [id_ for id_, _ in rows], ["kind", "what", "waits_for", "why", "said", "hands"], "Open questions")


Row = tuple[str, dict[str, str]]


def _proposal_row(s: Session, labels: Mapping[str, str], p: Proposal) -> Row:
    kind = questions.OVERTAKEN if p.why == STALE else questions.WAITS
    return p.entry, _question(s, labels, p.entry, kind, questions.waits_for(s.book, p), questions.why(s, labels, p), p.said)


def _reopened_row(s: Session, labels: Mapping[str, str], proposal: str, by: Sequence[Entry]) -> Row:
    opened = "; ".join(f"{_name(s, e.analyst)} {_how(e)}" for e in by) + "; it stays in force meanwhile"
    opened += f". {questions.until(s, proposal, end)}" if (end := questions.ends(s, proposal)) else ""
    return proposal, _question(s, labels, proposal, "opened again", s.book.still_asked(proposal), opened, s.book.said_of(proposal))


def _how(e: Entry) -> str:
    because = getattr(e.body, "because", "")
    did = "said no" if isinstance(e.body, d.Answer) else "opened it again"
    did = "took back what another had answered for them" if isinstance(e.body, d.Strike) else did
    return f"{did}, because {because}" if because else did


def _provisional_row(s: Session, labels: Mapping[str, str], proposal: str) -> Row | None:
    """What one person decided is shown to the second; while there is no second, nothing is asked."""
    made = s.book.timeline.by_id[proposal]
    answered = {made.analyst, *(said.analyst for said in s.book.said_of(proposal))}
    others = [a.id for a in s.book.analysts.values() if not a.left and a.id not in answered]
    return (proposal, _question(s, labels, proposal, PROVISIONAL, others, KEEP, s.book.said_of(proposal))) if others else None


def _question(s: Session, labels: Mapping[str, str], proposal: str, kind: str, who: Sequence[str], why: str, said: Sequence[Said]) -> dict[str, str]:
    opened_by = {e.analyst for e in s.book.reopened.get(proposal, ()) if isinstance(e.body, d.Answer)}
    earlier = {x.analyst for x in said} - s.book.said_now(proposal).keys() - opened_by if kind != PROVISIONAL else ()
    return {
        "kind": kind,
        "what": told(s.book.timeline.by_id[proposal], s.book, s.corpus, labels),
        "waits_for": ", ".join(a.name for a in s.book.analysts.values() if a.id in who),
        "why": why,
        "said": "; ".join(_answer(s, x, x.analyst in earlier) for x in in_order(s, said)),
        "hands": "; ".join(count_of_hands(e.body) for e in s.book.tables.hands.get(proposal, ()) if isinstance(e.body, d.Hands)),
    }


def _answer(s: Session, said: Said, is_earlier: bool) -> str:
    """What somebody said, and why; before the question was opened again, that is said too: it counts no more."""
    because = f" ({said.because})" if said.because else ""
    looked_at = said.entry in s.book.tables.owned
    typed = f" (typed by {_name(s, said.typed_by)}{'' if looked_at else ', not yet looked at'})" if said.typed_by else ""
    also = f", and {' and '.join(said.also)} on another computer: which holds?" if said.also else ""
    return f"{_name(s, said.analyst)}{typed}{' earlier' if is_earlier else ''}: {said.answer}{because}{also}"


Told = TypeVar("Told", Said, Reading)


def in_order(s: Session, told: Iterable[Told]) -> list[Told]:
    """What several people said, in the order in which they joined: the same wherever it is read."""
    place = {who: i for i, who in enumerate(s.book.analysts)}
    return sorted(told, key=lambda each: place.get(each.analyst, len(place)))


def themes(s: Session, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a theme: sentence, names (it rests on), passages and against (how many), state, wordings (how many were offered)."""
    rows = [
        {
            "sentence": t.sentence,
            "names": "; ".join(_label(s, labels, code) for code in t.names),
            "passages": len(t.passages),
            "against": len(t.against),
            "state": t.state,
            "wordings": len(t.wordings),
        }
        for t in s.book.themes.values()
    ]
    return frame(rows, list(s.book.themes), ["sentence", "names", "passages", "against", "state", "wordings"], "Sentences to stand behind")


def relations(s: Session, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a relation: one, how, other; indexed by the decision, so that it can be undone."""
    rows = [{"one": _thing(s, labels, r.one), "how": r.how, "other": _thing(s, labels, r.other)} for r in s.book.relations]
    return frame(rows, [r.entry for r in s.book.relations], ["one", "how", "other"], "How names and themes bear on each other")


def co_analysts(s: Session) -> pd.DataFrame:
    """One row a co-analyst: name, joined, left, came_back (the last time), introduced (own words), groups (they put themselves into)."""
    groups = s.book.tables.groups
    rows = []
    for a in s.book.analysts.values():
        intro = s.book.tables.intros.get(a.id)
        mine = sorted(s.book.group_name(group) for group, inside in groups.items() if a.id in inside)
        said = intro.body.text if intro and isinstance(intro.body, d.Introduce) else ""
        first = next(iter(s.book.comings(a.id)), None)
        joined = first.time if first else a.joined
        back = "" if a.joined == joined else a.joined
        rows.append({"name": a.name, "joined": joined, "left": a.left, "came_back": back, "introduced": said, "groups": "; ".join(mine)})
    return frame(rows, list(s.book.analysts), ["name", "joined", "left", "came_back", "introduced", "groups"], "Who is here")


def entered_for(s: Session, who: str, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a decision that another entered for a person: time, entered_by, what, text (of the passages; what is held is not shown)."""
    found = [e for e in s.book.to_own if e.analyst == who]
    rows = [{"time": e.time, "entered_by": _name(s, e.entered_by), "what": told(e, s.book, s.corpus, labels), "text": _texts(s, e)} for e in found]
    return frame(rows, [e.id for e in found], ["time", "entered_by", "what", "text"], "What others typed for you")


def _texts(s: Session, e: Entry) -> str:
    passages = [Excerpt.parse(each) for each in getattr(e.body, "excerpts", ())]
    if isinstance(e.body, d.Note) and (noted := s.corpus.contributions.get(e.body.contribution)):
        passages = list(noted.excerpts("whole"))
    return " | ".join(filter(None, (text_of(s, each) for each in passages if each.contribution not in s.book.held)))


def own_memos(s: Session, who: str, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a note to oneself: time, about (id), name (of what it is about, when that has one), text."""
    found = list(own.read(s.state, who))
    themes = {theme: view.sentence for theme, view in s.book.themes.items()}
    rows = [{"time": m.time, "about": m.about, "name": labels.get(m.about) or themes.get(m.about, ""), "text": m.text} for m in found]
    return frame(rows, [m.id for m in found], ["time", "about", "name", "text"], "Notes to yourself")


def _name(s: Session, who: str) -> str:
    return s.book.analysts[who].name if who in s.book.analysts else "someone"


def _label(s: Session, labels: Mapping[str, str], code: str) -> str:
    return quoted(called(s, labels, code))


def _thing(s: Session, labels: Mapping[str, str], thing: str) -> str:
    theme = s.book.themes.get(thing)
    return theme.sentence if theme else called(s, labels, thing)
