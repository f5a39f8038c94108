"""What is said of a pile: in people's own words, counted by people, and never by more than may be used."""

from __future__ import annotations

import pytest

from copro_text.clusters import Pile, Run, describe, suggest_piles
from copro_text.clusters.titles import Said, draft_titles, keywords, weights
from copro_text.clusters.words import STOP, name_like, question_words, runs, same, words

pytestmark = pytest.mark.disable_socket

BUSES = [
    "The waiting room was cold and the bus home had gone.",
    "I sat in the waiting room for two hours.",
    "No one in the waiting room knew when the bus would come.",
    "Waiting room again. Bring a book and a blanket with you.",
]
NURSES = [
    "The night nurse listened, and told me so herself.",
    "A night nurse who explains everything twice is worth gold.",
    "Our night nurse Natasha sat with him until he slept.",
    "I asked for Natasha and she came with tea and time.",
]
QUESTION = "What is co-production?"


def piles_of(*groups: list[str]) -> list[list[Said]]:
    return [[Said(text, (f"p{g}{i}",)) for i, text in enumerate(group)] for g, group in enumerate(groups)]


def test_a_draft_title_is_a_phrase_that_people_wrote() -> None:
    assert draft_titles(piles_of(BUSES, NURSES)) == ["Waiting room", "Night nurse"]


def test_one_person_alone_does_not_name_a_pile() -> None:
    loud = [Said("green door green door green door", ("one",)), Said("Green door, as I said", ("one",)), Said("something about parking", ("two",))]
    assert draft_titles([loud, [Said(t, (str(i),)) for i, t in enumerate(NURSES)]])[0] != "Green door"


def test_no_two_piles_have_the_same_title() -> None:
    titles = draft_titles(piles_of(BUSES, BUSES, BUSES, BUSES))
    assert titles[0] == "Waiting room"
    named = [t for t in titles if t]
    assert len(set(named)) == len(named)


def test_a_pile_of_nothing_says_nothing_in_peoples_words() -> None:
    assert draft_titles(piles_of(["Nothing", "nothing.", "Nothing!", "nothing at all"], BUSES))[0] == "Nothing"


def test_a_campaign_letter_does_not_name_a_pile_by_itself() -> None:
    copies = [Said("please keep our blue lantern open", (f"c{i}",), copy=i > 0) for i in range(9)]
    own = [Said(text, (f"o{i}",)) for i, text in enumerate(BUSES)]
    assert draft_titles([[*copies, *own], piles_of(NURSES)[0]])[0] == "Waiting room"


def test_a_phrase_does_not_cross_a_full_stop_and_shouting_is_put_quietly() -> None:
    texts = ["We left. Hospital food is cold", "They left. Hospital food", "HOSPITAL FOOD", "HOSPITAL FOOD AGAIN"]
    assert draft_titles(piles_of(texts, NURSES))[0] == "Hospital food"


def test_keywords_leave_out_small_words_the_question_and_names() -> None:
    avoid = name_like([*BUSES, *NURSES], ["Maya B."])
    found = keywords(piles_of([*BUSES, "Co-production is a waiting room, Maya said", "coproduction, maya"], NURSES), QUESTION, avoid)
    said = {w for group in found for term in group for w in term.split()}
    assert not said & (STOP | question_words(QUESTION) | {"natasha", "maya"})
    assert "waiting" in " ".join(found[0])
    assert "nurse" in " ".join(found[1])


def test_a_signed_name_in_whatever_letters_is_no_title_and_no_keyword() -> None:
    texts = ["zebediah quock came", "ask zebediah quock", "zebediah quock rang", *["Zebediah quock"] * 3]
    piles = piles_of([*texts, *BUSES], NURSES)
    avoid = name_like([*texts, *BUSES, *NURSES], ["Zebediah Quock", "Service User"])
    said = " ".join([*draft_titles(piles, QUESTION, avoid), *(term for group in keywords(piles, QUESTION, avoid) for term in group)]).lower()
    assert "zebediah" not in said
    assert "quock" not in said


def test_a_name_that_is_written_after_an_article_says_what_people_are() -> None:
    texts = ["a service user came", "every service user", "the service user rang"]
    assert not {"service", "user"} & name_like(texts, ["Service User"])


