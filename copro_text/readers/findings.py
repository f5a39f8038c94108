"""Findings: what people say of themselves and of their words, each with its sentence, for a person to confirm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from copro_text.corpus import Found, Span
from copro_text.readers import patterns as p
from copro_text.readers.names import name_in, signed
from copro_text.readers.passages import doc_of, language, paragraphs, sentences_of
from copro_text.readers.perspectives import perspectives, said_by_another

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

Progress = Callable[[int, int | None], None]
Analysed = tuple[tuple[Span, ...], tuple[Span, ...], tuple[Found, ...]]

_LAST = 4  # sentences at the end of a text in which a bare name is a signature
_DENIED = re.compile(r"(?:\b(?:not|never|without|nor|neither|no|refuse\w*|hate)|n't|\b(?:do|dont|cant|wont)nt?)(?: [\w']+){0,3} ?\Z", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:you|he|she|they|people|anyone|anybody|everyone|nobody|someone|somebody|who|carers|patients|staff|name)\b(?!,)", re.IGNORECASE
)
_SELF = re.compile(r"\b(?:i|i'[dm]|i'll|im|we|me|my|us|our|this|it|mine|can|could|please|id)\b", re.IGNORECASE)
_SECOND = re.compile(
    r"\byou (?:want|wish|prefer|like) to be\b|\byou(?:'d| would) (?:like|prefer|rather|want|be)\b|\b(?:if|whether|"
    r"would|do|did) you\b(?! (?:can|like|want|need|must|put|are|use|do|make|print|list))",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:be|being|to|not|rather|prefer|want|wish|like|happy)\b", re.IGNORECASE)
_ASKED = re.compile(r"(?:is|are|was|would) (?:it|this|that|they|he|she)\b.*\?\W*\Z", re.IGNORECASE | re.DOTALL)
_CREDIT_ELSEWHERE = re.compile(
    r"\b(?:take|took|get|got|give|giving|gave|full|all the|deserves?|due|universal|extra|of|some|your|their|his|"
    r"her) credit|a (?:\w+ )?credit to|(?:photo|picture|image|film|phone) credit|credit (?:card|union|rating|where|"
    r"to (?:the|my|our|them|him|her|all|those|everyone|whoever)|must|"
    r"for (?:the|it|that))",
    re.IGNORECASE,
)


def analyse(texts: Sequence[str], progress: Progress | None = None) -> Iterator[Analysed]:
    """For each text its paragraphs, its sentences, and what was found in it."""
    nlp = language()
    for n, text in enumerate(texts, start=1):
        spans = paragraphs(text)
        docs = [(start, doc_of(nlp, text[start:end])) for start, end in spans]
        sentences = tuple(s for start, doc in docs for s in sentences_of(doc, start, text))
        yield spans, sentences, _found(text, docs, sentences)
        if progress and (n % 50 == 0 or n == len(texts)):
            progress(n, len(texts))


def findings(text: str) -> tuple[Found, ...]:
    """What one text says of its writer's perspectives and wishes.

    >>> [(f.about, f.answer) for f in findings("I'm a carer for my dad. Please don't quote me.")]
    [('perspective', 'yes'), ('quote', 'no')]
    """
    return next(analyse([text]))[2]


@cache
def _matcher() -> Matcher:
    from spacy.matcher import Matcher

    matcher = Matcher(language().vocab)
    for n, (about, answer, rows) in enumerate(p.WISHES):
        matcher.add(f"{about} {answer} {n}", [_tokens(row) for row in rows])
    return matcher


def _tokens(row: str) -> list[dict[str, Any]]:
    tokens: list[dict[str, Any]] = []
    for word in row.split():
        if word.startswith(".."):
            tokens += [{"IS_SPACE": False, "OP": "?"}] * int(word[2:])
        elif word == "NOT":
            tokens.append({"LOWER": {"IN": list(p.DENIALS)}})
        else:
            either = word.removesuffix("?").split("|")
            tokens.append({"LOWER": {"IN": either}} | ({"OP": "?"} if word.endswith("?") else {}))
    return tokens


def _found(text: str, docs: list[tuple[int, Doc]], sentences: tuple[Span, ...]) -> tuple[Found, ...]:
    found = [Found("perspective", "yes", sentence, words) for sentence, words in perspectives(text, sentences)]
    wishes: dict[tuple[str, str, Span], Span | None] = {}
    for about, answer, sentence, cue in _wishes(text, docs, sentences):
        value = _value(text, sentence, cue) if about in ("name", "author") and answer != "no" else None
        if answer == "yes?" and value is None:
            continue
        answer = answer.removesuffix("?")
        wishes[about, answer, sentence] = wishes.get((about, answer, sentence)) or value
    wishes |= _signatures(text, sentences, wishes)
    found += [Found(about, answer, sentence, value) for (about, answer, sentence), value in wishes.items()]
    return tuple(dict.fromkeys(_consistent(found)))


def _wishes(text: str, docs: list[tuple[int, Doc]], sentences: tuple[Span, ...]) -> Iterator[tuple[str, str, Span, Span]]:
    matcher = _matcher()
    for offset, doc in docs:
        for match, first, last in matcher(doc):
            about, answer, _ = doc.vocab.strings[match].split()
            a, b = offset + doc[first].idx, offset + doc[last - 1].idx + len(doc[last - 1])
            sentence = next(((x, y) for x, y in sentences if x <= a < y), None)
            if (
                sentence
                and b <= sentence[1]
                and _is_meant(text[slice(*sentence)].replace("’", "'"), (a - sentence[0], b - sentence[0]), about, answer)
            ):
                yield about, answer, sentence, (a, b)


def _is_meant(sentence: str, cue: Span, about: str, answer: str) -> bool:
    before, words, after = sentence[: cue[0]], sentence[slice(*cue)], sentence[cue[1] :]
    idioms = p.NOT_MEANT_AFTER.get((about, answer), ())
    if any(words.lower().endswith(idiom) or re.match(rf"\s*{idiom}\b", after, re.IGNORECASE) for idiom in idioms):
        return False
    if re.match(r"\s*(?:policy|policies|'s)\b", after, re.IGNORECASE) or re.search(r"\bthe [\w']+'s\b", words):
        return False
    if (
        about == "quote"
        and re.search(r"\b(?:me|us)\Z", words, re.IGNORECASE)
        and re.match(r" (?:the|an?|your|any|some|that|£|\d)(?!\w)", after, re.IGNORECASE)
    ):
        return False  # "don't quote me the policy"
    if about == "quote" and answer == "yes" and _ASKED.match(sentence):
        return False
    if about == "quote" and answer == "yes" and words.lower().startswith("quote ") and not _said_to_us(before, words, after):
        return False
    if about == "name" and "credit" in words.lower() and _CREDIT_ELSEWHERE.search(sentence[max(0, cue[0] - 12) : cue[1] + 20]):
        return False
    liked = about == "quote" and answer == "yes" and re.match(r"(?:i|we)\W.*\b(?:like|love)\b", words, re.IGNORECASE)
    if liked and not re.fullmatch(p.TO_US, _clause(before), re.IGNORECASE):
        return False  # "I doubt I'd like that quoted"
    if _about_others(before, words) or (answer == "no" and _asks_or_insists(before, words, after)):
        return False
    if answer == "no":
        return not (said_by_another(sentence, cue[0]) and not _all_quoted(sentence))
    return not _DENIED.search(_clause(before)) and not said_by_another(sentence, cue[0]) and not _SECOND.search(before + words)


def _said_to_us(before: str, words: str, after: str) -> bool:
    """Is "quote me" asked of us, and not told of somebody ("they quote me") or of a price ("quote me a price")?"""
    bare = len(words.split()) == 2
    return bool(re.fullmatch(p.TO_US, _clause(before), re.IGNORECASE)) and (not bare or bool(re.match(p.ENDS_THERE, after, re.IGNORECASE)))


def _asks_or_insists(before: str, words: str, after: str) -> bool:
    """Does a no belong to whoever is asked what they would not have quoted, or to "both halves, or don't put it in"?"""
    asks = re.fullmatch(p.ASKS_YOU, before, re.IGNORECASE | re.DOTALL) and re.match(p.TELL_US, after, re.IGNORECASE)
    insists = re.match(r"do(?:n'?t| not) put\b", words, re.IGNORECASE) and re.fullmatch(p.ALL_OR, before, re.IGNORECASE)
    return bool(asks and not _SELF.search(words)) or bool(insists)


def _about_others(before: str, words: str) -> bool:
    """Is it others who would rather not be quoted, or who are asked whether they would?"""
    if not _PASSIVE.match(words) and not re.match(r"(?:stay|remain|be|keep|kept|leave|stays|post|posted|go)\b", words, re.IGNORECASE):
        return False
    near = " ".join(_clause(before).split()[-4:])
    others, self_ = [m.start() for m in _OTHERS.finditer(near)], [m.start() for m in _SELF.finditer(near)]
    return bool(others) and (not self_ or others[-1] > self_[-1]) and not re.search(r"\byou (?:to|for)\b", near)


def _clause(before: str) -> str:
    return re.split(r"[,;:()–—]|\bbut\b", before)[-1]


def _all_quoted(sentence: str) -> bool:
    return sentence[:1] in '"“' and sentence.rstrip()[-1:] in '"”'


def _value(text: str, sentence: Span, cue: Span) -> Span | None:
    start = sentence[0]
    line = text[slice(*sentence)].replace("’", "'").replace("\n", " ")
    found = name_in(line, (cue[0] - start, cue[1] - start))
    return (start + found[0], start + found[1]) if found else None


def _signatures(text: str, sentences: tuple[Span, ...], wishes: dict[tuple[str, str, Span], Span | None]) -> dict[tuple[str, str, Span], Span]:
    """A name that closes the text, or stands with "if you need one": an answer to "tell us how to credit you"."""
    if any(answer == "no" and about == "name" for about, answer, _ in wishes):
        return {}
    made = {}
    for sentence in sentences[-_LAST:] if len(sentences) > 1 else ():
        if wishes.get(("name", "yes", sentence)):
            continue
        start = sentence[0]
        for line in text[slice(*sentence)].replace("’", "'").splitlines():
            if found := signed(line):
                made["name", "yes", sentence] = (start + found[0], start + found[1])
            start += len(line) + 1
    return made


def _consistent(found: list[Found]) -> list[Found]:
    """A yes and a no from the same sentence: the no stands, and a name asked for with an author's wish stands for both."""
    nos = {(f.about, f.sentence) for f in found if f.answer == "no"}
    kept = [f for f in found if f.answer == "no" or (f.about, f.sentence) not in nos]
    return [f for f in kept if not (f.about == "author" and f.answer == "yes" and ("name", f.sentence) not in {(g.about, g.sentence) for g in kept})]
