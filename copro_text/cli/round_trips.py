"""Commands for what goes out to people and comes back from them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copro_text.cli.common import Json, act, as_json
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
        print(f"Nothing was recorded. To take it in: the same command without --dry-run. (copro read-back {study.path} {file})")
