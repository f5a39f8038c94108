"""Torn and zero-filled tails at every byte of a last line: everything before it is read, its owner goes on, nothing is thrown away.

python trials/tails.py [--count 0] [--seed 1]

`--count` tries so many of the bytes, drawn by chance; 0 tries each.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from _common import Figures, asked, ids, place, remark

from copro_text.study import Study

WAYS = {
    "torn": lambda line, cut: line[:cut],
    "zero-filled": lambda line, cut: line[:cut] + b"\0" * (len(line) - cut),
    "zero-filled and closed": lambda line, cut: line[:cut] + b"\0" * (len(line) - cut - 1) + b"\n",
    "torn, with what was there before": lambda line, cut: line[:cut] + line[: len(line) - cut],
}


def main() -> None:
    """Each way of losing the end, at each byte."""
    count, chance, seed = asked(__doc__, 0, "bytes to try, 0 for each")
    figures = Figures("tails", seed)
    with place(quick=True) as where:
        study = Study.new(where / "study", question="What is it?", analyst="Maya")
        remark(study, "the last but one")
        before = ids(study)
        kept = {p: p.read_bytes() for p in (where / "state").rglob("*.json")}
        last = remark(study, "the last one, of Ünïcode: “waiting”")
        study.session.close()
        after = {p: p.read_bytes() for p in (where / "state").rglob("*.json")}
        (log,) = (study.path / "decisions").glob("*.jsonl")
        *whole, line = log.read_bytes().splitlines(keepends=True)
        cuts = range(len(line)) if not count else sorted(chance.sample(range(len(line)), min(count, len(line))))
        for way, spoilt in WAYS.items():
            for cut in cuts:
                for memory in (kept, after):  # the line was acknowledged, or it was not
                    spoil(where, log, b"".join(whole) + spoilt(line, cut), memory)
                    told = bool(cut) or memory is after or "zero" in way  # else nothing shows that there was a line
                    looked(figures, study.path, before, last, f"{way} at byte {cut}", told)
                    figures.add(way)
    figures.tell()


def spoil(where: Path, log: Path, data: bytes, memory: dict[Path, bytes]) -> None:
    """Leave the folder as the power cut did: this log alone, and what the device remembered."""
    for other in log.parent.iterdir():
        other.unlink()
    log.write_bytes(data)
    shutil.rmtree(where / "state", ignore_errors=True)
    for path, said in memory.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(said)


def looked(figures: Figures, path: Path, before: set[str], last: str, how: str, told: bool) -> None:
    """Others read all but the last line and change nothing; its owner goes on, and what was torn off is kept aside."""
    (log,) = (path / "decisions").iterdir()
    data = log.read_bytes()
    other = Study(path)
    here = ids(other)
    figures.must(here - {last} == before, f"{how}: {len(before - here)} decisions before it are not read")
    figures.must(last in here or not told or bool(other.check()), f"{how}: the line is missing and check says nothing")
    figures.must(log.read_bytes() == data, f"{how}: someone who only read changed the log")
    owner = Study(path, analyst="Maya")
    new = remark(owner, "and on we go")
    owner.session.close()
    figures.must(ids(Study(path)) >= here | {new}, f"{how}: the owner's next decision took others with it")
    aside = b"".join(p.read_bytes() for p in owner.session.state.glob("torn-*"))
    now = b"".join(p.read_bytes() for p in sorted((path / "decisions").iterdir()))
    figures.must(data in now or data[: len(data) - len(aside)] + aside == data, f"{how}: bytes were thrown away")


if __name__ == "__main__":
    main()
