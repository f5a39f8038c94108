"""The command line says the same verbs; every listing takes --json; a user's mistake is one plain message and exit 1."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from copro_text.cli import app
from copro_text.console import plainly
from copro_text.study import Study
from tests.small import COMMENTS, write_wxr

runner = CliRunner()


def copro(*words: object) -> str:
    """Run a command that is to succeed; returns what it printed."""
    done = runner.invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def run(*words: object) -> Result:
    """Run a command, whatever comes of it."""
    return runner.invoke(app, [str(word) for word in words])


def copro_json(*words: object) -> object:
    return json.loads(copro(*words, "--json"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    study = tmp_path / "s"
    copro("new", study, "--as", "Maya", "--question", "What is it?")
    copro("add", study, write_wxr(tmp_path / "export.xml"))
    return study


def test_adding_tells_the_account_as_json(tmp_path: Path) -> None:
    copro("new", tmp_path / "s", "--as", "Maya")
    told = copro_json("add", tmp_path / "s", write_wxr(tmp_path / "export.xml"))
    (file,) = told["files"]
    assert {"file", "format", "found", "read", "left_out", "faults"} <= set(file)
    assert (file["format"], file["found"], file["read"], file["left_out"], file["faults"]) == ("WordPress export", 7, 7, {}, [])


def test_status_as_json_has_the_promised_numbers(path: Path) -> None:
    found = copro_json("status", path)
    promised = "sources contributions people excerpts placed set_aside part_read not_yet_read held codes".split()
    assert set(promised) <= set(found)
    assert (found["sources"], found["contributions"], found["not_yet_read"]) == (1, 7, 7)


def test_an_hour_on_the_command_line(path: Path) -> None:
    ids = {row["text"].split()[0].strip(",."): row["id"] for row in copro_json("contributions", path)}
    copro("name", path, "The list", "--because", "they say so")
    copro("rename", path, "The list", "Waiting too long", "--because", "clearer")
    copro("define", path, "Waiting too long", "Weeks without a word")
    copro("heading", path, "Waiting too long", "What it isn't")
    copro("place", path, ids["I"][:8], ids["Still"], "--with", "Waiting too long")
    copro("name", path, "Doors")
    copro("merge", path, "Doors", "--into", "Waiting too long")
    copro("undo", path, "--because", "two things")
    copro("redo", path)
    copro("split", path, "Waiting too long", "--part", f"At the gate={ids['I']}")
    copro("set-aside", path, ids["Tell"], "--because", "it is the call itself")
    copro("hold", path, ids["Pay"])
    copro("release", path, ids["Pay"])
    copro("memo", path, "At the gate", "ask about buses", "--kind", "for the report")
    copro("confirm", path, "Cy", "quote", "yes", "--because", "rang")
    copro("note", path, "Nobody rang.", "--said-by", "Table 3", "--how", "reported by")
    copro("version", path, "first")
    written = copro("write", path, "manifesto.html")
    assert Path(written.removeprefix("Written to ").strip()).is_file()
    names = {row["label"]: row for row in copro_json("codebook", path)}
    assert {"Waiting too long", "At the gate"} <= set(names)
    assert copro_json("status", path)["set_aside"] == 1
    history = copro("history", path)
    assert "because they say so" in " ".join(history.split())


def test_a_paper_an_edition_and_a_template_come_from_the_command_line_and_a_last_one_is_refused_while_it_is_a_draft(path: Path) -> None:
    copro("name", path, "Fares")
    copro("memo", path, "the study", "Anyone may share this.", "--kind", "licence")
    for call in (("guide.pdf", "--kind", "one page", "--large", "--hints"), ("manifesto.docx", "--edition", "group")):
        assert Path(copro("write", path, *call).removeprefix("Written to ").strip()).is_file()
    assert Path(copro("template", path, "one_page.typ").removeprefix("To be changed: ").strip()).is_file()
    refused = run("write", path, "one_page.pdf", "--final")
    assert refused.exit_code != 0
    assert "Fix one first" in " ".join((refused.output + str(refused.exception)).split())


@pytest.mark.parametrize("listing", ["status", "sources", "people", "contributions", "codebook", "placings", "waiting", "history", "read", "check"])
def test_every_listing_takes_json(path: Path, listing: str) -> None:
    copro("name", path, "A name")
    found = copro_json(listing, path)
    if isinstance(found, list):
        assert all("id" in row for row in found)
    copro(listing, path)


def test_the_sorter_on_the_command_line(path: Path) -> None:
    assert isinstance(copro_json("suggest", path), list)
    assert isinstance(copro_json("piles", path), list)


def test_people_go_out_and_come_back(path: Path, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    copro("people", path, "--csv", table)
    with table.open(encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    with table.open("w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, rows[0].keys())
        writer.writeheader()
        writer.writerows(row | {"confirm": row["found"]} for row in rows)
    assert "answers recorded" in copro("people", path, "--confirm", table)
    assert any(row["name"] == "yes" for row in copro_json("people", path))


def test_people_show_each_finding_with_its_sentence(path: Path) -> None:
    said = copro("people", path, "--sentences")
    assert "  name: yes, A. Arkwright\n      Credit me as A. Arkwright please." in said
    assert said.count("Ann Arkwright (") == 1
    assert "  quote: no\n      Please don't quote me." in said
    found = copro_json("people", path, "--sentences")
    assert {"id", "signed", "about", "found", "value", "sentence"} == set(found[0])
    assert "author" in copro("people", path).splitlines()[0]


def test_the_account_of_a_source_is_in_plain_words(path: Path, tmp_path: Path) -> None:
    export = write_wxr(tmp_path / "newer.xml", [*COMMENTS, ("Fay", "Buy now."), ("Gus", "Buy it.")])
    head, *comments = export.read_text("utf-8").split("<wp:comment>")
    comments[-2:] = [c.replace("approved>1<", f"approved>{kind}<") for c, kind in zip(comments[-2:], ("spam", "trash"), strict=True)]
    export.write_text("<wp:comment>".join([head, *comments]), "utf-8")
    copro("add", path, export)
    said = copro("sources", path)
    assert "1 in the bin, 1 spam" in said
    assert "{" not in said
    assert {"spam": 1, "in the bin": 1} in [row["left_out"] for row in copro_json("sources", path)]


def test_a_users_mistake_is_one_plain_message_and_exit_1(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "copro_text.cli", "status", str(tmp_path / "manifsto")], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert "There is no study" in done.stderr
    assert not (tmp_path / "manifsto").exists()


def test_wrong_usage_is_exit_2(tmp_path: Path) -> None:
    for words in (["nonsense"], ["rename"], ["add", str(tmp_path)]):
        assert runner.invoke(app, words).exit_code == 2


def test_a_file_that_cannot_be_read_does_not_stop_the_others(path: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.xml").touch()
    good = write_wxr(tmp_path / "newer.xml", [*COMMENTS, ("Fay", "I am new.")])
    done = runner.invoke(app, ["add", str(path), str(tmp_path / "empty.xml"), str(good), "--json"])
    assert done.exit_code == 1
    assert [file["read"] for file in json.loads(done.stdout)["files"]] == [0, 8]
    assert "empty" in done.stderr


def test_what_could_not_be_read_of_several_files_is_listed_in_one_place(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "a.xml").touch()
    write_wxr(folder / "b.xml", [*COMMENTS, ("Fay", "I am new.")])
    (folder / "c.csv").write_bytes(bytes(range(256)) * 9)
    for extra, how in ((["--dry-run"], "can be"), ([], "were")):
        done = runner.invoke(app, ["add", str(path), str(folder), *extra])
        listed = done.stderr.strip().splitlines()
        assert listed[0] == f"Not read, 2 of 3 files. The others {how} read."
        assert [line.split(":")[0] for line in listed[1:]] == ["- a.xml", "- c.csv"]
    (folder / "week 2").mkdir()
    (folder / "week 2" / "a.xml").touch()
    again = runner.invoke(app, ["add", str(path), str(folder)])
    assert [line.split(":")[0] for line in again.stderr.strip().splitlines()[1:]] == ["- exports/a.xml", "- c.csv", "- week 2/a.xml"]


def test_with_two_who_joined_one_must_say_who(path: Path) -> None:
    copro("join", path, "Tom")
    refused = runner.invoke(app, ["name", str(path), "X"])
    assert refused.exit_code == 1
    said = copro("rename", path, *(name_of(path, "Maya"), "Y"), "--as", "Tom")
    assert f"It waits for an answer from Maya: copro waiting {path}" in said


RECORD_NOTHING = ("new", "join", "demo", "desk", "lab")  # at the desk the screen asks who it is for; --as-of marks those that only show something


def options(command: click.Command) -> set[str]:
    return {option for p in command.params for option in p.opts}


def test_every_act_says_who_decides_who_types_and_who_is_there() -> None:
    acts = {name: c for name, c in typer.main.get_command(app).commands.items() if name not in RECORD_NOTHING and "--as-of" not in options(c)}
    assert len(acts) > 20
    for name, command in acts.items():
        assert {"--as", "--typed-by", "--present"} <= options(command), name


@pytest.mark.parametrize("act", ["answer", "confirm", "note", "add", "people"])
def test_what_one_types_for_another_is_recorded_so(path: Path, tmp_path: Path, act: str) -> None:
    copro("join", path, "Tom")
    copro("name", path, "Waiting", "--as", "Maya")
    newer = write_wxr(tmp_path / "newer.xml", [*COMMENTS, ("Fay", "I am new.")])
    table = tmp_path / "people.csv"
    table.write_text("id,signed,about,confirm,because\n,Cy,quote,yes,rang\n", "utf-8")
    words = {
        "answer": [copro_json("waiting", path)[0]["id"], "yes"],
        "confirm": ["Cy", "quote", "--because", "rang"],
        "note": ["Nobody rang."],
        "add": [newer],
        "people": ["--confirm", table],
    }
    copro(act, path, *words[act], "--as", "Tom", "--typed-by", "Maya", "--present", "Tom", "--present", "Maya")
    last = [e for e in Study(path).session.book.entries if e.body.kind != "enact"][-1]
    names = {a.id: a.name for a in Study(path).session.book.analysts.values()}
    assert (names[last.analyst], names[last.entered_by], [names[who] for who in last.present]) == ("Tom", "Maya", ["Tom", "Maya"])


def test_an_act_that_waits_says_so_and_whom_it_waits_for(path: Path) -> None:
    copro("join", path, "Tom")
    copro("join", path, "Sam")
    said = copro("name", path, "Waiting", "--as", "Maya")
    assert f"It waits for answers from Sam and Tom: copro waiting {path}" in said
    (proposal,) = (row for row in copro_json("waiting", path) if row["kind"] == "waits")
    assert f"It waits for an answer from Sam: copro waiting {path}" in copro("answer", path, proposal["id"], "yes", "--as", "Tom")
    assert "With that it is in force: Maya made a new name" in copro("answer", path, proposal["id"], "can live with it", "--as", "Sam")
    assert "It waits for answers from Sam and Tom" in copro("undo", path, proposal["id"], "--as", "Maya")
    assert "It waits" not in copro("memo", path, "Waiting", "a thought", "--as", "Maya")


def test_whoever_comes_back_is_pointed_to_what_took_effect_meanwhile(path: Path) -> None:
    copro("join", path, "Tom")
    copro("leave", path, "--as", "Tom")
    assert "While you were away" not in copro("join", path, "Sam")
    copro("name", path, "Waiting", "--as", "Maya")
    copro("answer", path, "Waiting", "yes", "--as", "Sam")
    assert f"While you were away 1 change took effect: copro story {path} --as 'Tom'" in copro("join", path, "Tom")


def test_an_act_that_waits_for_nobodys_answer_says_what_to_do(path: Path) -> None:
    copro("join", path, "Tom")
    copro("name", path, "Waiting", "--as", "Maya")
    said = copro("answer", path, "Waiting", "no", "--because", "not so", "--as", "Tom")
    assert "It waits: somebody said no: talk about it, then offer other words" in said
    copro("on-our-own", path, "--as", "Tom")
    said = copro("name", path, "The gate", "--as", "Tom")
    assert "It waits: nobody else sees it until you share" in said
    assert "Maya:" not in said


def test_undo_says_what_it_took_back_and_what_stays(path: Path) -> None:
    copro("name", path, "Waiting", "--because", "they say so")
    assert "Took back: Maya made a new name, 'Waiting', because they say so." in copro("undo", path)
    assert "Did again: Maya made a new name, 'Waiting', because they say so." in copro("redo", path)
    copro("join", path, "Tom")
    copro("rename", path, "Waiting", "The list", "--as", "Tom")
    proposal = copro_json("waiting", path)[0]["id"]
    copro("answer", path, proposal, "yes", "--as", "Maya")
    said = copro("undo", path, "--as", "Maya")
    assert "Took back: Maya answered 'yes' to" in said
    assert f"stays in force; to change that too: copro undo {path} {proposal[:8]}" in said
    assert "It waits for an answer from Maya" in copro("undo", path, proposal[:8], "--as", "Tom")


def name_of(path: Path, who: str) -> str:
    Study(path, analyst=who).name("X")
    waiting = copro_json("waiting", path)
    copro("answer", path, waiting[0]["id"], "yes", "--as", "Tom")
    return "X"


def test_check_says_sound_or_what_is_not(path: Path) -> None:
    assert "Sound" in copro("check", path)
    (log,) = (path / "decisions").glob("*.jsonl")
    log.write_bytes(log.read_bytes().replace(b"What is it?", b"What was it?"))
    done = runner.invoke(app, ["check", str(path)])
    assert done.exit_code == 1
    assert "line 2 is not what was written" in done.output
    assert "is safe" in done.output
    assert "copro check STUDY" in copro("status", path)


def test_every_command_has_help() -> None:
    assert all((command.help or (command.callback.__doc__ or "")).strip() for command in app.registered_commands)


def test_stopping_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    assert plainly(stopped) == 130
    assert "Nothing was lost" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["suggest", "add"])
def test_stopping_a_command_at_the_keyboard_is_told_in_a_line(path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    def stopped(*_args: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Study, command, stopped)
    done = runner.invoke(app, [command, str(path), *["export.xml"][: command == "add"]])
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (130, "", 1)
    assert "Nothing was lost" in done.stderr


def test_adding_a_table_tells_what_its_columns_were_taken_for(path: Path, tmp_path: Path) -> None:
    table = tmp_path / "answers.csv"
    table.write_text("Ref,What is it to you? Please explain\nr1,Nobody asked us before the plan was drawn\nr2,They rang back\n", "utf-8")
    said = copro("add", path, table)
    assert 'text: "What is it to you? Please explain"; id: "Ref"' in said and "--column Comments=text" in said
    (file,) = copro_json("add", path, table)["files"]
    assert file["notices"][0].startswith("2 answers") is False and 'id: "Ref"' in file["notices"][0]


def test_a_table_without_an_open_question_is_refused_with_its_rows_counted(path: Path, tmp_path: Path) -> None:
    (tmp_path / "closed.csv").write_text("Sector,Publish\n" + "Supplier,Yes\nUser,No\n" * 3, "utf-8")
    done = runner.invoke(app, ["add", str(path), str(tmp_path / "closed.csv"), "--json"])
    (file,) = json.loads(done.stdout)["files"]
    assert (done.exit_code, file["found"], file["read"], file["left_out"]) == (1, 6, 0, {"rows without an open answer": 6})


def test_deciding_together_goes_by_the_command_line_alone(path: Path) -> None:
    copro("join", path, "Tom")
    assert "everyone here has answered" in copro("rule", path)
    copro("introduce", path, "I drive the bus.", "--as", "Tom")
    copro("name", path, "Waiting", "--as", "Maya")
    (proposal,) = (row["id"] for row in copro_json("waiting", path) if row["kind"] == "waits")
    copro("hands", path, proposal, "--yes", "5", "--live-with", "1", "--as", "Maya")
    copro("answer", path, proposal, "don't understand", "--as", "Tom", "--because", "which?")
    (row,) = (row for row in copro_json("waiting", path) if row["id"] == proposal)
    assert (row["hands"], row["said"]) == ("yes 5, can live with it 1", "Tom: don't understand (which?)")
    copro("answer", path, proposal, "yes", "--as", "Tom", "--typed-by", "Maya")
    assert [row["entered_by"] for row in copro_json("entered-for-me", path, "--as", "Tom")] == ["Maya"]
    copro("own", path, "--as", "Tom")
    assert copro_json("entered-for-me", path, "--as", "Tom") == []
    copro("join", path, "Sam")
    copro("reopen", path, proposal, "--as", "Sam", "--because", "I was not here")
    assert [row["kind"] for row in copro_json("waiting", path) if row["id"] == proposal] == ["opened again"]
    for who in ("Maya", "Tom", "Sam"):
        copro("keep", path, proposal, "--as", who)
    assert proposal not in {row["id"] for row in copro_json("waiting", path)}
    assert "I drive the bus." in copro("story", path)
    assert "opened again" in copro("history", path, "Waiting")
    assert "Saved as " in copro("theme", path, "We are left waiting.", "--code", "Waiting", "--as", "Tom")
    assert copro_json("themes", path)[0]["state"] == "waiting"


def test_somebody_on_their_own_sees_and_shows_nothing_by_the_command_line(path: Path) -> None:
    copro("join", path, "Tom")
    first = copro_json("contributions", path)[0]["id"]
    copro("on-our-own", path, "--as", "Tom")
    copro("memo", path, first, "a secret thought", "--as", "Tom")
    for listing in ("status", "history", "waiting", "contributions", "story", "check"):
        for who in ((), ("--as", "Maya")):
            assert "secret" not in copro(listing, path, *who, "--json")
    assert "part read" not in {row["state"] for row in copro_json("contributions", path, "--as", "Maya")}
    assert "part read" in {row["state"] for row in copro_json("contributions", path, "--as", "Tom")}
    copro("share", path, "--as", "Tom")
    assert "part read" in {row["state"] for row in copro_json("contributions", path)}


def test_what_was_can_be_looked_at_by_the_command_line(path: Path) -> None:
    copro("name", path, "Waiting")
    copro("version", path, "first")
    copro("rename", path, "Waiting", "Left waiting")
    assert [row["label"] for row in copro_json("codebook", path)] == ["Left waiting"]
    assert [row["label"] for row in copro_json("codebook", path, "--as-of", "first")] == ["Waiting"]


def test_a_withdrawal_ends_with_what_it_could_not_reach_and_a_letter(path: Path, tmp_path: Path) -> None:
    shutil.copytree(path, tmp_path / "copy")
    said = copro("withdraw", path, "Ann Arkwright", "--letter", tmp_path / "letter.txt")
    assert said.index("What could not be reached from here") < said.index("A letter to send")
    assert "Arkwright" not in (tmp_path / "letter.txt").read_text("utf-8")
    assert "Arkwright" not in copro("bring-in", path, tmp_path / "copy")
    assert not [row for row in copro_json("contributions", path) if "nobody rings back" in row["text"]]
    memo = copro("memo", path, copro_json("contributions", path)[0]["id"], "A name that should not be here")
    assert "Saved" in memo
    last = copro_json("history", path)[-1]["id"]
    assert "gone here" in copro("erase-words", path, last)
    assert "should not be here" not in copro("history", path, "--json")


def test_every_listing_says_when_part_of_the_study_is_missing_and_json_stays_a_list(path: Path) -> None:
    for source in (path / "corpus").glob("*.jsonl"):
        source.unlink()
    for listing in ("codebook", "contributions", "people", "story", "history"):
        for more in ((), ("--json",)):
            done = run(listing, path, *more)
            assert done.stderr.count("This is not the whole study") == 1
            assert "not the whole study" not in done.stdout
    assert "not the whole study" in str(run("version", path, "first").exception)
    assert "not the whole study" not in run("status", path).stderr


def test_leaving_a_group_that_our_rule_asks_says_what_our_rule_is_then(path: Path) -> None:
    copro("join", path, "Tom")
    for who in ("Maya", "Tom"):
        copro("join-group", path, "those who wait", "--as", who)
    copro("set-rule", path, "group", "--group", "those who wait", "--as", "Maya")
    copro("answer", path, "our rule", "yes", "--as", "Tom")
    assert "our rule is again: A change takes effect when everyone here" in copro("leave-group", path, "those who wait", "--as", "Tom")


def test_stopping_while_words_are_taken_out_says_that_some_may_be_there_still(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Study, "withdraw", stopped)
    done = run("withdraw", path, "Dee")
    assert done.exit_code == 130
    assert "some may still be here. Run it again" in done.stderr


def test_help_shows_square_brackets() -> None:
    assert "such as [name] in place" in " ".join(copro("redact", "--help").replace("│", " ").split())
