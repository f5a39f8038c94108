"""Commands for what goes out to people and comes back from them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copro_text.cli.common import Because, Json, act, as_json, look
from copro_text.study import Study

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be taken in, and record nothing.")]


@act
def read_back(
    study: Study,
    file: Annotated[Path, typer.Argument(help="The .docx or .xlsx that came back.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Whose comments these are, where the file does not say.")] = "",
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take in what people wrote in a panel draft: notes, marks of "not clear to me", proposals. Reading it again takes in only what is new."""
    from copro_text.verbs.coming_back import as_rows

    found = study.read_back(file, by=by, dry_run=dry_run)
    if json:
        as_json(as_rows(found))
        return
    print(found)
    if dry_run:
        print("Nothing was recorded. To take it in: the same command without --dry-run.")


@look
def show_back(
    study: Study,
    contacts: Annotated[Path, typer.Argument(help="A table outside the study's folder: who, called, reach, asked, delete by.")],
    to: Annotated[Path, typer.Argument(help="A folder for a letter each, or one .docx; outside the study's folder.")],
) -> None:
    """Write letters to those who asked: all they said, our reading beside it, and four answers, with a sheet to type the answers into."""
    print(study.show_back(contacts, to))


@act
def take_answers(
    study: Study, file: Annotated[Path, typer.Argument(help="The sheet of answers, .xlsx or .csv.")], dry_run: DryRun = False, json: Json = False
) -> None:
    """Take in what people answered to those letters. An empty answer is no reply, and never a yes."""
    found = study.take_answers(file, dry_run=dry_run)
    if json:
        as_json([{"id": r.contribution, "label": r.answer, "state": r.state, "does": r.does, "at": r.at} for r in found.rows])
        return
    print(f"{found}".replace("STUDY", str(study.path)))
    if dry_run:
        print("Nothing was recorded. To take it in: the same command without --dry-run.")


@act
def take_answer(
    study: Study,
    contribution: Annotated[str, typer.Argument(metavar="ID", help="The short id in the letter.")],
    answer: Annotated[str, typer.Argument(help="fine, 'say it differently', 'use but do not quote' or 'take it out'.")],
    words: Annotated[str, typer.Option(help="How they would say it.")] = "",
    name: Annotated[str, typer.Option(help="How they wish to be named.")] = "",
    because: Because = "",
) -> None:
    """Take in one answer that came by telephone or in the room."""
    print(f"{study.take_answer(contribution, answer, words=words, name=name, because=because)}".replace("STUDY", str(study.path)))


@act
def framework(
    study: Study,
    file: Annotated[Path, typer.Argument(help="A .yaml, or a table (.xlsx, .csv) with the columns name, definition, heading, under.")],
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Bring in names from a framework, with what they mean and what stands under what, as proposals."""
    found = study.framework(file, dry_run=dry_run)
    if json:
        as_json([{"id": str(i), "label": row.name, "does": row.does, "remark": row.remark} for i, row in enumerate(found.rows, start=1)])
    else:
        print(found)
