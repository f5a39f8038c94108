"""The framework: the names, what they mean and what stands under what, as a small file that can be brought in elsewhere."""

from __future__ import annotations

from typing import Any

from copro_text.writers import sentences
from copro_text.writers.edition import Edition, NameView
from copro_text.writers.plain import clean, one_line
from copro_text.writers.sheets import Table, as_xlsx

COLUMNS = (("name", 34), ("under", 34), ("heading", 24), ("definition", 70))


def framework_yaml(e: Edition) -> bytes:
    """The names as YAML: a list, with those below a name in it."""
    import yaml

    said: dict[str, Any] = {"question": one_line(e.question)} if e.question else {}
    said["names"] = _below("", _shown(e), set())
    return f"# {one_line(sentences.status(e))}\n{yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100)}".encode()


def framework_xlsx(e: Edition) -> bytes:
    """The names as a workbook: one a row."""
    found = _shown(e)
    called = {name.key: one_line(name.label) for name in found}
    rows = tuple((one_line(name.label), called.get(name.under, ""), name.heading, name.definition) for name in found)
    version = Table("About", (("what", 34), ("", 100)), (("question", one_line(e.question)), ("version", sentences.status(e))))
    return as_xlsx([Table("Framework", COLUMNS, rows), version], e.today)


def _shown(e: Edition) -> list[NameView]:
    return [name for name in e.in_use if not name.is_draft]


def _below(key: str, names: list[NameView], above: set[str]) -> list[dict[str, Any]]:
    """Those under a name; what is under a name that is not in use stands at the top."""
    known = {name.key for name in names}
    here = [name for name in names if (name.under if name.under in known else "") == key and name.key not in above]
    return [_one(name, names, above | {name.key}) for name in here]


def _one(name: NameView, names: list[NameView], above: set[str]) -> dict[str, Any]:
    said: dict[str, Any] = {"name": one_line(name.label)}
    said |= {"definition": clean(name.definition)} if name.definition else {}
    said |= {"heading": name.heading} if name.heading else {}
    below = _below(name.key, names, above)
    return said | ({"names": below} if below else {})
