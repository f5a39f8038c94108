"""Still named: where somebody who took words out is named, or sounds through, on this computer, until a person has looked at it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from copro_text.corpus import Fault, field_digest, is_erased
from copro_text.decisions import AddSource, Entry, Note, Withdraw
from copro_text.store.folder import is_jsonl
from copro_text.store.kept import Stamp, stamp
from copro_text.store.missing_words import explains, read_line
from copro_text.store.outputs import called
from copro_text.traces import as_read, in_a_row
from copro_text.verbs import mentions
from copro_text.verbs.known_by import Typed
from copro_text.verbs.named_here import KEPT, Found, kept, outputs_read
from copro_text.verbs.naming import short
from copro_text.verbs.session import Session
from copro_text.withdrawal import Gone

STILL = "the name or words of somebody who took out what they said stand in it, typed with decision {}"
DO = "Decide about that decision (study.erase_words, or `copro erase-words STUDY {}`), then write the file again or delete it."
UNCHANGED = "the name or words of somebody who took out what they said stood in it then, and it is as it was"
WRITE = "Write it again, or delete it."
TYPED = "the name or words of somebody who took out what they said may stand in what was typed with it ({})"
LOOK = (
    "Look at it. If they have to go: study.erase_words, or `copro erase-words STUDY {0}`. If not, say so in a memo about it (study.memo, or "
    "`copro memo STUDY {0}`), without the name: then it is not told any more."
)
SIGNED = "it is signed with the name of somebody who took out what they said"
NEARLY = "it says nearly the same as something that was taken out"
WHOSE = (
    "Look whose it is. If it has to go too: study.withdraw, or `copro withdraw STUDY {0}`. If it is another's, say so in a memo about it "
    "(study.memo, or `copro memo STUDY {0}`): then it is not told any more."
)
LONGEST = 4  # words of a name that is looked for by its mark
_EDGES = ".,;:!?()[]{}<>*_/\"'“”‘’«»…–—"
_OWNER = re.compile(r"['’]s?$")


def faults(s: Session) -> list[Fault]:
    """Decisions and outputs in which somebody is named who took out what they said, until a person has looked at them."""
    if not s.book.gone:
        return []
    again = said_since(s)
    decisions, files = kept(s.state / KEPT)
    typed = mentions.typed(s)
    standing = [(e.id, text) for e, field, text in typed if (e.id, field) in decisions]
    decisions = _by_their_marks(s, typed) | decisions
    fields: dict[str, list[str]] = {}
    for e, field, _ in typed:
        if (after := decisions.get((e.id, field))) is not None and not is_looked_at(s, e.id, after):
            fields.setdefault(e.id, []).append(field.partition(":")[0])
    told = [Fault(f"decision {short(e)}", TYPED.format(", ".join(dict.fromkeys(at))), LOOK.format(short(e))) for e, at in fields.items()]
    return [*again, *told, *(_in_outputs(s, standing, files) if standing or files else [])]


def is_looked_at(s: Session, decision: str, withdrawal: str) -> bool:
    """Whether somebody has written a memo about a decision, knowing of the withdrawal."""
    after = s.book.timeline.by_id.get(withdrawal)
    return any(getattr(memo.body, "about", "") == decision and (after is None or s.book.timeline.knows(memo, after)) for memo in s.book.memos)


def _in_outputs(s: Session, standing: Collection[tuple[str, str]], files: Mapping[str, Stamp]) -> list[Fault]:
    found = []
    for path, texts in outputs_read(s.folder):
        name, read = called(s.folder, path), [form for text in texts for form in as_read(text)]
        if ids := list(dict.fromkeys(short(id_) for id_, text in standing if any(in_a_row(text, form) for form in read))):
            more = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
            found.append(Fault(name, STILL.format(ids[0]) + more, DO.format(ids[0])))
        elif name in files and files[name] == stamp(path):
            found.append(Fault(name, UNCHANGED, WRITE))
    return found


# what arrives when the words are gone: a full name is known again by the digest that its line in the corpus keeps


def _by_their_marks(s: Session, typed: Iterable[Typed]) -> Found:
    """What was typed with the full name that somebody signed with whose words are erased here."""
    orders = [e for e in s.book.entries if isinstance(e.body, Withdraw)]
    marks = _marks_of_names(s) if orders else {}
    found: Found = {}
    for e, field, text in typed if marks else ():
        taken = [marks[mark] for name in _like_names(text) if (mark := field_digest(s.folder.key, "signed", [name])) in marks]
        if taken:
            because = [o.id for o in orders if isinstance(o.body, Withdraw) and taken[0] in o.body.contributions]
            found[e.id, field] = (because or [orders[-1].id])[0]
    return found


def _marks_of_names(s: Session) -> dict[str, str]:
    """Digest of a name that stood beside erased words -> the contribution. Names that somebody else here has are none."""
    here = {name for c in s.corpus for name in c.signed} | {a.name for a in s.book.analysts.values()} | {""}
    theirs = {field_digest(s.folder.key, "signed", [name]) for name in here}
    return {mark: id_ for mark, id_ in signed_by_the_gone(s).items() if mark not in theirs}


def signed_by_the_gone(s: Session) -> dict[str, str]:
    """Digest of a name that stood beside erased words -> the contribution, whoever else may have it."""
    found = {}
    for path in sorted(s.folder.corpus.glob("*.jsonl")) if s.folder.corpus.is_dir() else []:
        with suppress(OSError):
            for line in _erased(path):
                mark = line.get("signed")
                if isinstance(mark, dict) and explains(s.gone, s.folder.key, line):
                    found[str(mark.get("erased"))] = str(line.get("id"))
    return found


def said_since(s: Session, source: str = "") -> list[Fault]:
    """What stands here, or came with one source, under the name, or nearly in the words, of somebody who took out what they said.

    What the withdrawal knew of was told with it; a memo about it, written since, says that a person has looked.
    """
    orders = [e for e in s.book.entries if isinstance(e.body, Withdraw)]
    names = signed_by_the_gone(s) if orders else {}
    marks = {mark: order for mark, id_ in names.items() if (order := _order_of(orders, id_)) is not None}
    any_of_them = Gone(texts=frozenset(mark for order in orders for mark in _texts(order)))
    found: list[Fault] = []
    told: set[str] = set()
    for e in sorted((*s.book.sources.values(), *s.book.notes.values()), key=lambda e: e.order) if orders else ():
        assert isinstance(e.body, AddSource | Note)
        if source and not (isinstance(e.body, AddSource) and e.body.source == source):
            continue
        for c in (s.as_said.contributions[id_] for id_ in sorted(s.brought_by(e.body) & s.as_said.contributions.keys() - told)):
            signed = next((marks[m] for name in c.signed if name and (m := field_digest(s.folder.key, "signed", [name])) in marks), None)
            order = signed
            if order is None and any_of_them.took_nearly(s.folder.key, c.text):
                order = next(o for o in orders if Gone(texts=frozenset(_texts(o))).took_nearly(s.folder.key, c.text))
            if order is None or s.book.timeline.knows(order, e) or any(is_looked_at(s, about, order.id) for about in (c.id, *c.said_by)):
                continue
            told.add(c.id)
            found.append(Fault(f"contribution {short(c.id)}", SIGNED if signed else NEARLY, WHOSE.format(short(c.id))))
    return found


def _order_of(orders: list[Entry], contribution: str) -> Entry | None:
    """The withdrawal that took a contribution out; the last where none names it."""
    return next((o for o in orders if isinstance(o.body, Withdraw) and contribution in o.body.contributions), orders[-1] if orders else None)


def _texts(order: Entry) -> tuple[str, ...]:
    return order.body.texts if isinstance(order.body, Withdraw) else ()


def _erased(path: Path) -> Iterator[Mapping[str, object]]:
    for raw in path.read_bytes().splitlines() if is_jsonl(path.name) else []:
        if b'{"erased":' in raw and (line := read_line(raw)[0]) is not None and is_erased(line):
            yield line


def _like_names(text: str) -> Iterator[str]:
    """What in a text may be a full name: two to four words in a row, of which the first and the last begin with a capital."""
    words = text.split()
    for i, first in enumerate(words):
        if not first.lstrip(_EDGES)[:1].isupper():
            continue
        for last in range(i + 1, min(i + LONGEST, len(words))):
            if words[last].lstrip(_EDGES)[:1].isupper():
                run = " ".join(words[i : last + 1]).lstrip(_EDGES)
                yield from {run, run.rstrip(_EDGES), run.rstrip(_EDGES + ".") + ".", _OWNER.sub("", run.rstrip(_EDGES))}
