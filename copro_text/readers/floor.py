"""The floor: who is speaking where no name stands beside the words.

Where names stand at the start of each turn only, a name stays until the next one. Such files lose names when people edit them, so the
words are asked as well: somebody who says "Hi, I'm Ada" or is handed over to is another voice. Each time that is told, with the words it rests
on, for a person to look at; where words show another voice and not whose, it is not known.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from copro_text.readers.cues import clock
from copro_text.readers.speakers import Label, read_label
from copro_text.readers.speech import Piece, ends_sentence
from copro_text.readers.words import cut

TOGETHER = 2.0
"""Seconds of silence within which words go on."""
_STOP = 0.3
_LONG = 15.0
_WINDOW = 30

_NAME = r"((?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Cllr)\.? )?[A-Z][\w'’-]+(?: (?:[A-Z]\. )?[A-Z][\w'’-]+){0,2})"
_FULL_NAME = re.compile(r"\b([A-Z][\w'’-]+) (?:[A-Z]\. )?[A-Z][\w'’-]+")
_TITLE = re.compile(r"(?:Dr|Prof|Professor|Mr|Mrs|Ms|Cllr)\.? ")
_MY_NAME = re.compile(rf"\b[Mm]y name(?: is|'s|’s) {_NAME}")
_GREETING = re.compile(rf"\b(?:[Hh]i|[Hh]ello|[Hh]ey|[Mm]orning|[Aa]fternoon|[Ee]vening)[\w ]{{0,20}}[,.!]? (?:I'm|I’m|I am) {_NAME}")
_TO_YOU = re.compile(rf"\b(?:over )?to you,? {_NAME}")
_CALLED = re.compile(r"[.!?,]\s*([A-Z][\w'’-]+)[,.!?]*\Z")
_PRAISE = re.compile(
    r"(?:(?:okay|ok|yeah|yes|right|oh|wow|so|well|and)[,.!]? ){0,2}(?:fabulous|wonderful|great|brilliant|excellent|fantastic|lovely|amazing|super|"
    r"perfect|beautiful)\b[^?]{0,12}?thank(?:s| you)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"(?i:(?:(?:okay|ok|yeah|yes|right|oh|so|well|and)[,.!]? ){0,2}(?:many |lots of )?thank(?:s| you)\b)(?:[\w, ]{0,25}?)[,.]? ([A-Z][\w'’-]+)"
)


_ANSWER = re.compile(
    r"(?:yes|yeah|yep|yup|no|nope|okay|ok|sure|we can|mm|mhm|uh-huh)(?:,? (?:yes|yeah|we can|i can|we do|i do))?[.!,]?", re.IGNORECASE
)


@dataclass
class Heard:
    """Each piece with whose it is (None: not known), and what a person should look at."""

    pieces: list[Piece]
    notices: list[str] = field(default_factory=list)


def give(pieces: Sequence[Piece], tagged: bool) -> Heard:
    """Whose each piece is."""
    labelled = [piece for piece in pieces if piece.label]
    if not labelled or len(labelled) == len(pieces):
        return Heard(list(pieces))
    if tagged or _on_each_cue(pieces, len(labelled)):
        return _only_where_named(pieces, tagged)
    return _until_the_next(pieces)


def _on_each_cue(pieces: Sequence[Piece], labelled: int) -> bool:
    """Do names come again though nobody else spoke, as Zoom writes them?"""
    pairs = itertools.pairwise(pieces)
    return 2 * labelled > len(pieces) and any(one.label and two.label and one.label == two.label for one, two in pairs)


def _only_where_named(pieces: Sequence[Piece], tagged: bool) -> Heard:
    """A cue without a name is not known, unless it ends the sentence of the cue before."""
    heard = Heard([])
    for piece in pieces:
        before = heard.pieces[-1] if heard.pieces else None
        if not piece.label and before and before.label and not tagged and _same_sentence(before, piece):
            piece = replace(piece, label=before.label)
            heard.notices.append(f"{piece.place}: no name stands here; it goes on with the sentence before it.")
        heard.pieces.append(piece)
    unknown = sum(piece.label is None for piece in heard.pieces)
    heard.notices[3:] = [f"So with {len(heard.notices) - 3} more cues."] if len(heard.notices) > 3 else []
    if unknown:
        heard.notices.append(f"{unknown} cues have no name beside them: who spoke is not known.")
    return heard


def _same_sentence(before: Piece, piece: Piece) -> bool:
    return pause(before, piece) <= TOGETHER and not piece.anew and (not ends_sentence(before.text) or piece.text[:1].islower())


def pause(before: Piece, piece: Piece) -> float:
    """Seconds of silence between two pieces; 0 where the times do not say."""
    if before.end is None or piece.start is None:
        return 0.0
    return piece.start - before.end


def _until_the_next(pieces: Sequence[Piece]) -> Heard:
    state = _Floor(" ".join(" ".join(piece.text.split()) for piece in pieces), [piece.label for piece in pieces if piece.label])
    for n, piece in enumerate(pieces):
        state.hear(pieces, n, piece)
    return Heard(state.out, state.notices)


class _Floor:
    """Who has the floor, who had it before, and whether a name in the file says so."""

    def __init__(self, everything: str, labels: Sequence[Label]) -> None:
        self.full_names: defaultdict[str, set[str]] = defaultdict(set)
        for match in _FULL_NAME.finditer(everything):
            self.full_names[match[1]].add(match[0])
        self.known: defaultdict[str, dict[str, Label]] = defaultdict(dict)
        """Everybody named, by each word of their names."""
        for label in labels:
            self._know(label)
        self.now: Label | None = None
        self.host: Label | None = None
        self.by_words = self.unsure = False
        self.out: list[Piece] = []
        self.notices: list[str] = []

    def hear(self, pieces: Sequence[Piece], n: int, piece: Piece) -> None:
        """One piece more."""
        if piece.label:
            self._pass_to(piece.label, by_words=False)
        elif self.now and _answers_alone(pieces, n):
            self.notices.append(
                f"{clock(piece.start)} ({piece.place}): '{cut(piece.text, 20)}' answers a question, perhaps by somebody else: not known who."
            )
            self.out.append(piece)
            return
        elif piece.anew:
            self._pass_to(None, by_words=False)
        elif n and (self.now or self.unsure) and pause(pieces[n - 1], piece) >= _STOP:
            self._ask_the_words(pieces, n, piece)
        if _hides_a_silence(piece):
            self._doubt(piece)
        self.out.append(replace(piece, label=self.now))

    def _pass_to(self, label: Label | None, *, by_words: bool) -> None:
        if label != self.now:
            self.host, self.now = self.now or self.host, label
        self.by_words, self.unsure = by_words, False

    def _ask_the_words(self, pieces: Sequence[Piece], n: int, piece: Piece) -> None:
        begins = " ".join(" ".join(p.text.split()) for p in pieces[n : n + 4])
        ended = self._said_last()
        introduced = _MY_NAME.search(_first(begins, 20)) or _GREETING.search(_first(begins, 20))
        if introduced and not self._is_current(introduced[1]):
            self._told(piece, self._person(introduced[1]), introduced[0])
        elif self._thanked(begins):
            self._told(piece, self.host, f"{_first(begins, 6)} ...")
        elif given := self._given(ended, pause(pieces[n - 1], piece)):
            self._told(piece, self._person(given[1]), f"{given[0].strip(' ,.')}, said before it")
        elif self.now and pause(pieces[n - 1], piece) > TOGETHER * 2:
            self.notices.append(
                f"{clock(piece.start)} ({piece.place}): no name after a silence of {pause(pieces[n - 1], piece):.0f} seconds. "
                f"Taken as still {self.now.called}; please look."
            )

    def _said_last(self) -> str:
        last = [piece.text for piece in self.out[-12:]]
        return " ".join(" ".join(last).split()[-_WINDOW:])

    def _is_current(self, name: str) -> bool:
        return self.now is not None and bool(_words(name) & self.now.words)

    def _thanked(self, begins: str) -> bool:
        """Does somebody begin by thanking who has just spoken, by name, or warmly after a turn that only words had told?"""
        if not self.now:
            return False
        named = _THANKS.match(begins)
        if named and any(_alike(named[1].casefold(), word) for word in self.now.words):
            return True
        return self.by_words and bool(_PRAISE.match(begins))

    def _given(self, ended: str, silence: float) -> re.Match[str] | None:
        """Was the floor given to somebody by name?"""
        handed = [m for m in _TO_YOU.finditer(ended) if not self._is_current(m[1])]
        if handed and silence >= 1:
            return handed[-1]
        called = _CALLED.search(ended)
        known = called and silence >= 1 and any(label != self.now for label in self.known.get(called[1].casefold(), {}).values())
        return called if known else None

    def _person(self, name: str) -> Label:
        """Who that is: a speaker named elsewhere, or a new one by the fullest name that the words give."""
        name = _TITLE.sub("", name)
        first = name.split()[0]
        fitting = self.known.get(first.casefold(), {})
        if len(fitting) == 1:
            return next(iter(fitting.values()))
        fuller = self.full_names[first] if name == first else set()
        label = read_label(next(iter(fuller)) if len(fuller) == 1 else name)
        return self._know(label)

    def _know(self, label: Label) -> Label:
        for word in label.words:
            self.known[word].setdefault(label.key, label)
        return label

    def _told(self, piece: Piece, label: Label | None, because: str) -> None:
        was = self.now
        self._pass_to(label if label != was else None, by_words=True)
        who = f"taken for {self.now.called}" if self.now else "another voice; whose is not known"
        self.notices.append(f"{clock(piece.start)} ({piece.place}): no name stands here; {who}, by the words '{because}'. Please look.")

    def _doubt(self, piece: Piece) -> None:
        """The floor is given away by name and a silence follows, all in one cue: whose words come after it cannot be told."""
        told = f"{clock(piece.start)} ({piece.place}): few words and a long silence"
        if self.now and any(not self._is_current(m[1]) for m in _TO_YOU.finditer(" ".join(piece.text.split()))):
            self._pass_to(None, by_words=False)
            self.unsure = True
            self.notices.append(f"{told}, in which somebody else is asked to speak. Who said what here is not known; please look.")
        else:
            self.notices.append(f"{told}. More than one person may be heard here; please look.")


def _answers_alone(pieces: Sequence[Piece], n: int) -> bool:
    """Is it "Yes." and the like, after a question, with a pause before and behind?"""
    if not 0 < n < len(pieces) - 1 or not _ANSWER.fullmatch(pieces[n].text):
        return False
    pauses = pause(pieces[n - 1], pieces[n]) >= 1 <= pause(pieces[n], pieces[n + 1])
    return pauses and pieces[n - 1].text.endswith("?") and not pieces[n + 1].label


def _hides_a_silence(piece: Piece) -> bool:
    """Is it much longer than its words take?"""
    if piece.start is None or piece.end is None:
        return False
    return piece.end - piece.start > max(_LONG, len(piece.text.split()))


def _first(text: str, words: int) -> str:
    return " ".join(text.split()[:words])


def _words(name: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in re.findall(r"[^\W\d_]{2,}", _TITLE.sub("", name)))


def _alike(one: str, other: str) -> bool:
    """The same first name, however the recording was spelt: Sara, Sarah."""
    return one == other or (min(len(one), len(other)) >= 4 and (one.startswith(other) or other.startswith(one)))
