"""What a message says to do can be done where one works: in a notebook and on the command line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "copro_text"
IN_PYTHON = re.compile(r"\bstudy\.(?!toml\b)[a-z_]+|\bStudy[.(]|\b[a-z_]+=")
AT_A_TERMINAL = re.compile(r"`copro |--[a-z]")


def messages(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a module that holds Python for a person to type: in an error, or in a constant that errors use."""
    tree = ast.parse(path.read_text("utf-8"))
    told = [k.value for node in ast.walk(tree) if isinstance(node, ast.Call) for k in node.keywords if k.arg in ("do", "safe")]
    told += [arg for node in ast.walk(tree) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) for arg in node.exc.args]
    told += [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and any(map(_is_message, node.targets)) and not _is_pattern(node.value)
    ]
    for node in told:
        for part in ast.walk(node):
            if isinstance(part, ast.JoinedStr):
                yield part.lineno, "".join(v.value if isinstance(v, ast.Constant) else "X" for v in part.values)
        yield from ((part.lineno, part.value) for part in _plain(node))


def _is_message(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and (target.id == "do" or target.id.isupper())


def _is_pattern(value: ast.expr) -> bool:
    """A pattern to look for is nothing that anybody reads."""
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "re.compile"


def _plain(node: ast.expr) -> Iterator[ast.Constant]:
    inside = {id(v) for part in ast.walk(node) if isinstance(part, ast.JoinedStr) for v in part.values}
    yield from (part for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in inside)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_message_that_speaks_python_also_says_it_for_the_command_line(path: Path) -> None:
    said = [(line, text) for line, text in messages(path) if "import " not in text]  # a cell of a notebook is a program, not a message
    only_python = [(line, text) for line, text in said if IN_PYTHON.search(text) and not AT_A_TERMINAL.search(text)]
    assert not only_python
