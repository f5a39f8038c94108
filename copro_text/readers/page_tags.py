"""What the tags and classes of blogs mean: WordPress, Blogger and pages that mark their parts as HTML itself offers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from copro_text.readers.page_furniture import BUTTON, FORM, LABELS, MENU, SHARE
from copro_text.readers.page_lines import date_of

HIDDEN = "hidden"
PINGBACK = "pingback"
_UNSEEN = frozenset("script style noscript template svg select option button iframe object head canvas audio video map math datalist dialog".split())
_META = "what stands beside a post: date, labels, buttons"
_WHOLE = frozenset("html body".split())

_OUT = {
    MENU: "nav navigation menu sidebar widget widget-area widgets blogroll breadcrumb breadcrumbs pagination pager blog-pager nav-links nav-single "
    "post-navigation tagcloud tag-cloud skip-link screen-reader-text site-header site-footer site-branding site-info jp-relatedposts related-posts "
    "related yarpp column-right-outer column-left-outer archive-header page-header author-info author-box cookie cookies cookie-banner attribution "
    "navbar Header BlogArchive PopularPosts Profile LinkList Attribution BlogSearch",
    SHARE: "sharedaddy sd-sharing share share-buttons sharing social social-share post-share-buttons addtoany_share_save_container jp-likes-widget "
    "wpl-likebox sd-like likes follow subscribe newsletter",
    "an advert": "advert advertisement ads ad adsbygoogle wpcnt wordads adsense sponsored",
    FORM: "comment-respond comment-form respond comment-replybox-single comment-replybox-thread comments-form",
    BUTTON: "reply comment-reply-link wp-block-comment-reply-link wp-block-comment-edit-link "
    "comment-actions item-control edit-link comment-edit-link comment-awaiting-moderation says thread-toggle",
}
_OUT_BY_CLASS = {name.lower(): why for why, names in _OUT.items() for name in names.split()}
_FINE_WITHIN = frozenset("header profile".split())
_META_CLASS = frozenset(
    "entry-meta post-meta entry-footer post-footer posted-on byline cat-links tags-links comments-link post-labels post-info entry-utility "
    "comment-meta comment-metadata comment-header comment-footer post-header-line-1 post-timestamp timestamp-link".split()
)
_POST = frozenset("hentry post h-entry type-post blog-post post-outer blogpost".split())
_COMMENTS = frozenset("comments comments-area wp-block-comments comment-list commentlist comments-section comment-thread".split())
_BODY = frozenset(
    "entry-content wp-block-comment-content post-body post-content comment-content comment-body article-body "
    "article-content p-content e-content comment-text entry-summary".split()
)
_TITLE = frozenset("entry-title wp-block-post-title post-title p-name article-title blog-title-post headline".split())
_AUTHOR = frozenset(
    "author wp-block-post-author-name wp-block-comment-author-name byline fn entry-author post-author p-author author-name "
    "comment-author comment-author-name user".split()
)
_WHEN = frozenset(
    "entry-date wp-block-post-date wp-block-comment-date published date-header timestamp "
    "post-date dt-published datetime comment-timestamp comment-date date posted-on-date comment-time".split()
)
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a page the reader stands: what the tags that are open say of the words in them."""

    tag: str = ""
    part: str = "text"
    why: str = ""
    post: int = 0
    comment: int = 0
    up: int = 0
    body: bool = False
    heading: bool = False
    among_comments: bool = False
    written: str = ""


@dataclass(slots=True)
class Numbers:
    """How many posts and comments were met so far."""

    posts: int = 0
    comments: int = 0
    loose: int = 0
    main_is_a_post: bool = False


def enter(tag: str, attributes: dict[str, str], inside: Place, numbers: Numbers) -> Place:
    """The place inside this tag."""
    names = frozenset(attributes.get("class", "").lower().split()[:40])
    here = replace(inside, tag=tag, written="")
    if inside.why == HIDDEN or _is_hidden(tag, attributes):
        return replace(here, part="out", why=HIDDEN)
    if tag in _WHOLE:
        return here
    if inside.part == "out" and inside.why not in (_META, BUTTON):
        return here
    if found := _comment(tag, names, attributes, here, numbers):
        return found
    if not here.comment and _is_post(tag, names, attributes, here, numbers):
        numbers.posts += 1
        return Place(tag, post=numbers.posts)
    return _piece(tag, names, attributes, here)


def _is_hidden(tag: str, attributes: dict[str, str]) -> bool:
    style = attributes.get("style", "").replace(" ", "").lower()
    return tag in _UNSEEN or "hidden" in attributes or "display:none" in style or attributes.get("type", "").lower() == "hidden"


