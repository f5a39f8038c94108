"""Where things live on this computer outside the study: the cache, and what this device remembers of its own writing."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def cache_folder(study: str) -> Path:
    """The cache for one study: vectors and tables that can be made again. Never inside anything that is synced."""
    return _base("COPRO_CACHE", platformdirs.user_cache_path("copro_text")) / study


def state_folder(study: str) -> Path:
    """What this device remembers of one study: who works here, and the heads of the logs it writes."""
    return _base("COPRO_STATE", platformdirs.user_state_path("copro_text")) / study


def notebooks_folder(state: Path) -> Path:
    """The notebooks made for a study on this device, by what it remembers of that study."""
    return state / "lab"


def _base(variable: str, otherwise: Path) -> Path:
    return Path(os.environ[variable]) if os.environ.get(variable) else otherwise
