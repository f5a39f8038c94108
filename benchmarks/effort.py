"""How far people get with how many acts: a simulated analyst with the groups in hand works on piles, and every act costs one.

The policy, the same for every kind of piles:

1. Piles are gone through, largest first. Of each, one screen of eight texts is seen (the careful analyst), or one text (the lazy one). If at
   least half of what is seen is of one group, the pile gets its name, or is joined to the name there is: one act. Otherwise it is left; that
   costs nothing.
2. Then, name by name, least worked on first, one screen of eight that are suggested for it is seen. What fits is accepted, and what does not
   is taken to be refused: one act for the screen. Each name has one such screen.
3. Then single texts are put with their name (one act; a new name costs one more). With learning they come in the order of "read next", and
   screens of suggestions take turns with them; without, first those that could not be placed and then in a drawn order.

What counts is every text where it stands now: placed by the analyst, else suggested by what was learned, else in its pile; what is nowhere
is alone. What was learned counts where it is sure or fairly sure; where not, or where nobody can say, only for texts in no named pile. F1 is of pairs
of texts that are together, against the groups. The random analyst calls one text in five by another name.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from copro_text.clusters.learning import FAIRLY, SURE, Suggested, learned, to_read_next

SCREEN = 8
ANALYSTS = {"careful": (SCREEN, 0.0), "lazy": (1, 0.0), "random": (SCREEN, 0.2)}
"""How many texts of a pile are seen, and how often a text is called by another name."""


@dataclass
class Work:
    """One analyst at work on piles."""

    vectors: np.ndarray
    gold: Sequence[str]
    piles: Sequence[int | None]
    learns: bool
    analyst: str = "careful"
    seed: int = 7
    placed: dict[int, str] = field(default_factory=dict)
    refused: set[tuple[int, str]] = field(default_factory=set)
    called: dict[int, str] = field(default_factory=dict)
    suggested: list[tuple[Suggested, ...]] = field(default_factory=list)
    curve: list[float] = field(default_factory=list)

    def run(self, acts: int) -> list[float]:
        """F1 after each act from none to `acts`."""
        self.draw = random.Random(self.seed)
        self.seen, self.wrong = ANALYSTS[self.analyst]
        self.suggested = [()] * len(self.gold)
        self.judged = [self._judged(group) for group in self.gold]
        self.curve.append(self.f1())
        self._name_piles(acts)
        screens: Counter[str] = Counter()
        while len(self.curve) <= acts:
            before = len(self.curve)
            names = sorted(
                {*self.called.values(), *self.placed.values()}, key=lambda name: (screens[name], sum(v == name for v in self.placed.values()), name)
            )
            if names and (not screens[names[0]] or (self.learns and len(self.curve) % 2)):
                self._screen(names[0])
                screens[names[0]] += 1
            self._put()
            if len(self.curve) == before:
                break
        return (self.curve + [self.curve[-1]] * acts)[: acts + 1]

    def _judged(self, group: str) -> str:
        return self.draw.choice(sorted(set(self.gold))) if self.draw.random() < self.wrong else group

    def _act(self) -> None:
        if self.learns and self.placed:
            self.suggested = learned(self.vectors, {at: [name] for at, name in self.placed.items()}, self.refused)
        self.curve.append(self.f1())

    def _name_piles(self, acts: int) -> None:
        members: dict[int, list[int]] = defaultdict(list)
        for at, pile in enumerate(self.piles):
            if pile is not None:
                members[pile].append(at)
        for pile in sorted(members, key=lambda p: (-len(members[p]), p)):
            shown = members[pile][:]
            self.draw.shuffle(shown)
            name, most = Counter(self.judged[at] for at in shown[: self.seen]).most_common(1)[0]
            if most * 2 >= min(self.seen, len(shown)) and len(self.curve) <= acts:
                self.called[pile] = name
                self._act()

    def _screen(self, name: str) -> None:
        ranked = [(s.strength, at) for at, codes in enumerate(self.suggested) for s in codes[:1] if s.code == name]
        shown = [at for _, at in sorted(ranked, key=lambda pair: (-pair[0], pair[1])) if at not in self.placed][:SCREEN]
        if not shown:
            shown = [at for at, pile in enumerate(self.piles) if self.called.get(-1 if pile is None else pile) == name and at not in self.placed]
            self.draw.shuffle(shown)
            shown = [at for at in shown if (at, name) not in self.refused][:SCREEN]
        if shown:
            for at in shown:
                if self.judged[at] == name:
                    self.placed[at] = name
                else:
                    self.refused.add((at, name))
            self._act()

    def _put(self) -> None:
        waiting = [at for at in range(len(self.gold)) if at not in self.placed]
        if not waiting:
            return
        at = to_read_next(self.vectors, waiting, self.suggested, (), 1)[0][0] if self.learns else min(waiting, key=self._turn)
        name = self.judged[at]
        if name not in {*self.called.values(), *self.placed.values()}:
            self.curve.append(self.curve[-1])
        self.placed[at] = name
        self._act()

    def _turn(self, at: int) -> tuple[bool, float]:
        return self.piles[at] is not None, random.Random(f"{self.seed} {at}").random()

    def stands(self) -> list[Any]:
        """Where each text stands now."""
        where: list[Any] = []
        for at, pile in enumerate(self.piles):
            name = None if pile is None else self.called.get(pile, pile)
            best = self.suggested[at][0] if self.suggested[at] else None
            learnt = best.code if best and (best.sure in (SURE, FAIRLY) or not isinstance(name, str)) else None
            where.append(self.placed.get(at) or learnt or (("alone", at) if name is None or (at, name) in self.refused else name))
        return where

    def f1(self) -> float:
        """Of pairs that are together."""
        where, pairs = self.stands(), (lambda groups: sum(n * (n - 1) / 2 for n in Counter(groups).values()))
        both = pairs(zip(where, self.gold, strict=True))
        return float(2 * both / max(pairs(where) + pairs(self.gold), 1))
