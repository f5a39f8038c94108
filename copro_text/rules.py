"""Rules: when a proposal takes effect.

Pure: what the rule says, whom it asks and what they answered go in; the outcome comes out. There is no clock here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

AGREED = "agreed"
ANSWERED = ("yes", "can live with it", "not sure", "no")  # "need time" and "don't understand" are not yet answers


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the plain sentence that a group reads before it agrees to it."""

    id: str
    sentence: str


DEFAULT = Rule("default", "A change takes effect when everyone here has answered and nobody says no.")


def outcome(rule: str, members: Sequence[str], proposer: str, answers: Mapping[str, str]) -> str | None:
    """What a proposal has come to: "agreed", or None while it waits.

    Parameters
    ----------
    rule
        Id of the rule the proposal names. One that this version does not know never lets anything take effect.
    members
        Whom it asks: those the proposal names.
    answers
        The latest answer of each person. Whoever proposes says yes by proposing, unless they answered otherwise.
    """
    if rule != DEFAULT.id or proposer not in members:
        return None
    said = {proposer: "yes", **answers}
    if all(said.get(member) in ANSWERED for member in members) and "no" not in {said[member] for member in members}:
        return AGREED
    return None


def still_to_answer(members: Sequence[str], proposer: str, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Those whose answer a proposal waits for."""
    said = {proposer: "yes", **answers}
    return tuple(member for member in members if said.get(member) not in ANSWERED)
