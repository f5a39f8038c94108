"""Commands for deciding together, for taking back, and for what is written in the end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from copro_text.cli.common import Because, Json, act, app, as_json, look, show
from copro_text.study import Study

Why = Annotated[str, typer.Option("--because", metavar="WHY", help="The reason: beginning again needs one.")]


@look
def waiting(study: Study, json: Json = False) -> None:
    """Proposals that wait for answers."""
    show(study.waiting, json)


@act
def answer(study: Study, proposal: str, said: Annotated[str, typer.Argument(metavar="ANSWER")], because: Because = "") -> str:
    """Answer a proposal: yes, can live with it, not sure, need time, don't understand, or no with its reason (--because)."""
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


@act
def hands(study: Study, proposal: str, yes: int = 0, live_with: int = 0, not_sure: int = 0, need_time: int = 0, no: int = 0) -> str:
    """Note down a count of hands, without names; it answers for nobody."""
    return study.hands(proposal, yes=yes, live_with=live_with, not_sure=not_sure, need_time=need_time, no=no)


@act
def keep(study: Study, decision: str, because: Because = "") -> str:
    """Say yes to what was decided before you came, or was opened again."""
    return study.keep(decision, because=because)


@act
def reopen(study: Study, decision: str, because: Because = "") -> str:
    """Ask the group to look once more at what is in force."""
    return study.reopen(decision, because=because)


@look
def rule(study: Study, json: Json = False) -> None:
    """Our rule: when a change takes effect."""
    if json:
        as_json([{"id": study.session.book.rule.id, "label": study.rule}])
    else:
        print(study.rule)


@act
def set_rule(
    study: Study,
    says: Annotated[str, typer.Argument(help="everyone, 'nobody says no', 'so many', or group.")],
    n: Annotated[int, typer.Option(help="How many, for 'so many'.")] = 0,
    days: Annotated[int, typer.Option(help="After how many days what is not settled ends.")] = 14,
    group: Annotated[str, typer.Option(help="The group to be asked, which people put themselves into.")] = "",
    because: Because = "",
) -> str:
    """Propose another rule."""
    return study.set_rule(says, n=n, days=days, group=group, because=because)


@act
def begin_again(study: Study, because: Why) -> str:
    """Put away the names in use, with all they hold, and begin again."""
    return study.begin_again(because=because)


@look
def history(
    study: Study,
    about: Annotated[str, typer.Argument(help="A name, theme or person, or the short id of anything; all, when left out.")] = "",
    json: Json = False,
) -> None:
    """Every decision, oldest first, in plain words; as JSON with the lines that put each into force."""
    found = study.history(about)
    show(found if json else found[found["kind"] != "enact"], json, ["time", "what", "stands", "lapsed"])


@look
def story(study: Study, json: Json = False) -> None:
    """How things came to be, told to somebody who joins now."""
    found = study.story()
    if json:
        as_json([{"id": str(i), "label": c.heading, "sentences": list(c.sentences)} for i, c in enumerate(found.chapters, start=1)])
    else:
        print(found)


@look
def watch(study: Study, seconds: Annotated[float, typer.Option(help="For how long; until you stop it, when 0.")] = 0.0) -> None:
    """Show what others decide, as it arrives."""
    for rows in study.watch(seconds=seconds or None):
        print("\n".join(rows["what"]), flush=True)


@act
def version(study: Study, label: Annotated[str, typer.Argument(metavar="NAME")], because: Because = "") -> str:
    """Fix a version: exactly what is decided now. --because, when it is fixed before all have looked at what was typed for them."""
    return study.version(label, because=because)


KINDS = (
    "manifesto, one-page, seminar-report, stories, run-chart, you-said, lines, report, audit, codebook, placings, "
    "panel-draft, framework, matrix or zero-one."
)


@look
def write(
    study: Study,
    file: Path,
    kind: Annotated[str, typer.Option(help=KINDS)] = "",
    edition: Annotated[str, typer.Option(help="public, or group: with whose words each passage is, by short id.")] = "public",
    final: Annotated[bool, typer.Option("--final", help="The last one: a one-page guide has to fit, nothing may be unclear.")] = False,
    large: Annotated[bool, typer.Option("--large", help="The one-page guide large and plain.")] = False,
    hints: Annotated[bool, typer.Option("--hints", help="A draft of the guide lists long sentences and hard words.")] = False,
    even_so: Annotated[bool, typer.Option("--even-so", help="Though very few people's words came or went since the version before.")] = False,
    measure: Annotated[Optional[Path], typer.Option(help="For a run chart: a .csv with the columns date and value.")] = None,  # noqa: UP045
) -> None:
    """Write an output: manifesto.docx, manifesto.pdf, manifesto.html, one_page.pdf, report.html, codebook.xlsx, placings.csv, ..."""
    print(
        f"Written to {study.write(file, kind=kind or None, edition=edition, final=final, large=large, hints=hints, measure=measure, even_so=even_so)}"
    )


@look
def template(
    study: Study, name: Annotated[str, typer.Argument(help="manifesto.typ, manifesto.docx, manifesto.css, one_page.typ or one_page.docx.")]
) -> None:
    """Put a copy of one of our templates into the study's folder, to be changed."""
    print(f"To be changed: {study.template(name)}")


@app.command()
def demo(folder: Annotated[Optional[Path], typer.Argument(help="Where to make it; a new or empty folder.")] = None) -> None:  # noqa: UP045
    """From a blog export to a first manifesto, with invented people."""
    from copro_text.demo import free_folder, run

    run(folder or free_folder())
