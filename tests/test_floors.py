"""Imports only go down, and siblings on a floor are strangers."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "copro_text"

FLOORS = (
    {"errors"},
    {"console", "packed", "printed"},
    {"records", "masks"},
    {"corpus", "decisions"},
    {"rules", "permission", "readings", "differing", "traces", "telltale", "redaction", "alike", "agreement", "persons"},
    {"timeline", "withdrawal"},
    {"standing", "spans", "fields"},
    {"fold"},
    {"arrivals", "deciding", "sent", "joining"},
    {"codebook"},
    {"readers", "writers", "clusters", "store", "widgets"},
    {"verbs"},
    {"study"},
    {"demo"},
    {"cli", "__main__"},
)
"""From the ground up. docs/architecture.md draws the same house."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """The module on its floor: the first name below the package."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def floor_of(name: str) -> int:
    return next(i for i, floor in enumerate(FLOORS) if name in floor)


def imported(path: Path) -> Iterator[str]:
    """The rooms of our own that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [node.module or ""]
            if node.module == "copro_text":
                names = [f"copro_text.{alias.name}" for alias in node.names]
        yield from (name.split(".")[1] for name in names if name.startswith("copro_text."))


@pytest.mark.parametrize("path", [p for p in MODULES if room(p) != "__init__"], ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_floors_below(path: Path) -> None:
    own = room(path)
    for other in imported(path):
        assert other == own or floor_of(other) < floor_of(own), f"{own} (floor {floor_of(own)}) imports {other} (floor {floor_of(other)})"


def test_every_module_has_a_floor_and_every_floor_is_built() -> None:
    built = {room(p) for p in MODULES} - {"__init__"}
    assert built <= set().union(*FLOORS)
    assert set().union(*FLOORS) - {"__main__"} <= built


def test_verbs_do_not_import_each_other_in_a_ring() -> None:
    needs = {p.stem: {m.split(".")[-1] for m in _verbs_of(p)} for p in (PACKAGE / "verbs").glob("*.py") if p.stem != "__init__"}
    while free := {name for name, wanted in needs.items() if not wanted & needs.keys()}:
        needs = {name: wanted for name, wanted in needs.items() if name not in free}
    assert not needs


def _verbs_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("copro_text.verbs."):
            yield str(node.module)
        elif isinstance(node, ast.ImportFrom) and node.module == "copro_text.verbs":
            yield from (alias.name for alias in node.names)


def test_only_one_file_imports_bertopic() -> None:
    found = [p.relative_to(PACKAGE).as_posix() for p in MODULES if "bertopic" in {n.split(".")[0] for n in _all_imports(p)}]
    assert found == ["clusters/recipe.py"]


def _all_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_importing_the_package_imports_nothing_heavy() -> None:
    heavy = "numpy pandas matplotlib spacy sklearn sknetwork torch bertopic sentence_transformers openpyxl jinja2 anywidget traitlets IPython".split()
    code = f"import sys, copro_text; print([m for m in {heavy!r} if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert said == "[]"


def test_importing_the_command_line_imports_nothing_heavy() -> None:
    heavy = "numpy pandas matplotlib spacy sklearn torch bertopic anywidget voila jupyterlab tornado".split()
    code = f"import sys, copro_text.cli; print([m for m in {heavy!r} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
