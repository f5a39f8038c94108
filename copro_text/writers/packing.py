"""Packing: zip files that are the same bytes on every computer and at any time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date

EARLIEST = date(1980, 1, 1)  # no zip can say an earlier day


def day_of(today: str) -> date:
    """A day in ISO 8601 as a zip can say it."""
    try:
        return max(date.fromisoformat(today[:10]), EARLIEST)
    except ValueError:
        return EARLIEST


def fixed_zip(members: Mapping[str, bytes], day: date) -> bytes:
    """Members in their order, all of one day, uncompressed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as new:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, date_time=(day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = 0  # or it would say which kind of machine made it
            new.writestr(entry, data)
    return packed.getvalue()
