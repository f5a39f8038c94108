"""The report for the group."""

from __future__ import annotations

import base64
import re
from collections import Counter
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag

from copro_text import decisions as d
from copro_text.writers import PileView, edition
from copro_text.writers.manifesto import manifesto_md
from copro_text.writers.phrases import DONE
from copro_text.writers.plain import one_line
from copro_text.writers.report import report_html
from tests.helpers import HOSTILE, Log, corpus_of, edition_of, hostile_edition, said, some_id

PNG = b"\x89PNG\r\n\x1a\nnot much of a picture"


@pytest.fixture
def log() -> Log:
    log = Log()
    log.join("Maya", "Sam")
    return log


def page(e) -> BeautifulSoup:
    return BeautifulSoup(report_html(e), "html.parser")


def text_of(e) -> str:
    return " ".join(page(e).get_text(" ").split())


def table(soup: BeautifulSoup, caption: str) -> dict[str, list[str]]:
    """The rows of the table whose caption holds `caption`, by their heading."""
    (found,) = [t for t in soup.find_all("table") if caption in t.caption.get_text()]
    rows = {}
    for row in found.tbody.find_all("tr"):
        heading = row.find("th").find(string=True, recursive=False).strip()
        rows[heading] = [cell.get_text(strip=True) for cell in row.find_all("td") if not cell.has_attr("aria-hidden")]
    return rows


def test_an_empty_study_has_a_report() -> None:
    text = text_of(edition_of(corpus_of(), Log()))
    for sentence in ("Nothing has a name yet", "The sorter has suggested nothing yet", "No proposal is waiting", "Nobody has decided anything yet"):
        assert sentence in text


def test_what_was_found_read_and_left_out_is_said_for_each_source(log: Log) -> None:
    text = text_of(edition_of(corpus_of(said("rose", "One."), left_out={"spam": 3, "pingbacks": 2}), log))
    assert "export.xml" in text
    assert "6 parts found, 1 read; left out: spam (3) and pingbacks (2)." in text


def test_of_a_source_named_by_its_path_only_the_file_name_is_printed(log: Log) -> None:
    for path in ("/home/maya/private/export.xml", r"C:\Users\maya\private\export.xml"):
        text = text_of(edition_of(corpus_of(said("rose", "One."), name=path), log, settings={"model": path}))
        assert "export.xml" in text
        assert "private" not in text


def test_where_texts_stand_is_a_table_that_adds_up_people_first(log: Log) -> None:
    texts = [said("rose" if i < 3 else f"p{i}", f"They rang {i}.") for i in range(6)]
    log.confirm("p5", "use", "no")
    rows = table(page(edition_of(corpus_of(*texts), log, states={c.id: "placed" for c in texts[:4]})), "add up to all 6")
    assert rows["Placed"] == ["2", "4"]
    assert rows["Not yet read"] == ["1", "1"]
    assert rows["Not used: their writers asked us not to"] == ["1", "1"]
    assert sum(int(row[1]) for row in rows.values()) == 6


def test_the_bar_says_nothing_that_the_table_does_not(log: Log) -> None:
    soup = page(edition_of(corpus_of(said("rose", "One.")), log))
    for drawing in soup.find_all("svg"):
        assert drawing.find_parent("td")["aria-hidden"] == "true"
    assert [rect["width"] for rect in soup.select("svg .part")] == ["0.0", "0.0", "0.0", "0.0", "100.0"]


def test_a_pile_shows_people_before_texts_and_only_permitted_examples(log: Log) -> None:
    yes, no = said("rose", "They rang me."), said("tom", "They rang him.")
    log.confirm("rose", "quote")
    pile = PileView(4, "they rang", ("they", "rang"), 2, 2, (), (yes.whole.id,), (no.whole.id,))
    text = text_of(edition_of(corpus_of(yes, no), log, piles=[pile]))
    assert "Pile 4: 2 people, 2 texts" in text
    assert "“They rang me.”" in text
    assert "him" not in text
    assert "1 passage is not shown because whoever said it was not asked." in text


