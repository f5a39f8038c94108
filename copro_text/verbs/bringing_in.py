"""Bringing in: an export read into the corpus, or words typed in by hand."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from copro_text.corpus import NOT_THEIR_WORDS, Contribution, Source, canonical, contribution_id, contributor_id, line_digest, text_version
from copro_text.decisions import AddSource, Note
from copro_text.errors import CoproError, NotPossible, ReadError
from copro_text.store.logs import new_id
from copro_text.store.sources import append_note, write_source
from copro_text.verbs.naming import folded
from copro_text.verbs.previewing import Added, Corrections, looked_at, one_by_one, remember
from copro_text.verbs.session import Session
from copro_text.verbs.still_named import said_since
from copro_text.withdrawal import BY_WHO

GROUPS = re.compile(r"(table|group|pair|team|circle)\b", re.IGNORECASE)


def add(session: Session, path: Path, put_right: Corrections, *, progress: bool) -> Source:
    """Read a file into the study. The corpus file is on the disk before the decision that names it, so nothing is half there."""
    session.refresh().must_be_somebody()
    reading, source, contributions = looked_at(session, path, put_right, progress=progress)
    remember(session, reading, put_right)
    if not contributions and any(s.fingerprint == source.fingerprint for s in session.corpus.sources.values()):
        return source  # the very same file again: its account stands already
    write_source(session.folder, source, contributions)
    session.record(AddSource(source=source.id, fingerprint=source.fingerprint, name=source.name))
    for fault in said_since(session, source.id):
        print(fault, file=sys.stderr)
    return source


def add_all(session: Session, paths: Iterable[Path], *, progress: bool) -> Added:
    """Read several files, and those in folders and zips; one that cannot be read keeps none of the others out."""
    sources: list[Source] = []
    refused: list[tuple[str, CoproError]] = []
    for where, path in one_by_one(paths):
        try:
            if isinstance(path, CoproError):
                raise path
            sources.append(add(session, path, Corrections(), progress=progress))
        except ReadError as fault:
            refused.append((Path(where).name, fault))
    return Added(tuple(sources), tuple(refused))


def note(session: Session, text: str, *, said_by: str, voice: str, how: str, written_down_by: str, when: str, about: str) -> Contribution:
    """Write a note into this writer's own file, then record it."""
    from copro_text.readers.findings import analyse
    from copro_text.readers.words import clean_name, from_plain, one_line

    key, words = session.folder.key, from_plain(text).text
    said_by, written_down_by, about = clean_name(said_by), clean_name(written_down_by), one_line(from_plain(about).text)
    voice = voice or _voice(said_by)
    origin = ("note", session.notes, "note", session.act_id or new_id())  # sent again, it is the same note
    ((paragraphs, sentences, found),) = analyse([words])
    contribution = Contribution(
        id=contribution_id(key, origin),
        version=text_version(key, words),
        origin=origin,
        text=words,
        said_by=(_speaker(session, said_by, voice),) if said_by else (),
        signed=(said_by,) if said_by else (),
        voice=voice,
        how=how,
        written_down_by=written_down_by,
        when=when,
        about=about,
        paragraphs=paragraphs,
        sentences=sentences,
        found=() if how in NOT_THEIR_WORDS else found,
    )
    _not_taken_out(session, contribution)
    plain = json.loads(canonical(contribution.to_dict()))
    append_note(session.folder, session.notes, contribution)
    session.record(Note(contribution=contribution.id, digest=line_digest(key, plain), notes=session.notes))
    return contribution


def _not_taken_out(session: Session, c: Contribution) -> None:
    """Refuse words that people took out, and a person who took all theirs out."""
    corpus = session.refresh().as_said
    versions = {known.version for known in corpus}
    if why := session.book.gone.refused(session.folder.key, c.id, c.said_by, c.text, c.version, corpus, versions):
        if why == BY_WHO:
            do = "If this is another person of that name, add something that tells them apart, such as an initial."
            raise NotPossible("Somebody of that name has taken out all they said here.", do=do, safe="Nothing was added.")
        raise NotPossible(
            "Somebody has taken these very words out.", do="They can be said again only by somebody known here.", safe="Nothing was added."
        )


def _voice(said_by: str) -> str:
    return "not known" if not said_by else "group" if GROUPS.match(said_by) else "person"


def _speaker(session: Session, said_by: str, voice: str) -> str:
    """The contributor of that name among notes. Whether somebody who wrote elsewhere is the same person is not for a program to say."""
    return contributor_id(session.folder.key, ("note", voice, folded(said_by)))
