"""Every test has a home of its own for caches and state, so that none sees another's or the person's."""

from __future__ import annotations

from pathlib import Path

import pytest

from copro_text.study import Study
from tests.small import write_wxr


@pytest.fixture(autouse=True)
def own_places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("COPRO_STATE", str(home / "state"))
    monkeypatch.setenv("COPRO_CACHE", str(home / "cache"))
    monkeypatch.setenv("COPRO_MODELS", str(tmp_path_factory.getbasetemp() / "models"))  # holds nobody's words; made once, for all
    return home


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A study of Maya's with a small blog export in it."""
    made = Study.new(tmp_path / "study", question="What is it?", analyst="Maya")
    made.add(write_wxr(tmp_path / "export.xml"), progress=False)
    return made


@pytest.fixture
def ids(study: Study) -> dict[str, str]:
    """The id of each contribution of the small export, by its first word."""
    return {c.text.split()[0].strip(".,"): c.id for c in study.session.corpus}
