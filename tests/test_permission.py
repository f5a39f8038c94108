"""May this be used, quoted, named, and how."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copro_text.corpus import Contribution, assemble
from copro_text.masks import mask
from copro_text.permission import Permissions
from tests.helpers import LOG, Log, corpus_of, person, said, some_id

NO_QUOTE = "Please do not quote me."
NAMED = "Credit me as R. Okafor."


def permissions(log: Log, *contributions: Contribution) -> Permissions:
    return Permissions.of(corpus_of(*contributions), log.book.confirmed)


@pytest.fixture
def log() -> Log:
    log = Log()
    log.join("Maya", "Sam")
    return log


def test_nobody_asked_is_not_a_yes(log: Log) -> None:
    c = said("rose", "They rang back.")
    p = permissions(log, c)
    assert p.ruling(person("rose"), "quote").answer == "not asked"
    assert not p.may_quote(c)
    assert p.may_use(c)
    assert p.credits() == ()


def test_a_no_found_in_their_words_applies_at_once(log: Log) -> None:
    c = said("rose", f"They rang back. {NO_QUOTE}", found=[("quote", "no", NO_QUOTE)])
    ruling = permissions(log, c).ruling(person("rose"), "quote")
    assert (ruling.answer, ruling.by, ruling.to_confirm) == ("no", "their words", True)
    assert ruling.evidence is not None
    assert c.text[ruling.evidence.start : ruling.evidence.end] == NO_QUOTE


def test_a_yes_found_in_their_words_counts_only_once_a_person_confirmed_it(log: Log) -> None:
    c = said("rose", f"They rang back. {NAMED}", found=[("name", "yes", NAMED, "R. Okafor")])
    before = permissions(log, c)
    assert before.ruling(person("rose"), "name").to_confirm
    assert before.credit(person("rose")) == ""
    log.confirm("rose", "name", seen=[c])
    assert permissions(log, c).credit(person("rose")) == "R. Okafor"


def test_a_use_no_found_in_their_words_keeps_the_words_out_at_once(log: Log) -> None:
    c = said("rose", "Leave this out of it.", found=[("use", "no", "Leave this out of it.")])
    assert not permissions(log, c).may_use(c)


def test_a_person_may_say_otherwise_after_a_found_no(log: Log) -> None:
    c = said("rose", f"They rang back. {NO_QUOTE}", found=[("quote", "no", NO_QUOTE)])
    log.confirm("rose", "quote", "yes", seen=[c])
    assert permissions(log, c).may_quote(c)


def test_a_no_that_comes_later_counts_although_a_yes_was_confirmed(log: Log) -> None:
    first = said("rose", "They rang back.")
    log.confirm("rose", "quote", "yes", seen=[first])
    later = said("rose", f"I thought again. {NO_QUOTE}", found=[("quote", "no", NO_QUOTE)])
    assert permissions(log, first).may_quote(first)
    assert not permissions(log, first, later).may_quote(first)
    log.confirm("rose", "quote", "yes", seen=[first, later])
    assert permissions(log, first, later).may_quote(first)


def test_a_no_in_a_text_that_was_edited_since_still_counts(log: Log) -> None:
    before = said("rose", f"They rang. {NO_QUOTE}", native="1", found=[("quote", "no", NO_QUOTE)])
    after = said("rose", "They rang.", native="1")
    source = next(iter(corpus_of(after).sources.values()))
    p = Permissions.of(assemble([(source, [before]), (source, [after])]), log.book.confirmed)
    assert before.id == after.id
    assert not p.may_quote(after)


def test_of_two_records_that_did_not_know_of_each_other_the_stricter_holds(log: Log) -> None:
    c = said("rose", "They rang back.")
    log.confirm("rose", "quote", "yes")
    elsewhere = Log()
    no = elsewhere.confirm("rose", "quote", "no")
    concurrent = type(no)(some_id("another line"), "ee" * 16, 0, 1, no.time, "sam", "sam", (), no.body)
    assert concurrent.log != LOG
    log.entries.append(concurrent)
    assert not permissions(log, c).may_quote(c)
    assert permissions(log, c).ruling(person("rose"), "quote").answer == "no"


def test_of_two_records_the_later_holds_when_it_knew_of_the_earlier(log: Log) -> None:
    c = said("rose", "They rang back.")
    log.confirm("rose", "quote", "no")
    log.confirm("rose", "quote", "yes")
    assert permissions(log, c).may_quote(c)


def test_one_text_may_be_settled_otherwise_than_all_the_others(log: Log) -> None:
    public, private = said("rose", "They rang back."), said("rose", "My own worst day.")
    log.confirm("rose", "quote", "yes")
    log.confirm("rose", "quote", "no", only=private)
    p = permissions(log, public, private)
    assert p.may_quote(public)
    assert not p.may_quote(private)


def test_one_text_kept_out_of_use_keeps_no_other_out(log: Log) -> None:
    public, private = said("rose", "They rang back."), said("rose", "My own worst day.")
    log.confirm("rose", "use", "no", only=private)
    p = permissions(log, public, private)
    assert p.may_use(public)
    assert not p.may_use(private)


@pytest.mark.parametrize("line", ["R. Okafor", "C. Ellery (with R. Ellery)", "mrs j. whitcombe", "د. ليلى", "dr. Ng & daughter <3"])
def test_the_credit_line_is_exactly_as_asked(log: Log, line: str) -> None:
    c = said("rose", "They rang back.", signed="rose_1962")
    log.confirm("rose", "name", value=line)
    assert permissions(log, c).credits() == (line,)


def test_wishing_to_be_quoted_is_not_wishing_to_be_named(log: Log) -> None:
    c = said("rose", "They rang back.", signed="R. Okafor")
    log.confirm("rose", "quote")
    p = permissions(log, c)
    assert p.may_quote(c)
    assert p.credits() == ()


def test_who_asked_us_not_to_use_their_words_is_not_credited(log: Log) -> None:
    c = said("rose", "They rang back.")
    log.confirm("rose", "name", value="R. Okafor")
    log.confirm("rose", "use", "no")
    p = permissions(log, c)
    assert not p.may_quote(c)
    assert p.credits() == ()


def test_where_several_spoke_all_must_have_said_yes(log: Log) -> None:
    c = said(["rose", "colin"], "We went on the bus with the red seats.")
    log.confirm("rose", "quote")
    assert not permissions(log, c).may_quote(c)
    log.confirm("colin", "quote")
    assert permissions(log, c).may_quote(c)
    log.confirm("colin", "use", "no")
    assert not permissions(log, c).may_quote(c)


def test_words_whose_speaker_is_not_known_are_used_and_never_quoted(log: Log) -> None:
    c = said("", "Somebody wrote this on the wall.", voice="not known")
    p = permissions(log, c)
    assert p.may_use(c)
    assert not p.may_quote(c)


def test_a_person_may_come_from_several_places_and_refuse_one_that_was_found(log: Log) -> None:
    text = "I am a nurse. I am Callum's mam."
    c = said("moira", text, found=[("perspective", "yes", "I am a nurse.", "a nurse"), ("perspective", "yes", "I am Callum's mam.", "Callum's mam")])
    log.confirm("moira", "perspective", "no", value="a nurse")
    log.confirm("moira", "perspective", "yes", value="Callum's mam")
    log.confirm("moira", "perspective", "yes", value="on the allotment committee")
    found = permissions(log, c).perspectives(person("moira"))
    assert [(p.words, p.confirmed) for p in found] == [("Callum's mam", True), ("on the allotment committee", True)]


def masked(c: Contribution, words: str) -> Contribution:
    at = c.text.index(words)
    return replace(c, text=mask(c.text, [(at, at + len(words), "name")]))


def test_a_perspective_that_was_confirmed_shows_no_word_that_was_redacted_since(log: Log) -> None:
    text = "I am carer for my son Ossian Quillfeather, and a nurse."
    c = said("moira", text, found=[("perspective", "yes", text, "carer for my son Ossian Quillfeather"), ("perspective", "yes", text, "a nurse")])
    log.confirm("moira", "perspective", value="carer for my son Ossian Quillfeather", seen=[c])
    log.confirm("moira", "perspective", "no", value="a nurse", seen=[c])
    shown = permissions(log, masked(c, "Ossian Quillfeather")).perspectives(person("moira"))
    assert [(p.words, p.confirmed) for p in shown] == [("carer for my son [name]", True)]
    assert permissions(log, masked(c, "a nurse")).perspectives(person("moira"))[0].words == "carer for my son Ossian Quillfeather"
    assert len(permissions(log, masked(c, "a nurse")).perspectives(person("moira"))) == 1  # what was refused stays refused


def test_a_name_to_be_credited_by_is_printed_nowhere_once_it_was_redacted(log: Log) -> None:
    c = said(["rose", "colin"], f"They rang back. {NAMED}", found=[("name", "yes", NAMED, "R. Okafor")])
    for only in (None, c):
        log.confirm("rose", "name", value="R. Okafor", seen=[c], only=only)
        log.confirm("colin", "name", value="C. Ellery", seen=[c], only=only)
    assert permissions(log, c).credit_beside(c) == "R. Okafor, C. Ellery"
    p = permissions(log, masked(c, "Okafor"))
    assert p.credits() == ("C. Ellery",)
    assert p.credit_beside(masked(c, "Okafor")) == ""
