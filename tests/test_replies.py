"""Replies are sorted by what they say and what they answer, without taking anyone's words for another's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copro_text.clusters import Run, stability, suggest_piles
from copro_text.clusters.quality import HOLDS
from copro_text.clusters.recipe import sort
from copro_text.clusters.replies import with_answered
from copro_text.study import Study
from copro_text.verbs.sorting import last_run
from tests.small import wxr
from tests.test_recipe import world

pytestmark = pytest.mark.disable_socket

Told = tuple[list[str], np.ndarray, list[int | None], list[str]]


def thread(replies: int = 12, seed: int = 0) -> Told:
    """Texts about four things, then replies to some of them whose own words say nothing about which; and what each is about."""
    texts, vectors, about = world(seed=seed)
    draw = np.random.RandomState(seed + 1)
    to = [int(i) for i in draw.choice(len(texts), replies, replace=False)]
    vague = np.eye(24)[22] + draw.normal(0, 0.14, (replies, 24))
    said = [f"Yes, I agree with what was said here {'klmnopqrstuvwxyz'[i % 16] * 9} {i}" for i in range(replies)]
    whole = np.vstack([vectors, vague / np.linalg.norm(vague, axis=1, keepdims=True)])
    return [*texts, *said], whole, [*[None] * len(texts), *to], [*about, *(about[i] for i in to)]


def pure(piles: Any, about: list[str], numbers: range) -> bool:
    """Whether each of these lies where most of what it is about lies."""
    put = piles.assignment
    most = {name: max(set(put), key=[n for n, a in zip(put, about, strict=True) if a == name].count) for name in about}
    return all(put[i] == most[about[i]] for i in numbers)


def test_a_reply_that_only_agrees_goes_where_what_it_answers_goes() -> None:
    texts, vectors, to, about = thread()
    replies = range(len(texts) - 12, len(texts))
    assert pure(sort(texts, vectors, replies=to), about, replies)
    assert not pure(sort(texts, vectors), about, replies)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 3), st.data())
def test_the_order_of_arrival_makes_no_difference_to_replies_either(seed: int, data: st.DataObject) -> None:
    texts, vectors, to, _ = thread(seed=seed)
    texts[-1] = texts[-2]  # the same words in answer to two people
    vectors[-1] = vectors[-2]
    mixed = data.draw(st.permutations(range(len(texts))))
    now = {before: at for at, before in enumerate(mixed)}
    moved = [None if (other := to[i]) is None else now[other] for i in mixed]
    first, again = sort(texts, vectors, replies=to), sort([texts[i] for i in mixed], vectors[mixed], replies=moved)
    assert tuple(first.assignment[i] for i in mixed) == again.assignment
    assert tuple(first.confidence[i] for i in mixed) == again.confidence
    assert first.assignment[-1] == first.assignment[-2]


def test_a_reply_says_half_itself_and_half_what_it_answers() -> None:
    heard = with_answered(np.eye(3), np.arange(3), [None, 0, 1])
    assert np.allclose(heard, [[1, 0, 0], [0.5**0.5, 0.5**0.5, 0], [0, 0.5**0.5, 0.5**0.5]])  # of a chain only the last


def test_a_letter_that_many_sent_hardly_moves_when_one_sends_it_as_a_reply() -> None:
    heard = with_answered(np.eye(2), np.array([0, *[1] * 12]), [None, 0, *[None] * 11])
    assert heard[1] @ np.eye(2)[1] > 0.99


def test_where_nobody_replies_nothing_changes() -> None:
    texts, vectors, _ = world()
    assert with_answered(vectors, np.arange(len(texts)), None) is vectors
    assert sort(texts, vectors, replies=[None] * len(texts)) == sort(texts, vectors)
    excerpts = [(f"e{i:03}", text, ()) for i, text in enumerate(texts)]
    run = suggest_piles(excerpts)
    assert "replies" not in run.settings
    assert suggest_piles(excerpts, replies={"e001": "held"}) == run  # what it answers is not among them


def test_a_run_says_how_many_replies_were_heard_with_what_they_answer() -> None:
    texts, _, _ = world()
    excerpts = [(f"e{i:03}", text, ()) for i, text in enumerate(texts)]
    run = suggest_piles(excerpts, replies={"e001": "e000", "e030": "e002", "e031": "nobody"})
    assert run.settings["replies"] == 2
    assert "2 replies were heard together with what they answer." in run.notices
    assert suggest_piles(excerpts[::-1], replies={"e030": "e002", "e001": "e000"}) == run
    assert Run.from_dict(run.to_dict()) == run


def test_bertopic_as_it_comes_hears_each_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[np.ndarray] = []

    def default(texts: list[str], vectors: np.ndarray, seed: int) -> np.ndarray:
        heard.append(vectors)
        return np.zeros(len(texts), dtype=np.int64)

    monkeypatch.setattr("copro_text.clusters.recipe._default", default)
    texts, vectors, to, _ = thread()
    with_replies, without = (sort(texts, vectors, engine="bertopic-default", replies=r) for r in (to, None))
    assert with_replies == without
    assert np.array_equal(*heard)


def test_how_a_pile_holds_together_is_asked_of_replies_as_they_were_heard() -> None:
    texts, vectors, to, _ = thread(40)
    put = sort(texts, vectors, level=6, replies=to).assignment
    said = stability(texts, vectors, put, level=6, replies=to)
    assert said.count(HOLDS) > stability(texts, vectors, put, level=6).count(HOLDS)


TALK = [(f"{name} {i}", f"{text} {word}.") for i, word in enumerate(["Honestly", "Again", "It rained", "Truly"]) for name, text in (
    ("Ann", "The bus to the clinic does not run on Sunday, so I wait at the stop."),
    ("Bo", "They pay nothing for a day of my time and I fill in a form to claim the money."),
)]  # fmt: skip


def replying(folder: Path, answered: str) -> Study:
    """A study in which the last comment replies to the first, and each is one paragraph."""
    export = wxr([("Cy", answered), *TALK, ("Dee", "Same here.")])
    before, last = export.rsplit("<wp:comment_parent>0<", 1)
    (folder / "talk.xml").write_text(f"{before}<wp:comment_parent>1<{last}", "utf-8")
    study = Study.new(folder / "s", question="What gets in the way?", analyst="Maya")
    study.add(folder / "talk.xml", progress=False)
    return study


def heard_as_replies(study: Study, unit: str = "whole") -> int:
    study.suggest(unit=unit, progress=False)
    run = last_run(study.session)
    assert run is not None
    return int(run.settings.get("replies", 0))


def test_whole_comments_are_sorted_with_what_they_answer_and_passages_alone(tmp_path: Path) -> None:
    study = replying(tmp_path, "The bus does not stop at the clinic any more.")
    assert heard_as_replies(study) == 1
    assert heard_as_replies(study, "paragraph") == 0


def test_what_may_not_be_used_is_not_heard_through_those_who_answered_it(tmp_path: Path) -> None:
    study = replying(tmp_path, "The bus does not stop at the clinic. Please don't use this at all, I only wanted somebody to read it.")
    assert heard_as_replies(study) == 0
