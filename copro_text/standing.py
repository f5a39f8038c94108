"""Standing: which decisions stand, by what each line knew when it was written.

An enactment counts when the rule was met in its own past; later answers revoke nothing. An undo counts for one's own acts,
and for what the group put into force only when the group puts the undo into force too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from copro_text import rules
from copro_text.decisions import (
    ONLY_ONESELF,
    Answer,
    Enact,
    Entry,
    Erased,
    EraseWords,
    Leave,
    Name,
    OnOurOwn,
    Redo,
    Relate,
    Reopen,
    SetRule,
    Share,
    Shared,
    Strike,
    Theme,
    Undo,
    Version,
    Withdraw,
)
from copro_text.timeline import Past, Timeline

FOR_GOOD = (Version, Enact, OnOurOwn, Share, Withdraw, EraseWords, Erased)
"""What no undo cancels: an enactment goes only with its proposal; sharing, fixing a version and erasing are for good."""
NOT_THEIRS = "nobody does this for another"
BY_OTHERS = "others had agreed to it by then: it counts as seeing it differently"
NOT_KNOWN = "it was taken back before it was known that others had agreed"


@dataclass
class Standing:
    """What still stands.

    Attributes
    ----------
    cancelled
        The undo or strike that cancelled each decision which no longer stands.
    wait
        Undos that the group agreed to and that cancel nothing, since they crossed what others built on what they undo.
    enacted
        For each proposal, the enactments that count, in order.
    lapsed
        Why an undo or an enactment did not count.
    verdicts
        What was found of each line that turns others. It rests on that line's own past alone, and so never changes.
    """

    cancelled: dict[str, Entry] = field(default_factory=dict)
    enacted: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    lapsed: dict[str, str] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    wait: Collection[str] = ()

    def copy(self) -> Standing:
        """The same, to grow apart from this."""
        enacted = defaultdict(list, {k: v.copy() for k, v in self.enacted.items()})
        return Standing(self.cancelled.copy(), enacted, self.lapsed.copy(), self.verdicts.copy(), self.wait)


def standing(line: Timeline, verdicts: dict[str, str] | None = None, wait: Collection[str] = ()) -> Standing:
    """Which decisions stand, worked out from the newest to the oldest: whatever cancels a line came after it."""
    s = Standing(verdicts=verdicts if verdicts is not None else {}, wait=wait)
    for e in line.turns:
        _verdict(s.verdicts, line, e)  # oldest first: each rests on those before it, and a long row of them is not walked down at once
    for e in reversed(line.turns):
        if e.id not in s.cancelled:
            _take(s, line, e)
    for enacts in s.enacted.values():
        enacts.reverse()
    return s


def with_enactment(s: Standing, line: Timeline, e: Entry) -> None:
    """Take in the newest line, an enactment of anything but an undo: nothing that came before can change by it."""
    _take(s, line, e)


def _take(s: Standing, line: Timeline, e: Entry) -> None:
    if why := _verdict(s.verdicts, line, e):
        s.lapsed[e.id] = why
        return
    match e.body:
        case Enact(proposal=proposal):
            s.enacted[proposal].append(e)
        case Strike(entry=target) | Undo(target=target, members=()) | Redo(target=target, members=()):
            if _others_agreed(line, line.by_id[target], None, s.verdicts):
                s.lapsed[e.id] = BY_OTHERS
            else:
                s.cancelled[target] = e
        case Undo(target=target) | Redo(target=target) if e.id not in s.wait and any(is_agreed(x) for x in s.enacted.get(e.id, ())):
            s.cancelled[target] = e
        case _:
            pass


def _others_agreed(line: Timeline, proposal: Entry, by: Entry | None, verdicts: dict[str, str]) -> bool:
    """Whether a group put a proposal into force that its maker had not taken back, as far as was known there, and as a line knew."""
    body = proposal.body
    if not isinstance(body, Shared) or all(who == proposal.analyst for who in body.members):
        return False
    enacts = line.enacts.get(proposal.id, ())
    known = enacts if by is None else _earlier(line, by, enacts)
    return any(not _verdict(verdicts, line, e) and not taken_back(line, proposal, e, verdicts) for e in known)


def seen_differently(line: Timeline, proposal: Entry, by: Entry | None, verdicts: dict[str, str]) -> Entry | None:
    """The no of somebody who took a proposal back before they knew that others had agreed to it, as far as a line knew."""
    if not line.undos.get(proposal.id) or (turn := _turned_back(line, proposal, by, verdicts)) is None:
        return None
    if not _others_agreed(line, proposal, by, verdicts):
        return None
    because = turn.body.because if isinstance(turn.body, Undo | Redo | Strike) else ""
    return replace(turn, body=Answer(proposal=proposal.id, answer="no", because=because or NOT_KNOWN))


def with_no(line: Timeline, answers: list[Entry], no: Entry | None) -> list[Entry]:
    """Answers in order, with one more among them."""
    if no is None:
        return answers
    place = next((i for i, a in enumerate(answers) if line.knows(a, no)), len(answers))
    return [*answers[:place], no, *answers[place:]]


def _verdict(verdicts: dict[str, str], line: Timeline, e: Entry) -> str:
    """Why a line that turns others does not count; "" when it does."""
    if e.id not in verdicts:
        match e.body:
            case Enact():
                verdicts[e.id] = _why_not_enacted(verdicts, line, e)
            case Strike():
                verdicts[e.id] = _why_not_struck(line, e)
            case _:
                verdicts[e.id] = _why_not_undone(line, e)
    return verdicts[e.id]


# enactments


def _why_not_enacted(verdicts: dict[str, str], line: Timeline, enact: Entry) -> str:
    assert isinstance(enact.body, Enact)
    proposal = line.by_id.get(enact.body.proposal)
    if proposal is None or not isinstance(proposal.body, Shared):
        return "the proposal it puts into force is not here"
    if not line.knows(enact, proposal):
        return "it did not know of the proposal it puts into force"
    before, since = _rounds(verdicts, line, proposal, enact)
    if line.spans_open(enact.analyst, enact) and set(asked(line, proposal, since, enact)) != {enact.analyst}:
        return "whoever put it into force was working on their own"
    at = min(enact.body.at, enact.time)  # nobody puts a time into a line that had not come
    if would_come_to(line, proposal, enact, at, verdicts) == enact.body.outcome:
        return ""
    return "it was in force already" if before else "our rule was not met"


def _rounds(verdicts: dict[str, str], line: Timeline, proposal: Entry, enact: Entry) -> tuple[list[Entry], list[Entry]]:
    """The enactments that counted before one, as far as it knew; and with them the reopenings."""
    before = [e for e in _earlier(line, enact, line.enacts.get(proposal.id, ())) if not _verdict(verdicts, line, e)]
    return before, [*before, *reopenings(line, proposal, enact, verdicts)]


@contextmanager
def supposed(line: Timeline, unwritten: Entry, past: Past) -> Iterator[None]:
    """Within this, a line that is not written yet knows so much of each log."""
    line.pasts[unwritten.id] = past
    try:
        yield
    finally:
        del line.pasts[unwritten.id]


def would_count(line: Timeline, enact: Entry, past: Past, verdicts: dict[str, str]) -> bool:
    """Whether an enactment that is not written yet would count, if its writer knew this much of each log."""
    with supposed(line, enact, past):
        return not _why_not_enacted(verdicts, line, enact)


def would_come_to(line: Timeline, proposal: Entry, by: Entry, at: str, verdicts: dict[str, str], *, days_from: str = "") -> str | None:
    """What a proposal has come to at a time (UTC), as far as the line `by` knew. No days are counted from before `days_from`."""
    _, since = _rounds(verdicts, line, proposal, by)
    answers = answers_seen(line, by, proposal.id, verdicts)
    late = noes_unheard(line, proposal, since, answers)
    return came_to(line, proposal, since, said(line, proposal, since, answers), at, by, verdicts, days_from=days_from, late=late)


def came_to(
    line: Timeline,
    proposal: Entry,
    since: Sequence[Entry],
    answers: Mapping[str, str],
    at: str,
    by: Entry | None = None,
    verdicts: dict[str, str] | None = None,
    *,
    days_from: str = "",
    late: Sequence[Entry] = (),
) -> str | None:
    """What a proposal has come to in the round that `since` opened, at a time (UTC), as far as the line `by` knew.

    No days are counted from before `days_from`. `late` are the noes that nothing has heard yet of what put it into force.
    """
    here = asked(line, proposal, since, by)
    left = tuple(who for who in _named(proposal, since) if who not in here)
    rule = rule_of(line, proposal, verdicts)
    if outcome := rules.outcome(rule, here, proposal.analyst, answers, left=left):
        return outcome  # whatever the time
    if not late and _is_settled(line, since):
        return None
    days = rules.days_between(max([*(begun(line, e, at, by) for e in (proposal, *since)), days_from]), at)
    return rules.outcome(rule, here, proposal.analyst, answers, days, left=left)


def noes_unheard(line: Timeline, proposal: Entry, since: Sequence[Entry], answers: Iterable[Entry]) -> list[Entry]:
    """The noes that were said, or came, after a proposal took effect, and that nobody who closed the question since knew of.

    One of somebody whom the question did not ask keeps nothing from taking effect: it is heard by who looks once more.
    """
    assert isinstance(proposal.body, Shared)
    enacts = [e for e in since if isinstance(e.body, Enact)]
    took_effect = [e for e in enacts if is_agreed(e) or (is_new(proposal) and _both_stand(e))]
    again = [e for e in enacts if any(line.knows(e, o) for o in took_effect)]
    noes = [a for a in last_of_each(line, answers).values() if isinstance(a.body, Answer) and a.body.answer == "no"] if took_effect else []
    return [a for a in noes if not any(line.knows(enact, a) for enact in (enacts if a.analyst in proposal.body.members else again))]


def is_new(proposal: Entry) -> bool:
    """Whether what is proposed is new, so that it can stand beside all there is: a name, a relation, a theme that rewords none."""
    return isinstance(proposal.body, Name | Relate | Theme) and not proposal.body.replaces


def _is_settled(line: Timeline, since: Sequence[Entry]) -> bool:
    """Whether time has done all it can: both stand, and nobody has acted since. Silence must not outlast somebody's "no"."""
    ended = [e for e in since if _both_stand(e)]
    return any(all(_both_stand(e) or not (_is_later(line, e, end) or agreed_elsewhere(line, e, end, since)) for e in since) for end in ended)


