"""What says who someone is is left out of a quotation, and all else stays as it was said."""

from __future__ import annotations

import pytest

from copro_text.writers.manifesto import manifesto_html, manifesto_md
from copro_text.writers.report import report_html
from tests.helpers import Log, corpus_of, edition_of, said


def quoted(text: str, signed: str = "", *, others: tuple[str, ...] = (), beside: str = "") -> str:
    """How `text`, by someone who signs so, is quoted among others who sign otherwise; `beside` is settled to stand beside it."""
    mine = said("mine", text, signed=signed)
    theirs = [said(f"p{i}", f"They rang {i}.", signed=name) for i, name in enumerate(others)]
    log = Log()
    log.join("Maya")
    log.place(log.name("Rings back"), mine)
    log.confirm("mine", "quote")
    if beside:
        log.confirm("mine", "name", value=beside, only=mine)
    (quote,) = edition_of(corpus_of(mine, *theirs), log).names[0].quotes
    return quote.text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ask Zebediah, they said.", "Ask […], they said."),
        ("I am Zeb and they rang.", "I am […] and they rang."),
        ("its zebediah again", "its […] again"),
        ("They rang the Quocks? No, Quock's mum.", "They rang the Quocks? No, […]'s mum."),
        ("Z. Quock was down. So was Z.Q.", "[…] was down. So was […]"),
        ("They rang. ZQ", "They rang. […]"),
        ("ZEBEDIAH QUOCK RANG.", "[…] RANG."),
        ("Zebediah  quock rang.", "[…] rang."),
    ],
)
def test_every_part_of_the_writers_own_name_is_left_out(text: str, left: str) -> None:
    assert quoted(text, "Zebediah Quock") == left


@pytest.mark.parametrize(
    ("signed", "written"), [("Rose O'Neill", "O’Neill"), ("Rose O’Neill", "O'Neill"), ("Rose O’Neill", "ONeill"), ("A. Díaz", "Diaz")]
)
def test_a_name_is_known_whichever_way_its_marks_were_typed(signed: str, written: str) -> None:
    assert quoted(f"They rang for {written} first.", signed) == "They rang for […] first."


def test_a_name_of_somebody_else_who_signed_is_left_out_in_parts_too() -> None:
    assert quoted("I heard Priya say so, and Nair's boss.", others=("Priya Nair",)) == "I heard […] say so, and […]'s boss."


def test_an_ordinary_word_at_the_start_of_a_sentence_is_no_name_although_somebody_is_called_so() -> None:
    assert quoted("Will they ring? Hope so. Mark my words.", others=("Will Hope", "Mark Tate")) == "Will they ring? Hope so. Mark my words."
    assert quoted("I asked Will and then Hope.", others=("Will Hope",)) == "I asked […] and then […]."
    assert quoted("i will hope", others=("Will Hope",)) == "i will hope"


def test_what_only_says_what_people_are_is_no_name() -> None:
    text = "A carer on the Ashby ward met a Patient and a tired Mum."
    assert quoted(text, others=("A tired mum", "Patient Voice", "Carer of two")) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("my son Ifan and Dr Priya Nair", "my son […] and Dr […]"),
        ("My mum, Jean, rang.", "My mum, […], rang."),
        ("our sons Huw and Ifan rang", "our sons […] and […] rang"),
        ("Nurse Amira waits. Mr Lal’s shop. Mrs. J. Smith-Jones.", "Nurse […] waits. Mr […]’s shop. Mrs. […]."),
        ("then dr nair rang, and the dr said so", "then dr […] rang, and the dr said so"),
        ("a nurse called Trish, and her name is Bo", "a nurse called […], and her name is […]"),
        ("They rang. Best wishes, Margaret", "They rang. Best wishes, […]"),
    ],
)
def test_the_names_of_relatives_and_third_people_are_left_out(text: str, left: str) -> None:
    assert quoted(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "My mum I think. My son Tuesday. Hello Doctor. I've rung.",
        "Nurse Practitioner, GP Surgery, Social Services, Carers Wales, my carer at NHS Wales",
        "Room 212 at 10am, £4.80 for 20,000 people, 2017-2019, 9-0, on 12/05/2026, ring 999 or 116 123",
        "vitamin B12 3rd dose at 1am, 12 miles of road, 3 people",
        "My Mum Said So. look at this. at last dot dot dot",
    ],
)
def test_all_else_is_quoted_word_for_word(text: str) -> None:
    assert quoted(text) == text


