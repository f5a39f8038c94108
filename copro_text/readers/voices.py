"""Whose words a line of notes holds: a table or group, a person named before a colon, or somebody whom the line reports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from copro_text.readers.words import clean_name, tells_who


@dataclass(frozen=True, slots=True)
class Voice:
    """Who said something, as an `Item` has it; `person` tells one from another within a document."""

    voice: str = "not known"
    person: str = ""
    name: str = ""
    how: str = "own words"


NOBODY = Voice()

_GROUP = r"(?:table|group|sub-?group|small group|breakout(?: room| group)?|break-out(?: room| group)?|team|room|circle|pair|stall|station|corner)"
_WHICH = r"(?:(?:no\.?|number|#) ?)?(?:\d{1,3}|(?-i:[A-Z])|one|two|three|four|five|six|seven|eight|nine|ten)"
_GROUP_NAME = re.compile(rf"({_GROUP} {_WHICH})\b(?![-'’/])", re.IGNORECASE)
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"  # a letter that is not a small one, of any alphabet
_WORD = rf"(?:{_CAPITAL}[\w'’-]*+\.?|(?:de|da|di|van|von|der|den|bin|al|ap|ferch|la|le|el)\b)"
_NAME = rf"{_CAPITAL}[\w'’-]*+\.?(?: {_WORD}){{0,3}}+"
_NUMBERED = r"(?:person|participant|speaker|respondent|member|carer|service user|patient|volunteer|facilitator|p|r|f|m) ?\d{1,3}"
_LABEL = re.compile(
    rf"(?P<label>{_GROUP} {_WHICH}|{_NUMBERED}|[^\s:][^:\n]{{0,60}}?)\s?(?:\((?P<beside>[^():\n]{{1,60}})\))?\s?:(?!//)(?:\s+|\Z)", re.IGNORECASE
)
_IS_NAME = re.compile(rf"{_NAME}")
_IS_NUMBERED = re.compile(_NUMBERED, re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d\b[^\n:]{0,50}")
_ROLES = frozenset("facilitator interviewer interviewee moderator speaker carer patient researcher nurse scribe chair host everyone all".split())
# Words that people put before a colon and that are no names. A word that stands in small letters elsewhere is none either.
_NO_NAMES = frozenset(
    """
    a about access accessibility action actions address admin advantages agenda agreed agreement aim aims also anon answer answers apologies
    asks aspirations attendance attendees attending author background bad barriers benefits best big both budget but caption care challenges
    change changes chat comment comments communication communities community conclusion conclusions concerns consent contact content context
    cons copyright cost costs data date dates decision decisions definition demo dementia design details difficulties digital disadvantages
    discussion do don'ts done dos draft e-mail education email enablers energy engagement environment equality equipment evaluation event
    evidence example examples facilitators fax fears feedback fig figure finally first flipchart food for from funding future general goal
    goals good greatest ground guidance health help helpful here home hopes housing how however idea ideas image impact important in
    inclusion info information input introduction intro involvement issue issues item items key keywords last leaflets learning lessons
    likes dislikes lived experience link links listening location main maybe measures mental meeting members method methods minutes money
    more name names needs negative negatives next no note notes nb now objective objectives observations ok one opportunities other others
    outcome outcomes output outputs overall page parking participants partners pay people person phone photo picture place plan plans plus
    point points policy poll positive positives power practical practice present principle principles priorities priority problem problems
    process project promises pros ps purpose q questions question quote quotes re reading reason reasons recommendation recommendations
    reference references reflection reflections remember report research resources respect response responses result results review risk
    risks role roles rule rules safety second secondly services service session sessions sharing shared slide slides social solution
    solutions source sources staff start statement stop strengths subject success suggestion suggestions summary support survey task tasks
    tel telephone template theme themes then third thought thoughts threats time timeline times tip tips title to today together topic
    topics training transport travel trust update url urgent values venue version video vision voice warning weaknesses website welcome
    wellbeing what when where which who why wifi wish wishes work workshop workshops worries yes zoom continue cc bcc sent attachments
    regards dear monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december
    """.split()
)
_IN_CHARGE = (
    r"(?:(?:table|group|room|workshop|session|meeting) )?(?:(?:co-?)?(?:facilitators?|chair(?:person|man|woman|s)?|hosts?|moderators?)|scribes?|"
    r"note[- ]?takers?|recorders?|(?:facilitated|chaired|hosted|led|run|notes?(?: taken)?|minutes(?: taken)?|written (?:up|down)|typed(?: up)?|"
    r"recorded) by|present|attend(?:ing|ees|ance)|in (?:attendance|the room)|apologies(?: from)?)"
)
_LISTED = rf"{_NAME}(?: ?\([^()\n]{{1,60}}\))?"
_WHO_WAS_THERE = re.compile(rf"(?i:{_IN_CHARGE})\s?:\s*(?P<who>(?i:none|nobody)|{_LISTED}(?:(?:, and |, | and | & | ?/ ?|; ){_LISTED})*+)\.?\s*")
_INTERJECTIONS = frozenset(
    "ah cheers fine good great hello hi hmm lovely maybe no okay ok perfect really right so sure sorry thanks true well yeah yes".split()
)
_SPEECH = (
    r"(?:said|says|say|told (?:us|me|everyone|everybody|the (?:room|group|table))|tells us|felt|feels|thought|thinks|asked|asks|mentioned|explained|"
    r"reported|commented|added|argued|noted|pointed out|described|recalled|shared that|suggested|wanted to know|agreed|replied|wondered)"
)
_KINDS = "person|participant|carer|member|parent|patient|service user"
_SEVERAL = (
    r"(?:(?:the|this|that|our) (?:table|group|room|pair|participants|people at (?:the|this) table)|"
    r"(?:some|several|many|most|a few|two|three|other|lots of) (?:people|participants|carers|members|parents|patients|service users|of (?:us|them))|"
    rf"(?:one|another|a) (?:{_KINDS}|woman|man|mum|dad|nurse)|"
    r"people|participants|carers|someone|somebody|others|another|everyone|everybody|he|she|they)"
)
_REPORT = re.compile(
    rf"[\"'“‘(]?(?:(?P<group>{_GROUP} {_WHICH})|(?P<several>{_SEVERAL})|(?P<name>(?-i:{_NAME}))(?P<both> (?:and|&) (?-i:{_NAME}))?)"
    rf"(?: (?:also|then|all|both|strongly|really))? {_SPEECH}\b(?!\s+(?:and|or) done\b)",
    re.IGNORECASE,
)
_NOT_REPORTERS = frozenset(
    """
    i we it that this you there what which who nobody nothing evidence research feedback the a an as when if and but so
    everything service services policy data government report reports doctors staff nurses councils none most my our his her
    their one group groups table tables everyone everybody someone
    being having getting been was were is are be not never ever rarely seldom often always sometimes usually once twice again
    just only still already yet later recently previously first last well better best much less enough
    """.split()
)
_GENERIC = frozenset(
    "author user owner admin administrator microsoft office windows default unknown guest word libreoffice openoffice google docs python-docx staff "
    "reception computer laptop pc desktop work home hp dell lenovo acer asus toshiba company organisation".split()
)


def group(name: str) -> Voice:
    """A table or group of this document."""
    shown = " ".join(name.split())
    return Voice("group", f"group:{shown.casefold()}", shown[:1].upper() + shown[1:])


def person(name: str, how: str = "own words") -> Voice:
    """Someone by name; nobody where the name tells nobody apart."""
    shown = clean_name(name)
    return Voice("person", f"name:{shown.casefold()}", shown, how) if shown and tells_who(shown) else Voice("not known", "", "", how)


def editor(author: str) -> Voice:
    """Whoever a program names as the author of a comment or a change: its own words for nobody tell nothing."""
    said = " ".join(author.split())
    if not said or _is_generic(said):
        return NOBODY
    shown = clean_name(said)
    return person(said) if shown else Voice("person", f"mail:{said.casefold()}", "")


def _is_generic(name: str) -> bool:
    return all(word in _GENERIC for word in re.findall(r"[\w-]+", name.casefold())) or not tells_who(name)


def plain_name(author: str) -> str:
    """The name of a document's author where it is one as people write theirs; "" for addresses, log-ins, initials and programs."""
    name = clean_name(author)
    words = name.split()
    fits = 1 <= len(words) <= 4 and bool(re.fullmatch(_NAME, name)) and any(len(w) > 1 and w[1:].islower() for w in words)
    return name if fits and name == " ".join(author.split()) and not _is_generic(name) else ""


