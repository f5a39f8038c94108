"""Letters in an output: how many people sent each, people first, and its words quoted once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from copro_text.alike import Letter, letter
from copro_text.corpus import Contribution, Excerpt
from copro_text.writers.plain import n
from copro_text.writers.views import LetterShown, Tally

FEW = 4  # words: a passage that has fewer of its own, or of the letter's that are not quoted yet, says nothing new


@dataclass(frozen=True)
class Letters:
    """The letters that people confirmed, of the contributions that may be shown.

    Attributes
    ----------
    of
        Contribution id -> its letter.
    """

    of: Mapping[str, Letter]

    @classmethod
    def among(cls, letters: Iterable[Collection[str]], shown: Mapping[str, Contribution]) -> Letters:
        """Letters, as far as their contributions are shown; only where there are two."""
        here = [{c: shown[c].text for c in members if c in shown} for members in letters]
        return cls({c: found for texts in here if len(texts) > 1 for found in [letter(texts)] for c in texts})

    def shown(self, tally: Callable[[Iterable[str]], Tally]) -> tuple[LetterShown, ...]:
        """How many sent each, those sent by most first."""
        found = [LetterShown(tally(each.parts), tally(each.same)) for each in {id(each): each for each in self.of.values()}.values()]
        return tuple(sorted((each for each in found if each.who.texts > 1), key=lambda each: (-each.who.people, -each.who.texts, -each.same.people)))

    def once(self, excerpts: Iterable[Excerpt], quotable: Callable[[Excerpt], bool]) -> Iterator[Excerpt]:
        """Excerpts in order, without those whose words of a letter were quoted already from another who sent it."""
        quoted: dict[int, set[int]] = {}
        for e in excerpts:
            found = self.of.get(e.contribution)
            if found is not None and quotable(e):
                part, said = found.parts[e.contribution], quoted.setdefault(id(found), set())
                words = part.has((e.start, e.end))
                own = sum(e.start <= start and end <= e.end for start, end in part.at) - len(words)
                if words and own < FEW and len(words - said) < FEW and said:
                    continue
                said |= words
            yield e


def sentence(each: LetterShown) -> str:
    """How many sent a letter: "34 people sent the same letter, in 36 texts (30 word for word)"."""
    texts = f", in {n(each.who.texts, 'text')}" if each.who.texts != each.who.people else ""
    same = each.same.people + each.same.groups + each.same.unsigned
    return f"{each.who.said()} sent the same letter{texts} ({'all' if each.same.texts == each.who.texts else f'{same:,}'} word for word)."
