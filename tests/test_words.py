"""Words as plain text."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copro_text.readers.words import clean_name, from_html, from_plain, tells_who, tidy


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<p>One.</p>\n<p>Two.</p>", "One.\n\nTwo."),
        ("<p>One.<br />\nTwo.</p>", "One.\nTwo."),
        ("One.\nTwo.\n\n\n\nThree.", "One.\nTwo.\n\nThree."),
        ("<ul><li>tea</li><li>toast</li></ul>", "tea\ntoast"),
        ("He said:<blockquote>Never again.</blockquote>Nor did he.", "He said:\n\nNever again.\n\nNor did he."),
        ("<!-- wp:paragraph --><p>Block</p><!-- /wp:paragraph -->", "Block"),
        ("<b>bold</b> and <a href='https://x.example'>a link</a>", "bold and a link"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
    ],
)
def test_the_shape_of_a_text_stays_and_its_tags_go(source: str, said: str) -> None:
    assert from_html(source).text == said


def test_a_long_run_of_white_space_is_gone_through_once() -> None:
    run = " \t" * 1_000_000
    text = f"We waited{run}at the gate.{run}\nNobody came.{run}"
    assert tidy(text) == f"We waited{'  ' * 1_000_000}at the gate.\nNobody came."


def test_what_is_not_a_tag_stays() -> None:
    for text in ("I <3 my nan", "a < b and c > d", "x<y and more <z", "if a<b then c", "<< see below >>"):
        assert from_html(text).text == text


def test_entities_are_undone_once() -> None:
    assert from_html("&amp;lt;b&amp;gt; &#8217; &nbsp;fish &amp; chips &bogus;").text == "&lt;b&gt; ’  fish & chips &bogus;"


def test_scripts_and_styles_leave_nothing_behind() -> None:
    assert from_html("before<script>alert('<p>x</p>')</script><style>p{}</style> after").text == "before after"


def test_characters_are_made_plain() -> None:
    assert tidy("a\r\nb\rc\u2028d\u00a0e\x00\x07 \t \n\ufefff\ud800") == "a\nb\nc\nd e\nf\ufffd"
    assert tidy("cafe\u0301") == "café"
    assert tidy("👩\u200d👩\u200d👧 ok") == "👩\u200d👩\u200d👧 ok"


def test_no_address_enters_and_each_is_counted() -> None:
    found = from_plain("Write to jo.bell@mail.example.org, or jo (at) example (dot) org. Seen from 192.0.2.44 and 2001:db8::7.")
    assert found.text == "Write to [e-mail address], or [e-mail address]. Seen from [IP address] and [IP address]."
    assert (found.mails, found.ips) == (2, 2)
    assert [f.where for f in found.faults("comment 4")] == ["comment 4"]
    assert "@" not in found.faults("comment 4")[0].what


def test_times_versions_and_handles_are_no_addresses() -> None:
    for text in ("At 10:30:45 we left", "std::vector", "version 3.11.7", "ask @jo", "12:30", "1.2.3.400.5", "a :: b"):
        assert from_plain(text).text == text


def test_names_are_never_addresses() -> None:
    assert clean_name("jo@example.org") == ""
    assert clean_name(" Jo \n Bell &amp; <b>Sam</b> ") == "Jo Bell & Sam"
    assert clean_name("https://buy.example") == ""
    assert clean_name("Jo <jo@example.org>") == "Jo"
    assert len(clean_name("x" * 500)) == 120


def test_a_name_that_anyone_may_use_tells_nobody_apart() -> None:
    assert not any(map(tells_who, ("", "Anonymous", "anon", "Guest 3", "ANON.", "n/a")))
    assert all(map(tells_who, ("Jo", "J. Okafor", "Anon Smith")))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_whatever_comes_in_plain_words_come_out(source: str) -> None:
    text = from_html(source).text
    text.encode("utf-8")
    assert text == unicodedata.normalize("NFC", text).strip()
    assert "\n\n\n" not in text and not any(unicodedata.category(c) == "Cc" and c != "\n" for c in text)


@pytest.mark.parametrize(
    "hostile", ["<b " * 60_000, "<b a=" * 40_000, "a." * 100_000 + "@", "<" * 200_000, ":" * 200_000, "1." * 100_000, "&amp;" * 50_000]
)
def test_a_long_hostile_line_is_read_to_its_end_and_does_not_grow(hostile: str) -> None:
    assert len(from_html(hostile).text) <= len(hostile)
