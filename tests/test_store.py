"""The store: what is acknowledged is on the disk, what is damaged is told, and nothing is half there."""

from __future__ import annotations

import gc
import json
import os
import re
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from copro_text import decisions as d
from copro_text.decisions import TAKEN_OUT
from copro_text.errors import CoproError, DamagedStudy, FolderNotEmpty, NoStudyHere, NotSaved, WhoIsWorking
from copro_text.store import logs
from copro_text.store.folder import new_folder, open_folder, write_whole
from copro_text.study import Study
from tests.small import write_wxr


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return Study.new(tmp_path / "study", question="What is it?", analyst="Maya")


def the_log(study: Study) -> Path:
    (log,) = (study.path / "decisions").glob("*.jsonl")
    return log


def lines(study: Study) -> list[dict]:
    return [json.loads(line) for line in the_log(study).read_text("utf-8").splitlines()]


def again(study: Study, analyst: str = "Maya") -> Study:
    study.session.close()
    return Study(study.path, analyst=analyst)


# a line


def test_a_line_holds_ids_and_keeps_typed_words_apart_each_with_its_own_salt(study: Study) -> None:
    study.name("Waiting too long", definition="Nobody rang back", because="three people said it")
    line = next(line for line in lines(study) if line["kind"] == "name")
    assert set(line) == {
        *("v", "id", "log", "seq", "clock", "time", "analyst", "entered_by", "present"),
        *("kind", "payload", "words", "heads", "prev", "hash"),
    }
    assert "Waiting" not in json.dumps(line["payload"])
    assert {name: word["text"] for name, word in line["words"].items()} == {
        "label": "Waiting too long",
        "definition": "Nobody rang back",
        "because": "three people said it",
    }
    assert len({word["salt"] for word in line["words"].values()}) == 3
    assert all(len(id_) == 32 and int(id_, 16) >= 0 for id_ in (line["id"], line["log"], line["analyst"], line["words"]["label"]["salt"]))


def test_each_line_carries_the_hash_of_the_line_before_and_a_contiguous_number(study: Study) -> None:
    study.name("One")
    written = lines(study)
    assert [line["seq"] for line in written] == list(range(len(written)))
    assert [line["prev"] for line in written] == [study.session.folder.id, *(line["hash"] for line in written[:-1])]
    assert all(logs.hash_of(line) == line["hash"] for line in written)


def test_the_chain_still_holds_when_words_are_taken_out(study: Study) -> None:
    study.name("Waiting too long", because="Anne Example said so")
    taken = []
    for line in lines(study):
        line["words"] = {name: {"digest": logs.digest_of(word)} for name, word in line["words"].items()}
        taken.append(json.dumps(line))
    the_log(study).write_text("\n".join(taken) + "\n", "utf-8")
    opened = Study(study.path)
    assert opened.session.logs.faults == ()
    assert [c.label for c in opened.session.book.codes.values()] == [TAKEN_OUT]


def test_every_change_to_what_is_shared_is_a_proposal_and_an_enactment(study: Study) -> None:
    code = study.name("One")
    study.rename(code, "Two")
    study.define(code, "What it means")
    study.undo()
    kinds = [line["kind"] for line in lines(study)]
    assert kinds == ["join", "question", "enact", "name", "enact", "rename", "enact", "define", "enact", "undo", "enact"]
    proposals = [line for line in lines(study) if "members" in line["payload"]]
    assert all(line["payload"]["rule"] == "default" and line["payload"]["members"] == [line["analyst"]] for line in proposals)


def test_a_log_tells_the_heads_of_other_logs_once(study: Study) -> None:
    other = Study(study.path).join("Tom")
    other.name("Tea")
    other.name("Cake")
    tom = next(p for p in (study.path / "decisions").glob("tom-*.jsonl"))
    heads = [json.loads(line)["heads"] for line in tom.read_text("utf-8").splitlines()]
    maya = lines_of_log(study, "maya-")[-1]
    assert heads[0] == [[maya["log"], maya["seq"], maya["hash"]]]
    assert not any(heads[1:])


def lines_of_log(study: Study, prefix: str) -> list[dict]:
    (log,) = (study.path / "decisions").glob(f"{prefix}*.jsonl")
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


