"""Groups of equals turn many comments into a few names and themes that they can all stand behind.

>>> import copro_text as ct
>>> sorted(ct.__all__)[:3]
['Contribution', 'CoproError', 'Excerpt']
"""

from __future__ import annotations

from copro_text.corpus import Contribution, Excerpt, Source
from copro_text.errors import CoproError
from copro_text.study import Study

__all__ = ["Contribution", "CoproError", "Excerpt", "Source", "Study"]
