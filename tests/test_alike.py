"""Texts that several people sent alike: who is with whom, and whose words are whose."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copro_text.alike import letter, spans, words
from copro_text.clusters.sent import sent_together

BUS = "Please keep the Saturday bus to the clinic. Without it we cannot see our families, and nobody should have to choose between care and work."
POOL = "The pool at Ashby should stay open in the evening, since those of us who work all day have no other time to swim with our children."
OWN = "I am 81 and I live alone on the hill above the town."
ALONE = [
    "Nobody told my sister that the ward had moved, so she waited in the wrong corridor for an hour.",
    "I liked the tea and the window seat, and a nurse who sat down with me.",
    "Could the form be shorter? It asks for my address three times and never for my name.",
]


def changed(text: str, at: int, word: str = "never") -> str:
    parts = text.split(" ")
    return " ".join([*parts[:at], word, *parts[at + 1 :]])


def grouped(texts: list[str]) -> set[frozenset[str]]:
    return {frozenset(texts[i] for i in group) for group in sent_together(texts)}


def test_the_same_words_in_other_letters_and_marks_are_one_letter() -> None:
    assert sent_together([BUS, *ALONE, BUS.upper().replace(",", " –"), f"  {BUS} "]) == [(0, 4, 5)]


@pytest.mark.parametrize("at", range(len(POOL.split())))
def test_one_word_changed_anywhere_is_the_same_letter(at: int) -> None:
    assert sent_together([*ALONE, changed(POOL, at), POOL]) == [(3, 4)]


@pytest.mark.parametrize("at", range(12))
def test_one_word_changed_in_twelve_is_the_same_letter(at: int) -> None:
    short = "We want the library to open again before the winter starts here"
    assert sent_together([changed(short, at), *ALONE, short]) == [(0, 4)]


def test_own_words_before_and_after_make_no_other_letter_and_two_letters_stay_two() -> None:
    texts = [f"{OWN}\n\n{BUS}", *ALONE, f"{BUS}\n\nMy own reason is the stairs at the other stop.", POOL, f"{OWN} {POOL}"]
    assert sent_together(texts) == [(0, 4), (5, 6)]


@pytest.mark.parametrize("answer", ["No.", "Nothing.", "Nothing at all, thank you very much.", "", "  "])
def test_a_short_answer_that_many_give_is_no_letter(answer: str) -> None:
    assert sent_together([answer] * 30 + ALONE) == []


def test_a_turn_of_phrase_in_common_is_no_letter() -> None:
    texts = [f"I would like to say thank you to all the staff, because {end}" for end in (*ALONE, OWN, POOL)]
    assert sent_together(texts) == []


def test_each_persons_own_words_are_found_as_they_wrote_them() -> None:
    texts = {"a": BUS, "b": f"{OWN}\n\n{BUS}", "c": f"{BUS}\n\n“Why now?” asks my son (9).", "d": changed(BUS, 3, "Sunday"), "e": BUS}
    found = letter(texts)
    own = {key: [texts[key][start:end] for start, end in part.own] for key, part in found.parts.items()}
    assert own == {"a": [], "b": [OWN], "c": ["“Why now?” asks my son (9)."], "d": ["Sunday"], "e": []}
    assert (found.template, found.same) == ("a", {"a", "e"})
    assert {key for key, part in found.parts.items() if part.added(4)} == {"b", "c"}


def test_a_mark_between_two_words_is_in_nobodys_words_twice() -> None:
    texts = {"a": BUS, "b": BUS.replace("Saturday bus", "Saturday/Sunday-bus"), "c": BUS}
    part = letter(texts).parts["b"]
    assert [texts["b"][a:b] for a, b in part.own] == ["/Sunday-"]


def test_texts_that_are_alike_only_by_way_of_others_fall_into_the_same_groups_in_any_order() -> None:
    chance = random.Random(5)
    pieces = [" ".join("".join(chance.choices("abdeiklmnorstu", k=5)) for _ in range(24)) for _ in range(25)]
    chain = [f"{one} {other}" for one, other in pairwise(pieces)]
    first = grouped(chain)
    assert first
    for _ in range(20):
        chance.shuffle(chain)
        assert grouped(chain) == first


def test_when_everybody_added_something_the_letter_is_what_they_have_in_common() -> None:
    texts = {str(i): f"{BUS}\n\n{own}" for i, own in enumerate([*ALONE, OWN])}
    found = letter(texts)
    assert {texts[key][part.own[0][0] :] for key, part in found.parts.items()} == {*ALONE, OWN}
    part = found.parts[found.template]
    (span,) = part.where(part.has((0, 10_000)), texts[found.template])
    assert texts[found.template][slice(*span)] == BUS


def test_paragraphs_in_another_order_are_nobodys_own() -> None:
    found = letter({"a": f"{BUS}\n\n{POOL}", "b": f"{POOL}\n\n{BUS}"})
    assert not any(part.own for part in found.parts.values())


def test_words_of_the_letter_are_found_again_in_each_text() -> None:
    texts = {"a": BUS, "b": f"{OWN}\n\n{BUS}"}
    found = letter(texts)
    numbers = found.parts["a"].has((BUS.index("Without"), len(BUS)))
    (span,) = found.parts["b"].where(numbers, texts["b"])
    assert texts["b"][slice(*span)] == BUS[BUS.index("Without") :]


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int | None]] = []
    sent_together([*ALONE, BUS, BUS], lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)


WORDS = ["bus", "clinic", "we", "the", "to", "wait", "İstanbul", "straße", "O’Neill", "12", "漢字", "no-one", "x_y", "ﬁ", "é", "۳"]
WRITTEN = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join) | st.text(max_size=60)
PIECES = st.lists(st.sampled_from([BUS, POOL, OWN, *ALONE, "No.", "Nothing", changed(BUS, 7), changed(POOL, 2)]), min_size=1, max_size=3)
SENT = st.lists(PIECES.map("\n\n".join) | WRITTEN, max_size=12)


@settings(max_examples=120, deadline=None)
@given(SENT, st.randoms(use_true_random=False))
def test_the_order_of_texts_makes_no_difference(texts: list[str], chance: random.Random) -> None:
    mixed = texts.copy()
    chance.shuffle(mixed)
    assert grouped(mixed) == grouped(texts)


@settings(max_examples=120, deadline=None)
@given(SENT)
def test_no_text_is_in_two_groups_and_none_is_alone_in_one(texts: list[str]) -> None:
    groups = sent_together(texts)
    inside = [i for group in groups for i in group]
    assert len(inside) == len(set(inside))
    assert set(inside) <= set(range(len(texts)))
    assert all(len(group) > 1 for group in groups)


@settings(max_examples=120, deadline=None)
@given(SENT, st.lists(WRITTEN | PIECES.map(" ".join), max_size=3))
def test_another_text_never_parts_those_who_sent_the_same_words(texts: list[str], more: list[str]) -> None:
    def same(groups: list[tuple[int, ...]]) -> set[tuple[int, int]]:
        known = [words(text) for text in texts]
        return {(a, b) for g in groups for a in g for b in g if a < b < len(texts) and known[a] == known[b]}

    assert same(sent_together(texts)) <= same(sent_together(texts + more))


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES.map("\n".join) | WRITTEN, min_size=1, max_size=6))
def test_every_word_of_a_text_is_the_letters_or_its_own_and_spans_are_as_written(given_texts: list[str]) -> None:
    texts = {str(i): text for i, text in enumerate(given_texts)}
    found = letter(texts)
    model = words(texts[found.template])
    for key, part in found.parts.items():
        said, at = words(texts[key]), spans(texts[key])
        assert part.at == at
        assert len(at) == len(said)
        shared = [(there + n, here + n) for there, here, many in part.shared for n in range(many)]
        assert all(model[there] == said[here] for there, here in shared)
        assert len({here for _, here in shared}) == len(shared)
        of_own = {i for i, (start, end) in enumerate(at) if any(a <= start and end <= b for a, b in part.own)}
        assert of_own == set(range(len(at))) - {here for _, here in shared}
        assert all(b <= c for (_, b), (c, _) in zip(part.own, part.own[1:], strict=False))
        assert all(texts[key][a:b] == texts[key][a:b].strip() != "" for a, b in part.own)
