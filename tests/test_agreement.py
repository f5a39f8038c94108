"""Figures of agreement: as printed in the papers, as other libraries have them, and honest where there is none."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from typing import Any

import krippendorff
import numpy as np
import pandas as pd
import pytest
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import masi_distance
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa

from copro_text.agreement import (
    Cells,
    Codings,
    Figure,
    ac1,
    alpha,
    change,
    coefficients,
    cohen,
    figures,
    fleiss,
    interval,
    masi,
    mean_cohen,
    percent,
    pooled_cohen,
    redrawn,
    redraws,
    table,
    with_sorter,
)
from copro_text.agreement.coefficients import distance
from copro_text.errors import NotPossible

NA = None

# Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C: 12 units, 4 observers. Gwet 2014 uses the same data
# (Handbook of Inter-Rater Reliability, 4th ed., chapters 2 and 4; the figures for it stand in the documentation of his package irrCAC).
FOUR_OBSERVERS = list(
    zip(
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3],
        [NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA],
        strict=True,
    )
)

# Fleiss 1971, Psychological Bulletin 76, 378-382, table 1: how many of 6 psychiatrists gave each of 30 patients which of 5 diagnoses.
PATIENTS = (
    "00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031 "
    "00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"
).split()


def told_apart(counts: str) -> list[int]:
    """Answers from how often each was given."""
    return [answer for answer, times in enumerate(counts) for _ in range(int(times))]


def crossed(counts: Sequence[Sequence[int]]) -> Cells:
    """Two people's answers from how often each met each."""
    return Cells.of([(a, b) for a, row in enumerate(counts) for b, times in enumerate(row) for _ in range(times)])


# Cohen 1960, Educational and Psychological Measurement 20, 37-46: two judges, 200 patients.
JUDGES = crossed([[88, 14, 18], [10, 40, 10], [2, 6, 12]])

# Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed.; in irrCAC cont3x3abstractors and distrib.6raters (the first 15 of Fleiss' patients).
ABSTRACTORS = crossed([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
FIRST_PATIENTS = Cells.of([told_apart(counts) for counts in PATIENTS[:15]])

PUBLISHED: list[tuple[str, Callable[[Cells], Any], Cells, float, int]] = [
    ("Krippendorff 2011, section C", alpha, Cells.of(FOUR_OBSERVERS), 0.743, 3),
    (
        "Krippendorff 2011, section A",
        alpha,
        Cells.of(list(zip([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0], strict=True))),
        0.095,
        3,
    ),
    ("Krippendorff 2011, section B", alpha, Cells.of(list(zip("aabbdcccedda", "babbbccceddd", strict=True))), 0.692, 3),
    ("Fleiss 1971", fleiss, Cells.of([told_apart(counts) for counts in PATIENTS]), 0.430, 3),
    ("Cohen 1960", cohen, JUDGES, 0.492, 3),
    ("Cohen 1960, as a mean over one pair", mean_cohen, JUDGES, 0.492, 3),
    ("Gwet 2014, two abstractors", ac1, ABSTRACTORS, 0.8493305, 7),
    ("Gwet 2014, two abstractors: kappa", cohen, ABSTRACTORS, 0.7964094, 7),
    ("Gwet 2014, two abstractors: alpha", alpha, ABSTRACTORS, 0.7972585, 7),
    ("Gwet 2014, two abstractors: per cent", percent, ABSTRACTORS, 0.89, 7),
    ("Gwet 2014, six raters", ac1, FIRST_PATIENTS, 0.4448007, 7),
    ("Gwet 2014, six raters: Fleiss", fleiss, FIRST_PATIENTS, 0.4139265, 7),
    ("Gwet 2014, six raters: alpha", alpha, FIRST_PATIENTS, 0.4204384, 7),
    ("Gwet 2014, six raters: per cent", percent, FIRST_PATIENTS, 0.5511111, 7),
    ("Gwet 2014, four raters, some missing", ac1, Cells.of(FOUR_OBSERVERS), 0.77544, 5),
    ("Gwet 2014, four raters, some missing: Fleiss", fleiss, Cells.of(FOUR_OBSERVERS), 0.76117, 5),
    ("Gwet 2014, four raters, some missing: per cent", percent, Cells.of(FOUR_OBSERVERS), 0.8181818, 7),
]


@pytest.mark.parametrize(("source", "figure", "cells", "printed", "places"), PUBLISHED, ids=[row[0] for row in PUBLISHED])
def test_a_published_example_gives_the_printed_figure(source: str, figure: Callable[[Cells], Any], cells: Cells, printed: float, places: int) -> None:
    assert round(float(figure(cells)[0]), places) == printed


@pytest.mark.parametrize(
    ("code", "printed"),
    # Fleiss 1971: kappa of each diagnosis against all others.
    [(0, 0.245), (1, 0.245), (2, 0.520), (3, 0.471), (4, 0.566)],
)
def test_fleiss_kappa_of_each_code_is_as_printed(code: int, printed: float) -> None:
    cells = Cells.of([[answer == code for answer in told_apart(counts)] for counts in PATIENTS])
    assert float(fleiss(cells)[0]) == pytest.approx(printed, abs=5e-4)


@pytest.mark.parametrize(
    ("one", "other", "far"),
    # Passonneau 2006, LREC, paper L06-1392: 1 - J M, with M 1, 2/3, 1/3 or 0.
    [
        ("ab", "ab", 0),
        ("a", "b", 1),
        ("ab", "a", 1 - 1 / 2 * 2 / 3),
        ("abc", "a", 1 - 1 / 3 * 2 / 3),
        ("ab", "bc", 1 - 1 / 3 * 1 / 3),
        ("", "", 0),
        ("", "a", 1),
    ],
)
def test_sets_that_share_codes_are_less_far_apart(one: str, other: str, far: float) -> None:
    shared = np.array(float(len(set(one) & set(other))))
    assert float(distance(shared, np.array(float(len(one))), np.array(float(len(other))))) == pytest.approx(far)


def random_table(seed: int, people: int, answers: int, missing: float) -> list[list[int | None]]:
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, answers, 60)
    said = np.where(chance.random((60, people)) < 0.6, truth[:, None], chance.integers(0, answers, (60, people)))
    gone = chance.random(said.shape) < missing
    return [[None if gone[i, j] else int(said[i, j]) for j in range(people)] for i in range(60)]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("people", "answers", "missing"), [(2, 2, 0.0), (2, 5, 0.3), (5, 3, 0.4), (5, 30, 0.2), (12, 2, 0.7)])
