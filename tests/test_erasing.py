"""Erasing on one's own device: stray files, own memos, notes under way, lines that nothing explains, and people on their own."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from copro_text import decisions as d
from copro_text.corpus import canonical, erased_line, text_version
from copro_text.store import erase, folder, own_memos, sources
from copro_text.store.kept import FILE
from copro_text.store.missing_words import read_line
from copro_text.study import Study

HERS = b"gate for the bus"


def again(study: Study) -> Study:
    study.session.close()
    return Study(study.path, analyst="Maya")


def source_of(study: Study) -> Path:
    (path,) = (p for p in (study.path / "corpus").glob("*.jsonl") if not p.name.startswith("notes-"))
    return path


def stands_in(place: Path, words: bytes = HERS) -> set[str]:
    return {p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file() and words in p.read_bytes()}


# files that are none of ours


@pytest.mark.parametrize(
    "name", ["corpus/{}.bak", "corpus/{}.tmp", "corpus/.{}", "corpus/old/{}", "decisions/{}.tmp", "decisions/{}~", "clusters/a/{}"]
)
def test_a_stray_file_with_their_words_is_named_to_look_at_and_by_check_until_it_is_gone(study: Study, name: str) -> None:
    stray = study.path / name.format(source_of(study).name)
    stray.parent.mkdir(exist_ok=True)
    shutil.copy(source_of(study), stray)
    place = stray.relative_to(study.path).as_posix()
    assert place in study.withdraw("Ann Arkwright").look
    for opened in (study, again(study)):
        assert any(fault.where == place and "holds words that were taken out" in fault.what for fault in opened.check())
    assert stands_in(study.path) == {place}
    stray.unlink()
    assert not any(fault.where == place for fault in opened.check())


def test_a_stray_copy_of_a_log_from_before_that_comes_later_is_named(study: Study, ids: dict[str, str]) -> None:
    study.memo(ids["I"], "she told me of the ward")
    (log,) = (study.path / "decisions").glob("maya-*.jsonl")
    old = log.read_bytes()
    study.withdraw("Ann Arkwright")
    (study.path / "decisions" / f"{log.name}~").write_bytes(old)
    assert any(fault.where == f"decisions/{log.name}~" for fault in again(study).check())


def test_a_stray_file_without_their_words_is_not_named(study: Study) -> None:
    (study.path / "corpus" / "readme.txt").write_text("Pay the fare.")
    assert study.withdraw("Ann Arkwright").look == ()


def test_what_a_stopped_program_left_in_a_folder_below_goes(study: Study) -> None:
    torn = study.path / "outputs" / "sub" / ".report.html.abcd.part"
    torn.parent.mkdir(parents=True)
    torn.write_text("I wait at the gate for the bus and nobody rings back")
    assert "outputs/sub/.report.html.abcd.part" in study.withdraw("Ann Arkwright").removed
    assert stands_in(study.path) == set()


def test_a_source_that_is_brought_in_after_a_withdrawal_is_erased_at_once(study: Study, tmp_path: Path) -> None:
    shutil.copytree(study.path, tmp_path / "copy")
    study.withdraw("Ann Arkwright")
    source_of(study).unlink()
    opened = again(study)
    opened.bring_in(tmp_path / "copy")
    assert stands_in(study.path) == set()
    assert opened.status["contributions"] == 5


# lines that say that words are gone


def test_a_line_in_a_file_that_nobody_named_takes_no_voice_out(study: Study, ids: dict[str, str]) -> None:
    study.withdraw("Dee")
    (line,) = (line for raw in source_of(study).read_bytes().splitlines() if (line := read_line(raw)[0]) and line.get("id") == ids["Pay"])
    for stray in ({"id": ids["Pay"], "version": "0" * 16, "text": {"erased": "0" * 64}}, erased_line(study.session.folder.key, line)):
        (study.path / "corpus" / "zzz.jsonl").write_bytes(canonical(stray) + b"\n")
        opened = again(study)
        opened.name(f"one more act {len(stray)}")
        assert ids["Pay"] in opened.session.refresh().corpus.contributions
        assert stands_in(study.path, b"Pay the fare") == {f"corpus/{source_of_pay(study)}"}
        assert sum("no withdrawal that is here says why" in fault.what for fault in opened.check()) == 1


def source_of_pay(study: Study) -> str:
    (path,) = (p for p in (study.path / "corpus").glob("*.jsonl") if b"Pay the fare" in p.read_bytes())
    return path.name


def test_somebodys_new_line_under_anothers_id_in_a_file_that_nobody_named_takes_no_voice_out(study: Study, ids: dict[str, str]) -> None:
    session = study.session
    hers = session.corpus.contributions[ids["I"]]
    (study.path / "corpus" / "zzz.jsonl").write_bytes(canonical(replace(hers, id=ids["Pay"]).to_dict()) + b"\n")
    study.withdraw("Ann Arkwright")
    opened = again(study)
    opened.name("one more act")
    assert ids["Pay"] in opened.session.refresh().corpus.contributions
    assert stands_in(study.path) == set()


def test_an_erased_line_that_proves_whole_and_that_no_withdrawal_explains_is_told_and_nothing_more(study: Study, ids: dict[str, str]) -> None:
    path, key = source_of(study), study.session.folder.key
    shutil.copy(path, path.with_name(f"{path.stem} (copy).jsonl"))
    lines = path.read_bytes().splitlines()
    path.write_bytes(
        b"".join(canonical(erased_line(key, line) if line.get("id") == ids["Pay"] else line) + b"\n" for line, _ in map(read_line, lines) if line)
    )
    study.withdraw("Dee")
    opened = again(study)
    opened.name("one more act")
    assert stands_in(study.path, b"Pay the fare") == {f"corpus/{path.stem} (copy).jsonl"}
    (told,) = (fault for fault in opened.check() if "says why" in fault.what)
    assert told.where == f"corpus/{path.name}"
    assert told.what.startswith("words of one contribution are missing")


def test_an_erased_line_of_somebody_who_took_all_out_counts_though_no_decision_lists_it(study: Study, ids: dict[str, str]) -> None:
    (who,) = study.session.corpus.contributions[ids["I"]].said_by
    study.session.record(d.Withdraw(contributors=(who,)))
    study.memo(ids["Pay"], "fine")
    (study.session.state / FILE).unlink()
    opened = again(study)
    assert ids["I"] in opened.session.book.gone.contributions
    assert opened.check() == ()


# notes and what is read before they are


def test_a_note_that_is_saved_just_before_its_file_is_replaced_is_not_lost(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    study.note("My neighbour Zed waited nine weeks for a letter about it", said_by="Zed")
    whole, said = erase.write_whole, "Another program typed this in."
    one = next(iter(study.session.corpus))
    new = replace(one, id="f" * 32, text=said, version=text_version(study.session.folder.key, said), found=(), paragraphs=(), sentences=(), aside=())
    saved: list[str] = []

    def late(path: Path, data: bytes) -> None:
        if path.name.startswith("notes-") and not saved:
            sources.append_note(study.session.folder, path.stem, new)
            saved.append(path.name)
        whole(path, data)

    monkeypatch.setattr(erase, "write_whole", late)
    study.withdraw("Zed")
    (notes,) = (study.path / "corpus").glob("notes-*.jsonl")
    assert saved
    assert said.encode() in notes.read_bytes()
    assert b"nine weeks" not in notes.read_bytes()


def test_notes_that_another_program_of_this_device_may_write_are_left_to_it(study: Study) -> None:
    other = Study(study.path).join("Tom")
    other.note("My neighbour Zed waited nine weeks for a letter about it", said_by="Zed")
    told = study.withdraw("Zed")
    assert any("notes-" in each and "open in another program" in each for each in told.left)
    assert not any(isinstance(e.body, d.Erased) for e in study.session.book.entries)
    other.session.refresh()
    assert stands_in(study.path, b"nine weeks") == set()


# memos to oneself


def test_memos_to_oneself_lose_what_was_taken_out_and_keep_the_rest(study: Study, ids: dict[str, str]) -> None:
    study.memo(ids["I"], "rings me up on Tuesdays", kind="mine")
    study.memo(ids["Pay"], "compare: I wait at the gate for the bus and nobody rings back", kind="mine")
    study.memo(ids["Pay"], "ask about the fare", kind="mine")
    study.withdraw("Ann Arkwright")
    assert list(study.my_memos["text"]) == [d.TAKEN_OUT, d.TAKEN_OUT, "ask about the fare"]
    assert stands_in(study.session.state) == stands_in(study.session.state, b"rings me up") == set()
    assert list(again(study).my_memos["text"])[-1] == "ask about the fare"


def test_a_memo_to_oneself_is_not_swallowed_by_a_torn_end(study: Study, ids: dict[str, str]) -> None:
    study.memo(ids["Pay"], "first", kind="mine")
    (path,) = own_memos.files(study.session.state)
    path.write_bytes(path.read_bytes() + b'{"about": "torn')
    study.memo(ids["Pay"], "second", kind="mine")
    assert list(study.my_memos["text"]) == ["first", "second"]


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders whose names were made to last, as they are."""
    found: list[Path] = []
    real = folder.sync_folder
    for module in (folder, own_memos):
        monkeypatch.setattr(module, "sync_folder", lambda path: (found.append(path), real(path))[1])
    return found


