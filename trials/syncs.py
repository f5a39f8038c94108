"""Sync tools at their worst: delays, files that arrive in part, conflict copies, duplicates, old copies put back.

python trials/syncs.py [--count 1000] [--seed 1]

Each schedule plays a few devices, each with a folder of its own that a sync tool keeps alike; one device is now and then a
copy of another, state folder and all. Once everything has arrived everywhere, all must have the same state, with every
decision that was acknowledged.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from _common import Figures, asked, ids, on, place, remark

from copro_text.study import Study

CONFLICTS = (
    "{stem}-{device}.jsonl",  # OneDrive
    "{stem} ({device}'s conflicted copy 2026-11-20).jsonl",  # Dropbox
    "{stem} ({n}).jsonl",  # Google Drive
    "{stem}.sync-conflict-20261120-1015{n:02d}-{device}.jsonl",  # Syncthing
)
STEPS = 14


@dataclass
class Device:
    """A device: its folder, its memory, its person; the files that it changed itself, and those that are here only in part."""

    name: str
    path: Path
    state: Path
    who: str
    own: set[str] = field(default_factory=set)
    partial: set[str] = field(default_factory=set)

    def files(self) -> dict[str, Path]:
        """What is to be kept alike."""
        return {p.relative_to(self.path).as_posix(): p for part in ("decisions", "corpus") for p in sorted((self.path / part).iterdir())}


class Schedule:
    """One group of devices and what happens to them."""

    def __init__(self, where: Path, chance: random.Random, figures: Figures) -> None:
        self.where, self.chance, self.figures = where, chance, figures
        self.saved: set[str] = set()
        maya = Device("MAYA-PC", where / "maya" / "study", where / "maya" / "state", "Maya")
        with on(maya.state):
            study = Study.new(maya.path, question="What is it?", analyst="Maya")
            self.saved |= ids(study)
            study.session.close()
        self.devices = [maya]
        for n in range(chance.randint(1, 2)):
            shutil.copytree(maya.path, where / f"other {n}" / "study")
            other = Device(f"LAPTOP-{n}", where / f"other {n}" / "study", where / f"other {n}" / "state", f"Person {n}")
            with on(other.state):
                joined = Study(other.path).join(other.who)
                self.saved |= ids(joined)
                joined.session.close()
            self.changed(other, {})
            self.devices.append(other)

    def changed(self, device: Device, before: dict[str, bytes]) -> None:
        """What the device changed is its own from now on; what was here only in part and was added to is no longer that."""
        device.own |= (touched := {name for name, p in device.files().items() if before.get(name) != p.read_bytes()})
        device.partial -= touched

    def play(self) -> None:
        """So many steps, each drawn by chance."""
        for _ in range(STEPS):
            device, other = self.chance.choice(self.devices), self.chance.choice(self.devices)
            what = self.chance.choice(("work", "work", "work", "arrive", "arrive", "arrive in part", "old copy", "double", "bring in", "clone"))
            self.figures.add(what)
            if what == "work":
                self.work(device)
            elif what == "bring in":
                self.bring_in(device, other)
            elif what == "clone":
                self.clone(device)
            elif what == "double":
                for name in sorted(device.files().keys() - device.partial)[:1]:
                    shutil.copy(device.path / name, self.conflict(device, name, device.name))
            else:
                self.some_arrive(device, other, what)

    def work(self, device: Device) -> None:
        """Open the study, decide a little, close it again."""
        before = {name: p.read_bytes() for name, p in device.files().items()}
        with on(device.state):
            here = ids(Study(device.path))
            try:
                study = Study(device.path, analyst=device.who)
            except Exception:  # noqa: BLE001  their own joining has not come back yet after an old copy was put in its place
                self.figures.must(not any(a.name == device.who for a in Study(device.path).session.book.analysts.values()), "a study did not open")
                return
            for _ in range(self.chance.randint(1, 3)):
                if self.chance.random() < 0.5:
                    study.name(f"name {self.chance.random()}")
                else:
                    remark(study, f"remark {self.chance.random()}")
            self.saved |= ids(study) - here
            study.session.close()
        self.changed(device, before)

    def bring_in(self, device: Device, other: Device) -> None:
        before = {name: p.read_bytes() for name, p in device.files().items()}
        with on(device.state):
            Study(device.path).bring_in(other.path)
        self.changed(device, before)

    def clone(self, device: Device) -> None:
        """A second device that takes itself for the first, as after restoring a backup on a new computer."""
        if len(self.devices) < 4:
            n = len(self.devices)
            place = self.where / f"clone {n}"
            shutil.copytree(device.path.parent, place)
            self.devices.append(Device(f"CLONE-{n}", place / "study", place / "state", device.who, set(device.own), set(device.partial)))

    def some_arrive(self, device: Device, other: Device, what: str) -> None:
        names = sorted(other.files().keys() - other.partial) if other is not device else []
        for name in self.chance.sample(names, self.chance.randint(0, len(names))):
            data = other.files()[name].read_bytes()
            if what == "arrive":
                self.arrive(device, name, data, other.name)
            elif name not in device.own and data:  # only what the device did not change itself is touched without a conflict copy
                cut = self.chance.randint(0, len(data) - 1)
                if what == "old copy":
                    cut = data.rfind(b"\n", 0, cut) + 1
                tail = b"\0" * (len(data) - cut) if what == "arrive in part" and self.chance.random() < 0.5 else b""
                device.path.joinpath(name).write_bytes(data[:cut] + tail)
                device.partial.add(name)
            elif what == "old copy" and data:  # its own file as well: the tool keeps the newer one beside it
                path = device.path / name
                newer = path.read_bytes()
                self.conflict(device, name, other.name).write_bytes(newer)
                path.write_bytes(newer[: newer.rfind(b"\n", 0, self.chance.randint(0, len(newer))) + 1])

    def arrive(self, device: Device, name: str, data: bytes, sender: str) -> None:
        """As sync tools do: in place of what was not changed here, else as a conflict copy beside it."""
        path = device.path / name
        here = path.read_bytes() if path.exists() else b""
        if name in device.partial:
            device.partial.discard(name)
            path.write_bytes(data)
        elif here.startswith(data):
            return
        elif name not in device.own or data.startswith(here):
            path.write_bytes(data)
        elif data not in [p.read_bytes() for p in path.parent.iterdir()]:
            self.figures.add("conflict copies")
            self.conflict(device, name, sender).write_bytes(data)

    def conflict(self, device: Device, name: str, sender: str) -> Path:
        path = device.path / name
        for n in range(1, 100):
            copy = path.with_name(self.chance.choice(CONFLICTS).format(stem=path.stem, device=sender, n=n))
            if not copy.exists():
                device.own.add(copy.relative_to(device.path).as_posix())
                return copy
        raise AssertionError("a hundred copies")

    def settle(self) -> None:
        """Everything arrives everywhere, until nothing changes any more."""
        for _ in self.devices:
            for device in self.devices:
                for other in self.devices:
                    for name in sorted(other.files().keys() - other.partial) if other is not device else ():
                        self.arrive(device, name, other.files()[name].read_bytes(), other.name)

    def judge(self) -> None:
        """The same state on all, nothing lost."""
        states = []
        for device in self.devices:
            study = Study(device.path)
            lost = self.saved - ids(study)
            self.figures.must(not lost, f"{len(lost)} decisions are gone on {device.name}, in {self.where}")
            states.append(study.session.book.state())
            study.check()
        self.figures.must(all(state == states[0] for state in states), f"not all have the same state, in {self.where}")
        self.figures.add("forked logs", len(study.session.logs.branches.forks))
        self.figures.add("decisions", len(self.saved))


def main() -> None:
    """One schedule after another."""
    count, chance, seed = asked(__doc__, 1_000, "schedules")
    figures = Figures("syncs", seed)
    with place(quick=True) as where:
        for i in range(count):
            schedule = Schedule(where / f"{i}", random.Random(chance.random()), figures)
            schedule.play()
            schedule.settle()
            schedule.judge()
            shutil.rmtree(schedule.where)
            figures.add("schedules, all the same everywhere")
    figures.tell()


if __name__ == "__main__":
    main()
