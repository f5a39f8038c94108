"""Agreement: how often people say the same of the same passages, in figures that others can check.

Pure functions on a table of who put which passage with what. What each figure asks, and cannot tell, stands in docs/method.md.
"""

from copro_text.agreement.codings import Cells, Codings
from copro_text.agreement.coefficients import ac1, alpha, cohen, fleiss, masi, mean_cohen, percent, pooled_cohen
from copro_text.agreement.figure import Figure
from copro_text.agreement.figures import change, figures, table, with_sorter
from copro_text.agreement.redraws import interval, redrawn

__all__ = [
    "Cells",
    "Codings",
    "Figure",
    "ac1",
    "alpha",
    "change",
    "cohen",
    "figures",
    "fleiss",
    "interval",
    "masi",
    "mean_cohen",
    "percent",
    "pooled_cohen",
    "redrawn",
    "table",
    "with_sorter",
]