# saved means saved


def test_a_decision_is_written_and_synced_before_it_is_acknowledged(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    happened: list[tuple[str, int]] = []
    write, fsync, refresh = os.write, os.fsync, study.session.logs.refresh
    log = the_log(study).stat().st_ino

    def noted(what: str, handle: int) -> None:
        happened.append((what, os.fstat(handle).st_ino))

    monkeypatch.setattr(os, "write", lambda h, data: (noted("write", h), write(h, data))[1])
    monkeypatch.setattr(os, "fsync", lambda h: (noted("fsync", h), fsync(h))[1])
    monkeypatch.setattr(study.session.logs, "refresh", lambda: (happened.append(("read back", log)), refresh())[1])
    study.name("One")
    told = [what for what, inode in happened if inode == log]
    assert told[told.index("write") :][:3] == ["write", "fsync", "read back"]


def test_when_the_disk_is_full_nothing_is_half_written_and_the_study_goes_on(study: Study) -> None:
    before = the_log(study).read_bytes()
    size = len(before)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, hard))
    try:
        with pytest.raises(NotSaved, match="full"):
            study.name("A name that does not fit any more")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert the_log(study).read_bytes() == before
    study.name("A name that fits")
    assert [c.label for c in again(study).session.book.codes.values()] == ["A name that fits"]


def test_a_whole_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.html"
    write_whole(path, b"first")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(NotSaved):
            write_whole(path, b"x" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == b"first"
    assert [p.name for p in tmp_path.iterdir()] == ["out.html"]


# damage


@pytest.mark.parametrize("cut", [1, 2, 10, 100])
def test_a_torn_end_is_mended_by_its_owner_and_set_aside(study: Study, cut: int) -> None:
    study.name("Kept")
    whole = the_log(study).read_bytes()
    study.session.close()
    the_log(study).write_bytes(whole + whole.splitlines()[-1][:cut])
    opened = Study(study.path, analyst="Maya")
    assert "not all here yet" in repr(opened.status)
    opened.name("After")
    assert {c.label for c in Study(study.path).session.book.codes.values()} == {"Kept", "After"}
    assert Study(study.path).session.logs.faults == ()
    assert list(opened.session.state.glob("torn-*"))


def test_a_torn_end_is_left_alone_by_others(study: Study) -> None:
    study.session.close()
    torn = the_log(study).read_bytes() + b'{"half'
    the_log(study).write_bytes(torn)
    log = the_log(study)
    other = Study(study.path).join("Tom")
    other.name("Tea")
    assert log.read_bytes() == torn
    assert "not all here yet" in repr(other.status)


def test_a_zero_byte_log_and_a_zero_filled_end_are_not_all_here_yet(study: Study) -> None:
    (study.path / "decisions" / "tom-abcdef.jsonl").touch()
    with the_log_of_maya(study).open("ab") as f:
        f.write(b"\0" * 64)
    opened = Study(study.path)
    assert sorted(f.what for f in opened.session.logs.faults) == ["the end is not all here yet"] * 2
    assert opened.question == "What is it?"


def the_log_of_maya(study: Study) -> Path:
    (log,) = (study.path / "decisions").glob("maya-*.jsonl")
    return log


def test_a_line_changed_by_hand_is_told_with_its_place_and_what_follows_is_passed_by(study: Study) -> None:
    study.name("One")
    study.name("Two")
    written = the_log(study).read_text("utf-8").splitlines()
    written[3] = written[3].replace("One", "Won")
    the_log(study).write_text("\n".join(written) + "\n", "utf-8")
    opened = Study(study.path)
    (fault,) = opened.session.logs.faults
    assert "line 4 is not what was written" in fault.what
    assert opened.question == "What is it?"
    assert not opened.session.book.codes


def test_a_copy_of_a_log_counts_once(study: Study) -> None:
    study.name("One")
    log = the_log(study)
    log.with_name("maya (conflicted copy).jsonl").write_bytes(log.read_bytes())
    opened = Study(study.path)
    assert len(opened.session.book.entries) == len(log.read_text("utf-8").splitlines())
    assert opened.session.logs.faults == ()


def test_a_log_changed_behind_our_back_is_not_written_to(study: Study) -> None:
    study.name("One")
    with the_log(study).open("ab") as f:
        f.write(b"strange\n")
    with pytest.raises(NotSaved, match="changed by something other"):
        study.name("Two")


def test_a_line_from_a_newer_version_is_kept_and_passed_by(study: Study) -> None:
    study.session.close()
    last = lines(study)[-1]
    newer = logs.new_line(
        d.Memo(about="x", whose="ours", text="t"),
        id="f" * 32,
        log=last["log"],
        seq=last["seq"] + 1,
        clock=99,
        time=last["time"],
        analyst=last["analyst"],
        entered_by=last["analyst"],
        present=(),
        heads=(),
        prev=last["hash"],
    ) | {"kind": "something new", "payload": {"of": ["shape", 1]}}
    newer["hash"] = logs.hash_of(newer)
    with the_log(study).open("a", encoding="utf-8") as f:
        f.write(json.dumps(newer) + "\n")
    opened = Study(study.path)
    assert opened.session.logs.faults == ()
    assert opened.session.book.entries[-1].body == d.Unknown("something new")


def test_logs_that_were_taken_away_are_missed(study: Study, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tom = Study(study.path).join("Tom")
    tom.memo(study.name("Tea"), "from Tom")
    study.memo("Tea", "and from Maya, who saw what Tom wrote")
    assert study.check() == ()
    next((study.path / "decisions").glob("tom-*.jsonl")).unlink()
    assert any("this computer wrote" in fault.what for fault in Study(study.path).check())
    assert all("safe" in fault.do for fault in Study(study.path).check())
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "another device"))
    assert any("known to others" in fault.what for fault in Study(study.path).check())
    next((study.path / "decisions").glob("maya-*.jsonl")).unlink()
    assert [fault.where for fault in Study(study.path).check()] == ["decisions"]


