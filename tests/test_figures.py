"""Figures: what is drawn stands beside it in words and in a table, whatever people call things."""

from __future__ import annotations

import warnings
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from copro_text.cli import app
from copro_text.errors import NotPossible
from copro_text.study import Study
from copro_text.verbs.figures import FIGURES, LONGEST_ALT, NO_DATE, NO_SESSION, _alt, _columns
from copro_text.widgets.figures import MOST, Dot, Said, _heads, bars, before_and_after, dots, grid
from copro_text.widgets.picture import shown_label

LABELS = ["$5 and $10", "الإنتاج المشترك", "w" * 60, "<b>Rooms</b>", "🙂", "Pay\nor Fares"]
NONE = float("nan")


def said(alt: str = "Twelve of them.") -> Said:
    return Said("$Title$", "$axis$", alt, pd.DataFrame({"name": LABELS}))


@pytest.mark.parametrize("labels", [LABELS, LABELS[:1], [], LABELS * 5], ids=["six", "one", "none", "thirty"])
@pytest.mark.parametrize("kind", ["png", "svg"])
def test_any_names_are_drawn_without_a_warning_and_the_same_is_the_same_bytes(labels: list[str], kind: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(2):
            drawn = [
                bars(said(), [(label, i) for i, label in enumerate(labels)], kind),
                dots(
                    said(), [Dot(label, -0.3 if i else NONE, -0.5, NONE if i == 1 else 0.1, note="no figure") for i, label in enumerate(labels)], kind
                ),
                before_and_after(said(), [(label, -0.2, 1.0) for label in labels], kind),
                grid(said(), labels, labels, [[i * k for k, _ in enumerate(labels)] for i, _ in enumerate(labels)], kind),
            ]
            assert all(d.image[:4] == (b"\x89PNG" if kind == "png" else b"<?xm") for d in drawn)
            images = [d.image for d in drawn]
        assert images == [d.image for d in drawn]
    for each in drawn:
        assert ("stand in the table only" in each.alt) == (len(labels) > MOST)
        assert "<b>" not in each._repr_html_()
        assert "mathjax_ignore" in each._repr_html_()


@pytest.fixture
def group(study: Study, ids: dict[str, str]) -> tuple[Study, Study]:
    """Maya and Tom, who read three comments on their own and then shared."""
    for label in ("Fares", "Rooms"):
        study.name(label)
    tom = Study(study.path).join("Tom")
    for person in (study, tom):
        person.on_our_own()
    study.place([ids["Pay"], ids["A"]], "Fares")
    study.place([ids["I"], ids["Still"]], "Rooms")
    tom.place([ids["Pay"], ids["I"], ids["Still"]], "Rooms")
    tom.place(ids["A"], "Fares")
    for person in (study, tom):
        person.share()
    return study, tom


def test_the_words_and_the_table_say_what_each_picture_shows(group: tuple[Study, Study]) -> None:
    maya, _ = group
    assert maya.figure("mixed up").alt == "Names that are mixed up with each other, in passages: Fares or Rooms 1."
    # I and Still are one person's: three people in all, two with Fares, and Pay's with both names.
    assert maya.figure("voices").table.to_dict("records") == [{"name": "Fares", "people": 2}, {"name": "Rooms", "people": 2}]
    assert "of 5 whose words may be used" in maya.figure("voices").alt, "Eli asked us not to use it"
    assert maya.figure("dates").table.to_dict("records") == [{"name": "Fares", "2026-03": 2}, {"name": "Rooms", "2026-03": 2}]
    assert "2 in What is it?" in maya.figure("sessions").alt
    alpha = maya.figure("agreement").table.set_index("about")["value"]
    (same,) = maya.agreement(figures=True).table.query(
        "figure == \"Krippendorff's alpha\" and about == 'all codes' and what == 'how we read together'"
    )["value"]
    assert alpha["all names together"] == round(same, 2)
    assert "all names together as before at 0.53" in maya.figure("before and after").alt


def test_what_is_held_or_may_not_be_used_is_in_no_figure_of_voices(group: tuple[Study, Study], ids: dict[str, str]) -> None:
    maya, _ = group
    maya.place(ids["Please"], "Fares")
    maya.hold(ids["Pay"])
    assert maya.figure("voices").table.set_index("name")["people"].to_dict() == {"Fares": 1, "Rooms": 1}


def test_a_theme_stands_for_its_names_once_there_is_one(group: tuple[Study, Study]) -> None:
    maya, tom = group
    tom.answer(maya.theme("We pay to be heard.", codes=["Fares", "Rooms"]), "yes")
    assert maya.figure("voices").table.to_dict("records") == [{"theme": "We pay to be heard.", "people": 3}]


def test_without_anything_to_draw_there_is_an_honest_sentence(study: Study) -> None:
    for what in FIGURES:
        drawn = study.figure(what)
        assert drawn.image
        assert drawn.alt.startswith(("No ", "There is "))


def test_on_ones_own_nothing_about_all_is_drawn_and_an_unknown_figure_says_which_there_are(group: tuple[Study, Study]) -> None:
    maya, tom = group
    tom.on_our_own()
    for what in ("agreement", "before and after"):
        with pytest.raises(NotPossible, match="Tom works on their own first"):
            maya.figure(what)
    with pytest.raises(NotPossible, match="'mixed up', 'agreement'"):
        maya.figure("pie")


def put_with_two_names(folder: Path, file: Path) -> Study:
    """A study of one file, its comments put with two names by turns."""
    made = Study.new(folder, question="What is it?", analyst="Maya")
    made.add(file, progress=False)
    for label in ("Fares", "Rooms"):
        made.name(label)
    for i, c in enumerate(made.session.corpus):
        made.place(c.id, ("Fares", "Rooms")[i % 2])
    return made


def test_a_question_of_a_survey_is_no_session_and_where_there_is_none_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text(
        "What would help you most?,Date\n" + "".join(f"A bus number {i} would help me.,2026-0{1 + 3 * (i % 2)}-02\n" for i in range(8)), "utf-8"
    )
    made = put_with_two_names(tmp_path / "study", tmp_path / "answers.csv")
    assert made.figure("sessions").alt == "No session is known of what stands with a name."


def test_months_without_words_are_columns_too_while_there_is_room() -> None:
    assert _columns({"2025-11", NO_DATE, "2026-02"}) == ["2025-11", "2025-12", "2026-01", "2026-02", NO_DATE]
    assert _columns({"1998-01", "2026-02"}) == ["1998-01", "2026-02"], "not three hundred columns"
    assert _columns({"Table 2", NO_SESSION, "Table 1", "2026-01"}) == ["2026-01", "Table 1", "Table 2", NO_SESSION]
    assert _columns({NO_DATE}) == [NO_DATE]


def test_a_long_account_of_a_grid_is_short_enough_to_listen_to_and_the_table_has_the_rest() -> None:
    columns = [f"Session {i} of a seminar that had a very long name, and a place" for i in range(12)]
    counts = [[(7 * i + k) % 5 for i in range(12)] for k in range(6)]
    alt = _alt("People by session", list("abcdef"), columns, counts)
    assert len(alt) <= LONGEST_ALT
    assert "6 rows by 12 columns" in alt and "4 with" in alt and alt.endswith("The table has all.")
    assert _alt("People by session", ["a"], ["One", "Two"], [[3, 0]]) == "People by session. a: 3 in One."


def test_what_is_too_long_to_stand_over_a_column_is_a_number_there_and_whole_below() -> None:
    assert _heads(["2026-03", "2026-04"]) == (["2026-03", "2026-04"], [])
    assert _heads(["What is it, and what is it not?"] * 3)[0] == ["What is it, and what is it\nnot?"] * 3
    long = "What is co-production, and what is it not, at the forum by the harbour: Back together after tea, in the room upstairs"
    over, below = _heads([long, "Short"] * 5)
    assert over == [str(i) for i in range(1, 11)]
    assert " ".join(below[0].split()) == f"1 {long}"


def test_a_label_that_is_cut_ends_with_a_whole_word() -> None:
    assert shown_label("one two three four five", 12) == "one two…"
    assert shown_label("w" * 60, 12) == "w" * 11 + "…"
    assert all(len(shown_label(" ".join(["word"] * n), 20)) <= 20 for n in range(1, 12))


def test_the_command_line_says_what_a_figure_shows_and_writes_it(group: tuple[Study, Study], tmp_path: Path) -> None:
    maya, _ = group
    to = tmp_path / "voices.svg"
    ran = CliRunner().invoke(app, ["figure", str(maya.path), "voices", "--to", str(to), "--as", "Maya"])
    assert ran.exit_code == 0, ran.output
    assert "Fares 2; Rooms 2" in ran.output
    assert to.read_bytes().startswith(b"<?xml")
