"""Theirs: what people who took their words out are known by, worked out while their words are still here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from copro_text.corpus import Contribution, Fault, mark_of
from copro_text.decisions import TAKEN_OUT, Confirm, Decision, Entry, Join
from copro_text.errors import NotSaved
from copro_text.store.folder import Folder, is_jsonl
from copro_text.store.kept import Kept
from copro_text.store.logs import LogFile, Logs
from copro_text.store.missing_words import read_line
from copro_text.store.outputs import called
from copro_text.traces import Runs, Traces, has_name, less, runs_of
from copro_text.withdrawal import Gone, holds_words


def logs_with_words(logs: Logs, gone: Gone) -> list[LogFile]:
    """The logs that still hold words which must go."""
    return [log for log in logs.files.values() if words_in(log, gone)]


def words_in(log: LogFile, gone: Gone) -> list[Entry]:
    """The lines of a log that still hold words which must go."""
    wordless = gone.wordless
    return [e for e, _ in log.lines if e.id in wordless and holds_words(e.body)]


class Theirs:
    """The part of an erasing that knows what to look for.

    Attributes
    ----------
    doomed
        What was said, is taken out, and still stands in the corpus.
    left
        What the system refused.
    """

    folder: Folder
    logs: Logs
    gone: Gone
    kept: Kept
    left: list[Fault]
    doomed: list[Contribution]

    @contextmanager
    def _telling(self, path: Path) -> Iterator[None]:
        """Note what the system refused, and go on."""
        try:
            yield
        except NotSaved as refused:
            self.left.append(Fault(called(self.folder, path), f"words that were taken out are still there: {refused.what}"))
        except OSError as refused:
            self.left.append(Fault(called(self.folder, path), f"words that were taken out may still be there: {refused.strerror or refused}"))

    def _corpus_files(self) -> list[Path]:
        found: list[Path] = []
        with self._telling(self.folder.corpus):
            found = sorted(p for p in self.folder.corpus.glob("*.jsonl") if is_jsonl(p.name))
        return found

    @cached_property
    def _entries(self) -> list[Entry]:
        """All lines that are here, as they stand in the logs."""
        return [e for log in self.logs.files.values() for e, _ in log.lines]

    @cached_property
    def typed(self) -> list[Entry]:
        """Lines with typed words that must go and are still here."""
        return [e for log in logs_with_words(self.logs, self.gone) for e in words_in(log, self.gone)]

    @cached_property
    def news(self) -> set[str]:
        """What has not been looked for yet."""
        return {c.id + c.version for c in self.doomed} | ({e.id for e in self.typed} - self.kept.searched)

    @cached_property
    def theirs(self) -> Traces:
        """What those who took their words out are known by: while their words are still here, by these too."""
        ids = self.gone.contributions | self.kept.ids
        known = Traces(ids=frozenset(ids), marks=self._marks(ids))
        return self._traces(known, self.typed) if self.news else known

    def _marks(self, ids: set[str] | frozenset[str]) -> frozenset[str]:
        """The marks of passages that were taken out, as outputs print them."""
        named = (x for log in self.logs.files.values() for e, _ in log.lines for x in _passages(e.body))
        read = (e.id for c in self.doomed for unit in ("whole", "paragraph", "sentence") for e in c.excerpts(unit))
        return frozenset(mark_of(x) for x in (*named, *read) if x.partition(".")[0] in ids)

    def _traces(self, known: Traces, typed: list[Entry]) -> Traces:
        """What those who took their words out are known by, less what others have said in the same words."""
        theirs = [c.text for c in self.others]
        lines = [e for log in self.logs.files.values() for e, _ in log.lines if isinstance(e.body, Decision)]
        kept = [text for e in lines if e.id not in self.gone.wordless for text in _said(e)]
        runs = less(runs_of(c.text for c in self.doomed), theirs)
        about = less(runs_of(text for e in typed for text in _said(e)), [*theirs, *kept])
        names = {name for c in self.doomed for name in c.signed}
        names |= {e.body.value for e in typed if isinstance(e.body, Confirm) and e.body.about == "name"}
        names -= {name for c in self.others for name in c.signed} | {e.body.name for e in lines if isinstance(e.body, Join)} | {"", TAKEN_OUT}
        return Traces(_both(runs, about), frozenset(n for n in names if " " in n or not any(has_name(t, n) for t in theirs)), known.ids, known.marks)

    @cached_property
    def others(self) -> list[Contribution]:
        """What others said, and is still here."""
        found: list[Contribution] = []
        for path in self._corpus_files():
            with self._telling(path):
                found += [c for raw in path.read_bytes().splitlines() if (c := read_line(raw)[1]) and not self.gone.took(self.folder.key, c)]
        return found


def _passages(body: object) -> tuple[str, ...]:
    excerpts = getattr(body, "excerpts", ())
    parts = getattr(body, "parts", ())
    return (*excerpts, *(x for _, xs in parts for x in xs), *getattr(body, "passages", ()), *getattr(body, "against", ()))


def _said(e: Entry) -> list[str]:
    return [text for text in e.body.words().values() if text != TAKEN_OUT] if isinstance(e.body, Decision) else []


def _both(one: Runs, other: Runs) -> Runs:
    return {long: one.get(long, frozenset()) | other.get(long, frozenset()) for long in one.keys() | other.keys()}