def test_a_sentence_with_a_wish_gives_no_title_and_no_keyword() -> None:
    wish = "Please do not quote me."
    given = [(f"bus{i}", f"{text}. {wish}", (f"p{i}",)) for i, text in enumerate(BUSES)]
    wishes = {id_: [(text.index(wish), len(text))] for id_, text, _ in given}
    (pile, *_) = describe(run_of(given), given, QUESTION)
    assert "quote" in " ".join([pile.title, *pile.keywords]).lower()
    (pile, *_) = describe(run_of(given), given, QUESTION, wishes=wishes)
    assert "quote" not in " ".join([pile.title, *pile.keywords]).lower()


def test_c_tf_idf_is_that_of_the_paper() -> None:
    from collections import Counter
    from math import log

    (first, _) = weights([Counter(bus=3, stop=1), Counter(nurse=4)])
    assert first == {"bus": 3 / 4 * log(1 + 4 / 3), "stop": 1 / 4 * log(1 + 4 / 1)}


@pytest.mark.parametrize(("text", "expected"), [("Don’t co-produce 3 things", ["don't", "co-produce", "things"]), ("", []), ("🙂", [])])
def test_words_are_as_people_count_them(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_the_same_words_are_the_same_whatever_the_marks() -> None:
    assert same("No. ") == same("no!") == "no"
    assert same("🙂") != same("🙁")
    assert runs("Bus, late — again") == [["Bus"], ["late"], ["again"]]


# ---- describe


def excerpts() -> list[tuple[str, str, tuple[str, ...]]]:
    """Two subjects, eight ways of saying each, by sixteen people, and one by a table of two."""
    things = {"bus": BUSES, "nurse": NURSES}
    out = [
        (f"{name}{i}{j}", f"{text} {'Truly ' * j}so.", (f"{name}{i}{j}",))
        for name, ts in things.items()
        for i, t in enumerate(ts)
        for j, text in enumerate([t, t[::-1]])
    ]
    return [*out, ("table", BUSES[0], ("maya", "tom")), ("unknown", BUSES[1], ())]


def run_of(given: list[tuple[str, str, tuple[str, ...]]]) -> Run:
    where = [(id_, 0 if id_.startswith(("bus", "table", "unknown")) else 1, 0.1 * i) for i, (id_, *_) in enumerate(given)]
    where = [(id_, None if id_ == "nurse31" else n, sure) for id_, n, sure in where]
    return Run("0" * 16, {"seed": 7}, tuple(sorted(where)), tuple((0.0, 0.0) for _ in where), 2)


def test_size_is_in_people_first_and_texts_second() -> None:
    piles = describe(run_of(excerpts()), excerpts(), QUESTION, {"maya": ["carer", "Mam"], "bus00": ["carer"], "tom": []})
    assert [(p.number, p.people, p.texts, p.not_known) for p in piles] == [(0, 10, 10, 1), (1, 7, 7, 0), (None, 1, 1, 0)]
    assert piles[0].perspectives == (("carer", 2), ("Mam", 1))
    assert piles[-1].title == "Could not place"


def test_every_excerpt_that_may_be_used_is_in_exactly_one_pile() -> None:
    given = excerpts()
    usable = given[1:]
    piles = describe(run_of(given), usable)
    listed = [id_ for p in piles for id_ in p.excerpts]
    assert sorted(listed) == sorted(id_ for id_, *_ in usable)
    assert given[0][0] not in listed


def test_excerpts_to_read_are_by_different_people_and_of_different_words() -> None:
    given = excerpts()
    by = {id_: (same(text), who) for id_, text, who in given}
    for pile in describe(run_of(given), given):
        shown = [*pile.like_others, *pile.own_way]
        assert set(shown) <= set(pile.excerpts)
        assert len(shown) == len(set(shown)) == len({by[i][0] for i in shown})
        people = [person for i in shown for person in by[i][1]]
        assert len(people) == len(set(people))


def test_describing_twice_says_the_same_in_any_order() -> None:
    given = excerpts()
    assert describe(run_of(given), given, QUESTION) == describe(run_of(given), given[::-1], QUESTION)


def test_a_pile_whose_words_were_all_withdrawn_is_empty_and_unnamed() -> None:
    given = excerpts()
    left = [e for e in given if not e[0].startswith(("bus", "table", "unknown"))]
    first = describe(run_of(given), left)[0]
    assert first == Pile(0, "", (), 0, 0, 0, (), (), (), ())


def test_from_words_to_piles_and_back_to_words() -> None:
    given = excerpts()
    piles = describe(suggest_piles(given, question=QUESTION), given, QUESTION)
    assert sum(p.texts for p in piles) == len(given)
    assert describe(suggest_piles([]), []) == ()
