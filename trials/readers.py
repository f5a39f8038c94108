"""Readers on files of every format, as they are and broken in many ways: an account that adds up, or a refusal in words, and soon.

python trials/readers.py [--count 5000] [--seed 1]          the invented files in corpora/ and of the tests
REAL=folder python trials/readers.py                         all files in a folder too, with a table of what was read of each
python trials/readers.py --only "Word document" --start 300  one format, from one broken file on: each depends only on seed, format and number

Of each file in the table a study is made and outputs are written: it fails when anything that looks like an e-mail or IP address is in any
file of them. A line of 100 MB is given to every reader of text. Of each format so many broken files are made from those that can be read:
pieces cut out, doubled, and put in; of zipped ones also within. Every fiftieth is added to a study, which a refusal must leave as it was.
"""

from __future__ import annotations

import argparse
import io
import ipaddress
import os
import random
import re
import resource
import signal
import sys
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from types import FrameType

from _common import Figures, place

from copro_text.errors import CoproError
from copro_text.readers import Reading, read
from copro_text.readers.words import from_plain
from copro_text.study import Study
from copro_text.verbs.previewing import files_in

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the tests have small invented files of every format

LONGEST = 20  # seconds of the processor in which a file is read or refused
LARGEST = 400_000  # bytes of a file that is broken: of a larger one as much is kept
MOST_MEMORY = 4 << 30  # bytes of address space, the libraries included
ADDED = 50  # every so many is also added to a study
OUTPUTS = ("manifesto.html", "manifesto.md", "report.html", "placings.csv", "codebook.xlsx")
PUT = (b"", b"\0", b"<", b">", b"&#xD800;", b"\xff\xfe", b"\xed\xa0\x80", b"9" * 30, b"\r", b"\n\n", b"-->", b":", b'"', b",", b"{", b"[", b"]]>")
MAIL = re.compile(r"[\w.+'-]+\s?(?:@|%40|\uff20|&#64;|[\[(]at[\])])\s?[\w-]+\.[a-z]{2,}|gravatar\.com/avatar/[0-9a-f]{32}", re.IGNORECASE)
IP4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])")
MAYBE_IP6 = re.compile(r"(?<![\w:.])[0-9a-f]*:[0-9a-f]*:[0-9a-f:]*(?:\.\d+){0,3}(?![\w:])", re.IGNORECASE)


