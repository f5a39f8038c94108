"""What a page asked for and what went over its websockets, kept from the first request on."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, WebSocket

HERE = ("127.0.0.1", "localhost", "::1")
NO_HOST = ("data", "blob", "about", "chrome")  # these go nowhere


@dataclass
class Watch:
    """The addresses asked for, the frames of websockets in both directions, and the errors of the page's own scripts."""

    asked: list[str] = field(default_factory=list)
    frames: list[bytes] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """The addresses that are not on this machine."""
        parts = [(url, urlsplit(url)) for url in self.asked]
        return [url for url, part in parts if part.scheme not in NO_HOST and part.hostname not in HERE]

    @property
    def of_the_desk(self) -> list[str]:
        """The errors of the desk's scripts, which are loaded from a blob; front ends have errors of their own."""
        return [error for error in self.errors if "blob:" in error]

    def carried(self, words: str) -> bool:
        """Whether these words went over a websocket, as they are or as JSON writes them."""
        spelt = {words, ascii(words)[1:-1]}
        return any(spelling.encode() in frame for spelling in spelt for frame in self.frames)


def watch(context: BrowserContext) -> Watch:
    """Watch every page of a context, those that open later too."""
    seen = Watch()
    context.on("request", lambda request: seen.asked.append(request.url))
    context.on("page", lambda page: _watch_page(page, seen))
    return seen


def _watch_page(page: Page, seen: Watch) -> None:
    page.on("websocket", lambda socket: _watch_socket(socket, seen))
    page.on("pageerror", lambda error: seen.errors.append(f"{error.message}\n{error.stack}"))
    page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)


def _watch_socket(socket: WebSocket, seen: Watch) -> None:
    def keep(frame: str | bytes) -> None:
        seen.frames.append(frame.encode() if isinstance(frame, str) else frame)

    seen.asked.append(socket.url)
    socket.on("framesent", keep)
    socket.on("framereceived", keep)
