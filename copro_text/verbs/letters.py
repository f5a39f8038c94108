"""Letters: what to send to those who hold words that somebody has taken out. They have none of the words, and no name of who it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from copro_text.corpus import Contribution
from copro_text.verbs.naming import short

MOST = 6  # of one thing in a letter
BLANK = "…"
COLLEAGUES = "LETTER 1, to everyone who works on the study"
OUTSIDE = "LETTER 2, to whoever has the words outside the study (the blog's host, readers of a page)"
THEIR_NAME = "[their name, if they agree]"


@dataclass(frozen=True)
class Facts:
    """What the letters are made of.

    Attributes
    ----------
    study
        Its title, or its question.
    decision, time
        The withdrawal: its short id and its time.
    by
        The co-analyst who recorded it, and who signs.
    said
        What was taken out, each once.
    came_with
        Id of a contribution -> the file it came with.
    held
        Outputs that held the words, or may have.
    versions
        Names of versions that were fixed before.
    may_say
        Whether a text holds nothing of the person, so that it may stand in a letter.
    """

    study: str
    decision: str
    time: str
    by: str
    said: Sequence[Contribution]
    came_with: dict[str, str]
    held: Sequence[str]
    versions: Sequence[str]
    may_say: Callable[[str], bool]


def letters(f: Facts) -> str:
    """Both letters, each below a heading."""
    return "\n".join([*_headed(COLLEAGUES, _to_colleagues(f), f), "", "", *_headed(OUTSIDE, _to_others(f), f)])


def _headed(title: str, lines: Iterable[str], f: Facts) -> list[str]:
    about = f" {f.study}" if f.study and f.may_say(f.study) else f" {BLANK}"
    return [title, f"About the study:{about}", day(f.time), "", "Hello,", *lines, "", "Thank you.", f"{f.by} (telephone: {BLANK})"]


def _to_colleagues(f: Facts) -> list[str]:
    many = "one contribution" if len(f.said) == 1 else f"{len(f.said)} contributions"
    files = _some(name for name in f.held if f.may_say(name))
    versions = _some(repr(name) for name in f.versions if f.may_say(name))
    unsaid = len(f.held) + len(f.versions) - sum(map(f.may_say, (*f.held, *f.versions)))
    return [
        f"Somebody who took part has taken back what they said: {many} ({f.decision} in the history). Please:",
        "1. Open the study once on each computer where you have it, and it goes there too. If you work in a copy of your own, please",
        "   send us your copy and bring in ours. Names, memos and reasons that we typed may still name them: copro check lists those it can tell.",
        "2. Delete all other copies: zips, e-mails, earlier versions in a cloud or a backup, printed sheets and cards, tables of people,",
        "   letters, the exports it came with, and memos of your own about it.",
        *([f"3. Delete these, wherever you sent or put them, as they held it or may have: {files}."] if files else []),
        *([f"   Versions fixed before it, and what was made from them: {versions}."] if versions else []),
        *([f"   And {unsaid} more, whose names cannot stand in a letter: ask me."] if unsaid else []),
        "How to know it again without its words:",
        *_listed([f"  - {_recognised(c, f)}" for c in f.said]),
    ]


def _to_others(f: Facts) -> list[str]:
    public = [c for c in f.said if c.origin[0] not in ("table", "note")]
    where = _listed([f"  - {_where(c, f)}" for c in public])
    asked = ["Please take down, and delete from copies and backups:", *where] if where else []
    return [
        f"Somebody has taken back what they said to us. They wrote as {THEIR_NAME}.",
        *asked,
        f"Please {'also ' if where else ''}take down what was made from our study up to and including {day(f.time)}, and do not pass them on.",
        "Please tell us when it is done.",
    ]


def kind(c: Contribution) -> str:
    """What it is: "a comment", "an answer"."""
    return f"{'an' if c.kind[:1] in 'aeiou' else 'a'} {c.kind}"


def _recognised(c: Contribution, f: Facts) -> str:
    source = f.came_with.get(c.id, "")
    parts = [f"{short(c.id)}, {kind(c)}{_of(c)}", _answers(c, f), f"came with {source}" if source and f.may_say(source) else ""]
    return ", ".join(part for part in parts if part)


def _where(c: Contribution, f: Facts) -> str:
    site = f" on {c.origin[1]}" if c.origin[1] and f.may_say(c.origin[1]) else ""
    return f"{c.kind} {c.origin[3]}{site}{_of(c)}" + (f", {under}" if (under := _answers(c, f)) else "")


def _of(c: Contribution) -> str:
    return f" of {day(c.when)}" if c.when else ""


def _answers(c: Contribution, f: Facts) -> str:
    """The title of the post, or the question: a post's title is what was said in it, so it is not told."""
    if c.kind == "post" or not c.about:
        return ""
    title = " ".join(c.about.split())
    if not f.may_say(title):
        return f"under {BLANK}"
    return f'under "{title if len(title) <= 60 else title[:60].rsplit(" ", 1)[0] + " ..."}"'


def day(time: str) -> str:
    """A time as people say a day: "3 May 2026"."""
    try:
        when = datetime.fromisoformat(time)
    except ValueError:
        return time
    return f"{when.day} {when:%B %Y}"


def _some(names: Iterable[str]) -> str:
    found = list(dict.fromkeys(names))
    more = f" and {len(found) - MOST} more" if len(found) > MOST else ""
    return ", ".join(found[:MOST]) + more


def _listed(lines: Sequence[str]) -> list[str]:
    return [*lines[:MOST], *([f"  and {len(lines) - MOST} more: ask me"] if len(lines) > MOST else [])]
