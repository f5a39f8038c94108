"""Large exports: seconds and memory to read them, against feedparser and pandas on the same bytes in the same run.

python benchmarks/bench_readers.py [--comments 100000] [--rows 50000] [--rounds 3]

The exports are invented. Each file is read in fresh processes, ours and the peer's in turn; the best of the rounds counts. It fails
when a limit is missed: a WordPress export in less than 500 MB and no slower than feedparser; a workbook in at most 1.5 times what
pandas.read_excel takes, written as Excel does and as programs do.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.util
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

MOST_MEMORY = 500  # MB
FEEDPARSER, PANDAS = 1.0, 1.5  # how many times as long as these we may take
EVERY = 500  # comments under each post

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Large</title><link>https://large.example.org</link>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://large.example.org</wp:base_blog_url>
"""
QUESTIONS = (
    *("Respondent", "Submitted", "Age group", "Are you a carer?", "How often do you use it? (1 to 5)"),
    *("What helped you most?", "What would you change?", "May we quote you?"),
)


# the files


def wordpress(path: Path, comments: int) -> None:
    """A WordPress export with so many comments, 500 under each post, most of them by people who wrote before."""
    chance, said = _invented()
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for n in range(comments):
            if n % EVERY == 0:
                file.write(("</item>\n" if n else "") + _post(n // EVERY + 1, said))
            file.write(_comment(n + 1, chance, said))
        file.write("</item></channel></rss>\n")


def _invented() -> tuple[random.Random, Callable[[int], str]]:
    from bench_letters import said

    chance = random.Random(1)
    return chance, lambda most: said(chance, chance.randint(1, most))


def _post(number: int, said: Callable[[int], str]) -> str:
    return (
        f"<item><title>Question {number}</title><dc:creator>rosa</dc:creator><content:encoded><![CDATA[<p>{escape(said(5))}</p>]]></content:encoded>"
        f"<wp:post_id>{900_000 + number}</wp:post_id><wp:post_date>2026-03-02 10:00:00</wp:post_date><wp:status>publish</wp:status>"
        "<wp:post_type>post</wp:post_type>\n"
    )


def _comment(number: int, chance: random.Random, said: Callable[[int], str]) -> str:
    who, parent = chance.randrange(20_000), number - 1 if number % EVERY > 1 and chance.random() < 0.3 else 0
    held = {
        "id": number,
        "author": f"Invented {who}",
        "author_email": f"invented.{who}@people.example",
        "author_url": "",
        "author_IP": f"192.0.2.{who % 250}",
        "date": f"2026-03-03 10:{number // 60 % 60:02}:{number % 60:02}",
        "date_gmt": f"2026-03-03 10:{number // 60 % 60:02}:{number % 60:02}",
        "content": f"<![CDATA[{said(4)}\n\n{said(3)}]]>",
        "approved": 1,
        "type": "comment",
        "parent": parent,
        "user_id": 0,
    }
    return f"<wp:comment>{''.join(f'<wp:comment_{name}>{value}</wp:comment_{name}>' for name, value in held.items())}</wp:comment>\n"


def _answers(rows: int) -> Iterator[tuple[int, float, str, str, int, str, str, str]]:
    chance, said = _invented()
    for n in range(1, rows + 1):
        age, carer, often = chance.choice(("18 to 24", "25 to 64", "65 or more")), chance.choice(("Yes", "No")), chance.randint(1, 5)
        yield n, 46_000 + n / 100, age, carer, often, said(3), said(1) if chance.random() < 0.8 else "", chance.choice(("Yes", "No"))


def by_program(path: Path, rows: int) -> None:
    """A workbook as programs write it: the words in the cells, and its size not told (openpyxl's own writer)."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Answers")
    sheet.append(QUESTIONS)
    for number, day, *others in _answers(rows):
        sheet.append([number, datetime.datetime(1899, 12, 30) + datetime.timedelta(day), *(cell or None for cell in others)])
    book.save(path)


_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_BOOK = {
    "[Content_Types].xml": f"""<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""<workbook xmlns="{_SPACE}" xmlns:r="{_OFFICE}"><sheets>
<sheet name="Answers" sheetId="1" r:id="r1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{_OFFICE}/styles" Target="styles.xml"/>
<Relationship Id="r3" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>""",
    "xl/styles.xml": f"""<styleSheet xmlns="{_SPACE}"><fonts count="1"><font/></fonts>
<fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="2"><xf xfId="0"/><xf numFmtId="22" xfId="0" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>""",
}


def by_excel(path: Path, rows: int) -> None:
    """The same workbook as Excel writes it: all words once each in a part of their own, the sheet's size told."""
    words: dict[str, int] = {}

    def cell(at: str, value: object) -> str:
        if isinstance(value, str):
            return f'<c r="{at}" t="s"><v>{words.setdefault(value, len(words))}</v></c>' if value else ""
        return f'<c r="{at}" s="{int(isinstance(value, float))}"><v>{value}</v></c>'

    def row(n: int, values: Sequence[object]) -> str:
        cells = "".join(cell(f"{column}{n}", value) for column, value in zip("ABCDEFGH", values, strict=True))
        return f'<row r="{n}" spans="1:8">{cells}</row>'

    sheet = "".join(row(n, values) for n, values in enumerate((QUESTIONS, *_answers(rows)), start=1))
    told = "".join(f'<si><t xml:space="preserve">{escape(word)}</t></si>' for word in words)
    parts = {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SPACE}"><dimension ref="A1:H{rows + 1}"/><sheetData>{sheet}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_SPACE}" count="{len(words)}" uniqueCount="{len(words)}">{told}</sst>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in (_BOOK | parts).items():
            made.writestr(name, part)


# the readers


def ours(path: Path) -> int:
    from copro_text.readers import read

    return len(read(path).items)


def feedparser(path: Path) -> int:
    import feedparser

    return len(feedparser.parse(str(path)).entries)


def pandas(path: Path) -> int:
    import pandas

    return len(pandas.read_excel(path))


READERS = {"copro_text": ours, "feedparser": feedparser, "pandas": pandas}
LIBRARIES = {"copro_text": ("copro_text.readers", "openpyxl"), "feedparser": ("feedparser",), "pandas": ("pandas", "openpyxl")}


def once(name: str, path: Path) -> None:
    """Print what one reading took: things read, CPU seconds without the imports, MB at the most."""
    for library in LIBRARIES[name]:
        __import__(library)
    started = time.process_time()
    n = READERS[name](path)
    print(json.dumps([n, time.process_time() - started, most_memory()]))


def most_memory() -> float:
    """MB that this process held at the most."""
    told = Path("/proc/self/status")
    if told.exists():  # getrusage would count what the process that started this one held
        return int(told.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def taken(name: str, path: Path) -> tuple[int, float, float]:
    """What `once` prints, of a fresh process."""
    ran = subprocess.run([sys.executable, __file__, "--once", name, path], check=True, stdout=subprocess.PIPE)
    n, took, memory = json.loads(ran.stdout)
    return n, took, memory


def against(peer: str, most: float, path: Path, rounds: int, each: int) -> list[str]:
    """Print what both take, best of the rounds, and tell which limits we miss."""
    print(f"\n{path.name}, {path.stat().st_size / 1e6:.0f} MB, {each:,} of them")
    seen: dict[str, list[tuple[int, float, float]]] = {"copro_text": [], peer: []}
    for _ in range(rounds):
        for name, times in seen.items():
            times.append(taken(name, path))
    quickest = {name: min(took for _, took, _ in times) for name, times in seen.items()}
    for name, times in seen.items():
        took, memory = quickest[name], max(memory for *_, memory in times)
        print(f"  {name:12} {took:6.2f} s, {took / each * 1e6:6.1f} µs each, at most {memory:5.0f} MB  ({times[0][0]:,} things read)")
    ratio, memory = quickest["copro_text"] / quickest[peer], max(memory for *_, memory in seen["copro_text"])
    print(f"  {ratio:.2f} times as long as {peer} (limit {most}), {memory:.0f} MB (limit {MOST_MEMORY})")
    missed = (f"{ratio:.2f} times as long as {peer}" if ratio > most else "", f"{memory:.0f} MB" if memory > MOST_MEMORY else "")
    return [f"{path.name}: {what}" for what in missed if what]


def main() -> None:
    """Make the files, read them, and fail when a limit is missed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--comments", type=int, default=100_000)
    asked.add_argument("--rows", type=int, default=50_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--once", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.once:
        once(given.once[0], Path(given.once[1]))
        return
    if importlib.util.find_spec("feedparser") is None:
        sys.exit("feedparser is not here, and nothing can be compared without it: make install, or pip install feedparser.")
    missed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for make, size, peer, most in (
            (wordpress, given.comments, "feedparser", FEEDPARSER),
            (by_excel, given.rows, "pandas", PANDAS),
            (by_program, given.rows, "pandas", PANDAS),
        ):
            path = Path(folder) / f"{make.__name__}.{'xml' if make is wordpress else 'xlsx'}"
            make(path, size)
            missed += against(peer, most, path, given.rounds, size)
    if missed:
        sys.exit(f"NOT WITHIN THE LIMIT: {'; '.join(missed)}")


if __name__ == "__main__":
    main()
