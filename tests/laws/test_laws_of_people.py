"""The laws of who is who: what people say of it joins and parts ids and loses nobody, and permission only ever gets more careful by it."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from copro_text import decisions as d
from copro_text.codebook import Codebook, advance, replay
from copro_text.decisions import Entry
from copro_text.permission import Permissions
from copro_text.persons import Persons, by_person
from tests.laws.histories import CORPUS, everything_arrived, played, who_is_who

LAW = settings(max_examples=int(os.environ.get("COPRO_EXAMPLES", "120")), deadline=None)
ABOUT_PEOPLE = (d.SamePerson, d.DifferentPeople, d.SomeoneElse)


def quotable(book: Codebook) -> set[str]:
    corpus = by_person(CORPUS, book.persons)
    allowed = Permissions.of(corpus, book.confirmed)
    return {c.id for c in corpus if allowed.may_quote(c) and c.id not in book.gone.contributions}


def standing(book: Codebook, kind: type[d.Decision]) -> list[Entry]:
    return [e for e in book.entries if isinstance(e.body, kind) and book.stands(e.id)]


def says_no(e: Entry, a: str, b: str) -> bool:
    assert isinstance(e.body, d.DifferentPeople)
    return any((a in one and b in other) or (b in one and a in other) for one, other in combinations(e.body.apart, 2))


@LAW
@given(who_is_who, st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_arrival_do_not_matter(history: list, shuffled: random.Random) -> None:
    lines = played(history).entries
    mixed = lines + lines[::2]
    shuffled.shuffle(mixed)
    assert replay(mixed).state() == replay(lines).state()
    assert quotable(replay(mixed)) == quotable(replay(lines))


@LAW
@given(who_is_who, st.lists(st.integers(1, 9), max_size=12), st.randoms(use_true_random=False))
def test_taking_in_lines_as_they_come_is_the_same_as_replaying_them_all(history: list, pieces: list, shuffled: random.Random) -> None:
    lines = list(played(history).entries)
    if pieces and pieces[0] % 2:
        shuffled.shuffle(lines)
    book, left = Codebook(), lines
    for size in [*pieces, len(lines)]:
        book, left = advance(book, left[:size]), left[size:]
    assert book.state() == replay(lines).state()


@LAW
@given(who_is_who)
def test_ids_are_one_person_only_where_somebody_says_so_and_nobody_who_did_not_know_of_that_says_they_are_not(history: list) -> None:
    book = replay(everything_arrived(played(history)).entries)
    same = [(e, set(e.body.contributors)) for e in standing(book, d.SamePerson) if isinstance(e.body, d.SamePerson)]
    different = standing(book, d.DifferentPeople)
    for person in book.persons.joined:
        linked, new = set(), {person[0]}
        while new:
            linked |= new
            new = set().union(*(ids for _, ids in same if linked & ids)) - linked
        assert set(person) <= linked
        for a, b in combinations(person, 2):
            for no in (e for e in different if says_no(e, a, b)):
                assert any(book.timeline.knows(yes, no) and {a, b} <= ids for yes, ids in same)


@LAW
@given(who_is_who)
def test_no_voice_is_lost_by_who_is_who_and_what_was_joined_counts_once(history: list) -> None:
    book = replay(played(history).entries)
    told = by_person(CORPUS, book.persons)
    assert [(c.id, c.version, c.text) for c in told] == [(c.id, c.version, c.text) for c in CORPUS]
    assert {who for c in told for who in c.said_by} == set(told.contributors)
    for c, read in zip(told, CORPUS, strict=True):
        assert len(c.said_by) == len(c.signed) == len(read.said_by)
    for person in book.persons.joined:
        assert sum(who in told.contributors for who in person) <= 1


@LAW
@given(who_is_who)
def test_taking_back_all_that_was_said_of_who_is_who_gives_everybody_back(history: list) -> None:
    lines = [e for e in played(history).entries if not isinstance(e.body, ABOUT_PEOPLE)]
    assert not replay(lines).persons
    assert by_person(CORPUS, replay(lines).persons) is CORPUS


@LAW
@given(who_is_who, st.lists(st.integers(0, 9), min_size=2, max_size=6))
def test_what_is_said_of_who_is_who_never_makes_anything_quotable(history: list, choices: list) -> None:
    world = everything_arrived(played(history))
    world.entries = [e if not isinstance(e.body, ABOUT_PEOPLE) else replace(e, body=d.Unknown(e.body.kind)) for e in world.entries]
    before = quotable(replay(world.entries))
    maya, people = world.devices[0], list(CORPUS.contributors)
    for n in choices:
        one, other = people[n % len(people)], people[(n + 1 + n % 3) % len(people)]
        c = CORPUS.by(one)[0]
        body = (
            d.SamePerson(contributors=(one, other)),
            d.DifferentPeople(apart=((one,), (other,))),
            d.SomeoneElse(said=((one, c.id),), person="e" * 32),
        )
        world.write(maya, body[n % 3])
        assert quotable(replay(world.entries)) <= before
    for e in [e for e in world.entries if isinstance(e.body, ABOUT_PEOPLE)][::-1]:
        world.write(maya, d.Undo(target=e.id))
    assert quotable(replay(world.entries)) == before
    assert replay(world.entries).persons == Persons(gone=replay(world.entries).gone.contributors)


@LAW
@given(who_is_who)
def test_nobody_is_quoted_who_said_no_under_any_id_that_anybody_says_is_theirs(history: list) -> None:
    book = replay(everything_arrived(played(history)).entries)
    corpus = by_person(CORPUS, book.persons)
    allowed = Permissions.of(corpus, book.confirmed)
    for c in corpus:
        if allowed.may_quote(c):
            ids = {id_ for who in c.said_by for id_ in (corpus.contributors[who].came_as or (who,)) + corpus.contributors[who].perhaps}
            assert not any(settled.answer == "no" for id_ in ids for settled in book.confirmed.get((id_, "quote", ""), ()))
