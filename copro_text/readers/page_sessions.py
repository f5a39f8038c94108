"""Sessions of a seminar inside a post: a programme with times, or a report on who said what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from copro_text.readers import page_bylines as bylines
from copro_text.readers.page_bylines import Byline
from copro_text.readers.page_lines import Line, date_within, long
from copro_text.readers.page_parts import Part

SCHEDULE = "a line of a programme without anyone's words"

_ABOUT_ONE = re.compile(
    r"\b(?:report|seminar|workshop|conference|programme|program|agenda|webinar|symposium|event|meeting|round ?table|summit|session)s?\b",
    re.IGNORECASE,
)
_ORDER = (
    r"(?:opening|first|second|third|fourth|fifth|sixth|next|following|final|"
    r"last|closing|concluding|keynote|morning|afternoon|plenary|parallel|another)"
)
_TALK = r"(?:session|talk|presentation|workshop|keynote|plenary|address|lecture|paper)"
_BEGINS = re.compile(rf"(?:In|During|For|At) (?:an?|the|one|his|her|their) (?:{_ORDER} )?{_TALK}\b|(?:The|An?|One) {_ORDER} {_TALK}\b", re.IGNORECASE)
_ROOM = re.compile(r"(?:The|These|This|A|Our) (?:\w+ ){0,2}?(?:discussions?|debates?|questions? and answers?|Q ?& ?A|conversations?)\b")
_TIMED = re.compile(
    r"(?P<time>[0-2]?\d[.:][0-5]\d ?(?:[ap]\.?m\.?)?(?: ?(?:–|-|to) ?[0-2]?\d[.:][0-5]\d ?(?:[ap]\.?m\.?)?)?)[:.)]?\s+(?P<what>\S.*)", re.IGNORECASE
)
_QUOTED = re.compile(r"[‘“\"'](?P<title>[^“\"]{6,250}?)[’”\"'](?=[,.;:]|\s(?:was|is|by|led|with|presented|given|and)\b)")
_LED_BY = re.compile(r"\b(?:led|given|presented|delivered|run|chaired|facilitated|opened|hosted|introduced) by (?:Dr\.? |Prof(?:essor|\.)? )?")
_SPOKE = re.compile(
    r"(?: \([^()]*(?:\([^()]*\)[^()]*)?\))? (?:then |also )?(?:reflected|presented|talked|spoke|described|explained|discussed|introduced|"
    r"explored|shared|gave|"
    r"outlined|led|argued|looked|asked|considered|opened|showed|told|said|suggested|highlighted|focus+ed|took|examined|drew|read|performed)\b"
)
_CAPITAL = re.compile(r"(?<!\w)(?=[A-ZÀ-ÖØ-Þ])")
_LABEL = re.compile(r"(?:keynote(?: speaker| address)?|speakers?|plenary|session \w+|talk|workshop \w+|panel)[:–—-] ?", re.IGNORECASE)
_OWN = re.compile(r"\b(?:I|I['’](?:ll|m|ve|d)|[Ww]e|[Ww]e['’](?:ll|re|ve)|my|our)\b")


@dataclass(slots=True)
class Session:
    """One session: its own title, who spoke, how their words came, and the lines that hold them."""

    number: int
    title: str
    speakers: Byline | None
    how: str
    beside: str = ""
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Seminar:
    """The sessions of one post, what is left of the post, the day, and the lines of the programme that are nobody's words."""

    sessions: list[Session]
    rest: list[Line]
    when: str = ""
    schedule: int = 0
    timed: bool = False


def sessions_of(post: Part) -> Seminar:
    """The sessions in a post on a seminar; none where the title says nothing of one, or where nothing in it begins as one."""
    if not _ABOUT_ONE.search(post.title):
        return Seminar([], post.lines)
    timed = sum(bool(_TIMED.match(line.text[:40])) for line in post.lines) >= 3
    found = _programme(post.lines) if timed else _report(post.lines)
    found.when = date_within(post.title) or next((day for line in post.lines[:4] if (day := date_within(line.text[:600]))), "")
    return found if found.sessions else Seminar([], post.lines)


def _report(lines: Sequence[Line]) -> Seminar:
    found = Seminar([], [])
    for line in lines:
        if _BEGINS.match(line.text[:120]) and long(line):
            found.sessions.append(_reported(line))
        elif found.sessions and long(line) and _ROOM.match(line.text[:80]):
            found.sessions.append(Session(line.number, "", None, "reported by"))
        if found.sessions:
            found.sessions[-1].lines.append(line)
        else:
            found.rest.append(line)
    return found


def _reported(line: Line) -> Session:
    start = line.text[:700]
    quoted = _QUOTED.search(start[:400])
    title = quoted["title"].strip() if quoted else ""
    if quoted:
        start = f"{start[: quoted.start()]}|{start[quoted.end() :]}"
    return Session(line.number, title, _who_spoke(start), "reported by")


def _who_spoke(text: str) -> Byline | None:
    """Whoever it was "led by", or the first whose name stands before such a word as "presented"."""
    if (led := _LED_BY.search(text)) and (found := bylines.speakers(text[led.end() :])):
        return found
    for capital in _CAPITAL.finditer(text):
        rest = text[capital.start() :]
        found = bylines.speakers(rest)
        if found and _SPOKE.match(rest[rest.find(found.names[-1]) + len(found.names[-1]) :]):
            return found
    return None


def _programme(lines: Sequence[Line]) -> Seminar:
    found = Seminar([], [], timed=True)
    times = [i for i, line in enumerate(lines) if _TIMED.match(line.text[:40])]
    for start, end in pairwise((0, *times, len(lines))):
        at = lines[start] if start < len(lines) else None
        timed = _TIMED.fullmatch(at.text) if at else None
        if at is None or timed is None:
            for line in lines[start:end]:
                _keep(line, found)
        elif end > start + 1:
            found.sessions.append(_announced(at, timed, lines[start + 1 : end]))
        else:
            _keep(at, found)
    return found


def _keep(line: Line, found: Seminar) -> None:
    """A line of the programme that announces no session: words where it is a sentence, else nobody's."""
    heading = line.text.lower().strip(" :") in ("programme", "program", "agenda", "timetable", "schedule")
    if heading or (_TIMED.match(line.text[:40]) and not (long(line) and line.text.endswith("."))):
        found.schedule += 1
    else:
        found.rest.append(line)


def _announced(line: Line, timed: re.Match[str], under: Sequence[Line]) -> Session:
    """A session as the programme announces it: in the speakers' own words where it says "I" or "we", else described."""
    what = _LABEL.sub("", timed["what"], count=1) if _LABEL.match(timed["what"]) else timed["what"]
    how = "own words" if any(_OWN.search(one.text) for one in under) else "described"
    return Session(line.number, timed["time"], bylines.speakers(what), how, timed["what"], list(under))
