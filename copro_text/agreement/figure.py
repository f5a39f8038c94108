"""One figure, and what it says in a plain sentence. No word for how good it is: that depends on what is done with it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

ALL = "all codes"
PERCENT = "percent agreement"
COHEN = "Cohen's kappa"
FLEISS = "Fleiss' kappa"
ALPHA = "Krippendorff's alpha"
MASI = "Krippendorff's alpha (MASI)"
AC1 = "Gwet's AC1"
SORTER = "Cohen's kappa with the sorter"

_DEALT = "0 is what one would find if the answers had been dealt out to the passages at random"
NOUGHT = {
    COHEN: "0 is what two people would reach who use each answer as often as they do, but by chance",
    SORTER: "0 is what they would reach who use each answer as often as they do, but by chance",
    FLEISS: "0 is what people would reach who all use each answer as often as the group does, but by chance",
    ALPHA: _DEALT,
    MASI: f"{_DEALT}; sets of names that are partly the same count partly",
    AC1: "0 is what Gwet's model of chance gives, in which people guess only where a passage is hard",
}
"""What nought means for each; 1 is always saying the same."""


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes
    ----------
    name
        Which coefficient.
    about
        The id of a code (was it put there or not), or `ALL` (the same set of codes or not).
    value
        NaN where the figure is not defined; `why` then says why, and is empty otherwise.
    low, high
        The interval; NaN where there is none, and `no_interval` then says why.
    passages, people
        How many passages at least two people read, and how many people read any of these. With the sorter: how many passages people and
        it placed, and how many people.
    before
        Of a change: what the figure was before; `value` is then the difference.
    """

    name: str
    about: str
    value: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    passages: int = 0
    people: int = 0
    why: str = ""
    no_interval: str = ""
    before: float | None = None

    def said(self, label: str = "") -> str:
        """The figure in a plain sentence; `label` is what the code is called on the screen."""
        whole = "all names together" if self.about == ALL else f"“{label or self.about}”"
        if self.why:
            return f"There is no figure ({self.name}) for {whole}: {self.why}."
        if self.before is not None:
            return self._moved(whole)
        return self._percent(whole) if self.name == PERCENT else self._corrected(whole)

    def _percent(self, whole: str) -> str:
        what = "which names fit" if self.about == ALL else f"whether {whole} fits"
        return (
            f"Take a passage and two of those who read it: in {_number(100 * self.value, 0)} of 100 such draws both say the same of {what}"
            f"{self._between(0, 100)}; from {self.passages} passages. Some of that would happen by chance."
        )

    def _corrected(self, whole: str) -> str:
        pairs = ", averaged over pairs of people," if self.name == COHEN and self.people > 2 else ""
        return (
            f"{self.name} for {whole}{pairs} is {_number(self.value)}{self._between()}, from {self.passages} passages: "
            f"1 is always saying the same, {NOUGHT[self.name]}."
        )

    def _moved(self, whole: str) -> str:
        before = self.before or 0.0
        way = f"from {_number(before)} to {_number(before + self.value)}, a difference of {_number(self.value)}{self._between()}"
        return (
            f"{self.name[0].upper()}{self.name[1:]} for {whole} went {way}, on {self.passages} passages. "
            "It cannot tell whether people understood each other better or gave way."
        )

    def _between(self, places: int = 2, times: int = 1) -> str:
        if isnan(self.low):
            return f" (no interval, since {self.no_interval})"
        return f" ({_number(times * self.low, places)} to {_number(times * self.high, places)} with other passages like these)"


def _number(value: float, places: int = 2) -> str:
    """A number as people write it; what rounds to nought has no sign."""
    return f"{round(value, places) + 0.0:.{places}f}"