def test_a_log_of_another_study_is_not_taken_in(study: Study, tmp_path: Path) -> None:
    other = Study.new(tmp_path / "other", question="Something else?", analyst="Zed")
    other.name("Foreign")
    log = the_log(other)
    (study.path / "decisions" / log.name).write_bytes(log.read_bytes())
    opened = Study(study.path)
    assert ["belongs to another study" in fault.what for fault in opened.check()] == [True]
    assert opened.question == "What is it?"


def test_a_text_that_is_both_taken_out_and_there_is_forged(study: Study) -> None:
    forged = []
    for line in lines(study):
        line["words"] = {name: {"digest": logs.digest_of(word), "text": "FORGED"} for name, word in line["words"].items()}
        forged.append(json.dumps(line))
    the_log(study).write_text("\n".join(forged) + "\n", "utf-8")
    assert Study(study.path).question == ""
    assert Study(study.path).check()


def test_a_line_out_of_its_chain_is_not_taken_in(study: Study) -> None:
    study.name("One")
    written = lines(study)
    written[-1]["prev"] = written[0]["hash"]
    written[-1]["hash"] = logs.hash_of(written[-1])
    the_log(study).write_text("".join(json.dumps(line) + "\n" for line in written), "utf-8")
    (fault,) = Study(study.path).session.logs.faults
    assert "does not follow the line before" in fault.what


def test_a_log_put_back_to_an_older_state_is_not_written_on(study: Study) -> None:
    older = the_log(study).read_bytes()
    study.name("One")
    study.session.close()
    the_log(study).write_bytes(older)
    Study(study.path, analyst="Maya").name("Two")
    assert len(list((study.path / "decisions").glob("maya-*.jsonl"))) == 2


def test_a_log_taken_away_while_it_is_open_is_not_begun_again(study: Study) -> None:
    the_log(study).unlink()
    with pytest.raises(NotSaved, match="changed by something other"):
        study.name("One")
    assert list((study.path / "decisions").iterdir()) == []


