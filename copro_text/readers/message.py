"""E-mails saved as files (.eml): what the sender wrote; headers, the message it answers and the signature are left out and counted."""

from __future__ import annotations

import email.policy
import re
from collections import Counter
from collections.abc import Callable
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from pathlib import Path

from copro_text.corpus import Fault
from copro_text.errors import NotReadable
from copro_text.readers import words
from copro_text.readers.answers import digest
from copro_text.readers.blocks import size_is_fit
from copro_text.readers.dates import posted
from copro_text.readers.gathering import by_mail, by_name
from copro_text.readers.item import Item, Reading
from copro_text.readers.look import is_binary, text_head

READER = "message 1"
FAMILY = "message"
LARGEST = 50_000_000

_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,60}):(?: |\t|$)")
_TELLING = {"message-id", "mime-version", "received", "return-path", "delivered-to", "content-type", "x-mailer"}
_BEGINS = (
    re.compile(r"\s*(?:On|Am|Le|El|Op|Den)\b.{4,200}(?:wrote|schrieb|écrit|escribió|schreef|skrev)\b.{0,20}:\s*$", re.IGNORECASE),
    re.compile(r"\s*-{2,}\s*(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Message d'origine)\b.*", re.IGNORECASE),
    re.compile(r"\s*_{10,}\s*$"),
    re.compile(r"\s*Begin forwarded message:", re.IGNORECASE),
)
_FROM_BELOW = re.compile(r"\s*\*?(?:From|Von|De|Van):\*?\s.+")
_SENT_BELOW = re.compile(r"\s*\*?(?:Sent|Date|To|Gesendet|Envoyé|Subject|Verzonden):\*?\s.+", re.IGNORECASE)
_SIGNED = re.compile(r"\s*--\s*$")
_CLOSING = re.compile(
    r"\s*(?:(?:kind|best|warm|many|with)? ?(?:regards|wishes|thanks)|thank you|thanks(?: again)?|yours (?:sincerely|faithfully)|sincerely|cheers|"
    r"all the best|best|sent from my \w+.*|get outlook for \w+.*)[,.! ]*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"\+?\(?\d[\d ()-]{7,}\d|\S+@\S+|https?://|www\.", re.IGNORECASE)
_MOST_SIGNED = 8


def recognises(head: bytes, path: Path) -> bool:
    """Does it begin with the headers of an e-mail?"""
    if is_binary(head):
        return False
    names = []
    for line in text_head(head).splitlines()[:60]:
        match = _HEADER.match(line)
        if not match and not line.startswith((" ", "\t")):
            break
        names += [match[1].lower()] if match else []
    known = set(names)
    return "from" in known and bool(known & {"date", "subject", "to"}) and (bool(known & _TELLING) or path.suffix.lower() == ".eml")


def read(path: Path, *, progress: Callable[[int, int | None], None] | None = None) -> Reading:
    """The words of the one who sent it, as one contribution."""
    size_is_fit(path, LARGEST)
    try:
        message = BytesParser(policy=email.policy.default).parsebytes(path.read_bytes().lstrip(b"\xef\xbb\xbf\r\n"))
        return _reading(path, message)
    except (MessageError, LookupError, ValueError, AttributeError, TypeError, RecursionError) as error:
        do = "Open it in your e-mail program and save it again, or copy the words into a text file (.txt)."
        raise NotReadable(f"{path.name}: a damaged e-mail.", do=do, safe="Nothing was read.") from error


def _reading(path: Path, message: EmailMessage) -> Reading:
    left_out = Counter({"header of the e-mail": len(message.keys())})
    attached = [part.get_filename() or "without a name" for part in message.iter_attachments()]
    left_out["attachment"] = len(attached)
    name, address = parseaddr(str(message.get("From", "")))
    name = words.clean_name(name)
    lines = _without_signature(_without_quoted(_lines(message), left_out), name, left_out)
    found = words.from_plain("\n".join(lines))
    if not found.text:
        do = "Open it and look; if the words are in an attachment, save that and add it."
        raise NotReadable(f"{path.name}: an e-mail without words of the one who sent it.", do=do, safe="Nothing was read.", left_out=+left_out)
    subject = re.sub(r"^(?:\s*(?:re|fwd?|aw|wg|sv|antw|tr)\s*:)+\s*", "", str(message.get("Subject", "")), flags=re.IGNORECASE)
    when = posted(str(message.get("Date", "")))
    native = str(message.get("Message-ID", "")).strip()
    person = by_mail(address) or by_name(name)
    item = Item(
        "note",
        found.text,
        "the message",
        native=digest(native)[:24] if native else "",
        row=() if native else ("", person, when, found.text),
        person=person,
        name=name,
        when=when,
        about=words.one_line(words.from_plain(subject).text),
    )
    faults = tuple(found.faults("the message"))
    if attached:
        listed = ", ".join(f"'{words.from_plain(each).text[:60]}'" for each in attached[:8])
        faults += (Fault("attachments", f"Not read: {listed}. If they hold what people said, save them and add them."),)
    site = digest(found.text)[:16] if not native else "mail"
    return Reading("E-mail", FAMILY, site, READER, 1 + sum(left_out.values()), (item,), dict(+left_out), faults, _told(left_out))


def _told(left_out: Counter[str]) -> tuple[str, ...]:
    said = [f"{left_out[why]} {'line' if left_out[why] == 1 else 'lines'} of {what}" for why, what in _WHY.items() if left_out[why]]
    return (f"Taken for no words of the sender, and left out: {' and '.join(said)}. Please look whether that is right.",) if said else ()


QUOTED, SIGNATURE = "line of an earlier message", "line of a signature"
_WHY = {QUOTED: "an earlier message that it answers or passes on", SIGNATURE: "a signature or closing"}


def _lines(message: EmailMessage) -> list[str]:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return []
    content = body.get_content()
    text = content if isinstance(content, str) else bytes(content).decode("utf-8", "replace")
    if body.get_content_subtype() == "html":
        text = words.from_html(re.sub(r"(?is)<blockquote.*</blockquote>", "", text)).text
    return re.sub(r"\r\n?", "\n", text).split("\n")


def _without_quoted(lines: list[str], left_out: Counter[str]) -> list[str]:
    """What stands above the message that is answered, and between its lines."""
    end = next((n for n in range(len(lines)) if _begins_quoted(lines, n)), len(lines))
    kept = [line for line in lines[:end] if not line.lstrip().startswith(">")]
    below = [line for line in lines[end:] if line.strip()]
    heads = next((n for n in (1, 2) if below[n - 1 : n] and below[n - 1].rstrip().endswith(":")), 1)  # "On ... wrote:", on one line or two
    between = [line for line in below[heads:] if not line.lstrip().startswith(">")]
    if any(line.lstrip().startswith(">") for line in below) and between:  # answered between the lines: whatever has no ">" is the sender's
        kept, below = [*kept, *between], [line for line in below if line not in between]
    left_out[QUOTED] += len(below) + sum(bool(line.strip()) for line in lines[:end] if line.lstrip().startswith(">"))
    return kept


def _begins_quoted(lines: list[str], n: int) -> bool:
    both = f"{lines[n]} {lines[n + 1]}" if n + 1 < len(lines) else lines[n]
    outlook = _FROM_BELOW.match(lines[n]) and any(_SENT_BELOW.match(line) for line in lines[n + 1 : n + 4])
    two = lines[n].lstrip().startswith(("On ", "Am ", "Le ")) and len(both) < 250 and _BEGINS[0].match(both)  # broken over two lines
    return bool(outlook or two or any(begin.match(lines[n]) for begin in _BEGINS))


def _without_signature(lines: list[str], name: str, left_out: Counter[str]) -> list[str]:
    """What stands above "-- ", a closing such as "Kind regards", or the sender's own name near the end."""
    filled = [n for n, line in enumerate(lines) if line.strip()]
    first = name.split()[0].casefold() if name else ""

    def ends(n: int) -> bool:
        line = lines[n].strip().casefold().strip(" ,.-–—")
        below = [lines[m] for m in filled if m > n]
        if _SIGNED.match(lines[n]):
            return True
        near = len(below) <= _MOST_SIGNED and all(len(each.split()) <= 8 or _CONTACT.search(each) for each in below)
        return near and n != filled[0] and bool(_CLOSING.match(lines[n]) or (first and line in (first, name.casefold())))

    cut = next((n for n in filled if ends(n)), len(lines))
    left_out[SIGNATURE] += sum(n >= cut for n in filled)
    return lines[:cut]
