"""What is flagged in the text as saying who somebody is: a floor under recall and precision, and what is never flagged."""

from __future__ import annotations

import importlib.util
import string
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from copro_text.masks import INSTEAD, as_shown, as_written, mask, shown
from copro_text.readers import personal as personal_in_module
from copro_text.readers.personal import Personal, people_by, personal, personal_in
from copro_text.telltale import is_nhs_number

BENCH = Path(__file__).parents[1] / "benchmarks" / "bench_names.py"
_spec = importlib.util.spec_from_file_location("bench_names", BENCH)
assert _spec and _spec.loader
bench = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(bench)


def words(text: str, kind: str = "") -> list[str]:
    return [text[p.start : p.end] for p in personal(text) if kind in ("", p.kind)]


def test_there_are_at_least_120_planted_sentences_and_many_of_them_hold_nothing() -> None:
    both = [each for half in bench.halves() for each in half]
    assert len(both) >= 120
    assert sum(not marks for _, marks in both) >= 60


@pytest.mark.parametrize(("half", "recall", "precision"), [(0, 0.95, 0.95), (1, 0.80, 0.90)])
def test_recall_and_precision_on_planted_sentences_do_not_fall(half: int, recall: float, precision: float) -> None:
    found = sum(bench.counts(bench.halves()[half]).values(), bench.Counter())
    assert found["found"] >= recall * found["planted"]
    assert found["right"] >= precision * found["flags"]


@pytest.mark.parametrize("half", [0, 1])
def test_numbers_are_found_nearly_always_and_each_as_what_it_is(half: int) -> None:
    for kind, n in bench.counts(bench.halves()[half]).items():
        if kind != "name":
            assert n["found"] == n["planted"], kind
            assert n["right"] == n["flags"], kind


def test_an_nhs_number_is_known_by_its_check_digit() -> None:
    assert is_nhs_number("9434765919")
    assert not any(is_nhs_number(f"943476591{n}") for n in range(9))
    assert words("I read out 943 476 5919 to them.", "NHS number") == ["943 476 5919"]
    assert words("I read out 943 476 5918 to them.") == []
    assert words("I was told 123 456 7890 leaflets.") == []


def test_what_begins_a_letter_a_day_or_a_month_is_no_name() -> None:
    for text in (
        "Dear Sir or Madam,",
        "On Monday in May",
        "Kind regards",
        "Mark my words.",
        "Thanks Everyone",
        "St Thomas Hospital",
        "Martha's Rule",
    ):
        assert words(text) == [], text


@given(st.text(st.sampled_from(string.ascii_letters + string.digits + " .,'@-\n()+é😀﷐"), max_size=120))
def test_flags_lie_in_the_text_in_order_and_apart_whatever_is_in_it(text: str) -> None:
    found = personal(text)
    assert found == personal(text)
    assert all(0 <= p.start < p.end <= len(text) and p.kind in INSTEAD for p in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9), st.sampled_from(INSTEAD)), max_size=4), st.integers(0, 50))
def test_a_place_is_found_again_in_the_words_as_they_are_shown(text: str, spans: list[tuple[int, int, str]], at: int) -> None:
    masked = mask("".join(c for c in text if not 0xFDD0 <= ord(c) < 0xFDF0), [(start, start + size, kind) for start, size, kind in spans])
    at = min(at, len(masked))
    begin, end = as_written(masked, as_shown(masked, at), len(shown(masked)))
    assert end == len(masked)
    assert begin <= at
    if at == len(masked) or not 0xFDD0 <= ord(masked[at]) < 0xFDF0:
        assert begin == at


def test_a_trained_pipeline_adds_the_people_it_finds() -> None:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Yusra"}, {"label": "ORG", "pattern": "Mind"}])
    text = "I worked with Yusra at Mind."
    assert people_by(pipeline, [text]) == [(Personal(14, 19, "name"),)]
    assert people_by(None, [text, text]) == [(), ()]


def test_without_a_pipeline_nothing_is_loaded_or_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: ())
    monkeypatch.setattr(personal_in_module, "_pipeline", personal_in_module._pipeline.__wrapped__)
    monkeypatch.setattr(spacy, "load", lambda *a, **k: pytest.fail("nothing is installed that could be loaded"))
    assert personal_in(["Dr Patel rang.", "Nobody rang."]) == [personal("Dr Patel rang."), ()]


@pytest.mark.parametrize("piece", ["A", "Ann-", "O'", "An'"])
def test_a_word_of_very_many_letters_is_gone_through_once(piece: str) -> None:
    found = personal(f"{piece * (400_000 // len(piece))}! Then Zuleika said that nobody had rung, and Olive said so too.")
    assert [(p.end - p.start, p.kind) for p in found][-2:] == [(len("Zuleika"), "name"), (len("Olive"), "name")]
