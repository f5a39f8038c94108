"""Reading lists of pages with their comments as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copro_text.errors import NotReadable
from copro_text.readers import Reading, read
from copro_text.study import Study
from tests.broken import Change, broken, changes, read_or_refused


def comment(words: str = "Yes.", name: str = "Bo Roe", **other: Any) -> dict[str, Any]:
    return {
        "email": "Bo@x.example",
        "remote_addr": "192.0.2.9",
        "website": "",
        "created": "2026-06-01 10:00:00",
        "author": name,
        "id": 0,
        "text": words,
    } | other


PAGES = [
    {
        "id": "/soup/",
        "title": "Soup+%26+bread",
        "comments": [comment("Is it <b>hot</b>?"), comment("Nobody rang us back at all.", "Cy Dee", email="")],
    },
    {"id": "/gate/", "title": "The gate", "comments": [comment("The gate is locked when the bus comes."), comment("  ")]},
]


def reading(folder: Path, data: Any) -> Reading:
    path = folder / "comments.json"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    got = read(path)
    assert got.found == len(got.items) + sum(got.left_out.values())
    return got


def test_every_comment_of_every_page_is_read(tmp_path: Path) -> None:
    got = reading(tmp_path, PAGES)
    assert [(i.text, i.about, i.person, i.place) for i in got.items] == [
        ("Is it hot?", "Soup & bread", "mail:bo@x.example", "page 1, comment 1"),
        ("Nobody rang us back at all.", "Soup & bread", "name:cy dee", "page 1, comment 2"),
        ("The gate is locked when the bus comes.", "The gate", "mail:bo@x.example", "page 2, comment 1"),
    ]
    assert got.left_out == {"no words": 1} and "192.0.2.9" not in repr(got)


def test_a_newer_copy_adds_only_what_is_new(tmp_path: Path) -> None:
    study, path = Study.new(tmp_path / "study", question="Soup?", analyst="Maya"), tmp_path / "comments.json"
    more = [
        *PAGES,
        {
            "id": "/new/",
            "title": "New",
            "comments": [comment("A room upstairs is no room for my chair."), comment("Pay the fare before we set off.")],
        },
    ]
    longer = [PAGES[0], {**PAGES[1], "comments": [comment("The gate is still locked at night.")]}]
    for pages, new in ((more, 5), ([*more, *longer[1:]], 1)):
        path.write_text(json.dumps(pages))
        assert study.add(path, progress=False).new == new


def test_pages_without_comments_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match="without any comments"):
        reading(tmp_path, b'[{"id": "/x/", "comments": [], "text": "", "author": ""}]')


def test_what_is_no_comment_is_counted(tmp_path: Path) -> None:
    got = reading(tmp_path, [{"id": "/x/", "title": 3, "comments": [comment(), None, 7, comment(text=8), {"author": None}]}])
    assert got.left_out == {"not a comment": 2, "no words": 1} and [i.text for i in got.items] == ["Yes.", "8"]


VALID = json.dumps(PAGES, indent=1).encode()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes(len(VALID)))
def test_whatever_happened_to_the_file_it_is_read_or_refused_in_words(tmp_path: Path, where: list[Change]) -> None:
    read_or_refused(tmp_path / "comments.json", broken(VALID, where), read)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from("text author email created id".split()), JSON), JSON, JSON)
def test_whatever_a_comment_holds_it_is_read_or_refused_in_words(tmp_path: Path, held: dict[str, Any], title: Any, other: Any) -> None:
    pages = [{"id": other, "title": title, "comments": [comment(), comment() | held, other]}]
    read_or_refused(tmp_path / "comments.json", json.dumps(pages).encode("utf-8", "surrogatepass"), read)
