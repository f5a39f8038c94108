"""Write the invented consultation out as the files that people really have.

The words are written by hand in text files under `source/`. From them this makes

- `blog/export.xml`: a WordPress export with two posts and their comments;
- `blog/export-later.xml`: the same blog some weeks on, with nine more comments and one edited;
- `survey/answers.xlsx`: a survey as its tool hands it over, with rows above the header;
- `truth.csv`: what each of these texts was written to carry, one row a text;
- `workshop/notes.docx`: notes of an afternoon, typed up from the flip charts of four tables;
- `seminar/transcript.vtt`: forty minutes of a video call with six voices, as Teams transcribes it;
- `second-blog/export.xml`: a smaller blog that answers the first, as Blogger backs it up;
- `third-blog/page.txt`: a page of a third blog, pasted from the browser;
- `meeting/notes.pdf`: notes of a small meeting, two pages.

The same source always gives the same files.

Usage
-----
    python corpora/build.py            write the files
    python corpora/build.py --check    say whether the files are in step with the source

Needs openpyxl. Faults of the source are reported with their file and block.
"""

from __future__ import annotations

import sys
from pathlib import Path

from blocks import SourceError, read_all
from blogger import atom
from pasted import page
from printed import pdf
from survey import cells, xlsx
from teams import vtt
from truth import truth
from word import docx
from wordpress import wxr

HERE = Path(__file__).resolve().parent
TEXT = (".xml", ".csv", ".vtt", ".txt")


def build(folder: Path = HERE) -> dict[str, bytes]:
    """Return every file that belongs in `folder`, by its path."""
    source = folder / "source"
    blocks = read_all(source)
    return {
        "blog/export.xml": wxr(blocks, later=False),
        "blog/export-later.xml": wxr(blocks, later=True),
        "survey/answers.xlsx": xlsx(blocks),
        "truth.csv": truth(blocks),
        "workshop/notes.docx": docx(source),
        "seminar/transcript.vtt": vtt(source).encode(),
        "second-blog/export.xml": atom(source).encode(),
        "third-blog/page.txt": page(source).encode(),
        "meeting/notes.pdf": pdf(source),
    }


def in_step(path: Path, made: bytes) -> bool:
    """Is the file what the source gives? Line ends, and how a spreadsheet is packed, do not count."""
    if not path.exists():
        return False
    found = path.read_bytes()
    if path.suffix == ".xlsx" and found != made:  # another openpyxl may pack the same cells otherwise
        return cells(found) == cells(made)
    return found == made or (path.suffix in TEXT and found.replace(b"\r\n", b"\n") == made)


def main(arguments: list[str]) -> int:
    """Write the files, or with --check compare them; return 0 when all is well."""
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 2
    try:
        made = build()
    except (SourceError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    if arguments:
        behind = [name for name, content in made.items() if not in_step(HERE / name, content)]
        print("\n".join(f"not in step: {name}" for name in behind) or "all in step")
        return 1 if behind else 0
    for name, content in made.items():
        (HERE / name).parent.mkdir(exist_ok=True)
        (HERE / name).write_bytes(content)
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
