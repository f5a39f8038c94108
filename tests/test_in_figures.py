"""How the group reads together, in figures: before and after talking, and beside the sorter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from copro_text.errors import NotPossible
from copro_text.study import Study
from copro_text.verbs.in_figures import MANY, MOVED, SORTER, TOGETHER
from tests.helpers import on_the_command_line
from tests.small import write_wxr

ABOUT = ("the Tuesday bus and its fare", "a locked gate and no bell", "a room up the stairs")
HOW = ("was late", "cost me a morning", "kept me out", "nobody had thought of", "is why I stay at home", "was told to nobody")
COMMENTS = [(f"Person {i:02}", f"Comment {i}: {ABOUT[i % 3]} {HOW[i // 3]}.") for i in range(18)]


def a_group(folder: Path, *names: str) -> tuple[list[Study], list[str]]:
    """People who joined a study of 18 comments, two names in force, and the passages."""
    maya = Study.new(folder / "study", question="What is it?", analyst="Maya")
    maya.add(write_wxr(folder / "export.xml", COMMENTS), progress=False)
    for label in ("Fares", "Rooms"):
        maya.name(label)
    people = [maya, *(Study(maya.path).join(name, new=True) for name in names)]
    return people, [c.whole.id for c in maya.session.corpus if c.text.startswith("Comment")]


@pytest.fixture
def three(tmp_path: Path) -> tuple[list[Study], list[str]]:
    return a_group(tmp_path, "Tom", "Ros")


def row(study: Study, what: str, figure: str, about: str = "all codes") -> dict[str, object]:
    table = study.agreement(figures=True).table
    (found,) = table[(table["what"] == what) & (table["figure"] == figure) & (table["about"] == about)].to_dict("records")
    return found


def test_figures_are_those_of_the_readings_with_an_interval_and_of_each_name(three: tuple[list[Study], list[str]]) -> None:
    (maya, tom, _), passages = three
    maya.place(passages[:9], "Fares")
    maya.place(passages[9:], "Rooms")
    tom.place(passages[:12], "Fares")
    tom.place(passages[12:], "Rooms")
    for about in ("all codes", "Fares", "Rooms"):
        found = row(maya, TOGETHER, "percent agreement", about)
        assert found["value"] == pytest.approx(15 / 18)
        assert found["low"] < 15 / 18 < found["high"]  # type: ignore[operator]
    # 9 and 9 against 12 and 6: chance is 1/2, so (5/6 - 1/2) / (1/2).
    assert row(maya, TOGETHER, "Cohen's kappa")["value"] == pytest.approx(2 / 3)
    said = repr(maya.agreement(figures=True))
    assert "Cohen's kappa for all names together is 0.67 (" in said
    assert "in 83 of 100 such draws" in said
    for name in ("Maya", "Tom"):
        assert name not in said + maya.agreement(figures=True).table.to_json(), "nobody is in a figure by name"


def test_before_is_what_each_read_first_without_knowing_of_the_others(three: tuple[list[Study], list[str]]) -> None:
    (maya, tom, ros), passages = three
    for person in (maya, tom):
        person.on_our_own()
    maya.place(passages[:12], "Fares")
    tom.place(passages[:6], "Fares")
    tom.place(passages[6:12], "Rooms")
    maya.share()
    tom.share()
    ros.place(passages[:12], "Rooms")  # she has seen both: a reading, but not a first one
    assert row(maya, MOVED, "percent agreement") | {"sentence": ""} == {
        "what": MOVED,
        "figure": "percent agreement",
        "about": "all codes",
        "value": 0.0,
        "low": pytest.approx(float("nan"), nan_ok=True),
        "high": pytest.approx(float("nan"), nan_ok=True),
        "before": 0.5,
        "passages": 12,
        "people": 2,
        "sentence": "",
    }
    for passage in passages[6:9]:
        tom.remove(passage, "Rooms")
        tom.place(passage, "Fares")
    moved = row(maya, MOVED, "percent agreement")
    assert (moved["before"], moved["value"]) == (0.5, 0.25)
    assert "from 0.50 to 0.75" in moved["sentence"]  # type: ignore[operator]
    assert "gave way" in moved["sentence"]  # type: ignore[operator]


def test_where_everyone_knew_of_the_others_there_is_no_before(three: tuple[list[Study], list[str]]) -> None:
    (maya, tom, _), passages = three
    maya.place(passages, "Fares")
    tom.place(passages, "Fares")
    assert "no passage was read by two of us before they knew how another reads it" in row(maya, MOVED, "percent agreement")["sentence"]  # type: ignore[operator]


def test_people_are_set_beside_the_sorter_only_where_they_put_passages_one_by_one(three: tuple[list[Study], list[str]]) -> None:
    (maya, tom, _), passages = three
    maya.place(passages, "Fares")
    tom.place(passages, "Fares")
    assert SORTER not in set(maya.agreement(figures=True).table["what"]), "it has not been asked"
    maya.suggest(progress=False)
    maya.draft()
    figure = "Cohen's kappa with the sorter"
    assert "nobody has put a passage, one by one" in row(maya, SORTER, figure)["sentence"]  # type: ignore[operator]
    for person in (maya, tom):
        for passage in passages:
            person.remove(passage, "Fares")
    suggested = {maya.codebook.index[i]: each for i, each in enumerate(maya.codebook["suggested"]) if each}
    assert suggested
    of_pile = dict(maya.suggestions)
    for code in suggested:
        maya.confirm_pile(code)
    assert "nobody has put a passage, one by one" in row(maya, SORTER, figure)["sentence"]  # type: ignore[operator]
    for code, put in of_pile.items():
        tom.place([passage for passage in put if passage in passages], code)
    found = row(maya, SORTER, figure)
    assert (found["value"], found["people"]) == (pytest.approx(1.0), 1), "Tom put each where the sorter would, one by one; Maya did so in bulk"
    assert "in bulk by somebody" in repr(maya.agreement(figures=True))


def test_what_is_neither_alike_nor_contrary_is_counted_and_the_reason_for_no_interval_said_once(three: tuple[list[Study], list[str]]) -> None:
    (maya, tom, _), passages = three
    maya.place(passages[:4], "Fares")
    tom.place(passages[:3], "Fares")
    tom.place(passages[2:4], "Rooms")
    said = repr(maya.agreement(figures=True))
    assert "2 were read in just the same way by everyone who read them, 1 differently, and 1 not quite alike, but without contradiction." in said
    assert said.count("since these are fewer than 10 passages") == 1
    assert said.count("(no interval)") >= 5


def test_one_name_for_all_is_an_honest_sentence(three: tuple[list[Study], list[str]]) -> None:
    (maya, tom, _), passages = three
    maya.place(passages, "Fares")
    tom.place(passages, "Fares")
    said = repr(maya.agreement(figures=True))
    assert "everybody gave the same answer to every passage" in said
    assert "is 1.00" not in said
    assert "nan" not in said.lower().replace("krippendorff", "")


def test_of_many_people_there_are_figures_too_and_pairs_are_left_out_with_a_word(tmp_path: Path) -> None:
    people, passages = a_group(tmp_path, *(f"{chr(65 + i)}{chr(97 + i)}ra" for i in range(MANY)))
    for i, person in enumerate(people):
        person.place(passages[: 4 + i], "Fares")
        person.place(passages[4 + i :], "Rooms")
    found = people[0].agreement(figures=True)
    assert "more than 10 of us" in repr(found)
    assert "Cohen's kappa" not in set(found.table["figure"])
    assert len(found.table.loc[found.table["value"].notna()]) > 4


def test_while_anybody_is_on_their_own_there_is_no_figure_and_the_reason_is_said(three: tuple[list[Study], list[str]]) -> None:
    (maya, tom, _), passages = three
    maya.place(passages, "Fares")
    tom.place(passages, "Rooms")
    tom.on_our_own()
    with pytest.raises(NotPossible, match="Tom works on their own first"):
        maya.agreement(figures=True)


def nobody(people: list[Study], passages: list[str]) -> None:
    """Nobody has read anything."""


def one_of_us(people: list[Study], passages: list[str]) -> None:
    people[0].place(passages, "Fares")


def no_overlap(people: list[Study], passages: list[str]) -> None:
    people[0].place(passages[:9], "Fares")
    people[1].place(passages[9:], "Rooms")


def one_name(people: list[Study], passages: list[str]) -> None:
    for person in people:
        person.place(passages, "Fares")


def one_passage(people: list[Study], passages: list[str]) -> None:
    people[0].place(passages[0], "Fares")
    people[1].place(passages[0], "Rooms")


ODD = {
    "nobody has read anything": (nobody, "Nobody has put a passage anywhere yet"),
    "one of us": (one_of_us, "Only one of us has put passages anywhere yet"),
    "no overlap": (no_overlap, "No passage has been read by two of us yet"),
    "one name": (one_name, "everybody gave the same answer to every passage"),
    "one passage": (one_passage, "only one passage was read by two people"),
}


@pytest.mark.parametrize(("happens", "said"), ODD.values(), ids=ODD)
def test_where_there_is_nothing_to_compare_a_sentence_says_so_in_python_and_on_the_command_line(
    three: tuple[list[Study], list[str]], happens: Callable[[list[Study], list[str]], None], said: str
) -> None:
    people, _ = three
    happens(*three)
    found = people[0].agreement(figures=True)
    assert said in repr(found)
    defined = found.table[found.table["value"].notna()] if len(found.table) else found.table
    assert set(defined.get("figure", ())) <= {"percent agreement"}, "no coefficient is made up"
    for words in ((), ("--figures",), ("--figures", "--json")):
        code, told = on_the_command_line("agreement", people[0].path, *words)
        assert code == 0, told
        assert " nan" not in told.casefold(), told
    assert said in on_the_command_line("agreement", people[0].path, "--figures")[1]
    for what in ("agreement", "before and after", "mixed up"):
        code, told = on_the_command_line("figure", people[0].path, what)
        assert (code, bool(told)) == (0, True), told


def test_on_our_own_the_command_line_gives_the_reason_and_no_figure(three: tuple[list[Study], list[str]]) -> None:
    (maya, tom, _), passages = three
    maya.place(passages, "Fares")
    tom.place(passages, "Rooms")
    tom.on_our_own()
    both = [("agreement", "--figures"), ("figure", "agreement"), ("figure", "before and after")]
    own = [*both, ("agreement",)]
    for who, whose, commands in (("Maya", "Tom works on their own first", both), ("Tom", "You work on your own first", own)):
        for command, *words in commands:
            code, told = on_the_command_line(command, maya.path, *words, who=who)
            assert (code, whose in told) == (1, True), told
            assert "kappa" not in told


def test_fifty_of_us_get_figures_on_the_command_line(tmp_path: Path) -> None:
    names = [f"{one}{other}" for one in "BDFGKLP" for other in ("ara", "elle", "ilo", "orin", "uma", "ysander", "edith")]
    people, passages = a_group(tmp_path, *names)
    assert len(people) == 50
    for i, person in enumerate(people):
        person.place(passages[: 3 + i % 9], "Fares")
    code, told = on_the_command_line("agreement", people[0].path, "--figures")
    assert code == 0, told
    assert "more than 10 of us" in told
    assert not any(name in told.partition("Each name by itself")[0] for name in names), "nobody is in a figure by name"
