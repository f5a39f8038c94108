"""Commands for who is here: coming and going, groups, working on one's own, and what others typed for one."""

from __future__ import annotations

from typing import Annotated

import typer

from copro_text.cli.common import Because, Json, act, look, show
from copro_text.study import Study

Group = Annotated[str, typer.Argument(metavar="GROUP", help="What the group is called.")]


@act
def leave(study: Study, because: Because = "") -> str:
    """Leave the study: what you did stays, and nothing waits for you from now on. On your own? Share first. Joined twice? Leave as one of the two."""
    return study.leave(because=because)


@act
def introduce(study: Study, text: str) -> str:
    """Say who you are, in your own words."""
    return study.introduce(text)


@act
def join_group(study: Study, name: Group) -> str:
    """Put yourself into a group; the first one in makes it."""
    return study.join_group(name)


@act
def leave_group(study: Study, name: Group) -> str:
    """Take yourself out of a group."""
    before = study.rule
    saved = study.leave_group(name)
    if study.rule != before:
        print(f"Fewer than two are in it now, so our rule is again: {study.rule}")
    return saved


@look
def co_analysts(study: Study, json: Json = False) -> None:
    """Who sorts and names here, and how each introduces themselves."""
    show(study.co_analysts, json)


@act
def on_our_own(study: Study) -> str:
    """Work on your own from here: you do not see the others and they do not see you, until you share. The files themselves are plain."""
    return study.on_our_own()


@act
def share(study: Study) -> str:
    """End working on your own, and open what you did. This is not undone."""
    return study.share()


@look
def entered_for_me(study: Study, json: Json = False) -> None:
    """What others typed for you, and you have not yet confirmed or taken back."""
    show(study.entered_for_me, json)


@act
def own(study: Study, entries: Annotated[list[str], typer.Argument(metavar="ID...", help="Their short ids; all, when left out.")] = []) -> str:  # noqa: B006
    """Say that what another typed for you is as you meant it."""
    return study.own(*entries)


@act
def strike(study: Study, entry: Annotated[str, typer.Argument(metavar="ID")], because: Because = "") -> str:
    """Take back what another typed for you."""
    return study.strike(entry, because=because)


@look
def my_memos(study: Study, json: Json = False) -> None:
    """Your notes to yourself, on this computer only."""
    show(study.my_memos, json)