def _is_post(tag: str, names: frozenset[str], attributes: dict[str, str], here: Place, numbers: Numbers) -> bool:
    if here.post or here.among_comments or names & {"comment", "comment-body", "page-header"}:
        return False
    kind = f"{attributes.get('itemprop', '')} {attributes.get('itemtype', '')}".lower()
    marked = tag == "article" or bool(names & _POST) or "blogpost" in kind or kind.rstrip("/ ").endswith("schema.org/article")
    return marked or (
        numbers.main_is_a_post and (tag == "main" or attributes.get("role", "").lower() == "main" or bool(names & (_BODY - {"comment-body"})))
    )


def _comment(tag: str, names: frozenset[str], attributes: dict[str, str], here: Place, numbers: Numbers) -> Place | None:
    if names & {"pingback", "trackback"} and tag in ("li", "div", "article"):
        return replace(here, part="out", why=PINGBACK)
    kind = f"{attributes.get('itemprop', '')} {attributes.get('itemtype', '')}".lower().split()
    marked = ("comment" in names and tag in ("li", "div", "article", "section")) or any(
        one == "comment" or one.endswith("schema.org/comment") for one in kind
    )
    same = here.comment and tag == "article" and "comment-body" in names
    if (marked and not same) or (tag == "dt" and "comment-author" in names and not here.comment):
        numbers.comments += 1
        numbers.loose = numbers.comments
        part = "name" if tag == "dt" else "text"
        post = here.post or numbers.posts
        return Place(tag, part, post=post, comment=numbers.comments, up=here.comment, among_comments=True)
    if tag == "dd" and not here.comment and numbers.loose and names & {"comment-body", "comment-footer"}:
        body = "comment-body" in names
        return Place(tag, "text" if body else "out", "" if body else _META, here.post or numbers.posts, numbers.loose, body=body, among_comments=True)
    return None


def _piece(tag: str, names: frozenset[str], attributes: dict[str, str], here: Place) -> Place:
    """What a tag inside a post, a comment or the page around them says of its words."""
    if why := _why_out(tag, names, attributes, here):
        return replace(here, part="out", why=why)
    if (names & _COMMENTS or attributes.get("id", "").lower() == "comments") and not here.comment:
        return replace(here, part="out", why=BUTTON, among_comments=True)
    if names & _BODY and not (here.comment and tag in ("article", "div") and "comment-body" in names and here.part == "text" and tag == "article"):
        return replace(here, part="text", why="", body=True)
    if here.body:
        return replace(here, heading=here.heading or tag in ("h1", "h2", "h3", "h4"))
    return _label(tag, names, attributes, here)


def _why_out(tag: str, names: frozenset[str], attributes: dict[str, str], here: Place) -> str:
    if "blog" in names and "widget" in names:
        return ""  # where Blogger keeps the posts themselves
    role = attributes.get("role", "").lower()
    if tag in ("nav", "aside") or role in ("navigation", "search", "contentinfo", "banner", "complementary"):
        return MENU
    if tag == "form" or attributes.get("id", "").lower() == "respond":
        return FORM
    if tag in ("footer", "header") and not here.post and not here.comment:
        return MENU
    if tag == "figcaption":
        return "the caption or file name of a picture"
    within = _FINE_WITHIN if here.post or here.comment else frozenset()
    if found := next((_OUT_BY_CLASS[name] for name in sorted(names - within) if name in _OUT_BY_CLASS), ""):
        return found
    if attributes.get("rel", "").lower() in ("tag", "category tag"):
        return LABELS
    return _META if (names & _META_CLASS or (tag == "footer" and not names & _BODY)) and not names & (_AUTHOR - {"byline"}) else ""


def _label(tag: str, names: frozenset[str], attributes: dict[str, str], here: Place) -> Place:
    """Titles, dates and names outside the body of a post or comment."""
    written = attributes.get("datetime") or (attributes.get("title", "") if tag == "abbr" else "")
    if tag == "time" or names & _WHEN:
        if names & {"updated"} and not names & _WHEN:
            return replace(here, part="out", why=_META)
        return replace(here, part="date", why="", written=written if _TIME.fullmatch(written.strip()) and date_of(written[:10]) else "")
    prop = attributes.get("itemprop", "").lower()
    if names & _AUTHOR or tag == "cite" or attributes.get("rel", "").lower() == "author" or prop == "author":
        return replace(here, part="name" if here.comment else "by", why="", heading=True)
    marked = bool(names & _TITLE) or prop == "headline"
    if here.post and not here.comment and (marked or tag in ("h1", "h2")) and here.part != "out":
        return replace(here, part="title", heading=True)
    return replace(here, heading=here.heading or tag in ("h1", "h2", "h3", "h4"))
