"""Notes of a workshop: headings, bullets, paragraphs and cells of any document, as items that say whose words they are.

A reader of one format cuts its file into blocks; here they become items. A heading says what the words below it are about, and
one such as "Table 3" whose they are. What stands under no name is nobody's until a person says so. A heading with nothing under
it is kept as a note, for then its words stand nowhere else.

What is counted: `found` is every block that holds words, every comment, change and footnote, and what the reader left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from copro_text.errors import NotReadable
from copro_text.readers import voices
from copro_text.readers.blocks import HEADING, NAME, Account, Block, Remark, marked
from copro_text.readers.item import Item, Reading
from copro_text.readers.voices import NOBODY, Speakers, Voice
from copro_text.readers.words import Words, from_plain

FAMILY = "document"
WHO_WAS_THERE = "on who ran it or was there"
JOIN = " · "
LONGEST_ABOUT = 300
_BY_LOOK = 20  # deeper than any level that a document gives
_DEEPEST = 1_000_000
_TOGETHER = re.compile(
    r"\b(?:plenary|whole (?:group|room)|all together|back together|everyone|closing|wrap[- ]?up|session|next steps)\b", re.IGNORECASE
)


@dataclass(slots=True)
class _Head:
    """A heading that is in force."""

    level: int
    text: str
    block: Block
    used: bool = False


def reading(name: str, blocks: Sequence[Block], account: Account) -> Reading:
    """The items of a document and its account.

    Raises
    ------
    NotReadable
        When nobody's words are in it.
    """
    notes = _Notes(marked(blocks), account)
    items = notes.items()
    left_out = {reason: n for reason, n in account.left_out.items() if n}
    if not items:
        raise NotReadable(
            f"{name}: a {account.format} without any words that somebody said.",
            do="Open it and look. If it holds pictures of notes, type in what stands on them: study.note, or `copro note`.",
            safe="Nothing was read.",
            left_out=left_out,
        )
    site = hashlib.sha256("\n".join(item.text for item in items).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    found = len(items) + sum(left_out.values())
    faults, notices = tuple(account.faults), (*account.notices, *notes.notices())
    return Reading(account.format, FAMILY, site, account.reader, found, items, left_out, faults, notices)


class _Notes:
    """Blocks becoming items."""

    def __init__(self, blocks: list[Block], account: Account) -> None:
        self.blocks, self.account = blocks, account
        self.author = voices.plain_name(account.author)
        self.speakers = Speakers(b.text.strip() for b in blocks if b.kind != "heading" and not voices.who_was_there(b.text))
        self.made: list[Item] = []
        self.heads: list[_Head] = []
        self.within: list[_Head] = []
        self.of_tables: list[Block] = []
        self.cell = ""
        self.after_words = False
        self.bullets: list[tuple[int, int]] = []  # (level, item) of the bullets that stand open
        self.named = NOBODY
        self.named_for = ""  # "bullets" or "one": how far a name on a line of its own reaches
        self.beside = ""
        self.looks: list[str] = []
        self.there: list[str] = []
        self.reports = 0

    def items(self) -> tuple[Item, ...]:
        for block in self.blocks:
            self._take(block)
        self._close(self.within, 0)
        self._close(self.heads, 0)
        self._of_tables()
        return tuple(self.made)

    def _of_tables(self) -> None:
        """Heads and names of a table stand with its cells; one of which nothing came is a note, so that no words are lost."""
        kept = {part for item in self.made for part in item.about.split(JOIN)}
        names = {item.name for item in self.made}
        for block in self.of_tables:
            text = _flat(block.text)
            there = text in kept if block.kind == "head" else any(text in name for name in names)
            if there:
                self.account.left_out[HEADING if block.kind == "head" else NAME] += 1
            else:
                self._add(block, text, NOBODY, self._about(block, used=False).removesuffix(text).removesuffix(JOIN))

    def notices(self) -> Iterable[str]:
        """What was taken for what."""
        if self.looks:
            yield f"Taken for headings by their look: {_some(self.looks)}."
        if self.there:
            yield f"Taken for who ran it or was there, and nobody's words: {_some(self.there)}."
        if self.speakers.taken:
            yield f"Taken for speakers, by the name before a colon: {_some(self.speakers.taken)}."
        if self.speakers.refused:
            first = _cut(from_plain(next(iter(self.speakers.refused))).text, 60)
            say = f'If one is a name, say so: --speaker "{first}=NAME" (or speakers={{"{first}": "NAME"}}).'
            yield f"Not taken for speakers: {_some(self.speakers.refused)}. Their lines were kept whole. {say}"
        if self.reports:
            by = f", as written down by {self.author}" if self.author else ""
            n = "1 note reports" if self.reports == 1 else f"{self.reports} notes report"
            yield f"{n} what others said (such as 'Anne said that ...'): kept as reported{by}, never as their own words."

    # Headings

    def _take(self, block: Block) -> None:
        if block.cell != self.cell:
            self._close(self.within, 0)
            self.cell, self.bullets, self.named = block.cell, [], NOBODY
        words = from_plain(block.text)
        self.account.faults.extend(words.faults(block.place))
        if not words.text:
            self._remarks(block, None, self._about(block, used=bool(block.remarks)))
            return
        if block.kind in ("head", "who"):
            self.of_tables.append(block)
            self._remarks(block, None, self._about(block, used=bool(block.remarks)))
            return
        if voices.who_was_there(words.text):
            self.account.left_out[WHO_WAS_THERE] += 1
            self.there.append(words.text)
            self._remarks(block, None, self._about(block, used=bool(block.remarks)))
            return
        if block.kind in ("heading", "bold", "group", "lead") and not self._is_said(block):
            self._heading(block, " ".join(words.text.split()))
            return
        self._note(block, words)

    def _is_said(self, block: Block) -> bool:
        """Is it a line by somebody rather than a heading: "Ada:" or "**Ada:** I waited"?"""
        return block.kind in ("bold", "lead") and self.speakers.of(block.text.strip(), heading=True) is not None

    def _heading(self, block: Block, text: str) -> None:
        heads = self.within if block.cell else self.heads
        level = self._level(block, heads)
        if block.kind in ("bold", "lead"):
            self.looks.append(text)
        self._close(heads, level)
        heads.append(_Head(level, text.rstrip(" :") or text, block))
        self.after_words, self.bullets, self.named = False, [], NOBODY
        self._remarks(block, None, self._about(block, used=False))

    def _level(self, block: Block, heads: list[_Head]) -> int:
        """How deep a heading stands: as the document says, else by what it follows.

        Lines that look like headings and follow each other stand under each other; after words the next one begins a new run.
        One that follows a table's name belongs to that table, and so does the next, unless it says that all were together again.
        """
        if block.kind == "heading":
            return block.level
        self._close(heads, next((head.level for head in heads if head.block.kind == "lead"), _DEEPEST))
        groups = [n for n, head in enumerate(heads) if voices.group_in(head.text) != NOBODY]
        if block.kind == "group" and groups:
            return heads[groups[0]].level
        if block.kind == "bold" and groups and _TOGETHER.search(block.text):
            return max(heads[groups[0]].level, _BY_LOOK)
        if block.kind == "bold" and self.after_words:
            return self._run(heads)
        return max(heads[-1].level + 1, _BY_LOOK) if heads else _BY_LOOK

    @staticmethod
    def _run(heads: list[_Head]) -> int:
        start = len(heads)
        while start and heads[start - 1].block.kind == "bold":
            start -= 1
        if start == len(heads) and heads and heads[-1].block.kind == "group":
            return _Notes._run(heads[:-1])
        return heads[start].level if start < len(heads) else max(heads[-1].level + 1, _BY_LOOK) if heads else _BY_LOOK

    def _close(self, heads: list[_Head], level: int) -> None:
        """End the headings of this level and below; one that nothing stood under becomes a note, for it may be all that was said."""
        while heads and heads[-1].level >= level:
            head = heads.pop()
            if head.used:
                self.account.left_out[HEADING] += 1
            else:
                self._add(head.block, head.text, self._voice(head.block), self._about(head.block))

    def _about(self, block: Block, *, used: bool = True) -> str:
        """All headings over a block; those that could be written out are used by it."""
        heads = [*self.heads, *(self.within if block.cell else ())]
        about = [*(h.text for h in self.heads), *block.about, *(h.text for h in self.within if block.cell)]
        written = _cut(JOIN.join(part for part in map(_flat, about) if part), LONGEST_ABOUT)
        for head in heads:
            head.used = head.used or (used and _flat(head.text) in written)
        return written

    # Words

    def _note(self, block: Block, words: Words) -> None:
        said = self.speakers.of(words.text)
        if said and not said.text:
            self.named, self.beside = said.voice, said.beside
            self.named_for = ""
            self.account.left_out[NAME] += 1
            self._remarks(block, None, self._about(block, used=False))
            return
        self._end_of_lead(block)
        voice, text, beside = self._who(block, words.text, said)
        self.after_words = True
        made = self._add(block, text, voice, self._about(block), beside)
        self._remarks(block, made, self.made[made].about)

    def _who(self, block: Block, text: str, said: voices.Said | None) -> tuple[Voice, str, str]:
        if said:
            self.named = NOBODY
            return said.voice, said.text, said.beside
        if (voice := self._still_named(block)) != NOBODY:
            return voice, text, self.beside
        if (told := voices.reported(text)) is not None:
            self.reports += 1
            there = self._voice(block)
            return (told if told.person else Voice(there.voice, there.person, there.name, told.how)), text, ""
        return self._voice(block), text, ""

    def _still_named(self, block: Block) -> Voice:
        """A name on a line of its own holds for the bullets right below it, or for one paragraph."""
        if self.named == NOBODY or self.named_for == "one" or (self.named_for == "bullets" and block.kind != "bullet"):
            self.named = NOBODY
            return NOBODY
        self.named_for = "bullets" if block.kind == "bullet" else "one"
        return self.named

    def _voice(self, block: Block) -> Voice:
        if block.by:
            return voices.editor(block.by)
        if block.who:
            told = voices.group_in(block.who)
            return told if told != NOBODY else voices.person(block.who)
        names = [*(h.text for h in self.heads), *block.about, *(h.text for h in self.within if block.cell)]
        leads = [h.text for h in (self.within if block.cell else self.heads) if h.block.kind == "lead"]
        if reports := [by_lead for name in leads if (by_lead := voices.reported(name))]:
            return reports[-1]
        return next((told for name in reversed(names) if (told := voices.group_in(name)) != NOBODY), NOBODY)

    def _end_of_lead(self, block: Block) -> None:
        heads = self.within if block.cell else self.heads
        if block.kind != "bullet" and heads and heads[-1].block.kind == "lead":
            self._close(heads, heads[-1].level)

    def _add(self, block: Block, text: str, voice: Voice, about: str, beside: str = "") -> int:
        item = Item(
            "note",
            text,
            block.place,
            row=("", voice.name, block.when, text),
            person=voice.person,
            name=voice.name,
            voice=voice.voice,
            how=voice.how,
            written_down_by=self.author if voice.how == "reported by" else "",
            when=block.when,
            at=block.at,
            about=about,
            replies_to=self._above(block),
            aside=((("beside the name", beside),) if beside else ()) + block.asked,
            permissions=block.allows,
        )
        self.made.append(item)
        if block.kind == "bullet":
            self.bullets.append((block.level, len(self.made) - 1))
        return len(self.made) - 1

    def _above(self, block: Block) -> int | None:
        """The bullet that this one is nested under."""
        if block.kind != "bullet":
            self.bullets = []
            return None
        while self.bullets and self.bullets[-1][0] >= block.level:
            self.bullets.pop()
        return self.bullets[-1][1] if self.bullets else None

    # Remarks

    def _remarks(self, block: Block, about_item: int | None, about: str) -> None:
        made: dict[str, int] = {}
        for remark in block.remarks:
            words = from_plain(remark.text)
            self.account.faults.extend(words.faults(remark.place))
            if not words.text:
                self.account.left_out["comments, changes or footnotes without words"] += 1
                continue
            answered = made.get(remark.answers)
            on = about_item if answered is None else answered
            self.made.append(_of_remark(remark, words.text, on, about, block.at))
            made[remark.number or remark.place] = len(self.made) - 1


def _of_remark(remark: Remark, text: str, replies_to: int | None, about: str, at: str) -> Item:
    voice = voices.editor(remark.by) if remark.kind != "footnote" else NOBODY
    there = _cut(_flat(remark.words_there), 120) if replies_to is None else ""  # what somebody said stands with them alone: they may take it out
    kinds = {
        "comment": f"a comment on “{there}”" if there else "a comment",
        "put in": f"put into “{there}”" if there else "put in",
        "struck out": f"struck out of “{there}”" if there else "struck out",
        "footnote": "a footnote",
    }
    return Item(
        "note",
        text,
        remark.place,
        row=(remark.kind, voice.name, remark.when, text),
        person=voice.person,
        name=voice.name,
        voice=voice.voice,
        # Whoever struck words out did not say them.
        how="described" if remark.kind == "struck out" else "own words",
        when=remark.when,
        at=at,
        about=JOIN.join(part for part in (about, kinds[remark.kind]) if part),
        replies_to=replies_to,
    )


def _flat(text: str) -> str:
    return " ".join(from_plain(text).text.split())


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _some(names: Iterable[str]) -> str:
    listed = list(dict.fromkeys(names))
    shown = ", ".join(f"'{_cut(from_plain(name).text, 60)}'" for name in listed[:12])
    return f"{shown} and {len(listed) - 12} more" if len(listed) > 12 else shown
