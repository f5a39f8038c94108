"""A framework comes in as proposals and goes out again; what was said stands beside its names, in words and in noughts and ones."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import yaml

from copro_text import decisions as d
from copro_text.errors import CoproError, NotReadable, UnsafeFile
from copro_text.study import Study
from copro_text.writers.framework import framework_xlsx, framework_yaml
from copro_text.writers.matrix import matrix_xlsx, zero_one_csv, zero_one_xlsx
from tests.helpers import HOSTILE, Log, corpus_of, edition_of, hostile_edition, person, said
from tests.test_cli import copro

STAGES = """\
question: How is care commissioned?
names:
  - name: Planning
    definition: Deciding together what is needed.
    heading: Stages
    names:
      - name: Listening
        definition: Before anything is written.
      - Mapping
  - name: No
    definition: yes
"""


@pytest.fixture
def stages(tmp_path: Path) -> Path:
    (tmp_path / "stages.yaml").write_text(STAGES, "utf-8")
    return tmp_path / "stages.yaml"


def names(study: Study) -> dict[str, tuple[str, str, str]]:
    """Label -> definition, heading, what it stands under."""
    codes = study.session.refresh().book.codes
    called = {code: each.label for code, each in codes.items()}
    return {c.label: (c.definition, c.heading, called.get(c.under, "")) for c in codes.values() if c.state == "in use"}


BROUGHT = {
    "Planning": ("Deciding together what is needed.", "Stages", ""),
    "Listening": ("Before anything is written.", "", "Planning"),
    "Mapping": ("", "", "Planning"),
    "No": ("yes", "", ""),
}


def test_a_framework_comes_in_with_what_its_names_mean_and_what_stands_under_what(study: Study, stages: Path) -> None:
    shown = repr(study.framework(stages, dry_run=True))
    assert names(study) == {} and "4 new names" in shown and "nothing was recorded" in shown
    study.framework(stages)
    assert names(study) == BROUGHT


def test_a_framework_that_comes_in_twice_changes_nothing_the_second_time(study: Study, stages: Path) -> None:
    study.framework(stages)
    study.rename("Mapping", "Drawing maps")
    before = len(study.session.refresh().book.entries)
    assert "4 there already" in repr(study.framework(stages))
    assert len(study.session.refresh().book.entries) == before


def test_what_a_framework_defines_otherwise_is_proposed_and_names_of_people_stay(study: Study, stages: Path) -> None:
    study.name("planning", definition="What the council does.")
    study.name("Tea")
    study.framework(stages)
    assert names(study)["planning"][0] == "Deciding together what is needed."
    assert "Tea" in names(study)
    assert len(names(study)) == 5


def test_with_two_members_a_framework_waits_for_the_other_and_then_is_whole(study: Study, stages: Path) -> None:
    tom = Study(study.path).join("Tom")
    study.framework(stages)
    assert names(study) == {}
    before = len(study.session.book.entries)
    study.framework(stages)
    assert len(study.session.refresh().book.entries) == before
    for proposal in list(tom.waiting.index):
        tom.answer(proposal, "yes")
    assert names(study) == BROUGHT


@pytest.mark.parametrize("suffix", [".yaml", ".xlsx"])
def test_what_is_written_as_a_framework_comes_in_again_elsewhere_as_it_was(study: Study, stages: Path, tmp_path: Path, suffix: str) -> None:
    study.framework(stages)
    path = study.write(tmp_path / f"framework{suffix}")
    other = Study.new(tmp_path / "other", analyst="Ann")
    other.framework(path)
    assert names(other) == BROUGHT


@pytest.mark.parametrize(
    "text",
    [
        "- Planning\n- Doing\n",
        "Planning: Deciding together.\nDoing: It happens.\n",
        "codes:\n  Planning: {description: Deciding together.}\n  Doing: [Buying]\n",
        "Planning:\n  Listening: First.\nDoing:\n",
    ],
)
def test_a_framework_is_read_in_the_ways_people_write_one(study: Study, tmp_path: Path, text: str) -> None:
    (tmp_path / "f.yml").write_text(text, "utf-8")
    study.framework(tmp_path / "f.yml")
    assert {"Planning", "Doing"} <= names(study).keys()


def test_a_table_with_a_parent_that_is_not_there_a_ring_and_a_double_is_taken_in_as_far_as_it_goes(study: Study, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("Our framework;;\nname;under;definition\nA;B;\nB;A;\nC;Nothing;means\n;;lost\nc;;again\n", "utf-8-sig")
    told = repr(study.framework(tmp_path / "f.csv"))
    assert set(names(study)) == {"A", "B", "C"}
    for fault in ("would stand under itself", "there is no name “Nothing”", "stands in it twice", "Row 6 has no name"):
        assert fault in told


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("broken.yaml", "names: [a, b\n- c", NotReadable),
        ("empty.yaml", "", NotReadable),
        ("number.yaml", "7", NotReadable),
        ("bomb.yaml", "a: &a [x, x]\nb: &b [*a, *a]\nnames: [*b, *b]\n", UnsafeFile),
        ("python.yaml", "names:\n  - !!python/object/apply:os.system ['true']\n", NotReadable),
        ("deep.yaml", "[" * 100_000, UnsafeFile),
        ("wrong.csv", "one,two\n1,2\n", NotReadable),
        ("binary.xlsx", "\x00\x01", NotReadable),
        ("no.xlsx", "PK\x03\x04 no", CoproError),
    ],
)
def test_what_is_no_framework_is_refused_in_plain_words_and_nothing_is_recorded(
    study: Study, tmp_path: Path, name: str, text: str, error: type[CoproError]
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    before = len(study.session.book.entries)
    with pytest.raises(error) as refused:
        study.framework(tmp_path / name)
    assert name in refused.value.what and refused.value.do
    assert len(study.session.refresh().book.entries) == before


def test_a_line_that_is_wrong_is_named(study: Study, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("names:\n  - name: A\n  wrong\n", "utf-8")
    with pytest.raises(NotReadable, match=r"line [34]"):
        study.framework(tmp_path / "f.yaml")


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_name_is_called_its_framework_can_be_read(words: str, tmp_path: Path) -> None:
    e = hostile_edition(words)
    assert "names" in yaml.safe_load(framework_yaml(e))
    openpyxl.load_workbook(io.BytesIO(framework_xlsx(e)))


# beside what was said


@pytest.fixture
def told() -> tuple[Log, list]:
    log = Log()
    log.join("Maya", "Sam")
    texts = [said("rose", "They rang."), said("rose", "They rang twice."), said("tom", "Nobody rang."), said("ann", "I am still waiting.")]
    rings = log.name("Ringing back", "Somebody answers.")
    log.place(rings, texts[0], texts[1], texts[2])
    log.add(d.Remove(excerpts=(texts[2].whole.id,), code=rings), by="sam")
    log.name("=Paying")
    log.confirm("rose", "quote")
    return log, texts


def edition(told: tuple[Log, list], audience: str = "public"):
    log, texts = told
    states = {c.id: "placed" for c in texts[:3]}
    return edition_of(corpus_of(*texts), log, states=states, audience=audience)


def test_noughts_and_ones_open_as_figures_with_nothing_where_nobody_has_read(told: tuple[Log, list]) -> None:
    table = pd.read_csv(io.BytesIO(zero_one_csv(edition(told, "group"))))
    assert list(table.columns) == ["contribution", "who", "state", "Ringing back", "'=Paying", "version"]
    assert table["Ringing back"].tolist()[:3] == [1, 1, 1]
    assert table["'=Paying"].tolist()[:3] == [0, 0, 0]
    assert table.iloc[3, 3:5].isna().all()
    sheet = pd.read_excel(io.BytesIO(zero_one_xlsx(edition(told, "group"))), sheet_name="Noughts and ones")
    assert sheet["Ringing back"].tolist()[:3] == [1, 1, 1] and sheet["=Paying"].tolist()[:3] == [0, 0, 0]


def test_only_the_group_is_told_which_row_is_whose(told: tuple[Log, list]) -> None:
    public, group = (pd.read_csv(io.BytesIO(zero_one_csv(edition(told, audience)))) for audience in ("public", "group"))
    assert list(public.columns)[:2] == ["row", "state"] and public["row"].tolist() == [1, 2, 3, 4]
    assert group["who"].tolist()[0] == person("rose")[:8]
    assert [c.id[:8] for c in told[1]] == group["contribution"].tolist()
    assert {(row.id, row.who) for row in edition(told).rows} == {("", ())}


def test_two_names_that_are_called_the_same_have_columns_of_their_own() -> None:
    log = Log()
    log.join("Maya")
    log.name("Tea")
    log.name("version")
    log.agreed(d.Name(code="ab" * 16, label="Tea", members=("maya",)))
    columns = pd.read_csv(io.BytesIO(zero_one_csv(edition_of(corpus_of(said("rose", "One.")), log)))).columns
    assert len({*columns}) == len(columns) == 6 and sum(c.startswith("Tea (") for c in columns) == 2


def test_the_matrix_has_words_only_where_they_may_be_quoted_and_by_person_only_for_the_group(told: tuple[Log, list]) -> None:
    public, group = (openpyxl.load_workbook(io.BytesIO(matrix_xlsx(edition(told, audience)))) for audience in ("public", "group"))
    assert public.sheetnames == ["Matrix", "Summaries", "Names", "About"]
    assert group.sheetnames == ["Matrix", "Summaries", "By person", "Names", "About"]
    cells = [row[3].value for row in group["By person"].iter_rows(min_row=4)]
    assert "“They rang.”" in cells[0] and "“They rang twice.”" in cells[0]
    assert cells[1] == "[1 passage: not asked]"
    assert group["Matrix"]["D2"].value == "Somebody answers."


@pytest.mark.parametrize("words", [*HOSTILE.values(), "long " * 100], ids=[*HOSTILE, "500 characters"])
def test_whatever_somebody_typed_the_tables_hold_as_words(words: str) -> None:
    e = hostile_edition(words)
    pd.read_csv(io.BytesIO(zero_one_csv(e)))
    for data in (matrix_xlsx(e), zero_one_xlsx(e)):
        for sheet in openpyxl.load_workbook(io.BytesIO(data)):
            assert all(cell.data_type in ("s", "n") for row in sheet.iter_rows() for cell in row)


def test_a_draft_that_nobody_has_named_has_no_column() -> None:
    log = Log()
    log.join("Maya")
    log.add(d.Draft(run="run", codes=(("cd" * 16, 0),)))
    c = said("rose", "One.")
    e = edition_of(corpus_of(c), log, labels={"cd" * 16: "bus · gate"}, suggestions={"cd" * 16: (c.whole.id,)})
    assert len(e.in_use) == 1 and list(pd.read_csv(io.BytesIO(zero_one_csv(e))).columns) == ["row", "state", "version"]


def test_a_study_without_names_gives_tables_with_their_headings() -> None:
    e = edition_of(corpus_of(), Log())
    assert pd.read_csv(io.BytesIO(zero_one_csv(e))).empty
    assert openpyxl.load_workbook(io.BytesIO(matrix_xlsx(e))).sheetnames[0] == "Matrix"
    assert yaml.safe_load(framework_yaml(e)) == {"names": []}


def test_the_commands_bring_in_and_write(study: Study, stages: Path, tmp_path: Path) -> None:
    assert "4 new names" in copro("framework", study.path, stages, "--dry-run")
    rows = json.loads(copro("framework", study.path, stages, "--json"))
    assert [row["does"] for row in rows] == ["new name"] * 4
    for name in ("framework.yaml", "framework.xlsx", "matrix.xlsx", "zero_one.csv", "zero_one.xlsx"):
        copro("write", study.path, tmp_path / name, "--edition", "group")
        assert (tmp_path / name).stat().st_size > 100
