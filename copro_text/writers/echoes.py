"""Echoes: words of people who may not be quoted, in what co-analysts typed or in what was written before. Found by several words in a row."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from copro_text import decisions as d
from copro_text.codebook import Codebook
from copro_text.corpus import Contribution, Corpus, Excerpt, mark_of
from copro_text.permission import Permissions
from copro_text.printed import CannotRead, words_of
from copro_text.telltale import folded
from copro_text.writers.noted import PRINTED

IN_A_ROW, IN_AN_OUTPUT = 5, 8  # words: fewer are anybody's; an output is long, and five in a row meet by chance in it
LEAST_BESIDE = 3
MOST_MEMBERS, LARGEST = 1000, 64 << 20
_WORD = re.compile(r"\w+")
_NOT_PRINTED = (d.Question, d.Title, d.Approach, d.AddSource, d.Note, d.Confirm, d.Join)
_TAG = re.compile(r"<[^<>]*>")

Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Echo:
    """What somebody typed repeats what somebody said: the decision, which of its texts, the name it is about, the contribution, words of both."""

    decision: str
    field: str
    code: str
    contribution: str
    words: str = ""


def echoes(book: Codebook, corpus: Corpus, permissions: Permissions) -> tuple[Echo, ...]:
    """Where labels, definitions, reasons and the like, which outputs print, repeat five words or more of someone who may not be quoted."""
    typed: dict[Run, set[tuple[str, str, str]]] = defaultdict(set)
    for e in book.entries:
        if not isinstance(e.body, d.Decision) or isinstance(e.body, _NOT_PRINTED) or not book.stands(e.id):
            continue
        if isinstance(e.body, d.Memo) and e.body.whose not in PRINTED:
            continue
        for field, text in e.body.words().items():
            for run in runs(text, IN_A_ROW):
                typed[run].add((e.id, field, getattr(e.body, "code", "")))
    first: dict[tuple[str, str, str, str], Run] = {}
    for c, each in _unprintable(book, corpus, permissions, IN_A_ROW, typed.keys()):
        for run in sorted(each):
            for where in typed[run]:
                first.setdefault((*where, c.id), run)
    found = {Echo(*where, " ".join(run)) for where, run in first.items()}
    place = {e.id: i for i, e in enumerate(book.entries)}
    return tuple(sorted(found, key=lambda echo: (place[echo.decision], echo.field, echo.contribution)))


def in_outputs(outputs: Mapping[str, bytes], book: Codebook, corpus: Corpus, permissions: Permissions) -> dict[str, tuple[str, ...]]:
    """For each output, the contributions whose words stand in it and may not be quoted now, or are held.

    A contribution shorter than eight words counts where its mark stands as well: "When they ring back" may be anybody's.
    """
    texts = {name: text_in(data) for name, data in outputs.items()}
    known = {name: runs(text, IN_AN_OUTPUT) for name, text in texts.items()}
    found: dict[str, list[str]] = defaultdict(list)
    every: set[Run] = set().union(*known.values())
    for c, each in _unprintable(book, corpus, permissions, IN_AN_OUTPUT, every):
        for name in (name for name in known if known[name] & each):
            found[name].append(c.id)
    flat = {name: f" {' '.join(words(text))} " for name, text in texts.items()}
    for c in _who_may_not(book, corpus, permissions):
        said = words(c.text)
        if 0 < len(said) < IN_AN_OUTPUT:
            mark, run = mark_of(c.whole.id), f" {' '.join(said)} "
            for name in (name for name in flat if mark in texts[name] and run in flat[name] and _stands_beside(mark, run, name, texts[name])):
                found[name].append(c.id)
    return {name: tuple(ids) for name, ids in found.items()}


def _stands_beside(mark: str, run: str, name: str, text: str) -> bool:
    """In a table a row is one person's: a short answer counts only in the row that has its mark, for others may have said it too."""
    return not name.endswith(".csv") or any(mark in line and run in f" {' '.join(words(line))} " for line in text.splitlines())


def redacted_in_outputs(outputs: Mapping[str, bytes], shown: Corpus, said: Corpus, redactions: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each output, the contributions of which redacted words stand in it, with those beside them. Found by three words in a row or more.

    `shown` has the redacted words masked, `said` has them; what somebody else says in the same words is no fault.
    """
    flat = {name: f" {' '.join(words(text_in(data)))} " for name, data in outputs.items()}
    there = [(run, of) for run, of in _redacted_runs(said, redactions) if any(run in text for text in flat.values())]
    free = [f" {' '.join(words(c.text))} " for c in (*shown, *shown.earlier.values())] if there else []
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for run, contribution in ((run, of) for run, of in there if not any(run in text for text in free)):
        for name in (name for name in flat if run in flat[name]):
            found[name][contribution] = None
    return {name: tuple(ids) for name, ids in found.items()}


def _redacted_runs(said: Corpus, redactions: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The words of each redaction with two before and two after them, and the contribution they are of."""
    for id_ in redactions:
        try:
            e = Excerpt.parse(id_)
            text = said.contribution(e).text
        except (KeyError, ValueError):
            continue
        run = [*words(text[: e.start])[-2:], *words(text[e.start : e.end]), *words(text[e.end :])[:2]]
        if len(run) >= LEAST_BESIDE:
            yield f" {' '.join(run)} ", e.contribution


def _who_may_not(book: Codebook, corpus: Corpus, permissions: Permissions) -> Iterator[Contribution]:
    return (c for c in (*corpus.earlier.values(), *corpus) if c.id in book.held or not permissions.may_quote(c))


def _unprintable(
    book: Codebook, corpus: Corpus, permissions: Permissions, size: int, wanted: Collection[Run]
) -> Iterator[tuple[Contribution, set[Run]]]:
    """Each contribution that may not be printed, with those of the wanted runs that stand in it and in nothing that may be."""
    if not wanted:
        return
    wanted = set(wanted)
    ours = [book.of_the_study(what) for what in ("question", "title", "approach")]
    free: set[Run] = set().union(*(runs(text, size) for text in (*ours, *{c.about for c in corpus})))
    for c in corpus:
        if c.id not in book.held and permissions.may_quote(c):
            free |= runs(c.text, size) & wanted
    for c in _who_may_not(book, corpus, permissions):
        if each := (runs(c.text, size) & wanted) - free:
            yield c, each


def words(text: str) -> list[str]:
    """The words of a text as they are compared: small, without accents and apostrophes."""
    return _WORD.findall(folded(text).replace("'", ""))


def runs(text: str, size: int) -> set[Run]:
    """Every run of so many words in a row."""
    said = words(text)
    return set(zip(*(said[i:] for i in range(size)), strict=False))


def text_in(data: bytes, depth: int = 2) -> str:
    """The words in the bytes of a file: of a page without its tags, of Markdown without its backslashes, of a PDF,
    of a zip those of its members.
    """
    if depth and zipfile.is_zipfile(io.BytesIO(data)):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as z:
                members = [m for m in z.infolist() if m.file_size <= LARGEST and not m.flag_bits & 1][:MOST_MEMBERS]
                return "\n".join(text_in(z.read(m), depth - 1) for m in members)
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
            return ""
    if data.startswith(b"%PDF"):
        try:
            return words_of(data)[0]
        except CannotRead:
            return ""
    text = data.decode("utf-8-sig", "replace")
    return html.unescape(_TAG.sub(" ", re.sub(r"\\(\W)", r"\1", text)))


def count(found: Iterable[Echo]) -> int:
    """How many things that were typed repeat somebody's words."""
    return len({(echo.decision, echo.field) for echo in found})
