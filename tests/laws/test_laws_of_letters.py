"""The laws of letters that several people sent: what people said of them stands, and nobody's word is lost in it."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from copro_text import decisions as d
from copro_text.codebook import Codebook, replay
from tests.laws.histories import ACTS, TAKING_OUT, everything_arrived, lists_of, played

LAW = settings(deadline=None)


def of(acts: tuple[str, ...]) -> st.SearchStrategy[list]:
    return lists_of(st.tuples(st.integers(0, 4), st.sampled_from(acts), *(st.integers(0, 40) for _ in range(3))))


LETTERS = of((*("sent_together",) * 6, "undo", "undo", "redo", "sync", "sync", "on_our_own", "share", "for_another", "strike", "hold"))


def spoken(book: Codebook) -> dict[str, dict[str, set[str]]]:
    """The law said a second time. Contribution -> the standing yeses and noes about it: those that nobody who knew of them contradicted."""
    said = [(e, e.body) for e in book.entries if isinstance(e.body, d.SentTogether) and book.stands(e.id) and e.id not in book.lapsed]
    found: dict[str, dict[str, set[str]]] = {}
    for e, body in said:
        for c in body.contributions:
            later = [other for o, other in said if c in other.contributions and book.timeline.knows(o, e) and o is not e]
            if not [other for other in later if other.answer == "no" or body.answer == "no"]:
                found.setdefault(c, {"yes": set(), "no": set()})[body.answer].add(e.id)
    return found


@LAW
@given(LETTERS)
def test_what_somebody_said_of_a_letter_stands_until_one_who_knew_of_it_says_otherwise(history: list) -> None:
    book = replay(everything_arrived(played(history)).entries)
    found = spoken(book)
    assert book.sent.differently == {c for c, by in found.items() if by["yes"] and by["no"]}
    together = {
        frozenset((a, b)) for a in found for b in found if a != b and found[a]["yes"] & found[b]["yes"] and not found[a]["no"] | found[b]["no"]
    }
    inside = {c: i for i, letter in enumerate(book.sent.letters) for c in letter}
    assert set(inside) == {c for pair in together for c in pair}
    assert all(len({inside[c] for c in pair}) == 1 for pair in together)


@LAW
@given(LETTERS | of(ACTS))
def test_no_contribution_is_in_two_letters_and_none_is_a_letter_alone(history: list) -> None:
    letters = replay(everything_arrived(played(history)).entries).sent.letters
    listed = [c for letter in letters for c in letter]
    assert len(listed) == len(set(listed))
    assert all(len(letter) > 1 for letter in letters)


@LAW
@given(LETTERS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_letter_and_parts_none(history: list, shuffled: random.Random) -> None:
    lines = list(everything_arrived(played(history)).entries)
    before = replay(lines).sent
    shuffled.shuffle(lines)
    assert replay(lines).sent == before


@LAW
@given(of((*TAKING_OUT, *("sent_together",) * 12)))
def test_what_was_taken_out_is_in_no_letter(history: list) -> None:
    book = replay(everything_arrived(played(history)).entries)
    said = {c for letter in (*book.sent.letters, *book.sent.not_letters) for c in letter} | book.sent.differently
    assert not said & book.gone.contributions
