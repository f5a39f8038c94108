"""Who: where words say who someone is. Found by what people signed with and by turns of phrase; what fits neither stays, and outputs say so."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from copro_text import telltale
from copro_text.corpus import Corpus, Span
from copro_text.telltale import folded

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_ENOUGH_SMALL = 3  # texts that write a word small make it an ordinary one
_ENOUGH_PLACES = 2  # texts that say "in Ashby" make it a place, though somebody signs "Ashby Carer"
_IN_A_PLACE = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Aa]round|[Rr]ound|[Aa]cross|[Oo]utside) ([A-Z][^\W\d_]+)(?!['’\w])")
_OWNED = re.compile(r"'s?\Z")
_INITIAL_BEFORE = re.compile(r"(?<!\w)(?:([a-z])\. ?)+\Z")
_INITIAL_AFTER = re.compile(r" ([a-z])\.(?!\w)")
_STARTS = re.compile(r"(?:\A|[.!?:;…\n]|\[…\])[\s\"'“‘(*•–—-]*\Z")
_CALLED_IN_TEXT = ("name", "author")


def key(word: str) -> str:
    """A folded word as names are compared: "o'neill's" is "oneill"."""
    return _OWNED.sub("", word).replace("'", "").replace("-", "")


@dataclass(frozen=True)
class Names:
    """What people are called.

    Attributes
    ----------
    own
        Contributor -> every name they signed with, asked for or were given.
    whole
        First word, folded -> full names of anyone, folded.
    parts
        A part of somebody's name -> the initials that stand with it.
    ordinary
        Words that are no names by themselves: where they stand first in a sentence, or small, they stay.
    of_groups
        Names that only groups and organisations have: the parts of "Flexible Films" are names only with a capital.
    """

    own: Mapping[str, frozenset[str]]
    whole: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, frozenset[str]]
    ordinary: frozenset[str]
    of_groups: frozenset[str] = frozenset()

    @classmethod
    def of(cls, corpus: Corpus, settled: Iterable[tuple[str, str]] = ()) -> Names:
        """From a corpus, and from (contributor, name) as people settled it."""
        own: dict[str, set[str]] = defaultdict(set)
        for who, person in corpus.contributors.items():
            own[who] |= set(person.signed)
        for who, name in settled:
            own[who].add(name)
        others, small, places = set(), Counter[str](), Counter[str]()
        for c in (*corpus, *corpus.earlier.values()):
            found = {c.text[slice(*f.value)] for f in c.found if f.value and f.about in _CALLED_IN_TEXT}
            others |= found | {c.written_down_by}
            for who in c.said_by:
                own[who] |= found
            small.update({key(w) for w in _WORD.findall(c.text.replace("’", "'")) if w.islower()})
            places.update({key(folded(w)) for w in _IN_A_PLACE.findall(c.text)})
        groups = {who for who, person in corpus.contributors.items() if person.voice in ("group", "organisation")}
        people = others.union(*(names for who, names in own.items() if who not in groups)) - {""}
        usual = frozenset(word for word, texts in small.items() if texts >= _ENOUGH_SMALL) | telltale.BOTH | telltale.NO_NAMES
        parts: dict[str, frozenset[str]] = {}
        for name in people:
            if is_a_persons(name) and not (name.islower() and usual & set(parts_of(name))):
                parts |= {part: parts.get(part, frozenset()) | _initials(name) for part in parts_of(name) if places[part] < _ENOUGH_PLACES}
        whole = _by_first_word(name for name in {name for names in own.values() for name in names} | people if set(parts_of(name)) & set(parts))
        of_groups = frozenset(name for who in groups for name in own.get(who, ())) - people
        return cls({who: frozenset(names - {""}) for who, names in own.items()}, whole, parts, usual, of_groups)

    def spans(self, text: str, own: Collection[str], keep: str = "") -> Iterator[Span]:
        """Where `text`, by someone called any of `own`, says who someone is; `keep` is a name that may stand beside these words."""
        low = folded(text)
        kept = {key(word) for word in _WORD.findall(folded(keep))}
        mine = {part: _initials(name) for name in own for part in parts_of(name)}
        groups = {part for name in own if name in self.of_groups for part in parts_of(name)}
        groups -= {part for name in own if name not in self.of_groups for part in parts_of(name)}
        named = [*_whole_of(own, text, low), *self._whole_in(text, low), *self._parts_in(text, low, mine, groups)]
        named += [*_initials_in(own, text), *telltale.after_a_relation_or_title(text, low, self.ordinary)]
        for start, end in named:
            words = {key(word) for word in _WORD.findall(low[start:end])}
            if not words or not words <= kept:
                yield (start, end)
        for found in telltale.numbers_and_addresses(text):
            yield found if text[slice(*found)] not in keep or not keep else (found[0], found[0])

    def _whole_in(self, text: str, low: str) -> Iterator[Span]:
        for word in _WORD.finditer(low):
            for name in self.whole.get(word[0], ()):
                end = word.start() + len(name)
                ends = low.startswith(name, word.start()) and not (name[-1].isalnum() and low[end : end + 1].isalnum())
                if ends and (text[word.start()].isupper() or not {key(part) for part in _WORD.findall(name)} <= self.ordinary):
                    yield (word.start(), end)

    def _parts_in(self, text: str, low: str, mine: Mapping[str, frozenset[str]], groups: Collection[str]) -> Iterator[Span]:
        for word in _WORD.finditer(low):
            part = key(word[0])
            whole = part if part in mine else _short_for(part, mine) if text[word.start()].isupper() else ""
            initials = mine.get(whole, self.parts.get(part))
            if initials is not None and self._is_a_name(part, text, word.start(), word.end(), bool(whole) and whole not in groups):
                end = word.end() - len(owned[0]) if (owned := _OWNED.search(word[0])) else word.end()
                yield _with_initials(low, word.start(), end, initials)

    def _is_a_name(self, part: str, text: str, start: int, end: int, mine: bool) -> bool:
        written = text[start:end]
        ordinary = part in self.ordinary
        if len(part) > 1 and written.isupper():
            return not ordinary and (mine or len(part) > 2)
        if written[0].isupper():
            return not ordinary or not _STARTS.search(text[max(0, start - 8) : start])
        return mine and not ordinary and len(part) > 2


def _short_for(part: str, mine: Collection[str]) -> str:
    """The name of the writer's own that a word is short for, as Zeb is for Zebediah; or ""."""
    return next((whole for whole in sorted(mine) if len(part) > 2 and whole.startswith(part)), "")


