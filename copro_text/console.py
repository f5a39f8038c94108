"""The console: how a program of ours ends, for a person at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable

from copro_text.errors import CoproError

STOPPED = "Stopped. Nothing was lost: what was saved is on the disk, and what the sorter had heard stays in the cache."


def plainly(work: Callable[[], object]) -> int:
    """Do some work; a mistake of the user's is one plain message and exit code 1, and stopping it is no fault."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an old console that cannot show an emoji must not stop the work
    try:
        work()
    except CoproError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        return 130
    return 0
