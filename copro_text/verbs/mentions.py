"""Mentions: where a person who takes out what they said is named, or sounds through, and what of it a person has to decide.

Nothing is cut by these: they are listed, so they may find more than is meant. What is kept of them are ids of decisions, never a name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from copro_text.corpus import Contribution, Fault
from copro_text.decisions import TAKEN_OUT, Decision, Entry
from copro_text.errors import NotSaved
from copro_text.store.folder import write_whole
from copro_text.store.kept import Stamp, stamp
from copro_text.store.looking import CannotSee, texts_in
from copro_text.store.outputs import called, outputs
from copro_text.traces import Traces, as_read, has_name, in_a_row, less, parts_of, runs_of
from copro_text.verbs.naming import folded, short
from copro_text.verbs.session import Session
from copro_text.withdrawal import Gone

KEPT = "named-in.json"
STILL = "the name or words of somebody who took out what they said stand in it, typed with decision {}"
DO = "Decide about that decision (study.erase_words, or `copro erase-words STUDY {}`), then write the file again or delete it."
UNCHANGED = "the name or words of somebody who took out what they said stood in it then, and it is as it was"
WRITE = "Write it again, or delete it."

Typed = tuple[Entry, str, str]
"""A decision, the field, and what was typed there."""


@dataclass(frozen=True)
class Mentions:
    """How people are known in what others wrote: by traces, and by a part of their name alone, also in capitals.

    Attributes
    ----------
    parts
        Parts of their names that nobody else here is called and nobody writes small.
    titled
        Parts that are ordinary words too: these count only behind a title, as in Dr Hope.
    """

    traces: Traces
    parts: frozenset[str] = frozenset()
    titled: frozenset[str] = frozenset()

    def are_in(self, text: str) -> bool:
        """Whether any of it stands in a text, also one with markup or escapes."""
        return self.traces.are_in(text) or self._has_part(text)

    def name_them(self, text: str) -> bool:
        """Whether a name stands in a text, whole or in part."""
        return Traces(names=self.traces.names).are_in(text) or self._has_part(text)

    def may_say(self, text: str) -> bool:
        """Whether a text is free of it in whatever case, also inside a word: for letters to others."""
        low = text.casefold()
        return not self.are_in(text) and not any(name.casefold() in low for name in self.traces.names | self.parts | self.titled)

    def _has_part(self, text: str) -> bool:
        parts = any(has_name(text, form) for part in self.parts for form in (part, part.upper()))
        return parts or any(_titled(text, part) for part in self.titled)


def _titled(text: str, part: str) -> bool:
    from copro_text.writers.turns import TITLES

    return part in text and re.search(rf"(?i:\b(?:{'|'.join(sorted(TITLES))})\.? +){re.escape(part)}(?!\w)", text) is not None


def wholly(s: Session, leaving: Collection[Contribution], people: Collection[str]) -> set[str]:
    """The people of whom nothing is left."""
    ids = {c.id for c in leaving}
    return {*people, *(who for c in leaving for who in c.said_by)} - ({who for c in s.corpus if c.id not in ids for who in c.said_by} - {*people})


def names_of(s: Session, who: Collection[str]) -> set[str]:
    """What they signed with, and asked to be called."""
    names = {name for each in who for name in s.corpus.contributors[each].signed}
    return (names | {c.value for (each, about, _), said in s.book.confirmed.items() if each in who and about == "name" for c in said}) - {
        "",
        TAKEN_OUT,
    }


def traces(s: Session, leaving: Collection[Contribution], gone: Collection[str]) -> Traces:
    """What they can be known by among what the group typed, less what others have said in the same words or are called."""
    others = _others(s, leaving)
    names = names_of(s, gone) - {name for c in others for name in c.signed} - {a.name for a in s.book.analysts.values()}
    told_apart = frozenset(name for name in names if " " in name or not any(has_name(c.text, name) for c in others))
    return Traces(less(runs_of(c.text for c in leaving), (c.text for c in others)), told_apart)


def mentions(s: Session, leaving: Collection[Contribution], gone: Collection[str], known: Traces) -> Mentions:
    """The same, with full names that somebody else signs with too, and with parts of names."""
    from copro_text.writers.turns import TITLES
    from copro_text.writers.who import is_a_persons  # takes a moment

    others, alike = _others(s, leaving), set(also_signed(s, gone))
    colleagues = {a.name for a in s.book.analysts.values()}
    names = {name for name in names_of(s, gone) - colleagues if is_a_persons(name)}
    full = frozenset(name for name in names if " " in name)
    theirs = {name for who, c in s.corpus.contributors.items() if who not in gone and who not in alike for name in c.signed} | colleagues
    taken = {part for name in theirs for part in re.findall(r"\w+", name)}
    parts = {part for part in parts_of(full | (known.names & names)) - taken if part.casefold() not in TITLES}
    written = [*(c.text for c in others), *(text for _, _, text in typed(s))]
    ordinary = frozenset(part for part in parts if any(_written_small(text, part.casefold()) for text in written))
    return Mentions(replace(known, names=known.names | full), frozenset(parts) - ordinary, ordinary)


def _written_small(text: str, word: str) -> bool:
    return word in text and re.search(rf"(?<![\w@./-]){re.escape(word)}(?![\w@/-])", text) is not None


def _others(s: Session, leaving: Collection[Contribution]) -> list[Contribution]:
    ids = {c.id for c in leaving}
    return [c for c in s.corpus if c.id not in ids]


def also_signed(s: Session, gone: Collection[str]) -> dict[str, list[Contribution]]:
    """Other people who signed with one of these names, and what they said: it may be the same person."""
    names = {folded(name) for name in names_of(s, gone)}
    alike = [who for who, c in s.corpus.contributors.items() if who not in gone and names & {folded(name) for name in c.signed}]
    return {who: said for who in alike if (said := list(s.corpus.by(who)))}


def typed(s: Session) -> list[Typed]:
    """All that was typed with decisions, and stands."""
    of = [(e, e.body.words()) for e in s.book.entries if isinstance(e.body, Decision)]
    return [(e, field, text) for e, words in of for field, text in words.items() if text != TAKEN_OUT]


def to_decide(s: Session, body: Decision, known: Mentions) -> list[Typed]:
    """What was typed with their words or name, and is not about them alone, which goes anyway."""
    going = Gone().told([*s.book.entries, Entry("", "", 0, 0, "", "", "", (), body)]).wordless
    return [(e, field, text) for e, field, text in typed(s) if e.id not in going and known.are_in(text)]


def named_in(leaving: list[Contribution], corpus: Iterable[Contribution], known: Mentions) -> tuple[str, ...]:
    """What others said, and has their name in it, or a part of it."""
    ids = {c.id for c in leaving}
    return tuple(short(c.id) for c in corpus if c.id not in ids and known.name_them(c.text))


def with_them(leaving: list[Contribution], people: set[str]) -> int:
    """How many others said it together with those who take it out: of a single contribution, one of all who said it is enough."""
    return len({who for c in leaving for who in (set(c.said_by) - people if people.intersection(c.said_by) else c.said_by[1:])})


def still_in(s: Session, known: Mentions) -> tuple[str, ...]:
    """Outputs in which the name or words stand after all is done here."""
    return tuple(called(s.folder, path) for path, texts in _outputs(s) if any(map(known.are_in, texts)))


def _outputs(s: Session) -> Iterable[tuple[Path, list[str]]]:
    for path in outputs(s.folder):
        with suppress(OSError, CannotSee):
            yield path, [path.stem.replace("-", " ").replace("_", " ").upper(), *texts_in(path)]  # in a file's name the case tells nothing


# what is kept: which decisions, by id, and which outputs


def remember(s: Session, found: Iterable[Typed], files: Iterable[str], known: Mentions) -> None:
    """Keep in mind on this device in which decisions and outputs somebody is named; where that is refused, `check` only says less."""
    path = s.state / KEPT
    decisions, before = _kept(path)
    decisions |= {(e.id, field) for e, field, _ in found}
    with suppress(NotSaved, OSError):
        now = before | {name: stamp(s.folder.path / name) for name in files if known.may_say(name)}
        if decisions or now:
            write_whole(path, json.dumps({"decisions": sorted(decisions), "outputs": now}).encode())


def _kept(path: Path) -> tuple[set[tuple[str, str]], dict[str, Stamp]]:
    try:
        said = json.loads(path.read_bytes())
        decisions = {(str(id_), str(field)) for id_, field in said["decisions"]}
        return decisions, {str(name): (int(size), int(at)) for name, (size, at) in said["outputs"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return set(), {}


def faults(s: Session) -> list[Fault]:
    """Outputs in which somebody is named who took out what they said: through a decision that still stands, or because they are as they were."""
    decisions, files = _kept(s.state / KEPT)
    if not (decisions or files):
        return []
    standing = [(e.id, text) for e, field, text in typed(s) if (e.id, field) in decisions]
    found = []
    for path, texts in _outputs(s):
        name, read = called(s.folder, path), [form for text in texts for form in as_read(text)]
        if ids := list(dict.fromkeys(short(id_) for id_, text in standing if any(in_a_row(text, form) for form in read))):
            more = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
            found.append(Fault(name, STILL.format(ids[0]) + more, DO.format(ids[0])))
        elif name in files and files[name] == stamp(path):
            found.append(Fault(name, UNCHANGED, WRITE))
    return found
