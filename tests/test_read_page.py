"""Reading pages of blogs, saved or pasted."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copro_text.corpus import Contribution, Source, assemble
from copro_text.errors import CoproError, NotReadable
from copro_text.readers import Reading, intake, page, read
from copro_text.readers.page_bylines import above, below
from copro_text.readers.page_lines import date_of

LONG = "We asked the kitchen for soup every single day of that long winter, and in the end somebody listened to us."
MORE = "It took three letters, two meetings and a good deal of patience before the first pot came to the table."

PASTED = f"""Soup Week

Soup Week

Wednesday, 19 June 2019

Who stirs the pot?

By Ada Finch & Bo Roe

{LONG}

  • one ladle
  • two spoons

Our aims

{MORE}
Click on the picture to enlarge it

Thursday, 13 June 2019

Leeks together

By Cy de la Poe, National Advisor at Leek House and Soup Group

{LONG}

A member said:
“I could not have come at all without the bus and a bowl of soup at the door.”

Monday, 10 June 2019

Ladles for all

By Bright Ladles, a video production group working with Soup House

{MORE}

Advertisements
"""

BLOGGER = f"""Monday 11 July 2016

Soup is not rocket science

{LONG}

"Soup should be made with those who eat it, and never only for them."
{MORE}

Until next time...
Ivy x






You can follow me on Twitter: @ivysoup

3 comments:

  1. I count my blessings for our cook.

    ReplyDelete
  2. Dee Lark12 July 2016 at 10:05
    Ours never asks.
    Not once.

    ReplyDelete
    Replies

    Ivy13 July 2016 at 09:00
    Tell me more!

    Delete

    Reply

Add comment
Load more...

Newer Post
Home
"""

WORDPRESS = f"""<!DOCTYPE html>
<html><head><title>Soup</title><style>.a {{ color: red }}</style><script>var words = "<p>never</p>";</script></head>
<body class="single single-post has-sidebar widget">
<header class="site-header"><h1 class="site-title"><a href="/">The Soup Blog</a></h1><nav><ul><li>Home</li><li>About the kitchen</li>
</ul></nav></header>
<main><article id="post-7" class="post-7 post type-post hentry">
<header class="entry-header"><h1 class="entry-title">Who stirs?</h1>
<div class="entry-meta"><span class="posted-on">Posted on <a href="/7">
<time class="entry-date published" datetime="2026-05-01T09:00:00+01:00">May 1</time></a></span>
<span class="byline"> by <span class="author vcard"><a class="url fn n" href="/ada">Ada Finch</a></span></span></div></header>
<div class="entry-content"><p>{LONG}</p><h2>A little history</h2><p>{MORE} &amp; more<br>on two lines.</p><ul><li>one</li><li>two</li></ul>
<p style="display: none">hidden words</p>
<div class="sharedaddy"><h3>Share this:</h3><ul><li>Twitter</li><li>Facebook</li></ul></div></div>
<footer class="entry-footer">Filed under <a rel="category tag">Soup</a></footer></article>
<div id="comments" class="comments-area"><h2 class="comments-title">3 thoughts on &ldquo;Who stirs?&rdquo;</h2>
<ol class="comment-list">
<li id="comment-1" class="comment even depth-1"><article id="div-comment-1" class="comment-body"><footer class="comment-meta">
<div class="comment-author vcard"><img src="x"> <b class="fn">Bo Roe</b> <span class="says">says:</span></div>
<div class="comment-metadata"><a href="#"><time datetime="2026-05-02T10:00:00+01:00">May 2, 2026 at 10:00 am</time></a></div></footer>
<div class="comment-content"><p>Leeks first.</p><p>Ring me: bo@x.example</p></div><div class="reply"><a>Reply</a></div></article>
<ol class="children"><li id="comment-2" class="comment byuser depth-2"><article class="comment-body"><footer class="comment-meta">
<div class="comment-author vcard"><b class="fn">Ada Finch</b> <span class="says">says:</span></div></footer>
<div class="comment-content"><p>Indeed, leeks.</p></div><div class="reply">Reply</div></article></li></ol></li>
<li id="comment-3" class="comment"><article class="comment-body"><footer class="comment-meta"><div class="comment-author vcard">
<b class="fn">Anonymous</b></div></footer>
<div class="comment-content"><p>No.</p></div></article></li>
<li class="pingback">Pingback: Soup elsewhere</li></ol>
<div id="respond" class="comment-respond"><h3>Leave a Reply</h3><form><p>Your email address will not be published.</p></form></div></div>
</main>
<aside class="sidebar"><h2>Blogroll</h2><ul><li>Other soups</li></ul></aside><footer class="site-footer">Blog at WordPress.com.</footer>
</body></html>"""

BLOGGER_HTML = f"""<html><body class='loading'><div class='widget Header'><h1>Soup notes</h1></div>
<div class='main section'><div class='widget Blog' id='Blog1'><div class='blog-posts hfeed'>
<div class="date-outer"><h2 class='date-header'><span>Monday, 11 July 2016</span></h2><div class="date-posts">
<div class='post-outer'><div class='post hentry'><h3 class='post-title entry-title'>Soup for two</h3>
<div class='post-body entry-content'>{LONG}<br /><br />{MORE}</div>
<div class='post-footer'>Posted by <span class='post-author vcard'><span class='fn'>Ivy</span></span> at
<abbr class='published' title='2016-07-11T08:30:00+01:00'>08:30</abbr>
<span class='post-labels'>Labels: soup</span></div></div>
<div class='comments' id='comments'><h4>2 comments:</h4><ol><li class='comment' id='c1'><div class='comment-block'>
<div class='comment-header'>
<cite class='user'>Dee Lark</cite><span class='datetime secondary-text'><a>12 July 2016 at 10:05</a></span></div>
<p class='comment-content'>Ours never asks.</p><span class='comment-actions'><a>Reply</a><span>Delete</span></span></div>
<div class='comment-replies'><ol><li class='comment' id='c2'><div class='comment-block'><div class='comment-header'>
<cite class='user blog-author'>Ivy</cite></div>
<p class='comment-content'>Ask them!</p></div></li></ol></div></li></ol></div></div></div></div></div></div></div>
<div class='widget BlogArchive'><h2>Blog Archive</h2>2016 (12)</div></body></html>"""

SEMINAR = f"""A Few Thoughts on Seminar 7

