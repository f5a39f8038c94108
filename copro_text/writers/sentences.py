"""Sentences that more than one output says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from copro_text.writers.letters import sentence as about_letter
from copro_text.writers.plain import be, cut_short, day, listed, n, one_line
from copro_text.writers.quotes import WITHHELD, Quote
from copro_text.writers.views import Edition, NameView, ProposalView, RelationShown, SourceView, ThemeShown, UnclearShown

WITH_SORTER = "The sorter, a program, suggested which passages are alike. People decided what things are called and what belongs with what."
ASKED_SORTER = "The sorter, a program, was asked and made no piles. People decided what things are called and what belongs with what."
WITHOUT_SORTER = "No sorter was used: people decided what things are called and what belongs with what."
MAY_REMAIN = "Names of other people may remain: read each quote before you publish it."
MARKS = (
    "The ten letters and digits with a passage, a name or a theme are its mark: with it the group can find who put what where, and why. "
    "[…] stands where the program found words that say who someone is and left them out: names that people signed with and parts of "
    "them, a name after a relation or a title such as “my son” or “Dr”, telephone and NHS numbers, postal and e-mail addresses. "
    f"{MAY_REMAIN} What someone reported, described or interpreted for another is not in quotation marks."
)
ONCE_THEY_HAVE_HAD_IT = "Each is an author once they have had the final text."
NOTHING_NAMED = "Nothing has a name yet. What follows says where things stand."
HOW_THEY_RELATE = "How these bear on each other"
IN_THE_FIGURE = "Each number is a sentence of the list above."
NOBODY_WROTE_HOW = "Nobody has written yet how we worked. Only we can: no program writes this part. Questions that may help:"
NO_LICENCE = "Nobody has said yet what others may do with this: ask us before you share it."
WROTE, NOT_USED, HELD, WHERE = "n-wrote", "n-not-used", "n-held", "n-where"
"""The marks of counts: words, since what they stand for is the same in every study."""
FOR_THE_GROUP = "For the group alone: it says by short id whose words are whose, and is not to be passed on."
FOUND_BY_SEARCHING = "Words that can be found by searching"
CAN_BE_SEARCHED = (
    "These words stand, or stood, on a public page: whoever types them into a search engine can find who wrote them, though no name stands here. "
    "A yes to being quoted may not have meant that. Ask the writer, choose fewer words, or say it in your own."
)
STAND = ("stands", "stand")
NOTHING_LEFT = "Nothing left this laptop: the words were read, sorted and written down on it, and sent nowhere."


def heading_of(e: Edition) -> str:
    """What stands at the top."""
    return e.title or e.question or "What people told us"


def question_below(e: Edition) -> str:
    """The question, where it does not stand at the top already."""
    return e.question if one_line(e.question) != one_line(heading_of(e)) else ""


def status(e: Edition) -> str:
    """Whether this is a fixed version."""
    on = f" {'Fixed' if e.is_fixed else 'Written'} on {day(e.today)}." if e.today else ""
    mark = f" ({e.at})" if e.at else ""
    return f"Fixed version “{e.version}”{mark}.{on}" if e.is_fixed else f"A draft: not a fixed version{mark}.{on}"


def citation(e: Edition) -> str:
    """How to cite it."""
    state = f"fixed version “{e.version}”" if e.is_fixed else "a draft"
    parts = [state, *([e.at] if e.at else []), *([day(e.today)] if e.today else [])]
    return f"Cite it as: {one_line(heading_of(e)).rstrip('.')} ({', '.join(parts)})."


def licence(e: Edition) -> str:
    """What others may do with it, as the group wrote it."""
    return e.licence or NO_LICENCE


def unclear(mark: UnclearShown) -> str:
    """A "not clear to me", as it is listed."""
    return f"Not clear to somebody: “{mark.about}”{f': {mark.says}' if mark.says else ''}"


def who(name: NameView, e: Edition) -> str:
    """How many people a name rests on."""
    return name.who.said(e.everyone) if name.placed else "Nobody has put a passage here yet"


def withheld(why: Mapping[str, int], verb: str = "not quoted") -> str:
    """How many passages are not shown, and why; "" when there are none."""
    total = sum(why.values())
    if not total:
        return ""
    reasons = [f"{count} {because(w, count)}" if len(why) > 1 else because(w, count) for w, count in why.items()]
    return f"{n(total, 'passage')} {be(total)} {verb}{': ' if len(why) > 1 else ' '}{'; '.join(reasons)}."


def because(why: str, count: int) -> str:
    """Why passages are not shown."""
    one, several = WITHHELD[why]
    return one if count == 1 else several


def voices(e: Edition) -> list[str]:
    """Who wrote, in counts of people."""
    said = [f"{e.everyone.told()}.{count(e, WROTE)}"]
    said += map(about_letter, e.letters)
    if e.not_used.texts:
        refused = n(e.not_used.people, "person", "people")
        theirs = f"{n(e.not_used.texts, 'text')} of the {e.texts:,} that came in"
        said.append(f"{refused} asked us not to use their words, {theirs}: they are in no number here but that of all texts.{count(e, NOT_USED)}")
    if e.held.texts:
        said.append(f"{n(e.held.texts, 'text')} {be(e.held.texts)} held for now: counted, not shown.{count(e, HELD)}")
    if e.wider:
        said.append(wider(e))
    if e.perspectives:
        said.append("Where people said they come from, in their own words and in alphabetical order:")
    elif e.perspectives_not_shown:
        some = n(e.perspectives_not_shown, "person", "people")
        said.append(f"{some} said where they come from. Their words for it are not listed: so few have agreed to it that they could be recognised.")
    return said


def wider(e: Edition) -> str:
    """Where people said they come from, in the group's words for it."""
    listed = ", ".join(f"{word} ({n(people, 'person', 'people')})" for word, people in e.wider)
    return f"Where people said they come from, in a wider word of ours: {listed}."


