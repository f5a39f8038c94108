"""What can go wrong, said to the person it happens to: what, where, what to do, what is safe.

::

    CoproError
    ├── StudyError            the study folder
    │   ├── NoStudyHere       the path holds no study (nothing was made)
    │   ├── FolderNotEmpty    a new study needs an empty folder
    │   ├── NotSaved          the disk is full, or we may not write here
    │   └── DamagedStudy      a file of the study is not what was written
    ├── WhoIsWorking          nobody, or nobody known, was named as the analyst
    ├── ReadError             a file brought in
    │   ├── NotReadable       empty, cut short, or of no kind we know
    │   └── UnsafeFile        made to harm: refused before it was opened
    ├── NoSuchThing           a name, passage, person or decision that is not there
    │   └── MoreThanOne       a word that fits several: all are listed
    ├── NotPossible           an act that cannot be done as asked
    ├── SorterError           the sorter
    │   └── ModelMissing      no model, or not the one whose hash we know
    └── WriteError            an output could not be written; the old one is as it was
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = [
    "CoproError",
    "DamagedStudy",
    "FolderNotEmpty",
    "ModelMissing",
    "MoreThanOne",
    "NoStudyHere",
    "NoSuchThing",
    "NotPossible",
    "NotReadable",
    "NotSaved",
    "ReadError",
    "SorterError",
    "StudyError",
    "UnsafeFile",
    "WhoIsWorking",
    "WriteError",
]


class CoproError(Exception):
    """Anything that copro_text tells a person: one plain message, shown without a traceback on the command line.

    Parameters
    ----------
    what
        What was wrong, and where.
    do
        What to do about it.
    safe
        What is safe: usually that nothing was changed.
    """

    def __init__(self, what: str, *, do: str = "", safe: str = "") -> None:
        self.what, self.do, self.safe = what, do, safe
        super().__init__(" ".join(part for part in (what, do, safe) if part))


class StudyError(CoproError):
    """The study folder."""


class NoStudyHere(StudyError):
    """The path holds no study. Nothing was made."""


class FolderNotEmpty(StudyError):
    """A new study needs a folder that is empty or not there yet."""


class NotSaved(StudyError):
    """The disk is full, or we may not write here. Nothing half-written remains."""


class DamagedStudy(StudyError):
    """A file of the study is not what was written."""


class WhoIsWorking(CoproError):
    """Every decision belongs to a person: nobody, or nobody known, was named."""


class ReadError(CoproError):
    """A file brought in."""


class NotReadable(ReadError):
    """Empty, cut short, or of no kind we know.

    Attributes
    ----------
    left_out
        What was found in it, counted, with the reason none of it was read.
    columns
        Of a table: each column as (letter, header, what it was taken for).
    """

    def __init__(
        self, what: str, *, do: str = "", safe: str = "", left_out: Mapping[str, int] | None = None, columns: tuple[tuple[str, str, str], ...] = ()
    ) -> None:
        self.columns = columns
        self.left_out = {reason: n for reason, n in (left_out or {}).items() if n}
        counted = ", ".join(f"{n} {reason}" for reason, n in self.left_out.items())
        super().__init__(f"{what} Found and left out: {counted}." if counted else what, do=do, safe=safe)


class UnsafeFile(ReadError):
    """A file made to harm, refused before it was opened."""


class NoSuchThing(CoproError):
    """A name, passage, person or decision that is not there."""


class MoreThanOne(NoSuchThing):
    """A word that fits several things: all are listed."""


class NotPossible(CoproError):
    """An act that cannot be done as asked."""


class SorterError(CoproError):
    """The sorter."""


class ModelMissing(SorterError):
    """No model was found, or not the one whose hash we know."""


class WriteError(CoproError):
    """An output could not be written; an older one is as it was."""
