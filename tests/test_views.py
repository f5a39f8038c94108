"""What a person sees in a notebook when they ask how things stand: in their words, and a line each."""

from __future__ import annotations

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
