"""Commands for hearing, for the sorter, and for names and what belongs with them."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

from copro_text.cli.common import Because, Code, Json, Passages, act, as_json, look, pair, show
from copro_text.study import Study

Under = Annotated[str, typer.Option(metavar="NAME", help="The name to put it under.")]
Group = Annotated[list[str], typer.Argument(metavar="ID...", help="A letter's short id from copro letters, or those of at least two contributions.")]
MEMO_KINDS = (
    "ours, 'for the report', 'content note' (shown before the words), mine (on this computer only), 'not clear to me'; "
    "about 'the study' also 'how we worked', 'who we are' or licence; "
    "about a theme or a name, for what became of it, 'was done' or 'was not done'."
)
NAMES = ["label", "draft", "definition", "heading", "state", "people", "placed", "in_bulk", "suggested", "under"]


@look
def read(study: Study, n: Annotated[int, typer.Option("-n", help="How many.")] = 8, seed: int = 1, json: Json = False) -> None:
    """Hear whole contributions in a mixed order, those nobody has read first."""
    heard = study.read(n, seed=seed)
    if json:
        as_json([{"id": h.id, "label": h.about, "text": h.text, "how": h.how, "may_be_used": h.use} for h in heard])
    else:
        print(heard)


@look
def contributions(study: Study, json: Json = False) -> None:
    """All that was said, with the state each is in."""
    show(study.contributions, json, ["state", "kind", "signed", "how", "text"])


@look
def find(study: Study, words: str, json: Json = False) -> None:
    """The contributions that hold these words, and the passage ids of just those words."""
    show(study.find(words), json, ["state", "signed", "passage", "text"])


@look
def letters(study: Study, json: Json = False) -> None:
    """Letters that several people may have sent, word for word or with words of their own: proposed, confirmed, or none."""
    show(study.letters, json, ["state", "people", "texts", "not_known", "word_for_word", "added_own", "said", "words"])


@act
def sent_together(study: Study, group: Group, because: Because = "") -> str:
    """Say that a letter was sent together: each person counts, and the sorter hears it once."""
    return study.sent_together(group[0] if len(group) == 1 else group, because=because)


@act
def not_together(study: Study, group: Group, because: Because = "") -> str:
    """Say that what looks like one letter was not sent together."""
    return study.not_together(group[0] if len(group) == 1 else group, because=because)


@look
def suggest(
    study: Study,
    seed: int = 7,
    unit: Annotated[str, typer.Option(help="whole, paragraph or sentence.")] = "whole",
    level: Annotated[str, typer.Option(help="usual, coarse, fine, or a number of piles.")] = "usual",
    model: Annotated[str, typer.Option(help="A folder with an embedding model.")] = "",
    engine: Annotated[str, typer.Option(help="copro, or bertopic-default: BERTopic as it comes, to compare.")] = "copro",
    precision: Annotated[str, typer.Option(help="float32, or int8: hears new texts about twice as fast, a little less exactly.")] = "float32",
    new: Annotated[
        bool, typer.Option(help="Only what fits none of the names that people placed things with; the rest is suggested to these.")
    ] = False,
    json: Json = False,
) -> None:
    """Ask the sorter for piles. It decides nothing."""
    found = study.suggest(
        seed=seed,
        unit=unit,
        level=int(level) if level.isdecimal() else level,
        model=model or None,
        engine=engine,
        precision=precision,
        new=new,
        progress=not json,
    )
    if json:
        as_json([pile.to_dict() for pile in found])
    else:
        print(found)


@look
def learn(study: Study, json: Json = False) -> None:
    """Suggest names for what nobody has placed, by what people placed."""
    show(study.learn(progress=not json), json, ["name", "sure", "text"])


@look
def next_to_read(study: Study, n: Annotated[int, typer.Option(help="How many.")] = 5, json: Json = False) -> None:
    """What to read next, and why."""
    show(study.next(n), json, ["why", "text"])


@look
def piles(study: Study, json: Json = False) -> None:
    """The piles of the sorter's last run."""
    found = study.piles
    if json:
        as_json([pile.to_dict() for pile in found])
    else:
        print(found)


@act
def draft(study: Study, json: Json = False) -> None:
    """Make draft names of the piles; everything is still "not yet read"."""
    show(study.draft(), json, NAMES)


@look
def codebook(study: Study, json: Json = False) -> None:
    """The names so far."""
    show(study.codebook, json, NAMES)


@look
def placings(study: Study, json: Json = False) -> None:
    """Who put which passage with which name."""
    show(study.placings, json, ["label", "analyst", "belongs", "in_bulk", "because", "text"])


# names


@act
def name(study: Study, label: str, definition: str = "", because: Because = "") -> str:
    """Make a new name."""
    return study.name(label, definition=definition, because=because)


@act
def rename(study: Study, code: Code, label: str, because: Because = "") -> str:
    """Call a name something else."""
    return study.rename(code, label, because=because)


@act
def define(study: Study, code: Code, definition: str, because: Because = "") -> str:
    """Say what a name means."""
    return study.define(code, definition, because=because)


@act
def heading(study: Study, code: Code, text: str, because: Because = "") -> str:
    """Put a name under a heading of the manifesto, such as "What it isn't"."""
    return study.heading(code, text, because=because)


@act
def merge(
    study: Study,
    codes: Annotated[list[str], typer.Argument(metavar="NAME...", help="The names to join.")],
    into: Annotated[str, typer.Option(metavar="NAME", help="The name they join.")],
    because: Because = "",
) -> str:
    """Join names to another; what was put with them stays known and comes back when this is undone."""
    return study.merge(codes, into, because=because)