def authors(e: Edition) -> str:
    """What stands under the authors."""
    return ONCE_THEY_HAVE_HAD_IT if e.authors else "Nobody has been confirmed as an author yet."


def thanked(e: Edition) -> tuple[str, ...]:
    """The credit lines of those who asked to be named, and not to be authors."""
    return tuple(line for line in e.credits if line not in e.authors)


def how_credited(e: Edition) -> str:
    """How those who are credited came to stand there; "" where nobody is."""
    if not e.credits:
        return ""
    told, unexplained = e.credits_told, e.credits_unexplained
    asked = len(e.credits) - told - unexplained
    others = told + unexplained
    said = [
        "They asked to be credited, and stand here as they asked." if not others else "",
        f"{n(asked, 'person', 'people')} asked for it in their own words, and {STAND[asked != 1]} here as they asked." if others and asked else "",
        f"{n(told, 'person', 'people')} did not ask for it in what came in: one of us wrote down how we know that they wish it." if told else "",
        f"{n(unexplained, 'person', 'people')} did not ask for it in what came in, and nobody wrote down how we know that they wish it."
        if unexplained
        else "",
    ]
    return " ".join(filter(None, said))


def credited(e: Edition) -> str:
    """Who else asked to be credited."""
    if not (e.credits_to_confirm or e.credits_without_name):
        return "" if e.credits else "Nobody's wish to be credited has been confirmed yet."
    confirm, nameless = _more(e, e.credits_to_confirm), _more(e, e.credits_without_name)
    said = [f"{confirm} asked to be credited: still to be confirmed."] if e.credits_to_confirm else []
    said += [f"{nameless} asked to be credited, and nobody has asked yet under which name."] if e.credits_without_name else []
    return " ".join(said)


def _more(e: Edition, people: int) -> str:
    more = "more " if e.credits else ""
    return n(people, f"{more}person", f"{more}people")


def left_out(e: Edition) -> list[str]:
    """Which passages are not quoted, why, and what can be done about it."""
    if not e.withheld:
        return ["No passage that people put with a name was left out."] if e.quoted else []
    lines = [withheld(e.withheld)]
    if {"not asked", "to be confirmed"} & set(e.withheld):
        lines.append(
            "They are counted like all others. To read them here, ask those who said them: copro ask writes what to send; "
            "copro people lists who was not asked."
        )
    return lines


def asked(e: Edition) -> str:
    """How many people were asked whether they may be quoted."""
    have = "has" if e.not_asked == 1 else "have"
    parts = [
        f"{n(e.not_asked, 'person', 'people')} {have} not been asked whether we may quote them" if e.not_asked else "",
        f"{e.to_confirm} said yes in what came in and {be(e.to_confirm)} still to be confirmed" if e.to_confirm else "",
        f"{e.said_no} said no" if e.said_no else "",
    ]
    said = listed(filter(None, parts))
    return f"{said}." if said else ""