def agreed_elsewhere(line: Timeline, agreed: Entry, ended: Entry, since: Iterable[Entry]) -> bool:
    """Whether one line puts into force, as agreed, what another, neither knowing of the other, ends by time in the same round."""
    opened = (o for o in since if not _both_stand(o) and line.knows(ended, o))
    return is_agreed(agreed) and _both_stand(ended) and line.concurrent(agreed, ended) and all(line.knows(agreed, o) for o in opened)


def _is_later(line: Timeline, e: Entry, end: Entry) -> bool:
    """Whether a question is open anew since its time was over: by what took effect after that, or a reopening that was not known then."""
    return line.knows(e, end) if isinstance(e.body, Enact) else not line.knows(end, e)


def is_agreed(e: Entry) -> bool:
    """Whether a line puts something into force as agreed, and not because time was over."""
    return isinstance(e.body, Enact) and e.body.outcome == rules.AGREED


def _both_stand(e: Entry) -> bool:
    return isinstance(e.body, Enact) and e.body.outcome == rules.BOTH_STAND


def begun(line: Timeline, opening: Entry, at: str, by: Entry | None) -> str:
    """When a round was opened by a proposal, a reopening or an enactment, as far as a line knew, whatever the clock of that computer said.

    Not before what its writer had seen. Where that lies after the time that is asked about, a clock was ahead: then the last
    answer before that time has to do, or when others had seen it, or the last before it that its writer had seen.
    """
    seen = [line.at(log, seq) for log, seq in line.pasts[opening.id].items()] + [line.at(opening.log, opening.seq - 1)]
    made = max([opening.time, *(e.time for e in seen if e is not None)])
    if made <= at:
        return made
    answered = [a.time for a in _known(line, by, line.answers.get(opening.id, ())) if a.log != opening.log]
    if in_time := [time for time in answered if time <= at]:
        return max(in_time)
    before = [e.time for e in line.entries if line.knows(opening, e) and e.time <= at] if opening.time <= at else []
    return _seen_by_others(line, opening, at, by) or max([opening.time, *before] if before else [made])