@pytest.mark.parametrize(
    "told",
    [
        *("07700 900123", "+44 7700 900 123", "(01632) 960 001", "01632-960001", "943 476 5919", "9434765919"),
        *("ann@people.example", "ann (at) people (dot) example", "ann at people dot example", "@tapstick"),
        *("SA1 2AB", "sa1 2ab", "12 Marsh Road", "Flat 3, 14b Acacia Avenue", "12 marsh road", "AB 12 34 56 C"),
    ],
)
def test_numbers_and_addresses_are_left_out(told: str) -> None:
    left = quoted(f"They have {told} for me.")
    assert "[" in left
    assert not set(told.replace("(", " ").replace(")", " ").split()) & (set(left.split()) - {"at", "dot"})
    assert left.startswith("They have ")
    assert left.endswith(" for me.")


def test_a_name_that_was_settled_to_stand_beside_these_words_stays_in_them_and_no_other_does() -> None:
    text = "I am R. Okafor, Rose to my friends. R. Okafor"
    assert quoted(text, "Rose Okafor", beside="R. Okafor") == "I am R. Okafor, […] to my friends. R. Okafor"


def test_in_what_somebody_reported_no_name_stays() -> None:
    c = said("anne", "A. Beck thinks the bus matters.", how="reported by")
    log = Log()
    log.join("Maya")
    log.place(log.name("The bus"), c)
    log.confirm("anne", "quote")
    log.confirm("anne", "name", value="A. Beck", only=c)
    assert [q.text for q in edition_of(corpus_of(c), log).names[0].quotes] == ["[…] thinks the bus matters."]


def test_a_name_asked_for_in_one_text_is_left_out_of_the_writers_other_texts() -> None:
    asked = said("mine", "Credit me as Z. Quock.", found=[("name", "yes", "", "Z. Quock")])
    other = said("mine", "Nobody asked Quock.")
    log = Log()
    log.join("Maya")
    log.place(log.name("Rings back"), other)
    log.confirm("mine", "quote")
    assert [q.text for q in edition_of(corpus_of(asked, other), log).names[0].quotes] == ["Nobody asked […]."]


@pytest.mark.parametrize("write", [manifesto_html, manifesto_md, report_html])
def test_every_page_says_what_was_left_out_and_that_a_person_must_read_each_quote(write) -> None:
    text = write(edition_of(corpus_of(said("rose", "One.")), Log())).decode()
    assert "Names of other people may remain: read each quote before you publish it." in text


def test_a_perspective_that_names_somebody_is_not_listed() -> None:
    log = Log()
    log.join("Maya")
    for i in range(11):
        log.confirm(f"p{i}", "quote")
        log.confirm(f"p{i}", "perspective", value=f"carer number {i}" if i else "carer for my son Ifan")
    shown = edition_of(corpus_of(*(said(f"p{i}", f"They rang {i}.") for i in range(11))), log).perspectives
    assert len(shown) == 10
    assert "carer for my son Ifan" not in shown


def test_the_words_in_an_organisations_name_are_names_only_with_a_capital() -> None:
    text = "Taking ideas from others makes the films richer, say we at Flexible Films; ask at Flexible."
    log = Log()
    log.join("Maya")
    mine = said("films", text, signed="Flexible Films", voice="organisation")
    log.place(log.name("Sharing"), mine)
    log.confirm("films", "quote")
    (quote,) = edition_of(corpus_of(mine), log).names[0].quotes
    assert quote.text == "Taking ideas from others makes the films richer, say we at […]; ask at […]."
