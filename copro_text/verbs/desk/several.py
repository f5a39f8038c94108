"""Several: what is one thing for a person and several decisions. Each is done once, so that it can go on where it was broken off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from copro_text import decisions as d
from copro_text.errors import NotPossible
from copro_text.verbs import naming
from copro_text.verbs.desk.acts import PASSAGES, same_words
from copro_text.verbs.seeing import Seeing
from copro_text.widgets.messages import Shape, id_or_none, is_id, several, words


class Steps(Protocol):
    """The steps of one act, numbered, so that each is found to be done when the act is sent again."""

    study: Seeing

    def has(self, step: int) -> bool:
        """Whether a step is done."""
        ...

    def do(self, step: int, verb: str, **given: Any) -> Mapping[str, Any]:
        """Do one act as a step, once; returns what was saved."""
        ...


@dataclass(frozen=True, slots=True)
class Several:
    """What is done in several steps: what it is given, and the steps."""

    shape: Shape
    plan: Callable[..., None]


def _put_new(steps: Steps, label: str, passages: list[str], because: str = "", quoted: str = "") -> None:
    """Make a new name, and put passages with it; what can be refused is looked at before anything is made."""
    if not steps.has(0):
        same_words(steps.study, passages, quoted)
        for passage in passages:
            naming.the_excerpt(passage, steps.study.session.corpus)
    steps.do(1, "place", passages=passages, code=_name(steps, label), because=because, quoted=quoted)


def _differently(steps: Steps, passages: list[str], code: str, because: str = "", instead: str = "", label: str = "") -> None:
    """Say that passages do not belong with a name, and perhaps put them with another, which may be new.

    That they do not belong comes last: whatever is refused before it leaves nothing half done.
    """
    if instead == code:
        raise NotPossible("That is the same name.", do="Choose another name, or none.", safe="Nothing was recorded.")
    rather = _name(steps, label) if label else instead
    first = 1 if label else 0
    if rather:
        steps.do(first, "place", passages=passages, code=rather, because=because)
    steps.do(first + bool(rather), "remove", passages=passages, code=code, because=because)


def _name(steps: Steps, label: str) -> str:
    """The name to put passages with, made as the first step; one that the same person made by this label, perhaps when this broke off, is it."""
    return str((not steps.has(0) and _own_name(steps.study, label)) or steps.do(0, "name", label=label)["code"])


def _own_name(study: Seeing, label: str) -> str:
    """The code of a name in use that the person at work made, by its label; "" when there is none."""
    session = study.session.refresh()
    called = {code for code, known in study.labels().items() if naming.folded(known) == naming.folded(label)}
    made = (e.body.code for e in session.book.entries if isinstance(e.body, d.Name) and e.analyst == session.analyst)
    return next((code for code in made if code in called), "")


def _undo_all(steps: Steps, decisions: list[str]) -> None:
    """Take back what was one act: the last of its decisions first."""
    _each_that_stands(steps, decisions, "undo", "decision", "That was taken back already.")


def _redo_all(steps: Steps, undos: list[str]) -> None:
    """Do again what was taken back as one: in the order in which it was first done."""
    _each_that_stands(steps, undos, "redo", "undo", "That was done again already.")


def _each_that_stands(steps: Steps, ids: Iterable[str], verb: str, field: str, already: str) -> None:
    """Turn each of these back, the last first; what was turned back meanwhile, here or elsewhere, is passed over."""
    turned = False
    for step, each in enumerate(reversed(dict.fromkeys(ids))):
        if steps.has(step) or steps.study.session.refresh().book.stands(each):
            steps.do(step, verb, **{field: each})
            turned = True
    if not turned:
        raise NotPossible(already, safe="Nothing was changed.")


SEVERAL: Mapping[str, Several] = {
    "put_new": Several({"label": words, "passages": PASSAGES, "because": words, "quoted": words}, _put_new),
    "differently": Several({"passages": PASSAGES, "code": is_id, "because": words, "instead": id_or_none, "label": words}, _differently),
    "undo_all": Several({"decisions": several(is_id)}, _undo_all),
    "redo_all": Several({"undos": several(is_id)}, _redo_all),
}
"""What is done in several steps."""
