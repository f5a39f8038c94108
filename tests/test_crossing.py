"""Crossing: what people answer, put into force and open again on computers that have not met yet, whichever line comes first."""

from __future__ import annotations

import pytest

from copro_text import decisions as d
from copro_text.codebook import Codebook, advance, replay
from copro_text.deciding import COMPETES
from copro_text.rules import AGREED, BOTH_STAND
from copro_text.standing import BY_OTHERS
from tests.laws import histories
from tests.laws.histories import EXCERPTS, GROUP, PEOPLE, Device, P, Q, R, S, World, everything_arrived

TEA, CUP, MUG = "t" * 32, "c" * 32, "e" * 32
PASSAGE = EXCERPTS[0].id
TWO_OF_US = d.SetRule(says="so many", n=2, days=14)
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
    """Everything arrives, and every computer looks now and then for so many days. Line by line it comes to the same."""
    everything_arrived(world)
    for _ in range(0, days, 15):
        world.day += 15
        for device in world.devices:
            world.settle(device)
            everything_arrived(world)
    book, as_it_came = replay(world.entries), Codebook()
    for e in book.entries:
        as_it_came = advance(as_it_came, [e])
    assert as_it_came.state() == book.state()
    return book


def two_decide(world: World) -> None:
    world.propose(world.devices[0], TWO_OF_US)
    agreed(world)


def put_into_force(world: World, proposal: str, device: Device, *others: Device) -> None:
    """Somebody else says yes, and there it takes effect; nobody but these has heard of it yet."""
    answer(world, proposal, "yes", device)
    world.settle(device)
    assert proposal in world.book(device).standing.enacted
    for other in others:
        world.sync(other, device)


def told(book: Codebook) -> dict[str, str]:
    return {p.entry: p.why for p in book.waiting}


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


# an undo crosses what others agreed


@pytest.mark.parametrize("undo_first", [True, False])
def test_an_undo_that_crossed_what_others_agreed_opens_the_question_and_takes_nothing_away(world: World, undo_first: bool) -> None:
    maya, tom, rosa, _, _ = world.devices
    two_decide(world)
    world.propose(maya, d.Name(code=CUP, label="cup"))
    cup = proposed(world)
    world.sync(tom, maya)
    later_in_the_order(world, tom if undo_first else maya)
    put_into_force(world, cup, tom, rosa)
    world.write(tom, d.Place(excerpts=(PASSAGE,), code=CUP))
    world.propose(tom, d.Define(code=CUP, definition="for tea"))
    world.sync(rosa, tom)
    put_into_force(world, proposed(world), rosa)
    world.write(maya, d.Undo(target=cup))
    undo = world.entries[-1].id
    book = met(world)
    assert (book.codes[CUP].state, book.codes[CUP].definition, book.placings[0].code) == ("in use", "for tea", CUP)
    assert (is_open(book, cup), book.said_now(cup)[P], book.lapsed[undo]) == ([P], "no", BY_OTHERS)
    book = met(world, 30)
    assert (book.codes[CUP].label, is_open(book, cup), cup in book.tables.beside) == ("cup", [], True)


@pytest.mark.parametrize("how", ["yes", "redo", "others"])
def test_a_question_that_an_undo_opened_is_closed_by_whoever_opened_it_or_by_people_who_look_again(world: World, how: str) -> None:
    maya, tom, rosa, _, _ = world.devices
    two_decide(world)
    rename = renamed(world)
    put_into_force(world, rename, tom)
    world.write(maya, d.Undo(target=rename))
    undo = world.entries[-1].id
    assert is_open(met(world), rename) == [P]
    if how == "redo":
        world.write(maya, d.Redo(target=undo))
    else:
        answer(world, rename, "yes", *((maya,) if how == "yes" else (tom, rosa)))
    everything_arrived(world)
    world.settle(tom)
    book = met(world)
    assert (label(book), is_open(book, rename), rename in book.tables.beside) == ("coffee", [], False)


def test_a_strike_that_crossed_what_others_agreed_takes_nothing_away(world: World) -> None:
    maya, tom, rosa, sam, _ = world.devices
    two_decide(world)
    book = world.book(tom)
    world.write(tom, d.Rename(code=TEA, label="coffee", rule=book.rule.id, members=PEOPLE, replaces=book.replaced_by(TEA, "label")), whose=P)
    rename = world.entries[-1].id
    for device in (maya, rosa, sam):
        world.sync(device, tom)
    put_into_force(world, rename, rosa)
    world.write(maya, d.Strike(entry=rename))
    book = met(world)
    assert (label(book), is_open(book, rename)) == ("coffee", [P])