def test_alpha_is_what_the_krippendorff_library_has(seed: int, people: int, answers: int, missing: float) -> None:
    rows = random_table(seed, people, answers, missing)
    theirs = krippendorff.alpha(np.array(rows, dtype=float).T, level_of_measurement="nominal")
    assert float(alpha(Cells.of(rows))[0]) == pytest.approx(theirs, abs=1e-10)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("people", "answers"), [(2, 2), (3, 5), (6, 30), (12, 100)])
def test_kappas_are_what_statsmodels_has(seed: int, people: int, answers: int) -> None:
    rows = random_table(seed, people, answers, 0.0)
    cells = Cells.of(rows)
    assert float(fleiss(cells)[0]) == pytest.approx(fleiss_kappa(aggregate_raters(np.array(rows))[0]), abs=1e-10)
    for one, other in combinations(range(people), 2):
        crossings = np.zeros((answers, answers))
        for row in rows:
            crossings[row[one], row[other]] += 1
        assert float(cohen(cells, pair=(one, other))[0]) == pytest.approx(cohens_kappa(crossings, return_results=False), abs=1e-10)


def random_sets(seed: int, people: int, missing: float) -> list[tuple[str, str, frozenset[str]]]:
    chance = np.random.default_rng(seed)
    said = []
    for i in range(40):
        meant = {str(code) for code in chance.integers(0, 6, 2)}
        for j in range(people):
            if chance.random() >= missing:
                said.append((f"p{i}", f"a{j}", frozenset((meant | {str(chance.integers(0, 6))}) - {str(chance.integers(0, 6))} or {"0"})))
    return said


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("people", "missing"), [(2, 0.0), (3, 0.3), (5, 0.5)])
def test_what_sets_give_is_what_nltk_has(seed: int, people: int, missing: float) -> None:
    said = random_sets(seed, people, missing)
    rows = [(who, passage, codes) for passage, who, codes in said]
    cells = Codings.of(said).sets
    assert float(masi(cells)[0]) == pytest.approx(AnnotationTask(rows, distance=masi_distance).alpha(), abs=1e-10)
    assert float(alpha(cells)[0]) == pytest.approx(AnnotationTask(rows).alpha(), abs=1e-10)
    if not missing:
        assert float(percent(cells)[0]) == pytest.approx(AnnotationTask(rows).avg_Ao(), abs=1e-10)
        assert float(mean_cohen(cells)[0]) == pytest.approx(AnnotationTask(rows).kappa(), abs=1e-10)


