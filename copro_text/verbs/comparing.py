"""Comparing: what we see differently, what moved, and whose voices are heard. Nothing here says who is right, and nobody is counted by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from copro_text.verbs.guard import guarded
from copro_text.verbs.seeing import Seeing

if TYPE_CHECKING:
    import pandas as pd

    from copro_text.verbs.agreeing import Agreement
    from copro_text.verbs.steering import Steering
    from copro_text.widgets.picture import Picture


@guarded
class Comparing(Seeing):
    """Different readings, what moved, and voices. `Study` is one of these."""

    @property
    def disagreements(self) -> pd.DataFrame:
        """One row a passage that people read differently: who put it where and why. First those that talking about settles most."""
        from copro_text.verbs import differences

        s = self.session.refresh()
        return differences.seen_or_refused(s, differences.disagreements(s, self.labels()))

    @property
    def mixed_up(self) -> pd.DataFrame:
        """One row a pair of names that are mixed up with each other: in how many passages, and what to ask (join, part, or define?)."""
        from copro_text.verbs import differences

        s = self.session.refresh()
        return differences.seen_or_refused(s, differences.mixed_up(s, self.labels()))

    def agreement(self, *, figures: bool = False) -> Agreement:
        """How we read together: in words; in figures under the approach "coding reliability", or when asked for (`figures=True`)."""
        from copro_text.verbs import agreeing

        return agreeing.agreement(self.session.refresh(), self.labels(), figures=figures)

    def half_without_piles(self, *, because: str = "") -> str:
        """Propose to find out whether the sorter steers us: of a random half, the pile of the last run is shown to nobody who says yes.

        It begins when it is in force and everyone asked has answered "yes"; whoever takes that back ends it. `steered` says what came of it.
        """
        from copro_text.verbs import half, sorting

        s = self.session.refresh()
        return self._propose(half.proposal(s, sorting.last_run_or_refuse(s).id, because), "study", "half_without")

    def steered(self) -> Steering:
        """What difference it made to see the piles, with an interval, and what that cannot tell; only where all have said yes."""
        from copro_text.verbs import steering

        return steering.steering(self.session.refresh())

    def figure(self, what: str, *, kind: str = "png") -> Picture:
        """Draw "mixed up", "agreement", "before and after", "voices", "sessions" or "dates": a picture, what it shows in words, and its table.

        Agreement, and before and after, are drawn when asked for, whatever the approach of the study.
        """
        from copro_text.verbs import figures

        return figures.figure(self.session.refresh(), self.labels(), what, kind)

    @property
    def wordings(self) -> pd.DataFrame:
        """One row a wording that was offered for a name or a theme, and what became of it. Without people's names."""
        from copro_text.verbs import moved

        return moved.wordings(self.session.refresh(), self.labels())

    @property
    def unmoved(self) -> pd.DataFrame:
        """Where nothing moved: one row a name, theme or passage that stands as it did at first. Without people's names."""
        from copro_text.verbs import differences, moved

        s = self.session.refresh()
        return differences.seen_or_refused(s, moved.unmoved(s, self.labels()))

    @property
    def changed_my_mind(self) -> pd.DataFrame:
        """What you said first, beside what you say now and what was settled. Only you are shown it; to share a line of it, write a memo."""
        from copro_text.verbs import changed_mind

        return changed_mind.changed_my_mind(self.session.refresh(), self.labels())

    def voices(self, *, public: bool = False) -> pd.DataFrame:
        """Whose words are heard, quoted, set aside and not yet read, in people: of all, and by perspective. `public` leaves out few people."""
        from copro_text.verbs import voices

        return voices.voices(self.session.refresh(), self.labels(), public=public)

    @property
    def least_talked_about(self) -> pd.DataFrame:
        """One row a person who wrote, those first with whose words fewest of us did anything yet."""
        from copro_text.verbs import voices

        return voices.least_talked_about(self.session.refresh())
