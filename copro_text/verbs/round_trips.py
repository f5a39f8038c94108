"""Round trips: what goes out to people, and what comes back from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from copro_text.verbs.guard import guarded
from copro_text.verbs.session import Session

if TYPE_CHECKING:
    from copro_text.verbs.answering_back import Answers
    from copro_text.verbs.coming_back import ComingBack
    from copro_text.verbs.framework import BroughtFramework
    from copro_text.verbs.showing_back import ShownBack


@guarded
class RoundTrips:
    """Drafts, letters and frameworks that go out and come back. `Study` is one of these."""

    session: Session

    def read_back(self, path: str | Path, *, by: str = "", dry_run: bool = False) -> ComingBack:
        """Take in what people wrote in a panel draft (.docx, .xlsx): notes, marks of "not clear to me", and proposals.

        Words of somebody who has joined are recorded as theirs, typed by you: they can confirm or strike them. Reading a file again
        takes in only what is new.

        Parameters
        ----------
        by
            Whose comments these are, where the file does not say.
        dry_run
            Show what would be taken in, and record nothing.
        """
        from copro_text.verbs import coming_back

        return (coming_back.look if dry_run else coming_back.read_back)(self.session.refresh(), Path(path), by)

    def show_back(self, contacts: str | Path, to: str | Path) -> ShownBack:
        """Write letters to those who asked to see how we read what they said: all of it, our reading beside it, and four answers.

        Parameters
        ----------
        contacts
            A table (.csv, .xlsx) outside the study's folder: who, called, reach, asked, delete by. Nothing of it is kept in the study.
        to
            A folder outside the study, for a letter each; or one .docx for all. The sheet for the answers comes beside them.
        """
        from copro_text.verbs import showing_back

        return showing_back.show_back(self.session.refresh(), Path(contacts), Path(to))

    def take_answers(self, path: str | Path, *, dry_run: bool = False) -> Answers:
        """Take in the sheet of answers to those letters. An empty answer is no reply, and never a yes."""
        from copro_text.verbs import answering_back

        return (answering_back.look if dry_run else answering_back.take_in)(self.session.refresh(), Path(path))

    def take_answer(self, contribution: str, answer: str, *, words: str = "", name: str = "", because: str = "") -> Answers:
        """Take in one answer to such a letter: "fine", "say it differently" (in their words), "use but do not quote" or "take it out".

        `name` is how they wish to be named. "Take it out" ends all use at once; `withdraw` then takes the words out for good.
        """
        from copro_text.verbs import answering_back

        return answering_back.take_one(self.session.refresh(), contribution, answer, words, name, because)

    def framework(self, path: str | Path, *, dry_run: bool = False) -> BroughtFramework:
        """Bring in a framework (.yaml, .xlsx, .csv): its names, what they mean and what stands under what, as proposals.

        A name that is here already is not made again; where the framework defines it otherwise, that is proposed. `dry_run` shows it all
        and records nothing.
        """
        from copro_text.verbs import framework

        return (framework.look if dry_run else framework.take_in)(self.session.refresh(), Path(path))
