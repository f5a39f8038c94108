"""Tables as they are shown: whole words, short ids, a caption; escaped, and readable by a screen reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from copro_text.widgets import pages

MOST_ROWS = 100
MOST_LETTERS = 400


class Table(pd.DataFrame):
    """A pandas DataFrame that shows itself in a notebook as people read it; in all else it is a DataFrame.

    Attributes
    ----------
    caption
        What it shows, in a line.
    """

    _metadata = ["caption"]  # noqa: RUF012  pandas asks for a list
    caption = ""

    @property
    def _constructor(self) -> Callable[..., Table]:
        return Table

    def _repr_html_(self) -> str:
        """The first rows as HTML, with what people wrote as text."""
        what = self.caption or "A table"
        if self.empty:
            return pages.page(pages.paragraph(f"{what}: nothing here yet."))
        shown = self.iloc[:MOST_ROWS]
        head = ["id" if isinstance(self.index.name, str) else "", *(str(name).replace("_", " ") for name in self.columns)]
        rows = [[str(id_)[:8], *map(_cell, row)] for id_, row in zip(shown.index, shown.itertuples(index=False, name=None), strict=True)]
        more = len(self) - len(shown)
        left = [pages.paragraph(f"The first {len(shown)} of {len(self)}. The table itself has all.", quiet=True)] if more else []
        return pages.page(pages.table(head, rows, what), *left)


def _cell(value: Any) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, Mapping):
        return ", ".join(f"{many} {what}" for what, many in value.items())
    if isinstance(value, float):
        return f"{value:.3g}"
    text = str(value)
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS].rstrip()} …"
