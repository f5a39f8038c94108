"""The acts on names and passages: each does what it says, belongs to somebody, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from copro_text import decisions as d
from copro_text.codebook import replay
from copro_text.errors import MoreThanOne, NoSuchThing, NotPossible
from copro_text.store.writing import Act
from copro_text.study import Study
from tests.helpers import Log
from tests.laws.histories import Device, World


def labels(study: Study) -> set[str]:
    table = study.codebook
    return set(table.loc[table["state"] == "in use", "label"])


def placed(study: Study) -> set[tuple[str, str]]:
    return {(r["text"].split()[0], r["label"]) for r in study.placings.to_dict("records") if r["belongs"]}


# names


def test_a_name_can_be_made_renamed_and_defined_and_earlier_wordings_stay_to_be_seen(study: Study) -> None:
    code = study.name("The list")
    study.rename("the LIST", "Waiting too long", because="that is what they say")
    study.define("Waiting too long", "Weeks without a word")
    (made,) = study.session.book.codes.values()
    assert made.id.startswith(code)
    assert (made.label, made.definition) == ("Waiting too long", "Weeks without a word")
    assert [(w.text, w.chosen) for w in made.wordings] == [("The list", False), ("Waiting too long", True)]


def test_joined_names_read_as_one_and_come_back_when_it_is_undone(study: Study, ids: dict[str, str]) -> None:
    a, b = study.name("Fares"), study.name("Money")
    study.place(ids["Pay"], a)
    study.place(ids["They"], b)
    study.merge([a], "Money", because="the same")
    study.place(ids["A"], "Money")
    assert placed(study) == {("Pay", "Money"), ("They", "Money"), ("A", "Money")}
    merge = next(id_ for id_, kind in study.decisions["kind"].items() if kind == "merge")
    study.undo(merge)
    assert placed(study) == {("Pay", "Fares"), ("They", "Money"), ("A", "Money")}


def test_of_two_joinings_that_form_a_circle_the_later_lapses_with_the_reason() -> None:
    world = two_at_work(d.Name(code="a", label="A"), d.Name(code="b", label="B"))
    maya, tom = world.devices[:2]
    for device, (one, other) in ((maya, "ab"), (tom, "ba")):
        put_into_force(world, device, d.Merge(codes=(one,), into=other))
    book = replay(world.entries)
    assert {c.label for c in book.codes.values() if c.state == "in use"} == {"B"}
    assert list(book.lapsed.values()) == ["the names were joined the other way round already"]


def test_a_joining_of_which_one_part_closes_a_circle_says_so_and_the_other_part_stands() -> None:
    log = Log()
    log.join("Maya")
    a, b, c = (log.name(label) for label in "abc")
    log.agreed(d.Merge(codes=(c,), into=a, members=("maya",)))
    log.agreed(d.Merge(codes=(a, b), into=c, members=("maya",)))
    book = log.book
    assert {code: s.value for code, s in book.aliases.items()} == {c: a, b: c}
    assert book.lapsed == {log.entries[-1].id: "one of the names was joined the other way round already; the others were joined"}


def test_of_two_puttings_under_that_form_a_circle_the_one_that_knew_of_the_other_lapses_whatever_its_clock_says() -> None:
    log = Log()
    log.join("Maya")
    a, b = log.name("a"), log.name("b")
    for one, other in ((a, b), (b, a)):
        log.agreed(d.Nest(code=one, under=other, members=("maya",)))
    turned_back = [*log.entries[:-1], replace(log.entries[-1], clock=1)]
    for lines in (log.entries, turned_back):
        book = replay(lines)
        assert book.parents == {a: b}
        assert book.lapsed == {log.entries[-1].id: "the name would be under itself"}


def test_a_joined_name_is_its_survivor_so_what_is_put_there_now_stays_when_the_joining_is_undone(study: Study, ids: dict[str, str]) -> None:
    study.name("Fares")
    study.name("Money")
    merge = study.merge(["Fares"], "Money")
    study.place(ids["Pay"], "Fares")
    study.undo(merge)
    assert placed(study) == {("Pay", "Money")}


def test_a_parted_name_keeps_what_does_not_go_to_a_part(study: Study, ids: dict[str, str]) -> None:
    code = study.name("Getting there")
    study.place([ids["Pay"], ids["A"], ids["They"]], code)
    study.split(code, {"The fare": [ids["Pay"]], "The stairs": ids["A"]}, because="two things")
    assert placed(study) == {("Pay", "The fare"), ("A", "The stairs"), ("They", "Getting there")}
    study.undo()
    assert placed(study) == {("Pay", "Getting there"), ("A", "Getting there"), ("They", "Getting there")}


def test_what_is_placed_after_the_parting_stays_where_it_was_put(study: Study, ids: dict[str, str]) -> None:
    code = study.name("Getting there")
    study.split(code, {"The fare": [ids["Pay"]]})
    study.place(ids["Pay"], code)
    assert placed(study) == {("Pay", "Getting there")}


def test_undoing_a_naming_keeps_what_others_put_there(study: Study, ids: dict[str, str]) -> None:
    study.name("Fares")
    tom = Study(study.path).join("Tom")
    tom.place(ids["Pay"], "Fares")
    study.session.refresh()
    naming = next(id_ for id_, kind in study.decisions["kind"].items() if kind == "name")
    study.undo(naming)
    proposal = next(iter(tom.waiting.index))
    tom.answer(proposal, "can live with it")
    table = tom.codebook
    assert list(table["state"]) == ["put away"]
    assert placed(tom) == {("Pay", "Fares")}


def test_a_heading_says_where_a_name_belongs(study: Study) -> None:
    code = study.name("A tick in a box")
    study.heading(code, "What it isn't")
    assert study.codebook.iloc[0]["heading"] == "What it isn't"
    study.heading(code, "")
    assert study.codebook.iloc[0]["heading"] == ""


# finding things


def test_a_label_that_fits_two_names_lists_both(study: Study) -> None:
    study.name("Tea")
    study.session.propose(d.Name(code="0" * 32, label="tea"), "", "")  # by somebody who did not know of the first
    with pytest.raises(MoreThanOne, match=r"'Tea' \(\w{8}\).*'tea' \(\w{8}\)"):
        study.rename("TEA", "Cake")


def test_a_label_that_is_in_use_is_not_given_again(study: Study, ids: dict[str, str]) -> None:
    study.name("Tea")
    cake = study.name("Cake")
    before = len(study.decisions)
    for again in (
        lambda: study.name(" TEA "),
        lambda: study.rename(cake, "tea"),
        lambda: study.split("Tea", {"cake": ids["Pay"]}),
        lambda: study.split("Tea", {"tea": ids["Pay"]}),
        lambda: study.split("Tea", {"Pots": ids["Pay"], "pots ": ids["A"]}),
    ):
        with pytest.raises(NotPossible, match=r"There is a name .* already.*Choose another label.*copro merge.*Nothing was recorded"):
            again()
    assert len(study.decisions) == before
    study.rename(cake, "CAKE")  # its own, in other letters
    study.merge(cake, "Tea")
    study.name("Cake")  # no longer in use


def test_a_name_that_is_not_there_is_answered_with_what_is_near(study: Study) -> None:
    study.name("Waiting too long")
    with pytest.raises(NoSuchThing, match="Did you mean 'waiting too long'"):
        study.define("Waiting to long", "x")


def test_a_passage_is_found_in_code_points_after_an_emoji(study: Study) -> None:
    note = study.note("\N{FLUSHED FACE} We waited. Nobody rang.")
    passage = study.passage(note.id, "Nobody rang.")
    assert (passage.start, passage.end) == (13, 25)
    study.place(passage, study.name("No call"))
    assert study.placings.iloc[0]["text"] == "Nobody rang."


def test_a_passage_outside_its_text_and_words_that_are_not_there_are_refused(study: Study, ids: dict[str, str]) -> None:
    code = study.name("X")
    version = study.session.corpus.contributions[ids["Pay"]].version
    for bad in (f"{ids['Pay']}.{version}.5.5000", f"{ids['Pay']}.{version}.9.3", "nonsense", f"{ids['Pay']}.{version}.x.3"):
        with pytest.raises(NoSuchThing):
            study.place(bad, code)
    with pytest.raises(NoSuchThing):
        study.passage(ids["Pay"], "words nobody wrote")
    with pytest.raises(MoreThanOne):
        study.passage(ids["Pay"], "e")


# placings and states


def test_a_contribution_is_placed_when_every_paragraph_is_and_part_read_before(study: Study, ids: dict[str, str]) -> None:
    code = study.name("Waiting")
    first, second = study.session.corpus.contributions[ids["Still"]].excerpts("paragraph")
    study.place(first, code)
    assert study.contributions.loc[ids["Still"], "state"] == "part read"
    study.place(second, code)
    assert study.contributions.loc[ids["Still"], "state"] == "placed"


def test_a_table_of_passages_can_be_placed_at_once(study: Study) -> None:
    study.place(study.excerpts[study.excerpts["text"].str.contains("wait")], study.name("Waiting"))
    assert len(study.placings) == 2


def test_removing_is_a_refusal_and_leaves_anothers_placing(study: Study, ids: dict[str, str]) -> None:
    study.name("Fares")
    tom = Study(study.path).join("Tom")
    tom.place(ids["Pay"], "Fares")
    study.place(ids["Pay"], "Fares")
    study.remove(ids["Pay"], "Fares", because="it is about time")
    rows = {(r["analyst"], r["belongs"]) for r in study.placings.to_dict("records")}
    assert rows == {("Tom", True), ("Maya", False)}
    assert study.contributions.loc[ids["Pay"], "state"] == "placed"


def test_setting_aside_needs_a_reason_and_can_be_taken_back(study: Study, ids: dict[str, str]) -> None:
    with pytest.raises(NotPossible):
        study.set_aside(ids["Pay"], because=" ")
    study.set_aside(ids["Pay"], because="asks about something else")
    assert study.contributions.loc[ids["Pay"], "state"] == "set aside"
    study.bring_back(ids["Pay"])
    assert study.contributions.loc[ids["Pay"], "state"] == "part read"


def test_setting_aside_what_another_placed_is_no_decision(study: Study, ids: dict[str, str]) -> None:
    study.name("Waiting")
    tom = Study(study.path).join("Tom")
    tom.place(study.session.corpus.contributions[ids["Still"]].excerpts("paragraph")[0], "Waiting")
    study.set_aside(ids["Still"], because="off the point")
    assert study.contributions.loc[ids["Still"], "state"] == "part read"


def test_what_is_held_is_counted_and_not_shown(study: Study, ids: dict[str, str]) -> None:
    study.hold(ids["Pay"], because="names a neighbour")
    assert study.status["held"] == 1
    assert study.status["contributions"] == 7
    assert all("fare" not in h.text for h in study.read(20))
    study.release(ids["Pay"])
    assert study.status["held"] == 0


def test_the_five_states_add_up(study: Study, ids: dict[str, str]) -> None:
    study.place(ids["Pay"], study.name("Fares"))
    study.hold(ids["A"])
    study.set_aside(ids["They"], because="x")
    study.memo(ids["I"], "think about this")
    found = study.status
    states = ("placed", "set_aside", "part_read", "not_yet_read", "held")
    assert [found[s] for s in states] == [1, 1, 1, 3, 1]
    assert sum(found[s] for s in states) == found["contributions"]


def test_a_memo_can_be_about_anything(study: Study, ids: dict[str, str]) -> None:
    code = study.name("Fares")
    decision = study.place(ids["Pay"], code)
    passage = study.passage(ids["Pay"], "the fare").id
    for about in ("Fares", ids["Pay"], passage, "Ann Arkwright", decision):
        study.memo(about, "a thought")
    assert len(study.session.book.memos) == 5
    with pytest.raises(NotPossible):
        study.memo("Fares", "private", kind="theirs")
    with pytest.raises(NoSuchThing):
        study.memo("nothing of the kind", "x")


# several people


def test_with_two_a_change_waits_until_everyone_has_answered(study: Study) -> None:
    tom = Study(study.path).join("Tom")
    code = study.name("Fares")
    assert study.codebook.iloc[0]["state"] == "waiting"
    assert list(tom.waiting.loc[tom.waiting["kind"] == "waits", "waits_for"]) == ["Tom"]
    tom.answer(tom.waiting.index[0], "need time")
    assert study.waiting["kind"].tolist() == ["waits", "keep or reopen?"]
    tom.answer(tom.waiting.index[0], "yes")
    assert study.codebook.iloc[0]["state"] == "in use"
    assert study.waiting["kind"].tolist() == ["keep or reopen?"], "Tom has not said what he thinks of the question that Maya set alone"
    assert code


def test_a_no_keeps_it_waiting(study: Study) -> None:
    tom = Study(study.path).join("Tom")
    study.name("Fares")
    tom.answer(tom.waiting.index[0], "no", because="it is about dignity")
    (row,) = (r for r in study.waiting.to_dict("records") if r["kind"] == "waits")
    assert row["why"].startswith("somebody said no: ")
    assert row["said"] == "Tom: no (it is about dignity)"
    assert study.codebook.iloc[0]["state"] == "waiting"


def put_into_force(world: World, device: Device, body: d.Shared, id_: str = "") -> str:
    """One person's proposal and its enactment, as with one member, on one device."""
    id_ = id_ or world.fresh()
    world.write(device, replace(body, members=(device.analyst,)), d.Enact(proposal=id_), ids=(id_,))
    return id_


