"""The desk: what people touch. A thin widget: it carries messages between the browser and the room, and holds no words itself.

Python holds all state. The browser asks for pages by custom messages; nothing that anyone said is ever in a synced trait, since
notebook programs write traits into the file.
"""

from __future__ import annotations

import asyncio
import gc
import json
import re
import zlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import anywidget
import traitlets

from copro_text.errors import CoproError
from copro_text.widgets.messages import LONGEST, Refused, TooLong, is_id

HERE = Path(__file__).parent / "desk"
PARTS = ("dom", "text", "choose", "link", "saving", "keeping", "drawing", "keys", "sheet", "acts", "frame", "hear", "piles", "read", "decide", "desk")
"""The scripts, in the order in which they are joined to one module."""
EVERY = 1.0  # seconds between looks for what others decided

SUMMARY = (
    "The desk of a study, to hear, sort and name together. If it does not appear below, nothing runs behind this notebook: run this cell again. "
    "If it does not appear then either, your notebook program does not show widgets: copro desk STUDY opens the same desk as a page of its own."
)
"""Said where the desk cannot be seen, such as in a notebook that was saved; hidden where it can."""


class Room(Protocol):
    """What a desk asks for answers and acts."""

    def ask(self, what: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Answer a question of the screen."""
        ...

    def act(self, id_: str, verb: str, who: str, given: Mapping[str, Any], by: str = "") -> dict[str, Any]:
        """Do something, once."""
        ...

    def news(self) -> bool:
        """Whether there is anything new to see."""
        ...


LOADER = """\
const packed = Uint8Array.from(atob("PACKED"), (letter) => letter.charCodeAt(0));
const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
const module = await import(URL.createObjectURL(new Blob([await new Response(stream).text()], { type: "text/javascript" })));
export default module.default;
"""


@cache
def packed() -> str:
    """The desk as it goes over the wire each time it is opened: a third of its size."""
    return LOADER.replace("PACKED", b64encode(zlib.compress(script().encode(), 9)).decode())


@cache
def script() -> str:
    """The desk as one module, without comments and indents of lines."""
    words = json.loads((HERE / "words.json").read_text("utf-8"))
    lines = [line.strip() for part in PARTS for line in (HERE / f"{part}.js").read_text("utf-8").splitlines()]
    return "\n".join([f"const WORDS = {json.dumps(words)};", *(line for line in lines if line and not line.startswith("//"))])


@cache
def style() -> str:
    """The looks of the desk, without comments and indents."""
    return "\n".join(
        line.strip() for line in (HERE / "desk.css").read_text("utf-8").splitlines() if line.strip() and not line.strip().startswith("/*")
    )


def without_code(do: str) -> str:
    """What to do about an error, for people who will not see code: without the sentences that say what to type elsewhere."""
    sentences = re.split(r"(?<=[.?!]) ", do)
    return " ".join(each for each in sentences if not re.search(r"study\.|Study\(|`|(^| )--\w|=\"", each))


class Desk(anywidget.AnyWidget):
    """The desk as a widget.

    Parameters
    ----------
    room
        What it shows and acts on.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)

    def __init__(self, room: Room) -> None:
        super().__init__(_esm=packed(), _css=style())
        self._room = room
        self._news = self._views = 0
        self._looks = False
        self.on_msg(self._heard)
        gc.freeze()  # a large study stays while it is open: to look through it for garbage would stop the desk for half a second now and then

    def _heard(self, _widget: object, message: object, _buffers: object) -> None:
        """Answer a message of the browser; what is none of ours is answered as well, so that nobody waits."""
        if isinstance(message, dict) and message.get("view") in ("here", "gone"):
            self._views = max(0, self._views + (1 if message["view"] == "here" else -1))
            self._follow()
        id_ = message.get("id") if isinstance(message, dict) else None
        if is_id(id_):
            assert isinstance(message, dict)
            self.send({"id": id_, **self._answer(str(id_), message)})

    def _answer(self, id_: str, message: Mapping[str, Any]) -> dict[str, Any]:
        given = {name: value for name, value in message.items() if name not in ("id", "ask", "act", "who", "by")}
        try:
            if "act" in message:
                return {"saved": self._room.act(id_, str(message["act"]), str(message.get("who", "")), given, str(message.get("by", "")))}
            return {"is": self._room.ask(str(message.get("ask", "")), given)}
        except CoproError as error:
            return {"error": {"what": error.what, "do": without_code(error.do), "safe": error.safe}}
        except TooLong:
            what = f"That is too long: {LONGEST:,} letters at most can be saved at once."
            return {"error": {"what": what, "do": "Save it in parts.", "safe": "Nothing was recorded, and what you typed is still here."}}
        except Refused:
            do = "Copy what you typed; then run the cell again, or load the page again."
            return {"error": {"what": "The desk did not understand its own screen.", "do": do, "safe": "Nothing was recorded."}}

    # what others decide

    def _follow(self) -> None:
        """Look for news once a second while the desk is on a screen, on the loop of whatever runs us.

        Where there is no loop, they are seen at the next question.
        """
        if self._looks or not self._views:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._looks = True
        loop.call_later(EVERY, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        if self.comm is None or not self._views:  # closed, or its cell was run again and shows another
            self._looks = False
            return
        try:
            if self._room.news():
                self._news += 1
                self.send({"news": self._news})
        except CoproError:
            pass  # told when the screen asks next
        finally:
            loop.call_later(EVERY, self._look, loop)

    def _ipython_display_(self) -> None:
        """Say what to do above the widget: notebook programs show nothing but an error in its place where no Python runs."""
        from IPython.display import display

        said = {"text/html": f'<p class="copro-no-desk">{SUMMARY}</p>', "text/plain": SUMMARY}
        display(said, raw=True)  # type: ignore[no-untyped-call]
        bundle: Any = super()._repr_mimebundle_()
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        display(data | {"text/plain": "The desk"}, raw=True)  # type: ignore[no-untyped-call]

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The widget, with a line for where it cannot run."""
        bundle = super()._repr_mimebundle_(**kwargs)
        for data in bundle if isinstance(bundle, tuple) else (bundle,):
            if isinstance(data, dict) and "text/plain" in data:
                data |= {"text/plain": SUMMARY, "text/html": f"<p>{SUMMARY}</p>"}
        return bundle
