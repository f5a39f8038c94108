"""Erasing: what an open study does by itself when people have taken their words out, on every device as it opens."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from copro_text.codebook import Codebook, without
from copro_text.corpus import Contribution
from copro_text.decisions import Decision, Entry, Erased, EraseWords, Withdraw
from copro_text.errors import NotSaved
from copro_text.store.erase import Purged, own_logs, purge
from copro_text.store.folder import Folder
from copro_text.store.logs import Logs
from copro_text.store.places import cache_folder
from copro_text.store.theirs import logs_with_words
from copro_text.store.writing import Act, LogWriter
from copro_text.verbs.arrived import Arrived
from copro_text.verbs.named_here import note
from copro_text.withdrawal import Gone


class Erasing:
    """The part of a session that keeps out what was taken out.

    Attributes
    ----------
    purged
        What was done here when this was last looked after; None until then.
    """

    folder: Folder
    state: Path
    logs: Logs
    book: Codebook
    analyst: str
    purged: Purged | None = None
    _is_erasing = False
    _is_due = False
    _is_said = False
    _apart = False
    _kept_out: tuple[frozenset[str], ...] = ()
    _writers: dict[str, LogWriter]
    _arrived: Arrived

    def _act(self, body: Decision) -> Act:
        raise NotImplementedError

    def _write(self, acts: Sequence[Act], who: tuple[str, str] = ("", ""), *, settle: bool = True) -> None:
        raise NotImplementedError

    def _read_on(self) -> bool:
        raise NotImplementedError

    @property
    def gone(self) -> Gone:
        """What must be gone from this device: while somebody is on their own it is told from more lines than the person at work may see."""
        return self.book.gone.told(self.logs.entries) if self._apart else self.book.gone

    def keep_out(self, is_new: bool) -> None:
        """Erase what people took out, when something arrived or this study was just opened; say so once somebody works here."""
        self._is_due = self._is_due or is_new or self.purged is None
        if self._is_erasing or not (self._is_due or (self.analyst and not self._is_said)):
            return
        self._is_erasing = True
        try:
            self._say_so()
            while self._is_due:
                self._is_due = False
                self.take_out()
                self._say_so()
        finally:
            self._is_erasing = False

    def take_out(self) -> None:
        """Erase from this device what people took out; what could not be done is told by `check`."""
        cache = cache_folder(self.folder.id)
        back = frozenset(self.book.taken_back) if self.gone.texts else frozenset()
        done = purge(self.folder, self.logs, self.gone, state=self.state, cache=cache, held=self.held, taken_back=back, before=self._before_erasing)
        self.purged = (self.purged or Purged()) + done
        self.book = without(self.book, done.ids)
        known = self.gone
        now = (known.contributors, known.contributions, known.texts, known.erased)
        if now != self._kept_out or done.rewritten:
            self._kept_out = now
            self._arrived.forget()
            self.__dict__.pop("permissions", None)
            self._read_on()  # what was rewritten is read again: every line of it is known

    def _before_erasing(self, leaving: list[Contribution], staying: list[Contribution], about: list[Entry]) -> None:
        note(self.folder, self.state, self.logs.entries, self.gone, leaving=leaving, staying=staying, about=about)

    def _say_so(self) -> None:
        """Say in the log what is gone from this device, all of it, once."""
        self._is_said = bool(self.analyst)
        if not self.analyst or self._is_due or (self.purged and self.purged.left):
            return
        own = self.own_logs
        if own & {log.log for log in logs_with_words(self.logs, self.gone)}:
            return
        mine = own_logs(self.state) | self.held  # by the id that stands in the lines: also those of a log that was forked since
        lines = [line.entry for line in self.logs.branches.lines.values() if line.entry.log in mine]
        said = {e.body.of for e in lines if isinstance(e.body, Erased)}
        done = [e.id for e in self.book.entries if isinstance(e.body, Withdraw | EraseWords) and e.id not in said]
        if done:
            with suppress(NotSaved):
                self._write([self._act(Erased(of=of, logs=tuple(sorted(own)))) for of in done])

    @property
    def held(self) -> frozenset[str]:
        """Ids of the logs that this program has open for writing."""
        return frozenset(writer.own.log for writer in self._writers.values())

    @property
    def own_logs(self) -> frozenset[str]:
        """Ids of the logs in this folder that this device writes."""
        return (own_logs(self.state) | self.held) & self.logs.heads.keys()  # also where this device can remember nothing