def two_at_work(*names: d.Name) -> World:
    """Maya made these names; Tom, on another device, has seen them; from here on neither sees the other."""
    world = World()
    maya, tom = world.devices[:2]
    world.entries = [e for e in world.entries if e.log == maya.log]
    tom.seq = -1
    for name in names:
        put_into_force(world, maya, name, name.code)
    world.sync(tom, maya)
    return world


def test_two_renames_at_once_are_two_proposals_not_one_winner() -> None:
    """Neither wins, the wording before stays, and both wait; a later one that knows both settles it."""
    world = two_at_work(d.Name(code="c", label="first"))
    maya, tom = world.devices[:2]
    for device, label in ((maya, "hers"), (tom, "his")):
        put_into_force(world, device, d.Rename(code="c", label=label, replaces="c"), label)
    book = replay(world.entries)
    assert book.codes["c"].label == "first"
    assert {p.entry for p in book.waiting} == {"hers", "his"}
    assert {w.text for w in book.codes["c"].wordings} == {"first", "hers", "his"}
    world.sync(maya, tom)
    put_into_force(world, maya, d.Rename(code="c", label="agreed", replaces="c"))
    assert replay(world.entries).codes["c"].label == "agreed"
    assert replay(world.entries).waiting == ()


def test_a_rename_of_a_wording_that_is_no_longer_in_force_goes_back_to_waiting() -> None:
    world = two_at_work(d.Name(code="c", label="first"))
    maya = world.devices[0]
    put_into_force(world, maya, d.Rename(code="c", label="second", replaces="c"))
    late = put_into_force(world, maya, d.Rename(code="c", label="third", replaces="c"))
    book = replay(world.entries)
    assert book.codes["c"].label == "second"
    assert [p.entry for p in book.waiting] == [late]


