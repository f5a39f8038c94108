"""Servers for tests: JupyterLab with Notebook 7 in it, and the doors that copro opens, on this machine only and in a home of their own."""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError

import psutil

ROOT = Path(__file__).resolve().parents[2]
WAIT = 60  # seconds for a server to answer, on a machine that does something else as well

# JupyterLab asks on its first start whether it may fetch news; nobody is here to say no.
NO_NEWS = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}


@dataclass(frozen=True)
class Server:
    """A running server: its address, its key, and the folder whose notebooks it shows."""

    url: str
    token: str
    root: Path

    def asked(self, path: str, method: str = "GET") -> Any:
        """What the server answers, as JSON; None where that is nothing."""
        ask = urllib.request.Request(f"{self.url}/{path}", headers={"Authorization": f"token {self.token}"}, method=method)
        with urllib.request.urlopen(ask, timeout=15) as answer:
            return json.load(answer) if answer.status != 204 else None


def surroundings(home: Path) -> dict[str, str]:
    """Environment variables for a program with a home of its own, which can speak only to its own computer."""
    places = {name: home / name.lower() for name in ("HOME", "USERPROFILE", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR", "HF_HOME")}
    places |= {f"JUPYTER_{name}_DIR": home / name.lower() for name in ("CONFIG", "DATA", "RUNTIME")}
    places |= {f"JUPYTERLAB_{name}_DIR": home / name.lower() for name in ("SETTINGS", "WORKSPACES")}
    places |= {"COPRO_STATE": home / "state", "COPRO_CACHE": home / "cache"}
    for place in places.values():
        place.mkdir(exist_ok=True)
    settings = home / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(NO_NEWS), "utf-8")
    ours = os.pathsep.join([str(ROOT / "tests" / "offline"), str(ROOT)])
    return os.environ | {name: str(place) for name, place in places.items()} | {"PYTHONPATH": ours, "JUPYTER_PLATFORM_DIRS": "1"}


@contextmanager
def running(command: list[str], env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs meanwhile; what it says goes into a file."""
    with log.open("wb") as out:
        program = subprocess.Popen(command, env=env, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=log.parent)
    try:
        yield program
    finally:
        program.terminate()
        try:
            program.wait(15)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


def until_it_answers(program: subprocess.Popen[bytes], server: Server, path: str, log: Path) -> None:
    """Wait for a server; when it stops or stays silent, fail with what it said."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end and program.poll() is None:
        try:
            server.asked(path)
        except json.JSONDecodeError:
            return  # a page: it is there
        except (URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The server did not start:\n{log.read_text('utf-8', 'replace')}")


def _address() -> tuple[int, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1], secrets.token_hex(16)


@contextmanager
def jupyter(home: Path, root: Path) -> Iterator[Server]:
    """One server for both front ends: JupyterLab under /lab, Notebook 7 under /notebooks."""
    port, token = _address()
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"]
    command += ["--ServerApp.port_retries=0", f"--ServerApp.root_dir={root}", f"--IdentityProvider.token={token}"]
    # The tests run cells and look at kernels through the page's own application object.
    command += ["--LabApp.expose_app_in_browser=True", "--JupyterNotebookApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly"]
    server, log = Server(f"http://127.0.0.1:{port}", token, root), home / "jupyter.log"
    with running(command, surroundings(home), log) as program:
        until_it_answers(program, server, "api/status", log)
        yield server


@dataclass(frozen=True)
class Door:
    """What `copro desk` or `copro lab` opened: the address that it printed, and the program."""

    address: str
    program: subprocess.Popen[bytes]

    @property
    def kernel(self) -> int:
        """The process behind the desk that was opened last."""
        here = psutil.Process(self.program.pid).children(recursive=True)
        return max((each for each in here if "kernelapp" in " ".join(each.cmdline())), key=lambda each: each.create_time()).pid


@contextmanager
def door(command: str, study: Path, analyst: str, *, state: Path, home: Path) -> Iterator[Door]:
    """`copro desk` or `copro lab`, as a person types it on the computer that remembers `state`."""
    log = home / f"{command}-{secrets.token_hex(4)}.log"
    typed = [sys.executable, "-m", "copro_text.cli", command, str(study), "--as", analyst, "--no-browser"]
    typed += ["--port", "0"] if command == "desk" else []
    with running(typed, surroundings(home) | {"COPRO_STATE": str(state)}, log) as program:
        end = time.monotonic() + WAIT
        while time.monotonic() < end and program.poll() is None:
            if found := re.search(r"http://127\.0\.0\.1:\d+/\S*token=\w+", log.read_text("utf-8", "replace")):
                yield Door(found[0], program)
                return
            time.sleep(0.05)
        raise RuntimeError(f"copro {command} did not open:\n{log.read_text('utf-8', 'replace')}")
