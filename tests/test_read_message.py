"""Reading e-mails saved as files (.eml)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from copro_text.errors import NotReadable
from copro_text.readers import Reading, read
from tests.broken import Change, broken, changes, read_or_refused

HEADERS = (
    'From: "Graham Pell" <graham.pell@example.org>\nTo: team@example.org\nSubject: Re: Your call for views\nDate: Tue, 6 Oct 2026 10:11:12 +0100\n'
    "Message-ID: <1@example.org>\nMIME-Version: 1.0\n"
)
PLAIN = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
SAID = "Dear all,\n\nCo-production isn=E2=80=99t a meeting at 2pm.\nPlease do not quote me.\n"
SIGNED = "\nGraham\n07700 900456\n"
QUOTED = "\nOn 1 Oct 2026, Jo Bell wrote:\n> What is co-production?\n"

VALID = (HEADERS + PLAIN + SAID + SIGNED + QUOTED).encode()


def message(tmp_path: Path, body: str = SAID + SIGNED + QUOTED, headers: str = HEADERS, kind: str = PLAIN) -> Reading:
    path = tmp_path / "reply.eml"
    path.write_text(headers + kind + body, "utf-8")
    return read(path)


def test_a_message_is_what_its_sender_wrote_and_the_rest_is_counted(tmp_path: Path) -> None:
    found = message(tmp_path)
    (item,) = found.items
    assert item.text == "Dear all,\n\nCo-production isn’t a meeting at 2pm.\nPlease do not quote me."
    assert (item.name, item.when, item.about) == ("Graham Pell", "2026-10-06T10:11:12+01:00", "Your call for views")
    assert found.left_out == {"header of the e-mail": 8, "line of an earlier message": 2, "line of a signature": 2}
    assert found.found == 13
    assert "2 lines of an earlier message" in found.notices[0]


def test_no_address_is_kept_where_the_sender_has_no_name(tmp_path: Path) -> None:
    found = message(tmp_path, headers=HEADERS.replace('"Graham Pell" <graham.pell@example.org>', "graham.pell@example.org"))
    assert found.items[0].name == ""
    assert "@" not in found.items[0].text


@pytest.mark.parametrize(
    ("quoted", "kept"),
    [
        ("\nOn Thu, 1 Oct 2026 at 10:00, Jo Bell\n<jo@example.org> wrote:\n> What is it?\n", ""),
        ("\n-----Original Message-----\nFrom: Jo\nWhat is it?\n", ""),
        ("\n________________________________\nFrom: Jo Bell\nSent: 1 October\nWhat is it?\n", ""),
        ("\nFrom: Jo Bell\nSent: 1 October\nTo: all\n\nWhat is it?\n", ""),
        ("\nOn 1 Oct 2026, Jo Bell wrote:\n> What is it?\nA way of working together.\n> When?\n", "A way of working together."),
    ],
)
def test_an_earlier_message_is_not_the_senders_and_answers_between_its_lines_are(tmp_path: Path, quoted: str, kept: str) -> None:
    (item,) = message(tmp_path, SAID + quoted).items
    assert "What is it" not in item.text
    assert item.text.endswith(kept or "quote me.")


def test_a_closing_in_the_middle_ends_nothing(tmp_path: Path) -> None:
    said = "nobody came back to us for three weeks after that.\n\nBest wishes\n\nWe all went home in the rain and wrote to them again.\n"
    body = f"Thanks,\n\nI said so and {said}"
    assert message(tmp_path, body).items[0].text == body.strip()


def test_a_message_in_html_is_read_without_what_it_quotes(tmp_path: Path) -> None:
    html = "<p>The ward was dirty.</p><p>Nobody came.</p><blockquote>What is it?</blockquote>"
    (item,) = message(tmp_path, html, kind="Content-Type: text/html; charset=utf-8\n\n").items
    assert item.text == "The ward was dirty.\n\nNobody came."


def test_attachments_are_named_and_not_read(tmp_path: Path) -> None:
    kind = 'Content-Type: multipart/mixed; boundary="b"\n\n'
    body = "--b\nContent-Type: text/plain\n\nSee the notes.\n--b\nContent-Type: text/plain\n"
    body += "Content-Disposition: attachment; filename=notes.txt\n\nMore\n--b--\n"
    found = message(tmp_path, body, kind=kind)
    assert found.items[0].text == "See the notes."
    assert found.left_out["attachment"] == 1
    assert "'notes.txt'" in found.faults[0].what


def test_a_message_without_words_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="without words of the one who sent it"):
        message(tmp_path, QUOTED)


def test_notes_that_begin_with_from_and_to_are_no_message(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("From: the tables\nTo: the board\nSubject: buses\n\nThe bus stops too early for us all.\n", "utf-8")
    assert read(path).format == "plain text notes"


@settings(max_examples=100)
@given(where=changes(len(VALID)))
def test_whatever_happened_to_a_message_it_is_read_or_refused_in_words(tmp_path_factory: pytest.TempPathFactory, where: list[Change]) -> None:
    read_or_refused(tmp_path_factory.mktemp("mail") / "broken.eml", broken(VALID, where), read)
