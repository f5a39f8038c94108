"""The desk's side of the study: what a screen may ask, what it may do, and what it is shown.

Plain values in, plain values out; the widget carries them to the browser and back.
"""

from copro_text.verbs.desk.room import Room

__all__ = ["Room"]
