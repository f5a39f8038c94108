"""`python -m copro_text.cli`."""

import os

from copro_text.cli import main

os.environ.setdefault("PYTHONUTF8", "1")
main()
