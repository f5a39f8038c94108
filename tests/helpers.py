"""Small invented studies for tests: people, what they said, and the lines that co-analysts wrote."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from typer.testing import CliRunner

from copro_text import decisions as d
from copro_text.cli import app
from copro_text.codebook import Codebook, replay
from copro_text.corpus import Contribution, Corpus, Found, Source, assemble, contributor_id, text_version
from copro_text.decisions import Entry
from copro_text.errors import CoproError
from copro_text.permission import Permissions
from copro_text.writers import Edition, PileView, Wanted, edition

KEY = b"a key for tests"
LOG = "0f" * 16


def some_id(name: str) -> str:
    """An id that looks as the real ones do, the same for the same name."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def on_the_command_line(verb: str, study: Path, *words: str, who: str = "Maya") -> tuple[int, str]:
    """The exit code and what is told, in one line; an error must be one that `copro` tells plainly."""
    done = CliRunner().invoke(app, [verb, str(study), *words, "--as", who])
    assert done.exception is None or isinstance(done.exception, (SystemExit, CoproError)), repr(done.exception)
    refused = done.exception if isinstance(done.exception, CoproError) else ""
    return done.exit_code, " ".join(f"{done.output} {refused}".split())


def person(name: str) -> str:
    """The contributor id of an invented person."""
    return contributor_id(KEY, ["test", name])


def said(
    who: str | Sequence[str],
    text: str,
    *,
    native: str = "",
    signed: str = "",
    voice: str = "person",
    how: str = "own words",
    found: Iterable[tuple[str, ...]] = (),
) -> Contribution:
    """What somebody said.

    `found` lists (about, answer), (about, answer, sentence) or (about, answer, sentence, value), the last two as they stand in the text.
    """
    people = [who] if isinstance(who, str) else list(who)
    people = [p for p in people if p]
    native = native or some_id(text)
    return Contribution(
        id=some_id(f"contribution {people} {native}"),
        version=text_version(KEY, text),
        origin=("test", "site", "comment", native),
        text=text,
        said_by=tuple(map(person, people)),
        signed=tuple(signed for _ in people),
        voice=voice,
        how=how,
        found=tuple(_found(text, *each) for each in found),
    )


def _found(text: str, about: str, answer: str, sentence: str = "", value: str = "") -> Found:
    spans = [(at, at + len(words)) if words and (at := text.index(words)) >= 0 else None for words in (sentence, value)]
    return Found(about, answer, *spans)


def corpus_of(*contributions: Contribution, name: str = "export.xml", left_out: Mapping[str, int] | None = None) -> Corpus:
    """A corpus from one source."""
    out = dict(left_out or {})
    everything = len(contributions) + sum(out.values())
    source = Source(some_id(name), name, "Invented export", "test 1", "fp", everything, len(contributions), out, new=len(contributions))
    return assemble([(source, contributions)])


@dataclass
class Log:
    """One log, filled line by line: `log.add(decision)` returns the line. Its analyst is the one who joined last, unless named."""

    entries: list[Entry] = field(default_factory=list)
    analyst: str = "maya"

    def add(self, body: d.Body, by: str = "") -> Entry:
        seq = len(self.entries)
        who = by or self.analyst
        time = body.at if isinstance(body, d.Enact) and body.at else f"2026-05-01T10:{seq // 60 % 60:02}:{seq % 60:02}Z"
        e = Entry(some_id(f"line {seq}"), LOG, seq, seq + 1, time, who, who, (), body)
        self.entries.append(e)
        return e

    def join(self, *names: str) -> None:
        """Co-analysts join; the first goes on writing."""
        for name in names:
            self.add(d.Join(person=name.lower(), name=name), by=name.lower())
        self.analyst = names[0].lower()

    def agreed(self, body: d.Shared, *, yes: Iterable[str] = ()) -> Entry:
        """A proposal, the answers of others, and its taking effect."""
        proposal = self.add(body)
        for who in yes:
            self.add(d.Answer(proposal=proposal.id, answer="yes"), by=who)
        self.add(d.Enact(proposal=proposal.id))
        return proposal

    def name(self, label: str, definition: str = "", heading: str = "", because: str = "") -> str:
        """A new name in force; returns its code id."""
        code = some_id(f"code {label}")
        me = (self.analyst,)
        self.agreed(d.Name(code=code, label=label, definition=definition, because=because, members=me))
        if heading:
            self.agreed(d.Heading(code=code, text=heading, members=me))
        return code

    def place(self, code: str, *contributions: Contribution, by: str = "", because: str = "") -> Entry:
        """Put whole contributions with a name."""
        return self.add(d.Place(excerpts=tuple(c.whole.id for c in contributions), code=code, because=because), by=by)

    def confirm(
        self, who: str, about: str, answer: str = "yes", value: str = "", only: Contribution | None = None, seen: Iterable[Contribution] = ()
    ) -> Entry:
        """Settle a wish or a perspective of an invented person."""
        at = only.id if only else ""
        texts = tuple(f"{c.id}.{c.version}" for c in seen)
        return self.add(d.Confirm(contributor=person(who), about=about, answer=answer, contribution=at, seen=texts, value=value))

    @property
    def book(self) -> Codebook:
        return replay(self.entries)