def test_stopping_a_person_in_the_middle_of_saving_leaves_nothing_half_written(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    before, log, fsync = the_log(study).read_bytes(), the_log(study).stat().st_ino, os.fsync

    def stopped(handle: int) -> None:
        if os.fstat(handle).st_ino == log:
            raise KeyboardInterrupt
        fsync(handle)

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(os, "fsync", stopped)
        study.name("One")
    assert the_log(study).read_bytes() == before
    study.name("Two")
    assert [c.label for c in Study(study.path).session.book.codes.values()] == ["Two"]


def test_files_that_no_decision_names_are_told(study: Study) -> None:
    for name in (".left.part", "strange.jsonl"):
        (study.path / "corpus").joinpath(name).write_text("words")
    assert {f.where for f in study.check()} == {"corpus/.left.part", "corpus/strange.jsonl"}


DAMAGE = {
    "a line changed": lambda p: the_text(p, "decisions/maya-*", "What is it?", "What was it?"),
    "an end torn off": lambda p: one(p, "decisions/maya-*").write_bytes(one(p, "decisions/maya-*").read_bytes()[:-20]),
    "a log taken away": lambda p: one(p, "decisions/maya-*").unlink(),
    "an older copy put back": lambda p: one(p, "decisions/maya-*").write_bytes(one(p, "decisions/maya-*").read_bytes().splitlines(True)[0]),
    "comments changed": lambda p: the_text(p, "corpus/*", "Pay the fare", "Pay no fare"),
    "comments taken away": lambda p: [each.unlink() for each in (p / "corpus").glob("[0-9a-f]*.jsonl")],
    "a note changed": lambda p: the_text(p, "corpus/notes-*", "Nobody rang", "Somebody rang"),
    "notes taken away": lambda p: one(p, "corpus/notes-*").unlink(),
    "a file of nobody's": lambda p: (p / "corpus" / "strange.jsonl").write_text("words"),
}


def one(path: Path, pattern: str) -> Path:
    (found,) = path.glob(pattern)
    return found


def the_text(path: Path, pattern: str, before: str, after: str) -> None:
    for each in path.glob(pattern):
        each.write_text(each.read_text("utf-8").replace(before, after), "utf-8")


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_not_as_it_should_be_is_told_with_what_is_safe_and_what_to_do(study: Study, damage: str, tmp_path: Path) -> None:
    study.add(write_wxr(tmp_path / "export.xml"), progress=False)
    study.note("Nobody rang.")
    study.session.close()
    DAMAGE[damage](study.path)
    faults = Study(study.path).check()
    assert faults
    for fault in faults:
        assert re.search(r"\bsafe\b", fault.do), fault
        assert re.search(r"\b(Wait|Put|put|Bring|Ask|ask)\b", fault.do), fault
        assert str(fault).endswith(fault.do)


# one writer a log


def test_two_people_at_work_at_once_write_two_logs_and_see_each_other(study: Study) -> None:
    tom = Study(study.path).join("Tom")
    tom.session.record(d.Memo(about="x", whose="ours", text="from Tom"))
    study.session.record(d.Memo(about="x", whose="ours", text="from Maya"))
    assert len(list((study.path / "decisions").glob("*.jsonl"))) == 2
    texts = {e.body.text for e in tom.session.refresh().book.memos if isinstance(e.body, d.Memo)}
    assert texts == {"from Tom", "from Maya"}


def test_the_same_person_opening_the_study_twice_writes_two_logs(study: Study) -> None:
    second = Study(study.path, analyst="Maya")
    second.name("From the second")
    study.name("From the first")
    assert len(list((study.path / "decisions").glob("maya-*.jsonl"))) == 2
    assert {c.label for c in Study(study.path).session.book.codes.values()} == {"From the first", "From the second"}


def test_a_log_is_taken_up_again_by_the_device_that_remembers_its_end(study: Study) -> None:
    study.name("One")
    again(study).name("Two")
    assert len(list((study.path / "decisions").glob("*.jsonl"))) == 1


def test_another_device_starts_a_log_of_its_own(study: Study, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    study.session.close()
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "another device"))
    Study(study.path, analyst="Maya").name("Two")
    assert len(list((study.path / "decisions").glob("maya-*.jsonl"))) == 2


# no study by accident


def test_a_mistyped_path_makes_no_study(tmp_path: Path) -> None:
    with pytest.raises(NoStudyHere, match="Nothing was made"):
        Study(tmp_path / "manifsto")
    assert list(tmp_path.iterdir()) == []


