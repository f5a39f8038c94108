"""study.redact and study.names_in_text: what is redacted is shown as [name] everywhere, and what was said stays as it is."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from copro_text.corpus import Excerpt, assemble
from copro_text.errors import NotPossible
from copro_text.masks import INSTEAD, is_masked, shown
from copro_text.redaction import redacted
from copro_text.store.logs import new_id
from copro_text.study import Study
from copro_text.verbs.desk import Room
from copro_text.writers import WRITERS
from copro_text.writers.echoes import text_in
from tests.helpers import corpus_of, said
from tests.small import wxr
from tests.test_cli import copro
from tests.test_suggest import BO as TALK_BO
from tests.test_suggest import EXTRAS

NAME, WORD = "Tansy Wrenfield", "wrenfield"
BUS = [
    (f"Ann {i}", f"The bus to the clinic never stops on {day} for {NAME} and we wait at the kerb {i} times. {extra}")
    for i, (day, extra) in enumerate(zip(("Monday", "Tuesday", "Friday", "Sunday") * 3, EXTRAS[:12], strict=True))
]
PAY = [(f"Bo {i}", text + " " + extra) for i, ((_, text), extra) in enumerate(zip(TALK_BO * 3, EXTRAS[12:24], strict=True))]
FORM = [
    (f"Cy {i}", f"The letter was full of {what} and jargon that nobody at home could read, said my friend {NAME}. {extra}")
    for i, (what, extra) in enumerate(zip(("long words", "acronyms", "codes", "Latin") * 3, EXTRAS[24:], strict=True))
]


@pytest.fixture
def talk(tmp_path: Path) -> Study:
    """Thirty-six people, of whom two in three name somebody."""
    (tmp_path / "talk.xml").write_text(wxr(BUS + PAY + FORM), "utf-8")
    study = Study.new(tmp_path / "s", question="What gets in the way?", analyst="Maya")
    study.add(tmp_path / "talk.xml", progress=False)
    return study


def flagged(study: Study) -> pd.DataFrame:
    table = study.names_in_text
    return table[table["state"] == "flagged"]


def redact_all(study: Study) -> str:
    return study.redact([study.passage(id_, NAME) for id_ in study.find(NAME).index])


def everything_shown(study: Study) -> dict[str, str]:
    """All that can be seen of a study: tables, hearings, piles, the story, what the desk answers, and each output."""
    said: dict[str, str] = {}
    for name in dir(type(study)):
        if isinstance(getattr(type(study), name), property) and isinstance(value := getattr(study, name), pd.DataFrame):
            said[f"table {name}"] = value.to_csv()
            said[f"page {name}"] = getattr(value, "_repr_html_", str)()
    said |= {"read": repr(study.read(99)), "piles": repr(study.piles), "story": repr(study.story()), "status": repr(study.status)}
    said |= {"read page": study.read(99)._repr_html_(), "piles page": study.piles._repr_html_(), "labels": repr(study.labels())}
    said |= {f"find {words}": study.find(words).to_csv() for words in ("bus", "friend", "jargon")}
    said |= {"found by the word": study.find(WORD).to_csv(), "passage": repr(study.session.corpus)}
    room = Room(study)
    for ask, given in _asks(study):
        said[f"desk {ask} {given}"] = json.dumps(room.ask(ask, given), ensure_ascii=False)
    for kind, suffixes in WRITERS.items():
        for suffix in suffixes:
            data = study.write(f"{kind}{suffix}").read_bytes()
            said[f"{kind}{suffix}"] = text_in(data) + ("" if zipfile.is_zipfile(io.BytesIO(data)) else _raw(data))
    study.save_people(study.path / "outputs" / "people.csv")
    return said | {"people.csv": (study.path / "outputs" / "people.csv").read_text("utf-8")}


def _raw(data: bytes) -> str:
    """The bytes of a file as they are. In a PDF most are compressed, and three of them can look like any letter."""
    return data.decode("latin-1" if data.startswith(b"%PDF") else "utf-8", "replace")


def _asks(study: Study) -> list[tuple[str, dict[str, Any]]]:
    ids = list(study.contributions.index)
    asks: list[tuple[str, dict[str, Any]]] = [("frame", {}), ("piles", {}), ("choices", {}), ("decide", {}), ("list", {}), ("list", {"words": "bus"})]
    asks += [("hear", {"at": at}) for at in range(len(ids))] + [("read", {"contribution": id_}) for id_ in ids]
    asks += [("pile", {"code": code, "which": which}) for code in study.codebook.index for which in ("placed", "suggested")]
    return [*asks, ("pile", {"which": "left"}), ("list", {"words": WORD})]


def prepared(study: Study) -> Study:
    """Sorted, drafted, placed, and with everybody's yes to being quoted."""
    study.suggest(progress=False)
    study.draft()
    study.place(list(study.contributions.index)[1:], study.name("Getting there"))
    for who in study.people.index:
        study.confirm(who, "quote", because="rang each")
    return study


