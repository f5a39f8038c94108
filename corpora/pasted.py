"""The third blog, as somebody copied its page from the browser: menus, adverts and buttons came along."""

from __future__ import annotations

from pathlib import Path

from forms import curly, opened

SOURCE = "page.txt"


def page(folder: Path) -> str:
    """Return the page as it was pasted, with the round quotation marks that the blog shows."""
    _, body = opened(folder / SOURCE)
    return curly(body.lstrip("\n"))
