"""study.learn and study.next: people's placings suggest names for the rest, and nothing moves or is hidden by it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from copro_text.clusters.learning import ENOUGH, FAIRLY, NOT_SURE, SURE, UNTRIED, learned, to_read_next
from copro_text.errors import NotPossible
from copro_text.study import Study
from tests.small import wxr
from tests.test_suggest import BO, EXTRAS, TALK

STRANGE = ("Zed", "My grandmother kept bees on the roof and sold their honey at the gate.")
SAID = [*((name, f"{text} {extra}") for (name, text), extra in zip(TALK, EXTRAS, strict=True)), STRANGE]


@pytest.fixture
def named(tmp_path: Path) -> Study:
    """Buses, pay and words, and one who speaks of bees; two comments on buses and two on pay are placed."""
    (tmp_path / "talk.xml").write_text(wxr(SAID), "utf-8")
    study = Study.new(tmp_path / "s", question="What gets in the way?", analyst="Maya")
    study.add(tmp_path / "talk.xml", progress=False)
    study.name("Buses")
    study.name("Pay")
    said = study.contributions
    for word, name in (("bus to", "Buses"), ("They pay", "Pay")):
        study.place(said[said.text.str.contains(word)].head(3), name)
    return study


def test_what_people_placed_suggests_names_for_the_rest_and_places_nothing(named: Study) -> None:
    before, placed = named.session.states(), named.placings
    table = named.learn(progress=False)
    assert set(table.text[table.name == "Buses"].str.contains("bus to")) == {True}
    assert set(table.text[table.name == "Pay"].str.contains("They pay")) == {True}
    assert len(table[table.name == "Buses"]) >= 6
    assert named.session.states() == before
    assert named.placings.equals(placed)
    buses = named.codebook.index[named.codebook.label == "Buses"][0]
    assert set(named.suggestions[buses]) == set(table.index[table.name == "Buses"])


def test_what_fits_nowhere_is_listed_as_such_and_nobody_is_left_out(named: Study) -> None:
    table = named.learn(progress=False)
    placed = set(named.placings.contribution) if "contribution" in named.placings else {i.partition(".")[0] for i in named.placings.excerpt}
    assert {i.partition(".")[0] for i in table.index} == set(named.contributions.index) - placed
    assert set(table.sure[table.text.str.contains("bees")]) == {"fits nowhere"}
    assert table.name[table.text.str.contains("bees")].isna().all()


def test_what_was_refused_or_placed_meanwhile_is_not_suggested(named: Study) -> None:
    table = named.learn(progress=False)
    one, other = table.index[table.name == "Buses"][:2]
    named.remove(one, "Buses")
    named.place(other, "Pay")
    buses = named.codebook.index[named.codebook.label == "Buses"][0]
    assert not {one, other} & set(named.suggestions[buses])
    again = named.learn(progress=False)
    assert one not in again.index[again.name == "Buses"]
    assert other not in again.index


def test_what_was_suggested_to_somebody_on_their_own_is_not_shown_to_another_at_the_same_computer(named: Study) -> None:
    tom = Study(named.path).join("Tom")
    named.on_our_own()
    tom.on_our_own()
    tom.learn(progress=False)
    assert any(tom.suggestions.values())
    assert not any(Study(named.path, analyst="Maya").suggestions.values())


def test_with_nothing_placed_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotPossible, match="nothing to learn from"):
        Study.new(tmp_path / "s", analyst="Maya").learn(progress=False)


def test_suggestions_from_placings_alone_are_not_confirmed_as_a_pile_that_never_was(named: Study) -> None:
    named.learn(progress=False)
    with pytest.raises(NotPossible, match="made no piles"):
        named.confirm_pile("Buses")


def test_new_comments_go_to_names_or_nowhere_and_only_the_rest_is_piled(named: Study, tmp_path: Path) -> None:
    named.learn(progress=False)
    placed = named.placings.drop(columns="text")
    bees = [("Yan", f"{text} {n}") for n, text in enumerate([STRANGE[1], "Bees are kept on roofs, and the honey is sold."] * 6)]
    (tmp_path / "later.xml").write_text(wxr([*SAID, *bees, ("Ann", BO[0][1] + " Still.")]), "utf-8")
    named.add(tmp_path / "later.xml", progress=False)
    piles = named.suggest(new=True, progress=False)
    assert named.placings.drop(columns="text").equals(placed)
    assert set(named.codebook.label) == {"Buses", "Pay"}
    texts = named.clusters.text
    assert texts.str.contains("ees").sum() >= 10
    assert texts.str.contains("They pay|bus to").sum() < 19 / 4  # it may abstain, and mostly need not
    assert piles.run


def test_what_to_read_next_has_a_reason_and_hides_nothing(named: Study) -> None:
    states = named.session.states()
    first = named.next(6)
    assert len(first) == len(set(first.index)) == 6
    assert any("this person" in why for why in first.why)
    assert any("Many that nobody" in why for why in first.why)
    assert any("Buses" in why or "Pay" in why for why in first.why)
    assert named.next(6).equals(first)
    assert len(named.next(10_000)) == sum(state == "not yet read" for state in states.values())
    assert named.session.states() == states


def world(per: int, seed: int = 0) -> tuple[np.ndarray, list[str]]:
    draw = np.random.default_rng(seed)
    rows = np.concatenate([centre + draw.normal(0, 0.6, (per, 20)) for centre in np.eye(3, 20) * 4])
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), [name for name in "abc" for _ in range(per)]


@pytest.mark.parametrize("each", [1, 4, ENOUGH, 25])
def test_from_one_example_a_code_to_many_suggestions_are_right_and_may_be_none(each: int) -> None:
    rows, gold = world(40)
    placed = {at: [gold[at]] for start in (0, 40, 80) for at in range(start, start + each)}
    found = learned(rows, placed)
    said = [(codes[0].code, gold[at]) for at, codes in enumerate(found) if codes]
    assert len(said) > (120 - 3 * each) / 2
    assert sum(code == true for code, true in said) / len(said) > 0.95
    assert not any(found[at] for at in placed)
    assert repr(learned(rows, placed)) == repr(found)


def test_a_text_may_belong_with_two_names() -> None:
    rows, gold = world(40)
    both = rows[:20] + rows[40:60]
    rows = np.concatenate([rows, both / np.linalg.norm(both, axis=1, keepdims=True)])
    placed = {at: [gold[at]] for at in (*range(12), *range(40, 52), *range(80, 92))} | {at: ["a", "b"] for at in range(120, 130)}
    found = learned(rows, placed)
    assert sum({s.code for s in found[at]} == {"a", "b"} for at in range(130, 140)) >= 8


def test_how_sure_is_said_from_what_people_placed_and_not_where_too_few_did() -> None:
    rows, gold = world(60)
    assert {s.sure for codes in learned(rows, {0: ["a"], 60: ["b"]}) for s in codes} == {UNTRIED}
    draw = np.random.default_rng(1)
    firm = {at: [gold[at]] for at in range(0, 180, 3)}
    at_random = {at: [str(draw.choice(list("abc")))] for at in range(0, 180, 3)}
    assert {s.sure for codes in learned(rows, firm) for s in codes} <= {SURE, FAIRLY}
    assert SURE not in {s.sure for codes in learned(rows, at_random) for s in codes}
    assert NOT_SURE in {s.sure for codes in learned(rows, at_random) for s in codes}


def test_no_texts_and_no_placings_are_no_suggestions() -> None:
    assert learned(np.zeros((0, 4)), {}) == []
    assert learned(np.eye(4), {}) == [()] * 4
    assert to_read_next(np.zeros((0, 4)), [], [], set(), 5) == []