def test_what_the_sorter_could_not_place_is_a_count_and_no_pile(log: Log) -> None:
    e = edition_of(corpus_of(said("rose", "One.")), log, piles=[PileView(-1, "left over", texts=7)])
    assert "could not place 7 texts" in text_of(e)
    assert "left over" not in text_of(e)


def test_a_word_that_only_one_person_used_is_no_keyword(log: Log) -> None:
    texts = [said("rose", "the minibus was late"), said("tom", "the bus was late")]
    pile = PileView(0, "minibus · late", ("minibus", "late", "bus"), 2, 2)
    (shown,) = edition_of(corpus_of(*texts), log, piles=[pile]).piles
    assert (shown.title, shown.keywords) == ("late", ("late",))


def test_a_first_name_is_no_keyword_although_several_wrote_it(log: Log) -> None:
    texts = [said(f"p{i}", f"edna was right {i}", signed="Edna" if not i else "") for i in range(4)]
    (shown,) = edition_of(corpus_of(*texts), log, piles=[PileView(0, "edna", ("edna", "right"), 4, 4)]).piles
    assert shown.keywords == ("right",)


@pytest.mark.parametrize("title", ["Zebediah quock", "ask zebediah quock", "ZEBEDIAH QUOCK"])
def test_a_whole_name_is_no_title_however_many_wrote_it(log: Log, title: str) -> None:
    texts = [said(f"p{i}", f"ask zebediah quock {i}", signed="" if i else "Zebediah Quock") for i in range(7)]
    (shown,) = edition_of(corpus_of(*texts), log, piles=[PileView(1, title, (title,), 7, 7)]).piles
    assert (shown.title, shown.keywords) == ("Pile 1", ())


def test_the_map_has_its_words_and_a_table_beside_it(log: Log) -> None:
    e = edition_of(corpus_of(said("rose", "One.")), log, piles=[PileView(0, people=1, texts=1)], map_png=PNG, map_alt="Two piles, far apart.")
    figure = page(e).select_one("figure.map")
    assert isinstance(figure, Tag)
    assert figure.img["alt"] == "Two piles, far apart."
    assert base64.b64decode(figure.img["src"].removeprefix("data:image/png;base64,")) == PNG
    assert figure.figcaption
    assert table(page(e), "The piles") == {"Pile 0": ["0", "1", "1"]}


def test_what_is_no_picture_is_not_put_on_the_page(log: Log) -> None:
    e = edition_of(corpus_of(), log, piles=[PileView(0)], map_png=b"<svg onload=alert(1)>")
    assert not page(e).find("img")


def test_names_show_placings_and_suggestions_apart(log: Log) -> None:
    one, two = said("rose", "One."), said("tom", "Two.")
    code = log.name("Rings back", heading="What it is")
    log.place(code, one)
    soup = page(edition_of(corpus_of(one, two), log, suggestions={code: (two.whole.id,)}))
    assert table(soup, "Names")["Rings back"] == ["What it is", "1", "1", "0", "1"]


def test_what_was_taken_back_and_what_lapsed_is_counted_with_the_reason(log: Log) -> None:
    c = said("rose", "One.")
    code = log.name("Rings back")
    back = log.place(code, c)
    log.add(d.Undo(target=back.id))
    log.place(some_id("never named"), c)
    rows = table(page(edition_of(corpus_of(c), log)), "Decisions by kind")
    assert rows["Put passages with a name"] == ["2", "1", "1: the name is not here"]


def test_every_kind_of_decision_has_words() -> None:
    assert set(DONE) == set(d.KINDS)


def test_a_waiting_proposal_says_who_proposed_what_and_for_whom_it_waits(log: Log) -> None:
    code = log.name("Rings back")
    members = ("maya", "sam")
    log.add(d.Rename(code=code, label="Answers", members=members, replaces=log.book.replaced_by(code, "label"), because="Texts count"))
    text = text_of(edition_of(corpus_of(), log))
    assert "Call “Rings back” “Answers” Maya proposed it ( Texts count ). It waits for Sam." in text


