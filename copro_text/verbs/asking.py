"""Asking: the reply to post, or the letter to send, to those who have not been asked whether they may be quoted and how they wish to be named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from copro_text.corpus import Contribution
from copro_text.telltale import NO_NAMES, folded
from copro_text.verbs.session import Session
from copro_text.writers.plain import listed, n, one_line
from copro_text.writers.who import is_a_persons

PUBLIC = ("wordpress", "blogger", "disqus", "feed", "page", "page comments")
"""Families of what stood in public with its signature: only there is anybody greeted by name."""
MOST_GREETED = 60

ANSWERS = (
    "You may quote me.",
    "Please don't quote me.",
    "Please don't use this at all.",
)
"""Replies that are understood when they come in with the next export. A test holds them to that."""


@dataclass(frozen=True)
class Asking:
    """Who was not asked, and the words that ask them.

    Attributes
    ----------
    reply
        To post beneath a public page; "" when nobody who wrote there is still to be asked.
    letter
        For those who answered a form, spoke or wrote elsewhere; it names nobody. "" when there are none.
    signed
        Contributor ids and what they signed with in public.
    unsigned, elsewhere
        How many wrote in public without a name of their own, and how many wrote elsewhere.
    """

    reply: str
    letter: str
    signed: tuple[tuple[str, str], ...]
    unsigned: int
    elsewhere: int

    @property
    def people(self) -> int:
        """How many have not been asked."""
        return len(self.signed) + self.unsigned + self.elsewhere

    def __repr__(self) -> str:
        if not self.people:
            return "Nobody is left to be asked whether they may be quoted."
        told = (
            f"{n(self.people, 'person has', 'people have')} not been asked whether we may quote them. Put in what stands in [ ] before you send it."
        )
        posts = ["TO POST WHERE THEY WROTE", self.reply] if self.reply else []
        letters = [f"TO SEND TO {n(self.elsewhere, 'PERSON', 'PEOPLE')} WHO ANSWERED OTHERWISE", self.letter] if self.letter else []
        return "\n\n".join([told, *posts, *letters])


def asking(s: Session) -> Asking:
    """Who has not been asked, and what to write to them. What is held, or may not be used, asks nobody."""
    public, elsewhere = _not_asked(s)
    names = {who: _greeting(s, who, cs) for who, cs in public.items()}
    signed = tuple((who, name) for who, name in names.items() if name)
    unsigned = len(names) - len(signed)
    greeted = _greeted([name for _, name in signed], unsigned)
    return Asking(
        reply=_words(s, greeted, "Please reply below.") if public else "",
        letter=_words(s, "Hello,", "Please answer by [how: e-mail, telephone, the same form].") if elsewhere else "",
        signed=signed,
        unsigned=unsigned,
        elsewhere=len(elsewhere),
    )


def _not_asked(s: Session) -> tuple[dict[str, list[Contribution]], dict[str, list[Contribution]]]:
    """Who may be asked, with what they said: those who wrote in public, and all others. A group and an organisation are asked too."""
    public: dict[str, list[Contribution]] = {}
    others: dict[str, list[Contribution]] = {}
    for c in s.corpus:
        if c.id in s.book.held or not s.permissions.may_use(c):
            continue
        for who in c.said_by:
            ruling = s.permissions.ruling(who, "quote")
            if ruling.answer == "not asked" and not ruling.asked_for:
                (public if c.origin[0] in PUBLIC else others).setdefault(who, []).append(c)
    return public, {who: cs for who, cs in others.items() if who not in public}


def _greeting(s: Session, who: str, said: Iterable[Contribution]) -> str:
    """What somebody signed with in public, where that is a name; never one that is redacted in the text, or was only found there."""
    signed = [one_line(c.signed[c.said_by.index(who)]) for c in said if len(c.signed) == len(c.said_by)]
    words = [name for name in signed if name and folded(name) not in NO_NAMES and is_a_persons(name)]
    return words[-1] if words else ""


def _greeted(names: list[str], unsigned: int) -> str:
    shown = sorted(dict.fromkeys(names), key=str.casefold)
    rest = "everyone else who wrote here" if unsigned or len(shown) > MOST_GREETED else ""
    return f"Hello {listed([*shown[:MOST_GREETED], *filter(None, [rest])])}," if shown else "Hello to everyone who wrote here,"


def _words(s: Session, greeting: str, how: str) -> str:
    about = one_line(s.book.of_the_study("title") or s.book.of_the_study("question"))
    question = f" about {about!r}" if about else ""
    promise = one_line(s.book.of_the_study("promise"))
    return "\n".join(
        [
            greeting,
            "",
            f"Thank you for what you told us{question}. We are a group that reads all of it, and we are writing down together what we heard.",
            "",
            "May we print some of your words? Nothing you say now counts against you, and you need not give a reason.",
            "",
            "1. Your words exactly as you wrote them: yes or no?",
            "2. If no: may we say in words of our own what you told us?",
            "3. How do you wish to be named beside them: not at all, by your first name, by initials, or otherwise? Please spell it for us.",
            "",
            *([f"Our promise: {promise}", ""] if promise else []),
            f"{how} For example:",
            *(f'  "{answer}"' for answer in ANSWERS),
            '  "You may quote me. Credit me as [the name you wish]."',
            "",
            "If we hear nothing by [date], we will not quote you and not name you. We will still have read what you said, and it counts.",
            "You can change your mind at any time, and you can take your words out altogether: tell [a name, and how to reach them].",
            "",
            "[Who is asking: your names]",
        ]
    )
