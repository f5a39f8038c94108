"""Sentences: every kind of decision can be told in plain words, and what was taken out is told no more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from copro_text import decisions as d
from copro_text.corpus import Corpus, Excerpt
from copro_text.decisions import KINDS, Decision, Entry, Shared
from copro_text.rules import OUTCOMES, SAYS
from copro_text.verbs.sentences import ended, quoted, told
from copro_text.writers import phrases
from tests.helpers import Log, some_id

TEXT = "c0" * 16
PASSAGE = Excerpt(TEXT, "ab" * 8, 0, 3).id
SPECIAL = {
    "answer": "yes",
    "outcome": OUTCOMES[0],
    "says": SAYS[0],
    "whose": "ours",
    "excerpts": (PASSAGE,),
    "contributions": (TEXT,),
    "members": ("maya",),
}
SECRET = "the heron by the skip"
WITH_WORDS = [kind for kind, cls in KINDS.items() if any(f.metadata.get("typed") for f in fields(cls))]
SHARED = [kind for kind, cls in KINDS.items() if issubclass(cls, Shared)]


def filled(hint: Any) -> Any:
    """Something of this type."""
    if hint in (str, int):
        return some_id("anything") if hint is str else 1
    inner = get_args(hint)
    if get_origin(hint) is tuple:
        return (filled(inner[0]),) if inner[-1] is Ellipsis else tuple(map(filled, inner))
    return {some_id("anything"): SECRET}


def sample(kind: str) -> Decision:
    """A decision of a kind with all its fields, and the same words wherever a person may type some."""
    cls = KINDS[kind]
    hints = get_type_hints(cls)
    typed = {f.name: filled(hints[f.name]) if get_origin(hints[f.name]) is Mapping else SECRET for f in fields(cls) if f.metadata.get("typed")}
    rest = {f.name: SPECIAL.get(f.name, filled(hints[f.name])) for f in fields(cls) if not f.metadata.get("typed")}
    return cls(**{**rest, **typed, **({"rule": "default", "replaces": ""} if issubclass(cls, Shared) else {})})


def a_log(kind: str) -> tuple[Log, Entry]:
    """Maya and Tom, and Maya's decision of a kind."""
    log = Log()
    log.join("Maya", "Tom")
    return log, log.add(sample(kind))


def sentences(log: Log) -> list[str]:
    book = log.book
    return [told(e, book, Corpus(), {}) for e in book.entries]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_decision_has_a_sentence_of_its_own(kind: str) -> None:
    log, e = a_log(kind)
    sentence = told(log.book.timeline.by_id[e.id], log.book, Corpus(), {})
    assert sentence.startswith("Maya ")
    assert "does not know" not in sentence
    assert sentence.endswith((".", "?", "!", ".'"))


def test_what_this_version_does_not_know_is_told_as_that() -> None:
    log = Log()
    log.join("Maya")
    log.add(d.Unknown("dance"))
    assert sentences(log)[-1] == "Maya did something this version of copro_text does not know (dance)."


@pytest.mark.parametrize("kind", SHARED)
def test_what_waits_is_told_as_what_it_would_do_and_what_took_effect_as_done(kind: str) -> None:
    log, e = a_log(kind)
    assert re.match(r"Maya proposed (to (set|put|begin|call|do|join|part|say|take) |a new name)", sentences(log)[-1])
    log.add(d.Enact(proposal=e.id))
    assert not sentences(log)[-2].startswith("Maya proposed ") or kind in ("undo", "redo")


@pytest.mark.parametrize("kind", WITH_WORDS)
def test_words_that_were_taken_out_stand_in_no_sentence(kind: str) -> None:
    log, e = a_log(kind)
    said = [d.Answer(proposal=e.id, answer="no"), d.Reopen(target=e.id, members=("maya", "tom")), d.Undo(target=e.id, members=("maya",))]
    for body in said:
        log.add(body)
    before = sum(SECRET in sentence for sentence in sentences(log))
    log.add(d.EraseWords(entry=e.id))
    assert not any(SECRET in sentence for sentence in sentences(log))
    assert before or kind == "join", "or nothing was tested here"


def test_who_is_told_to_have_put_what_was_taken_out_since_is_told_without_a_number() -> None:
    log = Log()
    log.join("Maya")
    code = log.name("The gate")
    log.add(d.Place(excerpts=(PASSAGE,), code=code))
    log.add(d.Withdraw(contributions=(TEXT,)))
    assert sentences(log)[-2] == "Maya put what was taken out since with 'The gate'."


def test_the_page_has_words_for_every_kind_of_decision_and_for_no_other() -> None:
    assert phrases.DONE.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", SHARED)
def test_the_page_says_what_every_proposal_would_do(kind: str) -> None:
    _, naming = a_log("name")
    assert phrases.proposed(sample(kind), str, naming) != phrases.done(kind) or kind == "begin_again"


def test_what_was_typed_stands_on_one_line_in_marks_that_it_does_not_hold() -> None:
    assert quoted("tea\nand  cake") == "'tea and cake'"
    assert quoted("it isn't") == '"it isn\'t"'
    assert quoted('it isn\'t "tea"') == '“it isn\'t "tea"”'


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [("Ros asked", "Ros asked."), ("because what loop?", "because what loop?"), ("Maya wrote: 'Sorry.'", "Maya wrote: 'Sorry.'"), ("(a)", "(a).")],
)
def test_a_sentence_has_one_full_stop(sentence: str, whole: str) -> None:
    assert ended(sentence) == whole


def test_a_memo_is_told_with_its_words_unless_what_it_is_about_is_held() -> None:
    log = Log()
    log.join("Maya")
    log.add(d.Memo(about=TEXT, whose="ours", text="I know her."))
    assert sentences(log)[-1] == "Maya wrote a memo (ours): 'I know her.'"
    log.add(d.Hold(contributions=(TEXT,)))
    assert sentences(log)[-2] == "Maya wrote a memo (ours)."
