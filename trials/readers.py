"""Readers on files of every format, as they are and broken in many ways: an account that adds up, or a refusal in words, and soon.

python trials/readers.py [--count 5000] [--seed 1]          the invented files in corpora/
REAL=folder python trials/readers.py                         all files in a folder, with a table of what was read of each

Of each format so many broken files are made from those that can be read: pieces cut out, doubled, and put in; of zipped ones also within.
"""

from __future__ import annotations

import io
import os
import random
import re
import resource
import signal
import time
import zipfile
from collections import defaultdict
from pathlib import Path
from types import FrameType

from _common import Figures, asked, place

from copro_text.errors import CoproError
from copro_text.readers import Reading, read
from copro_text.readers.words import from_plain
from copro_text.verbs.previewing import files_in

ROOT = Path(__file__).parents[1]
LONGEST = 20  # seconds in which a file is read or refused
LARGEST = 400_000  # bytes of a file that is broken: of a larger one as much is kept
PUT = (b"", b"\0", b"<", b">", b"&#xD800;", b"\xff\xfe", b"\xed\xa0\x80", b"9" * 30, b"\r", b"\n\n", b"-->", b":", b'"', b",", b"{", b"[", b"]]>")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}|(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])", re.IGNORECASE)


def main() -> None:
    """Print the table, then break files."""
    count, chance, seed = asked(__doc__, 5_000, "broken files of each format")
    told = os.environ.get("REAL", "")
    bases: dict[str, list[Path]] = defaultdict(list)
    if told:
        print("| file | format | found | read | left out | faults |\n|---|---|---|---|---|---|")
    for path in (path for path in files_in([ROOT / "corpora", *([Path(told)] if told else [])]) if path.suffix != ".py"):
        row, got = looked_at(path)
        if got is not None:
            bases[got.format].append(path)
        if told and ROOT not in path.parents:
            print(f"| {path.relative_to(told)} | {row} |")
    figures = Figures("readers", seed)
    signal.signal(signal.SIGALRM, _too_long)
    with place(quick=True) as here:
        for format_, paths in sorted(bases.items()):
            _break(figures, here, format_, paths, count, chance)
    figures.tell()


def looked_at(path: Path) -> tuple[str, Reading | None]:
    """One row of the table; an address that came through is said in it."""
    try:
        got = read(path)
    except CoproError as refused:
        return f"not read | | | {refused.what} | ", None
    left = ", ".join(f"{n} {why}" for why, n in got.left_out.items())
    through = sum(bool(ADDRESS.search(" ".join((item.text, item.name, item.about, *(said for _, said in item.aside))))) for item in got.items)
    faults = f"{len(got.faults)}{f', {through} WITH AN ADDRESS' if through else ''}"
    return f"{got.format} | {got.found} | {len(got.items)} | {left} | {faults}", got


def _break(figures: Figures, here: Path, format_: str, paths: list[Path], count: int, chance: random.Random) -> None:
    slowest = 0.0
    for n in range(count):
        base = paths[n % len(paths)]
        path = here / f"broken{base.suffix}"
        path.write_bytes(broken(base.read_bytes(), chance))
        started = time.monotonic()
        signal.alarm(LONGEST)
        try:
            got = read(path)
            figures.must(got.found == len(got.items) + sum(got.left_out.values()), f"{base.name}: the account of a broken one does not add up")
            figures.must(all(item.text.strip() and item.place for item in got.items), f"{base.name}: something without words or place")
            figures.must(all(from_plain(item.text).mails == 0 for item in got.items), f"{base.name}: an address came through")
            figures.add(f"{format_} read")
        except CoproError:
            figures.add(f"{format_} refused")
        except Exception as crash:  # noqa: BLE001  a crash of any kind is what this looks for
            kept = Path.cwd() / f"broken-{n}{base.suffix}"
            kept.write_bytes(path.read_bytes())
            figures.must(False, f"{base.name}: {crash!r}; the file is kept as {kept}")
        finally:
            signal.alarm(0)
        slowest = max(slowest, time.monotonic() - started)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{format_}: {count} broken, slowest {slowest:.2f} s, memory so far {memory:.0f} MB", flush=True)


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"longer than {LONGEST} s")


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