def test_an_enactment_is_checked_against_the_answers_in_its_own_past() -> None:
    world = two_at_work(d.Name(code="c", label="first"))
    maya, tom = world.devices[:2]
    both = tuple(sorted((maya.analyst, tom.analyst)))
    world.write(maya, d.Rename(code="c", label="too soon", members=both, replaces="c"), d.Enact(proposal="r"), ids=("r", "e"))
    book = replay(world.entries)
    assert book.codes["c"].label == "first"
    assert book.lapsed["e"] == "our rule was not met"
    world.sync(tom, maya)
    world.write(tom, d.Answer(proposal="r", answer="yes"), d.Enact(proposal="r"))
    assert replay(world.entries).codes["c"].label == "too soon"


def test_an_answer_that_comes_later_never_revokes() -> None:
    world = two_at_work(d.Name(code="c", label="first"))
    maya, tom = world.devices[:2]
    both = tuple(sorted((maya.analyst, tom.analyst)))
    world.write(maya, d.Rename(code="c", label="ours", members=both, replaces="c"), ids=("r",))
    world.sync(tom, maya)
    world.write(tom, d.Answer(proposal="r", answer="yes"), d.Enact(proposal="r"))
    world.write(tom, d.Answer(proposal="r", answer="no"))
    assert replay(world.entries).codes["c"].label == "ours"