def group_in(heading: str) -> Voice:
    """The table or group that a heading begins with; NOBODY where it begins with none."""
    match = _GROUP_NAME.match(heading.strip())
    return group(match[1]) if match else NOBODY


def is_only_a_group(line: str) -> bool:
    """Is the line nothing but the name of a table or group?"""
    match = _GROUP_NAME.match(line.strip())
    return bool(match) and not line.strip()[match.end() :].strip(" :.–—-") if match else False


def who_was_there(line: str) -> bool:
    """Does the line say who ran a table or was at it, and nothing else?

    >>> who_was_there("Facilitator: Maya"), who_was_there("Present: Ada Quill (carer), Tom and Jo")
    (True, True)
    >>> who_was_there("Facilitator: And what would you have wanted?"), who_was_there("Facilitator: Thanks.")
    (False, False)
    """
    match = _WHO_WAS_THERE.fullmatch(line.strip())
    return bool(match) and match["who"].split()[0].casefold().rstrip(".") not in _INTERJECTIONS if match else False


def reported(text: str) -> Voice | None:
    """Whom a line reports ("Anne said that ..."), or None where it reports nobody."""
    match = _REPORT.match(text)
    if match is None:
        return None
    if match["group"]:
        told = group(match["group"])
        return Voice(told.voice, told.person, told.name, "reported by")
    if match["several"] or match["both"]:
        return Voice("not known", "", "", "reported by")
    first = match["name"].split()[0].casefold().rstrip(".")
    if first in _NOT_REPORTERS or first in _NO_NAMES or match["name"].split()[-1].casefold() in _NO_NAMES:
        return None
    return person(match["name"], "reported by")


