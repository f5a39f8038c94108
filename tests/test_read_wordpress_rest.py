"""Reading what a WordPress site says of itself as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copro_text.errors import NotReadable
from copro_text.readers import Reading, read
from copro_text.readers.typeset import same_as_shown
from copro_text.readers.wp import home
from copro_text.study import Study
from tests.broken import Change, broken, changes, read_or_refused
from tests.small import write_wxr

API = "https://www.Soup.example/blog/wp-json/wp/v2"


def comment(number: int, words: str = "<p>Yes.</p>\n", api: str = API, **other: Any) -> dict[str, Any]:
    links = {"_links": {"self": [{"href": f"{api}/comments/{number}"}]}} if api else {}
    return {
        "id": number, "post": 1, "parent": 0, "author": 0, "author_name": "Bo Roe", "author_url": "", "date": "2026-06-01T11:00:00",
        "date_gmt": "2026-06-01T10:00:00", "content": {"rendered": words}, "link": f"https://soup.example/blog/first/comment-page-2/#comment-{number}",
        "status": "approved", "type": "comment", "author_avatar_urls": {}, "meta": [],
    } | links | other  # fmt: skip


def post(number: int, words: str = "<p>Soup for all.</p>", api: str = API, **other: Any) -> dict[str, Any]:
    return {
        "id": number, "date": "2026-05-01T09:00:00", "date_gmt": "2026-05-01T08:00:00", "guid": {"rendered": f"https://soup.example/blog/?p={number}"},
        "status": "publish", "type": "post", "link": "https://soup.example/blog/first/", "title": {"rendered": "Soup &#038; bread"},
        "content": {"rendered": words, "protected": False}, "author": 2, "_links": {"self": [{"href": f"{api}/posts/{number}"}]},
    } | other  # fmt: skip


def reading(folder: Path, *pages: Any, name: str = "comments.json") -> Reading:
    path = folder / name
    path.write_bytes(b"\n".join(page if isinstance(page, bytes) else json.dumps(page).encode() for page in pages))
    got = read(path)
    assert got.found == len(got.items) + sum(got.left_out.values())
    return got


def test_posts_and_comments_are_read_with_entities_zone_and_thread(tmp_path: Path) -> None:
    got = reading(tmp_path, [comment(7, "<p>It&#8217;s a &lt;3 <b>good</b> soup<br />\nat six</p>\n<p>Bo</p>"), comment(9, parent=7), post(1)])
    assert (got.format, got.family, got.site) == ("WordPress comments (JSON)", "wordpress", "soup.example/blog")
    assert [(i.kind, i.native, i.text, i.about, i.parent, i.person, i.when) for i in got.items] == [
        ("comment", "7", "It’s a <3 good soup\nat six\n\nBo", "Soup & bread", None, "name:bo roe", "2026-06-01T11:00:00+01:00"),
        ("comment", "9", "Yes.", "Soup & bread", ("comment", "7"), "name:bo roe", "2026-06-01T11:00:00+01:00"),
        ("post", "1", "Soup for all.", "Soup & bread", None, "user:2", "2026-05-01T09:00:00+01:00"),
    ]
    assert not got.notices and not got.faults


def test_however_the_pages_were_put_together_all_are_read(tmp_path: Path) -> None:
    one, two, three = comment(1), comment(2), comment(3)
    ways = [[one, two], [three]], [[[one, two], [three]]], [one, two, three], [[one, two, three, one]]
    for pages in ways:
        assert [i.native for i in reading(tmp_path, *pages).items] == ["1", "2", "3"]
    assert reading(tmp_path, [one], [one]).left_out == {"the same again under the same number": 1}


def test_everything_left_out_has_its_reason(tmp_path: Path) -> None:
    states = [comment(1, status="hold"), comment(2, status="spam"), comment(3, status="trash"), comment(4, type="pingback"), comment(5, "<p></p>")]
    posts = [post(1, status="draft"), post(2, type="page"), post(3, content={"rendered": "Secret.", "protected": True})]
    got = reading(tmp_path, [*states, *posts, {"code": "rest_no_route", "message": "No.", "content": None}, comment(8)])
    assert got.left_out == {
        "waiting for approval": 1, "spam": 1, "in the bin": 1, "pingback": 1, "no words": 1, "a draft": 1, "a page, not a post": 1,
        "behind a password": 1, "neither a comment nor a post": 1,
    }  # fmt: skip


def test_all_who_wrote_a_post_together_are_kept_where_the_site_names_them(tmp_path: Path) -> None:
    got = reading(tmp_path, [post(1, _embedded={"author": [{"id": 2, "name": "Ada Finch"}, {"id": 5, "name": "Cy Dee"}]})])
    assert (got.items[0].person, got.items[0].name, got.items[0].others) == ("user:2", "Ada Finch", (("user:5", "Cy Dee"),))


def test_addresses_never_enter(tmp_path: Path) -> None:
    got = reading(tmp_path, [comment(1, "Ring me: bo@x.example", author_ip="192.0.2.9", author_name="bo@x.example")])
    assert (got.items[0].text, got.items[0].name) == ("Ring me: [e-mail address]", "") and "192.0.2.9" not in repr(got)


def test_the_same_blog_as_an_export_and_as_json_is_one(tmp_path: Path) -> None:
    said = [("Ann", 'They said "come - it\'s free" ... :)'), ("Bo", "Two lines\nof mine."), ("Cy", "Changed since.")]
    shown = ["They said &#8220;come &#8211; it&#8217;s free&#8221; &#8230; 🙂", "Two lines<br />\nof mine.", "Changed since, yes."]
    study = Study.new(tmp_path / "study", question="Soup?", analyst="Maya")
    study.add(write_wxr(tmp_path / "export.xml", said), progress=False)
    api = "https://small.example.org/wp-json/wp/v2"
    (tmp_path / "comments.json").write_text(json.dumps([comment(n, f"<p>{words}</p>", api) for n, words in enumerate([*shown, "New."], start=1)]))
    source = study.add(tmp_path / "comments.json", progress=False)
    assert (source.known, source.edited, source.new) == (2, 1, 1)


def test_where_the_blog_begins_is_said_or_not_claimed(tmp_path: Path) -> None:
    got = reading(tmp_path, [comment(7, api=""), comment(9, api="", parent=7), comment(8, api="", parent=3)])
    page = "soup.example/blog/first"
    assert (got.site, [(i.native, i.parent, i.replies_to) for i in got.items]) == (
        "soup.example", [(f"{page}#7", None, None), (f"{page}#9", None, 0), (f"{page}#8", ("comment", f"{page}#3"), None)],
    )  # fmt: skip
    assert any("where the blog begins" in notice for notice in got.notices)


def test_comments_without_any_address_are_known_by_all_they_hold(tmp_path: Path) -> None:
    got = reading(tmp_path, [comment(7, api="", link=""), comment(9, api="", link="", parent=7)])
    assert [(i.native, i.row[0], i.replies_to) for i in got.items] == [("", "7", None), ("", "9", 0)]


@pytest.mark.parametrize(
    ("address", "inside", "lives"),
    [
        ("https://a.example/b/wp-json/wp/v2/comments/9", "", "a.example/b"),
        ("https://a.example/?rest_route=/wp/v2/comments/9", "", "a.example"),
        ("https://a.example/index.php?rest_route=%2Fwp%2Fv2%2Fcomments", "", "a.example"),
        ("https://a.example/b/comments/feed/", "", "a.example/b"),
        ("https://a.example/b/?p=60#comment-129", "", "a.example/b"),
        ("http://a.example/?p=60", "https://www.a.example/soup/", "a.example"),
        ("http://a.example/old/?p=60", "https://a.example/soup/", ""),
        ("http://old.example/?p=60", "https://a.example/soup/", ""),
        ("https://a.example/soup/#comment-129", "", ""),
        ("https://public-api.wordpress.com/wp/v2/sites/5/comments/9", "https://soup.wordpress.com/2026/soup/#comment-9", "soup.wordpress.com"),
        ("", "", ""),
    ],
)
def test_a_blog_s_address_is_told_only_by_what_is_sure(address: str, inside: str, lives: str) -> None:
    assert home(address, inside=inside) == lives


@pytest.mark.parametrize(("typed", "shown", "same"), [
    ("it's \"so\" -- 4x4 (tm)...", "it’s “so” — 4×4 ™…", True), ("No.", "No?", False), ("Yes :-) really", "Yes 🙂 really", True),
    ("Yes", "yes", False), ("a  b\n\nc", "a b\nc", True), ("not", "now", False), (":lol: ", "", True), ("", "", True),
])  # fmt: skip
def test_only_what_wordpress_shows_differently_is_the_same(typed: str, shown: str, same: bool) -> None:
    assert same_as_shown(typed, shown) is same


def test_a_broken_object_costs_only_itself(tmp_path: Path) -> None:
    data = json.dumps([comment(1), comment(2), comment(3)], indent=1).encode()
    got = reading(tmp_path, data.replace(b'"id": 2,', b'"id": 2 oops'))
    assert [i.native for i in got.items] == ["1", "3"] and got.left_out == {"broken in the file": 1}
    assert got.faults[0].where.startswith("line ") and "broken here" in got.faults[0].what
    got = reading(tmp_path, data[: data.rindex(b'"rendered"')])
    assert [i.native for i in got.items] == ["1", "2"] and "breaks off" in got.faults[0].what


def test_hostile_numbers_depth_and_surrogates_are_borne(tmp_path: Path) -> None:
    deep = json.dumps([comment(1), comment(2)]).replace('"meta": []', '"meta": ' + "[" * 100_000, 1)
    assert reading(tmp_path, deep.encode()).left_out.get("broken in the file", 0) >= 1
    huge = json.dumps([comment(1), comment(2)]).replace('"post": 1,', f'"post": {"9" * 5000},', 1)
    got = reading(tmp_path, huge.encode())
    assert [i.native for i in got.items] == ["2"] and got.left_out == {"broken in the file": 1}
    assert reading(tmp_path, [comment(1, "a \ud800 b", author_name="\udfff")]).items[0].text == "a \ufffd b"


def test_an_answer_without_comments_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotReadable):
        reading(tmp_path, b"[]")


VALID = json.dumps([comment(1), comment(2, parent=1), comment(3, status="spam"), post(1), post(2, status="draft")], indent=1).encode()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
NAMES = "id post parent author author_name author_email date date_gmt content link status type title guid _links _embedded".split()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(VALID)))
def test_whatever_happened_to_the_file_it_is_read_or_refused_in_words(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "comments.json", broken(VALID, where), read)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=4), st.dictionaries(st.sampled_from(NAMES), JSON, max_size=4))
def test_whatever_a_comment_holds_it_is_read_or_refused_in_words(tmp_path: Path, held: dict[str, Any], other: dict[str, Any]) -> None:
    read_or_refused(tmp_path / "comments.json", json.dumps([comment(1) | held, post(2) | other, comment(3)]).encode(), read)
