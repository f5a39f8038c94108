"""Piles: every text in exactly one or listed as not placed, whatever the order, the same each time."""

from __future__ import annotations

import builtins
import warnings
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copro_text.clusters import Model, Run, VectorCache, find_model, neighbours, repeats, suggest_piles
from copro_text.clusters import communities as communities_file
from copro_text.clusters.communities import _merged, centred, communities, margins, most_piles, shared_neighbours
from copro_text.clusters.quality import FRAGILE, HOLDS, LOOSE, MOST_TRIED, by_language, in_other_languages, stability
from copro_text.clusters.recipe import TOO_FEW, sort, topic_model
from copro_text.clusters.repeats import distinct
from copro_text.corpus import canonical
from copro_text.errors import SorterError

pytestmark = pytest.mark.disable_socket

TOPICS = {
    "bus": "The bus to the clinic was late again and nobody had told us",
    "nurse": "My nurse sat down and listened to what I had to say about pain",
    "form": "They sent another long form to fill in with words nobody understands",
    "tea": "There was tea and a biscuit and nobody was in a hurry for once",
}


def world(each: int = 20, topics: int = 4, seed: int = 0) -> tuple[list[str], np.ndarray, list[str]]:
    """Texts about a few things, their vectors (n, 24) near one direction a topic, and what each is about."""
    draw = np.random.RandomState(seed)
    about = [name for name in list(TOPICS)[:topics] for _ in range(each)]
    texts = [f"{TOPICS[name]} {'abcdefghijklmnopqrstuvwxyz'[i % 26] * 9} {i}" for i, name in enumerate(about)]
    middle = {name: np.eye(24)[i * 3] for i, name in enumerate(TOPICS)}
    vectors = np.array([middle[name] + draw.normal(0, 0.14, 24) for name in about])
    return texts, vectors / np.linalg.norm(vectors, axis=1, keepdims=True), about


def partition(assignment: tuple[int | None, ...]) -> set[frozenset[int]]:
    numbers = set(assignment) - {None}
    return {frozenset(i for i, a in enumerate(assignment) if a == n) for n in numbers}


def test_what_people_talk_about_comes_out_as_piles() -> None:
    texts, vectors, about = world()
    piles = sort(texts, vectors)
    for number in range(piles.count):
        assert len({a for a, n in zip(about, piles.assignment, strict=True) if n == number}) == 1
    assert piles.count == 4


@pytest.mark.parametrize("n", [0, 1, 2, 5, TOO_FEW - 1])
def test_nothing_is_forced_from_too_few(n: int) -> None:
    texts, vectors, _ = world()
    piles = sort(texts[:n], vectors[:n])
    assert piles.assignment == (None,) * n
    assert piles.count == 0
    assert ("Too few to sort" if n else "nothing to sort") in piles.notice


@pytest.mark.parametrize("texts", [["All the same words."] * 40, ["yes"] * 3 + ["no"] * 9, ["bus", "Bus", "bus.", "BUS"] * 5])
def test_many_of_the_same_are_still_too_few(texts: list[str]) -> None:
    vectors = np.tile(np.eye(1, 8), (len(texts), 1))
    assert set(sort(texts, vectors).assignment) == {None}


def test_one_word_each_and_equal_vectors_are_not_forced_either() -> None:
    texts = [chr(97 + i) * 3 for i in range(20)]
    piles = sort(texts, np.tile(np.eye(1, 8), (20, 1)))
    assert set(piles.assignment) == {None}
    assert "No piles were found" in piles.notice


def test_vectors_that_are_not_numbers_are_refused_in_plain_words() -> None:
    texts, vectors, _ = world()
    broken = vectors.copy()
    broken[3, 3] = np.nan
    with pytest.raises(SorterError, match="not numbers"):
        sort(texts, broken)
    with pytest.raises(SorterError, match="shape"):
        sort(texts, vectors[:-1])
    with pytest.raises(SorterError, match="no engine"):
        sort(texts, vectors, engine="magic")
    with pytest.raises(SorterError, match="no level"):
        sort(texts, vectors, level="deep")
    with pytest.raises(SorterError, match="no level"):
        sort(texts, vectors, level=0)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 70), st.integers(0, 3), st.sampled_from(["coarse", "fine", 1, 6]), st.data())
