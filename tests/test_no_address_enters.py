"""No e-mail or IP address enters a study, wherever in a file it stands."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from copro_text.corpus import Corpus
from copro_text.errors import CoproError
from copro_text.readers import intake, read
from copro_text.readers.words import E_MAIL, from_plain
from copro_text.study import Study
from tests import test_read_feed
from tests.every_format import FILES
from tests.small import write_wxr

KEY = b"k" * 32
PICTURE = "0bc83cb571cd1c50ba6f3e8a78ef1346"
ADDRESSES = ("jo.bloggs@people.example", "192.0.2.77", "2001:db8::77", "jo.bloggs%40people.example", f"https://gravatar.com/avatar/{PICTURE}")
LEFT = re.compile(rf"bloggs@|(?:@|%40|\uff20|&#64;|at\W )people|192\.0\.2|db8:|{PICTURE}")
MOST = 40  # places of each file that are tried
# What a file says between marks, in attributes and quotes, and on lines: each may be where a program put an address.
PLACES = re.compile(rb"(?<=>)[^<>\n]+(?=<)|(?<=\")[^\"\n]+(?=\")|(?<=\()[^()\n]{3,}(?=\) Tj)|^[^<{\[\n]+$", re.MULTILINE)


def everything(path: Path) -> str:
    """All that a study would keep of a file."""
    source, made = intake(read(path), KEY, Corpus(), name=path.name, fingerprint="f")
    return json.dumps([source.account(), source.name, [c.to_dict() for c in made]], ensure_ascii=False, default=str)


def with_one_address(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """The file with an address in place of one thing that it says, and beside another."""
    spans = [match.span() for match in PLACES.finditer(data)]
    for start, end in chance.sample(spans, min(MOST, len(spans))):
        address = chance.choice(ADDRESSES).encode()
        yield data[:start] + address + data[end:]
        yield data[:end] + b" " + address + data[end:]


def with_one_address_within(data: bytes, chance: random.Random) -> Iterator[bytes]:
    """The same in the parts of a zipped file."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    for name in (name for name in parts if name.endswith(".xml") and "Types" not in name):
        for changed in with_one_address(parts[name], chance):
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w") as new:
                for member, content in parts.items():
                    new.writestr(member, changed if member == name else content)
            yield made.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_wherever_an_address_stands_in_a_file_it_does_not_enter(tmp_path: Path, name: str) -> None:
    chance, path, entered = random.Random(name), tmp_path / name, 0
    changed = with_one_address_within if FILES[name].startswith(b"PK") else with_one_address
    for data in changed(FILES[name], chance):
        path.write_bytes(data)
        try:
            kept = everything(path)
        except CoproError:
            continue
        entered += 1
        assert not (left := LEFT.search(kept)), kept[max(0, left.start() - 200) : left.end() + 100]
    assert entered >= 10


@pytest.mark.parametrize(
    "text",
    [
        *ADDRESSES,
        "mailto:jo.bloggs@people.example?subject=soup",
        "https://jo:secret.bloggs@people.example/soup",
        "<CAF=bloggs@mail.people.example>",
        "jo.bloggs\uff20people.example",
        "jo.bloggs&#64;people.example",
        "jo.bloggs [at] people.example",
        "jo.bloggs(at)people (dot) example",
        "jo.bloggs@ people.example.org",
        "jo.bloggs @ people.example.nhs.uk",
        "192.000.002.077",
        "[2001:db8::77]:8080",
        "IPv6:2001:db8::77",
        "::ffff:192.0.2.77",
        "2001:0db8:0000:0000:0000:ff00:0042:8329/64",
    ],
)
def test_however_an_address_is_written_it_is_taken_out_and_counted(text: str) -> None:
    found = from_plain(f"Write to {text} please, at 10:30:22 or 9.30.")
    assert not LEFT.search(found.text) and "0db8" not in found.text and "000.002" not in found.text
    assert found.mails + found.ips >= 1
    assert found.text.startswith("Write to ") and found.text.endswith(" please, at 10:30:22 or 9.30.")


def test_a_space_before_the_sign_keeps_the_word_before_it_and_no_address() -> None:
    assert from_plain("Follow us @people.example.org today").text == f"Follow us {E_MAIL} today"


@pytest.mark.parametrize(
    "text", ["She was @work.it rained.", "Meet me @ 10.30", "See @maya and @tom.", "The bus @ noon. Com is late.", "x @people.organic"]
)
def test_a_sign_that_is_part_of_no_address_takes_no_words_away(text: str) -> None:
    assert from_plain(text).text == text


def test_a_name_of_a_file_that_is_an_address_is_kept_without_it(tmp_path: Path) -> None:
    study = Study.new(tmp_path / "study", question="What is it?", analyst="Maya")
    source = study.add(write_wxr(tmp_path / "answers of jo.bloggs@people.example.xml"), progress=False)
    assert source.name == "answers of [e-mail address]"
    held = b"".join(path.read_bytes() for path in study.path.rglob("*") if path.is_file())
    assert b"bloggs" not in held and b"192.0.2" not in held


def test_two_things_known_by_addresses_stay_two_and_come_in_once(tmp_path: Path) -> None:
    feed = test_read_feed.ATOM + test_read_feed.entry(1, "Soup.") + test_read_feed.entry(2, "Bread.") + "</feed>"
    (tmp_path / "feed.xml").write_text(feed.replace("urn:soup:", "tag:jo.bloggs@people.example,2026:"), "utf-8")
    study = Study.new(tmp_path / "study", question="What is it?", analyst="Maya")
    assert study.add(tmp_path / "feed.xml", progress=False).new == 2
    (tmp_path / "feed.xml").write_text((tmp_path / "feed.xml").read_text("utf-8") + "\n", "utf-8")
    again = study.add(tmp_path / "feed.xml", progress=False)
    assert (again.new, again.known) == (0, 2)
