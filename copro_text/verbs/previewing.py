"""Previewing: what a file would bring, before it is brought in; and what a person put right, remembered for the next export."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from copro_text.corpus import Contribution, Source, canonical, keyed, line_digest, source_id
from copro_text.decisions import AddSource
from copro_text.errors import CoproError, NotReadable
from copro_text.store.answered import ANSWERS, FILE
from copro_text.store.folder import write_whole
from copro_text.verbs.naming import short
from copro_text.verbs.progress import bar
from copro_text.verbs.session import Session
from copro_text.verbs.shown import Table
from copro_text.widgets import pages

if TYPE_CHECKING:
    from copro_text.readers import Reading

FIRST = 10
REMEMBERED = "The columns were taken as you put them right for a table with these columns before."
MEANT = "What answers to questions of permission mean was taken as you said it for a table with these columns before."
AGAIN = (
    "This very file is here already. What counts as here already stays as it was read then: what you put right now changes nothing of it, and what "
    'counts as new may stand here twice. To have it read otherwise, take the first reading back, then add it again: study.undo("{0}"), or '
    "`copro undo STUDY {0}`."
)
REDACTED = (
    "{n} of those with changed words had redactions ({ids}): the same words stay redacted. Look whether the new words name somebody "
    "(study.names_in_text, `copro names-in-text`)."
)
_HIDDEN = (".", "~$")
Tell = Callable[[int, int | None], None] | None


@dataclass(frozen=True)
class Corrections:
    """What a person put right: what columns hold, who spoke, and what answers to questions of permission mean."""

    columns: Mapping[str, str] | None = None
    speakers: Mapping[str, str] | None = None
    answers: Mapping[str, str] | None = None


@dataclass(frozen=True, repr=False)
class Preview:
    """What a file would bring. Nothing of it is in the study yet.

    Attributes
    ----------
    source
        The account: found, read, left out with reasons, faults, notices; of what was read how much is new.
    said
        Everything that is new, one row each: where in the file, who said it, how it came, when, about what, the words.
    columns
        Of a table: each column's letter, header and role, and what stands in it.
    """

    source: Source
    said: Table
    columns: Table

    def __repr__(self) -> str:
        said = self.said.head(FIRST).astype(str).to_dict("records")
        shown = [f"  {row['where']}: {row['said_by'] or 'somebody'}: {_short(row['words'], 90)}" for row in said]
        more = [f"  and {len(self.said) - FIRST} more"] if len(self.said) > FIRST else []
        columns = [f"  {at} {_short(header, 50)}: {role}" for at, header, role in self.columns.astype(str).itertuples(name=None)]
        listed = ["The columns, as they would be taken:", *columns] if columns else []
        return "\n".join(
            ["This is a preview: nothing was added.", repr(self.source), *listed, "What is new:" if shown else "Nothing is new.", *shown, *more]
        )

    def _repr_html_(self) -> str:
        told = [pages.paragraph("This is a preview: nothing was added."), *map(pages.paragraph, repr(self.source).splitlines())]
        tables = [table._repr_html_() for table in (self.columns, self.said) if not table.empty]
        return pages.page(*told) + "".join(tables)


def preview(session: Session, path: Path, put_right: Corrections, *, progress: bool) -> Preview:
    """Read a file as `add` would, and write nothing."""
    reading, source, made = looked_at(session, path, put_right, progress=progress)
    places = _places(reading)
    rows = [
        {
            "where": c.at or next(places.get((c.about, c.text, c.aside, c.signed[:1]), iter(())), ""),
            "said_by": ", ".join(filter(None, c.signed)) or dict(c.aside).get("called", ""),
            "how": c.how if c.voice != "not known" or c.said_by else "not known who",
            "when": c.when,
            "about": c.about,
            "words": c.text,
        }
        for c in made
    ]
    said = Table(rows, index=[c.id for c in made], columns=["where", "said_by", "how", "when", "about", "words"])
    said.index.name, said.caption = "id", f"What {path.name} would bring"
    columns = Table([{"header": header, "role": role} for _, header, role in reading.columns], columns=["header", "role"])
    columns.index = [at for at, _, _ in reading.columns]
    columns.index.name, columns.caption = "column", "What each column was taken for"
    return Preview(source, said, columns)


def _places(reading: Reading) -> dict[tuple[object, ...], Iterator[str]]:
    """Where each text stands, in turn: of equal ones told apart by what stands beside them, as far as that goes."""
    found: dict[tuple[object, ...], list[str]] = {}
    for item in reading.items:
        signed = () if item.voice == "not known" and not item.person else (item.name,)
        found.setdefault((item.about, item.text, item.aside, signed), []).append(item.place)
    return {key: iter(places) for key, places in found.items()}


def looked_at(session: Session, path: Path, put_right: Corrections, *, progress: bool) -> tuple[Reading, Source, tuple[Contribution, ...]]:
    """A file read, or the one in a zip that can be, with its account and what is new in it; nothing is written into the study."""
    from copro_text.readers.bundle import is_bundle, unpacked

    session.refresh()
    if not is_bundle(path):
        return _looked_at(session, path, put_right, progress=progress)
    with unpacked(path) as files:
        one, told = _the_one(files, path, put_right)
        return _looked_at(session, one, put_right, told, progress=progress)


def _the_one(files: Sequence[Path], packed: Path, put_right: Corrections) -> tuple[Path, tuple[str, ...]]:
    """The file in a zip that is to be read, and what to say of the others."""
    from copro_text.readers import read

    if len(files) == 1:
        return files[0], (f"Read out of {packed.name}.",)
    can, cannot = [], []
    for file in files:
        try:
            read(file, columns=put_right.columns)
            can.append(file)
        except CoproError:
            cannot.append(file)
    if len(can) == 1:
        return can[0], (f"Read out of {packed.name}. What else is in it cannot be read: {_listed(cannot)}.",)
    if not can:
        do = "Unpack it, look which file holds what people said, and save that as a table, a document or text."
        raise NotReadable(f"{packed.name}: none of the {len(files)} files in it can be read: {_listed(files)}.", do=do, safe="Nothing was read.")
    do = "Add all of them with study.add_all, or `copro add`; or unpack it and add the one you mean."
    raise NotReadable(f"{packed.name}: {len(can)} files in it can be read: {_listed(can)}.", do=do, safe="Nothing was read.")


def _listed(files: Sequence[Path]) -> str:
    return ", ".join(file.name for file in files[:8]) + (f" and {len(files) - 8} more" if len(files) > 8 else "")


def _looked_at(
    session: Session, path: Path, put_right: Corrections, told: tuple[str, ...] = (), *, progress: bool
) -> tuple[Reading, Source, tuple[Contribution, ...]]:
    from copro_text.readers import intake

    with bar(f"Reading {path.name}", progress) as tell:
        reading = _read(session, path, put_right, tell)
    fingerprint = keyed(session.folder.key, "file", _digest_of(path))[:32]
    reading = replace(reading, notices=(*told, *_again(session, reading, fingerprint, put_right), *reading.notices))
    with bar("Finding passages and wishes", progress) as tell:
        known, gone = session.as_said, session.book.gone
        source, made = intake(reading, session.folder.key, known, name=path.name, fingerprint=fingerprint, gone=gone, progress=tell)
    return reading, _with_redactions(session, source, made), made


def _with_redactions(session: Session, source: Source, made: Sequence[Contribution]) -> Source:
    """The account, with what to look at where words changed that had redactions."""
    redacted = {id_.partition(".")[0] for id_ in session.book.redacted}
    if not (changed := [short(c.id) for c in made if c.id in redacted]):
        return source
    told = replace(source, notices=(*source.notices, REDACTED.format(n=len(changed), ids=", ".join(changed[:8]))))
    key = session.folder.key
    return replace(told, id=source_id(key, told.account(), [line_digest(key, c.to_dict()) for c in made]))


def _again(session: Session, reading: Reading, fingerprint: str, put_right: Corrections) -> tuple[str, ...]:
    """What to tell of a file that is here already and is read otherwise now."""
    brought = [e for e in session.book.sources.values() if isinstance(e.body, AddSource) and e.body.fingerprint == fingerprint]
    if not brought or not (put_right.columns or put_right.speakers or put_right.answers or REMEMBERED in reading.notices):
        return ()
    return (AGAIN.format(short(min(brought, key=lambda e: e.order).id)),)


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(session: Session, path: Path, put_right: Corrections, tell: Tell) -> Reading:
    """Read a file, with what is put right now or was for a table with the same columns before."""
    from copro_text.readers import read
    from copro_text.readers.put_right import put_right as with_speakers

    told: tuple[str, ...] = ()
    try:
        reading = read(path, columns=put_right.columns, answers=put_right.answers, progress=tell)
        kept = _remembered(session, reading.columns)
    except NotReadable as refused:
        kept = _remembered(session, refused.columns)
        if not kept.columns:
            raise
    columns, answers = put_right.columns or kept.columns or None, _with(kept, put_right)
    if (columns, answers) != (put_right.columns, dict(put_right.answers or {})):
        reading = read(path, columns=columns, answers=answers, progress=tell)
        told = (REMEMBERED,) * bool(kept.columns and not put_right.columns) + (MEANT,) * bool(kept.answers)
    if put_right.speakers:
        reading = with_speakers(reading, put_right.speakers)
    return replace(reading, notices=(*told, *reading.notices))


# remembered


def remember(session: Session, reading: Reading, put_right: Corrections) -> None:
    """Keep on this device what a person said of columns and answers, for the next export with the same columns."""
    if not reading.columns or not (put_right.columns or put_right.answers):
        return
    kept, mark = _remembered(session, reading.columns), _mark(reading.columns)
    said = {mark: dict(put_right.columns or kept.columns or {}), mark + ANSWERS: _with(kept, put_right)}
    write_whole(session.state / FILE, canonical(_all_remembered(session) | {name: of for name, of in said.items() if of}))


def _with(kept: Corrections, put_right: Corrections) -> dict[str, str]:
    """What answers mean: as said now, else as said before."""
    return {**(kept.answers or {}), **(put_right.answers or {})}


def _remembered(session: Session, columns: Sequence[tuple[str, str, str]]) -> Corrections:
    everything = _all_remembered(session) if columns else {}
    found, answers = (everything.get(_mark(columns) + part, {}) for part in ("", ANSWERS))
    return Corrections(found if isinstance(found, dict) else {}, None, answers if isinstance(answers, dict) else {})


def _all_remembered(session: Session) -> dict[str, Mapping[str, str]]:
    try:
        kept = json.loads((session.state / FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _mark(columns: Sequence[tuple[str, str, str]]) -> str:
    return hashlib.sha256(canonical(sorted(header.casefold() for _, header, _ in columns))).hexdigest()


# several files at once


@dataclass(frozen=True, repr=False)
class Added:
    """Several files, one after another: the account of each, and why others were not read."""

    sources: tuple[Source, ...]
    refused: tuple[tuple[str, CoproError], ...]

    def __repr__(self) -> str:
        told = [repr(source) for source in self.sources]
        return "\n".join([*told, *(f"Not read: {name}. {fault}" for name, fault in self.refused)]) or "There were no files in it."


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files named, and those in folders, in order; without what programs keep for themselves."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(each for each in path.rglob("*") if each.is_file() and not each.is_symlink()) if path.is_dir() else [path]
        found += [each for each in inside if not path.is_dir() or not any(part.startswith(_HIDDEN) for part in each.relative_to(path).parts)]
    return found


def one_by_one(paths: Iterable[Path]) -> Iterator[tuple[str, Path | CoproError]]:
    """Every file named, in folders and in zips, with where it is; for a zip that is not opened, the reason."""
    from copro_text.readers.bundle import is_bundle, unpacked

    for path in files_in(paths):
        if not path.is_file() or not is_bundle(path):
            yield str(path), path
            continue
        try:
            with unpacked(path) as files:
                yield from ((f"{path}, {file.name}", file) for file in files)
        except CoproError as refused:
            yield str(path), refused


def _short(text: str, letters: int) -> str:
    flat = " ".join(str(text).split())
    return flat if len(flat) <= letters else f"{flat[:letters].rstrip()} …"
