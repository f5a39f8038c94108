"""Paragraphs and sentences."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copro_text.readers.passages import paragraphs, sentences


def said(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


def test_paragraphs_are_parted_by_blank_lines_only() -> None:
    text = "One\nstill one.\n\n  \n\n- a\n- b\n"
    assert [text[a:b] for a, b in paragraphs(text)] == ["One\nstill one.", "- a\n- b"]


@pytest.mark.parametrize(
    "text",
    [
        "I asked Dr. Raman about it.",
        "It took 3.5 hours, e.g. on Mondays.",
        "Mrs J. M. Fairhurst came at 5 p.m. with Prof. Lee.",
        "See No. 5 for approx. ten things.",
        "J. Okafor",
        "Fine 👍🏽👩‍👩‍👧 thanks",
    ],
)
def test_a_point_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert said(text) == [text]


def test_sentences_end_where_people_end_them() -> None:
    assert said('Really?! "No." she said. (And left.) Next, I. Penrose spoke.') == [
        "Really?!",
        '"No."',
        "she said.",
        "(And left.)",
        "Next, I. Penrose spoke.",
    ]
    assert said("So do I. L. Aske, please.") == ["So do I.", "L. Aske, please."]


def test_each_point_of_a_list_stands_alone_and_no_sentence_crosses_a_paragraph() -> None:
    assert said("We need\n- tea\n- time\n\nand biscuits.") == ["We need", "- tea", "- time", "and biscuits."]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aB. \n!?()\"'-5é😀\u200d👍", max_size=120))
def test_every_letter_is_in_exactly_one_paragraph_and_one_sentence(text: str) -> None:
    whole = paragraphs(text)
    for spans in (whole, sentences(text)):
        covered = [i for a, b in spans for i in range(a, b)]
        assert len(covered) == len(set(covered))
        assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
        assert all(text[a:b] == text[a:b].strip() and a < b for a, b in spans)
    assert all(any(a <= x and y <= b for a, b in whole) for x, y in sentences(text))


@pytest.mark.parametrize("endless", ["(" * 90_000, "a" * 1_000_000, "a." * 50_000, "😀" * 50_000])
def test_an_endless_run_of_characters_is_cut_and_none_of_it_is_lost(endless: str) -> None:
    spans = sentences(endless)
    assert spans[0][0] == 0 and spans[-1][1] == len(endless)
    assert all(before == after for (_, before), (after, _) in itertools.pairwise(spans))
