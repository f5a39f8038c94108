"""The manifesto, as a web page and as Markdown, and the edition it is made from."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from copro_text import decisions as d
from copro_text.corpus import Source, assemble
from copro_text.errors import WriteError
from copro_text.writers import WRITERS, PileView, kind_for, write
from copro_text.writers.manifesto import manifesto_html, manifesto_md
from copro_text.writers.plain import clean, md_block, md_line, one_line
from copro_text.writers.report import report_html
from tests.helpers import HOSTILE, Log, corpus_of, edition_of, hostile_edition, said, some_id

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@pytest.fixture
def log() -> Log:
    log = Log()
    log.join("Maya", "Sam")
    return log


def md(edition) -> str:
    return manifesto_md(edition).decode()


def page(edition) -> BeautifulSoup:
    return BeautifulSoup(manifesto_html(edition), "html.parser")


def shown(html: str) -> str:
    """What a reader sees, with every run of white space as one space."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def tags(html: str) -> Counter[str]:
    return Counter(tag.name for tag in BeautifulSoup(html, "html.parser").find_all())


def test_an_empty_study_says_so_and_is_a_draft() -> None:
    for text in (md(edition_of(corpus_of(), Log())), shown(manifesto_html(edition_of(corpus_of(), Log())).decode())):
        assert "Nothing has a name yet" in text
        assert "A draft: not a fixed version" in text


def test_a_fixed_version_is_cited(log: Log) -> None:
    assert "Fixed version “workshop”" in md(edition_of(corpus_of(), log, version="workshop"))


def test_one_comment_works_as_well_as_many(log: Log) -> None:
    c = said("rose", "When they ring back.")
    log.place(log.name("Somebody rings back"), c)
    log.confirm("rose", "quote")
    text = md(edition_of(corpus_of(c), log))
    assert "*the one person who wrote*" in text
    assert "> “When they ring back.”" in text


def test_what_it_is_and_what_it_isnt_come_first_then_headings_by_first_use_then_none(log: Log) -> None:
    for label, heading in [("a", ""), ("b", "How we'd know"), ("c", "What it isn’t"), ("d", "What it is"), ("e", "how we’d know")]:
        log.name(label, heading=heading)
    found = re.findall(r"^(##+) (.*)$", md(edition_of(corpus_of(), log)), re.M)
    assert [t for s, t in found if s == "##"][:4] == ["What it is", "What it isn’t", "How we'd know", "What people told us"]
    assert [t for s, t in found if s == "###"] == ["d", "c", "b", "e", "a"]


def test_people_are_counted_and_not_texts(log: Log) -> None:
    texts = [said("rose", f"They rang {i}.") for i in range(5)] + [said("tom", "They did not ring.")]
    log.place(log.name("Rings back"), *texts[:5])
    edition = edition_of(corpus_of(*texts), log)
    assert edition.names[0].who.people == 1
    assert "*1 of the 2 people who wrote*" in md(edition)


def test_a_group_and_an_unknown_writer_are_not_counted_as_people(log: Log) -> None:
    texts = [said("rose", "One."), said("Table 3", "Two.", voice="group"), said("", "Three.", voice="not known")]
    log.place(log.name("Rings back"), *texts)
    assert "1 of the 1 person" not in (text := md(edition_of(corpus_of(*texts), log)))
    assert "*the one person who wrote, and 1 group, and 1 text whose writer is not known*" in text


@pytest.mark.parametrize("how", ["reported by", "described", "interpreted"])
def test_what_was_reported_never_stands_in_quotation_marks(log: Log, how: str) -> None:
    c = said("anne", "Anne thinks the bus matters.", how=how)
    log.place(log.name("The bus"), c)
    log.confirm("anne", "quote")
    log.confirm("anne", "name", value="A. Beck")
    edition = edition_of(corpus_of(c), log)
    (figure,) = page(edition).select("figure.words")
    assert not figure.find_all(["blockquote", "q"])
    assert not set("“”\"'‘’") & set(figure.get_text())
    assert "A. Beck" not in figure.get_text()
    assert "> Anne thinks the bus matters." in md(edition)
    assert "“Anne" not in md(edition)


def test_what_was_said_on_behalf_of_someone_says_so(log: Log) -> None:
    c = said("ruth", "Send the bus with the red seats.", how="on behalf of")
    log.place(log.name("The bus"), c)
    log.confirm("ruth", "quote")
    assert "said on behalf of someone" in md(edition_of(corpus_of(c), log))


