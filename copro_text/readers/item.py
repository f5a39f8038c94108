"""What a reader hands over: the items of one file, before they have ids, and the account of what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from copro_text.corpus import Fault


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that someone said, as one reader found it.

    Attributes
    ----------
    kind
        post, comment, answer, note or turn.
    text
        Plain text, NFC, LF, trimmed; never empty.
    native
        The id the file gives it, unique among its kind on that site; "" when the file has none.
    row
        Where there is no native id: everything the row or passage holds, from which an id is made.
    person
        What tells one person from another in this kind of file (an account number, an e-mail address in lower case, the
        respondent's id); only its keyed digest is ever stored. "" means that nothing tells: each item is then by someone else.
    name
        The name beside the words, "" when there was none. Never an e-mail address.
    others
        Whoever else said it, each as (person, name): joint authors.
    voice, how, written_down_by, at
        As in `Contribution`. A group's `person` is what tells it from the other groups of this file, such as its name.
    parent
        (kind, native id) of what it replies to, or None.
    replies_to
        The place in the reading's items of what it replies to, where the file has no ids.
    about
        The title of the post, or the question asked.
    place
        Where in the file: "comment 44", "row 12, column F".
    aside
        Closed answers beside the words.
    permissions
        Closed questions that settle a permission: (about, "yes" | "no"), about being one of `corpus.FINDABLE`.
    put_right
        Whether a person said who said it, where the file says otherwise.
    """

    kind: str
    text: str
    place: str
    native: str = ""
    row: tuple[str, ...] = ()
    person: str = ""
    name: str = ""
    voice: str = "person"
    others: tuple[tuple[str, str], ...] = ()
    how: str = "own words"
    written_down_by: str = ""
    when: str = ""
    at: str = ""
    about: str = ""
    parent: tuple[str, str] | None = None
    replies_to: int | None = None
    aside: tuple[tuple[str, str], ...] = ()
    permissions: tuple[tuple[str, str], ...] = ()
    put_right: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One file, read: `found == len(items) + sum(left_out.values())`.

    Attributes
    ----------
    format
        What the file is: "WordPress export", "CSV table", "Excel table".
    family, site
        First two parts of every origin: "wordpress" and host with path; "table" and a digest of the open questions; "document" or
        "transcript" and a digest of its words.
    reader
        Name and version of the reader, "wordpress 1".
    notices
        What a person should be told of how the file was read, such as what a column was taken for.
    columns
        Of a table: each column as (letter, header, role), with the sheet before the letter where there are several.
    """

    format: str
    family: str
    site: str
    reader: str
    found: int
    items: tuple[Item, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    notices: tuple[str, ...] = ()
    columns: tuple[tuple[str, str, str], ...] = ()
