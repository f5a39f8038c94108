"""Words as plain text: no HTML, no e-mail or IP address, one way of writing line ends and letters."""

from __future__ import annotations

import html
import ipaddress
import re
import unicodedata
from dataclasses import dataclass

import nh3

from copro_text.corpus import Fault

E_MAIL = "[e-mail address]"
IP = "[IP address]"
LONGEST_NAME = 120

_BLOCKS = (
    "address article aside blockquote center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "main menu nav ol p pre section summary table tbody tfoot thead ul"
)
_LINES = "br li tr caption"
_CELLS = "td th"
# What a browser shows raw, or not at all: the tags go, what stands between them stays.
_BARE = "textarea title xmp plaintext iframe noscript noembed noframes svg math template select option optgroup button"
_INLINE = (
    "a abbr acronym audio b bdi bdo big body canvas cite code col colgroup data del dfn em embed font head html i img input ins kbd label "
    "legend link map mark meta object output param picture q rp rt ruby s samp script small source span strike strong style sub sup time "
    "track tt u var video wbr"
)
_KNOWN = f"{_BLOCKS} {_LINES} {_CELLS} {_BARE} {_INLINE}".split()


def _either(names: str) -> str:
    return "|".join(sorted(names.split(), key=len, reverse=True))


# Attributes need a value: in "a <b and c> d" nobody meant a tag. The possessive marks keep a long hostile line from taking for ever.
_ATTRIBUTES = r"""(?:[\s/]++[\w:.-]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>]++))?+)*+[\s/]*+"""
_VALUED = r"""(?:[\s/]++[\w:.-]++\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>]++))*+[\s/]*+"""
_SHORT = "|".join(name for name in _KNOWN if len(name) == 1)
_LONG = "|".join(sorted((name for name in _KNOWN if len(name) > 1), key=len, reverse=True))
_TAG = rf"/?(?:(?:{_LONG}|[a-z]+:[a-z]\w*+)\b{_ATTRIBUTES}|(?:{_SHORT})\b{_VALUED})>"
_NOT_A_TAG = re.compile(rf"<(?!!--|{_TAG})", re.IGNORECASE)
_TO_PARAGRAPH = re.compile(rf"</?(?:{_either(_BLOCKS)})\b[^<>]*>", re.IGNORECASE)
_TO_LINE = re.compile(rf"</?br\b[^<>]*>[ \t]*\n?|\n?<(?:{_either(_LINES)})\b[^<>]*>", re.IGNORECASE)
_TO_SPACE = re.compile(rf"</(?:{_either(_CELLS)})\s*>", re.IGNORECASE)
_TO_NOTHING = re.compile(rf"</(?:{_either(_LINES)})\s*>|</?(?:{_either(_BARE)}|{_either(_CELLS)}|[a-z]+:[a-z]\w*)\b[^<>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028]")
_SPACES = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Surrogates and what no text holds on purpose; the joiners U+200C and U+200D stay, for emoji and some scripts need them.
_UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ufff9-\ufffb\ufffe\uffff]")
_LONE = re.compile(r"[\ud800-\udfff]")
_TRAILING = re.compile(r"(?<![ \t])[ \t]++(?=\n|\Z)")  # begins once in each run of spaces: else a long run is gone through from each of them
_MANY_BLANK = re.compile(r"\n{3,}")

_MAIL = re.compile(
    r"(?:mailto:)?[\w.!#$%&'*+/=?^`{|}~-]{1,64}+(?:@|\s?[\[(]\s?at\s?[\])]\s?)(?:[\w-]{1,63}(?:\.|\s?[\[(]\s?dot\s?[\])]\s?)){1,8}[^\W\d_]{2,24}",
    re.IGNORECASE,
)
# With a space that slipped in beside the @. The word before may be no part of it ("follow us @example.org"), so it goes only where the space is
# on the other side or on both; and the end has to be a usual one, or "she was @work.it rained" would lose words.
_USUAL_END = "com|org|net|edu|gov|info|biz|int|nhs|scot|wales|uk|ie|eu|fr|de|nl|es|pt|ch|se|dk|fi|pl|ca|au|nz|za"
_SPACED_MAIL = re.compile(
    rf"(?:[\w.+'-]{{1,64}}+ ?@ |\b[\w'-]{{0,40}}[.+_\d][\w.+'-]{{0,40}} @|(?<=\w )@)(?:[\w-]{{1,63}}\.){{1,8}}(?:{_USUAL_END})\b(?!\.?\w)",
    re.IGNORECASE,
)
_AT_IN_BRACKETS = re.compile(r"[\[(]\s?at\s?[\])]", re.IGNORECASE)
# As links and the source of pages write it; and the picture of somebody, which is called by a digest of their address.
_CODED_MAIL = re.compile(
    r"[\w.+'-]{1,64}+(?:\uff20|%40|&(?:#0{0,5}64|#x0{0,5}40|commat);)(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}"
    r"|(?<=gravatar\.com/avatar/)[0-9a-f]{32,64}",
    re.IGNORECASE,
)
_MAYBE_CODED = ("\uff20", "%40", "&#", "&commat;", "gravatar.com")
_MAYBE_IP4 = re.compile(r"\.\d")
_IP4 = re.compile(r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|[01]?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d?\d)(?!\d|\.\d)")
_IP6 = re.compile(r"(?:(?<![\w:.])|(?<=IPv6:))[0-9a-f]{0,4}:[0-9a-f:]{2,}(?:(?:\.\d{1,3}){3})?(?![0-9a-f:])", re.IGNORECASE)

