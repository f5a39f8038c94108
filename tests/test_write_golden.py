"""What we promise to write the same: each kind of output of one small study, as the words in it, beside a file that stands for it.

Read the difference before you keep a new one: COPRO_GOLDEN=write pytest tests/test_write_golden.py
"""

from __future__ import annotations

import difflib
import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from copro_text import decisions as d
from copro_text.writers import WRITERS, Edition, Wanted
from copro_text.writers.back import written
from tests.helpers import Log, corpus_of, edition_of, said, some_id

GOLDEN = Path(__file__).parent / "golden" / "outputs"
KINDS = [(kind, suffix) for kind, by in WRITERS.items() for suffix in by]
MEASURE = b"date,value,note\n2026-01-31,12,\n2026-02-28,14,\n2026-03-31,13,first posters\n2026-04-30,17,\n2026-05-31,19,\n2026-06-30,21,\n"


@cache
def small(audience: str) -> Edition:
    """A study with something for every output: sessions, where people come from, what was done, who sees it differently."""
    log = Log()
    log.join("Maya", "Sam")
    me = ("maya",)
    about = {"about": "Session 1: Asking", "when": "2026-04-18"}
    rose = replace(said("rose", "When they ring back. Nobody ever rang me back about it."), **about, sentences=((0, 20), (21, 55)))
    anne = replace(said("anne", "Anne thinks the bus matters.", how="reported by"), **about)
    bo = replace(said("bo", "Some of us would rather be left alone."), about="Session 2: Answering", when="2026-04-18")
    tom = replace(said("tom", "The fare first, tom said."), about="Session 2: Answering")
    for body in (d.Title(text="A manifesto for Ashby", members=me), d.Question(text="What is co-production?", members=me)):
        log.agreed(body)
    log.agreed(d.Promise(text="You hear from us by June.", members=me))
    rings = log.name("Ringing back", "Afterwards somebody says what was done.", heading="What it is", because="all say it")
    ticks = log.name("A tick in a box", "Every answer is theirs already.", heading="What it isn't")
    slogans = log.name("Slogans")
    log.place(rings, rose, anne, tom, because="it is about answers")
    log.place(ticks, bo)
    log.place(slogans, bo)
    log.add(d.Remove(excerpts=(rose.whole.id,), code=rings, because="it is about asking"), by="sam")
    for who in ("rose", "anne", "bo"):
        log.confirm(who, "quote")
    log.confirm("rose", "name", value="R. Okafor")
    log.confirm("rose", "perspective", value="patients", only=rose)
    theme = some_id("theme")
    log.agreed(d.Theme(theme=theme, codes=(rings,), against=(bo.whole.id,), sentence="Whoever asks comes back.", members=me))
    log.agreed(d.Relate(relation=some_id("r"), one=ticks, how="gets in the way of", other=rings, members=me))
    log.add(d.Rename(code=rings, label="Closing the loop", members=(*me, "sam"), replaces=log.book.replaced_by(rings, "label")), by="sam")
    log.add(d.Answer(proposal=log.book.replaced_by(rings, "label"), answer="no", because="it is more than that"), by="sam")
    taken_back = log.add(d.SetAside(excerpts=(tom.whole.id,), because="twice"))
    log.add(d.Undo(target=taken_back.id))
    for about_what, kind, text in (
        (some_id("study"), "how we worked", "Four Tuesdays."),
        (some_id("study"), "licence", "Anyone may share this."),
        (theme, "was done", "The ward rings within two days."),
        (theme, "was not done", "Not at weekends: nobody is paid for it."),
        (rings, "not clear to me", "Loop?"),
    ):
        log.add(d.Memo(about=about_what, whose=kind, text=text))
    made = edition_of(corpus_of(rose, anne, bo, tom), log, audience=audience, wanted=Wanted(measure=MEASURE))
    return made


@pytest.mark.parametrize(("kind", "suffix"), KINDS, ids=lambda value: value)
def test_an_output_says_what_it_said_before(kind: str, suffix: str) -> None:
    differs = ""
    for audience in ("public", "group"):
        back = written(WRITERS[kind][suffix](small(audience)), suffix)
        assert back is not None
        quotes = [f"{q.mark} {' '.join(q.words.split())}" for q in back.quotes if q.is_exact]
        now = "\n".join([*(" ".join(line.split()) for line in back.lines if not line.startswith("Typst ")), "", "Quoted:", *quotes, ""])
        path = GOLDEN / f"{kind}-{audience}{suffix}.txt"
        if os.environ.get("COPRO_GOLDEN") == "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(now, "utf-8")
        before = path.read_text("utf-8") if path.exists() else ""
        differs += "\n".join(difflib.unified_diff(before.splitlines(), now.splitlines(), path.name, "now", lineterm=""))
    assert differs == ""


@pytest.mark.parametrize(("kind", "suffix"), KINDS, ids=lambda value: value)
def test_the_same_edition_is_the_same_bytes(kind: str, suffix: str) -> None:
    assert WRITERS[kind][suffix](small("group")) == WRITERS[kind][suffix](small("group"))
