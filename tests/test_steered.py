"""Did the sorter steer us? Only where all have said yes, and what it cannot tell is said too."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from copro_text.agreement.steering import steered
from copro_text.cli import app
from copro_text.errors import NotPossible
from copro_text.store.logs import new_id
from copro_text.study import Study
from copro_text.verbs.desk import Room
from tests.helpers import on_the_command_line
from tests.small import write_wxr

ABOUT = ("the Tuesday bus and its fare", "a locked gate and no bell", "a room up the stairs")
HOW = ("was late", "cost me a morning", "kept me out", "nobody had thought of", "is why I stay at home", "was told to nobody", "again", "as ever")
COMMENTS = [(f"Person {i:02}", f"Comment {i}: {ABOUT[i % 3]} {HOW[i // 3]}.") for i in range(24)]


@pytest.fixture
def two(tmp_path: Path) -> tuple[Study, Study]:
    """Maya and Tom, with draft names of piles."""
    maya = Study.new(tmp_path / "study", question="What is it?", analyst="Maya")
    maya.add(write_wxr(tmp_path / "export.xml", COMMENTS), progress=False)
    maya.suggest(progress=False)
    maya.draft()
    return maya, Study(maya.path).join("Tom")


def in_piles(study: Study) -> set[str]:
    return {e for pile in study.piles for e in (*pile.excerpts, *pile.like_many, *pile.own_way)}


def suggested(study: Study) -> set[str]:
    return {e for each in study.suggestions.values() for e in each}


def test_nothing_is_kept_back_before_everyone_asked_has_said_yes_in_that_word(two: tuple[Study, Study]) -> None:
    maya, tom = two
    before = in_piles(maya)
    maya.set_rule("so many", n=1)
    tom.answer("our rule", "yes")
    proposal = maya.half_without_piles(because="they look so tidy")
    assert in_piles(maya) == before, "one of us is enough for our rule, and not for this"
    tom.answer(proposal, "can live with it")
    assert in_piles(maya) == before
    with pytest.raises(NotPossible, match="only when all have said yes"):
        maya.steered()
    tom.answer(proposal, "yes")
    assert in_piles(maya) < before
    tom.answer(proposal, "no", because="I miss them")
    assert in_piles(maya) == before, "who takes the yes back ends it"


def test_for_about_half_the_pile_is_shown_nowhere_and_they_stand_in_a_list_that_says_nothing_of_piles(two: tuple[Study, Study]) -> None:
    maya, tom = two
    everything, table = in_piles(maya), maya.clusters
    tom.answer(maya.half_without_piles(), "yes")
    flat = maya.piles.flat
    assert 5 <= len(flat) <= 20
    assert everything == in_piles(maya) | (set(flat) & everything)
    assert not set(flat) & (in_piles(maya) | suggested(maya) | set(maya.piles.could_not_place))
    assert maya.clusters.loc[list(flat), "pile"].isna().all()
    assert maya.clusters.loc[list(flat), "sure"].isna().all()
    assert maya.clusters.index.tolist()[-len(flat) :] == list(flat) == list(tom.piles.flat), "the same list for all"
    piles = table.loc[list(flat), "pile"].tolist()
    assert piles != sorted(piles, key=str), "not in the order of piles"
    room = Room(maya)
    for e in flat:
        assert room.ask("read", {"contribution": e.partition(".")[0]})["item"]["suggested"] == []
    left = [row["id"] for row in room.ask("pile", {"code": "", "which": "left", "start": 0})["rows"]]
    assert left[-len(flat) :] == list(flat)
    for name in room.ask("piles", {})["names"]:
        rows = room.ask("pile", {"code": name["id"], "which": "suggested", "start": 0})["rows"]
        assert not {row["id"] for row in rows} & set(flat)
    for code in maya.suggestions:
        maya.confirm_pile(code)
    assert not set(maya.placings["excerpt"]) & set(flat), "nobody puts in bulk what they have not seen"


def test_it_is_proposed_and_answered_at_the_desk(two: tuple[Study, Study]) -> None:
    maya, tom = two
    hers, his = Room(maya), Room(tom)
    hers.act(new_id(), "half_without_piles", maya.session.analyst, {"because": "they look so tidy"})
    (question,) = (q for q in his.ask("decide", {"start": 0})["questions"] if "half" in json.dumps(q))
    assert "for those who say yes" in json.dumps(question), "what it means is said where it is answered"
    assert not his.ask("piles", {})["flat"]
    his.act(new_id(), "answer", tom.session.analyst, {"proposal": question["id"], "answer": "yes"})
    for room in (hers, his):
        room.study.session.refresh()
        shown = room.ask("piles", {})
        assert shown["flat"] and shown["left"] >= len(maya.piles.flat)
    with pytest.raises(NotPossible, match="stand without piles already"):
        hers.act(new_id(), "half_without_piles", maya.session.analyst, {"because": ""})


def test_who_joins_later_sees_the_piles_until_they_say_yes_themselves(two: tuple[Study, Study]) -> None:
    maya, tom = two
    before = in_piles(maya)
    proposal = maya.half_without_piles()
    tom.answer(proposal, "yes")
    ros = Study(maya.path).join("Ros")
    assert in_piles(ros) == before
    assert in_piles(Study(maya.path)) < before, "it is not known who looks"
    ros.answer(proposal, "yes")
    assert in_piles(ros) == in_piles(maya) < before


def test_what_difference_it_made_is_said_of_what_was_put_since_one_by_one(two: tuple[Study, Study]) -> None:
    maya, tom = two
    everything = maya.clusters["pile"].dropna()
    codes = [c.id for c in maya.session.refresh().book.codes.values()]
    pile_of = everything.astype(int).to_dict()
    for i, e in enumerate(sorted(pile_of)):
        tom.place(e, codes[i % 2])  # before it began: it does not count
    tom.answer(maya.half_without_piles(), "yes")
    assert "cannot be said yet" in repr(maya.steered())
    flat = set(maya.piles.flat)
    for i, e in enumerate(sorted(pile_of)):
        # Where she saw the pile she puts it whole with a name; elsewhere by turns with two.
        maya.place(e, codes[pile_of[e] - 1] if e not in flat else codes[i % 2])
    said = maya.steered()
    assert said.figures.seen == 1.0
    assert said.figures.not_seen < 0.8
    assert f"{len(set(pile_of) - flat)} passages were put somewhere whose pile you saw, and {len(set(pile_of) & flat)}" in repr(said)
    assert "It cannot tell" in repr(said)
    for name in ("Maya", "Tom"):
        assert name not in repr(said)
    tom.on_our_own()
    with pytest.raises(NotPossible, match="on their own first"):
        maya.steered()


def test_on_the_command_line_it_is_proposed_answered_and_told(two: tuple[Study, Study]) -> None:
    maya, tom = two
    before = in_piles(maya)
    code, told = on_the_command_line("steered", maya.path)
    assert (code, "only when all have said yes" in told) == (1, True), told
    assert "copro half-without-piles" in told, "what to do"
    code, told = on_the_command_line("half-without-piles", maya.path, "--because", "they look so tidy")
    assert code == 0, told
    assert "sorter's piles" in on_the_command_line("waiting", tom.path, who="Tom")[1]
    assert on_the_command_line("steered", maya.path)[0] == 1, "Tom has not answered yet"
    assert in_piles(maya) == before
    tom.answer(tom.waiting.index[0], "yes")
    code, told = on_the_command_line("steered", maya.path)
    assert code == 0, told
    assert "cannot be said yet" in told
    code, told = on_the_command_line("half-without-piles", maya.path)
    assert (code, "stand without piles already" in told) == (1, True), told
    for i, e in enumerate(e for e in maya.excerpts.index if e in set(maya.clusters.index)):
        maya.place(e, maya.codebook.index[i % 2])
    code, told = on_the_command_line("steered", maya.path)
    assert code == 0, told
    assert "Take two passages of one pile" in told and "It cannot tell" in told
    rows = json.loads(CliRunner().invoke(app, ["steered", str(maya.path), "--json", "--as", "Maya"]).output)
    assert [row["label"] for row in rows] == list(maya.steered().sentences)
    tom.on_our_own()
    code, told = on_the_command_line("steered", maya.path)
    assert (code, "on their own first" in told) == (1, True), told


def test_without_piles_there_is_no_half_to_be_without_them(study: Study) -> None:
    code, told = on_the_command_line("half-without-piles", study.path)
    assert (code, "copro suggest" in told) == (1, True), told
    assert not len(study.waiting)


def test_people_who_are_not_steered_differ_by_nothing_and_the_interval_says_so_most_of_the_time() -> None:
    within = 0
    for seed in range(40):
        chance = np.random.default_rng(seed)
        pile_of = {f"p{i}": i % 4 for i in range(80)}
        put = [(p, who, str(chance.integers(3))) for p in pile_of for who in ("a", "b")]
        found = steered(put, pile_of, {f"p{i}" for i in range(80) if chance.random() < 0.5}, samples=200)
        within += found.low <= 0 <= found.high
    assert within >= 34


def test_swapping_people_or_renaming_piles_changes_no_figure_of_steering() -> None:
    chance = np.random.default_rng(3)
    pile_of = {f"p{i}": i % 3 for i in range(40)}
    put = [(p, who, str(chance.integers(3))) for p in pile_of for who in ("a", "b", "c")]
    away = {f"p{i}" for i in range(20)}
    swapped = [(p, {"a": "z", "b": "a", "c": "b"}[who], f"name {code}") for p, who, code in reversed(put)]
    one, other = steered(put, pile_of, away), steered(swapped, {p: 9 - n for p, n in pile_of.items()}, away)
    assert (one.seen, one.not_seen) == pytest.approx((other.seen, other.not_seen))
    assert (one.low, one.high) == pytest.approx((other.low, other.high))
