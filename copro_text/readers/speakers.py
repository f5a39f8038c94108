"""Speakers: which "Name:" before the words of a recording is somebody's name, and what kind of name it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from copro_text.readers.words import clean_name

_LABEL = re.compile(r"\s*(?:[-–—]\s*)?\[?((?:\d{1,2}[:.h]\d{2}\s+)?[^\s:：\[\]][^:：\[\]\n]{0,78}?)\]?(?:\s?:(?:\s+|\Z)|：\s*)")
_TIME_LED = re.compile(r"\d{1,2}[:.h]\d{2}\b")
_BESIDE = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_ROLE = re.compile(
    r"(?:(?:un(?:known|identified)|male|female|next|new) )?(?:speaker|participant|interviewer|interviewee|respondent|facilitator|moderator|"
    r"chair(?:person|man|woman)?|co-?chair|host|presenter|panell?ist|guest|researcher|audience(?: member)?|caller|delegate|attendee|member|"
    r"voice|user|table|group|room|breakout(?: room)?|meeting room|team)(?:[ #-]{0,2}(?:\d{1,3}|[A-Z]))?",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(
    r"(?:(?:tel|phone|telephone|caller|call[- ]in user|dial[- ]in)[.:]?\s*)?"
    r"(?:\+[\d\s().*xX-]{5,24}|\(?0[\d\s().*xX-]{8,20}|(?:1[\s.-]?)?\(?\d{3}\)?[\s.-]?[\d*xX]{3}[\s.-]?[\d*xX]{4})",
    re.IGNORECASE,
)
BY_TELEPHONE = "somebody by telephone"
_NUMBERED = re.compile(r"[ #-]{0,2}(?:\d{1,3}|\b[A-Z])\Z")
_NOBODY = re.compile(r"(?:un(?:known|identified)|next|new|no|audience|another)\b.*|someone|anonymous|voice|guest|unknown", re.IGNORECASE)
_GROUP = re.compile(r"(?:table|group|room|breakout(?: room)?|meeting room|team)\b.*|.*\b(?:meeting|conference|board) room\b.*", re.IGNORECASE)
_PARTICLES = frozenset("de da do dos das del della der den di du la le van von zu bin ibn al el ap ab ferch y e of and".split())
# Words in front of a colon that nobody is called.
_NO_NAME = frozenset(
    """note notes question questions answer answers example examples warning important reminder update summary agenda meeting minutes chapter
    section part step steps point points first second third firstly secondly thirdly finally lastly also remember quote topic title theme slide
    slides music applause laughter source sources subject date time times respect conclusion result results today tomorrow yesterday plus nb re
    fyi ok okay yes yeah no well so and but then now however basically actually anyway hint tip fact facts problem solution option reason idea
    aim goal thing things translation transcript subtitles captions kind language style hello hi thanks thank welcome sorry please again
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december
    morning afternoon evening break lunch tea coffee introduction background discussion action actions next previous who what when where why how
    remark remarks comment comments feedback chat poll link website email phone address http https q a""".split()
)
_SPEECH = frozenset(
    """the this that these those is was are were be been am i we you he she it they me us them my our your his her its their what which who why
    how when where because so but or if then there here to in on at for with from about as not don't can could would should says said say saying
    asked asking thought thinking question answer an a one two three""".split()
)


@dataclass(frozen=True, slots=True)
class Label:
    """What stood before the words.

    Attributes
    ----------
    key
        What tells one speaker from another within the file; "" where nothing does ("Unknown Speaker").
    name
        The name, "" where it is none ("Speaker 1").
    called
        What to call them when talking of the file.
    voice
        person or group.
    beside
        What stood in brackets behind the name: "he/him", "Service User".
    """

    key: str
    name: str
    called: str
    voice: str = "person"
    beside: str = ""

    @property
    def words(self) -> frozenset[str]:
        """The words of the name, to know it again by."""
        return frozenset(word.casefold() for word in re.findall(r"[^\W\d_]{2,}", self.name))


@dataclass(frozen=True, slots=True)
class Seen:
    """A "Name:" where one may stand, with what follows; `fresh` where a sentence had ended before it."""

    label: str
    rest: str
    fresh: bool


def split_label(text: str) -> tuple[str, str] | None:
    """What stands before the first colon, and what follows.

    >>> split_label("Dr. Jane Doe: We start at 10:30: sharp.")
    ('Dr. Jane Doe', 'We start at 10:30: sharp.')
    >>> split_label("10:30 Meeting: hello")
    ('10:30 Meeting', 'hello')
    """
    match = _LABEL.match(text[:200])
    return (match[1].strip(), text[match.end() :]) if match else None


def read_label(written: str) -> Label:
    """What a label says: a name, a role without a name, a table.

    >>> read_label("Sam (he/him)")
    Label(key='sam (he/him)', name='Sam', called='Sam', voice='person', beside='he/him')
    >>> read_label("Speaker 1").name
    ''
    """
    flat = clean_name(written).strip(" :")
    beside = "; ".join(part.strip() for part in _BESIDE.findall(flat) if part.strip())
    bare = " ".join(_BESIDE.sub(" ", flat).split()) or flat
    if _TELEPHONE.fullmatch(flat):  # whoever dialled in: it tells one from another, and is nobody's name
        return Label(flat.casefold(), "", BY_TELEPHONE)
    if _GROUP.fullmatch(bare):
        return Label(flat.casefold(), bare, bare, "group", beside)
    if not bare or _ROLE.fullmatch(bare) or _NOBODY.fullmatch(bare):
        return Label("" if not bare or _NOBODY.fullmatch(bare) else flat.casefold(), "", flat or "no name", "person", beside)
    return Label(flat.casefold(), bare, bare, "person", beside)


def accept(seen: Iterable[Seen], spoken: frozenset[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Which labels are speakers, and which were looked at and refused.

    Parameters
    ----------
    seen
        Every place where a label may stand.
    spoken
        The words that stand somewhere in the file with a small first letter: ordinary words, not names.
    """
    every = list(seen)
    counts = Counter(s.label for s in every)
    fresh = {s.label for s in every if s.fresh and _begins(s.rest)}
    accepted = frozenset(label for label, n in counts.items() if _is_speaker(label, n, label in fresh, spoken))
    first_words = {word for label in accepted for word in _bare(label).casefold().split()}
    accepted |= {label for label in counts if label.casefold() in first_words and label[:1].isupper()}
    return accepted, tuple(label for label in counts if label not in accepted)


