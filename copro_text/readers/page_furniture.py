"""What stands on every blog and is nobody's words: buttons, adverts, menus, and the headings over comments."""

from __future__ import annotations

import re

from copro_text.readers.page_lines import LONGEST

BUTTON = "a heading or button for comments"
ADVERT = "an advert"
SHARE = "a button to share, like or follow"
MENU = "a menu, an archive or a link to other pages"
LABELS = "labels or settings of a post"
PICTURE = "the caption or file name of a picture"
FORM = "the form for a new comment"

_NAMED = r"(?:facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|tumblr|pocket|telegram|e-?mail|print|instagram|bluesky|mastodon|threads|youtube)"

_PATTERNS = {
    ADVERT: (
        r"advertisements?:?|report this ad|adverts?|ads? by .{1,40}|sponsored(?: content| links?)?|about these ads|privacy & cookies: .*|"
        r"(?:we|this (?:site|blog|website)) uses? cookies.{0,160}"
    ),
    SHARE: (
        rf"share(?: this)?(?: post| article| page)?:?|share (?:on|to|via|by) {_NAMED}.*|click to (?:share|e-?mail|print) .*|email ?this(?: "
        rf"?blog ?this!?.*)?|"
        rf"blog ?this!?|{_NAMED}|tweet|like this:?|like|liked|be the first to like this\.?|loading(?:\.{{3}}|…)|"
        r"(?:\d+|one|two|\w+) bloggers? like(?:s)? this\.?|"
        r"(?:you can |please |do )*(?:follow|find|like|join) (?:me|us|this blog|the blog|our blog)\b(?: .{0,60})?"
        r"\b(?:twitter|facebook|linkedin|instagram|bluesky|mastodon|bloglovin'?|by e-?mail|via e-?mail)\b.{0,60}|"
        r"follow(?: (?:blog|us|me|this blog)(?: via e-?mail)?)?|subscribe(?: (?:via|by) e-?mail| now| here)?|sign me up!?|"
        r"rate this:?|(?:\d+ )?(?:shares?|likes|views|followers)"
    ),
    BUTTON: (
        r"reply ?/? ?delete|reply(?: to .{1,60})?(?: [↓→])?|replies|delete|edit|\(edit\)|report(?: comment| abuse)?|permalink|load more(?:\.{3}|…)?|"
        r"add (?:a )?comment|show more comments|(?:older|newer) comments|← older comments|newer comments →|log in to reply|sort by .{1,20}|"
        r"no comments:?|0 comments:?|no comments yet\.?|comments are (?:closed|off|disabled)\.?|comments off(?: on .*)?"
    ),
    FORM: (
        r"leave a (?:reply|comment)(?: to .{1,60}| cancel reply)?|post a (?:new )?comment|cancel reply|enter (?:your )?comment.{0,40}|join "
        r"the conversation|"
        r"your e-?mail address will not be published\.?.{0,60}|required fields are marked \*?|(?:name|e-?mail|website|comment|url) ?\*?:?(?: "
        r"?\(.{1,60}\))?|"
        r"notify me (?:of|when|by) .{1,80}|post comment|submit(?: comment)?|fill in your details below .{0,80}|you are commenting using your .{0,80}|"
        r"save my name, e-?mail,? .{0,100}|this site uses akismet .{0,120}|log ?in(?: to (?:comment|leave a comment|reply))?|"
        r"you must be logged in to .{1,40}|please (?:log|sign) in to .{1,40}|comment as:?.{0,40}|preview|publish"
    ),
    MENU: (
        r"(?:category|tag|author|monthly|daily|yearly) archives?(?:: .{1,80})?|archives?(?:: .{1,80})?|posts (?:navigation|tagged .{1,60})|"
        r"blog ?roll|blog archive|recent (?:posts|comments)|popular posts|related(?: posts| articles| reading)?:?|more from (?:this|the) "
        r"(?:blog|author|site)|you may also like:?.{0,20}|"
        r"[←«»→]? ?(?:older|newer|next|previous) (?:posts?|entries|page)(?: ?[»→←«])?|(?:home|menu|search|search (?:for|this blog):?|skip to "
        r"content|about(?: me| us)?|"
        r"contact(?: us)?|categories|pages|links|meta|log out|top posts(?: & pages)?|post navigation|main menu|primary menu|navigation|"
        r"followers|labels|"
        r"privacy policy|sitemap|my blog list|total pageviews|contributors|view my complete profile|subscribe to:?.{0,40})|"
        r"(?:proudly )?powered by (?:wordpress|blogger|ghost|wix|squarespace|medium|tumblr)\b.{0,60}|blog at wordpress\.com\.?|create a "
        r"(?:free )?(?:website|blog) .{1,40}|theme: .{1,40} by .{1,40}|© ?.{1,80}|copyright (?:©|\(c\)|\d{4}).{0,80}|"
        r"(?:read|find out) more(?: ?(?:»|→|\.{3}|…|>>?))?|continue reading.{0,80}|[►▼]? ?\d{4} \(\d+\)|[►▼]? ?[a-z]+ \(\d+\)|"
        r"\(?(?:view|see|download|open) (?:a |the )?(?:pdf|copy|file) (?:of .{1,60} )?here\.?\)?"
    ),
    LABELS: r"(?:labels|tags|tagged|categories|category|topics?): .{1,150}|(?:filed under|posted in):? .{1,100}|"
    r"this entry was posted (?:in|on) .{1,140}|\d+ min(?:ute)?s? read.{0,40}|tagged|"
    r"bookmark the permalink\.?|uncategorized|uncategorised",
    PICTURE: (
        r"click (?:on )?(?:the |this )?(?:image|picture|photo|here) (?:for|to) (?:a )?(?:larger|bigger|enlarge|see|view).{0,40}|"
        r"(?:photo|picture|image|photograph)s?(?: credit)?(?: by)?: .{1,120}|[\w ()'’&-]{1,100}\.(?:jpe?g|png|gif|webp|svg|tiff?|bmp)"
    ),
}
_FURNITURE = tuple((why, re.compile(pattern, re.IGNORECASE)) for why, pattern in _PATTERNS.items())
_LEFT_OPEN = re.compile(r"(?:read more|continue reading\b.{0,80}|\[(?:…|\.{3})\])(?: ?(?:»|→|\.{3}|…|>>?))?", re.IGNORECASE)
_NUMBER = r"(?P<n>\d{1,6}|one|two|three|four|five|six|seven|eight|nine|ten)"
_COMMENTS = re.compile(
    rf"{_NUMBER} (?:comments?|responses?|replies|thoughts?)(?: (?:on|to|so far on) .{{1,160}})?:?|comments? ?\((?P<m>\d{{1,6}})\):?", re.IGNORECASE
)
_COUNTS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)}
_FORM_BEGINS = re.compile(
    r"(?:leave a (?:reply|comment)|post a (?:new )?comment|add (?:a )?comment|older posts?|newer posts?|subscribe to:?)\b.*", re.IGNORECASE
)


def furniture(text: str) -> str:
    """Why this line is nobody's words, or ""."""
    if len(text) > LONGEST:
        return ""
    flat = text.strip()
    return next((why for why, pattern in _FURNITURE if pattern.fullmatch(flat)), "")


def comments_begin(text: str) -> int:
    """How many comments a heading such as "3 comments:" or "One thought on ..." announces; 0 where it is none."""
    match = _COMMENTS.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if match is None:
        return 0
    said = (match["n"] or match["m"]).lower()
    return _COUNTS.get(said) or int(said)


def comments_end(text: str) -> bool:
    """Does the form for a new comment, or the foot of the page, begin here?"""
    return len(text) <= LONGEST and bool(_FORM_BEGINS.fullmatch(text.strip()))


def cut_short(text: str) -> bool:
    """Does the page show only the beginning of what stands above, with a link to the rest?"""
    return len(text) <= LONGEST and bool(_LEFT_OPEN.fullmatch(text.strip()))
