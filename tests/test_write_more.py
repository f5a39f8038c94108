"""The audit, you said, lines to pick from, the seminar report, stories side by side and the run chart."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from copro_text import decisions as d
from copro_text.cli import app
from copro_text.corpus import Contribution
from copro_text.errors import WriteError
from copro_text.study import Study
from copro_text.writers import WRITERS, audit, run_chart, timeline_figure
from copro_text.writers.back import written
from copro_text.writers.measure import Measure, Point, read_measure
from copro_text.writers.views import DecisionShown, Edition
from tests.helpers import HOSTILE, Log, corpus_of, edition_of, hostile_edition, said
from tests.test_write_golden import MEASURE, small

NEW = ("audit", "you_said", "lines", "seminar_report", "stories", "run_chart")
WRITES = [pytest.param(write, suffix, id=kind + suffix) for kind in NEW for suffix, write in WRITERS[kind].items()]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(("write", "suffix"), WRITES)
def test_whatever_people_type_is_words_and_nothing_else(write, suffix: str, words: str) -> None:
    made = write(hostile_edition(words))
    assert written(made, suffix) is not None
    if suffix == ".html":
        page = BeautifulSoup(made, "html.parser")
        assert not page.find_all(["script", "img", "b"])
        assert all(href.startswith("#") for href in (a["href"] for a in page.find_all("a")))


@pytest.mark.parametrize(("write", "suffix"), WRITES)
def test_an_empty_study_can_be_written(write, suffix: str) -> None:
    assert written(write(edition_of(corpus_of(), Log())), suffix) is not None


# the audit


def test_the_audit_has_every_decision_with_who_why_and_what_became_of_it() -> None:
    e = small("group")
    assert len(e.decisions) == len({x.id for x in e.decisions})
    by = {x.did: x for x in e.decisions}
    assert by["A new name: “Ringing back”"].because == "all say it"
    assert by["A new name: “Ringing back”"].became == "in force since 1 May 2026"
    assert by["Set aside a passage"].became == "taken back"
    assert [(w.by, w.text, w.because) for w in by["Put 3 passages with “Ringing back”"].differently] == [
        ("Sam", "says it does not belong (1 of 3)", "it is about asking")
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(audit.audit_xlsx(e)))["Decisions"]
    assert sheet.max_row == len(e.decisions) + 1


def test_the_audit_says_who_sees_a_wording_differently_and_what_lapsed() -> None:
    log = Log()
    log.join("Maya", "Sam")
    code = log.name("Rings")
    asked = log.add(d.Rename(code=code, label="Calls", members=("maya", "sam"), replaces=log.book.replaced_by(code, "label")))
    log.add(d.Answer(proposal=asked.id, answer="no", because="a ring is a ring"), by="sam")
    log.add(d.Place(excerpts=("no such passage",), code="no such code"))
    page = BeautifulSoup(audit.audit_html(edition_of(corpus_of(), log)), "html.parser").get_text(" ")
    assert "Sam: no, because a ring is a ring" in page
    assert "waits" in page.casefold()


def test_the_audit_never_says_about_whom_something_was_confirmed() -> None:
    log = Log()
    log.join("Maya")
    log.confirm("rose", "name", value="Rosamund Quillfeather")
    log.add(d.Withdraw(contributors=("x",), because="Rosamund asked"))
    for suffix, write in WRITERS["audit"].items():
        back = written(write(edition_of(corpus_of(said("rose", "Hello.", signed="Rosamund Quillfeather")), log)), suffix)
        assert back is not None
        assert "Rosamund" not in back.text.replace("RosamundQuillfeather", "", 1 if suffix == ".xlsx" else 0)


@given(st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(["place", "name", "answer", "join", "enact"])), max_size=60))
def test_the_timeline_counts_each_decision_once_and_its_table_says_the_same(made: list[tuple[date, str]]) -> None:
    decisions = [DecisionShown(str(i), f"{when}T10:00:00Z", kind, "Maya", "", "", "", "") for i, (when, kind) in enumerate(made)]
    columns, rows = timeline_figure.counted(decisions)
    work = [kind for _, kind in made if kind != "enact"]
    assert sum(sum(many.values()) for many in rows.values()) == len(work)
    assert len(columns) <= timeline_figure.MOST
    head, table = timeline_figure.table(columns, rows)
    assert sum(int(cell) for row in table for cell in row[1:]) == len(work)
    assert len(head) == len(rows) + 1
    svg = timeline_figure.figure(columns, rows)
    assert bool(svg) == bool(work)
    if svg:
        ET.fromstring(svg)


# you said


def test_what_was_done_is_only_what_people_wrote_and_empty_rows_are_printed_as_empty(study: Study, ids: dict[str, str]) -> None:
    study.name("Waiting")
    study.name("Pay")
    study.place(ids["I"], "Waiting")
    study.memo("Waiting", "The ward rings within two days.", kind="was done")
    study.memo("Waiting", "Not at weekends.", kind="was not done")
    study.set_promise("You hear from us by June.")
    for suffix in WRITERS["you_said"]:
        back = written(study.write(f"you-said{suffix}").read_bytes(), suffix)
        assert back is not None
        said_ = " ".join(" ".join(back.lines).split())
        assert "We promised those who wrote: You hear from us by June." in said_
        assert said_.index("Waiting") < said_.index("The ward rings within two days.") < said_.index("Not at weekends.")
        assert said_.count("Nobody has written anything here yet.") == 2
        assert "Of 1 row nobody has written" in said_


def test_a_name_that_a_theme_rests_on_is_told_with_the_theme() -> None:
    (theme, *names) = small("public").done
    assert (theme.said, theme.done, theme.not_done) == (
        "Whoever asks comes back.",
        ("The ward rings within two days.",),
        ("Not at weekends: nobody is paid for it.",),
    )
    assert [row.said for row in names] == ["A tick in a box", "Slogans"]


# lines


def test_lines_are_short_whole_sentences_in_the_speakers_own_words_of_those_who_said_yes() -> None:
    found = [q.text for row in small("public").lines for q in row.quotes]
    assert found == ["When they ring back.", "Nobody ever rang me back about it.", "Some of us would rather be left alone."]


def test_each_line_has_a_mark_of_its_own_that_leads_back(study: Study, ids: dict[str, str]) -> None:
    study.name("Waiting")
    study.place([ids["Still"], ids["Pay"]], "Waiting")
    for who in ("Ann Arkwright", "Cy"):
        study.confirm(who, "quote")
    path = study.write("lines.docx")
    marks = {q.mark: q.words for q in written(path.read_bytes(), ".docx").quotes}
    assert "It is the same every week." in marks.values()
    for mark, words in marks.items():
        told = str(study.trace(mark))
        assert words in told
        assert "Maya put it with “Waiting”" in told
    study.withdraw("Cy")
    assert not path.exists()


# the seminar report, stories


def test_what_somebody_reports_that_another_said_is_never_printed_as_anothers_words() -> None:
    (first, _) = small("public").sessions
    assert (first.title, first.when, first.named, first.others.people, first.reported) == ("Session 1: Asking", "2026-04-18", (), 2, 1)
    for suffix, write in WRITERS["seminar_report"].items():
        text = written(write(small("public")), suffix).text
        assert "Reportedbythepersonwhowroteitdown:Annethinksthebusmatters." in text
        assert "“Annethinks" not in text


def test_the_title_of_a_session_names_nobody_who_did_not_ask() -> None:
    c = replace(said("rose", "They rang.", signed="Rosamund Quillfeather"), about="Rosamund Quillfeather: on ringing back")
    log = Log()
    log.join("Maya")
    log.place(log.name("Rings"), c)
    (session,) = edition_of(corpus_of(c), log).sessions
    assert session.title == "[…]: on ringing back"


def test_the_title_of_a_post_stands_outside_the_group_only_where_its_writer_may_be_quoted() -> None:
    post = replace(said("blogger", "Tell me."), origin=("test", "site", "post", "1"), about="On being wrong")
    log = Log()
    log.join("Maya")
    titles = [edition_of(corpus_of(post), log, audience=audience).sessions[0].title for audience in ("public", "group")]
    assert titles == ["A post, and what people answered to it", "On being wrong"]
    log.confirm("blogger", "quote")
    assert edition_of(corpus_of(post), log).sessions[0].title == "On being wrong"
    log.confirm("blogger", "use", "no")
    comment = replace(said("rose", "I have been."), about="On being wrong")
    assert edition_of(corpus_of(post, comment), log, audience="group").sessions[0].title == "A post, and what people answered to it"


def test_stories_stand_by_where_people_come_from_only_as_it_was_chosen_for_these_words() -> None:
    (rings, *_) = small("public").stories
    assert [come for come, _ in rings.beside] == ["patients", "It is not said where they come from"]
    log = Log()
    log.join("Maya")
    first, second = said("rose", "They rang."), said("tom", "They did not.")
    log.place(log.name("Rings"), first, second)
    for who, only, words in (("rose", first, "ward sister"), ("tom", second, "tutor")):
        log.confirm(who, "quote")
        log.confirm(who, "perspective", value=words, only=only)
    log.add(d.WiderWord(word="staff", said={"1": "ward sister", "2": "tutor"}))
    (rings,) = edition_of(corpus_of(first, second), log).stories
    assert [(come, len(quotes)) for come, quotes in rings.beside] == [("staff", 2)]


# the run chart


def test_a_run_chart_has_its_median_its_goal_its_notes_and_its_table() -> None:
    m = read_measure(b"date;teaching staff (%);goal;note\n31/01/2026;12;20;\n2026-03;14,5;20;first posters\n2026-02-28;13;20;\n")
    assert [p.value for p in m.points] == [12, 13, 14.5]
    assert (m.median, m.goal, m.called) == (13, 20, "teaching staff (%)")
    drawn = run_chart.figure(m)
    assert len(ET.fromstring(drawn).findall(".//{http://www.w3.org/2000/svg}polyline")) == 1
    assert "median 13" in drawn
    assert "goal 20" in drawn
    assert "from 12 on 31 January 2026 to 14.5 on 1 March 2026. The median is 13. The goal is 20." in run_chart.alt(m)


def points(values: list[float]) -> Measure:
    return Measure(tuple(Point(date.fromordinal(738000 + 7 * i), value) for i, value in enumerate(values)))


@pytest.mark.parametrize(
    ("values", "shifts", "trends"),
    [
        ([1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 9, 9], ((0, 5), (6, 11)), ()),
        ([1, 9, 1, 9, 1, 9, 1, 9], (), ()),
        ([5, 1, 2, 3, 4, 5, 1], (), ((1, 5),)),
        ([5, 1, 2, 3, 4, 1], (), ()),
        ([1, 2, 2, 3, 4, 5], (), ((0, 5),)),
    ],
)
def test_six_on_one_side_or_five_that_rise_or_fall_are_told_as_the_rules_say(values: list[float], shifts, trends) -> None:
    m = points(values)
    assert (m.shifts, m.trends) == (shifts, trends)


@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=40))
def test_any_measure_can_be_drawn_and_all_its_points_are_on_the_page(values: list[float]) -> None:
    drawn = ET.fromstring(run_chart.figure(points(values)))
    line = drawn.find(".//{http://www.w3.org/2000/svg}polyline").get("points")
    at = [tuple(map(float, pair.split(","))) for pair in line.split()]
    assert len(at) == len(values)
    assert all(0 <= x <= run_chart.WIDTH and 0 <= y <= run_chart.HEIGHT for x, y in at)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"date,value\nyesterday,3\n2026-01-01,many\n", "line 2: “yesterday” is no day; line 3: “many” is no number"),
        (b"when,value\n2026-01-01,3\n", "no column called date"),
        (b"date,value\n", "no line with a number"),
        (b"", "no column called date"),
        (b"\x00\xff\xfe", "no column called date"),
    ],
)
def test_a_measure_that_cannot_be_read_is_told_line_by_line(data: bytes, told: str) -> None:
    with pytest.raises(WriteError, match=re.escape(told)):
        read_measure(data)


def test_a_run_chart_is_written_from_a_file_that_the_team_brings(study: Study, tmp_path: Path) -> None:
    (tmp_path / "teaching.csv").write_bytes(MEASURE)
    study.name("Waiting")
    done = CliRunner().invoke(app, ["write", str(study.path), "run-chart.docx", "--measure", str(tmp_path / "teaching.csv")])
    assert done.exit_code == 0, done.output
    made = docx.Document(study.path / "outputs" / "run-chart.docx")
    assert [cell.text for cell in made.tables[0].rows[1].cells] == ["31 January 2026", "12", ""]
    assert "median is 15.5" in made.inline_shapes[0]._inline.docPr.get("descr")
    with pytest.raises(WriteError, match="cannot be read"):
        study.write("run-chart.pdf", measure=tmp_path / "no such.csv")
    assert "No measure was given" in study.write("run-chart.html").read_text("utf-8")


def test_a_recording_without_a_title_is_a_session_of_its_own() -> None:
    turns = [replace(said(who, f"{who} spoke."), origin=("transcript", which, "turn", who), about="") for who, which in (("rose", "a"), ("bo", "b"))]
    log = Log()
    log.join("Maya")
    log.place(log.name("Speaking", "Out loud."), *turns)
    for who in ("rose", "bo"):
        log.confirm(who, "quote")
    edition = edition_of(corpus_of(*turns), log)
    text = written(WRITERS["seminar_report"][".html"](edition), ".html").lines
    assert [s.title for s in edition.sessions] == ["The recording", "The recording"]
    assert {"The recording, 1", "The recording, 2", "“rose spoke.”", "“bo spoke.”"} <= set(text)
    assert text.count("Out loud.") == 1
    assert text.count("1 person spoke here, in 1 text.") == 2
    assert not [line for line in text if "says in which session" in line]


def in_a_session(*each: Contribution) -> tuple[Contribution, ...]:
    return tuple(replace(c, about="Session 1") for c in each)


def report_of(e: Edition) -> str:
    return "\n".join(written(WRITERS["seminar_report"][".html"](e), ".html").lines)


def test_a_table_that_spoke_in_a_session_is_counted_as_a_group() -> None:
    (table,) = in_a_session(replace(said("table", "We were heard."), voice="group", signed=("Table 1",)))
    log = Log()
    log.join("Maya")
    log.place(log.name("Heard"), table)
    text = report_of(edition_of(corpus_of(table), log))
    assert "1 group spoke or wrote here, in 1 text." in text
    assert "1 group (" in text
    assert "0 people" not in text and "1 person" not in text


@pytest.mark.parametrize(("others", "named"), [(1, False), (2, True)])
def test_whoever_is_credited_is_not_named_above_words_that_could_only_be_theirs(others: int, named: bool) -> None:
    spoke = in_a_session(said("rose", "They rang.", signed="Rosamund"), *(said(f"who{i}", f"It was late {i}.") for i in range(others)))
    log = Log()
    log.join("Maya")
    log.place(log.name("Rings"), *spoke)
    log.confirm("rose", "quote")
    log.confirm("rose", "name", value="R. Quill")
    text = report_of(edition_of(corpus_of(*spoke), log))
    assert "“They rang.”" in text
    assert ("R. Quill and" in text) == named
    assert "R. Quill" in text.partition("Credits")[2]


def test_words_in_which_somebody_tells_on_their_own_page_what_others_said_need_the_writers_yes_too() -> None:
    page = ("page", "site")
    post = replace(said("writer", "I went to hear them.", signed="Yoshimi"), origin=(*page, "post", "1"))
    told = replace(said("anne", "Anne spoke of the bus."), origin=(*page, "note", "2"), how="reported by", written_down_by="Yoshimi")
    log = Log()
    log.join("Maya")
    log.place(log.name("The bus"), told)
    log.confirm("anne", "quote")

    def quoted(*said: Contribution) -> list[str]:
        return [q.text for name in edition_of(corpus_of(*said), log).names for q in name.quotes]

    assert quoted(post, told) == [], "the writer was not asked"
    assert quoted(told) == [], "of the writer nothing is here any more"
    log.confirm("writer", "quote")
    assert quoted(post, told) == ["Anne spoke of the bus."]
    log.confirm("writer", "quote", answer="no")
    assert quoted(post, told) == []


def test_those_who_asked_to_be_thanked_by_name_are_not_called_authors() -> None:
    each = (said("rose", "They rang.", signed="Rosamund"), said("bo", "They never did.", signed="Bo"))
    log = Log()
    log.join("Maya")
    for who, name in (("rose", "R. Quill"), ("bo", "Bo Marsh")):
        log.confirm(who, "name", value=name)
    log.confirm("bo", "author")
    e = edition_of(corpus_of(*each), log)
    assert (e.authors, e.credits) == (("Bo Marsh",), ("Bo Marsh", "R. Quill"))
    for suffix in (".md", ".html", ".docx", ".pdf"):
        text = "\n".join(written(WRITERS["manifesto"][suffix](e), suffix).lines)
        authors, _, thanked = text.rpartition("Authors")[2].partition("Thanked by name")
        assert "Bo Marsh" in authors and "R. Quill" not in authors, suffix
        assert "R. Quill" in thanked and "Bo Marsh" not in thanked, suffix


def test_titles_of_sessions_leave_out_what_all_sections_of_a_document_begin_with() -> None:
    def titles(*about: str) -> list[str]:
        each = [replace(said(f"who{i}", f"They rang {i}."), about=title) for i, title in enumerate(about)]
        log = Log()
        log.join("Maya")
        return [s.title for s in edition_of(corpus_of(*each), log).sessions]

    assert titles("Day · Room · Table 1", "Day · Room · Table 2", "Talk") == ["Table 1", "Table 2", "Talk"]
    assert titles("Day · Room", "Day · Room · Table 2") == ["Room", "Table 2"]
    assert titles("Day · Table 1", "Other day · Table 1") == ["Day · Table 1", "Other day · Table 1"]
