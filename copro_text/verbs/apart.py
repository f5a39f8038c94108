"""Apart: what cannot be shown while people work on their own first, said with its reason."""

from __future__ import annotations

from pathlib import Path

from copro_text.errors import NotPossible
from copro_text.spans import open_spans
from copro_text.timeline import timeline
from copro_text.verbs.session import Session
from copro_text.writers.plain import listed

SHARE = "Share when you are ready: study.share(), or `copro share`."
SAFE = "What each of you did is kept."


def alone(s: Session) -> list[str]:
    """Who of those here works on their own now, by id: that somebody does is known to all, what they do is not."""
    return [who for who in open_spans(timeline(s.everything)) if who in s.book.here] if s.is_apart else []


def must_see_others(s: Session) -> None:
    """Refuse to show an empty table to somebody who may not see what the others do: it would say that there is nothing."""
    on_their_own = alone(s)
    if s.analyst in on_their_own:
        raise NotPossible("You work on your own first: where the others put things is not shown until you share.", do=SHARE, safe=SAFE)
    if on_their_own and not s.analyst:
        do = "Say who you are: Study(path, analyst=...), or --as NAME."
        raise NotPossible(f"{_working(s, on_their_own)}, and it is not known who asks.", do=do, safe=SAFE)


def must_have_shared(s: Session) -> None:
    """Refuse while anybody works on their own: what is said of all would leave them out."""
    on_their_own = alone(s)
    if s.analyst in on_their_own:
        must_see_others(s)
    if on_their_own:
        raise NotPossible(f"{_working(s, on_their_own)}. How you read together can be said once all have shared.", safe=SAFE)


def must_not_lie_with_the_others(s: Session, where: Path) -> None:
    """Refuse to write what one person did on their own into the folder that all of them have."""
    if s.analyst in alone(s) and where.absolute().resolve().is_relative_to(s.folder.path.resolve()):
        do = f"To see it yourself, give a path outside of the study's folder, such as {Path.home() / where.name}. {SHARE}"
        raise NotPossible(
            "You work on your own first, and the others would find this file in the study's folder.", do=do, safe="Nothing was written."
        )


def only_mine(s: Session) -> str:
    """For what somebody on their own prints: that it is theirs alone; "" for all others."""
    return (
        f"This is what {s.book.analysts[s.analyst].name} may see while working on their own: not what the group says."
        if s.analyst in alone(s)
        else ""
    )


def left_out(s: Session) -> str:
    """That what somebody does on their own is not in a table, for its caption; "" when nobody does."""
    others = [who for who in alone(s) if who != s.analyst]
    return f" (without what {listed(s.book.analysts[who].name for who in others)} did on their own)" if others else ""


def _working(s: Session, who: list[str]) -> str:
    return f"{listed(s.book.analysts[each].name for each in who)} {'work' if len(who) > 1 else 'works'} on their own first"
