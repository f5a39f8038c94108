"""Erasing: the one rewrite. What people took out goes from every file this device may rewrite.

Corpus files are rewritten by any device, to the same bytes everywhere; a log only by the device that writes it. The words go
last from where they were first read, so whatever stops this in the middle, the next opening finds them and goes on. Nothing
is raised: what could not be done is told.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from filelock import FileLock, Timeout

from copro_text.corpus import Contribution, Fault, is_erased
from copro_text.decisions import Entry, Unknown
from copro_text.store import answered, own_memos
from copro_text.store.folder import Folder, carry_over, still_open, write_whole
from copro_text.store.kept import Kept, stamp
from copro_text.store.logs import LogFile, Logs
from copro_text.store.missing_words import Named, explains, read_line
from copro_text.store.outputs import Search, called, leftovers, outputs, strays
from copro_text.store.sources import source_in
from copro_text.store.theirs import Theirs, words_in
from copro_text.store.wordless import silent_head, silent_line, wordless_line
from copro_text.store.writing import remembered_logs
from copro_text.traces import Traces
from copro_text.withdrawal import Gone

TRIES = 3
OWN = "notes to oneself on this computer"
IN_USE = "it is open in another program on this computer: its words go when that program looks again, or is closed"


@dataclass(frozen=True)
class Purged:
    """What one device did.

    Attributes
    ----------
    rewritten, removed
        Files whose words went, and files that went as a whole.
    left
        What could not be done, and why.
    look
        Files that no program can look into, or that are not ours to change: a person has to look.
    ids
        Contributions in the corpus that are taken out, also those that no line names.
    holding
        Files that are not ours to change and held what is gone when they were looked into.
    """

    rewritten: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    left: tuple[Fault, ...] = ()
    look: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()
    holding: tuple[str, ...] = ()

    def __add__(self, then: Purged) -> Purged:
        """Both, one after the other; what is left is what was left then."""
        look = tuple(dict.fromkeys((*self.look, *then.look)))
        return Purged((*self.rewritten, *then.rewritten), (*self.removed, *then.removed), then.left, look, self.ids | then.ids, then.holding)


Look = Callable[[list[Contribution], list[Contribution], list[Entry]], None]
"""What is done with what was said and goes, what others said, and the lines typed about it, while all of it is still here."""


def purge(
    folder: Folder,
    logs: Logs,
    gone: Gone,
    *,
    state: Path,
    cache: Path,
    held: frozenset[str] = frozenset(),
    taken_back: frozenset[str] = frozenset(),
    before: Look | None = None,
) -> Purged:
    """Erase on this device what is gone. Doing it again changes nothing; doing it after a crash completes it.

    Parameters
    ----------
    state, cache
        The folders of this study outside of it: what this device remembers, and what can be made again.
    held
        Ids of the logs that this program has open for writing: nobody else may rewrite these now.
    taken_back
        Ids of sources that were taken back: what they hold may be the same words under other ids.
    before
        Called before anything is erased, when words that go are still here.
    """
    work = _Purge(folder, logs, gone, Kept.of(state, gone, taken_back), state, held, taken_back)
    work.read_corpus()
    if work.doomed and before is not None:
        before(work.doomed, work.others, work.typed)
    work.clean_outputs()
    work.clean_own_memos()
    work.clean_cache(cache)
    work.kept.save(state)  # what could not be removed is remembered before the words it was found by go
    work.clean_logs()
    work.clean_corpus()
    work.kept.save(state)
    return Purged(
        rewritten=tuple(work.rewritten),
        removed=tuple(work.removed),
        left=tuple(work.left),
        look=tuple(work.look),
        ids=frozenset(work.kept.ids),
        holding=tuple(sorted(work.kept.holding)),
    )


def own_logs(state: Path) -> frozenset[str]:
    """Ids of the logs that this device writes."""
    return frozenset(own.log for own in remembered_logs(state))


@dataclass
class _Purge(Theirs):
    folder: Folder
    logs: Logs
    gone: Gone
    kept: Kept
    state: Path
    held: frozenset[str]
    taken_back: frozenset[str]
    rewritten: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    left: list[Fault] = field(default_factory=list)
    look: list[str] = field(default_factory=list)
    doomed: list[Contribution] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    # the corpus

    def read_corpus(self) -> None:
        """Find the lines that must go, in files that have changed since this device last found nothing in them."""
        for path in self._corpus_files():
            with self._telling(path):
                at = stamp(path)
                if self.kept.looked.get(called(self.folder, path)) == at:
                    continue
                found, is_clear = self._find(path.read_bytes())
                if found:
                    self.files.append(path)
                elif is_clear:
                    self.kept.looked[called(self.folder, path)] = at
        if not self.kept.ids <= self.gone.contributions:  # somebody said more than the lines know of: what was typed about that goes as well
            more = replace(self.gone, contributions=self.gone.contributions | self.kept.ids)
            self.gone = more.told(self._entries)

    def _find(self, data: bytes) -> tuple[bool, bool]:
        """Whether a file holds something that must go, and whether all that is missing in it is explained; takes note of what."""
        found, taken, missing = False, [], []
        lines = [(raw, *read_line(raw)) for raw in data.splitlines()]
        again = self._again(data, [c for _, _, c in lines if c is not None])
        for raw, line, c in lines:
            if line is not None and c is not None and (c.id in again or self.gone.took(self.folder.key, c)):
                self.doomed.append(c)
                taken.append(line)
            elif line is not None and is_erased(line):
                missing.append(line)
                continue
            elif line is not None or not self._is_named_in(raw):
                continue
            found = True
        found = found or silent_head(self.folder, self.gone, data) is not data
        explained = [line for line in missing if explains(self.gone, self.folder.key, line)]
        if more := [line for line in (*taken, *explained) if line.get("id") not in self.gone.contributions]:
            self.kept.ids |= Named.by(self._entries).proven(self.folder, data, more)
        # what is not proven yet will be once the line has come that brought this file: until then it is looked at again
        return found, len(explained) == len(missing) and all(line.get("id") in self.kept.ids for line in more)

    def _again(self, data: bytes, said: list[Contribution]) -> frozenset[str]:
        """What a source that was taken back holds of words that are gone, under other ids."""
        again = self.gone.took_again(said) if self.taken_back and source_in(self.folder, data) in self.taken_back else frozenset()
        return again - self._standing if again else again

    @cached_property
    def _standing(self) -> frozenset[str]:
        """Ids in files that were not taken back: what stands there under the same id went by that, or stays."""
        files = (path.read_bytes() for path in self._corpus_files())
        stand = (data for data in files if source_in(self.folder, data) not in self.taken_back)
        return frozenset(c.id for data in stand for raw in data.splitlines() if (c := read_line(raw)[1]) is not None)

    def _is_named_in(self, raw: bytes) -> bool:
        """Whether a torn line names what is gone: nothing reads it, and its words must go too."""
        return any(id_.encode() in raw for id_ in (*self.gone.contributions, *self.gone.contributors))

    def clean_corpus(self) -> None:
        """Leave of each line its id, the version of its text, and digests: it still proves what it was."""
        for path in self.files:
            writer = re.match(r"notes-(\w+)", path.stem)  # notes are written on as long as their log is
            with self._telling(path), self._alone(path, writer[1] if writer else "") as is_ours:
                if is_ours:
                    self._rewrite(path, lambda data: silent_head(self.folder, self.gone, b"".join(map(self._less, data.splitlines(keepends=True)))))

    def _less(self, raw: bytes) -> bytes:
        if read_line(raw)[0] is None:
            return b"" if self._is_named_in(raw) else raw
        return silent_line(self.folder, self.gone, raw)

    def _rewrite(self, path: Path, clean: Callable[[bytes], bytes]) -> None:
        for _ in range(TRIES):
            at, data = stamp(path), path.read_bytes()
            new = clean(data)
            if new == data:
                return
            if stamp(path) == at:  # a line that its writer appended meanwhile must not be lost
                with still_open(path) as before:
                    write_whole(path, new)
                    carry_over(before, len(data), path)
                self.rewritten.append(called(self.folder, path))
                return
        self.left.append(Fault(called(self.folder, path), "it is being written: its words go at the next opening"))

    @contextmanager
    def _alone(self, path: Path, log: str) -> Iterator[bool]:
        """Whether nobody else on this device writes what belongs to a log, and none begins to meanwhile."""
        lock = FileLock(self.state / f"log-{log}.lock")
        try:
            if log not in self.held and Path(lock.lock_file).exists():
                lock.acquire(timeout=0)
            yield True
        except Timeout:
            self.left.append(Fault(called(self.folder, path), IN_USE))
            yield False
        finally:
            lock.release()

    # outputs and what lies about

    def clean_outputs(self) -> None:
        """Take away outputs that hold what was taken out, and what stopped programs left lying about; name what else holds it."""
        others = strays(self.folder, {path for path, log in self.logs.files.items() if log.log and not log.fault}, self.state)
        self.kept.holding &= {called(self.folder, p) for p in others}
        lying = leftovers(self.folder, self.state)
        if not (self.news or lying or any(self.kept.is_new(called(self.folder, p), p) for p in (*outputs(self.folder), *others))):
            return
        search = Search(self.folder, self.kept, self.theirs, bool(self.news))
        before = len(self.left)
        for path in outputs(self.folder):
            with self._telling(path):
                search.output(path)
        for path in lying:
            with self._telling(path):
                search.leftover(path)
        search.traces = Traces(search.traces.runs, search.traces.names)
        for path in others:
            with self._telling(path):
                search.stray(path, self._is_theirs)
        self.removed += search.removed
        self.look += search.look
        if len(self.left) == before:
            self.kept.searched |= self.news

    def _is_theirs(self, text: str) -> bool:
        """Whether a line of any file holds what was said by them, or typed about them."""
        if not text.startswith("{"):
            return False
        line, c = read_line(text.encode("utf-8", "replace"))
        if line is None or c is not None:
            return self.gone.took(self.folder.key, c) if c is not None else False
        words = line.get("words")
        return line.get("id") in self.gone.wordless and isinstance(words, dict) and any(isinstance(w, dict) and "text" in w for w in words.values())

    def clean_own_memos(self) -> None:
        """Leave nothing in notes to oneself that is about what is gone, or in its words."""
        for path in own_memos.files(self.state):
            with self._telling(path):
                if own_memos.take_out(path, self._goes_from_a_memo):
                    self.rewritten.append(OWN)

    def _goes_from_a_memo(self, about: str, text: str) -> bool:
        ids = {about, about.partition(".")[0]}
        is_about = not ids.isdisjoint(self.gone.contributors | self.gone.contributions | self.kept.ids | self.gone.about)
        return is_about or replace(self.theirs, names=frozenset()).are_in(text)

    def clean_cache(self, cache: Path) -> None:
        """Take away what can be made again, since vectors and draft titles come from words; answers that were theirs; and torn ends of logs."""
        withdrawn = self.gone.contributors or self.gone.contributions
        if withdrawn and cache.is_dir() and (self.kept.is_first or self.doomed):
            with self._telling(cache):
                shutil.rmtree(cache)
                self.removed.append("the cache")
        if withdrawn and (self.kept.is_first or self.doomed):
            with self._telling(self.state / answered.FILE):
                answered.forget(self.state, self.others)
        for torn in sorted(self.state.glob("torn-*.bin")):
            with self._telling(torn):
                torn.unlink(missing_ok=True)

    # the logs this device writes

    def clean_logs(self) -> None:
        """Leave of typed words that must go their digests, in the logs of this device."""
        own = own_logs(self.state)
        erased = self.gone.erased
        for log in list(self.logs.files.values()):
            unknown = any(e.id in erased and isinstance(e.body, Unknown) for e, _ in log.lines)
            if log.log in own and (unknown or words_in(log, self.gone)):
                with self._telling(log.path):
                    self._clean_log(log)

    def _clean_log(self, log: LogFile) -> None:
        with self._alone(log.path, log.log) as is_ours:
            if is_ours:
                self._rewrite(log.path, lambda data: b"".join(self._wordless(raw) for raw in data.splitlines(keepends=True)))
                self.logs.files.pop(log.path, None)  # read again from its start, every line known by its hash

    def _wordless(self, raw: bytes) -> bytes:
        """A line without the words that must go; an end that was torn off is not taken along."""
        if not raw.endswith(b"\n"):
            return b""
        return wordless_line(raw, self.gone.wordless)
