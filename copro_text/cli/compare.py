"""Commands for what we see differently, what moved, and whose voices are heard."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from copro_text.cli.common import Because, Json, act, as_json, look, show
from copro_text.study import Study


@look
def disagreements(study: Study, json: Json = False) -> None:
    """Passages that people read differently, and who put them where; first those that talking about settles most."""
    show(study.disagreements, json)


@look
def mixed_up(study: Study, json: Json = False) -> None:
    """Names that are mixed up with each other, and what to ask: join, part, or define?"""
    show(study.mixed_up, json, ["what", "to_ask"])


@look
def agreement(
    study: Study,
    figures: Annotated[bool, typer.Option("--figures", help="In figures too, whatever the approach of the study.")] = False,
    json: Json = False,
) -> None:
    """How we read together: in words, with what to talk about; in figures under the approach "coding reliability", or with --figures."""
    from copro_text.verbs.agreeing import SHOWN

    found = study.agreement(figures=figures)
    table = found.table.astype(object).where(found.table.notna(), None)
    if json:
        rows: list[dict[Any, Any]] = [{"label": sentence} for sentence in (*found.sentences, *found.figures)]
        rows += [{"label": row["sentence"], **row} for row in table.to_dict("records")]
        as_json([{"id": str(i), **row} for i, row in enumerate(rows, start=1)])
        return
    print(found)
    if len(table):
        show(found.table.round(2).astype(object).where(found.table.notna(), ""), False, SHOWN[:-1])
    if len(found.disagreements):
        show(found.disagreements, False)


@act
def half_without_piles(study: Study, because: Because = "") -> str:
    """Propose to work without piles for a random half, to find out whether the sorter steers us. Each of you answers yes, or it does not begin."""
    return study.half_without_piles(because=because)


@look
def steered(study: Study, json: Json = False) -> None:
    """What difference it made to see the piles, and what that cannot tell; only where all have said yes."""
    found = study.steered()
    if json:
        as_json([{"id": str(i), "label": sentence} for i, sentence in enumerate(found.sentences, start=1)])
        return
    print(found)


@look
def figure(
    study: Study,
    what: Annotated[str, typer.Argument(metavar="WHAT", help='"mixed up", "agreement", "before and after", "voices", "sessions" or "dates".')],
    to: Annotated[Optional[Path], typer.Option("--to", metavar="FILE", help="Where to put the picture: .png or .svg.")] = None,  # noqa: UP045
    json: Json = False,
) -> None:
    """What a figure shows, in words and in a table; with --to the picture too."""
    drawn = study.figure(what, kind=to.suffix.lower().lstrip(".") if to else "png")
    if to:
        from copro_text.verbs.apart import must_not_lie_with_the_others

        must_not_lie_with_the_others(study.session, to)
        to.write_bytes(drawn.image)
    table = drawn.table.astype(object).where(drawn.table.notna(), "")
    if json:
        as_json({"id": what, "label": drawn.alt, "rows": table.to_dict("records")})
        return
    print(drawn.alt)
    if to:
        print(f"The picture is in {to}.")


@look
def wordings(study: Study, json: Json = False) -> None:
    """Wordings that were offered, and what became of each; without people's names."""
    show(study.wordings, json)


@look
def unmoved(study: Study, json: Json = False) -> None:
    """Where nothing moved: names, themes and passages that stand as they did at first; without people's names."""
    show(study.unmoved, json)


@look
def changed_my_mind(study: Study, json: Json = False) -> None:
    """What you said first, beside what you say now and what was settled. To share a line of it, write a memo."""
    show(study.changed_my_mind, json)


@look
def voices(
    study: Study,
    public: Annotated[bool, typer.Option("--public", help="To print or post: no perspective of fewer than ten people.")] = False,
    json: Json = False,
) -> None:
    """Whose words are heard, quoted, set aside and not yet read, in people."""
    show(study.voices(public=public), json)


@look
def least_talked_about(study: Study, json: Json = False) -> None:
    """Whose words we have done least with: what to take up next."""
    show(study.least_talked_about, json)