def source(s: SourceView) -> str:
    """What came in from one source and what was left out, without its name."""
    out = listed(f"{why} ({count})" for why, count in s.left_out)
    what = s.format[:1].upper() + s.format[1:] or "A source"
    return f"{what}: {n(s.found, 'part')} found, {s.read} read{f'; left out: {out}' if out else ', none left out'}."


def came_in(e: Edition) -> list[str]:
    """What came in: for the group by the name of each source, for others by kind, since sources of one kind cannot be told apart without a name."""
    if e.audience == "group":
        return [f"{s.name}. {source(s)}" if s.name else source(s) for s in e.sources]
    by: dict[str, list[SourceView]] = {}
    for s in e.sources:
        by.setdefault(s.format, []).append(s)
    return [source(_together(some)) for some in by.values()]


def _together(some: Sequence[SourceView]) -> SourceView:
    """Several sources of one kind as one."""
    out = sum((Counter(dict(s.left_out)) for s in some), Counter[str]())
    several = f" ({len(some)} files)" if len(some) > 1 else ""
    return SourceView("", f"{some[0].format or 'a source'}{several}", sum(s.found for s in some), sum(s.read for s in some), tuple(out.items()))


def kinds(e: Edition) -> str:
    """How many of what: "54 comments and 3 posts"."""
    return listed(n(count, kind) for kind, count in e.kinds)


def waits(p: ProposalView) -> str:
    """What a proposal waits for."""
    return f"It waits for {listed(p.waits_for)}." if p.waits_for else f"{p.why[:1].upper()}{p.why[1:]}."


def how_made(e: Edition) -> list[str]:
    """How this was made, short and plain."""
    return [
        *([f"{listed(e.analysts)} worked on it{' together' if len(e.analysts) > 1 else ''}."] if e.analysts else []),
        *([f"Our approach: {e.approach}."] if e.approach else []),
        *([f"Our rule: {e.rule[0].lower()}{e.rule[1:]}"] if e.rule else []),
        *([f"We promise those who {e.everyone.did}: {e.promise}"] if e.promise else []),
        WITH_SORTER if e.piles or any(name.is_draft or name.suggested for name in e.names) else ASKED_SORTER if e.settings else WITHOUT_SORTER,
        *placings(e),
        *([f"Of {n(e.texts, 'text')}: {account(e)}.{count(e, WHERE)}"] if e.texts else []),
    ]


def count(e: Edition, mark: str) -> str:
    """The mark of a count, for the group; a public page has enough of them."""
    return f" ({mark})" if e.audience == "group" else ""


def stands_behind(theme: ThemeShown) -> str:
    """What a theme rests on, and its mark."""
    return "; ".join(filter(None, (rests_on(theme), theme.key)))


def related(relation: RelationShown) -> str:
    """How one thing bears on another, and the mark of that."""
    return f"{relation} ({relation.key})" if relation.key else str(relation)


def searchable(q: Quote) -> str:
    """A warning about one quotation, for the group."""
    return f"“{cut_short(one_line(q.text), 70)}” ({q.mark})"


def for_whom(e: Edition) -> str:
    """Whom an edition for the group is for; "" for a public one."""
    return FOR_THE_GROUP if e.audience == "group" else ""


def rests_on(theme: ThemeShown) -> str:
    """What a theme rests on, and what speaks against it; "" when nothing was said of that."""
    said = [f"rests on {listed(f'“{name}”' for name in theme.names)}"] if theme.names else []
    said += [f"{n(theme.against, 'passage')} {'speaks' if theme.against == 1 else 'speak'} against it"] if theme.against else []
    said += [] if theme.everyone else ["not all of us stand behind it"]
    return "; ".join(said)


def placings(e: Edition) -> list[str]:
    """How passages came to stand with names."""
    singly, bulk = sum(name.one_by_one for name in e.names), sum(name.bulk for name in e.names)
    differently = sum(name.read_differently for name in e.names)
    lines = []
    if singly + bulk:
        lines.append(f"People put a passage with a name {n(singly + bulk, 'time')}: {singly} one by one; {bulk} in bulk, a whole pile at once.")
    if differently:
        said = f"{n(differently, 'passage')} {be(differently)} read differently"
        lines.append(f"{said}: one of us put it with a name and another says it does not belong there.")
    return lines


def account(e: Edition) -> str:
    """Where each text stands, in one phrase."""
    return listed(f"{row.who.texts} {row.state}" for row in e.account if row.who.texts)
