"""Commands for hearing, for the sorter, and for names and what belongs with them."""

from __future__ import annotations

from typing import Annotated

import typer

from copro_text.cli.common import Because, Code, Folder, Json, Passages, act, app, as_json, pair, show
from copro_text.study import Study

NAMES = ["label", "draft", "definition", "heading", "state", "people", "placed", "in_bulk", "suggested"]


@app.command()
def read(path: Folder, n: Annotated[int, typer.Option("-n", help="How many.")] = 8, seed: int = 1, json: Json = False) -> None:
    """Hear whole contributions in a mixed order, those nobody has read first."""
    heard = Study(path).read(n, seed=seed)
    if json:
        as_json([{"id": h.id, "label": h.about, "text": h.text, "how": h.how, "may_be_used": h.use} for h in heard])
    else:
        print(heard)


@app.command()
def contributions(path: Folder, json: Json = False) -> None:
    """All that was said, with the state each is in."""
    show(Study(path).contributions, json, ["state", "kind", "signed", "how", "text"])


@app.command()
def find(path: Folder, words: str, json: Json = False) -> None:
    """The contributions that hold these words, and the passage ids of just those words."""
    show(Study(path).find(words), json, ["state", "signed", "passage", "text"])


@app.command()
def suggest(
    path: Folder,
    seed: int = 7,
    unit: Annotated[str, typer.Option(help="whole, paragraph or sentence.")] = "whole",
    model: Annotated[str, typer.Option(help="A folder with an embedding model.")] = "",
    engine: Annotated[str, typer.Option(help="bertopic, copro (the same piles sooner), or bertopic-default to compare.")] = "bertopic",
    json: Json = False,
) -> None:
    """Ask the sorter for piles. It decides nothing."""
    found = Study(path).suggest(seed=seed, unit=unit, model=model or None, engine=engine, progress=not json)
    if json:
        as_json([pile.to_dict() for pile in found])
    else:
        print(found)


@app.command()
def piles(path: Folder, json: Json = False) -> None:
    """The piles of the sorter's last run."""
    found = Study(path).piles
    if json:
        as_json([pile.to_dict() for pile in found])
    else:
        print(found)


@act
def draft(study: Study, json: Json = False) -> None:
    """Make draft names of the piles; everything is still "not yet read"."""
    show(study.draft(), json, NAMES)


@app.command()
def codebook(path: Folder, json: Json = False) -> None:
    """The names so far."""
    show(Study(path).codebook, json, NAMES)


@app.command()
def placings(path: Folder, json: Json = False) -> None:
    """Who put which passage with which name."""
    show(Study(path).placings, json, ["label", "analyst", "belongs", "in_bulk", "because", "text"])


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


# placings


@act
def place(
    study: Study,
    passages: Passages,
    code: Annotated[str, typer.Option("--with", metavar="NAME", help="The name to put them with.")],
    because: Because = "",
) -> str:
    """Put passages with a name."""
    return study.place(passages, code, because=because)


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


@act
def confirm_pile(study: Study, code: Code, because: Because = "") -> str:
    """Put all that the sorter suggests for a name with it, in bulk."""
    return study.confirm_pile(code, because=because)


@act
def memo(
    study: Study,
    about: Annotated[str, typer.Argument(help="A name, or the short id of a contribution, passage, person or decision.")],
    text: str,
    kind: Annotated[str, typer.Option(help="ours, or 'for the report'.")] = "ours",
) -> str:
    """Write a note about anything."""
    return study.memo(about, text, kind=kind)
