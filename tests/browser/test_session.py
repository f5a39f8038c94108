"""A whole session at the desk, by mouse and again by keyboard alone: the log holds exactly what was done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from copro_text.study import Study
from tests.browser.fronts import Front, Opened
from tests.browser.hands import Hands, Keyboard, Mouse
from tests.browser.recorded import Recorded, recorded
from tests.small import COMMENTS

PARTY = ("Fay", "👩🏽‍🦽🎉 So they asked after the plan was printed, and then they asked again.")


def told(lines: list[Recorded]) -> list[str]:
    """What people decided, in the order they did; that a proposal took effect is not a decision of its own."""
    return [str(line) for line in lines if line.kind != "enact"]


@pytest.mark.parametrize("way", [Mouse, Keyboard], ids=["mouse", "keyboard"])
def test_a_whole_session_leaves_exactly_its_decisions(
    plain: Front, begun: Callable[..., Path], opens: Callable[..., Opened], way: type[Hands], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    study = begun("Maya", comments=(*COMMENTS, PARTY))
    before = len(recorded(study))
    opened = opens(plain, study, "Maya")
    hands = way(opened.page, lambda: opened.desk)

    # hear
    hands.press("Next")
    expect(opened.desk.get_by_role("heading", name="2 of 8")).to_be_visible()
    hands.press("Back")
    expect(opened.desk.get_by_role("heading", name="1 of 8")).to_be_visible()
    assert len(recorded(study)) == before, "hearing changes nothing"
    hands.fill("A word you want to keep?", "no room")
    hands.press("Keep")
    hands.saved()

    # put with a new name; a passage after an emoji with the same
    hands.find("chair")
    hands.press("Put with …")
    hands.name("Stairs")
    hands.press("Put it there", hands.form)
    hands.saved()
    hands.find("🎉 So")
    hands.choose_words("they asked after")
    hands.press("Put with …")
    hands.name("Stairs")
    hands.press("Put it there", hands.form)
    hands.saved()

    # set aside, memo
    hands.find("fare")
    hands.do("Set aside …", "Set it aside", Because="Not about this")
    hands.do("Memo …", "Save", Your_note="Ask Cy again")

    # name, join, undo, redo, part
    hands.press("Piles", opened.desk.get_by_role("navigation"))
    hands.do("New name", "Save", Name="Steps")
    open_name(hands, "Stairs")
    hands.press("Join with …")
    hands.name("Steps", "The name that stays")
    hands.press("Join them", hands.form)
    hands.saved()
    hands.press("Undo")
    expect(hands.button("Do it again")).to_be_visible()
    hands.press("Do it again")
    expect(hands.button("Do it again")).to_have_count(0)
    open_name(hands, "Steps")
    hands.tick(opened.desk.get_by_role("checkbox", name="Select: they asked after"))
    hands.do("Part …", "Part them", New_name="Asked late")

    mine = told(recorded(study)[before:])
    assert mine == [
        "memo text='no room'",
        "name label='Stairs'",
        "place",
        "place",
        "set_aside because='Not about this'",
        "memo text='Ask Cy again'",
        "name label='Steps'",
        "merge",
        "undo",
        "redo",
        "split labels='Asked late'",
    ]
    passage = [line for line in recorded(study)[before:] if line.kind == "place"][1].payload["excerpts"][0]
    start = PARTY[1].index("they asked after")
    assert passage.split(".")[2:] == [str(start), str(start + len("they asked after"))], "places are counted in code points"

    # Tom joins from elsewhere, puts something where Maya did not, and proposes a name: she sees it differently, and answers.
    after = len(recorded(study))
    monkeypatch.setenv("COPRO_STATE", str(tmp_path / "state of Tom"))
    tom = Study(study).join("Tom")
    chair = next(c for c in tom.session.corpus if "chair" in c.text)
    tom.place(chair.id, "Asked late", because="They were asked late")
    tom.name("Fares")
    tom.session.close()
    expect(opened.desk.get_by_role("navigation").get_by_role("button", name="Decide 1 waits for you")).to_be_visible()
    hands.find("chair")
    hands.do("I see it differently", "Save", Because="It is about the room")
    hands.press("Decide 1 waits for you", opened.desk.get_by_role("navigation"))
    question = opened.desk.get_by_role("article").filter(has_text="Fares")
    hands.fill("Because", "I can say it so", question)
    hands.press("Can live with it", question)
    hands.saved()
    by_tom = ["join name='Tom'", "place because='They were asked late'", "name label='Fares'"]
    assert told(recorded(study)[after:]) == [*by_tom, "remove because='It is about the room'", "answer because='I can say it so'"]
    assert "Fares" in {code.label for code in Study(study).session.book.codes.values() if code.state == "in use"}
    assert opened.watch.of_the_desk == []


def open_name(hands: Hands, label: str) -> None:
    hands.tick(hands.desk.locator("button.cd-pick").filter(has_text=label))
    expect(hands.desk.locator(".cd-main-pane").get_by_role("heading", name=label, level=3)).to_be_visible()
