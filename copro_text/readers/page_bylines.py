"""By-lines: who a page says wrote a post, one or several people or an organisation, and what it says of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from copro_text.readers.page_lines import LONGEST, date_of

_CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ"
_PARTICLE = r"(?:de|la|le|van|von|der|den|di|da|dos|del|al|el|bin|ter|ap|ab|y|du)"
_WORD = rf"(?:[{_CAPITAL}][\w'’.-]*)"
_NAME = rf"{_WORD}(?: (?:{_PARTICLE} )*{_WORD}){{0,4}}"
_FULL = rf"{_WORD}(?: (?:{_PARTICLE} )*{_WORD}){{1,4}}"
_BESIDE = r"(?: \([^()]{1,200}(?:\([^()]{1,60}\)[^()]{0,80})?\))?"
_LIST = re.compile(rf"{_FULL}{_BESIDE}(?:(?:, and |, | and | & ){_FULL}{_BESIDE}){{0,8}}")
_ONE = re.compile(rf"({_FULL})({_BESIDE})")

_BY = re.compile(
    r"(?:(?:a )?guest (?:post|blog)(?: (?:post|written))?(?: by| from)|(?:this )?(?:post|blog|article|piece) (?:is |was )?(?:written )?by|"
    r"(?:words|text|written|posted|published|contributed) by|authors?:|by):? (?P<who>.+)",
    re.IGNORECASE,
)
_ON_THE_DAY = re.compile(
    r"(?P<who>.+?)(?:,? (?:at|on|\||·|•|-|–)|,)? (?P<date>(?:\w+,? )?\d{1,2} \w+,? \d{4}.*|(?:\w+, )?\w+ \d{1,2}, \d{4}.*|\d{1,2}:\d\d\b.*)"
)
_CLOCK = re.compile(r"\d{1,2}:\d\d\b")
_DATE_FIRST = re.compile(r"(?:posted |published )?(?:on )?(?P<date>.{6,40}?),? by (?P<who>.+)", re.IGNORECASE)
_THANKS = re.compile(
    r"(?:(?:many|big|special|our|with|huge|grateful) )*thanks to (?P<who>.+?) for (?:her|his|their|this|the|a|writing|sharing|"
    r"contributing)\b[^.!?]{0,80}[.:!]?",
    re.IGNORECASE,
)
_VERB = (
    r"(?:reflects?|writes?|shares?|talks?|describes?|explains?|looks? (?:at|back)|tells?|discuss(?:es)?|considers?|asks?|explores?|reports?|"
    r"introduces?|argues?|blogs?|recalls?)"
)
_STANDFIRST = re.compile(rf"(?P<who>{_FULL}(?:(?: and | & |, ){_FULL}){{0,4}}) {_VERB} .{{3,160}}")
_REPORTED = re.compile(
    r"\(?(?:reported|report|written up|write-up|notes?(?: taken)?|summary|compiled|recorded|posted|written) by:? (?P<who>[^()]+?)\.?\)?",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:films?|trust|team|group|network|council|centre|center|cic|ltd|limited|society|association|foundation|services?|alliance|forum|hub|"
    r"collective|partnership|college|university|nhs|institute|charity|committee|board|panel|organisation|organization|company|coalition|project|"
    r"union|agency|department|commission|consortium|studio|theatre|mind|healthwatch|members|carers|staff)\b",
    re.IGNORECASE,
)
_IS_A_BODY = re.compile(
    r"(?:an?|the) (?:[\w'’-]+ ){0,4}?(?:group|organisation|organization|charity|company|team|network|collective|partnership|trust|project|forum)\b",
    re.IGNORECASE,
)
_NO_NAME = frozenset("i we you he she it they the a an all this that these those our my your in on at for from with if when how why what who".split())


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote something, as the page says.

    Attributes
    ----------
    names
        One or more.
    voice
        person or organisation.
    beside
        What it says of them, such as "National Advisor".
    when
        A date that stands in the same line, ISO 8601.
    """

    names: tuple[str, ...]
    voice: str = "person"
    beside: str = ""
    when: str = ""


def above(text: str) -> Byline | None:
    """What a line directly under the title says of the author; None where it says nothing of one."""
    if len(text) > LONGEST:
        return None
    if thanks := _THANKS.fullmatch(text):
        return _people(thanks["who"])
    if standfirst := _STANDFIRST.fullmatch(text):
        names = _names(standfirst["who"])
        return Byline(names, beside=text[standfirst.end("who") :].strip()) if names else None
    return below(text) or _by(text)


def byline(text: str) -> Byline | None:
    """What a line that begins a post says where it says nothing else: "By Tom Finch and Mary Roe", "A guest post by the Soup Team"."""
    return _by(text) if len(text) <= LONGEST else None


