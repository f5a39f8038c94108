"""Commands for deciding together, for taking back, and for what is written in the end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from copro_text.cli.common import Because, Folder, Json, act, app, show
from copro_text.study import Study


@app.command()
def waiting(path: Folder, json: Json = False) -> None:
    """Proposals that wait for answers."""
    show(Study(path).waiting, json)


@act
def answer(study: Study, proposal: str, said: Annotated[str, typer.Argument(metavar="ANSWER")], because: Because = "") -> str:
    """Answer a proposal: yes, can live with it, not sure, need time, don't understand, or no."""
    return study.answer(proposal, said, because=because)


@act
def undo(
    study: Study,
    decision: Annotated[str, typer.Argument(help="The decision's short id; your last act when left out.")] = "",
    because: Because = "",
) -> str:
    """Take back your last act, or the decision named."""
    return study.undo(decision or None, because=because)


@act
def redo(
    study: Study,
    decision: Annotated[str, typer.Argument(metavar="UNDO", help="The undo's short id; your last undo when left out.")] = "",
    because: Because = "",
) -> str:
    """Do again what an undo took back."""
    return study.redo(decision or None, because=because)


@app.command()
def history(path: Folder, json: Json = False) -> None:
    """Every decision, oldest first, in plain words; as JSON with the lines that put each into force."""
    found = Study(path).decisions
    show(found if json else found[found["kind"] != "enact"], json, ["time", "what", "stands", "lapsed"])


@act
def version(study: Study, label: Annotated[str, typer.Argument(metavar="NAME")]) -> str:
    """Fix a version: exactly what is decided now."""
    return study.version(label)


@app.command()
def write(path: Folder, file: Path, kind: Annotated[str, typer.Option(help="manifesto, report, codebook or placings.")] = "") -> None:
    """Write an output: manifesto.html, manifesto.md, report.html, codebook.xlsx, placings.csv, ..."""
    print(f"Written to {Study(path).write(file, kind=kind or None)}")


@app.command()
def demo(folder: Annotated[Optional[Path], typer.Argument(help="Where to make it; a new or empty folder.")] = None) -> None:  # noqa: UP045
    """From a blog export to a first manifesto, with invented people."""
    from copro_text.demo import free_folder, run

    run(folder or free_folder())