def test_what_is_done_again_and_put_into_force_is_not_taken_back_by_undoing_that(world: World) -> None:
    maya, tom, _, _, _ = world.devices
    two_decide(world)
    rename = renamed(world)
    world.write(maya, d.Undo(target=rename))
    world.write(maya, d.Redo(target=world.entries[-1].id))
    redo = world.entries[-1].id
    everything_arrived(world)
    put_into_force(world, rename, tom, maya)
    world.write(maya, d.Undo(target=redo))
    book = met(world)
    assert (label(book), "undoing that is a proposal" in book.lapsed[world.entries[-1].id]) == ("coffee", True)


def test_taking_back_that_something_be_undone_is_a_late_no_too_when_others_had_agreed_to_it(world: World) -> None:
    maya, tom, _, _, _ = world.devices
    rename = renamed(world)
    agreed(world)
    two_decide(world)
    world.propose(maya, d.Undo(target=rename))
    undo = proposed(world)
    everything_arrived(world)
    put_into_force(world, undo, tom)
    world.write(maya, d.Redo(target=undo, because="I was wrong"))
    book = met(world)
    assert (label(book), is_open(book, undo), book.said_of(undo)[-1].because) == ("tea", [P], "I was wrong")


@pytest.mark.parametrize("what", ["name", "rename"])
def test_an_undo_takes_nothing_away_of_what_others_agreed_on_top_and_says_nothing_of_being_overtaken(world: World, what: str) -> None:
    maya, tom, rosa, _, _ = world.devices
    two_decide(world)
    code = CUP if what == "name" else TEA
    world.propose(maya, d.Name(code=CUP, label="cup") if what == "name" else d.Rename(code=TEA, label="coffee"))
    first = proposed(world)
    world.sync(tom, maya)
    put_into_force(world, first, tom, rosa)
    world.propose(tom, d.Rename(code=code, label="cocoa"))
    second = proposed(world)
    world.sync(rosa, tom)
    put_into_force(world, second, rosa)
    world.write(maya, d.Undo(target=first))
    book = met(world, 30)
    assert (book.codes[code].label, book.codes[code].state, is_open(book, first)) == ("cocoa", "in use", [])
    assert not book.waiting and not any(e in book.lapsed for e in (first, second))


def test_a_joining_into_a_name_stays_when_an_undo_of_that_name_crossed_it(world: World) -> None:
    maya, tom, rosa, _, _ = world.devices
    two_decide(world)
    world.propose(maya, d.Name(code=CUP, label="cup"))
    cup = proposed(world)
    world.sync(tom, maya)
    put_into_force(world, cup, tom, rosa)
    world.propose(tom, d.Merge(codes=(TEA,), into=CUP))
    world.sync(rosa, tom)
    put_into_force(world, proposed(world), rosa, tom)
    world.write(tom, d.Place(excerpts=(PASSAGE,), code=TEA))
    world.write(maya, d.Undo(target=cup))
    book = met(world)
    assert (book.placings[0].code, book.codes[CUP].state, is_open(book, cup)) == (CUP, "in use", [P])


def test_an_undo_by_somebody_alone_on_two_computers_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histories, "WRITERS", ((P, 0), (P, 1)))
    world = everything_arrived(World())
    one, two = world.devices
    world.propose(one, d.Name(code=TEA, label="tea"))
    tea, enact = world.entries[-2:]
    assert isinstance(enact.body, d.Enact)
    two.seen[one.log] = tea.seq
    world.write(two, d.Undo(target=tea.id))
    world.propose(one, d.Rename(code=TEA, label="coffee"))
    book = met(world)
    assert not book.stands(tea.id)
    assert (label(book), book.codes[TEA].state, is_open(book, tea.id)) == ("coffee", "put away", [])


# several changes of one thing cross


def crossing(world: World, one: d.Shared, other: d.Shared) -> tuple[str, str]:
    """Two proposals that two people each put into force, neither pair knowing of the other."""
    maya, tom, rosa, sam, _ = world.devices
    two_decide(world)
    found = []
    for maker, helper, body in ((maya, rosa, one), (tom, sam, other)):
        world.propose(maker, body)
        found.append(proposed(world))
        world.sync(helper, maker)
        answer(world, found[-1], "yes", helper)
        world.sync(maker, helper)
    for maker, proposal in zip((maya, tom), found, strict=True):
        world.settle(maker)
        assert proposal in world.book(maker).standing.enacted
    return found[0], found[1]


def test_two_renames_that_cross_leave_the_wording_before_and_both_wait(world: World) -> None:
    one, other = crossing(world, d.Rename(code=TEA, label="coffee"), d.Rename(code=TEA, label="cocoa"))
    book = met(world)
    assert (label(book), told(book), book.lapsed) == ("tea", dict.fromkeys((one, other), COMPETES), {})