def test_a_new_file_of_memos_to_oneself_lasts(study: Study, ids: dict[str, str], synced: list[Path]) -> None:
    study.memo(ids["Pay"], "first", kind="mine")
    assert study.session.state in synced


def test_a_folder_that_is_made_for_a_file_lasts(tmp_path: Path, synced: list[Path]) -> None:
    folder.write_whole(tmp_path / "one" / "two" / "run.json", b"{}")
    assert synced == [tmp_path, tmp_path / "one", tmp_path / "one" / "two"]


# on our own


def test_one_who_works_on_their_own_on_a_shared_computer_has_theirs_erased_too(study: Study, ids: dict[str, str]) -> None:
    tom = Study(study.path).join("Tom")
    tom.on_our_own()
    tom.memo(ids["I"], "she told me on the phone of the ward")
    tom.session.close()
    study.withdraw("Ann Arkwright")
    assert stands_in(study.path, b"told me on the phone") == set()
    assert {len(e.body.logs) for e in study.session.book.entries if isinstance(e.body, d.Erased)} == {2}


def test_nobody_says_it_is_erased_while_one_on_their_own_still_holds_it(study: Study, ids: dict[str, str]) -> None:
    tom = Study(study.path).join("Tom")
    tom.on_our_own()
    tom.memo(ids["I"], "she told me on the phone of the ward")
    assert study.withdraw("Ann Arkwright").left
    assert not any(isinstance(e.body, d.Erased) for e in study.session.book.entries)
    tom.session.close()
