"""The public names are listed, sorted, documented, and all there."""

from __future__ import annotations

import inspect
from dataclasses import is_dataclass

import copro_text
from copro_text import decisions, errors
from copro_text.study import Study


def test_the_public_names_are_sorted_and_are_all_there() -> None:
    assert copro_text.__all__ == sorted(copro_text.__all__)
    assert all(hasattr(copro_text, name) for name in copro_text.__all__)


def test_every_public_name_and_every_verb_says_what_it_is() -> None:
    things = [getattr(copro_text, name) for name in copro_text.__all__]
    verbs = [member for name, member in inspect.getmembers(Study) if not name.startswith("_")]
    for thing in things + verbs:
        if callable(thing) or isinstance(thing, property):
            assert inspect.getdoc(thing), thing


def test_study_itself_stays_small() -> None:
    own = [
        name for name, member in vars(Study).items() if not name.startswith("_") and (callable(member) or isinstance(member, property | classmethod))
    ]
    assert len(own) <= 37, own
    assert len(inspect.getsource(Study).splitlines()) <= 320


def test_every_kind_of_decision_is_frozen_and_has_a_kind_of_its_own() -> None:
    assert len(decisions.KINDS) == len(set(decisions.KINDS.values()))
    for kind, cls in decisions.KINDS.items():
        assert is_dataclass(cls)
        assert cls.__dataclass_params__.frozen, kind
        assert inspect.getdoc(cls), kind


def test_the_family_of_errors_is_drawn_as_it_is() -> None:
    drawn = errors.__doc__ or ""
    family = [name for name, thing in vars(errors).items() if inspect.isclass(thing) and issubclass(thing, errors.CoproError)]
    assert sorted(family) == sorted(errors.__all__)
    assert all(name in drawn for name in family)
