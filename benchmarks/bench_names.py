"""How well names and numbers are found in the text: recall and precision for each kind, on invented sentences, and how long it takes.

python benchmarks/bench_names.py [--misses]

Found is what is flagged as a whole as what it is; a flag is right when it touches such a place. No list of names and no
pattern for names was changed because of the second half of the sentences; two faults with numbers that it showed were mended. One person
wrote patterns and sentences: believe the second half more than the first, and your own comments more than either.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from pathlib import Path

from copro_text.readers.personal import Personal, personal

PLANTED = Path(__file__).with_name("planted_names.txt")
SECOND = "# == second"
_MARK = re.compile(r"\{([^:{}]+): ([^{}]+)\}")


def planted(lines: list[str]) -> list[tuple[str, list[Personal]]]:
    """Each text, without its marks, and what they mark. A line that ends in a comma, or is a closing, goes on in the next."""
    texts = re.split(r"\n(?!\{name: (?:Gwyneth Pryce|T\. Bancroft))", "\n".join(line for line in lines if line and not line.startswith("#")))
    return [_unmarked(text) for text in texts]


def _unmarked(line: str) -> tuple[str, list[Personal]]:
    text, at, marks = "", 0, []
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        marks.append(Personal(len(text), len(text) + len(mark[2]), mark[1]))
        text, at = text + mark[2], mark.end()
    return text + line[at:], marks


def halves() -> tuple[list[tuple[str, list[Personal]]], list[tuple[str, list[Personal]]]]:
    """The sentences that the patterns were made with, and those that they were not."""
    lines = PLANTED.read_text("utf-8").splitlines()
    at = lines.index(SECOND)
    return planted(lines[:at]), planted(lines[at:])


Counts = dict[str, Counter[str]]


def counts(sentences: list[tuple[str, list[Personal]]], misses: list[str] | None = None) -> Counts:
    """For each kind: how many were planted, how many of these found, how many flags there were, and how many of these were right."""
    made: Counts = {}
    for text, marks in sentences:
        flags = personal(text)
        for mark in marks:
            found = any(f.kind == mark.kind and f.start <= _from(text, mark) and f.end >= mark.end for f in flags)
            made.setdefault(mark.kind, Counter()).update(planted=1, found=int(found))
            if misses is not None and not found:
                misses.append(f"missed {mark.kind}: {text[mark.start : mark.end]!r} in {text!r}")
        for f in flags:
            right = any(f.kind == mark.kind and f.start < mark.end and mark.start < f.end for mark in marks)
            made.setdefault(f.kind, Counter()).update(flags=1, right=int(right))
            if misses is not None and not right:
                misses.append(f"wrongly flagged as {f.kind}: {text[f.start : f.end]!r} in {text!r}")
    return made


def _from(text: str, mark: Personal) -> int:
    """Where a name begins without its title, which tells nobody apart."""
    title = re.match(r"(?:(?:Mr|Mrs|Ms|Dr|Professor|Nurse|Sister|Father|Councillor|Nan|and) )+", text[mark.start : mark.end])
    return mark.start + (title.end() if title else 0)


def told(made: Counts) -> str:
    """A table of the counts."""
    rows = [f"{'':20}{'planted':>9}{'recall':>9}{'flags':>9}{'precision':>11}"]
    for kind, n in [*sorted(made.items()), ("all", sum(made.values(), Counter()))]:
        recall = f"{n['found'] / n['planted']:.2f}" if n["planted"] else "-"
        precision = f"{n['right'] / n['flags']:.2f}" if n["flags"] else "-"
        rows.append(f"{kind:20}{n['planted']:>9}{recall:>9}{n['flags']:>9}{precision:>11}")
    return "\n".join(rows)


def main() -> None:
    """Print both halves, and the time for 10,000 comments of three of these sentences each."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--misses", action="store_true", help="list what was missed and what was flagged wrongly")
    wanted = ask.parse_args().misses
    both = halves()
    for name, half in zip(("first half: patterns were mended by these", "second half: not so for names"), both, strict=True):
        misses: list[str] = []
        print(f"{name}: {len(half)} texts\n{told(counts(half, misses))}\n")
        if wanted:
            print("\n".join(misses), "\n")
    order = random.Random(7)
    comments = [" ".join(text for text, _ in order.choices(both[0] + both[1], k=3)) for _ in range(10_000)]
    start = time.perf_counter()
    flags = sum(len(personal(comment)) for comment in comments)
    print(f"10,000 comments of three sentences: {time.perf_counter() - start:.1f} s, {flags:,} flags")


if __name__ == "__main__":
    main()
