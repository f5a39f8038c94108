"""Reading feeds, RSS and Atom."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings

from copro_text.errors import NotReadable, UnsafeFile
from copro_text.readers import Reading, read
from copro_text.study import Study
from tests.broken import SAID, Change, broken, changes, nested, read_or_refused
from tests.small import write_wxr

RSS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">\n'
    "<channel><title>Comments on: A manifesto</title><atom:link href='https://soup.example/manifesto/feed/' rel='self'/>\n"
    "<link>https://soup.example/manifesto/</link>\n"
)
RSS_FOOT = "</channel></rss>\n"
ATOM = (
    '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><title>Soup</title>\n'
    '<link rel="alternate" href="https://soup.example/"/><author><name>Ada Finch</name></author>\n'
)


def item(number: int, words: str = "<p>Yes.</p>", more: str = "", by: str = "Bo Roe", blog: str = "https://soup.example") -> str:
    return (
        f"<item><title>By: {by}</title><link>{blog}/manifesto/#comment-{number}</link><dc:creator><![CDATA[{by}]]></dc:creator>"
        f'<pubDate>Wed, 02 Dec 2020 16:00:00 +0000</pubDate><guid isPermaLink="false">{blog}/?p=1#comment-{number}</guid>'
        f"<description><![CDATA[Cut ...]]></description><content:encoded><![CDATA[{words}]]></content:encoded>{more}</item>\n"
    )


def entry(number: int, words: str = "Yes.", more: str = "", kind: str = "html") -> str:
    body = words if kind == "xhtml" else escape(words)
    return (
        f"<entry><id>urn:soup:{number}</id><title>Soup {number}</title><published>2026-06-01T10:00:00.5Z</published>"
        f'<link rel="alternate" href="https://soup.example/{number}"/><content type="{kind}">{body}</content>{more}</entry>\n'
    )


def reading(folder: Path, xml: str | bytes, name: str = "feed.xml") -> Reading:
    path = folder / name
    path.write_bytes(xml if isinstance(xml, bytes) else xml.encode())
    got = read(path)
    assert got.found == len(got.items) + sum(got.left_out.values())
    return got


def test_a_feed_of_comments_is_read_whole_with_who_and_under_what(tmp_path: Path) -> None:
    got = reading(tmp_path, RSS + item(5, "<p>It&#8217;s a <b>good</b></p><p>soup.</p>") + RSS_FOOT)
    assert [(i.kind, i.text, i.name, i.person, i.about, i.when) for i in got.items] == [
        ("comment", "It’s a good\n\nsoup.", "Bo Roe", "name:bo roe", "A manifesto", "2020-12-02T16:00:00+00:00")
    ]
    assert got.format == "RSS feed" and "only the latest entries of a blog, here 1:" in got.notices[0]
    assert got.notices[1] == "Taken for comments: 1. Taken for posts: 0."


def test_what_wordpress_puts_before_a_reply_becomes_the_thread(tmp_path: Path) -> None:
    above = 'In reply to <a href="https://soup.example/manifesto/#comment-4">Ann</a>.'
    replies = [item(5, f"<p>{above}</p>\n<p>Kindness.</p>"), item(6, f"{above}\n\nKindness."), item(7, 'I say to <a href="#comment-4">Ann</a>. No.')]
    got = reading(tmp_path, RSS + "".join(replies) + item(4) + RSS_FOOT)
    assert [(i.text, i.parent) for i in got.items[:3]] == [
        ("Kindness.", ("comment", "4")), ("Kindness.", ("comment", "4")), ("I say to Ann. No.", None),
    ]  # fmt: skip
    assert not any("not in this file" in notice for notice in got.notices)


def test_a_feed_of_all_comments_names_the_post_of_each(tmp_path: Path) -> None:
    xml = RSS.replace("Comments on: A manifesto", "Comments for Soup").replace("manifesto/feed/", "comments/feed/")
    got = reading(tmp_path, xml + item(5).replace("By: Bo Roe", "Comment on A manifesto by Bo Roe").replace("dc:creator", "x") + RSS_FOOT)
    assert [(i.about, i.name) for i in got.items] == [("A manifesto", "Bo Roe")] and got.site == "soup.example"


def test_the_same_blog_as_an_export_and_as_a_feed_is_one(tmp_path: Path) -> None:
    study = Study.new(tmp_path / "study", question="Soup?", analyst="Maya")
    study.add(write_wxr(tmp_path / "export.xml", [("Bo", "It's free..."), ("Cy", "Two.")]), progress=False)
    blog = "https://small.example.org"
    (tmp_path / "feed.xml").write_text(
        RSS.replace("https://soup.example", blog) + item(1, "<p>It&#8217;s free&#8230;</p>", blog=blog) + item(3, blog=blog) + RSS_FOOT
    )
    source = study.add(tmp_path / "feed.xml", progress=False)
    assert (source.known, source.edited, source.new) == (1, 0, 1)


def test_where_the_blog_begins_is_said_or_not_claimed(tmp_path: Path) -> None:
    got = reading(tmp_path, RSS + item(5).replace("https://soup.example/?p=1", "https://old.example/?p=1") + RSS_FOOT)
    assert (got.family, got.site, got.items[0].native) == ("wordpress", "soup.example", "soup.example/manifesto#5")
    assert any("where the blog begins" in notice for notice in got.notices)


def test_posts_that_came_from_another_blog_keep_no_number_of_this_one(tmp_path: Path) -> None:
    posts = [item(1).replace("#comment-1", ""), item(2).replace("#comment-2", "").replace("soup.example/?p=1", "old.example/?p=1")]
    xml = RSS.replace("Comments on: A manifesto", "Soup").replace(
        "<link>https://soup.example/manifesto/", "<generator>https://wordpress.org/?v=6.5</generator><link>https://soup.example"
    )
    got = reading(tmp_path, xml + "".join(posts).replace("By: ", "Soup by ") + RSS_FOOT)
    assert [(i.kind, i.native) for i in got.items] == [("post", "1"), ("post", "https://old.example/?p=1")]
    assert got.site == "soup.example"


def test_the_beginning_of_a_text_never_takes_the_place_of_the_whole(tmp_path: Path) -> None:
    got = reading(tmp_path, RSS + item(5).replace("content:encoded", "x") + RSS_FOOT)
    assert (got.items[0].text, got.items[0].native) == ("Cut ...", "5 (beginning)")
    assert any("only with their beginning" in notice for notice in got.notices)


def test_all_who_wrote_a_post_together_are_kept(tmp_path: Path) -> None:
    got = reading(tmp_path, RSS + item(5, more="<dc:creator>Cy Dee</dc:creator>") + RSS_FOOT)
    assert (got.items[0].name, got.items[0].others) == ("Bo Roe", (("name:cy dee", "Cy Dee"),))


def test_atom_keeps_posts_comments_threads_and_the_lines_of_its_elements(tmp_path: Path) -> None:
    words = '<div xmlns="http://www.w3.org/1999/xhtml"><p>One &lt;3</p><p>two<br/>three</p></div>'
    who = "<author><name>Bo Roe</name><email>Bo@x.example</email></author>"
    reply, again = (f'{who}<thr:in-reply-to ref="urn:soup:{n}"/>' for n in (1, 2))
    got = reading(tmp_path, ATOM + entry(1, words, kind="xhtml") + entry(2, "a &amp; b", reply) + entry(3, "1 < 2", again, "text") + "</feed>")
    assert [(i.kind, i.text, i.name, i.person, i.about, i.parent) for i in got.items] == [
        ("post", "One <3\n\ntwo\nthree", "Ada Finch", "name:ada finch", "Soup 1", None),
        ("comment", "a & b", "Bo Roe", "mail:bo@x.example", "Soup 1", None),
        ("comment", "1 < 2", "Bo Roe", "mail:bo@x.example", "", ("comment", "urn:soup:2")),
    ]
    assert (got.family, got.site, got.items[0].when) == ("feed", "soup.example", "2026-06-01T10:00:00+00:00")


def test_atom_under_a_prefix_is_understood(tmp_path: Path) -> None:
    xml = '<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"><atom:entry><atom:summary>Soup.</atom:summary></atom:entry></atom:feed>'
    assert [i.text for i in reading(tmp_path, f"<!-- saved -->\n{xml}").items] == ["Soup."]


def test_entries_without_ids_are_known_by_all_they_hold(tmp_path: Path) -> None:
    bare = "<item><title>Soup</title><description>Same.</description></item>"
    got = reading(tmp_path, RSS.replace("Comments on: A manifesto", "Soup") + bare + bare + RSS_FOOT)
    assert [(i.kind, i.native) for i in got.items] == [("post", ""), ("post", "")]


def test_a_date_that_is_none_is_left_empty(tmp_path: Path) -> None:
    odd = ("Wed, 02 Dec 0000 16:00:00 +0000", "0000-00-00T00:00:00Z", "yesterday", "9" * 400, "Wed, 32 Foo 2020")
    got = reading(tmp_path, RSS + "".join(item(n, f"{n}").replace("Wed, 02 Dec 2020 16:00:00 +0000", date) for n, date in enumerate(odd)) + RSS_FOOT)
    assert [i.when for i in got.items] == [""] * 5


def test_a_broken_entry_costs_only_itself(tmp_path: Path) -> None:
    got = reading(tmp_path, RSS + item(1) + item(2).replace("</guid>", "</oops>") + item(3) + RSS_FOOT)
    assert [i.native for i in got.items] == ["1", "3"] and got.left_out == {"broken in the file": 1}


def test_a_document_type_is_refused_and_an_empty_feed_named(tmp_path: Path) -> None:
    with pytest.raises(UnsafeFile):
        reading(tmp_path, RSS.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]><rss') + item(1) + RSS_FOOT)
    with pytest.raises(NotReadable, match="an RSS feed with no entries"):
        reading(tmp_path, RSS + RSS_FOOT)
    with pytest.raises(NotReadable, match="an Atom feed with no entries"):
        reading(tmp_path, ATOM + "</feed>")


VALID_RSS = (RSS + item(5) + item(6, '<p>In reply to <a href="#comment-5">Bo</a>.</p> a') + RSS_FOOT).encode()
VALID_ATOM = (ATOM + entry(1) + entry(2, more='<thr:in-reply-to ref="urn:soup:1"/>') + entry(3, "<p>a</p>", kind="xhtml") + "</feed>").encode()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(VALID_RSS)))
def test_whatever_happened_to_an_rss_file_it_is_read_or_refused_in_words(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "feed.xml", broken(VALID_RSS, where), read)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(VALID_ATOM)))
def test_whatever_happened_to_an_atom_file_it_is_read_or_refused_in_words(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "feed.xml", broken(VALID_ATOM, where), read)


ELEMENTS = (
    "item",
    "title",
    "link",
    "guid",
    "dc:creator",
    "author",
    "pubDate",
    "description",
    "content:encoded",
    "category",
    "source",
    "thr:in-reply-to ref='1'",
    "x:y",
    "channel",
    "p",
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nested(ELEMENTS, SAID))
def test_however_its_elements_stand_in_each_other_it_is_read_or_refused_in_words(tmp_path: Path, inner: str) -> None:
    read_or_refused(tmp_path / "feed.xml", f"{RSS}{inner}{RSS_FOOT}".encode(), read)