Many Thanks to Fay Hart for her contribution:

{LONG}

\u00a0

Seminar 7 Programme: Friday 12th May, 2017

Seminar 7 takes place at the University of Leek, in the Soup Building, and everybody who eats soup is very welcome.

Follow us on the day via Twitter @soup

Programme:

9.30 Registration (with tea)

10.15 Gil Moss and Hal Nye: Gil Moss, cook, and Hal Nye, Soup Trust

We will explore the many ways in which recipes are shared.

12.00 Keynote: Jan Orr (Professor of Leeks)

The strength and weakness of the leek is discussed, and what it means for soup.

12.45 LUNCH

\u00a0

Report on Seminar 4: the soup of policy

The fourth seminar was held at the University of Leek on 28 October 2016, with many cooks and with those who eat.

The first session was led by Kit Penn (Leek University (North)) and Lou Quill (Soup Trust). It was said that soup is shared.

In a session entitled, ‘People’s pots: a study’, Gil Moss (Soup House) reflected on the importance of asking people who eat before they cook.

Gil also suggested a network of pots.

The discussions extended to ladles, and to what they mean to those who hold them and to those who do not hold them.

(Reported by Max Reed)
"""


def reading(folder: Path, text: str | bytes, name: str = "page.txt") -> Reading:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    got = read(path)
    assert got.found == len(got.items) + sum(got.left_out.values())
    assert all(item.text for item in got.items)
    return got


def test_posts_under_dates_are_told_apart_with_their_authors(tmp_path: Path) -> None:
    got = reading(tmp_path, PASTED)
    assert (got.family, got.format) == ("page", "blog page")
    assert [(i.kind, i.about, i.when, i.voice, i.name) for i in got.items] == [
        ("post", "Who stirs the pot?", "2019-06-19", "person", "Ada Finch"),
        ("post", "Leeks together", "2019-06-13", "person", "Cy de la Poe"),
        ("post", "Ladles for all", "2019-06-10", "organisation", "Bright Ladles"),
    ]
    assert got.items[0].others == (("name:bo roe", "Bo Roe"),)
    assert got.items[1].aside == (("by line", "National Advisor at Leek House and Soup Group"),)
    assert got.items[0].text == f"{LONG}\n\n• one ladle\n• two spoons\n\nOur aims\n\n{MORE}"
    assert got.left_out == {"the name or heading of the blog": 2, "the caption or file name of a picture": 1, "an advert": 1}


def test_words_quoted_in_a_post_stay_there_and_are_told(tmp_path: Path) -> None:
    got = reading(tmp_path, PASTED)
    assert "could not have come at all" in got.items[1].text
    assert any("quoted inside posts (line 30)" in said for said in got.notices)


def test_comments_of_a_pasted_page_keep_names_dates_and_what_they_answer(tmp_path: Path) -> None:
    got = reading(tmp_path, BLOGGER)
    assert [(i.kind, i.text, i.name, i.when, i.replies_to) for i in got.items[1:]] == [
        ("comment", "I count my blessings for our cook.", "", "", 0),
        ("comment", "Ours never asks.\nNot once.", "Dee Lark", "2016-07-12T10:05:00", 0),
        ("comment", "Tell me more!", "Ivy", "2016-07-13T09:00:00", 2),
    ]
    assert got.items[1].person == "" and got.items[1].voice == "person"


def test_whoever_signs_a_page_without_by_lines_wrote_it_and_is_one_person_with_who_answers(tmp_path: Path) -> None:
    post, *_, answer = reading(tmp_path, BLOGGER).items
    assert (post.name, post.when) == ("Ivy", "2016-07-11")
    assert post.person == answer.person
    assert post.text.endswith("Until next time...\nIvy x")


def test_titles_that_stand_twice_begin_posts_by_one_person_nobody_named(tmp_path: Path) -> None:
    got = reading(tmp_path, f"Pots\n\nPots\n\n{LONG}\n\nAdvertisements\nLids\n\nLids\n\n{MORE}\n")
    assert [(i.about, i.text) for i in got.items] == [("Pots", LONG), ("Lids", MORE)]
    assert len({i.person for i in got.items}) == 1 and got.items[0].person and not got.items[0].name
    assert any("names no author" in said for said in got.notices)


def test_a_page_that_names_some_authors_does_not_give_their_posts_to_others(tmp_path: Path) -> None:
    text = f"12 June 2019\n\nPots\n\nBy Ada Finch\n\n{LONG}\n\n11 June 2019\n\nLids\n\n{MORE}\n\nAdvertisements\n"
    assert [(i.voice, i.name, i.person) for i in reading(tmp_path, text).items] == [
        ("person", "Ada Finch", "name:ada finch"),
        ("not known", "", ""),
    ]


def test_a_seminar_becomes_notes_under_who_spoke_in_the_words_of_who_reported(tmp_path: Path) -> None:
    got = reading(tmp_path, SEMINAR)
    told = [(i.kind, i.name, [name for _, name in i.others], i.how, i.written_down_by, i.when) for i in got.items]
    assert told == [
        ("post", "Fay Hart", [], "own words", "", ""),
        ("post", "", [], "own words", "", ""),
        ("note", "Gil Moss", ["Hal Nye"], "own words", "", "2017-05-12"),
        ("note", "Jan Orr", [], "described", "", "2017-05-12"),
        ("post", "Max Reed", [], "own words", "", ""),
        ("note", "Kit Penn", ["Lou Quill"], "reported by", "Max Reed", "2016-10-28"),
        ("note", "Gil Moss", [], "reported by", "Max Reed", "2016-10-28"),
        ("note", "", [], "reported by", "Max Reed", "2016-10-28"),
    ]
    assert got.items[6].about == "People’s pots: a study"
    assert got.items[6].text.endswith("Gil also suggested a network of pots.")
    assert got.items[5].aside == (("by line", "Leek University (North); Soup Trust"),)
    assert got.items[2].person == got.items[6].person
    assert got.items[7].voice == "not known"
    assert got.left_out["a line of a programme without anyone's words"] == 3


def test_a_saved_wordpress_page_gives_its_post_and_threaded_comments(tmp_path: Path) -> None:
    got = reading(tmp_path, WORDPRESS, "saved.html")
    assert [(i.kind, i.name, i.when, i.replies_to) for i in got.items] == [
        ("post", "Ada Finch", "2026-05-01T09:00:00+01:00", None),
        ("comment", "Bo Roe", "2026-05-02T10:00:00+01:00", 0),
        ("comment", "Ada Finch", "", 1),
        ("comment", "Anonymous", "", 0),
    ]
    assert got.items[0].text == f"{LONG}\n\nA little history\n\n{MORE} & more\non two lines.\n\none\ntwo"
    assert got.items[0].about == got.items[1].about == "Who stirs?"
    assert got.items[1].text == "Leeks first.\n\nRing me: [e-mail address]"
    assert got.items[0].person == got.items[2].person and got.items[3].person == ""
    assert got.left_out["pingback"] == 1
    assert "var words" not in repr(got) and "hidden words" not in repr(got) and "Other soups" not in repr(got)


def test_a_saved_blogger_page_gives_its_post_and_threaded_comments(tmp_path: Path) -> None:
    got = reading(tmp_path, BLOGGER_HTML, "saved.html")
    assert [(i.kind, i.about, i.name, i.replies_to, i.text) for i in got.items] == [
        ("post", "Soup for two", "Ivy", None, f"{LONG}\n{MORE}"),
        ("comment", "Soup for two", "Dee Lark", 0, "Ours never asks."),
        ("comment", "Soup for two", "Ivy", 1, "Ask them!"),
    ]
    assert got.items[0].when == "2016-07-11T08:30:00+01:00" and got.items[1].when == "2016-07-12T10:05:00"


BLOCKS = f"""<!-- saved from url=(0020)https://x.example/7 --><html><body><main class="wp-block-group"><div class="header">
<h1 class="wp-block-post-title">Who stirs?</h1></div><div class="wp-block-post-date"><time datetime="2026-05-01T09:00:00+00:00">May 1</time></div>
<div class="entry-content wp-block-post-content"><p>{LONG}</p><noscript>{MORE}</noscript></div>
<div class="wp-block-comments"><h2>One response to Who stirs?</h2><ol><li id="comment-4" class="comment">
<div class="wp-block-comment-author-name"><a>Bo Roe</a></div>
<div class="wp-block-comment-date"><time datetime="2026-05-02T10:00:00+00:00">May 2</time></div>
<div class="wp-block-comment-content"><p>Leeks.</p></div><div class="wp-block-comment-reply-link">Reply</div></li></ol></div></main></body></html>"""


def test_pages_made_of_blocks_are_read_too(tmp_path: Path) -> None:
    got = reading(tmp_path, BLOCKS)
    assert [(i.kind, i.about, i.name, i.when, i.text) for i in got.items] == [
        ("post", "Who stirs?", "", "2026-05-01T09:00:00+00:00", LONG),
        ("comment", "Who stirs?", "Bo Roe", "2026-05-02T10:00:00+00:00", "Leeks."),
    ]
    assert "x.example" not in got.site and not got.faults


def test_a_page_that_marks_nothing_is_split_by_the_same_signs_as_pasted_text(tmp_path: Path) -> None:
    body = "".join(
        f"<h2>{day}</h2><h3>{title}</h3><p>{text}</p>" for day, title, text in (("12 June 2019", "Pots", LONG), ("11 June 2019", "Lids", MORE))
    )
    got = reading(tmp_path, f"<html><body>{body}</body></html>")
    assert [(i.about, i.when, i.text) for i in got.items] == [("Pots", "2019-06-12", LONG), ("Lids", "2019-06-11", MORE)]


def test_what_cannot_be_split_is_kept_whole_and_said(tmp_path: Path) -> None:
    got = reading(tmp_path, f"{LONG}\n\n{MORE}\n\nShare this:\nTwitter\nLeave a Reply\n")
    assert [(i.kind, i.text) for i in got.items] == [("post", f"{LONG}\n\n{MORE}")]
    assert any("could not be split with confidence" in said for said in got.notices)


def test_words_outside_the_posts_are_kept_as_nobodys_known(tmp_path: Path) -> None:
    got = reading(tmp_path, f"<html><body><div>{LONG}</div><article><h2>Pots</h2><p>{MORE}</p></article><div>Short line</div></body></html>")
    assert [(i.kind, i.voice, i.text) for i in got.items] == [("note", "not known", LONG), ("post", "person", MORE)]


def test_a_page_saved_again_with_a_comment_more_brings_only_that(tmp_path: Path) -> None:
    more = "ReplyDelete\n  3. A new one about ladles.\n\n    ReplyDelete\n    "
    for now, later in ((BLOGGER, BLOGGER.replace("ReplyDelete\n    Replies", more + "Replies")), (WORDPRESS, WORDPRESS.replace("No.", "No, not I."))):
        known, counts = assemble(()), list[tuple[int, int]]()
        sources: list[tuple[Source, tuple[Contribution, ...]]] = []
        for text in (now, later):
            source, made = intake(reading(tmp_path, text), b"k" * 32, known, name="it", fingerprint="f")
            sources.append((source, made))
            known = assemble(sources)
            counts.append((source.new, source.known))
        assert counts[1] == (1, counts[0][0] - (now is WORDPRESS))


def test_comments_pasted_from_wordpress_begin_with_who_says_and_end_with_the_form(tmp_path: Path) -> None:
    text = (
        f"Pots\n\nPosted on July 3, 2016 by Ada Finch\n\n{LONG}\n\nShare this:\nTwitter\n\n2 thoughts on “Pots”\n\nBo Roe says:\n"
        f"July 4, 2016 at 10:30 am\nLeeks first.\n\nNot onions.\nReply ↓\n\nCy Poe\n5 July 2016 at 09:00\n\n{MORE}\n\nLoading...\nReply\n\n"
        "Leave a Reply\nYour email address will not be published. Required fields are marked *\nComment *\nName *\nSome menu\n"
    )
    got = reading(tmp_path, text)
    assert [(i.kind, i.name, i.when, i.text, i.replies_to) for i in got.items] == [
        ("post", "Ada Finch", "2016-07-03", LONG, None),
        ("comment", "Bo Roe", "2016-07-04T10:30:00", "Leeks first.\n\nNot onions.", 0),
        ("comment", "Cy Poe", "2016-07-05T09:00:00", MORE, 0),
    ]
    assert got.items[0].about == "Pots" and got.left_out["a line in the side column or the foot of the page"] == 1


@pytest.mark.parametrize("date", ["29 April 2026 at 19:22", "11 April 2026 at 19:22", "Wed 29 April 2026, 7:22 pm"])
def test_a_date_on_its_own_line_under_a_name_is_never_taken_for_a_name(tmp_path: Path, date: str) -> None:
    text = f"20 March 2026\n\nPots\n\nby Ada Finch\n\n{LONG}\n\n1 comment:\n\nBo Roe says:\n{date}\n\nGood soup.\n\nReply\n\nLeave a comment\n"
    got = reading(tmp_path, text)
    assert [(i.name, i.when, i.text) for i in got.items[1:]] == [("Bo Roe", date_of(date), "Good soup.")]


UNDER_COMMENTS = f"""Soup