def parts_of(name: str) -> tuple[str, ...]:
    """The words of a name that may stand for the whole: "Dr Rose O'Neill (with her mum)" has rose and oneill."""
    words = [word for word in _WORD.findall(name.replace("’", "'")) if not (len(word) > 1 and word.isupper() and not name.isupper())]
    found = {key(piece) for word in words for low in [folded(word)] for piece in (low, *low.split("-"))}
    return tuple(sorted(part for part in found if len(part) > 1 and part not in telltale.NO_NAMES))


def is_a_persons(name: str) -> bool:
    """Whether a signature is so much a name that its parts are looked for in what others wrote: "A worried mum" is none."""
    words = [key(folded(word)) for word in _WORD.findall(name.partition("(")[0].partition(",")[0])]
    words = [word for word in words if word not in telltale.TITLES]
    return 0 < len(words) <= 4 and not any(len(word) > 1 and word in telltale.NO_NAMES for word in words) and not any(c.isdigit() for c in name)


def _initials(name: str) -> frozenset[str]:
    return frozenset(word[0] for word in _WORD.findall(folded(name)) if key(word) not in telltale.NO_NAMES)


def _by_first_word(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(names):
        low = folded(name)
        if len(name) >= 5 and len(name.split()) > 1 and (first := _WORD.search(low)):
            found[first[0]] = (*found.get(first[0], ()), low[first.start() :])
    return found


def _whole_of(own: Collection[str], text: str, low: str) -> Iterator[Span]:
    """The names of the writer: one word just as it was signed, several in whatever case and with whatever between them."""
    for name in own:
        words = re.split(r"[\s-]+", folded(name).strip())
        several = len(words) > 1 and len(name) > 3
        pattern = r"[\s-]+".join(map(re.escape, words)) if several else re.escape(name)
        if len(name) > 1:
            yield from (found.span() for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", low if several else text))


def _initials_in(own: Collection[str], text: str) -> Iterator[Span]:
    """The writer's initials: with full stops anywhere, without them only as the end of the text."""
    for letters in {letters for name in own if is_a_persons(name) for letters in _letters(name)}:
        dotted = r"\. ?".join(letters)
        yield from (found.span() for found in re.finditer(rf"(?<![\w.]){dotted}(?:\.|(?!\w))", text))
        if found := re.search(rf"(?:[\n.!?,–—~-]\s*)({letters})\W*\Z", text):
            yield found.span(1)


def _letters(name: str) -> Iterator[str]:
    words = [word for word in _WORD.findall(name.partition("(")[0].partition(",")[0]) if key(folded(word)) not in telltale.NO_NAMES]
    letters = "".join(word[0].upper() for word in words)
    if len(letters) > 1:
        yield letters
        yield letters[0] + letters[-1]


def _with_initials(low: str, start: int, end: int, initials: Collection[str]) -> Span:
    before, after = _INITIAL_BEFORE.search(low[max(0, start - 9) : start]), _INITIAL_AFTER.match(low, end)
    if before and set(re.findall("[a-z]", before[0])) <= set(initials):
        start -= len(before[0])
    return (start, after.end() if after and after[1] in initials else end)


def joined(spans: Iterable[Span], text: str) -> list[Span]:
    """Spans in order, those that touch or have one space or hyphen between them made one."""
    made: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if made and (start <= made[-1][1] or text[made[-1][1] : start] in (" ", "-")):
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def without(text: str, at: Span, spans: Sequence[Span], put: str) -> str:
    """The words between two places, with `put` for each of `spans`."""
    pieces, (here, end) = [], at
    for first, last in spans:
        if last > here and first < end:
            pieces += [text[here : max(first, here)], put]
            here = min(last, end)
    return "".join([*pieces, text[here:end]])
