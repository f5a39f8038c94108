"""How many cores the sums use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

FEW = 4000  # texts up to which one core is quicker


@contextmanager
def calm(texts: int) -> Iterator[None]:
    """One core for few texts: their sums are so small that a second core spends several times the work on waiting."""
    with import_module("threadpoolctl").threadpool_limits(1 if texts <= FEW else None):  # comes with scikit-learn, has no types
        yield