def test_every_text_is_in_one_pile_or_listed_and_order_and_repeats_make_no_difference(
    n: int, seed: int, level: str | int, data: st.DataObject
) -> None:
    texts, vectors, _ = world(18, 4, seed)
    drawn = data.draw(st.lists(st.integers(0, len(texts) - 1), min_size=n, max_size=n))
    texts, vectors = [texts[i] for i in drawn], vectors[drawn]
    piles = sort(texts, vectors, level=level)
    assert len(piles.assignment) == len(piles.confidence) == n
    assert set(piles.assignment) <= {None, *range(piles.count)}
    assert set(range(piles.count)) <= set(piles.assignment)
    assert all(len({drawn[i] for i in pile}) >= 3 for pile in partition(piles.assignment))
    mixed = data.draw(st.permutations(range(n)))
    again = sort([texts[i] for i in mixed], vectors[mixed], level=level)
    assert tuple(piles.assignment[i] for i in mixed) == again.assignment
    assert tuple(piles.confidence[i] for i in mixed) == again.confidence
    by_text: dict[str, set[Any]] = {}
    for text, number in zip(texts, piles.assignment, strict=True):
        by_text.setdefault(text, set()).add(number)
    assert all(len(numbers) == 1 for numbers in by_text.values())


def test_the_same_seed_gives_the_same_bytes_and_seeds_nearly_agree() -> None:
    from sklearn.metrics import adjusted_rand_score

    texts, vectors, _ = world()
    first, second, other = (sort(texts, vectors, seed=s) for s in (7, 7, 8))
    assert repr(first) == repr(second)
    assert adjusted_rand_score([str(a) for a in first.assignment], [str(a) for a in other.assignment]) > 0.8


def test_campaign_letters_are_one_voice_for_the_model_and_keep_together() -> None:
    texts, vectors, _ = world()
    letter = "We the undersigned ask you to keep the day centre open because it is the only place where we are known by our names"
    edits = [letter, letter.upper(), letter + "!", letter.replace("undersigned", "people below"), f"{letter}. Thank you."]
    together = np.vstack([vectors, np.tile(vectors[0], (5, 1))])
    chosen, stands = distinct([*texts, *edits], together)
    assert len(set(stands[-5:])) == 1
    assert len(chosen) == len(texts) + 1
    piles = sort([*texts, *edits], together)
    assert len(set(piles.assignment[-5:])) == 1


def test_short_texts_that_differ_in_one_word_are_two_texts() -> None:
    assert len(distinct(["It helped me", "It never helped me"], np.tile(np.eye(1, 4), (2, 1)))[0]) == 2


