"""Rules: when a proposal takes effect.

Pure: what the rule says, whom it asks, what they answered and how many days went by go in; the outcome comes out. There is
no clock here. Every rule ends: after the time it names both wordings stand, so that no one can hold something up for ever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

AGREED, BOTH_STAND = OUTCOMES = ("agreed", "both stand")
EVERYONE, NOBODY_SAYS_NO, SO_MANY, GROUP = SAYS = ("everyone", "nobody says no", "so many", "group")
ANSWERED = ("yes", "can live with it", "not sure", "no")  # "need time" and "don't understand" are not yet answers
CARRIES = ("yes", "can live with it")
CAUTION = ("no", "don't understand", "need time", "not sure", "can live with it", "yes")
"""Answers by how much they hold a change up, the most first."""
NEW = "; what is new is then in use, with what was said against it."
TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, and the plain sentence that a group reads before it agrees to it.

    Attributes
    ----------
    id
        Id of the decision that set it, or "default".
    says
        One of `SAYS`.
    n
        For "so many": how many must say yes or that they can live with it.
    days
        After how many days an unsettled proposal ends: for "nobody says no" it then takes effect.
    group
        For "group": the name of the group, which people put themselves into.
    """

    id: str
    says: str = EVERYONE
    n: int = 0
    days: int = 14
    group: str = ""

    @property
    def sentence(self) -> str:
        """What it says, in plain English."""
        days = f"{self.days} day{'' if self.days == 1 else 's'}"
        either = f"If that has not come about after {days}, both wordings stand, and both are printed{NEW}"
        match self.says:
            case "everyone":
                return f"A change takes effect when everyone here has answered and nobody says no. {either}"
            case "nobody says no":
                return (
                    f"A change takes effect when nobody has said no within {days}, or sooner when everyone here has answered. "
                    f"If somebody has said no, both wordings stand, and both are printed{NEW}"
                )
            case "so many":
                return f"A change takes effect when {self.n} of us {'says' if self.n == 1 else 'say'} yes, or that they can live with it. {either}"
            case "group":
                name = self.group or "the group that put themselves forward for it"
                return f"A change takes effect when everyone in {name} has answered and none of them says no. {either}"
            case _:
                return "This version of copro_text does not know this rule; nothing takes effect by it here."


DEFAULT = Rule("default")


def outcome(
    rule: Rule | None, members: Sequence[str], proposer: str, answers: Mapping[str, str], days: int = 0, *, left: Sequence[str] = ()
) -> str | None:
    """What a proposal has come to: one of `OUTCOMES`, or None while it waits.

    Parameters
    ----------
    rule
        The rule the proposal names. One that is not known (None) never lets anything take effect.
    members
        Whom it asks: those the proposal names, without those who left since.
    proposer
        Whoever proposes; only those the proposal asked may, except where a group is asked.
    answers
        The latest answer of each person; others than members may be among them and do not count. In the first round whoever
        proposes says yes by proposing: the caller puts that in.
    days
        Whole days since it was proposed, or opened again.
    left
        Those the proposal names who left since.
    """
    said = {who: answers[who] for who in members if who in answers}
    if rule is None:
        return None
    # who leaves is not waited for; what they said stays said, and a no weighs what it weighed before
    gone_said_no = rule.says != SO_MANY and any(answers.get(who) == "no" for who in left)
    if members and not gone_said_no and _may_speak(rule, (*members, *left), proposer) and _agreed(rule, members, said, days):
        return AGREED
    return BOTH_STAND if rule.days > 0 and days >= _end(rule, said) else None


def _may_speak(rule: Rule, named: Sequence[str], proposer: str) -> bool:
    return len(named) >= 2 if rule.says == GROUP else proposer in named


def _agreed(rule: Rule, members: Sequence[str], said: Mapping[str, str], days: int) -> bool:
    given = list(said.values())
    if "don't understand" in given:
        return False
    all_in = "no" not in given and all(said.get(who) in ANSWERED for who in members)
    match rule.says:
        case "everyone" | "group":
            return all_in
        case "nobody says no":
            return all_in or ("no" not in given and 0 < rule.days <= days)
        case "so many":
            return sum(answer in CARRIES for answer in given) >= min(max(rule.n, 1), len(members))
        case _:
            return False


def _end(rule: Rule, said: Mapping[str, str]) -> int:
    """After how many days both stand. Who does not understand yet is given as long again where silence would be taken for consent."""
    waits = rule.says == NOBODY_SAYS_NO and "don't understand" in said.values() and "no" not in said.values()
    return rule.days * 2 if waits else rule.days


def still_to_answer(rule: Rule | None, members: Sequence[str], answers: Mapping[str, str]) -> tuple[str, ...]:
    """Those whose answer a proposal waits for."""
    if rule is not None and rule.says == NOBODY_SAYS_NO:
        return tuple(who for who in members if answers.get(who) == "don't understand")
    return tuple(who for who in members if answers.get(who) not in ANSWERED)


def days_between(start: str, end: str) -> int:
    """Whole days from one time of a log line to another; 0 when they cannot be read, or the end comes first."""
    try:
        return max((datetime.strptime(end, TIME) - datetime.strptime(start, TIME)).days, 0)
    except ValueError:
        return 0
