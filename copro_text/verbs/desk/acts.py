"""Acts: all that can be done at the desk, and what each is given. An act is a verb of the study and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from copro_text import decisions as d
from copro_text.corpus import HOW, Excerpt
from copro_text.errors import NotPossible
from copro_text.verbs import bringing_in, learning, sorting
from copro_text.verbs.hearing import precision_of
from copro_text.verbs.seeing import Seeing
from copro_text.widgets.messages import (
    Shape,
    any_number_of,
    id_or_none,
    is_id,
    is_passage,
    number,
    one_of,
    several,
    words,
)

Do = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done: what it is given, and how it is done with the study."""

    shape: Shape
    do: Do


def _verb(name: str, /, **shape: Any) -> Act:
    """A verb of the study, called by its own names."""
    return Act(shape, lambda study, **given: getattr(study, name)(**given))


def _place(study: Seeing, passages: list[str], code: str, because: str = "", quoted: str = "") -> None:
    same_words(study, passages, quoted)
    study.place(passages, code, because=because)


def _remove(study: Seeing, passages: list[str], code: str, because: str = "") -> None:
    study.remove(passages, code, because=because)


def _set_aside(study: Seeing, passages: list[str], because: str = "", quoted: str = "") -> None:
    same_words(study, passages, quoted)
    study.set_aside(passages, because=because)


def _memo(study: Seeing, about: str, text: str, kind: str = "ours", quoted: str = "") -> None:
    if is_passage(about):
        same_words(study, [about], quoted)
    study.memo(about, text, kind=kind)


def _part(study: Seeing, code: str, label: str, passages: list[str], because: str = "") -> None:
    study.split(code, {label: passages}, because=because)


def _hands(study: Seeing, proposal: str, **counts: int) -> None:
    study.hands(proposal, **counts)


def _note(study: Seeing, text: str, said_by: str = "", how: str = "own words", written_down_by: str = "", about: str = "") -> None:
    if not text.strip():
        raise NotPossible("There are no words in it.", safe="Nothing was recorded.")
    bringing_in.note(study.session, text.strip(), said_by=said_by, voice="", how=how, written_down_by=written_down_by, when="", about=about)


def _sort(study: Seeing, seed: int = 7, level: str = "usual") -> None:
    """Ask the sorter, and make draft names of its piles where it found any."""
    session = study.session.refresh()
    wanted = int(level) if level.isdecimal() else level
    precision = precision_of(sorting.last_run(session))  # as it was asked last: moving the slider hears nothing again
    run = sorting.suggest(session, seed=seed, unit="whole", level=wanted, model=None, engine="copro", progress=False, precision=precision)
    if run.count and not any(c.run == run.id for c in session.book.codes.values()):
        sorting.draft(session)


def _learn(study: Seeing) -> None:
    """Suggest names for the rest, by what people placed; the suggestions stand beside the names."""
    learning.learn(study.session.refresh())


def _confirm_pile(study: Seeing, code: str, because: str = "") -> None:
    study.session.record(sorting.pile_to_confirm(study.session.refresh(), code, because))


def same_words(study: Seeing, passages: list[str], quoted: str) -> None:
    """Refuse a passage whose words are not those that were chosen on the screen: better nothing than the wrong words."""
    if not quoted:
        return
    corpus = study.session.refresh().corpus
    for passage in passages:
        try:
            there = corpus.text(Excerpt.parse(passage))
        except (KeyError, ValueError):
            there = ""
        if there != quoted:
            do = "Open what they said again, and choose the words once more."
            raise NotPossible("Those words do not stand there any more.", do=do, safe="Nothing was recorded.")


PASSAGES, _COUNT = several(is_passage), {"yes": number, "live_with": number, "not_sure": number, "need_time": number, "no": number}
_KINDS = one_of(*(kind for kind in d.MEMO_KINDS if kind != "mine"))  # a note to oneself is no decision: the desk could not take it back

ACTS: Mapping[str, Act] = {
    # names
    "name": _verb("name", label=words, definition=words, because=words),
    "rename": _verb("rename", code=is_id, label=words, because=words),
    "define": _verb("define", code=is_id, definition=words, because=words),
    "heading": _verb("heading", code=is_id, heading=words, because=words),
    "join": _verb("merge", codes=several(is_id), into=is_id, because=words),
    "part": Act({"code": is_id, "label": words, "passages": PASSAGES, "because": words}, _part),
    "nest": _verb("nest", code=is_id, under=is_id, because=words),
    "unnest": _verb("unnest", code=is_id, because=words),
    "put_away": _verb("put_away", name=is_id, because=words),
    "restore": _verb("restore", name=is_id, because=words),
    "theme": _verb(
        "theme",
        sentence=words,
        codes=any_number_of(is_id),
        passages=any_number_of(is_passage),
        against=any_number_of(is_passage),
        instead_of=id_or_none,
        because=words,
    ),
    "relate": _verb("relate", one=is_id, how=words, other=is_id, because=words),
    # passages
    "place": Act({"passages": PASSAGES, "code": is_id, "because": words, "quoted": words}, _place),
    "remove": Act({"passages": PASSAGES, "code": is_id, "because": words}, _remove),
    "confirm_pile": Act({"code": is_id, "because": words}, _confirm_pile),
    "set_aside": Act({"passages": PASSAGES, "because": words, "quoted": words}, _set_aside),
    "bring_back": _verb("bring_back", passages=PASSAGES, because=words),
    "hold": _verb("hold", contributions=several(is_id), because=words),
    "release": _verb("release", contributions=several(is_id), because=words),
    "memo": Act({"about": words, "text": words, "kind": _KINDS, "quoted": words}, _memo),
    "note": Act({"text": words, "said_by": words, "how": one_of(*HOW), "written_down_by": words, "about": words}, _note),
    # deciding
    "answer": _verb("answer", proposal=is_id, answer=one_of(*d.ANSWERS), because=words),
    "hands": Act({"proposal": is_id, **_COUNT}, _hands),
    "reopen": _verb("reopen", decision=is_id, because=words),
    "undo": _verb("undo", decision=is_id, because=words),
    "redo": _verb("redo", undo=is_id, because=words),
    "own": Act({"entries": several(is_id)}, lambda study, entries: study.own(*entries)),
    "strike": _verb("strike", entry=is_id, because=words),
    "on_our_own": _verb("on_our_own"),
    "share": _verb("share"),
    # the sorter
    "learn": Act({}, _learn),
    "sort": Act({"seed": number, "level": words}, _sort),
    "half_without_piles": _verb("half_without_piles", because=words),
}
"""What can be done at the desk. All but asking the sorter record one decision, or a few at once."""

_RECORDS = {"join": "merge", "part": "split", "sort": "draft", "half_without_piles": "half_without"}


def kind(verb: str) -> str:
    """The kind of decision that an act records."""
    return _RECORDS.get(verb, verb)