def below(text: str) -> Byline | None:
    """What a line at the end of a post says: "(Reported by Ada Finch)", "Posted by Ada at 10:30"."""
    text = text.strip()
    match = _REPORTED.fullmatch(text) if len(text) <= LONGEST else None
    return _dated(match["who"]) if match else None


def named(text: str) -> Byline | None:
    """What an author's name is, where the page marks it as one."""
    text = re.sub(r"^(?:by|posted by|written by|author:?|from):? ", "", " ".join(text.split()), flags=re.IGNORECASE)
    return _dated(text) or (
        Byline((text,), "organisation" if _BODY.search(text) else "person") if 0 < len(text) <= 80 and any(map(str.isalpha, text)) else None
    )


def speakers(text: str) -> Byline | None:
    """The people whom a text names first, with what stands in brackets behind them: "Ada Finch (Soup University) and Bo Roe (Leek Ltd)"."""
    match = _LIST.match(text)
    if not match:
        return None
    people = [(m[1].rstrip("."), m[2].strip()[1:-1].strip()) for m in _ONE.finditer(match[0])]
    names = tuple(name for name, _ in people if is_name(name))
    return Byline(names, beside="; ".join(dict.fromkeys(beside for _, beside in people if beside))) if names else None


def is_name(text: str) -> bool:
    """Could it be how a person is called? One to five words with capitals, and none that begins a sentence."""
    return bool(re.fullmatch(_NAME, text)) and len(text) <= 60 and not any(c.isdigit() for c in text) and text.split()[0].lower() not in _NO_NAME


def _by(text: str) -> Byline | None:
    if dated := _DATE_FIRST.fullmatch(text):
        when, found = date_of(dated["date"]), _people(dated["who"])
        if when and found:
            return replace(found, when=when)
    match = _BY.fullmatch(text)
    return _dated(match["who"]) if match else None


def _dated(who: str) -> Byline | None:
    """People, and a date or a time of day behind them where there is one."""
    match = _ON_THE_DAY.fullmatch(who)
    when = date_of(match["date"]) if match else ""
    if match and (when or _CLOCK.match(match["date"])) and (found := _people(match["who"])):
        return replace(found, when=when)
    return _people(who)


def _people(who: str) -> Byline | None:
    who = who.strip(" .:")
    if _is_sentence(who):
        return None
    if listed := _listed(who):
        return Byline(listed)
    head, beside = _head(who)
    if not head or not (head[0].isupper() or head.lower().startswith(("the ", "members "))) or head.split()[0].lower() in _NO_NAME - {"the"}:
        return None
    names = _names(head)
    if (
        _IS_A_BODY.match(beside)
        or (head.lower().startswith("the ") and _BODY.search(names[-1] if names else head))
        or (_BODY.search(head) and not (len(names) > 1 and not all(_BODY.search(n) for n in names)))
    ):
        return Byline((head,), "organisation", beside)
    return Byline(names, beside=beside) if names else None


def _is_sentence(who: str) -> bool:
    return len(who) > 160 or bool(re.search(r"[.!?] [A-Z]", re.sub(r"\b(?:[A-Z]|Dr|Mr|Mrs|Ms|Prof|Rev|St)\.", "", who)))


def _head(who: str) -> tuple[str, str]:
    """The names, and what is said of them."""
    parts = re.split(r"(?: [–—-] |, | \(| \| |: )", who, maxsplit=1)
    return parts[0].strip(), (parts[1].rstrip(")").strip() if len(parts) > 1 else "")


def _listed(who: str) -> tuple[str, ...]:
    """Names with commas between, where the last is joined by "and"; else none, for behind a comma often stands what somebody does."""
    match = re.fullmatch(r"(.+?(?:, .+?)+),? (?:and|&) (.+)", who)
    if not match:
        return ()
    names = tuple(name.strip() for name in (*match[1].split(","), match[2]))
    return names if all(is_name(n) and not _BODY.search(n) and not _JOB.search(n) for n in names) else ()


def _names(head: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in re.split(r",? and |,? & |, ", head))
    return names if all(is_name(re.sub(r"^the ", "", name, flags=re.IGNORECASE).strip()) for name in names) else ()


_JOB = re.compile(
    r"\b(?:manager|advis[eo]r|officer|director|lead|professor|lecturer|researcher|coordinator|co-ordinator|chair|consultants?|nurse|psychologist|"
    r"psychiatrist|worker|trustee|editor|head|chief|strategy|policy|student|fellow|reader|tutor|volunteer)\b",
    re.IGNORECASE,
)
