"""When the tests of the desk in a browser are run, and when they are left out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ONE = "test_the_faults_of_a_faulty_desk_are_seen"


def run_without_chromium(place: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the browser tests on a computer where no Chromium can be found."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COPRO_")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={place}", "-k", ONE, "tests/browser"]
    return subprocess.run(command, cwd=ROOT, env=clean | {"PATH": str(place)} | env, capture_output=True, text=True)


def test_without_chromium_they_are_left_out_and_the_last_line_says_so(tmp_path: Path) -> None:
    run = run_without_chromium(tmp_path)
    assert run.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, run.stdout
    assert ONE not in run.stdout
    assert run.stdout.splitlines()[-1].startswith("No Chromium here: the tests of the desk in a browser were left out.")


def test_where_a_browser_is_required_a_missing_one_is_a_failure(tmp_path: Path) -> None:
    run = run_without_chromium(tmp_path, COPRO_BROWSER="required")
    assert run.returncode == pytest.ExitCode.TESTS_FAILED, run.stdout
    assert "there is no Chromium here" in run.stdout
    assert "left out" not in run.stdout