def test_a_theme_in_a_relation_that_waits_is_called_by_its_sentence(log: Log) -> None:
    code, theme = log.name("Rings back"), some_id("theme")
    log.agreed(d.Theme(theme=theme, sentence="People want to vote", members=("maya",)))
    log.add(d.Relate(relation=some_id("r"), one=code, other=theme, how="gets in the way of", members=("maya", "sam")))
    log.add(d.PutAway(code=theme, members=("maya", "sam"), replaces=""))
    text = text_of(edition_of(corpus_of(), log))
    assert "“Rings back” gets in the way of “People want to vote”" in text
    assert "Put “People want to vote” away" in text
    assert "nobody has named" not in text


def test_a_theme_offered_instead_of_another_says_of_which(log: Log) -> None:
    theme = some_id("theme")
    first = log.agreed(d.Theme(theme=theme, sentence="People want to vote", members=("maya",)))
    log.add(d.Theme(theme=theme, sentence="People want to be heard", members=("maya", "sam"), replaces=first.id))
    assert "Say “People want to be heard” instead of the theme “People want to vote”" in text_of(edition_of(corpus_of(), log))


@pytest.mark.parametrize("answer", ["no", "don't understand"])
def test_a_proposal_that_somebody_holds_up_says_who_and_why(log: Log, answer: str) -> None:
    code = log.name("Rings back")
    asked = log.add(d.Rename(code=code, label="Answers", members=("maya", "sam"), replaces=log.book.replaced_by(code, "label")))
    log.add(d.Answer(proposal=asked.id, answer="not sure"), by="sam")
    log.add(d.Answer(proposal=asked.id, answer=answer, because="Texts count too"), by="sam")
    text = text_of(edition_of(corpus_of(), log)).replace(" : ", ": ").replace(" .", ".")
    assert f"Sam answered {answer}: Texts count too." in text
    assert "not everyone has answered" not in text.lower()
    log.add(d.Answer(proposal=asked.id, answer="need time"), by="sam")
    assert "Sam answered" not in text_of(edition_of(corpus_of(), log))


@pytest.mark.parametrize(
    "body",
    [
        d.Name(code="x", label="New", members=("maya", "sam")),
        d.Define(code="c", definition="Means", members=("maya", "sam")),
        d.Heading(code="c", text="", members=("maya", "sam")),
        d.Heading(code="c", text="Under", members=("maya", "sam")),
        d.Merge(codes=("c",), into="x", members=("maya", "sam")),
        d.Split(code="c", parts=(("y", ()),), labels={"y": "Part"}, members=("maya", "sam")),
        d.Question(text="Why?", members=("maya", "sam")),
        d.Undo(target="gone", members=("maya", "sam")),
        d.Unknown("from a newer version"),
    ],
)
def test_any_decision_can_be_told(log: Log, body: d.Body) -> None:
    log.add(body)
    assert text_of(edition_of(corpus_of(), log))


def test_reasons_for_setting_aside_are_printed_without_the_words(log: Log) -> None:
    texts = [said("rose", "Unmistakable one."), said("tom", "Unmistakable two.")]
    log.add(d.SetAside(excerpts=tuple(c.whole.id for c in texts), because="Said twice"))
    text = text_of(edition_of(corpus_of(*texts), log))
    assert "Said twice : 2 people, 2 texts" in text
    assert "Unmistakable" not in text


def test_settings_and_that_nothing_left_the_laptop(log: Log) -> None:
    text = text_of(edition_of(corpus_of(), log, settings={"seed": 7, "model": "/home/maya/models/all-MiniLM-L6-v2"}))
    assert "seed 7 model all-MiniLM-L6-v2" in text
    assert "Nothing left this laptop" in text


def test_a_study_without_piles_or_settings_can_be_written() -> None:
    corpus, book = corpus_of(), Log().book
    from copro_text.permission import Permissions

    e = edition(corpus=corpus, book=book, permissions=Permissions.of(corpus, {}), labels={}, states={}, suggestions={})
    assert report_html(e)