def test_a_planted_name_stands_in_what_is_shown_until_it_is_redacted_and_then_nowhere(talk: Study) -> None:
    before = everything_shown(prepared(talk))
    assert WORD in " ".join(before["piles"].lower().split()) and WORD in before["manifesto.html"].lower()
    redact_all(talk)
    after = everything_shown(talk)
    assert before.keys() == after.keys()
    assert [where for where, text in after.items() if WORD in text.lower().replace("find wrenfield", "")] == []
    assert [where for where, text in after.items() if is_masked(text) or any(is_masked(each) for each in json.dumps(text, ensure_ascii=False))] == []
    for where in ("manifesto.html", "placings.csv", "table contributions", "read", "find bus"):
        assert "[name]" in text_in(after[where].encode()), where


def test_the_sorter_gives_it_neither_as_a_keyword_nor_as_a_title(talk: Study) -> None:
    talk.suggest(progress=False)
    assert any("jargon" in pile.keywords for pile in talk.piles)
    talk.redact([talk.passage(id_, "jargon") for id_ in talk.find("jargon").index], instead="left out")
    for piles in (talk.piles, talk.suggest(progress=False)):
        assert len(piles) and not any(word in " ".join((pile.title, *pile.keywords)) for pile in piles for word in ("jargon", "left out", "["))


def test_what_was_said_stays_in_the_folder_and_taking_it_back_shows_it_again(talk: Study) -> None:
    files = {p: p.read_bytes() for p in (talk.path / "corpus").iterdir()}
    said = talk.read(99)
    decision = redact_all(talk)
    assert NAME not in repr(talk.read(99))
    talk.undo(decision)
    assert repr(talk.read(99)) == repr(said)
    talk.redo()
    assert NAME not in repr(talk.read(99))
    assert files == {p: p.read_bytes() for p in (talk.path / "corpus").iterdir()}


def test_what_was_placed_stays_where_it_was_placed(talk: Study) -> None:
    code = talk.name("Waiting")
    id_ = talk.find("kerb 3").index[0]
    talk.place(talk.passage(id_, "we wait at the kerb"), code)
    redact_all(talk)
    assert list(talk.placings["text"]) == ["we wait at the kerb"]
    assert list(talk.placings["words_changed"]) == [False]


def test_a_passage_is_chosen_in_the_words_as_they_are_shown(talk: Study) -> None:
    redact_all(talk)
    id_ = talk.find("kerb 3").index[0]
    chosen = talk.passage(id_, "for [name] and we wait")
    assert talk.session.as_said.contributions[id_].text[chosen.start : chosen.end] == f"for {NAME} and we wait"
    assert talk.session.corpus.text(chosen) == "for [name] and we wait"


def test_the_desk_says_where_each_passage_is_shown_and_where_it_stands(talk: Study) -> None:
    id_ = talk.find("kerb 3").index[0]
    talk.place(talk.passage(id_, "we wait"), talk.name("Waiting"))
    redact_all(talk)
    item = Room(talk).ask("read", {"contribution": id_})["item"]
    (passage,), ((start, end, real_start, real_end),) = item["passages"], item["redacted"]
    assert item["text"][passage["start"] : passage["end"]] == "we wait"
    assert item["text"][start:end] == "[name]"
    assert talk.session.as_said.contributions[id_].text[real_start:real_end] == NAME
    assert item["text"][slice(*item["sentences"][0])].startswith("The bus") and item["text"][slice(*item["sentences"][0])].endswith("times.")


def test_words_chosen_at_the_desk_after_a_redaction_are_the_words_that_were_meant(talk: Study) -> None:
    id_ = talk.find("kerb 3").index[0]
    redact_all(talk)
    room, code = Room(talk), talk.name("Waiting")
    chosen = talk.passage(id_, "we wait").id
    full = next(c for c in talk.codebook.index if c.startswith(code))
    room.act(new_id(), "place", talk.session.analyst, {"passages": [chosen], "code": full, "quoted": "we wait"})
    assert list(talk.placings["text"]) == ["we wait"]