_NAMELESS = re.compile(
    r"(?:an[ -])?(?:anon|anonymous|anonymised|annon|annonymous|guest|visitor|unknown|nobody|no ?name|not given|none|n/?a|"
    r"name withheld|(?:a )?reader|someone|user|me|admin|prefer not to say|rather not say|\W*)[ #_-]*\d*\W*"
)


@dataclass(frozen=True, slots=True)
class Words:
    """What is left once a text is plain, and how many addresses were taken out of it."""

    text: str
    mails: int = 0
    ips: int = 0

    def faults(self, where: str) -> tuple[Fault, ...]:
        """One fault when addresses were taken out, none otherwise."""
        counts = ((self.mails, "e-mail address"), (self.ips, "IP address"))
        said = [f"{n} {what}{'es' if n > 1 else ''}" for n, what in counts if n]
        return (Fault(where, f"{' and '.join(said)} taken out of the words: addresses never enter the study."),) if said else ()


def from_html(source: str) -> Words:
    """What a text with HTML in it says.

    Only what HTML knows as a tag is taken for one, so that "<3" and "a <b" are read as they were meant. Line ends stay: WordPress
    keeps plain text with its line ends and makes paragraphs only when it shows them.
    """
    if "<" in source or "&" in source:
        source = html.unescape(_without_tags(source))
    return from_plain(source)


def from_plain(source: str) -> Words:
    """What a plain text says."""
    return without_addresses(tidy(source))


def tidy(text: str) -> str:
    """NFC, LF, plain spaces, no control characters, at most one blank line in a row, trimmed."""
    if text.isascii() and text.isprintable():  # one plain line, as most cells are: there is nothing to do but this
        return text.strip()
    text = _LONE.sub("\ufffd", _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n"))
    text = unicodedata.normalize("NFC", _UNWANTED.sub("", _SPACES.sub(" ", text)))
    return _MANY_BLANK.sub("\n\n", _TRAILING.sub("", text)).strip()


def one_line(text: str) -> str:
    """A title, a question or a closed answer: plain, on one line, without addresses."""
    return " ".join(from_html(text).text.split())


def cut(text: str, letters: int) -> str:
    """The beginning of what a file says, to quote it: addresses go first, for the half of one would not be known for what it is."""
    return " ".join(from_plain(text).text.split())[:letters]


def clean_name(name: str) -> str:
    """The name beside the words; "" where it is an address or a link rather than a name."""
    if not name:
        return ""
    found = from_html(name)
    flat = " ".join(found.text.split())
    if found.mails or found.ips:
        flat = " ".join(flat.replace(E_MAIL, " ").replace(IP, " ").split()).strip(" <>()[],;-")
    if re.match(r"(?:https?://|www\.)", flat, re.IGNORECASE):
        return ""
    return flat[:LONGEST_NAME].rstrip()


def tells_who(name: str) -> bool:
    """Does the name tell one person from another, as "Anonymous" or "guest" do not?"""
    return not _NAMELESS.fullmatch(name.casefold().strip())


def _without_tags(source: str) -> str:
    text = _NOT_A_TAG.sub("&lt;", _LINE_ENDS.sub("\n", _HIDDEN.sub("", source)))
    # Structure becomes line ends before the parser sees it: it would move words that stand between the rows of a table.
    for pattern, put in ((_TO_PARAGRAPH, "\n\n"), (_TO_LINE, "\n"), (_TO_SPACE, " "), (_TO_NOTHING, "")):
        text = pattern.sub(put, text)
    return nh3.clean(text, tags=set(), clean_content_tags={"script", "style"}) if "<" in text or "&" in text else text


def without_addresses(text: str) -> Words:
    """The same text, with a word in brackets in place of each e-mail and IP address."""
    mails = ips = sixes = 0
    if "@" in text or (("(" in text or "[" in text) and _AT_IN_BRACKETS.search(text)):
        text, mails = _MAIL.subn(E_MAIL, text)
    if "@ " in text or " @" in text:
        text, spaced = _SPACED_MAIL.subn(E_MAIL, text)
        mails += spaced
    if any(sign in text for sign in _MAYBE_CODED):
        text, coded = _CODED_MAIL.subn(E_MAIL, text)
        mails += coded
    if ":" in text:
        text, sixes = _without_ip6(text)
    if _MAYBE_IP4.search(text):
        text, ips = _IP4.subn(IP, text)
    return Words(text, mails, ips + sixes)


def _without_ip6(text: str) -> tuple[str, int]:
    taken = 0

    def swap(match: re.Match[str]) -> str:
        nonlocal taken
        if not _is_ip6(match[0]):
            return match[0]
        taken += 1
        return IP

    return _IP6.sub(swap, text), taken


def _is_ip6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text.rstrip(":") if text.endswith(":") and not text.endswith("::") else text)
    except ValueError:
        return False
    return sum(c not in ":." for c in text) >= 3  # "::" and "a::" are punctuation