def test_taking_back_ones_own_answer_lets_the_proposal_wait_again(study: Study) -> None:
    tom = Study(study.path).join("Tom")
    Study(study.path).join("Ada")
    study.name("Fares")
    given = tom.answer(tom.waiting.index[0], "yes")
    assert list(study.waiting.loc[study.waiting["kind"] == "waits", "waits_for"]) == ["Ada"]
    tom.undo(given)
    assert set(study.waiting.iloc[0]["waits_for"].split(", ")) == {"Ada", "Tom"}


def test_a_proposal_never_says_that_it_knew_of_somebody_it_does_not_ask(study: Study) -> None:
    """Somebody joins while it is being written: what a line says it knew is what its maker had before them."""
    study.session.close()
    late = Study(study.path, analyst="Maya")
    act = late.session._act

    def joined_meanwhile(body: d.Decision) -> Act:
        late.session._act = act  # type: ignore[method-assign]
        Study(study.path).join("Tom")
        return act(body)

    late.session._act = joined_meanwhile  # type: ignore[method-assign]
    late.name("Fares")
    book = Study(study.path).session.book
    (proposal,) = [e for e in book.entries if isinstance(e.body, d.Name)]
    (tom,) = [e for e in book.entries if isinstance(e.body, d.Join) and e.body.name == "Tom"]
    assert not book.timeline.knows(proposal, tom)
    assert book.codes[proposal.body.code].state == "in use"


