"""Later: what only some outputs need of an edition, worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from copro_text.writers.gather import Gathering
from copro_text.writers.later_views import DecisionShown, DoneShown, Later, LinesShown, SessionShown, StoriesShown
from copro_text.writers.told import Telling
from copro_text.writers.tracing import Tracing


def later(g: Gathering, states: Mapping[str, str]) -> Later:
    """What can be asked for later, of the same that all else in an edition is made of."""
    return Later(
        traces=lambda: Tracing(g, states).everything(),
        decisions=lambda: _decisions(g),
        lines=lambda: _lines(g),
        done=lambda: _done(g),
        sessions=lambda: _sessions(g),
        stories=lambda: _stories(g),
    )


def _decisions(g: Gathering) -> tuple[DecisionShown, ...]:
    telling = Telling(g)
    return tuple(map(telling.told, g.book.entries))


# what these outputs gather stands beside what they write of it, and they need an edition: so they are asked for only now


def _lines(g: Gathering) -> tuple[LinesShown, ...]:
    from copro_text.writers.lines import gathered

    return gathered(g)


def _done(g: Gathering) -> tuple[DoneShown, ...]:
    from copro_text.writers.you_said import gathered

    return gathered(g)


def _sessions(g: Gathering) -> tuple[SessionShown, ...]:
    from copro_text.writers.seminar_report import gathered

    return gathered(g)


def _stories(g: Gathering) -> tuple[StoriesShown, ...]:
    from copro_text.writers.stories import gathered

    return gathered(g)
