"""Every test has a home of its own for caches and state, so that none sees another's or the person's."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("COPRO_STATE", str(home / "state"))
    monkeypatch.setenv("COPRO_CACHE", str(home / "cache"))
    return home
