"""The doors to the desk: a page and a notebook, for whoever has the address, on this computer alone; nothing of a study settles beside it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import psutil
import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from copro_text.cli import app
from copro_text.cli.doors import at_the_door
from copro_text.errors import CoproError
from copro_text.store.places import notebooks_folder
from copro_text.study import Study
from tests.small import write_wxr

ROOT = Path(__file__).resolve().parents[1]
TITLE = 'A manifesto for <b>everyone</b> & "care"'
SAID = "The gate was shut when we came with the twins"


@dataclass
class Door:
    """A server that stands open."""

    program: subprocess.Popen[str]
    address: str
    study: Path
    home: Path

    @property
    def site(self) -> str:
        return self.address.split("/?")[0].split("/lab")[0]

    @property
    def token(self) -> str:
        return self.address.rpartition("token=")[2]

    def asked(self, path: str, *, token: bool = True, method: str = "GET", data: object = None, **headers: str) -> tuple[int, str, dict[str, str]]:
        """What the server answers: code, text, headers."""
        ours = {"Authorization": f"token {self.token}"} if token else {}
        body = json.dumps(data).encode() if data is not None else None
        request = urllib.request.Request(self.site + path, body, ours | headers, method=method)
        try:
            with urllib.request.build_opener().open(request, timeout=60) as answer:
                return answer.status, answer.read().decode(), dict(answer.headers)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode(), dict(refused.headers)

    def everything_started(self) -> list[psutil.Process]:
        return psutil.Process(self.program.pid).children(recursive=True)

    def end(self) -> str:
        """Press Ctrl+C; returns what was printed."""
        self.program.send_signal(signal.SIGINT)
        self.program.wait(60)
        return self.program.stdout.read() if self.program.stdout else ""


@contextmanager
def opened(command: str, study: Path, home: Path, *more: str) -> Iterator[Door]:
    """A door in a home of its own, opened by a program that can speak only to this computer."""
    places = {name: str(home / name.lower()) for name in ("HOME", "TMPDIR", "IPYTHONDIR", "COPRO_STATE", "COPRO_CACHE")}
    places |= {f"JUPYTER_{name}_DIR": str(home / "jupyter" / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    for place in places.values():
        Path(place).mkdir(parents=True, exist_ok=True)
    offline = os.pathsep.join([str(ROOT / "tests" / "offline"), str(ROOT)])
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "COPRO"))} | places | {"PYTHONPATH": offline}
    said = (home / "said.txt").open("w")
    words = [sys.executable, "-m", "copro_text.cli", command, str(study), "--no-browser", *more]
    with said, subprocess.Popen(words, stdout=subprocess.PIPE, stderr=said, text=True, env=env, cwd=home) as program:
        try:
            line = program.stdout.readline() if program.stdout else ""
            found = re.search(r"http://127\.0\.0\.1:\d+/\S*token=\w+", line)
            assert found, (line, (home / "said.txt").read_text())
            yield Door(program, found[0], study, home)
        finally:
            if program.poll() is None:
                program.terminate()
            program.wait(60)


def made(at: Path) -> Path:
    study = Study.new(at / "study", title=TITLE, question="What is it?", analyst="Maya")
    study.add(write_wxr(at / "export.xml"), progress=False)
    study.note(SAID, said_by="Table 3")
    study.session.close()
    return study.path


def files_of(study: Path) -> dict[str, bytes]:
    return {str(path.relative_to(study)): path.read_bytes() for path in sorted(study.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("doors")


@pytest.fixture(scope="module")
def desk(home: Path) -> Iterator[Door]:
    with opened("desk", made(home), home / "desk-home") as door:
        yield door


@pytest.fixture(scope="module")
def shown(desk: Door) -> tuple[BeautifulSoup, dict[str, str]]:
    code, text, headers = desk.asked(f"/?token={desk.token}", token=False)
    assert code == 200
    return BeautifulSoup(text, "html.parser"), headers


def config(page: BeautifulSoup) -> dict[str, Any]:
    found = page.find("script", id="jupyter-config-data")
    assert found is not None
    held: dict[str, Any] = json.loads(found.text)
    return held


def test_the_page_says_what_study_it_is_in_plain_text(shown: tuple[BeautifulSoup, dict[str, str]]) -> None:
    soup, _ = shown
    assert soup.html and soup.html["lang"] == "en-GB"
    assert soup.title and soup.title.text == f"{TITLE}: the desk"
    assert [heading.text for heading in soup.find_all("h1")] == [TITLE]
    assert not soup.find_all("b")
    assert soup.header and "What is it?" in soup.header.text


def test_the_page_has_landmarks_a_way_past_them_and_words_for_those_without_scripts(shown: tuple[BeautifulSoup, dict[str, str]]) -> None:
    soup, _ = shown
    assert (len(soup.find_all("header")), len(soup.find_all("main"))) == (1, 1)
    first = soup.body.find("a") if soup.body else None
    assert first and first["href"] == f"#{soup.main['id'] if soup.main else ''}"
    assert soup.noscript and "needs JavaScript" in soup.noscript.text
    assert [alert["id"] for alert in soup.find_all(role="alert")] == ["trouble"]


def test_the_desk_is_in_the_page_without_the_words_of_those_who_wrote(shown: tuple[BeautifulSoup, dict[str, str]]) -> None:
    soup, _ = shown
    (widget,) = soup.find_all("script", type="application/vnd.voila.cell-output+json")
    assert "application/vnd.jupyter.widget-view+json" in json.loads(widget.text)["data"]
    assert not soup.find(id="not-open")
    assert "twins" not in str(soup)


def test_the_page_asks_for_nothing_outside_this_computer(desk: Door, shown: tuple[BeautifulSoup, dict[str, str]]) -> None:
    soup, headers = shown
    asked = [str(tag.get("src") or tag.get("href")) for tag in soup.find_all(src=True) + soup.find_all(href=True)]
    assert len(asked) > 3
    assert [each for each in asked if not re.match(r"/voila/|#|data:,", each)] == []
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert set(re.findall(r"\w+://[^;\s]+", policy)) == {desk.site.replace("http", "ws")}
    for each in asked:
        if each.startswith("/voila/templates/"):
            assert not re.search(r"//[a-z0-9-]+\.[a-z]|@import", desk.asked(each)[1])


def test_the_page_loads_no_extension_but_those_that_widgets_need(shown: tuple[BeautifulSoup, dict[str, str]]) -> None:
    loaded = {extension["name"] for extension in config(shown[0])["federated_extensions"]}
    assert loaded == {"@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"}


def test_nobody_without_the_whole_address_sees_anything(desk: Door, shown: tuple[BeautifulSoup, dict[str, str]]) -> None:
    kernel = config(shown[0])["kernelId"]
    for path in ("/", "/?token=" + "0" * 48, f"/api/kernels/{kernel}", f"/api/kernels/{kernel}/channels", "/desk.ipynb", "/voila/files/desk.ipynb"):
        code, text, _ = desk.asked(path, token=False)
        assert code in (403, 404), path
        assert "manifesto" not in text
    assert "whole address" in desk.asked("/", token=False)[1]


def test_a_page_elsewhere_cannot_reach_the_desk_under_a_name_of_its_own(desk: Door) -> None:
    assert desk.asked("/", Host="elsewhere.example")[0] == 403
    assert desk.asked("/")[0] == 200


def test_the_cookie_that_stands_for_the_token_is_for_this_page_alone(desk: Door) -> None:
    jar = CookieJar()
    with urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)).open(desk.address, timeout=60) as answer:
        answer.read()
    (cookie,) = [each for each in jar if each.name.startswith("username")]
    assert (cookie.get_nonstandard_attr("SameSite"), cookie.has_nonstandard_attr("HttpOnly")) == ("Strict", True)
    assert "_xsrf" in {each.name for each in jar}, "without it a page that is closed cannot end its kernel"


def test_the_desk_and_its_kernels_listen_on_this_computer_alone(desk: Door, shown: tuple[BeautifulSoup, dict[str, str]]) -> None:
    programs = [psutil.Process(desk.program.pid), *desk.everything_started()]
    assert len(programs) > 1
    heard_at = {each.laddr.ip for program in programs for each in program.net_connections("inet") if each.status == psutil.CONN_LISTEN}
    assert heard_at == {"127.0.0.1"}


def test_what_server_and_kernel_say_to_each_other_is_closed_to_other_users(desk: Door, shown: tuple[BeautifulSoup, dict[str, str]]) -> None:
    (place,) = (desk.home / "tmpdir").glob("copro-*")
    connections = [json.loads(path.read_text()) for path in place.rglob("kernel-*.json")]
    assert connections
    assert all(each.get("curve_publickey") for each in connections)
    assert place.stat().st_mode & 0o077 == 0


def test_a_desk_leaves_nothing_in_the_study_and_nothing_behind(home: Path, tmp_path: Path) -> None:
    study = made(tmp_path)
    before = files_of(study)
    with opened("desk", study, tmp_path / "home") as door:
        assert door.asked("/")[0] == 200
        (place,) = (tmp_path / "home" / "tmpdir").glob("copro-*")
        notebook = (place / "desk" / "desk.ipynb").read_text("utf-8")
        assert str(study) in notebook
        everything = [path.read_bytes() for path in place.rglob("*") if path.is_file()]
        assert not any(word in data for data in everything for word in (b"manifesto", b"twins", b"What is it?", b"Maya"))
        started = door.everything_started()
        assert started
        assert "Closed." in door.end()
        assert door.program.returncode == 0
    assert not [each for each in psutil.wait_procs(started, timeout=10)[1] if each.is_running()]
    assert list((tmp_path / "home" / "tmpdir").glob("copro-*")) == []
    assert files_of(study) == before
    assert "Traceback" not in (tmp_path / "home" / "said.txt").read_text()


def test_a_terminal_that_is_closed_ends_the_desk_as_well(tmp_path: Path) -> None:
    with opened("desk", made(tmp_path), tmp_path / "home") as door:
        assert door.asked("/")[0] == 200
        started = door.everything_started()
        door.program.send_signal(signal.SIGHUP)
        door.program.wait(60)
    assert not psutil.wait_procs(started, timeout=10)[1]
    assert list((tmp_path / "home" / "tmpdir").glob("copro-*")) == []


def test_what_cannot_be_opened_is_told_in_the_page(tmp_path: Path) -> None:
    study = made(tmp_path)
    with opened("desk", study, tmp_path / "home") as door:
        (study / "study.toml").rename(tmp_path / "elsewhere.toml")
        soup = BeautifulSoup(door.asked("/")[1], "html.parser")
    told = soup.find(id="not-open")
    assert told and "study.toml is missing" in told.text
    assert "Traceback" not in str(soup)


# the notebook


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    home = tmp_path_factory.mktemp("lab")
    with opened("lab", made(home), home / "lab-home") as door:
        yield door


def notebook_of(lab: Door) -> Path:
    (path,) = (lab.home / "copro_state").rglob("*.ipynb")
    return path


def test_the_notebook_opens_with_the_desk_and_its_code_folded(lab: Door) -> None:
    path = notebook_of(lab)
    assert f"/lab/tree/{path.name}?" in lab.address
    cells = json.loads(path.read_text("utf-8"))["cells"]
    assert [cell["cell_type"] for cell in cells] == ["markdown", "code"]
    assert cells[1]["metadata"]["jupyter"]["source_hidden"] is True
    code = "".join(cells[1]["source"])
    assert code.endswith("study.desk()")
    assert f"ct.Study({str(lab.study)!r}, analyst='Maya')" in code
    assert not list(lab.study.rglob("*.ipynb")), "two computers would write the same file"


def test_saving_a_notebook_takes_out_what_its_cells_showed(lab: Door) -> None:
    path = notebook_of(lab)
    code, text, _ = lab.asked(f"/api/contents/{path.name}")
    assert code == 200
    model = json.loads(text)
    cells = model["content"]["cells"]
    shown = {"output_type": "stream", "name": "stdout", "text": SAID}
    cells[1] |= {"outputs": [shown], "execution_count": 3}
    cells[1]["metadata"]["execution"] = {"iopub.execute_input": "2026-05-01T10:00:00Z"}
    cells.append({"cell_type": "code", "id": "mine", "metadata": {}, "source": "study.status", "outputs": [shown], "execution_count": 4})
    model["content"]["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"a": SAID}}}
    sent = {"type": "notebook", "format": "json", "content": model["content"]}
    assert lab.asked(f"/api/contents/{path.name}", method="PUT", data=sent)[0] == 200
    assert lab.asked(f"/api/contents/{path.name}/checkpoints", method="POST")[0] == 201
    saved = path.read_text("utf-8")
    assert "twins" not in saved
    assert "study.status" in saved, "what a person typed is kept"
    assert [cell["execution_count"] for cell in json.loads(saved)["cells"][1:]] == [None, None]
    assert [each.name for each in (lab.home / "copro_state").rglob("*") if each.is_file() and "checkpoint" in each.name] == []


def test_jupyterlab_asks_the_internet_for_nothing(lab: Door) -> None:
    code, text, _ = lab.asked("/lab")
    assert code == 200
    told = config(BeautifulSoup(text, "html.parser"))
    assert "@jupyterlab/apputils-extension:announcements" in told["disabledExtensions"]
    assert told["extensionManager"]["can_install"] is False
    assert "copro-open-desk" in {extension["name"] for extension in told["federated_extensions"]}


def test_the_notebook_is_for_whoever_has_the_address(lab: Door) -> None:
    assert lab.asked(f"/api/contents/{notebook_of(lab).name}", token=False)[0] == 403


def test_ctrl_c_ends_jupyterlab_and_its_kernels(tmp_path: Path) -> None:
    study = made(tmp_path)
    before = files_of(study)
    with opened("lab", study, tmp_path / "home") as door:
        assert door.asked("/api/kernels", method="POST", data={"name": "python3"})[0] == 201
        for _ in range(300):  # until the kernel listens, so that it is not stopped while it still starts
            (kernel,) = [each for each in door.everything_started() if "kernelapp" in " ".join(each.cmdline())]
            if kernel.net_connections("inet"):
                break
            time.sleep(0.1)
        started = [kernel]
        assert started
        assert "Closed." in door.end()
        assert door.program.returncode == 0
    assert not psutil.wait_procs(started, timeout=10)[1]
    assert list((tmp_path / "home" / "tmpdir").glob("copro-*")) == []
    assert files_of(study) == before


def test_what_a_person_typed_into_the_notebook_stays_when_the_study_moves(tmp_path: Path) -> None:
    from copro_text.cli.served_lab import the_notebook

    maya = ("ab" * 16, "Maya O'Neil")
    path = the_notebook(tmp_path / "before", tmp_path / "state", maya)
    assert path.name == "maya-o-neil-ababab.ipynb"
    typed = json.loads(path.read_text("utf-8"))
    typed["cells"].append({"cell_type": "code", "id": "mine", "metadata": {}, "source": ["study.status"], "outputs": [], "execution_count": None})
    path.write_text(json.dumps(typed), "utf-8")
    assert the_notebook(tmp_path / "after", tmp_path / "state", maya) == path
    cells = json.loads(path.read_text("utf-8"))["cells"]
    assert [cell["id"] for cell in cells] == ["copro-said", "copro-desk", "mine"]
    assert repr(str(tmp_path / "after")) in cells[1]["source"]
    assert str(tmp_path / "before") not in str(cells)
    compile(cells[1]["source"], "cell", "exec")


def test_a_file_in_the_notebooks_place_that_is_none_is_left_and_told(tmp_path: Path) -> None:
    from copro_text.cli.served_lab import the_notebook

    maya = ("ab" * 16, "Maya")
    path = the_notebook(tmp_path / "study", tmp_path / "state", maya)
    path.write_bytes(b"half a noteb")
    with pytest.raises(CoproError, match="is not a notebook any more"):
        the_notebook(tmp_path / "study", tmp_path / "state", maya)
    assert path.read_bytes() == b"half a noteb"


def test_check_names_a_notebook_that_holds_what_was_taken_out(study: Study) -> None:
    said = study.note("The gate was shut,\nwhen we came with the twins in the rain", said_by="Table 3")
    path = notebooks_folder(study.session.state) / "maya-ababab.ipynb"
    path.parent.mkdir(parents=True)
    cell = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": ["It was shut,\n", "when we came with the twins in the rain"]}
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1), "utf-8")
    gone = study.withdraw(said.id, because="they asked")
    assert str(path) in gone.look
    assert str(path) in {fault.where for fault in study.check()}
    assert "twins" in path.read_text("utf-8"), "what becomes of it a person decides"
    path.unlink()
    assert str(path) not in {fault.where for fault in study.check()}


# what can go wrong before a door opens


@pytest.mark.parametrize(("command", "library"), [("desk", "voila"), ("lab", "jupyterlab")])
def test_without_the_extra_the_line_that_installs_it_is_told(study: Study, monkeypatch: pytest.MonkeyPatch, command: str, library: str) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == library or name.startswith("copro_text.cli.served")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    done = CliRunner().invoke(app, [command, str(study.path), "--no-browser"])
    assert isinstance(done.exception, CoproError)
    assert f'needs {library}, which is not installed. Install it with: pip install "copro_text[lab]"' in str(done.exception)


def test_whoever_is_alone_is_at_the_desk_and_of_several_the_desk_asks_who(study: Study) -> None:
    assert at_the_door(study.path, "")[1] == study.session.analyst
    sam = study.join("Sam").session.analyst
    assert at_the_door(study.path, "")[1] == ""
    assert at_the_door(study.path, "Sam")[1] == sam


@pytest.mark.parametrize("command", ["desk", "lab"])
def test_a_name_that_nobody_has_opens_no_door(study: Study, command: str) -> None:
    study.join("Sam")
    done = CliRunner().invoke(app, [command, str(study.path), "--no-browser", "--as", "Samm"])
    assert "Is that Sam?" in str(done.exception)


def test_a_port_that_is_taken_is_told(study: Study, desk: Door) -> None:
    taken = desk.site.rpartition(":")[2]
    done = CliRunner().invoke(app, ["desk", str(study.path), "--no-browser", "--port", taken])
    assert f"Port {taken} cannot be used" in str(done.exception)


def test_the_browser_is_started_without_the_token_in_sight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from copro_text.cli import workplace

    asked: list[str] = []

    class Browser:
        def open(self, address: str) -> None:
            asked.append(address)

    class AtOnce:
        def __init__(self, target: Any, args: tuple[str, ...], daemon: bool) -> None:
            self.start = lambda: target(*args)

    monkeypatch.setattr(workplace.webbrowser, "get", Browser)
    monkeypatch.setattr(workplace.threading, "Thread", AtOnce)
    workplace.show("http://127.0.0.1:1/?token=secret", tmp_path)
    (address,) = asked
    assert address == (tmp_path / "open.html").as_uri()
    assert "token=secret" in (tmp_path / "open.html").read_text()
    assert (tmp_path / "open.html").stat().st_mode & 0o077 == 0


def test_a_notebook_runs_in_this_python_and_keeps_no_history_of_what_was_typed() -> None:
    from jupyter_client.kernelspec import KernelSpecManager

    from copro_text.cli.workplace import workplace

    before = dict(os.environ)
    with workplace() as place:
        spec = KernelSpecManager().get_kernel_spec("python3")
        assert spec.argv[0] == sys.executable
        assert "--HistoryManager.enabled=False" in spec.argv
    assert not place.exists()
    assert dict(os.environ) == before
