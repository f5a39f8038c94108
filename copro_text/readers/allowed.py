"""Allowed: what an answer to "may we quote you?" says; what is not plainly a yes or a no waits until a person says what it means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from copro_text.errors import NotPossible

YES, NO, WITHOUT_NAME, NOT_ASKED = "yes", "no", "without name", "not asked"
MEANINGS = (YES, NO, WITHOUT_NAME, NOT_ASKED)

_MOST_LISTED = 12
_YES = re.compile(r"(?:yes|y|true|1|agreed?|ok|okay|happy|consent(?:ed)?|i (?:do|agree|consent|am happy))\b", re.IGNORECASE)
_NO = re.compile(r"(?:no|n|false|0|not?|never|decline[ds]?|refused?|do ?n[o']t|don’t|i (?:do not|don['’]t))\b", re.IGNORECASE)
_TAKEN_BACK = re.compile(
    r"\b(?:withdr[ae]w\w*|withh[eo]ld|refus\w*|declin\w*|den(?:y|ied)|revok\w*|rescind\w*|retract\w*|taken back|expired)\b", re.IGNORECASE
)
_UNSURE = re.compile(
    r"\b(?:(?:do ?n[o']t|don’t|do not|dunno) ?(?:know|mind|care|understand)|not (?:sure|yet|certain|applicable|decided|asked)|unsure|undecided|"
    r"no (?:idea|opinion|preference|problem|worries|answer)|n/?a)\b",
    re.IGNORECASE,
)
_NAMELESS = re.compile(r"\b(?:not?|without|never|n['’]t|except|leave out|omit)\b[^.;]*\bnames?\b|\banonym\w*|\bnameless\b", re.IGNORECASE)
_BUT = re.compile(
    r"\b(?:but|if|only|unless|except|as long|provided|depend\w*|however|though|not?|never|n['’]t|first|ask|check|maybe|perhaps)\b", re.IGNORECASE
)
_NAME = re.compile(r"\bnames?\b|\banonym", re.IGNORECASE)
_WORDS = {
    YES: frozenset("ja oui si sí sim tak ie oes da да ano igen kyllä evet haan haa ndiyo naam نعم 是 はい jo".split()),
    NO: frozenset("nein non não nao nie nage nac нет ne nem ei hayır hayir nahi hapana la لا 否 いいえ nee nej nei".split()),
}


def answer(cell: str, settled: Mapping[str, str], question: str = "", *, turned: bool = False, refuses: bool = False) -> str:
    """One of `MEANINGS` where an answer says so plainly, or a person said what it means; "" where neither is so.

    To a question that is worded the other way round (`turned`: "I do not want to be quoted", "anonymously?") nothing is a yes until a
    person says so of that very question; a yes to one that plainly `refuses` is a no.
    """
    key = folded(cell)
    if not key:
        return NOT_ASKED
    if here := settled.get(f"{folded(question)}: {key}"):
        return here
    if not turned:
        return settled.get(key) or _plainly(key)
    if (anywhere := settled.get(key)) in (NO, NOT_ASKED):
        return anywhere
    return NO if refuses and _plainly(key) == YES else ""


def _plainly(said: str) -> str:
    if _UNSURE.search(said):
        return ""
    if _NO.match(said):
        return "" if _NAME.search(said) else NO
    begun = _YES.match(said)
    rest = said[begun.end() :] if begun else ""
    if _TAKEN_BACK.search(rest):  # "consent withdrawn" begins as a yes does
        return NO if len(rest.split()) <= 3 and not _BUT.search(rest) and not _NAME.search(rest) else ""
    if begun and _NAMELESS.search(rest):
        return WITHOUT_NAME
    return YES if begun and not _BUT.search(rest) else ""


def offered(cell: str) -> str:
    """What it may mean in another language; a person has to say so."""
    word = folded(cell).strip(" .,!")
    return next((meaning for meaning, words in _WORDS.items() if word in words), "")


def looks_like_one(cell: str) -> bool:
    """Whether it is an answer to a question of permission, be it in another language."""
    return bool(_plainly(folded(cell)) or offered(cell))


def folded(cell: str) -> str:
    """An answer as it is compared: neither capitals nor spaces nor a full stop make another."""
    return " ".join(cell.split()).casefold().rstrip(".! ")


def meant(answers: Mapping[str, str] | None) -> dict[str, str]:
    """What a person said that answers mean, by the folded answer.

    Raises
    ------
    NotPossible
        When one is to mean something that no answer can.
    """
    for said, meaning in (answers or {}).items():
        if meaning not in MEANINGS:
            do = f"An answer can mean: {', '.join(MEANINGS)}. Such as --answer ja=yes, or answers={{'ja': 'yes'}}."
            raise NotPossible(f"'{meaning}' is nothing that the answer '{said}' can mean.", do=do, safe="Nothing was read.")
    return {folded(said): meaning for said, meaning in (answers or {}).items()}


def unsettled(question: str, cells: Counter[str], *, turned: bool = False, again: bool = False) -> str:
    """What to tell of answers to one question that are not plainly a yes or a no; of a further one (`again`) not once more what to do."""
    if turned:
        return _turned(question, cells)
    n = sum(cells.values())
    listed = [f"'{cell[:60]}' ({count}{_perhaps(cell)})" for cell, count in cells.most_common(_MOST_LISTED)]
    more = f" and {len(cells) - _MOST_LISTED} more" if len(cells) > _MOST_LISTED else ""
    first = next(iter(cells))[:60]
    are = "1 answer is" if n == 1 else f"{n} answers are"
    what = f"Not settled: to '{question[:80]}' {are} not plainly yes or no: {', '.join(listed)}{more}."
    if again:
        return f"{what} Say what they mean in the same way."
    return (
        f"{what} Nobody is quoted by such an answer until you "
        f'say what it means: --answer "{first}=yes" (or =no, ="without name", ="not asked"), or answers={{"{first}": "yes"}}; this is '
        "remembered for the next file with these columns. If the file is in already: undo that, and add it again so; or settle it "
        "person by person (copro people)."
    )


def _turned(question: str, cells: Counter[str]) -> str:
    listed = ", ".join(f"'{cell[:60]}' ({count})" for cell, count in cells.most_common(_MOST_LISTED))
    said = f"{question}: {next(iter(cells))[:60]}"
    return (
        f"Not settled: '{question[:80]}' is worded the other way round, or asks for something else too, so a yes there may be a no: {listed}. Nobody "
        f'is quoted by it until you say what each answer means to that question: --answer "{said}=yes" (or =no, ="without name", ="not asked"), '
        f'or answers={{"{said}": "yes"}}; this is remembered for the next file with these columns.'
    )


def _perhaps(cell: str) -> str:
    return f"; perhaps {meaning}" if (meaning := offered(cell)) else ""
