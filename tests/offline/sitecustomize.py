"""A Python that starts with this folder on its path can speak only to its own computer."""

from __future__ import annotations

import sys

HERE = ("127.", "::1", "localhost")


def refuse(event: str, args: tuple[object, ...]) -> None:
    """Raise when a name is looked up, or a socket connects, anywhere else. An audit hook cannot be taken off again."""
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None  # None and paths: a socket file, or one connected before
    elif event in ("socket.gethostbyname", "socket.gethostbyaddr"):
        host = args[0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if isinstance(name, str) and name and not name.startswith(HERE):
        raise PermissionError(f"Nothing leaves the laptop: {event} to {name}")


sys.addaudithook(refuse)
