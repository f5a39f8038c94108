"""Perspectives: where in a text people say who they are, in their own words.

Found by turns of phrase and by words for roles; which words those are stands in `patterns`. A sentence that reports or quotes
someone else says nothing about the one who writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from copro_text.corpus import Span
from copro_text.readers import patterns as p

_I_AM = re.compile(
    r"\b(?:(?:i|we)(?: am|'m|m| was| were|'ve been|ve been| have been| used to be| are|'re| became|'d been)|(?<![.'])\bim|\A(?:am|been|was))\s+"
    r"(?:(?:also|just|only|actually|now|still|currently|both|really|originally|here|myself|technically|more|officially|proudly|speaking) (?:as )?)*"
    r"(?:an? (?:bit of an? )?|the |one of (?:the|those|your) |your |their |only an? |somebody's )?",
    re.IGNORECASE,
)
_AS_A = re.compile(
    r"(?:\A|[,;:(–—-] ?|\b(?:and|but|so|speak\w*|write|writing|talking|answer\w*|comment\w*|here|saying|this) )as "
    r"(?:both )?(?:an? |the |your |one of the |(?=some(?:one|body)|parents?|carers?|somebody))|"
    r"\b(?:(?:note|view|word|thoughts?|bits?|voice|comment|opinion|test|tip|hello|greetings),? from|perspective "
    r"of|point of view of|about being|shoes of|(?:speaking|coming|writing|that'?s|this is) from) (?:an? |the )?",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:perspective|me first|about me|who i am|role|my (?:hat|label|perspective)|where i sit|where i stand|i know)\b[^:(\n]{0,12}[:(] ?(?:an? )?",
    re.IGNORECASE,
)
_I_DO = re.compile(
    rf"\b(?:i|we|dw i)(?:'ve|ve| have|'m|m| am)? ?(?:(?:also|still|now|just|currently|used to|been|am|both|only|"
    rf"jointly|'ve|actually) ){{0,2}}(?:{p.DOES})",
    re.IGNORECASE,
)
_RELATIVE = rf"(?:{'|'.join(sorted(p.RELATIVES, key=len, reverse=True))})"
_MY = re.compile(
    rf"\b(?:my|our) (?:[\w-]+ ){{0,2}}{_RELATIVE}\b,?(?: \w+,)?(?: is| has| had| was|'s| hes| shes| lives| who| "
    rf"and| needs| cannot|,? \d+,)[^.;!?\n]{{0,40}}?\b(?:{p.CONDITION})\b",
    re.IGNORECASE,
)
_BEHALF = re.compile(
    rf"\b(?:writing|write|typing|speaking|answering|replying)(?: this| it)? (?:for|on behalf of) (?:my|our) (?:[\w-]+ "
    rf")?{_RELATIVE}(?: [A-Z]\w+)?|\bon behalf of (?:my|our) (?:[\w-]+ )?{_RELATIVE}(?: [A-Z]\w+)?",
    re.IGNORECASE,
)
_STATE = re.compile(rf"(?:(?:totally|completely|partially|registered|profoundly|a bit|mildly|severely|both) )?(?:{p.STATES})\b", re.IGNORECASE)
_CONDITION = re.compile(rf"\b(?:{p.CONDITION})\b", re.IGNORECASE)
_YEARS = re.compile(
    r"(?:i did )?(?:[a-z]+(?:-[a-z]+)?|\d+)\+? (?:years?|yrs?)(?: of)? (?:as|in|of|an?|on|at|with|caring|nursing|working)\b[^.;:!?\n,]*",
    re.IGNORECASE,
)

_GREETING = re.compile(
    r"(?:(?:(?:hi|hello|hiya|hey|shwmae|ok so|oh|btw|so)(?: all| there)?[,.!: -]+)|"
    r"(?:evening|morning|afternoon|good \w+|dear \w+(?: \w+)?|well|ok|yes|no|right|just another|genuine question|sorry|\w+ here)[,.!:-]+ *)+",
    re.IGNORECASE,
)
_SALUTATION = re.compile(r"\W*(?:dear|fao|attn:?)\b[^,.:;!?\n]{1,60}(?=[,:\n]|\Z)", re.IGNORECASE)
_STOP = re.compile(
    r"[.;:!?\n)]|,| [–—-] |(?<!since)\s(?=(?:and(?! language)|but|so|because|cos|when|while|though|although|if|"
r"i|we|i'm|im|he|she|they|it|you|which|then|where|how|there|this|not|myself|too|btw)\b)|\s\("
    , re.IGNORECASE,
)  # fmt: skip
_JOIN = re.compile(r"\s*(?:,\s*(?:and|&)?|and,?|&|/|;|\((?=[^)]*\)\s*(?:,|and)))\s*", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\s*\([^()\n]{0,60}\)")
_FILLER = re.compile(
    r"(?:(?:also|now|lately|since [\w' ]{2,25},|for [\w' ]{2,25},|since the \w+|before that|these days|once(?: "
    r"upon a time)?|previously|i(?: am|'m)|im|two days a week|sometimes|then|later|more recently|by night|at home|"
    r"at work),? )*(?:an? |the )?",
    re.IGNORECASE,
)
_BREAKS_NP = frozenset("of for with in at to on from by who that which since until by than under".split())
_VERBS = frozenset(
    "said says told tells asked asks was is are were had has have did does do will would came comes went goes "
    "gave got gets made took takes can could "
    "should must sat kept showed stood wrote read rang sent bought left lost found met ran brought spoke says "
    "hadn't haven't hasn't isn't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't need needs "
    "want wants know knows think thinks thought saw see sees never always still rang ring feel feels felt put "
    "puts let lets called".split()
)
_PAST = re.compile(r"(?!retired|trained|qualified|registered|based|burnt|employed|married|divorced|bed)\w{2,}ed")
_AFTER_ROLE = frozenset("here who since whose that with living raising turned x2 x3 again myself now through about under".split())
_OWNED = frozenset("my your his her their our the these those this that about".split())
_VAGUE = frozenset("man woman person lady bloke lass lad someone somebody one adult people human".split())
_NOT_FIRST = frozenset(
    "i'm i've i'd im we're we've it's that's who whose hi hello good here me same always just even only in on "
    "at of for with from by as to the my our your his her their this that these those every each any no some all "
    "most many if when because i we he she they it you there and but or not other".split()
)
_UNREAL = re.compile(r"\b(?:if|as if|as though|like|wish|pretend\w*|when)\s*\Z", re.IGNORECASE)
_TITLED = re.compile(r"\b(?:[Nn]urse|[Dd]octor|[Ss]ister|[Aa]unt\w*|[Uu]ncle|[Mm]atron|[Pp]rofessor|[Cc]hef|[Nn]an|[Mm]inister) [A-Z][a-z]")
_WHOM = re.compile(
    r"\b(?:people|person|bloke|man|woman|team|staff|those|ones?|everyone|patients?|lads?|colleagues?|thing|what|that|way|whom) \Z", re.IGNORECASE
)
_ILL = re.compile(
    rf"(?:{p.CONDITION}),? (?:\(?(?:\d+|[a-z]+(?:-[a-z]+)?) (?:years|yrs|weeks|months)|severe|since|diagnosed|waiting list)\b", re.IGNORECASE
)
_SAYS = re.compile(
    r"\b(?!I\b|Nobody|No one|We)(?:she|he|they|you|who|someone|one|doctor|nurse|manager|[A-Z]\w+)\s+(?:said|says|"
    r"told|asked|goes|was like|reckon\w*|replied|wrote|shouted|thinks?|thought)\b"
)


def perspectives(text: str, sentences: tuple[Span, ...]) -> Iterator[tuple[Span, Span]]:
    """(sentence, words) for each perspective found; each stretch of words once."""
    taken: list[Span] = []
    for n, (start, end) in enumerate(sentences):
        sentence = text[start:end].replace("’", "'")
        at_edge = 2 if n < 2 or n >= len(sentences) - 2 else int(n < 3 or n >= len(sentences) - 3 or text[max(0, start - 2) : start] == "\n\n")
        for a, b in sorted(_in_sentence(sentence, at_edge)):
            span = (start + a, start + b)
            if all(span[1] <= x or span[0] >= y for x, y in taken):
                taken.append(span)
                yield (start, end), span


def _in_sentence(sentence: str, at_edge: int) -> Iterator[Span]:
    if _asks(sentence):
        return
    for span in (*_complements(sentence), *_whole_clauses(sentence), *(_fragments(sentence, single=at_edge > 1) if at_edge else ())):
        if not said_by_another(sentence, span[0]):
            yield span
            yield from _chained(sentence, span[1])


def _asks(sentence: str) -> bool:
    return sentence.rstrip().endswith("?") and not re.match(r"as an?\b", sentence, re.IGNORECASE)


def said_by_another(sentence: str, at: int) -> bool:
    """Does the place stand in quotation marks, or after "she said"?"""
    before = sentence[:at]
    quoted = before.count('"') % 2 == 1 or before.count("“") > before.count("”") or bool(re.search(r"(?:^|\s)[‘'](?!\w{1,4}\s?[’'])[^’']*\Z", before))
    return quoted or bool(_SAYS.search(before))


def _complements(sentence: str) -> Iterator[Span]:
    for trigger in (_I_AM, _AS_A, _NAMED):
        for match in trigger.finditer(sentence):
            if _UNREAL.search(sentence[: match.start()]) or re.match(r"(?:not|no|never|n't)\b", sentence[match.end() :], re.IGNORECASE):
                continue
            span = _until_stop(sentence, match.end())
            words = sentence[span[0] : span[1]]
            if trigger is _I_AM and (state := _STATE.match(words)):
                yield (match.start(), max(span[1], match.end() + state.end()))
            elif is_role(words):
                yield span


def _whole_clauses(sentence: str) -> Iterator[Span]:
    for pattern in (_I_DO, _MY, _BEHALF):
        for match in pattern.finditer(sentence):
            if not _UNREAL.search(sentence[: match.start()]) and not _WHOM.search(sentence[: match.start()]):
                yield (match.start(), max(match.end(), _until_stop(sentence, match.end())[1]))


def _fragments(sentence: str, *, single: bool) -> Iterator[Span]:
    """A sentence without a verb that says who, such as "Foster mum." or "Retired engineer (37 years), cardiac patient."."""
    greeting, salutation = _GREETING.match(sentence), _SALUTATION.match(sentence)
    starts = {0, greeting.end() if greeting else 0} | {m.end() for m in re.finditer(r"[:(] ", sentence)}
    for start in sorted(starts):
        if salutation and start < salutation.end() and not (greeting and start == greeting.end()):
            continue  # to whom it is written
        start += len((re.match(r"\W*(?:\d+[.)] )?(?:an? )?", sentence[start:], re.IGNORECASE) or [""])[0])
        if years := _YEARS.match(sentence, start):
            if is_role(sentence[start : years.end()], anywhere=True) or years[0].lower().split()[2:3] in (["in"], ["as"], ["a"]):
                yield (start, years.end())
            continue
        span = _until_stop(sentence, start)
        words = sentence[span[0] : span[1]]
        single = single and not (greeting and start == greeting.end())
        if _ILL.match(sentence, start) or (_is_fragment(words) and (single or " " in words) and (is_role(words) or _STATE.match(words))):
            yield span


def _is_fragment(words: str) -> bool:
    tokens = words.lower().split()
    head = tokens[: next((i for i, t in enumerate(tokens) if t in ("who", "since", "whose", "that", "with")), len(tokens))]
    if not tokens or tokens[0].endswith("ing") or (not words.isupper() and _TITLED.search(words)):
        return False
    bare = [t.strip("',") for t in head]
    role_at = next((i for i, t in enumerate(bare) if _role_word(t) or t in _VAGUE), 0)
    if (_OWNED | p.JUDGING) & set(bare[: role_at + 1]) or (role_at == 0 and _acts(bare[1:])) or _of_others(bare, role_at):
        return False
    fits = len(tokens) <= 12 and tokens[0] not in _NOT_FIRST
    return fits and not _VERBS & set(head) and not any(_PAST.fullmatch(t) for t in bare[role_at + 1 :])


def _of_others(head: list[str], role_at: int) -> bool:
    """Does a role stand there for others: several of them, or staff with nothing said that only one of them would say?"""
    roles = [t for t in head[role_at:] if _role_word(t)]
    if "staff" in roles and "living" not in head:
        return True
    if not roles or (roles[0].endswith("s") and roles[0] not in ("asthmatics", "pps") and not roles[0].endswith("ss")):
        return bool(roles)
    alone = len(head) == 1 or (len(roles) == 1 and role_at == 0 and len(head) > 1 and head[1] in ("who", "with", "in", "at", "on", "to"))
    return roles[0] in p.OF_OTHERS and alone


def _acts(after: list[str]) -> bool:
    """Does what follows the role look like a verb, as in "Nurses listen"?"""
    return bool(after) and not any(map(_role_word, after)) and after[0] not in _BREAKS_NP | _AFTER_ROLE and after[0].isalpha()


def _chained(sentence: str, at: int) -> Iterator[Span]:
    """What follows after a comma or "and" and says more: "nurse and, since last year, patient"."""
    for _ in range(4):
        if parenthesis := _PARENTHESIS.match(sentence, at):
            at = parenthesis.end()
        join = _JOIN.match(sentence, at)
        if not join:
            return
        filler = _FILLER.match(sentence, join.end())
        start, end = _until_stop(sentence, filler.end() if filler else join.end())
        words = sentence[start:end]
        if not words or not _is_fragment(words):
            return
        if is_role(words) or _STATE.match(words):
            yield (start, end)
        elif len(words.split()) > 4:
            return
        at = end


def _until_stop(sentence: str, start: int) -> Span:
    stop = _STOP.search(sentence, start)
    end = stop.start() if stop else len(sentence)
    words = sentence[start:end].split(" ")
    end = start + len(" ".join(words[:14]))
    while end > start and not sentence[end - 1].isalnum():
        end -= 1
    return (start, end)


def is_role(words: str, *, anywhere: bool = False) -> bool:
    """Does a phrase say who someone is, by its first words: a role, a relation, or someone with something?"""
    tokens = [t for t in re.split(r"[^\w'-]+", words.lower()) if t]
    head = tokens if anywhere else _head(tokens)
    if not head or (head[0] in _BREAKS_NP and not anywhere):
        return False
    if any(t in _VAGUE for t in head) and not any(_role_word(t) for t in head if t not in _VAGUE):
        return bool(_CONDITION.search(words)) or bool(re.search(r"\b\d\d\b|\bseventy|\beighty|\bsixty|\bninety", words))
    return any(_role_word(t) for t in head)


def _head(tokens: list[str]) -> list[str]:
    for n, token in enumerate(tokens[:7]):
        if token in _BREAKS_NP and n:
            return tokens[:n]
    return tokens[:7]


def _role_word(token: str) -> bool:
    bare = token.removesuffix("'s").strip("'-")
    if bare in p.NOT_ROLES:
        return False
    parts = {bare, *bare.split("-")}
    return bool(parts & p.ROLES) or (len(bare) > 6 and bare.endswith(p.ROLE_ENDINGS))
