"""Outputs and leftovers: looking through them for what people took out, and taking away those that hold it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from copro_text.store.folder import LITTER, Folder, is_jsonl, write_whole
from copro_text.store.kept import Kept, stamp
from copro_text.store.looking import CannotSee, texts_in
from copro_text.store.places import notebooks_folder
from copro_text.traces import Traces, has_name

NOTICE = ".taken-out.txt"
SAID = """\
A file stood here that held words which the person who said them has taken out since.
It was taken away. Write it again with copro write: what is left of the study is all there.
"""


@dataclass
class Search:
    """A search through what was written for people, and through what lies about.

    Attributes
    ----------
    traces
        What is looked for.
    afresh
        Whether files that were looked through before are to be looked through again.
    """

    folder: Folder
    kept: Kept
    traces: Traces
    afresh: bool
    removed: list[str] = field(default_factory=list)
    look: list[str] = field(default_factory=list)

    def output(self, path: Path) -> None:
        """Take an output away if it holds what is gone, and leave a notice where it stood; else remember that it was looked through."""
        name = called(self.folder, path)
        at = stamp(path)
        if self.kept.to_remove.get(name) != at:
            if not (self.afresh or self.kept.is_new(name, path)):
                return
            if not self._is_in(path, name):
                self.kept.looked[name] = at
                return
            self.kept.to_remove[name] = at
        if not self._names_them(path):
            write_whole(path.with_name(path.name + NOTICE), SAID.encode())
        path.unlink(missing_ok=True)
        self.kept.to_remove.pop(name, None)
        self.removed.append(name)

    def _is_in(self, path: Path, name: str) -> bool:
        try:
            return self._names_them(path) or any(self.traces.are_in(text) for text in texts_in(path))
        except CannotSee:
            self.look.append(name)
            return False

    def _names_them(self, path: Path) -> bool:
        plain = " ".join(path.stem.replace("-", " ").replace("_", " ").casefold().split())
        return self.traces.are_in(plain) or any(has_name(plain, name.casefold()) for name in self.traces.names)

    def leftover(self, path: Path) -> None:
        """Take away what a crash left half-written, if it holds what is gone."""
        try:
            holds = any(self.traces.are_in(text) for text in texts_in(path))
        except CannotSee:
            holds = self.afresh
        if holds:
            path.unlink(missing_ok=True)
            self.removed.append(called(self.folder, path))

    def stray(self, path: Path, is_theirs: Callable[[str], bool]) -> None:
        """Name a file that is not ours, if it holds what is gone, or a line of which `is_theirs` says so: what becomes of it a person decides."""
        name, at = called(self.folder, path), stamp(path)
        if not (self.afresh or (name not in self.kept.holding and self.kept.is_new(name, path))):
            return
        try:
            holds = any((self.traces and self.traces.are_in(text)) or any(map(is_theirs, text.split("\n"))) for text in texts_in(path))
        except CannotSee:
            self.look += [name] * self.afresh
            holds = False
        if holds:
            self.kept.holding.add(name)
            self.look.append(name)
        elif name not in self.kept.holding:
            self.kept.looked[name] = at


def called(folder: Folder, path: Path) -> str:
    """A file as people are told of it: by its place in the study's folder; a notebook made for the study, which is elsewhere, by its whole path."""
    if path.is_relative_to(folder.path):
        return path.relative_to(folder.path).as_posix()
    return path.name if is_leftover(path) else str(path)


def outputs(folder: Folder) -> list[Path]:
    """What was written for people and stands in the study's folder."""
    here = sorted(folder.outputs.rglob("*")) if folder.outputs.is_dir() else []
    return [p for p in here if p.is_file() and not p.name.endswith(NOTICE) and p.name not in LITTER and not is_leftover(p)]


def is_leftover(path: Path) -> bool:
    """Whether it is what a stopped program left half-written."""
    return path.name.startswith(".") and path.name.endswith(".part")


def leftovers(folder: Folder, state: Path) -> list[Path]:
    """What stopped programs left half-written in the study's folder, wherever, and in this device's own."""
    mine = sorted(state.iterdir()) if state.is_dir() else []
    return [p for p in (*_everything(folder), *mine) if is_leftover(p) and p.is_file()]


def strays(folder: Folder, logs: Collection[Path], state: Path) -> list[Path]:
    """Files in the study's folder that are none of ours (`logs` are those that could be read), and what people keep in notebooks made for it."""
    kept = [p for p in sorted(notebooks_folder(state).rglob("*")) if p.is_file() and not is_leftover(p)]
    return [p for p in _everything(folder) if not (_is_ours(folder, p, logs) or is_leftover(p) or p.name in LITTER)] + kept


def _is_ours(folder: Folder, path: Path, logs: Collection[Path]) -> bool:
    match path.relative_to(folder.path).parts:
        case ("outputs", *_) | ("study.toml",) | ("clusters", _, "run.json"):
            return True
        case ("corpus", name):
            return is_jsonl(name)
        case _:
            return path in logs


def _everything(folder: Folder) -> list[Path]:
    """All files below the study's folder; what git keeps is packed, and told of as out of reach."""
    here = (Path(at) / name for at, below, names in os.walk(folder.path) if _into(below) for name in names)
    return sorted(p for p in here if p.is_file())


def _into(below: list[str]) -> bool:
    """Go into no folder of git's."""
    below[:] = [name for name in below if name not in LITTER]
    return True
