"""Gathering: looking at a file before it comes in, what short answers mean, who may be named in the text, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
        self,
        path: str | Path,
        *,
        columns: Mapping[str, str] | None = None,
        speakers: Mapping[str, str] | None = None,
        answers: Mapping[str, str] | None = None,
        progress: bool = True,
    ) -> Preview:
        """What a file would bring: who said what, what is left out and why, what each column is taken for. Nothing is added.

        Parameters
        ----------
        columns
            For a table: what its columns hold, where the guess is wrong, such as {"feedback": "text"}.
        speakers
            For a recording or notes: who spoke, by the time or the name that the file gives, such as {"0:05:29": "Ana", "Speaker 2": "Ben"}.
        answers
            What answers to a question of permission mean that are not plainly yes or no, such as {"ja": "yes", "nur anonym": "without name"}; or
            "no", or "not asked".
        """
        from copro_text.verbs.previewing import Corrections, preview

        return preview(self.session, Path(path), Corrections(columns, speakers, answers), progress=progress)

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

    @property
    def same_people(self) -> pd.DataFrame:
        """One row for ids that may be one person, or of which somebody said that they are or are not: nothing is joined by itself.

        Columns: state ("kept back", "seen differently", "perhaps one person", "one person", "somebody else's words", "different
        people"), signed, contributions (how many under each id), came_from, why, said (who said what of it), ids.
        """
        from copro_text.verbs import who_is_who

        return who_is_who.table(self.session.refresh())

    def same_person(self, people: str | Iterable[str], *, because: str) -> str:
        """Say that words which came under several names or ids are one person's; what this person allows is then the most careful of it all.

        Parameters
        ----------
        people
            Two or more names or short ids, or one name that several signed with.
        because
            How you know.
        """
        from copro_text.verbs import who_is_who

        return who_is_who.recorded(self.session, who_is_who.same_person(self.session.refresh(), _listed(people), because))

    def different_people(self, people: str | Iterable[str], *, contributions: str | Iterable[str] = (), because: str) -> str:
        """Say that these are different people, or that some of what came under one name was said by somebody else.

        A yes that was confirmed while they counted as one is asked again; a no goes on counting for each. What was taken out stays out.

        Parameters
        ----------
        people
            Names or short ids of different people; one alone is another than those it was joined with.
        contributions
            Short ids of what came under this one name and is somebody else's.
        because
            How you know.
        """
        from copro_text.verbs import who_is_who

        s, named, theirs = self.session.refresh(), _listed(people), _listed(contributions)
        body = who_is_who.someone_else(s, named, theirs, because) if theirs else who_is_who.different_people(s, named, because)
        return who_is_who.recorded(s, body)

    @property
    def wider_words(self) -> pd.DataFrame:
        """One row for each way in which people say where they come from: own_words, people, confirmed, wider_word, said (who gave it)."""
        from copro_text.verbs import wider_words

        return wider_words.table(self.session.refresh())

    def wider_word(self, word: str, own_words: str | Iterable[str], *, because: str = "") -> str:
        """Give a wider word for what people say of themselves; their own words stay, and are shown to the group beside it.

        Outputs count people by it only where at least ten have confirmed words under it. It is one's own act: who sees it otherwise gives
        another word, or "" to leave their words as they are.

        Parameters
        ----------
        word
            The group's word, such as "nurses"; "" ends it.
        own_words
            People's own words, such as ["staff nurse", "Nurse (ward)"].
        """
        from copro_text.verbs import naming, wider_words

        s = self.session.refresh()
        return naming.short(s.record(wider_words.decision(s, word, _listed(own_words), because))[0])

    def ask(self) -> Asking:
        """The reply to post that asks those who have not been asked whether they may be quoted, and how they wish to be named."""
        from copro_text.verbs.asking import asking

        return asking(self.session.refresh())


def _listed(refs: str | Iterable[str]) -> list[str]:
    return [refs] if isinstance(refs, str) else list(refs)
