"""The little pictures that people type are named in words where a PDF cannot show them, and are found again as what they were."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from copro_text.printed import words_of
from copro_text.study import Study
from copro_text.writers.manifesto import manifesto_docx, manifesto_html, manifesto_pdf
from copro_text.writers.pictures import in_words
from tests.helpers import HOSTILE, Log, corpus_of, edition_of, said

SAID = "They rang back 🎉 and my mum 👩🏽‍🦽 came along 👍🏿 with a flag 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🇬🇧 ☺ \u2764\ufe0f."


def of(words: str):
    c = said("rose", words)
    log = Log()
    log.join("Maya")
    log.place(log.name("Rings 🎈"), c)
    log.confirm("rose", "quote")
    return edition_of(corpus_of(c), log)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("🎉", "[party popper]"),
        ("👍🏿", "[thumbs up sign, dark skin tone]"),
        ("👩🏽‍🦽", "[woman, medium skin tone, manual wheelchair]"),
        ("🤷‍♀️", "[shrug, woman]"),
        ("🇬🇧", "[flag GB]"),
        ("🏴󠁧󠁢󠁷󠁬󠁳󠁿", "[waving black flag, gbwls]"),
        ("☺️", "☺"),
        ("\u2764\ufe0f", "\u2764"),
        ("10 → 12 °C", "10 → 12 °C"),
        ("no pictures, é ş שלום", "no pictures, é ş שלום"),
    ],
)
def test_a_picture_is_named_only_where_the_fonts_have_none(typed: str, named: str) -> None:
    assert in_words(typed) == named


def test_no_picture_is_a_box_in_a_pdf() -> None:
    for words in (SAID, HOSTILE["emoji"]):
        read = PdfReader(io.BytesIO(manifesto_pdf(of(words))))
        fonts = {str(font.get_object()["/BaseFont"]) for page in read.pages for font in page["/Resources"]["/Font"].values()}
        assert not [font for font in fonts if "LastResort" in font]
        text = " ".join("".join(page.extract_text() for page in read.pages).split())
        assert "[party popper]" in text
    assert "my mum [woman, medium skin tone, manual wheelchair] came along" in " ".join(
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(manifesto_pdf(of(SAID)))).pages).split()
    )


def test_pages_and_word_documents_keep_the_pictures() -> None:
    assert "👩🏽‍🦽".encode() in manifesto_html(of(SAID))
    import docx

    assert "👩🏽‍🦽" in "\n".join(p.text for p in docx.Document(io.BytesIO(manifesto_docx(of(SAID)))).paragraphs)


def test_what_is_read_back_from_a_pdf_has_the_words_of_the_speaker_and_no_more() -> None:
    text, made_here = words_of(manifesto_pdf(of(SAID)))
    assert made_here
    assert "partypopper" not in "".join(text.split())
    assert re.search(r"rang\s+back\s+🎉\s+and\s+my\s+mum", text)


def test_a_quote_with_pictures_is_proved_and_taken_out_of_a_pdf(study: Study) -> None:
    told = study.note(SAID, said_by="Gil")
    study.confirm("Gil", "quote")
    study.name("Ringing 🎈")
    study.place(told.id, "Ringing 🎈")
    path = study.write("manifesto.pdf")
    assert list(study.check(outputs=True)) == []
    assert study.check(outputs=True).looked[0].quotes == 1
    study.withdraw("Gil")
    assert not path.exists()
