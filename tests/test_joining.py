"""Who is who, worked out from what people said: which joinings count, for whom a no holds, and for whom a confirmation does."""

from __future__ import annotations

from copro_text import decisions as d
from copro_text.corpus import Contribution, Corpus
from copro_text.permission import Permissions
from copro_text.persons import Persons, by_person
from tests.helpers import Log, corpus_of, person, said

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
