"""What every coefficient of agreement must do, whatever the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copro_text.agreement import Cells, Codings, ac1, alpha, cohen, figures, fleiss, masi, mean_cohen, percent
from copro_text.agreement.codings import MISSING

ALL: list[Callable[..., Any]] = [percent, mean_cohen, fleiss, alpha, masi, ac1]
NOT_ALPHA = [percent, mean_cohen, fleiss, ac1]

Table = list[list[frozenset[int] | None]]
few = st.none() | st.frozensets(st.integers(0, 3), max_size=3)
tables = st.integers(2, 4).flatmap(lambda people: st.lists(st.lists(few, min_size=people, max_size=people), min_size=1, max_size=12))


def sets(table: Table, called: Callable[[int], str] = str) -> Cells:
    return Codings.of(
        [(f"p{i}", f"a{j}", None if put is None else {called(c) for c in put}) for i, row in enumerate(table) for j, put in enumerate(row)]
    ).sets


def close(one: Any, other: Any) -> bool:
    return bool(np.allclose(one, other, rtol=0, atol=1e-10, equal_nan=True))


@pytest.mark.parametrize("figure", ALL)
@settings(deadline=None)
@given(tables, st.randoms())
def test_swapping_analysts_or_passages_changes_nothing(figure: Callable[..., Any], table: Table, chance: Any) -> None:
    columns, rows = list(range(len(table[0]))), list(table)
    chance.shuffle(columns)
    chance.shuffle(rows)
    assert close(figure(sets([[row[j] for j in columns] for row in rows])), figure(sets(table)))


@pytest.mark.parametrize("figure", ALL)
@settings(deadline=None)
@given(tables, st.permutations(["trust", "time", "money", "asking"]))
def test_renaming_codes_changes_nothing(figure: Callable[..., Any], table: Table, names: list[str]) -> None:
    assert close(figure(sets(table, names.__getitem__)), figure(sets(table)))


@pytest.mark.parametrize("figure", NOT_ALPHA)
@settings(deadline=None)
@given(tables, st.integers(2, 4))
def test_having_all_passages_several_times_changes_nothing(figure: Callable[..., Any], table: Table, times: int) -> None:
    assert close(figure(sets(table * times)), figure(sets(table)))


@pytest.mark.parametrize("figure", [alpha, masi])
@settings(deadline=None)
@given(tables, st.integers(2, 4))
def test_having_all_passages_several_times_moves_alpha_as_its_correction_says(figure: Callable[..., Any], table: Table, times: int) -> None:
    cells = sets(table)
    # n answers to passages that two people answered. Expected disagreement is over n (n - 1) pairs, so 1 - alpha grows with n - 1 for n.
    n = int(cells.given[cells.given >= 2].sum())
    grown = (times * n - 1) / (times * (n - 1)) if n else 1.0
    assert close(1 - figure(sets(table * times)), (1 - figure(cells)) * grown)


@pytest.mark.parametrize("figure", ALL)
@settings(deadline=None)
@given(tables)
def test_no_figure_is_above_one_and_one_means_that_all_say_the_same(figure: Callable[..., Any], table: Table) -> None:
    value = float(figure(sets(table))[0])
    assert np.isnan(value) or value <= 1 + 1e-12
    same = all(len({put for put in row if put is not None}) <= 1 for row in table)
    if not np.isnan(value) and figure is not mean_cohen:  # pairs without a kappa are left out of the mean
        assert (abs(value - 1) < 1e-9) == same


@pytest.mark.parametrize("figure", ALL)
@settings(deadline=None)
@given(tables)
def test_passages_that_nobody_read_change_nothing(figure: Callable[..., Any], table: Table) -> None:
    assert close(figure(sets([*table, [None] * len(table[0])])), figure(sets(table)))


@settings(deadline=None)
@given(tables)
def test_where_each_has_one_code_sets_that_differ_are_wholly_apart(table: Table) -> None:
    single: Table = [[None if put is None else frozenset({min(put, default=0)}) for put in row] for row in table]
    assert close(masi(sets(single)), alpha(sets(single)))


@settings(deadline=None)
@given(tables)
def test_every_table_gets_a_figure_or_a_reason_never_both(table: Table) -> None:
    codings = Codings.of(
        [(f"p{i}", f"a{j}", None if put is None else {str(c) for c in put}) for i, row in enumerate(table) for j, put in enumerate(row)]
    )
    for figure in figures(codings, samples=10):
        assert np.isnan(figure.value) == bool(figure.why)
        assert np.isnan(figure.low) == bool(figure.why or figure.no_interval)
        assert figure.said().endswith(".") and "nan" not in figure.said()


def by_chance(margins: list[list[float]], seed: int, size: int = 400, times: int = 150) -> Cells:
    """Many tables of people who put passages with an answer by chance alone, each as often as their margins say: as one, `size` rows each."""
    chance = np.random.default_rng(seed)
    answers = len(margins[0])
    return Cells(np.column_stack([chance.choice(answers, size * times, p=one) for one in margins]).astype(np.int64), answers)


def centre(figure: Callable[..., Any], cells: Cells, size: int = 400) -> float:
    return float(np.mean([figure(Cells(cells.values[at : at + size], cells.answers))[0] for at in range(0, len(cells.values), size)]))


@pytest.mark.parametrize("margins", [[0.5, 0.5], [0.9, 0.1], [0.6, 0.3, 0.1]])
@pytest.mark.parametrize("figure", [mean_cohen, fleiss, alpha])
def test_people_who_answer_by_chance_alike_centre_on_nought(figure: Callable[..., Any], margins: list[float]) -> None:
    assert abs(centre(figure, by_chance([margins] * 3, seed=5))) < 0.006


@pytest.mark.parametrize("figure", [mean_cohen, cohen])
def test_cohens_kappa_centres_on_nought_also_when_people_answer_unlike_each_other(figure: Callable[..., Any]) -> None:
    assert abs(centre(figure, by_chance([[0.8, 0.2], [0.4, 0.6]], seed=5))) < 0.006


@pytest.mark.parametrize("figure", [fleiss, alpha])
def test_what_pools_people_falls_below_nought_when_they_answer_unlike_each_other(figure: Callable[..., Any]) -> None:
    # They agree by chance in 0.8 * 0.4 + 0.2 * 0.6 = 0.44, together they use the answers 0.6 and 0.4, so 0.52 is expected.
    assert centre(figure, by_chance([[0.8, 0.2], [0.4, 0.6]], seed=5)) == pytest.approx((0.44 - 0.52) / (1 - 0.52), abs=0.01)


def test_ac1_centres_on_nought_only_where_all_answers_are_used_equally() -> None:
    assert abs(centre(ac1, by_chance([[0.5, 0.5]] * 3, seed=5))) < 0.006
    assert abs(centre(ac1, by_chance([[1 / 3] * 3] * 3, seed=5))) < 0.006
    # A code put with one passage in ten, by chance: 0.82 the same, 0.18 expected by its model.
    assert centre(ac1, by_chance([[0.9, 0.1]] * 3, seed=5)) == pytest.approx((0.82 - 0.18) / (1 - 0.18), abs=0.01)


@pytest.mark.parametrize("figure", [mean_cohen, fleiss, ac1])
def test_half_by_each_and_a_quarter_by_both_is_nought(figure: Callable[..., Any]) -> None:
    # Each of two people puts 500 of 1,000 there, 250 of them the same: just what chance gives, and not 0.3.
    a, b = np.arange(1000) < 500, (np.arange(1000) >= 250) & (np.arange(1000) < 750)
    both = Cells(np.column_stack([a, b]).astype(np.int64), 2)
    assert float(figure(both)[0]) == pytest.approx(0.0, abs=1e-12)
    assert float(alpha(both)[0]) == pytest.approx(1 / 2000, abs=1e-12)  # its correction for 2,000 answers


@settings(deadline=None)
@given(tables)
def test_missing_is_not_an_answer(table: Table) -> None:
    cells = sets(table)
    assert (cells.values == MISSING).tolist() == [[put is None for put in row] for row in table]
