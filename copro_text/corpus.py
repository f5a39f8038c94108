"""The corpus: what people said, as it was first read.

Nouns only, all frozen. Positions are Unicode code points, so they are Python `str` indices.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from copro_text.masks import shown

if TYPE_CHECKING:
    import pandas as pd

HOW = ("own words", "with support", "on behalf of", "reported by", "interpreted", "described")
NOT_THEIR_WORDS = HOW[3:]
VOICES = ("person", "group", "organisation", "not known")
UNITS = ("whole", "paragraph", "sentence")
REMARKS = ("faults", "notices")  # of an account: they may quote an answer, or say who spoke
SILENT = "What was remarked when it was read went with words that people took out."
FINDABLE = ("perspective", "use", "quote", "reword", "name", "author")

Span = tuple[int, int]


def keyed(key: bytes, *parts: object) -> str:
    """The study's keyed digest (HMAC-SHA256) of `parts` as canonical JSON: 64 hex digits."""
    return hmac.new(key, canonical(list(parts)), hashlib.sha256).hexdigest()


def canonical(value: object) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: the same bytes for the same value, everywhere."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode("utf-8", "surrogatepass")


def contribution_id(key: bytes, origin: Iterable[str]) -> str:
    """The permanent id of a contribution: the first 32 hex digits of the keyed digest of its origin."""
    return keyed(key, "contribution", list(origin))[:32]


def contributor_id(key: bytes, origin: Iterable[str]) -> str:
    """The pseudonymous id of a person or group: the first 32 hex digits of the keyed digest of what told them apart."""
    return keyed(key, "contributor", list(origin))[:32]


def text_version(key: bytes, text: str) -> str:
    """The version of a text: the first 16 hex digits of its keyed digest."""
    return keyed(key, "text", text)[:16]


def said_mark(key: bytes, contributor: str, version: str) -> str:
    """The keyed mark of one person's having said these words: by it they are known again under another id. 32 hex digits."""
    return keyed(key, "said", contributor, version)[:32]


def folded_mark(key: bytes, text: str) -> str:
    """The keyed mark of a text as it reads without punctuation, capitals and more than one space: a re-saved table may differ in these."""
    plain = "".join(each if each.isalnum() else " " for each in unicodedata.normalize("NFKC", text).casefold() if each not in "'’")
    return keyed(key, "folded", " ".join(plain.split()))[:24]


