"""The invented consultation under `corpora/` keeps the promises that its README makes."""

from __future__ import annotations

import csv
import html
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import openpyxl
import pytest

from copro_text.readers import Reading, read
from copro_text.readers.findings import findings

CORPORA = Path(__file__).resolve().parent.parent / "corpora"
EXPORTS = ("blog/export.xml", "blog/export-later.xml")
OTHERS = ("workshop/notes.docx", "seminar/transcript.vtt", "second-blog/export.xml", "third-blog/page.txt", "meeting/notes.pdf")
WP = "{http://wordpress.org/export/1.2/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
THEMES = set("power start pay tickbox access language trust risk feedback missing knowledge hard".split())


def plain(text: str) -> str:
    """Return a text as it is read: no tags, no entities, one space between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def items(export: str) -> list[ET.Element]:
    """Return the posts, pages and attachments of an export."""
    return ET.parse(CORPORA / export).getroot().findall("channel/item")


def comments(export: str) -> dict[str, ET.Element]:
    """Return every comment of an export by its id, spam and pingbacks too."""
    found = [comment for item in items(export) for comment in item.findall(f"{WP}comment")]
    by_id = {comment.findtext(f"{WP}comment_id", ""): comment for comment in found}
    assert len(by_id) == len(found), "an id stands twice"
    return by_id


def value(comment: ET.Element, name: str) -> str:
    """Return one field of a comment."""
    return comment.findtext(f"{WP}comment_{name}") or ""


def approved(export: str) -> dict[str, ET.Element]:
    """Return the comments that people wrote and the blogger let through, by id."""
    return {
        key: comment for key, comment in comments(export).items() if value(comment, "approved") == "1" and value(comment, "type") in ("", "comment")
    }


def survey() -> dict[str, tuple[object, ...]]:
    """Return the rows of the survey by response."""
    sheet = openpyxl.load_workbook(CORPORA / "survey/answers.xlsx").active
    return {str(row[0]): row for row in sheet.iter_rows(min_row=5, values_only=True)}


def texts() -> dict[tuple[str, str], str]:
    """Return every text as the exports hold it, by file and id, as truth.csv names them."""
    found = {(export, key): value(comment, "content") for export in EXPORTS for key, comment in comments(export).items()}
    found |= {(EXPORTS[0], f"post-{item.findtext(f'{WP}post_id')}"): item.findtext(CONTENT) or "" for item in items(EXPORTS[0])}
    for key, row in survey().items():
        found["survey/answers.xlsx", f"{key}-q1"] = str(row[4] or "")
        found["survey/answers.xlsx", f"{key}-q2"] = str(row[5] or "")
    return {key: plain(text) for key, text in found.items()}


@pytest.fixture(scope="module")
def truth() -> list[dict[str, str]]:
    """Return every row of truth.csv."""
    with (CORPORA / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def told(truth: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the rows of the approved comments in the first export."""
    return [row for row in truth if row["file"] == EXPORTS[0] and row["status"] == "approved" and row["id"].isdigit()]


