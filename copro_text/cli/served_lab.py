"""JupyterLab at a notebook for a study, on this computer alone; what cells show never reaches the disk."""

from __future__ import annotations

import json
import secrets
import signal
from pathlib import Path
from typing import Any

from jupyterlab.labapp import LabApp
from traitlets.config import Config

from copro_text.cli.workplace import encrypt, show
from copro_text.errors import NotPossible
from copro_text.store.folder import make_folder, write_whole
from copro_text.store.places import notebooks_folder
from copro_text.store.writing import slug

OPENING = "copro-desk"  # the id of the cell that opens the desk; the page runs this one by itself
CELL = """\
# The desk. To open it again, click here and press Shift+Enter.
import os

import copro_text as ct

os.chdir({beside!r})  # paths that you type start here
study = ct.Study({study!r}, analyst={analyst!r})
study.desk()"""
SAID = """\
The desk opens below. If it does not, click on the grey line and press Shift+Enter.

What a cell shows is never saved. What you type into a cell is, in this notebook, which stays on this computer."""


def serve(study: Path, state: Path, analyst: tuple[str, str], place: Path, *, is_shown: bool) -> None:
    """Serve JupyterLab until it is stopped.

    Parameters
    ----------
    state
        What this device remembers of the study: the notebooks are in it.
    analyst
        Id and name of whoever is at the desk; "" where the desk is to ask.
    place
        A temporary folder for what must not outlast this.
    """
    notebook = the_notebook(study, state, analyst)
    token = secrets.token_hex(24)
    server = LabApp.initialize_server(argv=[], config=_settings(notebook, place, token))
    server.no_browser_open_file = True  # ours is in a folder that goes
    server.contents_manager.register_pre_save_hook(stripped)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # Jupyter's own way with Ctrl+C asks back, and where there is no terminal it leaves kernels behind
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: server.stop(from_signal=True))
    server.io_loop.add_callback(_tell, server, notebook, token, place if is_shown else None)  # once the port is open
    server.start()


def _tell(server: Any, notebook: Path, token: str, place: Path | None) -> None:
    """Say where it is, and open it in the browser."""
    address = f"http://127.0.0.1:{server.port}{server.base_url}lab/tree/{notebook.name}?token={token}"
    print(f"JupyterLab is at {address}\nTo close it, press Ctrl+C here.", flush=True)
    if place:
        show(address, place)


def the_notebook(study: Path, state: Path, analyst: tuple[str, str]) -> Path:
    """The notebook of one person for one study: made when it is not there, and told anew where the study is when that has moved."""
    id_, name = analyst
    path = notebooks_folder(state) / (f"{slug(name)}-{id_[:6]}.ipynb" if id_ else "together.ipynb")
    code = CELL.format(beside=str(study.parent), study=str(study), analyst=name)
    make_folder(path.parent)
    old = _read(path) if path.exists() else _empty()
    cells = old["cells"]
    opening = next((cell for cell in cells if cell.get("id") == OPENING), None)
    if opening is None:
        said = {"cell_type": "markdown", "id": "copro-said", "metadata": {}, "source": SAID}
        opening = {"cell_type": "code", "id": OPENING, "execution_count": None, "outputs": [], "source": ""}
        old["cells"] = [said, opening, *(cell for cell in cells if cell.get("id") != said["id"])]
    if repr(str(study)) not in "".join(opening["source"]):
        opening |= {"source": code, "metadata": {"jupyter": {"source_hidden": True}}}
    write_whole(path, json.dumps(old, ensure_ascii=False, indent=1).encode())
    return path


def _empty() -> dict[str, Any]:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": [], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _read(path: Path) -> dict[str, Any]:
    try:
        old = json.loads(path.read_bytes())
        if isinstance(old, dict) and isinstance(old.get("cells"), list):
            return old
    except ValueError:
        pass
    raise NotPossible(f"{path} is not a notebook any more.", do="Move it elsewhere, and a new one is made.", safe="It was left as it is.")


def stripped(*, model: dict[str, Any], **_: object) -> None:
    """Take out of a notebook that is about to be saved all that cells showed, and the state of widgets: words must not settle there."""
    notebook = model.get("content")
    if model.get("type") != "notebook" or not isinstance(notebook, dict):
        return
    notebook.get("metadata", {}).pop("widgets", None)
    for cell in notebook.get("cells", ()):
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
            cell.get("metadata", {}).pop("execution", None)


def _settings(notebook: Path, place: Path, token: str) -> Config:
    """What this server alone is told, over the person's own settings of Jupyter."""
    c = Config()
    c.ServerApp.ip = "127.0.0.1"
    c.ServerApp.allow_remote_access = False
    c.ServerApp.allow_root = True  # on a computer of its own, such as a container, that is who one is; it is no reason to refuse
    c.ServerApp.root_dir = str(notebook.parent)
    c.ServerApp.open_browser = False
    c.ServerApp.answer_yes = True
    c.ServerApp.log_level = "ERROR"
    c.ServerApp.jpserver_extensions = {"notebook_shim": False}  # takes over settings of older Jupyters, and frightens with warnings about them
    c.ServerApp.tornado_settings = {"headers": {"Referrer-Policy": "no-referrer"}}
    c.IdentityProvider.token = token
    c.LabApp.log_level = "ERROR"
    c.LabApp.default_url = f"/lab/tree/{notebook.name}"
    c.LabApp.workspaces_dir = str(place / "workspaces")  # which tabs are open is not carried over to the person's other work
    c.LabApp.news_url = None  # nothing is asked of the internet, and no window asks whether it may be
    c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
    c.LabApp.extension_manager = "readonly"
    c.FileCheckpoints.checkpoint_dir = str(place / "checkpoints")  # no second copy of what was typed
    encrypt(c)
    return c
