"""Small invented exports for tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Small</title><link>https://small.example.org</link>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://small.example.org</wp:base_site_url>
<wp:base_blog_url>https://small.example.org</wp:base_blog_url>
<item><title>What is it?</title><dc:creator>rosa</dc:creator><content:encoded><![CDATA[Tell me, please.]]></content:encoded>
<wp:post_id>1</wp:post_id><wp:post_date>2026-03-02 10:00:00</wp:post_date><wp:post_date_gmt>2026-03-02 10:00:00</wp:post_date_gmt>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
"""

COMMENTS = (
    ("Ann Arkwright", "I wait at the gate for the bus and nobody rings back. Credit me as A. Arkwright please."),
    ("Bo", "They asked us after the plan was printed. Please don't quote me."),
    ("Cy", "Pay the fare before we set off."),
    ("Dee", "A room upstairs is no room for my chair."),
    ("Ann Arkwright", "Still waiting. Nobody rang.\n\nIt is the same every week."),
    ("Eli", "Please don't use this at all, I only wanted somebody to read it."),
)


def wxr(comments: Sequence[tuple[str, str]] = COMMENTS) -> str:
    """A WordPress export with one post and these comments, (name, text) each; a name has one e-mail address."""
    return HEAD + "".join(_comment(i, name, text) for i, (name, text) in enumerate(comments, start=1)) + "</item></channel></rss>\n"


def _comment(number: int, name: str, text: str) -> str:
    mail = f"{name.lower().replace(' ', '.')}@people.example"
    return f"""<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{escape(name)}</wp:comment_author>
<wp:comment_author_email>{mail}</wp:comment_author_email><wp:comment_author_url></wp:comment_author_url>
<wp:comment_author_IP>192.0.2.{number % 250}</wp:comment_author_IP><wp:comment_date>2026-03-03 10:00:{number % 60:02d}</wp:comment_date>
<wp:comment_date_gmt>2026-03-03 10:00:{number % 60:02d}</wp:comment_date_gmt><wp:comment_content>{escape(text)}</wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type><wp:comment_parent>0</wp:comment_parent>
<wp:comment_user_id>0</wp:comment_user_id></wp:comment>
"""


def write_wxr(path: Path, comments: Sequence[tuple[str, str]] = COMMENTS) -> Path:
    """The same as a file."""
    path.write_text(wxr(comments), "utf-8")
    return path
