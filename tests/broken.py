"""Broken files: what happens to a file on its way, for trying readers out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from hypothesis import strategies as st

from copro_text.errors import CoproError
from copro_text.readers import Reading

Change = tuple[int, int, bytes]

HARM = (b"", b"\x00", b"\xff\xfe", b"\r", b"\n\n", b"\n", b"<", b"-->", b":", b"\xed\xa0\x80", b"\xc3", b"&#xD800;", b"9" * 30, b"\xe2\x80\xae")


def changes(length: int) -> st.SearchStrategy[list[Change]]:
    """Up to five places of a file of that length where something is cut out and something else put in."""
    put = st.one_of(st.sampled_from(HARM), st.binary(max_size=6))
    return st.lists(st.tuples(st.integers(0, length - 1), st.integers(0, 40), put), max_size=5)


def broken(data: bytes, where: list[Change]) -> bytes:
    """The file after these changes."""
    for at, length, put in where:
        data = data[:at] + put + data[at + length :]
    return data


def nested(names: Sequence[str], words: Sequence[str]) -> st.SearchStrategy[str]:
    """Elements of these names (with attributes, where they have them) in each other in any order, and words between them."""

    def one(name: str, inner: list[str]) -> str:
        return f"<{name}>{''.join(inner)}</{name.split()[0]}>"

    below = st.recursive(st.sampled_from(words), lambda within: st.builds(one, st.sampled_from(names), st.lists(within, max_size=5)), max_leaves=25)
    return st.lists(below, max_size=6).map("".join)


SAID = ("", "a", "1", "2", "&lt;3", "&#0;", "<![CDATA[a <b>]]>", "0000-00-00T00:00:00Z", "0000-01-01 00:00:00", "9" * 40, "\r\n", "jo@people.example")
"""What stands in elements: words, numbers, dates in the year 0, an address."""


def read_or_refused(path: Path, data: bytes, read: Callable[[Path], Reading]) -> Reading | None:
    """A reading whose account adds up, or None where the file was refused in words; anything else is a fault of the reader."""
    path.write_bytes(data)
    try:
        got = read(path)
    except CoproError as told:
        assert told.what
        return None
    assert got.found == len(got.items) + sum(got.left_out.values())
    assert all(item.text.strip() and item.place for item in got.items)
    assert not any("@people" in item.text + item.name + item.about for item in got.items)
    return got