def test_authors_are_exactly_those_confirmed_as_they_asked(log: Log) -> None:
    asked = "Credit me as R. Okafor."
    texts = [said("rose", f"One. {asked}", found=[("name", "yes", asked, "R. Okafor")]), said("ruth", "Two."), said("dai", "Three.")]
    log.confirm("ruth", "name", value="C. Ellery (with R. Ellery)")
    edition = edition_of(corpus_of(*texts), log)
    assert (edition.credits, edition.authors) == (("C. Ellery (with R. Ellery)",), ())
    thanked = page(edition).find(id="thanked").parent
    assert [li.get_text() for li in thanked.find_all("li")] == ["C. Ellery (with R. Ellery)"]
    assert "1 more person asked to be credited: still to be confirmed." in thanked.get_text()
    log.confirm("ruth", "author")
    authors = page(edition_of(corpus_of(*texts), log)).find(id="authors").parent
    assert [li.get_text() for li in authors.find_all("li")] == ["C. Ellery (with R. Ellery)"]


def test_where_texts_stand_adds_up_to_all_of_them(log: Log) -> None:
    texts = [said(f"p{i}", f"They rang {i}.") for i in range(6)]
    log.confirm("p5", "use", "no")
    states = dict(zip([c.id for c in texts], ["held", "placed", "set aside", "part read"], strict=False))
    edition = edition_of(corpus_of(*texts), log, states=states)
    assert [row.who.texts for row in edition.account] == [1, 1, 1, 1, 1, 1]
    assert sum(row.who.texts for row in edition.account) == edition.texts == len(texts)
    assert "1 person asked us not to use their words" in md(edition)


def test_passages_without_a_yes_are_counted_and_the_way_to_hear_them_is_said(log: Log) -> None:
    texts = [said("rose", "One."), said("tom", "Two."), said("dai", "Three.")]
    log.place(log.name("Rings back"), *texts)
    log.confirm("tom", "quote", "no")
    log.confirm("dai", "quote")
    text = md(edition_of(corpus_of(*texts), log))
    assert "2 passages are not quoted: 1 because whoever said it was not asked; 1 because whoever said it does not want it." in text
    assert "copro people lists who was not asked" in text


def test_what_the_sorter_suggests_is_not_counted_with_what_people_placed(log: Log) -> None:
    placed, suggested = said("rose", "One."), said("tom", "Two.")
    code = log.name("Rings back")
    log.place(code, placed)
    edition = edition_of(corpus_of(placed, suggested), log, suggestions={code: (placed.whole.id, suggested.whole.id)})
    assert (edition.names[0].who.people, edition.names[0].placed, edition.names[0].suggested) == (1, 1, 1)
    assert "The sorter suggests 1 passage that nobody has answered" in md(edition)


def test_what_was_put_there_in_bulk_is_said_to_be(log: Log) -> None:
    texts = [said(f"p{i}", f"They rang {i}.") for i in range(4)]
    code = log.name("Rings back")
    log.add(d.ConfirmPile(excerpts=tuple(c.whole.id for c in texts), code=code, run="run"))
    log.place(code, texts[0])
    name = edition_of(corpus_of(*texts), log).names[0]
    assert (name.one_by_one, name.bulk) == (1, 3)


def test_a_wording_that_was_not_chosen_stays_with_who_offered_it_and_once_only(log: Log) -> None:
    code = log.name("Rings back", definition="They answer")
    log.agreed(d.Rename(code=code, label="Somebody rings back", members=("maya",), replaces=log.book.replaced_by(code, "label")))
    name = edition_of(corpus_of(), log).names[0]
    assert [(w.text, w.by) for w in name.wordings] == [("Rings back", "Maya")]


def test_who_sees_it_differently_is_printed(log: Log) -> None:
    code = log.name("Rings back")
    log.add(d.Answer(proposal=log.book.replaced_by(code, "label"), answer="not sure", because="Texting counts too"), by="sam")
    assert "Sam answered not sure: Texting counts too" in md(edition_of(corpus_of(), log))