@pytest.mark.parametrize("figure", [percent, fleiss, alpha, ac1, mean_cohen, masi])
def test_a_redraw_is_worth_what_a_table_of_just_those_passages_is(figure: Callable[..., Any]) -> None:
    cells = Codings.of(random_sets(3, 4, 0.3)).sets
    times = np.random.default_rng(1).integers(0, 4, (3, len(cells.values)))
    drawn = [Cells(np.repeat(cells.values, row, axis=0), cells.answers, cells.members) for row in times]
    assert figure(cells, times.astype(float)) == pytest.approx([float(figure(one)[0]) for one in drawn], abs=1e-10)


def test_many_different_sets_give_the_same_as_few_at_a_time() -> None:
    said = [
        (f"p{i}", who, {str(code) for code in np.random.default_rng(7 * i + j).integers(0, 9, 4)}) for i in range(90) for j, who in enumerate("AB")
    ]
    cells = Codings.of(said).sets
    assert cells.answers > 64
    assert float(masi(cells)[0]) == pytest.approx(
        AnnotationTask([(w, p, frozenset(c)) for p, w, c in said], distance=masi_distance).alpha(), abs=1e-10
    )
    assert float(fleiss(cells)[0]) == pytest.approx(fleiss_kappa(aggregate_raters(cells.values)[0]), abs=1e-10)


def test_how_much_is_held_at_a_time_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = Codings.of(random_sets(3, 4, 0.3)).sets
    once = np.ones(len(cells.values), dtype=np.int64)
    whole = float(masi(cells)[0]), redrawn([partial(masi, cells)], once, samples=30)
    monkeypatch.setattr(coefficients, "BLOCK", 3 * cells.answers)
    monkeypatch.setattr(redraws, "AT_ONCE", 7 * 40)
    assert float(masi(cells)[0]) == pytest.approx(whole[0], abs=1e-12)
    assert redrawn([partial(masi, cells)], once, samples=30) == pytest.approx(whole[1], abs=1e-12)


def test_passages_of_the_same_kind_are_taken_together_and_lose_nothing() -> None:
    cells = Cells.of([[1, 0], [1, 0], [NA, NA], [0, NA], [1, 0]])
    kinds, times = cells.kinds
    assert sorted(zip(kinds.values.tolist(), times.tolist(), strict=True)) == [([0, 1], 3), ([1, -1], 1)]
    assert (kinds.answers, kinds.members) == (cells.answers, cells.members)
    for figure in (percent, fleiss, alpha, ac1):
        assert figure(kinds, times[None, :].astype(float)) == pytest.approx(figure(cells), abs=1e-12)


def test_a_redraw_has_as_many_passages_as_there_are_and_each_kind_about_as_often() -> None:
    drawn = redrawn([lambda weights: weights.sum(axis=1), lambda weights: weights[:, 0]], np.array([30, 60, 10]), samples=2000)
    assert set(drawn[0]) == {100.0}
    assert drawn[1].mean() == pytest.approx(30, abs=0.5)
    assert drawn[1].var() == pytest.approx(100 * 0.3 * 0.7, rel=0.1)


def test_a_pair_without_a_kappa_is_left_out_of_the_mean() -> None:
    rows = [[0, 0, NA], [1, 1, NA], [0, 1, NA], [1, 1, NA], [NA, 0, 0], [NA, 1, 1], [NA, 1, 0]]
    pairs = [float(cohen(Cells.of(rows), pair=pair)[0]) for pair in ((0, 1), (1, 2))]
    assert np.isnan(cohen(Cells.of(rows), pair=(0, 2))[0])
    assert float(mean_cohen(Cells.of(rows))[0]) == pytest.approx(sum(pairs) / 2)


def test_not_read_is_missing_and_put_with_none_is_an_answer() -> None:
    read = Codings.of([("p", "Maya", {"time"}), ("p", "Tom", set()), ("q", "Maya", {"time"}), ("q", "Tom", None)])
    assert read.about("time").values.tolist() == [[1, 0], [1, -1]]
    assert float(percent(read.about("time"))[0]) == 0.0
    assert np.isnan(percent(Codings.of([("p", "Maya", {"time"}), ("p", "Tom", None)]).about("time"))[0])