def test_somebody_else_who_knew_can_show_it_again_and_who_did_not_know_cannot(talk: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(talk.path, tmp_path / "copy")
    passage = flagged(talk).index[0]
    talk.redact(passage)
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "other device"))
    other = Study(tmp_path / "copy").join("Sam")
    other.leave_as_it_is(passage)
    talk.bring_in(tmp_path / "copy")
    assert talk.names_in_text.loc[passage, ["state", "words"]].tolist() == ["redacted", "[name]"]  # neither knew of the other: the stricter holds
    Study(talk.path, analyst="Sam").leave_as_it_is(passage, because="she asked to be named")
    assert Study(talk.path).names_in_text.loc[passage, "state"] == "left"


def test_what_is_left_as_it_is_is_settled_and_shown(talk: Study) -> None:
    passage = flagged(talk).index[0]
    talk.leave_as_it_is(passage)
    assert talk.names_in_text.loc[passage, ["state", "words"]].tolist() == ["left", NAME]
    talk.undo()
    assert talk.names_in_text.loc[passage, "state"] == "flagged"


def test_leaving_the_whole_as_it_is_ends_a_redaction_within_it(talk: Study) -> None:
    passage, id_ = flagged(talk).index[0], flagged(talk)["contribution"].iloc[0]
    talk.redact(talk.passage(id_, "Wrenfield"))
    assert "friend Tansy [name]." in talk.contributions.loc[id_, "text"]
    assert talk.names_in_text.loc[passage, "state"] == "flagged"
    talk.leave_as_it_is(passage)
    assert NAME in talk.session.corpus.contributions[id_].text


def test_anything_can_be_redacted_whatever_was_flagged_but_never_the_whole(talk: Study) -> None:
    id_ = talk.find("acronyms").index[0]
    talk.redact(talk.passage(id_, "at home"), instead="left out")
    assert "nobody [left out] could read" in talk.contributions.loc[id_, "text"]
    with pytest.raises(NotPossible, match="redacted whole"):
        talk.redact(id_)
    with pytest.raises(NotPossible, match="is none of them"):
        talk.redact(talk.passage(id_, "jargon"), instead="nobody")


def test_a_name_stays_redacted_when_its_writer_changed_the_comment(talk: Study, tmp_path: Path) -> None:
    redact_all(talk)
    edited = [(name, text.replace("never stops", "sometimes stops")) for name, text in BUS]
    (tmp_path / "newer.xml").write_text(wxr(edited + PAY + FORM), "utf-8")
    assert talk.add(tmp_path / "newer.xml", progress=False).edited == len(BUS)
    assert all("sometimes stops" in text and "for [name] and" in text for text in talk.find("kerb")["text"])
    assert NAME not in repr(talk.read(99))


@pytest.mark.parametrize(
    ("words", "instead", "edited", "shown_as"),
    [
        ("Tansy Wrenfield", "name", "TANSY WRENFIELD came, Tansy\nWrenfield I say, and tansy-wrenfield.", "[name] came, [name] I say, and [name]."),
        ("Ossian Quillfeather", "name", "Ossian was waiting; Quillfeather, they called.", "[name] was waiting; [name], they called."),
        ("Ann Lee", "name", "The annual Leeds day: ann lee went, and Ann went.", "The annual Leeds day: [name] went, and Ann went."),
        ("Ann", "name", "Annual leave for Joanne, and Ann.", "Annual leave for Joanne, and [name]."),
        (
            "07700 900123",
            "telephone number",
            "Ring 07700900123 or 0770 090 0123, room 077009001234.",
            "Ring [telephone number] or [telephone number], room 077009001234.",
        ),
        ("the long wait", "left out", "The long\nwait is long.", "[left out] is long."),
    ],
)
def test_the_same_words_stay_redacted_in_an_edited_comment_however_they_are_written(words: str, instead: str, edited: str, shown_as: str) -> None:
    before = said("rose", f"Here {words} stood.", native="1")
    after = said("rose", edited, native="1")
    source = next(iter(corpus_of(before).sources.values()))
    corpus = assemble([(source, [before]), (source, [after])])
    made = redacted(corpus, {Excerpt(before.id, before.version, 5, 5 + len(words)).id: instead})
    assert shown(made.contributions[after.id].text) == shown_as
    assert [shown(c.text) for c in made.earlier.values()] == [f"Here [{instead}] stood."]


