"""From a mark in an output back to passages, to who put them where, to decisions, and to who sees it differently."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from copro_text.cli import app
from copro_text.corpus import mark_of
from copro_text.errors import NoSuchThing, NotReadable
from copro_text.study import Study
from copro_text.writers import WRITERS
from copro_text.writers.back import written

OUTPUTS = [f"{kind}{suffix}" for kind, by in WRITERS.items() for suffix in by]
MARK = re.compile(r"(?<![0-9a-f])(?!0{10})[0-9a-f]{10}(?=[0-9a-f]{8}(?![0-9a-f])|(?![0-9a-f]))")


@pytest.fixture
def named(study: Study, ids: dict[str, str]) -> Study:
    """Two people, a name with passages, one of them read differently, a theme with what speaks against it, a relation."""
    tom = Study(study.path).join("Tom")
    study = Study(study.path, analyst="Maya")
    study.name("Waiting", because="it is what they all do")
    study.name("Pay")
    for each in study.session.book.waiting:
        tom.answer(each.entry, "yes")
    study.place([ids["I"], ids["Pay"], ids["They"]], "Waiting", because="she waits")
    tom.remove(ids["Pay"], "Waiting", because="it is about money")
    for who in ("Ann Arkwright", "Cy", "Dee"):
        study.confirm(who, "quote")
    theme = study.theme("Waiting is the service.", codes=["Waiting"], against=[ids["A"]])
    tom.answer(theme, "yes")
    tom.answer(study.relate("Waiting", "keeps us from", "Pay"), "can live with it", because="mostly")
    return study


def mark(named: Study, label: str) -> str:
    return next(mark_of(c.id) for c in named.session.book.codes.values() if c.label == label)


def test_the_mark_of_a_quote_leads_to_who_put_it_where_and_to_who_sees_it_differently(named: Study, ids: dict[str, str]) -> None:
    said = str(named.trace(mark_of(named.session.corpus.contributions[ids["Pay"]].whole.id)))
    assert "“Pay the fare before we set off.”" in said
    assert re.search(r"Maya put it with “Waiting” \([0-9a-f]{10}\) on \d+ \w+ \d{4}, one by one: she waits", said)
    assert re.search(r"Tom said on .* that it does not belong with “Waiting” .*: it is about money", said)


def test_the_mark_of_a_name_leads_to_its_passages_its_count_and_its_decisions(named: Study) -> None:
    (found,) = named.trace(mark(named, "Waiting")).found
    assert (found.what, found.title) == ("a name", "Waiting")
    assert found.lines[0] == "3 people, each counted once, in 3 texts and 3 passages."
    assert len(found.passages) == 3
    assert "A new name: “Waiting”" in [e.did for e in found.decisions]
    assert any(e.because == "it is what they all do" and e.became.startswith("in force since") for e in found.decisions)


def test_the_marks_of_themes_and_relations_lead_to_what_they_rest_on(named: Study, ids: dict[str, str]) -> None:
    (theme,) = named.session.book.themes.values()
    said = str(named.trace(mark_of(theme.id)))
    assert f"It rests on “Waiting” ({mark(named, 'Waiting')})." in said
    assert "A room upstairs is no room for my chair." in said
    assert "speaks against it" in said
    (relation,) = named.session.book.relations
    assert "Tom: Answered “can live with it”" in str(named.trace(mark_of(relation.id)))


def test_a_count_says_whom_it_counts_at_the_screen_and_to_nobody_who_has_the_file(named: Study) -> None:
    people = {who[:8] for c in named.session.corpus for who in c.said_by if named.session.permissions.may_use(c)}
    said = str(named.trace("n-wrote"))
    assert all(who in said for who in people)
    page = named.write("manifesto.html", edition="group").read_text("utf-8")
    unquoted = next(who for who, c in named.session.corpus.contributors.items() if "Bo" in c.signed)
    assert unquoted[:8] not in page


@pytest.mark.parametrize("edition", ["public", "group"])
def test_every_mark_in_every_output_leads_somewhere(named: Study, edition: str) -> None:
    seen = 0
    for name in OUTPUTS:
        path = named.write(name, edition=edition)
        back = written(path.read_bytes(), path.suffix)
        assert back is not None
        for each in {mark for line in back.lines for mark in MARK.findall(line)}:
            assert named.trace(each).found, f"{name}: {each}"
            seen += 1
    assert seen > 20


def test_a_click_in_the_page_for_the_group_leads_to_where_it_comes_from_and_back(named: Study) -> None:
    page = BeautifulSoup(named.write("manifesto.html", edition="group").read_text("utf-8"), "html.parser")
    anchors = {tag["id"] for tag in page.find_all(id=True)}
    links = [a["href"] for a in page.find_all("a")]
    assert {link[1:] for link in links} <= anchors
    quotes = page.select("figure.words figcaption a.mark, figure.words .mark a")
    assert quotes
    assert all(a["href"].startswith("#t-") for a in quotes)
    assert {"#t-n-wrote", "#t-n-where"} <= set(links)
    assert "Tom sees it differently: says it does not belong" in " ".join(page.get_text(" ").split())


def test_a_public_page_leads_nowhere_and_says_nothing_of_who_put_what_where(named: Study) -> None:
    page = named.write("manifesto.html").read_text("utf-8")
    assert "#t-" not in page
    assert "she waits" not in page
    assert "n-wrote" not in page


def test_the_beginning_of_a_mark_will_do_and_a_decision_has_its_short_id(named: Study) -> None:
    assert named.trace(mark(named, "Pay")[:6]).found == named.trace(f"[{mark(named, 'Pay')}]").found
    decision = named.decisions.index[-1]
    assert named.trace(decision[:8]).found[0].what == "a decision"


def test_a_mark_that_leads_nowhere_gets_a_plain_message(named: Study) -> None:
    for wrong in ("ffffffffff", "", "12", "no such"):
        with pytest.raises(NoSuchThing, match="Nothing here has the mark"):
            named.trace(wrong)


def test_what_was_taken_out_leaves_no_mark_and_what_is_held_shows_no_words(named: Study, ids: dict[str, str]) -> None:
    gone, held = (mark_of(named.session.corpus.contributions[ids[first]].whole.id) for first in ("Pay", "I"))
    named.hold(ids["I"])
    assert "gate" not in str(named.trace(held))
    assert "[not printed: held]" in str(named.trace(held))
    named.withdraw("Cy")
    with pytest.raises(NoSuchThing):
        named.trace(gone)
    assert "2 people, each counted once" in str(named.trace(mark(named, "Waiting")))


def test_marks_are_the_same_in_every_version_and_on_the_command_line(named: Study) -> None:
    named.version("one")
    before = named.write("manifesto.md").read_text("utf-8")
    named.define("Pay", "What it costs.")
    assert set(MARK.findall(before)) <= set(MARK.findall(named.write("manifesto.md").read_text("utf-8"))) | {named.session.book.entries[0].id[:10]}
    done = CliRunner().invoke(app, ["trace", str(named.path), mark(named, "Pay"), "--json"])
    assert done.exit_code == 0, done.output
    (found,) = json.loads(done.output)
    assert (found["id"], found["label"]) == (mark(named, "Pay"), "Pay")


def test_somebody_on_their_own_is_led_to_nothing_that_others_did_meanwhile(named: Study, ids: dict[str, str], tmp_path: Path) -> None:
    tom = Study(named.path, analyst="Tom")
    tom.on_our_own()
    named.on_our_own()
    named.place(ids["A"], "Pay", because="the lift costs money")
    assert "the lift costs money" not in str(tom.trace(mark(named, "Pay")))
    assert "the lift costs money" in str(named.trace(mark(named, "Pay")))


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_every_part_of_a_panel_draft_leads_to_what_it_says_and_to_what_was_said_of_it(named: Study, suffix: str) -> None:
    named.define("Waiting", "Nobody answers. It takes weeks.")
    Study(named.path, analyst="Tom").answer(named.session.book.waiting[0].entry, "yes")
    named.memo("Waiting", "On “It takes weeks.”: not for everyone.", kind="ours")
    path = named.write(f"panel_draft{suffix}")
    found = named.trace(path)
    assert not found.nowhere
    titles = {each.title: each for each in found.found}
    assert {"Waiting", "Waiting is the service.", "Nobody answers.", "It takes weeks.", "the whole draft"} <= set(titles)
    said = [e.did for e in titles["It takes weeks."].decisions]
    assert any("Nobody answers. It takes weeks." in each for each in said) and "Wrote a memo (ours)" in said


def test_a_file_of_another_study_leads_nowhere_and_says_so(named: Study, tmp_path: Path) -> None:
    other = Study.new(tmp_path / "other", analyst="Ada")
    other.name("Other", definition="Something else.")
    found = named.trace(other.write("panel_draft.docx"))
    assert len(found.nowhere) >= 2
    assert "These lead nowhere in this study: " in str(found)


def test_every_mark_in_a_letter_and_in_its_sheet_of_answers_leads_to_what_that_person_said(named: Study, ids: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text("who,called,reach,asked,delete by\nCy,Cy,0115 496 0000,in the room,2099-12-31\n", "utf-8")
    named.show_back(tmp_path / "contacts.csv", tmp_path / "letters")
    for name in ("letter 01.docx", "answers.xlsx", "answers.csv"):
        (found,) = named.trace(tmp_path / "letters" / name).found
        assert found.mark == mark_of(named.session.corpus.contributions[ids["Pay"]].whole.id)
        assert "Pay the fare before we set off." in str(named.trace(tmp_path / "letters" / name))


@pytest.mark.parametrize("name", ["none.docx", "photo.png", "empty.md"])
def test_a_file_without_marks_gets_a_plain_message(named: Study, tmp_path: Path, name: str) -> None:
    if not name.startswith("none"):
        (tmp_path / name).write_bytes(b"nothing")
    with pytest.raises(NotReadable):
        named.trace(tmp_path / name)


def test_the_command_follows_a_file_by_its_name_in_the_outputs(named: Study) -> None:
    named.write("panel_draft.xlsx")
    done = CliRunner().invoke(app, ["trace", str(named.path), "panel_draft.xlsx"])
    assert done.exit_code == 0, done.output
    assert f"{mark(named, 'Pay')}: a name. Pay" in done.output
