"""The codebook: what the decisions so far amount to.

No file, no clock, no randomness: the same lines give the same codebook, in whatever order they arrived.
"""

from copro_text.codebook.book import HOLD_UP, Codebook
from copro_text.codebook.codes import IN_USE, JOINED, PUT_AWAY, WAITING, Code, Placing, Relation, ThemeView, Wording
from copro_text.codebook.replaying import advance, grown_by, replay, without

__all__ = [
    "HOLD_UP",
    "IN_USE",
    "JOINED",
    "PUT_AWAY",
    "WAITING",
    "Code",
    "Codebook",
    "Placing",
    "Relation",
    "ThemeView",
    "Wording",
    "advance",
    "grown_by",
    "replay",
    "without",
]
