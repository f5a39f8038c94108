"""Reading WordPress exports."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copro_text.errors import CoproError, NotReadable, UnsafeFile
from copro_text.readers import Reading, read
from tests.broken import SAID, nested, read_or_refused

HEAD = (
    '<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:wp="http://wordpress.org/export/1.2/">\n<channel><title>Soup</title><link>https://www.Soup.example/blog/</link>\n'
    "<wp:base_blog_url>https://www.Soup.example/blog/</wp:base_blog_url>\n"
    "<wp:author><wp:author_id>2</wp:author_id><wp:author_login>ada</wp:author_login><wp:author_email>Ada@soup.example</wp:author_email>"
    "<wp:author_display_name><![CDATA[Ada Finch]]></wp:author_display_name></wp:author>\n"
)
FOOT = "</channel></rss>\n"


def comment(number: int, words: str = "Yes.", **other: str) -> str:
    fields = {
        "id": str(number), "author": "Bo", "author_email": f"bo{number}@x.example", "author_IP": "192.0.2.9", "date": "2026-06-01 11:00:00",
        "date_gmt": "2026-06-01 10:00:00", "content": f"<![CDATA[{words}]]>", "approved": "1", "type": "", "parent": "0", "user_id": "0",
    } | other  # fmt: skip
    return (
        "<wp:comment>"
        + "".join(f"<wp:comment_{k}>{v}</wp:comment_{k}>" if v else f"<wp:comment_{k}/>" for k, v in fields.items())
        + "</wp:comment>\n"
    )


def post(number: int, *comments: str, words: str = "Soup for all.", kind: str = "post", status: str = "publish") -> str:
    return (
        f"<item><title>Soup {number}</title><link>https://soup.example/{number}</link><dc:creator>ada</dc:creator>"
        f"<content:encoded><![CDATA[{words}]]></content:encoded><excerpt:encoded><![CDATA[cut]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>"
        "<wp:post_date>2026-05-01 09:00:00</wp:post_date><wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>\n{''.join(comments)}</item>\n"
    )


def reading(folder: Path, xml: str | bytes, name: str = "export.xml") -> Reading:
    path = folder / name
    path.write_bytes(xml if isinstance(xml, bytes) else xml.encode())
    got = read(path)
    assert got.found == len(got.items) + sum(got.left_out.values())
    return got


def test_posts_and_comments_are_both_read(tmp_path: Path) -> None:
    got = reading(tmp_path, HEAD + post(1, comment(7, "A &lt;3 <b>good</b> soup")) + FOOT)
    assert [(i.kind, i.native, i.text, i.about) for i in got.items] == [
        ("comment", "7", "A <3 good soup", "Soup 1"),
        ("post", "1", "Soup for all.", "Soup 1"),
    ]
    assert (got.family, got.site, got.format) == ("wordpress", "soup.example/blog", "WordPress export")


def test_the_name_of_the_file_does_not_matter(tmp_path: Path) -> None:
    assert reading(tmp_path, HEAD + post(1) + FOOT, "notes.txt").found == 1
    assert reading(tmp_path, HEAD + post(1) + FOOT, "answers.csv").format == "WordPress export"


def test_everything_left_out_has_its_reason(tmp_path: Path) -> None:
    comments = [
        comment(1, approved="0"), comment(2, approved="spam"), comment(3, approved="trash"), comment(4, type="pingback"),
        comment(5, type="trackback"), comment(6, "<img src='x'>"), comment(8, type="comment"), comment(9, approved="post-trashed"),
    ]  # fmt: skip
    items = [
        post(1, *comments),
        post(2, status="draft"),
        post(3, kind="page"),
        post(4, kind="attachment"),
        post(5, status="private"),
        post(6, kind="nav_menu_item"),
    ]
    got = reading(tmp_path, HEAD + "".join(items) + FOOT)
    assert got.left_out == {
        "waiting for approval": 1, "spam": 1, "in the bin": 2, "pingback": 1, "trackback": 1, "no words": 1, "a draft": 1,
        "a page, not a post": 1, "an attachment, not a post": 1, "private": 1, "not a post (nav_menu_item)": 1,
    }  # fmt: skip
    assert got.found == 14 and len(got.items) == 2


def test_comments_on_a_page_are_voices_too(tmp_path: Path) -> None:
    got = reading(tmp_path, HEAD + post(3, comment(1), kind="page") + FOOT)
    assert [i.kind for i in got.items] == ["comment"]


def test_replies_keep_their_parent_in_whatever_order_they_stand(tmp_path: Path) -> None:
    got = reading(tmp_path, HEAD + post(1, comment(9, parent="4"), comment(4), comment(5, approved="spam"), comment(6, parent="5")) + FOOT)
    parents = {i.native: i.parent for i in got.items if i.kind == "comment"}
    assert parents == {"9": ("comment", "4"), "4": None, "6": None}
    assert [f.where for f in got.faults] == ["comment 6"]


def test_the_zone_of_the_site_is_told_by_its_two_dates(tmp_path: Path) -> None:
    dates = {"date": "2026-06-01 11:00:00", "date_gmt": "0000-00-00 00:00:00"}
    got = reading(tmp_path, HEAD + post(1, comment(1), comment(2, **dates), comment(3, date="", date_gmt="")) + FOOT)
    assert [i.when for i in got.items] == ["2026-06-01T11:00:00+01:00", "2026-06-01T11:00:00", "", "2026-05-01T09:00:00"]


def test_the_blogger_is_one_person_above_and_below_her_post(tmp_path: Path) -> None:
    hers = [comment(1, user_id="2", author_email="ada@soup.example"), comment(2, author_email=" ADA@soup.example\n")]
    got = reading(tmp_path, HEAD + post(1, *hers) + FOOT)
    assert {i.person for i in got.items} == {"mail:ada@soup.example"}
    assert {i.name for i in got.items if i.kind == "post"} == {"Ada Finch"}


def test_people_are_told_apart_by_account_then_address_then_name(tmp_path: Path) -> None:
    who = [
        comment(1, user_id="9"), comment(2), comment(3, author_email="", author="Cy Roe"), comment(4, author_email="", author="Anonymous"),
        comment(5, author_email="", author=""), comment(6, author="bo@x.example"),
    ]  # fmt: skip
    got = reading(tmp_path, HEAD + post(1, *who) + FOOT)
    assert [i.person for i in got.items[:-1]] == ["user:9", "mail:bo2@x.example", "name:cy roe", "", "", "mail:bo6@x.example"]
    assert got.items[5].name == ""


def test_addresses_never_enter_and_are_counted(tmp_path: Path) -> None:
    got = reading(tmp_path, HEAD + post(1, comment(1, "Ring me: bo@x.example")) + FOOT)
    assert got.items[0].text == "Ring me: [e-mail address]"
    assert [f.where for f in got.faults] == ["comment 1"]
    assert "192.0.2.9" not in repr(got)


def test_a_number_used_twice_costs_nobody_their_words(tmp_path: Path) -> None:
    got = reading(tmp_path, HEAD + post(1, comment(1, "First."), comment(1, "Second."), comment(1, "First.")) + FOOT)
    assert [(i.text, i.native) for i in got.items[:-1]] == [("First.", "1"), ("Second.", "")]
    assert got.left_out == {"the same again under the same number": 1}


def test_undeclared_prefixes_are_taken_for_what_they_mean_and_said(tmp_path: Path) -> None:
    bare = '<rss version="2.0"><channel>\n' + post(1, comment(1)) + FOOT
    got = reading(tmp_path, bare)
    assert len(got.items) == 2
    assert any("'wp:' was never declared" in f.what and f.where.startswith("line 2, column") for f in got.faults)
    assert got.site == "soup.example"


def test_other_prefixes_for_the_same_namespaces_are_understood(tmp_path: Path) -> None:
    xml = (HEAD + post(1, comment(1)) + FOOT).replace("wp:", "w:").replace("xmlns:wp=", "xmlns:w=")
    assert len(reading(tmp_path, xml).items) == 2


def test_stray_control_characters_are_left_out_and_said(tmp_path: Path) -> None:
    got = reading(tmp_path, HEAD + post(1, comment(1, "So\x0bup \x00here")) + FOOT)
    assert got.items[0].text == "Soup here"
    assert "2 characters" in got.faults[-1].what


def test_a_file_cut_short_keeps_everything_whole(tmp_path: Path) -> None:
    xml = HEAD + post(1, *(comment(n) for n in range(2, 60)))
    got = reading(tmp_path, xml[: xml.index("<wp:comment_id>40<") + 60])
    assert len([i for i in got.items if i.kind == "comment"]) == 38 and len(got.items) == 39
    assert got.left_out == {"broken in the file": 1}
    assert any("breaks off" in f.what and f.where.startswith("line ") for f in got.faults)


def test_after_a_break_in_the_middle_reading_goes_on(tmp_path: Path) -> None:
    bad = comment(3, "Lost.").replace("</wp:comment_author>", "</wp:oops>")
    got = reading(tmp_path, HEAD + post(1, comment(2), bad, comment(4), comment(5, parent="4")) + post(8, comment(9)) + FOOT)
    assert [(i.kind, i.native, i.about) for i in got.items] == [
        ("comment", "2", "Soup 1"), ("post", "1", "Soup 1"), ("comment", "4", "Soup 1"), ("comment", "5", "Soup 1"),
        ("comment", "9", "Soup 8"), ("post", "8", "Soup 8"),
    ]  # fmt: skip
    assert got.left_out == {"broken in the file": 1} and got.site == "soup.example/blog"


def test_a_cdata_that_is_never_closed_does_not_swallow_the_rest(tmp_path: Path) -> None:
    bad = comment(3, "Lost.").replace("]]>", "")
    last = comment(4).replace("<![CDATA[Yes.]]>", "Yes.")
    item = post(1, bad, last).replace("<![CDATA[Soup for all.]]>", "Soup").replace("<![CDATA[cut]]>", "")
    got = reading(tmp_path, HEAD + item + FOOT)
    assert [i.native for i in got.items] == ["1", "4"]


@pytest.mark.parametrize("kind", ['<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', '<!DOCTYPE rss SYSTEM "file:///etc/passwd">'])
def test_a_document_type_is_refused(tmp_path: Path, kind: str) -> None:
    first, rest = HEAD.split("\n", 1)
    with pytest.raises(UnsafeFile):
        reading(tmp_path, f"{first}\n{kind}\n{rest}{post(1)}{FOOT}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig", "iso-8859-1", "cp1252"])
def test_any_encoding_it_declares_is_read(tmp_path: Path, encoding: str) -> None:
    declared = {"utf-8-sig": "UTF-8", "cp1252": "UTF-8"}.get(encoding, encoding)
    xml = (HEAD.replace("UTF-8", declared) + post(1, comment(1, "Café £5")) + FOOT).encode(encoding)
    assert reading(tmp_path, xml).items[0].text == "Café £5"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.xml", "empty"),
        (b" \n\t ", "a.xml", "empty"),
        (b"%PDF-1.7\n%x", "a.xml", "a damaged PDF"),
        (b"<?xml version='1.0'?><rss><channel></channel></rss>", "a.xml", "RSS feed"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "a.xml", "web page"),
        (b"{\\rtf1 We met.}", "a.txt", "rich text"),
        (HEAD.encode() + FOOT.encode(), "a.xml", "no posts and no comments"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes, name: str, says: str) -> None:
    with pytest.raises(NotReadable) as told:
        reading(tmp_path, content, name)
    assert says in told.value.what and told.value.do and told.value.safe


def test_where_nothing_can_be_kept_the_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match=r"line 1, column \d+"):
        reading(tmp_path, b'<rss xmlns:wp="http://wordpress.org/export/1.2/" <<<')


def test_folders_and_missing_files_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="a folder"):
        read(tmp_path)
    with pytest.raises(NotReadable, match="no such file"):
        read(tmp_path / "gone.xml")


def test_a_file_we_may_not_open_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "no")

    path = tmp_path / "a.xml"
    path.write_text(HEAD)
    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(NotReadable, match="not allowed"):
        read(path)


def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    path, told = tmp_path / "a.xml", list[tuple[int, int | None]]()
    path.write_text(HEAD + post(1, *(comment(n) for n in range(400))) + FOOT)
    read(path, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (path.stat().st_size, path.stat().st_size) and len(told) > 1


VALID = (HEAD + post(1, comment(2), comment(3, parent="2", approved="0"), comment(4, "a &amp; b")) + post(5, status="draft") + FOOT).encode()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(VALID) - 1), st.integers(0, 12), st.binary(max_size=6)), max_size=4))
def test_whatever_happened_to_the_file_it_is_read_or_refused_in_words(tmp_path: Path, changes: list[tuple[int, int, bytes]]) -> None:
    data = VALID
    for at, length, put in changes:
        data = data[:at] + put + data[at + length :]
    try:
        reading(tmp_path, data)
    except CoproError as told:
        assert told.what


ELEMENTS = (
    "item",
    "title",
    "link",
    "dc:creator",
    "content:encoded",
    "wp:post_id",
    "wp:post_type",
    "wp:status",
    "wp:post_date",
    "wp:post_date_gmt",
    "wp:comment",
    "wp:comment_id",
    "wp:comment_author",
    "wp:comment_author_email",
    "wp:comment_date",
    "wp:comment_content",
    "wp:comment_approved",
    "wp:comment_parent",
    "wp:author",
    "wp:author_login",
    "x:y",
    "channel",
    "p",
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nested(ELEMENTS, SAID))
def test_however_its_elements_stand_in_each_other_it_is_read_or_refused_in_words(tmp_path: Path, inner: str) -> None:
    read_or_refused(tmp_path / "export.xml", f"{HEAD}{inner}{FOOT}".encode(), read)
