"""What is of the wrong kind is refused in plain words, and nothing is recorded."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest

from copro_text.errors import NotPossible
from copro_text.study import Study
from copro_text.verbs.guard import KINDS

WRONG: dict[str, Callable[[Study], object]] = {
    "'seed' is to be a whole number": lambda s: s.suggest(seed="a", progress=False),  # type: ignore[arg-type]
    "'level' is to be a word or a whole number.*None": lambda s: s.suggest(level=None, progress=False),  # type: ignore[arg-type]
    "'n' is to be a whole number.*'x'": lambda s: s.read("x"),  # type: ignore[arg-type]
    "'n' is to be a whole number.*True": lambda s: s.read(True),
    "'passages' is to be an id.*it was 5": lambda s: s.place(5, "Tea"),  # type: ignore[arg-type]
    "'passages' is to be an id.*a list": lambda s: s.place([5], "Tea"),  # type: ignore[list-item]
    r"'code' is to be words.*nothing \(None\)": lambda s: s.rename(None, "Tea"),  # type: ignore[arg-type]
    "'passages' is to be an id.*a table": lambda s: s.place(s.contributions.reset_index(), "Tea"),
    "'label' is to be words": lambda s: s.name(["Tea"]),  # type: ignore[arg-type]
    "'name' is to be words.*it was 3": lambda s: s.version(3),  # type: ignore[arg-type]
    "'text' is to be words": lambda s: s.note(None),  # type: ignore[arg-type]
    "'because' is to be words": lambda s: s.undo(because=7),  # type: ignore[arg-type]
    "'decision' is to be words": lambda s: s.undo(7),  # type: ignore[arg-type]
    "'codes' is to be a list": lambda s: s.merge(5, "Tea"),  # type: ignore[arg-type]
    "'parts' is to be a dictionary": lambda s: s.split("Tea", ["Pots"]),  # type: ignore[arg-type]
    "'parts' is to be a dictionary.*a dictionary": lambda s: s.split("Tea", {"Pots": 5}),  # type: ignore[dict-item]
    "'contributions' is to be an id": lambda s: s.hold(5),  # type: ignore[arg-type]
    "'path' is to be the name of a file": lambda s: s.add(5),  # type: ignore[arg-type]
    "'columns' is to be a dictionary": lambda s: s.add("x.csv", columns="text"),  # type: ignore[arg-type]
    "'analyst' is to be words": lambda s: Study(s.path, analyst=5),  # type: ignore[arg-type]
    "'question' is to be words": lambda s: Study.new(s.path / "x", question=5, analyst="Maya"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("said", WRONG)
def test_what_is_of_the_wrong_kind_is_refused_in_plain_words_and_nothing_is_recorded(study: Study, said: str) -> None:
    study.name("Tea")
    before = len(study.decisions)
    with pytest.raises(NotPossible, match=f"^{said}.*Nothing was recorded"):
        WRONG[said](study)
    assert len(study.decisions) == before
    assert not (study.path / "x").exists()


def test_what_a_table_or_an_index_names_is_taken(study: Study) -> None:
    study.name("Tea")
    study.place(study.find("bus"), "Tea")
    study.place(study.find("fare").index, "Tea")
    study.place((each for each in study.contributions.index[5:7]), "Tea")
    study.hold(study.contributions.index[:1])
    assert len(study.placings) == 4


def test_every_parameter_of_every_verb_is_guarded() -> None:
    verbs = [verb for name, verb in inspect.getmembers(Study, callable) if not name.startswith("_")] + [Study]
    kinds = {p.annotation for verb in verbs for name, p in inspect.signature(verb).parameters.items() if name != "self"}
    assert kinds == set(KINDS)


def test_a_word_too_many_is_told_by_its_name(study: Study, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="rename"):
        study.rename("Tea")  # type: ignore[call-arg]
