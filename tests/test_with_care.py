"""With care: what a first reader says of a contribution, and what the group does if somebody may be at risk."""

from __future__ import annotations

from copro_text.study import Study
from copro_text.verbs.desk.room import Room

NOTE = "the death of a child"
SAFETY = "If somebody may be at risk, stop, and tell Maya or Tom at once."


def test_a_content_note_stands_before_the_words_wherever_they_are_heard(study: Study, ids: dict[str, str]) -> None:
    study.memo(ids["Pay"], NOTE, kind="content note")
    heard = study.read(20)
    told = repr(heard)
    assert told.index(f"Content note: {NOTE}") < told.index("Pay the fare")
    html = heard._repr_html_()
    assert f"<summary>Content note: {NOTE}</summary><blockquote>Pay the fare" in html
    assert html.count("<details>") == 1


def test_at_the_desk_a_list_shows_the_content_note_in_place_of_the_words(study: Study, ids: dict[str, str]) -> None:
    study.memo(ids["Pay"], NOTE, kind="content note")
    study.name("Fares")
    study.place(ids["Pay"], "Fares")
    room = Room(study)
    (code,) = study.session.book.codes
    shown = [room.ask("list", {}), room.ask("pile", {"code": code})]
    for answer in shown:
        texts = [row["text"] for row in answer["rows"]]
        assert f"[content note: {NOTE}]" in texts
        assert not any("Pay the fare" in text for text in texts)
    item = room.ask("read", {"contribution": ids["Pay"]})["item"]
    assert [m["kind"] for m in item["memos"]] == ["content note"]


def test_what_the_group_does_if_somebody_may_be_at_risk_is_shown_before_anything_is_heard(study: Study) -> None:
    study.set_safety(SAFETY)
    assert study.safety == SAFETY
    assert repr(study.read(1)).startswith(SAFETY)
    assert SAFETY in study.read(1)._repr_html_()
    assert Room(study).ask("frame", {})["safety"] == SAFETY
    Study(study.path).join("Tom").set_safety("Ring somebody.")
    assert study.safety == SAFETY, "a change to it waits for the others, like any other"