def test_what_the_same_person_said_before_and_what_still_waits_is_not_seen_differently(log: Log) -> None:
    code = log.name("Rings back")
    log.agreed(d.Rename(code=code, label="Somebody rings back", members=("maya",), replaces=log.book.replaced_by(code, "label")))
    for who in ("maya", "sam"):
        log.add(d.Rename(code=code, label="Answers", members=("maya", "sam"), replaces=log.book.replaced_by(code, "label")), by=who)
    e = edition_of(corpus_of(), log)
    assert [(w.by, w.how) for w in e.names[0].wordings] == [("Maya", "said before"), ("Maya", "has proposed"), ("Sam", "has proposed")]
    assert "Seen differently" not in md(e)
    assert "Seen differently" not in manifesto_html(e).decode()


def test_another_persons_wording_is_seen_differently(log: Log) -> None:
    code = log.name("Rings back")
    members = ("maya", "sam")
    asked = log.add(d.Rename(code=code, label="Answers", members=members, replaces=log.book.replaced_by(code, "label")), by="sam")
    log.add(d.Answer(proposal=asked.id, answer="yes"), by="maya")
    log.add(d.Enact(proposal=asked.id))
    text = md(edition_of(corpus_of(), log))
    assert "Maya offered “Rings back”" in text.partition("## Seen differently")[2]


def test_joined_names_bring_their_passages_and_are_named(log: Log) -> None:
    one, two = said("rose", "One."), said("tom", "Two.")
    a, b = log.name("Rings back"), log.name("Answers")
    log.place(a, one)
    log.place(b, two)
    log.agreed(d.Merge(codes=(b,), into=a, members=("maya",)))
    (name,) = edition_of(corpus_of(one, two), log).names
    assert (name.who.people, name.joined_from) == (2, ("Answers",))


def test_the_same_passage_is_quoted_in_full_once(log: Log) -> None:
    c = said("rose", "When they ring back.")
    log.confirm("rose", "quote")
    for label in ("a", "b"):
        log.place(log.name(label), c)
    text = md(edition_of(corpus_of(c), log))
    assert text.count("When they ring back.") == 1
    assert "quoted under “a”" in text


def test_a_draft_that_nobody_named_is_open_and_not_a_name(log: Log) -> None:
    draft = some_id("draft")
    texts = [said("rose", "asked early"), said("tom", "asked early too")]
    log.add(d.Draft(run="run", codes=((draft, 0),)))
    text = md(edition_of(corpus_of(*texts), log, labels={draft: "asked · early"}))
    assert "### asked" not in text
    assert "- A draft: asked · early" in text


@pytest.mark.parametrize(
    ("question", "headings", "is_open"),
    [("What is it, and what isn’t it?", ["What it is"], True), ("How was the bus?", [""], False), ("What isn't it?", ["What it isn't"], False)],
)
def test_it_says_when_nobody_said_what_it_isnt(log: Log, question: str, headings: list[str], is_open: bool) -> None:
    log.agreed(d.Question(text=question, members=("maya",)))
    for heading in headings:
        log.name("A name", heading=heading)
    sentence = "Nobody has said yet which names say what it isn't."
    assert (sentence in edition_of(corpus_of(), log).still_open) is is_open


def test_a_sorter_that_made_no_piles_is_not_said_to_have_suggested_anything(log: Log) -> None:
    corpus = corpus_of(said("rose", "One."))
    few = edition_of(corpus, log, piles=[PileView(-1, texts=1)], settings={"seed": 7})
    assert "was asked and made no piles" in md(few)
    assert "suggested which passages" not in md(few)
    assert "The sorter was asked and made no piles." in report_html(few).decode()
    assert "No sorter was used" in md(edition_of(corpus, log))
    assert "suggested which passages" in md(edition_of(corpus, log, piles=[PileView(1, people=1, texts=1)], settings={"seed": 7}))


def test_memos_for_the_report_are_printed_and_no_others(log: Log) -> None:
    for whose in d.MEMO_KINDS:
        log.add(d.Memo(about="x", whose=whose, text=f"This memo is {whose}"))
    text = md(edition_of(corpus_of(), log))
    assert "This memo is for the report" in text
    assert "This memo is mine" not in text
    assert "This memo is ours" not in text


def test_no_per_cent_and_no_most_people(log: Log) -> None:
    texts = [said(f"p{i}", f"They rang {i}.") for i in range(4)]
    log.place(log.name("Rings back"), *texts[:3])
    text = shown(manifesto_html(edition_of(corpus_of(*texts), log)).decode())
    assert "%" not in text
    assert "most people" not in text.casefold()


