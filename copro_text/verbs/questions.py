"""Questions: why an open question waits, until when, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from copro_text import decisions as d
from copro_text.codebook import Codebook
from copro_text.corpus import Corpus
from copro_text.deciding import COMPETES, NOT_CLEAR, NOT_HERE, SAID_NO, TIME_RUNS, Proposal, clock_leapt
from copro_text.decisions import Entry
from copro_text.fields import Setting, fields_of, in_force, turned
from copro_text.fold import STALE
from copro_text.rules import AGREED, BOTH_STAND, CARRIES, SO_MANY, TIME
from copro_text.spans import open_spans
from copro_text.standing import asked, begun, came_to, is_new, rule_of
from copro_text.verbs import again
from copro_text.verbs.sentences import WORDINGS, day, quoted, told
from copro_text.verbs.session import Session
from copro_text.writers.plain import listed

WAITS, OVERTAKEN = "waits", "overtaken"
UNSHARED = "nobody else sees it until you share: then it waits for their answers"
TALK = "talk about it, then offer other words in a proposal of your own, or whoever made this one takes it back (undo)"


def waits_for(book: Codebook, p: Proposal) -> tuple[str, ...]:
    """Whose answer a proposal waits for: nobody's, as long as only its maker can see it."""
    return () if _is_unshared(book, p) else p.waits_for


def why(s: Session, labels: Mapping[str, str], p: Proposal) -> str:
    """Why a proposal waits, and what to do about it where that is not plain; without its full stop."""
    if _is_unshared(s.book, p):
        return UNSHARED
    if p.why == COMPETES:
        return at_once(s.book, p.entry).rstrip(".")
    if p.why == STALE:
        return overtaken(s, labels, p.entry)
    end = ends(s, p.entry)
    if p.why == TIME_RUNS and end and end[0] == AGREED:
        return until(s, p.entry, end)
    reason = count(s, p) or (f"{p.why}: {TALK}" if p.why == SAID_NO else p.why)
    return f"{reason}. {until(s, p.entry, end)}" if end else reason


def count(s: Session, p: Proposal) -> str:
    """Where so many have to say yes, and any will do: how many have, and how many more it takes; "" by another rule."""
    made, line = s.book.timeline.by_id[p.entry], s.book.timeline
    rule = rule_of(line, made, s.book.standing.verdicts)
    if rule is None or rule.says != SO_MANY or p.why in (NOT_HERE, NOT_CLEAR):
        return ""
    here, said = asked(line, made, openings(s, p.entry)), s.book.said_now(p.entry)
    yes = sum(said.get(who) in CARRIES for who in here)
    more = min(max(rule.n, 1), len(here)) - yes
    return f"{yes} {'has' if yes == 1 else 'have'} said yes, {more} more {'is' if more == 1 else 'are'} needed; a no does not stop it by our rule"


def openings(s: Session, proposal: str) -> list[Entry]:
    """What opened a question again, or settled it for a time: answers from before count no more."""
    return [*s.book.standing.enacted.get(proposal, ()), *s.book.tables.reopens.get(proposal, ())]


def ends(s: Session, proposal: str) -> tuple[str, str] | None:
    """What an open question comes to by time alone if nobody says anything more, and when (UTC); None where no time runs."""
    line, made, since, now = s.book.timeline, s.book.timeline.by_id[proposal], openings(s, proposal), s.now().strftime(TIME)
    rule = rule_of(line, made, s.book.standing.verdicts)
    if rule is None or rule.days < 1 or not line.is_whole:
        return None
    noes = [e for e in s.book.reopened.get(proposal, ()) if isinstance(e.body, d.Answer)]  # who is asked by a late no has the days from then
    start = max([begun(line, e, now, None) for e in (made, *since, *noes)] + [clock_leapt(s.book.entries, s.own_logs, now)])
    for days in (0, rule.days, 2 * rule.days):
        at = (datetime.strptime(start, TIME) + timedelta(days=days)).strftime(TIME)
        outcome = came_to(line, made, since, s.book.said_now(proposal), at, None, s.book.standing.verdicts, days_from=start, late=noes)
        if outcome:
            return (outcome, at) if at > now and not (outcome == BOTH_STAND and proposal in s.book.tables.beside) else None
    return None


def until(s: Session, proposal: str, end: tuple[str, str]) -> str:
    """Until when something can be said, and what becomes of it else; without its full stop."""
    (outcome, at), made = end, s.book.timeline.by_id[proposal]
    when, is_open_again = day(at), proposal in s.book.reopened
    if outcome == AGREED:
        it = "it stays as it is" if is_open_again else "it takes effect that day"
        return f"Whoever does not want this says no by {when}. If nobody does, {it}"
    if is_open_again:
        return f"If nothing changes, it stays in force, and the question is closed on {when}"
    if is_new(made):
        return f"If nothing changes, it is in use from {when}, with what was said against it"
    return f"If nothing changes, {f'both wordings stand from {when}' if isinstance(made.body, WORDINGS) else f'all stays as it is on {when}'}"


def _is_unshared(book: Codebook, p: Proposal) -> bool:
    """Whether it was made by somebody on their own, who has not shared yet: nobody else sees it."""
    made = book.timeline.by_id[p.entry]
    return any(book.timeline.knows(made, begun) for begun in open_spans(book.timeline).get(made.analyst, ()))


