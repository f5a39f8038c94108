"""Erasing: the one rewrite. What people took out goes from every file this device may rewrite.

Corpus files are rewritten by any device, to the same bytes everywhere; a log only by the device that writes it. The words go
last from where they were first read, so whatever stops this in the middle, the next opening finds them and goes on. Nothing
is raised: what could not be done is told.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from filelock import FileLock, Timeout

from copro_text.corpus import Contribution, Fault, is_erased, mark_of
from copro_text.decisions import TAKEN_OUT, Confirm, Decision, Entry, Join, Unknown
from copro_text.errors import NotSaved
from copro_text.store.folder import Folder, write_whole
from copro_text.store.kept import Kept, stamp
from copro_text.store.logs import LogFile, Logs
from copro_text.store.outputs import Search, called, leftovers, outputs, strays
from copro_text.store.wordless import said_in, silent_line, wordless_line
from copro_text.store.writing import remembered_logs
from copro_text.traces import Runs, Traces, has_name, less, runs_of
from copro_text.withdrawal import Gone, holds_words

TRIES = 3
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
    """

    rewritten: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    left: tuple[Fault, ...] = ()
    look: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()

    def __add__(self, then: Purged) -> Purged:
        """Both, one after the other; what is left is what was left then."""
        look = tuple(dict.fromkeys((*self.look, *then.look)))
        return Purged((*self.rewritten, *then.rewritten), (*self.removed, *then.removed), then.left, look, self.ids | then.ids)


def purge(folder: Folder, logs: Logs, gone: Gone, *, state: Path, cache: Path, held: frozenset[str] = frozenset()) -> Purged:
    """Erase on this device what is gone. Doing it again changes nothing; doing it after a crash completes it.

    Parameters
    ----------
    state, cache
        The folders of this study outside of it: what this device remembers, and what can be made again.
    held
        Ids of the logs that this program has open for writing: nobody else may rewrite these now.
    """
    work = _Purge(folder, logs, gone, Kept.of(state, gone))
    work.read_corpus()
    work.clean_outputs(state)
    work.clean_cache(cache, state)
    work.kept.save(state)  # what could not be removed is remembered before the words it was found by go
    work.clean_logs(state, held)
    work.clean_corpus()
    work.kept.save(state)
    return Purged(tuple(work.rewritten), tuple(work.removed), tuple(work.left), tuple(work.look), frozenset(work.kept.ids))


def logs_with_words(logs: Logs, gone: Gone) -> list[LogFile]:
    """The logs that still hold words which must go."""
    return [log for log in logs.files.values() if _words_in(log, gone)]


def own_logs(state: Path) -> frozenset[str]:
    """Ids of the logs that this device writes."""
    return frozenset(own.log for own in remembered_logs(state))


def _words_in(log: LogFile, gone: Gone) -> list[Entry]:
    wordless = gone.wordless
    return [e for e, _ in log.lines if e.id in wordless and holds_words(e.body)]


