"""A place to work in for as long as a door is open: a temporary folder of this computer, never in the study and never synced."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from traitlets.config import Config

PACKAGE = Path(__file__).resolve().parents[1]
PAGE = PACKAGE / "widgets" / "page"

# What runs a kernel: this very Python, with this very copro_text, whatever kernels the person has installed. It reads nothing from the folder it
# starts in, which may be a shared one.
BOOT = "import sys; sys.path[:] = [*filter(None, sys.path), {where!r}]; from ipykernel import kernelapp; kernelapp.launch_new_instance()"


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder that only this user can open, known to Jupyter as the first place to look in; it goes when the door is closed."""
    with tempfile.TemporaryDirectory(prefix="copro-", ignore_cleanup_errors=True) as made:
        place = Path(made).resolve()
        _add_kernel(place)
        _add_silence(place)
        with _looked_in_first("JUPYTER_PATH", place, PAGE), _looked_in_first("JUPYTER_CONFIG_PATH", place / "config"):
            yield place


@contextmanager
def _looked_in_first(variable: str, *places: Path) -> Iterator[None]:
    """Let Jupyter, in this program and what it starts, look here before it looks among the person's own."""
    known = os.environ.get(variable)
    os.environ[variable] = os.pathsep.join([*map(str, places), *([known] if known else [])])
    try:
        yield
    finally:
        os.environ.pop(variable)
        if known is not None:
            os.environ[variable] = known


def _add_silence(place: Path) -> None:
    """Let JupyterLab neither fetch news nor ask whether it may: nothing leaves the laptop."""
    folder = place / "config" / "labconfig"
    folder.mkdir(parents=True)
    (folder / "page_config.json").write_text('{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}', "utf-8")


def _add_kernel(place: Path) -> None:
    """Say how to start Python for a notebook: without a history file, in which typed words would settle."""
    boot = BOOT.format(where=str(PACKAGE.parent))
    argv = [sys.executable, "-c", boot, "-f", "{connection_file}", "--HistoryManager.enabled=False"]
    folder = place / "kernels" / "python3"
    folder.mkdir(parents=True)
    able = {"supported_encryption": "curve"}
    kernel = {"argv": argv, "display_name": "Python 3 (copro_text)", "language": "python", "env": {"PYTHONUTF8": "1"}, "metadata": able}
    (folder / "kernel.json").write_text(json.dumps(kernel), "utf-8")


def encrypt(settings: Config) -> None:
    """Close what server and kernel say to each other to other users of this computer, who could listen on the same loopback."""
    import zmq

    if zmq.has("curve"):
        settings.KernelManager.transport_encryption = "auto"


def show(address: str, place: Path) -> None:
    """Open an address in the person's browser, through a file that only they can read: other users can see what programs are started with."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    path = place / "open.html"
    path.touch(mode=0o600)
    path.write_text(
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Opening</title><meta http-equiv="refresh" content="0; url={address}">'
        f'</head><body><p><a href="{address}">Open it</a></p></body></html>',
        "utf-8",
    )
    threading.Thread(target=browser.open, args=(path.as_uri(),), daemon=True).start()
