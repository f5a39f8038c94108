"""The second blog, written as Blogger backs it up (Atom), with its settings, its template and a draft."""

from __future__ import annotations

import html
import re
from pathlib import Path
from xml.sax.saxutils import escape

from blocks import Block, SourceError, plain, read_blocks

SOURCE = "second-blog.txt"
# Numbers that lead with noughts are nobody's: Blogger gives none such.
BLOG = "0000000000000000412"
SITE = "https://idlethoughts.example.org"
TITLE = "Idle Thoughts on Care"
OWNER, OWNER_PROFILE = "Merle Hathersage", "20110"
BACKED_UP = "2026-05-20T20:14:31.117+01:00"
KEYS = frozenset({"kind", "title", "name", "profile", "date", "reply to"})
SETTINGS = {
    "BLOG_NAME": ("The name of the blog", TITLE),
    "BLOG_DESCRIPTION": ("The description of the blog", "Written in lay-bys, between visits"),
    "BLOG_COMMENT_MODERATION": ("The type of comment moderation", "DISABLED"),
}
TEMPLATE = "<html><head><title><data:blog.pageTitle/></title><b:skin>body { font-family: serif; }</b:skin></head><body/></html>"

_ATOM = "http://www.w3.org/2005/Atom"
_G = "http://schemas.google.com/g/2005"
_KIND = "http://schemas.google.com/blogger/2008/kind#"


def atom(folder: Path) -> str:
    """Write the blog: template and settings first, then posts, then comments, newest first."""
    blocks = _read(folder)
    post = next(b for b in blocks if b.get("kind") == "post")
    numbers = {b.id for b in blocks}
    entries = [_setting("template", "layout", f"Template: {TITLE}", TEMPLATE)]
    entries += [_setting("settings", f"settings.{name}", title, value) for name, (title, value) in SETTINGS.items()]
    entries += [_entry(b, post) for b in reversed(blocks) if b.get("kind") in ("post", "draft")]
    entries += [_entry(b, post) for b in reversed(blocks) if b.get("kind") not in ("post", "draft")]
    astray = [b.id for b in blocks if b.get("reply to") and b.get("reply to") not in numbers]
    if astray:
        raise SourceError(f"{SOURCE}, block {astray[0]}: 'reply to' leads nowhere")
    return f"{_head()}{''.join(entries)}</feed>\n"


def _read(folder: Path) -> list[Block]:
    faults: list[str] = []
    text = (folder / SOURCE).read_text(encoding="utf-8")
    blocks = read_blocks(SOURCE, re.sub(r"\A(?:#.*\n|\n)*", "", text), faults)
    for block in blocks:
        faults += [f"{block.where}: unknown key {key!r}" for key in block.keys if key not in KEYS]
        faults += [f"{block.where}: no {key}" for key in ("name", "date") if not block.get(key)]
        faults += [] if block.texts.get("", "").strip() else [f"{block.where}: no text"]
    if not any(block.get("kind") == "post" for block in blocks):
        faults.append(f"{SOURCE}: no post")
    if faults:
        raise SourceError("\n".join(faults))
    return blocks


def _head() -> str:
    return (
        "<?xml version='1.0' encoding='UTF-8'?>"
        "<?xml-stylesheet href=\"http://www.blogger.com/styles/atom.css\" type=\"text/css\"?>\n"
        f"<feed xmlns='{_ATOM}' xmlns:app='http://www.w3.org/2007/app' xmlns:gd='{_G}' "
        "xmlns:thr='http://purl.org/syndication/thread/1.0'>\n"
        f"<id>tag:blogger.com,1999:blog-{BLOG}.archive</id><updated>{BACKED_UP}</updated>"
        f"<title type='text'>{escape(TITLE)}</title><link rel='alternate' type='text/html' href='{SITE}/'/>"
        f"{_author(OWNER, OWNER_PROFILE)}<generator version='7.00' uri='https://www.blogger.com'>Blogger</generator>\n"
    )


def _setting(kind: str, name: str, title: str, value: str) -> str:
    return (
        f"<entry><id>tag:blogger.com,1999:blog-{BLOG}.{name}</id><published>2019-11-03T21:02:11.204Z</published>"
        f"<updated>{BACKED_UP}</updated>{_category(kind)}<title type='text'>{escape(title)}</title>"
        f"<content type='text'>{escape(value)}</content>{_author(OWNER, OWNER_PROFILE)}</entry>\n"
    )


def _entry(block: Block, post: Block) -> str:
    when = f"{block.date:%Y-%m-%dT%H:%M}:00.00{int(block.id) % 10}Z"
    kind, words, is_comment = block.get("kind"), block.texts[""], block.get("kind") not in ("post", "draft")
    text = words if not is_comment else html.escape(words, quote=False).replace("&lt;br /&gt;", "<br />")
    title = block.get("title") or _beginning(words)
    more = "<app:control><app:draft>yes</app:draft></app:control>" if kind == "draft" else ""
    more += "<gd:extendedProperty name='blogger.contentRemoved' value='true'/>" if kind == "removed" else ""
    more += _under(block, post) if is_comment else _own_link(block)
    return (
        f"<entry><id>{_id(block.id)}</id><published>{when}</published><updated>{when}</updated>"
        f"{_category('comment' if is_comment else 'post')}<title type='text'>{escape(title)}</title>"
        f"<content type='html'>{escape(text)}</content>{_author(block.get('name'), _profile(block))}{more}</entry>\n"
    )


def _own_link(block: Block) -> str:
    slug = re.sub(r"[^a-z]+", "-", block.get("title").lower()).strip("-")
    return f"<link rel='alternate' type='text/html' href='{SITE}/{block.date:%Y/%m}/{slug}.html'/>"


def _under(block: Block, post: Block) -> str:
    above = block.get("reply to")
    feed = f"https://www.blogger.com/feeds/{BLOG}/{post.id}/comments/default"
    related = f"<link rel='related' type='application/atom+xml' href='{feed}/{above}'/>" if above else ""
    return f"<thr:in-reply-to href='{SITE}/' ref='{_id(post.id)}' type='text/html'/>{related}"


def _id(number: str) -> str:
    return f"tag:blogger.com,1999:blog-{BLOG}.post-{number}"


def _category(kind: str) -> str:
    return f"<category scheme='{_G}#kind' term='{_KIND}{kind}'/>"


def _profile(block: Block) -> str:
    return OWNER_PROFILE if block.get("name") == OWNER else block.get("profile")


def _author(name: str, profile: str) -> str:
    """Write who it is: an account has a number, a passer-by none, and everyone has the same address."""
    uri = f"<uri>https://www.blogger.com/profile/{profile.zfill(20)}</uri>" if profile else ""
    return f"<author><name>{escape(name)}</name>{uri}<email>noreply@blogger.com</email></author>"


def _beginning(words: str) -> str:
    """Return the first words of a comment, which Blogger takes for its title."""
    text = plain(words)
    return text if len(text) <= 50 else f"{text[:50].rsplit(' ', 1)[0]}..."
