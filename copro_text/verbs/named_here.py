"""Named here: in which decisions and outputs on this computer somebody is named whose words go, worked out while they are still here.

What is kept of it are ids of decisions and places of files, never a name.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

from copro_text.corpus import Contribution
from copro_text.decisions import TAKEN_OUT, Confirm, Decision, Entry, Join, Withdraw
from copro_text.errors import NotSaved
from copro_text.store.folder import Folder, write_whole
from copro_text.store.kept import Stamp, stamp
from copro_text.store.looking import CannotSee, texts_in
from copro_text.store.outputs import called, outputs
from copro_text.verbs import known_by
from copro_text.verbs.known_by import Around, Mentions, Typed
from copro_text.withdrawal import Gone

KEPT = "named-in.json"

Found = dict[tuple[str, str], str]
"""(decision, field) -> the withdrawal after which it was found."""


def note(
    folder: Folder,
    state: Path,
    entries: Iterable[Entry],
    gone: Gone,
    *,
    leaving: Collection[Contribution],
    staying: Collection[Contribution],
    about: Iterable[Entry],
) -> None:
    """Keep in mind where those whose words are about to be erased from this computer are named: afterwards nothing here knows their name.

    Parameters
    ----------
    entries
        All lines that are here, also of people who work on their own.
    leaving, staying
        What is taken out and still here, and what others said.
    about
        Lines typed about it, which go too.
    """
    here = list(entries)
    people = known_by.wholly(leaving, staying, gone.contributors)
    names = {name for c in leaving for who, name in zip(c.said_by, c.signed, strict=False) if who in people}
    names |= {e.body.value for e in about if isinstance(e.body, Confirm) and e.body.about == "name" and e.body.contributor in people}
    typed = [(e, field, text) for e in here if e.id not in gone.wordless and isinstance(e.body, Decision) for field, text in e.body.words().items()]
    colleagues = {e.body.name for e in here if isinstance(e.body, Join)}
    texts = [text for _, _, text in typed]
    around = Around(leaving, staying, people, names - {"", TAKEN_OUT}, colleagues, texts)
    known = known_by.mentions(around, known_by.traces(around))
    if orders := sorted((e for e in here if isinstance(e.body, Withdraw)), key=lambda e: e.order):
        found = [each for each in typed if known.are_in(each[2])]
        remember(folder, state, found, still_in(folder, known), known, orders[-1].id)


def still_in(folder: Folder, known: Mentions) -> tuple[str, ...]:
    """Outputs in which the name or words stand."""
    return tuple(called(folder, path) for path, texts in outputs_read(folder) if any(map(known.are_in, texts)))


def outputs_read(folder: Folder) -> Iterable[tuple[Path, list[str]]]:
    """Outputs that can be looked into, each with its texts."""
    for path in outputs(folder):
        with suppress(OSError, CannotSee):
            yield path, [path.stem.replace("-", " ").replace("_", " ").upper(), *texts_in(path)]  # in a file's name the case tells nothing


def remember(folder: Folder, state: Path, found: Iterable[Typed], files: Iterable[str], known: Mentions, withdrawal: str) -> None:
    """Keep in mind on this device in which decisions and outputs somebody is named; where that is refused, `check` only says less."""
    decisions, before = kept(state / KEPT)
    decisions |= {(e.id, field): withdrawal for e, field, _ in found}
    with suppress(NotSaved, OSError):
        now = before | {name: stamp(folder.path / name) for name in files if known.may_say(name)}
        if decisions or now:
            said = {"decisions": sorted([*at, after] for at, after in decisions.items()), "outputs": now}
            write_whole(state / KEPT, json.dumps(said).encode())


def kept(path: Path) -> tuple[Found, dict[str, Stamp]]:
    """What is kept in mind: decisions, and outputs with their size and time then."""
    try:
        said = json.loads(path.read_bytes())
        decisions = {(str(id_), str(field)): str(after) for id_, field, after in said["decisions"]}
        return decisions, {str(name): (int(size), int(at)) for name, (size, at) in said["outputs"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, {}