def test_the_page_is_one_whole_with_landmarks_and_one_first_heading() -> None:
    html = report_html(hostile_edition("Plain words")).decode()
    soup = BeautifulSoup(html, "html.parser")
    assert soup.html["lang"] == "en-GB"
    assert [len(soup.find_all(tag)) for tag in ("h1", "header", "main", "nav", "footer", "script", "link")] == [1, 1, 1, 1, 1, 0, 0]
    levels = [int(h.name[1]) for h in soup.find_all(re.compile(r"^h\d$"))]
    assert all(b - a <= 1 for a, b in pairwise(levels))
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for a in soup.find_all("a")} <= set(ids)
    assert all(t.caption and t.thead.find("th", scope="col") for t in soup.find_all("table"))
    assert "http://" not in html
    assert "https://" not in html


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_whatever_somebody_typed_the_page_shows_it_as_words(words: str) -> None:
    ours, theirs = (page(hostile_edition(w)) for w in ("Plain words", words))
    kinds = [Counter(tag.name for tag in soup.find_all()) for soup in (ours, theirs)]
    free = ("p",)  # a keyword nobody may be known by is left out, and its line with it
    assert {k: v for k, v in kinds[1].items() if k not in free} == {k: v for k, v in kinds[0].items() if k not in free}
    for tag in theirs.find_all():
        assert not [name for name in tag.attrs if name.startswith("on")]
    assert one_line(words) in " ".join(theirs.get_text(" ").split())


def test_writing_twice_gives_the_same_bytes() -> None:
    e = hostile_edition("Plain words")
    assert report_html(e) == report_html(e)


def test_what_is_put_with_a_name_that_waits_is_counted_so_and_the_name_is_shown(log: Log) -> None:
    texts = [said("rose", "They rang me."), said("tom", "They rang him."), said("dai", "They rang her.")]
    for who in ("rose", "dai"):
        log.confirm(who, "quote")
    new = some_id("waits")
    log.add(d.Name(code=new, label="Answers at last", members=("maya", "sam")))
    log.place(new, *texts)
    log.place(log.name("Rings back"), texts[2])
    e = edition_of(corpus_of(*texts), log)
    assert dict(e.withheld) == {"with a name that still waits": 1, "not asked": 1}
    assert [(name.label, name.who.people, name.placed) for name in e.waiting_names] == [("Answers at last", 3, 3)]
    text = text_of(e)
    assert "“Answers at last”: 3 people, 3 passages" in text.replace("“ ", "“").replace(" ”", "”").replace(" :", ":")
    assert "They rang me" not in text
    assert ("Answers at last (still waits)", 3) in Counter(p.name for p in e.placings).items()


def test_texts_that_may_not_be_used_explain_the_two_totals(log: Log) -> None:
    texts = [said(f"p{i}", f"They rang {i}.") for i in range(4)]
    log.confirm("p3", "use", "no")
    e = edition_of(corpus_of(*texts), log)
    for text in (text_of(e), manifesto_md(e).decode()):
        assert "1 person asked us not to use their words, 1 text of the 4 that came in" in text
        assert "in 3 texts" in text


def test_a_memo_stands_under_a_heading_and_is_not_under_one_alone(log: Log) -> None:
    assert "Notes for the report" not in text_of(edition_of(corpus_of(), log))
    log.add(d.Memo(about="x", whose="for the report", text="It rained"))
    e = edition_of(corpus_of(), log)
    assert "Notes for the report It rained" in text_of(e)
    assert "### What else we noted\n\nIt rained" in manifesto_md(e).decode()


def test_a_long_name_can_break_anywhere_in_a_table(log: Log) -> None:
    log.name("x" * 500)
    html = report_html(edition_of(corpus_of(), log)).decode()
    assert "x" * 500 in html
    (rule,) = re.findall(r"^th, td \{[^}]*", html, re.MULTILINE)
    assert "overflow-wrap: anywhere" in rule
