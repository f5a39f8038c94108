"""Deciding: which questions are open, whose answers they wait for, and what fewer than two people decided.

Pure functions on what the fold wrote down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from copro_text import decisions as d
from copro_text import rules
from copro_text.decisions import Entry
from copro_text.fields import Field, deciding_fields, fields_of, in_force, replacing
from copro_text.fields import competing as competing_settings
from copro_text.fold import AGREED_ALREADY, STALE, Tables
from copro_text.standing import (
    Standing,
    asked,
    begun,
    is_agreed,
    last_of_each,
    noes_unheard,
    rule_of,
    said,
    seen_differently,
    supposed,
    with_no,
    would_come_to,
)
from copro_text.timeline import Past, Timeline

COMPETES = "another wording took effect at the same time: both wait"
NOT_ALL = "not everyone has answered yet"
SAID_NO = "somebody said no"
NOT_HERE = "part of the study is not all here yet, so we cannot know whom to ask"
NOT_CLEAR = "somebody does not understand it yet: explain it, and ask them again"
FAR = 180  # days: longer than a group is silent as a rule, and less than a year, by which dates are mistyped
TIME_RUNS = "the time that our rule gives for saying no has not passed"


@dataclass(frozen=True, slots=True)
class Said:
    """One person's latest answer to a proposal, and why.

    Attributes
    ----------
    also
        What the same person answered otherwise on another computer, neither knowing of the other.
    typed_by
        Who typed it, when that was another.
    entry
        The decision that says so.
    """

    analyst: str
    answer: str
    because: str
    also: tuple[str, ...] = ()
    typed_by: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that waits: whose answers it waits for, why, and what was said so far."""

    entry: str
    waits_for: tuple[str, ...]
    why: str
    said: tuple[Said, ...] = ()


def waiting(t: Tables, line: Timeline, stands: Standing, lapsed: Mapping[str, str]) -> tuple[Proposal, ...]:
    """Proposals that are not in force and have not been overtaken: those nobody enacted, and those that compete."""
    others = competing(t, line)
    found = []
    for e in t.proposals.values():
        enacted = stands.enacted.get(e.id, [])
        if e.id in others:
            found.append(_proposal(t, line, stands, e, COMPETES))
        elif any(lapsed.get(enact.id) == STALE for enact in enacted) or (not enacted and _overtaken(t, line, stands, e)):
            found.append(Proposal(e.id, (), STALE, latest(line, stands, e)))
        elif not enacted:
            found.append(_proposal(t, line, stands, e))
    return tuple(found)


def _proposal(t: Tables, line: Timeline, stands: Standing, e: Entry, why: str = "") -> Proposal:
    given = answers_now(t, line, stands, e)
    rule, here = rule_of(line, e, stands.verdicts), asked(line, e, _since(t, stands, e))
    waits_for = rules.still_to_answer(rule, here, given)
    assert isinstance(e.body, d.Shared)
    spoken = [given[who] for who in {*here, *e.body.members} if who in given]  # the no of somebody who left still counts
    if not why and not line.is_whole:
        why = NOT_HERE
    if not why:
        why = NOT_CLEAR if "don't understand" in spoken else SAID_NO if "no" in spoken else NOT_ALL if waits_for else TIME_RUNS
        if rule is not None and rule.says == rules.NOBODY_SAYS_NO and why == NOT_ALL:
            why = TIME_RUNS
    return Proposal(e.id, waits_for, why, latest(line, stands, e))


def still_asked(t: Tables, line: Timeline, stands: Standing, proposal: Entry) -> tuple[str, ...]:
    """Whose answer a proposal waits for in the round that is open now."""
    given, here = answers_now(t, line, stands, proposal), asked(line, proposal, _since(t, stands, proposal))
    return rules.still_to_answer(rule_of(line, proposal, stands.verdicts), here, given)


def answers_now(t: Tables, line: Timeline, stands: Standing, proposal: Entry) -> dict[str, str]:
    """Each person's answer in the round that is open now."""
    return said(line, proposal, _since(t, stands, proposal), standing_answers(line, stands, proposal))


def _since(t: Tables, stands: Standing, proposal: Entry) -> list[Entry]:
    return [*stands.enacted.get(proposal.id, ()), *t.reopens.get(proposal.id, ())]


def standing_answers(line: Timeline, stands: Standing, proposal: Entry) -> list[Entry]:
    """The answers to a proposal that were not taken back, in order. Its maker's taking it back too late is among them, as a no."""
    given = [a for a in line.answers.get(proposal.id, ()) if a.id not in stands.cancelled]
    return with_no(line, given, seen_differently(line, proposal, None, stands.verdicts))


