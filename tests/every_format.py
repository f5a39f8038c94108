"""A small invented file of every format that is read."""

from tests import (
    test_read_blogger,
    test_read_comments_json,
    test_read_disqus,
    test_read_docx,
    test_read_feed,
    test_read_message,
    test_read_odt,
    test_read_otter,
    test_read_page,
    test_read_pdf,
    test_read_plain,
    test_read_srt,
    test_read_table,
    test_read_vtt,
    test_read_wordpress,
    test_read_wordpress_rest,
)

FILES = {
    "wordpress.xml": test_read_wordpress.VALID,
    "rest.json": test_read_wordpress_rest.VALID,
    "blogger.xml": test_read_blogger.VALID,
    "disqus.xml": test_read_disqus.VALID,
    "rss.xml": test_read_feed.VALID_RSS,
    "atom.xml": test_read_feed.VALID_ATOM,
    "comments.json": test_read_comments_json.VALID,
    "talk.vtt": test_read_vtt.VALID,
    "talk.srt": test_read_srt.VALID,
    "otter.txt": test_read_otter.VALID,
    "page.txt": test_read_page.VALID[0],
    "blogger-page.txt": test_read_page.VALID[1],
    "seminar.txt": test_read_page.VALID[2],
    "page.html": test_read_page.VALID[3],
    "blogger-page.html": test_read_page.VALID[4],
    "notes.docx": test_read_docx.XML,
    "notes.odt": test_read_odt.WHOLE,
    "notes.pdf": test_read_pdf.WHOLE,
    "reply.eml": test_read_message.VALID,
    "notes.md": test_read_plain.MARKDOWN,
    "answers.csv": test_read_table.CSV,
    "answers.xlsx": test_read_table.XLSX,
}
PACKED = tuple(name for name, data in FILES.items() if data.startswith(b"PK"))
XML = tuple(name for name in FILES if name.endswith(".xml"))
TEXT = tuple(name for name in FILES if name not in PACKED and name != "notes.pdf")