def build(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a folder's build.py, leaving nothing else behind there."""
    command = [sys.executable, "-B", str(folder / "build.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def copied(folder: Path) -> Path:
    """Copy the corpora into an empty folder, to be spoilt there."""
    return Path(shutil.copytree(CORPORA, folder / "corpora"))


def test_the_files_are_in_step_with_their_source() -> None:
    run = build(CORPORA, "--check")
    assert run.returncode == 0, run.stdout + run.stderr


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    folder, names = copied(tmp_path), (*EXPORTS, "survey/answers.xlsx", "truth.csv", *OTHERS)
    assert build(folder).returncode == 0
    once = [(folder / name).read_bytes() for name in names]
    assert once[-len(OTHERS) :] == [(CORPORA / name).read_bytes().replace(b"\r\n", b"\n") for name in OTHERS]
    assert build(folder).returncode == 0
    assert [(folder / name).read_bytes() for name in names] == once


@pytest.mark.parametrize(
    ("name", "found", "other", "behind"),
    [
        ("blog-post-11", "Decent ones.", "Good ones.", "blog/export.xml"),
        ("workshop", "Post-its", "Post-it notes", "workshop/notes.docx"),
        ("seminar", "Fix the drawer.", "Mend the drawer.", "seminar/transcript.vtt"),
        ("second-blog", "You're right.", "You are right.", "second-blog/export.xml"),
        ("page", "I have been practising", "I've been practising", "third-blog/page.txt"),
        ("meeting", "She did enough.", "She did plenty.", "meeting/notes.pdf"),
    ],
)
def test_a_changed_word_is_noticed(tmp_path: Path, name: str, found: str, other: str, behind: str) -> None:
    folder = copied(tmp_path)
    source = folder / f"source/{name}.txt"
    text = source.read_text(encoding="utf-8")
    assert found in text
    source.write_text(text.replace(found, other), encoding="utf-8")
    run = build(folder, "--check")
    assert run.returncode == 1
    assert f"not in step: {behind}" in run.stdout


@pytest.mark.parametrize(
    ("name", "found", "broken", "fault"),
    [
        ("seminar", "Room: Box five.", "Roof: Box five.", "seminar.txt: nobody known speaks here: 'Roof: Box five. Taxi.'"),
        ("workshop", "| Food | ", "| ", "workshop.txt: rows of a table that have not the same number of cells"),
        ("second-blog", "reply to: 4109", "reply to: 9", "second-blog.txt, block 4110: 'reply to' leads nowhere"),
        ("meeting", "author: Hedley Crouch", "", "meeting.txt: no author"),
        ("page", "\n---\n", "\n", "page.txt: no line '---'"),
    ],
)
def test_a_fault_in_the_other_sources_is_named_with_its_file(tmp_path: Path, name: str, found: str, broken: str, fault: str) -> None:
    folder = copied(tmp_path)
    source = folder / f"source/{name}.txt"
    text = source.read_text(encoding="utf-8")
    assert found in text
    source.write_text(text.replace(found, broken, 1), encoding="utf-8")
    run = build(folder)
    assert run.returncode == 1
    assert fault in run.stderr


@pytest.mark.parametrize(
    ("found", "broken", "fault"),
    [
        ("=== 105\nname: J", "=== 105\nname J", "not a 'key: value' line: 'name J'"),
        ("=== 105\nname: J", "=== 105\nnickname: J", "unknown key 'nickname'"),
        ("=== 105\n", "=== 105\nreply to: 9999\n", "reply to '9999' leads nowhere"),
        ("=== 105\n", "=== 105\ncredit: Nobody at all\n", "credit 'Nobody at all' is not in the text"),
        ("Biscuits. Decent ones.", "", "no text"),
    ],
)
def test_a_broken_block_is_named_with_its_file(tmp_path: Path, found: str, broken: str, fault: str) -> None:
    folder = copied(tmp_path)
    source = folder / "source/blog-post-11.txt"
    text = source.read_text(encoding="utf-8")
    assert found in text
    source.write_text(text.replace(found, broken), encoding="utf-8")
    run = build(folder)
    assert run.returncode == 1
    assert f"blog-post-11.txt, block 105: {fault}" in run.stderr


def test_two_posts_hold_at_least_180_approved_comments() -> None:
    counts = [sum(key in approved(EXPORTS[0]) for key in [value(c, "id") for c in item.findall(f"{WP}comment")]) for item in items(EXPORTS[0])]
    assert sum(count > 0 for count in counts) == 2
    assert sum(counts) >= 180


def test_at_least_90_people_wrote_them(told: list[dict[str, str]]) -> None:
    assert len({row["person"] for row in told}) >= 90


def test_the_truth_has_exactly_one_row_for_each_text(truth: list[dict[str, str]]) -> None:
    rows = [(row["file"], row["id"]) for row in truth]
    assert len(set(rows)) == len(rows)
    first, later = (comments(export) for export in EXPORTS)
    new_or_edited = {
        (EXPORTS[1], key) for key, comment in later.items() if key not in first or value(comment, "content") != value(first[key], "content")
    }
    posts = {(EXPORTS[0], "post-11"), (EXPORTS[0], "post-12")}
    answers = {("survey/answers.xlsx", f"{key}-{q}") for key in survey() for q in ("q1", "q2")}
    assert set(rows) == {(EXPORTS[0], key) for key in first} | new_or_edited | posts | answers


def test_the_truth_tells_the_same_approved_comments_as_the_export(told: list[dict[str, str]]) -> None:
    assert {row["id"] for row in told} == set(approved(EXPORTS[0]))


def test_the_truth_counts_the_words_as_they_are_read(truth: list[dict[str, str]]) -> None:
    words = {key: len(text.split()) for key, text in texts().items()}
    assert [row["id"] for row in truth if int(row["words"]) != words[row["file"], row["id"]]] == []


def test_every_theme_is_carried_by_several_people(truth: list[dict[str, str]]) -> None:
    carried = {theme: {row["person"] for row in truth if row["theme"] == theme} for theme in THEMES}
    assert min(len(people) for people in carried.values()) >= 8
    used = {theme for row in truth for theme in [row["theme"], *row["also"].split(", ")]}
    assert used - THEMES == {"none", ""}


def test_a_dozen_letters_come_from_one_campaign(told: list[dict[str, str]]) -> None:
    senders = {row["person"] for row in told if row["campaign"] == "yes"}
    assert len(senders) >= 12


def test_someone_posted_the_same_words_twice(told: list[dict[str, str]]) -> None:
    people = {row["id"]: row["person"] for row in told}
    repeats = [row for row in told if row["repeat_of"]]
    assert repeats
    assert all(people[row["repeat_of"]] == row["person"] for row in repeats)


def test_at_least_25_perspectives_are_told_and_some_people_hold_two(told: list[dict[str, str]]) -> None:
    held = [row["perspective"].split(" | ") for row in told if row["perspective"]]
    assert len({words.lower() for perspectives in held for words in perspectives}) >= 25
    assert sum(len(perspectives) > 1 for perspectives in held) >= 3


def test_at_least_40_people_ask_for_credit(told: list[dict[str, str]]) -> None:
    assert len({row["person"] for row in told if row["credit"]}) >= 40


def test_at_least_8_people_ask_not_to_be_quoted(told: list[dict[str, str]]) -> None:
    assert len({row["person"] for row in told if row["ask"] == "no quote"}) >= 8


def test_at_least_2_people_ask_not_to_be_used_at_all(told: list[dict[str, str]]) -> None:
    assert len({row["person"] for row in told if row["ask"] == "no use"}) >= 2


def test_some_words_come_with_support_and_some_on_behalf_of_someone(truth: list[dict[str, str]]) -> None:
    assert {row["how"] for row in truth} == {"own words", "with support", "on behalf of"}


def test_comments_have_3_to_600_words_and_every_size_between(told: list[dict[str, str]]) -> None:
    words = [int(row["words"]) for row in told]
    assert min(words) >= 3
    assert max(words) <= 600
    assert sum(count <= 15 for count in words) >= 10
    assert sum(count >= 300 for count in words) >= 3


def test_every_perspective_and_credit_stands_in_its_text(truth: list[dict[str, str]]) -> None:
    found = texts()
    missing = [
        (row["id"], words)
        for row in truth
        if not row["file"].startswith("survey")
        for words in [*filter(None, row["perspective"].split(" | ")), row["credit"]]
        if words not in found[row["file"], row["id"]]
    ]
    assert missing == []


def test_every_perspective_and_name_of_the_survey_stands_in_its_row(truth: list[dict[str, str]]) -> None:
    found, rows = texts(), survey()
    for row in (row for row in truth if row["file"].startswith("survey")):
        for words in filter(None, row["perspective"].split(" | ")):
            assert words in found[row["file"], row["id"]]
        assert row["credit"] == (rows[row["id"].split("-")[0]][7] or "")


@pytest.mark.parametrize("export", EXPORTS)
def test_an_export_is_well_formed_and_has_no_doctype(export: str) -> None:
    raw = (CORPORA / export).read_bytes()
    assert b"<!DOCTYPE" not in raw
    assert b"<!ENTITY" not in raw
    assert ET.fromstring(raw).findtext(f"channel/{WP}wxr_version") == "1.2"


@pytest.mark.parametrize("export", EXPORTS)
def test_all_addresses_are_ones_kept_for_examples(export: str) -> None:
    raw = (CORPORA / export).read_text(encoding="utf-8")
    addresses = re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", raw)
    assert addresses
    assert [a for a in addresses if not re.fullmatch(r"([\w-]+\.)*example(\.org|\.com)?", a)] == []
    networks = {value(c, "author_IP").rpartition(".")[0] for c in comments(export).values()}
    assert networks <= {"192.0.2", "198.51.100", "203.0.113"}


@pytest.mark.parametrize("export", EXPORTS)
def test_all_links_lead_to_example_sites(export: str) -> None:
    raw = (CORPORA / export).read_text(encoding="utf-8").partition("<channel>")[2]
    hosts = set(re.findall(r"https?://([^/\s\"'<>\])?]+)", raw)) - {"wordpress.org"}
    assert [host for host in hosts if not re.search(r"(^|\.)example(\.org|\.com)?$", host)] == []


@pytest.mark.parametrize("export", EXPORTS)
def test_replies_answer_a_comment_of_the_same_export(export: str) -> None:
    found = comments(export)
    parents = {value(comment, "parent") for comment in found.values()} - {"0"}
    assert parents
    assert parents <= set(found)


def test_one_person_has_one_address_on_the_net() -> None:
    seen: dict[str, set[str]] = {}
    for comment in comments(EXPORTS[1]).values():
        if value(comment, "author_email"):
            seen.setdefault(value(comment, "author_email"), set()).add(value(comment, "author_IP"))
    assert {len(addresses) for addresses in seen.values()} == {1}


def test_site_time_is_gmt_until_the_clocks_go_forward() -> None:
    hours: dict[bool, set[bool]] = {}
    for comment in comments(EXPORTS[1]).values():
        local, gmt = value(comment, "date"), value(comment, "date_gmt")
        hours.setdefault(local < "2026-03-29 02:00:00", set()).add(local == gmt)
    assert hours == {True: {True}, False: {False}}


def test_the_exports_hold_the_traps_of_real_ones() -> None:
    found = comments(EXPORTS[0])
    assert {value(c, "approved") for c in found.values()} == {"1", "0", "spam", "trash"}
    assert {"", "comment", "pingback"} <= {value(c, "type") for c in found.values()}
    assert {item.findtext(f"{WP}post_type") for item in items(EXPORTS[0])} == {"post", "page", "attachment"}
    dates = [value(c, "date") for c in found.values()]
    assert dates != sorted(dates)
    raw = (CORPORA / EXPORTS[0]).read_text(encoding="utf-8")
    for empty in ("<wp:comment_type/>", "author_url></wp", "<wp:comment_type><![CDATA[]]>"):
        assert empty in raw


def test_the_later_export_adds_nine_comments_and_edits_one() -> None:
    first, later = (comments(export) for export in EXPORTS)
    assert set(first) < set(later)
    assert len(set(later) - set(first)) == 9
    changed = [key for key in first if value(first[key], "content") != value(later[key], "content")]
    assert len(changed) == 1


def test_no_export_holds_a_comment_from_after_it_was_made() -> None:
    for export in EXPORTS:
        raw = (CORPORA / export).read_text(encoding="utf-8")
        made = re.search(r'created="([^"]+)"', raw)
        assert made
        assert max(value(c, "date_gmt") for c in comments(export).values()) < made[1]


def test_the_survey_has_rows_above_and_below_its_header() -> None:
    sheet = openpyxl.load_workbook(CORPORA / "survey/answers.xlsx").active
    title, groups, header, blank = sheet.iter_rows(max_row=4, values_only=True)
    assert str(title[0]).startswith("Marram Lane Forum")
    assert groups[4] == "In your own words"
    assert header[0] == "Response"
    assert set(blank) == {None}
    assert {str(r) for r in sheet.merged_cells.ranges} == {"A1:H1", "C2:D2", "E2:F2", "G2:H2"}


def test_the_survey_holds_answers_that_may_be_no_answer() -> None:
    answers = [row[column] for row in survey().values() for column in (4, 5)]
    assert {"No.", "Nothing.", "n/a", "Did not answer", None} <= set(answers)
    assert len(survey()) >= 48


def test_an_answer_that_looks_like_a_sum_is_text() -> None:
    sheet = openpyxl.load_workbook(CORPORA / "survey/answers.xlsx").active
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=5) for cell in row if cell.value}
    assert kinds == {"s", "d"}


def other(name: str) -> Reading:
    """Read one of the files besides the first blog and the survey, as people would."""
    got = read(CORPORA / name)
    assert got.found == len(got.items) + sum(got.left_out.values())
    assert got.faults == ()
    return got


def written(name: str) -> str:
    """Return the source of a file below its head, with straight quotation marks, on one line."""
    text = (CORPORA / "source" / name).read_text(encoding="utf-8").partition("\n---\n")[2]
    return flat(text)


def flat(text: str) -> str:
    """Return a text on one line with straight quotation marks."""
    return " ".join(text.translate(str.maketrans("“”’", '""\'')).split())


@pytest.mark.parametrize("name", OTHERS)
def test_no_address_is_read_and_links_lead_to_example_sites(name: str) -> None:
    said = repr(other(name).items)
    assert not re.search(r"[\w.+-]+@[\w-]", said)
    assert "blogger.com" not in said
    raw = (CORPORA / name).read_bytes().decode("utf-8", "replace")
    if not name.endswith((".docx", ".pdf")):
        assert set(re.findall(r"[\w.+-]+@[\w.-]+", raw)) <= {"noreply@blogger.com"}
    hosts = set(re.findall(r"https?://([^/\s\"'<>]+)", raw))
    assert {h for h in hosts if not h.endswith("example.org")} <= {
        "www.blogger.com", "schemas.google.com", "www.w3.org", "purl.org", "schemas.openxmlformats.org",
    }  # fmt: skip


def test_the_workshop_is_read_as_its_tables_and_speakers_said_it() -> None:
    got = other("workshop/notes.docx")
    assert got.left_out == {"heading, kept with the words below it": 21}
    by = {name: sum(i.name == name for i in got.items) for name in ("Table 1", "Table 2", "Table 3", "Table 4", "Josie Trask", "")}
    assert by == {"Table 1": 13, "Table 2": 10, "Table 3": 9, "Table 4": 5, "Josie Trask": 2, "": 16}
    assert len(got.items) == 64
    nested = [i for i in got.items if i.replies_to is not None]
    assert [i.text for i in nested[:2]] == ["It was moved by two of us with a tray each, nobody asked a caretaker", "But not ONLY the same faces"]
    comment, put_in = (next(i for i in got.items if i.name == name) for name in ("Stella Mossop", "Naveed Rana"))
    assert comment.about.endswith("What is it? · a comment")
    assert got.items[comment.replies_to or 0].text.endswith("£4,200 was said out loud and the whole table went quiet")
    assert (put_in.when, put_in.text[:32]) == ("2026-06-14T21:05:00", "Measuring the door before you bo")
    reported = {(i.name, i.written_down_by) for i in got.items if i.how == "reported by"}
    assert reported == {("Ivy", "Connie Abara"), ("Table 3", "Connie Abara")}
    cells = [i for i in got.items if i.place.startswith("table")]
    assert len(cells) == 10
    assert cells[0].about.endswith("What should the £4,200 be spent on? · Fares and taxis, paid before · For")
    everything, source = flat(" ".join(i.text + i.about for i in got.items)), written("workshop.txt")
    bullets = re.findall(r"(?:^| )--? (.+?)(?= --? | #|$)", source)
    assert len(bullets) > 30
    assert [b for b in bullets if "{+" not in b and "[[" not in b and b not in everything] == []


def test_every_turn_of_the_seminar_is_read_by_whoever_spoke() -> None:
    got = other("seminar/transcript.vtt")
    raw = (CORPORA / "seminar/transcript.vtt").read_text(encoding="utf-8")
    assert len(re.findall(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/\d+-\d+$", raw, re.MULTILINE)) == raw.count(" --> ") > 500
    assert 39 * 60 < max(int(h) * 3600 + int(m) * 60 + int(s) for h, m, s in re.findall(r"--> (\d\d):(\d\d):(\d\d)", raw)) < 41 * 60
    source = (CORPORA / "source/seminar.txt").read_text(encoding="utf-8")
    names = dict(re.findall(r"^speaker (\w+): ([^(\n]+?)(?: \(Guest\))?$", source, re.MULTILINE))
    turns = re.findall(r"^(\w+): (.+)$", source.partition("\n---\n")[2], re.MULTILINE)
    assert 4_500 < sum(len(words.split()) for _, words in turns) < 6_000
    meant: dict[str, str] = {}
    for who, words in turns:
        meant[names[who]] = f"{meant.get(names[who], '')} {words.removesuffix(' --')}"
    heard: dict[str, str] = {}
    for item in got.items:
        who = item.name or dict(item.aside)["called"]
        heard[who] = f"{heard.get(who, '')} {item.text}"
    assert {who: flat(words) for who, words in heard.items()} == {who: flat(words) for who, words in meant.items()}
    assert len(heard) == 6
    assert {i.voice for i in got.items if i.name == "Pontarfelin Meeting Room"} == {"group"}
    assert (len(got.items), got.left_out) == (163, {"heading of the file": 1})


def test_the_second_blog_is_read_with_its_threads() -> None:
    got = other("second-blog/export.xml")
    assert got.left_out == {"the template of the blog": 1, "a setting of the blog": 3, "a draft": 1, "deleted": 1}
    assert [sum(i.kind == kind for i in got.items) for kind in ("post", "comment")] == [1, 12]
    assert {i.native: i.parent[1] for i in got.items if i.parent} == {
        "4104": "4103", "4106": "4105", "4107": "4105", "4108": "4105", "4110": "4109", "4112": "4111", "4114": "4111",
    }  # fmt: skip
    people = {i.native: i.person for i in got.items}
    assert len({people[n] for n in ("4102", "4104", "4106", "4110", "4112", "4114")}) == 1
    assert people["4105"] != people["4103"] == people["4108"]
    blocks = re.split(r"^=== (\d+)$", (CORPORA / "source/second-blog.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    meant = {n: flat(plain(body.partition("\n---\n")[2])) for n, body in zip(blocks[1::2], blocks[2::2], strict=True)}
    assert [i.native for i in got.items if flat(i.text) != meant[i.native]] == []


def test_the_second_blog_is_the_one_that_sent_the_first_a_trackback() -> None:
    trackback = next(c for c in comments(EXPORTS[0]).values() if value(c, "type") == "trackback")
    post = next(i for i in other("second-blog/export.xml").items if i.kind == "post")
    assert value(trackback, "content").startswith(f"{post.about}: ")
    assert "I don’t think I’ll ever look at a laminator again" in post.text


def test_the_pasted_page_is_read_as_two_posts_and_three_comments() -> None:
    got = other("third-blog/page.txt")
    assert [(i.kind, i.name, i.when[:10], i.about) for i in got.items] == [
        ("post", "Hazel Quarmby", "2026-04-29", "One question"),
        ("comment", "Naveed Rana", "2026-04-29", "One question"),
        ("comment", "Brenda", "2026-04-30", "One question"),
        ("comment", "Hazel Quarmby", "2026-05-01", "One question"),
        ("post", "Winston Attah", "2026-04-14", "The other seat"),
    ]
    assert got.items[-1].aside == (("by line", "volunteer driver"),)
    said = flat(" ".join(i.text for i in got.items))
    lines = (CORPORA / "source/page.txt").read_text(encoding="utf-8").partition("\n---\n")[2].splitlines()
    assert [line for line in lines if len(line.split()) > 12 and flat(line) not in said] == []
    assert [
        word for word in ("Advertisements", "Share this", "Facebook", "Archives", "March 2026", "Guests", "Leave a comment") if word in said
    ] == []
    assert got.items[0].text.endswith("put receptionist.")
    assert got.items[-1].text.endswith("which hospital.")


def test_the_notes_of_the_meeting_are_read_from_both_pages() -> None:
    got = other("meeting/notes.pdf")
    assert got.left_out == {"running head or page number": 4, "heading, kept with the words below it": 7}
    assert {i.at for i in got.items} == {"page 1", "page 2"}
    named = [i.name for i in got.items if i.name]
    assert named == ["Walter Ingle", "Eluned Parri", "Priya Raman", "Walter Ingle", "Connie Abara", "Eluned", "Roz Adeyinka-Hall"]
    assert [i.name for i in got.items if i.how == "reported by"] == ["Eluned"]
    said = flat(" ".join(f"{i.name}: {i.text}" if i.name and i.how == "own words" else i.text for i in got.items))
    body = re.sub(r"^#.*$|^\\f$|^- ", "", (CORPORA / "source/meeting.txt").read_text(encoding="utf-8").partition("\n---\n")[2], flags=re.MULTILINE)
    assert said == flat(body)


def test_wishes_stand_in_each_of_the_other_files() -> None:
    def found(name: str) -> set[tuple[str, str]]:
        return {(f.about, f.answer) for item in other(name).items for f in findings(item.text)}

    assert {("quote", "no"), ("name", "yes")} <= found("seminar/transcript.vtt")
    assert {("quote", "no"), ("name", "yes")} <= found("workshop/notes.docx")
    assert {("quote", "no"), ("name", "yes")} <= found("second-blog/export.xml")
    assert {("use", "yes"), ("name", "yes"), ("name", "no")} <= found("third-blog/page.txt")
