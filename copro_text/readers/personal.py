"""Personal: where a text may say who somebody is: names of people, telephone and NHS numbers, postcodes, addresses, dates of birth.

It flags; people decide. What it misses, a person can redact all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from copro_text import telltale
from copro_text.corpus import Span
from copro_text.masks import INSTEAD
from copro_text.readers.given_names import GIVEN
from copro_text.telltale import BOTH, NO_NAMES, folded


@dataclass(frozen=True, slots=True)
class Personal:
    """A place in a text: where it is in code points, and what it may be (one of `masks.INSTEAD`)."""

    start: int
    end: int
    kind: str


NAME = INSTEAD[0]
_CAP = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:['’-][^\W\d_]+)*"
# Begins where a word begins and takes all of it at once: else a word of many thousand letters is gone through from each of them.
_WHOLE = r"(?<![^\W\d_])(?<![^\W\d_]['’-])[^\W\d_a-zß-öø-ÿ][^\W\d_]*+(?:['’-][^\W\d_]++)*+"
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SURNAME = re.compile(rf" (?:(?:de|van|von|der|bin|al|ap) )?({_CAP})")
_STARTS = re.compile(r"(?:\A|[.!?:;…\n•*])[\s\"'“‘()*•–—-]*\Z")

_NOT_PEOPLE = frozenset(
    "i oh ok okay hi hello dear sir madam mr mrs ms miss dr thanks regards cheers everyone all folks team friends covid brexit google apple "
    "microsoft twitter youtube whatsapp amazon tesco asda boots healthwatch mencap samaritans macmillan age unison "
    "parliament westminster whitehall holyrood senedd "
    "government labour tory conservative liberal green care quality commission ofsted bbc gmc cqc pals camhs cmht gp gps a&e icb ccg pcn adhd "
    "pip dla uc dwp nice who london birmingham manchester liverpool leeds sheffield bristol cardiff swansea newport edinburgh glasgow belfast "
    "dublin york oxford cambridge hull bath wells derby nottingham leicester newcastle sunderland plymouth exeter cornwall devon kent essex "
    "surrey sussex norfolk suffolk yorkshire lancashire bradford brighton wigan bolton monday muslim christian hindu sikh jewish buddhist "
    "catholic polish indian pakistani bangladeshi somali chinese african caribbean asian american european french german spanish italian "
    "romanian ukrainian british welsh gypsy traveller roma deaf blind asperger alzheimer parkinson crohn huntington tourette down zimmer "
    "motability ramadan eid diwali hanukkah lent whitsun microsoft excel word skype messenger darzi heart lung cancer stroke maternity "
    "mother's father's new old years year act law report review charter manifesto framework constitution".split()
)
_BEFORE = re.compile(r"\b(?:St|Saint|King|Queen|Prince|Princess|Royal|Port|Fort|Lake|Mount|The) \Z")
_AFTER = re.compile(
    r"(?:['’]s?)? (?:Street|St|Road|Rd|Lane|Hospital|House|Ward|Centre|Center|Clinic|School|College|Church|Park|Court|Close|Avenue|Unit|Surgery|"
    r"Trust|Foundation|Lodge|Infirmary|University|Hall|Square|Act|Report|Review|Day|Rule|Law|Disease|Syndrome|Association|Society|Institute|"
    r"Fund|Inquiry|Wing|Suite|Building|Bridge|Station|Hospice|Library|Team|Green|Hill)\b"
)
_MEETING = re.compile(
    r"\b(?:(?:[Ss]p(?:oke|eak|eaking|oken)|[Tt]alk(?:ed|ing)?) (?:to|with)|[Aa]sk(?:ed)? for|(?:[Tt]hank you|[Tt]hanks|[Mm]any thanks) to|[Mm]et|"
    r"[Mm]eeting|(?:[Ss]een|[Hh]elped|[Ss]upported|[Vv]isited|[Tt]reated|[Rr]ung|[Ll]ooked after) by|[Rr]ang|[Pp]honed|[Tt]ell|[Tt]old|"
    r"[Aa]gree with|[Aa]greed? with|[Ll]ike what|[Aa]s|[Mm]iss|[Ll]ove|[Ll]oved|[Tt]hank|[Mm]arried|[Nn]ursed) (?=[^\W\d_a-z])"
)
_SPEAKING = re.compile(
    rf"({_WHOLE}) (?:said|says|told|tells|rang|phoned|wrote|explained|asked|helped|listened|smiled|cried|died|passed away|made|came|visited)\b"
)
_AS_SAID = re.compile(r"\A (?:said|says|told|wrote|put it|explained|pointed out|mentioned)\b")
_I_AM = re.compile(
    r"\b(?:[Ii]['’]m|[Ii] am|[Tt]his is|[Hh]i,? it['’]s|[Cc]all me|[Cc]alled|[Nn]amed|[Nn]ickname(?:d)?|[Hh]ello,? I['’]m) (?=[^\W\d_a-z])"
)
_ALWAYS_A_NAME = re.compile(r"(?i)(?:call me|called|named|nicknamed?) \Z")
_INITIALS = re.compile(rf"(?<![\w.])(?:[A-Z]\. ?){{1,3}}({_CAP}[^\W\d_])")
_CLOSING = re.compile(
    r"(?i)(?:(?:kind(?:est)?|best|warm(?:est)?|many) )?(?:regards|wishes|thanks|thank you|cheers|love|sincerely|faithfully|yours|truly|signed|xx+)"
    r"(?: from)?\s*[,.!–—-]*\s*(?P<name>[^\W\d_][^\n,.()]{1,40}?)(?P<rest>\s*(?:,[^\n]{0,40}|\([^\n]{0,40}\)|x+|\.)?)\s*\Z"
)
_LAST_LINE = re.compile(
    r"(?:\n|[.!?]\s+[–—-]|[.!?]\s*~)\s*[–—~-]*\s*(?P<name>[^\W\d_][^\n,.()]{1,40}?)(?:\s*(?:,[^\n]{0,40}|\([^\n]{0,40}\)|x+|\.)?)\s*\Z"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?: of)?[\s./-]+(?:\d{1,2}|[A-Za-z]{3,9})[\s./,-]+\d{2,4}"
_DAY = rf"(?:{_DAY}|[A-Za-z]{{3,9}} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
_BORN = re.compile(rf"(?i)\b(?:born|b\.|dob|d\.o\.b\.?|date of birth|birthday|birth date)(?:[^\d\n.!?]{{0,20}})({_DAY})")
_LOCAL = re.compile(
    r"(?i)\b(?:ext(?:ension)?\.?|tel\.?|telephone(?: number)?(?: is)?|phone(?: number)?(?: is)?|mobile(?: is)?)[:\s]+(\d[\d -]{2,10}\d)(?![\w/])"
)
_AREAS = frozenset(
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GIR GL GU GY HA HD "
    "HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE "
    "SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE".split()
)
_A_DAY = re.compile(r"\d(?:st|nd|rd|th)\Z")


def personal(text: str) -> tuple[Personal, ...]:
    """Where a text may say who somebody is, in order; no two overlap."""
    found = [Personal(start, end, kind) for kind, (start, end) in _numbers(text)]
    if not text.islower():
        found += [Personal(start, end, NAME) for start, end in _names(text)]
    return _apart(found, text)


def _numbers(text: str) -> Iterator[tuple[str, Span]]:
    for kind, (start, end) in telltale.numbers_by_kind(text):
        written = text[start:end]
        if kind == "postcode" and (re.match("[A-Za-z]*", written)[0].upper() not in _AREAS or _A_DAY.search(written)):  # type: ignore[index]
            continue
        digits = "".join(letter for letter in written if letter.isdecimal())
        if kind == "digits" and not telltale.is_nhs_number(digits):
            continue
        if kind == "digits" or (kind == "number" and len(digits) == 10 and "nhs" in text[max(0, start - 30) : start].lower()):
            kind = "NHS number"
        yield kind, (start, end)
    for pattern, kind in ((_BORN, "date of birth"), (_LOCAL, "telephone number")):
        if pattern is _BORN or any(letter.isdecimal() for letter in text):
            yield from ((kind, found.span(1)) for found in pattern.finditer(text))


# names of people


def _names(text: str) -> Iterator[Span]:
    low = folded(text)
    yield from telltale.after_a_relation_or_title(text, low, _ORDINARY)
    yield from _given(text)
    yield from _after_turns(text)
    yield from _closing(text)
    for found in _INITIALS.finditer(text):
        if not _is_word(found[1]) and not (_STARTS.search(text[: found.start()]) and found[0].count(".") == 1 and _plain(found[1]) in _ORDINARY):
            yield found.span()


_ORDINARY = NO_NAMES | BOTH


def _given(text: str) -> Iterator[Span]:
    """Usual first names with the surname after them, and names that are also words where nothing but a name can stand."""
    for word in _WORD.finditer(text):
        written = word[0]
        plain = _plain(written)
        if not written[0].isupper() or (written.isupper() and len(written) > 1 and not text.isupper()):
            continue
        sure = plain in GIVEN or plain.split("-")[0] in GIVEN
        if not sure and plain not in BOTH:
            continue
        if _BEFORE.search(text[max(0, word.start() - 10) : word.start()]) or _AFTER.match(text, _end(word)):
            continue
        end = _with_surname(text, word.start(), _end(word))
        if _AFTER.match(text, end):
            continue
        if sure or (not _STARTS.search(text[max(0, word.start() - 8) : word.start()]) and _is_someone(text, word.start(), end, _end(word))):
            yield (word.start(), end)


def _is_someone(text: str, start: int, end: int, first: int) -> bool:
    """Whether a word that is a name and an ordinary word is a name here: with a surname, or where people speak and are met."""
    return end > first or _MEETING.search(text[max(0, start - 24) : start] + "X") is not None or bool(_SPEAKING.match(text, start))


def _after_turns(text: str) -> Iterator[Span]:
    """Names that no list has, where people are met, asked and speak."""
    for found in _MEETING.finditer(text):
        span = _run(text, found.end())
        said_so = not found[0].lower().startswith("as ") or (span and _AS_SAID.match(text[span[1] :]))
        if span and said_so:
            yield span
    for found in _I_AM.finditer(text):
        span = _run(text, found.end())
        if span and (_ALWAYS_A_NAME.search(found[0]) or " " in text[slice(*span)] or _plain(text[slice(*span)]) in GIVEN):
            yield span
    for found in _SPEAKING.finditer(text):
        if not _STARTS.search(text[max(0, found.start() - 8) : found.start()]) and (span := _run(text, found.start())):
            yield span


def _run(text: str, at: int) -> Span | None:
    """One to three words with capitals, none of them a word that is no name."""
    first = _WORD.match(text, at)
    if first is None or not first[0][0].isupper() or _is_word(first[0]) or first[0].isupper() or _AFTER.match(text, first.end()):
        return None
    end = _with_surname(text, at, _end(first))
    return None if _AFTER.match(text, end) else (at, end)


def _with_surname(text: str, start: int, end: int) -> int:
    for _ in range(2):
        more = _SURNAME.match(text, end)
        if more is None or _is_word(more[1]) or (more[1].isupper() and len(more[1]) > 1 and not text[start:end].isupper()):
            break
        end = more.end() - (len(more[1]) - len(_unowned(more[1])))
    return end


def _closing(text: str) -> Iterator[Span]:
    """The name under a text: after "Regards," and the like, or alone on the last line."""
    for pattern in (_CLOSING, _LAST_LINE):
        tail = max(0, len(text) - 120)
        found = pattern.search(text, tail)
        if found is None:
            continue
        words = found["name"].split()
        names = [word for word in words if word[0].isupper() and not _is_word(word.strip("."))]
        usual = _plain(words[0]) in GIVEN or bool(re.fullmatch(r"[A-Z]\.?", words[0]))
        if 0 < len(words) <= 3 and len(names) == len(words) and (pattern is _CLOSING or usual) and not found["name"].isupper():
            yield found.span("name")


def _is_word(written: str) -> bool:
    """Whether a word with a capital is no name: a day, a place, a word that begins a sentence."""
    plain = _plain(written)
    return plain in NO_NAMES or plain in _NOT_PEOPLE or plain.startswith("i'") or _unowned(folded(written)) in _NOT_PEOPLE


def _plain(word: str) -> str:
    return _unowned(folded(word)).strip("-'")


def _unowned(word: str) -> str:
    return re.sub(r"['’]s?\Z", "", word)


def _end(word: re.Match[str]) -> int:
    return word.start() + len(_unowned(word[0]))


def _apart(found: Iterable[Personal], text: str) -> tuple[Personal, ...]:
    """In order and apart: of two that overlap the longer, names that touch made one."""
    kept: list[Personal] = []
    for each in sorted(set(found), key=lambda p: (p.start, -p.end, INSTEAD.index(p.kind))):
        if each.start >= each.end:
            continue
        last = kept[-1] if kept else None
        if last and each.kind == last.kind == NAME and (each.start <= last.end or text[last.end : each.start] in (" ", "-")):
            kept[-1] = Personal(last.start, max(last.end, each.end), NAME)
        elif last and each.start < last.end:
            if last.kind == NAME or each.end - each.start > last.end - last.start:
                kept[-1] = each
        else:
            kept.append(each)
    return tuple(kept)


# a trained pipeline, where one is installed


@cache
def _pipeline() -> Any:
    """The English pipeline of spaCy that somebody installed, or None; nothing is ever downloaded."""
    from importlib.metadata import entry_points

    names = sorted(entry.name for entry in entry_points(group="spacy_models") if entry.name.startswith("en_core_"))
    if not names:
        return None
    import spacy

    return spacy.load(names[-1], disable=["parser", "lemmatizer", "attribute_ruler"])


def people_by(pipeline: Any, texts: Sequence[str]) -> list[tuple[Personal, ...]]:
    """What a pipeline of spaCy takes for names of people, for each text."""
    found = pipeline.pipe(texts) if pipeline is not None else ()
    return [tuple(Personal(e.start_char, e.end_char, NAME) for e in doc.ents if e.label_ == "PERSON") for doc in found] or [()] * len(texts)


def personal_in(texts: Sequence[str]) -> list[tuple[Personal, ...]]:
    """`personal` for each text, with what an installed pipeline finds besides; the same for the same texts on one computer."""
    besides = people_by(_pipeline(), texts)
    return [_apart([*personal(text), *more], text) if more else personal(text) for text, more in zip(texts, besides, strict=True)]