def _seen_by_others(line: Timeline, e: Entry, at: str, by: Entry | None) -> str:
    """When the last of those others who wrote after they had seen a line began to, as far as a line knew; "" if nobody did by then."""
    first: dict[str, str] = {}
    for other in _known(line, by, line.after(e)):
        if other.log != e.log and line.knows(other, e):
            first.setdefault(other.log, other.time)
    return max((time for time in first.values() if time <= at), default="")


def reopenings(line: Timeline, proposal: Entry, by: Entry, verdicts: dict[str, str]) -> list[Entry]:
    """Each person's first reopening of a proposal that stood, as far as a line knew: anyone may open anything again once."""
    known = [e for e in _known(line, by, line.reopens.get(proposal.id, ())) if not taken_back(line, e, by, verdicts)]
    return list({e.analyst: e for e in reversed(known)}.values())


def rule_of(line: Timeline, proposal: Entry, verdicts: dict[str, str] | None = None) -> rules.Rule | None:
    """The rule that a proposal names; None when it was not in force as far as the proposal's writer knew."""
    assert isinstance(proposal.body, Shared)
    if proposal.body.rule == rules.DEFAULT.id:
        return rules.DEFAULT
    setting = line.by_id.get(proposal.body.rule)
    if setting is None or not isinstance(setting.body, SetRule):
        return None
    known = {} if verdicts is None else verdicts
    if all(_verdict(known, line, enact) for enact in _earlier(line, proposal, line.enacts.get(setting.id, ()))):
        return None
    return rules.Rule(setting.id, setting.body.says, setting.body.n, setting.body.days)