class Said(NamedTuple):
    """What a line says, who is named before its colon, and what stood in brackets beside the name."""

    voice: Voice
    beside: str
    text: str


class Speakers:
    """Which labels before a colon are names, judged by the whole document.

    Two words or more that are written like a name, a numbered person and a group are names at once. A single word is one if it
    comes twice, and the document never uses it as an ordinary word. All others are told, so that nothing is guessed in silence.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        texts = list(lines)
        labels = [match["label"] for text in texts if (match := _LABEL.match(text))]
        self._times = Counter(label.casefold() for label in labels)
        self._small = {word for text in texts for word in re.findall(r"\b[a-zà-öø-ÿ][\w'’-]*", text)}
        self.taken: dict[str, None] = {}
        self.refused: dict[str, None] = {}

    def of(self, text: str, *, heading: bool = False) -> Said | None:
        """Who is named before the colon of a line, and what follows; None where nobody is, which is told unless it is a heading."""
        clock = _CLOCK.match(text)
        if clock:
            self.refused.update({} if heading else {clock[0].strip(): None})
            return None
        match = _LABEL.match(text)
        if match is None:
            return None
        label = match["label"].strip(" *_")
        if (told := group_in(label)).voice == "group" and is_only_a_group(label):
            return Said(told, match["beside"] or "", text[match.end() :].strip())
        if not self._is_person(label):
            if not heading and len(label.split()) <= 3 and re.search(r"[^\W\d_]", label):
                self.refused.setdefault(label)
            return None
        self.taken.setdefault(label)
        return Said(person(label), match["beside"] or "", text[match.end() :].strip())

    def _is_person(self, label: str) -> bool:
        if _IS_NUMBERED.fullmatch(label):
            return True
        words = label.casefold().split()
        if not _IS_NAME.fullmatch(label) or any(word.strip(".") in _NO_NAMES for word in words) or not tells_who(label):
            return False
        if len(words) > 1:
            return any(word not in self._small for word in words)
        return self._times[label.casefold()] > 1 and (words[0] in _ROLES or words[0] not in self._small)
