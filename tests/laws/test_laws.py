"""The laws of the design, tried on random histories."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from copro_text import decisions as d
from copro_text import differing, readings
from copro_text.codebook import Codebook, advance, replay
from copro_text.corpus import Contribution, Excerpt
from copro_text.decisions import Entry
from copro_text.fields import Field, Setting, fields_of, in_force, turned
from copro_text.redaction import redacted
from copro_text.rules import AGREED
from copro_text.standing import FOR_GOOD
from copro_text.verbs.first_words import First, first_words
from tests.laws.histories import (
    BROUGHT,
    CORPUS,
    EXCERPTS,
    GROUP,
    PEOPLE,
    _act,
    at_once,
    crossings,
    everything_arrived,
    histories,
    played,
    whole_logs,
    wishes,
)

LAW = settings(max_examples=int(os.environ.get("COPRO_EXAMPLES", "120")), deadline=None)


def states(book: Codebook) -> dict[str, str]:
    """The state of each contribution, worked out here from the standing acts alone."""
    placed = [(p.analyst, p.excerpt) for p in book.placings if p.belongs]
    aside = [(e.analyst, Excerpt.parse(x)) for x, by in book.set_aside.items() for e in by]
    touched = {p.excerpt.contribution for p in book.placings if not p.belongs} | set(book.tables.held)
    touched |= {x.split(".")[0] for x in book.tables.aside} | {e.body.about.split(".")[0] for e in book.memos if isinstance(e.body, d.Memo)}
    found = {}
    for c in CORPUS:
        mine = [(who, e) for who, e in placed if e.contribution == c.id]
        acts = readings.Acts(c.id in book.held, mine, [(who, e) for who, e in aside if e.contribution == c.id], c.id in touched)
        found[c.id] = readings.state(c, acts)
    return found


# 1. every voice accounted for


@LAW
@given(histories)
def test_every_contribution_is_in_exactly_one_state_and_the_states_add_up_to_all(history: list) -> None:
    found = states(replay(played(history).entries))
    account = readings.Account.of(found.values())
    assert set(found) == set(CORPUS.contributions)
    assert account.total == len(CORPUS) == sum(account.counts.values())


def expected(c: Contribution, book: Codebook) -> str:
    """The law said a second time, by sets: excerpts here are only ever wholes and paragraphs."""
    placed = {p.excerpt: {q.analyst for q in book.placings if q.excerpt == p.excerpt and q.belongs} for p in book.placings if p.belongs}
    mine = {e: who for e, who in placed.items() if e.contribution == c.id}
    if still_standing(book, d.Hold, d.Release, c.id):
        return "held"
    if c.whole in mine or all(part in mine for part in c.excerpts("paragraph")):
        return "placed"
    setters = still_standing(book, d.SetAside, d.BringBack, c.whole.id)
    if any(not set().union(*mine.values()) - {one} for one in setters):
        return "set aside"
    acted = {x.split(".")[0] for e in book.entries if book.stands(e.id) and e.id not in book.lapsed for x in touched_by(e)}
    return "part read" if c.id in acted else "not yet read"


def still_standing(book: Codebook, begins: type[d.Decision], ends: type[d.Decision], id_: str) -> set[str]:
    """Whose holding, or setting aside, of this nobody who knew of it has ended."""
    acts = [e for e in book.entries if book.stands(e.id) and e.id not in book.lapsed and id_ in touched_by(e)]
    ended = [e for e in acts if isinstance(e.body, ends)]
    return {e.analyst for e in acts if isinstance(e.body, begins) and not any(book.timeline.knows(end, e) for end in ended)}


def touched_by(e: Entry) -> tuple[str, ...]:
    match e.body:
        case d.Place(excerpts=x) | d.Remove(excerpts=x) | d.ConfirmPile(excerpts=x) | d.SetAside(excerpts=x) | d.BringBack(excerpts=x):
            return x
        case d.Hold(contributions=x) | d.Release(contributions=x):
            return x
        case d.Memo(about=about):
            return (about,)
        case _:
            return ()


@LAW
@given(histories | at_once)
def test_the_state_is_the_first_that_fits(history: list) -> None:
    book = replay(played(history).entries)
    found = states(book)
    assert found == {c.id: expected(c, book) for c in CORPUS}


@LAW
@given(histories, st.integers(0, 40))
def test_drafting_names_changes_no_state(history: list, which: int) -> None:
    world = played(history)
    before = states(replay(world.entries))
    _act(world, world.devices[0], "draft", which, which, which)
    assert states(replay(world.entries)) == before


@LAW
@given(histories)
def test_no_state_but_not_yet_read_without_an_act_by_a_person(history: list) -> None:
    world = played([step for step in history if step[1] in ("name", "rename", "define", "draft", "merge", "question", "version", "strange", "sync")])
    assert set(states(replay(world.entries)).values()) == {readings.NOT_YET_READ}


# 2 and replay: arrival does not matter, and going on is the same as starting again


@LAW
@given(histories | at_once | crossings, st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_arrival_do_not_matter(history: list, shuffled: random.Random) -> None:
    lines = played(history).entries
    mixed = lines + lines[::2]
    shuffled.shuffle(mixed)
    assert replay(mixed, brought=BROUGHT).state() == replay(lines, brought=BROUGHT).state()


@LAW
@given(histories | crossings, st.lists(st.integers(1, 9), max_size=12), st.randoms(use_true_random=False))
def test_taking_in_lines_as_they_come_is_the_same_as_replaying_them_all(history: list, pieces: list, shuffled: random.Random) -> None:
    lines = list(played(history).entries)
    if pieces and pieces[0] % 2:
        shuffled.shuffle(lines)
    book, left = Codebook(brought=BROUGHT), lines
    for size in [*pieces, len(lines)]:
        book, left = advance(book, left[:size]), left[size:]
        here = lines[: len(lines) - len(left)]
        assert book.state() == replay(here, brought=BROUGHT).state()
    assert [e.id for e in book.entries] == [e.id for e in replay(lines).entries]


# 2 and versions: what a version lists stays what it was


@LAW
@given(histories, histories)
def test_a_fixed_version_is_the_same_whatever_comes_after(history: list, more: list) -> None:
    world = played(history)
    device = world.devices[0]
    at = whole_logs(world.known(device))
    before = replay([e for e in world.known(device) if e.seq <= at.get(e.log, -1)]).state()
    for who, act, a, b, c in more:
        _act(world, world.devices[who % len(world.devices)], act, a, b, c) if act not in ("sync", "days") else None
    everything = everything_arrived(world).entries
    assert replay([e for e in everything if e.seq <= at.get(e.log, -1)]).state() == before


# 3. nothing is overwritten


@LAW
@given(histories)
def test_every_wording_that_was_offered_and_not_taken_back_stays_to_be_seen(history: list) -> None:
    book = replay(everything_arrived(played(history)).entries)
    for e in book.tables.proposals.values():
        if isinstance(e.body, d.Name | d.Rename) and e.body.code in book.codes:
            shown = {w.decision: w for w in book.codes[e.body.code].wordings}
            assert shown[e.id].text == e.body.label


def taken_effect(book: Codebook) -> list[tuple[Field, Entry, Entry]]:
    """What was agreed to on one computer alone, crossed another of the kind, and could take effect there: field, proposal, enactment.

    What was known there is replayed, without a look at what was written down of the fields.
    """
    found = []
    for id_, (enact, *more) in book.standing.enacted.items():
        proposal, fields = book.timeline.by_id[id_], fields_of(book.timeline.by_id[id_])
        if more or len(fields) != 1 or not book.stands(id_) or enact.body.outcome != AGREED or isinstance(proposal.body, d.Merge | d.BeginAgain):
            continue
        found.append((fields[0][0], proposal, enact))
    cross = [one for one in found if any(o[0] == one[0] and o is not one and book.timeline.concurrent(o[2], one[2]) for o in found)]
    return [one for one in cross if one[0][1] != "theme" and _could_take_effect(book, *one)]


def _could_take_effect(book: Codebook, field: Field, proposal: Entry, enact: Entry) -> bool:
    then = replay(e for e in book.entries if book.timeline.knows(enact, e))
    assert isinstance(proposal.body, d.Shared)
    return then.replaced_by(*field) == proposal.body.replaces and proposal.id in then.tables.proposals


@LAW
@given(histories | crossings)
def test_what_takes_effect_at_the_same_time_leaves_the_wording_before_and_both_wait(history: list) -> None:
    book = replay(everything_arrived(played(history)).entries)
    agreed = [each for each in taken_effect(book) if book.lapsed.get(each[2].id) != "the name is not here"]
    for field, one, enact in agreed:
        rivals = [(o, e) for f, o, e in agreed if f == field and e is not enact and book.timeline.concurrent(e, enact)]
        others = {s.proposal.id for s in book.tables.settings[field]} - {one.id, *(o.id for o, _ in rivals)}
        if rivals:
            assert not any(e.id in book.lapsed for e in (enact, *(e for _, e in rivals)))
            held = book.replaced_by(*field)
            assert held in others | {""}
            later = [e for id_ in others for e in book.standing.enacted[id_]]
            open_ = {o.id for o, act in [(one, enact), *rivals] if not any(book.timeline.knows(e, act) for e in later)}  # else it was replaced since
            assert len(open_) < 2 or open_ <= book.competing


@LAW
@given(at_once)
def test_a_holding_or_setting_aside_stands_until_somebody_who_knew_of_it_ends_it(history: list) -> None:
    book = replay(everything_arrived(played(history)).entries)
    for c in CORPUS:
        assert {e.analyst for e in book.tables.held.get(c.id, ())} == still_standing(book, d.Hold, d.Release, c.id)
        assert {e.analyst for e in book.set_aside.get(c.whole.id, ())} == still_standing(book, d.SetAside, d.BringBack, c.whole.id)


@LAW
@given(at_once)
def test_a_redaction_stands_until_somebody_who_knew_of_it_leaves_the_words_as_they_are(history: list) -> None:
    book = replay(everything_arrived(played(history)).entries)
    acts = [e for e in book.entries if book.stands(e.id) and e.id not in book.lapsed and isinstance(e.body, d.Redact | d.LeaveAsItIs)]
    for excerpt in EXCERPTS:
        about = [e for e in acts if excerpt.id in e.body.passages]
        ends = [e for e in about if isinstance(e.body, d.LeaveAsItIs)]
        stand = {e.id for e in about if isinstance(e.body, d.Redact) and not any(book.timeline.knows(end, e) for end in ends)}
        assert {e.id for e in book.tables.redacted.get(excerpt.id, ())} == stand
        assert (excerpt.id in book.redacted) == bool(stand)


@LAW
@given(histories | at_once)
def test_a_redacted_word_is_in_no_text_that_is_shown_and_every_place_stays_where_it_was(history: list) -> None:
    book = replay(played(history).entries)
    shown = redacted(CORPUS, book.redacted)
    for c in CORPUS:
        now = shown.contributions[c.id]
        hidden = {at for id_ in book.redacted if (e := Excerpt.parse(id_)).contribution == c.id for at in range(e.start, e.end)}
        assert len(now.text) == len(c.text)
        assert [letter for at, letter in enumerate(now.text) if at not in hidden] == [letter for at, letter in enumerate(c.text) if at not in hidden]
        assert not any(now.text[at] in c.text for at in hidden)


# 10. no one decides for another


@LAW
@given(histories)
def test_being_in_the_room_counts_as_nothing(history: list) -> None:
    lines = played(history).entries
    crowded = [replace(e, present=PEOPLE) for e in lines]
    assert by_ids(replay(crowded).state()) == by_ids(replay(lines).state())


def by_ids(value: object) -> object:
    """A state with ids in place of lines."""
    if isinstance(value, Entry):
        return value.id
    if isinstance(value, dict):
        return {key: by_ids(each) for key, each in value.items()}
    if isinstance(value, First):
        return value.reading, ids(value.acts)
    return [by_ids(each) for each in value] if isinstance(value, list | tuple) else value


@LAW
@given(histories)
def test_nothing_takes_effect_before_each_who_was_asked_has_answered_for_themselves_or_the_rules_time_is_over(history: list) -> None:
    book = replay(everything_arrived(played(history)).entries)
    for proposal, enacts in book.standing.enacted.items():
        body, made = book.timeline.by_id[proposal].body, book.timeline.by_id[proposal]
        first = enacts[0]
        if (isinstance(first.body, d.Enact) and first.body.at) or not isinstance(body, d.Shared) or body.rule != "default":
            continue
        left = {e.analyst for e in book.entries if isinstance(e.body, d.Leave) and book.timeline.knows(first, e)}
        given = {a.analyst for a in book.timeline.answers[proposal] if book.timeline.knows(first, a)}
        assert set(body.members) <= given | left | {made.analyst}


@LAW
@given(histories, st.integers(0, 4), st.integers(0, 40))
def test_what_nobody_does_for_another_changes_nothing_when_another_does_it(history: list, who: int, which: int) -> None:
    world = everything_arrived(played(history))
    device = world.devices[who]
    other = next(each.analyst for each in world.devices if each.analyst != device.analyst)
    target = world.entries[which % len(world.entries)].id
    before, seen = replay(world.entries).state(), {each.log: ids(world.known(each)) for each in world.devices}
    only = (d.Leave(person=other), d.Own(entries=(target,)), d.Strike(entry=target), d.OnOurOwn(), d.Share())
    for body in (*only, d.JoinGroup(group=GROUP, name="those who wait"), d.LeaveGroup(group=GROUP)):
        world.write(device, body, whose=other)
    written = ids(world.entries[-7:])
    after = replay(everything_arrived(world).entries)
    assert after.state() | {"lapsed": {}} == before | {"lapsed": {}}
    assert written <= after.lapsed.keys()
    assert all(ids(world.known(each)) - written == seen[each.log] for each in world.devices)


def ids(lines: Sequence[Entry]) -> set[str]:
    return {e.id for e in lines}


@LAW
@given(histories, st.integers(0, 3), st.integers(0, 40))
def test_on_ones_own_whatever_the_others_do_nothing_looks_different(history: list, who: int, other: int) -> None:
    world = everything_arrived(played(history))
    device = world.devices[who]
    world.write(device, d.OnOurOwn())
    for each in world.devices:
        if each.analyst != device.analyst:
            world.sync(each, device)
    before = world.book(device)
    for each in world.devices:
        if each.analyst != device.analyst:
            _act(world, each, ("place", "remove", "rename", "memo", "set_aside")[other % 5], other, other, other)
    after = everything_arrived(world).book(device)
    assert after.state() == before.state()
    assert how_people_read(after) == how_people_read(before)


def how_people_read(book: Codebook) -> object:
    """What the views of different readings rest on: who reads what how, how each read it first, and what to talk about first."""
    read = differing.readings((p.analyst, p.excerpt.id, p.code, p.belongs) for p in book.placings)
    found = differing.disagreements(read)
    return read, differing.to_talk_about(found, book.parents), differing.mixed_up(read, found), by_ids(dict(first_words(book)))


@settings(LAW, max_examples=5 * LAW.max_examples)  # short ones, of which few are telling
@given(wishes)
def test_nobody_is_less_protected_in_anyones_view_than_by_all_decisions_together(history: list) -> None:
    world = everything_arrived(played(history))
    together = replay(world.entries, brought=BROUGHT)
    allowed = {at for at, settled in together.confirmed.items() if all(c.answer == "yes" for c in settled)}
    for device in world.devices:
        book = world.book(device)
        assert together.held.keys() <= book.held.keys()
        assert {at for at, settled in book.confirmed.items() if all(c.answer == "yes" for c in settled)} <= allowed


# 4. everything can be undone


NOT_UNDONE = ("undo", "redo", "take_back_what_came", "version", "strange", "on_our_own", "share", "strike", "leave", "join_again", "for_another")


@LAW
@given(histories)
def test_undoing_all_decisions_newest_first_gives_the_starting_state(history: list) -> None:
    world = played([step for step in history if step[1] not in NOT_UNDONE], alone=True)
    device = world.devices[0]
    start = replay(world.entries[:1]).state() | {"lapsed": {}}
    for e in reversed(world.entries[1:]):
        if isinstance(e.body, d.Enact):
            continue
        if replay(world.entries).standing.enacted.get(e.id):
            world.propose(device, d.Undo(target=e.id))
        else:
            world.write(device, d.Undo(target=e.id))
    assert replay(world.entries).state() | {"lapsed": {}} == start


@LAW
@given(histories)
def test_an_undo_and_its_redo_leave_everything_as_it_was(history: list) -> None:
    world = played(history, alone=True)
    device = world.devices[0]
    book = replay(world.entries)
    undoable = [e for e in book.entries if book.stands(e.id) and not isinstance(e.body, (*FOR_GOOD, d.Undo, d.Redo, d.Join, d.Answer))]
    for e in undoable[-3:]:
        before = replay(world.entries).state()
        shared = bool(book.standing.enacted.get(e.id))
        for turn in (d.Undo(target=e.id), None):
            body = turn or d.Redo(target=next(x.id for x in reversed(world.entries) if isinstance(x.body, d.Undo)))
            if shared:
                world.propose(device, body)
            else:
                world.write(device, body)
        after = replay(world.entries).state()
        assert _without_waiting(after) == _without_waiting(before)


def held_now(book: Codebook) -> dict[Field, Setting | None]:
    return {field: in_force(book.timeline, settings_) for field, settings_ in book.tables.settings.items()}


@LAW
@given(histories | crossings, st.integers(0, 40), st.booleans())
def test_undoing_any_decision_leaves_every_field_that_it_did_not_set_or_that_something_set_since(history: list, which: int, alone: bool) -> None:
    world = everything_arrived(played(history, alone=alone))
    book, line = replay(world.entries), replay(world.entries).timeline
    enacted = [e for id_, e in book.tables.proposals.items() if book.standing.enacted.get(id_)]
    target = enacted[which % len(enacted)] if enacted and which % 4 else world.entries[which % len(world.entries)]
    device = next(x for x in world.devices if x.analyst == target.analyst)
    enacts, before = book.standing.enacted.get(target.id, ()), held_now(book)
    if not enacts:
        world.write(device, d.Undo(target=target.id))
    else:
        world.propose(device, d.Undo(target=target.id))
        undo = next(e for e in reversed(world.entries) if isinstance(e.body, d.Undo))
        for each in everything_arrived(world).devices:
            world.write(each, d.Answer(proposal=undo.id, answer="yes"))
        everything_arrived(world).settle(device)
    after = held_now(replay(world.entries))
    own = {field for field, _ in fields_of(turned(line, target))}
    for field, setting in before.items():
        since = setting is not None and any(line.knows(setting.enact, e) for e in enacts) and setting.proposal is not turned(line, target)
        if field not in own or since:
            assert by_proposal(after[field]) == by_proposal(setting)


def by_proposal(setting: Setting | None) -> tuple[str, str] | None:
    return setting and (setting.proposal.id, setting.value)


@LAW
@given(histories, st.integers(0, 60))
def test_an_undo_never_takes_away_what_another_person_placed(history: list, which: int) -> None:
    world = everything_arrived(played(history))
    book = replay(world.entries)
    target = world.entries[which % len(world.entries)]
    device = next(x for x in world.devices if x.analyst == target.analyst)
    world.write(device, d.Undo(target=target.id))
    after = replay(world.entries)

    def others(b: Codebook) -> Counter:
        return Counter((p.analyst, p.excerpt.id, p.entry) for p in b.placings if p.analyst != target.analyst)

    if not isinstance(target.body, d.Undo | d.Redo):
        assert others(after) == others(book)
        assert {p.code for p in after.placings} <= set(after.codes)


@LAW
@given(at_once)
def test_taking_back_what_came_in_takes_nobody_elses_work_along(history: list) -> None:
    book = replay(everything_arrived(played(history)).entries, brought=BROUGHT)
    here = set(book.notes).union(*(BROUGHT[source] for source in book.sources))
    for e in book.entries:
        came = {e.body.contribution} if isinstance(e.body, d.Note) else BROUGHT[e.body.source] if isinstance(e.body, d.AddSource) else set()
        theirs = {p.excerpt.contribution for p in book.placings if p.analyst != e.analyst}
        theirs |= {x.split(".")[0] for x, by in book.set_aside.items() if any(each.analyst != e.analyst for each in by)}
        theirs |= {m.body.about.split(".")[0] for m in book.memos if isinstance(m.body, d.Memo) and m.analyst != e.analyst}
        assert came & theirs <= here


@LAW
@given(histories, st.integers(0, 60))
def test_nobody_takes_back_anothers_own_act(history: list, which: int) -> None:
    world = everything_arrived(played(history))
    target = world.entries[which % len(world.entries)]
    before = replay(world.entries).state()
    other = next(x for x in world.devices if x.analyst != target.analyst)
    world.write(other, d.Undo(target=target.id))
    after = replay(world.entries)
    assert after.lapsed[world.entries[-1].id]
    assert after.state() | {"lapsed": {}} == before | {"lapsed": {}}


# 5. a stale decision lapses with a reason; replay never raises


@LAW
@given(histories, st.randoms(use_true_random=False))
def test_replay_never_raises_and_every_lapse_has_a_reason(history: list, chance: random.Random) -> None:
    lines = [e for e in played(history).entries if chance.random() < 0.8]  # some have not arrived
    book = replay(lines)
    book.state()
    assert all(reason for reason in book.lapsed.values())
    assert set(book.lapsed) <= {e.id for e in lines}


def test_what_acts_on_a_name_that_is_not_here_lapses_and_says_so() -> None:
    world = played([], alone=True)
    world.write(world.devices[0], d.Place(excerpts=(EXCERPTS[0].id,), code="nowhere"))
    world.propose(world.devices[0], d.Rename(code="nowhere", label="x"))
    book = replay(world.entries)
    assert sorted(book.lapsed.values()) == ["the name is not here", "the name is not here"]
    assert not book.placings


@LAW
@given(histories)
def test_a_kind_from_a_newer_version_is_kept_and_changes_nothing(history: list) -> None:
    lines = played(history).entries
    without = [e for e in lines if e.body.kind != "from a newer version"]
    unknown = [replace(e, body=d.Unknown(e.body.kind)) if e.body.kind == "from a newer version" else e for e in lines]
    book = replay(unknown)
    assert len(book.entries) == len(lines)
    if len(without) == len(lines):
        assert book.state() == replay(without).state()


# 7. ids, never positions


@LAW
@given(histories)
def test_renumbering_the_sorters_piles_moves_no_name_and_no_placing(history: list) -> None:
    lines = played(history).entries
    turned = [
        replace(e, body=replace(e.body, codes=tuple((c, 99 - n) for c, n in e.body.codes))) if isinstance(e.body, d.Draft) else e for e in lines
    ]
    one, other = replay(lines), replay(turned)
    assert one.placings == other.placings
    assert {c: (x.label, x.state, x.into) for c, x in one.codes.items()} == {c: (x.label, x.state, x.into) for c, x in other.codes.items()}


@LAW
@given(histories)
def test_two_names_with_one_label_stay_two(history: list) -> None:
    lines = played(history, alone=True).entries
    same = [replace(e, body=replace(e.body, label="one label")) if isinstance(e.body, d.Name | d.Rename) else e for e in lines]
    assert replay(same).placings == replay(lines).placings
    assert list(replay(same).codes) == list(replay(lines).codes)


# 8. the sorter never moves what a person placed


@LAW
@given(histories, st.integers(0, 40))
def test_new_piles_never_move_a_placing(history: list, which: int) -> None:
    world = played(history)
    before = replay(world.entries).placings
    for device in world.devices:
        _act(world, device, "draft", which, which, which)
    assert replay(world.entries).placings == before


def _without_waiting(state: dict) -> dict:
    return {name: value for name, value in state.items() if name not in ("lapsed", "waiting")}


def _renumbered(e: Entry) -> Entry:
    assert isinstance(e.body, d.Draft)
    return replace(e, body=replace(e.body, codes=tuple((code, 99 - pile) for code, pile in e.body.codes)))
