"""The desk as an ordinary page: Voila serves it on this computer alone, to whoever has the whole address."""

from __future__ import annotations

import json
import logging
import os
import secrets
import signal
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_server.auth.identity import IdentityProvider
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import RequestHandler
from traitlets.config import Config
from voila.app import Voila

from copro_text.cli.workplace import PAGE, encrypt, show

TEMPLATE = "copro_desk"
CLOSED = PAGE / "voila" / "templates" / TEMPLATE / "closed.html"
# The widget manager and anywidget; whatever else is installed for JupyterLab stays away.
EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]
FORGOTTEN = 3600  # seconds after which a desk is ended that nobody has open any more: a closed page ends its own at once, a crashed browser cannot
NEVER = 10**6
# A kernel that is ended in mid-sentence says so through tornado, as if it were a fault, to whoever has just closed the desk.
CELL = """\
import logging
import os

from copro_text.study import Study

logging.getLogger("tornado").setLevel(logging.CRITICAL)
Study({path!r}, analyst=os.environ["COPRO_AS"]).desk()"""


class Refused(RequestHandler):
    """What somebody without the whole address sees."""

    def get(self) -> None:
        """Say what is missing."""
        self.set_status(403)
        self.finish(CLOSED.read_bytes())


class Page(Voila):  # type: ignore[misc]  # Voila has no types
    """Voila with sockets that are open already, and nothing but this one page."""

    sockets: list[socket.socket]
    address: str
    is_shown: bool
    place: Path

    def init_handlers(self) -> list[Any]:
        """No form to log in with: the address is enough, and nothing else is."""
        return [(r"/login", Refused), *super().init_handlers()]

    def listen(self) -> None:
        """Serve until somebody stops it."""
        HTTPServer(self.app).add_sockets(self.sockets)
        self.ioloop = IOLoop.current()
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # as an exception Ctrl+C is lost where Python just cleans up
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._handle_signal_stop)
        print(f"The desk is at {self.address}\nTo close it, press Ctrl+C here.", flush=True)
        if self.is_shown:
            show(self.address, self.place)
        try:
            self.ioloop.start()
        finally:
            self.stop()


def serve(study: Path, who: str, about: Mapping[str, str], sockets: list[socket.socket], place: Path, *, is_shown: bool) -> None:
    """Serve the desk of a study until it is stopped.

    Parameters
    ----------
    who
        Id of whoever is at the desk; "" where the desk is to ask.
    about
        What stands above the desk: `title`, `question`.
    sockets
        Open already, on loopback.
    place
        Where the notebook stands that Voila wants; it holds the study's path and no words.
    """
    os.environ["COPRO_AS"] = who
    port, token = sockets[0].getsockname()[1], secrets.token_hex(24)
    logging.getLogger("tornado").setLevel(logging.ERROR)
    page = Page.instance(config=_settings(_notebook(study, place), place, port, token, about))
    page.sockets, page.place, page.is_shown = sockets, place, is_shown
    page.address = f"http://127.0.0.1:{port}/?token={token}"
    page.initialize([])
    page.start()


def _notebook(study: Path, place: Path) -> Path:
    """A notebook of one cell."""
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "desk",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": CELL.format(path=str(study)),
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = place / "desk" / "desk.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps({"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}), "utf-8")
    return path


def _settings(notebook: Path, place: Path, port: int, token: str, about: Mapping[str, str]) -> Config:
    """All that Voila is told; no settings of the person's or of the folder they stand in are read, since a folder may be shared."""
    c = Config()
    c.Voila.config_file_paths = [str(place)]
    c.Voila.notebook_path = str(notebook)
    c.Voila.root_dir = str(notebook.parent)
    c.Voila.connection_dir_root = str(place)
    c.Voila.ip, c.Voila.port, c.Voila.token = "127.0.0.1", port, token
    c.Voila.identity_provider_class = IdentityProvider
    c.Voila.log_level = "CRITICAL"  # what goes wrong in opening a study stands in the page
    # a page elsewhere must not reach this one under a name of its own
    c.Voila.tornado_settings = {"headers": _headers(port), "allow_remote_access": False}
    c.IdentityProvider.cookie_options = {"samesite": "Strict"}
    c.VoilaConfiguration.template = TEMPLATE
    c.VoilaConfiguration.resources = {"copro": dict(about)}
    c.VoilaConfiguration.extension_allowlist = EXTENSIONS
    c.VoilaConfiguration.file_allowlist = []
    c.VoilaConfiguration.show_tracebacks = True  # the page shows the message alone, which is written for people
    c.VoilaConfiguration.http_keep_alive_timeout = NEVER  # else it writes a script into the page every ten seconds while a large study opens
    c.VoilaConfiguration.prelaunch_hook = _with_a_token
    c.VoilaExecutor.timeout = -1
    c.KernelRestarter.restart_limit = 0  # a kernel that died takes the desk with it: the page says so
    c.MappingKernelManager.cull_idle_timeout = FORGOTTEN
    encrypt(c)
    return c


def _with_a_token(handler: Any, **_: object) -> None:
    """Give the page the token against forged requests, without which it may not end its kernel when it is closed."""
    handler.xsrf_token  # noqa: B018  asking for it sets the cookie


def _headers(port: int) -> dict[str, str]:
    """What the browser itself enforces: nothing is loaded from, sent to or shown inside anything but this page."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self' blob:",  # anywidget loads a widget's own script so
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": f"'self' ws://127.0.0.1:{port}",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{what} {where}" for what, where in policy.items()),
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