def test_a_name_is_not_shown_in_the_study_as_it_was_either(talk: Study) -> None:
    talk.version("before")
    redact_all(talk)
    then = talk.as_of("before")
    assert NAME not in repr(then.read(99)) and "[name]" in repr(then.read(99))


def test_a_name_in_where_somebody_comes_from_is_shown_nowhere_once_it_is_redacted_though_it_was_confirmed_before(tmp_path: Path) -> None:
    carer = ("Ann A", f"I'm a carer for my son {NAME} and we wait at the kerb each Monday. You may quote me. The bus never came.")
    (tmp_path / "a.xml").write_text(wxr([carer, *PAY[:8]]), "utf-8")
    study = Study.new(tmp_path / "s", question="What gets in the way?", analyst="Maya")
    study.add(tmp_path / "a.xml", progress=False)
    study.suggest(progress=False)
    who = study.people.index[0]
    study.confirm(who, "perspective")
    study.confirm(who, "quote")
    study.wider_word("carers", [f"carer for my son {NAME}"])
    study.place([study.find("kerb").index[0]], study.name("Waiting"))
    assert WORD in everything_shown(study)["table people"].lower()
    study.redact([study.passage(study.find("kerb").index[0], NAME)])
    assert study.people.loc[who, "perspectives"] == "carer for my son [name]"
    after = {where: text.lower().replace("find wrenfield", "") for where, text in everything_shown(study).items()}
    assert [where for where, text in after.items() if WORD in text] == []


def test_redacting_reads_nothing_for_anybody(talk: Study) -> None:
    before = talk.status.numbers
    redact_all(talk)
    assert talk.status.numbers == before


def test_the_words_of_somebody_who_takes_them_out_are_still_found_where_they_were_written(talk: Study) -> None:
    (talk.path / "outputs" / "ours.md").write_text(
        f"The bus to the clinic never stops for {NAME} and we wait at the kerb 3 times. My sister says so too 3."
    )
    redact_all(talk)
    talk.withdraw("Ann 3")
    assert not any(f"{NAME} and we wait at the kerb 3" in p.read_text("utf-8", "replace") for p in talk.path.rglob("*") if p.is_file())
    assert "redact" in set(talk.decisions["kind"])


def test_a_quote_with_a_redaction_is_no_fault_and_one_written_before_is_told(talk: Study) -> None:
    prepared(talk).write("manifesto.md")
    assert talk.check() == ()
    redact_all(talk)
    assert any(fault.where == "outputs/manifesto.md" and "redacted" in fault.what for fault in talk.check())
    assert "[name]" in text_in(talk.write("manifesto.md").read_bytes())
    assert talk.check() == ()


def test_one_who_works_on_their_own_sees_no_word_that_others_redacted_meanwhile(talk: Study) -> None:
    sam = Study(talk.path).join("Sam")
    sam.on_our_own()
    passage = flagged(talk).index[0]
    talk.name("Waiting")
    talk.redact(passage)
    assert sam.names_in_text.loc[passage, "words"] == "[name]"
    with pytest.raises(NotPossible, match="Maya redacted that"):
        sam.leave_as_it_is(passage)


def test_what_is_held_is_not_listed(talk: Study) -> None:
    id_ = flagged(talk)["contribution"].iloc[0]
    talk.hold(id_)
    assert id_ not in set(talk.names_in_text["contribution"])


def test_the_command_line_lists_redacts_and_leaves(talk: Study) -> None:
    rows = json.loads(copro("names-in-text", talk.path, "--flagged", "--json"))
    assert {row["words"] for row in rows} == {NAME}
    assert "put [address] in place of 1 passage" in copro("redact", talk.path, rows[0]["id"], "--instead", "address")
    assert "left 1 passage as it is" in copro("leave-as-it-is", talk.path, rows[1]["id"])
    states = [row["state"] for row in json.loads(copro("names-in-text", talk.path, "--json"))]
    assert sorted(set(states)) == ["flagged", "left", "redacted"]
    assert len(json.loads(copro("names-in-text", talk.path, "--flagged", "--json"))) == len(rows) - 2


def test_what_is_shown_instead_is_a_word_for_each_kind() -> None:
    assert len(set(INSTEAD)) == len(INSTEAD) <= 32