def main() -> None:
    """Print the table, look for addresses, then break files."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--count", type=int, default=5_000, help="broken files of each format (default 5,000)")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--start", type=int, default=0, help="the first of them, to go on after a stop")
    ask.add_argument("--only", default="", help="one format, as the table calls it")
    given = ask.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    signal.signal(signal.SIGPROF, _too_long)
    figures = Figures("readers", given.seed)
    with place(quick=True) as here:
        bases = _invented(here / "invented")
        if told := os.environ.get("REAL", ""):
            _table(figures, here, Path(told), bases)
        if not given.start:
            _long_lines(figures, here)
        for format_, paths in sorted(bases.items()):
            if given.only in ("", format_):
                _break(figures, here, format_, paths, range(given.start, given.count), given.seed)
    figures.must(not any(what.endswith("CRASHED") for what in figures.counts), "a reader crashed")
    figures.tell()


# the files


def _invented(folder: Path) -> dict[str, list[Path]]:
    """Files that can be read, by format: those of corpora/ and small ones of every kind."""
    from tests.every_format import FILES

    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    bases: dict[str, list[Path]] = defaultdict(list)
    for path in (path for path in files_in([ROOT / "corpora", folder]) if path.suffix != ".py"):
        if (got := _read(path)) is not None:
            bases[got.format].append(path)
    return bases


def _read(path: Path) -> Reading | None:
    try:
        return read(path)
    except CoproError:
        return None


# the table


def _table(figures: Figures, here: Path, folder: Path, bases: dict[str, list[Path]]) -> None:
    """What was read of every file of a folder, and whether an address came through."""
    print("| file | format | found | read | left out | faults |\n|---|---|---|---|---|---|")
    through: list[str] = []
    made = 0
    for n, path in enumerate(files_in([folder])):
        row, got = looked_at(path)
        print(f"| {path.relative_to(folder)} | {row} |", flush=True)
        if got is not None:
            bases[got.format].append(path)
            made += 1
            through += [f"{path.name}: {found!r} in {where}" for where, found in addresses(_study_of(path, here / f"study-{n}"))]
    figures.must(not through, f"addresses came through: {'; '.join(through[:20])}")
    figures.add("files without an address in the studies made of them", made)


def looked_at(path: Path) -> tuple[str, Reading | None]:
    """One row of the table."""
    try:
        got = read(path)
    except CoproError as refused:
        return f"not read | | | {str(refused).replace('|', '/')} | ", None
    left = ", ".join(f"{n} {why}" for why, n in got.left_out.items())
    return f"{got.format} | {got.found} | {len(got.items)} | {left} | {len(got.faults)}", got


def _study_of(path: Path, folder: Path) -> Path:
    """A study made of one file, with its outputs."""
    study = Study.new(folder, question="What is it?", analyst="Maya")
    study.add(path, progress=False)
    for output in OUTPUTS:
        study.write(folder / "outputs" / output)
    study.save_people(folder / "outputs" / "people.csv")
    return folder


def addresses(folder: Path) -> list[tuple[str, str]]:
    """What looks like an e-mail or IP address in any file below a folder, packed ones unpacked: (file, address)."""
    found = []
    for path in (path for path in sorted(folder.rglob("*")) if path.is_file()):
        for name, data in _parts(path.relative_to(folder), path.read_bytes()):
            found += [(name, address) for address in _addresses(f"{name}\n{data.decode('utf-8', 'replace')}")]
    return found


def _parts(name: Path, data: bytes) -> Iterable[tuple[str, bytes]]:
    if not data.startswith(b"PK"):
        return [(str(name), data)]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return [(f"{name}/{member}", packed.read(member)) for member in packed.namelist()]


def _addresses(text: str) -> list[str]:
    fours = [match for match in IP4.findall(text) if all(int(part) < 256 for part in match.split("."))]
    return [*MAIL.findall(text), *fours, *(match for match in MAYBE_IP6.findall(text) if _is_ip6(match))]


def _is_ip6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return sum(letter not in ":." for letter in text) > 2  # "::" is punctuation


# a line of 100 MB


def _long_lines(figures: Figures, here: Path) -> None:
    """In each text file of the tests a line of 100 MB, half words and half white space, comes in: read or refused, soon and in little memory."""
    from tests.every_format import TEXT

    long = b"word " * 10_000_000 + b" \t" * 25_000_000
    for name in TEXT:
        path, data = here / name, (here / "invented" / name).read_bytes()
        at = re.search(rb"(?<=[a-z]) (?=[a-z])", data[len(data) // 2 :])
        cut = len(data) // 2 + (at.start() if at else 0)
        path.write_bytes(data[:cut] + b" " + long + data[cut:])
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, 3 * LONGEST)  # the addresses in it are looked for as well
        try:
            outcome = _try(figures, path, name)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        print(f"a line of 100 MB in {name}: {outcome} in {time.process_time() - started:.1f} s, memory so far {_memory():.0f} MB", flush=True)
        figures.add(f"lines of 100 MB {outcome}")
        path.unlink()


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# broken files


def _break(figures: Figures, here: Path, format_: str, paths: list[Path], numbers: range, seed: int) -> None:
    slowest, study = 0.0, Study.new(here / f"broken {format_}", question="What is it?", analyst="Maya")
    for n in numbers:
        base = paths[n % len(paths)]
        path = here / f"broken{base.suffix}"
        path.write_bytes(broken(base.read_bytes(), random.Random(f"{seed} {format_} {n}")))
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        try:
            outcome = _try(figures, path, base.name)
            if n % ADDED == 0:
                _add(figures, study, path, f"{base.name}, number {n}")
        except Exception as crash:  # noqa: BLE001  a crash of any kind is what this looks for
            outcome = "CRASHED"
            kept = Path.cwd() / f"broken-{format_.replace(' ', '-')}-{seed}-{n}{base.suffix}"
            kept.write_bytes(path.read_bytes())
            print(f"NOT SO: {base.name}, number {n}: {crash!r}; the file is kept as {kept}", flush=True)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        figures.add(f"{format_} {outcome}")
        slowest = max(slowest, time.process_time() - started)
    print(f"{format_}: {len(numbers)} broken of {len(paths)} files, slowest {slowest:.2f} s, memory so far {_memory():.0f} MB", flush=True)


def _try(figures: Figures, path: Path, name: str) -> str:
    try:
        got = read(path)
    except CoproError as refused:
        figures.must(bool(refused.what and (refused.do or refused.safe)), f"{name}: refused without a word of what to do")
        return "refused"
    figures.must(got.found == len(got.items) + sum(got.left_out.values()), f"{name}: the account of a broken one does not add up")
    figures.must(all(item.text.strip() and item.place for item in got.items), f"{name}: something without words or place")
    figures.must(all(from_plain(item.text).mails == 0 for item in got.items), f"{name}: an address came through")
    return "read"


def _add(figures: Figures, study: Study, path: Path, which: str) -> None:
    """A file is added whole, or leaves the study as it was."""
    before, sources = _state(study.path), len(study.session.refresh().corpus.sources)
    try:
        source = study.add(path, progress=False)
    except CoproError:
        figures.must(_state(study.path) == before, f"{which}: refused, but the study is not as it was")
    else:
        whole = source.found == source.read + sum(source.left_out.values()) and source.read == source.new + source.edited + source.known
        figures.must(whole and len(study.session.refresh().corpus.sources) - sources in (0, 1), f"{which}: not added whole")
    found = addresses(study.path)
    figures.must(not found, f"{which}: addresses came through: {found[:3]}")


def _state(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError("too long")


def broken(data: bytes, chance: random.Random) -> bytes:
    """A file after some harm; of a zipped one half the time within one of its members."""
    if data.startswith(b"PK") and chance.random() < 0.5:
        return _broken_within(data, chance)
    data = data[:LARGEST]
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(data) + 1), chance.choice((0, 0, 1, 3, 10, 40, 400))
        doubled = data[chance.randrange(len(data) + 1) :][: chance.randint(0, 60)]
        data = data[:at] + chance.choice((*PUT, doubled, doubled)) + data[at + length :]
    return data


def _broken_within(data: bytes, chance: random.Random) -> bytes:
    whole, made = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    names = [name for name in whole.namelist() if name.endswith((".xml", ".rels"))]
    harmed = chance.choice(names) if names else ""
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in whole.namelist():
            new.writestr(name, broken(whole.read(name), chance) if name == harmed else whole.read(name))
    return made.getvalue()


if __name__ == "__main__":
    main()
