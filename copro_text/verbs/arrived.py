"""What came in: the words that the sources and notes of a study hold, read from its folder as decisions name them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from copro_text.codebook import Codebook
from copro_text.corpus import Contribution, Corpus, Fault, Source, assemble
from copro_text.decisions import AddSource, Entry, Note
from copro_text.store.folder import Folder
from copro_text.store.sources import AWAITED, CHANGED_NOTE, read_notes, read_source
from copro_text.withdrawal import Gone


class Arrived:
    """The words in a study's folder; each file is read once.

    Attributes
    ----------
    corpus
        Everything in the very words, as it was put together last.
    missing
        What was named then, and was not here as it was written.
    """

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.missing: tuple[Fault, ...] = ()
        self.forget()

    def forget(self) -> None:
        """Read everything anew when it is next asked for."""
        self._read: dict[str, tuple[Source, tuple[Contribution, ...]]] = {}
        self._notes: dict[str, dict[tuple[str, str], Contribution | None]] = {}
        self._wanted: tuple[str, ...] = ()
        self.corpus = Corpus()

    def as_of(self, book: Codebook) -> Corpus:
        """Everything in the very words that the decisions so far name, less what was taken out; the same object while nothing changed."""
        arrivals = sorted([*book.sources.values(), *book.notes.values()], key=lambda e: e.order)
        wanted = tuple(e.id for e in arrivals)
        if self._wanted != wanted or self.missing:
            self.missing = ()
            read = filter(None, map(self._arrival, arrivals))
            self._wanted, self.corpus = wanted, assemble((source, self._left(said, book.gone)) for source, said in read)
        return self.corpus

    def brought_by(self, brought: AddSource | Note, gone: Gone) -> set[str]:
        """The contributions that one decision brought in."""
        if isinstance(brought, Note):
            return {brought.contribution}
        read = self._source(brought.source, brought.name)
        return {c.id for c in self._left(read[1], gone)} if read else set()

    def _left(self, said: Iterable[Contribution], gone: Gone) -> list[Contribution]:
        """What people left in, wherever the rest of it stands still."""
        return [c for c in said if not gone.took(self.folder.key, c)] if gone else list(said)

    def _arrival(self, e: Entry) -> tuple[Source, Sequence[Contribution]] | None:
        if isinstance(e.body, AddSource):
            return self._source(e.body.source, e.body.name)
        assert isinstance(e.body, Note)
        return self._note(e.body)

    def _source(self, source: str, name: str) -> tuple[Source, tuple[Contribution, ...]] | None:
        if source not in self._read:
            read = read_source(self.folder, source, name)
            if isinstance(read, Fault):
                self.missing += (read,)
                return None
            self._read[source] = read
        return self._read[source]

    def _note(self, note: Note) -> tuple[Source, list[Contribution]] | None:
        at = (note.contribution, note.digest)
        if at not in self._notes.get(note.notes, {}):
            self._notes[note.notes] = read_notes(self.folder, note.notes)
        found = self._notes[note.notes].get(at)
        if found is None and at in self._notes[note.notes]:
            return None  # taken out; the line that says so may still be under way
        if found is None:
            is_changed = note.contribution in {contribution for contribution, _ in self._notes[note.notes]}
            what = "a note is not what was written" if is_changed else "a note that was typed in is not all here yet"
            self.missing += (Fault(f"corpus/{note.notes}.jsonl", what, CHANGED_NOTE if is_changed else AWAITED),)
            return None
        typed = Source(note.notes, "Notes typed in", "typed note", "typed 1", "", 1, 1, {}, new=1)
        return typed, [found]
