"""Texts that people have put into groups by hand: this project's own corpora, and sets given by a folder."""

from __future__ import annotations

import csv
import html
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OWN = Path(__file__).resolve().parents[1] / "corpora"
QUESTION = "What is co-production, and what isn't it?"


@dataclass(frozen=True)
class Labelled:
    """A named set of texts, each with its group, who said it, and the place of the text that it replies to, where it does."""

    name: str
    texts: list[str]
    groups: list[str]
    people: list[str]
    question: str = ""
    replies: list[int | None] | None = None


def own(folder: Path = OWN) -> Labelled:
    """The invented consultation: comments and answers whose theme is written down in truth.csv."""
    words = _comments(folder / "blog" / "export.xml") | _answers(folder / "survey" / "answers.xlsx")
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if not r["file"].endswith("export-later.xml")]
    rows = [r for r in rows if r["status"] in ("approved", "answered") and r["theme"] != "none" and words.get(r["id"])]
    place, to = {r["id"]: at for at, r in enumerate(rows)}, _replies(folder / "blog" / "export.xml")
    return Labelled(
        "corpora",
        [words[r["id"]] for r in rows],
        [r["theme"] for r in rows],
        [r["person"] for r in rows],
        QUESTION,
        [place.get(to.get(r["id"], "")) for r in rows],
    )


def given(folder: Path, size: int, seed: int) -> Iterator[Labelled]:
    """Samples of `size` from the sets that are in a folder: nhs-fft-phase1, banking77, clinc150."""
    for name, read in (("nhs-fft-phase1", _nhs), ("banking77", _banking), ("clinc150", _clinc)):
        if (folder / name).is_dir():
            pairs = random.Random(seed).sample(read(folder / name), size)
            yield Labelled(name, [text for text, _ in pairs], [group for _, group in pairs], [str(i) for i in range(size)])


def many(folder: Path | None, size: int = 2000) -> list[str]:
    """`size` different texts: real ones from a given folder, else sentences of the corpora joined by twos and threes."""
    if folder is not None and (folder / "nhs-fft-phase1").is_dir():
        return random.Random(1).sample(sorted({text for text, _ in _nhs(folder / "nhs-fft-phase1")}), size)
    sentences = sorted({s for text in own().texts for s in re.split(r"(?<=[.!?])\s+", text) if len(s.split()) > 3})
    draw = random.Random(1)
    return [" ".join(draw.sample(sentences, draw.choice((1, 2, 3)))) for _ in range(size)]


def _comments(path: Path) -> dict[str, str]:
    return {number: _plain(text) for number, text in _of_comments(path, "content").items()}


def _replies(path: Path) -> dict[str, str]:
    return _of_comments(path, "parent")


def _of_comments(path: Path, part: str) -> dict[str, str]:
    from defusedxml.ElementTree import parse

    wp = "{http://wordpress.org/export/1.2/}comment"
    return {c.findtext(f"{wp}_id"): c.findtext(f"{wp}_{part}") or "" for c in parse(path).getroot().iter(wp)}


def _answers(path: Path) -> dict[str, str]:
    from openpyxl import load_workbook

    rows = list(load_workbook(path, read_only=True).active.iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "Response")
    column = {q: next(i for i, cell in enumerate(head) if str(cell).startswith(f"Q{q} ")) for q in (1, 2)}
    return {f"{row[0]}-q{q}": str(row[at] or "").strip() for row in rows for q, at in column.items() if row[0]}


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text)).strip()


def _nhs(folder: Path) -> list[tuple[str, str]]:
    with (folder / "text_data.csv").open(encoding="utf-8", newline="") as file:
        return [(r["feedback"], r["label"]) for r in csv.DictReader(file) if r["feedback"].strip()]


def _banking(folder: Path) -> list[tuple[str, str]]:
    with (folder / "train.csv").open(encoding="utf-8", newline="") as file:
        return [(r["text"], r["category"]) for r in csv.DictReader(file)]


def _clinc(folder: Path) -> list[tuple[str, str]]:
    domain = {intent: name for name, intents in json.loads((folder / "domains.json").read_text()).items() for intent in intents}
    rows = json.loads((folder / "data_full.json").read_text())["train"]
    return [(text, domain.get(intent) or domain[intent.replace("_", " ")]) for text, intent in rows]
