"""Later: what only some outputs need of an edition, worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from copro_text.writers.gather import Gathering
from copro_text.writers.told import Telling
from copro_text.writers.tracing import Tracing
from copro_text.writers.views import DecisionShown, Later


def later(g: Gathering, states: Mapping[str, str]) -> Later:
    """What can be asked for later, of the same that all else in an edition is made of."""
    return Later(traces=lambda: Tracing(g, states).everything(), decisions=lambda: _decisions(g))


def _decisions(g: Gathering) -> tuple[DecisionShown, ...]:
    telling = Telling(g)
    return tuple(map(telling.told, g.book.entries))
