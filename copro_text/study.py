"""The study: the thing you type a dot after.

It holds no rule. Each verb says what it does and hands over; the acts on names and passages are in `coding`, taking words out in
`taking_out`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copro_text import decisions as d
from copro_text.corpus import HOW, VOICES, Contribution, Excerpt, Source
from copro_text.errors import NotPossible
from copro_text.permission import WISHES
from copro_text.store.folder import new_folder, open_folder
from copro_text.verbs import naming
from copro_text.verbs.comparing import Comparing
from copro_text.verbs.gathering import Gathering
from copro_text.verbs.guard import guarded
from copro_text.verbs.handing_out import HandingOut
from copro_text.verbs.round_trips import RoundTrips
from copro_text.verbs.session import Session
from copro_text.verbs.taking_out import TakingOut

if TYPE_CHECKING:
    import pandas as pd

    from copro_text.verbs.copies import BroughtIn
    from copro_text.verbs.views import Hearing, Piles, Status
    from copro_text.widgets.desk import Desk


@guarded
class Study(HandingOut, Comparing, TakingOut, Gathering, RoundTrips):
    """One consultation, in a plain folder.

    Parameters
    ----------
    path
        The study's folder. It must be there: `Study.new` makes one.
    analyst
        Who is working: the name of somebody who has joined. Without it a study can be read, not changed.
    typed_by, present
        Who types, when that is another person; who is in the room (this counts as nothing until each is asked).
    """

    def __init__(self, path: str | Path, analyst: str = "", *, typed_by: str = "", present: Iterable[str] = ()) -> None:
        self.session = Session(open_folder(Path(path)))
        if analyst:
            self.session.work_as(analyst, typed_by=typed_by, present=present)

    @classmethod
    def new(cls, path: str | Path, *, question: str = "", title: str = "", analyst: str) -> Study:
        """Make a study in an empty or new folder; `analyst` joins it."""
        if not analyst.strip():
            raise NotPossible("A new study needs a co-analyst.", do='Say who you are: analyst="Maya", or --as Maya.', safe="Nothing was made.")
        new_folder(Path(path))
        study = cls(path).join(analyst)
        if question:
            study.set_question(question)
        if title:
            study.set_title(title)
        return study

    def __repr__(self) -> str:
        return f"Study({str(self.path)!r}): {self.title or self.question or 'no question yet'}\n{self.status}"

    @property
    def path(self) -> Path:
        """The study's folder."""
        return self.session.folder.path

    def desk(self) -> Desk:
        """The desk: hear, sort and name together on one screen. In a notebook, let it be the last line of a cell."""
        from copro_text.verbs.desk import Room
        from copro_text.widgets.desk import Desk

        room = Room(self)
        for what, given in (("frame", {}), ("hear", {"at": 0}), ("list", {"words": "a"})):
            room.ask(what, given)  # what takes time the first time is done before it is shown
        return Desk(room)

    # who and what for

    def join(self, name: str, *, new: bool = False) -> Study:
        """Join as a new co-analyst, or again after leaving, and work here from now on. `new` says that a name much like another's is new."""
        self.session.join(name, new=new)
        return self

    def set_question(self, question: str, *, because: str = "") -> str:
        """Set the question of the consultation."""
        return self._propose(d.Question(text=_words(question), because=because), "study", "question")

    def set_title(self, title: str, *, because: str = "") -> str:
        """Set the title of the study."""
        return self._propose(d.Title(text=_words(title), because=because), "study", "title")

    def set_approach(self, text: str, *, because: str = "") -> str:
        """Say how the group means to work: codebook or framework, reflexive, coding reliability, or a conversation, not a study."""
        return self._propose(d.Approach(text=_words(text), because=because), "study", "approach")

    def set_promise(self, text: str, *, because: str = "") -> str:
        """Say what the group promises those who wrote, such as what happens with their words, and whom to ask."""
        return self._propose(d.Promise(text=_words(text), because=because), "study", "promise")

    @property
    def question(self) -> str:
        """The question in force."""
        return self.session.refresh().book.of_the_study("question")

    @property
    def title(self) -> str:
        """The title in force."""
        return self.session.refresh().book.of_the_study("title")

    @property
    def approach(self) -> str:
        """The approach in force."""
        return self.session.refresh().book.of_the_study("approach")

    @property
    def promise(self) -> str:
        """The promise in force."""
        return self.session.refresh().book.of_the_study("promise")

    # bringing in

    def add(
        self,
        path: str | Path,
        *,
        columns: Mapping[str, str] | None = None,
        speakers: Mapping[str, str] | None = None,
        answers: Mapping[str, str] | None = None,
        progress: bool = True,
    ) -> Source:
        """Read an export; returns the account of what was read and what was left out, and why. A newer export adds only what is new.

        Parameters
        ----------
        columns, speakers, answers
            What is put right, as for `preview`. For tables it is remembered for the next export with the same columns.
        """
        from copro_text.verbs.bringing_in import add
        from copro_text.verbs.previewing import Corrections

        return add(self.session, Path(path), Corrections(columns, speakers, answers), progress=progress)

    def bring_in(self, path: str | Path) -> BroughtIn:
        """Take in another copy of this study: a folder, a .zip of one, or one file of one. What is here stays; what is missing comes in."""
        from copro_text.verbs.copies import bring_in

        return bring_in(self.session, Path(path))

    def note(
        self, text: str, *, said_by: str = "", voice: str = "", how: str = "own words", written_down_by: str = "", when: str = "", about: str = ""
    ) -> Contribution:
        """Bring in words typed by hand: who said them ("" when not known), and how they came ("reported by", "on behalf of", ...)."""
        from copro_text.verbs.bringing_in import note

        if how not in HOW:
            raise NotPossible(f"How words came is one of {', '.join(HOW)}; {how!r} is none of them.", safe="Nothing was added.")
        if voice not in ("", *VOICES):
            raise NotPossible(f"A voice is one of {', '.join(VOICES)}; {voice!r} is none of them.", safe="Nothing was added.")
        return note(self.session, _words(text), said_by=said_by, voice=voice, how=how, written_down_by=written_down_by, when=when, about=about)

    def confirm(self, person: str, about: str, answer: str = "yes", *, value: str = "", contribution: str = "", because: str = "") -> str:
        """Settle what a person who wrote allows (use, quote, reword, name, author) or says of where they come from (perspective).

        `value` is the name to credit them by, or the perspective in their own words. `because` says what it rests on when
        that is not in their words, such as "her e-mail of 3 May".
        """
        from copro_text.verbs.people import confirmation

        if about not in (*WISHES, "perspective") or answer not in d.YES_NO:
            raise NotPossible(f"One confirms {', '.join(WISHES)} or perspective: yes, no or not asked.", safe="Nothing was recorded.")
        if value and (about in ("use", "quote", "reword") or value.strip().lower() in d.YES_NO):
            do = f"The answer comes first: confirm PERSON {about} no. A value is the name to credit them by, or where they come from."
            raise NotPossible(f"What is {value!r}? For {about!r} there is a yes or a no.", do=do, safe="Nothing was recorded.")
        who = naming.the_contributor(person, self.session.refresh().corpus)
        where = naming.the_contribution(contribution, self.session.corpus).id if contribution else ""
        return self._record(confirmation(self.session, who, about, answer, value=value, contribution=where, because=because))

    def confirm_people(self, path: str | Path) -> int:
        """Take in a people table (.csv) that a person went through; returns how many answers were recorded."""
        from copro_text.verbs.people import confirm_from

        return confirm_from(self.session, Path(path))

    def save_people(self, path: str | Path) -> Path:
        """Write the people table (.csv) to go through and confirm."""
        from copro_text.verbs.people import save

        return save(self.session, Path(path))

    # hearing and sorting

    def read(self, n: int = 8, *, seed: int = 1) -> Hearing:
        """Hear whole contributions, in a mixed order, those that nobody has read first."""
        from copro_text.verbs.views import hearing

        return hearing(self.session, n, seed)

    def find(self, words: str) -> pd.DataFrame:
        """The contributions that hold these words, whatever the case: passage (the id of just those words), state, signed, text."""
        from copro_text.verbs import tables

        return tables.holding(self.session.refresh(), _words(words))

    def passage(self, contribution: str, words: str) -> Excerpt:
        """The passage of a contribution that has exactly these words."""
        return naming.the_passage(naming.the_contribution(contribution, self.session.refresh().corpus), words)

    def suggest(
        self,
        *,
        seed: int = 7,
        unit: str = "whole",
        level: str | int = "usual",
        model: str | Path | None = None,
        engine: str = "copro",
        precision: str = "float32",
        new: bool = False,
        progress: bool = True,
    ) -> Piles:
        """Ask the sorter for piles. Nothing is decided by it, and nothing anyone placed moves.

        Parameters
        ----------
        unit
            What is sorted: "whole" contributions, or each "paragraph" or "sentence".
        level
            "usual" (at most 12 piles, and more from about 1,000 comments on), "coarse" (at most 12), "fine" (16 to 40), or how many piles
            at most: cuts of one tree, so a coarse pile opens into whole finer ones. Names and placings stay as they are.
        model
            A folder with an embedding model; else COPRO_MODEL, the local model cache, or the installed model package.
        engine
            "copro": BERTopic with its parts replaced by ours (`topic_model` has it); "bertopic-default": BERTopic as it comes, for
            comparison.
        precision
            "int8" hears new texts about twice as fast and a little less exactly; what was heard so is kept apart.
        new
            Once people have placed things: what nobody has placed is suggested to their names, and only what fits nowhere is put
            into piles, as possible new names.
        """
        from copro_text.verbs.learning import fits_nowhere
        from copro_text.verbs.sorting import suggest

        session = self.session.refresh()
        only = fits_nowhere(session, model, progress=progress) if new else None
        suggest(session, seed=seed, unit=unit, level=level, model=model, engine=engine, progress=progress, only=only, precision=precision)
        return self.piles

    def learn(self, *, model: str | Path | None = None, progress: bool = True) -> pd.DataFrame:
        """Suggest names for what nobody has placed, by what people placed: name, how sure in words, text. What fits nowhere is listed too."""
        from copro_text.verbs.learning import learn

        return learn(self.session.refresh(), model, progress=progress)

    def next(self, n: int = 5, *, model: str | Path | None = None) -> pd.DataFrame:
        """What to read next, and why: voices nobody has heard, what lies between names, what many say. It hides nothing."""
        from copro_text.verbs.learning import to_read

        return to_read(self.session.refresh(), n, model)

    @property
    def piles(self) -> Piles:
        """The piles of the sorter's last run: keywords, how many people, passages that say it like many and in their own way."""
        from copro_text.verbs.views import piles

        return piles(self.session.refresh())

    def topic_model(self) -> Any:
        """The last run's piles as a fitted BERTopic, for its own tables and charts. Whatever is done to it changes nothing here.

        Topics are numbered by texts and carry the draft titles as custom labels; -1 could not be placed. It holds people's words: keep it in
        the study's folder. Loading BERTopic takes some seconds.

        Raises
        ------
        NotPossible
            The sorter has not been asked yet, or nothing of what it was asked about may be shown now.
        SorterError
            BERTopic is not installed, or there is no word to count.
        """
        from copro_text.verbs.sorting import topic_model

        return topic_model(self.session.refresh())

    def draft(self) -> pd.DataFrame:
        """Make draft names of the sorter's piles, with its suggestions. Everything is still "not yet read"."""
        from copro_text.verbs.sorting import draft

        draft(self.session.refresh())
        return self.codebook

    @property
    def suggestions(self) -> Mapping[str, tuple[str, ...]]:
        """Code id -> the passages that the sorter would put with it and that nobody has placed, refused or set aside."""
        from copro_text.verbs.sorting import suggestions

        return suggestions(self.session.refresh())

    def confirm_pile(self, code: str, *, because: str = "") -> str:
        """Put all that the sorter suggests for a name with it, in bulk; it is recorded and printed as bulk."""
        from copro_text.verbs.sorting import pile_to_confirm

        return self._record(pile_to_confirm(self.session.refresh(), self._code(code), because))

    def labels(self) -> Mapping[str, str]:
        """Code id -> what it is called on screen, for the names in use."""
        from copro_text.verbs.sorting import labels

        return labels(self.session)

    # tables

    @property
    def status(self) -> Status:
        """How the study stands: the five states add up to all contributions."""
        from copro_text.verbs.views import status

        return status(self.session.refresh())

    @property
    def codebook(self) -> pd.DataFrame:
        """One row a name."""
        from copro_text.verbs import tables

        return tables.codebook(self.session.refresh(), self.labels(), self.suggestions)

    @property
    def placings(self) -> pd.DataFrame:
        """One row a putting or refusing by a person."""
        from copro_text.verbs import tables

        return tables.placings(self.session.refresh(), self.labels())


def _words(text: str) -> str:
    if not text.strip():
        raise NotPossible("There are no words in it.", safe="Nothing was recorded.")
    return text.strip()
