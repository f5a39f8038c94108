"""What a person sees in a notebook when they ask how things stand: in their words, and a line each."""

from __future__ import annotations

from pathlib import Path

from copro_text.study import Study


def test_a_sound_study_is_told_so_and_each_fault_stands_on_a_line(study: Study) -> None:
    assert (study.check(), repr(study.check())) == ((), "All of it is here, and as it was written.")
    assert "All of it is here" in study.check()._repr_html_()
    for name in ("one.jsonl", "two.jsonl"):
        (study.path / "corpus" / name).write_text("{}\n", encoding="utf-8")
    assert [line.split(":")[0] for line in repr(study.check()).splitlines()] == ["corpus/one.jsonl", "corpus/two.jsonl"]
    assert study.check()._repr_html_().count("<p>corpus/") == 2


def test_the_status_calls_things_what_people_call_them(study: Study) -> None:
    study.name("The wait")
    html = study.status._repr_html_()
    assert "<td>names</td><td>1</td>" in html
    assert "<td>codes</td>" not in html
    assert "<td>paragraphs</td>" in html


HOSTILE = '<img src=x onerror="window.hurt=1"> $$\\frac{a}{b}$$ **bold** =1+1'


def test_every_table_shows_itself_as_text_with_its_caption(study: Study, tmp_path: Path) -> None:
    study.name(HOSTILE, definition=HOSTILE)
    study.note(HOSTILE, said_by=HOSTILE)
    study.join("Tom")
    study.rename(HOSTILE, "Another")
    tables = (study.codebook, study.waiting, study.disagreements, study.people, study.contributions, study.decisions, study.co_analysts)
    for table in tables:
        html = table._repr_html_()
        assert "<img" not in html
        assert "mathjax_ignore" in html, "what people wrote is not typeset"
        assert "<caption>" in html or "nothing here yet" in html
    assert "&lt;img src=x" in study.codebook._repr_html_()


def test_a_long_table_shows_its_first_rows_and_says_so(study: Study) -> None:
    for each in range(101):
        study.note(f"Note {each}")
    html = study.contributions._repr_html_()
    assert html.count("<tr>") == 101
    assert "The first 100 of 108." in html
    assert "<caption>Who wrote, and what they allow</caption>" in study.people.head(2)._repr_html_()
