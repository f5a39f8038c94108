"""Broken files: what happens to a file on its way, for trying readers out."""

from __future__ import annotations

from collections.abc import Callable
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
    return got