def latest(line: Timeline, stands: Standing, proposal: Entry) -> tuple[Said, ...]:
    """What each person said last about a proposal."""
    given = standing_answers(line, stands, proposal)
    return tuple(_said(line, a, given) for a in last_of_each(line, given).values())


def _said(line: Timeline, a: Entry, given: Sequence[Entry]) -> Said:
    assert isinstance(a.body, d.Answer)
    elsewhere = (o.body.answer for o in given if o.analyst == a.analyst and isinstance(o.body, d.Answer) and line.concurrent(o, a))
    also = tuple(dict.fromkeys(answer for answer in elsewhere if answer != a.body.answer))
    return Said(a.analyst, a.body.answer, a.body.because, also, a.entered_by if a.entered_by != a.analyst else "", a.id)


def competing(t: Tables, line: Timeline) -> set[str]:
    """Proposals that set the same thing at the same time, so that none of them is in force."""
    return {id_ for settings in t.settings.values() if len(settings) > 1 for id_ in competing_settings(line, settings)}


def is_in_force(t: Tables, line: Timeline, stands: Standing, proposal: Entry) -> bool:
    """Whether what a proposal set still holds: it took effect, was not taken back, and nothing took its place."""
    if proposal.id not in t.proposals or not stands.enacted.get(proposal.id):
        return False
    fields = deciding_fields(proposal)
    return any(_now(t, line, key) == proposal.id for key in fields) if fields else proposal.id not in stands.wait


def _now(t: Tables, line: Timeline, key: Field) -> str:
    """The proposal that a field is set by now; "" when it is by none."""
    s = in_force(line, t.settings.get(key, ()))
    return s.proposal.id if s else ""


def reopened(t: Tables, line: Timeline, stands: Standing) -> dict[str, tuple[Entry, ...]]:
    """Proposals in force that were opened again, or that somebody said no to afterwards: who did, by proposal id."""
    found = {}
    for id_ in dict.fromkeys([*t.reopens, *(p for p in (*line.answers, *line.undos) if p in stands.enacted)]):
        proposal = t.proposals.get(id_)
        if proposal is not None and is_in_force(t, line, stands, proposal) and (by := _open_questions(t, line, stands, proposal)):
            found[id_] = by
    return found


def _open_questions(t: Tables, line: Timeline, stands: Standing, proposal: Entry) -> tuple[Entry, ...]:
    enacts = [e for e in stands.enacted[proposal.id] if t.lapsed.get(e.id) != AGREED_ALREADY]
    asked_again = [r for r in t.reopens.get(proposal.id, ()) if not any(line.knows(enact, r) for enact in enacts)]
    late = noes_unheard(line, proposal, enacts, standing_answers(line, stands, proposal))
    return (*asked_again, *late, *_struck(line, stands, proposal, enacts))


def _struck(line: Timeline, stands: Standing, proposal: Entry, enacts: Sequence[Entry]) -> list[Entry]:
    """Answers typed for somebody by another, and taken back since it took effect: that person has not answered."""
    found = {a.analyst: stands.cancelled[a.id] for a in line.answers.get(proposal.id, ()) if a.id in stands.cancelled}
    answered = {a.analyst for a in standing_answers(line, stands, proposal)}
    return [e for who, e in found.items() if isinstance(e.body, d.Strike) and who not in answered and not _counted(line, enacts, e)]


def _counted(line: Timeline, enacts: Iterable[Entry], answer: Entry) -> bool:
    return any(line.knows(enact, answer) for enact in enacts)


def settled_by(t: Tables, line: Timeline, stands: Standing, opening: Entry) -> Entry | None:
    """The other wording that took the place of what a reopening, or a late no, was about: with that the question is closed."""
    body = opening.body
    about = body.target if isinstance(body, d.Reopen) else body.proposal if isinstance(body, d.Answer) and body.answer == "no" else ""
    proposal, enacts = t.proposals.get(about), stands.enacted.get(about, ())
    if proposal is None or not enacts or _counted(line, enacts, opening):
        return None
    now = [s.proposal for key, _ in fields_of(proposal) if (s := in_force(line, t.settings.get(key, ()))) is not None]
    return now[0] if now and proposal not in now else None


def while_away(t: Tables, line: Timeline, stands: Standing, who: str) -> tuple[Entry, ...]:
    """What took effect while somebody who came back was away the last time: put into force by people who knew that they had left."""
    comings = line.comings.get(who, ())
    gone = [i for i, e in enumerate(comings) if isinstance(e.body, d.Leave)]
    if not gone or gone[-1] == len(comings) - 1:
        return ()
    left, back = comings[gone[-1]], comings[gone[-1] + 1]
    counted = [(p, e) for p in t.proposals.values() for e in stands.enacted.get(p.id, ()) if e.id not in t.lapsed]
    return tuple(dict.fromkeys(p for p, e in counted if line.knows(e, left) and not line.knows(e, back)))


