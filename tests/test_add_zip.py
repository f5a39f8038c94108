"""Adding a zip: what can be read in it is, as from a folder; what harms is refused."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from copro_text.cli import app
from copro_text.errors import NotReadable, UnsafeFile
from copro_text.study import Study
from tests import office
from tests.small import wxr

ANSWERS = "Area,Please explain why\nNorth,They asked us before the plan was drawn.\nSouth,Nobody rang us for three weeks.\n"
NOTES = "# Table 3\n\n- We rang for three weeks.\n- A room upstairs is no room for my chair.\n"
PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def packed(path: Path, members: Mapping[str, str | bytes]) -> Path:
    path.write_bytes(office.packed(members))
    return path


def said(study: Study) -> set[str]:
    return {c.text for c in study.session.corpus}


@pytest.fixture
def empty(tmp_path: Path) -> Study:
    return Study.new(tmp_path / "empty", question="What is it?", analyst="Maya")


def test_the_one_file_in_a_zip_is_read_and_it_is_told_out_of_which(empty: Study, tmp_path: Path) -> None:
    source = empty.add(packed(tmp_path / "download.zip", {"Takeout/Blog/export.xml": wxr()}), progress=False)
    assert (source.name, source.format, source.new) == ("export.xml", "WordPress export", 7)
    assert source.notices[0] == "Read out of download.zip."


def test_a_zip_and_the_file_in_it_are_one_source(empty: Study, tmp_path: Path) -> None:
    empty.add(packed(tmp_path / "download.zip", {"export.xml": wxr()}), progress=False)
    (tmp_path / "export.xml").write_text(wxr(), "utf-8")
    assert (empty.add(tmp_path / "export.xml", progress=False).new, len(empty.sources)) == (0, 1)


def test_what_cannot_be_read_beside_the_one_file_is_named(empty: Study, tmp_path: Path) -> None:
    source = empty.add(packed(tmp_path / "a.zip", {"Photos/me.png": PHOTO, "answers.csv": ANSWERS, "__MACOSX/._answers.csv": b"x"}), progress=False)
    assert (source.name, source.new) == ("answers.csv", 2)
    assert source.notices[0] == "Read out of a.zip. What else is in it cannot be read: me.png."


def test_several_files_in_a_zip_are_read_like_a_folder_or_named(empty: Study, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"answers.csv": ANSWERS, "table/notes.md": NOTES, "me.png": PHOTO})
    with pytest.raises(NotReadable, match=r"a\.zip: 2 files in it can be read: answers\.csv, notes\.md\.") as told:
        empty.add(path, progress=False)
    assert "add_all" in told.value.do and not empty.sources.size
    added = empty.add_all(path, progress=False)
    assert [source.name for source in added.sources] == ["answers.csv", "notes.md"]
    assert [name for name, _ in added.refused] == ["a.zip, me.png"]


def test_zips_in_a_folder_are_read_and_a_harmful_one_keeps_none_out(empty: Study, tmp_path: Path) -> None:
    (folder := tmp_path / "all").mkdir()
    packed(folder / "a.zip", {"answers.csv": ANSWERS})
    (folder / "b.zip").write_bytes(office.packed({"../../evil.csv": ANSWERS}))
    (folder / "c.md").write_text(NOTES, "utf-8")
    added = empty.add_all(folder, progress=False)
    assert [source.name for source in added.sources] == ["answers.csv", "c.md"]
    assert [name for name, _ in added.refused] == ["b.zip"]


def test_a_preview_of_a_zip_adds_nothing(empty: Study, tmp_path: Path) -> None:
    found = empty.preview(packed(tmp_path / "a.zip", {"answers.csv": ANSWERS}), progress=False)
    assert found.source.new == 2 and not said(empty)


def test_the_command_line_reads_all_files_in_a_zip(empty: Study, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    path = packed(tmp_path / "a.zip", {"answers.csv": ANSWERS, "notes.md": NOTES})
    told = CliRunner().invoke(app, ["add", str(empty.path), str(path), "--as", "Maya"])
    assert told.exit_code == 0, told.output
    assert len(said(Study(empty.path))) == 4


def test_nothing_of_a_zip_stays_on_the_disk(empty: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place := tmp_path / "unpacked").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    empty.add(packed(tmp_path / "a.zip", {"answers.csv": ANSWERS}), progress=False)
    with pytest.raises(NotReadable):
        empty.add(packed(tmp_path / "b.zip", {"me.png": PHOTO}), progress=False)
    assert list(place.iterdir()) == []


def linked() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        link = zipfile.ZipInfo("answers.csv")
        link.external_attr = 0o120777 << 16
        z.writestr(link, "/etc/passwd")
    return out.getvalue()


def locked() -> bytes:
    data = bytearray(office.packed({"answers.csv": ANSWERS}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (office.packed({"../evil.csv": ANSWERS}), "outside"),
        (office.packed({"/etc/evil.csv": ANSWERS}), "outside"),
        (office.packed({"a\\..\\..\\evil.csv": ANSWERS}), "outside"),
        (office.packed({"bomb.csv": b"0" * 50_000_000}), "far more"),
        (office.packed({f"{n}.csv": b"" for n in range(2_100)}), "2100 files"),
        (linked(), "link"),
        (locked(), "password"),
    ],
    ids=["dots", "absolute", "backslashes", "bomb", "many", "link", "encrypted"],
)
def test_a_zip_made_to_harm_is_refused_whole(empty: Study, tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    before = {path: path.read_bytes() for path in empty.path.rglob("*") if path.is_file()}
    with pytest.raises(UnsafeFile, match=says) as told:
        empty.add(tmp_path / "a.zip", progress=False)
    assert told.value.do and told.value.safe
    assert {path: path.read_bytes() for path in empty.path.rglob("*") if path.is_file()} == before


def test_a_zip_that_lies_of_its_size_is_stopped(empty: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from copro_text.readers import bundle

    monkeypatch.setattr(bundle, "LIMITS", bundle.LIMITS._replace(total=1_000))
    data = office.packed({"answers.csv": ANSWERS + "North,No.\n" * 1_000})
    told, central = len(ANSWERS) + 10_000, data.rfind(b"PK\x01\x02")
    lied = data[:central] + data[central:].replace(told.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    (tmp_path / "a.zip").write_bytes(lied)
    with pytest.raises((UnsafeFile, NotReadable)):
        empty.add(tmp_path / "a.zip", progress=False)
    assert not said(empty)


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"me.png": PHOTO, "b.png": PHOTO}, "none of the 2 files in it can be read: me.png, b.png"),
        ({"__MACOSX/a": b"x", ".DS_Store": b"x"}, "nothing in it to read"),
        ({"our/study.toml": b"", "our/decisions/x.jsonl": b""}, "a copy of a study"),
        ({"inner.zip": office.packed({"deeper.zip": office.packed({"a.csv": ANSWERS})})}, "a zip file"),
    ],
)
def test_a_zip_without_anything_to_read_is_refused_in_plain_words(empty: Study, tmp_path: Path, members: dict[str, bytes], says: str) -> None:
    (tmp_path / "a.zip").write_bytes(office.packed(members))
    with pytest.raises(NotReadable) as told:
        empty.add(tmp_path / "a.zip", progress=False)
    assert says in told.value.what and told.value.do and told.value.safe


def test_a_document_that_is_called_a_zip_is_a_document(empty: Study, tmp_path: Path) -> None:
    (tmp_path / "notes.zip").write_bytes(office.docx(office.bullet("We rang for three weeks.")))
    assert empty.add(tmp_path / "notes.zip", progress=False).format == "Word document"
