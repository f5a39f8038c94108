"""study.withdraw and study.erase_words: what is taken out is gone from every file we can reach, and stays out."""

from __future__ import annotations

import io
import itertools
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from copro_text import decisions as d
from copro_text.corpus import line_digest
from copro_text.decisions import TAKEN_OUT
from copro_text.errors import MoreThanOne, NoSuchThing, NotPossible, NotSaved
from copro_text.store import erase, folder, logs, sources
from copro_text.store.kept import FILE
from copro_text.study import Study
from copro_text.verbs import letters, mentions, named_here
from tests.helpers import Log, some_id
from tests.small import COMMENTS, write_wxr
from tests.test_store import as_nobody

PLANTED = ("Arkwright", "gate for the bus", "Nobody rang", "same every week")  # what she said, and her name
PLANTED += ("told me on the phone", "plainly about", "her own e-mail", "ann.arkwright@")  # what was typed about her, and her address


@pytest.fixture
def device(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Work from now on at the computer of this name: it has a state and a cache of its own."""

    def at(name: str) -> None:
        monkeypatch.setenv("COPRO_STATE", str(tmp_path / "devices" / name / "state"))
        monkeypatch.setenv("COPRO_CACHE", str(tmp_path / "devices" / name / "cache"))

    at("Maya's")
    return at


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with a blog export, and with all that people do with what Ann said; and the devices of those who work on it."""
    place = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPRO_STATE", str(place / "devices" / "Maya's" / "state"))
        patch.setenv("COPRO_CACHE", str(place / "devices" / "Maya's" / "cache"))
        study = Study.new(place / "study", question="What is it?", analyst="Maya")
        study.add(write_wxr(place / "export.xml"), progress=False)
        work_on(study)
        study.session.close()
    return place


@pytest.fixture
def study(made: Path, device: object, tmp_path: Path) -> Study:
    """A copy of that study, at Maya's computer."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return Study(tmp_path / "study", analyst="Maya")


def work_on(study: Study) -> None:
    ids = by_word(study)
    waiting = study.name("Waiting")
    study.place([ids["I"], ids["Pay"]], waiting)
    study.place(ids["Still"], waiting, because="she says it plainly about the wait")
    study.memo(ids["I"], "Ann Arkwright told me on the phone")
    study.confirm("Ann Arkwright", "name", value="A. Arkwright")
    study.confirm("Ann Arkwright", "quote", because="her own e-mail")
    study.hold(ids["Still"], because="she told me on the phone")
    study.release(ids["Still"])
    study.suggest(progress=False)
    for name in ("manifesto.html", "manifesto.md", "placings.xlsx", "placings.csv", "report.html"):
        study.write(name)
    study.save_people(study.path / "outputs" / "people.csv")


def by_word(study: Study) -> dict[str, str]:
    return {c.text.split()[0].strip(".,"): c.id for c in study.session.refresh().corpus}


def again(study: Study, analyst: str = "Maya") -> Study:
    study.session.close()
    return Study(study.path, analyst=analyst)


def every_byte(*places: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below some folders, with what is packed in it."""
    for path in sorted(p for place in places for p in place.rglob("*") if p.is_file()):
        data = path.read_bytes()
        yield path.name, path.name.encode() + data
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                yield from ((f"{path.name}/{name}", packed.read(name)) for name in packed.namelist())


def traces(study: Study, planted: tuple[str, ...] = PLANTED) -> list[tuple[str, str]]:
    """Where planted words stand: in the study's folder, and in the state and cache of every device."""
    places = [study.path, study.path.parent / "devices"]
    return [(name, words) for name, data in every_byte(*places) for words in planted if words.casefold().encode() in data.lower()]


# every file


def test_what_is_planted_stands_in_many_files_before(study: Study) -> None:
    assert {name.partition("/")[0].partition("-")[0] for name, _ in traces(study)} >= {"maya", "manifesto.html", "placings.xlsx"}


def test_nothing_of_a_person_is_left_in_any_file(study: Study) -> None:
    (study.session.state / "torn-maya-1.bin").write_bytes(b'{"because": "she says it plainly about')
    (study.path / "outputs" / ".manifesto.md.0a1b.part").write_text("I wait at the gate for the bus and nobody rings back.")
    told = study.withdraw("Ann Arkwright", because="she rang us")
    assert traces(study) == []
    assert traces(again(study)) == []
    assert (told.contributions, told.people, told.left) == (2, 1, ())
    assert any(name.startswith("corpus/") for name in told.rewritten)
    assert any(name.startswith("decisions/maya") for name in told.rewritten)
    assert {"outputs/manifesto.html", "outputs/placings.xlsx", "the cache"} <= set(told.removed)


def test_the_study_is_sound_and_adds_up_afterwards(study: Study) -> None:
    study.withdraw("Ann Arkwright")
    for opened in (study, again(study)):
        status = opened.status
        assert (status["contributions"], status["people"], status["taken_out"]) == (5, 5, 2)
        assert sum(status[state] for state in ("placed", "set_aside", "part_read", "not_yet_read", "held")) == 5
        assert "2 contributions were taken out by the people who said them." in repr(status)
        assert opened.check() == ()
        assert len(opened.placings) == 1
        assert not set(opened.people["signed"]) & {"Ann Arkwright"}
        assert len(opened.clusters.dropna(subset=["text"])[lambda t: t["text"] != ""]) <= 5
    for name in ("manifesto.html", "placings.xlsx", "codebook.csv", "report.html"):
        opened.write(name)
    assert traces(opened) == []


def test_the_corpus_still_proves_what_it_was(study: Study) -> None:
    key = study.session.folder.key
    (file,) = (study.path / "corpus").glob("*.jsonl")
    before = [json.loads(line) for line in file.read_text("utf-8").splitlines()][1:]
    study.withdraw("Ann Arkwright")
    after = [json.loads(line) for line in file.read_text("utf-8").splitlines()][1:]
    assert [line_digest(key, line) for line in before] == [line_digest(key, line) for line in after]
    erased = [line for line in after if isinstance(line["text"], dict)]
    assert len(erased) == 2
    assert all(set(value) == {"erased"} for line in erased for name, value in line.items() if name not in ("id", "version"))
    assert study.check() == ()


def test_every_device_makes_the_same_corpus_file_of_it(study: Study, device: Callable[[str], None], tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(study.path / "corpus", old)
    study.withdraw("Ann Arkwright")
    made = {p.name: p.read_bytes() for p in (study.path / "corpus").iterdir()}
    shutil.copytree(old, study.path / "corpus", dirs_exist_ok=True)
    device("Tom's")
    Study(study.path)
    assert {p.name: p.read_bytes() for p in (study.path / "corpus").iterdir()} == made


def test_the_log_still_holds_together_and_is_written_on(study: Study) -> None:
    study.withdraw("Ann Arkwright")
    study.name("Written after")
    study.memo("Written after", "a memo of afterwards")
    again(study).name("And once more")
    opened = Study(study.path)
    assert opened.session.logs.faults == ()
    assert len(list((study.path / "decisions").glob("*.jsonl"))) == 1
    assert {c.label for c in opened.session.book.codes.values()} == {"Waiting", "Written after", "And once more"}


def test_a_version_fixed_before_has_nothing_of_it_either(study: Study) -> None:
    study.version("before")
    study.withdraw("Ann Arkwright")
    (fixed,) = (e.body for e in study.session.book.tables.versions)
    assert isinstance(fixed, d.Version)
    upto = {log: seq for log, seq, _ in fixed.at}
    from copro_text.codebook import replay

    then = replay(e for e in study.session.book.entries if e.seq <= upto.get(e.log, -1))
    assert len(then.placings) == 1
    assert not then.memos
    assert not then.confirmed
    assert "before" in {e.body.name for e in study.session.book.tables.versions if isinstance(e.body, d.Version)}


def test_a_version_is_cited_though_another_computer_says_since_that_it_erased(study: Study, device: Callable[[str], None]) -> None:
    device("Tom's")
    tom = Study(study.path).join("Tom")
    device("Maya's")
    study.withdraw("Ann Arkwright")
    study.version("after")
    assert b"Fixed version" in study.write("manifesto.html").read_bytes()
    device("Tom's")
    assert tom.status["taken_out"] == 2
    assert isinstance(tom.session.book.entries[-1].body, d.Erased)
    device("Maya's")
    assert b"Fixed version" in study.write("manifesto.html").read_bytes()
    study.name("Something new")
    assert b"Fixed version" not in study.write("manifesto.html").read_bytes()


# staying out


def test_the_same_export_again_brings_nothing_back_and_says_so(study: Study, tmp_path: Path) -> None:
    study.withdraw("Ann Arkwright")
    source = study.add(tmp_path / "export.xml", progress=False)
    assert source.left_out["taken out by the person who said it"] == 2
    assert source.found == source.read + sum(source.left_out.values())
    assert traces(again(study)) == []


def test_a_later_export_brings_none_of_the_persons_new_words(study: Study, tmp_path: Path) -> None:
    study.withdraw("Ann Arkwright")
    later = [*COMMENTS, ("Ann Arkwright", "Ann Arkwright again: the gate for the bus."), ("Fay", "I am new here.")]
    source = study.add(write_wxr(tmp_path / "later.xml", later), progress=False)
    assert (source.new, source.left_out["taken out by the person who said it"]) == (1, 3)
    assert traces(study) == []


def renumbered(path: Path, comments: list[tuple[str, str]], by: str = "9") -> Path:
    text = write_wxr(path, comments).read_text("utf-8")
    path.write_text(text.replace("<wp:comment_id>", f"<wp:comment_id>{by}"), "utf-8")
    return path


def test_the_same_words_in_an_export_that_numbers_them_otherwise_stay_out(study: Study, tmp_path: Path) -> None:
    study.withdraw(by_word(study)["I"])
    source = study.add(renumbered(tmp_path / "moved.xml", list(COMMENTS[:1])), progress=False)
    assert source.left_out["the same words as something that was taken out"] == 1
    nobody_known = [("Zed Zander", COMMENTS[0][1])]
    source = study.add(renumbered(tmp_path / "moved.xml", nobody_known), progress=False)
    assert source.left_out["the same words as something that was taken out"] == 1
    assert "bus" not in " ".join(study.contributions["text"])


LETTER = "We ask the council to keep the bus stop at the gate."


def test_a_letter_that_others_sent_in_too_stays_theirs(study: Study, tmp_path: Path) -> None:
    many = [("Ann Arkwright", LETTER), ("Gil", LETTER), ("Hal", LETTER)]
    study.add(renumbered(tmp_path / "letters.xml", many), progress=False)
    study.withdraw("Ann Arkwright")
    assert list(study.contributions["text"]).count(LETTER) == 2
    source = study.add(renumbered(tmp_path / "more.xml", [*many, ("Ida", LETTER), ("Bo", LETTER)]), progress=False)
    assert (source.new, source.known) == (2, 3)
    assert list(again(study).contributions["text"]).count(LETTER) == 4


def test_a_letter_comes_in_from_somebody_known_here_though_nobody_else_has_said_it(study: Study, tmp_path: Path) -> None:
    study.add(renumbered(tmp_path / "letters.xml", [("Ann Arkwright", LETTER)]), progress=False)
    study.withdraw("Ann Arkwright")
    letters = [("Zed Zander", LETTER), ("Bo", LETTER)]
    source = study.add(renumbered(tmp_path / "more.xml", letters, "8"), progress=False)
    assert (source.new, source.left_out["the same words as something that was taken out"]) == (1, 1)


def test_a_few_words_that_anyone_may_say_are_kept_from_nobody(study: Study, tmp_path: Path) -> None:
    study.add(renumbered(tmp_path / "few.xml", [("Ann Arkwright", "Nobody asked us."), ("Gil", "I am here.")]), progress=False)
    study.withdraw("Ann Arkwright")
    assert study.add(renumbered(tmp_path / "more.xml", [("Zed Zander", "Nobody asked us.")], "8"), progress=False).new == 1


def test_a_note_is_taken_out_and_is_not_typed_in_again(study: Study) -> None:
    words = "Quincy Quill says that the ramp is too steep for him."
    study.note(words, said_by="Quincy Quill")
    study.note("The ramp is fine.", said_by="Ray")
    study.withdraw("Quincy Quill")
    assert traces(study, ("Quincy", "too steep")) == []
    assert study.check() == ()
    with pytest.raises(NotPossible, match="taken out all they said"):
        study.note("Something else.", said_by="Quincy Quill")
    with pytest.raises(NotPossible, match="these very words"):
        study.note(words, said_by="Somebody else")
    study.note(words, said_by="Ray")
    assert len(again(study).contributions) == 9


def test_a_withdrawal_is_not_undone(study: Study) -> None:
    told = study.withdraw("Ann Arkwright")
    with pytest.raises(NotPossible, match=r"cannot be undone[^$]*What was taken out stays out\."):
        study.undo(told.id)
    study.name("One")
    study.undo()
    with pytest.raises(NotPossible, match="taking out words, is for good"):
        study.undo()
    assert study.status["taken_out"] == 2
    (withdrawn,) = (e for e in study.session.book.entries if isinstance(e.body, d.Withdraw))
    study.session.record(d.Undo(target=withdrawn.id))
    opened = again(study)
    assert "what was taken out stays out" in set(opened.decisions["lapsed"])
    assert opened.status["taken_out"] == 2
    assert traces(opened) == []


def test_undoing_what_was_done_before_brings_nothing_back(study: Study) -> None:
    before = [e.id for e in study.session.book.entries if not isinstance(e.body, d.Enact | d.Join)]
    study.withdraw("Ann Arkwright")
    for id_ in reversed(before):
        study.undo(id_)
    assert study.status["contributions"] == 0
    assert traces(again(study)) == []


def test_an_old_copy_of_the_corpus_put_back_shows_nothing_and_is_erased_again(study: Study, tmp_path: Path) -> None:
    shutil.copytree(study.path / "corpus", tmp_path / "old")
    study.withdraw("Ann Arkwright")
    shutil.copytree(tmp_path / "old", study.path / "corpus", dirs_exist_ok=True)
    assert len(study.contributions) == 5
    opened = again(study)
    assert len(opened.contributions) == 5
    assert traces(opened) == []
    assert opened.check() == ()


def test_a_copy_that_a_sync_tool_made_of_the_corpus_is_erased_too(study: Study) -> None:
    (file,) = (study.path / "corpus").glob("*.jsonl")
    shutil.copy(file, file.with_name(f"{file.stem} (conflicted copy).jsonl"))
    study.withdraw("Ann Arkwright")
    assert traces(study) == []


# other devices


@pytest.fixture
def tom(study: Study, device: Callable[[str], None]) -> Study:
    """Tom at a computer of his own, who has typed something about Ann; afterwards it is Maya's computer again."""
    device("Tom's")
    tom = Study(study.path).join("Tom")
    tom.memo("Ann Arkwright", "she told me on the phone that Arkwright is her name")
    tom.place(by_word(tom)["I"], "Waiting", because="she says it plainly about the bus")
    shutil.copytree(Path(os.environ["COPRO_CACHE"]).parents[1] / "Maya's" / "cache", os.environ["COPRO_CACHE"])
    device("Maya's")
    study.session.refresh()
    return tom


def test_another_computer_masks_at_once_and_erases_its_own_when_it_looks(study: Study, tom: Study, device: Callable[[str], None]) -> None:
    told = study.withdraw("Ann Arkwright")
    assert any("Tom's computer (decisions/tom-" in each for each in told.beyond)
    assert {name.partition("-")[0] for name, _ in traces(study)} == {"tom"}
    assert [(e.analyst, e.body) for e in study.session.book.memos] == []
    assert not [p for p in study.session.book.placings if p.analyst == tom.session.analyst]
    (fault,) = study.check()
    assert fault.where.startswith("decisions/tom-")
    assert "open the study as Tom" in fault.do
    device("Tom's")
    assert tom.status["contributions"] == 5
    assert traces(study) == []
    assert not (Path(os.environ["COPRO_CACHE"]) / study.session.folder.id).exists()
    device("Maya's")
    assert study.check() == ()


def test_each_device_says_once_that_it_is_gone_there_and_check_knows_who_has_not(study: Study, tom: Study, device: Callable[[str], None]) -> None:
    device("Kim's")
    Study(study.path).join("Kim")
    device("Maya's")
    study.withdraw("Ann Arkwright")
    assert sorted(fault.where.partition("-")[0] for fault in study.check()) == ["decisions/kim", "decisions/tom"]
    for _ in range(2):
        for name in ("Tom", "Kim", "Maya"):
            device(f"{name}'s")
            (tom if name == "Tom" else Study(study.path, analyst=name)).status  # noqa: B018
    device("Maya's")
    opened = Study(study.path)
    said = [e.entered_by for e in opened.session.book.entries if isinstance(e.body, d.Erased)]
    assert len(said) == len(set(said)) == 3
    assert opened.check() == ()
    device("Lou's")
    Study(study.path).join("Lou")
    assert opened.check() == ()


def test_an_old_copy_of_anothers_log_put_back_shows_nothing_and_goes_when_they_come(
    study: Study, tom: Study, device: Callable[[str], None], tmp_path: Path
) -> None:
    shutil.copytree(study.path / "decisions", tmp_path / "old")
    study.withdraw("Ann Arkwright")
    device("Tom's")
    tom = again(tom, "Tom")
    assert traces(tom) == []
    tom.session.close()
    study.session.close()
    for log in (tmp_path / "old").iterdir():
        shutil.copy(log, study.path / "decisions" / f"{log.stem} (old copy).jsonl")
    device("Maya's")
    opened = Study(study.path, analyst="Maya")
    assert not opened.session.book.memos
    (old,) = (tmp_path / "old").glob("tom-*")
    assert [f.where for f in opened.check() if "still holds" in f.what] == [f"decisions/{old.stem} (old copy).jsonl"]
    assert opened.status["taken_out"] == 2
    device("Tom's")
    Study(study.path, analyst="Tom")
    assert traces(study) == []


def test_an_old_folder_of_logs_from_before_the_withdrawal_is_masked_once_the_withdrawal_meets_it(study: Study, tom: Study) -> None:
    told = study.withdraw("Ann Arkwright")
    raw = [e for log in study.session.logs.files.values() for e, _ in log.lines]
    assert any(isinstance(e.body, d.Memo) for e in raw)
    from copro_text.codebook import advance, replay

    book = replay(e for e in raw if not isinstance(e.body, d.Withdraw))
    assert book.memos
    book = advance(book, [e for e in raw if isinstance(e.body, d.Withdraw)])
    assert not book.memos
    assert told.id


def test_a_log_that_was_rewritten_is_read_on_by_whoever_has_it_open(study: Study, tom: Study, device: Callable[[str], None]) -> None:
    watching = Study(study.path)
    study.withdraw("Ann Arkwright")
    for n in range(30):
        study.name(f"A name that makes the log longer than it was, number {n}")
    assert len(watching.codebook) == 31
    assert watching.session.logs.faults == ()
    study.name("And one more")
    assert len(watching.codebook) == 32
    device("Tom's")
    assert len(tom.codebook) == 32
    tom.name("From Tom")
    device("Maya's")
    assert len(study.codebook) == 33
    assert study.session.logs.faults == ()


def test_a_log_open_in_another_program_on_this_computer_is_left_to_that(study: Study) -> None:
    other = Study(study.path).join("Tom")
    other.memo("Ann Arkwright", "she told me on the phone")
    told = study.withdraw("Ann Arkwright")
    assert any("open in another program" in each for each in told.left)
    assert not any(isinstance(e.body, d.Erased) for e in study.session.book.entries)
    other.name("From Tom")
    assert traces(study) == []
    assert study.check() == ()
    assert sum(isinstance(e.body, d.Erased) for e in study.session.refresh().book.entries) >= 1


def test_what_somebody_added_elsewhere_meanwhile_by_the_same_person_is_taken_out_too(
    study: Study, device: Callable[[str], None], tmp_path: Path
) -> None:
    study.session.close()
    shutil.copytree(study.path, tmp_path / "copy")
    device("Tom's")
    tom = Study(tmp_path / "copy").join("Tom")
    later = [*COMMENTS, ("Ann Arkwright", "A later word of Arkwright at the gate for the bus.")]
    tom.add(write_wxr(tmp_path / "later.xml", later), progress=False)
    tom.place(by_word(tom)["A"], "Waiting", because="she says it plainly about the bus")
    tom.session.close()
    device("Maya's")
    study = again(study)
    study.withdraw("Ann Arkwright")
    for part in ("corpus", "decisions"):
        for path in (tmp_path / "copy" / part).iterdir():
            if not (study.path / part / path.name).exists():
                shutil.copy(path, study.path / part)
    assert study.status["taken_out"] == 3
    assert len(study.contributions) == 5
    assert not [p for p in study.session.book.placings if p.analyst != study.session.analyst]
    device("Tom's")
    Study(study.path, analyst="Tom")
    assert traces(study) == []


# what is told


def test_it_ends_by_naming_what_it_could_not_reach(study: Study, tom: Study) -> None:
    study.version("workshop")
    told = study.withdraw("Ann Arkwright")
    said = repr(told)
    far = said.partition("could not be reached")[2]
    assert all(what in far for what in ("Tom's computer (decisions/tom-", "export.xml", "outputs/manifesto.html", "'workshop'"))
    assert all(what in far for what in ("printed sheets", "cloud", "recycle bin", "backup"))
    html = told._repr_html_()
    assert "Taken out for good: 2 contributions by 1 person" in html
    assert "printed sheets" in html
    assert "export.xml" in told.letter
    assert "comment 1 on small.example.org" in told.letter
    assert not any(words.casefold() in told.letter.casefold() for words in PLANTED)
    assert all(what in far for what in ("copro people --csv", "letters and exports", "cards", "memos that anyone keeps"))


def test_somebody_else_who_signed_so_is_listed_and_not_taken_out(study: Study) -> None:
    note = study.note("The kettle is always on.", said_by="Ann Arkwright")
    ann = next(who for who, row in study.people.iterrows() if row["signed"] == "Ann Arkwright" and row["contributions"] == 2)
    told = study.withdraw(ann)
    assert told.also_signed == ((note.id[:8], "a note"),)
    assert f"Also signed so, and not taken out: {note.id[:8]}, a note; if it is the same person: copro withdraw STUDY {note.id[:8]}" in repr(told)
    assert note.id in study.session.corpus.contributions
    assert study.withdraw(note.id[:8]).also_signed == ()


def test_one_contribution_taken_out_lists_no_namesakes_as_long_as_the_person_has_others(study: Study) -> None:
    study.note("The kettle is always on.", said_by="Ann Arkwright")
    assert study.withdraw(by_word(study)["Still"]).also_signed == ()


def test_a_surname_alone_is_listed_wherever_somebody_typed_it(study: Study) -> None:
    study.define("Waiting", "What Mrs Arkwright calls waiting")
    study.rename("Waiting", "Arkwright's gate")
    study.heading("Arkwright's gate", "ARKWRIGHT and the gate")
    study.memo("Arkwright's gate", "Arkwright made us think")
    study.place(by_word(study)["Pay"], "Arkwright's gate", because="as Arkwright has it")
    study.theme("Arkwrights? no: Arkwright", codes=["Arkwright's gate"])
    study.introduce("We thank Arkwright.")
    study.version("v1 Arkwright")
    study.memo("Arkwright's gate", "the cartwright and the Arkwrightian are others")
    note = study.note("Dr Arkwright said it all.", said_by="Ray")
    told = study.withdraw("Ann Arkwright")
    assert sorted(field for _, field in told.to_decide) == sorted("definition label text text because sentence text name".split())
    assert told.named_in == (note.id[:8],)
    assert "study.erase_words, or `copro erase-words STUDY ID`" in repr(told)


def test_a_part_of_a_name_that_is_an_ordinary_word_or_anothers_name_is_no_mention(study: Study, tmp_path: Path) -> None:
    more = [("Zora Hope", "The lift is out of order again today."), ("Sam Zora", "We hope that the lift is mended.")]
    study.add(renumbered(tmp_path / "more.xml", more), progress=False)
    study.memo("Waiting", "Hope is what they have, and Zora is here too")
    named = study.memo("Waiting", "Dr Hope was at the workshop")
    assert [id_ for id_, _ in study.withdraw("Zora Hope").to_decide] == [named[:8]]


def test_outputs_that_a_typed_surname_stands_in_are_named_and_check_tells_until_it_is_decided(study: Study) -> None:
    study.define("Waiting", "v1 Arkwright")
    for name in ("manifesto.html", "codebook.csv"):
        study.write(name)
    (study.path / "outputs" / "nothing.txt").write_text("nothing of it")
    (study.path / "outputs" / "for-arkwright.txt").write_text("nothing in it")
    told = study.withdraw("Ann Arkwright")
    assert told.still_in == ("outputs/codebook.csv", "outputs/for-arkwright.txt")
    (study.path / "outputs" / "for-arkwright.txt").unlink()
    assert "still stand in: outputs/codebook.csv" in repr(told)
    study.write("manifesto.html")
    (decision,) = (id_ for id_, field in told.to_decide if field == "definition")
    for opened in (study, again(study)):
        found = {fault.where: str(fault) for fault in opened.check()}
        assert set(found) == {f"decision {decision}", "outputs/codebook.csv", "outputs/manifesto.html"}
        assert all(f"copro erase-words STUDY {decision}" in what for what in found.values())
    opened.erase_words(decision)
    assert [fault.where for fault in opened.check()] == ["outputs/codebook.csv"]  # as it was when they took it out
    for name in ("manifesto.html", "codebook.csv"):
        opened.write(name)
    assert opened.check() == ()
    assert traces(opened, ("Arkwright",)) == []


def test_nothing_that_this_computer_keeps_in_mind_has_the_surname(study: Study) -> None:
    study.memo("Waiting", "Arkwright made us think")
    study.note("Dr Arkwright said it all.", said_by="Ray")
    (study.path / "outputs" / "said.txt").write_text("Arkwright said")
    study.withdraw("Ann Arkwright")
    assert (study.session.state / named_here.KEPT).exists()
    assert [name for name, data in every_byte(study.session.state) if b"arkwright" in data.lower()] == []


@pytest.fixture
def apart(study: Study, device: Callable[[str], None], tmp_path: Path) -> Study:
    """Tom's own copy of the study, at his computer, where he has typed the surname; Maya has not seen it, and takes Ann out in hers."""
    study.session.close()
    shutil.copytree(study.path, tmp_path / "toms" / "study")
    device("Tom's")
    tom = Study(tmp_path / "toms" / "study").join("Tom")
    tom.memo("Waiting", "Mrs Arkwright made me think")
    tom.introduce("I nurse on nights.")
    (tom.path / "outputs" / "flyer.txt").write_text("as Arkwright says")
    device("Maya's")
    study = Study(study.path, analyst="Maya")
    assert study.withdraw("Ann Arkwright").to_decide == ()
    study.session.close()
    device("Tom's")
    return tom


def named_there(study: Study) -> dict[str, str]:
    return {fault.where: str(fault) for fault in study.check() if "name or words" in fault.what}


def test_what_was_typed_with_the_name_on_another_computer_is_listed_there_and_nothing_keeps_the_name(apart: Study, tmp_path: Path) -> None:
    (memo,) = (e.id[:8] for e in apart.session.book.memos if e.analyst == apart.session.analyst)
    came = apart.bring_in(tmp_path / "study")
    assert f"decision {memo}" in repr(came)
    for tom in (apart, again(apart, "Tom")):
        assert set(named_there(tom)) == {f"decision {memo}", "outputs/flyer.txt"}
        assert f"copro erase-words STUDY {memo}" in named_there(tom)[f"decision {memo}"]
    assert [name for name, data in every_byte(tom.session.state) if b"arkwright" in data.lower()] == []
    tom.erase_words(memo)
    (tom.path / "outputs" / "flyer.txt").unlink()
    assert named_there(tom) == {}
    assert traces(tom, ("Arkwright",)) == []


def test_what_comes_in_together_with_the_withdrawal_is_looked_through_while_the_words_are_here(
    apart: Study, study: Study, device: Callable[[str], None], tmp_path: Path
) -> None:
    device("Zoe's")
    zoe = Study(study.path).join("Zoe")
    late = zoe.define("Waiting", "What Arkwright calls waiting")
    zoe.session.close()
    device("Tom's")
    apart.bring_in(study.path)
    assert f"decision {late}" in named_there(apart)


def test_a_decision_that_somebody_looked_at_and_left_is_listed_no_more(apart: Study, tmp_path: Path) -> None:
    (memo,) = (e.id[:8] for e in apart.session.book.memos if e.analyst == apart.session.analyst)
    apart.memo(memo, "written before anybody knew")
    apart.bring_in(tmp_path / "study")
    assert f"decision {memo}" in named_there(apart)
    apart.memo(memo, "another person is meant, who is glad of it")
    assert f"decision {memo}" not in named_there(apart)
    assert f"decision {memo}" not in repr(apart.status)


def test_a_full_name_that_arrives_when_the_words_are_gone_is_known_again_by_its_mark(
    apart: Study, study: Study, device: Callable[[str], None], tmp_path: Path
) -> None:
    full = apart.define("Waiting", "What we heard from Ann Arkwright, at the gate")
    apart.memo("Waiting", "Ann Arkwrighter and Jo Arkwright are others, and The Gate is no name")
    apart.session.close()
    device("Maya's")
    maya = Study(study.path, analyst="Maya")
    maya.bring_in(apart.path)
    assert set(named_there(maya)) == {f"decision {full}"}
    maya.memo(full, "it may stay")
    assert named_there(maya) == {}


def test_a_full_name_that_somebody_else_here_has_is_no_mention(study: Study) -> None:
    study.withdraw(next(who for who, row in study.people.iterrows() if row["signed"] == "Ann Arkwright"))
    study.define("Waiting", "As Ann Arkwright says")
    assert len(named_there(study)) == 1
    study.note("The kettle is always on.", said_by="Ann Arkwright")
    assert named_there(study) == {}


def test_a_decision_of_somebody_on_their_own_is_listed_to_nobody_else(study: Study) -> None:
    tom = Study(study.path).join("Tom")
    tom.on_our_own()
    tom.memo("Waiting", "Arkwright made me think")
    study.withdraw("Ann Arkwright")
    assert named_there(study) == {}
    assert len(named_there(tom)) == 1
    tom.share()
    assert len(named_there(study)) == 1


def test_a_reason_with_the_surname_alone_is_refused(study: Study) -> None:
    with pytest.raises(NotPossible, match="would keep what is to be taken out"):
        study.withdraw("Ann Arkwright", because="Mrs Arkwright rang us")


def test_of_several_who_said_something_together_one_is_enough_and_the_others_are_counted(study: Study) -> None:
    study.note("We want the ramp, both of us.", said_by="Ann Arkwright")
    leaving = list(study.session.corpus)[-1]
    assert mentions.with_them([replace(leaving, said_by=("a", "b", "c"))], {"a"}) == 2
    assert mentions.with_them([replace(leaving, said_by=("a", "b", "c"))], set()) == 2
    assert mentions.with_them([replace(leaving, said_by=("a",))], set()) == 0
    told = study.withdraw(leaving.id)
    assert told.with_them == 0
    assert "with them, and it went for all" not in repr(told)
    assert "2 other people had said some of it with them, and it went for all" in repr(replace(told, with_them=2))


# the letters


def test_there_is_a_letter_to_colleagues_and_one_to_others_and_each_can_be_sent(study: Study) -> None:
    study.set_title("Waiting together")
    study.version("workshop")
    one = by_word(study)["I"]
    told = study.withdraw("Ann Arkwright")
    withdrawn = study.session.book.entries[-2] if isinstance(study.session.book.entries[-1].body, d.Erased) else study.session.book.entries[-1]
    first, second = told.letter.split("LETTER 2, to whoever has the words outside")
    assert first.startswith("LETTER 1, to everyone who works on the study")
    assert len(told.letter.splitlines()) <= 45
    for letter in (first, second):
        assert "About the study: Waiting together" in letter
        assert letters.day(withdrawn.time) in letter
        assert "Maya (telephone: …)" in letter
    wanted = (
        "2 contributions",
        told.id,
        "Open the study once on each computer",
        "send us your copy and bring in ours",
        "may still name them",
        "zips, e-mails",
        "cards",
        "tables of people",
    )
    assert [what for what in wanted if what not in first] == []
    assert [what for what in ("outputs/manifesto.html", "'workshop'") if what not in first] == []
    assert f'{one[:8]}, a comment of 3 March 2026, under "What is it?", came with export.xml' in first
    wanted = ("comment 1 on small.example.org", "of 3 March 2026", 'under "What is it?"', "made from our study", "[their name, if they agree]")
    assert [what for what in wanted if what not in second] == []


def test_a_study_without_a_title_is_called_by_its_question(study: Study) -> None:
    assert study.withdraw("Ann Arkwright").letter.count("About the study: What is it?") == 2


def test_no_letter_has_the_name_of_a_file_version_title_or_post_that_has_theirs(study: Study, tmp_path: Path) -> None:
    study.set_title("Waiting with Arkwright")
    study.version("v1 Arkwright")
    (study.path / "outputs" / "for arkwrights.txt").write_text("nothing")
    post = write_wxr(tmp_path / "annarkwright.xml", [("Ann Arkwright", "A third thing that I say is here.")])
    post.write_text(
        post.read_text().replace("<item><title>What is it?", "<item><title>A visit to Ann Arkwright").replace("comment_id>", "comment_id>7")
    )
    study.add(post, progress=False)
    told = study.withdraw("Ann Arkwright")
    assert "arkwright" not in told.letter.casefold()
    assert "whose names cannot stand in a letter" in told.letter
    assert "About the study: …" in told.letter
    assert "under …" in told.letter


def test_what_the_group_typed_with_their_words_is_named_and_not_cut(study: Study) -> None:
    study.define("Waiting", "As Ann Arkwright put it")
    study.rename("Waiting", "I wait at the gate for the bus, and nobody rings")
    study.note("Ann Arkwright is right about the bus.", said_by="Ray")
    told = study.withdraw("Ann Arkwright")
    assert sorted(field for _, field in told.to_decide) == ["definition", "label"]
    assert len(told.named_in) == 1
    assert "study.erase_words" in repr(told)
    for id_, _ in told.to_decide:
        study.erase_words(id_)
    assert [name for name, _ in traces(study) if not name.startswith("notes-")] == []


def test_a_reason_that_names_them_is_refused_and_nothing_is_taken_out(study: Study) -> None:
    for because in ("Ann Arkwright rang us", "she wrote: I wait at the gate for the bus and nobody rings back"):
        with pytest.raises(NotPossible, match="would keep what is to be taken out"):
            study.withdraw("Ann Arkwright", because=because)
    assert len(study.contributions) == 7


def test_who_is_meant_is_never_guessed(study: Study) -> None:
    study.note("I am another one.", said_by="Ann Arkwright")
    with pytest.raises(MoreThanOne):
        study.withdraw("Ann Arkwright")
    with pytest.raises(NoSuchThing, match="Nobody who wrote, and no contribution"):
        study.withdraw("Zebedee")
    both = [who for who, row in study.people.iterrows() if row["signed"] == "Ann Arkwright"]
    assert study.withdraw(both).people == 2
    assert traces(study) == []


def test_the_history_tells_neither_who_nor_what(study: Study) -> None:
    people, said = set(study.session.corpus.contributors), set(study.session.corpus.contributions)
    told = study.withdraw("Ann Arkwright")
    left = study.session.corpus
    gone = (people - set(left.contributors)) | (said - set(left.contributions))
    shown = "\n".join(study.decisions["what"]) + repr(study.status) + study.write("report.html").read_text("utf-8")
    assert not any(id_[:8] in shown for id_ in gone)
    assert "Arkwright" not in shown
    assert "took out words, for good" in shown
    assert study.decisions["stands"].loc[[i for i in study.decisions.index if i.startswith(told.id)]].all()


# one contribution


def test_one_contribution_is_taken_out_and_the_rest_of_what_they_said_stays(study: Study) -> None:
    told = study.withdraw(by_word(study)["Still"])
    assert (told.contributions, told.people) == (1, 0)
    assert len(study.session.corpus.by(next(iter(study.people[study.people["signed"] == "Ann Arkwright"].index)))) == 1
    assert traces(study, ("Nobody rang", "same every week", "plainly about")) == []
    assert study.people[study.people["signed"] == "Ann Arkwright"]["name"].item() == "yes"


def test_all_versions_of_a_contribution_go(study: Study, tmp_path: Path) -> None:
    words = "Pay the fare before we set off, and pay Zuleika who sits with him."
    changed = [(name, words if name == "Cy" else text) for name, text in COMMENTS]
    study.add(write_wxr(tmp_path / "newer.xml", changed), progress=False)
    study.withdraw("Cy")
    assert traces(study, ("before we set off", "Zuleika")) == []
    assert study.add(tmp_path / "export.xml", progress=False).left_out == {"taken out by the person who said it": 1}


def test_a_no_that_stood_only_in_what_was_taken_out_stays_a_no(study: Study, tmp_path: Path) -> None:
    more = [*COMMENTS, ("Eli", "The kettle is always on.")]
    study.add(write_wxr(tmp_path / "more.xml", more), progress=False)
    eli = study.people[study.people["signed"] == "Eli"].index[0]
    study.withdraw(by_word(study)["Please"])
    assert len(study.session.corpus.by(eli)) == 1
    assert not study.session.permissions.may_use(study.session.corpus.by(eli)[0])
    assert not again(study).session.permissions.may_use(study.session.corpus.by(eli)[0])


def test_a_no_holds_wherever_the_log_of_a_withdrawal_is_cut_off(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study.add(write_wxr(tmp_path / "more.xml", [*COMMENTS, ("Eli", "The kettle is always on.")]), progress=False)
    eli = study.people[study.people["signed"] == "Eli"].index[0]
    before = shutil.copytree(study.path, tmp_path / "before")
    study.withdraw(by_word(study)["Please"])
    (log,) = (study.path / "decisions").iterdir()
    lines = log.read_bytes().splitlines(keepends=True)
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "elsewhere"))
    for n in range(len((before / "decisions" / log.name).read_bytes().splitlines()), len(lines) + 1):
        there = shutil.copytree(before, tmp_path / f"cut after {n}")
        (there / "decisions" / log.name).write_bytes(b"".join(lines[:n]))
        opened = Study(there)
        assert not any(map(opened.session.permissions.may_use, opened.session.corpus.by(eli))), n


def test_a_yes_whose_evidence_is_a_passage_that_was_taken_out_was_never_said() -> None:
    log, c = Log(), some_id("contribution")
    log.join("Maya")
    for answer in ("yes", "no"):
        log.add(d.Confirm(contributor=some_id(answer), about="quote", answer=answer, evidence=f"{c}.{'0' * 16}.0.5"))
    log.add(d.Withdraw(contributions=(c,)))
    assert [who for who, _, _ in log.book.confirmed] == [some_id("no")]


def test_a_yes_that_rests_on_what_was_taken_out_was_never_said(study: Study, tmp_path: Path) -> None:
    more = [("Fay", "You may quote me, I am a carer."), ("Fay", "The kettle is always on and on.")]
    study.add(renumbered(tmp_path / "more.xml", more), progress=False)
    fay = study.people[study.people["signed"] == "Fay"].index[0]
    study.confirm("Fay", "quote", because="found")
    assert study.session.permissions.ruling(fay, "quote").answer == "yes"
    first = next(c.id for c in study.session.corpus.by(fay) if "carer" in c.text)
    study.withdraw(first)
    assert study.session.permissions.ruling(fay, "quote").answer == "not asked"


# outputs


def packed(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return data.getvalue()


HOLDING = {
    "own.html": b"<p>I wait at the <b>gate</b> for the b<i>us</i> and nobody rings back</p>",
    "own.json": json.dumps({"a": "I wait at the gate\nfor the bus \u2013 and nobody"}).encode(),
    "own.docx": packed(document="<w:t>I wait at the gate </w:t><w:t>for the bus and nobody rings</w:t>"),
    "in a zip.zip": packed(inner="I wait at the GATE, for the bus. And nobody rings"),
    "utf-16.txt": "I wait at the gate for the bus and nobody".encode("utf-16"),
    "credits.txt": b"With thanks to A. Arkwright",
    "credits ann-arkwright.txt": b"nothing in it",
}
NOT_HOLDING = {
    "fewer words.txt": b"I wait at the gate for him",
    "others.html": b"<p>A room upstairs is no room for my chair.</p>",
    "picture.png": b"\x89PNG\r\n I wait at the gate for the bus and nobody rings back",
    "photo.jpg": b"\xff\xd8\xff",
}


@pytest.mark.parametrize("name", HOLDING)
def test_an_output_that_holds_their_words_or_name_is_removed_and_named(study: Study, name: str) -> None:
    path = study.path / "outputs" / name
    path.write_bytes(HOLDING[name])
    assert f"outputs/{name}" in study.withdraw("Ann Arkwright").removed
    assert not path.exists()
    assert path.with_name(f"{name}.taken-out.txt").exists() == ("arkwright" not in name)


@pytest.mark.parametrize("name", NOT_HOLDING)
def test_an_output_without_their_words_stays(study: Study, name: str) -> None:
    path = study.path / "outputs" / name
    path.write_bytes(NOT_HOLDING[name])
    assert f"outputs/{name}" not in study.withdraw("Ann Arkwright").removed
    assert path.read_bytes() == NOT_HOLDING[name]


def test_a_file_that_no_program_of_ours_can_look_into_is_named_for_a_person(study: Study) -> None:
    (study.path / "outputs" / "printed.pdf").write_bytes(b"%PDF-1.7 ...")
    (study.path / "minutes.txt").write_text("Ann Arkwright spoke first.")
    told = study.withdraw("Ann Arkwright")
    assert {"outputs/printed.pdf", "minutes.txt"} <= set(told.look)
    assert (study.path / "minutes.txt").exists()


def test_words_that_others_have_said_too_take_no_output_away(study: Study, tmp_path: Path) -> None:
    many = [("Gil", LETTER), ("Hal Hadley", LETTER)]
    study.add(renumbered(tmp_path / "letters.xml", many), progress=False)
    path = study.path / "outputs" / "letters.txt"
    path.write_text(LETTER)
    assert "outputs/letters.txt" not in study.withdraw("Hal Hadley").removed
    assert path.exists()


def test_an_output_from_an_old_copy_is_known_by_its_marks_when_the_words_are_gone(study: Study) -> None:
    study.confirm("Ann Arkwright", "quote", because="her own e-mail")
    mark = next(word for word in (study.path / "outputs" / "placings.csv").read_text("utf-8-sig").replace(",", " ").split() if len(word) == 10)
    study.withdraw("Ann Arkwright")
    old = study.path / "outputs" / "old.csv"
    old.write_text(f"mark,words\n{mark},some words of hers\n")
    again(study)
    assert not old.exists()


def test_a_notice_goes_when_the_output_is_written_again(study: Study) -> None:
    study.withdraw("Ann Arkwright")
    notice = study.path / "outputs" / "manifesto.html.taken-out.txt"
    assert "taken out" in notice.read_text("utf-8")
    study.write("manifesto.html")
    assert not notice.exists()


# erasing what was typed


def test_what_was_typed_with_a_decision_is_erased_and_the_act_stays(study: Study) -> None:
    memo = study.memo("Waiting", "a sentence that should never have been typed")
    study.erase_words(memo)
    assert traces(study, ("never have been typed",)) == []
    assert [e.body.text for e in study.session.book.memos if isinstance(e.body, d.Memo)][-1] == TAKEN_OUT
    assert again(study).check() == ()
    with pytest.raises(NotPossible, match="taken out already"):
        study.erase_words(memo)


def test_the_reason_for_erasing_a_memo_goes_with_what_the_memo_was_about(study: Study) -> None:
    memo = study.memo(by_word(study)["Pay"], "She lives in Quill Street.")
    other = study.memo("Waiting", "Nobody should read this.")
    study.erase_words(memo, because="it told where her brother works")
    study.erase_words(other, because="it was typed in haste")
    study.withdraw(by_word(study)["Pay"])
    assert traces(study, ("her brother works",)) == []
    assert "her brother works" not in repr(study.history().to_json())
    assert traces(study, ("typed in haste",)) != [], "that is about something else"


def test_anothers_words_go_only_with_a_reason_at_once_everywhere_and_from_the_file_by_its_owner(
    study: Study, tom: Study, device: Callable[[str], None]
) -> None:
    device("Tom's")
    memo = tom.memo("Waiting", "a sentence that should never have been typed")
    device("Maya's")
    with pytest.raises(NotPossible, match="another person's words"):
        study.erase_words(memo)
    study.erase_words(memo, because="it says who somebody is")
    assert not any("never have been typed" in repr(e) for e in study.session.book.entries)
    assert [f.where.partition("-")[0] for f in study.check() if "still holds" in f.what] == ["decisions/tom"]
    device("Tom's")
    assert tom.status["taken_out"] == 0
    assert traces(study, ("never have been typed",)) == []
    device("Maya's")
    assert study.check() == ()


def test_an_erased_credit_is_not_printed_and_falls_back_to_what_they_wrote(study: Study) -> None:
    study.confirm("Bo", "name", value="Bo Typed-Wrong", because="she rang")
    study.erase_words(next(e.id for e in reversed(study.session.book.entries) if isinstance(e.body, d.Confirm)))
    for opened in (study, again(study)):
        assert opened.session.permissions.credit(study.people[study.people["signed"] == "Bo"].index[0]) == ""
        assert TAKEN_OUT not in opened.write("manifesto.html").read_text("utf-8")
    lines = [e for log in opened.session.logs.files.values() for e, _ in log.lines]
    erased = [e for e in lines if not isinstance(e.body, d.EraseWords)]  # the line that says so is still under way
    assert any(isinstance(e.body, d.Confirm) and e.body.value == TAKEN_OUT for e in erased)
    from copro_text.codebook import replay

    settled = [c for each in replay(erased).confirmed.values() for c in each]
    assert not any(c.value in (TAKEN_OUT, "Bo Typed-Wrong") for c in settled)


# crashes, refusals, other writers


class Stopped(BaseException):
    """The computer goes off."""


STEPS = ((Path, "replace"), (Path, "unlink"), (os, "fsync"), (shutil, "rmtree"), (os, "write"))


def test_stopped_at_any_step_the_next_opening_completes_it(study: Study, tmp_path: Path) -> None:
    steps = 0
    for steps, opened in stopped_at_each(study, tmp_path):
        if opened.status["taken_out"]:
            assert opened.status["taken_out"] == 2
            assert (steps, traces(opened)) == (steps, [])
            assert opened.check() == ()
        else:
            assert len(opened.contributions) == 7
    assert steps > 20


def test_stopped_at_any_step_an_output_that_cannot_be_removed_is_not_forgotten(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = study.path / "outputs" / "open in another program.txt"
    path.write_text("With thanks to A. Arkwright")
    unlink, closed = Path.unlink, []

    def refused(self: Path, missing_ok: bool = False) -> None:
        if self.name == path.name and not closed:
            raise PermissionError(13, "in use")
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    gone = 0
    for steps, opened in stopped_at_each(study, tmp_path):
        closed.append(steps)
        again(opened).session.close()
        assert (steps, path.exists()) == (steps, not opened.status["taken_out"])
        gone += not path.exists()
        closed.clear()
    assert gone > 10


def stopped_at_each(study: Study, tmp_path: Path) -> Iterator[tuple[int, Study]]:
    """Withdraw, and go off at each step in turn; then the study as it is opened again. Before each, all is as it was."""
    study.session.close()
    shutil.copytree(tmp_path / "devices", tmp_path / "before" / "devices")
    shutil.copytree(study.path, tmp_path / "before" / "study")
    for steps in itertools.count():
        if not stopped_after(study, steps):
            return
        opened = Study(study.path, analyst="Maya")
        yield steps, opened
        opened.session.close()
        for name in ("devices", "study"):
            shutil.rmtree(tmp_path / name)
            shutil.copytree(tmp_path / "before" / name, tmp_path / name)


def stopped_after(study: Study, steps: int) -> bool:
    """Withdraw, and go off at the next step after so many; whether there were that many."""
    left = [steps]
    opened = Study(study.path, analyst="Maya")

    def going_off(act: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **named: Any) -> Any:
            left[0] -= 1
            if left[0] == -1:
                raise Stopped
            return act(*args, **named)

        return step

    with pytest.MonkeyPatch.context() as patch:
        for where, name in STEPS:
            patch.setattr(where, name, going_off(getattr(where, name)))
        try:
            opened.withdraw("Ann Arkwright")
        except Stopped:
            return True
        finally:
            left[0] = -2
            opened.session.close()
    return False


def test_a_folder_that_may_only_be_read_is_told_and_shows_nothing(study: Study, tmp_path: Path) -> None:
    shutil.copytree(study.path / "corpus", tmp_path / "old")
    study.withdraw("Ann Arkwright")
    study.session.close()
    shutil.copytree(tmp_path / "old", study.path / "corpus", dirs_exist_ok=True)
    for parent in [tmp_path, *tmp_path.parents[:2]]:
        parent.chmod(0o755)
    for path in [study.path, *study.path.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    os.environ["COPRO_STATE"] = str(tmp_path / "state-of-nobody")
    (tmp_path / "state-of-nobody").mkdir(mode=0o777)
    (tmp_path / "state-of-nobody").chmod(0o777)

    def look() -> None:
        opened = Study(study.path)
        raise NotSaved(f"{opened.status['contributions']} {[f.what for f in opened.check()]}")

    said = as_nobody(look)
    assert said.startswith("5 ")
    assert "words that were taken out are still there" in said


def test_an_output_that_cannot_be_removed_now_is_removed_later(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    path = study.path / "outputs" / "open in another program.txt"
    path.write_text("With thanks to A. Arkwright")
    unlink = Path.unlink

    def refused(self: Path, missing_ok: bool = False) -> None:
        if self.name == path.name:
            raise PermissionError(13, "in use")
        unlink(self, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refused)
        told = study.withdraw("Ann Arkwright")
        assert any("open in another program.txt" in each for each in told.left)
        assert any("open in another program.txt" in fault.where for fault in study.check())
    assert traces(again(study)) == []
    assert not path.exists()


def test_a_note_typed_while_words_are_taken_out_of_its_file_is_not_lost(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    study.note("Quincy Quill says that the ramp is too steep.", said_by="Quincy Quill")
    append, times = sources._append, []

    def overtaken(path: Path, data: bytes) -> None:
        """Another program puts its file in the place of the one just written to."""
        before = path.read_bytes()
        append(path, data)
        times.append(1)
        if len(times) == 1:
            folder.write_whole(path, before)

    monkeypatch.setattr(sources, "_append", overtaken)
    study.note("The ramp is fine.", said_by="Ray")
    assert len(times) == 2
    assert "The ramp is fine." in set(again(study).contributions["text"])


def test_a_line_that_comes_while_a_file_is_rewritten_is_not_lost(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    study.note("Quincy Quill says that the ramp is too steep.", said_by="Quincy Quill")
    (notes,) = (study.path / "corpus").glob("notes-*.jsonl")
    stamp, came, calls = erase.stamp, b'{"id":"came meanwhile"}\n', []

    def looked(path: Path) -> tuple[int, int]:
        """A line comes when the file was read to be rewritten, and before that is put in its place: at the third look."""
        calls.extend([path] if path == notes else [])
        if path == notes and len(calls) == 3 and b"too steep" in notes.read_bytes():
            with notes.open("ab") as f:
                f.write(came)
        return stamp(path)

    monkeypatch.setattr(erase, "stamp", looked)
    study.withdraw("Quincy Quill")
    assert came in notes.read_bytes()
    assert b"too steep" not in notes.read_bytes()


def test_notes_in_a_copy_that_a_sync_tool_made_are_read_too(study: Study) -> None:
    study.note("The ramp is fine.", said_by="Ray")
    (notes,) = (study.path / "corpus").glob("notes-*.jsonl")
    notes.rename(notes.with_name(f"{notes.stem}-KIMS-LAPTOP.jsonl"))
    assert "The ramp is fine." in set(again(study).contributions["text"])


def test_what_a_device_remembers_of_it_has_no_words_and_may_be_lost(study: Study) -> None:
    study.withdraw("Ann Arkwright")
    (study.session.state / FILE).unlink()
    opened = again(study)
    assert opened.check() == ()
    (opened.session.state / FILE).write_text("{half")
    assert again(opened).check() == ()
    assert traces(opened) == []


def test_a_line_without_its_words_reads_as_the_masked_one(study: Study) -> None:
    """What stands in a rewritten log, and what is masked where the log was not rewritten, are one and the same."""
    before = [e for log in study.session.logs.files.values() for e, _ in log.lines]
    study.withdraw("Ann Arkwright")
    from copro_text.codebook import replay

    extra = [e for e in study.session.book.entries if e.seq >= len(before)]
    assert replay([*before, *extra]).state() == study.session.book.state()
    assert replay([*before, *extra]).entries == study.session.book.entries
    assert logs.digest_of({"digest": "0"}) == "0"


def test_a_withdrawal_names_the_files_it_cleaned_as_the_group_knows_them_and_lists_what_it_could_not_reach(study: Study) -> None:
    told = study.withdraw("Ann Arkwright")
    assert any(name.startswith("corpus/") and name.endswith("(read from export.xml)") for name in told.rewritten)
    assert "<li>copies of the folder elsewhere" in told._repr_html_()


def test_a_computer_that_can_remember_nothing_says_once_what_it_erased(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copro_text.store.writing.LogWriter._remember", lambda *_: None)
    study.session.close()
    opened = Study(study.path, analyst="Maya")
    for memory in opened.session.state.glob("log-*.json"):
        memory.unlink()
    opened.withdraw("Dee")
    assert sum(kind == "erased" for kind in opened.history()["kind"]) == 1


def test_taking_out_the_same_person_twice_says_that_it_may_be_done_already(study: Study) -> None:
    study.withdraw("Dee")
    with pytest.raises(NoSuchThing, match="perhaps that was taken out already"):
        study.withdraw("Dee")


# what was taken back before


ROWS = [
    ["Respondent", "Called", "Your role", "What worked well?", "What should we change?", "May we quote you?"],
    ["101", "Priya Nandan", "Carer", "The ward clerk rang me back the same day.", "Please write letters in plain English for everybody.", "Yes"],
    ["102", "Tom Haddow", "Patient", "Nothing.", "Everything! The bus stops at six and visiting starts at half past five.", "No"],
    ["103", "Ben Rourke", "Patient", "Nothing.", "Keep the same person from the start to the end of it.", "Yes"],
]
ASKED = {"What worked well?": "text", "What should we change?": "text"}
COLUMNS = ASKED | {"Respondent": "person", "Called": "name"}
ONE_QUESTION = ASKED | {"Respondent": "closed", "What worked well?": "closed"}
TOM = ("Haddow", "bus stops at six")


def table_of(path: Path, rows: list[list[str]] = ROWS) -> Path:
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\n", "utf-8")
    return path


def last_brought(study: Study) -> str:
    return max(study.session.refresh().book.sources.values(), key=lambda e: e.order).id


def taken_back(study: Study, path: Path, columns: dict[str, str] | None) -> None:
    study.add(path, columns=columns, progress=False)
    study.undo(last_brought(study), because="the columns were wrong")


@pytest.mark.parametrize("columns", [{}, ONE_QUESTION, ASKED | {"Respondent": "closed", "Your role": "person"}, COLUMNS])
def test_what_was_taken_back_and_read_again_with_other_columns_goes_too(study: Study, tmp_path: Path, columns: dict[str, str]) -> None:
    path = table_of(tmp_path / "survey.csv")
    taken_back(study, path, columns)
    study.add(path, columns=COLUMNS, progress=False)
    told = study.withdraw("Tom Haddow")
    assert told.contributions == study.status["taken_out"] == 2
    corpus = [study.path / "corpus"]
    found = [words for _, data in every_byte(*corpus) for words in TOM if words.encode() in data]
    assert found == []
    assert traces(again(study), TOM) == []
    assert study.check() == ()
    everything = b"".join(data for _, data in every_byte(*corpus)).decode()
    assert everything.count("Keep the same person") == everything.count("The ward clerk rang") == 1 + (columns != COLUMNS)


def test_a_reading_that_is_taken_back_only_after_the_withdrawal_is_looked_through_too(study: Study, tmp_path: Path) -> None:
    path = table_of(tmp_path / "survey.csv")
    study.add(path, columns=ASKED | {"Respondent": "id"}, progress=False)
    wrong = last_brought(study)
    study.add(path, columns=COLUMNS, progress=False)
    study.withdraw("Tom Haddow")
    study.undo(wrong, because="it was here twice")
    assert [words for _, data in every_byte(study.path / "corpus") for words in TOM if words.encode() in data] == []
    assert study.check() == ()


def test_other_columns_bring_nothing_back_that_was_taken_out(study: Study, tmp_path: Path) -> None:
    path = table_of(tmp_path / "survey.csv")
    study.add(path, columns=COLUMNS, progress=False)
    first = last_brought(study)
    study.withdraw("Tom Haddow")
    study.undo(first)
    source = study.add(path, columns=ASKED | {"Called": "name", "Respondent": "position"}, progress=False)
    assert source.left_out["the same words as something that was taken out"] == 2
    assert [words for _, data in every_byte(study.path / "corpus") for words in TOM if words.encode() in data] == []
    assert list(study.contributions["text"]).count("Nothing.") == 1


def test_a_letter_of_another_that_stands_here_stays_though_its_copy_was_taken_back(study: Study, tmp_path: Path) -> None:
    rows = [
        ["Ref", "Called", "What would you say?"],
        ["1", "Ann Reed", LETTER],
        ["2", "Bo Shaw", LETTER],
        ["3", "Cy Dunn", "Nothing more to say about it from me."],
    ]
    path = table_of(tmp_path / "letters.csv", rows)
    taken_back(study, path, {"Called": "closed", "What would you say?": "text"})
    study.add(path, columns={"Called": "name", "What would you say?": "text"}, progress=False)
    study.withdraw("Ann Reed")
    assert list(study.contributions["text"]).count(LETTER) == 1
    assert [data for _, data in every_byte(study.path / "corpus") if b"Ann Reed" in data] == []
    assert study.check() == ()
