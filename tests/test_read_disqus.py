"""Reading Disqus exports."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from copro_text.errors import NotReadable, UnsafeFile
from copro_text.readers import Reading, read
from tests.broken import SAID, Change, broken, changes, nested, read_or_refused

HEAD = (
    '<?xml version="1.0"?>\n<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">\n'
    '<category dsq:id="1"><forum>soupkitchen</forum><title>General</title></category>\n'
)
FOOT = "</disqus>\n"


def thread(number: int, title: str = "Soup", message: str = "", deleted: str = "false", author: str = "Ada Finch") -> str:
    return (
        f'<thread dsq:id="{number}"><id/><forum>soupkitchen</forum><category dsq:id="1"/><link>https://soup.example/{number}</link>'
        f"<title>{title}</title><message>{message}</message><createdAt>2026-05-01T09:00:00Z</createdAt>"
        f"<author><name>{author}</name><username>ada</username></author><isDeleted>{deleted}</isDeleted></thread>\n"
    )


def post(number: int, words: str = "Yes.", on: int = 1, above: int = 0, account: str = "", name: str = "Bo Roe", **states: str) -> str:
    said = {"isDeleted": "false", "isSpam": "false"} | states
    return (
        f'<post dsq:id="{number}"><id/><message><![CDATA[<p>{words}</p>]]></message><createdAt>2026-06-01T10:00:00Z</createdAt>'
        + "".join(f"<{key}>{value}</{key}>" for key, value in said.items())
        + f"<author><email>Bo{number}@x.example</email><name>{name}</name><isAnonymous>true</isAnonymous><username>{account}</username></author>"
        + f'<ipAddress>192.0.2.9</ipAddress><thread dsq:id="{on}"/>'
        + (f'<parent dsq:id="{above}"/>' if above else "")
        + "</post>\n"
    )


def reading(folder: Path, xml: str | bytes, name: str = "comments.xml") -> Reading:
    path = folder / name
    path.write_bytes(xml if isinstance(xml, bytes) else xml.encode())
    got = read(path)
    assert got.found == len(got.items) + sum(got.left_out.values())
    return got


def test_comments_are_read_with_the_title_of_their_page_wherever_it_stands(tmp_path: Path) -> None:
    got = reading(tmp_path, HEAD + post(4, "A &lt;3 <b>good</b> soup") + post(5, on=2, above=4) + thread(1) + thread(2, "") + FOOT)
    assert (got.format, got.family, got.site) == ("Disqus export", "disqus", "soupkitchen")
    assert [(i.native, i.text, i.about, i.parent, i.name, i.when) for i in got.items] == [
        ("4", "A <3 good soup", "Soup", None, "Bo Roe", "2026-06-01T10:00:00+00:00"),
        ("5", "Yes.", "", ("comment", "4"), "Bo Roe", "2026-06-01T10:00:00+00:00"),
    ]
    assert got.left_out == {"the entry of a page, not a comment": 2} and not got.faults


def test_what_is_deleted_spam_or_waiting_stays_out(tmp_path: Path) -> None:
    states = [post(4, isDeleted="true"), post(5, isSpam="true"), post(6, isApproved="false"), post(7, on=2), post(8, "<img src='x'>"), post(9)]
    got = reading(tmp_path, HEAD + thread(1) + thread(2, deleted="true") + "".join(states) + FOOT)
    assert [i.native for i in got.items] == ["9"]
    assert got.left_out == {
        "the entry of a page, not a comment": 1, "deleted": 2, "spam": 1, "waiting for approval": 1, "on a page that was deleted": 1, "no words": 1,
    }  # fmt: skip


def test_a_page_that_says_something_itself_is_a_post(tmp_path: Path) -> None:
    got = reading(tmp_path, HEAD + thread(1, message="What is soup?") + post(4) + FOOT)
    assert next((i.kind, i.native, i.text, i.about, i.person) for i in got.items) == ("post", "thread 1", "What is soup?", "Soup", "user:ada")


def test_orphans_are_kept_and_said(tmp_path: Path) -> None:
    got = reading(
        tmp_path, HEAD + thread(1) + '<thread dsq:id="3"><id/></thread>' + post(4, on=99) + post(5, above=6) + post(6, isDeleted="true") + FOOT
    )
    assert [(i.native, i.parent) for i in got.items] == [("4", None), ("5", None)]
    assert [f.where for f in got.faults] == ["comment 4", "comment 5"]


def test_people_are_told_apart_by_account_then_address_then_name_and_no_address_enters(tmp_path: Path) -> None:
    got = reading(tmp_path, HEAD + thread(1) + post(4, account="Bo_R") + post(5) + post(6, "bo@x.example wrote", name="bo@x.example") + FOOT)
    assert [i.person for i in got.items] == ["user:bo_r", "mail:bo5@x.example", "mail:bo6@x.example"]
    assert (got.items[2].name, got.items[2].text) == ("", "[e-mail address] wrote")
    assert "192.0.2.9" not in repr(got) and [f.where for f in got.faults] == ["comment 6"]


def test_undeclared_prefixes_are_understood_and_said(tmp_path: Path) -> None:
    xml = (HEAD + thread(1) + post(4) + post(5, above=4) + FOOT).replace(' xmlns:dsq="http://disqus.com/disqus-internals"', "")
    got = reading(tmp_path, xml)
    assert [i.parent for i in got.items] == [None, ("comment", "4")]
    assert any("'dsq:' was never declared" in f.what for f in got.faults)


def test_after_a_break_in_the_middle_reading_goes_on(tmp_path: Path) -> None:
    bad = post(5, "Lost.").replace("</message>", "</oops>")
    got = reading(tmp_path, HEAD + thread(1) + post(4) + bad + post(6, above=4) + FOOT)
    assert [(i.native, i.about, i.parent) for i in got.items] == [("4", "Soup", None), ("6", "Soup", ("comment", "4"))]
    assert got.left_out["broken in the file"] == 1 and len(got.faults) == 1


def test_an_element_inside_a_text_does_not_end_what_it_stands_in(tmp_path: Path) -> None:
    got = reading(tmp_path, HEAD.replace("General", "a<category>b</category>c") + thread(1, "So<thread>u</thread>p") + post(4) + FOOT)
    assert [(i.native, i.about) for i in got.items] == [("4", "Soup")]


def test_a_document_type_is_refused_and_an_empty_export_named(tmp_path: Path) -> None:
    with pytest.raises(UnsafeFile):
        reading(tmp_path, HEAD.replace("<disqus", '<!DOCTYPE d [<!ENTITY a "b">]><disqus') + post(1) + FOOT)
    with pytest.raises(NotReadable, match="no comments"):
        reading(tmp_path, HEAD + FOOT)


VALID = (
    HEAD + thread(1) + thread(2, deleted="true") + post(4, "a &amp; b") + post(5, above=4) + post(6, on=2) + post(7, isSpam="true") + FOOT
).encode()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(VALID)))
def test_whatever_happened_to_the_file_it_is_read_or_refused_in_words(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "comments.xml", broken(VALID, where), read)


ELEMENTS = (
    "thread dsq:id='1'",
    "thread dsq:id='2'",
    "thread",
    "post dsq:id='4'",
    "post dsq:id='5'",
    "post",
    "id",
    "link",
    "title",
    "message",
    "createdAt",
    "isDeleted",
    "isSpam",
    "author",
    "name",
    "username",
    "email",
    "parent dsq:id='4'",
    "parent dsq:id='9'",
    "x:y",
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nested(ELEMENTS, SAID))
def test_however_its_elements_stand_in_each_other_it_is_read_or_refused_in_words(tmp_path: Path, inner: str) -> None:
    read_or_refused(tmp_path / "comments.xml", f"{HEAD}{inner}{FOOT}".encode(), read)
