"""Decide: what waits for answers, what others typed for one, and what people read differently."""

from __future__ import annotations

from typing import Any

from copro_text import decisions as d
from copro_text.differing import SET_ASIDE, Reading, Turn
from copro_text.standing import rule_of
from copro_text.verbs import questions, shared_tables
from copro_text.verbs.desk.about import about
from copro_text.verbs.desk.piles import row
from copro_text.verbs.desk.seen import Seen
from copro_text.verbs.differences import Differences, differences
from copro_text.verbs.sentences import told

PAGE = 20


def decide(seen: Seen, start: int) -> dict[str, Any]:
    """The open questions, those that wait for this person first; what was typed for them; and a page of what is read differently."""
    asked = [q | _more(seen, q["id"]) for q in sorted(_questions(seen), key=lambda q: not q["asks_me"])]
    asked = [q | _once_more(seen, q["id"]) if q["kind"] == questions.OVERTAKEN else q for q in asked]
    return {"rule": seen.book.rule.sentence, "questions": asked, "for_me": _for_me(seen), **_readings(seen, start)}


def asks(seen: Seen) -> int:
    """How many questions wait for this person's answer, or for their word that what was typed for them is theirs."""
    return sum(bool(q["asks_me"]) for q in _questions(seen)) + len(_for_me(seen))


def _questions(seen: Seen) -> list[dict[str, Any]]:
    table = shared_tables.waiting(seen.session, seen.labels)
    waits = {p.entry: p.waits_for for p in seen.book.waiting} | {p: seen.book.still_asked(p) for p in seen.book.reopened}
    found = []
    for id_, each in zip(table.index, table.to_dict("records"), strict=True):
        mine = seen.book.said_now(id_).get(seen.me, "")
        found.append(
            {
                "id": id_,
                **{str(name): value for name, value in each.items()},
                "asks_me": seen.me in waits.get(id_, ()) or (id_ not in waits and _may_keep(seen, id_)),
                "mine": mine,
                "may_reopen": bool(seen.book.standing.enacted.get(id_)) and id_ not in seen.book.competing and not _opened_already(seen, id_),
            }
        )
    return found


def _more(seen: Seen, proposal: str) -> dict[str, Any]:
    """Whose question it is, by what rule, and what it is about: what only whoever looks at it needs, and not each act."""
    made = seen.book.timeline.by_id[proposal]
    rule = rule_of(seen.book.timeline, made, seen.book.standing.verdicts)
    whose = {"by": seen.analyst(made.analyst), "by_me": made.analyst == seen.me, "says": rule.says if rule else ""}
    rivals = [told(e, seen.book, seen.corpus, seen.labels) for e in questions.beside(seen.book, proposal)]
    return {**whose, "about": about(seen, made), "beside": rivals}


def _once_more(seen: Seen, proposal: str) -> dict[str, Any]:
    """Of a question that was overtaken: by what, and the act that asks it once more; none where it cannot be asked as it was."""
    made = seen.book.timeline.by_id[proposal]
    acts: dict[str, Any] = {}
    match made.body:
        case d.Name(code=code, label=label) | d.Rename(code=code, label=label):
            acts = {"act": "rename", "given": {"code": code, "label": label}}
        case d.Define(code=code, definition=definition):
            acts = {"act": "define", "given": {"code": code, "definition": definition}}
        case d.Heading(code=code, text=text):
            acts = {"act": "heading", "given": {"code": code, "heading": text}}
    is_asked = acts and acts["given"]["code"] in seen.labels and not questions.says_what_is(seen.book, made)
    return {"why": f"{questions.overtaken_by(seen.session, seen.labels, proposal)}.", "again": acts if is_asked else None}


def _may_keep(seen: Seen, proposal: str) -> bool:
    """Whether what fewer than two people decided still asks this person: keep it, or reopen it?"""
    answered = {seen.book.timeline.by_id[proposal].analyst, *(said.analyst for said in seen.book.said_of(proposal))}
    return bool(seen.me) and seen.me not in answered


def _opened_already(seen: Seen, proposal: str) -> bool:
    return any(r.analyst == seen.me for r in seen.book.tables.reopens.get(proposal, ()))


def _for_me(seen: Seen) -> list[dict[str, Any]]:
    if not seen.me:
        return []
    table = shared_tables.entered_for(seen.session, seen.me, seen.labels)
    return [
        {"id": id_, "who": r["entered_by"], "what": r["what"], "text": r["text"]}
        for id_, r in zip(table.index, table.to_dict("records"), strict=True)
    ]


def _readings(seen: Seen, start: int) -> dict[str, Any]:
    """A page of what is read differently: the same list as `study.disagreements`, in the same order."""
    all_of_it = differences(seen.session)
    rows = []
    for each in all_of_it.ordered[start : start + PAGE]:
        shown = row(seen, each.passage)
        if shown:
            told = [_told(seen, all_of_it, each.passage, r) for r in shared_tables.in_order(seen.session, each.readings)]
            about = {"turns": [_turn(seen, turn) for turn in each.turns], "others": all_of_it.others(each)}
            rows.append({**shown, **about, "readings": told})
    return {"start": start, "size": PAGE, "different": len(all_of_it.ordered), "rows": rows}


def _turn(seen: Seen, turn: Turn) -> dict[str, Any]:
    return {"names": sorted(seen.label(code) for code in turn if code != SET_ASIDE), "aside": SET_ASIDE in turn}


def _told(seen: Seen, all_of_it: Differences, passage: str, r: Reading) -> dict[str, Any]:
    def why(code: str) -> str:
        return all_of_it.why.get((r.analyst, passage, code), "")

    def each(code: str) -> dict[str, Any]:
        return {"label": seen.label(code), "because": why(code), "whole": (r.analyst, passage, code) in all_of_it.whole}

    said = {"put": [each(c) for c in r.put], "refused": [each(c) for c in r.refused]}
    return {"who": seen.analyst(r.analyst), "mine": r.analyst == seen.me, **said, "aside": [why(SET_ASIDE)] if r.aside else []}
