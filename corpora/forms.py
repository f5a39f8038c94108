"""What the sources in plain forms share: a head with keys, round quotation marks, and zips of always the same bytes.

Such a source opens with a line or two that say what it is, then `key: value` lines, then a line `---`.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

from blocks import SourceError


def opened(path: Path, *needed: str) -> tuple[dict[str, str], str]:
    """Return the keys of a source and the text below its line `---`."""
    head, line, body = path.read_text(encoding="utf-8").partition("\n---\n")
    if not line:
        raise SourceError(f"{path.name}: no line '---' between the keys and the text")
    _, _, written = head.partition("\n\n")
    keys: dict[str, str] = {}
    for line in filter(str.strip, written.splitlines()):
        key, colon, value = line.partition(":")
        if not colon or key in keys:
            raise SourceError(f"{path.name}: not a 'key: value' line, or one that stands twice: {line!r}")
        keys[key] = value.strip()
    missing = [key for key in needed if not keys.get(key)]
    if missing:
        raise SourceError(f"{path.name}: no {', no '.join(missing)}")
    return keys, body


def stanzas(text: str) -> list[str]:
    """Cut a text at its empty lines."""
    return [part.strip("\n") for part in re.split(r"\n[ \t]*\n+", text) if part.strip()]


def curly(text: str) -> str:
    """Make straight quotation marks round, as programs for writing do. A single one is an apostrophe."""
    return re.sub(r'(^|[\s(\[/])"', r"\1“", text, flags=re.MULTILINE).replace('"', "”").replace("'", "’")


def packed(members: dict[str, str], when: datetime) -> bytes:
    """Zip these members uncompressed and with one fixed time: the same bytes on every machine."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, date_time=when.timetuple()[:6])
            entry.create_system = 0  # else the zip says which kind of machine made it
            new.writestr(entry, content.encode("utf-8"))
    return out.getvalue()