def test_the_page_is_one_whole_with_landmarks_and_one_first_heading(log: Log) -> None:
    html = manifesto_html(hostile_edition("Plain words")).decode()
    soup = BeautifulSoup(html, "html.parser")
    assert soup.html["lang"] == "en-GB"
    assert [len(soup.find_all(tag)) for tag in ("h1", "header", "main", "nav", "footer", "script", "link")] == [1, 1, 1, 1, 1, 0, 0]
    levels = [int(h.name[1]) for h in soup.find_all(re.compile(r"^h\d$"))]
    assert all(b - a <= 1 for a, b in pairwise(levels))
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for a in soup.find_all("a")} <= set(ids)
    assert "http://" not in html
    assert "https://" not in html
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_whatever_somebody_typed_the_page_shows_it_as_words(words: str) -> None:
    ours, theirs = manifesto_html(hostile_edition("Plain words")).decode(), manifesto_html(hostile_edition(words)).decode()
    assert tags(theirs) == tags(ours)
    for tag in BeautifulSoup(theirs, "html.parser").find_all():
        assert not [name for name in tag.attrs if name.startswith("on")]
    assert one_line(words) in shown(theirs)


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_whatever_somebody_typed_stays_words_in_markdown(words: str) -> None:
    ours, theirs = (MARKDOWN.render(md(hostile_edition(w))) for w in ("Plain words", words))
    free = ("p", "br")  # several lines are several paragraphs or broken lines, and nothing else
    assert {k: v for k, v in tags(theirs).items() if k not in free} == {k: v for k, v in tags(ours).items() if k not in free}
    assert one_line(words) in shown(theirs)


@given(st.text())
def test_a_line_of_markdown_shows_exactly_what_it_says(text: str) -> None:
    for before, tag in (("", "p"), ("- ", "li"), ("# ", "h1"), ("> ", "p"), ("*a* ", "p")):
        html = MARKDOWN.render(f"{before}{md_line(text)}\n")
        words = one_line(f"a {text}" if "a" in before else text)
        assert one_line(BeautifulSoup(html, "html.parser").get_text()) == words
        assert set(tags(html)) <= {tag, "ul", "blockquote", "p", "em"}


@given(st.text())
def test_a_block_of_markdown_keeps_every_word(text: str) -> None:
    html = MARKDOWN.render(str(md_block(text, "> ")))
    assert BeautifulSoup(html, "html.parser").get_text().split() == clean(text).split()
    assert set(tags(html)) <= {"blockquote", "p", "br"}


def test_writing_twice_gives_the_same_bytes() -> None:
    edition = hostile_edition("Plain words")
    assert manifesto_html(edition) == manifesto_html(edition)
    assert manifesto_md(edition) == manifesto_md(edition)


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        *((kind + suffix, None, kind) for kind, by in WRITERS.items() for suffix in by),
        ("outputs/Manifesto-2026.HTML", None, "manifesto"),
        ("for the blog.md", "manifesto", "manifesto"),
    ],
)
def test_the_kind_of_output_comes_from_the_name_or_is_said(path: str, kind: str | None, expected: str) -> None:
    assert kind_for(path, kind) == expected
    assert write(edition_of(corpus_of(), Log()), path, kind)


@pytest.mark.parametrize(("path", "kind"), [("poem.html", None), ("manifesto.exe", None), ("manifesto", None), ("x.md", "poem"), ("report.md", None)])
def test_what_cannot_be_written_says_what_can(path: str, kind: str | None) -> None:
    with pytest.raises(WriteError, match=r"manifesto\.html.*codebook\.xlsx") as refused:
        kind_for(path, kind)
    assert "Nothing was written" in str(refused.value)


