"""Files that are odd, damaged or made to harm: every reader reads them or refuses them in words, soon and in little memory."""

from __future__ import annotations

import io
import itertools
import json
import re
import zipfile
from pathlib import Path

import pytest

from copro_text.errors import CoproError, ReadError, UnsafeFile
from copro_text.readers import Reading, read
from copro_text.study import Study
from tests import office
from tests.every_format import FILES, PACKED, TEXT, XML


def between_words(data: bytes, put: bytes) -> bytes:
    """Something after each space between two words, though not within the marks of XML."""
    return re.sub(rb"(<[a-zA-Z/?][^<>]*>)|(?<=[a-z]) (?=[a-z])", lambda match: match[1] or b" " + put, data)


def reading(folder: Path, name: str, data: bytes) -> Reading:
    (folder / name).write_bytes(data)
    got = read(folder / name)
    assert got.found == len(got.items) + sum(got.left_out.values())
    json.dumps([item.text + item.name + item.about for item in got.items], ensure_ascii=False).encode()  # what cannot be written is nobody's words
    return got


def words(got: Reading) -> list[str]:
    return [" ".join(item.text.split()) for item in got.items]


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A zipped file with one part more, or another one of that name."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return office.packed({member: packed.read(member) for member in packed.namelist()} | {name: content})


@pytest.mark.parametrize("name", TEXT)
def test_nul_bytes_are_no_words(tmp_path: Path, name: str) -> None:
    got = reading(tmp_path, name, between_words(FILES[name], b"\0"))
    assert got.items and not any("\0" in item.text + item.name + item.about for item in got.items)


@pytest.mark.parametrize("name", TEXT)
def test_lone_surrogates_are_no_letters_and_cost_nobody_their_words(tmp_path: Path, name: str) -> None:
    got = reading(tmp_path, name, between_words(FILES[name], b"\xed\xa0\x80"))
    assert len(got.items) >= len(reading(tmp_path, name, FILES[name]).items)


def test_emoji_that_a_database_wrote_in_halves_are_whole_again(tmp_path: Path) -> None:
    halves = "Soup \U0001f372 for all.".encode("utf-16-le")
    written = b"".join(chr(int.from_bytes(halves[i : i + 2], "little")).encode("utf-8", "surrogatepass") for i in range(0, len(halves), 2))
    assert words(reading(tmp_path, "notes.md", b"- " + written)) == ["Soup \U0001f372 for all."]


@pytest.mark.parametrize("name", TEXT)
def test_line_ends_may_be_of_all_kinds_in_one_file(tmp_path: Path, name: str) -> None:
    ends = itertools.cycle((b"\r\n", b"\n", b"\r"))
    mixed = re.sub(rb"\r?\n", lambda _: next(ends), FILES[name])
    assert words(reading(tmp_path, name, mixed)) == words(reading(tmp_path, name, FILES[name]))


@pytest.mark.parametrize("name", TEXT)
def test_a_date_in_the_year_0_is_no_date_and_costs_nobody_their_words(tmp_path: Path, name: str) -> None:
    got = reading(tmp_path, name, re.sub(rb"\b20[12]\d\b", b"0000", FILES[name]))
    assert len(got.items) >= 1
    assert not any(item.when.startswith("0000") for item in got.items)


BOMB = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise("abcdefghij"))


@pytest.mark.parametrize("before", ["", "<!-- x -->" * 30_000], ids=["at once", "far down"])
@pytest.mark.parametrize("name", XML)
def test_entities_that_grow_are_refused(tmp_path: Path, name: str, before: str) -> None:
    head, body = re.match(rb"(\s*<\?xml[^>]*\?>)?(.*)", FILES[name], re.DOTALL).groups()  # type: ignore[union-attr]
    bomb = f'{before}<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{BOMB}]>'.encode()
    with pytest.raises(ReadError) as told:
        reading(tmp_path, name, (head or b"") + bomb + body.replace(b"Soup", b"&j;", 1))
    assert told.value.do and told.value.safe


@pytest.mark.parametrize("before", [b"", b"<!-- x -->" * 30_000], ids=["at once", "far down"])
@pytest.mark.parametrize(
    ("name", "part"), [("notes.docx", "word/document.xml"), ("notes.odt", "content.xml"), ("answers.xlsx", "xl/worksheets/sheet1.xml")]
)
def test_entities_that_grow_within_a_zipped_file_are_refused(tmp_path: Path, name: str, part: str, before: bytes) -> None:
    content = before + f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{BOMB}]><x>&j;</x>'.encode()
    with pytest.raises(ReadError) as told:
        reading(tmp_path, name, with_part(FILES[name], part, content))
    assert told.value.do and told.value.safe


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("member", ["../evil.xml", "/etc/evil.xml", "a\\..\\..\\evil.xml"])
def test_a_member_that_wants_to_be_elsewhere_is_refused(tmp_path: Path, name: str, member: str) -> None:
    with pytest.raises(UnsafeFile, match="outside"):
        reading(tmp_path, name, with_part(FILES[name], member, b"x"))


@pytest.mark.parametrize("name", PACKED)
def test_a_small_zip_that_would_be_huge_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsafeFile, match="far more"):
        reading(tmp_path, name, with_part(FILES[name], "word/media/bomb.xml", b"0" * 50_000_000))


@pytest.mark.parametrize("name", PACKED)
def test_a_link_in_a_zipped_file_is_refused(tmp_path: Path, name: str) -> None:
    made = io.BytesIO(FILES[name])
    with zipfile.ZipFile(made, "a") as z:
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = 0o120777 << 16
        z.writestr(link, "/etc/passwd")
    with pytest.raises(UnsafeFile, match="link"):
        reading(tmp_path, name, made.getvalue())


@pytest.mark.parametrize("name", PACKED)
def test_a_locked_member_is_refused(tmp_path: Path, name: str) -> None:
    data = bytearray(FILES[name])
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnsafeFile, match="password"):
        reading(tmp_path, name, bytes(data))


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_cut_short_is_added_whole_as_far_as_it_goes_or_not_at_all(tmp_path: Path, name: str) -> None:
    study = Study.new(tmp_path / "study", question="What is it?", analyst="Maya")
    for part in (3, 5, 9):
        (tmp_path / name).write_bytes(FILES[name][: len(FILES[name]) * part // 10])
        before = {path: path.read_bytes() for path in study.path.rglob("*") if path.is_file()}
        try:
            source = study.add(tmp_path / name, progress=False)
        except ReadError:
            assert {path: path.read_bytes() for path in study.path.rglob("*") if path.is_file()} == before
        else:
            assert source.found == source.read + sum(source.left_out.values())
            assert source.read == source.new + source.edited + source.known


@pytest.mark.parametrize("name", ["~$notes.docx", ".~lock.notes.odt#", "._notes.txt"])
def test_what_an_office_program_leaves_beside_an_open_document_is_refused_with_the_reason(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x08Jo Bell " + b" " * 150)
    with pytest.raises(CoproError, match="no document, but the mark"):
        read(tmp_path / name)


@pytest.mark.parametrize(("name", "do"), [("notes.doc", "save it as .docx"), ("notes.pages", "Export To, Word"), ("mail.msg", "save it as text")])
def test_what_has_to_be_saved_in_another_way_first_says_just_that(tmp_path: Path, name: str, do: str) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000))
    with pytest.raises(CoproError) as refused:
        read(tmp_path / name)
    assert do in str(refused.value)
    assert len(str(refused.value)) < 220
