"""Commands that open a study for people to look at and work with: the desk as a page, or in JupyterLab."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from copro_text.cli.common import As, Folder, app
from copro_text.errors import CoproError, NotPossible
from copro_text.study import Study

Port = Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port to use on this computer; a free one when left out.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Print the address; open no browser.")]
INSTALL = 'pip install "copro_text[lab]"'
CLOSED = "Closed. What was said to be saved is on the disk."


@app.command()
def desk(path: Folder, who: As = "", port: Port = 0, no_browser: NoBrowser = False) -> None:
    """Open the desk, where a group names and sorts, as a page in your browser. It is served by this computer, to this computer alone."""
    study, analyst = at_the_door(path, who)
    try:
        from copro_text.cli.served_page import serve
    except ImportError as missing:
        raise not_installed("The desk as a page", missing) from None
    from copro_text.cli.workplace import workplace

    about = {"title": study.title or study.question or "A study", "question": study.question if study.title else ""}
    with closing(_listening(port)) as here, workplace() as place:
        serve(study.path.resolve(), analyst, about, [here], place, is_shown=not no_browser)
    print(CLOSED)


@app.command()
def lab(path: Folder, who: As = "", no_browser: NoBrowser = False) -> None:
    """Open JupyterLab at a notebook for the study, with the desk in it. What cells show is never saved."""
    study, analyst = at_the_door(path, who)
    try:
        from copro_text.cli.served_lab import serve
    except ImportError as missing:
        raise not_installed("JupyterLab", missing) from None
    from copro_text.cli.workplace import workplace

    with workplace() as place:
        name = study.session.book.analysts[analyst].name if analyst else ""
        serve(study.path.resolve(), study.session.state, (analyst, name), place, is_shown=not no_browser)
    print(CLOSED)


def at_the_door(path: Path, who: str) -> tuple[Study, str]:
    """The study, opened as nobody so that nothing is written to it from here, and the id of whoever is to be at the desk.

    That is "" where it could be several and none was named: the desk asks.
    """
    study = Study(path)
    here = [a.id for a in study.session.book.analysts.values() if not a.left]
    return study, study.session.person(who) if who else here[0] if len(here) == 1 else ""


def not_installed(what: str, missing: ImportError) -> CoproError:
    """What to say when the extra `lab` is not there."""
    needs = (missing.name or "Jupyter").partition(".")[0]
    return NotPossible(f"{what} needs {needs}, which is not installed.", do=f"Install it with: {INSTALL}", safe="Nothing was changed.")


def _listening(port: int) -> socket.socket:
    """A socket on loopback, and on nothing else."""
    try:
        here = socket.create_server(("127.0.0.1", port))
    except OSError as refused:
        do = "Leave --port out, and a free one is used; or name another."
        raise NotPossible(f"Port {port} cannot be used ({refused.strerror}).", do=do, safe="Nothing was changed.") from None
    here.setblocking(False)
    return here