def test_a_new_study_needs_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(FolderNotEmpty):
        new_folder(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_making_a_study_where_one_is_says_how_to_open_it(study: Study) -> None:
    with pytest.raises(FolderNotEmpty, match="It is a study already"):
        Study.new(study.path, analyst="Maya")


def test_a_half_made_study_can_be_made_again(tmp_path: Path) -> None:
    for part in ("corpus", "decisions"):
        (tmp_path / "s" / part).mkdir(parents=True)
    assert Study.new(tmp_path / "s", analyst="Maya").path.is_dir()


@pytest.mark.parametrize("text", ["", "format = 1", "not toml at all [", 'format = 1\nid = "x"\nkey = "not hex"'])
def test_a_damaged_study_file_is_told_and_what_to_do(study: Study, text: str) -> None:
    (study.path / "study.toml").write_text(text)
    with pytest.raises(DamagedStudy, match="another copy"):
        Study(study.path)


def test_a_study_of_a_later_format_is_not_touched(study: Study) -> None:
    toml = study.path / "study.toml"
    toml.write_text(toml.read_text().replace("format = 1", "format = 2"))
    with pytest.raises(DamagedStudy, match="newer version"):
        Study(study.path)


def test_nothing_is_recorded_for_nobody(study: Study) -> None:
    with pytest.raises(WhoIsWorking):
        Study(study.path).name("One")
    with pytest.raises(WhoIsWorking, match="Joined: Maya"):
        Study(study.path, analyst="Mia")


# rights, as somebody who has none


def as_nobody(act: Callable[[], None]) -> str:
    """Run `act` in a child process that is not root; returns what a CoproError said, or what else happened."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        said = "nothing was refused"
        try:
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            act()
        except CoproError as refused:
            said = str(refused)
        except BaseException as other:  # noqa: BLE001  the parent must hear of anything
            said = f"{type(other).__name__}: {other}"
        os.write(write, said.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as told:
        said = told.read()
    os.waitpid(child, 0)
    return said


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_a_folder_without_rights_is_said_plainly_and_nothing_is_made(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents[:2]:
        parent.chmod(0o755)
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    said = as_nobody(lambda: new_folder(closed / "study"))
    assert "does not let you" in said
    assert "Nothing half-written remains" in said
    assert list(closed.iterdir()) == []


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_a_study_that_may_only_be_read_can_be_read_and_refuses_to_record(study: Study, tmp_path: Path) -> None:
    for parent in [tmp_path, *tmp_path.parents[:2]]:
        parent.chmod(0o755)
    study.session.close()
    for path in [study.path, *study.path.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    os.environ["COPRO_STATE"] = str(tmp_path / "state-of-nobody")
    (tmp_path / "state-of-nobody").mkdir(mode=0o777)
    (tmp_path / "state-of-nobody").chmod(0o777)
    before = the_log(study).read_bytes()
    assert as_nobody(lambda: open_and_read(study.path)) == "nothing was refused"
    said = as_nobody(lambda: Study(study.path, analyst="Maya").name("One"))
    assert "does not let you" in said
    assert the_log(study).read_bytes() == before


def open_and_read(path: Path) -> None:
    assert Study(path).question == "What is it?"


def test_an_open_study_keeps_its_folder(study: Study) -> None:
    assert open_folder(study.path).id == study.session.folder.id
    assert sys.platform == "win32" or (study.path / "study.toml").stat().st_size > 0


def test_a_study_without_its_first_file_is_not_called_no_study(study: Study) -> None:
    (study.path / "study.toml").unlink()
    with pytest.raises(DamagedStudy, match="is missing; the comments and decisions beside it are there"):
        Study(study.path)


def test_a_study_that_nobody_holds_any_more_lets_go_of_its_log_at_once(study: Study) -> None:
    gc.disable()
    try:
        Study(study.path).join("Sam")
        for label in ("The wait", "The gate", "The bus"):
            Study(study.path, analyst="Sam").name(label)
    finally:
        gc.enable()
    assert len(list((study.path / "decisions").glob("sam-*.jsonl"))) == 1
