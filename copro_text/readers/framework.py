"""A framework that comes in (.yaml, .xlsx, .csv): names, what they mean, and what stands under what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from copro_text.errors import NotReadable, UnsafeFile
from copro_text.readers.encoding import decode
from copro_text.readers.named_columns import rows_with
from copro_text.readers.words import tidy

LARGEST = 2_000_000  # bytes; the names of a framework are a page or two
DEEPEST = 12
DO = (
    "A framework is a .yaml file with a list of names (each with name, definition, heading, and under it names), or a table (.xlsx, .csv) with the "
    "columns name, definition, heading, under."
)
SAFE = "Nothing was recorded."
_BELOW = ("names", "codes", "themes", "children", "below", "sub", "subcodes")
_MEANS = ("definition", "means", "description", "meaning")
_CALLED = ("name", "label", "code", "theme", "title")


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a framework; `under` is the name above it, `at` where it stands in the file."""

    name: str
    definition: str
    heading: str
    under: str
    at: str


@dataclass
class Framework:
    """The names of a framework in their order, and what could not be read."""

    names: list[Named] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_framework(path: Path) -> Framework:
    """The names in a framework.

    Raises
    ------
    NotReadable, UnsafeFile
        When it is none, or is made to grow when it is opened.
    """
    found = _of_yaml(path) if path.suffix.casefold() in (".yaml", ".yml") else _of_table(path)
    if not found.names:
        raise NotReadable(f"{path.name} has no names in it.{''.join(f' {fault}' for fault in found.faults[:5])}", do=DO, safe=SAFE)
    return found


def _of_table(path: Path) -> Framework:
    found = Framework()
    for number, row in rows_with(path, ("name",), do=DO):
        if row["name"]:
            means = next((row[key] for key in _MEANS if row.get(key)), "")
            found.names.append(Named(_line(row["name"]), tidy(means), _line(row.get("heading", "")), _line(row.get("under", "")), f"row {number}"))
        else:
            found.faults.append(f"Row {number} has no name: left out.")
    return found


def _of_yaml(path: Path) -> Framework:
    import yaml

    try:
        data = path.read_bytes()
    except OSError as refused:
        raise NotReadable(f"{path.name}: {refused.strerror}.", do=DO, safe=SAFE) from None
    if len(data) > LARGEST:
        raise UnsafeFile(f"{path.name} is larger than {LARGEST // 1_000_000} MB, which no framework is.", do=DO, safe=SAFE)
    text, _ = decode(data)
    try:
        _look_through(path, yaml.parse(text, Loader=yaml.SafeLoader))
        said = yaml.load(text, Loader=yaml.BaseLoader)  # words as they stand there: "no" is a word, not False
    except yaml.MarkedYAMLError as wrong:
        line = f", line {wrong.problem_mark.line + 1}" if wrong.problem_mark else ""
        raise NotReadable(f"{path.name}{line}: {wrong.problem or 'no YAML'}.", do=DO, safe=SAFE) from None
    except (yaml.YAMLError, RecursionError, ValueError) as wrong:
        raise NotReadable(f"{path.name} is no YAML that can be read ({type(wrong).__name__}).", do=DO, safe=SAFE) from None
    found = Framework()
    found.names += _names(_list_in(said), "", 0, found.faults)
    return found


def _look_through(path: Path, events: Iterator[Any]) -> None:
    """Refuse what is made to grow, or to keep a reader busy for hours, before anything is built of it."""
    depth = 0
    for event in events:
        kind = type(event).__name__
        depth += kind.endswith("StartEvent") - kind.endswith("EndEvent")
        if depth > 4 * DEEPEST:
            raise UnsafeFile(f"{path.name} is nested deeper than any framework is.", do=DO, safe=SAFE)
        if kind == "AliasEvent":
            raise UnsafeFile(f"{path.name} repeats parts of itself (with *), which can make it grow without end.", do="Write them out.", safe=SAFE)


def _list_in(said: Any) -> Any:
    """The list of names, where the file begins with what it is about."""
    if isinstance(said, dict):
        return next((said[key] for key in _BELOW if isinstance(said.get(key), list | dict)), said)
    return said


def _names(said: Any, under: str, depth: int, faults: list[str]) -> Iterator[Named]:
    """Each name, then those below it. A list of names, or of mappings; or a mapping from names to what they mean or hold."""
    if depth > DEEPEST:
        faults.append(f"Below “{under}” names stand deeper than {DEEPEST}: left out.")
        return
    if isinstance(said, dict):
        said = [each if isinstance(each, dict) and _first(each, _CALLED) else _as_mapping(name, each) for name, each in said.items()]
    for number, each in enumerate(said if isinstance(said, list) else [], start=1):
        one = {"name": each} if isinstance(each, str) else each
        name = _first(one, _CALLED) if isinstance(one, dict) else ""
        if not name:
            faults.append(f"Entry {number}{f' below “{under}”' if under else ''} has no name: left out.")
            continue
        yield Named(_line(name), tidy(_first(one, _MEANS)), _line(_first(one, ("heading",))), _line(_first(one, ("under",)) or under), f"“{name}”")
        yield from _names(next((one[key] for key in _BELOW if isinstance(one.get(key), list | dict)), None), _line(name), depth + 1, faults)


def _as_mapping(name: Any, said: Any) -> dict[str, Any]:
    """`Waiting: time until somebody answers` as a name with its definition, or with those below it."""
    if isinstance(said, dict):
        keys = {*_BELOW, *_MEANS, "heading", "under"}
        return {"name": str(name)} | (said if keys & said.keys() else {"names": said})
    return {"name": str(name)} | ({"names": said} if isinstance(said, list) else {"definition": said})


def _first(said: dict[str, Any], keys: tuple[str, ...]) -> str:
    return next((said[key] for key in keys if isinstance(said.get(key), str) and said[key].strip()), "")


def _line(text: str) -> str:
    return " ".join(tidy(text).split())