def edition_of(
    corpus: Corpus,
    log: Log,
    *,
    labels: Mapping[str, str] | None = None,
    states: Mapping[str, str] | None = None,
    suggestions: Mapping[str, tuple[str, ...]] | None = None,
    piles: Sequence[PileView] = (),
    map_png: bytes | None = None,
    map_alt: str = "",
    version: str = "",
    settings: Mapping[str, object] | None = None,
    audience: str = "public",
    wanted: Wanted | None = None,
) -> Edition:
    """The edition of a corpus and a log, on an invented day."""
    book = log.book
    return edition(
        corpus=corpus,
        book=book,
        permissions=Permissions.of(corpus, book.confirmed),
        labels={code.id: code.label for code in book.codes.values()} | dict(labels or {}),
        states=states or {},
        suggestions=suggestions or {},
        piles=piles,
        map_png=map_png,
        map_alt=map_alt,
        version=version,
        at="3fa9c1d2",
        today="2026-05-24",
        settings=settings or {},
        audience=audience,
        wanted=wanted,
    )


HOSTILE = {
    "html": "<b>bold</b> &amp; <img src=x onerror=alert(1)> \"quoted\" 'too'",
    "script": "</style></title></script><script>alert('gone')</script><!-- <?php --> ]]>",
    "markdown": "# Head *em* _em_ **strong** `code` [link](http://example.org) ![pic](x.png) | a | b | ~~no~~ <http://example.org> &copy;",
    "markdown lines": "1. one\n- two\n> three\n    four\n===\n---\n| a | b |\n|---|---|\n```\ncode\n```\n[x]: http://example.org\n: five\n+ six",
    "jinja": "{{ 7 * 7 }} {% raw %} {# gone #} {{ e.question }} ${7*7} %(x)s {0}",
    "latex": r"\input{/etc/passwd} $\alpha$ \write18{ls} %%% 50% & #hash ^up_down~",
    "formula": '=HYPERLINK("http://example.org?"&A1,"click")',
    "formula at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "minus": "- nobody asked me",
    "tab": "\t=1+1",
    "right to left": "الإنتاج المشترك \u202egnp.exe\u202c \u2066isolate\u2069 שלום",
    "long": "word " * 2000,
    "unbroken": "x" * 10_000,
    "controls": "a\x00b\x07c\x0bd\x0ce\x1bf\x7fg\x85h\u2028i\ufffej\r\nk\rl",
    "emoji": "👩🏽‍🦽 asked 🧑‍🤝‍🧑 and 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🎉",
    "half a character": "half \ud83d and \udc00 left",
    "odd spaces": "  two\u00a0kinds \u2003 of\u200b space  ",
}
"""Words that somebody might type or paste, and that no output may choke on or take for anything but words."""


def hostile_study(words: str) -> tuple[Corpus, Log]:
    """A study in which every place that a person can type into holds `words`."""
    comment = said("rose", words, signed="", found=[("quote", "yes", words)])
    reported = said("anne", words, native="told", how="reported by")
    unasked = said("tom", words, native="unasked")
    credited = said("ruth", "They rang.", native="credited")
    corpus = corpus_of(comment, reported, unasked, credited, name=words, left_out={words: 2})
    log = Log()
    log.join(words, "Sam")
    me = (log.analyst,)
    for kind in (d.Title, d.Question, d.Approach, d.Promise):
        log.agreed(kind(text=words, members=me))
    code = log.name(words, definition=words, heading=words, because=words)
    log.place(code, comment, reported, unasked, because=words)
    log.agreed(d.Rename(code=code, label=f"{words} ", members=me, replaces=log.book.replaced_by(code, "label"), because=words))
    log.add(d.Rename(code=code, label=words, members=(*me, "sam"), replaces=log.book.replaced_by(code, "label"), because=words))
    log.add(d.Answer(proposal=log.book.replaced_by(code, "label"), answer="no", because=words), by="sam")
    log.agreed(d.Theme(theme=some_id("theme"), codes=(code,), against=(unasked.whole.id,), sentence=words, because=words, members=me))
    log.agreed(d.Relate(relation=some_id("relation"), one=code, other=some_id("theme"), how=words, members=me))
    log.add(d.SetAside(excerpts=(unasked.whole.id,), because=words), by="sam")
    for kind in ("for the report", "how we worked", "who we are", "licence", "not clear to me"):
        log.add(d.Memo(about=code, whose=kind, text=words))
    for who in ("rose", "anne"):
        log.confirm(who, "quote")
    log.confirm("ruth", "name", value=f"{words} Q.")  # not the very words of a quotation, which would then be left out of it
    return corpus, log


def hostile_edition(words: str) -> Edition:
    """The edition of `hostile_study`, with its piles and settings."""
    corpus, log = hostile_study(words)
    excerpts = tuple(c.whole.id for c in corpus)
    piles = [PileView(0, words, (words, words), 3, 3, (words,), excerpts, excerpts), PileView(-1, texts=1)]
    return edition_of(corpus, log, piles=piles, version=words, settings={words: words}, map_alt=words)
