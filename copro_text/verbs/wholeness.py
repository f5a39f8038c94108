"""Wholeness: whether all of a study is here and as it was written, said in a line wherever people decide, look or write."""

from __future__ import annotations

from collections.abc import Sequence

from copro_text.corpus import Fault
from copro_text.store.missing_words import unexplained
from copro_text.verbs.checking import log_faults, not_arrived, nothing_here
from copro_text.verbs.past import PastSession
from copro_text.verbs.session import Session

CHECK = "What is safe, and what to do: study.check(), or `copro check STUDY`."


def missing(s: Session) -> tuple[Fault, ...]:
    """What of the words and decisions has not arrived, or is not as it was written; of a study as it was, what is so today."""
    s = s.today if isinstance(s, PastSession) else s
    _ = s.corpus  # reads the corpus files, so that what is missing there is known
    found = (*s.missing, *log_faults(s), *not_arrived(s), *nothing_here(s), *unexplained(s.folder, s.gone))
    return tuple(fault for fault in found if not fault.harmless)


def in_a_line(found: Sequence[Fault]) -> str:
    """The first of what is missing, how many more there are, and where it all stands; "" when nothing is."""
    if not found:
        return ""
    more = f"; and {len(found) - 1} more" if len(found) > 1 else ""
    return f"This is not the whole study. {found[0].where}: {found[0].what}{more}. {CHECK}"