def test_two_renames_that_cross_and_are_each_agreed_to_again_still_both_wait(world: World) -> None:
    one, other = crossing(world, d.Rename(code=TEA, label="coffee"), d.Rename(code=TEA, label="cocoa"))
    maya, tom, rosa, sam, _ = world.devices
    met(world)
    for proposal, maker, helper in ((one, maya, rosa), (other, tom, sam)):
        answer(world, proposal, "yes", maker, helper)
        world.sync(maker, helper)
        world.settle(maker)
        assert proposal not in world.book(maker).competing
    book = met(world)
    assert (label(book), told(book)) == ("tea", dict.fromkeys((one, other), COMPETES))


@pytest.mark.parametrize("agreed_again", ["neither", "undo", "rename"])
def test_an_undo_that_the_group_agreed_and_a_rename_that_cross_both_wait(world: World, agreed_again: str) -> None:
    coffee = renamed(world)
    agreed(world)
    undo, cocoa = crossing(world, d.Undo(target=coffee), d.Rename(code=TEA, label="cocoa"))
    book = met(world)
    assert (label(book), told(book), book.lapsed) == ("coffee", dict.fromkeys((undo, cocoa), COMPETES), {})
    assert book.stands(coffee) and not book.is_in_force(undo)
    again = {"undo": undo, "rename": cocoa}.get(agreed_again)
    if again:
        answer(world, again, "yes", *world.devices[:2])
        everything_arrived(world)
        world.settle(world.devices[1])
        book = met(world)
        assert (label(book), book.competing, again in book.lapsed) == ("tea" if again == undo else "cocoa", frozenset(), False)


def test_two_groups_that_take_back_the_same_want_the_same(world: World) -> None:
    coffee = renamed(world)
    agreed(world)
    crossing(world, d.Undo(target=coffee), d.Undo(target=coffee))
    book = met(world)
    assert (label(book), book.waiting, book.stands(coffee)) == ("tea", (), False)


def test_a_rename_of_what_was_renamed_elsewhere_and_taken_back_there_stands_alone(world: World) -> None:
    coffee, cocoa = crossing(world, d.Rename(code=TEA, label="coffee"), d.Rename(code=TEA, label="cocoa"))
    maya, _, rosa, _, _ = world.devices
    world.propose(maya, d.Undo(target=coffee))
    world.sync(rosa, maya)
    put_into_force(world, proposed(world), rosa)
    book = met(world)
    assert (label(book), book.competing, book.stands(cocoa)) == ("cocoa", frozenset(), True)


def split(code: str, label: str) -> d.Split:
    return d.Split(code=TEA, parts=((code, (PASSAGE,)),), labels={code: label})


def test_two_partings_that_list_the_same_passage_and_cross_both_wait(world: World) -> None:
    world.write(world.devices[3], d.Place(excerpts=(PASSAGE,), code=TEA))
    everything_arrived(world)
    one, other = crossing(world, split(CUP, "cup"), split(MUG, "mug"))
    book = met(world)
    assert ([p.code for p in book.placings], told(book)) == ([TEA], dict.fromkeys((one, other), COMPETES))
    answer(world, other, "yes", *world.devices[:2])
    everything_arrived(world)
    world.settle(world.devices[0])
    book = met(world)
    assert ([p.code for p in book.placings], book.competing) == ([MUG], frozenset())


def test_of_two_partings_one_after_the_other_the_later_takes_the_passage_and_undoing_it_gives_it_back(world: World) -> None:
    maya = world.devices[0]
    world.write(world.devices[3], d.Place(excerpts=(PASSAGE,), code=TEA))
    for code, name in ((CUP, "cup"), (MUG, "mug")):
        everything_arrived(world)
        world.propose(maya, split(code, name))
        agreed(world)
    assert [p.code for p in met(world).placings] == [MUG]
    world.propose(maya, d.Undo(target=proposed(world)))
    agreed(world)
    assert [p.code for p in met(world).placings] == [CUP]


def test_what_is_put_with_a_name_after_it_was_parted_stays_with_it(world: World) -> None:
    maya, _, _, sam, _ = world.devices
    world.propose(maya, split(CUP, "cup"))
    agreed(world)
    world.write(sam, d.Place(excerpts=(PASSAGE,), code=TEA))
    assert [p.code for p in met(world).placings] == [TEA]


# what is open is closed in the end


