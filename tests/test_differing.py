"""What people read differently, and which of it to talk about first: plain values in, plain values out."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copro_text import differing
from copro_text.differing import CHOSEN, SET_ASIDE, Difference, Reading
from copro_text.readings import HELD, NOT_YET_READ, PART_READ, PLACED, voice, voices
from copro_text.readings import SET_ASIDE as ASIDE

Placings = list[tuple[str, str, str, bool]]

placings = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from([f"p{i}" for i in range(8)]), st.sampled_from("wxyz"), st.booleans()),
    unique_by=lambda p: p[:3],
)
away = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([f"p{i}" for i in range(8)])), unique=True)
LAW = settings(max_examples=150, deadline=None)


def found(put: Placings, aside: list[tuple[str, str]] = []) -> dict[str, Difference]:  # noqa: B006  it is only read
    return differing.disagreements(differing.readings(put, aside))


def ordered(put: Placings, under: dict[str, str] | None = None) -> list[str]:
    return [each.passage for each in differing.to_talk_about(found(put), under or {})]


def both(passage: str, one: str, other: str) -> Placings:
    """A passage that one person puts with one name, and another with another."""
    return [("maya", passage, one, True), ("tom", passage, other, True)]


# who differs


@pytest.mark.parametrize(
    ("put", "turns"),
    [
        ([("a", "p", "x", True), ("b", "p", "y", True)], {("x", "y"): 1}),
        ([("a", "p", "x", True), ("b", "p", "x", False)], {("x",): 1}),
        ([("b", "p", "x", False), ("b", "p", "z", False), ("a", "p", "x", True), ("a", "p", "z", True)], {("x",): 1, ("z",): 1}),
        ([("a", "p", "y", True), ("a", "p", "x", False), ("b", "p", "x", True), ("b", "p", "y", True)], {("x",): 1}),
        ([("a", "p", "x", True), ("b", "p", "x", False), ("b", "p", "y", True)], {("x", "y"): 1}),
        ([("a", "p", "x", True), ("a", "p", "y", True), ("b", "p", "y", True)], {}),
        ([("a", "p", "x", True), ("a", "p", "y", True), ("b", "p", "y", True), ("b", "p", "x", False)], {("x",): 1}),
        ([("a", "p", "x", False), ("b", "p", "y", False)], {}),
        ([("a", "p", "x", True), ("b", "p", "x", True), ("c", "p", "y", True), ("d", "p", "y", True)], {("x", "y"): 4}),
        ([("a", "p", "x", True)], {}),
    ],
)
def test_two_people_differ_when_no_name_is_common_to_them_or_one_says_no_to_what_the_other_said(put: Placings, turns: dict) -> None:
    here = found(put)
    assert (dict(here["p"].turns) if here else {}) == turns


def test_setting_aside_what_another_put_somewhere_is_a_different_reading() -> None:
    put = [("a", "p", "x", True), ("b", "q", "x", False)]
    here = found(put, [("b", "p"), ("c", "p"), ("a", "q")])
    assert {passage: dict(d.turns) for passage, d in here.items()} == {"p": {(SET_ASIDE, "x"): 2}}
    assert found(put, [("a", "p")]) == {}, "who put it somewhere has read it so, and nobody differs from themselves"
    both_said = [("a", "p", "x", True), ("b", "p", "x", True)]
    assert found(both_said, [("a", "p")]) == {}, "the name that they gave it counts, and is common to both"


@LAW
@given(placings, away)
def test_only_a_passage_that_two_people_read_is_read_differently_and_each_is_in_the_order_once(put: Placings, aside: list) -> None:
    here = found(put, aside)
    assert all(len(each.readings) > 1 for each in here.values())
    listed = [each.passage for each in differing.to_talk_about(here, {})]
    assert sorted(listed) == sorted(here)


@LAW
@given(placings, away, st.randoms(use_true_random=False))
def test_who_is_called_what_and_what_arrived_first_change_nothing(put: Placings, aside: list, chance: random.Random) -> None:
    people = list("abcd")
    chance.shuffle(people)
    called = dict(zip("abcd", people, strict=True))
    swapped = [(called[a], p, c, yes) for a, p, c, yes in put]
    chance.shuffle(swapped)
    one, other = found(put, aside), found(swapped, [(called[a], p) for a, p in aside])
    assert {p: dict(d.turns) for p, d in one.items()} == {p: dict(d.turns) for p, d in other.items()}
    assert [d.passage for d in differing.to_talk_about(one, {})] == [d.passage for d in differing.to_talk_about(other, {})]
    plain = [differing.mixed_up(differing.readings(each), found(each)) for each in (put, swapped)]
    assert plain[0] == plain[1]


# which to talk about first


def test_first_comes_what_most_other_passages_turn_on_then_what_is_not_talked_about_yet() -> None:
    put = [p for i in range(5) for p in both(f"pay {i}", "pay", "fares")] + [p for i in range(3) for p in both(f"tea {i}", "tea", "cake")]
    put += both("lone", "door", "gate")
    assert ordered(put) == ["pay 0", "tea 0", "lone", "pay 1", "tea 1", "pay 2", "tea 2", "pay 3", "pay 4"]


def test_a_passage_on_which_several_things_turn_comes_before_one_for_each() -> None:
    put = [*both("pay", "pay", "fares"), *both("tea", "tea", "cake")]
    put += [("maya", "all", "pay", True), ("maya", "all", "tea", True), ("tom", "all", "fares", True), ("sam", "all", "cake", True)]
    assert ordered(put)[0] == "all"


def test_what_was_talked_about_with_another_passage_weighs_nothing_more() -> None:
    put = [("maya", "both", "pay", True), ("maya", "both", "tea", True), ("tom", "both", "fares", True), ("sam", "both", "cake", True)]
    put += [*both("pay", "pay", "fares"), *both("pay again", "pay", "fares"), *both("lone", "door", "gate")]
    assert ordered(put)[:2] == ["both", "lone"], "pay or fares is more often, but it has been talked about"


def test_of_equals_the_one_with_more_people_comes_first_then_the_one_whose_names_are_further_apart() -> None:
    put = [*both("a", "pay", "fares"), *both("b", "tea", "cake")]
    assert ordered(put) == ["a", "b"]
    assert ordered(put, {"fares": "pay"}) == ["b", "a"], "one name under the other is a small step"
    assert ordered(put, {"fares": "money", "pay": "money"}) == ["b", "a"]
    assert ordered([*both("a", "pay", "fares"), *both("b", "pay", "fares"), ("sam", "b", "pay", True)])[0] == "b"


def test_talking_about_the_first_ten_settles_more_than_taking_them_as_they_come() -> None:
    chance = random.Random(5)
    names = [f"n{i:02}" for i in range(14)]
    weights = [1 / (i + 1) for i in range(14)]
    put: Placings = []
    for i in range(300):
        one, other = chance.choices(names, weights, k=2)
        put += both(f"p{i:03}", one, other) if one != other else []
    here = found(put)

    def settled(passages: list[str]) -> int:
        talked = {turn for p in passages for turn in here[p].turns}
        return sum(not set(each.turns) - talked for each in here.values())

    best = settled(ordered(put)[:10])
    assert best > 1.5 * settled(sorted(here)[:10])
    assert best >= max(settled(chance.sample(sorted(here), 10)) for _ in range(200))


def test_many_passages_are_all_listed_after_those_chosen_one_by_one() -> None:
    put = [p for i in range(3 * CHOSEN) for p in both(f"p{i:03}", "pay", "fares" if i % 2 else "tea")]
    assert len(ordered(put)) == 3 * CHOSEN
    assert ordered(put)[:4] == ["p000", "p001", "p002", "p003"], "the two are talked about in turn"


# names mixed up


def test_names_are_mixed_up_by_passages_with_how_many_others_are_put_there_together() -> None:
    put = [*both("a", "pay", "fares"), *both("b", "fares", "pay"), *both("c", "pay", "pay"), *both("d", "tea", "tea")]
    put += [("maya", "d", "cake", True), ("tom", "d", "cake", False)]
    read = differing.readings(put)
    found_ = [(m.turn, m.passages, m.alone) for m in differing.mixed_up(read, differing.disagreements(read))]
    assert found_ == [(("fares", "pay"), 2, (0, 1)), (("cake",), 1, (0,))]


# where nothing moved


def test_only_where_each_still_says_what_they_said_first_did_nothing_move() -> None:
    now = differing.readings([*both("a", "x", "x"), *both("b", "x", "y"), *both("c", "x", "x"), ("maya", "d", "x", True)])
    first = {(r.analyst, passage): r for passage, by in now.items() for r in by}
    first["tom", "c"] = Reading("tom", ("y",))
    here = differing.unmoved(first, now, differing.disagreements(now))
    assert here == {"a": differing.TOGETHER, "b": differing.APART}
    assert differing.stayed(Reading("maya", ("x", "y")), Reading("maya", ("y", "x")))
    assert not differing.stayed(None, Reading("maya", ("x",)))


# voices


@pytest.mark.parametrize(
    ("states", "how"),
    [
        ({PLACED, NOT_YET_READ}, "heard"),
        ({PART_READ, HELD}, "heard"),
        ({NOT_YET_READ, ASIDE, HELD}, NOT_YET_READ),
        ({ASIDE, HELD}, ASIDE),
        ({HELD}, HELD),
    ],
)
def test_each_person_is_heard_not_yet_read_set_aside_or_held(states: set[str], how: str) -> None:
    assert voice(states) == how


@given(
    st.dictionaries(st.integers(0, 30), st.sampled_from(["heard", NOT_YET_READ, ASIDE, HELD])),
    st.sets(st.integers(0, 30)),
    st.lists(st.integers(0, 40)),
)
def test_the_counts_of_people_add_up_whoever_is_named_twice(how: dict, quoted: set, among: list) -> None:
    counted = voices(how, quoted, among)
    assert sum(counted.counts.values()) == counted.people == len(set(among) & how.keys())
    assert counted.quoted <= counted.people
