"""Gathering: looking at a file before it comes in, what short answers mean, who may be named in the text, and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from copro_text.verbs.guard import guarded
from copro_text.verbs.session import Session

if TYPE_CHECKING:
    import pandas as pd

    from copro_text.verbs.asking import Asking
    from copro_text.verbs.previewing import Added, Preview


@guarded
class Gathering:
    """What is done before and as words come in. `Study` is one of these."""

    session: Session

    def preview(
        self, path: str | Path, *, columns: Mapping[str, str] | None = None, speakers: Mapping[str, str] | None = None, progress: bool = True
    ) -> Preview:
        """What a file would bring: who said what, what is left out and why, what each column is taken for. Nothing is added.

        Parameters
        ----------
        columns
            For a table: what its columns hold, where the guess is wrong, such as {"feedback": "text"}.
        speakers
            For a recording or notes: who spoke, by the time or the name that the file gives, such as {"0:05:29": "Ana", "Speaker 2": "Ben"}.
        """
        from copro_text.verbs.previewing import Corrections, preview

        return preview(self.session, Path(path), Corrections(columns, speakers), progress=progress)

    def add_all(self, folder: str | Path, *, progress: bool = True) -> Added:
        """Read every file in a folder, and in those inside it; what cannot be read is listed with the reason."""
        from copro_text.verbs.bringing_in import add_all

        return add_all(self.session, [Path(folder)], progress=progress)

    @property
    def short_answers(self) -> pd.DataFrame:
        """One row a short answer that several could mean nothing by, such as "No." or "n/a": question, answer, how many people, what was decided."""
        from copro_text.verbs import short_answers

        return short_answers.table(self.session.refresh())

    def no_answer(self, question: str, answer: str, *, because: str = "") -> str:
        """Say that an answer to a question means that there was none: all who gave it are set aside, with that as the reason.

        Nothing is dropped: they are counted as set aside, and undo, or bring_back, takes them up again.
        """
        from copro_text.verbs import short_answers

        return short_answers.no_answer(self.session.refresh(), question, answer, because)

    @property
    def names_in_text(self) -> pd.DataFrame:
        """One row a place in the text that may say who somebody is: contribution, kind, words, state (flagged, redacted, left), around."""
        from copro_text.verbs.redacting import names_in_text

        return names_in_text(self.session.refresh())

    def ask(self) -> Asking:
        """The reply to post that asks those who have not been asked whether they may be quoted, and how they wish to be named."""
        from copro_text.verbs.asking import asking

        return asking(self.session.refresh())
