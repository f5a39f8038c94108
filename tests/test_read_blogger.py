"""Reading Blogger's exports and feeds."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings

from copro_text.errors import NotReadable, UnsafeFile
from copro_text.readers import Reading, read
from tests.broken import SAID, Change, broken, changes, nested, read_or_refused

HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xmlns:gd="http://schemas.google.com/g/2005" '
    'xmlns:thr="http://purl.org/syndication/thread/1.0">\n<id>tag:blogger.com,1999:blog-77.archive\n</id><title type="text">Soup</title>\n'
    '<link href="https://soup.example/" rel="alternate" type="text/html"/>\n'
)
FOOT = "</feed>\n"
KIND = "http://schemas.google.com/blogger/2008/kind#"


def entry(kind: str, number: int | str, words: str = "Soup for all.", inner: str = "", name: str = "Ada Finch", profile: str = "501") -> str:
    uri = f"<uri>https://www.blogger.com/profile/{profile}</uri>" if profile else ""
    author = f"<author><name>{name}\n</name>{uri}<email>noreply@blogger.com</email></author>"
    return (
        f"<entry><id>tag:blogger.com,1999:blog-77.post-{number}</id><published>2026-05-01T09:00:00.877-08:00</published>"
        f'<category scheme="http://schemas.google.com/g/2005#kind" term="{KIND}{kind}"/><category term="soup"/>'
        f'<title type="text">Soup {number}</title><content type="html">{escape(words)}</content>{author}{inner}</entry>\n'
    )


def under(post: int, above: int | None = None) -> str:
    related = f'<link rel="related" href="https://www.blogger.com/feeds/77/{post}/comments/default/{above}"/>' if above else ""
    return f'<thr:in-reply-to href="https://soup.example/{post}" ref="tag:blogger.com,1999:blog-77.post-{post}"/>{related}'


def reading(folder: Path, xml: str | bytes, name: str = "blog.xml") -> Reading:
    path = folder / name
    path.write_bytes(xml if isinstance(xml, bytes) else xml.encode())
    got = read(path)
    assert got.found == len(got.items) + sum(got.left_out.values())
    return got


def test_posts_and_comments_are_read_and_settings_counted(tmp_path: Path) -> None:
    comment = entry("comment", 9, "Good <b>soup</b><br />for &lt;all&gt;", under(1), "Bo Roe", "502")
    got = reading(tmp_path, HEAD + comment + entry("post", 1) + entry("settings", "x") + entry("template", "y") + entry("page", 3) + FOOT)
    assert (got.format, got.family, got.site) == ("Blogger export", "blogger", "77")
    assert [(i.kind, i.native, i.text, i.about, i.name, i.person) for i in got.items] == [
        ("comment", "9", "Good soup\nfor <all>", "Soup 1", "Bo Roe", "profile:502"),
        ("post", "1", "Soup for all.", "Soup 1", "Ada Finch", "profile:501"),
    ]
    assert got.items[0].when == "2026-05-01T09:00:00-08:00" and "noreply" not in repr(got)
    assert got.left_out == {"a setting of the blog": 1, "the template of the blog": 1, "a page, not a post": 1}
    assert not got.notices


def test_drafts_and_removed_comments_stay_out_and_an_undeclared_prefix_is_said(tmp_path: Path) -> None:
    draft = entry("post", 2, inner="<app:control><app:draft>yes</app:draft></app:control>")
    removed = entry("comment", 9, "This comment has been removed.", under(1) + '<gd:extendedProperty name="blogger.contentRemoved" value="true"/>')
    got = reading(tmp_path, HEAD + entry("post", 1) + draft + removed + FOOT)
    assert got.left_out == {"a draft": 1, "deleted": 1} and len(got.items) == 1
    assert any("'app:' was never declared" in f.what for f in got.faults)


def test_replies_stand_under_what_they_answer(tmp_path: Path) -> None:
    got = reading(tmp_path, HEAD + entry("comment", 8, inner=under(1, 7)) + entry("comment", 7, inner=under(1)) + entry("post", 1) + FOOT)
    assert [i.parent for i in got.items] == [("comment", "7"), None, None]
    got = reading(tmp_path, HEAD + entry("settings", "x") + entry("comment", 8, inner=under(1, 7)) + FOOT)
    assert got.items[0].parent is None and [f.where for f in got.faults] == ["comment 8"]


def test_all_who_wrote_a_post_together_are_kept(tmp_path: Path) -> None:
    got = reading(tmp_path, HEAD + entry("post", 1, inner="<author><name>Bo Roe</name></author>") + FOOT)
    assert (got.items[0].name, got.items[0].others) == ("Ada Finch", (("name:bo roe", "Bo Roe"),))


def test_anonymous_readers_are_not_one_person(tmp_path: Path) -> None:
    got = reading(tmp_path, HEAD + "".join(entry("comment", n, inner=under(1), name="Anonymous", profile="") for n in (1, 2)) + FOOT)
    assert [i.person for i in got.items] == ["", ""]


def test_the_newer_exports_say_kind_state_and_thread_in_elements_of_their_own(tmp_path: Path) -> None:
    def new(number: int, kind: str, status: str = "LIVE", more: str = "") -> str:
        plain = entry("post", number, inner=f"<blogger:type>{kind}</blogger:type><blogger:status>{status}</blogger:status>{more}")
        return "".join(part for part in plain.splitlines(True)).replace(f"{KIND}post", "")

    def on(above: str = "") -> str:
        return f"<blogger:parent>tag:blogger.com,1999:blog-77.post-1</blogger:parent><blogger:inReplyTo>{above}</blogger:inReplyTo>"

    head = HEAD.replace("<feed ", '<feed xmlns:blogger="http://schemas.google.com/blogger/2018" ')
    xml = head + new(1, "POST") + new(2, "POST", "DRAFT") + new(3, "PAGE") + new(4, "COMMENT", more=on())
    xml += new(5, "COMMENT", more=on("tag:blogger.com,1999:blog-77.post-4")) + new(6, "COMMENT", "PENDING", on()) + new(7, "COMMENT", "SPAM", on())
    got = reading(tmp_path, xml + FOOT, "feed.atom")
    assert [(i.kind, i.native, i.about, i.parent) for i in got.items] == [
        ("post", "1", "Soup 1", None), ("comment", "4", "Soup 1", None), ("comment", "5", "Soup 1", ("comment", "4")),
    ]  # fmt: skip
    assert got.left_out == {"a draft": 1, "a page, not a post": 1, "waiting for approval": 1, "spam": 1}


def test_a_feed_gives_the_same_ids_as_the_export_and_says_it_is_not_all(tmp_path: Path) -> None:
    live = entry("comment", 9, inner=under(1, 4)).replace(f"{KIND}comment", "")
    got = reading(tmp_path, HEAD.replace("77.archive", "77.post1..comments").replace("Soup</title>", "Comments on Soup: Two</title>") + live + FOOT)
    assert (got.format, got.site, got.items[0].native, got.items[0].about) == ("Blogger feed", "77", "9", "Soup: Two")
    assert got.items[0].parent == ("comment", "4") and not got.faults
    assert "only the latest" in got.notices[0] and "not in this file" in got.notices[1]


def test_a_file_that_breaks_off_keeps_everything_whole(tmp_path: Path) -> None:
    xml = HEAD + entry("post", 1) + entry("comment", 2, inner=under(1)) + entry("comment", 3, inner=under(1))
    got = reading(tmp_path, xml[:-60])
    assert [i.native for i in got.items] == ["1", "2"] and got.left_out == {"broken in the file": 1}


def test_a_document_type_is_refused_and_an_empty_export_named(tmp_path: Path) -> None:
    with pytest.raises(UnsafeFile):
        reading(tmp_path, HEAD.replace("<feed", '<!DOCTYPE feed [<!ENTITY a "b">]><feed') + entry("post", 1) + FOOT)
    with pytest.raises(NotReadable, match="no posts and no comments"):
        reading(tmp_path, HEAD + FOOT)


VALID = (
    HEAD + entry("post", 1) + entry("comment", 2, "a &amp; b", under(1)) + entry("comment", 3, inner=under(1, 2)) + entry("settings", "x") + FOOT
).encode()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(VALID)))
def test_whatever_happened_to_the_file_it_is_read_or_refused_in_words(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "blog.xml", broken(VALID, where), read)


ELEMENTS = (
    "entry",
    "id",
    "title",
    "content type='html'",
    "content type='xhtml'",
    "author",
    "name",
    "email",
    "published",
    "category term='http://schemas.google.com/blogger/2008/kind#comment'",
    "category term='http://schemas.google.com/blogger/2008/kind#post'",
    "thr:in-reply-to ref='tag:blogger.com,1999:blog-77.post-1'",
    "link rel='related' href='x'",
    "app:control",
    "app:draft",
    "x:y",
    "feed",
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nested(ELEMENTS, SAID))
def test_however_its_elements_stand_in_each_other_it_is_read_or_refused_in_words(tmp_path: Path, inner: str) -> None:
    read_or_refused(tmp_path / "blog.xml", f"{HEAD}{inner}{FOOT}".encode(), read)
