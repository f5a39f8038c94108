"""Crossing: what people answer, put into force and open again on computers that have not met yet, whichever line comes first."""

from __future__ import annotations

import pytest

from copro_text import decisions as d
from copro_text.codebook import Codebook, replay
from copro_text.rules import AGREED, BOTH_STAND
from tests.laws import histories
from tests.laws.histories import GROUP, PEOPLE, Device, P, Q, R, S, World, everything_arrived

TEA = "t" * 32
SILENCE = d.SetRule(says="nobody says no", days=14)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Four people, each on a computer of their own; the last has a second one. There is one name, "tea"."""
    monkeypatch.setattr(histories, "WRITERS", ((P, 0), (Q, 1), (R, 2), (S, 3), (S, 4)))
    made = everything_arrived(World())
    made.propose(made.devices[0], d.Name(code=TEA, label="tea"))
    return agreed(made)


def agreed(world: World) -> World:
    """Everybody says yes to what was proposed last, and it takes effect."""
    proposal = proposed(world)
    everything_arrived(world)
    answer(world, proposal, "yes", *world.devices[1:4])
    everything_arrived(world)
    world.write(world.devices[0], d.Enact(proposal=proposal))
    return everything_arrived(world)


def proposed(world: World) -> str:
    return [e.id for e in world.entries if isinstance(e.body, d.Shared)][-1]


def renamed(world: World) -> str:
    world.propose(world.devices[0], d.Rename(code=TEA, label="coffee"))
    everything_arrived(world)
    return proposed(world)


def answer(world: World, proposal: str, said: str, *devices: Device) -> None:
    for device in devices:
        world.write(device, d.Answer(proposal=proposal, answer=said))


def later_in_the_order(world: World, device: Device) -> None:
    for _ in range(9):
        world.write(device, d.Introduce(text="so that this computer's clock is ahead"))


def met(world: World, days: int = 0) -> Codebook:
    """Everything arrives, and every computer looks now and then for so many days."""
    everything_arrived(world)
    for _ in range(0, days, 15):
        world.day += 15
        for device in world.devices:
            world.settle(device)
            everything_arrived(world)
    return replay(world.entries)


def is_open(book: Codebook, proposal: str) -> list[str]:
    return [e.analyst for e in book.reopened.get(proposal, ())]


def label(book: Codebook) -> str:
    return book.codes[TEA].label


@pytest.mark.parametrize("second_first", [True, False])
@pytest.mark.parametrize("elsewhere", ["no", "need time"])
def test_a_no_counts_though_the_same_person_said_yes_where_it_was_not_known(world: World, second_first: bool, elsewhere: str) -> None:
    maya, tom, rosa, sam, second = world.devices
    rename = renamed(world)
    answer(world, rename, "yes", tom, rosa)
    if second_first:
        answer(world, rename, elsewhere, second)
        later_in_the_order(world, sam)
    answer(world, rename, "no", sam)
    answer(world, rename, "yes", sam)
    if not second_first:
        later_in_the_order(world, second)
        answer(world, rename, elsewhere, second)
    everything_arrived(world)
    world.settle(maya)
    assert label(met(world)) == "tea"


def test_where_so_many_say_yes_the_no_of_somebody_who_left_weighs_what_it_weighed(world: World) -> None:
    maya, tom, _, sam, _ = world.devices
    world.propose(maya, d.SetRule(says="so many", n=2, days=14))
    agreed(world)
    rename = renamed(world)
    answer(world, rename, "no", sam)
    world.write(sam, d.Leave(person=S))
    everything_arrived(world)
    answer(world, rename, "yes", tom)
    everything_arrived(world)
    world.settle(maya)
    book = met(world, 60)
    assert (label(book), is_open(book, rename), rename in book.tables.beside) == ("coffee", [], False)


@pytest.mark.parametrize("computers", [1, 2])
def test_a_question_that_several_computers_closed_at_once_can_be_closed_again(world: World, computers: int) -> None:
    maya, tom, rosa, sam, _ = world.devices
    rename = renamed(world)
    answer(world, rename, "yes", tom, rosa, sam)
    for device in (tom, rosa, sam):
        world.sync(maya, device)
        world.sync(tom, device)
    for device in (tom, maya)[2 - computers :]:
        world.settle(device)
    everything_arrived(world)
    world.write(sam, d.Reopen(target=rename, members=PEOPLE))
    assert rename in met(world, 30).tables.beside
    answer(world, rename, "yes", maya, tom, rosa, sam)
    book = met(world, 30)
    assert (label(book), is_open(book, rename), rename in book.tables.beside) == ("coffee", [], False)


@pytest.mark.parametrize("ended_first", [True, False])
@pytest.mark.parametrize("rule", [None, SILENCE])
def test_a_no_that_one_computer_ended_by_time_and_another_did_not_know_is_asked_and_closed(
    world: World, ended_first: bool, rule: d.SetRule | None
) -> None:
    maya, tom, rosa, sam, _ = world.devices
    if rule:
        world.propose(maya, rule)
        agreed(world)
    rename = renamed(world)
    if not rule:
        answer(world, rename, "yes", tom, rosa, sam)
        for device in (tom, rosa, sam):
            world.sync(maya, device)
    answer(world, rename, "no", sam)
    world.sync(tom, sam)
    world.sync(tom, rosa)
    later_in_the_order(world, maya if ended_first else tom)
    world.day += 15
    for device in (maya, tom):
        world.settle(device)
    outcomes = [e.body.outcome for e in replay(met(world).entries).entries if isinstance(e.body, d.Enact) and e.body.proposal == rename]
    assert outcomes == ([BOTH_STAND, AGREED] if ended_first else [AGREED, BOTH_STAND])
    book = met(world)
    assert (label(book), is_open(book, rename)) == ("coffee", [S])
    book = met(world, 60)
    assert (label(book), is_open(book, rename), rename in book.tables.beside) == ("coffee", [], True)


@pytest.mark.parametrize("duplicate", ["none", "early", "late"])
def test_what_time_had_ended_stands_though_an_older_enactment_arrives_late(world: World, duplicate: str) -> None:
    maya, tom, rosa, sam, _ = world.devices
    rename = renamed(world)
    answer(world, rename, "yes", tom, rosa, sam)
    for device in (tom, rosa, sam):
        world.sync(maya, device)
        world.sync(tom, device)
    if duplicate == "late":
        later_in_the_order(world, tom)
    if duplicate != "none":
        world.settle(tom)
    if duplicate == "early":
        later_in_the_order(world, maya)
    world.settle(maya)
    for device in (rosa, sam):
        world.sync(device, maya)
    answer(world, rename, "no", sam)
    world.sync(maya, sam)
    world.day += 16
    world.settle(maya)
    book = met(world, 60)
    assert (label(book), is_open(book, rename), rename in book.tables.beside) == ("coffee", [], True)


@pytest.mark.parametrize("way", ["one computer", "two computers", "time first"])
def test_a_no_from_outside_the_group_that_decides_opens_the_question_however_it_took_effect(world: World, way: str) -> None:
    maya, tom, _, sam, _ = world.devices
    for device in (maya, tom):
        world.write(device, d.JoinGroup(group=GROUP, name="those who wait"))
    everything_arrived(world)
    world.propose(maya, d.SetRule(says="group", days=14, group=GROUP))
    agreed(world)
    rename = renamed(world)
    answer(world, rename, "no", sam)
    everything_arrived(world)
    if way == "time first":
        world.day += 15
        world.settle(maya)
        everything_arrived(world)
    answer(world, rename, "yes", tom)
    world.sync(maya, tom)
    for device in (tom, maya)[: 2 if way == "two computers" else 1]:
        world.write(device, d.Enact(proposal=rename, at=world.now(device)))
    book = met(world)
    assert (label(book), is_open(book, rename)) == ("coffee", [S])


def test_a_late_strike_is_asked_for_the_days_of_our_rule(world: World) -> None:
    maya, tom, rosa, sam, _ = world.devices
    rename = renamed(world)
    answer(world, rename, "yes", tom, rosa)
    world.sync(rosa, tom)
    world.write(rosa, d.Answer(proposal=rename, answer="yes"), whose=S)
    typed = world.entries[-1].id
    everything_arrived(world)
    world.settle(maya)
    everything_arrived(world)
    world.day += 20
    world.write(sam, d.Strike(entry=typed))
    everything_arrived(world)
    world.settle(maya)
    assert is_open(met(world), rename) == [S]
    assert is_open(met(world, 30), rename) == []


def test_silence_does_not_overrule_a_no_that_crossed_what_silence_had_decided(world: World) -> None:
    maya, _, _, sam, _ = world.devices
    world.propose(maya, SILENCE)
    agreed(world)
    rename = renamed(world)
    world.day += 15
    world.settle(maya)
    answer(world, rename, "no", sam)
    assert is_open(met(world), rename) == [S]
    book = met(world, 60)
    assert (is_open(book, rename), rename in book.tables.beside) == ([], True)


def test_what_both_stand_was_said_of_and_is_opened_again_is_ended_by_time_again(world: World) -> None:
    maya, tom, _, sam, _ = world.devices
    world.propose(maya, d.Name(code="c" * 32, label="cup"))
    cup = proposed(world)
    everything_arrived(world)
    answer(world, cup, "no", sam)
    met(world, 30)
    world.write(tom, d.Reopen(target=cup, members=PEOPLE))
    assert is_open(met(world), cup) == [Q]
    book = met(world, 60)
    assert (is_open(book, cup), cup in book.tables.beside) == ([], True)
    lines = len(world.entries)
    met(world, 60)
    assert len(world.entries) == lines
