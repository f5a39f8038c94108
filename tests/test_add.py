"""study.add: what was found is read or left out with a reason, and a newer export adds only what is new."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from copro_text.errors import NotReadable, NotSaved, UnsafeFile, WhoIsWorking
from copro_text.study import Study
from tests.small import COMMENTS, write_wxr, wxr

ADDRESS = re.compile(rb"[\w.+-]+@[\w-]+\.[\w.]+|\b192\.0\.2\.\d+\b")


def everything(study: Study) -> bytes:
    return b"\n".join(p.read_bytes() for p in sorted(study.path.rglob("*")) if p.is_file())


def test_read_and_left_out_are_all_that_was_found(study: Study) -> None:
    (source,) = study.session.corpus.sources.values()
    assert (source.found, source.read, source.new) == (7, 7, 7)
    assert source.found == source.read + sum(source.left_out.values())
    assert len(study.contributions) == 7


def test_no_address_enters_the_study(study: Study, tmp_path: Path) -> None:
    study.add(write_wxr(tmp_path / "more.xml", [*COMMENTS, ("Fay", "Write to fay@people.example or ring 192.0.2.77")]), progress=False)
    assert ADDRESS.findall(everything(study)) == []
    assert any("[e-mail address]" in text for text in study.contributions["text"])


def test_a_newer_export_adds_only_what_is_new_and_an_edited_text_is_a_new_version(study: Study, ids: dict[str, str], tmp_path: Path) -> None:
    code = study.name("The fare")
    study.place(ids["Pay"], code)
    words = "Pay the fare before we set off, and the sitter."
    changed = [(name, words if name == "Cy" else text) for name, text in COMMENTS]
    source = study.add(write_wxr(tmp_path / "newer.xml", [*changed, ("Fay", "I am new here.")]), progress=False)
    assert (source.new, source.edited, source.known) == (1, 1, 6)
    corpus = study.session.corpus
    assert corpus.contributions[ids["Pay"]].text.endswith("and the sitter.")
    assert len(study.contributions) == 8
    (placed,) = study.placings.to_dict("records")
    assert placed["words_changed"]
    assert placed["text"] == "Pay the fare before we set off."
    assert study.contributions.loc[ids["Pay"], "state"] == "part read"


def test_the_same_file_again_changes_nothing(study: Study, tmp_path: Path) -> None:
    before = everything(study)
    source = study.add(tmp_path / "export.xml", progress=False)
    assert (source.new, source.known) == (0, 7)
    assert everything(study) == before


def test_an_older_export_brings_no_old_words_back(study: Study, ids: dict[str, str], tmp_path: Path) -> None:
    newer = [("Cy", "New words.") if name == "Cy" else (name, text) for name, text in COMMENTS]
    study.add(write_wxr(tmp_path / "newer.xml", newer), progress=False)
    study.add(tmp_path / "export.xml", progress=False)
    assert study.session.corpus.contributions[ids["Pay"]].text == "New words."


def test_two_copies_that_read_the_same_export_get_the_same_ids_and_the_same_file(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    empty = Study.new(tmp_path / "one", analyst="Maya")
    empty.session.close()
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    studies = []
    for name in ("one", "two"):
        monkeypatch.setenv("COPRO_STATE", str(tmp_path / f"device {name}"))
        studies.append(Study(tmp_path / name, analyst="Maya"))
        studies[-1].add(tmp_path / "export.xml", progress=False)
    one, two = ({p.name: p.read_bytes() for p in (s.path / "corpus").iterdir()} for s in studies)
    assert one == two
    assert list(studies[0].session.corpus.contributions) == list(studies[1].session.corpus.contributions)


def test_the_account_is_kept_with_the_source(study: Study) -> None:
    (file,) = (study.path / "corpus").glob("*.jsonl")
    header = json.loads(file.read_text("utf-8").splitlines()[0])["source"]
    assert header["found"] == header["read"] + sum(header["left_out"].values())
    assert study.sources.iloc[0]["name"] == "export.xml"


def test_the_name_of_a_file_is_typed_words_and_not_in_the_corpus(study: Study) -> None:
    assert not any(b"export.xml" in p.read_bytes() for p in (study.path / "corpus").iterdir())


@pytest.mark.parametrize("changed", [('"found":7', '"found":8'), ("Ann Arkwright", "Ann Artwright"), ("2026-03-03T10:00:01", "2026-03-04T10:00:01")])
def test_anything_changed_by_hand_in_a_corpus_file_is_told(study: Study, changed: tuple[str, str]) -> None:
    (file,) = (study.path / "corpus").glob("*.jsonl")
    text = file.read_text("utf-8")
    assert changed[0] in text
    file.write_text(text.replace(*changed), "utf-8")
    assert "not what was written" in repr(Study(study.path).status)


def test_ids_say_nothing_without_the_key(tmp_path: Path) -> None:
    write_wxr(tmp_path / "export.xml")
    found = []
    for name in ("one", "two"):
        study = Study.new(tmp_path / name, analyst="Maya")
        study.add(tmp_path / "export.xml", progress=False)
        found.append(set(study.session.corpus.contributions) | set(study.session.corpus.contributors))
    assert not found[0] & found[1]


def bad(tmp_path: Path) -> dict[str, Path]:
    files = {
        "empty.xml": b"",
        "only white space.csv": b"\n\n  \n",
        "picture.xml": b"\x89PNG\r\n\x1a\n" + bytes(200),
        "no words.csv": b"a,b\n1,2\n3,4\n",
        "nul.bin": bytes(3000),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in files} | {"folder": tmp_path, "missing": tmp_path / "not there.xml"}


@pytest.mark.parametrize("name", ["empty.xml", "only white space.csv", "picture.xml", "no words.csv", "nul.bin", "folder", "missing"])
def test_what_cannot_be_read_is_refused_with_a_remedy_and_leaves_no_trace(study: Study, tmp_path: Path, name: str) -> None:
    before = everything(study)
    with pytest.raises(NotReadable) as refused:
        study.add(bad(tmp_path)[name], progress=False)
    assert refused.value.do
    assert refused.value.safe
    assert everything(study) == before


def test_a_doctype_is_refused(study: Study, tmp_path: Path) -> None:
    bomb = wxr().replace('<rss version="2.0"', '<!DOCTYPE rss [<!ENTITY a "aaaa">]>\n<rss version="2.0"')
    (tmp_path / "bomb.xml").write_text(bomb, "utf-8")
    before = everything(study)
    with pytest.raises(UnsafeFile):
        study.add(tmp_path / "bomb.xml", progress=False)
    assert everything(study) == before


def test_a_truncated_export_keeps_every_whole_comment_and_says_so(study: Study, tmp_path: Path) -> None:
    more = [*COMMENTS, ("Fay", "I am whole."), ("Gil", "I am cut off in the middle of my")]
    text = wxr(more)
    (tmp_path / "cut.xml").write_text(text[: text.index("cut off in")], "utf-8")
    source = study.add(tmp_path / "cut.xml", progress=False)
    assert source.new == 1
    assert source.faults
    assert source.found == source.read + sum(source.left_out.values())


def test_an_export_with_a_wrong_suffix_is_read_for_what_it_is(tmp_path: Path) -> None:
    study = Study.new(tmp_path / "s", analyst="Maya")
    assert study.add(write_wxr(tmp_path / "export.csv"), progress=False).format == "WordPress export"


def test_a_file_whose_source_did_not_reach_the_log_counts_for_nothing(study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = write_wxr(tmp_path / "newer.xml", [*COMMENTS, ("Fay", "I am new here.")])

    def refuse(*_: object) -> None:
        raise NotSaved("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(study.session, "record", refuse)
        with pytest.raises(NotSaved):
            study.add(newer, progress=False)
    assert len(Study(study.path).contributions) == 7
    assert study.add(newer, progress=False).new == 1
    assert len(Study(study.path).contributions) == 8


def test_nobody_adds_nothing(study: Study, tmp_path: Path) -> None:
    with pytest.raises(WhoIsWorking):
        Study(study.path).add(tmp_path / "export.xml", progress=False)


def test_a_source_that_has_not_arrived_is_told_and_loses_nothing_else(study: Study) -> None:
    (file,) = (study.path / "corpus").glob("*.jsonl")
    away = file.rename(file.with_suffix(".away"))
    opened = Study(study.path)
    assert opened.status["contributions"] == 0
    assert "not all here yet" in repr(opened.status)
    away.rename(file)
    assert opened.status["contributions"] == 7


def test_words_changed_by_hand_in_the_corpus_are_told(study: Study) -> None:
    (file,) = (study.path / "corpus").glob("*.jsonl")
    file.write_text(file.read_text("utf-8").replace("Pay the fare", "Pay no fare"), "utf-8")
    assert "not what was written" in repr(Study(study.path).status)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_one_two_and_five_comments_work_and_no_piles_are_forced(tmp_path: Path, count: int) -> None:
    study = Study.new(tmp_path / "s", question="What is it?", analyst="Maya")
    study.add(write_wxr(tmp_path / "few.xml", COMMENTS[:count]), progress=False)
    piles = study.suggest(progress=False)
    assert len(piles) <= 1
    assert piles.run.remark
    study.place(study.contributions.index[-1], study.name("A name"))
    assert study.write("manifesto.md").is_file()
