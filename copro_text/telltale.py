"""Turns of phrase that tell who someone is: a name after a relation or a title, numbers that belong to one person, addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache

from copro_text.corpus import Span

TITLES = frozenset("mr mrs ms miss mx dr doctor prof professor rev reverend sir dame lord lady cllr councillor sr".split())
_KIN = (
    "son daughter mum mam mom mother dad father nan nana nanna gran granny grandma grandmother grandad granddad grandpa grandfather taid nain "
    "husband wife partner brother sister twin aunt auntie aunty uncle cousin niece nephew stepson stepdaughter stepdad stepmum grandson "
    "granddaughter fiance fiancee girlfriend boyfriend friend mate neighbour colleague boy girl lad lass baby child kid bloke"
)
_STAFF = (
    "nurse sister matron midwife consultant psychologist psychiatrist therapist counsellor physio physiotherapist surgeon dentist pharmacist "
    "carer worker keyworker manager receptionist caretaker chaplain teacher advocate chair chairman chairwoman chairperson gp constable "
    "sergeant canon"
)
_SMALL = (
    "a about after again all also always am an and any are as ask asked at back be because been before being both but by came can come could "
    "did do does down each even ever every everyone few first for from gave get go going gone good got had has have he her here hers him his "
    "how i if im in into is it its just keep kept know last left let like look lost made make many may me more most much must my need never "
    "new next no nobody none not nothing now of off on once one only or other our out over own please put ran rang read really said same sat "
    "saw say says see sent set she should so some someone still such take than thank thanks that the their them then there these they thing "
    "this those to told too took two under until up us used very want was we well went were what when where which while who whose why with "
    "without would wrote yes yet you your seemed goes thinks thought comes takes makes wants needs tells asks gets gives runs sits lives died "
    "dies moved started stopped"
)
_PLACES = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november "
    "december christmas easter england english wales welsh scotland scottish ireland irish britain british uk gb cymru europe nhs god "
    "facebook zoom teams hospital ward room clinic centre center trust group council committee association society service services support "
    "team board unit house home club charity network forum panel project surgery practice department hall bay choir stroke regular st street "
    "road avenue lane close north south east west town city county community health social care mental mind matters row letter checkers speak "
    "voices voice people public"
)
_ROLES = (
    "user users patient patients survivor student retired former ex lay member parent parents carers nurses staff deaf blind disabled "
    "autistic practitioner specialist prescriber assistant officer director trustee volunteer researcher chief executive lead senior junior "
    "worried angry tired anon anonymous guest visitor reader someone admin concerned local resident"
)
NO_NAMES = frozenset(" ".join((_KIN, _STAFF, _SMALL, _PLACES, _ROLES)).split()) | TITLES
"""Words that are never a part of a name by themselves."""
BOTH = frozenset(
    "bill mark rose hope grace faith joy dawn summer jack rob pat sue drew art dean frank grant guy ivy jade lance miles nick penny ray rich "
    "robin ruby sandy violet wade chance daisy lily heather holly iris olive pearl cliff clay dale glen heath hunter mason page reed king "
    "young long short brown green white black gray grey wood woods hill hills bush stone rivers lake field banks price bell cook baker butler "
    "carter day knight marsh moss ash crystal honey star sky river storm victor earnest gay harry major max norm prudence patience charity "
    "mercy sonny tab will amber ginger hazel myrtle poppy rusty stew teddy trinity".split()
)
"""Words that are names and ordinary words: first in a sentence they are left alone."""


@cache
def _letter(letter: str) -> str:
    """A letter as it is compared: small, without its accent, and never longer than one."""
    if letter in "’‘ʼ`´":
        return "'"
    if letter in "‐‑–":
        return "-"
    plain = unicodedata.normalize("NFD", letter)[:1].casefold()
    return plain if len(plain) == 1 else letter


def folded(text: str) -> str:
    """A text as names are looked for in it: small letters, plain apostrophes, no accents; every place stays where it was."""
    return text.lower() if text.isascii() and "`" not in text else "".join(map(_letter, text))


_RELATION = re.compile(
    rf"(?<![\w-])(?:(?:my|our|his|her|their|your|whose|'s) (?:[\w'-]+ ){{0,2}}?(?P<many>(?:{_KIN.replace(' ', '|')}|twin)s)|"
    rf"(?:{_KIN.replace(' ', '|')}|{_STAFF.replace(' ', '|')}|nurse))"
    r"(?:,|:)? (?:(?:who (?:is|was) |is |was )?(?:called|named) )?"
)
_SHORT_TITLES = "mr|mrs|ms|mx|dr|prof|rev|cllr|sr"
_TITLE = re.compile(rf"(?<![\w-])(?:(?:{_SHORT_TITLES})(?:\. ?| )|(?:{'|'.join(sorted(TITLES))}) )(?=\w)")
_SMALL_TITLE = re.compile(r"(?<![\w-])(?:mr|mrs|ms|dr)(?:\. ?| )([^\W\d_]{3,})")
_NAME_IS = re.compile(
    r"(?<!\w)(?:(?:my|his|her|their|whose|your) names?(?:'s| is| was|,)? |"
    r"(?:man|woman|lady|person|guy|chap|someone|somebody|doctor) (?:called|named) )"
)
_CLOSING = re.compile(r"(?:regards|best wishes|yours(?: sincerely| faithfully| truly)?|many thanks|thanks|cheers|signed)[,.:]?\s+(?=[^\n]{2,40}\Z)")
_TOKEN = re.compile(r"([^\W\d_])\.|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?\Z")


def after_a_relation_or_title(text: str, low: str, ordinary: Collection[str]) -> Iterator[Span]:
    """Names after "my son", "Nurse", "Dr", "her name is" and the like: "my son Ifan and Dr Priya Nair". `low` is the text folded."""
    for trigger in (_RELATION, _NAME_IS, _CLOSING):
        for found in trigger.finditer(low):
            at, many = found.end(), trigger is _RELATION and found["many"]
            while (end := _name_from(text, low, at)) > at:
                yield (at, end)
                more = re.compile(r"(?:,? and |, | & )").match(low, end) if many else None
                if not more:
                    break
                at = more.end()
    for found in _TITLE.finditer(low):
        if (end := _name_from(text, low, found.end(), shouted=True)) > found.end():
            yield (found.end(), end)
    for found in _SMALL_TITLE.finditer(low):
        if text[found.start(1)].islower() and found[1] not in NO_NAMES and found[1] not in ordinary:
            yield found.span(1)


def _name_from(text: str, low: str, at: int, *, shouted: bool = False) -> int:
    """Where a run of at most three words with capitals and of initials ends, or `at` when none begins there."""
    end, words = at, 0
    while words < 3 and (token := _TOKEN.match(text, end if end == at else end + 1)) and (end == at or text[end] in " -"):
        written = token[0]
        plain = _POSSESSIVE.sub("", low[token.start() : token.end()]).replace("'", "")
        if not written[0].isupper() or plain in NO_NAMES or low.startswith("i'", token.start()):
            break
        initial = bool(token[1]) or (len(written) == 1 and written not in "IA")
        if not initial and (len(written) == 1 or (written.isupper() and not shouted and not text.isupper())):
            break
        words += not initial
        owned = _POSSESSIVE.search(written)
        end = token.end() - (len(owned[0]) if owned else 0)
        if owned:
            break
    return end if words else at


_STREETS = "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Crescent|Cres|Terrace|Place|Court|Gardens|Grove|Way|Row|Square|Walk|Mews|Parade|Rise"
_PATTERNS = (
    ("e-mail address",
     re.compile(r"(?i)(?<![\w.])[\w.+-]+\s?(?:@|[\[(]\s?at\s?[\])])\s?[\w-]+(?:\s?(?:\.|[\[(]\s?dot\s?[\])]|\sdot\s)\s?[\w-]+)+")),
    ("e-mail address",
     re.compile(r"(?i)(?<![\w.])[\w+-]+(?: dot [\w+-]+)* at [\w-]+(?: dot [\w-]+)* dot (?:com|org|net|uk|wales|cymru|scot|info|ie|eu|example)\b")),
    ("account",
     re.compile(r"(?<![\w@.])@\w{2,}")),
    ("account",
     re.compile(r"(?i)(?:https?://)?(?:www\.)?(?:facebook|fb|twitter|x|instagram|linkedin|tiktok)\.com/\S+")),
    ("number",
     re.compile(r"(?i)(?:nhs|hospital|patient|case|national insurance|reference|passport)\s*(?:no|number|num|id|#)\b\.?(?:\s+(?:is|was)\b)?[:\s]*"
                r"((?=[a-z -]{0,5}\d)[a-z0-9](?:[ -]?[a-z0-9]*\d[a-z0-9]*)+)")),
    ("number",
     re.compile(r"(?<![\w])[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)")),
    ("date of birth",
     re.compile(r"(?i)(?:dob|d\.o\.b\.?|date of birth)(?: is| was)?[:\s]+(\d{1,2}(?:st|nd|rd|th)?[\s./-]+\w+[\s./-]+\d{2,4})")),
    ("postcode",
     re.compile(r"(?i)(?<![\w])(?:gir ?0aa|[a-z]{1,2}\d[a-z\d]? ?\d(?!st\b|nd\b|rd\b|th\b)[abd-hjlnp-uw-z]{2})(?!\w)")),
    ("postcode",
     re.compile(r"(?<![\w])[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?!\w)")),
    ("address",
     re.compile(rf"(?:(?:Flat|Apartment|Apt|Unit)\s\w{{1,4}},?\s+)?(?<![\w£$€.,])\d{{1,4}}[A-Za-z]?,?\s(?:[A-Z][\w'’-]*\s){{1,3}}(?:{_STREETS})(?![\w])")),
    ("address",
     re.compile(r"(?i)(?<![\w£$€.,])\d{1,4}[a-z]?,? (?!main|long|busy|other|miles?|more|country|side|back|whole|of|in)[a-z'’-]+ "
               r"(?:street|road|avenue|crescent)(?!\w)")),
)  # fmt: skip
_DIGITS = re.compile(r"(?<![\w£$€.,/-])(?:\+|\(\+?\d{1,4}\)[ ]?|\()?\d(?:[\s().-]{0,3}\d){5,16}(?![\w,/]\d|\w)")
_TELEPHONE_CUE = re.compile(r"(?i)\b(?:tel(?:ephone)?|phone|mobile|mob|cell|ring|call|text|whatsapp|number)\b[^\d\n]{0,24}\Z")
_FOR_ANYBODY = ("116123",)


def numbers_and_addresses(text: str) -> Iterator[Span]:
    """Telephone and NHS numbers, e-mail addresses and handles, postcodes and street addresses."""
    return (span for _, span in numbers_by_kind(text))


def numbers_by_kind(text: str) -> Iterator[tuple[str, Span]]:
    """The same, each with what it is; "digits" are ten that may be an NHS number: whether they are one, `is_nhs_number` says."""
    if not any(c.isdigit() or c == "@" for c in text) and " at " not in text and "(at" not in text and "[at" not in text and ".com/" not in text:
        return
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield kind, found.span(found.re.groups and 1)
    for found in _DIGITS.finditer(text):
        digits = "".join(c for c in found[0] if c.isdigit())
        cued = _TELEPHONE_CUE.search(text[max(0, found.start() - 40) : found.start()])
        if digits in _FOR_ANYBODY or "\n" in found[0]:
            continue
        if (found[0][0] in "+(" or digits[0] == "0") and 9 <= len(digits) <= 15:
            yield "telephone number", found.span()
        elif len(digits) == 10 and re.fullmatch(r"\d{3}[ -]?\d{3}[ -]?\d{4}", found[0]):
            yield "telephone number" if cued and not is_nhs_number(digits) else "digits", found.span()
        elif cued:
            yield "telephone number", found.span()


def is_nhs_number(digits: str) -> bool:
    """Whether the last of ten digits is the check digit of an NHS number: modulus 11 of the first nine, weighted 10 to 2.

    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918")
    (True, False)
    """
    if len(digits) != 10 or not digits.isdecimal():
        return False
    check = -sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check == int(digits[9])