def test_two_who_set_the_same_aside_agree(study: Study, ids: dict[str, str]) -> None:
    study.place(study.session.corpus.contributions[ids["Still"]].excerpts("paragraph")[0], study.name("Waiting"))
    study.set_aside(ids["Still"], because="off the point after all")
    assert study.contributions.loc[ids["Still"], "state"] == "set aside"
    Study(study.path).join("Tom").set_aside(ids["Still"], because="yes")
    assert study.contributions.loc[ids["Still"], "state"] == "set aside"


def test_a_source_that_others_worked_with_is_not_taken_out(study: Study, ids: dict[str, str]) -> None:
    study.name("Fares")
    Study(study.path).join("Tom").place(ids["Pay"], "Fares")
    brought = next(id_ for id_, kind in study.decisions["kind"].items() if kind == "add_source")
    with pytest.raises(NotPossible, match="Others have worked"):
        study.undo(brought)


def test_what_one_types_for_another_is_marked_so(study: Study, ids: dict[str, str]) -> None:
    Study(study.path).join("Tom")
    tom = Study(study.path, analyst="Tom", typed_by="Maya", present=["Maya", "Tom"])
    tom.memo(ids["Pay"], "he said it aloud")
    last = study.decisions.iloc[-1]
    assert (last["analyst"], last["entered_by"]) == ("Tom", "Maya")
    assert "typed by Maya" in last["what"]
    assert len(study.session.book.entries[-1].present) == 2


