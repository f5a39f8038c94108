"""Taken back: sources that were undone keep their file, so that they can be redone; whose words are in it is found by what stands there.

Read with other columns, the same row has another id, and its name or a second answer may stand beside the words as a closed answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress

from copro_text.corpus import Contribution, Fault
from copro_text.store.missing_words import read_line
from copro_text.store.sources import read_source
from copro_text.verbs.session import Session
from copro_text.withdrawal import is_telling


def also_theirs(s: Session, leaving: Collection[Contribution], staying: Collection[Contribution], everything: bool) -> list[Contribution]:
    """Of the sources that were taken back, what is in the words that leave, or under a name of theirs alone.

    `everything` says whether all that somebody said leaves: then what they said there and not here goes as well.
    """
    marks, stays = _Marks(leaving, staying, everything), {c.id for c in staying}
    return [c for said in _sources(s) for c in marks.found_in(said) if c.id not in stays]


def _sources(s: Session) -> Iterator[tuple[Contribution, ...]]:
    for source in sorted(s.book.taken_back):
        read = read_source(s.folder, source, "")
        if not isinstance(read, Fault):  # what is not here now goes by its words when it arrives
            yield read[1]


def how_many_taken_out(s: Session) -> int:
    """How many contributions are taken out, each counted once: not again for its copy in a source that was taken back before."""
    gone = s.book.gone.contributions
    if not gone or not s.book.taken_back:
        return len(gone)
    return len(gone - (_ids(s, s.book.taken_back) - _ids(s, s.book.sources)))


def _ids(s: Session, sources: Iterable[str]) -> set[str]:
    """The ids in the files of some sources, also of what is taken out there."""
    found: set[str] = set()
    for source in sources:
        with suppress(OSError):
            data = (s.folder.corpus / f"{source}.jsonl").read_bytes()
            found |= {str(line.get("id", "")) for raw in data.splitlines() if (line := read_line(raw)[0]) is not None}
    return found


class _Marks:
    """What tells that a line of another reading is theirs."""

    def __init__(self, leaving: Collection[Contribution], staying: Collection[Contribution], everything: bool) -> None:
        self.everything = everything
        self.versions = {c.version for c in leaving}
        others = {text for c in staying for text in _strings(c)}
        telling = {text for c in leaving for text in _strings(c) if is_telling(text)}
        names = {name for c in leaving for name in c.signed if name} if everything else set()
        self.texts, self.alone = telling, (telling | names) - others

    def found_in(self, said: Collection[Contribution]) -> list[Contribution]:
        """Those lines, and whatever else the same people said there that leaves."""
        sure = [c for c in said if c.text in self.texts or not self.alone.isdisjoint(_strings(c))]
        people = {who for c in sure for who in c.said_by}
        several = {who for c in said if is_telling(c.text) and c.text not in self.texts for who in c.said_by}
        wholly = people - several if self.everything else set()
        ids = {c.id for c in sure} | {c.id for c in said if not wholly.isdisjoint(c.said_by)}
        return [c for c in said if c.id in ids or (c.version in self.versions and not people.isdisjoint(c.said_by))]


def _strings(c: Contribution) -> Iterator[str]:
    """All that stands on its line."""
    yield c.text
    yield from c.signed
    yield from (answer for _, answer in c.aside)
