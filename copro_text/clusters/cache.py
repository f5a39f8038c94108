"""Vectors kept between runs, in the user's own cache folder: numbers and keyed marks, no words."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_MARK = 32
_CHECK = 8


class VectorCache:
    """Vectors by (model hash, mark of the text), on disk as parts that are only ever added whole.

    A part is one `.npy` of records (mark, vector, check), written beside and moved into place, so a run that is stopped keeps what it
    had, and two programs never overwrite each other. A damaged part is thrown away and `notices` says so.

    Parameters
    ----------
    folder
        Where to keep them; None keeps them only while the program runs.
    key
        The study's key: marks are then HMAC-SHA256 of the text, and tell nothing to anyone without it. Without a key, SHA-256.

    Attributes
    ----------
    added, found
        How many different texts were heard anew, and how many were already here, since this object was made.
    """

    def __init__(self, folder: str | Path | None = None, key: bytes = b"") -> None:
        self.folder = Path(folder) if folder is not None else None
        self.added = self.found = 0
        self.notices: list[str] = []
        self._key = key
        self._held: dict[str, dict[bytes, Floats]] = {}

    def mark(self, text: str) -> bytes:
        """The mark of a text: 32 bytes."""
        data = text.encode("utf-8", "surrogatepass")
        return hmac.digest(self._key, data, "sha256") if self._key else hashlib.sha256(data).digest()

    def get(self, model: str, texts: Sequence[str]) -> dict[str, Floats]:
        """The vectors that are here, by text."""
        held = self._open(model)
        here = {text: held[mark] for text in texts if (mark := self.mark(text)) in held}
        self.found += len(here)
        return here

    def add(self, model: str, texts: Sequence[str], vectors: Floats) -> None:
        """Keep the vectors (n_texts, n_dims) of texts, on disk before this returns."""
        marks = [self.mark(text) for text in texts]
        self._open(model).update(zip(marks, vectors, strict=True))
        self.added += len(marks)
        self._write(model, marks, vectors)

    def tidy(self, model: str) -> None:
        """Put the parts of a model together into one."""
        parts = self._parts(model)
        held = self._open(model)
        if len(parts) > 1 and held and self._write(model, list(held), np.stack(list(held.values()))):
            for part in parts:
                with suppress(OSError):  # Windows keeps a file that is being read: it holds nothing else, and goes the next time
                    part.unlink(missing_ok=True)

    def forget(self, texts: Iterable[str]) -> None:
        """Take out the vectors of texts that were withdrawn, for every model."""
        marks = {self.mark(text) for text in texts}
        names = set(self._held) | ({f.name for f in self.folder.iterdir() if f.is_dir()} if self.folder and self.folder.is_dir() else set())
        for model in names:
            held = self._open(model)
            if not marks & held.keys():
                continue
            for mark in marks:
                held.pop(mark, None)
            parts = self._parts(model)
            if held:
                self._write(model, list(held), np.stack(list(held.values())))
            del held, self._held[model]  # Windows keeps a file that is being read
            for part in parts:
                part.unlink(missing_ok=True)

    def _parts(self, model: str) -> list[Path]:
        return [] if self.folder is None else sorted((self.folder / model).glob("part-*.npy"))

    def _open(self, model: str) -> dict[bytes, Floats]:
        if model not in self._held:
            held = self._held[model] = {}
            for part in self._parts(model):
                held.update(self._read(part))
        return self._held[model]

    def _read(self, part: Path) -> dict[bytes, Floats]:
        try:
            rows = np.load(part, mmap_mode="r", allow_pickle=False)  # 100,000 vectors stay on disk until they are looked at
            marks, vectors = [m.tobytes() for m in rows["mark"]], np.asarray(rows["vector"])
            if [c.tobytes() for c in rows["check"]] == _checks(marks, vectors):
                return dict(zip(marks, vectors, strict=True))
        except FileNotFoundError:  # another program has just put the parts together
            return {}
        except (OSError, ValueError, IndexError, EOFError, KeyError, TypeError):
            pass
        part.unlink(missing_ok=True)
        self.notices.append(f"Some kept vectors were damaged ({part.name}) and were thrown away. Those texts are heard again; nothing is lost.")
        return {}

    def _write(self, model: str, marks: list[bytes], vectors: Floats) -> bool:
        if self.folder is None or not marks:
            return False
        rows = np.zeros(len(marks), dtype=[("mark", "u1", (_MARK,)), ("vector", "<f4", (vectors.shape[1],)), ("check", "u1", (_CHECK,))])
        rows["mark"] = np.frombuffer(b"".join(marks), dtype=np.uint8).reshape(-1, _MARK)
        rows["vector"] = vectors
        rows["check"] = np.frombuffer(b"".join(_checks(marks, rows["vector"])), dtype=np.uint8).reshape(-1, _CHECK)
        home = self.folder / model
        beside = home / f".part-{secrets.token_hex(8)}"
        try:
            home.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                np.save(file, rows, allow_pickle=False)
            os.replace(beside, home / f"{beside.name[1:]}.npy")
        except OSError as error:
            beside.unlink(missing_ok=True)
            self.notices.append(f"The vectors could not be kept for next time ({error.strerror}). The piles are not affected.")
            return False
        return True


def _checks(marks: Sequence[bytes], vectors: Floats) -> list[bytes]:
    return [hashlib.blake2b(mark + row.tobytes(), digest_size=_CHECK).digest() for mark, row in zip(marks, vectors, strict=True)]