def test_a_table_with_any_kind_of_gap_is_the_same_as_tuples() -> None:
    rows = [("p", "Maya", frozenset({"a"})), ("p", "Tom", frozenset()), ("q", "Maya", None), ("q", "Tom", math.nan), ("r", "Tom", pd.NA)]
    from_table = Codings.of(pd.DataFrame(rows, columns=["excerpt", "analyst", "codes"]))
    assert from_table.read.tolist() == Codings.of(rows).read.tolist() == [[True, True], [False, False], [False, False]]


@pytest.mark.parametrize("rows", [[("p", "Maya", {"a"}), ("p", "Maya", {"b"})], [("p", "Maya", "time")]])
def test_a_table_that_cannot_be_meant_is_refused_with_a_message(rows: list[Any]) -> None:
    with pytest.raises(NotPossible, match="Maya"):
        Codings.of(rows)


ODD = {
    "nothing at all": ([], "nobody has read anything yet"),
    "everything missing": ([("p", "Maya", None), ("q", "Tom", None)], "nobody has read anything yet"),
    "one analyst": ([("p", "Maya", {"a"}), ("q", "Maya", {"b"})], "only one person has read anything so far"),
    "no overlap": ([("p", "Maya", {"a"}), ("q", "Tom", {"b"})], "no passage was read by two people"),
    "one passage": ([("p", "Maya", {"a"}), ("p", "Tom", {"b"})], "only one passage was read by two people"),
}


@pytest.mark.parametrize(("rows", "why"), ODD.values(), ids=ODD)
def test_where_there_is_no_figure_the_reason_is_said(rows: list[Any], why: str) -> None:
    found = figures(Codings.of(rows))
    assert found
    for figure in found:
        assert (math.isnan(figure.value), math.isnan(figure.low), figure.why) == (True, True, why)
        assert (
            figure.said()
            == f"There is no figure ({figure.name}) for {'all names together' if figure.about == 'all codes' else f'“{figure.about}”'}: {why}."
        )


@pytest.mark.parametrize("codes", [{"time"}, set()])
def test_always_the_same_answer_is_no_perfect_agreement(codes: set[str]) -> None:
    found = figures(Codings.of([(f"p{i}", who, codes) for i in range(20) for who in "AB"], ["time"]))
    assert {figure.name for figure in found if math.isnan(figure.value)} == {figure.name for figure in found} - {"percent agreement"}
    assert all("always saying the same" in figure.why for figure in found if figure.name != "percent agreement")


def test_fifty_analysts_and_few_passages_give_figures_without_intervals() -> None:
    found = figures(Codings.of([(f"p{i}", f"a{j}", {"x"} if (i + j) % 3 else {"y"}) for i in range(5) for j in range(50)]), samples=20)
    assert not any(math.isnan(figure.value) for figure in found)
    assert all(math.isnan(figure.low) and "fewer than 10 passages" in figure.no_interval for figure in found)


def test_a_code_that_is_hardly_used_has_no_interval() -> None:
    said = [(f"p{i}", who, {"rare"} if i == 0 else set()) for i in range(40) for who in "AB"]
    rare = [figure for figure in figures(Codings.of(said), ["Fleiss' kappa"]) if figure.about == "rare"]
    assert rare[0].value == 1.0
    assert math.isnan(rare[0].low) and "redraws" in rare[0].no_interval


def test_up_to_one_redraw_in_twenty_may_be_without_a_figure_and_no_more() -> None:
    values = np.linspace(0.0, 1.0, 1000)
    values[:50] = np.nan
    low, high, none = interval(values)
    assert none == "" and low < high
    values[50] = np.nan
    low, high, none = interval(values)
    assert math.isnan(low) and math.isnan(high)
    assert none == "in 51 of 1000 redraws of the passages the figure is not defined"


def test_full_agreement_has_no_interval_of_no_width() -> None:
    assert interval(np.ones(1000))[2]
    assert math.isnan(interval(np.full(1000, 0.5))[0])


def test_the_same_seed_gives_the_same_interval_and_another_a_little_different() -> None:
    codings = Codings.of(random_sets(5, 3, 0.2))
    one, again, other = (figures(codings, ["Krippendorff's alpha"], codes=False, seed=seed)[0] for seed in (7, 7, 8))
    assert (one.low, one.high) == (again.low, again.high) != (other.low, other.high)
    assert one.low < one.value < one.high
    assert abs(one.low - other.low) < 0.05