def mark_of(thing: str) -> str:
    """The mark that stands for a passage or a name in every output: ten hex digits of its id, from which nobody gets back to it."""
    return hashlib.sha256(thing.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def line_digest(key: bytes, line: Mapping[str, Any]) -> str:
    """The keyed digest of a line of a corpus file, as it was written: 64 hex digits.

    It is made of the fields' digests, so a field that is erased and leaves `{"erased": digest}` does not change it; and it
    takes in fields that this version does not know.
    """
    return keyed(key, "line", {name: field_digest(key, name, value) for name, value in line.items()})


def field_digest(key: bytes, name: str, value: Any) -> str:
    """The keyed digest of one field, or the digest that was left when it was erased."""
    if isinstance(value, dict) and set(value) == {"erased"}:
        return str(value["erased"])
    return keyed(key, "field", name, value)


def erased_line(key: bytes, line: Mapping[str, Any]) -> dict[str, Any]:
    """A line of a corpus file without what it says: the id and the version of the text stay, of all else the digest."""
    return {name: value if name in ("id", "version") else {"erased": field_digest(key, name, value)} for name, value in line.items()}


def is_erased(line: Mapping[str, Any]) -> bool:
    """Whether the words of a line of a corpus file were taken out."""
    return isinstance(line.get("text"), dict)


def source_id(key: bytes, account: Mapping[str, Any], digests: Iterable[str]) -> str:
    """The id of a source: a digest of its account, as it was written, and of its lines' digests. 32 hex digits.

    An account whose remarks were taken out has the id that it had, as long as it proves that it is what was left then; else "".
    """
    if "proof" in account:
        less = {name: value for name, value in account.items() if name != "proof"}
        return str(account.get("id", "")) if account["proof"] == keyed(key, "silent account", less, list(digests)) else ""
    return keyed(key, "source", {name: value for name, value in account.items() if name != "id"}, list(digests))[:32]


def silent_account(key: bytes, account: Mapping[str, Any], digests: Iterable[str]) -> dict[str, Any]:
    """An account without what was remarked as it was read, where names and answers may stand: the same on every device."""
    less = {name: {"erased": field_digest(key, name, value)} if name in REMARKS else value for name, value in account.items()}
    return less | {"proof": keyed(key, "silent account", less, list(digests))}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that was not as it should be: where it was, and what was done about it. Holds no one's words.

    `do` says what is safe and what to do, where a person can do something, and `harmless` that nothing needs doing; an account of
    a source keeps neither.
    """

    where: str
    what: str
    do: str = ""
    harmless: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.what.rstrip('.')}.{f' {self.do}' if self.do else ''}"


@dataclass(frozen=True, slots=True)
class Found:
    """A wish or a perspective found in someone's own words, to be confirmed by a person.

    Attributes
    ----------
    about
        One of `FINDABLE`.
    answer
        "yes" or "no"; a perspective is always "yes".
    sentence
        Where the sentence that says so stands in the text (start, end); None when a closed question beside the words said so.
    value
        Where the words themselves stand: the perspective, or the name to be credited; None where there are none.
    """

    about: str
    answer: str
    sentence: Span | None
    value: Span | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is coded: a contribution, or a passage of one."""

    contribution: str
    version: str
    start: int
    end: int

    @property
    def id(self) -> str:
        """`contribution.version.start.end`; the same excerpt has the same id everywhere."""
        return f"{self.contribution}.{self.version}.{self.start}.{self.end}"

    @classmethod
    def parse(cls, text: str) -> Excerpt:
        """Read an excerpt id; raises ValueError when it is none."""
        return _parsed(text)


@lru_cache(maxsize=200_000)  # the same few thousand are read again after each decision
def _parsed(text: str) -> Excerpt:
    contribution, version, start, end = text.split(".")
    return Excerpt(contribution, version, int(start), int(end))


@dataclass(frozen=True, slots=True)
class Contributor:
    """Who said it: a pseudonymous id, and the names they signed with (never an e-mail address).

    Attributes
    ----------
    voice
        One of `VOICES`.
    came_as
        The ids that their words came under, where that is not this one alone.
    perhaps
        Ids of which one of us says that they are this person, and another that they are not; with all that are one person with these.
    withdrew
        Whether people say that this is somebody who took out what they said, and this came under another id.
    """

    id: str
    signed: tuple[str, ...] = ()
    voice: str = "person"
    came_as: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    withdrew: bool = False


@dataclass(frozen=True, slots=True)
class Contribution:
    """What someone said at one time, as it was first read.

    Attributes
    ----------
    id, version
        Permanent id (from the origin); version of the text.
    origin
        (format family, site or source key, post|comment|answer|note|turn, native id or row digest, ...).
    text
        NFC, line ends LF, no HTML. Never changed.
    said_by
        Ids of the contributors; empty when not known.
    signed
        The name beside the words, one for each in `said_by`; "" when there was none.
    voice
        One of `VOICES`: whether `said_by` are people, a group such as "Table 3", or not known.
    how
        One of `HOW`.
    when
        ISO 8601 with its zone, or "" when not known.
    at
        Where in the document or the recording, for people: "page 3", "0:12:05"; "" where there is no such place.
    about
        What it answers: the title of the post, or the question asked.
    parent
        Id of the contribution it replies to, or "".
    aside
        Closed answers beside the words (column, answer), such as ("relation", "I use services").
    paragraphs, sentences
        Spans found when it was read, in order, without surrounding white space.
    """

    id: str
    version: str
    origin: tuple[str, ...]
    text: str
    said_by: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    voice: str = "person"
    how: str = "own words"
    written_down_by: str = ""
    when: str = ""
    at: str = ""
    about: str = ""
    parent: str = ""
    aside: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[Span, ...] = ()
    sentences: tuple[Span, ...] = ()
    found: tuple[Found, ...] = ()

    @property
    def kind(self) -> str:
        """post, comment, answer, note or turn."""
        return self.origin[2]

    @property
    def whole(self) -> Excerpt:
        """The excerpt that is all of it."""
        return Excerpt(self.id, self.version, 0, len(self.text))

    def excerpts(self, unit: str) -> tuple[Excerpt, ...]:
        """Its passages by `unit`, one of `UNITS`."""
        if unit == "whole":
            return (self.whole,)
        spans = {"paragraph": self.paragraphs, "sentence": self.sentences}[unit]
        return tuple(Excerpt(self.id, self.version, start, end) for start, end in spans)

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values; what is empty is left out."""
        found = [{name: value for name in ("about", "answer", "sentence", "value") if (value := getattr(f, name)) is not None} for f in self.found]
        everything = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "found"} | {"found": found}
        default = {name: f.default for name, f in self.__dataclass_fields__.items()}
        return {name: value for name, value in everything.items() if value not in ((), [], "") and value != default[name]} | {"text": self.text}

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Contribution:
        """Read back what `to_dict` wrote; raises KeyError, TypeError or ValueError when it is not that."""
        given = {name: d[name] for name in cls.__dataclass_fields__ if name in d and not isinstance(d[name], dict)}  # a dict: erased
        for name in ("origin", "said_by", "signed"):
            given[name] = tuple(given.get(name, ()))
        for name in ("paragraphs", "sentences", "aside"):
            given[name] = tuple((a, b) for a, b in given.get(name, ()))
        given["found"] = tuple(Found(f["about"], f["answer"], _span(f.get("sentence")), _span(f.get("value"))) for f in given.get("found", ()))
        return cls(**given)


def _span(pair: Iterable[int] | None) -> Span | None:
    if pair is None:
        return None
    start, end = pair
    return (int(start), int(end))


@dataclass(frozen=True, slots=True, repr=False)
class Source:
    """Where it came from: one thing as it was received, with the account of what was read and what was left out.

    `found == read + sum(left_out.values())` always; what was read is either `new`, `edited` (a new text of a known
    contribution) or `known` already.
    """

    id: str
    name: str
    format: str
    reader: str
    fingerprint: str
    found: int
    read: int
    left_out: Mapping[str, int]
    faults: tuple[Fault, ...] = ()
    new: int = 0
    edited: int = 0
    known: int = 0
    notices: tuple[str, ...] = ()

    def account(self) -> dict[str, Any]:
        """As plain JSON values, without the name: that is what a person typed or chose, and no part of what was read."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in ("name", "left_out", "faults", "notices")}
        faults = [{"where": fault.where, "what": fault.what} for fault in self.faults]
        return plain | {"left_out": dict(self.left_out), "faults": faults, "notices": list(self.notices)}

    @classmethod
    def from_account(cls, account: Mapping[str, Any], name: str) -> Source:
        """Read back what `account` gave; fields that this version does not know are passed by."""
        given = {field: account[field] for field in cls.__dataclass_fields__ if field in account}
        is_silent = "proof" in account
        given["faults"] = () if is_silent else tuple(Fault(fault["where"], fault["what"]) for fault in given.get("faults", ()))
        given["notices"] = (SILENT,) if is_silent else tuple(given.get("notices", ()))
        return cls(name=name, **given)

    def __repr__(self) -> str:
        left = ", ".join(f"{n} {reason}" for reason, n in self.left_out.items())
        lines = [
            f"{self.name} ({self.format}): {self.found} found = {self.read} read + {self.found - self.read} left out{f' ({left})' if left else ''}",
            f"  of those read: {self.new} new, {self.edited} with changed words, {self.known} here already",
            *(f"  {notice}" for notice in self.notices),
            *(f"  {fault.where}: {fault.what}" for fault in self.faults[:8]),
        ]
        more = len(self.faults) - 8
        return "\n".join(lines + ([f"  and {more} more such remarks"] if more > 0 else []))


@dataclass(frozen=True)
class Corpus:
    """Everything that was said, in the order it came.

    Attributes
    ----------
    contributions
        The current text of each, by id.
    earlier
        Texts since edited, by (id, version).
    contributors
        By id.
    """

    sources: Mapping[str, Source] = field(default_factory=dict)
    contributions: Mapping[str, Contribution] = field(default_factory=dict)
    earlier: Mapping[tuple[str, str], Contribution] = field(default_factory=dict)
    contributors: Mapping[str, Contributor] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.contributions)

    def __iter__(self) -> Iterator[Contribution]:
        return iter(self.contributions.values())

    def contribution(self, excerpt: Excerpt) -> Contribution:
        """The contribution an excerpt is part of, in the version it was taken from; raises KeyError when not here."""
        now = self.contributions.get(excerpt.contribution)
        return now if now is not None and now.version == excerpt.version else self.earlier[excerpt.contribution, excerpt.version]

    def text(self, excerpt: Excerpt) -> str:
        """The words of an excerpt, as they are shown."""
        return shown(self.contribution(excerpt).text[excerpt.start : excerpt.end])

    def excerpts(self, unit: str = "whole") -> tuple[Excerpt, ...]:
        """All excerpts of the current texts by `unit`, in the order they came."""
        return tuple(e for c in self for e in c.excerpts(unit))

    def by(self, contributor: str) -> tuple[Contribution, ...]:
        """What one contributor said, in the order it came."""
        return tuple(c for c in self if contributor in c.said_by)

    def to_frame(self) -> pd.DataFrame:
        """One row a contribution, indexed by id: kind, text, said_by, signed, how, when, about, parent, words, source family."""
        import pandas as pd

        rows = [
            {
                "kind": c.kind,
                "text": shown(c.text),
                "said_by": ", ".join(c.said_by),
                "signed": ", ".join(filter(None, c.signed)),
                "how": c.how,
                "written_down_by": c.written_down_by,
                "when": c.when,
                "about": c.about,
                "parent": c.parent,
                "words": len(c.text.split()),
                "family": c.origin[0],
            }
            for c in self
        ]
        columns = ["kind", "text", "said_by", "signed", "how", "written_down_by", "when", "about", "parent", "words", "family"]
        return pd.DataFrame(rows, index=pd.Index([c.id for c in self], name="id"), columns=columns)


def assemble(sources: Iterable[tuple[Source, Iterable[Contribution]]]) -> Corpus:
    """The corpus that sources amount to, in the order they were added: a later text of the same id is a newer version."""
    by_id: dict[str, Source] = {}
    now: dict[str, Contribution] = {}
    earlier: dict[tuple[str, str], Contribution] = {}
    signed: dict[str, dict[str, None]] = {}
    voices: dict[str, str] = {}
    for source, contributions in sources:
        by_id[source.id] = source
        for c in contributions:
            before = now.get(c.id)
            if before is not None and before.version != c.version:
                earlier[before.id, before.version] = before
            now[c.id] = c
            for who, name in zip(c.said_by, c.signed or ("",) * len(c.said_by), strict=True):
                signed.setdefault(who, {})
                voices.setdefault(who, c.voice)
                if name:
                    signed[who][name] = None
    people = {who: Contributor(who, tuple(names), voices[who]) for who, names in signed.items()}
    return Corpus(by_id, now, earlier, people)
