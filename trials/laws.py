"""The laws on long histories: up to 300 decisions by four people on three devices, many times over.

python trials/laws.py [--count 400] [--seed 1]
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from _common import asked

ROOT = Path(__file__).parents[1]
STEPS = 300


def main() -> None:
    """Run the laws' tests with more and longer histories than `make test` does."""
    count, _, seed = asked(__doc__, 400, "histories for each law")
    more = {"COPRO_EXAMPLES": str(count), "COPRO_STEPS": str(STEPS)}
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", f"--hypothesis-seed={seed}", "tests/laws"], cwd=ROOT, env=os.environ | more)
    print(f"laws: {count} histories of up to {STEPS} decisions for each law, seed {seed}: {time.monotonic() - start:.0f} s")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
