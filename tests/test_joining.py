"""Who is who, worked out from what people said: which joinings count, for whom a no holds, and for whom a confirmation does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copro_text import decisions as d
from copro_text.codebook import replay
from copro_text.corpus import Contribution, Corpus
from copro_text.permission import Permissions
from copro_text.persons import Persons, by_person
from copro_text.study import Study
from tests.helpers import Log, corpus_of, person, said, some_id

ANN, BO, CY, DI = (person(name) for name in ("ann", "bo", "cy", "di"))
WORDS = {name: said(name, f"I wait at the gate, says {name}.") for name in ("ann", "bo", "cy", "di")}
CORPUS = corpus_of(*WORDS.values())


def same(*people: str) -> d.SamePerson:
    return d.SamePerson(contributors=people, because="she said so")


def different(one: str, other: str) -> d.DifferentPeople:
    return d.DifferentPeople(apart=((one,), (other,)), because="she said so")


def given(who: str, c: Contribution, other: str) -> d.SomeoneElse:
    return d.SomeoneElse(said=((who, c.id),), person=other, because="she said so")


def allowed(log: Log, corpus: Corpus = CORPUS) -> Permissions:
    return Permissions.of(by_person(corpus, log.book.persons), log.book.confirmed)


def quotable(log: Log, corpus: Corpus = CORPUS) -> set[str]:
    permissions = allowed(log, corpus)
    return {c.text for c in permissions.corpus if permissions.may_quote(c)}


def test_who_may_be_somebody_may_be_everybody_who_is_one_person_with_them_or_may_be() -> None:
    persons = Persons(joined=((BO, CY),), differently=((ANN, BO),), kept_apart=((CY, DI),))
    assert persons.perhaps([ANN]) == {BO, CY, DI}
    assert persons.perhaps([BO, CY]) == {ANN, DI}
    told = by_person(CORPUS, persons).contributors
    assert told[ANN].perhaps == tuple(sorted((BO, CY, DI)))
    assert told[min(BO, CY)].perhaps == tuple(sorted((ANN, DI)))


def test_a_joining_that_would_bring_together_two_who_are_different_has_no_effect_but_that_a_no_counts_for_all() -> None:
    log = Log()
    log.confirm("ann", "quote")
    log.confirm("bo", "quote", "no")
    log.add(different(ANN, BO))
    log.add(same(ANN, CY))
    assert quotable(log) == set()  # Cy was never asked
    log.confirm("cy", "quote")
    assert quotable(log) == {WORDS["ann"].text, WORDS["cy"].text}
    log.add(same(CY, BO))
    assert log.book.persons.joined == (tuple(sorted((ANN, CY))),)
    assert log.book.persons.kept_apart == (tuple(sorted((BO, CY))),)
    assert quotable(log) == set()


def test_a_no_follows_words_that_turn_out_to_be_anothers() -> None:
    log = Log()
    log.join("Maya")
    ann, also = said("ann", "I wait at the gate."), said("ann", "And again at the door.")
    corpus = corpus_of(ann, also, WORDS["bo"])
    log.confirm("ann", "quote", "no")
    log.add(given(ANN, also, BO))
    assert allowed(log, corpus).ruling(BO, "quote").answer == "no"


def test_a_yes_counts_for_whoever_is_left_though_the_joining_was_taken_back_when_the_other_withdrew() -> None:
    log = Log()
    log.join("Maya")
    joined = log.add(same(ANN, BO))
    log.confirm("ann", "quote", "yes")
    log.add(d.Undo(target=joined.id))
    assert allowed(log, corpus_of(WORDS["ann"])).ruling(ANN, "quote").answer == "not asked"
    log.add(d.Withdraw(contributors=(BO,), contributions=(WORDS["bo"].id,)))
    assert allowed(log, corpus_of(WORDS["ann"])).ruling(ANN, "quote").answer == "yes"


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_nothing_is_confirmed_of_somebody_who_withdrew(answer: str) -> None:
    log = Log()
    log.join("Maya")
    log.add(same(ANN, BO))
    log.confirm("ann", "quote", answer)
    log.add(d.Withdraw(contributors=(BO,), contributions=(WORDS["bo"].id,)))
    assert [who for who, *_ in log.book.confirmed] == [ANN]


def test_a_yes_that_rests_on_words_of_neither_counts_for_nobody_whose_words_moved() -> None:
    log = Log()
    log.join("Maya")
    mine, theirs, third = (said("ann", text) for text in ("I wait at the gate.", "And again at the door.", "Then I went home."))
    corpus = corpus_of(mine, theirs, third)
    log.confirm("ann", "quote", "yes", seen=[mine, theirs])
    log.add(given(ANN, theirs, CY))
    assert allowed(log, corpus).ruling(ANN, "quote").answer == "not asked"
    assert allowed(log, corpus).ruling(CY, "quote").answer == "not asked"


def test_a_yes_for_words_that_are_the_first_persons_after_all_is_not_theirs() -> None:
    log = Log()
    log.join("Maya")
    mine, theirs = said("ann", "I wait at the gate."), said("ann", "And again at the door.")
    corpus = corpus_of(mine, theirs)
    gave = log.add(given(ANN, theirs, CY))
    log.confirm("cy", "quote", "yes", seen=[theirs])
    log.add(d.Undo(target=gave.id))
    assert allowed(log, corpus).ruling(ANN, "quote").answer == "not asked"


def test_of_a_joining_said_twice_the_first_saying_gives_its_place() -> None:
    log = Log()
    log.join("Maya")
    log.add(same(ANN, BO))
    log.add(different(ANN, CY))
    last = log.add(same(BO, CY))
    unknown_to_it = replace(last, id=some_id("elsewhere"), log="1f" * 16, seq=0, clock=99, body=same(ANN, BO))
    persons = replay([*log.entries, unknown_to_it]).persons
    assert persons.joined == (tuple(sorted((ANN, BO))),)
    assert persons.kept_apart == (tuple(sorted((BO, CY))),)


def test_a_person_goes_on_under_an_id_that_is_still_here() -> None:
    first, second = sorted((ANN, BO))
    persons = Persons(joined=((first, second),), gone=frozenset({first}))
    assert persons.person(first, "any") == persons.person(second, "any") == second


def test_a_name_cannot_turn_the_words_after_it_round(study: Study) -> None:
    study.join("Sam\u202enothing\u2066", new=True)
    assert study.session.book.analysts[study.session.me()].name == "Samnothing"
