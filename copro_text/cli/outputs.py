"""Commands about what was written: where a mark leads."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from copro_text.cli.common import Json, as_json, look
from copro_text.study import Study

MARK = "The mark beside a quote, a name, a theme or a count, or its beginning. Or a file, such as a draft or a letter: then each mark in it."


@look
def trace(study: Study, mark: Annotated[str, typer.Argument(metavar="MARK-OR-FILE", help=MARK)], json: Json = False) -> None:
    """What a mark in an output leads to: passages, who put them where and why, decisions, who sees it differently."""
    found = study.trace(mark)
    if json:
        as_json([{"id": each.mark, "label": each.title} | asdict(each) for each in found.found])
    else:
        print(found)
