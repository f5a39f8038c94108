"""How long `import copro_text` takes, against `import pandas`, each in fresh processes.

python benchmarks/bench_import.py [--rounds 5]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time

LINES = ("pass", "import copro_text", "import numpy", "import pandas", "import copro_text.clusters")


def once(line: str) -> tuple[float, float]:
    """(wall, CPU) seconds of a fresh Python that runs one line."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", line], check=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the median of each."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--rounds", type=int, default=5)
    rounds = ask.parse_args().rounds
    for line in LINES:
        once(line)  # the first reads from the disk
    seen = {line: [] for line in LINES}
    for _ in range(rounds):
        for line in LINES:
            seen[line].append(once(line))
    print(f"{'':28}{'wall s':>8}{'CPU s':>8}")
    for line, times in seen.items():
        wall, cpu = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"{line:28}{wall:8.3f}{cpu:8.3f}")


if __name__ == "__main__":
    main()
