"""On our own first, then share: what nobody may see meanwhile."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from copro_text import decisions as d
from copro_text.cli import app
from copro_text.codebook import replay, without
from copro_text.errors import CoproError, NotPossible
from copro_text.spans import open_spans
from copro_text.study import Study
from tests.devices import Device, first
from tests.laws.histories import World, everything_arrived
from tests.small import write_wxr


@pytest.fixture
def pair(study: Study) -> tuple[Study, Study]:
    """Maya and Tom with one name in force, each on their own."""
    tom = Study(study.path).join("Tom")
    study.name("The wait")
    tom.answer(study.session.refresh().book.waiting[0].entry, "yes")
    study.on_our_own()
    tom.on_our_own()
    return study, tom


def everything_shown(study: Study, folder: Path) -> dict[str, str]:
    """What every public view of a study says, as text; and what it writes."""
    shown: dict[str, str] = {"repr": repr(study)}
    views = [name for name in dir(Study) if not name.startswith("_") and isinstance(getattr(Study, name), property)]
    for name in views:
        shown[name] = _text(lambda name=name: getattr(study, name))
    calls: dict[str, Callable[[], object]] = {
        "story": study.story,
        "history": study.history,
        "read": lambda: study.read(20),
        "find": lambda: study.find("the"),
        "labels": study.labels,
        "check": study.check,
        "voices": study.voices,
        "agreement": lambda: study.agreement(figures=True),
        "a name nobody has": lambda: study.rename("no such name", "x"),
        "a passage nobody has": lambda: study.place("ffffffff", "The wait"),
        "an answer to nothing": lambda: study.answer("ffffffff", "yes"),
        "an undo of nothing": lambda: study.undo("ffffffff"),
    }
    shown |= {name: _text(call) for name, call in calls.items()}
    for file in ("manifesto.md", "report.html", "codebook.csv", "placings.csv"):
        shown[file] = study.write(folder / file).read_text("utf-8")
    return shown


def _text(call: Callable[[], object]) -> str:
    try:
        found = call()
    except CoproError as refused:
        return str(refused)
    if isinstance(found, pd.DataFrame):
        return found.to_json() or ""
    html = getattr(found, "_repr_html_", None)
    return f"{found!r}{html() if html else ''}"


def test_neither_sees_what_the_other_does_until_both_have_shared(pair: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = pair
    maya.place(ids["Pay"], "The wait")
    tom.place(ids["They"], "The wait")
    tom.memo(ids["They"], "A thought of Tom's")
    assert maya.placings["analyst"].tolist() == ["Maya"]
    assert tom.placings["analyst"].tolist() == ["Tom"]
    maya.share()
    assert tom.placings["analyst"].tolist() == ["Tom"], "Tom has not shared yet, so nothing is open to him"
    assert maya.placings["analyst"].tolist() == ["Maya"]
    tom.share()
    assert sorted(tom.placings["analyst"]) == sorted(maya.placings["analyst"]) == ["Maya", "Tom"]
    assert maya.session.book.state() == tom.session.book.state()


def test_somebody_who_is_not_on_their_own_sees_what_was_shared_and_nothing_more(pair: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = pair
    sam = Study(maya.path).join("Sam")
    maya.place(ids["Pay"], "The wait")
    tom.place(ids["They"], "The wait")
    assert sam.placings.empty
    maya.share()
    assert sam.placings["analyst"].tolist() == ["Maya"]


def test_opened_without_a_name_a_study_shows_nothing_that_somebody_on_their_own_may_not_see(pair: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, _tom = pair
    maya.place(ids["Pay"], "The wait")
    Study(maya.path).join("Sam").place(ids["They"], "The wait")
    assert Study(maya.path).placings.empty


def test_what_the_others_do_changes_nothing_that_any_view_says(
    pair: tuple[Study, Study], ids: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya, tom = pair
    state = Path(os.environ["COPRO_STATE"])
    maya.place(ids["Pay"], "The wait")
    maya.session.close()
    tom.session.close()
    worlds = []
    for name, acts in {
        "one": [("place", ids["They"]), ("place", ids["A"])],
        "other": [("remove", ids["They"])],
        "none": [],
    }.items():
        copy = tmp_path / name / "study"
        shutil.copytree(maya.path, copy)
        monkeypatch.setenv("COPRO_STATE", str(shutil.copytree(state, tmp_path / name / "state")))
        there = Study(copy, analyst="Tom")
        for verb, id_ in acts:
            getattr(there, verb)(id_, "The wait")
        if acts:
            there.name("A secret name")
            there.memo(ids["A"], "A secret thought")
            there.introduce("A secret self")
        there.session.close()
        mine = Study(copy, analyst="Maya")
        worlds.append({view: said.replace(str(copy), "STUDY") for view, said in everything_shown(mine, tmp_path / name / "out").items()})
        mine.session.close()
    for world in worlds[1:]:
        assert {view: said for view, said in world.items() if said != worlds[0][view]} == {}
    assert all("secret" not in said for world in worlds for said in world.values())


def test_while_on_ones_own_a_change_to_what_is_shared_waits(pair: tuple[Study, Study]) -> None:
    maya, tom = pair
    maya.rename("The wait", "Nobody rings")
    assert maya.codebook["label"].tolist() == ["The wait"]
    (waits,) = maya.waiting[maya.waiting["kind"] == "waits"].to_dict("records")
    assert (waits["waits_for"], waits["why"]) == ("", "nobody else sees it until you share: then it waits for their answers")
    assert "Nobody rings" not in repr(tom.history().to_json())
    maya.share()
    assert maya.waiting.loc[maya.waiting["kind"] == "waits", "waits_for"].tolist() == ["Tom"]
    tom.share()
    tom.answer(tom.session.book.waiting[0].entry, "yes")
    assert maya.codebook["label"].tolist() == ["Nobody rings"]


def test_lines_written_on_ones_own_do_not_say_that_they_knew_the_others(pair: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = pair
    tom.place(ids["They"], "The wait")
    maya.place(ids["Pay"], "The wait")
    line = maya.session.book.timeline
    mine, theirs = line.entries[-1], tom.session.book.timeline.entries[-1]
    assert theirs.seq > line.pasts[mine.id].get(theirs.log, -1)
    maya.share()
    tom.share()
    maya.place(ids["A"], "The wait")
    line = maya.session.book.timeline
    assert line.knows(line.entries[-1], theirs)


def test_two_people_at_one_device_write_logs_of_their_own(study: Study, ids: dict[str, str]) -> None:
    study.name("The wait")
    study.place(ids["Pay"], "The wait")
    study.on_our_own()
    tom = Study(study.path).join("Tom", new=True)
    here = study.session
    here.work_as("Tom")
    study.on_our_own()
    study.place(ids["They"], "The wait")
    assert study.placings["analyst"].tolist() == ["Maya", "Tom"]
    here.work_as("Maya")
    assert study.placings["analyst"].tolist() == ["Maya"]
    logs = {who: {e.log for e in tom.session.refresh().book.entries if e.analyst == who} for who in tom.session.book.analysts}
    one, other = logs.values()
    assert one.isdisjoint(other)


def test_sharing_is_not_undone_and_needs_a_beginning(pair: tuple[Study, Study]) -> None:
    maya, _tom = pair
    with pytest.raises(NotPossible, match="already"):
        maya.on_our_own()
    maya.share()
    with pytest.raises(NotPossible):
        maya.undo(next(id_ for id_, kind in maya.history()["kind"].items() if kind == "share"))
    with pytest.raises(NotPossible, match="not working on your own"):
        maya.share()


def test_it_is_said_that_files_are_plain() -> None:
    assert "The files are plain" in (Study.on_our_own.__doc__ or "")


def test_a_no_and_a_holding_are_known_to_everyone_at_once(pair: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = pair
    tom.confirm("Cy", "quote", because="she rang")
    maya.confirm("Cy", "quote", "no", because="she rang again")
    maya.hold(ids["A"])
    sam = Study(maya.path).join("Sam")
    for each in (tom, sam, Study(maya.path)):
        assert each.people.set_index("signed").loc["Cy", "quote"] == "no"
        assert each.status["held"] == 1


def test_words_typed_in_on_ones_own_are_not_called_rubbish(pair: tuple[Study, Study]) -> None:
    maya, tom = pair
    maya.note("We rang for three weeks.", said_by="Table 9")
    for each in (tom, Study(maya.path)):
        assert each.check() == ()
        assert "Table 9" not in each.people.to_json()


def test_a_check_holds_while_somebody_on_their_own_writes_on_another_computer(
    pair: tuple[Study, Study], ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    maya, tom = pair
    tom.session.close()
    monkeypatch.setenv("COPRO_STATE", str(maya.path.parent / "elsewhere"))
    Study(maya.path, analyst="Tom").memo(ids["Pay"], "a thought")
    maya.withdraw("Dee")
    assert all(fault.do for fault in maya.check())


def test_what_the_sorter_was_asked_on_ones_own_is_not_shown_to_another_at_the_same_computer(pair: tuple[Study, Study]) -> None:
    maya, tom = pair
    maya.suggest(progress=False)
    assert maya.piles.run is not None
    with pytest.raises(NotPossible):
        _ = tom.piles


def test_what_is_taken_out_on_ones_own_is_gone_for_everyone_at_once(pair: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = pair
    maya.withdraw("Dee")
    assert ids["A"] not in tom.contributions.index
    assert ids["A"] not in Study(maya.path).contributions.index


def test_the_clock_of_a_line_tells_nothing_of_what_its_writer_did_not_see(pair: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, tom = pair
    before = max(e.clock for e in maya.session.book.entries)
    for _ in range(5):
        tom.memo(ids["Pay"], "a thought")
    maya.memo(ids["Pay"], "mine")
    assert maya.session.book.entries[-1].clock == before + 1


def test_what_somebody_on_their_own_holds_does_not_keep_the_others_from_deciding(study: Study, ids: dict[str, str]) -> None:
    tom, sam = Study(study.path).join("Tom"), Study(study.path).join("Sam")
    study.set_rule("so many", n=2)
    for each in (tom, sam):
        each.answer(study.session.refresh().book.waiting[0].entry, "yes")
    study.on_our_own()
    study.memo(ids["Pay"], "a thought")
    study.hold(ids["A"])
    tom.name("Fares")
    assert "not all here" not in tom.waiting.to_json()
    sam.answer("Fares", "yes")
    assert tom.codebook["state"].tolist() == ["in use"]


def test_what_is_not_shown_is_not_taken_for_missing_when_something_is_taken_out(study: Study, ids: dict[str, str]) -> None:
    tom = Study(study.path).join("Tom")
    tom.on_our_own()
    tom.memo(ids["Pay"], "a thought")
    tom.hold(ids["A"])
    assert without(study.session.refresh().book, {"f" * 32}).timeline.is_whole


def test_somebody_who_is_alone_here_is_not_kept_waiting_on_their_own(study: Study) -> None:
    study.on_our_own()
    study.name("Fares")
    assert study.codebook["state"].tolist() == ["in use"]


def test_nobody_leaves_on_their_own_without_knowing_that_nobody_will_see_what_they_did(pair: tuple[Study, Study]) -> None:
    maya, tom = pair
    with pytest.raises(NotPossible, match="Share first"):
        maya.leave()
    maya.share()
    maya.leave()
    tom.leave(because="there was nothing of mine")
    assert all(maya.co_analysts["left"])


def test_somebody_who_left_without_sharing_holds_up_nothing_for_ever(study: Study, ids: dict[str, str]) -> None:
    tom = Study(study.path).join("Tom")
    tom.on_our_own()
    tom.memo(ids["Pay"], "a thought")
    study.name("Fares")
    tom.leave(because="there was nothing of mine")
    assert study.codebook["state"].tolist() == ["waiting"]
    assert study.waiting["why"].tolist() == ["the time that our rule gives for saying no has not passed"]
    study.session.now = lambda: datetime.now(UTC) + timedelta(days=15)
    assert study.codebook["state"].tolist() == ["in use"]
    assert study.session.book.lapsed == {}


def test_what_amounts_to_a_wish_about_somebodys_words_is_known_at_once_while_on_ones_own(study: Study, ids: dict[str, str]) -> None:
    tom = Study(study.path).join("Tom")
    quoted = study.people.index[0]
    tom.hold(ids["Pay"])
    released = tom.release(ids["Pay"])
    yes = tom.confirm(quoted, "quote", "yes", because="she told me")
    assert _held(study) == set()
    assert _may_quote(study, quoted) == "yes"
    tom.on_our_own()
    taken_back = tom.undo(released)
    tom.undo(yes)
    assert _held(study) == {ids["Pay"]}
    assert _may_quote(study, quoted) != "yes"
    tom.redo(taken_back)
    assert _held(study) == {ids["Pay"]}, "what lets words be shown again waits until it is shared"
    tom.share()
    assert _held(study) == set()


def test_what_somebody_on_their_own_held_and_released_and_held_again_stays_held_for_the_others(study: Study, ids: dict[str, str]) -> None:
    tom = Study(study.path).join("Tom")
    tom.on_our_own()
    held = tom.hold(ids["Pay"])
    tom.redo(tom.undo(held))
    tom.undo(tom.release(ids["Pay"]))
    assert _held(study) == {ids["Pay"]}
    assert study.session.book.lapsed == {}


def _held(study: Study) -> set[str]:
    return set(study.session.refresh().book.held)


def _may_quote(study: Study, person: str) -> str:
    return study.session.refresh().permissions.ruling(person, "quote").answer


def test_somebody_who_left_on_their_own_and_comes_back_is_told_that_they_still_see_what_was(study: Study, ids: dict[str, str]) -> None:
    tom = Study(study.path).join("Tom")
    tom.on_our_own()
    tom.memo(ids["Pay"], "a thought")
    tom.leave(because="fed up")
    assert "Tom works on their own first: what waits for them they can answer once they share." in repr(study.status)
    tom.session.close()
    done = CliRunner().invoke(app, ["join", str(study.path), "Tom"])
    assert "You work on your own since" in done.stdout
    assert "share: copro share STUDY" in repr(Study(study.path, analyst="Tom").status)


def test_sharing_does_not_tell_what_others_put_into_force_meanwhile_as_ones_own_doing(study: Study) -> None:
    tom = Study(study.path).join("Tom")
    Study(study.path).join("Sam").session.close()
    tom.on_our_own()
    tom.session.close()
    study.set_rule("so many", n=2)
    Study(study.path, analyst="Sam").answer(study.session.refresh().book.waiting[0].entry, "yes")
    study.session.close()
    assert "With that it is in force" not in CliRunner().invoke(app, ["share", str(study.path), "--as", "Tom"]).stdout


def test_the_status_says_whose_view_it_is_while_somebody_works_on_their_own(pair: tuple[Study, Study]) -> None:
    maya, tom = pair
    line = "Maya and Tom work on their own: this is what everyone saw when they began."
    assert line in repr(Study(maya.path).status)
    assert line not in repr(maya.status)
    maya.share()
    assert "Tom works on their own" in repr(Study(maya.path).status)
    tom.share()
    assert "on their own" not in repr(Study(maya.path).status)


def test_bringing_in_a_copy_tells_nothing_of_how_far_somebody_on_their_own_is(study: Study, ids: dict[str, str], tmp_path: Path) -> None:
    tom = Study(study.path).join("Tom")
    tom.on_our_own()
    study.session.refresh()
    told = []
    for thoughts in (0, 3):
        for n in range(thoughts):
            tom.memo(ids["Pay"], f"thought {n}")
        told.append(repr(study.bring_in(shutil.copytree(study.path, tmp_path / f"copy {thoughts}"))))
    assert told[0] == told[1]


def test_bringing_in_a_copy_does_not_tell_what_somebody_on_their_own_read_into_it(study: Study, tmp_path: Path) -> None:
    Study(study.path).join("Tom").on_our_own()
    study.session.refresh()
    told = []
    for name, comments in (("one", ()), ("other", (("Fay", "A word that nobody else has brought in."),))):
        there = Device(study.path, tmp_path / "unused").copied(tmp_path / name)
        with there():
            tom = Study(there.path, analyst="Tom")
            tom.add(write_wxr(tmp_path / "more.xml", comments)) if comments else None
            tom.session.close()
        told.append(repr(study.bring_in(there.path)))
    assert told[0] == told[1]


def test_a_log_that_somebody_on_their_own_wrote_on_in_two_places_is_told_only_when_they_have_shared(tmp_path: Path) -> None:
    maya = first(tmp_path / "maya")
    tom = maya.copied(tmp_path / "tom")
    with tom():
        opened = Study(tom.path).join("Tom")
        opened.on_our_own()
        opened.session.close()
    again = tom.copied(tmp_path / "again", with_state=True)
    for device, thoughts in ((tom, 2), (again, 5)):
        with device():
            opened = Study(device.path, analyst="Tom")
            for n in range(thoughts):
                opened.name(f"thought {n} on {device.path.parent.name}")
            opened.session.close()
    with maya():
        study = Study(maya.path, analyst="Maya")
        told = [repr(study.bring_in(device.path)) for device in (tom, again)]
        assert not any("places" in each for each in (*told, repr(study.check())))
    with tom():
        opened = Study(tom.path, analyst="Tom")
        assert "(2 and 5 decisions by Tom)" not in repr(opened.check()), "the other computer's have not come here"
        opened.bring_in(again.path)
        assert "decisions by Tom)" in repr(opened.check())
        opened.share()
        opened.session.close()
    with maya():
        assert "decisions by Tom)" in repr(study.bring_in(tom.path)) + repr(study.check())


def test_whoever_began_on_their_own_on_two_computers_and_shared_on_one_puts_nothing_into_force() -> None:
    world = everything_arrived(World())
    at_home, away = world.devices[0], world.devices[3]
    world.propose(at_home, d.Name(code="a", label="A"))
    proposal = world.entries[-1].id
    for device in everything_arrived(world).devices[1:]:
        world.write(device, d.Answer(proposal=proposal, answer="yes"))
    everything_arrived(world)
    world.write(away, d.OnOurOwn())
    for body in (d.OnOurOwn(), d.Share()):
        world.write(at_home, body)
    world.sync(at_home, away)
    world.write(at_home, d.Enact(proposal=proposal))
    book = replay(world.entries)
    assert open_spans(book.timeline).keys() == {at_home.analyst} == {away.analyst}
    assert book.lapsed == {world.entries[-1].id: "whoever put it into force was working on their own"}


def _arrived_here(there: Path, here: Path, logs: tuple[Path, ...]) -> None:
    """What a sync tool brings: the corpus, and some of the logs."""
    for path in (there / "corpus").iterdir():
        shutil.copy(path, here / "corpus" / path.name)
    for log in logs:
        shutil.copy(log, here / "decisions" / log.name)


@pytest.mark.parametrize("first_here", [0, 1])
def test_what_somebody_on_their_own_did_is_not_seen_whichever_of_their_logs_arrives_first(
    study: Study, ids: dict[str, str], tmp_path: Path, first_here: int
) -> None:
    study.name("The wait")
    tom = Device(Path(shutil.copytree(study.path, tmp_path / "tom" / "study")), tmp_path / "tom" / "state")
    with tom():
        Study(tom.path).join("Tom").session.close()
    study.on_our_own()
    second = Study(study.path, analyst="Maya")  # a second program of hers, which needs a log of its own
    second.place(ids["They"], "The wait", because="it is about a purple door")
    second.memo(ids["They"], "a purple door")
    logs = tuple(sorted((study.path / "decisions").glob("maya-*")))
    assert len(logs) == 2
    with tom():
        _arrived_here(study.path, tom.path, (logs[first_here],))
        opened = Study(tom.path, analyst="Tom")
        shown = "".join(everything_shown(opened, tmp_path).values())
        assert opened.placings.empty and "purple door" not in shown
        _arrived_here(study.path, tom.path, logs)
        assert opened.placings.empty and "purple door" not in "".join(everything_shown(opened, tmp_path).values())
        second.share()
        _arrived_here(study.path, tom.path, logs)
        assert list(opened.placings["because"]) == ["it is about a purple door"], "one sharing ends it in every log"


def test_what_somebody_on_their_own_writes_does_not_lie_in_the_folder_that_all_have(
    pair: tuple[Study, Study], ids: dict[str, str], tmp_path: Path
) -> None:
    maya, _ = pair
    maya.place(ids["They"], "The wait", because="it is about a purple door")
    for path in (Path("placings.csv"), maya.path / "report.html", maya.path / "outputs" / ".." / "placings.csv"):
        with pytest.raises(NotPossible, match="the others would find this file"):
            maya.write(path)
    with pytest.raises(NotPossible, match="the others would find this file"):
        maya.save_people(maya.path / "people.csv")
    assert not any(path.is_file() for path in (maya.path / "outputs").rglob("*"))
    assert "Maya may see while working on their own" in maya.write(tmp_path / "report.html").read_text("utf-8")
    maya.share()
    assert maya.write("placings.csv").is_file()
