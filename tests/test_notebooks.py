"""Every notebook runs from top to bottom, offline, and stores none of what it shows."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture
def kernel_home(own_places: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for a kernel that can speak only to its own computer."""
    jupyter = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    for name in ("HOME", "USERPROFILE", "HF_HOME", "MPLCONFIGDIR", "TMPDIR", *jupyter):
        place = own_places / name.lower()
        place.mkdir()
        monkeypatch.setenv(name, str(place))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "tests" / "offline"), str(ROOT)]))
    return own_places


def played(notebook: nbformat.NotebookNode, where: Path) -> nbformat.NotebookNode:
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(where)}})
    return client.execute()


def shown(notebook: nbformat.NotebookNode) -> str:
    """All that cells show as plain text."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return "\n".join(output.get("text", "") + output.get("data", {}).get("text/plain", "") for output in outputs)


def test_there_are_notebooks() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["00_start", "01_read", "02_suggest", "03_name_together", "04_different_readings", "05_write"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_stores_nothing_that_it_showed(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert [cell.cell_type for cell in notebook.cells[:2]] == ["markdown", "code"]
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        assert cell.metadata == {}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom_offline(path: Path, kernel_home: Path) -> None:
    notebook = played(nbformat.read(path, as_version=4), path.parent)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    loud = [output.text for output in outputs if output.output_type == "stream" and output.name == "stderr"]
    assert loud == []
    assert "contributions by" in shown(notebook) or "What it is" in str(notebook.cells[-1].outputs)


def test_a_notebook_cannot_reach_another_computer(kernel_home: Path) -> None:
    cell = nbformat.v4.new_code_cell("import socket\nsocket.create_connection(('192.0.2.1', 80), 1)")
    with pytest.raises(CellExecutionError, match="Nothing leaves the laptop"):
        played(nbformat.v4.new_notebook(cells=[cell]), kernel_home)