def asked(line: Timeline, proposal: Entry, since: Sequence[Entry] = (), by: Entry | None = None) -> tuple[str, ...]:
    """Whom a proposal asks in a round, without those who had left, as far as a line knew."""
    return tuple(who for who in _named(proposal, since) if not has_left(line, who, by))


def _named(proposal: Entry, since: Sequence[Entry]) -> tuple[str, ...]:
    """Those a proposal names; once it was opened again also those whom our rule asked then, and whoever opened it."""
    assert isinstance(proposal.body, Shared)
    again = [who for r in since if isinstance(r.body, Reopen) for who in (*r.body.members, r.analyst)]
    return tuple(dict.fromkeys((*proposal.body.members, *again)))


def has_left(line: Timeline, who: str, by: Entry | None = None) -> bool:
    """Whether the last that a line knew of somebody's comings and goings is that they left."""
    comings = _known(line, by, line.comings.get(who, ()))
    return bool(comings) and isinstance(comings[-1].body, Leave)


def said(line: Timeline, proposal: Entry, since: Sequence[Entry], answers: Iterable[Entry]) -> dict[str, str]:
    """Each person's latest answer in the round that these lines opened. In the first, whoever proposes says yes by proposing.

    That both stand opens none: what was said still counts, and the answers that were missing can still come.
    """
    opening = [e for e in since if not _both_stand(e)]
    given = {} if opening else {proposal.analyst: "yes"}
    last = last_of_each(line, (a for a in answers if _counts_in(line, a, opening)))
    return given | {who: a.body.answer for who, a in last.items() if isinstance(a.body, Answer)}


def _counts_in(line: Timeline, a: Entry, opening: Sequence[Entry]) -> bool:
    """Whether an answer counts in a round: its writer knew what opened it, or it is a no of which nobody knew who opened it."""
    crossed = isinstance(a.body, Answer) and a.body.answer == "no"
    return all(line.knows(a, o) or (crossed and not line.knows(o, a)) for o in opening)


def last_of_each(line: Timeline, answers: Iterable[Entry]) -> dict[str, Entry]:
    """The latest answer of each person; of those they gave on two computers, neither knowing of the other, the one that holds most up."""
    last: dict[str, list[Entry]] = {}
    for a in answers:
        last[a.analyst] = [*(b for b in last.get(a.analyst, ()) if not line.knows(a, b)), a]
    return {who: min(reversed(given), key=_caution) for who, given in last.items()}


def _caution(e: Entry) -> int:
    return rules.CAUTION.index(e.body.answer) if isinstance(e.body, Answer) and e.body.answer in rules.CAUTION else 0


def answers_seen(line: Timeline, by: Entry, proposal: str, verdicts: dict[str, str] | None = None) -> list[Entry]:
    """The answers to a proposal in the past of a line, without those taken back in that past."""
    known = {} if verdicts is None else verdicts
    given = [e for e in line.answers.get(proposal, ()) if line.knows(by, e) and not taken_back(line, e, by, known)]
    return with_no(line, given, seen_differently(line, line.by_id[proposal], by, known))


