"""What a decision is called on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from copro_text import decisions as d
from copro_text import rules
from copro_text.decisions import Entry
from copro_text.writers.plain import listed

Called = Callable[[str], str]

DONE: Mapping[str, str] = MappingProxyType(
    {
        "join": "Joined as co-analyst",
        "question": "Proposed the question",
        "title": "Proposed the title",
        "approach": "Proposed the approach",
        "add_source": "Brought in a source",
        "note": "Typed in a note",
        "confirm": "Confirmed a permission or a perspective",
        "draft": "Made draft names from the sorter's piles",
        "name": "Proposed a new name",
        "rename": "Proposed another wording for a name",
        "define": "Proposed what a name means",
        "heading": "Proposed a heading for a name",
        "merge": "Proposed to join names",
        "split": "Proposed to part a name",
        "place": "Put passages with a name",
        "remove": "Said that passages do not belong with a name",
        "confirm_pile": "Put a whole pile with a name, in bulk",
        "set_aside": "Set something aside",
        "bring_back": "Took something up again",
        "hold": "Held something",
        "release": "Ended a holding",
        "redact": "Put a word such as [name] in place of something",
        "leave_as_it_is": "Left as it is what looked like a name or a number",
        "same_person": "Said that words under several names are one person's",
        "different_people": "Said that people are different people",
        "someone_else": "Said that words are somebody else's than the one they came under",
        "wider_word": "Gave a wider word for where people come from",
        "sent_together": "Said whether texts were sent together",
        "memo": "Wrote a memo",
        "answer": "Answered a proposal",
        "enact": "Of these proposals, took effect by our rule",
        "undo": "Took something back",
        "redo": "Did again what was taken back",
        "version": "Fixed a version",
        "leave": "Left",
        "introduce": "Said who they are",
        "join_group": "Put themselves into a group",
        "leave_group": "Took themselves out of a group",
        "promise": "Proposed what we promise those who wrote",
        "safety": "Proposed what we do if somebody may be at risk",
        "rule": "Proposed another rule",
        "half_without": "Proposed to work without the sorter's piles for a random half of the texts",
        "begin_again": "Proposed to begin again",
        "nest": "Proposed to put a name under another, or out from under it",
        "put_away": "Proposed to put a name or a theme away",
        "restore": "Proposed to take into use again what was put away",
        "theme": "Proposed a theme",
        "relate": "Proposed how names or themes relate",
        "hands": "Counted hands",
        "reopen": "Opened something again",
        "own": "Confirmed what another had typed for them",
        "strike": "Took back what another had typed for them",
        "on_our_own": "Began to work on their own",
        "share": "Shared what they had done on their own",
        "withdraw": "Took out words, for good, for people who wanted them back",
        "erase_words": "Erased what had been typed with a decision",
        "erased": "Erased on a computer what was taken out",
    }
)


def done(kind: str) -> str:
    """What people did, by kind of decision."""
    return DONE.get(kind, "Something that this version does not know")


def proposed(body: d.Body, called: Called, target: Entry | None = None) -> str:
    """What a proposal would do, in a sentence without its full stop.

    Parameters
    ----------
    called
        From the id of a name or a theme to what it is called on the page.
    target
        The decision it would undo or redo, or the theme that it would say in other words.
    """
    match body:
        case d.Name(label=label):
            return f"A new name: “{label}”"
        case d.Rename(code=code, label=label):
            return f"Call “{called(code)}” “{label}”"
        case d.Define(code=code, definition=text):
            return f"Say what “{called(code)}” means: {text}"
        case d.Heading(code=code, text=text):
            return f"Put “{called(code)}” under the heading “{text}”" if text else f"Take “{called(code)}” from under its heading"
        case d.Merge(codes=codes, into=into):
            return f"Join {listed(f'“{called(code)}”' for code in codes)} to “{called(into)}”"
        case d.Split(code=code, labels=labels):
            return f"Part “{called(code)}” into {listed(f'“{label}”' for label in labels.values())}"
        case d.Question(text=text) | d.Title(text=text) | d.Approach(text=text) | d.Promise(text=text) | d.Safety(text=text):
            return f"The {body.kind}: {text}"
        case d.SetRule(says=says, n=n, days=days):
            return f"Our rule: {rules.Rule('', says, n, days).sentence}"
        case d.HalfWithout():
            return "Show no pile for a random half of the texts, to those who say yes, to see whether the sorter steers us"
        case d.Nest(code=code, under=under):
            return f"Put “{called(code)}” under “{called(under)}”" if under else f"Take “{called(code)}” out from under another name"
        case d.PutAway(code=code):
            return f"Put “{called(code)}” away"
        case d.Restore(code=code):
            return f"Take “{called(code)}” into use again"
        case d.Theme(sentence=sentence):
            if target is not None and isinstance(target.body, d.Theme):
                return f"Say “{sentence}” instead of the theme “{target.body.sentence}”"
            return f"A theme: {sentence}"
        case d.Relate(one=one, how=how, other=other):
            return f"“{called(one)}” {how} “{called(other)}”"
        case d.Undo() | d.Redo() if target is not None:
            return f"{'Take back' if isinstance(body, d.Undo) else 'Do again'}: {proposed(target.body, called)}"
        case _:
            return done(body.kind)
