"""Following: where one mark leads, or every mark in a file: an output, a panel draft that came back, a letter, a sheet of answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from copro_text import decisions as d
from copro_text.corpus import mark_of
from copro_text.decisions import Entry
from copro_text.errors import NoSuchThing, NotReadable
from copro_text.verbs.parts import Part, parts
from copro_text.verbs.session import Session
from copro_text.verbs.tracing import SHORTEST, WHERE, Trace, tracing_of, with_words
from copro_text.writers.back import written
from copro_text.writers.plain import cut_short
from copro_text.writers.told import Telling
from copro_text.writers.tracing import Tracing
from copro_text.writers.views import Traced

A_PART = "a part of a draft"
NO_MARK = "0" * 10
_HEX = re.compile(r"(?<![0-9a-f])(?:([0-9a-f]{10})(?:[0-9a-f]{8})?|([0-9a-f]{8}))(?![0-9a-f])")
READABLE = "Marks are read from .html, .md, .docx, .pdf, .xlsx, .csv and .yaml files that copro_text wrote."


def trace(s: Session, mark: str | Path) -> Trace:
    """What a mark leads to, or each mark in a file. What is held is not shown."""
    following = _Following(s)
    if isinstance(mark, Path) or Path(mark).suffix:
        return following.file(Path(mark))
    wanted = re.sub(r"[^0-9a-z-]", "", mark.casefold())
    found = following.mark(wanted) if len(wanted) >= SHORTEST else ()
    if not found:
        do = f"{WHERE} What was taken out has left none; another study has others."
        raise NoSuchThing(f"Nothing here has the mark {mark!r}.", do=do, safe="Nothing was changed.")
    return Trace(found)


class _Following:
    """Follows marks: of passages, names, themes, relations and counts; of the parts of a draft; of what somebody said, by its short id."""

    def __init__(self, s: Session) -> None:
        self.s, self.tracing = s, tracing_of(s)
        self._parts: Mapping[str, Part] | None = None

    @property
    def parts(self) -> Mapping[str, Part]:
        """The parts that drafts of this study have or had, by mark."""
        if self._parts is None:
            self._parts = parts(self.s)
        return self._parts

    def mark(self, wanted: str) -> tuple[Traced, ...]:
        """What a mark, or the beginning of one, leads to."""
        found = self.tracing.mark(wanted) or tuple(self._of_drafts(wanted)) or tuple(self._said(wanted))
        return tuple(with_words(self.s, each, self.tracing) for each in found)

    def _of_drafts(self, wanted: str) -> Iterator[Traced]:
        for mark, part in self.parts.items():
            if mark.startswith(wanted):
                yield _of_a_draft(mark, part, self.tracing, self.s)

    def _said(self, wanted: str) -> Iterator[Traced]:
        found = (self.tracing.thing(c.whole.id) for c in self.s.corpus if len(wanted) >= 8 and c.id.startswith(wanted))
        return filter(None, found)

    def file(self, path: Path) -> Trace:
        """What each mark in a file leads to, in the order in which they stand there."""
        path = path if path.exists() or path.parent != Path() else self.s.folder.outputs / path
        try:
            back = written(path.read_bytes(), path.suffix)
        except OSError as refused:
            raise NotReadable(f"{path.name}: {refused.strerror}.", do="Name a file that is there, or a mark.", safe="Nothing was changed.") from None
        if back is None:
            raise NotReadable(f"No marks can be read from {path.name}.", do=READABLE, safe="Nothing was changed.")
        marks = [part.mark for part in back.parts]
        short_ids = {c.id[:8] for c in self.s.corpus}
        for each in _HEX.finditer("\n".join(back.lines)):
            marks += [found for found in (each[1], each[2] if each[2] in short_ids else None) if found and found != NO_MARK]
        followed = {mark: self.mark(mark) for mark in dict.fromkeys(marks)}
        if not followed:
            raise NotReadable(f"No mark stands in {path.name}.", do=READABLE, safe="Nothing was changed.")
        return Trace(tuple(t for found in followed.values() for t in found), tuple(mark for mark, found in followed.items() if not found))


def _of_a_draft(mark: str, part: Part, tracing: Tracing, s: Session) -> Traced:
    """A part of a draft that is no name, theme or passage: a sentence of a definition, the title, the promise, the draft as a whole."""
    code = s.book.codes.get(part.about)
    of = f"a sentence of what “{part.called}” ({mark_of(part.about)}) means" if code else f"{part.called}"
    lines = [f"In a draft it is {of}."]
    if part.is_a_part and part.proposes is None and part.why_not:
        lines.append(f"What is said of it in a draft is {part.why_not}.")
    about = (e for e in s.book.entries if _is_about(e, part, s))
    telling = Telling(tracing.g)
    return Traced(mark, A_PART, cut_short(part.says, 200) or part.called, tuple(lines), (), tuple(map(telling.told, about)))


def _is_about(e: Entry, part: Part, s: Session) -> bool:
    """Whether a decision set these words, offered others, or noted something about them."""
    match e.body:
        case d.Memo(about=about, whose=whose, text=text):
            return about == part.about and whose != d.MEMO_KINDS[0] and (not part.is_a_part or part.says in text)
        case d.Title() | d.Question() | d.Promise():
            return e.body.kind == part.called
        case d.Name() | d.Define():
            return part.about in s.book.codes and s.book.survivor(e.body.code) == part.about
        case _:
            return e.id == part.about