@act
def split(
    study: Study,
    code: Code,
    part: Annotated[list[str], typer.Option(metavar="LABEL=ID,ID,...", help="A new name and the passages that go to it; once for each.")],
    because: Because = "",
) -> str:
    """Part a name: some passages go to new names, all else stays."""
    parts = {label: passages.split(",") for label, passages in (pair(each, "'Waiting rooms=1a2b3c4d'") for each in part)}
    return ", ".join(study.split(code, parts, because=because).values())


@act
def nest(study: Study, code: Code, under: Under, because: Because = "") -> str:
    """Put a name under another."""
    return study.nest(code, under, because=because)


@act
def unnest(study: Study, code: Code, because: Because = "") -> str:
    """Take a name out from under another."""
    return study.unnest(code, because=because)


@act
def put_away(study: Study, name: Code, because: Because = "") -> str:
    """Take a name or a theme out of use; what was put with it is kept."""
    return study.put_away(name, because=because)


@act
def restore(study: Study, name: Code, because: Because = "") -> str:
    """Take into use again what was put away."""
    return study.restore(name, because=because)


@act
def theme(
    study: Study,
    sentence: str,
    code: Annotated[Optional[list[str]], typer.Option(metavar="NAME", help="A name it rests on; once for each.")] = None,  # noqa: UP045
    passage: Annotated[Optional[list[str]], typer.Option(metavar="ID", help="A passage it rests on; once for each.")] = None,  # noqa: UP045
    against: Annotated[Optional[list[str]], typer.Option(metavar="ID", help="A passage that speaks against it; once for each.")] = None,  # noqa: UP045
    instead_of: Annotated[str, typer.Option(metavar="THEME", help="The theme that this is another wording of.")] = "",
    because: Because = "",
) -> str:
    """Propose a sentence that people stand behind."""
    return study.theme(sentence, codes=code or [], passages=passage or [], against=against or [], instead_of=instead_of, because=because)


@look
def themes(study: Study, json: Json = False) -> None:
    """The sentences that people stand behind."""
    show(study.themes, json)


@act
def relate(study: Study, one: Code, how: str, other: Code, because: Because = "") -> str:
    """Say how one name or theme bears on another, such as "gets in the way of"."""
    return study.relate(one, how, other, because=because)


@look
def relations(study: Study, json: Json = False) -> None:
    """How names and themes bear on each other."""
    show(study.relations, json)


# placings


@act
def place(
    study: Study,
    passages: Passages,
    code: Annotated[str, typer.Option("--with", metavar="NAME", help="The name to put them with.")],
    all_who_sent_it: Annotated[
        bool, typer.Option("--all-who-sent-it", help="The same words of everyone who sent a confirmed letter too; recorded as bulk.")
    ] = False,
    because: Because = "",
) -> str:
    """Put passages with a name."""
    return study.place(passages, code, all_who_sent_it=all_who_sent_it, because=because)


@act
def remove(
    study: Study,
    passages: Passages,
    code: Annotated[str, typer.Option("--from", metavar="NAME", help="The name they do not belong with.")],
    because: Because = "",
) -> str:
    """Say that passages do not belong with a name."""
    return study.remove(passages, code, because=because)


@act
def set_aside(
    study: Study, passages: Passages, because: Annotated[str, typer.Option("--because", metavar="WHY", help="The reason: setting aside needs one.")]
) -> str:
    """Set passages aside, with the reason."""
    return study.set_aside(passages, because=because)


@act
def bring_back(study: Study, passages: Passages, because: Because = "") -> str:
    """Take up again what was set aside."""
    return study.bring_back(passages, because=because)


@act
def hold(study: Study, ids: Passages, because: Because = "") -> str:
    """Keep contributions back for now: counted, not shown."""
    return study.hold(ids, because=because)


@act
def release(study: Study, ids: Passages, because: Because = "") -> str:
    """End a holding."""
    return study.release(ids, because=because)


@look
def names_in_text(
    study: Study, flagged: Annotated[bool, typer.Option("--flagged", help="Only what nobody has decided about.")] = False, json: Json = False
) -> None:
    """Where the text may say who somebody is: names, numbers, addresses; each with the id of its passage."""
    table = study.names_in_text
    table = table[table["state"] == "flagged"] if flagged else table
    show(table.assign(passage=table.index), json, ["state", "kind", "words", "around", "passage"])


@act
def redact(
    study: Study,
    passages: Passages,
    instead: Annotated[str, typer.Option(help="What is shown in its place, such as name or 'telephone number'.")] = "name",
    because: Because = "",
) -> str:
    r"""Show a word such as \[name] in place of passages, everywhere; it can be undone."""
    return study.redact(passages, instead=instead, because=because)


@act
def leave_as_it_is(study: Study, passages: Passages, because: Because = "") -> str:
    """Say that what was flagged may stay, and show again what was redacted there."""
    return study.leave_as_it_is(passages, because=because)


@act
def confirm_pile(study: Study, code: Code, because: Because = "") -> str:
    """Put all that the sorter suggests for a name with it, in bulk."""
    return study.confirm_pile(code, because=because)


@act
def memo(
    study: Study,
    about: Annotated[str, typer.Argument(help="A name, the short id of a contribution, passage, person or decision, or 'the study'.")],
    text: str,
    kind: Annotated[str, typer.Option(help=MEMO_KINDS)] = "ours",
) -> str | None:
    """Write a note about anything."""
    saved = study.memo(about, text, kind=kind)
    if kind != "mine":
        return saved
    print("Saved for you alone, on this computer, outside the study's folder: copro my-memos STUDY shows it.")
    return None
