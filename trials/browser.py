"""The desk in a real browser: every test of it, with the long ones that `make test` leaves out.

python trials/browser.py [more for pytest, such as -k keyboard]
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Run them all; a missing Chromium is a failure, since nothing would have been tried."""
    start = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-m", "browser", "tests/browser", *sys.argv[1:]]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"COPRO_BROWSER": "required"})
    print(f"browser: every test of the desk in a browser: {time.monotonic() - start:.0f} s")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