29 April 2026

by Ada Finch

{LONG}

2 comments:

Bo Roe
30 April 2026 at 19:22

{MORE}

Reply

Cy Poe

1 May 2026 at 8:05

{MORE}

Reply

Leave a comment
"""


def test_a_post_with_its_title_above_its_date_is_found_under_the_comments_of_another(tmp_path: Path) -> None:
    got = reading(tmp_path, f"{UNDER_COMMENTS}\nLeeks\n\n14 April 2026\n\nby Dee Lark\n\n{LONG}\n\nNo comments\n")
    assert [(i.kind, i.name, i.when, i.about, i.text) for i in got.items] == [
        ("post", "Ada Finch", "2026-04-29", "Soup", LONG),
        ("comment", "Bo Roe", "2026-04-30T19:22:00", "Soup", MORE),
        ("comment", "Cy Poe", "2026-05-01T08:05:00", "Soup", MORE),
        ("post", "Dee Lark", "2026-04-14", "Leeks", LONG),
    ]


def test_titles_and_dates_in_the_side_column_under_comments_begin_no_post(tmp_path: Path) -> None:
    got = reading(tmp_path, f"{UNDER_COMMENTS}\nRecent posts\n\nSoup\n29 April 2026\n\nLeeks\n14 April 2026\n\nBlog at WordPress.com.\n")
    assert [(i.kind, i.name) for i in got.items] == [("post", "Ada Finch"), ("comment", "Bo Roe"), ("comment", "Cy Poe")]
    assert got.left_out["a line in the side column or the foot of the page"] == 4


SIDE = "Leave a comment\n\nArchives\n\nApril 2026\n\nCategories\n\nDoors\n"


def test_a_side_column_under_a_post_without_comments_is_not_its_authors_words(tmp_path: Path) -> None:
    got = reading(tmp_path, f"29 April 2026\n\nPots\n\nby Ada Finch\n\n{LONG}\n\nYours,\n\nAda\n\nNo comments\n\n{SIDE}")
    assert [(i.name, i.text) for i in got.items] == [("Ada Finch", f"{LONG}\n\nYours,\n\nAda")]
    assert got.left_out["a line in the side column or the foot of the page"] == 2


@pytest.mark.parametrize(
    "words", [f"Leave a comment\n\n{LONG}\n\nYours,\n\nAda", "Leave a comment\n\nPots\nand lids", f"A pot.\n\nLeave a comment\n\n{LONG}\n\nAda"]
)
def test_a_button_for_comments_above_the_words_of_a_post_ends_nothing(tmp_path: Path, words: str) -> None:
    got = reading(tmp_path, f"29 April 2026\n\nPots\n\nby Ada Finch\n\n{words}\n")
    assert [flat_words(i.text) for i in got.items] == [flat_words(words.replace("Leave a comment", ""))]


def flat_words(text: str) -> str:
    return " ".join(text.split())


def test_a_long_sentence_under_a_date_is_words_and_no_title(tmp_path: Path) -> None:
    got = reading(tmp_path, f"Share this:\nShare this:\n12 June 2019\n{LONG}\nPots\n")
    assert [(i.when, i.about, i.text) for i in got.items] == [("2019-06-12", "", f"{LONG}\nPots")]


def test_what_is_left_out_between_two_paragraphs_does_not_join_them(tmp_path: Path) -> None:
    got = reading(tmp_path, f"Pots\n\nPots\n\n{LONG}\n\nAdvertisements\n{MORE}\n")
    assert got.items[0].text == f"{LONG}\n\n{MORE}"


def test_comments_that_stand_elsewhere_and_posts_cut_short_are_told(tmp_path: Path) -> None:
    got = reading(tmp_path, f"12 June 2019\n\nPots\n\n{LONG}\nRead more »\n\n5 comments:\n\n11 June 2019\n\nLids\n\n{MORE}\n")
    assert [i.about for i in got.items] == ["Pots", "Lids"]
    assert {f.what.split(",")[0] for f in got.faults} == {
        "It speaks of 5 comments",
        "1 post cut short",
    }


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Wednesday, 19 June 2019", "2019-06-19"),
        ("Monday 11 July 2016", "2016-07-11"),
        ("Posted on July 3, 2016 at 10:30 am", "2016-07-03T10:30:00"),
        ("3rd of March 2017", "2017-03-03"),
        ("1 Sept. 2020", "2020-09-01"),
        ("2016-07-11", "2016-07-11"),
        ("31 February 2019", ""),
        ("1 January 0000", ""),
        ("In June 2019 we met.", ""),
    ],
)
def test_dates_in_prose_become_iso(text: str, iso: str) -> None:
    assert date_of(text) == iso


@pytest.mark.parametrize(
    ("line", "names", "voice"),
    [
        ("By Ada Finch, Bo Roe and Cy Poe", ("Ada Finch", "Bo Roe", "Cy Poe"), "person"),
        ("By Ada Finch, Policy Manager and Cook, Leek House", ("Ada Finch",), "person"),
        ("Guest post by Ada Finch", ("Ada Finch",), "person"),
        ("Ada Finch reflects on her time as a cook", ("Ada Finch",), "person"),
        ("By the Soup and Leek Trust", ("the Soup and Leek Trust",), "organisation"),
        ("By devolving power, we cook", None, ""),
        ("By Tuesday we had soup. It was good.", None, ""),
        ("Thanks to the weather we met for this picnic", None, ""),
    ],
)
def test_by_lines(line: str, names: tuple[str, ...] | None, voice: str) -> None:
    found = above(line)
    assert (found.names, found.voice) == (names, voice) if names and found else found is names


def test_a_line_under_a_post_says_who_reported_it() -> None:
    found = below("(Reported by Max Reed)")
    assert found is not None and found.names == ("Max Reed",)


@pytest.mark.parametrize(
    "text",
    [
        f"# Workshop notes\n\nTable 1:\n- {LONG}\n- {MORE}\n",
        f"Ada Finch  0:03\n{LONG}\n\nBo Roe  0:40\n{MORE}\n",
        f"WEBVTT\n\n00:01.000 --> 00:02.000\n{LONG}\n\n1 comment:\n",
        f"name,comment\nAda,{LONG}\nBo,Share this:\n",
        f"Monday 3 June 2019\n\n{LONG}\n\nTuesday 4 June 2019\n\n{MORE}\n",
        f"{LONG}\n\n{MORE}\n",
        f"Area,Words\nA,yes\nA,yes\n{LONG}\nB,no\nB,no\n{MORE}\n",
        f"Reply\n\n{LONG}\n",
        f"date: 2026-03-30 10:14\nrelation: carer\n{LONG}\n\ndate: 2026-03-31 10:14\nrelation: nurse\n{MORE}\n",
        f"Table 2\n\n3 comments:\n\n- {LONG}\n- {MORE}\n",
        '{"comments": "1 comment:"}',
    ],
)
def test_notes_transcripts_and_tables_are_left_to_their_own_readers(tmp_path: Path, text: str) -> None:
    assert not page.recognises(text.encode(), tmp_path / "blog-page.html")


def test_a_page_with_nobodys_words_is_refused_and_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotReadable) as told:
        reading(tmp_path, "<!DOCTYPE html><html><body><nav>Home</nav>x</body></html>")
    assert "web page" in told.value.what and told.value.do and told.value.safe


def test_no_page_keeps_the_program_busy_however_it_is_broken(tmp_path: Path) -> None:
    for mess in ("<a " * 200_000, '<a b="' * 100_000, "<!--" * 200_000, "<div>" * 100_000, "</p>" * 200_000, "<p" + " x='" * 100_000, "&" * 500_000):
        got = reading(tmp_path, f"<html><body><article><p>{LONG}</p></article>{mess}")
        assert got.items[0].text.startswith(LONG)
    with pytest.raises(NotReadable, match="lines"):
        reading(tmp_path, f"<html><p>{LONG}</p>" + "<p>a" * 60_000)
    with pytest.raises(NotReadable, match="MB"):
        reading(tmp_path, b"<html><p>" + b"a" * 30_000_000)


VALID = (PASTED.encode(), BLOGGER.encode(), SEMINAR.encode(), WORDPRESS.encode(), BLOGGER_HTML.encode())
PIECES = (
    "1 comment:", "ReplyDelete", "Replies", "Reply", "12 June 2019", "By Ada Finch", "Leave a Reply", "\u00a0", "", "Pots", LONG, "Ada says:", "2. ",
    "(Reported by X Y)", "9.30 Tea", "In a session, Ada Finch spoke", "\ud800", "\x00", "Report on Seminar 4", "1 January 0000", "<p>", "a@b.example",
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(VALID), st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 40), st.binary(max_size=6)), max_size=6))
def test_whatever_happened_to_a_page_it_is_read_or_refused_in_words(tmp_path: Path, data: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    for at, length, put in changes:
        data = data[:at] + put + data[at + length :]
    try:
        reading(tmp_path, data)
    except CoproError as told:
        assert told.what


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(("\n", "\r\n", "\n\n", "\n\n\n\n", " "))), max_size=40))
def test_whatever_lines_follow_each_other_nothing_is_lost_uncounted(tmp_path: Path, pieces: list[tuple[str, str]]) -> None:
    text = "Share this:\nShare this:\n" + "".join(piece + end for piece, end in pieces)
    try:
        got = reading(tmp_path, text.encode("utf-8", "surrogatepass"))
    except CoproError as told:
        assert told.what
    else:
        kept = " ".join(item.text for item in got.items)
        assert sum(piece is LONG and end != " " for piece, end in pieces) == 0 or LONG in kept
        assert "a@b.example" not in repr(got)