# taking back


def test_undo_walks_back_and_redo_walks_forward(study: Study, ids: dict[str, str]) -> None:
    code = study.name("Fares")
    study.place(ids["Pay"], code)
    study.rename(code, "Money")
    study.undo()
    study.undo()
    assert labels(study) == {"Fares"}
    assert placed(study) == set()
    study.redo()
    assert placed(study) == {("Pay", "Fares")}


def test_redo_does_not_reach_past_something_new(study: Study) -> None:
    code = study.name("Fares")
    study.rename(code, "Money")
    study.undo()
    study.name("Another")
    with pytest.raises(NotPossible, match="nothing to do again"):
        study.redo()


def test_anothers_own_act_cannot_be_taken_back(study: Study, ids: dict[str, str]) -> None:
    study.name("Fares")
    tom = Study(study.path).join("Tom")
    placing = tom.place(ids["Pay"], "Fares")
    with pytest.raises(NotPossible, match="Tom's own act"):
        study.undo(placing)
    assert placed(study) == {("Pay", "Fares")}


def test_what_cannot_be_undone_says_so(study: Study) -> None:
    version = study.version("first")
    with pytest.raises(NotPossible, match="cannot be undone"):
        study.undo(version)
    with pytest.raises(NotPossible, match="cannot be undone"):
        study.undo(study.decisions.index[0])


def test_undo_across_sessions(study: Study, ids: dict[str, str]) -> None:
    study.place(ids["Pay"], study.name("Fares"))
    study.session.close()
    again = Study(study.path, analyst="Maya")
    again.undo()
    assert placed(again) == set()


def test_a_new_study_of_one_has_only_the_question_to_undo(study: Study) -> None:
    study.undo(study.decisions.index[-1])
    study.undo()
    assert study.question == ""
    with pytest.raises(NotPossible, match="nothing of yours"):
        study.undo()


def test_what_came_in_is_taken_back_only_when_it_is_named(study: Study) -> None:
    before, brought = len(study.decisions), study.decisions.index[-1]
    with pytest.raises(NotPossible, match=rf"bring in export.xml.*7 contributions.*copro undo STUDY {brought[:8]}.*Nothing was changed"):
        study.undo()
    assert (len(study.decisions), study.status["contributions"]) == (before, 7)
    study.undo(brought[:8])
    assert study.status["contributions"] == 0


def test_undo_takes_back_ones_answer(study: Study) -> None:
    tom = Study(study.path).join("Tom")
    proposal = tom.name("Fares")
    study.answer(tom.waiting.index[0], "no", because="not yet")
    study.undo()
    assert [p.waits_for for p in study.session.book.waiting] == [(study.session.analyst,)]
    study.answer(tom.waiting.index[0], "yes")
    study.undo()
    assert "Fares" in labels(study), proposal  # what the group had put into force stays


@pytest.mark.parametrize(
    ("act", "deed"),
    [
        (lambda study: study.version("first"), r"fixing the version 'first', is for good"),
        (lambda study: study.withdraw("Bo"), r"taking out words, is for good"),
        (lambda study: (study.on_our_own(), study.share()), r"sharing, is for good"),
        (lambda study: study.on_our_own(), r"beginning to work on your own, is for good"),
        (lambda study: (study.leave(), study.join("Maya")), r"joining, cannot be undone"),
    ],
)
def test_a_plain_undo_after_what_is_for_good_takes_nothing_else_back_and_says_how_to(study: Study, act: Callable[[Study], object], deed: str) -> None:
    study.name("Fares")
    name = next(e.id[:8] for e in study.session.book.entries if e.body.kind == "name")
    act(study)
    with pytest.raises(NotPossible, match=rf"Your last act, {deed}\. Before that: Maya.*copro undo STUDY \w+.*Nothing was changed"):
        study.undo()
    study.undo(name)
    assert "Fares" not in labels(study)
