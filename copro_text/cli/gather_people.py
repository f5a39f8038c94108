"""Commands for the people who wrote: who is who, where they come from, and what they allow."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent
from typing import Annotated, Optional

import typer

from copro_text.cli.common import Because, Json, act, as_json, look, show
from copro_text.study import Study

COLUMNS = ["signed", "contributions", "perspectives", "wider_word", "use", "quote", "reword", "name", "author", "credit", "to_confirm"]


@act
def people(
    study: Study,
    csv: Annotated[Optional[Path], typer.Option(metavar="FILE", help="Write the table of findings to go through.")] = None,  # noqa: UP045
    confirm: Annotated[Optional[Path], typer.Option(metavar="FILE", help="Take in the table that you went through.")] = None,  # noqa: UP045
    sentences: Annotated[bool, typer.Option("--sentences", help="What was found and waits for you, each with its sentence.")] = False,
    json: Json = False,
) -> None:
    """Who wrote, what they say of themselves, and what they allow; found in their words, to be confirmed by you."""
    if confirm is not None:
        print(f"{study.confirm_people(confirm)} answers recorded.")
    elif csv is not None:
        print(f"Written to {study.save_people(csv)}: fill in 'confirm' (yes, no, not asked), then copro people {study.path} --confirm {csv}")
    elif sentences:
        from copro_text.verbs.people import findings

        _sentences(findings(study.session), json)
    else:
        show(
            study.people,
            json,
            ["signed", "contributions", "perspectives", "wider_word", "use", "quote", "reword", "name", "author", "credit", "to_confirm"],
        )
        if not json:
            print(f"Each with the sentence that says so: copro people {study.path} --sentences")


def _sentences(found: list[dict[str, str]], json: bool) -> None:
    """What was found, by person: the wish or perspective, and the sentence that it was found in."""
    if json:
        as_json([{name: row[name] for name in ("id", "signed", "about", "found", "value", "sentence")} for row in found])
        return
    before = ""
    for row in found:
        if row["id"] != before:
            print(f"{row['signed'] or 'no name'} ({row['id']})")
            before = row["id"]
        what = f"{row['found']}, {row['value']}" if row["value"] else row["found"]
        print(indent(f"{row['about']}: {what}\n{row['sentence']}", "  ").replace("\n  ", "\n      "))
    print("Nothing waits to be confirmed." if not found else "To settle one: copro confirm STUDY WHO WISH yes, no or 'not asked'.")


@act
def confirm(
    study: Study,
    person: str,
    about: Annotated[str, typer.Argument(help="use, quote, reword, name, author or perspective.")],
    answer: Annotated[str, typer.Argument(help="yes, no or 'not asked'.")] = "yes",
    value: Annotated[str, typer.Option(help="The name to credit them by, or the perspective in their words.")] = "",
    contribution: Annotated[str, typer.Option(metavar="ID", help="For one contribution only, such as a name beside these very words.")] = "",
    because: Annotated[
        str, typer.Option("--because", metavar="WHY", help="How you know: a yes needs it where they had said no, or did not ask to be named.")
    ] = "",
) -> str:
    """Settle what one person allows, and on what evidence."""
    return study.confirm(person, about, answer, value=value, contribution=contribution, because=because)


@look
def same_people(study: Study, json: Json = False) -> None:
    """Who may be one person: the same name in several files, or written otherwise. Nothing is joined by itself."""
    show(study.same_people, json, ["state", "signed", "contributions", "came_from", "why", "said", "ids"])


Known = Annotated[str, typer.Option("--because", metavar="WHY", help="How you know: saying who is who needs it.")]
Who = Annotated[list[str], typer.Argument(metavar="WHO...", help="Names or short ids, as copro same-people lists them.")]


@act
def same_person(study: Study, whose: Who, because: Known) -> str:
    """Say that words which came under several names or ids are one person's."""
    return study.same_person(whose, because=because)


@act
def different_people(
    study: Study,
    whose: Who,
    because: Known,
    contribution: Annotated[list[str], typer.Option(metavar="ID", help="What came under this one name and is somebody else's.")] = [],  # noqa: B006
) -> str:
    """Say that these are different people, or that some of what came under one name is somebody else's."""
    return study.different_people(whose, contributions=contribution, because=because)


@look
def wider_words(study: Study, json: Json = False) -> None:
    """Where people say they come from, in their own words, and the group's wider word for it."""
    show(study.wider_words, json)


@act
def wider_word(
    study: Study,
    word: Annotated[str, typer.Argument(metavar="WORD", help="The group's word, such as nurses; '' ends it.")],
    own: Annotated[list[str], typer.Argument(metavar="OWN...", help="People's own words, as copro wider-words lists them.")],
    because: Because = "",
) -> str:
    """Give a wider word for what people say of themselves; their own words stay."""
    return study.wider_word(word, own, because=because)
