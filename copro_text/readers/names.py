"""Names: how people write theirs when they ask to be credited, and the name under a text."""

from __future__ import annotations

import re

from copro_text.corpus import Span
from copro_text.readers import patterns as p

_INITIALLED = re.compile(rf"(?<![A-Z]-){p.INITIALLED}{p.NAME_TAIL}")  # not within "A-L-E-D. Only"
_GROUP = re.compile(p.GROUP)
_FULL = re.compile(p.FULL + p.NAME_TAIL)
_SINGLE = re.compile(p.SINGLE + p.NAME_TAIL)
_GIVEN = re.compile(r"(?:\b(?:as|me|us|is|in|be|to|say|name|put)[ ,]+|(?:[:=(–—]|(?<![A-Z])-) ?)(?:just |plain |simply )?\"?", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:in|at|near|from|the|of|of a|to the|on)\s\Z", re.IGNORECASE)
_CUES = re.compile(p.NAME_CUES, re.IGNORECASE)
_LEAD = re.compile(
    r"[-–—*•(\s]*(?:(?:and |so |and yes,? )?(?:(?:it's|i'm|i am|mine's|yours|yours sincerely|regards|best wishes|thanks|cheers)[,:]? )?)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:[^.!?\n]{0,40} )?(?:my )?(?:names?|authors?|credits?|signed|(?:author|credit|name)s? (?:list|bit|can go "
    r"in)|for the (?:authors|credits|list))[^:=\n]{0,30}[:=] ?",
    re.IGNORECASE,
)
_LISTS = re.compile(r"\b(?:names?|authors?|credit(?:s|ed)?|list)\b", re.IGNORECASE)
_SHORT_WISH = re.compile(r"\b(?:put|write|print(?:ed)?|say|list(?:ed)?|authors?|names?|credit(?:s|ed)?|count|add|call me)\b", re.IGNORECASE)
_IT_IS = re.compile(r"\b(?:it's|it is|write me,?|say|as plain|put me down,?|me down:?) (?:just |plain )?", re.IGNORECASE)
_TAIL = re.compile(
    r"[\s,.(:–—-]*(?:if|for|to|on|as|at|please|pls|in full|goes|will do|would do|is sufficient|is how|is fine|without|"
    r"no title|with|and spell|and you|and if|and i'?d|"
    r"and no|by all means|yes please|yes|put|assuming|thanks?|thank you|go on|so|but put|you can|author)\b",
    re.IGNORECASE,
)
_NOTHING_MORE = re.compile(r"[\W_]*\Z")
_NO_NAME = frozenset("i the this that please thanks thank you it yes no not also and but so if universal credit social".split())


def name_in(sentence: str, cue: Span) -> Span | None:
    """The name that goes with a wish to be named: after the words that ask for it, else anywhere in the sentence."""
    for given in _GIVEN.finditer(sentence, max(0, cue[0] - 1)):
        if _GROUP.match(sentence, given.end()) and _PLACE.search(sentence[: given.end()]):
            continue  # "I sat at Table 4"
        for pattern in (_GROUP, _INITIALLED, _FULL, _SINGLE):
            if (match := pattern.match(sentence, given.end())) and _is_name(match[0]):
                return match.span()
    for pattern in (_INITIALLED, _FULL):
        for match in pattern.finditer(sentence):
            if _is_name(match[0]) and not _PLACE.search(sentence[: match.start()]):
                return match.span()
    return None


def signed(sentence: str) -> Span | None:
    """The name that closes a text: alone with initials, labelled, or with words like "if you need one"."""
    label = _LABEL.match(sentence)
    if label and (found := _first_name(sentence, label.end(), (_INITIALLED, _FULL, _SINGLE))):
        return found
    lead = _LEAD.match(sentence)
    for pattern in (_INITIALLED, _FULL):
        match = pattern.match(sentence, lead.end() if lead else 0)
        if match and _is_name(match[0]) and _meant(sentence[match.end() :], with_initials=pattern is _INITIALLED):
            return match.span()
    return _within_a_wish(sentence)


def _first_name(sentence: str, start: int, kinds: tuple[re.Pattern[str], ...]) -> Span | None:
    return next((m.span() for kind in kinds if (m := kind.match(sentence, start)) and _is_name(m[0])), None)


def _within_a_wish(sentence: str) -> Span | None:
    """Initials and surname in a short sentence about writing them down; a whole name only after "it's" and the like."""
    if len(sentence.split()) <= 25 and _SHORT_WISH.search(sentence):
        for match in _INITIALLED.finditer(sentence):
            if _is_name(match[0]) and not _PLACE.search(sentence[: match.start()]):
                return match.span()
    if _LISTS.search(sentence):
        return next((found for given in _IT_IS.finditer(sentence) if (found := _first_name(sentence, given.end(), (_INITIALLED, _FULL)))), None)
    return None


def _meant(rest: str, *, with_initials: bool) -> bool:
    if _NOTHING_MORE.match(rest):
        return with_initials
    if with_initials and re.fullmatch(r"(?:,| \(?)[^,.;]{2,40}\W*", rest) and not re.match(r"\s\w+ed\b|\s(?:was|is|has|said|told)\b", rest):
        return True
    return bool(_TAIL.match(rest)) and (with_initials or bool(_CUES.search(rest[:120])))


def _is_name(text: str) -> bool:
    first = text.split()[0].lower()
    return first not in _NO_NAME and len(text) > 2
