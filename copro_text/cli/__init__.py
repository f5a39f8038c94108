"""The command line: the same verbs as `Study`, for those who do not open a notebook.

Every listing takes --json. A mistake of the user's is one plain message and exit 1; wrong usage is exit 2.
The commands stand by theme, in the order in which `copro --help` lists them.
"""

from __future__ import annotations

from copro_text.cli import compare, doors, gather, gather_people, members, outputs, round_trips, sort, together  # noqa: F401  each adds its commands, in this order
from copro_text.cli.common import app
from copro_text.console import plainly

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line."""
    raise SystemExit(plainly(app))