def agreeing(line: Timeline, stands: Standing, proposal: Entry) -> set[str]:
    """Who is behind a proposal: whoever made it, unless they said otherwise, and all who answered and did not say no."""
    last = {proposal.analyst: "yes"} | {s.analyst: s.answer for s in latest(line, stands, proposal)}
    return {who for who, answer in last.items() if answer in rules.ANSWERED and answer != "no"}


def provisional(t: Tables, line: Timeline, stands: Standing) -> tuple[str, ...]:
    """What is in force and fewer than two people decided, by proposal id.

    An undo is not among them: it leaves nothing to keep. Nor is what came into use though somebody had said no: our rule decided it.
    """
    found = [p for p in t.proposals.values() if not isinstance(p.body, d.Undo | d.Redo) and is_in_force(t, line, stands, p)]
    refused = {id_ for id_ in t.beside if any(said.answer == "no" for said in latest(line, stands, t.proposals[id_]))}
    return tuple(p.id for p in found if p.id not in refused and len(agreeing(line, stands, p)) < 2)


def clock_leapt(entries: Iterable[Entry], own: Collection[str], now: str) -> str:
    """Since when a computer's clock has been far ahead of all that was written elsewhere, and here before; "" when it is not.

    It may be right, and everybody was away. Either way it still tells how many days go by from its first line since then; until it has
    written one there is nothing to count from, and that is `now`.

    Parameters
    ----------
    own
        Ids of the logs that this computer writes.
    """
    latest = since = last = ""
    for e in entries:
        if not latest or e.log not in own or _is_near(latest, e.time):
            latest = max(latest, e.time)
        else:
            since = since if since and _is_near(last, e.time) else e.time
            last = max(last, e.time)
    if not latest or _is_near(latest, now):
        return ""
    return since if since and since <= now and _is_near(last, now) else now


def _is_near(before: str, time: str) -> bool:
    return rules.days_between(before, time) <= FAR


def ready(t: Tables, line: Timeline, stands: Standing, by: Entry, past: Past, days_from: str = "") -> list[tuple[str, str]]:
    """Proposals whose rule is met as far as a line that is not written yet would know, with the outcome, in order.

    One that is in force and was not opened again needs nothing more; one whose wording was overtaken can do nothing more. What is seen
    here and no line can say that it knew, such as the leaving of somebody who never shared, does not count. No days are counted from
    before `days_from`.
    """
    open_again = reopened(t, line, stands)
    others = competing(t, line)
    found = []
    for p in t.proposals.values():
        enacted = stands.enacted.get(p.id, [])
        if (enacted and p.id not in open_again and p.id not in others and p.id not in t.beside) or _overtaken(t, line, stands, p):
            continue
        if p.id in t.beside and any(is_agreed(e) and e.id in t.lapsed for e in enacted) and not is_in_force(t, line, stands, p):
            continue  # agreed to in the end, and it could not take effect: nothing more comes of silence
        late = [
            e for e in open_again.get(p.id, ()) if not isinstance(e.body, d.Reopen)
        ]  # who is asked by a late no, or a strike, has the days from then
        with supposed(line, by, past):
            days = max([days_from, *(begun(line, e, by.time, by) for e in late)])
            outcome = would_come_to(line, p, by, by.time, stands.verdicts, days_from=days)
        if outcome and not (outcome == rules.BOTH_STAND and p.id in t.beside and p.id not in open_again):
            found.append((p.id, outcome))
    return found


def _overtaken(t: Tables, line: Timeline, stands: Standing, proposal: Entry) -> bool:
    """Whether what a proposal would replace is no longer in force; once it took effect, whether nothing of it holds any more."""
    body = proposal.body
    if not isinstance(body, d.Shared) or isinstance(body, d.Merge | d.BeginAgain):
        return False
    if not stands.enacted.get(proposal.id):
        return any(_now(t, line, key) not in (body.replaces, proposal.id) for key in replacing(proposal))
    fields = deciding_fields(proposal)
    return bool(fields) and all(_now(t, line, key) not in (body.replaces, proposal.id) for key in fields)


def concerns(line: Timeline, e: Entry) -> set[str]:
    """The ids of all that a decision is about: what it names, and for an answer, an enactment or an undo what that other decision is about.

    A passage is also about its contribution.
    """
    found: set[str] = {e.id}
    waiting_for = [e]
    for each in waiting_for:  # grows while it is read
        for id_ in () if isinstance(each.body, d.Unknown | d.Version) else _strings(each.body.payload()):
            about = line.by_id.get(id_)
            if about is not None and id_ not in found:
                waiting_for.append(about)
            found |= {id_, id_.partition(".")[0]}
    return found


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in ("rule", "members", "replaces", "seen"):
                yield from _strings(each)