@dataclass
class _Purge:
    folder: Folder
    logs: Logs
    gone: Gone
    kept: Kept
    rewritten: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    left: list[Fault] = field(default_factory=list)
    look: list[str] = field(default_factory=list)
    doomed: list[Contribution] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    @contextmanager
    def _telling(self, path: Path) -> Iterator[None]:
        """Note what the system refused, and go on."""
        try:
            yield
        except NotSaved as refused:
            self.left.append(Fault(called(self.folder, path), f"words that were taken out are still there: {refused.what}"))
        except OSError as refused:
            self.left.append(Fault(called(self.folder, path), f"words that were taken out may still be there: {refused.strerror or refused}"))

    # the corpus

    def read_corpus(self) -> None:
        """Find the lines that must go, in files that have changed since this device last found nothing in them."""
        for path in self._corpus_files():
            with self._telling(path):
                at = stamp(path)
                if self.kept.looked.get(called(self.folder, path)) == at:
                    continue
                if self._find(path.read_bytes()):
                    self.files.append(path)
                else:
                    self.kept.looked[called(self.folder, path)] = at
        if not self.kept.ids <= self.gone.contributions:  # somebody said more than the lines know of: what was typed about that goes as well
            more = replace(self.gone, contributions=self.gone.contributions | self.kept.ids)
            self.gone = more.told([e for log in self.logs.files.values() for e, _ in log.lines])

    def _corpus_files(self) -> list[Path]:
        found: list[Path] = []
        with self._telling(self.folder.corpus):
            found = sorted(p for p in self.folder.corpus.glob("*.jsonl") if not p.name.startswith("."))
        return found

    def _find(self, data: bytes) -> bool:
        """Whether a file holds something that must go; takes note of what."""
        found = False
        for raw in data.splitlines():
            line, c = said_in(raw)
            if c is not None and self.gone.took(self.folder.key, c):
                self.doomed.append(c)
                self.kept.ids.add(c.id)
            elif line is not None and is_erased(line):
                self.kept.ids.add(str(line.get("id", "")))
                continue
            elif line is not None or not self._is_named_in(raw):
                continue
            found = True
        return found

    def _is_named_in(self, raw: bytes) -> bool:
        """Whether a torn line names what is gone: nothing reads it, and its words must go too."""
        return any(id_.encode() in raw for id_ in (*self.gone.contributions, *self.gone.contributors))

    def clean_corpus(self) -> None:
        """Leave of each line its id, the version of its text, and digests: it still proves what it was."""
        for path in self.files:
            with self._telling(path):
                self._rewrite(path, lambda data: b"".join(self._less(raw) for raw in data.splitlines(keepends=True)))
                self.kept.looked[called(self.folder, path)] = stamp(path)

    def _less(self, raw: bytes) -> bytes:
        if said_in(raw)[0] is None:
            return b"" if self._is_named_in(raw) else raw
        return silent_line(self.folder, self.gone, raw)

    def _rewrite(self, path: Path, clean: Callable[[bytes], bytes]) -> None:
        for _ in range(TRIES):
            at, data = stamp(path), path.read_bytes()
            new = clean(data)
            if new == data:
                return
            if stamp(path) == at:  # a line that its writer appended meanwhile must not be lost
                write_whole(path, new)
                self.rewritten.append(called(self.folder, path))
                return
        self.left.append(Fault(called(self.folder, path), "it is being written: its words go at the next opening"))

    # outputs and what lies about

    def clean_outputs(self, state: Path) -> None:
        """Take away outputs that hold what was taken out, and what stopped programs left lying about."""
        typed = [e for log in logs_with_words(self.logs, self.gone) for e in _words_in(log, self.gone)]
        news = {c.id + c.version for c in self.doomed} | ({e.id for e in typed} - self.kept.searched)
        ids = self.gone.contributions | self.kept.ids
        if not (news or leftovers(self.folder, state) or any(self.kept.is_new(called(self.folder, p), p) for p in outputs(self.folder))):
            return
        known = Traces(ids=frozenset(ids), marks=self._marks(ids))
        search = Search(self.folder, self.kept, self._traces(known, typed) if news else known, bool(news))
        before = len(self.left)
        for path in outputs(self.folder):
            with self._telling(path):
                search.output(path)
        for path in leftovers(self.folder, state):
            with self._telling(path):
                search.leftover(path)
        if news:
            search.traces = Traces(search.traces.runs, search.traces.names)
            for path in strays(self.folder):
                with self._telling(path):
                    search.stray(path)
        self.removed += search.removed
        self.look += search.look
        if len(self.left) == before:
            self.kept.searched |= news

    def _marks(self, ids: set[str] | frozenset[str]) -> frozenset[str]:
        """The marks of passages that were taken out, as outputs print them."""
        named = (x for log in self.logs.files.values() for e, _ in log.lines for x in _passages(e.body))
        read = (e.id for c in self.doomed for unit in ("whole", "paragraph", "sentence") for e in c.excerpts(unit))
        return frozenset(mark_of(x) for x in (*named, *read) if x.partition(".")[0] in ids)

    def _traces(self, known: Traces, typed: list[Entry]) -> Traces:
        """What those who took their words out are known by, less what others have said in the same words."""
        theirs = [c.text for c in self._others]
        lines = [e for log in self.logs.files.values() for e, _ in log.lines if isinstance(e.body, Decision)]
        kept = [text for e in lines if e.id not in self.gone.wordless for text in _said(e)]
        runs = less(runs_of(c.text for c in self.doomed), theirs)
        about = less(runs_of(text for e in typed for text in _said(e)), [*theirs, *kept])
        names = {name for c in self.doomed for name in c.signed}
        names |= {e.body.value for e in typed if isinstance(e.body, Confirm) and e.body.about == "name"}
        names -= {name for c in self._others for name in c.signed} | {e.body.name for e in lines if isinstance(e.body, Join)} | {"", TAKEN_OUT}
        return Traces(_both(runs, about), frozenset(n for n in names if " " in n or not any(has_name(t, n) for t in theirs)), known.ids, known.marks)

    @cached_property
    def _others(self) -> list[Contribution]:
        """What others said, and is still here."""
        found: list[Contribution] = []
        for path in self._corpus_files():
            with self._telling(path):
                found += [c for raw in path.read_bytes().splitlines() if (c := said_in(raw)[1]) and not self.gone.took(self.folder.key, c)]
        return found

    def clean_cache(self, cache: Path, state: Path) -> None:
        """Take away what can be made again, since vectors and draft titles come from words; and torn ends of logs."""
        withdrawn = self.gone.contributors or self.gone.contributions
        if withdrawn and cache.is_dir() and (self.kept.is_first or self.doomed):
            with self._telling(cache):
                shutil.rmtree(cache)
                self.removed.append("the cache")
        for torn in sorted(state.glob("torn-*.bin")):
            with self._telling(torn):
                torn.unlink(missing_ok=True)

    # the logs this device writes

    def clean_logs(self, state: Path, held: frozenset[str]) -> None:
        """Leave of typed words that must go their digests, in the logs of this device."""
        own = own_logs(state)
        erased = self.gone.erased
        for log in list(self.logs.files.values()):
            unknown = any(e.id in erased and isinstance(e.body, Unknown) for e, _ in log.lines)
            if log.log in own and (unknown or _words_in(log, self.gone)):
                with self._telling(log.path):
                    self._clean_log(log, state, log.log in held)

    def _clean_log(self, log: LogFile, state: Path, is_held: bool) -> None:
        lock = FileLock(state / f"log-{log.log}.lock")
        try:
            if not is_held:
                lock.acquire(timeout=0)
            self._rewrite(log.path, lambda data: b"".join(self._wordless(raw) for raw in data.splitlines(keepends=True)))
            self.logs.files.pop(log.path, None)  # read again from its start, every line known by its hash
        except Timeout:
            self.left.append(Fault(called(self.folder, log.path), IN_USE))
        finally:
            lock.release()

    def _wordless(self, raw: bytes) -> bytes:
        """A line without the words that must go; an end that was torn off is not taken along."""
        if not raw.endswith(b"\n"):
            return b""
        return wordless_line(raw, self.gone.wordless)


def _passages(body: object) -> tuple[str, ...]:
    excerpts = getattr(body, "excerpts", ())
    parts = getattr(body, "parts", ())
    return (*excerpts, *(x for _, xs in parts for x in xs), *getattr(body, "passages", ()), *getattr(body, "against", ()))


def _said(e: Entry) -> list[str]:
    return [text for text in e.body.words().values() if text != TAKEN_OUT] if isinstance(e.body, Decision) else []


def _both(one: Runs, other: Runs) -> Runs:
    return {long: one.get(long, frozenset()) | other.get(long, frozenset()) for long in one.keys() | other.keys()}
