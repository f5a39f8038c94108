"""Seeing: what the group has before it, how it came to be, and how it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from copro_text.verbs.guard import guarded
from copro_text.verbs.together import Together

if TYPE_CHECKING:
    import pandas as pd

    from copro_text.verbs.stories import Story


@guarded
class Seeing(Together):
    """Open questions, histories, the story and the past. `Study` is one of these."""

    @property
    def contributions(self) -> pd.DataFrame:
        """One row a contribution, with its state."""
        from copro_text.verbs import tables

        return tables.contributions(self.session.refresh())

    @property
    def excerpts(self) -> pd.DataFrame:
        """One row a paragraph: contribution, start, end (Unicode code points), text."""
        from copro_text.verbs import tables

        return tables.excerpts(self.session.refresh(), "paragraph")

    @property
    def people(self) -> pd.DataFrame:
        """One row a person who wrote: perspectives and wishes found in their words, to be confirmed."""
        from copro_text.verbs import tables

        return tables.people(self.session.refresh())

    @property
    def sources(self) -> pd.DataFrame:
        """One row a source: what was found, read, and left out with reasons."""
        from copro_text.verbs import tables

        return tables.sources(self.session.refresh())

    @property
    def clusters(self) -> pd.DataFrame:
        """One row a passage of the sorter's last run: pile (missing where it could not place it), sure, text."""
        from copro_text.verbs.sorting import table

        return table(self.session.refresh())

    @property
    def themes(self) -> pd.DataFrame:
        """One row a theme: a sentence that people stand behind, the names it rests on, what speaks against it."""
        from copro_text.verbs import shared_tables

        return shared_tables.themes(self.session.refresh(), self.labels())

    @property
    def relations(self) -> pd.DataFrame:
        """One row a relation between names or themes: one, how, other."""
        from copro_text.verbs import shared_tables

        return shared_tables.relations(self.session.refresh(), self.labels())

    @property
    def decisions(self) -> pd.DataFrame:
        """One row a decision, oldest first, in plain words."""
        return self.history()

    def history(self, about: str = "") -> pd.DataFrame:
        """One row a decision, oldest first, in plain words: all of them, or those about a name, theme, passage, person or decision."""
        from copro_text.verbs import tables

        return tables.decisions(self.session.refresh(), self.labels(), self._anything(about) if about else "")

    @property
    def waiting(self) -> pd.DataFrame:
        """One row a question that is open: proposals that wait for answers, what was opened again, and what fewer than two people decided."""
        from copro_text.verbs import shared_tables

        return shared_tables.waiting(self.session.refresh(), self.labels())

    @property
    def co_analysts(self) -> pd.DataFrame:
        """One row a co-analyst: when they joined and left, how they introduce themselves, and the groups they put themselves into."""
        from copro_text.verbs import shared_tables

        return shared_tables.co_analysts(self.session.refresh())

    @property
    def entered_for_me(self) -> pd.DataFrame:
        """One row a decision that another person entered for you and that you have neither confirmed (own) nor taken back (strike)."""
        from copro_text.verbs import shared_tables

        return shared_tables.entered_for(self.session.refresh(), self._me(), self.labels())

    @property
    def my_memos(self) -> pd.DataFrame:
        """One row a note to yourself, on this device: time, about, name, text. They are kept outside the study's folder."""
        from copro_text.verbs import shared_tables

        return shared_tables.own_memos(self.session.refresh(), self._me(), self.labels())

    def story(self) -> Story:
        """How things came to be, in plain sentences for somebody who joins now."""
        from copro_text.verbs.stories import story

        return story(self.session.refresh(), self.labels())

    def as_of(self, when: str) -> Self:
        """The study as it was: at a fixed version (its name or id) or at a time ("2026-05-01", "2026-05-01T10:00:00Z"). It can only be read.

        What was taken out since stays out.
        """
        from copro_text.verbs.past import session_as_of

        cls = type(self)
        then = cls.__new__(cls)
        then.session = session_as_of(self.session.refresh(), when)
        return then

    def watch(self, *, seconds: float | None = None) -> Iterator[pd.DataFrame]:
        """What arrives from others, as it arrives: rows as in `history`. Ends after `seconds`, or when you stop it."""
        from copro_text.verbs.watching import arrivals

        for fresh in arrivals(self.session, seconds):
            yield self.history().loc[fresh]
