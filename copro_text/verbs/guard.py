"""The guard at the door: what a verb is given is of the kind it says it takes, or the person is told in plain words.

Each parameter's annotation says its kind; a kind that is not in `KINDS` is not guarded, and a test tells which those are.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping, Sized
from pathlib import Path
from typing import Any, TypeVar

from copro_text.corpus import Excerpt
from copro_text.errors import NotPossible

T = TypeVar("T")
Fits = Callable[[Any], bool]


def _is(*types: type) -> Fits:
    return lambda value: isinstance(value, types) and not (isinstance(value, bool) and bool not in types)


def _texts(*types: type) -> Fits:
    """One text, or several: a list, an index, a table by its index; what is used up by looking is not looked into."""
    one = _is(*types)

    def fits(value: Any) -> bool:
        index = getattr(value, "index", None)
        held = value if index is None or callable(index) else index
        return one(value) or (isinstance(held, Iterable) and (not isinstance(held, Sized) or all(map(one, held))))

    return fits


def _parts(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(key, str) for key in value) and all(map(PASSAGES, value.values()))


PASSAGES = _texts(str, Excerpt)

KINDS: Mapping[str, tuple[Fits, str]] = {
    "str": (_is(str), 'words in quotation marks, such as "Waiting"'),
    "str | None": (_is(str, type(None)), 'words in quotation marks, such as "1a2b3c4d", or left out'),
    "str | Path": (_is(str, Path), 'the name of a file or folder, such as "export.xml"'),
    "str | Path | None": (_is(str, Path, type(None)), 'the name of a folder, such as "models", or left out'),
    "int": (_is(int), "a whole number, such as 7"),
    "str | int": (_is(str, int), 'a word or a whole number, such as "fine" or 9'),
    "float | None": (_is(int, float, type(None)), "a number, such as 20, or left out"),
    "bool": (_is(bool), "True or False"),
    "Iterable[str]": (_texts(str), 'a list of words, such as ["Waiting", "Pay"]'),
    "Iterable[str | Path]": (_texts(str, Path), 'a list of files, such as ["draft.docx"]'),
    "str | Iterable[str]": (_texts(str), 'an id, or a list of ids such as ["1a2b3c4d"]'),
    "Passages": (PASSAGES, 'an id, such as "1a2b3c4d", a list of ids, or a table such as study.find("bus")'),
    "Mapping[str, str] | None": (
        lambda value: value is None or (isinstance(value, Mapping) and all(isinstance(each, str) for pair in value.items() for each in pair)),
        'a dictionary, such as {"Comments": "text"}',
    ),
    "Mapping[str, Passages]": (_parts, 'a dictionary, such as {"New name": ["1a2b3c4d"]}'),
}

_CALLED = {"NoneType": "nothing (None)", "dict": "a dictionary", "DataFrame": "a table"}


def guarded(cls: type[T]) -> type[T]:
    """Guard every public verb of a class, and how one is opened and made."""
    for name, verb in list(vars(cls).items()):
        if name.startswith("_") and name != "__init__":
            continue
        if isinstance(verb, classmethod):
            setattr(cls, name, classmethod(_guarded(verb.__func__)))
        elif inspect.isfunction(verb):
            setattr(cls, name, _guarded(verb))
    return cls


def _guarded(verb: Callable[..., Any]) -> Callable[..., Any]:
    signature = inspect.signature(verb)

    @functools.wraps(verb)
    def asked(*args: Any, **kwargs: Any) -> Any:
        try:
            given = signature.bind(*args, **kwargs).arguments
        except TypeError:
            given = {}  # too many or too few: Python says which, naming the verb
        for name, value in given.items():
            asked_for = signature.parameters[name]
            fits, what = KINDS.get(asked_for.annotation, (None, ""))
            for each in value if asked_for.kind is inspect.Parameter.VAR_POSITIONAL else (value,):
                if fits and not fits(each):
                    raise NotPossible(f"'{name}' is to be {what}; it was {_told(each)}.", safe="Nothing was recorded.")
        return verb(*args, **kwargs)

    return asked


def _told(value: object) -> str:
    """What was given, in plain words; never what is in it."""
    if isinstance(value, bool | int | float | str):
        return f"{value!r:.60}"
    kind = type(value).__name__
    return _CALLED.get(kind) or f"a {kind}"
