"""What every file from WordPress has in common: where a blog lives, what was published, and how it writes dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import unquote

from copro_text.readers.gathering import A_DRAFT, A_PAGE, IN_THE_BIN, SPAM, WAITING, everything, plain
from copro_text.readers.item import Item

FAMILY = "wordpress"
UNSURE = (
    "The file does not say where the blog begins, only where its comments are. "
    "If the same blog is here already from an export of all of it, what both hold is now here twice."
)

_STATES = {"0": WAITING, "hold": WAITING, "spam": SPAM, "trash": IN_THE_BIN, "post-trashed": IN_THE_BIN}
_APPROVED = ("", "1", "approve", "approved")
_NOT_PEOPLE = {"pingback": "pingback", "trackback": "trackback", "pingbacks": "pingback"}
_NOT_POSTS = {"page": A_PAGE, "attachment": "an attachment, not a post"}
_UNPUBLISHED = {"draft": A_DRAFT, "pending": A_DRAFT, "auto-draft": A_DRAFT, "trash": IN_THE_BIN, "private": "private"}
_REST = re.compile(r"/wp-json/wp/v2(?:/|$)|/?(?:index\.php)?\?rest_route=/wp/v2", re.IGNORECASE)
_BY_NUMBER = re.compile(r"^([^?#]*?)(?:index\.php)?\?p=\d+(?:&[^#]*)?(?:#comment-\d+)?$")
_ALL_COMMENTS = re.compile(r"^([^?#]*?)/?(?:comments/feed(?:/\w+)?/?|(?:index\.php)?\?feed=comments-\w+)$")
_PAGE_OF_COMMENTS = re.compile(r"/comment-page-\d+/?$")


def why_not_post(kind: str, status: str, locked: bool) -> str:
    """Why a post does not enter, "" when it does."""
    kind, status = kind.strip().lower(), status.strip().lower()
    if kind not in ("", "post"):
        return _NOT_POSTS.get(kind, f"not a post ({plain(kind)})")
    if status not in ("", "publish"):
        return _UNPUBLISHED.get(status, f"not published ({plain(status)})")
    return "behind a password" if locked else ""


def why_not_comment(kind: str, state: str) -> str:
    """Why a comment does not enter, "" when it does."""
    kind, state = kind.strip().lower(), state.strip().lower()
    if kind in _NOT_PEOPLE:
        return _NOT_PEOPLE[kind]
    if kind not in ("", "comment", "review"):
        return f"not a comment ({plain(kind)})"
    return "" if state in _APPROVED else _STATES.get(state, f"not approved ({plain(state)})")


def when(local: str, gmt: str) -> str:
    """ISO 8601 with the zone of the site, which is told by its two dates; "" when there is none."""
    here, there = _date(local), _date(gmt)
    if there is None:
        return here.isoformat() if here else ""
    zone = UTC
    if here is not None and abs(here - there) <= timedelta(hours=14) and (here - there) % timedelta(minutes=15) == timedelta(0):
        zone = timezone(here - there)
    try:
        return there.replace(tzinfo=UTC).astimezone(zone).isoformat()
    except OverflowError:
        return there.replace(tzinfo=UTC).isoformat()


def _date(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip().replace("T", " "), "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None


def site_of(address: str) -> str:
    """Host and path of an address."""
    bare = re.sub(r"^[a-z][\w+.-]*://", "", address.strip(), flags=re.IGNORECASE).partition("?")[0].partition("#")[0]
    host, _, path = bare.rpartition("@")[2].partition("/")
    host = host.lower().removeprefix("www.")
    return f"{host}/{path.strip('/')}".rstrip("/")


def home(address: str, *, inside: str = "") -> str:
    """Where the blog lives, if one of its addresses says so for sure: by the way to its data, to all its comments, or by a post's number.

    A number's address was written when the post was made, and stays when the blog moves: it counts only with the address
    `inside`, where the post is now, below it.
    """
    if match := _REST.search(unquote(address)):
        return site_of(unquote(address)[: match.start()])
    if match := _ALL_COMMENTS.match(address):
        return site_of(match[1])
    match = _BY_NUMBER.match(address)
    below = site_of(inside or address)
    if below.partition("/")[0].endswith(".wordpress.com") and not below.startswith("public-api."):
        return below.partition("/")[0]  # there each blog has a host of its own
    return site_of(match[1]) if match and f"{below}/".startswith(f"{site_of(match[1])}/") else ""


def agreed(homes: Iterable[str]) -> str:
    """The one blog that all of them are of, "" when there is not exactly one."""
    found = set(homes)
    return found.pop() if len(found) == 1 else ""


def known_by_address(items: Iterable[Item], links: dict[tuple[str, str], str]) -> tuple[Item, ...]:
    """Items of a blog whose home is not known: the number counts only together with the page it stands on, else all they hold.

    Numbers alone would let one blog's comment pass for another's on the same host.
    """
    items = tuple(items)
    place = {(item.kind, item.native): n for n, item in enumerate(items) if item.native}
    return tuple(_known_by_address(item, links, place) for item in items)


def _known_by_address(item: Item, links: dict[tuple[str, str], str], place: dict[tuple[str, str], int]) -> Item:
    link = links.get((item.kind, item.native), "") if item.native else ""
    native = _on_its_page(link, item.native) if link else ""
    above = place.get(item.parent) if item.parent else None
    parent = ("comment", _on_its_page(link, item.parent[1])) if item.parent and link else None
    return replace(
        item,
        native=native,
        row=() if native else item.row or (item.native, *everything(item)),
        parent=None if above is not None else parent,
        replies_to=above,
    )


def _on_its_page(link: str, number: str) -> str:
    return f"{_PAGE_OF_COMMENTS.sub('', site_of(link))}#{number}"
