"""The demo: the whole main job in one go, with outputs that say only what people allowed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pypdf import PdfReader

from copro_text import demo
from copro_text.study import Study


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Study:
    home = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPRO_STATE", str(home / "state"))
        patch.setenv("COPRO_CACHE", str(home / "cache"))
        return demo.run(home / "demo")


def test_it_leaves_what_people_hold_in_their_hands(played: Study) -> None:
    written = {path.name for path in (played.path / "outputs").iterdir()}
    assert {"manifesto.html", "manifesto.md", "report.html", "codebook.xlsx", "placings.csv"} <= written
    assert {"manifesto.docx", "manifesto.pdf", "one_page.pdf"} <= written
    assert len(PdfReader(played.path / "outputs" / "one_page.pdf").pages) == 1


def test_the_hour_renames_joins_parts_sets_aside_and_takes_back_with_reasons(played: Study) -> None:
    done = played.decisions
    assert {"rename", "merge", "split", "set_aside", "undo", "confirm_pile", "memo", "version"} <= set(done["kind"])
    told = done[done["kind"].isin(["rename", "merge", "split", "set_aside", "undo", "confirm_pile"])]["what"]
    assert told.str.contains("because").all()


def test_it_gives_five_to_twelve_piles_and_every_text_is_accounted_for(played: Study) -> None:
    assert 5 <= len(played.piles) <= 12
    found = played.status
    assert sum(found[s] for s in ("placed", "set_aside", "part_read", "not_yet_read", "held")) == found["contributions"] == 413
    assert played.check() == ()


def test_the_manifesto_credits_exactly_those_who_asked_as_they_asked(played: Study) -> None:
    text = (played.path / "outputs" / "manifesto.md").read_text("utf-8")
    parts = (text.partition(f"## {part}")[2].partition("\n## ")[0].splitlines() for part in ("Authors", "Thanked by name"))
    authors, thanked = ([line.removeprefix("- ") for line in part if line.startswith("- ")] for part in parts)
    listed, people = authors + thanked, played.people
    assert set(authors) == set(people[(people["name"] == "yes") & (people["author"] == "yes")]["credit"]) - {""}
    asked = set(people[people["name"] == "yes"]["credit"]) - {""}
    assert len(listed) == len(set(listed)) == len(asked)
    with (demo.corpora() / "truth.csv").open(encoding="utf-8", newline="") as f:
        wanted = {row["credit"] for row in csv.DictReader(f) if row["credit"] and row["status"] in ("approved", "answered")}
    assert len(asked & wanted) >= 0.85 * len(wanted)


def test_answers_to_the_survey_stand_under_what_they_were_asked(played: Study) -> None:
    said, put = played.session.corpus.contributions, played.placings.query("belongs")
    heading = played.codebook["heading"]
    asked = {(heading[code], said[e.split(".")[0]].about) for e, code in zip(put["excerpt"], put["code"], strict=True)}
    assert any(demo.ASKS_IS in about for _, about in asked)
    assert not [about for under, about in asked if under == demo.IS and demo.ASKS_ISNT in about]
    assert not [about for under, about in asked if under == demo.ISNT and demo.ASKS_IS in about]


def test_what_the_group_typed_is_in_words_of_its_own(played: Study) -> None:
    from copro_text.writers.echoes import echoes

    s = played.session
    assert echoes(s.book, s.corpus, s.permissions) == ()


def test_nobody_who_asked_not_to_be_quoted_or_used_is_in_any_output(played: Study) -> None:
    texts = " ".join(p.read_text("utf-8") for p in (played.path / "outputs").iterdir() if p.suffix in (".md", ".html"))
    permissions = played.session.permissions
    for c in played.session.corpus:
        if not permissions.may_quote(c) and len(c.text) > 40:
            assert c.text[:40] not in texts


def test_it_takes_a_free_folder_and_leaves_an_earlier_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert demo.free_folder() == Path("demo")
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "mine.txt").touch()
    assert demo.free_folder() == Path("demo-2")
