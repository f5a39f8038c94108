"""Subtraction: what somebody could tell who has two public editions, when hardly anything but one person's words has gone between them."""

from __future__ import annotations

from copro_text.decisions import AddSource, Entry, Note, Version, Withdraw
from copro_text.errors import WriteError
from copro_text.verbs.session import Session
from copro_text.writers.plain import n

ENOUGH = 3  # people who came or went: with fewer, a number that is one smaller is about somebody
DO = (
    "Take down the older edition wherever it was posted, and write it even so (even_so=True, or --even-so). Or wait until more has come in. "
    "A draft can be written, and an edition for the group."
)


def must_differ_enough(s: Session) -> None:
    """Refuse a public edition of a fixed version that differs from the one fixed before by the words of very few.

    Raises
    ------
    WriteError
        With the reason.
    """
    versions = [e for e in s.book.tables.versions if isinstance(e.body, Version)]
    latest = next((e for e in reversed(versions) if isinstance(e.body, Version) and e.body.name == s.fixed), versions[-1]) if versions else None
    before = next((e for e in reversed(versions) if latest is not None and s.book.timeline.knows(latest, e)), None)
    if latest is None or before is None:
        return
    since = [e for e in s.book.entries if not s.book.timeline.knows(before, e) and e.id != before.id]
    went = sum(isinstance(e.body, Withdraw) for e in since)
    came = _came(s, since)
    if went and went + len(came) < ENOUGH:
        name = before.body.name if isinstance(before.body, Version) else ""
        others = f"and those of {n(len(came), 'person', 'people')} came" if came else "and nobody's came"
        what = f"Since the fixed version “{name}” the words of {n(went, 'person', 'people')} went {others}: whoever has both editions"
        raise WriteError(f"{what} could tell by subtraction what these words stood with.", do=DO, safe="Nothing was written.")


def _came(s: Session, since: list[Entry]) -> set[str]:
    """Those of whom something came in since then."""
    here = s.corpus.contributions
    brought = (id_ for e in since if isinstance(e.body, AddSource | Note) for id_ in s.brought_by(e.body))
    return {who for id_ in brought if id_ in here for who in here[id_].said_by or (id_,)}
