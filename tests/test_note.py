"""study.note: words typed in by hand, with who said them and how they came."""

from __future__ import annotations

from pathlib import Path

import pytest

from copro_text.errors import NotPossible, NotSaved
from copro_text.study import Study
from copro_text.verbs import bringing_in


def test_a_note_says_who_said_it_how_it_came_and_who_wrote_it_down(study: Study) -> None:
    note = study.note("We rang for three weeks.", said_by="Table 3", how="reported by", written_down_by="Tom")
    row = study.contributions.loc[note.id]
    assert (row["how"], row["written_down_by"], row["signed"], row["kind"]) == ("reported by", "Tom", "Table 3", "note")
    assert study.session.corpus.contributors[note.said_by[0]].voice == "group"
    assert study.status["contributions"] == 8


def test_who_said_it_may_be_not_known(study: Study) -> None:
    note = study.note("Somebody said this on the stairs.")
    assert note.said_by == ()
    assert note.voice == "not known"


def test_one_table_is_one_contributor(study: Study) -> None:
    first, second = study.note("One thing.", said_by="Table 3"), study.note("Another.", said_by="table 3")
    assert first.said_by == second.said_by


def test_a_note_does_not_take_over_the_permissions_of_somebody_of_the_same_name(study: Study) -> None:
    study.confirm("Cy", "quote", because="rang")
    note = study.note("My boss hides the rota.", said_by="Cy")
    assert not study.session.permissions.may_quote(note)


def test_what_stands_beside_a_note_cannot_be_changed_unseen(study: Study) -> None:
    study.note("We rang.", said_by="Table 3", how="reported by")
    (file,) = (study.path / "corpus").glob("notes-*.jsonl")
    file.write_text(file.read_text("utf-8").replace("Table 3", "Dr Smith"), "utf-8")
    assert any("not what was written" in fault.what for fault in Study(study.path).check())


def test_a_torn_note_does_not_swallow_the_next(study: Study) -> None:
    study.note("Whole.")
    (file,) = (study.path / "corpus").glob("notes-*.jsonl")
    with file.open("ab") as f:
        f.write(b'{"torn')
    study.note("After.")
    assert {"Whole.", "After."} <= set(Study(study.path).contributions["text"])


def test_no_address_comes_in_beside_the_words(study: Study) -> None:
    study.note("x", said_by="fay@people.example", written_down_by="tom@people.example", about="see fay@people.example")
    assert b"people.example" not in b"".join(p.read_bytes() for p in study.path.rglob("*") if p.is_file())


def test_the_same_words_twice_are_two_voices(study: Study) -> None:
    assert study.note("No.", said_by="Table 1").id != study.note("No.", said_by="Table 2").id
    assert study.status["contributions"] == 9


def test_reported_words_say_nothing_about_permission(study: Study) -> None:
    assert study.note("Anne said please don't quote me.", said_by="Anne", how="reported by").found == ()


def test_a_note_has_no_address_in_it(study: Study) -> None:
    assert "@" not in study.note("Write to fay@people.example").text


def test_a_note_without_words_or_with_an_unknown_way_is_refused(study: Study) -> None:
    for bad in ({"text": "  "}, {"text": "x", "how": "overheard"}, {"text": "x", "voice": "choir"}):
        with pytest.raises(NotPossible):
            study.note(**bad)
    assert study.status["contributions"] == 7


def test_a_note_whose_decision_was_not_saved_does_not_count(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise NotSaved("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(study.session, "record", full)
        with pytest.raises(NotSaved):
            study.note("Lost?")
    assert Study(study.path).status["contributions"] == 7
    study.note("Kept.")
    assert list(Study(study.path).contributions["text"])[-1] == "Kept."


def test_each_writer_has_a_notes_file_of_their_own(study: Study, tmp_path: Path) -> None:
    study.note("From Maya.")
    Study(study.path).join("Tom").note("From Tom.")
    assert len(list((study.path / "corpus").glob("notes-*.jsonl"))) == 2
    assert {"From Maya.", "From Tom."} <= set(study.contributions["text"])


def test_groups_are_told_from_people_by_their_name() -> None:
    assert [bringing_in._voice(name) for name in ("Table 3", "group B", "Tabitha", "")] == ["group", "group", "person", "not known"]
