"""Sending: what people do with letters that several sent, word for word or with words of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from copro_text.verbs.coding import Coding
from copro_text.verbs.guard import guarded

if TYPE_CHECKING:
    import pandas as pd


@guarded
class Sending(Coding):
    """The acts about letters sent together. `Study` is one of these."""

    @property
    def letters(self) -> pd.DataFrame:
        """One row a letter that several people may have sent: those to decide first, those confirmed, what is none.

        Columns: state, people, texts, word_for_word, added_own (how many people added words of their own), said (who said what of
        it), words (the shared ones), contributions (their ids).
        """
        from copro_text.verbs import sent_letters

        return sent_letters.table(self.session.refresh())

    def sent_together(self, group: str | Iterable[str], *, because: str = "") -> str:
        """Say that a letter of the table, or these contributions, were sent together. Each person counts; the sorter hears the letter once."""
        from copro_text.verbs import sent_letters

        return self._record(sent_letters.decision(self.session.refresh(), group, sent_letters.TOGETHER, because))

    def not_together(self, group: str | Iterable[str], *, because: str = "") -> str:
        """Say that a letter of the table, or these contributions, were not sent together: they are not proposed again."""
        from copro_text.verbs import sent_letters

        return self._record(sent_letters.decision(self.session.refresh(), group, sent_letters.NOT_TOGETHER, because))