def _bare(label: str) -> str:
    return " ".join(_BESIDE.sub(" ", label).split())


def _begins(rest: str) -> bool:
    """Does a sentence begin here? After a name one does; after "Respect:" it goes on."""
    first = rest.lstrip(" \"'“‘(¿¡")[:1]
    return not first.islower()


def _is_speaker(label: str, times: int, fresh: bool, spoken: frozenset[str]) -> bool:
    bare = _bare(label)
    words = [word.strip(".,'’\"") for word in bare.split()]
    low = [word.casefold() for word in words if word]
    if _TIME_LED.match(label) or not low or len(low) > 7 or "?" in label or "!" in label:
        return False
    if _ROLE.fullmatch(bare):
        return bool(_NUMBERED.search(bare)) or times > 1 or fresh or len(low) > 1
    if all(word in _NO_NAME for word in low) or any(word in _SPEECH for word in low):
        return False
    if not _looks_like_a_name(words):
        return times > 2 and len(low) <= 3
    ordinary = all(word in spoken or word in _NO_NAME for word in low)
    if len(low) > 1 or bare != label:
        return times > 1 or not ordinary
    return times > 1 or (fresh and not ordinary)


def _looks_like_a_name(words: list[str]) -> bool:
    """Every word with a capital (or in a script without), but "van" and the like."""
    telling = [word for word in words if word and word.casefold() not in _PARTICLES]
    return (
        bool(telling) and all(not word[0].islower() and word[0].isalpha() for word in telling) and not any(c in "<>/\\=@" for w in telling for c in w)
    )


def sounds_like_speech(label: str) -> bool:
    """Is it rather the start of a sentence, or a point of a programme, than what somebody is called?"""
    low = [word.strip(".,'’\"").casefold() for word in _bare(label).split()]
    return not low or len(low) > 8 or label.rstrip()[-1:] in ".?!,;" or any(word in _SPEECH for word in low) or all(word in _NO_NAME for word in low)
