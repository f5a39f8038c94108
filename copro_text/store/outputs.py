"""Outputs and leftovers: looking through them for what people took out, and taking away those that hold it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from copro_text.store.folder import LITTER, PARTS, Folder, write_whole
from copro_text.store.kept import Kept, stamp
from copro_text.store.looking import CannotSee, texts_in
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

    def stray(self, path: Path) -> None:
        """Name a file that is not ours, if it holds what is gone."""
        try:
            if any(self.traces.are_in(text) for text in texts_in(path)):
                self.look.append(called(self.folder, path))
        except CannotSee:
            pass


def called(folder: Folder, path: Path) -> str:
    """A file as people are told of it: by its place in the study's folder."""
    return path.relative_to(folder.path).as_posix() if path.is_relative_to(folder.path) else path.name


def outputs(folder: Folder) -> list[Path]:
    """What was written for people and stands in the study's folder."""
    here = sorted(folder.outputs.rglob("*")) if folder.outputs.is_dir() else []
    return [p for p in here if p.is_file() and not p.name.endswith(NOTICE) and p.name not in LITTER and not is_leftover(p)]


def is_leftover(path: Path) -> bool:
    """Whether it is what a stopped program left half-written."""
    return path.name.startswith(".") and path.name.endswith(".part")


def leftovers(folder: Folder, state: Path) -> list[Path]:
    """What stopped programs left half-written in the study's folder and in this device's own."""
    places = [folder.path, *(folder.path / part for part in PARTS), state]
    return [p for place in places if place.is_dir() for p in sorted(place.iterdir()) if p.is_file() and is_leftover(p)]


def strays(folder: Folder) -> Iterator[Path]:
    """Files in the study's folder that this program did not put there, and the sorter's runs, which hold no words."""
    for path in sorted(folder.path.rglob("*")):
        parts = path.relative_to(folder.path).parts
        if path.is_file() and parts[0] not in {*PARTS[:2], "outputs", "study.toml", *LITTER} and path.name not in LITTER and not is_leftover(path):
            yield path