def test_piles_are_in_the_order_of_how_many_people_not_of_texts() -> None:
    texts, vectors, about = world(12, 2)
    people = [("one person",) if a == "bus" else (f"p{i}",) for i, a in enumerate(about)]
    texts, vectors = [*texts, *texts[:8]], np.vstack([vectors, vectors[:8]])
    piles = sort(texts, vectors, level=6, people=[*people, *people[:8]])
    sizes = [len({w for p, n in zip([*people, *people[:8]], piles.assignment, strict=True) if n == k for w in p}) for k in range(piles.count)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == 1


def test_a_text_between_two_piles_is_not_placed() -> None:
    labels = np.array([0, 0, 0, 1, 1, 1, 0])
    vectors = np.array([[1.0, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1], [0, 1]])
    sure = margins(vectors, labels)
    assert sure[6] < 0 < sure[:6].min()


def test_levels_are_cuts_of_one_tree_and_a_number_of_piles_is_not_passed() -> None:
    texts, vectors, _ = world(40, 6, 2)
    cuts = [communities(centred(vectors), level=level) for level in (1, 2, 4, "coarse", 12, "fine")]
    assert [int(cut.max()) + 1 for cut in cuts[:3]] == [1, 2, 4]
    assert int(cuts[3].max()) + 1 < int(cuts[4].max()) + 1 <= 12
    assert int(cuts[4].max()) + 1 < int(cuts[5].max()) + 1 <= 30
    for few, many in pairwise(cuts):
        assert all(len(set(few[many == pile])) == 1 for pile in range(int(many.max()) + 1))
        assert all(np.bincount(many[many >= 0]) >= 3)
    assert sort(texts, vectors, level=1).count == 1


@pytest.mark.parametrize(("texts", "piles"), [(20, 12), (300, 12), (960, 12), (3000, 38), (100_000, 40)])
def test_the_usual_level_has_more_piles_only_where_they_would_hold_more_than_is_read_in_one_sitting(texts: int, piles: int) -> None:
    assert most_piles("usual", texts) == piles


def test_the_usual_level_is_as_coarse_as_the_coarse_one_until_there_is_much() -> None:
    few, many = (centred(world(each, 4, 3)[1]) for each in (30, 300))
    assert communities(few).tolist() == communities(few, level="coarse").tolist()
    usual, coarse = communities(many), communities(many, level="coarse")
    assert int(coarse.max()) + 1 <= 12 < int(usual.max()) + 1 <= 15
    assert all(len(set(coarse[usual == pile])) == 1 for pile in range(int(usual.max()) + 1))


def test_small_piles_are_put_together_before_large_ones_that_lie_a_little_nearer() -> None:
    lies = {0: (0.0, 0.0), 1: (1.0, 0.0), 2: (0.0, 9.0), 3: (1.1, 9.0)}
    labels = np.repeat([0, 1, 2, 3], [40, 40, 3, 3])
    vectors = np.array([lies[int(label)] for label in labels])
    assert _merged(vectors, labels, 3).tolist() == [0] * 40 + [1] * 40 + [2] * 6
    fewer = [_merged(vectors, labels, most) for most in (4, 3, 2, 1)]
    for many, few in pairwise(fewer):
        assert all(len(set(few[many == pile])) == 1 for pile in set(many))  # whole piles are put together: none is split


def test_of_many_texts_neighbours_are_searched_and_the_piles_are_as_good(monkeypatch: pytest.MonkeyPatch) -> None:
    texts, vectors, about = world(60, 5, 1)
    for module in (neighbours, communities_file, repeats):
        monkeypatch.setattr(module, "MANY", 50)
    looked_at: list[int] = []
    monkeypatch.setattr(neighbours, "_all_pairs", lambda rows, count: looked_at.append(len(rows)))
    found = sort(texts, vectors)
    assert repr(sort(texts, vectors)) == repr(found)
    assert not looked_at
    assert found.count == 4
    for number in range(found.count):
        assert len({a for a, n in zip(about, found.assignment, strict=True) if n == number}) == 1


def test_neighbours_share_and_strangers_do_not() -> None:
    _, vectors, about = world()
    graph = shared_neighbours(vectors).tocoo()
    assert (graph != graph.T).nnz == 0
    across = [about[a] != about[b] for a, b in zip(graph.row, graph.col, strict=True)]
    assert np.mean(across) < 0.1


def test_a_topic_model_has_the_piles_and_their_titles_whatever_numbers_it_gives_them() -> None:
    texts, vectors, _ = world()
    people = [
        (str(i if i >= len(texts) // 2 else i % 3),) for i in range(len(texts))
    ]  # many texts are by few: piles and topics come in another order
    piles = sort(texts, vectors, people=people).assignment
    titles = {n: f"Pile of {n}" for n in {n for n in piles if n is not None}}
    before = list(warnings.filters)
    model = topic_model(texts, vectors, piles, titles, leave_out=("tea",))
    assert warnings.filters == before  # importing bertopic silences warnings for the whole session: not ours
    named = dict(zip(sorted(set(model.topics_)), model.custom_labels_, strict=True))
    assert [named[topic] for topic in model.topics_ if topic >= 0] == [titles[n] for n in piles if n is not None]
    assert [topic for topic in model.topics_ if topic < 0] == [-1] * piles.count(None)
    assert list(model.topics_) != list(piles)
    told = {word for topic in named if topic >= 0 for word, _ in model.get_topic(topic)}
    assert "nurse" in told and not told & {"tea", "what", "is"}


def test_no_pile_needs_bertopic_and_it_is_not_loaded_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    texts, vectors, _ = world()
    real = builtins.__import__

    def missing(name: str, *args: Any, **more: Any) -> Any:
        if name.startswith("bertopic"):
            raise ImportError(name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    piles = sort(texts, vectors)
    assert piles.count > 1
    with pytest.raises(SorterError, match="not installed"):
        sort(texts, vectors, engine="bertopic-default")
    with pytest.raises(SorterError, match="not installed"):
        topic_model(texts, vectors, piles.assignment, {})


def test_texts_without_a_word_to_count_are_sorted_and_make_no_topic_model() -> None:
    _, vectors, _ = world(8, 3)
    texts = [f"{i} {i + 1}" for i in range(24)]
    piles = sort(texts, vectors)
    assert piles.count > 1
    with pytest.raises(SorterError, match="count the words"):
        topic_model(texts, vectors, piles.assignment, {})


def test_a_run_holds_ids_and_numbers_and_no_words(tmp_path: Path) -> None:
    texts, _, _ = world()
    excerpts = [(f"e{i:03}", text, (f"p{i}",)) for i, text in enumerate(texts)]
    run = suggest_piles(excerpts, question="What is good care?", cache=VectorCache(tmp_path))
    plain = canonical(run.to_dict()) if not any(isinstance(v, float) for v in run.settings.values()) else repr(run.to_dict()).encode()
    for word in ("clinic", "nurse", "biscuit", "care"):
        assert word.encode() not in plain
    assert [a[0] for a in run.assignment] == sorted(e[0] for e in excerpts)
    assert len(run.xy) == len(excerpts)
    assert "Sorted by the words alone" in " ".join(run.notices)
    assert Run.from_dict(run.to_dict()) == run
    again = suggest_piles(excerpts[::-1], question="What is good care?")
    assert again == run
    assert suggest_piles(excerpts, question="What is good care?", seed=8).id != run.id
    assert suggest_piles(excerpts[1:], question="What is good care?").id != run.id


def test_a_run_from_nothing_is_a_run() -> None:
    run = suggest_piles([])
    assert run.assignment == ()
    assert run.count == 0


def test_stability_speaks_in_words_and_knows_firm_from_loose() -> None:
    texts, vectors, _ = world()
    firm = sort(texts, vectors).assignment
    said = stability(texts, vectors, firm)
    assert set(said) <= {HOLDS, LOOSE, FRAGILE}
    assert said.count(HOLDS) >= 3
    scattered = tuple(i % 4 for i in range(len(texts)))
    assert set(stability(texts, vectors, scattered)) == {FRAGILE}
    assert stability(texts, vectors, firm) == said
    assert stability([], np.zeros((0, 3)), ()) == ()


@pytest.mark.parametrize("threads", [1, 2])
def test_the_number_of_threads_makes_no_difference(threads: int) -> None:
    from threadpoolctl import threadpool_limits

    texts, vectors, _ = world(60)
    with threadpool_limits(threads):
        piles = sort(texts, vectors)
    assert piles == sort(texts, vectors)


def test_of_very_many_texts_stability_is_not_tried() -> None:
    many = [f"text number {number}" for number in range(MOST_TRIED + 1)]
    vectors = np.random.default_rng(7).normal(size=(len(many), 4))
    assert stability(many, vectors, [number % 2 for number in range(len(many))]) == ("", "")


FRENCH = "Je trouve que le personnel est gentil mais on attend trop longtemps et personne ne nous dit rien."
WELSH = "Mae'r staff yn garedig iawn ond rydym yn aros yn rhy hir ac nid oes neb yn dweud dim wrthym."
ENGLISH = "I waited a long time at the door with my son and nobody told us anything."
KEYWORDS = "Kind staff, long waits, cold tea, better parking, warm rooms."


def test_a_pile_in_another_language_than_most_is_named_and_a_list_of_key_words_is_not() -> None:
    texts = [FRENCH, FRENCH, ENGLISH, ENGLISH, *[KEYWORDS] * 5, WELSH, WELSH, "Merci", FRENCH]
    assert by_language(texts, [0, 0, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4, None]) == (True, False, False, True, False)


def test_where_nobody_wrote_english_no_pile_is_one_of_language() -> None:
    assert by_language([FRENCH, FRENCH, WELSH, WELSH], [0, 0, 1, 1]) == (False, False)


def test_texts_in_other_languages_are_counted_and_a_few_lists_of_key_words_are_not() -> None:
    assert in_other_languages([FRENCH, FRENCH, WELSH, ENGLISH, KEYWORDS, "Merci"]) == 3
    assert in_other_languages([FRENCH, FRENCH, *[ENGLISH] * 5]) == 0, "so few come about by chance"
    assert in_other_languages([KEYWORDS] * 50) == 0


def test_who_sorts_several_languages_is_told_that_the_model_learnt_from_english_and_which_did_not() -> None:
    others = [f"{FRENCH[:-1]} numéro {n}." for n in range(6)]
    own = [f"{ENGLISH[:-1]} number {n}." for n in range(6)]

    def told(texts: list[str], model: Model | None) -> str:
        return " ".join(suggest_piles([(f"e{n:02}", text, (f"p{n}",)) for n, text in enumerate(texts)], model=model).notices)

    assert "At least 6 texts seem to be in other languages" in told(others + own, find_model())
    assert "paraphrase-multilingual-MiniLM-L12-v2" in told(others + own, find_model())
    assert "languages" not in told(own, find_model())
    assert "languages" not in told(others + own, None)