@pytest.mark.parametrize("others", ["silent", "yes"])
def test_a_no_to_a_name_that_came_into_use_by_time_is_asked_for_the_days_and_closed(world: World, others: str) -> None:
    maya, tom, rosa, sam, _ = world.devices
    world.propose(maya, d.Name(code=CUP, label="cup"))
    cup = proposed(world)
    assert cup in met(world, 30).tables.beside
    answer(world, cup, "no", sam)
    everything_arrived(world)
    if others == "yes":
        answer(world, cup, "yes", tom, rosa)
    assert is_open(met(world), cup) == [S]
    book = met(world, 45)
    assert (is_open(book, cup), book.codes[CUP].state) == ([], "in use")
    lines = len(world.entries)
    met(world, 60)
    assert len(world.entries) == lines


def test_a_no_from_outside_the_group_to_a_name_that_came_into_use_by_time_is_asked_for_the_days_and_closed(world: World) -> None:
    maya, tom, _, sam, _ = world.devices
    for device in (maya, tom):
        world.write(device, d.JoinGroup(group=GROUP, name="those who wait"))
    everything_arrived(world)
    world.propose(maya, d.SetRule(says="group", days=14, group=GROUP))
    agreed(world)
    world.propose(maya, d.Name(code=CUP, label="cup"))
    cup = proposed(world)
    everything_arrived(world)
    answer(world, cup, "no", sam)
    everything_arrived(world)
    world.day += 15
    world.settle(maya)
    assert is_open(met(world), cup) == [S]
    assert is_open(met(world, 60), cup) == []


@pytest.mark.parametrize("how", ["reopened", "no"])
@pytest.mark.parametrize("what", ["name", "parting"])
def test_a_question_about_something_of_which_a_part_was_changed_since_is_closed(world: World, how: str, what: str) -> None:
    maya, _, _, sam, _ = world.devices
    parts, labels = ((CUP, ()), (MUG, ())), {CUP: "cup", MUG: "mug"}
    world.propose(maya, d.Name(code=CUP, label="cup", definition="x") if what == "name" else d.Split(code=TEA, parts=parts, labels=labels))
    asked = proposed(world)
    agreed(world)
    world.propose(maya, d.Define(code=CUP, definition="y") if what == "name" else d.Rename(code=CUP, label="beaker"))
    agreed(world)
    world.write(sam, d.Reopen(target=asked, members=PEOPLE) if how == "reopened" else d.Answer(proposal=asked, answer="no"))
    assert is_open(met(world), asked) == [S]
    answer(world, asked, "yes", *world.devices[:4])
    book = met(world, 30)
    cup = book.codes[CUP]
    assert (is_open(book, asked), cup.definition if what == "name" else cup.label) == ([], "y" if what == "name" else "beaker")
    assert asked not in told(book)


def test_a_no_to_a_name_with_a_meaning_is_over_once_it_is_renamed(world: World) -> None:
    maya, _, _, sam, _ = world.devices
    world.propose(maya, d.Name(code=CUP, label="cup", definition="x"))
    cup = proposed(world)
    agreed(world)
    answer(world, cup, "no", sam)
    assert is_open(met(world), cup) == [S]
    world.propose(maya, d.Rename(code=CUP, label="mug"))
    agreed(world)
    book = met(world)
    assert (is_open(book, cup), book.codes[CUP].definition) == ([], "x")


def test_a_no_that_was_known_when_a_question_was_opened_again_is_asked_anew(world: World) -> None:
    _, tom, _, sam, _ = world.devices
    rename = renamed(world)
    agreed(world)
    answer(world, rename, "no", sam)
    everything_arrived(world)
    world.write(tom, d.Reopen(target=rename, members=PEOPLE))
    book = met(world)
    assert (set(book.still_asked(rename)), dict(book.said_now(rename))) == (set(PEOPLE), {})


def test_a_reopening_that_crossed_what_time_ended_is_asked_for_the_days_and_closed(world: World) -> None:
    maya, tom, _, sam, _ = world.devices
    rename = renamed(world)
    agreed(world)
    answer(world, rename, "no", sam)
    everything_arrived(world)
    world.day += 15
    world.settle(maya)
    world.write(tom, d.Reopen(target=rename, members=PEOPLE))
    assert is_open(met(world), rename) == [Q]
    assert is_open(met(world, 60), rename) == []


def test_on_ones_own_on_two_computers_one_sees_what_both_had_seen(world: World) -> None:
    _, tom, _, sam, second = world.devices
    world.write(sam, d.OnOurOwn())
    world.write(tom, d.Place(excerpts=(PASSAGE,), code=TEA))
    world.sync(second, tom)
    world.write(second, d.OnOurOwn())
    everything_arrived(world)
    assert not world.book(sam).placings and not world.book(second).placings