def test_themes_stand_with_what_they_rest_on_and_whether_all_stand_behind_them() -> None:
    corpus = corpus_of(said("rose", "We waited.", found=[("quote", "yes", "We waited.")]), said("tom", "I did not wait."))
    log = Log()
    log.join("Maya", "Sam")
    me, both = ("maya",), ("maya", "sam")
    wait, fares = log.name("The wait"), log.name("Fares")
    against = tuple(c.whole.id for c in corpus)[1:]
    log.agreed(d.Theme(theme="t" * 32, codes=(wait, fares), against=against, sentence="We are left waiting.", members=both), yes=["sam"])
    log.agreed(d.Relate(relation="r" * 32, one=fares, other="t" * 32, how="gets in the way of", members=me))
    log.agreed(d.Promise(text="We print nothing you have not seen.", members=me))
    beside = log.add(d.Theme(theme="u" * 32, sentence="Nobody cares.", members=both))
    log.add(d.Answer(proposal=beside.id, answer="no"), by="sam")
    log.add(d.Enact(proposal=beside.id, outcome="both stand", at="2026-08-01T10:00:00Z"))
    made = edition_of(corpus, log)
    for words in (md(made), page(made).get_text(), BeautifulSoup(report_html(made), "html.parser").get_text(" ")):
        assert "We are left waiting." in words
        assert "rests on “The wait” and “Fares”; 1 passage speaks against it" in words
        assert "“Fares” gets in the way of “We are left waiting.”" in words
        assert "not all of us stand behind it" in words[words.index("Nobody cares.") :]
        assert "a change takes effect when everyone here has answered" in words.lower()
        assert "I did not wait" not in words
    assert "We print nothing you have not seen." in md(made)


def test_a_wording_that_stands_beside_the_one_in_force_is_printed_as_seen_differently() -> None:
    log = Log()
    log.join("Maya", "Sam")
    code = log.name("The wait")
    other = log.add(d.Rename(code=code, label="Nobody rings", members=("maya", "sam"), replaces=log.book.replaced_by(code, "label")))
    log.add(d.Answer(proposal=other.id, answer="no", because="they do"), by="sam")
    log.add(d.Enact(proposal=other.id, outcome="both stand", at="2026-08-01T10:00:00Z"))
    words = md(edition_of(corpus_of(said("rose", "We waited.")), log))
    assert "Maya says, beside it, “Nobody rings”" in words[words.index("## Seen differently") :]


def test_sources_of_one_kind_are_one_line_for_everybody_and_have_names_for_the_group(log: Log) -> None:
    corpus = assemble(
        (Source(some_id(name), name, "blog page", "1", "fp", len(texts) + 2, len(texts), {"a menu": 2}, new=len(texts)), texts)
        for name, texts in (("ashby.txt", [said("rose", "One.")]), ("bly.txt", [said("ruth", "Two."), said("dai", "Three.")]))
    )
    assert "- Blog page (2 files): 7 parts found, 3 read; left out: a menu (4)." in md(edition_of(corpus, log))
    ours = md(edition_of(corpus, log, audience="group"))
    assert "- ashby.txt. Blog page: 3 parts found, 1 read; left out: a menu (2)." in ours
    assert "- bly.txt. Blog page: 4 parts found, 2 read; left out: a menu (2)." in ours


def test_of_texts_whose_writer_is_not_known_nobody_is_said_to_have_written_them(log: Log) -> None:
    texts = [said("rose", "One."), said("Table 3", "Two.", voice="group"), said("", "Three.", voice="not known")]
    assert "1 person and 1 group wrote, in 3 texts; of 1 of these the writer is not known." in md(edition_of(corpus_of(*texts), log))
    assert "1 text came in whose writer is not known." in md(edition_of(corpus_of(texts[2]), log))


def test_slogans_stand_under_a_heading_of_their_own_and_need_no_meaning(log: Log) -> None:
    rose = said("rose", "Plan with us.")
    log.confirm("rose", "quote")
    log.place(log.name("Slogans"), rose)
    log.place(log.name("Asking", heading="Steps"), rose)
    text = md(edition_of(corpus_of(rose), log))
    assert text.index("## Steps") < text.index("## In people's own words") < text.index("### Slogans")
    assert "## What people told us" not in text
    assert "1 name has no words yet that say what is meant" in text


def test_who_is_to_be_credited_under_a_name_that_nobody_knows_is_counted_and_not_said_to_wait_for_a_yes(log: Log) -> None:
    log.confirm("rose", "author")
    edition = edition_of(corpus_of(said("rose", "One."), said("ruth", "Two.")), log)
    assert (edition.credits, edition.credits_to_confirm, edition.credits_without_name) == ((), 0, 1)
    text = md(edition)
    assert "1 person asked to be credited, and nobody has asked yet under which name." in text
    assert "still to be confirmed" not in text
    log.confirm("rose", "name", "no")
    assert edition_of(corpus_of(said("rose", "One.")), log).credits_without_name == 0