def stood(s: Session, labels: Mapping[str, str], proposal: str) -> str:
    """What became of a proposal that not all agreed to once the time of our rule was over, in a sentence or two."""
    made, book = s.book.timeline.by_id[proposal], s.book
    rule, who = rule_of(book.timeline, made, book.standing.verdicts), book.analysts[made.analyst].name
    said = {each.analyst: each.answer for each in book.said_of(proposal)}
    yes = [a.name for a in book.analysts.values() if said.get(a.id, "yes" if a.id == made.analyst else "") in CARRIES]
    no = [a.name for a in book.analysts.values() if said.get(a.id) == "no"]
    behind = f"only {yes[0]} said yes" if len(yes) == 1 else f"{listed(yes) or 'nobody'} said yes"
    behind += f", {listed(no)} said no" if no else ""
    because = f"because {rule.days if rule else 0} {'day' if rule and rule.days == 1 else 'days'} went by; {behind}"
    match made.body:
        case d.Name(code=code, label=label):
            return f"{quoted(labels.get(code) or label)} is in use {because}."
        case d.SetRule():
            return f"{who}'s proposal for another rule did not find agreement in time; our rule is as before."
    what = told(made, book, s.corpus, labels).rstrip(".")
    if is_new(made):
        return f"{what}: it is in use {because}."
    return (
        f"{what}: both wordings stand {because}."
        if isinstance(made.body, WORDINGS)
        else f"{what}: that did not find agreement in time, all is as before."
    )


def overtaken(s: Session, labels: Mapping[str, str], proposal: str) -> str:
    """What became of a proposal whose place something else took, and how to propose it once more; without its full stop."""
    what, e = overtaken_by(s, labels, proposal), s.book.timeline.by_id[proposal]
    python, shell = again.lines(s, labels, e)
    return f"{what}. To propose it again: {python}, or `{shell}`" if python and not says_what_is(s.book, e) else what


def says_what_is(book: Codebook, e: Entry) -> bool:
    """Whether what a proposal would set is in force as it is."""
    held = [x.value == value for key, value in fields_of(e) if (x := _in_force(book, key))]
    return bool(held) and all(held)


def overtaken_by(s: Session, labels: Mapping[str, str], proposal: str) -> str:
    """What became of a proposal whose place something else took; without its full stop."""
    e, book = s.book.timeline.by_id[proposal], s.book
    held = [x for key, _ in fields_of(e) if (x := _in_force(book, key))]
    newer = [x for x in held if not book.timeline.knows(e, x.enact)]  # what was in force when this was made took nothing's place
    instead = "; ".join(dict.fromkeys(told(x.proposal, book, s.corpus, labels).rstrip(".") for x in newer or held))
    if newer:
        return f"something else took effect in its place ({instead}): answers to it change nothing now"
    before = f" (what was before is in force: {instead})" if instead else ""
    return f"what it would replace is no longer in force{before}: answers to it change nothing now"


def beside(book: Codebook, proposal: str) -> list[Entry]:
    """The other open proposals that would set what this one sets: the first of them that takes effect overtakes the rest."""
    keys = _keys(book, book.timeline.by_id[proposal])
    others = (book.timeline.by_id[p.entry] for p in book.waiting if p.entry != proposal and p.why not in (STALE, COMPETES))
    return [e for e in others if keys & _keys(book, e)]


def _in_force(book: Codebook, key: tuple[str, str]) -> Setting | None:
    return in_force(book.timeline, book.tables.settings.get(key, ()))


def at_once(book: Codebook, proposal: str) -> str:
    """What it means that several proposals set the same thing at the same time: none of them is in force."""
    rivals = _rivals(book, book.timeline.by_id[proposal])
    many, each = ("Two", "both") if len(rivals) == 2 else (str(len(rivals)), "each")
    shared = set.intersection(*({key for key, _ in fields_of(e)} for e in rivals))  # an undo offers no wording of its own
    label = next((key for key in shared if key[1] == "label"), None)
    if label:
        now = _in_force(book, label)
        before = quoted(now.value) if now else "the draft name"
        offered = " and ".join(sorted(quoted(dict(fields_of(e))[label]) for e in rivals))
        what, stays = f"{many} wordings for {before} took effect at the same time: {offered}", f"{before[:1].upper()}{before[1:]} stays"
    else:
        offered = "; ".join(sorted(told(e, book, Corpus(), {}).rstrip(".") for e in rivals))
        what, stays = f"{many} changes of one thing took effect at the same time: {offered}", "It stays as it was"
    return f"{what}. {stays} for now. Everyone please answer {each} again; earlier answers no longer count."


def _rivals(book: Codebook, proposal: Entry) -> list[Entry]:
    """The proposals that set what this one sets, itself among them, of those that compete."""
    return [book.timeline.by_id[id_] for id_ in book.competing if _keys(book, proposal) & _keys(book, book.timeline.by_id[id_])]


def _keys(book: Codebook, e: Entry) -> set[tuple[str, str]]:
    return {key for key, _ in fields_of(turned(book.timeline, e))}


def newly_at_once(book: Codebook, before: frozenset[str]) -> tuple[str, ...]:
    """The same of all that compete now and did not `before`, each once."""
    return tuple(dict.fromkeys(at_once(book, id_) for id_ in sorted(book.competing - before)))
