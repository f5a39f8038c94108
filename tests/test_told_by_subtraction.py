"""What somebody can tell who has two public editions, and what they can find by searching."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from copro_text.errors import WriteError
from copro_text.study import Study
from copro_text.writers import WRITERS
from copro_text.writers.back import written

QUOTING = [f"{kind}{suffix}" for kind, by in WRITERS.items() for suffix in by if kind not in ("report", "audit", "codebook", "placings")]


@pytest.fixture
def named(study: Study, ids: dict[str, str]) -> Study:
    study.name("Waiting")
    study.place([ids["I"], ids["Pay"], ids["A"]], "Waiting")
    for who in ("Ann Arkwright", "Cy"):
        study.confirm(who, "quote")
    return study


def lines(path: Path) -> set[str]:
    back = written(path.read_bytes(), path.suffix)
    assert back is not None
    said = {" ".join(line.split()) for line in back.lines}
    return {re.sub(r"\([0-9a-f]{12}\)|, [0-9a-f]{12},", "", line) for line in said if "D:20" not in line}


COUNTED = re.compile(r"[\d,]+|\b(?:is|are|has|have|people|persons?|texts?|passages?|times?|each)\b")
WHY_NOT = ("not quoted because", "not been asked", ": not asked]", "because whoever said it was not asked")  # it says so of many, by number alone
AGAIN = ("Fixed version", "Cite it as", "They are counted like all others", "No passage that people put")  # with nothing left out it says that


@pytest.mark.parametrize("name", [name for name in QUOTING if not name.endswith(".pdf")])  # of a PDF the lines turn otherwise, and it says the same
def test_two_public_editions_around_a_withdrawal_tell_of_somebody_unquoted_by_numbers_alone(named: Study, name: str) -> None:
    kind, suffix = name.split(".")
    named.version("before")
    before = lines(named.write(f"{kind}-one.{suffix}"))
    named.withdraw("Dee")
    named.version("after")
    after = lines(named.write(f"{kind}-two.{suffix}", even_so=True))
    without = [{COUNTED.sub("", line) for line in some if not line.startswith(AGAIN)} for some in (before, after)]
    told = {line for line in without[0] ^ without[1] if not any(words in line for words in (*WHY_NOT, "version"))}
    assert told == set()
    assert not any(word in line for line in before | after for word in ("upstairs", "Dee", "chair"))


@pytest.mark.parametrize("name", ["manifesto.md", "one_page.pdf", "codebook.xlsx"])
def test_a_version_that_differs_by_the_words_of_very_few_is_refused_with_the_reason(named: Study, name: str) -> None:
    named.version("before")
    named.write(name)
    named.withdraw("Dee")
    named.write(name)  # a draft
    named.version("after")
    with pytest.raises(WriteError, match=r"Since the fixed version “before” the words of 1 person went and nobody's came: .* by subtraction"):
        named.write(name)
    named.write(name, edition="group")
    named.write(name, even_so=True)
    for who in ("Gil", "Hana"):
        named.note("They rang.", said_by=who)
    named.version("more")
    named.write(name)


def test_the_first_version_and_one_after_which_nobody_went_are_written(named: Study) -> None:
    named.withdraw("Dee")
    named.version("first")
    named.write("manifesto.md")
    named.define("Waiting", "For an answer.")
    named.version("second")
    named.write("manifesto.md")


def test_a_public_edition_warns_of_each_quote_whose_writer_is_found_by_searching(named: Study, capsys: pytest.CaptureFixture[str]) -> None:
    named.write("manifesto.html")
    said = capsys.readouterr().out
    assert "search engine" in said
    assert len(re.findall(r"^  “.*” \([0-9a-f]{10}\)$", said, re.MULTILINE)) == 2
    named.write("audit.html")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("suffix", [".html", ".md", ".docx", ".pdf"])
def test_an_edition_for_the_group_lists_them_and_a_public_one_does_not(named: Study, suffix: str) -> None:
    group, public = (written(named.write(f"manifesto{suffix}", edition=edition).read_bytes(), suffix).text for edition in ("group", "public"))
    assert "Wordsthatcanbefoundbysearching" in group
    assert "Wordsthatcanbefoundbysearching" not in public


def test_who_is_named_beside_their_words_and_what_never_was_on_a_page_needs_no_warning(named: Study, ids: dict[str, str]) -> None:
    named.confirm("Cy", "name", value="C. Young", because="she rang")
    named.confirm("Cy", "name", value="C. Young", contribution=ids["Pay"], because="she rang")
    typed = named.note("They rang us twice on the telephone about it.", said_by="Gil")
    named.confirm("Gil", "quote")
    named.place(typed.id, "Waiting")
    page = named.write("manifesto.md", edition="group").read_text("utf-8")
    warned = page.partition("found by searching")[2].partition("## Citing")[0]
    assert "gate for the bus" in warned
    assert "Pay the fare" not in warned
    assert "rang us twice" not in warned
