"""The desk's side of the study: what a screen may ask and do, and what it is never given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from copro_text.decisions import Name
from copro_text.errors import CoproError, NotPossible, NotSaved
from copro_text.store.logs import new_id
from copro_text.study import Study
from copro_text.verbs.desk import Room
from copro_text.verbs.desk.acts import ACTS
from copro_text.widgets.messages import Refused, is_passage
from tests.small import write_wxr, wxr


@pytest.fixture
def room(study: Study) -> Room:
    return Room(study)


def do(room: Room, verb: str, **given: Any) -> dict[str, Any]:
    return room.act(new_id(), verb, room.study.session.analyst, given)


def kinds(study: Study) -> list[str]:
    return [e.body.kind for e in study.session.refresh().book.entries if e.body.kind != "enact"]


def test_everything_that_is_said_can_be_heard_once_and_hearing_changes_nothing(room: Room, study: Study) -> None:
    before = len(study.decisions)
    first = room.ask("hear", {"at": 0})
    heard = [room.ask("hear", {"at": at})["item"]["id"] for at in range(first["of"])]
    assert sorted(heard) == sorted(study.contributions.index)
    assert room.ask("hear", {"at": first["of"]})["item"] is None
    assert len(study.decisions) == before
    assert study.status["not_yet_read"] == len(heard)


def test_what_came_in_since_is_heard_after_the_rest(room: Room, study: Study) -> None:
    of = room.ask("hear", {"at": 0})["of"]
    study.note("We rang for three weeks.", said_by="Table 3", how="reported by", written_down_by="Tom")
    last = room.ask("hear", {"at": of})
    assert (last["of"], last["item"]["text"], last["item"]["how"]) == (of + 1, "We rang for three weeks.", "reported by")


def test_an_act_is_done_once_however_often_it_is_sent(room: Room, study: Study) -> None:
    id_, me = new_id(), study.session.analyst
    first = room.act(id_, "name", me, {"label": "The wait"})
    again = room.act(id_, "name", me, {"label": "The wait"})
    assert again["entries"] == first["entries"] == [id_]
    assert again["code"] == first["code"]
    assert kinds(study).count("name") == 1


def test_an_act_sent_again_after_the_program_was_started_anew_is_not_done_twice(study: Study) -> None:
    id_, me = new_id(), study.session.analyst
    Room(study).act(id_, "name", me, {"label": "The wait"})
    study.session.close()
    Room(Study(study.path, analyst="Maya")).act(id_, "name", me, {"label": "The wait"})
    assert kinds(study).count("name") == 1


def test_an_act_for_somebody_else_than_the_screen_says_is_refused(room: Room, study: Study) -> None:
    maya = study.session.analyst
    study.join("Tom")
    with pytest.raises(NotPossible, match="for Tom now"):
        room.act(new_id(), "name", maya, {"label": "The wait"})
    assert "name" not in kinds(study)


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("no such act", {}),
        ("withdraw", {"who": "Ann"}),
        ("name", {"label": 7}),
        ("name", {"label": "x" * 20_001}),
        ("name", {"label": "half \ud83d"}),
        ("name", {}),
        ("name", {"label": "x", "path": "/etc"}),
        ("place", {"passages": [], "code": "0" * 32}),
        ("place", {"passages": ["../x"], "code": "0" * 32}),
        ("place", {"passages": "0" * 32, "code": "0" * 32}),
        ("answer", {"proposal": "0" * 32, "answer": "maybe"}),
        ("hands", {"proposal": "0" * 32, "yes": -1}),
    ],
)
def test_a_message_that_is_none_of_ours_is_refused_and_nothing_is_recorded(room: Room, study: Study, verb: str, given: dict[str, Any]) -> None:
    before = kinds(study)
    with pytest.raises((Refused, CoproError)):
        do(room, verb, **given)
    assert kinds(study) == before


def test_the_places_of_a_passage_are_written_in_plain_digits() -> None:
    begins = f"{'0' * 32}.{'0' * 16}"
    assert is_passage(f"{begins}.0.3")
    assert not is_passage(f"{begins}.\N{ARABIC-INDIC DIGIT ZERO}.\N{ARABIC-INDIC DIGIT THREE}")


def test_control_characters_are_left_out_of_what_is_typed_or_pasted(room: Room, study: Study, ids: dict[str, str]) -> None:
    do(room, "name", label="Fa\x00res\x1b[31m\r\nat the till\x85", because="a\x07 bell\x0bbelow")
    body = next(e.body for e in study.session.book.entries if isinstance(e.body, Name))
    assert (body.label, body.because) == ("Fares[31m at the till", "a bell\nbelow")
    with pytest.raises(NotPossible, match="needs some words"):
        do(room, "memo", about=ids["Pay"], text="\x00\x1b")
    room.ask("join_study", {"name": "S\x00am\x1b\x9f"})
    assert room.ask("frame", {})["people"][-1]["name"] == "Sam"


@pytest.mark.parametrize("what", ["", "act", "session", "__init__"])
def test_a_question_that_is_none_of_ours_is_refused(room: Room, what: str) -> None:
    with pytest.raises(Refused):
        room.ask(what, {})


def test_every_act_is_a_verb_of_the_study_and_every_shape_is_of_checks() -> None:
    verbs = {"join": "merge", "part": "split", "sort": "suggest"}
    assert {verbs.get(name, name) for name in ACTS} <= set(dir(Study))
    assert all(callable(check) for act in ACTS.values() for check in act.shape.values())


def test_a_passage_after_an_emoji_is_exactly_the_words_that_were_chosen(tmp_path: Path) -> None:
    study = Study.new(tmp_path / "s", analyst="Maya")
    study.add(write_wxr(tmp_path / "e.xml", [("Ann", "🌻🌻 They rang back.")]), progress=False)
    room = Room(study)
    item = room.ask("read", {"contribution": next(i for i, t in study.contributions["text"].items() if "rang" in t)})["item"]
    code = do(room, "name", label="Ringing")["code"]
    passage = f"{item['id']}.{item['version']}.8.12"
    do(room, "place", passages=[passage], code=code, quoted="rang")
    assert study.placings["text"].tolist() == ["rang"]


def test_words_that_do_not_stand_where_the_screen_thinks_are_not_put_anywhere(room: Room, study: Study, ids: dict[str, str]) -> None:
    item = room.ask("read", {"contribution": ids["Pay"]})["item"]
    code = do(room, "name", label="Fares")["code"]
    with pytest.raises(NotPossible, match="do not stand there"):
        do(room, "place", passages=[f"{item['id']}.{item['version']}.0.4"], code=code, quoted="fare")
    assert study.placings.empty


def test_what_is_held_keeps_its_words_to_itself_in_every_view(room: Room, study: Study, ids: dict[str, str]) -> None:
    study.place([ids["Pay"]], study.name("Fares"))
    study.hold(ids["Pay"], because="her worst day")
    code = next(iter(study.session.book.codes))
    views = [
        room.ask("read", {"contribution": ids["Pay"]}),
        room.ask("list", {"words": ""}),
        room.ask("list", {"state": "held"}),
        room.ask("pile", {"code": code, "which": "placed", "start": 0}),
        room.ask("piles", {}),
        room.ask("decide", {"start": 0}),
        *(room.ask("hear", {"at": at}) for at in range(8)),
    ]
    assert "Pay the fare" not in json.dumps(views)
    assert room.ask("list", {"words": "pay the fare"})["total"] == 0
    assert room.ask("frame", {})["counts"]["held"] == 1


def test_a_reply_that_is_held_is_not_shown_under_what_it_answers(tmp_path: Path) -> None:
    study = Study.new(tmp_path / "s", analyst="Maya")
    answered = "<wp:comment_parent>0</wp:comment_parent>"
    export = wxr([("Ann", "They rang back."), ("Bo", "They never rang me, on my worst day.")])
    first, _, second = export.rpartition(answered)
    (tmp_path / "e.xml").write_text(first + "<wp:comment_parent>1</wp:comment_parent>" + second, "utf-8")
    study.add(tmp_path / "e.xml", progress=False)
    room, texts = Room(study), study.contributions["text"]
    asked, reply = (next(i for i, t in texts.items() if words in t) for words in ("rang back", "worst day"))
    assert [each["how"] for each in room.ask("read", {"contribution": asked})["thread"]] == ["reply"]
    study.hold(reply)
    shown = room.ask("read", {"contribution": asked})
    assert "worst day" not in json.dumps(shown)
    assert shown["replies"] == 0


def test_what_is_held_is_not_shown_as_read_differently(study: Study, ids: dict[str, str]) -> None:
    tom = Study(study.path).join("Tom")
    one, other = study.name("Fares"), study.name("Buses")
    study.place([ids["Pay"]], one)
    tom.place([ids["Pay"]], other)
    room = Room(study)
    assert room.ask("decide", {"start": 0})["different"] == 1
    study.hold(ids["Pay"])
    decided = room.ask("decide", {"start": 0})
    assert (decided["different"], decided["rows"]) == (0, [])


def test_a_memo_about_words_that_do_not_stand_there_is_refused(room: Room, study: Study, ids: dict[str, str]) -> None:
    item = room.ask("read", {"contribution": ids["Pay"]})["item"]
    about = f"{item['id']}.{item['version']}.0.3"
    with pytest.raises(NotPossible, match="do not stand there"):
        do(room, "memo", about=about, text="before", kind="a word to keep", quoted="bus")
    do(room, "memo", about=about, text="Pay", kind="a word to keep", quoted="Pay")
    assert kinds(study).count("memo") == 1


def test_one_s_own_act_is_no_news(room: Room) -> None:
    room.ask("frame", {})
    do(room, "name", label="Mine")
    assert not room.news()


def whole(room: Room, contribution: str) -> str:
    """A contribution as a passage."""
    item = room.ask("read", {"contribution": contribution})["item"]
    return f"{item['id']}.{item['version']}.0.{item['length']}"


def full_after(study: Study, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """Let the disk be full after so many decisions."""
    session, real, written = type(study.session), type(study.session)._write, []

    def write(self: Any, *given: Any, **more: Any) -> None:
        written.append(given)
        if len(written) > many:
            raise NotSaved("The disk is full.", safe="Nothing was recorded.")
        real(self, *given, **more)

    monkeypatch.setattr(session, "_write", write)


def test_a_new_name_and_what_is_put_with_it_are_one_act_that_goes_on_where_it_stopped(
    room: Room, study: Study, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    id_, me = new_id(), study.session.analyst
    given = {"label": "Fares", "passages": [whole(room, ids["Pay"])]}
    with monkeypatch.context() as stopped:
        full_after(study, stopped, 1)
        with pytest.raises(NotPossible, match="Saved so far: Maya made a new name"):
            room.act(id_, "put_new", me, given)
    done = room.act(id_, "put_new", me, given)
    room.act(id_, "put_new", me, given)
    assert [kind for kind in kinds(study) if kind in ("name", "place")] == ["name", "place"]
    assert len(done["undo"]) == 2


def test_what_is_refused_of_an_act_in_steps_leaves_nothing_half_done(room: Room, study: Study, ids: dict[str, str]) -> None:
    passage = whole(room, ids["Pay"])
    for wrong in ({"passages": [passage], "quoted": "bus"}, {"passages": [f"{'0' * 32}.{'0' * 16}.0.3"]}):
        with pytest.raises(CoproError):
            do(room, "put_new", label="Fares", **wrong)
    assert "name" not in kinds(study)
    fares, _ = (do(room, "name", label=label)["code"] for label in ("Fares", "Trains"))
    Study(study.path).join("Tom").name("Buses")
    for wrong in ({"label": "Buses"}, {"instead": fares}, {"instead": "0" * 32}):
        with pytest.raises(CoproError):
            do(room, "differently", passages=[passage], code=fares, **wrong)
    assert "remove" not in kinds(study)


@pytest.mark.parametrize("verb", ["put_new", "differently"])
def test_an_act_in_steps_that_broke_off_and_is_sent_again_with_other_words_goes_on_with_the_name_it_made(
    room: Room, study: Study, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    given = {"label": "Buses", "passages": [whole(room, ids["Pay"])]}
    given |= {"code": do(room, "name", label="Fares")["code"]} if verb == "differently" else {}
    with monkeypatch.context() as stopped:
        full_after(study, stopped, 1)
        with pytest.raises(NotPossible, match="Saved so far"):
            do(room, verb, **given)
    do(room, verb, **given, because="I thought again")
    assert [n["label"] for n in room.ask("frame", {})["names"]][-1:] == ["Buses"]
    steps = ["name", "place", "remove"] if verb == "differently" else ["name", "place"]
    assert kinds(study)[-len(steps) :] == steps
    assert study.placings["label"].tolist()[:1] == ["Buses"]


def test_a_note_that_is_sent_again_stands_in_the_study_s_folder_once(room: Room, study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    id_, me, given = new_id(), study.session.analyst, {"text": "We rang for three weeks."}
    with monkeypatch.context() as stopped:
        full_after(study, stopped, 0)
        with pytest.raises(NotSaved):
            room.act(id_, "note", me, given)
    room.act(id_, "note", me, given)
    assert sum(path.read_text("utf-8").count(given["text"]) for path in (study.path / "corpus").iterdir()) == 1
    do(room, "note", **given)
    assert study.contributions["text"].tolist().count(given["text"]) == 2, "said twice, it is two voices"


def test_what_was_taken_back_is_not_told_as_saved_when_it_is_sent_again(room: Room, study: Study, ids: dict[str, str]) -> None:
    id_, me = new_id(), study.session.analyst
    given = {"label": "Fares", "passages": [whole(room, ids["Pay"])]}
    made = room.act(id_, "put_new", me, given)
    do(room, "undo_all", decisions=made["undo"])
    before = kinds(study)
    with pytest.raises(NotPossible, match="That was saved, and taken back since"):
        room.act(id_, "put_new", me, given)
    assert kinds(study) == before


def test_the_id_of_another_act_or_of_another_person_s_is_refused(room: Room, study: Study, ids: dict[str, str]) -> None:
    id_, me = new_id(), study.session.analyst
    room.act(id_, "name", me, {"label": "Fares"})
    tom = Study(study.path).join("Tom")
    tom.name("Buses")
    his = tom.session.book.entries[-1].id
    tom.on_our_own()
    tom.name("Trains")
    unseen = tom.session.book.entries[-1].id
    before = kinds(study)
    for taken, verb, given in (
        (id_, "memo", {"about": ids["Pay"], "text": "lockers"}),
        (his, "name", {"label": "Buses"}),
        (unseen, "name", {"label": "Trains"}),
    ):
        with pytest.raises(Refused):
            room.act(taken, verb, me, given)
    assert kinds(study) == before


def test_an_act_is_refused_when_another_types_by_now(room: Room, study: Study) -> None:
    maya, tom = study.session.analyst, Study(study.path).join("Tom").session.analyst
    room.ask("work_as", {"person": maya, "typed_by": tom})
    with pytest.raises(NotPossible, match="typed by Tom now"):
        room.act(new_id(), "name", maya, {"label": "The wait"}, maya)


def test_namesakes_are_told_apart_and_whoever_joins_is_in_the_room_with_the_others(room: Room, study: Study) -> None:
    room.ask("work_as", {"person": study.session.analyst, "present": [study.session.analyst]})
    frame = room.ask("join_study", {"name": "Tom"})
    assert len(frame["present"]) == 2
    assert [p["name"] for p in frame["people"]] == ["Maya", "Tom"]


def test_nobody_is_named_on_the_screen_who_has_not_asked_for_it(room: Room, study: Study) -> None:
    shown = json.dumps([room.ask("hear", {"at": at})["item"] for at in range(7)])
    assert "Ann Arkwright" not in shown.replace("Credit me as A. Arkwright", "")
    study.confirm("Ann Arkwright", "name", value="A. Arkwright")
    assert "A. Arkwright" in [item["by"] for at in range(7) if (item := room.ask("hear", {"at": at})["item"])]


def test_while_somebody_is_on_their_own_nothing_the_others_are_sent_depends_on_what_they_do(study: Study, ids: dict[str, str]) -> None:
    tom = Study(study.path).join("Tom")
    room = Room(tom)
    study.on_our_own()
    room.news()
    room.ask("frame", {})

    def everything() -> str:
        asked: list[tuple[str, dict[str, Any]]] = [("frame", {}), ("piles", {}), ("decide", {"start": 0}), ("list", {}), ("choices", {})]
        asked += [("read", {"contribution": id_}) for id_ in ids.values()] + [("hear", {"at": at}) for at in range(8)]
        return json.dumps([room.ask(what, given) for what, given in asked])

    before = everything()
    study.name("My own name")
    study.place([ids["Pay"]], "My own name")
    study.memo(ids["A"], "my own thought")
    assert not room.news(), "not even that something happened is told"
    assert everything() == before


def test_news_is_told_once_and_only_of_what_others_did(study: Study) -> None:
    room = Room(study)
    room.ask("frame", {})
    assert not room.news()
    Study(study.path).join("Tom").name("Fares")
    assert room.news()
    assert not room.news()
    do(room, "name", label="Mine")
    room.ask("frame", {})
    assert not room.news()


def test_a_proposal_made_on_ones_own_is_not_said_to_wait_for_those_who_cannot_see_it(study: Study) -> None:
    Study(study.path).join("Tom")
    study.on_our_own()
    assert do(Room(study), "name", label="The wait")["waits"] == []


def test_a_proposal_is_answered_from_the_other_desk(study: Study) -> None:
    tom = Study(study.path).join("Tom")
    mine, his = Room(study), Room(tom)
    made = do(mine, "name", label="The wait")
    assert made["waits"] == [["Tom"]]
    frame = his.ask("frame", {})
    assert frame["asks_me"] >= 1
    question = next(q for q in his.ask("decide", {"start": 0})["questions"] if q["id"] == made["entries"][0])
    assert question["asks_me"]
    do(his, "answer", proposal=question["id"], answer="yes")
    assert [n["waits"] for n in mine.ask("frame", {})["names"]] == [False]


def test_typing_for_another_is_said_and_shown_to_them(study: Study, ids: dict[str, str]) -> None:
    Study(study.path).join("Tom")
    room = Room(study)
    frame = room.ask("frame", {})
    maya, tom = (next(p["id"] for p in frame["people"] if p["name"] == name) for name in ("Maya", "Tom"))
    room.ask("work_as", {"person": tom, "typed_by": maya, "present": [maya, tom]})
    do(room, "set_aside", passages=[ids["Pay"]], because="about the till")
    room.ask("work_as", {"person": tom})
    for_me = room.ask("decide", {"start": 0})["for_me"]
    assert [each["who"] for each in for_me] == ["Maya"]
    do(room, "own", entries=[for_me[0]["id"]])
    assert room.ask("decide", {"start": 0})["for_me"] == []


def test_the_list_is_searched_and_filtered(room: Room, study: Study, ids: dict[str, str]) -> None:
    def found(**asked: Any) -> list[str]:
        return [row["id"] for row in room.ask("list", asked)["rows"]]

    study.set_aside([ids["Pay"]], because="about the till")
    assert found(words="FARE  before") == [ids["Pay"]]
    assert found(state="set aside") == [ids["Pay"]]
    study.place([ids["A"]], study.name("Rooms"))
    assert found(mine=True) == [ids["A"]]
    assert len(found(since="2026-03-03")) == len(study.contributions) - 1
    assert found(until="2026-03-02") == [i for i, when in study.contributions["when"].items() if str(when).startswith("2026-03-02")]
    assert found(words="no such words") == []


def test_a_word_that_is_kept_is_people_s_own_and_is_offered_again(room: Room, study: Study, ids: dict[str, str]) -> None:
    do(room, "memo", about=ids["Pay"], text="before we set off", kind="a word to keep")
    assert room.ask("hear", {"at": 0})["kept"] == ["before we set off"]
    assert study.status["part_read"] == 1
    assert "kept the words 'before we set off'" in study.decisions["what"].iloc[-1]


def test_undo_and_redo_name_the_act_they_are_about(room: Room, study: Study, ids: dict[str, str]) -> None:
    aside = do(room, "set_aside", passages=[ids["Pay"]], because="about the till")
    assert room.ask("frame", {})["undo"]["ids"] == aside["undo"]
    undone = do(room, "undo", decision=aside["undo"][0])
    assert study.status["set_aside"] == 0
    do(room, "redo", undo=undone["entries"][0])
    assert study.status["set_aside"] == 1


def test_undo_takes_back_the_whole_of_an_act_also_after_the_program_was_started_anew(room: Room, study: Study, ids: dict[str, str]) -> None:
    item = room.ask("read", {"contribution": ids["Pay"]})["item"]
    whole = f"{item['id']}.{item['version']}.0.{item['length']}"
    made = do(room, "put_new", label="Fares", passages=[whole])
    assert Room(Study(study.path, analyst="Maya")).ask("frame", {})["undo"]["ids"] == made["undo"]
    undone = do(room, "undo_all", decisions=made["undo"])
    assert room.ask("frame", {})["names"] == []
    assert study.placings.empty
    do(room, "redo_all", undos=undone["entries"])
    assert [each["label"] for each in room.ask("frame", {})["names"]] == ["Fares"]
    assert len(study.placings) == 1


def test_what_was_taken_back_done_again_and_taken_back_is_told_by_what_it_was(room: Room, ids: dict[str, str]) -> None:
    target = do(room, "memo", about=ids["Pay"], text="lockers", kind="a word to keep")["entries"][0]
    undone = do(room, "undo", decision=target)
    redone = do(room, "redo", undo=undone["entries"][0])
    assert redone["told"] == ["Did again: Maya kept the words 'lockers'."]
    assert redone["did"] == undone["did"] == ["Maya kept the words 'lockers'."]
    assert do(room, "undo", decision=redone["entries"][0])["told"] == ["Took back: Maya kept the words 'lockers'."]


def test_what_is_pressed_in_two_windows_is_taken_back_once_and_done_again_as_a_whole(room: Room, study: Study, ids: dict[str, str]) -> None:
    made = do(room, "put_new", label="Fares", passages=[whole(room, ids["Pay"])])
    do(room, "undo", decision=made["undo"][1])  # in another window, from the list
    undone = do(room, "undo_all", decisions=[*made["undo"], made["undo"][0]])
    assert undone["told"] == ["Took back: Maya made a new name, 'Fares'."]
    with pytest.raises(NotPossible, match="taken back already"):
        do(room, "undo_all", decisions=made["undo"])
    do(room, "redo", undo=undone["entries"][0])
    assert [each["label"] for each in room.ask("frame", {})["names"]] == ["Fares"]
    with pytest.raises(NotPossible, match="done again already"):
        do(room, "redo_all", undos=undone["entries"] * 2)


def test_a_window_is_told_which_of_its_acts_were_taken_back_elsewhere(room: Room, ids: dict[str, str]) -> None:
    kept, other = (do(room, "memo", about=ids["Pay"], text=text)["entries"][0] for text in ("lockers", "tokens"))
    undone = do(room, "undo", decision=kept)["entries"][0]
    assert room.ask("frame", {"acts": [kept, other, undone]})["gone"] == [kept]
    do(room, "redo", undo=undone)
    assert room.ask("frame", {"acts": [kept, other, undone]})["gone"] == [undone]


def test_undo_passes_over_what_the_others_are_asked_to_take_back(study: Study, ids: dict[str, str]) -> None:
    tom = Study(study.path).join("Tom")
    room = Room(study)
    memo = do(room, "memo", about=ids["Pay"], text="lockers")["entries"][0]
    made = do(room, "name", label="Fares")["entries"][0]
    tom.answer(made, "yes")
    do(room, "undo", decision=made)
    assert room.ask("frame", {})["undo"]["ids"] == [memo]
    do(room, "undo", decision=memo)
    assert study.session.refresh().book.memos == ()


def test_how_much_there_is_to_hear_does_not_tell_what_another_wrote_on_their_own(study: Study) -> None:
    tom = Study(study.path).join("Tom").session.analyst
    room, maya = Room(study), study.session.analyst
    do(room, "on_our_own")
    do(room, "note", text="We rang for three weeks.")
    assert room.ask("hear", {"at": 0})["of"] == 8
    room.ask("work_as", {"person": tom})
    assert room.ask("hear", {"at": 0})["of"] == 7
    room.ask("work_as", {"person": maya})
    assert room.ask("hear", {"at": 0})["of"] == 8


def test_a_question_shows_what_it_is_about(study: Study, ids: dict[str, str]) -> None:
    one, other = (do(Room(study), "name", label=label)["code"] for label in ("Fares", "Buses"))
    study.place([ids["Pay"]], one)
    study.place([ids["I"], ids["A"]], other)
    study.hold(ids["A"])
    Study(study.path).join("Tom")
    room = Room(study)
    joined = do(room, "join", codes=[one], into=other)["entries"][0]
    item = room.ask("read", {"contribution": ids["I"]})["item"]
    parted = do(room, "part", code=other, label="Gates", passages=[f"{item['id']}.{item['version']}.0.{item['length']}"])["entries"][0]
    questions = {q["id"]: q for q in Room(Study(study.path, analyst="Tom")).ask("decide", {"start": 0})["questions"]}
    fares, buses = questions[joined]["about"]
    assert (fares["label"], fares["many"], fares["code"]) == ("Fares", 1, one)
    assert [row["text"][:3] for row in fares["passages"]] == ["Pay"]
    assert (buses["label"], buses["many"]) == ("Buses", 1), "what is held is neither shown nor counted"
    gates = questions[parted]["about"][0]
    assert (gates["label"], gates["many"], [row["contribution"] for row in gates["passages"]]) == ("Gates", 1, [ids["I"]])
    assert {questions[joined]["says"], questions[joined]["by"]} == {"everyone", "Maya"}


def test_a_name_called_for_is_not_taken_for_what_speaks_for_a_sentence(study: Study, ids: dict[str, str]) -> None:
    code = do(Room(study), "name", label="for")["code"]
    study.place([ids["Pay"]], code)
    Study(study.path).join("Tom")
    asked = do(Room(study), "theme", sentence="Nobody pays to be heard", codes=[code], against=[whole(Room(study), ids["I"])])["entries"][0]
    question = next(q for q in Room(study).ask("decide", {})["questions"] if q["id"] == asked)
    assert [(each["label"], each["side"]) for each in question["about"]] == [("", "against"), ("for", "")]


def test_a_part_put_elsewhere_than_the_whole_is_read_differently(study: Study, ids: dict[str, str]) -> None:
    one, other = study.name("Fares"), study.name("Buses")
    tom = Study(study.path).join("Tom")
    study.place([study.passage(ids["Pay"], "the fare")], one)
    tom.place([ids["Pay"]], other, because="all of it is about the bus")
    room = Room(study)
    decided = room.ask("decide", {"start": 0})
    (row,) = decided["rows"]
    assert row["text"] == "the fare"
    told = {r["who"]: [(p["label"], p["whole"], p["because"]) for p in r["put"]] for r in row["readings"]}
    assert told == {"Maya": [("Fares", False, "")], "Tom": [("Buses", True, "all of it is about the bus")]}
    assert study.disagreements["readings"].tolist() == ["Maya: 'Fares'; Tom: 'Buses' (all of it) (all of it is about the bus)"]
    study.place([ids["Pay"]], other)
    assert room.ask("decide", {"start": 0})["rows"] == [], "whoever reads the whole as the other does reads nothing differently"


def test_asked_for_piles_where_there_are_none_it_is_said_how_many_were_found(room: Room) -> None:
    found = do(room, "sort", seed=7)
    assert found["found"] == 0
    assert found["entries"] == []


def test_undo_at_the_desk_offers_nothing_else_after_what_is_for_good_and_says_why(room: Room, study: Study) -> None:
    do(room, "name", label="Fares")
    study.on_our_own()
    do(room, "share")
    undo = room.ask("frame", {})["undo"]
    assert undo["ids"] == []
    assert undo["what"].startswith("Your last act, sharing, is for good. Before that: Maya made a new name, 'Fares'.")


def test_a_study_that_nobody_works_on_can_be_looked_at_and_asks_who_one_is(study: Study) -> None:
    room = Room(Study(study.path))
    frame = room.ask("frame", {})
    assert frame["me"] == ""
    with pytest.raises(CoproError, match="nobody was named"):
        room.act(new_id(), "name", "", {"label": "x"})
    room.ask("join_study", {"name": "Sam"})
    assert room.ask("frame", {})["me"]


def test_the_desk_says_when_part_of_the_study_is_missing(study: Study) -> None:
    assert Room(study).ask("frame", {})["missing"] == []
    study.session.close()
    for source in (study.path / "corpus").glob("*.jsonl"):
        source.unlink()
    (line,) = Room(Study(study.path, analyst="Maya")).ask("frame", {})["missing"]
    assert "not all here" in line


def test_whoever_is_asked_for_one_wording_sees_the_other_and_the_one_overtaken_can_be_asked_again(study: Study) -> None:
    tom, sam = (Study(study.path).join(name) for name in ("Tom", "Sam"))
    code = study.name("The wait")
    for each in (tom, sam):
        each.answer("The wait", "yes")
    one, other = study.rename(code, "They never told me"), tom.rename(code, "Left in the dark")
    asked = {q["id"]: q for q in Room(sam).ask("decide", {"start": 0})["questions"]}
    assert [len(asked[id_]["beside"]) for id_ in asked if "call" in asked[id_]["what"]] == [1, 1]
    assert any("Left in the dark" in q["beside"][0] and "They never told me" in q["what"] for q in asked.values())
    for each in (tom, sam):
        each.answer(one, "yes")
    (over,) = (q for q in Room(sam).ask("decide", {"start": 0})["questions"] if q["kind"] == "overtaken")
    assert "study." not in over["why"] and "copro " not in over["why"]
    do(Room(sam), over["again"]["act"], **over["again"]["given"])
    again = [q["what"] for q in Room(tom).ask("decide", {"start": 0})["questions"] if q["kind"] == "waits"]
    assert again == ["Sam proposed to call 'They never told me' 'Left in the dark'."]
    assert other
