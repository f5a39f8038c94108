"""Short answers: "No." can be the strongest answer in a file or none at all. A person says which, question by question."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from copro_text.corpus import Contribution
from copro_text.decisions import SetAside
from copro_text.errors import NoSuchThing
from copro_text.verbs.naming import folded
from copro_text.verbs.session import Session
from copro_text.verbs.tables import frame

MOST_WORDS = 3
BECAUSE = "it means that there was no answer"


def table(s: Session) -> pd.DataFrame:
    """One row a short answer to a question, the most frequent first.

    Columns: question, answer (as most wrote it), people (different people who gave it), decided ("means no answer" where all of these
    are set aside, "partly" where some are, else "").
    """
    groups = _groups(s)
    rows = []
    for said in sorted(groups.values(), key=lambda said: (-len(said), said[0].about, said[0].text)):
        aside = sum(c.whole.id in s.book.set_aside for c in said)
        rows.append(
            {
                "question": said[0].about,
                "answer": max((c.text for c in said), key=[c.text for c in said].count),
                "people": len({who for c in said for who in (c.said_by or (c.id,))}),
                "decided": "means no answer" if aside == len(said) else "partly" if aside else "",
            }
        )
    return frame(rows, [str(n) for n in range(1, len(rows) + 1)], ["question", "answer", "people", "decided"], "Short answers: what do they mean?")


def no_answer(s: Session, question: str, answer: str, because: str) -> str:
    """Set aside all who gave this answer to this question."""
    said = [c for (about, given), cs in _groups(s).items() if given == _flat(answer) and folded(about) == folded(question) for c in cs]
    if not said:
        raise NoSuchThing(
            f"Nobody gave {answer!r} as a whole answer to {question!r}.",
            do="study.short_answers, or `copro short-answers STUDY`, lists the questions and what was answered.",
            safe="Nothing was recorded.",
        )
    chosen = tuple(c.whole.id for c in said if c.whole.id not in s.book.set_aside)
    if not chosen:
        raise NoSuchThing("They are set aside already.", do="Undo takes that back.", safe="Nothing was recorded.")
    (id_,) = s.record(SetAside(excerpts=chosen, because=because or BECAUSE))
    return id_


def _groups(s: Session) -> dict[tuple[str, str], list[Contribution]]:
    found: dict[tuple[str, str], list[Contribution]] = defaultdict(list)
    for c in s.corpus:
        if c.kind == "answer" and len(c.text.split()) <= MOST_WORDS and c.id not in s.book.held:
            found[c.about, _flat(c.text)].append(c)
    return found


def _flat(text: str) -> str:
    return " ".join("".join(letter for letter in text.casefold() if letter.isalnum() or letter.isspace() or letter == "/").split()) or text.strip()