def test_intervals_hold_the_true_figure_about_as_often_as_they_say() -> None:
    # Two people who each see what is there (a coin) and say so in 9 of 10 cases: they agree in 0.82, and kappa is 0.64.
    chance, held = np.random.default_rng(11), 0
    for _ in range(200):
        truth = chance.random(150) < 0.5
        said = truth[:, None] ^ (chance.random((150, 2)) < 0.1)
        cells = Cells(said.astype(np.int64), 2)
        kinds, times = cells.kinds
        low, high, _ = interval(redrawn([partial(cohen, kinds)], times, samples=300, seed=int(chance.integers(1 << 30)))[0])
        held += low <= 0.64 <= high
    assert 180 <= held <= 199


def test_what_rounds_to_nought_has_no_sign_and_numbers_are_as_they_are() -> None:
    assert " is 0.00 (-0.10 to 0.12 with" in Figure("Fleiss' kappa", "a", -0.0012, -0.1, 0.12, 40, 2).said()


def test_sentences_say_what_nought_and_one_are_and_judge_nobody() -> None:
    found = figures(Codings.of(random_sets(5, 3, 0.2)), samples=50)
    for figure in found:
        said = figure.said("Being asked")
        assert said.endswith(".") and ("Being asked" in said) == (figure.about != "all codes")
        assert figure.name == "percent agreement" or "1 is always saying the same, 0 is" in said
        assert not {"good", "poor", "fair", "slight", "moderate", "substantial", "perfect", "better", "worse", "acceptable"} & set(
            said.lower().split()
        )
        assert "a0" not in said


def test_a_table_has_a_row_for_each_figure_with_its_sentence() -> None:
    found = figures(Codings.of(random_sets(5, 3, 0.2)), ["Gwet's AC1"], samples=20)
    rows = table(found, {"0": "Being asked"})
    assert list(rows.columns) == ["figure", "about", "value", "low", "high", "passages", "people", "sentence"]
    assert len(rows) == len(found) == 7
    assert rows.loc[1, "about"] == "Being asked" and "Being asked" in rows.loc[1, "sentence"]


def test_before_and_after_are_compared_on_the_passages_that_are_in_both() -> None:
    chance = np.random.default_rng(2)
    alone = [(f"p{i}", who, {"a"} if chance.random() < 0.5 else set()) for i in range(60) for who in "AB"]
    talked = [(p, who, {"a"} if int(p[1:]) % 2 else set()) for p, who, _ in alone[:100]]
    (moved,) = change(Codings.of(alone), Codings.of(talked), ["Krippendorff's alpha"], codes=False)
    then, now = (float(alpha(Codings.of(rows[:100]).sets)[0]) for rows in (alone, talked))
    assert (moved.passages, moved.before, moved.value) == (50, pytest.approx(then), pytest.approx(now - then))
    assert 0 < moved.low < moved.value < moved.high
    assert "cannot tell whether" in moved.said()


def test_nothing_moved_is_a_difference_of_nought_and_no_passages_a_reason() -> None:
    codings = Codings.of(random_sets(5, 3, 0.2))
    assert all(figure.value == 0.0 for figure in change(codings, codings, samples=20))
    (none,) = change(codings, Codings.of([("elsewhere", "A", {"a"})]), ["Fleiss' kappa"], codes=False)
    assert math.isnan(none.value) and none.why == "before, nobody has read anything yet"


def test_people_and_the_sorter_are_compared_without_telling_people_apart() -> None:
    said = random_sets(5, 3, 0.2)
    sorter = {f"p{i}": frozenset({str(i % 6)}) for i in range(30)}
    found = with_sorter(Codings.of(said), sorter, samples=50)
    one_by_one = Cells.of([(put, sorter[passage]) for passage, _, put in said if passage in sorter])
    assert found[0].value == pytest.approx(float(cohen(one_by_one)[0]))
    assert (found[0].passages, found[0].people) == (30, 3)
    assert {figure.about for figure in found} == {"all codes", *"012345"}
    assert with_sorter(Codings.of(said), {})[0].why == "the sorter has placed nothing yet"
    assert float(pooled_cohen(Cells.of([[1, 0, 1], [0, 0, 0], [1, 1, NA]]))[0]) == pytest.approx(0.5)
