"""Who wrote a post: one, several, an organisation, by the account, by the co-authors plugin or by the first line."""

from __future__ import annotations

from pathlib import Path

import pytest

from copro_text.readers import read
from copro_text.study import Study
from tests.test_read_wordpress import FOOT, HEAD, comment, post, reading

BOB = (
    "<wp:author><wp:author_id>3</wp:author_id><wp:author_login>Bob.Roe</wp:author_login><wp:author_email>bob@soup.example</wp:author_email>"
    "<wp:author_display_name><![CDATA[Bob Roe]]></wp:author_display_name></wp:author>\n"
)
GUEST = (
    "<item><title>Ana Leek</title><dc:creator>ada</dc:creator><wp:post_id>90</wp:post_id><wp:post_name>cap-ana-leek</wp:post_name>"
    "<wp:status>publish</wp:status><wp:post_type>guest-author</wp:post_type></item>\n"
)


def by(*logins: str) -> str:
    """Authors as the co-authors plugin exports them, among other categories."""
    return "<category domain='category' nicename='news'><![CDATA[News]]></category>" + "".join(
        f'<category domain="author" nicename="cap-{login.lower().replace(".", "-")}"><![CDATA[{login}]]></category>' for login in logins
    )


def account(name: str) -> str:
    return HEAD.replace("Ada Finch", name)


def authors(folder: Path, xml: str) -> list[list[str]]:
    items = [i for i in reading(folder, xml).items if i.kind == "post"]
    return [[i.name, *(name for _, name in i.others)] for i in items]


def test_joint_authors_of_the_co_authors_plugin_are_all_authors(tmp_path: Path) -> None:
    xml = HEAD + BOB + post(1, by("ada", "Bob.Roe")) + post(2, by("Bob.Roe")) + post(3) + FOOT
    assert authors(tmp_path, xml) == [["Ada Finch", "Bob Roe"], ["Bob Roe"], ["Ada Finch"]]
    first, second, third = (i for i in reading(tmp_path, xml).items if i.kind == "post")
    assert first.person == third.person == "mail:ada@soup.example"
    assert first.others == ((second.person, "Bob Roe"),)


def test_a_guest_author_has_their_own_name_though_it_stands_last_in_the_file_and_is_no_post(tmp_path: Path) -> None:
    got = reading(tmp_path, HEAD + post(1, by("ana-leek", "ada")) + GUEST + FOOT)
    (item,) = got.items
    assert (item.name, [name for _, name in item.others]) == ("Ana Leek", ["Ada Finch"])
    assert got.left_out == {"not a post (guest-author)": 1}
    assert authors(tmp_path, HEAD + post(1, by("ana-leek")) + FOOT) == [["ana-leek"]]


def test_other_categories_are_no_authors(tmp_path: Path) -> None:
    assert authors(tmp_path, HEAD + post(1, "<category><![CDATA[Bob.Roe]]></category>", by()) + FOOT) == [["Ada Finch"]]
    assert authors(tmp_path, HEAD + BOB + post(1, "<category><![CDATA[Old]]></category>", by("Bob.Roe")) + FOOT) == [["Bob Roe"]]


@pytest.mark.parametrize(
    ("name", "people", "voice"),
    [
        ("Tom Finch and Mary Roe", ["Tom Finch", "Mary Roe"], "person"),
        ("The Soup Team", ["The Soup Team"], "organisation"),
        ("Leek Street Trust", ["Leek Street Trust"], "organisation"),
        ("ada", ["ada"], "person"),
        ("Ada Finch, carer", ["Ada Finch, carer"], "person"),
    ],
)
def test_an_account_of_several_or_of_an_organisation_is_read_as_that(tmp_path: Path, name: str, people: list[str], voice: str) -> None:
    xml = account(name) + post(1) + FOOT
    assert authors(tmp_path, xml) == [people]
    assert [i.voice for i in reading(tmp_path, xml).items] == [voice]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("By Tom Finch and Mary Roe", ["Tom Finch", "Mary Roe"]),
        ("Guest post by Ana Leek", ["Ana Leek"]),
        ("By the Soup Team", ["the Soup Team"]),
        ("By Ada Finch", ["Ada Finch"]),
        ("By Monday", ["Ada Finch"]),
        ("By and by we were asked", ["Ada Finch"]),
        ("By the river there is a bench", ["Ada Finch"]),
    ],
)
def test_the_first_line_says_who_wrote_it_where_that_is_a_name(tmp_path: Path, line: str, people: list[str]) -> None:
    xml = HEAD + post(1, words=f"<p>{line}</p><p>We waited for soup.</p>") + FOOT
    assert authors(tmp_path, xml) == [people]
    (item,) = reading(tmp_path, xml).items
    assert item.text == f"{line}\n\nWe waited for soup."  # nothing of it is taken away
    assert dict(item.aside) == ({} if "Ada Finch" in people else {"posted from the account of": "Ada Finch"})


def test_the_account_of_what_was_read_tells_of_joint_authors_and_organisations(tmp_path: Path) -> None:
    xml = HEAD + BOB + post(1, by("ada", "Bob.Roe")) + post(2, words="<p>By the Soup Team</p><p>We waited.</p>") + post(3) + FOOT
    notices = reading(tmp_path, xml).notices
    assert "Posts: 3; of these 1 by several people and 1 by an organisation." in notices
    assert "Who wrote it stands in the first line, and is taken from there: post 2." in notices


def test_joint_authors_are_people_of_the_study_and_all_of_them_have_to_allow_a_quotation(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(HEAD + BOB + post(1, by("ada", "Bob.Roe"), comment(7), words="Soup for all, said together.") + FOOT, "utf-8")
    study = Study.new(tmp_path / "s", question="Soup?", analyst="Maya")
    study.add(path, progress=False)
    assert sorted(study.people["signed"]) == ["Ada Finch", "Bo", "Bob Roe"]
    told = next(c for c in study.session.corpus if c.kind == "post")
    study.confirm("Ada Finch", "quote", because="she said so")
    assert not study.session.permissions.may_quote(told)
    study.confirm("Bob Roe", "quote", because="he said so")
    assert study.session.permissions.may_quote(told)
    study.same_person(["Ada Finch", "Bob Roe"], because="a pen name of hers")
    told = next(c for c in study.session.corpus if c.kind == "post")
    assert len(told.said_by) == len(told.signed) == 1
    assert len(study.people) == 2


def test_a_post_with_more_categories_than_anybody_gives_is_read(tmp_path: Path) -> None:
    path = tmp_path / "many.xml"
    path.write_text(HEAD + post(1, "<category domain='author' nicename='cap-x'>x</category>" * 20_000) + FOOT, "utf-8")
    (item,) = read(path).items
    assert item.name == "x"
    assert len(item.others) == 0
