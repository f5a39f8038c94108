"""Again: what to type to propose once more what something else has overtaken."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from copro_text import decisions as d
from copro_text.decisions import Entry
from copro_text.verbs.session import Session
from copro_text.verbs.tables import called

OF_THE_STUDY = (d.Question, d.Title, d.Approach, d.Promise, d.Safety)
IN_PYTHON = {"code": "codes", "passage": "passages"}
Options = Mapping[str, str | int | Sequence[str]]


def lines(s: Session, labels: Mapping[str, str], proposal: Entry) -> tuple[str, str]:
    """The line for a notebook and the one for the command line; both "" for what cannot be proposed as it was."""
    verb, given, options = _verb(s, labels, proposal.body)
    options = {name: value for name, value in options.items() if value}
    typed = [_typed(each) for each in given]
    python = ", ".join([*typed, *(f"{IN_PYTHON.get(name, name)}={_typed(value)}" for name, value in options.items())])
    shell = " ".join([*typed, *(f"--{name.replace('_', '-')} {_typed(each)}" for name, value in options.items() for each in _each(value))])
    in_python = f"set_{verb}" if isinstance(proposal.body, OF_THE_STUDY) else verb
    return (f"study.{in_python}({python})", f"copro {verb.replace('_', '-')} STUDY {shell}") if verb else ("", "")


def _verb(s: Session, labels: Mapping[str, str], body: d.Body) -> tuple[str, tuple[str, ...], Options]:
    def thing(id_: str) -> str:
        theme = s.book.themes.get(id_)
        return theme.sentence if theme else called(s, labels, id_)

    match body:
        case d.Name(code=code, label=label) | d.Rename(code=code, label=label):
            return "rename", (thing(code), label), {}
        case d.Define(code=code, definition=text):
            return "define", (thing(code), text), {}
        case d.Heading(code=code, text=text):
            return "heading", (thing(code), text), {}
        case d.Nest(code=code, under=under):
            return ("nest", (thing(code), thing(under)), {}) if under else ("unnest", (thing(code),), {})
        case d.PutAway(code=code) | d.Restore(code=code):
            return body.kind, (thing(code),), {}
        case d.Theme(theme=theme, sentence=sentence, codes=codes, passages=passages, against=against):
            names = tuple(thing(code) for code in codes)
            return "theme", (sentence,), {"instead_of": thing(theme), "code": names, "passage": passages, "against": against}
        case d.SetRule(says=says, n=n, days=days, group=group):
            return "set_rule", (says,), {"n": n, "days": days, "group": s.book.group_name(group)}
        case d.Question(text=text) | d.Title(text=text) | d.Approach(text=text) | d.Promise(text=text) | d.Safety(text=text):
            return body.kind, (text,), {}
        case _:
            return "", (), {}


def _typed(value: str | int | Sequence[str]) -> str:
    return json.dumps(value if isinstance(value, str | int) else list(value), ensure_ascii=False)


def _each(value: str | int | Sequence[str]) -> Sequence[str | int]:
    return (value,) if isinstance(value, str | int) else value
