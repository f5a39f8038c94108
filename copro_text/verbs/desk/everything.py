"""Everything: the list of all that was said, searched and filtered, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from copro_text.corpus import Contribution
from copro_text.readings import HELD
from copro_text.verbs.desk.seen import Seen

PAGE = 100
SHORT = 240


class Everything:
    """Searches what was said; the texts are folded once, not at each letter typed."""

    def __init__(self) -> None:
        self._folded: dict[tuple[str, str], str] = {}
        self._asked: tuple[object, ...] = ()
        self._found: list[Contribution] = []

    def page(self, seen: Seen, given: Mapping[str, Any]) -> dict[str, Any]:
        """One page of what fits `words` and the filters (`state`, `source`, `about`, `perspective`, `since`, `until`, `mine`, `left`)."""
        asked = {name: value for name, value in given.items() if name != "start"}
        key = (seen, *sorted(asked.items()))
        if key != self._asked:
            self._asked, self._found = key, self._matching(seen, asked)
        start = given.get("start", 0)
        rows = [_row(seen, c) for c in self._found[start : start + PAGE]]
        return {"start": start, "size": PAGE, "total": len(self._found), "all": len(seen.corpus), "rows": rows}

    def _matching(self, seen: Seen, asked: Mapping[str, Any]) -> list[Contribution]:
        words = " ".join(str(asked.get("words", "")).split()).casefold()
        tests = [test for name, test in _tests(seen, asked) if asked.get(name)]
        return [c for c in seen.corpus if all(test(c) for test in tests) and (not words or (words in self._text(c) and seen.states[c.id] != HELD))]

    def _text(self, c: Contribution) -> str:
        key = (c.id, c.text)
        if key not in self._folded:
            self._folded[key] = " ".join(c.text.split()).casefold()
        return self._folded[key]


def _tests(seen: Seen, asked: Mapping[str, Any]) -> list[tuple[str, Any]]:
    left = {e.partition(".")[0] for e in seen.could_not_place} if asked.get("left") else set()
    mine = {c for c, ps in seen.placings.items() if any(p.analyst == seen.me for p in ps)} if asked.get("mine") else set()
    inside = {c.id for c in seen.corpus if asked["perspective"] in seen.seen_from(c)} if asked.get("perspective") else set()
    return [
        ("state", lambda c: seen.states[c.id] == asked["state"]),
        ("source", lambda c: seen.came_from.get(c.id) == asked["source"]),
        ("about", lambda c: _about(c) == asked["about"]),
        ("perspective", lambda c: c.id in inside),
        ("since", lambda c: c.when[:10] >= asked["since"]),
        ("until", lambda c: bool(c.when) and c.when[:10] <= asked["until"]),
        ("mine", lambda c: c.id in mine),
        ("left", lambda c: c.id in left),
    ]


def choices(seen: Seen) -> dict[str, Any]:
    """What one can filter by: where it came from, what it answers, and perspectives in people's own words, those of most people first."""
    about: dict[str, int] = {}
    for c in seen.corpus:
        about[_about(c)] = about.get(_about(c), 0) + 1
    perspectives: dict[str, int] = {}
    for who in seen.corpus.contributors:
        for p in seen.session.permissions.perspectives(who):
            perspectives[p.words] = perspectives.get(p.words, 0) + 1
    many = sorted(perspectives, key=lambda words: (-perspectives[words], words.casefold()))
    return {
        "sources": [{"what": what, "many": n} for what, n in Counter(seen.came_from.values()).items()],
        "about": [{"what": what, "many": n} for what, n in about.items() if what],
        "perspectives": many,
    }


def _about(c: Contribution) -> str:
    return c.about or c.kind


def _row(seen: Seen, c: Contribution) -> dict[str, Any]:
    is_held = seen.states[c.id] == HELD
    put = list(dict.fromkeys(seen.label(p.code) for p in seen.placings.get(c.id, ()) if p.belongs))
    return {
        "id": c.id,
        "whole": c.whole.id,
        **({"text": "", "more": False} if is_held else seen.in_short(c, c.text, SHORT)),
        "state": seen.states[c.id],
        "names": put,
    }
