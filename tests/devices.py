"""Several devices of one study: each with its own folder of the study, and its own memory of what it wrote."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from copro_text.study import Study


@dataclass(frozen=True)
class Device:
    """Where a device has the study, and where it remembers what it wrote."""

    path: Path
    state: Path

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """What is done meanwhile is done on this device."""
        before = os.environ.get("COPRO_STATE")
        os.environ["COPRO_STATE"] = str(self.state)
        try:
            yield
        finally:
            os.environ.pop("COPRO_STATE")
            if before is not None:
                os.environ["COPRO_STATE"] = before

    def named(self, label: str, who: str = "Maya") -> None:
        """Open the study here, name something, close it again."""
        with self():
            study = Study(self.path, analyst=who)
            study.name(label)
            study.session.close()

    def copied(self, place: Path, *, with_state: bool = False) -> Device:
        """Another device with a copy of the study; with the state folder it takes itself for this one."""
        shutil.copytree(self.path, place / "study")
        if with_state:
            shutil.copytree(self.state, place / "state")
        return Device(place / "study", place / "state")

    def logs(self) -> dict[str, bytes]:
        """The log files here."""
        return {p.name: p.read_bytes() for p in sorted((self.path / "decisions").iterdir())}

    def book(self) -> dict[str, object]:
        """What the decisions here amount to."""
        return Study(self.path).session.book.state()

    def labels(self) -> list[str]:
        """The names here, in order."""
        return sorted(c.label for c in Study(self.path).session.book.codes.values())


def first(place: Path, who: str = "Maya") -> Device:
    """A new study on a device of its own."""
    device = Device(place / "study", place / "state")
    with device():
        Study.new(device.path, question="What is it?", analyst=who).session.close()
    return device