def taken_back(line: Timeline, e: Entry, by: Entry, verdicts: dict[str, str]) -> bool:
    """Whether an own act had been taken back by its maker, and not done again, in the past of a line."""
    return _turned_back(line, e, by, verdicts) is not None


def _turned_back(line: Timeline, e: Entry, by: Entry | None, verdicts: dict[str, str]) -> Entry | None:
    """The last by which somebody took an own act back, where they did not do it again, as far as a line knew: worked out newest first."""
    chain, takes_back = [e], {e.id: False}
    for each in chain:  # grows while it is read: the undos of an act, the redos of those, and so on
        undos = (u for u in _known(line, by, line.undos.get(each.id, ())) if u.analyst == e.analyst and is_own(u) and u.id not in takes_back)
        new = [u for u in undos if not _verdict(verdicts, line, u)]
        chain += new
        takes_back |= dict.fromkeys((u.id for u in new), not takes_back[each.id])
    gone: set[str] = set()
    for each in reversed(chain):
        if any(u.id not in gone for u in line.undos.get(each.id, ()) if u in chain):
            gone.add(each.id)
    stand = [u for u in chain if u.id not in gone and takes_back[u.id]]
    return max(stand, key=lambda u: u.order) if e.id in gone else None


def is_own(turn: Entry) -> bool:
    """Whether somebody takes back an act of their own by a line: what the group had agreed to is taken back by a proposal."""
    return not (isinstance(turn.body, Undo | Redo) and turn.body.members)


def _earlier(line: Timeline, by: Entry, entries: Iterable[Entry]) -> list[Entry]:
    """Those that a line knew of, and that come before it also by the clock: forged lines may each claim to know the other."""
    return [e for e in _known(line, by, entries) if e.order < by.order]


def _known(line: Timeline, by: Entry | None, entries: Iterable[Entry]) -> list[Entry]:
    return [e for e in entries if e is not by and (by is None or line.knows(by, e))]


# undos


def _why_not_undone(line: Timeline, undo: Entry) -> str:
    """Why an undo or redo does not count; "" when it does."""
    assert isinstance(undo.body, Undo | Redo)
    target = line.by_id.get(undo.body.target)
    if target is None or not line.knows(undo, target):
        return "what it would undo is not here"
    if isinstance(target.body, Version | Enact):
        return "a fixed version or an enactment is not undone by itself"
    if isinstance(target.body, FOR_GOOD):
        return "what was taken out stays out" if isinstance(target.body, Withdraw | EraseWords | Erased) else "that is for good"
    if isinstance(target.body, Leave):
        return "who left comes back by joining"
    if isinstance(target.body, ONLY_ONESELF) and undo.entered_by != undo.analyst:
        return NOT_THEIRS
    if isinstance(undo.body, Redo) != isinstance(target.body, Undo):
        return "it names the wrong kind of decision"
    if undo.body.members and _known(line, undo, line.enacts.get(target.id, ())):
        return ""  # a proposal of its own: it waits until it is enacted
    if target.analyst != undo.analyst:
        return "it is another person's decision"
    if any(_known(line, undo, line.enacts.get(each.id, ())) for each in _what_goes(line, undo)):
        return "the group had put it into force: undoing that is a proposal"
    return ""


def _what_goes(line: Timeline, undo: Entry) -> Iterator[Entry]:
    """What an own undo would take back: its target, and where that did something again, what it did again."""
    target = line.by_id.get(undo.body.target) if isinstance(undo.body, Undo | Redo) else None
    if target is None:
        return
    yield target
    while isinstance(target.body, Undo | Redo) and isinstance(undo.body, Undo) and is_own(target):
        before = line.by_id.get(target.body.target)
        if before is None or before.order >= target.order:  # forged
            return
        target = before
        yield target


def _why_not_struck(line: Timeline, strike: Entry) -> str:
    """Why a strike does not count; "" when it does."""
    assert isinstance(strike.body, Strike)
    target = line.by_id.get(strike.body.entry)
    if target is None or not line.knows(strike, target):
        return "what it would strike is not here"
    if target.analyst != strike.analyst or target.entered_by == target.analyst:
        return "it was not entered for this person by another"
    if isinstance(target.body, FOR_GOOD):
        return "that is for good"
    if _known(line, strike, line.enacts.get(target.id, ())):
        return "the group had put it into force: it can be reopened"
    return ""
