"""A quotation, and the reasons why a passage may be none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NOT_ASKED, TO_CONFIRM, SAID_NO, NOT_KNOWN = "not asked", "to be confirmed", "said no", "not known who said it"
HELD, SET_ASIDE, CHANGED, WHO_ONLY = "held", "set aside", "words changed since", "says only who someone is"
WAITS = "with a name that still waits"
WITHHELD: Mapping[str, tuple[str, str]] = {
    WAITS: ("because the name it stands with still waits for answers", "because the names they stand with still wait for answers"),
    NOT_ASKED: ("because whoever said it was not asked", "because those who said them were not asked"),
    TO_CONFIRM: ("because the yes of whoever said it is still to be confirmed", "because the yes of those who said them is still to be confirmed"),
    SAID_NO: ("because whoever said it does not want it", "because those who said them do not want it"),
    NOT_KNOWN: ("because we do not know who said it", "because we do not know who said them"),
    HELD: ("because it is held for now", "because they are held for now"),
    SET_ASIDE: ("because somebody set it aside", "because somebody set them aside"),
    CHANGED: ("because its writer has since changed the words", "because their writers have since changed the words"),
    WHO_ONLY: ("because it says only who someone is", "because they say only who someone is"),
}
"""Why a passage is not quoted: the short word, and how it ends a sentence about one and about several. In the order they are told."""

SPEECH = ("own words", "with support", "on behalf of")
LEADS = {
    "reported by": "Reported by the person who wrote it down:",
    "described": "Described by the person who wrote it down:",
    "interpreted": "In the words of the person who interpreted:",
}
TAGS = {"with support": "said with support", "on behalf of": "said on behalf of someone"}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that may be printed, exactly as they were said. `[…]` marks where words that say who someone is were found and left out.

    Attributes
    ----------
    mark
        Ten hex digits that stand for the passage; the same in every output.
    credit
        As the speaker asked to be named; "" when they did not ask, or nobody confirmed it.
    how
        One of `corpus.HOW`. Only `is_speech` may stand in quotation marks.
    perspective
        Where the speaker comes from, as a person chose it for this very passage; "" when nobody did.
    who
        Short ids of those who spoke: only in a group edition.
    is_online
        Whether these very words came from a page that anybody can search, with enough of them in a row to be found there.
    """

    mark: str
    text: str
    credit: str = ""
    how: str = "own words"
    perspective: str = ""
    who: tuple[str, ...] = ()
    is_online: bool = False

    @property
    def beside(self) -> str:
        """What stands after the words: who is named, where they come from, how the words came."""
        return ", ".join(filter(None, (self.credit, self.perspective, self.tag)))

    @property
    def label(self) -> str:
        """The mark, and in a group edition whose words these are."""
        return " · ".join((self.mark, *self.who))

    @property
    def is_speech(self) -> bool:
        """Whether these are the speaker's own words."""
        return self.how in SPEECH

    @property
    def lead(self) -> str:
        """What goes before words that are not the speaker's."""
        return LEADS.get(self.how, LEADS["reported by"]) if not self.is_speech else ""

    @property
    def tag(self) -> str:
        """How the words came, where that needs saying."""
        return TAGS.get(self.how, "")
